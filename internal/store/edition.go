package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Kind says how an edition came here.
type Kind string

// The kinds of editions.
const (
	Official Kind = "official" // fetched from the publisher's address
	Imported Kind = "imported" // from a file a user gave
	Sample   Kind = "sample"   // built into the program, for trying it out; never complete
)

// Edition is what a list said at one time, as far as this store knows.
type Edition struct {
	ID     int64  `json:"id"` // ascending over all lists
	List   string `json:"list"`
	Kind   Kind   `json:"kind"`
	Format string `json:"format"`
	Mark   string `json:"mark,omitempty"` // the publisher's own name for it

	Published time.Time `json:"published,omitzero"` // when the publisher made it, if the file says
	Fetched   time.Time `json:"fetched"`
	Activated time.Time `json:"activated"` // when it came into force here
	Build     string    `json:"build"`     // the program that parsed it

	Records  int `json:"records"` // in the file
	Accepted int `json:"accepted"`
	Rejects  int `json:"rejects"`
	Warned   int `json:"warned"`

	Changes Changes `json:"changes"` // against the edition before

	// FilesSHA256 is a hash over the names and hashes of the raw files,
	// ContentSHA256 one over the entities read from them, in order. Lower-case hex.
	FilesSHA256   string `json:"files_sha256"`
	ContentSHA256 string `json:"content_sha256"`

	// Forced names the expectations that the edition breaks and that a person
	// chose to overrule; "" normally.
	Forced string `json:"forced,omitempty"`
}

// Changes counts entities against the edition before.
type Changes struct {
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Removed   int `json:"removed"`
	Unchanged int `json:"unchanged"`
}

// File is one raw file of an edition.
type File struct {
	Name         string    `json:"name"`
	SHA256       string    `json:"sha256"` // of the bytes that were parsed
	Size         int64     `json:"size"`
	Served       string    `json:"served_sha256,omitempty"` // of the compressed file as served, if it was
	URL          string    `json:"url,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified time.Time `json:"last_modified,omitzero"`

	sum [32]byte
}

// EditionRef names an edition in a decision.
type EditionRef struct {
	ID            int64     `json:"id"`
	List          string    `json:"list"`
	Published     time.Time `json:"published,omitzero"`
	Fetched       time.Time `json:"fetched"`
	Activated     time.Time `json:"activated"`
	FilesSHA256   string    `json:"files_sha256"`
	ContentSHA256 string    `json:"content_sha256"`
}

// Ref is the reference to e.
func (e Edition) Ref() EditionRef {
	return EditionRef{ID: e.ID, List: e.List, Published: e.Published, Fetched: e.Fetched, Activated: e.Activated, FilesSHA256: e.FilesSHA256, ContentSHA256: e.ContentSHA256}
}

// Fingerprint is a hash over lists and their content, whatever the order of
// editions: equal fingerprints mean equal raw files and equal entities. It
// serves as the id of a snapshot.
func Fingerprint(editions []Edition) string {
	lines := make([]string, len(editions))
	for i, e := range editions {
		lines[i] = e.List + "\x00" + e.FilesSHA256 + "\x00" + e.ContentSHA256 + "\n"
	}
	slices.Sort(lines)
	h := sha256.New()
	for _, l := range lines {
		h.Write([]byte(l))
	}
	return hex.EncodeToString(h.Sum(nil))
}

const editionColumns = `e.id, l.name, e.kind, e.format, e.mark, e.published, e.fetched, e.activated, e.build,
	e.records, e.accepted, e.rejects, e.warned, e.added, e.changed, e.removed, e.files, e.content, e.forced
	FROM edition e JOIN list l ON l.id = e.list `

type scanner interface{ Scan(...any) error }

func scanEdition(row scanner) (Edition, error) {
	var e Edition
	var published *int64
	var fetched, activated int64
	var files, content []byte
	err := row.Scan(&e.ID, &e.List, &e.Kind, &e.Format, &e.Mark, &published, &fetched, &activated, &e.Build,
		&e.Records, &e.Accepted, &e.Rejects, &e.Warned, &e.Changes.Added, &e.Changes.Changed, &e.Changes.Removed, &files, &content, &e.Forced)
	e.Published, e.Fetched, e.Activated = fromMicros(published), fromMicros(&fetched), fromMicros(&activated)
	e.Changes.Unchanged = e.Accepted - e.Changes.Added - e.Changes.Changed
	e.FilesSHA256, e.ContentSHA256 = hex.EncodeToString(files), hex.EncodeToString(content)
	return e, err
}

// querier is a pool, or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func editions(ctx context.Context, q querier, where string, args ...any) ([]Edition, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+editionColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read editions: %w", err)
	}
	defer rows.Close()
	var out []Edition
	for rows.Next() {
		e, err := scanEdition(rows)
		if err != nil {
			return nil, fmt.Errorf("read editions: %w", err)
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read editions: %w", err)
	}
	return out, nil
}

// one is the only edition of where, ErrNotFound if there is none.
func one(ctx context.Context, q querier, where string, args ...any) (Edition, error) {
	es, err := editions(ctx, q, where, args...)
	if err == nil && len(es) == 0 {
		err = fmt.Errorf("edition: %w", ErrNotFound)
	}
	if err != nil {
		return Edition{}, err
	}
	return es[0], nil
}

const newest = "WHERE e.id = (SELECT max(n.id) FROM edition n WHERE n.list = e.list) "

// Current gives the edition in force of every list, by list id.
func (s *Store) Current(ctx context.Context) ([]Edition, error) {
	return editions(ctx, s.lists.Reader(), newest+"ORDER BY l.name")
}

// CurrentOf gives the edition in force of one list, ErrNotFound if it has none.
func (s *Store) CurrentOf(ctx context.Context, list string) (Edition, error) {
	e, err := one(ctx, s.lists.Reader(), newest+"AND l.name = ?", list)
	if err != nil {
		return e, fmt.Errorf("list %s: %w", list, err)
	}
	return e, nil
}

// Editions gives all editions of a list, the oldest first.
func (s *Store) Editions(ctx context.Context, list string) ([]Edition, error) {
	return editions(ctx, s.lists.Reader(), "WHERE l.name = ? ORDER BY e.id", list)
}

// Edition gives one edition, ErrNotFound if there is none with this id.
func (s *Store) Edition(ctx context.Context, id int64) (Edition, error) {
	e, err := one(ctx, s.lists.Reader(), "WHERE e.id = ?", id)
	if err != nil {
		return e, fmt.Errorf("edition %d: %w", id, err)
	}
	return e, nil
}

// AsKnownAt gives, by list id, the edition of every list that was in force at t:
// the last one activated at or before t.
func (s *Store) AsKnownAt(ctx context.Context, t time.Time) ([]Edition, error) {
	return editions(ctx, s.lists.Reader(),
		"WHERE e.id = (SELECT n.id FROM edition n WHERE n.list = e.list AND n.activated <= ? ORDER BY n.activated DESC, n.id DESC LIMIT 1) ORDER BY l.name",
		t.UnixMicro())
}

// Files gives the raw files of an edition, in the order they were read.
func (s *Store) Files(ctx context.Context, edition int64) ([]File, error) {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT name, sha256, size, served, url, etag, modified FROM edition_file WHERE edition = ? ORDER BY position", edition)
	if err != nil {
		return nil, fmt.Errorf("read files of edition %d: %w", edition, err)
	}
	defer rows.Close()
	var out []File
	for rows.Next() {
		var f File
		var sum, served []byte
		var modified *int64
		if err := rows.Scan(&f.Name, &sum, &f.Size, &served, &f.URL, &f.ETag, &modified); err != nil {
			return nil, fmt.Errorf("read files of edition %d: %w", edition, err)
		}
		f.LastModified = fromMicros(modified)
		f.sum = [32]byte(sum)
		f.SHA256, f.Served = hex.EncodeToString(sum), hex.EncodeToString(served)
		out = append(out, f)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read files of edition %d: %w", edition, err)
	}
	return out, nil
}

func (s *Store) file(ctx context.Context, edition int64, name string) (File, error) {
	files, err := s.Files(ctx, edition)
	if err != nil {
		return File{}, err
	}
	for _, f := range files {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
	}
	return File{}, fmt.Errorf("file %q of edition %d: %w", name, edition, ErrNotFound)
}

// Report is what the parser said about an edition.
type Report struct {
	Rejected []Complaint           `json:"rejected,omitempty"` // the first 10,000
	Warnings []Complaint           `json:"warnings,omitempty"` // the first 10,000
	Unread   map[string]int        `json:"unread,omitempty"`
	Schemas  map[entity.Schema]int `json:"schemas,omitempty"`
	Filled   map[string]int        `json:"filled,omitempty"`
}

// Complaint is a list.RecordError in words.
type Complaint struct {
	Record string `json:"record,omitempty"`
	Line   int    `json:"line,omitempty"`
	Field  string `json:"field,omitempty"`
	Reason string `json:"reason"`
}

func reportOf(r *list.Report) Report {
	words := func(in []list.RecordError) []Complaint {
		out := make([]Complaint, 0, len(in))
		for _, e := range in {
			c := Complaint{Record: e.Record, Line: e.Line, Field: e.Field, Reason: "no reason given"}
			if e.Err != nil {
				c.Reason = e.Err.Error()
			}
			out = append(out, c)
		}
		return out
	}
	return Report{Rejected: words(r.Rejected), Warnings: words(r.Warnings), Unread: r.Unread, Schemas: r.Schemas, Filled: r.Filled}
}

// Report gives the report of an edition.
func (s *Store) Report(ctx context.Context, edition int64) (Report, error) {
	var b []byte
	err := s.lists.Reader().QueryRowContext(ctx, "SELECT body FROM edition_report WHERE edition = ?", edition).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Report{}, fmt.Errorf("report of edition %d: %w", edition, err)
	}
	var r Report
	if b, err = s.packer.unpack(b, nil); err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		return Report{}, fmt.Errorf("report of edition %d: %w", edition, err)
	}
	return r, nil
}

// filesSum is the hash over the names and hashes of files, whatever their order.
func filesSum(files []File) [32]byte {
	lines := make([]File, len(files))
	copy(lines, files)
	slices.SortFunc(lines, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	h := sha256.New()
	for _, f := range lines {
		fmt.Fprintf(h, "%s\x00%x\n", f.Name, f.sum)
	}
	return [32]byte(h.Sum(nil))
}
