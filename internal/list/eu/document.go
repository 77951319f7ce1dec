package eu

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// identificationTypes are the codes of version 1.1.
var identificationTypes = map[string]entity.IDType{
	"passport":       entity.IDPassport,
	"id":             entity.IDNational,
	"ssn":            entity.IDNational,
	"nrn":            entity.IDNational,
	"fiscalcode":     entity.IDTax,
	"regnumber":      entity.IDRegistration,
	"tradelic":       entity.IDRegistration,
	"swiftbic":       entity.IDBIC,
	"imo":            entity.IDIMOCompany, // subjects are persons and bodies, never ships
	"drivinglicence": entity.IDDriver,
	"travelcardid":   entity.IDOther,
	"birthcert":      entity.IDOther,
	"nationcert":     entity.IDOther,
	"residentperm":   entity.IDOther,
	"electionid":     entity.IDOther,
	"other":          entity.IDOther,
}

var (
	numberWords = regexp.MustCompile(`(?i)^((?:[\p{L}’'.()“”"/-]+ ){0,6}?(?:no|nr|number|n°|ssn|card)\.?\s*:?\s+)(.*\d.*)$`)
	leadNo      = regexp.MustCompile(`(?i)^(?:no|nr|number)\.?\s*:?\s*`)
	expiresRE   = regexp.MustCompile(`(?i)\b(?:expir(?:es|ed|y date|ing)|date of expir(?:y|ation)|valid (?:until|to))\s*:?\s*(?:on )?(\d{1,2}[. ](?:\d{1,2}|[A-Z][a-z]{2,8}\.?)[. ]\d{4}|\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{4})`)
	issuedRE    = regexp.MustCompile(`(?i)\bissued(?: on| in)?\s*:?\s*(?:on )?(\d{1,2}[. ](?:\d{1,2}|[A-Z][a-z]{2,8}\.?)[. ]\d{4}|\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{4})`)
	underNameRE = regexp.MustCompile(`(?i)\b(?:under (?:the )?name(?: of)?|in the name of|under the alias|; as)\s+([^,;.()]{4,60})`)
	remarkID    = regexp.MustCompile(`(?i)\b(italian fiscal code|ssn|social security number|employer identification number|fiscal code|tax (?:id|number))\s*[:.]?\s*((?:[A-Z]{3} ?){2}\d{2}[A-Z]\d{2} ?[A-Z]\d{3}[A-Z]?|\d[\dA-Z-]{4,})`)
)

// wordsType finds the type of a document in its words; "" when they name none.
func wordsType(words string) entity.IDType {
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
	case has("ration card", "voter", "student", "birth certificate", "certificate of nationality", "residence permit", "residency", "travel document", "military id"):
		return entity.IDOther
	case has("fiscal code", "tax "):
		return entity.IDTax
	case has("driving", "driver"):
		return entity.IDDriver
	case has("passport"):
		return entity.IDPassport
	case has("identity", "identification card", "identification no", "identification number", "national id", "social security", "ssn", "tazkira", "bpa nr"):
		return entity.IDNational
	}
	return ""
}

// identification reads a document or a number of a body. The type "other" is
// what the files use for old passports, which their remarks say; the numbers of
// Russian companies name their kind in the number or the remark.
func (b *builder) identification(x identification) {
	remarks := strings.Join(x.remarks, "; ")
	note := join(strings.Join(x.flags, ", "), remarks)
	number, latin := list.Clean(x.number), list.Clean(x.latin)
	code, known := x.country.find()
	t, typed := identificationTypes[strings.ToLower(x.code)]
	if !typed && x.code != "" {
		b.warn("identificationTypeCode", "unknown type %q", x.code)
	}
	if !typed {
		t = entity.IDOther
	}
	id := entity.Identifier{Type: t, Country: code, Label: x.text}
	if code == "" && known {
		note = join(note, "country: "+first(x.country.text, x.country.code))
		b.warn("identification", "country %q not understood", first(x.country.text, x.country.code))
	}
	if m := numberWords.FindStringSubmatch(number); m != nil {
		id.Label = strings.Trim(m[1], " :.")
		number = strings.TrimSpace(leadNo.ReplaceAllString(m[2], ""))
	}
	if t == entity.IDOther || id.Label != x.text {
		words := ""
		if id.Label != x.text { // "Other identification number" says nothing
			words = id.Label
		}
		if w := wordsType(words + " " + remarks); w != "" && (t == entity.IDOther || w != entity.IDOther) {
			id.Type = w
		} else if wordsType(words) == entity.IDOther {
			id.Type = entity.IDOther
		}
	}
	for _, d := range []struct {
		text string
		re   *regexp.Regexp
		to   *entity.Date
	}{{x.to, expiresRE, &id.Expires}, {first(x.issued, x.from), issuedRE, &id.Issued}} {
		if !list.Empty(d.text) {
			*d.to = b.date("identification", d.text)
		} else if m := d.re.FindStringSubmatch(remarks); m != nil {
			if v, err := list.ParseDate(m[1], list.DayFirst); err == nil {
				*d.to = v
			}
		}
	}
	if x.from != "" && x.issued != "" {
		note = join(note, "valid from "+x.from)
	}
	if v := list.Clean(x.issuer); v != "" {
		note = join(note, "issued by "+v)
	}
	if v := dash(x.region); v != "" {
		note = join(note, v)
	}
	if v := list.Clean(x.nameOn); v != "" {
		note = join(note, "name on document: "+v)
		b.addName(entity.Name{Full: v, Kind: entity.NameVariant, Note: "name on a document"})
	}
	for _, m := range underNameRE.FindAllStringSubmatch(remarks, -1) {
		if v := strings.TrimSpace(m[1]); capitalised(v) {
			b.addName(entity.Name{Full: v, Kind: entity.NameVariant, Note: "name on a document"})
		}
	}
	id.Note = note
	if list.Empty(number) && list.Empty(latin) {
		if m := remarkID.FindStringSubmatch(remarks); m != nil {
			b.remarkNumbers(remarks)
		} else if note != "" || x.text != "" && number == "" {
			b.note("document", join(x.text, note))
		}
		return
	}
	if !b.person && (id.Type == entity.IDRegistration || id.Type == entity.IDTax || id.Type == entity.IDOther) {
		if b.companyNumbers(number, remarks, id) {
			number = ""
		}
	}
	if id.Type == entity.IDBIC {
		number = strings.ReplaceAll(number, " ", "")
	}
	for _, v := range []string{number, latin} {
		if !list.Empty(v) {
			id.Value = v
			b.addID(id)
		}
	}
}

// companyNumbers reads a register or tax number that names its own kind, in the
// number ("OGRN 1027700043502") or in the remark ("INN"). It reports whether it
// found any.
func (b *builder) companyNumbers(number, remark string, as entity.Identifier) bool {
	texts := []string{number}
	if len(remark) > 0 && len(remark) < 60 && !strings.ContainsAny(remark, "0123456789") {
		texts = append(texts, remark+": "+number)
	}
	for _, text := range texts {
		ids, rest := freetext.IDs(text, as.Country)
		specific := false
		for _, id := range ids {
			specific = specific || id.Type != entity.IDRegistration && id.Type != entity.IDTax && id.Type != entity.IDOther
		}
		if !specific || rest != "" && rest != remark {
			continue
		}
		for _, id := range ids {
			id.Country = first(id.Country, as.Country)
			id.Label = first(id.Label, as.Label)
			id.Note, id.Issued, id.Expires = as.Note, as.Issued, as.Expires
			b.addID(id)
		}
		return true
	}
	return false
}

// capitalised reports whether s is a name of two to six words; the old files
// print names in remarks in small letters.
func capitalised(s string) bool {
	words := strings.Fields(s)
	return len(words) > 1 && len(words) < 7 && !strings.ContainsAny(s, "0123456789") && !lowerStart(words[0]) && !lowerStart(words[len(words)-1])
}

// remarkNumbers takes the numbers out of the remark of an address, where the
// files keep Italian fiscal codes.
func (b *builder) remarkNumbers(remark string) {
	for _, m := range remarkID.FindAllStringSubmatch(remark, -1) {
		id := entity.Identifier{Type: entity.IDTax, Value: strings.TrimSpace(m[2]), Label: m[1]}
		low := strings.ToLower(remark)
		if l := strings.ToLower(m[1]); strings.Contains(l, "social") || l == "ssn" {
			id.Type = entity.IDNational
		}
		switch {
		case strings.Contains(low, "italian"):
			id.Country = "it"
		case strings.Contains(low, "usa") || strings.Contains(remark, "US ") || strings.Contains(low, "united states"):
			id.Country = "us"
		}
		b.addID(id)
	}
}

func (b *builder) addID(id entity.Identifier) {
	for i, old := range b.e.Identifiers {
		if (old.Type == id.Type) && (old.Value == id.Value || old.Key() == id.Key()) && (old.Country == id.Country || old.Country == "" || id.Country == "") {
			o := &b.e.Identifiers[i]
			o.Country = first(o.Country, id.Country)
			if o.Expires.IsZero() {
				o.Expires = id.Expires
			}
			if o.Issued.IsZero() {
				o.Issued = id.Issued
			}
			o.Note = join(o.Note, id.Note)
			return
		}
	}
	b.e.Identifiers = append(b.e.Identifiers, id)
}
