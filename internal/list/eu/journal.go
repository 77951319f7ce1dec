package eu

import (
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// JournalSource describes the designations of the acts of the Official Journal
// as OpenSanctions tabulates them. It fills the days to weeks by which the
// Financial Sanctions Files lag, and holds what they never hold: vessels,
// sectoral and transaction measures.
func JournalSource() *list.Source {
	return &list.Source{
		ID:        "eu_journal_sanctions",
		Title:     "EU Official Journal sanctioned entities",
		Publisher: "Council of the European Union; tabulated by OpenSanctions",
		Country:   "eu",
		Homepage:  "https://www.opensanctions.org/datasets/eu_journal_sanctions/",
		Terms:     "legal acts: reuse with attribution (Commission Decision 2011/833/EU); tabulation: OpenSanctions",
		Rhythm:    "with each act, within days",
		Formats: []list.Format{{
			ID:     "journal.csv",
			Doc:    "Set of CSV files, one an act; tested on the whole set of August 2026 (56 files, 8,434 rows).",
			Detect: detectJournal, Parse: parseJournal,
		}},
		Expect: list.Expect{
			Min:  map[entity.Schema]int{entity.Person: 2500, entity.Organization: 1500, entity.Vessel: 300},
			Fill: map[string]float64{"name": 1, "alias": 0.3, "listed": 0.9, "program": 1, "birth_date": 0.2, "imo": 0.04},
		},
	}
}

// The two headers of the format, which differ in the first columns only.
const (
	consolidatedHeader = "celex,recordId,programKey,annex,measure,"
	amendmentHeader    = "amendedCelex,amendmentCelex,recordId,programKey,annex,measure,"
)

// maxAmendments bounds the rows of amending acts, which are kept in memory until
// the consolidated rows have been read.
const maxAmendments = 100_000

func isJournal(f list.File) (consolidated, ok bool) {
	head := headLine(f)
	switch {
	case strings.HasPrefix(head, consolidatedHeader):
		return true, true
	case strings.HasPrefix(head, amendmentHeader):
		return false, true
	}
	return false, false
}

// detectJournal takes an input in which every file has one of the two headers.
func detectJournal(in list.Input) bool {
	for _, f := range in.Files {
		if _, ok := isJournal(f); !ok {
			return false
		}
	}
	return len(in.Files) > 0
}

// journalReader joins the rows of the acts.
type journalReader struct {
	rep     *list.Report
	emit    list.Emit
	amended map[string]*amendedRow // rows of amending acts by key
	order   []*amendedRow
	used    map[string]int // ids given out, for entries printed twice
	unread  map[string]bool
}

type amendedRow struct {
	key    string
	act    string
	entity *entity.Entity
	merged bool
}

// parseJournal reads all files. A row is a record. The amending acts, which are
// few, come first; each consolidated row then takes up the amending row of the
// same entry, which is folded into it; amending rows that stand for new entries
// become entities of their own, after the consolidated ones.
func parseJournal(in list.Input, emit list.Emit, rep *list.Report) error {
	j := &journalReader{rep: rep, emit: emit, amended: map[string]*amendedRow{}, used: map[string]int{}, unread: map[string]bool{}}
	for _, wantConsolidated := range []bool{false, true} {
		for _, f := range in.Files {
			if consolidated, _ := isJournal(f); consolidated == wantConsolidated {
				if err := j.file(f, consolidated); err != nil {
					return fmt.Errorf("%s: %w", f.Name, err)
				}
			}
		}
	}
	for _, a := range j.order {
		if a.merged {
			continue
		}
		a.entity.ID = j.id(a.entity.ID)
		if err := emit(a.entity); err != nil {
			return err
		}
	}
	for c := range j.unread {
		rep.MarkUnread(c)
	}
	return nil
}

// id makes an id unique: entries without a number and with the same name are
// told apart by their order in the act.
func (j *journalReader) id(id string) string {
	j.used[id]++
	if n := j.used[id]; n > 1 {
		return fmt.Sprintf("%s#%d", id, n)
	}
	return id
}

func (j *journalReader) file(f list.File, consolidated bool) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer rc.Close()
	var tab *table.Table
	err = table.Read(rc, table.Options{Exact: true}, func(t *table.Table) error {
		tab = t
		for _, c := range []string{"recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias", "weakAlias", "previousName"} {
			if !t.Has(c) {
				return fmt.Errorf("no column %s", c)
			}
		}
		return nil
	}, func(r *table.Row) error {
		j.rep.Record()
		c := cells{row: r}
		e, key, err := c.entity(f, j.rep, consolidated)
		if err != nil {
			j.rep.Reject(list.RecordError{Record: r.Get("recordId"), Line: r.Line, Err: err})
			return nil
		}
		if !consolidated {
			return j.amend(&amendedRow{key: key, act: r.Get("amendmentCelex"), entity: e})
		}
		e.ID = j.id(e.ID)
		if a := j.amended[key]; a != nil && !a.merged {
			if sameEntry(a.entity, e) {
				a.merged = true
				mergeAmendment(e, a.entity)
				j.rep.Fold()
			} else {
				j.rep.Warn(e.ID, r.Line, "recordId", "act %s has an entry of this number for another name, %q", a.act, a.entity.Primary())
			}
		}
		return j.emit(e)
	})
	if err != nil {
		return err
	}
	// A file of a few rows may not touch every column; only what no row of any
	// file was asked for is unread, and every row is asked for all columns.
	for _, c := range tab.Unread() {
		if tab.Has("celex") && consolidated || !consolidated {
			if j.rep.Records > 0 && !emptyFile(f) {
				j.unread[c] = true
			}
		}
	}
	return nil
}

// emptyFile reports whether f holds a header only: an act whose annexes list
// nobody.
func emptyFile(f list.File) bool {
	head := headLine(f)
	return f.Size >= 0 && f.Size <= int64(len(head))+5
}

func (j *journalReader) amend(a *amendedRow) error {
	if len(j.order) >= maxAmendments {
		return fmt.Errorf("more than %d rows of amending acts", maxAmendments)
	}
	if old := j.amended[a.key]; old != nil && sameEntry(old.entity, a.entity) {
		// Two acts amended one entry: the later CELEX number has the last word.
		newer, older := a, old
		if old.act > a.act {
			newer, older = old, a
		}
		mergeAmendment(older.entity, newer.entity)
		old.entity, old.act = older.entity, newer.act
		j.rep.Fold()
		return nil
	}
	if j.amended[a.key] == nil {
		j.amended[a.key] = a
	}
	j.order = append(j.order, a)
	return nil
}

// sameEntry guards a merge: entries under one number must share a word of a name
// or a number.
func sameEntry(a, b *entity.Entity) bool {
	for _, x := range a.Identifiers {
		for _, y := range b.Identifiers {
			if x.Type == y.Type && x.Key() == y.Key() {
				return true
			}
		}
	}
	words := map[string]bool{}
	for _, n := range a.Names {
		for _, w := range strings.Fields(strings.ToLower(n.Full)) {
			if len(w) > 3 {
				words[strings.Trim(w, ",.()")] = true
			}
		}
	}
	for _, n := range b.Names {
		for _, w := range strings.Fields(strings.ToLower(n.Full)) {
			if words[strings.Trim(w, ",.()")] {
				return true
			}
		}
	}
	return false
}

// mergeAmendment puts the newer wording new of an entry into e. What the entry
// was called and said before stays, behind the new: the consolidated text may
// already have the change, and a former name still finds people.
func mergeAmendment(e, new *entity.Entity) {
	e.Schema = new.Schema
	e.Names = appendNames(new.Names, e.Names)
	e.Identifiers = union(new.Identifiers, e.Identifiers, func(i entity.Identifier) string { return string(i.Type) + i.Key() })
	e.Dates = union(new.Dates, e.Dates, func(d entity.DatedFact) string { return string(d.Kind) + d.Date.String() })
	e.Countries = union(new.Countries, e.Countries, func(c entity.CountryFact) string { return string(c.Role) + c.Code + c.Text })
	e.Addresses = union(new.Addresses, e.Addresses, func(a entity.Address) string { return a.Full })
	e.BirthPlaces = union(new.BirthPlaces, e.BirthPlaces, func(a entity.Address) string { return a.Full })
	e.Contacts = union(new.Contacts, e.Contacts, func(c entity.Contact) string { return c.Value })
	e.Attributes = union(new.Attributes, e.Attributes, func(a entity.Attribute) string { return a.Key + a.Value })
	e.Notes = union(new.Notes, e.Notes, func(n entity.Note) string { return n.Kind + n.Text })
	e.Titles = union(new.Titles, e.Titles, strings.ToLower)
	e.Positions = union(new.Positions, e.Positions, strings.ToLower)
	if new.Gender != "" {
		e.Gender = new.Gender
	}
	e.Listings = union(new.Listings, e.Listings, func(l entity.Listing) string { return l.Basis + l.Measures[0] + l.Effective.String() + l.Reason })
	e.Origin.Fragments = append(e.Origin.Fragments, new.Origin.Fragments...)
}

func appendNames(newer, older []entity.Name) []entity.Name {
	older = append([]entity.Name(nil), older...)
	for i := range older {
		if older[i].Kind == entity.NamePrimary {
			older[i].Kind = entity.NameAlias
		}
	}
	return union(newer, older, func(n entity.Name) string { return strings.ToLower(n.Full) })
}

func union[T any](a, b []T, key func(T) string) []T {
	seen := make(map[string]bool, len(a)+len(b))
	var out []T
	for _, list := range [][]T{a, b} {
		for _, v := range list {
			if k := key(v); !seen[k] {
				seen[k] = true
				out = append(out, v)
			}
		}
	}
	return out
}

// entryKey names an entry across the two kinds of file and across editions: the
// act, annex, programme and measure with the number the act prints, or, where it
// prints none, with the name.
func entryKey(act, annex, programme, measure, number, schema, name string) string {
	if number == "" {
		h := fnv.New64a()
		io.WriteString(h, strings.ToLower(list.Clean(name)))
		number = fmt.Sprintf("n%x", h.Sum64())
	}
	return strings.ReplaceAll(strings.Join([]string{act, annex, programme, measure, number, schema}, "/"), " ", "_")
}

var errCell = errors.New("not a list of values")

// values decodes a cell of several values, "Foo; Bar" or `"Foo; Bar"; Baz`. A
// cell that is not well-formed is one value, as it stands.
func values(cell string) ([]string, error) {
	if cell == "" {
		return nil, nil
	}
	if !strings.Contains(cell, `"`) {
		return trimmed(strings.Split(cell, ";")), nil
	}
	r := csv.NewReader(strings.NewReader(spaces(cell)))
	r.Comma = ';'
	rec, err := r.Read()
	if err != nil {
		return []string{cell}, errCell
	}
	if _, err := r.Read(); err != io.EOF { // a line break inside the cell
		return []string{cell}, errCell
	}
	return trimmed(rec), nil
}

// spaces drops the blanks behind separators that stand outside quotation marks,
// which encoding/csv does not skip before a quoted value.
func spaces(s string) string {
	var b strings.Builder
	quoted, start := false, true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && start && !quoted {
			continue
		}
		start = false
		switch {
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			start = true
		}
		b.WriteByte(c)
	}
	return b.String()
}

func trimmed(in []string) []string {
	out := in[:0]
	for _, v := range in {
		if v = list.Clean(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}
