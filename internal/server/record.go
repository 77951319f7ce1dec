package server

import (
	"context"
	"fmt"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// source is the road that decisions of the server name.
const source = "api"

// recorder returns a function that makes answers durable. It does not wait to
// gather answers: those that come while a transaction is being written share
// the next one (store.RecordDecision), so that a lone request is as fast as the
// disk and a hundred at once cost little more than one. The answers of one
// batch are one transaction: all are recorded, or none.
func recorder(st *store.Store) func(context.Context, *screen.Snapshot, []screen.Answer) ([]string, error) {
	return func(ctx context.Context, s *screen.Snapshot, answers []screen.Answer) ([]string, error) {
		// The client may go away now; what was answered stays recorded.
		ctx = context.WithoutCancel(ctx)
		if len(answers) == 1 {
			d, err := interdict.Decision(s, source, answers[0])
			if err != nil {
				return nil, err
			}
			if d, err = st.RecordDecision(ctx, d); err != nil {
				return nil, err
			}
			return []string{d.ID}, nil
		}
		ds := make([]store.Decision, len(answers))
		for i, a := range answers {
			var err error
			if ds[i], err = interdict.Decision(s, source, a); err != nil {
				return nil, fmt.Errorf("answer %d of %d: %w", i+1, len(answers), err)
			}
		}
		// A writer of its own: an error would stop one that others use too.
		w := st.NewDecisionWriter(ctx, store.WriterOptions{Batch: len(ds) + 1, Interval: time.Hour})
		defer w.Close()
		ids := make([]string, len(ds))
		for i := range ds {
			d, err := w.Write(ds[i])
			if err != nil {
				return nil, err
			}
			ids[i] = d.ID
		}
		return ids, w.Close()
	}
}
