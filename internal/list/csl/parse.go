package csl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// maxFile bounds both forms. The file of 2026 is about 30 MB.
const maxFile = 512 << 20

// openText opens a file as UTF-8 text: invalid bytes are an error, which
// encoding/json alone would replace in silence.
func openText(f list.File) (io.Reader, func() error, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	return transform.NewReader(io.LimitReader(rc, maxFile), encoding.UTF8Validator), rc.Close, nil
}

// parseJSON reads {"results": [{...}, ...]}, one record at a time.
func parseJSON(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := in.Only()
	p := parser{converter: converter{rep: rep}, seen: map[string]int{}, file: f.Name}
	if err := p.jsonRecords(f, func(r *record) { p.starts = append(p.starts, r.Start) }, false); err != nil {
		return err
	}
	p.settle()
	var failed error
	err := p.jsonRecords(f, func(r *record) {
		if failed == nil {
			failed = p.emit(r, emit)
		}
	}, true)
	return errors.Join(failed, err)
}

type parser struct {
	converter
	file   string
	seen   map[string]int
	starts []string
}

// settle finds a day that is surely not after the day the file was made: the
// fifth newest start of a listing. Not the newest, for a misprinted year must
// not make a living order look expired.
func (p *parser) settle() {
	var days []entity.Date
	for _, s := range p.starts {
		if d, err := list.ParseDate(s, list.MonthFirst); err == nil {
			days = append(days, d)
		}
	}
	p.starts = nil
	slices.SortFunc(days, func(a, b entity.Date) int { return b.Compare(a) })
	if len(days) >= 5 {
		p.now = days[4]
	}
}

// emit converts and hands over a record. A second record with the same key gets
// a number, for the table of 2019 has no ids.
func (p *parser) emit(r *record, emit list.Emit) error {
	p.rep.Record()
	e := p.entity(r)
	p.seen[e.ID]++
	if n := p.seen[e.ID]; n > 1 && r.ID == "" {
		e.ID += "-" + strconv.Itoa(n)
	}
	return emit(e)
}

// jsonRecords walks the document. Unless whole is set, records hold nothing but
// their start.
func (p *parser) jsonRecords(f list.File, fn func(*record), whole bool) error {
	src, closeFile, err := openText(f)
	if err != nil {
		return err
	}
	defer closeFile()
	where := func(err error, dec *json.Decoder) error {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return fmt.Errorf("%s: near byte %d: %w", f.Name, dec.InputOffset(), err)
	}
	dec := json.NewDecoder(src)
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		if err == nil {
			err = errors.New("an object is expected")
		}
		return where(err, dec)
	}
	found := false
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return where(err, dec)
		}
		if tok != "results" {
			var skipped json.RawMessage
			if err := dec.Decode(&skipped); err != nil {
				return where(err, dec)
			}
			if whole {
				p.envelope(tok, skipped)
			}
			continue
		}
		found = true
		if tok, err := dec.Token(); err != nil || tok != json.Delim('[') {
			if err == nil {
				err = errors.New("results must be an array")
			}
			return where(err, dec)
		}
		for dec.More() {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				return where(err, dec)
			}
			end := dec.InputOffset()
			read := startOnly
			if whole {
				read = p.jsonRecord
			}
			r, err := read(raw)
			if err != nil {
				return where(err, dec)
			}
			r.origin = entity.Fragment{File: p.file, Offset: end - int64(len(raw)), Length: int64(len(raw))}
			fn(r)
		}
		if _, err := dec.Token(); err != nil {
			return where(err, dec)
		}
	}
	if _, err := dec.Token(); err != nil {
		return where(err, dec)
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("%s: text after the document", f.Name)
	}
	if !found {
		return fmt.Errorf("%s: no results: %w", f.Name, list.ErrNotList)
	}
	return nil
}

// envelope reads the members beside results.
func (p *parser) envelope(key json.Token, raw json.RawMessage) {
	switch key {
	case "search_performed_at":
		var s string
		if json.Unmarshal(raw, &s) == nil {
			p.rep.Published = list.ParseTime(s)
		}
	case "total", "offset", "sources", "sources_used":
	default:
		p.rep.MarkUnread(fmt.Sprint(key))
	}
}

// startOnly reads the start of a record.
func startOnly(raw json.RawMessage) (*record, error) {
	var m struct {
		Start json.RawMessage `json:"start_date"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	start, err := textsOf(m.Start)
	return &record{Start: strings.Join(start, "")}, err
}

// jsonRecord reads one record. Numbers are read as text, a single text as a list
// of one.
func (p *parser) jsonRecord(raw json.RawMessage) (*record, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	var firstErr error
	texts := func(keys ...string) []string {
		var out []string
		for _, key := range keys {
			v, ok := m[key]
			delete(m, key)
			if !ok {
				continue
			}
			t, err := textsOf(v)
			if err != nil && firstErr == nil {
				firstErr = fmt.Errorf("%s: %w", key, err)
			}
			out = append(out, t...)
		}
		return out
	}
	text := func(key string) string { return strings.Join(texts(key), "; ") }
	r := &record{
		ID: text("id"), Source: text("source"), EntityNumber: text("entity_number"), Type: text("type"), Programs: texts("programs"),
		Name: text("name"), Title: text("title"), Notice: text("federal_register_notice"), Start: text("start_date"), End: text("end_date"),
		Order: text("standard_order"), Requirement: text("license_requirement"), Policy: text("license_policy"), CallSign: text("call_sign"),
		VesselType: text("vessel_type"), VesselFlag: text("vessel_flag"), VesselOwner: text("vessel_owner"), GrossTonnage: text("gross_tonnage"),
		GrossReg: text("gross_registered_tonnage"), Remarks: text("remarks"), ListURL: text("source_list_url"), InfoURL: text("source_information_url"),
		AltNames: texts("alt_names"), Citizenships: texts("citizenships"), Nationals: texts("nationalities"), Births: texts("dates_of_birth"),
		BirthPlaces: texts("places_of_birth"), Countries: texts("country", "countries"),
	}
	delete(m, "score") // of the search service, not of the list
	for _, key := range []string{"addresses", "ids"} {
		objects, err := objectsOf(m[key])
		if err != nil && firstErr == nil {
			firstErr = fmt.Errorf("%s: %w", key, err)
		}
		delete(m, key)
		for _, o := range objects {
			take := func(name string) string {
				v := o[name]
				delete(o, name)
				return v
			}
			if key == "addresses" {
				r.Addresses = append(r.Addresses, address{take("address"), take("city"), take("state"), take("postal_code"), take("country")})
			} else {
				r.IDs = append(r.IDs, identification{take("country"), take("number"), take("type"), take("issue_date"), take("expiration_date")})
			}
			for name, v := range o {
				if v != "" {
					p.rep.MarkUnread(key + "." + name)
				}
			}
		}
	}
	names := make([]string, 0, len(m))
	for key := range m {
		names = append(names, key)
	}
	slices.Sort(names)
	for _, key := range names {
		if v := string(m[key]); v != "null" && v != `""` && v != "[]" {
			r.Other = append(r.Other, entity.Attribute{Key: key, Value: v})
			p.rep.MarkUnread(key)
		}
	}
	return r, firstErr
}

// textsOf reads a text, number, boolean, null, or an array of these.
func textsOf(raw json.RawMessage) ([]string, error) {
	var many []json.RawMessage
	if len(raw) > 0 && raw[0] == '[' {
		if err := json.Unmarshal(raw, &many); err != nil {
			return nil, err
		}
	} else {
		many = []json.RawMessage{raw}
	}
	var out []string
	for _, v := range many {
		switch {
		case len(v) == 0 || string(v) == "null":
		case v[0] == '"':
			var s string
			if err := json.Unmarshal(v, &s); err != nil {
				return nil, err
			}
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		case v[0] == '{' || v[0] == '[':
			return nil, fmt.Errorf("text expected, got %.20s", v)
		default:
			out = append(out, string(v))
		}
	}
	return out, nil
}

// objectsOf reads an array of objects with text members.
func objectsOf(raw json.RawMessage) ([]map[string]string, error) {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == `""` {
		return nil, nil
	}
	var many []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &many); err != nil {
		return nil, err
	}
	out := make([]map[string]string, len(many))
	for i, o := range many {
		out[i] = make(map[string]string, len(o))
		for key, v := range o {
			t, err := textsOf(v)
			if err != nil {
				return nil, err
			}
			out[i][key] = strings.Join(t, "; ")
		}
	}
	return out, nil
}

// columns of the table. The layout since 2020 begins with _id.
var columns = []string{
	"source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice", "start_date", "end_date",
	"standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
	"vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships", "dates_of_birth", "nationalities",
	"places_of_birth", "source_information_url", "ids",
}

// parseCSV reads the table, twice: see settle.
func parseCSV(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := in.Only()
	p := parser{converter: converter{rep: rep}, seen: map[string]int{}, file: f.Name}
	if err := csvRows(f, func(row *table.Row) error {
		p.starts = append(p.starts, row.Get("start_date"))
		return nil
	}, nil); err != nil {
		return err
	}
	p.settle()
	return csvRows(f, func(row *table.Row) error {
		r := &record{
			ID: row.Get("_id", "id"), Source: row.Get("source"), EntityNumber: row.Get("entity_number"), Type: row.Get("type"),
			Programs: cell(row, "programs"), Name: row.Get("name"), Title: row.Get("title"), Addresses: flat(row.Get("addresses"), code(row.Get("source")) == "DPL"),
			Notice: row.Get("federal_register_notice"), Start: row.Get("start_date"), End: row.Get("end_date"), Order: row.Get("standard_order"),
			Requirement: row.Get("license_requirement"), Policy: row.Get("license_policy"), CallSign: row.Get("call_sign"),
			VesselType: row.Get("vessel_type"), VesselFlag: row.Get("vessel_flag"), VesselOwner: row.Get("vessel_owner"),
			GrossTonnage: row.Get("gross_tonnage"), GrossReg: row.Get("gross_registered_tonnage"), Remarks: row.Get("remarks"),
			ListURL: row.Get("source_list_url"), InfoURL: row.Get("source_information_url"), AltNames: cell(row, "alt_names"),
			Citizenships: cell(row, "citizenships"), Nationals: cell(row, "nationalities"), Births: cell(row, "dates_of_birth"),
			BirthPlaces: cell(row, "places_of_birth"),
			origin:      entity.Fragment{File: f.Name, Line: row.Line, Offset: row.Offset, Length: row.Length},
		}
		for _, v := range cell(row, "ids") {
			for _, one := range tidy(reSemi.Split(v, -1)) {
				r.IDs = append(r.IDs, flatID(one))
			}
		}
		return p.emit(r, emit)
	}, rep)
}

func cell(row *table.Row, name string) []string {
	if v := row.Get(name); v != "" {
		return []string{v}
	}
	return nil
}

func csvRows(f list.File, fn func(*table.Row) error, rep *list.Report) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	var t *table.Table
	err = table.Read(io.LimitReader(rc, maxFile), table.Options{Exact: true}, func(tab *table.Table) error {
		t = tab
		for _, c := range columns {
			if !tab.Has(c) {
				return fmt.Errorf("column %q is missing: %w", c, list.ErrNotList)
			}
		}
		return nil
	}, fn)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if rep != nil {
		for _, c := range t.Unread() {
			rep.MarkUnread("column " + c)
		}
	}
	return nil
}

var reCode2 = regexp.MustCompile(`^[A-Z]{2}$`)

// flatID reads one identification of the table: "CO, 811038291-3, NIT #",
// "5030056754, Tax ID No.", "Subject to Directive 3, Executive Order 13662
// Directive Determination -". The type stands last, a country first.
func flatID(s string) identification {
	parts := strings.Split(s, ", ")
	n := len(parts)
	id := identification{Type: parts[n-1]}
	parts = parts[:n-1]
	if len(parts) > 1 && reCode2.MatchString(parts[0]) {
		id.Country, parts = parts[0], parts[1:]
	}
	id.Number = strings.Join(parts, ", ")
	if n == 1 {
		id.Number, id.Type = s, ""
	}
	return id
}
