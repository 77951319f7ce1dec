package name

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// letterLike maps letters of other scripts that are drawn like Latin ones, for
// words that mix scripts ("Рutin" with a Cyrillic first letter).
var letterLike = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'н': 'h', 'в': 'b', 'г': 'r',
	'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'ӏ': 'l', 'ѵ': 'v', 'ь': 'b',
	'Β': 'b', 'Ζ': 'z', 'Η': 'h', 'Μ': 'm', 'Ν': 'n', 'Υ': 'y', // capitals that are drawn otherwise than their small letters
	'ο': 'o', 'σ': 'o', 'β': 'b', 'α': 'a', 'ν': 'v', 'ρ': 'p', 'τ': 't', 'κ': 'k', 'ι': 'i', 'υ': 'u', 'χ': 'x', 'ε': 'e', 'η': 'n', 'μ': 'u', 'γ': 'y', 'ω': 'w',
	'օ': 'o', 'ս': 'u', 'ո': 'n', 'հ': 'h', 'ց': 'g',
}

// lookCyrillic is the inverse for words that are mostly Cyrillic.
var lookCyrillic = map[rune]rune{'a': 'а', 'e': 'е', 'o': 'о', 'p': 'р', 'c': 'с', 'y': 'у', 'x': 'х', 'i': 'і', 'k': 'к', 'm': 'м', 't': 'т', 'h': 'н', 'b': 'в'}

// split cuts s into words and romanises them, in order.
func split(s string, out []Token) []Token {
	var rbuf [64]rune
	word := rbuf[:0]
	sep, glued := ' ', false // what stood before the word: ' ', or '.' without a space
	flush := func(next rune) {
		if len(word) > 0 {
			if len(out) < MaxTokens {
				out = appendWord(out, word, glued)
			}
			word, sep = word[:0], next
		} else if next == ' ' {
			sep = ' '
		}
	}
	for i, r := range s {
		if len(out) >= MaxTokens {
			return out
		}
		letter := r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9') ||
			r >= 0x80 && (unicode.IsLetter(r) && !isJoiner(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 'ー')
		switch {
		case letter:
			if len(word) == 0 {
				glued = sep == '.'
			}
			word = append(word, r)
		case isJoiner(r):
			// Apostrophes, ayn, soft signs, zero-width signs: the word goes on. An
			// English possessive ("Bank's") is no part of the name.
			if len(word) > 2 && (r == '\'' || r == '’') && possessive(s[i+utf8.RuneLen(r):]) {
				flush(' ')
				sep = skipPossessive
			} else if len(word) > 0 && strings.ContainsRune("'’׳", r) && scriptOf(word[len(word)-1]) == ScriptHebrew {
				word = append(word, geresh)
			}
		case r == '.':
			flush('.')
		case r == '"' && len(word) > 0 && scriptOf(word[len(word)-1]) == ScriptHebrew && startsIn(s[i+1:], ScriptHebrew):
			// the mark of a Hebrew abbreviation: the word goes on
		case r == '&':
			flush(' ')
			if len(out) == MaxTokens {
				return out
			}
			out = append(out, Token{Text: "and", Kind: Word, Script: ScriptLatin, Vowels: true})
		default:
			flush(' ')
		}
		if sep == skipPossessive && letter {
			word, sep = word[:0], ' '
		}
	}
	flush(' ')
	return out
}

// skipPossessive marks that the next letter is the s of a possessive.
const skipPossessive = -1

// possessive reports whether rest is the s of a possessive and what follows it.
func possessive(rest string) bool {
	if rest == "" || rest[0]|0x20 != 's' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return len(rest) == 1 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !isJoiner(r)
}

// startsIn reports whether the first rune of s belongs to script.
func startsIn(s string, script Script) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return scriptOf(r) == script
}

// isJoiner reports signs that stand inside words without ending them.
func isJoiner(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', 'ʿ', 'ʾ', 'ˈ', 'ʹ', 'ʺ', '′', '″', '\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff', '״', '׳':
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r >= 0xfe00 && r <= 0xfe0f
}

// appendWord romanises one word, which may mix scripts, and appends its tokens.
func appendWord(out []Token, w []rune, glued bool) []Token {
	ascii := true
	for _, r := range w {
		if r >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		var b [64]byte
		t := b[:0]
		for _, r := range w {
			if r >= 'A' && r <= 'Z' {
				r |= 0x20
			}
			t = append(t, byte(r))
		}
		return append(out, Token{Text: string(t), Script: ScriptLatin, Vowels: true, Glued: glued})
	}
	w = unmix(w)
	for i, r := range w {
		w[i] = unicode.ToLower(r)
	}
	for start := 0; start < len(w) && len(out) < MaxTokens; {
		s := scriptOf(w[start])
		end := start + 1
		for end < len(w) {
			t := scriptOf(w[end])
			if t != s && t != ScriptNone && !unicode.IsMark(w[end]) {
				if s == ScriptNone {
					s = t
				} else {
					break
				}
			}
			end++
		}
		run := w[start:end]
		g := glued || start > 0
		switch s {
		case ScriptHan:
			for i, r := range run {
				if len(out) == MaxTokens {
					break
				}
				if t := romanHan(r, i == 0 && start == 0 && len(run) <= 4); t != "" {
					out = append(out, Token{Text: t, Alts: pinyinUmlaut[t], Script: s, Vowels: true, Glued: g || i > 0})
				}
			}
		case ScriptHangul:
			for i, r := range run {
				if len(out) == MaxTokens {
					break
				}
				if t := romanHangul(r); t != "" {
					out = append(out, Token{Text: t, Alts: hangulHabit[t], Script: s, Vowels: true, Glued: g || i > 0})
				}
			}
		case ScriptKana:
			if t := romanKana(run); t != "" {
				tok := Token{Text: t, Script: s, Vowels: true, Glued: g}
				if l := strings.ReplaceAll(t, "r", "l"); l != t { // Japanese has one sound for both
					tok.Alts = []string{l}
				}
				out = append(out, tok)
			}
		case ScriptArabic, ScriptHebrew:
			out = appendSemitic(out, run, s, g)
		default:
			var b [96]byte
			if t := romanise(b[:0], run, s); len(t) > 0 {
				tok := Token{Text: string(t), Script: s, Vowels: true, Glued: g}
				if slices.Contains(run, thanthakhat) {
					if a := string(romanThai(nil, run, true)); a != tok.Text {
						tok.Alts = []string{a}
					}
				}
				if s == ScriptCyrillic {
					if a := romanPassport(run); a != tok.Text {
						tok.Alts = []string{a}
					}
				}
				out = append(out, tok)
			}
		}
		start = end
	}
	return out
}

// unmix repairs words that mix Latin with look-alike letters of another script.
func unmix(w []rune) []rune {
	var latin, cyr, other int
	for _, r := range w {
		switch scriptOf(r) {
		case ScriptLatin:
			latin++
		case ScriptCyrillic:
			cyr++
		case ScriptGreek, ScriptArmenian:
			other++
		}
	}
	if latin == 0 || cyr+other == 0 {
		return w
	}
	likes := letterLike
	if latin < cyr+other {
		if cyr <= latin {
			return w
		}
		likes = lookCyrillic
	}
	for i, r := range w {
		if l, ok := likes[r]; ok {
			w[i] = l
		} else if l, ok := likes[unicode.ToLower(r)]; ok {
			w[i] = l
		}
	}
	return w
}

// joinDotted joins runs of single letters that were written with dots and
// without spaces ("L.X.C." -> lxc) when three or more stand together. Persons
// have initials ("J.R.R. Tolkien"): there nothing is joined, and in a name of
// unknown kind only a run that is no forename of what follows it.
func joinDotted(tokens []Token, class Class) []Token {
	out := tokens[:0]
	for i := 0; i < len(tokens); {
		j := i
		for j < len(tokens) && len(tokens[j].Text) == 1 && tokens[j].Script == ScriptLatin && !isNumber(tokens[j].Text) && (j == i || tokens[j].Glued) {
			j++
		}
		if j-i < 3 || class == ClassAny && !corporate(tokens[j:]) {
			out = append(out, tokens[i])
			i++
			continue
		}
		t := tokens[i]
		var b strings.Builder
		for k := i; k < j; k++ {
			b.WriteString(tokens[k].Text)
		}
		t.Text = b.String()
		out = append(out, t)
		i = j
	}
	return out
}

// corporate reports whether what follows a run of initials speaks for a body:
// nothing, a generic word or a legal form.
func corporate(rest []Token) bool {
	if len(rest) == 0 {
		return true
	}
	v := vocab()
	for i := range rest {
		if v.words[rest[i].Text].generic || len(v.forms[rest[i].Text]) > 0 && !ambiguousForm[rest[i].Text] {
			return true
		}
	}
	return false
}
