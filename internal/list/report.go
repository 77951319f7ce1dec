package list

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
)

// RecordError says where and why a record was rejected or gave cause for doubt.
type RecordError struct {
	Record string // publisher's id, "" if it could not be read
	Line   int    // 1-based line or row, 0 = unknown
	Field  string
	Err    error
}

func (e *RecordError) Error() string {
	var b strings.Builder
	if e.Record != "" {
		fmt.Fprintf(&b, "record %s: ", e.Record)
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Field != "" {
		fmt.Fprintf(&b, "%s: ", e.Field)
	}
	b.WriteString(e.Err.Error())
	return b.String()
}

func (e *RecordError) Unwrap() error { return e.Err }

// maxKept bounds the rejects and warnings kept in full; all are counted.
const maxKept = 10_000

// Report accounts for one Parse call.
type Report struct {
	List      string
	Format    string
	Edition   string    // the publisher's own mark of the edition, if any
	Published time.Time // when the publisher made the file; zero = the file does not say

	Records  int // records in the file: Accepted + Rejects + Folded
	Accepted int
	Rejects  int
	Folded   int // records that became part of another record's entity: see Fold

	Rejected []RecordError // the first 10,000
	Warnings []RecordError // accepted, but a value could not be read; first 10,000
	Warned   int

	// Doubts say why the edition as a whole cannot be trusted as it stands,
	// though every record in it could be read: see Doubt.
	Doubts []string

	// Unread counts, by path, elements or columns that the parser neither used
	// nor names as ignored: a sign that the publisher changed the format.
	Unread map[string]int

	Schemas map[entity.Schema]int // accepted, by schema
	Filled  map[string]int        // accepted records that have a field: see FillFields
}

// Record counts one record of the file. Call it once for each, before emit or
// Reject.
func (r *Report) Record() { r.Records++ }

// Fold counts one record that has no entity of its own because its content
// became part of accepted entities: in a graph format, the line of a sanction,
// an address or a family tie. Call it only once the content is in an entity;
// a record that no entity took up is a Reject.
func (r *Report) Fold() { r.Folded++ }

// Reject notes a record that was not accepted.
func (r *Report) Reject(e RecordError) {
	if e.Err == nil {
		e.Err = errors.New("no reason given")
	}
	r.Rejects++
	if len(r.Rejected) < maxKept {
		r.Rejected = append(r.Rejected, e)
	}
}

// Warn notes a value that could not be read in a record that is accepted. The
// value must still be kept, as text, in the entity.
func (r *Report) Warn(record string, line int, field, format string, args ...any) {
	r.Warned++
	if len(r.Warnings) < maxKept {
		r.Warnings = append(r.Warnings, RecordError{Record: record, Line: line, Field: field, Err: fmt.Errorf(format, args...)})
	}
}

// Doubt notes a sign that the edition as a whole is not what its publisher made:
// a file that may have been cut where a row ends. Expect.Check turns each doubt
// into an error, so that nobody takes such an edition for the list unless a
// person decides so. What is certainly broken is an error of Parse instead.
func (r *Report) Doubt(format string, args ...any) {
	r.Doubts = append(r.Doubts, fmt.Sprintf(format, args...))
}

// MarkUnread counts one element or column that nothing read.
func (r *Report) MarkUnread(path string) {
	if r.Unread == nil {
		r.Unread = make(map[string]int)
	}
	r.Unread[path]++
}

// UnreadPaths lists the unread paths in order, with counts.
func (r *Report) UnreadPaths() []string {
	out := make([]string, 0, len(r.Unread))
	for p, n := range r.Unread {
		out = append(out, fmt.Sprintf("%s (%d)", p, n))
	}
	sort.Strings(out)
	return out
}

// FillFields are the keys of Report.Filled and Expect.Fill.
var FillFields = []string{"name", "alias", "original_script", "birth_date", "country", "identifier", "address", "program", "listed", "imo", "wallet", "gender", "relation"}

func (r *Report) accept(e *entity.Entity) {
	r.Accepted++
	if r.Schemas == nil {
		r.Schemas = make(map[entity.Schema]int)
		r.Filled = make(map[string]int)
	}
	r.Schemas[e.Schema]++
	fill := func(key string, has bool) {
		if has {
			r.Filled[key]++
		}
	}
	fill("name", len(e.Names) > 0)
	fill("alias", len(e.Names) > 1)
	fill("country", len(e.Countries) > 0)
	fill("identifier", len(e.Identifiers) > 0)
	fill("address", len(e.Addresses) > 0)
	fill("gender", e.Gender != "")
	fill("relation", len(e.Relations) > 0)
	var orig, birth, prog, listed, imo, wallet bool
	for _, n := range e.Names {
		orig = orig || n.Kind == entity.NameOriginal
	}
	for _, d := range e.Dates {
		birth = birth || d.Kind == entity.DateBirth
	}
	for _, l := range e.Listings {
		prog = prog || l.Program != ""
		listed = listed || !l.Effective.IsZero() || !l.Published.IsZero()
	}
	for _, id := range e.Identifiers {
		imo = imo || id.Type == entity.IDIMO
		wallet = wallet || id.Type == entity.IDWallet
	}
	fill("original_script", orig)
	fill("birth_date", birth)
	fill("program", prog)
	fill("listed", listed)
	fill("imo", imo)
	fill("wallet", wallet)
}

func line(e *entity.Entity) int {
	if len(e.Origin.Fragments) > 0 {
		return e.Origin.Fragments[0].Line
	}
	return 0
}

// Check reports why e cannot be accepted: no id, no schema, neither a name nor
// an identifier, an impossible date, no origin.
func Check(e *entity.Entity) error {
	switch {
	case e.ID == "":
		return errors.New("no id")
	case len(e.ID) > 200:
		return errors.New("id longer than 200 bytes")
	case !e.Schema.Valid():
		return fmt.Errorf("unknown schema %q", e.Schema)
	case len(e.Names) == 0 && len(e.Identifiers) == 0:
		return errors.New("neither a name nor an identifier")
	case len(e.Origin.Fragments) == 0 && e.Origin.Source == "":
		return errors.New("no origin")
	}
	for _, n := range e.Names {
		if strings.TrimSpace(n.Full) == "" {
			return errors.New("empty name")
		}
	}
	for _, id := range e.Identifiers {
		if strings.TrimSpace(id.Value) == "" {
			return errors.New("empty identifier")
		}
	}
	for _, d := range e.Dates {
		if !d.Date.Valid() || d.Date.IsZero() {
			return fmt.Errorf("impossible %s date %q", d.Kind, d.Date)
		}
	}
	return nil
}

// Expect bounds what an edition of a list may look like. Zero values check
// nothing.
type Expect struct {
	Min, Max   map[entity.Schema]int // accepted records by schema
	Fill       map[string]float64    // least share of accepted records that have a field
	MaxRejects float64               // greatest share of records rejected; 0 means 0.01
	MaxShrink  float64               // greatest share by which records may fall against the edition in force; 0 means 0.2
}

// Check reports every doubt of rep and every expectation that it breaks, nil if
// none. prev is the
// number of accepted records of the edition in force, 0 if there is none.
func (x Expect) Check(rep *Report, prev int) error {
	var errs []error
	for _, d := range rep.Doubts {
		errs = append(errs, errors.New(d))
	}
	schemas := make([]entity.Schema, 0, len(x.Min)+len(x.Max))
	for s := range x.Min {
		schemas = append(schemas, s)
	}
	for s := range x.Max {
		if _, ok := x.Min[s]; !ok {
			schemas = append(schemas, s)
		}
	}
	sort.Slice(schemas, func(i, j int) bool { return schemas[i] < schemas[j] })
	for _, s := range schemas {
		n := rep.Schemas[s]
		if m, ok := x.Min[s]; ok && n < m {
			errs = append(errs, fmt.Errorf("%d records of schema %s, at least %d expected", n, s, m))
		}
		if m, ok := x.Max[s]; ok && n > m {
			errs = append(errs, fmt.Errorf("%d records of schema %s, at most %d expected", n, s, m))
		}
	}
	for _, f := range FillFields {
		least, ok := x.Fill[f]
		if !ok || rep.Accepted == 0 {
			continue
		}
		if share := float64(rep.Filled[f]) / float64(rep.Accepted); share < least {
			errs = append(errs, fmt.Errorf("only %.1f %% of the records have %s, at least %.1f %% expected", 100*share, f, 100*least))
		}
	}
	limit := x.MaxRejects
	if limit == 0 {
		limit = 0.01
	}
	if rep.Records > 0 && float64(rep.Rejects) > limit*float64(rep.Records) && rep.Rejects > 1 {
		errs = append(errs, fmt.Errorf("%d of %d records rejected, at most %.1f %% expected", rep.Rejects, rep.Records, 100*limit))
	}
	shrink := x.MaxShrink
	if shrink == 0 {
		shrink = 0.2
	}
	if prev > 0 && float64(rep.Accepted) < (1-shrink)*float64(prev) {
		errs = append(errs, fmt.Errorf("%d records, the edition in force has %d: shrunk by more than %.0f %%", rep.Accepted, prev, 100*shrink))
	}
	return errors.Join(errs...)
}
