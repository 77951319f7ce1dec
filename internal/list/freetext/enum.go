package freetext

import (
	"regexp"
	"strings"
)

// mark finds "(1)", "1)", "(a)", "a)" and joined marks such as "(1)-(3)".
var mark = regexp.MustCompile(`(^|[\s,;:.\-])(\(?(?:\d{1,2}|[a-h])\)(?:\s*(?:-|–|&|and|to|,)\s*\(?(?:\d{1,2}|[a-h])\))*)`)

var markValue = regexp.MustCompile(`\d{1,2}|[a-h]`)

// Enumerated splits an enumeration: "(1) Tripoli (2) Tunis", "1) Uzbek 2)
// Afghan", "a) General b)Major General", "(1)-(2) Tunisia (3) Libya". The marks
// must begin with 1 or a and go up by one; otherwise items is the text itself.
// prefix is what stands before the first mark ("Passport No:"). Empty items are
// left out, an empty text gives none.
func Enumerated(text string) (prefix string, items []string) {
	prefix, all, _ := enumerate(text)
	for _, s := range all {
		if s != "" {
			items = append(items, s)
		}
	}
	return prefix, items
}

// Expanded is Enumerated for a column that runs beside another one: the item of
// a joined mark is repeated, so that "(1)-(2) Tunisia (3) Libya" gives Tunisia,
// Tunisia, Libya; an empty item keeps its place.
func Expanded(text string) []string {
	_, items, times := enumerate(text)
	var out []string
	for i, it := range items {
		for range times[i] {
			out = append(out, it)
		}
	}
	return out
}

func enumerate(text string) (prefix string, items []string, times []int) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "", nil, nil
	}
	if !strings.Contains(text, ")") {
		return "", []string{text}, []int{1}
	}
	type cut struct{ from, to, times int } // of the mark
	var cuts []cut
	next := 1
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		values := markValue.FindAllString(text[m[4]:m[5]], -1)
		first := number(values[0])
		if first != next { // letters and figures mix: "(1) Germany (b) Algeria"
			continue
		}
		last := number(values[len(values)-1])
		if last < first {
			continue
		}
		cuts = append(cuts, cut{m[4], m[5], last - first + 1})
		next = last + 1
	}
	if len(cuts) == 0 || len(cuts) == 1 && next == 2 && cuts[0].from > 0 {
		return "", []string{text}, []int{1}
	}
	prefix = strings.Trim(text[:cuts[0].from], " ,;:")
	for i, c := range cuts {
		end := len(text)
		if i+1 < len(cuts) {
			end = cuts[i+1].from
		}
		items = append(items, strings.Trim(text[c.to:end], " ,;"))
		times = append(times, c.times)
	}
	return prefix, items, times
}

func number(s string) int {
	if s[0] >= 'a' {
		return int(s[0]-'a') + 1
	}
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}
