package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/screen"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Input tells how a file of customers is written. The zero value recognises
// columns by their headings.
type Input struct {
	Comma rune // 0 = found from the header line: comma, semicolon, tab or bar
	// Charset is a name that browsers know, "windows-1251"; "" = UTF-8, or
	// UTF-16 where the file begins with its mark.
	Charset string
	Columns columns.Options
	Base    screen.Query // threshold, limit, lists and schema of every row
	// OnColumns, if set, is told once what each column was taken for.
	OnColumns func(*columns.Columns)
}

// ErrCharset is wrapped by the error for a charset that is not known.
var ErrCharset = errors.New("unknown charset")

// ErrHeader is wrapped by errors about the header line and the mapping of columns.
var ErrHeader = errors.New("header line")

// Row is one row of the input.
type Row struct {
	Number   int // 1-based, header not counted
	Line     int // 1-based line of the file
	Query    screen.Query
	Problems []string // values that were not understood; the row is screened without them
	Err      error    // why the row cannot be screened at all
}

// raw is a row before its values are looked at.
type raw struct {
	number, line int
	fields       []string // of CSV
	json         []byte   // of JSON lines
	text         string   // the whole row of CSV
	problem      string
	err          error
}

func (r *raw) size() int { return len(r.text) + len(r.json) + 64 }

// reader divides the input into rows. It is used by one goroutine, while the
// builders turn its rows into queries in others.
type reader struct {
	in   Input
	cols *columns.Columns // of CSV

	csv  *splitter
	json *jsonLines
	n    int
}

// newReader reads the header of CSV. It fails when that names nothing to screen.
func newReader(r io.Reader, in Input, jsonl bool) (*reader, error) {
	r, err := decode(r, in.Charset)
	if err != nil {
		return nil, err
	}
	d := &reader{in: in}
	if jsonl {
		d.json = &jsonLines{br: bufio.NewReaderSize(r, 1<<16)}
		return d, d.json.check()
	}
	d.csv = newSplitter(r)
	sep := ""
	if in.Comma != 0 {
		sep = string(in.Comma)
	}
	header, err := d.csv.header(sep)
	if err != nil {
		return nil, err
	}
	if d.cols, err = columns.Recognise(header, in.Columns); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	if in.OnColumns != nil {
		in.OnColumns(d.cols)
	}
	return d, nil
}

// next returns the next row, io.EOF behind the last.
func (d *reader) next() (raw, error) {
	d.n++
	if d.json != nil {
		text, line, err := d.json.next()
		if err != nil && !errors.Is(err, errLongRow) {
			return raw{}, err
		}
		r := raw{number: d.n, line: line, json: text, err: err}
		if d.in.OnColumns != nil && err == nil {
			d.announce(&r)
		}
		return r, nil
	}
	rec, err := d.csv.next()
	if err != nil {
		if err != io.EOF {
			err = fmt.Errorf("after line %d: %w", d.csv.line, err)
		}
		return raw{}, err
	}
	return raw{number: d.n, line: rec.line, fields: rec.fields, text: rec.text, problem: rec.problem, err: rec.err}, nil
}

// announce tells of the keys of the first object that is no query.
func (d *reader) announce(r *raw) {
	if b := d.builder(); b.build(*r).Err == nil {
		for _, cols := range b.layouts {
			d.in.OnColumns(cols)
			d.in.OnColumns = nil
		}
	}
}

// builder makes queries of raw rows. It is used by one goroutine.
type builder struct {
	in      Input
	cols    *columns.Columns
	layouts map[string]*columns.Columns // of JSON, by the keys of the object
}

func (d *reader) builder() *builder {
	return &builder{in: d.in, cols: d.cols, layouts: make(map[string]*columns.Columns)}
}

func (b *builder) build(r raw) Row {
	row := Row{Number: r.number, Line: r.line, Err: r.err}
	switch {
	case r.err != nil:
	case r.json != nil:
		b.object(&row, r.json)
	default:
		b.fields(&row, &r)
	}
	return row
}

// fields reads a row of CSV.
func (b *builder) fields(row *Row, r *raw) {
	if r.problem != "" {
		row.Problems = append(row.Problems, r.problem)
	}
	if !b.text(row, r.text) {
		for i, f := range r.fields {
			if !utf8.ValidString(f) || strings.ContainsRune(f, utf8.RuneError) || strings.IndexByte(f, 0) >= 0 {
				row.Err = fmt.Errorf("column %d: %w", i+1, row.Err)
				break
			}
		}
		return
	}
	rec, width := r.fields, len(b.cols.All)
	for len(rec) > width && strings.TrimSpace(rec[len(rec)-1]) == "" {
		rec = rec[:len(rec)-1]
	}
	switch {
	case len(rec) > width:
		// Values may stand under headings that are not theirs.
		row.Err = fmt.Errorf("%d fields, %d columns: a separator in a value without quotes?", len(rec), width)
		return
	case len(rec) < width:
		row.Problems = append(row.Problems, fmt.Sprintf("%d fields, %d columns: the last ones are taken as empty", len(rec), width))
	}
	e, problems, err := b.cols.Entity(rec)
	row.set(e, problems, err, b.in.Base)
}

// text sets the error of a row that is no text, and reports whether it is.
func (b *builder) text(row *Row, s string) bool {
	switch {
	case !utf8.ValidString(s):
		row.Err = errors.New("not valid UTF-8: name the charset of the file")
	case strings.IndexByte(s, 0) >= 0:
		row.Err = errors.New("NUL bytes")
	case !strings.ContainsRune(s, utf8.RuneError):
	case !isUTF8(b.in.Charset):
		row.Err = fmt.Errorf("bytes that are no text in %s", b.in.Charset)
	default:
		row.Problems = append(row.Problems, "a character U+FFFD: letters were lost before this file was written")
	}
	return row.Err == nil
}

// ReadCSV reads delimited text with a header line and calls fn for every row. A
// row that cannot be screened has its Err set. ReadCSV itself fails when the
// header names nothing to screen, or r fails.
func ReadCSV(r io.Reader, in Input, fn func(Row) error) error { return read(r, in, false, fn) }

// ReadJSONL reads one JSON object a line and calls fn for every line that is
// not empty. An object is either a query of the API ("names": [...]) or has
// keys that are recognised like column headings; those of an object in an
// object are joined by a dot.
func ReadJSONL(r io.Reader, in Input, fn func(Row) error) error { return read(r, in, true, fn) }

func read(r io.Reader, in Input, jsonl bool, fn func(Row) error) error {
	d, err := newReader(r, in, jsonl)
	if err != nil {
		return err
	}
	b := d.builder()
	for {
		raw, err := d.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		row := b.build(raw)
		if row.Err == nil {
			row.Err = row.Query.Check()
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

func isUTF8(label string) bool {
	return label == "" || strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "utf8")
}

// decode returns r as UTF-8 without a byte order mark. UTF-8 itself is passed
// on as it is, so that bytes that are none can be told.
func decode(r io.Reader, label string) (io.Reader, error) {
	if !isUTF8(label) {
		e, name := charset.Lookup(label)
		if e == nil || name == "replacement" { // charsets that are not safe to read
			return nil, fmt.Errorf("%w %q", ErrCharset, label)
		}
		return withoutMark(transform.NewReader(r, unicode.BOMOverride(e.NewDecoder()))), nil
	}
	br := bufio.NewReaderSize(r, 1<<16)
	if b, _ := br.Peek(2); bytes.Equal(b, []byte{0xff, 0xfe}) || bytes.Equal(b, []byte{0xfe, 0xff}) {
		return withoutMark(transform.NewReader(br, unicode.BOMOverride(transform.Nop))), nil
	}
	return withoutMark(br), nil
}

func withoutMark(r io.Reader) io.Reader {
	br, ok := r.(*bufio.Reader)
	if !ok {
		br = bufio.NewReaderSize(r, 1<<16)
	}
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
	}
	return br
}

func (row *Row) set(e *entity.Entity, problems []columns.Problem, err error, base screen.Query) {
	for _, p := range problems {
		row.Problems = append(row.Problems, p.Error())
	}
	row.Query = base
	if e != nil {
		row.Query = queryOf(e, base)
	}
	row.Err = err
}

// queryOf asks for what a customer's row says.
func queryOf(e *entity.Entity, base screen.Query) screen.Query {
	q := base
	q.ID = e.ID
	if q.Schema == "" {
		q.Schema = e.Schema
	}
	// LegalEntity is what a row is taken for that does not say what it is; it may
	// be a ship all the same.
	if base.Schema == "" && (q.Schema == entity.Thing || q.Schema == entity.LegalEntity) {
		q.Schema = ""
	}
	for _, n := range e.Names {
		q.Names = append(q.Names, n.Full)
	}
	f := entity.FactsOf(e)
	q.BirthDates, q.Gender, q.Identifiers = f.Births, f.Gender, e.Identifiers
	for _, c := range f.Countries {
		q.Countries = append(q.Countries, c.String())
	}
	return q
}
