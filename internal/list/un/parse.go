package un

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

const (
	root           = "CONSOLIDATED_LIST"
	individualPath = root + "/INDIVIDUALS/INDIVIDUAL"
	entityPath     = root + "/ENTITIES/ENTITY"
)

// pick returns the file of in that is the consolidated list.
func pick(in list.Input) (list.File, bool) {
	for _, f := range in.Files {
		if f.Contains(4096, "<"+root) {
			return f, true
		}
	}
	return list.File{}, false
}

func detect(in list.Input) bool {
	_, ok := pick(in)
	return ok
}

// parser holds what one Parse call shares between records.
type parser struct {
	file string
	rep  *list.Report
	emit list.Emit
	refs map[string]string // permanent reference number -> DATAID, of the whole file
}

func parse(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := pick(in)
	if !ok {
		return list.ErrNotList
	}
	refs, err := references(f)
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	p := &parser{file: f.Name, rep: rep, emit: emit, refs: refs}
	err = xmlnode.Read(rc, xmlnode.Limits{MaxRecordBytes: 4 << 20, MaxBytes: 512 << 20}, rep.MarkUnread,
		xmlnode.Handler{Path: root, Start: func(n *xmlnode.Node) error {
			rep.Edition = n.Attr("dateGenerated")
			rep.Published = list.ParseTime(rep.Edition)
			n.Unread(rep.MarkUnread)
			return nil
		}},
		xmlnode.Handler{Path: individualPath, Record: func(n *xmlnode.Node) error { return p.record(n, true) }},
		xmlnode.Handler{Path: entityPath, Record: func(n *xmlnode.Node) error { return p.record(n, false) }},
	)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

func (p *parser) record(n *xmlnode.Node, person bool) error {
	p.rep.Record()
	id := n.Value("DATAID")
	if id == "" {
		n.IgnoreAll()
		p.rep.Reject(list.RecordError{Record: n.Value("REFERENCE_NUMBER"), Line: n.Line, Field: "DATAID", Err: errors.New("no record id")})
		return nil
	}
	r := &record{parser: p, node: n, person: person, e: &entity.Entity{
		ID:     id,
		Schema: entity.Organization,
		Topics: []string{"sanction"},
		Origin: entity.Origin{Fragments: []entity.Fragment{{File: p.file, Line: n.Line, Offset: n.Offset, Length: n.Length}}},
	}}
	if person {
		r.e.Schema = entity.Person
	}
	r.convert()
	n.Unread(p.rep.MarkUnread)
	return p.emit(r.e)
}

// references reads the permanent reference numbers of a file with their
// DATAIDs. COMMENTS1 names other entries by reference number ("QDe.092") and
// entries are not in the order in which they are named, so the numbers must be
// known before the first record is converted. It looks at tags only and leaves
// judging the file to the real pass; a damaged file gives fewer numbers.
func references(f list.File) (map[string]string, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	const maxRefs = 200_000
	refs := make(map[string]string)
	br := bufio.NewReaderSize(rc, 64<<10)
	var id string
	for len(refs) < maxRefs {
		tok, err := br.ReadSlice('<')
		if len(tok) > 10 && tok[0] <= 'R' {
			if v, ok := bytes.CutPrefix(tok, []byte("DATAID>")); ok {
				id = strings.TrimSpace(strings.TrimSuffix(string(v), "<"))
			} else if v, ok := bytes.CutPrefix(tok, []byte("REFERENCE_NUMBER>")); ok && id != "" {
				refs[strings.TrimSpace(strings.TrimSuffix(string(v), "<"))] = id
			}
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if err == io.EOF {
				err = nil
			}
			return refs, err
		}
	}
	return refs, nil
}
