package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
)

// countLines are the records of edition k: every record names k, so that a
// mixture of two editions shows.
func countLines(k int) []line {
	out := make([]line, 1100)
	for i := range out {
		out[i] = line{strconv.Itoa(i), "Name", "edition " + strconv.Itoa(k)}
	}
	return out
}

// TestReadersNeverSeeAMixture reads through one store while another one, as in
// another process, commits.
func TestReadersNeverSeeAMixture(t *testing.T) {
	dir := t.TempDir()
	writer, reader := open(t, dir, nil), open(t, dir, nil)
	mustCommit(t, writer, "aa", "0", countLines(0))
	const last = 8
	var done atomic.Bool
	var reads atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			newest := 0
			for !done.Load() {
				e, err := reader.CurrentOf(context.Background(), "aa")
				if err != nil {
					t.Error(err)
					return
				}
				k, _ := strconv.Atoi(e.Mark)
				if k < newest {
					t.Errorf("edition %d after %d", k, newest)
				}
				newest = k
				n := 0
				err = reader.Entities(context.Background(), []Edition{e}, func(x *entity.Entity) error {
					n++
					if x.Notes[0].Text != "edition "+e.Mark {
						return fmt.Errorf("%q in edition %s", x.Notes[0].Text, e.Mark)
					}
					return nil
				})
				if err != nil || n != 1100 {
					t.Errorf("%d records of edition %s: %v", n, e.Mark, err)
				}
				reads.Add(1)
			}
		})
	}
	for k := 1; k <= last; k++ {
		mustCommit(t, writer, "aa", strconv.Itoa(k), countLines(k))
	}
	done.Store(true)
	wg.Wait()
	if reads.Load() < last {
		t.Errorf("only %d reads during %d commits", reads.Load(), last)
	}
	if got := whole2(t, reader); got != last {
		t.Errorf("edition %d in force, want %d", got, last)
	}
	verify(t, reader)
}

func whole2(t *testing.T, s *Store) int {
	t.Helper()
	e, err := s.CurrentOf(t.Context(), "aa")
	if err != nil {
		t.Fatal(err)
	}
	k, _ := strconv.Atoi(e.Mark)
	if d := cmp.Diff(countLines(k), read(t, s, e), cmp.AllowUnexported(line{})); d != "" {
		t.Errorf("edition %d is not whole:\n%s", k, d)
	}
	return k
}

// TestTwoProcessesCommitOneList: no commit is lost, no edition is built upon one
// that is no longer in force, and equal files make one edition.
func TestTwoProcessesCommitOneList(t *testing.T) {
	dir := t.TempDir()
	stores := []*Store{open(t, dir, nil), open(t, dir, nil)}
	var wg sync.WaitGroup
	var made, same atomic.Int64
	for n, s := range stores {
		wg.Go(func() {
			for k := range 8 {
				mark := fmt.Sprint("of ", n, " ", k)
				lines := countLines(k*2 + n)[:200]
				if k%4 == 3 { // both commit the same file
					mark, lines = fmt.Sprint("both ", k), countLines(100 + k)[:200]
				}
				_, err := commitText(s, "aa", mark, lines)
				switch {
				case err == nil:
					made.Add(1)
				case errors.Is(err, ErrUnchanged):
					same.Add(1)
				case errors.Is(err, errRaced): // lost five times in a row: said, not hidden
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	es, err := stores[0].Editions(t.Context(), "aa")
	if err != nil || len(es) != int(made.Load()) {
		t.Errorf("%d editions, %d commits made one: %v", len(es), made.Load(), err)
	}
	verify(t, stores[1])
}

func TestEntitiesStops(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	e := mustCommit(t, s, "aa", "0", countLines(0))
	boom := errors.New("enough")
	n := 0
	err := s.Entities(t.Context(), []Edition{e}, func(*entity.Entity) error {
		if n++; n == 3 {
			return boom
		}
		return nil
	})
	if !errors.Is(err, boom) || n != 3 {
		t.Errorf("%d entities, error %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n = 0
	err = s.Entities(ctx, []Edition{e, e, e, e}, func(*entity.Entity) error {
		if n++; n == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after a cancel: %d entities, error %v", n, err)
	}
}
