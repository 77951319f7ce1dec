package eu

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// builder collects what becomes of one record, of whichever format.
type builder struct {
	rep    *list.Report
	e      *entity.Entity
	line   int
	person bool
	names  map[string]int      // folded name -> index in e.Names
	langs  map[string][]string // folded name -> languages it stands in
}

func newBuilder(rep *list.Report, e *entity.Entity, line int) *builder {
	e.Topics = []string{"sanction"}
	return &builder{rep: rep, e: e, line: line, person: e.Schema == entity.Person, names: map[string]int{}, langs: map[string][]string{}}
}

func (b *builder) warn(field, format string, args ...any) {
	b.rep.Warn(b.e.ID, b.line, field, format, args...)
}

func (b *builder) note(kind, text string) {
	text = list.Clean(text)
	if list.Empty(text) {
		return
	}
	for _, n := range b.e.Notes {
		if n.Kind == kind && n.Text == text {
			return
		}
	}
	b.e.Notes = append(b.e.Notes, entity.Note{Kind: kind, Text: text})
}

func (b *builder) attribute(key, value string) {
	if value = list.Clean(value); !list.Empty(value) {
		b.e.Attributes = append(b.e.Attributes, entity.Attribute{Key: key, Value: value})
	}
}

func appendOnce(to []string, values ...string) []string {
	for _, v := range values {
		if list.Empty(v) {
			continue
		}
		dup := false
		for _, old := range to {
			dup = dup || strings.EqualFold(old, v)
		}
		if !dup {
			to = append(to, v)
		}
	}
	return to
}

// convert turns a subject of the Financial Sanctions Files into an entity.
func convert(s *subject, rep *list.Report) *entity.Entity {
	e := &entity.Entity{ID: s.id, Schema: entity.Organization, Origin: entity.Origin{Fragments: s.frags}}
	b := newBuilder(rep, e, s.line)
	switch code := strings.ToLower(first(s.code, s.class)); code {
	case "person", "p":
		e.Schema, b.person = entity.Person, true
	case "enterprise", "e":
	default:
		e.Schema = entity.LegalEntity
		b.warn("subjectType", "unknown subject type %q", code)
		b.attribute("subject_type", code)
	}
	b.fsfNames(s.names)
	for _, x := range s.births {
		b.birth(x)
	}
	for _, c := range s.citizens {
		b.citizenship(c)
	}
	for _, a := range s.addresses {
		b.address(a)
	}
	for _, id := range s.ids {
		b.identification(id)
	}
	b.listings(s)
	for _, r := range s.remarks {
		b.note("remarks", r)
		if m := unDate.FindStringSubmatch(r); m != nil {
			b.attribute("un_designation_date", m[1])
		}
	}
	b.attribute("un_reference", s.unID)
	for _, kv := range s.extra {
		b.note("other information", strings.Trim(kv.key+": "+kv.value, ": "))
	}
	return e
}

var unDate = regexp.MustCompile(`Date of UN designation:\s*(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})`)

// listings makes one listing of each act. The measure binds from the earlier of
// the designation and the entry into force: a designation date may be missing,
// and the act may be an amendment of the one that first named the subject.
func (b *builder) listings(s *subject) {
	designated := b.date("designationDate", s.date)
	for _, r := range s.regulations {
		l := entity.Listing{
			Authority: "European Union", Country: "eu", Program: r.programme, Basis: r.title, URL: r.url, Reference: s.euRef,
			Published: b.date("publicationDate", r.published),
		}
		if r.organisation != "" {
			l.Authority += " (" + r.organisation + ")"
		}
		l.Effective = b.date("entryIntoForceDate", r.inForce)
		if l.Effective.IsZero() || !designated.IsZero() && designated.Compare(l.Effective) < 0 {
			l.Effective = designated
		}
		if r.kind != "" && r.kind != "regulation" {
			l.Note = r.kind
		}
		l.Note = join(join(l.Note, r.note), list.Clean(s.details))
		if s.delist != "" {
			l.Until, l.Status = b.date("delistingDate", s.delist), "delisted"
		}
		b.e.Listings = append(b.e.Listings, l)
	}
	if len(s.regulations) == 0 {
		b.e.Listings = []entity.Listing{{Authority: "European Union", Country: "eu", Reference: s.euRef, Effective: designated, Note: list.Clean(s.details)}}
	}
}

func (b *builder) date(field, text string) entity.Date {
	if list.Empty(text) {
		return entity.Date{}
	}
	d, err := list.ParseDate(text, list.DayFirst)
	if err != nil {
		b.warn(field, "%v", err)
		b.note("other information", field+": "+text)
	}
	return d
}

var (
	lowQuality  = regexp.MustCompile(`(?i)\blo[w]? quality\b`)
	goodQuality = regexp.MustCompile(`(?i)\b(?:g?ood|god|high) quality\b`)
	qualityOnly = regexp.MustCompile(`(?i)^\(?(?:lo|low|good|god|ood|high) quality(?: a\.?k\.?a\.?| alias(?:es)?)?\)?\.?$`)
)

// fsfNames adds the names of a subject. The files name no primary one; it is the
// first strong name with parts that is English or of no language, else the
// first strong one, else the first.
func (b *builder) fsfNames(names []nameAlias) {
	best, bestRank := -1, 0
	for i, n := range names {
		if n.text() == "" {
			continue
		}
		rank := 1
		if !n.weak && !lowQuality.MatchString(strings.Join(n.remarks, " ")) {
			rank += 8
		}
		if !foreign(n.text()) {
			rank += 4
		}
		if n.last != "" && n.first != "" || !b.person {
			rank += 2
		}
		if l := strings.ToUpper(n.lang); l == "" || l == "EN" {
			rank++
		}
		if b.person && !strings.Contains(n.text(), " ") {
			rank -= 6
		}
		if best < 0 || rank > bestRank {
			best, bestRank = i, rank
		}
	}
	if best >= 0 {
		b.fsfName(names[best], entity.NamePrimary)
	}
	for i, n := range names {
		if i != best {
			b.fsfName(n, entity.NameAlias)
		}
	}
	b.finishNames()
}

func (n nameAlias) text() string {
	if w := list.Clean(n.whole); w != "" {
		return w
	}
	return list.Clean(n.first + " " + n.middle + " " + n.last)
}

func (b *builder) fsfName(n nameAlias, kind entity.NameKind) {
	weak, note := n.weak, ""
	for _, r := range n.remarks {
		switch {
		case lowQuality.MatchString(r):
			weak = true
		case goodQuality.MatchString(r):
		case strings.HasPrefix(strings.ToLower(strings.TrimLeft(r, "(")), "formerly"), strings.HasPrefix(strings.ToLower(strings.TrimLeft(r, "(")), "previously"):
			if kind == entity.NameAlias {
				kind = entity.NameFormer
			}
		}
		if !qualityOnly.MatchString(strings.TrimSpace(r)) {
			note = join(note, r)
		}
	}
	text := n.text()
	if strings.ContainsRune(text, '\uFFFD') {
		b.warn("wholeName", "the name holds replacement characters: %q", text)
	}
	var parts []entity.Part
	for _, p := range []struct {
		kind  entity.PartKind
		value string
	}{{entity.PartGiven, n.first}, {entity.PartSecond, n.middle}, {entity.PartFamily, n.last}} {
		if v := list.Clean(p.value); v != "" && b.person {
			parts = append(parts, entity.Part{Kind: p.kind, Value: v})
		}
	}
	for i, p := range splitName(text, b.person) {
		nm := entity.Name{Full: p.full, Kind: kind, Weak: weak, Lang: strings.ToLower(n.lang), Note: join(p.note, note)}
		if p.kind != "" && !(i == 0 && kind == entity.NamePrimary) {
			nm.Kind = p.kind
		} else if i > 0 && kind == entity.NamePrimary {
			nm.Kind = entity.NameAlias
		}
		if p.full == text {
			nm.Parts = parts
		}
		b.addName(nm)
	}
	_, titles := freetext.Enumerated(n.title)
	b.e.Titles = appendOnce(b.e.Titles, titles...)
	if b.person {
		_, functions := freetext.Enumerated(n.function)
		b.e.Positions = appendOnce(b.e.Positions, functions...)
	} else {
		b.note("function", n.function)
	}
	b.gender(n.gender)
}

func (b *builder) gender(v string) {
	switch strings.ToLower(v) {
	case "":
	case "m", "male", "man":
		b.e.Gender = entity.Male
	case "f", "female", "woman":
		b.e.Gender = entity.Female
	default:
		b.warn("gender", "unknown gender %q", v)
		b.attribute("gender", v)
	}
}

// addName appends a name or merges it into an equal one: the files repeat a name
// for every language in which the Journal prints it the same.
func (b *builder) addName(n entity.Name) {
	n.Full = list.Clean(n.Full)
	if n.Full == "" || list.Empty(n.Full) {
		return
	}
	if sc := freetext.Script(n.Full); sc != "Latn" {
		n.Script = sc
	}
	key := strings.ToLower(n.Full)
	if n.Lang != "" {
		b.langs[key] = addOnce(b.langs[key], strings.ToUpper(n.Lang))
	}
	i, ok := b.names[key]
	if !ok {
		b.names[key] = len(b.e.Names)
		b.e.Names = append(b.e.Names, n)
		return
	}
	old := &b.e.Names[i]
	old.Weak = old.Weak && n.Weak
	if old.Kind == entity.NameAlias && n.Kind != entity.NamePrimary && n.Kind != entity.NameVariant {
		old.Kind = n.Kind
	}
	if len(old.Parts) == 0 {
		old.Parts = n.Parts
	}
	if n.Note != "" && !strings.Contains(old.Note, n.Note) {
		old.Note = join(old.Note, n.Note)
	}
}

// finishNames notes the languages, makes single words of persons weak beside
// fuller names, and marks short capitals of bodies as acronyms.
func (b *builder) finishNames() {
	longest := 0
	for _, n := range b.e.Names {
		if !n.Weak {
			longest = max(longest, len(strings.Fields(n.Full)))
		}
	}
	for i := range b.e.Names {
		n := &b.e.Names[i]
		if ls := b.langs[strings.ToLower(n.Full)]; len(ls) > 1 {
			n.Note = join("printed so in "+strings.Join(ls, ", "), n.Note)
		}
		if b.person {
			spaced := n.Script == "" || n.Script == "Cyrl" || n.Script == "Arab" // Chinese and Korean names have no spaces
			if i > 0 && longest > 1 && spaced && len(strings.Fields(n.Full)) == 1 {
				n.Weak = true
			}
			continue
		}
		if n.Kind != entity.NameAlias || len(n.Full) > 10 || n.Full != strings.ToUpper(n.Full) || !acronym(n.Full) {
			continue
		}
		if len(n.Full) <= 4 {
			n.Kind = entity.NameAcronym
			continue
		}
		for j := range b.e.Names {
			if j != i && initials(n.Full, b.e.Names[j].Full) {
				n.Kind = entity.NameAcronym
			}
		}
	}
}

// birth reads a birthdate element: a day, a year or a range of years, and a
// place. Dates of other calendars stay text; a birthdate that differs from the
// year beside it is the day the publisher converted.
func (b *builder) birth(x birth) {
	note := strings.Join(x.remarks, "; ")
	foreignCalendar := x.calendar != "" && !strings.EqualFold(x.calendar, "GREGORIAN")
	text := ""
	switch {
	case x.date != "" && !(foreignCalendar && (x.year == "" || strings.HasPrefix(x.date, x.year))):
		text = x.date
	case foreignCalendar:
	case x.yearFrom != "" && x.yearTo != "" && x.yearFrom != x.yearTo:
		text = x.yearFrom + "/" + x.yearTo
	case x.year != "":
		text = parts(x.year, x.month, x.day)
	case x.yearFrom != "" || x.yearTo != "":
		text = first(x.yearFrom, x.yearTo)
	}
	if foreignCalendar {
		published := strings.Trim(strings.Join([]string{x.calendar, x.date, parts(x.year, x.month, x.day), strings.Trim(x.yearFrom+"-"+x.yearTo, "-"), note}, " "), " ")
		b.note("birth", published)
		b.warn("birthdate", "date in the %s calendar kept as text: %s", x.calendar, published)
	}
	if !list.Empty(text) {
		d, err := entity.ParseDate(text)
		if err != nil {
			d, err = list.ParseDate(text, list.DayFirst)
		}
		if err != nil {
			b.warn("birthdate", "%v", err)
			b.note("birth", join(text, note))
		} else {
			d.Circa = d.Circa || x.circa
			b.addDate(entity.DatedFact{Kind: entity.DateBirth, Date: d, Note: note})
		}
	} else if note != "" && !foreignCalendar {
		b.note("birth", note)
	}
	x.place.remarks = nil
	if p, ok := b.place(x.place, "birthdate"); ok {
		dup := false
		for _, old := range b.e.BirthPlaces {
			dup = dup || old == p
		}
		if !dup {
			b.e.BirthPlaces = append(b.e.BirthPlaces, p)
		}
		if p.Country != "" {
			b.putCountry(entity.CountryFact{Role: entity.CountryBirth, Code: p.Country})
		}
	}
}

// parts joins the parts of a date, "1975", "1975-3" -> "1975-03", as far as they
// are numbers.
func parts(year, month, day string) string {
	out := year
	for i, p := range []string{month, day} {
		n, err := strconv.Atoi(p)
		if err != nil || n == 0 || out == "" || i == 1 && len(out) != 7 {
			break
		}
		out += fmt.Sprintf("-%02d", n)
	}
	return out
}

func (b *builder) addDate(f entity.DatedFact) {
	for i, old := range b.e.Dates {
		if old.Kind == f.Kind && old.Date == f.Date {
			b.e.Dates[i].Note = join(old.Note, f.Note)
			return
		}
	}
	b.e.Dates = append(b.e.Dates, f)
}
