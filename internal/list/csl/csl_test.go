package csl

import (
	"encoding/json"
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

func fixture(name string) string { return filepath.Join("testdata", name) }

func TestConformance(t *testing.T) {
	listtest.Run(t, Source(),
		listtest.Case{Name: "json", Format: "consolidated.json", Files: []string{fixture("consolidated.json")}, Records: 8, Truncatable: true},
		listtest.Case{Name: "csv", Format: "consolidated.csv", Files: []string{fixture("consolidated.csv")}, Records: 3, Truncatable: true},
		listtest.Case{Name: "csv of 2019", Format: "consolidated.csv", Files: []string{fixture("consolidated.2019.csv")}, Records: 3, Truncatable: true},
	)
	listtest.Run(t, Denied(), listtest.Case{Name: "dpl", Format: "dpl.txt", Files: []string{fixture("dpl.txt")}, Records: 9, Rejects: 1, Folded: 1, Truncatable: true})
}

// TestRealFiles: 115 rows are a part of a file of 2019; the Denied Persons List
// of 2022 is whole: 581 rows with 486 different names and orders.
func TestRealFiles(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "other")
	listtest.Run(t, Source(), listtest.Case{Name: "2019", Format: "consolidated.csv", Files: []string{filepath.Join(dir, "us_csl_PARTIAL_2019-12.csv")}, Records: 115})
	file := filepath.Join(dir, "us_bis_dpl_2022-09.txt")
	listtest.Run(t, Denied(), listtest.Case{Name: "2022", Format: "dpl.txt", Files: []string{file}, Records: 581, Folded: 95})
	_, rep := listtest.MustParse(t, Denied(), listtest.Load(t, file))
	if err := Denied().Expect.Check(rep, 486); err != nil {
		t.Errorf("a good edition breaks the expectations: %v", err)
	}
	if rep.Warned != 3 { // Last_Update of the years 222, 2922 and 3017
		t.Errorf("warnings %v", rep.Warnings)
	}
}

func parsed(t *testing.T, s *list.Source, name string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, s, listtest.Load(t, fixture(name)))
	m := map[string]*entity.Entity{}
	for _, e := range got {
		m[e.Primary()] = e
	}
	return m, rep
}

func day(y, m, d int) entity.Date { return entity.NewDate(y, m, d) }

func TestEntityListRecord(t *testing.T) {
	m, _ := parsed(t, Source(), "consolidated.json")
	e := m["Huawei Technologies Co., Ltd. (Huawei)"]
	if e == nil {
		t.Fatalf("not found among %v", m)
	}
	var got []string
	for _, n := range e.Names {
		got = append(got, string(n.Kind)+": "+n.Full)
	}
	if d := cmp.Diff([]string{
		"primary: Huawei Technologies Co., Ltd. (Huawei)", "alias: Shenzhen Huawei Technologies", "alias: Huawei Technology", "alias: HW", "alias: Huawei Tech",
	}, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Address{
		{Full: "Bantian Huawei Base, Longgang District, Shenzhen", City: "Shenzhen", Country: "cn"},
		{Full: "No. 1899 Xiyuan Road, Chengdu", Country: "cn"},
		{City: "Shenzhen", PostalCode: "518129", Country: "cn", Note: "of one of the addresses"},
	}, e.Addresses); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Listing{{
		Authority: "Bureau of Industry and Security", Country: "us", Program: "EL", Basis: "84 FR 22961",
		Measures: []string{"License requirement: For all items subject to the EAR, see §§ 734.9(e) and 744.11 of the EAR", "License policy: Presumption of denial"},
		URL:      "http://bit.ly/1L47xrV", Note: "Entity List (EL) - Bureau of Industry and Security", Effective: day(2019, 5, 21),
	}}, e.Listings); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"export.control"}, e.Topics); d != "" || e.Schema != entity.LegalEntity {
		t.Errorf("%s %s", d, e.Schema)
	}
}

func TestExpiredListing(t *testing.T) {
	m, _ := parsed(t, Source(), "consolidated.json")
	e := m["Example Export Bureau"]
	l := e.Listings[0]
	if l.Status != "expired" || l.Until != day(2011, 1, 9) || l.Program != "INKSNA" || l.Basis != "Vol. 74, No. 11, 01/16/09" {
		t.Errorf("%+v", l)
	}
	if d := cmp.Diff([]entity.Note{{Kind: "scope", Text: "and any successor, sub-unit, or subsidiary thereof"}, {Kind: "remarks", Text: "(sanctions expired)"}}, e.Notes); d != "" {
		t.Error(d)
	}
	if l := m["CAFÉ ZüRICH?S EXPORT"].Listings[0]; l.Status != "" || l.Until != day(2036, 1, 14) {
		t.Errorf("an order in force looks expired: %+v", l)
	}
}

// TestMisprintedYearExpiresNothing: one start in 2093 does not make orders look
// expired.
func TestMisprintedYearExpiresNothing(t *testing.T) {
	m, _ := parsed(t, Denied(), "dpl.txt")
	if l := m["PEARL LI"].Listings[0]; l.Status != "" {
		t.Errorf("%+v", l)
	}
	if l := m["SIBERIAN AIRLINES"].Listings[0]; l.Status != "" || l.Until != day(2022, 12, 21) {
		// The fifth newest start of this small file is of 2022-06: nothing is known
		// to be later.
		t.Errorf("%+v", l)
	}
}

func TestIndividual(t *testing.T) {
	m, _ := parsed(t, Source(), "consolidated.json")
	got := *m["BEKTAS, Halis"]
	got.Origin = entity.Origin{}
	want := entity.Entity{
		ID: "17526", List: "us_trade_csl", Schema: entity.Person,
		Names:       []entity.Name{{Full: "BEKTAS, Halis", Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "BEKTAS"}, {Kind: entity.PartGiven, Value: "Halis"}}}},
		Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "X0906223", Country: "ch", Label: "Passport", Issued: day(2010, 2, 3), Expires: day(2020, 2, 3)}},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: day(1966, 2, 13)},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1967}, Circa: true}},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1960}, End: entity.Day{Year: 1965}}},
		},
		Countries:   []entity.CountryFact{{Role: entity.CountryNationality, Code: "tr"}, {Role: entity.CountryCitizenship, Code: "ch"}},
		BirthPlaces: []entity.Address{{Full: "Istanbul, Turkey", Country: "tr"}},
		Gender:      entity.Male,
		Positions:   []string{"Director"},
		Topics:      []string{"sanction"},
		Attributes:  []entity.Attribute{{Key: "source_list_url", Value: "https://bit.ly/1QWTIfE"}},
	}
	for _, p := range []string{"SYRIA", "FSE-SY"} {
		want.Listings = append(want.Listings, entity.Listing{
			Authority: "Treasury Department", Country: "us", Program: p, Reference: "17526", URL: "http://bit.ly/1N1docf",
			Note: "Foreign Sanctions Evaders (FSE) - Treasury Department", Effective: day(2014, 2, 6),
		})
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestVesselAndSectoralBank(t *testing.T) {
	m, _ := parsed(t, Source(), "consolidated.json")
	v := m["ADRIAN DARYA 1"]
	if d := cmp.Diff([]entity.Identifier{
		{Type: entity.IDCallSign, Value: "T2EA4"},
		{Type: entity.IDIMO, Value: "9116412", Label: "Vessel Registration Identification"},
		{Type: entity.IDMMSI, Value: "572458220", Label: "MMSI"},
	}, v.Identifiers); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.CountryFact{{Role: entity.CountryFlag, Code: "ir"}, {Role: entity.CountryFormerFlag, Code: "pa", Note: "Former Vessel Flag"}}, v.Countries); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Relation{{Kind: entity.RelationOwner, TargetName: "Example Owner Ltd", Text: "vessel owner"}}, v.Relations); d != "" {
		t.Error(d)
	}
	b := m["GAZPROMBANK OAO"]
	var types []string
	for _, id := range b.Identifiers {
		types = append(types, string(id.Type))
	}
	if s := strings.Join(types, " "); s != "inn ogrn okpo bic" {
		t.Errorf("identifiers %s", s)
	}
	if d := cmp.Diff([]string{"Subject to Directive 1 (Executive Order 13662 Directive Determination)"}, b.Listings[0].Measures); d != "" {
		t.Error(d)
	}
	if len(b.Contacts) != 2 {
		t.Errorf("contacts %v", b.Contacts)
	}
	c := m["PROVEN HONOUR CAPITAL LIMITED"]
	if l := c.Listings[0]; l.Published != day(2021, 6, 3) || l.Effective != day(2021, 8, 2) || !strings.Contains(l.Note, "Divestment Date (CMIC): 03 Jun 2022") {
		t.Errorf("%+v", l)
	}
	if d := cmp.Diff([]entity.Relation{{Kind: entity.RelationLinked, TargetName: "HUAWEI INVESTMENT & HOLDING CO., LTD.", Text: "Linked To"}}, c.Relations); d != "" {
		t.Error(d)
	}
}

func TestMojibake(t *testing.T) {
	for in, want := range map[string]string{
		"CAFÃ‰ ZÃ¼RICH":        "CAFÉ ZüRICH",
		"lâ€™Air Liquide":      "l’Air Liquide",
		"ÐœÐ¾Ñ\u0081ÐºÐ²Ð°":    "Москва",
		"SociÃ©tÃ© GÃ©nÃ©rale": "Société Générale",
		// Correct texts stay as they are.
		"SÃO PAULO":        "",
		"Zürich":           "",
		"Âge":              "",
		"plain":            "",
		"Москва Ã©":        "",
		"Côte d’Ivoire":    "",
		"ÅKESSON Ärzte ÇA": "",
	} {
		got, ok := repair(in)
		if want == "" {
			want = in
		}
		if got != want || ok != (want != in) {
			t.Errorf("%q: got %q, %v, want %q", in, got, ok, want)
		}
	}
	m, rep := parsed(t, Source(), "consolidated.json")
	e := m["CAFÉ ZüRICH?S EXPORT"]
	if e == nil || e.Notes[0].Kind != "encoding repaired" || !strings.Contains(e.Notes[0].Text, "CAFÃ‰") {
		t.Fatalf("%+v", e)
	}
	if rep.Warned != 1 {
		t.Errorf("warnings %v", rep.Warnings)
	}
}

func FuzzRepairIsExact(f *testing.F) {
	for _, s := range []string{"Société", "Москва", "l’Air", "SÃO"} {
		f.Add(s)
		f.Add(damage(s))
	}
	f.Fuzz(func(t *testing.T, s string) {
		if fixed, ok := repair(s); ok && damage(fixed) != s {
			t.Errorf("%q repaired to %q, which would be damaged to %q", s, fixed, damage(fixed))
		}
	})
}

func TestSplitName(t *testing.T) {
	for in, want := range map[string]string{
		"FUYI SUN A/K/A FRANK SUN":            "FUYI SUN/primary FRANK SUN/alias",
		"SIBERIAN AIRLINES D/B/A S7 AIRLINES": "SIBERIAN AIRLINES/primary S7 AIRLINES/alias",
		"PEARL (A.K.A. NEI-CHIEN CHU) LI":     "PEARL LI/primary NEI-CHIEN CHU/alias",
		"Aviation Co., a.k.a., the following three aliases: -Alpha Co; -Beta Co; and -Gamma Ltd.": "Aviation Co./primary Alpha Co/alias Beta Co/alias Gamma Ltd./alias",
		"Aviation Co. and the following two aliases: -Alpha; -Beta":                               "Aviation Co./primary Alpha/alias Beta/alias",
		"New Name Ltd., f.k.a. Old Name Ltd.":                                                     "New Name Ltd./primary Old Name Ltd./former",
		"Old Works (n.k.a. New Works)":                                                            "Old Works/primary New Works/new",
		"Dakar Trading":                                                                           "Dakar Trading/primary",
		"AKA GROUP LLC":                                                                           "AKA GROUP LLC/primary",
		"Makarov Plant, also known as Plant No. 5":                                                "Makarov Plant/primary Plant No. 5/alias",
		"A & C International Trade, Inc.":                                                         "A & C International Trade, Inc./primary",
	} {
		ns, _ := splitName(in)
		var got []string
		for _, n := range ns {
			got = append(got, n.Full+"/"+string(n.Kind))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", in, s, want)
		}
	}
}

func TestLostApostrophe(t *testing.T) {
	c := converter{rep: &list.Report{}}
	var e entity.Entity
	c.names(&record{Name: "People?s Company"}, &e)
	if len(e.Names) != 2 || e.Names[1].Full != "People's Company" || e.Names[1].Kind != entity.NameVariant {
		t.Errorf("%+v", e.Names)
	}
}

func TestFlatFields(t *testing.T) {
	for in, want := range map[string]identification{
		"CO, 811038291-3, NIT #":      {Country: "CO", Number: "811038291-3", Type: "NIT #"},
		"5030056754, Tax ID No.":      {Number: "5030056754", Type: "Tax ID No."},
		"PA, 1164157-1-574556, RUC #": {Country: "PA", Number: "1164157-1-574556", Type: "RUC #"},
		"North Korea Sanctions Regulations, sections 510.201 and 510.210, Secondary sanctions risk:": {Number: "North Korea Sanctions Regulations, sections 510.201 and 510.210", Type: "Secondary sanctions risk:"},
		"alone": {Number: "alone"},
	} {
		if got := flatID(in); got != want {
			t.Errorf("%q: got %+v", in, got)
		}
	}
	for _, c := range []struct {
		in     string
		denied bool
		want   string
	}{
		{"Room 1, Beijing, CN; and Room 2, Kowloon, Hong Kong, HK", false, "Room 1, Beijing|CN Room 2, Kowloon, Hong Kong|HK"},
		{"HAAssif 19, Binyamina, IL", false, "HAAssif 19, Binyamina|IL"},
		{"1 MAIN STREET, CHICAGO, IL", true, "1 MAIN STREET, CHICAGO, IL|"},
		{"3037 S. 69TH DRIVE, PHONEIX, AZ, 85043", true, "3037 S. 69TH DRIVE, PHONEIX, AZ, 85043|"},
		{"CN", false, "|CN"},
		{"Block 7; Qasimabad, Karachi, PK", false, "Block 7|PK Qasimabad, Karachi|PK"},
	} {
		var got []string
		for _, a := range flat(c.in, c.denied) {
			if a.Country != "" {
				code, _ := entity.CountryCode(a.Country)
				a.Country = strings.ToUpper(code)
			}
			got = append(got, a.Text+"|"+a.Country)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: got %q, want %q", c.in, s, c.want)
		}
	}
}

func TestDeniedPersons(t *testing.T) {
	m, rep := parsed(t, Denied(), "dpl.txt")
	e := m["SIBERIAN AIRLINES"]
	if len(e.Origin.Fragments) != 2 || len(e.Addresses) != 2 {
		t.Errorf("%+v", e)
	}
	if d := cmp.Diff(entity.Address{Street: "ENGELSA STREET 1", City: "MOSCOW", PostalCode: "125", Country: "ru"}, e.Addresses[1]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Listing{{
		Authority: "Bureau of Industry and Security", Country: "us", Program: "DPL", Basis: "87 F.R. 38709 6/29/2022",
		Measures: []string{"Denial of export privileges (standard order)"}, Note: "Denied Persons List (DPL) - Bureau of Industry and Security",
		Effective: day(2022, 6, 24), Until: day(2022, 12, 21), Modified: day(2022, 7, 1),
	}}, e.Listings); d != "" {
		t.Error(d)
	}
	p := m["PEARL LI"]
	if p.Addresses[0].Country != "us" || !strings.Contains(p.Listings[0].Measures[0], "non-standard") {
		t.Errorf("%+v", p)
	}
	if len(rep.Rejected) != 1 || !strings.Contains(rep.Rejected[0].Error(), "without a name") {
		t.Errorf("%v", rep.Rejected)
	}
	ids := map[string]bool{}
	for _, e := range m {
		ids[e.ID] = true
	}
	if len(ids) != len(m) {
		t.Error("ids are not unique")
	}
}

func TestUnknownMembersAreKeptAndReported(t *testing.T) {
	doc := `{"results":[{"id":"a","name":"A","source":"Entity List (EL) - B","risk_score":7,"addresses":[{"address":"x","district":"d"}],"empty":null}],"next_page":1}`
	got, rep := listtest.MustParse(t, Source(), list.Input{Files: []list.File{list.BytesFile("c.json", []byte(doc))}})
	if d := cmp.Diff([]string{"addresses.district (1)", "next_page (1)", "risk_score (1)"}, rep.UnreadPaths()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Attribute{{Key: "risk_score", Value: "7"}}, got[0].Attributes); d != "" {
		t.Error(d)
	}
}

func TestRefusesBrokenJSON(t *testing.T) {
	for name, doc := range map[string]string{
		"results an object": `{"results":{}}`,
		"record a text":     `{"results":["a"]}`,
		"name an object":    `{"results":[{"id":"a","name":{}}]}`,
		"no results":        `{"total":0,"x":"\"results\""}`,
		"text after":        `{"results":[{"id":"a","name":"A"}]} x`,
		"cut":               `{"results":[{"id":"a","name":"A"}`,
		"array":             `[{"id":"a"}]`,
		"empty results":     `{"results":[]}`,
		"nested too deeply": `{"results":` + strings.Repeat("[", 20_000),
	} {
		if _, _, err := listtest.Parse(Source(), list.Input{Files: []list.File{list.BytesFile("consolidated.json", []byte(doc))}}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"consolidated.json", "consolidated.csv", "consolidated.2019.csv"} {
		b, err := os.ReadFile(fixture(name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	listtest.Fuzz(f, Source(), "consolidated")
}

func FuzzDenied(f *testing.F) {
	b, err := os.ReadFile(fixture("dpl.txt"))
	if err != nil {
		f.Fatal(err)
	}
	listtest.Fuzz(f, Denied(), "dpl.txt", b)
}

// big repeats the records of the fixture to a document of the real size.
func big(b *testing.B) list.Input {
	b.Helper()
	doc, err := os.ReadFile(fixture("consolidated.json"))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "[\n")
	records, _, _ := strings.Cut(rest, "\n]}")
	var out strings.Builder
	out.WriteString(`{"results":[`)
	for i := range 2500 {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(strings.ReplaceAll(records, `{"id":"`, fmt.Sprintf(`{"id":"%d-`, i)))
	}
	out.WriteString("]}")
	return list.Input{Files: []list.File{list.BytesFile("consolidated.json", []byte(out.String()))}}
}

func BenchmarkHowFastIsTheWholeListRead(b *testing.B) {
	in := big(b)
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		if _, _, err := listtest.Parse(Source(), in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHowFastIsEncodingJSONAlone unmarshals the same document at once.
func BenchmarkHowFastIsEncodingJSONAlone(b *testing.B) {
	in := big(b)
	rc, err := in.Files[0].Open()
	if err != nil {
		b.Fatal(err)
	}
	doc, err := io.ReadAll(rc)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		var v struct {
			Results []struct {
				ID, Name, Source, Type, Remarks string
				AltNames                        []string `json:"alt_names"`
				Programs                        []string
				Addresses, IDs                  []map[string]any
			}
		}
		if err := json.Unmarshal(doc, &v); err != nil {
			b.Fatal(err)
		}
	}
}
