// Package suggest finds the known word that a misspelt one probably means, for
// the hints in error messages. It is pure and safe for concurrent use.
package suggest

// Nearest returns the word of known that is closest to word by edits (insert,
// delete, replace, swap of neighbours), or "" when none is close: at most one
// edit for words up to four letters, two up to eight, three beyond. The first
// of equals wins, so the order of known decides.
func Nearest(word string, known []string) string {
	w := []rune(word)
	limit := 3
	switch {
	case len(w) <= 1:
		return ""
	case len(w) <= 4:
		limit = 1
	case len(w) <= 8:
		limit = 2
	}
	best, at := limit+1, ""
	for _, k := range known {
		kr := []rune(k)
		if d := len(kr) - len(w); d >= best || -d >= best {
			continue
		}
		if n := Distance(w, kr); n < best {
			best, at = n, k
		}
	}
	return at
}

// Distance is the optimal string alignment distance of a and b.
func Distance(a, b []rune) int {
	var two []int
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if two != nil && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], two[j-2]+1)
			}
		}
		if two == nil {
			two = make([]int, len(b)+1)
		}
		two, prev, cur = prev, cur, two
	}
	return prev[len(b)]
}
