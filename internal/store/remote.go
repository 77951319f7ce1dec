package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Remote is what fetching one file of a list last gave.
type Remote struct {
	List         string    `json:"list"`
	Name         string    `json:"name"`
	URL          string    `json:"url"`
	ETag         string    `json:"etag,omitempty"`
	LastModified time.Time `json:"last_modified,omitzero"`
	SHA256       string    `json:"sha256,omitempty"` // of the bytes that ETag and LastModified speak of
	Whole        time.Time `json:"whole,omitzero"`   // last time the bytes themselves came, not "unchanged"
	Checked      time.Time `json:"checked"`          // last attempt
	Error        string    `json:"error,omitempty"`  // of the last attempt
}

// SetRemote remembers r in place of what was remembered.
func (s *Store) SetRemote(ctx context.Context, r Remote) error {
	var sum any
	if r.SHA256 != "" {
		b, err := hex.DecodeString(r.SHA256)
		if err != nil {
			return fmt.Errorf("remember %s of %s: %w", r.Name, r.List, err)
		}
		sum = b
	}
	err := s.lists.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO remote(list, name, url, etag, modified, sha256, whole, checked, error)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.List, r.Name, r.URL, r.ETag, micros(r.LastModified), sum, micros(r.Whole), r.Checked.UnixMicro(), r.Error)
		return err
	})
	if err != nil {
		return fmt.Errorf("remember %s of %s: %w", r.Name, r.List, err)
	}
	return nil
}

// Remotes gives what is remembered of a list's files, by name; of all lists
// when list is "".
func (s *Store) Remotes(ctx context.Context, list string) ([]Remote, error) {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT list, name, url, etag, modified, sha256, whole, checked, error FROM remote WHERE ?1 = '' OR list = ?1 ORDER BY list, name", list)
	if err != nil {
		return nil, fmt.Errorf("read remotes: %w", err)
	}
	defer rows.Close()
	var out []Remote
	for rows.Next() {
		var r Remote
		var modified, whole *int64
		var checked int64
		var sum []byte
		if err := rows.Scan(&r.List, &r.Name, &r.URL, &r.ETag, &modified, &sum, &whole, &checked, &r.Error); err != nil {
			return nil, fmt.Errorf("read remotes: %w", err)
		}
		r.LastModified, r.Whole, r.Checked = fromMicros(modified), fromMicros(whole), fromMicros(&checked)
		r.SHA256 = hex.EncodeToString(sum)
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read remotes: %w", err)
	}
	return out, nil
}

// Attempt is one try, or several equal ones in a row, to update a list.
type Attempt struct {
	List    string    `json:"list"`
	Status  string    `json:"status"`            // the caller's word
	Reason  string    `json:"reason,omitempty"`  // why it was refused or failed
	Edition int64     `json:"edition,omitempty"` // in force afterwards, 0 = none
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	Count   int       `json:"count"`
}

// AddAttempt remembers an attempt made at a.Last. If the one before it on the
// same list had the same status, reason and edition, the two share a row.
func (s *Store) AddAttempt(ctx context.Context, a Attempt) error {
	err := s.lists.Update(ctx, func(tx *sql.Tx) error {
		var id int64
		var status, reason string
		var edition *int64
		err := tx.QueryRowContext(ctx, "SELECT id, status, reason, edition FROM attempt WHERE list = ? ORDER BY id DESC LIMIT 1", a.List).Scan(&id, &status, &reason, &edition)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var have int64
		if edition != nil {
			have = *edition
		}
		if err == nil && status == a.Status && reason == a.Reason && have == a.Edition {
			_, err := tx.ExecContext(ctx, "UPDATE attempt SET last = ?, count = count + 1 WHERE id = ?", a.Last.UnixMicro(), id)
			return err
		}
		var e any
		if a.Edition != 0 {
			e = a.Edition
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO attempt(list, status, reason, edition, first, last, count) VALUES (?, ?, ?, ?, ?, ?, 1)",
			a.List, a.Status, a.Reason, e, a.Last.UnixMicro(), a.Last.UnixMicro())
		return err
	})
	if err != nil {
		return fmt.Errorf("remember attempt on %s: %w", a.List, err)
	}
	return nil
}

// Attempts gives the last n attempts on a list, the newest first.
func (s *Store) Attempts(ctx context.Context, list string, n int) ([]Attempt, error) {
	rows, err := s.lists.Reader().QueryContext(ctx, "SELECT list, status, reason, coalesce(edition, 0), first, last, count FROM attempt WHERE list = ? ORDER BY id DESC LIMIT ?", list, n)
	if err != nil {
		return nil, fmt.Errorf("read attempts on %s: %w", list, err)
	}
	defer rows.Close()
	var out []Attempt
	for rows.Next() {
		var a Attempt
		var first, last int64
		if err := rows.Scan(&a.List, &a.Status, &a.Reason, &a.Edition, &first, &last, &a.Count); err != nil {
			return nil, fmt.Errorf("read attempts on %s: %w", list, err)
		}
		a.First, a.Last = fromMicros(&first), fromMicros(&last)
		out = append(out, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read attempts on %s: %w", list, err)
	}
	return out, nil
}
