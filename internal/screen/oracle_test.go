package screen_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/un"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
	"github.com/interdict-dev/interdict/internal/screen"
)

// fullScan scores every entity completely and returns those that reach floor.
func fullScan(s *screen.Snapshot, entities []*entity.Entity, q screen.Query) map[string]float64 {
	sc := match.NewScorer(&s.Params)
	query := party(q.Schema, q.Names, nil)
	query.Facts.Births = q.BirthDates
	for _, c := range q.Countries {
		query.Facts.Countries = append(query.Facts.Countries, entity.PackCountry(c))
	}
	query.IDs = entity.IDKeys(q.Identifiers)
	out := make(map[string]float64)
	for _, e := range entities {
		var names []string
		var weak []bool
		for _, n := range e.Names {
			names, weak = append(names, n.Full), append(weak, n.Weak)
		}
		listed := party(e.Schema, names, weak)
		listed.Facts = entity.FactsOf(e)
		listed.IDs = entity.IDKeys(e.Identifiers)
		if r := sc.Compare(&query, &listed, s.Index.Rarity); r.Score >= q.Threshold {
			out[e.List+":"+e.ID] = r.Score
		}
	}
	return out
}

func party(schema entity.Schema, names []string, weak []bool) match.Party {
	p := match.Party{Schema: schema}
	for i, n := range names {
		if parsed := name.Parse(n, match.ClassOf(schema)); len(parsed.Tokens) > 0 {
			p.Names = append(p.Names, parsed)
			p.Weak = append(p.Weak, weak != nil && weak[i])
		}
	}
	return p
}

func snapshot(t testing.TB, entities []*entity.Entity) *screen.Snapshot {
	t.Helper()
	b := index.NewBuilder()
	for _, e := range entities {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	return screen.NewSnapshot("test", b.Freeze(), match.Default(), nil, "test")
}

// mutate makes a query name out of a listed one.
func mutate(r *rand.Rand, s string) string {
	runes := []rune(s)
	for range r.IntN(3) {
		if len(runes) < 3 {
			break
		}
		i := 1 + r.IntN(len(runes)-2)
		switch r.IntN(5) {
		case 0:
			runes = append(runes[:i], runes[i+1:]...)
		case 1:
			runes[i], runes[i-1] = runes[i-1], runes[i]
		case 2:
			runes[i] = rune('a' + r.IntN(26))
		case 3:
			runes = append(runes[:i], append([]rune{rune('a' + r.IntN(26))}, runes[i:]...)...)
		case 4:
			runes = append(runes[:i], append([]rune{' '}, runes[i:]...)...)
		}
	}
	words := strings.Fields(string(runes))
	switch r.IntN(6) {
	case 0:
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	case 1:
		if len(words) > 2 {
			i := r.IntN(len(words))
			words = append(words[:i], words[i+1:]...)
		}
	case 2:
		if len(words) > 1 {
			words[0] += words[1]
			words = append(words[:1], words[2:]...)
		}
	case 3:
		words[0] = string([]rune(words[0])[:1])
	}
	return strings.Join(words, " ")
}

func compareWithScan(t *testing.T, s *screen.Snapshot, entities []*entity.Entity, q screen.Query) {
	t.Helper()
	q.Limit = screen.MaxLimit
	want := fullScan(s, entities, q)
	a, err := s.Screen(q)
	if err != nil {
		t.Fatalf("screen %+v: %v", q, err)
	}
	got := make(map[string]float64)
	for _, h := range a.Hits {
		got[h.List+":"+h.ID] = h.Score
		sum := 0.0
		for _, e := range h.Evidence {
			sum += e.Points
		}
		if math.Abs(sum-h.Score) > 1e-9 {
			t.Errorf("query %v: evidence of %s adds up to %v, score %v", q.Names, h.ID, sum, h.Score)
		}
	}
	if a.Total > len(a.Hits) {
		return // more than the greatest limit: sets cannot be compared
	}
	for id, score := range want {
		if g, ok := got[id]; !ok {
			t.Errorf("query %v threshold %v: %s scores %v in the full scan, not found by the index", q.Names, q.Threshold, id, score)
		} else if math.Abs(g-score) > 1e-5 {
			t.Errorf("query %v: %s scores %v through the index, %v in the full scan", q.Names, id, g, score)
		}
	}
	for id, score := range got {
		if _, ok := want[id]; !ok && score > q.Threshold+1e-5 {
			t.Errorf("query %v: %s scores %v through the index, not found by the full scan", q.Names, id, score)
		}
	}
}

// TestIndexEqualsFullScan holds the fast path against the plain one on the UN
// list: listed names, mutated, at thresholds down to 0.3.
func TestIndexEqualsFullScan(t *testing.T) {
	data := listtest.Data(t)
	entities, _ := listtest.MustParse(t, un.Source(), listtest.Load(t, filepath.Join(data, "lists/un/un_consolidated_2026-02-27.xml")))
	s := snapshot(t, entities)
	n := 400
	if testing.Short() {
		n = 60
	}
	for i := range n {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		e := entities[r.IntN(len(entities))]
		q := screen.Query{Schema: e.Schema, Names: []string{mutate(r, e.Names[r.IntN(len(e.Names))].Full)}, Threshold: []float64{0.3, 0.5, 0.65, 0.9}[r.IntN(4)]}
		if len(name.Parse(q.Names[0], name.ClassAny).Tokens) == 0 {
			continue
		}
		if r.IntN(3) == 0 {
			q.Schema = ""
		}
		if r.IntN(3) == 0 {
			q.Names = append(q.Names, mutate(r, entities[r.IntN(len(entities))].Primary()))
		}
		if f := entity.FactsOf(e); r.IntN(2) == 0 {
			q.BirthDates = f.Births
			if r.IntN(2) == 0 {
				q.Countries = []string{"fr"}
			}
		}
		if r.IntN(8) == 0 && len(e.Identifiers) > 0 {
			q.Identifiers = e.Identifiers[:1]
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) { compareWithScan(t, s, entities, q) })
	}
}
