package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// migrate brings schema to its newest version. When nothing is missing, which
// is nearly always, that costs one query.
func (d *DB) migrate(ctx context.Context, s Schema, busy time.Duration) error {
	if s.Name == "" || strings.Trim(s.Name, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return fmt.Errorf("schema name %q: lower-case letters and _ expected", s.Name)
	}
	newest, err := newestVersion(s.Migrations)
	if err != nil {
		return fmt.Errorf("schema %s: %w", s.Name, err)
	}
	current := func() (bool, error) {
		have, err := d.version(ctx, s)
		switch {
		case err != nil:
			return false, err
		case have > newest:
			return false, &NewerError{Path: d.path, Schema: s.Name, Have: have, Own: newest}
		}
		return have == newest, nil
	}
	if ok, err := current(); ok || err != nil {
		return err
	}
	// Two programs that start at once must not apply a migration twice, and
	// goose has no lock for SQLite.
	unlock, err := d.lock(ctx, busy)
	if err != nil {
		return fmt.Errorf("migrate schema %s: %w", s.Name, err)
	}
	defer unlock()
	if ok, err := current(); ok || err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, d.write, s.Migrations,
		goose.WithTableName(versionTable(s)), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("migrate schema %s: %w", s.Name, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate schema %s: %w", s.Name, err)
	}
	return nil
}

func versionTable(s Schema) string { return "schema_" + s.Name }

// version is the newest migration that was applied, 0 for a new database.
func (d *DB) version(ctx context.Context, s Schema) (int64, error) {
	var n int
	err := d.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", versionTable(s)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("read version: %w", err)
	}
	if n == 0 {
		return 0, nil
	}
	var v sql.NullInt64
	if err := d.write.QueryRowContext(ctx, "SELECT max(version_id) FROM "+versionTable(s)).Scan(&v); err != nil {
		return 0, fmt.Errorf("read version: %w", err)
	}
	return v.Int64, nil
}

func newestVersion(f fs.FS) (int64, error) {
	names, err := fs.Glob(f, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s: a number before the first _ expected", name)
		}
		newest = max(newest, v)
	}
	if newest == 0 {
		return 0, errors.New("no migrations")
	}
	return newest, nil
}

// lock excludes other processes, on every system SQLite runs on, by locking an
// empty database beside the real one. The operating system releases it when the
// process dies.
func (d *DB) lock(ctx context.Context, busy time.Duration) (unlock func(), err error) {
	if err := private(d.path + ".lock"); err != nil {
		return nil, fmt.Errorf("lock %s: %w", d.path, err)
	}
	l, err := open(d.path+".lock", max(busy, time.Minute), 1)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", d.path, err)
	}
	conn, err := l.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("lock %s: %w", d.path, err)
	}
	return func() {
		conn.Close()
		l.Close() // rolls back, which releases the lock; nothing was written
	}, nil
}
