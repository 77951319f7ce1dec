package columns

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"

	"github.com/interdict-dev/interdict/internal/list/custom/suggest"
	"golang.org/x/text/unicode/norm"
)

// key brings a heading to the form in which equal headings are equal: camel
// case split, compatibility forms, case and accents folded, everything but
// letters and digits a space.
func key(s string) string {
	var b strings.Builder
	var prev, prevprev rune
	for _, r := range norm.NFKC.String(s) {
		// "birthDate" and "INNCode" are two words, "DOB" one.
		if unicode.IsUpper(r) && unicode.IsLower(prev) {
			b.WriteByte(' ')
		} else if unicode.IsLower(r) && unicode.IsUpper(prev) && unicode.IsUpper(prevprev) && r < 0x250 {
			text := b.String()
			last := []rune(text)
			b.Reset()
			b.WriteString(string(last[:len(last)-1]) + " " + string(last[len(last)-1]))
		}
		b.WriteRune(r)
		prev, prevprev = r, prev
	}
	var out strings.Builder
	space := false
	for _, r := range norm.NFD.String(strings.ToLower(b.String())) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == 0x200c, r == 0x200f, r == 0x200e, r == 0xfeff:
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if plain, ok := plainLetters[r]; ok { // letters that do not decompose
				r = plain
			}
			if space && out.Len() > 0 {
				out.WriteByte(' ')
			}
			space = false
			out.WriteRune(r)
		default:
			space = true
		}
	}
	return norm.NFC.String(out.String())
}

var plainLetters = map[rune]rune{'ı': 'i', 'ł': 'l', 'ø': 'o', 'đ': 'd'}

// attributeKey is the snake_case key of a column that is not recognised.
func attributeKey(header string, i int) string {
	k := strings.ReplaceAll(key(header), " ", "_")
	if r := []rune(k); len(r) > 80 {
		k = string(r[:80])
	}
	if k == "" {
		return fmt.Sprintf("column_%d", i+1)
	}
	return k
}

// The tables below are made on first use: a command that reads no file of rows
// does not pay for them.

// headings maps keys to fields; ambiguous words map to Name.
var headings = sync.OnceValues(func() (table map[string]Field, ambiguous map[string]bool) {
	t := make(map[string]Field, 4000)
	for _, f := range Fields() {
		t[key(string(f))] = f
		for _, s := range strings.Split(synonyms[f], "|") {
			if k := key(s); k != "" {
				if _, taken := t[k]; !taken {
					t[k] = f
				}
			}
		}
	}
	amb := make(map[string]bool)
	for _, w := range append(slices.Clone(firstIfLast), lastIfFirst...) {
		amb[key(w)] = true
		t[key(w)] = Name
	}
	return t, amb
})

func table() map[string]Field { t, _ := headings(); return t }

func ambiguous(k string) bool { _, a := headings(); return a[k] }

// compact is the table of headings without spaces: "firstname" and "first name" are one.
var compact = sync.OnceValue(func() map[string]Field {
	table := table()
	out := make(map[string]Field, len(table))
	for _, f := range Fields() { // canonical headings win
		out[strings.ReplaceAll(key(string(f)), " ", "")] = f
	}
	keys := make([]string, 0, len(table))
	for k := range table {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		c := strings.ReplaceAll(k, " ", "")
		if _, taken := out[c]; !taken {
			out[c] = table[k]
		}
	}
	return out
})

func lookup(k string) (Field, bool) {
	if f, ok := table()[k]; ok {
		return f, true
	}
	f, ok := compact()[strings.ReplaceAll(k, " ", "")]
	return f, ok
}

// hint finds a known heading close to one that is not recognised: the same
// first letter, and one edit for every four letters. More would find something
// close to everything in sixteen languages.
func hint(h string) string {
	k := []rune(key(h))
	known := knownKeys()
	switch n := len(k); {
	case n < 3 || n > 60:
		return ""
	case n < 5:
		known = known[:len(Fields())]
	}
	best, near := max(1, len(k)/4)+1, ""
	for _, w := range known {
		r := []rune(w)
		if r[0] != k[0] || len(r)-len(k) >= best || len(k)-len(r) >= best {
			continue
		}
		if d := suggest.Distance(k, r); d < best {
			best, near = d, w
		}
	}
	if near == "" {
		return ""
	}
	if f := table()[near]; strings.HasPrefix(near, key(string(f))) {
		return string(f)
	}
	return near
}

// knownKeys are canonical headings first, then the synonyms in order.
var knownKeys = sync.OnceValue(func() []string {
	var out, more []string
	for _, f := range Fields() {
		out = append(out, key(string(f)))
		for _, s := range strings.Split(synonyms[f], "|") {
			if k := key(s); len([]rune(k)) > 2 {
				more = append(more, k)
			}
		}
	}
	return append(out, more...)
})
