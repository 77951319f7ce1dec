package eu

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// piece is one name found in a printed name. An empty kind means the kind of
// the field.
type piece struct {
	full string
	kind entity.NameKind
	note string
}

// maxSplit bounds the names that are taken apart, in bytes.
const maxSplit = 4 << 10

var (
	akaMark     = regexp.MustCompile(`(?i)^(?:(?:good|low|high) quality )?(?:a\.?k\.?a\.?|also known as|alias|also spelled|also transliterated as|or)[:\s]+`)
	formerMark  = regexp.MustCompile(`(?i)^(?:f\.?k\.?a\.?|formerly(?: known as| listed as)?|previously(?: known as| listed as)?|former name|ex|ex-)[:\s]+`)
	formerOnly  = regexp.MustCompile(`(?i)^(?:formerly|previously)(?: listed as| known as)?\.?$`)
	formerStart = regexp.MustCompile(`(?i)^(?:(?:formerly|previously) (?:known as|listed as)|f\.k\.a\.?)\s*:?\s+`)
	bornMark    = regexp.MustCompile(`(?i)^(?:born|née|nee|maiden name)[:\s]+`)
	langMark    = regexp.MustCompile(`(?i)^\(?(?:in )?(?:the )?(?:other|original|russian|ukrainian|belarusian|belarussian|chinese|simplified chinese|korean|arabic|persian|farsi|dari|pashto|hebrew|burmese|georgian|armenian|turkish|cyrillic|bulgarian|serbian|romanian|azerbaijani|kazakh|kyrgyz|uzbek|tajik|native)(?: language| script| spelling| transliteration| translation| name)*\s*:\s*`)
	langInfix   = regexp.MustCompile(`(?i)[\s,;]+\(?(?:in )?(?:russian|ukrainian|belarusian|chinese|korean|arabic|persian|farsi|burmese)(?: spelling| name)?\s*:\s*`)
	akaInfix    = regexp.MustCompile(`(?i)[\s,;]+(?:a\.k\.a\.?|also known as)[:\s]*`)
	fkaInfix    = regexp.MustCompile(`(?i)[\s,;]+(?:f\.k\.a\.?|formerly known as|previously known as)[:\s]*`)
	maidenInfix = regexp.MustCompile(`(?i),?\s+(?:née|nee|[-–]\s*born)\s+`)
	notAName    = regexp.MustCompile(`(?i)\b(?:branch|located|area|office|sub-unit|region|province|city|subsidiary|based|martyrs)\b`)
	birthTail   = regexp.MustCompile(`(?i)[.,;]?\s+\(?(?:date of birth|dob|place of birth|pob|born (?:on|in|\d))\b.*$`)
	legalForm   = regexp.MustCompile(`(?i)\b(?:JSC|PJSC|OJSC|CJSC|LLC|LLP|LTD|Limited|OOO|OAO|ZAO|PAO|AO|TOO|GmbH|Company|Inc|Corp(?:oration)?|FZE|FZCO|DMCC|SA|AG)\b`)
	transcriber = regexp.MustCompile(`(?i)^(?:text of image|(?:chinese|korean|russian|arabic|persian|burmese)\s*:?)$`)
)

// splitName takes a name as the Journal prints it apart.
//
//	"Mohammed (a.k.a. Mohammad, Muhammad) JABIR"  -> three spellings
//	"STORMBRINGER (ex KRITI VIGOR)"               -> "STORMBRINGER", former "KRITI VIGOR"
//	"Iranian Oil Company (IOC)"                   -> "Iranian Oil Company", acronym "IOC"
//	"Sergei AKSENOV (Сергей АКСЁНОВ)"             -> "Sergei AKSENOV", original "Сергей АКСЁНОВ"
//	"Elena KRAVCHENKO / Elena KRAVCZENKO"         -> two names
func splitName(text string, person bool) []piece {
	text = list.Clean(text)
	if len(text) > maxSplit {
		return []piece{{full: text}}
	}
	if text == "" || transcriber.MatchString(text) {
		return nil
	}
	if _, items := freetext.Enumerated(text); len(items) > 1 { // "(a) Tunisian Group, (b) TCG"
		var out []piece
		for _, it := range items {
			out = append(out, splitName(it, person)...)
		}
		return out
	}
	var notes string
	if m := birthTail.FindString(text); m != "" && len(m) < len(text) {
		notes = strings.Trim(m, " .,;()")
		text = strings.TrimSuffix(text, m)
	}
	var out []piece
	for _, in := range []struct {
		re   *regexp.Regexp
		kind entity.NameKind
	}{{fkaInfix, entity.NameFormer}, {akaInfix, entity.NameAlias}, {langInfix, entity.NameOriginal}} {
		for {
			m := in.re.FindStringIndex(text)
			if m == nil || m[0] == 0 || !balanced(text[:m[0]]) || in.re == langInfix && foreign(text[:m[0]]) {
				break
			}
			for _, p := range splitName(text[m[1]:], person) {
				if p.kind == "" {
					p.kind = in.kind
				}
				out = append(out, p)
			}
			text = text[:m[0]]
		}
	}
	var head []piece
	if m := maidenInfix.FindStringSubmatchIndex(text); m != nil && person {
		base, maiden := text[:m[0]], strings.Fields(text[m[1]:])
		if words := strings.Fields(base); len(words) > len(maiden) && len(maiden) > 0 {
			full := strings.Join(append(words[:len(words)-len(maiden):len(words)-len(maiden)], maiden...), " ")
			out = append(out, piece{full: full, kind: entity.NameMaiden})
			text = base
		}
	}
	for _, part := range alternatives(text, person) {
		head = append(head, splitBrackets(part, person)...)
	}
	if len(head) > 0 {
		head[0].note = join(head[0].note, notes)
	}
	out = append(head, out...)
	kept := out[:0:0]
	for _, p := range out {
		p.full = tidy(p.full)
		if p.full != "" && !transcriber.MatchString(p.full) {
			kept = append(kept, p)
		}
	}
	return kept
}

// tidy trims separators, quotation marks around the whole, a quotation mark
// that is never closed, and stray brackets.
func tidy(s string) string {
	s = strings.Trim(list.Clean(s), " ,;:.")
	if strings.HasSuffix(s, ")") && !balanced(s) && strings.Count(s, ")") > strings.Count(s, "(") {
		s = strings.TrimSuffix(s, ")")
	}
	for _, q := range [...]struct{ open, shut string }{{`"`, `"`}, {"“", "”"}, {"‘", "’"}, {"'", "'"}} {
		in, ok := strings.CutPrefix(s, q.open)
		if !ok {
			continue
		}
		body, closed := strings.CutSuffix(in, q.shut)
		switch {
		case closed && !strings.Contains(body, q.open) && !strings.Contains(body, q.shut):
			s = body
		case !strings.Contains(in, q.shut) && q.open != "'" && q.open != "‘",
			q.open == "‘" && !strings.Contains(in, "’") && strings.Contains(in, " "):
			s = in
		}
	}
	return strings.TrimSpace(s)
}

// alternatives splits names joined by " / ", and by commas where they part
// whole names rather than surname and forenames.
func alternatives(s string, person bool) []string {
	s = strings.Trim(s, " /")
	if parts := outside(s, " / "); len(parts) > 1 {
		for _, p := range parts {
			if !strings.Contains(strings.TrimSpace(p), " ") && person {
				return []string{s}
			}
		}
		if person || allLegal(parts) || mixedScripts(parts) {
			return parts
		}
	}
	if parts := outside(s, "/"); len(parts) == 2 {
		a, b := strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
		switch {
		case mixedScripts(parts) && len(a) > 3 && len(b) > 3,
			person && strings.Contains(a, " ") && len(strings.Fields(b)) >= len(strings.Fields(a)):
			return parts
		}
	}
	parts := outside(s, ",")
	if len(parts) < 2 {
		return slashes(s, person)
	}
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		if parts[i] == "" {
			return []string{s}
		}
	}
	if !person {
		return commaBodies(s, parts)
	}
	one := 0
	for _, p := range parts {
		if !strings.Contains(p, " ") {
			one++
		}
	}
	switch {
	case one == len(parts) && (len(parts) > 2 || sameStart(parts[0], parts[1])), // spellings of one word
		one == 0 && len(parts) > 2,
		one == 0 && !(capitalsOnly(parts[0]) && !capitalsOnly(parts[1])) && sharesEnd(parts[0], parts[1]):
		return parts
	}
	return []string{s}
}

// slashes writes "Samir Foz/Fawz" out as two names.
func slashes(s string, person bool) []string {
	if person {
		s = strings.NewReplacer("/ ", "/", " /", "/").Replace(s)
	}
	words := strings.Fields(s)
	if !person || !strings.Contains(s, "/") || strings.ContainsAny(s, "()") {
		return []string{s}
	}
	for i, w := range words {
		alts := strings.Split(w, "/")
		if len(alts) < 2 || len(alts) > 6 {
			continue
		}
		var out []string
		for _, a := range alts {
			if a = strings.TrimSpace(a); len(a) < 2 {
				return []string{s}
			}
			full := append(append(append([]string{}, words[:i]...), a), words[i+1:]...)
			out = append(out, slashes(strings.Join(full, " "), person)...)
			if len(out) > 32 {
				return []string{s}
			}
		}
		return out
	}
	return []string{s}
}

// commaBodies splits names of bodies at commas: several with a legal form each,
// several that begin alike, or a name with its abbreviation behind it.
func commaBodies(s string, parts []string) []string {
	if allLegal(parts) || beginAlike(parts) || len(parts) > 3 && enumeration(parts) {
		return parts
	}
	n := len(parts)
	for n > 1 && acronym(parts[n-1]) && parts[n-1] == strings.ToUpper(parts[n-1]) && !legalForm.MatchString(parts[n-1]) {
		n--
	}
	if n == len(parts) || !strings.Contains(parts[0], " ") {
		return []string{s}
	}
	return append([]string{strings.Join(parts[:n], ", ")}, parts[n:]...)
}

// enumeration reports whether every part could be a name: none a mere legal
// form, none the continuation of a sentence.
func enumeration(parts []string) bool {
	for _, p := range parts {
		if lowerStart(p) || strings.Trim(legalForm.ReplaceAllString(p, ""), " .") == "" {
			return false
		}
	}
	return true
}

// beginAlike reports whether each of several long names shares its first word
// with another.
func beginAlike(parts []string) bool {
	for i, p := range parts {
		words, found := strings.Fields(p), false
		if len(words) < 3 {
			return false
		}
		for j, q := range parts {
			found = found || i != j && strings.EqualFold(words[0], strings.Fields(q)[0])
		}
		if !found {
			return false
		}
	}
	return true
}

func sameStart(a, b string) bool {
	strip := strings.NewReplacer("’", "", "'", "", "‘", "", "al-", "", "AL-", "", "Al-", "")
	x, y := []rune(strings.ToLower(strip.Replace(a))), []rune(strings.ToLower(strip.Replace(b)))
	return len(x) > 2 && len(y) > 2 && x[0] == y[0] && x[1] == y[1]
}

func capitalsOnly(s string) bool { return s == strings.ToUpper(s) }

// sharesEnd reports whether two names begin or end with the same word.
func sharesEnd(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return strings.EqualFold(x[0], y[0]) || strings.EqualFold(x[len(x)-1], y[len(y)-1])
}

// outside splits s at sep where it does not stand in brackets.
func outside(s, sep string) []string {
	var out []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth = max(0, depth-1)
		case depth == 0 && strings.HasPrefix(s[i:], sep):
			out = append(out, s[start:i])
			start = i + len(sep)
			i = start - 1
		}
	}
	return append(out, s[start:])
}

func allLegal(parts []string) bool {
	for _, p := range parts {
		if !legalForm.MatchString(p) || len(strings.Fields(p)) < 2 || legalForm.ReplaceAllString(p, "") == "" {
			return false
		}
	}
	return true
}

func mixedScripts(parts []string) bool {
	if len(parts) != 2 {
		return false
	}
	a, b := freetext.Script(parts[0]), freetext.Script(parts[1])
	return a != "" && b != "" && a != b
}

// splitBrackets reads what stands in brackets, and parts a Latin name from the
// same in another script that follows it.
func splitBrackets(s string, person bool) []piece {
	base, groups, at := groupsOf(s)
	name := list.Clean(base)
	if name == "" {
		if len(groups) == 1 && groups[0] != s {
			return splitName(groups[0], person)
		}
		return []piece{{full: s}}
	}
	b := bracketed{person: person, base: base, name: name, edit: base, foreign: foreign(name)}
	for i, g := range groups {
		b.group(g, at[i])
	}
	full := list.Clean(b.edit)
	if m := formerStart.FindString(full); m != "" {
		b.main.kind, full = entity.NameFormer, strings.TrimPrefix(full, m)
	}
	if m := langMark.FindString(full); m != "" && len(m) < len(full) {
		full = strings.TrimPrefix(full, m)
	}
	if b.foreign && b.main.kind == "" {
		b.main.kind = entity.NameOriginal
	}
	if b.kept != "" {
		short := list.Clean(base)
		if len(strings.Fields(short)) > 1 {
			b.more = append(b.more, piece{full: short, kind: entity.NameVariant, note: "without “(" + b.kept + ")”"})
		}
	}
	b.main.full, b.main.note = full, strings.Join(b.notes, "; ")
	if latin, orig, ok := twoScripts(full); ok && len(b.more) == 0 {
		b.main.full = latin
		if b.main.kind == entity.NameOriginal {
			b.main.kind = ""
		}
		return []piece{b.main, {full: orig, kind: entity.NameOriginal}}
	}
	return append([]piece{b.main}, b.more...)
}

func foreign(s string) bool {
	sc := freetext.Script(s)
	return sc != "" && sc != "Latn"
}

// twoScripts parts "Akhtubinsk Plant ОБЩЕСТВО АХТУБИНСК": a Latin name and the
// same in another script, with one border between them.
func twoScripts(s string) (latin, other string, ok bool) {
	border, last, runs, lat, oth := -1, 0, 0, 0, 0
	for i, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		kind := 1
		if !unicode.Is(unicode.Latin, r) {
			kind = 2
			oth++
		} else {
			lat++
		}
		if kind != last {
			if runs++; runs == 2 {
				border = i
			}
			last = kind
		}
	}
	if runs != 2 || lat < 5 || oth < 5 {
		return "", "", false
	}
	a, b := s[:border], s[border:]
	cut := strings.LastIndexByte(a, ' ') // keep opening quotation marks with the second
	if cut < 0 {
		return "", "", false
	}
	b, a = a[cut:]+b, a[:cut]
	a, b = strings.Trim(a, " –—-,;/"), strings.Trim(b, " –—-,;/")
	if !balanced(a) || strings.Count(a, "«") != strings.Count(a, "»") {
		return "", "", false
	}
	if foreign(a) {
		a, b = b, a
	}
	return a, b, true
}

func acronym(s string) bool {
	if strings.Contains(s, " ") {
		return false
	}
	_, a := freetext.Acronym("x (" + s + ")")
	if a == "" {
		return false
	}
	_, isCountry := entity.CountryCode(s)
	return !isCountry || len(s) <= 3 // any three letters may be the code of a country
}

func acronymFirst(g string) bool {
	x, _, ok := strings.Cut(g, ",")
	return ok && acronym(strings.TrimSpace(x)) && len(g) < 80
}

// spellingOf reports whether a bracket behind a personal name holds another
// spelling: one to three capitalised words.
func spellingOf(g string) bool {
	words := strings.Fields(g)
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "‘'’“\""))
		if !unicode.IsUpper(r) || strings.ContainsAny(w, "0123456789.") || len(w) < 3 {
			return false
		}
	}
	return true
}

func lowerStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// initials reports whether acr is made of initials of the words of name, some
// left out.
func initials(acr, name string) bool {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < 2 {
		return false
	}
	want := []rune(strings.ToUpper(strings.NewReplacer(".", "", "-", "", "/", "").Replace(acr)))
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
