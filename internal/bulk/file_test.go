package bulk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

func TestMain(m *testing.M) {
	if out := os.Getenv("BULK_TEST_OUT"); out != "" {
		os.Exit(child(out))
	}
	os.Exit(m.Run())
}

// child screens BULK_TEST_IN into out, resuming, and says on standard output when
// it begins.
func child(out string) int {
	limitFileSize()
	in := os.Getenv("BULK_TEST_IN")
	j := Job{Snapshot: sampleSnapshot(), Workers: 2}
	fmt.Println("begin")
	c, err := j.File(context.Background(), func() (io.ReadCloser, error) { return os.Open(in) }, "in", out, FileOptions{Resume: true, Every: 5 * time.Millisecond})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	fmt.Println(c.Rows)
	return 0
}

// start runs child in a process of its own until it begins to screen.
func start(t *testing.T, in, out string, env ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "BULK_TEST_IN="+in, "BULK_TEST_OUT="+out), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	r, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(make([]byte, 6)); err != nil {
		t.Fatalf("child: %v: %s", err, stderr.String())
	}
	return cmd, &stderr
}

// TestKill: a run that is killed at any time, as often as you like, ends in the
// file of one that was not.
func TestKill(t *testing.T) {
	rows, kills := 20_000, 24
	if raceEnabled || testing.Short() {
		rows, kills = 5_000, 8
	}
	dir := t.TempDir()
	in, whole := filepath.Join(dir, "in.csv"), filepath.Join(dir, "whole.csv")
	if err := os.WriteFile(in, []byte(customersCSV(rows)), 0o600); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	cmd, stderr := start(t, in, whole)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	took := time.Since(begin)
	killed, finished, midway := 0, 0, 0
	for n := 0; killed < kills || finished == 0; n++ {
		if n > 40*kills {
			t.Fatalf("killed %d times only, finished %d times", killed, finished)
		}
		out := filepath.Join(dir, fmt.Sprintf("out%d.csv", finished))
		cmd, stderr := start(t, in, out)
		time.Sleep(time.Duration(rand.Int64N(int64(took)/6 + 1)))
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		err := cmd.Wait()
		var exit *exec.ExitError
		switch {
		case err == nil:
			sameFile(t, whole, out)
			finished++
			continue
		case errors.As(err, &exit) && exit.Exited():
			t.Fatalf("%v: %s", err, stderr.String())
		}
		killed++
		if _, err := os.Stat(out); err == nil {
			if _, err := os.Stat(out + ".part.json"); err != nil { // killed when all was done
				sameFile(t, whole, out)
				finished++
				continue
			}
		}
		if cp, err := readCheckpoint(out + ".part.json"); err == nil && cp.Counts.Rows > 0 && cp.Counts.Rows < rows {
			midway++
		}
	}
	t.Logf("killed %d times, %d of them with rows done, finished %d times", killed, midway, finished)
	if midway < kills/3 {
		t.Errorf("only %d of %d kills came between the first checkpoint and the end", midway, killed)
	}
}

// TestDiskFull: no room left is an error, what was done stays, and the run goes
// on when there is room again.
func TestDiskFull(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("no limit on the size of files")
	}
	dir := t.TempDir()
	in, whole, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "whole.csv"), filepath.Join(dir, "out.csv")
	if err := os.WriteFile(in, []byte(customersCSV(5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, stderr := start(t, in, out, "BULK_TEST_MAX=200000")
	if err := cmd.Wait(); err == nil || !strings.Contains(stderr.String(), "write results") {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: %v", out, err)
	}
	cp, err := readCheckpoint(out + ".part.json")
	if err != nil || cp.OutBytes > 200_000 {
		t.Errorf("checkpoint %+v, %v", cp, err)
	}
	for _, o := range []string{out, whole} {
		if cmd, stderr = start(t, in, o); cmd.Wait() != nil {
			t.Fatal(stderr.String())
		}
	}
	sameFile(t, whole, out)
}

// interrupted leaves an unfinished run behind.
func interrupted(t *testing.T, j Job, out string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	j.Progress = func(Counts) { cancel() }
	if _, err := j.File(ctx, opener(customersCSV(5000)), "in", out, FileOptions{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// TestOtherJob: an unfinished run is resumed only by the same job.
func TestOtherJob(t *testing.T) {
	s := sampleSnapshot()
	params := match.Default()
	params.Threshold = 0.9
	for name, change := range map[string]func(*Job) string{
		"input": func(*Job) string { return "other" },
		"lists": func(j *Job) string {
			j.Snapshot = screen.NewSnapshot("other", s.Index, s.Params, s.Editions, s.Build)
			return "in"
		},
		"parameters": func(j *Job) string {
			j.Snapshot = screen.NewSnapshot(s.ID, s.Index, params, s.Editions, s.Build)
			return "in"
		},
		"build": func(j *Job) string {
			j.Snapshot = screen.NewSnapshot(s.ID, s.Index, s.Params, s.Editions, "x")
			return "in"
		},
		"threshold":   func(j *Job) string { j.Input.Base.Threshold = 0.8; return "in" },
		"which lists": func(j *Job) string { j.Input.Base.Lists = []string{"eu_fsf"}; return "in" },
		"mapping": func(j *Job) string {
			j.Input.Columns.Mapping = map[string]columns.Field{"dob": columns.Ignore}
			return "in"
		},
		"dates":     func(j *Job) string { j.Input.Columns.DateOrder = list.MonthFirst; return "in" },
		"charset":   func(j *Job) string { j.Input.Charset = "windows-1251"; return "in" },
		"separator": func(j *Job) string { j.Input.Comma = ','; return "in" },
		"format":    func(j *Job) string { j.JSONLOut = true; return "in" },
	} {
		j := Job{Snapshot: s}
		out := filepath.Join(t.TempDir(), "out.csv")
		interrupted(t, j, out)
		before, _ := os.ReadFile(out + ".part")
		identity := change(&j)
		if _, err := j.File(context.Background(), opener(customersCSV(5000)), identity, out, FileOptions{Resume: true}); !errors.Is(err, ErrOtherJob) {
			t.Errorf("other %s: error %v", name, err)
		}
		if after, _ := os.ReadFile(out + ".part"); len(before) == 0 || !bytes.Equal(before, after) {
			t.Errorf("other %s: the unfinished output was touched", name)
		}
	}
}

func TestUnfinished(t *testing.T) {
	dir := t.TempDir()
	text := customersCSV(5000)
	whole := filepath.Join(dir, "whole.csv")
	j := Job{Snapshot: sampleSnapshot()}
	run := func(out string, o FileOptions) error {
		_, err := j.File(context.Background(), opener(text), "in", out, o)
		return err
	}
	if err := run(whole, FileOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func(out string)
		opt   FileOptions
		want  error
	}{
		{"neither resume nor restart", nil, FileOptions{}, ErrUnfinished},
		{"resume", nil, FileOptions{Resume: true}, nil},
		{"restart", nil, FileOptions{Restart: true}, nil},
		{"restart wins", nil, FileOptions{Restart: true, Resume: true}, nil},
		{"no checkpoint", func(out string) { os.Remove(out + ".part.json") }, FileOptions{Resume: true}, ErrCheckpoint},
		{"checkpoint broken", func(out string) { os.WriteFile(out+".part.json", []byte("{"), 0o600) }, FileOptions{Resume: true}, ErrCheckpoint},
		{"checkpoint of another format", func(out string) { os.WriteFile(out+".part.json", []byte(`{"format":99}`), 0o600) }, FileOptions{Resume: true}, ErrCheckpoint},
		{"output shorter than its checkpoint", func(out string) { os.Truncate(out+".part", 100) }, FileOptions{Resume: true}, ErrCheckpoint},
		{"rows behind the checkpoint", func(out string) { appendTo(t, out+".part", "half a row") }, FileOptions{Resume: true}, nil},
		{"output gone: begin anew", func(out string) { os.Remove(out + ".part") }, FileOptions{Resume: true}, nil},
		{"output exists", func(out string) { os.WriteFile(out, []byte("mine"), 0o644) }, FileOptions{}, ErrExists},
		{"output exists, resume", func(out string) { os.WriteFile(out, []byte("mine"), 0o644) }, FileOptions{Resume: true}, ErrExists},
		{"output exists, restart", func(out string) { os.WriteFile(out, []byte("mine"), 0o644) }, FileOptions{Restart: true}, nil},
	} {
		out := filepath.Join(t.TempDir(), "out.csv")
		interrupted(t, j, out)
		if c.spoil != nil {
			c.spoil(out)
		}
		err := run(out, c.opt)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
		if err == nil {
			sameFile(t, whole, out)
		} else if errors.Is(err, ErrExists) {
			if b, _ := os.ReadFile(out); string(b) != "mine" {
				t.Errorf("%s: overwritten", c.name)
			}
		}
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// TestKilledBetweenLastSteps: the output has its name, the checkpoint is still
// there; nothing is left to do.
func TestKilledBetweenLastSteps(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.csv")
	j := Job{Snapshot: sampleSnapshot()}
	interrupted(t, j, out)
	mark, err := os.ReadFile(out + ".part.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.File(context.Background(), opener(customersCSV(5000)), "in", out, FileOptions{Resume: true}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out+".part.json", mark, 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(out)
	c, err := j.File(context.Background(), opener(customersCSV(5000)), "in", out, FileOptions{Resume: true})
	if err != nil || c.Rows == 0 || c.Skipped != c.Rows {
		t.Errorf("%+v, %v", c, err)
	}
	if after, _ := os.ReadFile(out); !bytes.Equal(before, after) {
		t.Error("the output was touched")
	}
	if _, err := os.Stat(out + ".part.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("checkpoint left behind: %v", err)
	}
}

// TestPermissions: results are personal data.
func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are not those of Unix")
	}
	out := filepath.Join(t.TempDir(), "out.csv")
	j := Job{Snapshot: sampleSnapshot()}
	interrupted(t, j, out)
	check := func(path string) {
		t.Helper()
		st, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", path, st.Mode())
		}
	}
	check(out + ".part")
	check(out + ".part.json")
	if _, err := j.File(context.Background(), opener(customersCSV(5000)), "in", out, FileOptions{Resume: true}); err != nil {
		t.Fatal(err)
	}
	check(out)
}

func TestFolderMissing(t *testing.T) {
	j := Job{Snapshot: sampleSnapshot()}
	if _, err := j.File(context.Background(), opener("name\nx\n"), "in", filepath.Join(t.TempDir(), "no", "out.csv"), FileOptions{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
