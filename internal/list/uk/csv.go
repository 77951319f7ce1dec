package uk

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// maxDesignations bounds the memory of a CSV file, whose rows of one designation
// need not stand together.
const maxDesignations = 200_000

// columns of UK-Sanctions-List.csv. A column the table does not know is reported
// as unread.
var columns = map[string]func(r *record, row *rowValues, v string){
	"last updated":              func(r *record, _ *rowValues, v string) { r.updated.add(v) },
	"unique id":                 nil, // the key
	"ofsi group id":             func(r *record, _ *rowValues, v string) { r.ofsiID = v },
	"un reference number":       func(r *record, _ *rowValues, v string) { r.unRef.add(v) },
	"name 1":                    func(_ *record, w *rowValues, v string) { w.name.parts[0] = v },
	"name 2":                    func(_ *record, w *rowValues, v string) { w.name.parts[1] = v },
	"name 3":                    func(_ *record, w *rowValues, v string) { w.name.parts[2] = v },
	"name 4":                    func(_ *record, w *rowValues, v string) { w.name.parts[3] = v },
	"name 5":                    func(_ *record, w *rowValues, v string) { w.name.parts[4] = v },
	"name 6":                    func(_ *record, w *rowValues, v string) { w.name.parts[5] = v },
	"name type":                 func(_ *record, w *rowValues, v string) { w.name.kind = v },
	"alias strength":            func(_ *record, w *rowValues, v string) { w.name.strength = v },
	"title":                     func(r *record, _ *rowValues, v string) { r.titles.add(v) },
	"name non-latin script":     func(_ *record, w *rowValues, v string) { w.nonLatin.text = v },
	"non-latin script type":     func(_ *record, w *rowValues, v string) { w.nonLatin.script = v },
	"non-latin script language": func(_ *record, w *rowValues, v string) { w.nonLatin.lang = v },
	"regime name":               func(_ *record, w *rowValues, v string) { w.regime.name = v },
	"designation type":          func(r *record, _ *rowValues, v string) { r.kind = v },
	"individual, entity, ship":  func(r *record, _ *rowValues, v string) { r.kind = v },
	"individual/entity/ship":    func(r *record, _ *rowValues, v string) { r.kind = v },
	"designation source":        func(r *record, _ *rowValues, v string) { r.source.add(v) },
	"sanctions imposed":         func(r *record, _ *rowValues, v string) { r.measures.add(v) },
	"other information":         func(r *record, _ *rowValues, v string) { r.otherInfo.add(v) },
	"uk statement of reasons":   func(r *record, _ *rowValues, v string) { r.reasons.add(v) },
	"address line 1":            func(_ *record, w *rowValues, v string) { w.address.lines[0] = v },
	"address line 2":            func(_ *record, w *rowValues, v string) { w.address.lines[1] = v },
	"address line 3":            func(_ *record, w *rowValues, v string) { w.address.lines[2] = v },
	"address line 4":            func(_ *record, w *rowValues, v string) { w.address.lines[3] = v },
	"address line 5":            func(_ *record, w *rowValues, v string) { w.address.lines[4] = v },
	"address line 6":            func(_ *record, w *rowValues, v string) { w.address.lines[5] = v },
	"address postal code":       func(_ *record, w *rowValues, v string) { w.address.postcode = v },
	"address country":           func(_ *record, w *rowValues, v string) { w.address.country = v },
	"phone number":              func(r *record, _ *rowValues, v string) { r.phones.add(v) },
	"website":                   func(r *record, _ *rowValues, v string) { r.websites.add(v) },
	"email address":             func(r *record, _ *rowValues, v string) { r.emails.add(v) },
	"date designated":           func(_ *record, w *rowValues, v string) { w.regime.designated = v },
	"d.o.b":                     func(r *record, _ *rowValues, v string) { r.births.add(v) },
	"nationality(/ies)":         func(r *record, _ *rowValues, v string) { r.nationalities.add(v) },
	"national identifier number": func(_ *record, w *rowValues, v string) {
		w.nationalID.number = v
	},
	"national identifier additional information": func(_ *record, w *rowValues, v string) { w.nationalID.info = v },
	"passport number":                 func(_ *record, w *rowValues, v string) { w.passport.number = v },
	"passport additional information": func(_ *record, w *rowValues, v string) { w.passport.info = v },
	"position":                        func(r *record, _ *rowValues, v string) { r.positions.add(v) },
	"gender":                          func(r *record, _ *rowValues, v string) { r.genders.add(v) },
	"town of birth":                   func(_ *record, w *rowValues, v string) { w.birthPlace.town = v },
	"country of birth":                func(_ *record, w *rowValues, v string) { w.birthPlace.country = v },
	"type of entity":                  func(r *record, _ *rowValues, v string) { r.entityTypes.add(v) },
	"subsidiaries":                    func(r *record, _ *rowValues, v string) { r.subsidiaries.add(v) },
	"parent company":                  func(r *record, _ *rowValues, v string) { r.parents.add(v) },
	"business registration number (s)": func(r *record, _ *rowValues, v string) {
		r.regNumbers.add(v)
	},
	"business registration number(s)": func(r *record, _ *rowValues, v string) { r.regNumbers.add(v) },
	"imo number":                      func(r *record, _ *rowValues, v string) { r.imos.add(v) },
	"current owner/operator (s)":      func(r *record, _ *rowValues, v string) { r.owners.add(v) },
	"current owner/operator(s)":       func(r *record, _ *rowValues, v string) { r.owners.add(v) },
	"previous owner/operator (s)":     func(r *record, _ *rowValues, v string) { r.previousOwners.add(v) },
	"previous owner/operator(s)":      func(r *record, _ *rowValues, v string) { r.previousOwners.add(v) },
	"current believed flag of ship":   func(r *record, _ *rowValues, v string) { r.flags.add(v) },
	"previous flags":                  func(r *record, _ *rowValues, v string) { r.previousFlags.add(v) },
	"type of ship":                    func(r *record, _ *rowValues, v string) { r.shipTypes.add(v) },
	"tonnage of ship":                 func(r *record, _ *rowValues, v string) { r.tonnages.add(v) },
	"length of ship":                  func(r *record, _ *rowValues, v string) { r.lengths.add(v) },
	"year built":                      func(r *record, _ *rowValues, v string) { r.yearsBuilt.add(v) },
	"hull identification number (hin)": func(r *record, _ *rowValues, v string) {
		r.hulls.add(v)
	},
	"crypto wallet address": func(r *record, _ *rowValues, v string) { r.wallets.add(document{number: v}) },
}

// rowValues collects the values that belong together within one row.
type rowValues struct {
	name       nameValue
	nonLatin   nonLatinName
	address    addressValue
	regime     regime
	birthPlace place
	passport   document
	nationalID document
}

func (w *rowValues) addTo(r *record) {
	if w.name.parts != [6]string{} {
		r.names.add(w.name)
	}
	if w.nonLatin.text != "" {
		r.nonLatin.add(w.nonLatin)
	}
	r.address(w.address)
	if w.regime.name != "" || w.regime.designated != "" || w.regime.listed != "" {
		r.regimes.add(w.regime)
	}
	r.birthPlaces.add(w.birthPlace)
	r.passports.add(w.passport)
	r.nationalIDs.add(w.nationalID)
}

func (r *record) address(a addressValue) { r.addresses.add(a) }

func columnKey(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, "\ufeff")), " "))
}

func detectCSV(in list.Input) bool {
	f, ok := in.Only()
	if !ok {
		return false
	}
	head := f.Head(4096)
	return bytes.Contains(head, []byte("Unique ID")) && bytes.Contains(head, []byte("Name 6")) && bytes.Contains(head, []byte("Regime Name")) &&
		!bytes.HasPrefix(bytes.TrimSpace(head), []byte("<"))
}

func parseCSV(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return fmt.Errorf("one file expected, got %d", len(in.Files))
	}
	// Metadata lines before the header: one today, none in copies without it.
	skip := 0
	for i, l := range strings.SplitN(string(f.Head(8192)), "\n", 6) {
		if strings.Contains(l, "Unique ID") && strings.Contains(l, "Name 6") {
			skip = i
			break
		}
	}
	p := &csvParser{file: f.Name, columns: columns, key: "unique id", rep: rep, byID: make(map[string]*record)}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	if err := p.read(io.LimitReader(rc, 1<<30), table.Options{SkipLines: skip, MaxField: 1 << 20}); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if len(p.skipped) > 0 {
		if v, ok := strings.CutPrefix(strings.Trim(p.skipped[0], "\ufeff\", "), "Report Date:"); ok {
			rep.Edition = strings.TrimSpace(strings.Trim(v, `", `))
			rep.Published = list.ParseTime(rep.Edition, "02-Jan-2006", "2-Jan-2006", "02/01/2006")
		}
	}
	for _, r := range p.order {
		rep.Record()
		if err := r.emit("gb", emit, rep); err != nil {
			return err
		}
	}
	return nil
}

// csvParser merges the rows of a CSV file by their key column.
type csvParser struct {
	file    string
	columns map[string]func(*record, *rowValues, string)
	key     string
	rep     *list.Report
	offset  func(int64) int64 // of the decoded text -> of the file; nil: the same

	skipped []string
	byID    map[string]*record
	order   []*record
	last    *record
}

func (p *csvParser) read(src io.Reader, opt table.Options) error {
	var set []func(*record, *rowValues, string)
	var unknown []bool
	key := -1
	var w rowValues
	header := func(t *table.Table) error {
		p.skipped = t.Skipped
		seen := make(map[string]bool)
		for i, h := range t.Header {
			k := columnKey(h)
			f, ok := p.columns[k]
			if k == p.key {
				key = i
			}
			if seen[k] {
				ok, f = true, nil // "Last Updated" of a trailing copy
			}
			seen[k] = true
			set = append(set, f)
			unknown = append(unknown, !ok)
		}
		if key < 0 {
			return fmt.Errorf("no column %q", p.key)
		}
		for _, must := range []string{"name 6", "name 1"} {
			if !seen[must] {
				return fmt.Errorf("no column %q", must)
			}
		}
		return nil
	}
	var marked []bool
	row := func(r *table.Row) error {
		if len(r.Fields) > len(set) {
			return fmt.Errorf("line %d: %d fields, the header has %d", r.Line, len(r.Fields), len(set))
		}
		if key >= len(r.Fields) || strings.TrimSpace(r.Fields[key]) == "" {
			if len(r.Fields) == 1 && strings.TrimSpace(r.Fields[0]) == "" {
				return nil // an empty line
			}
			p.rep.Record()
			p.rep.Reject(list.RecordError{Line: r.Line, Field: p.key, Err: errors.New("row without an id")})
			return nil
		}
		id := strings.TrimSpace(r.Fields[key])
		rec := p.last
		if rec == nil || rec.id != id {
			if rec = p.byID[id]; rec == nil {
				if len(p.byID) >= maxDesignations {
					return fmt.Errorf("line %d: more than %d designations", r.Line, maxDesignations)
				}
				rec = &record{id: id}
				p.byID[id] = rec
				p.order = append(p.order, rec)
			}
			p.last = rec
		}
		w = rowValues{}
		for i, v := range r.Fields {
			if v = strings.TrimSpace(v); v == "" {
				continue
			}
			if set[i] != nil {
				set[i](rec, &w, v)
			} else if unknown[i] {
				if marked == nil {
					marked = make([]bool, len(set))
				}
				if !marked[i] {
					marked[i] = true
					p.rep.MarkUnread(r.Table().Header[i])
				}
			}
		}
		w.addTo(rec)
		from, to := r.Offset, r.Offset+r.Length
		if p.offset != nil {
			from, to = p.offset(from), p.offset(to)
		}
		rec.addFragment(entity.Fragment{File: p.file, Line: r.Line, Offset: from, Length: to - from})
		return nil
	}
	return table.Read(bufio.NewReaderSize(src, 1<<16), opt, header, row)
}
