package entity

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CountryCode finds the lower-case ISO 3166-1 alpha-2 code for what a
// publisher or a customer writes: an alpha-2 or alpha-3 code, an English,
// French, German, Spanish, Russian or native name, a former name, an adjective
// of nationality ("Iranian"), in any case and with or without accents. Codes of
// our own for what ISO lacks: "xk" Kosovo, "eu" European Union, "un" United
// Nations, "suhh" Soviet Union, "yucs" Yugoslavia, "cshh" Czechoslovakia,
// "ddde" East Germany, "csxx" Serbia and Montenegro, "anhh" Netherlands
// Antilles. ok is false when the text names no country.
//
// Word order, "the", "of", "and", a leading "Region:" and a trailing "national"
// or "citizen" do not count. Text with brackets or slashes is a country when its
// parts agree ("Russia / Russie") or when what stands before the bracket is one
// ("Myanmar (formerly Burma)"). A disputed region is given the code of the state
// it belongs to under resolutions of the UN General Assembly: Crimea is "ua",
// Abkhazia "ge", Gaza "ps"; a caller who needs the region keeps the text.
//
// Words that two countries share ("Congolese", "Korea", "Dominican", "Virgin
// Islands") are no country: a wrong one would speak against a true match. Two
// letters are always read as a code, so "NA" is Namibia: ask list.Empty first.
func CountryCode(text string) (code string, ok bool) {
	t := countries()
	if len(text) > 300 {
		return "", false
	}
	return t.find(text)
}

// CountryName returns the short English name for a code, or the code itself.
func CountryName(code string) string {
	if n, ok := countries().names[strings.ToLower(code)]; ok {
		return n
	}
	return code
}

//go:embed data/countries.txt
var countriesText string

//go:embed data/country_names.txt
var countryNamesText string

type countryTable struct {
	exact map[string]string // folded text -> code
	bag   map[string]string // folded, sorted words -> code; "" where two countries share the words
	names map[string]string // code -> short English name
}

// countries parses the tables on first use: a program that never asks for a
// country pays nothing at start.
var countries = sync.OnceValue(func() *countryTable {
	t := &countryTable{
		exact: make(map[string]string, 9000),
		bag:   make(map[string]string, 9000),
		names: make(map[string]string, 300),
	}
	for line := range strings.Lines(countriesText) {
		head, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || head == "#" {
			continue
		}
		alpha3, rest, _ := strings.Cut(rest, " ")
		t.exact[head] = head
		if alpha3 != "-" {
			t.exact[strings.ToLower(alpha3)] = head
		}
		for i, n := range strings.Split(rest, "|") {
			n = strings.TrimSpace(n)
			if i == 0 {
				t.names[head] = n
			}
			t.add(n, head)
		}
	}
	// Two-letter codes that ISO withdrew or that bodies use in its place.
	for alias, code := range map[string]string{
		"uk": "gb", "el": "gr", "su": "suhh", "yu": "yucs", "dd": "ddde", "cs": "csxx",
		"an": "anhh", "bu": "mm", "zr": "cd", "tp": "tl", "fx": "fr", "yd": "ye",
	} {
		t.exact[alias] = code
	}
	for line := range strings.Lines(countryNamesText) {
		head, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || head == "#" {
			continue
		}
		for n := range strings.SplitSeq(rest, "|") {
			t.add(strings.TrimSpace(n), head)
		}
	}
	return t
})

// add enters a name. The first of two owners of the same text keeps it: the
// curated table is read before the generated one.
func (t *countryTable) add(name, code string) {
	k := foldCountry(name)
	if k == "" {
		return
	}
	if _, taken := t.exact[k]; !taken {
		t.exact[k] = code
	}
	b := countryBag(k)
	if was, taken := t.bag[b]; taken && was != code && t.exact[b] != was {
		t.bag[b] = ""
	} else if !taken {
		t.bag[b] = code
	}
}

func (t *countryTable) find(text string) (string, bool) {
	k := foldCountry(text)
	if k == "" {
		return "", false
	}
	if code, ok := t.lookup(k); ok {
		return code, true
	}
	if out, in, ok := cutBrackets(text); ok {
		if code, ok := t.find(out); ok {
			return code, true
		}
		if strings.TrimSpace(out) == "" {
			return t.find(in)
		}
		return "", false
	}
	if parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '\n' || r == ';' }); len(parts) > 1 {
		found := ""
		for _, p := range parts {
			code, ok := t.find(p)
			if !ok || found != "" && code != found {
				return "", false
			}
			found = code
		}
		return found, found != ""
	}
	return "", false
}

// lookup tries the folded text, its words in any order, and the text without
// the words that surround a country in a nationality field.
func (t *countryTable) lookup(k string) (string, bool) {
	if code, ok := t.exact[k]; ok {
		return code, true
	}
	b := countryBag(k)
	if len(b) > 3 { // a bag of two or three letters is a word left over, not a code
		if code := t.bag[b]; code != "" {
			return code, true
		}
	}
	words := strings.Fields(k)
	n := len(words)
	words = slices.DeleteFunc(words, func(w string) bool { return countryNoise[w] })
	if len(words) == 0 || len(words) == n {
		return "", false
	}
	return t.lookup(strings.Join(words, " "))
}

var countryNoise = map[string]bool{
	"region": true, "national": true, "nationals": true, "nationality": true, "citizen": true, "citizens": true,
	"citizenship": true, "former": true, "formerly": true, "country": true, "origin": true, "passport": true,
	"гражданство": true, "гражданин": true, "гражданка": true,
}

// cutBrackets parts "Iran (Islamic Republic of)" into what stands outside and
// inside its first brackets.
func cutBrackets(s string) (out, in string, ok bool) {
	i := strings.IndexAny(s, "([")
	if i < 0 {
		i = strings.Index(s, "（")
	}
	if i < 0 {
		return s, "", false
	}
	_, w := utf8.DecodeRuneInString(s[i:])
	before, rest := s[:i], s[i+w:]
	for j, r := range rest {
		if r == ')' || r == ']' || r == '）' {
			return before + " " + rest[j+utf8.RuneLen(r):], rest[:j], true
		}
	}
	return before, rest, true
}

// countryBag drops the small words of a folded text and sorts the others, so
// that word order does not count.
func countryBag(k string) string {
	words := strings.Fields(k)
	words = slices.DeleteFunc(words, func(w string) bool { return w == "of" || w == "and" || w == "the" })
	slices.Sort(words)
	return strings.Join(words, " ")
}

// foldCountry lower-cases, strips accents and punctuation, and parts words by
// single spaces. An apostrophe, and the dot of an abbreviation ("U.S.A."), close
// up; other punctuation parts words; "&" is "and".
func foldCountry(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		s = norm.NFKD.String(strings.ToValidUTF8(s, " "))
	}
	b := make([]byte, 0, len(s)+8)
	word := 0 // letters since the last break
	dots := 0 // the present word is single letters parted by this many dots
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			c := byte(r)
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				b = append(b, c)
				word++
				continue
			case c == '\'' || c == '`' || c == '.' && word == dots+1 && word > 0:
				if c == '.' {
					dots++
				}
				continue
			}
			b = breakWord(b)
			word, dots = 0, 0
			if c == '&' {
				b = append(b, "and "...)
			}
		case unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) ||
			r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ' || r == 'ʹ' || r == '´' || r == 'ـ':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b = append(b, foldLetter(unicode.ToLower(r))...)
			word++
		default:
			b = breakWord(b)
			word, dots = 0, 0
		}
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b = b[:n-1]
	}
	return string(b)
}

func breakWord(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] != ' ' {
		b = append(b, ' ')
	}
	return b
}

// foldLetter replaces letters that carry no separable accent, and the Persian
// and Arabic forms of one letter.
func foldLetter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ı':
		return "i"
	case 'þ':
		return "th"
	case 'ə':
		return "a"
	case 'ی', 'ى':
		return "ي"
	case 'ک':
		return "ك"
	case 'ة':
		return "ه"
	case 'і':
		return "и" // Ukrainian and Russian spellings of one name meet
	}
	return string(r)
}
