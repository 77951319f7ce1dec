package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Query is the question of a client: one party to be screened. It becomes a
// screen.Query.
type Query struct {
	ID          string       `json:"id,omitempty" maxLength:"256" doc:"Your own reference, given back with the answer." example:"customer-4711"`
	Schema      string       `json:"schema,omitempty" enum:"Person,Organization,Company,PublicBody,LegalEntity,Vessel,Airplane,CryptoWallet,Security,Thing" doc:"What kind of party it is. Left away, everything is compared." example:"Person"`
	Names       []string     `json:"names,omitempty" maxItems:"64" nullable:"false" doc:"Names of one party, in any script: the first is the primary one, more are aliases. At most 1024 bytes each. A name or an identifier is needed." example:"[\"Vladimir Putin\"]"`
	BirthDates  []string     `json:"birth_dates,omitempty" maxItems:"32" nullable:"false" doc:"1952-10-07, 1952-10 or 1952; 1960/1965 for a range, 1952~ for about." example:"[\"1952-10-07\"]"`
	Countries   []string     `json:"countries,omitempty" maxItems:"32" nullable:"false" doc:"Nationality, residence, registration: two-letter codes, or names." example:"[\"ru\"]"`
	Gender      string       `json:"gender,omitempty" enum:"male,female,other" doc:"Gender of a person." example:"male"`
	Identifiers []Identifier `json:"identifiers,omitempty" maxItems:"64" nullable:"false" doc:"Numbers and codes: tax, registration, IMO, BIC, passport, wallet and others."`
	Lists       []string     `json:"lists,omitempty" maxItems:"256" nullable:"false" doc:"Only these lists; left away, all in force (see /v1/lists)." example:"[\"us_ofac_sdn\"]"`
	Threshold   float64      `json:"threshold,omitempty" minimum:"0" maximum:"1" doc:"Least score of a hit. 0 or left away: the server's own."`
	Limit       int          `json:"limit,omitempty" minimum:"0" maximum:"1000" doc:"Greatest number of hits in the answer; total counts them all. 0 or left away: the server's own."`
}

// Batch is several questions, answered from one snapshot.
type Batch struct {
	Queries []Query `json:"queries" minItems:"1" maxItems:"100" nullable:"false" doc:"Answered in this order, all from one snapshot."`
}

// Limits of a batch.
const (
	maxBatch      = 100
	maxBatchNames = 1000 // of all its queries: what must be compared
	maxBatchHits  = 2000 // the limits of its queries added up: what is kept in memory for the answer
)

// Identifier is a number with its type, or, written as a bare text, a number
// whose type is guessed.
type Identifier struct {
	Type    string `json:"type"`
	Value   string `json:"value"`
	Country string `json:"country"`
}

var identifierType = reflect.TypeFor[Identifier]()

// UnmarshalJSON takes an object, or a text as the value.
func (i *Identifier) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte{'"'}) {
		return json.Unmarshal(b, &i.Value)
	}
	type plain Identifier
	return json.Unmarshal(b, (*plain)(i))
}

// Schema describes both forms.
func (Identifier) Schema(huma.Registry) *huma.Schema {
	types := make([]any, len(idTypes))
	for i, t := range idTypes {
		types[i] = string(t)
	}
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	kind := text("Type of the number.")
	kind.Enum = types
	return &huma.Schema{OneOf: []*huma.Schema{
		text("The bare value, with or without a leading word (\"7707083893\", \"IMO 9187629\"): compared under every type it can be."),
		{Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"type", "value"}, Properties: map[string]*huma.Schema{
			"type": kind, "value": text("The number as written."), "country": text("Country that issued it: code or name."),
		}},
	}}
}

var schemas = []entity.Schema{entity.Person, entity.Organization, entity.Company, entity.PublicBody, entity.LegalEntity, entity.Vessel, entity.Airplane,
	entity.CryptoWallet, entity.Security, entity.Thing}

var idTypes = []entity.IDType{entity.IDINN, entity.IDOGRN, entity.IDKPP, entity.IDOKPO, entity.IDBIK, entity.IDLEI, entity.IDBIC, entity.IDIBAN, entity.IDISIN,
	entity.IDIMO, entity.IDIMOCompany, entity.IDMMSI, entity.IDCallSign, entity.IDAircraftTail, entity.IDSerial, entity.IDWallet, entity.IDPassport,
	entity.IDNational, entity.IDTax, entity.IDVAT, entity.IDRegistration, entity.IDUSCC, entity.IDDUNS, entity.IDDriver, entity.IDVisa, entity.IDAccount,
	entity.IDWikidata, entity.IDTicker, entity.IDOther}

// reader turns one Query into a screen.Query and gathers what is wrong with it.
type reader struct {
	at      string // place of the query in the request, "" or "queries[3]."
	faults  []Fault
	ignored []Fault
}

func (r *reader) fault(at, format string, args ...any) {
	r.faults = append(r.faults, Fault{r.at + at, fmt.Sprintf(format, args...)})
}

func (r *reader) ignore(at, format string, args ...any) {
	r.ignored = append(r.ignored, Fault{r.at + at, fmt.Sprintf(format, args...)})
}

// query reads q for an answer from snapshot s.
func (a *api) query(s *screen.Snapshot, q *Query, at string) (screen.Query, *reader) {
	r := &reader{at: at}
	out := screen.Query{ID: q.ID, Names: q.Names, Gender: entity.Gender(q.Gender), Lists: q.Lists, Threshold: q.Threshold, Limit: q.Limit}
	if len(q.ID) > 256 {
		r.fault("id", "%d bytes; at most 256 are taken", len(q.ID))
	}
	if q.Schema != "" {
		i := slices.IndexFunc(schemas, func(x entity.Schema) bool { return strings.EqualFold(string(x), q.Schema) })
		if i < 0 {
			r.fault("schema", "unknown schema %q; known are %s", short(q.Schema), words(schemas))
		} else {
			out.Schema = schemas[i]
		}
	}
	switch out.Gender {
	case "", entity.Male, entity.Female, entity.Other:
	default:
		r.fault("gender", "%q is not male, female or other", short(q.Gender))
	}
	r.names(q.Names)
	out.BirthDates = r.birthDates(q.BirthDates)
	out.Countries = r.countries(q.Countries)
	out.Identifiers = r.identifiers(q.Identifiers)
	if len(q.Names) == 0 && len(q.Identifiers) > 0 && len(r.faults) == 0 && len(entity.IDKeys(out.Identifiers)) == 0 {
		r.fault("identifiers", "nothing to compare: every value is too short, or of a type that many share (kpp, bik), and there is no name")
	}
	r.lists(s, q.Lists)
	if q.Threshold < 0 || q.Threshold > 1 || math.IsNaN(q.Threshold) {
		r.fault("threshold", "%v is not between 0 and 1", q.Threshold)
	}
	if q.Limit < 0 || q.Limit > screen.MaxLimit {
		r.fault("limit", "%d is not between 0 and %d", q.Limit, screen.MaxLimit)
	}
	if out.Threshold == 0 {
		out.Threshold = a.opt.Threshold
	}
	if out.Limit == 0 {
		out.Limit = a.opt.Limit
	}
	if len(r.faults) == 0 {
		if err := out.Check(); err != nil {
			r.fault("", "%s", strings.TrimPrefix(err.Error(), screen.ErrQuery.Error()+": "))
			r.faults[0].Location = strings.TrimSuffix(r.at, ".")
		}
	}
	return out, r
}

func (r *reader) names(in []string) {
	if len(in) > screen.MaxNames {
		r.fault("names", "%d names; at most %d are compared", len(in), screen.MaxNames)
		return
	}
	for i, n := range in {
		at := fmt.Sprintf("names[%d]", i)
		switch {
		case strings.TrimSpace(n) == "":
			r.fault(at, "an empty name")
		case !strings.ContainsFunc(n, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }):
			r.fault(at, "no letter or digit in it")
		}
	}
}

func (r *reader) birthDates(in []string) []entity.Date {
	if len(in) > screen.MaxFacts {
		r.fault("birth_dates", "%d dates; at most %d are compared", len(in), screen.MaxFacts)
		return nil
	}
	var out []entity.Date
	for i, text := range in {
		d, err := entity.ParseDate(text)
		if err != nil || d.IsZero() {
			r.fault(fmt.Sprintf("birth_dates[%d]", i), "%q is not understood; write 1952-10-07, 1952-10 or 1952", short(text))
			continue
		}
		out = append(out, d)
	}
	return out
}

func (r *reader) countries(in []string) []string {
	if len(in) > screen.MaxFacts {
		r.fault("countries", "%d countries; at most %d are compared", len(in), screen.MaxFacts)
		return nil
	}
	var out []string
	for i, text := range in {
		code, ok := entity.CountryCode(text)
		if !ok {
			r.fault(fmt.Sprintf("countries[%d]", i), "%q is no country that is known; use a two-letter code such as ru, or an English name", short(text))
			continue
		}
		out = append(out, code)
	}
	return out
}

func (r *reader) identifiers(in []Identifier) []entity.Identifier {
	if len(in) > screen.MaxIdentifiers {
		r.fault("identifiers", "%d identifiers; at most %d are compared", len(in), screen.MaxIdentifiers)
		return nil
	}
	var out []entity.Identifier
	for i, id := range in {
		at := fmt.Sprintf("identifiers[%d]", i)
		if strings.TrimSpace(id.Value) == "" {
			r.fault(at, "no value")
			continue
		}
		if len(id.Value) > 256 {
			r.fault(at, "%d bytes; at most 256 are compared", len(id.Value))
			continue
		}
		readings, err := read(id)
		if err != nil {
			r.fault(at, "%v", err)
			continue
		}
		if len(entity.IDKeys(readings)) == 0 {
			r.ignore(at, "not compared: too short, or of a type that many share")
		}
		out = append(out, readings...)
	}
	if len(out) > screen.MaxIdentifiers {
		r.fault("identifiers", "values without a type are compared as every type they can be, which makes %d; at most %d are compared: give types", len(out), screen.MaxIdentifiers)
		return nil
	}
	return out
}

// read returns what id can be: itself, or every reading of a bare value.
func read(id Identifier) ([]entity.Identifier, error) {
	country := ""
	if id.Country != "" {
		code, ok := entity.CountryCode(id.Country)
		if !ok {
			return nil, fmt.Errorf("country %q is not known", short(id.Country))
		}
		country = code
	}
	if id.Type != "" {
		for _, t := range idTypes {
			if strings.EqualFold(string(t), id.Type) {
				return []entity.Identifier{{Type: t, Value: id.Value, Country: country}}, nil
			}
		}
		return nil, fmt.Errorf("unknown type %q; known are %s", short(id.Type), words(idTypes))
	}
	out := entity.GuessID(id.Value)
	if len(out) == 0 {
		out = []entity.Identifier{{Type: entity.IDOther, Value: id.Value}}
	}
	for i := range out {
		out[i].Country = country
	}
	return out, nil
}

func (r *reader) lists(s *screen.Snapshot, in []string) {
	if len(in) > 256 {
		r.fault("lists", "%d lists; at most 256 are taken", len(in))
		return
	}
	for i, l := range in {
		if !slices.ContainsFunc(s.Editions, func(e screen.EditionRef) bool { return e.List == l }) {
			inForce := make([]string, len(s.Editions))
			for k, e := range s.Editions {
				inForce[k] = e.List
			}
			r.fault(fmt.Sprintf("lists[%d]", i), "%q is not in force; in force are %s", short(l), strings.Join(inForce, ", "))
		}
	}
}

func words[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, x := range in {
		out[i] = string(x)
	}
	return strings.Join(out, ", ")
}

// batch reads the queries of b. All of them must be good: an answer for some
// would be read as an answer for all.
func (a *api) batch(s *screen.Snapshot, b *Batch) ([]screen.Query, []*reader, error) {
	if len(b.Queries) == 0 {
		return nil, nil, &faults{screen.ErrQuery, []Fault{{"queries", "no query"}}}
	}
	if len(b.Queries) > maxBatch {
		return nil, nil, &faults{screen.ErrQuery, []Fault{{"queries", fmt.Sprintf("%d queries; at most %d are answered together", len(b.Queries), maxBatch)}}}
	}
	var bad []Fault
	hits, names := 0, 0
	queries, readers := make([]screen.Query, len(b.Queries)), make([]*reader, len(b.Queries))
	for i := range b.Queries {
		queries[i], readers[i] = a.query(s, &b.Queries[i], fmt.Sprintf("queries[%d].", i))
		bad = append(bad, readers[i].faults...)
		hits += queries[i].Limit
		names += len(queries[i].Names)
	}
	if len(bad) == 0 && names > maxBatchNames {
		bad = append(bad, Fault{"queries", fmt.Sprintf("%d names in all; at most %d are compared together", names, maxBatchNames)})
	}
	if len(bad) == 0 && hits > maxBatchHits {
		bad = append(bad, Fault{"queries", fmt.Sprintf("their limits add up to %d hits; at most %d are given together", hits, maxBatchHits)})
	}
	if len(bad) > 0 {
		return nil, nil, &faults{screen.ErrQuery, bad[:min(len(bad), maxFaults)]}
	}
	return queries, readers, nil
}

// errAsked tells an error of Screen that a query caused from one that is ours.
func errAsked(err error) error {
	if errors.Is(err, screen.ErrQuery) {
		return &faults{screen.ErrQuery, []Fault{{Message: err.Error()}}}
	}
	return err
}
