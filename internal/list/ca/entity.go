package ca

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

const authority = "Global Affairs Canada"

// newID returns the id of the record (see the package comment) and notes it in
// used.
func (r *record) newID(used map[string]struct{}) string {
	regime, _ := bilingual(r.country, " / ", "/")
	if strings.Contains(strings.ToLower(regime), "burma") {
		regime = "myanmar" // "Burma" until 2023, "Myanmar (Burma)" since
	}
	parts := []string{regime, r.given, r.last, r.entity}
	if r.imo != "" {
		parts = append(parts, entity.NormalizeID(entity.IDIMO, r.imo))
	}
	id := hash(parts...)
	for _, more := range []string{r.schedule, r.item, r.date, r.aliases} {
		if _, dup := used[id]; !dup {
			break
		}
		parts = append(parts, more)
		id = hash(parts...)
	}
	used[id] = struct{}{}
	return id
}

// hash gives 16 hexadecimal digits that do not depend on case, white space or
// punctuation.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		var b strings.Builder
		for _, r := range strings.ToLower(p) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(r)
			}
		}
		h.Write([]byte(b.String()))
		h.Write([]byte{0})
	}
	return "ca-" + hex.EncodeToString(h.Sum(nil)[:8])
}

// reference is the place in the regulation, for people.
func (r *record) reference() string {
	var p []string
	if r.schedule != "" {
		p = append(p, "Schedule "+r.schedule)
	}
	if r.item != "" {
		p = append(p, "item "+r.item)
	}
	return strings.Join(p, ", ")
}

// bilingual splits "English / français" at the first of seps that occurs.
func bilingual(s string, seps ...string) (english, french string) {
	for _, sep := range seps {
		if l, r, ok := strings.Cut(s, sep); ok {
			return strings.TrimSpace(l), strings.TrimSpace(r)
		}
	}
	return s, ""
}

func (r *record) toEntity(file, id string, rep *list.Report) *entity.Entity {
	e := &entity.Entity{ID: id, Topics: []string{"sanction"}}
	e.Origin.Fragments = []entity.Fragment{{File: file, Line: r.line, Offset: r.offset, Length: r.length}}
	attr := func(key, value string) {
		if value != "" {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: key, Value: value})
		}
	}
	switch {
	case r.entity == "":
		e.Schema = entity.Person
	case r.isShip():
		e.Schema = entity.Vessel
	default:
		e.Schema = entity.Organization
	}
	r.addNames(e, attr)
	r.addTitle(e, attr)

	l := entity.Listing{Authority: authority, Country: "ca", Reference: r.reference()}
	english, french := bilingual(r.country, " / ", "/")
	l.Program = english
	attr("program_fr", french)
	if code, ok := entity.CountryCode(trimBracket(english)); ok {
		attr("regime_country", code)
	}
	if strings.Contains(english, "Regulations") || strings.Contains(english, " Act") {
		l.Basis = english
	}
	listedYear := 0
	if r.listed != "" {
		if d, ok := parseDate(r.listed, 0); ok {
			l.Effective = d
			listedYear, _ = d.YearRange()
		} else {
			l.Note = "date of listing: " + r.listed
			rep.Warn(id, r.line, "DateOfListing", "date %q not understood", r.listed)
		}
	}
	e.Listings = []entity.Listing{l}
	attr("schedule", r.schedule)
	attr("item", r.item)

	kind := entity.DateBirth
	switch e.Schema {
	case entity.Vessel:
		kind = entity.DateBuild
	case entity.Organization:
		kind = entity.DateIncorporation
	}
	dates, bad := parseDates(r.date, listedYear)
	for _, d := range dates {
		e.Dates = append(e.Dates, entity.DatedFact{Kind: kind, Date: d})
	}
	for _, b := range bad {
		e.Notes = append(e.Notes, entity.Note{Kind: "date of birth or building", Text: b})
		rep.Warn(id, r.line, "DateOfBirthOrShipBuildDate", "date %q not understood", b)
	}
	if r.imo != "" {
		t := entity.IDIMO
		if !entity.ValidID(t, r.imo) {
			t = entity.IDOther
			rep.Warn(id, r.line, "ShipIMONumber", "%q is no IMO number", r.imo)
		}
		e.Identifiers = append(e.Identifiers, entity.Identifier{Type: t, Value: r.imo, Label: labelFor(t, "IMO number")})
	}
	return e
}

func labelFor(t entity.IDType, label string) string {
	if t == entity.IDOther {
		return label
	}
	return ""
}

// trimBracket gives "Myanmar" for "Myanmar (Burma)".
func trimBracket(s string) string {
	if i := strings.IndexByte(s, '('); i > 0 {
		return strings.TrimSpace(s[:i])
	}
	return s
}

// shipPrefix is the kind of ship in front of its name.
var shipPrefix = regexp.MustCompile(`^(?:M/?[VT]|S/?S)\.? `)

// inBracket finds a variant in brackets behind a word: "DIKIY (DIKY)".
var inBracket = regexp.MustCompile(`^(.+?)\s*\(([^()]+)\)$`)

func (r *record) addNames(e *entity.Entity, attr func(k, v string)) {
	seen := make(map[string]bool)
	add := func(n entity.Name) {
		if k := strings.ToLower(n.Full); n.Full != "" && !seen[k] {
			seen[k] = true
			e.Names = append(e.Names, n)
		}
	}
	person := e.Schema == entity.Person
	if person {
		given, given2 := variant(r.given)
		last, last2 := variant(r.last)
		add(personName(given, last, entity.NamePrimary))
		for _, v := range [][2]string{{given2, last}, {given, last2}} {
			if v[0] != "" && v[1] != "" && (given2 != "" || last2 != "") {
				add(personName(v[0], v[1], entity.NameVariant))
			}
		}
		if given2 != "" || last2 != "" {
			attr("name_as_published", strings.TrimSpace(r.given+" "+r.last))
		}
	} else {
		r.addOrgNames(e.Schema, add, attr)
	}
	aliases := splitAliases(r.aliases, person)
	if len(aliases) > 1 || len(aliases) == 1 && aliases[0].text != r.aliases {
		attr("aliases_as_published", r.aliases)
	}
	for _, a := range aliases {
		n := entity.Name{Full: a.text, Kind: entity.NameAlias, Lang: a.lang, Script: freetext.Script(a.text)}
		if n.Script != "" && n.Script != "Latn" {
			n.Kind = entity.NameOriginal
		}
		if person && words(a.text) == 1 && words(r.given+" "+r.last) > 1 {
			n.Weak = true
			n.Note = "one word of a longer name"
		}
		if !person {
			base, acronyms := takeAcronyms(a.text)
			n.Full = base
			add(n)
			for _, acr := range acronyms {
				add(acr)
			}
			continue
		}
		add(n)
	}
}

// addOrgNames adds the names in EntityOrShip: the name itself, its French half,
// its acronym and what stands in "(also known as ...)".
func (r *record) addOrgNames(schema entity.Schema, add func(entity.Name), attr func(k, v string)) {
	names := splitAka(r.entity)
	parts := []string{names[0]}
	if schema == entity.Organization {
		parts = splitSlash(names[0])
	}
	for i, p := range parts {
		n := entity.Name{Full: trimName(p), Kind: entity.NamePrimary}
		if schema == entity.Vessel {
			n.Full = strings.TrimSpace(shipPrefix.ReplaceAllString(n.Full, ""))
		}
		if i > 0 {
			n.Kind, n.Lang = entity.NameVariant, "fra"
		}
		var acronyms []entity.Name
		if schema == entity.Organization {
			n.Full, acronyms = takeAcronyms(n.Full)
		}
		n.Script = freetext.Script(n.Full)
		add(n)
		for _, acr := range acronyms {
			add(acr)
		}
		if n.Full != r.entity && i == 0 {
			attr("name_as_published", r.entity)
		}
	}
	for _, a := range names[1:] {
		for _, c := range splitCommas(a) {
			for _, o := range splitOr(c) {
				add(entity.Name{Full: trimName(o), Kind: entity.NameAlias, Script: freetext.Script(o)})
			}
		}
	}
}

// takeAcronyms takes the acronyms in brackets off the end of a name.
func takeAcronyms(name string) (string, []entity.Name) {
	var out []entity.Name
	for {
		base, acr := freetext.Acronym(name)
		if acr == "" {
			return name, out
		}
		name = base
		out = append(out, entity.Name{Full: acr, Kind: entity.NameAcronym, Script: freetext.Script(acr)})
	}
}

func variant(s string) (main, other string) {
	if !strings.HasSuffix(s, ")") {
		return s, ""
	}
	if m := inBracket.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	return s, ""
}

func personName(given, last string, kind entity.NameKind) entity.Name {
	n := entity.Name{Full: strings.TrimSpace(given + " " + last), Kind: kind}
	n.Script = freetext.Script(n.Full)
	if given != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartGiven, Value: given})
	}
	if last != "" {
		n.Parts = append(n.Parts, entity.Part{Kind: entity.PartFamily, Value: last})
	}
	return n
}

// addTitle puts a person's rank into Titles (English, then French) and a ship's
// type into the attributes. Ship types contain slashes of their own; only a bar
// separates their languages.
func (r *record) addTitle(e *entity.Entity, attr func(k, v string)) {
	if r.title == "" {
		return
	}
	if e.Schema == entity.Vessel {
		english, french := bilingual(r.title, "|")
		attr("vessel_type", english)
		attr("vessel_type_fr", french)
		return
	}
	english, french := bilingual(r.title, "|", "/")
	for _, t := range []string{english, french} {
		if t != "" {
			e.Titles = append(e.Titles, t)
		}
	}
}
