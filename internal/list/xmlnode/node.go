package xmlnode

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// Node is an element. The zero of a pointer (nil) is an absent element: all
// methods may be called on it and find nothing. A Node, and the slices of Nodes
// its methods return, are valid until the handler returns; strings are valid
// for ever.
type Node struct {
	Name   string // local name, without namespace prefix
	Offset int64  // of the start tag in the input (bytes; see the package comment for transcoded input)
	Length int64  // up to the end of the end tag; 0 for the Node of a Start handler
	Line   int    // of the start tag, 1-based

	rec               *record
	first, last, next *Node // children and next sibling
	attr0, attr1      int32 // attributes, in rec.attrs
	piece0, pieceLast int32 // own character data, in rec.pieces; -1 = none
	read              bool
}

// record owns what the nodes of one record share.
type record struct {
	markup     []byte // the record in the input buffer; gone when the handler returns
	values     string // attribute values and character data, decoded
	attrs      []attr
	pieces     []piece
	lists      []*Node // backs the slices that Children and All return
	offset     int64   // of markup in the input
	transcoded bool
}

type attr struct {
	name   *name
	v0, v1 int32 // value, in record.values
	hidden bool  // a namespace declaration or an xsi: attribute
	read   bool
}

// piece is a run of character data between two tags. White space between
// elements is by far the most of it and nobody reads it: it is left in the
// input buffer.
type piece struct {
	from, to int32
	next     int32 // -1 = last
	space    bool  // only white space; from and to lie in record.markup, not record.values
}

func (r *record) text(p piece) string {
	if !p.space {
		return r.values[p.from:p.to]
	}
	s := string(r.markup[p.from:p.to])
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// Child returns the first child element called name, nil if there is none, and
// marks it as read.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for c := n.first; c != nil; c = c.next {
		if c.Name == name {
			c.read = true
			return c
		}
	}
	return nil
}

// Children returns the child elements called name, in order, and marks them as
// read. With the name "*" it returns all of them.
func (n *Node) Children(name string) []*Node {
	if n == nil || n.first == nil {
		return nil
	}
	r := n.rec
	from := len(r.lists)
	n.collect(name)
	return r.since(from)
}

func (n *Node) collect(name string) {
	for c := n.first; c != nil; c = c.next {
		if c.Name == name || name == "*" {
			c.read = true
			n.rec.lists = append(n.rec.lists, c)
		}
	}
}

// since returns what was collected after from, with no room behind it, so that
// a caller's append does not write into the next list.
func (r *record) since(from int) []*Node {
	if len(r.lists) == from {
		return nil
	}
	return r.lists[from:len(r.lists):len(r.lists)]
}

// At walks down the path of child names and returns the node at its end.
func (n *Node) At(path ...string) *Node {
	for _, p := range path {
		n = n.Child(p)
	}
	return n
}

// All returns every node at the end of the path of child names, through all
// branches: All("names", "name") gives each name of each names.
func (n *Node) All(path ...string) []*Node {
	if n == nil {
		return nil
	}
	if len(path) == 0 {
		return []*Node{n}
	}
	level := n.Children(path[0])
	for _, p := range path[1:] {
		from := len(n.rec.lists)
		for _, m := range level {
			m.collect(p)
		}
		level = n.rec.since(from)
	}
	return level
}

// Text returns the element's own character data with runs of white space folded
// and the ends trimmed.
func (n *Node) Text() string {
	if n == nil || n.piece0 < 0 {
		return ""
	}
	var only string
	for i := n.piece0; i >= 0; i = n.rec.pieces[i].next {
		p := n.rec.pieces[i]
		if p.space {
			continue
		}
		if only != "" {
			return fold(n.RawText())
		}
		only = n.rec.text(p)
	}
	return fold(only)
}

// RawText returns the element's own character data as it stands, with line ends
// as "\n".
func (n *Node) RawText() string {
	if n == nil || n.piece0 < 0 {
		return ""
	}
	if n.piece0 == n.pieceLast {
		return n.rec.text(n.rec.pieces[n.piece0])
	}
	var b strings.Builder
	for i := n.piece0; i >= 0; i = n.rec.pieces[i].next {
		b.WriteString(n.rec.text(n.rec.pieces[i]))
	}
	return b.String()
}

// fold folds white space of any kind to single spaces and trims the ends. It
// returns s itself, or a piece of it, where that is possible.
func fold(s string) string {
	for len(s) > 0 && s[0] <= ' ' {
		s = s[1:]
	}
	for len(s) > 0 && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < 0xC2, c == ' ' && s[i+1] != ' ': // the last byte is no space
		case c > 0xC3 && c != 0xE1 && c != 0xE2 && c != 0xE3:
			// Only characters that begin with C2, E1, E2 or E3 may be white
			// space: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000.
		case c == 0xC3:
		default:
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return s
}

// Value returns the Text at the end of the path of child names.
func (n *Node) Value(path ...string) string { return n.At(path...).Text() }

// Values returns the non-empty Texts at the end of the path, through all
// branches.
func (n *Node) Values(path ...string) []string {
	var out []string
	for _, m := range n.All(path...) {
		if t := m.Text(); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Attr returns the trimmed value of the attribute called name (local name), ""
// if absent, and marks it as read.
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	attrs := n.rec.attrs[n.attr0:n.attr1]
	for i := range attrs {
		if a := &attrs[i]; a.name.local == name && !a.hidden {
			a.read = true
			return strings.TrimSpace(n.rec.values[a.v0:a.v1])
		}
	}
	return ""
}

// Transcoded reports whether the input is not UTF-8 and Offset and Length
// therefore do not lead into its raw bytes.
func (n *Node) Transcoded() bool { return n != nil && n.rec.transcoded }

// Markup returns a copy of the element as it stands in the (transcoded) input,
// "" for the Node of a Start handler.
func (n *Node) Markup() string {
	if n == nil || n.Length == 0 {
		return ""
	}
	root := n.rec.markup
	at := n.Offset - n.rec.offset
	return string(root[at : at+n.Length])
}

// Fragment returns where the element stands in the file called name: its place
// in the raw bytes or, in transcoded input, its text.
func (n *Node) Fragment(name string) entity.Fragment {
	if n == nil {
		return entity.Fragment{File: name}
	}
	if n.Transcoded() {
		return entity.Fragment{File: name, Line: n.Line, Text: n.Markup()}
	}
	return entity.Fragment{File: name, Line: n.Line, Offset: n.Offset, Length: n.Length}
}

// Ignore marks child elements (with all below them) and attributes as known and
// deliberately not used. Attribute names are written with a leading "@".
func (n *Node) Ignore(names ...string) {
	if n == nil {
		return
	}
	for _, name := range names {
		if a, ok := strings.CutPrefix(name, "@"); ok {
			n.Attr(a)
			continue
		}
		for c := n.first; c != nil; c = c.next {
			if c.Name == name || name == "*" {
				c.IgnoreAll()
			}
		}
	}
}

// IgnoreAll marks the node and all below it as read.
func (n *Node) IgnoreAll() {
	if n == nil {
		return
	}
	n.read = true
	attrs := n.rec.attrs[n.attr0:n.attr1]
	for i := range attrs {
		attrs[i].read = true
	}
	for c := n.first; c != nil; c = c.next {
		c.IgnoreAll()
	}
}

// Unread calls f with the path ("A/B/@c") of every descendant element and
// attribute that holds something and was not read. Elements that are empty and
// have no attributes are passed over.
func (n *Node) Unread(f func(path string)) {
	if n != nil {
		n.unread(nil, f)
	}
}

func (n *Node) unread(above []string, f func(string)) {
	path := append(above, n.Name)
	for _, a := range n.rec.attrs[n.attr0:n.attr1] {
		if !a.read && !a.hidden && a.v1 > a.v0 {
			f(strings.Join(path, "/") + "/@" + a.name.local)
		}
	}
	for c := n.first; c != nil; c = c.next {
		if c.read {
			c.unread(path, f)
		} else if c.holdsSomething() {
			f(strings.Join(path, "/") + "/" + c.Name)
		}
	}
}

func (n *Node) holdsSomething() bool {
	for _, a := range n.rec.attrs[n.attr0:n.attr1] {
		if !a.hidden {
			return true
		}
	}
	for i := n.piece0; i >= 0; i = n.rec.pieces[i].next {
		if p := n.rec.pieces[i]; !p.space && strings.TrimSpace(n.rec.values[p.from:p.to]) != "" {
			return true
		}
	}
	for c := n.first; c != nil; c = c.next {
		if c.holdsSomething() {
			return true
		}
	}
	return false
}
