package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/bulk"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/schollz/progressbar/v3"
)

// bulkFlags are the flags of screen that concern files.
type bulkFlags struct {
	File       string            `short:"f" help:"Screen all rows of this file: CSV, TSV or JSON lines, .gz accepted, - for standard input." placeholder:"FILE" group:"Files"`
	Output     string            `short:"o" help:"Results file (.csv or .jsonl); without it, standard output." placeholder:"FILE" group:"Files"`
	Resume     bool              `help:"Go on where an interrupted run stopped." group:"Files"`
	Restart    bool              `help:"Begin anew, overwriting what an earlier run left." group:"Files"`
	Map        map[string]string `help:"What a column holds: HEADING=FIELD, repeated; FIELD - drops it. --fields lists the fields." placeholder:"HEADING=FIELD" group:"Files"`
	Fields     bool              `help:"List the fields that columns can hold." group:"Files"`
	Format     string            `help:"Format of the input: csv or jsonl (default: from the name)." enum:",csv,jsonl" default:"" group:"Files"`
	OutFormat  string            `help:"Format of the results: csv or jsonl (default: from the name, else as the input)." enum:",csv,jsonl" default:"" group:"Files"`
	Delimiter  string            `help:"What separates columns (default: found from the header)." placeholder:"CHAR" group:"Files"`
	Charset    string            `help:"Charset of the input, e.g. windows-1251 (default UTF-8)." placeholder:"NAME" group:"Files"`
	MonthFirst bool              `help:"Dates of digits only are month first (12/31/1975)." group:"Files"`
	Workers    int               `help:"Rows screened at once (default: one for each processor)." group:"Files"`
	Quiet      bool              `short:"q" help:"No progress bar and no summary." group:"Files"`
}

func (c *screenCmd) runFile(a *app) error {
	job := bulk.Job{Workers: c.Workers, JSONLIn: c.isJSONL(c.Format, c.File, false)}
	job.JSONLOut = c.isJSONL(c.OutFormat, c.Output, job.JSONLIn) || c.JSON && c.OutFormat == ""
	if err := c.common(a, &job.Input.Base); err != nil {
		return err
	}
	job.Input.Base.Lists = c.List
	job.Input.Charset = c.Charset
	if c.Delimiter != "" {
		r, n := utf8.DecodeRuneInString(strings.ReplaceAll(c.Delimiter, `\t`, "\t"))
		if n != len(strings.ReplaceAll(c.Delimiter, `\t`, "\t")) || r == '"' || r == '\n' || r == utf8.RuneError {
			return usagef(`for instance --delimiter ";" or --delimiter "\t"`, "delimiter %q is not one character", c.Delimiter)
		}
		job.Input.Comma = r
	}
	job.Input.Columns.Schema = job.Input.Base.Schema
	if c.MonthFirst {
		job.Input.Columns.DateOrder = list.MonthFirst
	}
	if len(c.Map) > 0 {
		job.Input.Columns.Mapping = make(map[string]columns.Field)
		for heading, field := range c.Map {
			f := columns.Field(field)
			if field == "-" {
				f = columns.Ignore
			}
			job.Input.Columns.Mapping[heading] = f
		}
	}
	if !c.Quiet {
		job.Input.OnColumns = func(cols *columns.Columns) { a.printColumns(cols) }
	}
	if c.Output == "" && c.Resume {
		return usagef("name the results file with --output", "only a run into a file can be resumed")
	}
	e, err := a.openToScreen(c.Record || a.cfg.Record)
	if err != nil {
		return err
	}
	defer e.Close()
	if !c.Quiet {
		a.notice(e)
	}
	for _, l := range c.List {
		if _, err := e.Screen(screen.Query{Names: []string{"x"}, Lists: []string{l}}); err != nil {
			return loadedLists(err, e)
		}
	}
	job.Snapshot = e.Snapshot()
	if c.Record || a.cfg.Record {
		if e.Store() == nil {
			return fmt.Errorf("record decisions: %w", interdict.ErrNoStore)
		}
		// What was recorded before an interrupt is still made durable.
		rec := e.NewRecorder(context.WithoutCancel(a.ctx), "bulk", job.Snapshot)
		defer rec.Close()
		job.Record, job.Flush = rec.Record, rec.Flush
	}
	counts, err := c.stream(a, &job)
	if err != nil {
		return c.fileError(err, counts)
	}
	if !c.Quiet {
		a.printCounts(counts)
	}
	if counts.Matches > 0 || counts.Rejected > 0 {
		return errMatch
	}
	return nil
}

// printCounts ends the run over a file.
func (a *app) printCounts(c bulk.Counts) {
	fmt.Fprintf(a.errOut, "%s: %s clear, %s, %s rejected\n", plural(c.Rows, "row", "rows"), thousands(c.Clear), plural(c.Matches, "possible match", "possible matches"), thousands(c.Rejected))
	if c.Rejected > 0 {
		fmt.Fprintln(a.errOut, "Rejected rows were not screened: the last column of the results says why.")
	}
	if c.Problems > 0 {
		fmt.Fprintf(a.errOut, "%s screened without a value that was not understood: see the column “problems”.\n", plural(c.Problems, "row was", "rows were"))
	}
}

func (c *screenCmd) isJSONL(format, file string, otherwise bool) bool {
	if format != "" {
		return format == "jsonl"
	}
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(file, ".gz"))) {
	case ".jsonl", ".ndjson", ".json":
		return true
	case ".csv", ".tsv", ".txt":
		return false
	}
	return otherwise
}

func (c *screenCmd) stream(a *app, job *bulk.Job) (bulk.Counts, error) {
	open := func() (io.ReadCloser, error) { return openInput(c.File, a.in) }
	size := int64(-1)
	identity := "-"
	if c.File != "-" {
		st, err := os.Stat(c.File)
		if errors.Is(err, os.ErrNotExist) {
			return bulk.Counts{}, usagef("", "no such file: %s", c.File)
		} else if err != nil {
			return bulk.Counts{}, err
		}
		if st.IsDir() {
			return bulk.Counts{}, usagef("", "%s is a folder", c.File)
		}
		if !strings.HasSuffix(c.File, ".gz") {
			size = st.Size()
		}
		abs, err := filepath.Abs(c.File)
		if err != nil {
			return bulk.Counts{}, err
		}
		identity = fmt.Sprintf("%s %d %d", abs, st.Size(), st.ModTime().UnixNano())
	}
	if !c.Quiet {
		bar := newProgress(a, size)
		defer bar.finish()
		job.Progress = bar.update
	}
	if c.Output == "" || c.Output == "-" {
		if c.Restart {
			return bulk.Counts{}, usagef("name the results file with --output", "--restart is for a results file")
		}
		r, err := open()
		if err != nil {
			return bulk.Counts{}, err
		}
		defer r.Close()
		w := bufio.NewWriterSize(a.out, 1<<16)
		counts, err := job.Stream(a.ctx, r, w)
		if e := w.Flush(); err == nil && e != nil {
			err = fmt.Errorf("write results: %w", e)
		}
		return counts, err
	}
	if c.File == "-" && c.Resume {
		return bulk.Counts{}, usagef("put it into a file", "standard input cannot be read again to resume")
	}
	if err := c.checkOutput(); err != nil {
		return bulk.Counts{}, err
	}
	return job.File(a.ctx, open, identity, c.Output, bulk.FileOptions{Resume: c.Resume, Restart: c.Restart})
}

// checkOutput refuses an output that would be another thing than results.
func (c *screenCmd) checkOutput() error {
	if strings.HasSuffix(c.Output, ".gz") {
		return usagef("leave .gz away; compress the results afterwards", "results are not compressed")
	}
	out, err := os.Stat(c.Output)
	if err != nil {
		return nil // it is to be made
	}
	if out.IsDir() {
		return usagef("name a file", "the output %s is a folder", c.Output)
	}
	if in, err := os.Stat(c.File); err == nil && os.SameFile(in, out) {
		return usagef("choose another --output", "the output is the input")
	}
	return nil
}

// fileError adds hints to errors that flags can mend.
func (c *screenCmd) fileError(err error, done bulk.Counts) error {
	switch {
	case errors.Is(err, context.Canceled) && c.Output != "" && c.Output != "-":
		hint := "the same command with --resume goes on"
		if c.File == "-" {
			hint = "standard input cannot be read again: to be able to resume, screen a file"
		}
		return &hintedError{fmt.Errorf("interrupted after %s%s", plural(done.Rows, "row", "rows"), besides(err)), hint}
	case errors.Is(err, bulk.ErrCheckpoint):
		return &usageError{err, "--restart begins anew"}
	case errors.Is(err, bulk.ErrCharset):
		return &usageError{err, "for instance windows-1251, iso-8859-1, gb18030, utf-16le"}
	case errors.Is(err, bulk.ErrUnfinished):
		return &usageError{err, "--resume goes on where it stopped, --restart begins anew"}
	case errors.Is(err, bulk.ErrOtherJob):
		return &usageError{err, "the input, the lists or the program have changed since: --restart begins anew"}
	case errors.Is(err, bulk.ErrExists):
		return &usageError{err, "choose another --output, or --restart to overwrite it"}
	case errors.Is(err, columns.ErrNothingToScreen):
		return &usageError{err, "the first line must hold the headings; --map HEADING=name says which column holds the name, --fields lists what a column can hold"}
	case errors.Is(err, bulk.ErrHeader):
		return &usageError{err, "--fields lists what a column can hold, --map HEADING=FIELD says what one does"}
	case errors.Is(err, syscall.ENOSPC) && c.Output != "" && c.Output != "-":
		return &hintedError{err, "make room; then the same command with --resume goes on"}
	case errors.Is(err, os.ErrNotExist):
		return &usageError{err, ""}
	}
	return err
}

// besides returns what went wrong beside the interrupt.
func besides(err error) string {
	var out string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if !errors.Is(e, context.Canceled) {
				out += "; " + e.Error()
			}
		}
	}
	return out
}

// openInput opens a file of rows, decompressing .gz, or takes standard input.
func openInput(path string, in io.Reader) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(in), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	magic := make([]byte, 4)
	n, _ := f.ReadAt(magic, 0) // a pipe has no beginning to go back to
	if n == 4 && (string(magic) == "PK\x03\x04" || string(magic) == "\xd0\xcf\x11\xe0") {
		f.Close()
		return nil, usagef("save it as CSV (UTF-8) and screen that", "%s is a workbook or an archive, not text", path)
	}
	if !strings.HasSuffix(path, ".gz") && string(magic[:2]) != "\x1f\x8b" {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// printColumns tells what each column was taken for.
func (a *app) printColumns(cols *columns.Columns) {
	var used, kept []string
	for _, c := range cols.All {
		switch {
		case c.Field == columns.Unknown:
			text := c.Header
			if c.Hint != "" {
				text += " (did you mean " + c.Hint + "?)"
			}
			kept = append(kept, text)
		case c.Field != columns.Ignore:
			used = append(used, c.Header+" as "+string(c.Field))
		}
	}
	fmt.Fprintf(a.errOut, "columns: %s\n", clean(strings.Join(used, ", ")))
	if len(kept) > 0 {
		fmt.Fprintf(a.errOut, "columns not used: %s\n", clean(strings.Join(kept, ", ")))
	}
}

// progress shows a bar on a terminal, and a line now and then elsewhere.
type progress struct {
	a     *app
	bar   *progressbar.ProgressBar
	start time.Time
	last  time.Time
	size  int64
}

func newProgress(a *app, size int64) *progress {
	p := &progress{a: a, start: time.Now(), last: time.Now(), size: size}
	if a.notes.width > 0 {
		p.bar = progressbar.NewOptions64(size, progressbar.OptionSetWriter(a.errOut), progressbar.OptionSetDescription("screening"),
			progressbar.OptionThrottle(150*time.Millisecond), progressbar.OptionFullWidth(), progressbar.OptionSetPredictTime(true),
			progressbar.OptionShowElapsedTimeOnFinish(), progressbar.OptionClearOnFinish())
	}
	return p
}

func (p *progress) update(c bulk.Counts) {
	rate := float64(c.Rows-c.Skipped) / max(time.Since(p.start).Seconds(), 1e-9)
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%d rows, %.0f/s, %d possible matches", c.Rows, rate, c.Matches))
		_ = p.bar.Set64(c.Bytes)
		return
	}
	if time.Since(p.last) < 10*time.Second {
		return
	}
	p.last = time.Now()
	left := ""
	if p.size > 0 && c.Bytes > 0 {
		rest := float64(p.size-c.Bytes) / float64(c.Bytes) * time.Since(p.start).Seconds()
		left = fmt.Sprintf(", about %s left", (time.Duration(rest) * time.Second).Round(time.Second))
	}
	fmt.Fprintf(p.a.errOut, "%d rows, %.0f/s, %d possible matches%s\n", c.Rows, rate, c.Matches, left)
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
