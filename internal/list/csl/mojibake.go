package csl

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// repair undoes one kind of damage for certain: UTF-8 text that was read as
// windows-1252 and written as UTF-8 again ("ZÃ¼rich", "lâ€™Air"). It is done only
// when every character of the text exists in windows-1252, the bytes so found
// are valid UTF-8 with at least one character beyond ASCII, and doing the damage
// again gives the very text. No correct text of a language meets all three.
// Question marks in place of lost characters cannot be undone and stay.
func repair(s string) (fixed string, ok bool) {
	if !strings.ContainsAny(s, "ÃÂâÄÅÐÑØÙÎÏÆÇåæçèéê") {
		return s, false
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		c, known := encode1252(r)
		if !known {
			return s, false
		}
		b = append(b, c)
	}
	fixed = string(b)
	if fixed == s || !utf8.Valid(b) || utf8.RuneCount(b) == len(b) || damage(fixed) != s {
		return s, false
	}
	for _, r := range fixed {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return s, false
		}
	}
	return fixed, true
}

// encode1252 gives the windows-1252 byte of r. The five bytes without a
// character stand for the control characters of the same number, as in
// browsers.
func encode1252(r rune) (byte, bool) {
	switch r {
	case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

func damage(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch c {
		case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
			b.WriteRune(rune(c))
		default:
			b.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return b.String()
}
