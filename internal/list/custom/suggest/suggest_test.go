package suggest

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"name", "alias", "birth_date", "nationality", "inn", "ogrn"}
	for _, c := range []struct{ word, want string }{
		{"nmae", "name"},
		{"alais", "alias"},
		{"brith_date", "birth_date"},
		{"natoinalty", "nationality"},
		{"in", "inn"},
		{"colour", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := Nearest(c.word, known); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

// TestDistance compares with the textbook recursion on all short words of a
// small alphabet.
func TestDistance(t *testing.T) {
	var words [][]rune
	var grow func(w []rune)
	grow = func(w []rune) {
		words = append(words, append([]rune(nil), w...))
		if len(w) < 4 {
			for _, r := range "abc" {
				grow(append(w, r))
			}
		}
	}
	grow(nil)
	var plain func(a, b []rune) int
	plain = func(a, b []rune) int {
		if len(a) == 0 || len(b) == 0 {
			return max(len(a), len(b))
		}
		x, y := a[len(a)-1], b[len(b)-1]
		cost := 1
		if x == y {
			cost = 0
		}
		d := min(plain(a[:len(a)-1], b)+1, plain(a, b[:len(b)-1])+1, plain(a[:len(a)-1], b[:len(b)-1])+cost)
		if len(a) > 1 && len(b) > 1 && x == b[len(b)-2] && a[len(a)-2] == y {
			d = min(d, plain(a[:len(a)-2], b[:len(b)-2])+1)
		}
		return d
	}
	for _, a := range words[:60] {
		for _, b := range words {
			if got, want := Distance(a, b), plain(a, b); got != want {
				t.Fatalf("Distance(%q, %q) = %d, want %d", string(a), string(b), got, want)
			}
		}
	}
}
