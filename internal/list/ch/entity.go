package ch

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

const authority = "State Secretariat for Economic Affairs (SECO)"

// Status values of a Listing.
const (
	statusListed   = "listed"
	statusDelisted = "de-listed"
)

// builder converts one target.
type builder struct {
	e    *entity.Entity
	t    *tables
	rep  *list.Report
	line int
	seen map[string]int // lower-cased name -> its place in e.Names
}

func (b *builder) warn(field, format string, args ...any) {
	b.rep.Warn(b.e.ID, b.line, field, format, args...)
}

func (b *builder) attr(key, value string) {
	if value = clean(value); value == "" {
		return
	}
	for _, a := range b.e.Attributes {
		if a.Key == key && a.Value == value {
			return
		}
	}
	b.e.Attributes = append(b.e.Attributes, entity.Attribute{Key: key, Value: value})
}

func (b *builder) note(kind, text string) {
	if text != "" {
		b.e.Notes = append(b.e.Notes, entity.Note{Kind: kind, Text: text})
	}
}

func (b *builder) target(n *xmlnode.Node) error {
	h := readHistory(n)
	node, fromHistory := body(n)
	// What modifications added and removed is the history of the fields, not the
	// present state; the raw file keeps it.
	for _, m := range n.Children("modification") {
		m.Ignore("added", "removed", "@ssid")
	}
	if node == nil {
		return errors.New("neither an individual nor an entity nor an object")
	}
	switch node.Name {
	case "individual":
		b.e.Schema = entity.Person
		b.gender(node.Attr("sex"))
	case "entity":
		b.e.Schema = entity.Organization
	case "object":
		b.object(node.Attr("object-type"))
	}
	if fromHistory {
		b.note("history", "taken from the history of the target, which has no present state")
	}
	for _, id := range node.Children("identity") {
		if id.Attr("main") == "true" {
			b.identity(id, true)
		}
	}
	for _, id := range node.Children("identity") {
		if id.Attr("main") != "true" {
			b.identity(id, len(b.e.Names) == 0)
		}
	}
	if len(b.e.Names) == 0 {
		return errors.New("no name")
	}
	for i, x := range b.e.Names {
		// The primary name leads, also when an alias stands before it.
		if x.Kind == entity.NamePrimary && i > 0 {
			copy(b.e.Names[1:i+1], b.e.Names[:i])
			b.e.Names[0] = x
			break
		}
	}
	b.e.Names[0].Kind = entity.NamePrimary

	var reasons []string
	for _, j := range node.Children("justification") {
		j.Ignore("@ssid")
		if t := clean(j.Text()); t != "" {
			reasons = append(reasons, t)
		}
	}
	b.listings(n, h, strings.Join(reasons, "\n"))
	for _, o := range node.Children("other-information") {
		o.Ignore("@ssid")
		if t := clean(o.Text()); t != "" {
			b.note("other information", t)
			b.other(t)
		}
	}
	for _, r := range node.Children("relation") {
		b.relation(r)
	}
	b.generic(n)
	b.generic(node)
	return nil
}

func (b *builder) gender(sex string) {
	switch strings.ToLower(sex) {
	case "male", "m":
		b.e.Gender = entity.Male
	case "female", "f":
		b.e.Gender = entity.Female
	case "", "unknown":
	default:
		b.attr("sex", sex)
		b.warn("sex", "sex %q not known", sex)
	}
}

func (b *builder) object(kind string) {
	switch kind {
	case "vessel":
		b.e.Schema = entity.Vessel
	case "aircraft":
		b.e.Schema = entity.Airplane
	default:
		b.e.Schema = entity.Thing
		b.attr("object_type", kind)
		b.warn("object-type", "unknown kind of object %q", kind)
	}
}

func (b *builder) date(field, s string) entity.Date {
	if s == "" {
		return entity.Date{}
	}
	d, err := list.ParseDate(s, list.DayFirst)
	if err != nil {
		b.note(field, s)
		b.warn(field, "date %q not understood", s)
	}
	return d
}

// listings makes one Listing for each programme whose sets of measures the
// target belongs to.
func (b *builder) listings(n *xmlnode.Node, h history, reason string) {
	status := statusListed
	var until, effective, published, modified entity.Date
	latest := h.latest()
	for _, m := range h {
		switch m.kind {
		case "listed", "amended", "de-listed":
		default:
			b.warn("modification-type", "unknown kind of modification %q", m.kind)
		}
	}
	if latest != nil {
		modified = b.date("modification", latest.when())
		if latest.kind == "de-listed" {
			status = statusDelisted
			until = modified
		} else if d := h.delisted(); d != nil && latest.kind == "amended" && d.when() > listedWhen(h) {
			// Rather one entry too many on the list than one too few.
			b.warn("modification", "amended on %s after it was de-listed on %s: taken as listed", latest.when(), d.when())
		}
	}
	if m := h.listed(); m != nil {
		effective, published = b.date("effective-date", m.effect), b.date("publication-date", m.publication)
		if effective.IsZero() {
			effective = b.date("enactment-date", m.enactment)
		}
	}
	if status == statusListed {
		b.e.Topics = []string{"sanction"}
	}
	base := entity.Listing{
		Authority: authority, Country: "ch", Reason: reason, Reference: b.e.ID, Status: status,
		Effective: effective, Published: published, Modified: modified, Until: until,
	}
	sets := n.Values("sanctions-set-id")
	if s := n.Attr("sanctions-set-id"); s != "" {
		sets = append(sets, s)
	}
	at := make(map[*program]int)
	for _, set := range sets {
		p := b.t.bySet[set]
		if p == nil {
			l := base
			l.Note = "sanctions set " + set
			b.e.Listings = append(b.e.Listings, l)
			b.warn("sanctions-set-id", "no sanctions set %s in the file", set)
			continue
		}
		if i, ok := at[p]; ok {
			b.e.Listings[i].Measures = append(b.e.Listings[i].Measures, p.sets[set])
			continue
		}
		l := base
		l.Program, l.Basis = p.key, p.name
		if l.Program == "" {
			l.Program = p.name
		}
		if m := p.sets[set]; m != "" {
			l.Measures = []string{m}
		}
		if p.origin != "" {
			l.Note = "Origin: " + p.origin
		}
		at[p] = len(b.e.Listings)
		b.e.Listings = append(b.e.Listings, l)
	}
	if len(b.e.Listings) == 0 {
		b.e.Listings = []entity.Listing{base}
	}
	for _, v := range n.Values("foreign-identifier") {
		b.attr("foreign_identifier", v)
	}
}

func (b *builder) identity(n *xmlnode.Node, main bool) {
	n.Ignore("@ssid")
	for _, name := range n.Children("name") {
		b.addName(name, main)
	}
	for _, x := range n.Children("nationality") {
		x.Ignore("@ssid", "@quality")
		code, t := countryOf(x.Child("country"))
		b.addCountry(entity.CountryNationality, code, t)
	}
	for _, x := range n.Children("day-month-year") {
		b.dayMonthYear(x)
	}
	for _, x := range n.Children("place-of-birth") {
		a := b.address(x)
		if a != (entity.Address{}) {
			b.e.BirthPlaces = append(b.e.BirthPlaces, a)
			b.addCountry(entity.CountryBirth, a.Country, a.CountryText)
		}
	}
	for _, x := range n.Children("address") {
		if a := b.address(x); a != (entity.Address{}) {
			b.e.Addresses = append(b.e.Addresses, a)
		}
	}
	for _, x := range n.Children("identification-document") {
		b.document(x)
	}
	b.generic(n)
}

// countryOf reads a <country iso-code="GB">United Kingdom</country>.
func countryOf(n *xmlnode.Node) (code, text string) {
	iso, t := n.Attr("iso-code"), clean(n.Text())
	for _, v := range []string{iso, t} {
		if c, ok := entity.CountryCode(v); ok && v != "" {
			return c, ""
		}
	}
	if t == "" {
		t = iso
	}
	return "", t
}

func (b *builder) addCountry(role entity.CountryRole, code, text string) {
	if code == "" && text == "" {
		return
	}
	for _, f := range b.e.Countries {
		if f.Role == role && f.Code == code && f.Text == text {
			return
		}
	}
	if code == "" {
		b.warn("country", "country %q not known", text)
	}
	b.e.Countries = append(b.e.Countries, entity.CountryFact{Role: role, Code: code, Text: text})
}

func (b *builder) dayMonthYear(n *xmlnode.Node) {
	n.Ignore("@ssid")
	kind := entity.DateBirth
	switch b.e.Schema {
	case entity.Person:
	case entity.Vessel, entity.Airplane:
		kind = entity.DateBuild
	default:
		kind = entity.DateIncorporation
	}
	number := func(attr string) int {
		v := n.Attr(attr)
		if v == "" {
			return 0
		}
		i, err := strconv.Atoi(v)
		if err != nil || i < 0 || i > 9999 {
			b.warn("day-month-year", "%s %q is no number", attr, v)
			return 0
		}
		return i
	}
	y, m, d := number("year"), number("month"), number("day")
	calendar, quality := n.Attr("calendar"), n.Attr("quality")
	raw := fmt.Sprintf("%s-%s-%s", n.Attr("year"), n.Attr("month"), n.Attr("day"))
	if calendar != "" && !strings.EqualFold(calendar, "gregorian") {
		b.note("date", raw+" ("+calendar+" calendar)")
		b.warn("day-month-year", "%s calendar: date kept as text", calendar)
		return
	}
	fact := entity.DatedFact{Kind: kind, Date: entity.NewDate(y, m, d)}
	if quality == "low" {
		fact.Note = "low quality"
	}
	if !fact.Date.Valid() {
		b.note("date", raw)
		b.warn("day-month-year", "%s is no date", raw)
		fact.Date = entity.NewDate(y, 0, 0)
	}
	if fact.Date.IsZero() || !fact.Date.Valid() {
		return
	}
	for _, x := range b.e.Dates {
		if x.Kind == fact.Kind && x.Date == fact.Date {
			return
		}
	}
	b.e.Dates = append(b.e.Dates, fact)
}

// address reads an <address>, a <place-of-birth> or a <place-of-issue>: its own
// fields, and those of the place it refers to.
func (b *builder) address(n *xmlnode.Node) entity.Address {
	n.Ignore("@ssid")
	id := n.Attr("place-id")
	p, known := b.t.places[id]
	if id != "" && !known {
		b.warn("place-id", "no place %s in the file", id)
	}
	var a entity.Address
	var street []string
	for _, tag := range []string{"c-o", "address-details"} {
		if v := clean(n.Value(tag)); v != "" {
			street = append(street, v)
		}
	}
	a.Street = strings.Join(street, ", ")
	a.POBox = clean(n.Value("p-o-box"))
	a.PostalCode = clean(n.Value("zip-code"))
	a.City, a.Region = p.location, p.area
	if v := clean(n.Value("location")); v != "" {
		a.City = v
	}
	if v := clean(n.Value("area")); v != "" {
		a.Region = v
	}
	a.Country, a.CountryText = p.country, p.countryText
	if c := n.Child("country"); c != nil {
		a.Country, a.CountryText = countryOf(c)
	}
	var notes []string
	notes = append(notes, n.Values("remarks")...)
	notes = append(notes, n.Values("remark")...)
	if a != (entity.Address{}) && n.Attr("quality") == "low" {
		notes = append(notes, "low quality")
	}
	n.Attr("quality")
	if id != "" && !known {
		notes = append(notes, "place "+id)
	}
	a.Note = strings.Join(notes, "; ")
	return a
}
