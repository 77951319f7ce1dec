package ofac

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// document is an identity or register number with what stands around it.
type document struct{ number, country, issued, expires, note string }

// splitDocument takes "G 649385 (Egypt) issued 08 Sep 2006 expires 17 Jul 2011"
// apart, from its end. Brackets that hold no country belong to the number
// ("D489833(9)"). A few old remarks use commas: "No.: 0310857, Eritrea, Issue
// Date 21 August 2006, Expire Date 20 August 2008".
func splitDocument(v string) document {
	var d document
	v, d.expires = cutDate(strings.TrimSpace(v), "expires ")
	v, d.issued = cutDate(v, "issued ")
	if inner, before := lastBracket(v); inner != "" {
		if _, ok := countryCode(inner); ok {
			d.country, v = inner, before
		}
	}
	if strings.HasPrefix(v, "No.") {
		v = strings.TrimLeft(v[len("No."):], ": ")
	}
	if number, rest, ok := strings.Cut(v, ", "); ok && d == (document{}) {
		for part := range strings.SplitSeq(rest, ", ") {
			part = strings.TrimRight(part, ")")
			if date, ok := strings.CutPrefix(part, "Issue Date "); ok {
				d.issued = date
			} else if date, ok := strings.CutPrefix(part, "Expire Date "); ok {
				d.expires = date
			} else if _, ok := countryCode(part); ok && d.country == "" {
				d.country = part
			} else if strings.ContainsAny(number, "0123456789") && !strings.ContainsAny(part, "0123456789") {
				d.note = join(d.note, part)
			} else {
				number += ", " + part
			}
		}
		v = number
	}
	d.number = strings.TrimSpace(v)
	return d
}

// lastBracket returns the text in the bracket at the end of v and what stands
// before it, "" if v does not end in one.
func lastBracket(v string) (inner, before string) {
	if !strings.HasSuffix(v, ")") {
		return "", v
	}
	depth := 0
	for i := len(v) - 1; i >= 0; i-- {
		switch v[i] {
		case ')':
			depth++
		case '(':
			depth--
		}
		if depth == 0 {
			return strings.TrimSpace(v[i+1 : len(v)-1]), strings.TrimSpace(v[:i])
		}
	}
	return "", v
}

// cutPlace takes the register's place off a number, "HRA 738077 (Stuttgart)",
// and the brackets off a number that stands wholly in them. Brackets without a
// space before them, or with digits, are part of the number.
func cutPlace(v string) (number, place string) {
	inner, before := lastBracket(v)
	switch {
	case inner == "":
	case before == "":
		return inner, ""
	case strings.HasSuffix(v[:len(before)+1], " ") && !strings.ContainsAny(inner, "0123456789") && len(inner) > 2:
		return before, inner
	}
	return v, ""
}

func cutDate(v, word string) (rest, date string) {
	if i := strings.LastIndex(v, word); i == 0 || i > 0 && v[i-1] == ' ' {
		return strings.TrimSpace(v[:i]), strings.TrimSpace(v[i+len(word):])
	}
	return v, ""
}

// document adds an identifier. Its type is the label's, unless the number
// itself says more: a Russian tax number is an INN, "IMO 5342883" an IMO
// number.
func (b *builder) document(l *label, d document) {
	number, place := cutPlace(clean(d.number))
	if number, rest, ok := strings.Cut(number, " and "); ok {
		// "OR801168 and Kuwaiti National ID No. 281020505755"
		if nation, second, ok := strings.Cut(rest, " "); ok {
			if l2, v := findLabel(second); l2 != nil && l2.kind == factID && v != "" {
				b.document(l, document{number: number, country: d.country, issued: d.issued, expires: d.expires})
				b.document(l2, document{number: v, country: nation})
				return
			}
		}
	}
	id := entity.Identifier{Type: l.id, Value: number, Label: l.text, Country: l.country, Note: join(join(l.note, place), d.note)}
	if d.country != "" {
		if code, ok := countryCode(d.country); ok {
			id.Country = code
		} else {
			b.warn(l.text, "no country %q", d.country)
			id.Note = join(id.Note, d.country)
		}
	}
	id.Issued = b.documentDate(&id, "issued", d.issued)
	id.Expires = b.documentDate(&id, "expires", d.expires)
	if list.Empty(id.Value) || wordsOnly(&id) {
		b.note(strings.Join(strings.Fields(strings.Join([]string{l.text, number, place, d.country, id.Note}, " ")), " "))
		return
	}
	b.refine(&id)
	b.identifier(id)
}

// wordsOnly reports a text in place of the number of a personal document:
// "Passport and National ID were issued in Ulm".
func wordsOnly(id *entity.Identifier) bool {
	switch id.Type {
	case entity.IDPassport, entity.IDNational, entity.IDTax, entity.IDDriver:
		return strings.Contains(id.Value, " ") && !strings.ContainsAny(id.Value, "0123456789")
	}
	return false
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
		if len(compact) == 20 {
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
		case (n == 10 || n == 12) && (id.Type == entity.IDTax && compact == id.Value || entity.ValidID(entity.IDINN, compact)):
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
