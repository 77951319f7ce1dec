package au

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// The column Additional Information is prose with labels, taken over from the
// UN lists or written by DFAT. What matching needs is read out of it; the whole
// text is kept as a note, so nothing depends on this reading being complete.

// labels are the words before a colon that begin a section. The first group of
// each match tells which.
var labels = []struct {
	key string
	re  string
}{
	{"title", `title`},
	{"designation", `designation`},
	{"good aka", `good quality a\.?k\.?a\.?`},
	{"low aka", `low quality a\.?k\.?a\.?`},
	{"passport", `passport(?:\s*(?:nos?|numbers?|information|details))?\.?`},
	{"national id", `(?:iranian |id )?(?:national (?:identification|identity|id)(?:\s*card)?(?:\s*(?:no|number))?|national id|social security number|id number|identity card)\.?`},
	{"company id", `(?:company identification|state registration)(?:\s*(?:no|number))?\.?`},
	{"registration", `(?:registration (?:no|number|id)|registered company number|organisation code)\.?`},
	{"tax id", `(?:tax id no|italian fiscal code|national tax (?:no|number)|tax number)\.?`},
	{"position", `(?:last known position|military rank|rank)`},
	{"gender", `(?:gender|sex)`},
	{"phone", `(?:tel(?:ephone)?|phone)(?: numbers?)?\.?`},
	{"fax", `(?:fax|facsimile)(?: number)?\.?`},
	{"", `(?:dob|pob|nationality|address|listed on|other information|e-?mails?(?: address(?:es)?)?|websites?|physical description|believed status ?/ ?location|imo(?: identification)? number|swift(?:/bic)?|name in (?:latin|original) script|mother[’']s name|father[’']s name|ethnic(?:ity| background)|political party|hair|height|profession|date of (?:issue|expiration|registration)|place of issue|review|previous names include|arabic script|military service number|marital status|directors|shareholders|government gazette number|distinguishing marks)`},
}

var reLabel = func() *regexp.Regexp {
	var alternatives []string
	for _, l := range labels {
		alternatives = append(alternatives, "("+l.re+")")
	}
	return regexp.MustCompile(`(?i)(?:^|[\s.;,(])(?:` + strings.Join(alternatives, "|") + `)\s*:\s*`)
}()

type section struct{ key, text string }

func sections(text string) []section {
	ms := reLabel.FindAllStringSubmatchIndex(text, -1)
	var out []section
	for i, m := range ms {
		end := len(text)
		if i+1 < len(ms) {
			end = ms[i+1][0]
		}
		for k := range labels {
			if m[2+2*k] >= 0 {
				if body := strings.TrimSpace(text[m[1]:end]); labels[k].key != "" && body != "" {
					out = append(out, section{labels[k].key, body})
				}
				break
			}
		}
	}
	return out
}

var (
	reUN         = regexp.MustCompile(`^\s*([A-Z]{2}[ie]\.\d{3})\b`)
	reURL        = regexp.MustCompile(`(?i)\bhttps?://[^\s;,)]+|\bwww\.[^\s;,)]+`)
	reMail       = regexp.MustCompile(`(?i)[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}`)
	reFormer     = regexp.MustCompile(`(?i)previous(?:ly known| names?) (?:include|as|is|was)s?:?\s+([^.\n]+)`)
	rePassport   = regexp.MustCompile(`(?i)((?:[A-Z][a-z]+ )?(?:diplomatic |service |ordinary )?)passports?\s*(?:no\.?|nos\.?|number)\s*:?\s*([A-Z]{0,4}[0-9][A-Z0-9/-]{4,14})`)
	reToken      = regexp.MustCompile(`\b[A-Z]{0,4}[-/]?[0-9][A-Z0-9/-]{3,18}\b`)
	reIssued     = regexp.MustCompile(`(?i)issued (?:on )?(\d{1,2} \pL+\.? \d{4})`)
	reExpires    = regexp.MustCompile(`(?i)expir(?:es|ed|y|ation)(?: date)?:?(?: (?:on|of))? (\d{1,2} \pL+\.? \d{4})`)
	reSentence   = regexp.MustCompile(`(?:^|[\s)])(\S*[^\s.])\.\s+\p{Lu}|\n`)
	reCompanyIMO = regexp.MustCompile(`(?i)\bIMO(?: identification)?(?: (?:number|no\.?))?:? ?(\d{7})\b`)
	reYear       = regexp.MustCompile(`^(?:19|20)\d\d$`)
	reDigit4     = regexp.MustCompile(`\d.*\d.*\d.*\d`)
)

// info reads the column into e.
func (p *parser) info(e *entity.Entity, text string) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " "))
	if list.Empty(text) {
		return
	}
	e.Notes = append(e.Notes, entity.Note{Kind: "additional information", Text: text})
	flat := list.Clean(text)
	for _, s := range sections(flat) {
		p.section(e, s)
	}
	for _, m := range rePassport.FindAllStringSubmatch(flat, -1) {
		putID(e, entity.Identifier{Type: entity.IDPassport, Value: m[2], Country: countryIn(m[1])})
	}
	for _, id := range freetext.ProseIDs(flat) {
		if id.Type == entity.IDIMO && e.Schema != entity.Vessel {
			id.Label, id.Type = "IMO number", entity.IDOther // of its ship, for it has a ship's check digit
		}
		putID(e, id)
	}
	for _, m := range reCompanyIMO.FindAllStringSubmatch(flat, -1) {
		p.companyIMO(e, m[1])
	}
	for _, u := range reURL.FindAllString(text, -1) {
		u = strings.TrimRight(u, ".,;")
		if !strings.Contains(strings.ToLower(u), "interpol.int") {
			putContact(e, entity.ContactWebsite, u)
		}
	}
	for _, m := range reMail.FindAllString(text, -1) {
		putContact(e, entity.ContactEmail, m)
	}
	if e.Schema == entity.Vessel {
		for _, m := range reFormer.FindAllStringSubmatch(flat, -1) {
			for _, v := range regexpSplit(m[1]) {
				putName(e, entity.Name{Full: v, Kind: entity.NameFormer})
			}
		}
	}
}

// companyIMO takes the IMO number of an owner or manager. Ships' numbers have a
// check digit, companies' have none of that kind: a number that passes may be
// that of its ship, so the text's word is all that is kept.
func (p *parser) companyIMO(e *entity.Entity, v string) {
	id := entity.Identifier{Type: entity.IDIMOCompany, Value: v}
	switch {
	case e.Schema == entity.Vessel:
		id.Type = entity.IDIMO
	case entity.ValidID(entity.IDIMO, v):
		id.Type, id.Label = entity.IDOther, "IMO number"
	}
	putID(e, id)
}

var reAnd = regexp.MustCompile(`\s*(?:,|;| and | & )\s*`)

func regexpSplit(s string) []string {
	var out []string
	for _, v := range reAnd.Split(s, -1) {
		v = strings.TrimPrefix(strings.Trim(v, " ."), "and ")
		if v != "" && len(v) <= 60 {
			out = append(out, v)
		}
	}
	return out
}

func (p *parser) section(e *entity.Entity, s section) {
	if list.Empty(strings.Trim(s.text, " .;")) {
		return
	}
	switch s.key {
	case "title":
		e.Titles = distinct(e.Titles, items(s.text, 80))
	case "designation", "position":
		e.Positions = distinct(e.Positions, items(s.text, 400))
	case "good aka", "low aka":
		for _, v := range items(s.text, 120) {
			n := entity.Name{Full: v, Kind: entity.NameAlias, Weak: s.key == "low aka", Script: latinless(v)}
			if m := reFormerly.FindString(v); m != "" {
				n.Full, n.Kind, n.Note = strings.TrimSuffix(v, m), entity.NameFormer, "previously listed as"
			}
			putName(e, n)
		}
	case "gender":
		switch w := strings.ToLower(strings.Trim(strings.Fields(s.text)[0], ".;,")); w {
		case "male", "female":
			e.Gender = entity.Gender(w)
		}
	case "passport":
		p.documents(e, entity.IDPassport, s.text)
	case "national id":
		p.documents(e, entity.IDNational, s.text)
	case "company id":
		p.documents(e, entity.IDRegistration, s.text)
	case "registration":
		p.documents(e, entity.IDRegistration, s.text)
	case "tax id":
		p.documents(e, entity.IDTax, s.text)
	case "phone", "fax":
		kind := entity.ContactPhone
		if s.key == "fax" {
			kind = entity.ContactFax
		}
		v, _, _ := strings.Cut(sentence(s.text), ";")
		if v = strings.Trim(v, " ,."); len(v) <= 80 && reDigit4.MatchString(v) {
			putContact(e, kind, v)
		}
	}
}

// distinct appends what to does not have.
func distinct(to, more []string) []string {
	for _, v := range more {
		if !slices.Contains(to, v) {
			to = append(to, v)
		}
	}
	return to
}

// items gives the pieces of an enumeration, each cut at the end of its first
// sentence; longer ones than most bytes are prose and left to the note.
func items(text string, most int) []string {
	_, pieces := freetext.Enumerated(text)
	var out []string
	for _, v := range pieces {
		v = strings.Trim(sentence(v), " ,;.")
		if !list.Empty(v) && len(v) <= most {
			out = append(out, v)
		}
	}
	return out
}

// sentence cuts text at the first full stop that ends a sentence: "Maulavi.
// Belongs to" but not "Dr. Ahmad" or "3rd. Battalion".
func sentence(text string) string {
	for _, m := range reSentence.FindAllStringSubmatchIndex(text, -1) {
		if m[2] >= 0 && m[3]-m[2] <= 3 && text[m[2]] >= 'A' && text[m[2]] <= 'Z' {
			continue // an abbreviation
		}
		if m[2] < 0 {
			return text[:m[0]]
		}
		return text[:m[3]]
	}
	return text
}

// documents reads numbers of papers: "a) Afghanistan number P04581926, issued on
// 7 Aug. 2024 (expires 7 Aug. 2034) b) 9003213".
func (p *parser) documents(e *entity.Entity, typ entity.IDType, text string) {
	_, pieces := freetext.Enumerated(text)
	for _, piece := range pieces {
		head := piece
		for _, stop := range []string{"issued", "(", "expire", "valid", "Date of", "Place of", ". "} {
			if i := strings.Index(head, stop); i >= 0 {
				head = head[:i]
			}
		}
		tokens := reToken.FindAllString(head, -1)
		for i, v := range tokens {
			if !reDigit4.MatchString(v) || strings.Count(v, "/") > 1 || reYear.MatchString(v) {
				continue
			}
			id := entity.Identifier{Type: typ, Value: v, Country: countryIn(head)}
			if typ == entity.IDRegistration && entity.ValidID(entity.IDOGRN, v) && (len(v) == 13 || len(v) == 15) {
				id.Type = entity.IDOGRN
			}
			if typ == entity.IDTax && (len(v) == 10 || len(v) == 12) && entity.ValidID(entity.IDINN, v) && (id.Country == "" || id.Country == "ru") {
				id.Type = entity.IDINN
			}
			if i == 0 && len(tokens) == 1 {
				id.Issued, id.Expires = dateIn(reIssued, piece), dateIn(reExpires, piece)
				if rest := strings.Trim(strings.TrimPrefix(piece, v), " .,;"); rest != "" && len(rest) < 200 {
					id.Note = rest
				}
			}
			putID(e, id)
		}
	}
}

func dateIn(re *regexp.Regexp, s string) entity.Date {
	if m := re.FindStringSubmatch(s); m != nil {
		if d, err := list.ParseDate(m[1], list.DayFirst); err == nil {
			return d
		}
	}
	return entity.Date{}
}

var rePaper = regexp.MustCompile(`(?i)\b(?:diplomatic|service|ordinary|passports?|nos?\.?|numbers?|card)\b|[A-Z]*\d\S*|[,:;.]`)

// countryIn finds the country in a few words around a number.
func countryIn(s string) string {
	s = list.Clean(rePaper.ReplaceAllString(s, " "))
	if s == "" || len(s) > 80 {
		return ""
	}
	code, _ := entity.CountryCode(s)
	return code
}

// putID adds an identifier unless e has the number.
func putID(e *entity.Entity, id entity.Identifier) {
	for i, have := range e.Identifiers {
		if have.Value != id.Value && entity.NormalizeID(have.Type, have.Value) != entity.NormalizeID(id.Type, id.Value) {
			continue
		}
		if have.Type == id.Type || id.Type == entity.IDOther || have.Type == entity.IDOGRN || have.Type == entity.IDIMO {
			if have.Country == "" {
				e.Identifiers[i].Country = id.Country
			}
			return
		}
		if have.Type == entity.IDRegistration || have.Type == entity.IDOther {
			e.Identifiers[i].Type = id.Type // the more specific one
			return
		}
	}
	e.Identifiers = append(e.Identifiers, id)
}

func putContact(e *entity.Entity, kind entity.ContactKind, v string) {
	for _, have := range e.Contacts {
		if have.Value == v {
			return
		}
	}
	e.Contacts = append(e.Contacts, entity.Contact{Kind: kind, Value: v})
}

// putName adds a name unless e has it.
func putName(e *entity.Entity, n entity.Name) {
	if n.Full = list.Clean(n.Full); n.Full == "" {
		return
	}
	for i, have := range e.Names {
		if have.Full == n.Full {
			if have.Weak && !n.Weak {
				e.Names[i].Weak = false // one strong mention is enough
			}
			return
		}
	}
	e.Names = append(e.Names, n)
}
