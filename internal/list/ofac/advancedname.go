package ofac

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// typedPart is a part of a DocumentedName.
type typedPart struct {
	kind    string // NamePartType, lower case
	value   string
	script  string // ISO 15924
	acronym bool
}

// nameGroups gives the NamePartType of each NamePartGroup of a profile.
func (a *advanced) nameGroups(profile *xmlnode.Node) map[string]string {
	groups := make(map[string]string)
	for _, g := range profile.All("Identity", "NamePartGroups", "MasterNamePartGroup", "NamePartGroup") {
		groups[g.Attr("ID")] = strings.ToLower(a.refs.name("NamePartType", g.Attr("NamePartTypeID")))
	}
	return groups
}

func (a *advanced) nameParts(doc *xmlnode.Node, groups map[string]string) []typedPart {
	var parts []typedPart
	for _, v := range doc.All("DocumentedNamePart", "NamePartValue") {
		v.Ignore("@ScriptStatusID")
		p := typedPart{kind: groups[v.Attr("NamePartGroupID")], value: v.Text(), acronym: v.Attr("Acronym") == "true"}
		if id := v.Attr("ScriptID"); id != "" {
			if p.script = a.refs.scripts[id]; p.script == "" {
				p.script = a.refs.name("Script", id)
			}
		}
		if p.value != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// listForm is "LAST, First Middle", or the parts in order where none is a last
// name.
func listForm(parts []typedPart) string {
	var last, rest []string
	for _, p := range parts {
		if p.kind == "last name" {
			last = append(last, p.value)
		} else {
			rest = append(rest, p.value)
		}
	}
	form := strings.Join(last, " ")
	if len(last) > 0 && len(rest) > 0 {
		form += ", "
	}
	return strings.Clone(form + strings.Join(rest, " "))
}

// partKinds are the parts of a personal name. Names of entities, vessels and
// aircraft have one part that is the name.
var partKinds = map[string]entity.PartKind{
	"last name": entity.PartFamily, "first name": entity.PartGiven, "middle name": entity.PartSecond,
	"patronymic": entity.PartFather, "matronymic": entity.PartMother, "maiden name": entity.PartMaiden,
	"nickname": entity.PartNickname, "entity name": entity.PartWhole, "vessel name": entity.PartWhole, "aircraft name": entity.PartWhole,
}

// unspaced are the scripts whose personal names put the family name first and
// no space between the parts.
var unspaced = map[string]bool{"Hans": true, "Hant": true, "Hani": true, "Jpan": true, "Kore": true, "Hang": true}

// documentedName turns the parts into a name, in natural order: first, middle,
// patronymic, last, matronymic; in Chinese, Japanese and Korean script the
// family name first. A maiden name or a nickname beside others is a part only;
// extra returns it as a name of its own.
func (b *builder) documentedName(parts []typedPart) (n entity.Name, extra []entity.Name) {
	by := make(map[entity.PartKind][]string)
	var order []entity.Part
	for _, p := range parts {
		if p.script != "" && p.script != n.Script && (n.Script == "" || n.Script == "Latn") {
			n.Script = p.script
		}
		if p.acronym {
			n.Kind = entity.NameAcronym
		}
		kind, ok := partKinds[p.kind]
		if !ok {
			kind = entity.PartUnassigned
			b.warn("NamePartType", "type %q of the name part %q is not known", p.kind, p.value)
		}
		by[kind] = append(by[kind], p.value)
		order = append(order, entity.Part{Kind: kind, Value: p.value})
	}
	join := func(sep string, kinds ...entity.PartKind) string {
		var words []string
		for _, k := range kinds {
			words = append(words, by[k]...)
		}
		return strings.Join(words, sep)
	}
	given := join(" ", entity.PartGiven, entity.PartSecond, entity.PartFather)
	switch {
	case len(parts) == 0:
		return n, nil
	case b.kind != kindIndividual:
		n.Full = join(" ", entity.PartWhole, entity.PartUnassigned, entity.PartGiven, entity.PartSecond, entity.PartFather,
			entity.PartFamily, entity.PartMother, entity.PartMaiden, entity.PartNickname)
		return n, nil
	case unspaced[n.Script]:
		n.Full = join("", entity.PartFamily, entity.PartGiven, entity.PartSecond, entity.PartFather, entity.PartMother, entity.PartWhole, entity.PartUnassigned)
		n.Parts = order
	case len(parts) == 1 || n.Script != "" && n.Script != "Latn":
		n.Full = list.Clean(join(" ", entity.PartUnassigned, entity.PartWhole) + " " + given + " " + join(" ", entity.PartFamily, entity.PartMother))
		n.Parts = order
	default:
		n.Full, n.Parts = latinName(by, given, order)
	}
	if n.Full == "" { // only a maiden name or a nickname
		n.Full = join(" ", entity.PartNickname, entity.PartMaiden)
		return n, nil
	}
	if len(order) == 1 && order[0].Kind != entity.PartNickname && order[0].Kind != entity.PartMaiden {
		n.Parts = []entity.Part{{Kind: entity.PartWhole, Value: n.Full}} // one word that OFAC files as a last name
	}
	for _, nick := range by[entity.PartNickname] {
		extra = append(extra, entity.Name{Full: nick, Kind: entity.NameAlias, Weak: true, Script: n.Script, Note: "nickname in " + n.Full})
	}
	for _, maiden := range by[entity.PartMaiden] {
		full := maiden
		if given != "" {
			full = given + " " + maiden
		}
		extra = append(extra, entity.Name{Full: full, Kind: entity.NameMaiden, Script: n.Script, Note: "maiden name of " + n.Full})
	}
	return n, extra
}

// latinName gives suffix and title parts of their own, as the other formats do.
func latinName(by map[entity.PartKind][]string, given string, order []entity.Part) (string, []entity.Part) {
	family := strings.Join(by[entity.PartFamily], " ")
	plain := personNameParts(family, given)
	var suffix, title string
	var parts []entity.Part
	for _, p := range plain.Parts {
		switch p.Kind {
		case entity.PartSuffix:
			suffix = p.Value
		case entity.PartTitle:
			title = p.Value
		}
	}
	for _, p := range order {
		switch p.Kind {
		case entity.PartFamily:
			p.Value, _ = cutSuffix(p.Value)
		case entity.PartGiven, entity.PartSecond, entity.PartFather:
			if title != "" {
				rest, ok := strings.CutPrefix(p.Value, title)
				if ok && (rest == "" || rest[0] == ' ') {
					parts = append(parts, entity.Part{Kind: entity.PartTitle, Value: title})
					p.Value, title = strings.TrimSpace(rest), ""
				}
			}
			if suffix != "" {
				p.Value = withoutSuffix(p.Value, suffix)
			}
		}
		if p.Value != "" {
			parts = append(parts, p)
		}
	}
	full := plain.Full
	if mother := strings.Join(by[entity.PartMother], " "); mother != "" {
		full = strings.TrimSpace(strings.TrimSuffix(full, suffix)) + " " + mother
		full = strings.TrimSpace(full + " " + suffix)
	}
	if suffix != "" {
		parts = append(parts, entity.Part{Kind: entity.PartSuffix, Value: suffix})
	}
	if whole := append(by[entity.PartWhole], by[entity.PartUnassigned]...); len(whole) > 0 {
		full = list.Clean(full + " " + strings.Join(whole, " "))
	}
	return full, parts
}

// withoutSuffix takes the generational suffix off a given or middle name:
// "Ruben, Jr." or "Jr.".
func withoutSuffix(v, suffix string) string {
	rest, ok := strings.CutSuffix(v, suffix)
	if !ok || rest != "" && !strings.HasSuffix(strings.TrimSpace(rest), ",") {
		return v
	}
	return strings.TrimRight(rest, ", ")
}

// aliasKinds are the AliasType values.
var aliasKinds = map[string]entity.NameKind{
	"name": entity.NamePrimary, "a.k.a.": entity.NameAlias, "f.k.a.": entity.NameFormer, "n.k.a.": entity.NameNew,
}

// advancedNames reads the identities of a profile. A name in another script
// than Latin is an original spelling, whatever alias it stands in. The primary
// name comes first, wherever the file has it.
func (a *advanced) advancedNames(b *builder, p *xmlnode.Node) {
	groups := a.nameGroups(p)
	var primary, others []entity.Name
	for _, id := range p.Children("Identity") {
		false_ := id.Attr("False") == "true"
		second := id.Attr("Primary") != "true"
		id.Ignore("@ID", "@FixedRef")
		for _, alias := range id.Children("Alias") {
			alias.Ignore("@FixedRef")
			aliasType := a.refs.name("AliasType", alias.Attr("AliasTypeID"))
			kind, ok := aliasKinds[strings.ToLower(aliasType)]
			if !ok {
				kind = entity.NameAlias
				b.warn("AliasType", "type of alias %q is not known", aliasType)
			}
			weak, first := alias.Attr("LowQuality") == "true", alias.Attr("Primary") == "true"
			for _, doc := range alias.Children("DocumentedName") {
				doc.Ignore("@ID", "@FixedRef")
				status := a.refs.docNameStatus(doc.Attr("DocNameStatusID"))
				n, extra := b.documentedName(a.nameParts(doc, groups))
				if n.Full == "" {
					b.warn("DocumentedName", "empty name of type %q", aliasType)
					continue
				}
				n.Weak = weak
				if !ok {
					n.Note = aliasType
				}
				if false_ {
					n.Note = joinNotes(n.Note, "false identity")
				}
				latin := n.Script == "" || n.Script == "Latn"
				isPrimary := kind == entity.NamePrimary && first && latin && !second && !false_ && status == primaryLatin
				switch {
				case isPrimary:
					n.Kind = entity.NamePrimary
				case !latin:
					n.Kind = entity.NameOriginal
					if kind == entity.NameFormer || kind == entity.NameNew {
						n.Note = joinNotes(n.Note, aliasType)
					}
				case n.Kind == entity.NameAcronym && kind == entity.NameAlias:
				case kind == entity.NamePrimary:
					n.Kind = entity.NameAlias
				default:
					n.Kind = kind
				}
				if latin {
					n.Script = "" // as in the other formats
				}
				for i := range extra {
					extra[i].Weak = extra[i].Weak || weak
					if extra[i].Script == "Latn" {
						extra[i].Script = ""
					}
				}
				if isPrimary && len(primary) == 0 {
					primary = append(primary, n)
				} else {
					others = append(others, n)
				}
				others = append(others, extra...)
			}
		}
	}
	for _, n := range append(primary, others...) {
		b.addName(n)
	}
}

func joinNotes(a, b string) string { return join(a, b) }
