package ofac

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// remarksLimit is the number of characters at which sdn.csv cuts the Remarks;
// the rest stands in sdn_comments.csv.
const remarksLimit = 1000

// remarks reads the Remarks column: clauses separated by "; ", the last closed
// by a stop that is left out when the clause ends in one itself. cut says that
// the text ends in the middle of a clause and that its continuation is missing:
// the broken clause is then kept as a note, never read as a value.
func (b *builder) remarks(text string, cut bool) {
	clauses, stop := splitClauses(text)
	for i, c := range clauses {
		last := i == len(clauses)-1
		if last && cut {
			b.note(c + " [cut off by the publisher]")
			break
		}
		b.clause(c, last && stop)
	}
}

// splitClauses splits at "; ". A quoted alias is not split, whatever it holds.
// stop reports that the text ended in a stop, which is not part of the last
// clause.
func splitClauses(text string) (clauses []string, stop bool) {
	text = strings.TrimSpace(text)
	text, stop = strings.CutSuffix(text, ".")
	for text != "" {
		i := separator(text)
		if quoted := openQuote(text); quoted > 0 {
			switch j := strings.Index(text[quoted:], "'; "); {
			case j >= 0:
				i = quoted + j + 1
			case strings.HasSuffix(text, "'"):
				i = -1
			}
		}
		clause := text
		if i >= 0 {
			clause, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		if clause = strings.TrimSpace(clause); clause != "" {
			clauses = append(clauses, clause)
		}
	}
	return clauses, stop
}

// separator returns the index of the first ";" that ends a clause: one before a
// space, or, by an old slip of the list ("nationality possibly
// Palestinian;arrested 23 Apr 2002"), before a small letter outside an address.
func separator(text string) int {
	for i := 0; i < len(text); i++ {
		if text[i] != ';' || i+1 == len(text) {
			continue
		}
		next := text[i+1]
		if next == ' ' || next >= 'a' && next <= 'z' && !strings.Contains(text[:i], "://") {
			return i
		}
	}
	return -1
}

// openQuote returns the index behind the opening quote when text starts with a
// quoted alias, else 0.
func openQuote(text string) int {
	s := strings.TrimLeft(text, " ")
	n := len(text) - len(s)
	s, alt := cutAlt(s)
	n += alt
	for _, l := range [...]string{"a.k.a. '", "f.k.a. '", "n.k.a. '", "d.b.a. '"} {
		if strings.HasPrefix(s, l) {
			return n + len(l)
		}
	}
	return 0
}

// cutAlt drops the "alt. " that marks the second and later values of a label.
func cutAlt(clause string) (rest string, dropped int) {
	if len(clause) > 5 && (clause[0] == 'a' || clause[0] == 'A') && clause[1:5] == "lt. " {
		return clause[5:], 5
	}
	return clause, 0
}

// clause reads one clause. stop says that it was the last and lost a stop that
// may have been its own.
func (b *builder) clause(raw string, stop bool) {
	s, _ := cutAlt(raw)
	afterType := b.orgType
	b.orgType = false
	l, value := findLabel(s)
	if l == nil || value == "" {
		b.free(s, afterType)
		return
	}
	b.apply(l, value, s, stop)
}

// apply stores the value of a label. clause is label and value as published.
func (b *builder) apply(l *label, value, clause string, stop bool) {
	switch l.kind {
	case factID:
		b.document(l, splitDocument(value))
	case factAttribute:
		b.attribute(l.key, value)
		b.orgType = l.key == "organization_type"
	case factBirthDate:
		b.date(entity.DateBirth, l.text, value)
	case factBirthPlace:
		b.birthPlace(value)
	case factNationality:
		b.country(entity.CountryNationality, value)
	case factCitizenship:
		b.country(entity.CountryCitizenship, value)
	case factJurisdiction:
		b.country(entity.CountryJurisdiction, value)
	case factFlag:
		b.country(entity.CountryFlag, value)
	case factFormerFlag:
		b.country(entity.CountryFormerFlag, value)
	case factGender:
		switch strings.ToLower(value) {
		case "male":
			b.e.Gender = entity.Male
		case "female":
			b.e.Gender = entity.Female
		default:
			b.warn("Gender", "%q not understood", value)
			b.note(clause)
		}
	case factContact:
		b.contact(l.contact, bareContact(value))
	case factWallet:
		b.wallet(value, clause)
	case factAlias:
		b.alias(l, value, stop)
	case factLinked:
		b.linked(value, clause, stop)
	case factOperator:
		b.relation(entity.RelationOperator, b.target(value, stop), l.text)
	case factIncorporated:
		b.date(entity.DateIncorporation, l.text, value)
	case factBuilt:
		b.date(entity.DateBuild, l.text, value)
	case factTarget:
		b.targets = append(b.targets, value)
		b.attribute("target_type", value)
	case factPosition:
		b.position(value)
	case factDirective:
		if !b.directive(value) {
			b.note(clause)
		}
	case factMenu:
		b.act(l.key, clean(value))
	case factListingDate:
		if !b.listingDate(l.text, value) {
			b.note(clause)
		}
	default:
		b.note(clause)
	}
}

// wallet takes "XBT 1A1z...": currency, then address.
func (b *builder) wallet(value, clause string) {
	currency, address, ok := strings.Cut(value, " ")
	address = strings.TrimSpace(address)
	if !ok || address == "" || strings.ContainsRune(address, ' ') {
		b.warn("Digital Currency Address", "no currency and address in %q", value)
		b.note(clause)
		return
	}
	b.identifier(entity.Identifier{Type: entity.IDWallet, Value: address, Label: currency})
}

// alias takes a weak alias, which the remarks give in single quotes. The quotes
// are the outermost ones: names may hold apostrophes. The issuer of a security
// is a further name of a strong kind, without quotes.
func (b *builder) alias(l *label, value string, stop bool) {
	if l.name == entity.NameVariant {
		b.addName(entity.Name{Full: clean(b.target(value, stop)), Kind: l.name, Note: l.text})
		return
	}
	value = strings.TrimSpace(value)
	if len(value) >= 2 && value[0] == '\'' && value[len(value)-1] == '\'' {
		value = value[1 : len(value)-1]
	} else {
		value = strings.Trim(value, "'")
	}
	n := listName(b.kind, unquote(value))
	n.Kind, n.Weak = l.name, true
	if l.text == "d.b.a." {
		n.Note = "doing business as"
	}
	b.addName(n)
}

// unquote drops a second pair of quotes around a whole nickname ("'FOOPIE'").
// Apostrophes that stand for letters are left alone.
func unquote(s string) string {
	for _, q := range []string{"'", `"`} {
		if inner, ok := strings.CutPrefix(s, q); ok {
			if inner, ok = strings.CutSuffix(inner, q); ok && inner != "" && !strings.ContainsAny(inner, q+",") {
				return inner
			}
		}
	}
	return s
}

// linked takes "Linked To: NAME", and the classic XML's "(Linked To: NAME)",
// which may stand several times in a row.
func (b *builder) linked(value, clause string, stop bool) {
	if !strings.HasPrefix(clause, "(") {
		b.relation(entity.RelationLinked, b.target(value, stop), "Linked To")
		return
	}
	for part := range strings.SplitSeq(clause, "(Linked To:") {
		part = strings.TrimSpace(part)
		if inner, ok := strings.CutSuffix(part, ")"); ok {
			part = inner
		}
		if part = strings.TrimSpace(part); part != "" {
			b.relation(entity.RelationLinked, b.target(part, false), "Linked To")
		}
	}
}

// target gives back to a name at the very end of the remarks the stop that may
// be its own ("CO., LTD."): if a record bears the name with the stop, or none
// bears it without and its last word is an abbreviation.
func (b *builder) target(name string, stop bool) string {
	name = clean(name)
	if !stop {
		return name
	}
	dotted := name + "."
	switch {
	case b.names.has(dotted):
		return dotted
	case b.names.has(name):
		return name
	case abbreviated(name):
		return dotted
	}
	return name
}

// abbreviated reports whether the last word is one that is written with a stop.
func abbreviated(name string) bool {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	if strings.ContainsRune(last, '.') && len(last) <= 8 { // "S.A", "C.V", "E.I.R.L"
		return true
	}
	switch strings.ToUpper(last) {
	case "LTD", "CO", "INC", "CORP", "LTDA", "CIA", "BHD", "JR", "SR", "PTY", "PVT", "LIM", "BROS", "CV", "SAC":
		return true
	}
	return false
}

var (
	kinship = regexp.MustCompile(`(?i)^(?:wife|husband|widow|son|daughter|child|brother|sister|half-brother|half-sister|nephew|niece|cousin|father|mother|(?:son|daughter|brother|sister|father|mother)-in-law) of (.+)$`)
	office  = regexp.MustCompile(`(?i)^(?:(?:a|current or|former|ex-\S*|deputy|vice|acting|first|senior|principal|presidential|armed forces|air force|sub-)[ -]?)*(?:minister|prime minister|president|chair(?:man|person|woman)?|director|commander|commander-in-chief|governor|member|head|chief|general manager|managing director|secretary|ambassador|adviser|advisor|leader|officer|prosecutor|commissioner|executive|scientific advisor|owner)(?:[ ,].*)?$`)
	// unknownID is what an identity or register number looks like whose label
	// is not in the table.
	unknownID = regexp.MustCompile(`^([A-Z][A-Za-z./'&()-]*(?: [A-Za-z./'&()#-]+){0,7}? ?(?:No\.?|Number|ID|#|Code|Certificate|Card))[:.]? ((?:\S*\d\S*)(?: \S+){0,3}?(?: \([^()]*\))?(?: issued [^,;]*)?(?: expires [^,;]*)?)$`)
	bareMail  = regexp.MustCompile(`^(\S+@\S+\.\w+)(?: \(email\))?\.?$`)
	bareSite  = regexp.MustCompile(`^((?:https?://|www\.)\S+?)(?: \(website\))?\.?$`)
)

// free takes a clause without a known label.
func (b *builder) free(s string, afterType bool) {
	if afterType && s != "" && s[0] >= 'a' && s[0] <= 'z' {
		// "Organization Type: Accounting, bookkeeping and auditing activities;
		// tax consultancy" is one class of the ISIC.
		a := &b.e.Attributes[len(b.e.Attributes)-1]
		a.Value += "; " + s
		return
	}
	plain := bare(s)
	if b.titles[plain] {
		return // the Title field has it
	}
	if m := bareMail.FindStringSubmatch(s); m != nil {
		b.contact(entity.ContactEmail, m[1])
		return
	}
	if m := bareSite.FindStringSubmatch(s); m != nil {
		b.contact(entity.ContactWebsite, strings.TrimRight(m[1], "."))
		return
	}
	if b.kind == kindIndividual {
		if b.kin(plain) {
			return
		}
		if isRank(plain) {
			b.position(plain)
			return
		}
		if office.MatchString(plain) {
			b.position(plain)
			return
		}
	}
	if m := unknownID.FindStringSubmatch(plain); m != nil {
		b.warn("remarks", "unknown label %q", m[1])
		b.document(&label{text: m[1], kind: factID, id: entity.IDOther}, splitDocument(m[2]))
		return
	}
	b.note(s)
}

// kin makes a relation of "wife of X" and reports whether text was one.
func (b *builder) kin(text string) bool {
	m := kinship.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	b.relation(entity.RelationFamily, m[1], text)
	return true
}

// bareContact drops the colon and stop that older remarks put around numbers.
func bareContact(v string) string {
	return strings.TrimSpace(strings.TrimRight(strings.TrimLeft(v, ": "), "."))
}
