package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/interdict-dev/interdict/internal/entity"
)

// ChangeKind says what happened to an entity between two editions.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Changed ChangeKind = "changed"
	Removed ChangeKind = "removed"
)

// Change is one difference between two editions.
type Change struct {
	Kind   ChangeKind
	ID     string
	Before *entity.Entity // nil when added
	After  *entity.Entity // nil when removed
}

// diffBatch changes are read together.
const diffBatch = 512

// pair is one entity's records in the two editions, 0 = not there.
type pair struct {
	entity        string
	before, after int64
}

// Diff gives, ordered by entity id, what is different in edition to of a list
// against edition from; to may be the older one. from = 0 means nothing at all:
// everything is added. A record that merely moved within the file is no change.
func (s *Store) Diff(ctx context.Context, list string, from, to int64, fn func(Change) error) error {
	for _, id := range []int64{from, to} {
		if id == 0 {
			continue
		}
		e, err := s.Edition(ctx, id)
		if err != nil {
			return fmt.Errorf("compare editions of %s: %w", list, err)
		}
		if e.List != list {
			return fmt.Errorf("compare editions of %s: edition %d is one of %s", list, id, e.List)
		}
	}
	pairs, err := s.pairs(ctx, list, from, to)
	if err != nil {
		return fmt.Errorf("compare editions %d and %d of %s: %w", from, to, list, err)
	}
	for batch := range slices.Chunk(pairs, diffBatch) {
		if err := s.diffPairs(ctx, list, from, to, batch, fn); err != nil {
			return fmt.Errorf("compare editions %d and %d of %s: %w", from, to, list, err)
		}
	}
	return nil
}

func (s *Store) diffPairs(ctx context.Context, list string, from, to int64, pairs []pair, fn func(Change) error) error {
	var old, young []int64
	for _, p := range pairs {
		if p.before != 0 {
			old = append(old, p.before)
		}
		if p.after != 0 {
			young = append(young, p.after)
		}
	}
	slices.Sort(old)
	slices.Sort(young)
	before, err := s.rows(ctx, list, from, old)
	if err != nil {
		return err
	}
	after, err := s.rows(ctx, list, to, young)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		c := Change{Kind: Changed, ID: p.entity, Before: before[p.before], After: after[p.after]}
		switch {
		case p.before == 0:
			c.Kind = Added
		case p.after == 0:
			c.Kind = Removed
		}
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// pairs compares by the records' lifetimes alone. A record that is in one
// edition and not in the other began or ended between them, so only those are
// looked at. An entity that left and came back the same is no change.
func (s *Store) pairs(ctx context.Context, list string, from, to int64) ([]pair, error) {
	lo, hi := min(from, to), max(from, to)
	rows, err := s.lists.Reader().QueryContext(ctx, `
		WITH l AS (SELECT id FROM list WHERE name = ?1),
		old AS (SELECT r.entity, r.id, r.hash FROM record r, l WHERE r.list = l.id AND r.first <= ?2 AND r.gone > ?2 AND r.gone <= ?3),
		young AS (SELECT r.entity, r.id, r.hash FROM record r, l WHERE r.list = l.id AND r.first > ?2 AND r.first <= ?3 AND (r.gone IS NULL OR r.gone > ?3))
		SELECT coalesce(o.entity, y.entity) AS entity, coalesce(o.id, 0), coalesce(y.id, 0)
		FROM old o FULL JOIN young y ON y.entity = o.entity
		WHERE o.hash IS NULL OR y.hash IS NULL OR o.hash <> y.hash ORDER BY 1`, list, lo, hi)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []pair
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.entity, &p.before, &p.after); err != nil {
			return nil, err
		}
		if from > to {
			p.before, p.after = p.after, p.before
		}
		out = append(out, p)
	}
	return out, rows.Err()
}
