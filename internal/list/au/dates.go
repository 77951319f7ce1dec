package au

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// excelDay reads a cell that a spreadsheet stores as a day number. Four digits
// from 1850 to 2100 are a year (a year typed into a cell), other numbers up to
// 60000 (in 2064) count days.
func (p *parser) excelDay(s string) (entity.Date, bool) {
	n, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil, n < 1, n > 60000:
		return entity.Date{}, false
	case n >= 1850 && n <= 2100 && n == float64(int(n)):
		return entity.NewDate(int(n), 0, 0), true
	}
	if p.date1904 {
		n += 1462
	}
	d, err := list.ExcelDate(n)
	return d, err == nil
}

var (
	// reCompact is a month and year run together: "10/061962".
	reCompact = regexp.MustCompile(`^(\d{1,2}/\d{2})(\d{4})$`)
	// reAnd is what stands before dates that hold only for one alias.
	reOnly = regexp.MustCompile(`(?i)\(?\s*(?:for )?this aka only,?\s*(?:alt )?(?:born|dob)?:?\s*`)
	// reGlued is the remains of an enumeration whose marks were deleted:
	// "7/02/1950/11/1950 08/08/1945", ",\n/02/1961".
	reGlued = regexp.MustCompile(`(\d{4})\s*[/.,]\s*(\d{1,2}/\d{4})`)
	// reAs tells for which name a date holds: "(as Ali Thafir Abdallah)".
	reAs     = regexp.MustCompile(`\(as ([^)]*)\)`)
	reApprox = regexp.MustCompile(`(?i)approximately:\s*between (\d{4}) and (\d{4})`)
	reYears  = regexp.MustCompile(`(\d{4})[.,](\d{4})`)
	reDot    = regexp.MustCompile(`(\d)\.\s+([A-Z][a-z]{2})`)
)

// birthDates reads the column Date of Birth. What is no date is returned in left.
func (p *parser) birthDates(s string) (facts []entity.DatedFact, left []string) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " "))
	if list.Empty(s) {
		return nil, nil
	}
	if d, ok := p.excelDay(s); ok {
		return []entity.DatedFact{{Kind: entity.DateBirth, Date: d}}, nil
	}
	var notes []string
	s = reAs.ReplaceAllStringFunc(s, func(m string) string {
		notes = append(notes, strings.Trim(m, "()"))
		return "; "
	})
	if reOnly.MatchString(s) {
		notes = append(notes, "a date holds for one alias only: "+list.Clean(s))
		s = strings.Trim(reOnly.ReplaceAllString(s, "; "), " )")
	}
	s = reGlued.ReplaceAllString(s, "$1; $2")
	s = reYears.ReplaceAllString(s, "$1; $2")
	s = reApprox.ReplaceAllString(s, "approximately $1-$2")
	s = reDot.ReplaceAllString(s, "$1 $2")
	note := strings.Join(notes, "; ")
	put := func(d entity.Date) {
		for _, f := range facts {
			if f.Date == d {
				return
			}
		}
		facts = append(facts, entity.DatedFact{Kind: entity.DateBirth, Date: d, Note: note})
	}
	dates, rest := list.ParseDates(s, list.DayFirst)
	for _, d := range dates {
		put(d)
	}
	for _, piece := range rest {
		if m := reCompact.FindStringSubmatch(strings.TrimSpace(piece)); m != nil {
			piece = m[1] + "/" + m[2]
			if parts := strings.Split(piece, "/"); len(parts) == 3 {
				if d, err := list.ParseDate(piece, list.DayFirst); err == nil {
					put(d)
					continue
				}
			}
		}
		if d, err := list.ParseDate(piece, list.DayFirst); err == nil {
			put(d)
			continue
		}
		left = append(left, list.Clean(piece))
	}
	return facts, left
}

var (
	reDay   = regexp.MustCompile(`(?i)\b(\d{1,2}(?:st|nd|rd|th)?\.?\s*[A-Z]{3,9}\.?,?\s*\d{4}|\d{1,2}/\d{1,2}/\d{4})\b`)
	reLater = regexp.MustCompile(`(?i)\b(?:amended|re-?listed|re-?listing|last listed|declared)\b`)
	// reInstrument is the title of the instrument that named the party; titles of
	// the regulations it rests on carry another year.
	reInstrument = regexp.MustCompile(`(?i)(?:amendment(?: \(no\. ?\d+\))? (?:instrument|designation|list)|designation|declared persons[^0-9]*instrument|instrument of first (?:designation|listing)[^0-9]*list) (20[0-3]\d)\b`)
	reListed     = regexp.MustCompile(`(?i)\b(?:listed(?:on)?|designated|listing|declared)\b`)
)

// listedOn finds the first day of a listing in the column Listing Information:
// "Listed by UN 1267 Committee on 25 January 2001 (amended on ...)". Days of
// amendments and relistings are not it.
func (p *parser) listedOn(s string) entity.Date {
	s = strings.TrimSpace(s)
	if d, ok := p.excelDay(s); ok {
		return d
	}
	first := reDay.FindStringIndex(s)
	if first == nil || first[0] > 0 && !reListed.MatchString(s) || reLater.MatchString(s[:first[0]]) {
		return instrumentYear(s)
	}
	d, err := list.ParseDate(s[first[0]:first[1]], list.DayFirst)
	if err != nil {
		return entity.Date{}
	}
	return d
}

// instrumentYear is the year of the instrument a party was named by, where that
// is all that is told: "... (No. 10) Instrument 2023".
func instrumentYear(s string) entity.Date {
	m := reInstrument.FindStringSubmatch(list.Clean(s))
	if m == nil {
		return entity.Date{}
	}
	y, _ := strconv.Atoi(m[1])
	return entity.NewDate(y, 0, 0)
}
