package columns

import (
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Problem is a value that could not be read as what its column says. The value
// is kept in the entity as text.
type Problem struct {
	Column string // heading
	Field  Field
	Err    error
}

func (p Problem) Error() string { return fmt.Sprintf("column %q: %v", p.Column, p.Err) }

func (p Problem) Unwrap() error { return p.Err }

// ErrNotFindable is the reason for rejecting a row without any name or
// identifier.
var ErrNotFindable = errors.New("the row has neither a name nor an identifier")

// Entity turns a row of as many cells as there are columns (missing cells at
// the end count as empty) into an entity. Cells of fields that hold several
// values are split at ";", "|" and line ends; see the documentation of the
// fields. The entity has no origin and, without an id column, no id.
//
// The error is ErrNotFindable; such a row cannot be screened.
func (c *Columns) Entity(row []string) (*entity.Entity, []Problem, error) {
	values := make([][]string, len(c.All))
	for i := range c.All {
		if i < len(row) {
			values[i] = Split(c.All[i].Field, row[i])
		}
	}
	return c.Build(values)
}

// Split cuts a cell into the values of its field. Empty values ("", "-", "N/A"
// and the like) are left out, except for fields whose text is kept as it is.
func Split(f Field, cell string) []string {
	parts := []string{cell}
	if sep := f.separators(); sep != "" {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(sep, r) })
	}
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" && !(f != Unknown && list.Empty(p)) {
			out = append(out, p)
		}
	}
	return out
}

// Build is Entity for rows whose cells are already lists of values.
func (c *Columns) Build(values [][]string) (*entity.Entity, []Problem, error) {
	b := &builder{c: c, values: values, e: &entity.Entity{}}
	b.surplus()
	b.identifiers()
	b.names()
	b.dates()
	b.countries()
	b.addresses()
	b.rest()
	if c.listing {
		b.listing()
	}
	b.schema()
	if len(b.e.Names) == 0 && len(b.e.Identifiers) == 0 {
		return b.e, b.problems, ErrNotFindable
	}
	return b.e, b.problems, nil
}

// surplus keeps second values of fields that hold one (lists in JSON).
func (b *builder) surplus() {
	for i, vs := range b.values {
		if i < len(b.c.All) && len(vs) > 1 && b.c.All[i].Field.single() {
			for _, v := range vs[1:] {
				b.keep(b.c.All[i].Field, v)
			}
		}
	}
}

type builder struct {
	c        *Columns
	values   [][]string
	e        *entity.Entity
	person   bool // a column was filled that only persons have
	problems []Problem
}

// each calls fn with every value of a field, in column order.
func (b *builder) each(f Field, fn func(col *Column, v string)) {
	for _, i := range b.c.by[f] {
		if i < len(b.values) {
			for _, v := range b.values[i] {
				fn(&b.c.All[i], v)
			}
		}
	}
}

func (b *builder) one(f Field) string {
	var out string
	b.each(f, func(_ *Column, v string) {
		if out == "" {
			out = list.Clean(v)
		}
	})
	return out
}

func (b *builder) all(f Field) (out []string) {
	b.each(f, func(_ *Column, v string) { out = append(out, list.Clean(v)) })
	return out
}

// doubt keeps a value that cannot be read as an attribute.
func (b *builder) doubt(col *Column, v string, err error) {
	b.problems = append(b.problems, Problem{col.Header, col.Field, err})
	b.keep(col.Field, v)
}

func (b *builder) keep(f Field, v string) {
	b.e.Attributes = append(b.e.Attributes, entity.Attribute{Key: string(f), Value: v})
}

// warn reports a value that is kept in its own field.
func (b *builder) warn(col *Column, err error) {
	b.problems = append(b.problems, Problem{col.Header, col.Field, err})
}

func (b *builder) schema() {
	var found bool
	b.each(Schema, func(col *Column, v string) {
		s, ok := schemaWords[key(v)]
		switch {
		case !ok:
			b.problems = append(b.problems, Problem{col.Header, Schema, fmt.Errorf("%q is no known kind of entity", v)})
			b.e.Attributes = append(b.e.Attributes, entity.Attribute{Key: "type", Value: v})
		case !found:
			b.e.Schema, found = s, true
		}
	})
	if found {
		return
	}
	// Only what cannot belong to anything else decides; a date of birth may be
	// the founding date of a company that somebody put into the wrong column,
	// and a company taken for a person is never compared with companies.
	has := func(t entity.IDType) bool {
		for _, id := range b.e.Identifiers {
			if id.Type == t {
				return true
			}
		}
		return false
	}
	switch {
	case b.c.opt.Schema != "":
		b.e.Schema = b.c.opt.Schema
	case b.person:
		b.e.Schema = entity.Person
	case has(entity.IDIMO) || has(entity.IDMMSI):
		b.e.Schema = entity.Vessel
	case has(entity.IDAircraftTail):
		b.e.Schema = entity.Airplane
	case has(entity.IDWallet) && len(b.e.Names) == 0 && len(b.e.Identifiers) == 1:
		b.e.Schema = entity.CryptoWallet
	default:
		b.e.Schema = entity.LegalEntity
	}
}

func (b *builder) rest() {
	e := b.e
	e.ID = b.one(ID)
	b.each(Gender, func(col *Column, v string) {
		g, ok := genderWords[key(v)]
		switch {
		case !ok:
			b.doubt(col, v, fmt.Errorf("%q is no known gender", v))
		case e.Gender == "":
			e.Gender, b.person = g, true
		}
	})
	e.Titles = append(e.Titles, b.all(Title)...)
	e.Positions = append(e.Positions, b.all(Position)...)
	e.Topics = append(e.Topics, b.all(Topic)...)
	for _, c := range []struct {
		f    Field
		kind entity.ContactKind
	}{{Email, entity.ContactEmail}, {Phone, entity.ContactPhone}, {Fax, entity.ContactFax}, {Website, entity.ContactWebsite}} {
		for _, v := range b.all(c.f) {
			e.Contacts = append(e.Contacts, entity.Contact{Kind: c.kind, Value: v})
		}
	}
	b.each(Note, func(_ *Column, v string) {
		e.Notes = append(e.Notes, entity.Note{Kind: "remarks", Text: v})
	})
	e.Origin.Source = b.one(Source)
	b.each(Certainty, func(col *Column, v string) {
		c, ok := certaintyWords[key(v)]
		if !ok {
			b.doubt(col, v, fmt.Errorf("%q is neither %q nor %q", v, entity.FromKnowledge, entity.Unverified))
			return
		}
		e.Certainty = c
	})
	b.each(Unknown, func(col *Column, v string) {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: col.Key, Value: v})
	})
}

func (b *builder) dates() {
	for _, d := range []struct {
		f    Field
		kind entity.DateKind
	}{{BirthDate, entity.DateBirth}, {DeathDate, entity.DateDeath}, {Incorporated, entity.DateIncorporation},
		{Dissolved, entity.DateDissolution}, {Built, entity.DateBuild}} {
		b.each(d.f, func(col *Column, v string) {
			add := func(date entity.Date) { b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: d.kind, Date: date}) }
			// "7.4.1980 or 7.4.1979": both are possible, both are kept.
			if several, left := list.ParseDates(v, col.Order); len(several) > 1 {
				for _, date := range several {
					add(date)
				}
				for _, rest := range left {
					b.doubt(col, rest, fmt.Errorf("%q beside dates is no date", rest))
				}
				return
			}
			if date, ok := b.date(col, v); ok {
				add(date)
			}
		})
	}
}

// date reads a date in the order of its column. A date that is possible only in
// the other order is taken in that order, and reported: the whole column may
// have been read in the wrong one.
func (b *builder) date(col *Column, v string) (entity.Date, bool) {
	d, err := list.ParseDate(v, col.Order)
	if err == nil {
		return d, true
	}
	other, name := list.MonthFirst, "month first"
	if col.Order == list.MonthFirst {
		other, name = list.DayFirst, "day first"
	}
	if d, err := list.ParseDate(v, other); err == nil {
		b.warn(col, fmt.Errorf("%q read with the %s: if the whole column is written so, set the order of dates", v, name))
		return d, true
	}
	b.doubt(col, v, err)
	return entity.Date{}, false
}

func (b *builder) countries() {
	for _, c := range []struct {
		f    Field
		role entity.CountryRole
	}{{Nationality, entity.CountryNationality}, {Citizenship, entity.CountryCitizenship}, {Country, entity.CountryUnspecified},
		{Residence, entity.CountryResidence}, {Jurisdiction, entity.CountryJurisdiction}, {BirthCountry, entity.CountryBirth},
		{Flag, entity.CountryFlag}, {FormerFlag, entity.CountryFormerFlag}} {
		b.each(c.f, func(col *Column, v string) {
			for _, one := range splitCountries(v) {
				fact := entity.CountryFact{Role: c.role}
				var ok bool
				if fact.Code, ok = entity.CountryCode(one); !ok {
					fact.Text = one
					b.warn(col, fmt.Errorf("%q is no known country", one))
				}
				b.e.Countries = append(b.e.Countries, fact)
			}
		})
	}
}

// splitCountries cuts "Russia, Cyprus" and "RU/CY", but not "Korea, North".
func splitCountries(v string) []string {
	if _, ok := entity.CountryCode(v); ok {
		return []string{v}
	}
	for _, sep := range []string{",", "/", " and ", "&"} {
		parts := strings.Split(v, sep)
		if len(parts) < 2 {
			continue
		}
		known := true
		for i, p := range parts {
			parts[i] = strings.TrimSpace(p)
			_, ok := entity.CountryCode(parts[i])
			known = known && ok
		}
		if known {
			return parts
		}
	}
	return []string{v}
}

func (b *builder) addresses() {
	country := func(v string) (code, text string) {
		if v == "" {
			return "", ""
		}
		if code, ok := entity.CountryCode(v); ok {
			return code, ""
		}
		return "", v
	}
	a := entity.Address{Street: strings.Join(append(b.all(Street), b.all(HouseNumber)...), " "), City: b.one(City), Region: b.one(Region),
		PostalCode: b.one(PostalCode), POBox: b.one(POBox)}
	a.Country, a.CountryText = country(b.one(AddressCountry))
	full := b.all(Address)
	if a != (entity.Address{}) {
		// One address told twice is one address; more than one cannot be matched
		// with the parts, so the parts stand alone.
		if len(full) == 1 {
			a.Full, full = full[0], nil
		}
		b.e.Addresses = append(b.e.Addresses, a)
	}
	for _, v := range full {
		b.e.Addresses = append(b.e.Addresses, entity.Address{Full: v})
	}
	for _, v := range b.all(BirthPlace) {
		p := entity.Address{Full: v}
		b.e.BirthPlaces = append(b.e.BirthPlaces, p)
	}
}

func (b *builder) listing() {
	l := b.c.opt.Listing
	l.Measures = append([]string(nil), l.Measures...)
	set := func(f Field, p *string) {
		if v := b.one(f); v != "" {
			*p = v
		}
	}
	set(Authority, &l.Authority)
	set(Basis, &l.Basis)
	set(Reason, &l.Reason)
	set(Reference, &l.Reference)
	set(Status, &l.Status)
	if m := b.all(Measure); len(m) > 0 {
		l.Measures = m
	}
	for _, d := range []struct {
		f Field
		p *entity.Date
	}{{Listed, &l.Effective}, {Published, &l.Published}, {Modified, &l.Modified}, {Until, &l.Until}} {
		b.each(d.f, func(col *Column, v string) {
			if date, ok := b.date(col, v); ok {
				*d.p = date
			}
		})
	}
	programs := b.all(Program)
	if len(programs) == 0 {
		programs = []string{l.Program}
	}
	for _, p := range programs {
		l.Program = p
		if !emptyListing(l) {
			b.e.Listings = append(b.e.Listings, l)
		}
	}
}

func emptyListing(l entity.Listing) bool {
	return l.Authority == "" && l.Country == "" && l.Program == "" && l.Basis == "" && len(l.Measures) == 0 && l.Reason == "" &&
		l.Reference == "" && l.URL == "" && l.Status == "" && l.Note == "" && l.Effective.IsZero() && l.Published.IsZero() &&
		l.Modified.IsZero() && l.Until.IsZero()
}
