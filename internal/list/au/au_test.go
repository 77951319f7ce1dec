package au

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/xuri/excelize/v2"
)

// The fixtures are written here, cell by cell, in the publisher's layouts; the
// facts are those of the public list, shortened.

var head2026 = []any{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number", "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction"}

var rows2026 = [][]any{
	{3, "Abdul Kabir Mohammad Jan", "Individual", "Primary Name", nil, "Approximately 1963, 30/01/1972", "Nahrin District, Baghlan Province, Afghanistan", "Afghanistan;Pakistan", "Kabul, Afghanistan",
		"TAi.003. Title: Maulavi. Designation: a) Second Deputy under the Taliban regime b) Governor of Nangarhar. Belongs to Zadran tribe. Passport no: Afghanistan diplomatic passport D0009925, issued on 22 May 2022 (expires 22 May 2027)",
		"Listed on 25 Jan. 2001 ( amended on 3 Sep. 2003)", nil, "1988 (Taliban)", 46150, "Charter of the United Nations (Sanctions—the Taliban) Regulation 2013", true, true, true, false},
	{"3a", "A. Kabir", "Individual", "Alias", "Weak", "Approximately 1963, 30/01/1972", "Nahrin District, Baghlan Province, Afghanistan", "Afghanistan;Pakistan", "Kabul, Afghanistan", "TAi.003. Title: Maulavi.", "Listed on 25 Jan. 2001 ( amended on 3 Sep. 2003)", nil, "1988 (Taliban)", 46150, nil, true, true, true, false},
	{"8431", "SUCCESS 9", "Vessel", "Primary Name", nil, nil, nil, nil, nil, "Previous names include PYTHON and VIPER.", "Designated as a sanctioned vessel in the Autonomous Sanctions (Sanctioned Vessels – Russia) Designation 2025", 9116412, "Autonomous (Vessels)", 45800, "Autonomous Sanctions (Sanctioned Vessels – Russia) Designation 2025", false, false, false, true},
	{"8432", "TYPO", "Vessel", "Primary Name", nil, nil, nil, nil, nil, nil, nil, 9116413, "Autonomous (Vessels)", 45800, nil, false, false, false, true},
	{"3b", "عبد الکبیر محمد جان", "Individual", "Original Script", nil, "1961", "Nahrin District, Baghlan Province, Afghanistan", "Afghanistan;Pakistan", "Kabul, Afghanistan", nil, nil, nil, "1988 (Taliban)", 46150, nil, true, true, true, false},
	{"7930", "AO RADIO_x000D_\n", "Entity", "Primary Name", nil, nil, nil, nil, "a) Sepah Islam Road, Iran (Islamic Republic of) _x000D_\nb) P.O. Box 19585/777, Tehran, Iran", "Website: https://example.org; Company identification number: 1027700043502", 45000, nil, "Autonomous (Russia)", 45800, nil, true, false, false, false},
}

var head2024 = []any{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "Committees", "Control Date"}

var rows2024 = [][]any{
	{"2940", "Chernomorneftegaz", "Entity ", "Primary Name ", nil, nil, nil, "NA", nil, "Listed on 19 Jun. 2014", "Autonomous (Ukraine)", 41809},
	{"101", "Samir QASSAR", "individual", "primary Name", "a) 16/06/1980; b) 16/06/1981", "a) Damascus, Syria b) Aleppo", "a) Russian\u00a0 b) USSR (until 1991)\u00a0\u00a0", "Damascus, Syria", nil, "Listed on 12 March 2012", "Autonomous (Syria)", 41000},
	{"101a1", "Samir Kassar", "Individual ", "aka ", "1979", nil, nil, nil, nil, nil, "Autonomous (Syria)", 41000},
	{},
	{"2940j", "Chernomorneftegaz CJSC\n", "Entity", "Aka", nil, nil, nil, nil, nil, nil, "Autonomous (Ukraine)", 41809},
	{"101", "Another PERSON", "Individual", "Primary Name", nil, nil, nil, nil, nil, nil, "Autonomous (Syria)", 41000},
	{"no number", "Lost Row", "Individual", "Primary Name", nil, nil, nil, nil, nil, nil, "Autonomous (Syria)", 41000},
}

// workbook writes a sheet and returns the file.
func workbook(t testing.TB, head []any, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	put := func(line int, cells []any) {
		at, err := excelize.CoordinatesToCellName(1, line)
		if err == nil && len(cells) > 0 {
			err = f.SetSheetRow("Sheet1", at, &cells)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put(1, head)
	for i, r := range rows {
		put(i+2, r)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func input(b []byte) list.Input {
	return list.Input{Files: []list.File{list.BytesFile("list.xlsx", b)}}
}

func save(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConformance(t *testing.T) {
	listtest.Run(t, Source(),
		listtest.Case{Name: "2026", Format: "consolidated.xlsx", Files: []string{save(t, workbook(t, head2026, rows2026))}, Records: 4, Truncatable: true},
		listtest.Case{Name: "2024", Format: "consolidated.xlsx", Files: []string{save(t, workbook(t, head2024, rows2024))}, Records: 4, Rejects: 1, Truncatable: true},
	)
}

func TestRealFiles(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists", "au")
	for _, c := range []struct {
		file                    string
		records, rows, warnings int
	}{
		{"dfat_consolidated_2026-08-01.xlsx", 3846, 11068, 1},
		{"dfat_regulation8_consolidated_2024-12.xlsx", 3062, 9553, 30},
	} {
		t.Run(c.file, func(t *testing.T) {
			path := filepath.Join(dir, c.file)
			listtest.Run(t, Source(), listtest.Case{Name: "suite", Format: "consolidated.xlsx", Files: []string{path}, Records: c.records})
			got, rep := listtest.MustParse(t, Source(), listtest.Load(t, path))
			rows := 0
			for _, e := range got {
				rows += len(e.Origin.Fragments)
			}
			if rows != c.rows {
				t.Errorf("%d rows are in entities, want %d", rows, c.rows)
			}
			if rep.Warned > c.warnings {
				t.Errorf("%d values not understood, at most %d expected; the first: %v", rep.Warned, c.warnings, rep.Warnings[0].Error())
			}
			if err := Source().Expect.Check(rep, c.records); err != nil {
				t.Errorf("a good edition breaks the expectations: %v", err)
			}
			if rep.Published.IsZero() {
				t.Error("the day the file was saved is not known")
			}
		})
	}
}

func parsed(t *testing.T, b []byte) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, Source(), input(b))
	m := map[string]*entity.Entity{}
	for _, e := range got {
		m[e.ID] = e
	}
	return m, rep
}

func day(y, m, d int) entity.Date { return entity.NewDate(y, m, d) }

func TestWholeEntity(t *testing.T) {
	m, _ := parsed(t, workbook(t, head2026, rows2026))
	got := *m["3"]
	if n := len(got.Origin.Fragments); n != 3 || got.Origin.Fragments[2].Line != 6 || !strings.HasPrefix(got.Origin.Fragments[2].Text, "3b\t") {
		t.Errorf("origin %+v", got.Origin)
	}
	got.Origin = entity.Origin{}
	want := entity.Entity{
		ID: "3", List: "au_dfat_sanctions", Schema: entity.Person,
		Names: []entity.Name{
			{Full: "Abdul Kabir Mohammad Jan", Kind: entity.NamePrimary},
			{Full: "A. Kabir", Kind: entity.NameAlias, Weak: true},
			{Full: "عبد الکبیر محمد جان", Kind: entity.NameOriginal, Script: "Arab"},
		},
		Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "D0009925", Country: "af", Issued: day(2022, 5, 22), Expires: day(2027, 5, 22), Note: got.Identifiers[0].Note}},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1963}, Circa: true}},
			{Kind: entity.DateBirth, Date: day(1972, 1, 30)},
			{Kind: entity.DateBirth, Date: day(1961, 0, 0), Note: "given with the name عبد الکبیر محمد جان"},
		},
		Countries: []entity.CountryFact{
			{Role: entity.CountryBirth, Code: "af"},
			{Role: entity.CountryCitizenship, Code: "af"}, {Role: entity.CountryCitizenship, Code: "pk"},
		},
		Addresses:   []entity.Address{{Full: "Kabul, Afghanistan", Country: "af"}},
		BirthPlaces: []entity.Address{{Full: "Nahrin District, Baghlan Province, Afghanistan", Country: "af"}},
		Titles:      []string{"Maulavi"},
		Positions:   []string{"Second Deputy under the Taliban regime", "Governor of Nangarhar"},
		Listings: []entity.Listing{{
			Authority: "DFAT", Country: "au", Program: "1988 (Taliban)", Basis: "Charter of the United Nations (Sanctions—the Taliban) Regulation 2013",
			Measures:  []string{"Targeted financial sanction", "Travel ban", "Arms embargo"},
			Reference: "3", Note: "Listed on 25 Jan. 2001 ( amended on 3 Sep. 2003)", Effective: day(2001, 1, 25), Modified: day(2026, 5, 8),
		}},
		Attributes: []entity.Attribute{{Key: "un_reference", Value: "TAi.003"}},
		Notes: []entity.Note{
			{Kind: "additional information", Text: rows2026[0][9].(string)},
			{Kind: "additional information", Text: "TAi.003. Title: Maulavi."},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestVessels(t *testing.T) {
	m, rep := parsed(t, workbook(t, head2026, rows2026))
	v := m["8431"]
	if d := cmp.Diff([]entity.Name{
		{Full: "SUCCESS 9", Kind: entity.NamePrimary}, {Full: "PYTHON", Kind: entity.NameFormer}, {Full: "VIPER", Kind: entity.NameFormer},
	}, v.Names); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDIMO, Value: "9116412"}}, v.Identifiers); d != "" {
		t.Error(d)
	}
	l := v.Listings[0]
	if d := cmp.Diff([]string{"Maritime restriction"}, l.Measures); d != "" || l.Effective != day(2025, 0, 0) {
		t.Errorf("%s %v", d, l.Effective)
	}
	// A number with a wrong check digit is kept, marked and warned of.
	if d := cmp.Diff([]entity.Identifier{{Type: entity.IDIMO, Value: "9116413", Note: "check digit or length is wrong"}}, m["8432"].Identifiers); d != "" {
		t.Error(d)
	}
	if rep.Warned != 1 || rep.Warnings[0].Record != "8432" {
		t.Errorf("warnings %v", rep.Warnings)
	}
}

func TestCarriageReturnsEnumerationsAndCompanyNumbers(t *testing.T) {
	m, _ := parsed(t, workbook(t, head2026, rows2026))
	e := m["7930"]
	if e.Primary() != "AO RADIO" {
		t.Errorf("name %q", e.Primary())
	}
	if d := cmp.Diff([]entity.Address{{Full: "Sepah Islam Road, Iran (Islamic Republic of)", Country: "ir"}, {Full: "P.O. Box 19585/777, Tehran, Iran", Country: "ir"}}, e.Addresses); d != "" {
		t.Error(d)
	}
	if len(e.Identifiers) != 1 || e.Identifiers[0].Type != entity.IDOGRN || e.Identifiers[0].Value != "1027700043502" {
		t.Errorf("identifiers %+v", e.Identifiers)
	}
	if d := cmp.Diff([]entity.Contact{{Kind: entity.ContactWebsite, Value: "https://example.org"}}, e.Contacts); d != "" {
		t.Error(d)
	}
	if e.Listings[0].Effective != day(2023, 3, 15) { // day number 45000
		t.Errorf("listed %v", e.Listings[0].Effective)
	}
}

func TestRowsApartAndReferencesUsedTwice(t *testing.T) {
	m, rep := parsed(t, workbook(t, head2024, rows2024))
	if e := m["2940"]; len(e.Names) != 2 || e.Names[1].Full != "Chernomorneftegaz CJSC" {
		t.Errorf("rows apart: %+v", e.Names)
	}
	if e := m["101"]; len(e.Names) != 2 || e.Primary() != "Samir QASSAR" || e.Names[1].Full != "Samir Kassar" {
		t.Errorf("101: %+v", e.Names)
	}
	if e := m["101-2"]; e == nil || e.Primary() != "Another PERSON" {
		t.Errorf("a reference used twice: %+v", e)
	}
	if len(rep.Rejected) != 1 || !strings.Contains(rep.Rejected[0].Error(), `record no number: line 8: reference`) {
		t.Errorf("rejected %v", rep.Rejected)
	}
	if d := cmp.Diff([]entity.CountryFact{
		{Role: entity.CountryBirth, Code: "sy"},
		{Role: entity.CountryCitizenship, Code: "ru"}, {Role: entity.CountryCitizenship, Code: "suhh", Note: "until 1991"},
	}, m["101"].Countries); d != "" {
		t.Error(d)
	}
}

func TestBirthDates(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string // dates, then | and what is left
	}{
		{"23830", "1965-03-29"},
		{"1961", "1961"},
		{"1955.0", "1955"},
		{"9132", "1924-12-31"}, // a day number below 10000 is not a year
		{"11/04/1963, 11/04/1960", "1963-04-11 1960-04-11"},
		{"1945, 1946, 1950", "1945 1946 1950"},
		{"Approximately 1963, 30/01/1972", "1963~ 1972-01-30"},
		{"Approximately: Between 1959 and 1965", "1959/1965~"},
		{"Approximately 1968_x000D_\n28/08/1965", "1968~ 1965-08-28"},
		{"a) Approximately 1955- 1958 b) Approximately 1945-1950", "1955/1958~ 1945/1950~"},
		{"Between 1968 and 1973", "1968/1973"},
		{"a) 14/10/1974;                     b) 19/11/1974", "1974-10-14 1974-11-19"},
		{"19/03/1967; alt DOB: 19/11/1956", "1967-03-19 1956-11-19"},
		{"14 Mar 1974 >> 13 Apr 1974", "1974-03-14 1974-04-13"},
		{"1964, \n 1965, \n 1966", "1964 1965 1966"},
		{"1979, 1980.1981, 1982", "1979 1980 1981 1982"},
		{"1961,\n/02/1961,\n13/03/1961", "1961 1961-02 1961-03-13"},
		{"7/02/1950/11/1950 08/08/1945", "1950-02-07 1950-11 1945-08-08"},
		{"10/061962", "1962-06-10"},
		{"21. Jul 1997; 1993", "1997-07-21 1993"},
		{"5 Feb. 1970 (this aka only, alt born 5 Feb. 1969 ", "1970-02-05 1969-02-05"},
		{"15 May 1968 (as Yasir Sabawi) 1970 (as Ali Thafir Abdallah)", "1968-05-15 1970"},
		{"19/04/1982, 24/06/1402", "1982-04-19 | 24/06/1402"},
		{"Approximately (30-35 years old)", " | Approximately 30-35 years old"},
		{"na", ""},
		{"\u00a0", ""},
	} {
		var p parser
		cells := []string{c.in}
		if err := check(cells, 1); err != nil {
			t.Fatal(err)
		}
		facts, left := p.birthDates(cells[0])
		var got []string
		for _, f := range facts {
			got = append(got, f.Date.String())
		}
		s := strings.Join(got, " ")
		if len(left) > 0 {
			s += " | " + strings.Join(left, " ")
		}
		if s != c.want {
			t.Errorf("%q: got %q, want %q", c.in, s, c.want)
		}
	}
}

func TestDate1904(t *testing.T) {
	p := parser{date1904: true}
	if d, ok := p.excelDay("22368"); !ok || d != day(1965, 3, 29) {
		t.Errorf("got %v", d)
	}
}

func TestListedOn(t *testing.T) {
	var p parser
	for in, want := range map[string]entity.Date{
		"Listed by UN 1267 Committee on 25 January 2001 (amended on3 Sep 2003, 20 December 2005)":                  day(2001, 1, 25),
		"Listed on: 17 Aug. 2017 (Relisted on 3 Aug. 2020 and 2 Aug. 2023)":                                        day(2017, 8, 17),
		"Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012. Relisted on 12 January 2024.": day(2012, 3, 2),
		"The Minister for Foreign Affairs listed this entity on 21 December 2001 under section 15(1)":              day(2001, 12, 21),
		"5 Aug. 2020 (amended on 22 Feb.2021)":                                                                     day(2020, 8, 5),
		"Listedon 10 Dec. 2008 (amended on 1 May 2019)":                                                            day(2008, 12, 10),
		"45000":                        day(2023, 3, 15),
		"Listed by the 1518 Committee": {},
		"Relisted on 12 January 2024":  {},
		"Charter of the United Nations (Sanctions — Iraq) Regulations 2008":                                                                {},
		"Autonomous Sanctions (Designated Persons and Entities and Declared Persons—Russia and Ukraine) Amendment (No. 2) Instrument 2023": day(2023, 0, 0),
	} {
		if got := p.listedOn(in); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	type c struct{ name, nameType, strength, want string }
	for _, c := range []c{
		{"Abu Bakr al-Jaziri (Previously listed as. In Arabic: أبوبكر الجزائري )", "aka", "", "Abu Bakr al-Jaziri/former أبوبكر الجزائري/original"},
		{"Yassin Sywal (formerly listed as)", "Alias", "", "Yassin Sywal/former"},
		{"ኤርሚኣስ ግርማይ (Tigrinya)", "Original Script", "", "ኤርሚኣስ ግርማይ/original"},
		{"Sayyed Hosein Majid Musavi Eftekhari;", "Alias", "Strong", "Sayyed Hosein Majid Musavi Eftekhari/alias"},
		{"“The Butcher of Paoua”", "Alias", "Weak", "The Butcher of Paoua/alias/weak"},
		{"Jin Tiesan (金铁三)", "Alias", "", "Jin Tiesan (金铁三)/alias Jin Tiesan/variant 金铁三/original"},
		{"Agha Jan Alizai اغا جان عالیزی", "aka", "", "Agha Jan Alizai اغا جان عالیزی/alias Agha Jan Alizai/variant اغا جان عالیزی/original"},
		{"Alexandra Viktorovna GAUS/GAUSS", "Primary Name", "", "Alexandra Viktorovna GAUS/GAUSS/primary Alexandra Viktorovna GAUS/variant Alexandra Viktorovna GAUSS/variant"},
		{"Emmanuel", "Previously listed as", "", "Emmanuel/former"},
	} {
		r := row{cells: []string{c.name, c.nameType, c.strength}, head: &header{at: map[string]int{colName: 0, colNameType: 1, colStrength: 2}}}
		got, ok := names(r, entity.Person)
		if !ok || format(got) != c.want {
			t.Errorf("%q: got %q, want %q", c.name, format(got), c.want)
		}
	}
	for in, want := range map[string]string{
		"FOREIGN TRADE BANK (FTB)":          "FOREIGN TRADE BANK (FTB)/primary FOREIGN TRADE BANK/variant FTB/acronym",
		"AL-HARAMAIN FOUNDATION (PAKISTAN)": "AL-HARAMAIN FOUNDATION (PAKISTAN)/primary",
		"HARAKAT UL-MUJAHIDIN / HUM":        "HARAKAT UL-MUJAHIDIN / HUM/primary HARAKAT UL-MUJAHIDIN/variant HUM/acronym",
		"NPA/CPP":                           "NPA/CPP/primary",
		"Ashtian Tablo (P.J.S)":             "Ashtian Tablo (P.J.S)/primary",
	} {
		r := row{cells: []string{in, "Primary Name"}, head: &header{at: map[string]int{colName: 0, colNameType: 1}}}
		if got, _ := names(r, entity.Organization); format(got) != want {
			t.Errorf("%q: got %q, want %q", in, format(got), want)
		}
	}
}

func format(names []entity.Name) string {
	var out []string
	for _, n := range names {
		s := n.Full + "/" + string(n.Kind)
		if n.Weak {
			s += "/weak"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestPartsOfNames(t *testing.T) {
	for in, want := range map[string]string{
		"Hussein, Mahafudh Abubakar Ahmed": "family=Hussein given=Mahafudh Abubakar Ahmed",
		"Alexandra Viktorovna GAUS":        "=Alexandra Viktorovna family=GAUS",
		"KIM Yong Il":                      "family=KIM =Yong Il",
		"Mohammed Omar GHULAM NABI":        "=Mohammed Omar family=GHULAM NABI",
		"MOHAMMAD HASSAN AKHUND":           "",
		"Abdul Kabir":                      "",
		"A. Kabir":                         "",
		"Hilarion Santos, III (third)":     "",
		"Ahmed, Abubakary K., x":           "",
	} {
		var got []string
		for _, p := range parts(in) {
			got = append(got, string(p.Kind)+"="+p.Value)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", in, s, want)
		}
	}
}

func TestCitizenship(t *testing.T) {
	for in, want := range map[string]string{
		"Australia;Egypt":                          "au eg",
		"Congo, Democratic Republic of the;Rwanda": "cd rw",
		"Turkish/Jordanian":                        "tr jo",
		"Moldovan, Russian and Ukrainian":          "md ru ua",
		"Possibly Ethiopian":                       "et(possibly)",
		"a) German b) Moroccan":                    "de ma",
		"Indonesian (as at Dec. 2003)":             "id(as at Dec. 2003)",
		"Somalia;\nKenya":                          "so ke",
		"Kuwaiti citizenship withdrawn in 2002":    "?Kuwaiti citizenship withdrawn in 2002",
	} {
		p := parser{rep: &list.Report{}}
		var e entity.Entity
		p.citizenship(&e, &group{}, row{}, in)
		var got []string
		for _, f := range e.Countries {
			s := f.Code
			if f.Text != "" {
				s += "?" + f.Text
			}
			if f.Note != "" {
				s += "(" + f.Note + ")"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", in, s, want)
		}
	}
}

// TestUnknownColumnsAndSheets: what a new layout adds is kept and reported.
func TestUnknownColumnsAndSheets(t *testing.T) {
	head := append(append([]any{}, head2024...), "Gender")
	b := workbook(t, head, [][]any{{"1", "A B", "Individual", "Primary Name", nil, nil, nil, nil, nil, nil, "X", 41000, "Female", "stray"}})
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Vessels"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Vessels", "A1", "Ship"); err != nil {
		t.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	m, rep := parsed(t, buf.Bytes())
	if d := cmp.Diff([]string{"column gender (1)", "sheet Vessels (1)"}, rep.UnreadPaths()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Attribute{{Key: "gender", Value: "Female"}, {Key: "column_without_heading", Value: "stray"}}, m["1"].Attributes); d != "" {
		t.Error(d)
	}
}

func TestRejectsAGroupWithoutAType(t *testing.T) {
	_, rep := parsed(t, workbook(t, head2024, [][]any{
		{"1", "A B", "Individual", "Primary Name", nil, nil, nil, nil, nil, nil, "X", 41000},
		{"2", "C D", "Robot", "Primary Name", nil, nil, nil, nil, nil, nil, "X", 41000},
		{"3", "  ", "Individual", "Primary Name", nil, nil, nil, nil, nil, nil, "X", 41000},
	}))
	if rep.Records != 3 || rep.Accepted != 1 || rep.Rejects != 2 {
		t.Errorf("records %d, accepted %d, rejects %v", rep.Records, rep.Accepted, rep.Rejected)
	}
}

func FuzzParse(f *testing.F) {
	listtest.Fuzz(f, Source(), "list.xlsx", workbook(f, head2026, rows2026[:2]), workbook(f, head2024, rows2024[:2]))
}

// FuzzCells gives the readers of prose whatever a cell may hold.
func FuzzCells(f *testing.F) {
	for _, r := range append(rows2026, rows2024...) {
		for _, c := range r {
			f.Add(fmt.Sprint(c))
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		cells := []string{"7", s, "Individual", "Primary Name", s, s, s, s, s, s, s, s}
		if check(cells, 2) != nil {
			return
		}
		p := parser{rep: &list.Report{}}
		h := &header{at: map[string]int{}}
		for i, name := range head2024 {
			h.names = append(h.names, name.(string))
			h.at[strings.ToLower(name.(string))] = i
		}
		e, err := p.entity(&group{id: "7", rows: []row{{line: 2, cells: cells, head: h}}})
		if err != nil {
			return
		}
		if err := list.Check(e); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func BenchmarkHowFastIsTheWorkbookRead(b *testing.B) {
	in := listtest.Load(b, filepath.Join(listtest.Data(b), "lists", "au", "dfat_consolidated_2026-08-01.xlsx"))
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		if _, _, err := listtest.Parse(Source(), in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHowFastIsExcelizeAlone reads all rows and does nothing with them.
func BenchmarkHowFastIsExcelizeAlone(b *testing.B) {
	in := listtest.Load(b, filepath.Join(listtest.Data(b), "lists", "au", "dfat_consolidated_2026-08-01.xlsx"))
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		book, err := open(in.Files[0])
		if err != nil {
			b.Fatal(err)
		}
		rows, err := book.Rows(book.GetSheetName(0))
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
		}
		rows.Close()
		book.Close()
	}
}
