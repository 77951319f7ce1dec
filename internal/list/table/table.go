// Package table reads delimited text files (CSV and relatives) record by
// record, by column name, in bounded memory. It remembers which columns were
// ever read, so that a parser can prove that it used, or named as ignored, all
// a publisher wrote.
//
// Input must be UTF-8 (a byte order mark is dropped) unless Options name a
// charset; undecodable bytes are an error, never replaced in silence.
//
// Readers are not safe for concurrent use; separate readers are independent.
package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// Options tell how the file is written.
type Options struct {
	Comma      rune     // default ','
	Columns    []string // names of the columns of a file without a header line
	SkipLines  int      // physical lines before the header (metadata)
	LazyQuotes bool     // allow a bare quote inside a field
	Charset    string   // e.g. "windows-1252"; "" = UTF-8
	Exact      bool     // every row must have as many fields as the header
	MaxField   int      // bytes; default 1 MiB
}

// ErrTruncated is wrapped by the error for a file that ends inside a quoted
// field.
var ErrTruncated = errors.New("file ends inside a record")

// Row is one record. It is valid until the callback returns.
type Row struct {
	Line   int   // 1-based line of its first field
	Offset int64 // of its first byte in the decoded text after SkipLines
	Length int64
	Fields []string
	t      *Table
}

// Table is the state of one Read: its header and which columns were read.
type Table struct {
	Skipped []string // the lines passed over by SkipLines
	Header  []string
	index   map[string]int
	read    []bool
}

func key(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, "\ufeff")), " "))
}

// Has reports whether the table has a column called name; case and white space
// do not count.
func (t *Table) Has(name string) bool { _, ok := t.index[key(name)]; return ok }

// Ignore marks columns as known and deliberately not used.
func (t *Table) Ignore(names ...string) {
	for _, n := range names {
		if i, ok := t.index[key(n)]; ok {
			t.read[i] = true
		}
	}
}

// Unread lists the columns that no row was asked for.
func (t *Table) Unread() []string {
	var out []string
	for i, ok := range t.read {
		if !ok {
			out = append(out, t.Header[i])
		}
	}
	return out
}

// Get returns the trimmed field of the first of the named columns that exists,
// "" if none does or the row is shorter, and marks the column as read.
func (r *Row) Get(names ...string) string {
	for _, n := range names {
		if i, ok := r.t.index[key(n)]; ok {
			r.t.read[i] = true
			if i < len(r.Fields) {
				return strings.TrimSpace(r.Fields[i])
			}
			return ""
		}
	}
	return ""
}

// Table returns the table the row belongs to.
func (r *Row) Table() *Table { return r.t }

// Read reads all rows of src and calls fn for each. header, if not nil, is
// called once before the first row and may refuse the file (wrong columns).
func Read(src io.Reader, opt Options, header func(*Table) error, fn func(*Row) error) error {
	if opt.Comma == 0 {
		opt.Comma = ','
	}
	if opt.MaxField == 0 {
		opt.MaxField = 1 << 20
	}
	if opt.Charset != "" {
		r, err := charset.NewReaderLabel(opt.Charset, src)
		if err != nil {
			return fmt.Errorf("charset %s: %w", opt.Charset, err)
		}
		src = r
	}
	br := bufio.NewReaderSize(src, 1<<16)
	var skippedBytes int64
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
		skippedBytes = 3
	}
	t := &Table{}
	for range opt.SkipLines {
		line, err := br.ReadString('\n')
		skippedBytes += int64(len(line))
		if err != nil {
			return fmt.Errorf("read line before the header: %w", io.ErrUnexpectedEOF)
		}
		t.Skipped = append(t.Skipped, strings.TrimSpace(line))
	}
	cr := csv.NewReader(br)
	cr.Comma = opt.Comma
	cr.LazyQuotes = opt.LazyQuotes
	cr.FieldsPerRecord = -1
	cr.ReuseRecord = false
	row := Row{t: t}
	setHeader := func(h []string) error {
		t.Header = h
		t.index = make(map[string]int, len(h))
		t.read = make([]bool, len(h))
		for i, c := range h {
			if _, dup := t.index[key(c)]; !dup {
				t.index[key(c)] = i
			}
		}
		if header != nil {
			return header(t)
		}
		return nil
	}
	if opt.Columns != nil {
		if err := setHeader(opt.Columns); err != nil {
			return err
		}
	}
	for {
		start := cr.InputOffset()
		rec, err := cr.Read()
		if err == io.EOF {
			if t.Header == nil {
				return fmt.Errorf("no header line: %w", io.ErrUnexpectedEOF)
			}
			return nil
		}
		if err != nil {
			var pe *csv.ParseError
			if errors.As(err, &pe) && errors.Is(pe.Err, csv.ErrQuote) {
				if _, e := br.Peek(1); e == io.EOF {
					return fmt.Errorf("line %d: %w", pe.StartLine, ErrTruncated)
				}
			}
			return fmt.Errorf("read row: %w", err)
		}
		line, _ := cr.FieldPos(0)
		line += opt.SkipLines
		for _, f := range rec {
			if len(f) > opt.MaxField {
				return fmt.Errorf("line %d: field of %d bytes", line, len(f))
			}
			if !utf8.ValidString(f) {
				return fmt.Errorf("line %d: invalid UTF-8", line)
			}
		}
		if t.Header == nil {
			rec[0] = strings.TrimPrefix(rec[0], "\ufeff")
			if err := setHeader(rec); err != nil {
				return err
			}
			continue
		}
		if opt.Exact && len(rec) != len(t.Header) {
			return fmt.Errorf("line %d: %d fields, %d expected", line, len(rec), len(t.Header))
		}
		row.Line, row.Offset, row.Length, row.Fields = line, skippedBytes+start, cr.InputOffset()-start, rec
		if err := fn(&row); err != nil {
			return err
		}
	}
}
