package csl

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// marks are the words between the names in one field, with the kind of the name
// that follows. BIS writes "X, a.k.a., the following three aliases: -Y; -Z; and
// -W", "X A/K/A Y", "X, f.k.a. Y", "X d/b/a Y".
var marks = []struct {
	kind entity.NameKind
	re   string
}{
	{entity.NameAlias, `(?:a[./]?k[./]?a[./]?|also known as)(?:[\s,:;]+the following (?:\w+ )?alias(?:es)?)?|(?:and )?the following (?:\w+ )?alias(?:es)?|alias(?:es)?:`},
	{entity.NameFormer, `f[./]?k[./]?a[./]?|formerly known as|formerly`},
	{entity.NameAlias, `d[./]?b[./]?a[./]?|doing business as|operating as|t[./]a[./]?`},
	{entity.NameNew, `n[./]?k[./]?a[./]?|now known as`},
}

var reMark = func() *regexp.Regexp {
	var alternatives []string
	for _, m := range marks {
		alternatives = append(alternatives, "("+m.re+")")
	}
	// A mark is a word of its own, after a comma, blank or bracket.
	return regexp.MustCompile(`(?i)(?:^|[\s,;(])(?:` + strings.Join(alternatives, "|") + `)(?:[\s,:;]+|$)`)
}()

var (
	reSuccessor = regexp.MustCompile(`(?i)[,;]?\s*\(?\band any (?:successors?|sub-?units?|subsidiar)[^)]*\)?\s*\.?$`)
	reDash      = regexp.MustCompile(`(?:;|:|^)\s*(?:and\s+|or\s+)?[-–—•]\s*`)
	reSemi      = regexp.MustCompile(`\s*;\s*(?:and\s+|or\s+)?`)
	reLead      = regexp.MustCompile(`(?i)^(?:and|or)\s+`)
	reInner     = regexp.MustCompile(`^(.*?)\s*\(([^()]*)\)\s*(.*)$`)
	reLost      = regexp.MustCompile(`(\pL)\?s\b`)
	// reStop is the full stop after a long last word, which ends a sentence and no
	// abbreviation ("Institute." but "Ltd.", "Corp.").
	reStop      = regexp.MustCompile(`(\pL{6,})\.$`)
	reFollowing = regexp.MustCompile(`(?i)^(?:the following )?(?:\w+ )?alias(?:es)?\s*:?\s*`)
)

// splitName takes the names in one field apart. The first is the name itself.
func splitName(s string) (out []entity.Name, note string) {
	s = list.Clean(s)
	if m := reSuccessor.FindStringIndex(s); m != nil && m[0] > 0 {
		note, s = strings.Trim(s[m[0]:], " ,;()"), strings.TrimSpace(s[:m[0]])
	}
	// "PEARL (A.K.A. NEI-CHIEN CHU) LI": the bracket is an aside.
	if m := reInner.FindStringSubmatch(s); m != nil && m[3] != "" {
		if in := reMark.FindStringSubmatchIndex(m[2]); in != nil && in[0] == 0 {
			s = m[1] + " " + m[3] + " " + m[2]
		}
	}
	kind := entity.NamePrimary
	at := 0
	ms := reMark.FindAllStringSubmatchIndex(s, -1)
	put := func(text string) {
		for _, piece := range pieces(text, kind) {
			out = append(out, entity.Name{Full: piece, Kind: kind})
		}
	}
	for _, m := range ms {
		if before := strings.Trim(s[at:m[0]], " ,;:"); before != "" {
			put(before)
		} else if at == 0 {
			continue // the field begins with a mark: a name such as "AKA GROUP"
		}
		for k := range marks {
			if m[2+2*k] >= 0 {
				kind = marks[k].kind
			}
		}
		at = m[1]
	}
	put(s[at:])
	return out, note
}

// pieces divides what follows a mark into names. A primary name is never
// divided.
func pieces(text string, kind entity.NameKind) []string {
	text = strings.TrimSpace(text)
	if kind == entity.NamePrimary {
		return tidy([]string{text})
	}
	text = reFollowing.ReplaceAllString(text, "")
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "–") || strings.Contains(text, "; -") || strings.Contains(text, ";-") {
		return tidy(reDash.Split(text, -1))
	}
	return tidy(reSemi.Split(text, -1))
}

// tidy takes separators off names and leaves out empty ones. The full stop of
// "Ltd." stays, that of a sentence goes.
func tidy(in []string) []string {
	var out []string
	for _, s := range in {
		s = reLead.ReplaceAllString(strings.Trim(list.Clean(s), " ,;:"), "")
		s = strings.TrimSpace(strings.TrimLeft(s, "-–— "))
		if strings.Count(s, ")") > strings.Count(s, "(") {
			s = strings.TrimSpace(strings.TrimSuffix(s, ")"))
		}
		if strings.Count(s, "(") > strings.Count(s, ")") {
			s = strings.TrimSpace(strings.TrimSuffix(s, "("))
		}
		if s = reStop.ReplaceAllString(strings.TrimRight(s, ",;"), "$1"); s != "" && s != "." {
			out = append(out, s)
		}
	}
	return out
}

// names puts all names of a record together.
func (c *converter) names(r *record, e *entity.Entity) {
	add := func(n entity.Name) {
		if n.Full == "" {
			return
		}
		for _, have := range e.Names {
			if have.Full == n.Full {
				return
			}
		}
		if s := freetext.Script(n.Full); s != "Latn" {
			n.Script = s
		}
		if e.Schema == entity.Person && n.Parts == nil {
			n.Parts = parts(n.Full)
		}
		e.Names = append(e.Names, n)
	}
	whole := list.Clean(r.Name)
	primary, note := splitName(r.Name)
	if note != "" {
		e.Notes = append(e.Notes, entity.Note{Kind: "scope", Text: note})
	}
	if len(primary) > 1 {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "name_as_published", Value: whole})
	}
	for _, n := range primary {
		add(n)
	}
	for _, field := range r.AltNames {
		for _, piece := range tidy(reSemi.Split(field, -1)) {
			ns, _ := splitName(piece)
			for i, n := range ns {
				if i == 0 {
					n.Kind = entity.NameAlias
				}
				add(n)
			}
		}
	}
	// Names that are inside of names.
	for _, n := range e.Names[:len(e.Names):len(e.Names)] {
		if e.Schema != entity.Person {
			if base, acronym := freetext.Acronym(n.Full); acronym != "" && !isCountry(acronym) {
				add(entity.Name{Full: base, Kind: entity.NameVariant, Note: "from " + n.Full})
				add(entity.Name{Full: acronym, Kind: entity.NameAcronym, Note: "from " + n.Full})
			}
		}
		if reLost.MatchString(n.Full) {
			add(entity.Name{Full: reLost.ReplaceAllString(n.Full, "$1's"), Kind: entity.NameVariant, Note: "an apostrophe for the question mark of " + n.Full})
		}
		if strings.ContainsRune(n.Full, '\ufffd') {
			c.rep.Warn(e.ID, r.origin.Line, "name", "%q has lost characters", n.Full)
		}
	}
}

// parts divides the names of individuals, which OFAC writes "FAMILY, Given".
func parts(full string) []entity.Part {
	family, given, ok := strings.Cut(full, ", ")
	if !ok || strings.Contains(given, ",") || family == "" || given == "" || suffix[strings.ToUpper(given)] {
		return nil
	}
	return []entity.Part{{Kind: entity.PartFamily, Value: family}, {Kind: entity.PartGiven, Value: given}}
}

var suffix = map[string]bool{"JR.": true, "JR": true, "SR.": true, "SR": true, "II": true, "III": true}

// isCountry tells a branch, "AL-HARAMAIN FOUNDATION (PAKISTAN)", from an acronym.
func isCountry(s string) bool {
	_, ok := entity.CountryCode(s)
	return ok
}
