package index

import (
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
)

// Builder collects entities. It is not safe for concurrent use.
type Builder struct {
	x       arrays
	lists   []ListMeta
	listNo  map[string]uint8
	lexicon map[string]uint32
	key     []byte
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{listNo: make(map[string]uint8), lexicon: make(map[string]uint32)}
	for _, off := range []*[]uint32{&b.x.tokOff, &b.x.altOff, &b.x.altStart, &b.x.nameTokOff, &b.x.nameStr, &b.x.entName, &b.x.entIDOff, &b.x.entBirth, &b.x.entCountry, &b.x.entIdent, &b.x.identOff, &b.x.summaryOff} {
		*off = append(*off, 0)
	}
	return b
}

// maxTotal bounds the arrays whose offsets are 32 bits wide.
const maxTotal = math.MaxUint32

// Add takes an entity in. Names that come out equal are kept once. It fails
// only when the index grows beyond what its 32-bit offsets can address, or has
// more than 255 lists.
func (b *Builder) Add(e *entity.Entity) error {
	x := &b.x
	no, ok := b.listNo[e.List]
	if !ok {
		if len(b.lists) == 255 {
			return fmt.Errorf("more than 255 lists in one index")
		}
		no = uint8(len(b.lists))
		b.listNo[e.List] = no
		b.lists = append(b.lists, ListMeta{ID: e.List})
	}
	b.lists[no].Entities++
	ent := uint32(len(x.entSchema))
	x.entList = append(x.entList, no)
	x.entSchema = append(x.entSchema, schemaNumber(e.Schema))
	x.entIDText = append(x.entIDText, e.ID...)
	x.entIDOff = append(x.entIDOff, uint32(len(x.entIDText)))

	f := entity.FactsOf(e)
	x.entGender = append(x.entGender, genderNumber(f.Gender))
	for _, d := range f.Births {
		var flags uint32
		if d.Circa {
			flags = 1
		}
		x.births = append(x.births, packDay(d.Start), packDay(d.End), flags)
	}
	x.entBirth = append(x.entBirth, uint32(len(x.births)/3))
	for _, c := range f.Countries {
		x.countries = append(x.countries, uint32(c))
	}
	x.entCountry = append(x.entCountry, uint32(len(x.countries)))
	for _, id := range entity.IDKeys(e.Identifiers) {
		x.identType = append(x.identType, idTypeNumber(id.Type))
		x.identText = append(x.identText, id.Key...)
		x.identOff = append(x.identOff, uint32(len(x.identText)))
	}
	x.entIdent = append(x.entIdent, uint32(len(x.identType)))

	sum, err := json.Marshal(summaryOf(e))
	if err != nil {
		return fmt.Errorf("summarise %s %s: %w", e.List, e.ID, err)
	}
	x.summary = append(x.summary, sum...)
	x.summaryOff = append(x.summaryOff, uint32(len(x.summary)))

	class := classOf(e.Schema)
	first := len(x.nameEntity)
	for i := range e.Names {
		n := name.Parse(e.Names[i].Full, class)
		if len(n.Tokens) == 0 {
			continue
		}
		b.addName(ent, &n, e.Names[i].Weak, i == 0, first)
	}
	x.entName = append(x.entName, uint32(len(x.nameEntity)))
	if len(x.nameToks) > maxTotal-1000 || len(x.nameText) > maxTotal-100_000 || len(x.identText) > maxTotal-100_000 || len(x.tokText) > maxTotal-100_000 || len(x.summary) > maxTotal-1<<20 {
		return fmt.Errorf("index is full at %d entities", ent)
	}
	return nil
}

// classOf returns the name class of a schema. It must be that of match.ClassOf,
// which this package may not import: names are compared as they were indexed.
func classOf(s entity.Schema) name.Class {
	switch s.Family() {
	case entity.FamilyPerson:
		return name.ClassPerson
	case entity.FamilyOrg:
		return name.ClassOrg
	case entity.FamilyObject:
		return name.ClassObject
	}
	return name.ClassAny
}

func (b *Builder) addName(ent uint32, n *name.Name, weak, primary bool, first int) {
	x := &b.x
	start := len(x.nameToks)
	var legal uint8
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Kind == name.Legal {
			legal = name.LegalClass(t.Text)
		}
		x.nameToks = append(x.nameToks, b.intern(t))
		x.nameKinds = append(x.nameKinds, uint8(t.Kind))
	}
	toks, kinds := x.nameToks[start:], x.nameKinds[start:]
	for k := first; k < len(x.nameEntity); k++ { // an equal name of the same entity?
		from, to := x.nameTokOff[k], x.nameTokOff[k+1]
		if slices.Equal(x.nameToks[from:to], toks) && slices.Equal(x.nameKinds[from:to], kinds) && (x.nameFlags[k]&nameComma != 0) == n.Comma {
			x.nameToks, x.nameKinds = x.nameToks[:start], x.nameKinds[:start]
			if !weak {
				x.nameFlags[k] &^= nameWeak
			}
			return
		}
	}
	var flags uint8
	if weak {
		flags |= nameWeak
	}
	if n.Comma {
		flags |= nameComma
	}
	if primary {
		flags |= namePrimary
	}
	x.nameEntity = append(x.nameEntity, ent)
	x.nameTokOff = append(x.nameTokOff, uint32(len(x.nameToks)))
	x.nameFlags = append(x.nameFlags, flags)
	x.nameLegal = append(x.nameLegal, legal)
	x.nameText = append(x.nameText, n.Original...)
	x.nameStr = append(x.nameStr, uint32(len(x.nameText)))
}

// intern returns the lexicon number of t, adding it if it is new.
func (b *Builder) intern(t *name.Token) uint32 {
	x := &b.x
	b.key = append(append(b.key[:0], flagsOf(t)), t.Text...)
	for _, a := range t.Alts {
		b.key = append(append(b.key, 0), a...)
	}
	if n, ok := b.lexicon[string(b.key)]; ok {
		return n
	}
	n := uint32(len(x.tokFlags))
	b.lexicon[string(b.key)] = n
	x.tokText = append(x.tokText, t.Text...)
	x.tokOff = append(x.tokOff, uint32(len(x.tokText)))
	x.tokFlags = append(x.tokFlags, flagsOf(t))
	for _, a := range t.Alts {
		x.altText = append(x.altText, a...)
		x.altStart = append(x.altStart, uint32(len(x.altText)))
	}
	x.altOff = append(x.altOff, uint32(len(x.altStart)-1))
	return n
}

// hashEntry is one row of a keyed table before it is laid out.
type hashEntry struct {
	hash uint64
	to   uint32
}

// Freeze lays the arrays out and returns the Index. The Builder must not be
// used afterwards.
func (b *Builder) Freeze() *Index {
	x := &Index{arrays: b.x}
	b.lexicon = nil
	x.postingLists()
	x.rarity()
	x.tokenKeys()
	x.joinKeys()
	x.idKeys()
	x.census()
	x.Meta = Meta{Lists: b.lists, Entities: len(x.entSchema), Names: len(x.nameEntity), Tokens: len(x.tokFlags)}
	return x
}

func (x *Index) postingLists() {
	n := len(x.tokFlags)
	count := make([]uint32, n+1)
	each := func(f func(tok, nm uint32)) {
		for nm := range x.nameEntity {
			toks := x.nameToks[x.nameTokOff[nm]:x.nameTokOff[nm+1]]
			for i, t := range toks {
				if !slices.Contains(toks[:i], t) {
					f(t, uint32(nm))
				}
			}
		}
	}
	each(func(t, _ uint32) { count[t+1]++ })
	for i := range n {
		count[i+1] += count[i]
	}
	x.postOff = slices.Clone(count)
	x.postings = make([]uint32, count[n])
	each(func(t, nm uint32) { x.postings[count[t]] = nm; count[t]++ })
}

// rarity sets the rarity of each token from the number of names with its text,
// whatever its flags and alternatives.
func (x *Index) rarity() {
	df := make(map[string]int, len(x.tokFlags))
	text := func(t int) string { return string(x.tokText[x.tokOff[t]:x.tokOff[t+1]]) }
	for t := range x.tokFlags {
		df[text(t)] += int(x.postOff[t+1] - x.postOff[t])
	}
	x.tokRarity = make([]uint32, len(x.tokFlags))
	for t := range x.tokFlags {
		x.tokRarity[t] = math.Float32bits(name.Rarity(df[text(t)], len(x.nameEntity)))
	}
}

func (x *Index) tokenKeys() {
	var entries []hashEntry
	var buf []uint64
	for t := range uint32(len(x.tokFlags)) {
		tok := x.token(t)
		buf = name.Keys(buf[:0], &tok)
		slices.Sort(buf)
		buf = slices.Compact(buf)
		for _, h := range buf {
			entries = append(entries, hashEntry{h, t})
		}
	}
	x.keyDir, x.keyFP, x.keyTok = layTable(entries)
}

func (x *Index) joinKeys() {
	var entries []hashEntry
	var buf []uint64
	var toks []name.Token
	for nm := range uint32(len(x.nameEntity)) {
		toks = x.nameTokens(toks[:0], nm)
		buf = buf[:0]
		for i := range toks {
			for span := 2; span <= name.MaxJoin; span++ {
				if j, ok := name.Join(toks, i, span); ok {
					buf = name.JoinedKeys(buf, &j)
				}
			}
		}
		slices.Sort(buf)
		for _, h := range slices.Compact(buf) {
			entries = append(entries, hashEntry{h, nm})
		}
	}
	x.joinDir, x.joinFP, x.joinTo = layTable(entries)
}

func (x *Index) idKeys() {
	var entries []hashEntry
	for e := range uint32(len(x.entSchema)) {
		for i := x.entIdent[e]; i < x.entIdent[e+1]; i++ {
			entries = append(entries, hashEntry{idHash(idTypes[x.identType[i]], x.identText[x.identOff[i]:x.identOff[i+1]]), e})
		}
	}
	x.idDir, x.idFP, x.idTo = layTable(entries)
}

// idHash is blind to the type, because publishers and customers mix types up;
// bank codes count without their branch.
func idHash(t entity.IDType, key []byte) uint64 {
	if t == entity.IDBIC && len(key) == 11 {
		key = key[:8]
	}
	return name.Hash(strings.ToUpper(string(key)))
}

// nameTokens appends the tokens of name nm, with their kinds, to dst.
func (x *Index) nameTokens(dst []name.Token, nm uint32) []name.Token {
	for i := x.nameTokOff[nm]; i < x.nameTokOff[nm+1]; i++ {
		t := x.token(x.nameToks[i])
		t.Kind = name.Kind(x.nameKinds[i])
		dst = append(dst, t)
	}
	return dst
}

// layTable sorts entries by hash into a directory of buckets (by the top bits),
// with the low 32 bits as fingerprints. A bucket holds two entries on average.
func layTable(entries []hashEntry) (dir, fp, to []uint32) {
	b := max(1, bits.Len(uint(len(entries)/2)))
	shift := 64 - b
	dir = make([]uint32, 1<<b+1)
	for _, e := range entries {
		dir[e.hash>>shift+1]++
	}
	for i := 1; i < len(dir); i++ {
		dir[i] += dir[i-1]
	}
	fp, to = make([]uint32, len(entries)), make([]uint32, len(entries))
	next := slices.Clone(dir)
	for _, e := range entries {
		i := next[e.hash>>shift]
		next[e.hash>>shift]++
		fp[i], to[i] = uint32(e.hash), e.to
	}
	return dir, fp, to
}

// bucket returns the range of entries that may have hash h.
func bucket(dir []uint32, h uint64) (from, to uint32) {
	b := bits.Len(uint(len(dir)) - 2) // len(dir) = 1<<b + 1
	i := h >> (64 - b)
	return dir[i], dir[i+1]
}
