package au

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// entity converts the rows of one reference. Facts that differ between the rows
// are all taken; the rows repeat the others.
func (p *parser) entity(g *group) (*entity.Entity, error) {
	e := &entity.Entity{ID: g.id}
	for _, r := range g.rows {
		e.Origin.Fragments = append(e.Origin.Fragments, entity.Fragment{File: p.file, Line: r.line, Text: r.text()})
	}
	if err := p.schema(e, g); err != nil {
		return nil, err
	}
	if err := p.names(e, g); err != nil {
		return nil, err
	}
	p.each(g, colIMO, func(r row, v string) { p.imo(e, r, v) })
	p.each(g, colBirth, func(r row, v string) { p.birth(e, g, r, v) })
	p.each(g, colBirthPlace, func(_ row, v string) { p.birthPlaces(e, v) })
	p.each(g, colCitizenship, func(r row, v string) { p.citizenship(e, g, r, v) })
	p.each(g, colAddress, func(_ row, v string) { p.addresses(e, v) })
	p.each(g, colInfo, func(_ row, v string) { p.info(e, v) })
	p.listings(e, g)
	p.unnamed(e, g)
	return e, nil
}

// each calls fn for every different value of a column in the group.
func (p *parser) each(g *group, col string, fn func(r row, v string)) {
	seen := map[string]bool{}
	for _, r := range g.rows {
		v := strings.TrimSpace(r.get(col))
		if k := list.Clean(v); k != "" && !seen[k] {
			seen[k] = true
			if !list.Empty(v) {
				fn(r, v)
			}
		}
	}
}

func (p *parser) schema(e *entity.Entity, g *group) error {
	for _, r := range g.rows {
		s := schemaOf(r.get(colType))
		switch {
		case s == "" && strings.TrimSpace(r.get(colType)) == "":
		case s == "":
			return fmt.Errorf("row %d: %w: %q", r.line, errNoType, r.get(colType))
		case e.Schema == "":
			e.Schema = s
		case e.Schema != s:
			p.rep.Warn(g.id, r.line, colType, "%q differs from the type of the first row; that is kept", r.get(colType))
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "other_type", Value: list.Clean(r.get(colType))})
		}
	}
	if e.Schema == "" {
		return errNoType
	}
	return nil
}

func (p *parser) names(e *entity.Entity, g *group) error {
	var first *entity.Name
	for _, r := range g.rows {
		ns, ok := names(r, e.Schema)
		if !ok {
			p.rep.Warn(g.id, r.line, colName, "row without a name")
			continue
		}
		if ns[0].Kind == "" {
			p.rep.Warn(g.id, r.line, colNameType, "name type %q not known; taken as alias", r.get(colNameType))
			ns[0].Kind, ns[0].Note = entity.NameAlias, list.Clean(r.get(colNameType))
		}
		for _, n := range ns {
			putName(e, n)
		}
		if first == nil && ns[0].Kind == entity.NamePrimary {
			first = &ns[0]
		}
	}
	if len(e.Names) == 0 {
		return errors.New("no name in any row")
	}
	if first == nil {
		p.rep.Warn(g.id, g.rows[0].line, colNameType, "no primary name; the first name is taken")
		return nil
	}
	for i, n := range e.Names {
		if n.Full == first.Full {
			copy(e.Names[1:i+1], e.Names[:i])
			e.Names[0] = n
			e.Names[0].Kind = entity.NamePrimary
			break
		}
	}
	return nil
}

func (p *parser) imo(e *entity.Entity, r row, v string) {
	v = strings.TrimSuffix(v, ".0")
	if !entity.ValidID(entity.IDIMO, entity.NormalizeID(entity.IDIMO, v)) {
		p.rep.Warn(e.ID, r.line, colIMO, "%q is no IMO number (length or check digit); kept as published", v)
		putID(e, entity.Identifier{Type: entity.IDIMO, Value: v, Note: "check digit or length is wrong"})
		return
	}
	putID(e, entity.Identifier{Type: entity.IDIMO, Value: v})
}

func (p *parser) birth(e *entity.Entity, g *group, r row, v string) {
	facts, left := p.birthDates(v)
	for _, f := range facts {
		if f.Note == "" && r.line != g.rows[0].line && primary(g.rows[0]) {
			f.Note = "given with the name " + list.Clean(r.get(colName))
		}
		if !hasDate(e, f.Date) {
			e.Dates = append(e.Dates, f)
		}
	}
	for _, piece := range left {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "birth_date_text", Value: piece})
		p.rep.Warn(g.id, r.line, colBirth, "%q not understood as a date; kept as text", piece)
	}
}

func hasDate(e *entity.Entity, d entity.Date) bool {
	for _, f := range e.Dates {
		if f.Date == d {
			return true
		}
	}
	return false
}

var reLines = regexp.MustCompile(`\s*;\s*\n+\s*|\s*\n\s*\n\s*|;\s*(?:alt POB:?)?\s*`)

// places splits a cell with several places: "a) X b) Y", or one a line after
// semicolons.
func places(v string) []string {
	v = strings.ReplaceAll(v, "\u00a0", " ")
	if _, items := freetext.Enumerated(v); len(items) > 1 {
		return items
	}
	var out []string
	for _, s := range reLines.Split(v, -1) {
		if s = strings.Trim(list.Clean(s), " ;"); !list.Empty(s) {
			out = append(out, s)
		}
	}
	return out
}

// reNoAddress is a number that stands among the addresses.
var reNoAddress = regexp.MustCompile(`(?i)^company number:? IMO:? ?(\d{7})$`)

var reTail = regexp.MustCompile(`\s*\(([^()]*)\)[\s.]*$`)

// place gives a place with its country, if the text ends in one.
func place(text string) entity.Address {
	a := entity.Address{Full: text}
	base := text
	if m := reTail.FindStringSubmatch(text); m != nil {
		// "(previous location)" or "Iran (Islamic Republic of)", "(Belarus)"
		if _, ok := lastCountry(text); !ok {
			base = strings.TrimSpace(text[:len(text)-len(m[0])])
			if code, ok := entity.CountryCode(m[1]); ok {
				a.Country = code
				return a
			}
		}
	}
	a.Country, _ = lastCountry(base)
	return a
}

var reCode = regexp.MustCompile(`[,\s-]*\d[\d\s-]*$`)

// lastCountry reads the country at the end of a place, with or without a comma
// before it ("Moscow 125363 Russia", "Minsk, Belarus, 220026").
func lastCountry(s string) (string, bool) {
	s = strings.TrimSpace(reCode.ReplaceAllString(strings.Trim(s, " .,;"), ""))
	tail := s
	if i := strings.LastIndex(s, ","); i >= 0 {
		tail = s[i+1:]
	}
	tail = strings.TrimSpace(tail)
	for _, prefix := range []string{"now ", "currently ", "present-day "} {
		tail = strings.TrimPrefix(tail, prefix)
	}
	if code, ok := entity.CountryCode(tail); ok {
		return code, true
	}
	words := strings.Fields(tail)
	for n := min(4, len(words)-1); n > 0; n-- {
		// A single word before which stands no number may be a street.
		if code, ok := entity.CountryCode(strings.Join(words[len(words)-n:], " ")); ok && len(words[len(words)-1]) > 3 {
			return code, true
		}
	}
	return "", false
}

func (p *parser) birthPlaces(e *entity.Entity, v string) {
	for _, s := range places(v) {
		a := place(s)
		e.BirthPlaces = append(e.BirthPlaces, a)
		if a.Country != "" {
			p.country(e, entity.CountryFact{Role: entity.CountryBirth, Code: a.Country})
		}
	}
}

func (p *parser) addresses(e *entity.Entity, v string) {
	for _, s := range places(v) {
		if m := reNoAddress.FindStringSubmatch(s); m != nil {
			p.companyIMO(e, m[1])
			continue
		}
		e.Addresses = append(e.Addresses, place(s))
	}
}

func (p *parser) country(e *entity.Entity, f entity.CountryFact) {
	for _, have := range e.Countries {
		if have.Role == f.Role && have.Code == f.Code && have.Text == f.Text {
			return
		}
	}
	e.Countries = append(e.Countries, f)
}

var (
	reSplit   = regexp.MustCompile(`\s*[;\n]\s*`)
	reOr      = regexp.MustCompile(`\s*(?:/|,|\band\b)\s*`)
	reRemark  = regexp.MustCompile(`\s*\(([^()]+)\)\s*$`)
	rePerhaps = regexp.MustCompile(`(?i)^(possibly|allegedly|may be)\s+`)
)

// citizenship reads country names divided by semicolons (2026) or adjectives
// divided in many ways (before): "a) Russian b) USSR (until 1991)",
// "Turkish/Jordanian", "Moldovan, Russian and Ukrainian", "Possibly Ethiopian".
func (p *parser) citizenship(e *entity.Entity, g *group, r row, v string) {
	_, items := freetext.Enumerated(strings.ReplaceAll(v, "\n", "; "))
	for _, item := range items {
		for _, s := range reSplit.Split(item, -1) {
			if list.Empty(s) {
				continue
			}
			if f, ok := nation(s); ok {
				p.country(e, f)
				continue
			}
			var facts []entity.CountryFact
			for _, one := range reOr.Split(s, -1) {
				if f, ok := nation(one); ok {
					facts = append(facts, f)
				} else if !list.Empty(one) {
					facts = nil
					break
				}
			}
			if facts == nil {
				p.rep.Warn(g.id, r.line, colCitizenship, "%q names no known country; kept as text", s)
				facts = []entity.CountryFact{{Role: entity.CountryCitizenship, Text: list.Clean(s)}}
			}
			for _, f := range facts {
				p.country(e, f)
			}
		}
	}
}

func nation(s string) (entity.CountryFact, bool) {
	f := entity.CountryFact{Role: entity.CountryCitizenship}
	s = strings.Trim(list.Clean(s), " .,;")
	if m := reRemark.FindStringSubmatch(s); m != nil {
		// "(until 1991)", but not "(Islamic Republic of)" or "(North Korea)"
		if _, named := entity.CountryCode(s); !named || strings.ToUpper(m[1][:1]) != m[1][:1] {
			f.Note, s = m[1], s[:len(s)-len(m[0])]
		}
	}
	if code, ok := entity.CountryCode(s); ok {
		f.Code = code
		return f, true
	}
	if m := rePerhaps.FindString(s); m != "" {
		f.Note, s = strings.ToLower(strings.TrimSpace(m)), s[len(m):]
	}
	f.Code, _ = entity.CountryCode(s)
	return f, f.Code != ""
}

// listings makes one listing of the group: what the rows repeat, and notes where
// they differ.
func (p *parser) listings(e *entity.Entity, g *group) {
	first := g.rows[0]
	l := entity.Listing{Authority: "DFAT", Country: "au", Reference: g.id}
	var notes []string
	p.each(g, colCommittees, func(_ row, v string) {
		if l.Program == "" {
			l.Program = list.Clean(v)
		} else {
			notes = append(notes, "committees: "+list.Clean(v))
		}
	})
	p.each(g, colInstrument, func(r row, v string) {
		if d, ok := p.excelDay(v); ok {
			v = d.String() // a date typed into the wrong column
		}
		if d := p.listedOn(v); better(l.Effective, d) {
			l.Effective = d
		}
		if l.Basis == "" {
			l.Basis = list.Clean(v)
		} else {
			notes = append(notes, "instrument: "+list.Clean(v))
		}
	})
	p.each(g, colListing, func(r row, v string) {
		d := p.listedOn(v)
		if _, serial := p.excelDay(v); serial {
			v = d.String()
		}
		if better(l.Effective, d) {
			l.Effective = d
		}
		if v = list.Clean(v); v != l.Basis {
			notes = append(notes, v)
		}
	})
	p.each(g, colControl, func(r row, v string) {
		d, ok := p.excelDay(v)
		if !ok {
			var err error
			if d, err = list.ParseDate(v, list.DayFirst); err != nil {
				p.rep.Warn(g.id, r.line, colControl, "%q not understood as a date; kept in the note of the listing", v)
				notes = append(notes, "control date: "+list.Clean(v))
				return
			}
		}
		if l.Modified.IsZero() || d.Compare(l.Modified) > 0 {
			l.Modified = d
		}
	})
	for _, m := range []struct{ col, measure string }{
		{colFinancial, "Targeted financial sanction"}, {colTravel, "Travel ban"}, {colArms, "Arms embargo"}, {colMaritime, "Maritime restriction"},
	} {
		switch v := strings.ToLower(strings.TrimSpace(first.get(m.col))); v {
		case "1", "true", "yes", "y":
			l.Measures = append(l.Measures, m.measure)
		case "", "0", "false", "no", "n":
		default:
			p.rep.Warn(g.id, first.line, m.col, "%q is neither true nor false; kept as measure", v)
			l.Measures = append(l.Measures, m.measure+": "+v)
		}
	}
	for _, n := range e.Notes {
		if m := reUN.FindStringSubmatch(n.Text); m != nil {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "un_reference", Value: m[1]})
			break
		}
	}
	l.Note = strings.Join(notes, "\n")
	e.Listings = []entity.Listing{l}
}

// better reports whether day says more than have: the first, or the more exact.
func better(have, day entity.Date) bool {
	return day.Start.Precision() > have.Start.Precision()
}

// unnamed keeps cells outside of all known columns.
func (p *parser) unnamed(e *entity.Entity, g *group) {
	for _, r := range g.rows {
		for i, v := range r.cells {
			if v = list.Clean(v); v == "" || i < len(r.head.names) && isKnown(strings.ToLower(list.Clean(r.head.names[i]))) {
				continue
			}
			key := "column_without_heading"
			if i < len(r.head.names) && list.Clean(r.head.names[i]) != "" {
				key = strings.ReplaceAll(strings.ToLower(list.Clean(r.head.names[i])), " ", "_")
			}
			p.rep.Warn(g.id, r.line, key, "value %q in an unknown column; kept as attribute", v)
			e.Attributes = append(e.Attributes, entity.Attribute{Key: key, Value: v})
		}
	}
}
