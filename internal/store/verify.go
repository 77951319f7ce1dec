package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// Verification is what Verify found.
type Verification struct {
	Editions  int
	Records   int // distinct states of entities
	Decisions int
	RawFiles  int
	RawBytes  int64 // unpacked

	// Problems are contradictions: bytes that changed, records that are missing,
	// counts that differ. None is the only good number.
	Problems []string

	// Garbage are raw files that no edition names, left by a crash between
	// writing the file and committing the edition, and files that are nobody's.
	// They do no harm.
	Garbage []string
}

func (v *Verification) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

// Verify reads everything and checks it against everything else: the databases'
// own consistency, the hash of every raw file, every record, every edition's
// counts and content, and the chain of decisions.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	var v Verification
	for _, d := range []interface {
		Check(context.Context) ([]string, error)
		Path() string
	}{s.lists, s.decisions} {
		complaints, err := d.Check(ctx)
		if err != nil {
			return v, fmt.Errorf("verify: %w", err)
		}
		for _, c := range complaints {
			v.problem("%s: %s", d.Path(), c)
		}
	}
	hashes, err := s.verifyRecords(ctx, &v)
	if err != nil {
		return v, fmt.Errorf("verify records: %w", err)
	}
	all, err := editions(ctx, s.lists.Reader(), "ORDER BY e.list, e.id")
	if err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	named := make(map[[32]byte]bool)
	for i, e := range all {
		v.Editions++
		if i > 0 && all[i-1].List == e.List && !e.Activated.After(all[i-1].Activated) {
			v.problem("edition %d of %s: activated before the edition before it", e.ID, e.List)
		}
		if err := s.verifyEdition(ctx, &v, e, hashes); err != nil {
			return v, fmt.Errorf("verify edition %d: %w", e.ID, err)
		}
		files, err := s.Files(ctx, e.ID)
		if err != nil {
			return v, fmt.Errorf("verify: %w", err)
		}
		sum := filesSum(files)
		if hex.EncodeToString(sum[:]) != e.FilesSHA256 {
			v.problem("edition %d of %s: its files are not those it was made of", e.ID, e.List)
		}
		for _, f := range files {
			if !named[f.sum] {
				named[f.sum] = true
				s.verifyRaw(&v, f)
			}
		}
	}
	if err := s.verifyGarbage(&v, named); err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	if err := s.verifyDecisions(ctx, &v); err != nil {
		return v, fmt.Errorf("verify decisions: %w", err)
	}
	return v, nil
}

// lifetime is what Verify needs of a record: a hash and the editions it is in.
type lifetime struct {
	list        string
	first, gone int64 // gone 0 = still there
	hash        [32]byte
}

func (s *Store) verifyRecords(ctx context.Context, v *Verification) (map[int64]lifetime, error) {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT r.id, l.name, r.entity, r.schema, r.first, coalesce(r.gone, 0), r.hash, r.payload FROM record r JOIN list l ON l.id = r.list")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[int64]lifetime)
	var buf []byte
	for rows.Next() {
		var id int64
		var l lifetime
		var name, schema string
		var sum, payload []byte
		if err := rows.Scan(&id, &l.list, &name, &schema, &l.first, &l.gone, &sum, &payload); err != nil {
			return nil, err
		}
		v.Records++
		l.hash = [32]byte(sum)
		out[id] = l
		if buf, err = s.packer.unpack(payload, buf[:0]); err != nil {
			v.problem("record %d of %s (%s): %v", id, l.list, name, err)
			continue
		}
		if sha256.Sum256(buf) != l.hash {
			v.problem("record %d of %s (%s): its content does not have its hash", id, l.list, name)
			continue
		}
		e, err := decode(buf)
		if err != nil {
			v.problem("record %d of %s (%s): %v", id, l.list, name, err)
		} else if e.ID != name || string(e.Schema) != schema {
			v.problem("record %d of %s (%s): its content is entity %s, %s", id, l.list, name, e.ID, e.Schema)
		}
	}
	return out, rows.Err()
}

func (s *Store) verifyEdition(ctx context.Context, v *Verification, e Edition, records map[int64]lifetime) error {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT chunk, count, body FROM manifest WHERE edition = ? ORDER BY chunk", e.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	content, count, chunks := sha256.New(), 0, 0
	seen := make(map[int64]bool, e.Accepted)
	for rows.Next() {
		var chunk, n int
		var body []byte
		if err := rows.Scan(&chunk, &n, &body); err != nil {
			return err
		}
		places, err := s.unpackChunk(body)
		if err != nil || len(places) != n || chunk != chunks {
			v.problem("edition %d of %s: manifest chunk %d: %v", e.ID, e.List, chunk, errors.Join(err, errManifest))
			return nil
		}
		chunks++
		count += n
		for _, p := range places {
			r, ok := records[p.id]
			switch {
			case !ok:
				v.problem("edition %d of %s: record %d is missing", e.ID, e.List, p.id)
			case r.list != e.List, r.first > e.ID, r.gone != 0 && r.gone <= e.ID:
				v.problem("edition %d of %s: record %d is not one of its records", e.ID, e.List, p.id)
			case seen[p.id]:
				v.problem("edition %d of %s: record %d stands in it twice", e.ID, e.List, p.id)
			}
			seen[p.id] = true
			content.Write(r.hash[:])
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if count != e.Accepted || e.Records != e.Accepted+e.Rejects {
		v.problem("edition %d of %s: %d records, %d accepted, %d rejected, %d in the manifest", e.ID, e.List, e.Records, e.Accepted, e.Rejects, count)
	}
	if hex.EncodeToString(content.Sum(nil)) != e.ContentSHA256 {
		v.problem("edition %d of %s: its records are not those it was made of", e.ID, e.List)
	}
	alive := 0
	for id, r := range records {
		if r.list == e.List && r.first <= e.ID && (r.gone == 0 || r.gone > e.ID) {
			alive++
			if !seen[id] {
				v.problem("edition %d of %s: record %d belongs to it and is not in its manifest", e.ID, e.List, id)
			}
		}
	}
	if alive != count {
		v.problem("edition %d of %s: %d records belong to it, %d are in the manifest", e.ID, e.List, alive, count)
	}
	return nil
}

func (s *Store) verifyRaw(v *Verification, f File) {
	v.RawFiles++
	rc, err := s.openRaw(f.sum)
	if err != nil {
		v.problem("raw file %s (%s): %v", f.SHA256, f.Name, err)
		return
	}
	defer rc.Close()
	n, err := io.Copy(io.Discard, rc)
	v.RawBytes += n
	if err != nil || n != f.Size {
		v.problem("raw file %s (%s): %d bytes of %d: %v", f.SHA256, f.Name, n, f.Size, err)
	}
}

func (s *Store) verifyGarbage(v *Verification, named map[[32]byte]bool) error {
	sums, strange, err := s.rawFiles()
	if err != nil {
		return err
	}
	v.Garbage = append(v.Garbage, strange...)
	for sum := range sums {
		if !named[sum] {
			v.Garbage = append(v.Garbage, s.rawPath(sum))
		}
	}
	left, err := os.ReadDir(s.tmpDir())
	if err != nil {
		return err
	}
	for _, f := range left {
		v.Garbage = append(v.Garbage, s.tmpDir()+string(os.PathSeparator)+f.Name())
	}
	return nil
}
