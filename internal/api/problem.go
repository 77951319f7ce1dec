package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// Errors of package server that become problems too.
var (
	ErrUnauthorized = errors.New("a bearer token is needed: Authorization: Bearer TOKEN")
	ErrBusy         = errors.New("too many requests are being worked on; ask again")
)

// The categories of errors of this package.
var (
	errSyntax      = errors.New("body refused")
	errFields      = fmt.Errorf("%w: fields", screen.ErrQuery) // unknown or of the wrong type
	errMedia       = errors.New("content type not taken")
	errTooLarge    = errors.New("body too large")
	errSlow        = errors.New("the body did not come in time")
	errRoute       = errors.New("there is no such address; /openapi.json lists them")
	errMethod      = errors.New("the address does not take this method")
	errNotRecorded = errors.New("the answer could not be recorded and is therefore not given")
	errSample      = errors.New("no official list is in force, only the embedded sample, which answers nothing: run “interdict update”; it comes into force here by itself. To try the API out, start “interdict serve --allow-sample”")
)

// category is a kind of error as clients see it.
type category struct {
	err    error
	name   string // the last part of the type, a heading of docs/api.md
	status int
	title  string
	retry  int // seconds for Retry-After; 0 = none
}

// categories is the one table from errors to statuses. The first that matches
// counts.
var categories = []category{
	{errSyntax, "malformed-body", http.StatusBadRequest, "The body is not acceptable JSON", 0},
	{ErrUnauthorized, "unauthorized", http.StatusUnauthorized, "No or wrong token", 0},
	{store.ErrNotFound, "not-found", http.StatusNotFound, "Not found", 0},
	{errRoute, "no-such-address", http.StatusNotFound, "No such address", 0},
	{errMethod, "method-not-allowed", http.StatusMethodNotAllowed, "Method not allowed", 0},
	{errSlow, "body-too-slow", http.StatusRequestTimeout, "The body came too slowly", 0},
	{errTooLarge, "body-too-large", http.StatusRequestEntityTooLarge, "The body is too large", 0},
	{errMedia, "unsupported-content-type", http.StatusUnsupportedMediaType, "Send application/json", 0},
	{screen.ErrQuery, "query-refused", http.StatusUnprocessableEntity, "The query cannot be screened", 0},
	{errNotRecorded, "not-recorded", http.StatusServiceUnavailable, "The answer could not be recorded", 5},
	{errSample, "sample-only", http.StatusServiceUnavailable, "No official list is in force", 60},
	{ErrBusy, "busy", http.StatusServiceUnavailable, "The server is busy", 1},
	{context.DeadlineExceeded, "interrupted", http.StatusServiceUnavailable, "The request was interrupted", 1},
	{context.Canceled, "interrupted", http.StatusServiceUnavailable, "The request was interrupted", 1},
}

// internal is the category of everything else: it is our fault.
var internal = category{nil, "internal", http.StatusInternalServerError, "Internal error", 0}

func categoryOf(err error) category {
	for _, c := range categories {
		if errors.Is(err, c.err) {
			return c
		}
	}
	return internal
}

// Fault is one thing that is wrong with a request.
type Fault struct {
	Location string `json:"location,omitempty" doc:"Where in the request: names[2], queries[7].birth_dates[0]." example:"names[2]"`
	Message  string `json:"message" doc:"What is wrong, for people."`
}

// Problem is an error in the form of RFC 9457.
type Problem struct {
	Type    string  `json:"type" doc:"Address of the explanation of this kind of problem; its last part is a stable word." example:"https://github.com/interdict-dev/interdict/blob/main/docs/api.md#query-refused"`
	Title   string  `json:"title" doc:"The kind of problem in words."`
	Status  int     `json:"status" doc:"The HTTP status."`
	Detail  string  `json:"detail,omitempty" doc:"What happened here. Not told when the fault is the server's."`
	Request string  `json:"request,omitempty" doc:"Number of the request, also in the header X-Request-Id and in the server's log."`
	Errors  []Fault `json:"errors,omitempty" doc:"Everything that is wrong with the request, with its place."`

	retry int
}

const problemTypes = "https://github.com/interdict-dev/interdict/blob/main/docs/api.md#"

// Error makes a Problem the error that huma writes.
func (p *Problem) Error() string { return p.Title }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are the headers that go with the problem.
func (p *Problem) GetHeaders() http.Header {
	h := make(http.Header)
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="interdict"`)
	}
	return h
}

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// faults is an error with the places of what is wrong. It wraps its category.
type faults struct {
	category error
	list     []Fault
}

func (f *faults) Error() string {
	if len(f.list) == 1 {
		if f.list[0].Location == "" {
			return f.list[0].Message
		}
		return f.list[0].Location + ": " + f.list[0].Message
	}
	return strconv.Itoa(len(f.list)) + " faults, see errors"
}

func (f *faults) Unwrap() error { return f.category }

func problemOf(err error, request string) *Problem {
	c := categoryOf(err)
	p := &Problem{Type: problemTypes + c.name, Title: c.title, Status: c.status, Request: request, retry: c.retry}
	if c.status == http.StatusInternalServerError {
		return p
	}
	p.Detail = err.Error()
	if c.err == errNotRecorded { // the reason is in the log: it names files of the server
		p.Detail = errNotRecorded.Error()
	}
	var f *faults
	if errors.As(err, &f) {
		p.Errors = f.list
	}
	return p
}

// problem turns an error of a handler into what is sent, and logs it when the
// fault is ours.
func (a *api) problem(ctx context.Context, err error) *Problem {
	p := problemOf(err, RequestID(ctx))
	if p.Status == http.StatusInternalServerError || errors.Is(err, errNotRecorded) {
		a.opt.Log.ErrorContext(ctx, "request failed", "request", p.Request, "status", p.Status, "err", err)
	}
	return p
}

// transform puts the errors that huma finds by itself (in query parameters)
// into our form.
func (a *api) transform(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	f := &faults{category: screen.ErrQuery}
	for _, d := range m.Errors {
		f.list = append(f.list, Fault{Location: d.Location, Message: d.Message})
	}
	if len(f.list) == 0 {
		f.list = []Fault{{Message: m.Detail}}
	}
	p := problemOf(f, RequestID(ctx.Context()))
	p.Status = m.Status
	return p, nil
}

// WriteProblem writes err as a problem document.
func WriteProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err, RequestID(r.Context()))
	b, err := json.Marshal(p)
	if err != nil {
		panic("api: problem does not marshal: " + err.Error())
	}
	for k, v := range p.GetHeaders() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.Header().Set("Content-Length", strconv.Itoa(len(b)+1))
	w.WriteHeader(p.Status)
	w.Write(append(b, '\n')) // an error means that the client has gone
}

type requestKey struct{}

// WithRequestID returns a context that carries the number of a request.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID returns the number of the request, "" if it has none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
