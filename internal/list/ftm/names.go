package ftm

import (
	"strings"
	"unicode"

	"github.com/interdict-dev/interdict/internal/entity"
)

// nameProps are the properties that hold names, most trusted first.
var nameProps = []struct {
	prop string
	kind entity.NameKind
	weak bool
}{
	{"name", entity.NameVariant, false},
	{"alias", entity.NameAlias, false},
	{"previousName", entity.NameFormer, false},
	{"abbreviation", entity.NameAcronym, false},
	{"weakAlias", entity.NameAlias, true},
}

// names gives the names of r. The caption, which OpenSanctions chooses with
// care among all names, comes first and is the primary one.
func names(r *Record, countries []string) []entity.Name {
	out := make([]entity.Name, 0, 4)
	seen := make(map[string]bool, 8)
	for _, p := range nameProps {
		for _, v := range r.All(p.prop) {
			full := clean(v)
			if full == "" || seen[full] {
				continue
			}
			seen[full] = true
			n := entity.Name{Full: full, Kind: p.kind, Weak: p.weak, Script: scriptOf(full)}
			if n.Script != "" && (p.prop == "name" || p.prop == "alias") && originalScript(n.Script, countries) {
				n.Kind = entity.NameOriginal
			}
			out = append(out, n)
		}
	}
	if len(out) == 0 && r.Schema == "Person" {
		var parts []string
		for _, p := range partProps {
			if v := r.First(p.prop); v != "" && p.prop != "nameSuffix" {
				parts = append(parts, clean(v))
			}
		}
		if len(parts) > 0 {
			out = append(out, entity.Name{Full: strings.Join(parts, " "), Note: "put together from its parts"})
		}
	}
	if len(out) == 0 {
		return nil
	}
	caption := clean(r.Caption)
	first := 0
	for i, n := range out {
		if n.Full == caption && !n.Weak {
			first = i
			break
		}
	}
	primary := out[first]
	copy(out[1:first+1], out[:first])
	primary.Kind = entity.NamePrimary
	out[0] = primary
	if r.Schema == "Person" && strings.Contains(primary.Full, " ") {
		single(out[1:])
	}
	return out
}

// single marks as weak the names of a person that are one word, where the
// primary name has more: sources such as Wikidata give "Bandar" as one of the
// names of Bandar bin Abdulaziz Al Saud, and every Bandar would be a hit.
func single(names []entity.Name) {
	for i := range names {
		n := &names[i]
		if !n.Weak && !strings.Contains(n.Full, " ") && n.Script != "Hani" && n.Script != "Hira" && n.Script != "Kana" && n.Script != "Hang" {
			n.Weak, n.Note = true, "a single word"
		}
	}
}

// partProps are the properties that hold parts of personal names, in the order
// in which a name is put together.
var partProps = []struct {
	prop, key string
	kind      entity.PartKind
}{
	{"firstName", "first_name", entity.PartGiven},
	{"secondName", "second_name", entity.PartSecond},
	{"middleName", "middle_name", entity.PartSecond},
	{"fatherName", "father_name", entity.PartFather},
	{"motherName", "mother_name", entity.PartMother},
	{"lastName", "last_name", entity.PartFamily},
	{"nameSuffix", "name_suffix", entity.PartSuffix},
}

type part struct {
	kind   entity.PartKind
	tokens []string
	key    string
	value  string
	met    bool
}

// partNames divides the names of a person. A record gives all first names of all
// spellings in one property and all last names in another; a part belongs to
// the names in which its words stand. Words that are in no part stay
// unassigned, so nothing of a name is lost; values that are in no name are
// returned as attributes.
func partNames(r *Record, names []entity.Name) []entity.Attribute {
	var parts []part
	for _, p := range partProps {
		for _, v := range r.All(p.prop) {
			if tokens := words(v); len(tokens) > 0 {
				parts = append(parts, part{kind: p.kind, tokens: tokens, key: p.key, value: clean(v)})
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	for i := range names {
		divide(&names[i], parts)
	}
	var rest []entity.Attribute
	for _, p := range parts {
		if !p.met {
			rest = append(rest, entity.Attribute{Key: p.key, Value: p.value})
		}
	}
	return rest
}

func divide(n *entity.Name, parts []part) {
	raw := strings.Fields(n.Full)
	folded := make([]string, len(raw))
	for i, w := range raw {
		folded[i] = fold(w)
	}
	owner := make([]int, len(raw)) // 1 + index of the part that has the word
	found := false
	// Longer parts first: "Maria Aleksandrovna" before "Maria".
	for size := 4; size > 0; size-- {
		for k := range parts {
			if len(parts[k].tokens) != size && !(size == 4 && len(parts[k].tokens) > 4) {
				continue
			}
			if at := locate(folded, owner, parts[k].tokens); at >= 0 {
				for j := range parts[k].tokens {
					owner[at+j] = k + 1
				}
				parts[k].met, found = true, true
			} else if at := locate(folded, make([]int, len(raw)), parts[k].tokens); at >= 0 {
				parts[k].met = true // its words stand in a longer part
			}
		}
	}
	if !found {
		return
	}
	for i := 0; i < len(raw); {
		j := i + 1
		for j < len(raw) && owner[j] == owner[i] && owner[i] != 0 {
			j++
		}
		p := entity.Part{Value: strings.Trim(strings.Join(raw[i:j], " "), ",;")}
		if owner[i] != 0 {
			p.Kind = parts[owner[i]-1].kind
		}
		if p.Value != "" {
			n.Parts = append(n.Parts, p)
		}
		i = j
	}
}

// locate finds tokens in words, none of them owned yet; -1 if they are not there.
func locate(words []string, owner []int, tokens []string) int {
next:
	for i := 0; i+len(tokens) <= len(words); i++ {
		for j, t := range tokens {
			if owner[i+j] != 0 || words[i+j] != t {
				continue next
			}
		}
		return i
	}
	return -1
}

func words(s string) []string {
	f := strings.Fields(s)
	out := f[:0]
	for _, w := range f {
		if w = fold(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

func fold(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}
