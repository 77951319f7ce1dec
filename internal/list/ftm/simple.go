package ftm

import (
	"encoding/csv"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// simpleColumns are those every layout of targets.simple.csv has. The layout
// since 2025 adds program_ids.
var simpleColumns = []string{"id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones", "emails", "dataset", "first_seen", "last_seen", "last_change"}

// ParseSimple reads targets.simple.csv: one target a row, several values of a
// cell divided by semicolons (and quoted like a CSV row of their own). Numbers
// have lost their type in this form; those whose shape and check digits leave
// no doubt get it back, the others are of type other.
func ParseSimple(f list.File, opt Options, emit list.Emit, rep *list.Report) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	c := newConverter(f.Name, rep, nil)
	var t *table.Table
	err = table.Read(rc, table.Options{Exact: true}, func(tab *table.Table) error {
		t = tab
		for _, name := range simpleColumns {
			if !tab.Has(name) {
				return fmt.Errorf("column %q is missing: %w", name, list.ErrNotList)
			}
		}
		return nil
	}, func(row *table.Row) error {
		rep.Record()
		s := simple{row: row, rep: rep, id: row.Get("id")}
		e := c.simple(&s, opt)
		if sc := schemata[row.Get("schema")]; sc.class != thing {
			rep.Reject(list.RecordError{Record: s.id, Line: row.Line, Field: "schema", Err: fmt.Errorf("%q is no party", row.Get("schema"))})
			return nil
		}
		return emit(e)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	for _, name := range t.Unread() {
		rep.MarkUnread(name)
	}
	return nil
}

// simple is one row.
type simple struct {
	row *table.Row
	rep *list.Report
	id  string
}

// cell returns the values of a cell, empty ones included.
func (s *simple) cell(column string) []string {
	v := s.row.Get(column)
	if v == "" {
		return nil
	}
	if !strings.Contains(v, `"`) {
		return strings.Split(v, ";")
	}
	r := csv.NewReader(strings.NewReader(v))
	r.Comma = ';'
	out, err := r.Read()
	if err == nil {
		if _, err = r.Read(); err == nil {
			err = errors.New("line break outside of quotes")
		} else {
			return out
		}
	}
	s.rep.Warn(s.id, s.row.Line, column, "values not told apart, kept as one: %v", err)
	return []string{v}
}

// values returns the values of a cell that say something.
func (s *simple) values(column string) []string { return cleaned(s.cell(column)) }

func (c *converter) simple(s *simple, opt Options) *entity.Entity {
	row := s.row
	e := &entity.Entity{
		ID:     s.id,
		Schema: schemata[row.Get("schema")].as,
		Origin: entity.Origin{Fragments: []entity.Fragment{{File: c.file, Line: row.Line, Offset: row.Offset, Length: row.Length}}},
	}
	r := &Record{ID: s.id, Schema: row.Get("schema"), Caption: row.Get("name")}
	if v := clean(r.Caption); v != "" {
		r.add("name", v)
	}
	for _, v := range s.values("aliases") {
		r.add("alias", v)
	}
	for _, v := range s.values("countries") {
		r.add("country", v)
	}
	c.countries(r, e)
	var codes []string
	for _, f := range e.Countries {
		codes = append(codes, f.Code)
	}
	e.Names = names(r, codes)
	if d := s.values("birth_date"); len(d) > 0 {
		c.dates(r, e, Line{Number: row.Line}, "birthDate", entity.DateBirth, d)
	}
	for _, v := range s.values("addresses") {
		e.Addresses = append(e.Addresses, entity.Address{Full: v})
	}
	for _, v := range s.values("identifiers") {
		e.Identifiers = append(e.Identifiers, Guess(e.Schema, v, codes))
	}
	contacts(e, entity.ContactPhone, s.values("phones"))
	contacts(e, entity.ContactEmail, s.values("emails"))
	e.Listings = s.listings(opt)
	if string(e.Schema) != r.Schema {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "schema", Value: r.Schema})
	}
	for _, v := range s.values("dataset") {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "dataset", Value: v})
	}
	for _, col := range []string{"first_seen", "last_seen", "last_change"} {
		if v := row.Get(col); v != "" {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: col, Value: v})
		}
	}
	return e
}

// listings joins the programmes with the texts of the sanctions. The form does
// not say which text belongs to which programme: with one programme all do, with
// several each stands by itself. A cell with an empty value means a sanction
// without details.
func (s *simple) listings(opt Options) []entity.Listing {
	cell := s.cell("sanctions")
	var texts []string
	for _, v := range cell {
		if v = strings.TrimSpace(v); v != "" {
			texts = append(texts, v)
		}
	}
	programs := s.values("program_ids")
	var out []entity.Listing
	put := func(program, text string) {
		out = append(out, entity.Listing{Authority: opt.Authority, Country: opt.Country, Program: program, Reason: text})
	}
	switch {
	case len(programs) == 1 && len(texts) > 0:
		for _, t := range texts {
			put(programs[0], t)
		}
	default:
		for _, p := range programs {
			put(p, "")
		}
		for _, t := range texts {
			put("", t)
		}
		if len(out) == 0 && len(cell) > 0 {
			put("", "")
			out[0].Note = "listed without details"
		}
	}
	return out
}

var (
	reIMO    = regexp.MustCompile(`^IMO ?\d{7}$`)
	reDigits = regexp.MustCompile(`^\d+$`)
	reCall   = regexp.MustCompile(`^[A-Z0-9]{4,7}$`)
	reLEI    = regexp.MustCompile(`^[A-Z0-9]{18}\d\d$`)
	reISIN   = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{9}\d$`)
	reQID    = regexp.MustCompile(`^Q\d{1,12}$`)
	reUSCC   = regexp.MustCompile(`^[0-9A-HJ-NP-RTUWXY]{18}$`)
	reLetter = regexp.MustCompile(`[A-Z]`)
)

// Guess gives a number without a type the type that its shape and check digits
// prove for an entity of the schema and countries, IDOther if they prove none.
func Guess(schema entity.Schema, v string, countries []string) entity.Identifier {
	id := entity.Identifier{Type: entity.IDOther, Value: v}
	valid := func(t entity.IDType) bool { return entity.ValidID(t, entity.NormalizeID(t, v)) }
	digits := reDigits.MatchString(v)
	post := contains(countries, "ru") || contains(countries, "ua") || contains(countries, "by") || contains(countries, "kz")
	switch n := len(v); {
	case schema == entity.CryptoWallet:
		id.Type = entity.IDWallet
	case reIMO.MatchString(v) && schema == entity.Vessel:
		id.Type = entity.IDIMO
	case reIMO.MatchString(v):
		id.Type = entity.IDIMOCompany
	case reQID.MatchString(v):
		id.Type = entity.IDWikidata
	case schema == entity.Vessel && digits && n == 9 && v[0] >= '2' && v[0] <= '7':
		id.Type = entity.IDMMSI
	case schema == entity.Vessel && reCall.MatchString(v) && reLetter.MatchString(v):
		id.Type = entity.IDCallSign
	case (schema == entity.Security || schema.Family() == entity.FamilyOrg) && reISIN.MatchString(v) && valid(entity.IDISIN):
		id.Type = entity.IDISIN
	case reLEI.MatchString(v) && valid(entity.IDLEI):
		id.Type = entity.IDLEI
	case digits && (n == 13 || n == 15) && valid(entity.IDOGRN):
		id.Type = entity.IDOGRN
	case digits && (n == 12 || n == 10 && schema != entity.Person) && (post || len(countries) == 0) && valid(entity.IDINN):
		id.Type = entity.IDINN
	case digits && n == 10 && schema == entity.Person && rnokpp(v):
		id.Type, id.Label, id.Country = entity.IDTax, "RNOKPP", "ua"
	case contains(countries, "cn") && reUSCC.MatchString(v) && valid(entity.IDUSCC):
		id.Type = entity.IDUSCC
	}
	return id
}

// rnokpp reports whether ten digits are a Ukrainian taxpayer number of a person:
// the tenth is a check digit (order of the Ministry of Finance No. 822 of 2017;
// weights as published by the State Tax Service).
func rnokpp(v string) bool {
	sum := 0
	for i, w := range [9]int{-1, 5, 7, 9, 4, 6, 10, 5, 7} {
		sum += w * int(v[i]-'0')
	}
	return (sum%11+11)%11%10 == int(v[9]-'0')
}
