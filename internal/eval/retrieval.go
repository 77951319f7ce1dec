package eval

import (
	"fmt"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Person is one row of a retrieval file.
type Person struct {
	Row   int
	Name  string
	Query screen.Query // with all fields; the name alone is asked too
	Truth string       // the publisher's id of the right record, if the file says
}

// Ref names an entity of the index.
type Ref struct{ List, ID string }

// RetrievalOptions tell what to measure.
type RetrievalOptions struct {
	Thresholds []float64 // ascending; the default threshold is added
	Workers    int
	Progress   func(done, total int)
}

// Limit is the number of hits asked for: an answer is right when the right
// entity is anywhere among them.
const Limit = 50

// Positives are persons who are on the lists, with the records that are right
// for each.
type Positives struct {
	People []Person
	Right  []map[Ref]bool // parallel to People
	// Unresolved counts people whose right record is not in the index.
	Unresolved int
	List       string // the list the right records belong to
}

// ResolvePositives finds the right records: by Truth, else by the name of the
// expected row (nil: the row's own name), which a listed entity bears
// unperturbed. Of all lists, the one that resolves most rows is taken.
func ResolvePositives(people []Person, expected []string, each func(func(*entity.Entity) error) error) (Positives, error) {
	p := Positives{People: people, Right: make([]map[Ref]bool, len(people))}
	key := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	want := make(map[string][]int)
	for i, x := range people {
		k := "name:" + key(x.Name)
		if expected != nil {
			if len(expected) != len(people) {
				return p, fmt.Errorf("%d expected names for %d positives: the rows must correspond", len(expected), len(people))
			}
			k = "name:" + key(expected[i])
		}
		if x.Truth != "" {
			k = "id:" + x.Truth
		}
		want[k] = append(want[k], i)
	}
	found := make(map[string]map[int][]Ref) // by list
	err := each(func(e *entity.Entity) error {
		note := func(k string) {
			for _, i := range want[k] {
				m := found[e.List]
				if m == nil {
					m = make(map[int][]Ref)
					found[e.List] = m
				}
				m[i] = append(m[i], Ref{e.List, e.ID})
			}
		}
		note("id:" + e.ID)
		for i := range e.Names {
			note("name:" + key(e.Names[i].Full))
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	best := 0
	for _, l := range slices.Sorted(mapKeys(found)) {
		if len(found[l]) > best {
			best, p.List = len(found[l]), l
		}
	}
	for i := range people {
		refs := found[p.List][i]
		if len(refs) == 0 {
			p.Unresolved++
			continue
		}
		p.Right[i] = make(map[Ref]bool)
		for _, r := range refs {
			p.Right[i][r] = true
		}
	}
	return p, nil
}

func mapKeys[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// ThresholdResult is what holds at one threshold.
type ThresholdResult struct {
	Threshold       float64 `json:"threshold"`
	RecallAny       float64 `json:"recall_any"`
	RecallRight     float64 `json:"recall_right"`
	RecallRightTop5 float64 `json:"recall_right_top5"`
	RecallRightFull float64 `json:"recall_right_full"` // asked with the secondary fields
	FPRName         float64 `json:"fpr_name"`
	FPRFull         float64 `json:"fpr_full"`
}

// ScriptResult is the false-positive rate of the names in one script, at the
// default threshold.
type ScriptResult struct {
	Script  string  `json:"script"`
	N       int     `json:"n"`
	FPRName float64 `json:"fpr_name"`
	FPRFull float64 `json:"fpr_full"`
}

// Example is one wrong answer.
type Example struct {
	Row    int     `json:"row"`
	Name   string  `json:"name"`
	Listed string  `json:"listed,omitempty"` // the name met, or the name that should have been
	Entity string  `json:"entity,omitempty"`
	Score  float64 `json:"score"`
}

// RetrievalResult is the outcome of Retrieval.
type RetrievalResult struct {
	DefaultThreshold float64           `json:"default_threshold"`
	Entities         int               `json:"entities"`
	Positives        int               `json:"positives"`
	Unresolved       int               `json:"unresolved"` // positives without a right record on the lists; counted as missed
	List             string            `json:"list,omitempty"`
	Negatives        int               `json:"negatives"`
	Thresholds       []ThresholdResult `json:"thresholds"`
	Scripts          []ScriptResult    `json:"scripts,omitempty"`
	Missed           []Example         `json:"missed,omitempty"`          // at the default threshold, worst first
	FalsePositives   []Example         `json:"false_positives,omitempty"` // at the default threshold, highest first
}

type outcome struct {
	any, right, rightFull float64
	rank                  int
}

// Retrieval screens all positives and negatives and counts.
func Retrieval(s *screen.Snapshot, pos Positives, neg []Person, opt RetrievalOptions) (RetrievalResult, error) {
	r := RetrievalResult{DefaultThreshold: s.Params.Threshold, Entities: s.Index.Len(), Positives: len(pos.People), Unresolved: pos.Unresolved, List: pos.List, Negatives: len(neg)}
	ts := append([]float64{s.Params.Threshold}, opt.Thresholds...)
	sort.Float64s(ts)
	ts = slices.Compact(ts)
	low := ts[0]
	total := 2 * (len(pos.People) + len(neg))
	var done atomic.Int64
	ask := func(p *Person, full bool) (screen.Answer, error) {
		q := p.Query
		if !full {
			q = screen.Query{Schema: p.Query.Schema, Names: p.Query.Names}
		}
		q.Threshold, q.Limit = low, Limit
		a, err := s.Screen(q)
		if n := done.Add(1); opt.Progress != nil && n%256 == 0 {
			opt.Progress(int(n), total)
		}
		if err != nil {
			return a, fmt.Errorf("row %d: %w", p.Row, err)
		}
		return a, nil
	}
	outs := make([]outcome, len(pos.People))
	missed := make([]Example, len(pos.People))
	err := parallel(len(pos.People), opt.Workers, func(i int) error {
		p := &pos.People[i]
		for _, full := range []bool{false, true} {
			a, err := ask(p, full)
			if err != nil {
				return err
			}
			rank := 0
			for k, h := range a.Hits {
				right := pos.Right[i][Ref{h.List, h.ID}]
				switch {
				case full && right:
					outs[i].rightFull = max(outs[i].rightFull, h.Score)
				case !full:
					outs[i].any = max(outs[i].any, h.Score)
					if right && rank == 0 {
						rank = k + 1
						outs[i].right, outs[i].rank = h.Score, rank
						missed[i] = Example{p.Row, p.Name, h.Met, h.ID, h.Score}
					}
				}
			}
		}
		if outs[i].rank == 0 {
			missed[i] = Example{Row: p.Row, Name: p.Name}
			for ref := range pos.Right[i] {
				missed[i].Entity = ref.ID
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	type negOut struct{ name, full float64 }
	negs := make([]negOut, len(neg))
	fps := make([]Example, len(neg))
	err = parallel(len(neg), opt.Workers, func(i int) error {
		a, err := ask(&neg[i], false)
		if err != nil {
			return err
		}
		if len(a.Hits) > 0 {
			h := a.Hits[0]
			negs[i].name = h.Score
			fps[i] = Example{neg[i].Row, neg[i].Name, h.Met, h.List + ":" + h.ID, h.Score}
		}
		if a, err = ask(&neg[i], true); err != nil {
			return err
		}
		if len(a.Hits) > 0 {
			negs[i].full = a.Hits[0].Score
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	share := func(n, of int) float64 {
		if of == 0 {
			return 0
		}
		return float64(n) / float64(of)
	}
	for _, t := range ts {
		var anyN, right, top5, full, fn, ff int
		for _, o := range outs {
			anyN += btoi(o.any >= t)
			right += btoi(o.right >= t)
			top5 += btoi(o.right >= t && o.rank <= 5)
			full += btoi(o.rightFull >= t)
		}
		for _, o := range negs {
			fn += btoi(o.name >= t)
			ff += btoi(o.full >= t)
		}
		n := len(outs)
		r.Thresholds = append(r.Thresholds, ThresholdResult{t, share(anyN, n), share(right, n), share(top5, n), share(full, n), share(fn, len(negs)), share(ff, len(negs))})
	}
	byScript := make(map[string]*[3]int)
	for i := range neg {
		sc := scriptOf(neg[i].Name)
		c := byScript[sc]
		if c == nil {
			c = new([3]int)
			byScript[sc] = c
		}
		c[0]++
		c[1] += btoi(negs[i].name >= s.Params.Threshold)
		c[2] += btoi(negs[i].full >= s.Params.Threshold)
	}
	for _, sc := range slices.Sorted(mapKeys(byScript)) {
		c := byScript[sc]
		r.Scripts = append(r.Scripts, ScriptResult{sc, c[0], share(c[1], c[0]), share(c[2], c[0])})
	}
	sort.SliceStable(r.Scripts, func(i, j int) bool { return r.Scripts[i].FPRName > r.Scripts[j].FPRName })
	for _, m := range missed {
		if m.Score < s.Params.Threshold {
			r.Missed = append(r.Missed, m)
		}
	}
	sort.SliceStable(r.Missed, func(i, j int) bool { return r.Missed[i].Score < r.Missed[j].Score })
	for i, f := range fps {
		if negs[i].name >= s.Params.Threshold {
			r.FalsePositives = append(r.FalsePositives, f)
		}
	}
	sort.SliceStable(r.FalsePositives, func(i, j int) bool { return r.FalsePositives[i].Score > r.FalsePositives[j].Score })
	return r, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// scriptOf names the script most tokens of s are written in.
func scriptOf(s string) string {
	count := make(map[string]int)
	best, n := "none", 0
	for _, t := range name.Parse(s, name.ClassPerson).Tokens {
		k := t.Script.String()
		if k == "" {
			continue
		}
		count[k]++
		if count[k] > n {
			best, n = k, count[k]
		}
	}
	return best
}

// parallel calls f(0) to f(n-1) on several goroutines and returns the first
// error.
func parallel(n, workers int, f func(int) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	for range workers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := f(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	return first
}
