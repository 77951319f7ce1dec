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
