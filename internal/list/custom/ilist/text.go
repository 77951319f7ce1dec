package ilist

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable reports whether r may stand in a file as itself. Everything that a
// reader of a diff would not see, or that would reorder the line on the screen,
// has to be written as an escape; the two joiners are kept because Persian and
// Indian names are misspelt without them.
func printable(r rune) bool {
	const zwnj, zwj = 0x200c, 0x200d
	return unicode.IsPrint(r) || r == zwnj || r == zwj
}

// escape writes a value so that it fits on one line and nothing in it is
// invisible. The empty value is `\e`. ok is false when s is not UTF-8.
func escape(s string) (text string, ok bool) {
	if s == "" {
		return `\e`, true
	}
	if !utf8.ValidString(s) {
		return "", false
	}
	plain := !strings.HasPrefix(s, " ") && !strings.HasSuffix(s, " ")
	for _, r := range s {
		if !printable(r) || r == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return s, true
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == ' ' && (i == 0 || i == len(s)-1):
			b.WriteString(`\s`)
		case !printable(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), true
}

// unescape is the reverse of escape. It takes every escape, also where escape
// would not have needed one.
func unescape(s string) (string, error) {
	if s == `\e` {
		return "", nil
	}
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if i == len(s) {
			return "", fmt.Errorf(`a single \ at the end: write \\ for a backslash`)
		}
		switch s[i] {
		case '\\':
			b.WriteByte('\\')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 's':
			b.WriteByte(' ')
		case 'e':
			return "", fmt.Errorf(`\e means the empty value and must stand alone`)
		case 'u':
			body, _, found := strings.Cut(s[i+1:], "}")
			hex, open := strings.CutPrefix(body, "{")
			n, err := strconv.ParseUint(hex, 16, 32)
			if !found || !open || err != nil || len(hex) > 6 || !utf8.ValidRune(rune(n)) {
				return "", fmt.Errorf(`\u wants a code point in braces, as in \u{200e}`)
			}
			b.WriteRune(rune(n))
			i += len(body) + 1
		default:
			return "", fmt.Errorf(`unknown escape \%s: write \\ for a backslash`, firstRune(s[i:]))
		}
	}
	return b.String(), nil
}

func firstRune(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.Trim(strconv.QuoteRune(r), "'")
}

// checkRaw finds the first character that may not stand in a line as itself.
func checkRaw(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("invalid UTF-8")
	}
	for _, r := range s {
		switch {
		case r == '\t':
			return fmt.Errorf(`a tab: indent with two spaces a level, write \t inside a value`)
		case !printable(r):
			return fmt.Errorf(`invisible character U+%04X: write \u{%x} if it is meant`, r, r)
		}
	}
	return nil
}
