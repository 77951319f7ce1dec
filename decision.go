package interdict

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// Decision puts an answer of snapshot s in the form in which the store keeps
// it: the question, the answer, and all it rests on. source is the road by
// which it was asked: cli, api, bulk.
func Decision(s *screen.Snapshot, source string, a Answer) (store.Decision, error) {
	request, err := json.Marshal(a.Query)
	if err != nil {
		return store.Decision{}, fmt.Errorf("record decision: %w", err)
	}
	answer, err := json.Marshal(a)
	if err != nil {
		return store.Decision{}, fmt.Errorf("record decision: %w", err)
	}
	return store.Decision{Source: source, Request: request, Answer: answer, Editions: storeRefs(s), ParamsHash: a.Params, Build: a.Build}, nil
}

func storeRefs(s *screen.Snapshot) []store.EditionRef {
	refs := make([]store.EditionRef, len(s.Editions))
	for i, e := range s.Editions {
		refs[i] = store.EditionRef{ID: e.Number, List: e.List, Published: e.Published, Fetched: e.Fetched, Activated: e.Activated, FilesSHA256: e.Raw, ContentSHA256: e.Edition}
	}
	return refs
}

// Recorder keeps many answers as decisions, in batches.
type Recorder struct {
	w        *store.DecisionWriter
	snapshot *screen.Snapshot
	source   string
}

// NewRecorder starts a Recorder for answers of snapshot s.
func (e *Engine) NewRecorder(ctx context.Context, source string, s *Snapshot) *Recorder {
	return &Recorder{w: e.store.NewDecisionWriter(ctx, store.WriterOptions{}), snapshot: s, source: source}
}

// Record takes an answer. It is durable after the next Flush or Close.
func (r *Recorder) Record(a Answer) error {
	if a.Snapshot != r.snapshot.ID {
		return fmt.Errorf("record decision: the answer is of snapshot %.12s, the recorder of %.12s", a.Snapshot, r.snapshot.ID)
	}
	d, err := Decision(r.snapshot, r.source, a)
	if err != nil {
		return err
	}
	_, err = r.w.Write(d)
	return err
}

// Flush makes everything recorded so far durable.
func (r *Recorder) Flush() error { return r.w.Flush() }

// Close flushes and stops the recorder.
func (r *Recorder) Close() error { return r.w.Close() }
