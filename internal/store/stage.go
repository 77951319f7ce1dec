package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"os"

	"github.com/interdict-dev/interdict/internal/entity"
)

// stage holds the entities of an edition that is being parsed, outside of any
// transaction: compared with the edition in force, packed where they are new,
// and spooled to a temporary file. Thus memory stays small however long the
// list, parsing holds no lock, and the transaction that follows is short.
type stage struct {
	ctx     context.Context
	s       *Store
	list    int64 // 0 = the list is new
	enc     encoder
	batch   []staged
	file    *os.File
	w       *bufio.Writer
	content hash.Hash
	count   int
	added   int
	changed int
	seen    []int64 // records in force that stay or are replaced
	scratch []byte
}

// stageBatch entities are looked up with one query.
const stageBatch = 512

// staged is one entity on its way.
type staged struct {
	entity  string
	schema  entity.Schema
	hash    [32]byte
	payload []byte // JSON in the batch, packed in the spool; nil = unchanged
	id      int64  // record in force, 0 = none
	same    bool   // as the record in force
	places  []entity.Fragment
}

func (s *Store) newStage(ctx context.Context, list int64) (*stage, error) {
	f, err := os.CreateTemp(s.tmpDir(), "stage-*")
	if err != nil {
		return nil, err
	}
	return &stage{ctx: ctx, s: s, list: list, file: f, w: bufio.NewWriterSize(f, 1<<18), content: sha256.New()}, nil
}

func (g *stage) close() {
	g.file.Close()
	os.Remove(g.file.Name())
}

// put takes the next entity. It only reads e, and keeps nothing of it.
func (g *stage) put(e *entity.Entity) error {
	if e.ID == "" {
		return errors.New("entity without an id")
	}
	b, sum, err := g.enc.encode(e)
	if err != nil {
		return err
	}
	places := make([]entity.Fragment, len(e.Origin.Fragments))
	for i, f := range e.Origin.Fragments {
		if f.Line < 0 || f.Line > math.MaxInt32 || f.Offset < 0 || f.Length < 0 {
			return fmt.Errorf("entity %s: impossible place %+v", e.ID, f)
		}
		f.Text = ""
		places[i] = f
	}
	g.content.Write(sum[:])
	g.count++
	g.batch = append(g.batch, staged{entity: e.ID, schema: e.Schema, hash: sum, payload: append([]byte(nil), b...), places: places})
	if len(g.batch) < stageBatch {
		return nil
	}
	return g.flush()
}

// finish ends the spool and makes it ready for reading.
func (g *stage) finish() error {
	if err := g.flush(); err != nil {
		return err
	}
	if err := g.w.Flush(); err != nil {
		return err
	}
	_, err := g.file.Seek(0, io.SeekStart)
	return err
}

func (g *stage) flush() error {
	if len(g.batch) == 0 {
		return nil
	}
	if err := g.lookUp(); err != nil {
		return err
	}
	for i := range g.batch {
		e := &g.batch[i]
		if e.id != 0 {
			g.seen = append(g.seen, e.id)
		}
		switch {
		case e.same:
			e.payload = nil
		case e.id != 0:
			g.changed++
		default:
			g.added++
		}
		if !e.same {
			e.payload = g.s.packer.packRecord(e.payload)
		}
		if err := g.spool(e); err != nil {
			return err
		}
	}
	clear(g.batch)
	g.batch = g.batch[:0]
	return nil
}

// lookUp finds the records in force of the batch's entities.
func (g *stage) lookUp() error {
	if g.list == 0 {
		return nil
	}
	ids := make([]string, len(g.batch))
	index := make(map[string][]int, len(g.batch))
	for i, e := range g.batch {
		ids[i] = e.entity
		index[e.entity] = append(index[e.entity], i)
	}
	names, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	rows, err := g.s.lists.Reader().QueryContext(g.ctx,
		"SELECT entity, id, hash FROM record WHERE list = ? AND gone IS NULL AND entity IN (SELECT value FROM json_each(?))", g.list, string(names))
	if err != nil {
		return fmt.Errorf("compare with the edition in force: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var id int64
		var sum []byte
		if err := rows.Scan(&name, &id, &sum); err != nil {
			return fmt.Errorf("compare with the edition in force: %w", err)
		}
		for _, i := range index[name] {
			g.batch[i].id, g.batch[i].same = id, [32]byte(sum) == g.batch[i].hash
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("compare with the edition in force: %w", err)
	}
	return nil
}

// spool writes e: varints, and byte strings with their lengths.
func (g *stage) spool(e *staged) error {
	b := g.scratch[:0]
	str := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	b = binary.AppendUvarint(b, uint64(e.id))
	if e.same {
		b = append(b, 1)
	} else {
		b = append(b, 0)
		str(e.entity)
		str(string(e.schema))
		b = append(b, e.hash[:]...)
		b = binary.AppendUvarint(b, uint64(len(e.payload)))
		b = append(b, e.payload...)
	}
	b = binary.AppendUvarint(b, uint64(len(e.places)))
	for _, f := range e.places {
		str(f.File)
		b = binary.AppendUvarint(b, uint64(f.Line))
		b = binary.AppendUvarint(b, uint64(f.Offset))
		b = binary.AppendUvarint(b, uint64(f.Length))
	}
	g.scratch = b
	var head [binary.MaxVarintLen64]byte
	if _, err := g.w.Write(head[:binary.PutUvarint(head[:], uint64(len(b)))]); err != nil {
		return err
	}
	_, err := g.w.Write(b)
	return err
}

// each gives the spooled entities in order. Payloads are valid until fn returns.
func (g *stage) each(fn func(*staged) error) error {
	r := bufio.NewReaderSize(g.file, 1<<18)
	var buf []byte
	for range g.count {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return fmt.Errorf("read stage: %w", err)
		}
		if uint64(cap(buf)) < n {
			buf = make([]byte, n)
		}
		buf = buf[:n]
		if _, err := io.ReadFull(r, buf); err != nil {
			return fmt.Errorf("read stage: %w", err)
		}
		p := &reader{b: buf}
		e := staged{id: int64(p.uint())}
		if flag := p.bytes(1); len(flag) == 1 && flag[0] == 1 {
			e.same = true
		} else {
			e.entity = string(p.bytes(p.count(1)))
			e.schema = entity.Schema(p.bytes(p.count(1)))
			copy(e.hash[:], p.bytes(32))
			e.payload = p.bytes(p.count(1))
		}
		e.places = make([]entity.Fragment, p.count(4))
		for i := range e.places {
			e.places[i] = entity.Fragment{File: string(p.bytes(p.count(1))), Line: int(p.uint()), Offset: int64(p.uint()), Length: int64(p.uint())}
		}
		if p.bad || len(p.b) != 0 {
			return errors.New("read stage: damaged")
		}
		if err := fn(&e); err != nil {
			return err
		}
	}
	return nil
}
