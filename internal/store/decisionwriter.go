package store

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// DecisionWriter writes decisions in batches, for files of millions. A decision
// is durable after the flush that follows it: when the batch is full, when
// Interval has passed, at Flush and at Close. An error is kept: every later
// call returns it, and nothing more is written, so that a caller who sees no
// error at Close has lost nothing.
//
// It is safe for concurrent use; decisions are encoded by their callers, in
// parallel, and written one batch at a time.
type DecisionWriter struct {
	s     *Store
	ctx   context.Context
	batch int

	mu      sync.Mutex // guards waiting and err
	waiting []encoded
	err     error

	flushing sync.Mutex // one flush at a time, in order
	stop     chan struct{}
	stopped  sync.WaitGroup
	closed   sync.Once
}

// WriterOptions of NewDecisionWriter. The zero value is usable.
type WriterOptions struct {
	Batch    int           // decisions in one transaction; 0 = 2,000
	Interval time.Duration // longest time until a decision is durable; 0 = 200 ms
}

// NewDecisionWriter starts a writer. ctx bounds its writes until Close.
func (s *Store) NewDecisionWriter(ctx context.Context, o WriterOptions) *DecisionWriter {
	if o.Batch == 0 {
		o.Batch = 2000
	}
	if o.Interval == 0 {
		o.Interval = 200 * time.Millisecond
	}
	w := &DecisionWriter{s: s, ctx: ctx, batch: o.Batch, stop: make(chan struct{})}
	w.stopped.Go(func() {
		t := time.NewTicker(o.Interval)
		defer t.Stop()
		for {
			select {
			case <-w.stop:
				return
			case <-t.C:
				w.Flush() // the error is kept for the callers
			}
		}
	})
	return w
}

// Write takes a decision and returns it with its id and time. When a full batch
// is waiting it writes that batch first, so that callers cannot run ahead of
// the disk.
func (w *DecisionWriter) Write(d Decision) (Decision, error) {
	e, err := w.s.encodeDecision(&d)
	if err != nil {
		return d, fmt.Errorf("record decision: %w", err)
	}
	w.mu.Lock()
	if w.err != nil {
		defer w.mu.Unlock()
		return d, w.err
	}
	w.waiting = append(w.waiting, e)
	full := len(w.waiting) >= w.batch
	w.mu.Unlock()
	if full {
		return d, w.Flush()
	}
	return d, nil
}

// Flush makes all decisions taken so far durable.
func (w *DecisionWriter) Flush() error {
	w.flushing.Lock()
	defer w.flushing.Unlock()
	w.mu.Lock()
	batch, err := w.waiting, w.err
	w.waiting = nil
	w.mu.Unlock()
	if err != nil || len(batch) == 0 {
		return err
	}
	if err := w.s.writeDecisions(w.ctx, batch); err != nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.err = fmt.Errorf("record %d decisions: %w", len(batch), err)
		return w.err
	}
	return nil
}

// Close flushes and stops the writer. It may be called twice.
func (w *DecisionWriter) Close() error {
	w.closed.Do(func() {
		close(w.stop)
		w.stopped.Wait()
	})
	return w.Flush()
}
