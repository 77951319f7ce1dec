package ofac

import (
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Record types, as in the SDN_Type column; the classic XML writes them with a
// capital, and "Entity" where the CSV has "-0-".
const (
	kindEntity     = ""
	kindIndividual = "individual"
	kindVessel     = "vessel"
	kindAircraft   = "aircraft"
)

// noteRemarks is the Kind of free-text notes.
const noteRemarks = "remarks"

// builder gathers the facts of one record, from whichever format, into one
// entity. Both the CSV set and the classic XML end here, so that one record
// gives the same entity in either format.
type builder struct {
	e     *entity.Entity
	rep   *list.Report
	names nameIndex
	kind  string
	list  listKind
	line  int

	titles  map[string]bool // parts of the Title field, without a final stop: the remarks repeat them
	targets []string        // Target Type values
	acts    []*act          // directives and menus, for the listings
	orgType bool            // the clause before was an Organization Type
}

func newBuilder(rep *list.Report, names nameIndex, which listKind, id, kind string, line int) (*builder, error) {
	b := &builder{e: &entity.Entity{ID: id}, rep: rep, names: names, list: which, line: line}
	switch k := strings.ToLower(kind); k {
	case "", "-0-", "entity":
		b.kind = kindEntity
	case kindIndividual, kindVessel, kindAircraft:
		b.kind = k
	default:
		return nil, fmt.Errorf("unknown record type %q", kind)
	}
	return b, nil
}

func (b *builder) warn(field, format string, args ...any) {
	b.rep.Warn(b.e.ID, b.line, field, format, args...)
}

// addName appends n unless the record has it already. A strong or more special
// mention wins over a weak repetition.
func (b *builder) addName(n entity.Name) {
	if n.Full == "" {
		return
	}
	if n.Kind != entity.NamePrimary && bogusAlias(n.Full) {
		n.Weak = true
		n.Note = strings.TrimPrefix(n.Note+"; "+bogusNote, "; ")
	}
	for i, have := range b.e.Names {
		if have.Full == n.Full {
			if have.Weak && !n.Weak {
				b.e.Names[i] = n
			}
			return
		}
	}
	b.e.Names = append(b.e.Names, n)
}

func (b *builder) note(text string) {
	// The classic XML ends its remarks in "; " or nothing where the CSV has a stop.
	if text = strings.TrimRight(clean(text), ".; "); text != "" {
		b.e.Notes = append(b.e.Notes, entity.Note{Kind: noteRemarks, Text: text})
	}
}

func (b *builder) attribute(key, value string) {
	a := entity.Attribute{Key: key, Value: clean(value)}
	for _, have := range b.e.Attributes {
		if have == a {
			return
		}
	}
	b.e.Attributes = append(b.e.Attributes, a)
}

func (b *builder) relation(kind entity.RelationKind, target, text string) {
	r := entity.Relation{Kind: kind, TargetName: target, TargetID: b.names.id(target), Text: text}
	if r.TargetID == b.e.ID {
		r.TargetID = ""
	}
	b.e.Relations = append(b.e.Relations, r)
}

func (b *builder) contact(kind entity.ContactKind, value string) {
	c := entity.Contact{Kind: kind, Value: clean(value)}
	for _, have := range b.e.Contacts {
		if have == c {
			return
		}
	}
	b.e.Contacts = append(b.e.Contacts, c)
}

// country adds a country fact. A text that names no country is kept as text
// and warned of.
func (b *builder) country(role entity.CountryRole, text string) {
	f := entity.CountryFact{Role: role}
	if sure, ok := strings.CutPrefix(text, "possibly "); ok {
		f.Note, text = "possibly", sure
	}
	f.Code, f.Text = b.countryCode(string(role), text)
	b.countryFact(f)
}

func (b *builder) countryFact(f entity.CountryFact) {
	for _, have := range b.e.Countries {
		if have == f {
			return
		}
	}
	b.e.Countries = append(b.e.Countries, f)
}

// countryCode returns the code for OFAC's word, or the word itself. "undetermined"
// and "None Identified" name no country on purpose and give no warning.
func (b *builder) countryCode(field, text string) (code, rest string) {
	if code, ok := countryCode(text); ok {
		return code, ""
	}
	switch strings.ToLower(text) {
	case "undetermined", "none identified", "unknown":
	default:
		b.warn(field, "no country %q", text)
	}
	return "", text
}

// countryCode is entity.CountryCode for OFAC's texts, one of which explains
// itself: "Cabo Verde. Previously Cape Verde."
func countryCode(text string) (string, bool) {
	name, _, _ := strings.Cut(text, ". Previously")
	return entity.CountryCode(strings.TrimSpace(name))
}

// title takes the Title field: several titles are separated by "; ". Pure
// ranks and honorifics become titles, everything else a position.
func (b *builder) title(field string) {
	if field == "" {
		return
	}
	b.titles = make(map[string]bool)
	for t := range strings.SplitSeq(field, ";") {
		t = clean(t)
		if t == "" {
			continue
		}
		b.titles[bare(t)] = true
		if !b.kin(bare(t)) {
			b.position(t)
		}
	}
}

func bare(s string) string { return strings.TrimRight(clean(s), ". ") }

func (b *builder) position(t string) {
	dst := &b.e.Positions
	if isRank(t) {
		dst = &b.e.Titles
	}
	for _, have := range *dst {
		if have == t {
			return
		}
	}
	*dst = append(*dst, t)
}

// vessel takes the columns that only vessels use.
type vesselFields struct{ callSign, kind, tonnage, grt, flag, owner string }

func (b *builder) vessel(v vesselFields) {
	if v.callSign != "" {
		b.identifier(entity.Identifier{Type: entity.IDCallSign, Value: v.callSign, Label: "Vessel Call Sign"})
	}
	if v.kind != "" {
		b.attribute("vessel_type", v.kind)
	}
	if v.tonnage != "" {
		b.attribute("tonnage", v.tonnage)
	}
	if v.grt != "" {
		b.attribute("gross_registered_tonnage", v.grt)
	}
	if v.flag != "" {
		b.country(entity.CountryFlag, v.flag)
	}
	if v.owner != "" {
		b.relation(entity.RelationOwner, v.owner, "Vessel Owner")
	}
}

// address adds one address; region texts ("Region: Crimea") stand in OFAC's
// country field.
func (b *builder) address(a entity.Address, country string) {
	if region, ok := strings.CutPrefix(country, "Region:"); ok {
		region = strings.TrimSpace(region)
		if code, ok := entity.CountryCode(region); ok {
			a.Country = code
		}
		if a.Region != "" && a.Region != region {
			region = a.Region + ", " + region
		}
		a.Region = region
	} else if country != "" {
		a.Country, a.CountryText = b.countryCode("address country", country)
	}
	if a != (entity.Address{}) {
		b.e.Addresses = append(b.e.Addresses, a)
	}
}

func (b *builder) identifier(id entity.Identifier) {
	for _, have := range b.e.Identifiers {
		if have == id {
			return
		}
	}
	b.e.Identifiers = append(b.e.Identifiers, id)
}

// date parses a date of kind; a text that is no date is kept as a note.
func (b *builder) date(kind entity.DateKind, labelText, value string) {
	d, err := list.ParseDate(value, list.MonthFirst)
	if err != nil || d.IsZero() || !d.Valid() {
		b.warn(labelText, "date %q not understood", value)
		b.note(labelText + " " + value)
		return
	}
	f := entity.DatedFact{Kind: kind, Date: d}
	for _, have := range b.e.Dates {
		if have == f {
			return
		}
	}
	b.e.Dates = append(b.e.Dates, f)
}

// birthPlace keeps the published text and finds the country at its end, which
// may itself hold a comma ("Pyongyang, Korea, North").
func (b *builder) birthPlace(text string) {
	text = clean(text)
	a := entity.Address{Full: text}
	if code, ok := placeCountry(text); ok {
		a.Country = code
		b.countryFact(entity.CountryFact{Role: entity.CountryBirth, Code: code})
	}
	b.e.BirthPlaces = append(b.e.BirthPlaces, a)
}

// placeCountry finds the country that ends a place: the last two parts between
// commas ("Korea, North"), the last one, or, where the comma was forgotten
// ("Keren Eritrea"), its last words.
func placeCountry(place string) (string, bool) {
	parts := strings.Split(place, ",")
	last := strings.TrimSpace(parts[len(parts)-1])
	if len(parts) > 1 {
		if code, ok := countryCode(strings.TrimSpace(parts[len(parts)-2]) + ", " + last); ok {
			return code, true
		}
	}
	if code, ok := countryCode(last); ok {
		return code, true
	}
	words := strings.Fields(strings.Trim(last, "()"))
	for i := range words {
		w := strings.TrimLeft(strings.Join(words[i:], " "), "(")
		if i > 0 && i == len(words)-1 && compass[words[i-1]] || w == "Georgia" || w == "Jersey" {
			break // "New Mexico"; the American states are no countries
		}
		if code, ok := countryCode(w); ok {
			return code, true
		}
	}
	return "", false
}

// compass words make another place of the country behind them.
var compass = map[string]bool{"New": true, "South": true, "North": true, "Papua": true, "Equatorial": true, "Baja": true}

// finish sets what depends on all facts together and returns the entity.
func (b *builder) finish(programs []string) *entity.Entity {
	e := b.e
	switch b.kind {
	case kindIndividual:
		e.Schema = entity.Person
	case kindVessel:
		e.Schema = entity.Vessel
	case kindAircraft:
		e.Schema = entity.Airplane
		b.tailFromName()
	default:
		e.Schema = b.organisation()
	}
	e.Listings = b.listings(programs)
	e.Topics = topics(b.list, programs)
	return e
}

// organisation chooses the schema of a record that is neither a person nor a
// craft: PublicBody or Company where OFAC's Target Type or a security says so,
// else Organization.
func (b *builder) organisation() entity.Schema {
	for _, t := range b.targets {
		switch strings.ToLower(t) {
		case "government entity":
			return entity.PublicBody
		case "private company", "public company", "state-owned enterprise":
			return entity.Company
		}
	}
	for _, id := range b.e.Identifiers {
		switch id.Type {
		case entity.IDISIN, entity.IDTicker:
			return entity.Company
		}
	}
	return entity.Organization
}

// tailFromName makes an identifier of an aircraft's name when that is its
// registration mark, as it is in all but a few records.
func (b *builder) tailFromName() {
	for _, n := range b.e.Names {
		if !isTail(n.Full) {
			continue
		}
		id := entity.Identifier{Type: entity.IDAircraftTail, Value: n.Full, Label: "name"}
		if n.Kind == entity.NameFormer {
			id.Note = "previous"
		}
		known := false
		for _, have := range b.e.Identifiers {
			known = known || have.Type == id.Type && have.Value == id.Value
		}
		if !known {
			b.e.Identifiers = append(b.e.Identifiers, id)
		}
	}
}

// isTail reports whether s looks like an aircraft registration mark: capitals
// and digits, a hyphen after at most three of them or none at all, 4 to 9
// characters.
func isTail(s string) bool {
	if len(s) < 4 || len(s) > 9 {
		return false
	}
	hyphen := -1
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '-' && hyphen < 0 && i > 0 && i <= 3 && i < len(s)-1:
			hyphen = i
		default:
			return false
		}
	}
	return hyphen > 0 || strings.ContainsAny(s, "0123456789")
}

// nameIndex finds the record a published name belongs to.
// Case does not count: OFAC cites "Iran Air" for IRAN AIR.
type nameIndex map[string]string

// add registers a primary name. A name that two records bear finds neither.
func (x nameIndex) add(name, id string) {
	name = strings.ToUpper(name)
	if have, ok := x[name]; ok && have != id {
		id = ""
	}
	x[name] = id
}

// id returns the id of the one record with this primary name, "" if there is
// none or more than one.
func (x nameIndex) id(name string) string { return x[strings.ToUpper(name)] }

func (x nameIndex) has(name string) bool { _, ok := x[strings.ToUpper(name)]; return ok }
