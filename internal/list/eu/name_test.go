package eu

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
)

func TestSplitName(t *testing.T) {
	type p = piece
	tests := []struct {
		name, text string
		person     bool
		want       []p
	}{
		{"one name", "Sergey Valeryevich MUSTEROV", true, []p{{full: "Sergey Valeryevich MUSTEROV"}}},
		{"spellings in the middle", "Mohammed (a.k.a. Mohammad, Muhammad) JABIR", true, []p{
			{full: "Mohammed JABIR"}, {full: "Mohammad JABIR", kind: entity.NameVariant}, {full: "Muhammad JABIR", kind: entity.NameVariant}}},
		{"whole names behind a.k.a.", "Yevgeniy MUSTEROV (a.k.a. Yevhen MUSTEROV)", true, []p{{full: "Yevgeniy MUSTEROV"}, {full: "Yevhen MUSTEROV"}}},
		{"original", "Sergei AKSENOV (Сергей АКСЁНОВ)", true, []p{{full: "Sergei AKSENOV"}, {full: "Сергей АКСЁНОВ", kind: entity.NameOriginal}}},
		{"original with a label", "Marina SPECIMEN (Russian:Марина СПЕЦИМЕН)", true, []p{{full: "Marina SPECIMEN"}, {full: "Марина СПЕЦИМЕН", kind: entity.NameOriginal}}},
		{"label without brackets", "JSC PSB Russian: Петербургский Социальный Банк", false, []p{{full: "JSC PSB"}, {full: "Петербургский Социальный Банк", kind: entity.NameOriginal}}},
		{"two scripts side by side", "Tactical Corporation Akhtub ОБЩЕСТВО АХТУБА", false, []p{{full: "Tactical Corporation Akhtub"}, {full: "ОБЩЕСТВО АХТУБА", kind: entity.NameOriginal}}},
		{"two scripts with a dash", "Mohammad al-Muster – محمد المستر", true, []p{{full: "Mohammad al-Muster"}, {full: "محمد المستر", kind: entity.NameOriginal}}},
		{"slash between scripts", "Areen foundation/مؤسسة العرين", false, []p{{full: "Areen foundation"}, {full: "مؤسسة العرين", kind: entity.NameOriginal}}},
		{"Latin letters in a Russian name", "ООО ‘AK МИКРОТЕХ’", false, []p{{full: "ООО ‘AK МИКРОТЕХ’", kind: entity.NameOriginal}}},
		{"long and short Russian form", "Общество «Вега» (ООО «Вега»)", false, []p{{full: "Общество «Вега»", kind: entity.NameOriginal}, {full: "ООО «Вега»", kind: entity.NameOriginal}}},
		{"Russian initials", "Институт развития интернета (ИРИ)", false, []p{{full: "Институт развития интернета", kind: entity.NameOriginal}, {full: "ИРИ", kind: entity.NameAcronym}}},
		{"place in a Chinese name", "美欣電子(香港)有限公司", false, []p{{full: "美欣電子(香港)有限公司", kind: entity.NameOriginal}}},
		{"slash between persons", "Elena KRAVCENKO / Elena KRAVCZENKO", true, []p{{full: "Elena KRAVCENKO"}, {full: "Elena KRAVCZENKO"}}},
		{"slash in a word", "Samir Foz/Fawz", true, []p{{full: "Samir Foz"}, {full: "Samir Fawz"}}},
		{"slash in the name of a body", "MECHANICAL TRAINING CENTRE/NASSIRIYA", false, []p{{full: "MECHANICAL TRAINING CENTRE/NASSIRIYA"}}},
		{"surname first", "Al-Haq, Amin", true, []p{{full: "Al-Haq, Amin"}}},
		{"surname of two words first", "HAMID MOHAMED, Osman Mohamed", true, []p{{full: "HAMID MOHAMED, Osman Mohamed"}}},
		{"two spellings with a comma", "Seif Eddin, Seif El Din", true, []p{{full: "Seif Eddin"}, {full: "Seif El Din"}}},
		{"spellings of one word", "As’ad, Asaad, Asad", true, []p{{full: "As’ad"}, {full: "Asaad"}, {full: "Asad"}}},
		{"three persons' names", "Saw San Myint, Maung Chit Thu, Chit Thu", true, []p{{full: "Saw San Myint"}, {full: "Maung Chit Thu"}, {full: "Chit Thu"}}},
		{"maiden name", "Sardana AVKSENTYEVA, née GOGOLEVA", true, []p{{full: "Sardana AVKSENTYEVA"}, {full: "Sardana GOGOLEVA", kind: entity.NameMaiden}}},
		{"birth name in brackets", "Елена МИЗУЛИНА (born ДМИТРИЕВА)", true, []p{{full: "Елена МИЗУЛИНА", kind: entity.NameOriginal}, {full: "Елена ДМИТРИЕВА", kind: entity.NameMaiden}}},
		{"birth data behind an alias", "Sayf-Al Adl. Date of birth: 11.4.1963. Place of birth: Egypt", true, []p{{full: "Sayf-Al Adl", note: "Date of birth: 11.4.1963. Place of birth: Egypt"}}},
		{"listed as", "Abdul Baqi (previously listed as)", true, []p{{full: "Abdul Baqi", kind: entity.NameFormer}}},
		{"former name of a ship", "STORMTEST (ex KRITI TEST)", false, []p{{full: "STORMTEST"}, {full: "KRITI TEST", kind: entity.NameFormer}}},
		{"formerly known as", "Rote Bank formerly known as Blaue Bank", false, []p{{full: "Rote Bank"}, {full: "Blaue Bank", kind: entity.NameFormer}}},
		{"acronym", "Iranian Oil Pipelines Company (IOPC)", false, []p{{full: "Iranian Oil Pipelines Company"}, {full: "IOPC", kind: entity.NameAcronym}}},
		{"acronym spelled out", "ESNICO (Equipment Supplier for Nuclear Industries)", false, []p{{full: "ESNICO"}, {full: "Equipment Supplier for Nuclear Industries"}}},
		{"acronym behind a comma", "Groupe Combattant Tunisien, GICT", false, []p{{full: "Groupe Combattant Tunisien"}, {full: "GICT"}}},
		{"enumeration", "(a) Tunisian Combatant Group, (b) GICT", false, []p{{full: "Tunisian Combatant Group"}, {full: "GICT"}}},
		{"country in brackets", "Al-Example Foundation (Pakistan)", false, []p{{full: "Al-Example Foundation (Pakistan)"},
			{full: "Al-Example Foundation", kind: entity.NameVariant, note: "without “(Pakistan)”"}}},
		{"branch in brackets", "Al-Example (Albanian branch)", false, []p{{full: "Al-Example (Albanian branch)"}}},
		{"legal form behind a comma", "Aerospace Systems Design Bureau, JSC", false, []p{{full: "Aerospace Systems Design Bureau, JSC"}}},
		{"two forms of one company", "KAZTEST LLP, TOO KAZTEST", false, []p{{full: "KAZTEST LLP"}, {full: "TOO KAZTEST"}}},
		{"quotation mark never closed", "“Muster Plant of Tula", false, []p{{full: "Muster Plant of Tula"}}},
		{"bracket left by a split", "Галина ХУЛАПОВА (КАШИРСКАЯ", true, []p{{full: "Галина ХУЛАПОВА", kind: entity.NameOriginal}, {full: "Галина КАШИРСКАЯ", kind: entity.NameVariant}}},
		{"words of the transcriber", "Text of image", false, nil},
		{"empty", "", true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := splitName(tt.text, tt.person)
			if len(got) == 0 {
				got = nil
			}
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(piece{})); d != "" {
				t.Errorf("splitName(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestCellValues(t *testing.T) {
	for in, want := range map[string][]string{
		"":                   nil,
		"Foo; Bar":           {"Foo", "Bar"},
		`"Foo; Bar"; Baz`:    {"Foo; Bar", "Baz"},
		`"Foo ""x"" y"; Baz`: {`Foo "x" y`, "Baz"},
		"Foo;; Bar ":         {"Foo", "Bar"},
	} {
		got, err := values(in)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("values(%q): %v\n%s", in, err, d)
		}
	}
	if got, err := values(`Foo "x" y; Bar`); err == nil || len(got) != 1 {
		t.Errorf("a stray quotation mark gave %q, %v; want the cell as one value and an error", got, err)
	}
}

func TestPlaceCountry(t *testing.T) {
	for in, want := range map[string]string{
		"Moscow, former USSR (now Russian Federation)": "ru",
		"Minsk, Belarus": "by",
		"Tehran (Iran)":  "ir",
		"Russian Federation, 620091, Sverdlovsk region":    "ru",
		"Kowloon, Hong Kong":                               "hk",
		"Baghdad":                                          "",
		"Beltsy (Bălți), USSR (now Republic of Moldova)":   "md",
		"2 Portman Street, W1H 6DU London, United Kingdom": "gb",
	} {
		if got := placeCountry(in); got != want {
			t.Errorf("placeCountry(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOldIdentification(t *testing.T) {
	tests := []struct {
		in   string
		want identification
	}{
		{"AD001095 (passport-National passport) ((passport))", identification{number: "AD001095", code: "passport", text: "National passport", remarks: []string{"passport"}}},
		{"D 0001203 (passport-National passport) (passport no:\npassport no:)", identification{number: "D 0001203", code: "passport", text: "National passport", remarks: []string{"passport no:"}}},
		{"20645897 (drivinglicence-Driving licence) [known to be false]", identification{number: "20645897", code: "drivinglicence", text: "Driving licence", flags: []string{"known to be false"}}},
		{"203037 (passport-National passport)  (in TRIPOLI)", identification{number: "203037", code: "passport", text: "National passport", remarks: []string{"in TRIPOLI"}}},
		{"12345", identification{number: "12345"}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, oldIdentification(tt.in, ""), cmp.AllowUnexported(identification{}, country{})); d != "" {
			t.Errorf("oldIdentification(%q) (-want +got):\n%s", tt.in, d)
		}
	}
}
