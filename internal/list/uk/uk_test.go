package uk

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func TestConformance(t *testing.T) {
	listtest.Run(t, Source(),
		listtest.Case{Name: "xml", Format: "uk-sanctions-list.xml", Files: []string{"testdata/uk-sanctions-list.xml"}, Records: 5, Truncatable: true},
		listtest.Case{Name: "csv", Format: "uk-sanctions-list.csv", Files: []string{"testdata/uk-sanctions-list.csv"}, Records: 5},
	)
}

func TestConformanceOFSI(t *testing.T) {
	listtest.Run(t, OFSI(),
		listtest.Case{Name: "36 columns", Format: "ofsi-conlist.csv", Files: []string{"testdata/ofsi-36.csv"}, Records: 2},
		listtest.Case{Name: "29 columns, windows-1252", Format: "ofsi-conlist.csv", Files: []string{"testdata/ofsi-29.csv"}, Records: 2},
	)
}

func dataFile(t testing.TB, name string) string {
	return filepath.Join(listtest.Data(t), "lists", "uk", name)
}

func TestOfficialFiles(t *testing.T) {
	listtest.Run(t, Source(), listtest.Case{Name: "2026-08-14", Format: "uk-sanctions-list.xml",
		Files: []string{dataFile(t, "uk_sanctions_list_PARTIAL_2026-08-14.xml")}, Records: 4, Truncatable: true})
	listtest.Run(t, OFSI(),
		listtest.Case{Name: "2018-04-13", Format: "ofsi-conlist.csv", Files: []string{dataFile(t, "ofsi_conlist_2018-04-13.csv")}, Records: 2106},
		listtest.Case{Name: "2014-04-02", Format: "ofsi-conlist.csv", Files: []string{dataFile(t, "ofsi_conlist_2014-04-02.csv.gz")}, Records: 2297},
		listtest.Case{Name: "2016-02-12", Format: "ofsi-conlist.csv", Files: []string{dataFile(t, "ofsi_conlist_PARTIAL_2016-02-12.csv")}, Records: 463},
	)
}

// TestOFSIWhole checks the expectations and how little of a whole file stays
// unread, and that offsets in a windows-1252 file point at the rows.
func TestOFSIWhole(t *testing.T) {
	in := listtest.Load(t, dataFile(t, "ofsi_conlist_2018-04-13.csv"))
	all, rep := listtest.MustParse(t, OFSI(), in)
	if err := OFSI().Expect.Check(rep, 0); err != nil {
		t.Errorf("expectations: %v", err)
	}
	if rep.Warned > 30 {
		t.Errorf("%d values not understood, at most 30 expected: %v", rep.Warned, rep.Warnings)
	}
	if rep.Edition != "13/04/2018" || rep.Published.Format("2006-01-02") != "2018-04-13" {
		t.Errorf("edition %q, published %v", rep.Edition, rep.Published)
	}
	rc, _ := in.Files[0].Open()
	raw, _ := io.ReadAll(rc)
	for _, e := range all {
		for _, f := range e.Origin.Fragments {
			rows := bytes.TrimSpace(raw[f.Offset : f.Offset+f.Length])
			if !bytes.HasSuffix(rows, []byte(","+e.ID)) {
				t.Fatalf("%s: fragment %d+%d ends %q", e.ID, f.Offset, f.Length, rows[max(0, len(rows)-40):])
			}
		}
	}
}

// TestCSVEqualsXML is the oracle for the merging of rows: the fixture has the
// same designations in both formats, the CSV multiplied out and out of order.
func TestCSVEqualsXML(t *testing.T) {
	fromXML, xrep := listtest.MustParse(t, Source(), listtest.Load(t, "testdata/uk-sanctions-list.xml"))
	fromCSV, crep := listtest.MustParse(t, Source(), listtest.Load(t, "testdata/uk-sanctions-list.csv"))
	if d := cmp.Diff(fromXML, fromCSV, cmpopts.IgnoreFields(entity.Entity{}, "Origin")); d != "" {
		t.Errorf("(-xml +csv):\n%s", d)
	}
	if xrep.Published.Format("2006-01-02") != "2026-08-14" || crep.Published.Format("2006-01-02") != "2026-08-14" {
		t.Errorf("published %v and %v", xrep.Published, crep.Published)
	}
	if n := len(fromCSV[0].Origin.Fragments); n != 2 {
		t.Errorf("rows in two runs give %d fragments, want 2", n)
	}
}

func byID(t *testing.T, s *list.Source, file string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	all, rep := listtest.MustParse(t, s, listtest.Load(t, file))
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
}

func short(e *entity.Entity) (out []shortName) {
	for _, n := range e.Names {
		out = append(out, shortName{n.Full, n.Kind, n.Weak})
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
	m, rep := byID(t, Source(), "testdata/uk-sanctions-list.xml")
	check := func(name string, want, got any) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			t.Helper()
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	check("name 6 is the family name, names 1 to 5 come before it", []shortName{
		{"MOHAMMAD HASSAN AKHUND", entity.NamePrimary, false},
		{"Mohammad Hasan Akhund", entity.NameVariant, false},
		{"Hadji HASAN", entity.NameAlias, true},
		{"محمد حسن آخوند", entity.NameOriginal, false}}, short(m["AFG0006"]))
	check("parts", []entity.Part{{Kind: entity.PartGiven, Value: "MOHAMMAD"}, {Kind: entity.PartSecond, Value: "HASSAN"}, {Kind: entity.PartFamily, Value: "AKHUND"}},
		m["AFG0006"].Names[0].Parts)
	check("name 6 is the whole name of an organisation; acronym; alias in odd case; Latin letters in the non-Latin field", []shortName{
		{"EXAMPLE WORKS JSC", entity.NamePrimary, false}, {"EWJSC", entity.NameAcronym, false},
		{"АО Пример", entity.NameOriginal, false}, {`OAO "PRIMER"`, entity.NameAlias, false}}, short(m["TST0001"]))
	check("variant of a given name in brackets; low quality alias", []shortName{
		{"Ihor BESPALOV", entity.NamePrimary, false}, {"Igor BESPALOV", entity.NameVariant, false}, {"Tea Merchant", entity.NameAlias, true}}, short(m["TST0002"]))
	var dates []string
	for _, d := range m["AFG0006"].Dates {
		dates = append(dates, d.Date.String())
	}
	check("partial dates, each once", []string{"1958", "1975", "1955-09", "XXXX-08-15"}, dates)
	check("registration numbers as free text", []entity.Identifier{
		{Type: entity.IDOGRN, Value: "1027700132195", Country: "ru"}, {Type: entity.IDKPP, Value: "773601001", Country: "ru"},
		{Type: entity.IDINN, Value: "7707083893", Country: "ru"}, {Type: entity.IDUSCC, Value: "91310113MACPUNUD5T", Country: "cn"},
		{Type: entity.IDBIC, Value: "SABRRUMM"}}, m["TST0001"].Identifiers)
	check("passport description", []entity.Identifier{{Type: entity.IDPassport, Value: "D0009720", Country: "af",
		Issued: entity.NewDate(2021, 10, 12), Expires: entity.NewDate(2026, 10, 12),
		Note: "Afghanistan diplomatic passport number D0009720, issued on 12 Oct. 2021 issued in Kabul, Afghanistan, expires 12 Oct. 2026"}}, m["AFG0006"].Identifiers)
	check("a national identifier that is a tax number", []entity.Identifier{{Type: entity.IDINN, Value: "7707083893", Country: "ru", Note: "Russian tax number INN"}},
		m["TST0002"].Identifiers)
	check("reasons lose their HTML", "Front company for the acquisition of sensitive equipment related to the production of chemical weapons by the Syrian Scientific Studies & Research Center (SSRC), also known as Centre d'études. Owned or controlled by the SSRC.",
		m["SYR0306"].Listings[0].Reason)
	check("measures behind bars", []string{"Asset freeze", "Travel Ban"}, m["AFG0006"].Listings[0].Measures)
	check("parents and subsidiaries", []entity.Relation{
		{Kind: entity.RelationParent, TargetName: "Syrian Scientific Studies and Research Center", Text: "parent company"},
		{Kind: entity.RelationSubsidiary, TargetName: "Sewa Works", Text: "subsidiary"},
		{Kind: entity.RelationSubsidiary, TargetName: "Handasieh Ltd", Text: "subsidiary"}}, m["SYR0306"].Relations)
	check("a parent that is none is a note", []entity.Note{{Kind: "parent company", Text: "Is the Parent company"}, {Kind: "other information", Text: "SWIFT/BIC: SABRRUMM."}},
		m["TST0001"].Notes)
	check("ship: IMO with prefix", []entity.Identifier{{Type: entity.IDIMO, Value: "9562233"}}, m["DPR0075"].Identifiers)
	check("ship: flags", []entity.CountryFact{{Role: entity.CountryFlag, Code: "km"}, {Role: entity.CountryFormerFlag, Code: "in"}}, m["DPR0075"].Countries)
	check("ship: owner or operator", []entity.Relation{{Kind: entity.RelationOperator, TargetName: "Global United Shipping India", Text: "current owner/operator"}}, m["DPR0075"].Relations)
	check("ship: year built", []entity.DatedFact{{Kind: entity.DateBuild, Date: entity.NewDate(2011, 0, 0)}}, m["DPR0075"].Dates)
	check("mail cut by a blank, web site among mail", []entity.Contact{
		{Kind: entity.ContactPhone, Value: "+963112121816"}, {Kind: entity.ContactPhone, Value: "+963112121834"}, {Kind: entity.ContactWebsite, Value: "www.example.org"},
		{Kind: entity.ContactEmail, Value: "info@etemadmobin.com"}, {Kind: entity.ContactEmail, Value: "sales@example.org"},
		{Kind: entity.ContactWebsite, Value: "www.example.net"}}, m["SYR0306"].Contacts)
	check("addresses", []entity.Address{
		{Full: "PO Box 21120, Baramkeh, Damascus, Syria", Street: "PO Box 21120, Baramkeh", City: "Damascus", Country: "sy"},
		{Full: "Aleppo Governorate, PO Box 2900, Syria", Region: "Aleppo Governorate", POBox: "PO Box 2900", Country: "sy"}}, m["SYR0306"].Addresses)
	check("country with the words turned", "cd", m["TST0002"].Addresses[0].Country)
	check("nationalities and birth", []entity.CountryFact{{Role: entity.CountryNationality, Code: "ru"}, {Role: entity.CountryNationality, Code: "cy"}, {Role: entity.CountryBirth, Code: "ru"}},
		m["TST0002"].Countries)
	check("gender", entity.Female, m["TST0002"].Gender)
	check("titles", []string{"Mullah", "Haji"}, m["AFG0006"].Titles)
	l := m["AFG0006"].Listings[0]
	l.Measures = nil
	check("listing", entity.Listing{Authority: fcdoAuthority, Country: "gb", Program: "The Afghanistan (Sanctions) (EU Exit) Regulations 2020",
		Basis: "The Afghanistan (Sanctions) (EU Exit) Regulations 2020", Reference: "AFG0006", Note: "Designation source: UN",
		Effective: entity.NewDate(2001, 1, 25), Modified: entity.NewDate(2022, 1, 26)}, l)
	check("references", [2]string{"7172", "TAi.002"}, [2]string{attr(m["AFG0006"], "ofsi_group_id"), attr(m["AFG0006"], "un_reference")})
	check("nothing left unread", 0, rep.Warned)
}

func TestOFSITraps(t *testing.T) {
	m, _ := byID(t, OFSI(), "testdata/ofsi-29.csv")
	e := m["7087"]
	if d := cmp.Diff([]shortName{{"Rene EXAMPLE", entity.NamePrimary, false}, {"René EXAMPLE", entity.NameAlias, false}}, short(e)); d != "" {
		t.Errorf("the primary name leads, rows apart are one record, é is decoded (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]entity.Address{{City: "Tripoli", Country: "ly"}, {City: "Tunis", Country: "tn"}}, e.BirthPlaces); d != "" {
		t.Errorf("enumerated towns and countries of birth (-want +got):\n%s", d)
	}
	want := []entity.Identifier{
		{Type: entity.IDPassport, Value: "W374031", Country: "tn", Issued: entity.NewDate(2011, 4, 11), Expires: entity.NewDate(2016, 4, 10),
			Note: "W374031 (Tunisian). Issued on 11 April 2011. Expires 10 April 2016"},
		{Type: entity.IDPassport, Value: "428720"},
		{Type: entity.IDTax, Value: "LGBBLK66D23Z330U", Country: "it", Note: "Italian Fiscal Code LGBBLK66D23Z330U"},
	}
	if d := cmp.Diff(want, e.Identifiers); d != "" {
		t.Errorf("documents (-want +got):\n%s", d)
	}
	if len(e.Listings) != 2 || e.Listings[1].Program != "Terrorism and Terrorist Financing" || e.Listings[1].Effective != entity.NewDate(2003, 2, 1) {
		t.Errorf("a group under two regimes: %+v", e.Listings)
	}
	if d := cmp.Diff([]entity.CountryFact{{Role: entity.CountryNationality, Code: "tn"}, {Role: entity.CountryNationality, Code: "ly"},
		{Role: entity.CountryBirth, Code: "ly"}, {Role: entity.CountryBirth, Code: "tn"}}, e.Countries); d != "" {
		t.Errorf("countries (-want +got):\n%s", d)
	}
	if len(e.Addresses) != 1 || e.Addresses[0].Country != "af" || e.Addresses[0].Note != "Afghanistan (since 2009)" {
		t.Errorf("addresses %+v", e.Addresses)
	}
	if !strings.Contains(e.Notes[0].Text, "‘Legally’ changed family name – in 2014") {
		t.Errorf("windows-1252 punctuation: %q", e.Notes[0].Text)
	}
	if s := m["13556"]; s.Schema != entity.Vessel || len(s.Identifiers) != 2 || s.Identifiers[0].Type != entity.IDIMO {
		t.Errorf("a ship before there were ships: %s %v", s.Schema, s.Identifiers)
	}

	m, _ = byID(t, OFSI(), "testdata/ofsi-36.csv")
	s := m["13571"]
	if s.Schema != entity.Vessel || s.Identifiers[0].Value != "9562233" || len(s.Relations) != 1 || attr(s, "uk_sanctions_list_id") != "DPR0075" ||
		len(s.Countries) != 2 || attr(s, "vessel_type") != "Bulk Carrier" {
		t.Errorf("headings in Other Information: %+v", s)
	}
	g := m["12431"]
	if g.Listings[0].Effective != entity.NewDate(2020, 12, 31) || g.Listings[0].Published != entity.NewDate(2011, 12, 2) {
		t.Errorf("two dates are two fields: %+v", g.Listings[0])
	}
	if !strings.HasPrefix(g.Listings[0].Reason, "Front company") || len(g.Contacts) != 2 || g.Notes[0].Text != "(Further Identifiying Information):Plant in Baramkeh" {
		t.Errorf("headings: reason %q, contacts %v, notes %v", g.Listings[0].Reason, g.Contacts, g.Notes)
	}
	if !g.Names[1].Weak {
		t.Errorf("alias quality Low is weak: %+v", g.Names)
	}
}

func TestDocuments(t *testing.T) {
	tests := []struct{ text, number, country, issued, expires string }{
		{"Passport No: 592667 (Qatari passport issued on 3 May 2007).", "592667", "qa", "2007-05-03", ""},
		{"SE-011697 (Afghan) Issued on 25 Jan 1988 in Kabul. Expiry date 23 Feb 2000.", "SE-011697", "af", "1988-01-25", "2000-02-23"},
		{"Passport number DB0004470 (issued 08/06/2012 - expires 07/06/2017)", "DB0004470", "", "2012-06-08", "2017-06-07"},
		{"1420529 (Kuwaiti). Issued in Kuwait. Expired on 31 Mar 2006.", "1420529", "kw", "", "2006-03-31"},
		{"Yemen 04796738", "04796738", "ye", "", ""},
		{"842 781", "842 781", "", "", ""},
		{"TR-P 614 166 (Turkish). Issued on 22 Mar 2006", "TR-P 614 166", "tr", "2006-03-22", ""},
		{"Passport no.: 290410121", "290410121", "", "", ""},
	}
	for _, tt := range tests {
		ids, rest := documents(tt.text, entity.IDPassport)
		if len(ids) != 1 || len(rest) > 0 {
			t.Errorf("documents(%q) = %v, %q", tt.text, ids, rest)
			continue
		}
		got := [4]string{ids[0].Value, ids[0].Country, ids[0].Issued.String(), ids[0].Expires.String()}
		if want := [4]string{tt.number, tt.country, tt.issued, tt.expires}; got != want {
			t.Errorf("documents(%q) = %q, want %q", tt.text, got, want)
		}
	}
	if ids, rest := documents("Uganda Passport.", entity.IDPassport); len(ids) > 0 || len(rest) != 1 {
		t.Errorf("a description without a number: %v, %q", ids, rest)
	}
	ids, _ := documents("Yemeni passport number 17979 issued under name A. Yemeni passport number 02117777 issued on 8.11.2005 under name B.", entity.IDPassport)
	if len(ids) != 2 || ids[1].Value != "02117777" || ids[1].Country != "ye" || ids[1].Issued.String() != "2005-11-08" {
		t.Errorf("two passports in one text: %+v", ids)
	}
}

func TestEncoding(t *testing.T) {
	head := "Last Updated,13/04/2018\r\n" + "Name 6,Name 1,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\r\n"
	parse := func(row string) error {
		_, _, err := listtest.Parse(OFSI(), list.Input{Files: []list.File{list.BytesFile("conlist.csv", []byte(head+row))}})
		return err
	}
	if err := parse("RENÉ,A,x,Entity,AKA,R,01/01/2001,,1\r\n"); err != nil {
		t.Errorf("UTF-8: %v", err)
	}
	if err := parse("REN\xc9,A,x,Entity,AKA,R,01/01/2001,,1\r\n"); err != nil {
		t.Errorf("windows-1252: %v", err)
	}
	for name, row := range map[string]string{
		"byte no charset knows":     "REN\x81,A,x,Entity,AKA,R,01/01/2001,,1\r\n",
		"mark of UTF-16":            "REN\xff\xfe,A,x,Entity,AKA,R,01/01/2001,,1\r\n",
		"UTF-8 with a damaged byte": "RENÉ,Ж,Ж\xc9,Entity,AKA,R,01/01/2001,,1\r\n",
	} {
		if err := parse(row); err == nil {
			t.Errorf("%s: accepted, want an error", name)
		}
	}
}

func TestCSVErrors(t *testing.T) {
	b, err := os.ReadFile("testdata/uk-sanctions-list.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	parse := func(text string) (*list.Report, error) {
		_, rep, err := listtest.Parse(Source(), list.Input{Files: []list.File{list.BytesFile("uk.csv", []byte(text))}})
		return rep, err
	}
	t.Run("row without id is a reject", func(t *testing.T) {
		rep, err := parse(lines[0] + lines[1] + lines[2] + "01/01/2020,,,,X,,,,,,Alias\n")
		if err != nil || rep.Rejects != 1 || rep.Rejected[0].Line != 4 {
			t.Errorf("%v, rejects %v", err, rep.Rejected)
		}
	})
	t.Run("new column is unread", func(t *testing.T) {
		rep, err := parse(lines[0] + "Shoe size," + lines[1] + "44," + lines[2])
		if err != nil || rep.Unread["Shoe size"] != 1 {
			t.Errorf("%v, unread %v", err, rep.Unread)
		}
	})
	t.Run("row longer than the header", func(t *testing.T) {
		if _, err := parse(lines[0] + lines[1] + strings.TrimSpace(lines[2]) + ",,,,\n"); err == nil {
			t.Error("accepted, want an error")
		}
	})
	t.Run("cut inside quotes", func(t *testing.T) {
		if _, err := parse(lines[0] + lines[1] + `01/01/2020,TST1,,,"EXAM`); err == nil {
			t.Error("accepted, want an error")
		}
	})
	t.Run("without the metadata line", func(t *testing.T) {
		if rep, err := parse(strings.Join(lines[1:], "")); err != nil || rep.Accepted != 5 {
			t.Errorf("%v, accepted %d", err, rep.Accepted)
		}
	})
}

func FuzzXML(f *testing.F) {
	b, _ := os.ReadFile("testdata/uk-sanctions-list.xml")
	f.Add(b)
	listtest.Fuzz(f, Source(), "uk-sanctions-list.xml")
}

func FuzzCSV(f *testing.F) {
	b, _ := os.ReadFile("testdata/uk-sanctions-list.csv")
	f.Add(b[:6000])
	listtest.Fuzz(f, Source(), "uk-sanctions-list.csv")
}

func FuzzOFSI(f *testing.F) {
	for _, name := range []string{"testdata/ofsi-29.csv", "testdata/ofsi-36.csv"} {
		b, _ := os.ReadFile(name)
		f.Add(b)
	}
	listtest.Fuzz(f, OFSI(), "conlist.csv")
}

func FuzzDocuments(f *testing.F) {
	f.Add("(1) 428720 (2) Passport No: A 1 (Qatari passport issued on 3 May 2007)")
	f.Fuzz(func(t *testing.T, s string) {
		ids, _ := documents(s, entity.IDPassport)
		for _, id := range ids {
			if strings.TrimSpace(id.Value) == "" {
				t.Errorf("documents(%q): empty number", s)
			}
		}
	})
}

// multiply writes n designations in the shape of the fixture's CSV and XML.
func multiply(b *testing.B, file string, n int) list.Input {
	raw, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	if strings.HasSuffix(file, ".xml") {
		i, j := bytes.Index(raw, []byte("  <Designation>")), bytes.LastIndex(raw, []byte("</Designations>"))
		out.Write(raw[:i])
		for k := range n {
			out.Write(renumber(raw[i:j], k))
		}
		out.Write(raw[j:])
	} else {
		i := bytes.Index(raw, []byte("Hull identification number (HIN)\n")) + len("Hull identification number (HIN)\n")
		out.Write(raw[:i])
		for k := range n {
			out.Write(renumber(raw[i:], k))
		}
	}
	return list.Input{Files: []list.File{list.BytesFile(filepath.Base(file), out.Bytes())}}
}

func renumber(b []byte, k int) []byte {
	for _, id := range []string{"AFG0006", "DPR0075", "SYR0306", "TST0001", "TST0002"} {
		b = bytes.ReplaceAll(b, []byte(id), []byte(fmt.Sprintf("%s%05d", id, k)))
	}
	return b
}

func benchParse(b *testing.B, s *list.Source, in list.Input) {
	b.SetBytes(in.Files[0].Size)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rep, err := list.Parse(s, in, func(*entity.Entity) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		n += rep.Records
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkParseXML(b *testing.B) {
	benchParse(b, Source(), multiply(b, "testdata/uk-sanctions-list.xml", 300))
}

func BenchmarkParseCSV(b *testing.B) {
	benchParse(b, Source(), multiply(b, "testdata/uk-sanctions-list.csv", 200))
}

func BenchmarkParseOFSI(b *testing.B) {
	benchParse(b, OFSI(), listtest.Load(b, dataFile(b, "ofsi_conlist_2018-04-13.csv")))
}

// BenchmarkXMLAlone and BenchmarkCSVAlone are the floors: the standard library
// reading the same tokens and rows.
func BenchmarkXMLAlone(b *testing.B) {
	in := multiply(b, "testdata/uk-sanctions-list.xml", 300)
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

func BenchmarkCSVAlone(b *testing.B) {
	in := multiply(b, "testdata/uk-sanctions-list.csv", 200)
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		rc, _ := in.Files[0].Open()
		r := csv.NewReader(rc)
		r.FieldsPerRecord = -1
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
