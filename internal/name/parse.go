package name

import (
	"strings"
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

// For returns n as it is taken apart for class c: n itself where that is its
// class.
func (n *Name) For(c Class) *Name {
	if n.Class == c {
		return n
	}
	m := Parse(n.Original, c)
	return &m
}

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
		s = norm.NFC.String(plainForms(s))
	}
	if class == ClassPerson || class == ClassAny {
		s, n.Comma = reorderComma(s, class)
	}
	var buf [MaxTokens]Token
	n.Tokens = append([]Token(nil), split(s, buf[:0])...)
	if class != ClassPerson {
		n.Tokens = joinDotted(n.Tokens, class)
	}
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

// suffixes follow a whole name after a comma: "Smith, John, Jr."
var suffixes = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "esq": true, "phd": true, "md": true}

// reorderComma turns "PUTIN, Vladimir" into "Vladimir PUTIN". A comma before a
// legal form or a suffix ("Smith, Jr.") is no such comma.
func reorderComma(s string, class Class) (string, bool) {
	i := strings.IndexByte(s, ',')
	if i < 0 {
		return s, false
	}
	before, after := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	rest := ""
	if k := strings.IndexByte(after, ','); k >= 0 {
		if rest = strings.TrimSpace(after[k+1:]); !suffixes[foldASCII(rest)] {
			return s, false
		}
		after, rest = strings.TrimSpace(after[:k]), " "+rest
	}
	if before == "" || after == "" || suffixes[foldASCII(after)] {
		return s, false
	}
	first, _, _ := strings.Cut(after, " ")
	if _, legal := vocab().forms[foldASCII(first)]; legal && class == ClassAny {
		return s, false
	}
	if class == ClassAny && (len(strings.Fields(before)) > 3 || len(strings.Fields(after)) > 4) {
		return s, false
	}
	return after + " " + before + rest, true
}

func foldASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(foldLatin(r))
	}
	return b.String()
}
