package eval

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
)

// Pair is one labelled pair of names.
type Pair struct {
	Row    int
	Schema entity.Schema
	A, B   string
	Match  bool
	Groups map[string]string // other columns
	Score  float64
}

// ReadPairs reads a CSV with the columns schema, name1, name2, is_match; more
// are kept as groups.
func ReadPairs(r io.Reader) ([]Pair, error) {
	cr := csv.NewReader(r)
	cr.FieldsPerRecord = -1
	header, err := cr.Read()
	if err != nil {
		return nil, fmt.Errorf("read header line: %w", err)
	}
	col := make(map[string]int)
	for i, h := range header {
		col[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, need := range []string{"name1", "name2", "is_match"} {
		if _, ok := col[need]; !ok {
			return nil, fmt.Errorf("no column %q", need)
		}
	}
	var out []Pair
	for row := 1; ; row++ {
		rec, err := cr.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read row %d: %w", row, err)
		}
		get := func(k string) string {
			if i, ok := col[k]; ok && i < len(rec) {
				return rec[i]
			}
			return ""
		}
		p := Pair{Row: row, Schema: entity.Schema(get("schema")), A: get("name1"), B: get("name2"), Groups: make(map[string]string)}
		switch strings.ToLower(strings.TrimSpace(get("is_match"))) {
		case "true", "1", "yes":
			p.Match = true
		case "false", "0", "no":
		default:
			return nil, fmt.Errorf("row %d: is_match is %q, must be true or false", row, get("is_match"))
		}
		if p.Schema != "" && !p.Schema.Valid() {
			return nil, fmt.Errorf("row %d: unknown schema %q", row, p.Schema)
		}
		for k := range col {
			p.Groups[k] = get(k)
		}
		out = append(out, p)
	}
}

// Measure is what a set of pairs gives at one threshold. A share of nothing is 0:
// Precision means nothing without Hits, Recall and F1 mean nothing without Positives.
type Measure struct {
	N         int     `json:"n"`
	Positives int     `json:"positives"` // pairs that are matches
	Hits      int     `json:"hits"`      // pairs that reach the threshold
	Threshold float64 `json:"threshold"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Group is a Measure of the pairs with one value in one column.
type Group struct {
	Column string `json:"column"`
	Value  string `json:"value"`
	Measure
}

// PairsResult is the outcome of Pairs.
type PairsResult struct {
	Measure
	BestThreshold float64 `json:"best_threshold"`
	BestPrecision float64 `json:"best_precision"` // at BestThreshold, as is BestRecall
	BestRecall    float64 `json:"best_recall"`
	BestF1        float64 `json:"best_f1"`
	Groups        []Group `json:"groups"` // lowest F1 first; those without matches last, most hits first
	Errors        []Wrong `json:"errors"` // at the threshold, farthest off first
}

// Wrong is a pair on the wrong side of the threshold.
type Wrong struct {
	Row    int               `json:"row"`
	Schema entity.Schema     `json:"schema,omitempty"`
	A      string            `json:"name1"`
	B      string            `json:"name2"`
	Match  bool              `json:"is_match"`
	Score  float64           `json:"score"`
	Groups map[string]string `json:"groups,omitempty"`
}

// Pairs scores all pairs, name against name without a corpus, and measures them
// at the threshold, overall and by the columns named.
func Pairs(pairs []Pair, p match.Params, threshold float64, by []string) (PairsResult, error) {
	if len(pairs) == 0 {
		return PairsResult{}, errors.New("no pair in the file")
	}
	sc := match.NewScorer(&p)
	for i := range pairs {
		x := &pairs[i]
		a, b := onlyName(x.Schema, x.A), onlyName(x.Schema, x.B)
		x.Score = sc.Compare(&a, &b, nil).Score
	}
	r := PairsResult{Measure: measure(pairs, threshold)}
	scores := make([]float64, len(pairs))
	for i, x := range pairs {
		scores[i] = x.Score
	}
	sort.Float64s(scores)
	for _, t := range slices.Compact(scores) {
		if m := measure(pairs, t); m.F1 > r.BestF1 {
			r.BestThreshold, r.BestPrecision, r.BestRecall, r.BestF1 = t, m.Precision, m.Recall, m.F1
		}
	}
	for _, c := range by {
		values := make(map[string][]Pair)
		for _, x := range pairs {
			values[x.Groups[c]] = append(values[x.Groups[c]], x)
		}
		for v, ps := range values {
			r.Groups = append(r.Groups, Group{c, v, measure(ps, threshold)})
		}
	}
	slices.SortFunc(r.Groups, func(a, b Group) int {
		if a.Column != b.Column {
			return slices.Index(by, a.Column) - slices.Index(by, b.Column)
		}
		switch {
		case a.Positives == 0 && b.Positives == 0:
			return cmp.Or(cmp.Compare(b.Hits, a.Hits), strings.Compare(a.Value, b.Value))
		case a.Positives == 0:
			return 1
		case b.Positives == 0:
			return -1
		}
		return cmp.Or(cmp.Compare(a.F1, b.F1), strings.Compare(a.Value, b.Value))
	})
	for _, x := range pairs {
		if (x.Score >= threshold) != x.Match {
			w := Wrong{Row: x.Row, Schema: x.Schema, A: x.A, B: x.B, Match: x.Match, Score: x.Score, Groups: make(map[string]string)}
			for _, c := range by {
				w.Groups[c] = x.Groups[c]
			}
			r.Errors = append(r.Errors, w)
		}
	}
	off := func(w Wrong) float64 {
		if w.Match {
			return threshold - w.Score
		}
		return w.Score - threshold
	}
	sort.SliceStable(r.Errors, func(i, j int) bool { return off(r.Errors[i]) > off(r.Errors[j]) })
	return r, nil
}

func onlyName(s entity.Schema, text string) match.Party {
	p := match.Party{Schema: s}
	if n := name.Parse(text, match.ClassOf(s)); len(n.Tokens) > 0 {
		p.Names = append(p.Names, n)
	}
	return p
}

func measure(pairs []Pair, threshold float64) Measure {
	m := Measure{N: len(pairs), Threshold: threshold}
	var tp, fp, fn int
	for _, x := range pairs {
		yes := x.Score >= threshold
		switch {
		case x.Match && yes:
			tp++
		case x.Match:
			fn++
		case yes:
			fp++
		}
	}
	m.Positives, m.Hits = tp+fn, tp+fp
	if tp+fp > 0 {
		m.Precision = float64(tp) / float64(tp+fp)
	}
	if tp+fn > 0 {
		m.Recall = float64(tp) / float64(tp+fn)
	}
	if m.Precision+m.Recall > 0 {
		m.F1 = 2 * m.Precision * m.Recall / (m.Precision + m.Recall)
	}
	return m
}
