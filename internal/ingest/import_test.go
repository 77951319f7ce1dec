package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/store"
)

func write(t *testing.T, dir, name, body string) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestImportFile(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test")
	dir := t.TempDir()
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	io.WriteString(z, doc(t0, 12))
	z.Close()
	for _, c := range []struct {
		name   string
		paths  []string
		status Status
		n      int
		reason string
	}{
		{"plain", []string{write(t, dir, "List 1.TXT", doc(t0, 10))}, Updated, 10, ""},
		{"the same again", []string{filepath.Join(dir, "List 1.TXT")}, Unchanged, 10, ""},
		{"gzip", []string{write(t, dir, "list.txt.gz", gz.String())}, Updated, 12, ""},
		{"missing", []string{filepath.Join(dir, "nothing.txt")}, Failed, 12, "no such file"},
		{"none", nil, Failed, 12, "no file to import"},
		{"shrunk", []string{write(t, dir, "small.txt", doc(t0, 2))}, Refused, 12, "shrunk"},
		{"web page", []string{write(t, dir, "page.txt", "<html></html>")}, Refused, 12, "web page"},
		{"two of one name", []string{write(t, dir, "a.txt", doc(t0, 13)), write(t, t.TempDir(), "A.txt", doc(t0, 13))}, Failed, 12, "two files named a.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.now = w.now.Add(time.Hour)
			res, err := File(t.Context(), w.options(), src, c.paths...)
			if res.Status != c.status || res.Edition.Accepted != c.n || err != res.Err || (err == nil) != (c.reason == "") || err != nil && !strings.Contains(err.Error(), c.reason) {
				t.Errorf("%s, %d records, error %v; want %s, %d, %q", res.Status, res.Edition.Accepted, err, c.status, c.n, c.reason)
			}
			if res.Status == Updated && res.Edition.Kind != store.Imported {
				t.Errorf("kind %s", res.Edition.Kind)
			}
		})
	}
	o := w.options()
	o.Force = true
	if res, err := File(t.Context(), o, src, filepath.Join(dir, "small.txt")); err != nil || res.Edition.Accepted != 2 || res.Edition.Forced == "" {
		t.Errorf("forced: %+v, %v", res, err)
	}
	w.verify()
}

func TestImportFolder(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test")
	dir := t.TempDir()
	write(t, dir, "a_list.txt", doc(t0, 10))
	write(t, dir, "b_notes.txt", "notes")
	write(t, dir, ".hidden", "x")
	res, err := File(t.Context(), w.options(), src, dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := w.store.Files(t.Context(), res.Edition.ID)
	if err != nil || len(files) != 2 || files[0].Name != "a_list.txt" || files[1].Name != "b_notes.txt" {
		t.Errorf("files %+v, %v", files, err)
	}
	for i := range maxFolder {
		write(t, dir, fmt.Sprintf("more%d.txt", i), "x")
	}
	if _, err := File(t.Context(), w.options(), src, dir); err == nil || !strings.Contains(err.Error(), "has 18 files") {
		t.Errorf("a folder of 18 files: %v", err)
	}
	if _, err := File(t.Context(), w.options(), src, t.TempDir()); err == nil {
		t.Error("an empty folder was imported")
	}
}

func TestSample(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	src.Expect.Min = map[entity.Schema]int{entity.Person: 50}
	in := list.Input{Files: []list.File{list.BytesFile("sample.txt", []byte(doc(t0.Add(24*time.Hour), 5)))}}
	res, err := Sample(t.Context(), w.options(), src, in)
	if err != nil || res.Status != Updated || res.Edition.Kind != store.Sample || res.Edition.Accepted != 5 {
		t.Fatalf("sample: %+v, %v", res, err)
	}
	if res, err := Sample(t.Context(), w.options(), src, in); err != nil || res.Status != Unchanged {
		t.Errorf("again: %+v, %v", res, err)
	}
	// The real list takes its place, though it is published earlier; and is not
	// replaced by a sample.
	w.put("/list.txt", doc(t0, 100))
	w.expect(w.options(src), Updated, 100, "")
	res, err = Sample(t.Context(), w.options(), src, in)
	if err == nil || res.Status != Failed || res.Edition.Accepted != 100 {
		t.Errorf("a sample over the real list: %+v, %v", res, err)
	}
	bad := list.Input{Files: []list.File{list.BytesFile("sample.txt", []byte("<html>"))}}
	if _, err := Sample(t.Context(), w.options(), source("other"), bad); err == nil {
		t.Error("a sample that is no list was taken")
	}
}

func TestZipArchives(t *testing.T) {
	archive := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, n := range names {
			f, err := z.Create(n)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(n, "bomb") {
				f.Write(make([]byte, 40<<20))
			} else {
				io.WriteString(f, "text of "+n)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	var many []string
	for i := range maxMembers + 1 {
		many = append(many, fmt.Sprintf("f%d.csv", i))
	}
	for name, c := range map[string]struct {
		body string
		want string // names, or part of the error
		ok   bool
	}{
		"a set":           {archive("sdn.csv", "x/ADD.CSV", "__MACOSX/sdn.csv", ".DS_Store", "dir/"), "sdn.csv add.csv", true},
		"outside of it":   {archive("../../etc/passwd"), "passwd", true},
		"one name twice":  {archive("a/x.csv", "b/X.csv"), "two files called x.csv", false},
		"too many":        {archive(many...), "more than 64 files", false},
		"nothing":         {archive("dir/"), "an archive without files", false},
		"a bomb":          {archive("bomb.csv"), "unpacks to far more", false},
		"damaged":         {archive("sdn.csv")[10:], "", false},
		"larger together": {archive(many[:60]...), "unpacks to far more", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			limit := int64(1 << 30)
			if name == "larger together" {
				limit = 500
			}
			files, err := unpack(write(t, dir, "set.zip", c.body), "set.zip", dir, limit, store.DraftFile{})
			if name == "damaged" {
				// Without its first bytes it is no archive, but a file like any other.
				if err != nil || len(files) != 1 || files[0].Name != "set.zip" {
					t.Errorf("files %+v, %v", files, err)
				}
				return
			}
			if !c.ok {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %v, want %q", err, c.want)
				}
				return
			}
			var names []string
			for _, f := range files {
				names = append(names, f.Name)
				rc, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				b, err := io.ReadAll(rc)
				rc.Close()
				if err != nil || int64(len(b)) != f.size || !strings.HasPrefix(string(b), "text of ") {
					t.Errorf("%s holds %q, %v", f.Name, b, err)
				}
			}
			if err != nil || strings.Join(names, " ") != c.want {
				t.Errorf("files %v, %v; want %s", names, err, c.want)
			}
		})
	}
}
