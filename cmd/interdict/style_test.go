package main

import (
	"os"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	rows := [][]string{
		{"0.999", "Сергей Викторович ЛАВРОВ\nborn 1950-03-21", "OFAC RUSSIA-EO14024"},
		{"0.8", "김정은 金正恩", "DPRK3"},
		{"0.75", "القاعدة", ""},
	}
	got := style{}.table([]string{"SCORE", "NAME", "PROGRAMME"}, rows)
	want := `SCORE  NAME                      PROGRAMME
────────────────────────────────────────────────────
0.999  Сергей Викторович ЛАВРОВ  OFAC RUSSIA-EO14024
       born 1950-03-21
0.8    김정은 金正恩             DPRK3
0.75   القاعدة`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	got = style{width: 40}.table([]string{"SCORE", "NAME", "PROGRAMME"}, rows[:2])
	want = `SCORE  NAME             PROGRAMME
────────────────────────────────────────
0.999  Сергей           OFAC
       Викторович       RUSSIA-EO14024
       ЛАВРОВ
       born 1950-03-21
0.8    김정은 金正恩    DPRK3`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	got = style{width: 30}.table([]string{"SCORE", "NAME", "PROGRAMME"}, rows)
	want = `SCORE      0.999
NAME       Сергей Викторович
           ЛАВРОВ
           born 1950-03-21
PROGRAMME  OFAC RUSSIA-EO14024

SCORE      0.8
NAME       김정은 金正恩
PROGRAMME  DPRK3

SCORE      0.75
NAME       القاعدة`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestTableWidths: at every width, no line is longer than the terminal, none
// ends in a space, and no text is lost.
func TestTableWidths(t *testing.T) {
	cells := [][]string{
		{"JOINT STOCK COMPANY RYAZAN OIL REFINERY COMPANY", "0x098b716b8aaf21512996dc57eb0615e2383e2f96", "2025-10-22"},
		{"公司名称公司名称公司名称公司名称公司名称", "eu_journal_sanctions:32014R0833-rosneft\nweak alias “x”", "not told"},
		{"", "a", ""},
	}
	headers := []string{"NAME", "IDENTIFIER", "SINCE"}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for width := 35; width < 200; width++ {
		for _, colour := range []bool{false, true} {
			got := style{width: width, colour: colour}.table(headers, cells)
			for line := range strings.SplitSeq(got, "\n") {
				if lipgloss.Width(line) > width || strings.TrimRight(line, " ") != line {
					t.Fatalf("width %d: %q", width, line)
				}
			}
			if n := strings.Count(squeeze(got), "2025-10-22"); n != 1 {
				t.Fatalf("width %d: a date is broken:\n%s", width, got)
			}
			letters := 0
			for _, r := range got {
				if r == '公' {
					letters++
				}
			}
			if letters != 5 {
				t.Fatalf("width %d: %d of 5 characters:\n%s", width, letters, got)
			}
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Rosneft": "Rosneft", "a\x1b[2Jb": "a[2Jb", "a\tb\nc": "a b\nc", "\u202eevil\u202c\u2066x": "evilx", "a\u009bb\u0085\x00\x7f": "ab", "القاعدة": "القاعدة", "нефть": "нефть",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	s := style{colour: true}
	if got := s.cleanCell("\x1b[1;31mx\x1b[m\x1b[2Jy\x1b]0;title\x07"); got != "\x1b[1;31mx\x1b[mJy]0;title" && got != "\x1b[1;31mx\x1b[m2Jy]0;title" {
		t.Errorf("%q", got)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := plural(1, "hit", "hits") + plural(2, "hit", "hits"); got != "1 hit2 hits" {
		t.Error(got)
	}
}

// TestNoTerminal: what is no terminal gets no colours.
func TestNoTerminal(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if s := newStyle(f, false); s.colour || s.width != 0 {
		t.Errorf("%+v", s)
	}
	if s := newStyle(&strings.Builder{}, false); s.colour || s.width != 0 {
		t.Errorf("%+v", s)
	}
	if got := (style{}).bold("x") + (style{}).verdict("clear"); got != "xclear" {
		t.Errorf("%q", got)
	}
}
