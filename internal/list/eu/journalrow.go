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

func (c *cells) numbers() {
	b := c.b
	place := ""
	for _, a := range b.e.Addresses {
		if a.Country != "" {
			place = a.Country
			break
		}
	}
	for _, f := range b.e.Countries { // a person's own tax number
		if place == "" && f.Role == entity.CountryNationality {
			place = f.Code
		}
	}
	for _, col := range []struct {
		name string
		t    entity.IDType
	}{
		{"innCode", entity.IDINN}, {"ogrnCode", entity.IDOGRN}, {"kppCode", entity.IDKPP}, {"okpoCode", entity.IDOKPO}, {"leiCode", entity.IDLEI},
		{"swiftBic", entity.IDBIC}, {"ticker", entity.IDTicker}, {"imoNumber", entity.IDIMO}, {"mmsi", entity.IDMMSI},
	} {
		for _, v := range c.list(col.name) {
			for _, v := range strings.Split(v, " and ") {
				c.typed(col.name, col.t, strings.TrimSpace(v))
			}
		}
	}
	for _, v := range c.list("passportNumber") {
		c.documents(v, entity.IDPassport)
	}
	for _, v := range c.list("idNumber") {
		c.documents(v, entity.IDNational)
	}
	for _, col := range []struct {
		name string
		t    entity.IDType
	}{{"registrationNumber", entity.IDRegistration}, {"taxNumber", entity.IDTax}} {
		for _, v := range c.list(col.name) {
			c.register(v, col.t, place)
		}
	}
}

// typed adds a number of a column that names its type. One that fails the check
// digits of the type is kept as published, under that type, with a warning: the
// Journal prints errors too.
func (c *cells) typed(column string, t entity.IDType, v string) {
	id := entity.Identifier{Type: t, Value: v}
	if t == entity.IDIMO && c.b.e.Schema != entity.Vessel {
		id.Type = entity.IDIMOCompany // the number of a company that owns or runs ships
	}
	switch {
	case v == "":
		return
	case !strings.ContainsAny(v, "0123456789") && t != entity.IDBIC && t != entity.IDTicker:
		c.b.note("other information", column+": "+v) // "Does not exist"
		return
	}
	switch t {
	case entity.IDINN, entity.IDOGRN, entity.IDKPP, entity.IDOKPO:
		id.Country = "ru"
	}
	if entity.ValidID(id.Type, v) {
		c.b.addID(id)
		return
	}
	// "7730239877, KPP 773001001, OKPO 20239393" in one cell.
	if ids, _ := freetext.IDs(strings.TrimSuffix(column, "Code")+": "+v, id.Country); len(ids) > 0 && ids[0].Type == id.Type {
		for _, x := range ids {
			c.b.addID(x)
		}
		return
	}
	if t == entity.IDBIC {
		id.Type, id.Label = entity.IDOther, column
	}
	c.b.warn(column, "%q fails the form or check digits of its type", v)
	id.Note = "fails the check digits of its type"
	c.b.addID(id)
}

var (
	docRemark  = regexp.MustCompile(`^(.*?\d[^()]*?)\s*\((.*)\)\.?$`)
	docLead    = regexp.MustCompile(`^((?:[\p{Lu}][\p{L}’'.-]*\s+|[\p{Ll}’'-]+\s+|\([^()]*\)\s+){1,7}?(?:(?i:number|no|nr)\.?:?\s+)?)((?:[A-Z]{1,3}[ -])?[A-Z0-9][A-Z0-9./ -]*\d[\dA-Z./ -]*)(.*)$`)
	docSeries  = regexp.MustCompile(`(?i)^series\s+(\S+)\s+no\.?\s*(\d+)`)
	docLetters = regexp.MustCompile(`^[A-Z]{1,3}$`)
)

// documents reads the numbers of personal documents: "(a) 6110125312507
// (Pakistani), (b) 24492025390 (Pakistani)", "Yemeni national identification
// number 973406, issued on 3 Jul. 1996".
func (c *cells) documents(text string, t entity.IDType) {
	_, items := freetext.Enumerated(text)
	for _, item := range items {
		if list.Empty(item) || strings.EqualFold(item, "N/D") {
			continue
		}
		c.document(item, t)
	}
}

func (c *cells) document(item string, t entity.IDType) {
	id := entity.Identifier{Type: t, Value: item}
	var words string
	if m := docSeries.FindStringSubmatch(item); m != nil {
		item = strings.Replace(item, m[0], m[1]+" "+m[2], 1)
		id.Value = item
	}
	if m := docRemark.FindStringSubmatch(item); m != nil {
		id.Value, id.Note = strings.TrimSpace(m[1]), m[2]
	}
	if i := strings.IndexAny(id.Value, ",;"); i > 0 && strings.ContainsAny(id.Value[:i], "0123456789") {
		id.Note = join(strings.Trim(id.Value[i+1:], " ,;"), id.Note)
		id.Value = id.Value[:i]
	}
	if m := docLead.FindStringSubmatch(id.Value); m != nil && !docLetters.MatchString(strings.TrimSpace(m[1])) {
		words, id.Value = strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
		id.Note = join(strings.Trim(m[3], " ,;"), id.Note)
		id.Label = strings.Trim(words, " :.")
	}
	if w := wordsType(words + " " + id.Note); w != "" && !(w == entity.IDPassport && t == entity.IDNational && words == "") {
		id.Type = w
	}
	id.Country = leadingCountry(words)
	if id.Country == "" {
		id.Country = leadingCountry(id.Note)
	}
	for _, d := range []struct {
		re *regexp.Regexp
		to *entity.Date
	}{{expiresRE, &id.Expires}, {issuedRE, &id.Issued}} {
		if m := d.re.FindStringSubmatch(item); m != nil {
			if v, err := list.ParseDate(m[1], list.DayFirst); err == nil {
				*d.to = v
			}
		}
	}
	for _, m := range underNameRE.FindAllStringSubmatch(item, -1) {
		if v := strings.TrimSpace(m[1]); capitalised(v) {
			c.b.addName(entity.Name{Full: v, Kind: entity.NameVariant, Note: "name on a document"})
		}
	}
	if !strings.ContainsAny(id.Value, "0123456789") {
		c.b.warn(string(t), "no number found in %q", item)
		c.b.note("document", item)
		return
	}
	c.b.addID(id)
}

// leadingCountry tries the first words of s, "Yemeni national identification".
func leadingCountry(s string) string {
	words := strings.Fields(s)
	for n := min(4, len(words)); n > 0; n-- {
		t := strings.Trim(strings.Join(words[:n], " "), " ,.;:()")
		if len(t) > 2 {
			if code, ok := entity.CountryCode(t); ok {
				return code
			}
		}
	}
	return ""
}

// register reads register and tax numbers, which may name their kind.
func (c *cells) register(text string, t entity.IDType, place string) {
	if list.Empty(text) || strings.EqualFold(text, "N/D") {
		return
	}
	if t := wordsType(text); c.b.person && (t == entity.IDPassport || t == entity.IDNational) {
		c.documents(text, t)
		return
	}
	ids, rest := freetext.IDs(text, place)
	if len(ids) == 0 {
		if strings.ContainsAny(text, "0123456789") {
			c.b.addID(entity.Identifier{Type: t, Value: text, Country: place})
		} else {
			c.b.note("registration", text)
		}
		return
	}
	for _, id := range ids {
		if id.Type == entity.IDRegistration || id.Type == entity.IDOther && id.Label == "" {
			id.Type = t
		}
		id.Note = join(id.Note, rest)
		c.b.addID(id)
	}
}
