package uk

import (
	"html"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// list of a record: "gb" for the UK Sanctions List, "ofsi" for the closed
// consolidated list.
const (
	fcdoAuthority = "Foreign, Commonwealth & Development Office"
	ofsiAuthority = "HM Treasury, Office of Financial Sanctions Implementation"
)

// builder carries what the conversion of one record needs.
type builder struct {
	*record
	e    *entity.Entity
	rep  *list.Report
	ofsi bool

	numbers string // "ru" when bare company numbers may be Russian ones
}

// emit converts the record and hands it over.
func (r *record) emit(which string, emit list.Emit, rep *list.Report) error {
	b := &builder{record: r, rep: rep, ofsi: which == "ofsi", e: &entity.Entity{ID: r.id, Topics: []string{"sanction"}}}
	b.e.Origin.Fragments = r.fragments
	b.schema()
	b.listing()
	b.names()
	b.addressList()
	b.hint()
	// All of them for every kind of target: a few entities carry the data of a
	// ship, a few persons a business number.
	b.person()
	b.ship()
	b.organisation()
	b.contacts()
	b.texts()
	return emit(b.e)
}

func (b *builder) warn(field, format string, args ...any) {
	b.rep.Warn(b.id, b.line(), field, format, args...)
}

func (b *builder) attr(key, value string) {
	value = list.Clean(value)
	if list.Empty(value) {
		return
	}
	for _, a := range b.e.Attributes {
		if a.Key == key && a.Value == value {
			return
		}
	}
	b.e.Attributes = append(b.e.Attributes, entity.Attribute{Key: key, Value: value})
}

func (b *builder) note(kind, text string) {
	if text != "" {
		b.e.Notes = append(b.e.Notes, entity.Note{Kind: kind, Text: text})
	}
}

// shipFirst is a description that begins with a ship's numbers. Before 2022 the
// consolidated list had no group type for ships.
var shipFirst = regexp.MustCompile(`^\W*IMO(?: number| no\.?)?\W{0,3}\d{7}`)

func (b *builder) schema() {
	switch strings.ToLower(b.kind) {
	case "individual":
		b.e.Schema = entity.Person
	case "entity":
		b.e.Schema = entity.Organization
		if b.ofsi && shipFirst.MatchString(first(b.otherInfo)) {
			b.e.Schema = entity.Vessel
		}
	case "ship":
		b.e.Schema = entity.Vessel
	default:
		b.e.Schema = entity.LegalEntity
		b.warn("type", "unknown kind of target %q", b.kind)
		b.attr("designation_type", b.kind)
	}
}

func (b *builder) date(field, v string) entity.Date {
	v = strings.Trim(v, "'’ ")
	if v == "" {
		return entity.Date{}
	}
	// "29/06/2012 00:00:00" of a spreadsheet export.
	if day, clock, ok := strings.Cut(v, " "); ok && clock == "00:00:00" {
		v = day
	}
	d, err := list.ParseDate(v, list.DayFirst)
	if err != nil {
		b.warn(field, "date %q not understood", v)
		b.note(field, v)
	}
	return d
}

func (b *builder) listing() {
	var measures []string
	have := make(map[string]bool)
	for _, m := range b.measures.list {
		for _, v := range strings.Split(m, "|") {
			if v = list.Clean(v); v != "" && !have[letters(v)] {
				have[letters(v)] = true
				measures = append(measures, v)
			}
		}
	}
	// The indicators repeat the text. One that the text lacks must not be lost.
	for _, name := range b.indicators {
		if !have[letters(name)] {
			have[letters(name)] = true
			measures = append(measures, spaced(name))
		}
	}
	var modified entity.Date
	for _, v := range b.updated.list {
		if d := b.date("last updated", v); d.Compare(modified) > 0 {
			modified = d
		}
	}
	reason := make([]string, 0, len(b.reasons.list))
	for _, t := range b.reasons.list {
		if t = cleanHTML(t); !list.Empty(t) {
			reason = append(reason, t)
		}
	}
	regimes := b.regimes.list
	if len(regimes) == 0 {
		regimes = []regime{{}}
	}
	for _, g := range regimes {
		l := entity.Listing{
			Authority: fcdoAuthority, Country: "gb", Program: list.Clean(g.name), Measures: measures,
			Reason: strings.Join(reason, "\n"), Reference: b.id, Modified: modified,
		}
		if strings.Contains(g.name, "Regulations") {
			l.Basis = l.Program
		}
		if b.ofsi {
			l.Authority = ofsiAuthority
		}
		l.Effective = b.date("date designated", g.designated)
		l.Published = b.date("listed on", g.listed)
		if l.Effective.IsZero() {
			l.Effective = l.Published
		}
		if src := strings.Join(b.source.list, "|"); src != "" {
			l.Note = "Designation source: " + src
		}
		b.e.Listings = append(b.e.Listings, l)
	}
	if b.ofsi {
		b.attr("uk_sanctions_list_id", b.ofsiID)
	} else {
		b.attr("ofsi_group_id", b.ofsiID)
	}
	for _, v := range b.unRef.list {
		b.attr("un_reference", v)
	}
}

// letters reduces a measure to its letters in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r
		case r >= 'A' && r <= 'Z':
			return r | 0x20
		}
		return -1
	}, s)
}

// spaced writes "ProhibitionOfPortEntry" as "Prohibition of port entry".
func spaced(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
			r |= 0x20
		}
		b.WriteRune(r)
	}
	return b.String()
}

var tag = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,80}>`)

// cleanHTML undoes the escaping that texts went through on the way from a web
// form, once or twice, and drops the tags.
func cleanHTML(s string) string {
	if strings.ContainsRune(s, '&') {
		s = html.UnescapeString(s)
		if strings.Contains(s, "&amp;") || strings.Contains(s, "&#") || strings.Contains(s, "&lt;") || strings.Contains(s, "&nbsp;") {
			s = html.UnescapeString(s)
		}
	}
	if strings.ContainsRune(s, '<') {
		s = tag.ReplaceAllString(s, " ")
	}
	return list.Clean(s)
}

// hint sets what bare company numbers may be taken for: under the Russia regime
// or with a Russian address, an INN or OGRN if their check digits fit.
func (b *builder) hint() {
	for _, g := range b.regimes.list {
		if strings.Contains(g.name, "Russia") {
			b.numbers = "ru"
		}
	}
	for _, a := range b.e.Addresses {
		if a.Country == "ru" {
			b.numbers = "ru"
		}
	}
}

var (
	inParens = regexp.MustCompile(`\s*\(([^()]*)\)\s*`)
	// noCountry are words around the name of a country.
	noCountry = regexp.MustCompile(`(?i)\b(?:in|citizenship|citizen|nationality|nationalities|national|by birth|previously|formerly|former|now|suspected|possibly|believed|as (?:of|at)\b.*|from \w+\.? \d{4}.*|since \d{4})\b`)
)

// countryOf finds the code for what the publisher writes about a country:
// "Afghanistan (since 2009)", "Iran (Islamic Republic of.)", "Lebanon
// citizenship", "Congo (Democratic Republic)". note holds what says more than
// the code.
func countryOf(text string) (code, note string, ok bool) {
	text = strings.Trim(list.Clean(text), " .,;")
	outer := text
	if m := inParens.FindStringSubmatch(text); m != nil {
		outer = strings.Trim(list.Clean(inParens.ReplaceAllString(text, " ")), " .,;")
		inner := strings.Trim(m[1], " .,;")
		inner = strings.TrimSuffix(inner, " of")
		for _, t := range []string{inner + " of " + outer, inner + " of the " + outer, inner + " " + outer} {
			if c, ok := entity.CountryCode(t); ok {
				return c, "", true
			}
		}
		if c, ok := entity.CountryCode(outer); ok {
			return c, text, true // the bracket says something else: a year, "previous address"
		}
	}
	if c, ok := entity.CountryCode(text); ok {
		return c, "", true
	}
	stripped := strings.Trim(list.Clean(noCountry.ReplaceAllString(outer, " ")), " .,;")
	stripped = strings.TrimSpace(strings.TrimRight(stripped, "0123456789 ")) // a postcode behind the country
	if stripped != "" && stripped != text {
		if c, ok := entity.CountryCode(stripped); ok {
			return c, text, true
		}
	}
	// "Latakia Province, Syria".
	if i := strings.LastIndexByte(stripped, ','); i > 0 {
		if c, ok := entity.CountryCode(strings.Trim(stripped[i+1:], " .,;")); ok {
			return c, text, true
		}
	}
	return "", "", false
}

// countries splits a field that may name several countries.
func countries(v string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == '|' || r == ';' || r == '\n' }) {
		_, items := freetext.Enumerated(part)
		for _, it := range items {
			if _, _, ok := countryOf(it); ok || !strings.ContainsAny(it, ",/&") && !strings.Contains(it, " and ") {
				out = append(out, it)
				continue
			}
			bare := noCountry.ReplaceAllString(it, " ")
			pieces := strings.FieldsFunc(strings.ReplaceAll(bare, " and ", ","), func(r rune) bool { return strings.ContainsRune(",/&", r) })
			all := true
			for _, p := range pieces {
				if strings.TrimSpace(p) == "" {
					continue // "US national/citizen"
				}
				if _, _, ok := countryOf(p); !ok {
					all = false
				}
			}
			if all {
				out = append(out, pieces...)
			} else {
				out = append(out, it)
			}
		}
	}
	return out
}

func (b *builder) addCountry(role entity.CountryRole, field, v string) {
	for _, t := range countries(v) {
		t = list.Clean(t)
		if list.Empty(t) {
			continue
		}
		f := entity.CountryFact{Role: role}
		code, note, ok := countryOf(t)
		if ok {
			f.Code, f.Note = code, note
		} else {
			f.Text = t
			b.warn(field, "country %q not known", t)
		}
		dup := false
		for _, g := range b.e.Countries {
			if g.Role == f.Role && g.Code == f.Code && g.Text == f.Text {
				dup = true
			}
		}
		if !dup {
			b.e.Countries = append(b.e.Countries, f)
		}
	}
}

func (b *builder) addressList() {
	for _, a := range b.addresses.list {
		var lines []string
		for _, l := range a.lines[:5] {
			if !list.Empty(l) {
				lines = append(lines, list.Clean(l))
			}
		}
		out := entity.Address{Street: strings.Join(lines, ", ")}
		full := lines
		if last := list.Clean(a.lines[5]); !list.Empty(last) {
			full = append(full, last)
			if isRegion(last) {
				out.Region = last
			} else {
				out.City = last
			}
		}
		if pc := list.Clean(a.postcode); !list.Empty(pc) {
			full = append(full, pc)
			switch low := strings.ToLower(pc); {
			case strings.Contains(low, "box"):
				out.POBox = pc
			case strings.ContainsRune(pc, '('):
				out.PostalCode = strings.TrimSpace(pc[:strings.IndexByte(pc, '(')])
				out.Note = pc
			default:
				out.PostalCode = pc
			}
		}
		places := countries(a.country)
		if len(places) != 1 {
			places = []string{a.country}
		}
		if c := list.Clean(places[0]); !list.Empty(c) {
			full = append(full, c)
			code, note, ok := countryOf(c)
			switch {
			case ok:
				out.Country = code
				if note != "" {
					out.Note = strings.TrimSpace(out.Note + " " + note)
				}
			default:
				out.CountryText = c
				b.warn("address country", "country %q not known", c)
			}
		}
		if out.Full = strings.Join(full, ", "); out.Full != "" {
			b.e.Addresses = append(b.e.Addresses, out)
		}
	}
}

func isRegion(s string) bool {
	low := strings.ToLower(s)
	for _, w := range []string{"province", "governorate", "oblast", "region", "district", "county", "krai", "republic of"} {
		if strings.HasSuffix(low, w) || strings.HasPrefix(low, w+" ") {
			return true
		}
	}
	return false
}

func (b *builder) texts() {
	for _, t := range b.otherInfo.list {
		t = cleanHTML(t)
		if list.Empty(t) {
			continue
		}
		b.note("other information", t)
		b.prose(t)
	}
}

var (
	unRefRE   = regexp.MustCompile(`(?i:\bUN\s+Ref(?:erence)?)[.:]?\s*([A-Z]{1,3}[a-z]?\.?[A-Za-z0-9.]*\d)`)
	mailRE    = regexp.MustCompile(`[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w-]*(?:\.[\w-]+)+`)
	siteRE    = regexp.MustCompile(`(?:https?://|www\.)[^\s,;()]+`)
	phoneRE   = regexp.MustCompile(`\b(Tel|Telephone|Phone|Fax)\b(?: ?no\.?| number| ?\([a-z]\))?[.:;\s]*(\+?[\d(][\d ()/+-]{6,}\d)`)
	interpol  = "interpol.int"
	maleWords = regexp.MustCompile(`(?i)\bgender:?\s*(male|female)\b`)
)

// prose takes numbers and contacts out of running text; the text itself stays.
func (b *builder) prose(t string) {
	for _, m := range unRefRE.FindAllStringSubmatch(t, -1) {
		b.attr("un_reference", strings.Trim(m[1], "."))
	}
	for _, id := range freetext.ProseIDs(t) {
		switch {
		case b.e.Schema == entity.Person && id.Type != entity.IDINN,
			b.e.Schema != entity.Vessel && (id.Type == entity.IDIMO || id.Type == entity.IDMMSI):
			continue // the company or the ship of the target, not the target
		}
		b.addID(id)
	}
	if b.e.Gender == "" {
		if m := maleWords.FindStringSubmatch(t); m != nil {
			b.e.Gender = entity.Gender(strings.ToLower(m[1]))
		}
	}
	if !b.ofsi || b.e.Schema == entity.Person {
		return // the UK Sanctions List has columns for contacts; persons' texts quote others' sites
	}
	for _, m := range mailRE.FindAllString(t, -1) {
		b.addContact(entity.ContactEmail, m)
	}
	for _, m := range siteRE.FindAllString(t, -1) {
		if m = strings.TrimRight(m, ".)"); !strings.Contains(m, interpol) {
			b.addContact(entity.ContactWebsite, m)
		}
	}
	for _, m := range phoneRE.FindAllStringSubmatch(t, -1) {
		kind := entity.ContactPhone
		if m[1] == "Fax" {
			kind = entity.ContactFax
		}
		b.addContact(kind, m[2])
	}
}

func (b *builder) addID(id entity.Identifier) {
	for _, x := range b.e.Identifiers {
		if x.Type == id.Type && x.Value == id.Value {
			return
		}
	}
	b.e.Identifiers = append(b.e.Identifiers, id)
}

func (b *builder) addContact(kind entity.ContactKind, v string) {
	v = list.Clean(v)
	for _, c := range b.e.Contacts {
		if c.Kind == kind && c.Value == v {
			return
		}
	}
	if !list.Empty(v) {
		b.e.Contacts = append(b.e.Contacts, entity.Contact{Kind: kind, Value: v})
	}
}
