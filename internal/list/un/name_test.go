package un

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
)

func TestSplitNames(t *testing.T) {
	type p = piece
	tests := []struct {
		name, text string
		person     bool
		want       []p
	}{
		{"one name", "Frank Beispiel", true, []p{{full: "Frank Beispiel"}}},
		{"semicolons", "Ali Tabatabaei; Ali Akber;Ali\n   Tahmaesebi", true, []p{{full: "Ali Tabatabaei"}, {full: "Ali Akber"}, {full: "Ali Tahmaesebi"}}},
		{"semicolon and b)", "Mohammed Sabet; Mohammad Sabet b) M. Javad", true, []p{{full: "Mohammed Sabet"}, {full: "Mohammad Sabet"}, {full: "M. Javad"}}},
		{"former name in brackets", "Abdul Baqi (previously listed as)", true, []p{{full: "Abdul Baqi", kind: entity.NameFormer}}},
		{"former name of a body", "Al Example/Army (formerly listed as)", false, []p{{full: "Al Example/Army", kind: entity.NameFormer}}},
		{"original script label", "Abu Muhammad (original script: Абу Мухаммад)", true, []p{{full: "Abu Muhammad"}, {full: "Абу Мухаммад", kind: entity.NameOriginal}}},
		{"original script alone", "Akrin Saleh (أقرين صالح)", true, []p{{full: "Akrin Saleh"}, {full: "أقرين صالح", kind: entity.NameOriginal}}},
		{"original first, Latin in brackets", "حسن غول (Hassan Ghul; Hassan Gul)", true, []p{{full: "حسن غول", kind: entity.NameOriginal}, {full: "Hassan Ghul"}, {full: "Hassan Gul"}}},
		{"original first, acronym inside", "أنصار الشريعة (Ansar al Charia in Libya (ASL))", false, []p{
			{full: "أنصار الشريعة", kind: entity.NameOriginal}, {full: "Ansar al Charia in Libya"}, {full: "ASL", kind: entity.NameAcronym}}},
		{"original with a sub-unit", "شبكة أنصار (Ansar Network - sub-unit name)", false, []p{{full: "شبكة أنصار", kind: entity.NameOriginal, note: "sub-unit name"}, {full: "Ansar Network"}}},
		{"bracket never closed", "Hay’at Sham (HTS) (هيئة تحرير الشام (original script); Hay’et Sham; Assembly for Sham", false, []p{
			{full: "Hay’at Sham"}, {full: "HTS", kind: entity.NameAcronym}, {full: "هيئة تحرير الشام", kind: entity.NameOriginal}, {full: "Hay’et Sham"}, {full: "Assembly for Sham"}}},
		{"acronym", "Mujahidin Indonesia Barat (MIB)", false, []p{{full: "Mujahidin Indonesia Barat"}, {full: "MIB", kind: entity.NameAcronym}}},
		{"acronym in the middle", "UGANDA COMMERCIAL IMPEX (UCI) LTD", false, []p{{full: "UGANDA COMMERCIAL IMPEX LTD"}, {full: "UCI", kind: entity.NameAcronym}}},
		{"acronyms", "State In South-East Asia (ISIL-SEA, ISIL-South East Asia)", false, []p{
			{full: "State In South-East Asia"}, {full: "ISIL-SEA", kind: entity.NameAcronym}, {full: "ISIL-South East Asia", kind: entity.NameVariant}}},
		{"country is no acronym", "AL-EXAMPLE FOUNDATION (KENYA)", false, []p{
			{full: "AL-EXAMPLE FOUNDATION (KENYA)"}, {full: "AL-EXAMPLE FOUNDATION", kind: entity.NameVariant, note: "without “(KENYA)”"}}},
		{"kind of body is no acronym", "TOUS POUR LA PAIX (NGO)", false, []p{{full: "TOUS POUR LA PAIX (NGO)"}, {full: "TOUS POUR LA PAIX", kind: entity.NameVariant, note: "without “(NGO)”"}}},
		{"number of an entry", "SECOND ACADEMY OF SCIENCES (KPE.018)", false, []p{{full: "SECOND ACADEMY OF SCIENCES", note: "KPE.018"}}},
		{"slash and acronym", "HARAKAT UL-EXAMPLE / HUE", false, []p{{full: "HARAKAT UL-EXAMPLE"}, {full: "HUE", kind: entity.NameAcronym}}},
		{"slash in a name", "STATE ESTABLISHMENT IN DUJAILA / DUJAILA COMPLEX", false, []p{{full: "STATE ESTABLISHMENT IN DUJAILA / DUJAILA COMPLEX"}}},
		{"two bodies", "FUEL CENTRE (NFRPC) AND TECHNOLOGY CENTRE (ENTC)", false, []p{
			{full: "FUEL CENTRE"}, {full: "NFRPC", kind: entity.NameAcronym}, {full: "TECHNOLOGY CENTRE"}, {full: "ENTC", kind: entity.NameAcronym}}},
		{"two names of a body", "COMPAGNIE DES LACS (CDL) ; GREAT LAKES COMPANY (GLC)", false, []p{
			{full: "COMPAGNIE DES LACS"}, {full: "CDL", kind: entity.NameAcronym}, {full: "GREAT LAKES COMPANY"}, {full: "GLC", kind: entity.NameAcronym}}},
		{"legal form after a comma", "AL-BASHAIR TRADING COMPANY, LTD", false, []p{{full: "AL-BASHAIR TRADING COMPANY, LTD"}}},
		{"spellings with commas", "Abdurezak, Abdelrazaq, Abdulrazak", true, []p{{full: "Abdurezak"}, {full: "Abdelrazaq"}, {full: "Abdulrazak"}}},
		{"inverted name stays whole", "Al-Haq, Amin", true, []p{{full: "Al-Haq, Amin"}}},
		{"other spelling in brackets", "Lom-ali Butayev (Butaev)", true, []p{{full: "Lom-ali Butayev"}, {full: "Lom-ali Butaev", kind: entity.NameVariant}}},
		{"title in brackets", "(Sheikh) Musa Beispiel", true, []p{{full: "Musa Beispiel", note: "Sheikh"}}},
		{"combat name", "El Para (combat name)", true, []p{{full: "El Para", note: "combat name"}}},
		{"birth name", "Encep Beispiel (birth name)", true, []p{{full: "Encep Beispiel", kind: entity.NameMaiden, note: "birth name"}}},
		{"remark", "Abdel Sabri (false identity related to identification number 6910)", true, []p{{full: "Abdel Sabri", note: "false identity related to identification number 6910"}}},
		{"born", "Khirullah Beispiel, born in Kandahar on 01 Jan.1967", true, []p{{full: "Khirullah Beispiel", note: "born in Kandahar on 01 Jan.1967"}}},
		{"born and passport", "Safia Beispiel, born 1 Jan. 1953 (Oman passport no.03825239)", true, []p{{full: "Safia Beispiel", note: "born 1 Jan. 1953 (Oman passport no.03825239)"}}},
		{"quotation marks", "“1-P”", true, []p{{full: "1-P"}}},
		{"stray bracket", ") Abdelrahman Beispiel,", true, []p{{full: "Abdelrahman Beispiel"}}},
		{"language behind an original", "ፍትዊ ዓብዱረዛቕ (Tigrinya)", true, []p{{full: "ፍትዊ ዓብዱረዛቕ", kind: entity.NameOriginal, lang: "ti"}}},
		{"place inside a Chinese name", "華信船務(香港)有限公司", false, []p{{full: "華信船務(香港)有限公司", kind: entity.NameOriginal}}},
		{"empty", " ; ", true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := splitNames(tt.text, tt.person)
			if len(got) == 0 {
				got = nil
			}
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(piece{})); d != "" {
				t.Errorf("splitNames(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestCleanNumber(t *testing.T) {
	tests := []struct{ in, words, number, remark string }{
		{"0035011785", "", "0035011785", ""},
		{"Afghan passport number OA296623", "Afghan passport", "OA296623", ""},
		{"Afghan passport number SE 012820", "Afghan passport", "SE 012820", ""},
		{"R00005943, South Sudan", "", "R00005943", "South Sudan"},
		{"381110042 (Expired 25 Jan. 2016)", "", "381110042", "Expired 25 Jan. 2016"},
		{"Jordan 286062", "Jordan", "286062", ""},
		{"Libya B/002210", "Libya", "B/002210", ""},
		{"No. H0044232 (Iraqi)", "", "H0044232", "Iraqi"},
		{"No34409/129", "", "34409/129", ""},
		{"Diplomatic Passport: Z30321794", "Diplomatic Passport", "Z30321794", ""},
		{"Diplomatic Passport D009889", "Diplomatic Passport", "D009889", ""},
		{"A 10472263", "", "A 10472263", ""},
		{"TR-P 614 166", "", "TR-P 614 166", ""},
		{"Cedula No. 52252815", "Cedula", "52252815", ""},
		{"German travel document (“Reiseausweis”) A 0139243", "German travel document (“Reiseausweis”)", "A 0139243", ""},
		{"Russian passport number 8208 No. 555627", "Russian passport", "8208 No. 555627", ""},
		{"Visa", "Visa", "", ""},
	}
	for _, tt := range tests {
		w, n, r := cleanNumber(tt.in)
		if w != tt.words || n != tt.number || r != tt.remark {
			t.Errorf("cleanNumber(%q) = %q, %q, %q; want %q, %q, %q", tt.in, w, n, r, tt.words, tt.number, tt.remark)
		}
	}
}

func TestDocumentType(t *testing.T) {
	for words, want := range map[string]entity.IDType{
		"Passport": entity.IDPassport, "Número de pasaporte": entity.IDPassport, "diplomatic passport": entity.IDPassport,
		"National Identification Number": entity.IDNational, "national identity card no.": entity.IDNational,
		"Afghan national identification card (tazkira)": entity.IDNational, "Cedula": entity.IDNational,
		"Italian Fiscal Code:": entity.IDTax, "Counterfeit Danish driving licence": entity.IDDriver,
		"Birth certificate": entity.IDOther, "Ration card no": entity.IDOther, "Voter ID": entity.IDOther, "": entity.IDOther,
	} {
		if got := documentType(words); got != want {
			t.Errorf("documentType(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestReadDate(t *testing.T) {
	for in, want := range map[string]string{
		"1960-01-01-05:00": "1960-01-01", "1971": "1971", "1958 - 1964": "1958/1964", "1969-12-31": "1969-12-31", "2015-07-01T00:00:00-04:00": "2015-07-01",
		"Nov. 1973": "1973-11", "August 1961": "1961-08", "21 Feb. 2014": "2014-02-21", "Between Aug. and Sep. 1977": "1977-08/1977-09",
		"24/06/1402 (Hijri Calendar)": "", "30-35 years old": "", "1960-13-01": "",
	} {
		d, ok := readDate(in)
		if d.String() != want || ok != (want != "") {
			t.Errorf("readDate(%q) = %q, %v; want %q", in, d, ok, want)
		}
	}
}

func TestCountries(t *testing.T) {
	tests := []struct {
		in    string
		want  []string
		exact bool
	}{
		{"Afghanistan", []string{"af"}, true},
		{"Iran (Islamic Republic of)", []string{"ir"}, true},
		{"United Kingdom of Great Britain and Northern\n                    Ireland", []string{"gb"}, true},
		{"Sudan/or South Sudan", []string{"sd", "ss"}, false},
		{"Iran / unknown", []string{"ir"}, false},
		{"Unconfirmed (likely Iran)", []string{"ir"}, false},
		{"RPDC", []string{"kp"}, true},
		{"Tunisian passport", []string{"tn"}, true},
		{"Kuwaiti citizenship withdrawn in 2002", []string{"kw"}, false},
		{"Bahrain (citizenship revoked in Jan. 2015)", []string{"bh"}, false},
		{"USSR (until 1991)", []string{"suhh"}, false},
		{"former Soviet Union", []string{"suhh"}, true},
		{"Possibly Ethiopian", []string{"et"}, false},
		{"China, Hong Kong Special Administrative Region", []string{"hk"}, true},
		{"Nowhere land", nil, false},
	}
	for _, tt := range tests {
		got, exact := countries(tt.in)
		if d := cmp.Diff(tt.want, got); d != "" || exact != tt.exact {
			t.Errorf("countries(%q) = %v, %v; want %v, %v", tt.in, got, exact, tt.want, tt.exact)
		}
	}
}

func TestInitials(t *testing.T) {
	for _, tt := range []struct {
		acr, name string
		want      bool
	}{
		{"FDLR", "Forces démocratiques de libération du Rwanda", true},
		{"GIA", "Groupe Islamique Armé", true},
		{"HUM", "Harakat Ul-Mujahidin", true},
		{"KORYO", "Koryo Bank", false},
		{"A", "Alpha Beta", false},
	} {
		if got := isInitials(tt.acr, tt.name); got != tt.want {
			t.Errorf("isInitials(%q, %q) = %v, want %v", tt.acr, tt.name, got, tt.want)
		}
	}
}
