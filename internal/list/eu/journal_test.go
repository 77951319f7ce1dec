package eu

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func journalFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(listtest.Data(t), "lists/eu/journal/*/*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestOfficialJournal(t *testing.T) {
	files := journalFiles(t)
	var some []string // the suite reads a set once for each of its files
	for _, f := range files {
		for _, act := range []string{"32026R1883", "32026R1960", "32002R0881", "32012R0267"} {
			if strings.Contains(f, act) {
				some = append(some, f)
			}
		}
	}
	listtest.Run(t, JournalSource(), listtest.Case{Name: "four acts", Format: "journal.csv", Files: some, Records: 2 + 7 + 350 + 339, Folded: 8})
	got, rep := listtest.MustParse(t, JournalSource(), listtest.Load(t, files...))
	// Counted with another CSV reader: 8,017 consolidated and 417 amending rows.
	if len(files) != 56 || rep.Records != 8017+417 || rep.Folded != 10 || rep.Rejects != 0 || len(rep.Unread) != 0 {
		t.Errorf("%d files: %d records, %d folded, %d rejects, unread %v; want 56, 8434, 10, 0, none", len(files), rep.Records, rep.Folded, rep.Rejects, rep.UnreadPaths())
	}
	if err := JournalSource().Expect.Check(rep, 0); err != nil {
		t.Error(err)
	}
	if rep.Warned > 45 {
		t.Errorf("%d warnings, 45 at most expected: %v", rep.Warned, rep.Warnings)
	}
	vessels := map[string]bool{}
	for _, e := range got {
		for _, n := range e.Names {
			for _, bad := range []string{"Text of image", "(a.k.a", "(f.k.a", "formerly known", "date of birth"} {
				if strings.Contains(n.Full, bad) {
					t.Errorf("%s: name %q holds %q", e.ID, n.Full, bad)
				}
			}
		}
		if e.Schema == entity.Vessel {
			for _, id := range e.Identifiers {
				if id.Type == entity.IDIMO {
					vessels[id.Value] = true
				}
			}
		}
	}
	if !vessels["9058713"] {
		t.Error("the ship AVAX, IMO 9058713, is missing")
	}
}

// TestJournalEditionKeepsIDs parses an act as it stood before a consolidation and
// after: entries that were not removed keep their ids.
func TestJournalEditionKeepsIDs(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists/eu")
	ids := func(path string) map[string]bool {
		got, _ := listtest.MustParse(t, JournalSource(), listtest.Load(t, filepath.Join(dir, path)))
		m := make(map[string]bool)
		for _, e := range got {
			m[e.ID] = true
		}
		return m
	}
	before, after := ids("journal_previous/32023R1529_before_20260801_consolidation.csv"), ids("journal/consolidated/32023R1529.csv")
	gone, added := 0, 0
	for id := range before {
		if !after[id] {
			gone++
		}
	}
	for id := range after {
		if !before[id] {
			added++
		}
	}
	if len(before) != 53 || len(after) != 49 || gone != 4 || added != 0 {
		t.Errorf("%d entries before, %d after, %d gone, %d new; want 53, 49, 4, 0", len(before), len(after), gone, added)
	}
}

func TestJournalRow(t *testing.T) {
	m, _ := fixture(t, JournalSource(), "32014R0269.csv", "32026R9999.csv")
	e := m["32014R0269/I.PERSONS/EU-UKR/Asset_freeze/1/Person"]
	e.Origin = entity.Origin{}
	given := func(g, f string) []entity.Part {
		return []entity.Part{{Kind: entity.PartGiven, Value: g}, {Kind: entity.PartFamily, Value: f}}
	}
	want := &entity.Entity{
		ID: "32014R0269/I.PERSONS/EU-UKR/Asset_freeze/1/Person", List: "eu_journal_sanctions", Schema: entity.Person, Gender: entity.Male, Topics: []string{"sanction"},
		Names: []entity.Name{
			{Full: "Sergey Petrovich MUSTEROV", Kind: entity.NamePrimary, Parts: given("Sergey Petrovich", "MUSTEROV")},
			{Full: "Sergei Petrovich MUSTEROV", Kind: entity.NameAlias, Parts: given("Sergei Petrovich", "MUSTEROV")},
			{Full: "Сергей Петрович МУСТЕРОВ", Kind: entity.NameOriginal, Script: "Cyrl", Parts: given("Сергей Петрович", "МУСТЕРОВ")},
			{Full: `Serhiy "Muster" MUSTEROV; also a speaker`, Kind: entity.NameAlias},
			{Full: "Muster", Kind: entity.NameAlias, Weak: true},
			{Full: "Sergey BEISPIEL", Kind: entity.NameFormer, Parts: given("Sergey", "BEISPIEL")},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDPassport, Value: "55 0314316", Country: "ru", Expires: day(t, "2029-12-06"), Note: "Russian passport no, valid until 6.12.2029"},
			{Type: entity.IDNational, Value: "6110125312507", Country: "pk", Note: "Pakistani"},
			{Type: entity.IDNational, Value: "24492025390", Country: "pk", Note: "Pakistani"},
			{Type: entity.IDINN, Value: "504707727120", Country: "ru"},
		},
		Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: day(t, "1972-11-26")}, {Kind: entity.DateBirth, Date: day(t, "1973")}},
		Countries: []entity.CountryFact{{Role: entity.CountryBirth, Code: "md"}, {Role: entity.CountryNationality, Code: "ua"},
			{Role: entity.CountryNationality, Code: "ru"}},
		Addresses:   []entity.Address{{Full: "Moscow, Example Street 1, Russian Federation", Country: "ru"}},
		BirthPlaces: []entity.Address{{Full: "Beltsy (Bălți), USSR (now Republic of Moldova)", Country: "md"}},
		Positions:   []string{"Governor", "Former mayor"},
		Contacts: []entity.Contact{{Kind: entity.ContactPhone, Value: "+7 495 1234567"}, {Kind: entity.ContactFax, Value: "+7 495 7654321"},
			{Kind: entity.ContactEmail, Value: "info@example.ru"}, {Kind: entity.ContactWebsite, Value: "www.example.ru"}},
		Listings: []entity.Listing{{Authority: "European Union", Country: "eu", Program: "EU-UKR", Basis: "32014R0269", Measures: []string{"Asset freeze"},
			Reason: "Invented for tests.", Reference: "1", URL: "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32014R0269", Note: "annex I.PERSONS", Effective: day(t, "2014-03-17")}},
		Attributes: []entity.Attribute{{Key: "appearance", Value: "height: 180 cm"}, {Key: "ethnicity", Value: "Example"}, {Key: "father_name", Value: "Petr"}, {Key: "mother_name", Value: "Anna"}},
		Notes:      []entity.Note{{Kind: "other information", Text: "Owns a villa."}},
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestJournalBody(t *testing.T) {
	m, _ := fixture(t, JournalSource(), "32014R0269.csv")
	e := m["32014R0269/I.ENTITIES/EU-UKR/Asset_freeze/2/LegalEntity"]
	wantNames := []entity.Name{
		{Full: "Muster Plant JSC", Kind: entity.NamePrimary},
		{Full: "MP", Kind: entity.NameAcronym},
		{Full: "Акционерное Общество «Мустер»", Kind: entity.NameOriginal, Script: "Cyrl"},
		{Full: "АО «Мустер»", Kind: entity.NameOriginal, Script: "Cyrl"},
		{Full: "OOO Muster", Kind: entity.NameAlias},
	}
	if d := cmp.Diff(wantNames, e.Names); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
	wantIDs := []entity.Identifier{
		{Type: entity.IDINN, Value: "7706107510", Country: "ru"},
		{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru"},
		{Type: entity.IDKPP, Value: "997150001", Country: "ru"},
		{Type: entity.IDOKPO, Value: "00044428", Country: "ru"},
		{Type: entity.IDLEI, Value: "253400JT3MQWNDKMJE44"},
		{Type: entity.IDBIC, Value: "DCBKKPPY"},
		{Type: entity.IDTicker, Value: "300910"},
		{Type: entity.IDIMOCompany, Value: "6266269"},
	}
	if d := cmp.Diff(wantIDs, e.Identifiers); d != "" {
		t.Errorf("identifiers (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.DatedFact{{Kind: entity.DateIncorporation, Date: day(t, "1997-12-01"), Note: "1.12.1997 as ‘Muster’"}}, e.Dates); d != "" {
		t.Errorf("dates (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.CountryFact{{Role: entity.CountryJurisdiction, Code: "hk"}}, e.Countries); d != "" {
		t.Errorf("countries (-want +got):\n%s", d)
	}
}

// TestAmendments checks how amending and consolidated rows join: a change is
// folded into the entry, an addition stands alone, an entry of the same number
// but another name stays apart.
func TestAmendments(t *testing.T) {
	for _, order := range [][]string{{"32014R0269.csv", "32026R9999.csv"}, {"32026R9999.csv", "32014R0269.csv"}} {
		m, rep := fixture(t, JournalSource(), order...)
		if rep.Records != 9 || rep.Accepted != 8 || rep.Folded != 1 {
			t.Errorf("%v: %d records, %d accepted, %d folded; want 9, 8, 1", order, rep.Records, rep.Accepted, rep.Folded)
		}
		changed := m["32014R0269/I.ENTITIES/EU-UKR/Asset_freeze/3/LegalEntity"]
		var names []string
		for _, n := range changed.Names {
			names = append(names, string(n.Kind)+" "+n.Full)
		}
		if d := cmp.Diff([]string{"primary New Wording LLC", "alias Nova Wording", "alias Old Wording LLC"}, names); d != "" {
			t.Errorf("%v: changed entry (-want +got):\n%s", order, d)
		}
		if len(changed.Listings) != 2 || changed.Listings[0].Note != "annex I.ENTITIES; amended by 32026R9999" || len(changed.Origin.Fragments) != 2 {
			t.Errorf("%v: listings %+v, origin %+v", order, changed.Listings, changed.Origin)
		}
		other := "32014R0269/I.ENTITIES/EU-UKR/Asset_freeze/4/LegalEntity"
		if m[other] == nil || m[other].Primary() != "Untouched Company" || m[other+"#2"] == nil || m[other+"#2"].Primary() != "Totally Different Bank" {
			t.Errorf("%v: entries under one number were mixed up", order)
		}
		if rep.Warned != 1 {
			t.Errorf("%v: warnings %v, want the one about number 4", order, rep.Warnings)
		}
		v := m["32014R0269/XLII/EU-UKR/Transportation_restrictions/629/Vessel"]
		if v == nil || v.Schema != entity.Vessel || v.Names[0].Full != "STORMTEST" || v.Names[1].Full != "KRITI TEST" || v.Names[1].Kind != entity.NameFormer {
			t.Errorf("%v: vessel %+v", order, v)
		}
	}
}

func TestSameNameTwiceInOneAct(t *testing.T) {
	m, _ := fixture(t, JournalSource(), "32014R0269.csv")
	n := 0
	for id, e := range m {
		if e.Primary() == "AVEX" {
			n++
			if !strings.Contains(id, "/n") {
				t.Errorf("id %q has no hash of the name", id)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d entries called AVEX, want 2", n)
	}
}

func TestJournalRejects(t *testing.T) {
	b, err := os.ReadFile("testdata/32014R0269.csv")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), "LegalEntity,Untouched Company", "Robot,Untouched Company", 1)
	_, rep := listtest.MustParse(t, JournalSource(), list.Input{Files: []list.File{list.BytesFile("32014r0269.csv", []byte(text))}})
	if rep.Rejects != 1 || !strings.Contains(rep.Rejected[0].Error(), "Robot") {
		t.Errorf("rejects %v, want one about the schema Robot", rep.Rejected)
	}
	other := list.BytesFile("other.csv", []byte("a,b\n1,2\n"))
	if _, _, err := listtest.Parse(JournalSource(), list.Input{Files: []list.File{list.BytesFile("32014r0269.csv", b), other}}); err == nil {
		t.Error("a foreign file in the set was passed over")
	}
}
