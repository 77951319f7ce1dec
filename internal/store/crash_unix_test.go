//go:build unix

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The tests of this file start the test program again as a child that commits
// editions, and do to it what happens to programs: kill it, or take its disk
// space away.

// crashLines are the records of edition k, so that whoever reads an edition
// can tell from its mark alone what it must hold.
func crashLines(list string, k int) []line {
	n := 300
	out := make([]line, 0, n)
	for i := range n {
		if (i+k)%37 == 0 {
			continue // left this time
		}
		version := (k + i%11) / 11 // an eleventh changes each time
		out = append(out, line{fmt.Sprintf("%s-%d", list, i), fmt.Sprintf("Name %d", i), fmt.Sprintf("v%d %s", version, strings.Repeat("x", i%90))})
	}
	return out
}

func child(t *testing.T, test string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	return cmd
}

// whole checks that the edition in force of list is one of the model, whole,
// and returns its number; 0 if there is none.
func whole(t *testing.T, s *Store, list string) int {
	t.Helper()
	e, err := s.CurrentOf(t.Context(), list)
	if errors.Is(err, ErrNotFound) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	k, err := strconv.Atoi(e.Mark)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(crashLines(list, k), read(t, s, e), cmp.AllowUnexported(line{})); d != "" {
		t.Errorf("edition %d of %s is not whole:\n%s", k, list, d)
	}
	return k
}

func TestKillDuringCommit(t *testing.T) {
	if dir := os.Getenv("STORE_TEST_KILL"); dir != "" {
		s, err := Open(context.Background(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		k, _ := strconv.Atoi(os.Getenv("STORE_TEST_FROM"))
		fmt.Println("ready")
		for ; ; k++ {
			for _, list := range []string{"aa", "bb"} {
				if _, err := commitText(s, list, strconv.Itoa(k), crashLines(list, k)); err != nil {
					t.Fatal(err)
				}
				fmt.Println("committed", list, k)
			}
			d, err := s.RecordDecision(context.Background(), Decision{Request: []byte(strconv.Itoa(k)), Answer: []byte("{}")})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println("decided", d.ID, k)
		}
	}
	kills := 60
	if testing.Short() {
		kills = 10
	}
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 2))
	next, decided, garbage := 1, 0, 0
	pace := 20 * time.Millisecond // of one commit, as seen so far
	for n := range kills {
		cmd := child(t, "TestKillDuringCommit", "STORE_TEST_KILL="+dir, "STORE_TEST_FROM="+strconv.Itoa(next))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(out)
		told := map[string]int{}
		var ids []string
		// The child dies within the commit that follows the first few, wherever
		// that is at the moment.
		left, before := r.IntN(3), time.Now()
		for sc.Scan() {
			f := strings.Fields(sc.Text())
			switch f[0] {
			case "ready":
				before = time.Now()
			case "committed":
				told[f[1]], _ = strconv.Atoi(f[2])
				pace = (3*pace + time.Since(before)) / 4
				before = time.Now()
				left--
			case "decided":
				ids = append(ids, f[1])
				continue
			default:
				continue
			}
			if left == 0 {
				time.AfterFunc(time.Duration(r.Int64N(int64(pace))), func() { cmd.Process.Kill() })
			}
		}
		cmd.Wait()
		s := open(t, dir, nil)
		for _, list := range []string{"aa", "bb"} {
			k := whole(t, s, list)
			if k < told[list] {
				t.Errorf("kill %d: edition %d of %s was committed and is lost; %d is in force", n, told[list], list, k)
			}
			next = max(next, k+1)
		}
		for _, id := range ids {
			if _, err := s.Decision(t.Context(), id); err != nil {
				t.Errorf("kill %d: %v", n, err)
			}
		}
		decided += len(ids)
		if n%15 == 14 || n == kills-1 {
			v := verify(t, s)
			garbage = len(v.Garbage)
			t.Logf("after %d kills: %d editions, %d records, %d decisions (%d told), %d leftovers", n+1, v.Editions, v.Records, v.Decisions, decided, garbage)
			if v.Decisions < decided {
				t.Errorf("%d decisions told, %d there", decided, v.Decisions)
			}
		}
		s.Close()
		if t.Failed() {
			return
		}
	}
	if next < kills/4 {
		t.Errorf("only %d editions came to be: the kills were too early to prove anything", next)
	}
}

// TestDiskFull limits how large the child's files may grow, so that a write
// fails at every stage of a commit in turn: spool, raw file, log, checkpoint.
func TestDiskFull(t *testing.T) {
	if dir := os.Getenv("STORE_TEST_FULL"); dir != "" {
		limit, _ := strconv.ParseUint(os.Getenv("STORE_TEST_LIMIT"), 10, 64)
		k, _ := strconv.Atoi(os.Getenv("STORE_TEST_FROM"))
		signal.Ignore(syscall.SIGXFSZ) // then a write beyond the limit gives EFBIG
		s, err := Open(context.Background(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var old syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
		_, full := commitText(s, "aa", strconv.Itoa(k), crashLines("aa", k))
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("full %v\n", full != nil)
		// The same program goes on once there is room again.
		e, err := s.CurrentOf(context.Background(), "aa")
		if err != nil {
			t.Fatal(err)
		}
		if want := strconv.Itoa(k); (full == nil) != (e.Mark == want) {
			t.Errorf("commit said %v, edition in force is %s", full, e.Mark)
		}
		if _, err := commitText(s, "aa", strconv.Itoa(k+1), crashLines("aa", k+1)); err != nil {
			t.Errorf("with room again: %v", err)
		}
		s.Close()
		return
	}
	dir := t.TempDir()
	s := open(t, dir, nil)
	mustCommit(t, s, "aa", "1", crashLines("aa", 1))
	s.Close()
	k, failed := 2, 0
	for _, limit := range []int{1, 4 << 10, 12 << 10, 20 << 10, 33 << 10, 48 << 10, 64 << 10, 80 << 10, 100 << 10, 150 << 10, 200 << 10, 300 << 10, 64 << 20} {
		cmd := child(t, "TestDiskFull", "STORE_TEST_FULL="+dir, "STORE_TEST_FROM="+strconv.Itoa(k), "STORE_TEST_LIMIT="+strconv.Itoa(limit))
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("limit %d: %v\n%s", limit, err, out)
		}
		full := strings.Contains(string(out), "full true")
		if full {
			failed++
		}
		if limit <= 12<<10 && !full || limit == 64<<20 && full {
			t.Errorf("limit %d: full is %v", limit, full)
		}
		s := open(t, dir, nil)
		if got := whole(t, s, "aa"); got != k+1 {
			t.Errorf("limit %d: edition %d in force, want %d", limit, got, k+1)
		}
		v := verify(t, s)
		t.Logf("limit %d: full %v, leftovers %d", limit, full, len(v.Garbage))
		s.Close()
		k += 2
	}
	if failed < 5 {
		t.Errorf("only %d commits ran out of space: the limits prove little", failed)
	}
}
