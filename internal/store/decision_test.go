package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sampleDecision(at time.Time, n int) Decision {
	return Decision{
		Time: at, Actor: "key: payments", Source: "api",
		Request: json.RawMessage(fmt.Sprintf("{\n  \"name\": \"Person %d\",  \"limit\":5}", n)),
		Answer:  json.RawMessage(fmt.Sprintf(`{"status":"clear","n":%d,"text":"%s"}`, n, strings.Repeat("evidence ", 60))),
		Editions: []EditionRef{
			{ID: 3, List: "us_ofac_sdn", Published: t0, Fetched: t0.Add(time.Minute), Activated: t0.Add(2 * time.Minute), FilesSHA256: "aa", ContentSHA256: "bb"},
			{ID: 4, List: "eu_fsf", Fetched: t0, Activated: t0.Add(time.Hour), FilesSHA256: "cc", ContentSHA256: "dd"},
		},
		ParamsHash: "p1", Build: "v1",
	}
}

func TestDecisionRoundTrip(t *testing.T) {
	dir := t.TempDir()
	c := &clock{t0}
	s := open(t, dir, c.now)
	var want []Decision
	for i := range 5 {
		d := sampleDecision(t0.Add(time.Duration(i)*time.Second+123456*time.Microsecond), i)
		if i == 3 {
			d.ParamsHash, d.Editions = "p2", d.Editions[:1]
		}
		got, err := s.RecordDecision(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.ID) != 26 {
			t.Errorf("id %q", got.ID)
		}
		d.ID = got.ID
		want = append(want, d)
	}
	s.Close()
	s = open(t, dir, c.now)
	for _, d := range want {
		got, err := s.Decision(t.Context(), strings.ToLower(d.ID))
		if diff := cmp.Diff(d, got); diff != "" || err != nil {
			t.Errorf("decision %s: %v\n%s", d.ID, err, diff)
		}
	}
	for _, r := range []struct {
		from, to time.Time
		want     []Decision
	}{
		{time.Time{}, time.Time{}, want},
		{want[1].Time, want[3].Time, want[1:3]},
		{want[1].Time.Add(time.Microsecond), want[3].Time.Add(time.Microsecond), want[2:4]},
		{want[2].Time, time.Time{}, want[2:]},
		{time.Time{}, want[2].Time, want[:2]},
		{t0.Add(time.Hour), time.Time{}, nil},
	} {
		var got []Decision
		err := s.Decisions(t.Context(), r.from, r.to, func(d Decision) error { got = append(got, d); return nil })
		if diff := cmp.Diff(r.want, got); diff != "" || err != nil {
			t.Errorf("from %v to %v: %v\n%s", r.from, r.to, err, diff)
		}
	}
	for _, id := range []string{"", "x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", strings.Repeat("Z", 26), strings.Repeat("U", 26)} {
		if _, err := s.Decision(t.Context(), id); err == nil || !strings.Contains(err.Error(), "not found") {
			t.Errorf("decision %q: %v", id, err)
		}
	}
	bad := want[0]
	bad.Time = bad.Time.Add(time.Hour)
	if _, err := s.RecordDecision(t.Context(), bad); err == nil || !strings.Contains(err.Error(), "another time") {
		t.Errorf("an id of another time: %v", err)
	}
	if _, err := s.RecordDecision(t.Context(), want[0]); err == nil {
		t.Error("one id twice was taken")
	}
	if v := verify(t, s); v.Decisions != 5 {
		t.Errorf("%d decisions verified, want 5", v.Decisions)
	}
}

func TestDecisionID(t *testing.T) {
	// The example of the ULID specification's readers: time part 01ARYZ6S41.
	id, err := parseDecisionID("01ARYZ6S410000000000000000")
	if err != nil || id.millis() != 1469918176385 || id != firstID(1469918176385) {
		t.Errorf("%x, %d, %v", id, id.millis(), err)
	}
	var s idSource
	var ids []string
	for i := range 1000 {
		d := s.next(t0.Add(time.Duration(i/100) * time.Millisecond))
		text := d.String()
		back, err := parseDecisionID(text)
		if err != nil || back != d {
			t.Errorf("%s: %v, %v", text, back, err)
		}
		ids = append(ids, text)
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != 1000 {
		t.Error("ids of one process do not ascend, or repeat")
	}
}

func TestConcurrentDecisions(t *testing.T) {
	dir := t.TempDir()
	stores := []*Store{open(t, dir, nil), open(t, dir, nil)} // as two processes
	var mu sync.Mutex
	ids := map[string]int{}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 20 {
				d, err := stores[n%2].RecordDecision(context.Background(), sampleDecision(t0, n*100+i))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				ids[d.ID] = n*100 + i
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(ids) != 160 {
		t.Errorf("%d ids, want 160", len(ids))
	}
	for id, n := range ids {
		d, err := stores[0].Decision(t.Context(), id)
		if err != nil || string(d.Request) != string(sampleDecision(t0, n).Request) {
			t.Errorf("decision %s: %s, %v", id, d.Request, err)
		}
	}
	verify(t, stores[0])
}

func TestDecisionWriter(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	w := s.NewDecisionWriter(t.Context(), WriterOptions{Batch: 64, Interval: time.Hour})
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for i := range 250 {
				if _, err := w.Write(sampleDecision(t0.Add(time.Duration(n*250+i)*time.Second), i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if v := verify(t, s); v.Decisions != 1000 {
		t.Errorf("%d decisions, want 1000", v.Decisions)
	}
}

func TestDecisionWriterFlushesInTime(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	w := s.NewDecisionWriter(t.Context(), WriterOptions{Batch: 1000, Interval: 10 * time.Millisecond})
	defer w.Close()
	d, err := w.Write(sampleDecision(t0, 1))
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := s.Decision(t.Context(), d.ID); err == nil {
			return
		}
	}
	t.Error("the decision was not written by itself")
}

func TestDecisionWriterKeepsItsError(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	ctx, cancel := context.WithCancel(t.Context())
	w := s.NewDecisionWriter(ctx, WriterOptions{Batch: 10, Interval: time.Hour})
	cancel() // stands for a disk that is full
	var err error
	for i := range 30 {
		if _, e := w.Write(sampleDecision(t0, i)); e != nil {
			err = e
		}
	}
	if err == nil || w.Flush() == nil || w.Close() == nil {
		t.Errorf("error %v was not kept", err)
	}
}
