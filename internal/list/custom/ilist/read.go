package ilist

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
)

// Version is the number of the format, on the first line of every file.
//
//	1  first version
const Version = 1

// Ext is the extension of the files.
const Ext = ".ilist"

// ErrTruncated is wrapped by the error for a file without its closing line, or
// whose closing line counts other than the records before it.
var ErrTruncated = errors.New("the file is cut off or has been put together from pieces")

// Limits of one line and of one record, in bytes. They are far above what any
// publisher writes and bound the memory of a reader.
const (
	maxLine   = 1 << 20
	maxRecord = 32 << 20
)

// maxErrors are reported before Read gives up.
const maxErrors = 20

// Header is what a file says about itself before its first record.
type Header struct {
	List      string    // id of the list; required
	Title     string    //
	Publisher string    // who publishes the facts
	Country   string    // ISO code of the authority; "eu", "un"
	Edition   string    // the publisher's mark, or what the file is: "sample 2026-08-01"
	Published time.Time // of the facts, in UTC; whole days are written as a date
	Homepage  string
	Terms     string
	Source    string   // where the facts come from, for records without a source line
	Notes     []string // for readers; one a line
}

func (h *Header) fields() []field {
	return []field{text("list", &h.List), text("title", &h.Title), text("publisher", &h.Publisher), country("country", &h.Country),
		text("edition", &h.Edition), instant("published", &h.Published), text("homepage", &h.Homepage),
		text("terms", &h.Terms), text("source", &h.Source), texts("note", &h.Notes)}
}

const day = "2006-01-02"

func instant(key string, p *time.Time) field {
	return field{key: key,
		get: func() []string {
			if p.IsZero() {
				return nil
			}
			if t := p.UTC(); t.Truncate(24 * time.Hour).Equal(t) {
				return []string{t.Format(day)}
			}
			return []string{p.UTC().Format(time.RFC3339Nano)}
		},
		set: func(s string) error {
			for _, layout := range []string{day, time.RFC3339Nano} {
				if t, err := time.Parse(layout, s); err == nil {
					*p = t.UTC()
					return nil
				}
			}
			return fmt.Errorf("%q is neither a day (2026-08-01) nor a time (2026-08-01T15:04:05Z)", s)
		},
	}
}

// Position says where a record stands in the file.
type Position struct {
	Line           int   // 1-based, of the "entity" line
	Offset, Length int64 // bytes, from the "entity" line to the record's last line
}

// Read reads a file record by record. header is called once, before the first
// record, and may refuse the file; it may be nil. Read stops at the first error
// of a callback; of errors in the file it collects up to 20, so that a writer
// can mend them together. When it returns an error, nothing that was handed
// over may be used.
func Read(r io.Reader, header func(Header) error, record func(*entity.Entity, Position) error) error {
	rd := &reader{br: bufio.NewReaderSize(r, 1<<16), ids: make(map[string]int), record: record, onHeader: header}
	err := rd.run()
	if err != nil && rd.callback {
		return err
	}
	if err != nil {
		rd.errs = append(rd.errs, err)
	}
	if len(rd.errs) == maxErrors {
		rd.errs = append(rd.errs, errors.New("more errors may follow"))
	}
	return errors.Join(rd.errs...)
}

// ReadAll reads a whole file into memory.
func ReadAll(r io.Reader) (h Header, entities []*entity.Entity, err error) {
	err = Read(r, func(head Header) error { h = head; return nil },
		func(e *entity.Entity, _ Position) error { entities = append(entities, e); return nil })
	if err != nil {
		return h, nil, err
	}
	return h, entities, nil
}

type reader struct {
	br     *bufio.Reader
	line   int   // of the line read last
	offset int64 // of the byte after it
	start  int64 // of its first byte

	head     Header
	headSeen bool
	onHeader func(Header) error

	cur     *node // the record being read
	pos     Position
	skip    bool           // the record has a broken line: do not hand it over
	ids     map[string]int // line of each record
	records int
	end     bool // the closing line has been read

	record   func(*entity.Entity, Position) error
	callback bool // the error is a callback's own
	errs     []error
}

// fail notes an error of the file; it returns an error when enough are noted.
func (r *reader) fail(errs ...error) error {
	for _, err := range errs {
		if len(r.errs) == maxErrors-1 {
			return err
		}
		r.errs = append(r.errs, err)
	}
	return nil
}

// next reads a physical line without its line end. It returns io.EOF after the
// last one.
func (r *reader) next() ([]byte, error) {
	r.start = r.offset
	var long []byte
	for {
		b, err := r.br.ReadSlice('\n')
		r.offset += int64(len(b))
		if len(long)+len(b) > maxLine {
			return nil, fmt.Errorf("line %d: longer than %d bytes", r.line+1, maxLine)
		}
		if err == bufio.ErrBufferFull {
			long = append(long, b...)
			continue
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("line %d: %w", r.line+1, err)
		}
		if long != nil {
			b = append(long, b...)
		}
		if len(b) == 0 {
			return nil, io.EOF
		}
		r.line++
		b = bytes.TrimSuffix(b, []byte("\n"))
		return bytes.TrimSuffix(b, []byte("\r")), nil
	}
}

func (r *reader) run() error {
	first, err := r.next()
	if err == io.EOF {
		return fmt.Errorf("empty: %w", io.ErrUnexpectedEOF)
	}
	if err != nil {
		return err
	}
	version, ok := strings.CutPrefix(string(bytes.TrimPrefix(first, []byte("\ufeff"))), "ilist ")
	if n, err := strconv.Atoi(version); !ok || err != nil {
		return errors.New(`line 1: not list text: the first line must be "ilist 1"`)
	} else if n != Version {
		return fmt.Errorf("line 1: format version %d; this program reads version %d", n, Version)
	}
	var header []node
	for {
		raw, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		n, depth, err := r.parse(string(raw))
		if err != nil {
			r.skip = true
			if err := r.fail(err); err != nil {
				return err
			}
			continue
		}
		if n == nil {
			continue
		}
		if r.end {
			return n.at(errors.New(`nothing may follow the "end" line`))
		}
		switch {
		case depth == 0 && (n.key == "entity" || n.key == "end"):
			if !r.headSeen {
				if err := r.setHeader(header); err != nil {
					return err
				}
			}
			if err := r.flush(); err != nil {
				return err
			}
			if err := r.open(n); err != nil {
				return err
			}
		case !r.headSeen && depth == 0:
			header = append(header, *n)
		case depth == 0:
			if err := r.fail(n.at(fmt.Errorf(`only "entity" and "end" may start a line here; facts are indented by two spaces`))); err != nil {
				return err
			}
		default:
			if err := r.nest(n, depth); err != nil {
				if err := r.fail(err); err != nil {
					return err
				}
				r.skip = true
			}
		}
		if r.cur != nil {
			r.pos.Length = r.offset - r.pos.Offset
			if r.pos.Length > maxRecord {
				return r.cur.at(fmt.Errorf("record longer than %d bytes", maxRecord))
			}
		}
	}
	if !r.end {
		return fmt.Errorf(`line %d: no "end" line with the number of records: %w`, r.line, ErrTruncated)
	}
	return nil
}

// parse splits a line. It returns nil for empty lines and comments.
func (r *reader) parse(s string) (*node, int, error) {
	body := strings.TrimLeft(s, " ")
	if body == "" || body[0] == '#' {
		if err := checkComment(body); err != nil {
			return nil, 0, &lineError{r.line, "", err}
		}
		return nil, 0, nil
	}
	if err := checkRaw(s); err != nil {
		return nil, 0, &lineError{r.line, "", err}
	}
	indent := len(s) - len(body)
	if indent%2 != 0 || indent > 6 {
		return nil, 0, &lineError{r.line, "", fmt.Errorf("indented by %d spaces: two a level, at most six", indent)}
	}
	if strings.HasSuffix(s, " ") {
		return nil, 0, &lineError{r.line, "", errors.New(`white space at the end: write \s if it is meant`)}
	}
	key, value, has := strings.Cut(body, " ")
	n := &node{line: r.line, key: key, bare: !has}
	if has {
		var err error
		if n.value, err = unescape(strings.TrimLeft(value, " ")); err != nil {
			return nil, 0, n.at(err)
		}
	}
	return n, indent / 2, nil
}

// checkComment keeps comments honest: they too may hide nothing.
func checkComment(s string) error { return checkRaw(s) }

func (r *reader) setHeader(nodes []node) error {
	r.headSeen = true
	errs := read(nodes, r.head.fields(), nil)
	if r.head.List == "" && len(errs) == 0 {
		errs = append(errs, fmt.Errorf(`line %d: the header has no "list" line with the id of the list`, r.line))
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	if r.onHeader != nil && len(r.errs) == 0 {
		if err := r.onHeader(r.head); err != nil {
			r.callback = true
			return err
		}
	}
	return nil
}

// open starts a record or closes the file.
func (r *reader) open(n *node) error {
	if n.key == "end" {
		count, err := strconv.Atoi(n.value)
		if err != nil || n.bare || count < 0 || strconv.Itoa(count) != n.value {
			return n.at(fmt.Errorf("the number of records must follow: %w", ErrTruncated))
		}
		if count != r.records {
			return n.at(fmt.Errorf("%d records announced, %d read: %w", count, r.records, ErrTruncated))
		}
		r.end = true
		return nil
	}
	r.records++
	r.cur, r.skip = n, false
	r.pos = Position{Line: r.line, Offset: r.start}
	if n.value == "" {
		r.skip = true
		return r.fail(n.at(errors.New("the id of the record is missing")))
	}
	if first, dup := r.ids[n.value]; dup {
		r.skip = true
		return r.fail(n.at(fmt.Errorf("second record with the id %q, first on line %d", n.value, first)))
	}
	r.ids[n.value] = r.line
	return nil
}

// nest hangs a line below its parent.
func (r *reader) nest(n *node, depth int) error {
	if r.cur == nil {
		return n.at(errors.New(`an indented line without an "entity" line before it`))
	}
	parent := r.cur
	for range depth - 1 {
		if len(parent.kids) == 0 {
			return n.at(errors.New("indented too far: nothing above it to belong to"))
		}
		parent = &parent.kids[len(parent.kids)-1]
	}
	parent.kids = append(parent.kids, *n)
	return nil
}

// flush hands the finished record over.
func (r *reader) flush() error {
	n := r.cur
	r.cur = nil
	if n == nil || r.skip {
		return nil
	}
	e, errs := decode(n, r.head.List)
	if len(errs) > 0 {
		return r.fail(errs...)
	}
	if e.Origin.Source == "" {
		e.Origin.Source = r.head.Source
	}
	if len(r.errs) > 0 {
		return nil
	}
	if err := r.record(e, r.pos); err != nil {
		r.callback = true
		return err
	}
	return nil
}
