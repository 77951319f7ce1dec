package store

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Decision ids are ULIDs (https://github.com/ulid/spec): 48 bits of
// milliseconds since 1970, then 80 random bits, written as 26 characters of
// Crockford's base 32. They sort by time as text and as bytes, cannot be
// guessed, and tell nothing about who was screened.

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

type decisionID [16]byte

func (d decisionID) String() string {
	hi, lo := binary.BigEndian.Uint64(d[:8]), binary.BigEndian.Uint64(d[8:])
	var out [26]byte
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = crockford[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}

// millis is the time part.
func (d decisionID) millis() int64 {
	return int64(binary.BigEndian.Uint64(d[:8]) >> 16)
}

func parseDecisionID(s string) (decisionID, error) {
	var d decisionID
	if len(s) != 26 || s[0] > '7' {
		return d, fmt.Errorf("decision id %q: 26 characters expected", s)
	}
	var hi, lo uint64
	for _, c := range []byte(strings.ToUpper(s)) {
		v := strings.IndexByte(crockford, c)
		if v < 0 {
			return d, fmt.Errorf("decision id %q: unexpected %q", s, c)
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(v)
	}
	binary.BigEndian.PutUint64(d[:8], hi)
	binary.BigEndian.PutUint64(d[8:], lo)
	return d, nil
}

// firstID is the smallest id of a millisecond.
func firstID(millis int64) decisionID {
	var d decisionID
	binary.BigEndian.PutUint64(d[:8], uint64(max(0, millis))<<16)
	return d
}

// idSource makes ids; those of one millisecond ascend in the order they were
// made in this process.
type idSource struct {
	mu   sync.Mutex
	last decisionID
}

func (s *idSource) next(t time.Time) decisionID {
	d := firstID(t.UnixMilli())
	rand.Read(d[6:]) // never fails
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.millis() == s.last.millis() {
		next := s.last
		for i := len(next) - 1; i >= 6; i-- {
			next[i]++
			if next[i] != 0 {
				break
			}
		}
		// 80 random bits all ones: the next one is random again, which is as unique.
		if next.millis() == d.millis() && string(next[6:]) > string(s.last[6:]) {
			d = next
		}
	}
	s.last = d
	return d
}
