package eval_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/eval"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

const pairsCSV = `schema,name1,name2,is_match,group
Person,Wilhelmine Krautschneider,Wilhelmine Krautschneider,true,a
Person,Wilhelmine Krautschneider,Wilhelmina Krautschneider,true,a
Person,Wilhelmine Krautschneider,Ottokar Blumenstengel,false,b
Company,Brunnenfeld GmbH,Brunnenfeld Limited,true,b
Company,Brunnenfeld GmbH,Sonnenschein GmbH,false,b
`

func TestPairs(t *testing.T) {
	pairs, err := eval.ReadPairs(strings.NewReader(pairsCSV))
	if err != nil {
		t.Fatal(err)
	}
	r, err := eval.Pairs(pairs, match.Default(), 0.5, []string{"schema", "group"})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 5 || r.Positives != 3 || r.Precision != 1 || r.Recall < 0.6 || r.BestF1 != 1 || len(r.Groups) != 4 {
		t.Errorf("pairs: %+v", r)
	}
	// Everything counts at threshold 0, nothing above 1.
	if r, _ = eval.Pairs(pairs, match.Default(), 0, nil); r.Recall != 1 || r.Precision != 0.6 || len(r.Errors) != 2 {
		t.Errorf("threshold 0: %+v", r)
	}
	if r, _ = eval.Pairs(pairs, match.Default(), 1.1, nil); r.Recall != 0 || r.F1 != 0 || len(r.Errors) != 3 {
		t.Errorf("threshold 1.1: %+v", r)
	}
}

// TestPairsBest: precision and recall at the best threshold, and groups where a
// measure has no meaning.
func TestPairsBest(t *testing.T) {
	pairs, err := eval.ReadPairs(strings.NewReader(`schema,name1,name2,is_match,group
Person,Wilhelmine Krautschneider,Wilhelmine Krautschneider,true,both
Person,Wilhelmine Krautschneider,Ottokar Blumenstengel,true,both
Person,Wilhelmine Krautschneider,Cornelia Vogelsang,false,quiet
Person,Ottokar Blumenstengel,Ottokar Blumenstengel,false,loud
Person,Wilhelmine Krautschneider,Hans Zimmerling,true,missed
`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := eval.Pairs(pairs, match.Default(), 0.5, []string{"group"})
	if err != nil {
		t.Fatal(err)
	}
	at, err := eval.Pairs(pairs, match.Default(), r.BestThreshold, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.BestF1 == 0 || r.BestPrecision != at.Precision || r.BestRecall != at.Recall || r.BestF1 != at.F1 || r.BestF1 < r.F1 {
		t.Errorf("best %v: precision %v, recall %v, F1 %v; at that threshold %+v", r.BestThreshold, r.BestPrecision, r.BestRecall, r.BestF1, at.Measure)
	}
	type group struct {
		value           string
		positives, hits int
	}
	var got []group
	for _, g := range r.Groups {
		got = append(got, group{g.Value, g.Positives, g.Hits})
	}
	if want := []group{{"missed", 1, 0}, {"both", 2, 1}, {"loud", 0, 1}, {"quiet", 0, 0}}; !slices.Equal(got, want) {
		t.Errorf("groups %v, want %v", got, want)
	}
}

func TestReadPairsErrors(t *testing.T) {
	for name, text := range map[string]string{
		"no column":   "a,b\n1,2\n",
		"bad label":   "schema,name1,name2,is_match\nPerson,a,b,perhaps\n",
		"bad schema":  "schema,name1,name2,is_match\nPersn,a,b,true\n",
		"empty":       "",
		"broken csv":  "schema,name1,name2,is_match\n\"x,y\n",
		"short a row": "schema,name1,name2,is_match\nPerson,a\n",
	} {
		if _, err := eval.ReadPairs(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := eval.Pairs(nil, match.Default(), 0.5, nil); err == nil {
		t.Error("no pair: accepted")
	}
}

const checksYAML = `checks:
- match: true
  schema: Person
  query: {firstName: Wilhelmine, lastName: Krautschneider, birthDate: 1950-02-03}
  candidate: {name: [Wilhelmine Krautschneider, W. K.], birthDate: 1950-02-03}
- match: false
  schema: Person
  query: {name: Wilhelmine Krautschneider, birthDate: 1950-02-03}
  candidate: {name: Wilhelmine Krautschneider, birthDate: 1981-07-30}
- match: true
  schema: Company
  query: {name: Something Else, innCode: "7706107510"}
  candidate: {name: Rosneft, innCode: "7706107510", hairColor: none}
`

func TestChecks(t *testing.T) {
	checks, err := eval.ReadChecks(strings.NewReader(checksYAML))
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Checks(checks, match.Default(), match.Default().Threshold)
	if r.N != 3 || r.Right != 3 || r.Schemas[entity.Person].N != 2 || r.Ignored["hairColor"] != 1 {
		t.Errorf("checks: %+v, wrong %+v", r, r.Wrong)
	}
	if _, err := eval.ReadChecks(strings.NewReader("checks: 7")); err == nil {
		t.Error("a file that is no list of checks was accepted")
	}
}

func sampleEntities() []*entity.Entity {
	e := func(list, id string, s entity.Schema, names ...string) *entity.Entity {
		x := &entity.Entity{List: list, ID: id, Schema: s}
		for _, n := range names {
			x.Names = append(x.Names, entity.Name{Full: n})
		}
		return x
	}
	return []*entity.Entity{
		e("one", "1", entity.Person, "Wilhelmine Krautschneider", "Mina Kraut"),
		e("one", "2", entity.Person, "Ottokar Blumenstengel"),
		e("one", "3", entity.Company, "Brunnenfeld Handels GmbH"),
		e("two", "1", entity.Person, "Ottokar Blumenstengel"),
	}
}

func TestRetrieval(t *testing.T) {
	all := sampleEntities()
	s := snapshotOf(t, all)
	person := func(row int, name, truth string) eval.Person {
		return eval.Person{Row: row, Name: name, Truth: truth, Query: screen.Query{Schema: entity.Person, Names: []string{name}}}
	}
	pos, err := eval.ResolvePositives([]eval.Person{person(1, "Wilhelmine Krautschneidr", "1"), person(2, "Ottokar Blumenstengel", ""), person(3, "Nobody Known", "99")}, nil, each(all))
	if err != nil {
		t.Fatal(err)
	}
	if pos.List != "one" || pos.Unresolved != 1 || !pos.Right[0][eval.Ref{List: "one", ID: "1"}] || pos.Right[1][eval.Ref{List: "two", ID: "1"}] {
		t.Errorf("resolved %+v", pos)
	}
	r, err := eval.Retrieval(s, pos, []eval.Person{person(1, "Cornelia Vogelsang", ""), person(2, "Ottokar Blumenstengel", "")}, eval.RetrievalOptions{Thresholds: []float64{0.5, 0.9999}})
	if err != nil {
		t.Fatal(err)
	}
	at := r.Thresholds[0]
	if at.Threshold != 0.5 || at.RecallAny != 2./3 || at.RecallRight != 2./3 || at.FPRName != 0.5 {
		t.Errorf("at 0.5: %+v", at)
	}
	if last := r.Thresholds[len(r.Thresholds)-1]; last.RecallAny != 0 || last.FPRName != 0 {
		t.Errorf("at 0.9999: %+v", last)
	}
	if len(r.FalsePositives) != 1 || len(r.Missed) != 1 {
		t.Errorf("missed %+v, false positives %+v", r.Missed, r.FalsePositives)
	}
	if _, err := eval.ResolvePositives([]eval.Person{person(1, "x", "")}, []string{"a", "b"}, each(all)); err == nil {
		t.Error("expected names that do not correspond were accepted")
	}
}

func TestScale(t *testing.T) {
	var a, b []*entity.Entity
	for _, out := range []*[]*entity.Entity{&a, &b} {
		if err := eval.Scale(sampleEntities(), 500, 3, func(e *entity.Entity) error { *out = append(*out, e); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(a) != 500 || len(b) != 500 {
		t.Fatalf("%d and %d entities, 500 wanted", len(a), len(b))
	}
	known := make(map[string]bool)
	for _, e := range sampleEntities() {
		for _, n := range e.Names {
			for _, w := range strings.Fields(n.Full) {
				known[w] = true
			}
		}
	}
	ids := make(map[string]bool)
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Primary() != b[i].Primary() {
			t.Fatalf("entity %d differs between two runs with one seed: %v, %v", i, a[i], b[i])
		}
		if ids[a[i].List+a[i].ID] {
			t.Errorf("id %s twice", a[i].ID)
		}
		ids[a[i].List+a[i].ID] = true
		for _, w := range strings.Fields(a[i].Primary()) {
			if !known[w] {
				t.Errorf("word %q stands in no real name", w)
			}
		}
	}
	if err := eval.Scale(nil, 5, 1, func(*entity.Entity) error { return nil }); err == nil {
		t.Error("nothing to scale from was accepted")
	}
}

func TestMeasureSpeed(t *testing.T) {
	s := snapshotOf(t, sampleEntities())
	q := []screen.Query{{Names: []string{"Wilhelmine Krautschneider"}}, {Names: []string{"Cornelia Vogelsang"}}}
	r, err := eval.MeasureSpeed(s, q, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if r.ScreensPerSecond <= 0 || r.P50 <= 0 || r.P99 < r.P50 || r.Hits != 1 || r.Queries < 2 {
		t.Errorf("speed: %+v", r)
	}
	if _, err := eval.MeasureSpeed(s, nil, 1, 1); err == nil {
		t.Error("no query was accepted")
	}
	if rec, err := eval.RecallCheck(s, 50, 1); err != nil || rec != 1 {
		t.Errorf("recall check: %v, %v", rec, err)
	}
}
