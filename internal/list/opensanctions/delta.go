package opensanctions

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ftm"
)

// Op is what a line of a difference does to a record.
type Op string

// The operations.
const (
	Add    Op = "ADD"
	Modify Op = "MOD"
	Delete Op = "DEL"
)

// Change is one line of entities.delta.json.
type Change struct {
	Op     Op
	Line   int // 1-based
	ID     string
	Schema string // "" for Delete, which gives nothing but the id

	// Concerns are the ids of the things the record tells about: its own, or
	// those at the ends of an edge. A change of a sanction or an ownership is a
	// change of these.
	Concerns []string

	// Entity is the record as an entity, without the edges and facts of other
	// records; nil for Delete and for what is no party.
	Entity *entity.Entity

	// Warnings are the values of Entity that could not be read.
	Warnings []list.RecordError

	// JSON is the whole record as published, "" for Delete.
	JSON string
}

// maxOps and maxDelta bound a difference that is applied.
const (
	maxOps   = 5_000_000
	maxDelta = 2 << 30
)

// ReadDelta reads a difference and calls fn for each of its lines. It needs
// memory for one line.
func ReadDelta(f list.File, fn func(Change) error) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	return ftm.Lines(rc, func(l ftm.Line) error {
		c, err := change(f.Name, l)
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", f.Name, l.Number, err)
		}
		return fn(c)
	})
}

func change(file string, l ftm.Line) (Change, error) {
	var outer, r ftm.Record
	if err := ftm.Decode(l.Text, &outer); err != nil {
		return Change{}, err
	}
	c := Change{Line: l.Number}
	for _, x := range outer.Extra {
		switch x.Key {
		case "op":
			c.Op = Op(x.JSON)
			if n := len(x.JSON); n > 2 && x.JSON[0] == '"' {
				c.Op = Op(x.JSON[1 : n-1])
			}
		case "entity":
			c.JSON = x.JSON
		}
	}
	if c.JSON == "" {
		return Change{}, errors.New("no entity")
	}
	if err := ftm.Decode(c.JSON, &r); err != nil {
		return Change{}, fmt.Errorf("entity: %w", err)
	}
	c.ID, c.Schema = r.ID, r.Schema
	switch {
	case r.ID == "":
		return Change{}, errors.New("entity without an id")
	case c.Op == Delete:
		c.JSON, c.Schema = "", ""
		c.Concerns = []string{r.ID}
		return c, nil
	case c.Op != Add && c.Op != Modify:
		return Change{}, fmt.Errorf("operation %q is none of ADD, MOD, DEL", c.Op)
	case r.Schema == "":
		return Change{}, fmt.Errorf("%s: no schema", r.ID)
	}
	c.Concerns = append([]string(nil), ftm.Concerns(&r)...)
	var rep list.Report
	c.Entity = ftm.Convert(file, l, &r, &rep)
	c.Warnings = rep.Warnings
	return c, nil
}

// Applied counts what Apply did.
type Applied struct {
	Kept     int // records left as they were
	Added    int
	Modified int
	Deleted  int

	// What did not fit together. A difference applied to the version before it
	// has neither; otherwise the result must not be used.
	AddedAgain int // ADD of a record that is there already; the new one is kept
	Unknown    int // MOD or DEL of a record that is not there; a MOD is added
}

// Apply writes the records of base, entities.ftm.json, as they are after delta,
// entities.delta.json: kept and modified ones in the order of base, then the
// added ones in the order of delta. If a record stands in delta twice, the last
// line counts. It needs memory for delta and reads base once, line by line.
func Apply(base, delta list.File, w io.Writer) (Applied, error) {
	type op struct {
		op   Op
		json string
		used bool
	}
	var done Applied
	ops := map[string]*op{}
	var order []string
	size := 0
	err := ReadDelta(delta, func(c Change) error {
		if size += len(c.JSON) + len(c.ID); size > maxDelta || len(order) > maxOps {
			return fmt.Errorf("line %d: difference too large to apply; fetch the whole file", c.Line)
		}
		if _, ok := ops[c.ID]; !ok {
			order = append(order, c.ID)
		}
		ops[c.ID] = &op{op: c.Op, json: c.JSON}
		return nil
	})
	if err != nil {
		return done, err
	}
	rc, err := base.Open()
	if err != nil {
		return done, fmt.Errorf("open %s: %w", base.Name, err)
	}
	defer rc.Close()
	out := bufio.NewWriterSize(w, 256<<10)
	write := func(s string) error {
		if _, err := out.WriteString(s); err != nil {
			return err
		}
		return out.WriteByte('\n')
	}
	var r ftm.Record
	err = ftm.Lines(rc, func(l ftm.Line) error {
		if err := ftm.Decode(l.Text, &r); err != nil || r.ID == "" {
			if err == nil {
				err = errors.New("no id")
			}
			return fmt.Errorf("%s: line %d: %w", base.Name, l.Number, err)
		}
		o := ops[r.ID]
		switch {
		case o == nil:
			done.Kept++
			return write(l.Text)
		case o.used:
			return nil // base has the record twice; it was replaced or deleted above
		case o.op == Delete:
			o.used = true
			done.Deleted++
			return nil
		case o.op == Add:
			done.AddedAgain++
		default:
			done.Modified++
		}
		o.used = true
		return write(o.json)
	})
	if err != nil {
		return done, err
	}
	for _, id := range order {
		o := ops[id]
		switch {
		case o.used:
			continue
		case o.op == Delete:
			done.Unknown++
			continue
		case o.op == Modify:
			done.Unknown++
		default:
			done.Added++
		}
		if err := write(o.json); err != nil {
			return done, err
		}
	}
	return done, out.Flush()
}
