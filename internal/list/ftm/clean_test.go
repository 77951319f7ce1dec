package ftm

import (
	"testing"

	"github.com/interdict-dev/interdict/internal/list"
)

func FuzzCleanEqualsListClean(f *testing.F) {
	for _, s := range []string{"", " ", "a b", "a  b", " a", "a ", "a\u00a0b", "a\u3000b", "a\u2003", "Иван Иванов", "a\u0085b", "a\tb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := clean(s), list.Clean(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	})
}
