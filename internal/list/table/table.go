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
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
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
	MaxRecord  int      // bytes of a record and of a line; default 16 MiB, at least MaxField

	// ReuseFields lets all rows share one Fields slice: a caller must not keep
	// it beyond the callback. The strings in it may always be kept.
	ReuseFields bool
}

// ErrTruncated is wrapped by the error for a file that ends inside a quoted
// field.
var ErrTruncated = errors.New("file ends inside a record")

// ErrEncoding is wrapped by the error for bytes that are not text in the charset.
var ErrEncoding = errors.New("not valid text")

// Row is one record. It is valid until the callback returns; Fields may be kept
// unless Options say ReuseFields.
type Row struct {
	// Line is the 1-based line of the file on which the record begins.
	Line int

	// The record, its line ends included, is bytes [Offset, Offset+Length) of the
	// raw file, whose first byte is 0. Only for a charset in which a byte of an
	// ASCII character may be part of another one (UTF-16, or GBK parted by "|")
	// do they count in the text converted to UTF-8.
	Offset int64
	Length int64

	Fields []string
	t      *Table
}

// Table is the state of one Read: its header and which columns were read.
//
// A second column of a name is called "name (2)", a third "name (3)"; a column
// without a name "column 7" by its place. Fields behind the last column are in no
// column: see Unread.
type Table struct {
	Skipped []string // the lines passed over by SkipLines
	Header  []string

	index map[string]int // folded name -> place
	asked map[string]int // name as Get was asked for it -> place, -1 = none
	read  []bool
	empty []bool // the column has no name and never had a value
	extra int    // the most fields a row had beyond the header, not all empty

	unnamed bool // some column has no name
}

func key(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, "\ufeff")), " "))
}

// Has reports whether the table has a column called name; case and white space
// do not count.
func (t *Table) Has(name string) bool { return t.place(name) >= 0 }

// place finds a column, -1 if there is none. Names asked for are remembered:
// there are few of them, and folding one costs more than reading a row.
func (t *Table) place(name string) int {
	if i, ok := t.asked[name]; ok {
		return i
	}
	i, ok := t.index[key(name)]
	if !ok {
		i = -1
	}
	if len(t.asked) < 1000 {
		t.asked[name] = i
	}
	return i
}

// Ignore marks columns as known and deliberately not used, further columns of
// the same name too.
func (t *Table) Ignore(names ...string) {
	for _, n := range names {
		for i := t.place(n); i >= 0; {
			t.read[i] = true
			next := 2
			if base, num, ok := splitCopy(t.Header[i]); ok {
				n, next = base, num+1
			}
			i = t.place(n + " (" + strconv.Itoa(next) + ")")
		}
	}
}

// splitCopy parts "name (2)" into "name" and 2.
func splitCopy(s string) (base string, n int, ok bool) {
	base, num, ok := strings.Cut(s, " (")
	if !ok || !strings.HasSuffix(num, ")") {
		return s, 0, false
	}
	n, err := strconv.Atoi(num[:len(num)-1])
	return base, n, err == nil && n > 1
}

// Unread lists the columns that no row was asked for, and "fields beyond the
// header" if a row had values there. A column without a name counts only if some
// row has a value in it.
func (t *Table) Unread() []string {
	var out []string
	for i, ok := range t.read {
		if !ok && !t.empty[i] {
			out = append(out, t.Header[i])
		}
	}
	if t.extra > 0 {
		out = append(out, fmt.Sprintf("fields beyond the header (%d)", t.extra))
	}
	return out
}

// Get returns the trimmed field of the first of the named columns that exists,
// "" if none does or the row is shorter, and marks the column as read.
func (r *Row) Get(names ...string) string {
	for _, n := range names {
		if i := r.t.place(n); i >= 0 {
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

func (t *Table) setHeader(h []string) {
	t.Header = make([]string, len(h))
	t.index = make(map[string]int, len(h))
	t.asked = make(map[string]int, len(h))
	t.read = make([]bool, len(h))
	t.empty = make([]bool, len(h))
	for i, name := range h {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if key(name) == "" {
			name = "column " + strconv.Itoa(i+1)
			t.empty[i], t.unnamed = true, true
		}
		if _, dup := t.index[key(name)]; dup {
			n := 2
			for ; ; n++ {
				if _, dup := t.index[key(name)+" ("+strconv.Itoa(n)+")"]; !dup {
					break
				}
			}
			name += " (" + strconv.Itoa(n) + ")"
		}
		t.Header[i] = name
		t.index[key(name)] = i
	}
}

// note records what a row tells about columns without a name and fields beyond
// the header.
func (t *Table) note(fields []string) {
	for i, e := range t.empty {
		if e && i < len(fields) && strings.TrimSpace(fields[i]) != "" {
			t.empty[i] = false
		}
	}
	for i := len(t.Header); i < len(fields); i++ {
		if strings.TrimSpace(fields[i]) != "" {
			t.extra = max(t.extra, i-len(t.Header)+1)
		}
	}
}

// Read reads all rows of src and calls fn for each. header, if not nil, is
// called once before the first row and may refuse the file (wrong columns).
// Empty lines are passed over. An error of header or fn is returned as it is.
func Read(src io.Reader, opt Options, header func(*Table) error, fn func(*Row) error) error {
	r, decode, err := open(src, &opt)
	if err != nil {
		return err
	}
	t := &Table{}
	for range opt.SkipLines {
		line, err := r.readLine(opt.MaxRecord)
		if err == io.EOF || err == nil && !bytes.HasSuffix(line, []byte("\n")) {
			err = fmt.Errorf("read line before the header: %w", io.ErrUnexpectedEOF)
		}
		if err != nil {
			return err
		}
		text := strings.TrimSpace(string(line))
		if text, err = decoded(text, decode); err != nil {
			return fmt.Errorf("line %d: %w", r.line, err)
		}
		t.Skipped = append(t.Skipped, text)
	}
	named := func(columns []string) error {
		t.setHeader(columns)
		if header == nil {
			return nil
		}
		return header(t)
	}
	if opt.Columns != nil {
		if err := named(opt.Columns); err != nil {
			return err
		}
	}
	row := Row{t: t}
	var fields []string
	for {
		switch err := r.next(); {
		case err == io.EOF && t.Header == nil:
			return fmt.Errorf("no header line: %w", io.ErrUnexpectedEOF)
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("read row: %w", err)
		}
		if !opt.ReuseFields {
			fields = make([]string, 0, len(r.ends))
		}
		fields = r.fields(fields)
		if err := check(r, fields, decode); err != nil {
			return err
		}
		if t.Header == nil {
			if err := named(fields); err != nil {
				return err
			}
			continue
		}
		if opt.Exact && len(fields) != len(t.Header) {
			return fmt.Errorf("line %d: %d fields, %d expected", r.startLine, len(fields), len(t.Header))
		}
		if t.unnamed || len(fields) > len(t.Header) {
			t.note(fields)
		}
		row.Line, row.Offset, row.Length, row.Fields = r.startLine, r.start, r.offset-r.start, fields
		if err := fn(&row); err != nil {
			return err
		}
	}
}

// open applies the defaults and puts the reader on the file. decode is nil for
// UTF-8, or converts one field of a charset whose bytes below 0x80 are ASCII.
func open(src io.Reader, opt *Options) (*reader, *encoding.Decoder, error) {
	if opt.Comma == 0 {
		opt.Comma = ','
	}
	if opt.Comma == '"' || opt.Comma == '\n' || opt.Comma == '\r' || !utf8.ValidRune(opt.Comma) || opt.Comma == utf8.RuneError {
		return nil, nil, fmt.Errorf("separator %q: not possible", opt.Comma)
	}
	if opt.MaxField == 0 {
		opt.MaxField = 1 << 20
	}
	if opt.MaxRecord == 0 {
		opt.MaxRecord = 16 << 20
	}
	opt.MaxRecord = max(opt.MaxRecord, opt.MaxField)
	var decode *encoding.Decoder
	if opt.Charset != "" {
		enc, name := charset.Lookup(opt.Charset)
		switch {
		case enc == nil:
			return nil, nil, fmt.Errorf("charset %s: unknown", opt.Charset)
		case name == "utf-8":
		case fieldwise(name, opt.Comma):
			decode = enc.NewDecoder()
		default:
			src = enc.NewDecoder().Reader(src)
		}
	}
	r := &reader{
		src: bufio.NewReaderSize(src, 1<<16), comma: []byte(string(opt.Comma)), lazy: opt.LazyQuotes,
		maxField: opt.MaxField, maxRecord: opt.MaxRecord,
	}
	head, _ := r.src.Peek(3)
	switch {
	case bytes.Equal(head, []byte("\xef\xbb\xbf")):
		r.src.Discard(3)
		r.offset = 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		if decode == nil {
			return nil, nil, fmt.Errorf("the file is UTF-16, which must be named as its charset: %w", ErrEncoding)
		}
	}
	return r, decode, nil
}

// fieldwise reports whether a charset's text can be cut at ASCII separators
// before it is converted: no byte of a character beyond ASCII is a separator, a
// quote or a line end.
func fieldwise(name string, comma rune) bool {
	if strings.HasPrefix(name, "windows-") || strings.HasPrefix(name, "iso-8859-") || strings.HasPrefix(name, "koi8-") || name == "macintosh" || name == "x-mac-cyrillic" || name == "ibm866" {
		return comma < utf8.RuneSelf
	}
	switch name {
	case "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr":
		return comma < '0' // second bytes begin at 0x30 (gb18030) or 0x40
	}
	return false
}

// check converts the fields and refuses what is not text.
func check(r *reader, fields []string, decode *encoding.Decoder) error {
	if decode == nil && utf8.Valid(r.text) {
		whole := true // no field may begin inside a character
		for _, end := range r.ends {
			whole = whole && (end == len(r.text) || utf8.RuneStart(r.text[end]))
		}
		if whole {
			return nil
		}
	}
	for i, f := range fields {
		s, err := decoded(f, decode)
		if err != nil {
			return fmt.Errorf("line %d: field %d: %w", r.startLine, i+1, err)
		}
		fields[i] = s
	}
	return nil
}

func decoded(s string, decode *encoding.Decoder) (string, error) {
	if decode == nil {
		if !utf8.ValidString(s) {
			return "", fmt.Errorf("%w: invalid UTF-8", ErrEncoding)
		}
		return s, nil
	}
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return s, nil
	}
	out, err := decode.String(s)
	if err != nil || strings.ContainsRune(out, utf8.RuneError) {
		return "", fmt.Errorf("%w: bytes unknown to the charset", ErrEncoding)
	}
	return out, nil
}
