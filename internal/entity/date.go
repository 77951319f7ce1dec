package entity

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Day is a calendar day of which parts may be unknown. A zero Year, Month or
// Day field means that part is unknown; a day can be known while the year is
// not ("15/08/19yy"). Years run from 1 to 9999.
type Day struct {
	Year  int16
	Month uint8
	Day   uint8
}

// IsZero reports whether nothing of the day is known.
func (d Day) IsZero() bool { return d == Day{} }

// Precision is the number of known parts from the left: 0 none, 1 year,
// 2 month, 3 day. A day with an unknown year has precision 0.
func (d Day) Precision() int {
	switch {
	case d.Year == 0:
		return 0
	case d.Month == 0:
		return 1
	case d.Day == 0:
		return 2
	}
	return 3
}

func (d Day) valid() bool {
	if d.Year < 0 || d.Year > 9999 || d.Month > 12 || d.Day > 31 {
		return false
	}
	if d.Month != 0 && d.Day != 0 {
		y := int(d.Year)
		if y == 0 {
			y = 2000 // a leap year: 29 February may stand without its year
		}
		t := time.Date(y, time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
		return t.Day() == int(d.Day)
	}
	return true
}

// String gives "1975-03-02", "1975-03", "1975", "XXXX-08-15", "1975-XX-02" or "".
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	year := "XXXX"
	if d.Year != 0 {
		year = fmt.Sprintf("%04d", d.Year)
	}
	switch {
	case d.Month == 0 && d.Day == 0:
		return year
	case d.Day == 0:
		return fmt.Sprintf("%s-%02d", year, d.Month)
	case d.Month == 0:
		return fmt.Sprintf("%s-XX-%02d", year, d.Day)
	}
	return fmt.Sprintf("%s-%02d-%02d", year, d.Month, d.Day)
}

// Date is a partial, possibly uncertain date or a range of days. Its text form
// is a subset of EDTF (ISO 8601-2): "1975", "1975-03-02", "1960/1965" for a
// range, a trailing "~" for circa, "X" for unknown digits. The zero Date means
// unknown and has the text "".
type Date struct {
	Start Day
	End   Day // zero unless the date is a range; both ends are included
	Circa bool
}

// NewDate returns the exact date y-m-d. Zero month or day means unknown.
func NewDate(y, m, d int) Date {
	return Date{Start: Day{Year: int16(y), Month: uint8(m), Day: uint8(d)}}
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// IsRange reports whether d spans from Start to a different End.
func (d Date) IsRange() bool { return !d.End.IsZero() }

// Valid reports whether d is a possible date: parts in range, the end not
// before the start.
func (d Date) Valid() bool {
	if !d.Start.valid() || !d.End.valid() {
		return false
	}
	if d.IsRange() && d.Start.Year != 0 && d.End.Year != 0 {
		return d.first() <= d.last()
	}
	return true
}

// YearRange returns the first and the last year d may lie in, circa not
// counted; 0, 0 when the year is unknown.
func (d Date) YearRange() (from, to int) {
	from, to = int(d.Start.Year), int(d.Start.Year)
	if d.IsRange() {
		to = int(d.End.Year)
		if to == 0 {
			to = from
		}
	}
	return from, to
}

// first and last give comparable numbers yyyymmdd of the earliest and latest
// possible day.
func (d Date) first() int {
	return int(d.Start.Year)*10000 + int(max(d.Start.Month, 1))*100 + int(max(d.Start.Day, 1))
}

func (d Date) last() int {
	e := d.Start
	if d.IsRange() {
		e = d.End
	}
	m, day := int(e.Month), int(e.Day)
	if m == 0 {
		m = 12
	}
	if day == 0 {
		day = 31
	}
	return int(e.Year)*10000 + m*100 + day
}

// Compare orders dates by their earliest possible day, then their latest.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.first(), o.first()), cmp.Compare(d.last(), o.last()))
}

// String returns the EDTF text of d, "" for the zero Date.
func (d Date) String() string {
	s := d.Start.String()
	if d.IsRange() {
		s += "/" + d.End.String()
	}
	if d.Circa && s != "" {
		s += "~"
	}
	return s
}

// ParseDate parses the EDTF subset that String writes. "" is the zero Date.
// Parsers of official lists use list.ParseDate, which knows what publishers
// write.
func ParseDate(s string) (Date, error) {
	var d Date
	if s == "" {
		return d, nil
	}
	body, circa := strings.CutSuffix(s, "~")
	from, to, isRange := strings.Cut(body, "/")
	var err error
	if d.Start, err = parseDay(from); err != nil && !(isRange && from == "") {
		return Date{}, fmt.Errorf("date %q: %w", s, err)
	}
	if isRange {
		if d.End, err = parseDay(to); err != nil {
			return Date{}, fmt.Errorf("date %q: %w", s, err)
		}
	}
	d.Circa = circa
	if !d.Valid() {
		return Date{}, fmt.Errorf("date %q: not a possible date", s)
	}
	return d, nil
}

func parseDay(s string) (Day, error) {
	var d Day
	var err error
	number := func(s string, width int) int {
		if strings.Trim(s, "X") == "" && len(s) == width {
			return 0
		}
		n := 0
		for _, c := range []byte(s) {
			if c < '0' || c > '9' {
				err = fmt.Errorf("digits expected, got %q", s)
				return 0
			}
			n = n*10 + int(c-'0')
		}
		if len(s) != width || n == 0 {
			err = fmt.Errorf("%d digits expected, got %q", width, s)
		}
		return n
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 {
		return d, fmt.Errorf("too many parts in %q", s)
	}
	d.Year = int16(number(parts[0], 4))
	if len(parts) > 1 {
		d.Month = uint8(number(parts[1], 2))
	}
	if len(parts) > 2 {
		d.Day = uint8(number(parts[2], 2))
	}
	if err == nil && d.IsZero() {
		err = fmt.Errorf("nothing known in %q", s)
	}
	return d, err
}

// MarshalText writes the EDTF text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the EDTF text.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}
