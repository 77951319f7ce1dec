package ilist

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/custom/suggest"
)

// node is one line with the lines indented below it.
type node struct {
	line  int // 1-based, 0 when writing
	key   string
	value string
	bare  bool // the line is the word alone, without a value
	kids  []node
}

// at makes an error of the node's line.
func (n *node) at(err error) error { return &lineError{n.line, n.key, err} }

type lineError struct {
	line int
	key  string
	err  error
}

func (e *lineError) Error() string {
	if e.key == "" {
		return fmt.Sprintf("line %d: %v", e.line, e.err)
	}
	return fmt.Sprintf("line %d: %s: %v", e.line, e.key, e.err)
}

func (e *lineError) Unwrap() error { return e.err }

// field joins a word of the format to a place in a value. The same table of
// fields is used for writing and for reading, so that the two cannot differ.
type field struct {
	key  string
	many bool
	get  func() []string
	set  func(string) error
}

// text is a field for a single string; "" is not written.
func text[T ~string](key string, p *T) field {
	return field{key: key,
		get: func() []string {
			if *p == "" {
				return nil
			}
			return []string{string(*p)}
		},
		set: func(s string) error { *p = T(s); return nil },
	}
}

// texts is a field for a list of strings, one a line.
func texts[T ~string](key string, p *[]T) field {
	return field{key: key, many: true,
		get: func() []string {
			out := make([]string, len(*p))
			for i, v := range *p {
				out[i] = string(v)
			}
			return out
		},
		set: func(s string) error { *p = append(*p, T(s)); return nil },
	}
}

// oneOf is a text field with a closed set of values.
func oneOf[T ~string](key string, p *T, allowed ...T) field {
	f := text(key, p)
	f.set = func(s string) error {
		if !slices.Contains(allowed, T(s)) {
			return fmt.Errorf("%q is none of %q", s, allowed)
		}
		*p = T(s)
		return nil
	}
	return f
}

func certainty(p *entity.Certainty) field {
	return oneOf("certainty", p, entity.FromKnowledge, entity.Unverified)
}

func date(key string, p *entity.Date) field {
	return field{key: key,
		get: func() []string {
			if p.IsZero() {
				return nil
			}
			return []string{p.String()}
		},
		set: func(s string) (err error) { *p, err = parseDate(s); return err },
	}
}

func parseDate(s string) (entity.Date, error) {
	if s == "" {
		return entity.Date{}, errors.New("a date is missing")
	}
	d, err := entity.ParseDate(s)
	if err != nil {
		return d, fmt.Errorf("%w (write 2025-10-22, 1952-10, 1952, 1952~ or 1950/1955)", err)
	}
	return d, nil
}

func number[T int | int64](key string, p *T) field {
	return field{key: key,
		get: func() []string {
			if *p == 0 {
				return nil
			}
			return []string{strconv.FormatInt(int64(*p), 10)}
		},
		set: func(s string) error {
			n, err := strconv.ParseInt(s, 10, 63)
			if err != nil || n < 0 || T(n) < 0 || int64(T(n)) != n {
				return fmt.Errorf("%q is not a whole number", s)
			}
			*p = T(n)
			return nil
		},
	}
}

var codePattern = regexp.MustCompile(`^[a-z][a-z0-9-]{1,9}$`)

// country is a field for a country code.
func country(key string, p *string) field {
	f := text(key, p)
	f.set = func(s string) error {
		if !codePattern.MatchString(s) {
			if code, ok := entity.CountryCode(s); ok {
				return fmt.Errorf("%q is not a country code: write %s", s, code)
			}
			return fmt.Errorf("%q is not a country code in lower case", s)
		}
		*p = s
		return nil
	}
	return f
}

// write turns fields into nodes. A value that reading would refuse is an error
// now and not when the file is needed.
func write(fields []field) ([]node, error) {
	var out []node
	for _, f := range fields {
		for _, v := range f.get() {
			if err := dryRun(f, v); err != nil {
				return nil, fmt.Errorf("%s: %w", f.key, err)
			}
			out = append(out, node{key: f.key, value: v})
		}
	}
	return out, nil
}

// dryRun checks that v can be read back. Fields write to their own place, so a
// single-valued field is set to the value it already has; a field with many
// values takes every string and needs no check.
func dryRun(f field, v string) error {
	if f.many {
		return nil
	}
	if err := f.set(v); err != nil {
		return err
	}
	if got := f.get(); len(got) != 1 || got[0] != v {
		return fmt.Errorf("%q cannot be written", v)
	}
	return nil
}

// read sets fields from nodes. other, if not nil, is asked first and tells
// whether it took the node.
func read(nodes []node, fields []field, other func(n *node) (bool, error)) []error {
	var errs []error
	var seen [32]int // line of the first use, by field
next:
	for i := range nodes {
		n := &nodes[i]
		if other != nil {
			took, err := other(n)
			if err != nil {
				errs = append(errs, err)
			}
			if took || err != nil {
				continue
			}
		}
		for j, f := range fields {
			if f.key != n.key {
				continue
			}
			if err := leaf(n); err != nil {
				errs = append(errs, err)
				continue next
			}
			if !f.many && seen[j] != 0 {
				errs = append(errs, n.at(fmt.Errorf("given twice, first on line %d", seen[j])))
				continue next
			}
			seen[j] = n.line
			if err := f.set(n.value); err != nil {
				errs = append(errs, n.at(err))
			}
			continue next
		}
		known := make([]string, len(fields))
		for j, f := range fields {
			known[j] = f.key
		}
		errs = append(errs, unknown(n, known))
	}
	return errs
}

// leaf refuses lines below a line that takes none, and a word without a value.
func leaf(n *node) error {
	if len(n.kids) > 0 {
		return n.kids[0].at(fmt.Errorf("nothing can be indented below %q", n.key))
	}
	if n.bare {
		return n.at(errors.New(`a value is missing (write \e for the empty value)`))
	}
	return nil
}

func unknown(n *node, known []string) error {
	if near := suggest.Nearest(n.key, known); near != "" {
		return n.at(fmt.Errorf("unknown word, did you mean %q?", near))
	}
	return n.at(fmt.Errorf("unknown word here; known are %q", known))
}
