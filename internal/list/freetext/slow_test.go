package freetext

import (
	"strings"
	"testing"
	"time"
)

// TestLongText guards against work that grows with the square of the text: a
// field may hold a megabyte.
func TestLongText(t *testing.T) {
	for _, unit := range []string{"INN", "INN: 1 ", "BIC A ", "(1) ", "Tax ", "12 34, ", "Russia ", "swift code ", "((", "Registration number Russia "} {
		long := strings.Repeat(unit, 20_000/len(unit))
		for name, f := range map[string]func(){
			"IDs": func() { IDs(long, "ru") }, "ProseIDs": func() { ProseIDs(long) }, "Enumerated": func() { Enumerated(long) },
			"Script": func() { Script(long) }, "Acronym": func() { Acronym(long) },
		} {
			start := time.Now()
			f()
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("%s of 20 kB of %q took %v", name, unit, d)
			}
		}
	}
}
