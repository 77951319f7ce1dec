package xmlnode

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Limits bound what Read accepts. Zero fields take the defaults.
type Limits struct {
	MaxDepth       int   // of nesting; default 64
	MaxRecordBytes int64 // of one record element, and of one tag, comment or text outside records; default 8 MiB, at most 1 GiB
	MaxBytes       int64 // of the whole input; default 1 GiB
}

func (l Limits) withDefaults() Limits {
	if l.MaxDepth == 0 {
		l.MaxDepth = 64
	}
	if l.MaxRecordBytes == 0 {
		l.MaxRecordBytes = 8 << 20
	}
	l.MaxRecordBytes = min(l.MaxRecordBytes, 1<<30)
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
// are then visited by other handlers. A Handler has one of the two; one with
// neither names an element as known and not used.
type Handler struct {
	Path   string
	Start  func(*Node) error
	Record func(*Node) error
}

// route is a step on the way to the handlers.
type route struct {
	handler *Handler // nil for elements that only lead to handlers
	next    map[string]*route
}

func routes(handlers []Handler) *route {
	top := &route{}
	for i := range handlers {
		at := top
		for _, step := range strings.Split(handlers[i].Path, "/") {
			if at.next == nil {
				at.next = make(map[string]*route)
			}
			if at.next[step] == nil {
				at.next[step] = &route{}
			}
			at = at.next[step]
		}
		at.handler = &handlers[i]
	}
	return top
}

// Read reads the XML document r, calls the handlers in document order, and
// calls unread (if not nil) for every element path outside records that no
// handler took, once per element, attributes not counted. It returns an error
// for input that is not well-formed, ends early, or breaks a limit, and the
// first error of a handler.
//
// Memory is bounded by a few times MaxRecordBytes: an element, tag or comment
// that is larger is refused while it is being read.
func Read(r io.Reader, lim Limits, unread func(path string), handlers ...Handler) error {
	s, err := newScanner(r, lim.withDefaults())
	if err != nil {
		return err
	}
	rd := reader{scanner: s, unread: unread, top: routes(handlers)}
	return rd.run()
}

// open is an element whose end tag was not read yet.
type open struct {
	name *name
	via  *route // nil within records and within elements nobody wants
	node *Node  // within records
	xsi  int    // length of reader.prefixes outside the element
}

type prefix struct {
	name string
	xsi  bool
}

const xsiNamespace = "http://www.w3.org/2001/XMLSchema-instance"

type reader struct {
	*scanner
	unread   func(string)
	top      *route
	stack    []open
	prefixes []prefix // namespace prefixes in scope
	slab     slab
	depth    int // of stack at which the current record or unwanted element began; 0 = none
	handler  *Handler
	rootSeen bool
}

func (rd *reader) run() error {
	for {
		if rd.depth == 0 {
			rd.drop()
		} else if rd.handler == nil {
			rd.forget()
			rd.drop()
		}
		switch rd.token() {
		case kindError:
			if rd.err == io.EOF {
				if !rd.rootSeen || len(rd.stack) > 0 {
					return rd.wrap(len(rd.window), ErrTruncated)
				}
				return nil
			}
			return rd.err
		case kindStart:
			if err := rd.startElement(); err != nil {
				return err
			}
			if rd.closed {
				if err := rd.endElement(); err != nil {
					return err
				}
			}
		case kindEnd:
			if len(rd.stack) == 0 {
				return rd.errorf(rd.start, "end tag </%s> without a start tag", rd.name.full)
			}
			if o := rd.stack[len(rd.stack)-1]; o.name != rd.name && o.name.full != rd.name.full {
				return rd.errorf(rd.start, "end tag </%s> where <%s> is open", rd.name.full, o.name.full)
			}
			if err := rd.endElement(); err != nil {
				return err
			}
		case kindText:
			if len(rd.stack) == 0 && rd.content {
				return rd.errorf(rd.start, "text outside the root element")
			}
			if rd.handler == nil {
				rd.forget()
			} else if err := rd.addText(); err != nil {
				return err
			}
		}
	}
}

// forget makes the room of the last record free for the next.
func (rd *reader) forget() {
	rd.rec.attrs = rd.rec.attrs[:0]
	rd.rec.pieces = rd.rec.pieces[:0]
	rd.rec.lists = rd.rec.lists[:0]
	rd.values = rd.values[:0]
	rd.slab.used = 0
}

func (rd *reader) startElement() error {
	if len(rd.stack) == 0 {
		if rd.rootSeen {
			return rd.errorf(rd.start, "second root element <%s>", rd.name.full)
		}
		rd.rootSeen = true
	}
	if len(rd.stack) >= rd.lim.MaxDepth {
		return rd.wrap(rd.start, fmt.Errorf("nested deeper than %d: %w", rd.lim.MaxDepth, ErrLimit))
	}
	o := open{name: rd.name, xsi: len(rd.prefixes)}
	rd.namespaces()
	if rd.handler != nil { // within a record
		parent := rd.stack[len(rd.stack)-1].node
		n, err := rd.newNode()
		if err != nil {
			return err
		}
		if parent.last == nil {
			parent.first = n
		} else {
			parent.last.next = n
		}
		parent.last = n
		o.node = n
		rd.stack = append(rd.stack, o)
		return nil
	}
	if rd.depth == 0 {
		from := rd.top
		if len(rd.stack) > 0 {
			from = rd.stack[len(rd.stack)-1].via
		}
		o.via = from.next[rd.name.local]
		switch {
		case o.via != nil && o.via.handler != nil && o.via.handler.Record != nil:
			n, err := rd.newNode()
			if err != nil {
				return err
			}
			o.node = n
			rd.handler, rd.depth = o.via.handler, len(rd.stack)+1
		case o.via != nil && o.via.handler != nil && o.via.handler.Start != nil:
			n, err := rd.newNode()
			if err != nil {
				return err
			}
			rd.rec.values = string(rd.values)
			if err := o.via.handler.Start(n); err != nil {
				return err
			}
			rd.forget()
		case o.via == nil:
			rd.depth = len(rd.stack) + 1
			if rd.unread != nil {
				rd.unread(rd.path())
			}
			rd.forget()
		default:
			if o.via.handler != nil && len(o.via.next) == 0 {
				rd.depth = len(rd.stack) + 1
			}
			rd.forget()
		}
	}
	rd.stack = append(rd.stack, o)
	return nil
}

// path joins the names of the open elements and the current one.
func (rd *reader) path() string {
	var b strings.Builder
	for _, o := range rd.stack {
		b.WriteString(o.name.local)
		b.WriteByte('/')
	}
	b.WriteString(rd.name.local)
	return b.String()
}

// namespaces takes note of the prefixes that the current start tag declares and
// hides the attributes that are no data.
func (rd *reader) namespaces() {
	attrs := rd.rec.attrs[rd.attr0:]
	prefixed := false
	for i := range attrs {
		a := &attrs[i]
		switch {
		case a.name.local == "xmlns":
			a.hidden = true
		case a.name.prefix == "xmlns":
			a.hidden = true
			rd.prefixes = append(rd.prefixes, prefix{a.name.local, string(rd.values[a.v0:a.v1]) == xsiNamespace})
		case a.name.prefix != "":
			prefixed = true
		}
	}
	if !prefixed {
		return
	}
	for i := range attrs {
		if a := &attrs[i]; a.name.prefix != "" && !a.hidden {
			a.hidden = rd.isXSI(a.name.prefix)
		}
	}
}

func (rd *reader) isXSI(name string) bool {
	for _, p := range slices.Backward(rd.prefixes) {
		if p.name == name {
			return p.xsi
		}
	}
	return false
}

func (rd *reader) newNode() (*Node, error) {
	if rd.slab.used+len(rd.rec.attrs)+len(rd.rec.pieces) >= maxNodes {
		return nil, rd.wrap(rd.start, fmt.Errorf("more than %d elements and values in one record: %w", maxNodes, ErrLimit))
	}
	n := rd.slab.take()
	*n = Node{
		Name: rd.name.local, Offset: rd.offset(rd.start), Line: rd.count(rd.start),
		rec: &rd.rec, attr0: int32(rd.attr0), attr1: int32(len(rd.rec.attrs)), piece0: -1, pieceLast: -1,
	}
	return n, nil
}

// addText gives the current character data to the innermost open element.
func (rd *reader) addText() error {
	n := rd.stack[len(rd.stack)-1].node
	p := piece{from: int32(rd.from), to: int32(len(rd.values)), next: -1}
	if rd.white {
		// drop put the window's beginning at the record's start tag.
		p.from, p.to, p.space = int32(rd.start), int32(rd.pos), true
	}
	if p.from == p.to {
		return nil
	}
	pieces := rd.rec.pieces
	if n.pieceLast >= 0 {
		if last := &pieces[n.pieceLast]; last.to == p.from && last.space == p.space && !p.space {
			last.to = p.to // text, a comment or CDATA, and more text
			return nil
		}
	}
	if rd.slab.used+len(rd.rec.attrs)+len(pieces) >= maxNodes {
		return rd.wrap(rd.start, fmt.Errorf("more than %d elements and values in one record: %w", maxNodes, ErrLimit))
	}
	i := int32(len(pieces))
	if n.pieceLast >= 0 {
		pieces[n.pieceLast].next = i
	} else {
		n.piece0 = i
	}
	n.pieceLast = i
	rd.rec.pieces = append(pieces, p)
	return nil
}

// endElement closes the innermost open element, whose end tag, or empty-element
// tag, ends at pos.
func (rd *reader) endElement() error {
	o := rd.stack[len(rd.stack)-1]
	rd.stack = rd.stack[:len(rd.stack)-1]
	rd.prefixes = rd.prefixes[:o.xsi]
	if rd.handler != nil {
		n := o.node
		n.Length = rd.offset(rd.pos) - n.Offset
		if len(rd.stack)+1 > rd.depth {
			return nil
		}
		if n.Length > rd.lim.MaxRecordBytes {
			return fmt.Errorf("line %d: element of %d bytes: %w", n.Line, n.Length, ErrLimit)
		}
		h := rd.handler
		rd.handler, rd.depth = nil, 0
		rd.rec.values = string(rd.values)
		rd.rec.markup, rd.rec.offset = rd.window[:rd.pos], n.Offset
		if err := h.Record(n); err != nil {
			return err
		}
		rd.forget()
		return nil
	}
	if rd.depth > 0 && len(rd.stack) < rd.depth {
		rd.depth = 0
	}
	return nil
}

// slab hands out Nodes from blocks that are used again for each record.
type slab struct {
	blocks [][]Node
	used   int
}

const slabBlock = 128

func (s *slab) take() *Node {
	b := s.used / slabBlock
	if b == len(s.blocks) {
		s.blocks = append(s.blocks, make([]Node, slabBlock))
	}
	n := &s.blocks[b][s.used%slabBlock]
	s.used++
	return n
}
