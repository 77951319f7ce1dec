package ftm

import (
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// join adds to e what other records say of it and returns the satellites used.
func (c *converter) join(r *Record, e *entity.Entity, l Line) []int32 {
	var used []int32
	use := func(s *satellite) {
		used = append(used, s.index)
		if s.length > 0 {
			e.Origin.Fragments = append(e.Origin.Fragments, entity.Fragment{File: c.file, Line: s.line, Offset: s.offset, Length: s.length})
		}
	}
	for _, id := range r.All("addressEntity") {
		found := false
		c.near.each(id, func(s *satellite) bool {
			if s.Schema == "Address" && s.ID == id {
				found = true
				c.address(e, s)
				use(s)
			}
			return !found
		})
		if !found {
			if !c.alone {
				c.rep.Warn(r.ID, l.Number, "addressEntity", "address %s is not in the file; its id is kept as attribute", id)
			}
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "address_entity", Value: id})
		}
	}
	for _, p := range refProps {
		for _, id := range r.All(p.name) {
			e.Relations = append(e.Relations, c.relation(p.from, id, p.name))
		}
	}
	c.near.each(r.ID, func(s *satellite) bool {
		if s.ID == r.ID && !s.counted {
			return true // the thing itself, kept for the sake of others
		}
		switch sc := schemata[s.Schema]; sc.class {
		case fact:
			if s.Schema == "Sanction" {
				e.Listings = append(e.Listings, c.sanction(s))
			} else {
				c.document(r, e, s)
			}
			use(s)
		case edge:
			if s.Schema == "Occupancy" {
				if slices.Contains(s.All(sc.from), r.ID) {
					c.occupancy(e, s, use)
					use(s)
				}
				return true
			}
			c.edge(r, e, s, sc)
			use(s)
		case thing:
			c.dependent(r, e, s)
		}
		return true
	})
	slices.Sort(used)
	return slices.Compact(used)
}

func (c *converter) relation(kind entity.RelationKind, id, text string) entity.Relation {
	rel := entity.Relation{Kind: kind, TargetID: id}
	rel.TargetName, _ = c.near.name(id)
	if kind == entity.RelationLinked {
		rel.Text = text
	}
	return rel
}

// dependent handles a thing that names r as its owner, holder, issuer ...: a
// wallet's key and a security's ISIN identify the holder and issuer too.
func (c *converter) dependent(r *Record, e *entity.Entity, s *satellite) {
	for _, p := range refProps {
		if !slices.Contains(s.All(p.name), r.ID) {
			continue
		}
		e.Relations = append(e.Relations, c.relation(p.to, s.ID, p.toText))
		var note string
		switch {
		case p.name == "holder" && s.Schema == "CryptoWallet":
			note = "wallet held"
		case p.name == "issuer" && s.Schema == "Security":
			note = "security issued"
		default:
			continue
		}
		for _, id := range identifiers(&s.Record) {
			if id.Type == entity.IDWallet || id.Type == entity.IDISIN {
				id.Note = note
				if !hasNumber(e.Identifiers, id) {
					e.Identifiers = append(e.Identifiers, id)
				}
			}
		}
	}
}

// address adds an Address record, and drops the same text if the thing itself
// repeated it.
func (c *converter) address(e *entity.Entity, s *satellite) {
	a := entity.Address{
		Full:       clean(s.First("full")),
		Street:     clean(strings.Join(append(s.All("street"), s.All("street2")...), ", ")),
		City:       clean(s.First("city")),
		Region:     clean(strings.Join(append(s.All("region"), s.All("state")...), ", ")),
		PostalCode: s.First("postalCode"),
		POBox:      s.First("postOfficeBox"),
	}
	var notes []string
	for i, v := range s.All("country") {
		code := c.code(v)
		switch {
		case i > 0:
			notes = append(notes, "country: "+v)
		case code != "":
			a.Country = code
		default:
			a.CountryText = v
		}
	}
	once := map[string]bool{"street": true, "street2": true, "region": true, "state": true, "country": true}
	first := map[string]bool{"full": true, "city": true, "postalCode": true, "postOfficeBox": true}
	s.Props(func(name string, values []string) {
		if once[name] || name == "name" || ignored[name] || bookkept[name] {
			return
		}
		if first[name] {
			values = values[1:]
		}
		for _, v := range values {
			if name == "remarks" || name == "summary" {
				notes = append(notes, v)
			} else {
				notes = append(notes, snake(name)+": "+v)
			}
		}
	})
	a.Note = strings.Join(notes, "; ")
	for i, have := range e.Addresses {
		if have == (entity.Address{Full: have.Full}) && have.Full != "" && have.Full == a.Full {
			e.Addresses[i] = a
			return
		}
	}
	if a != (entity.Address{}) {
		e.Addresses = append(e.Addresses, a)
	}
}

// bookkept are properties of facts, nodes and edges that tell of the database,
// not of the world; they are ignored there.
var bookkept = map[string]bool{"modifiedAt": true, "retrievedAt": true, "createdAt": true, "publisher": true, "publisherUrl": true}

// sanction turns a Sanction record into a listing.
func (c *converter) sanction(s *satellite) entity.Listing {
	l := entity.Listing{
		Authority: first(s, "authority"), Country: c.code(first(s, "country")),
		Reason: strings.Join(s.All("reason"), "\n"), Status: strings.Join(s.All("status"), "; "),
		Measures: cleaned(s.All("provisions")),
	}
	var notes []string
	note := func(key string, values ...string) {
		for _, v := range values {
			if v = strings.TrimSpace(v); v != "" {
				notes = append(notes, key+": "+v)
			}
		}
	}
	take := func(to *string, prop string) {
		for _, v := range s.All(prop) {
			if *to == "" {
				*to = clean(v)
			} else if *to != v {
				note(snake(prop), v)
			}
		}
	}
	take(&l.Program, "programId")
	take(&l.Program, "program")
	take(&l.Reference, "authorityId")
	take(&l.Reference, "recordId")
	take(&l.URL, "sourceUrl")
	take(&l.URL, "programUrl")
	day := func(to *entity.Date, prop string) {
		for _, v := range s.All(prop) {
			d, ok := date(v)
			switch {
			case !ok:
				c.rep.Warn(s.ID, s.line, prop, "date %q not understood; kept in the note of the listing", v)
				note(snake(prop), v)
			case to.IsZero():
				*to = d
			case *to != d:
				note(snake(prop), v)
			}
		}
	}
	day(&l.Effective, "startDate")
	day(&l.Published, "listingDate")
	day(&l.Until, "endDate")
	day(&l.Modified, "modifiedAt")
	if l.Effective.IsZero() && len(s.All("date")) == 1 {
		day(&l.Effective, "date")
	} else {
		note("date", s.All("date")...)
	}
	read := map[string]bool{
		"entity": true, "reason": true, "status": true, "provisions": true, "programId": true, "program": true, "authorityId": true,
		"recordId": true, "sourceUrl": true, "programUrl": true, "startDate": true, "listingDate": true, "endDate": true, "modifiedAt": true, "date": true,
	}
	s.Props(func(name string, values []string) {
		switch {
		case read[name], ignored[name], bookkept[name]:
		case name == "authority":
			note(name, values[1:]...)
		case name == "country":
			if l.Country != "" {
				values = values[1:]
			}
			note(name, values...)
		default: // unscId, duration, summary, description and what the model may gain
			note(snake(name), values...)
		}
	})
	l.Note = strings.Join(notes, "\n")
	return l
}

func first(s *satellite, prop string) string { return clean(s.First(prop)) }

// document turns an Identification or Passport into an identifier. If the thing
// has the same number as a property, the two become one.
func (c *converter) document(r *Record, e *entity.Entity, s *satellite) {
	base := entity.Identifier{Label: first(s, "type"), Country: c.code(first(s, "country"))}
	base.Type = documentType(base.Label)
	if s.Schema == "Passport" {
		base.Type = entity.IDPassport
	}
	if base.Type == entity.IDIMO {
		base.Type = typeOf(r.Schema, "imoNumber")
	}
	var notes []string
	s.Props(func(name string, values []string) {
		switch name {
		case "holder", "passportNumber", "number", "personalNumber", "modifiedAt", "retrievedAt", "publisher", "publisherUrl":
			return
		case "type":
			values = values[1:]
		case "country":
			if base.Country != "" {
				values = values[1:]
			}
		case "startDate":
			if d, ok := date(values[0]); ok {
				base.Issued, values = d, values[1:]
			}
		case "endDate":
			if d, ok := date(values[0]); ok {
				base.Expires, values = d, values[1:]
			}
		}
		if ignored[name] {
			return
		}
		for _, v := range values {
			notes = append(notes, snake(name)+": "+v)
		}
	})
	base.Note = strings.Join(notes, "; ")
	put := func(id entity.Identifier, v string) {
		if id.Value = strings.TrimSpace(v); id.Value == "" {
			return
		}
		for i, have := range e.Identifiers {
			same := have.Value == id.Value && have.Country == "" && have.Note == "" && have.Issued.IsZero() && have.Expires.IsZero()
			if same && (have.Type == id.Type || id.Type == entity.IDOther || have.Type == entity.IDOther || have.Type == entity.IDNational) {
				if id.Type == entity.IDOther {
					id.Type = have.Type
				}
				e.Identifiers[i] = id
				return
			}
		}
		if !slices.Contains(e.Identifiers, id) {
			e.Identifiers = append(e.Identifiers, id)
		}
	}
	for _, v := range append(s.All("passportNumber"), s.All("number")...) {
		put(base, v)
	}
	for _, v := range s.All("personalNumber") {
		put(entity.Identifier{Type: entity.IDNational, Country: base.Country, Label: "personal number"}, v)
	}
}

// occupancy adds a position held: "Member of Parliament (2010/2015)".
func (c *converter) occupancy(e *entity.Entity, s *satellite, use func(*satellite)) {
	var posts []string
	for _, id := range s.All("post") {
		known := false
		c.near.each(id, func(p *satellite) bool {
			if p.Schema == "Position" && p.ID == id {
				known = true
				posts = append(posts, positionName(p))
				use(p)
			}
			return !known
		})
		if !known {
			posts = append(posts, id)
		}
	}
	if len(posts) == 0 {
		posts = []string{"position not named"}
	}
	var more []string
	if from, to := s.First("startDate"), s.First("endDate"); from != "" || to != "" {
		more = append(more, from+"/"+to)
	}
	s.Props(func(name string, values []string) {
		switch name {
		case "holder", "post":
			return
		case "startDate", "endDate":
			values = values[1:]
		}
		if ignored[name] || bookkept[name] {
			return
		}
		for _, v := range values {
			if name == "status" {
				more = append(more, v)
			} else {
				more = append(more, snake(name)+": "+v)
			}
		}
	})
	for _, p := range posts {
		if len(more) > 0 {
			p += " (" + strings.Join(more, "; ") + ")"
		}
		if i := slices.Index(e.Positions, posts[0]); i >= 0 && len(posts) == 1 {
			e.Positions[i] = p // the thing's own "position" says less
		} else if !slices.Contains(e.Positions, p) {
			e.Positions = append(e.Positions, p)
		}
	}
}

func positionName(p *satellite) string {
	name := first(p, "name")
	if name == "" {
		name = p.ID
	}
	if a := first(p, "subnationalArea"); a != "" && !strings.Contains(name, a) {
		name += ", " + a
	}
	return name
}

// edge adds the relations that an edge gives to r.
func (c *converter) edge(r *Record, e *entity.Entity, s *satellite, sc schema) {
	from, to := s.All(sc.from), s.All(sc.to)
	add := func(kind entity.RelationKind, lead string, others []string) {
		for _, id := range others {
			if id == r.ID {
				continue
			}
			rel := c.relation(kind, id, "")
			c.edgeDetails(&rel, s, sc, lead)
			e.Relations = append(e.Relations, rel)
		}
	}
	if slices.Contains(from, r.ID) {
		lead := ""
		if sc.fromKind == entity.RelationLinked {
			lead = map[string]string{"Succession": "succeeded by", "Payment": "paid", "Debt": "owes"}[s.Schema]
		}
		add(sc.fromKind, lead, to)
	}
	if slices.Contains(to, r.ID) {
		kind, lead := sc.toKind, sc.toText
		if kind == "" {
			kind = entity.RelationLinked
		}
		switch s.Schema {
		case "Payment":
			lead = "was paid by"
		case "Debt":
			lead = "is owed by"
		case "Family", "Associate":
			if s.First("relationship") != "" {
				lead = "as" // "as mother": it is this entity that is the mother
			}
		}
		add(kind, lead, from)
	}
}

func (c *converter) edgeDetails(rel *entity.Relation, s *satellite, sc schema, lead string) {
	texts := []string{}
	if lead != "" {
		texts = append(texts, lead)
	}
	var more []string
	for _, p := range []string{"relationship", "role"} {
		texts = append(texts, cleaned(s.All(p))...)
	}
	s.Props(func(name string, values []string) {
		switch name {
		case sc.from, sc.to, "relationship", "role":
			return
		case "percentage":
			rel.Share = strings.Join(values, "; ")
			return
		case "startDate", "date":
			values = c.extreme(&rel.From, s, name, values, -1)
		case "endDate":
			values = c.extreme(&rel.To, s, name, values, 1)
		case "sourceUrl":
			rel.Source = values[0]
			values = values[1:]
		}
		if ignored[name] || bookkept[name] {
			return
		}
		for _, v := range values {
			more = append(more, snake(name)+": "+v)
		}
	})
	if rel.Source == "" {
		rel.Source = strings.Join(s.Datasets, ", ")
	}
	rel.Text = strings.Join(texts, " ")
	if len(texts) > 2 || len(texts) == 2 && lead != "as" && lead != "" {
		rel.Text = strings.Join(texts, ", ")
		if lead == "as" {
			rel.Text = "as " + strings.Join(texts[1:], ", ")
		}
	}
	rel.Text = strings.Join(append(nonEmpty(rel.Text), more...), "; ")
}

// extreme sets to to the earliest (sign -1) or latest (1) of the dates and
// returns those that are not it, for the text.
func (c *converter) extreme(to *entity.Date, s *satellite, name string, values []string, sign int) []string {
	best := -1
	for i, v := range values {
		d, ok := date(v)
		if !ok {
			c.rep.Warn(s.ID, s.line, name, "date %q not understood; kept in the text of the relation", v)
			continue
		}
		if to.IsZero() || d.Compare(*to) == sign {
			*to, best = d, i
		}
	}
	if best < 0 {
		return values
	}
	return slices.Concat(values[:best], values[best+1:])
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// loose adds a listing for each programme that the thing names itself and no
// sanction of it does.
func (c *converter) loose(r *Record, e *entity.Entity) {
	ids := r.All("programId")
	for _, p := range append(ids[:len(ids):len(ids)], r.All("program")...) {
		p = clean(p)
		known := p == ""
		for _, l := range e.Listings {
			known = known || l.Program == p || strings.Contains(l.Note, "program: "+p) || strings.Contains(l.Note, "program_id: "+p)
		}
		if !known {
			e.Listings = append(e.Listings, entity.Listing{Program: p})
		}
	}
}
