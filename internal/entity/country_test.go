package entity

import (
	"fmt"
	"strings"
	"testing"
)

func TestCountryCode(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// codes
		{"ir", "ir"}, {"IR", "ir"}, {"IRN", "ir"}, {" gb ", "gb"}, {"UK", "gb"}, {"U.K.", "gb"}, {"U.S.", "us"},
		{"U.S.A.", "us"}, {"US", "us"}, {"UNK", "xk"}, {"EL", "gr"}, {"no", "no"}, {"suhh", "suhh"}, {"DRC", "cd"},
		{"PRC", "cn"}, {"R.O.C.", "tw"}, {"UAE", "ae"}, {"DPRK", "kp"}, {"ROK", "kr"}, {"EU", "eu"}, {"XKX", "xk"},
		// publishers
		{"Korea, North", "kp"}, {"Korea, South", "kr"}, {"Democratic People's Republic of Korea", "kp"},
		{"Korea, Democratic People’s Republic of", "kp"}, {"Korea, Republic of", "kr"}, {"Republic of Korea", "kr"},
		{"Congo, Democratic Republic of the", "cd"}, {"Congo, Republic of the", "cg"}, {"Congo", "cg"},
		{"Democratic Republic of the Congo", "cd"}, {"CONGO (DEMOCRATIC REPUBLIC)", "cd"}, {"Congo (Kinshasa)", "cd"},
		{"Burma", "mm"}, {"Myanmar (formerly Burma)", "mm"}, {"Myanmar (Burma) / Myanmar (Birmanie)", "mm"},
		{"West Bank", "ps"}, {"Region: Gaza", "ps"}, {"Palestinian", "ps"}, {"Region: Crimea", "ua"}, {"Crimea", "ua"},
		{"Region: Northern Mali", "ml"}, {"Türkiye", "tr"}, {"Turkey", "tr"}, {"TURKIYE", "tr"},
		{"Russian Federation", "ru"}, {"Russia / Russie", "ru"}, {"Syrian Arab Republic", "sy"},
		{"Iran (Islamic Republic of)", "ir"}, {"Iran, Islamic Republic of", "ir"}, {"Ivory Coast", "ci"},
		{"Cote d'Ivoire", "ci"}, {"CÔTE D’IVOIRE", "ci"}, {"The Gambia", "gm"}, {"Gambia, The", "gm"}, {"Bahamas, The", "bs"},
		{"Virgin Islands, British", "vg"}, {"Virgin Islands, U.S.", "vi"}, {"Macedonia, The Former Yugoslav Republic of", "mk"},
		{"Bosnia & Herzegovina", "ba"}, {"St. Kitts and Nevis", "kn"}, {"Viet Nam", "vn"}, {"Lao People's Democratic Republic", "la"},
		{"Tanzania, United Republic of", "tz"}, {"Moldova (Republic of)", "md"}, {"Hong Kong, China", "hk"},
		{"Taiwan, Province of China", "tw"}, {"Libyan Arab Jamahiriya", "ly"}, {"Kosovo", "xk"}, {"Swaziland", "sz"},
		{"United Kingdom of Great Britain and Northern\n                    Ireland", "gb"},
		{"Saint Vincent & the Grenadines", "vc"}, {"Guinea-Bissau", "gw"}, {"Guinea", "gn"}, {"Equatorial Guinea", "gq"},
		{"Papua New Guinea", "pg"}, {"Niger", "ne"}, {"Nigeria", "ng"}, {"Dominica", "dm"}, {"Dominican Republic", "do"},
		{"South Sudan", "ss"}, {"Sudan", "sd"}, {"Ireland", "ie"}, {"Northern Ireland", "gb"}, {"American Samoa", "as"}, {"Samoa", "ws"},
		{"Georgia (USA)", "us"}, {"Sudan (South)", "ss"}, {"Korea (South)", "kr"}, {"Guinea (Bissau)", "gw"}, {"Virgin Islands (British)", "vg"},
		{"China, Hong Kong Special Administrative Region", "hk"}, {"China, Republic of", "tw"}, {"China, People's Republic of", "cn"},
		// adjectives
		{"Iranian", "ir"}, {"British", "gb"}, {"Filipino", "ph"}, {"Iranian national", "ir"}, {"Citizen of Iraq", "iq"},
		{"Nigerien", "ne"}, {"Nigerian", "ng"}, {"Congolese (DRC)", "cd"}, {"Bosnian", "ba"}, {"Swiss", "ch"},
		// other languages
		{"Deutschland", "de"}, {"Allemagne", "de"}, {"Alemania", "de"}, {"Германия", "de"}, {"Німеччина", "de"}, {"ألمانيا", "de"}, {"德国", "de"},
		{"РОССИЯ", "ru"}, {"Российская Федерация", "ru"}, {"Росія", "ru"}, {"روسيا", "ru"}, {"俄罗斯", "ru"}, {"Russland", "ru"}, {"Rusia", "ru"},
		{"Україна", "ua"}, {"Украина", "ua"}, {"Белоруссия", "by"}, {"Білорусь", "by"}, {"Іран", "ir"}, {"Иран", "ir"}, {"ایران", "ir"}, {"إيران", "ir"},
		{"سوريا", "sy"}, {"Сирия", "sy"}, {"Syrien", "sy"}, {"中国", "cn"}, {"中華人民共和國", "cn"}, {"КНДР", "kp"}, {"조선민주주의인민공화국", "kp"},
		{"États-Unis", "us"}, {"Etats-Unis", "us"}, {"США", "us"}, {"EE. UU.", "us"}, {"Royaume-Uni", "gb"}, {"Österreich", "at"}, {"Suisse", "ch"},
		// former states
		{"USSR", "suhh"}, {"Soviet Union", "suhh"}, {"former USSR", "suhh"}, {"СССР", "suhh"}, {"Yugoslavia", "yucs"}, {"Former Yugoslavia", "yucs"},
		{"Czechoslovakia", "cshh"}, {"East Germany", "ddde"}, {"GDR", "ddde"}, {"DDR", "ddde"}, {"Serbia and Montenegro", "csxx"}, {"Zaire", "cd"},
		{"United Nations", "un"}, {"European Union", "eu"}, {"West Germany", "de"},
		// no country
		{"", ""}, {"-0-", ""}, {"undetermined", ""}, {"Congolese", ""}, {"Korea", ""}, {"Korean", ""}, {"Dominican", ""}, {"Virgin Islands", ""},
		{"Russia; Ukraine", ""}, {"Syrian/Iranian", ""}, {"Sudan/South Sudan", ""}, {"Africa", ""}, {"stateless", ""}, {"Region", ""}, {"republic", ""},
		{"of", ""}, {"the", ""}, {"(", ""}, {"12", ""}, {"Region: Kafia Kingi", ""}, {"\xff\xfe", ""}, {"Democratic Republic of the", ""},
	} {
		got, ok := CountryCode(tt.text)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("CountryCode(%q) = %q, %v, want %q", tt.text, got, ok, tt.want)
		}
	}
}

// Every word of the curated table must lead to its own line, in any case, and
// no two lines may claim one word.
func TestCountryTable(t *testing.T) {
	owner := map[string]string{}
	seen := 0
	for line := range strings.Lines(countriesText) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		seen++
		names := strings.Split(f[2], "|")
		if len(names) < 2 {
			t.Errorf("%s: no official name", f[0])
		}
		for _, n := range append(names, f[0], f[1]) {
			n = strings.TrimSpace(n)
			k := foldCountry(n)
			if o, taken := owner[k]; taken && o != f[0] {
				t.Errorf("%q belongs to %s and %s", n, o, f[0])
			}
			owner[k] = f[0]
			if code, ok := CountryCode(strings.ToUpper(n)); n != "-" && (!ok || code != f[0]) {
				t.Errorf("CountryCode(%q) = %q, want %q", strings.ToUpper(n), code, f[0])
			}
		}
		if got := CountryName(f[0]); got != strings.TrimSpace(names[0]) {
			t.Errorf("CountryName(%q) = %q", f[0], got)
		}
	}
	if seen != 249+9 {
		t.Errorf("%d countries, want the 249 of ISO 3166-1 and 9 of our own", seen)
	}
	clash := map[string]string{}
	for line := range strings.Lines(countryNamesText) {
		code, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == "#" {
			continue
		}
		for n := range strings.SplitSeq(rest, "|") {
			k := foldCountry(n)
			if o, taken := clash[k]; taken && o != code {
				t.Errorf("%q belongs to %s and %s", n, o, code)
			}
			clash[k] = code
			if o, taken := owner[k]; taken && o != code {
				t.Errorf("%q of %s is claimed by %s", n, code, o)
			}
			if got, ok := CountryCode(n); !ok || got != code {
				t.Errorf("CountryCode(%q) = %q, want %q", n, got, code)
			}
		}
	}
}

func TestCountryNameUnknown(t *testing.T) {
	if got := CountryName("zz"); got != "zz" {
		t.Errorf("CountryName(zz) = %q", got)
	}
	if got := CountryName("IR"); got != "Iran" {
		t.Errorf("CountryName(IR) = %q", got)
	}
}

func FuzzCountryCode(f *testing.F) {
	for _, s := range []string{"Iran (Islamic Republic of)", "((((", "a/b/c", "U.S.A", "（中国）", "Region: Gaza"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, ok := CountryCode(s)
		if ok != (code != "") {
			t.Fatalf("CountryCode(%q) = %q, %v", s, code, ok)
		}
		if ok && CountryName(code) == code {
			t.Fatalf("CountryCode(%q) = %q, which has no name", s, code)
		}
		if k := foldCountry(s); foldCountry(k) != k {
			t.Fatalf("fold not idempotent: %q -> %q -> %q", s, k, foldCountry(k))
		}
	})
}

func BenchmarkCountryCode(b *testing.B) {
	for _, s := range []string{"ru", "Korea, North", "Iran (Islamic Republic of)", "Российская Федерация", "not a country at all"} {
		b.Run(fmt.Sprint(s), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				CountryCode(s)
			}
		})
	}
}
