package uk

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

const (
	monthPattern = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?`
	datePattern  = `(?:\d{1,2}(?:st|nd|rd|th)?[ .]` + monthPattern + `,? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}|` + monthPattern + ` \d{4}|\d{4})`
)

var (
	issuedRE  = regexp.MustCompile(`(?i:issued|issue date|date of issue)(?:[^.;()\d]|\. ?){0,40}?(?:\bon\b|\bin\b|:)?\s*(` + datePattern + `)`)
	expiresRE = regexp.MustCompile(`(?i:expir\w*|valid until|valid to|expiration date|date of expiration)[^.;()\d]{0,25}?\s*(` + datePattern + `)`)
	anyDate   = regexp.MustCompile(`\b` + datePattern + `\b`)
	// numbered is a number behind a word that announces it.
	numbered  = regexp.MustCompile(`(?i:\bno\b|\bnos\b|\bnumber\b|\bcode\b|\bSSN\b|\bdetails\b|\bno\.)[.:\s#-]*((?:[A-Z]{1,4}[ -]?)?\d[\dA-Z/.-]*(?:[ -]{1,2}\d{2,})*|[A-Z]{2,}\d[A-Z0-9-]*)`)
	bare      = regexp.MustCompile(`(?:\b[A-Z]{1,3}[ -]?[A-Z]?)?\d[\dA-Z/.-]{3,}(?:-\d+)*|\b[A-Z]{2,}[A-Z0-9-]*\d[A-Z0-9-]*`)
	grouped   = regexp.MustCompile(`^[A-Z]{0,3}(?:[-/ ]?[A-Z]{1,3})?[ /-]?\d{2,}(?:[ /-](?:\d{2,}|[A-Z]{1,3}\b))*`)
	several   = regexp.MustCompile(`(?i)(?:[A-Z][a-z]+ )?(?:(?:service|diplomatic|official) )?passport (?:number|no)\b[.:]*\s*[A-Z]{0,3} ?\d`)
	bracketed = regexp.MustCompile(`\(([^()]{2,60})\)`)
)

// docKinds are words in the description of a document, the first one found
// decides.
var docKinds = []struct {
	word string
	kind entity.IDType
}{
	{"driving licen", entity.IDDriver}, {"driver", entity.IDDriver},
	{"fiscal code", entity.IDTax}, {"tax", entity.IDTax}, {"inn:", entity.IDTax}, {"inn ", entity.IDTax},
	{"national identi", entity.IDNational}, {"national id", entity.IDNational}, {"identity card", entity.IDNational},
	{"identification card", entity.IDNational}, {"id card", entity.IDNational}, {"tazkira", entity.IDNational},
	{"nat id", entity.IDNational}, {"ration card", entity.IDNational}, {"ssn", entity.IDNational}, {"personal number", entity.IDNational},
	{"social security", entity.IDNational}, {"id no", entity.IDNational}, {"certificate of", entity.IDNational},
	{"passport", entity.IDPassport}, {"travel document", entity.IDPassport},
	{"visa", entity.IDVisa},
}

// documents reads a description of one or several documents: "(1) 428720 (2)
// 215215", "Passport No: 592667 (Qatari passport issued on 3 May 2007).".
// Descriptions without a number come back in rest.
func documents(text string, kind entity.IDType) (ids []entity.Identifier, rest []string) {
	prefix, items := freetext.Enumerated(text)
	if len(items) == 1 {
		items = splitPassports(items[0])
	}
	for _, it := range items {
		if !strings.ContainsFunc(it, unicode.IsLower) {
			// Numbers only: "381320634 PS 563410163".
			if all := bare.FindAllString(it, -1); len(all) > 1 {
				for _, n := range all {
					if id, ok := readDocument(document{number: cleanNumber(n)}, kind, prefix); ok {
						ids = append(ids, id)
					}
				}
				continue
			}
		}
		d := document{info: it}
		if id, ok := readDocument(d, kind, prefix); ok {
			ids = append(ids, id)
		} else {
			rest = append(rest, it)
		}
	}
	return ids, rest
}

// splitPassports splits at each "passport number" when there is more than one.
func splitPassports(s string) []string {
	at := several.FindAllStringIndex(s, -1)
	if len(at) < 2 {
		return []string{s}
	}
	var out []string
	from := 0
	for _, m := range at[1:] {
		out = append(out, strings.TrimSpace(s[from:m[0]]))
		from = m[0]
	}
	return append(out, strings.TrimSpace(s[from:]))
}

// readDocument makes an identifier of a number with its description, or of a
// description that contains the number. context is what an enumeration says
// about all its items.
func readDocument(d document, kind entity.IDType, context string) (entity.Identifier, bool) {
	info := list.Clean(d.info)
	num := strings.Trim(list.Clean(d.number), " '’.,;:")
	if list.Empty(num) {
		num = ""
	}
	if list.Empty(info) {
		info = ""
	}
	text := info
	switch {
	case num == "":
		num = findNumber(info)
	case strings.ContainsAny(num, " ,(") && len(num) > 20 || strings.Contains(strings.ToLower(num), "number"):
		// A description in the column of the number.
		text = strings.TrimSpace(num + ". " + info)
		if n := findNumber(num); n != "" {
			num, info = n, strings.Trim(text, " .")
		}
	}
	if num == "" || len(num) < 3 || strings.Contains(num, "E+") {
		return entity.Identifier{}, false
	}
	id := entity.Identifier{Type: kind, Value: num}
	if text != num {
		id.Note = info
	}
	low := strings.ToLower(context + " " + text)
	for _, k := range docKinds {
		if strings.Contains(low, k.word) {
			// "(passport no. …)" in a description of a national number must not
			// turn it into a passport and back: the words are in order of weight.
			id.Type = k.kind
			break
		}
	}
	if id.Type == entity.IDTax && entity.ValidID(entity.IDINN, num) && (len(num) == 10 || len(num) == 12) {
		id.Type, id.Country = entity.IDINN, "ru"
	}
	if m := issuedRE.FindStringSubmatch(text); m != nil && !strings.Contains(strings.ToLower(m[0]), "xpir") {
		id.Issued, _ = list.ParseDate(m[1], list.DayFirst)
	}
	if m := expiresRE.FindStringSubmatch(text); m != nil {
		id.Expires, _ = list.ParseDate(m[1], list.DayFirst)
	}
	if id.Country == "" {
		id.Country = issuer(text)
	}
	return id, true
}

// findNumber returns the document number in a description: behind "no." or
// "number", else the first that is no date.
func findNumber(text string) string {
	masked := anyDate.ReplaceAllStringFunc(text, func(m string) string {
		if len(m) == 4 { // a year, or a short number: only a year in words around it
			return m
		}
		return strings.Repeat("~", len(m))
	})
	if m := numbered.FindStringSubmatch(masked); m != nil {
		if n := cleanNumber(m[1]); len(n) >= 3 && digitCount(n) >= 2 {
			return n
		}
	}
	for _, m := range bare.FindAllString(masked, -1) {
		n := cleanNumber(m)
		if digitCount(n) >= 3 && !(len(n) == 4 && (strings.HasPrefix(n, "19") || strings.HasPrefix(n, "20")) && len(text) > 12) {
			return n
		}
	}
	// "842 781", "983 (Diplomatic)", "TR-P 614 166 (Turkish)": in groups, at the
	// start.
	if n := cleanNumber(grouped.FindString(masked)); digitCount(n) >= 3 {
		return n
	}
	return ""
}

func cleanNumber(s string) string {
	s = strings.Trim(s, " .,;:/-")
	return strings.Join(strings.Fields(s), " ")
}

func digitCount(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// issuer finds the country in a description: in brackets, or as its first words.
func issuer(text string) string {
	for _, m := range bracketed.FindAllStringSubmatch(text, -1) {
		if c := leadingCountry(m[1]); c != "" {
			return c
		}
	}
	return leadingCountry(text)
}

// noIssuer are words between which CountryCode would find abbreviations: "No"
// of "Passport No" is not Norway.
var noIssuer = map[string]bool{"passport": true, "no": true, "number": true, "id": true, "national": true, "identity": true, "card": true,
	"diplomatic": true, "service": true, "issued": true, "false": true}

// leadingCountry looks for a country or nationality in the first three words.
func leadingCountry(text string) string {
	w := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,.;:()", r) })
	for len(w) > 0 && noIssuer[strings.ToLower(w[0])] {
		w = w[1:]
	}
	for i, x := range w {
		if noIssuer[strings.ToLower(x)] {
			w = w[:i]
			break
		}
	}
	for n := min(len(w), 3); n > 0; n-- {
		t := strings.Join(w[:n], " ")
		if len(t) < 4 && t != "UK" && t != "USA" && t != "UAE" {
			continue
		}
		if c, ok := entity.CountryCode(t); ok {
			return c
		}
	}
	return ""
}
