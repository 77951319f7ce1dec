package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

const up1 = "-- +goose Up\nCREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT NOT NULL) STRICT;\nINSERT INTO a(v) VALUES ('one');\n"
const up2 = "-- +goose Up\nCREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a(id)) STRICT;\nINSERT INTO a(v) VALUES ('two');\n"

func schema(files ...string) Schema {
	m := fstest.MapFS{}
	for i, f := range files {
		m[fmt.Sprintf("%05d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(f)}
	}
	return Schema{Name: "test", Migrations: m}
}

func mustOpen(t *testing.T, path string, s Schema) *DB {
	t.Helper()
	d, err := Open(t.Context(), path, s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func count(t *testing.T, d *DB, table string) (n int) {
	t.Helper()
	if err := d.Reader().QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenMigratesStepByStep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	d := mustOpen(t, path, schema(up1))
	if n := count(t, d, "a"); n != 1 {
		t.Errorf("after step 1: %d rows, want 1", n)
	}
	d.Close()
	d = mustOpen(t, path, schema(up1, up2))
	if n := count(t, d, "a"); n != 2 {
		t.Errorf("after step 2: %d rows, want 2", n)
	}
	d.Close()
	d = mustOpen(t, path, schema(up1, up2))
	if n := count(t, d, "a"); n != 2 {
		t.Errorf("opened again: %d rows, want 2", n)
	}
}

func TestOpenRefusesNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	mustOpen(t, path, schema(up1, up2)).Close()
	_, err := Open(t.Context(), path, schema(up1), Options{})
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Have != 2 || newer.Own != 1 {
		t.Fatalf("error %v, want a NewerError 2 over 1", err)
	}
	if !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("error %q does not say what to do", err)
	}
}

func TestFailingMigrationLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if _, err := Open(t.Context(), path, schema(up1, "-- +goose Up\nCREATE TABLE c (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n"), Options{}); err == nil {
		t.Fatal("a broken migration was accepted")
	}
	d := mustOpen(t, path, schema(up1, up2))
	var n int
	if err := d.Reader().QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'c'").Scan(&n); err != nil || n != 0 {
		t.Errorf("half a migration stayed: %d, %v", n, err)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b", "100%", "what?", "a#b", "ü", "a&_pragma=x"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		d := mustOpen(t, filepath.Join(dir, "x.db"), schema(up1))
		d.Close()
		if _, err := os.Stat(filepath.Join(dir, "x.db")); err != nil {
			t.Errorf("folder %q: %v", name, err)
		}
	}
}

func TestPragmas(t *testing.T) {
	d := mustOpen(t, filepath.Join(t.TempDir(), "x.db"), schema(up1))
	for _, c := range []struct {
		pool         *sql.DB
		pragma, want string
	}{
		{d.write, "journal_mode", "wal"},
		{d.write, "synchronous", "2"},
		{d.write, "foreign_keys", "1"},
		{d.write, "busy_timeout", "30000"},
		{d.read, "query_only", "1"},
		{d.read, "busy_timeout", "30000"},
	} {
		var got string
		if err := c.pool.QueryRow("PRAGMA " + c.pragma).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s = %q, %v; want %q", c.pragma, got, err, c.want)
		}
	}
	if _, err := d.Reader().Exec("INSERT INTO a(v) VALUES ('x')"); err == nil {
		t.Error("the reading pool could write")
	}
}

func TestUpdateRollsBack(t *testing.T) {
	d := mustOpen(t, filepath.Join(t.TempDir(), "x.db"), schema(up1, up2))
	boom := errors.New("boom")
	err := d.Update(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO a(v) VALUES ('x')"); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatalf("error %v, want boom", err)
	}
	if n := count(t, d, "a"); n != 2 {
		t.Errorf("%d rows after a failed update, want 2", n)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		d.Update(t.Context(), func(tx *sql.Tx) error {
			tx.Exec("INSERT INTO a(v) VALUES ('x')")
			panic("boom")
		})
	}()
	if n := count(t, d, "a"); n != 2 {
		t.Errorf("%d rows after a panic, want 2", n)
	}
	if err := d.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO b(a) VALUES (999)")
		return err
	}); err == nil {
		t.Error("a reference to a missing row was accepted")
	}
}

func TestViewSeesOneState(t *testing.T) {
	d := mustOpen(t, filepath.Join(t.TempDir(), "x.db"), schema(up1))
	err := d.View(t.Context(), func(tx *sql.Tx) error {
		var before, after int
		if err := tx.QueryRow("SELECT count(*) FROM a").Scan(&before); err != nil {
			return err
		}
		if err := d.Update(t.Context(), func(w *sql.Tx) error {
			_, err := w.Exec("INSERT INTO a(v) VALUES ('x')")
			return err
		}); err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT count(*) FROM a").Scan(&after); err != nil {
			return err
		}
		if before != after {
			t.Errorf("a reading transaction saw %d, then %d rows", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, "a"); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
}

func TestWritersWait(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	one, two := mustOpen(t, path, schema(up1)), mustOpen(t, path, schema(up1))
	var wg sync.WaitGroup
	for _, d := range []*DB{one, two} {
		for range 4 {
			wg.Go(func() {
				for range 25 {
					if err := d.Update(t.Context(), func(tx *sql.Tx) error {
						var n int
						if err := tx.QueryRow("SELECT count(*) FROM a").Scan(&n); err != nil {
							return err
						}
						_, err := tx.Exec("INSERT INTO a(id, v) VALUES (?, 'x')", n+1)
						return err
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	if n := count(t, one, "a"); n != 201 {
		t.Errorf("%d rows, want 201", n)
	}
}

// TestOpenAtOnce starts several processes on one new database: each migration
// must be applied exactly once.
func TestOpenAtOnce(t *testing.T) {
	if path := os.Getenv("DB_TEST_OPEN"); path != "" {
		d, err := Open(context.Background(), path, schema(up1, up2), Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
		return
	}
	path := filepath.Join(t.TempDir(), "x.db")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run=^TestOpenAtOnce$")
			cmd.Env = append(os.Environ(), "DB_TEST_OPEN="+path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	wg.Wait()
	if n := count(t, mustOpen(t, path, schema(up1, up2)), "a"); n != 2 {
		t.Errorf("%d rows, want 2: a migration ran twice or not at all", n)
	}
}

func TestNotADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database\n", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path, schema(up1), Options{})
	if err == nil || !strings.Contains(err.Error(), "open database "+path) {
		t.Errorf("error %v, want one that names the file", err)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "no", "x.db"), schema(up1), Options{}); err == nil {
		t.Error("a database in a missing folder was opened")
	}
}

// TestFilesArePrivate: customers' names are in the files, whatever the folder and
// the umask allow.
func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files mean little on Windows")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x.db")
	d := mustOpen(t, path, schema(up1))
	if n := count(t, d, "a"); n != 1 {
		t.Fatalf("%d rows, want 1", n)
	}
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%s has mode %o, want 600", info.Name(), got)
		}
	}
	d.Close()
	// What an operator granted stays.
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, path, schema(up1, up2)).Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("a granted mode was changed: %v, %v", info.Mode(), err)
	}
}

func TestCheck(t *testing.T) {
	d := mustOpen(t, filepath.Join(t.TempDir(), "x.db"), schema(up1, up2))
	got, err := d.Check(t.Context())
	if err != nil || got != nil {
		t.Errorf("check of a sound database: %v, %v", got, err)
	}
}

func BenchmarkOpenExisting(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.db")
	for b.Loop() {
		d, err := Open(b.Context(), path, schema(up1, up2), Options{Busy: time.Second})
		if err != nil {
			b.Fatal(err)
		}
		d.Close()
	}
}
