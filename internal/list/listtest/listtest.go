// Package listtest is the conformance suite that every publisher's parser runs.
package listtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Case is one file set in one format with what it must give.
type Case struct {
	Name    string
	Format  string // expected Format.ID
	Files   []string
	Records int // counted independently (xmllint, a CSV tool); 0 = not checked
	Rejects int // rejected records expected
	Folded  int // records expected to become part of another record's entity

	// Truncatable says that cutting any file of the set in the middle must be an
	// error: true for XML, JSON arrays and XLSX.
	Truncatable bool
}

// Data returns the folder of real test data: $INTERDICT_TESTDATA, or
// ../shared/data beside the repository. It skips the test with a clear line
// when the folder is absent.
func Data(t testing.TB) string {
	t.Helper()
	if d := os.Getenv("INTERDICT_TESTDATA"); d != "" {
		if _, err := os.Stat(d); err == nil {
			return d
		}
		t.Skipf("INTERDICT_TESTDATA=%s does not exist: real data not tested", d)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			d := filepath.Join(dir, "..", "shared", "data")
			if _, err := os.Stat(d); err == nil {
				return d
			}
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	t.Skip("real test data absent: set INTERDICT_TESTDATA to its folder")
	return ""
}

// Load reads files (gunzipping .gz) into an Input. Names lose ".gz".
func Load(t testing.TB, paths ...string) list.Input {
	t.Helper()
	var in list.Input
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(p)
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if b, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
			name = strings.TrimSuffix(name, ".gz")
		}
		in.Files = append(in.Files, list.BytesFile(name, b))
	}
	return in
}

// Parse parses in and returns the entities and the report.
func Parse(s *list.Source, in list.Input) ([]*entity.Entity, *list.Report, error) {
	var out []*entity.Entity
	rep, err := list.Parse(s, in, func(e *entity.Entity) error { out = append(out, e); return nil })
	return out, rep, err
}

// MustParse is Parse that fails the test on error.
func MustParse(t testing.TB, s *list.Source, in list.Input) ([]*entity.Entity, *list.Report) {
	t.Helper()
	out, rep, err := Parse(s, in)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return out, rep
}

// Run puts the source through the suite with each case: every record counted,
// entities valid, origins pointing at the record, nothing unread, parsing twice
// equal, JSON round trip equal; and empty, truncated, HTML and wrongly encoded
// input refused.
func Run(t *testing.T, s *list.Source, cases ...Case) {
	t.Helper()
	sourceFields(t, s)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			in := Load(t, c.Files...)
			got, rep := MustParse(t, s, in)
			if rep.Format != c.Format {
				t.Errorf("format %q, want %q", rep.Format, c.Format)
			}
			if c.Records != 0 && rep.Records != c.Records {
				t.Errorf("%d records, want %d", rep.Records, c.Records)
			}
			if rep.Rejects != c.Rejects {
				t.Errorf("%d rejects, want %d: %v", rep.Rejects, c.Rejects, rep.Rejected)
			}
			if rep.Folded != c.Folded {
				t.Errorf("%d records folded, want %d", rep.Folded, c.Folded)
			}
			if rep.Accepted != len(got) || rep.Records != rep.Accepted+rep.Rejects+rep.Folded {
				t.Errorf("records %d, accepted %d, rejects %d, folded %d, emitted %d", rep.Records, rep.Accepted, rep.Rejects, rep.Folded, len(got))
			}
			if len(rep.Unread) > 0 {
				t.Errorf("fields neither used nor named as ignored: %v", rep.UnreadPaths())
			}
			again, _ := MustParse(t, s, in)
			if d := cmp.Diff(got, again); d != "" {
				t.Errorf("second parse differs:\n%s", d)
			}
			for _, e := range got {
				checkEntity(t, in, e)
				if t.Failed() {
					break
				}
			}
			if c.Truncatable {
				truncated(t, s, in)
			}
			wrongEncoding(t, s, in)
		})
	}
	t.Run("not data", func(t *testing.T) {
		for name, text := range map[string]string{
			"empty":       "",
			"spaces":      " \n\n",
			"html":        "<!DOCTYPE html><html><head><title>Request blocked</title></head><body>403</body></html>",
			"html2":       "\n<html lang=\"en\"><body>Please enable cookies</body></html>",
			"json error":  `{"error":"service unavailable"}`,
			"other xml":   `<?xml version="1.0"?><root><a>1</a></root>`,
			"other csv":   "a,b,c\n1,2,3\n",
			"binary":      "\x00\x01\x02\x03\xff\xfe",
			"zip garbage": "PK\x03\x04garbage",
		} {
			for _, file := range fileNames(s, cases) {
				got, _, err := Parse(s, list.Input{Files: []list.File{list.BytesFile(file, []byte(text))}})
				if err == nil {
					t.Errorf("%s as %s: accepted with %d entities, want an error", name, file, len(got))
				}
			}
		}
	})
}

func sourceFields(t *testing.T, s *list.Source) {
	t.Helper()
	if s.ID == "" || s.Title == "" || s.Publisher == "" || s.Country == "" || len(s.Formats) == 0 {
		t.Errorf("source %q lacks an id, title, publisher, country or format", s.ID)
	}
	for _, f := range s.Formats {
		if f.ID == "" || f.Doc == "" || f.Detect == nil || f.Parse == nil {
			t.Errorf("source %s: format %q lacks a field", s.ID, f.ID)
		}
	}
}

func fileNames(s *list.Source, cases []Case) []string {
	names := []string{"unknown.bin"}
	for _, c := range cases {
		if len(c.Files) > 0 {
			names = append(names, strings.TrimSuffix(filepath.Base(c.Files[0]), ".gz"))
		}
	}
	return names
}

func checkEntity(t *testing.T, in list.Input, e *entity.Entity) {
	t.Helper()
	if err := list.Check(e); err != nil {
		t.Errorf("%s: %v", e.ID, err)
	}
	for _, f := range e.Origin.Fragments {
		if f.Text != "" {
			continue
		}
		file, ok := in.Find(f.File)
		if !ok {
			t.Errorf("%s: origin names file %q, which is not in the input", e.ID, f.File)
			continue
		}
		if f.Length <= 0 || f.Offset < 0 || file.Size >= 0 && f.Offset+f.Length > file.Size {
			t.Errorf("%s: origin %+v lies outside the file of %d bytes", e.ID, f, file.Size)
		}
	}
	b, err := json.Marshal(e)
	if err != nil {
		t.Errorf("%s: %v", e.ID, err)
		return
	}
	var back entity.Entity
	if err := json.Unmarshal(b, &back); err != nil {
		t.Errorf("%s: %v", e.ID, err)
		return
	}
	if d := cmp.Diff(*e, back); d != "" {
		t.Errorf("%s: JSON round trip differs:\n%s", e.ID, d)
	}
}

func truncated(t *testing.T, s *list.Source, in list.Input) {
	t.Helper()
	for i, f := range in.Files {
		b := read(t, f)
		for _, cut := range []int{len(b) / 3, len(b) / 2, len(b) - 2 - len(b)/50} {
			if cut <= 0 {
				continue
			}
			files := append([]list.File(nil), in.Files...)
			files[i] = list.BytesFile(f.Name, b[:cut])
			if _, rep, err := Parse(s, list.Input{Files: files}); err == nil {
				t.Errorf("%s cut at %d of %d bytes was accepted (%d records), want an error", f.Name, cut, len(b), rep.Records)
			}
		}
	}
}

// wrongEncoding feeds text files with bytes that are not valid UTF-8 in the
// middle: the input must be refused, not mangled.
func wrongEncoding(t *testing.T, s *list.Source, in list.Input) {
	t.Helper()
	for i, f := range in.Files {
		b := read(t, f)
		if bytes.HasPrefix(b, []byte("PK\x03\x04")) || len(b) < 64 {
			continue
		}
		mid := bytes.IndexFunc(b[len(b)/2:], func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
		if mid < 0 {
			continue
		}
		bad := bytes.Clone(b)
		// Inside a value: the longest run of letters near the middle.
		at := len(b)/2 + mid
		for j := at; j < len(b)-4 && j < at+20_000; j++ {
			if letters(b[j:j+4]) && (j == 0 || b[j-1] == '>' || b[j-1] == '"' || b[j-1] == ',') && b[j+4] != '=' {
				at = j + 1
				break
			}
		}
		bad[at], bad[at+1] = 0xff, 0xfe
		files := append([]list.File(nil), in.Files...)
		files[i] = list.BytesFile(f.Name, bad)
		if _, _, err := Parse(s, list.Input{Files: files}); err == nil {
			t.Errorf("%s with invalid UTF-8 at byte %d was accepted, want an error", f.Name, at)
		}
	}
}

func letters(b []byte) bool {
	for _, c := range b {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

func read(t *testing.T, f list.File) []byte {
	t.Helper()
	rc, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	b, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Fuzz checks that no input makes the source panic, and that what is accepted
// adds up. The files' texts are the seeds; names are file names to try.
func Fuzz(f *testing.F, s *list.Source, name string, seeds ...[]byte) {
	for _, b := range seeds {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, rep, err := Parse(s, list.Input{Files: []list.File{list.BytesFile(name, b)}})
		if err != nil {
			if errors.Is(err, io.EOF) && err.Error() == "EOF" {
				t.Errorf("bare EOF: no place named")
			}
			return
		}
		if rep.Accepted != len(got) {
			t.Errorf("accepted %d, emitted %d", rep.Accepted, len(got))
		}
	})
}
