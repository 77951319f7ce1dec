package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Draft is an edition to be committed.
type Draft struct {
	List    string
	Kind    Kind
	Build   string    // the program that parses it
	Fetched time.Time // when its last file had arrived; zero = now
	Files   []DraftFile
}

// DraftFile is a raw file of a draft. Open may be called several times and
// gives the same bytes each time.
type DraftFile struct {
	Name         string
	URL          string
	ETag         string
	LastModified time.Time
	Served       string // hex SHA-256 of the compressed file as served, if it was compressed
	Open         func() (io.ReadCloser, error)
}

// Outcome is what parsing a draft gave.
type Outcome struct {
	Report *list.Report
	Forced string // expectations that were broken and overruled
}

// Parse hands the entities of a draft to put, in the file's order. prev is the
// edition in force, nil if there is none; an error refuses the draft. Parse may
// be called again when another process commits an edition meanwhile. put only
// reads the entity and keeps nothing of it.
type Parse func(prev *Edition, put func(*entity.Entity) error) (Outcome, error)

// raceTries bounds how often a commit starts over because another process was
// faster.
const raceTries = 5

var errRaced = errors.New("another process committed an edition of the list meanwhile")

// Commit makes a new edition of d's files and of what parse reads from them,
// and puts it into force, in one transaction: after an error or a crash the
// edition before is in force and unharmed.
//
// When the edition in force has the same raw files and the same build has
// parsed them before, or when parsing them gives the same entities, no edition
// is made: Commit returns the one in force and ErrUnchanged.
func (s *Store) Commit(ctx context.Context, d Draft, parse Parse) (Edition, error) {
	e, err := s.commit(ctx, d, parse)
	if err != nil && !errors.Is(err, ErrUnchanged) {
		return Edition{}, fmt.Errorf("commit edition of %s: %w", d.List, err)
	}
	return e, err
}

func (s *Store) commit(ctx context.Context, d Draft, parse Parse) (Edition, error) {
	if d.List == "" || len(d.Files) == 0 {
		return Edition{}, errors.New("no list or no files")
	}
	s.commits.Lock()
	defer s.commits.Unlock()
	files := make([]File, len(d.Files))
	for i, f := range d.Files {
		if slices.ContainsFunc(files[:i], func(o File) bool { return o.Name == f.Name }) {
			return Edition{}, fmt.Errorf("two files named %s", f.Name)
		}
		sum, size, err := hashFile(f.Open)
		if err != nil {
			return Edition{}, fmt.Errorf("read %s: %w", f.Name, err)
		}
		files[i] = File{Name: f.Name, SHA256: hex.EncodeToString(sum[:]), Size: size, Served: f.Served, URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, sum: sum}
	}
	for range raceTries {
		e, err := s.commitOnce(ctx, d, files, parse)
		if !errors.Is(err, errRaced) {
			return e, err
		}
		s.log.Debug("commit starts over", "list", d.List, "reason", err)
	}
	return Edition{}, errRaced
}

// base is what a commit builds upon.
type base struct {
	list int64 // 0 = new
	prev *Edition
}

func (b base) edition() int64 {
	if b.prev == nil {
		return 0
	}
	return b.prev.ID
}

func readBase(ctx context.Context, q querier, name string) (base, error) {
	var b base
	err := q.QueryRowContext(ctx, "SELECT id FROM list WHERE name = ?", name).Scan(&b.list)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("read list: %w", err)
	}
	e, err := one(ctx, q, newest+"AND e.list = ?", b.list)
	switch {
	case errors.Is(err, ErrNotFound):
		return b, nil
	case err != nil:
		return b, err
	}
	b.prev = &e
	return b, nil
}

func (s *Store) commitOnce(ctx context.Context, d Draft, files []File, parse Parse) (Edition, error) {
	var b base
	var parsed bool
	err := s.lists.View(ctx, func(tx *sql.Tx) (err error) {
		if b, err = readBase(ctx, tx, d.List); err != nil || b.prev == nil {
			return err
		}
		parsed, err = parsedBy(ctx, tx, *b.prev, d.Build)
		return err
	})
	if err != nil {
		return Edition{}, err
	}
	sum := filesSum(files)
	sameFiles := b.prev != nil && b.prev.FilesSHA256 == hex.EncodeToString(sum[:])
	if sameFiles && parsed {
		return *b.prev, ErrUnchanged
	}
	g, err := s.newStage(ctx, b.list)
	if err != nil {
		return Edition{}, err
	}
	defer g.close()
	out, err := parse(b.prev, g.put)
	if err != nil {
		return Edition{}, err
	}
	if out.Report == nil || out.Report.Accepted != g.count {
		return Edition{}, errors.New("the report does not account for the entities")
	}
	if err := g.finish(); err != nil {
		return Edition{}, err
	}
	e := Edition{
		List: d.List, Kind: d.Kind, Format: out.Report.Format, Mark: out.Report.Edition, Published: out.Report.Published.UTC(),
		Fetched: d.Fetched, Build: d.Build, Records: out.Report.Records, Accepted: out.Report.Accepted, Rejects: out.Report.Rejects,
		Warned: out.Report.Warned, FilesSHA256: hex.EncodeToString(sum[:]), ContentSHA256: hex.EncodeToString(g.content.Sum(nil)), Forced: out.Forced,
	}
	if sameFiles && b.prev.ContentSHA256 == e.ContentSHA256 {
		return *b.prev, s.noteBuild(ctx, *b.prev, d.Build)
	}
	for i, f := range files {
		if err := s.keepRaw(f.sum, f.Size, d.Files[i].Open); err != nil {
			return Edition{}, fmt.Errorf("keep raw file %s: %w", f.Name, err)
		}
	}
	report, err := json.Marshal(reportOf(out.Report))
	if err != nil {
		return Edition{}, fmt.Errorf("encode report: %w", err)
	}
	err = s.lists.Update(ctx, func(tx *sql.Tx) error {
		now, err := readBase(ctx, tx, d.List)
		if err != nil {
			return err
		}
		if now.edition() != b.edition() {
			return errRaced
		}
		w := &writer{ctx: ctx, tx: tx, s: s, base: now, stage: g}
		return w.write(&e, files, s.packer.pack(report))
	})
	if err != nil {
		return Edition{}, err
	}
	return e, nil
}

// parsedBy reports whether build is known to read the content of e from its
// files.
func parsedBy(ctx context.Context, q querier, e Edition, build string) (bool, error) {
	if e.Build == build {
		return true, nil
	}
	var n int
	err := q.QueryRowContext(ctx, "SELECT count(*) FROM edition_build WHERE edition = ? AND build = ?", e.ID, build).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("read builds: %w", err)
	}
	return n > 0, nil
}

// ParsedBy reports whether build has parsed the raw files of edition before, so
// that parsing them again would tell nothing new.
func (s *Store) ParsedBy(ctx context.Context, edition Edition, build string) (bool, error) {
	return parsedBy(ctx, s.lists.Reader(), edition, build)
}

// noteBuild remembers that build reads the same content, and gives ErrUnchanged.
func (s *Store) noteBuild(ctx context.Context, e Edition, build string) error {
	err := s.lists.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO edition_build(edition, build, time) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", e.ID, build, s.now().UnixMicro())
		return err
	})
	if err != nil {
		return fmt.Errorf("note build: %w", err)
	}
	return ErrUnchanged
}

// writer writes one edition within a transaction.
type writer struct {
	ctx   context.Context
	tx    *sql.Tx
	s     *Store
	base  base
	stage *stage

	insert, close *sql.Stmt
	chunk         chunk
	chunks        int
}

func (w *writer) write(e *Edition, files []File, report []byte) error {
	if err := w.edition(e); err != nil {
		return err
	}
	for i, f := range files {
		var served any
		if f.Served != "" {
			b, err := hex.DecodeString(f.Served)
			if err != nil {
				return fmt.Errorf("file %s: %w", f.Name, err)
			}
			served = b
		}
		if _, err := w.tx.ExecContext(w.ctx, "INSERT INTO edition_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			e.ID, i, f.Name, f.sum[:], f.Size, served, f.URL, f.ETag, micros(f.LastModified)); err != nil {
			return fmt.Errorf("write file %s: %w", f.Name, err)
		}
	}
	if _, err := w.tx.ExecContext(w.ctx, "INSERT INTO edition_report VALUES (?, ?)", e.ID, report); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return w.records(e)
}

// edition writes the row of e and sets its id and dates.
func (w *writer) edition(e *Edition) error {
	if w.base.list == 0 {
		r, err := w.tx.ExecContext(w.ctx, "INSERT INTO list(name) VALUES (?)", e.List)
		if err != nil {
			return fmt.Errorf("write list: %w", err)
		}
		if w.base.list, err = r.LastInsertId(); err != nil {
			return fmt.Errorf("write list: %w", err)
		}
	}
	e.Activated = w.s.now().UTC().Truncate(time.Microsecond)
	if e.Fetched.IsZero() {
		e.Fetched = e.Activated
	}
	e.Fetched, e.Published = e.Fetched.UTC().Truncate(time.Microsecond), e.Published.UTC().Truncate(time.Microsecond)
	if p := w.base.prev; p != nil && !e.Activated.After(p.Activated) {
		// "As known at" needs editions in the order of their activation. A clock
		// that went back must neither reorder history nor stop updates.
		w.s.log.Warn("clock is not after the activation of the edition before", "list", e.List, "clock", e.Activated, "before", p.Activated)
		e.Activated = p.Activated.Add(time.Microsecond)
	}
	gone, err := w.removed()
	if err != nil {
		return err
	}
	g := w.stage
	e.Changes = Changes{Added: g.added, Changed: g.changed, Removed: len(gone), Unchanged: g.count - g.added - g.changed}
	files, err := hex.DecodeString(e.FilesSHA256)
	if err != nil {
		return err
	}
	content, err := hex.DecodeString(e.ContentSHA256)
	if err != nil {
		return err
	}
	r, err := w.tx.ExecContext(w.ctx, `INSERT INTO edition(list, kind, format, mark, published, fetched, activated, build,
		records, accepted, rejects, warned, added, changed, removed, files, content, forced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.base.list, e.Kind, e.Format, e.Mark, micros(e.Published), e.Fetched.UnixMicro(), e.Activated.UnixMicro(), e.Build,
		e.Records, e.Accepted, e.Rejects, e.Warned, e.Changes.Added, e.Changes.Changed, e.Changes.Removed, files, content, e.Forced)
	if err != nil {
		return fmt.Errorf("write edition: %w", err)
	}
	if e.ID, err = r.LastInsertId(); err != nil {
		return fmt.Errorf("write edition: %w", err)
	}
	return w.retire(e.ID, gone)
}

// removed lists the records in force that the new edition does not mention.
func (w *writer) removed() ([]int64, error) {
	seen := w.stage.seen
	slices.Sort(seen)
	for i := 1; i < len(seen); i++ {
		if seen[i] == seen[i-1] {
			return nil, fmt.Errorf("record %d: two entities with one id", seen[i])
		}
	}
	rows, err := w.tx.QueryContext(w.ctx, "SELECT id FROM record WHERE list = ? AND gone IS NULL", w.base.list)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	defer rows.Close()
	var out []int64
	found := 0
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read records: %w", err)
		}
		if _, ok := slices.BinarySearch(seen, id); ok {
			found++
		} else {
			out = append(out, id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	if found != len(seen) {
		return nil, errRaced
	}
	return out, nil
}

// retire closes records as of edition.
func (w *writer) retire(edition int64, ids []int64) error {
	var err error
	if w.close, err = w.tx.PrepareContext(w.ctx, "UPDATE record SET gone = ? WHERE id = ?"); err != nil {
		return fmt.Errorf("close records: %w", err)
	}
	for _, id := range ids {
		if err := w.retireOne(edition, id); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) retireOne(edition, id int64) error {
	if _, err := w.close.ExecContext(w.ctx, edition, id); err != nil {
		return fmt.Errorf("close record %d: %w", id, err)
	}
	return nil
}

// records writes what is new, closes what changed, and writes the manifest.
func (w *writer) records(e *Edition) error {
	var err error
	if w.insert, err = w.tx.PrepareContext(w.ctx, "INSERT INTO record(list, entity, schema, first, hash, payload) VALUES (?, ?, ?, ?, ?, ?)"); err != nil {
		return fmt.Errorf("write records: %w", err)
	}
	defer w.insert.Close()
	defer w.close.Close()
	err = w.stage.each(func(g *staged) error {
		id := g.id
		if !g.same {
			if id != 0 {
				if err := w.retireOne(e.ID, id); err != nil {
					return err
				}
			}
			r, err := w.insert.ExecContext(w.ctx, w.base.list, g.entity, string(g.schema), e.ID, g.hash[:], g.payload)
			if err != nil {
				return fmt.Errorf("write record of %s (two entities with one id?): %w", g.entity, err)
			}
			if id, err = r.LastInsertId(); err != nil {
				return fmt.Errorf("write record of %s: %w", g.entity, err)
			}
		}
		w.chunk.records = append(w.chunk.records, placed{id: id, fragments: g.places})
		if len(w.chunk.records) == chunkRecords {
			return w.flush(e.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.flush(e.ID)
}

func (w *writer) flush(edition int64) error {
	if len(w.chunk.records) == 0 {
		return nil
	}
	lo, hi := w.chunk.bounds()
	if _, err := w.tx.ExecContext(w.ctx, "INSERT INTO manifest(edition, chunk, count, lo, hi, body) VALUES (?, ?, ?, ?, ?, ?)",
		edition, w.chunks, len(w.chunk.records), lo, hi, w.s.packer.pack(w.chunk.encode())); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	w.chunks++
	w.chunk.records = w.chunk.records[:0]
	return nil
}
