package bulk

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/screen"
)

// sampleSnapshot is the embedded sample.
var sampleSnapshot = sync.OnceValue(func() *screen.Snapshot {
	e, err := interdict.Open(context.Background(), interdict.Options{})
	if err != nil {
		panic(err)
	}
	return e.Snapshot()
})

// customersCSV writes n rows, some of them listed, some of them not to be screened.
func customersCSV(n int) string {
	names := []string{"Anna Schmidt", "Rosneft Oil Company", "Bäckerei Sonnenschein GmbH", "Сергей Викторович Лавров", "\"Brot, Salz\"", "Morning Glory", "???", "Juan Pérez", "李四"}
	var b strings.Builder
	b.WriteString("id,name,dob\n")
	for i := range n {
		fmt.Fprintf(&b, "C%d,%s,19%02d-01-01\n", i+1, names[i%len(names)], i%100)
	}
	return b.String()
}

func opener(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// TestOrder: with many workers the results are those of one, in the order of the
// input, every row once.
func TestOrder(t *testing.T) {
	const n = 3000
	text := customersCSV(n)
	var want []byte
	for _, jsonl := range []bool{false, true} {
		for _, workers := range []int{1, 2, 7, 32} {
			var out bytes.Buffer
			j := Job{Snapshot: sampleSnapshot(), Workers: workers, JSONLOut: jsonl}
			c, err := j.Stream(context.Background(), strings.NewReader(text), &out)
			if err != nil {
				t.Fatal(err)
			}
			if c.Rows != n || c.Clear+c.Matches+c.Rejected != n || c.Matches < n/10 || c.Rejected < n/10 || c.Bytes != int64(len(text)) {
				t.Errorf("%d workers: %+v", workers, c)
			}
			if workers == 1 {
				want = bytes.Clone(out.Bytes())
			} else if !bytes.Equal(want, out.Bytes()) {
				t.Errorf("%d workers, JSON lines %t: other results than with one", workers, jsonl)
			}
		}
		if jsonl {
			lines := bytes.Split(bytes.TrimSpace(want), []byte("\n"))
			for i, l := range lines {
				var r Result
				if err := json.Unmarshal(l, &r); err != nil || r.Row != i+1 || r.Line != i+2 {
					t.Fatalf("line %d: %v: %s", i, err, l)
				}
				if (r.Verdict == Rejected) != (r.Error != "") || (r.Verdict == string(screen.PossibleMatch)) != (len(r.Hits) > 0) || r.Error == "" && r.Query.ID != fmt.Sprintf("C%d", i+1) {
					t.Fatalf("%s", l)
				}
			}
			if len(lines) != n {
				t.Errorf("%d lines", len(lines))
			}
			continue
		}
		recs, err := csv.NewReader(bytes.NewReader(want)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(Header, recs[0]); d != "" {
			t.Error(d)
		}
		for i, r := range recs[1:] {
			if r[0] != fmt.Sprint(i+1) || r[2] != fmt.Sprintf("C%d", i+1) || (r[4] == "possible match") != (r[8] != "") || (r[4] == Rejected) != (r[len(Header)-1] != "") {
				t.Fatalf("row %d: %q", i+1, r)
			}
		}
		if len(recs) != n+1 {
			t.Errorf("%d rows", len(recs)-1)
		}
	}
}

// TestNoRows: a file without rows has a header; one that cannot be read gives
// nothing.
func TestNoRows(t *testing.T) {
	for _, c := range []struct{ text, want string }{{"name,dob\n", strings.Join(Header, ",") + "\n"}, {"shoe\n44\n", ""}, {"", ""}} {
		var out bytes.Buffer
		j := Job{Snapshot: sampleSnapshot()}
		if _, err := j.Stream(context.Background(), strings.NewReader(c.text), &out); (err == nil) != (c.want != "") || out.String() != c.want {
			t.Errorf("%q: %q, %v", c.text, out.String(), err)
		}
	}
}

// TestFormulas: a name that a spreadsheet would run as a formula does not reach
// it as one.
func TestFormulas(t *testing.T) {
	var out bytes.Buffer
	j := Job{Snapshot: sampleSnapshot()}
	if _, err := j.Stream(context.Background(), strings.NewReader("id;name\n-7;=HYPERLINK(x)\n+1;@SUM\n1;Lavrov\n"), &out); err != nil {
		t.Fatal(err)
	}
	recs, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"'-7 '=HYPERLINK(x)", "'+1 '@SUM", "1 Lavrov"} {
		if got := recs[i+1][2] + " " + recs[i+1][3]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestRecord: every answer is recorded once, in order, and made durable.
func TestRecord(t *testing.T) {
	var ids []string
	flushed := 0
	j := Job{Snapshot: sampleSnapshot(), Workers: 4,
		Record: func(a screen.Answer) error { ids = append(ids, a.Query.ID); return nil },
		Flush:  func() error { flushed = len(ids); return nil }}
	want := func(c Counts) {
		t.Helper()
		if len(ids) != c.Clear+c.Matches || flushed != len(ids) || c.Rejected == 0 {
			t.Errorf("%d recorded, %d durable, %+v", len(ids), flushed, c)
		}
		for i := 1; i < len(ids); i++ {
			if len(ids[i]) < len(ids[i-1]) || len(ids[i]) == len(ids[i-1]) && ids[i] <= ids[i-1] {
				t.Fatalf("%s after %s", ids[i], ids[i-1])
			}
		}
		ids = nil
	}
	c, err := j.Stream(context.Background(), strings.NewReader(customersCSV(1000)), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want(c)
	if c, err = j.File(context.Background(), opener(customersCSV(1000)), "", filepath.Join(t.TempDir(), "out.csv"), FileOptions{}); err != nil {
		t.Fatal(err)
	}
	want(c)
	full := errors.New("store is full")
	j.Record = func(screen.Answer) error { return full }
	if _, err := j.Stream(context.Background(), strings.NewReader(customersCSV(1000)), io.Discard); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

// TestNoCheckpointWithoutFlush: rows whose decisions are not durable do not
// count as done.
func TestNoCheckpointWithoutFlush(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.csv")
	full := errors.New("store is full")
	j := Job{Snapshot: sampleSnapshot(), Record: func(screen.Answer) error { return nil }, Flush: func() error { return full }}
	if _, err := j.File(context.Background(), opener(customersCSV(1000)), "x", out, FileOptions{Every: 1}); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if cp, err := readCheckpoint(out + ".part.json"); err != nil || cp.Counts.Rows != 0 {
		t.Errorf("checkpoint %+v, %v", cp, err)
	}
}

// TestInputEndsEarly: what stands before the place that cannot be read is
// screened, and the run fails.
func TestInputEndsEarly(t *testing.T) {
	broken := errors.New("cable cut")
	var out bytes.Buffer
	j := Job{Snapshot: sampleSnapshot()}
	c, err := j.Stream(context.Background(), failAfter(customersCSV(100)+"C101,half a na", broken), &out)
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if c.Rows > 100 {
		t.Errorf("%+v: the last row is not whole", c)
	}
}

type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(p), nil
}

func TestWriterFails(t *testing.T) {
	for _, left := range []int{0, 300, 50_000} {
		j := Job{Snapshot: sampleSnapshot()}
		c, err := j.Stream(context.Background(), strings.NewReader(customersCSV(2000)), &failingWriter{left})
		if err == nil || !strings.Contains(err.Error(), "write results: no space left") {
			t.Errorf("after %d bytes: %v", left, err)
		}
		if c.Rows >= 2000 {
			t.Errorf("after %d bytes: %+v", left, c)
		}
	}
}

// TestInterrupt: a run that is interrupted keeps a checkpoint, and resumed gives
// the results of one that was not.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	text := customersCSV(5000)
	whole, out := filepath.Join(dir, "whole.csv"), filepath.Join(dir, "out.csv")
	j := Job{Snapshot: sampleSnapshot()}
	want, err := j.File(context.Background(), opener(text), "x", whole, FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var done []int
	for {
		ctx, cancel := context.WithCancel(context.Background())
		j.Progress = func(c Counts) {
			if c.Rows-c.Skipped > 900 {
				cancel()
			}
		}
		c, err := j.File(ctx, opener(text), "x", out, FileOptions{Resume: true, Every: time.Hour})
		cancel()
		if err == nil {
			c.Skipped = 0
			if d := cmp.Diff(want, c); d != "" {
				t.Error(d)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cp, err := readCheckpoint(out + ".part.json")
		if err != nil || cp.Counts.Rows != c.Rows || c.Rows <= 900 {
			t.Fatalf("interrupted after %d rows, checkpoint %+v, %v", c.Rows, cp, err)
		}
		done = append(done, c.Rows)
	}
	if len(done) < 3 {
		t.Errorf("interrupted at %v only", done)
	}
	sameFile(t, whole, out)
}

func sameFile(t *testing.T, want, got string) {
	t.Helper()
	a, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("%s (%d bytes) is not %s (%d bytes)", got, len(b), want, len(a))
	}
	files, _ := filepath.Glob(got + ".*")
	if len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

// TestInterruptWhileWaiting: a reader that does not come back, such as a
// terminal, does not hold up the end.
func TestInterruptWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	defer w.Close()
	go func() {
		io.WriteString(w, customersCSV(200))
		cancel()
	}()
	j := Job{Snapshot: sampleSnapshot()}
	if _, err := j.Stream(ctx, r, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
