package xmlnode

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// Limits bound what Read accepts. Zero fields take the defaults.
type Limits struct {
	MaxDepth       int   // of nesting; default 64
	MaxRecordBytes int64 // of one record element; default 8 MiB
	MaxBytes       int64 // of the whole input; default 1 GiB
}

func (l Limits) withDefaults() Limits {
	if l.MaxDepth == 0 {
		l.MaxDepth = 64
	}
	if l.MaxRecordBytes == 0 {
		l.MaxRecordBytes = 8 << 20
	}
	if l.MaxBytes == 0 {
		l.MaxBytes = 1 << 30
	}
	return l
}

// Errors that callers branch on. Each is wrapped with the place.
var (
	ErrTruncated = errors.New("file ends before its root element is closed")
	ErrDoctype   = errors.New("document type declaration refused")
	ErrLimit     = errors.New("limit exceeded")
)

// Handler takes the elements at Path, names separated by "/", from the root:
// "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL".
//
// Record gets the whole element as a tree, valid until it returns. Start gets
// only the start tag with its attributes, before anything inside; the children
// are then visited by other handlers. A Handler has one of the two.
type Handler struct {
	Path   string
	Start  func(*Node) error
	Record func(*Node) error
}

// Read reads the XML document r, calls the handlers in document order, and
// calls unread (if not nil) for every element path outside records that no
// handler took, once per element, attributes not counted. It returns an error
// for input that is not well-formed, ends early, or breaks a limit, and the
// first error of a handler.
func Read(r io.Reader, lim Limits, unread func(path string), handlers ...Handler) error {
	lim = lim.withDefaults()
	d := xml.NewDecoder(io.LimitReader(r, lim.MaxBytes+1))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = true
	byPath := make(map[string]*Handler, len(handlers))
	prefixes := make(map[string]bool)
	for i := range handlers {
		h := &handlers[i]
		byPath[h.Path] = h
		for p := h.Path; p != ""; {
			prefixes[p] = true
			j := strings.LastIndexByte(p, '/')
			if j < 0 {
				break
			}
			p = p[:j]
		}
	}
	var path []string
	var stack []*Node // of the record being read
	var current *Handler
	skip := 0 // depth inside an element nobody wants
	rootSeen := false
	for {
		offset := d.InputOffset()
		line, _ := d.InputPos()
		tok, err := d.Token()
		if d.InputOffset() > lim.MaxBytes {
			return fmt.Errorf("input larger than %d bytes: %w", lim.MaxBytes, ErrLimit)
		}
		if err == io.EOF {
			if !rootSeen || len(path) > 0 {
				return ErrTruncated
			}
			return nil
		}
		if err != nil {
			var syn *xml.SyntaxError
			if errors.As(err, &syn) && strings.Contains(syn.Msg, "unexpected EOF") {
				return fmt.Errorf("line %d: %w", syn.Line, ErrTruncated)
			}
			return fmt.Errorf("read XML: %w", err)
		}
		switch t := tok.(type) {
		case xml.Directive:
			return fmt.Errorf("line %d: %w", line, ErrDoctype)
		case xml.StartElement:
			rootSeen = true
			if len(path)+1 > lim.MaxDepth {
				return fmt.Errorf("line %d: nested deeper than %d: %w", line, lim.MaxDepth, ErrLimit)
			}
			path = append(path, t.Name.Local)
			if skip > 0 {
				skip++
				continue
			}
			n := &Node{Name: t.Name.Local, Offset: offset, Line: line}
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || a.Name.Space == "http://www.w3.org/2001/XMLSchema-instance" {
					continue
				}
				n.attrs = append(n.attrs, attr{name: a.Name.Local, value: a.Value})
			}
			if current != nil {
				parent := stack[len(stack)-1]
				parent.children = append(parent.children, n)
				stack = append(stack, n)
				continue
			}
			p := strings.Join(path, "/")
			switch h := byPath[p]; {
			case h != nil && h.Record != nil:
				current, stack = h, append(stack[:0], n)
			case h != nil:
				if err := h.Start(n); err != nil {
					return err
				}
			case !prefixes[p]:
				if unread != nil {
					unread(p)
				}
				skip = 1
			}
		case xml.EndElement:
			path = path[:len(path)-1]
			if skip > 0 {
				skip--
				continue
			}
			if current == nil {
				continue
			}
			n := stack[len(stack)-1]
			n.Length = d.InputOffset() - n.Offset
			if n.Length > lim.MaxRecordBytes {
				return fmt.Errorf("line %d: element of %d bytes: %w", n.Line, n.Length, ErrLimit)
			}
			stack = stack[:len(stack)-1]
			if len(stack) == 0 {
				h := current
				current = nil
				if err := h.Record(n); err != nil {
					return err
				}
			}
		case xml.CharData:
			if current != nil {
				n := stack[len(stack)-1]
				n.text += string(t)
			}
		}
	}
}
