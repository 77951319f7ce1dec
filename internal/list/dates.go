package list

import (
	"regexp"
	"strings"
	"sync"

	"github.com/interdict-dev/interdict/internal/entity"
)

// ParseDates reads a field that may hold several dates: "(a) 5.2.1970, (b)
// 1971", "1962; 1967", "1979, 1980 or 1981", "19/03/1967; alt DOB: 19/11/1956",
// "14 Mar 1974 >> 13 Apr 1974". Each date follows the rules of ParseDate, in the
// order of the text and without repeats. left holds the pieces that are no date,
// as published: a caller keeps them as text. A text that ParseDate understands
// as a whole gives that one date.
func ParseDates(s string, order DateOrder) (dates []entity.Date, left []string) {
	if len(s) > 2000 {
		return nil, []string{s}
	}
	p := dateParser{order: order}
	p.all(s, 0, func(d entity.Date) {
		for _, have := range dates {
			if have == d {
				return
			}
		}
		dates = append(dates, d)
	}, func(piece string) { left = append(left, piece) })
	return dates, left
}

// listForms are the ways several dates are parted, the strongest first.
var listForms = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`(?:^|[\s,;"])\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)`),
		regexp.MustCompile(`\s*(?:;|>>|\||\n)\s*`),
		regexp.MustCompile(`(?i)[\s,]*\balt(?:\.|ernative(?:ly)?)?\s*(?:dob|date of birth)?\s*[:.]?\s+`),
		regexp.MustCompile(`\s*,\s*(?:or|and)?\s*`),
		regexp.MustCompile(`(?i)\s+(?:or|and|oder|ou)\s+`),
		regexp.MustCompile(`\s*/\s+|\s+/\s*`),
		regexp.MustCompile(`[()]`),
		// The last two part only what gives nothing but dates.
		regexp.MustCompile(`/`),
		regexp.MustCompile(`\s+`),
	}
})

// monthComma hides the comma of "March 19, 1960" from the list's commas.
var monthComma = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(\pL{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?)\s*,\s*(\d{4})`)
})

func (p dateParser) all(s string, depth int, date func(entity.Date), left func(string)) {
	text := strings.Trim(strings.TrimSpace(s), `"'“” ,;`)
	if text == "" {
		return
	}
	if d, err := p.parse(text); err == nil {
		date(d)
		return
	}
	if depth == 0 {
		text = monthComma().ReplaceAllString(text, "$1 $2")
	}
	forms := listForms()
	for i := depth; i < len(forms); i++ {
		if i == bracketForm && otherCalendar(foldDate(text)) {
			break // "24.6.1402 (Hijri calendar)" stays in one piece
		}
		pieces := split(text, forms[i], i == 0 || i == bracketForm)
		if i > bracketForm && !p.allDates(pieces) {
			continue
		}
		if len(pieces) < 2 && !(i == 0 && len(pieces) == 1 && pieces[0] != text) {
			continue
		}
		for _, piece := range pieces {
			p.all(piece, i+1, date, left)
		}
		return
	}
	left(text)
}

const bracketForm = 6 // the place of brackets among listForms

func (p dateParser) allDates(pieces []string) bool {
	for _, s := range pieces {
		if _, err := p.single(foldDate(s)); err != nil {
			return false
		}
	}
	return len(pieces) > 0
}

// split parts s at the matches of re, but not inside brackets unless deep.
func split(s string, re *regexp.Regexp, deep bool) []string {
	var out []string
	add := func(piece string) {
		piece = strings.TrimSpace(piece)
		for _, w := range [...]string{"or ", "and "} {
			piece = strings.TrimPrefix(piece, w)
		}
		if strings.Trim(piece, " \"'“”,;") != "" {
			out = append(out, piece)
		}
	}
	at, depth, scanned := 0, 0, 0
	for _, m := range re.FindAllStringIndex(s, -1) {
		depth += strings.Count(s[scanned:m[0]], "(") - strings.Count(s[scanned:m[0]], ")")
		scanned = m[0]
		if depth > 0 && !deep {
			continue
		}
		add(s[at:m[0]])
		at = m[1]
	}
	add(s[at:])
	return out
}
