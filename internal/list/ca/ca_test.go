package ca

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func TestConformance(t *testing.T) {
	listtest.Run(t, Source(),
		listtest.Case{Name: "2020", Format: "sema-lmes.xml", Files: []string{"testdata/sema_2020.xml"}, Records: 2, Truncatable: true},
		listtest.Case{Name: "2025", Format: "sema-lmes.xml", Files: []string{"testdata/sema_2025.xml"}, Records: 12, Rejects: 1, Truncatable: true},
		listtest.Case{Name: "2026", Format: "sema-lmes.xml", Files: []string{"testdata/sema_2026.xml"}, Records: 3, Truncatable: true},
	)
}

func TestOfficialFiles(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "ca")
	listtest.Run(t, Source(),
		listtest.Case{Name: "2020-04", Format: "sema-lmes.xml", Files: []string{filepath.Join(dir, "sema_2020-04.xml")}, Records: 1369, Truncatable: true},
		listtest.Case{Name: "2025-04", Format: "sema-lmes.xml", Files: []string{filepath.Join(dir, "sema_2025-04.xml")}, Records: 4759, Truncatable: true},
	)
	_, rep := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "sema_2025-04.xml")))
	if err := Source().Expect.Check(rep, 0); err != nil {
		t.Errorf("expectations: %v", err)
	}
	want := map[entity.Schema]int{entity.Person: 3334, entity.Organization: 1316, entity.Vessel: 109}
	if d := cmp.Diff(want, rep.Schemas); d != "" {
		t.Errorf("schemas (-want +got):\n%s", d)
	}
	if rep.Warned > 0 {
		t.Errorf("%d values not understood: %v", rep.Warned, rep.Warnings)
	}
}

// TestIDsSurviveFiveYears guards the choice of what goes into the id.
func TestIDsSurviveFiveYears(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "ca")
	old, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "sema_2020-04.xml")))
	now, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "sema_2025-04.xml")))
	have := make(map[string]bool)
	for _, e := range now {
		have[e.ID] = true
	}
	kept := 0
	for _, e := range old {
		if have[e.ID] {
			kept++
		}
	}
	if kept < 1250 {
		t.Errorf("%d of %d ids of 2020 are in the file of 2025, at least 1250 expected", kept, len(old))
	}
}

// TestOfficialNamesAreClean looks for what splitting must not leave in names.
func TestOfficialNamesAreClean(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "ca")
	all, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "sema_2025-04.xml")))
	bad := 0
	for _, e := range all {
		for _, n := range e.Names {
			low := strings.ToLower(n.Full)
			if strings.ContainsAny(n.Full, ";\n\t") || strings.Contains(low, "also known") || strings.Contains(low, "a.k.a") ||
				strings.Contains(n.Full, "Russian:") || e.Schema == entity.Person && strings.ContainsAny(n.Full, ",/()") ||
				strings.HasPrefix(n.Full, ",") || strings.Count(n.Full, "(") != strings.Count(n.Full, ")") {
				bad++
				t.Logf("%s: %q", e.ID, n.Full)
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d names are not clean", bad)
	}
}

func parseFile(t *testing.T, name string) map[string]*entity.Entity {
	t.Helper()
	all, _ := listtest.MustParse(t, Source(), listtest.Load(t, name))
	out := make(map[string]*entity.Entity)
	for _, e := range all {
		key := e.Primary()
		if _, dup := out[key]; dup {
			key += "#2"
		}
		out[key] = e
	}
	return out
}

type shortName struct {
	Full string
	Kind entity.NameKind
	Weak bool
}

func short(e *entity.Entity) (out []shortName) {
	for _, n := range e.Names {
		out = append(out, shortName{n.Full, n.Kind, n.Weak})
	}
	return out
}

func TestNames(t *testing.T) {
	byName := parseFile(t, "testdata/sema_2025.xml")
	tests := []struct {
		name, primary string
		want          []shortName
	}{
		{"semicolon, or, original script", "Sergey Yevgenyevich TSIVILEV", []shortName{
			{"Sergey Yevgenyevich TSIVILEV", entity.NamePrimary, false},
			{"Sergei Evgenievich Tsivilyov", entity.NameAlias, false},
			{"Сергей Евгеньевич Цивилев", entity.NameOriginal, false},
			{"Сергей Евгеньевич Цивилёв", entity.NameOriginal, false}}},
		{"given name alone is weak", "Andrey Igorevich AKIMOV", []shortName{
			{"Andrey Igorevich AKIMOV", entity.NamePrimary, false}, {"Andrei", entity.NameAlias, true}}},
		{"English and French, acronym", "Marine Industries Organization", []shortName{
			{"Marine Industries Organization", entity.NamePrimary, false}, {"MIO", entity.NameAcronym, false},
			{"Organisation des industries maritimes", entity.NameVariant, false}}},
		{"also known as over line breaks; legal form behind a comma; comma inside a name", "Scientific-Research Engineering Institute JSC", []shortName{
			{"Scientific-Research Engineering Institute JSC", entity.NamePrimary, false},
			{"Scientific Research Engineering Institute", entity.NameAlias, false},
			{"AO Nauchno-Issledovatelskiy Inzhenerniy Institut", entity.NameAlias, false},
			{"AO NIII", entity.NameAlias, false},
			{"Радиоавтоматика, ООО", entity.NameOriginal, false},
			{"Министерство образования, науки и молодежи", entity.NameOriginal, false}}},
		{"family name with a variant in brackets", "Aleksey Aleksandrovich DIKIY", []shortName{
			{"Aleksey Aleksandrovich DIKIY", entity.NamePrimary, false}, {"Aleksey Aleksandrovich DIKY", entity.NameVariant, false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := byName[tt.primary]
			if e == nil {
				t.Fatalf("no entity %q", tt.primary)
			}
			if d := cmp.Diff(tt.want, short(e)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if got := byName["Andrey Igorevich AKIMOV"].Names[0].Parts; len(got) != 2 || got[0].Kind != entity.PartGiven || got[1].Value != "AKIMOV" {
		t.Errorf("parts %v", got)
	}
}

func TestSplitAliases(t *testing.T) {
	tests := []struct {
		name, text string
		person     bool
		want       []string
	}{
		{"languages named", "Hanna Borisovna Liavusik or Anna Borisovna Leusik,  Belarusian: Ганна Барысаўна Лявусiк, Russian: Анна Борисовна Леусик", true,
			[]string{"Hanna Borisovna Liavusik", "Anna Borisovna Leusik", "Ганна Барысаўна Лявусiк", "Анна Борисовна Леусик"}},
		{"alternatives of the first word", "Aleksandr/ Aleksandr or Alexander /Alexandr Vladimirovich Korol or Oleksandr Volodymyrovych Korol", true,
			[]string{"Aleksandr Vladimirovich Korol", "Aleksandr Vladimirovich Korol", "Alexander Vladimirovich Korol", "Alexandr Vladimirovich Korol", "Oleksandr Volodymyrovych Korol"}},
		{"slash between persons' names", "Ольга Александровна КРАВЦОВА / Ольга Олександрiвна КРАВЦОВА", true,
			[]string{"Ольга Александровна КРАВЦОВА", "Ольга Олександрiвна КРАВЦОВА"}},
		{"bracket without partner", "(Юрий Николаевич ГОВТВИН / Юрiй Миколайович ГОВТВIН", true,
			[]string{"Юрий Николаевич ГОВТВИН", "Юрiй Миколайович ГОВТВIН"}},
		{"variant in brackets within", "Dzmitry (Zmitser) Karsiuk", true, []string{"Dzmitry Karsiuk", "Zmitser Karsiuk"}},
		{"line break and label", "GSK Advance, GSK Advance Co. Ltd. and GSK for Advanced Business Co. Ltd. Arabic: شركة جي", false,
			[]string{"GSK Advance", "GSK Advance Co. Ltd.", "GSK for Advanced Business Co. Ltd.", "شركة جي"}},
		{"legal form behind a comma", "Sudokhodnaya Kompaniya Azia LLC, AZSCO, Azia Shipping Co., Ltd.", false,
			[]string{"Sudokhodnaya Kompaniya Azia LLC", "AZSCO", "Azia Shipping Co., Ltd."}},
		{"and in a name stays", "Central Institute of Chemistry and Mechanics", false, []string{"Central Institute of Chemistry and Mechanics"}},
		{"a.k.a. in brackets", "Mavad Karan (a.k.a. Mavad Karan Jahad; Mavadkaran)", false, []string{"Mavad Karan", "Mavad Karan Jahad", "Mavadkaran"}},
		{"acronyms in two languages", "GORT/ORTAS", false, []string{"GORT", "ORTAS"}},
		{"slash inside a name stays", "Victory/Pobeda Political Bloc", false, []string{"Victory/Pobeda Political Bloc"}},
		{"empty", " ; , ", false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range splitAliases(tt.text, tt.person) {
				got = append(got, a.text)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("splitAliases(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestParseDates(t *testing.T) {
	tests := []struct {
		text   string
		listed int
		want   string
		bad    int
	}{
		{"1953-09-22", 2019, "1953-09-22", 0},
		{"1953-09", 2019, "1953-09", 0},
		{"1972", 2019, "1972", 0},
		{"1963-1964", 2015, "1963/1964", 0},
		{"1963 or 1964", 2015, "1963 1964", 0},
		{"1965-07-15 OR 1969-09-28", 2025, "1965-07-15 1969-09-28", 0},
		{"Sep-99", 2023, "1999-09", 0},
		{"Feb-24", 2008, "1924-02", 0}, // Robert Mugabe: not 2024
		{"Feb-24", 2025, "1924-02", 0},
		{"Mar-10", 2022, "2010-03", 0},
		{"22974", 2017, "1962-11-24", 0},
		{"someday", 2017, "", 1},
		{"", 2017, "", 0},
	}
	for _, tt := range tests {
		dates, bad := parseDates(tt.text, tt.listed)
		var got []string
		for _, d := range dates {
			got = append(got, d.String())
		}
		if s := strings.Join(got, " "); s != tt.want || len(bad) != tt.bad {
			t.Errorf("parseDates(%q, %d) = %q, %q; want %q and %d bad", tt.text, tt.listed, s, bad, tt.want, tt.bad)
		}
	}
}

func TestTraps(t *testing.T) {
	byName := parseFile(t, "testdata/sema_2025.xml")
	t.Run("one person in two regimes is two listings", func(t *testing.T) {
		a, b := byName["Nicolás MADURO MOROS"], byName["Nicolás MADURO MOROS#2"]
		if a == nil || b == nil || a.ID == b.ID {
			t.Fatalf("want two entities with their own ids, got %v, %v", a, b)
		}
		if a.Listings[0].Program != "Venezuela" || !strings.HasPrefix(b.Listings[0].Program, "Justice for Victims") {
			t.Errorf("programs %q, %q", a.Listings[0].Program, b.Listings[0].Program)
		}
	})
	t.Run("one name twice in one regime", func(t *testing.T) {
		a, b := byName["Sergey Ivanovich MENYAILO"], byName["Sergey Ivanovich MENYAILO#2"]
		if a == nil || b == nil || a.ID == b.ID {
			t.Fatalf("want two entities with their own ids, got %v, %v", a, b)
		}
	})
	t.Run("the regime is no nationality", func(t *testing.T) {
		for name, e := range byName {
			if len(e.Countries) > 0 {
				t.Errorf("%s has countries %v", name, e.Countries)
			}
		}
	})
	t.Run("ship", func(t *testing.T) {
		e := byName["Lady R"]
		if e.Schema != entity.Vessel || len(e.Identifiers) != 1 || e.Identifiers[0].Type != entity.IDIMO || e.Identifiers[0].Value != "9161003" {
			t.Errorf("schema %s, identifiers %v", e.Schema, e.Identifiers)
		}
		if len(e.Dates) != 1 || e.Dates[0].Kind != entity.DateBuild || e.Dates[0].Date.String() != "2004" {
			t.Errorf("dates %v", e.Dates)
		}
		if len(e.Titles) > 0 {
			t.Errorf("the ship's type is no title: %v", e.Titles)
		}
	})
	t.Run("title in two languages", func(t *testing.T) {
		if d := cmp.Diff([]string{"General", "général"}, byName["Nicolás MADURO MOROS"].Titles); d != "" {
			t.Error(d)
		}
	})
	t.Run("listing", func(t *testing.T) {
		l := byName["Lady R"].Listings[0]
		want := entity.Listing{Authority: authority, Country: "ca", Program: "Russia", Reference: "Schedule 1.1, item 7", Effective: entity.NewDate(2024, 6, 13)}
		if d := cmp.Diff(want, l); d != "" {
			t.Error(d)
		}
	})
	t.Run("no name is a reject with its place", func(t *testing.T) {
		_, rep := listtest.MustParse(t, Source(), listtest.Load(t, "testdata/sema_2025.xml"))
		if len(rep.Rejected) != 1 || rep.Rejected[0].Line == 0 || rep.Rejected[0].Record != "Schedule Part 1, item 99" {
			t.Errorf("rejects %v", rep.Rejected)
		}
	})
	t.Run("the id survives a new schedule, item, alias and element names", func(t *testing.T) {
		if a, b := byName["Andrey Igorevich AKIMOV"].ID, parseFile(t, "testdata/sema_2026.xml")["Andrey Igorevich AKIMOV"].ID; a != b {
			t.Errorf("%s in 2025, %s in 2026", a, b)
		}
	})
	t.Run("ship type behind a bar and over a line break", func(t *testing.T) {
		e := parseFile(t, "testdata/sema_2026.xml")["Maria"]
		got := map[string]string{}
		for _, a := range e.Attributes {
			got[a.Key] = a.Value
		}
		if got["name_as_published"] != "M/V Maria" {
			t.Errorf("the prefix of a ship's name is no part of it, and stays known: %v", got)
		}
		if got["vessel_type"] != "General Cargo" || got["vessel_type_fr"] != "Cargo classique" {
			t.Errorf("attributes %v", got)
		}
	})
	t.Run("schedule N/A is none", func(t *testing.T) {
		e := parseFile(t, "testdata/sema_2020.xml")["Robert Gabriel Mugabe"]
		if e.Listings[0].Reference != "item 1" || e.Dates[0].Date.String() != "1924-02-21" {
			t.Errorf("reference %q, dates %v", e.Listings[0].Reference, e.Dates)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"sema_2020.xml", "sema_2025.xml", "sema_2026.xml"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	listtest.Fuzz(f, Source(), "sema-lmes.xml")
}

func FuzzAliases(f *testing.F) {
	f.Add("A or B / C D, (a.k.a. E; F) \"G, H\"", true)
	f.Fuzz(func(t *testing.T, s string, person bool) {
		for _, a := range splitAliases(s, person) {
			if strings.TrimSpace(a.text) == "" {
				t.Errorf("splitAliases(%q): empty name", s)
			}
		}
		parseDates(s, 2020)
	})
}

func benchFile(b *testing.B) list.Input {
	return listtest.Load(b, filepath.Join(listtest.Data(b), "lists", "ca", "sema_2025-04.xml"))
}

func BenchmarkParse(b *testing.B) {
	in := benchFile(b)
	b.SetBytes(in.Files[0].Size)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rep, err := list.Parse(Source(), in, func(*entity.Entity) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		n += rep.Records
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkXMLAlone is the floor: encoding/xml reading the same tokens.
func BenchmarkXMLAlone(b *testing.B) {
	in := benchFile(b)
	b.SetBytes(in.Files[0].Size)
	b.ReportAllocs()
	for b.Loop() {
		rc, _ := in.Files[0].Open()
		d := xml.NewDecoder(rc)
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
