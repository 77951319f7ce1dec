package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Health says that the process answers.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

// Ready says whether the server should be asked.
type Ready struct {
	Ready    bool     `json:"ready"`
	Reasons  []string `json:"reasons,omitempty" nullable:"false" doc:"Why it is not ready."`
	Warnings []string `json:"warnings,omitempty" nullable:"false" doc:"What needs an operator although it is ready."`
	Sample   bool     `json:"sample,omitempty" doc:"Only the embedded sample is in force."`
	Stale    []string `json:"stale,omitempty" nullable:"false" doc:"Lists that have not been checked for longer than the server is set to."`
	Snapshot string   `json:"snapshot,omitempty"`
}

type readyAnswer struct {
	Status int
	Body   Ready
}

// healthRoutes do not wait for a turn: a busy server is alive and ready.
func (a *api) healthRoutes() {
	open := []map[string][]string{}
	huma.Register(a.huma, huma.Operation{OperationID: "health", Method: http.MethodGet, Path: "/healthz", Summary: "Is the process alive", Security: open},
		func(context.Context, *struct{}) (*struct{ Body Health }, error) {
			return &struct{ Body Health }{Health{"ok"}}, nil
		})
	huma.Register(a.huma, huma.Operation{OperationID: "ready", Method: http.MethodGet, Path: "/readyz", Summary: "Should the server be asked", Security: open,
		Description: "Status 200 when it can answer, 503 with reasons when it cannot. Stale lists and failed updates are named and leave it ready: an answer from yesterday's list, marked with its date, is better than none."},
		func(ctx context.Context, _ *struct{}) (*readyAnswer, error) { return a.ready(ctx), nil })
}

func (a *api) ready(ctx context.Context) *readyAnswer {
	r := Ready{Warnings: a.opt.Warnings()}
	if s := a.opt.Snapshot(); s != nil {
		r.Snapshot, r.Sample = s.ID, sampleInForce(s)
		lists, err := a.recent(ctx, s)
		if err != nil {
			a.opt.Log.ErrorContext(ctx, "state of the lists not read", "request", RequestID(ctx), "err", err)
			r.Reasons = append(r.Reasons, "the data directory cannot be read")
		}
		for _, l := range lists {
			if l.Stale {
				r.Stale = append(r.Stale, l.List)
			}
		}
	}
	if _, err := a.answering(); err != nil {
		r.Reasons = append(r.Reasons, err.Error())
	}
	r.Ready = len(r.Reasons) == 0
	status := http.StatusOK
	if !r.Ready {
		status = http.StatusServiceUnavailable
	}
	return &readyAnswer{status, r}
}
