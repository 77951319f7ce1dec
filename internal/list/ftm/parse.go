package ftm

import (
	"errors"
	"fmt"
	"slices"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// ParseEntities reads entities.ftm.json: one record a line, edges and facts
// being records of their own. It reads the file twice: first to gather what
// belongs to things, then to emit the things with all of it.
//
// Every line is a record of the report: a thing is accepted, a line that became
// part of at least one emitted thing is folded, and a line that did not (its
// thing is not in the file, or its schema tells of no party) is rejected.
func ParseEntities(f list.File, emit list.Emit, rep *list.Report) error {
	s := newSide()
	err := records(f, func(l Line, r *Record) error {
		if err := wellFormed(r); err != nil {
			return fmt.Errorf("%s: line %d: %w", f.Name, l.Number, err)
		}
		switch sc := schemata[r.Schema]; sc.class {
		case thing:
			s.setName(r.ID, caption(r))
			if ids := ends(r); len(ids) > 0 {
				s.add(r, l, false, ids)
			}
		case fact, node, edge:
			s.add(r, l, true, ends(r))
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.tails = nil
	c := newConverter(f.Name, rep, s)
	err = records(f, func(l Line, r *Record) error {
		switch schemata[r.Schema].class {
		case thing:
			rep.Record()
			e, used := c.entity(r, l)
			if list.Check(e) == nil { // what is rejected takes nothing with it
				for _, i := range used {
					s.mark(i)
				}
			}
			return emit(e)
		case other:
			rep.Record()
			rep.Reject(list.RecordError{Record: r.ID, Line: l.Number, Field: "schema", Err: fmt.Errorf("%q is neither a party nor a fact about one", r.Schema)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	settle(s, rep)
	return nil
}

// settle accounts for the facts, nodes and edges.
func settle(s *side, rep *list.Report) {
	for i := range s.sats {
		sat := s.at(int32(i))
		if !sat.counted {
			continue
		}
		rep.Record()
		if s.used[i] {
			rep.Fold()
			continue
		}
		reason := errors.New("no entity of the file has it")
		if schemata[sat.Schema].class != node {
			reason = fmt.Errorf("none of the entities it concerns is in the file: %v", ends(&sat.Record))
		}
		rep.Reject(list.RecordError{Record: sat.ID, Line: sat.line, Field: sat.Schema, Err: reason})
	}
}

// wellFormed reports why the file as a whole cannot be trusted: a line without
// an id or schema is no FollowTheMoney.
func wellFormed(r *Record) error {
	switch {
	case r.ID == "":
		return errors.New("no id")
	case r.Schema == "":
		return fmt.Errorf("%s: no schema", r.ID)
	}
	return nil
}

func caption(r *Record) string {
	if r.Caption != "" {
		return r.Caption
	}
	for _, p := range []string{"name", "publicKey", "isin", "imoNumber", "alias"} {
		if v := r.First(p); v != "" {
			return v
		}
	}
	return ""
}

// ParseNested reads targets.nested.json: one target a line, with the records
// about it inside its properties. Every line is a record; the records inside are
// parts of it. It needs memory for one line.
func ParseNested(f list.File, emit list.Emit, rep *list.Report) error {
	c := newConverter(f.Name, rep, nil)
	return records(f, func(l Line, r *Record) error {
		if err := wellFormed(r); err != nil {
			return fmt.Errorf("%s: line %d: %w", f.Name, l.Number, err)
		}
		rep.Record()
		if schemata[r.Schema].class != thing {
			rep.Reject(list.RecordError{Record: r.ID, Line: l.Number, Field: "schema", Err: fmt.Errorf("%q is no party", r.Schema)})
			return nil
		}
		n := &within{names: map[string]string{}}
		n.gather(r)
		c.near = n
		e, used := c.entity(r, l)
		for i, sat := range n.sats {
			if sat.counted && !slices.Contains(used, int32(i)) && schemata[sat.Schema].class != node {
				n.orphans(e, sat, rep, l)
			}
		}
		for _, sub := range n.others {
			rep.Warn(r.ID, l.Number, sub.Schema, "nested record %s is of a schema that is not read", sub.ID)
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "nested_" + snake(sub.Schema), Value: sub.ID})
		}
		return emit(e)
	})
}

// within are the neighbours inside one nested record.
type within struct {
	sats   []*satellite
	names  map[string]string
	others []*Record
}

func (n *within) gather(r *Record) {
	for _, sub := range r.Nested {
		x := sub.Record
		switch sc := schemata[x.Schema]; sc.class {
		case thing:
			n.names[x.ID] = caption(x)
			if len(ends(x)) > 0 {
				n.sats = append(n.sats, &satellite{Record: *x, index: int32(len(n.sats))})
			}
		case fact, node, edge:
			// The side that points back at its parent may be left out.
			if sc.class == fact && len(x.All(sc.from)) == 0 {
				x.add(sc.from, r.ID)
			}
			n.sats = append(n.sats, &satellite{Record: *x, counted: true, index: int32(len(n.sats))})
		default:
			n.others = append(n.others, x)
		}
		n.gather(x)
	}
}

// orphans keeps a nested edge or fact that is not about the target itself but
// about one of its neighbours.
func (n *within) orphans(e *entity.Entity, sat *satellite, rep *list.Report, l Line) {
	rep.Warn(e.ID, l.Number, sat.Schema, "nested record %s concerns a neighbour only", sat.ID)
	e.Attributes = append(e.Attributes, entity.Attribute{Key: "nested_" + snake(sat.Schema), Value: sat.ID})
}

func (n *within) each(id string, fn func(*satellite) bool) {
	for _, s := range n.sats {
		if s.concerns(id) && !fn(s) {
			return
		}
	}
}

func (n *within) name(id string) (string, bool) {
	v, ok := n.names[id]
	return v, ok
}
