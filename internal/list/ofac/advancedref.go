package ofac

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// refKey is the name of the element in a reference value set, and its ID.
type refKey struct{ set, id string }

// references are the reference value sets.
type references struct {
	text      map[refKey]string
	iso       map[string]string // of a country id: lower-case ISO code, "" where OFAC gives none
	areaOf    map[string]string // country id of an area code
	scripts   map[string]string // ISO 15924 code of a script id
	partyType map[string]string // party type id of a party subtype
}

func newReferences() references {
	return references{text: make(map[refKey]string), iso: make(map[string]string), areaOf: make(map[string]string),
		scripts: make(map[string]string), partyType: make(map[string]string)}
}

// Attributes of reference values that are not used: they lead to sets that hold
// one value ("Unknown", "Gregorian"), or repeat the text.
var ignoredReferenceAttributes = []string{"@AreaCodeTypeID", "@Description", "@DecisionMakingBodyID", "@FeatureTypeGroupID",
	"@LegalBasisShortRef", "@LegalBasisTypeID", "@Notional", "@OrganisationID", "@SanctionsProgramID", "@SubsidiaryBodyID", "@Symmetrical"}

// Sets that nothing refers to, or only through attributes that are not used.
var ignoredReferenceSets = []string{"AreaCodeTypeValues", "CalendarTypeValues", "CountryRelevanceValues", "DecisionMakingBodyValues",
	"DetailTypeValues", "FeatureTypeGroupValues", "IdentityFeatureLinkTypeValues", "LegalBasisTypeValues", "LocPartValueStatusValues",
	"LocPartValueTypeValues", "OrganisationValues", "SanctionsProgramValues", "ScriptStatusValues", "SubsidiaryBodyValues"}

// isoScripts turns OFAC's ScriptCode into ISO 15924 where it is a word of its own.
var isoScripts = map[string]string{"Latin": "Latn", "Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Kore"}

func (r *references) read(n *xmlnode.Node, rep *list.Report) {
	n.Ignore(ignoredReferenceSets...)
	for _, set := range n.Children("*") {
		if slices.Contains(ignoredReferenceSets, set.Name) {
			continue
		}
		for _, v := range set.Children("*") {
			v.Ignore(ignoredReferenceAttributes...)
			id := v.Attr("ID")
			key := refKey{v.Name, id}
			if have, dup := r.text[key]; dup && have != v.Text() || id == "" {
				rep.Warn("", v.Line, v.Name, "reference value %q given twice or without an id: %q", id, v.Text())
				continue
			}
			r.text[key] = v.Text()
			switch v.Name {
			case "Country":
				r.iso[id] = strings.ToLower(v.Attr("ISO2"))
			case "AreaCode":
				r.areaOf[id] = v.Attr("CountryID")
			case "PartySubType":
				r.partyType[id] = v.Attr("PartyTypeID")
			case "Script":
				code := v.Attr("ScriptCode")
				if iso, ok := isoScripts[code]; ok {
					code = iso
				}
				r.scripts[id] = code
			}
		}
	}
}

// name returns the text of a reference value, "" for one that is "Unknown", and
// "RelationType 123" for an id that the file does not explain.
func (r *references) name(set, id string) string {
	if id == "" {
		return ""
	}
	t, ok := r.text[refKey{set, id}]
	if !ok {
		return set + " " + id
	}
	if t == "Unknown" {
		return ""
	}
	return t
}

// known reports whether the file explains the id.
func (r *references) known(set, id string) bool { _, ok := r.text[refKey{set, id}]; return ok }

const primaryLatin = "Primary Latin"

func (r *references) docNameStatus(id string) string { return r.name("DocNameStatus", id) }

// kind returns the record type of a party subtype: the subtype where it is a
// craft, else its party type. ok is false for a type that is none of the four.
func (r *references) kind(id string) (kind string, ok bool) {
	switch strings.ToLower(r.name("PartySubType", id)) {
	case "vessel":
		return kindVessel, true
	case "aircraft":
		return kindAircraft, true
	}
	switch strings.ToLower(r.name("PartyType", r.partyType[id])) {
	case "individual":
		return kindIndividual, true
	case "entity":
		return kindEntity, true
	}
	return kindEntity, false
}

// dayOf reads the Year, Month and Day below n.
func dayOf(n *xmlnode.Node) (entity.Day, error) {
	var d entity.Day
	part := func(name string, most int) (int, error) {
		t := n.Value(name)
		if t == "" {
			return 0, nil
		}
		v, err := strconv.Atoi(t)
		if err != nil || v < 0 || v > most {
			return 0, fmt.Errorf("%s %q", name, t)
		}
		return v, nil
	}
	y, errY := part("Year", 9999)
	m, errM := part("Month", 12)
	day, errD := part("Day", 31)
	for _, err := range []error{errY, errM, errD} {
		if err != nil {
			return d, err
		}
	}
	d = entity.Day{Year: int16(y), Month: uint8(m), Day: uint8(day)}
	if !(entity.Date{Start: d}).Valid() {
		return entity.Day{}, fmt.Errorf("no such day: %s", d)
	}
	return d, nil
}

// period reads a DatePeriod. OFAC gives both ends as the first and last day
// they may fall on; a known year is written 1 January to 31 December, a known
// month from its first to its last day. The outer ends are what is known:
//
//	1972-01-01, 1972-01-01, 1972-12-31, 1972-12-31   1972
//	1951-01-01, 1951-12-31, 1953-01-01, 1953-12-31   1951/1953
//
// Approximate is "circa". A period without days is the zero Date.
func period(n *xmlnode.Node) (entity.Date, error) {
	d, err := periodOf(n)
	if err != nil {
		var text []string
		for _, limit := range append(n.All("Start", "*"), n.All("End", "*")...) {
			text = append(text, strings.Join(limit.Values("*"), "-"))
		}
		n.IgnoreAll()
		return d, fmt.Errorf("%w in the period %s", err, strings.Join(text, ", "))
	}
	return d, nil
}

func periodOf(n *xmlnode.Node) (entity.Date, error) {
	n.Ignore("@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed")
	var d entity.Date
	var first, last entity.Day
	for _, end := range append(n.Children("Start"), n.Children("End")...) {
		end.Ignore("@YearFixed", "@MonthFixed", "@DayFixed")
		d.Circa = end.Attr("Approximate") == "true" || d.Circa
		for _, limit := range append(end.Children("From"), end.Children("To")...) {
			limit.Ignore("@YearFixed", "@MonthFixed", "@DayFixed")
			day, err := dayOf(limit)
			if err != nil {
				return entity.Date{}, err
			}
			if day.IsZero() {
				continue
			}
			if first.IsZero() || before(day, first) {
				first = day
			}
			if last.IsZero() || before(last, day) {
				last = day
			}
		}
	}
	if first.IsZero() {
		return entity.Date{}, nil
	}
	d.Start, d.End = coarsen(first, last)
	if d.Start == d.End {
		d.End = entity.Day{}
	}
	if !d.Valid() {
		return entity.Date{}, fmt.Errorf("from %s to %s", first, last)
	}
	return d, nil
}

func before(a, b entity.Day) bool {
	return entity.Date{Start: a}.Compare(entity.Date{Start: b}) < 0
}

// coarsen drops from both ends the months and days that only say "the whole
// year" or "the whole month".
func coarsen(first, last entity.Day) (entity.Day, entity.Day) {
	if first == last || first.Precision() < 3 || last.Precision() < 3 {
		return first, last
	}
	if first.Day != 1 || int(last.Day) != daysIn(last) {
		return first, last
	}
	if first.Month == 1 && last.Month == 12 {
		return entity.Day{Year: first.Year}, entity.Day{Year: last.Year}
	}
	return entity.Day{Year: first.Year, Month: first.Month}, entity.Day{Year: last.Year, Month: last.Month}
}

func daysIn(d entity.Day) int {
	return time.Date(int(d.Year), time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
