package ch

import (
	"sort"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/freetext"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// maxNames bounds what one <name> may be multiplied out to.
const maxNames = 48

// spelling is one way to write a part of a name. Latin spellings come from any
// language; the others are kept apart by language and script.
type spelling struct{ text, lang, script string }

type namePart struct {
	order int
	kind  string // publisher's word: family-name, given-name ...
	base  string
	other []spelling
}

var partKinds = map[string]entity.PartKind{
	"title": entity.PartTitle, "given-name": entity.PartGiven, "further-given-name": entity.PartSecond,
	"father-name": entity.PartFather, "grand-father-name": entity.PartFather, "family-name": entity.PartFamily,
	"maiden-name": entity.PartMaiden, "suffix": entity.PartSuffix, "tribal-name": entity.PartTribal,
	"whole-name": entity.PartWhole, "other": entity.PartUnassigned, "mother-name": entity.PartMother, "nickname": entity.PartNickname,
}

func (b *builder) readParts(n *xmlnode.Node) []namePart {
	var parts []namePart
	for _, p := range n.Children("name-part") {
		order, err := strconv.Atoi(p.Attr("order"))
		if err != nil {
			order = len(parts) + 1
		}
		np := namePart{order: order, kind: p.Attr("name-part-type"), base: clean(p.Value("value"))}
		if _, ok := partKinds[np.kind]; !ok {
			b.warn("name-part-type", "unknown kind of name part %q", np.kind)
		}
		for _, s := range p.Children("spelling-variant") {
			s.Ignore("@spelling-variant-type", "@ssid")
			v := spelling{clean(s.Text()), strings.ToLower(s.Attr("lang")), s.Attr("script")}
			if v.text == "" {
				continue
			}
			// The letters decide; the mark is wrong now and then.
			if sc := freetext.Script(v.text); sc != "" {
				v.script = sc
			} else {
				v.script = iso15924(v.script)
			}
			np.other = append(np.other, v)
		}
		if np.base == "" && len(np.other) > 0 {
			np.base, np.other = np.other[0].text, np.other[1:]
		}
		if np.base != "" {
			parts = append(parts, np)
		}
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].order < parts[j].order })
	return parts
}

// iso15924 writes "CYRL" as "Cyrl".
func iso15924(s string) string {
	if len(s) != 4 {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.ToLower(s[1:])
}

// addName converts one <name> of an identity. main tells whether the identity
// is the main one.
func (b *builder) addName(n *xmlnode.Node, main bool) {
	typ, quality, lang := n.Attr("name-type"), n.Attr("quality"), strings.ToLower(n.Attr("lang"))
	n.Ignore("@ssid")
	weak := false
	switch quality {
	case "good", "":
	case "low":
		weak = true
	default:
		b.warn("quality", "unknown quality %q", quality)
	}
	kind := entity.NameAlias
	switch typ {
	case "primary-name":
		if main {
			kind = entity.NamePrimary
		}
	case "alias":
	case "formerly-known-as":
		kind = entity.NameFormer
	default:
		b.warn("name-type", "unknown name type %q", typ)
	}
	parts := b.readParts(n)
	var titles, maiden, rest []namePart
	for _, p := range parts {
		switch p.kind {
		case "title":
			titles = append(titles, p)
		case "maiden-name":
			maiden = append(maiden, p)
		default:
			rest = append(rest, p)
		}
	}
	for _, p := range titles {
		b.addTitle(p.base)
	}
	if len(rest) == 0 {
		rest = maiden
		maiden = nil
	}
	if len(rest) == 0 {
		return
	}
	add := func(s []spelling, from []namePart, k entity.NameKind, weak bool, note string) {
		name := entity.Name{Kind: k, Weak: weak, Note: note}
		var full []string
		for i, p := range from {
			if s[i].text == "" {
				continue
			}
			full = append(full, s[i].text)
			name.Parts = append(name.Parts, entity.Part{Kind: partKinds[p.kind], Value: s[i].text})
			if name.Lang == "" {
				name.Lang = s[i].lang
			}
		}
		name.Full = strings.Join(full, " ")
		name.Script = freetext.Script(name.Full)
		if name.Script != "Latn" && name.Script != "" && k != entity.NamePrimary {
			name.Kind = entity.NameOriginal
		}
		b.keepName(name)
	}
	latin, capped := latinSpellings(rest, lang)
	if capped {
		b.warn("name", "spellings of %q multiply out to more than %d names; the rest are left out", text(latin[0]), maxNames)
	}
	for i, s := range latin {
		k := kind
		if i > 0 && kind == entity.NamePrimary {
			k = entity.NameVariant
		}
		add(s, rest, k, weak, "")
	}
	for _, s := range originalSpellings(rest) {
		missing := 0
		for _, x := range s {
			if x.text == "" {
				missing++
			}
		}
		note := ""
		if missing > 0 {
			note = "part of a longer name"
		}
		add(s, rest, entity.NameOriginal, weak || missing > 0, note)
	}
	b.otherForms(rest, maiden, weak, lang)
}

// otherForms adds the name without its tribal part, which papers often lack,
// and the name with the maiden name in place of the family name.
func (b *builder) otherForms(rest, maiden []namePart, weak bool, lang string) {
	form := func(skip string, instead *namePart, kind entity.NameKind) {
		name := entity.Name{Kind: kind, Weak: weak, Lang: lang}
		var full []string
		for _, p := range rest {
			if p.kind == skip {
				if instead == nil {
					continue
				}
				p = *instead
				instead = nil
				skip = "-"
			}
			full = append(full, p.base)
			name.Parts = append(name.Parts, entity.Part{Kind: partKinds[p.kind], Value: p.base})
		}
		if instead != nil {
			full = append(full, instead.base)
			name.Parts = append(name.Parts, entity.Part{Kind: partKinds[instead.kind], Value: instead.base})
		}
		if len(full) < 2 {
			return
		}
		name.Full = strings.Join(full, " ")
		name.Script = freetext.Script(name.Full)
		b.keepName(name)
	}
	for _, p := range rest {
		if p.kind == "tribal-name" && len(rest) > 2 {
			form("tribal-name", nil, entity.NameVariant)
			break
		}
	}
	for i := range maiden {
		form("family-name", &maiden[i], entity.NameMaiden)
	}
}

func text(s []spelling) string {
	var out []string
	for _, x := range s {
		if x.text != "" {
			out = append(out, x.text)
		}
	}
	return strings.Join(out, " ")
}

// latinSpellings multiplies out the base spellings and the Latin variants of the
// parts. The base comes first, then the names in which all parts are of one
// language, then the mixed ones; capped tells that some were left out.
func latinSpellings(parts []namePart, lang string) (out [][]spelling, capped bool) {
	seen := make(map[string]bool)
	add := func(s []spelling) {
		key := strings.ToLower(text(s))
		if seen[key] {
			return
		}
		if len(out) >= maxNames {
			capped = true
			return
		}
		seen[key] = true
		out = append(out, append([]spelling(nil), s...))
	}
	base := make([]spelling, len(parts))
	choices := make([][]spelling, len(parts))
	var langs []string
	for i, p := range parts {
		base[i] = spelling{text: p.base, lang: lang}
		choices[i] = []spelling{base[i]}
		for _, v := range p.other {
			if v.script == "Latn" || v.script == "" {
				choices[i] = append(choices[i], v)
				langs = appendNew(langs, v.lang)
			}
		}
	}
	add(base)
	for _, l := range langs {
		s := append([]spelling(nil), base...)
		for i, c := range choices {
			for _, v := range c[1:] {
				if v.lang == l {
					s[i] = v
					break
				}
			}
		}
		add(s)
	}
	product(choices, func(s []spelling) bool { add(s); return !capped })
	return out, capped
}

// originalSpellings gives the names in other scripts, one product for each
// language and script. A part without a spelling in the language takes one of
// the same script; failing that it is left out, so that no name mixes scripts.
func originalSpellings(parts []namePart) [][]spelling {
	type culture struct{ lang, script string }
	var cultures []culture
	for _, p := range parts {
		for _, v := range p.other {
			if v.script == "Latn" || v.script == "" {
				continue
			}
			c := culture{v.lang, v.script}
			known := false
			for _, x := range cultures {
				known = known || x == c
			}
			if !known {
				cultures = append(cultures, c)
			}
		}
	}
	var out [][]spelling
	for _, c := range cultures {
		choices := make([][]spelling, len(parts))
		for i, p := range parts {
			var same []spelling
			for _, v := range p.other {
				if v.script == c.script {
					same = append(same, v)
					if v.lang == c.lang {
						choices[i] = append(choices[i], v)
					}
				}
			}
			if choices[i] == nil {
				choices[i] = same
			}
			if choices[i] == nil && freetext.Script(p.base) == c.script {
				choices[i] = []spelling{{p.base, c.lang, c.script}}
			}
			if choices[i] == nil {
				choices[i] = []spelling{{}}
			}
		}
		product(choices, func(s []spelling) bool {
			out = append(out, append([]spelling(nil), s...))
			return len(out) < maxNames
		})
	}
	return out
}

// product calls f with each way to take one of each of choices, until f returns
// false. The slice is reused.
func product(choices [][]spelling, f func([]spelling) bool) {
	at := make([]int, len(choices))
	cur := make([]spelling, len(choices))
	for {
		for i, c := range choices {
			cur[i] = c[at[i]]
		}
		if !f(cur) {
			return
		}
		i := len(at) - 1
		for ; i >= 0; i-- {
			if at[i]++; at[i] < len(choices[i]) {
				break
			}
			at[i] = 0
		}
		if i < 0 {
			return
		}
	}
}

func appendNew(s []string, v string) []string {
	for _, x := range s {
		if x == v {
			return s
		}
	}
	return append(s, v)
}

func (b *builder) addTitle(t string) {
	for _, x := range b.e.Titles {
		if x == t {
			return
		}
	}
	b.e.Titles = append(b.e.Titles, t)
}

// keepName adds a name unless its spelling is there already; the strong and the
// primary win.
func (b *builder) keepName(n entity.Name) {
	key := strings.ToLower(n.Full)
	if n.Full == "" {
		return
	}
	if i, dup := b.seen[key]; dup {
		b.e.Names[i].Weak = b.e.Names[i].Weak && n.Weak
		return
	}
	b.seen[key] = len(b.e.Names)
	b.e.Names = append(b.e.Names, n)
}
