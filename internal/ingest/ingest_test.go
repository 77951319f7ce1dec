package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/fetch"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/store"
)

var t0 = time.Date(2025, 10, 22, 20, 0, 0, 0, time.UTC)

// doc writes the file of a made-up publisher: a head with a date, one line a
// record, and a foot with their number.
//
//	LIST 2025-10-22T20:00:00Z
//	1|First Person|ru
//	END 1
func doc(published time.Time, n int, edit ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "LIST %s\n", published.Format(time.RFC3339))
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("Person %d", i)
		if i <= len(edit) {
			name = edit[i-1]
		}
		fmt.Fprintf(&b, "%d|%s|ru\n", i, name)
	}
	fmt.Fprintf(&b, "END %d\n", n)
	return b.String()
}

func parseDoc(in list.Input, emit list.Emit, rep *list.Report) error {
	f := in.Files[0]
	rc, err := f.Open()
	if err != nil {
		return err
	}
	defer rc.Close()
	r := bufio.NewReader(rc)
	var off int64
	for n := 1; ; n++ {
		l, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return err
		}
		at := off
		off += int64(len(l))
		text := strings.TrimSuffix(l, "\n")
		switch {
		case err == io.EOF:
			return fmt.Errorf("line %d: the file ends without its last line", n)
		case strings.HasPrefix(text, "LIST "):
			rep.Published = list.ParseTime(strings.TrimPrefix(text, "LIST "))
			continue
		case strings.HasPrefix(text, "END "):
			if text != fmt.Sprintf("END %d", rep.Records) {
				return fmt.Errorf("line %d: %s after %d records", n, text, rep.Records)
			}
			return nil
		case text == "PANIC":
			panic("index out of range")
		}
		rep.Record()
		parts := strings.Split(text, "|")
		if len(parts) != 3 {
			rep.Reject(list.RecordError{Line: n, Err: errors.New("three fields expected")})
			continue
		}
		e := &entity.Entity{
			ID: parts[0], Schema: entity.Person, Names: []entity.Name{{Full: parts[1], Kind: entity.NamePrimary}},
			Origin: entity.Origin{Fragments: []entity.Fragment{{File: f.Name, Line: n, Offset: at, Length: int64(len(text))}}},
		}
		if parts[2] != "" {
			e.Countries = []entity.CountryFact{{Code: parts[2]}}
		}
		if err := emit(e); err != nil {
			return err
		}
	}
}

func source(id string, remotes ...list.Remote) *list.Source {
	return &list.Source{
		ID: id, Title: id, Publisher: "Nobody", Country: "xk", Remotes: remotes,
		Formats: []list.Format{{ID: "doc", Doc: "made up", Detect: func(in list.Input) bool {
			return len(in.Files) > 0 && strings.HasPrefix(string(in.Files[0].Head(5)), "LIST ")
		}, Parse: parseDoc}},
		Expect: list.Expect{Fill: map[string]float64{"country": 0.5}},
	}
}

// world is a publisher's server, a store, and a clock.
type world struct {
	t     *testing.T
	store *store.Store
	now   time.Time
	url   string
	mu    sync.Mutex
	serve map[string]http.HandlerFunc
	asked []string // "path etag"
	log   bytes.Buffer
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, now: t0, serve: map[string]http.HandlerFunc{}}
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		h := w.serve[r.URL.Path]
		w.asked = append(w.asked, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("If-None-Match")))
		w.mu.Unlock()
		if h == nil {
			http.NotFound(rw, r)
			return
		}
		h(rw, r)
	}))
	t.Cleanup(srv.Close)
	w.url = srv.URL
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Now: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.store = s
	return w
}

// put serves body with an ETag made of it, honouring conditions.
func (w *world) put(path, body string) {
	w.handle(path, func(rw http.ResponseWriter, r *http.Request) {
		tag := `"` + strconv.Itoa(len(body)) + "-" + fmt.Sprintf("%x", sum(body)) + `"`
		rw.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			rw.WriteHeader(304)
			return
		}
		io.WriteString(rw, body)
	})
}

func sum(s string) (h uint32) {
	for _, c := range []byte(s) {
		h = h*31 + uint32(c)
	}
	return h
}

func (w *world) handle(path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.serve[path] = h
}

func (w *world) remote(name string) list.Remote {
	return list.Remote{Name: name, URL: w.url + "/" + name}
}

func (w *world) options(sources ...*list.Source) Options {
	return Options{
		Store: w.store, Sources: sources, Build: "test", Now: func() time.Time { return w.now },
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		Fetch: &fetch.Client{AllowPrivate: true, Tries: 2, Backoff: time.Millisecond, IdleTimeout: 10 * time.Second, Timeout: time.Minute,
			MaxBytes: 1 << 20, Now: func() time.Time { return w.now }},
	}
}

func (w *world) run(o Options) []Result {
	w.t.Helper()
	w.now = w.now.Add(time.Hour)
	w.mu.Lock()
	w.asked = nil
	w.mu.Unlock()
	res, err := Run(w.t.Context(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	return res
}

// expect runs and checks the status of the only source, and that its edition in
// force has n records.
func (w *world) expect(o Options, want Status, n int, reason string) Result {
	w.t.Helper()
	res := w.run(o)[0]
	if res.Status != want || res.Edition.Accepted != n || (res.Err == nil) != (reason == "") || res.Err != nil && !strings.Contains(res.Err.Error(), reason) {
		w.t.Errorf("%s, %d records in force, error %v; want %s, %d, %q", res.Status, res.Edition.Accepted, res.Err, want, n, reason)
	}
	if left, _ := os.ReadDir(w.store.TempDir()); len(left) != 0 {
		w.t.Errorf("temporary files left: %v", left)
	}
	return res
}

func (w *world) verify() {
	w.t.Helper()
	v, err := w.store.Verify(w.t.Context())
	if err != nil || len(v.Problems) > 0 {
		w.t.Errorf("verify: %v %v", err, v.Problems)
	}
}

func TestUpdate(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	w.put("/list.txt", doc(t0, 10))
	res := w.expect(w.options(src), Updated, 10, "")
	if res.Changes != (store.Changes{Added: 10}) || res.Edition.Kind != store.Official || !res.Edition.Published.Equal(t0) || !res.Edition.Fetched.Equal(w.now) {
		t.Errorf("result %+v", res)
	}
	res = w.expect(w.options(src), Unchanged, 10, "")
	if res.Changes != (store.Changes{}) || len(w.asked) != 1 || !strings.Contains(w.asked[0], `"`) {
		t.Errorf("the second run asked %q, changes %+v; want one conditional request", w.asked, res.Changes)
	}
	w.put("/list.txt", doc(t0.Add(time.Hour), 11, "Renamed"))
	res = w.expect(w.options(src), Updated, 11, "")
	if res.Changes != (store.Changes{Added: 1, Changed: 1, Unchanged: 9}) {
		t.Errorf("changes %+v", res.Changes)
	}
	files, err := w.store.Files(t.Context(), res.Edition.ID)
	if err != nil || len(files) != 1 || files[0].URL != w.url+"/list.txt" || files[0].ETag == "" {
		t.Errorf("files %+v, %v", files, err)
	}
	attempts, err := w.store.Attempts(t.Context(), "xx_test", 10)
	var got []string
	for _, a := range attempts {
		got = append(got, fmt.Sprint(a.Status, a.Edition))
	}
	if d := cmp.Diff([]string{"updated2", "unchanged1", "updated1"}, got); d != "" || err != nil {
		t.Errorf("attempts: %v\n%s", err, d)
	}
	w.verify()
}

// TestDistrust: whatever the server does, the old edition stays in force, the
// reason is clear and remembered, and a good file afterwards is taken.
func TestDistrust(t *testing.T) {
	good := doc(t0, 100)
	html := "<!DOCTYPE html><html><head><title>Access denied</title></head><body>403</body></html>"
	send := func(body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, body) }
	}
	for _, c := range []struct {
		name   string
		h      http.HandlerFunc
		status Status
		reason string
	}{
		{"a web page", send(html), Refused, "list.txt is a web page, not data"},
		{"empty", send(""), Refused, "list.txt is empty"},
		{"another format", send(`{"error":"maintenance"}`), Refused, "none of the formats doc"},
		{"cut by the publisher", send(good[:len(good)/2]), Refused, "ends without its last line"},
		{"a tenth of the records", send(doc(t0, 10)), Refused, "10 records, the edition in force has 100: shrunk by more than 20 %"},
		{"no records", send(doc(t0, 0)), Refused, "no record in the file"},
		{"a field lost", send(strings.ReplaceAll(good, "|ru", "|")), Refused, "only 0.0 % of the records have country"},
		{"records that cannot be read", send(strings.ReplaceAll(good, "1|", "1;")), Refused, "records rejected"},
		{"published before the edition in force", send(doc(t0.Add(-time.Hour), 100)), Refused, "older than the edition in force"},
		{"the parser panics", send(strings.Replace(good, "END", "PANIC\nEND", 1)), Refused, "parser panicked"},
		{"a gzip file that is none", send("\x1f\x8b\x08garbage"), Refused, "unpack list.txt"},
		{"endless", func(rw http.ResponseWriter, r *http.Request) {
			for {
				if _, err := rw.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}, Refused, "larger than allowed"},
		{"redirect to a foreign host", func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://localhost:1/", http.StatusFound)
		}, Refused, "foreign host"},
		{"forbidden", func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(403) }, Failed, "server answers 403"},
		{"server error", func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(500) }, Failed, "server answers 500"},
		{"cut on the way", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Length", fmt.Sprint(len(good)))
			io.WriteString(rw, good[:len(good)/2])
		}, Failed, "body cut short"},
		{"hangs", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Length", fmt.Sprint(len(good)))
			io.WriteString(rw, good[:100])
			rw.(http.Flusher).Flush()
			<-r.Context().Done()
		}, Failed, "too slow"},
		{"304 to a whole request", func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(304) }, Failed, "304"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			src := source("xx_test", w.remote("list.txt"))
			w.handle("/list.txt", send(good)) // no ETag: every request is whole
			w.expect(w.options(src), Updated, 100, "")
			w.handle("/list.txt", c.h)
			o := w.options(src)
			if c.name == "hangs" {
				o.Fetch.IdleTimeout = 300 * time.Millisecond
			}
			// Twice: a refused file must be refused again, not turn "unchanged".
			for range 2 {
				w.expect(o, c.status, 100, c.reason)
			}
			if !strings.Contains(w.log.String(), "level=ERROR") {
				t.Errorf("not loud enough: %s", w.log.String())
			}
			attempts, err := w.store.Attempts(t.Context(), "xx_test", 1)
			if err != nil || attempts[0].Count != 2 || attempts[0].Status != string(c.status) || attempts[0].Edition != 1 {
				t.Errorf("attempts %+v, %v", attempts, err)
			}
			w.handle("/list.txt", send(doc(t0.Add(time.Hour), 101)))
			w.expect(w.options(src), Updated, 101, "")
			w.verify()
		})
	}
}

// TestRefusedIsNotHiddenBy304: a server with ETags serves a bad file; the next
// request must not carry the bad file's mark.
func TestRefusedIsNotHiddenBy304(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	w.put("/list.txt", doc(t0, 100))
	w.expect(w.options(src), Updated, 100, "")
	w.put("/list.txt", doc(t0, 10))
	for range 3 {
		w.expect(w.options(src), Refused, 100, "shrunk")
	}
	// A person looks at it and says that it is right.
	o := w.options(src)
	o.Force = true
	res := w.expect(o, Updated, 10, "")
	if !strings.Contains(res.Edition.Forced, "shrunk") || res.Forced != res.Edition.Forced {
		t.Errorf("overruled expectation not kept: %q", res.Edition.Forced)
	}
	w.expect(w.options(src), Unchanged, 10, "")
	// Force does not make a web page a list.
	w.handle("/list.txt", func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, "<html>no</html>") })
	w.expect(o, Refused, 10, "web page")
	w.verify()
}

// TestServerThatAlwaysSaysUnchanged: "not modified" is believed for a day.
func TestServerThatAlwaysSaysUnchanged(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	body := doc(t0, 10)
	w.handle("/list.txt", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"stuck"`)
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(304)
			return
		}
		io.WriteString(rw, body)
	})
	w.expect(w.options(src), Updated, 10, "")
	body = doc(t0, 12)
	w.expect(w.options(src), Unchanged, 10, "")
	w.now = w.now.Add(24 * time.Hour)
	w.expect(w.options(src), Updated, 12, "")
}

func TestNewBuildReadsKeptFiles(t *testing.T) {
	w := newWorld(t)
	src := source("xx_test", w.remote("list.txt"))
	w.put("/list.txt", doc(t0, 10))
	w.expect(w.options(src), Updated, 10, "")
	o := w.options(src)
	o.Build = "test 2"
	w.expect(o, Unchanged, 10, "")
	parse := src.Formats[0].Parse
	src.Formats[0].Parse = func(in list.Input, emit list.Emit, rep *list.Report) error {
		return parse(in, func(e *entity.Entity) error { e.Topics = []string{"sanction"}; return emit(e) }, rep)
	}
	w.expect(o, Unchanged, 10, "") // known to read the same: not parsed
	o.Build = "test 3"
	res := w.expect(o, Updated, 10, "")
	if res.Changes.Changed != 10 || len(w.asked) != 1 || !strings.Contains(w.asked[0], `"`) {
		t.Errorf("changes %+v after asking %q; want all changed, from the kept file", res.Changes, w.asked)
	}
	if files, err := w.store.Files(t.Context(), res.Edition.ID); err != nil || files[0].ETag == "" {
		t.Errorf("files %+v, %v", files, err)
	}
	w.expect(o, Unchanged, 10, "")
	w.verify()
}

func TestSeveralFiles(t *testing.T) {
	w := newWorld(t)
	opt := w.remote("notes.txt")
	opt.Optional = true
	src := source("xx_test", w.remote("list.txt"), opt)
	w.put("/list.txt", doc(t0, 10))
	names := func(res Result) string {
		files, err := w.store.Files(t.Context(), res.Edition.ID)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range files {
			rc, err := w.store.Raw(t.Context(), res.Edition.ID, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(rc)
			rc.Close()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprintf("%s:%d", f.Name, len(b)))
		}
		return strings.Join(out, " ")
	}
	list1 := fmt.Sprintf("list.txt:%d", len(doc(t0, 10)))
	if got := names(w.expect(w.options(src), Updated, 10, "")); got != list1 {
		t.Errorf("without the optional file: %s", got)
	}
	w.put("/notes.txt", "notes one")
	if got := names(w.expect(w.options(src), Updated, 10, "")); got != list1+" notes.txt:9" {
		t.Errorf("with it: %s", got)
	}
	w.expect(w.options(src), Unchanged, 10, "")
	// Only one of two changed: the other one is taken from the store.
	w.put("/notes.txt", "notes two!")
	if got := names(w.expect(w.options(src), Updated, 10, "")); got != list1+" notes.txt:10" {
		t.Errorf("one changed: %s", got)
	}
	// The optional file is gone for once: what was known is kept.
	w.handle("/notes.txt", func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(404) })
	w.expect(w.options(src), Unchanged, 10, "")
	// The other one is needed.
	w.handle("/list.txt", func(rw http.ResponseWriter, r *http.Request) { rw.WriteHeader(404) })
	w.expect(w.options(src), Failed, 10, "list.txt: fetch")
	w.verify()
}

func TestCompressedFiles(t *testing.T) {
	var gz, zipped, bomb bytes.Buffer
	body := doc(t0, 1000)
	z := gzip.NewWriter(&gz)
	io.WriteString(z, body)
	z.Close()
	a := zip.NewWriter(&zipped)
	f, _ := a.Create("folder/LIST.TXT")
	io.WriteString(f, body)
	a.Close()
	z = gzip.NewWriter(&bomb)
	z.Write(make([]byte, 100<<20))
	z.Close()
	for _, c := range []struct {
		file   string
		body   []byte
		status Status
		reason string
	}{
		{"list.txt.gz", gz.Bytes(), Updated, ""},
		{"list.txt", gz.Bytes(), Updated, ""},
		{"list.zip", zipped.Bytes(), Updated, ""},
		{"list.txt.gz", gz.Bytes()[:gz.Len()-10], Refused, "the file ends early"},
		{"list.txt.gz", bomb.Bytes(), Refused, "unpacks to far more"},
		{"list.zip", zipped.Bytes()[:zipped.Len()/2], Refused, "unpack list.zip"},
		{"list.xlsx", zipped.Bytes(), Refused, "none of the formats"},
	} {
		t.Run(c.file+c.reason, func(t *testing.T) {
			w := newWorld(t)
			src := source("xx_test", w.remote(c.file))
			w.put("/"+c.file, string(c.body))
			n := 0
			if c.status == Updated {
				n = 1000
			}
			res := w.expect(w.options(src), c.status, n, c.reason)
			if n == 0 {
				return
			}
			files, err := w.store.Files(t.Context(), res.Edition.ID)
			if err != nil || len(files) != 1 || files[0].Name != "list.txt" || files[0].Size != int64(len(body)) || len(files[0].Served) != 64 {
				t.Errorf("files %+v, %v", files, err)
			}
			w.expect(w.options(src), Unchanged, n, "")
			if !strings.Contains(w.asked[0], `"`) {
				t.Errorf("asked %q, want a conditional request", w.asked)
			}
			w.verify()
		})
	}
}

func TestIndexPage(t *testing.T) {
	w := newWorld(t)
	rem := list.Remote{Name: "list.txt", URL: w.url + "/page", Find: func(page []byte) (string, error) {
		_, rest, ok := strings.Cut(string(page), "href=")
		if !ok {
			return "", errors.New("no link to the list")
		}
		return strings.TrimSpace(rest), nil
	}}
	src := source("xx_test", rem)
	w.put("/page", "href=files/a.txt")
	w.put("/files/a.txt", doc(t0, 10))
	w.expect(w.options(src), Updated, 10, "")
	w.expect(w.options(src), Unchanged, 10, "")
	w.put("/page", "href="+w.url+"/files/b.txt")
	w.put("/files/b.txt", doc(t0.Add(time.Hour), 11))
	w.expect(w.options(src), Updated, 11, "")
	w.put("/page", "the page was redesigned")
	w.expect(w.options(src), Refused, 11, "no link to the list")
	w.put("/page", "href=http://evil.example/list.txt")
	w.expect(w.options(src), Refused, 11, "leads to http://evil.example/list.txt")
	w.put("/page", "href=file:///etc/passwd")
	w.expect(w.options(src), Refused, 11, "leads to file:///etc/passwd")
}

func TestOneFailureDoesNotStopOthers(t *testing.T) {
	w := newWorld(t)
	w.put("/a.txt", doc(t0, 10))
	w.put("/c.txt", doc(t0, 30))
	w.put("/d.txt", "<html></html>")
	var mu sync.Mutex
	done := map[string]Status{}
	o := w.options(source("aa", w.remote("a.txt")), source("bb", w.remote("b.txt")), source("cc", w.remote("c.txt")), source("dd", w.remote("d.txt")), source("ee"))
	o.OnProgress = func(e Event) {
		if !mu.TryLock() {
			t.Error("OnProgress calls overlap")
			return
		}
		defer mu.Unlock()
		if e.Stage == Done {
			done[e.List] = e.Status
		}
	}
	var got []string
	for _, r := range w.run(o) {
		got = append(got, fmt.Sprintf("%s %s %d", r.List, r.Status, r.Edition.Accepted))
	}
	want := []string{"aa updated 10", "bb failed 0", "cc updated 30", "dd refused 0", "ee failed 0"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("results differ (-want +got):\n%s", d)
	}
	if len(done) != 5 {
		t.Errorf("done events %v", done)
	}
	remotes, err := w.store.Remotes(t.Context(), "bb")
	if err != nil || len(remotes) != 1 || !strings.Contains(remotes[0].Error, "404") {
		t.Errorf("remotes %+v, %v", remotes, err)
	}
	w.verify()
}

func TestCancelled(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.handle("/a.txt", func(rw http.ResponseWriter, r *http.Request) { cancel(); rw.WriteHeader(503) })
	res, err := Run(ctx, w.options(source("aa", w.remote("a.txt"))))
	if !errors.Is(err, context.Canceled) || len(res) != 1 || res[0].Status != Failed {
		t.Errorf("results %+v, error %v", res, err)
	}
}

func TestBrokenDisk(t *testing.T) {
	if os.Geteuid() == 0 {
		// Root may write anywhere: take the folder away instead.
		w := newWorld(t)
		w.put("/a.txt", doc(t0, 10))
		if err := os.RemoveAll(filepath.Join(w.store.Dir(), "tmp")); err != nil {
			t.Fatal(err)
		}
		res := w.run(w.options(source("aa", w.remote("a.txt"))))
		if res[0].Status != Failed || res[0].Err == nil {
			t.Errorf("result %+v", res[0])
		}
		return
	}
	w := newWorld(t)
	w.put("/a.txt", doc(t0, 10))
	os.Chmod(filepath.Join(w.store.Dir(), "raw"), 0o500)
	defer os.Chmod(filepath.Join(w.store.Dir(), "raw"), 0o700)
	if res := w.run(w.options(source("aa", w.remote("a.txt")))); res[0].Status != Failed {
		t.Errorf("result %+v", res[0])
	}
}

func TestFileURL(t *testing.T) {
	w := newWorld(t)
	p := filepath.Join(t.TempDir(), "mirror.txt")
	if err := os.WriteFile(p, []byte(doc(t0, 10)), 0o600); err != nil {
		t.Fatal(err)
	}
	src := source("xx_test", list.Remote{Name: "list.txt", URL: (&url.URL{Scheme: "file", Path: p}).String()})
	w.expect(w.options(src), Updated, 10, "")
	w.expect(w.options(src), Unchanged, 10, "")
	os.Remove(p)
	w.expect(w.options(src), Failed, 10, "no such file")
}
