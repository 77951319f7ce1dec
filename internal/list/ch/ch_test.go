package ch

import (
	"bytes"
	"encoding/xml"
	"fmt"
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
		listtest.Case{Name: "whole list", Format: "seco-whole-list.xml", Files: []string{"testdata/seco.xml"}, Records: 9, Rejects: 2, Truncatable: true})
}

func TestOfficialFiles(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "ch")
	listtest.Run(t, Source(),
		listtest.Case{Name: "2026-08-15", Format: "seco-whole-list.xml", Files: []string{filepath.Join(dir, "seco_PARTIAL_2026-08-15.xml")}, Records: 2, Truncatable: true},
		listtest.Case{Name: "2026-08-27", Format: "seco-whole-list.xml", Files: []string{filepath.Join(dir, "seco_PARTIAL_trimmed_2026-08-27.xml")}, Records: 2, Truncatable: true},
		listtest.Case{Name: "example", Format: "seco-amendment.xml", Files: []string{filepath.Join(dir, "seco_official_EXAMPLE_2024-01-17.xml")}, Records: 3, Truncatable: true},
	)
	all, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "seco_PARTIAL_2026-08-15.xml")))
	for _, e := range all {
		if e.Listings[0].Status != statusDelisted || e.Listings[0].Until.IsZero() || len(e.Topics) > 0 {
			t.Errorf("%s: %+v, topics %v: want de-listed with its date", e.ID, e.Listings[0], e.Topics)
		}
	}
	_, rep := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "seco_official_EXAMPLE_2024-01-17.xml")))
	if err := Source().Expect.Check(rep, 0); err == nil {
		t.Error("an amendment file must not pass for the list")
	}
}

func fixture(t *testing.T) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	all, rep := listtest.MustParse(t, Source(), listtest.Load(t, "testdata/seco.xml"))
	out := make(map[string]*entity.Entity)
	for _, e := range all {
		out[e.ID] = e
	}
	return out, rep
}

type shortName struct {
	Full string
	Kind entity.NameKind
	Weak bool
	Lang string
}

func short(e *entity.Entity) (out []shortName) {
	for _, n := range e.Names {
		out = append(out, shortName{n.Full, n.Kind, n.Weak, n.Lang})
	}
	return out
}

func attr(e *entity.Entity, key string) string {
	for _, a := range e.Attributes {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

func TestTraps(t *testing.T) {
	m, rep := fixture(t)
	check := func(name string, want, got any) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Helper()
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	e := m["100"]
	check("parts times spellings; scripts apart; title, tribal and maiden parts; weak alias; second identity", []shortName{
		{"Primerov Ivan al-Tikriti", entity.NamePrimary, false, "eng"},
		{"Abu Example", entity.NameAlias, true, "eng"},
		{"Primeroff Ivan al-Tikriti", entity.NameVariant, false, "fre"},
		{"Примеров Иван", entity.NameOriginal, true, "rus"},
		{"Примеров Іван", entity.NameOriginal, true, "rus"},
		{"Primerov Ivan", entity.NameVariant, false, "eng"},
		{"Former Ivan", entity.NameFormer, false, "eng"},
		{"Maiden Ivan", entity.NameMaiden, false, "eng"},
		{"Ali Zafir 'Abdullah'", entity.NameAlias, false, "eng"},
	}, short(e))
	check("kinds of parts", []entity.Part{{Kind: entity.PartFamily, Value: "Primerov"}, {Kind: entity.PartGiven, Value: "Ivan"}, {Kind: entity.PartTribal, Value: "al-Tikriti"}}, e.Names[0].Parts)
	check("a title is no part of the name", []string{"Sheikh"}, e.Titles)
	check("dates: year alone of low quality; an impossible day keeps its year", []entity.DatedFact{
		{Kind: entity.DateBirth, Date: entity.NewDate(1965, 0, 0), Note: "low quality"}, {Kind: entity.DateBirth, Date: entity.NewDate(1966, 0, 0)}}, e.Dates)
	check("what could not be read stays as text", []entity.Note{
		{Kind: "date", Text: "1966-2-31"}, {Kind: "date", Text: "1345-1-1 (Iranian calendar)"}, {Kind: "other information", Text: "Position: Chairman of the Board"}}, e.Notes)
	check("places by reference", []entity.Address{{City: "Minsk", Region: "Minsk Region", Country: "by"}}, e.BirthPlaces)
	check("address with a place by reference", []entity.Address{{Street: "President's Sports Club, 4 Example Street", POBox: "12", PostalCode: "220029", City: "Brest", Country: "by", Note: "previous address"}}, e.Addresses)
	check("countries", []entity.CountryFact{{Role: entity.CountryNationality, Code: "by"}, {Role: entity.CountryBirth, Code: "by"}, {Role: entity.CountryNationality, Code: "iq"}}, e.Countries)
	check("document", []entity.Identifier{{Type: entity.IDPassport, Value: "MP1234567", Country: "by", Label: "diplomatic-passport",
		Issued: entity.NewDate(2021, 10, 12), Expires: entity.NewDate(2026, 10, 12), Note: "seen in 2022"}}, e.Identifiers)
	check("position in other information", []string{"Chairman of the Board"}, e.Positions)
	check("generic attribute, foreign identifier", [2]string{"brown", "140"}, [2]string{attr(e, "generic_eye_colour"), attr(e, "foreign_identifier")})
	listing := entity.Listing{Authority: authority, Country: "ch", Program: "Belarus", Basis: "Ordinance of 16 March 2022 on measures against Belarus (SR 946.231.116.9), annex 5, 13, 14 and 15",
		Measures: []string{"article 12 -- Restrictions on named individuals and entities", "article 16 and 17 -- Restrictions on the money and capital market"},
		Reason:   "First reason.\nSecond reason.", Reference: "100", Status: statusListed, Note: "Origin: EU",
		Effective: entity.NewDate(2022, 3, 16), Published: entity.NewDate(2022, 3, 16), Modified: entity.NewDate(2022, 3, 16)}
	check("two sets of one programme are one listing, another programme is another", listing, e.Listings[0])
	check("number of listings", 2, len(e.Listings))

	v := m["34461"]
	check("vessel with its IMO number in other information", []entity.Identifier{{Type: entity.IDIMO, Value: "8405270"}}, v.Identifiers)

	o := m["46130"]
	check("numbers in other information; the number of a ship in prose is not the owner's", []entity.Identifier{
		{Type: entity.IDINN, Value: "7707083893", Country: "ru"}, {Type: entity.IDOGRN, Value: "1027700132195", Country: "ru"}, {Type: entity.IDBIC, Value: "BAPBBY2X"}}, o.Identifiers)
	check("dates of an entity", []entity.DatedFact{{Kind: entity.DateIncorporation, Date: entity.NewDate(1991, 9, 3)},
		{Kind: entity.DateIncorporation, Date: entity.NewDate(1993, 4, 12), Note: "12.4.1993 (incorporation date 11.9.2002)"},
		{Kind: entity.DateIncorporation, Date: entity.NewDate(2002, 9, 11), Note: "12.4.1993 (incorporation date 11.9.2002)"}}, o.Dates)
	check("contacts", []entity.Contact{{Kind: entity.ContactWebsite, Value: "https://example.org"}, {Kind: entity.ContactPhone, Value: "+375 17 123 45 67"},
		{Kind: entity.ContactEmail, Value: "info@example.org"}}, o.Contacts)
	check("relations", []entity.Relation{{Kind: entity.RelationAssociate, TargetName: "First Works", Text: "associated entities"},
		{Kind: entity.RelationAssociate, TargetName: "Second Works", Text: "associated entities"},
		{Kind: entity.RelationLinked, TargetID: "100", Text: "related-to: owner"}}, o.Relations)
	check("jurisdiction", []entity.CountryFact{{Role: entity.CountryJurisdiction, Code: "by"}}, o.Countries)

	check("de-listed decides by date, not by place", entity.Listing{Authority: authority, Country: "ch", Program: "Belarus", Basis: listing.Basis,
		Measures: listing.Measures[:1], Reference: "103", Status: statusDelisted, Note: "Origin: EU", Modified: entity.NewDate(2025, 6, 21), Until: entity.NewDate(2025, 6, 21)},
		m["103"].Listings[0])
	check("a de-listed target is no sanction", []string(nil), m["103"].Topics)
	check("names in the history are not names", []shortName{{"Taken Off", entity.NamePrimary, false, "eng"}}, short(m["103"]))
	check("listed again", [2]string{statusListed, "2015-01-02"}, [2]string{m["104"].Listings[0].Status, m["104"].Listings[0].Effective.String()})
	check("read from the history when there is nothing else", []shortName{{"Only History", entity.NamePrimary, false, "eng"}}, short(m["105"]))
	check("names are bounded", maxNames, len(m["106"].Names))
	capped := 0
	for _, w := range rep.Warnings {
		if w.Record == "106" && w.Field == "name" {
			capped++
		}
	}
	check("and the bound is told", 1, capped)
	check("rejects say why", []string{"record 107: line 12: no name", "line 13: ssid: target without a number"},
		[]string{rep.Rejected[0].Error(), rep.Rejected[1].Error()})
}

func TestHistory(t *testing.T) {
	tests := []struct {
		name string
		h    history
		want string
	}{
		{"none", nil, ""},
		{"no dates: the first", history{{kind: "de-listed"}, {kind: "listed"}}, "de-listed"},
		{"same day: the first", history{{kind: "de-listed", effect: "2020-01-01"}, {kind: "amended", effect: "2020-01-01"}}, "de-listed"},
		{"effective before enacted", history{{kind: "listed", enactment: "2020-01-05"}, {kind: "de-listed", effect: "2020-01-06", enactment: "2020-01-01"}}, "de-listed"},
	}
	for _, tt := range tests {
		got := ""
		if m := tt.h.latest(); m != nil {
			got = m.kind
		}
		if got != tt.want {
			t.Errorf("%s: latest is %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSpellingsEqualPlain compares the bounded products with the plain one on
// all small shapes: within the bound nothing may be missing.
func TestSpellingsEqualPlain(t *testing.T) {
	for a := range 4 {
		for b := range 4 {
			for c := range 3 {
				var parts []namePart
				want := 1
				for i, n := range []int{a, b, c} {
					p := namePart{order: i, kind: "given-name", base: fmt.Sprintf("p%d", i)}
					for k := range n {
						p.other = append(p.other, spelling{fmt.Sprintf("p%dv%d", i, k), fmt.Sprintf("l%d", k), "Latn"})
					}
					parts = append(parts, p)
					want *= n + 1
				}
				got, capped := latinSpellings(parts, "eng")
				seen := make(map[string]bool)
				for _, s := range got {
					seen[text(s)] = true
				}
				if len(seen) != min(want, maxNames) || len(got) != len(seen) || capped != (want > maxNames) {
					t.Errorf("%d×%d×%d spellings: %d names (%d different), capped %v; want %d", a, b, c, len(got), len(seen), capped, want)
				}
				if text(got[0]) != "p0 p1 p2" {
					t.Errorf("the base spelling leads, got %q", text(got[0]))
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	b, err := os.ReadFile("testdata/seco.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	listtest.Fuzz(f, Source(), "seco.xml")
}

func FuzzOther(f *testing.F) {
	f.Add("Registration number: 1 (a) IMO: 2")
	f.Fuzz(func(t *testing.T, s string) {
		b := &builder{e: &entity.Entity{ID: "1", Schema: entity.Vessel}, t: &tables{}, rep: &list.Report{}, seen: make(map[string]int)}
		b.other(s)
		for _, id := range b.e.Identifiers {
			if strings.TrimSpace(id.Value) == "" {
				t.Errorf("other(%q): empty identifier", s)
			}
		}
	})
}

// benchInput repeats the fixture's targets under new numbers.
func benchInput(b *testing.B) list.Input {
	raw, err := os.ReadFile("testdata/seco.xml")
	if err != nil {
		b.Fatal(err)
	}
	i, j := bytes.Index(raw, []byte("<target ")), bytes.Index(raw, []byte("<place "))
	var out bytes.Buffer
	out.Write(raw[:i])
	for k := range 400 {
		out.Write(bytes.ReplaceAll(raw[i:j], []byte(`<target ssid="`), []byte(fmt.Sprintf(`<target ssid="%d-`, k))))
	}
	out.Write(raw[j:])
	return list.Input{Files: []list.File{list.BytesFile("seco.xml", out.Bytes())}}
}

func BenchmarkParse(b *testing.B) {
	in := benchInput(b)
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

// BenchmarkXMLAlone is the floor: encoding/xml reading the same tokens once.
func BenchmarkXMLAlone(b *testing.B) {
	in := benchInput(b)
	b.SetBytes(in.Files[0].Size)
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
