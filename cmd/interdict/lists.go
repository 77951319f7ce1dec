package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/list/all"
	"github.com/interdict-dev/interdict/internal/store"
)

type listsCmd struct {
	All     bool   `short:"a" help:"Also the lists that Interdict knows and that are not loaded."`
	JSON    bool   `short:"j" help:"As JSON."`
	History string `help:"All editions of one list." placeholder:"LIST"`
	Rejects string `help:"Every record of the edition in force that was rejected or doubtful, of one list." placeholder:"LIST"`
}

// errSampleOnly answers questions about editions that the sample does not have.
var errSampleOnly = &usageError{errors.New("only the embedded sample is loaded: it has neither history nor report"), "interdict update fetches the official lists, interdict import takes a file"}

// listRow is one line of the lists command.
type listRow struct {
	List      string        `json:"list"`
	Title     string        `json:"title,omitempty"`
	Kind      string        `json:"kind,omitempty"`
	Edition   string        `json:"edition,omitempty"` // the publisher's mark
	Published time.Time     `json:"published,omitzero"`
	Fetched   time.Time     `json:"fetched,omitzero"`
	Activated time.Time     `json:"activated,omitzero"`
	Checked   time.Time     `json:"checked,omitzero"`
	Records   int           `json:"records"`
	Rejects   int           `json:"rejects"`
	Warned    int           `json:"warned"`
	Changes   store.Changes `json:"changes,omitzero"`
	SHA256    string        `json:"files_sha256,omitempty"`
	Source    string        `json:"source,omitempty"`
	Terms     string        `json:"terms,omitempty"`
	Problem   string        `json:"problem,omitempty"` // why the last attempt to update it failed
	Loaded    bool          `json:"loaded"`
	Stale     bool          `json:"stale,omitempty"`
}

func (c *listsCmd) Run(a *app) error {
	e, err := a.open()
	if err != nil {
		return err
	}
	defer e.Close()
	switch {
	case c.Rejects != "":
		return c.rejects(a, e)
	case c.History != "":
		return c.history(a, e)
	}
	rows, err := c.rows(a, e)
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(a.out, rows)
	}
	headers := []string{"LIST", "EDITION", "PUBLISHED", "RECORDS", "REJECTS", "AGE"}
	if c.All {
		headers[5] = "AGE AND SOURCE"
	}
	narrow := a.style.width > 0 && a.style.width < 100 // the age tells when it was fetched
	if !narrow {
		headers = slices.Insert(headers, 3, "FETCHED")
	}
	var table [][]string
	for _, r := range rows {
		line := []string{r.List, a.style.dim("not loaded"), "", "", "", ""}
		if r.Loaded {
			checked := r.Fetched
			if r.Checked.After(checked) {
				checked = r.Checked
			}
			line = []string{r.List, edition(r), day(r.Published), thousands(r.Records), thousands(r.Rejects), a.age(checked, r.Stale)}
		}
		if c.All {
			line[5] = strings.TrimSpace(line[5] + "\n" + r.Source)
		}
		if r.Problem != "" {
			line[5] += "\nlast update: " + r.Problem
		}
		if !narrow {
			fetched := ""
			if r.Loaded {
				fetched = day(r.Fetched)
			}
			line = slices.Insert(line, 3, fetched)
		}
		table = append(table, line)
	}
	fmt.Fprintln(a.out, a.style.table(headers, table))
	a.notice(e)
	return nil
}

func edition(r listRow) string {
	if r.Edition == "" || strings.HasPrefix(r.Edition, r.Kind) {
		return cmp.Or(r.Edition, r.Kind)
	}
	return r.Edition + "\n" + r.Kind
}

func (c *listsCmd) rows(a *app, e *interdict.Engine) ([]listRow, error) {
	var rows []listRow
	loaded := make(map[string]bool)
	describe := func(r *listRow) {
		if s, ok := all.Find(r.List); ok {
			r.Title, r.Source, r.Terms = s.Title, s.Homepage, s.Terms
			if r.Source == "" && len(s.Remotes) > 0 {
				r.Source = s.Remotes[0].URL
			}
		}
	}
	if st := e.Store(); st != nil && !e.Sample() {
		current, err := st.Current(a.ctx)
		if err != nil {
			return nil, err
		}
		for _, ed := range current {
			r := listRow{List: ed.List, Kind: string(ed.Kind), Edition: ed.Mark, Published: ed.Published, Fetched: ed.Fetched, Activated: ed.Activated,
				Records: ed.Accepted, Rejects: ed.Rejects, Warned: ed.Warned, Changes: ed.Changes, SHA256: ed.FilesSHA256, Loaded: true}
			describe(&r)
			attempts, err := st.Attempts(a.ctx, ed.List, 1)
			if err != nil {
				return nil, err
			}
			for _, at := range attempts {
				r.Problem = at.Reason
				if at.Reason == "" {
					r.Checked = at.Last
				}
			}
			newest := r.Fetched
			if r.Checked.After(newest) {
				newest = r.Checked
			}
			r.Stale = ed.Kind == store.Official && time.Since(newest) > a.cfg.Serve.StaleAfter
			loaded[ed.List] = true
			rows = append(rows, r)
		}
	} else {
		for _, ed := range e.Snapshot().Editions {
			r := listRow{List: ed.List, Kind: ed.Kind, Edition: ed.Edition, Published: ed.Published, Records: ed.Records, Loaded: true}
			describe(&r)
			loaded[ed.List] = true
			rows = append(rows, r)
		}
	}
	if c.All {
		for _, s := range all.Sources() {
			if !loaded[s.ID] {
				r := listRow{List: s.ID}
				describe(&r)
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}

func (c *listsCmd) history(a *app, e *interdict.Engine) error {
	if e.Store() == nil {
		return errSampleOnly
	}
	eds, err := e.Store().Editions(a.ctx, c.History)
	if err != nil {
		return err
	}
	if len(eds) == 0 {
		return usagef("interdict lists shows the loaded ones", "list %q is not loaded", c.History)
	}
	if c.JSON {
		return writeJSON(a.out, eds)
	}
	var table [][]string
	for _, ed := range eds {
		table = append(table, []string{fmt.Sprint(ed.ID), string(ed.Kind), ed.Mark, day(ed.Published), instant(ed.Activated), fmt.Sprint(ed.Accepted), fmt.Sprint(ed.Rejects),
			fmt.Sprintf("+%d ~%d -%d", ed.Changes.Added, ed.Changes.Changed, ed.Changes.Removed), ed.FilesSHA256[:12]})
	}
	fmt.Fprintln(a.out, a.style.table([]string{"NO", "KIND", "EDITION", "PUBLISHED", "IN FORCE SINCE", "RECORDS", "REJECTS", "CHANGES", "SHA-256"}, table))
	return nil
}

func (c *listsCmd) rejects(a *app, e *interdict.Engine) error {
	if e.Store() == nil {
		return errSampleOnly
	}
	ed, err := e.Store().CurrentOf(a.ctx, c.Rejects)
	if errors.Is(err, store.ErrNotFound) {
		return usagef("interdict lists shows the loaded ones", "list %q is not loaded", c.Rejects)
	}
	if err != nil {
		return err
	}
	rep, err := e.Store().Report(a.ctx, ed.ID)
	if err != nil {
		return err
	}
	return writeJSON(a.out, rep)
}

// age tells how long ago t was, in red when the list is stale.
func (a *app) age(t time.Time, stale bool) string {
	if t.IsZero() {
		return "age unknown"
	}
	d := time.Since(t)
	text := ""
	switch {
	case d < 2*time.Minute:
		text = "just now"
	case d < 2*time.Hour:
		text = fmt.Sprintf("%d minutes ago", int(d.Minutes()))
	case d < 48*time.Hour:
		text = fmt.Sprintf("%d hours ago", int(d.Hours()))
	default:
		text = fmt.Sprintf("%d days ago", int(d.Hours()/24))
	}
	if stale {
		return a.style.render(styleRed, text+" (stale)")
	}
	return text
}

func day(t time.Time) string {
	if t.IsZero() {
		return "not told"
	}
	return t.UTC().Format("2006-01-02")
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}
