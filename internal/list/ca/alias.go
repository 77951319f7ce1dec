package ca

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alias is one name out of the alias text.
type alias struct{ text, lang string }

// label is a language or the word alias in front of names.
var label = regexp.MustCompile(`(?i)[\s,;]*\b(belaruss?ian|russian|ukrainian|arabic|hebrew|persian|farsi|armenian|chinese|burmese|french|english|alias(?:es)?)\s*:\s*`)

var labelLang = map[string]string{
	"belarusian": "bel", "belarussian": "bel", "russian": "rus", "ukrainian": "ukr", "arabic": "ara", "hebrew": "heb",
	"persian": "fas", "farsi": "fas", "armenian": "hye", "chinese": "zho", "burmese": "mya", "french": "fra", "english": "eng",
}

// aka introduces other names in brackets or in line.
var aka = regexp.MustCompile(`(?i)\s*\(?\s*(?:\ba\.\s?k\.\s?a\.?|\baka\b|\balso known as\b|\bformerly known as\b|\bf\.k\.a\.?)[\s:]*`)

// splitAliases takes the alias text of a record apart.
func splitAliases(text string, person bool) []alias {
	var out []alias
	lang := ""
	add := func(part string) {
		for _, s := range strings.Split(part, ";") {
			for _, name := range splitNames(s, person) {
				if name = trimName(name); name != "" && !onlyLegalForm(name) {
					out = append(out, alias{name, lang})
				}
			}
		}
	}
	for strings.Contains(text, ":") {
		m := label.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		add(text[:m[0]])
		lang = labelLang[strings.ToLower(text[m[2]:m[3]])]
		text = text[m[1]:]
	}
	add(text)
	return out
}

// splitNames splits at "a.k.a.", commas, slashes and "or", in this order.
func splitNames(s string, person bool) []string {
	var out []string
	for _, a := range splitAka(s) {
		for _, c := range splitCommas(a) {
			if person {
				out = append(out, alternatives(c)...)
				continue
			}
			for _, p := range splitSlash(c) {
				out = append(out, splitOr(p)...)
			}
		}
	}
	return out
}

// splitAka gives the text before "a.k.a." and the names behind it, up to the
// bracket that closes them.
func splitAka(s string) []string {
	if low := strings.ToLower(s); !strings.Contains(low, "known") && !strings.Contains(low, "k.") && !strings.Contains(low, "aka") {
		return []string{s}
	}
	at := aka.FindAllStringIndex(s, -1)
	if at == nil {
		return []string{s}
	}
	out := []string{s[:at[0][0]]}
	for i, m := range at {
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		t := s[m[1]:end]
		if strings.Contains(s[m[0]:m[1]], "(") {
			if j := closing(t); j >= 0 {
				out = append(out, t[:j])
				if rest := trimName(t[j+1:]); rest != "" {
					out = append(out, rest)
				}
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// closing is the index of the bracket that closes the one before s, -1 if none.
func closing(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

// splitCommas splits at commas outside brackets and quotes, except in front of
// a legal form or a word in lower case, and behind a lone legal form.
func splitCommas(s string) []string {
	var parts []string
	depth, quoted, from := 0, false, 0
	for i, r := range s {
		switch r {
		case '(', '“', '«':
			depth++
		case ')', '”', '»':
			depth = max(depth-1, 0)
		case '"':
			quoted = !quoted && strings.ContainsRune(s[i+1:], '"')
		case ',':
			if depth > 0 || quoted {
				continue
			}
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	parts = append(parts, s[from:])
	var out []string
	for _, p := range parts {
		p = strings.TrimSpace(p)
		for _, and := range []string{"and ", "и "} {
			if rest, ok := strings.CutPrefix(p, and); ok && len(out) > 0 && startsUpper(rest) {
				p = rest // "X, Y, and Z"
			}
		}
		if rest, ok := strings.CutPrefix(p, "or "); ok && len(out) > 0 {
			out[len(out)-1] += " or " + rest // alternatives(), splitOr() see the whole
			continue
		}
		if len(out) > 0 && p != "" && (startsLower(p) || onlyLegalForm(p) || onlyLegalForm(out[len(out)-1])) {
			out[len(out)-1] += ", " + p
			continue
		}
		out = append(out, p)
	}
	return out
}

// splitSlash splits "English name/nom français" and "name / name" of an
// organisation. A slash inside brackets, or between single words of a longer
// name ("Victory/Pobeda Political Bloc"), does not separate.
func splitSlash(s string) []string {
	depth := 0
	for i, r := range s {
		switch r {
		case '(', '“', '«':
			depth++
		case ')', '”', '»':
			depth = max(depth-1, 0)
		case '/':
			if depth > 0 {
				continue
			}
			l, right := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
			nl, nr := words(l), words(right)
			spaced := strings.HasSuffix(s[:i], " ") || strings.HasPrefix(s[i+1:], " ")
			if nl >= 2 && nr >= 2 || nl == 1 && nr == 1 && utf8.RuneCountInString(l) > 1 && utf8.RuneCountInString(right) > 1 || spaced && nl > 0 && nr > 0 {
				return append([]string{l}, splitSlash(right)...)
			}
		}
	}
	return []string{s}
}

// splitOr splits an organisation's names at " or ", and at " and " or " et "
// where one side shows that a name ends or begins there: a legal form, a closing
// quote, or Cyrillic on both sides (an English "and" is no part of such a name).
func splitOr(s string) []string {
	for _, sep := range []string{" or ", " and "} {
		for from := 0; ; {
			i := strings.Index(s[from:], sep)
			if i < 0 {
				break
			}
			i += from
			l, r := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):])
			from = i + len(sep)
			if l != "" && r != "" && strings.Count(l, "(") == strings.Count(l, ")") &&
				(sep == " or " || cyrillicEdge(l, r) || balanced(l) && (nameEnds(l) || nameBegins(r))) {
				return append(splitOr(l), splitOr(r)...)
			}
		}
	}
	return []string{s}
}

func balanced(s string) bool {
	return strings.Count(s, "(") == strings.Count(s, ")") && strings.Count(s, `"`)%2 == 0 &&
		strings.Count(s, "“") == strings.Count(s, "”") && strings.Count(s, "«") == strings.Count(s, "»")
}

func nameEnds(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	if onlyLegalForm(last) {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("”’»\")", r)
}

func nameBegins(s string) bool {
	first, _, more := strings.Cut(s, " ")
	if more && onlyLegalForm(first) {
		return true
	}
	for _, p := range []string{"Joint Stock Company", "Joint-Stock Company", "Public Joint Stock Company", "Open Joint Stock Company",
		"Limited Liability Company", "Federal State Unitary Enterprise"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func cyrillicEdge(l, r string) bool {
	f, _, _ := strings.Cut(r, " ")
	return hasCyrillic(l[strings.LastIndexByte(l, ' ')+1:]) && hasCyrillic(f)
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// midBracket is another form of the word before it.
var midBracket = regexp.MustCompile(`^(.*?)(\S+)\s*\((\p{L}+)\)\s*(\S.*)$`)

// maxAlternatives bounds what one alias may be multiplied out to.
const maxAlternatives = 24

// alternatives multiplies out a person's name with "or" and "/":
//
//	Hanna Liavusik or Anna Leusik               two names
//	Katsiaryna or Katerina Smuschkovich         first word twice
//	Александр Карниенко or Карниенка            last word twice
//	Aleksander/ Aleksandr Karnienka             first word twice
//
// A single word between two longer names belongs to the one whose edge begins
// with the same letter, else to the one before.
func alternatives(s string) []string {
	s = strings.ReplaceAll(s, "/", " or ")
	var segs [][]string
	for _, seg := range splitWord(s, "or", "and") {
		if len(seg) > 0 {
			segs = append(segs, seg)
		}
	}
	if len(segs) < 2 {
		if !strings.Contains(s, "(") {
			return []string{s}
		}
		if m := midBracket.FindStringSubmatch(s); m != nil && !startsLower(m[3]) {
			return []string{m[1] + m[2] + " " + m[4], m[1] + m[3] + " " + m[4]} // "Dzmitry (Zmitser) Karsiuk"
		}
		return []string{s}
	}
	var out []string
	add := func(w []string) {
		if len(out) < maxAlternatives {
			out = append(out, strings.Join(w, " "))
		}
	}
	replace := func(name []string, at int, word string) {
		c := append([]string(nil), name...)
		c[at] = word
		add(c)
	}
	for i, seg := range segs {
		if len(seg) > 1 {
			add(seg)
			continue
		}
		prev, next := longBefore(segs, i), longAfter(segs, i)
		switch {
		case prev == nil && next == nil:
			add(seg)
		case prev == nil, next != nil && !sameLetter(seg[0], prev[len(prev)-1]) && sameLetter(seg[0], next[0]):
			replace(next, 0, seg[0])
		default:
			replace(prev, len(prev)-1, seg[0])
		}
	}
	return out
}

// splitWord cuts s into lists of words at each of seps that stands as a word.
func splitWord(s string, seps ...string) [][]string {
	var out [][]string
	var cur []string
	for _, x := range strings.Fields(s) {
		if slices.Contains(seps, x) {
			out = append(out, cur)
			cur = nil
			continue
		}
		cur = append(cur, x)
	}
	return append(out, cur)
}

func longBefore(segs [][]string, i int) []string {
	for i--; i >= 0; i-- {
		if len(segs[i]) > 1 {
			return segs[i]
		}
	}
	return nil
}

func longAfter(segs [][]string, i int) []string {
	for i++; i < len(segs); i++ {
		if len(segs[i]) > 1 {
			return segs[i]
		}
	}
	return nil
}

func sameLetter(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.ToLower(x) == unicode.ToLower(y)
}

// trimName removes what splitting left at the edges: separators, and a bracket
// or quote without its partner.
func trimName(s string) string {
	for {
		t := strings.Trim(s, " \t\n,;:")
		t = strings.TrimSuffix(strings.TrimSuffix(t, " or"), " and")
		switch {
		case strings.HasSuffix(t, ")") && strings.Count(t, ")") > strings.Count(t, "("):
			t = t[:len(t)-1]
		case strings.HasPrefix(t, "(") && strings.Count(t, "(") > strings.Count(t, ")"):
			t = t[1:]
		case strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") && closing(t[1:]) == len(t)-2:
			t = t[1 : len(t)-1]
		case strings.HasPrefix(t, "“") && strings.HasSuffix(t, "”") && strings.Count(t, "“") == 1:
			t = strings.TrimSuffix(strings.TrimPrefix(t, "“"), "”")
		case strings.HasPrefix(t, "/"), strings.HasPrefix(t, "."):
			t = t[1:]
		case strings.HasSuffix(t, "("):
			t = t[:len(t)-1]
		}
		if t == s {
			return t
		}
		s = t
	}
}

func words(s string) int { return len(strings.Fields(s)) }

// startsLower reports whether s goes on with what stands before a comma. Small
// articles in front of a name do not count.
func startsLower(s string) bool {
	for _, article := range []string{"the ", "l'", "l’", "al-", "el-"} {
		if rest, ok := strings.CutPrefix(s, article); ok && startsUpper(rest) {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"“«'(`))
	return r != utf8.RuneError && !unicode.IsLower(r)
}

var legalForms = map[string]bool{}

func init() {
	for _, f := range strings.Fields(`LLC LTD LIMITED JSC PJSC OJSC CJSC SC PJS PVT PTE INC CO CORP GMBH AG SA SAL SARL SARLU FZE FZC FZCO LLP PLC BV NV PTY
		FSUE FGUP OOO OAO ZAO PAO AO ANO NPO OJS COMPANY COMPANIES ООО ОАО ЗАО ПАО АО ФГУП ГУП МУП АНО ИП МК ТОО ААТ ЗАТ ПУП РУП УП LLP`) {
		legalForms[f] = true
	}
}

// onlyLegalForm reports whether s is nothing but a legal form ("ООО", "Ltd.").
func onlyLegalForm(s string) bool {
	w := strings.Fields(s)
	if len(w) == 0 || len(w) > 2 {
		return false
	}
	for _, x := range w {
		if !legalForms[strings.ToUpper(strings.Trim(strings.ReplaceAll(x, ".", ""), ",;()"))] {
			return false
		}
	}
	return true
}
