package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Answer is a screen.Answer on its way to a client.
type Answer struct {
	Decision string  `json:"decision,omitempty" doc:"Id under which the answer is recorded: /v1/decisions/{id}. Left away when the server does not record." example:"01K7ZK3W1T9X6S0M8T4Q2B5N7R"`
	Sample   bool    `json:"sample,omitempty" doc:"The answer rests on the embedded sample, not on official lists: it clears nobody."`
	Ignored  []Fault `json:"ignored,omitempty" nullable:"false" doc:"Parts of the query that are not compared, and why."`
	screen.Answer
}

// Answers is the outcome of a Batch.
type Answers struct {
	Snapshot string   `json:"snapshot" doc:"The snapshot all answers rest on."`
	Answers  []Answer `json:"answers" nullable:"false" doc:"One for each query, in their order."`
}

func (a *api) routes() {
	handle(a, huma.Operation{OperationID: "screen", Method: http.MethodPost, Path: "/v1/screen", Summary: "Screen one party",
		Description: "Compares the party with every listed one and answers “clear” or “possible match”, with all evidence. A possible match needs a person to decide.",
		Errors:      []int{400, 413, 415, 422, 503}}, a.screen)
	handle(a, huma.Operation{OperationID: "screen-batch", Method: http.MethodPost, Path: "/v1/screen/batch", Summary: "Screen up to 100 parties",
		Description: "Answers all queries from one snapshot, or none of them.",
		Errors:      []int{400, 413, 415, 422, 503}}, a.screenBatch)
	a.listRoutes()
	a.recordRoutes()
	a.healthRoutes()
}

// sampleInForce reports whether s is the embedded sample.
func sampleInForce(s *screen.Snapshot) bool {
	return len(s.Editions) > 0 && s.Editions[0].Kind == "sample"
}

// answering returns the snapshot that may answer.
func (a *api) answering() (*screen.Snapshot, error) {
	s := a.opt.Snapshot()
	if s == nil || len(s.Editions) == 0 || sampleInForce(s) && !a.opt.AllowSample {
		return nil, errSample
	}
	return s, nil
}

func (a *api) screen(ctx context.Context, in *struct{ Body body[Query] }) (*struct{ Body Answer }, error) {
	if in.Body.err != nil {
		return nil, in.Body.err
	}
	s, err := a.answering()
	if err != nil {
		return nil, err
	}
	q, r := a.query(s, &in.Body.value, "")
	if len(r.faults) > 0 {
		return nil, &faults{screen.ErrQuery, r.faults[:min(len(r.faults), maxFaults)]}
	}
	answers, err := a.answer(ctx, s, []screen.Query{q}, []*reader{r})
	if err != nil {
		return nil, err
	}
	return &struct{ Body Answer }{answers[0]}, nil
}

func (a *api) screenBatch(ctx context.Context, in *struct{ Body body[Batch] }) (*struct{ Body Answers }, error) {
	if in.Body.err != nil {
		return nil, in.Body.err
	}
	s, err := a.answering()
	if err != nil {
		return nil, err
	}
	queries, readers, err := a.batch(s, &in.Body.value)
	if err != nil {
		return nil, err
	}
	answers, err := a.answer(ctx, s, queries, readers)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Answers }{Answers{Snapshot: s.ID, Answers: answers}}, nil
}

// answer screens queries on s, all on the same snapshot, and records the
// answers with the editions of that snapshot, whatever comes into force
// meanwhile.
func (a *api) answer(ctx context.Context, s *screen.Snapshot, queries []screen.Query, readers []*reader) ([]Answer, error) {
	out := make([]Answer, len(queries))
	record := make([]screen.Answer, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ans, err := s.Screen(q)
		if err != nil {
			return nil, errAsked(err)
		}
		record[i] = ans
		out[i] = Answer{Sample: sampleInForce(s), Ignored: readers[i].ignored, Answer: ans}
	}
	if a.opt.Record == nil {
		return out, nil
	}
	ids, err := a.opt.Record(ctx, s, record)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotRecorded, err)
	}
	if len(ids) != len(out) {
		return nil, fmt.Errorf("%w: %d decisions for %d answers", errNotRecorded, len(ids), len(out))
	}
	for i := range out {
		out[i].Decision = ids[i]
	}
	return out, nil
}
