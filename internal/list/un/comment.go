package un

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

var (
	imoRE      = regexp.MustCompile(`(?i)\bIMO\)?\s*(?:number|no\.?)?\s*:?\s*(\d{7})\b`)
	bicRE      = regexp.MustCompile(`\b(?:SWIFT(?:/BIC)?|BIC)\s*(?:code)?\s*:\s*([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)
	numbersRE  = regexp.MustCompile(`(?i)\b(italian fiscal code|national tax number|employer identification number|vat number|(?:company |business )?registration number|registered company number|federal no\.?|social security number)\s*(?:\(([^()]+)\))?\s*:?\s*(?:is )?((?:[A-Z]{2,3}[- ])?[A-Z0-9][A-Z0-9 -]*\d[A-Z0-9-]*)(?:\s*\(([A-Z][A-Za-z ]+)\))?`)
	parentRE   = regexp.MustCompile(`(?i)\b(father|mother)['’]?s name\s*(?:is|was|:)?\s*:?\s*([^.;,:()]{2,80})`)
	sexRE      = regexp.MustCompile(`(?i)\b(?:gender|sex)\s*:\s*(male|female)\b`)
	flagRE     = regexp.MustCompile(`\bFlag State:\s*([^.;\n]+)`)
	oldRefRE   = regexp.MustCompile(`\[Old Reference ?#\s*([^\]]+)\]`)
	interpolRE = regexp.MustCompile(`INTERPOL-UN Security Council Special Notice web link:?\s*(https?://[^\s)]+)`)
	measureRE  = regexp.MustCompile(`(?i)\((travel ban|asset freeze|targeted arms embargo|prohibition[^()]*)((?:[,;] ?(?:travel ban|asset freeze|targeted arms embargo))*)\)`)
	diedRE     = regexp.MustCompile(`(?i)\b(?:reportedly|confirmed|reported to have|believed to have)\s+(?:been )?(?:deceased|killed|died)\b[^.]{0,80}?\b(?:in|on)\s+(?:early |late )?((?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.? )?(?:19|20)\d\d)\b`)
	deadRE     = regexp.MustCompile(`(?i)(?:\breportedly deceased\b|\bconfirmed (?:deceased|killed)\b|\breportedly (?:killed|died)\b|\bbelieved status/location: deceased\b|\bstatus: reportedly deceased\b|(?:^|\. )deceased (?:as of|as at|in|on)\b)`)
	validRE    = regexp.MustCompile(`this designation is valid from (\d{1,2} [A-Z][a-z]+ \d{4}) to (\d{1,2} [A-Z][a-z]+ \d{4})`)
	fiscalCode = regexp.MustCompile(`^[A-Z]{3} ?[A-Z]{3} ?\d{2}[A-Z]\d{2} ?[A-Z]\d{3}[A-Z]?$`)
)

// comments keeps COMMENTS1 whole as a note and takes out of it what has a place
// of its own: numbers, contacts, parents, measures, other entries.
func (r *record) comments(text string) {
	text = list.Clean(text)
	if list.Empty(text) {
		return
	}
	r.e.Notes = append(r.e.Notes, entity.Note{Kind: "remarks", Text: text})
	// Most texts hold none of what the expressions look for; a search for the
	// words they need is many times faster than the expressions.
	low := strings.ToLower(text)
	r.imo(text)
	if strings.Contains(text, "SWIFT") || strings.Contains(text, "BIC") {
		for _, m := range bicRE.FindAllStringSubmatch(text, -1) {
			r.addID(entity.Identifier{Type: entity.IDBIC, Value: m[1], Label: "SWIFT/BIC"})
		}
	}
	if holds(low, "fiscal code", "tax number", "identification number", "vat number", "registration number", "company number", "federal no", "social security") {
		r.numbers(text)
	}
	r.contacts(text)
	if r.person && holds(low, "ther's name", "ther’s name") {
		for _, m := range parentRE.FindAllStringSubmatch(text, -1) {
			r.attribute(strings.ToLower(m[1])+"_name", strings.TrimSpace(m[2]))
		}
	}
	if r.e.Gender == "" && r.person && holds(low, "gender", "sex") {
		if m := sexRE.FindStringSubmatch(text); m != nil {
			r.gender(m[1])
		}
	}
	if strings.Contains(text, "[Old") {
		for _, m := range oldRefRE.FindAllStringSubmatch(text, -1) {
			r.attribute("old_reference", strings.TrimSpace(m[1]))
		}
	}
	if r.node.Value("INTERPOL_LINK") == "" { // before 2026 the link stood only here
		if m := interpolRE.FindStringSubmatch(text); m != nil {
			r.attribute("interpol_notice", m[1])
		}
	}
	if r.person && holds(low, "deceased", "killed", "died") {
		r.death(text)
	}
	if holds(low, "travel ban", "asset freeze", "arms embargo", "(prohibition", "is valid from") {
		r.measures(text)
	}
	r.relations(text)
}

func holds(s string, any ...string) bool {
	for _, w := range any {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// imo finds IMO numbers. Those of companies (owners, managers) and of ships are
// both seven digits; an entry is a ship when the text gives its flag state or
// speaks of "the vessel" the designation is about, as the listings under
// resolution 2146 do.
func (r *record) imo(text string) {
	if r.person || !strings.Contains(text, "IMO") {
		return
	}
	for _, m := range imoRE.FindAllStringSubmatch(text, -1) {
		id := entity.Identifier{Type: entity.IDIMOCompany, Value: m[1], Label: "IMO company number"}
		if flagRE.MatchString(text) || strings.HasPrefix(text, "IMO:") && strings.Contains(text, "the vessel was located") {
			id.Type, id.Label = entity.IDIMO, "IMO number"
			r.e.Schema = entity.Vessel
		}
		r.addID(id)
	}
	if r.e.Schema == entity.Vessel {
		if m := flagRE.FindStringSubmatch(text); m != nil {
			r.addCountry(entity.CountryFlag, strings.TrimSpace(m[1]), "COMMENTS1")
		}
	}
}

func (r *record) numbers(text string) {
	for _, m := range numbersRE.FindAllStringSubmatch(text, -1) {
		id := entity.Identifier{Label: list.Clean(m[1] + " " + m[2]), Value: strings.TrimRight(m[3], " -")}
		switch l := strings.ToLower(m[1]); {
		case strings.Contains(l, "vat"):
			id.Type = entity.IDVAT
		case strings.Contains(l, "regist"), strings.HasPrefix(l, "federal"):
			id.Type = entity.IDRegistration
		case strings.Contains(l, "social"):
			id.Type = entity.IDNational
		default:
			id.Type = entity.IDTax
		}
		for _, c := range []string{m[2], m[4]} {
			if code, ok := country(c); ok {
				id.Country = code
			}
		}
		start := strings.Index(text, m[0])
		before := strings.Fields(text[max(0, start-30):start])
		if len(before) > 0 && id.Country == "" {
			if code, ok := country(before[len(before)-1]); ok && len(before[len(before)-1]) > 3 {
				id.Country = code
			} else if len(before) > 1 {
				if code, ok := country(strings.Join(before[len(before)-2:], " ")); ok {
					id.Country = code
				}
			}
		}
		if strings.HasPrefix(strings.ToLower(m[1]), "italian") {
			id.Country = "it"
			if !fiscalCode.MatchString(id.Value) && len(id.Value) > 16 {
				id.Value = id.Value[:16]
			}
		}
		if digits(id.Value) >= 4 {
			r.addID(id)
		}
	}
}

func (r *record) death(text string) {
	if m := deadRE.FindStringIndex(text); m != nil {
		words, _, _ := strings.Cut(text[m[0]:sentenceEnd(text, m[1])], "INTERPOL-UN")
		r.attribute("death_note", strings.Trim(words, " .;"))
	}
	if m := diedRE.FindStringSubmatch(text); m != nil {
		if d, ok := readDate(m[1]); ok {
			r.addDate(entity.DatedFact{Kind: entity.DateDeath, Date: d, Note: strings.Trim(m[0], " .;")})
		}
	}
}

// sentenceEnd returns where the sentence that holds position at ends, 120 bytes
// on at most; the full stop of a shortened month ("in Dec. 2015") ends none.
func sentenceEnd(text string, at int) int {
	for i := at; i < len(text) && i < at+120; i++ {
		if text[i] != '.' {
			continue
		}
		word := text[max(at, i-4):i]
		if len(word) >= 4 && word[0] == ' ' && strings.Contains("Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec", word[1:]) {
			continue
		}
		return i
	}
	return len(strings.ToValidUTF8(text[:min(len(text), at+120)], ""))
}

// measures reads the measures the text spells out, as the Libya, Yemen and
// vessel listings do. The other lists leave them to the resolution.
func (r *record) measures(text string) {
	l := &r.e.Listings[0]
	for _, m := range measureRE.FindAllStringSubmatch(text, -1) {
		text, sep := m[1]+m[2], ","
		if strings.Contains(text, ";") { // "prohibition to load, transport or discharge; ..."
			sep = ";"
		}
		for _, w := range strings.Split(text, sep) {
			w = strings.TrimSpace(w)
			dup := false
			for _, old := range l.Measures {
				dup = dup || strings.EqualFold(old, w)
			}
			if w != "" && !dup {
				l.Measures = append(l.Measures, w)
			}
		}
	}
	if m := validRE.FindStringSubmatch(text); m != nil && l.Until.IsZero() {
		if d, ok := readDate(m[2]); ok {
			l.Until = d
			l.Note = m[0]
		}
	}
}

// relations links the entry to the others its text names by reference number.
// The text says how, not a field, so the kind is only "linked to".
func (r *record) relations(text string) {
	seen := map[string]bool{r.e.Listings[0].Reference: true}
	for at := 0; ; {
		m, ok := nextReference(text, at)
		if !ok {
			return
		}
		at = m[1]
		ref := text[m[0]:m[1]]
		if seen[ref] {
			continue
		}
		seen[ref] = true
		r.e.Relations = append(r.e.Relations, entity.Relation{
			Kind:       entity.RelationLinked,
			TargetID:   r.refs[ref],
			TargetName: ref,
			Text:       sentence(text, m[0], m[1]),
		})
	}
}

// sentence returns the part of text up to the reference at [from, to), back to
// the end of the sentence before it, at most 200 bytes.
func sentence(text string, from, to int) string {
	low := max(0, from-200)
	before := strings.ToValidUTF8(text[low:from], "")
	if i := strings.LastIndex(before, ". "); i >= 0 {
		before = before[i+2:]
	}
	if to < len(text) && text[to] == ')' {
		to++
	}
	return strings.TrimSpace(before + text[from:to])
}

// nextReference finds the next permanent reference number, "QDe.092", at or
// behind from.
func nextReference(text string, from int) (at [2]int, ok bool) {
	upper := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	for {
		i := strings.IndexByte(text[from:], '.')
		if i < 0 {
			return at, false
		}
		i += from
		from = i + 1
		if i < 3 || i+3 >= len(text) || text[i-1] != 'i' && text[i-1] != 'e' || !upper(text[i-2]) || !upper(text[i-3]) ||
			!digit(text[i+1]) || !digit(text[i+2]) || !digit(text[i+3]) {
			continue
		}
		if i > 3 && (upper(text[i-4]) || digit(text[i-4]) || text[i-4]|0x20 >= 'a' && text[i-4]|0x20 <= 'z') || i+4 < len(text) && digit(text[i+4]) {
			continue
		}
		return [2]int{i - 3, i + 4}, true
	}
}
