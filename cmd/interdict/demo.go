package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/bulk"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/screen"
)

type demoCmd struct {
	JSON bool `short:"j" help:"Answers as JSON lines."`
}

func (c *demoCmd) Run(a *app) error {
	e, err := interdict.Open(a.ctx, interdict.Options{Log: a.log})
	if err != nil {
		return err
	}
	defer e.Close()
	rows, err := customers(sample.Customers())
	if err != nil {
		return fmt.Errorf("embedded customers: %w", err)
	}
	var table [][]string
	for _, r := range rows {
		ans, err := e.Screen(r.Query)
		if err != nil {
			return err
		}
		if c.JSON {
			if err := json.NewEncoder(a.out).Encode(ans); err != nil {
				return err
			}
			continue
		}
		line := []string{customer(r.Query), a.style.verdict(ans.Verdict), "", "", "", "", ""}
		if len(ans.Hits) > 0 {
			h := ans.Hits[0]
			on, since := programmes(h)
			line = []string{customer(r.Query), a.style.verdict(ans.Verdict), fmt.Sprintf("%.3f", h.Score), listed(h), on, since, why(h)}
			if ans.Total > 1 {
				line[1] += fmt.Sprintf("\n(1 of %d)", ans.Total)
			}
		}
		table = append(table, line)
	}
	if c.JSON {
		return nil
	}
	fmt.Fprintln(a.out, a.style.table([]string{"CUSTOMER", "VERDICT", "SCORE", "LISTED RECORD", "LIST AND PROGRAMME", "SINCE", "WHY"}, table))
	s := e.Snapshot()
	var lists []string
	for _, ed := range s.Editions {
		lists = append(lists, fmt.Sprintf("%s (%d)", ed.List, ed.Records))
	}
	fmt.Fprintf(a.out, "\n%s\n", a.style.paragraph(fmt.Sprintf("%d customers against %d records of the embedded %s: %s.", len(rows), s.Index.Len(), s.Editions[0].Edition, strings.Join(lists, ", "))))
	fmt.Fprintln(a.out, a.style.bold("The sample is dated and far from complete: it shows how Interdict answers, it clears nobody."))
	fmt.Fprintln(a.out, "“interdict update” fetches the official lists; “interdict screen --explain NAME” shows all evidence.")
	return nil
}

// customers reads the bundled customer file through the same code as any other.
func customers(b []byte) ([]bulk.Row, error) {
	var out []bulk.Row
	err := bulk.ReadCSV(bytes.NewReader(b), bulk.Input{}, func(r bulk.Row) error {
		if r.Err != nil {
			return r.Err
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

func customer(q screen.Query) string {
	s := strings.Join(q.Names, "\n")
	for _, id := range q.Identifiers {
		if s != "" {
			s += "\n"
		}
		s += strings.ToUpper(string(id.Type)) + " " + id.Value
	}
	if len(q.BirthDates) > 0 {
		s += "\nborn " + q.BirthDates[0].String()
	}
	if len(q.Countries) > 0 {
		s += "\n" + strings.Join(q.Countries, ", ")
	}
	return s
}
