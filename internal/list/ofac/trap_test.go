package ofac

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

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
