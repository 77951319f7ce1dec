package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/api"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

// listed are invented parties.
func listed() []*entity.Entity {
	listing := []entity.Listing{{Authority: "Test Authority", Program: "TEST-1", Measures: []string{"Block"}, Effective: entity.NewDate(2022, 2, 24)}}
	return []*entity.Entity{
		{ID: "p1", List: "test_people", Schema: entity.Person, Gender: entity.Male, Listings: listing,
			Names:     []entity.Name{{Full: "KRAUTSCHNEIDER, Wilhelm Anton", Kind: entity.NamePrimary}, {Full: "Вильгельм Краутшнайдер", Kind: entity.NameOriginal}},
			Dates:     []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1950, 2, 3)}},
			Countries: []entity.CountryFact{{Role: entity.CountryNationality, Code: "de"}}},
		{ID: "c1", List: "test_companies", Schema: entity.Company, Listings: listing,
			Names:       []entity.Name{{Full: "OSTWIND HANDELSGESELLSCHAFT MBH", Kind: entity.NamePrimary}},
			Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "7706107510"}, {Type: entity.IDLEI, Value: "253400JT3MQWNDKMJE44"}}},
		{ID: "s1", List: "test_companies", Schema: entity.Vessel, Listings: listing,
			Names:       []entity.Name{{Full: "BRUNNENFELD STAR", Kind: entity.NamePrimary}},
			Identifiers: []entity.Identifier{{Type: entity.IDIMO, Value: "9187629"}}},
	}
}

func snapshot(t testing.TB, kind string) *screen.Snapshot {
	t.Helper()
	b := index.NewBuilder()
	for _, e := range listed() {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	when := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	refs := []screen.EditionRef{{List: "test_people", Kind: kind, Edition: "e1", Published: when, Records: 1}, {List: "test_companies", Kind: kind, Edition: "e2", Records: 2}}
	return screen.NewSnapshot("snap-1", b.Freeze(), match.Default(), refs, "test")
}

func options(t testing.TB) api.Options {
	s := snapshot(t, "official")
	return api.Options{Snapshot: func() *screen.Snapshot { return s }}
}

// call sends a request as JSON and returns status, header and body.
func call(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func parse[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	d := json.NewDecoder(bytes.NewReader(w.Body.Bytes()))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("response %d %s: %v", w.Code, w.Body, err)
	}
	return v
}

func hits(a api.Answer) string {
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.List+":"+h.ID)
	}
	return strings.Join(out, " ")
}

func TestScreen(t *testing.T) {
	h := api.New(options(t))
	tests := []struct{ name, body, verdict, hits string }{
		{"name", `{"names":["Wilhelm Anton Krautschneider"]}`, "possible match", "test_people:p1"},
		{"other script", `{"names":["Вильгельм Краутшнайдер"],"schema":"person"}`, "possible match", "test_people:p1"},
		{"nobody", `{"names":["Amelia Fotheringay"]}`, "clear", ""},
		{"second name", `{"names":["Amelia Fotheringay","Wilhelm Anton Krautschneider"]}`, "possible match", "test_people:p1"},
		{"birth date contradicts", `{"names":["Wilhelm Krautschneider"],"birth_dates":["1991-11-30"]}`, "clear", ""},
		{"birth date agrees", `{"names":["Wilhelm Krautschneider"],"birth_dates":["1950-02-03"]}`, "possible match", "test_people:p1"},
		{"country by name", `{"names":["Wilhelm Anton Krautschneider"],"countries":["Germany"]}`, "possible match", "test_people:p1"},
		{"typed identifier", `{"identifiers":[{"type":"INN","value":"7706107510"}]}`, "possible match", "test_companies:c1"},
		{"bare identifier", `{"identifiers":["7706107510"]}`, "possible match", "test_companies:c1"},
		{"bare identifier with a word", `{"identifiers":["IMO 9187629"]}`, "possible match", "test_companies:s1"},
		{"other kind of thing", `{"names":["Brunnenfeld Star"],"schema":"Person"}`, "clear", ""},
		{"only one list", `{"names":["Wilhelm Anton Krautschneider"],"lists":["test_companies"]}`, "clear", ""},
		{"null is left away", `{"names":["Wilhelm Anton Krautschneider"],"schema":null,"lists":null,"limit":null}`, "possible match", "test_people:p1"},
		{"byte order mark", "\ufeff" + `{"names":["Wilhelm Anton Krautschneider"]}`, "possible match", "test_people:p1"},
		{"escapes", `{"names":["\u0412\u0438\u043b\u044c\u0433\u0435\u043b\u044c\u043c \u041a\u0440\u0430\u0443\u0442\u0448\u043d\u0430\u0439\u0434\u0435\u0440"]}`, "possible match", "test_people:p1"},
		{"high threshold", `{"names":["Wilhelm Krautschneyder"],"threshold":0.9999}`, "clear", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := call(h, "POST", "/v1/screen", tt.body)
			if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
				t.Fatalf("status %d %v: %s", w.Code, w.Header(), w.Body)
			}
			a := parse[api.Answer](t, w)
			if string(a.Verdict) != tt.verdict || hits(a) != tt.hits {
				t.Errorf("%s: %s %q, want %s %q", tt.body, a.Verdict, hits(a), tt.verdict, tt.hits)
			}
			if a.Snapshot != "snap-1" || a.Params == "" || a.Decision != "" || a.Sample {
				t.Errorf("snapshot %q, params %q, decision %q, sample %v", a.Snapshot, a.Params, a.Decision, a.Sample)
			}
			for _, hit := range a.Hits {
				sum := 0.0
				for _, e := range hit.Evidence {
					sum += e.Points
				}
				if sum-hit.Score > 1e-9 || hit.Score-sum > 1e-9 || hit.Since != entity.NewDate(2022, 2, 24) {
					t.Errorf("hit %+v: evidence adds up to %v", hit, sum)
				}
			}
		})
	}
}

func TestQueryIsEchoed(t *testing.T) {
	w := call(api.New(options(t)), "POST", "/v1/screen", `{"id":"k-1","names":["Amelia Fotheringay","Amy"],"schema":"PERSON","birth_dates":["1952-10","1960/1965","1970~"],
		"countries":["Deutschland","fr"],"gender":"female","identifiers":[{"type":"passport","value":" C01X 00T47 ","country":"Germany"}],"lists":["test_people"],"threshold":0.5,"limit":3}`)
	got := parse[api.Answer](t, w).Query
	want := screen.Query{ID: "k-1", Names: []string{"Amelia Fotheringay", "Amy"}, Schema: entity.Person, Countries: []string{"de", "fr"}, Gender: entity.Female,
		BirthDates:  []entity.Date{entity.NewDate(1952, 10, 0), {Start: entity.Day{Year: 1960}, End: entity.Day{Year: 1965}}, {Start: entity.Day{Year: 1970}, Circa: true}},
		Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: " C01X 00T47 ", Country: "de"}}, Lists: []string{"test_people"}, Threshold: 0.5, Limit: 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestBadInput: everything that could lose a name on the way is refused, with
// its place.
func TestBadInput(t *testing.T) {
	h := api.New(options(t))
	many := func(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	tests := []struct {
		name, body string
		status     int
		location   string // of the first fault
		says       string
	}{
		{"empty body", ``, 400, "", "empty"},
		{"blank body", " \n", 400, "", "empty"},
		{"no JSON", `names=Wilhelm`, 400, "", "invalid character"},
		{"cut off", `{"names":["Wilh`, 400, "", "breaks off"},
		{"two values", `{"names":["A B"]} {"names":["C D"]}`, 400, "", "more follows"},
		{"an array", `["Wilhelm"]`, 422, "", "an object expected, an array found"},
		{"a text", `"Wilhelm"`, 422, "", "an object expected, a text found"},
		{"null", `null`, 422, "", "an object expected, null found"},
		{"unknown field", `{"nmaes":["Wilhelm"]}`, 422, "nmaes", `unknown field "nmaes"; known are id, schema, names`},
		{"unknown field beside good ones", `{"names":["Wilhelm"],"dob":"1950"}`, 422, "dob", "unknown field"},
		{"field in capitals", `{"Names":["Wilhelm"]}`, 422, "Names", "unknown field"},
		{"field twice", `{"names":["Wilhelm"],"names":["Anton"]}`, 400, "", "twice"},
		{"unknown field of an identifier", `{"identifiers":[{"type":"inn","value":"7706107510","no":1}]}`, 422, "identifiers[0].no", "unknown field"},
		{"a name that is no array", `{"names":"Wilhelm"}`, 422, "names", "an array of texts expected, a text found"},
		{"a number as a name", `{"names":["A B",7]}`, 422, "names[1]", "a text expected, the number 7 found"},
		{"null as a name", `{"names":["A B",null]}`, 422, "names[1]", "null found"},
		{"an object as a name", `{"names":[{"full":"A"}]}`, 422, "names[0]", "an object found"},
		{"a text as a threshold", `{"names":["A B"],"threshold":"0.5"}`, 422, "threshold", "a number expected"},
		{"a fraction as a limit", `{"names":["A B"],"limit":1.5}`, 422, "limit", "a whole number expected"},
		{"too large a number", `{"names":["A B"],"threshold":1e999}`, 422, "threshold", "a number expected"},
		{"no name", `{}`, 422, "", "neither a name nor an identifier"},
		{"empty names", `{"names":[]}`, 422, "", "neither a name nor an identifier"},
		{"an empty name", `{"names":["Wilhelm",""]}`, 422, "names[1]", "empty"},
		{"a name of signs", `{"names":["Wilhelm","???"]}`, 422, "names[1]", "no letter or digit"},
		{"not UTF-8", "{\"names\":[\"M\xfcller\"]}", 400, "", "not UTF-8 at byte 12"},
		{"half a surrogate pair", `{"names":["M\ud800ller"]}`, 422, "names[0]", "U+FFFD"},
		{"damaged text", `{"names":["M` + "\ufffd" + `ller"]}`, 422, "names[0]", "U+FFFD"},
		{"schema", `{"names":["A B"],"schema":"Human"}`, 422, "schema", "known are Person"},
		{"gender", `{"names":["A B"],"gender":"m"}`, 422, "gender", "male, female or other"},
		{"ambiguous date", `{"names":["A B"],"birth_dates":["1950-01-01","03/04/1950"]}`, 422, "birth_dates[1]", "not understood"},
		{"impossible date", `{"names":["A B"],"birth_dates":["1950-02-30"]}`, 422, "birth_dates[0]", "not understood"},
		{"empty date", `{"names":["A B"],"birth_dates":[""]}`, 422, "birth_dates[0]", "not understood"},
		{"country", `{"names":["A B"],"countries":["de","Atlantis"]}`, 422, "countries[1]", "Atlantis"},
		{"identifier type", `{"identifiers":[{"type":"shoe","value":"44"}]}`, 422, "identifiers[0]", "unknown type"},
		{"identifier without value", `{"identifiers":[{"type":"inn","value":" "}]}`, 422, "identifiers[0]", "no value"},
		{"identifier that compares with nothing", `{"identifiers":["12"]}`, 422, "identifiers", "nothing to compare"},
		{"bare identifiers with too many readings", `{"identifiers":[` + many(20, `"7706107510"`) + `]}`, 422, "identifiers", "give types"},
		{"list", `{"names":["A B"],"lists":["us_nothing"]}`, 422, "lists[0]", "in force are test_people, test_companies"},
		{"negative threshold", `{"names":["A B"],"threshold":-1}`, 422, "threshold", "between 0 and 1"},
		{"limit", `{"names":["A B"],"limit":1001}`, 422, "limit", "between 0 and 1000"},
		{"deep", `{"names":` + strings.Repeat("[", 5000), 400, "", "nested deeper"},
		{"deep in an unknown field", `{"x":` + strings.Repeat(`{"a":`, 50) + `1` + strings.Repeat("}", 51), 400, "", "nested deeper"},
		{"1 MB name", `{"names":["` + strings.Repeat("a", 1_000_000) + `"]}`, 422, "", "1000000 bytes"},
		{"10,000 names", `{"names":[` + many(10_000, `"Wilhelm Krautschneider"`) + `]}`, 422, "names", "10000 names; at most 64"},
		{"huge body", `{"names":["` + strings.Repeat("a", 1<<20) + `"]}`, 413, "", "1048576 bytes"},
		{"long reference", `{"names":["A B"],"id":"` + strings.Repeat("x", 257) + `"}`, 422, "id", "257 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := call(h, "POST", "/v1/screen", tt.body)
			p := parse[api.Problem](t, w)
			if w.Code != tt.status || p.Status != tt.status || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("status %d %d %s, want %d: %s", w.Code, p.Status, w.Header().Get("Content-Type"), tt.status, w.Body)
			}
			at, text := "", p.Detail
			if len(p.Errors) > 0 {
				at, text = p.Errors[0].Location, p.Errors[0].Message
			}
			if at != tt.location || !strings.Contains(text, tt.says) {
				t.Errorf("says %q at %q, want %q at %q", text, at, tt.says, tt.location)
			}
			if w.Body.Len() > 8<<10 {
				t.Errorf("the refusal has %d bytes", w.Body.Len())
			}
		})
	}
}

func TestHTTP(t *testing.T) {
	h := api.New(options(t))
	good := `{"names":["A B"]}`
	tests := []struct {
		name, method, path, body string
		header                   []string
		status                   int
		kind                     string
	}{
		{"no content type", "POST", "/v1/screen", good, []string{"Content-Type", ""}, 415, "unsupported-content-type"},
		{"form of a web page", "POST", "/v1/screen", good, []string{"Content-Type", "text/plain"}, 415, "unsupported-content-type"},
		{"other charset", "POST", "/v1/screen", good, []string{"Content-Type", "application/json; charset=windows-1251"}, 415, "unsupported-content-type"},
		{"charset", "POST", "/v1/screen", good, []string{"Content-Type", "application/json; charset=UTF-8"}, 200, ""},
		{"compressed", "POST", "/v1/screen", good, []string{"Content-Encoding", "gzip"}, 415, "unsupported-content-type"},
		{"other accept", "POST", "/v1/screen", good, []string{"Accept", "text/html"}, 200, ""},
		{"method", "GET", "/v1/screen", "", nil, 405, "method-not-allowed"},
		{"delete", "DELETE", "/v1/lists", "", nil, 405, "method-not-allowed"},
		{"address", "GET", "/v2/screen", "", nil, 404, "no-such-address"},
		{"root", "GET", "/", "", nil, 404, "no-such-address"},
		{"docs", "GET", "/docs", "", nil, 404, "no-such-address"},
		{"unknown parameter", "GET", "/v1/lists?name=x", "", nil, 422, "query-refused"},
		{"wrong parameter", "GET", "/v1/entities/p1?original=maybe", "", nil, 422, "query-refused"},
		{"no store", "GET", "/v1/decisions/01K7ZK3W1T9X6S0M8T4Q2B5N7R", "", nil, 404, "not-found"},
		{"entity without store", "GET", "/v1/entities/test_people:nobody", "", nil, 404, "not-found"},
		{"batch without queries", "POST", "/v1/screen/batch", `{}`, nil, 422, "query-refused"},
		{"lists", "GET", "/v1/lists", "", nil, 200, ""},
		{"features", "GET", "/v1/features", "", nil, 200, ""},
		{"alive", "GET", "/healthz", "", nil, 200, ""},
		{"ready", "GET", "/readyz", "", nil, 200, ""},
		{"head", "HEAD", "/healthz", "", nil, 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := call(h, tt.method, tt.path, tt.body, tt.header...)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d: %s", w.Code, tt.status, w.Body)
			}
			if tt.kind == "" {
				return
			}
			if p := parse[api.Problem](t, w); !strings.HasSuffix(p.Type, "docs/api.md#"+tt.kind) || p.Title == "" {
				t.Errorf("problem %+v, want the type %s", p, tt.kind)
			}
			if tt.status == 405 && w.Header().Get("Allow") == "" {
				t.Error("no Allow header")
			}
		})
	}
}

func TestBatch(t *testing.T) {
	h := api.New(options(t))
	got := parse[api.Answers](t, call(h, "POST", "/v1/screen/batch", `{"queries":[{"id":"1","names":["Wilhelm Anton Krautschneider"]},{"id":"2","names":["Amelia Fotheringay"]},{"id":"3","identifiers":["9187629"]}]}`))
	var out []string
	for _, a := range got.Answers {
		out = append(out, a.Query.ID+" "+string(a.Verdict)+" "+hits(a))
	}
	if d := cmp.Diff([]string{"1 possible match test_people:p1", "2 clear ", "3 possible match test_companies:s1"}, out); d != "" || got.Snapshot != "snap-1" {
		t.Errorf("snapshot %q: %s", got.Snapshot, d)
	}
	// One bad query: nothing is answered.
	p := parse[api.Problem](t, call(h, "POST", "/v1/screen/batch", `{"queries":[{"names":["A B"]},{"names":["A B"],"birth_dates":["x"],"countries":["Atlantis"]},{}]}`))
	var places []string
	for _, f := range p.Errors {
		places = append(places, f.Location)
	}
	if d := cmp.Diff([]string{"queries[1].birth_dates[0]", "queries[1].countries[0]", "queries[2]"}, places); d != "" {
		t.Error(d)
	}
	query := `{"names":["A B"],"limit":%d},`
	for body, says := range map[string]string{
		strings.Repeat(fmt.Sprintf(query, 1), 101):                                                   "101 queries",
		strings.Repeat(fmt.Sprintf(query, 50), 41):                                                   "2050 hits",
		strings.Repeat(`{"names":[`+strings.TrimSuffix(strings.Repeat(`"A B",`, 60), ",")+`]},`, 17): "1020 names",
	} {
		w := call(h, "POST", "/v1/screen/batch", `{"queries":[`+strings.TrimSuffix(body, ",")+`]}`)
		if p := parse[api.Problem](t, w); w.Code != 422 || !strings.Contains(p.Detail, says) {
			t.Errorf("%d %s, want %q", w.Code, p.Detail, says)
		}
	}
}

func TestIgnored(t *testing.T) {
	a := parse[api.Answer](t, call(api.New(options(t)), "POST", "/v1/screen", `{"names":["Wilhelm Anton Krautschneider"],"identifiers":[{"type":"kpp","value":"770601001"}]}`))
	if len(a.Ignored) != 1 || a.Ignored[0].Location != "identifiers[0]" || a.Verdict != screen.PossibleMatch {
		t.Errorf("ignored %+v, verdict %s", a.Ignored, a.Verdict)
	}
}

// TestSample: a "clear" from the sample means nothing, so there is none unless
// it was asked for.
func TestSample(t *testing.T) {
	s := snapshot(t, "sample")
	for _, allow := range []bool{false, true} {
		h := api.New(api.Options{Snapshot: func() *screen.Snapshot { return s }, AllowSample: allow})
		w := call(h, "POST", "/v1/screen", `{"names":["Amelia Fotheringay"]}`)
		ready := call(h, "GET", "/readyz", "")
		if !allow {
			p := parse[api.Problem](t, w)
			r := parse[api.Ready](t, ready)
			if w.Code != 503 || !strings.Contains(p.Detail, "interdict update") || w.Header().Get("Retry-After") == "" || ready.Code != 503 || r.Ready || len(r.Reasons) != 1 || !r.Sample {
				t.Errorf("not allowed: %d %s, ready %d %+v", w.Code, w.Body, ready.Code, r)
			}
			continue
		}
		if a := parse[api.Answer](t, w); w.Code != 200 || !a.Sample {
			t.Errorf("allowed: %d %s", w.Code, w.Body)
		}
		if r := parse[api.Ready](t, ready); ready.Code != 200 || !r.Ready || !r.Sample {
			t.Errorf("allowed: ready %d %+v", ready.Code, r)
		}
	}
}

// TestNotRecorded: no record, no answer, and no word about the server's disk.
func TestNotRecorded(t *testing.T) {
	o := options(t)
	o.Record = func(context.Context, *screen.Snapshot, []screen.Answer) ([]string, error) {
		return nil, errors.New("/var/lib/secret/decisions.db: disk is full")
	}
	for path, body := range map[string]string{"/v1/screen": `{"names":["A B"]}`, "/v1/screen/batch": `{"queries":[{"names":["A B"]}]}`} {
		w := call(api.New(o), "POST", path, body)
		if w.Code != 503 || !strings.HasSuffix(parse[api.Problem](t, w).Type, "#not-recorded") || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "verdict") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestRecorded: the answers are recorded with the snapshot that gave them, even
// if another came into force meanwhile.
func TestRecorded(t *testing.T) {
	first, second := snapshot(t, "official"), snapshot(t, "official")
	current := first
	o := api.Options{Snapshot: func() *screen.Snapshot { s := current; current = second; return s }}
	var got []screen.Answer
	o.Record = func(_ context.Context, s *screen.Snapshot, as []screen.Answer) ([]string, error) {
		if s != first {
			t.Error("recorded with another snapshot than the one that answered")
		}
		got = as
		return []string{"ID-1"}, nil
	}
	a := parse[api.Answer](t, call(api.New(o), "POST", "/v1/screen", `{"names":["Amelia Fotheringay"]}`))
	if a.Decision != "ID-1" || len(got) != 1 || got[0].Verdict != screen.Clear {
		t.Errorf("decision %q, recorded %+v", a.Decision, got)
	}
}

// TestBusy: when all places are taken and none becomes free, the server says so
// rather than taking more on; health is told all the same.
func TestBusy(t *testing.T) {
	o := options(t)
	o.MaxWork, o.MaxWait = 1, 10*time.Millisecond
	inside, leave := make(chan bool), make(chan bool)
	var once sync.Once
	o.Record = func(context.Context, *screen.Snapshot, []screen.Answer) ([]string, error) {
		once.Do(func() { inside <- true; <-leave })
		return []string{"x"}, nil
	}
	h := api.New(o)
	first := make(chan int)
	go func() { first <- call(h, "POST", "/v1/screen", `{"names":["A B"]}`).Code }()
	<-inside
	w := call(h, "POST", "/v1/screen", `{"names":["A B"]}`)
	if w.Code != 503 || w.Header().Get("Retry-After") != "1" {
		t.Errorf("busy: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := call(h, "GET", "/readyz", ""); w.Code != 200 {
		t.Errorf("busy, and readyz gives %d", w.Code)
	}
	leave <- true
	if code := <-first; code != 200 {
		t.Errorf("the first request ends with %d", code)
	}
	if w := call(h, "POST", "/v1/screen", `{"names":["A B"]}`); w.Code != 200 {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// TestTimeIsLimited: a batch that takes too long is broken off, and nothing of
// it is recorded.
func TestTimeIsLimited(t *testing.T) {
	o := options(t)
	o.MaxTime = time.Nanosecond
	o.Record = func(context.Context, *screen.Snapshot, []screen.Answer) ([]string, error) {
		t.Error("recorded")
		return nil, nil
	}
	w := call(api.New(o), "POST", "/v1/screen/batch", `{"queries":[{"names":["A B"]},{"names":["A B"]}]}`)
	if w.Code != 503 || !strings.HasSuffix(parse[api.Problem](t, w).Type, "#interrupted") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestFeatures(t *testing.T) {
	f := parse[api.Features](t, call(api.New(options(t)), "GET", "/v1/features", ""))
	if d := cmp.Diff(match.Features(), f.Features); d != "" || f.Snapshot != "snap-1" || f.Params != match.Default().Hash() || f.Threshold != match.Default().Threshold {
		t.Errorf("%+v %s", f, d)
	}
}

// TestDescription: the description has every route, speaks of problems as they
// are sent, and needs nothing from elsewhere.
func TestDescription(t *testing.T) {
	w := call(api.New(options(t)), "GET", "/openapi.json", "")
	var spec struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Responses map[string]struct{ Content map[string]any }
		}
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil || spec.OpenAPI != "3.1.0" {
		t.Fatalf("%v %q", err, spec.OpenAPI)
	}
	var routes []string
	for p, methods := range spec.Paths {
		for m := range methods {
			routes = append(routes, strings.ToUpper(m)+" "+p)
		}
	}
	want := []string{"POST /v1/screen", "POST /v1/screen/batch", "GET /v1/lists", "GET /v1/entities/{id}", "GET /v1/features", "GET /v1/decisions/{id}", "GET /healthz", "GET /readyz"}
	slices.Sort(routes)
	slices.Sort(want)
	if d := cmp.Diff(want, routes); d != "" {
		t.Error(d)
	}
	if r := spec.Paths["/v1/screen"]["post"].Responses["422"]; r.Content["application/problem+json"] == nil {
		t.Errorf("422 is described as %+v", r)
	}
	for _, name := range []string{"Query", "Answer", "Problem", "ScreenHit", "EntityEntity"} {
		if spec.Components.Schemas[name] == nil {
			t.Errorf("no schema %s", name)
		}
	}
	if spec.Components.Schemas["ErrorModel"] != nil {
		t.Error("errors are described in a form in which none is sent")
	}
}

// FuzzScreen: no request makes it panic, and each gives an answer or a problem.
func FuzzScreen(f *testing.F) {
	for _, s := range []string{`{"names":["Wilhelm Krautschneider"],"birth_dates":["1950"],"identifiers":["7706107510",{"type":"imo","value":"9187629"}]}`, `{"names":[1,null,{}]}`, `{"limit":-1}`, "\ufeff{}", `[[[[`} {
		f.Add(s)
	}
	h := api.New(options(f))
	f.Fuzz(func(t *testing.T, body string) {
		w := call(h, "POST", "/v1/screen", body)
		switch w.Code {
		case 200:
			parse[api.Answer](t, w)
		case 400, 413, 422:
			parse[api.Problem](t, w)
		default:
			t.Errorf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
