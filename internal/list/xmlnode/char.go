package xmlnode

import (
	"strings"
	"unicode/utf8"
)

// Classes of bytes, one bit each.
const (
	inText      = 1 << iota // stands for itself in character data
	inDouble                // stands for itself in an attribute value within "
	inSingle                // the same within '
	inName                  // may stand in a name, judged by the byte alone
	white                   // space, tab, line feed, carriage return
	allowed                 // a character XML allows, or a byte of a longer one
	firstOfName             // may begin a name, judged by the byte alone
)

var class = func() (t [256]uint8) {
	for i := range t {
		c := byte(i)
		if c >= ' ' || c == '\t' || c == '\n' || c == '\r' {
			t[i] |= allowed
		}
		if t[i]&allowed != 0 && c != '\r' && c != '<' && c != '&' {
			if c != '"' {
				t[i] |= inDouble
			}
			if c != '\'' {
				t[i] |= inSingle
			}
			if c != ']' {
				t[i] |= inText
			}
		}
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= utf8.RuneSelf
		if letter {
			t[i] |= inName | firstOfName
		}
		if c >= '0' && c <= '9' || c == '-' || c == '.' {
			t[i] |= inName
		}
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			t[i] |= white
		}
	}
	return t
}()

// isChar reports whether XML 1.0 allows r in a document (production 2, Char).
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// scanChars returns how many bytes of b are whole characters that XML allows.
// When that is not all of b, bad tells whether the next bytes are wrong, and
// not merely the beginning of a character that b cuts off.
func scanChars(b []byte) (n int, bad bool) {
	for n < len(b) {
		// Eight bytes at a time while all are ASCII from space on: a byte below
		// space borrows into its high bit, one above 7F has it.
		for n+8 <= len(b) {
			w := uint64(b[n]) | uint64(b[n+1])<<8 | uint64(b[n+2])<<16 | uint64(b[n+3])<<24 |
				uint64(b[n+4])<<32 | uint64(b[n+5])<<40 | uint64(b[n+6])<<48 | uint64(b[n+7])<<56
			if (w|(w-0x2020202020202020))&0x8080808080808080 != 0 {
				break
			}
			n += 8
		}
		if n == len(b) {
			return n, false
		}
		// Then up to the next such run, character by character.
		for stop := min(n+8, len(b)); n < stop; {
			if c := b[n]; c < utf8.RuneSelf {
				if class[c]&allowed == 0 {
					return n, true
				}
				n++
				continue
			}
			r, size := utf8.DecodeRune(b[n:])
			if r == utf8.RuneError && size == 1 {
				return n, utf8.FullRune(b[n:])
			}
			if !isChar(r) {
				return n, true
			}
			n += size
		}
	}
	return n, false
}

// nameStart holds the characters above ASCII that may begin a name: production
// 4 of XML 1.0, fifth edition. nameMore holds those that may follow only:
// production 4a.
var (
	nameStart = [][2]rune{
		{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D},
		{0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
	}
	nameMore = [][2]rune{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}
)

func within(r rune, ranges [][2]rune) bool {
	for _, x := range ranges {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}

// name is the name of an element or attribute.
type name struct {
	full          string // as it stands, with prefix
	prefix, local string
}

// parseName splits a name whose ASCII bytes were already checked. It refuses
// characters that names may not have, and more than one colon or one at an end
// (Namespaces in XML 1.0, production 7).
func parseName(full string) (*name, bool) {
	for i, r := range full {
		if r < utf8.RuneSelf {
			continue
		}
		if !within(r, nameStart) && (i == 0 || !within(r, nameMore)) {
			return nil, false
		}
	}
	n := &name{full: full, local: full}
	if prefix, local, ok := strings.Cut(full, ":"); ok {
		if prefix == "" || local == "" || strings.IndexByte(local, ':') >= 0 {
			return nil, false
		}
		if first, _ := utf8.DecodeRuneInString(local); first < utf8.RuneSelf && class[first]&firstOfName == 0 ||
			first >= utf8.RuneSelf && !within(first, nameStart) {
			return nil, false
		}
		n.prefix, n.local = prefix, local
	}
	return n, true
}

const (
	cacheSize = 1024
	maxNames  = 8192 // names kept; an input with more of them is no list, but is still read
)

// names keeps one value for each name, so that reading a name costs no memory.
// Values are compared by pointer or, for an input with more than maxNames
// names, by full.
type names struct {
	cache [cacheSize]*name
	all   map[string]*name
}

func (t *names) get(b []byte, hash uint32) (*name, bool) {
	slot := &t.cache[hash%cacheSize]
	if n := *slot; n != nil && n.full == string(b) {
		return n, true
	}
	n, ok := t.all[string(b)]
	if !ok {
		if n, ok = parseName(string(b)); !ok {
			return nil, false
		}
		if len(t.all) < maxNames {
			if t.all == nil {
				t.all = make(map[string]*name)
			}
			t.all[n.full] = n
		}
	}
	*slot = n
	return n, true
}

// longestReference bounds what may stand between "&" and ";".
const longestReference = 32

// reference reads a reference at b[0] == '&'. n is its length in bytes; 0 means
// that b ends before the reference does, -1 that it is none.
func reference(b []byte) (r rune, n int) {
	end := -1
	for i := 1; i < len(b) && i <= longestReference; i++ {
		if b[i] == ';' {
			end = i
			break
		}
		if c := b[i]; c != '#' && (class[c]&inName == 0 || c >= utf8.RuneSelf) {
			return 0, -1
		}
	}
	if end < 0 {
		if len(b) > longestReference {
			return 0, -1
		}
		return 0, 0
	}
	switch body := b[1:end]; string(body) {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "apos":
		return '\'', end + 1
	case "quot":
		return '"', end + 1
	default:
		if len(body) < 2 || body[0] != '#' {
			return 0, -1
		}
		digits, base := body[1:], rune(10)
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		if len(digits) == 0 {
			return 0, -1
		}
		for _, c := range digits {
			d := rune(0)
			switch {
			case c >= '0' && c <= '9':
				d = rune(c - '0')
			case base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f':
				d = rune(c|0x20-'a') + 10
			default:
				return 0, -1
			}
			if r = r*base + d; r > utf8.MaxRune {
				return 0, -1
			}
		}
		if !isChar(r) {
			return 0, -1
		}
		return r, end + 1
	}
}
