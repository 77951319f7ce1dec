package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// model is the naive store: every edition in full, in memory.
type model struct {
	editions []modelEdition
}

type modelEdition struct {
	id        int64
	list      string
	activated time.Time
	lines     []line
}

func (m *model) current(list string) *modelEdition {
	for i := len(m.editions) - 1; i >= 0; i-- {
		if m.editions[i].list == list {
			return &m.editions[i]
		}
	}
	return nil
}

func (m *model) asKnownAt(t time.Time) map[string]int64 {
	out := map[string]int64{}
	for _, e := range m.editions {
		if !e.activated.After(t) {
			out[e.list] = e.id
		}
	}
	return out
}

func (m *model) edition(id int64) *modelEdition {
	for i := range m.editions {
		if m.editions[i].id == id {
			return &m.editions[i]
		}
	}
	return &modelEdition{}
}

func (m *model) diff(from, to int64) []string {
	before, after := map[string]line{}, map[string]line{}
	for _, l := range m.edition(from).lines {
		before[l.id] = l
	}
	for _, l := range m.edition(to).lines {
		after[l.id] = l
	}
	var out []string
	for id, b := range before {
		a, ok := after[id]
		switch {
		case !ok:
			out = append(out, fmt.Sprint(id, " removed ", b))
		case a != b:
			out = append(out, fmt.Sprint(id, " changed ", b, a))
		}
	}
	for id, a := range after {
		if _, ok := before[id]; !ok {
			out = append(out, fmt.Sprint(id, " added ", a))
		}
	}
	slices.Sort(out)
	return out
}

// mutate makes the next edition of lines: some records leave, change, move,
// come, or come back.
func mutate(r *rand.Rand, lines []line, pool int) []line {
	out := slices.Clone(lines)
	out = slices.DeleteFunc(out, func(line) bool { return r.IntN(12) == 0 })
	for i := range out {
		if r.IntN(10) == 0 {
			out[i].value = fmt.Sprint("v", r.IntN(3))
		}
	}
	have := map[string]bool{}
	for _, l := range out {
		have[l.id] = true
	}
	for range r.IntN(6) {
		id := fmt.Sprint("id", r.IntN(pool))
		if !have[id] {
			have[id] = true
			out = slices.Insert(out, r.IntN(len(out)+1), line{id, "Name of " + id, fmt.Sprint("v", r.IntN(3))})
		}
	}
	if len(out) > 1 && r.IntN(3) == 0 {
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	}
	return out
}

// TestAgainstModel commits random sequences of editions and compares every way
// of reading with the naive store.
func TestAgainstModel(t *testing.T) {
	seeds := 4
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			c := &clock{t0}
			s := open(t, t.TempDir(), c.now)
			m := &model{}
			pool := []int{8, 40, 3000, 15}[seed%4]
			for step := range 30 {
				c.step(time.Duration(r.IntN(3)) * time.Minute) // sometimes no time passes at all
				list := []string{"aa", "bb", "cc"}[r.IntN(3)]
				var before []line
				prev := m.current(list)
				if prev != nil {
					before = prev.lines
				}
				lines := mutate(r, before, pool)
				if prev == nil && pool > 1000 {
					for i := range 1300 { // several chunks
						lines = append(lines, line{fmt.Sprint("base", i), "Base", "v0"})
					}
				}
				header := fmt.Sprint("step ", step)
				if r.IntN(8) == 0 && prev != nil { // nothing new at all
					header, lines = "", prev.lines
				}
				if header == "" {
					e, err := s.CurrentOf(t.Context(), list)
					if err != nil {
						t.Fatal(err)
					}
					if _, err := commitText(s, list, e.Mark, lines); !errors.Is(err, ErrUnchanged) {
						t.Errorf("step %d: error %v, want ErrUnchanged", step, err)
					}
					continue
				}
				e := mustCommit(t, s, list, header, lines)
				prevID := int64(0)
				if prev != nil {
					prevID = prev.id
				}
				m.editions = append(m.editions, modelEdition{e.ID, list, e.Activated, lines})
				var counts Changes
				for _, d := range m.diff(prevID, e.ID) {
					switch {
					case strings.Contains(d, " added "):
						counts.Added++
					case strings.Contains(d, " changed "):
						counts.Changed++
					default:
						counts.Removed++
					}
				}
				counts.Unchanged = len(lines) - counts.Added - counts.Changed
				if e.Changes != counts {
					t.Errorf("step %d: changes %+v, want %+v", step, e.Changes, counts)
				}
			}
			verify(t, s)
			compare(t, s, m, r)
		})
	}
}

func compare(t *testing.T, s *Store, m *model, r *rand.Rand) {
	t.Helper()
	for _, want := range m.editions {
		e, err := s.Edition(t.Context(), want.id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want.lines, read(t, s, e), cmp.AllowUnexported(line{}), cmp.Transformer("empty", func(l []line) []line { return append([]line{}, l...) })); d != "" {
			t.Fatalf("edition %d differs (-want +got):\n%s", want.id, d)
		}
		for range 3 {
			if len(want.lines) == 0 {
				break
			}
			l := want.lines[r.IntN(len(want.lines))]
			x, err := s.Entity(t.Context(), want.list, l.id, want.id)
			if err != nil || x.Notes[0].Text != l.value {
				t.Errorf("entity %s in edition %d: %+v, %v; want %q", l.id, want.id, x, err, l.value)
			}
		}
	}
	first := m.editions[0].activated
	for range 100 {
		at := first.Add(time.Duration(r.IntN(60*60))*time.Second - 5*time.Minute)
		got := map[string]int64{}
		es, err := s.AsKnownAt(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range es {
			got[e.List] = e.ID
		}
		if d := cmp.Diff(m.asKnownAt(at), got); d != "" {
			t.Errorf("as known at %v (-want +got):\n%s", at, d)
		}
	}
	for range 60 {
		from := m.editions[r.IntN(len(m.editions))]
		to := m.editions[r.IntN(len(m.editions))]
		if r.IntN(6) == 0 {
			from = modelEdition{list: to.list}
		}
		if from.list != to.list {
			if err := s.Diff(t.Context(), from.list, from.id, to.id, func(Change) error { return nil }); err == nil {
				t.Error("editions of two lists were compared")
			}
			continue
		}
		var got []string
		last := ""
		err := s.Diff(t.Context(), to.list, from.id, to.id, func(c Change) error {
			if c.ID <= last {
				t.Errorf("%s after %s", c.ID, last)
			}
			last = c.ID
			text := fmt.Sprint(c.ID, " ", c.Kind, " ")
			if c.Before != nil {
				text += fmt.Sprint(line{c.Before.ID, c.Before.Names[0].Full, c.Before.Notes[0].Text})
			}
			if c.Before != nil && c.After != nil {
				text += " "
			}
			if c.After != nil {
				text += fmt.Sprint(line{c.After.ID, c.After.Names[0].Full, c.After.Notes[0].Text})
			}
			got = append(got, text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if d := cmp.Diff(m.diff(from.id, to.id), got); d != "" {
			t.Errorf("diff of %d and %d (-want +got):\n%s", from.id, to.id, d)
		}
	}
}
