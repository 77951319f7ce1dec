package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
)

// EditionRef names one list edition a decision rests on.
type EditionRef struct {
	Number    int64     `json:"number,omitempty"` // of the edition in the store
	List      string    `json:"list"`
	Edition   string    `json:"edition,omitempty"` // hash of the entities, or the mark of a sample
	Raw       string    `json:"raw,omitempty"`     // hash of the raw files
	Kind      string    `json:"kind,omitempty"`    // official, imported, sample
	Published time.Time `json:"published,omitzero"`
	Fetched   time.Time `json:"fetched,omitzero"`
	Activated time.Time `json:"activated,omitzero"`
	Records   int       `json:"records"`
}

// Snapshot is everything an answer depends on. It is immutable.
type Snapshot struct {
	ID       string // fingerprint of the editions
	Index    *index.Index
	Params   match.Params
	Editions []EditionRef
	Build    string

	hash      string
	searchers sync.Pool
}

// NewSnapshot freezes its arguments into a Snapshot.
func NewSnapshot(id string, x *index.Index, p match.Params, editions []EditionRef, build string) *Snapshot {
	s := &Snapshot{ID: id, Index: x, Params: p, Editions: editions, Build: build, hash: p.Hash()}
	s.searchers.New = func() any { return s.newWorker() }
	return s
}

// ParamsHash returns the hash of the matching parameters.
func (s *Snapshot) ParamsHash() string { return s.hash }

// Verdict is the outcome of a screening.
type Verdict string

// The verdicts. A possible match needs a person; there is no "certain match".
const (
	Clear         Verdict = "clear"
	PossibleMatch Verdict = "possible match"
)

// Hit is a listed entity that may be the queried party.
type Hit struct {
	List   string        `json:"list"`
	ID     string        `json:"id"`
	Schema entity.Schema `json:"schema"`
	Name   string        `json:"name"`               // primary name of the listed entity
	Met    string        `json:"met_name,omitempty"` // the name that the query met, if it met one
	Weak   bool          `json:"met_weak_alias,omitempty"`
	Score  float64       `json:"score"`

	BirthDates []entity.Date      `json:"birth_dates,omitempty"`
	Countries  []string           `json:"countries,omitempty"`
	Listings   []entity.Listing   `json:"listings,omitempty"`
	Relations  []entity.Relation  `json:"relations,omitempty"`
	Topics     []string           `json:"topics,omitempty"`
	Since      entity.Date        `json:"since,omitzero"`      // earliest date of a listing, zero if the list does not say
	Certainty  []entity.Certainty `json:"certainty,omitempty"` // marks of facts that this hit rests on
	Doubts     []Doubt            `json:"doubts,omitempty"`    // which fact each mark belongs to
	Remarks    []string           `json:"remarks,omitempty"`   // what a person must know or decide about the record
	Sample     bool               `json:"sample,omitempty"`    // from the embedded sample, not an official edition

	Evidence []match.Evidence `json:"evidence"`
}

// Doubt says which fact of a hit is less well founded than an official record.
type Doubt struct {
	Certainty entity.Certainty `json:"certainty"`
	Fact      string           `json:"fact"`
}

// Answer is the outcome of one query.
type Answer struct {
	Query     Query   `json:"query"`
	Verdict   Verdict `json:"verdict"`
	Hits      []Hit   `json:"hits"`
	Total     int     `json:"total"` // hits at or above the threshold, before the limit
	Threshold float64 `json:"threshold"`
	Snapshot  string  `json:"snapshot"`
	Params    string  `json:"params"`
	Build     string  `json:"build,omitempty"`
}

// Engine screens against the current Snapshot. It is safe for concurrent use.
type Engine struct{ current atomic.Pointer[Snapshot] }

// NewEngine returns an Engine on s.
func NewEngine(s *Snapshot) *Engine {
	e := &Engine{}
	e.current.Store(s)
	return e
}

// Swap makes s the current snapshot; queries under way finish on the old one.
func (e *Engine) Swap(s *Snapshot) { e.current.Store(s) }

// Snapshot returns the current snapshot.
func (e *Engine) Snapshot() *Snapshot { return e.current.Load() }

// Screen answers q on the current snapshot. Errors wrap ErrQuery.
func (e *Engine) Screen(q Query) (Answer, error) { return e.current.Load().Screen(q) }

// worker is the scratch space of one screening.
type worker struct {
	search *index.Searcher
	scorer *match.Scorer
	best   map[uint32]nameHit // by entity
	facts  entity.Facts
	ids    []entity.IDKey
	qside  match.Side
	cside  match.Side
	found  []scored
}

type nameHit struct {
	logit float64
	name  uint32
	query uint8
}

type scored struct {
	entity uint32
	logit  float64
	hit    nameHit
}

const noName = ^uint32(0)

func (s *Snapshot) newWorker() *worker {
	return &worker{search: s.Index.NewSearcher(), scorer: match.NewScorer(&s.Params), best: make(map[uint32]nameHit)}
}

// Screen answers q. Errors wrap ErrQuery.
func (s *Snapshot) Screen(q Query) (Answer, error) {
	a, err := s.screen(q)
	if err != nil {
		return Answer{}, err
	}
	return a, nil
}

func (s *Snapshot) screen(q Query) (Answer, error) {
	if err := q.Check(); err != nil {
		return Answer{}, err
	}
	for _, l := range q.Lists {
		if !slices.ContainsFunc(s.Index.Meta.Lists, func(m index.ListMeta) bool { return m.ID == l }) {
			return Answer{}, fmt.Errorf("%w: list %q is not loaded", ErrQuery, l)
		}
	}
	w := s.searchers.Get().(*worker)
	defer s.searchers.Put(w)
	threshold := cmp.Or(q.Threshold, s.Params.Threshold)
	party := q.party()
	w.find(s, &q, &party, match.Logit(threshold))
	slices.SortFunc(w.found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.logit, a.logit), cmp.Compare(a.entity, b.entity))
	})
	a := Answer{Query: q, Verdict: Clear, Threshold: threshold, Snapshot: s.ID, Params: s.hash, Build: s.Build, Total: len(w.found), Hits: []Hit{}}
	if len(w.found) > 0 {
		a.Verdict = PossibleMatch
	}
	for _, f := range w.found[:min(len(w.found), cmp.Or(q.Limit, DefaultLimit))] {
		h, err := s.hit(w, &party, f)
		if err != nil {
			return Answer{}, err
		}
		a.Hits = append(a.Hits, h)
	}
	return a, nil
}

// find fills w.found with every entity whose score reaches floor (in log-odds).
func (w *worker) find(s *Snapshot, q *Query, party *match.Party, floor float64) {
	x := s.Index
	w.found = w.found[:0]
	clear(w.best)
	hasFacts := len(party.Facts.Births) > 0 || len(party.Facts.Countries) > 0
	filter := x.NewFilter(q.Schema, q.Lists...)
	best := w.scorer.BestFacts(hasFacts)
	maxLeft := w.scorer.MaxLeft(floor, hasFacts)
	// A name is taken apart as the listed name it meets was: what is a legal form
	// in a company's name may be a family name in a person's.
	for class := name.ClassAny; class <= name.ClassObject; class++ {
		narrowed := x.OfClass(filter, class)
		if narrowed == nil {
			continue
		}
		for i := range party.Names {
			n := party.Names[i].For(class)
			w.prepare(x, n)
			iq := index.Query{Name: n, Weights: w.qside.Weights, MaxLeft: maxLeft, Filter: narrowed}
			w.search.Search(&iq, func(c *index.Candidate) {
				w.side(x, c)
				l := w.scorer.NameLogit(&w.qside, &w.cside, c.Pairs)
				if l+s.Params.Base+best < floor {
					return
				}
				if b, ok := w.best[c.Entity]; !ok || l > b.logit || l == b.logit && c.Name < b.name {
					w.best[c.Entity] = nameHit{l, c.Name, uint8(i)}
				}
			})
		}
	}
	for _, id := range party.IDs {
		x.FindID(id, func(e uint32) {
			if _, ok := w.best[e]; !ok && x.AllowsList(filter, e) {
				w.best[e] = w.nameOf(x, party, e)
			}
		})
	}
	for e, h := range w.best {
		x.Facts(e, &w.facts)
		w.ids = w.ids[:0]
		if len(party.IDs) > 0 {
			w.ids = x.IDs(w.ids, e)
		}
		if l := w.scorer.Total(h.logit, &party.Facts, &w.facts, party.IDs, w.ids); l >= floor {
			w.found = append(w.found, scored{e, l, h})
		}
	}
}

// nameOf compares the query's names with all names of entity e.
func (w *worker) nameOf(x *index.Index, party *match.Party, e uint32) nameHit {
	h := nameHit{match.NoName, noName, 0}
	class := match.ClassOf(x.Schema(e))
	from, to := x.Names(e)
	if !entity.Compatible(party.Schema, x.Schema(e)) {
		return h
	}
	for i := range party.Names {
		for n := from; n < to; n++ {
			c := name.Parse(x.NameText(n), class)
			if l, ok := w.scorer.CompareNames(party.Names[i].For(class), &c, x.Weak(n), x.Rarity); ok && l > h.logit {
				h = nameHit{l, n, uint8(i)}
			}
		}
	}
	return h
}

func (w *worker) prepare(x *index.Index, n *name.Name) {
	s := &w.qside
	s.Class, s.Comma, s.Legal, s.Weak = n.Class, n.Comma, 0, false
	s.Kinds, s.Weights = s.Kinds[:0], s.Weights[:0]
	for i := range n.Tokens {
		t := &n.Tokens[i]
		s.Kinds = append(s.Kinds, t.Kind)
		s.Weights = append(s.Weights, w.scorer.Weight(t.Kind, x.Rarity(t.Text), len(t.Text)))
		if t.Kind == name.Legal {
			s.Legal = name.LegalClass(t.Text)
		}
	}
}

func (w *worker) side(x *index.Index, c *index.Candidate) {
	s := &w.cside
	s.Class, s.Comma, s.Legal, s.Weak = match.ClassOf(x.Schema(c.Entity)), c.Comma, c.Legal, c.Weak
	s.Kinds, s.Weights = s.Kinds[:0], s.Weights[:0]
	for i, t := range c.Tokens {
		k := name.Kind(c.Kinds[i])
		s.Kinds = append(s.Kinds, k)
		s.Weights = append(s.Weights, w.scorer.Weight(k, x.TokenRarity(t), x.TokenLen(t)))
	}
}

// hit puts one found entity into words.
func (s *Snapshot) hit(w *worker, party *match.Party, f scored) (Hit, error) {
	x := s.Index
	list, id := x.ID(f.entity)
	h := Hit{List: list, ID: id, Schema: x.Schema(f.entity)}
	from, to := x.Names(f.entity)
	if from < to {
		h.Name = x.NameText(from)
	}
	listed := match.Party{Schema: h.Schema, IDs: x.IDs(nil, f.entity)}
	x.Facts(f.entity, &listed.Facts)
	var qn, cn *name.Name
	if f.hit.name != noName {
		h.Met, h.Weak = x.NameText(f.hit.name), x.Weak(f.hit.name)
		c := name.Parse(h.Met, match.ClassOf(h.Schema))
		qn, cn = party.Names[f.hit.query].For(c.Class), &c
		w.scorer.CompareNames(qn, cn, h.Weak, x.Rarity)
	} else if from < to {
		listed.Names = append(listed.Names, name.Name{Original: h.Name})
	}
	r := w.scorer.Explain(f.hit.logit, qn, cn, party, &listed)
	h.Score, h.Evidence = r.Score, r.Evidence
	h.BirthDates = listed.Facts.Births
	for _, c := range listed.Facts.Countries {
		h.Countries = append(h.Countries, c.String())
	}
	sum, err := x.Summary(f.entity)
	if err != nil {
		return Hit{}, fmt.Errorf("read index: entity %s %s: %w", list, id, err)
	}
	h.Listings, h.Relations, h.Topics, h.Remarks = sum.Listings, sum.Relations, sum.Topics, sum.Remarks
	h.mark(sum)
	for _, l := range sum.Listings {
		for _, d := range []entity.Date{l.Effective, l.Published} {
			if !d.IsZero() && (h.Since.IsZero() || d.Compare(h.Since) < 0) {
				h.Since = d
			}
		}
	}
	for _, e := range s.Editions {
		if e.List == list {
			h.Sample = e.Kind == "sample"
		}
	}
	return h, nil
}

// mark carries the marks of the facts that the hit rests on, and of no others,
// to the hit and to the evidence in which they met.
func (h *Hit) mark(sum index.Summary) {
	doubt := func(c entity.Certainty, fact string) {
		if c == "" {
			return
		}
		if !slices.Contains(h.Certainty, c) {
			h.Certainty = append(h.Certainty, c)
		}
		if d := (Doubt{c, fact}); !slices.Contains(h.Doubts, d) {
			h.Doubts = append(h.Doubts, d)
		}
	}
	doubt(sum.Certainty, "the record")
	for _, m := range sum.Marks {
		if m.Kind == index.MarkName && m.Value == h.Met {
			doubt(m.Certainty, "the name “"+m.Value+"”")
		}
		for i := range h.Evidence {
			ev := &h.Evidence[i]
			switch {
			case m.Kind == index.MarkName && m.Value == h.Met && ev.Feature == match.FeatureAgree.String(),
				m.Kind == index.MarkName && m.Value == h.Met && ev.Feature == match.FeatureIDNameAgrees.String():
			case m.Kind == index.MarkIdentifier && m.Value == ev.Listed && (ev.Feature == match.FeatureIdentifier.String() || ev.Feature == match.FeatureIdentifierLoose.String()):
				doubt(m.Certainty, "the identifier "+m.Value)
			case m.Kind == index.MarkBirth && m.Value == ev.Listed && (ev.Feature == match.FeatureBirthDate.String() || ev.Feature == match.FeatureBirthDateNear.String() || ev.Feature == match.FeatureBirthDateDiffers.String()):
				doubt(m.Certainty, "the birth date "+m.Value)
			case m.Kind == index.MarkCountry && m.Value == ev.Listed && ev.Feature == match.FeatureCountry.String():
				doubt(m.Certainty, "the country "+m.Value)
			default:
				continue
			}
			ev.Certainty = m.Certainty
			ev.Text += " (" + string(m.Certainty) + ")"
		}
	}
	for _, l := range sum.Listings {
		doubt(l.Certainty, "the listing "+strings.TrimSpace(l.Authority+" "+l.Program))
	}
	for _, r := range sum.Relations {
		doubt(r.Certainty, "the tie to "+r.TargetID)
	}
}
