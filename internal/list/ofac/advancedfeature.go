package ofac

import (
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// version is what a FeatureVersion says.
type version struct {
	values []string // texts and looked-up values
	dates  []entity.Date
	places []*location
	note   string // comment; reliability, unless it is unknown or confirmed
}

func (a *advanced) feature(b *builder, f *xmlnode.Node) {
	f.Ignore("@ID")
	for _, r := range f.Children("IdentityReference") {
		r.Ignore("@IdentityID", "@IdentityFeatureLinkTypeID")
	}
	name := strings.TrimSpace(a.refs.name("FeatureType", f.Attr("FeatureTypeID")))
	if !a.refs.known("FeatureType", f.Attr("FeatureTypeID")) {
		b.warn("FeatureType", "type %q is not among the reference values", name)
	}
	if c := f.Value("Comment"); c != "" {
		b.note(name + ": " + c)
	}
	for _, fv := range f.Children("FeatureVersion") {
		v := a.version(b, name, fv)
		before := counts(b.e)
		a.fact(b, name, v)
		if v.note != "" && !annotate(b.e, before, v.note) {
			b.note(name + " " + strings.Join(v.values, "; ") + ": " + v.note)
		}
	}
}

func (a *advanced) version(b *builder, name string, fv *xmlnode.Node) version {
	fv.Ignore("@ID")
	v := version{note: fv.Value("Comment")}
	switch r := a.refs.name("Reliability", fv.Attr("ReliabilityID")); r {
	case "", "Confirmed":
	default:
		v.note = join(v.note, "reliability: "+strings.ToLower(r))
	}
	for _, d := range fv.Children("VersionDetail") {
		d.Ignore("@DetailTypeID")
		if id := d.Attr("DetailReferenceID"); id != "" {
			if !a.refs.known("DetailReference", id) {
				b.warn(name, "value %q is not among the reference values", id)
			}
			if t := list.Clean(a.refs.name("DetailReference", id)); t != "" {
				v.values = append(v.values, t)
			}
		}
		if t := d.Text(); t != "" {
			v.values = append(v.values, t)
		}
	}
	for _, l := range fv.Children("VersionLocation") {
		id := l.Attr("LocationID")
		place, ok := a.locations[id]
		if !ok {
			b.warn(name, "no place with the id %q", id)
			b.note(name + ": location " + id)
			continue
		}
		v.places = append(v.places, place)
		b.e.Origin.Fragments = append(b.e.Origin.Fragments, place.from)
	}
	for _, p := range fv.Children("DatePeriod") {
		d, err := period(p)
		if err != nil {
			b.warn(name, "date not understood: %w", err)
			b.note(name + ": " + err.Error())
			continue
		}
		if !d.IsZero() {
			v.dates = append(v.dates, d)
		}
	}
	return v
}

// featureRoles are the features whose value is a country.
var featureRoles = map[string]entity.CountryRole{
	"nationality country": entity.CountryNationality, "citizenship country": entity.CountryCitizenship,
	"nationality of registration": entity.CountryJurisdiction, "registration country": entity.CountryJurisdiction,
	"vessel flag": entity.CountryFlag, "other vessel flag": entity.CountryFlag, "former vessel flag": entity.CountryFormerFlag,
}

// featureDates are the features whose value is a date.
var featureDates = map[string]entity.DateKind{
	"birthdate": entity.DateBirth, "organization established date": entity.DateIncorporation,
	"vessel year of build": entity.DateBuild, "aircraft manufacture date": entity.DateBuild,
}

// fact stores a feature. Those that the other formats keep in fields of their
// own are taken here; all others read like a clause of the remarks, "label
// value", for which label.go has the vocabulary.
func (a *advanced) fact(b *builder, name string, v version) {
	key := strings.ToLower(name)
	if kind, ok := featureDates[key]; ok {
		for _, d := range v.dates {
			addDate(b.e, entity.DatedFact{Kind: kind, Date: d})
		}
		for _, t := range v.values { // "Vessel Year of Build" is a text
			b.date(kind, name, t)
		}
		if len(v.dates)+len(v.values) == 0 {
			b.warn(name, "no date")
		}
		return
	}
	if role, ok := featureRoles[key]; ok {
		for _, l := range v.places {
			country, iso := a.countryName(l)
			if iso != "" {
				addCountry(b.e, entity.CountryFact{Role: role, Code: iso})
			} else {
				if country == "" {
					country = a.placeText(l)
				}
				b.country(role, country)
			}
		}
		for _, t := range v.values {
			b.country(role, t)
		}
		a.rest(b, name, v, false)
		return
	}
	switch key {
	case "location":
		for _, l := range v.places {
			a.addAddress(b, l, "")
		}
		for _, t := range v.values {
			b.e.Addresses = append(b.e.Addresses, entity.Address{Full: t})
		}
		a.rest(b, name, v, false)
		return
	case "place of birth":
		for _, l := range v.places {
			b.birthPlace(a.placeText(l))
		}
		for _, t := range v.values {
			b.birthPlace(t)
		}
		a.rest(b, name, v, false)
		return
	case "additional program tags":
		for _, t := range v.values {
			for _, tag := range splitPrograms(t) {
				b.attribute("program_tag", tag)
			}
		}
		a.rest(b, name, v, true)
		return
	}
	for _, t := range v.values {
		a.value(b, name, key, t)
	}
	for _, d := range v.dates {
		a.value(b, name, key, remarksDate(d))
	}
	a.rest(b, name, version{places: v.places}, true)
}

// rest keeps what a feature of this type is not expected to hold.
func (a *advanced) rest(b *builder, name string, v version, places bool) {
	for _, d := range v.dates {
		b.note(name + ": " + d.String())
	}
	if places {
		for _, l := range v.places {
			b.note(name + ": " + a.placeText(l))
		}
	}
}

func (a *advanced) value(b *builder, name, key, value string) {
	switch key {
	case "vessel type":
		b.vessel(vesselFields{kind: value})
	case "vessel tonnage":
		b.vessel(vesselFields{tonnage: value})
	case "vessel gross registered tonnage":
		b.vessel(vesselFields{grt: value})
	case "vessel owner":
		b.vessel(vesselFields{owner: value})
	case "vessel call sign":
		b.vessel(vesselFields{callSign: value})
	case "title":
		b.title(value)
	default:
		clause := strings.ReplaceAll(name, "’", "'") + " " + value
		l, rest := findLabel(clause)
		if l == nil || rest == "" {
			b.warn("FeatureType", "unknown label %q", name)
			b.note(name + " " + value)
			return
		}
		b.apply(l, rest, clause, false)
		b.orgType = false
	}
}

// remarksDate writes a date as the remarks do: "24 Feb 2022".
func remarksDate(d entity.Date) string {
	months := [...]string{"", "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "}
	day := func(d entity.Day) string {
		t := strconv.Itoa(int(d.Year))
		if d.Month != 0 {
			t = months[d.Month] + t
			if d.Day != 0 {
				t = strconv.Itoa(int(d.Day)) + " " + t
				if d.Day < 10 {
					t = "0" + t
				}
			}
		}
		return t
	}
	t := day(d.Start)
	if d.IsRange() {
		t += " to " + day(d.End)
	}
	if d.Circa {
		t = "circa " + t
	}
	return t
}

func addDate(e *entity.Entity, f entity.DatedFact) {
	for _, have := range e.Dates {
		if have == f {
			return
		}
	}
	e.Dates = append(e.Dates, f)
}

func addCountry(e *entity.Entity, f entity.CountryFact) {
	for _, have := range e.Countries {
		if have == f {
			return
		}
	}
	e.Countries = append(e.Countries, f)
}

// counts are the lengths of the slices to which a feature may add a fact that
// has a note.
func counts(e *entity.Entity) [6]int {
	return [6]int{len(e.Dates), len(e.Countries), len(e.Identifiers), len(e.Contacts), len(e.Addresses), len(e.BirthPlaces)}
}

// annotate gives the note to the facts added since before and reports whether
// there were any.
func annotate(e *entity.Entity, before [6]int, note string) bool {
	found := false
	add := func(have *string) {
		*have = join(*have, note)
		found = true
	}
	for i := before[0]; i < len(e.Dates); i++ {
		add(&e.Dates[i].Note)
	}
	for i := before[1]; i < len(e.Countries); i++ {
		add(&e.Countries[i].Note)
	}
	for i := before[2]; i < len(e.Identifiers); i++ {
		add(&e.Identifiers[i].Note)
	}
	for i := before[3]; i < len(e.Contacts); i++ {
		add(&e.Contacts[i].Note)
	}
	for i := before[4]; i < len(e.Addresses); i++ {
		add(&e.Addresses[i].Note)
	}
	for i := before[5]; i < len(e.BirthPlaces); i++ {
		add(&e.BirthPlaces[i].Note)
	}
	return found
}
