package name

import (
	"slices"
	"strings"
	"testing"
)

func folded(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// TestWordTables: words are folded and stand once in each table.
func TestWordTables(t *testing.T) {
	seen := make(map[string]map[string]bool)
	for _, file := range []string{"particles.txt", "titles.txt", "soft_titles.txt", "generic.txt"} {
		seen[file] = make(map[string]bool)
		lines(file, func(line string) {
			for _, w := range strings.Fields(line) {
				if !folded(w) {
					t.Errorf("%s: %q is not folded", file, w)
				}
				if seen[file][w] {
					t.Errorf("%s: %q stands twice", file, w)
				}
				seen[file][w] = true
			}
		})
	}
	for _, p := range [][2]string{{"titles.txt", "soft_titles.txt"}, {"titles.txt", "particles.txt"}, {"soft_titles.txt", "particles.txt"}} {
		for w := range seen[p[0]] {
			if seen[p[1]][w] {
				t.Errorf("%q stands in %s and in %s", w, p[0], p[1])
			}
		}
	}
	// Given and family names must not be taken for titles, which tell nothing.
	for _, w := range []string{"amir", "khan", "shah", "mir", "aga", "prince", "major", "king", "imam", "rabbi", "cardinal", "queen", "princess", "hon", "eng", "marshal", "bishop", "dean", "judge", "earl", "duke", "baron", "malik", "aziz"} {
		if seen["titles.txt"][w] {
			t.Errorf("the name %q is in titles.txt", w)
		}
	}
}

func TestGroups(t *testing.T) {
	strong := make(map[string]string)
	lines("groups.txt", func(line string) {
		same, near, _ := strings.Cut(line, "~")
		all := strings.Fields(same + " " + near)
		if len(all) < 2 {
			t.Errorf("a group of one: %q", line)
		}
		for i, w := range all {
			if !folded(w) {
				t.Errorf("%q is not folded in %q", w, line)
			}
			if slices.Contains(all[:i], w) {
				t.Errorf("%q stands twice in %q", w, line)
			}
		}
		key := strings.Join(slices.Sorted(slices.Values(strings.Fields(same))), " ")
		if prev, ok := strong[key]; ok {
			t.Errorf("two groups are the same: %q and %q", prev, line)
		}
		strong[key] = line
	})
	// A group within another adds nothing.
	for key, line := range strong {
		for other := range strong {
			if key == other || strings.Contains(line, "~") {
				continue
			}
			outer := strings.Fields(other)
			if !slices.ContainsFunc(strings.Fields(key), func(w string) bool { return !slices.Contains(outer, w) }) {
				t.Errorf("group %q lies within %q", key, other)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	seen := make(map[string]string)
	lines("numbers.txt", func(line string) {
		value, words, ok := strings.Cut(line, "=")
		list := strings.Fields(words)
		if !ok {
			f := strings.Fields(line)
			if len(f) != 3 || f[1] != "roman" {
				t.Fatalf("neither number words nor a Roman numeral: %q", line)
			}
			value, list = f[0], f[2:]
			if got := romanValue(f[2]); got != f[0] {
				t.Errorf("%s is %s, the table says %s", f[2], got, f[0])
			}
		}
		value = strings.TrimSpace(value)
		if !isNumber(value) || len(list) == 0 {
			t.Errorf("no number: %q", line)
		}
		for _, w := range list {
			if !folded(w) {
				t.Errorf("%q is not folded", w)
			}
			if prev, ok := seen[w]; ok {
				t.Errorf("%q is %s and %s", w, prev, value)
			}
			seen[w] = value
		}
	})
}

func romanValue(s string) string {
	digits := map[rune]int{'i': 1, 'v': 5, 'x': 10}
	n, last := 0, 0
	for _, c := range slices.Backward([]rune(s)) {
		if d := digits[c]; d < last {
			n -= d
		} else {
			n, last = n+d, d
		}
	}
	out := ""
	for ; n > 0; n /= 10 {
		out = string(rune('0'+n%10)) + out
	}
	return out
}

// TestLegalFormTable: forms are folded, stand once, and do not contradict.
func TestLegalFormTable(t *testing.T) {
	seen := make(map[string]string)
	classes := make(map[string]bool)
	lines("legal_forms.txt", func(line string) {
		class, forms, ok := strings.Cut(line, "=")
		if class = strings.TrimSpace(class); !ok || !folded(class) {
			t.Fatalf("no class: %q", line)
		}
		classes[class] = true
		for form := range strings.SplitSeq(forms, "|") {
			form = strings.Join(strings.Fields(form), " ")
			words := strings.Fields(form)
			if len(words) > 0 && words[0] != strings.ToLower(words[0]) {
				scriptNamed(words[0])
				words = words[1:]
			}
			if len(words) == 0 {
				t.Fatalf("an empty form: %q", line)
			}
			for _, w := range words {
				if !folded(w) {
					t.Errorf("%q is not folded in %q", w, form)
				}
			}
			if prev, ok := seen[form]; ok {
				t.Errorf("%q is %s and %s", form, prev, class)
			}
			seen[form] = class
		}
	})
	for class := range classes {
		if class != "na" && class != "ip" && seen[class] != class {
			t.Errorf("the name of class %s is no form of it: a folded name, parsed again, would change", class)
		}
	}
	for form := range ambiguousForm {
		if seen[form] == "" {
			t.Errorf("ambiguous form %q is no form", form)
		}
	}
	used := make(map[uint8]string)
	for class := range classes {
		if n := LegalClass(class); n != 0 {
			if prev, ok := used[n]; ok {
				t.Errorf("classes %s and %s have the same number", prev, class)
			}
			used[n] = class
		}
	}
}

// TestRomanTables: tables hold nothing but a-z, 0-9 and no upper-case letters as
// keys, which are never looked up.
func TestRomanTables(t *testing.T) {
	for what, table := range map[string]map[rune]string{"Cyrillic": cyrillic, "Greek": greek, "Arabic": arabic, "Hebrew": hebrew, "Georgian": georgian, "Armenian": armenian, "Kana": kana, "small kana": kanaSmall} {
		for r, s := range table {
			if s != "" && !folded(s) {
				t.Errorf("%s: %c is %q", what, r, s)
			}
			if got := scriptOf(r); got == ScriptNone || got == ScriptOther || got == ScriptLatin {
				t.Errorf("%s: %c is of script %v", what, r, got)
			}
		}
	}
	for r := rune(0x3400); r < 0x32000; r++ {
		if s := romanHan(r, false); scriptOf(r) == ScriptHan && s != "" && !folded(s) {
			t.Errorf("%c is read %q", r, s)
		}
	}
	for r := rune(0xac00); r <= 0xd7a3; r++ {
		if !folded(romanHangul(r)) {
			t.Errorf("%c is read %q", r, romanHangul(r))
		}
	}
	for s, alts := range hangulHabit {
		for i, a := range alts {
			if !folded(a) || a == s || slices.Contains(alts[:i], a) {
				t.Errorf("habit of %s: %q", s, a)
			}
		}
	}
	for r, s := range surnameReading {
		if s == romanHan(r, false) {
			t.Errorf("%c is read %s anyway", r, s)
		}
	}
}
