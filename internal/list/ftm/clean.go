package ftm

import "github.com/interdict-dev/interdict/internal/list"

// clean is list.Clean with a quick path for text that is clean already, as
// nearly all of FollowTheMoney's is.
func clean(s string) string {
	blank := true // before the first letter
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' && blank, c < ' ', c == 0x7f, c == 0xc2, c == 0xe1, c == 0xe2, c == 0xe3:
			// Two blanks, a control character, or the first byte of a rune that may
			// be white space: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000.
			return list.Clean(s)
		}
		blank = c == ' '
	}
	if blank {
		return list.Clean(s)
	}
	return s
}
