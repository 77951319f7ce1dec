package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// reader cuts a file into records and fields as RFC 4180 and encoding/csv do:
// a field may be quoted, a quote within it doubled, and a quoted field may hold
// separators and line ends; "\r\n" reads as "\n"; empty lines are no records.
// Unlike encoding/csv it knows the exact bytes of each record, and it never
// holds more than maxField bytes of one field or maxRecord of one record.
type reader struct {
	src       *bufio.Reader
	comma     []byte
	lazy      bool
	maxField  int
	maxRecord int

	line   int   // lines read so far
	offset int64 // bytes read so far, from the start of the raw file

	long []byte // a line longer than the buffer of src
	text []byte // the fields of the present record, one behind the other
	ends []int  // where each field ends in text

	startLine int
	start     int64
}

var (
	errBareQuote = errors.New(`bare " in a field that does not begin with one`)
	errQuote     = errors.New(`stray " inside a quoted field`)
	errRecord    = errors.New("record too long")
	errField     = errors.New("field too long")
)

// readLine returns the next line with its end, valid until the next call; err is
// io.EOF only when nothing is left. limit bounds its length.
func (r *reader) readLine(limit int) ([]byte, error) {
	b, err := r.src.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		r.long = append(r.long[:0], b...)
		for err == bufio.ErrBufferFull && len(r.long) <= limit {
			b, err = r.src.ReadSlice('\n')
			r.long = append(r.long, b...)
		}
		b = r.long
	}
	if len(b) > limit {
		return nil, fmt.Errorf("line %d: %w: more than %d bytes", r.line+1, errRecord, limit)
	}
	if len(b) > 0 {
		r.line++
		r.offset += int64(len(b))
		if err == io.EOF {
			err = nil
		}
	}
	return b, err
}

// body returns a line without its end: "\n", "\r\n", or at the end of the file a
// lone "\r".
func body(line []byte) []byte {
	n := len(line)
	if n > 0 && line[n-1] == '\n' {
		n--
	}
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	return line[:n]
}

// next reads one record into text and ends.
func (r *reader) next() error {
	var line []byte
	var err error
	for {
		r.start, r.startLine = r.offset, r.line+1
		if line, err = r.readLine(r.maxRecord); err != nil {
			return err
		}
		if len(body(line)) > 0 {
			break
		}
	}
	r.text, r.ends = r.text[:0], r.ends[:0]
	rest, newline := line, true
	for {
		if len(rest) == 0 || rest[0] != '"' {
			i := r.separator(rest)
			var field []byte
			if i >= 0 {
				field = rest[:i]
			} else {
				field = body(rest)
			}
			if !r.lazy && bytes.IndexByte(field, '"') >= 0 {
				return fmt.Errorf("line %d: field %d: %w", r.line, len(r.ends)+1, errBareQuote)
			}
			r.text = append(r.text, field...)
			if err := r.endField(); err != nil {
				return err
			}
			if i < 0 {
				return nil
			}
			rest = rest[i+len(r.comma):]
			continue
		}
		rest, newline, err = r.quoted(rest[1:])
		if err != nil {
			return err
		}
		if !newline {
			continue
		}
		return nil
	}
}

// separator finds the next separator: most are one byte, which is found faster.
func (r *reader) separator(b []byte) int {
	if len(r.comma) == 1 {
		return bytes.IndexByte(b, r.comma[0])
	}
	return bytes.Index(b, r.comma)
}

func (r *reader) endField() error {
	start := 0
	if n := len(r.ends); n > 0 {
		start = r.ends[n-1]
	}
	if len(r.text)-start > r.maxField {
		return fmt.Errorf("line %d: field %d: %w: %d bytes, at most %d", r.startLine, len(r.ends)+1, errField, len(r.text)-start, r.maxField)
	}
	r.ends = append(r.ends, len(r.text))
	return nil
}

// quoted reads a quoted field behind its first quote, over as many lines as it
// takes. done says that the record ends with the field.
func (r *reader) quoted(rest []byte) (after []byte, done bool, err error) {
	start := len(r.text)
	for {
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			// The field goes on behind the line's end.
			r.text = appendLine(r.text, rest)
			if len(r.text)-start > r.maxField {
				return nil, false, fmt.Errorf("line %d: field %d: %w: more than %d bytes", r.startLine, len(r.ends)+1, errField, r.maxField)
			}
			if r.offset-r.start > int64(r.maxRecord) {
				return nil, false, fmt.Errorf("line %d: %w: more than %d bytes", r.startLine, errRecord, r.maxRecord)
			}
			rest, err = r.readLine(r.maxRecord)
			if err == io.EOF {
				return nil, false, fmt.Errorf("line %d: %w: in the quoted field %d", r.startLine, ErrTruncated, len(r.ends)+1)
			}
			if err != nil {
				return nil, false, err
			}
			continue
		}
		r.text = append(r.text, rest[:i]...)
		rest = rest[i+1:]
		switch {
		case len(rest) > 0 && rest[0] == '"':
			r.text = append(r.text, '"')
			rest = rest[1:]
		case len(rest) > 0 && rest[0] == r.comma[0] && bytes.HasPrefix(rest, r.comma):
			return rest[len(r.comma):], false, r.endField()
		case len(body(rest)) == 0:
			return nil, true, r.endField()
		case r.lazy:
			r.text = append(r.text, '"')
		default:
			return nil, false, fmt.Errorf("line %d: field %d: %w", r.line, len(r.ends)+1, errQuote)
		}
	}
}

// appendLine appends a line inside a quoted field, "\r\n" as "\n".
func appendLine(text, line []byte) []byte {
	if n := len(line); n >= 2 && line[n-2] == '\r' && line[n-1] == '\n' {
		return append(append(text, line[:n-2]...), '\n')
	}
	return append(text, line...)
}

// fields copies the present record out: one string for all its fields.
func (r *reader) fields(into []string) []string {
	s := string(r.text)
	into = into[:0]
	at := 0
	for _, end := range r.ends {
		into = append(into, s[at:end])
		at = end
	}
	return into
}
