package ch

import (
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

var documentTypes = map[string]entity.IDType{
	"passport": entity.IDPassport, "diplomatic-passport": entity.IDPassport, "service-passport": entity.IDPassport,
	"travel-document": entity.IDPassport, "id-card": entity.IDNational, "identity-card": entity.IDNational,
	"driving-license": entity.IDDriver, "driving-permit": entity.IDDriver, "resident-permit": entity.IDOther,
	"residence-permit": entity.IDOther, "visa": entity.IDVisa, "other": entity.IDOther, "": entity.IDOther,
}

func (b *builder) document(n *xmlnode.Node) {
	n.Ignore("@ssid")
	typ := n.Attr("document-type")
	t, ok := documentTypes[typ]
	if !ok {
		t = entity.IDOther
		b.warn("document-type", "unknown document type %q", typ)
	}
	id := entity.Identifier{Type: t, Value: clean(n.Value("number"))}
	if typ != "passport" && typ != "id-card" {
		id.Label = typ
	}
	issuer := n.Child("issuer")
	var notes []string
	if issuer != nil {
		it := clean(issuer.Text())
		for _, v := range []string{issuer.Attr("iso-code"), issuer.Attr("code"), it} {
			if c, ok := entity.CountryCode(v); ok && v != "" && id.Country == "" {
				id.Country = c
			}
		}
		if id.Country == "" && it != "" {
			notes = append(notes, "issuer: "+it)
		}
	}
	id.Issued, id.Expires = b.nodeDate(n.Child("date-of-issue")), b.nodeDate(n.Child("expiry-date"))
	if p := n.Child("place-of-issue"); p != nil {
		a := b.address(p)
		place := strings.Trim(strings.Join([]string{a.City, a.Region, a.CountryText, clean(p.Text())}, ", "), ", ")
		if id.Country == "" {
			id.Country = a.Country
		}
		if place != "" {
			notes = append(notes, "issued in "+strings.ReplaceAll(place, ", , ", ", "))
		}
	}
	notes = append(notes, n.Values("remark")...)
	notes = append(notes, n.Values("remarks")...)
	id.Note = strings.Join(notes, "; ")
	if id.Value == "" {
		if id.Note != "" {
			b.note("identification document", strings.TrimSpace(typ+" "+id.Note))
		}
		return
	}
	b.addID(id)
}

// nodeDate reads a date given as text or as day, month and year.
func (b *builder) nodeDate(n *xmlnode.Node) entity.Date {
	if n == nil {
		return entity.Date{}
	}
	n.Ignore("@calendar", "@quality", "@ssid")
	y, _ := strconv.Atoi(n.Attr("year"))
	m, _ := strconv.Atoi(n.Attr("month"))
	d, _ := strconv.Atoi(n.Attr("day"))
	if y > 0 && y <= 9999 && m >= 0 && m <= 12 && d >= 0 && d <= 31 {
		if x := entity.NewDate(y, m, d); x.Valid() {
			return x
		}
	}
	return b.date("document date", clean(n.Text()))
}

func (b *builder) addID(id entity.Identifier) {
	for _, x := range b.e.Identifiers {
		if x.Type == id.Type && x.Value == id.Value {
			return
		}
	}
	b.e.Identifiers = append(b.e.Identifiers, id)
}

var relations = map[string]entity.RelationKind{
	"related-to": entity.RelationLinked, "associated-with": entity.RelationAssociate, "family": entity.RelationFamily,
	"family-member-of": entity.RelationFamily, "owned-by": entity.RelationOwner, "owner-of": entity.RelationOwns,
	"controlled-by": entity.RelationControlled, "subsidiary-of": entity.RelationParent, "parent-of": entity.RelationSubsidiary,
	"acting-for": entity.RelationActsFor, "member-of": entity.RelationMember,
}

func (b *builder) relation(n *xmlnode.Node) {
	n.Ignore("@ssid")
	typ := n.Attr("relation-type")
	kind, ok := relations[strings.ToLower(typ)]
	if !ok {
		kind = entity.RelationLinked
		b.warn("relation-type", "unknown kind of relation %q", typ)
	}
	r := entity.Relation{Kind: kind, TargetID: n.Attr("target-id"), Text: typ}
	var more []string
	if t := clean(n.Text()); t != "" {
		more = append(more, t)
	}
	more = append(more, n.Values("remark")...)
	more = append(more, n.Values("remarks")...)
	if len(more) > 0 {
		r.Text = strings.TrimSpace(r.Text + ": " + strings.Join(more, "; "))
	}
	b.e.Relations = append(b.e.Relations, r)
}

// generic keeps <generic-attribute name="...">value</generic-attribute>.
func (b *builder) generic(n *xmlnode.Node) {
	for _, g := range n.Children("generic-attribute") {
		g.Ignore("@ssid")
		name := g.Attr("name")
		if name == "" {
			name = g.Attr("attribute-type")
		}
		v := clean(g.Text())
		if v == "" {
			v = clean(g.Value("value"))
		}
		if name != "" && b.labelled(name, v) {
			continue
		}
		b.attr(strings.Trim("generic_"+snake(name), "_"), v)
	}
}
