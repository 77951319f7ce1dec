package interdict_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/list/custom"
)

const blocked = `id,name,birth_date,country,inn
a1,Wilhelmine Krautschneider,1950-02-03,Germany,
a2,Ostwind Handels GmbH,,Austria,
`

const blockedMore = blocked + `a3,Zentralkontor Brunnenfeld AG,,Switzerland,
`

func write(t *testing.T, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func open(t *testing.T, dir string) *interdict.Engine {
	t.Helper()
	e, err := interdict.Open(context.Background(), interdict.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func ids(t *testing.T, e *interdict.Engine, name string) string {
	t.Helper()
	a, err := e.Screen(interdict.Query{Names: []string{name}})
	if err != nil {
		t.Fatalf("screen %q: %v", name, err)
	}
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.List+":"+h.ID)
	}
	return strings.Join(out, " ")
}

func TestSampleInMemory(t *testing.T) {
	e := open(t, "")
	if !e.Sample() {
		t.Error("the sample is not in force without a data directory")
	}
	if got := ids(t, e, "Роснефть"); !strings.Contains(got, "us_ofac_sdn:17022") {
		t.Errorf("Роснефть meets %q", got)
	}
	a, err := e.Screen(interdict.Query{Names: []string{"Rosneft"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range a.Hits {
		if !h.Sample {
			t.Errorf("hit %s:%s does not say that it is from the sample", h.List, h.ID)
		}
	}
	if _, err := e.Update(context.Background(), interdict.UpdateOptions{}); !errors.Is(err, interdict.ErrNoStore) {
		t.Errorf("update without a data directory: %v", err)
	}
	if _, err := e.Screen(interdict.Query{}); !errors.Is(err, interdict.ErrQuery) {
		t.Errorf("empty query: %v", err)
	}
}

// TestOwnList imports a list, changes it, and watches another Engine on the same
// directory follow, as serve does beside the command line.
func TestOwnList(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	src := custom.Source("blocked", "our blocked customers", custom.Options{})
	e := open(t, dir)
	if got := ids(t, e, "Rosneft"); got == "" {
		t.Error("the sample does not answer while no list is loaded")
	}
	r, err := e.Import(ctx, src, false, write(t, "blocked.csv", blocked))
	if err != nil || r.Changes.Added != 2 {
		t.Fatalf("import: %+v, %v", r.Changes, err)
	}
	if e.Sample() || ids(t, e, "Rosneft") != "" {
		t.Error("the sample still answers beside an imported list")
	}
	if got := ids(t, e, "Wilhelmine Krautschneider"); got != "blocked:a1" {
		t.Errorf("meets %q, want blocked:a1", got)
	}
	other := open(t, dir)
	if other.Snapshot().ID != e.Snapshot().ID {
		t.Error("a second engine on the directory has another snapshot")
	}
	if swapped, err := other.Reload(ctx); err != nil || swapped {
		t.Errorf("reload without a change: %v, %v", swapped, err)
	}
	if r, err = e.Import(ctx, src, false, write(t, "blocked.csv", blockedMore)); err != nil || r.Changes.Added != 1 || r.Changes.Unchanged != 2 {
		t.Fatalf("second import: %+v, %v", r.Changes, err)
	}
	if ids(t, other, "Zentralkontor Brunnenfeld AG") != "" {
		t.Error("a new edition came into force without Reload")
	}
	if swapped, err := other.Reload(ctx); err != nil || !swapped {
		t.Errorf("reload after a change: %v, %v", swapped, err)
	}
	if got := ids(t, other, "Zentralkontor Brunnenfeld AG"); got != "blocked:a3" {
		t.Errorf("after reload meets %q, want blocked:a3", got)
	}
}

// TestSavedIndex damages the saved index in several ways: it is built anew.
func TestSavedIndex(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	if _, err := e.Import(context.Background(), custom.Source("blocked", "b", custom.Options{}), false, write(t, "blocked.csv", blocked)); err != nil {
		t.Fatal(err)
	}
	e.Close()
	file := filepath.Join(dir, "current.index")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no saved index: %v", err)
	}
	for name, damage := range map[string]func() error{
		"gone":  func() error { return os.Remove(file) },
		"empty": func() error { return os.WriteFile(file, nil, 0o600) },
		"cut":   func() error { return os.WriteFile(file, whole[:len(whole)/2], 0o600) },
		"flipped": func() error {
			b := append([]byte(nil), whole...)
			b[len(b)/2] ^= 1
			return os.WriteFile(file, b, 0o600)
		},
		"whole": func() error { return os.WriteFile(file, whole, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			e := open(t, dir)
			if got := ids(t, e, "Ostwind Handels GmbH"); got != "blocked:a2" {
				t.Errorf("meets %q, want blocked:a2", got)
			}
		})
	}
}

func TestRecord(t *testing.T) {
	ctx := context.Background()
	e := open(t, t.TempDir())
	if _, err := e.Import(ctx, custom.Source("blocked", "b", custom.Options{}), false, write(t, "blocked.csv", blocked)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Wilhelmine Krautschneider", "Somebody Else Entirely"} {
		a, err := e.Screen(interdict.Query{Names: []string{name}})
		if err != nil {
			t.Fatal(err)
		}
		id, err := e.Record(ctx, "test", e.Snapshot(), a)
		if err != nil {
			t.Fatal(err)
		}
		d, err := e.Store().Decision(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if string(d.Answer) != string(want) || d.ParamsHash != a.Params || len(d.Editions) != 1 || d.Editions[0].List != "blocked" || time.Since(d.Time) > time.Minute {
			t.Errorf("%s: decision %+v does not hold the answer %s", name, d, want)
		}
		// Replay: the same question on the same snapshot gives the same bytes.
		var q interdict.Query
		if err := json.Unmarshal(d.Request, &q); err != nil {
			t.Fatal(err)
		}
		again, err := e.Screen(q)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := json.Marshal(again); string(b) != string(d.Answer) {
			t.Errorf("%s: replay gives %s, recorded was %s", name, b, d.Answer)
		}
	}
}
