package ofac

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// sanctions is a SanctionsEntry: a profile's place on one of OFAC's lists.
type sanctions struct {
	list     string
	events   []entryEvent
	measures []entryMeasure
	from     entity.Fragment
	used     bool
}

type entryEvent struct {
	kind, basis, comment string
	date                 entity.Day
}

type entryMeasure struct {
	kind, comment string
	period        entity.Date
}

const (
	sdnList        = "SDN List"
	umbrellaList   = "Consolidated List" // repeats the entries of all lists but the SDN list
	measureProgram = "Program"           // a SanctionsType; the Comment is the programme tag

	// noteOnSDN goes with entries of the SDN list to which OFAC gives no type of
	// sanction but sectoral directives, as it did for a dozen banks in 2022.
	noteOnSDN = "the file names no blocking for this entry; to stand on the SDN list means it"
)

func (s *sanctions) sdn() bool { return s.list == sdnList }

func (a *advanced) entry(n *xmlnode.Node) {
	n.Ignore("@ID")
	profile := n.Attr("ProfileID")
	s := &sanctions{list: a.refs.name("List", n.Attr("ListID")), from: n.Fragment(a.file.Name)}
	for _, e := range n.Children("EntryEvent") {
		e.Ignore("@ID")
		ev := entryEvent{kind: a.refs.name("EntryEventType", e.Attr("EntryEventTypeID")),
			basis: a.refs.name("LegalBasis", e.Attr("LegalBasisID")), comment: e.Value("Comment")}
		for _, d := range e.Children("Date") {
			d.Ignore("@CalendarTypeID")
			day, err := dayOf(d)
			if err != nil {
				a.rep.Warn(profile, d.Line, "EntryEvent/Date", "%w", err)
				ev.comment = join(ev.comment, "date not readable: "+err.Error())
			}
			ev.date = day
		}
		s.events = append(s.events, ev)
	}
	for _, m := range n.Children("SanctionsMeasure") {
		m.Ignore("@ID")
		em := entryMeasure{kind: a.refs.name("SanctionsType", m.Attr("SanctionsTypeID")), comment: m.Value("Comment")}
		for _, p := range m.Children("DatePeriod") {
			d, err := period(p)
			if err != nil {
				a.rep.Warn(profile, p.Line, "SanctionsMeasure/DatePeriod", "%w", err)
				em.comment = join(em.comment, "date not readable: "+err.Error())
			}
			em.period = d
		}
		s.measures = append(s.measures, em)
	}
	if c := n.Value("LimitationsToListing"); c != "" {
		s.measures = append(s.measures, entryMeasure{kind: "Limitations to listing", comment: c})
	}
	a.entries[profile] = append(a.entries[profile], s)
}

// listed returns the day of the entry: OFAC repeats it in an event for each
// legal basis. With several days, the first.
func (s *sanctions) listed() entity.Day {
	var first entity.Day
	for _, e := range s.events {
		if !e.date.IsZero() && (first.IsZero() || before(e.date, first)) {
			first = e.date
		}
	}
	return first
}

// bases returns the legal bases of the entry, each once.
func (s *sanctions) bases() []string {
	var out []string
	for _, e := range s.events {
		if e.basis != "" && !slices.Contains(out, e.basis) {
			out = append(out, e.basis)
		}
	}
	return out
}

var sectoralType = regexp.MustCompile(`^(?:Executive Order )?(\d{5}) (?:Sectoral )?(Directive \w+)$`)

// listings makes Listings of the entries of a party, one for each programme tag
// of each list.
//
// The file has the facts of a listing beside each other and not together: an
// entry of each list holds a day, all the legal bases of the party, all its
// measures and all its programme tags, also those that belong to another of its
// lists or came later. What is put together here, and how:
//
//   - The day is that of the entry: since when the party stands on that list. A
//     programme whose executive order is younger than that day cannot have
//     applied then; its day is left open and the note says so.
//   - With entries on the SDN list and on another, sectoral directives and the
//     programmes of their order belong to the other list, "Block" and all other
//     programmes to the SDN list (see programsOf). An entry of the SDN list
//     without a type of sanction is a block.
//   - A legal basis goes with the programme tag of the same executive order or
//     statute, or with the only tag. One that fits no tag is kept as attribute
//     legal_basis.
//   - The Consolidated List repeats the entries of the other lists: a listing
//     that differs only in the list is not repeated; its note names both.
func (a *advanced) listings(b *builder, entries []*sanctions) (out []entity.Listing, programs []string) {
	hasSDN, hasOther := false, false
	for _, s := range entries {
		hasSDN = hasSDN || s.sdn()
		hasOther = hasOther || !s.sdn()
		for _, m := range s.measures {
			switch order := sectoralType.FindStringSubmatch(m.kind); {
			case m.kind == measureProgram && m.comment != "" && !slices.Contains(programs, m.comment):
				programs = append(programs, m.comment)
			case order != nil:
				b.act(order[1], order[2])
			}
		}
	}
	fitted := make(map[string]bool)
	both := hasSDN && hasOther
	for _, s := range entries {
		own := programs
		if both {
			own = b.programsOf(s, entries, programs)
		}
		for _, l := range a.entryListings(b, s, own, both, len(programs) == 1, fitted) {
			out = mergeListing(out, l)
		}
	}
	for _, s := range entries {
		for _, basis := range s.bases() {
			if !fitted[basis] {
				b.attribute("legal_basis", basis)
			}
		}
	}
	return out, programs
}

func (a *advanced) entryListings(b *builder, s *sanctions, own []string, both, single bool, fitted map[string]bool) []entity.Listing {
	var types []string
	note := ""
	for _, m := range s.measures {
		if m.kind != measureProgram && !m.period.IsZero() {
			note = join(note, m.kind+": "+m.period.String())
		}
		switch {
		case m.kind == measureProgram:
			if m.comment == "" {
				b.warn("SanctionsMeasure", "programme without a tag")
			}
			continue
		case sectoralType.MatchString(m.kind), both && !s.sdn() && m.kind == measureBlock:
		case m.kind != "" && !slices.Contains(types, m.kind):
			types = append(types, m.kind)
		}
		if m.comment != "" {
			note = join(note, strings.TrimSpace(m.kind+" "+m.comment))
		}
	}
	for _, e := range s.events {
		if e.comment != "" || e.kind != "Created" {
			note = join(note, strings.TrimSpace(e.kind+" "+(entity.Date{Start: e.date}).String()+" "+e.basis+" "+e.comment))
		}
	}
	if s.sdn() && len(types) == 0 {
		types = []string{measureBlock}
		if len(s.measures) > 0 {
			note = join(note, noteOnSDN)
		}
	}
	if len(own) == 0 {
		own = []string{""}
	}
	var out []entity.Listing
	for _, p := range own {
		l := entity.Listing{Authority: authorityOFAC, Country: countryUS, Program: p, Measures: slices.Clone(types)}
		if !s.sdn() {
			l.Note = s.list
		}
		l.Note = join(l.Note, note)
		if strings.HasPrefix(p, "BPI-") {
			l.Note = join(l.Note, noteBPI)
		}
		l.Basis = s.basisOf(p, single, fitted)
		l.Effective = entity.Date{Start: s.listed()}
		if signed := signedNotBefore(p); !l.Effective.IsZero() && before(l.Effective.Start, signed) {
			l.Note = join(l.Note, "the record has been on the list since "+l.Effective.String()+", longer than the programme exists; its day is not published")
			l.Effective = entity.Date{}
		}
		for _, m := range s.measures {
			if m.kind == measureProgram && m.comment == p && !m.period.IsZero() {
				l.Effective, l.Until = entity.Date{Start: m.period.Start, Circa: m.period.Circa}, entity.Date{Start: m.period.End}
			}
		}
		var dated []entity.Listing
		for _, act := range b.acts {
			if !act.of(p) {
				continue
			}
			if act.dated() && act.name != "" {
				d := l
				d.Measures = []string{act.name}
				d.Published, d.Effective, d.Note = act.listed, act.effective, join(l.Note, join(act.text, act.note))
				dated = append(dated, d)
				continue
			}
			if act.name != "" && !slices.Contains(l.Measures, act.name) {
				l.Measures = append(l.Measures, act.name)
			}
			if act.dated() {
				l.Published, l.Effective = act.listed, act.effective
			}
			if act.text != "" {
				l.Note = join(l.Note, act.name+": "+act.text)
			}
			l.Note = join(l.Note, act.note)
		}
		if len(l.Measures) == 0 && len(dated) == 0 {
			if m := b.baseMeasure(p, own); m != "" && !(both && !s.sdn()) {
				l.Measures = []string{m}
			}
		}
		if len(l.Measures) > 0 || len(dated) == 0 {
			out = append(out, l)
		}
		out = append(out, dated...)
	}
	return out
}

// programsOf picks the programmes to which an entry belongs, for a party that
// stands on the SDN list and on another: sectoral ones to the Sectoral Sanctions
// Identifications List, all others to the SDN list; to further lists those with
// items of a menu, a directive, or a tag that says so. When that leaves none,
// all of them.
func (b *builder) programsOf(s *sanctions, entries []*sanctions, programs []string) []string {
	var belongs func(p string) bool
	switch {
	case s.sdn():
		belongs = func(p string) bool { return !b.isSectoral(p) }
	case strings.HasPrefix(s.list, "Sectoral"):
		belongs = b.isSectoral
	case s.list == umbrellaList:
		union := make(map[string]bool)
		for _, t := range entries {
			if t.sdn() || t.list == umbrellaList {
				continue
			}
			for _, p := range b.programsOf(t, entries, programs) {
				union[p] = true
			}
		}
		belongs = func(p string) bool { return len(union) == 0 || union[p] }
	default:
		belongs = func(p string) bool {
			if b.isSectoral(p) {
				return false
			}
			for _, act := range b.acts {
				if act.of(p) {
					return true
				}
			}
			return strings.HasPrefix(p, "NS-") || strings.HasPrefix(p, "CMIC") || strings.HasPrefix(p, "561")
		}
	}
	var own []string
	for _, p := range programs {
		if belongs(p) {
			own = append(own, p)
		}
	}
	if len(own) == 0 {
		return programs
	}
	return own
}

// isSectoral reports whether the party is subject to sectoral directives under
// the programme.
func (b *builder) isSectoral(program string) bool {
	for _, act := range b.acts {
		if act.order == sectoral && act.of(program) {
			return true
		}
	}
	return false
}

// mergeListing appends l unless out has it for another list: then the note names
// both lists.
func mergeListing(out []entity.Listing, l entity.Listing) []entity.Listing {
	for i, have := range out {
		lists, rest, _ := strings.Cut(have.Note, "; ")
		newList, newRest, _ := strings.Cut(l.Note, "; ")
		if have.Program == l.Program && have.Basis == l.Basis && have.Effective == l.Effective && have.Published == l.Published &&
			have.Until == l.Until && slices.Equal(have.Measures, l.Measures) && rest == newRest && isListName(lists) && isListName(newList) {
			if newList != lists {
				out[i].Note = join(lists+", "+newList, rest)
			}
			return out
		}
	}
	return append(out, l)
}

func isListName(s string) bool { return strings.HasSuffix(s, "List") }

// statutes are the legal bases of programme tags that carry no executive order
// in their name: numbers of orders, or words of the LegalBasis values. Written
// from general knowledge of OFAC's programme tags and not checked against its
// page of tag definitions; it only tells which published basis goes with which
// published tag.
var statutes = map[string][]string{
	"SDGT": {"13224", "594.201"}, "SDT": {"12947"}, "FTO": {"INA"}, "SDNTK": {"Kingpin"}, "SDNT": {"12978"},
	"NPWMD": {"13382"}, "SYRIA": {"13338", "13460", "13572", "13573", "13582"}, "CUBA": {"Cuba", "12854"},
	"IRAQ2": {"13315"}, "IRAQ3": {"13438"}, "ZIMBABWE": {"13288", "13391", "13469"}, "BALKANS": {"13219", "13304"},
	"BELARUS": {"13405"}, "DRCONGO": {"13413"}, "DARFUR": {"13400"}, "LEBANON": {"13441"}, "SOMALIA": {"13536", "13620"},
	"LIBYA2": {"13566"}, "LIBYA3": {"13726"}, "IRAN": {"13599"}, "IRAN-HR": {"13553"}, "IRAN-TRA": {"13628", "TRA"},
	"HRIT-SY": {"13606"}, "HRIT-IR": {"13606"}, "DPRK": {"13551"}, "DPRK2": {"13687"}, "DPRK3": {"13722"}, "DPRK4": {"13810"},
	"TCO": {"13581"}, "YEMEN": {"13611"}, "MAGNIT": {"Magnitsky"}, "CAR": {"13667"}, "SOUTH SUDAN": {"13664"},
	"VENEZUELA": {"13692"}, "CYBER2": {"13694", "13757"}, "GLOMAG": {"13818"}, "NICARAGUA": {"13851"},
	"IRAN-CON-ARMS-EO": {"Convential Arms", "Conventional Arms", "13949"}, "UHRPA": {"UHRPA"}, "HIFPAA": {"HIFPAA", "Hizballah"},
	"CAATSA - RUSSIA": {"CAATSA - Section 224", "CAATSA - Section 228", "CAATSA - Section 231"}, "CAATSA - IRAN": {"CAATSA - Section 10"},
}

// basisOf returns the legal bases of the entry that belong to the programme.
func (s *sanctions) basisOf(program string, only bool, fitted map[string]bool) string {
	words := statutes[program]
	if m := orderNumber.FindStringSubmatch(program); m != nil {
		words = []string{m[1]}
	}
	out := ""
	all := s.bases()
	for _, basis := range all {
		fits := only
		for _, w := range words {
			fits = fits || strings.Contains(basis, w) && (w != "TRA" || basis == w) && (w != "INA" || basis == w)
		}
		if fits {
			fitted[basis] = true
			out = join(out, basis)
		}
	}
	if out == "" {
		return basis(program)
	}
	return out
}

// orders are days on which executive orders were signed, by number, from general
// knowledge. They only keep a date from being given to a programme that did not
// exist then; no date is ever taken from here. Numbers rise with time, so that an order is not older than the
// nearest lower number here.
var orders = []struct {
	number int
	signed entity.Day
}{
	{12947, entity.Day{Year: 1995, Month: 1, Day: 23}}, {12978, entity.Day{Year: 1995, Month: 10, Day: 21}},
	{13224, entity.Day{Year: 2001, Month: 9, Day: 23}}, {13315, entity.Day{Year: 2003, Month: 8, Day: 28}},
	{13338, entity.Day{Year: 2004, Month: 5, Day: 11}}, {13382, entity.Day{Year: 2005, Month: 6, Day: 28}},
	{13405, entity.Day{Year: 2006, Month: 6, Day: 16}}, {13438, entity.Day{Year: 2007, Month: 7, Day: 17}},
	{13469, entity.Day{Year: 2008, Month: 7, Day: 25}}, {13536, entity.Day{Year: 2010, Month: 4, Day: 12}},
	{13553, entity.Day{Year: 2010, Month: 9, Day: 28}}, {13566, entity.Day{Year: 2011, Month: 2, Day: 25}},
	{13581, entity.Day{Year: 2011, Month: 7, Day: 24}}, {13599, entity.Day{Year: 2012, Month: 2, Day: 5}},
	{13628, entity.Day{Year: 2012, Month: 10, Day: 9}}, {13660, entity.Day{Year: 2014, Month: 3, Day: 6}},
	{13662, entity.Day{Year: 2014, Month: 3, Day: 20}}, {13685, entity.Day{Year: 2014, Month: 12, Day: 19}},
	{13694, entity.Day{Year: 2015, Month: 4, Day: 1}}, {13722, entity.Day{Year: 2016, Month: 3, Day: 15}},
	{13810, entity.Day{Year: 2017, Month: 9, Day: 20}}, {13818, entity.Day{Year: 2017, Month: 12, Day: 20}},
	{13846, entity.Day{Year: 2018, Month: 8, Day: 6}}, {13871, entity.Day{Year: 2019, Month: 5, Day: 8}},
	{13902, entity.Day{Year: 2020, Month: 1, Day: 10}}, {13936, entity.Day{Year: 2020, Month: 7, Day: 14}},
	{13949, entity.Day{Year: 2020, Month: 9, Day: 21}}, {14014, entity.Day{Year: 2021, Month: 2, Day: 10}},
	{14024, entity.Day{Year: 2021, Month: 4, Day: 15}}, {14059, entity.Day{Year: 2021, Month: 12, Day: 15}},
	{14065, entity.Day{Year: 2022, Month: 2, Day: 21}}, {14098, entity.Day{Year: 2023, Month: 5, Day: 4}},
	{14115, entity.Day{Year: 2024, Month: 2, Day: 1}},
}

// signedNotBefore returns a day before which the programme cannot have applied,
// the zero Day if its tag and the statutes name no single order.
func signedNotBefore(program string) entity.Day {
	number := ""
	if m := orderNumber.FindStringSubmatch(program); m != nil {
		number = m[1]
	} else if words := statutes[program]; len(words) > 0 {
		number = words[len(words)-1]
		for _, w := range words {
			if digits(w) == 5 && w < number {
				number = w // the oldest of several
			}
		}
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return entity.Day{}
	}
	var day entity.Day
	for _, o := range orders {
		if o.number <= n {
			day = o.signed
		}
	}
	return day
}
