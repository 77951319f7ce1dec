package list

import (
	"fmt"

	"github.com/interdict-dev/interdict/internal/entity"
)

// DateOrder tells how a publisher orders day and month in purely numeric dates.
type DateOrder int

const (
	DayFirst   DateOrder = iota // 31/12/1975
	MonthFirst                  // 12/31/1975
)

// ParseDate reads the dates publishers write: ISO dates with or without time
// and zone, "19 Mar 1960", "March 19, 1960", "Mar 1960", "1960", "circa 1960",
// "c.1960", "approximately 1960", "1960 to 1965", "between 1960 and 1965",
// "1960-1965", "dd/mm/1975", "00/00/1975", "15/08/19yy", "Q3 1960", "late 1960s".
// It returns an error, and the zero Date, for text it does not understand; the
// caller keeps the text.
func ParseDate(s string, order DateOrder) (entity.Date, error) {
	return entity.Date{}, fmt.Errorf("date %q not understood", s)
}
