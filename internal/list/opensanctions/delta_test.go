package opensanctions_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/opensanctions"
)

func text(name, s string) list.File { return list.BytesFile(name, []byte(s)) }

const base = `{"id":"a","schema":"Person","properties":{"name":["A A"]}}
{"id":"b","schema":"Person","properties":{"name":["B B"]}}
{"id":"c","schema":"Company","properties":{"name":["C"]}}
{"id":"own","schema":"Ownership","properties":{"owner":["a"],"asset":["c"]}}
`

func TestApply(t *testing.T) {
	delta := `{"op":"MOD","entity":{"id":"c","schema":"Company","properties":{"name":["C2"]}}}
{"op":"DEL","entity":{"id":"b"}}
{"op":"ADD","entity":{"id":"d","schema":"Person","properties":{"name":["D \"D\""]}}}
{"op":"MOD","entity":{"id":"d","schema":"Person","properties":{"name":["D D"]}}}
{"op":"ADD","entity":{"id":"e","schema":"Person","properties":{"name":["E E"]}}}
`
	var out strings.Builder
	got, err := opensanctions.Apply(text("base", base), text("delta", delta), &out)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a","schema":"Person","properties":{"name":["A A"]}}
{"id":"c","schema":"Company","properties":{"name":["C2"]}}
{"id":"own","schema":"Ownership","properties":{"owner":["a"],"asset":["c"]}}
{"id":"d","schema":"Person","properties":{"name":["D D"]}}
{"id":"e","schema":"Person","properties":{"name":["E E"]}}
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Error(d)
	}
	// The last line for "d" is a MOD of what base lacks.
	if d := cmp.Diff(opensanctions.Applied{Kept: 2, Added: 1, Modified: 1, Deleted: 1, Unknown: 1}, got); d != "" {
		t.Error(d)
	}
}

func TestApplySaysWhatDoesNotFit(t *testing.T) {
	delta := `{"op":"DEL","entity":{"id":"zzz"}}
{"op":"ADD","entity":{"id":"a","schema":"Person","properties":{"name":["A3"]}}}
`
	got, err := opensanctions.Apply(text("base", base), text("delta", delta), &strings.Builder{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Unknown != 1 || got.AddedAgain != 1 || got.Kept != 3 {
		t.Errorf("%+v", got)
	}
}

func TestReadDeltaTellsWhomAChangeConcerns(t *testing.T) {
	delta := `{"op":"MOD","entity":{"id":"own","schema":"Ownership","properties":{"owner":["a"],"asset":["c"]}}}
{"entity":{"id":"s","schema":"Sanction","properties":{"entity":["a"]}},"op":"ADD"}
{"op":"ADD","entity":{"id":"p","schema":"Person","properties":{"name":["P P"],"birthDate":["sometime"],"addressEntity":["addr-1"]}}}
{"op":"DEL","entity":{"id":"x"}}
`
	var got []opensanctions.Change
	if err := opensanctions.ReadDelta(text("delta", delta), func(c opensanctions.Change) error { got = append(got, c); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 {
		t.Fatalf("%d changes", len(got))
	}
	for i, want := range [][]string{{"a", "c"}, {"a"}, {"p"}, {"x"}} {
		if d := cmp.Diff(want, got[i].Concerns); d != "" {
			t.Errorf("line %d concerns:\n%s", i+1, d)
		}
	}
	p := got[2]
	if p.Entity == nil || p.Entity.Primary() != "P P" || len(p.Warnings) != 1 {
		t.Errorf("%+v", p)
	}
	if got[0].Entity != nil || got[3].Entity != nil || got[3].Op != opensanctions.Delete || got[1].Op != opensanctions.Add {
		t.Errorf("%+v", got)
	}
}

func TestReadDeltaIsStrict(t *testing.T) {
	for name, line := range map[string]string{
		"unknown operation": `{"op":"PUT","entity":{"id":"a","schema":"Person"}}`,
		"no entity":         `{"op":"ADD"}`,
		"no id":             `{"op":"DEL","entity":{}}`,
		"no schema":         `{"op":"ADD","entity":{"id":"a"}}`,
		"cut":               `{"op":"ADD","entity":{"id":"a","sch`,
		"entity no object":  `{"op":"ADD","entity":"a"}`,
	} {
		if err := opensanctions.ReadDelta(text("d", line), func(opensanctions.Change) error { return nil }); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestRealDelta: 1,700 operations, 1,039 MOD, 571 DEL, 90 ADD, as counted with
// another tool.
func TestRealDelta(t *testing.T) {
	in := listtest.Load(t, filepath.Join(listtest.Data(t), "lists", "opensanctions", "entities.delta.json.gz"))
	count := map[opensanctions.Op]int{}
	parties := 0
	err := opensanctions.ReadDelta(in.Files[0], func(c opensanctions.Change) error {
		count[c.Op]++
		if c.Entity != nil {
			parties++
			if err := list.Check(c.Entity); err != nil {
				t.Errorf("line %d: %v", c.Line, err)
			}
		} else if c.Op != opensanctions.Delete && len(c.Concerns) == 0 {
			t.Errorf("line %d: %s concerns nobody", c.Line, c.Schema)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[opensanctions.Op]int{"MOD": 1039, "DEL": 571, "ADD": 90}, count); d != "" {
		t.Error(d)
	}
	if parties != 576 {
		t.Errorf("%d parties", parties)
	}
}

// TestRealChain applies yente's chain of differences to its base file, in the
// order of the index, and parses the end.
func TestRealChain(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "yente")
	f, err := os.Open(filepath.Join(dir, "t2", "delta.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	index, err := opensanctions.ParseDeltaIndex(f)
	if err != nil {
		t.Fatal(err)
	}
	deltas, ok := index.Since("20240527134702-zbn")
	if !ok || len(deltas) != 4 {
		t.Fatalf("deltas %v, %v", deltas, ok)
	}
	if _, ok := index.Since("20200101000000-xxx"); ok {
		t.Error("a version that is not in the index must be told apart")
	}
	now, err := os.ReadFile(filepath.Join(dir, "t1", "entities.ftm.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deltas {
		b, err := os.ReadFile(filepath.Join(dir, "t2", d.Version, "entities.delta.json"))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		done, err := opensanctions.Apply(list.BytesFile("e", now), list.BytesFile("d", b), &out)
		if err != nil {
			t.Fatal(err)
		}
		if done.Unknown != 0 || done.AddedAgain != 0 {
			t.Errorf("%s: %+v", d.Version, done)
		}
		now = out.Bytes()
	}
	got, _ := listtest.MustParse(t, opensanctions.Source("t2"), list.Input{Files: []list.File{list.BytesFile("entities.ftm.json", now)}})
	if len(got) != 9 { // counted with another tool
		t.Errorf("%d entities at the end", len(got))
	}
}

func TestCatalog(t *testing.T) {
	c, err := opensanctions.ParseCatalog(strings.NewReader(`{"datasets":[{"name":"sanctions","title":"Sanctions","type":"collection","version":"20260101120000-abc","updated_at":"2026-01-01T12:30:00","last_change":"2026-01-01T11:00:00",
		"entity_count":10,"target_count":4,"thing_count":6,"children":["us_ofac_sdn","sanctions"],"delta_url":"https://example.org/delta.json","hidden":false,"issue_levels":{"warning":2},
		"publisher":{"name":"OpenSanctions","official":false},"coverage":{"countries":["us"],"frequency":"daily"},
		"resources":[{"name":"entities.ftm.json","url":"https://example.org/e","checksum":"aa","size":123,"mime_type":"application/json+ftm"}]}],
		"updated_at":"2026-01-01T12:31:00","model":{"schemata":{}}}`))
	if err != nil {
		t.Fatal(err)
	}
	d, ok := c.Dataset("sanctions")
	if !ok || d.Version != "20260101120000-abc" || d.Targets != 4 || d.Issues["warning"] != 2 || d.Publisher.Name != "OpenSanctions" {
		t.Errorf("%+v", d)
	}
	if diff := cmp.Diff([]string{"us_ofac_sdn"}, d.Children); diff != "" {
		t.Error(diff)
	}
	if r, ok := d.Resource("entities.ftm.json"); !ok || r.Size != 123 || r.Checksum != "aa" {
		t.Errorf("%+v", r)
	}
	if _, ok := d.Resource("x"); ok {
		t.Error("a resource that is not there was found")
	}
	if want := time.Date(2026, 1, 1, 12, 31, 0, 0, time.UTC); !c.Updated.Equal(want) {
		t.Errorf("updated %v", c.Updated)
	}
	for name, text := range map[string]string{
		"empty": "", "array": "[]", "no datasets": "{}", "none": `{"datasets":[]}`, "nameless": `{"datasets":[{"title":"x"}]}`,
		"cut": `{"datasets":[{"name":"a"}`, "invalid UTF-8": "{\"name\":\"a\xff\"}",
	} {
		if _, err := opensanctions.ParseCatalog(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestRealCatalog(t *testing.T) {
	for file, want := range map[string]int{"yente/t1/index.json": 193, "lists/opensanctions/wd_persons_sample_index.json": 1} {
		f, err := os.Open(filepath.Join(listtest.Data(t), file))
		if err != nil {
			t.Fatal(err)
		}
		c, err := opensanctions.ParseCatalog(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(c.Datasets) != want {
			t.Errorf("%s: %d datasets, want %d", file, len(c.Datasets), want)
		}
		for _, d := range c.Datasets {
			if d.Title == "" || d.Targets > 0 && (len(d.Resources) == 0 || d.Updated.IsZero()) {
				t.Errorf("%s: %s lacks a title, resources or date", file, d.Name)
			}
			if r, ok := d.Resource("entities.ftm.json"); ok && (r.URL == "" || r.Size == 0 || len(r.Checksum) != 40) {
				t.Errorf("%s: %s: %+v", file, d.Name, r)
			}
		}
	}
}

func FuzzReadDelta(f *testing.F) {
	f.Add(`{"op":"MOD","entity":{"id":"own","schema":"Ownership","properties":{"owner":["a"],"asset":["c"]}}}`)
	f.Add(`{"op":"DEL","entity":{"id":"x"}}`)
	f.Fuzz(func(t *testing.T, s string) {
		var out strings.Builder
		if _, err := opensanctions.Apply(text("base", base), text("delta", s), &out); err != nil {
			return
		}
		// What Apply writes is a file it can be applied to again.
		if _, err := opensanctions.Apply(text("base", out.String()), text("delta", ""), &strings.Builder{}); err != nil {
			t.Errorf("result cannot be read: %v", err)
		}
	})
}
