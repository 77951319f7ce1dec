package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

const decisionColumns = `d.id, d.time, d.actor, d.source, d.request, d.answer, d.chain, b.id, b.hash, b.editions, b.params, b.build
	FROM decision d JOIN basis b ON b.id = d.basis `

// stored is a decision as read back, with what Verify needs.
type stored struct {
	Decision
	basis, chain [32]byte
	id           decisionID
}

// bases keeps what was decoded for one read.
type bases map[int64][]EditionRef

func (s *Store) scanDecision(row scanner, known bases) (stored, error) {
	var d stored
	var id, request, answer, chain, hash, refs []byte
	var micros, basisID int64
	if err := row.Scan(&id, &micros, &d.Actor, &d.Source, &request, &answer, &chain, &basisID, &hash, &refs, &d.ParamsHash, &d.Build); err != nil {
		return d, err
	}
	d.id, d.chain, d.basis = decisionID(id), [32]byte(chain), [32]byte(hash)
	d.ID, d.Time = d.id.String(), fromMicros(&micros)
	editions, ok := known[basisID]
	if !ok {
		b, err := s.packer.unpack(refs, nil)
		if err == nil {
			err = json.Unmarshal(b, &editions)
		}
		if err != nil {
			return d, fmt.Errorf("decision %s: editions: %w", d.ID, err)
		}
		known[basisID] = editions
	}
	d.Editions = editions
	var err error
	if d.Request, err = s.packer.unpack(request, nil); err != nil {
		return d, fmt.Errorf("decision %s: request: %w", d.ID, err)
	}
	if d.Answer, err = s.packer.unpack(answer, nil); err != nil {
		return d, fmt.Errorf("decision %s: answer: %w", d.ID, err)
	}
	return d, nil
}

// Decision gives one decision, ErrNotFound if there is none with this id.
func (s *Store) Decision(ctx context.Context, id string) (Decision, error) {
	key, err := parseDecisionID(id)
	if err != nil {
		return Decision{}, fmt.Errorf("%w: %w", err, ErrNotFound)
	}
	d, err := s.scanDecision(s.decisions.Reader().QueryRowContext(ctx, "SELECT "+decisionColumns+"WHERE d.id = ?", key[:]), bases{})
	if err == sql.ErrNoRows { //nolint:errorlint // scanDecision returns it bare
		err = ErrNotFound
	}
	if err != nil {
		return Decision{}, fmt.Errorf("decision %s: %w", id, err)
	}
	return d.Decision, nil
}

// Decisions gives the decisions with from <= Time < to, in the order of their
// ids. The zero time means no bound.
func (s *Store) Decisions(ctx context.Context, from, to time.Time, fn func(Decision) error) error {
	lo, hi := decisionID{}, decisionID{0: 0xff}
	if !from.IsZero() {
		lo = firstID(from.UnixMilli())
	}
	if !to.IsZero() {
		hi = firstID(to.UnixMilli() + 1)
	}
	rows, err := s.decisions.Reader().QueryContext(ctx, "SELECT "+decisionColumns+"WHERE d.id >= ? AND d.id < ? ORDER BY d.id", lo[:], hi[:])
	if err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	defer rows.Close()
	known := bases{}
	for rows.Next() {
		d, err := s.scanDecision(rows, known)
		if err != nil {
			return fmt.Errorf("read decisions: %w", err)
		}
		if !from.IsZero() && d.Time.Before(from) || !to.IsZero() && !d.Time.Before(to) {
			continue
		}
		if err := fn(d.Decision); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	return nil
}

// verifyDecisions follows the chain.
func (s *Store) verifyDecisions(ctx context.Context, v *Verification) error {
	rows, err := s.decisions.Reader().QueryContext(ctx, "SELECT "+decisionColumns+"ORDER BY d.seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	known := bases{}
	var before [32]byte
	for rows.Next() {
		d, err := s.scanDecision(rows, known)
		v.Decisions++
		if err != nil {
			v.problem("decision %s: %v", d.ID, err)
			before = d.chain
			continue
		}
		want := link(before, digest(d.id, d.Time.UnixMicro(), d.Actor, d.Source, d.basis, d.Request, d.Answer))
		if want != d.chain {
			v.problem("decision %s: altered, or decisions before it were altered, dropped or inserted", d.ID)
		}
		before = d.chain
	}
	return rows.Err()
}
