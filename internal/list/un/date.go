package un

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

var (
	isoDay    = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:T[0-9:.]+)?(?:Z|[+-]\d{2}:\d{2})?$`)
	yearOnly  = regexp.MustCompile(`^(\d{4})$`)
	yearRange = regexp.MustCompile(`^(\d{4}) ?[-–] ?(\d{4})$`)
	monthSpan = regexp.MustCompile(`(?i)^between ([a-z]{3,9})\.? and ([a-z]{3,9})\.? (\d{4})$`)
)

// readDate reads the dates of the list: ISO days, in 2018 with a zone behind
// them ("1960-01-01-05:00"), years, ranges of years, and words. The zone tells
// where the clerk sat; the day stands as written.
func readDate(s string) (entity.Date, bool) {
	s = list.Clean(s)
	if len(s) == 4 || len(s) == 10 {
		if d, err := entity.ParseDate(s); err == nil {
			return d, true
		}
	}
	for _, p := range []struct {
		re   *regexp.Regexp
		edtf string
	}{{isoDay, "$1"}, {yearOnly, "$1"}, {yearRange, "$1/$2"}} {
		if m := p.re.FindStringSubmatchIndex(s); m != nil {
			d, err := entity.ParseDate(string(p.re.ExpandString(nil, p.edtf, s, m)))
			return d, err == nil && !d.IsZero()
		}
	}
	if m := monthSpan.FindStringSubmatch(s); m != nil {
		from, err1 := list.ParseDate(m[1]+" "+m[3], list.DayFirst)
		to, err2 := list.ParseDate(m[2]+" "+m[3], list.DayFirst)
		if err1 == nil && err2 == nil {
			return entity.Date{Start: from.Start, End: to.Start}, true
		}
	}
	d, err := list.ParseDate(s, list.DayFirst)
	return d, err == nil && !d.IsZero()
}

func (r *record) day(field, s string) entity.Date {
	if list.Empty(s) {
		return entity.Date{}
	}
	d, ok := readDate(s)
	if !ok {
		r.warn(field, "date %q not understood", s)
		r.e.Notes = append(r.e.Notes, entity.Note{Kind: "other information", Text: field + ": " + s})
	}
	return d
}

// birth reads INDIVIDUAL_DATE_OF_BIRTH. TYPE_OF_DATE says how to take DATE,
// YEAR or FROM_YEAR and TO_YEAR; NOTE at times holds the date itself, or its
// month.
func (r *record) birth(n *xmlnode.Node) {
	kind := strings.ToUpper(n.Value("TYPE_OF_DATE"))
	date, year, note := n.Value("DATE"), n.Value("YEAR"), nonEmpty(n.Value("NOTE"))
	from, to := n.Value("FROM_YEAR"), n.Value("TO_YEAR")
	circa := kind == "APPROXIMATELY"
	switch kind {
	case "", "EXACT", "APPROXIMATELY", "BETWEEN":
	default:
		r.warn("TYPE_OF_DATE", "unknown type of date %q", kind)
		note = joinNotes(kind, note)
	}
	if strings.EqualFold(note, "approximately") {
		circa, note = true, ""
	}
	text, fromNote := date, false
	switch {
	case date != "":
	case from != "" && to != "" && from != to:
		text = from + "-" + to
	case from != "" || to != "":
		text = from
		if from == "" {
			text = to
		}
	case year != "":
		text = year
		if d, ok := readDate(note + " " + year); ok && note != "" && !hasDigit(note) && d.Start.Month != 0 {
			text, note = note+" "+year, "" // "Sep." beside 1958
		} else if d, ok := readDate(note); ok && d.Start.Month != 0 && d.String()[:4] == year {
			text, note = note, ""
		}
	case note != "":
		text, fromNote = note, true
	default:
		return
	}
	d, ok := readDate(text)
	if !ok {
		r.warn("INDIVIDUAL_DATE_OF_BIRTH", "date of birth %q not understood", text)
		r.e.Notes = append(r.e.Notes, entity.Note{Kind: "birth", Text: joinNotes(text, note)})
		return
	}
	if fromNote {
		note = ""
	}
	d.Circa = d.Circa || circa
	r.addDate(entity.DatedFact{Kind: entity.DateBirth, Date: d, Note: note})
}

// birthText adds a birth date that stands beside an alias.
func (r *record) birthText(field, text, note string) {
	d, ok := readDate(text)
	if !ok {
		r.warn(field, "date of birth %q not understood", text)
		r.e.Notes = append(r.e.Notes, entity.Note{Kind: "birth", Text: joinNotes(text, note)})
		return
	}
	r.addDate(entity.DatedFact{Kind: entity.DateBirth, Date: d, Note: note})
}

func (r *record) addDate(f entity.DatedFact) {
	for _, old := range r.e.Dates {
		if old.Kind == f.Kind && old.Date == f.Date {
			return
		}
	}
	r.e.Dates = append(r.e.Dates, f)
}
