package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/interdict-dev/interdict/internal/ingest"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// List is a list in force.
type List struct {
	List      string    `json:"list" doc:"Id of the list." example:"us_ofac_sdn"`
	Title     string    `json:"title,omitempty"`
	Kind      string    `json:"kind" doc:"official: fetched from the publisher; imported: from a file; sample: embedded for trying out."`
	Edition   string    `json:"edition,omitempty" doc:"The publisher's own mark of the edition."`
	Number    int64     `json:"number,omitempty" doc:"Number of the edition here, ascending."`
	Published time.Time `json:"published,omitzero" doc:"When the publisher made it, if the file says so."`
	Fetched   time.Time `json:"fetched,omitzero" doc:"When it was fetched."`
	Activated time.Time `json:"activated,omitzero" doc:"When it came into force here."`
	Checked   time.Time `json:"checked,omitzero" doc:"When it was last known to be the newest: fetched, or the publisher had nothing newer."`
	Age       int64     `json:"age_seconds" doc:"Seconds since checked; -1 for the sample."`
	Stale     bool      `json:"stale" doc:"An official list, or a copy of one, that has not been checked for longer than the server is set to."`
	Records   int       `json:"records" doc:"Records in force."`
	Rejects   int       `json:"rejects" doc:"Records of the file that could not be understood."`
	Files     string    `json:"files_sha256,omitempty" doc:"Hash over the raw files."`
	Forced    string    `json:"forced,omitempty" doc:"Expectations the edition breaks, overruled by a person."`
	Problem   string    `json:"problem,omitempty" doc:"Why the last attempt to update it did not succeed; the edition stays in force."`
	Source    string    `json:"source,omitempty" doc:"Address of the publisher."`
	Terms     string    `json:"terms,omitempty" doc:"Terms of use of the data."`
}

// Lists is what is in force.
type Lists struct {
	Snapshot string `json:"snapshot" doc:"Fingerprint of the editions in force."`
	Sample   bool   `json:"sample,omitempty" doc:"Only the embedded sample is in force."`
	Lists    []List `json:"lists" nullable:"false"`
}

func (a *api) listRoutes() {
	handle(a, huma.Operation{OperationID: "lists", Method: http.MethodGet, Path: "/v1/lists", Summary: "The lists in force", Errors: []int{503},
		Description: "Edition, dates, counts, age, source and terms of every list that answers rest on."}, a.lists)
}

func (a *api) lists(ctx context.Context, _ *struct{}) (*struct{ Body Lists }, error) {
	s := a.opt.Snapshot()
	rows, err := a.inForce(ctx, s)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Lists }{Lists{Snapshot: s.ID, Sample: sampleInForce(s), Lists: rows}}, nil
}

// inForce describes the editions of s.
func (a *api) inForce(ctx context.Context, s *screen.Snapshot) ([]List, error) {
	out := make([]List, len(s.Editions))
	for i, ref := range s.Editions {
		l := List{List: ref.List, Kind: ref.Kind, Number: ref.Number, Published: ref.Published, Fetched: ref.Fetched, Activated: ref.Activated,
			Records: ref.Records, Files: ref.Raw, Age: -1}
		official := ref.Kind == string(store.Official)
		if ref.Number == 0 {
			l.Edition = ref.Edition // of the sample, its mark
			for _, e := range sample.Lists() {
				if e.ID == ref.List {
					l.Title, l.Source, l.Terms = e.Title, e.Source.Homepage, e.Source.Terms
				}
			}
		} else if src, ok := a.opt.Source(ref.List); ok {
			l.Title, l.Source, l.Terms = src.Title, src.Homepage, src.Terms
			if l.Source == "" && len(src.Remotes) > 0 {
				l.Source = src.Remotes[0].URL
			}
			official = official || len(src.Remotes) > 0
		}
		if ref.Number != 0 && a.opt.Store != nil {
			ed, err := a.opt.Store.Edition(ctx, ref.Number)
			if err != nil {
				return nil, broken(err)
			}
			l.Edition, l.Rejects, l.Forced = ed.Mark, ed.Rejects, ed.Forced
			if l.Checked, l.Problem, err = a.checked(ctx, ed); err != nil {
				return nil, err
			}
			age := a.opt.Now().Sub(l.Checked)
			l.Age = int64(age / time.Second)
			l.Stale = official && ref.Kind != string(store.Sample) && age > a.opt.StaleAfter
		}
		out[i] = l
	}
	return out, nil
}

// checked finds when the edition was last known to be the newest, and what went
// wrong since.
func (a *api) checked(ctx context.Context, ed store.Edition) (at time.Time, problem string, err error) {
	attempts, err := a.opt.Store.Attempts(ctx, ed.List, 50)
	if err != nil {
		return at, "", err
	}
	at = ed.Fetched
	for i, t := range attempts { // the newest first
		switch ingest.Status(t.Status) {
		case ingest.Updated, ingest.Unchanged:
			if t.Edition == ed.ID && t.Last.After(at) {
				at = t.Last
			}
			return at, problem, nil
		}
		if i == 0 {
			problem = t.Reason
		}
	}
	return at, problem, nil
}

// broken marks an error of reading what must be there: not the asker's fault,
// even if something was not found.
func broken(err error) error { return fmt.Errorf("read data directory: %v", err) }

// statusAge is how long the state of the lists is believed: /readyz is asked
// often, and by anyone.
const statusAge = time.Second

type listStatus struct {
	at       time.Time
	snapshot *screen.Snapshot
	lists    []List
	err      error
}

// recent is inForce, not asked anew each time.
func (a *api) recent(ctx context.Context, s *screen.Snapshot) ([]List, error) {
	a.statusMu.Lock()
	defer a.statusMu.Unlock()
	now := a.opt.Now()
	if st := &a.status; st.snapshot != s || now.Sub(st.at) >= statusAge || now.Before(st.at) {
		lists, err := a.inForce(context.WithoutCancel(ctx), s)
		*st = listStatus{now, s, lists, err}
	}
	return a.status.lists, a.status.err
}
