package ofac

import (
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

func files(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = filepath.Join("testdata", n)
	}
	return out
}

var (
	sdnSet  = files("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
	consSet = files("cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")
)

func TestConformance(t *testing.T) {
	t.Run("sdn", func(t *testing.T) {
		listtest.Run(t, SDN(),
			listtest.Case{Name: "csv set", Format: "sdn.csv", Files: sdnSet, Records: 19, Truncatable: true},
			listtest.Case{Name: "sdn.csv alone", Format: "sdn.csv", Files: sdnSet[:1], Records: 19, Truncatable: true},
		)
	})
	t.Run("consolidated", func(t *testing.T) {
		listtest.Run(t, Consolidated(),
			listtest.Case{Name: "csv set", Format: "cons_prim.csv", Files: consSet, Records: 7},
			listtest.Case{Name: "xml", Format: "consolidated.xml", Files: files("consolidated.xml"), Records: 3, Truncatable: true},
		)
	})
}

// parsed returns the entities of a fixture by id.
func parsed(t testing.TB, s *list.Source, paths ...string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, s, listtest.Load(t, paths...))
	byID := make(map[string]*entity.Entity, len(got))
	for _, e := range got {
		byID[e.ID] = e
	}
	return byID, rep
}

func fulls(e *entity.Entity, weak bool) []string {
	var out []string
	for _, n := range e.Names {
		if n.Weak == weak {
			out = append(out, n.Full)
		}
	}
	return out
}

func idsOf(e *entity.Entity, t entity.IDType) []string {
	var out []string
	for _, id := range e.Identifiers {
		if id.Type == t {
			out = append(out, id.Value)
		}
	}
	return out
}

func attributes(e *entity.Entity, key string) []string {
	var out []string
	for _, a := range e.Attributes {
		if a.Key == key {
			out = append(out, a.Value)
		}
	}
	return out
}

// TestTraps holds what went wrong, or could, on real files: domain.md 1.3 and
// the OFAC entry of sources.md.
func TestTraps(t *testing.T) {
	sdn, _ := parsed(t, SDN(), sdnSet...)
	cons, consRep := parsed(t, Consolidated(), consSet...)
	check := func(t *testing.T, got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	}

	t.Run("no parent link is invented", func(t *testing.T) {
		if r := sdn["53647"].Relations; len(r) != 0 {
			t.Errorf("LUKOIL PERM has relations %+v, the list has none", r)
		}
	})
	t.Run("linked to is no ownership and finds its record", func(t *testing.T) {
		check(t, sdn["18284"].Relations, []entity.Relation{{Kind: entity.RelationLinked, TargetID: "17022",
			TargetName: "OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY", Text: "Linked To"}})
	})
	t.Run("no date is derived from the record number", func(t *testing.T) {
		for id, e := range sdn {
			for _, l := range e.Listings {
				if !l.Published.IsZero() || !l.Effective.IsZero() {
					t.Errorf("%s: listing dated %v, %v; the file has no date", id, l.Published, l.Effective)
				}
			}
		}
	})
	t.Run("one company under two numbers stays two records", func(t *testing.T) {
		if cons["18294"] == nil || sdn["53688"] == nil {
			t.Fatal("18294 or 53688 missing")
		}
		check(t, cons["18294"].Listings, []entity.Listing{{Authority: "OFAC", Country: "us", Program: "UKRAINE-EO13662",
			Basis: "Executive Order 13662", Measures: []string{"Directive 2", "Directive 4"}}})
		check(t, sdn["53688"].Listings, []entity.Listing{{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024",
			Basis: "Executive Order 14024", Measures: []string{"Block"}}})
	})
	t.Run("same number on both lists", func(t *testing.T) {
		a, b := sdn["17022"], cons["17022"]
		if a == nil || b == nil || a.List == b.List {
			t.Fatalf("17022 on SDN %v, on Consolidated %v", a, b)
		}
		check(t, a.Listings, []entity.Listing{
			{Authority: "OFAC", Country: "us", Program: "UKRAINE-EO13662", Basis: "Executive Order 13662", Measures: []string{"Directive 2", "Directive 4"}},
			{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Measures: []string{"Block"}},
		})
		check(t, b.Listings, []entity.Listing{
			{Authority: "OFAC", Country: "us", Program: "UKRAINE-EO13662", Basis: "Executive Order 13662", Measures: []string{"Directive 2", "Directive 4"}},
			{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Note: noteNoMeasure},
		})
	})
	t.Run("remarks cut inside a wallet address", func(t *testing.T) {
		e := sdn["900007"]
		w := idsOf(e, entity.IDWallet)
		if len(w) != 18 {
			t.Errorf("%d wallets, want 18", len(w))
		}
		for _, a := range w {
			if len(a) != 34 {
				t.Errorf("wallet %q has %d characters, want 34", a, len(a))
			}
		}
		check(t, fulls(e, true), []string{"WAKEMEUP"})
		check(t, idsOf(e, entity.IDPassport), []string{"X1234567"})
		check(t, len(e.Notes), 0)
	})
	t.Run("remarks cut inside a quoted alias", func(t *testing.T) {
		weak := fulls(sdn["900008"], true)
		check(t, weak[len(weak)-2:], []string{"WHOIS HACKING TEAM", "RED DOT"})
		check(t, len(weak), 30)
	})
	t.Run("remarks cut on a space", func(t *testing.T) {
		e := sdn["900009"]
		check(t, attributes(e, "transactions_prohibited_us_financial_institutions"), []string{"North Korea Sanctions Regulations section 510.214"})
		check(t, len(e.Notes), 0)
		check(t, fulls(e, true), []string{"ROMA"})
	})
	t.Run("remarks cut and not continued", func(t *testing.T) {
		got, rep := parsed(t, SDN(), sdnSet[0])
		e := got["900007"]
		for _, a := range idsOf(e, entity.IDWallet) {
			if len(a) != 34 {
				t.Errorf("half an address %q was taken for a wallet", a)
			}
		}
		if n := len(e.Notes); n != 1 || !strings.Contains(e.Notes[0].Text, "cut off by the publisher") {
			t.Errorf("notes %+v, want the broken clause", e.Notes)
		}
		warned := 0
		for _, w := range rep.Warnings {
			if w.Field == "Remarks" && strings.Contains(w.Error(), "continuation is missing") {
				warned++
			}
		}
		check(t, warned, 3)
	})
	t.Run("weak aliases stand in the remarks", func(t *testing.T) {
		check(t, fulls(sdn["53657"], true), []string{"JSC RORC", "AO RNPK"})
		check(t, fulls(sdn["306"], true), []string{"BNC"})
		check(t, fulls(sdn["306"], false), []string{"BANCO NACIONAL DE CUBA", "NATIONAL BANK OF CUBA"})
	})
	t.Run("short names keep their strength", func(t *testing.T) {
		check(t, fulls(sdn["17248"], false), []string{"LUKOIL OAO", "LUKOIL"})
		check(t, fulls(sdn["17022"], false), []string{"OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY", "ROSNEFT", "OAO ROSNEFT OIL COMPANY"})
	})
	t.Run("spellings of one name are all kept", func(t *testing.T) {
		check(t, fulls(sdn["53688"], false), []string{"AKTSIONERNOE OBSHCHESTVO KUIBYSHEVSKII NEFTEPERERABATYVAYUSHCHII ZAVOD", "KUIBYSHEVSKY REFINERY", "JSC KUYBYSHEVSKY OIL REFINERY"})
	})
	t.Run("apostrophes inside quoted aliases", func(t *testing.T) {
		weak := fulls(sdn["900001"], true)
		check(t, weak, []string{"ABU 'ABD-AL-'IZ", "Ahmad MITHALI", "42", "OLD NAME"})
	})
	t.Run("aliases 40 and 42 are kept, weak and noted", func(t *testing.T) {
		for _, n := range sdn["900001"].Names {
			if n.Full == "42" {
				check(t, n.Note, bogusNote)
				return
			}
		}
		t.Error("alias 42 is lost")
	})
	t.Run("commas of companies stay", func(t *testing.T) {
		check(t, sdn["173"].Names, []entity.Name{{Full: "ANGLO-CARIBBEAN CO., LTD.", Kind: entity.NamePrimary}, {Full: "AVIA IMPORT", Kind: entity.NameAlias}})
	})
	t.Run("persons in natural order", func(t *testing.T) {
		check(t, sdn["900002"].Names, []entity.Name{{Full: "Samuel EXAMPLE JOHNSON JR.", Kind: entity.NamePrimary, Parts: []entity.Part{
			{Kind: entity.PartFamily, Value: "EXAMPLE JOHNSON"}, {Kind: entity.PartGiven, Value: "Samuel"}, {Kind: entity.PartSuffix, Value: "JR."}}}})
	})
	t.Run("stop of a name at the end of the remarks", func(t *testing.T) {
		check(t, sdn["900005"].Relations[0].TargetName, "EXAMPLE TRADING CO., LTD.")
		check(t, sdn["900005"].Relations[0].TargetID, "900006")
		check(t, sdn["900003"].Relations[1].TargetName, "NATIONAL EXAMPLE TANKER COMPANY")
	})
	t.Run("russian numbers under generic labels", func(t *testing.T) {
		check(t, sdn["17022"].Identifiers, []entity.Identifier{
			{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration ID"},
			{Type: entity.IDINN, Value: "7706107510", Country: "ru", Label: "Tax ID No."},
			{Type: entity.IDOKPO, Value: "00044428", Country: "ru", Label: "Government Gazette Number"},
		})
	})
	t.Run("imo in free text: ship or company", func(t *testing.T) {
		check(t, idsOf(sdn["900003"], entity.IDIMO), []string{"IMO 9187629"})
		check(t, idsOf(sdn["900005"], entity.IDIMOCompany), []string{"IMO 5342883"})
	})
	t.Run("secondary sanctions risk and its alt", func(t *testing.T) {
		check(t, attributes(sdn["17022"], "secondary_sanctions_risk"), []string{
			"Ukraine-/Russia-Related Sanctions Regulations, 31 CFR 589.201 and/or 589.209", "See Section 11 of Executive Order 14024."})
	})
	t.Run("isic class with a semicolon", func(t *testing.T) {
		check(t, attributes(sdn["900005"], "organization_type"), []string{"Accounting, bookkeeping and auditing activities; tax consultancy"})
	})
	t.Run("title column is not repeated from the remarks", func(t *testing.T) {
		e := sdn["900001"]
		check(t, e.Titles, []string{"Brigadier General"})
		check(t, e.Positions, []string{"Director, Example Directorate"})
		check(t, e.Notes, []entity.Note{{Kind: "remarks", Text: "HAMAS - Hebron"}})
	})
	t.Run("ship", func(t *testing.T) {
		e := sdn["900003"]
		check(t, e.Schema, entity.Vessel)
		check(t, e.Countries, []entity.CountryFact{{Role: entity.CountryFlag, Code: "ir"}, {Role: entity.CountryFormerFlag, Code: "mt"}, {Role: entity.CountryFormerFlag, Code: "tv"}})
		check(t, e.Dates, []entity.DatedFact{{Kind: entity.DateBuild, Date: entity.NewDate(1999, 0, 0)}})
		check(t, idsOf(e, entity.IDCallSign), []string{"T2EU4"})
		check(t, attributes(e, "tonnage"), []string{"99,144"})
		check(t, attributes(e, "gross_registered_tonnage"), []string{"56,068"})
		check(t, e.Names, []entity.Name{{Full: "EXAMPLE STAR", Kind: entity.NamePrimary}, {Full: "OLD STAR", Kind: entity.NameFormer, Weak: true}})
		check(t, e.Relations[0], entity.Relation{Kind: entity.RelationOwner, TargetName: "Example Shipping", Text: "Vessel Owner"})
	})
	t.Run("aircraft", func(t *testing.T) {
		e := sdn["900004"]
		check(t, e.Schema, entity.Airplane)
		check(t, e.Identifiers, []entity.Identifier{
			{Type: entity.IDSerial, Value: "8401", Label: "Aircraft Construction Number (also called L/N or S/N or F/N)"},
			{Type: entity.IDSerial, Value: "1023409321", Label: "Aircraft Manufacturer's Serial Number (MSN)"},
			{Type: entity.IDAircraftTail, Value: "YI-XMP", Label: "Previous Aircraft Tail Number", Note: "previous"},
			{Type: entity.IDAircraftTail, Value: "EP-XMP", Label: "name"},
		})
		check(t, e.Relations, []entity.Relation{{Kind: entity.RelationOperator, TargetID: "900005", TargetName: "Example Air", Text: "Aircraft Operator"}})
	})
	t.Run("blocked pending investigation", func(t *testing.T) {
		check(t, sdn["900010"].Listings, []entity.Listing{{Authority: "OFAC", Country: "us", Program: "BPI-RUSSIA-EO14024",
			Basis: "Executive Order 14024", Measures: []string{"Block"}, Note: noteBPI}})
	})
	t.Run("directives with dates of their own", func(t *testing.T) {
		e := cons["910001"]
		check(t, e.Listings, []entity.Listing{
			{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Measures: []string{"Directive 3"},
				Published: entity.NewDate(2022, 2, 24), Effective: entity.NewDate(2022, 3, 26),
				Note: "All transactions in new debt of longer than 14 days maturity issued on or after the 'Effective Date (EO 14024 Directive)' associated with this name are prohibited."},
			{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Measures: []string{"Directive 2"},
				Published: entity.NewDate(2022, 2, 24), Effective: entity.NewDate(2022, 3, 26)},
		})
	})
	t.Run("chinese military company", func(t *testing.T) {
		e := cons["910002"]
		check(t, e.Schema, entity.Company)
		check(t, e.Topics, []string{"invest.ban"})
		check(t, e.Listings, []entity.Listing{{Authority: "OFAC", Country: "us", Program: "CMIC-EO13959", Basis: "Executive Order 13959",
			Measures: []string{measureSecurities}, Published: entity.NewDate(2021, 6, 3), Effective: entity.NewDate(2021, 8, 2),
			Note: "purchase or sale for divestment allowed until 2022-06-03"}})
		check(t, fulls(e, false), []string{"EXAMPLE TELECOM CORPORATION LIMITED", "Example Telecom Corp Ltd", "Example Telecom Co., Ltd."})
		check(t, idsOf(e, entity.IDTicker), []string{"XMP US", "9999 HK"})
	})
	t.Run("reject, menu, correspondent account", func(t *testing.T) {
		check(t, cons["910003"].Listings[0].Measures, []string{"Reject"})
		check(t, cons["910004"].Listings[0].Measures, []string{"EXPORT SANCTIONS Sec. 235(a)(2)", "LOANS FROM UNITED STATES FINANCIAL INSTITUTIONS. Sec. 235(a)(3)"})
		check(t, cons["910005"].Listings[0].Measures, []string{measureCAPTA})
	})
	t.Run("orphan rows are counted", func(t *testing.T) {
		_, rep := parsed(t, SDN(), sdnSet...)
		check(t, rep.Warned, 1)
		check(t, rep.Warnings[0].Error(), "record 900099: line 10: add.csv: row of a record that is not in sdn.csv")
		check(t, consRep.Warned, 1)
	})
	t.Run("cons and sdn are not mistaken", func(t *testing.T) {
		if _, _, err := listtest.Parse(SDN(), listtest.Load(t, consSet...)); err == nil {
			t.Error("cons_prim.csv accepted as the SDN list")
		}
		if _, _, err := listtest.Parse(Consolidated(), listtest.Load(t, sdnSet...)); err == nil {
			t.Error("sdn.csv accepted as the Consolidated list")
		}
	})
}

// TestPerson compares one whole entity, so that nothing of a record is lost.
func TestPerson(t *testing.T) {
	got, _ := parsed(t, SDN(), sdnSet...)
	e := got["900001"]
	want := &entity.Entity{
		ID: "900001", List: "us_ofac_sdn", Schema: entity.Person,
		Names: []entity.Name{
			{Full: "Ahmad 'Ali EXAMPLE AL-MITHALI", Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "EXAMPLE AL-MITHALI"}, {Kind: entity.PartGiven, Value: "Ahmad 'Ali"}}},
			{Full: "Ahmed EL MISALI", Kind: entity.NameAlias, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "EL MISALI"}, {Kind: entity.PartGiven, Value: "Ahmed"}}},
			{Full: "ABU EXAMPLE", Kind: entity.NameNew, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "ABU EXAMPLE"}}},
			{Full: "ABU 'ABD-AL-'IZ", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "ABU 'ABD-AL-'IZ"}}},
			{Full: "Ahmad MITHALI", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "MITHALI"}, {Kind: entity.PartGiven, Value: "Ahmad"}}},
			{Full: "42", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "42"}}, Note: bogusNote},
			{Full: "OLD NAME", Kind: entity.NameFormer, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "OLD NAME"}}},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDPassport, Value: "A 649385", Country: "eg", Label: "Passport", Issued: entity.NewDate(2006, 9, 8), Expires: entity.NewDate(2011, 7, 17)},
			{Type: entity.IDPassport, Value: "RL1794375", Country: "lb", Label: "Passport"},
			{Type: entity.IDPassport, Value: "D9004878", Country: "sy", Label: "Diplomatic Passport"},
			{Type: entity.IDNational, Value: "D489833(9)", Country: "hk", Label: "National ID No."},
			{Type: entity.IDNational, Value: "000-12-3456", Country: "us", Label: "SSN"},
			{Type: entity.IDNational, Value: "2.194.575", Country: "py", Label: "Identification Number"},
			{Type: entity.IDDriver, Value: "180839", Country: "mx", Label: "Driver's License No."},
		},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: entity.NewDate(1948, 12, 10)},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1951}, Circa: true}},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1960}, End: entity.Day{Year: 1965}}},
		},
		Countries: []entity.CountryFact{
			{Role: entity.CountryBirth, Code: "tr"}, {Role: entity.CountryBirth, Code: "kp"},
			{Role: entity.CountryNationality, Code: "eg"}, {Role: entity.CountryCitizenship, Code: "sy"},
		},
		Addresses: []entity.Address{
			{Street: "c/o Example Office", City: "Guadalajara", Region: "Jalisco", PostalCode: "45136", Country: "mx"},
			{Region: "Crimea", Country: e.Addresses[1].Country},
			{Region: "Irkutsk region", CountryText: "undetermined"},
		},
		BirthPlaces: []entity.Address{{Full: "Sanliurfa, Turkey", Country: "tr"}, {Full: "Pyongyang, Korea, North", Country: "kp"}},
		Gender:      entity.Male,
		Titles:      []string{"Brigadier General"},
		Positions:   []string{"Director, Example Directorate"},
		Listings: []entity.Listing{
			{Authority: "OFAC", Country: "us", Program: "SDGT", Measures: []string{"Block"}},
			{Authority: "OFAC", Country: "us", Program: "IFSR", Measures: []string{"Block"}},
		},
		Relations: []entity.Relation{{Kind: entity.RelationFamily, TargetName: "Example Person", Text: "brother of Example Person"}},
		Topics:    []string{"sanction"},
		Notes:     []entity.Note{{Kind: "remarks", Text: "HAMAS - Hebron"}},
		Origin:    e.Origin,
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestOrigin cuts the fragments out of the files: each must be the row it says.
func TestOrigin(t *testing.T) {
	for _, set := range [][]string{sdnSet, consSet} {
		s := SDN()
		if strings.Contains(set[0], "cons") {
			s = Consolidated()
		}
		got, _ := parsed(t, s, set...)
		raw := make(map[string][]byte)
		for _, p := range set {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			raw[filepath.Base(p)] = b
		}
		n := 0
		for id, e := range got {
			for i, f := range e.Origin.Fragments {
				text := string(raw[f.File][f.Offset : f.Offset+f.Length])
				if !strings.HasPrefix(text, id+",") || strings.Count(strings.TrimSpace(text), "\n") != 0 {
					t.Errorf("%s: fragment %d of %s is %q", id, i, f.File, text)
				}
				if line := 1 + strings.Count(string(raw[f.File][:f.Offset]), "\n"); line != f.Line {
					t.Errorf("%s: fragment %d of %s says line %d, is line %d", id, i, f.File, f.Line, line)
				}
				n++
			}
		}
		if n < len(got) {
			t.Errorf("%d fragments for %d records", n, len(got))
		}
	}
}

// TestDamagedRows: a row that cannot be read is rejected with its place, and
// the others are kept.
func TestDamagedRows(t *testing.T) {
	const good = `1,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n"
	tests := []struct {
		name, rows       string
		records, rejects int
		reason           string
	}{
		{"too few fields in the middle", "2,\"B\",-0- \r\n" + strings.Replace(good, "1,", "3,", 1), 3, 1, "record 2: line 2: 3 fields, 12 expected"},
		{"too many fields", strings.Replace(good, "1,", "2,", 1) + strings.Replace(good, "1,", "3,", 1)[:len(good)-2] + ",x\r\n", 3, 1, "record 3: line 3: 13 fields, 12 expected"},
		{"no number", strings.Replace(good, "1,", "abc,", 1) + strings.Replace(good, "1,", "3,", 1), 3, 1, `line 2: ent_num "abc" is not a number`},
		{"unknown type", strings.Replace(good, `1,"A",-0- `, `2,"B","submarine"`, 1), 2, 1, `record 2: line 2: unknown record type "submarine"`},
		{"no name", strings.Replace(good, `1,"A"`, `2,-0- `, 1), 2, 1, "record 2: line 2: no name"},
		{"number twice", good, 2, 1, `record 1: line 2: second record with the id "1"`},
		{"two files joined at the end mark", "\x1a" + strings.Replace(good, "1,", "7,", 1) + "\x1a", 2, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, rep, err := listtest.Parse(SDN(), list.Input{Files: []list.File{list.BytesFile("sdn.csv", []byte(good+tt.rows))}})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Records != tt.records || rep.Rejects != tt.rejects {
				t.Errorf("%d records, %d rejects, want %d, %d: %v", rep.Records, rep.Rejects, tt.records, tt.rejects, rep.Rejected)
			}
			if tt.reason != "" && (len(rep.Rejected) != 1 || rep.Rejected[0].Error() != tt.reason) {
				t.Errorf("rejected %v, want %q", rep.Rejected, tt.reason)
			}
		})
	}
}

// TestTruncated cuts the files everywhere: what is accepted must be whole rows.
func TestTruncated(t *testing.T) {
	in := listtest.Load(t, sdnSet...)
	for i, f := range in.Files {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		for cut := 1; cut < len(b); cut++ {
			set := append([]list.File(nil), in.Files...)
			set[i] = list.BytesFile(f.Name, b[:cut])
			_, rep, err := listtest.Parse(SDN(), list.Input{Files: set})
			if err != nil {
				continue
			}
			// Whole rows: the cut stands before, in or behind a line end, at the
			// end of an unquoted null, or inside the trailing blanks.
			rest := strings.TrimLeft(string(b[cut:]), " \r")
			if rest != "" && rest[0] != '\n' && b[cut-1] != '\n' && rest[0] != '\x1a' {
				t.Errorf("%s cut at %d, between %q and %q, was accepted with %d records", f.Name, cut, b[max(0, cut-20):cut], b[cut:min(len(b), cut+20)], rep.Records)
			}
		}
	}
}

// TestSiblings: an empty sibling file is passed over with a warning; one that is no OFAC file is refused.
func TestSiblings(t *testing.T) {
	in := listtest.Load(t, sdnSet...)
	for name, text := range map[string]string{"empty": "", "end mark": "\x1a\r\n"} {
		set := append([]list.File(nil), in.Files...)
		set[3] = list.BytesFile("sdn_comments.csv", []byte(text))
		if _, rep, err := listtest.Parse(SDN(), list.Input{Files: set}); err != nil || rep.Accepted != 19 {
			t.Errorf("%s sdn_comments.csv: %v", name, err)
		}
	}
	for name, text := range map[string]string{"html": "<html>403</html>", "other columns": "a,b\n", "sdn.csv twice": "1,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"} {
		set := append([]list.File(nil), in.Files...)
		set[2] = list.BytesFile("alt.csv", []byte(text))
		if _, _, err := listtest.Parse(SDN(), list.Input{Files: set}); err == nil {
			t.Errorf("alt.csv that is %s was accepted", name)
		}
	}
}

// TestComments joins remarks of files that do not fit together.
func TestComments(t *testing.T) {
	row := func(remarks string) []byte {
		return []byte(`1,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"` + remarks + `"` + "\r\n")
	}
	parse := func(t *testing.T, remarks, comment string) (*entity.Entity, *list.Report) {
		got, rep := listtest.MustParse(t, SDN(), list.Input{Files: []list.File{
			list.BytesFile("sdn.csv", row(remarks)), list.BytesFile("sdn_comments.csv", []byte(`1,"`+comment+`"`+"\r\n")),
		}})
		return got[0], rep
	}
	filler := "Website www." + strings.Repeat("x", 1000-len("Website www.")-len("; a.k.a. 'B")-1)
	t.Run("continuation of remarks that were never cut", func(t *testing.T) {
		e, rep := parse(t, "a.k.a. 'B'.", "hone Number 1234.")
		if d := cmp.Diff([]string{"B"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
		if len(e.Contacts) != 0 || len(e.Notes) != 1 || e.Notes[0].Text != "hone Number 1234" {
			t.Errorf("contacts %v, notes %v", e.Contacts, e.Notes)
		}
		if !strings.Contains(rep.Warnings[len(rep.Warnings)-1].Error(), "only 11 characters long") {
			t.Errorf("warnings %v", rep.Warnings)
		}
	})
	t.Run("space at the cut lost in a copy", func(t *testing.T) {
		// "...; a.k.a. 'B |C'.": the 1000th character was the space.
		e, _ := parse(t, filler+"; a.k.a. 'B", "C'.")
		if d := cmp.Diff([]string{"B C"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
	})
	t.Run("continuation that is cut itself", func(t *testing.T) {
		e, _ := parse(t, filler+"y; a.k.a. 'B", "C'; a.k.a. 'D")
		if d := cmp.Diff([]string{"BC"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
		if len(e.Notes) != 1 {
			t.Errorf("notes %v", e.Notes)
		}
	})
}

// TestClassicXML compares whole entities of the XML fixture.
func TestClassicXML(t *testing.T) {
	got, rep := parsed(t, Consolidated(), files("consolidated.xml")...)
	if rep.Edition != "12/18/2025" || rep.Published.Format("2006-01-02") != "2025-12-18" {
		t.Errorf("edition %q, published %v", rep.Edition, rep.Published)
	}
	e := got["910001"]
	want := &entity.Entity{
		ID: "910001", List: "us_ofac_cons", Schema: entity.Company,
		Names: []entity.Name{
			{Full: "EXAMPLE BANK PUBLIC JOINT STOCK COMPANY", Kind: entity.NamePrimary},
			{Full: "EXAMPLE SAVINGS BANK", Kind: entity.NameFormer},
			{Full: "EXB", Kind: entity.NameAlias, Weak: true},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDBIC, Value: "EXMPRUMM", Label: "SWIFT/BIC"},
			{Type: entity.IDINN, Value: "7707083893", Country: "ru", Label: "Tax ID No."},
			{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration ID"},
			{Type: entity.IDOther, Value: "SP-1", Label: "Spaceport Permit Number"},
		},
		Addresses: []entity.Address{{Street: "1 Example Street, Floor 2", City: "Moscow", PostalCode: "119415", Country: "ru"}},
		Listings: []entity.Listing{{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Measures: []string{"Directive 3"},
			Published: entity.NewDate(2022, 2, 24), Effective: entity.NewDate(2022, 3, 26),
			Note: "All transactions in new debt of longer than 14 days maturity issued on or after the 'Effective Date (EO 14024 Directive)' associated with this name are prohibited."}},
		Relations: []entity.Relation{
			{Kind: entity.RelationLinked, TargetID: "910003", TargetName: "EXAMPLE, Mohammed", Text: "Linked To"},
			{Kind: entity.RelationLinked, TargetName: "EXAMPLE HOLDING (CYPRUS) CO., LTD.", Text: "Linked To"},
		},
		Topics:     []string{"sanction"},
		Attributes: []entity.Attribute{{Key: "target_type", Value: "State-Owned Enterprise"}},
		Notes:      []entity.Note{{Kind: "remarks", Text: "For more information on directives, please visit the following link: https://home.treasury.gov/example#directives"}},
		Origin:     e.Origin,
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if d := cmp.Diff([]string{"Mahmoud AL-EXAMPLE"}, fulls(got["910003"], true)); d != "" {
		t.Errorf("whole name in lastName: %s", d)
	}
	ship := got["910006"]
	if d := cmp.Diff([]entity.Attribute{{Key: "vessel_type", Value: "Crude Oil Tanker"}, {Key: "tonnage", Value: "99144"}, {Key: "gross_registered_tonnage", Value: "56068"}}, ship.Attributes); d != "" {
		t.Error(d)
	}
	t.Run("record count", func(t *testing.T) {
		b, err := os.ReadFile(files("consolidated.xml")[0])
		if err != nil {
			t.Fatal(err)
		}
		more := strings.Replace(string(b), "<Record_Count>3<", "<Record_Count>4<", 1)
		if _, _, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(more))}}); err == nil || !strings.Contains(err.Error(), "Record_Count says 4") {
			t.Errorf("file with a record less than announced: %v", err)
		}
		fewer := strings.Replace(string(b), "<Record_Count>3<", "<Record_Count>2<", 1)
		_, rep, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(fewer))}})
		if err != nil || rep.Accepted != 3 {
			t.Errorf("file with a record more than announced: %v, %d accepted", err, rep.Accepted)
		}
	})
	t.Run("new element", func(t *testing.T) {
		b, _ := os.ReadFile(files("consolidated.xml")[0])
		added := strings.Replace(string(b), "<sdnType>Vessel</sdnType>", "<sdnType>Vessel</sdnType><colour>red</colour>", 1)
		_, rep, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(added))}})
		if err != nil || rep.Unread["sdnEntry/colour"] != 1 {
			t.Errorf("unread %v, %v", rep.Unread, err)
		}
	})
}
