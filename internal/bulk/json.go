package bulk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/screen"
)

// Limits on JSON lines.
const (
	maxLayouts = 64 // distinct sets of keys of a file whose reading is kept
	maxDepth   = 32 // of nesting
)

// jsonLines divides JSON lines into lines.
type jsonLines struct {
	br   *bufio.Reader
	line int
}

// check refuses a file that is one JSON array.
func (l *jsonLines) check() error {
	head, err := l.br.Peek(4096)
	if len(head) == 0 && err == io.EOF {
		return errors.New("the file is empty")
	}
	head = bytes.TrimSpace(head)
	if bytes.HasPrefix(head, []byte("[")) {
		return errors.New("the file is a JSON array, not JSON lines: one object a line is needed, as jq -c '.[]' writes it")
	}
	if bytes.Equal(head, []byte("{")) || bytes.HasPrefix(head, []byte("{\n")) || bytes.HasPrefix(head, []byte("{\r\n")) {
		return errors.New("the file is JSON over several lines, not JSON lines: one object a line is needed, as jq -c . writes it")
	}
	return nil
}

// next returns a copy of the next line that is not empty, and its number; one
// that is too long is passed over and gives errLongRow.
func (l *jsonLines) next() ([]byte, int, error) {
	for {
		text, err := readLine(l.br)
		l.line++
		switch {
		case errors.Is(err, errLongRow):
			return nil, l.line, err
		case err != nil && err != io.EOF:
			return nil, l.line, fmt.Errorf("line %d: %w", l.line, err)
		}
		if text = bytes.TrimSpace(text); len(text) > 0 {
			return text, l.line, nil
		}
		if err == io.EOF {
			return nil, l.line, io.EOF
		}
	}
}

// readLine returns the next line in memory of its own. The last line comes with
// io.EOF.
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
		case long && (err == nil || err == io.EOF):
			return nil, errLongRow
		}
		return line, err
	}
}

// object reads one JSON object: a query, or a customer by recognised keys.
func (b *builder) object(row *Row, text []byte) {
	if !b.text(row, string(text)) {
		return
	}
	query := bytes.Contains(text, []byte(`"names"`)) || bytes.Contains(text, []byte(`"identifiers"`))
	if query && b.query(row, text) {
		return
	}
	o, err := flatten(text)
	if err != nil {
		row.Err = err
		return
	}
	cols, err := b.layout(o.keys)
	if err != nil {
		row.Err = err
		return
	}
	for i, v := range o.values {
		f := cols.All[i].Field
		if len(v) == 1 {
			o.values[i] = columns.Split(f, v[0])
		}
	}
	e, problems, err := cols.Build(o.values)
	row.Problems = append(row.Problems, o.problems...)
	row.set(e, problems, err, b.in.Base)
}

// query reads a query of the API. It reports false when the object has keys that
// a query does not have.
func (b *builder) query(row *Row, text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var q screen.Query
	if err := d.Decode(&q); err != nil {
		if strings.Contains(err.Error(), "unknown field") {
			return false
		}
		row.Err = fmt.Errorf("not a query: %w", err)
		return true
	}
	if _, err := d.Token(); err != io.EOF {
		row.Err = errors.New("more than one value on the line")
		return true
	}
	if q.Schema == "" {
		q.Schema = b.in.Base.Schema
	}
	if len(q.Lists) == 0 {
		q.Lists = b.in.Base.Lists
	}
	if q.Threshold == 0 {
		q.Threshold = b.in.Base.Threshold
	}
	if q.Limit == 0 {
		q.Limit = b.in.Base.Limit
	}
	row.Query = q
	return true
}

// layout recognises the keys of an object. Objects of one file often have the
// same ones.
func (b *builder) layout(keys []string) (*columns.Columns, error) {
	shape := strings.Join(keys, "\x00")
	if c := b.layouts[shape]; c != nil {
		return c, nil
	}
	opt := b.in.Columns
	// An object need not have all keys of the mapping.
	opt.Mapping = make(map[string]columns.Field)
	for heading, field := range b.in.Columns.Mapping {
		if slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(strings.TrimSpace(k), strings.TrimSpace(heading)) }) {
			opt.Mapping[heading] = field
		}
	}
	c, err := columns.Recognise(keys, opt)
	if err != nil {
		return nil, err
	}
	if len(b.layouts) >= maxLayouts {
		clear(b.layouts)
	}
	b.layouts[shape] = c
	return c, nil
}

// flat is an object as headings and values, in the order of its text.
type flat struct {
	keys     []string
	values   [][]string
	problems []string
}

// flatten reads an object. A key that stands twice is an error: one of the
// values would be lost in most readers, and nobody knows which.
func flatten(text []byte) (*flat, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	t, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", noEOF(err))
	}
	if t != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	o := &flat{}
	if err := o.object(dec, "", 1); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one value on the line")
	}
	return o, nil
}

func (o *flat) object(dec *json.Decoder, prefix string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested deeper than %d", maxDepth)
	}
	from := len(o.keys)
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return noEOF(err)
		}
		key := prefix + t.(string)
		if slices.Contains(o.keys[from:], key) {
			return fmt.Errorf("the key %q stands twice", key)
		}
		if t, err = dec.Token(); err != nil {
			return noEOF(err)
		}
		switch t {
		case json.Delim('{'):
			err = o.object(dec, key+".", depth+1)
		case json.Delim('['):
			err = o.array(dec, key)
		default:
			o.keys, o.values = append(o.keys, key), append(o.values, scalar(t))
		}
		if err != nil {
			return err
		}
	}
	_, err := dec.Token() // the closing brace
	return noEOF(err)
}

// array reads a list. One that holds more than plain values is not compared, and
// said so.
func (o *flat) array(dec *json.Decoder, key string) error {
	var values []string
	plain := true
	for depth := 1; depth > 0; {
		t, err := dec.Token()
		if err != nil {
			return noEOF(err)
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			plain = false
			if depth++; depth > maxDepth {
				return fmt.Errorf("nested deeper than %d", maxDepth)
			}
		case json.Delim(']'), json.Delim('}'):
			depth--
		default:
			values = append(values, scalar(t)...)
		}
	}
	if !plain {
		o.problems = append(o.problems, fmt.Sprintf("key %q: a list of objects is not compared: give a list of texts", key))
		return nil
	}
	o.keys, o.values = append(o.keys, key), append(o.values, values)
	return nil
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func scalar(t json.Token) []string {
	switch v := t.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{v}
		}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{fmt.Sprint(v)}
	}
	return nil
}
