package ofac

import (
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// location is a Location.
type location struct {
	address entity.Address // without country
	country string         // country id
	area    string         // area code id
	unknown []string       // values of parts whose type is unknown
	from    entity.Fragment
}

func (a *advanced) location(n *xmlnode.Node) {
	id := n.Attr("ID")
	l := &location{from: n.Fragment(a.file.Name)}
	for _, r := range n.Children("FeatureVersionReference") {
		r.Ignore("@FeatureVersionID") // the parties refer to the place
	}
	for _, c := range n.Children("LocationAreaCode") {
		l.area = c.Attr("AreaCodeID")
	}
	for i, c := range n.Children("LocationCountry") {
		c.Ignore("@CountryRelevanceID")
		if i == 0 {
			l.country = c.Attr("CountryID")
			continue
		}
		l.unknown = append(l.unknown, a.refs.name("Country", c.Attr("CountryID")))
	}
	var street [3]string
	for _, p := range n.Children("LocationPart") {
		part := strings.ToLower(a.refs.name("LocPartType", p.Attr("LocPartTypeID")))
		var values []string
		for _, v := range p.Children("LocationPartValue") {
			v.Ignore("@Primary", "@LocPartValueTypeID", "@LocPartValueStatusID")
			if t := v.Value("Value"); t != "" {
				values = append(values, t)
			}
			if c := v.Value("Comment"); c != "" {
				l.address.Note = join(l.address.Note, c)
			}
		}
		text := strings.Join(values, ", ")
		switch part {
		case "address1":
			street[0] = text
		case "address2":
			street[1] = text
		case "address3":
			street[2] = text
		case "city":
			l.address.City = text
		case "state/province":
			l.address.Region = text
		case "region":
			if l.address.Region != "" {
				text = l.address.Region + ", " + text
			}
			l.address.Region = text
		case "postal code":
			l.address.PostalCode = text
		default:
			l.unknown = append(l.unknown, text)
		}
	}
	for _, s := range street {
		if s != "" {
			l.address.Street = strings.TrimPrefix(l.address.Street+", "+s, ", ")
		}
	}
	if _, dup := a.locations[id]; dup || id == "" {
		a.rep.Warn("", n.Line, "Location", "second place with the id %q", id)
		return
	}
	a.locations[id] = l
}

// countryName returns OFAC's name of the place's country, "" if it has none.
// For "Region: Gaza" and "undetermined", which are no countries of ISO, it is
// the text of the area code.
func (a *advanced) countryName(l *location) (name, iso string) {
	id := l.country
	if id == "" {
		id = a.refs.areaOf[l.area]
	}
	if id == "" {
		return "", ""
	}
	return a.refs.name("Country", id), a.refs.iso[id]
}

// placeText writes a place as the remarks of the other formats do: "Nahia,
// Giza, Egypt".
func (a *advanced) placeText(l *location) string {
	country, _ := a.countryName(l)
	var parts []string
	for _, p := range append([]string{l.address.Street, l.address.City, l.address.Region, l.address.PostalCode}, append(l.unknown, country)...) {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// addAddress adds the place as an address of the party.
func (a *advanced) addAddress(b *builder, l *location, note string) {
	country, iso := a.countryName(l)
	addr := l.address
	addr.Note = join(addr.Note, note)
	if len(l.unknown) > 0 {
		addr.Full = a.placeText(l)
	}
	if iso != "" {
		addr.Country, country = iso, ""
	}
	if country == "" && addr == (entity.Address{}) {
		return
	}
	if country == "" {
		b.e.Addresses = append(b.e.Addresses, addr)
		return
	}
	b.address(addr, country)
}

// regDocument is an IDRegDocument.
type regDocument struct {
	docType, number, note string
	countryID             string
	issued, expires       entity.Date
	from                  entity.Fragment
	used                  bool
}

func (a *advanced) document(n *xmlnode.Node) {
	n.Ignore("@ID")
	for _, r := range n.Children("DocumentedNameReference") {
		r.Ignore("@DocumentedNameID") // the spelling of the name in the document
	}
	d := &regDocument{docType: a.refs.name("IDRegDocType", n.Attr("IDRegDocTypeID")), number: n.Value("IDRegistrationNo"),
		countryID: n.Attr("IssuedBy-CountryID"), from: n.Fragment(a.file.Name)}
	if v := a.refs.name("Validity", n.Attr("ValidityID")); v != "" && v != "Valid" {
		d.note = strings.ToLower(v)
	}
	if v := n.Value("IssuingAuthority"); v != "" {
		d.note = join(d.note, "issued by "+v)
	}
	if id := n.Attr("IssuedIn-LocationID"); id != "" {
		if l, ok := a.locations[id]; ok {
			d.note = join(d.note, "issued in "+a.placeText(l))
		} else {
			d.note = join(d.note, "issued in location "+id)
		}
	}
	d.note = join(d.note, n.Value("Comment"))
	for _, date := range n.Children("DocumentDate") {
		what := a.refs.name("IDRegDocDateType", date.Attr("IDRegDocDateTypeID"))
		for _, p := range date.Children("DatePeriod") {
			when, err := period(p)
			switch {
			case err != nil:
				a.rep.Warn("", n.Line, "DocumentDate", "%s of %s: %w", what, d.number, err)
				d.note = join(d.note, what+" not readable")
			case when.IsZero():
			case what == "Issue Date":
				d.issued = when
			case what == "Expiration Date":
				d.expires = when
			default:
				d.note = join(d.note, what+" "+when.String())
			}
		}
	}
	id := n.Attr("IdentityID")
	a.documents[id] = append(a.documents[id], d)
}

// addDocument adds a document as an identifier.
func (a *advanced) addDocument(b *builder, d *regDocument) {
	d.used = true
	b.e.Origin.Fragments = append(b.e.Origin.Fragments, d.from)
	l := labelNamed(d.docType)
	country := ""
	if d.countryID != "" {
		if country = a.refs.iso[d.countryID]; country == "" {
			name := a.refs.name("Country", d.countryID)
			code, rest := b.countryCode(d.docType, name)
			country = code
			if rest != "" {
				d.note = join(d.note, rest)
			}
		}
	}
	switch {
	case l == nil:
		b.warn("IDRegDocType", "unknown label %q", d.docType)
		l = &label{text: d.docType, kind: factID, id: entity.IDOther}
	case l.kind != factID:
		b.apply(l, d.number, d.docType+" "+d.number, false)
		if note := join(country, d.note); note != "" {
			b.note(d.docType + " " + d.number + ": " + note)
		}
		return
	}
	if d.number == "" {
		b.note(strings.TrimSpace(fmt.Sprintf("%s without number %s %s", d.docType, country, d.note)))
		return
	}
	id := entity.Identifier{Type: l.id, Value: d.number, Label: l.text, Country: l.country, Note: join(l.note, d.note), Issued: d.issued, Expires: d.expires}
	if country != "" {
		id.Country = country
	}
	b.refine(&id)
	b.identifier(id)
}

// relationKinds says what a RelationType means, read "From <type> To": OFAC's
// other formats file the relation under From as well. Owned-or-controlled
// becomes "owned by" without a share, since OFAC does not say which of the two;
// Text keeps its words.
var relationKinds = map[string]entity.RelationKind{
	"associate of":                  entity.RelationAssociate,
	"providing support to":          entity.RelationSupports,
	"acting for or on behalf of":    entity.RelationActsFor,
	"owned or controlled by":        entity.RelationOwner,
	"family member of":              entity.RelationFamily,
	"playing a significant role in": entity.RelationLinked,
	"leader or official of":         entity.RelationDirector,
	"principal executive officer":   entity.RelationDirector,
	"owns, controls, or operates":   entity.RelationOwns,
	"property in the interest of":   entity.RelationOwner,
}

// addRelation adds a relation of the profile. A former one says only that there
// is a link: it must not be taken for ownership or control of today.
func (a *advanced) addRelation(b *builder, l profileLink) {
	b.e.Origin.Fragments = append(b.e.Origin.Fragments, l.from)
	kind, ok := relationKinds[strings.ToLower(l.relType)]
	if !ok {
		kind = entity.RelationLinked
		b.warn("RelationType", "type of relation %q is not known", l.relType)
	}
	r := entity.Relation{Kind: kind, Text: l.relType}
	if l.former {
		r.Kind, r.Text = entity.RelationLinked, "formerly: "+l.relType
	}
	switch l.quality {
	case "":
	case "Low":
		r.Text += " (low quality)"
	default:
		r.Text += " (" + l.quality + ")"
	}
	if l.comment != "" {
		r.Text += ": " + l.comment
	}
	if target, ok := a.profiles[l.to]; ok {
		r.TargetName = target.name
		if target.party != b.e.ID {
			r.TargetID = target.party
		}
	} else {
		r.TargetName = "OFAC UID " + l.to // a record of the other list
	}
	b.e.Relations = append(b.e.Relations, r)
}

// party turns a DistinctParty into an entity.
func (a *advanced) party(n *xmlnode.Node) (*entity.Entity, error) {
	uid := n.Attr("FixedRef")
	profiles := n.Children("Profile")
	switch {
	case uid == "":
		return nil, errors.New("no FixedRef")
	case len(profiles) == 0:
		return nil, errors.New("no Profile")
	}
	subtype := profiles[0].Attr("PartySubTypeID")
	kind, known := a.refs.kind(subtype)
	b, err := newBuilder(a.rep, nil, a.which, uid, kind, n.Line)
	if err != nil {
		return nil, err
	}
	b.e.Origin.Fragments = []entity.Fragment{n.Fragment(a.file.Name)}
	var entries []*sanctions
	owned := false
	for _, p := range profiles {
		id := p.Attr("ID")
		if other := p.Attr("PartySubTypeID"); other != subtype {
			b.warn("PartySubType", "profile %s is of the type %q", id, a.refs.name("PartySubType", other))
		}
		a.advancedNames(b, p)
		for _, f := range p.Children("Feature") {
			a.feature(b, f)
		}
		for _, identity := range p.Children("Identity") {
			for _, d := range a.documents[identity.Attr("ID")] {
				a.addDocument(b, d)
			}
		}
		for _, l := range a.relations[id] {
			a.addRelation(b, l)
		}
		entries = append(entries, a.entries[id]...)
		owned = owned || a.owned[id]
		if c := p.Value("Comment"); c != "" {
			b.note(c)
		}
	}
	if c := n.Value("Comment"); c != "" {
		b.note(c)
	}
	if len(b.e.Names) == 0 {
		return nil, errors.New("no name")
	}
	if b.e.Names[0].Kind != entity.NamePrimary {
		b.warn("Alias", "no primary Latin name")
	}
	for _, e := range entries {
		e.used = true
		b.e.Origin.Fragments = append(b.e.Origin.Fragments, e.from)
	}
	listings, programs := a.listings(b, entries)
	e := b.finish(programs)
	e.Listings = listings
	if !known {
		b.warn("PartySubType", "type %q is not known", a.refs.name("PartySubType", subtype))
		e.Schema = entity.LegalEntity
	}
	if owned && e.Schema == entity.Organization {
		e.Schema = entity.Company
	}
	if len(entries) == 0 {
		b.warn("SanctionsEntry", "the party has none")
	}
	return e, nil
}
