package ftm

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// plain is the slow reading of a line, by encoding/json.
type plain struct {
	ID         string         `json:"id"`
	Caption    string         `json:"caption"`
	Schema     string         `json:"schema"`
	Properties map[string]any `json:"properties"`
	Datasets   []string       `json:"datasets"`
	Referents  []string       `json:"referents"`
	FirstSeen  string         `json:"first_seen"`
	LastSeen   string         `json:"last_seen"`
	LastChange string         `json:"last_change"`
}

// TestDecodeIsStrict lists lines that must be refused.
func TestDecodeIsStrict(t *testing.T) {
	for name, line := range map[string]string{
		"empty":                "",
		"array":                `[]`,
		"string":               `"a"`,
		"cut in a string":      `{"id":"a`,
		"cut after a key":      `{"id"`,
		"cut after a colon":    `{"id":`,
		"cut in properties":    `{"id":"a","properties":{"name":["x"`,
		"text after":           `{"id":"a"} x`,
		"two objects":          `{"id":"a"}{"id":"b"}`,
		"trailing comma":       `{"id":"a",}`,
		"array trailing comma": `{"id":"a","properties":{"name":["x",]}}`,
		"id is a number":       `{"id":1}`,
		"control character":    "{\"id\":\"a\tb\"}",
		"bad escape":           `{"id":"\x"}`,
		"short escape":         `{"id":"\u12"}`,
		"no hex":               `{"id":"\u12g4"}`,
		"lone surrogate":       `{"id":"\ud83d"}`,
		"wrong pair":           `{"id":"\ud83d\u0041"}`,
		"invalid UTF-8":        "{\"id\":\"a\xff\"}",
		"number with zero":     `{"x":01}`,
		"number without digit": `{"x":-}`,
		"number ends in dot":   `{"x":1.}`,
		"bad literal":          `{"x":tru}`,
		"array in array":       `{"properties":{"name":[["x"]]}}`,
		"too deep":             `{"x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`,
		"properties a string":  `{"properties":"x"}`,
	} {
		var r Record
		if err := Decode(line, &r); err == nil {
			t.Errorf("%s: %q was accepted", name, line)
		}
	}
}

func TestDecodeReadsEverything(t *testing.T) {
	line := ` {"id":"Q1","caption":"A \"B\" \u0416\ud83d\ude00\/\n","schema":"Person","target":false,"datasets":["x","y"],"referents":["r"],
		"first_seen":"2024-01-02","last_seen":null,"last_change":"c","properties":{"name":["A","Ж"],"height":[1.5e3],"alive":true,"alias":[],
		"empty":["",null],"sanctions":[{"id":"s1","schema":"Sanction","properties":{"program":["P"]}}]},"other":{"a":[1,{"b":null}]}}`
	var r Record
	if err := Decode(line, &r); err != nil {
		t.Fatal(err)
	}
	if r.ID != "Q1" || r.Caption != "A \"B\" Ж😀/\n" || !r.NotTarget || r.FirstSeen != "2024-01-02" || r.LastSeen != "" {
		t.Errorf("got %+v", r)
	}
	got := map[string][]string{}
	r.Props(func(n string, v []string) { got[n] = v })
	want := map[string][]string{"name": {"A", "Ж"}, "height": {"1.5e3"}, "alive": {"true"}, "sanctions": {"s1"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(r.Nested) != 1 || r.Nested[0].Prop != "sanctions" || r.Nested[0].Record.First("program") != "P" {
		t.Errorf("nested %+v", r.Nested)
	}
	if d := cmp.Diff([]Extra{{"other", `{"a":[1,{"b":null}]}`}}, r.Extra); d != "" {
		t.Error(d)
	}
}

// same compares the quick reading of a line with that of encoding/json.
func same(t *testing.T, line string) {
	t.Helper()
	var r Record
	err := Decode(line, &r)
	var p plain
	perr := json.Unmarshal([]byte(line), &p)
	if err == nil && perr != nil {
		if _, ok := perr.(*json.UnmarshalTypeError); !ok {
			t.Errorf("%q: accepted, encoding/json says %v", line, perr)
		}
		return
	}
	if err != nil || perr != nil {
		return
	}
	// encoding/json folds the case of keys and lets the last of two equal keys
	// win; only lines without such keys are compared.
	if strings.Count(line, `":`) != keys(line) {
		return
	}
	got := plain{ID: r.ID, Caption: r.Caption, Schema: r.Schema, FirstSeen: r.FirstSeen, LastSeen: r.LastSeen, LastChange: r.LastChange}
	want := p
	want.Properties, want.Datasets, want.Referents = nil, nil, nil
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%q differs:\n%s", line, d)
	}
	if d := cmp.Diff(strings.Join(p.Datasets, "\x00"), strings.Join(r.Datasets, "\x00")); d != "" {
		t.Errorf("%q datasets:\n%s", line, d)
	}
	for name, v := range p.Properties {
		var want []string
		if list, ok := v.([]any); ok {
			for _, x := range list {
				if s, ok := x.(string); ok && s != "" {
					want = append(want, s)
				} else if !ok {
					return // numbers and nested records have their own tests
				}
			}
		} else if s, ok := v.(string); ok && s != "" {
			want = []string{s}
		} else if !ok {
			return
		}
		if d := cmp.Diff(strings.Join(want, "\x00"), strings.Join(r.All(name), "\x00")); d != "" {
			t.Errorf("%q property %s:\n%s", line, name, d)
		}
	}
}

// keys counts distinct exact lower-case member names by a token walk; -1 when
// two are equal or one is not in its usual case.
func keys(line string) int {
	seen := map[string]bool{}
	n := 0
	dec := json.NewDecoder(strings.NewReader(line))
	var walk func() error
	walk = func() error {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		if d, ok := tok.(json.Delim); ok {
			for dec.More() {
				if d == '{' {
					k, err := dec.Token()
					if err != nil {
						return err
					}
					s := k.(string)
					if seen[strings.ToLower(s)] || !utf8.ValidString(s) || strings.ToLower(s) != s {
						n = -1 << 30
					}
					seen[strings.ToLower(s)] = true
					n++
				}
				if err := walk(); err != nil {
					return err
				}
			}
			_, err = dec.Token()
		}
		return err
	}
	if walk() != nil {
		return -1
	}
	return n
}

func FuzzDecodeEqualsEncodingJSON(f *testing.F) {
	for _, s := range []string{
		`{"id":"a","schema":"Person","properties":{"name":["x","y"]}}`,
		`{"id":"\u0041\n","caption":null,"datasets":["a"],"properties":{"name":"x"}}`,
		`{"id":"a","properties":{"sanctions":[{"id":"b","properties":{}}]},"target":true}`,
		`{"a":-1.5E+3,"b":[{}],"c":false}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) { same(t, line) })
}
