package ca

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

func detect(in list.Input) bool {
	f, ok := in.Only()
	if !ok {
		return false
	}
	head := f.Head(4096)
	return bytes.Contains(head, []byte("<data-set")) && bytes.Contains(head, []byte("<record>")) && bytes.Contains(head, []byte("<Country"))
}

func parse(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return fmt.Errorf("one file expected, got %d", len(in.Files))
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	ids := make(map[string]struct{})
	lim := xmlnode.Limits{MaxDepth: 8, MaxRecordBytes: 1 << 20, MaxBytes: 256 << 20}
	err = xmlnode.Read(rc, lim, rep.MarkUnread, xmlnode.Handler{Path: "data-set/record", Record: func(n *xmlnode.Node) error {
		rep.Record()
		r := readRecord(n)
		n.Unread(rep.MarkUnread)
		if r.last == "" && r.given == "" && r.entity == "" {
			rep.Reject(list.RecordError{Record: r.reference(), Line: r.line, Field: "name", Err: errors.New("no name in LastName, GivenName or EntityOrShip")})
			return nil
		}
		return emit(r.toEntity(f.Name, r.newID(ids), rep))
	}})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}
