package un

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

var (
	numberLabel = regexp.MustCompile(`(?i)^(.*?)\b(?:numbers?|no|nr|code)\b\.?\s*:?\s*(.+)$`)
	leadingNo   = regexp.MustCompile(`(?i)^n[o°º]\.?[°º]?\s*`)
	trailing    = regexp.MustCompile(`\s*\(([^()]*)\)\s*$`)
	numberIn    = regexp.MustCompile(`(?:\b(?i:number|no\.?|code:?|ssn|card)\s*:?\s*|^)((?:[A-Z]{1,3}[- ]{0,2})?[A-Z0-9][A-Z0-9./-]*\d[A-Z0-9./-]*)`)
	expiryRE    = regexp.MustCompile(`(?i)\b(?:(?:date of expir(?:y|ation)|expir(?:y|ation) date)\s*:?|expir(?:es|ed|ing)(?: on)?|exp\.|valid until)\s*((?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?\d{4}|\d{4}-\d\d-\d\d)`)
	issueRE     = regexp.MustCompile(`(?i)\b(?:issued(?: on| in)?|date of issue:?)\s+((?:\d{1,2} )?[A-Z][a-z]{2,8}\.? ?\d{4}|\d{4}-\d\d-\d\d)`)
	underName   = regexp.MustCompile(`(?i)\b(?:issued (?:under|to)|under|in)(?: the)?(?: name(?: of)?)? ([A-Z‘'][^,;.()]{4,60})`)
	nameInLatin = regexp.MustCompile(`(?i)name in latin script[:,]?\s*([A-Z][A-Za-z'’ -]+)`)
	nameMarker  = regexp.MustCompile(`(?i)(?:under|in) (?:the )?name|issued to`)
)

// documentType finds the identifier type in the words of a document: its two
// types, the words before the number and the note.
func documentType(words string) entity.IDType {
	w := strings.ToLower(words)
	has := func(list ...string) bool {
		for _, s := range list {
			if strings.Contains(w, s) {
				return true
			}
		}
		return false
	}
	switch {
	case has("fiscal code", "nif\u202f", "nif -", "tax "):
		return entity.IDTax
	case has("driv"):
		return entity.IDDriver
	case has("birth certificate", "certificate of", "ration card", "voter", "student", "other id", "residential card", "residency card", "suspension of deportation", "laissez-passer", "travel document", "military", "serviceman", "fardc id", "booklet"):
		return entity.IDOther
	case has("social security", "ssn", "national id", "identity", "identification", "tazkira", "cedula", "national number", "bpa", "alien registration"):
		return entity.IDNational
	case has("passport", "passeport", "pasaporte"):
		return entity.IDPassport
	}
	return entity.IDOther
}

// document reads INDIVIDUAL_DOCUMENT. The number is free text: "Afghan passport
// number OA296623", "R00005943, South Sudan", "381110042 (Expired 25 Jan.
// 2016)"; now and then it stands in the note or in the second type instead.
func (r *record) document(n *xmlnode.Node) {
	type1, type2 := list.Clean(n.Value("TYPE_OF_DOCUMENT")), strings.Trim(list.Clean(n.Value("TYPE_OF_DOCUMENT2")), ": ")
	number, note := list.Clean(n.Value("NUMBER")), list.Clean(n.Value("NOTE"))
	issuer, place, city := n.Value("ISSUING_COUNTRY"), n.Value("COUNTRY_OF_ISSUE"), nonEmpty(n.Value("CITY_OF_ISSUE"))
	if note == "[object Object]" {
		r.warn("NOTE", "the publisher's note of a document is %q", note)
	}
	id := entity.Identifier{Label: type1}
	if type2 != "" {
		id.Label = type2
	}
	id.Issued = r.day("DATE_OF_ISSUE", n.Value("DATE_OF_ISSUE"))
	id.Expires = r.day("DATE_OF_EXPIRY", n.Value("DATE_OF_EXPIRY"))
	words, value, remark := cleanNumber(number)
	switch {
	case value == "" && hasDigit(type2) && !list.Empty(type2):
		words, value, remark = cleanNumber(type2)
		id.Label = type1
	case hasDigit(type2) && !strings.Contains(type2, " "): // a second number in the place of the type
		id.Label = type1
		r.addID(entity.Identifier{Type: documentType(type1), Value: type2, Label: type1})
	case value == "" && note != "":
		if m := numberIn.FindStringSubmatch(note); m != nil {
			value = strings.TrimRight(m[1], ".-")
			words = note[:strings.Index(note, m[1])]
		}
	}
	all := words + " " + type2
	id.Type = documentType(all)
	if id.Type == entity.IDOther && !otherWords(all) {
		id.Type = documentType(all + " " + type1)
	}
	if strings.Contains(strings.ToLower(note), "fiscal code") || strings.Contains(note, "NIF") {
		id.Type = entity.IDTax
	}
	if words != "" && type2 == "" {
		id.Label = strings.Trim(words, " :")
	}
	id.Note = joinNotes(remark, nonEmpty(note))
	for _, d := range []struct {
		re *regexp.Regexp
		to *entity.Date
	}{{expiryRE, &id.Expires}, {issueRE, &id.Issued}} {
		if m := d.re.FindStringSubmatch(id.Note); m != nil && d.to.IsZero() {
			if date, ok := readDate(strings.ReplaceAll(m[1], ".", ". ")); ok {
				*d.to = date
			}
		}
	}
	id.Country = r.documentCountry(issuer, place, words, type2, remark, note)
	if city != "" || nonEmpty(place) != "" {
		id.Note = joinNotes(id.Note, "issued in "+strings.Trim(city+", "+nonEmpty(place), ", "))
	}
	r.documentNames(note)
	if value == "" {
		if id.Note != "" || type2 != "" || !id.Issued.IsZero() || nonEmpty(issuer) != "" {
			text := joinNotes(joinNotes(id.Label, nonEmpty(issuer)), joinNotes(joinNotes(number, id.Issued.String()), id.Note))
			r.e.Notes = append(r.e.Notes, entity.Note{Kind: "document", Text: text})
			if number != "" {
				r.warn("INDIVIDUAL_DOCUMENT", "no number found in %q", number)
			}
		}
		return
	}
	id.Value = value
	r.addID(id)
}

// otherWords reports whether the words name a kind of document that has no
// type of its own, so that the general type must not overrule it.
func otherWords(words string) bool {
	w := strings.ToLower(words)
	for _, s := range []string{"certificate", "ration", "voter", "student", "other id", "residen", "deportation", "laissez", "travel document", "military", "serviceman", "fardc", "booklet"} {
		if strings.Contains(w, s) {
			return true
		}
	}
	return false
}

// cleanNumber separates a document number from the words before and the
// remarks behind it.
func cleanNumber(s string) (words, number, remark string) {
	for {
		m := trailing.FindStringSubmatch(s)
		if m == nil {
			break
		}
		remark = joinNotes(m[1], remark)
		s = strings.TrimSuffix(s, m[0])
	}
	if m := numberLabel.FindStringSubmatch(s); m != nil && hasDigit(m[2]) {
		words, s = list.Clean(m[1]), m[2]
	}
	if i := strings.Index(s, ": "); i > 0 && !hasDigit(s[:i]) {
		words, s = joinNotes(words, s[:i]), s[i+2:]
	}
	if i := strings.LastIndex(s, ", "); i > 0 && !hasDigit(s[i:]) {
		remark, s = joinNotes(s[i+2:], remark), s[:i]
	}
	s = leadingNo.ReplaceAllString(strings.TrimSpace(s), "")
	// Words of letters only, four or more or not in capitals, are no part of a
	// number: "Jordan 286062"; "SE 012820" and "A 10472263" are numbers.
	for {
		w, rest, ok := strings.Cut(s, " ")
		if !ok || hasDigit(w) || (len(w) < 4 || strings.Contains(w, "-")) && w == strings.ToUpper(w) && !strings.ContainsAny(w, "(“\"") {
			break
		}
		words, s = list.Clean(words+" "+w), strings.TrimSpace(rest)
	}
	if !hasDigit(s) {
		return joinNotes(words, s), "", remark
	}
	return words, strings.TrimRight(s, ".,;"), remark
}

// documentCountry finds the issuing country: the field for it, else the words
// beside the number ("Afghan passport number"), else the place of issue.
func (r *record) documentCountry(issuer, place, words, type2, remark, note string) string {
	if !list.Empty(issuer) {
		codes, _ := countries(issuer)
		if len(codes) > 0 {
			return codes[0]
		}
		r.warn("ISSUING_COUNTRY", "country %q not understood", issuer)
		r.putCountry(entity.CountryFact{Text: issuer, Note: "issued a document"})
	}
	for _, text := range []string{words, type2, remark} {
		if c, ok := firstCountry(text); ok {
			return c
		}
	}
	if !list.Empty(place) {
		codes, _ := countries(place)
		if len(codes) > 0 {
			return codes[0]
		}
		r.warn("COUNTRY_OF_ISSUE", "country %q not understood", place)
		r.putCountry(entity.CountryFact{Text: place, Note: "issued a document"})
	}
	if c, ok := firstCountry(note); ok {
		return c
	}
	if _, land, ok := strings.Cut(note, "- "); ok && strings.HasPrefix(note, "NIF") {
		if c, ok := country(land); ok {
			return c
		}
	}
	if strings.HasPrefix(note, "Unconfirmed (") {
		if codes, _ := countries(note); len(codes) > 0 {
			return codes[0]
		}
	}
	return ""
}

// firstCountry tries the first one to four words of s.
func firstCountry(s string) (string, bool) {
	words := strings.Fields(s)
	for _, skip := range []string{"Counterfeit", "Provisional", "Expired", "National"} {
		if len(words) > 0 && words[0] == skip {
			words = words[1:]
		}
	}
	for n := min(4, len(words)); n > 0; n-- {
		t := strings.Trim(strings.Join(words[:n], " "), ",.:;()")
		if len(t) > 2 || n > 1 || t == "US" || t == "UK" {
			if c, ok := country(t); ok {
				return c, true
			}
		}
	}
	return "", false
}

// documentNames adds the names a document was issued under.
func (r *record) documentNames(note string) {
	if m := nameInLatin.FindStringSubmatch(note); m != nil {
		r.addName(entity.Name{Full: m[1], Kind: entity.NameVariant, Note: "name on a document"})
	}
	for _, run := range foreignRuns(note) {
		r.addName(entity.Name{Full: list.Clean(run), Kind: entity.NameOriginal, Note: "name on a document"})
	}
	if !nameMarker.MatchString(note) {
		return
	}
	for _, m := range underName.FindAllStringSubmatch(note, -1) {
		name := bornTail.ReplaceAllString(" "+m[1], "")
		if nameMarker.MatchString(m[0]) && namelike(strings.TrimSpace(name)) {
			r.addName(entity.Name{Full: name, Kind: entity.NameVariant, Note: "name on a document"})
		}
	}
}

func (r *record) addID(id entity.Identifier) {
	for i, old := range r.e.Identifiers {
		if old.Type == id.Type && (old.Value == id.Value || old.Key() == id.Key()) && (old.Country == id.Country || old.Country == "" || id.Country == "") {
			if old.Country == "" {
				r.e.Identifiers[i].Country = id.Country
			}
			r.e.Identifiers[i].Note = joinNotes(old.Note, id.Note)
			return
		}
	}
	r.e.Identifiers = append(r.e.Identifiers, id)
}
