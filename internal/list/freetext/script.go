package freetext

import (
	"strings"
	"unicode"
)

var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"Latn", unicode.Latin}, {"Cyrl", unicode.Cyrillic}, {"Arab", unicode.Arabic},
	{"Hani", unicode.Han}, {"Hang", unicode.Hangul}, {"Hira", unicode.Hiragana}, {"Kana", unicode.Katakana},
	{"Hebr", unicode.Hebrew}, {"Armn", unicode.Armenian}, {"Geor", unicode.Georgian}, {"Grek", unicode.Greek},
	{"Mymr", unicode.Myanmar}, {"Thai", unicode.Thai}, {"Deva", unicode.Devanagari}, {"Beng", unicode.Bengali},
	{"Khmr", unicode.Khmer}, {"Ethi", unicode.Ethiopic}, {"Sinh", unicode.Sinhala}, {"Taml", unicode.Tamil},
}

// Script returns the ISO 15924 code of the script in which most letters of text
// are written, "" when it has no letters or those of a script not told apart
// here. A few Latin letters in a Cyrillic word (a common typing error: "Iгор")
// do not make it Latin.
func Script(text string) string {
	var counts [32]int
	best := -1
	for _, r := range text {
		if r < 0x80 {
			if c := r | 0x20; c >= 'a' && c <= 'z' {
				counts[0]++
				if best < 0 || counts[0] > counts[best] {
					best = 0
				}
			}
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[i]++
				if best < 0 || counts[i] > counts[best] {
					best = i
				}
				break
			}
		}
	}
	if best < 0 {
		return ""
	}
	return scripts[best].code
}

// Acronym takes a trailing acronym in brackets off the name of an organisation:
// "Marine Industries Organization (MIO)" gives "Marine Industries
// Organization", "MIO". An acronym is 2 to 12 characters, most of them capital
// letters, without a blank; all else ("(Belarus)", "(Kyaukse)") stays where it
// is and acronym is "".
func Acronym(name string) (base, acronym string) {
	if !strings.HasSuffix(name, ")") {
		return name, ""
	}
	open := strings.LastIndexByte(name, '(')
	if open <= 0 {
		return name, ""
	}
	in := strings.TrimSpace(name[open+1 : len(name)-1])
	base = strings.TrimSpace(name[:open])
	upper, lower, n := 0, 0, 0
	for _, r := range in {
		n++
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case r == '-' || r == '&' || r == '.' || r == '/' || unicode.IsDigit(r):
		default:
			return name, ""
		}
	}
	if n < 2 || n > 12 || upper < 2 || lower*2 > upper || legalForm[strings.ToUpper(in)] ||
		strings.ContainsAny(base, "()") && strings.Count(base, "(") != strings.Count(base, ")") {
		return name, ""
	}
	return base, in
}

// legalForm holds words that stand in brackets behind a name without being an
// acronym of it.
var legalForm = map[string]bool{
	"LLC": true, "LTD": true, "JSC": true, "PJSC": true, "OJSC": true, "CJSC": true, "PJS": true, "PVT": true, "PTE": true,
	"INC": true, "GMBH": true, "AG": true, "SA": true, "FZE": true, "FZC": true, "FZCO": true, "LLP": true, "PTY": true,
	"АО": true, "ООО": true, "ПАО": true, "ОАО": true, "ЗАО": true, "ИП": true,
	"UAE": true, "UK": true, "USA": true, "DPRK": true, "HK": true, "PRC": true, "BVI": true, "EU": true, "RU": true,
}
