package bulk

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Header is the header line of CSV results. One row of input is one row of
// output; the columns from score to why tell of the highest hit. A cell that a
// spreadsheet would run as a formula (one that begins with =, +, -, @, a tab or a
// carriage return) gets an apostrophe before it; JSON lines do not.
var Header = []string{"row", "line", "id", "name", "verdict", "hits", "score", "list", "entity_id", "listed_name", "met_name", "weak_alias", "programmes", "since", "sample", "certainty", "remarks", "why", "problems", "error"}

// Rejected is the verdict of a row that could not be screened.
const Rejected = "rejected"

// Result is one row of JSON lines results.
type Result struct {
	Row      int           `json:"row"`
	Line     int           `json:"line"`
	ID       string        `json:"id,omitempty"`
	Verdict  string        `json:"verdict"`
	Error    string        `json:"error,omitempty"`
	Problems []string      `json:"problems,omitempty"`
	Query    *screen.Query `json:"query,omitempty"`
	Hits     []screen.Hit  `json:"hits,omitempty"`
	Total    int           `json:"total,omitempty"`
}

// encoder writes results of one batch into memory.
type encoder struct {
	buf  bytes.Buffer
	csv  *csv.Writer
	json *json.Encoder
}

func newEncoder(jsonl bool) *encoder {
	e := &encoder{}
	if jsonl {
		e.json = json.NewEncoder(&e.buf)
		e.json.SetEscapeHTML(false)
	} else {
		e.csv = csv.NewWriter(&e.buf)
	}
	return e
}

// take returns what was written and empties the encoder.
func (e *encoder) take() ([]byte, error) {
	if e.csv != nil {
		e.csv.Flush()
		if err := e.csv.Error(); err != nil {
			return nil, err
		}
	}
	out := bytes.Clone(e.buf.Bytes())
	e.buf.Reset()
	return out, nil
}

func (e *encoder) put(row *Row, a *screen.Answer) error {
	verdict, reason := Rejected, ""
	if row.Err != nil {
		reason = row.Err.Error()
	} else {
		verdict = string(a.Verdict)
	}
	if e.json != nil {
		r := Result{Row: row.Number, Line: row.Line, ID: row.Query.ID, Verdict: verdict, Error: reason, Problems: row.Problems}
		if row.Err == nil {
			r.Query, r.Hits, r.Total = &a.Query, a.Hits, a.Total
		}
		return e.json.Encode(r)
	}
	rec := make([]string, len(Header))
	rec[0], rec[1], rec[2], rec[4] = strconv.Itoa(row.Number), strconv.Itoa(row.Line), row.Query.ID, verdict
	if len(row.Query.Names) > 0 {
		rec[3] = row.Query.Names[0]
	}
	rec[18], rec[19] = strings.Join(row.Problems, "; "), reason
	if row.Err == nil {
		rec[5] = strconv.Itoa(a.Total)
		if len(a.Hits) > 0 {
			h := a.Hits[0]
			rec[6], rec[7], rec[8], rec[9], rec[10] = strconv.FormatFloat(h.Score, 'f', 4, 64), h.List, h.ID, h.Name, h.Met
			if h.Weak {
				rec[11] = "weak"
			}
			rec[12], rec[13] = programmes(h), h.Since.String()
			if h.Sample {
				rec[14] = "sample"
			}
			rec[15], rec[16], rec[17] = doubts(h), remarks(h), Why(h.Evidence)
		}
	}
	for i := range rec { // a cell that a spreadsheet would run as a formula
		if rec[i] != "" && strings.IndexByte("=+-@\t\r", rec[i][0]) >= 0 {
			rec[i] = "'" + rec[i]
		}
	}
	return e.csv.Write(rec)
}

func programmes(h screen.Hit) string {
	var out []string
	for _, l := range h.Listings {
		p := strings.TrimSpace(l.Authority + " " + l.Program)
		if p != "" && (len(out) == 0 || out[len(out)-1] != p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}

// doubts names the facts that are not from an official record, with their mark.
func doubts(h screen.Hit) string {
	out := make([]string, len(h.Doubts))
	for i, d := range h.Doubts {
		out[i] = string(d.Certainty) + ": " + d.Fact
	}
	return strings.Join(out, "; ")
}

// remarks tells what a person must know or decide, and which other record is
// the same party.
func remarks(h screen.Hit) string {
	out := append([]string(nil), h.Remarks...)
	for _, r := range h.Relations {
		out = append(out, strings.TrimSpace("same party as "+r.TargetID+" "+r.TargetName)+same(r.Text))
	}
	return strings.Join(out, "; ")
}

func same(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// Why puts the evidence of a hit into one line: what speaks for and against.
func Why(ev []match.Evidence) string {
	var out []string
	for i, e := range ev {
		if i == 0 || e.Feature == match.FeatureInformation.String() {
			continue // the starting point and the weight of the parts are the same for all
		}
		out = append(out, e.Text)
	}
	return strings.Join(out, "; ")
}
