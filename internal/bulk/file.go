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
	"time"
)

// checkpoint is what the file beside an unfinished output says.
type checkpoint struct {
	Format   int    `json:"format"`
	Job      string `json:"job"` // hash over everything the results depend on
	OutBytes int64  `json:"out_bytes"`
	Counts   Counts `json:"counts"`
}

// checkpointFormat is the number of the format of checkpoints.
const checkpointFormat = 1

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
	// ErrCheckpoint says that what an earlier run left cannot be resumed.
	ErrCheckpoint = errors.New("the unfinished output cannot be resumed")
)

// FileOptions of File.
type FileOptions struct {
	Resume  bool          // go on behind the last checkpoint of an unfinished run, or begin if there is none
	Restart bool          // throw an unfinished run or an existing output away
	Every   time.Duration // between checkpoints; 0 = one second
}

// output is an unfinished output file with its checkpoint.
type output struct {
	path string // of the finished file
	f    *os.File
	size int64
	cp   checkpoint
}

func (o *output) part() string { return o.path + ".part" }
func (o *output) mark() string { return o.path + ".part.json" }

func (o *output) Write(p []byte) (int, error) {
	n, err := o.f.Write(p)
	o.size += int64(n)
	return n, err
}

// File screens the file in into the file out, readable by its owner only. open
// opens the input from its beginning; identity names it (path, size, time) so
// that a resumed run can tell that it is the same. When ctx ends, what is done
// stays behind, with a checkpoint.
func (j *Job) File(ctx context.Context, open func() (io.ReadCloser, error), identity, out string, opt FileOptions) (Counts, error) {
	if opt.Every == 0 {
		opt.Every = time.Second
	}
	o := &output{path: out, cp: checkpoint{Format: checkpointFormat, Job: j.fingerprint(identity)}}
	done, err := o.open(opt)
	if err != nil || done {
		total := o.cp.Counts
		total.Skipped = total.Rows
		return total, err
	}
	defer o.f.Close()
	total := o.cp.Counts
	total.Skipped = total.Rows
	if o.size == 0 {
		h, err := j.header()
		if err != nil {
			return total, err
		}
		if _, err := o.Write(h); err != nil {
			return total, fmt.Errorf("write results: %w", err)
		}
	}
	r, err := open()
	if err != nil {
		return total, err
	}
	defer r.Close()
	last := time.Now()
	keep := func() error {
		if j.Flush != nil {
			if err := j.Flush(); err != nil {
				return err
			}
		}
		o.cp.OutBytes, o.cp.Counts = o.size, total
		return o.save()
	}
	err = j.stream(ctx, r, total.Skipped, o, func(c Counts) error {
		total.add(c)
		if j.Progress != nil {
			j.Progress(total)
		}
		if time.Since(last) < opt.Every {
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
	return total, o.finish()
}

// open opens the unfinished output. It reports true when the earlier run was
// stopped between its last two steps: all is done.
func (o *output) open(opt FileOptions) (done bool, err error) {
	_, outErr := os.Stat(o.path)
	_, partErr := os.Stat(o.part())
	if opt.Restart {
		return false, o.create()
	}
	if outErr == nil {
		old, err := readCheckpoint(o.mark())
		if opt.Resume && partErr != nil && err == nil && old.Job == o.cp.Job {
			o.cp = old
			return true, os.Remove(o.mark())
		}
		return false, fmt.Errorf("%s: %w", o.path, ErrExists)
	}
	if partErr != nil {
		return false, o.create()
	}
	if !opt.Resume {
		return false, fmt.Errorf("%s: %w", o.part(), ErrUnfinished)
	}
	old, err := readCheckpoint(o.mark())
	if err != nil {
		return false, fmt.Errorf("%s: %w: %w", o.part(), ErrCheckpoint, err)
	}
	if old.Job != o.cp.Job {
		return false, fmt.Errorf("%s: %w", o.part(), ErrOtherJob)
	}
	f, err := os.OpenFile(o.part(), os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	o.f, o.cp, o.size = f, old, old.OutBytes
	if st, err := f.Stat(); err != nil || st.Size() < old.OutBytes {
		f.Close()
		return false, fmt.Errorf("%s: %w: it is shorter than its checkpoint says", o.part(), ErrCheckpoint)
	}
	if err = f.Truncate(old.OutBytes); err == nil {
		_, err = f.Seek(old.OutBytes, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return false, fmt.Errorf("resume %s: %w", o.part(), err)
	}
	return false, nil
}

// create begins anew. The checkpoint comes first, so that an unfinished output
// always has one.
func (o *output) create() error {
	if err := os.Remove(o.part()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("begin anew: %w", err)
	}
	if err := o.save(); err != nil {
		return err
	}
	f, err := os.OpenFile(o.part(), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create results: %w", err)
	}
	o.f = f
	return nil
}

// finish gives the whole file its name.
func (o *output) finish() error {
	if err := o.f.Close(); err != nil {
		return fmt.Errorf("close results: %w", err)
	}
	if err := os.Rename(o.part(), o.path); err != nil {
		return fmt.Errorf("finish results: %w", err)
	}
	syncFolder(o.path)
	if err := os.Remove(o.mark()); err != nil {
		return fmt.Errorf("remove checkpoint: %w", err)
	}
	return nil
}

// save makes the output durable, then the checkpoint that counts it.
func (o *output) save() error {
	if o.f != nil {
		if err := o.f.Sync(); err != nil {
			return fmt.Errorf("sync results: %w", err)
		}
	}
	b, err := json.Marshal(o.cp)
	if err != nil {
		return err
	}
	tmp := o.mark() + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp, o.mark())
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("write checkpoint: %w", err)
	}
	return nil
}

// syncFolder makes a rename durable where the system can; where it cannot, the
// file has its name all the same unless the machine fails in this moment.
func syncFolder(path string) {
	if d, err := os.Open(filepath.Dir(path)); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

func readCheckpoint(path string) (checkpoint, error) {
	var c checkpoint
	b, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(b, &c); err != nil || c.Format != checkpointFormat || c.OutBytes < 0 || c.Counts.Rows < 0 {
		return c, fmt.Errorf("%s is no checkpoint of this program", path)
	}
	return c, nil
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
