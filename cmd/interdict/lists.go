package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
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
	Rejects string `help:"Every record of one list, in the edition in force, that was rejected or has a value that could not be read." placeholder:"LIST"`
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
	Checked   time.Time     `json:"checked,omitzero"`      // when the publisher was last asked with success
	Age       *int64        `json:"age_seconds,omitempty"` // since Published, else since Fetched
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
	fmt.Fprintln(a.out, a.style.table(listTable(a.style, rows, c.All, time.Now())))
	a.notice(e)
	return nil
}

// stamp begins an edition that is an instant; it may be broken behind the day.
var stamp = regexp.MustCompile(`^(\d{4}-\d\d-\d\dT)`)

// listTable is what the lists command prints: beside each other how old the edition
// is, which tells how much may be missing, and when the publisher was last asked
// for a newer one. On a narrow terminal the second goes below the first.
func listTable(s style, rows []listRow, sources bool, now time.Time) (headers []string, table [][]string) {
	narrow := s.width > 0 && s.width < 100
	headers = []string{"LIST", "EDITION", "PUBLISHED", "FETCHED", "CHECKED", "RECORDS", "REJECTS", "AGE"}
	if sources {
		headers[7] = "AGE AND SOURCE"
	}
	for _, r := range rows {
		line := []string{r.List, s.dim("not loaded"), "", "", "", "", "", ""}
		if r.Loaded {
			checked := "-"
			if t := r.asked(); !t.IsZero() {
				checked = ago(now.Sub(t))
				if r.Stale {
					checked = s.render(styleRed, checked+" (stale)")
				}
			}
			line = []string{r.List, edition(r), day(r.Published), "-", checked, thousands(r.Records), thousands(r.Rejects), r.age(now)}
			if !r.Fetched.IsZero() {
				line[3] = day(r.Fetched)
			}
			if narrow && checked != "-" {
				line[7] += "\nchecked " + checked
			}
		}
		if sources {
			line[7] = strings.TrimSpace(line[7] + "\n" + r.Source)
		}
		if r.Problem != "" {
			line[7] += "\nlast update: " + r.Problem
		}
		if narrow {
			line[1] = stamp.ReplaceAllString(line[1], "$1\n")
			line = slices.Delete(line, 3, 5)
		}
		table = append(table, line)
	}
	if narrow {
		headers = slices.Delete(headers, 3, 5)
	}
	return headers, table
}

// asked is when the edition was last known to be the newest one.
func (r *listRow) asked() time.Time {
	if r.Checked.After(r.Fetched) {
		return r.Checked
	}
	return r.Fetched
}

// setAge counts from the publication, or, where the file does not tell it, from the
// day it was fetched.
func (r *listRow) setAge(now time.Time) {
	since := r.Published
	if since.IsZero() {
		since = r.Fetched
	}
	if !since.IsZero() {
		age := int64(max(now.Sub(since), 0) / time.Second) // publishers east of here are a day ahead
		r.Age = &age
	}
}

// age is the age in days: publishers tell no hours.
func (r *listRow) age(now time.Time) string {
	if r.setAge(now); r.Age == nil {
		return "unknown"
	}
	text := "today"
	if days := *r.Age / (24 * 60 * 60); days > 0 {
		text = plural(int(days), "day", "days")
	}
	if r.Published.IsZero() {
		if text != "today" {
			text += " ago"
		}
		return "fetched " + text
	}
	return text
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
			attempts, err := st.Attempts(a.ctx, ed.List, 50)
			if err != nil {
				return nil, err
			}
			for i, at := range attempts { // the newest first
				if at.Reason == "" {
					r.Checked = at.Last
					break
				}
				if i == 0 {
					r.Problem = at.Reason
				}
			}
			r.Stale = ed.Kind == store.Official && time.Since(r.asked()) > a.cfg.Serve.StaleAfter
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
	for i := range rows {
		rows[i].setAge(time.Now())
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
	if c.JSON {
		return writeJSON(a.out, rep)
	}
	fmt.Fprintf(a.out, "%s, edition %s: %s, %s, %s\n", ed.List, cmp.Or(ed.Mark, fmt.Sprint(ed.ID)),
		plural(ed.Accepted, "record accepted", "records accepted"), plural(ed.Rejects, "rejected", "rejected"), plural(ed.Warned, "warning", "warnings"))
	c.complaints(a, "Rejected, so not screened against", rep.Rejected, ed.Rejects)
	c.complaints(a, "Accepted, but a value could not be read", rep.Warnings, ed.Warned)
	if len(rep.Unread) > 0 {
		var rows [][]string
		for _, path := range slices.Sorted(maps.Keys(rep.Unread)) {
			rows = append(rows, []string{path, thousands(rep.Unread[path])})
		}
		fmt.Fprintf(a.out, "\nFields that this version does not know:\n%s\n", a.style.table([]string{"FIELD", "TIMES"}, rows))
	}
	return nil
}

// complaints prints the records of one kind; all of them are total, of which the
// store keeps the first.
func (c *listsCmd) complaints(a *app, title string, kept []store.Complaint, total int) {
	if total == 0 && len(kept) == 0 {
		fmt.Fprintf(a.out, "\n%s: none\n", title)
		return
	}
	var rows [][]string
	for _, x := range kept {
		line := ""
		if x.Line > 0 {
			line = fmt.Sprint(x.Line)
		}
		rows = append(rows, []string{cmp.Or(x.Record, "-"), cmp.Or(line, "-"), cmp.Or(x.Field, "-"), x.Reason})
	}
	fmt.Fprintf(a.out, "\n%s: %s\n%s\n", title, thousands(total), a.style.table([]string{"RECORD", "LINE", "FIELD", "REASON"}, rows))
	if len(kept) < total {
		fmt.Fprintf(a.out, "%s more are counted, not kept\n", thousands(total-len(kept)))
	}
}

// ago tells how long ago something was.
func ago(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return "just now"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours ago", int(d.Hours()))
	}
	return fmt.Sprintf("%s days ago", thousands(int(d.Hours()/24)))
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
