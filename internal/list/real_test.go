package list_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

// values collects the texts of the elements (XML) or columns (CSV) whose name
// satisfies want, with how often each stands in the file.
func values(t *testing.T, path string, skip int, want func(name string) bool) map[string]int {
	t.Helper()
	in := listtest.Load(t, path)
	rc, err := in.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	out := map[string]int{}
	if strings.HasSuffix(in.Files[0].Name, ".csv") {
		text, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfterN(string(text), "\n", skip+1)
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(lines[skip], "\ufeff")))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for i, v := range row {
				if i < len(rows[0]) && want(strings.ToLower(rows[0][i])) && !list.Empty(v) {
					out[strings.TrimSpace(v)]++
				}
			}
		}
		return out
	}
	d := xml.NewDecoder(rc)
	name := ""
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name = strings.ToLower(tok.Name.Local)
			for _, a := range tok.Attr {
				if want(strings.ToLower(a.Name.Local)) && !list.Empty(a.Value) {
					out[a.Value]++
				}
			}
		case xml.EndElement:
			name = ""
		case xml.CharData:
			if name != "" && want(name) && !list.Empty(string(tok)) {
				out[string(tok)]++
			}
		}
	}
}

// report fails when more than limit of the values, counted by how often they
// stand in the file, are unread.
func report(t *testing.T, all map[string]int, unread map[string]int, limit float64) {
	t.Helper()
	n, bad := 0, 0
	for _, c := range all {
		n += c
	}
	var worst []string
	for v, c := range unread {
		bad += c
		worst = append(worst, v)
	}
	if n == 0 {
		t.Fatal("no value found: the test reads the wrong field")
	}
	sort.Slice(worst, func(i, j int) bool { return unread[worst[i]] > unread[worst[j]] })
	t.Logf("%d of %d values unread, %d different: %.40q", bad, n, len(worst), worst[:min(len(worst), 12)])
	if float64(bad) > limit*float64(n) {
		t.Errorf("%d of %d values unread, more than %.1f %%", bad, n, 100*limit)
	}
}

func is(names ...string) func(string) bool {
	return func(s string) bool {
		for _, n := range names {
			if s == n {
				return true
			}
		}
		return false
	}
}

func TestDatesOfOfficialFiles(t *testing.T) {
	data := filepath.Join(listtest.Data(t), "lists")
	for _, tt := range []struct {
		file  string
		skip  int
		want  func(string) bool
		limit float64
	}{
		{"un/un_consolidated_2026-02-27.xml", 0, is("date", "year", "listed_on", "from_year", "to_year", "dategenerated"), 0},
		{"ca/sema_2025-04.xml", 0, is("dateofbirthorshipbuilddate", "dateoflisting"), 0},
		{"eu/fsf/eu_fsd_v1_0_WHOLE_2016-02-11.xml", 0, is("date", "reg_date"), 0},
		{"eu/journal/consolidated/32014R0269.csv", 0, func(s string) bool { return strings.Contains(s, "date") && !strings.Contains(s, "note") }, 0.006},
		{"uk/ofsi_conlist_2018-04-13.csv", 1, is("dob", "listed on", "last updated"), 0.0002},
		{"ua/ua_war_sanctions_targets_simple_2026-03.csv", 0, is("birth_date", "first_seen", "last_change"), 0},
		{"opensanctions/interpol_red_notices_targets_simple_2025-05.csv", 0, is("birth_date"), 0},
	} {
		t.Run(tt.file, func(t *testing.T) {
			all := values(t, filepath.Join(data, tt.file), tt.skip, tt.want)
			unread := map[string]int{}
			for v, n := range all {
				if _, left := list.ParseDates(v, list.DayFirst); len(left) > 0 {
					unread[v] = n
				}
			}
			report(t, all, unread, tt.limit)
		})
	}
}

func TestCountriesOfOfficialFiles(t *testing.T) {
	data := listtest.Data(t)
	country := func(s string) bool {
		return (strings.Contains(s, "country") || strings.Contains(s, "nationality") || strings.Contains(s, "countries")) &&
			!strings.Contains(s, "note") && !strings.Contains(s, "description")
	}
	for _, tt := range []struct {
		file  string
		skip  int
		want  func(string) bool
		limit float64
	}{
		{"lists/un/un_consolidated_2026-02-27.xml", 0, is("country", "country_of_birth", "country_of_issue", "issuing_country"), 0},
		{"lists/ca/sema_2025-04.xml", 0, is("country"), 0.03}, // the rest are thematic regulations
		{"lists/ofac/consolidated_nonsdn/consolidated_2025-03-28.xml", 0, is("country"), 0},
		{"lists/uk/ofsi_conlist_2018-04-13.csv", 1, is("country", "country of birth"), 0.03},
		{"bench/dev/yente_candidate_generation/negatives_global.csv", 0, country, 0},
		{"bench/dev/yente_candidate_generation/positives_un_treated.csv", 0, country, 0},
	} {
		t.Run(tt.file, func(t *testing.T) {
			all := values(t, filepath.Join(data, tt.file), tt.skip, tt.want)
			unread := map[string]int{}
			for v, n := range all {
				if strings.Contains(v, "(1)") {
					delete(all, v) // several countries, which the publisher's parser takes apart
					continue
				}
				if _, ok := entity.CountryCode(v); !ok {
					unread[v] = n
				}
			}
			report(t, all, unread, tt.limit)
		})
	}
}
