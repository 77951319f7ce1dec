package ftm

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// neighbours gives what the file says about a thing in other records.
type neighbours interface {
	each(id string, fn func(*satellite) bool)
	name(id string) (caption string, ok bool)
}

// converter turns records into entities.
type converter struct {
	file  string
	rep   *list.Report
	near  neighbours
	codes map[string]string // published country -> code, "" when unknown
	odd   map[string]bool   // unknown properties already warned of
	alone bool              // there are no neighbours, so none is missed
}

// Convert turns a record without its neighbours into an entity, nil if its
// schema is that of no party. Values that could not be read are warned of in
// rep. file names the file of line l.
func Convert(file string, l Line, r *Record, rep *list.Report) *entity.Entity {
	if schemata[r.Schema].class != thing {
		return nil
	}
	c := newConverter(file, rep, &within{})
	c.alone = true
	e, _ := c.entity(r, l)
	return e
}

// Concerns returns the ids of the things a record tells about: its own id for a
// thing or an address, the ids at both ends for an edge, that of the sanctioned
// party for a sanction.
func Concerns(r *Record) []string {
	switch schemata[r.Schema].class {
	case thing, other:
		return []string{r.ID}
	}
	return ends(r)
}

func newConverter(file string, rep *list.Report, near neighbours) *converter {
	return &converter{file: file, rep: rep, near: near, codes: map[string]string{}, odd: map[string]bool{}}
}

// entity converts the thing r. It returns the satellites that became part of it.
func (c *converter) entity(r *Record, l Line) (*entity.Entity, []int32) {
	e := &entity.Entity{
		ID:     r.ID,
		Schema: schemata[r.Schema].as,
		Origin: entity.Origin{Fragments: []entity.Fragment{{File: c.file, Line: l.Number, Offset: l.Offset, Length: int64(len(l.Text))}}},
	}
	c.countries(r, e)
	codes := make([]string, 0, 4)
	for _, f := range e.Countries {
		codes = append(codes, f.Code)
	}
	e.Names = names(r, codes)
	e.Identifiers = identifiers(r)
	if r.Schema == "Person" {
		e.Attributes = partNames(r, e.Names)
	}
	r.Props(func(prop string, values []string) { c.property(r, e, l, prop, values) })
	c.bookkeeping(r, e)
	used := c.join(r, e, l)
	c.loose(r, e)
	return e, used
}

// bookkeeping keeps what OpenSanctions says about the record itself.
func (c *converter) bookkeeping(r *Record, e *entity.Entity) {
	attr := func(key, v string) {
		if v != "" {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: key, Value: v})
		}
	}
	if string(e.Schema) != r.Schema {
		attr("schema", r.Schema)
	}
	if r.NotTarget {
		attr("target", "false")
	}
	for _, d := range r.Datasets {
		attr("dataset", d)
	}
	for _, d := range r.Referents {
		attr("referent", d)
	}
	attr("first_seen", r.FirstSeen)
	attr("last_seen", r.LastSeen)
	attr("last_change", r.LastChange)
	for _, x := range r.Extra {
		attr(snake(x.Key), x.JSON)
		c.unknown(r.ID, 0, x.Key)
	}
}

// unknown warns, once for each name, of a word that the model did not have when
// this was written. The value is kept as an attribute.
func (c *converter) unknown(id string, line int, name string) {
	if !c.odd[name] {
		c.odd[name] = true
		c.rep.Warn(id, line, name, "property not known to this version; kept as attribute %s", snake(name))
	}
}

// countryProps are the properties of type country.
var countryProps = []struct {
	prop string
	role entity.CountryRole
	note string
}{
	{"nationality", entity.CountryNationality, ""},
	{"citizenship", entity.CountryCitizenship, ""},
	{"jurisdiction", entity.CountryJurisdiction, ""},
	{"flag", entity.CountryFlag, ""},
	{"pastFlags", entity.CountryFormerFlag, ""},
	{"birthCountry", entity.CountryBirth, ""},
	{"mainCountry", entity.CountryUnspecified, "main country of activity"},
	{"country", entity.CountryUnspecified, ""},
}

func (c *converter) countries(r *Record, e *entity.Entity) {
	for _, p := range countryProps {
	values:
		for _, v := range r.All(p.prop) {
			f := entity.CountryFact{Role: p.role, Code: c.code(v), Note: p.note}
			if f.Code == "" {
				f.Text = v
			}
			for _, have := range e.Countries {
				if have.Code == f.Code && have.Text == f.Text && (have.Role == f.Role || p.prop == "country") {
					continue values // "country" repeats what a better property says
				}
			}
			e.Countries = append(e.Countries, f)
		}
	}
}

// code gives our code of a country as FollowTheMoney writes it: lower-case ISO
// 3166-1 alpha-2, codes of former states, or, in free text properties, a name.
func (c *converter) code(v string) string {
	code, ok := c.codes[v]
	if !ok {
		if len(v) == 2 && v[0] >= 'a' && v[0] <= 'z' && v[1] >= 'a' && v[1] <= 'z' && v != "zz" {
			code = v
		} else if found, ok := entity.CountryCode(v); ok {
			code = found
		}
		c.codes[strings.Clone(v)] = code
	}
	return code
}

// date reads a date of FollowTheMoney (ISO, often partial, sometimes with a
// time of day).
func date(v string) (entity.Date, bool) {
	if len(v) > 10 && (v[10] == 'T' || v[10] == ' ') {
		v = v[:10]
	}
	if d, err := entity.ParseDate(v); err == nil && !d.IsZero() {
		return d, true
	}
	d, err := list.ParseDate(v, list.DayFirst)
	return d, err == nil && !d.IsZero()
}

// snake turns "birthPlace" into "birth_place".
func snake(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; {
		case ch >= 'A' && ch <= 'Z':
			if i > 0 && s[i-1] >= 'a' && s[i-1] <= 'z' {
				b.WriteByte('_')
			}
			b.WriteByte(ch + 'a' - 'A')
		case ch >= 'a' && ch <= 'z', ch >= '0' && ch <= '9':
			b.WriteByte(ch)
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}
