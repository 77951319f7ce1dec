package ilist

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// word is a word of the format that stands for a kind. The first word of a
// table is the general one: it takes the kind on a line of its own when no
// other word says it.
type word[K ~string] struct {
	key  string
	kind K
}

var nameWords = []word[entity.NameKind]{
	{"aka", ""}, {"name", entity.NamePrimary}, {"alias", entity.NameAlias}, {"former", entity.NameFormer},
	{"new", entity.NameNew}, {"maiden", entity.NameMaiden}, {"acronym", entity.NameAcronym},
	{"original", entity.NameOriginal}, {"variant", entity.NameVariant},
}

var partWords = []word[entity.PartKind]{
	{"part", entity.PartUnassigned}, {"title", entity.PartTitle}, {"given", entity.PartGiven}, {"second", entity.PartSecond},
	{"father", entity.PartFather}, {"mother", entity.PartMother}, {"family", entity.PartFamily},
	{"maiden", entity.PartMaiden}, {"suffix", entity.PartSuffix}, {"tribal", entity.PartTribal},
	{"nickname", entity.PartNickname}, {"whole", entity.PartWhole},
}

var dateWords = []word[entity.DateKind]{
	{"date", ""}, {"birth", entity.DateBirth}, {"death", entity.DateDeath}, {"incorporation", entity.DateIncorporation},
	{"dissolution", entity.DateDissolution}, {"build", entity.DateBuild},
}

var countryWords = []word[entity.CountryRole]{
	{"country", entity.CountryUnspecified}, {"nationality", entity.CountryNationality},
	{"citizenship", entity.CountryCitizenship}, {"residence", entity.CountryResidence},
	{"jurisdiction", entity.CountryJurisdiction}, {"birth_country", entity.CountryBirth},
	{"flag", entity.CountryFlag}, {"former_flag", entity.CountryFormerFlag},
}

var contactWords = []word[entity.ContactKind]{
	{"contact", entity.ContactOther}, {"email", entity.ContactEmail}, {"phone", entity.ContactPhone},
	{"fax", entity.ContactFax}, {"website", entity.ContactWebsite},
}

var idWords = []word[entity.IDType]{
	{"id", entity.IDOther}, {"inn", entity.IDINN}, {"ogrn", entity.IDOGRN}, {"kpp", entity.IDKPP}, {"okpo", entity.IDOKPO},
	{"bik", entity.IDBIK}, {"lei", entity.IDLEI}, {"bic", entity.IDBIC}, {"iban", entity.IDIBAN}, {"isin", entity.IDISIN},
	{"imo", entity.IDIMO}, {"imo_company", entity.IDIMOCompany}, {"mmsi", entity.IDMMSI}, {"call_sign", entity.IDCallSign},
	{"aircraft_tail", entity.IDAircraftTail}, {"serial_number", entity.IDSerial}, {"wallet", entity.IDWallet},
	{"passport", entity.IDPassport}, {"national_id", entity.IDNational}, {"tax_id", entity.IDTax}, {"vat", entity.IDVAT},
	{"registration", entity.IDRegistration}, {"uscc", entity.IDUSCC}, {"duns", entity.IDDUNS},
	{"driver_licence", entity.IDDriver}, {"visa", entity.IDVisa}, {"account", entity.IDAccount},
	{"wikidata", entity.IDWikidata}, {"ticker", entity.IDTicker},
}

// forKind gives the word for a kind and whether the kind needs its own line.
func forKind[K ~string](words []word[K], kind K) (key string, general bool) {
	for _, w := range words {
		if w.kind == kind {
			return w.key, false
		}
	}
	return words[0].key, true
}

// forKey gives the kind of a word.
func forKey[K ~string](words []word[K], key string) (kind K, ok bool) {
	for _, w := range words {
		if w.key == key {
			return w.kind, true
		}
	}
	return "", false
}

// kindField is the line that carries a kind without a word; it is written only
// when needed, and read only below the general word.
func kindField[K ~string](key, head string, words []word[K], p *K) field {
	f := text(key, p)
	f.get = func() []string {
		if _, general := forKind(words, *p); !general {
			return nil
		}
		return []string{string(*p)}
	}
	f.set = func(s string) error {
		if head != words[0].key {
			return fmt.Errorf("only below %q; here the word %q says it", words[0].key, head)
		}
		*p = K(s)
		return nil
	}
	return f
}

func nameFields(head string, n *entity.Name) []field {
	quality := field{key: "quality",
		get: func() []string {
			if n.Weak && !(n.Kind == entity.NameAlias) {
				return []string{"weak"}
			}
			return nil
		},
		set: func(s string) error {
			if s != "weak" {
				return fmt.Errorf(`%q is not "weak"`, s)
			}
			n.Weak = true
			return nil
		},
	}
	return []field{kindField("kind", head, nameWords, &n.Kind), quality, text("lang", &n.Lang), text("script", &n.Script),
		date("since", &n.Since), text("note", &n.Note), certainty(&n.Certainty)}
}

func idFields(head string, id *entity.Identifier) []field {
	return []field{kindField("type", head, idWords, &id.Type), country("country", &id.Country), text("label", &id.Label),
		date("issued", &id.Issued), date("expires", &id.Expires), text("note", &id.Note), certainty(&id.Certainty)}
}

func dateFields(head string, d *entity.DatedFact) []field {
	return []field{kindField("kind", head, dateWords, &d.Kind), text("note", &d.Note), certainty(&d.Certainty)}
}

func countryFields(head string, c *entity.CountryFact) []field {
	return []field{kindField("role", head, countryWords, &c.Role), text("text", &c.Text), text("note", &c.Note), certainty(&c.Certainty)}
}

func contactFields(head string, c *entity.Contact) []field {
	return []field{kindField("kind", head, contactWords, &c.Kind), text("note", &c.Note)}
}

func addressFields(a *entity.Address) []field {
	return []field{text("street", &a.Street), text("city", &a.City), text("region", &a.Region), text("postal_code", &a.PostalCode),
		text("po_box", &a.POBox), country("country", &a.Country), text("country_text", &a.CountryText),
		text("note", &a.Note), certainty(&a.Certainty)}
}

func listingFields(l *entity.Listing) []field {
	return []field{text("authority", &l.Authority), country("country", &l.Country), texts("measure", &l.Measures), text("basis", &l.Basis),
		date("effective", &l.Effective), date("published", &l.Published), date("modified", &l.Modified), date("until", &l.Until),
		text("reference", &l.Reference), text("status", &l.Status), text("reason", &l.Reason), text("note", &l.Note),
		text("url", &l.URL), certainty(&l.Certainty)}
}

func relationFields(r *entity.Relation) []field {
	return []field{text("target", &r.TargetID), text("name", &r.TargetName), text("text", &r.Text), text("share", &r.Share),
		date("from", &r.From), date("to", &r.To), text("source", &r.Source), certainty(&r.Certainty)}
}

func fragmentFields(f *entity.Fragment) []field {
	return []field{number("line", &f.Line), number("offset", &f.Offset), number("length", &f.Length), text("text", &f.Text)}
}

func noteFields(n *entity.Note) []field {
	f := text("kind", &n.Kind)
	f.get = func() []string {
		if n.Kind == defaultNote {
			return nil
		}
		return []string{n.Kind}
	}
	return []field{f}
}

const defaultNote = "remarks"

// entityFields are the facts without lines below them, in the order in which
// they are written: before and after the rest.
func entityFields(e *entity.Entity, homeList string) (before, after []field) {
	home := text("list", &e.List)
	get := home.get
	home.get = func() []string {
		if e.List == homeList {
			return nil
		}
		if e.List == "" {
			return []string{""}
		}
		return get()
	}
	schema := text("schema", &e.Schema)
	schema.set = func(s string) error {
		if !entity.Schema(s).Valid() {
			return fmt.Errorf("%q is no schema (Person, Company, Organization, LegalEntity, Vessel ...)", s)
		}
		e.Schema = entity.Schema(s)
		return nil
	}
	before = []field{home, schema}
	after = []field{oneOf("gender", &e.Gender, entity.Male, entity.Female, entity.Other),
		texts("title", &e.Titles), texts("position", &e.Positions), texts("topic", &e.Topics),
		text("source", &e.Origin.Source), certainty(&e.Certainty)}
	return before, after
}

// block is one fact with its details, for writing.
func block(key, value string, details []field) (node, error) {
	kids, err := write(details)
	if err != nil {
		return node{}, fmt.Errorf("%s %q: %w", key, value, err)
	}
	return node{key: key, value: value, bare: value == "" && len(kids) > 0, kids: kids}, nil
}

// encode gives the lines of a record below its "entity" line.
func encode(e *entity.Entity, homeList string) ([]node, error) {
	if err := checkRecord(e); err != nil {
		return nil, err
	}
	c := *e // fields are checked by setting them; the caller's entity stays untouched
	before, after := entityFields(&c, homeList)
	out, err := write(before)
	if err != nil {
		return nil, err
	}
	var errs []error
	add := func(key, value string, details []field) *node {
		n, err := block(key, value, details)
		errs = append(errs, err)
		out = append(out, n)
		return &out[len(out)-1]
	}
	for _, n := range e.Names {
		key, _ := forKind(nameWords, n.Kind)
		if n.Weak && n.Kind == entity.NameAlias {
			key = "weak"
		}
		b := add(key, n.Full, nameFields(key, &n))
		for _, p := range n.Parts {
			key, general := forKind(partWords, p.Kind)
			part := node{key: key, value: p.Value}
			if general {
				part.kids = []node{{key: "kind", value: string(p.Kind)}}
			}
			b.kids = append(b.kids, part)
		}
	}
	for _, id := range e.Identifiers {
		key, _ := forKind(idWords, id.Type)
		add(key, id.Value, idFields(key, &id))
	}
	for _, d := range e.Dates {
		key, _ := forKind(dateWords, d.Kind)
		value := d.Date.String()
		if back, err := entity.ParseDate(value); err != nil || back != d.Date {
			errs = append(errs, fmt.Errorf("%s %q cannot be written", key, value))
		}
		add(key, value, dateFields(key, &d))
	}
	for _, c := range e.Countries {
		key, _ := forKind(countryWords, c.Role)
		if c.Code != "" {
			errs = append(errs, country(key, &c.Code).set(c.Code))
		}
		add(key, c.Code, countryFields(key, &c))
	}
	for _, a := range e.Addresses {
		add("address", a.Full, addressFields(&a))
	}
	for _, a := range e.BirthPlaces {
		add("birthplace", a.Full, addressFields(&a))
	}
	for _, c := range e.Contacts {
		key, _ := forKind(contactWords, c.Kind)
		add(key, c.Value, contactFields(key, &c))
	}
	for _, l := range e.Listings {
		add("listing", l.Program, listingFields(&l))
	}
	for _, r := range e.Relations {
		add("relation", string(r.Kind), relationFields(&r))
	}
	for _, a := range e.Attributes {
		key, ok := escape(a.Key)
		if !ok || a.Key == "" {
			errs = append(errs, fmt.Errorf("attribute key %q cannot be written", a.Key))
		}
		add("@"+strings.ReplaceAll(key, " ", `\s`), a.Value, nil)
	}
	for _, n := range e.Notes {
		add("note", n.Text, noteFields(&n))
	}
	rest, err := write(after)
	errs = append(errs, err)
	out = append(out, rest...)
	for _, f := range e.Origin.Fragments {
		add("fragment", f.File, fragmentFields(&f))
	}
	return out, errors.Join(errs...)
}

// checkRecord is list.Check without the demand for an origin: where a record
// stands in its file is known to the caller.
func checkRecord(e *entity.Entity) error {
	c := *e
	c.Origin.Source = "checked elsewhere"
	return list.Check(&c)
}

// decode builds the record of an "entity" node. All errors of the record are
// returned, in line order of their kinds.
func decode(n *node, homeList string) (*entity.Entity, []error) {
	e := &entity.Entity{ID: n.value, List: homeList}
	before, after := entityFields(e, homeList)
	errs := read(n.kids, append(before, after...), func(k *node) (bool, error) { return decodeFact(k, e) })
	if len(errs) > 0 {
		return nil, errs
	}
	if e.Schema == "" {
		return nil, []error{n.at(fmt.Errorf(`record %q has no "schema" line`, e.ID))}
	}
	if err := checkRecord(e); err != nil {
		return nil, []error{n.at(fmt.Errorf("record %q: %w", e.ID, err))}
	}
	return e, nil
}

// decodeFact reads one fact that can have details below it, and tells whether
// the line was one.
func decodeFact(n *node, e *entity.Entity) (bool, error) {
	if !strings.HasPrefix(n.key, "@") && !isWord[n.key] {
		return true, unknown(n, words)
	}
	if n.bare && len(n.kids) == 0 {
		return true, leaf(n)
	}
	if key, ok := strings.CutPrefix(n.key, "@"); ok {
		key, err := unescape(key)
		if err == nil && key == "" {
			err = errors.New("the attribute has no key")
		}
		if err == nil {
			err = leaf(n)
		} else {
			err = n.at(err)
		}
		e.Attributes = append(e.Attributes, entity.Attribute{Key: key, Value: n.value})
		return true, err
	}
	details := func(fields func() []field) (bool, error) {
		if len(n.kids) == 0 { // most facts have none
			return true, nil
		}
		return true, errors.Join(read(n.kids, fields(), nil)...)
	}
	if kind, ok := forKey(nameWords, n.key); ok || n.key == "weak" {
		v := entity.Name{Full: n.value, Kind: kind}
		if n.key == "weak" {
			v.Kind, v.Weak = entity.NameAlias, true
		}
		var errs []error
		if len(n.kids) > 0 {
			errs = read(n.kids, nameFields(n.key, &v), func(k *node) (bool, error) { return decodePart(k, &v) })
		}
		e.Names = append(e.Names, v)
		return true, errors.Join(errs...)
	}
	if kind, ok := forKey(idWords, n.key); ok {
		e.Identifiers = append(e.Identifiers, entity.Identifier{Type: kind, Value: n.value})
		return details(func() []field { return idFields(n.key, last(e.Identifiers)) })
	}
	if kind, ok := forKey(dateWords, n.key); ok {
		d, err := parseDate(n.value)
		if err != nil {
			return true, n.at(err)
		}
		e.Dates = append(e.Dates, entity.DatedFact{Kind: kind, Date: d})
		return details(func() []field { return dateFields(n.key, last(e.Dates)) })
	}
	if role, ok := forKey(countryWords, n.key); ok {
		e.Countries = append(e.Countries, entity.CountryFact{Role: role})
		if n.value != "" {
			if err := country(n.key, &last(e.Countries).Code).set(n.value); err != nil {
				return true, n.at(err)
			}
		}
		return details(func() []field { return countryFields(n.key, last(e.Countries)) })
	}
	if kind, ok := forKey(contactWords, n.key); ok {
		e.Contacts = append(e.Contacts, entity.Contact{Kind: kind, Value: n.value})
		return details(func() []field { return contactFields(n.key, last(e.Contacts)) })
	}
	switch n.key {
	case "address":
		e.Addresses = append(e.Addresses, entity.Address{Full: n.value})
		return details(func() []field { return addressFields(last(e.Addresses)) })
	case "birthplace":
		e.BirthPlaces = append(e.BirthPlaces, entity.Address{Full: n.value})
		return details(func() []field { return addressFields(last(e.BirthPlaces)) })
	case "listing":
		e.Listings = append(e.Listings, entity.Listing{Program: n.value})
		return details(func() []field { return listingFields(last(e.Listings)) })
	case "relation":
		e.Relations = append(e.Relations, entity.Relation{Kind: entity.RelationKind(n.value)})
		return details(func() []field { return relationFields(last(e.Relations)) })
	case "note":
		e.Notes = append(e.Notes, entity.Note{Kind: defaultNote, Text: n.value})
		return details(func() []field { return noteFields(last(e.Notes)) })
	case "fragment":
		e.Origin.Fragments = append(e.Origin.Fragments, entity.Fragment{File: n.value})
		return details(func() []field { return fragmentFields(last(e.Origin.Fragments)) })
	}
	return false, nil
}

func last[T any](s []T) *T { return &s[len(s)-1] }

func decodePart(n *node, name *entity.Name) (bool, error) {
	kind, ok := forKey(partWords, n.key)
	if !ok {
		return false, nil
	}
	if n.key != partWords[0].key {
		if err := leaf(n); err != nil {
			return true, err
		}
	} else if n.bare {
		return true, n.at(errors.New(`a value is missing (write \e for the empty value)`))
	}
	errs := read(n.kids, []field{text("kind", &kind)}, nil)
	name.Parts = append(name.Parts, entity.Part{Kind: kind, Value: n.value})
	return true, errors.Join(errs...)
}

// words may stand at the first level of a record.
var words = func() []string {
	before, after := entityFields(&entity.Entity{}, "")
	out := []string{"weak", "address", "birthplace", "listing", "relation", "note", "fragment"}
	for _, f := range append(before, after...) {
		out = append(out, f.key)
	}
	out = appendWords(out, nameWords)
	out = appendWords(out, idWords)
	out = appendWords(out, dateWords)
	out = appendWords(out, countryWords)
	out = appendWords(out, contactWords)
	slices.Sort(out)
	return out
}()

var isWord = func() map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}()

func appendWords[K ~string](out []string, words []word[K]) []string {
	for _, w := range words {
		out = append(out, w.key)
	}
	return out
}
