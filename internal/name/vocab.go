package name

import (
	"embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.txt
var data embed.FS

// word is what the tables know about one folded token.
type word struct {
	particle, title, softTitle, generic bool
	number                              string // value of a number word, "" if it is none
	roman                               string // value of a Roman numeral
	groups                              []groupRef
}

// groupRef says that a word belongs to a group of equivalent words; close
// members (nicknames, translations) are weaker.
type groupRef struct {
	id    uint32
	close bool
}

type legalForm struct {
	words  []string
	class  string
	script Script // of its first word, ScriptNone for any
}

type vocabulary struct {
	words map[string]word
	forms map[string][]legalForm // by first word, longest first
}

var vocab = sync.OnceValue(loadVocabulary)

// lines calls f for each line of an embedded table that is no comment.
func lines(file string, f func(string)) {
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		panic("name: embedded table missing: " + err.Error())
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			f(line)
		}
	}
}

func loadVocabulary() *vocabulary {
	v := &vocabulary{words: make(map[string]word, 4096), forms: make(map[string][]legalForm, 512)}
	set := func(file string, change func(*word)) {
		lines(file, func(line string) {
			for _, w := range strings.Fields(line) {
				e := v.words[w]
				change(&e)
				v.words[w] = e
			}
		})
	}
	set("particles.txt", func(w *word) { w.particle = true })
	set("titles.txt", func(w *word) { w.title = true })
	set("soft_titles.txt", func(w *word) { w.softTitle = true })
	set("generic.txt", func(w *word) { w.generic = true })
	id := uint32(0)
	lines("groups.txt", func(line string) {
		id++
		same, near, _ := strings.Cut(line, "~")
		for _, part := range []struct {
			text  string
			close bool
		}{{same, false}, {near, true}} {
			for _, w := range strings.Fields(part.text) {
				e := v.words[w]
				e.groups = append(e.groups, groupRef{id, part.close})
				v.words[w] = e
			}
		}
	})
	lines("numbers.txt", func(line string) {
		value, words, ok := strings.Cut(line, "=")
		if !ok {
			f := strings.Fields(line)
			e := v.words[f[2]]
			e.roman = f[0]
			v.words[f[2]] = e
			return
		}
		for _, w := range strings.Fields(words) {
			e := v.words[w]
			e.number = strings.TrimSpace(value)
			v.words[w] = e
		}
	})
	lines("legal_forms.txt", func(line string) {
		class, forms, _ := strings.Cut(line, "=")
		class = strings.TrimSpace(class)
		for form := range strings.SplitSeq(forms, "|") {
			w := strings.Fields(form)
			var script Script
			if len(w) > 0 && w[0][0] >= 'A' && w[0][0] <= 'Z' {
				script, w = scriptNamed(w[0]), w[1:]
			}
			if len(w) == 0 {
				panic("name: empty legal form in class " + class)
			}
			list := v.forms[w[0]]
			i := 0
			for i < len(list) && len(list[i].words) >= len(w) {
				i++
			}
			list = append(list, legalForm{})
			copy(list[i+1:], list[i:])
			list[i] = legalForm{words: w, class: class, script: script}
			v.forms[w[0]] = list
		}
	})
	return v
}

// scriptNamed returns the script with the given English name.
func scriptNamed(s string) Script {
	for i, n := range scriptNames {
		if n == s {
			return Script(i)
		}
	}
	panic("name: no script is called " + s)
}

// sharedGroup returns the strength of the closest group that a and b share:
// 0 none, 1 close (nickname), 2 the same name.
func sharedGroup(a, b []groupRef) int {
	best := 0
	for _, x := range a {
		for _, y := range b {
			if x.id != y.id {
				continue
			}
			if !x.close && !y.close {
				return 2
			}
			if !x.close || !y.close {
				best = 1
			}
		}
	}
	return best
}

func isNumber(s string) bool {
	if s == "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// trimNumber drops leading zeros.
func trimNumber(s string) string {
	t := strings.TrimLeft(s, "0")
	if t == "" {
		return "0"
	}
	return t
}

func addNumbers(tens, unit string) (string, bool) {
	t, err1 := strconv.Atoi(tens)
	u, err2 := strconv.Atoi(unit)
	if err1 != nil || err2 != nil || t < 20 || t > 90 || t%10 != 0 || u < 1 || u > 9 {
		return "", false
	}
	return strconv.Itoa(t + u), true
}
