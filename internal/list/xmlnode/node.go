package xmlnode

import (
	"strings"
)

// Node is an element. The zero of a pointer (nil) is an absent element: all
// methods may be called on it and find nothing.
type Node struct {
	Name     string // local name, without namespace prefix
	Offset   int64  // of the start tag in the input (bytes)
	Length   int64  // up to the end of the end tag
	Line     int    // of the start tag, 1-based
	attrs    []attr
	children []*Node
	text     string
	read     bool
}

type attr struct {
	name, value string
	read        bool
}

// Child returns the first child element called name, nil if there is none, and
// marks it as read.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
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
	if n == nil {
		return nil
	}
	var out []*Node
	for _, c := range n.children {
		if c.Name == name || name == "*" {
			c.read = true
			out = append(out, c)
		}
	}
	return out
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
	level := []*Node{n}
	for _, p := range path {
		var next []*Node
		for _, m := range level {
			next = append(next, m.Children(p)...)
		}
		level = next
	}
	if len(path) == 0 && n == nil {
		return nil
	}
	return level
}

// Text returns the element's own character data with runs of white space folded
// and the ends trimmed.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return strings.Join(strings.Fields(n.text), " ")
}

// RawText returns the element's own character data as it stands.
func (n *Node) RawText() string {
	if n == nil {
		return ""
	}
	return n.text
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
	for i := range n.attrs {
		if n.attrs[i].name == name {
			n.attrs[i].read = true
			return strings.TrimSpace(n.attrs[i].value)
		}
	}
	return ""
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
		for _, c := range n.Children(name) {
			c.IgnoreAll()
		}
	}
}

// IgnoreAll marks the node and all below it as read.
func (n *Node) IgnoreAll() {
	if n == nil {
		return
	}
	n.read = true
	for i := range n.attrs {
		n.attrs[i].read = true
	}
	for _, c := range n.children {
		c.IgnoreAll()
	}
}

// Unread calls f with the path ("A/B/@c") of every descendant element and
// attribute that holds something and was not read. Elements that are empty and
// have no attributes are passed over.
func (n *Node) Unread(f func(path string)) {
	if n != nil {
		n.unread(n.Name, f)
	}
}

func (n *Node) unread(path string, f func(string)) {
	for _, a := range n.attrs {
		if !a.read && a.value != "" {
			f(path + "/@" + a.name)
		}
	}
	for _, c := range n.children {
		p := path + "/" + c.Name
		if !c.read {
			if c.holdsSomething() {
				f(p)
			}
			continue
		}
		c.unread(p, f)
	}
}

func (n *Node) holdsSomething() bool {
	if strings.TrimSpace(n.text) != "" || len(n.attrs) > 0 {
		return true
	}
	for _, c := range n.children {
		if c.holdsSomething() {
			return true
		}
	}
	return false
}
