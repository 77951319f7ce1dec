package ingest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ofac"
	"github.com/interdict-dev/interdict/internal/store"
)

// TestAliasKnownSince: OFAC adds aliases to old records on the day of a new
// designation and dates none of them. Since when an alias is known is answered
// by the editions kept: the difference between two shows the one added, and what
// was in force on a day shows whether it was known then.
func TestAliasKnownSince(t *testing.T) {
	w := newWorld(t)
	src := ofac.SDN()
	src.Expect, src.Remotes = list.Expect{}, nil
	const row = "17248,84733,\"aka\",\"PUBLIC JOINT-STOCK COMPANY OIL COMPANY LUKOIL\",-0- \r\n"
	for _, n := range []string{"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"} {
		b, err := os.ReadFile(filepath.Join("..", "list", "ofac", "testdata", n))
		if err != nil {
			t.Fatal(err)
		}
		src.Remotes = append(src.Remotes, w.remote(n))
		w.put("/"+n, string(b))
		if n == "alt.csv" {
			before, rest, ok := strings.Cut(string(b), "18284,22004,") // the row behind LUKOIL's
			if !ok {
				t.Fatal("alt.csv has no row of 18284 to put the alias in front of")
			}
			w.put("/with-alias", before+row+"18284,22004,"+rest)
		}
	}
	first := w.run(w.options(src))[0]
	if first.Status != Updated {
		t.Fatalf("first edition: %s, %v", first.Status, first.Err)
	}
	w.mu.Lock()
	w.serve["/alt.csv"] = w.serve["/with-alias"]
	w.mu.Unlock()
	w.now = w.now.Add(30 * 24 * time.Hour)
	second := w.run(w.options(src))[0]
	if second.Status != Updated || second.Changes.Changed != 1 || second.Changes.Added+second.Changes.Removed != 0 {
		t.Fatalf("second edition: %s, %+v, %v", second.Status, second.Changes, second.Err)
	}

	names := func(e *entity.Entity) (out []string) {
		for _, n := range e.Names {
			out = append(out, n.Full)
		}
		return out
	}
	const alias = "PUBLIC JOINT-STOCK COMPANY OIL COMPANY LUKOIL"
	diff := func(from, to int64) (added, gone []string) {
		err := w.store.Diff(t.Context(), src.ID, from, to, func(c store.Change) error {
			if c.Kind != store.Changed || c.ID != "17248" {
				t.Errorf("%s %s, want LUKOIL changed only", c.ID, c.Kind)
				return errors.New("another change")
			}
			before, after := names(c.Before), names(c.After)
			for _, n := range after {
				if !slices.Contains(before, n) {
					added = append(added, n)
				}
			}
			for _, n := range before {
				if !slices.Contains(after, n) {
					gone = append(gone, n)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return added, gone
	}
	added, gone := diff(first.Edition.ID, second.Edition.ID)
	if d := cmp.Diff([]string{alias}, added); d != "" || gone != nil {
		t.Errorf("aliases added: -want +got\n%s, gone %v", d, gone)
	}
	added, gone = diff(second.Edition.ID, first.Edition.ID)
	if d := cmp.Diff([]string{alias}, gone); d != "" || added != nil {
		t.Errorf("backwards: -want +got\n%s, added %v", d, added)
	}
	for _, at := range []struct {
		when  time.Time
		known bool
	}{{first.Edition.Activated, false}, {second.Edition.Activated.Add(-time.Second), false}, {second.Edition.Activated, true}, {second.Edition.Activated.Add(time.Hour), true}} {
		editions, err := w.store.AsKnownAt(t.Context(), at.when)
		if err != nil || len(editions) != 1 {
			t.Fatalf("as known at %s: %v, %v", at.when, editions, err)
		}
		e, err := w.store.Entity(t.Context(), src.ID, "17248", editions[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(names(e), alias); got != at.known {
			t.Errorf("as known at %s: alias known %v, want %v", at.when, got, at.known)
		}
	}
}
