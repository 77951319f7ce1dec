package ilist

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// Writer writes a file record by record. Close must be called: without the
// closing line the file is refused as cut off.
type Writer struct {
	w       *bufio.Writer
	list    string
	source  string
	records int
	ids     map[string]struct{}
	err     error
}

// NewWriter writes the header and returns a writer for the records. The header
// needs a List.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	if h.List == "" {
		return nil, errors.New("the header has no list id")
	}
	nodes, err := write(h.fields())
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	out := &Writer{w: bufio.NewWriter(w), list: h.List, source: h.Source, ids: make(map[string]struct{})}
	fmt.Fprintf(out.w, "ilist %d\n", Version)
	if err := out.print(nodes, 0); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	return out, nil
}

// Write writes one record. A record that could not be read back equal is an
// error, and nothing of it is written: a text that is not UTF-8, an impossible
// date, a second record with the same id, an entity that list.Check refuses.
func (w *Writer) Write(e *entity.Entity) error {
	if w.err != nil {
		return w.err
	}
	if _, dup := w.ids[e.ID]; dup {
		return fmt.Errorf("record %q: second record with this id", e.ID)
	}
	kids, err := encode(e, w.list)
	if err == nil && e.Origin.Source == "" && w.source != "" {
		err = errors.New("no source, and reading would give it the header's")
	}
	var b strings.Builder
	if err == nil {
		err = render(&b, []node{{key: "entity", value: e.ID, kids: kids}}, 0)
	}
	if err == nil && b.Len() > maxRecord {
		err = fmt.Errorf("longer than %d bytes", maxRecord)
	}
	if err != nil {
		return fmt.Errorf("record %q: %w", e.ID, err)
	}
	w.ids[e.ID] = struct{}{}
	w.records++
	w.w.WriteByte('\n')
	if _, err := w.w.WriteString(b.String()); err != nil {
		w.err = err
	}
	return w.err
}

// Close writes the closing line and everything buffered. It does not close the
// underlying writer.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	fmt.Fprintf(w.w, "\nend %d\n", w.records)
	w.err = w.w.Flush()
	if w.err == nil {
		w.err = errors.New("list text writer is closed")
		return nil
	}
	return w.err
}

func (w *Writer) print(nodes []node, depth int) error {
	var b strings.Builder
	if err := render(&b, nodes, depth); err != nil {
		return err
	}
	_, err := w.w.WriteString(b.String())
	return err
}

// render writes lines at a depth, each with its own lines below it.
func render(b *strings.Builder, nodes []node, depth int) error {
	for i := range nodes {
		n := &nodes[i]
		start := b.Len()
		b.WriteString("      "[:2*depth])
		b.WriteString(n.key)
		if !n.bare {
			v, ok := escape(n.value)
			if !ok {
				return fmt.Errorf("%s %q is not UTF-8", n.key, n.value)
			}
			b.WriteByte(' ')
			b.WriteString(v)
		}
		b.WriteByte('\n')
		if b.Len()-start > maxLine {
			return fmt.Errorf("%s: line longer than %d bytes", n.key, maxLine)
		}
		if err := render(b, n.kids, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// Write writes a whole file.
func Write(w io.Writer, h Header, entities []*entity.Entity) error {
	out, err := NewWriter(w, h)
	if err != nil {
		return err
	}
	for _, e := range entities {
		if err := out.Write(e); err != nil {
			return err
		}
	}
	return out.Close()
}
