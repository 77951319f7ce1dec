package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Class is the kind of bearer a name is parsed for. It decides which words are
// titles, particles, legal forms or generic words.
type Class uint8

// The classes. ClassAny takes a name of unknown kind: legal forms are
// recognised, titles too.
const (
	ClassAny Class = iota
	ClassPerson
	ClassOrg
	ClassObject // vessels, aircraft
)

// Kind is the role of a token in its name.
type Kind uint8

// The kinds of token, from the most to the least telling.
const (
	Word     Kind = iota
	Number        // digits, number words and Roman numerals: they tell apart
	Place         // a country or its adjective in an organisation's name: it tells apart
	Generic       // what an organisation does: bank, trading, plant
	Soft          // title or name: sayed, khan, abdul
	Initial       // a single letter
	Particle      // al, bin, von
	Title         // mr, general, sheikh
	Legal         // legal form; Text is its class
)

var kindNames = [...]string{"word", "number", "place", "generic word", "common part", "initial", "particle", "title", "legal form"}

// String returns the English name of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "?"
}

// Token is one romanised, folded part of a name. Text consists of a-z and 0-9
// and is never empty.
type Token struct {
	Text   string
	Alts   []string // other romanisations of the same token, seldom more than three
	Kind   Kind
	Script Script
	Vowels bool // false: the script does not write vowels (Arabic, Hebrew)
	Glued  bool // no space before it in the original: a syllable of the same word
}

// Name is a parsed name.
type Name struct {
	Original string
	Class    Class
	Tokens   []Token
	Comma    bool // written "Family, Given"
}

// Limits on what Parse looks at. Text beyond them is ignored; callers that must
// not ignore any refuse longer names (see TooLong).
const (
	MaxBytes  = 1024 // bytes of a name
	MaxTokens = 32   // tokens of a name
)

// TooLong reports whether Parse would not look at all of s.
func TooLong(s string) bool { return len(s) > MaxBytes }

// Parse takes a name apart. It never fails: a name without a letter or digit
// has no tokens.
func Parse(s string, class Class) Name {
	n := Name{Original: s, Class: class}
	if len(s) > MaxBytes {
		cut := MaxBytes
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut]
	}
	if !isASCII(s) {
		s = norm.NFC.String(s)
	}
	if class == ClassPerson || class == ClassAny {
		s, n.Comma = reorderComma(s, class)
	}
	var buf [MaxTokens]Token
	n.Tokens = append([]Token(nil), split(s, buf[:0])...)
	n.Tokens = joinDotted(n.Tokens)
	classify(&n)
	return n
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// reorderComma turns "PUTIN, Vladimir" into "Vladimir PUTIN". A comma before a
// legal form or a suffix ("Smith, Jr.") is no such comma.
func reorderComma(s string, class Class) (string, bool) {
	i := strings.IndexByte(s, ',')
	if i < 0 || strings.Count(s, ",") != 1 {
		return s, false
	}
	before, after := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	if before == "" || after == "" {
		return s, false
	}
	first, _, _ := strings.Cut(after, " ")
	f := foldASCII(first)
	v := vocab()
	if _, legal := v.forms[f]; legal && class == ClassAny {
		return s, false
	}
	if f == "jr" || f == "sr" || f == "ii" || f == "iii" || f == "esq" {
		return s, false
	}
	if class == ClassAny && (len(strings.Fields(before)) > 3 || len(strings.Fields(after)) > 4) {
		return s, false
	}
	return after + " " + before, true
}

func foldASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(foldLatin(r))
	}
	return b.String()
}

// letterLike maps letters of other scripts that are drawn like Latin ones, for
// words that mix scripts ("Рutin" with a Cyrillic first letter).
var letterLike = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'н': 'h', 'в': 'b', 'г': 'r',
	'ο': 'o', 'α': 'a', 'ν': 'v', 'ρ': 'p', 'τ': 't', 'κ': 'k', 'ι': 'i', 'υ': 'u', 'χ': 'x', 'ε': 'e', 'η': 'n', 'μ': 'u', 'γ': 'y', 'ω': 'w',
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
			if rest := s[i+utf8.RuneLen(r):]; len(word) > 2 && (r == '\'' || r == '’') && (rest == "s" || rest == "S" || strings.HasPrefix(rest, "s ") || strings.HasPrefix(rest, "S ")) {
				flush(' ')
				sep = skipPossessive
			}
		case r == '.':
			flush('.')
		case r == '&':
			flush(' ')
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

// isJoiner reports signs that stand inside words without ending them.
func isJoiner(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', 'ʿ', 'ʾ', 'ˈ', 'ʹ', 'ʺ', '′', '″', '\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff', '״', '׳', '·' - 1:
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
	for i, r := range w {
		w[i] = unicode.ToLower(r)
	}
	w = unmix(w)
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
				if t := romanHan(r, i == 0 && start == 0 && len(run) <= 4); t != "" && len(out) < MaxTokens {
					out = append(out, Token{Text: t, Script: s, Vowels: true, Glued: g || i > 0})
				}
			}
		case ScriptHangul:
			for i, r := range run {
				if t := romanHangul(r); t != "" && len(out) < MaxTokens {
					out = append(out, Token{Text: t, Alts: hangulHabit[t], Script: s, Vowels: true, Glued: g || i > 0})
				}
			}
		case ScriptKana:
			if t := romanKana(run); t != "" {
				out = append(out, Token{Text: t, Script: s, Vowels: true, Glued: g})
			}
		case ScriptArabic, ScriptHebrew:
			out = appendSemitic(out, run, s, g)
		default:
			var b [96]byte
			if t := romanise(b[:0], run, s); len(t) > 0 {
				out = append(out, Token{Text: string(t), Script: s, Vowels: true, Glued: g})
			}
		}
		start = end
	}
	return out
}

// appendSemitic splits the Arabic article from its word (النور -> al + nwr).
func appendSemitic(out []Token, run []rune, s Script, glued bool) []Token {
	if s == ScriptArabic && len(run) > 4 && run[0] == 'ا' && run[1] == 'ل' {
		out = append(out, Token{Text: "al", Script: s, Vowels: true, Glued: glued})
		run, glued = run[2:], true
	}
	var b [96]byte
	t := romanise(b[:0], run, s)
	if len(t) == 0 || len(out) >= MaxTokens {
		return out
	}
	digits := isNumber(string(t))
	return append(out, Token{Text: string(t), Script: s, Vowels: digits, Glued: glued})
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
	if latin >= cyr+other {
		for i, r := range w {
			if l, ok := letterLike[r]; ok {
				w[i] = l
			}
		}
	} else if cyr > latin {
		for i, r := range w {
			if c, ok := lookCyrillic[r]; ok {
				w[i] = c
			}
		}
	}
	return w
}

// joinDotted joins runs of single letters that were written with dots and
// without spaces ("L.X.C." -> lxc) when three or more stand together.
func joinDotted(tokens []Token) []Token {
	out := tokens[:0]
	for i := 0; i < len(tokens); {
		j := i
		for j < len(tokens) && len(tokens[j].Text) == 1 && tokens[j].Script == ScriptLatin && !isNumber(tokens[j].Text) && (j == i || tokens[j].Glued) {
			j++
		}
		if j-i >= 3 {
			t := tokens[i]
			var b strings.Builder
			for k := i; k < j; k++ {
				b.WriteString(tokens[k].Text)
			}
			t.Text = b.String()
			out = append(out, t)
			i = j
			continue
		}
		out = append(out, tokens[i])
		i++
	}
	return out
}

// classify sets the kinds of all tokens and folds multi-word legal forms and
// number words.
func classify(n *Name) {
	v := vocab()
	if n.Class == ClassOrg || n.Class == ClassAny {
		foldLegal(n, v)
	}
	letters := 0 // tokens that can bear a name
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Kind == Legal {
			continue
		}
		w, known := v.words[t.Text]
		switch {
		case isNumber(t.Text):
			t.Text = trimNumber(t.Text)
			t.Kind = Number
		case n.Class != ClassPerson && w.number != "":
			t.Text, t.Kind, t.Alts = w.number, Number, nil
		case n.Class != ClassPerson && w.roman != "" && i > 0:
			t.Text, t.Kind, t.Alts = w.roman, Number, nil
		case len(t.Text) == 1 && t.Script != ScriptHan && t.Script != ScriptHangul && t.Script != ScriptKana:
			t.Kind = Initial
		case !known:
			t.Kind = Word
		case n.Class == ClassPerson || n.Class == ClassAny && !w.generic:
			switch {
			case w.title:
				t.Kind = Title
			case w.particle:
				t.Kind = Particle
			case w.softTitle:
				t.Kind = Soft
			}
		case n.Class != ClassPerson && w.generic:
			t.Kind = Generic
		case w.particle && n.Class == ClassOrg && len(t.Text) <= 3:
			t.Kind = Particle
		}
		if t.Kind == Word || t.Kind == Soft || t.Kind == Generic {
			letters++
		}
	}
	mergeNumbers(n)
	if letters == 0 { // nothing but titles, particles and initials: they are the name
		for i := range n.Tokens {
			if k := n.Tokens[i].Kind; k == Title || k == Particle || k == Soft || k == Initial {
				n.Tokens[i].Kind = Word
			}
		}
	}
}

// foldLegal replaces the words of a legal form by one token of kind Legal.
func foldLegal(n *Name, v *vocabulary) {
	tokens := n.Tokens
	out := tokens[:0]
	for i := 0; i < len(tokens); {
		best := 0
		class := ""
		for _, f := range v.forms[tokens[i].Text] {
			if len(f.words) > len(tokens)-i || len(f.words) == len(tokens) {
				continue
			}
			// A one-word form must not be the first word of a longer name unless it
			// is an abbreviation; "Company of Heroes" keeps its company.
			ok := true
			for k, w := range f.words {
				if tokens[i+k].Text != w {
					ok = false
					break
				}
				if len(w) == 1 && k > 0 && len(f.words) > 1 && !tokens[i+k].Glued && tokens[i+k].Script == ScriptLatin && n.Class == ClassAny {
					ok = false
					break
				}
			}
			if ok {
				best, class = len(f.words), f.class
				break
			}
		}
		if best == 0 || (n.Class == ClassAny && best == 1 && ambiguousForm[tokens[i].Text]) {
			out = append(out, tokens[i])
			i++
			continue
		}
		out = append(out, Token{Text: class, Kind: Legal, Script: tokens[i].Script, Vowels: true})
		i += best
	}
	n.Tokens = out
}

// ambiguousForm holds short legal forms that are words or names of persons as
// well: in a name of unknown kind they stay words.
var ambiguousForm = map[string]bool{"as": true, "se": true, "sc": true, "up": true, "ad": true, "ae": true, "dd": true, "at": true, "sa": true, "ab": true, "pat": true, "sia": true, "sha": true, "ag": true, "sl": true, "na": true, "ev": true, "eg": true, "hb": true, "kb": true, "jt": true, "sj": true, "dp": true, "rt": true, "pt": true, "ksc": true, "saa": true, "tov": true, "too": true, "pao": true, "ao": true, "ou": true, "oy": true, "co": true, "doo": true, "asa": true, "vat": true, "zat": true, "sti": true, "ood": true, "association": true, "partnership": true}

// mergeNumbers adds "forty" and "4" to 44.
func mergeNumbers(n *Name) {
	out := n.Tokens[:0]
	for i := 0; i < len(n.Tokens); i++ {
		t := n.Tokens[i]
		if t.Kind == Number && i+1 < len(n.Tokens) && n.Tokens[i+1].Kind == Number {
			if s, ok := addNumbers(t.Text, n.Tokens[i+1].Text); ok {
				t.Text = s
				i++
			}
		}
		out = append(out, t)
	}
	n.Tokens = out
}
