package au

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// The columns, by the headings of the file. Older editions have fewer.
const (
	colReference   = "reference"
	colName        = "name of individual or entity"
	colType        = "type"
	colNameType    = "name type"
	colStrength    = "alias strength"
	colBirth       = "date of birth"
	colBirthPlace  = "place of birth"
	colCitizenship = "citizenship"
	colAddress     = "address"
	colInfo        = "additional information"
	colListing     = "listing information"
	colIMO         = "imo number"
	colCommittees  = "committees"
	colControl     = "control date"
	colInstrument  = "instrument of designation"
	colFinancial   = "targeted financial sanction"
	colTravel      = "travel ban"
	colArms        = "arms embargo"
	colMaritime    = "maritime restriction"
)

// known are the columns that are read; all others are reported as unread.
var known = []string{
	colReference, colName, colType, colNameType, colStrength, colBirth, colBirthPlace, colCitizenship, colAddress, colInfo,
	colListing, colIMO, colCommittees, colControl, colInstrument, colFinancial, colTravel, colArms, colMaritime,
}

// required are the columns without which a sheet is not the list.
var required = []string{colReference, colName, colType, colNameType, colBirth, colCitizenship, colAddress, colInfo, colListing, colCommittees, colControl}

// row is one row of the sheet: one name of a party, with all else repeated.
type row struct {
	line  int // 1-based, as the spreadsheet program shows it
	cells []string
	head  *header
}

// header finds columns by heading.
type header struct {
	sheet string
	names []string // as published
	at    map[string]int
}

func (r row) get(col string) string {
	if i, ok := r.head.at[col]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

func (r row) text() string { return strings.TrimRight(strings.Join(r.cells, "\t"), "\t") }

func (r row) empty() bool {
	return !slices.ContainsFunc(r.cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// group is all rows of one reference: "101", "101a", "101b" ...
type group struct {
	id   string
	rows []row
}

// reReference takes a reference apart: the number of the party, the letters of
// the name ("a" to "z", then "aa" or "a1").
var reReference = regexp.MustCompile(`^(\d+)\s*([a-zA-Z]*\d*)$`)

// grouper gathers rows by the number of their reference. Rows of one party need
// not be neighbours. A number used again for a second party (a second primary
// name with another type or name) starts a group of its own.
type grouper struct {
	groups []*group
	last   map[string]*group // the newest group of a number
	count  map[string]int
}

func (g *grouper) add(r row) error {
	ref := strings.TrimSpace(r.get(colReference))
	m := reReference.FindStringSubmatch(ref)
	if m == nil {
		return fmt.Errorf("reference %q is no number with letters", ref)
	}
	number := m[1]
	grp := g.last[number]
	if grp == nil || primary(r) && slices.ContainsFunc(grp.rows, primary) {
		g.count[number]++
		id := number
		if n := g.count[number]; n > 1 {
			id = number + "-" + strconv.Itoa(n)
		}
		grp = &group{id: id}
		g.groups = append(g.groups, grp)
		g.last[number] = grp
	}
	grp.rows = append(grp.rows, r)
	return nil
}

func primary(r row) bool { return nameKind(r.get(colNameType)) == entity.NamePrimary }

// nameKind reads the column Name Type, whose spelling varies ("aka", "Aka ",
// "AKA", "Alias", "primary Name").
func nameKind(s string) entity.NameKind {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "primary name", "primary":
		return entity.NamePrimary
	case "alias", "aka", "a.k.a.":
		return entity.NameAlias
	case "original script":
		return entity.NameOriginal
	case "formerly known as", "previously listed as", "fka", "previous name":
		return entity.NameFormer
	}
	return ""
}

// schemaOf reads the column Type.
func schemaOf(s string) entity.Schema {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "individual":
		return entity.Person
	case "entity":
		return entity.Organization
	case "vessel":
		return entity.Vessel
	case "aircraft":
		return entity.Airplane
	}
	return ""
}
