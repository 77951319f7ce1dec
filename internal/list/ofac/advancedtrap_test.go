package ofac

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// individual is a party with one name and what else is given.
func individual(g genParty) genParty {
	if g.uid == 0 {
		g.uid = 900100
	}
	if g.subtype == 0 {
		g.subtype = 4
	}
	if g.names == nil {
		g.names = []genName{{parts: []string{"1520=DOE", "1521=Jane"}}}
	}
	if g.entries == nil {
		g.entries = sdnEntry("2015-09-29", 1828, "SDGT")
	}
	return g
}

// TestAdvancedDates: how OFAC's four-sided periods read.
func TestAdvancedDates(t *testing.T) {
	for _, c := range []struct {
		name  string
		dates []string
		circa bool
		want  string
	}{
		{"day", []string{"1976-08-30", "1976-08-30", "1976-08-30", "1976-08-30"}, false, "1976-08-30"},
		{"whole year", []string{"1972-01-01", "1972-01-01", "1972-12-31", "1972-12-31"}, false, "1972"},
		{"circa year", []string{"1957-01-01", "1957-01-01", "1957-12-31", "1957-12-31"}, true, "1957~"},
		{"whole month", []string{"1961-04-01", "1961-04-01", "1961-04-30", "1961-04-30"}, false, "1961-04"},
		{"whole February of a leap year", []string{"1964-02-01", "1964-02-01", "1964-02-29", "1964-02-29"}, false, "1964-02"},
		{"not the whole February", []string{"1964-02-01", "1964-02-01", "1964-02-28", "1964-02-28"}, false, "1964-02-01/1964-02-28"},
		{"years", []string{"1951-01-01", "1951-12-31", "1953-01-01", "1953-12-31"}, false, "1951/1953"},
		{"months", []string{"1955-03-01", "1955-03-31", "1956-03-01", "1956-03-31"}, false, "1955-03/1956-03"},
		{"days", []string{"1955-03-02", "1955-03-02", "1955-03-09", "1955-03-09"}, false, "1955-03-02/1955-03-09"},
		{"1 January is a day", []string{"1960-01-01", "1960-01-01", "1960-01-01", "1960-01-01"}, false, "1960-01-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings := parseParties(t, listSDN, individual(genParty{features: []genFeature{{kind: 8, dates: c.dates, circa: c.circa}}}))
			if len(warnings) > 0 || len(got[0].Dates) != 1 || got[0].Dates[0].Date.String() != c.want {
				t.Errorf("got %v, want %s; warnings %v", got[0].Dates, c.want, warnings)
			}
		})
	}
	for name, dates := range map[string][]string{
		"no such day":  {"1972-02-30", "1972-02-30", "1972-02-30", "1972-02-30"},
		"not a number": {"19xx-01-01", "1972-01-01", "1972-01-01", "1972-01-01"},
		"month 13":     {"1972-13-01", "1972-13-01", "1972-13-01", "1972-13-01"},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := parseParties(t, listSDN, individual(genParty{features: []genFeature{{kind: 8, dates: dates}}}))
			if len(got[0].Dates) != 0 || len(warnings) == 0 || len(got[0].Notes) == 0 {
				t.Errorf("dates %v, notes %v, warnings %v: want none, the text kept, a warning", got[0].Dates, got[0].Notes, warnings)
			}
		})
	}
}

// TestAdvancedNames: parts, scripts and kinds of names.
func TestAdvancedNames(t *testing.T) {
	part := func(k entity.PartKind, v string) entity.Part { return entity.Part{Kind: k, Value: v} }
	for _, c := range []struct {
		name string
		in   []genName
		want []entity.Name
	}{
		{"primary after an alias comes first",
			[]genName{{alias: 1400, parts: []string{"1520=ZUMAR", "1521=Abbud"}}, {parts: []string{"1520=Al-Zomor", "1521=Abboud"}}},
			[]entity.Name{{Full: "Abboud Al-Zomor", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "Al-Zomor"), part(entity.PartGiven, "Abboud")}},
				{Full: "Abbud ZUMAR", Kind: entity.NameAlias, Parts: []entity.Part{part(entity.PartFamily, "ZUMAR"), part(entity.PartGiven, "Abbud")}}}},
		{"original script before the Latin name",
			[]genName{{script: 160, otherwise: `DocNameStatusID="2"`, parts: []string{"1520=الزمر", "1521=عبود"}}, {parts: []string{"1520=Al-Zomor", "1521=Abboud"}}},
			[]entity.Name{{Full: "Abboud Al-Zomor", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "Al-Zomor"), part(entity.PartGiven, "Abboud")}},
				{Full: "عبود الزمر", Kind: entity.NameOriginal, Script: "Arab", Parts: []entity.Part{part(entity.PartFamily, "الزمر"), part(entity.PartGiven, "عبود")}}}},
		{"one word is a whole name",
			[]genName{{parts: []string{"1520=SUHARTO"}}},
			[]entity.Name{{Full: "SUHARTO", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartWhole, "SUHARTO")}}}},
		{"patronymic and matronymic",
			[]genName{{parts: []string{"1520=MADURO", "1521=Nicolas", "91708=Ernesto", "91709=MOROS"}}},
			[]entity.Name{{Full: "Nicolas Ernesto MADURO MOROS", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "MADURO"), part(entity.PartGiven, "Nicolas"), part(entity.PartFather, "Ernesto"), part(entity.PartMother, "MOROS")}}}},
		{"maiden name becomes a name of its own",
			[]genName{{parts: []string{"1520=FLORES", "1521=Cilia", "1523=DIAZ"}}},
			[]entity.Name{{Full: "Cilia FLORES", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "FLORES"), part(entity.PartGiven, "Cilia"), part(entity.PartMaiden, "DIAZ")}},
				{Full: "Cilia DIAZ", Kind: entity.NameMaiden, Note: "maiden name of Cilia FLORES"}}},
		{"nickname beside a name is a weak alias",
			[]genName{{parts: []string{"1520=GUZMAN", "1521=Joaquin", "1528=Chapo"}}},
			[]entity.Name{{Full: "Joaquin GUZMAN", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "GUZMAN"), part(entity.PartGiven, "Joaquin"), part(entity.PartNickname, "Chapo")}},
				{Full: "Chapo", Kind: entity.NameAlias, Weak: true, Note: "nickname in Joaquin GUZMAN"}}},
		{"suffix and title",
			[]genName{{parts: []string{"1520=MNANGAGWA, JR.", "1521=Dr. Emmerson", "1522=D"}}},
			[]entity.Name{{Full: "Dr. Emmerson D MNANGAGWA JR.", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "MNANGAGWA"), part(entity.PartTitle, "Dr."), part(entity.PartGiven, "Emmerson"), part(entity.PartSecond, "D"), part(entity.PartSuffix, "JR.")}}}},
		{"Chinese has the family name first and no space",
			[]genName{{parts: []string{"1520=XI", "1521=Ming"}}, {script: 501, intoPrevious: true, parts: []string{"1520=习", "1521=明"}}},
			[]entity.Name{{Full: "Ming XI", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartFamily, "XI"), part(entity.PartGiven, "Ming")}},
				{Full: "习明", Kind: entity.NameOriginal, Script: "Hans", Parts: []entity.Part{part(entity.PartFamily, "习"), part(entity.PartGiven, "明")}}}},
		{"Hebrew has an ISO code of its own",
			[]genName{{parts: []string{"1520=DOE"}}, {script: 125, intoPrevious: true, parts: []string{"1520=דו"}}},
			[]entity.Name{{Full: "DOE", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartWhole, "DOE")}},
				{Full: "דו", Kind: entity.NameOriginal, Script: "Hebr", Parts: []entity.Part{part(entity.PartWhole, "דו")}}}},
		{"low quality is weak, also in the original script; f.k.a. in it is told",
			[]genName{{parts: []string{"1520=DOE"}}, {alias: 1401, low: true, script: 220, parts: []string{"1520=ДОУ"}}},
			[]entity.Name{{Full: "DOE", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartWhole, "DOE")}},
				{Full: "ДОУ", Kind: entity.NameOriginal, Weak: true, Script: "Cyrl", Note: "F.K.A.", Parts: []entity.Part{part(entity.PartWhole, "ДОУ")}}}},
		{"number as alias is kept, weak",
			[]genName{{parts: []string{"1520=DOE"}}, {alias: 1400, parts: []string{"1520=40"}}},
			[]entity.Name{{Full: "DOE", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartWhole, "DOE")}},
				{Full: "40", Kind: entity.NameAlias, Weak: true, Note: bogusNote, Parts: []entity.Part{part(entity.PartWhole, "40")}}}},
		{"n.k.a. and acronym",
			[]genName{{parts: []string{"1520=DOE"}}, {alias: 1402, parts: []string{"1520=ROE"}}, {alias: 1400, acronym: true, parts: []string{"1520=JD"}}},
			[]entity.Name{{Full: "DOE", Kind: entity.NamePrimary, Parts: []entity.Part{part(entity.PartWhole, "DOE")}},
				{Full: "ROE", Kind: entity.NameNew, Parts: []entity.Part{part(entity.PartWhole, "ROE")}},
				{Full: "JD", Kind: entity.NameAcronym, Parts: []entity.Part{part(entity.PartWhole, "JD")}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings := parseParties(t, listSDN, individual(genParty{names: c.in}))
			if d := cmp.Diff(c.want, got[0].Names, cmpopts.EquateEmpty()); d != "" || len(warnings) > 0 {
				t.Errorf("warnings %v\n%s", warnings, d)
			}
		})
	}
	t.Run("the comma of a company stays", func(t *testing.T) {
		got, _ := parseParties(t, listSDN, individual(genParty{subtype: 3, names: []genName{{parts: []string{"1525=ANGLO-CARIBBEAN CO., LTD."}}}}))
		if got[0].Primary() != "ANGLO-CARIBBEAN CO., LTD." {
			t.Errorf("name %q", got[0].Primary())
		}
	})
}

// TestAdvancedUnknown: what the reference sets do not explain is kept, with a
// warning.
func TestAdvancedUnknown(t *testing.T) {
	holds := func(e *entity.Entity, text string) bool {
		for _, n := range e.Notes {
			if strings.Contains(n.Text, text) {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		name  string
		party genParty
		warn  string
		kept  func(e *entity.Entity) bool
	}{
		{"feature type", genParty{features: []genFeature{{kind: 7777, text: "strange"}}}, "FeatureType",
			func(e *entity.Entity) bool { return holds(e, "FeatureType 7777 strange") }},
		{"lookup value", genParty{features: []genFeature{{kind: 125, ref: 8888}}}, "Additional Sanctions Information -",
			func(e *entity.Entity) bool {
				return cmp.Equal(e.Attributes, []entity.Attribute{{Key: "additional_sanctions_information", Value: "DetailReference 8888"}})
			}},
		{"document type", genParty{docs: []genDoc{{kind: 6666, number: "K-1"}}}, "IDRegDocType",
			func(e *entity.Entity) bool {
				return cmp.Equal(e.Identifiers, []entity.Identifier{{Type: entity.IDOther, Value: "K-1", Label: "IDRegDocType 6666"}})
			}},
		{"relation type", genParty{links: []genLink{{to: 900101, kind: 5555}}}, "RelationType",
			func(e *entity.Entity) bool {
				return len(e.Relations) == 1 && e.Relations[0].Kind == entity.RelationLinked && e.Relations[0].Text == "RelationType 5555"
			}},
		{"name part type", genParty{names: []genName{{parts: []string{"4444=DOE"}}}}, "NamePartType",
			func(e *entity.Entity) bool { return e.Primary() == "DOE" }},
		{"alias type", genParty{names: []genName{{parts: []string{"1520=DOE"}}, {alias: 3333, parts: []string{"1520=ROE"}}}}, "AliasType",
			func(e *entity.Entity) bool { return len(e.Names) == 2 && e.Names[1].Note == "AliasType 3333" }},
		{"party subtype", genParty{subtype: 99}, "PartySubType", func(e *entity.Entity) bool { return e.Schema == entity.LegalEntity }},
		{"country", genParty{docs: []genDoc{{kind: 1571, country: 2222, number: "P1"}}}, "Passport",
			func(e *entity.Entity) bool {
				return len(e.Identifiers) == 1 && e.Identifiers[0].Note == "Country 2222"
			}},
		{"relation to a record of the other list", genParty{links: []genLink{{to: 4697, kind: 15002}}}, "",
			func(e *entity.Entity) bool {
				return cmp.Equal(e.Relations, []entity.Relation{{Kind: entity.RelationActsFor, TargetName: "OFAC UID 4697", Text: "Acting for or on behalf of"}})
			}},
		{"no entry on any list", genParty{entries: []genEntry{}}, "SanctionsEntry", func(e *entity.Entity) bool { return len(e.Listings) == 0 }},
		{"gender", genParty{features: []genFeature{{kind: 224, text: "Other"}}}, "Gender", func(e *entity.Entity) bool { return holds(e, "Other") }},
		{"script", genParty{names: []genName{{parts: []string{"1520=DOE"}}, {script: 1111, intoPrevious: true, parts: []string{"1520=ᏣᎳᎩ"}}}}, "",
			func(e *entity.Entity) bool { return len(e.Names) == 2 && e.Names[1].Script == "Script 1111" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			other := individual(genParty{uid: 900101, names: []genName{{parts: []string{"1520=OTHER"}}}})
			got, warnings := parseParties(t, listSDN, individual(c.party), other)
			if !c.kept(got[0]) {
				t.Errorf("value lost: %+v", got[0])
			}
			if warned := strings.Join(warnings, "\n"); c.warn == "" && warned != "" || !strings.Contains(warned, c.warn) {
				t.Errorf("warnings %q, want one of %q", warned, c.warn)
			}
		})
	}
}

// TestAdvancedFeatures: one feature or document each, and what becomes of it.
func TestAdvancedFeatures(t *testing.T) {
	for _, c := range []struct {
		name  string
		party genParty
		want  entity.Entity
	}{
		{"reliability goes with the fact", genParty{features: []genFeature{{kind: 8, reliability: 91479, dates: []string{"1960-05-01", "1960-05-01", "1960-05-01", "1960-05-01"}}}},
			entity.Entity{Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1960, 5, 1), Note: "reliability: reported"}}}},
		{"false passport country stays told", genParty{features: []genFeature{{kind: 10, reliability: 1561, place: &genPlace{country: iran}}}},
			entity.Entity{Countries: []entity.CountryFact{{Role: entity.CountryNationality, Code: "ir", Note: "reliability: false"}}}},
		{"comment of a feature", genParty{features: []genFeature{{kind: 14, text: "www.example.org", comment: "seized"}}},
			entity.Entity{Contacts: []entity.Contact{{Kind: entity.ContactWebsite, Value: "www.example.org", Note: "seized"}}}},
		{"wallets by currency", genParty{features: []genFeature{{kind: 345, text: "0x7F367cC41522cE07553e823bf3be79A889DEbe1B"}, {kind: 344, text: "1ABC"}}},
			entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDWallet, Value: "0x7F367cC41522cE07553e823bf3be79A889DEbe1B", Label: "ETH"}, {Type: entity.IDWallet, Value: "1ABC", Label: "XBT"}}}},
		{"bank codes", genParty{subtype: 3, features: []genFeature{{kind: 13, text: "MOSWRUMM"}, {kind: 164, text: "044525225"}, {kind: 364, text: "683558694"}}},
			entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDBIC, Value: "MOSWRUMM", Label: "SWIFT/BIC"}, {Type: entity.IDBIK, Value: "044525225", Country: "ru", Label: "BIK (RU)"}, {Type: entity.IDDUNS, Value: "683558694", Label: "D-U-N-S Number"}}}},
		{"security makes a company", genParty{subtype: 3, features: []genFeature{{kind: 806, text: "RU0009029540"}, {kind: 766, text: "SBER"}}},
			entity.Entity{Schema: entity.Company, Identifiers: []entity.Identifier{{Type: entity.IDISIN, Value: "RU0009029540", Label: "ISIN"}, {Type: entity.IDTicker, Value: "SBER", Label: "Equity Ticker"}}}},
		{"Russian numbers by their form", genParty{subtype: 3, docs: []genDoc{{kind: 1585, country: russia, number: "1027700043502"}, {kind: 1596, country: russia, number: "7706107510"}, {kind: 1636, country: russia, number: "00044428"}, {kind: 91752, number: "253400JT3MQWNDKMJE44"}}},
			entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration ID"}, {Type: entity.IDINN, Value: "7706107510", Country: "ru", Label: "Tax ID No."},
				{Type: entity.IDOKPO, Value: "00044428", Country: "ru", Label: "Government Gazette Number"}, {Type: entity.IDLEI, Value: "253400JT3MQWNDKMJE44", Label: "Legal Entity Number"}}}},
		{"IMO number without its prefix", genParty{subtype: 1, names: []genName{{parts: []string{"1526=SHIP"}}}, docs: []genDoc{{kind: 1626, number: "9187629"}}},
			entity.Entity{Schema: entity.Vessel, Identifiers: []entity.Identifier{{Type: entity.IDIMO, Value: "9187629", Label: "Vessel Registration Identification"}}}},
		{"SSN is American", genParty{docs: []genDoc{{kind: 1572, number: "123-45-6789"}}},
			entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDNational, Value: "123-45-6789", Country: "us", Label: "SSN"}}}},
		{"document without number", genParty{docs: []genDoc{{kind: 1571, country: iran, comment: "lost"}}},
			entity.Entity{Notes: []entity.Note{{Kind: noteRemarks, Text: "Passport without number ir lost"}}}},
		{"place without a country", genParty{features: []genFeature{{kind: 25, place: &genPlace{parts: []string{"1=Korea, North"}}}}},
			entity.Entity{Addresses: []entity.Address{{Full: "Korea, North"}}}},
		{"nationality in a part of unknown type", genParty{features: []genFeature{{kind: 10, place: &genPlace{parts: []string{"1=Korea, North"}}}}},
			entity.Entity{Countries: []entity.CountryFact{{Role: entity.CountryNationality, Code: "kp"}}}},
		{"country by area code alone", genParty{features: []genFeature{{kind: 25, place: &genPlace{area: yemen, parts: []string{"1454=Sanaa"}}}}},
			entity.Entity{Addresses: []entity.Address{{City: "Sanaa", Country: "ye"}}}},
		{"address of three lines, province and region", genParty{features: []genFeature{{kind: 25, place: &genPlace{country: egypt, parts: []string{"1451=Flat 3", "1452=9 Nile St.", "1453=Maadi", "1455=Giza", "1450=Upper Egypt"}}}}},
			entity.Entity{Addresses: []entity.Address{{Street: "Flat 3, 9 Nile St., Maadi", Region: "Giza, Upper Egypt", Country: "eg"}}}},
		{"established date, target type", genParty{subtype: 3, features: []genFeature{{kind: 646, dates: []string{"2022-06-09", "2022-06-09", "2022-06-09", "2022-06-09"}}, {kind: 826, ref: 92062}}},
			entity.Entity{Schema: entity.PublicBody, Dates: []entity.DatedFact{{Kind: entity.DateIncorporation, Date: entity.NewDate(2022, 6, 9)}}, Attributes: []entity.Attribute{{Key: "target_type", Value: "Government Entity"}}}},
		{"additional program tags", genParty{features: []genFeature{{kind: 1049, text: "[IRGC] [IFSR]"}}},
			entity.Entity{Attributes: []entity.Attribute{{Key: "program_tag", Value: "IRGC"}, {Key: "program_tag", Value: "IFSR"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings := parseParties(t, listSDN, individual(c.party))
			e := *got[0]
			if c.want.Schema != "" && e.Schema != c.want.Schema {
				t.Errorf("schema %s, want %s", e.Schema, c.want.Schema)
			}
			e.ID, e.List, e.Schema, e.Names, e.Listings, e.Topics, c.want.Schema = "", "", "", nil, nil, nil, ""
			if d := cmp.Diff(c.want, e, cmpopts.EquateEmpty()); d != "" || len(warnings) > 0 {
				t.Errorf("warnings %v\n%s", warnings, d)
			}
		})
	}
}

// TestAdvancedRelations: kinds and directions, read "From <type> To".
func TestAdvancedRelations(t *testing.T) {
	for _, c := range []struct {
		kind   int
		former bool
		qual   int
		want   entity.RelationKind
		text   string
		schema [2]entity.Schema // of From and To
	}{
		{1555, false, 0, entity.RelationAssociate, "Associate Of", [2]entity.Schema{entity.Organization, entity.Organization}},
		{15001, false, 0, entity.RelationSupports, "Providing support to", [2]entity.Schema{entity.Organization, entity.Organization}},
		{15002, false, 0, entity.RelationActsFor, "Acting for or on behalf of", [2]entity.Schema{entity.Organization, entity.Organization}},
		{15003, false, 0, entity.RelationOwner, "Owned or Controlled By", [2]entity.Schema{entity.Company, entity.Organization}},
		{15003, true, 0, entity.RelationLinked, "formerly: Owned or Controlled By", [2]entity.Schema{entity.Organization, entity.Organization}},
		{15004, false, 0, entity.RelationFamily, "Family member of", [2]entity.Schema{entity.Organization, entity.Organization}},
		{91422, false, 0, entity.RelationLinked, "playing a significant role in", [2]entity.Schema{entity.Organization, entity.Organization}},
		{91725, false, 1541, entity.RelationDirector, "Leader or official of (low quality)", [2]entity.Schema{entity.Organization, entity.Organization}},
		{91900, false, 1540, entity.RelationDirector, "Principal Executive Officer (High)", [2]entity.Schema{entity.Organization, entity.Organization}},
		{92019, false, 0, entity.RelationOwns, "Owns, controls, or operates", [2]entity.Schema{entity.Organization, entity.Company}},
		{92122, false, 0, entity.RelationOwner, "Property in the interest of", [2]entity.Schema{entity.Company, entity.Organization}},
	} {
		t.Run(c.text, func(t *testing.T) {
			name := func(n string) []genName { return []genName{{parts: []string{"1525=" + n}}} }
			got, warnings := parseParties(t, listSDN,
				individual(genParty{uid: 1001, subtype: 3, names: name("FROM"), links: []genLink{{to: 1002, kind: c.kind, former: c.former, quality: c.qual}}}),
				individual(genParty{uid: 1002, subtype: 3, names: name("TO")}))
			want := []entity.Relation{{Kind: c.want, TargetID: "1002", TargetName: "TO", Text: c.text}}
			if d := cmp.Diff(want, got[0].Relations); d != "" || len(got[1].Relations) > 0 || len(warnings) > 0 {
				t.Errorf("warnings %v, other side %v\n%s", warnings, got[1].Relations, d)
			}
			if s := [2]entity.Schema{got[0].Schema, got[1].Schema}; s != c.schema {
				t.Errorf("schemata %v, want %v", s, c.schema)
			}
		})
	}
}

// TestAdvancedListings: what entries on several lists mean, with the forms seen
// in the file of February 2024.
func TestAdvancedListings(t *testing.T) {
	listing := func(program, basis, note string, effective entity.Date, measures ...string) entity.Listing {
		return entity.Listing{Authority: "OFAC", Country: "us", Program: program, Basis: basis, Note: note, Effective: effective, Measures: measures}
	}
	const ukraine, russiaOrder = "Executive Order 13662 (Ukraine)", "Executive Order 14024 (Russia)"
	const sectoralLists = "Sectoral Sanctions Identifications List, Consolidated List"
	tags := []string{"UKRAINE-EO13662", "RUSSIA-EO14024"}
	entry := func(list int, day string, bases, types []int, tags ...string) genEntry {
		return genEntry{list: list, day: day, bases: bases, types: types, programs: tags}
	}
	both := []int{91503, 92049}
	for _, c := range []struct {
		name     string
		which    listKind
		features []genFeature
		entries  []genEntry
		want     []entity.Listing
		attrs    []entity.Attribute
	}{
		{"one programme", listSDN, nil, sdnEntry("2015-09-29", 1828, "SDGT"),
			[]entity.Listing{listing("SDGT", "Executive Order 13224 (Terrorism)", "", entity.NewDate(2015, 9, 29), "Block")}, nil},
		{"two programmes, each with its legal basis", listSDN, nil,
			[]genEntry{entry(listSDNID, "2015-09-29", []int{1828, 91433}, []int{1705}, "FTO", "SDGT")},
			[]entity.Listing{listing("FTO", "INA", "", entity.NewDate(2015, 9, 29), "Block"), listing("SDGT", "Executive Order 13224 (Terrorism)", "", entity.NewDate(2015, 9, 29), "Block")}, nil},
		{"basis that fits no tag is kept", listSDN, nil,
			[]genEntry{entry(listSDNID, "2015-09-29", []int{1828, 91433}, []int{1705}, "SDGT", "IRAQ2")},
			[]entity.Listing{listing("SDGT", "Executive Order 13224 (Terrorism)", "", entity.NewDate(2015, 9, 29), "Block"), listing("IRAQ2", "", "", entity.NewDate(2015, 9, 29), "Block")},
			[]entity.Attribute{{Key: "legal_basis", Value: "INA"}}},
		{"sectoral first, blocked later: two days, two measures", listSDN, nil,
			[]genEntry{entry(listSDNID, "2022-04-06", both, []int{91506, 1705}, tags...), entry(listSSI, "2015-12-22", both, []int{91506, 1705}, tags...), entry(listUmbrella, "2015-12-22", both, []int{91506, 1705}, tags...)},
			[]entity.Listing{listing("RUSSIA-EO14024", russiaOrder, "", entity.NewDate(2022, 4, 6), "Block"), listing("UKRAINE-EO13662", ukraine, sectoralLists, entity.NewDate(2015, 12, 22), "Directive 2")}, nil},
		{"on the SDN list without a word of blocking", listSDN, nil,
			[]genEntry{entry(listSDNID, "2022-04-06", both, []int{91506}, tags...), entry(listSSI, "2015-12-22", both, []int{91506}, tags...)},
			[]entity.Listing{listing("RUSSIA-EO14024", russiaOrder, noteOnSDN, entity.NewDate(2022, 4, 6), "Block"), listing("UKRAINE-EO13662", ukraine, "Sectoral Sanctions Identifications List", entity.NewDate(2015, 12, 22), "Directive 2")}, nil},
		{"programme younger than the entry has no day", listSDN, nil,
			[]genEntry{entry(listSDNID, "2018-04-06", []int{1828, 92049}, []int{1705}, "SDGT", "RUSSIA-EO14024")},
			[]entity.Listing{listing("SDGT", "Executive Order 13224 (Terrorism)", "", entity.NewDate(2018, 4, 6), "Block"),
				listing("RUSSIA-EO14024", russiaOrder, "the record has been on the list since 2018-04-06, longer than the programme exists; its day is not published", entity.Date{}, "Block")}, nil},
		{"sectoral only, on the Consolidated list", listCons, []genFeature{{kind: 204, ref: 91522}},
			[]genEntry{entry(listSSI, "2014-07-16", []int{91503}, []int{91506, 91514}, "UKRAINE-EO13662")},
			[]entity.Listing{listing("UKRAINE-EO13662", ukraine, "Sectoral Sanctions Identifications List", entity.NewDate(2014, 7, 16), "Directive 2", "Directive 4")}, nil},
		{"Legislative Council is rejected, not blocked", listCons, nil,
			[]genEntry{entry(91243, "2006-04-12", []int{1}, []int{1706}, "NS-PLC")},
			[]entity.Listing{listing("NS-PLC", "", "Non-SDN Palestinian Legislative Council List", entity.NewDate(2006, 4, 12), "Reject")}, nil},
		{"directive with days of its own", listSDN,
			[]genFeature{{kind: 948, ref: 92098}, {kind: 953, dates: []string{"2022-02-24", "2022-02-24", "2022-02-24", "2022-02-24"}}, {kind: 954, dates: []string{"2022-03-26", "2022-03-26", "2022-03-26", "2022-03-26"}}},
			[]genEntry{entry(listSDNID, "2023-05-19", []int{92049}, []int{1705, 92087}, "RUSSIA-EO14024")},
			[]entity.Listing{listing("RUSSIA-EO14024", russiaOrder, "", entity.NewDate(2023, 5, 19), "Block"),
				{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: russiaOrder, Measures: []string{"Directive 3"}, Published: entity.NewDate(2022, 2, 24), Effective: entity.NewDate(2022, 3, 26),
					Note: "All transactions in new debt of longer than 14 days maturity are prohibited."}}, nil},
		{"menu of sanctions", listSDN, []genFeature{{kind: 525, ref: 91766}},
			[]genEntry{entry(listSDNID, "2020-12-14", []int{1}, []int{1705}, "CAATSA - RUSSIA")},
			[]entity.Listing{listing("CAATSA - RUSSIA", "", "", entity.NewDate(2020, 12, 14), "Block", "FOREIGN EXCHANGE. Sec 235(a)(7)")}, nil},
		{"block pending investigation", listSDN, nil, sdnEntry("2024-02-23", 92049, "BPI-RUSSIA-EO14024"),
			[]entity.Listing{listing("BPI-RUSSIA-EO14024", russiaOrder, noteBPI, entity.NewDate(2024, 2, 23), "Block")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, warnings := parseParties(t, c.which, individual(genParty{subtype: 3, features: c.features, entries: c.entries}))
			if d := cmp.Diff(c.want, got[0].Listings, cmpopts.EquateEmpty()); d != "" || len(warnings) > 0 {
				t.Errorf("warnings %v\n%s", warnings, d)
			}
			if d := cmp.Diff(c.attrs, got[0].Attributes, cmpopts.EquateEmpty()); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestAdvancedRefused: files that cannot be trusted, and records that cannot.
func TestAdvancedRefused(t *testing.T) {
	whole, err := os.ReadFile(advancedFixture)
	if err != nil {
		t.Fatal(err)
	}
	cut := func(tag string) string {
		s := string(whole)
		from, to := strings.Index(s, "  <"+tag+">"), strings.Index(s, "</"+tag+">")+len("</"+tag+">\n")
		return s[:from] + s[to:]
	}
	for _, c := range []struct {
		name, file, doc string
		which           listKind
		want            error
		text            string
	}{
		{"no parties", "x.xml", cut("DistinctParties"), listSDN, list.ErrNotList, "no DistinctParties"},
		{"no entries", "x.xml", cut("SanctionsEntries"), listSDN, list.ErrNotList, "no SanctionsEntries"},
		{"no places", "x.xml", cut("Locations"), listSDN, list.ErrNotList, "no Locations"},
		{"no documents", "x.xml", cut("IDRegDocuments"), listSDN, list.ErrNotList, "no IDRegDocuments"},
		{"no relations", "x.xml", cut("ProfileRelationships"), listSDN, list.ErrNotList, "no ProfileRelationships"},
		{"no reference values", "x.xml", cut("ReferenceValueSets"), listSDN, nil, "Locations before ReferenceValueSets"},
		{"other list by content", "x.xml", string(whole), listCons, nil, ""}, // both lists: Rosneft is on either
		{"other list by name", "cons_advanced.xml", string(whole), listSDN, list.ErrNotList, "other OFAC list"},
		{"SDN file as Consolidated", "x.xml", string(advancedDoc(individual(genParty{}))), listCons, list.ErrNotList, "on the other OFAC list"},
		{"cut", "x.xml", string(whole[:len(whole)/2]), listSDN, xmlnode.ErrTruncated, ""},
		{"last line missing", "x.xml", strings.TrimSuffix(string(whole), "</Sanctions>\n"), listSDN, xmlnode.ErrTruncated, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := listtest.Parse(advancedSource(c.which), list.Input{Files: []list.File{list.BytesFile(c.file, []byte(c.doc))}})
			if (c.want != nil || c.text != "") != (err != nil) {
				t.Fatalf("error %v, want %v %q", err, c.want, c.text)
			}
			if err != nil && (c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text)) {
				t.Errorf("error %v, want %v %q", err, c.want, c.text)
			}
		})
	}
	for name, change := range map[string][2]string{
		"party without FixedRef": {`<DistinctParty FixedRef="900004">`, `<DistinctParty>`},
		"second FixedRef":        {`<DistinctParty FixedRef="900004">`, `<DistinctParty FixedRef="900003">`},
		"no name":                {`>EP-MUS<`, `><`},
	} {
		t.Run(name, func(t *testing.T) {
			doc := strings.Replace(string(whole), change[0], change[1], 1)
			got, rep, err := listtest.Parse(advancedSource(listSDN), list.Input{Files: []list.File{list.BytesFile("x.xml", []byte(doc))}})
			if err != nil || len(got) != 5 || rep.Rejects != 1 {
				t.Errorf("%d accepted, %d rejected, error %v; want 5, 1, nil", len(got), rep.Rejects, err)
			}
		})
	}
	t.Run("what belongs to no party is told", func(t *testing.T) {
		doc := string(whole)
		i := strings.Index(doc, `    <DistinctParty FixedRef="900001">`)
		j := strings.Index(doc, `    <DistinctParty FixedRef="900002">`)
		_, rep := listtest.MustParse(t, advancedSource(listSDN), list.Input{Files: []list.File{list.BytesFile("x.xml", []byte(doc[:i]+doc[j:]))}})
		count := map[string]int{}
		for _, w := range rep.Warnings {
			count[w.Field]++
		}
		if d := cmp.Diff(map[string]int{"SanctionsEntry": 1, "IDRegDocument": 2, "ProfileRelationship": 2}, count); d != "" {
			t.Error(d)
		}
	})
	t.Run("new elements are told", func(t *testing.T) {
		doc := strings.Replace(string(whole), "<IdentityReference ", `<Novelty kind="x" /><IdentityReference `, 1)
		doc = strings.Replace(doc, "  <SanctionsEntryLinks />", "  <SanctionsEntryLinks><SanctionsEntryLink ID=\"1\" /></SanctionsEntryLinks>", 1)
		doc = strings.Replace(doc, "  <Locations>", "  <Locations><Extra/>", 1)
		doc = strings.Replace(doc, "    <ValidityValues>", "    <NewValues><New ID=\"1\">x</New></NewValues><ValidityValues>", 1)
		_, rep := listtest.MustParse(t, advancedSource(listSDN), list.Input{Files: []list.File{list.BytesFile("x.xml", []byte(doc))}})
		want := map[string]int{"DistinctParty/Profile/Feature/Novelty": 1, "Sanctions/SanctionsEntryLinks/SanctionsEntryLink": 1, "Sanctions/Locations/Extra": 1}
		if d := cmp.Diff(want, rep.Unread); d != "" {
			t.Error(d)
		}
	})
}

// FuzzAdvancedXML starts from a document with few reference values: mutations
// of a long one would mostly hit those.
func FuzzAdvancedXML(f *testing.F) {
	whole := string(advancedDoc(fixtureParties()[1:3]...))
	from, to := strings.Index(whole, "<ReferenceValueSets>"), strings.Index(whole, "</ReferenceValueSets>")
	short := whole[:from] + `<ReferenceValueSets><AliasTypeValues><AliasType ID="1403">Name</AliasType></AliasTypeValues>` +
		`<DocNameStatusValues><DocNameStatus ID="1">Primary Latin</DocNameStatus></DocNameStatusValues>` +
		`<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType></FeatureTypeValues>` +
		`<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>` +
		`<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues><PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>` +
		`<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>` + whole[to:]
	listtest.Fuzz(f, advancedSource(listSDN), "sdn_advanced.xml", []byte(short), []byte("<Sanctions ><ReferenceValueSets/></Sanctions>"))
}
