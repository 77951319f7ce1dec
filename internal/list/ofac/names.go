package ofac

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// clean is list.Clean, which most values of these files pass unchanged, without
// building them anew.
func clean(s string) string {
	for i := range len(s) {
		c := s[i]
		if c > '~' || c < ' ' || c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return list.Clean(s)
		}
	}
	return s
}

// personName turns the list form "LASTNAME, Firstname Middle" into a name in
// natural order, "Firstname Middle LASTNAME", with the two parts OFAC tells
// apart. A generational suffix ("MNANGAGWA, JR., Emmerson", "LAVILLA, Ruben,
// Jr.") becomes a part of its own and ends the full name; a title before the
// first name ("AL ZAWAHIRI, Dr. Ayman") becomes a part and stays in the full
// name. A name without a comma is one undivided part.
func personName(listed string) entity.Name {
	var pieces []string
	for p := range strings.SplitSeq(clean(listed), ",") {
		if p = strings.TrimSpace(p); p != "" {
			pieces = append(pieces, p)
		}
	}
	if len(pieces) < 2 {
		full := strings.Join(pieces, "")
		return entity.Name{Full: full, Parts: []entity.Part{{Kind: entity.PartWhole, Value: full}}}
	}
	return personNameParts(pieces[0], strings.Join(pieces[1:], ", "))
}

// personNameParts does the same for a family name and a given name that the
// publisher keeps in two fields (classic XML). Either may carry the suffix.
func personNameParts(family, given string) entity.Name {
	family, given = clean(family), clean(given)
	if given == "" {
		return entity.Name{Full: family, Parts: []entity.Part{{Kind: entity.PartWhole, Value: family}}}
	}
	family, famSuffix := cutSuffix(family)
	var words []string
	suffix := famSuffix
	for p := range strings.SplitSeq(given, ",") {
		p = strings.TrimSpace(p)
		switch {
		case p == "":
		case isSuffix(p):
			suffix = p
		default:
			words = append(words, p)
		}
	}
	given = strings.Join(words, " ")
	title := ""
	for {
		word, rest, ok := strings.Cut(given, " ")
		if !ok || !isTitlePrefix(word) {
			break
		}
		title = strings.TrimSpace(title + " " + word)
		given = rest
	}
	n := entity.Name{}
	var full []string
	if family != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartFamily, Value: family})
	}
	if title != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartTitle, Value: title})
		full = append(full, title)
	}
	if given != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartGiven, Value: given})
		full = append(full, given)
	}
	if family != "" {
		full = append(full, family)
	}
	if suffix != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartSuffix, Value: suffix})
		full = append(full, suffix)
	}
	n.Full = strings.Join(full, " ")
	return n
}

// cutSuffix takes ", JR." off the end of a family name.
func cutSuffix(family string) (rest, suffix string) {
	if i := strings.LastIndexByte(family, ','); i > 0 {
		if s := strings.TrimSpace(family[i+1:]); isSuffix(s) {
			return strings.TrimSpace(family[:i]), s
		}
	}
	return family, ""
}

func isSuffix(s string) bool {
	switch strings.ToLower(strings.TrimRight(s, ".")) {
	case "jr", "sr", "ii", "iii", "iv":
		return true
	}
	return false
}

// isTitlePrefix knows the abbreviated titles that stand before first names in
// the list. "Haji" and "Mullah" are not among them: in many records they are
// part of the name by which the person is known.
func isTitlePrefix(word string) bool {
	switch strings.ToLower(word) {
	case "dr.", "gen.", "col.", "lt.", "maj.", "brig.", "capt.", "(rtd).", "(ret.)", "prof.", "eng.", "sheikh", "shaykh":
		return true
	}
	return false
}

// listName turns a published name into a Name according to the record's type:
// only names of individuals are reordered; in all others a comma belongs to
// the name ("ANGLO-CARIBBEAN CO., LTD.").
func listName(kind, listed string) entity.Name {
	if kind == kindIndividual {
		return personName(listed)
	}
	return entity.Name{Full: clean(listed)}
}

// bogusAlias reports aliases that cannot identify anybody: digits or single
// characters only ("40", "42": radio code names of cartel members). They are
// kept, marked weak, with a note that says so.
func bogusAlias(full string) bool {
	letters := 0
	for _, r := range full {
		switch {
		case r >= '0' && r <= '9', r == ' ', r == '-', r == '.', r == '\'', r == '#':
		default:
			letters++
		}
	}
	return letters == 0 || letters == 1 && len([]rune(full)) == 1
}

const bogusNote = "not distinctive: digits or a single character only"

// rankWords are the words of which a pure honorific, rank or academic title is
// made. A title that consists only of them is an entry of Entity.Titles, any
// other is a position.
var rankWords = map[string]bool{
	"general": true, "gen.": true, "brigadier": true, "brig.": true, "major": true, "maj.": true, "colonel": true, "col.": true,
	"lieutenant": true, "lt.": true, "captain": true, "capt.": true, "admiral": true, "vice": true, "rear": true, "marshal": true,
	"sergeant": true, "field": true, "army": true, "police": true, "2nd": true, "1st": true, "second": true, "first": true, "senior": true,
	"dr": true, "dr.": true, "doctor": true, "professor": true, "prof.": true, "engineer": true, "eng.": true,
	"haji": true, "hajji": true, "alhaj": true, "al-haj": true, "mullah": true, "maulana": true, "maulavi": true, "maulawi": true, "ustad": true, "mawlawi": true,
	"shaykh": true, "sheikh": true, "sheik": true, "hojjatoleslam": true, "ayatollah": true, "mufti": true, "qari": true,
	"prince": true, "princess": true, "sayyid": true, "sardar": true, "his": true, "excellency": true, "commodore": true,
	"colonel-general": true, "lieutenant-general": true, "major-general": true, "(retired)": true, "retired": true,
}

func isRank(title string) bool {
	words := strings.Fields(strings.ToLower(strings.TrimRight(title, ".")))
	if len(words) == 0 {
		return false
	}
	named := false
	for _, w := range words {
		if !rankWords[w] && !rankWords[w+"."] {
			return false
		}
		switch w {
		case "vice", "first", "second", "1st", "2nd", "senior", "army", "police", "field", "his":
		default:
			named = true
		}
	}
	return named
}
