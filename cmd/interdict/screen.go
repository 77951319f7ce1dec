package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/screen"
)

type screenCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Names of ONE party: \"A\" \"B\" asks for somebody called A and also B. For several parties use --file."`

	Schema  string   `short:"s" help:"What it is: Person, Company, Organization, LegalEntity, Vessel, Airplane, CryptoWallet, Security." placeholder:"SCHEMA"`
	Dob     []string `help:"Birth date: 1952-10-07, 1952-10, 1952; repeated for several possible ones." placeholder:"DATE" sep:"none"`
	Country []string `short:"c" help:"Country or nationality, code or name; repeated for several." placeholder:"COUNTRY" sep:"none"`
	Gender  string   `help:"male or female." enum:",male,female" default:""`
	ID      []string `help:"Identifier: TYPE=VALUE (inn, ogrn, lei, imo, bic, passport, wallet ...), or the bare value." placeholder:"TYPE=VALUE" sep:"none"`

	List      []string `short:"l" help:"Only these lists." placeholder:"LIST"`
	Threshold float64  `short:"t" help:"Least score of a hit, 0 to 1." placeholder:"SCORE"`
	Limit     int      `short:"n" help:"Greatest number of hits shown." placeholder:"N"`
	Explain   bool     `short:"e" help:"Print all evidence and the alignment of the names."`
	JSON      bool     `short:"j" help:"Answer as JSON."`
	Record    bool     `help:"Keep the answer in the data directory as a decision."`

	bulkFlags
}

func (c *screenCmd) Run(a *app) error {
	if c.Fields {
		return c.printFields(a)
	}
	if c.File != "" {
		if len(c.Names) > 0 || len(c.ID) > 0 {
			return usagef("leave the name away, or the --file", "both a name and a file to screen")
		}
		return c.runFile(a)
	}
	q, err := c.query(a)
	if err != nil {
		return err
	}
	e, err := a.openToScreen(c.Record || a.cfg.Record)
	if err != nil {
		return err
	}
	defer e.Close()
	s := e.Snapshot()
	answer, err := s.Screen(q)
	if err != nil {
		return loadedLists(err, e)
	}
	id := ""
	if c.Record || a.cfg.Record {
		if id, err = e.Record(a.ctx, "cli", s, answer); err != nil {
			if errors.Is(err, interdict.ErrNoStore) {
				return fmt.Errorf("record decision: %w", err)
			}
			return err
		}
	}
	if c.JSON {
		if err := writeJSON(a.out, struct {
			Decision string `json:"decision,omitempty"`
			screen.Answer
		}{id, answer}); err != nil {
			return err
		}
	} else {
		if !c.Quiet {
			a.notice(e)
		}
		a.printAnswer(s, answer, c.Explain)
		if id != "" {
			fmt.Fprintln(a.out, a.style.dim("recorded as decision "+id))
		}
	}
	if answer.Verdict != screen.Clear {
		return errMatch
	}
	return nil
}

// loadedLists adds to the error for an unknown list which ones are loaded.
func loadedLists(err error, e *interdict.Engine) error {
	if !strings.Contains(err.Error(), "is not loaded") {
		return err
	}
	var ids []string
	for _, l := range e.Snapshot().Editions {
		ids = append(ids, l.List)
	}
	return &usageError{err, "loaded are " + strings.Join(ids, ", ")}
}

func (c *screenCmd) query(a *app) (screen.Query, error) {
	q := screen.Query{Names: c.Names, Gender: entity.Gender(c.Gender), Lists: c.List}
	if err := c.common(a, &q); err != nil {
		return q, err
	}
	if len(c.Names) == 0 && len(c.ID) == 0 {
		if !isTerminal(a.in) {
			return q, usagef("to screen what comes on standard input, one customer a row: interdict screen --file -", "nothing to screen: no name and no identifier")
		}
		return q, usagef(`interdict screen "Vladimir Putin", or --id inn=7706107510, or --file customers.csv`, "nothing to screen: no name and no identifier")
	}
	for _, d := range c.Dob {
		date, err := list.ParseDate(d, list.DayFirst)
		if err != nil || date.IsZero() {
			return q, usagef("write it as 1952-10-07, 1952-10 or 1952", "birth date %q is not understood", d)
		}
		q.BirthDates = append(q.BirthDates, date)
	}
	for _, text := range c.Country {
		parts := []string{text}
		if _, ok := entity.CountryCode(text); !ok { // "Korea, North" is one country, "ru,by" are two
			parts = strings.Split(text, ",")
		}
		for _, p := range parts {
			code, ok := entity.CountryCode(strings.TrimSpace(p))
			if !ok {
				return q, usagef("use a two-letter code such as ru, or an English name", "country %q is not known", p)
			}
			q.Countries = append(q.Countries, code)
		}
	}
	for _, id := range c.ID {
		ids, err := parseID(id)
		if err != nil {
			return q, err
		}
		q.Identifiers = append(q.Identifiers, ids...)
	}
	return q, nil
}

// common sets what a single query and a file share.
func (c *screenCmd) common(a *app, q *screen.Query) error {
	if c.Schema != "" {
		s, ok := schemaNamed(c.Schema)
		if !ok {
			return usagef("one of Person, Company, Organization, LegalEntity, PublicBody, Vessel, Airplane, CryptoWallet, Security", "unknown schema %q", c.Schema)
		}
		q.Schema = s
	}
	if c.Threshold < 0 || c.Threshold > 1 {
		return usagef("the default is printed with every answer", "threshold %v is not between 0 and 1", c.Threshold)
	}
	q.Threshold, q.Limit = c.Threshold, c.Limit
	if q.Threshold == 0 {
		q.Threshold = a.cfg.Match.Threshold
	}
	if q.Limit == 0 {
		q.Limit = a.cfg.Match.Limit
	}
	return nil
}

func schemaNamed(s string) (entity.Schema, bool) {
	for _, x := range []entity.Schema{entity.Person, entity.Organization, entity.Company, entity.PublicBody, entity.LegalEntity, entity.Vessel, entity.Airplane, entity.CryptoWallet, entity.Security, entity.Thing} {
		if strings.EqualFold(s, string(x)) {
			return x, true
		}
	}
	return "", false
}

// idTypes are the words that --id understands before the equals sign.
var idTypes = []entity.IDType{entity.IDINN, entity.IDOGRN, entity.IDLEI, entity.IDBIC, entity.IDIBAN, entity.IDISIN, entity.IDIMO, entity.IDIMOCompany,
	entity.IDMMSI, entity.IDCallSign, entity.IDAircraftTail, entity.IDSerial, entity.IDWallet, entity.IDPassport, entity.IDNational, entity.IDTax, entity.IDVAT,
	entity.IDRegistration, entity.IDUSCC, entity.IDDUNS, entity.IDOKPO, entity.IDDriver, entity.IDAccount, entity.IDWikidata, entity.IDTicker, entity.IDOther}

// parseID reads TYPE=VALUE, or guesses what a bare value is.
func parseID(s string) ([]entity.Identifier, error) {
	typ, value, ok := strings.Cut(s, "=")
	if !ok {
		if ids := entity.GuessID(s); len(ids) > 0 {
			return ids, nil
		}
		return []entity.Identifier{{Type: entity.IDOther, Value: s}}, nil
	}
	if strings.TrimSpace(value) == "" {
		return nil, usagef("", "identifier %q has no value", s)
	}
	for _, t := range idTypes {
		if strings.EqualFold(typ, string(t)) {
			return []entity.Identifier{{Type: t, Value: value}}, nil
		}
	}
	words := make([]string, len(idTypes))
	for i, t := range idTypes {
		words[i] = string(t)
	}
	return nil, usagef("known types: "+strings.Join(words, ", "), "unknown identifier type %q", typ)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// asked says what was asked: how many records of how many lists.
func asked(s *screen.Snapshot, q screen.Query) string {
	lists, records := 0, 0
	for _, e := range s.Editions {
		if len(q.Lists) == 0 || slices.Contains(q.Lists, e.List) {
			lists, records = lists+1, records+e.Records
		}
	}
	return plural(records, "record", "records") + " of " + plural(lists, "list", "lists")
}

// printAnswer writes an answer for people.
func (a *app) printAnswer(s *screen.Snapshot, ans screen.Answer, explain bool) {
	party := strings.Join(ans.Query.Names, " / ")
	if party == "" && len(ans.Query.Identifiers) > 0 {
		party = fmt.Sprintf("%s %s", ans.Query.Identifiers[0].Type, ans.Query.Identifiers[0].Value)
	}
	fmt.Fprintf(a.out, "%s: %s", a.style.bold(clean(party)), a.style.verdict(ans.Verdict))
	switch {
	case ans.Total == 0:
		fmt.Fprintf(a.out, " (nothing in %s reaches %.2f)\n", asked(s, ans.Query), ans.Threshold)
		return
	case ans.Total > len(ans.Hits):
		fmt.Fprintf(a.out, ", %s from %.2f, the %d highest shown (--limit shows more)\n", plural(ans.Total, "hit", "hits"), ans.Threshold, len(ans.Hits))
	default:
		fmt.Fprintf(a.out, ", %s from %.2f\n", plural(ans.Total, "hit", "hits"), ans.Threshold)
	}
	rows := make([][]string, len(ans.Hits))
	for i, h := range ans.Hits {
		on, since := programmes(h)
		rows[i] = []string{fmt.Sprintf("%.3f", h.Score), listed(h), on, since, why(h)}
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.style.table([]string{"SCORE", "LISTED RECORD", "LIST AND PROGRAMME", "SINCE", "WHY"}, rows))
	if explain {
		for _, h := range ans.Hits {
			a.printEvidence(ans, h)
		}
	}
}

func (a *app) printEvidence(ans screen.Answer, h screen.Hit) {
	fmt.Fprintf(a.out, "\n%s  %.4f\n", a.style.bold(clean(h.List+":"+h.ID+"  "+h.Name)), h.Score)
	if h.Met != "" {
		fmt.Fprint(a.out, alignment(ans, h))
	}
	rows := make([][]string, len(h.Evidence))
	for i, e := range h.Evidence {
		rows[i] = []string{fmt.Sprintf("%+.4f", e.Points), fmt.Sprintf("%+.2f", e.Logit), e.Feature, e.Text}
	}
	fmt.Fprintln(a.out, a.style.table([]string{"POINTS", "LOG-ODDS", "EVIDENCE", "WHAT MET"}, rows))
	fmt.Fprintf(a.out, "%s\n", a.style.dim(fmt.Sprintf("points add up to the score %.4f; snapshot %.12s, parameters %.12s, build %s", h.Score, ans.Snapshot, ans.Params, ans.Build)))
}

// alignment writes the two names below each other, part by part.
func alignment(ans screen.Answer, h screen.Hit) string {
	var top, mid, low []string
	put := func(q, sign, l string) {
		q, l = clean(q), clean(l)
		n := max(lipgloss.Width(q), lipgloss.Width(l), 1)
		pad := func(s string) string { return s + strings.Repeat(" ", n-lipgloss.Width(s)) }
		top, mid, low = append(top, pad(q)), append(mid, pad(sign)), append(low, pad(l))
	}
	for _, e := range h.Evidence {
		switch e.Feature {
		case "name part agrees":
			sign := "~"
			if e.Query == e.Listed {
				sign = "="
			}
			put(e.Query, sign, e.Listed)
		case "name part contradicts":
			put(e.Query, "x", e.Listed)
		case "only in the query":
			put(e.Query, "+", "")
		case "only in the listed name":
			put("", "-", e.Listed)
		}
	}
	if len(top) == 0 {
		return ""
	}
	line := func(label string, parts []string) string {
		return strings.TrimRight("  "+label+strings.Join(parts, "  "), " ") + "\n"
	}
	return line("asked   ", top) + line("        ", mid) + line("listed  ", low)
}

func listed(h screen.Hit) string {
	s := h.Name
	if h.Met != "" && h.Met != h.Name {
		kind := "alias"
		if h.Weak {
			kind = "weak alias"
		}
		s += fmt.Sprintf("\n%s “%s”", kind, h.Met)
	}
	s += "\n" + h.List + ":" + h.ID
	if len(h.BirthDates) > 0 {
		s += ", born " + h.BirthDates[0].String()
	}
	for _, r := range h.Relations {
		s += "\nsame party as " + strings.TrimSpace(r.TargetID+" "+r.TargetName)
		if r.Text != "" {
			s += ", " + r.Text
		}
	}
	for _, r := range h.Remarks {
		s += "\nnote: " + r
	}
	for _, d := range h.Doubts {
		s += "\n(" + string(d.Certainty) + ": " + d.Fact + ")"
	}
	return s
}

// programmes names the lists and programmes of a hit, a line each, and the date
// since when, parallel to them.
func programmes(h screen.Hit) (names, dates string) {
	var n, d []string
	for _, l := range h.Listings {
		text := strings.TrimSpace(l.Authority + " " + l.Program)
		if text == "" {
			text = h.List
		}
		if l.Status != "" && !strings.EqualFold(l.Status, "active") {
			text += " (" + l.Status + ")"
		}
		date := l.Effective
		if date.IsZero() {
			date = l.Published
		}
		since := date.String()
		if since == "" {
			since = "not told"
		}
		if i := slices.Index(n, text); i >= 0 {
			if d[i] == "not told" {
				d[i] = since
			}
			continue
		}
		n, d = append(n, text), append(d, since)
	}
	if len(n) == 0 {
		return h.List, "not told"
	}
	if len(n) > 4 {
		n, d = append(n[:4], fmt.Sprintf("and %d more", len(n)-4)), d[:4]
	}
	return strings.Join(n, "\n"), strings.Join(d, "\n")
}

// why names the evidence that matters most, for and against.
func why(h screen.Hit) string {
	var out []string
	agree := []string{}
	for _, e := range h.Evidence {
		switch e.Feature {
		case "name part agrees":
			if e.Query == e.Listed {
				agree = append(agree, e.Query)
			} else {
				agree = append(agree, e.Query+"~"+e.Listed)
			}
		case "starting point", "telling name", "whole name", "only in the query", "only in the listed name", "one part only", "compared by consonants", "other order", "weak alias":
		default:
			out = append(out, e.Text)
		}
	}
	if len(agree) > 0 {
		out = append([]string{"name: " + strings.Join(agree, " ")}, out...)
	}
	return strings.Join(out, "\n")
}
