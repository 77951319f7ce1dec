package xmlnode

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// tree is what both readers are compared by.
type tree struct {
	Name     string
	Attrs    []string // name=value, in order
	Text     string
	Offset   int64
	Length   int64
	Line     int
	Children []*tree
}

// oracle reads the whole document with encoding/xml, the plain way.
func oracle(r io.Reader) (*tree, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = charset.NewReaderLabel
	var root *tree
	var stack []*tree
	for {
		offset := d.InputOffset()
		line, _ := d.InputPos()
		tok, err := d.Token()
		if err == io.EOF {
			if root == nil || len(stack) > 0 {
				return nil, ErrTruncated
			}
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.Directive:
			return nil, ErrDoctype
		case xml.StartElement:
			n := &tree{Name: t.Name.Local, Offset: offset, Line: line}
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || a.Name.Space == xsiNamespace {
					continue
				}
				n.Attrs = append(n.Attrs, a.Name.Local+"="+a.Value)
			}
			switch {
			case len(stack) > 0:
				p := stack[len(stack)-1]
				p.Children = append(p.Children, n)
			case root != nil:
				return nil, errors.New("second root")
			default:
				root = n
			}
			stack = append(stack, n)
		case xml.EndElement:
			n := stack[len(stack)-1]
			n.Length = d.InputOffset() - n.Offset
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].Text += string(t)
			}
		}
	}
}

// ours reads the document twice with Read: once with nobody interested, to learn
// the root's name, and once with the root as one record. Both must agree on
// whether the document is accepted.
func ours(doc []byte, lim Limits) (*tree, error) {
	name := ""
	skipErr := Read(bytes.NewReader(doc), lim, func(path string) { name = path })
	var root *tree
	err := Read(bytes.NewReader(doc), lim, nil, Handler{Path: name, Record: func(n *Node) error { root = toTree(n); return nil }})
	if (skipErr == nil) != (err == nil) {
		return root, fmt.Errorf("passed over: %v; read: %v", skipErr, err)
	}
	return root, err
}

func toTree(n *Node) *tree {
	t := &tree{Name: n.Name, Text: n.RawText(), Offset: n.Offset, Length: n.Length, Line: n.Line}
	for _, a := range n.rec.attrs[n.attr0:n.attr1] {
		if !a.hidden {
			t.Attrs = append(t.Attrs, a.name.local+"="+n.rec.values[a.v0:a.v1])
		}
	}
	for _, c := range n.Children("*") {
		t.Children = append(t.Children, toTree(c))
	}
	return t
}

func (t *tree) String() string {
	var b strings.Builder
	var write func(*tree, int)
	write = func(t *tree, depth int) {
		fmt.Fprintf(&b, "%s%s %q %q @%d+%d line %d\n", strings.Repeat(" ", depth), t.Name, t.Attrs, t.Text, t.Offset, t.Length, t.Line)
		for _, c := range t.Children {
			write(c, depth+1)
		}
	}
	if t != nil {
		write(t, 0)
	}
	return b.String()
}

// plain reports whether encoding/xml alone accepts the document, which it does
// with several roots, directives and text between them.
func plain(doc []byte) (ok bool, err error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.CharsetReader = charset.NewReaderLabel
	err = ErrTruncated // until there is a root
	for {
		switch t, e := d.Token(); {
		case e == io.EOF:
			return err == nil, err
		case e != nil:
			return false, e
		default:
			if _, start := t.(xml.StartElement); start {
				err = nil
			}
		}
	}
}
