package index

import (
	"fmt"
	"math/bits"

	"github.com/interdict-dev/interdict/internal/name"
)

// check proves that no search can read outside an array: offsets rise and end
// where the array they divide ends, numbers of tokens, names and entities
// exist. The checksum already tells damage; this tells a file that was put
// together wrongly, at a cost far below that of the checksum.
func (x *Index) check() error {
	tokens, names, entities := len(x.tokFlags), len(x.nameEntity), len(x.entSchema)
	if x.Meta.Tokens != tokens || x.Meta.Names != names || x.Meta.Entities != entities {
		return fmt.Errorf("metadata counts %d tokens, %d names, %d entities; the arrays hold %d, %d, %d", x.Meta.Tokens, x.Meta.Names, x.Meta.Entities, tokens, names, entities)
	}
	for _, o := range []struct {
		what string
		off  []uint32
		of   int // what is divided: the number of parts
		into int // the length of the array that the offsets point into
	}{
		{"texts of tokens", x.tokOff, tokens, len(x.tokText)},
		{"alternatives of tokens", x.altOff, tokens, len(x.altStart) - 1},
		{"texts of alternatives", x.altStart, len(x.altStart) - 1, len(x.altText)},
		{"postings", x.postOff, tokens, len(x.postings)},
		{"tokens of names", x.nameTokOff, names, len(x.nameToks)},
		{"texts of names", x.nameStr, names, len(x.nameText)},
		{"names of entities", x.entName, entities, names},
		{"ids of entities", x.entIDOff, entities, len(x.entIDText)},
		{"birth dates", x.entBirth, entities, len(x.births) / 3},
		{"countries", x.entCountry, entities, len(x.countries)},
		{"identifiers of entities", x.entIdent, entities, len(x.identType)},
		{"texts of identifiers", x.identOff, len(x.identType), len(x.identText)},
		{"summaries", x.summaryOff, entities, len(x.summary)},
	} {
		if len(o.off) != o.of+1 {
			return fmt.Errorf("%s: %d offsets for %d parts", o.what, len(o.off), o.of)
		}
		if err := rising(o.off, o.into); err != nil {
			return fmt.Errorf("%s: %w", o.what, err)
		}
	}
	for _, l := range []struct {
		what string
		n    int
		want int
	}{
		{"rarities", len(x.tokRarity), tokens}, {"flags of names", len(x.nameFlags), names}, {"legal forms of names", len(x.nameLegal), names},
		{"kinds of tokens of names", len(x.nameKinds), len(x.nameToks)}, {"lists of entities", len(x.entList), entities}, {"genders", len(x.entGender), entities}, {"birth dates", len(x.births) % 3, 0},
	} {
		if l.n != l.want {
			return fmt.Errorf("%s: %d, %d expected", l.what, l.n, l.want)
		}
	}
	for n := range names {
		if x.nameTokOff[n+1]-x.nameTokOff[n] > name.MaxTokens {
			return fmt.Errorf("name %d has more than %d tokens", n, name.MaxTokens)
		}
	}
	for _, r := range []struct {
		what    string
		numbers []uint32
		below   int
	}{
		{"postings", x.postings, names}, {"keys of tokens", x.keyTok, tokens}, {"keys of joined words", x.joinTo, names}, {"keys of identifiers", x.idTo, entities},
		{"entities of names", x.nameEntity, entities}, {"tokens of names", x.nameToks, tokens},
	} {
		if m, ok := greatest(r.numbers); ok && int(m) >= r.below {
			return fmt.Errorf("%s: number %d, there are %d", r.what, m, r.below)
		}
	}
	for _, r := range []struct {
		what    string
		numbers []uint8
		below   int
	}{
		{"kinds", x.nameKinds, int(name.Legal) + 1}, {"lists", x.entList, len(x.Meta.Lists)}, {"schemas", x.entSchema, len(schemas)}, {"genders", x.entGender, len(genders)}, {"types of identifiers", x.identType, len(idTypes)},
	} {
		if m, ok := greatest(r.numbers); ok && int(m) >= r.below {
			return fmt.Errorf("%s: number %d, there are %d", r.what, m, r.below)
		}
	}
	for _, t := range []struct {
		what        string
		dir, fp, to []uint32
	}{
		{"keys of tokens", x.keyDir, x.keyFP, x.keyTok}, {"keys of joined words", x.joinDir, x.joinFP, x.joinTo}, {"keys of identifiers", x.idDir, x.idFP, x.idTo},
	} {
		if n := len(t.dir) - 1; n < 2 || bits.OnesCount(uint(n)) != 1 || len(t.fp) != len(t.to) {
			return fmt.Errorf("%s: %d buckets, %d fingerprints, %d entries", t.what, n, len(t.fp), len(t.to))
		}
		if err := rising(t.dir, len(t.to)); err != nil {
			return fmt.Errorf("%s: %w", t.what, err)
		}
	}
	return nil
}

// rising checks that off begins with 0, never falls and ends with n.
func rising(off []uint32, n int) error {
	last := uint32(0)
	if len(off) == 0 || off[0] != 0 {
		return fmt.Errorf("offsets do not begin with 0")
	}
	for _, o := range off {
		if o < last {
			return fmt.Errorf("offset %d after %d", o, last)
		}
		last = o
	}
	if int(last) != n {
		return fmt.Errorf("offsets end at %d, the array at %d", last, n)
	}
	return nil
}

// greatest returns the greatest element, false if there is none.
func greatest[T uint8 | uint32](s []T) (m T, ok bool) {
	for _, v := range s {
		m = max(m, v)
	}
	return m, len(s) > 0
}
