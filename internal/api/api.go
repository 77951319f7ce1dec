package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/all"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// Options of New. Snapshot is needed; everything else has a usable zero value.
type Options struct {
	// Snapshot returns the snapshot in force.
	Snapshot func() *screen.Snapshot
	// Store keeps editions and decisions; nil = there is no data directory.
	Store *store.Store
	// Source tells what is known of a list: its title, address and terms. nil =
	// all.Find.
	Source func(list string) (*list.Source, bool)

	// Record makes answers of snapshot s durable as decisions and returns their
	// ids, in order. nil = answers are not recorded.
	Record func(ctx context.Context, s *screen.Snapshot, answers []screen.Answer) ([]string, error)

	// AllowSample answers from the embedded sample while no list is in force.
	AllowSample bool

	Threshold  float64       // of queries without one; 0 = the matching parameters' own
	Limit      int           // of queries without one; 0 = screen.DefaultLimit
	MaxBody    int64         // bytes of a request; 0 = 1 MiB
	MaxWork    int           // requests worked on at the same time; 0 = 32 for each processor
	MaxWait    time.Duration // how long a request waits for its turn; 0 = 1 s
	MaxTime    time.Duration // that a request is worked on, not stopped within a query; 0 = 40 s
	StaleAfter time.Duration // age from which a list counts as stale; 0 = 36 h

	// Warnings tells what operators must know beside the state of the lists.
	Warnings func() []string

	Build string           // version of the program, shown in the description
	Now   func() time.Time // nil = time.Now
	Log   *slog.Logger     // nil = silent
}

type api struct {
	opt  Options
	mux  *http.ServeMux
	huma huma.API
	work chan struct{} // a place for each request that is being worked on

	sample func() (map[string]sampleRecord, error) // the embedded sample, read once

	statusMu sync.Mutex
	status   listStatus
}

// New returns the handler of all routes.
func New(o Options) http.Handler {
	o.Limit = cmp.Or(o.Limit, screen.DefaultLimit)
	o.MaxBody = cmp.Or(o.MaxBody, 1<<20)
	o.MaxWork = cmp.Or(o.MaxWork, 32*runtime.GOMAXPROCS(0))
	o.MaxWait = cmp.Or(o.MaxWait, time.Second)
	o.MaxTime = cmp.Or(o.MaxTime, 40*time.Second)
	o.StaleAfter = cmp.Or(o.StaleAfter, 36*time.Hour)
	if o.Source == nil {
		o.Source = all.Find
	}
	if o.Warnings == nil {
		o.Warnings = func() []string { return nil }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	a := &api{opt: o, mux: http.NewServeMux(), work: make(chan struct{}, o.MaxWork), sample: sync.OnceValues(readSample)}
	a.huma = humago.New(a.mux, a.config())
	a.routes()
	a.describe()
	return a
}

// describe serves the description of the API, once all routes are known. (That
// of huma is made by the first request, without a lock.)
func (a *api) describe() {
	spec := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) })
	a.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		b, err := spec()
		if err != nil {
			WriteProblem(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(b)
	})
}

// config describes the API. There is no documentation page: the usual ones load
// scripts from other hosts into a page that shows names.
func (a *api) config() huma.Config {
	format := huma.Format{Marshal: marshal, Unmarshal: unmarshal}
	types := huma.NewMapRegistry("#/components/schemas/", schemaName)
	types.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[Problem]()) // see transform
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "Interdict",
				Version:     cmp.Or(a.opt.Build, "devel"),
				Description: "Screens names, companies, ships and wallets against the official sanctions lists. docs/api.md explains it with examples.",
			},
			Components: &huma.Components{
				Schemas: types,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "Where the server was given one."},
				},
			},
			Security: []map[string][]string{{"token": {}}, {}},
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{a.transform},
	}
}

// schemaName puts the package before the names of types that are not this
// package's, so that two of one name are told apart.
func schemaName(t reflect.Type, hint string) string {
	n := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	pkg, ours := strings.CutPrefix(t.PkgPath(), "github.com/interdict-dev/interdict/internal/")
	if !ours || pkg == "api" {
		return n
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + n
}

// marshal writes v as JSON.
func marshal(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// unmarshal is called by huma for request bodies, which are all of type body.
func unmarshal(data []byte, v any) error {
	v.(interface{ read([]byte) }).read(data)
	return nil
}

// body is a request body of type T, read strictly. It keeps the error for the
// handler, so that all errors come from one table.
type body[T any] struct {
	value T
	err   error
}

func (b *body[T]) read(data []byte) { b.err = decode(data, &b.value) }

// Schema describes the body as T.
func (body[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

// handle registers an operation. fn runs when it is the request's turn; its
// errors are turned into problems.
func handle[I, O any](a *api, op huma.Operation, fn func(context.Context, *I) (*O, error)) {
	op.SkipValidateBody = true
	op.MaxBodyBytes = -1 // ServeHTTP has read the body within its limit
	op.BodyReadTimeout = -1
	op.Errors = append(op.Errors, http.StatusInternalServerError)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		done, err := a.turn(ctx)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		defer done()
		ctx, cancel := context.WithTimeout(ctx, a.opt.MaxTime)
		defer cancel()
		out, err := fn(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// turn waits until the request may be worked on. The body has been read before
// and the response is written after it, so a slow client takes nobody's turn.
func (a *api) turn(ctx context.Context) (done func(), err error) {
	release := func() { <-a.work }
	select {
	case a.work <- struct{}{}:
		return release, nil
	default:
	}
	wait := time.NewTimer(a.opt.MaxWait)
	defer wait.Stop()
	select {
	case a.work <- struct{}{}:
		return release, nil
	case <-wait.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ServeHTTP reads the request's body, answers, and then writes the response as
// a whole: an error while it is made cannot leave half of it behind.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, pattern := a.mux.Handler(r)
	if pattern == "" {
		a.unrouted(w, r, h)
		return
	}
	if r.Method == http.MethodPost {
		b, err := a.readBody(w, r)
		if err != nil {
			WriteProblem(w, r, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(b))
	}
	out := &response{header: w.Header(), status: http.StatusOK}
	a.mux.ServeHTTP(out, r)
	out.writeTo(w)
}

// unrouted answers what no route takes: the mux decides between 404 and 405.
func (a *api) unrouted(w http.ResponseWriter, r *http.Request, h http.Handler) {
	out := &response{header: make(http.Header), status: http.StatusOK}
	h.ServeHTTP(out, r)
	if out.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", out.header.Get("Allow"))
		WriteProblem(w, r, errMethod)
		return
	}
	WriteProblem(w, r, errRoute)
}

// response keeps a response until it is complete.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (o *response) Header() http.Header         { return o.header }
func (o *response) WriteHeader(status int)      { o.status = status }
func (o *response) Write(b []byte) (int, error) { return o.body.Write(b) }

func (o *response) writeTo(w http.ResponseWriter) {
	w.Header().Set("Content-Length", strconv.Itoa(o.body.Len()))
	w.WriteHeader(o.status)
	w.Write(o.body.Bytes()) // an error means that the client has gone
}
