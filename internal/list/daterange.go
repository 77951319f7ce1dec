package list

import (
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// span reads a range, a part of a year or decade, or a single date.
func (p dateParser) span(t string) (entity.Date, error) {
	if d, ok, err := vague(t); ok {
		return d, err
	}
	if from, to, ok := cutRange(t); ok {
		return p.fromTo(from, to)
	}
	if from, to, ok := strings.Cut(t, " or "); ok {
		return p.either(from, to)
	}
	d, err := p.single(t)
	if err == nil {
		return entity.Date{Start: d}, nil
	}
	// "1960-1965", "1958 - 1964", "1959/1960", "March/April 1965", and two full
	// dates around a dash: the separator is inside numeric dates too, so each
	// place is tried after the whole text has failed as one date.
	for _, sep := range [...]string{" - ", "- ", " -", "-", "/"} {
		from, to, ok := strings.Cut(t, sep)
		if !ok || strings.Contains(to, sep) || from == "" || to == "" {
			continue
		}
		if sep == "/" {
			if d, e := p.either(from, to); e == nil {
				return d, nil
			}
			continue
		}
		if d, e := p.fromTo(from, to); e == nil {
			return d, nil
		} else if isYear(strings.TrimSpace(from)) && isYear(strings.TrimSpace(to)) {
			return entity.Date{}, e
		}
	}
	return entity.Date{}, err
}

// cutRange finds the worded forms of a range.
func cutRange(t string) (from, to string, ok bool) {
	if r, found := strings.CutPrefix(t, "between "); found {
		if from, to, ok = strings.Cut(r, " and "); ok {
			return from, to, true
		}
		if from, to, ok = strings.Cut(r, " to "); ok {
			return from, to, true
		}
		return strings.Cut(r, "-")
	}
	r := strings.TrimPrefix(t, "from ")
	for _, sep := range [...]string{" to ", " through ", " until ", " till ", " bis "} {
		if from, to, ok = strings.Cut(r, sep); ok {
			return from, to, true
		}
	}
	return "", "", false
}

// fromTo builds a range from the texts of its ends, and simplifies it.
func (p dateParser) fromTo(from, to string) (entity.Date, error) {
	from, c1 := cutQualifiers(from)
	to, c2 := cutQualifiers(to)
	b, err := p.end(to)
	if err != nil {
		// "1960-65": the end takes its century from the start.
		if y, e := p.end(from); e == nil && y.Start.Precision() == 1 && !y.IsRange() && len(to) == 2 && isDigit(to[0]) && isDigit(to[1]) {
			b, err = entity.NewDate(int(y.Start.Year)/100*100+int(to[0]-'0')*10+int(to[1]-'0'), 0, 0), nil
		}
		if err != nil {
			return entity.Date{}, err
		}
	}
	a, err := p.end(from)
	if err != nil || a.Start.Year == 0 {
		// "Aug and Sep 1977", "3 May to 9 June 1960": the start takes the year of
		// the end.
		year := b.Start.Year
		borrowed, e := p.end(fmt.Sprintf("%s %04d", from, year))
		if e != nil || hasYear(from) {
			if err == nil {
				err = errors.New("range without a year")
			}
			return entity.Date{}, err
		}
		a = borrowed
	}
	d := entity.Date{Start: a.Start, End: b.Start, Circa: c1 || c2 || a.Circa || b.Circa}
	if b.IsRange() {
		d.End = b.End
	}
	if d.Start.Year == 0 || d.End.Year == 0 {
		return entity.Date{}, errors.New("range without a year")
	}
	if !d.Valid() {
		return entity.Date{}, errors.New("range ends before it starts, or a day of it does not exist")
	}
	return simplify(d), nil
}

// end reads one end of a range: a single date or a decade ("1960s").
func (p dateParser) end(t string) (entity.Date, error) {
	if d, ok, err := vague(t); ok {
		return d, err
	}
	d, err := p.single(t)
	return entity.Date{Start: d}, err
}

// either joins two alternatives that are neighbours: years, months or days that
// follow each other, or are equal.
func (p dateParser) either(from, to string) (entity.Date, error) {
	d, err := p.fromTo(strings.TrimSpace(from), strings.TrimSpace(to))
	if err != nil {
		if _, e := p.end(strings.TrimSpace(from)); e != nil {
			return entity.Date{}, e
		}
		return entity.Date{}, ErrSeveralDates
	}
	if !d.IsRange() {
		return d, nil
	}
	a, b := d.Start, d.End
	if a.Precision() != b.Precision() {
		return entity.Date{}, ErrSeveralDates
	}
	next := a
	switch a.Precision() {
	case 1:
		next.Year++
	case 2:
		next.Month++
		if next.Month > 12 {
			next.Month, next.Year = 1, next.Year+1
		}
	case 3:
		next.Day++
		if !(entity.Date{Start: next}).Valid() {
			next.Day, next.Month = 1, next.Month+1
			if next.Month > 12 {
				next.Month, next.Year = 1, next.Year+1
			}
		}
	}
	if next != b {
		return entity.Date{}, ErrSeveralDates
	}
	return d, nil
}

// simplify drops the days of a range of whole months, and the months of a range
// of whole years; a range of one year, month or day is no range.
func simplify(d entity.Date) entity.Date {
	a, b := d.Start, d.End
	if a.Precision() == 3 && b.Precision() == 3 && a.Day == 1 && b.Day == lastDay(b) {
		a.Day, b.Day = 0, 0
	}
	if a.Precision() == 2 && b.Precision() == 2 && a.Month == 1 && b.Month == 12 {
		a.Month, b.Month = 0, 0
	}
	d.Start, d.End = a, b
	if a == b {
		d.End = entity.Day{}
	}
	return d
}

func lastDay(d entity.Day) uint8 {
	for n := uint8(31); n > 28; n-- {
		if (entity.Date{Start: entity.Day{Year: d.Year, Month: d.Month, Day: n}}).Valid() {
			return n
		}
	}
	return 28
}

// vague reads decades, quarters, and parts of decades and years. ok says that
// the text has such a form.
func vague(t string) (d entity.Date, ok bool, err error) {
	part, rest := cutPart(t)
	y, isDecade := decade(rest)
	if !isDecade {
		if part == "" || !isYear(rest) {
			return quarter(t)
		}
		y := number(rest)
		from, to := 1, 12
		switch part {
		case "early":
			to = 6
		case "mid":
			from, to = 4, 9
		case "late":
			from = 7
		}
		return entity.Date{Start: entity.Day{Year: int16(y), Month: uint8(from)}, End: entity.Day{Year: int16(y), Month: uint8(to)}}, true, checkYear(y)
	}
	from, to := 0, 9
	switch part {
	case "early":
		to = 3
	case "mid":
		from, to = 4, 6
	case "late":
		from = 7
	}
	return entity.Date{Start: entity.Day{Year: int16(y + from)}, End: entity.Day{Year: int16(y + to)}}, true, checkYear(y)
}

// cutPart takes "early", "mid" or "late", in their several wordings, off t.
func cutPart(t string) (part, rest string) {
	for _, w := range [...]struct{ word, part string }{
		{"beginning of", "early"}, {"early", "early"}, {"first half of", "early"}, {"middle of", "mid"}, {"mid", "mid"},
		{"second half of", "late"}, {"late", "late"}, {"end of", "late"},
	} {
		if r, ok := strings.CutPrefix(strings.TrimPrefix(t, "the "), w.word); ok && r != "" && (r[0] == ' ' || r[0] == '-') {
			r = strings.TrimLeft(r, " -")
			r = strings.TrimPrefix(r, "the ")
			return w.part, r
		}
	}
	return "", t
}

func decade(t string) (int, bool) {
	if len(t) < 5 || !isYear(t[:4]) {
		return 0, false
	}
	switch t[4:] {
	case "s", "'s", "’s":
		if t[3] == '0' {
			return number(t[:4]), true
		}
	}
	return 0, false
}

func quarter(t string) (entity.Date, bool, error) {
	q := 0
	for i, w := range [...][2]string{{"q1", "first quarter"}, {"q2", "second quarter"}, {"q3", "third quarter"}, {"q4", "fourth quarter"}} {
		for _, form := range w {
			if r, ok := strings.CutPrefix(t, form); ok {
				t, q = strings.TrimLeft(strings.TrimPrefix(r, " of"), " /-"), i+1
			} else if r, ok := strings.CutSuffix(t, form); ok {
				t, q = strings.TrimRight(r, " /-"), i+1
			}
		}
	}
	if q == 0 || !isYear(t) {
		return entity.Date{}, false, nil
	}
	y := int16(number(t))
	return entity.Date{Start: entity.Day{Year: y, Month: uint8(3*q - 2)}, End: entity.Day{Year: y, Month: uint8(3 * q)}}, true, checkYear(int(y))
}

// isYear reports whether t is four digits.
func isYear(t string) bool {
	if len(t) != 4 {
		return false
	}
	for i := range 4 {
		if !isDigit(t[i]) {
			return false
		}
	}
	return true
}

// hasYear reports whether some run of digits in t is a year's four long.
func hasYear(t string) bool {
	run := 0
	for i := 0; i <= len(t); i++ {
		if i < len(t) && isDigit(t[i]) {
			run++
			continue
		}
		if run == 4 {
			return true
		}
		run = 0
	}
	return false
}

// number converts up to nine digits.
func number(t string) int {
	n := 0
	for i := 0; i < len(t) && i < 9; i++ {
		n = n*10 + int(t[i]-'0')
	}
	return n
}
