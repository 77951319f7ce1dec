package bulk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"

	"github.com/interdict-dev/interdict/internal/screen"
	"golang.org/x/sync/errgroup"
)

// Job is one run over a file.
type Job struct {
	Snapshot *screen.Snapshot
	Input    Input
	JSONLIn  bool
	JSONLOut bool
	Workers  int // 0 = one for each processor

	// Record, if set, is called for every answer, in order, before the row
	// counts as done: once in a run without interruption. A resumed run calls it
	// again for the rows behind the last checkpoint, so that every row is
	// recorded at least once.
	Record func(screen.Answer) error
	// Flush, if set, makes what Record took durable; called before a checkpoint
	// and at the end.
	Flush func() error
	// Progress, if set, is called now and then with the counts so far.
	Progress func(Counts)
}

// Counts say how far a run is. Rows = Clear + Matches + Rejected.
type Counts struct {
	Rows     int   `json:"rows"`
	Clear    int   `json:"clear"`
	Matches  int   `json:"possible_matches"`
	Rejected int   `json:"rejected"`
	Problems int   `json:"with_problems"` // of the rows screened, those with a value that was not understood
	Skipped  int   `json:"-"`             // rows done by an earlier run, included in the others
	Bytes    int64 `json:"-"`             // of the input read so far
}

// Limits on a batch, the rows that travel together.
const (
	batchRows  = 64
	batchBytes = 256 << 10
)

type batch struct {
	rows    []raw
	size    int
	from    *reader
	bytes   int64
	done    chan error
	out     []byte
	answers []screen.Answer // if they are recorded
	counts  Counts
}

// countingReader counts the bytes read.
type countingReader struct {
	r io.Reader
	n atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// stream screens all rows of r that come after the first skip ones and writes
// the results to w, in order. after is called after each written batch with the
// counts of that batch. When ctx ends, stream returns at once, although a Read
// of r may not have come back; nothing is done with what it brings.
func (j *Job) stream(ctx context.Context, r io.Reader, skip int, w io.Writer, after func(Counts) error) error {
	workers := j.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	g, ctx := errgroup.WithContext(ctx)
	todo := make(chan *batch)
	ordered := make(chan *batch, workers*4) // bounds what is under way
	end := make(chan error, 1)
	go func() {
		defer close(todo)
		defer close(ordered)
		end <- j.read(ctx, r, skip, func(b *batch) error {
			for _, ch := range []chan *batch{ordered, todo} {
				select {
				case ch <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}()
	for range workers {
		g.Go(func() error {
			w := worker{job: j, enc: newEncoder(j.JSONLOut)}
			for {
				select {
				case b, ok := <-todo:
					if !ok {
						return nil
					}
					b.done <- w.screen(b)
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		})
	}
	g.Go(func() error {
		for {
			select {
			case b, ok := <-ordered:
				if !ok {
					return <-end
				}
				if err := j.finish(ctx, b, w, after); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	return g.Wait()
}

// read divides the input into batches.
func (j *Job) read(ctx context.Context, r io.Reader, skip int, send func(*batch) error) error {
	cr := &countingReader{r: r}
	d, err := newReader(cr, j.Input, j.JSONLIn)
	if err != nil {
		return err
	}
	fresh := func() *batch {
		return &batch{from: d, rows: make([]raw, 0, batchRows), done: make(chan error, 1)}
	}
	b := fresh()
	for {
		row, err := d.next()
		if err != nil && err != io.EOF {
			// What stands before the place that cannot be read is screened.
			if len(b.rows) > 0 {
				if e := send(b); e != nil {
					return e
				}
			}
			return fmt.Errorf("read input: %w", err)
		}
		switch {
		case err == io.EOF:
		case row.number <= skip:
			if err := ctx.Err(); err != nil {
				return err
			}
			continue
		default:
			b.rows = append(b.rows, row)
			b.size += row.size()
		}
		if len(b.rows) > 0 && (err == io.EOF || len(b.rows) == batchRows || b.size >= batchBytes) {
			b.bytes = cr.n.Load()
			if err := send(b); err != nil {
				return err
			}
			b = fresh()
		}
		if err == io.EOF {
			return nil
		}
	}
}

// finish waits for a batch and writes its results.
func (j *Job) finish(ctx context.Context, b *batch, w io.Writer, after func(Counts) error) error {
	select {
	case err := <-b.done:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, a := range b.answers {
		if err := j.Record(a); err != nil {
			return err
		}
	}
	if _, err := w.Write(b.out); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	b.counts.Bytes = b.bytes
	return after(b.counts)
}

// worker screens batches.
type worker struct {
	job  *Job
	enc  *encoder
	from *reader
	b    *builder
}

// screen answers the rows of one batch and encodes the results.
func (w *worker) screen(b *batch) error {
	if w.from != b.from {
		w.from, w.b = b.from, b.from.builder()
	}
	for i := range b.rows {
		row := w.b.build(b.rows[i])
		b.rows[i] = raw{} // its text is needed no more
		b.counts.Rows++
		var a screen.Answer
		if row.Err == nil {
			a, row.Err = w.job.Snapshot.Screen(row.Query)
			if row.Err != nil && !errors.Is(row.Err, screen.ErrQuery) {
				return fmt.Errorf("row %d: %w", row.Number, row.Err)
			}
		}
		switch {
		case row.Err != nil:
			b.counts.Rejected++
		case a.Verdict == screen.Clear:
			b.counts.Clear++
		default:
			b.counts.Matches++
		}
		if row.Err == nil {
			if len(row.Problems) > 0 {
				b.counts.Problems++
			}
			if w.job.Record != nil {
				b.answers = append(b.answers, a)
			}
		}
		if err := w.enc.put(&row, &a); err != nil {
			return err
		}
	}
	var err error
	b.out, err = w.enc.take()
	return err
}

func (c *Counts) add(o Counts) {
	c.Rows += o.Rows
	c.Clear += o.Clear
	c.Matches += o.Matches
	c.Rejected += o.Rejected
	c.Problems += o.Problems
	c.Bytes = o.Bytes
}

// header returns what stands before the first result.
func (j *Job) header() ([]byte, error) {
	if j.JSONLOut {
		return nil, nil
	}
	e := newEncoder(false)
	if err := e.csv.Write(Header); err != nil {
		return nil, err
	}
	return e.take()
}

// headed writes a header before the first results.
type headed struct {
	w      io.Writer
	header []byte
}

func (h *headed) Write(p []byte) (int, error) {
	if len(h.header) > 0 {
		if _, err := h.w.Write(h.header); err != nil {
			return 0, err
		}
		h.header = nil
	}
	return h.w.Write(p)
}

// Stream screens all rows of r and writes the results to w. It cannot be
// resumed; see File. Nothing is written for an input that cannot be read at all.
func (j *Job) Stream(ctx context.Context, r io.Reader, w io.Writer) (Counts, error) {
	var total Counts
	h, err := j.header()
	if err != nil {
		return total, err
	}
	out := &headed{w, h}
	err = j.stream(ctx, r, 0, out, func(c Counts) error {
		total.add(c)
		if j.Progress != nil {
			j.Progress(total)
		}
		return nil
	})
	if err == nil {
		if _, err = out.Write(nil); err != nil { // the header of no rows
			err = fmt.Errorf("write results: %w", err)
		}
	}
	if j.Flush != nil {
		err = errors.Join(err, j.Flush())
	}
	return total, err
}
