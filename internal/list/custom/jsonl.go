package custom

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
)

// maxJSONLine bounds one record.
const maxJSONLine = 8 << 20

// maxDepth bounds nesting.
const maxDepth = 32

func parseJSONLines(in list.Input, opt Options, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return errors.New("one file expected")
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	p := &jsonRows{rep: rep, emit: emit, opt: opt, file: f.Name, shapes: make(map[string]*columns.Columns), hinted: make(map[string]bool)}
	if err := p.read(bufio.NewReaderSize(rc, 1<<16)); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

type jsonRows struct {
	rep    *list.Report
	emit   list.Emit
	opt    Options
	file   string
	ids    ids
	shapes map[string]*columns.Columns // by the keys of the record
	hinted map[string]bool
	used   map[string]bool // headings of the mapping seen in any record
	good   int
	first  error // why the first record could not be used
}

func (p *jsonRows) read(br *bufio.Reader) error {
	var offset int64
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\ufeff")) {
		br.Discard(3)
		offset = 3
	}
	for line := 1; ; line++ {
		raw, err := readLine(br)
		if err != nil && err != io.EOF {
			return fmt.Errorf("line %d: %w", line, err)
		}
		ended := err == nil
		start := offset
		offset += int64(len(raw))
		text := bytes.TrimSpace(raw)
		if len(text) > 0 {
			if !utf8.Valid(text) {
				return fmt.Errorf("line %d: invalid UTF-8", line)
			}
			keys, values, rest, err := flatten(text)
			if err != nil && !ended {
				return fmt.Errorf("line %d: the file ends inside a record: %w", line, io.ErrUnexpectedEOF)
			}
			p.rep.Record()
			if err == nil {
				frag := entity.Fragment{File: p.file, Line: line, Offset: start, Length: int64(len(raw))}
				if err := p.record(keys, values, rest, frag); err != nil {
					return err
				}
			} else {
				p.reject(list.RecordError{Line: line, Err: err})
			}
		}
		if !ended {
			break
		}
	}
	for h := range p.opt.Mapping {
		if p.good > 0 && !p.used[h] {
			p.rep.Warn("", 0, h, "the mapping names a key that no record has")
		}
	}
	if p.good == 0 && p.first != nil {
		return fmt.Errorf("no record can be used; the first: %w", p.first)
	}
	return nil
}

func readLine(br *bufio.Reader) ([]byte, error) {
	var long []byte
	for {
		b, err := br.ReadSlice('\n')
		if len(long)+len(b) > maxJSONLine {
			return nil, fmt.Errorf("longer than %d bytes", maxJSONLine)
		}
		long = append(long, b...)
		if err != bufio.ErrBufferFull {
			return long, err
		}
	}
}

func (p *jsonRows) reject(e list.RecordError) {
	if p.first == nil {
		p.first = fmt.Errorf("line %d: %w", e.Line, e.Err)
	}
	p.rep.Reject(e)
}

func (p *jsonRows) record(keys []string, values [][]string, rest []entity.Attribute, frag entity.Fragment) error {
	cols, err := p.columns(keys, frag.Line)
	if err != nil {
		p.reject(list.RecordError{Line: frag.Line, Err: err})
		return nil
	}
	for i := range values {
		f := cols.All[i].Field
		if len(values[i]) == 1 {
			values[i] = columns.Split(f, values[i][0])
		} else if f != columns.Unknown {
			values[i] = slices.DeleteFunc(values[i], list.Empty)
		}
	}
	e, problems, err := cols.Build(values)
	if err != nil {
		p.reject(list.RecordError{Record: e.ID, Line: frag.Line, Err: err})
		return nil
	}
	p.good++
	for _, a := range rest {
		p.rep.Warn(e.ID, frag.Line, a.Key, "a list of objects is kept as text and not compared: give a list of texts")
		e.Attributes = append(e.Attributes, a)
	}
	e.ID = shorten(e.ID)
	p.ids.give(e)
	e.Origin.Fragments = []entity.Fragment{frag}
	warnings(p.rep, e.ID, frag.Line, problems)
	return p.emit(e)
}

// columns recognises the keys of a record. Records of one file often have the
// same keys; the last thousand sets are remembered.
func (p *jsonRows) columns(keys []string, line int) (*columns.Columns, error) {
	shape := strings.Join(keys, "\x00")
	if c, ok := p.shapes[shape]; ok {
		return c, nil
	}
	opt := p.opt.Options
	// A record need not have all keys of the mapping.
	opt.Mapping = make(map[string]columns.Field)
	for h, f := range p.opt.Mapping {
		for _, k := range keys {
			if strings.EqualFold(k, h) {
				opt.Mapping[k] = f
				if p.used == nil {
					p.used = make(map[string]bool)
				}
				p.used[h] = true
			}
		}
	}
	c, err := columns.Recognise(keys, opt)
	if err != nil {
		return nil, err
	}
	for _, col := range c.All {
		if col.Hint != "" && !p.hinted[col.Header] && len(p.hinted) < 1000 {
			p.hinted[col.Header] = true
			p.rep.Warn("", line, col.Header, "key not recognised, kept as attribute %q; did you mean %q?", col.Key, col.Hint)
		}
	}
	if len(p.shapes) >= 1000 {
		clear(p.shapes)
	}
	p.shapes[shape] = c
	return c, nil
}

// flatten turns an object into headings and values, in the order of the text.
// A key that stands twice in one object is an error: one of the values would
// be lost in most readers, and nobody knows which.
// Lists that hold more than plain values come back in rest, as their own text.
func flatten(text []byte) (keys []string, values [][]string, rest []entity.Attribute, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	t, err := dec.Token()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("no JSON: %w", noEOF(err))
	}
	if t != json.Delim('{') {
		return nil, nil, nil, errors.New("not a JSON object")
	}
	var object func(prefix string, depth int) error
	object = func(prefix string, depth int) error {
		if depth > maxDepth {
			return fmt.Errorf("nested deeper than %d", maxDepth)
		}
		seen := make(map[string]bool)
		for dec.More() {
			t, err := dec.Token()
			if err != nil {
				return noEOF(err)
			}
			k := t.(string)
			if seen[k] {
				return fmt.Errorf("the key %q stands twice", k)
			}
			seen[k] = true
			at := dec.InputOffset()
			t, err = dec.Token()
			if err != nil {
				return noEOF(err)
			}
			switch t {
			case json.Delim('{'):
				if err := object(prefix+k+".", depth+1); err != nil {
					return err
				}
			case json.Delim('['):
				vs, whole, err := array(dec, text, at)
				if err != nil {
					return err
				}
				if whole != "" {
					rest = append(rest, entity.Attribute{Key: prefix + k, Value: whole})
				} else {
					keys, values = append(keys, prefix+k), append(values, vs)
				}
			default:
				keys, values = append(keys, prefix+k), append(values, scalar(t))
			}
		}
		_, err := dec.Token() // the closing brace
		return noEOF(err)
	}
	if err := object("", 1); err != nil {
		return nil, nil, nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, nil, nil, errors.New("more than one value on the line")
	}
	return keys, values, rest, nil
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// array reads the values of a list of plain values. A list that holds objects
// or lists comes back as its own text. at is the offset before its bracket.
func array(dec *json.Decoder, text []byte, at int64) (values []string, whole string, err error) {
	depth, plain := 1, true
	for depth > 0 {
		t, err := dec.Token()
		if err != nil {
			return nil, "", noEOF(err)
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			depth, plain = depth+1, false
			if depth > maxDepth {
				return nil, "", fmt.Errorf("nested deeper than %d", maxDepth)
			}
		case json.Delim(']'), json.Delim('}'):
			depth--
		default:
			values = append(values, scalar(t)...)
		}
	}
	if plain {
		return values, "", nil
	}
	return nil, strings.TrimLeft(string(text[at:dec.InputOffset()]), ": \t"), nil
}

func scalar(t json.Token) []string {
	switch v := t.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return nil
		}
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{fmt.Sprint(v)}
	}
	return nil
}
