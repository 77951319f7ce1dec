package name

import (
	"strings"
	"unicode"

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
