package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Decision is an answer that was given, with all that is needed to give it
// again: the question, the editions, parameters and build it rests on.
// Request and Answer are kept byte for byte.
type Decision struct {
	ID         string          `json:"id"` // "" when recorded: one is made from Time
	Time       time.Time       `json:"time"`
	Actor      string          `json:"actor,omitempty"`  // who asked: a user, a key's name
	Source     string          `json:"source,omitempty"` // by which road: api, cli, bulk, monitor ...
	Request    json.RawMessage `json:"request"`
	Answer     json.RawMessage `json:"answer"`
	Editions   []EditionRef    `json:"editions"`
	ParamsHash string          `json:"params_hash"`
	Build      string          `json:"build"`
}

// encoded is a decision ready to be written.
type encoded struct {
	id              decisionID
	time            int64
	actor, source   string
	basis           *basis
	request, answer []byte   // packed
	digest          [32]byte // of everything but its place in the chain
}

// basis is what many decisions rest on.
type basis struct {
	hash          [32]byte
	editions      []byte // packed
	params, build string
}

// basisCache avoids encoding the same basis for each decision, and asking the
// database for its number.
type basisCache struct {
	mu    sync.Mutex
	last  *basis
	refs  []EditionRef
	rowOf map[[32]byte]int64
}

func (s *Store) basisOf(d *Decision) (*basis, error) {
	c := &s.basics
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last != nil && c.last.params == d.ParamsHash && c.last.build == d.Build && sameRefs(c.refs, d.Editions) {
		return c.last, nil
	}
	b, err := json.Marshal(d.Editions)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	for _, part := range [][]byte{b, []byte(d.ParamsHash), []byte(d.Build)} {
		h.Write(binary.AppendUvarint(nil, uint64(len(part))))
		h.Write(part)
	}
	c.last = &basis{hash: [32]byte(h.Sum(nil)), editions: s.packer.pack(b), params: d.ParamsHash, build: d.Build}
	c.refs = append([]EditionRef(nil), d.Editions...)
	return c.last, nil
}

func sameRefs(a, b []EditionRef) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (s *Store) encodeDecision(d *Decision) (encoded, error) {
	if d.Time.IsZero() {
		d.Time = s.now()
	}
	d.Time = d.Time.UTC().Truncate(time.Microsecond)
	var id decisionID
	if d.ID == "" {
		id = s.ids.next(d.Time)
		d.ID = id.String()
	} else {
		var err error
		if id, err = parseDecisionID(d.ID); err != nil {
			return encoded{}, err
		}
		if id.millis() != d.Time.UnixMilli() {
			return encoded{}, fmt.Errorf("decision %s: its id is of another time than %v", d.ID, d.Time)
		}
	}
	b, err := s.basisOf(d)
	if err != nil {
		return encoded{}, fmt.Errorf("decision %s: %w", d.ID, err)
	}
	return encoded{
		id: id, time: d.Time.UnixMicro(), actor: d.Actor, source: d.Source, basis: b,
		request: s.packer.pack(d.Request), answer: s.packer.pack(d.Answer),
		digest: digest(id, d.Time.UnixMicro(), d.Actor, d.Source, b.hash, d.Request, d.Answer),
	}, nil
}

func digest(id decisionID, micros int64, actor, source string, basis [32]byte, request, answer []byte) [32]byte {
	h := sha256.New()
	var n [8]byte
	h.Write(id[:])
	h.Write(binary.BigEndian.AppendUint64(n[:0], uint64(micros)))
	h.Write(basis[:])
	for _, part := range [][]byte{[]byte(actor), []byte(source), request, answer} {
		h.Write(binary.BigEndian.AppendUint64(n[:0], uint64(len(part))))
		h.Write(part)
	}
	return [32]byte(h.Sum(nil))
}

// link is the value of the chain after a decision: altering, dropping or
// inserting a decision later breaks every link after it.
func link(before, digest [32]byte) [32]byte {
	return sha256.Sum256(append(before[:], digest[:]...))
}

// decisionQueue gathers decisions of concurrent callers into one transaction.
type decisionQueue struct {
	mu      sync.Mutex
	waiting []*ticket
	writing sync.Mutex
}

type ticket struct {
	d    encoded
	done bool
	err  error
}

// RecordDecision writes d durably and returns it with its id and time. Callers
// that come at the same time share one transaction.
func (s *Store) RecordDecision(ctx context.Context, d Decision) (Decision, error) {
	e, err := s.encodeDecision(&d)
	if err != nil {
		return d, fmt.Errorf("record decision: %w", err)
	}
	t := &ticket{d: e}
	q := &s.queue
	q.mu.Lock()
	q.waiting = append(q.waiting, t)
	q.mu.Unlock()
	q.writing.Lock()
	defer q.writing.Unlock()
	if !t.done {
		q.mu.Lock()
		batch := q.waiting
		q.waiting = nil
		q.mu.Unlock()
		ds := make([]encoded, len(batch))
		for i, b := range batch {
			ds[i] = b.d
		}
		// The batch is not only this caller's: its cancellation must not undo
		// the others' decisions.
		err := s.writeDecisions(context.WithoutCancel(ctx), ds)
		if err != nil && len(batch) > 1 {
			// One bad decision must not take the others down.
			for _, b := range batch {
				b.done, b.err = true, s.writeDecisions(context.WithoutCancel(ctx), []encoded{b.d})
			}
		} else {
			for _, b := range batch {
				b.done, b.err = true, err
			}
		}
	}
	if t.err != nil {
		return d, fmt.Errorf("record decision %s: %w", d.ID, t.err)
	}
	return d, nil
}

// writeDecisions appends ds in one transaction.
func (s *Store) writeDecisions(ctx context.Context, ds []encoded) error {
	fresh := make(map[[32]byte]int64)
	err := s.decisions.Update(ctx, func(tx *sql.Tx) error {
		var before [32]byte
		var last []byte
		err := tx.QueryRowContext(ctx, "SELECT chain FROM decision ORDER BY seq DESC LIMIT 1").Scan(&last)
		switch {
		case err == nil:
			before = [32]byte(last)
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		stmt, err := tx.PrepareContext(ctx, "INSERT INTO decision(id, time, actor, source, basis, request, answer, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer stmt.Close()
		for i := range ds {
			d := &ds[i]
			row, err := s.basisRow(ctx, tx, d.basis, fresh)
			if err != nil {
				return err
			}
			before = link(before, d.digest)
			if _, err := stmt.ExecContext(ctx, d.id[:], d.time, d.actor, d.source, row, d.request, d.answer, before[:]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(fresh) > 0 {
		s.basics.mu.Lock()
		defer s.basics.mu.Unlock()
		if s.basics.rowOf == nil {
			s.basics.rowOf = make(map[[32]byte]int64)
		}
		for k, v := range fresh {
			s.basics.rowOf[k] = v
		}
	}
	return nil
}

// basisRow finds or writes b. fresh are those that this transaction found.
func (s *Store) basisRow(ctx context.Context, tx *sql.Tx, b *basis, fresh map[[32]byte]int64) (int64, error) {
	if row, ok := fresh[b.hash]; ok {
		return row, nil
	}
	s.basics.mu.Lock()
	row, ok := s.basics.rowOf[b.hash]
	s.basics.mu.Unlock()
	if ok {
		return row, nil
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO basis(hash, editions, params, build) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", b.hash[:], b.editions, b.params, b.build); err != nil {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT id FROM basis WHERE hash = ?", b.hash[:]).Scan(&row); err != nil {
		return 0, err
	}
	fresh[b.hash] = row
	return row, nil
}
