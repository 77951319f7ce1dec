package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ofac"
	"github.com/interdict-dev/interdict/internal/store"
)

// TestCutAtRowEnd: OFAC's CSV set, of which one member ends early, at the end
// of a row. Every row is whole and the records are as many as before, so that
// nothing but the missing end mark tells that aliases are gone.
func TestCutAtRowEnd(t *testing.T) {
	names := []string{"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"}
	whole := make(map[string]string)
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join("..", "list", "ofac", "testdata", n))
		if err != nil {
			t.Fatal(err)
		}
		whole[n] = string(b)
	}
	// The last row of all goes, and with it whatever stood behind.
	cut := func(s string) string {
		b := bytes.TrimRight([]byte(s), "\x1a\r\n")
		return string(b[:bytes.LastIndexByte(b, '\n')+1])
	}
	w := newWorld(t)
	src := ofac.SDN()
	src.Expect = list.Expect{MaxShrink: 0.99} // a handful of records; the counts are not what is tried here
	src.Remotes = nil
	for _, n := range names {
		src.Remotes = append(src.Remotes, w.remote(n))
	}
	serve := func(cutOff string) {
		for _, n := range names {
			body := whole[n]
			if n == cutOff {
				body = cut(body)
			}
			w.put("/"+n, body)
		}
	}
	one := func(o Options) Result {
		t.Helper()
		return w.run(o)[0]
	}

	serve("alt.csv")
	if res := one(w.options(src)); res.Status != Refused || res.Edition.ID != 0 {
		t.Errorf("cut, none in force: %s, edition %d, %v", res.Status, res.Edition.ID, res.Err)
	}
	serve("")
	first := one(w.options(src))
	if first.Status != Updated || first.Err != nil || first.Forced != "" {
		t.Fatalf("whole set: %s, %v, forced %q", first.Status, first.Err, first.Forced)
	}
	for _, n := range names {
		serve(n)
		reason := n + " does not end with OFAC's end mark (0x1A): it may be cut off"
		res := one(w.options(src))
		if res.Status != Refused || res.Err == nil || !strings.Contains(res.Err.Error(), reason) {
			t.Errorf("%s cut: %s, %v", n, res.Status, res.Err)
		}
		if res.Edition.ID != first.Edition.ID || res.Edition.ContentSHA256 != first.Edition.ContentSHA256 {
			t.Errorf("%s cut: edition %d in force, want %d", n, res.Edition.ID, first.Edition.ID)
		}
	}

	// The same through a user's own files, where a person may take the blame.
	serve("")
	dir := t.TempDir()
	var paths []string
	for _, n := range names {
		body := whole[n]
		if n == "alt.csv" {
			body = cut(body)
		}
		paths = append(paths, write(t, dir, n, body))
	}
	if res, err := File(t.Context(), w.options(src), src, paths...); err == nil || res.Status != Refused || res.Edition.ID != first.Edition.ID {
		t.Errorf("import: %s, edition %d, %v", res.Status, res.Edition.ID, err)
	}
	o := w.options(src)
	o.Force = true
	res, err := File(t.Context(), o, src, paths...)
	if err != nil || res.Status != Updated || res.Edition.Kind != store.Imported || !strings.Contains(res.Edition.Forced, "alt.csv does not end with") {
		t.Errorf("forced import: %s, %q, %v", res.Status, res.Edition.Forced, err)
	}
	w.verify()
}
