package list

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
)

// DateOrder tells how a publisher orders day and month in purely numeric dates.
type DateOrder int

const (
	DayFirst   DateOrder = iota // 31/12/1975
	MonthFirst                  // 12/31/1975
)

// Errors that ParseDate wraps, for callers who count what stays unread.
var (
	// ErrNotGregorian: the date is written in, or can only belong to, another
	// calendar (Hijri, Iranian, Buddhist). It is never converted: the lunar
	// Hijri calendar is fixed by sighting, so a day cannot be computed.
	ErrNotGregorian = errors.New("not a Gregorian date")
	// ErrSeveralDates: the text holds several dates; ParseDates takes them apart.
	ErrSeveralDates = errors.New("several dates")
	// ErrCentury: a year of two digits whose century cannot be told.
	ErrCentury = errors.New("century of a two-digit year unknown")
)

// ParseDate reads the dates publishers write: ISO dates with or without time
// and zone, "19 Mar 1960", "March 19, 1960", "Mar 1960", "1960", "circa 1960",
// "c.1960", "approximately 1960", "1960 to 1965", "between 1960 and 1965",
// "1960-1965", "dd/mm/1975", "00/00/1975", "15/08/19yy", "Q3 1960", "late 1960s".
// It returns an error, and the zero Date, for text it does not understand; the
// caller keeps the text.
//
// The rules, none of which guesses:
//
//   - order decides "02/03/1975" and "02-03-1975"; with dots the day always comes
//     first. A month above 12 is an error, not a reason to swap.
//   - Years run from 1501 to 2199; 9999 means "no end". Years 1278 to 1500 are
//     Hijri, years from 2400 Buddhist, and refused like text that says so.
//   - A two-digit year from 30 to 99 beside a month is 19yy; 00 to 29 may be 1924
//     or 2024 and is refused. "1960-65" is a range, "1960-05" a month.
//   - "circa", "about", "approximately", "around", "probably", "possibly",
//     "presumed", "estimated", "~" and "?" set Circa.
//   - A range that covers whole months or years loses its days or months:
//     "01 Jan 1960 to 31 Dec 1965" is 1960/1965, "01 Jan 1960 to 31 Dec 1960"
//     is 1960, which is how OFAC writes a year. Both ends are included.
//   - "1963 or 1964", "March/April 1965": neighbours form a range; other
//     alternatives are ErrSeveralDates.
//   - "1960s" is 1960/1969; early is years 0 to 3 of a decade, mid 4 to 6, late
//     7 to 9; early, mid and late 1960 are months 1-6, 4-9, 7-12, and Q3 7-9.
//   - Time of day and zone are dropped, the day stays as written.
//
// Month names are read in English, French, German, Spanish, Italian,
// Portuguese, Dutch, Russian and Ukrainian.
func ParseDate(s string, order DateOrder) (entity.Date, error) {
	if d, ok := isoDay(s); ok {
		return d, nil
	}
	return dateParser{order: order}.read(s)
}

// ParseDateSince is ParseDate for a field whose dates all lie within a hundred
// years from the year since: a two-digit year is the one in [since, since+99].
// It suits a publisher who writes "22.05.24" for the day of an announcement;
// for birthdays there is no such hundred years.
func ParseDateSince(s string, order DateOrder, since int) (entity.Date, error) {
	return dateParser{order: order, since: since}.read(s)
}

// ExcelDate converts a day number of the 1900 date system of spreadsheets
// (1 = 1 January 1900; ECMA-376 part 1, 18.17.4.1), as it stands in XLSX cells.
// It keeps the system's extra day 60, "29 February 1900", out.
func ExcelDate(serial float64) (entity.Date, error) {
	n := int(math.Floor(serial))
	if !(serial >= 1) || n == 60 || n > 2958465 {
		return entity.Date{}, fmt.Errorf("date %v: not a spreadsheet day from 1 to 2958465", serial)
	}
	if n > 60 {
		n--
	}
	t := time.Date(1899, 12, 31+n, 0, 0, 0, 0, time.UTC)
	return entity.NewDate(t.Year(), int(t.Month()), t.Day()), nil
}

// isoDay is the fast path for "1975-03-02" alone, the bulk of all dates.
func isoDay(s string) (entity.Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return entity.Date{}, false
	}
	var n [3]int
	for i, span := range [3]string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(span) {
			if c < '0' || c > '9' {
				return entity.Date{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	d := entity.NewDate(n[0], n[1], n[2])
	return d, n[1] != 0 && n[2] != 0 && checkYear(n[0]) == nil && d.Valid()
}

func checkYear(y int) error {
	switch {
	case y >= 1501 && y <= 2199 || y == 9999:
		return nil
	case y >= 1278 && y <= 1500:
		return fmt.Errorf("%w: the year %d is Hijri", ErrNotGregorian, y)
	case y >= 2400 && y <= 2700:
		return fmt.Errorf("%w: the year %d is Buddhist", ErrNotGregorian, y)
	}
	return fmt.Errorf("impossible year %d", y)
}

type dateParser struct {
	order DateOrder
	since int // 0, or the first of the hundred years that two digits may mean
}

func (p dateParser) read(s string) (entity.Date, error) {
	d, err := p.parse(s)
	if err != nil {
		if len(s) > 80 {
			s = strings.ToValidUTF8(s[:80], "") + "..."
		}
		return entity.Date{}, fmt.Errorf("date %q: %w", s, err)
	}
	return d, nil
}

// parse reads a whole text: it takes off what qualifies the date, then tries
// the forms of a range, then of a single date.
func (p dateParser) parse(s string) (entity.Date, error) {
	t := foldDate(s)
	if len(t) > 120 {
		return entity.Date{}, errors.New("too long for a date")
	}
	if otherCalendar(t) {
		return entity.Date{}, ErrNotGregorian
	}
	t, circa := cutQualifiers(t)
	if t == "" {
		return entity.Date{}, errors.New("empty")
	}
	d, err := p.span(t)
	if err != nil {
		return entity.Date{}, err
	}
	d.Circa = d.Circa || circa
	if !d.Valid() {
		if d.IsRange() {
			return entity.Date{}, errors.New("range ends before it starts")
		}
		return entity.Date{}, errors.New("no such day")
	}
	return d, nil
}

// foldDate lower-cases, folds white space, dashes and full-width digits, and
// trims quotes and closing punctuation.
func foldDate(s string) string {
	s = strings.ToLower(Clean(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '–', r == '—', r == '‐', r == '‑', r == '−', r == '－':
			return '-'
		case r == '／':
			return '/'
		case r == '．':
			return '.'
		}
		return r
	}, s)
	return strings.Trim(s, ` "'“”.;,:`)
}

func otherCalendar(t string) bool {
	if strings.Contains(t, "gregorian") && !strings.Contains(t, "hijri") {
		return false
	}
	for _, w := range [...]string{"hijri", "hejri", "hijra", "shamsi", "a.h.", "solar", "persian calendar", "iranian calendar", "islamic calendar", "lunar calendar", "buddhist", "juche"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	for _, w := range strings.FieldsFunc(t, func(r rune) bool { return r < 'a' || r > 'z' }) {
		switch w {
		case "ah", "bh", "sh", "be", "muharram", "safar", "rajab", "shaban", "ramadan", "shawwal":
			return true
		}
	}
	return false
}

// qualifiers set Circa when they open or close a text; ornaments only go away.
var (
	qualifiers = []string{
		"approximately", "approximative", "approximate", "approx.", "approx", "appr.", "circa", "ca.", "ca", "c.", "c",
		"about", "around", "on or around", "on or about", "in or about", "in or around", "estimated", "est.", "est",
		"probably", "possibly", "presumed", "presumably", "believed to be", "perhaps", "maybe", "~", "?", "vers", "um", "около", "приблизно",
	}
	ornaments = []string{
		"born in", "born on", "born", "date of birth", "d.o.b.", "dob", "alt. dob", "alt dob", "year of birth", "yob",
		"established in", "established", "founded in", "founded", "gregorian calendar", "gregorian", "the year", "year",
		"in", "on", "the", "г.", "г", "року", "р.", "год", "года",
	}
)

// cutQualifiers takes words of doubt and of ornament off both ends, in brackets
// or bare, until nothing changes.
func cutQualifiers(t string) (rest string, circa bool) {
	for {
		was := t
		t = strings.Trim(t, " ,;:")
		if in, out, ok := cutEdgeBracket(t); ok {
			switch {
			case isWord(in, qualifiers):
				t, circa = out, true
			case isWord(in, ornaments):
				t = out
			case out == "":
				t = in
			}
		}
		if r, ok := cutWord(t, qualifiers); ok {
			t, circa = r, true
		}
		if r, ok := cutWord(t, ornaments); ok {
			t = r
		}
		if t == was {
			return t, circa
		}
	}
}

// cutEdgeBracket takes a bracketed piece off the start or the end of t.
func cutEdgeBracket(t string) (in, out string, ok bool) {
	if strings.HasPrefix(t, "(") {
		if i := strings.IndexByte(t, ')'); i > 0 {
			return strings.Trim(t[1:i], " .:,"), strings.TrimSpace(t[i+1:]), true
		}
	}
	if strings.HasSuffix(t, ")") {
		if i := strings.LastIndexByte(t, '('); i >= 0 {
			return strings.Trim(t[i+1:len(t)-1], " .:,"), strings.TrimSpace(t[:i]), true
		}
	}
	return "", t, false
}

func isWord(s string, words []string) bool {
	for _, w := range words {
		if s == w || s+"." == w {
			return true
		}
	}
	return false
}

// cutWord takes the longest of words off an end of t, where a digit, a space or
// the text's end follows it.
func cutWord(t string, words []string) (string, bool) {
	best, bestLen := "", 0
	for _, w := range words {
		if len(w) <= bestLen || w == "?" && !(strings.HasSuffix(t, "?") && !strings.HasSuffix(t, "??") && !strings.HasPrefix(t, "?")) {
			continue
		}
		if r, ok := strings.CutPrefix(t, w); ok && (r == "" || !isLetterStart(r) && r[0] != '-' && r[0] != '/') {
			best, bestLen = strings.TrimLeft(r, " .:"), len(w)
		}
		if r, ok := strings.CutSuffix(t, w); ok && (r == "" || r[len(r)-1] == ' ' || !isLetterStart(w) && isDigit(r[len(r)-1])) {
			best, bestLen = strings.TrimRight(r, " "), len(w)
		}
	}
	return best, bestLen > 0
}

func isLetterStart(s string) bool { c := s[0]; return c >= 'a' && c <= 'z' || c >= 0x80 }
func isDigit(c byte) bool         { return c >= '0' && c <= '9' }
