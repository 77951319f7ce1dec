package name

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// latinFold maps lower-case Latin letters that do not decompose into a base
// letter and a mark.
var latinFold = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th",
	'ı': "i", 'ŋ': "ng", 'ħ': "h", 'ŧ': "t", 'ĸ': "k", 'ſ': "s", 'ə': "a", 'ɛ': "e", 'ɔ': "o",
	'ƙ': "k", 'ɗ': "d", 'ɓ': "b", 'ƴ': "y", 'ʒ': "zh", 'ʃ': "sh", 'ɡ': "g", 'ɩ': "i", 'ʋ': "v",
	'ĳ': "ij", 'ŉ': "n", 'ǥ': "g", 'ȼ': "c", 'ɇ': "e", 'ɉ': "j", 'ɍ': "r", 'ɏ': "y", 'ƶ': "z",
}

// fold table for runes below foldSize: the folded text, "" for runes that are
// not letters or digits. Built on first use.
const foldSize = 0x250

var foldTable [foldSize]string

func init() {
	for r := rune(0); r < foldSize; r++ {
		foldTable[r] = foldRune(r)
	}
}

func foldRune(r rune) string {
	l := unicode.ToLower(r)
	if l >= 'a' && l <= 'z' || l >= '0' && l <= '9' {
		return string(l)
	}
	if s, ok := latinFold[l]; ok {
		return s
	}
	if r < 0x80 {
		return ""
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(l)) {
		d = unicode.ToLower(d)
		switch {
		case d >= 'a' && d <= 'z' || d >= '0' && d <= '9':
			b.WriteRune(d)
		case latinFold[d] != "":
			b.WriteString(latinFold[d])
		}
	}
	if b.Len() == 0 && unicode.IsLetter(l) { // small capitals and other rare letters
		for _, d := range unidecode.Unidecode(string(l)) {
			if d |= 0x20; d >= 'a' && d <= 'z' {
				b.WriteRune(d)
			}
		}
	}
	return b.String()
}

// foldLatin returns the a-z0-9 form of a Latin, digit or compatibility rune,
// "" if it has none.
func foldLatin(r rune) string {
	if r < foldSize {
		return foldTable[r]
	}
	return foldRune(r)
}

// plainForms replaces letters that are only another drawing of a letter by it:
// fullwidth and halfwidth forms, Arabic and Hebrew presentation forms, ligatures,
// letters in circles and squares, mathematical alphabets, Roman numeral signs.
// Other compatibility signs are left alone: the trade mark sign is no "TM".
func plainForms(s string) string {
	if strings.ContainsAny(s, "株有주㈱㈲㈜") {
		s = shortForms.Replace(s)
	}
	i := strings.IndexFunc(s, isForm)
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for _, r := range s[i:] {
		switch {
		case r >= 0x1f150 && r <= 0x1f169: // these have no decomposition
			b.WriteRune('a' + r - 0x1f150)
		case r >= 0x1f170 && r <= 0x1f189:
			b.WriteRune('a' + r - 0x1f170)
		case r == '،': // the Arabic comma
			b.WriteByte(',')
		case isForm(r):
			b.WriteString(norm.NFKC.String(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// shortForms writes out the legal forms that one character in brackets stands for.
var shortForms = strings.NewReplacer("㈱", " 株式会社 ", "(株)", " 株式会社 ", "（株）", " 株式会社 ",
	"㈲", " 有限会社 ", "(有)", " 有限会社 ", "（有）", " 有限会社 ", "㈜", " 주식회사 ", "(주)", " 주식회사 ", "（주）", " 주식회사 ")

func isForm(r rune) bool {
	return r == '،' || r >= 0x2160 && r <= 0x217f || r >= 0x2460 && r <= 0x24ff || r >= 0x2f00 && r <= 0x2fdf || r >= 0x3200 && r <= 0x33ff ||
		r >= 0xfb00 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc || r >= 0xff01 && r <= 0xffdc ||
		r >= 0x1d400 && r <= 0x1d7ff || r >= 0x1f130 && r <= 0x1f189
}
