package csl

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// idTypes lead from the words of an identification's type (OFAC's ID types) to
// ours; the first whose word is contained wins.
var idTypes = []struct {
	word string
	typ  entity.IDType
}{
	{"passport", entity.IDPassport}, {"travel document", entity.IDPassport}, {"driver", entity.IDDriver}, {"visa", entity.IDVisa},
	{"imo", entity.IDIMO}, {"vessel registration", entity.IDIMO}, {"mmsi", entity.IDMMSI}, {"call sign", entity.IDCallSign},
	{"tail number", entity.IDAircraftTail}, {"serial number", entity.IDSerial}, {"digital currency address", entity.IDWallet},
	{"swift", entity.IDBIC}, {"bik (ru)", entity.IDBIK}, {"isin", entity.IDISIN}, {"ticker", entity.IDTicker},
	{"legal entity number", entity.IDLEI}, {"unified social credit", entity.IDUSCC}, {"d-u-n-s", entity.IDDUNS}, {"duns", entity.IDDUNS},
	{"v.a.t", entity.IDVAT}, {"vat number", entity.IDVAT}, {"government gazette", entity.IDOKPO}, {"okpo", entity.IDOKPO},
	{"tax", entity.IDTax}, {"nit #", entity.IDTax}, {"ruc #", entity.IDTax}, {"rif #", entity.IDTax}, {"r.f.c", entity.IDTax}, {"rfc", entity.IDTax},
	{"fiscal code", entity.IDTax}, {"c.u.i.t", entity.IDTax}, {"cuit", entity.IDTax}, {"rtn", entity.IDTax},
	{"cedula", entity.IDNational}, {"national", entity.IDNational}, {"identification number", entity.IDNational}, {"personal id", entity.IDNational},
	{"c.u.r.p", entity.IDNational}, {"ssn", entity.IDNational}, {"d.n.i", entity.IDNational}, {"n.i.e", entity.IDNational}, {"id card", entity.IDNational},
	{"identity", entity.IDNational}, {"birth certificate", entity.IDNational}, {"citizen", entity.IDNational}, {"stateless", entity.IDNational},
	{"refugee", entity.IDNational}, {"electoral", entity.IDNational}, {"residency", entity.IDNational}, {"tarjeta", entity.IDNational}, {"kenyan id", entity.IDNational},
	{"registration", entity.IDRegistration}, {"registry", entity.IDRegistration}, {"matricula", entity.IDRegistration}, {"company number", entity.IDRegistration},
	{"c.r. no", entity.IDRegistration}, {"commercial", entity.IDRegistration}, {"business", entity.IDRegistration}, {"trade license", entity.IDRegistration},
	{"enterprise number", entity.IDRegistration}, {"folio mercantil", entity.IDRegistration}, {"public registration", entity.IDRegistration},
	{"certificate of incorporation", entity.IDRegistration}, {"chamber of commerce", entity.IDRegistration}, {"license", entity.IDRegistration},
	{"account", entity.IDAccount},
}

// identification puts one entry of the field ids in its place: most are numbers,
// but OFAC also keeps web sites, genders, dates and sanctions remarks there.
func (c *converter) identification(r *record, e *entity.Entity, l *entity.Listing, id identification) {
	label := list.Clean(strings.TrimRight(list.Clean(id.Type), ":- "))
	value := list.Clean(id.Number)
	low := strings.ToLower(label)
	if value == "" {
		if label != "" {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "id_without_number", Value: label})
		}
		return
	}
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(low, w) {
				return true
			}
		}
		return false
	}
	day := func(v string) (entity.Date, bool) {
		d, err := list.ParseDate(v, list.MonthFirst)
		return d, err == nil
	}
	switch {
	case has("email"):
		e.Contacts = append(e.Contacts, entity.Contact{Kind: entity.ContactEmail, Value: value})
		return
	case has("website"):
		e.Contacts = append(e.Contacts, entity.Contact{Kind: entity.ContactWebsite, Value: value})
		return
	case has("phone number", "telephone"):
		e.Contacts = append(e.Contacts, entity.Contact{Kind: entity.ContactPhone, Value: value})
		return
	case has("fax"):
		e.Contacts = append(e.Contacts, entity.Contact{Kind: entity.ContactFax, Value: value})
		return
	case low == "gender":
		switch g := entity.Gender(strings.ToLower(value)); g {
		case entity.Male, entity.Female:
			e.Gender = g
			return
		}
	case has("former vessel flag"), has("other vessel flag"), has("vessel flag"), has("nationality of registration"):
		role := entity.CountryFlag
		if has("former") {
			role = entity.CountryFormerFlag
		} else if has("nationality") {
			role = entity.CountryJurisdiction
		}
		f := entity.CountryFact{Role: role, Note: label}
		if f.Code, _ = entity.CountryCode(value); f.Code == "" {
			f.Text = value
		}
		e.Countries = append(e.Countries, f)
		return
	case has("established date", "date of incorporation"):
		if d, ok := day(value); ok {
			e.Dates = append(e.Dates, entity.DatedFact{Kind: entity.DateIncorporation, Date: d})
			return
		}
	case has("year of build", "manufacture date"):
		if d, ok := day(value); ok {
			e.Dates = append(e.Dates, entity.DatedFact{Kind: entity.DateBuild, Date: d})
			return
		}
	case has("listing date"):
		if d, ok := day(value); ok && l.Published.IsZero() {
			l.Published = d
			return
		}
	case has("effective date"):
		if d, ok := day(value); ok && l.Effective.IsZero() {
			l.Effective = d
			return
		}
	case has("directive determination"), has("secondary sanctions"), has("additional sanctions information"), has("prohibited transactions"), has("capta"):
		// "Subject to Directive 3, Executive Order 13662 Directive Determination -"
		l.Measures = append(l.Measures, value+" ("+label+")")
		return
	case has("divestment date"), has("sanctions", "executive order", "determination"):
		l.Note += "\n" + label + ": " + value
		return
	}
	out := entity.Identifier{Type: entity.IDOther, Value: value, Label: label}
	out.Country, _ = entity.CountryCode(id.Country)
	for _, t := range idTypes {
		if strings.Contains(low, t.word) {
			out.Type = t.typ
			break
		}
	}
	if out.Type == entity.IDOther && !strings.ContainsAny(value, "0123456789") {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "id_" + key(label), Value: value}) // "Private Company, Target Type"
		return
	}
	out.Issued, _ = day(id.Issued)
	out.Expires, _ = day(id.Expires)
	refine(&out, e)
	e.Identifiers = append(e.Identifiers, out)
}

// refine gives Russian numbers their type when their check digits prove it, and
// takes words off numbers.
func refine(id *entity.Identifier, e *entity.Entity) {
	valid := func(t entity.IDType) bool { return entity.ValidID(t, entity.NormalizeID(t, id.Value)) }
	digits := strings.Trim(id.Value, "0123456789") == ""
	foreign := id.Country != "" && id.Country != "ru"
	switch n := len(id.Value); id.Type {
	case entity.IDTax:
		if digits && !foreign && (n == 10 || n == 12) && valid(entity.IDINN) {
			id.Type = entity.IDINN
		}
	case entity.IDRegistration:
		if digits && !foreign && (n == 13 || n == 15) && valid(entity.IDOGRN) {
			id.Type = entity.IDOGRN
		}
	case entity.IDOKPO:
		if foreign || !digits || n != 8 && n != 10 {
			id.Type = entity.IDOther
		}
	case entity.IDWallet:
		if _, currency, ok := strings.Cut(id.Label, " - "); ok {
			id.Label = strings.TrimSpace(currency)
		}
	case entity.IDIMO:
		switch rest, ok := strings.CutPrefix(id.Value, "IMO "); {
		case !ok && strings.Contains(strings.ToLower(id.Label), "registration"):
			id.Type = entity.IDRegistration // a vessel's registration that is no IMO number
		case ok:
			id.Value = strings.TrimSpace(rest)
		}
		if id.Type == entity.IDIMO && e.Schema != entity.Vessel {
			id.Type = entity.IDIMOCompany
		}
	}
}

// key makes an attribute key of a label.
func key(label string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, label), "_")
}
