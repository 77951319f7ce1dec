package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/store"
)

type showCmd struct {
	ID   string `arg:"" help:"Id of a listed entity: us_ofac_sdn:17022, or 17022 in any list."`
	JSON bool   `short:"j" help:"As JSON."`
	Raw  bool   `help:"Only the original line or element of the official file."`
}

// shown is an entity with its original record.
type shown struct {
	Entity   *entity.Entity `json:"entity"`
	Original []string       `json:"original,omitempty"`
	Edition  *store.Edition `json:"edition,omitempty"`
}

func (c *showCmd) Run(a *app) error {
	e, err := a.open()
	if err != nil {
		return err
	}
	defer e.Close()
	found, err := c.find(a, e)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return usagef("ids stand in the answers of interdict screen", "no listed entity %q", c.ID)
	}
	if c.JSON {
		return writeJSON(a.out, found)
	}
	for i, s := range found {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if !c.Raw {
			a.printEntity(s.Entity)
			fmt.Fprintln(a.out, a.style.bold("\nOriginal record"))
		}
		for _, o := range s.Original {
			fmt.Fprintln(a.out, o)
		}
	}
	return nil
}

func (c *showCmd) find(a *app, e *interdict.Engine) ([]shown, error) {
	if e.Store() == nil || e.Sample() {
		return c.findInSample()
	}
	entities, err := e.Store().FindEntity(a.ctx, c.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []shown
	for _, x := range entities {
		ed, err := e.Store().CurrentOf(a.ctx, x.List)
		if err != nil {
			return nil, err
		}
		s := shown{Entity: x, Edition: &ed}
		for _, f := range x.Origin.Fragments {
			b, err := e.Store().Fragment(a.ctx, ed.ID, f)
			if err != nil {
				return nil, fmt.Errorf("original record of %s: %w", x.ID, err)
			}
			s.Original = append(s.Original, strings.TrimRight(string(b), "\r\n"))
		}
		out = append(out, s)
	}
	return out, nil
}

func (c *showCmd) findInSample() ([]shown, error) {
	listID, id, both := strings.Cut(c.ID, ":")
	if !both {
		listID, id = "", c.ID
	}
	var out []shown
	for _, ed := range sample.Lists() {
		if listID != "" && ed.Source.ID != listID {
			continue
		}
		_, err := list.Parse(ed.Source, ed.Input, func(x *entity.Entity) error {
			if x.ID != id {
				return nil
			}
			s := shown{Entity: x}
			for _, f := range x.Origin.Fragments {
				if file, ok := ed.Input.Find(f.File); ok && f.Length > 0 {
					if b := file.Head(int(f.Offset + f.Length)); int64(len(b)) == f.Offset+f.Length {
						s.Original = append(s.Original, strings.TrimSpace(string(b[f.Offset:])))
					}
				}
			}
			out = append(out, s)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// printEntity writes every field of e.
func (a *app) printEntity(e *entity.Entity) {
	line := func(label, format string, args ...any) {
		text := strings.TrimSpace(fmt.Sprintf(format, args...))
		if text != "" {
			fmt.Fprintf(a.out, "  %-16s %s\n", label, strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", 19)))
		}
	}
	mark := func(c entity.Certainty) string {
		if c == "" {
			return ""
		}
		return " (" + string(c) + ")"
	}
	note := func(n string) string {
		if n == "" {
			return ""
		}
		return " – " + n
	}
	fmt.Fprintf(a.out, "%s  %s:%s  %s%s\n", a.style.bold(e.Primary()), e.List, e.ID, e.Schema, mark(e.Certainty))
	for _, n := range e.Names {
		kind := string(n.Kind)
		if kind == "" {
			kind = string(entity.NameAlias)
		}
		if n.Weak {
			kind = "weak " + kind
		}
		var parts []string
		for _, p := range n.Parts {
			if p.Kind != "" && p.Kind != entity.PartWhole {
				parts = append(parts, string(p.Kind)+" "+p.Value)
			}
		}
		text := n.Full
		if len(parts) > 0 {
			text += a.style.dim("  [" + strings.Join(parts, ", ") + "]")
		}
		if !n.Since.IsZero() {
			text += " since " + n.Since.String()
		}
		line(kind, "%s%s%s", text, note(n.Note), mark(n.Certainty))
	}
	for _, d := range e.Dates {
		line(string(d.Kind), "%s%s%s", d.Date, note(d.Note), mark(d.Certainty))
	}
	for _, p := range e.BirthPlaces {
		line("birth place", "%s%s", place(p), mark(p.Certainty))
	}
	line("gender", "%s", e.Gender)
	for _, c := range e.Countries {
		role := string(c.Role)
		if role == "" {
			role = "country"
		}
		text := c.Text
		if c.Code != "" {
			text = entity.CountryName(c.Code)
		}
		line(role, "%s%s%s", text, note(c.Note), mark(c.Certainty))
	}
	for _, t := range e.Titles {
		line("title", "%s", t)
	}
	for _, t := range e.Positions {
		line("position", "%s", t)
	}
	for _, id := range e.Identifiers {
		text := id.Value
		if id.Country != "" {
			text += ", " + entity.CountryName(id.Country)
		}
		if !id.Issued.IsZero() {
			text += ", issued " + id.Issued.String()
		}
		if !id.Expires.IsZero() {
			text += ", expires " + id.Expires.String()
		}
		label := string(id.Type)
		if id.Label != "" {
			text += " [" + id.Label + "]"
		}
		line(label, "%s%s%s", text, note(id.Note), mark(id.Certainty))
	}
	for _, p := range e.Addresses {
		line("address", "%s%s", place(p), mark(p.Certainty))
	}
	for _, c := range e.Contacts {
		line(string(c.Kind), "%s%s", c.Value, note(c.Note))
	}
	for _, l := range e.Listings {
		text := strings.TrimSpace(l.Authority + " " + l.Program)
		add := func(label, v string) {
			if v != "" {
				text += "\n" + label + " " + v
			}
		}
		add("basis", l.Basis)
		add("measures", strings.Join(l.Measures, "; "))
		add("reference", l.Reference)
		add("effective", l.Effective.String())
		add("published", l.Published.String())
		add("modified", l.Modified.String())
		add("until", l.Until.String())
		add("status", l.Status)
		add("reason", l.Reason)
		add("note", l.Note)
		add("url", l.URL)
		line("listing", "%s%s", text, mark(l.Certainty))
	}
	for _, r := range e.Relations {
		text := string(r.Kind) + " " + r.TargetName
		if r.TargetID != "" {
			text += " (" + r.TargetID + ")"
		}
		if r.Share != "" {
			text += ", share " + r.Share
		}
		if r.Text != "" {
			text += ", " + r.Text
		}
		line("relation", "%s%s", text, mark(r.Certainty))
	}
	for _, t := range e.Topics {
		line("topic", "%s", t)
	}
	for _, x := range e.Attributes {
		line(strings.ReplaceAll(x.Key, "_", " "), "%s", x.Value)
	}
	for _, n := range e.Notes {
		line(n.Kind, "%s", n.Text)
	}
	line("source", "%s", e.Origin.Source)
}

func place(p entity.Address) string {
	if p.Full != "" {
		return p.Full
	}
	var out []string
	for _, s := range []string{p.POBox, p.Street, p.City, p.Region, p.PostalCode} {
		if s != "" {
			out = append(out, s)
		}
	}
	country := p.CountryText
	if p.Country != "" {
		country = entity.CountryName(p.Country)
	}
	if country != "" {
		out = append(out, country)
	}
	s := strings.Join(out, ", ")
	if p.Note != "" {
		s += " – " + p.Note
	}
	return s
}
