package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite", plain Go
)

// Schema is a named set of migrations: files NNNNN_what.sql in goose's format,
// applied once each, in order, never changed after a release. Several schemata
// can share one database file.
type Schema struct {
	Name       string // [a-z_]+; names the table that remembers the version
	Migrations fs.FS
}

// Options of Open. The zero value is usable.
type Options struct {
	Busy    time.Duration // how long a writer waits for another one; 0 = 30 s
	Readers int           // greatest number of reading connections; 0 = 4 or the number of CPUs
}

// NewerError says that a database was written by a newer program. It is never
// opened: an older program could misread it or lose what it does not know.
type NewerError struct {
	Path      string
	Schema    string
	Have, Own int64 // the version found, the newest this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("database %s has version %d of schema %s, this program knows up to %d: use the newer program, or a copy of the data from before the upgrade",
		e.Path, e.Have, e.Schema, e.Own)
}

// DB is an open database.
type DB struct {
	path  string
	write *sql.DB // one connection
	read  *sql.DB // pool, refuses to write
}

// Open opens, and if need be creates, the database at path and applies the
// migrations that are missing. The folder of path must exist. A database that
// is newer than the schema gives a *NewerError. New files can be read and written
// by the owner only; the mode of one that exists stays as it is.
func Open(ctx context.Context, path string, schema Schema, o Options) (*DB, error) {
	if o.Busy == 0 {
		o.Busy = 30 * time.Second
	}
	if o.Readers == 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	d := &DB{path: path}
	fail := func(err error) (*DB, error) {
		d.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	err := private(path)
	if err != nil {
		return fail(err)
	}
	if d.write, err = open(path, o.Busy, 1, "_txlock=immediate", pragma("journal_mode(WAL)"), pragma("synchronous(FULL)"), pragma("foreign_keys(1)")); err != nil {
		return fail(err)
	}
	if err := d.migrate(ctx, schema, o.Busy); err != nil {
		return fail(err)
	}
	if d.read, err = open(path, o.Busy, o.Readers, pragma("query_only(1)"), pragma("mmap_size(268435456)")); err != nil {
		return fail(err)
	}
	return d, nil
}

// creating guards private: closing a file ends all locks that this process holds
// on it, also those of a database that another goroutine opened meanwhile.
var creating sync.Mutex

// private makes an empty file that only the owner can read and write, for SQLite
// to fill: left alone, SQLite makes files that everybody can read. The files beside
// it (-wal, -shm, -journal) take over its mode. A file that exists is not touched.
func private(path string) error {
	creating.Lock()
	defer creating.Unlock()
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) { // another process was faster
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func pragma(p string) string { return "_pragma=" + url.QueryEscape(p) }

// open connects lazily: database/sql opens connections when they are needed.
func open(path string, busy time.Duration, conns int, params ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/data -> /C:/data, as SQLite's URI form wants it
	}
	params = append([]string{pragma(fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()))}, params...)
	uri := url.URL{Scheme: "file", Path: abs, RawQuery: strings.Join(params, "&")}
	d, err := sql.Open("sqlite", uri.String())
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(conns)
	d.SetMaxIdleConns(conns)
	return d, nil
}

// Path is the file the database lives in.
func (d *DB) Path() string { return d.path }

// Reader is the pool of reading connections, for single queries. Statements
// that write fail on it.
func (d *DB) Reader() *sql.DB { return d.read }

// Update runs fn in a writing transaction and commits it when fn returns nil.
// The transaction holds the one writer lock of the database file from its
// start, so what fn reads stays true until the commit; keep it short.
func (d *DB) Update(ctx context.Context, fn func(*sql.Tx) error) error {
	return transact(ctx, d.write, nil, fn)
}

// View runs fn in a reading transaction: all its queries see the same state.
func (d *DB) View(ctx context.Context, fn func(*sql.Tx) error) error {
	return transact(ctx, d.read, &sql.TxOptions{ReadOnly: true}, fn)
}

func transact(ctx context.Context, pool *sql.DB, o *sql.TxOptions, fn func(*sql.Tx) error) (err error) {
	tx, err := pool.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if !done {
			if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) && err != nil {
				err = errors.Join(err, fmt.Errorf("roll back: %w", e))
			}
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

// Check runs SQLite's own consistency checks and returns what they complain
// about, nil if nothing.
func (d *DB) Check(ctx context.Context) ([]string, error) {
	var out []string
	rows, err := d.read.QueryContext(ctx, "PRAGMA integrity_check(100)")
	if err != nil {
		return nil, fmt.Errorf("check database %s: %w", d.path, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("check database %s: %w", d.path, err)
		}
		if s != "ok" {
			out = append(out, s)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("check database %s: %w", d.path, err)
	}
	keys, err := d.read.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, fmt.Errorf("check keys of database %s: %w", d.path, err)
	}
	defer keys.Close()
	for keys.Next() {
		var table, parent string
		var row sql.NullInt64
		var fk int
		if err := keys.Scan(&table, &row, &parent, &fk); err != nil {
			return nil, fmt.Errorf("check keys of database %s: %w", d.path, err)
		}
		out = append(out, fmt.Sprintf("row %d of %s refers to a missing row of %s", row.Int64, table, parent))
	}
	return out, keys.Err()
}

// Close closes all connections. A nil pool, of a DB that was opened halfway, is
// passed over.
func (d *DB) Close() error {
	var errs []error
	for _, p := range []*sql.DB{d.read, d.write} { // the writer last: it checkpoints the WAL
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}
