package uk

import (
	"github.com/interdict-dev/interdict/internal/entity"
)

// record is one designation (one Unique ID, one Group ID) with the publisher's
// values, whichever of the three formats it came in. Lists keep the order of
// the file and hold each value once.
type record struct {
	id         string // Unique ID, or Group ID in the OFSI list
	kind       string // Individual, Entity, Ship
	ofsiID     string
	unRef      set[string]
	names      set[nameValue]
	nonLatin   set[nonLatinName]
	titles     set[string]
	regimes    set[regime]
	source     set[string] // Designation source: UN, UK
	measures   set[string] // may hold "a|b"
	indicators []string    // XML: names of the indicators that are true
	otherInfo  set[string]
	reasons    set[string]
	addresses  set[addressValue]
	phones     set[string]
	websites   set[string]
	emails     set[string]
	updated    set[string]

	births        set[string]
	nationalities set[string]
	birthPlaces   set[place]
	passports     set[document]
	nationalIDs   set[document]
	positions     set[string]
	genders       set[string]

	entityTypes  set[string]
	subsidiaries set[string]
	parents      set[string]
	regNumbers   set[string]

	imos           set[string]
	owners         set[string]
	previousOwners set[string]
	flags          set[string]
	previousFlags  set[string]
	shipTypes      set[string]
	tonnages       set[string]
	lengths        set[string]
	yearsBuilt     set[string]
	hulls          set[string]
	wallets        set[document]

	fragments []entity.Fragment
	rows      int // of a CSV file
}

type nameValue struct {
	parts    [6]string // Name 1 to Name 6
	kind     string    // Name type, Alias Type
	strength string    // Alias strength, Alias Quality
}

type nonLatinName struct{ text, script, lang string }

// regime is a measure's programme with its dates. The OFSI list has designations
// under several.
type regime struct{ name, designated, listed string }

type addressValue struct {
	lines    [6]string
	postcode string
	country  string
}

type place struct{ town, country string }

type document struct{ number, info string }

// set keeps values in order, each once. The zero value of T is never kept.
type set[T comparable] struct {
	list []T
	seen map[T]struct{}
	last T // what add was called with last: rows of a designation repeat most values
}

func (s *set[T]) add(v T) {
	var zero T
	if v == zero || v == s.last {
		return
	}
	s.last = v
	// Few designations have more than a handful of values; a map pays off later.
	if s.seen == nil {
		for _, x := range s.list {
			if x == v {
				return
			}
		}
		s.list = append(s.list, v)
		if len(s.list) > 16 {
			s.seen = make(map[T]struct{}, 64)
			for _, x := range s.list {
				s.seen[x] = struct{}{}
			}
		}
		return
	}
	if _, dup := s.seen[v]; dup {
		return
	}
	s.seen[v] = struct{}{}
	s.list = append(s.list, v)
}

// addFragment notes where a row stands; rows that follow each other become one
// fragment.
func (r *record) addFragment(f entity.Fragment) {
	r.rows++
	if n := len(r.fragments); n > 0 {
		last := &r.fragments[n-1]
		if last.File == f.File && last.Offset+last.Length == f.Offset {
			last.Length += f.Length
			return
		}
	}
	r.fragments = append(r.fragments, f)
}

func (r *record) line() int {
	if len(r.fragments) > 0 {
		return r.fragments[0].Line
	}
	return 0
}

// first returns the first value of s, "" if there is none.
func first(s set[string]) string {
	if len(s.list) == 0 {
		return ""
	}
	return s.list[0]
}
