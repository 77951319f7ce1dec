package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

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
	// counts as done.
	Record func(screen.Answer) error
	// Flush, if set, makes what Record took durable; called before a checkpoint.
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
	Skipped  int   `json:"-"` // rows done by an earlier run, included in the others
	Bytes    int64 `json:"-"` // of the input read so far
}

// batchRows is how many rows travel together.
const batchRows = 64

type batch struct {
	rows    []Row
	answers []screen.Answer
	bytes   int64
	done    chan error
	out     []byte
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

// Stream screens all rows of r that come after the first skip ones and writes
// the results to w, in order. after is called after each written batch with the
// counts of this call.
func (j *Job) stream(ctx context.Context, r io.Reader, skip int, w io.Writer, after func(Counts) error) error {
	workers := j.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	cr := &countingReader{r: r}
	g, ctx := errgroup.WithContext(ctx)
	todo := make(chan *batch)
	ordered := make(chan *batch, workers*4) // bounds what is under way
	g.Go(func() error {
		defer close(todo)
		defer close(ordered)
		cur := &batch{done: make(chan error, 1)}
		send := func() error {
			if len(cur.rows) == 0 {
				return nil
			}
			cur.bytes = cr.n.Load()
			for _, ch := range []chan *batch{ordered, todo} {
				select {
				case ch <- cur:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			cur = &batch{done: make(chan error, 1)}
			return nil
		}
		read := ReadCSV
		if j.JSONLIn {
			read = ReadJSONL
		}
		err := read(cr, j.Input, func(row Row) error {
			if row.Number <= skip {
				return ctx.Err()
			}
			cur.rows = append(cur.rows, row)
			if len(cur.rows) == batchRows {
				return send()
			}
			return nil
		})
		if err != nil {
			return err
		}
		return send()
	})
	for range workers {
		g.Go(func() error {
			enc := newEncoder(j.JSONLOut)
			for b := range todo {
				b.done <- j.screen(b, enc)
			}
			return nil
		})
	}
	g.Go(func() error {
		for {
			var b *batch
			select {
			case x, ok := <-ordered:
				if !ok {
					return nil
				}
				b = x
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case err := <-b.done:
				if err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
			if j.Record != nil {
				for i := range b.rows {
					if b.rows[i].Err == nil {
						if err := j.Record(b.answers[i]); err != nil {
							return err
						}
					}
				}
			}
			if _, err := w.Write(b.out); err != nil {
				return fmt.Errorf("write results: %w", err)
			}
			b.counts.Bytes = b.bytes
			if err := after(b.counts); err != nil {
				return err
			}
		}
	})
	return g.Wait()
}

// screen answers the rows of one batch and encodes the results.
func (j *Job) screen(b *batch, enc *encoder) error {
	b.answers = make([]screen.Answer, len(b.rows))
	for i := range b.rows {
		row := &b.rows[i]
		b.counts.Rows++
		if row.Err == nil {
			b.answers[i], row.Err = j.Snapshot.Screen(row.Query)
			if row.Err != nil && !errors.Is(row.Err, screen.ErrQuery) {
				return fmt.Errorf("row %d: %w", row.Number, row.Err)
			}
		}
		switch {
		case row.Err != nil:
			b.counts.Rejected++
		case b.answers[i].Verdict == screen.Clear:
			b.counts.Clear++
		default:
			b.counts.Matches++
		}
		if err := enc.put(*row, &b.answers[i]); err != nil {
			return err
		}
	}
	var err error
	b.out, err = enc.take()
	return err
}

func (c *Counts) add(o Counts) {
	c.Rows += o.Rows
	c.Clear += o.Clear
	c.Matches += o.Matches
	c.Rejected += o.Rejected
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

// Stream screens all rows of r and writes the results to w. It cannot be
// resumed; see File.
func (j *Job) Stream(ctx context.Context, r io.Reader, w io.Writer) (Counts, error) {
	var total Counts
	h, err := j.header()
	if err != nil {
		return total, err
	}
	if _, err := w.Write(h); err != nil {
		return total, fmt.Errorf("write results: %w", err)
	}
	err = j.stream(ctx, r, 0, w, func(c Counts) error {
		total.add(c)
		if j.Progress != nil {
			j.Progress(total)
		}
		return nil
	})
	return total, err
}

// checkpoint is what the file beside an unfinished output says.
type checkpoint struct {
	Format   int    `json:"format"`
	Job      string `json:"job"` // hash over everything the results depend on
	OutBytes int64  `json:"out_bytes"`
	Counts   Counts `json:"counts"`
}

// Errors of File that the caller can act on.
var (
	// ErrUnfinished says that an earlier run left an unfinished output, and
	// neither Resume nor Restart was asked for.
	ErrUnfinished = errors.New("an earlier run was not finished")
	// ErrOtherJob says that the unfinished output belongs to another input,
	// other lists, other parameters or another build.
	ErrOtherJob = errors.New("the unfinished output belongs to another job")
	// ErrExists says that the output exists already.
	ErrExists = errors.New("the output exists already")
)

// FileOptions of File.
type FileOptions struct {
	Resume  bool          // go on behind the last checkpoint of an unfinished run
	Restart bool          // throw an unfinished run or an existing output away
	Every   time.Duration // between checkpoints; 0 = one second
}

// File screens the file in into the file out. open opens the input from its
// beginning; identity names it (path, size, time) so that a resumed run can
// tell that it is the same.
func (j *Job) File(ctx context.Context, open func() (io.ReadCloser, error), identity, out string, o FileOptions) (Counts, error) {
	if o.Every == 0 {
		o.Every = time.Second
	}
	part, mark := out+".part", out+".part.json"
	cp := checkpoint{Format: 1, Job: j.fingerprint(identity)}
	total := Counts{}
	if _, err := os.Stat(out); err == nil && !o.Restart {
		return total, fmt.Errorf("%s: %w", out, ErrExists)
	}
	_, partErr := os.Stat(part)
	var f *os.File
	var err error
	switch {
	case partErr == nil && o.Resume:
		old, err := readCheckpoint(mark)
		if err != nil {
			return total, err
		}
		if old.Job != cp.Job {
			return total, fmt.Errorf("%s: %w", part, ErrOtherJob)
		}
		cp = old
		if f, err = os.OpenFile(part, os.O_RDWR, 0); err != nil {
			return total, err
		}
		defer f.Close()
		if st, err := f.Stat(); err != nil || st.Size() < cp.OutBytes {
			return total, fmt.Errorf("%s is shorter than its checkpoint says: start anew", part)
		}
		if err := f.Truncate(cp.OutBytes); err != nil {
			return total, err
		}
		if _, err := f.Seek(cp.OutBytes, io.SeekStart); err != nil {
			return total, err
		}
	case partErr == nil && !o.Restart:
		return total, fmt.Errorf("%s: %w", part, ErrUnfinished)
	default:
		if f, err = os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
			return total, err
		}
		defer f.Close()
		h, err := j.header()
		if err != nil {
			return total, err
		}
		if _, err := f.Write(h); err != nil {
			return total, fmt.Errorf("write results: %w", err)
		}
		cp.OutBytes = int64(len(h))
		if err := save(f, mark, cp); err != nil {
			return total, err
		}
	}
	r, err := open()
	if err != nil {
		return total, err
	}
	defer r.Close()
	total = cp.Counts
	total.Skipped = cp.Counts.Rows
	last := time.Now()
	w := &countingWriter{w: f, n: cp.OutBytes}
	keep := func() error {
		if j.Flush != nil {
			if err := j.Flush(); err != nil {
				return err
			}
		}
		cp.OutBytes, cp.Counts = w.n, total
		return save(f, mark, cp)
	}
	err = j.stream(ctx, r, cp.Counts.Rows, w, func(c Counts) error {
		total.add(c)
		if j.Progress != nil {
			j.Progress(total)
		}
		if time.Since(last) < o.Every {
			return nil
		}
		last = time.Now()
		return keep()
	})
	if err != nil {
		if ctx.Err() != nil { // interrupted: keep what is done
			err = errors.Join(err, keep())
		}
		return total, err
	}
	if err := keep(); err != nil {
		return total, err
	}
	if err := f.Close(); err != nil {
		return total, fmt.Errorf("close results: %w", err)
	}
	if err := os.Rename(part, out); err != nil {
		return total, fmt.Errorf("finish results: %w", err)
	}
	return total, os.Remove(mark)
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// fingerprint is a hash over everything the results depend on.
func (j *Job) fingerprint(identity string) string {
	h := sha256.New()
	base, _ := json.Marshal(j.Input.Base)
	mapping, _ := json.Marshal(j.Input.Columns.Mapping)
	fmt.Fprintf(h, "%q %q %q %q %s %s %q %q %d %d %t %t", identity, j.Snapshot.ID, j.Snapshot.ParamsHash(), j.Snapshot.Build, base, mapping,
		j.Input.Columns.Schema, j.Input.Charset, j.Input.Comma, j.Input.Columns.DateOrder, j.JSONLIn, j.JSONLOut)
	return hex.EncodeToString(h.Sum(nil))
}

func readCheckpoint(path string) (checkpoint, error) {
	var c checkpoint
	b, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("the unfinished output has no checkpoint: %w", err)
	}
	if err := json.Unmarshal(b, &c); err != nil || c.Format != 1 {
		return c, fmt.Errorf("checkpoint %s is not readable: start anew", path)
	}
	return c, nil
}

// save makes the output durable, then the checkpoint that counts it.
func save(f *os.File, path string, c checkpoint) error {
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync results: %w", err)
	}
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".checkpoint-*")
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	_, err = tmp.Write(b)
	if err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return nil
}
