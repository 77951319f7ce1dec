package main

import (
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
)

// TestListTable: the age counts from the publication, not from the last look at it,
// and the table stays a table on usual terminals.
func TestListTable(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	rows := []listRow{
		{List: "un_sc_sanctions", Kind: "official", Edition: "2026-02-27T00:00:09.554Z", Published: day("2026-02-27"), Fetched: day("2026-03-01"), Checked: now.Add(-time.Minute), Records: 1003, Loaded: true},
		{List: "ca_dfatd_sema_sanctions", Kind: "official", Fetched: day("2026-11-13"), Records: 5000, Loaded: true, Stale: true},
		{List: "us_ofac_sdn", Kind: "sample", Published: day("2026-11-24"), Records: 67, Rejects: 2, Loaded: true},
		{List: "xx_new", Kind: "imported", Fetched: now, Loaded: true},
		{List: "xx_unknown", Kind: "sample", Loaded: true},
	}
	for _, c := range []struct {
		width int
		want  []string // parts of the rows, spaces narrowed
	}{
		{0, []string{
			"LIST EDITION PUBLISHED FETCHED CHECKED RECORDS REJECTS AGE",
			"un_sc_sanctions 2026-02-27T00:00:09.554Z 2026-02-27 2026-03-01 just now 1,003 0 269 days",
			"not told 2026-11-13 10 days ago (stale) 5,000 0 fetched 10 days ago",
			"us_ofac_sdn sample 2026-11-24 - - 67 2 today",
			"xx_new imported not told 2026-11-23 just now 0 0 fetched today",
			"xx_unknown sample not told - - 0 0 unknown",
		}},
		{120, []string{"LIST EDITION PUBLISHED FETCHED CHECKED RECORDS REJECTS AGE", "2026-02-27 2026-03-01 just now 1,003 0 269 days"}},
		{80, []string{"LIST EDITION PUBLISHED RECORDS REJECTS AGE", "2026-02-27 1,003 0 269 days", "checked just now"}},
	} {
		s := style{width: c.width}
		got := s.table(listTable(s, rows, false, now))
		narrowed := strings.Join(strings.Fields(strings.ReplaceAll(got, "\n", " \n")), " ")
		for _, w := range c.want {
			if !strings.Contains(narrowed, w) {
				t.Errorf("width %d: no %q in\n%s", c.width, w, got)
			}
		}
		for line := range strings.Lines(got) {
			if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); c.width > 0 && n > c.width {
				t.Errorf("width %d: a line has %d: %s", c.width, n, line)
			}
		}
	}
}

func TestListAge(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name               string
		published, fetched time.Time
		want               int64 // seconds; -1: none
	}{
		{"published", now.Add(-48 * time.Hour), now, 48 * 60 * 60},
		{"only fetched", time.Time{}, now.Add(-time.Hour), 60 * 60},
		{"published tomorrow", now.Add(time.Hour), now, 0},
		{"neither", time.Time{}, time.Time{}, -1},
	} {
		r := listRow{Published: c.published, Fetched: c.fetched}
		got := int64(-1)
		if r.setAge(now); r.Age != nil {
			got = *r.Age
		}
		if got != c.want {
			t.Errorf("%s: %d seconds, want %d", c.name, got, c.want)
		}
	}
}
