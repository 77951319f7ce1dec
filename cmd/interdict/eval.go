package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/eval"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

type evalCmd struct {
	Pairs     evalPairsCmd     `cmd:"" help:"Labelled pairs of names: precision, recall, F1."`
	Retrieval evalRetrievalCmd `cmd:"" help:"People on the lists and people who are not: recall and false positives."`
	Checks    evalChecksCmd    `cmd:"" help:"Queries and candidates with several properties each."`
}

type evalPairsCmd struct {
	File      string   `arg:"" help:"CSV with the columns schema, name1, name2, is_match; more are allowed."`
	Threshold float64  `short:"t" help:"Threshold (default: that of the parameters)." placeholder:"SCORE"`
	By        []string `help:"Columns to measure by." default:"schema" placeholder:"COLUMN,..."`
	Errors    int      `help:"How many of the worst errors to print." default:"25"`
	JSON      bool     `short:"j" help:"As JSON."`
}

func (c *evalPairsCmd) Run(a *app) error {
	f, err := openInput(c.File, a.in)
	if err != nil {
		return &usageError{err, ""}
	}
	defer f.Close()
	pairs, err := eval.ReadPairs(f)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	p := match.Default()
	r, err := eval.Pairs(pairs, p, orDefault(c.Threshold, p.Threshold), c.By)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(a.out, r)
	}
	fmt.Fprintf(a.out, "%d pairs, %d of them matches\n", r.N, r.Positives)
	fmt.Fprintf(a.out, "precision %s  recall %s  F1 %s   at %.3f, the threshold\n", measured(r.Precision, r.Hits, 4), measured(r.Recall, r.Positives, 4), measured(r.F1, r.Positives, 4), r.Threshold)
	fmt.Fprintf(a.out, "precision %s  recall %s  F1 %s   at %.3f, the best threshold\n\n", measured(r.BestPrecision, r.Positives, 4), measured(r.BestRecall, r.Positives, 4), measured(r.BestF1, r.Positives, 4), r.BestThreshold)
	var rows [][]string
	for _, g := range r.Groups {
		rows = append(rows, []string{g.Column, g.Value, fmt.Sprint(g.N), fmt.Sprint(g.Positives), fmt.Sprint(g.Hits),
			measured(g.Precision, g.Hits, 3), measured(g.Recall, g.Positives, 3), measured(g.F1, g.Positives, 3)})
	}
	fmt.Fprintln(a.out, a.style.table([]string{"COLUMN", "VALUE", "PAIRS", "MATCHES", "HITS", "PRECISION", "RECALL", "F1"}, rows))
	rows = nil
	for _, w := range r.Errors[:min(len(r.Errors), c.Errors)] {
		rows = append(rows, []string{fmt.Sprint(w.Row), fmt.Sprintf("%.3f", w.Score), map[bool]string{true: "missed", false: "false hit"}[w.Match], string(w.Schema), w.A, w.B})
	}
	fmt.Fprintf(a.out, "\n%d errors, farthest off first:\n%s\n", len(r.Errors), a.style.table([]string{"ROW", "SCORE", "ERROR", "SCHEMA", "NAME 1", "NAME 2"}, rows))
	return nil
}

// measured writes a share of n; a share of nothing has no meaning.
func measured(x float64, n, digits int) string {
	if n == 0 {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}

func orDefault(x, d float64) float64 {
	if x == 0 {
		return d
	}
	return x
}

type evalChecksCmd struct {
	File      string  `arg:"" help:"YAML file with checks."`
	Threshold float64 `short:"t" help:"Threshold (default: that of the parameters)." placeholder:"SCORE"`
	JSON      bool    `short:"j" help:"As JSON."`
}

func (c *evalChecksCmd) Run(a *app) error {
	f, err := openInput(c.File, a.in)
	if err != nil {
		return &usageError{err, ""}
	}
	defer f.Close()
	checks, err := eval.ReadChecks(f)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	p := match.Default()
	r := eval.Checks(checks, p, orDefault(c.Threshold, p.Threshold))
	if c.JSON {
		return writeJSON(a.out, r)
	}
	fmt.Fprintf(a.out, "%d of %d right (%.2f %%) at threshold %.3f\n\n", r.Right, r.N, 100*r.Share.Share, r.Threshold)
	var rows [][]string
	var schemas []string
	for s := range r.Schemas {
		schemas = append(schemas, string(s))
	}
	slices.Sort(schemas)
	for _, s := range schemas {
		x := r.Schemas[entity.Schema(s)]
		rows = append(rows, []string{s, fmt.Sprint(x.N), fmt.Sprint(x.Right), fmt.Sprintf("%.2f %%", 100*x.Share)})
	}
	fmt.Fprintln(a.out, a.style.table([]string{"SCHEMA", "CHECKS", "RIGHT", "SHARE"}, rows))
	rows = nil
	for _, w := range r.Wrong {
		rows = append(rows, []string{fmt.Sprint(w.Number), fmt.Sprintf("%.3f", w.Score), map[bool]string{true: "missed", false: "false hit"}[w.Match], string(w.Schema), properties(w.Query), properties(w.Candidate)})
	}
	fmt.Fprintf(a.out, "\n%d wrong, farthest off first:\n%s\n", len(r.Wrong), a.style.table([]string{"NO", "SCORE", "ERROR", "SCHEMA", "QUERY", "CANDIDATE"}, rows))
	return nil
}

// properties writes one side of a check, its name first: "name: A, B; birthDate: 1952".
func properties(side map[string]any) string {
	names := []string{"name", "firstName", "secondName", "middleName", "fatherName", "lastName", "alias", "weakAlias", "previousName"}
	rank := func(k string) int {
		if i := slices.Index(names, k); i >= 0 {
			return i
		}
		return len(names)
	}
	keys := slices.SortedFunc(maps.Keys(side), func(a, b string) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b)) })
	for i, k := range keys {
		keys[i] = k + ": " + strings.Join(eval.Values(side[k]), ", ")
	}
	return strings.Join(keys, "; ")
}

// listFlags name the lists to measure on.
type listFlags struct {
	List           []string `required:"" short:"l" help:"A list and its files: LIST=FILE[,FILE...]; FILE may be a folder or .gz; repeated." placeholder:"LIST=FILE" sep:"none"`
	WithoutScripts bool     `help:"Leave the names in their original script out of the lists."`
}

// load parses the lists.
func (l *listFlags) load(a *app) ([]*entity.Entity, error) {
	var out []*entity.Entity
	for _, spec := range l.List {
		es, rep, err := loadList(spec)
		if err != nil {
			return nil, err
		}
		for i := range rep.Rejected {
			fmt.Fprintf(a.errOut, "%s: rejected: %v\n", rep.List, &rep.Rejected[i])
		}
		fmt.Fprintf(a.errOut, "%s: %d records, %d accepted, %d rejected\n", rep.List, rep.Records, rep.Accepted, rep.Rejects)
		out = append(out, es...)
	}
	if l.WithoutScripts {
		for _, e := range out {
			e.Names = slices.DeleteFunc(e.Names, func(n entity.Name) bool { return foreignScript(n.Full) })
		}
	}
	return out, nil
}

type evalRetrievalCmd struct {
	listFlags
	Positives  string   `help:"CSV of people who are on the lists: full_name, date_of_birth, nationality ..., truth." placeholder:"FILE"`
	Expected   string   `help:"CSV whose rows carry, in the same order, the listed names of the positives." placeholder:"FILE"`
	Negatives  []string `help:"CSV of people who are not on the lists; repeated." placeholder:"FILE"`
	Sample     int      `help:"Only so many negatives of each file, drawn with a fixed seed." placeholder:"N"`
	Thresholds string   `help:"Thresholds to report, comma-separated." default:"0.5,0.6,0.7,0.8,0.9"`
	Threshold  float64  `short:"t" help:"Overrule the default threshold." placeholder:"SCORE"`
	Workers    int      `help:"Queries at once (default: one for each processor)."`
	Examples   int      `help:"How many missed and false positives to print." default:"20"`
	JSON       bool     `short:"j" help:"As JSON."`
}

func (c *evalRetrievalCmd) Run(a *app) error {
	if c.Positives == "" && len(c.Negatives) == 0 {
		return usagef("give --positives, --negatives or both", "nothing to measure")
	}
	var thresholds []float64
	for s := range strings.SplitSeq(c.Thresholds, ",") {
		t, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || t <= 0 || t >= 1 {
			return usagef("for instance --thresholds 0.6,0.7,0.8", "threshold %q is not a number between 0 and 1", s)
		}
		thresholds = append(thresholds, t)
	}
	entities, err := c.load(a)
	if err != nil {
		return err
	}
	p := match.Default()
	p.Threshold = orDefault(c.Threshold, p.Threshold)
	s, err := snapshotOf(entities, p)
	if err != nil {
		return err
	}
	var pos eval.Positives
	if c.Positives != "" {
		people, err := readPeople(c.Positives)
		if err != nil {
			return err
		}
		var expected []string
		if c.Expected != "" {
			rows, err := readPeople(c.Expected)
			if err != nil {
				return err
			}
			for _, r := range rows {
				expected = append(expected, r.Name)
			}
		}
		pos, err = eval.ResolvePositives(people, expected, func(f func(*entity.Entity) error) error {
			for _, e := range entities {
				if err := f(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	var neg []eval.Person
	for _, f := range c.Negatives {
		people, err := readPeople(f)
		if err != nil {
			return err
		}
		if c.Sample > 0 && c.Sample < len(people) {
			r := rand.New(rand.NewPCG(1, uint64(len(people))))
			r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
			people = people[:c.Sample]
		}
		neg = append(neg, people...)
	}
	r, err := eval.Retrieval(s, pos, neg, eval.RetrievalOptions{Thresholds: thresholds, Workers: c.Workers})
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(a.out, r)
	}
	fmt.Fprintf(a.out, "%d entities; %d positives (%d without a right record on %s), %d negatives; default threshold %.3f\n\n", r.Entities, r.Positives, r.Unresolved, orText(r.List, "no list"), r.Negatives, r.DefaultThreshold)
	var rows [][]string
	pct := func(x float64, of int) string {
		if of == 0 {
			return "-"
		}
		return fmt.Sprintf("%.3f %%", 100*x)
	}
	for _, t := range r.Thresholds {
		mark := ""
		if t.Threshold == r.DefaultThreshold {
			mark = " *"
		}
		rows = append(rows, []string{fmt.Sprintf("%.3f%s", t.Threshold, mark), pct(t.RecallAny, r.Positives), pct(t.RecallRight, r.Positives), pct(t.RecallRightTop5, r.Positives), pct(t.RecallRightFull, r.Positives), pct(t.FPRName, r.Negatives), pct(t.FPRFull, r.Negatives)})
	}
	fmt.Fprintln(a.out, a.style.table([]string{"THRESHOLD", "ANY HIT", "RIGHT ENTITY", "RIGHT IN 5", "RIGHT, WITH FIELDS", "FALSE, NAME ONLY", "FALSE, WITH FIELDS"}, rows))
	if len(r.Scripts) > 0 {
		rows = nil
		for _, x := range r.Scripts {
			rows = append(rows, []string{x.Script, fmt.Sprint(x.N), pct(x.FPRName, x.N), pct(x.FPRFull, x.N)})
		}
		fmt.Fprintf(a.out, "\nfalse positives by script of the name:\n%s\n", a.style.table([]string{"SCRIPT", "NEGATIVES", "NAME ONLY", "WITH FIELDS"}, rows))
	}
	show := func(title string, ex []eval.Example) {
		if len(ex) == 0 {
			return
		}
		rows = nil
		for _, x := range ex[:min(len(ex), c.Examples)] {
			rows = append(rows, []string{fmt.Sprint(x.Row), fmt.Sprintf("%.3f", x.Score), x.Name, x.Listed, x.Entity})
		}
		fmt.Fprintf(a.out, "\n%d %s:\n%s\n", len(ex), title, a.style.table([]string{"ROW", "SCORE", "NAME", "LISTED", "ENTITY"}, rows))
	}
	show("missed", r.Missed)
	show("false positives", r.FalsePositives)
	return nil
}

func orText(s, or string) string {
	if s == "" {
		return or
	}
	return s
}

// readPeople reads a CSV of people as in the retrieval sets.
func readPeople(path string) ([]eval.Person, error) {
	f, err := openInput(path, os.Stdin)
	if err != nil {
		return nil, &usageError{err, ""}
	}
	defer f.Close()
	cr := csv.NewReader(f)
	cr.FieldsPerRecord = -1
	header, err := cr.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: read header line: %w", path, err)
	}
	col := make(map[string]int)
	for i, h := range header {
		col[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	if _, ok := col["full_name"]; !ok {
		return nil, fmt.Errorf("%s: no column full_name", path)
	}
	var out []eval.Person
	for row := 1; ; row++ {
		rec, err := cr.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", path, row, err)
		}
		get := func(k string) string {
			if i, ok := col[k]; ok && i < len(rec) {
				return strings.TrimSpace(rec[i])
			}
			return ""
		}
		p := eval.Person{Row: row, Name: get("full_name"), Truth: get("truth")}
		p.Query = screen.Query{Schema: entity.Person, Names: []string{p.Name}}
		if d, err := list.ParseDate(get("date_of_birth"), list.DayFirst); err == nil && !d.IsZero() {
			p.Query.BirthDates = []entity.Date{d}
		}
		for _, k := range []string{"nationality", "country"} {
			if c, ok := entity.CountryCode(get(k)); ok && len(p.Query.Countries) == 0 {
				p.Query.Countries = []string{c}
			}
		}
		switch strings.ToLower(get("gender")) {
		case "m", "male":
			p.Query.Gender = entity.Male
		case "f", "female":
			p.Query.Gender = entity.Female
		}
		out = append(out, p)
	}
}
