package un

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// record is one INDIVIDUAL or ENTITY being converted.
type record struct {
	*parser
	node   *xmlnode.Node
	person bool
	e      *entity.Entity
	names  map[string]int // folded Full -> index in e.Names
}

func (r *record) warn(field, format string, args ...any) {
	r.rep.Warn(r.e.ID, r.node.Line, field, format, args...)
}

func (r *record) attribute(key, value string) {
	if value != "" {
		r.e.Attributes = append(r.e.Attributes, entity.Attribute{Key: key, Value: value})
	}
}

func (r *record) convert() {
	n := r.node
	prefix := "ENTITY"
	if r.person {
		prefix = "INDIVIDUAL"
	}
	r.names = make(map[string]int)
	r.primary()
	for _, a := range n.Children(prefix + "_ALIAS") {
		r.alias(a)
	}
	r.originals(n.Value("NAME_ORIGINAL_SCRIPT"))
	r.labelAcronyms()
	r.gender(n.Value("GENDER"))
	r.e.Titles = append(r.e.Titles, enumerated(n.Values("TITLE", "VALUE"))...)
	r.e.Positions = append(r.e.Positions, enumerated(n.Values("DESIGNATION", "VALUE"))...)
	for _, v := range append(n.Values("NATIONALITY", "VALUE"), n.Values("NATIONALITY2")...) {
		r.nationality(v)
	}
	for _, d := range n.Children("INDIVIDUAL_DATE_OF_BIRTH") {
		r.birth(d)
	}
	for _, p := range n.Children("INDIVIDUAL_PLACE_OF_BIRTH") {
		r.birthPlace(p)
	}
	for _, a := range n.Children(prefix + "_ADDRESS") {
		r.address(a)
	}
	for _, d := range n.Children("INDIVIDUAL_DOCUMENT") {
		r.document(d)
	}
	r.listing()
	r.comments(n.Value("COMMENTS1"))
	r.attribute("version", n.Value("VERSIONNUM"))
	r.attribute("submitted_by", n.Value("SUBMITTED_BY"))
	r.attribute("submitted_on", n.Value("SUBMITTED_ON"))
	r.attribute("interpol_notice", n.Value("INTERPOL_LINK"))
	// LIST_TYPE says "UN List" in every record, HAS_INTERPOL_LINK whether
	// INTERPOL_LINK is filled; the sort keys repeat a name without its accents.
	n.Ignore("LIST_TYPE", "HAS_INTERPOL_LINK", "SORT_KEY", "SORT_KEY_LAST_MOD")
}

// primary sets the main name. The parts of a person's name carry no meaning:
// FIRST_NAME is a surname in one record and a given name in the next.
func (r *record) primary() {
	if !r.person {
		for i, p := range splitNames(r.node.Value("FIRST_NAME"), false) {
			kind := p.kind
			if kind == "" {
				kind = entity.NameAlias
				if i == 0 {
					kind = entity.NamePrimary
				}
			}
			r.addName(entity.Name{Full: p.full, Kind: kind, Lang: p.lang, Note: p.note})
		}
		// Not used for entities, but the schema allows them.
		for _, f := range []string{"SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
			if v := r.node.Value(f); v != "" {
				r.addName(entity.Name{Full: v, Kind: entity.NameAlias, Note: f})
			}
		}
		return
	}
	var parts []entity.Part
	var full []string
	for _, f := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
		v := list.Clean(strings.ReplaceAll(r.node.Value(f), ",", " ")) // "LAVILLA, JR" is no inversion
		if v == "" || v == "na" {                                      // "NA" in capitals is a Korean surname
			continue
		}
		parts = append(parts, entity.Part{Value: v})
		full = append(full, v)
	}
	if len(full) > 0 {
		r.addName(entity.Name{Full: strings.Join(full, " "), Kind: entity.NamePrimary, Parts: parts})
	}
}

func (r *record) alias(a *xmlnode.Node) {
	text, quality, note := a.Value("ALIAS_NAME"), a.Value("QUALITY"), list.Clean(a.Value("NOTE"))
	kind, weak := entity.NameAlias, false
	switch strings.ToLower(strings.Trim(quality, " .")) {
	case "good", "a.k.a", "aka", "":
	case "low":
		weak = true
	case "f.k.a", "fka":
		kind = entity.NameFormer
	default:
		r.warn("QUALITY", "unknown alias quality %q", quality)
	}
	low := strings.ToLower(note)
	if strings.HasPrefix(low, "previously listed as") || strings.HasPrefix(low, "formerly listed as") {
		kind = entity.NameFormer
	}
	pieces := splitNames(text, r.person)
	for _, p := range pieces {
		nm := entity.Name{Full: p.full, Kind: kind, Weak: weak, Lang: p.lang, Note: joinNotes(p.note, note)}
		if p.kind != "" {
			nm.Kind = p.kind
		}
		r.addName(nm)
	}
	first := ""
	if len(pieces) > 0 {
		first = pieces[0].full
	}
	aside := note
	for _, p := range pieces {
		aside = joinNotes(p.note, aside)
	}
	r.aliasNote(aside, first, weak)
	about := "under the alias " + first
	if dob := a.Value("DATE_OF_BIRTH"); !list.Empty(dob) {
		r.birthText("DATE_OF_BIRTH", dob, about)
	}
	city, country := a.Value("CITY_OF_BIRTH"), a.Value("COUNTRY_OF_BIRTH")
	if !list.Empty(city) || !list.Empty(country) {
		r.addBirthPlace(entity.Address{City: nonEmpty(city), Note: about}, country)
	}
}

var (
	noteBorn     = regexp.MustCompile(`(?i)\b(?:born(?: in| on)?|dp?ob)\s*[:-]?\s*((?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.? ?)?(?:19|20)\d\d)\b`)
	noteDocument = regexp.MustCompile(`(?i)\b(passport|identification card|residency card|id)\s*(?:number|no\.?|:|№)+\s*:?\s*((?:[A-Z]{1,3} )?[A-Z0-9/-]*\d[A-Z0-9/-]*)`)
	noteTranslit = regexp.MustCompile(`(?i)^\(?transliterations?\s*:\s*|\)?\s*\(transliterations? of original script name\)?$`)
)

// aliasNote reads what stands in the NOTE of an alias beside plain remarks:
// original spellings, further spellings, and the birth date and document that
// go with the alias. The note itself stays with the name.
func (r *record) aliasNote(note, of string, weak bool) {
	if note == "" {
		return
	}
	for _, run := range foreignRuns(note) {
		r.addName(entity.Name{Full: list.Clean(run), Kind: entity.NameOriginal, Weak: weak, Note: "original spelling of " + of})
	}
	about := "under the alias " + of
	for _, m := range noteBorn.FindAllStringSubmatch(note, -1) {
		r.birthText("NOTE", m[1], about)
	}
	for _, m := range noteDocument.FindAllStringSubmatch(note, -1) {
		t := entity.IDNational
		if strings.EqualFold(m[1], "passport") {
			t = entity.IDPassport
		}
		of, _ := firstCountry(note)
		r.addID(entity.Identifier{Type: t, Value: m[2], Country: of, Label: m[1], Note: joinNotes(about, note)})
	}
	if foreign(note) {
		return
	}
	text := note
	if i := strings.IndexByte(note, '('); i > 0 && noteBorn.MatchString(note[:i]) {
		text = strings.Trim(note[i:], "()") // "born in 1971 in Samarra, Iraq (name; name)"
	}
	text = noteTranslit.ReplaceAllString(text, "")
	if i := strings.Index(text, ")"); i > 0 {
		text = text[:i]
	}
	text = strings.TrimPrefix(text, "(")
	sep := ";"
	if !strings.Contains(text, ";") {
		sep = ","
	}
	items := strings.Split(text, sep)
	if len(items) < 2 {
		return
	}
	for _, it := range items {
		if !namelike(strings.TrimSpace(it)) {
			return
		}
	}
	for _, it := range items {
		r.addName(entity.Name{Full: list.Clean(it), Kind: entity.NameVariant, Weak: weak, Note: "spelling of " + of})
	}
}

var particles = map[string]bool{"al": true, "el": true, "bin": true, "ben": true, "ibn": true, "abu": true, "ould": true, "ul": true, "the": true, "de": true, "bint": true, "wal": true}

// namelike reports whether s reads as a personal name: at least two words, all
// capitalised or particles, nothing else.
func namelike(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 7 || hasDigit(s) {
		return false
	}
	for _, w := range words {
		w = strings.TrimLeft(w, "‘’'`“\"")
		if startsLower(w) && !particles[w] && !strings.HasPrefix(w, "al-") && !strings.HasPrefix(w, "el-") {
			return false
		}
		if strings.ContainsAny(w, ".:/") && len(w) > 3 {
			return false
		}
	}
	return true
}

// originals reads NAME_ORIGINAL_SCRIPT: usually one name, at times several
// with separators, a language in brackets, or a spelling in Latin script.
func (r *record) originals(text string) {
	if text == "" {
		return
	}
	if strings.ContainsRune(text, '\uFFFD') {
		r.warn("NAME_ORIGINAL_SCRIPT", "the publisher's text holds replacement characters: %q", text)
	}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '؛' || c == '،' || c == '/' }) {
		for _, p := range splitNames(part, r.person) {
			kind := p.kind
			if kind == "" && !foreign(p.full) {
				kind = entity.NameVariant
			} else if kind == "" {
				kind = entity.NameOriginal
			}
			r.addName(entity.Name{Full: p.full, Kind: kind, Lang: p.lang, Note: p.note})
		}
	}
}

// addName appends a name, or merges it into an equal one: a good alias lifts
// the mark of a weak one.
func (r *record) addName(n entity.Name) {
	n.Full = list.Clean(n.Full)
	if n.Full == "" {
		return
	}
	if n.Script == "" {
		if sc := freetext.Script(n.Full); sc != "Latn" {
			n.Script = sc
		}
	}
	if r.person && len(n.Parts) == 0 && n.Script == "" {
		n.Parts = inverted(n.Full)
	}
	key := strings.ToLower(n.Full)
	if i, ok := r.names[key]; ok {
		old := &r.e.Names[i]
		if old.Weak && !n.Weak {
			old.Weak = false
		}
		if old.Kind == entity.NameAlias && (n.Kind == entity.NameFormer || n.Kind == entity.NameAcronym) {
			old.Kind = n.Kind
		}
		if old.Note == "" {
			old.Note = n.Note
		}
		return
	}
	r.names[key] = len(r.e.Names)
	r.e.Names = append(r.e.Names, n)
}

var generation = regexp.MustCompile(`(?i)^(?:jr|sr|i{1,3}|iv)\.?$`)

// inverted tells the parts of an alias written "Al-Haq, Amin".
func inverted(full string) []entity.Part {
	family, given, ok := strings.Cut(full, ",")
	if !ok || strings.Contains(given, ",") {
		return nil
	}
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	if family == "" || given == "" {
		return nil
	}
	if generation.MatchString(given) {
		return []entity.Part{{Kind: entity.PartWhole, Value: family}, {Kind: entity.PartSuffix, Value: given}}
	}
	return []entity.Part{{Kind: entity.PartFamily, Value: family}, {Kind: entity.PartGiven, Value: given}}
}

// labelAcronyms marks aliases in short capitals that are the initials of a
// longer name of the same body.
func (r *record) labelAcronyms() {
	if r.person {
		return
	}
	for i := range r.e.Names {
		n := &r.e.Names[i]
		if i == 0 || n.Kind != entity.NameAlias || !isAcronym(n.Full) || len(n.Full) > 8 || n.Full != strings.ToUpper(n.Full) {
			continue
		}
		for j := range r.e.Names {
			if j != i && isInitials(n.Full, r.e.Names[j].Full) {
				n.Kind = entity.NameAcronym
				break
			}
		}
	}
}

func (r *record) gender(v string) {
	switch strings.ToLower(v) {
	case "":
	case "male", "m":
		r.e.Gender = entity.Male
	case "female", "f":
		r.e.Gender = entity.Female
	case "unknown":
	default:
		r.warn("GENDER", "unknown gender %q", v)
		r.attribute("gender", v)
	}
}

// resolutions are the acts a committee's list rests on, by UN_LIST_TYPE.
var resolutions = map[string]string{
	"Al-Qaida":   "Security Council resolutions 1267 (1999), 1989 (2011) and 2253 (2015)",
	"Taliban":    "Security Council resolution 1988 (2011)",
	"Iraq":       "Security Council resolutions 1483 (2003) and 1518 (2003)",
	"DRC":        "Security Council resolution 1533 (2004)",
	"Sudan":      "Security Council resolution 1591 (2005)",
	"DPRK":       "Security Council resolution 1718 (2006)",
	"Iran":       "Security Council resolution 1737 (2006)",
	"Libya":      "Security Council resolution 1970 (2011)",
	"GB":         "Security Council resolution 2048 (2012)",
	"CAR":        "Security Council resolution 2127 (2013)",
	"Yemen":      "Security Council resolution 2140 (2014)",
	"SouthSudan": "Security Council resolution 2206 (2015)",
	"Mali":       "Security Council resolution 2374 (2017)",
	"Haiti":      "Security Council resolution 2653 (2022)",
	"Somalia":    "Security Council resolution 2713 (2023)",
}

func (r *record) listing() {
	n := r.node
	l := entity.Listing{
		Authority: "UN Security Council",
		Country:   "un",
		Program:   n.Value("UN_LIST_TYPE"),
		Reference: n.Value("REFERENCE_NUMBER"),
	}
	l.Basis = resolutions[l.Program]
	if l.Program != "" && l.Basis == "" {
		r.warn("UN_LIST_TYPE", "unknown list %q", l.Program)
	}
	l.Effective = r.day("LISTED_ON", n.Value("LISTED_ON"))
	if v := n.Value("DELISTED_ON"); v != "" {
		l.Until = r.day("DELISTED_ON", v)
		l.Status = "delisted"
	}
	for _, v := range n.Values("LAST_DAY_UPDATED", "VALUE") {
		if d := r.day("LAST_DAY_UPDATED", v); l.Modified.IsZero() || d.Compare(l.Modified) > 0 {
			l.Modified = d
		}
	}
	r.e.Listings = append(r.e.Listings, l)
}

// enumerated splits values written "a) ... b) ...".
func enumerated(values []string) []string {
	var out []string
	for _, v := range values {
		if list.Empty(v) {
			continue
		}
		_, items := freetext.Enumerated(v)
		out = append(out, items...)
	}
	return out
}

func joinNotes(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}

func nonEmpty(s string) string {
	if list.Empty(s) {
		return ""
	}
	return s
}
