package eu

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func TestConformance(t *testing.T) {
	listtest.Run(t, Source(),
		listtest.Case{Name: "XML 1.1", Format: "fsf-1.1.xml", Files: []string{"testdata/fsf_1_1.xml"}, Records: 2, Truncatable: true},
		listtest.Case{Name: "XML 1.0", Format: "fsd-1.0.xml", Files: []string{"testdata/fsd_1_0.xml"}, Records: 1, Truncatable: true},
		listtest.Case{Name: "CSV 1.1", Format: "fsf-1.1.csv", Files: []string{"testdata/fsf_1_1.csv"}, Records: 2},
		listtest.Case{Name: "CSV 1.0", Format: "fsf-1.0.csv", Files: []string{"testdata/fsf_1_0.csv"}, Records: 1},
	)
}

func TestJournalConformance(t *testing.T) {
	listtest.Run(t, JournalSource(),
		listtest.Case{Name: "consolidated", Format: "journal.csv", Files: []string{"testdata/32014R0269.csv"}, Records: 6},
		listtest.Case{Name: "both kinds", Format: "journal.csv", Files: []string{"testdata/32014R0269.csv", "testdata/32026R9999.csv"}, Records: 9, Folded: 1},
	)
}

func TestOfficialFSF(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists/eu/fsf")
	listtest.Run(t, Source(),
		listtest.Case{Name: "XML 1.1 sample of 2026-08-05", Format: "fsf-1.1.xml", Files: []string{filepath.Join(dir, "eu_fsf_v1_1_PARTIAL_2026-08-05.xml")}, Records: 3, Truncatable: true},
		listtest.Case{Name: "XML 1.0 whole of 2016-02-11", Format: "fsd-1.0.xml", Files: []string{filepath.Join(dir, "eu_fsd_v1_0_WHOLE_2016-02-11.xml")}, Records: 595, Truncatable: true},
		listtest.Case{Name: "CSV 1.0 restored part of 2018-07-04", Format: "fsf-1.0.csv", Files: []string{filepath.Join(dir, "eu_fsf_csv_PARTIAL_2018-07-04_restored.csv")}, Records: 93},
	)
	_, rep := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "eu_fsd_v1_0_WHOLE_2016-02-11.xml")))
	if rep.Warned != 0 || rep.Schemas[entity.Person] != 319 || rep.Schemas[entity.Organization] != 276 {
		t.Errorf("%d warnings, schemas %v; want none, 319 persons and 276 bodies", rep.Warned, rep.Schemas)
	}
}

// TestSpreadsheetCopyIsRefused reads a real file that a spreadsheet saved again:
// each line in quotation marks, letters outside ASCII broken.
func TestSpreadsheetCopyIsRefused(t *testing.T) {
	in := listtest.Load(t, filepath.Join(listtest.Data(t), "lists/eu/fsf/eu_fsf_csv_PARTIAL_2018-07-04_as_saved.csv"))
	_, _, err := listtest.Parse(Source(), in)
	if err == nil || !strings.Contains(err.Error(), "quotation marks") {
		t.Errorf("error %v, want one that speaks of quotation marks", err)
	}
}

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

type reference struct {
	Entities []struct {
		Name     string   `json:"name"`
		Aliases  []string `json:"aliases"`
		Source   []string `json:"source"`
		SourceID string   `json:"source_id"`
	} `json:"entities"`
}

func readReference(t *testing.T) reference {
	t.Helper()
	f, err := os.Open(filepath.Join(listtest.Data(t), "lists/eu/eu_un_names_2026-01-28.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.NewDecoder(z).Decode(&ref); err != nil {
		t.Fatal(err)
	}
	return ref
}

func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// TestAgainstIndependentNames compares names with a list of the EU's names of
// January 2026 that others extracted.
func TestAgainstIndependentNames(t *testing.T) {
	ref := readReference(t)
	dir := listtest.Data(t)
	fsd, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "lists/eu/fsf/eu_fsd_v1_0_WHOLE_2016-02-11.xml")))
	byID := make(map[string]map[string]bool)
	for _, e := range fsd {
		byID[e.ID] = make(map[string]bool)
		for _, n := range e.Names {
			byID[e.ID][plain(n.Full)] = true
		}
	}
	journal, _ := listtest.MustParse(t, JournalSource(), listtest.Load(t, journalFiles(t)...))
	inJournal := make(map[string]bool)
	for _, e := range journal {
		for _, n := range e.Names {
			inJournal[plain(n.Full)] = true
		}
	}
	var subjects, names, found, eu, known int
	for _, r := range ref.Entities {
		if !contains(r.Source, "EU") {
			continue
		}
		eu++
		all := append([]string{r.Name}, r.Aliases...)
		hit := false
		for _, n := range all {
			hit = hit || inJournal[plain(n)]
		}
		if hit {
			known++
		}
		if own := byID[r.SourceID]; own != nil {
			subjects++
			for _, n := range all {
				names++
				if own[plain(n)] {
					found++
				}
			}
		}
	}
	// Ten years lie between the two files: names were added and dropped.
	if subjects < 300 || found*100 < names*80 {
		t.Errorf("logicalId: %d common subjects, %d of %d names found; want 300 and 80 %%", subjects, found, names)
	}
	// The Journal set leaves out regimes that ended before August 2026.
	if eu < 5000 || known*100 < eu*92 {
		t.Errorf("journal: %d of %d subjects have a name in it, want 92 %%", known, eu)
	}
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func fixture(t *testing.T, s *list.Source, files ...string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = filepath.Join("testdata", f)
	}
	got, rep := listtest.MustParse(t, s, listtest.Load(t, paths...))
	m := make(map[string]*entity.Entity)
	for _, e := range got {
		m[e.ID] = e
	}
	return m, rep
}

func day(t *testing.T, s string) entity.Date {
	t.Helper()
	d, err := entity.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEveryFieldOfFSF compares a whole record of XML 1.1.
func TestEveryFieldOfFSF(t *testing.T) {
	m, rep := fixture(t, Source(), "fsf_1_1.xml")
	e := m["9001"]
	e.Origin = entity.Origin{}
	want := &entity.Entity{
		ID: "9001", List: "eu_fsf", Schema: entity.Person, Gender: entity.Male, Topics: []string{"sanction"},
		Names: []entity.Name{
			{Full: "Omar Karim EXEMPLAR", Kind: entity.NamePrimary, Lang: "en", Parts: []entity.Part{
				{Kind: entity.PartGiven, Value: "Omar"}, {Kind: entity.PartSecond, Value: "Karim"}, {Kind: entity.PartFamily, Value: "EXEMPLAR"}}},
			{Full: "Abu Muster", Kind: entity.NameAlias, Lang: "fr", Note: "printed so in FR, PT"},
			{Full: "Omer Exempel", Kind: entity.NameAlias, Weak: true},
			{Full: "Kodo", Kind: entity.NameAlias, Weak: true},
			{Full: "Umar Specimen", Kind: entity.NameFormer, Weak: true, Note: "formerly known as"},
			{Full: "Омар Экземпляр", Kind: entity.NameOriginal, Lang: "ru", Script: "Cyrl"},
			{Full: "Omar Tarnname", Kind: entity.NameVariant, Note: "name on a document"},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDTax, Value: "XMPLMR70A01Z352Q", Country: "it", Label: "Italian Fiscal Code"},
			{Type: entity.IDPassport, Value: "27082171", Country: "jo", Label: "Other identification number", Issued: day(t, "1996-06-21"), Expires: day(t, "2001-06-20"),
				Note: "known to be expired, revoked by issuer; (jordanian passport); issued by Passport Office; name on document: Omar Tarnname"},
			// latinNumber is the same but for a Cyrillic А: one number, once.
			{Type: entity.IDPassport, Value: "А 12345", Label: "National passport", Note: "diplomatic"},
			{Type: entity.IDOther, Value: "0094195", Country: "iq", Label: "Ration Card"},
		},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: day(t, "1937-04-28")},
			{Kind: entity.DateBirth, Date: day(t, "1930/1935~")},
			{Kind: entity.DateBirth, Date: day(t, "1939-03"), Note: "as printed in a passport"},
			{Kind: entity.DateBirth, Date: day(t, "1940-01-11")},
		},
		Countries: []entity.CountryFact{
			{Role: entity.CountryBirth, Code: "iq"},
			{Role: entity.CountryCitizenship, Code: "rs", Note: "since 2001-02-03"},
		},
		Addresses: []entity.Address{{City: "Bridgeview, Illinois", PostalCode: "60455", POBox: "1406", Country: "us", Note: "at the time of listing"}},
		BirthPlaces: []entity.Address{
			{City: "al-Beispiel, near Tikrit", Country: "iq"},
		},
		Titles:    []string{"Mullah", "Maulavi"},
		Positions: []string{"Presidential Advisor", "Governor of Example Province"},
		Contacts: []entity.Contact{
			{Kind: entity.ContactPhone, Value: "+1 555 0100"}, {Kind: entity.ContactPhone, Value: "+1 555 0101"},
			{Kind: entity.ContactEmail, Value: "kndic@co.example.com"}, {Kind: entity.ContactWebsite, Value: "www.example.org"},
		},
		Listings: []entity.Listing{{Authority: "European Union (commission)", Country: "eu", Program: "IRQ", Basis: "1210/2003 (OJ L169)",
			URL: "http://eur-lex.europa.eu/LexUriServ/LexUriServ.do?uri=OJ:L:2003:169:0006:0023:EN:PDF", Reference: "EU.9001.1",
			Note: "amendment; Date of UN listing", Effective: day(t, "2003-06-27"), Published: day(t, "2003-07-08")}},
		Attributes: []entity.Attribute{{Key: "un_designation_date", Value: "2003-06-27"}, {Key: "un_reference", Value: "IQi.901"}},
		Notes: []entity.Note{
			{Kind: "birth", Text: "ISLAMIC 1343-05-02"},
			{Kind: "birth", Text: "ISLAMIC 1940-01-11 1358"},
			{Kind: "address", Text: "(Italian Fiscal Code: XMPLMR70A01Z352Q)"},
			{Kind: "remarks", Text: "(Date of UN designation: 2003-06-27) UNSC RESOLUTION 1483"},
			{Kind: "other information", Text: "note: kept as text"},
		},
	}
	// An address with a blank inside ("pac@example. com") cannot be told from a
	// sentence and is left out of the contacts when the other one is whole.
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if rep.Warned != 2 { // the two dates of the Islamic calendar
		t.Errorf("warnings %v, want the two Islamic dates", rep.Warnings)
	}
}

func TestBodyOfFSF(t *testing.T) {
	m, _ := fixture(t, Source(), "fsf_1_1.xml")
	e := m["9002"]
	wantNames := []entity.Name{
		{Full: "Muster Arms Plant", Kind: entity.NamePrimary, Lang: "en"},
		{Full: "MAP", Kind: entity.NameAcronym, Lang: "en"},
		{Full: "MRZ", Kind: entity.NameAcronym},
	}
	if d := cmp.Diff(wantNames, e.Names); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
	wantIDs := []entity.Identifier{
		{Type: entity.IDINN, Value: "7706107510", Country: "ru", Label: "Fiscal Code", Note: "INN"},
		{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration number"},
		{Type: entity.IDBIC, Value: "DCBKKPPY", Label: "SWIFT BIC"},
	}
	if d := cmp.Diff(wantIDs, e.Identifiers); d != "" {
		t.Errorf("identifiers (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.Note{{Kind: "function", Text: "Produces ammunition"}}, e.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
	if got, want := e.Listings[0].Note, "corrigendum 2022/336R (OJ L60) of 2022-03-01"; got != want {
		t.Errorf("listing note %q, want %q", got, want)
	}
	if got := e.Listings[0].Effective; got != day(t, "2022-02-26") {
		t.Errorf("effective %v, want the entry into force", got)
	}
}

// TestFormatsAgree reads one person in three formats.
func TestFormatsAgree(t *testing.T) {
	for _, file := range []string{"fsf_1_1.xml", "fsf_1_1.csv"} {
		m, _ := fixture(t, Source(), file)
		e := m["9001"]
		if e.Schema != entity.Person || !strings.Contains(e.Primary(), "EXEMPLAR") || e.Dates[0].Date != day(t, "1937-04-28") || e.Listings[0].Effective != day(t, "2003-06-27") ||
			e.Listings[0].Reference != "EU.9001.1" || e.Gender != entity.Male {
			t.Errorf("%s: %+v", file, e)
		}
		if m["9002"].Schema != entity.Organization {
			t.Errorf("%s: 9002 is a %s", file, m["9002"].Schema)
		}
	}
	m, _ := fixture(t, Source(), "fsf_1_1.csv")
	e := m["9001"]
	if d := cmp.Diff([]entity.Contact{{Kind: entity.ContactEmail, Value: "info@example.org"}, {Kind: entity.ContactPhone, Value: "+49 30 1234567"}}, e.Contacts); d != "" {
		t.Errorf("contacts (-want +got):\n%s", d)
	}
	if len(e.Origin.Fragments) != 6 {
		t.Errorf("%d rows in the origin, want 6", len(e.Origin.Fragments))
	}
	if n := e.Names[1]; n.Full != "Omer Exempel" || !n.Weak {
		t.Errorf("low quality alias %+v is not weak", n)
	}
}

func TestVersion10(t *testing.T) {
	m, _ := fixture(t, Source(), "fsd_1_0.xml")
	e := m["9001"]
	if d := cmp.Diff([]entity.DatedFact{{Kind: entity.DateBirth, Date: day(t, "1958/1963~")}}, e.Dates); d != "" {
		t.Errorf("dates (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.Address{{City: "Bassora", Country: "iq"}}, e.BirthPlaces); d != "" {
		t.Errorf("birth place (-want +got):\n%s", d)
	}
	wantIDs := []entity.Identifier{{Type: entity.IDPassport, Value: "347834", Country: "ly", Label: "National passport", Expires: day(t, "2014-02-21"),
		Note: "known to be expired; issued under name Ibrahim Specimen, expired on 21 Feb. 2014"}}
	if d := cmp.Diff(wantIDs, e.Identifiers); d != "" {
		t.Errorf("identifiers (-want +got):\n%s", d)
	}
	wantContacts := []entity.Contact{{Kind: entity.ContactPhone, Value: "0300-820 91 99"}, {Kind: entity.ContactPhone, Value: "668 33 01"}, {Kind: entity.ContactFax, Value: "662 38 14"}}
	if d := cmp.Diff(wantContacts, e.Contacts); d != "" {
		t.Errorf("contacts (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.Address{{Street: "1 Example Road", City: "Harare", PostalCode: "12345", Country: "zw", Note: "former location"}}, e.Addresses); d != "" {
		t.Errorf("address (-want +got):\n%s", d)
	}
	if d := cmp.Diff(entity.Attribute{Key: "un_designation_date", Value: "2002-07-25"}, e.Attributes[0]); d != "" {
		t.Errorf("attribute (-want +got):\n%s", d)
	}
	if got := e.Names[1].Full; got != "Ibrahim Specimen" {
		t.Errorf("name on the passport %q, want Ibrahim Specimen", got)
	}
	m, _ = fixture(t, Source(), "fsf_1_0.csv")
	e = m["9001"]
	if e.Dates[0].Date != day(t, "1963~") || e.Identifiers[0].Type != entity.IDPassport || e.Identifiers[0].Value != "AD001159" || len(e.Contacts) != 2 || len(e.Notes) != 2 {
		t.Errorf("CSV 1.0: %+v", e)
	}
}

func TestCountryTraps(t *testing.T) {
	for _, tt := range []struct {
		in    country
		code  string
		known bool
	}{
		{country{"IQ", "IRAQ"}, "iq", true},
		{country{"00", "UNKNOWN"}, "", false},
		{country{"", "UNKNOWN"}, "", false},
		{country{"CS", "SERBIA AND MONTENEGRO"}, "rs", true},
		{country{"CS", ""}, "rs", true},
		{country{"", "IRQ"}, "iq", true},
		{country{"", ""}, "", false},
		{country{"ZZ", "NOWHERE LAND"}, "", true},
	} {
		if code, known := tt.in.find(); code != tt.code || known != tt.known {
			t.Errorf("%+v: %q, %v; want %q, %v", tt.in, code, known, tt.code, tt.known)
		}
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

func FuzzFSF(f *testing.F) {
	listtest.Fuzz(f, Source(), "list.xml", seeds(f, "fsf_1_1.xml", "fsd_1_0.xml", "fsf_1_1.csv", "fsf_1_0.csv")...)
}

func FuzzJournal(f *testing.F) {
	listtest.Fuzz(f, JournalSource(), "act.csv", seeds(f, "32014R0269.csv", "32026R9999.csv")...)
}

func seeds(f *testing.F, names ...string) [][]byte {
	var out [][]byte
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join("testdata", n))
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// BenchmarkHowFastAreTheEUFiles measures the largest real file of each source.
func BenchmarkHowFastAreTheEUFiles(b *testing.B) {
	run := func(name string, s *list.Source, in list.Input) {
		b.Run(name, func(b *testing.B) {
			var size int64
			for _, f := range in.Files {
				size += f.Size
			}
			b.SetBytes(size)
			n := 0
			for b.Loop() {
				rep, err := list.Parse(s, in, func(*entity.Entity) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
				n = rep.Records
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "records/s")
			b.ReportAllocs()
		})
	}
	dir := listtest.Data(b)
	run("fsd-1.0.xml", Source(), listtest.Load(b, filepath.Join(dir, "lists/eu/fsf/eu_fsd_v1_0_WHOLE_2016-02-11.xml")))
	run("journal.csv", JournalSource(), listtest.Load(b, journalFiles(b)...))
}
