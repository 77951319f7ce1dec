//go:build unix

package ingest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/store"
)

// killedDocs are the two editions that the publisher of TestKillDuringUpdate
// gives in turn. They differ in number, in content and in what is left out, and
// by less than what counts as shrunk.
func killedDocs() [2]string {
	changed := make([]string, 400)
	for i := range changed {
		changed[i] = fmt.Sprintf("Changed %d", i+1)
	}
	return [2]string{doc(t0, 1500), doc(t0, 1400, changed...)}
}

// updateForEver is the child: it updates one list until it is killed, and says
// on standard output how far it is.
func updateForEver(t *testing.T, dir, url string) {
	s, err := store.Open(context.Background(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: s, url: url}
	o := w.options(source("xx_test", w.remote("list.txt")))
	o.Now, o.Fetch.Now = time.Now, time.Now
	var last Stage
	o.OnProgress = func(e Event) {
		if e.Stage != last {
			last = e.Stage
			fmt.Println("stage", e.Stage)
		}
	}
	fmt.Println("stage", "opened")
	for {
		res, err := Run(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		if res[0].Err != nil {
			t.Fatalf("%s: %v", res[0].Status, res[0].Err) // also when the parent is gone
		}
		fmt.Println("in force", res[0].Edition.ID)
	}
}

// child is the test program run again as updateForEver, killed after a random
// part of the usual length of one stage.
type child struct {
	stage string // the last stage told
	told  int64  // the last edition told to be in force
	err   error  // of Wait
}

// runAndKill starts a child and kills it at a random moment after it has told
// stage for the nth time; "" stands for the start of the program. pace holds
// how long the stages take, as seen so far.
func runAndKill(t *testing.T, r *rand.Rand, dir, url, stage string, nth int, pace map[string]time.Duration) child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKillDuringUpdate$")
	cmd.Env = append(os.Environ(), "INGEST_TEST_KILL="+dir, "INGEST_TEST_URL="+url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	kill := func() {
		usual := max(pace[stage], time.Millisecond)
		time.AfterFunc(time.Duration(r.Int64N(int64(usual)*5/4)), func() { cmd.Process.Kill() })
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var c child
	since := time.Now()
	if stage == "" {
		kill()
	}
	for sc := bufio.NewScanner(out); sc.Scan(); {
		var what string
		text := sc.Text()
		if n, ok := strings.CutPrefix(text, "in force "); ok {
			if c.told, err = strconv.ParseInt(n, 10, 64); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if n, _ := fmt.Sscanf(text, "stage %s", &what); n != 1 {
			t.Log(text) // the child's own complaint
			continue
		}
		if old, ok := pace[c.stage]; ok {
			pace[c.stage] = (3*old + time.Since(since)) / 4
		} else {
			pace[c.stage] = time.Since(since)
		}
		c.stage, since = what, time.Now()
		if what == stage {
			if nth--; nth == 0 {
				kill()
			}
		}
	}
	c.err = cmd.Wait()
	return c
}

// TestKillDuringUpdate kills a program that updates a list, over and over, at
// random moments of every stage: while it opens the store, fetches, parses,
// commits and remembers the outcome. Whatever the moment, the edition in force
// afterwards is wholly one of those the publisher gave, nothing told to be in
// force is lost, and the next update succeeds.
func TestKillDuringUpdate(t *testing.T) {
	if dir := os.Getenv("INGEST_TEST_KILL"); dir != "" {
		updateForEver(t, dir, os.Getenv("INGEST_TEST_URL"))
		return
	}
	kills := 40
	if testing.Short() {
		kills = 8
	}
	docs := killedDocs()
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	var want [2]store.Edition // as an undisturbed store has them
	for i, d := range docs {
		w.put("/list.txt", d)
		want[i] = w.run(w.options(src))[0].Edition
		if want[i].Accepted != strings.Count(d, "|ru\n") {
			t.Fatalf("edition %d: %d records", i, want[i].Accepted)
		}
	}

	// Each request for the whole file gets the other edition, piece by piece, so
	// that there is time to die between two of them.
	var turn, cutShort atomic.Int64
	only := atomic.Int64{} // 1 + the edition to serve whatever the turn, 0 = by turns
	w.handle("/list.txt", func(rw http.ResponseWriter, r *http.Request) {
		i := int(turn.Add(1) % 2)
		if n := only.Load(); n != 0 {
			i = int(n - 1)
		}
		tag := fmt.Sprintf(`"edition %d"`, i)
		rw.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("Content-Length", strconv.Itoa(len(docs[i])))
		for rest := docs[i]; rest != ""; {
			n := min(len(rest), 6000)
			if _, err := io.WriteString(rw, rest[:n]); err != nil {
				cutShort.Add(1)
				return
			}
			rest = rest[n:]
			if err := http.NewResponseController(rw).Flush(); err != nil {
				cutShort.Add(1)
				return
			}
			time.Sleep(500 * time.Microsecond)
		}
	})

	dir := filepath.Join(t.TempDir(), "store")
	r := rand.New(rand.NewPCG(5, 6))
	stages := []string{string(Fetching), string(Parsing), string(Committing), string(Done), ""}
	pace := map[string]time.Duration{"": 50 * time.Millisecond}
	died := map[string]int{}
	leftovers, changed := 0, 0
	var before int64
	for n := range kills {
		only.Store(0)
		c := runAndKill(t, r, dir, w.url, stages[n%len(stages)], 1+r.IntN(3), pace)
		var exit *exec.ExitError
		if !errors.As(c.err, &exit) || exit.ExitCode() != -1 { // -1: by a signal
			t.Fatalf("kill %d: the child ended by itself: %v", n, c.err)
		}
		died[c.stage]++

		s, err := store.Open(t.Context(), dir, store.Options{})
		if err != nil {
			t.Fatalf("kill %d, stage %q: %v", n, c.stage, err)
		}
		e, err := s.CurrentOf(t.Context(), src.ID)
		if err != nil && !(errors.Is(err, store.ErrNotFound) && before == 0 && c.told == 0) {
			t.Fatalf("kill %d, stage %q: %v", n, c.stage, err)
		}
		if e.ID < max(before, c.told) {
			t.Errorf("kill %d, stage %q: edition %d was in force and is lost; %d is", n, c.stage, max(before, c.told), e.ID)
		}
		if e.ID != before {
			changed++
		}
		next := 0
		if e.ID != 0 {
			next = 1 - isWhole(t, s, e, want, docs)
		}
		v, err := s.Verify(t.Context())
		if err != nil || len(v.Problems) > 0 {
			t.Errorf("kill %d, stage %q: verify: %v %v", n, c.stage, err, v.Problems)
		}
		leftovers = len(v.Garbage)

		// The next update, by a program that lives.
		only.Store(int64(next) + 1)
		w.store = s
		o := w.options(src)
		o.Now, o.Fetch.Now = time.Now, time.Now
		res := w.run(o)[0]
		if res.Status != Updated || res.Err != nil {
			t.Errorf("kill %d, stage %q: the update after it: %s, %v", n, c.stage, res.Status, res.Err)
		} else if isWhole(t, s, res.Edition, want, docs) != next {
			t.Errorf("kill %d, stage %q: the update after it put the old edition in force", n, c.stage)
		}
		before = res.Edition.ID
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills by the last stage told: %v; %d downloads cut short, %d kills after a change, %d leftovers; stages take %v", kills, died, cutShort.Load(), changed, leftovers, pace)
	if testing.Short() {
		return // too few kills to ask where they fell
	}
	for _, s := range stages[:3] { // the fourth is over in less than a millisecond
		if died[s] == 0 {
			t.Errorf("no kill came while the child was %s: the moments prove too little", s)
		}
	}
	if changed == 0 || cutShort.Load() == 0 {
		t.Errorf("%d kills after a change, %d downloads cut short: the moments prove too little", changed, cutShort.Load())
	}
}

// isWhole checks that edition e is one of want, in its counts, its hashes and
// every record, and says which.
func isWhole(t *testing.T, s *store.Store, e store.Edition, want [2]store.Edition, docs [2]string) int {
	t.Helper()
	k := 0
	if e.ContentSHA256 == want[1].ContentSHA256 {
		k = 1
	}
	x := want[k]
	if e.ContentSHA256 != x.ContentSHA256 || e.FilesSHA256 != x.FilesSHA256 || e.Records != x.Records || e.Accepted != x.Accepted || e.Rejects != 0 || !e.Published.Equal(x.Published) {
		t.Errorf("the edition in force is none of the two: %+v", e)
		return k
	}
	// Not by the hashes the store has written, but by what it gives back.
	var b strings.Builder
	fmt.Fprintf(&b, "LIST %s\n", e.Published.Format(time.RFC3339))
	n := 0
	err := s.Entities(t.Context(), []store.Edition{e}, func(x *entity.Entity) error {
		n++
		fmt.Fprintf(&b, "%s|%s|%s\n", x.ID, x.Names[0].Full, x.Countries[0].Code)
		return nil
	})
	fmt.Fprintf(&b, "END %d\n", n)
	if err != nil || b.String() != docs[k] {
		t.Errorf("edition %d gives %d records, %d bytes of %d: %v", e.ID, n, b.Len(), len(docs[k]), err)
	}
	files, err := s.Files(t.Context(), e.ID)
	if err != nil || len(files) != 1 {
		t.Fatalf("edition %d: files %v, %v", e.ID, files, err)
	}
	rc, err := s.Raw(t.Context(), e.ID, files[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	if raw, err := io.ReadAll(rc); err != nil || string(raw) != docs[k] {
		t.Errorf("edition %d: its raw file has %d bytes of %d: %v", e.ID, len(raw), len(docs[k]), err)
	}
	return k
}
