package ofac

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

func TestSplitClauses(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		stop       bool
	}{
		{"empty", "", nil, false},
		{"one", "DOB 1962.", []string{"DOB 1962"}, true},
		{"several", "DOB 1962; alt. DOB 1963; POB Shati.", []string{"DOB 1962", "alt. DOB 1963", "POB Shati"}, true},
		{"stops inside", "See Section 11 of Executive Order 14024.; Tax ID No. 1.", []string{"See Section 11 of Executive Order 14024.", "Tax ID No. 1"}, true},
		{"semicolon in a quoted alias", "a.k.a. 'A; B'; a.k.a. 'C'.", []string{"a.k.a. 'A; B'", "a.k.a. 'C'"}, true},
		{"apostrophes in a quoted alias", "a.k.a. 'IBN AL-'ABBAS'; alt. a.k.a. 'THE 'BOSS''.", []string{"a.k.a. 'IBN AL-'ABBAS'", "alt. a.k.a. 'THE 'BOSS''"}, true},
		{"quote never closed", "a.k.a. 'A; DOB 1962", []string{"a.k.a. 'A", "DOB 1962"}, false},
		{"no space behind the semicolon", "nationality possibly Palestinian;arrested 23 Apr 2002.", []string{"nationality possibly Palestinian", "arrested 23 Apr 2002"}, true},
		{"semicolon in an address", "Website http://a.example/x;jsessionid=1; DOB 1962.", []string{"Website http://a.example/x;jsessionid=1", "DOB 1962"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, stop := splitClauses(tt.text)
			if d := cmp.Diff(tt.want, got); d != "" || stop != tt.stop {
				t.Errorf("splitClauses(%q) stop %v, want %v; -want +got\n%s", tt.text, stop, tt.stop, d)
			}
		})
	}
}

func TestFindLabel(t *testing.T) {
	tests := []struct{ clause, label, value string }{
		{"DOB circa 1951", "DOB", "circa 1951"},
		{"Passport A755350 (Saudi Arabia)", "Passport", "A755350 (Saudi Arabia)"},
		{"Passport Booklet: A5199819 (Pakistan)", "Passport Booklet", "A5199819 (Pakistan)"},
		{"Registration ID 1027700043502 (Russia)", "Registration ID", "1027700043502 (Russia)"},
		{"R.F.C. # PMA-910805 (Mexico)", "R.F.C. #", "PMA-910805 (Mexico)"},
		{"National ID No.: 1372584, Kenya", "National ID No.", "1372584, Kenya"},
		{"Email:someone@example.net", "Email", "someone@example.net"},
		{"Unified Social Credit Code (USCC) 91222401MA0Y31E659 (China)", "Unified Social Credit Code (USCC)", "91222401MA0Y31E659 (China)"},
		{"Digital Currency Address - XBT 12Qt", "Digital Currency Address -", "XBT 12Qt"},
		{"Listing Date (EO 14024 Directive 2): 24 Feb 2022", "Listing Date (", "EO 14024 Directive 2): 24 Feb 2022"},
		{"(Linked To: X)", "(Linked To:", "X)"},
		{"Telephone (98)(21)(66153220)", "Telephone", "(98)(21)(66153220)"},
		{"Licensed in Panama", "", ""},
		{"Passports seized", "", ""},
		{"HAMAS - Hebron", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		l, value := findLabel(tt.clause)
		name := ""
		if l != nil {
			name = l.text
		}
		if name != tt.label || value != tt.value {
			t.Errorf("findLabel(%q) = %q, %q, want %q, %q", tt.clause, name, value, tt.label, tt.value)
		}
	}
}

func TestLabelTable(t *testing.T) {
	seen := make(map[string]bool)
	for _, l := range labels {
		if seen[l.text] {
			t.Errorf("label %q stands twice", l.text)
		}
		seen[l.text] = true
		if got, _ := findLabel(l.text + " 1"); got == nil || got.text != l.text {
			t.Errorf("label %q is hidden by another", l.text)
		}
		if l.kind == factAttribute && l.key == "" || l.kind == factID && l.id == "" || l.kind == factContact && l.contact == "" || l.kind == factAlias && l.name == "" {
			t.Errorf("label %q lacks what its kind needs", l.text)
		}
	}
}

// remarksOf runs the remarks of one record and returns the entity without what
// does not come from them.
func remarksOf(t testing.TB, kind, text string) (*entity.Entity, *list.Report) {
	t.Helper()
	rep := &list.Report{}
	b, err := newBuilder(rep, nameIndex{}, listSDN, "1", kind, 1)
	if err != nil {
		t.Fatal(err)
	}
	b.remarks(text, false)
	e := b.finish(nil)
	e.ID, e.Topics = "", nil
	return e, rep
}

func TestRemarks(t *testing.T) {
	id := func(typ entity.IDType, value, country, label string) entity.Entity {
		return entity.Entity{Identifiers: []entity.Identifier{{Type: typ, Value: value, Country: country, Label: label}}}
	}
	note := func(s string) entity.Entity {
		return entity.Entity{Notes: []entity.Note{{Kind: "remarks", Text: s}}}
	}
	tests := []struct {
		kind, text string
		warned     int
		want       entity.Entity
	}{
		{"individual", "DOB circa 1935-1945.", 0, entity.Entity{Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1935}, End: entity.Day{Year: 1945}, Circa: true}}}}},
		{"individual", "DOB 12 Mar 1966 to 15 Mar 1966.", 0, entity.Entity{Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1966, Month: 3, Day: 12}, End: entity.Day{Year: 1966, Month: 3, Day: 15}}}}}},
		{"individual", "DOB in his thirties.", 1, note("DOB in his thirties")},
		{"individual", "nationality Atlantis.", 1, entity.Entity{Countries: []entity.CountryFact{{Role: entity.CountryNationality, Text: "Atlantis"}}}},
		{"individual", "nationality possibly Palestinian;arrested 23 Apr 2002.", 0, entity.Entity{Countries: []entity.CountryFact{{Role: entity.CountryNationality, Code: "ps", Note: "possibly"}}, Notes: []entity.Note{{Kind: "remarks", Text: "arrested 23 Apr 2002"}}}},
		{"individual", "Gender Unknown.", 1, note("Gender Unknown")},
		{"individual", "POB Las Cruces, New Mexico.", 0, entity.Entity{BirthPlaces: []entity.Address{{Full: "Las Cruces, New Mexico"}}}},
		{"individual", "POB Keren Eritrea.", 0, entity.Entity{BirthPlaces: []entity.Address{{Full: "Keren Eritrea", Country: "er"}}, Countries: []entity.CountryFact{{Role: entity.CountryBirth, Code: "er"}}}},
		{"individual", "Passport issued in Sarajevo, Bosnia-Herzegovina.", 1, note("Passport issued in Sarajevo, Bosnia-Herzegovina")},
		{"individual", "Passport No.: 0310857, Eritrea, Issue Date 21 August 2006, Expire Date 20 August 2008).", 0, entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "0310857", Country: "er", Label: "Passport", Issued: entity.NewDate(2006, 8, 21), Expires: entity.NewDate(2008, 8, 20)}}}},
		{"individual", "Passport OR801168 and Kuwaiti National ID No. 281020505755.", 0, entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "OR801168", Label: "Passport"}, {Type: entity.IDNational, Value: "281020505755", Country: "kw", Label: "National ID No."}}}},
		{"individual", "Passport D000000483, Diplomatic (Syria).", 0, entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "D000000483, Diplomatic", Country: "sy", Label: "Passport"}}}},
		{"individual", "Passport I066302 (Cabo Verde. Previously Cape Verde.).", 0, id(entity.IDPassport, "I066302", "cv", "Passport")},
		{"individual", "Tax ID No. 772860000000 (Russia).", 0, id(entity.IDINN, "772860000000", "ru", "Tax ID No.")},
		{"individual", "Chinese Commercial Code 1728 4320 0001.", 0, entity.Entity{Attributes: []entity.Attribute{{Key: "chinese_commercial_code", Value: "1728 4320 0001"}}}},
		{"individual", "Title Basij Deputy Commander.", 0, entity.Entity{Positions: []string{"Basij Deputy Commander"}}},
		{"individual", "Major General.", 0, entity.Entity{Titles: []string{"Major General"}}},
		{"individual", "Former Minister of Oil.", 0, entity.Entity{Positions: []string{"Former Minister of Oil"}}},
		{"individual", "a.k.a. ''FOOPIE''.", 0, entity.Entity{Names: []entity.Name{{Full: "FOOPIE", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "FOOPIE"}}}}}},
		{"individual", "a.k.a. 'ABU-AL-KARKH', 'Yusuf'.", 0, entity.Entity{Names: []entity.Name{{Full: "'Yusuf ABU-AL-KARKH'", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "ABU-AL-KARKH'"}, {Kind: entity.PartGiven, Value: "'Yusuf"}}}}}},
		{"", "d.b.a. 'ANARQUIA PAINTBALL'.", 0, entity.Entity{Names: []entity.Name{{Full: "ANARQUIA PAINTBALL", Kind: entity.NameAlias, Weak: true, Note: "doing business as"}}}},
		{"", "Registration Number HRA 738077 (Stuttgart) (Germany).", 0, entity.Entity{Identifiers: []entity.Identifier{{Type: entity.IDRegistration, Value: "HRA 738077", Country: "de", Label: "Registration Number", Note: "Stuttgart"}}}},
		{"", "Legal Entity Number 851683897 (Netherlands).", 0, id(entity.IDRegistration, "851683897", "nl", "Legal Entity Number")},
		{"", "Legal Entity Number 253400V1H6ART1UQ0N98.", 0, id(entity.IDLEI, "253400V1H6ART1UQ0N98", "", "Legal Entity Number")},
		{"", "Company Number IMO 5055293.", 0, id(entity.IDIMOCompany, "IMO 5055293", "", "Company Number")},
		{"", "International Maritime Organization No. (5777731).", 0, id(entity.IDIMOCompany, "5777731", "", "International Maritime Organization No.")},
		{"vessel", "Vessel Registration Identification 9187629.", 0, id(entity.IDIMO, "9187629", "", "Vessel Registration Identification")},
		{"vessel", "Vessel Registration Identification RS 150443 (Russia).", 0, id(entity.IDRegistration, "RS 150443", "ru", "Vessel Registration Identification")},
		{"", "Orbital Launch Number OL-77/3 (Russia).", 1, id(entity.IDOther, "OL-77/3", "ru", "Orbital Launch Number")},
		{"", "Digital Currency Address - XBT.", 1, note("Digital Currency Address - XBT")},
		{"", "info@example.net (email); http://www.example.net (website); www.example.org; Fax: 0097282858208; Phone No. 263-4-486946.", 0, entity.Entity{Contacts: []entity.Contact{
			{Kind: entity.ContactEmail, Value: "info@example.net"}, {Kind: entity.ContactWebsite, Value: "http://www.example.net"}, {Kind: entity.ContactWebsite, Value: "www.example.org"},
			{Kind: entity.ContactFax, Value: "0097282858208"}, {Kind: entity.ContactPhone, Value: "263-4-486946"}}}},
		{"", "Linked To: EXAMPLE HOLDING S.A.", 0, entity.Entity{Relations: []entity.Relation{{Kind: entity.RelationLinked, TargetName: "EXAMPLE HOLDING S.A.", Text: "Linked To"}}}},
		{"", "Linked To: EXAMPLE AIRLINES.", 0, entity.Entity{Relations: []entity.Relation{{Kind: entity.RelationLinked, TargetName: "EXAMPLE AIRLINES", Text: "Linked To"}}}},
		{"", "Nationality of Registration Korea, North.", 0, entity.Entity{Countries: []entity.CountryFact{{Role: entity.CountryJurisdiction, Code: "kp"}}}},
		{"", "Target Type Government Entity.", 0, entity.Entity{Schema: entity.PublicBody, Attributes: []entity.Attribute{{Key: "target_type", Value: "Government Entity"}}}},
		{"", "Executive Order 13846 information: FOREIGN EXCHANGE.  Sec. 5(a)(ii); alt. Executive Order 13846 information: IMPORT SANCTIONS.  Sec. 5(a)(vi).", 0, entity.Entity{Listings: []entity.Listing{
			{Authority: "OFAC", Country: "us", Basis: "Executive Order 13846", Measures: []string{"FOREIGN EXCHANGE. Sec. 5(a)(ii)", "IMPORT SANCTIONS. Sec. 5(a)(vi)"}}}}},
		{"", "All offices worldwide.", 0, note("All offices worldwide")},
	}
	schemas := map[string]entity.Schema{"individual": entity.Person, "vessel": entity.Vessel, "": entity.Organization}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, rep := remarksOf(t, tt.kind, tt.text)
			if tt.want.Schema == "" {
				tt.want.Schema = schemas[tt.kind]
			}
			if d := cmp.Diff(&tt.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
			if rep.Warned != tt.warned {
				t.Errorf("%d warnings, want %d: %v", rep.Warned, tt.warned, rep.Warnings)
			}
		})
	}
}

func TestPersonName(t *testing.T) {
	tests := []struct{ listed, full, parts string }{
		{"ABU MARZOOK, Mousa Mohammed", "Mousa Mohammed ABU MARZOOK", "family=ABU MARZOOK given=Mousa Mohammed"},
		{"MNANGAGWA, JR., Emmerson Dambudzo", "Emmerson Dambudzo MNANGAGWA JR.", "family=MNANGAGWA given=Emmerson Dambudzo suffix=JR."},
		{"LAVILLA, Ruben Pestano, Jr.", "Ruben Pestano LAVILLA Jr.", "family=LAVILLA given=Ruben Pestano suffix=Jr."},
		{"MARUF, Taha, Muhyi al-Din", "Taha Muhyi al-Din MARUF", "family=MARUF given=Taha Muhyi al-Din"},
		{"AL ZAWAHIRI, Dr. Ayman", "Dr. Ayman AL ZAWAHIRI", "family=AL ZAWAHIRI title=Dr. given=Ayman"},
		{"AGHA, Haji Abdul Manan", "Haji Abdul Manan AGHA", "family=AGHA given=Haji Abdul Manan"},
		{"KHUN SA", "KHUN SA", "whole=KHUN SA"},
		{" ,  ", "", "whole="},
		{"ONLY,", "ONLY", "whole=ONLY"},
	}
	for _, tt := range tests {
		n := personName(tt.listed)
		var parts []string
		for _, p := range n.Parts {
			parts = append(parts, string(p.Kind)+"="+p.Value)
		}
		if got := strings.Join(parts, " "); n.Full != tt.full || got != tt.parts {
			t.Errorf("personName(%q) = %q, %q, want %q, %q", tt.listed, n.Full, got, tt.full, tt.parts)
		}
	}
}

func TestCityLine(t *testing.T) {
	tests := []struct {
		line, country string
		want          entity.Address
	}{
		{"Havana", "Cuba", entity.Address{City: "Havana"}},
		{"London EC3N 1DY", "United Kingdom", entity.Address{City: "London", PostalCode: "EC3N 1DY"}},
		{"Amsterdam 1082 MA", "Netherlands", entity.Address{City: "Amsterdam", PostalCode: "1082 MA"}},
		{"Zurich CH-8022", "Switzerland", entity.Address{City: "Zurich", PostalCode: "CH-8022"}},
		{"Dearborn, MI 48126", "United States", entity.Address{City: "Dearborn", Region: "MI", PostalCode: "48126"}},
		{"Huixquilucan, Estado de Mexico C.P. 52784", "Mexico", entity.Address{City: "Huixquilucan", Region: "Estado de Mexico", PostalCode: "C.P. 52784"}},
		{"Baku AZ 1008", "Azerbaijan", entity.Address{City: "Baku", PostalCode: "AZ 1008"}},
		{"Novopolotsk, Vitebsk region", "Belarus", entity.Address{City: "Novopolotsk", Region: "Vitebsk region"}},
		{"Irkutsk region 665830", "Russia", entity.Address{Region: "Irkutsk region", PostalCode: "665830"}},
		{"117105", "Russia", entity.Address{PostalCode: "117105"}},
		{"6th of October City", "Egypt", entity.Address{City: "6th of October City"}},
		{"", "", entity.Address{}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, cityLine(tt.line, tt.country)); d != "" {
			t.Errorf("cityLine(%q): -want +got\n%s", tt.line, d)
		}
	}
}

func FuzzRemarks(f *testing.F) {
	for _, s := range []string{
		"DOB 10 Dec 1948; POB Egypt; nationality Egypt; Passport G 649385 (Egypt) issued 08 Sep 2006 expires 17 Jul 2011.",
		"a.k.a. 'ABU 'ABD'; f.k.a. 'X; Y'; Linked To: Z CO., LTD.", "alt. Digital Currency Address - ETH 0x1da5; Organization Type: A; b.",
		"Listing Date (EO 14024 Directive 2): 24 Feb 2022; Executive Order 14024 Directive Information Subject to Directive 3 - All.",
		"(Linked To: A)(Linked To: B)", "Passport and National ID were issued in Ulm", ";;; ;a.k.a. '", "National ID No.:.",
	} {
		f.Add(s, "individual", false)
		f.Add(s, "", true)
		f.Add(s, "aircraft", false)
	}
	f.Fuzz(func(t *testing.T, text, kind string, cut bool) {
		rep := &list.Report{}
		b, err := newBuilder(rep, nameIndex{}, listSDN, "1", kind, 1)
		if err != nil {
			return
		}
		b.addName(entity.Name{Full: "X", Kind: entity.NamePrimary})
		b.remarks(text, cut)
		e := b.finish([]string{"SDGT"})
		e.Origin.Source = "fuzz"
		if err := list.Check(e); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
