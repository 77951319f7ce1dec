package name

import (
	"slices"
	"strings"
)

// appendSemitic splits the Arabic article from its word (النور -> al + nwr) and
// gives the readings that the script leaves open as alternatives.
func appendSemitic(out []Token, run []rune, s Script, glued bool) []Token {
	if s == ScriptArabic && len(run) > 4 && run[0] == 'ا' && run[1] == 'ل' {
		out = append(out, Token{Text: "al", Script: s, Vowels: true, Glued: glued})
		run, glued = run[2:], true
	}
	if len(out) >= MaxTokens {
		return out
	}
	var b [96]byte
	t := Token{Script: s, Glued: glued}
	if s == ScriptArabic {
		t.Text = string(romanArabic(b[:0], run, nil))
		// In "Farhad" no vowel stands before the h, and the skeleton drops it there.
		var c [96]byte
		if plain := romanise(c[:0], run, s); len(plain) > 0 && string(plain) != t.Text {
			t.Alts = append(t.Alts, string(plain))
		}
		for _, other := range arabicReadings {
			t.Alts = otherReading(t.Alts, t.Text, run, other, func(o map[rune]string) []byte { return romanArabic(b[:0], run, o) })
		}
	} else {
		t.Text = string(romanHebrew(b[:0], run, nil))
		for _, other := range hebrewReadings {
			t.Alts = otherReading(t.Alts, t.Text, run, other, func(o map[rune]string) []byte { return romanHebrew(b[:0], run, o) })
		}
	}
	if t.Text == "" {
		return out
	}
	if t.Vowels = isNumber(t.Text); t.Vowels {
		t.Alts = nil
	}
	return append(out, t)
}

// otherReading appends the reading of run with the letters of other to alts, if
// it has any of them and the reading is new.
func otherReading(alts []string, text string, run []rune, other map[rune]string, roman func(map[rune]string) []byte) []string {
	if !slices.ContainsFunc(run, func(r rune) bool { return other[r] != "" }) {
		return alts
	}
	if a := string(roman(other)); a != text && a != "" && !slices.Contains(alts, a) {
		alts = append(alts, a)
	}
	return alts
}

// arabicReadings are the letters that are said otherwise in Persian and Urdu
// (رضا Rida, Reza; ذبیح Zabih) and in Egypt (جمال Jamal, Gamal).
var arabicReadings = []map[rune]string{
	{'ض': "z", 'ذ': "z", 'ث': "s", 'و': "v"},
	{'ج': "g"},
}

// romanArabic appends run in Latin letters to dst. A short vowel is written
// before an h that follows a consonant (محمد mahmd): without it "mh" could not
// be told from nothing and "sh" from ش.
func romanArabic(dst []byte, run []rune, other map[rune]string) []byte {
	for i, r := range run {
		v, ok := other[r]
		if !ok || r == 'و' && i == 0 && len(run) > 1 && run[1] == 'ا' {
			v = orFold(arabic, r)
		}
		if (r == 'ه' || r == 'ح' || r == 'ہ' || r == 'ھ') && len(dst) > 0 && i+1 < len(run) && !isVowel(dst[len(dst)-1]) {
			dst = append(dst, 'a')
		}
		dst = append(dst, v...)
	}
	return dst
}

// hebrewReadings are the letters whose two sounds the script without points
// does not tell apart.
var hebrewReadings = []map[rune]string{
	{'ב': "v", 'פ': "f"},
	{'ב': "v", 'פ': "f", 'ו': "v"},
	{'ו': "v"},
}

// geresh stands for the sign that changes a letter's sound: ג׳ is j. The sign
// itself is an apostrophe, which would be dropped.
const geresh = '\u05af'

var hebrewSigns = strings.NewReplacer("ג\u05af", "j", "ז\u05af", "zh", "צ\u05af", "ch", "ץ\u05af", "ch", "ת\u05af", "th", "וו", "v", "יי", "y")

// romanHebrew appends run in Latin letters to dst, with a vowel before h as in
// romanArabic.
func romanHebrew(dst []byte, run []rune, other map[rune]string) []byte {
	word := []rune(hebrewSigns.Replace(string(run)))
	for i, r := range word {
		v, ok := other[r]
		if !ok || i == 0 && r != 'ו' {
			v = orFold(hebrew, r)
		}
		if (r == 'ה' || r == 'ח') && len(dst) > 0 && i+1 < len(word) && !isVowel(dst[len(dst)-1]) {
			dst = append(dst, 'a')
		}
		dst = append(dst, v...)
	}
	return dst
}
