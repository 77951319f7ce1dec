package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxDepth  = 16 // of nested arrays and objects
	maxFaults = 20 // told of one request
)

// readBody reads a body of at most MaxBody bytes. Content types are taken
// strictly, which also keeps forms of foreign web pages out.
func (a *api) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return nil, fmt.Errorf("%w: send Content-Type: application/json, in UTF-8", errMedia)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return nil, fmt.Errorf("%w: send the body uncompressed", errMedia)
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.opt.MaxBody))
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case err == nil && len(b) == 0:
		return nil, errEmpty
	case err == nil:
		return b, nil
	case errors.As(err, &large):
		return nil, fmt.Errorf("%w: at most %d bytes are taken", errTooLarge, a.opt.MaxBody)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return nil, errSlow
	}
	return nil, fmt.Errorf("%w: it broke off", errSyntax)
}

var errEmpty = &faults{errSyntax, []Fault{{Message: "the body is empty"}}}

var bom = []byte("\xef\xbb\xbf")

// decode reads JSON into v, a pointer to a struct. encoding/json alone would
// replace bytes that are not UTF-8, take the last of two fields of one name,
// and take "NAMES" for "names": each of them can lose a name in silence.
func decode(data []byte, v any) error {
	data = bytes.TrimPrefix(data, bom)
	malformed := func(format string, args ...any) error {
		return &faults{errSyntax, []Fault{{Message: fmt.Sprintf(format, args...)}}}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return errEmpty
	}
	if i := invalidUTF8(data); i >= 0 {
		return malformed("the body is not UTF-8 at byte %d", i)
	}
	c := checker{dec: json.NewDecoder(bytes.NewReader(data))}
	c.dec.UseNumber()
	err := c.value(reflect.TypeOf(v).Elem(), "", 0, false)
	if err == nil {
		if _, err = c.dec.Token(); err == io.EOF {
			err = nil
		} else if err == nil {
			err = errors.New("more follows after the JSON value")
		}
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return malformed("the JSON breaks off")
	case err != nil:
		return malformed("at byte %d: %v", c.dec.InputOffset(), err)
	case len(c.faults) > 0:
		return &faults{errFields, c.faults}
	}
	if err := json.Unmarshal(data, v); err != nil {
		return malformed("%v", err)
	}
	return nil
}

func invalidUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// checker walks through JSON beside the type it is to become.
type checker struct {
	dec    *json.Decoder
	faults []Fault
}

func (c *checker) fault(at, format string, args ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, Fault{Location: at, Message: fmt.Sprintf(format, args...)})
	}
}

// value reads one value that is to become a t; t nil takes anything. null says
// that null stands for nothing here: it does in a field, but as an element,
// "names": [null], it would be a name that is not compared. It returns errors
// that make the rest unreadable, and notes the others.
func (c *checker) value(t reflect.Type, at string, depth int, null bool) error {
	tok, err := c.dec.Token()
	if err != nil {
		return err
	}
	delim, _ := tok.(json.Delim)
	if delim != 0 && depth >= maxDepth {
		return fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	if t != nil && !takes(t, tok) && !(tok == nil && null) {
		c.fault(at, "%s expected, %s found", expected(t), found(tok))
		t = nil
	}
	switch delim {
	case '{':
		err = c.object(t, at, depth)
	case '[':
		var elem reflect.Type
		if t != nil {
			elem = t.Elem()
		}
		for i := 0; c.dec.More() && err == nil; i++ {
			err = c.value(elem, fmt.Sprintf("%s[%d]", at, i), depth+1, false)
		}
	default:
		if s, ok := tok.(string); ok && strings.ContainsRune(s, utf8.RuneError) {
			c.fault(at, "holds the replacement character U+FFFD: the text was damaged before it came here")
		}
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.dec.Token() // the closing bracket
	return err
}

func (c *checker) object(t reflect.Type, at string, depth int) error {
	var fields []field
	if t != nil {
		fields = fieldsOf(t)
	}
	seen := make(map[string]bool)
	for c.dec.More() {
		tok, err := c.dec.Token()
		if err != nil {
			return err
		}
		name := tok.(string)
		place := strings.TrimPrefix(at+"."+short(name), ".")
		if seen[name] {
			return fmt.Errorf("the field %q stands there twice", short(name))
		}
		seen[name] = true
		var want reflect.Type
		if i := slices.IndexFunc(fields, func(f field) bool { return f.name == name }); i >= 0 {
			want = fields[i].typ
		} else if t != nil {
			c.fault(place, "unknown field %q; known are %s", short(name), names(fields))
		}
		if err := c.value(want, place, depth+1, true); err != nil {
			return err
		}
	}
	return nil
}

type field struct {
	name string
	typ  reflect.Type
}

func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, field{name, t.Field(i).Type})
	}
	return out
}

func names(fields []field) string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.name
	}
	return strings.Join(out, ", ")
}

// short keeps messages readable whatever a client sends.
func short(s string) string {
	if len(s) <= 64 {
		return s
	}
	n := 60
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// takes reports whether a value that starts with tok can become a t.
func takes(t reflect.Type, tok json.Token) bool {
	switch v := tok.(type) {
	case json.Delim:
		return v == '{' && t.Kind() == reflect.Struct || v == '[' && t.Kind() == reflect.Slice
	case string:
		return t.Kind() == reflect.String || t == identifierType
	case json.Number:
		switch t.Kind() {
		case reflect.Float64:
			f, err := v.Float64()
			return err == nil && !math.IsInf(f, 0)
		case reflect.Int:
			n, err := v.Int64()
			return err == nil && int64(int(n)) == n
		}
		return false
	}
	return false
}

func expected(t reflect.Type) string {
	switch {
	case t == identifierType:
		return "a text, or an object with type and value,"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "an array of texts"
	case t.Kind() == reflect.Slice:
		return "an array"
	case t.Kind() == reflect.Struct:
		return "an object"
	case t.Kind() == reflect.Float64:
		return "a number"
	case t.Kind() == reflect.Int:
		return "a whole number"
	}
	return "a text"
}

func found(tok json.Token) string {
	switch v := tok.(type) {
	case json.Delim:
		if v == '{' {
			return "an object"
		}
		return "an array"
	case string:
		return "a text"
	case json.Number:
		return "the number " + short(v.String())
	case bool:
		return fmt.Sprint(v)
	}
	return "null"
}
