package ca

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

var (
	orDate    = regexp.MustCompile(`(?i)\s+or\s+|\s*/\s*`)
	bornIn    = regexp.MustCompile(`(?i)^born\s+(?:in\s+|on\s+)?(?:the\s+)?`)
	monthYear = regexp.MustCompile(`^([A-Za-z]{3,9})[-\s'’](\d{2})$`)
	serial    = regexp.MustCompile(`^\d{5}$`)
	isoDate   = regexp.MustCompile(`^\d{4}(?:-\d{2}(?:-\d{2})?)?$`)
)

// parseDates reads the date text of a record: one date or several joined by
// "or". listed is the year of listing, 0 if unknown. What cannot be read is
// returned in bad.
func parseDates(text string, listed int) (dates []entity.Date, bad []string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	for _, part := range orDate.Split(text, -1) {
		if part == "" {
			continue
		}
		if d, ok := parseDate(part, listed); ok {
			dates = append(dates, d)
		} else {
			bad = append(bad, part)
		}
	}
	return dates, bad
}

func parseDate(s string, listed int) (entity.Date, bool) {
	if isoDate.MatchString(s) {
		d, err := entity.ParseDate(s)
		return d, err == nil
	}
	// A spreadsheet's day count (1 = 1 January 1900) that lost its cell format.
	if serial.MatchString(s) {
		n, _ := strconv.Atoi(s)
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		return entity.NewDate(t.Year(), int(t.Month()), t.Day()), true
	}
	// A spreadsheet's "Sep-99".
	if m := monthYear.FindStringSubmatch(s); m != nil {
		t, err := time.Parse("Jan", m[1][:3])
		if err == nil {
			yy, _ := strconv.Atoi(m[2])
			return entity.NewDate(century(yy, listed), int(t.Month()), 0), true
		}
	}
	d, err := list.ParseDate(bornIn.ReplaceAllString(s, ""), list.DayFirst)
	return d, err == nil && !d.IsZero()
}

// century completes a two-digit year of birth: the latest year that makes the
// person at least ten years old when listed, so that 24 is 1924, not 2024.
func century(yy, listed int) int {
	if listed == 0 {
		listed = 2000
	}
	for y := 2000 + yy; ; y -= 100 {
		if y+10 <= listed {
			return y
		}
	}
}
