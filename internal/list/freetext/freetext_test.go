package freetext

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
)

// The texts are of the forms seen in the field "Business registration
// number (s)" of the UK Sanctions List and in "other-information" of the Swiss
// list; the numbers are public register numbers.
func TestIDs(t *testing.T) {
	id := func(typ entity.IDType, v, country, label string) entity.Identifier {
		return entity.Identifier{Type: typ, Value: v, Country: country, Label: label}
	}
	tests := []struct {
		name, text, country string
		want                []entity.Identifier
		rest                string
	}{
		{"one name", "INN: 7720891730", "", []entity.Identifier{id(entity.IDINN, "7720891730", "ru", "")}, ""},
		{"two with slash", "INN: 7720891730 / KPP: 772201001", "", []entity.Identifier{
			id(entity.IDINN, "7720891730", "ru", ""), id(entity.IDKPP, "772201001", "ru", "")}, ""},
		{"glued", "INN: 7720603527OGRN: 1077764566373", "", []entity.Identifier{
			id(entity.IDINN, "7720603527", "ru", ""), id(entity.IDOGRN, "1077764566373", "ru", "")}, ""},
		{"three glued", "OGRN: 1247700291200KPP: 770701001INN: 9707028663", "", []entity.Identifier{
			id(entity.IDOGRN, "1247700291200", "ru", ""), id(entity.IDKPP, "770701001", "ru", ""), id(entity.IDINN, "9707028663", "ru", "")}, ""},
		{"country before each", "Russia INN – 6167128827 Russia OGRN – 1156196039152 Russia KPP – 616601001", "", []entity.Identifier{
			id(entity.IDINN, "6167128827", "ru", ""), id(entity.IDOGRN, "1156196039152", "ru", ""), id(entity.IDKPP, "616601001", "ru", "")}, ""},
		{"digits in groups", "OGRN: 114 237 300 24 30INN: 2373007549KPP: 237301001", "", []entity.Identifier{
			id(entity.IDOGRN, "1142373002430", "ru", ""), id(entity.IDINN, "2373007549", "ru", ""), id(entity.IDKPP, "237301001", "ru", "")}, ""},
		{"name of a name", "Tax Identification Number: INN: 7708698473", "", []entity.Identifier{id(entity.IDINN, "7708698473", "ru", "")}, ""},
		{"tax id with country behind", "Tax ID No. 7743141413 (Russia); Registration Number 1167700052618 (Russia)", "", []entity.Identifier{
			id(entity.IDINN, "7743141413", "ru", ""), id(entity.IDOGRN, "1167700052618", "ru", "")}, ""},
		{"foreign tax number", "INN:305134690", "", []entity.Identifier{id(entity.IDTax, "305134690", "", "INN")}, ""},
		{"reversed", "9709056472 - Russia INN", "", []entity.Identifier{id(entity.IDINN, "9709056472", "ru", "")}, ""},
		{"reversed register", "1217800095248 - OGRN", "", []entity.Identifier{id(entity.IDOGRN, "1217800095248", "ru", "")}, ""},
		{"bank", "BIC: 044525769 TIN: 3900001002 KPP: 770401001 SWIFT CODE: BADJRUMM Registered Russian Bank No. 2929", "", []entity.Identifier{
			id(entity.IDBIK, "044525769", "ru", ""), id(entity.IDINN, "3900001002", "ru", ""), id(entity.IDKPP, "770401001", "ru", ""), id(entity.IDBIC, "BADJRUMM", "", "")},
			"Registered Russian Bank No. 2929"},
		{"swift slash bic", "SWIFT/BIC - PBIRIRTH", "", []entity.Identifier{id(entity.IDBIC, "PBIRIRTH", "", "")}, ""},
		{"gazette number is OKPO", "SWIFT/BIC MINNRUMM,BIK (RU) 044525600,Tax ID No. 7725039953 (Russia),Government Gazette Number 09317135 (Russia)", "", []entity.Identifier{
			id(entity.IDBIC, "MINNRUMM", "", ""), id(entity.IDBIK, "044525600", "ru", ""), id(entity.IDINN, "7725039953", "ru", ""), id(entity.IDOKPO, "09317135", "ru", "")}, ""},
		{"credit code", "Unified Social Credit Code: 91310113MACPUNUD5T", "", []entity.Identifier{id(entity.IDUSCC, "91310113MACPUNUD5T", "cn", "")}, ""},
		{"bare, Russian", "7713122621", "ru", []entity.Identifier{id(entity.IDINN, "7713122621", "ru", "")}, ""},
		{"bare, elsewhere", "7713122621", "ae", []entity.Identifier{id(entity.IDRegistration, "7713122621", "", "")}, ""},
		{"country first", "Russia - 1027739339715", "", []entity.Identifier{id(entity.IDOGRN, "1027739339715", "ru", "")}, ""},
		{"INN/KPP", "7725824287 / 772201001", "ru", []entity.Identifier{id(entity.IDINN, "7725824287", "ru", ""), id(entity.IDKPP, "772201001", "ru", "")}, ""},
		{"two countries", "(УНН/ИНН): 190950894 (Belarus),  7704734000/770301001 (Russia) ", "", []entity.Identifier{
			id(entity.IDTax, "190950894", "by", "ИНН"), id(entity.IDINN, "7704734000", "ru", ""), id(entity.IDKPP, "770301001", "ru", "")}, ""},
		{"country behind a bare number", "1534407 (BVI)", "ru", []entity.Identifier{id(entity.IDRegistration, "1534407", "vg", "")}, ""},
		{"letters at the end of a number are no country", "BvD ID: IR30193GN SPARK code 9027410", "", []entity.Identifier{
			id(entity.IDRegistration, "IR30193GN", "", "BvD ID"), id(entity.IDRegistration, "9027410", "", "SPARK code")}, ""},
		{"register with words", "Trade Register Number: District Court of Würzburg HRB 13359", "", []entity.Identifier{
			id(entity.IDRegistration, "13359", "", "HRB")}, "Trade Register Number District Court of Würzburg"},
		{"lei", "Legal Entity Identifier: 5299008ONRYZRO61SY92", "", []entity.Identifier{id(entity.IDLEI, "5299008ONRYZRO61SY92", "", "")}, ""},
		{"words in words are no names", "CABINET OF BINARY FINNISH CROWN 12", "", nil, "CABINET OF BINARY FINNISH CROWN 12"},
		{"nothing", "Unknown", "", nil, "Unknown"},
		{"empty", " ", "", nil, ""},
		{"national id of a company", "Iran National ID Number - 10861529720", "", []entity.Identifier{id(entity.IDNational, "10861529720", "ir", "National ID Number")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, rest := IDs(tt.text, tt.country)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("IDs(%q) (-want +got):\n%s", tt.text, d)
			}
			if rest != tt.rest {
				t.Errorf("IDs(%q) rest %q, want %q", tt.text, rest, tt.rest)
			}
		})
	}
}

func TestProseIDs(t *testing.T) {
	got := ProseIDs("IMO: 8937675. MMSI: 445539000. The vessel sailed on 12 May. Registration number is unknown, inquiries to BIC.")
	want := []entity.Identifier{{Type: entity.IDIMO, Value: "8937675"}, {Type: entity.IDMMSI, Value: "445539000"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := ProseIDs("Owns Example Works LLC (INN 7707083893), and the ship with the IMO number 8937675."); got != nil {
		t.Errorf("numbers of others: got %v, want none", got)
	}
	if got := ProseIDs("A bank. SWIFT/BIC: SABRRUMM."); len(got) != 1 || got[0].Type != entity.IDBIC {
		t.Errorf("got %v, want one BIC", got)
	}
	if got := ProseIDs("Swift Investments (PVT) Ltd; SWIFT codes will follow"); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

func TestEnumerated(t *testing.T) {
	tests := []struct {
		text, prefix string
		want         []string
	}{
		{"(1) Tripoli (2) Tunis", "", []string{"Tripoli", "Tunis"}},
		{"1) Saudi Arabia 2) Qatar", "", []string{"Saudi Arabia", "Qatar"}},
		{"a) General b)Major General", "", []string{"General", "Major General"}},
		{"(1)-(2) Tunisia (3) Libya", "", []string{"Tunisia", "Libya"}},
		{"(1) Germany (b) Algeria", "", []string{"Germany", "Algeria"}},
		{"(1) to (6) Algeria (7) Morocco", "", []string{"Algeria", "Morocco"}},
		{"(1)-(2) Indonesia", "", []string{"Indonesia"}},
		{"Passport No: (a) 199421147 (Date of Expiration: 29.12.2014), (b) 381110042", "Passport No", []string{"199421147 (Date of Expiration: 29.12.2014)", "381110042"}},
		{"Ariha (Idlib)", "", []string{"Ariha (Idlib)"}},
		{"Unit (2) of the brigade", "", []string{"Unit (2) of the brigade"}},
		{"Plant (1) near the river", "", []string{"Plant (1) near the river"}},
		{"", "", nil},
	}
	for _, tt := range tests {
		prefix, got := Enumerated(tt.text)
		if d := cmp.Diff(tt.want, got); d != "" || prefix != tt.prefix {
			t.Errorf("Enumerated(%q) = %q, %q; want %q, %q", tt.text, prefix, got, tt.prefix, tt.want)
		}
	}
}

func TestExpanded(t *testing.T) {
	for text, want := range map[string][]string{
		"(1)-(2) Tunisia (3) Libya": {"Tunisia", "Tunisia", "Libya"},
		"(1) Tripoli (2) (3) Tunis": {"Tripoli", "", "Tunis"},
		"Tunis":                     {"Tunis"},
		"":                          nil,
	} {
		if d := cmp.Diff(want, Expanded(text)); d != "" {
			t.Errorf("Expanded(%q) (-want +got):\n%s", text, d)
		}
	}
}

func TestScript(t *testing.T) {
	for text, want := range map[string]string{
		"Ivan": "Latn", "Iгор Миколайович": "Cyrl", "عبد اللطيف": "Arab", "新全電子(香港)": "Hani", "Տիգրան": "Armn", "123": "", "": "",
	} {
		if got := Script(text); got != want {
			t.Errorf("Script(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAcronym(t *testing.T) {
	tests := []struct{ name, base, acronym string }{
		{"Marine Industries Organization (MIO)", "Marine Industries Organization", "MIO"},
		{"State Institute of Machine Building (GosNIImash)", "State Institute of Machine Building (GosNIImash)", ""},
		{"Alfa-Bank ZAO (Belarus)", "Alfa-Bank ZAO (Belarus)", ""},
		{"Alp Company (PJS)", "Alp Company (PJS)", ""},
		{"Plant (MZiK)", "Plant", "MZiK"},
		{"(MIO)", "(MIO)", ""},
	}
	for _, tt := range tests {
		if b, a := Acronym(tt.name); b != tt.base || a != tt.acronym {
			t.Errorf("Acronym(%q) = %q, %q; want %q, %q", tt.name, b, a, tt.base, tt.acronym)
		}
	}
}

// FuzzIDs checks that no text makes the readers fail, and that no digit of a
// field is lost: each stands in a value, in a country's brackets or in rest.
func FuzzIDs(f *testing.F) {
	for _, s := range []string{"INN: 7720603527OGRN: 1077764566373", "9709056472 - Russia INN", "SWIFT/BIC - PBIRIRTH", "(1) a (2) b", "Tax ID No. 77 (Russia)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		ids, rest := IDs(s, "ru")
		var all strings.Builder
		for _, id := range ids {
			if strings.TrimSpace(id.Value) == "" {
				t.Errorf("IDs(%q): empty value", s)
			}
			all.WriteString(id.Value + id.Label)
		}
		if digits(s) > digits(all.String()+rest) {
			t.Errorf("IDs(%q) = %v, %q: digits lost", s, ids, rest)
		}
		ProseIDs(s)
		Enumerated(s)
		Script(s)
		Acronym(s)
	})
}
