package ofac

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// document is an identity or register number with what stands around it.
type document struct{ number, country, issued, expires string }

// splitDocument takes "G 649385 (Egypt) issued 08 Sep 2006 expires 17 Jul 2011"
// apart, from its end. Brackets that hold no country belong to the number
// ("D489833(9)", "HRA 738077 (Stuttgart)").
func splitDocument(v string) document {
	var d document
	v = strings.TrimSpace(v)
	v, d.expires = cutDate(v, " expires ")
	v, d.issued = cutDate(v, " issued ")
	if strings.HasSuffix(v, ")") {
		depth := 0
		for i := len(v) - 1; i >= 0; i-- {
			switch v[i] {
			case ')':
				depth++
			case '(':
				depth--
			}
			if depth == 0 {
				inner := strings.TrimSpace(v[i+1 : len(v)-1])
				if _, ok := entity.CountryCode(inner); ok && i > 0 {
					d.country, v = inner, strings.TrimSpace(v[:i])
				}
				break
			}
		}
	}
	d.number = strings.TrimSpace(v)
	return d
}

func cutDate(v, word string) (rest, date string) {
	if i := strings.LastIndex(v, word); i > 0 {
		return strings.TrimSpace(v[:i]), strings.TrimSpace(v[i+len(word):])
	}
	return v, ""
}

// document adds an identifier. Its type is the label's, unless the number
// itself says more: a Russian tax number is an INN, "IMO 5342883" an IMO
// number.
func (b *builder) document(l *label, d document) {
	id := entity.Identifier{Type: l.id, Value: list.Clean(d.number), Label: l.text, Country: l.country, Note: l.note}
	if d.country != "" {
		if code, ok := entity.CountryCode(d.country); ok {
			id.Country = code
		} else {
			b.warn(l.text, "no country %q", d.country)
			id.Note = join(id.Note, d.country)
		}
	}
	id.Issued = b.documentDate(&id, "issued", d.issued)
	id.Expires = b.documentDate(&id, "expires", d.expires)
	if id.Value == "" || list.Empty(id.Value) {
		b.note(strings.TrimSpace(l.text + " " + d.number + " " + d.country))
		return
	}
	b.refine(&id)
	b.identifier(id)
}

func (b *builder) documentDate(id *entity.Identifier, what, text string) entity.Date {
	if text == "" {
		return entity.Date{}
	}
	d, err := list.ParseDate(text, list.MonthFirst)
	if err != nil || !d.Valid() {
		b.warn(id.Label, "%s: date %q not understood", what, text)
		id.Note = join(id.Note, what+" "+text)
		return entity.Date{}
	}
	return d
}

// refine sets the type that a number's form and country prove.
func (b *builder) refine(id *entity.Identifier) {
	compact := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, id.Value)
	n := digits(compact)
	switch {
	case strings.HasPrefix(compact, "IMO") && digits(compact[3:]) > 0:
		id.Type = entity.IDIMOCompany
		if b.kind == kindVessel {
			id.Type = entity.IDIMO
		}
	case id.Label == "Vessel Registration Identification":
		if n == 7 && entity.ValidID(entity.IDIMO, compact) {
			id.Type = entity.IDIMO // the prefix was forgotten
		}
	case id.Label == "Legal Entity Number":
		if len(compact) == 20 && n < 20 {
			id.Type = entity.IDLEI
		}
	case id.Label == "Government Gazette Number":
		if n == 8 || n == 10 {
			id.Type = entity.IDOKPO
		}
	case id.Country == "ru" && (id.Type == entity.IDTax || id.Type == entity.IDRegistration || id.Label == "Identification Number"):
		switch {
		case n == 13 || n == 15:
			id.Type = entity.IDOGRN
		case (n == 10 || n == 12) && (id.Type == entity.IDTax || entity.ValidID(entity.IDINN, compact)):
			id.Type = entity.IDINN
		}
	case id.Country == "cn" && len(compact) == 18 && b.kind != kindIndividual && id.Type == entity.IDRegistration:
		if entity.ValidID(entity.IDUSCC, compact) {
			id.Type = entity.IDUSCC
		}
	case b.kind != kindIndividual && id.Label == "Identification Number":
		id.Type = entity.IDOther
	case b.kind != kindIndividual && id.Label == "C.U.I.":
		id.Type = entity.IDTax
	}
}

// digits returns the length of s if it consists of digits only, else 0.
func digits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
	}
	return len(s)
}
