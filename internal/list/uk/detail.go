package uk

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// split cuts multi-valued text at "|", line breaks and enumeration marks.
func split(v string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == '|' || r == '\n' || r == '\r' }) {
		_, items := freetext.Enumerated(part)
		for _, it := range items {
			if it = list.Clean(it); !list.Empty(it) {
				out = append(out, it)
			}
		}
	}
	return out
}

func (b *builder) person() {
	for _, v := range b.births.list {
		for _, t := range split(v) {
			d := b.date("date of birth", t)
			if d.IsZero() {
				continue
			}
			dup := false
			for _, x := range b.e.Dates {
				dup = dup || x.Kind == entity.DateBirth && x.Date == d
			}
			if !dup {
				b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: entity.DateBirth, Date: d})
			}
		}
	}
	for _, v := range b.nationalities.list {
		b.addCountry(entity.CountryNationality, "nationality", v)
	}
	for _, p := range b.record.birthPlaces.list {
		b.birthPlace(p)
	}
	for _, d := range b.passports.list {
		b.addDocument(d, entity.IDPassport, "passport")
	}
	for _, d := range b.nationalIDs.list {
		b.addDocument(d, entity.IDNational, "national identifier")
	}
	for _, v := range b.record.positions.list {
		for _, t := range split(v) {
			dup := false
			for _, x := range b.e.Positions {
				dup = dup || x == t
			}
			if !dup {
				b.e.Positions = append(b.e.Positions, t)
			}
		}
	}
	for _, v := range b.genders.list {
		switch g := strings.ToLower(list.Clean(v)); g {
		case "male", "m":
			b.e.Gender = entity.Male
		case "female", "f":
			b.e.Gender = entity.Female
		case "", "unknown", "n/a":
		default:
			b.attr("gender", v)
			b.warn("gender", "gender %q not known", v)
		}
	}
}

// birthPlace pairs towns and countries that are enumerated side by side.
func (b *builder) birthPlace(p place) {
	towns, lands := freetext.Expanded(p.town), freetext.Expanded(p.country)
	n := max(len(towns), len(lands))
	for i := range n {
		var a entity.Address
		pick := func(s []string) string {
			switch {
			case len(s) == 0:
				return ""
			case len(s) == 1:
				return s[0]
			case i < len(s):
				return s[i]
			}
			return ""
		}
		town, land := list.Clean(pick(towns)), list.Clean(pick(lands))
		if !list.Empty(town) {
			a.City = town
		}
		if !list.Empty(land) {
			if c, note, ok := countryOf(land); ok {
				a.Country, a.Note = c, note
			} else {
				a.CountryText = land
				b.warn("country of birth", "country %q not known", land)
			}
		}
		if a == (entity.Address{}) {
			continue
		}
		dup := false
		for _, x := range b.e.BirthPlaces {
			dup = dup || x == a
		}
		if dup {
			continue
		}
		b.e.BirthPlaces = append(b.e.BirthPlaces, a)
		if a.Country != "" {
			f := entity.CountryFact{Role: entity.CountryBirth, Code: a.Country}
			known := false
			for _, x := range b.e.Countries {
				known = known || x.Role == f.Role && x.Code == f.Code
			}
			if !known {
				b.e.Countries = append(b.e.Countries, f)
			}
		}
	}
}

func (b *builder) addDocument(d document, kind entity.IDType, field string) {
	if d.number == "" {
		ids, rest := documents(d.info, kind)
		for _, id := range ids {
			b.addID(id)
		}
		for _, t := range rest {
			if list.Empty(t) {
				continue
			}
			b.note(field, t)
			b.warn(field, "no number found in %q", t)
		}
		return
	}
	numbers := split(d.number)
	for _, num := range numbers {
		if ids, rest := freetext.IDs(num, ""); kind == entity.IDNational && len(ids) > 0 && rest == "" && ids[0].Type != entity.IDRegistration && ids[0].Type != entity.IDOther {
			for _, id := range ids {
				id.Note = list.Clean(d.info)
				b.addID(id)
			}
			continue
		}
		id, ok := readDocument(document{num, d.info}, kind, "")
		if !ok {
			t := strings.TrimSpace(list.Clean(num) + " " + list.Clean(d.info))
			b.note(field, t)
			b.warn(field, "no number found in %q", t)
			continue
		}
		b.addID(id)
	}
	if len(numbers) == 0 && !list.Empty(list.Clean(d.info)) {
		b.addDocument(document{info: d.info}, kind, field)
	}
}

// noCompany are texts in the columns for companies that name none.
var noCompany = regexp.MustCompile(`(?i)^(?:is the parent company|parent and branches|state owned enterprise.*|none|unknown|not known|see other information.*)$`)

// companies reads a column of company names.
func companies(v string) []string {
	var out []string
	for _, line := range split(v) {
		for _, s := range strings.Split(line, ";") {
			if s = strings.Trim(list.Clean(s), " ,."); s != "" && !list.Empty(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func (b *builder) relate(kind entity.RelationKind, text, v string) {
	for _, name := range companies(v) {
		if noCompany.MatchString(name) {
			b.note(text, name)
			continue
		}
		r := entity.Relation{Kind: kind, TargetName: name, Text: text}
		dup := false
		for _, x := range b.e.Relations {
			dup = dup || x == r
		}
		if !dup {
			b.e.Relations = append(b.e.Relations, r)
		}
	}
}

func (b *builder) organisation() {
	for _, v := range b.entityTypes.list {
		for _, t := range split(v) {
			b.attr("entity_type", t)
		}
	}
	for _, v := range b.parents.list {
		b.relate(entity.RelationParent, "parent company", v)
	}
	for _, v := range b.subsidiaries.list {
		b.relate(entity.RelationSubsidiary, "subsidiary", v)
	}
	for _, v := range b.regNumbers.list {
		for _, part := range strings.Split(v, "|") {
			if list.Empty(strings.Trim(part, "' ")) {
				continue
			}
			ids, rest := freetext.IDs(part, b.numbers)
			for _, id := range ids {
				b.addID(id)
			}
			if rest != "" {
				b.note("business registration number", list.Clean(part))
				if len(ids) == 0 {
					b.warn("business registration number", "no number found in %q", part)
				}
			}
		}
	}
	for _, w := range b.wallets.list {
		b.addID(entity.Identifier{Type: entity.IDWallet, Value: w.number, Label: w.info})
	}
}

var sevenDigits = regexp.MustCompile(`\d{7,}`)

func (b *builder) ship() {
	for _, v := range b.imos.list {
		if list.Empty(v) {
			continue
		}
		found := false
		for _, n := range sevenDigits.FindAllString(v, -1) {
			if entity.ValidID(entity.IDIMO, n) {
				b.addID(entity.Identifier{Type: entity.IDIMO, Value: n})
				found = true
			}
		}
		if !found {
			b.addID(entity.Identifier{Type: entity.IDOther, Value: list.Clean(v), Label: "IMO number"})
			b.warn("IMO number", "%q is no IMO number", v)
		}
	}
	for _, v := range b.flags.list {
		b.addCountry(entity.CountryFlag, "flag", v)
	}
	for _, v := range b.previousFlags.list {
		b.addCountry(entity.CountryFormerFlag, "previous flags", v)
	}
	// The column joins owner and operator; it does not say which.
	for _, v := range b.owners.list {
		b.relate(entity.RelationOperator, "current owner/operator", v)
	}
	for _, v := range b.previousOwners.list {
		b.relate(entity.RelationLinked, "previous owner/operator", v)
	}
	for _, v := range b.yearsBuilt.list {
		for _, t := range split(v) {
			if d := b.date("year built", t); !d.IsZero() {
				b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: entity.DateBuild, Date: d})
			}
		}
	}
	for _, f := range []struct {
		key    string
		values []string
	}{
		{"vessel_type", b.shipTypes.list}, {"tonnage", b.tonnages.list}, {"length", b.lengths.list}, {"hull_identification_number", b.hulls.list},
	} {
		for _, v := range f.values {
			for _, t := range split(v) {
				b.attr(f.key, t)
			}
		}
	}
}

func (b *builder) contacts() {
	for _, v := range b.phones.list {
		for _, t := range split(v) {
			for _, p := range strings.Split(t, ";") {
				b.addContact(entity.ContactPhone, p)
			}
		}
	}
	for _, v := range b.websites.list {
		for _, t := range split(v) {
			for _, p := range strings.FieldsFunc(t, func(r rune) bool { return r == ';' || r == ',' || r == ' ' }) {
				if p != "and" {
					b.addContact(entity.ContactWebsite, strings.Trim(p, "()"))
				}
			}
		}
	}
	for _, v := range b.emails.list {
		for _, t := range split(v) {
			b.email(t)
		}
	}
}

var (
	mailWhole = regexp.MustCompile(`^[\w.+'&-]+@[\w-]+(?:\.[\w-]+)+$`)
	siteWhole = regexp.MustCompile(`^(?:https?://\S+|(?:[\w-]+\.)+[A-Za-z]{2,}(?:/\S*)?)$`)
)

// email reads a column that holds one or more addresses, the odd web site, and
// addresses that a blank cut in two ("info@etemad mobin.com").
func (b *builder) email(t string) {
	parts := strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(" ,;", r) })
	var broken []string
	for i := 0; i < len(parts); i++ {
		p := strings.Trim(parts[i], ".:()<>")
		switch {
		case p == "", strings.EqualFold(p, "and"), strings.EqualFold(p, "email"), strings.EqualFold(p, "e-mail"):
		case mailWhole.MatchString(p):
			b.addContact(entity.ContactEmail, p)
		case strings.Contains(p, "@") && i+1 < len(parts) && mailWhole.MatchString(p+parts[i+1]) && !strings.Contains(parts[i+1], "@"):
			i++
			b.addContact(entity.ContactEmail, p+parts[i])
		case siteWhole.MatchString(p):
			b.addContact(entity.ContactWebsite, p)
		default:
			broken = append(broken, p)
		}
	}
	if len(broken) > 0 {
		b.addContact(entity.ContactOther, t)
		b.warn("email address", "%q is no e-mail address", strings.Join(broken, " "))
	}
}
