package ch

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

const root = "swiss-sanctions-list"

// A target holds its whole history: the largest are some hundred kilobytes.
var limits = xmlnode.Limits{MaxDepth: 64, MaxRecordBytes: 16 << 20, MaxBytes: 1 << 30}

func detect(listType string) func(list.Input) bool {
	return func(in list.Input) bool {
		f, ok := in.Only()
		if !ok {
			return false
		}
		head := f.Head(2048)
		return bytes.Contains(head, []byte("<"+root)) && bytes.Contains(head, []byte(`list-type="`+listType+`"`))
	}
}

// parse reads the file twice: first the programmes and places, which stand
// before and behind the targets that refer to them, then the targets, one by
// one.
func parse(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return fmt.Errorf("one file expected, got %d", len(in.Files))
	}
	t, err := readTables(f, rep)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	rep.Edition = t.date
	rep.Published = list.ParseTime(t.date)
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	unread := func(path string) {
		if path != root+"/sanctions-program" && path != root+"/place" {
			rep.MarkUnread(path)
		}
	}
	err = xmlnode.Read(rc, limits, unread, xmlnode.Handler{Path: root + "/target", Record: func(n *xmlnode.Node) error {
		rep.Record()
		id := n.Attr("ssid")
		if id == "" {
			n.IgnoreAll()
			rep.Reject(list.RecordError{Line: n.Line, Field: "ssid", Err: errors.New("target without a number")})
			return nil
		}
		b := &builder{e: &entity.Entity{ID: id}, t: t, rep: rep, line: n.Line, seen: make(map[string]int)}
		b.e.Origin.Fragments = []entity.Fragment{{File: f.Name, Line: n.Line, Offset: n.Offset, Length: n.Length}}
		if err := b.target(n); err != nil {
			rep.Reject(list.RecordError{Record: id, Line: n.Line, Err: err})
			return nil
		}
		n.Unread(rep.MarkUnread)
		return emit(b.e)
	}})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

func readTables(f list.File, rep *list.Report) (*tables, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer rc.Close()
	t := &tables{bySet: make(map[string]*program), places: make(map[string]place)}
	err = xmlnode.Read(rc, limits, nil,
		xmlnode.Handler{Path: root, Start: func(n *xmlnode.Node) error {
			t.listType, t.date = n.Attr("list-type"), n.Attr("date")
			return nil
		}},
		xmlnode.Handler{Path: root + "/sanctions-program", Record: func(n *xmlnode.Node) error {
			t.addProgram(n)
			n.Unread(rep.MarkUnread)
			return nil
		}},
		xmlnode.Handler{Path: root + "/place", Record: func(n *xmlnode.Node) error {
			t.addPlace(n)
			n.Unread(rep.MarkUnread)
			return nil
		}})
	if err != nil {
		return nil, err
	}
	return t, nil
}
