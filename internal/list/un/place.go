package un

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// countryWords are what the list writes and no dictionary of countries holds.
var countryWords = map[string]string{"rpdc": "kp", "palestinian territories": "ps", "state of palestine": "ps", "former soviet union": "suhh", "car": "cf"}

var countrySplit = regexp.MustCompile(`(?i)\s*/\s*(?:or\s+)?|\.\s+also believed to hold\s+|\s+or\s+`)

var countryNoise = regexp.MustCompile(`(?i)\([^()]*\)|\b(?:possibly|formerly|nationality|citizenship|passport|by birth|likely|unconfirmed|unknown)\b|\bwithdrawn.*$|\brevoked.*$`)

// country finds the code for what stands in a country field.
func country(s string) (string, bool) {
	s = strings.Trim(list.Clean(s), " ,.;:")
	if c, ok := countryWords[strings.ToLower(s)]; ok {
		return c, true
	}
	if c, ok := entity.CountryCode(s); ok {
		return c, true
	}
	if _, after, ok := strings.Cut(s, ","); ok { // "China, Hong Kong Special Administrative Region"
		return entity.CountryCode(strings.TrimSpace(after))
	}
	return "", false
}

// countries finds all countries a free text names: "United States. Also
// believed to hold Syrian nationality" is two. exact reports whether the text
// says nothing beside them.
func countries(s string) (codes []string, exact bool) {
	if c, ok := country(s); ok {
		return []string{c}, !hasDigit(s) // "USSR (until 1991)" says more
	}
	for _, part := range countrySplit.Split(s, -1) {
		part = list.Clean(countryNoise.ReplaceAllString(part, " "))
		if c, ok := country(part); ok {
			codes = append(codes, c)
		}
	}
	if codes == nil {
		if i, j := strings.IndexByte(s, '('), strings.IndexByte(s, ')'); i >= 0 && j > i {
			if c, ok := country(countryNoise.ReplaceAllString(s[i+1:j], " ")); ok {
				codes = []string{c}
			}
		}
	}
	return codes, false
}

func (r *record) addCountry(role entity.CountryRole, text, field string) {
	if list.Empty(text) {
		return
	}
	codes, exact := countries(text)
	if len(codes) == 0 {
		r.warn(field, "country %q not understood", text)
		r.putCountry(entity.CountryFact{Role: role, Text: text})
		return
	}
	for _, c := range codes {
		f := entity.CountryFact{Role: role, Code: c}
		if !exact {
			f.Text = text
		}
		r.putCountry(f)
	}
}

func (r *record) putCountry(f entity.CountryFact) {
	for _, old := range r.e.Countries {
		if old == f {
			return
		}
	}
	r.e.Countries = append(r.e.Countries, f)
}

func (r *record) nationality(text string) {
	r.addCountry(entity.CountryNationality, text, "NATIONALITY")
}

// place fills the country of an address from a published text.
func (r *record) place(a *entity.Address, text, field string) {
	if list.Empty(text) {
		return
	}
	codes, exact := countries(text)
	switch {
	case len(codes) == 1 && exact:
		a.Country = codes[0]
	case len(codes) > 0:
		a.Country, a.CountryText = codes[0], text
	default:
		a.CountryText = text
		r.warn(field, "country %q not understood", text)
	}
}

func (r *record) birthPlace(n *xmlnode.Node) {
	a := entity.Address{
		Street: nonEmpty(n.Value("STREET")),
		City:   nonEmpty(n.Value("CITY")),
		Region: nonEmpty(n.Value("STATE_PROVINCE")),
		Note:   nonEmpty(n.Value("NOTE")),
	}
	r.addBirthPlace(a, n.Value("COUNTRY"))
}

func (r *record) addBirthPlace(a entity.Address, countryText string) {
	text := nonEmpty(countryText)
	if a.Street == "" && a.City == "" && a.Region == "" && text == "" {
		if a.Note == "" {
			return
		}
		a.Full, a.Note = a.Note, "" // only a note says where
	}
	if text != "" {
		codes, exact := countries(text)
		switch {
		case len(codes) == 0:
			a.CountryText = text
			r.warn("COUNTRY_OF_BIRTH", "country %q not understood", text)
		default:
			a.Country = codes[0]
			if !exact {
				a.CountryText = text
			}
		}
		for _, c := range codes {
			r.putCountry(entity.CountryFact{Role: entity.CountryBirth, Code: c})
		}
	}
	for _, old := range r.e.BirthPlaces {
		if old == a {
			return
		}
	}
	r.e.BirthPlaces = append(r.e.BirthPlaces, a)
}

var (
	branch     = regexp.MustCompile(`(?i)^(?:[a-z]\)\s*)?((?:branch|head|main) office(?: \d+)?)\s*:\s*`)
	subOffices = regexp.MustCompile(`(?:^|\s)(?:i{1,3}|iv|v|vi{0,3}|ix|x)\)\s`)
)

// address reads an address. A ZIP_CODE without digits is a region; a NOTE
// without any other field is the address itself, sometimes several; telephone
// numbers and e-mail addresses in the note become contacts.
func (r *record) address(n *xmlnode.Node) {
	a := entity.Address{
		Street: nonEmpty(n.Value("STREET")),
		City:   nonEmpty(n.Value("CITY")),
		Region: nonEmpty(strings.Trim(n.Value("STATE_PROVINCE"), ", ")),
		Note:   nonEmpty(n.Value("NOTE")),
	}
	zip, land := nonEmpty(n.Value("ZIP_CODE")), nonEmpty(n.Value("COUNTRY"))
	switch {
	case hasDigit(zip):
		a.PostalCode = zip
	case zip != "" && a.Region == "":
		a.Region = zip
	case zip != "":
		a.Region += ", " + zip
	}
	for _, field := range []*string{&land, &a.City, &a.Region, &a.Street} {
		if m := branch.FindStringSubmatch(*field); m != nil { // "Branch Office 11: Iran"
			*field = strings.TrimSpace((*field)[len(m[0]):])
			a.Note = joinNotes(m[1], a.Note)
		}
	}
	if po, ok := strings.CutPrefix(a.City, "P.O. Box "); ok && !strings.ContainsAny(po, ",;") {
		a.City, a.POBox = "", po
	}
	r.place(&a, land, "COUNTRY")
	r.contacts(a.Note)
	if a.Street == "" && a.City == "" && a.Region == "" && a.PostalCode == "" && a.POBox == "" && a.Note != "" && looksLikePlace(a.Note) {
		r.fromNote(a)
		return
	}
	if a == (entity.Address{}) {
		return
	}
	r.putAddress(a)
}

// looksLikePlace reports whether the note of an address without a street or a
// city holds the address.
func looksLikePlace(s string) bool {
	return strings.Contains(s, ",") && !strings.HasPrefix(strings.ToLower(s), "as ") && !strings.HasPrefix(strings.ToLower(s), "tel")
}

func (r *record) fromNote(a entity.Address) {
	text := a.Note
	label := ""
	if m := branch.FindStringSubmatch(text); m != nil {
		label, text = m[1], text[len(m[0]):]
	}
	marks := subOffices
	if !subOffices.MatchString(text) {
		marks = enumerator
	}
	for _, part := range marks.Split(text, -1) {
		part = strings.Trim(list.Clean(part), " ,;")
		if part == "" {
			continue
		}
		if i := contactTail.FindStringIndex(part); i != nil { // the contacts have them
			part = part[:i[0]]
		}
		b := entity.Address{Full: part, Country: a.Country, CountryText: a.CountryText, Note: label}
		if b.Country == "" {
			if i := strings.LastIndexByte(part, ','); i > 0 {
				b.Country, _ = country(countryNoise.ReplaceAllString(part[i+1:], " "))
			}
		}
		r.putAddress(b)
	}
}

func (r *record) putAddress(a entity.Address) {
	for _, old := range r.e.Addresses {
		if old == a {
			return
		}
	}
	r.e.Addresses = append(r.e.Addresses, a)
}

var (
	emailRE     = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)
	websiteRE   = regexp.MustCompile(`(?i)\b(?:website|web ?page|web site)\s*:\s*((?:https?://)?[^\s,;()]+)`)
	phoneRE     = regexp.MustCompile(`(?i)\b(tel(?:ephone)?|phone|mobile|fax|facsimile)\.?\s*(?:numbers?)?\s*[.:]?\s*(\+?\d[\d \-/().,;+]*(?:(?:and|ext\.?|;|,)\s*[+\d][\d \-/().+]*)*)`)
	contactTail = regexp.MustCompile(`(?i)[,;]?\s+(?:tel(?:ephone)?|phone|fax|mobile|e-?mail)\b.*$`)
	phoneSep    = regexp.MustCompile(`\s*(?:;|,|\s/\s|\band\b)\s*`)
)

// contacts picks telephone numbers, e-mail addresses and web sites out of a
// free text.
func (r *record) contacts(s string) {
	if strings.Contains(s, "@") {
		for _, m := range emailRE.FindAllString(s, -1) {
			r.addContact(entity.ContactEmail, m)
		}
	}
	low := strings.ToLower(s)
	if holds(low, "website", "web site", "webpage", "web page") {
		for _, m := range websiteRE.FindAllStringSubmatch(s, -1) {
			r.addContact(entity.ContactWebsite, strings.TrimRight(m[1], "."))
		}
	}
	if !holds(low, "phone", "tel.", "tel:", "fax", "facsimile", "mobile") {
		return
	}
	for _, m := range phoneRE.FindAllStringSubmatch(s, -1) {
		kind := entity.ContactPhone
		if strings.HasPrefix(strings.ToLower(m[1]), "fa") {
			kind = entity.ContactFax
		}
		for _, num := range phoneSep.Split(m[2], -1) {
			num = strings.Trim(num, " .,;-(")
			if strings.Count(num, "(") != strings.Count(num, ")") {
				num = strings.Trim(num, "()")
			}
			if digits(num) >= 5 {
				r.addContact(kind, num)
			}
		}
	}
}

func (r *record) addContact(k entity.ContactKind, v string) {
	c := entity.Contact{Kind: k, Value: v}
	for _, old := range r.e.Contacts {
		if old == c {
			return
		}
	}
	r.e.Contacts = append(r.e.Contacts, c)
}

func digits(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}
