package bulk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxRow bounds a row: in bytes of UTF-8, line end included.
const maxRow = 1 << 20

// errLongRow tells of a row beyond maxRow.
var errLongRow = fmt.Errorf("longer than %d bytes", maxRow)

// splitter divides delimited text into rows. Unlike encoding/csv it never
// swallows rows in silence: where quotes do not follow the rules (a quote that
// is never closed, text behind a closing quote), it takes the first line of the
// row by itself and goes on with the next line, so that one bad quote cannot
// hide the customers behind it.
//
//	1,"Foo" Inc,ru     the line is read by itself: three fields, a problem
//	2,"Bar Ltd,ru      the same
//	3,"Baz, ""B"" Ltd",ru
//
// Memory is bounded by maxRow.
type splitter struct {
	r     io.Reader
	sep   []byte
	width int // fields of the header line; 0 while that is read

	buf      []byte
	pos, end int // buf[pos:end] is read and not yet used
	line     int // of the file, at pos
	err      error

	spans  []span
	fields []string // room for the fields of rows to come
}

// span is one field: text[from:to], and whether quotes in it are doubled.
type span struct {
	from, to int
	doubled  bool
}

// record is one row. fields may be kept.
type record struct {
	line    int
	text    string // the whole row
	fields  []string
	problem string
	err     error // why the fields of this one row cannot be told
}

func newSplitter(r io.Reader) *splitter {
	s := &splitter{r: r, buf: make([]byte, 1<<16), line: 1}
	for s.end < len(s.buf) && s.more() {
	}
	// A file with the line ends of old Macs has no other.
	if b := s.data(); bytes.IndexByte(b, '\r') >= 0 && bytes.IndexByte(b, '\n') < 0 {
		translate(b)
		s.r = returns{s.r}
	}
	return s
}

// returns reads carriage returns as line feeds.
type returns struct{ r io.Reader }

func (t returns) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	translate(p[:n])
	return n, err
}

func translate(b []byte) {
	for i := range b {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
}

func (s *splitter) data() []byte { return s.buf[s.pos:s.end] }

// more reads on. It reports false when there is nothing more.
func (s *splitter) more() bool {
	if s.err != nil {
		return false
	}
	if s.end == len(s.buf) {
		if s.pos > 0 {
			copy(s.buf, s.data())
			s.pos, s.end = 0, s.end-s.pos
		} else {
			s.buf = append(s.buf, make([]byte, len(s.buf))...)
		}
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		s.err = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// physical returns the length of the first line, its end included. It gives
// errLongRow for a line beyond maxRow, and otherwise what the reader gives.
func (s *splitter) physical() (int, error) {
	for seen := 0; ; {
		if i := bytes.IndexByte(s.data()[seen:], '\n'); i >= 0 {
			if seen+i >= maxRow {
				return 0, errLongRow
			}
			return seen + i + 1, nil
		}
		seen = len(s.data())
		if seen > maxRow {
			return 0, errLongRow
		}
		if !s.more() {
			if s.err != io.EOF {
				return 0, s.err
			}
			if seen == 0 {
				return 0, io.EOF
			}
			return seen, nil
		}
	}
}

// skipLine passes over the first line, however long.
func (s *splitter) skipLine() {
	for {
		if i := bytes.IndexByte(s.data(), '\n'); i >= 0 {
			s.pos += i + 1
			break
		}
		s.pos = s.end
		if !s.more() {
			break
		}
	}
	s.line++
}

// next returns the next row; lines without any text are no rows. The error is
// io.EOF at the end, or what the reader gave.
func (s *splitter) next() (record, error) {
	for {
		n, err := s.physical()
		if errors.Is(err, errLongRow) {
			rec := record{line: s.line, err: errLongRow}
			s.skipLine()
			return rec, nil
		}
		if err != nil {
			return record{}, err
		}
		body := bytes.TrimRight(s.data()[:n], "\r\n")
		if blank(body) {
			s.pos += n
			s.line++
			continue
		}
		rec := record{line: s.line}
		if bytes.IndexByte(body, '"') < 0 {
			s.plain(&rec, string(body))
			s.pos += n
			s.line++
			return rec, nil
		}
		size, bad := s.quoted()
		if bad == "" {
			lines := bytes.Count(s.data()[:size], []byte{'\n'})
			if size == len(s.data()) && s.data()[size-1] != '\n' {
				lines++
			}
			rec.text = string(s.data()[:size])
			rec.fields = s.cut(rec.text)
			if lines > 1 && s.width > 0 && len(rec.fields) > s.width {
				bad = fmt.Sprintf("%d fields on %d lines, %d columns", len(rec.fields), lines, s.width)
			} else {
				if lines > 1 {
					rec.problem = s.swallowed(rec.fields)
				}
				s.pos += size
				s.line += lines
				return rec, nil
			}
		}
		if s.err != nil && s.err != io.EOF {
			return record{}, s.err // the row may be whole in the part that could not be read
		}
		rec = s.alone(s.data()[:n], bad)
		s.pos += n
		s.line++
		return rec, nil
	}
}

// blank reports whether a line has nothing but spaces.
func blank(line []byte) bool { return len(bytes.Trim(line, " \r\n")) == 0 }

// plain divides a line without quotes.
func (s *splitter) plain(rec *record, line string) {
	rec.text = line
	sep := string(s.sep)
	start := s.room()
	for {
		i := strings.Index(line, sep)
		if i < 0 {
			break
		}
		s.fields = append(s.fields, line[:i])
		line = line[i+len(sep):]
	}
	s.fields = append(s.fields, line)
	rec.fields = s.fields[start:len(s.fields):len(s.fields)]
}

// room makes room for a row's fields and returns where they start.
func (s *splitter) room() int {
	if n := max(s.width, 1); cap(s.fields)-len(s.fields) < n {
		s.fields = make([]string, 0, 64*n)
	}
	return len(s.fields)
}

// at makes sure that byte i of the row is there.
func (s *splitter) at(i int) bool {
	for i >= len(s.data()) {
		if i > maxRow || !s.more() {
			return false
		}
	}
	return true
}

// hasSep reports whether a separator stands at i.
func (s *splitter) hasSep(i int) bool {
	return s.at(i+len(s.sep)-1) && bytes.HasPrefix(s.data()[i:], s.sep)
}

// lineEnd returns the length of the line end at i, and whether there is one; the
// end of the file is one of length 0.
func (s *splitter) lineEnd(i int) (int, bool) {
	if !s.at(i) {
		return 0, s.err != nil && i <= maxRow
	}
	switch {
	case s.data()[i] == '\n':
		return 1, true
	case s.data()[i] == '\r' && s.at(i+1) && s.data()[i+1] == '\n':
		return 2, true
	case s.data()[i] == '\r' && !s.at(i+1) && s.err != nil:
		return 1, true
	}
	return 0, false
}

// quoted finds the fields of a row with quotes, by the rules, over as many
// lines as it takes. It returns its length, or what is wrong with it.
func (s *splitter) quoted() (size int, bad string) {
	s.spans = s.spans[:0]
	i := 0
	for {
		start := i
		for s.at(i) && s.data()[i] == ' ' {
			i++
		}
		if s.at(i) && s.data()[i] == '"' {
			sp, next, bad := s.quotedField(i + 1)
			if bad != "" {
				return 0, bad
			}
			s.spans = append(s.spans, sp)
			i = next
		} else {
			i = start
			for !s.hasSep(i) {
				if _, end := s.lineEnd(i); end {
					break
				}
				if !s.at(i) {
					return 0, errLongRow.Error()
				}
				i++
			}
			s.spans = append(s.spans, span{start, i, false})
		}
		if n, end := s.lineEnd(i); end {
			return i + n, ""
		}
		i += len(s.sep)
	}
}

// quotedField reads the field whose text begins at i, behind its quote, and
// returns where it stops: at a separator or a line end.
func (s *splitter) quotedField(i int) (span, int, string) {
	sp := span{from: i}
	column := len(s.spans) + 1
	for {
		k := -1
		if i <= len(s.data()) {
			k = bytes.IndexByte(s.data()[i:], '"')
		}
		if k < 0 {
			i = max(i, len(s.data()))
			if i <= maxRow && !s.more() {
				return sp, 0, fmt.Sprintf("the quote of column %d is never closed", column)
			}
		} else {
			i += k + 1
		}
		if i > maxRow {
			return sp, 0, fmt.Sprintf("the quote of column %d is not closed within %d bytes", column, maxRow)
		}
		if k < 0 {
			continue
		}
		if s.at(i) && s.data()[i] == '"' {
			sp.doubled = true
			i++
			continue
		}
		sp.to = i - 1
		for s.at(i) && s.data()[i] == ' ' && !s.hasSep(i) {
			i++
		}
		if s.hasSep(i) {
			return sp, i, ""
		}
		if _, end := s.lineEnd(i); end {
			return sp, i, ""
		}
		return sp, 0, fmt.Sprintf("text behind the closing quote of column %d", column)
	}
}

// cut makes fields of s.spans.
func (s *splitter) cut(text string) []string {
	start := s.room()
	for _, sp := range s.spans {
		f := text[sp.from:sp.to]
		if sp.doubled {
			f = strings.ReplaceAll(f, `""`, `"`)
		}
		if strings.Contains(f, "\r\n") {
			f = strings.ReplaceAll(f, "\r\n", "\n")
		}
		s.fields = append(s.fields, f)
	}
	return s.fields[start:len(s.fields):len(s.fields)]
}

// swallowed doubts a row over several lines one of whose fields has as many
// separators as a row: quotes out of place may have joined rows.
func (s *splitter) swallowed(fields []string) string {
	if s.width < 3 {
		return ""
	}
	for i, f := range fields {
		if strings.Contains(f, "\n") && strings.Count(f, string(s.sep)) >= s.width-1 {
			return fmt.Sprintf("column %d holds %d lines that look like rows: is a quote out of place?", i+1, strings.Count(f, "\n")+1)
		}
	}
	return ""
}

// alone reads the first line of a row whose quotes do not follow the rules by
// itself: with the quotes that do close a field, else with quotes as ordinary
// characters. Where neither gives as many fields as there are columns, the row
// cannot be told apart into fields.
func (s *splitter) alone(line []byte, bad string) record {
	body := string(bytes.TrimRight(line, "\r\n"))
	rec := record{line: s.line, text: body}
	if s.width > 0 {
		if f := lenient(body, string(s.sep)); len(f) == s.width {
			rec.fields, rec.problem = f, bad+"; the line was read by itself"
			return rec
		}
		if f := strings.Split(body, string(s.sep)); len(f) == s.width {
			rec.fields, rec.problem = f, bad+"; the line was read by itself, quotes as ordinary characters"
			return rec
		}
	}
	rec.err = errors.New(bad)
	return rec
}

// lenient divides one line; a quote closes a field only before a separator or
// the end of the line. It returns nil when a quote is left open.
func lenient(line, sep string) []string {
	var out []string
	for {
		rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), `"`)
		if !ok {
			field, more, found := strings.Cut(line, sep)
			out = append(out, field)
			if !found {
				return out
			}
			line = more
			continue
		}
		i := strings.Index(rest, `"`+sep)
		if i < 0 {
			field, ok := strings.CutSuffix(strings.TrimRight(rest, " "), `"`)
			if !ok {
				return nil
			}
			return append(out, strings.ReplaceAll(field, `""`, `"`))
		}
		out = append(out, strings.ReplaceAll(rest[:i], `""`, `"`))
		line = rest[i+1+len(sep):]
	}
}

// delimiter finds what separates the fields of a header line: the most frequent
// of comma, semicolon, tab and bar outside quotes.
func delimiter(line []byte) string {
	best, n := ",", 0
	for _, c := range []byte(",;\t|") {
		k, inside := 0, false
		for _, b := range line {
			switch {
			case b == '"':
				inside = !inside
			case b == c && !inside:
				k++
			}
		}
		if k > n {
			best, n = string(c), k
		}
	}
	return best
}

// header sets the separator and reads the header line. sep "" finds it; a line
// "sep=;" before the header, as Excel reads it, names it.
func (s *splitter) header(sep string) ([]string, error) {
	for range 2 {
		n, err := s.physical()
		for err == nil && blank(s.data()[:n]) {
			s.pos += n
			s.line++
			n, err = s.physical()
		}
		switch {
		case err == io.EOF:
			return nil, errors.New("the file is empty")
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrHeader, err)
		}
		line := bytes.TrimRight(s.data()[:n], "\r\n")
		if v, ok := bytes.CutPrefix(line, []byte("sep=")); ok && len(v) == 1 && v[0] != '"' {
			if sep == "" {
				sep = string(v)
			}
			s.pos += n
			s.line++
			continue
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return nil, fmt.Errorf("%w: NUL bytes: this is no text, or text in UTF-16 without its mark; then name the charset, utf-16le or utf-16be", ErrHeader)
		}
		if sep == "" {
			sep = delimiter(line)
		}
		break
	}
	s.sep = []byte(sep)
	rec, err := s.next()
	if err == nil {
		err = rec.err
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	s.width = len(rec.fields)
	return rec.fields, nil
}
