package un

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// piece is one name found in a name field. An empty kind means the kind of the
// field it stood in.
type piece struct {
	full string
	kind entity.NameKind
	lang string
	note string
}

var (
	enumerator   = regexp.MustCompile(`(?:^|\s)\(?[a-h]\)\s`)
	bornTail     = regexp.MustCompile(`(?i)[,;]?\s+born\s+(?:in\b|on\b|\d).*$`)
	listedAs     = regexp.MustCompile(`(?i)^(?:previously|formerly)(?: listed as)?$`)
	scriptLabel  = regexp.MustCompile(`(?i)^(?:(?:name )?(?:in )?(?:the )?(?:original|arabic|persian|dari|pashto|urdu|cyrillic|russian|chinese|korean)(?: script)?)\s*:\s*`)
	scriptMark   = regexp.MustCompile(`(?i)\(?\boriginal script\b\)?`)
	acronymShape = regexp.MustCompile(`^[A-Z0-9][A-Za-z0-9&.]*(?:[-/][A-Z0-9]+)*$`)
	andJoin      = regexp.MustCompile(`^(.+\([A-Z]{2,8}\)) AND (.+\([A-Z]{2,8}\))$`)
	entryNumber  = regexp.MustCompile(`^[A-Z]{2,3}[ie]?\.\d{3}$`)
	subUnit      = regexp.MustCompile(`(?i)\s+[-–]\s+(sub-unit name)$`)
)

// maxSplit bounds the fields that are taken apart, in bytes; the longest of the
// real list has 600.
const maxSplit = 8 << 10

var nameNotes = map[string]bool{"combat name": true, "nom de guerre": true, "birth name": true, "initials": true, "prominently known as": true, "third": true, "junior": true, "call sign": true}

// languages are the language names that stand in brackets behind an original
// spelling.
var languages = map[string]string{"tigrinya": "ti", "arabic": "ar", "dari": "prs", "pashto": "ps", "urdu": "ur", "persian": "fa", "farsi": "fa", "russian": "ru", "chinese": "zh", "korean": "ko"}

// notAcronyms are short capitals in brackets that say what a body is, not what
// it is called.
var notAcronyms = map[string]bool{"NGO": true, "LTD": true, "INC": true, "LLC": true, "UK": true, "USA": true, "US": true, "UAE": true, "DPRK": true, "PRC": true, "DRC": true}

// splitNames takes one name field apart into the names it holds. The field is
// free text: the committees join names with "; " or "a) b)", add the original
// spelling, an abbreviation, a second spelling or a remark in brackets, and
// write "previously listed as" behind the name.
//
//	"Abdul Baqi (previously listed as)"               -> former "Abdul Baqi"
//	"Abu Muhammad (original script: Абу Мухаммад)"    -> "Abu Muhammad", original "Абу Мухаммад"
//	"حسن غول (Hassan Ghul; Hassan Gul)"               -> original "حسن غول", "Hassan Ghul", "Hassan Gul"
//	"Mujahidin Indonesia Barat (MIB)"                 -> "Mujahidin Indonesia Barat", acronym "MIB"
func splitNames(text string, person bool) []piece {
	text = strings.Trim(list.Clean(text), ",; ")
	if len(text) > maxSplit {
		return []piece{{full: text}}
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, ")"))
	if text == "" {
		return nil
	}
	if !strings.ContainsAny(text, "();,\"“«/") && !strings.Contains(text, " born ") && !strings.Contains(text, " BORN ") {
		p := piece{full: text} // nine names of ten
		if foreign(text) {
			p.kind = entity.NameOriginal
		}
		return []piece{p}
	}
	if m := andJoin.FindStringSubmatch(text); m != nil && !person {
		return append(splitOne(m[1], person), splitOne(m[2], person)...)
	}
	var out []piece
	for _, part := range splitTop(text) {
		out = append(out, splitOne(part, person)...)
	}
	return out
}

// splitTop splits at semicolons and "b)" marks that stand outside brackets.
func splitTop(text string) []string {
	var out []string
	depth, start := 0, 0
	marks := map[int]int{} // start of an enumeration mark -> its end
	if strings.Contains(text, ") ") {
		for _, m := range enumerator.FindAllStringIndex(text, -1) {
			marks[m[0]] = m[1]
		}
	}
	for i := 0; i < len(text); i++ {
		if end, ok := marks[i]; ok && depth == 0 {
			out = append(out, text[start:i])
			start, i = end, end-1
			continue
		}
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		case ';':
			if depth == 0 {
				out = append(out, text[start:i])
				start = i + 1
			}
		}
	}
	out = append(out, text[start:])
	kept := out[:0]
	for _, s := range out {
		if s = strings.Trim(s, " ,"); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// brackets separates s into the text outside top-level brackets and the
// contents of the brackets, each with the length of the outside text before it.
func brackets(s string) (base string, groups []string, at []int) {
	var b strings.Builder
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '(':
			if depth == 0 {
				start = i + 1
			}
			depth++
		case c == ')' && depth > 0:
			depth--
			if depth == 0 {
				groups = append(groups, strings.TrimSpace(s[start:i]))
				at = append(at, b.Len())
			}
		case depth == 0:
			b.WriteByte(c)
		}
	}
	if depth > 0 { // never closed: the rest is what the bracket holds
		if rest := strings.TrimSpace(s[start:]); rest != "" {
			groups = append(groups, rest)
			at = append(at, b.Len())
		}
	}
	return b.String(), groups, at
}

// splitOne takes the brackets off one name and reads them.
func splitOne(s string, person bool) []piece {
	var tail string
	if m := bornTail.FindString(s); m != "" {
		tail = strings.Trim(m, " ,;")
		s = strings.TrimSuffix(s, m)
	}
	base, groups, at := brackets(s)
	b := bracketed{person: person, base: base, name: strings.TrimSpace(base), edit: base}
	b.foreign = foreign(b.name)
	b.note(tail)
	for i, g := range groups {
		if b.name == "" && g != "" && !listedAs.MatchString(g) {
			return splitNames(g, person)
		}
		b.group(g, at[i])
	}
	if b.kept != "" {
		if short := unquote(list.Clean(base)); strings.Contains(short, " ") {
			b.more = append(b.more, piece{full: short, kind: entity.NameVariant, note: "without “(" + b.kept + ")”"})
		}
	}
	if b.foreign && b.main.kind == "" {
		b.main.kind = entity.NameOriginal
	}
	b.main.full, b.main.note = unquote(list.Clean(b.edit)), strings.Join(b.notes, "; ")
	out := []piece{b.main}
	switch parts := spellingList(b.main.full); {
	case b.foreign:
	case !person:
		out = splitAcronymTail(b.main)
	case parts != nil:
		out = out[:0]
		for _, f := range parts {
			out = append(out, piece{full: f, kind: b.main.kind, note: b.main.note})
		}
	}
	kept := out[:0:0]
	for _, p := range append(out, b.more...) {
		if p.full = strings.Trim(p.full, " ,"); p.full != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// bracketed is a name whose brackets are being read.
type bracketed struct {
	person  bool
	base    string // the text outside the brackets, and trimmed:
	name    string
	foreign bool // base is not in Latin script

	main  piece
	more  []piece // names found in brackets
	notes []string
	edit  string // the name with the brackets that belong to it put back
	shift int
	kept  string // a bracket that was put back and may be left out
}

func (b *bracketed) note(s string) {
	if s != "" {
		b.notes = append(b.notes, s)
	}
}

// putBack restores a bracket that is part of the name.
func (b *bracketed) putBack(g string, at int) {
	at = min(at+b.shift, len(b.edit))
	in := "(" + g + ")"
	b.edit = b.edit[:at] + in + b.edit[at:]
	b.shift += len(in)
}

// group reads one bracket, which stood at offset at of the base.
func (b *bracketed) group(g string, at int) {
	low := strings.ToLower(g)
	switch {
	case g == "":
	case listedAs.MatchString(g):
		b.main.kind = entity.NameFormer
	case nameNotes[low]:
		b.note(g)
		if low == "birth name" {
			b.main.kind = entity.NameMaiden
		}
	case languages[low] != "" && b.foreign:
		b.main.lang = languages[low]
	case entryNumber.MatchString(g):
		b.note(g)
	case b.foreign && foreign(g): // "華信船務(香港)有限公司": a place inside the name
		b.putBack(g, at)
	case foreign(g) || scriptMark.MatchString(g) || scriptLabel.MatchString(g):
		b.more = append(b.more, spellings(g, b.person)...)
	case b.foreign:
		b.main.kind = entity.NameOriginal
		if m := subUnit.FindStringSubmatch(g); m != nil {
			b.note(m[1])
			g = strings.TrimSuffix(g, m[0])
		}
		for _, part := range splitTop(g) {
			b.more = append(b.more, splitOne(part, b.person)...)
		}
	case !b.person && isAcronymList(g):
		for _, a := range strings.Split(g, ",") {
			a = strings.TrimSpace(a)
			k := entity.NameAcronym
			if strings.Contains(a, " ") {
				k = entity.NameVariant
			}
			b.more = append(b.more, piece{full: a, kind: k})
		}
	case b.person && at == 0:
		b.note(g) // "(Sheikh) Musa Hilal"
	case b.person && isSpelling(g):
		b.more = append(b.more, piece{full: replaceLast(b.name, g), kind: entity.NameVariant})
	case b.person || startsLower(g) || hasDigit(g):
		b.note(g)
	default:
		b.kept = g
		b.putBack(g, at)
	}
}

// spellings reads brackets that hold an original spelling, perhaps with Latin
// ones behind it.
func spellings(g string, person bool) []piece {
	g = scriptLabel.ReplaceAllString(g, "")
	g = scriptMark.ReplaceAllString(g, "")
	var out []piece
	for _, part := range splitTop(strings.Trim(g, " :,")) {
		part = list.Clean(strings.Trim(part, " :,()"))
		if runs := foreignRuns(part); len(runs) > 0 {
			for _, r := range runs {
				out = append(out, piece{full: list.Clean(r), kind: entity.NameOriginal})
			}
		} else if part != "" {
			out = append(out, splitOne(part, person)...)
		}
	}
	return out
}

// splitAcronymTail splits "HARAKAT UL-MUJAHIDIN / HUM".
func splitAcronymTail(p piece) []piece {
	left, right, ok := strings.Cut(p.full, " / ")
	if !ok || strings.ContainsAny(right, " /") || len(right) > 8 || right != strings.ToUpper(right) {
		return []piece{p}
	}
	return []piece{{full: left, kind: p.kind, note: p.note}, {full: right, kind: entity.NameAcronym}}
}

// spellingList splits "Abdurezak, Abdelrazaq, Abdulrazak": three or more single
// words are spellings of one name, never surname and forenames.
func spellingList(s string) []string {
	parts := strings.Split(s, ",")
	if len(parts) < 3 {
		return nil
	}
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		if parts[i] == "" || strings.Contains(parts[i], " ") {
			return nil
		}
	}
	return parts
}

func isAcronymList(g string) bool {
	first, _, _ := strings.Cut(g, ",")
	return isAcronym(strings.TrimSpace(first)) && len(g) <= 60
}

// isAcronym reports whether a text in brackets is an abbreviation: short, most
// of it capitals, not the name of a country.
func isAcronym(s string) bool {
	if len(s) < 2 || len(s) > 12 || notAcronyms[s] || !acronymShape.MatchString(s) {
		return false
	}
	upper, lower := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) || unicode.IsDigit(r) {
			upper++
		} else if unicode.IsLower(r) {
			lower++
		}
	}
	if upper < 2 || lower > 1 {
		return false
	}
	_, isCountry := entity.CountryCode(s)
	return !isCountry || len(s) <= 3 // any three letters may be the code of a country
}

// isSpelling reports whether a text in brackets behind a personal name is
// another spelling of it: one or two capitalised words.
func isSpelling(g string) bool {
	words := strings.Fields(g)
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || hasDigit(w) || len(w) < 3 {
			return false
		}
	}
	return true
}

// replaceLast puts alt in place of the last words of name, as many as alt has.
func replaceLast(name, alt string) string {
	words, n := strings.Fields(name), len(strings.Fields(alt))
	if len(words) <= n {
		return alt
	}
	return strings.Join(append(words[:len(words)-n:len(words)-n], alt), " ")
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// unquote removes quotation marks that enclose the whole name.
func unquote(s string) string {
	for _, q := range []struct{ open, shut string }{{`"`, `"`}, {"“", "”"}, {"«", "»"}} {
		if in, ok := strings.CutPrefix(s, q.open); ok {
			if in, ok = strings.CutSuffix(in, q.shut); ok && !strings.Contains(in, q.open) {
				return strings.TrimSpace(in)
			}
		}
	}
	return s
}

// isInitials reports whether acr is made of the initials of the words of name,
// some words left out: FDLR of "Forces démocratiques de libération du Rwanda".
func isInitials(acr, name string) bool {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < 2 {
		return false
	}
	want := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, acr))
	i := 0
	for _, w := range words {
		if i == len(want) {
			break
		}
		if r, _ := utf8.DecodeRuneInString(w); r == want[i] {
			i++
		}
	}
	return i == len(want) && i > 1
}
