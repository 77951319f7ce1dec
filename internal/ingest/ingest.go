package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/fetch"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/store"
	"golang.org/x/sync/errgroup"
)

// Options of Run, File and Sample.
type Options struct {
	Store   *store.Store
	Fetch   *fetch.Client // Run only
	Sources []*list.Source
	Build   string           // the program's version; a new one parses the kept raw files again
	Now     func() time.Time // nil = time.Now
	Log     *slog.Logger     // nil = silent

	// Force turns broken expectations, and an edition older than the one in
	// force, into warnings that the edition keeps. It does not make a file
	// acceptable that cannot be parsed.
	Force bool

	// Whole is the longest time that "not modified" is believed; 0 = 24 h.
	Whole time.Duration

	Parallel int   // lists fetched at once; 0 = 2
	MaxBytes int64 // greatest size of a file after decompression; 0 = 1 GiB

	// OnProgress, if set, is told what happens. Calls do not overlap.
	OnProgress func(Event)
}

// Stage is a step on the way of a list.
type Stage string

// The stages, in order.
const (
	Fetching   Stage = "fetching"
	Parsing    Stage = "parsing"
	Committing Stage = "committing"
	Done       Stage = "done"
)

// Event tells how far a list is.
type Event struct {
	List     string
	Stage    Stage
	File     string // being fetched
	Bytes    int64  // of File, so far
	Total    int64  // of File, -1 = unknown
	Entities int    // parsed so far
	Status   Status // when Done
	Err      error  // when Done
}

// Status is how an attempt to update a list ended.
type Status string

// The statuses.
const (
	Updated   Status = "updated"   // a new edition is in force
	Unchanged Status = "unchanged" // the publisher has nothing newer
	Refused   Status = "refused"   // what the publisher gave is not trusted; the edition before stays in force
	Failed    Status = "failed"    // the files could not be had or kept; the edition before stays in force
)

// Result is what became of one list.
type Result struct {
	List    string
	Status  Status
	Edition store.Edition // in force now; the zero Edition if the list has none
	Changes store.Changes // made by this update; zero unless Updated
	Report  *list.Report  // nil if nothing was parsed
	Err     error         // why it was refused or failed
	Forced  string        // expectations that were overruled
	Checked time.Time
	Took    time.Duration
}

// run is one call of Run, File or Sample.
type run struct {
	Options
	mu sync.Mutex // one OnProgress at a time
}

func newRun(o Options) (*run, error) {
	if o.Store == nil {
		return nil, errors.New("ingest: no store")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Whole == 0 {
		o.Whole = 24 * time.Hour
	}
	if o.Parallel == 0 {
		o.Parallel = 2
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 1 << 30
	}
	return &run{Options: o}, nil
}

// Run brings all sources that have addresses up to date and returns a Result
// for each, in their order. The error is of Run as a whole: options that make
// no sense, or ctx ended; lists that were refused or failed are in the results.
func Run(ctx context.Context, o Options) ([]Result, error) {
	r, err := newRun(o)
	if err != nil {
		return nil, err
	}
	if o.Fetch == nil {
		return nil, errors.New("ingest: no fetch client")
	}
	results := make([]Result, len(o.Sources))
	var g errgroup.Group
	g.SetLimit(r.Parallel)
	for i, src := range o.Sources {
		g.Go(func() error {
			results[i] = r.finish(ctx, src.ID, func(res *Result) error { return r.update(ctx, src, res) })
			return nil
		})
	}
	g.Wait()
	if err := context.Cause(ctx); err != nil {
		return results, fmt.Errorf("ingest: %w", err)
	}
	return results, nil
}

// refusal marks errors that say the input is not to be trusted; all others are
// failures to get or keep it.
type refusal struct{ err error }

func (e *refusal) Error() string { return e.err.Error() }
func (e *refusal) Unwrap() error { return e.err }

// finish runs fn for a list and turns its error into a status that is logged,
// told and remembered.
func (r *run) finish(ctx context.Context, id string, fn func(*Result) error) Result {
	began := r.Now()
	res := Result{List: id, Checked: began.UTC()}
	err := fn(&res)
	var no *refusal
	switch {
	case err == nil:
		res.Status, res.Changes = Updated, res.Edition.Changes
	case errors.Is(err, store.ErrUnchanged), errors.Is(err, fetch.ErrUnchanged):
		res.Status, err = Unchanged, nil
	case errors.As(err, &no), errors.Is(err, fetch.ErrTooLarge), errors.Is(err, fetch.ErrForbidden):
		res.Status = Refused
	default:
		res.Status = Failed
	}
	res.Err, res.Took = err, r.Now().Sub(began)
	if res.Edition.ID == 0 {
		// The clock may have run out while the list was worked on; what is in
		// force must be told all the same.
		e, err := r.Store.CurrentOf(context.WithoutCancel(ctx), id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			res.Err, res.Status = errors.Join(res.Err, err), Failed
		}
		res.Edition = e
	}
	a := store.Attempt{List: id, Status: string(res.Status), Edition: res.Edition.ID, Last: res.Checked}
	if res.Err != nil {
		a.Reason = res.Err.Error()
	}
	if err := r.Store.AddAttempt(context.WithoutCancel(ctx), a); err != nil {
		res.Err = errors.Join(res.Err, err)
		if res.Status == Unchanged {
			res.Status = Failed
		}
	}
	r.logResult(res)
	r.tell(Event{List: id, Stage: Done, Status: res.Status, Err: res.Err})
	return res
}

func (r *run) logResult(res Result) {
	log := r.Log.With("list", res.List, "took", res.Took)
	e := res.Edition
	switch {
	case res.Err != nil:
		in := "none"
		if e.ID != 0 {
			in = fmt.Sprintf("%d of %s", e.ID, e.Activated.Format(time.RFC3339))
		}
		log.Error("list not updated: "+string(res.Status), "error", res.Err, "in_force", in)
	case res.Status == Updated:
		log.Info("list updated", "version", e.ID, "records", e.Records, "accepted", e.Accepted, "rejects", e.Rejects, "warnings", e.Warned,
			"added", e.Changes.Added, "changed", e.Changes.Changed, "removed", e.Changes.Removed)
		if res.Forced != "" {
			log.Warn("expectations overruled", "version", e.ID, "expectations", res.Forced)
		}
		if e.Rejects > 0 {
			log.Warn("records rejected", "version", e.ID, "rejects", e.Rejects)
		}
	default:
		log.Info("list unchanged", "version", e.ID)
	}
}

func (r *run) tell(e Event) {
	if r.OnProgress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.OnProgress(e)
}

// commit parses files as an edition of src and commits it.
func (r *run) commit(ctx context.Context, src *list.Source, kind store.Kind, fetched time.Time, files []file, res *Result) error {
	d := store.Draft{List: src.ID, Kind: kind, Build: r.Build, Fetched: fetched}
	var in list.Input
	for _, f := range files {
		d.Files = append(d.Files, f.DraftFile)
		in.Files = append(in.Files, list.File{Name: f.Name, Size: f.size, Open: f.Open})
	}
	e, err := r.Store.Commit(ctx, d, func(prev *store.Edition, put func(*entity.Entity) error) (store.Outcome, error) {
		r.tell(Event{List: src.ID, Stage: Parsing})
		rep, err := r.parse(ctx, src, in, put)
		res.Report = rep
		if err != nil {
			return store.Outcome{}, err
		}
		forced, err := r.judge(src, kind, rep, prev)
		res.Forced = forced
		if err != nil {
			return store.Outcome{}, err
		}
		r.tell(Event{List: src.ID, Stage: Committing, Entities: rep.Accepted})
		return store.Outcome{Report: rep, Forced: forced}, nil
	})
	res.Edition = e
	return err
}

// parse runs the parser. A parser that panics refuses the input that made it
// panic; it must not take a running service down.
func (r *run) parse(ctx context.Context, src *list.Source, in list.Input, put func(*entity.Entity) error) (rep *list.Report, err error) {
	var kept error
	n := 0
	defer func() {
		if p := recover(); p != nil {
			r.Log.Error("parser panicked", "list", src.ID, "panic", p, "stack", string(debug.Stack()))
			err = &refusal{fmt.Errorf("%s: parser panicked: %v", src.ID, p)}
		}
	}()
	rep, err = list.Parse(src, in, func(e *entity.Entity) error {
		if kept = ctx.Err(); kept != nil {
			return kept
		}
		if n++; n%5000 == 0 {
			r.tell(Event{List: src.ID, Stage: Parsing, Entities: n})
		}
		kept = put(e)
		return kept
	})
	switch {
	case err == nil:
		return rep, nil
	case kept != nil, errors.Is(err, os.ErrNotExist), ctx.Err() != nil:
		return rep, err // ours, not the input's
	}
	return rep, &refusal{err}
}

// judge holds rep against what is expected of the list.
func (r *run) judge(src *list.Source, kind store.Kind, rep *list.Report, prev *store.Edition) (forced string, err error) {
	if kind == store.Sample {
		return "", nil // a handful of records to try the program with
	}
	before := 0
	if prev != nil && prev.Kind != store.Sample {
		before = prev.Accepted
		if !rep.Published.IsZero() && rep.Published.Before(prev.Published) {
			err = fmt.Errorf("published %s, older than the edition in force, of %s (a stale copy?)", stamp(rep.Published), stamp(prev.Published))
		}
	}
	if err = errors.Join(err, src.Expect.Check(rep, before)); err == nil {
		return "", nil
	}
	if r.Force {
		return err.Error(), nil
	}
	return "", &refusal{fmt.Errorf("%s: not as expected: %w", src.ID, err)}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }
