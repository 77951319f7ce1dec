package freetext

import (
	"regexp"
	"strings"
)

// mark finds "(1)", "1)", "(a)", "a)" and joined marks such as "(1)-(3)".
var mark = regexp.MustCompile(`(^|[\s,;:.\-])(\(?(?:\d{1,2}|[a-h])\)(?:\s*(?:-|–|&|and|,)\s*\(?(?:\d{1,2}|[a-h])\))*)`)

var markValue = regexp.MustCompile(`\d{1,2}|[a-h]`)

// Enumerated splits an enumeration: "(1) Tripoli (2) Tunis", "1) Uzbek 2)
// Afghan", "a) General b)Major General", "(1)-(2) Tunisia (3) Libya". The marks
// must begin with 1 or a and go up by one; otherwise items is the text itself.
// prefix is what stands before the first mark ("Passport No:"). Empty items are
// left out, an empty text gives none.
func Enumerated(text string) (prefix string, items []string) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "", nil
	}
	if !strings.Contains(text, ")") {
		return "", []string{text}
	}
	type cut struct{ from, to int } // of the mark
	var cuts []cut
	next, letters := 1, false
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		values := markValue.FindAllString(text[m[4]:m[5]], -1)
		first := number(values[0])
		isLetter := values[0][0] >= 'a'
		if len(cuts) == 0 {
			if first != 1 {
				continue
			}
			letters = isLetter
		} else if isLetter != letters || first != next {
			continue
		}
		last := number(values[len(values)-1])
		if last < first {
			continue
		}
		cuts = append(cuts, cut{m[4], m[5]})
		next = last + 1
	}
	if len(cuts) == 0 || len(cuts) == 1 && next == 2 && cuts[0].from > 0 {
		return "", []string{text}
	}
	prefix = strings.Trim(text[:cuts[0].from], " ,;:")
	for i, c := range cuts {
		end := len(text)
		if i+1 < len(cuts) {
			end = cuts[i+1].from
		}
		if s := strings.Trim(text[c.to:end], " ,;"); s != "" {
			items = append(items, s)
		}
	}
	return prefix, items
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
