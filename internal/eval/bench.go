package eval

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Speed is what a run of queries took.
type Speed struct {
	Workers          int     `json:"workers"`
	Queries          int     `json:"queries"`
	ScreensPerSecond float64 `json:"screens_per_second"`
	P50              float64 `json:"p50_us"`
	P99              float64 `json:"p99_us"`
	Max              float64 `json:"max_us"`
	AllocsPerScreen  float64 `json:"allocs_per_screen"`
	BytesPerScreen   float64 `json:"bytes_per_screen"`
	Hits             int     `json:"queries_with_hits"`
}

// MeasureSpeed screens the queries over and over for at least the given time,
// once through before measuring.
func MeasureSpeed(s *screen.Snapshot, queries []screen.Query, workers int, atLeast time.Duration) (Speed, error) {
	r := Speed{Workers: workers}
	if len(queries) == 0 {
		return r, fmt.Errorf("no query to measure with")
	}
	run := func(lat []float64) (int, error) {
		hits := make([]bool, len(queries))
		err := parallel(len(queries), workers, func(i int) error {
			t := time.Now()
			a, err := s.Screen(queries[i])
			if lat != nil {
				lat[i] = float64(time.Since(t).Nanoseconds()) / 1000
			}
			hits[i] = a.Total > 0
			return err
		})
		n := 0
		for _, h := range hits {
			n += btoi(h)
		}
		return n, err
	}
	var err error
	if r.Hits, err = run(nil); err != nil {
		return r, err
	}
	var all []float64
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var took time.Duration
	for took < atLeast {
		lat := make([]float64, len(queries))
		t := time.Now()
		if _, err := run(lat); err != nil {
			return r, err
		}
		took += time.Since(t)
		all = append(all, lat...)
	}
	runtime.ReadMemStats(&after)
	r.Queries = len(all)
	r.ScreensPerSecond = float64(len(all)) / took.Seconds()
	r.AllocsPerScreen = float64(after.Mallocs-before.Mallocs) / float64(len(all))
	r.BytesPerScreen = float64(after.TotalAlloc-before.TotalAlloc) / float64(len(all))
	slices.Sort(all)
	r.P50, r.P99, r.Max = all[len(all)/2], all[len(all)*99/100], all[len(all)-1]
	return r, nil
}

// RecallCheck asks for n entities by one of their own names each and returns
// the share that is found at the default threshold.
func RecallCheck(s *screen.Snapshot, n int, seed uint64) (float64, error) {
	x := s.Index
	r := rand.New(rand.NewPCG(seed, 7))
	asked, found := 0, 0
	for range n {
		e := uint32(r.IntN(x.Len()))
		from, to := x.Names(e)
		if from == to {
			continue
		}
		nm := from + uint32(r.IntN(int(to-from)))
		list, id := x.ID(e)
		q := screen.Query{Schema: x.Schema(e), Names: []string{x.NameText(nm)}, Limit: screen.MaxLimit}
		a, err := s.Screen(q)
		if err != nil {
			return 0, err
		}
		asked++
		found += btoi(slices.ContainsFunc(a.Hits, func(h screen.Hit) bool { return h.List == list && h.ID == id }))
	}
	if asked == 0 {
		return 0, nil
	}
	return float64(found) / float64(asked), nil
}

// Scale grows a list to n entities. The new ones take the shape of a real
// entity (schema, number of names, number of parts) and fill each place with a
// part drawn from that place of any real name of the same family, as often as
// it stands there: token frequencies stay those of the real list, and no name
// is an edit of one other name. Birth dates and countries are drawn likewise.
// The same seed gives the same entities.
func Scale(real []*entity.Entity, n int, seed uint64, add func(*entity.Entity) error) error {
	for i, e := range real {
		if i == n {
			return nil
		}
		if err := add(e); err != nil {
			return err
		}
	}
	type pool struct{ first, middle, last []string }
	pools := make(map[entity.Family]*pool)
	var births []entity.DatedFact
	var countries []entity.CountryFact
	var shapes []*entity.Entity
	for _, e := range real {
		p := pools[e.Schema.Family()]
		if p == nil {
			p = &pool{}
			pools[e.Schema.Family()] = p
		}
		for _, nm := range e.Names {
			w := strings.Fields(nm.Full)
			for i, x := range w {
				switch {
				case i == 0:
					p.first = append(p.first, x)
				case i == len(w)-1:
					p.last = append(p.last, x)
				default:
					p.middle = append(p.middle, x)
				}
			}
		}
		for _, d := range e.Dates {
			if d.Kind == entity.DateBirth {
				births = append(births, d)
			}
		}
		countries = append(countries, e.Countries...)
		if len(e.Names) > 0 {
			shapes = append(shapes, e)
		}
	}
	if len(shapes) == 0 {
		return fmt.Errorf("no entity with a name to scale from")
	}
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(s []string, or string) string {
		if len(s) == 0 {
			return or
		}
		return s[r.IntN(len(s))]
	}
	for i := len(real); i < n; i++ {
		shape := shapes[r.IntN(len(shapes))]
		p := pools[shape.Schema.Family()]
		e := &entity.Entity{ID: fmt.Sprintf("scaled-%d", i), List: shape.List, Schema: shape.Schema, Listings: shape.Listings}
		for k, nm := range shape.Names {
			w := strings.Fields(nm.Full)
			out := make([]string, len(w))
			for j := range w {
				switch {
				case j == 0:
					out[j] = pick(p.first, w[j])
				case j == len(w)-1:
					out[j] = pick(p.last, w[j])
				default:
					out[j] = pick(p.middle, w[j])
				}
			}
			e.Names = append(e.Names, entity.Name{Full: strings.Join(out, " "), Kind: nm.Kind, Weak: nm.Weak})
			if k == 40 {
				break
			}
		}
		if shape.Schema == entity.Person && len(births) > 0 {
			e.Dates = append(e.Dates, births[r.IntN(len(births))])
		}
		if len(countries) > 0 {
			e.Countries = append(e.Countries, countries[r.IntN(len(countries))])
		}
		if err := add(e); err != nil {
			return err
		}
	}
	return nil
}
