package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/api"
	"github.com/interdict-dev/interdict/internal/list/custom"
	"github.com/interdict-dev/interdict/internal/server"
)

// blocked is a list of invented parties.
const blocked = `id,name,birth_date,country
a1,Wilhelmine Krautschneider,1950-02-03,Germany
a2,Ostwind Handels GmbH,,Austria
`

const blockedMore = blocked + "a3,Zentralkontor Brunnenfeld AG,,Switzerland\n"

func put(t testing.TB, e *interdict.Engine, text string) {
	t.Helper()
	p := filepath.Join(t.TempDir(), "blocked.csv")
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Import(t.Context(), custom.Source("blocked", "our blocked customers", custom.Options{}), true, p); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string) *interdict.Engine {
	t.Helper()
	e, err := interdict.Open(context.Background(), interdict.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// buffer is a log for tests.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// running is a server on a real socket.
type running struct {
	url  string
	addr string
	log  *buffer
	stop context.CancelFunc
	done chan error
}

func start(t testing.TB, o server.Options) *running {
	t.Helper()
	r := &running{log: new(buffer), done: make(chan error, 1)}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(r.log, nil))
	}
	s, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	r.url = "http://" + r.addr
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() { r.done <- s.Serve(ctx, l) }()
	t.Cleanup(stop)
	return r
}

// end stops the server and waits for it.
func (r *running) end(t testing.TB) {
	t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		t.Errorf("serve: %v", err)
	}
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (r *running) call(t testing.TB, method, path, body string, header ...string) reply {
	t.Helper()
	req, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(b)}
}

func parse[T any](t testing.TB, r reply) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	return v
}

const question = `{"names":["Wilhelmine Krautschneider"],"birth_dates":["1950-02-03"]}`

// TestRecordedIsDurable: what was answered can be read back at once, by the
// server and by another process on the same directory, a clear answer too, and
// the chain of decisions holds.
func TestRecordedIsDurable(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, Record: true})
	other := open(t, dir)
	var bodies []string
	for range 20 {
		bodies = append(bodies, question, `{"names":["Amelia Fotheringay"]}`)
	}
	var wg sync.WaitGroup
	for _, body := range bodies {
		wg.Go(func() {
			r := srv.call(t, "POST", "/v1/screen", body)
			a := parse[api.Answer](t, r)
			if r.status != 200 || a.Decision == "" {
				t.Errorf("%d %s", r.status, r.body)
				return
			}
			d, err := other.Store().Decision(context.Background(), a.Decision)
			if err != nil {
				t.Errorf("right after the response: %v", err)
				return
			}
			var kept interdict.Answer
			if err := json.Unmarshal(d.Answer, &kept); err != nil || kept.Verdict != a.Verdict || kept.Snapshot != a.Snapshot || len(kept.Hits) != len(a.Hits) {
				t.Errorf("recorded %s, answered %s (%v)", d.Answer, r.body, err)
			}
			if d.Source != "api" || d.ParamsHash != a.Params || len(d.Editions) != 1 || d.Editions[0].List != "blocked" || d.Editions[0].ID == 0 {
				t.Errorf("decision %+v", d)
			}
			got := parse[api.Decision](t, srv.call(t, "GET", "/v1/decisions/"+a.Decision, ""))
			if got.ID != a.Decision || string(got.Answer) != string(d.Answer) || string(got.Request) != string(d.Request) {
				t.Errorf("over HTTP %+v, in the store %+v", got, d)
			}
		})
	}
	wg.Wait()
	batch := parse[api.Answers](t, srv.call(t, "POST", "/v1/screen/batch", `{"queries":[`+strings.Join(bodies, ",")+`]}`))
	seen := make(map[string]bool)
	for _, a := range batch.Answers {
		if _, err := other.Store().Decision(t.Context(), a.Decision); err != nil || seen[a.Decision] {
			t.Errorf("batch: decision %q: %v", a.Decision, err)
		}
		seen[a.Decision] = true
	}
	srv.end(t)
	v, err := other.Store().Verify(t.Context())
	if err != nil || v.Decisions != 2*len(bodies) || len(v.Problems) > 0 {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

// TestNoRecordNoAnswer takes the decisions away from under the server.
func TestNoRecordNoAnswer(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, Record: true})
	if r := srv.call(t, "POST", "/v1/screen", question); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if err := e.Store().Close(); err != nil {
		t.Fatal(err)
	}
	for path, body := range map[string]string{"/v1/screen": question, "/v1/screen/batch": `{"queries":[` + question + `,` + question + `]}`} {
		r := srv.call(t, "POST", path, body)
		if r.status != 503 || strings.Contains(r.body, "Krautschneider") || !strings.Contains(r.body, "not-recorded") {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	if log := srv.log.String(); !strings.Contains(log, "level=ERROR") || strings.Contains(log, "Krautschneider") {
		t.Errorf("log:\n%s", log)
	}
}

func TestRecordNeedsStore(t *testing.T) {
	if _, err := server.New(server.Options{Engine: open(t, ""), Record: true}); err == nil {
		t.Error("recording without a data directory is accepted")
	}
}

// TestReload: an edition that another process puts in force answers without a
// restart, while clients ask without a pause; no answer mixes snapshots.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	writer := open(t, dir)
	e := open(t, dir) // the sample is in force
	srv := start(t, server.Options{Engine: e, Record: true, Reload: 10 * time.Millisecond})
	if r := srv.call(t, "POST", "/v1/screen", question); r.status != 503 || !strings.Contains(r.body, "sample-only") {
		t.Fatalf("on the sample: %d %s", r.status, r.body)
	}
	if r := srv.call(t, "GET", "/readyz", ""); r.status != 503 {
		t.Errorf("ready on the sample: %d %s", r.status, r.body)
	}
	put(t, writer, blocked)
	await(t, func() bool { return srv.call(t, "GET", "/readyz", "").status == 200 })

	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				r := srv.call(t, "POST", "/v1/screen/batch", `{"queries":[`+question+`,{"names":["Zentralkontor Brunnenfeld"]},`+question+`]}`)
				got := parse[api.Answers](t, r)
				if r.status != 200 {
					t.Errorf("%d %s", r.status, r.body)
					return
				}
				for _, a := range got.Answers {
					if a.Snapshot != got.Snapshot {
						t.Errorf("answers of two snapshots in one batch: %s", r.body)
					}
				}
				if got.Answers[0].Total != 1 || got.Answers[2].Total != 1 {
					t.Errorf("a listed party is not found while editions change: %s", r.body)
				}
			}
		})
	}
	for i := range 8 {
		text := blocked
		if i%2 == 0 {
			text = blockedMore
		}
		put(t, writer, text)
		want := writer.Snapshot().ID
		await(t, func() bool { return e.Snapshot().ID == want })
	}
	put(t, writer, blockedMore)
	await(t, func() bool {
		return parse[api.Answer](t, srv.call(t, "POST", "/v1/screen", `{"names":["Zentralkontor Brunnenfeld AG"]}`)).Total == 1
	})
	stop()
	wg.Wait()
	srv.end(t)
}

func await(t testing.TB, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("did not happen")
		}
	}
}

// TestListsAndEntities on a real store, with the original lines of the file.
func TestListsAndEntities(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e})
	lists := parse[api.Lists](t, srv.call(t, "GET", "/v1/lists", ""))
	if lists.Snapshot != e.Snapshot().ID || lists.Sample || len(lists.Lists) != 1 {
		t.Fatalf("%+v", lists)
	}
	l := lists.Lists[0]
	if l.List != "blocked" || l.Kind != "imported" || l.Records != 2 || l.Rejects != 0 || l.Age < 0 || l.Age > 60 || l.Stale || l.Number == 0 || l.Fetched.IsZero() || l.Activated.IsZero() || l.Files == "" {
		t.Errorf("%+v", l)
	}
	for path, want := range map[string]string{
		"/v1/entities/blocked:a1?original=true": "a1,Wilhelmine Krautschneider,1950-02-03,Germany",
		"/v1/entities/a2?original=true":         "a2,Ostwind Handels GmbH,,Austria",
		"/v1/entities/a2":                       "",
	} {
		got := parse[api.Entities](t, srv.call(t, "GET", path, ""))
		if len(got.Entities) != 1 || got.Snapshot != e.Snapshot().ID || got.Entities[0].Edition.Number != l.Number {
			t.Fatalf("%s: %+v", path, got)
		}
		text := ""
		for _, o := range got.Entities[0].Original {
			text += o.Text
		}
		if text != want {
			t.Errorf("%s: original %q, want %q", path, text, want)
		}
	}
	if r := srv.call(t, "GET", "/v1/entities/blocked:zz", ""); r.status != 404 {
		t.Errorf("nobody: %d %s", r.status, r.body)
	}
}

// TestSampleEntities reads the embedded sample with its original lines.
func TestSampleEntities(t *testing.T) {
	srv := start(t, server.Options{Engine: open(t, ""), AllowSample: true})
	got := parse[api.Entities](t, srv.call(t, "GET", "/v1/entities/us_ofac_sdn:17022?original=true", ""))
	if len(got.Entities) != 1 || !got.Entities[0].Sample || len(got.Entities[0].Original) == 0 || !strings.Contains(got.Entities[0].Original[0].Text, "ROSNEFT") {
		t.Errorf("%+v", got)
	}
}

// TestStale: a list that was not checked for long is named, and the server
// stays ready.
func TestStale(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir)
	p := filepath.Join(t.TempDir(), "un.csv")
	if err := os.WriteFile(p, []byte(blocked), 0o600); err != nil {
		t.Fatal(err)
	}
	// A copy of an official list, given by hand.
	if _, err := e.Import(t.Context(), custom.Source("un_sc_sanctions", "copy", custom.Options{}), false, p); err != nil {
		t.Fatal(err)
	}
	srv := start(t, server.Options{Engine: e, StaleAfter: time.Nanosecond})
	r := srv.call(t, "GET", "/readyz", "")
	if got := parse[api.Ready](t, r); r.status != 200 || len(got.Stale) != 1 || got.Stale[0] != "un_sc_sanctions" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if l := parse[api.Lists](t, srv.call(t, "GET", "/v1/lists", "")).Lists[0]; !l.Stale || l.Source == "" {
		t.Errorf("%+v", l)
	}
}

func TestToken(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, Token: "s3cret-token"})
	tests := []struct {
		name, method, path, body, auth string
		status                         int
	}{
		{"none", "POST", "/v1/screen", question, "", 401},
		{"wrong", "POST", "/v1/screen", question, "Bearer other", 401},
		{"prefix", "POST", "/v1/screen", question, "Bearer s3cret", 401},
		{"longer", "POST", "/v1/screen", question, "Bearer s3cret-token-", 401},
		{"empty", "POST", "/v1/screen", question, "Bearer ", 401},
		{"other scheme", "POST", "/v1/screen", question, "Basic s3cret-token", 401},
		{"right", "POST", "/v1/screen", question, "Bearer s3cret-token", 200},
		{"scheme in small letters", "POST", "/v1/screen", question, "bearer s3cret-token", 200},
		{"lists", "GET", "/v1/lists", "", "", 401},
		{"unknown address", "GET", "/x", "", "", 401},
		{"description", "GET", "/openapi.json", "", "", 401},
		{"alive", "GET", "/healthz", "", "", 200},
		{"ready", "GET", "/readyz", "", "", 200},
		{"not quite health", "GET", "/healthz/../v1/lists", "", "", 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := srv.call(t, tt.method, tt.path, tt.body, "Authorization", tt.auth)
			if r.status != tt.status || r.status == 401 && !strings.Contains(r.header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%d %v %s, want %d", r.status, r.header, r.body, tt.status)
			}
		})
	}
	if strings.Contains(srv.log.String(), "s3cret") {
		t.Error("the token is in the log")
	}
}

// TestNothingPersonalInLog: names in bodies, addresses, headers and methods do
// not come into the log, and each line leads to its response.
func TestNothingPersonalInLog(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, Record: true})
	ids := []string{}
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/v1/screen", question},
		{"POST", "/v1/screen", `{"names":["Krautschneider"],"Krautschneider":1}`},
		{"POST", "/v1/screen", `{"names":["Krautschneider"],"lists":["Krautschneider"]}`},
		{"GET", "/v1/screen?name=Krautschneider", ""},
		{"GET", "/Krautschneider", ""},
		{"GET", "/v1/entities/Krautschneider", ""},
		{"GET", "/v1/decisions/Krautschneider", ""},
		{"KRAUTSCHNEIDER", "/v1/screen", ""},
	} {
		r := srv.call(t, c.method, c.path, c.body, "X-Request-Id", "Krautschneider", "User-Agent", "Krautschneider")
		id := r.header.Get("X-Request-Id")
		if len(id) < 20 || id == "Krautschneider" {
			t.Errorf("%s %s: request id %q", c.method, c.path, id)
		}
		if r.status >= 400 && !strings.Contains(r.body, id) {
			t.Errorf("%s %s: the problem does not have its number: %s", c.method, c.path, r.body)
		}
		if r.header.Get("Cache-Control") != "no-store" || r.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("headers %v", r.header)
		}
		ids = append(ids, id)
	}
	srv.end(t)
	log := srv.log.String()
	if strings.Contains(strings.ToLower(log), "krautschneider") {
		t.Errorf("the log has a name:\n%s", log)
	}
	for _, id := range ids {
		if strings.Count(log, id) != 1 {
			t.Errorf("request %s stands %d times in the log", id, strings.Count(log, id))
		}
	}
	if !strings.Contains(log, "method=POST route=/v1/screen status=200") {
		t.Errorf("log:\n%s", log)
	}
}

// TestPanic: a panic is answered with status 500, a number and nothing else;
// the log has the stack, and not the text.
func TestPanic(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	log := new(buffer)
	s, err := server.New(server.Options{Engine: e, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{"text": "Krautschneider is bad", "error": fmt.Errorf("Krautschneider")} {
		h := s.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(value) }))
		w := newRecorder()
		r, _ := http.NewRequest("POST", "/v1/screen", nil)
		h.ServeHTTP(w, r)
		p := parse[api.Problem](t, reply{body: w.body.String()})
		if w.status != 500 || p.Request == "" || p.Detail != "" || strings.Contains(w.body.String(), "Krautschneider") {
			t.Errorf("%s: %d %s", name, w.status, w.body.String())
		}
		if text := log.String(); strings.Contains(text, "Krautschneider") || !strings.Contains(text, p.Request) || !strings.Contains(text, "server_test.go") {
			t.Errorf("%s: log:\n%s", name, text)
		}
	}
}

type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder                    { return &recorder{header: make(http.Header)} }
func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(s int)           { r.status = s }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
