package opensanctions_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/opensanctions"
)

func fixture(name string) string { return filepath.Join("testdata", name) }

func TestConformance(t *testing.T) {
	listtest.Run(t, opensanctions.Source("test"),
		listtest.Case{Name: "entities", Format: "entities.ftm.json", Files: []string{fixture("entities.ftm.json")}, Records: 25, Rejects: 5, Folded: 11, Truncatable: true},
		listtest.Case{Name: "nested", Format: "targets.nested.json", Files: []string{fixture("targets.nested.json")}, Records: 2, Truncatable: true},
		listtest.Case{Name: "simple", Format: "targets.simple.csv", Files: []string{fixture("targets.simple.csv")}, Records: 4, Truncatable: true},
		listtest.Case{Name: "simple before program_ids", Format: "targets.simple.csv", Files: []string{fixture("targets.simple.2024.csv")}, Records: 4, Truncatable: true},
	)
}

// TestRealFiles counts on whole official files. The numbers of rejects were
// counted by a script of its own: edges and addresses whose ends are not in the
// file.
func TestRealFiles(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "opensanctions")
	listtest.Run(t, opensanctions.Source("test"),
		listtest.Case{Name: "zala", Format: "entities.ftm.json", Files: []string{filepath.Join(dir, "yente_zala_entities.ftm.json")}, Records: 91, Folded: 74, Truncatable: true},
		listtest.Case{Name: "t1", Format: "entities.ftm.json", Files: []string{filepath.Join(dir, "yente_t1_entities.ftm.json")}, Records: 7, Rejects: 1, Truncatable: true},
		listtest.Case{Name: "parteispenden", Format: "entities.ftm.json", Files: []string{filepath.Join(dir, "yente_parteispenden_entities.ftm.json")}, Records: 475, Folded: 379},
		listtest.Case{Name: "fork", Format: "entities.ftm.json", Files: []string{filepath.Join(dir, "fork_sa_wiki_peps_entities.ftm.json")}, Records: 1565, Rejects: 100, Folded: 858},
		listtest.Case{Name: "nested", Format: "targets.nested.json", Files: []string{filepath.Join(dir, "wd_persons_sample_targets.nested.json")}, Records: 5, Truncatable: true},
		listtest.Case{Name: "interpol", Format: "targets.simple.csv", Files: []string{filepath.Join(dir, "interpol_red_notices_targets_simple_2025-05.csv")}, Records: 6561},
	)
}

func parse(t *testing.T, file string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, opensanctions.Source("test"), listtest.Load(t, fixture(file)))
	m := map[string]*entity.Entity{}
	for _, e := range got {
		m[e.ID] = e
	}
	return m, rep
}

// TestWholeEntity compares everything that a company has from its own line and
// from those of an address, a sanction, an ownership, a directorship, a ship, a
// security and a link.
func TestWholeEntity(t *testing.T) {
	m, _ := parse(t, "entities.ftm.json")
	got := *m["NK-rosneft"]
	if len(got.Origin.Fragments) != 6 { // itself, address, sanction, ownership, directorship, link
		t.Errorf("%d fragments: %v", len(got.Origin.Fragments), got.Origin.Fragments)
	}
	got.Origin = entity.Origin{}
	from := func(s string) entity.Date {
		d, err := entity.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	want := entity.Entity{
		ID: "NK-rosneft", List: "os_test", Schema: entity.Company,
		Names: []entity.Name{
			{Full: "Rosneft Oil Company", Kind: entity.NamePrimary},
			{Full: `ПАО "НК "Роснефть"`, Kind: entity.NameOriginal, Script: "Cyrl"},
			{Full: "Роснефть", Kind: entity.NameOriginal, Script: "Cyrl"},
			{Full: "Rosneft", Kind: entity.NameAlias},
			{Full: "OAO Rosneft", Kind: entity.NameFormer},
			{Full: "NK RN", Kind: entity.NameAcronym},
			{Full: "RN", Kind: entity.NameAlias, Weak: true},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDINN, Value: "7706107510"},
			{Type: entity.IDOGRN, Value: "1027700043502"},
			{Type: entity.IDLEI, Value: "253400JT3MQWNDKMJE44"},
			{Type: entity.IDISIN, Value: "RU000A0J2Q06", Note: "security issued"},
		},
		Dates:     []entity.DatedFact{{Kind: entity.DateIncorporation, Date: from("1995-12-07")}},
		Countries: []entity.CountryFact{{Role: entity.CountryJurisdiction, Code: "ru"}},
		Addresses: []entity.Address{{Full: "26/1 Sofiyskaya Embankment, Moscow, 117997", Street: "26/1 Sofiyskaya Embankment", City: "Moscow", PostalCode: "117997", Country: "ru"}},
		Contacts:  []entity.Contact{{Kind: entity.ContactWebsite, Value: "https://www.rosneft.com"}},
		Listings: []entity.Listing{
			{
				Authority: "Office of Foreign Assets Control", Country: "us", Program: "US-RUSHAR", Measures: []string{"Block"},
				Reference: "17011", URL: "https://ofac.treasury.gov/recent-actions/20251022", Status: "active",
				Note:      "program: Russian Harmful Foreign Activities Sanctions\nunsc_id: none\nduration: until revoked",
				Effective: from("2025-10-22"), Published: from("2025-10-22"),
			},
			{Program: "GB-RUS"},
		},
		Relations: []entity.Relation{
			{Kind: entity.RelationOwns, TargetID: "NK-yugansk", TargetName: "RN-Yuganskneftegaz LLC", Text: "sole participant; start_date: 2005-06; shares_count: 1", Share: "100", From: from("2004"), Source: "ext_ru_egrul"},
			{Kind: entity.RelationDirectedBy, TargetID: "NK-sechin", TargetName: "Igor Ivanovich Sechin", Text: "Chief Executive Officer", From: from("2012-05-23"), Source: "https://www.rosneft.com/governance"},
			{Kind: entity.RelationOwns, TargetID: "NK-ship", TargetName: "ADRIAN DARYA 1"},
			{Kind: entity.RelationLinked, TargetID: "NK-share", TargetName: "Rosneft ordinary shares", Text: "issued"},
			{Kind: entity.RelationLinked, TargetID: "NK-ivan", TargetName: "Ivan Igorevich Sechin", Text: "employee's son", From: from("2014")},
		},
		Topics: []string{"sanction"},
		Attributes: []entity.Attribute{
			{Key: "source_url", Value: "https://home.treasury.gov/news/press-releases/sb0290"},
			{Key: "sector", Value: "oil"},
			{Key: "created_at", Value: "2025-10-22"},
			{Key: "dataset", Value: "us_ofac_sdn"}, {Key: "dataset", Value: "gb_fcdo_sanctions"},
			{Key: "referent", Value: "ofac-17011"},
			{Key: "first_seen", Value: "2025-10-22T18:00:00"}, {Key: "last_seen", Value: "2026-01-01T00:00:00"}, {Key: "last_change", Value: "2025-10-22T18:00:00"},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPersonJoins(t *testing.T) {
	m, _ := parse(t, "entities.ftm.json")
	e := m["NK-sechin"]
	part := func(k entity.PartKind, v string) entity.Part { return entity.Part{Kind: k, Value: v} }
	wantNames := []entity.Name{
		{Full: "Igor Ivanovich Sechin", Kind: entity.NamePrimary, Parts: []entity.Part{part("given", "Igor"), part("second", "Ivanovich"), part("family", "Sechin")}},
		{Full: "Игорь Иванович Сечин", Kind: entity.NameOriginal, Script: "Cyrl", Parts: []entity.Part{part("given", "Игорь"), part("father", "Иванович"), part("family", "Сечин")}},
		{Full: "SECHIN Igor", Kind: entity.NameVariant, Parts: []entity.Part{part("family", "SECHIN"), part("given", "Igor")}},
		{Full: "Sechin", Kind: entity.NameVariant, Weak: true, Note: "a single word", Parts: []entity.Part{part("family", "Sechin")}},
	}
	if d := cmp.Diff(wantNames, e.Names); d != "" {
		t.Errorf("names:\n%s", d)
	}
	wantIDs := []entity.Identifier{
		{Type: entity.IDPassport, Value: "00 1234567", Country: "ru", Issued: entity.NewDate(2010, 1, 2), Expires: entity.NewDate(2020, 1, 2), Note: "authority: FMS"},
		{Type: entity.IDNational, Value: "550502370"},
		{Type: entity.IDNational, Value: "42", Country: "ru", Label: "personal number"},
		{Type: entity.IDTax, Value: "770405570500", Country: "ru", Label: "Tax ID No."},
	}
	if d := cmp.Diff(wantIDs, e.Identifiers); d != "" {
		t.Errorf("identifiers:\n%s", d)
	}
	if d := cmp.Diff([]string{"Chairman of the Management Board", "Deputy Prime Minister of Russia (2008-05-12/2012-05-21; ended)"}, e.Positions); d != "" {
		t.Errorf("positions:\n%s", d)
	}
	wantRel := []entity.Relation{
		{Kind: entity.RelationDirector, TargetID: "NK-rosneft", TargetName: "Rosneft Oil Company", Text: "Chief Executive Officer", From: entity.NewDate(2012, 5, 23), Source: "https://www.rosneft.com/governance"},
		{Kind: entity.RelationFamily, TargetID: "NK-ivan", TargetName: "Ivan Igorevich Sechin", Text: "son"},
	}
	if d := cmp.Diff(wantRel, e.Relations); d != "" {
		t.Errorf("relations:\n%s", d)
	}
	if d := cmp.Diff([]entity.Relation{
		{Kind: entity.RelationFamily, TargetID: "NK-sechin", TargetName: "Igor Ivanovich Sechin", Text: "as son"},
		{Kind: entity.RelationLinked, TargetID: "NK-rosneft", TargetName: "Rosneft Oil Company", Text: "employee's son", From: entity.NewDate(2014, 0, 0)},
	}, m["NK-ivan"].Relations); d != "" {
		t.Errorf("relations of the son:\n%s", d)
	}
	if d := cmp.Diff([]entity.Attribute{{Key: "name_suffix", Value: "Sr."}}, e.Attributes); d != "" {
		t.Errorf("attributes:\n%s", d)
	}
}

func TestWalletIdentifiesItsHolder(t *testing.T) {
	m, _ := parse(t, "entities.ftm.json")
	key := "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDWallet, Value: key, Label: "ETH"}}, m["NK-wallet"].Identifiers); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDWallet, Value: key, Label: "ETH", Note: "wallet held"}}, m["NK-lazarus"].Identifiers); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Relation{{Kind: entity.RelationHolder, TargetID: "NK-lazarus", TargetName: "Lazarus Group"}}, m["NK-wallet"].Relations); d != "" {
		t.Error(d)
	}
}

// TestNothingIsLost lists why records were rejected, and what was warned of.
func TestNothingIsLost(t *testing.T) {
	m, rep := parse(t, "entities.ftm.json")
	var rejects, warnings []string
	for _, r := range rep.Rejected {
		rejects = append(rejects, r.Error())
	}
	for _, w := range rep.Warnings {
		warnings = append(warnings, w.Error())
	}
	if d := cmp.Diff([]string{
		`record doc-1: line 21: schema: "Article" is neither a party nor a fact about one`,
		`record NK-noname: line 22: neither a name nor an identifier`,
		`record pos-nobody: line 14: Position: no entity of the file has it`,
		`record link-lost: line 20: UnknownLink: none of the entities it concerns is in the file: [NK-gone-1 NK-gone-2]`,
		`record sanc-noname: line 23: Sanction: none of the entities it concerns is in the file: [NK-noname]`,
	}, rejects); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		`record NK-odd: line 24: favouriteColour: property not known to this version; kept as attribute favourite_colour`,
		`record NK-odd: line 24: incorporationDate: date "long ago" not understood; kept as attribute`,
	}, warnings); d != "" {
		t.Error(d)
	}
	odd := m["NK-odd"]
	if d := cmp.Diff([]entity.Attribute{{Key: "favourite_colour", Value: "blue"}, {Key: "incorporation_date", Value: "long ago"}}, odd.Attributes); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.CountryFact{{Text: "zz"}}, odd.Countries); d != "" {
		t.Error(d)
	}
}

// TestNestedEqualsLines: the same facts, written in both forms, give the same
// relations, positions, identifiers and listings.
func TestNestedEqualsLines(t *testing.T) {
	m, _ := parse(t, "targets.nested.json")
	e := m["NK-sechin"]
	if d := cmp.Diff([]entity.Relation{{Kind: entity.RelationDirector, TargetID: "NK-rosneft", TargetName: "Rosneft Oil Company", Text: "CEO"}}, e.Relations); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"Deputy Prime Minister of Russia (2008/)"}, e.Positions); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Address{{Full: "Moscow, Russia", Country: "ru"}}, e.Addresses); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Listing{{Authority: "OFAC", Program: "US-RUSHAR", Effective: entity.NewDate(2022, 2, 24)}}, e.Listings); d != "" {
		t.Error(d)
	}
	if ids := m["NK-lazarus"].Identifiers; len(ids) != 1 || ids[0].Type != entity.IDWallet {
		t.Errorf("holder has %v", ids)
	}
}

func TestSimpleTable(t *testing.T) {
	m, _ := parse(t, "targets.simple.csv")
	p := m["NK-sechin"]
	if got := []string{p.Names[1].Full, p.Names[2].Full}; got[0] != "Игорь Иванович Сечин" || got[1] != "SECHIN; Igor" {
		t.Errorf("quoted aliases: %q", got)
	}
	if p.Identifiers[0].Type != entity.IDINN || p.Identifiers[1].Type != entity.IDOther {
		t.Errorf("identifiers %v", p.Identifiers)
	}
	if d := cmp.Diff([]entity.Listing{{Program: "US-RUSHAR", Reason: "Close associate;"}}, p.Listings); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDIMO, Value: "IMO9116412"}, {Type: entity.IDMMSI, Value: "572458220"}, {Type: entity.IDCallSign, Value: "T2EA4"}}, m["NK-ship"].Identifiers); d != "" {
		t.Error(d)
	}
	if m["NK-manager"].Identifiers[0].Type != entity.IDIMOCompany {
		t.Errorf("company: %v", m["NK-manager"].Identifiers)
	}
	if d := cmp.Diff([]entity.Listing{{Program: "US-DPRK"}, {Program: "US-CYBER"}, {Reason: "DPRK3"}, {Reason: "Second text"}}, m["NK-wallet"].Listings); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Listing{{Note: "listed without details"}}, m["NK-ship"].Listings); d != "" {
		t.Error(d)
	}
}

func TestRefusesUntrustworthyFiles(t *testing.T) {
	for name, text := range map[string]string{
		"line without id":     `{"id":"a","schema":"Person","properties":{"name":["A"]}}` + "\n" + `{"schema":"Person","properties":{}}`,
		"line without schema": `{"id":"a","schema":"Person","properties":{"name":["A"]}}` + "\n" + `{"id":"b","properties":{}}`,
		"garbage line":        `{"id":"a","schema":"Person","properties":{"name":["A"]}}` + "\n<html>",
		"difference":          `{"op":"ADD","entity":{"id":"a","schema":"Person","properties":{"name":["A"]}}}`,
		"deep nesting":        `{"id":"a","schema":"Person","x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`,
	} {
		if _, _, err := listtest.Parse(opensanctions.Source("x"), list.Input{Files: []list.File{list.BytesFile("entities.ftm.json", []byte(text))}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestSecondRecordWithTheSameID(t *testing.T) {
	line := `{"id":"a","schema":"Person","properties":{"name":["A B"]}}` + "\n"
	_, rep := listtest.MustParse(t, opensanctions.Source("x"), list.Input{Files: []list.File{list.BytesFile("e.json", []byte(line+line))}})
	if rep.Accepted != 1 || rep.Rejects != 1 {
		t.Errorf("%d accepted, %d rejected", rep.Accepted, rep.Rejects)
	}
}

func TestSources(t *testing.T) {
	for _, s := range append(opensanctions.Sources(), opensanctions.Source("peps")) {
		if !strings.HasPrefix(s.ID, "os_") || !strings.Contains(s.Terms, "NC") || !strings.HasSuffix(s.Remotes[0].URL, "/"+strings.TrimPrefix(s.ID, "os_")+"/entities.ftm.json") {
			t.Errorf("%+v", s)
		}
	}
}

func FuzzParse(f *testing.F) {
	var seeds [][]byte
	for _, name := range []string{"entities.ftm.json", "targets.nested.json", "targets.simple.csv"} {
		b, err := os.ReadFile(fixture(name))
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, b)
		seeds = append(seeds, bytes.SplitAfter(b, []byte("\n"))...)
	}
	listtest.Fuzz(f, opensanctions.Source("fuzz"), "entities.ftm.json", seeds...)
}
