package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"golang.org/x/sync/errgroup"
)

// Entities gives every entity of editions, edition by edition, in the order of
// the official file, with its places in that file. Each entity is the caller's
// own. Editions never change, so what is read is one state of each list however
// long it takes. Memory stays at a few thousand entities.
func (s *Store) Entities(ctx context.Context, editions []Edition, fn func(*entity.Entity) error) error {
	for _, e := range editions {
		if err := s.entities(ctx, e, fn); err != nil {
			return fmt.Errorf("read entities of %s edition %d: %w", e.List, e.ID, err)
		}
	}
	return nil
}

// load is one manifest chunk on its way from the database to fn.
type load struct {
	places   []placed
	payloads map[int64][]byte
	out      []*entity.Entity
	done     chan struct{}
}

// entities reads in one goroutine, decodes in several, and hands over in order
// in the caller's.
func (s *Store) entities(ctx context.Context, e Edition, fn func(*entity.Entity) error) error {
	workers := min(runtime.GOMAXPROCS(0), 8)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	todo, order := make(chan *load), make(chan *load, workers)
	g.Go(func() error {
		defer close(todo)
		defer close(order)
		count := 0
		for n := 0; ; n++ {
			l, err := s.loadChunk(ctx, e.ID, n)
			if errors.Is(err, ErrNotFound) {
				if count != e.Accepted {
					return fmt.Errorf("%d records in the manifest, %d accepted: %w", count, e.Accepted, errManifest)
				}
				return nil
			}
			if err != nil {
				return err
			}
			count += len(l.places)
			for _, c := range []chan *load{todo, order} {
				select {
				case c <- l:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
	})
	for range workers {
		g.Go(func() error {
			for l := range todo {
				if err := s.decodeLoad(e.List, l); err != nil {
					return err
				}
				close(l.done)
			}
			return nil
		})
	}
	err := func() error {
		for l := range order {
			select {
			case <-l.done:
			case <-ctx.Done():
				return nil // Wait says why
			}
			for _, x := range l.out {
				if err := fn(x); err != nil {
					return err
				}
			}
		}
		return nil
	}()
	if err != nil {
		cancel()
		g.Wait()
		return err
	}
	return g.Wait()
}

func (s *Store) decodeLoad(list string, l *load) error {
	l.out = make([]*entity.Entity, 0, len(l.places))
	var buf []byte
	for _, p := range l.places {
		payload, ok := l.payloads[p.id]
		if !ok {
			return fmt.Errorf("record %d is missing", p.id)
		}
		var x *entity.Entity
		var err error
		if x, buf, err = s.decodeRecord(list, payload, p.fragments, buf); err != nil {
			return fmt.Errorf("record %d: %w", p.id, err)
		}
		l.out = append(l.out, x)
	}
	l.payloads = nil
	return nil
}

// decodeRecord makes an entity of what is stored. buf is scratch space.
func (s *Store) decodeRecord(list string, payload []byte, places []entity.Fragment, buf []byte) (*entity.Entity, []byte, error) {
	buf, err := s.packer.unpack(payload, buf[:0])
	if err != nil {
		return nil, buf, err
	}
	x, err := decode(buf)
	if err != nil {
		return nil, buf, err
	}
	x.List = list
	return x, buf, place(x, places)
}

func (s *Store) loadChunk(ctx context.Context, edition int64, n int) (*load, error) {
	var body []byte
	err := s.lists.Reader().QueryRowContext(ctx, "SELECT body FROM manifest WHERE edition = ? AND chunk = ?", edition, n).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	places, err := s.unpackChunk(body)
	if err != nil {
		return nil, err
	}
	payloads, err := s.payloads(ctx, sortedIDs(places))
	return &load{places: places, payloads: payloads, done: make(chan struct{})}, err
}

func (s *Store) unpackChunk(body []byte) ([]placed, error) {
	b, err := s.packer.unpack(body, nil)
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	return decodeChunk(b)
}

// runGap is how many rows that are not wanted are read over rather than
// starting another query.
const runGap = 32

// payloads reads the payloads of records, whose ids are given in ascending
// order. Neighbours are read with one query: records of one edition mostly lie
// side by side.
func (s *Store) payloads(ctx context.Context, ids []int64) (map[int64][]byte, error) {
	out := make(map[int64][]byte, len(ids))
	for len(ids) > 0 {
		n := 1
		for n < len(ids) && ids[n]-ids[n-1] <= runGap {
			n++
		}
		run := ids[:n]
		ids = ids[n:]
		err := func() error {
			rows, err := s.lists.Reader().QueryContext(ctx, "SELECT id, payload FROM record WHERE id BETWEEN ? AND ?", run[0], run[len(run)-1])
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var id int64
				var b []byte
				if err := rows.Scan(&id, &b); err != nil {
					return err
				}
				if _, ok := slices.BinarySearch(run, id); ok {
					out[id] = b
				}
			}
			return rows.Err()
		}()
		if err != nil {
			return nil, fmt.Errorf("read records: %w", err)
		}
	}
	return out, nil
}

// Entity gives one entity as an edition of its list has it, ErrNotFound if the
// edition does not have it.
func (s *Store) Entity(ctx context.Context, list, id string, edition int64) (*entity.Entity, error) {
	var row int64
	err := s.lists.Reader().QueryRowContext(ctx, `SELECT r.id FROM record r JOIN list l ON l.id = r.list JOIN edition e ON e.list = l.id AND e.id = ?
		WHERE l.name = ? AND r.entity = ? AND r.first <= e.id AND (r.gone IS NULL OR r.gone > e.id)`, edition, list, id).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("entity %s of %s in edition %d: %w", id, list, edition, err)
	}
	found, err := s.rows(ctx, list, edition, []int64{row})
	if err != nil {
		return nil, fmt.Errorf("entity %s of %s in edition %d: %w", id, list, edition, err)
	}
	return found[row], nil
}

// rows gives entities by the ids of their records, ascending, as edition has
// them.
func (s *Store) rows(ctx context.Context, list string, edition int64, ids []int64) (map[int64]*entity.Entity, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	places, err := s.places(ctx, edition, ids)
	if err != nil {
		return nil, err
	}
	payloads, err := s.payloads(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]*entity.Entity, len(ids))
	var buf []byte
	for _, id := range ids {
		payload, p := payloads[id], places[id]
		if payload == nil || p == nil {
			return nil, fmt.Errorf("record %d is not in the manifest of edition %d: %w", id, edition, errManifest)
		}
		if out[id], buf, err = s.decodeRecord(list, payload, p.fragments, buf); err != nil {
			return nil, fmt.Errorf("record %d: %w", id, err)
		}
	}
	return out, nil
}

// places finds records in an edition's manifest, in the chunks that can have
// them.
func (s *Store) places(ctx context.Context, edition int64, ids []int64) (map[int64]*placed, error) {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT body FROM manifest WHERE edition = ? AND lo <= ? AND hi >= ?", edition, ids[len(ids)-1], ids[0])
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	defer rows.Close()
	out := make(map[int64]*placed, len(ids))
	for len(out) < len(ids) && rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, fmt.Errorf("read manifest: %w", err)
		}
		ps, err := s.unpackChunk(body)
		if err != nil {
			return nil, err
		}
		for i := range ps {
			if _, ok := slices.BinarySearch(ids, ps[i].id); ok {
				out[ps[i].id] = &ps[i]
			}
		}
	}
	return out, rows.Err()
}

// FindEntity finds the entities with an id in the editions in force of all
// lists, by list. "list:id" looks in one list; an id that itself holds a colon
// is found as well. None found is ErrNotFound.
func (s *Store) FindEntity(ctx context.Context, id string) ([]*entity.Entity, error) {
	current, err := s.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("find entity %s: %w", id, err)
	}
	in, rest, _ := strings.Cut(id, ":")
	var out []*entity.Entity
	for _, e := range current {
		want := []string{id}
		if e.List == in {
			want = append(want, rest)
		}
		for _, w := range want {
			x, err := s.Entity(ctx, e.List, w, e.ID)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("entity %s: %w", id, ErrNotFound)
	}
	return out, nil
}
