package ofac

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// The CSV files have no header line. The columns are those of OFAC's
// specification (dat_spec.txt).
var (
	mainColumns    = []string{"ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks"}
	addColumns     = []string{"Ent_num", "Add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks"}
	altColumns     = []string{"ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"}
	commentColumns = []string{"ent_num", "Remarks"}
)

const (
	null    = "-0-" // OFAC's word for an empty field, written with a space behind it
	endMark = "\x1a"
)

// csvFormat is the set sdn.csv (cons_prim.csv) with its siblings add, alt and
// comments. The siblings may be missing: the records then lack addresses,
// strong aliases, and what the remarks could not hold.
func csvFormat(which listKind) list.Format {
	id, doc := "sdn.csv", "sdn.csv with add.csv, alt.csv and sdn_comments.csv, or sdn.csv alone; tested on whole official files of 2021, 2023 and 2024"
	if which == listCons {
		id, doc = "cons_prim.csv", "cons_prim.csv with cons_add.csv, cons_alt.csv and cons_comments.csv, or cons_prim.csv alone; tested on the whole official set of 2025-12-19"
	}
	return list.Format{
		ID:     id,
		Doc:    doc,
		Detect: func(in list.Input) bool { _, ok := csvSet(in); return ok },
		Parse: func(in list.Input, emit list.Emit, rep *list.Report) error {
			return parseCSV(which, in, emit, rep)
		},
	}
}

// fileSet is the four files, told apart by their first row: the number of
// columns differs in each, and dated copies bear any name.
type fileSet struct{ main, add, alt, comments, unknown []list.File }

func csvSet(in list.Input) (fileSet, bool) {
	var s fileSet
	for _, f := range in.Files {
		switch firstRow(f) {
		case len(mainColumns):
			s.main = append(s.main, f)
		case len(addColumns):
			s.add = append(s.add, f)
		case len(altColumns):
			s.alt = append(s.alt, f)
		case len(commentColumns):
			s.comments = append(s.comments, f)
		default:
			s.unknown = append(s.unknown, f)
		}
	}
	return s, len(s.main) == 1
}

// firstRow returns the number of fields of the first row of a file in OFAC's
// format, 0 if it is none: the first field must be a record number.
func firstRow(f list.File) int {
	head := f.Head(64 << 10)
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	row, err := r.Read()
	if err != nil || len(row) < 2 || !isNumber(row[0]) {
		return 0
	}
	if len(row) == len(mainColumns) && !isType(row[2]) {
		return 0
	}
	return len(row)
}

func isType(s string) bool {
	switch strings.TrimSpace(s) {
	case null, "", kindIndividual, kindVessel, kindAircraft:
		return true
	}
	return false
}

func isNumber(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 0 && len(s) <= 10 && digits(s) == len(s)
}

// sideRow is a row of one of the sibling files.
type sideRow struct {
	fields []string
	from   entity.Fragment
	used   bool
}

// side is a sibling file by record number, and the order of its rows.
type side struct {
	name string
	rows map[string][]*sideRow
	all  []*sideRow
}

// readSide reads a sibling file. Rows with a wrong number of fields are warned
// of: they belong to no record, so that they cannot be rejected as one.
func readSide(files []list.File, columns []string, rep *list.Report) (*side, error) {
	s := &side{rows: make(map[string][]*sideRow)}
	if len(files) > 1 {
		return nil, fmt.Errorf("two files with the columns of %s: %s and %s", columns[1], files[0].Name, files[1].Name)
	}
	for _, f := range files {
		s.name = f.Name
		marked, err := readRows(f, columns, func(r *table.Row, id string, bad error) error {
			if bad != nil {
				rep.Warn(id, r.Line, f.Name, "row passed over: %w", bad)
				return nil
			}
			row := &sideRow{fields: r.Fields, from: fragment(f, r)}
			s.rows[id] = append(s.rows[id], row)
			s.all = append(s.all, row)
			return nil
		})
		if err != nil {
			return nil, err
		}
		doubt(rep, f, marked)
	}
	return s, nil
}

// doubt tells of a member of the set without the mark that ends every file
// OFAC publishes. All its rows are whole, but there is no saying whether they
// are all: an alt.csv that was cut has lost the aliases of the last records.
func doubt(rep *list.Report, f list.File, marked bool) {
	if !marked {
		rep.Doubt("%s does not end with OFAC's end mark (0x1A): it may be cut off", f.Name)
	}
}

func fragment(f list.File, r *table.Row) entity.Fragment {
	return entity.Fragment{File: f.Name, Line: r.Line, Offset: r.Offset, Length: r.Length}
}

// readRows reads a file without header, passes over the end mark (0x1A) and
// hands each row over with its record number. bad says why a row cannot be
// read. A file that ends in the middle of a row is an error; marked reports
// whether it ends with the end mark.
func readRows(f list.File, columns []string, fn func(r *table.Row, id string, bad error) error) (marked bool, err error) {
	rc, err := f.Open()
	if err != nil {
		return false, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	var short error // of the row before, if it has too few fields: an error at the end of the file
	lastLine, lastField := 0, ""
	end := &lastByte{r: rc}
	err = table.Read(end, table.Options{Columns: columns}, nil, func(r *table.Row) error {
		if len(r.Fields) == 1 && strings.Trim(r.Fields[0], endMark+" \r\n") == "" {
			return nil
		}
		id := strings.TrimSpace(strings.TrimLeft(r.Fields[0], endMark))
		short, lastLine, lastField = nil, r.Line, r.Fields[len(r.Fields)-1]
		switch {
		case len(r.Fields) != len(columns):
			bad := fmt.Errorf("%d fields, %d expected", len(r.Fields), len(columns))
			if len(r.Fields) < len(columns) {
				short = bad
			}
			return fn(r, id, bad)
		case !isNumber(id):
			return fn(r, "", fmt.Errorf("%s %q is not a number", columns[0], r.Fields[0]))
		}
		return fn(r, id, nil)
	})
	if err != nil {
		return false, fmt.Errorf("%s: %w", f.Name, err)
	}
	if end.b != '\n' && end.b != endMark[0] && (lastField == "" || lastField == "-" || lastField == "-0") {
		short = fmt.Errorf("last field %q", lastField)
	}
	if short != nil {
		return false, fmt.Errorf("%s: line %d: %w: %w", f.Name, lastLine, table.ErrTruncated, short)
	}
	return end.solid == endMark[0], nil
}

// lastByte remembers the last byte of what is read through it: a file whose last
// row has no line end may have been cut in its last field. solid is the last
// byte that is no blank and no line end, since tools like to add one.
type lastByte struct {
	r        io.Reader
	b, solid byte
}

func (l *lastByte) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if n > 0 {
		l.b = p[n-1]
		if t := bytes.TrimRight(p[:n], " \r\n"); len(t) > 0 {
			l.solid = t[len(t)-1]
		}
	}
	return n, err
}

// value returns a field without OFAC's null. It is not trimmed otherwise: the
// remarks are cut at a fixed length, in which spaces count.
func value(fields []string, i int) string {
	v := fields[i]
	if strings.TrimSpace(v) == null {
		return ""
	}
	return v
}

func parseCSV(which listKind, in list.Input, emit list.Emit, rep *list.Report) error {
	set, ok := csvSet(in)
	if !ok {
		return fmt.Errorf("no sdn.csv among the files: %w", list.ErrNotList)
	}
	if err := sameList(which, in); err != nil {
		return err
	}
	for _, f := range set.unknown {
		// A sibling whose first row cannot be read must not be passed over: the
		// records would lose their aliases. An empty one is an odd edition, no more.
		head := string(f.Head(64))
		if len(strings.Trim(head, endMark+" \r\n")) > 0 {
			return fmt.Errorf("%s: first row not in the format of an OFAC file: %w", f.Name, list.ErrNotList)
		}
		rep.Warn("", 0, f.Name, "the file is empty")
		doubt(rep, f, strings.Contains(head, endMark))
	}
	var sides [3]*side
	for i, s := range []struct {
		files   []list.File
		columns []string
	}{{set.add, addColumns}, {set.alt, altColumns}, {set.comments, commentColumns}} {
		var err error
		if sides[i], err = readSide(s.files, s.columns, rep); err != nil {
			return err
		}
	}
	for i, missing := range [...]string{"addresses", "strong aliases", "end of remarks over 1,000 characters"} {
		if sides[i].name == "" {
			rep.Warn("", 0, "files", "no file with the %s: the records lack them", missing)
		}
	}
	f := set.main[0]
	names := make(nameIndex)
	marked, err := readRows(f, mainColumns, func(r *table.Row, id string, bad error) error {
		if bad == nil {
			names.add(clean(r.Fields[1]), id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	doubt(rep, f, marked)
	p := csvParser{which: which, rep: rep, names: names, add: sides[0], alt: sides[1], comments: sides[2]}
	_, err = readRows(f, mainColumns, func(r *table.Row, id string, bad error) error {
		rep.Record()
		if bad != nil {
			rep.Reject(list.RecordError{Record: id, Line: r.Line, Err: bad})
			return nil
		}
		e, err := p.record(f, r, id)
		if err != nil {
			rep.Reject(list.RecordError{Record: id, Line: r.Line, Err: err})
			return nil
		}
		return emit(e)
	})
	if err != nil {
		return err
	}
	for _, s := range sides {
		for _, row := range s.all {
			if !row.used {
				rep.Warn(row.fields[0], row.from.Line, s.name, "row of a record that is not in %s", f.Name)
			}
		}
	}
	return nil
}

// sameList refuses files that by their name belong to the other list.
func sameList(which listKind, in list.Input) error {
	for _, f := range in.Files {
		cons := strings.HasPrefix(f.Name, "cons")
		if sdn := strings.HasPrefix(f.Name, "sdn"); cons && which == listSDN || sdn && which == listCons {
			return fmt.Errorf("%s belongs to the other OFAC list: %w", f.Name, list.ErrNotList)
		}
	}
	return nil
}

type csvParser struct {
	which              listKind
	rep                *list.Report
	names              nameIndex
	add, alt, comments *side
}

// record turns a row of the main file and its rows in the siblings into an
// entity.
func (p *csvParser) record(f list.File, r *table.Row, id string) (*entity.Entity, error) {
	v := func(i int) string { return strings.TrimSpace(value(r.Fields, i)) }
	b, err := newBuilder(p.rep, p.names, p.which, id, v(2), r.Line)
	if err != nil {
		return nil, err
	}
	b.e.Origin.Fragments = append(b.e.Origin.Fragments, fragment(f, r))
	primary := listName(b.kind, v(1))
	if primary.Full == "" {
		return nil, errors.New("no name")
	}
	primary.Kind = entity.NamePrimary
	b.addName(primary)
	b.title(v(4))
	b.vessel(vesselFields{callSign: v(5), kind: v(6), tonnage: v(7), grt: v(8), flag: v(9), owner: v(10)})
	for _, row := range p.take(b, p.alt, id) {
		p.alias(b, row)
	}
	for _, row := range p.take(b, p.add, id) {
		country := clean(value(row.fields, 4))
		a := cityLine(clean(value(row.fields, 3)), country)
		a.Street = clean(value(row.fields, 2))
		a.Note = clean(value(row.fields, 5))
		b.address(a, country)
	}
	p.remarks(b, value(r.Fields, 11), id)
	return b.finish(splitPrograms(v(3))), nil
}

// take marks the rows of a sibling file as used and adds them to the origin.
func (p *csvParser) take(b *builder, s *side, id string) []*sideRow {
	rows := s.rows[id]
	for _, row := range rows {
		row.used = true
		b.e.Origin.Fragments = append(b.e.Origin.Fragments, row.from)
	}
	return rows
}

func (p *csvParser) alias(b *builder, row *sideRow) {
	n := listName(b.kind, value(row.fields, 3))
	n.Note = clean(value(row.fields, 4))
	switch t := strings.TrimSpace(row.fields[2]); t {
	case "aka", null:
		n.Kind = entity.NameAlias
	case "fka":
		n.Kind = entity.NameFormer
	case "nka":
		n.Kind = entity.NameNew
	default:
		n.Kind = entity.NameAlias
		n.Note = join(n.Note, t)
		b.warn("alt_type", "unknown type of alias %q", t)
	}
	b.addName(n)
}

// remarks joins the remarks with their continuation. The main file holds the
// first 1,000 characters and the comments file all the rest, cut wherever that
// falls: nothing may be trimmed or added in between.
func (p *csvParser) remarks(b *builder, text, id string) {
	rows := p.take(b, p.comments, id)
	var rest strings.Builder
	for _, row := range rows {
		rest.WriteString(value(row.fields, 1))
	}
	n := utf8.RuneCountInString(text)
	switch {
	case rest.Len() > 0 && n > 0 && n < remarksLimit-1:
		// A continuation of remarks that were never cut: the two files are of
		// different days. Gluing them would invent a clause.
		b.warn("Remarks", "continued in the comments, but only %d characters long", n)
		b.remarks(text, false)
		b.note(rest.String())
		return
	case rest.Len() > 0:
		if n == remarksLimit-1 && rest.String()[0] != ' ' {
			text += " " // a copy that lost the space on which the cut fell
		}
		text += rest.String()
	case n < remarksLimit-1:
		b.remarks(text, false)
		return
	}
	cut := !strings.HasSuffix(text, ".") // "By U.S. " is no end
	if cut {
		b.warn("Remarks", "cut after %d characters, the continuation is missing", utf8.RuneCountInString(text))
	}
	b.remarks(text, cut)
}

// cityLine takes the column "City/State/Province/Postal Code" apart: "Zapopan,
// Jalisco 45136", "London EC3N 1DY", "Novopolotsk, Vitebsk region".
//
// Where the column holds one place only, that is a city or a region: the file
// does not say, and City is set. The classic XML tells them apart.
func cityLine(s, country string) entity.Address {
	var a entity.Address
	if s == "" {
		return a
	}
	words := strings.Fields(s)
	from := len(words)
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		if strings.HasSuffix(w, ",") { // what ends in a comma is a place
			break
		}
		if strings.ContainsAny(w, "0123456789") {
			from = i
			continue
		}
		// "MA" in "1082 MA": letters behind digits; "C.P." in "C.P. 52784".
		if i > 0 && strings.ContainsAny(words[i-1], "0123456789") && len(w) <= 3 && strings.ToUpper(w) == w && i == len(words)-1 {
			continue
		}
		if from < len(words) && i > 0 && postalPrefix(w, country) {
			from = i
		}
		break
	}
	if from == 0 && !isPostal(s) { // "6th of October City", "10 Ramadan": a place all the same
		from = len(words)
	}
	a.PostalCode = strings.Join(words[from:], " ")
	place := strings.TrimRight(strings.Join(words[:from], " "), ", ")
	city, region, ok := strings.Cut(place, ", ")
	if !ok && regionWord(city) {
		city, region = "", city
	}
	a.City, a.Region = city, region
	return a
}

// regionWord reports a single place that says by its last word that it is no
// city: "Irkutsk region".
func regionWord(place string) bool {
	switch strings.ToLower(place[strings.LastIndexByte(place, ' ')+1:]) {
	case "region", "oblast", "obl", "krai", "kray", "territory", "province", "governorate", "raion", "rayon", "prefecture":
		return strings.Contains(place, " ")
	}
	return false
}

// postalPrefix reports letters that stand before the digits of a postal code:
// "C.P." in Mexico, the country's own code in "Baku AZ 1008".
func postalPrefix(w, country string) bool {
	if strings.EqualFold(w, "C.P.") || strings.EqualFold(w, "CP") {
		return true
	}
	code, ok := entity.CountryCode(country)
	return ok && len(w) == 2 && strings.ToUpper(code) == w
}

// isPostal reports whether a city line of nothing but words with digits is a
// postal code.
func isPostal(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n >= 3 || n > 0 && len(s) <= 5
}
