package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test binary the program itself for tests that need a process.
func TestMain(m *testing.M) {
	if os.Getenv("CMD_TEST_PROGRAM") != "" {
		os.Unsetenv("CMD_TEST_PROGRAM")
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestStart: the program is ready at once. What packages do when the program
// starts is counted in allocations, which do not depend on the machine.
func TestStart(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	var trace string
	for range 5 {
		cmd := exec.Command(exe, "version")
		cmd.Env = append(os.Environ(), "CMD_TEST_PROGRAM=1", "GODEBUG=inittrace=1")
		begin := time.Now()
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "interdict ") {
			t.Fatalf("%v: %s", err, out)
		}
		best, trace = min(best, time.Since(begin)), string(out)
	}
	total, packages := 0, 0
	for line := range strings.Lines(trace) {
		var pkg, clockUnit string
		var at, clock float64
		var bytes, allocs int
		if _, err := fmt.Sscanf(line, "init %s @%f ms, %f %s clock, %d bytes, %d allocs", &pkg, &at, &clock, &clockUnit, &bytes, &allocs); err != nil {
			continue
		}
		packages++
		total += bytes
		if strings.HasPrefix(pkg, "github.com/interdict-dev/interdict/") && bytes > 3<<20 {
			t.Errorf("%s allocates %d bytes when the program starts", pkg, bytes)
		}
	}
	t.Logf("version in %v, %d packages allocate %d bytes", best, packages, total)
	if packages < 10 || total > 12<<20 {
		t.Errorf("%d packages allocate %d bytes when the program starts:\n%s", packages, total, trace)
	}
}

// TestBrokenPipe: who reads only the beginning ends the program in silence.
func TestBrokenPipe(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "demo", "--json")
	cmd.Env = append(os.Environ(), "CMD_TEST_PROGRAM=1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	out.Close()
	err = cmd.Wait()
	if stderr.String() != "" {
		t.Errorf("%v: %s", err, stderr.String())
	}
}

// cancelling ends a context when half of it is read.
type cancelling struct {
	strings.Reader
	cancel func()
}

func (c *cancelling) Read(p []byte) (int, error) {
	if c.Len() < int(c.Size())/2 {
		c.cancel()
	}
	return c.Reader.Read(p[:min(len(p), 4096)])
}

// TestInterrupt: an interrupted run says how far it came and how to go on.
func TestInterrupt(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	in := &cancelling{*strings.NewReader("name\n" + strings.Repeat("Anna Schmidt\n", 100_000)), cancel}
	var stdout, stderr strings.Builder
	code := run(ctx, []string{"--data-dir", "none", "--use-sample", "screen", "--file", "-", "--output", "out.csv", "--quiet"}, in, &stdout, &stderr)
	if code != exitError || !strings.Contains(stderr.String(), "interdict: error: interrupted after ") || !strings.Contains(stderr.String(), "interdict: hint: standard input cannot be read again") {
		t.Errorf("exit code %d:\n%s%s", code, &stdout, &stderr)
	}
	for _, f := range []string{"out.csv.part", "out.csv.part.json"} {
		if _, err := os.Stat(f); err != nil {
			t.Error(err)
		}
	}
	stderr.Reset()
	if code := run(ctx, []string{"--data-dir", "none", "--use-sample", "screen", "--file", "-", "--quiet"}, strings.NewReader("name\nx\n"), &stdout, &stderr); code != exitError || stderr.String() != "interdict: error: interrupted\n" {
		t.Errorf("exit code %d:\n%s", code, &stderr)
	}
}
