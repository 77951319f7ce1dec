package csl

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

type converter struct {
	rep *list.Report
	now entity.Date // a day surely not after the file was made; zero = unknown
}

// entity converts one record.
func (c *converter) entity(r *record) *entity.Entity {
	e := &entity.Entity{ID: r.key(), Origin: entity.Origin{Fragments: []entity.Fragment{r.origin}}}
	var known bool
	if e.Schema, known = schemaOf(r.Type); !known {
		c.rep.Warn(e.ID, r.origin.Line, "type", "%q not known; taken as legal entity", r.Type)
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "type", Value: r.Type})
	}
	c.repairAll(r, e)
	c.names(r, e)
	if v := list.Clean(r.Title); v != "" {
		e.Positions = append(e.Positions, tidy(reSemi.Split(v, -1))...)
	}
	c.births(r, e)
	c.countries(r, e)
	for _, a := range r.Addresses {
		e.Addresses = append(e.Addresses, a.entities()...)
	}
	c.vessel(r, e)
	listing := c.listing(r)
	for _, id := range r.IDs {
		c.identification(r, e, &listing, id)
	}
	c.remarks(r, e)
	e.Listings = perProgram(listing, r.Programs)
	s, ok := sources[code(r.Source)]
	if ok {
		e.Topics = []string{s.topic}
	} else {
		c.rep.Warn(e.ID, r.origin.Line, "source", "list %q not known to this version; no topic set", r.Source)
	}
	for _, a := range []entity.Attribute{{Key: "source_list_url", Value: r.ListURL}, {Key: "entity_number", Value: r.EntityNumber}} {
		if a.Value != "" && a.Value != e.ID {
			e.Attributes = append(e.Attributes, a)
		}
	}
	e.Attributes = append(e.Attributes, r.Other...)
	return e
}

// repairAll undoes damaged encoding in the fields matching reads, and keeps the
// published text.
func (c *converter) repairAll(r *record, e *entity.Entity) {
	fix := func(field string, p *string) {
		if fixed, ok := repair(*p); ok {
			e.Notes = append(e.Notes, entity.Note{Kind: "encoding repaired", Text: field + " as published: " + *p})
			c.rep.Warn(e.ID, r.origin.Line, field, "damaged encoding repaired")
			*p = fixed
		}
	}
	fix("name", &r.Name)
	fix("title", &r.Title)
	fix("remarks", &r.Remarks)
	for i := range r.AltNames {
		fix("alt_names", &r.AltNames[i])
	}
	for i := range r.Addresses {
		fix("addresses", &r.Addresses[i].Text)
		fix("addresses", &r.Addresses[i].City)
		fix("addresses", &r.Addresses[i].State)
	}
	for i := range r.BirthPlaces {
		fix("places_of_birth", &r.BirthPlaces[i])
	}
}

func (c *converter) births(r *record, e *entity.Entity) {
	for _, v := range r.Births {
		dates, left := list.ParseDates(v, list.MonthFirst)
		for _, d := range dates {
			e.Dates = append(e.Dates, entity.DatedFact{Kind: entity.DateBirth, Date: d})
		}
		for _, piece := range left {
			c.rep.Warn(e.ID, r.origin.Line, "dates_of_birth", "%q not understood; kept as attribute", piece)
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "birth_date_text", Value: piece})
		}
	}
	for _, v := range r.BirthPlaces {
		for _, p := range tidy(reSemi.Split(v, -1)) {
			a := entity.Address{Full: p}
			if i := strings.LastIndex(p, ","); i >= 0 {
				a.Country, _ = entity.CountryCode(strings.TrimSpace(p[i+1:]))
			} else {
				a.Country, _ = entity.CountryCode(p)
			}
			e.BirthPlaces = append(e.BirthPlaces, a)
		}
	}
}

func (c *converter) countries(r *record, e *entity.Entity) {
	add := func(field string, role entity.CountryRole, values []string) {
		for _, v := range values {
			for _, s := range tidy(reSemi.Split(v, -1)) {
				f := entity.CountryFact{Role: role}
				if f.Code, _ = entity.CountryCode(s); f.Code == "" {
					f.Text = s
					c.rep.Warn(e.ID, r.origin.Line, field, "%q names no known country; kept as text", s)
				}
				e.Countries = append(e.Countries, f)
			}
		}
	}
	add("nationalities", entity.CountryNationality, r.Nationals)
	add("citizenships", entity.CountryCitizenship, r.Citizenships)
	add("country", entity.CountryUnspecified, r.Countries)
	if r.VesselFlag != "" {
		add("vessel_flag", entity.CountryFlag, []string{r.VesselFlag})
	}
}

func (c *converter) vessel(r *record, e *entity.Entity) {
	if r.CallSign != "" {
		e.Identifiers = append(e.Identifiers, entity.Identifier{Type: entity.IDCallSign, Value: r.CallSign})
	}
	if r.VesselOwner != "" {
		e.Relations = append(e.Relations, entity.Relation{Kind: entity.RelationOwner, TargetName: list.Clean(r.VesselOwner), Text: "vessel owner"})
	}
	for _, a := range []entity.Attribute{
		{Key: "vessel_type", Value: r.VesselType}, {Key: "gross_tonnage", Value: r.GrossTonnage}, {Key: "gross_registered_tonnage", Value: r.GrossReg},
	} {
		if a.Value != "" {
			e.Attributes = append(e.Attributes, a)
		}
	}
}

var (
	reCountry2 = regexp.MustCompile(`^(.*?)(?:,\s*)?\b([A-Z]{2})$`)
	reAndSemi  = regexp.MustCompile(`;\s*(?:and\s+)?`)
)

// entities gives the places of one address. BIS puts several into one field
// ("No. 1 X Road, Harbin; and No. 2 Y Road, Harbin"); they share the country.
func (a address) entities() []entity.Address {
	var out []entity.Address
	base := entity.Address{City: list.Clean(a.City), Region: list.Clean(a.State), PostalCode: list.Clean(a.PostalCode)}
	if a.Country != "" {
		if base.Country, _ = entity.CountryCode(a.Country); base.Country == "" {
			base.CountryText = list.Clean(a.Country)
		}
	}
	pieces := tidy(reAndSemi.Split(a.Text, -1))
	for _, p := range pieces {
		one := base
		if len(pieces) > 1 {
			// City, region and code belong to one of them, we cannot tell which.
			one.City, one.Region, one.PostalCode = "", "", ""
			one.Full = p
			if base.City != "" && strings.Contains(p, base.City) {
				one.City = base.City
			}
			if base.PostalCode != "" && strings.Contains(p, base.PostalCode) {
				one.PostalCode = base.PostalCode
			}
		} else {
			one.Street = p
		}
		out = append(out, one)
	}
	if len(pieces) != 1 && (base.City != "" || base.PostalCode != "" || len(pieces) == 0 && base != (entity.Address{})) {
		rest := base
		if len(pieces) > 1 {
			rest.Note = "of one of the addresses"
		}
		out = append(out, rest)
	}
	return out
}

// flat reads the addresses of the table, where each is one text that ends in the
// country's code: "Room 1, Beijing, CN; Room 2, Hong Kong, HK".
// denied says that the record is of the Denied Persons List, where a US state may
// stand in the country's place.
func flat(text string, denied bool) []address {
	var out []address
	for _, p := range tidy(reAndSemi.Split(text, -1)) {
		a := address{Text: p}
		if m := reCountry2.FindStringSubmatch(p); m != nil {
			if code, ok := entity.CountryCode(m[2]); ok && !(denied && usState[m[2]]) {
				a.Text, a.Country = strings.Trim(m[1], " ,"), code
			}
		}
		out = append(out, a)
	}
	// An address without a country is the first part of the next one's field.
	for i := len(out) - 2; i >= 0; i-- {
		if out[i].Country == "" {
			out[i].Country = out[i+1].Country
		}
	}
	return out
}

// usState are codes that mean a US state at the end of an address without a
// country, and a country elsewhere. Such an address keeps its text and gets no
// country.
var usState = map[string]bool{"GA": true, "MD": true, "AL": true, "AR": true, "DE": true, "ID": true, "IL": true, "IN": true, "LA": true, "ME": true, "MN": true, "MO": true, "MS": true, "MT": true, "NC": true, "NE": true, "PA": true, "SC": true, "SD": true, "TN": true, "VA": true, "CA": true, "CO": true, "KY": true}

// listing makes the listing of a record, without its programme.
func (c *converter) listing(r *record) entity.Listing {
	l := entity.Listing{
		Authority: authority(r.Source), Country: "us", Basis: list.Clean(r.Notice), Reference: r.EntityNumber,
		URL: r.InfoURL, Note: list.Clean(r.Source),
	}
	if v := list.Clean(r.Requirement); v != "" {
		l.Measures = append(l.Measures, "License requirement: "+v)
	}
	if v := list.Clean(r.Policy); v != "" {
		l.Measures = append(l.Measures, "License policy: "+v)
	}
	switch strings.ToUpper(strings.TrimSpace(r.Order)) {
	case "":
	case "Y":
		l.Measures = append(l.Measures, "Denial of export privileges (standard order)")
	case "N":
		l.Measures = append(l.Measures, "Denial of export privileges (non-standard order, see the notice)")
	default:
		l.Measures = append(l.Measures, "Standard order: "+r.Order)
	}
	l.Effective = c.day(r, "start_date", r.Start, &l.Note)
	l.Until = c.day(r, "end_date", r.End, &l.Note)
	c.expire(&l)
	return l
}

// expire marks a listing whose end had passed when the file was made.
func (c *converter) expire(l *entity.Listing) {
	if !l.Until.IsZero() && !c.now.IsZero() && l.Until.Compare(c.now) < 0 {
		l.Status = "expired"
	}
}

func (c *converter) day(r *record, field, v string, note *string) entity.Date {
	if list.Empty(v) {
		return entity.Date{}
	}
	d, err := list.ParseDate(v, list.MonthFirst)
	if err != nil {
		c.rep.Warn(r.key(), r.origin.Line, field, "%v; kept in the note of the listing", err)
		*note += "\n" + field + ": " + v
	}
	return d
}

// perProgram gives one listing for each programme. BIS and State name none:
// there the list itself is the programme.
func perProgram(l entity.Listing, programs []string) []entity.Listing {
	var out []entity.Listing
	for _, field := range programs {
		for _, p := range tidy(reSemi.Split(field, -1)) {
			one := l
			one.Program = p
			out = append(out, one)
		}
	}
	if out == nil {
		l.Program = code(l.Note)
		out = []entity.Listing{l}
	}
	return out
}

var reLinked = regexp.MustCompile(`\(Linked To: ([^()]*(?:\([^()]*\)[^()]*)*)\)`)

func (c *converter) remarks(r *record, e *entity.Entity) {
	v := strings.TrimSpace(r.Remarks)
	if v == "" {
		return
	}
	e.Notes = append(e.Notes, entity.Note{Kind: "remarks", Text: v})
	for _, m := range reLinked.FindAllStringSubmatch(v, -1) {
		for _, name := range tidy(reSemi.Split(m[1], -1)) {
			e.Relations = append(e.Relations, entity.Relation{Kind: entity.RelationLinked, TargetName: name, Text: "Linked To"})
		}
	}
}
