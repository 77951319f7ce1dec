package un

import (
	"unicode"

	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// foreign reports whether s is written in a script other than Latin.
func foreign(s string) bool {
	sc := freetext.Script(s)
	return sc != "" && sc != "Latn"
}

// foreignRuns returns the stretches of s in other scripts than Latin, spaces
// and marks inside them included: "name in original script: محمد" gives the
// Arabic part.
func foreignRuns(s string) []string {
	var out []string
	start, end, letters := -1, -1, 0
	flush := func() {
		if start >= 0 && letters > 1 {
			out = append(out, s[start:end])
		}
		start, end, letters = -1, -1, 0
	}
	for i, r := range s {
		switch {
		case r >= 0x250 && (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.Is(unicode.Latin, r) && !unicode.Is(unicode.Common, r):
			if start < 0 {
				start = i
			}
			letters++
			end = i + len(string(r))
		case unicode.IsSpace(r) || r == '-' || r == '\u200c' || r == '\u200d' || r == '’' || r == '·':
		default:
			flush()
		}
	}
	flush()
	return out
}
