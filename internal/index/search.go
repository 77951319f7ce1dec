package index

import (
	"math"
	"slices"
	"unsafe"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
)

// Query is what Search looks for.
type Query struct {
	Name    *name.Name
	Weights []float32 // per token of Name: how telling it is, see match.Scorer.Weight
	// MaxLeft bounds the search: a name is a candidate only if the weight of the
	// query's tokens that find nothing alike in it is at most MaxLeft times the
	// weight of those that do.
	MaxLeft float64
	// Filter says which entities count; nil means all.
	Filter *Filter
}

// Filter restricts a search.
type Filter struct {
	schemas [16]bool
	lists   [256]bool
}

// NewFilter returns a Filter for entities compatible with schema ("" = any) on
// the lists (none = all).
func (x *Index) NewFilter(schema entity.Schema, lists ...string) *Filter {
	f := &Filter{}
	for i, s := range schemas {
		f.schemas[i] = entity.Compatible(schema, s)
	}
	for i, l := range x.Meta.Lists {
		f.lists[i] = len(lists) == 0 || slices.Contains(lists, l.ID)
	}
	return f
}

// OfClass narrows the filter to entities whose names are parsed for class c. It
// returns nil when the index has no such entity.
func (x *Index) OfClass(f *Filter, c name.Class) *Filter {
	n := *f
	found := false
	for i, s := range schemas {
		n.schemas[i] = f.schemas[i] && classOf(s) == c
		found = found || n.schemas[i] && x.has[i]
	}
	if !found {
		return nil
	}
	return &n
}

// Allows reports whether entity e passes the filter.
func (x *Index) Allows(f *Filter, e uint32) bool {
	return f == nil || f.schemas[x.entSchema[e]] && f.lists[x.entList[e]]
}

// AllowsList reports whether the list of entity e passes the filter, whatever
// the schema: an identifier may be listed as its owner's.
func (x *Index) AllowsList(f *Filter, e uint32) bool { return f == nil || f.lists[x.entList[e]] }

// Candidate is a listed name that shares tokens with the query. It is valid
// until the callback returns.
type Candidate struct {
	Entity, Name uint32
	Tokens       []uint32 // lexicon numbers
	Kinds        []uint8  // name.Kind of each token
	Pairs        []name.Pair
	Weak, Comma  bool
	Legal        uint8
}

// hit says that a lexicon token is alike to token q of the query.
type hit struct {
	sim      float32
	next     int32 // index+1 of the next hit of the same lexicon token
	q, span  uint8
	noVowels bool
}

// Searcher finds candidates. It belongs to one goroutine.
type Searcher struct {
	x        *Index
	head     []int32 // per lexicon token: index+1 of its first hit
	touched  []uint32
	hits     []hit
	perToken [name.MaxTokens][]uint32 // lexicon tokens alike to each query token
	visited  []uint32                 // per name: epoch of the last visit
	epoch    uint32
	keys     []uint64
	joined   []uint32 // names that hold a joined word of the query
	pairs    []name.Pair
	toks     []name.Token
	cand     Candidate
	order    [name.MaxTokens]uint8

	// Looked and Found count the names looked at and handed out by the last
	// search.
	Looked, Found int
}

// NewSearcher returns a Searcher on x. Its scratch space takes four bytes for
// each name and token of the index.
func (x *Index) NewSearcher() *Searcher {
	return &Searcher{x: x, head: make([]int32, len(x.tokFlags)), visited: make([]uint32, len(x.nameEntity))}
}

// Rarity returns the rarity (see name.Rarity) of a folded text in the index.
func (x *Index) Rarity(text string) float32 {
	h := name.Hash(text)
	from, to := bucket(x.keyDir, h)
	for i := from; i < to; i++ {
		if t := x.keyTok[i]; x.keyFP[i] == uint32(h) && x.text(t) == text {
			return math.Float32frombits(x.tokRarity[t])
		}
	}
	return 1
}

// TokenRarity returns the rarity of lexicon token t.
func (x *Index) TokenRarity(t uint32) float32 { return math.Float32frombits(x.tokRarity[t]) }

// TokenLen returns the number of letters of lexicon token t.
func (x *Index) TokenLen(t uint32) int { return int(x.tokOff[t+1] - x.tokOff[t]) }

// text returns the text of lexicon token t without copying: it is valid as long
// as the index.
func (x *Index) text(t uint32) string {
	from, to := x.tokOff[t], x.tokOff[t+1]
	if from == to {
		return ""
	}
	return unsafe.String(&x.tokText[from], to-from)
}

// FindID calls each for every entity that bears the identifier, whatever type
// its publisher gives it.
func (x *Index) FindID(id entity.IDKey, each func(e uint32)) {
	h := idHash(id.Type, []byte(id.Key))
	from, to := bucket(x.idDir, h)
	last := uint32(math.MaxUint32)
	for i := from; i < to; i++ {
		if x.idFP[i] == uint32(h) && x.idTo[i] != last {
			last = x.idTo[i]
			each(last)
		}
	}
}

// Search calls each for every candidate of q, every name once, in no useful
// order.
func (s *Searcher) Search(q *Query, each func(*Candidate)) {
	x := s.x
	s.Looked, s.Found = 0, 0
	s.epoch++
	if s.epoch == 0 { // after 4 billion searches
		clear(s.visited)
		s.epoch = 1
	}
	tokens := q.Name.Tokens
	s.hits, s.touched, s.joined = s.hits[:0], s.touched[:0], s.joined[:0]
	for i := range tokens {
		s.perToken[i] = s.perToken[i][:0]
		s.lookUp(i, &tokens[i])
	}
	single := len(s.touched)
	for i := range tokens {
		for span := 2; span <= name.MaxJoin; span++ {
			if j, ok := name.Join(tokens, i, span); ok {
				s.lookUpJoined(i, span, &j)
			}
		}
		if t := &tokens[i]; name.CanJoin(t) {
			s.lookUpInside(t)
		}
	}
	slices.Sort(s.joined)
	s.joined = slices.Compact(s.joined)

	skip := s.essential(q)
	s.walkInitials(q, &skip, each)
	for i := range tokens {
		if skip[i] {
			continue
		}
		for _, t := range s.perToken[i] {
			for _, nm := range x.postings[x.postOff[t]:x.postOff[t+1]] {
				s.visit(q, nm, each)
			}
		}
	}
	for _, t := range s.touched[single:] {
		for _, nm := range x.postings[x.postOff[t]:x.postOff[t+1]] {
			s.visit(q, nm, each)
		}
	}
	for _, nm := range s.joined {
		s.visit(q, nm, each)
	}
	for _, t := range s.touched {
		s.head[t] = 0
	}
}

// walkInitials visits the names with an initial that a token of the query begins
// with. Initials share no key with the words they stand for, so a name that else
// shares only tokens that are not walked ("V. S. Ivanov" for "Vladimir Sergeyevich
// Ivanov") is found here.
func (s *Searcher) walkInitials(q *Query, skip *[name.MaxTokens]bool, each func(*Candidate)) {
	x := s.x
	needed := false
	var letters [256]bool
	for i := range q.Name.Tokens {
		t := &q.Name.Tokens[i]
		if t.Kind == name.Legal {
			continue
		}
		needed = needed || skip[i]
		if t.Kind == name.Number || t.Kind == name.Initial && !skip[i] {
			continue
		}
		letters[t.Text[0]] = true
		for _, a := range t.Alts {
			letters[a[0]] = true
		}
	}
	if !needed {
		return
	}
	for c, ok := range letters {
		if !ok {
			continue
		}
		h := name.Hash(string(rune(c)))
		from, to := bucket(x.keyDir, h)
		for e := from; e < to; e++ {
			t := x.keyTok[e]
			if x.keyFP[e] != uint32(h) || x.tokFlags[t]&flagInitial == 0 || x.tokText[x.tokOff[t]] != byte(c) {
				continue
			}
			for _, nm := range x.postings[x.postOff[t]:x.postOff[t+1]] {
				s.visit(q, nm, each)
			}
		}
	}
}

// lookUp finds the lexicon tokens alike to token i of the query.
func (s *Searcher) lookUp(i int, t *name.Token) {
	x := s.x
	if t.Kind == name.Legal {
		return
	}
	s.keys = name.Keys(s.keys[:0], t)
	slices.Sort(s.keys)
	for k, h := range s.keys {
		if k > 0 && h == s.keys[k-1] {
			continue
		}
		from, to := bucket(x.keyDir, h)
		for e := from; e < to; e++ {
			if x.keyFP[e] != uint32(h) {
				continue
			}
			l := x.keyTok[e]
			if s.has(l, i, 1) {
				continue
			}
			tok := x.token(l)
			if tok.Kind == name.Legal {
				continue
			}
			if sim := name.Similarity(t, &tok); sim > 0 {
				s.addHit(l, i, 1, sim, !t.Vowels || !tok.Vowels)
				s.perToken[i] = append(s.perToken[i], l)
			}
		}
	}
}

// lookUpJoined finds the lexicon tokens that tokens i to i+span-1, written as
// one word, are.
func (s *Searcher) lookUpJoined(i, span int, j *name.Token) {
	x := s.x
	s.keys = name.JoinedKeys(s.keys[:0], j)
	for _, h := range s.keys {
		from, to := bucket(x.keyDir, h)
		for e := from; e < to; e++ {
			if x.keyFP[e] != uint32(h) {
				continue
			}
			l := x.keyTok[e]
			if s.has(l, i, span) {
				continue
			}
			tok := x.token(l)
			if !name.CanJoin(&tok) {
				continue
			}
			if sim := name.JoinedSimilarity(&tok, j); sim > 0 {
				s.addHit(l, i, span, sim-name.JoinCost, !j.Vowels || !tok.Vowels)
			}
		}
	}
}

// lookUpInside finds the names of which several tokens, written as one word,
// are token t.
func (s *Searcher) lookUpInside(t *name.Token) {
	x := s.x
	s.keys = name.JoinedKeys(s.keys[:0], t)
	for _, h := range s.keys {
		from, to := bucket(x.joinDir, h)
		for e := from; e < to; e++ {
			if x.joinFP[e] == uint32(h) {
				s.joined = append(s.joined, x.joinTo[e])
			}
		}
	}
}

func (s *Searcher) has(l uint32, q, span int) bool {
	for h := s.head[l]; h != 0; h = s.hits[h-1].next {
		if int(s.hits[h-1].q) == q && int(s.hits[h-1].span) == span {
			return true
		}
	}
	return false
}

func (s *Searcher) addHit(l uint32, q, span int, sim float32, noVowels bool) {
	if s.head[l] == 0 || span > 1 {
		s.touched = append(s.touched, l)
	}
	s.hits = append(s.hits, hit{q: uint8(q), span: uint8(span), sim: sim, noVowels: noVowels, next: s.head[l]})
	s.head[l] = int32(len(s.hits))
}

// essential says which tokens of the query need not be walked: a name that
// shares only those leaves too much of the query over. The longest postings are
// left out first.
func (s *Searcher) essential(q *Query) (skip [name.MaxTokens]bool) {
	tokens := q.Name.Tokens
	var left, agree float64
	cost := func(i uint8) int {
		n := 0
		for _, t := range s.perToken[i] {
			n += int(s.x.postOff[t+1] - s.x.postOff[t])
		}
		return n
	}
	for i := range tokens {
		s.order[i] = uint8(i)
		switch tokens[i].Kind {
		case name.Legal, name.Number:
		case name.Initial: // any word of a name may be meant, and no key tells
			agree += float64(q.Weights[i])
		default:
			left += float64(q.Weights[i])
		}
	}
	order := s.order[:len(tokens)]
	slices.SortStableFunc(order, func(a, b uint8) int { return cost(b) - cost(a) })
	for _, i := range order {
		w := float64(q.Weights[i])
		k := tokens[i].Kind
		if k == name.Legal {
			skip[i] = true
			continue
		}
		restLeft := left
		switch k {
		case name.Number:
		case name.Initial:
			w = 0
		default:
			restLeft -= w
		}
		if restLeft > q.MaxLeft*(agree+w) {
			skip[i] = true
			agree += w
			left = restLeft
		}
	}
	return skip
}

func (s *Searcher) visit(q *Query, nm uint32, each func(*Candidate)) {
	if s.visited[nm] == s.epoch {
		return
	}
	s.visited[nm] = s.epoch
	x := s.x
	ent := x.nameEntity[nm]
	if !x.Allows(q.Filter, ent) {
		return
	}
	s.Looked++
	from, to := x.nameTokOff[nm], x.nameTokOff[nm+1]
	toks := x.nameToks[from:to]
	pairs := s.pairs[:0]
	for j, t := range toks {
		for h := s.head[t]; h != 0; {
			e := &s.hits[h-1]
			pairs = append(pairs, name.Pair{Q: e.q, QSpan: e.span, C: uint8(j), CSpan: 1, Sim: e.sim, NoVowels: e.noVowels})
			h = e.next
		}
	}
	pairs = s.initials(q, toks, pairs)
	if len(s.joined) > 0 {
		if _, ok := slices.BinarySearch(s.joined, nm); ok {
			s.toks = x.nameTokens(s.toks[:0], nm)
			pairs = name.InsidePairs(pairs, q.Name.Tokens, s.toks)
		}
	}
	s.pairs = pairs
	if !s.promising(q, pairs) {
		return
	}
	s.Found++
	f := x.nameFlags[nm]
	s.cand = Candidate{Entity: ent, Name: nm, Tokens: toks, Kinds: x.nameKinds[from:to], Pairs: pairs,
		Weak: f&nameWeak != 0, Comma: f&nameComma != 0, Legal: x.nameLegal[nm]}
	each(&s.cand)
}

// initials adds the pairs of which one side is an initial.
func (s *Searcher) initials(q *Query, toks []uint32, pairs []name.Pair) []name.Pair {
	x := s.x
	for j, t := range toks {
		listed := x.tokFlags[t]&flagInitial != 0
		for i := range q.Name.Tokens {
			a := &q.Name.Tokens[i]
			if !listed && a.Kind != name.Initial || s.has(t, i, 1) {
				continue
			}
			if len(a.Alts) == 0 && x.altOff[t] == x.altOff[t+1] && x.tokText[x.tokOff[t]] != a.Text[0] {
				continue
			}
			tok := x.token(t)
			if tok.Kind == name.Legal || a.Kind == name.Legal {
				continue
			}
			if sim := name.Similarity(a, &tok); sim > 0 {
				pairs = append(pairs, name.Pair{Q: uint8(i), QSpan: 1, C: uint8(j), CSpan: 1, Sim: sim, NoVowels: !a.Vowels || !tok.Vowels})
			}
		}
	}
	return pairs
}

// promising applies the bound of q.MaxLeft to one name.
func (s *Searcher) promising(q *Query, pairs []name.Pair) bool {
	var seen [name.MaxTokens]uint8 // tokens of the name that the query's token may stand for
	for i := range pairs {
		for k := range pairs[i].QSpan {
			seen[pairs[i].Q+k] = max(seen[pairs[i].Q+k], pairs[i].CSpan)
		}
	}
	var agree, left float64
	for i := range q.Name.Tokens {
		switch k := q.Name.Tokens[i].Kind; {
		case seen[i] > 0:
			agree += float64(q.Weights[i]) * float64(seen[i])
		case k != name.Legal && k != name.Number:
			left += float64(q.Weights[i])
		}
	}
	return agree > 0 && left <= q.MaxLeft*agree
}
