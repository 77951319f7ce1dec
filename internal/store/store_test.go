package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

var t0 = time.Date(2025, 10, 22, 20, 0, 0, 0, time.UTC)

// clock is a settable clock.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func (c *clock) step(d time.Duration) { c.t = c.t.Add(d) }

func open(t testing.TB, dir string, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// line is one record of the test lists: a line "id|schema|name|value" of a text
// file.
type line struct{ id, name, value string }

// text is the raw file of lines, with a header that differs from edition to
// edition as publishers' dates do.
func text(header string, lines []line) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", header)
	for _, l := range lines {
		fmt.Fprintf(&b, "%s|%s|%s\n", l.id, l.name, l.value)
	}
	return b.Bytes()
}

// parseText reads what text writes; entities point at their lines.
func parseText(name string, b []byte, put func(*entity.Entity) error) (*list.Report, error) {
	rep := &list.Report{Format: "text", Schemas: map[entity.Schema]int{}, Edition: strings.TrimPrefix(strings.SplitN(string(b), "\n", 2)[0], "# ")}
	off := 0
	for n, l := range strings.SplitAfter(string(b), "\n") {
		at := off
		off += len(l)
		l = strings.TrimSuffix(l, "\n")
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		rep.Record()
		f := strings.Split(l, "|")
		if len(f) != 3 {
			rep.Reject(list.RecordError{Line: n + 1, Err: errors.New("three fields expected")})
			continue
		}
		e := &entity.Entity{
			ID: f[0], Schema: entity.Person, Names: []entity.Name{{Full: f[1], Kind: entity.NamePrimary}},
			Notes:  []entity.Note{{Kind: "remarks", Text: f[2]}},
			Origin: entity.Origin{Fragments: []entity.Fragment{{File: name, Line: n + 1, Offset: int64(at), Length: int64(len(l))}}},
		}
		if err := put(e); err != nil {
			return rep, err
		}
		rep.Accepted++
		rep.Schemas[e.Schema]++
	}
	return rep, nil
}

func bytesFile(name string, b []byte) DraftFile {
	return DraftFile{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

func commitText(s *Store, listID, header string, lines []line) (Edition, error) {
	b := text(header, lines)
	return s.Commit(context.Background(), Draft{List: listID, Kind: Official, Build: "test", Files: []DraftFile{bytesFile("list.txt", b)}},
		func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			rep, err := parseText("list.txt", b, put)
			return Outcome{Report: rep}, err
		})
}

func mustCommit(t testing.TB, s *Store, listID, header string, lines []line) Edition {
	t.Helper()
	e, err := commitText(s, listID, header, lines)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// read gives "id|name|value" of all entities of an edition, in order, and
// checks that each one's original line can be cut out of the raw file.
func read(t testing.TB, s *Store, e Edition) []line {
	t.Helper()
	var out []line
	err := s.Entities(t.Context(), []Edition{e}, func(x *entity.Entity) error {
		l := line{x.ID, x.Names[0].Full, x.Notes[0].Text}
		out = append(out, l)
		if x.List != e.List || len(x.Origin.Fragments) != 1 {
			t.Errorf("entity %s: list %q, %d fragments", x.ID, x.List, len(x.Origin.Fragments))
			return nil
		}
		if len(out) > 300 {
			return nil
		}
		b, err := s.Fragment(t.Context(), e.ID, x.Origin.Fragments[0])
		if err != nil {
			return err
		}
		if want := l.id + "|" + l.name + "|" + l.value; string(b) != want {
			t.Errorf("edition %d: original of %s is %q, want %q", e.ID, l.id, b, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func verify(t testing.TB, s *Store) Verification {
	t.Helper()
	v, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range v.Problems {
		t.Errorf("verify: %s", p)
	}
	return v
}

var three = []line{{"1", "Alpha", "a"}, {"2", "Beta", "b"}, {"3", "Gamma", "c"}}

func TestCommitAndRead(t *testing.T) {
	c := &clock{t0}
	dir := t.TempDir()
	s := open(t, dir, c.now)
	e1 := mustCommit(t, s, "xx_test", "one", three)
	c.step(time.Hour)
	four := []line{{"3", "Gamma", "c"}, {"4", "Delta", "d"}, {"2", "Beta", "changed"}}
	e2 := mustCommit(t, s, "xx_test", "two", four)

	sum, _, err := hashFile(bytesFile("", text("two", four)).Open)
	if err != nil {
		t.Fatal(err)
	}
	want := Edition{
		ID: 2, List: "xx_test", Kind: Official, Format: "text", Mark: "two", Fetched: t0.Add(time.Hour), Activated: t0.Add(time.Hour), Build: "test",
		Records: 3, Accepted: 3, Changes: Changes{Added: 1, Changed: 1, Removed: 1, Unchanged: 1},
	}
	ignore := cmpopts.IgnoreFields(Edition{}, "FilesSHA256", "ContentSHA256")
	if d := cmp.Diff(want, e2, ignore); d != "" {
		t.Errorf("edition differs (-want +got):\n%s", d)
	}
	s.Close()
	s = open(t, dir, c.now)
	for id, lines := range map[int64][]line{e1.ID: three, e2.ID: four} {
		e, err := s.Edition(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(lines, read(t, s, e), cmp.AllowUnexported(line{})); d != "" {
			t.Errorf("edition %d differs (-want +got):\n%s", id, d)
		}
	}
	back, err := s.CurrentOf(t.Context(), "xx_test")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(e2, back); d != "" {
		t.Errorf("read back differs from what Commit returned:\n%s", d)
	}
	files, err := s.Files(t.Context(), e2.ID)
	if err != nil || len(files) != 1 || files[0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("files %+v, %v", files, err)
	}
	rc, err := s.Raw(t.Context(), e1.ID, "LIST.TXT")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(rc)
	rc.Close()
	if err != nil || !bytes.Equal(raw, text("one", three)) {
		t.Errorf("raw file %q, %v", raw, err)
	}
	rep, err := s.Report(t.Context(), e2.ID)
	if err != nil || rep.Schemas[entity.Person] != 3 {
		t.Errorf("report %+v, %v", rep, err)
	}
	v := verify(t, s)
	if v.Editions != 2 || v.Records != 5 || v.RawFiles != 2 || len(v.Garbage) != 0 {
		t.Errorf("verification %+v", v)
	}
}

func TestUnchanged(t *testing.T) {
	c := &clock{t0}
	s := open(t, t.TempDir(), c.now)
	e1 := mustCommit(t, s, "xx_test", "one", three)
	e, err := commitText(s, "xx_test", "one", three)
	if !errors.Is(err, ErrUnchanged) || e.ID != e1.ID {
		t.Errorf("same file: edition %d, error %v; want %d, ErrUnchanged", e.ID, err, e1.ID)
	}
	// The same records in a file with another date are an edition of their own.
	e2 := mustCommit(t, s, "xx_test", "two", three)
	if e2.ContentSHA256 != e1.ContentSHA256 || e2.FilesSHA256 == e1.FilesSHA256 {
		t.Errorf("content %s and %s, files %s and %s", e1.ContentSHA256, e2.ContentSHA256, e1.FilesSHA256, e2.FilesSHA256)
	}
	if v := verify(t, s); v.Records != 3 {
		t.Errorf("%d records kept, want 3", v.Records)
	}
	// Back to the first file: a new edition again, not the old one.
	if e3 := mustCommit(t, s, "xx_test", "one", three); e3.ID != 3 {
		t.Errorf("edition %d, want 3", e3.ID)
	}
}

func TestNewBuildReadsAgain(t *testing.T) {
	c := &clock{t0}
	s := open(t, t.TempDir(), c.now)
	b := text("one", three)
	calls := 0
	commit := func(build, suffix string) (Edition, error) {
		return s.Commit(t.Context(), Draft{List: "xx_test", Kind: Official, Build: build, Files: []DraftFile{bytesFile("list.txt", b)}},
			func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
				calls++
				rep, err := parseText("list.txt", b, func(e *entity.Entity) error { e.Names[0].Full += suffix; return put(e) })
				return Outcome{Report: rep}, err
			})
	}
	if _, err := commit("v1", ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if e, err := commit("v2", ""); !errors.Is(err, ErrUnchanged) || e.ID != 1 {
			t.Errorf("same content by another build: edition %d, %v", e.ID, err)
		}
	}
	if calls != 2 {
		t.Errorf("parsed %d times, want 2: v2 once", calls)
	}
	e, err := commit("v3", "!")
	if err != nil || e.Changes.Changed != 3 || e.ID != 2 {
		t.Errorf("a build that reads more: %+v, %v", e, err)
	}
	verify(t, s)
}

func TestRefusedLeavesNothing(t *testing.T) {
	c := &clock{t0}
	s := open(t, t.TempDir(), c.now)
	e1 := mustCommit(t, s, "xx_test", "one", three)
	boom := errors.New("shrunk")
	b := text("two", nil)
	for name, parse := range map[string]Parse{
		"refused at the end": func(prev *Edition, put func(*entity.Entity) error) (Outcome, error) {
			if prev == nil || prev.ID != e1.ID {
				t.Errorf("previous edition %+v, want %d", prev, e1.ID)
			}
			for i := range 2000 {
				put(&entity.Entity{ID: fmt.Sprint(i), Schema: entity.Person})
			}
			return Outcome{}, boom
		},
		"report does not add up": func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			put(&entity.Entity{ID: "9"})
			return Outcome{Report: &list.Report{Records: 2, Accepted: 2}}, nil
		},
		"one id twice": func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			put(&entity.Entity{ID: "9"})
			put(&entity.Entity{ID: "9", Gender: "male"})
			return Outcome{Report: &list.Report{Records: 2, Accepted: 2}}, nil
		},
		"an id of the edition in force twice": func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			put(&entity.Entity{ID: "1"})
			put(&entity.Entity{ID: "1", Gender: "male"})
			return Outcome{Report: &list.Report{Records: 2, Accepted: 2}}, nil
		},
		"no id": func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			return Outcome{Report: &list.Report{}}, put(&entity.Entity{})
		},
		"not UTF-8": func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			return Outcome{Report: &list.Report{}}, put(&entity.Entity{ID: "9", Titles: []string{"a\xffb"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Commit(t.Context(), Draft{List: "xx_test", Kind: Official, Build: "test", Files: []DraftFile{bytesFile("list.txt", b)}}, parse)
			if err == nil || !strings.Contains(err.Error(), "commit edition of xx_test") {
				t.Errorf("error %v", err)
			}
			now, err := s.CurrentOf(t.Context(), "xx_test")
			if d := cmp.Diff(e1, now); d != "" || err != nil {
				t.Errorf("the edition in force changed: %v\n%s", err, d)
			}
			if left, _ := os.ReadDir(s.TempDir()); len(left) != 0 {
				t.Errorf("temporary files left: %v", left)
			}
			verify(t, s)
		})
	}
}

func TestTextThatLooksLikeReplacement(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	e := mustCommit(t, s, "xx_test", "one", []line{{"1", `spells \ufffd`, "and has \ufffd itself <&>"}})
	got := read(t, s, e)
	if got[0].name != `spells \ufffd` || got[0].value != "and has \ufffd itself <&>" {
		t.Errorf("read back %+v", got)
	}
}

func TestEntityRoundTrip(t *testing.T) {
	full := &entity.Entity{
		ID: "7", List: "xx_test", Schema: entity.Vessel,
		Names:       []entity.Name{{Full: "Ocean", Kind: entity.NamePrimary, Weak: true, Lang: "en", Parts: []entity.Part{{Kind: entity.PartFamily, Value: "O"}}, Since: entity.NewDate(2020, 1, 0)}},
		Identifiers: []entity.Identifier{{Type: entity.IDIMO, Value: "IMO 9187629", Expires: entity.NewDate(2030, 2, 3)}},
		Dates:       []entity.DatedFact{{Kind: entity.DateBuild, Date: entity.Date{Start: entity.Day{Year: 1999}, Circa: true}}},
		Listings:    []entity.Listing{{Authority: "A", Measures: []string{"Block", "Travel <Ban> & more"}, Effective: entity.NewDate(2022, 3, 1)}},
		Relations:   []entity.Relation{{Kind: entity.RelationOwner, TargetID: "8", Share: "49.13 %"}},
		Attributes:  []entity.Attribute{{Key: "tonnage", Value: "1 000"}},
		Origin: entity.Origin{Source: "somewhere", Fragments: []entity.Fragment{
			{File: "a.xml", Line: 3, Offset: 100, Length: 50}, {File: "b.xlsx", Line: 7, Text: "row\tseven"}, {File: "a.xml", Line: 1, Offset: 5, Length: 2},
		}},
	}
	bare := &entity.Entity{ID: "8", List: "xx_test", Schema: entity.Person, Origin: entity.Origin{Source: "hand"}}
	s := open(t, t.TempDir(), nil)
	e, err := s.Commit(t.Context(), Draft{List: "xx_test", Kind: Imported, Build: "test", Files: []DraftFile{bytesFile("a.xml", []byte("x"))}},
		func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			return Outcome{Report: &list.Report{Records: 2, Accepted: 2}}, errors.Join(put(full), put(bare))
		})
	if err != nil {
		t.Fatal(err)
	}
	var got []*entity.Entity
	if err := s.Entities(t.Context(), []Edition{e}, func(x *entity.Entity) error { got = append(got, x); return nil }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]*entity.Entity{full, bare}, got); d != "" {
		t.Errorf("read back differs (-want +got):\n%s", d)
	}
	b, err := s.Fragment(t.Context(), e.ID, got[0].Origin.Fragments[1])
	if err != nil || string(b) != "row\tseven" {
		t.Errorf("text fragment %q, %v", b, err)
	}
}

func TestEntityLookups(t *testing.T) {
	c := &clock{t0}
	s := open(t, t.TempDir(), c.now)
	a1 := mustCommit(t, s, "aa", "one", three)
	a2 := mustCommit(t, s, "aa", "two", []line{{"1", "Alpha", "new"}, {"x:y", "Colon", "c"}})
	b1 := mustCommit(t, s, "bb", "one", []line{{"1", "Other", "o"}, {"aa:1", "Tricky", "t"}})
	for _, q := range []struct {
		list, id string
		edition  int64
		want     string
	}{
		{"aa", "1", a1.ID, "a"}, {"aa", "1", a2.ID, "new"}, {"aa", "2", a1.ID, "b"}, {"aa", "2", a2.ID, ""}, {"aa", "x:y", a1.ID, ""},
		{"bb", "1", b1.ID, "o"}, {"bb", "1", a1.ID, ""}, {"aa", "1", b1.ID, ""}, {"nn", "1", a1.ID, ""}, {"aa", "1", 99, ""},
	} {
		x, err := s.Entity(t.Context(), q.list, q.id, q.edition)
		switch {
		case q.want == "" && !errors.Is(err, ErrNotFound):
			t.Errorf("%+v: error %v, want ErrNotFound", q, err)
		case q.want != "" && (err != nil || x.Notes[0].Text != q.want || len(x.Origin.Fragments) != 1):
			t.Errorf("%+v: %+v, %v", q, x, err)
		}
	}
	for id, want := range map[string]string{"1": "aa/1 bb/1", "aa:1": "aa/1 bb/aa:1", "bb:1": "bb/1", "x:y": "aa/x:y", "aa:x:y": "aa/x:y", "2": "", "zz:1": "", "": ""} {
		xs, err := s.FindEntity(t.Context(), id)
		var got []string
		for _, x := range xs {
			got = append(got, x.List+"/"+x.ID)
		}
		if strings.Join(got, " ") != want || (want == "") != errors.Is(err, ErrNotFound) {
			t.Errorf("find %q: %v, %v; want %q", id, got, err, want)
		}
	}
	if _, err := s.Edition(t.Context(), 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("edition 99: %v", err)
	}
	if _, err := s.CurrentOf(t.Context(), "nn"); !errors.Is(err, ErrNotFound) {
		t.Errorf("current of an unknown list: %v", err)
	}
	if _, err := s.Raw(t.Context(), a1.ID, "no.txt"); !errors.Is(err, ErrNotFound) {
		t.Errorf("raw of an unknown file: %v", err)
	}
	if _, err := s.Fragment(t.Context(), a1.ID, entity.Fragment{File: "list.txt", Offset: 1 << 40, Length: 5}); err == nil {
		t.Error("a fragment outside of the file was cut")
	}
	if _, err := s.Fragment(t.Context(), a1.ID, entity.Fragment{File: "list.txt", Length: 1 << 40}); err == nil {
		t.Error("a fragment of a terabyte was cut")
	}
}

func TestClockThatGoesBack(t *testing.T) {
	c := &clock{t0}
	s := open(t, t.TempDir(), c.now)
	e1 := mustCommit(t, s, "xx_test", "one", three)
	c.t = t0.Add(-24 * time.Hour)
	e2 := mustCommit(t, s, "xx_test", "two", three[:2])
	if !e2.Activated.After(e1.Activated) {
		t.Errorf("activated %v after %v", e2.Activated, e1.Activated)
	}
	now, err := s.CurrentOf(t.Context(), "xx_test")
	if err != nil || now.ID != e2.ID {
		t.Errorf("edition %d in force, %v; want %d", now.ID, err, e2.ID)
	}
	verify(t, s)
}

func TestFingerprint(t *testing.T) {
	a, b := Edition{List: "a", FilesSHA256: "1", ContentSHA256: "2"}, Edition{List: "b", FilesSHA256: "1", ContentSHA256: "2"}
	if Fingerprint([]Edition{a, b}) != Fingerprint([]Edition{b, a}) {
		t.Error("the order of editions matters")
	}
	seen := map[string]string{}
	a2, a3 := a, a
	a2.FilesSHA256, a3.ContentSHA256 = "9", "9"
	later := a
	later.ID, later.Activated = 7, t0
	for name, es := range map[string][]Edition{"none": nil, "a": {a}, "b": {b}, "ab": {a, b}, "a2": {a2}, "a3": {a3}} {
		f := Fingerprint(es)
		if other, dup := seen[f]; dup {
			t.Errorf("%s and %s have one fingerprint", name, other)
		}
		seen[f] = name
	}
	if Fingerprint([]Edition{a}) != Fingerprint([]Edition{later}) {
		t.Error("when an edition was activated changes the fingerprint")
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string, s *Store){
		"raw file altered": func(t *testing.T, dir string, s *Store) {
			paths, _ := filepath.Glob(filepath.Join(dir, "raw", "*", "*.zst"))
			b, err := os.ReadFile(paths[0])
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/3] ^= 0x40
			os.WriteFile(paths[0], b, 0o600)
		},
		"raw file gone": func(t *testing.T, dir string, s *Store) {
			paths, _ := filepath.Glob(filepath.Join(dir, "raw", "*", "*.zst"))
			os.Remove(paths[0])
		},
		"raw file swapped": func(t *testing.T, dir string, s *Store) {
			paths, _ := filepath.Glob(filepath.Join(dir, "raw", "*", "*.zst"))
			b, _ := os.ReadFile(paths[0])
			os.WriteFile(paths[1], b, 0o600)
		},
		"record altered": sqlDamage("lists", `DROP TRIGGER record_closed_once`, `UPDATE record SET payload = CAST(x'00' || '{}' AS BLOB) WHERE id = 1`),
		"record removed": sqlDamage("lists", `DROP TRIGGER record_kept`, `DELETE FROM record WHERE id = 2`),
		"record revived": sqlDamage("lists", `DROP TRIGGER record_closed_once`, `UPDATE record SET gone = NULL WHERE entity = '1'`),
		"manifest gone":  sqlDamage("lists", `DROP TRIGGER manifest_kept`, `DELETE FROM manifest WHERE edition = 2`),
		"count altered":  sqlDamage("lists", `DROP TRIGGER edition_append_only`, `UPDATE edition SET accepted = accepted - 1, records = records - 1 WHERE id = 2`),
		"file renamed":   sqlDamage("lists", `DROP TRIGGER edition_file_append_only`, `UPDATE edition_file SET name = 'other.txt' WHERE edition = 1`),
		"answer altered": sqlDamage("decisions", `DROP TRIGGER decision_append_only`, `UPDATE decision SET answer = CAST(x'00' || '{"match":false}' AS BLOB) WHERE seq = 2`),
		"time altered":   sqlDamage("decisions", `DROP TRIGGER decision_append_only`, `UPDATE decision SET time = time + 1 WHERE seq = 2`),
		"decision gone":  sqlDamage("decisions", `DROP TRIGGER decision_kept`, `DELETE FROM decision WHERE seq = 2`),
		"basis altered":  sqlDamage("decisions", `DROP TRIGGER basis_append_only`, `UPDATE basis SET hash = randomblob(32)`),
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{t0}
			dir := t.TempDir()
			s := open(t, dir, c.now)
			mustCommit(t, s, "xx_test", "one", three)
			mustCommit(t, s, "xx_test", "two", []line{{"2", "Beta", "x"}, {"3", "Gamma", "c"}})
			for i := range 3 {
				if _, err := s.RecordDecision(t.Context(), Decision{Request: []byte(fmt.Sprint(i)), Answer: []byte(`{"match":true}`), Build: "b"}); err != nil {
					t.Fatal(err)
				}
			}
			verify(t, s)
			damage(t, dir, s)
			v, err := s.Verify(t.Context())
			if err == nil && len(v.Problems) == 0 {
				t.Error("not found")
			}
		})
	}
}

func sqlDamage(which string, stmts ...string) func(*testing.T, string, *Store) {
	return func(t *testing.T, _ string, s *Store) {
		t.Helper()
		d := s.lists
		if which == "decisions" {
			d = s.decisions
		}
		// What the trigger guards against must fail while it is there.
		if err := d.Update(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(stmts[1]); return err }); err == nil {
			t.Errorf("%s was allowed", stmts[1])
		}
		for _, q := range stmts {
			if err := d.Update(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(q); return err }); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
	}
}

func TestGarbageIsReported(t *testing.T) {
	c := &clock{time.Now()}
	dir := t.TempDir()
	s := open(t, dir, c.now)
	mustCommit(t, s, "xx_test", "one", three)
	sum, size, err := hashFile(bytesFile("", []byte("orphan")).Open)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.keepRaw(sum, size, bytesFile("", []byte("orphan")).Open); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "raw", "README"), nil, 0o600)
	os.WriteFile(filepath.Join(dir, "tmp", "stage-1"), nil, 0o600)
	if v := verify(t, s); len(v.Garbage) != 3 {
		t.Errorf("garbage %v, want three", v.Garbage)
	}
	s.Close()
	c.step(48 * time.Hour)
	open(t, dir, c.now)
	if _, err := os.Stat(filepath.Join(dir, "tmp", "stage-1")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a temporary file of two days ago is still there: %v", err)
	}
}

func TestRemotesAndAttempts(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	want := []Remote{
		{List: "aa", Name: "x.xml", URL: "https://x", ETag: `"1"`, LastModified: t0, SHA256: strings.Repeat("ab", 32), Whole: t0, Checked: t0.Add(time.Hour)},
		{List: "bb", Name: "y.csv", URL: "https://y", Checked: t0, Error: "server answers 403"},
	}
	for _, r := range want {
		if err := s.SetRemote(t.Context(), Remote{List: r.List, Name: r.Name, Checked: t0}); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRemote(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Remotes(t.Context(), "")
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("remotes differ: %v\n%s", err, d)
	}
	got, err = s.Remotes(t.Context(), "bb")
	if d := cmp.Diff(want[1:], got); d != "" || err != nil {
		t.Errorf("remotes of bb differ: %v\n%s", err, d)
	}
	for i, a := range []Attempt{{Status: "updated", Edition: 1}, {Status: "unchanged", Edition: 1}, {Status: "unchanged", Edition: 1}, {Status: "refused", Reason: "shrunk", Edition: 1}, {Status: "unchanged", Edition: 1}} {
		a.List, a.Last = "aa", t0.Add(time.Duration(i)*time.Hour)
		if err := s.AddAttempt(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	at := func(h int) time.Time { return t0.Add(time.Duration(h) * time.Hour) }
	attempts, err := s.Attempts(t.Context(), "aa", 3)
	if d := cmp.Diff([]Attempt{
		{List: "aa", Status: "unchanged", Edition: 1, First: at(4), Last: at(4), Count: 1},
		{List: "aa", Status: "refused", Reason: "shrunk", Edition: 1, First: at(3), Last: at(3), Count: 1},
		{List: "aa", Status: "unchanged", Edition: 1, First: at(1), Last: at(2), Count: 2},
	}, attempts); d != "" || err != nil {
		t.Errorf("attempts differ: %v\n%s", err, d)
	}
}
