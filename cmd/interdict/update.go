package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/fetch"
	"github.com/interdict-dev/interdict/internal/ingest"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/all"
	"github.com/interdict-dev/interdict/internal/list/custom"
	"github.com/schollz/progressbar/v3"
)

type updateCmd struct {
	Lists []string `arg:"" optional:"" name:"list" help:"Ids of lists; without any, those of the configuration."`
	Force bool     `help:"Put an edition in force although it breaks expectations (fewer records, empty fields)."`
	JSON  bool     `short:"j" help:"Results as JSON."`
}

func (a *app) fetchClient() *fetch.Client {
	agent := a.cfg.Fetch.UserAgent
	if agent == "" {
		agent = "interdict/" + interdict.Build() + " (+https://github.com/interdict-dev/interdict)"
	}
	return &fetch.Client{UserAgent: agent, MaxBytes: a.cfg.Fetch.MaxBytes, Timeout: a.cfg.Fetch.Timeout, Tries: a.cfg.Fetch.Retries + 1, Proxy: http.ProxyFromEnvironment}
}

func (c *updateCmd) Run(a *app) error {
	lists := c.Lists
	if len(lists) == 0 {
		lists = a.cfg.Lists
	}
	for _, l := range lists {
		if _, ok := all.Find(l); !ok {
			return usagef("interdict lists --all shows the lists that are known", "unknown list %q", l)
		}
	}
	e, err := a.create()
	if err != nil {
		return err
	}
	defer e.Close()
	p := newFetchProgress(a)
	results, err := e.Update(a.ctx, interdict.UpdateOptions{Lists: lists, Force: c.Force, OnProgress: p.event})
	p.finish()
	if err != nil {
		return err
	}
	if c.JSON {
		if err := writeJSON(a.out, resultsJSON(results)); err != nil {
			return err
		}
	} else {
		a.printResults(results)
	}
	failed := 0
	for _, r := range results {
		if r.Err != nil {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d lists were not brought up to date; their editions before stay in force", failed, len(results))
	}
	return nil
}

type resultRow struct {
	List    string        `json:"list"`
	Status  ingest.Status `json:"status"`
	Edition int64         `json:"edition,omitempty"`
	Records int           `json:"records"`
	Rejects int           `json:"rejects"`
	Added   int           `json:"added"`
	Changed int           `json:"changed"`
	Removed int           `json:"removed"`
	Error   string        `json:"error,omitempty"`
	Forced  string        `json:"forced,omitempty"`
	Took    string        `json:"took"`
}

func resultsJSON(results []ingest.Result) []resultRow {
	out := make([]resultRow, len(results))
	for i, r := range results {
		out[i] = resultRow{List: r.List, Status: r.Status, Edition: r.Edition.ID, Records: r.Edition.Accepted, Rejects: r.Edition.Rejects,
			Added: r.Changes.Added, Changed: r.Changes.Changed, Removed: r.Changes.Removed, Forced: r.Forced, Took: r.Took.Round(time.Millisecond).String()}
		if r.Err != nil {
			out[i].Error = r.Err.Error()
		}
	}
	return out
}

func (a *app) printResults(results []ingest.Result) {
	var rows [][]string
	for _, r := range results {
		status := string(r.Status)
		changes, problem := "", ""
		switch r.Status {
		case ingest.Updated:
			status = a.style.render(styleGreen, status)
			changes = fmt.Sprintf("+%d ~%d -%d", r.Changes.Added, r.Changes.Changed, r.Changes.Removed)
		case ingest.Refused, ingest.Failed:
			status = a.style.render(styleRed, status)
		}
		if r.Err != nil {
			problem = r.Err.Error()
		}
		if r.Forced != "" {
			problem = "forced: " + r.Forced
		}
		rows = append(rows, []string{r.List, status, day(r.Edition.Published), fmt.Sprint(r.Edition.Accepted), fmt.Sprint(r.Edition.Rejects), changes, r.Took.Round(time.Millisecond).String(), problem})
	}
	fmt.Fprintln(a.out, a.style.table([]string{"LIST", "STATUS", "PUBLISHED", "RECORDS", "REJECTS", "CHANGES", "TOOK", "PROBLEM"}, rows))
}

// fetchProgress shows what is being fetched.
type fetchProgress struct {
	a    *app
	bar  *progressbar.ProgressBar
	file string
}

func newFetchProgress(a *app) *fetchProgress { return &fetchProgress{a: a} }

func (p *fetchProgress) event(e ingest.Event) {
	terminal := p.a.notes.width > 0
	switch e.Stage {
	case ingest.Fetching:
		if !terminal {
			return
		}
		if p.bar == nil || p.file != e.List+"/"+e.File {
			p.finish()
			p.file = e.List + "/" + e.File
			p.bar = progressbar.NewOptions64(e.Total, progressbar.OptionSetWriter(p.a.errOut), progressbar.OptionSetDescription(p.file), progressbar.OptionShowBytes(true),
				progressbar.OptionThrottle(150*time.Millisecond), progressbar.OptionClearOnFinish())
		}
		_ = p.bar.Set64(e.Bytes)
	case ingest.Done:
		p.finish()
		if e.Err != nil && p.a.style.width == 0 { // on a terminal the table, right below, says why
			fmt.Fprintf(p.a.errOut, "%s: %s: %v\n", e.List, e.Status, e.Err)
		} else {
			fmt.Fprintf(p.a.errOut, "%s: %s\n", e.List, e.Status)
		}
	}
}

func (p *fetchProgress) finish() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

type importCmd struct {
	Paths []string `arg:"" name:"file" help:"File, files of one edition, or a folder (OFAC's CSV set); .gz accepted."`
	List  string   `required:"" short:"l" help:"Id of the list: an official one, or a new one of your own." placeholder:"LIST"`
	Title string   `help:"Title of a list of your own." placeholder:"TEXT"`
	Force bool     `help:"Put it in force although it breaks expectations."`
	JSON  bool     `short:"j" help:"Result as JSON."`
}

func (c *importCmd) Run(a *app) error {
	for _, p := range c.Paths {
		if _, err := os.Stat(p); errors.Is(err, os.ErrNotExist) {
			return usagef("", "no such file: %s", p)
		} else if err != nil {
			return &usageError{err, ""}
		}
	}
	source, ok := all.Find(c.List)
	if !ok {
		if strings.HasPrefix(c.List, "us_") || strings.HasPrefix(c.List, "eu_") || strings.HasPrefix(c.List, "un_") || !validListID(c.List) {
			return usagef("interdict lists --all shows the official lists; an id of your own has letters, digits and _ and does not begin with us_, eu_, un_", "unknown list %q", c.List)
		}
		title := c.Title
		if title == "" {
			title = "own list " + filepath.Base(c.Paths[0])
		}
		source = custom.Source(c.List, title, custom.Options{})
	}
	e, err := a.create()
	if err != nil {
		return err
	}
	defer e.Close()
	r, err := e.Import(a.ctx, source, c.Force, c.Paths...)
	if err != nil && r.List == "" {
		return err
	}
	if c.JSON {
		if err := writeJSON(a.out, resultsJSON([]ingest.Result{r})[0]); err != nil {
			return err
		}
	} else if err == nil {
		a.printResults([]ingest.Result{r})
	}
	switch {
	case errors.Is(err, list.ErrNotList):
		var known []string
		for _, f := range source.Formats {
			known = append(known, f.ID)
		}
		return &hintedError{err, c.List + " is read as " + strings.Join(known, ", ")}
	case err != nil && r.Status == ingest.Refused && !c.Force:
		return &hintedError{err, "look at the file first; --force puts it in force all the same"}
	}
	return err
}

func validListID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s[0] >= 'a' && s[0] <= 'z'
}
