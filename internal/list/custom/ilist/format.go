package ilist

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// ExportedFrom is the key of the attribute that keeps where a record stood in
// the raw file from which it was exported.
const ExportedFrom = "exported_from"

// Format returns the format for use in a list.Source. The records get the place
// in the text file as their origin; the fragments they were written with, which
// point into files that the reader of an export does not have, are kept as
// attributes "exported_from". ids, if not empty, are the only list ids taken:
// a file of another list is refused.
func Format(ids ...string) list.Format {
	return list.Format{
		ID:  "ilist",
		Doc: "Interdict list text; tested on the built-in lists and on generated records.",
		Detect: func(in list.Input) bool {
			f, ok := in.Only()
			return ok && bytes.HasPrefix(bytes.TrimPrefix(f.Head(16), []byte("\ufeff")), []byte("ilist "))
		},
		Parse: func(in list.Input, emit list.Emit, rep *list.Report) error { return parse(in, emit, rep, ids) },
	}
}

func parse(in list.Input, emit list.Emit, rep *list.Report, ids []string) error {
	f, ok := in.Only()
	if !ok {
		return errors.New("one file expected")
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	header := func(h Header) error {
		rep.Edition, rep.Published = h.Edition, h.Published
		for _, id := range ids {
			if id == h.List {
				return nil
			}
		}
		if len(ids) == 0 {
			return nil
		}
		return fmt.Errorf("the file is the list %q, not %q: %w", h.List, ids, list.ErrNotList)
	}
	err = Read(rc, header, func(e *entity.Entity, p Position) error {
		rep.Record()
		for _, old := range e.Origin.Fragments {
			text := fmt.Sprintf("%s, line %d, bytes %d to %d", old.File, old.Line, old.Offset, old.Offset+old.Length)
			if old.Text != "" {
				text += ": " + old.Text
			}
			e.Attributes = append(e.Attributes, entity.Attribute{Key: ExportedFrom, Value: text})
		}
		e.Origin.Fragments = []entity.Fragment{{File: f.Name, Line: p.Line, Offset: p.Offset, Length: p.Length}}
		return emit(e)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}
