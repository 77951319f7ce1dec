package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/interdict-dev/interdict/internal/db"
)

//go:embed migrations
var migrations embed.FS

// Options of Open. The zero value is usable.
type Options struct {
	Now  func() time.Time // nil = time.Now
	Log  *slog.Logger     // nil = silent
	Busy time.Duration    // how long a writer waits for another process; 0 = db's default
}

// Errors a caller may tell apart.
var (
	ErrNotFound = errors.New("not found")

	// ErrUnchanged says that the edition in force has the same content; no new
	// one was made.
	ErrUnchanged = errors.New("edition unchanged")
)

// Store is an open data directory.
type Store struct {
	dir       string
	now       func() time.Time
	log       *slog.Logger
	lists     *db.DB
	decisions *db.DB
	packer    *packer

	commits sync.Mutex // one Commit at a time in this process

	ids    idSource
	queue  decisionQueue
	basics basisCache
}

// Open opens, and if need be creates, the data directory dir.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	s := &Store{dir: dir, now: o.Now, log: o.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	for _, d := range []string{dir, s.tmpDir(), s.rawDir()} {
		if err := os.MkdirAll(d, 0o700); err != nil { // lists of people are personal data
			return nil, fmt.Errorf("open store %s: %w", dir, err)
		}
	}
	var err error
	if s.packer, err = newPacker(); err != nil {
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	open := func(file, schema string) (*db.DB, error) {
		sub, err := fs.Sub(migrations, "migrations/"+schema)
		if err != nil {
			return nil, err
		}
		return db.Open(ctx, filepath.Join(dir, file), db.Schema{Name: schema, Migrations: sub}, db.Options{Busy: o.Busy})
	}
	if s.lists, err = open("interdict.db", "lists"); err != nil {
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	if s.decisions, err = open("decisions.db", "decisions"); err != nil {
		s.lists.Close()
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	if err := syncDir(dir); err != nil { // the new files' names survive a power cut
		s.Close()
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	s.sweepTemp()
	return s, nil
}

// Close closes the databases.
func (s *Store) Close() error {
	return errors.Join(s.lists.Close(), s.decisions.Close())
}

// Dir is the data directory.
func (s *Store) Dir() string { return s.dir }

// TempDir is a folder for files that are being made, on the same disk as the
// store. Files older than a day in it are removed when the store is opened.
func (s *Store) TempDir() string { return s.tmpDir() }

func (s *Store) tmpDir() string { return filepath.Join(s.dir, "tmp") }
func (s *Store) rawDir() string { return filepath.Join(s.dir, "raw") }

// tempAge is how old a temporary file must be to belong to a program that died:
// much older than any fetch or commit takes.
const tempAge = 24 * time.Hour

func (s *Store) sweepTemp() {
	files, err := os.ReadDir(s.tmpDir())
	if err != nil {
		return // TempDir's next user will say so
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil && s.now().Sub(info.ModTime()) > tempAge {
			if err := os.RemoveAll(filepath.Join(s.tmpDir(), f.Name())); err != nil {
				s.log.Warn("old temporary file stays", "file", f.Name(), "error", err)
			}
		}
	}
}

// micros and fromMicros convert times to and from the database; zero is NULL.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

func fromMicros(n *int64) time.Time {
	if n == nil {
		return time.Time{}
	}
	return time.UnixMicro(*n).UTC()
}
