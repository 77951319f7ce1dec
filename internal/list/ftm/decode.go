package ftm

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is the deepest nesting of JSON values accepted. A record of
// targets.nested.json needs about eight levels.
const MaxDepth = 64

// Decode reads one line, a JSON object, into r, which it resets first. The
// strings of r share the memory of line. It accepts exactly the JSON grammar
// (RFC 8259), with these differences to encoding/json, all on the strict side:
// invalid UTF-8 and unpaired surrogates are errors, keys are case-sensitive,
// and nesting is limited to MaxDepth.
//
// It exists because a file has millions of small objects of one known shape:
// no reflection, no map, one allocation for a record's strings. A test holds it
// equal to encoding/json.
func Decode(line string, r *Record) error {
	r.reset()
	d := decoder{s: line}
	if !utf8.ValidString(line) {
		return errors.New("invalid UTF-8")
	}
	d.space()
	if d.peek() != '{' {
		return d.fail("an object is expected")
	}
	if err := d.record(r); err != nil {
		return err
	}
	d.space()
	if d.i != len(d.s) {
		return d.fail("text after the object")
	}
	return nil
}

type decoder struct {
	s     string
	i     int
	depth int
}

func (d *decoder) fail(what string) error {
	if d.i >= len(d.s) {
		return errors.New("object ends too early")
	}
	return fmt.Errorf("%s at byte %d", what, d.i)
}

func (d *decoder) peek() byte {
	if d.i < len(d.s) {
		return d.s[d.i]
	}
	return 0
}

func (d *decoder) space() {
	for d.i < len(d.s) {
		switch d.s[d.i] {
		case ' ', '\t', '\n', '\r':
			d.i++
		default:
			return
		}
	}
}

func (d *decoder) enter() error {
	if d.depth++; d.depth > MaxDepth {
		return fmt.Errorf("nested deeper than %d levels", MaxDepth)
	}
	return nil
}

// object walks the object at d, calling member with each key, d standing on
// the value. member must consume the value.
func (d *decoder) object(member func(key string) error) error {
	if err := d.enter(); err != nil {
		return err
	}
	d.i++ // {
	d.space()
	if d.peek() == '}' {
		d.i++
		d.depth--
		return nil
	}
	for {
		d.space()
		if d.peek() != '"' {
			return d.fail("a key is expected")
		}
		key, err := d.str()
		if err != nil {
			return err
		}
		d.space()
		if d.peek() != ':' {
			return d.fail("a colon is expected")
		}
		d.i++
		d.space()
		if err := member(key); err != nil {
			return err
		}
		d.space()
		switch d.peek() {
		case ',':
			d.i++
		case '}':
			d.i++
			d.depth--
			return nil
		default:
			return d.fail("a comma or } is expected")
		}
	}
}

// array walks the array at d. element must consume one value.
func (d *decoder) array(element func() error) error {
	if err := d.enter(); err != nil {
		return err
	}
	d.i++ // [
	d.space()
	if d.peek() == ']' {
		d.i++
		d.depth--
		return nil
	}
	for {
		d.space()
		if err := element(); err != nil {
			return err
		}
		d.space()
		switch d.peek() {
		case ',':
			d.i++
		case ']':
			d.i++
			d.depth--
			return nil
		default:
			return d.fail("a comma or ] is expected")
		}
	}
}

// record reads the object at d as a record.
func (d *decoder) record(r *Record) error {
	return d.object(func(key string) (err error) {
		switch key {
		case "id":
			r.ID, err = d.text(key)
		case "caption":
			r.Caption, err = d.text(key)
		case "schema":
			r.Schema, err = d.text(key)
		case "first_seen":
			r.FirstSeen, err = d.text(key)
		case "last_seen":
			r.LastSeen, err = d.text(key)
		case "last_change":
			r.LastChange, err = d.text(key)
		case "datasets":
			r.Datasets, err = d.texts(key, r.Datasets[:0])
		case "referents":
			r.Referents, err = d.texts(key, r.Referents[:0])
		case "target":
			var v string
			v, err = d.scalar()
			r.NotTarget = v == "false"
		case "properties":
			if d.peek() != '{' {
				return d.fail("properties must be an object")
			}
			return d.object(func(name string) error { return d.property(r, name) })
		default:
			start := d.i
			err = d.skip()
			r.Extra = append(r.Extra, Extra{Key: key, JSON: d.s[start:d.i]})
		}
		return err
	})
}

// property reads the values of one property: an array of strings or nested
// records, or one such value.
func (d *decoder) property(r *Record, name string) error {
	first := len(r.vals)
	element := func() error {
		switch d.peek() {
		case '{':
			sub := &Record{}
			if err := d.record(sub); err != nil {
				return err
			}
			r.vals = append(r.vals, sub.ID)
			r.Nested = append(r.Nested, Nested{Prop: name, Record: sub})
			return nil
		case '[':
			return d.fail("property " + strconv.Quote(name) + " has an array within an array")
		}
		v, err := d.scalar()
		if err != nil {
			return err
		}
		if v != "" {
			r.vals = append(r.vals, v)
		}
		return nil
	}
	var err error
	if d.peek() == '[' {
		err = d.array(element)
	} else {
		err = element()
	}
	if err != nil {
		return err
	}
	if n := len(r.vals); n > first {
		r.props = append(r.props, span{name: name, from: int32(first), to: int32(n)})
	}
	return nil
}

// text reads a string; null is "".
func (d *decoder) text(key string) (string, error) {
	if c := d.peek(); c != '"' && c != 'n' {
		return "", d.fail(strconv.Quote(key) + " must be a string")
	}
	return d.scalar()
}

// texts reads an array of strings, or null.
func (d *decoder) texts(key string, to []string) ([]string, error) {
	if d.peek() != '[' {
		if d.peek() == 'n' {
			_, err := d.scalar()
			return to, err
		}
		return to, d.fail(strconv.Quote(key) + " must be an array")
	}
	err := d.array(func() error {
		v, err := d.text(key)
		to = append(to, v)
		return err
	})
	return to, err
}

// scalar reads a string, number, boolean or null and gives its text; null is "".
func (d *decoder) scalar() (string, error) {
	switch c := d.peek(); {
	case c == '"':
		return d.str()
	case c == 't':
		return "true", d.literal("true")
	case c == 'f':
		return "false", d.literal("false")
	case c == 'n':
		return "", d.literal("null")
	case c == '-' || c >= '0' && c <= '9':
		start := d.i
		if err := d.number(); err != nil {
			return "", err
		}
		return d.s[start:d.i], nil
	}
	return "", d.fail("a value is expected")
}

// skip passes over one value of any kind.
func (d *decoder) skip() error {
	switch d.peek() {
	case '{':
		return d.object(func(string) error { return d.skip() })
	case '[':
		return d.array(d.skip)
	}
	_, err := d.scalar()
	return err
}

func (d *decoder) literal(word string) error {
	if len(d.s)-d.i < len(word) || d.s[d.i:d.i+len(word)] != word {
		return d.fail("a value is expected")
	}
	d.i += len(word)
	return nil
}

func (d *decoder) digits() bool {
	start := d.i
	for c := d.peek(); c >= '0' && c <= '9'; c = d.peek() {
		d.i++
	}
	return d.i > start
}

func (d *decoder) number() error {
	if d.peek() == '-' {
		d.i++
	}
	if d.peek() == '0' {
		d.i++
	} else if !d.digits() {
		return d.fail("a digit is expected")
	}
	if d.peek() == '.' {
		d.i++
		if !d.digits() {
			return d.fail("a digit is expected")
		}
	}
	if c := d.peek(); c == 'e' || c == 'E' {
		d.i++
		if c := d.peek(); c == '+' || c == '-' {
			d.i++
		}
		if !d.digits() {
			return d.fail("a digit is expected")
		}
	}
	return nil
}

// str reads the string at d. Without escapes it is a part of the line itself.
func (d *decoder) str() (string, error) {
	d.i++
	start := d.i
	for d.i < len(d.s) {
		switch c := d.s[d.i]; {
		case c == '"':
			v := d.s[start:d.i]
			d.i++
			return v, nil
		case c == '\\':
			return d.escaped(start)
		case c < ' ':
			return "", d.fail("control character in a string")
		}
		d.i++
	}
	return "", d.fail("")
}

// escaped finishes a string that has escapes; d stands on the first.
func (d *decoder) escaped(start int) (string, error) {
	b := make([]byte, d.i-start, d.i-start+64)
	copy(b, d.s[start:d.i])
	for d.i < len(d.s) {
		c := d.s[d.i]
		switch {
		case c == '"':
			d.i++
			return string(b), nil
		case c < ' ':
			return "", d.fail("control character in a string")
		case c != '\\':
			b = append(b, c)
			d.i++
			continue
		}
		d.i++
		switch c = d.peek(); c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r, err := d.unicode()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, r)
			continue
		default:
			return "", d.fail("unknown escape")
		}
		d.i++
	}
	return "", d.fail("")
}

// unicode reads uXXXX, and the low surrogate that must follow a high one.
func (d *decoder) unicode() (rune, error) {
	r, err := d.hex4()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if d.peek() == '\\' {
		d.i++
		if d.peek() == 'u' {
			low, err := d.hex4()
			if err != nil {
				return 0, err
			}
			if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
				return full, nil
			}
		}
	}
	return 0, d.fail("unpaired surrogate")
}

func (d *decoder) hex4() (rune, error) {
	if len(d.s)-d.i < 5 {
		d.i = len(d.s)
		return 0, d.fail("")
	}
	var r rune
	for _, c := range []byte(d.s[d.i+1 : d.i+5]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, d.fail("four hexadecimal digits are expected")
		}
		r = r<<4 | rune(c)
	}
	d.i += 5
	return r, nil
}
