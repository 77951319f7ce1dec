package eu

import (
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// bracketed is a name whose brackets are being read.
type bracketed struct {
	person     bool
	foreign    bool
	base, name string
	main       piece
	more       []piece
	notes      []string
	edit       string
	shift      int
	kept       string
}

// spellings replaces the word before the bracket by each of the others:
// "Mohammed (a.k.a. Mohammad) JABIR" gives "Mohammad JABIR". Brackets that hold
// whole names give those.
func (b *bracketed) spellings(alts string, at int, kind entity.NameKind) {
	before := strings.Fields(b.base[:min(at, len(b.base))])
	after := strings.Fields(b.base[min(at, len(b.base)):])
	for _, alt := range strings.FieldsFunc(alts, func(r rune) bool { return r == ',' || r == ';' || r == '/' }) {
		alt = akaMark.ReplaceAllString(strings.TrimSpace(alt), "")
		words := strings.Fields(alt)
		switch {
		case len(words) == 0:
		case !b.person || len(words) > 1 && len(after) == 0 || len(before) == 0:
			b.more = append(b.more, splitName(alt, b.person)...)
		default:
			n := min(len(words), len(before))
			full := append(append(append([]string{}, before[:len(before)-n]...), words...), after...)
			k := kind
			if k == "" {
				k = entity.NameVariant
			}
			b.more = append(b.more, piece{full: strings.Join(full, " "), kind: k})
		}
	}
}

func (b *bracketed) group(g string, at int) {
	g = strings.TrimSpace(g)
	switch {
	case g == "":
	case formerOnly.MatchString(g):
		b.main.kind = entity.NameFormer
	case formerMark.MatchString(g):
		for _, p := range splitName(formerMark.ReplaceAllString(g, ""), b.person) {
			if p.kind == "" {
				p.kind = entity.NameFormer
			}
			b.more = append(b.more, p)
		}
	case akaMark.MatchString(g) && !strings.HasPrefix(strings.ToLower(g), "alias "):
		b.spellings(akaMark.ReplaceAllString(g, ""), at, "")
	case akaMark.MatchString(g): // "alias X": another name, not a spelling
		for _, x := range strings.Split(akaMark.ReplaceAllString(g, ""), ",") {
			b.more = append(b.more, splitName(x, b.person)...)
		}
	case bornMark.MatchString(g):
		b.spellings(bornMark.ReplaceAllString(g, ""), at, entity.NameMaiden)
	case foreign(g) && b.foreign && strings.TrimSpace(b.base[min(at, len(b.base)):]) == "" && freetext.Script(g) != "Hani":
		b.second(g, at) // "Общество «Вега» (ООО «Вега»)"
	case foreign(g) && b.foreign, !foreign(g) && b.foreign && len(strings.Fields(g)) < 2 && !b.person && !acronym(g):
		b.putBack(g, at)
	case langMark.MatchString(g) || foreign(g):
		for _, x := range strings.FieldsFunc(langMark.ReplaceAllString(g, ""), func(r rune) bool { return r == ';' }) {
			for _, p := range splitName(langMark.ReplaceAllString(strings.TrimSpace(x), ""), b.person) {
				if p.kind == "" {
					p.kind = entity.NameVariant
				}
				b.more = append(b.more, p)
			}
		}
	case acronym(g) && !b.person:
		b.more = append(b.more, piece{full: g, kind: entity.NameAcronym})
	case b.foreign: // "أنصار (Ansar)": the Latin spelling
		b.main.kind = entity.NameOriginal
		b.more = append(b.more, splitName(g, b.person)...)
	case !b.person && acronymFirst(g):
		for _, x := range strings.Split(g, ",") {
			k := entity.NameVariant
			if x = strings.TrimSpace(x); acronym(x) {
				k = entity.NameAcronym
			}
			b.more = append(b.more, piece{full: x, kind: k})
		}
	case b.person && spellingOf(g):
		b.spellings(g, at, "")
	case !b.person && b.longName(g, at):
		b.more = append(b.more, piece{full: g})
	case !b.person && b.shortName(g, at):
		b.more = append(b.more, piece{full: g, kind: entity.NameAcronym})
	case b.person || lowerStart(g) || strings.ContainsAny(g, "0123456789"):
		b.notes = append(b.notes, g)
	default:
		b.kept = g
		b.putBack(g, at)
	}
}

// second adds what stands in brackets behind a name in the same foreign script:
// the family name before marriage, the short form of a company, its initials.
func (b *bracketed) second(g string, at int) {
	switch {
	case b.person:
		b.spellings(g, at, "")
	case !strings.Contains(g, " ") && utf8.RuneCountInString(g) <= 10 && g == strings.ToUpper(g):
		b.more = append(b.more, piece{full: g, kind: entity.NameAcronym})
	default:
		for _, x := range strings.Split(g, ", ") {
			b.more = append(b.more, piece{full: x, kind: entity.NameOriginal})
		}
	}
}

// longName reports whether a bracket that ends the name of a body holds another
// name of it: "ESNICO (Equipment Supplier for Nuclear Industries)", "Almaz
// Radio Plant (JSC AZRP)". Places and parts ("Albanian branch") are none.
func (b *bracketed) longName(g string, at int) bool {
	if strings.TrimSpace(b.base[min(at, len(b.base)):]) != "" || lowerStart(g) || notAName.MatchString(g) || notAName.MatchString(b.name) && len(strings.Fields(g)) < 3 {
		return false
	}
	if _, isCountry := entity.CountryCode(g); isCountry {
		return false
	}
	words := len(strings.Fields(g))
	return words > 2 && !strings.Contains(g, " of the ") || words > 1 && legalForm.MatchString(g)
}

// shortName reports whether a bracket holds a short name of the body: a word of
// it, or one with capitals inside ("BelAZ").
func (b *bracketed) shortName(g string, at int) bool {
	if strings.Contains(g, " ") || len(g) < 3 || lowerStart(g) || freetext.Script(g) != "Latn" || legalForm.MatchString(g) {
		return false
	}
	if inner := g[1:]; inner != strings.ToLower(inner) && inner != strings.ToUpper(inner) {
		return true
	}
	for _, w := range strings.Fields(b.base) {
		if len(g) > 3 && len(w) > 3 && strings.EqualFold(w[:4], g[:4]) {
			return true
		}
	}
	return false
}

func (b *bracketed) putBack(g string, at int) {
	at = min(at+b.shift, len(b.edit))
	in := "(" + g + ")"
	b.edit = b.edit[:at] + in + b.edit[at:]
	b.shift += len(in)
}

// groupsOf separates s into what stands outside brackets and what stands in
// them. A bracket never closed ends with the text.
func groupsOf(s string) (base string, groups []string, at []int) {
	var b strings.Builder
	depth, start := 0, 0
	add := func(g string) {
		groups = append(groups, strings.TrimSpace(g))
		at = append(at, b.Len())
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '(':
			if depth == 0 {
				start = i + 1
			}
			depth++
		case c == ')' && depth > 0:
			if depth--; depth == 0 {
				add(s[start:i])
			}
		case depth == 0:
			b.WriteByte(c)
		}
	}
	if depth > 0 && start < len(s) {
		add(s[start:])
	}
	return b.String(), groups, at
}
