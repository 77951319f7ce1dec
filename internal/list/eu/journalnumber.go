package eu

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

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
