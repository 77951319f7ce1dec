package xmlnode

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

func (s *scanner) startTag() kind {
	b := s.window
	n, i := s.scanName(s.pos + 1)
	if n == nil {
		return s.badName(i, "element")
	}
	s.name, s.attr0, s.closed = n, len(s.rec.attrs), false
	for {
		gap := i
		for i < len(b) && class[b[i]]&white != 0 {
			i++
		}
		if i >= len(b) {
			return kindMore
		}
		switch b[i] {
		case '>':
			s.pos = i + 1
			return kindStart
		case '/':
			if i+1 >= len(b) {
				return kindMore
			}
			if b[i+1] != '>' {
				return s.fail(i, "\"/\" within the tag <%s>", n.full)
			}
			s.closed = true
			s.pos = i + 2
			return kindStart
		}
		if i == gap {
			return s.fail(i, "no white space before an attribute of <%s>", n.full)
		}
		var k kind
		if i, k = s.attribute(i); k != kindStart {
			return k
		}
	}
}

func (s *scanner) badName(i int, of string) kind {
	if i < 0 {
		return kindMore
	}
	if b := s.window[i:]; len(b) > maxNameBytes && !bytes.ContainsFunc(b[:maxNameBytes], func(r rune) bool {
		return r < utf8.RuneSelf && class[r]&inName == 0
	}) {
		s.err = s.wrap(i, fmt.Errorf("%s name longer than %d bytes: %w", of, maxNameBytes, ErrLimit))
		return kindError
	}
	return s.fail(i, "%s name expected, got %q", of, s.window[i:min(i+12, len(s.window))])
}

// attribute reads the attribute at i, with its value, into rec.attrs. It
// returns the position behind it and kindStart, or what else happened.
func (s *scanner) attribute(i int) (int, kind) {
	b := s.window
	an, i := s.scanName(i)
	if an == nil {
		return i, s.badName(i, "attribute")
	}
	for i < len(b) && class[b[i]]&white != 0 {
		i++
	}
	if i >= len(b) {
		return i, kindMore
	}
	if b[i] != '=' {
		return i, s.fail(i, "attribute %s has no value", an.full)
	}
	i++
	for i < len(b) && class[b[i]]&white != 0 {
		i++
	}
	if i >= len(b) {
		return i, kindMore
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return i, s.fail(i, "value of attribute %s is not in quotation marks", an.full)
	}
	for _, a := range s.rec.attrs[s.attr0:] {
		if a.name == an || a.name.full == an.full {
			return i, s.fail(i, "attribute %s given twice", an.full)
		}
	}
	if len(s.rec.attrs)-s.attr0 >= maxAttributes {
		s.err = s.wrap(i, fmt.Errorf("more than %d attributes: %w", maxAttributes, ErrLimit))
		return i, kindError
	}
	plain := uint8(inDouble)
	if quote == '\'' {
		plain = inSingle
	}
	i++
	from, run := len(s.values), i
	for {
		for i < len(b) && class[b[i]]&plain != 0 {
			i++
		}
		if i == len(b) {
			return i, kindMore
		}
		if b[i] == quote {
			break
		}
		if b[i] == '<' {
			return i, s.fail(i, "unescaped < in the value of attribute %s", an.full)
		}
		s.values = append(s.values, b[run:i]...)
		n := s.special(i)
		if n <= 0 {
			return i, s.badReference(i, n)
		}
		i += n
		run = i
	}
	s.values = append(s.values, b[run:i]...)
	s.rec.attrs = append(s.rec.attrs, attr{name: an, v0: int32(from), v1: int32(len(s.values))})
	return i + 1, kindStart
}

func (s *scanner) endTag() kind {
	b := s.window
	n, i := s.scanName(s.pos + 2)
	if n == nil {
		return s.badName(i, "element")
	}
	for i < len(b) && class[b[i]]&white != 0 {
		i++
	}
	if i >= len(b) {
		return kindMore
	}
	if b[i] != '>' {
		return s.fail(i, "unexpected text in the end tag </%s>", n.full)
	}
	s.name = n
	s.pos = i + 1
	return kindEnd
}
