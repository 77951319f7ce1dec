package eu

import (
	"errors"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// cells is one row of a journal file while it is converted.
type cells struct {
	row *table.Row
	b   *builder
}

// journalSchemas maps the schemata of the format. A LegalEntity there stands in
// the part of an annex for bodies, so it is never a person; an Asset is a
// facility, a zone or a named crypto-asset.
var journalSchemas = map[string]entity.Schema{
	"Person": entity.Person, "LegalEntity": entity.Organization, "Organization": entity.Organization,
	"Company": entity.Company, "Vessel": entity.Vessel, "Asset": entity.Thing,
}

func (c *cells) entity(f list.File, rep *list.Report, consolidated bool) (*entity.Entity, string, error) {
	r := c.row
	act, by := r.Get("celex"), ""
	if !consolidated {
		act, by = r.Get("amendedCelex"), r.Get("amendmentCelex")
	}
	schema, name := r.Get("schema"), list.Clean(r.Get("name"))
	annex, programme, measure, number := r.Get("annex"), r.Get("programKey"), r.Get("measure"), r.Get("recordId")
	key := entryKey(act, annex, programme, measure, number, schema, name)
	e := &entity.Entity{ID: key, Schema: journalSchemas[schema],
		Origin: entity.Origin{Fragments: []entity.Fragment{{File: f.Name, Line: r.Line, Offset: r.Offset, Length: r.Length}}}}
	switch {
	case act == "" || programme == "" || measure == "":
		return nil, "", errors.New("celex, programKey or measure missing")
	case e.Schema == "":
		return nil, "", errors.New("unknown schema " + schema)
	case name == "":
		return nil, "", errors.New("no name")
	}
	c.b = newBuilder(rep, e, r.Line)
	c.names(name)
	l := entity.Listing{
		Authority: "European Union", Country: "eu", Program: programme, Basis: act, Measures: []string{measure}, Reference: number,
		URL: "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:" + act, Reason: list.Clean(r.Get("reason")), Effective: c.b.date("startDate", r.Get("startDate")),
	}
	if annex != "" {
		l.Note = "annex " + annex
	}
	if by != "" {
		l.Note = join(l.Note, "amended by "+by)
		l.URL = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:" + by
	}
	e.Listings = []entity.Listing{l}
	c.facts()
	c.numbers()
	return e, key, nil
}

// list returns the values of a column of several values.
func (c *cells) list(column string) []string {
	vs, err := values(c.row.Get(column))
	if err != nil {
		c.b.warn(column, "%v: %q", err, c.row.Get(column))
	}
	return vs
}

var (
	ghostQuote = regexp.MustCompile(`^[‘']([^’']+)$`)
)

func (c *cells) names(name string) {
	if m := ghostQuote.FindStringSubmatch(name); m != nil && strings.Contains(name, " ") {
		name = m[1]
	}
	add := func(text string, kind entity.NameKind, weak bool) {
		for i, p := range splitName(text, c.b.person) {
			n := entity.Name{Full: p.full, Kind: kind, Weak: weak, Note: p.note}
			switch {
			case i == 0 && kind == entity.NamePrimary:
			case p.kind != "" && !(kind == entity.NameFormer && p.kind == entity.NameOriginal):
				n.Kind = p.kind
			case kind == entity.NamePrimary:
				n.Kind = entity.NameAlias
			}
			if c.b.person {
				n.Parts = capitalParts(n.Full)
			}
			c.b.addName(n)
		}
	}
	add(name, entity.NamePrimary, false)
	for _, col := range []struct {
		name string
		kind entity.NameKind
		weak bool
	}{{"alias", entity.NameAlias, false}, {"weakAlias", entity.NameAlias, true}, {"previousName", entity.NameFormer, false}} {
		for _, v := range c.list(col.name) {
			add(v, col.kind, col.weak)
		}
	}
	c.b.finishNames()
}

var capitals = regexp.MustCompile(`^\p{Lu}[\p{Lu}’'‘ʼ-]+$`)

// capitalParts tells the parts of a name printed with the family name in
// capitals, as the Council does: "Sergey Valeryevich AKSYONOV".
func capitalParts(full string) []entity.Part {
	if strings.ContainsAny(full, ",(/") {
		return nil
	}
	words := strings.Fields(full)
	i := len(words)
	for i > 0 && capitals.MatchString(words[i-1]) {
		i--
	}
	if i == len(words) || i == 0 {
		return nil
	}
	for _, w := range words[:i] {
		if capitals.MatchString(w) {
			return nil
		}
	}
	return []entity.Part{{Kind: entity.PartGiven, Value: strings.Join(words[:i], " ")}, {Kind: entity.PartFamily, Value: strings.Join(words[i:], " ")}}
}

func (c *cells) facts() {
	b, e := c.b, c.b.e
	for _, g := range c.list("gender") {
		b.gender(strings.Trim(g, " ."))
	}
	for _, p := range c.list("position") {
		_, items := freetext.Enumerated(p)
		e.Positions = appendOnce(e.Positions, items...)
	}
	c.dates("birthDate", entity.DateBirth)
	c.dates("incorporationDate", entity.DateIncorporation)
	for _, v := range c.list("birthPlace") {
		_, items := freetext.Enumerated(v)
		for _, p := range items {
			c.birthPlace(p)
		}
	}
	for _, col := range []struct {
		name string
		role entity.CountryRole
	}{{"nationality", entity.CountryNationality}, {"jurisdiction", entity.CountryJurisdiction}, {"flag", entity.CountryFlag}, {"country", entity.CountryUnspecified}} {
		for _, v := range c.list(col.name) {
			c.country(col.name, col.role, v)
		}
	}
	for _, v := range c.list("address") {
		_, items := freetext.Enumerated(v)
		for _, a := range items {
			if dash(a) != "" {
				e.Addresses = append(e.Addresses, entity.Address{Full: a, Country: placeCountry(a)})
			}
		}
	}
	for _, v := range c.list("phone") {
		b.phones(v, entity.ContactPhone)
	}
	for _, v := range c.list("email") {
		b.emails(v)
	}
	for _, v := range c.list("website") {
		b.websites(v)
	}
	for _, col := range []struct{ name, key string }{
		{"appearance", "appearance"}, {"ethnicity", "ethnicity"}, {"fatherName", "father_name"}, {"motherName", "mother_name"}, {"legalForm", "legal_form"}, {"sector", "sector"},
	} {
		for _, v := range c.list(col.name) {
			b.attribute(col.key, v)
		}
	}
	for _, v := range c.list("notes") {
		b.note("other information", v)
	}
}

var (
	circaTail   = regexp.MustCompile(`(?i)^(.*\d)\s*\((approximately)\)$`)
	factTail    = regexp.MustCompile(`(?i)^(.*?\d{4})[,.;]?\s+\(?((?:POB|place of birth|gender|nationality)\s*:.*)$`)
	pobRE       = regexp.MustCompile(`(?i)(?:POB|place of birth)\s*:\s*(.*?)\s*(?:(?:gender|nationality)\s*:.*)?$`)
	dateInWords = regexp.MustCompile(`\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b`)
	otherEra    = regexp.MustCompile(`(?i)hijri|calendar`)
)

// dates reads the dates of a column. Text around a date ("1.12.1997 as ...",
// "6.6.1980 for alias Oleg Tarasov") becomes its note.
func (c *cells) dates(column string, kind entity.DateKind) {
	for _, v := range c.list(column) {
		if strings.EqualFold(v, "N/D") || list.Empty(v) {
			continue
		}
		if m := factTail.FindStringSubmatch(v); m != nil {
			v = m[1]
			c.b.note("other information", m[2])
			if p := pobRE.FindStringSubmatch(m[2]); p != nil {
				c.birthPlace(strings.Trim(p[1], " ,;"))
			}
		}
		circa := false
		if m := circaTail.FindStringSubmatch(v); m != nil {
			v, circa = m[1], true
		}
		dates, left := list.ParseDates(v, list.DayFirst)
		for _, l := range left {
			circa = circa || strings.EqualFold(strings.Trim(l, " .,;()"), "approximately")
		}
		for _, d := range dates {
			d.Circa = d.Circa || circa
			c.b.addDate(entity.DatedFact{Kind: kind, Date: d})
		}
		for _, l := range left {
			l = strings.Trim(l, " .,;()")
			if l == "" || strings.EqualFold(l, "approximately") || strings.EqualFold(l, "year unknown") {
				continue
			}
			if in := dateInWords.FindAllString(l, -1); len(in) == 1 && !otherEra.MatchString(l) {
				if d, err := list.ParseDate(in[0], list.DayFirst); err == nil {
					c.b.addDate(entity.DatedFact{Kind: kind, Date: d, Note: l})
					continue
				}
			}
			c.b.warn(column, "%q not understood", l)
			c.b.note(string(kind), l)
		}
	}
}

func (c *cells) birthPlace(p string) {
	if dash(p) == "" || strings.EqualFold(p, "N/D") {
		return
	}
	a := entity.Address{Full: p, Country: placeCountry(p)}
	c.b.e.BirthPlaces = append(c.b.e.BirthPlaces, a)
	if a.Country != "" {
		c.b.putCountry(entity.CountryFact{Role: entity.CountryBirth, Code: a.Country})
	}
}

var countryJoin = regexp.MustCompile(`\s*(?:,|;|/|\band\b|\bor\b|&)\s*`)

var (
	nationalNumber = regexp.MustCompile(`(?i)^(.*?)(?:\.\s+|^)((?:(?:[a-z]+ )?(?:national identification|passport|identification) (?:no|number)\b.*|\d{6,}\b.*))$`)
	doubtful       = regexp.MustCompile(`(?i)^(?:possibly|allegedly|assumed|presumed|probably|formerly|former|dual)\s+|\s+(?:by birth|since \d{4}|\(by birth\)|origin|citizenship withdrawn)$`)
)

var bracketNote = regexp.MustCompile(`\s*\([^()]*\)`)

// country adds the country or countries a cell names: "Ukrainian, Russian" is
// two, "Myanmar/Burma" is one.
func (c *cells) country(column string, role entity.CountryRole, text string) {
	_, items := freetext.Enumerated(text)
	for _, item := range items {
		if strings.EqualFold(item, "N/D") || list.Empty(item) {
			continue
		}
		// "Tunisian. National Identification No.: 08619445"; "10716775 (Syrian
		// national identification card)": a document in the wrong place.
		if m := nationalNumber.FindStringSubmatch(item); m != nil {
			c.documents(m[2], entity.IDNational)
			if item = strings.Trim(m[1], " ."); item == "" {
				continue
			}
		}
		if code, ok := countryOf(item); ok {
			c.b.putCountry(entity.CountryFact{Role: role, Code: code, Text: extraText(item)})
			continue
		}
		found, all := []string(nil), true
		for _, p := range countryJoin.Split(item, -1) {
			if p == "" {
				continue
			}
			code, ok := countryOf(p)
			all = all && ok
			if ok {
				found = append(found, code)
			}
		}
		for _, code := range found {
			f := entity.CountryFact{Role: role, Code: code, Text: extraText(item)}
			if !all {
				f.Text = item
			}
			c.b.putCountry(f)
		}
		if len(found) == 0 {
			c.b.warn(column, "country %q not understood", item)
			c.b.putCountry(entity.CountryFact{Role: role, Text: item})
		}
	}
}

func extraText(s string) string {
	if strings.ContainsAny(s, "(0123456789") || doubtful.MatchString(s) {
		return s
	}
	return ""
}

func countryOf(s string) (string, bool) {
	s = strings.Trim(list.Clean(s), " .,;:")
	plain := strings.TrimSpace(doubtful.ReplaceAllString(bracketNote.ReplaceAllString(s, ""), ""))
	inside := ""
	if i, j := strings.LastIndexByte(s, '('), strings.LastIndexByte(s, ')'); i > 0 && j > i {
		inside = s[i+1 : j]
	}
	for _, t := range []string{s, plain, inside} {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if code, ok := entity.CountryCode(t); ok {
			return code, true
		}
	}
	return "", false
}

var nowRE = regexp.MustCompile(`(?i)\(?(?:now|currently|present-day|today)\s+([^()]+)\)?\s*$`)

// placeCountry finds the country at the end of a printed place: "Minsk, former
// USSR (now Belarus)" is Belarus, "Kowloon, Hong Kong" is Hong Kong.
func placeCountry(s string) string {
	if m := nowRE.FindStringSubmatch(s); m != nil {
		if i := strings.LastIndexByte(m[1], ','); i >= 0 {
			if code, ok := countryOf(m[1][i+1:]); ok {
				return code
			}
		}
		if code, ok := countryOf(m[1]); ok {
			return code
		}
	}
	if i, j := strings.LastIndexByte(s, '('), strings.LastIndexByte(s, ')'); i >= 0 && j > i { // "Tehran (Iran)"
		if code, ok := entity.CountryCode(strings.TrimSpace(s[i+1 : j])); ok {
			return code
		}
		s = s[:i] + s[j+1:]
	}
	parts := strings.Split(strings.Trim(s, " ."), ",")
	for i := len(parts) - 1; i >= 0 && i >= len(parts)-2; i-- {
		p := strings.TrimSpace(parts[i])
		if len(p) < 3 && p != "UK" && p != "US" {
			continue
		}
		if code, ok := countryOf(p); ok {
			return code
		}
	}
	if len(parts) > 1 { // "Russian Federation, 620091, Sverdlovsk region"
		if code, ok := countryOf(parts[0]); ok {
			return code
		}
	}
	words := strings.Fields(strings.Trim(parts[len(parts)-1], " ."))
	for n := min(3, len(words)-1); n > 0; n-- {
		t := strings.Join(words[len(words)-n:], " ")
		if len(t) > 3 {
			if code, ok := entity.CountryCode(t); ok {
				return code
			}
		}
	}
	return ""
}
