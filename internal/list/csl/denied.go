package csl

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

var deniedColumns = []string{
	"Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order",
	"Last_Update", "Action", "FR_Citation",
}

// reNotice finds one Federal Register citation: "82 F.R. 48792".
var reNotice = regexp.MustCompile(`\d+\s*F\.?\s?R\.?\s*\d+`)

// denied is one party under one order. The file has a row for each address.
type denied struct {
	record
	rows    []entity.Fragment
	updates []string
}

// maxDenied bounds the rows held in memory; the file has some 600.
const maxDenied = 100_000

// deniedParser gathers the rows of a party.
type deniedParser struct {
	parser
	order []*denied
	byKey map[string]*denied
	rows  int
}

// parseDenied reads the Denied Persons List. Rows with the same name under the
// same order (effective day, end, kind and citations) are one party with several
// addresses: the first row gives the entity, the others are folded into it. All
// rows are held in memory.
func parseDenied(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := in.Only()
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	p := deniedParser{
		parser: parser{converter: converter{rep: rep}, seen: map[string]int{}, file: f.Name},
		byKey:  map[string]*denied{},
	}
	var t *table.Table
	err = table.Read(rc, table.Options{Comma: '\t', Exact: true}, func(tab *table.Table) error {
		t = tab
		for _, c := range deniedColumns {
			if !tab.Has(c) {
				return fmt.Errorf("column %q is missing: %w", c, list.ErrNotList)
			}
		}
		return nil
	}, p.row)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	for _, c := range t.Unread() {
		rep.MarkUnread("column " + c)
	}
	p.settle()
	for _, d := range p.order {
		if err := emit(p.party(d)); err != nil {
			return err
		}
		for range d.rows[1:] {
			rep.Fold()
		}
	}
	return nil
}

// row takes one row to its party.
func (p *deniedParser) row(row *table.Row) error {
	if p.rows++; p.rows > maxDenied {
		return fmt.Errorf("line %d: more than %d rows", row.Line, maxDenied)
	}
	p.rep.Record()
	name := list.Clean(row.Get("Name"))
	if name == "" {
		p.rep.Reject(list.RecordError{Line: row.Line, Field: "Name", Err: errors.New("row without a name")})
		return nil
	}
	start, end, notice := row.Get("Effective_Date"), row.Get("Expiration_Date"), list.Clean(row.Get("FR_Citation"))
	action := list.Clean(row.Get("Action"))
	a := address{Text: row.Get("Street_Address"), City: row.Get("City"), State: row.Get("State"), PostalCode: row.Get("Postal_Code"), Country: row.Get("Country")}
	if a.Country == "" && a.State != "" {
		a.Country = "US" // states are given for addresses in the United States only
	}
	at := entity.Fragment{File: p.file, Line: row.Line, Offset: row.Offset, Length: row.Length}
	key := strings.Join([]string{strings.ToUpper(name), start, end, notice, strings.ToUpper(row.Get("Standard_Order"))}, "\x00")
	d := p.byKey[key]
	if d == nil {
		d = &denied{record: record{
			Source: "Denied Persons List (DPL) - Bureau of Industry and Security", Name: name, Notice: notice, Start: start, End: end,
			Order: row.Get("Standard_Order"), Remarks: action, origin: at,
		}}
		p.byKey[key] = d
		p.order = append(p.order, d)
		p.starts = append(p.starts, start)
	} else if action != "" && !strings.Contains(d.Remarks, action) {
		d.Remarks = strings.TrimSpace(d.Remarks + "\n" + action)
	}
	d.Addresses = append(d.Addresses, a)
	d.rows = append(d.rows, at)
	d.updates = append(d.updates, row.Get("Last_Update"))
	return nil
}

// party makes the entity of a party.
func (p *deniedParser) party(d *denied) *entity.Entity {
	d.ID = deniedID(&d.record)
	if p.seen[d.ID]++; p.seen[d.ID] > 1 {
		d.ID += "-" + strconv.Itoa(p.seen[d.ID])
	}
	e := p.entity(&d.record)
	e.Origin.Fragments = d.rows
	for i := range e.Listings {
		e.Listings[i].Modified = p.newest(d, d.updates)
	}
	return e
}

// deniedID hashes the name and the first citation, which stays the same when an
// order is renewed or corrected.
func deniedID(r *record) string {
	notice := reNotice.FindString(r.Notice)
	if notice == "" {
		notice = r.Start
	}
	notice = strings.NewReplacer(" ", "", ".", "").Replace(notice)
	sum := sha256.Sum256([]byte(strings.ToUpper(r.Name) + "\x00" + notice))
	return "dpl-" + hex.EncodeToString(sum[:10])
}

func (p *parser) newest(d *denied, days []string) entity.Date {
	var best entity.Date
	for _, v := range days {
		if list.Empty(v) {
			continue
		}
		day, err := list.ParseDate(v, list.MonthFirst)
		if err != nil {
			p.rep.Warn(d.ID, d.origin.Line, "Last_Update", "%v", err)
			continue
		}
		if best.IsZero() || day.Compare(best) > 0 {
			best = day
		}
	}
	return best
}
