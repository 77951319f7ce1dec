package ofac

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

var updateAdvanced = flag.Bool("update-advanced", false, "rewrite testdata/sdn_advanced.xml")

// advancedSource is the source with no other format than the advanced one, so
// that a test cannot pass through another parser.
func advancedSource(which listKind) *list.Source {
	s := SDN()
	if which == listCons {
		s = Consolidated()
	}
	s.Formats = []list.Format{advancedFormat(which)}
	return s
}

const (
	china, egypt, iran, russia, yemen = 11065, 11082, 11120, 11178, 11218
	undetermined, gaza                = 11291, 91704
	listSDNID, listSSI, listUmbrella  = 1550, 91507, 91512
)

func sdnEntry(day string, basis int, programs ...string) []genEntry {
	return []genEntry{{list: listSDNID, day: day, bases: []int{basis}, types: []int{1705}, programs: programs}}
}

// fixtureParties are the parties of testdata/sdn_advanced.xml. Rosneft and
// Orenburgneft are written from the facts of the action of 22 October 2025
// (public record of OFAC, UID 17022 and 18267); the others are invented, with
// one of every kind of value.
func fixtureParties() []genParty {
	sectoral := func(list int, day string) genEntry {
		return genEntry{list: list, day: day, bases: []int{91503, 92049}, types: []int{91506, 91514, 1705}, programs: []string{"UKRAINE-EO13662", "RUSSIA-EO14024"}}
	}
	return []genParty{
		{uid: 17022, subtype: 3,
			names: []genName{
				{alias: 1400, parts: []string{"1525=ROSNEFT"}}, // before the primary name, as the file of August 2026 has it
				{parts: []string{"1525=OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY"}},
				{alias: 1400, parts: []string{"1525=OAO ROSNEFT OIL COMPANY"}},
			},
			features: []genFeature{
				{kind: 25, place: &genPlace{country: russia, parts: []string{"1451=26/1 Sofiyskaya Embankment", "1454=Moscow", "1456=115035"}}},
				{kind: 204, ref: 91522}, {kind: 204, ref: 91524},
				{kind: 14, text: "www.rosneft.com"},
			},
			docs:    []genDoc{{kind: 1596, country: russia, number: "7706107510"}, {kind: 1585, country: russia, number: "1027700043502"}},
			entries: []genEntry{sectoral(listSDNID, "2025-10-22"), sectoral(listSSI, "2014-07-16"), sectoral(listUmbrella, "2014-07-16")},
		},
		{uid: 18267, subtype: 3,
			names:   []genName{{parts: []string{"1525=OJSC ORENBURGNEFT"}}, {alias: 1400, parts: []string{"1525=ORENBURGNEFT"}}},
			docs:    []genDoc{{kind: 1596, country: russia, number: "5612002469"}},
			links:   []genLink{{to: 17022, kind: 15003}},
			entries: sdnEntry("2025-10-22", 92049, "RUSSIA-EO14024"),
		},
		{uid: 900001, subtype: 4,
			names: []genName{
				{parts: []string{"1520=MUSTERMANOV", "1521=Ivan", "1522=Petrovich"}},
				{script: 220, intoPrevious: true, parts: []string{"1520=МУСТЕРМАНОВ", "1521=Иван", "1522=Петрович"}},
				{alias: 1400, low: true, parts: []string{"1528=Vanya & Co"}},
				{alias: 1401, parts: []string{"1520=MUSTERMAN", "1521=Ivan"}},
				{alias: 1400, falseID: true, parts: []string{"1520=SCHMIDT", "1521=Otto"}},
			},
			features: []genFeature{
				{kind: 8, dates: []string{"1957-01-01", "1957-01-01", "1957-12-31", "1957-12-31"}, circa: true},
				{kind: 9, text: "Nahia, Giza, Egypt"},
				{kind: 10, place: &genPlace{country: russia}},
				{kind: 11, place: &genPlace{area: undetermined}},
				{kind: 25, place: &genPlace{area: gaza, parts: []string{"1454=Khan Yunis"}}},
				{kind: 26, text: "Deputy Minister of Finance"},
				{kind: 224, ref: 91526},
				{kind: 344, text: "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"},
				{kind: 504, ref: 91473},
				{kind: 21, text: "ivan@example.org"},
			},
			docs: []genDoc{
				{kind: 1571, country: iran, number: "X12345678", issued: "2014-03-02", expires: "2024-03-01"},
				{kind: 1571, country: egypt, number: "A999", validity: 2},
			},
			links:   []genLink{{to: 17022, kind: 91725}, {to: 900002, kind: 15004, former: true}},
			entries: sdnEntry("2015-09-29", 1828, "SDGT"),
		},
		{uid: 900002, subtype: 4,
			names:   []genName{{parts: []string{"1520=WANG", "1521=Xiaoming"}}, {script: 501, intoPrevious: true, parts: []string{"1520=王", "1521=小明"}}},
			docs:    []genDoc{{kind: 91508, number: "3769/1420/2494"}, {kind: 1584, country: china, number: "110101198001011234"}},
			entries: sdnEntry("2019-05-16", 1828, "SDGT"),
		},
		{uid: 900003, subtype: 1,
			names: []genName{{parts: []string{"1526=SEA EXAMPLE"}}, {alias: 1401, parts: []string{"1526=OLD EXAMPLE"}}},
			features: []genFeature{
				{kind: 2, ref: 91274}, {kind: 1, text: "9HNQ9"}, {kind: 3, text: "Russia"}, {kind: 24, text: "Iran"},
				{kind: 5, text: "163,660"}, {kind: 6, text: "85,462"}, {kind: 967, text: "2009"},
			},
			docs:    []genDoc{{kind: 1626, number: "IMO 9187629"}, {kind: 91264, number: "572469210"}},
			links:   []genLink{{to: 18267, kind: 92122}},
			entries: sdnEntry("2025-01-10", 92049, "RUSSIA-EO14024"),
		},
		{uid: 900004, subtype: 2,
			names: []genName{{parts: []string{"1524=EP-MUS"}}},
			features: []genFeature{
				{kind: 47, text: "A300B4-622R"}, {kind: 50, text: "797"}, {kind: 48, text: "EXAMPLE AIR"},
				{kind: 45, dates: []string{"1998-01-01", "1998-01-01", "1998-12-31", "1998-12-31"}},
			},
			entries: sdnEntry("2012-09-19", 1828, "SDGT"),
		},
	}
}

const advancedFixture = "testdata/sdn_advanced.xml"

func TestAdvancedConformance(t *testing.T) {
	if *updateAdvanced {
		if err := os.WriteFile(advancedFixture, advancedDoc(fixtureParties()...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	listtest.Run(t, advancedSource(listSDN), listtest.Case{
		Name: "own fixture", Format: "sdn_advanced.xml", Files: []string{advancedFixture}, Records: 6, Truncatable: true,
	})
}

// TestAdvancedOfBothSources: the format is one of those of each list, and
// detected there.
func TestAdvancedOfBothSources(t *testing.T) {
	doc, err := os.ReadFile(advancedFixture)
	if err != nil {
		t.Fatal(err)
	}
	_, rep := listtest.MustParse(t, SDN(), list.Input{Files: []list.File{list.BytesFile("sdn_advanced.xml", doc)}})
	if rep.Format != "sdn_advanced.xml" {
		t.Errorf("SDN: format %q", rep.Format)
	}
	cons := bytes.ReplaceAll(doc, []byte(`ListID="1550"`), []byte(`ListID="91507"`))
	_, rep = listtest.MustParse(t, Consolidated(), list.Input{Files: []list.File{list.BytesFile("cons_advanced.xml", cons)}})
	if rep.Format != "cons_advanced.xml" || rep.Accepted != 6 {
		t.Errorf("Consolidated: format %q, %d records", rep.Format, rep.Accepted)
	}
}

// parseParties parses generated parties and returns the entities without
// origin, and the warnings.
func parseParties(t *testing.T, which listKind, parties ...genParty) ([]*entity.Entity, []string) {
	t.Helper()
	got, rep := listtest.MustParse(t, advancedSource(which), list.Input{Files: []list.File{list.BytesFile("x.xml", advancedDoc(parties...))}})
	for _, e := range got {
		for _, f := range e.Origin.Fragments {
			if f.Length == 0 || f.Line == 0 {
				t.Errorf("%s: fragment %+v", e.ID, f)
			}
		}
		e.Origin = entity.Origin{}
	}
	if len(rep.Unread) > 0 {
		t.Errorf("unread: %v", rep.UnreadPaths())
	}
	var warnings []string
	for _, w := range rep.Warnings {
		warnings = append(warnings, w.Field+": "+w.Err.Error())
	}
	return got, warnings
}

// TestAdvancedFixtureContent compares the fixture's entities, whole.
func TestAdvancedFixtureContent(t *testing.T) {
	got, warnings := parseParties(t, listSDN, fixtureParties()...)
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	day := func(y, m, d int) entity.Date { return entity.NewDate(y, m, d) }
	sdgt := func(d entity.Date) []entity.Listing {
		return []entity.Listing{{Authority: "OFAC", Country: "us", Program: "SDGT", Basis: "Executive Order 13224 (Terrorism)", Measures: []string{"Block"}, Effective: d}}
	}
	eo14024 := func(d entity.Date) entity.Listing {
		return entity.Listing{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024 (Russia)", Measures: []string{"Block"}, Effective: d}
	}
	topics := []string{"sanction"}
	want := []*entity.Entity{
		{ID: "17022", List: "us_ofac_sdn", Schema: entity.Organization,
			Names: []entity.Name{{Full: "OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY", Kind: entity.NamePrimary},
				{Full: "ROSNEFT", Kind: entity.NameAlias}, {Full: "OAO ROSNEFT OIL COMPANY", Kind: entity.NameAlias}},
			Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "7706107510", Country: "ru", Label: "Tax ID No."},
				{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration ID"}},
			Addresses: []entity.Address{{Street: "26/1 Sofiyskaya Embankment", City: "Moscow", PostalCode: "115035", Country: "ru"}},
			Contacts:  []entity.Contact{{Kind: entity.ContactWebsite, Value: "www.rosneft.com"}},
			Listings: []entity.Listing{eo14024(day(2025, 10, 22)), {Authority: "OFAC", Country: "us", Program: "UKRAINE-EO13662",
				Basis: "Executive Order 13662 (Ukraine)", Measures: []string{"Directive 2", "Directive 4"}, Effective: day(2014, 7, 16),
				Note: "Sectoral Sanctions Identifications List, Consolidated List"}},
			Topics: topics},
		{ID: "18267", List: "us_ofac_sdn", Schema: entity.Company,
			Names:       []entity.Name{{Full: "OJSC ORENBURGNEFT", Kind: entity.NamePrimary}, {Full: "ORENBURGNEFT", Kind: entity.NameAlias}},
			Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "5612002469", Country: "ru", Label: "Tax ID No."}},
			Listings:    []entity.Listing{eo14024(day(2025, 10, 22))},
			Relations: []entity.Relation{{Kind: entity.RelationOwner, TargetID: "17022",
				TargetName: "OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY", Text: "Owned or Controlled By"}},
			Topics: topics},
		{ID: "900001", List: "us_ofac_sdn", Schema: entity.Person,
			Names: []entity.Name{
				{Full: "Ivan Petrovich MUSTERMANOV", Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "MUSTERMANOV"}, {Kind: entity.PartGiven, Value: "Ivan"}, {Kind: entity.PartSecond, Value: "Petrovich"}}},
				{Full: "Иван Петрович МУСТЕРМАНОВ", Kind: entity.NameOriginal, Script: "Cyrl", Parts: []entity.Part{{Kind: entity.PartFamily, Value: "МУСТЕРМАНОВ"}, {Kind: entity.PartGiven, Value: "Иван"}, {Kind: entity.PartSecond, Value: "Петрович"}}},
				{Full: "Vanya & Co", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartNickname, Value: "Vanya & Co"}}},
				{Full: "Ivan MUSTERMAN", Kind: entity.NameFormer, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "MUSTERMAN"}, {Kind: entity.PartGiven, Value: "Ivan"}}},
				{Full: "Otto SCHMIDT", Kind: entity.NameAlias, Note: "false identity", Parts: []entity.Part{{Kind: entity.PartFamily, Value: "SCHMIDT"}, {Kind: entity.PartGiven, Value: "Otto"}}},
			},
			Identifiers: []entity.Identifier{
				{Type: entity.IDWallet, Value: "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", Label: "XBT"},
				{Type: entity.IDPassport, Value: "X12345678", Country: "ir", Label: "Passport", Issued: day(2014, 3, 2), Expires: day(2024, 3, 1)},
				{Type: entity.IDPassport, Value: "A999", Country: "eg", Label: "Passport", Note: "fraudulent"},
			},
			Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1957}, Circa: true}}},
			Countries: []entity.CountryFact{{Role: entity.CountryBirth, Code: "eg"}, {Role: entity.CountryNationality, Code: "ru"},
				{Role: entity.CountryCitizenship, Text: "undetermined"}},
			Addresses:   []entity.Address{{City: "Khan Yunis", Region: "Gaza", Country: "ps"}},
			BirthPlaces: []entity.Address{{Full: "Nahia, Giza, Egypt", Country: "eg"}},
			Gender:      entity.Male,
			Positions:   []string{"Deputy Minister of Finance"},
			Contacts:    []entity.Contact{{Kind: entity.ContactEmail, Value: "ivan@example.org"}},
			Listings:    sdgt(day(2015, 9, 29)),
			Relations: []entity.Relation{
				{Kind: entity.RelationDirector, TargetID: "17022", TargetName: "OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY", Text: "Leader or official of"},
				{Kind: entity.RelationLinked, TargetID: "900002", TargetName: "WANG, Xiaoming", Text: "formerly: Family member of"},
			},
			Topics:     topics,
			Attributes: []entity.Attribute{{Key: "secondary_sanctions_risk", Value: "Subject to Secondary Sanctions"}},
		},
		{ID: "900002", List: "us_ofac_sdn", Schema: entity.Person,
			Names: []entity.Name{
				{Full: "Xiaoming WANG", Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "WANG"}, {Kind: entity.PartGiven, Value: "Xiaoming"}}},
				{Full: "王小明", Kind: entity.NameOriginal, Script: "Hans", Parts: []entity.Part{{Kind: entity.PartFamily, Value: "王"}, {Kind: entity.PartGiven, Value: "小明"}}},
			},
			Identifiers: []entity.Identifier{{Type: entity.IDNational, Value: "110101198001011234", Country: "cn", Label: "National ID No."}},
			Listings:    sdgt(day(2019, 5, 16)), Topics: topics,
			Attributes: []entity.Attribute{{Key: "chinese_commercial_code", Value: "3769/1420/2494"}},
		},
		{ID: "900003", List: "us_ofac_sdn", Schema: entity.Vessel,
			Names: []entity.Name{{Full: "SEA EXAMPLE", Kind: entity.NamePrimary}, {Full: "OLD EXAMPLE", Kind: entity.NameFormer}},
			Identifiers: []entity.Identifier{{Type: entity.IDCallSign, Value: "9HNQ9", Label: "Vessel Call Sign"},
				{Type: entity.IDIMO, Value: "IMO 9187629", Label: "Vessel Registration Identification"}, {Type: entity.IDMMSI, Value: "572469210", Label: "MMSI"}},
			Dates:     []entity.DatedFact{{Kind: entity.DateBuild, Date: day(2009, 0, 0)}},
			Countries: []entity.CountryFact{{Role: entity.CountryFlag, Code: "ru"}, {Role: entity.CountryFormerFlag, Code: "ir"}},
			Listings:  []entity.Listing{eo14024(day(2025, 1, 10))},
			Relations: []entity.Relation{{Kind: entity.RelationOwner, TargetID: "18267", TargetName: "OJSC ORENBURGNEFT", Text: "Property in the interest of"}},
			Topics:    topics,
			Attributes: []entity.Attribute{{Key: "vessel_type", Value: "Crude Oil Tanker"}, {Key: "tonnage", Value: "163,660"},
				{Key: "gross_registered_tonnage", Value: "85,462"}},
		},
		{ID: "900004", List: "us_ofac_sdn", Schema: entity.Airplane,
			Names: []entity.Name{{Full: "EP-MUS", Kind: entity.NamePrimary}},
			Identifiers: []entity.Identifier{{Type: entity.IDSerial, Value: "797", Label: "Aircraft Manufacturer's Serial Number (MSN)"},
				{Type: entity.IDAircraftTail, Value: "EP-MUS", Label: "name"}},
			Dates:      []entity.DatedFact{{Kind: entity.DateBuild, Date: day(1998, 0, 0)}},
			Listings:   sdgt(day(2012, 9, 19)),
			Relations:  []entity.Relation{{Kind: entity.RelationOperator, TargetName: "EXAMPLE AIR", Text: "Aircraft Operator"}},
			Topics:     topics,
			Attributes: []entity.Attribute{{Key: "aircraft_model", Value: "A300B4-622R"}},
		},
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
	doc, err := os.ReadFile(advancedFixture)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(doc, advancedDoc(fixtureParties()...)) {
		t.Errorf("%s is not what the parties here give: run with -update-advanced", advancedFixture)
	}
}
