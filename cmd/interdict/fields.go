package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/list/custom/columns"
)

// fieldRow is one line of screen --fields.
type fieldRow struct {
	Field    columns.Field `json:"field"`
	Headings []string      `json:"headings"`
}

// printFields lists the fields that a column of a customer file can hold, and
// some of the headings by which each is recognised; all of them as JSON.
func (c *screenCmd) printFields(a *app) error {
	var all []fieldRow
	for _, f := range columns.Fields() {
		if !listOnly[f] {
			all = append(all, fieldRow{f, columns.Headings(f)})
		}
	}
	if c.JSON {
		return writeJSON(a.out, all)
	}
	rows := make([][]string, len(all))
	for i, f := range all {
		rows[i] = []string{string(f.Field), strings.Join(someHeadings(f), ", ")}
	}
	fmt.Fprintln(a.out, a.style.table([]string{"FIELD", "RECOGNISED AS, AMONG OTHERS"}, rows))
	fmt.Fprintln(a.out, "\nCase, accents, spaces and punctuation of a heading do not count; --json lists all headings.")
	fmt.Fprintln(a.out, "For others: --map \"HEADING=FIELD\", or --map \"HEADING=-\" to leave a column out.")
	return nil
}

// listOnly are fields of listed records, of no use in a customer file.
var listOnly = map[columns.Field]bool{
	columns.Program: true, columns.Authority: true, columns.Measure: true, columns.Basis: true, columns.Reason: true, columns.Reference: true,
	columns.Listed: true, columns.Published: true, columns.Modified: true, columns.Until: true, columns.Source: true, columns.Certainty: true,
}

// someHeadings picks three English headings and one of each script that follows.
func someHeadings(f fieldRow) []string {
	var out []string
	latin := 0
	seen := make(map[rune]bool)
	for _, h := range f.Headings {
		first := []rune(h)[0]
		switch {
		case first < 0x250:
			if latin < 3 && !slices.Contains(out, h) {
				out = append(out, h)
				latin++
			}
		case !seen[first>>8]:
			if len(seen) < 3 {
				out = append(out, h)
			}
			seen[first>>8] = true
		}
	}
	return out
}
