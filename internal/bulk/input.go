package bulk

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/screen"
	"golang.org/x/net/html/charset"
)

// Input tells how a file of customers is written. The zero value recognises
// columns by their headings.
type Input struct {
	Comma   rune // 0 = found from the header line: comma, semicolon, tab or bar
	Charset string
	Columns columns.Options
	Base    screen.Query // threshold, limit, lists and schema of every row
	// OnColumns, if set, is told once what each column was taken for.
	OnColumns func(*columns.Columns)
}

// Row is one row of the input.
type Row struct {
	Number   int // 1-based, header not counted
	Line     int // 1-based line of the file
	Query    screen.Query
	Problems []string // values that were not understood; the row is screened without them
	Err      error    // why the row cannot be screened at all
}

// Limits on the input.
const (
	maxRow     = 1 << 20 // bytes of a row
	maxLayouts = 64      // distinct sets of keys of a JSON lines file whose reading is kept
)

// errLongRow tells of a row beyond maxRow.
var errLongRow = fmt.Errorf("row longer than %d bytes (a quote that is not closed?)", maxRow)

// rowReader fails when a row grows beyond maxRow, so that a quote that is never
// closed cannot fill the memory.
type rowReader struct {
	r    *bufio.Reader
	left int
	read int64
}

func (l *rowReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLongRow
	}
	n, err := l.r.Read(p[:min(len(p), l.left, 4096)])
	l.left -= n
	l.read += int64(n)
	return n, err
}

// ReadCSV reads delimited text with a header line and calls fn for every row. A
// row that cannot be screened has its Err set. ReadCSV itself fails when the
// header names nothing to screen, or the text cannot be divided into rows.
func ReadCSV(r io.Reader, in Input, fn func(Row) error) error {
	if in.Charset != "" {
		d, err := charset.NewReaderLabel(in.Charset, r)
		if err != nil {
			return fmt.Errorf("charset %q: %w", in.Charset, err)
		}
		r = d
	}
	br := bufio.NewReaderSize(r, 1<<16)
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
	}
	comma := in.Comma
	if comma == 0 {
		head, _ := br.Peek(1 << 16)
		comma = delimiter(head)
	}
	lr := &rowReader{r: br, left: maxRow}
	cr := csv.NewReader(lr)
	cr.Comma, cr.LazyQuotes, cr.FieldsPerRecord, cr.ReuseRecord = comma, true, -1, true
	header, err := cr.Read()
	if err == io.EOF {
		return errors.New("the file is empty")
	}
	if err != nil {
		return fmt.Errorf("read header line: %w", err)
	}
	cols, err := columns.Recognise(slices.Clone(header), in.Columns)
	if err != nil {
		return err
	}
	if in.OnColumns != nil {
		in.OnColumns(cols)
	}
	for n := 1; ; n++ {
		lr.left = maxRow
		rec, err := cr.Read()
		if err == io.EOF {
			return nil
		}
		row := Row{Number: n}
		switch {
		case errors.Is(err, errLongRow):
			line, _ := cr.FieldPos(0)
			return fmt.Errorf("row %d, after line %d: %w", n, line, err)
		case err != nil:
			var pe *csv.ParseError
			if !errors.As(err, &pe) {
				return fmt.Errorf("row %d: %w", n, err)
			}
			row.Line, row.Err = pe.StartLine, pe.Err
		default:
			row.Line, _ = cr.FieldPos(0)
			fill(&row, cols, rec, in.Base)
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// delimiter finds what separates the fields of a header line.
func delimiter(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, n := ',', 0
	for _, c := range []rune{',', ';', '\t', '|'} {
		if k := bytes.Count(line, []byte(string(c))); k > n {
			best, n = c, k
		}
	}
	return best
}

func fill(row *Row, cols *columns.Columns, rec []string, base screen.Query) {
	for i, f := range rec {
		if !utf8.ValidString(f) {
			row.Err = fmt.Errorf("column %d is not valid UTF-8 (name the file's charset)", i+1)
			return
		}
	}
	e, problems, err := cols.Entity(rec)
	row.set(e, problems, err, base)
}

func (row *Row) set(e *entity.Entity, problems []columns.Problem, err error, base screen.Query) {
	for _, p := range problems {
		row.Problems = append(row.Problems, p.Error())
	}
	row.Query = base
	if e != nil {
		row.Query = queryOf(e, base)
	}
	if err != nil {
		row.Err = err
		return
	}
	row.Err = row.Query.Check()
}

// queryOf asks for what a customer's row says.
func queryOf(e *entity.Entity, base screen.Query) screen.Query {
	q := base
	q.ID = e.ID
	if q.Schema == "" {
		q.Schema = e.Schema
	}
	if q.Schema == entity.Thing {
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

// ReadJSONL reads one JSON object a line and calls fn for every line that is
// not empty. An object is either a query of the API ("names": [...]) or has
// keys that are recognised like column headings.
func ReadJSONL(r io.Reader, in Input, fn func(Row) error) error {
	br := bufio.NewReaderSize(r, 1<<16)
	layouts := make(map[string]*columns.Columns)
	n := 0
	for line := 1; ; line++ {
		text, err := readLine(br)
		if err != nil && err != io.EOF && !errors.Is(err, errLongRow) {
			return fmt.Errorf("line %d: %w", line, err)
		}
		end := err == io.EOF
		text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
		if len(text) > 0 || errors.Is(err, errLongRow) {
			n++
			row := Row{Number: n, Line: line}
			if errors.Is(err, errLongRow) {
				row.Err = err
			} else {
				jsonRow(&row, text, in, layouts)
			}
			if err := fn(row); err != nil {
				return err
			}
		}
		if end {
			return nil
		}
	}
}

// readLine returns the next line; one that is too long is passed over and gives
// errLongRow. The last line comes with io.EOF.
func readLine(br *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := br.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			if len(line) > maxRow {
				long, line = true, nil
			}
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case long && err == nil:
			return nil, errLongRow
		}
		return line, err
	}
}

func jsonRow(row *Row, text []byte, in Input, layouts map[string]*columns.Columns) {
	if !utf8.Valid(text) {
		row.Err = errors.New("not valid UTF-8")
		return
	}
	var obj map[string]json.RawMessage
	if err := json.Unmarshal(text, &obj); err != nil {
		row.Err = fmt.Errorf("not a JSON object: %w", err)
		return
	}
	if names, ok := obj["names"]; ok && bytes.HasPrefix(bytes.TrimSpace(names), []byte("[")) || obj["identifiers"] != nil {
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		q := in.Base
		if err := d.Decode(&q); err != nil {
			row.Err = fmt.Errorf("not a query: %w", err)
			return
		}
		row.Query, row.Err = q, q.Check()
		return
	}
	keys := make([]string, 0, len(obj))
	for k := range obj {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	values := make([][]string, len(keys))
	for i, k := range keys {
		values[i] = texts(obj[k])
	}
	id := strings.Join(keys, "\x00")
	cols := layouts[id]
	if cols == nil {
		var err error
		if cols, err = columns.Recognise(keys, in.Columns); err != nil {
			row.Err = err
			return
		}
		if len(layouts) < maxLayouts {
			layouts[id] = cols
			if len(layouts) == 1 && in.OnColumns != nil {
				in.OnColumns(cols)
			}
		}
	}
	e, problems, err := cols.Build(values)
	row.set(e, problems, err, in.Base)
}

// texts flattens a JSON value into the texts it holds.
func texts(raw json.RawMessage) []string {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil
	}
	var out []string
	var walk func(any)
	walk = func(v any) {
		switch x := v.(type) {
		case string:
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, x)
			}
		case json.Number:
			out = append(out, x.String())
		case bool:
			out = append(out, fmt.Sprint(x))
		case []any:
			for _, y := range x {
				walk(y)
			}
		case map[string]any:
			keys := make([]string, 0, len(x))
			for k := range x {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				walk(x[k])
			}
		}
	}
	walk(v)
	return out
}
