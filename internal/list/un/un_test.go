package un

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"io"
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
		listtest.Case{Name: "2026 layout", Format: "consolidated.xml", Files: []string{"testdata/consolidated.xml"}, Records: 6, Truncatable: true},
		listtest.Case{Name: "2016 layout", Format: "consolidated.xml", Files: []string{"testdata/consolidated_2016.xml"}, Records: 1, Truncatable: true},
	)
}

// official are the files of the test data with the number of INDIVIDUAL and
// ENTITY elements counted by another XML reader.
var official = []struct {
	file              string
	persons, entities int
}{
	{"un_consolidated_2016-02-11_PARTIAL.xml.gz", 130, 109},
	{"un_consolidated_2018-10-29.xml.gz", 703, 390},
	{"un_consolidated_2020-11-30.xml.gz", 713, 305},
	{"un_consolidated_2024-11-30.xml.gz", 686, 193},
	{"un_consolidated_2025-04-19.xml.gz", 684, 193},
	{"un_consolidated_2025-11-29.xml.gz", 727, 273},
	{"un_consolidated_2025-12-10.xml.gz", 726, 273},
	{"un_consolidated_2026-01-28.xml.gz", 726, 273},
	{"un_consolidated_2026-02-27.xml", 730, 273},
	{"un_consolidated_2026-08-01.xml", 736, 275},
}

func TestOfficialFiles(t *testing.T) {
	dir := listtest.Data(t)
	var cases []listtest.Case
	for i, o := range official {
		if i > 1 && i < len(official)-1 { // the suite reads a file ten times; three layouts suffice
			continue
		}
		cases = append(cases, listtest.Case{Name: o.file, Format: "consolidated.xml",
			Files: []string{filepath.Join(dir, "lists/un", o.file)}, Records: o.persons + o.entities, Truncatable: true})
	}
	listtest.Run(t, Source(), cases...)
	for _, o := range official {
		t.Run("schemas of "+o.file, func(t *testing.T) {
			got, rep := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "lists/un", o.file)))
			if rep.Records != o.persons+o.entities || rep.Rejects != 0 || len(rep.Unread) > 0 {
				t.Errorf("%d records, %d rejects, unread %v; want %d, none, none", rep.Records, rep.Rejects, rep.UnreadPaths(), o.persons+o.entities)
			}
			if n := rep.Schemas[entity.Person]; n != o.persons {
				t.Errorf("%d persons, want %d", n, o.persons)
			}
			if n := rep.Schemas[entity.Organization] + rep.Schemas[entity.Vessel]; n != o.entities {
				t.Errorf("%d entities, want %d", n, o.entities)
			}
			if rep.Published.IsZero() || len(rep.Edition) < 10 || !strings.Contains(o.file, rep.Edition[:10]) {
				t.Errorf("published %v, edition %q: does not fit the file name", rep.Published, rep.Edition)
			}
			// A value in three thousand may defy reading; more means a change of format.
			if rep.Warned > 12 {
				t.Errorf("%d warnings: %v", rep.Warned, rep.Warnings)
			}
			if !strings.Contains(o.file, "PARTIAL") {
				if err := Source().Expect.Check(rep, 0); err != nil {
					t.Errorf("expectations: %v", err)
				}
			}
			names(t, got)
		})
	}
}

// names checks that no name holds what the parser should have taken apart.
func names(t *testing.T, got []*entity.Entity) {
	t.Helper()
	for _, e := range got {
		if e.Primary() == "" {
			t.Errorf("%s has no name", e.ID)
		}
		for _, n := range e.Names {
			low := strings.ToLower(n.Full)
			for _, bad := range []string{";", "original script", "listed as", "a.k.a", " born ", "\n", "�"} {
				if strings.Contains(low, bad) && !(bad == "�" && n.Kind == entity.NameOriginal) {
					t.Errorf("%s: name %q holds %q", e.ID, n.Full, bad)
				}
			}
			if e.Schema == entity.Person && strings.ContainsAny(n.Full, "()") {
				t.Errorf("%s: name %q holds a bracket", e.ID, n.Full)
			}
		}
	}
}

func TestDamagedBytesAreRefused(t *testing.T) {
	in := listtest.Load(t, filepath.Join(listtest.Data(t), "lists/un/un_consolidated_2025-08-16_BROKEN_ENCODING.xml.gz"))
	_, _, err := listtest.Parse(Source(), in)
	// The first damaged byte is a control character XML does not allow.
	if err == nil || !strings.Contains(err.Error(), "un_consolidated_2025-08-16") || !strings.Contains(err.Error(), "line 53") {
		t.Errorf("error %v, want one that names the file and line 53", err)
	}
}

// TestAgainstIndependentNames compares the list of 28 January 2026 with names
// that others extracted from it: each of theirs, taken apart where they left
// names joined, must be one of ours.
func TestAgainstIndependentNames(t *testing.T) {
	dir := listtest.Data(t)
	got, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join(dir, "lists/un/un_consolidated_2026-01-28.xml.gz")))
	plain := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	}
	ours := make(map[string]bool)
	for _, e := range got {
		for _, n := range e.Names {
			ours[plain(n.Full)] = true
		}
	}
	f, err := os.Open(filepath.Join(dir, "lists/eu/eu_un_names_2026-01-28.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var ref struct {
		Entities []struct {
			Name    string   `json:"name"`
			Type    string   `json:"type"`
			Aliases []string `json:"aliases"`
			Source  []string `json:"source"`
		} `json:"entities"`
	}
	if err := json.NewDecoder(z).Decode(&ref); err != nil {
		t.Fatal(err)
	}
	var asIs, names, pieces, missing int
	for _, r := range ref.Entities {
		if len(r.Source) != 1 || r.Source[0] != "UN" {
			continue // merged with other lists
		}
		for _, n := range append([]string{r.Name}, r.Aliases...) {
			names++
			if ours[plain(n)] {
				asIs++
				continue
			}
			for _, p := range splitNames(strings.TrimSuffix(n, " na"), r.Type == "individual") {
				pieces++
				if !ours[plain(p.full)] {
					missing++
					t.Logf("%q of %q is missing", p.full, n)
				}
			}
		}
	}
	if names < 2500 || asIs*100 < names*95 || missing > 0 {
		t.Errorf("%d names, %d found as they stand; of %d pieces of the others %d are missing", names, asIs, pieces, missing)
	}
}

func fixture(t *testing.T, name string) map[string]*entity.Entity {
	t.Helper()
	got, _ := listtest.MustParse(t, Source(), listtest.Load(t, filepath.Join("testdata", name)))
	m := make(map[string]*entity.Entity)
	for _, e := range got {
		m[e.ID] = e
	}
	return m
}

// TestEveryField compares one whole record with what must become of it.
func TestEveryField(t *testing.T) {
	e := fixture(t, "consolidated.xml")["9000001"]
	frag := e.Origin.Fragments
	e.Origin = entity.Origin{}
	e.Notes = e.Notes[:len(e.Notes)-1] // the remarks, tested apart
	date := func(s string) entity.Date {
		d, err := entity.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	about := "under the alias "
	want := &entity.Entity{
		ID: "9000001", List: "un_sc_sanctions", Schema: entity.Person, Gender: entity.Male, Topics: []string{"sanction"},
		Names: []entity.Name{
			{Full: "OMAR EXAMPLI TESTOV JR", Kind: entity.NamePrimary, Parts: []entity.Part{{Value: "OMAR"}, {Value: "EXAMPLI"}, {Value: "TESTOV JR"}}},
			{Full: "Omer Eksampli", Kind: entity.NameAlias},
			{Full: "Umar al-Exampli", Kind: entity.NameAlias},
			{Full: "Abu Test", Kind: entity.NameAlias, Weak: true},
			{Full: "Абу Тест", Kind: entity.NameOriginal, Weak: true, Script: "Cyrl"},
			{Full: "Omar al-Qadim", Kind: entity.NameFormer, Note: "previously listed as, in Arabic: عمر القديم"},
			{Full: "عمر القديم", Kind: entity.NameOriginal, Script: "Arab", Note: "original spelling of Omar al-Qadim"},
			{Full: "Exampli, Omar", Kind: entity.NameAlias, Weak: true, Note: "DOB: 1 Jan. 1973. POB: Albu Kamal, Syria; Passport number: B0515260",
				Parts: []entity.Part{{Kind: entity.PartFamily, Value: "Exampli"}, {Kind: entity.PartGiven, Value: "Omar"}}},
			{Full: "عمر اكزامبلي", Kind: entity.NameOriginal, Script: "Arab"},
			{Full: "Karim Specimen", Kind: entity.NameVariant, Note: "name on a document"},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDPassport, Value: "B0515260", Label: "Passport", Note: about + "Exampli, Omar; DOB: 1 Jan. 1973. POB: Albu Kamal, Syria; Passport number: B0515260"},
			{Type: entity.IDPassport, Value: "R00005943", Country: "ss", Label: "Passport", Expires: date("2029-05-18"), Note: "South Sudan; expires 18 May 2029"},
			{Type: entity.IDNational, Value: "300786", Country: "af", Label: "Afghan national identification card (tazkira)"},
			{Type: entity.IDPassport, Value: "L 191609", Country: "tn", Label: "Tunisian passport number", Issued: date("1996-02-28"), Expires: date("2001-02-27"),
				Note: "Tunisian passport number L 191609 issued on 28 Feb. 1996, expired on 27 Feb. 2001, under name Karim Specimen"},
			{Type: entity.IDTax, Value: "XMPLMR70A01Z352Q", Country: "it", Label: "Italian Fiscal Code"},
		},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: date("1973-01-01"), Note: about + "Exampli, Omar"},
			{Kind: entity.DateBirth, Date: date("1970-01-01")},
			{Kind: entity.DateBirth, Date: date("1968~")},
			{Kind: entity.DateBirth, Date: date("1963/1968~")},
			{Kind: entity.DateBirth, Date: date("1958-09")},
			{Kind: entity.DateDeath, Date: date("2017-02"), Note: "Reportedly killed in Syria in February 2017"},
		},
		Countries: []entity.CountryFact{
			{Role: entity.CountryBirth, Code: "tn"},
			{Role: entity.CountryNationality, Code: "us", Text: "United States. Also believed to hold Syrian nationality"},
			{Role: entity.CountryNationality, Code: "sy", Text: "United States. Also believed to hold Syrian nationality"},
		},
		Addresses: []entity.Address{
			{Street: "Karl-Marx-Str. 210", City: "Berlin", PostalCode: "12055", Country: "de", Note: "previous address. Tel. +49 30 1234567 / +49 30 7654321"},
			{Full: "Lashkar Gah Bazaar, Helmand Province, Afghanistan", Country: "af", Note: "Branch Office 9"},
			{Full: "Shahzada Market, Kabul, Afghanistan", Country: "af", Note: "Branch Office 9"},
			{City: "Chaman", Region: "Baluchistan Province", Country: "pk"},
		},
		BirthPlaces: []entity.Address{
			{City: "Tunis", Country: "tn", Note: about + "Omer Eksampli"},
			{City: "El Example", Region: "Sousse", Country: "tn"},
		},
		Titles:    []string{"Dr.", "Haji"},
		Positions: []string{"Minister of Planning under the old regime", "Governor of Example Province"},
		Contacts: []entity.Contact{
			{Kind: entity.ContactPhone, Value: "+49 30 1234567"},
			{Kind: entity.ContactPhone, Value: "+49 30 7654321"},
		},
		Listings: []entity.Listing{{Authority: "UN Security Council", Country: "un", Program: "Al-Qaida", Basis: resolutions["Al-Qaida"],
			Reference: "QDi.901", Effective: date("2003-06-25"), Modified: date("2021-11-15")}},
		Relations: []entity.Relation{
			{Kind: entity.RelationLinked, TargetID: "113458", TargetName: "QDe.004", Text: "Associated with Al-Qaida (QDe.004)"},
			{Kind: entity.RelationLinked, TargetName: "QDe.999", Text: "Associated with Al-Qaida (QDe.004) and an unlisted group (QDe.999)"},
		},
		Attributes: []entity.Attribute{
			{Key: "father_name", Value: "Yusuf Exampli"},
			{Key: "mother_name", Value: "Fatima Muster"},
			{Key: "death_note", Value: "Reportedly killed in Syria in February 2017"},
			{Key: "version", Value: "3"},
			{Key: "submitted_by", Value: "Germany"},
			{Key: "interpol_notice", Value: "https://www.interpol.int/en/How-we-work/Notices/View-UN-Notices-Individuals"},
		},
		Notes: []entity.Note{{Kind: "birth", Text: "24/06/1402 (Hijri Calendar)"}},
	}
	// The alias of 1958 to 1964 comes first, in the order of the file.
	want.Dates = append([]entity.DatedFact{{Kind: entity.DateBirth, Date: date("1958/1964"), Note: about + "Omer Eksampli"}}, want.Dates...)
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(frag) != 1 || frag[0].File != "consolidated.xml" {
		t.Errorf("origin %+v", frag)
	}
	b, err := os.ReadFile("testdata/consolidated.xml")
	if err != nil {
		t.Fatal(err)
	}
	cut := string(b[frag[0].Offset : frag[0].Offset+frag[0].Length])
	if !strings.HasPrefix(cut, "<INDIVIDUAL>") || !strings.HasSuffix(cut, "</INDIVIDUAL>") || !strings.Contains(cut, "9000001") {
		t.Errorf("origin cuts %.60q ... out of the file", cut)
	}
}

func TestZoneSuffixIsDropped(t *testing.T) {
	e := fixture(t, "consolidated_2016.xml")["9110404"]
	if got := e.Dates[0].Date.String(); got != "1960-01-01" {
		t.Errorf("born %s, want 1960-01-01", got)
	}
	if got := e.Listings[0].Effective.String(); got != "2015-07-01" {
		t.Errorf("listed on %s, want 2015-07-01", got)
	}
	if got := e.Attributes[0]; got != (entity.Attribute{Key: "old_reference", Value: "I.47.D.7"}) {
		t.Errorf("attribute %+v", got)
	}
	if got := e.Identifiers[0].Country; got != "ir" {
		t.Errorf("passport of %q, want ir (the text says \"Iran / unknown\")", got)
	}
}

func TestKoreanSurnameNaIsKept(t *testing.T) {
	if got := fixture(t, "consolidated.xml")["9000002"].Primary(); got != "NA SPECIMEN" {
		t.Errorf("primary name %q, want NA SPECIMEN", got)
	}
}

func TestMeasuresInComments(t *testing.T) {
	m := fixture(t, "consolidated.xml")
	if d := cmp.Diff([]string{"Travel Ban", "Asset Freeze"}, m["9000002"].Listings[0].Measures); d != "" {
		t.Errorf("Libya (-want +got):\n%s", d)
	}
	v := m["6909568"]
	if d := cmp.Diff([]string{"prohibition to load, transport or discharge", "prohibition to enter ports"}, v.Listings[0].Measures); d != "" {
		t.Errorf("vessel (-want +got):\n%s", d)
	}
	if got := v.Listings[0].Until.String(); got != "2027-07-22" {
		t.Errorf("valid until %q, want 2027-07-22", got)
	}
}

func TestVesselsAndShippingCompanies(t *testing.T) {
	m := fixture(t, "consolidated.xml")
	v := m["6909568"]
	if v.Schema != entity.Vessel {
		t.Errorf("AVAX is a %s, want a Vessel", v.Schema)
	}
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDIMO, Value: "9058713", Label: "IMO number"}}, v.Identifiers); d != "" {
		t.Errorf("ship (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.CountryFact{{Role: entity.CountryFlag, Code: "cm"}}, v.Countries); d != "" {
		t.Errorf("flag (-want +got):\n%s", d)
	}
	c := m["6908046"]
	if c.Schema != entity.Organization {
		t.Errorf("OMM is a %s, want an Organization", c.Schema)
	}
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDIMOCompany, Value: "1790183", Label: "IMO company number"}}, c.Identifiers); d != "" {
		t.Errorf("company (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.Name{{Full: "OCEAN MARITIME MANAGEMENT COMPANY, LIMITED", Kind: entity.NamePrimary}, {Full: "OMM", Kind: entity.NameAcronym}}, c.Names); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
}

func TestBankContacts(t *testing.T) {
	e := fixture(t, "consolidated.xml")["6908499"]
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDBIC, Value: "DCBKKPPY", Label: "SWIFT/BIC"}}, e.Identifiers); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	want := []entity.Contact{{Kind: entity.ContactEmail, Value: "bank@example.net.kp"}, {Kind: entity.ContactPhone, Value: "+850-2-18111-8208"}, {Kind: entity.ContactFax, Value: "+850-2-381-4432"}}
	if d := cmp.Diff(want, e.Contacts); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRecordWithoutID(t *testing.T) {
	b, err := os.ReadFile("testdata/consolidated.xml")
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("<DATAID>9000002</DATAID>"), []byte("<DATAID/>"), 1)
	got, rep := listtest.MustParse(t, Source(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", b)}})
	if len(got) != 5 || rep.Records != 6 || rep.Rejects != 1 || rep.Rejected[0].Record != "LYi.901" {
		t.Errorf("%d entities, %d records, rejects %v", len(got), rep.Records, rep.Rejected)
	}
}

func TestUnknownElementIsReported(t *testing.T) {
	b, err := os.ReadFile("testdata/consolidated.xml")
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("<GENDER>Male</GENDER>"), []byte("<GENDER>Male</GENDER><SHOE_SIZE>43</SHOE_SIZE>"), 1)
	_, rep := listtest.MustParse(t, Source(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", b)}})
	if d := cmp.Diff([]string{"INDIVIDUAL/SHOE_SIZE (1)"}, rep.UnreadPaths()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func FuzzParse(f *testing.F) {
	var seeds [][]byte
	for _, name := range []string{"testdata/consolidated.xml", "testdata/consolidated_2016.xml"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, b)
	}
	listtest.Fuzz(f, Source(), "consolidated.xml", seeds...)
}

// benchData is the list of 1 August 2026, or the fixture many times over when
// the real data is absent.
func benchData(b *testing.B) []byte {
	b.Helper()
	dir := os.Getenv("INTERDICT_TESTDATA")
	if dir == "" {
		dir = "../../../../shared/data"
	}
	data, err := os.ReadFile(filepath.Join(dir, "lists/un/un_consolidated_2026-08-01.xml"))
	if err != nil {
		b.Skip("real test data absent: set INTERDICT_TESTDATA to its folder")
	}
	return data
}

// BenchmarkHowFastIsTheUNList compares the parser with encoding/xml doing
// nothing but reading tokens, and filling plain structs.
func BenchmarkHowFastIsTheUNList(b *testing.B) {
	data := benchData(b)
	report := func(b *testing.B, records int) {
		b.SetBytes(int64(len(data)))
		b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
		b.ReportAllocs()
	}
	b.Run("parse", func(b *testing.B) {
		in := list.Input{Files: []list.File{list.BytesFile("consolidated.xml", data)}}
		n := 0
		for b.Loop() {
			rep, err := list.Parse(Source(), in, func(*entity.Entity) error { return nil })
			if err != nil {
				b.Fatal(err)
			}
			n = rep.Accepted
		}
		report(b, n)
	})
	b.Run("encoding-xml tokens", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n = 0
			d := xml.NewDecoder(bytes.NewReader(data))
			for {
				tok, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				if s, ok := tok.(xml.StartElement); ok && (s.Name.Local == "INDIVIDUAL" || s.Name.Local == "ENTITY") {
					n++
				}
			}
		}
		report(b, n)
	})
	b.Run("encoding-xml structs", func(b *testing.B) {
		n := 0
		for b.Loop() {
			var l plainList
			if err := xml.NewDecoder(bytes.NewReader(data)).Decode(&l); err != nil {
				b.Fatal(err)
			}
			n = len(l.Individuals) + len(l.Entities)
		}
		report(b, n)
	})
}

type plainAlias struct {
	Quality string `xml:"QUALITY"`
	Name    string `xml:"ALIAS_NAME"`
	Note    string `xml:"NOTE"`
}

type plainAddress struct {
	Street  string `xml:"STREET"`
	City    string `xml:"CITY"`
	State   string `xml:"STATE_PROVINCE"`
	Zip     string `xml:"ZIP_CODE"`
	Country string `xml:"COUNTRY"`
	Note    string `xml:"NOTE"`
}

type plainRecord struct {
	ID          string         `xml:"DATAID"`
	First       string         `xml:"FIRST_NAME"`
	Second      string         `xml:"SECOND_NAME"`
	Third       string         `xml:"THIRD_NAME"`
	Fourth      string         `xml:"FOURTH_NAME"`
	Type        string         `xml:"UN_LIST_TYPE"`
	Reference   string         `xml:"REFERENCE_NUMBER"`
	Listed      string         `xml:"LISTED_ON"`
	Original    string         `xml:"NAME_ORIGINAL_SCRIPT"`
	Comments    string         `xml:"COMMENTS1"`
	Nationality []string       `xml:"NATIONALITY>VALUE"`
	Aliases     []plainAlias   `xml:"INDIVIDUAL_ALIAS"`
	EntAliases  []plainAlias   `xml:"ENTITY_ALIAS"`
	Addresses   []plainAddress `xml:"INDIVIDUAL_ADDRESS"`
	EntAddress  []plainAddress `xml:"ENTITY_ADDRESS"`
}

type plainList struct {
	Individuals []plainRecord `xml:"INDIVIDUALS>INDIVIDUAL"`
	Entities    []plainRecord `xml:"ENTITIES>ENTITY"`
}
