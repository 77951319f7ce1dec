package match

import (
	"math"

	"github.com/interdict-dev/interdict/internal/name"
)

// Side is one name prepared for comparing: parallel slices, one element for
// each token.
type Side struct {
	Class   name.Class
	Kinds   []name.Kind
	Weights []float32 // see Scorer.Weight
	Legal   uint8     // class number of its legal form, 0 = none or unknown
	Comma   bool      // written "Family, Given"
	Weak    bool      // a weak alias
}

// item is one piece of name evidence before it is put into words. q and c are
// token indices, -1 if not applicable.
type item struct {
	feature Feature
	q, c    int8
	qn, cn  int8
	logit   float32
}

// Scorer compares. It holds scratch space: use one for each goroutine.
type Scorer struct {
	p           *Params
	weight      [9]float64 // by kind
	rarityFloor float32
	length      [24]float32 // factor by letters
	quality     [101]float32
	items       []item
	qUsed       [name.MaxTokens]int8
	cUsed       [name.MaxTokens]int8
	pairs       []name.Pair
}

// NewScorer returns a Scorer for the parameters. p must not change afterwards.
func NewScorer(p *Params) *Scorer {
	s := &Scorer{p: p, rarityFloor: float32(p.RarityFloor)}
	for k := name.Word; k <= name.Legal; k++ {
		s.weight[k] = p.Weights[k.String()]
	}
	for i := range s.length {
		s.length[i] = float32(1 + p.LengthWeight*(min(max(float64(i), 3), 20)-6))
	}
	for i := range s.quality {
		s.quality[i] = float32(math.Pow(float64(i)/100, p.QualityPower))
	}
	return s
}

// Params returns the parameters of the scorer.
func (s *Scorer) Params() *Params { return s.p }

// Weight returns how much a token of kind k counts whose rarity on the corpus is
// rarity (1 for a word no name has, towards 0 for one that every name has) and
// that is n letters long: long words agree by chance less often.
func (s *Scorer) Weight(k name.Kind, rarity float32, n int) float32 {
	w := float32(s.weight[k])
	if k == name.Initial || k == name.Particle || k == name.Title || k == name.Legal {
		return w
	}
	return w * (s.rarityFloor + (1-s.rarityFloor)*rarity) * s.length[min(n, len(s.length)-1)]
}

// NameLogit returns the name evidence, in log-odds without Params.Base, of the
// listed name c for the query name q whose alike tokens are pairs. pairs is
// reordered. The items that add up to the result stay in the scorer until its
// next use.
func (s *Scorer) NameLogit(q, c *Side, pairs []name.Pair) float64 {
	s.items = s.items[:0]
	s.assign(q, c, pairs)

	// Weights that agree, contradict, and are left over on each side.
	var agree, leftQ, leftC float32
	exact, anchored := true, false
	cores, agreedCores := 0, 0
	for i := range s.pairs {
		p := &s.pairs[i]
		agree += s.pairWeight(q, c, p)
		anchored = anchored || (q.Kinds[p.Q] == name.Initial) == (c.Kinds[p.C] == name.Initial)
		if p.Sim < sameText || p.QSpan != p.CSpan {
			exact = false
		}
		if core(q.Kinds[p.Q]) && core(c.Kinds[p.C]) {
			agreedCores += int(max(p.QSpan, p.CSpan))
		}
	}
	var numQ, numC, numAgree int
	for i, k := range q.Kinds {
		if k == name.Number {
			numQ++
			if s.qUsed[i] >= 0 {
				numAgree++
			}
		}
		if s.qUsed[i] < 0 && k != name.Legal && k != name.Number {
			leftQ += q.Weights[i]
			exact = exact && !telling(k)
		}
		if core(k) {
			cores++
		}
	}
	coresC := 0
	for i, k := range c.Kinds {
		if k == name.Number {
			numC++
		}
		if s.cUsed[i] < 0 && k != name.Legal && k != name.Number {
			leftC += c.Weights[i]
			exact = exact && !telling(k)
		}
		if core(k) {
			coresC++
		}
	}
	// "A. Munandar" and "M. Anwar" agree in nothing but that either initial may
	// stand for the other's word: that is no agreement.
	if agree == 0 || !anchored {
		return s.add(item{feature: FeatureContradict, q: -1, c: -1, logit: float32(s.p.Contradict)})
	}
	contra := min(leftQ, leftC)
	total := agree + contra
	var sum float64

	// Agreement, token by token.
	noVowels := false
	for i := range s.pairs {
		p := &s.pairs[i]
		w := s.pairWeight(q, c, p)
		noVowels = noVowels || p.NoVowels
		sum += s.add(item{feature: FeatureAgree, q: int8(p.Q), c: int8(p.C), qn: int8(p.QSpan), cn: int8(p.CSpan),
			logit: float32(s.p.Agree) * w / total * s.quality[int(p.Sim*100+0.5)]})
	}
	// Contradiction: left-over tokens of both sides face each other.
	if contra > 0 {
		sum += s.leftovers(FeatureContradict, q, c, float32(s.p.Contradict)*contra/total)
	}
	extraQ, extraC := s.p.ExtraQuery, s.p.ExtraListed
	if q.Class != name.ClassPerson && c.Class != name.ClassPerson {
		extraQ, extraC = s.p.OrgExtraQuery, s.p.OrgExtraListed
	}
	if x := leftQ - contra; x > 0 {
		sum += s.leftovers(FeatureExtraQuery, q, nil, float32(extraQ)*x/total)
	}
	if x := leftC - contra; x > 0 {
		sum += s.leftovers(FeatureExtraListed, nil, c, float32(extraC)*min(x/total, float32(s.p.ExtraCap)))
	}
	// The name as a whole.
	sum += s.add(item{feature: FeatureInformation, q: -1, c: -1, logit: float32(s.p.Information) * min(agree, float32(s.p.InfoCap))})
	whole := func(f Feature, logit float64) {
		sum += s.add(item{feature: f, q: -1, c: -1, logit: float32(logit)})
	}
	if exact && numQ == numC && numAgree == numQ {
		whole(FeatureExact, s.p.Exact)
	}
	if agreedCores <= 1 && max(cores, coresC) > 1 && !exact {
		whole(FeatureSingleToken, s.p.SingleToken)
	}
	if q.Legal != 0 && c.Legal != 0 && q.Legal != c.Legal {
		whole(FeatureLegalForm, s.p.LegalForm)
	}
	switch {
	case numQ > 0 && numC > 0 && (numAgree < numQ || numAgree < numC):
		whole(FeatureNumber, s.p.Number)
	case numQ != numC:
		whole(FeatureNumberMissing, s.p.NumberMissing)
	}
	if noVowels {
		whole(FeatureNoVowels, s.p.NoVowels)
	}
	if !q.Comma && !c.Comma && s.reordered(len(q.Kinds)) {
		whole(FeatureReordered, s.p.Reordered)
	}
	if c.Weak {
		whole(FeatureWeakAlias, s.p.WeakAlias)
	}
	return sum
}

// sameText is the similarity from which two tokens count as the same to the
// letter: equal, or equal in another usual romanisation of one of them.
const sameText = 0.985

func telling(k name.Kind) bool {
	return k == name.Word || k == name.Place || k == name.Generic || k == name.Soft
}

// core kinds count as a part of the name of their own.
func core(k name.Kind) bool { return telling(k) || k == name.Initial }

func (s *Scorer) add(it item) float64 {
	s.items = append(s.items, it)
	return float64(it.logit)
}

// leftovers shares a cost among the left-over tokens for the explanation: one
// item, naming the first of each side.
func (s *Scorer) leftovers(f Feature, q, c *Side, logit float32) float64 {
	it := item{feature: f, q: -1, c: -1, logit: logit}
	if q != nil {
		for i, k := range q.Kinds {
			if s.qUsed[i] < 0 && k != name.Legal && k != name.Number && (it.q < 0 || q.Weights[i] > q.Weights[it.q]) {
				it.q, it.qn = int8(i), 1
			}
		}
	}
	if c != nil {
		for i, k := range c.Kinds {
			if s.cUsed[i] < 0 && k != name.Legal && k != name.Number && (it.c < 0 || c.Weights[i] > c.Weights[it.c]) {
				it.c, it.cn = int8(i), 1
			}
		}
	}
	return s.add(it)
}

// pairWeight is the weight of an agreement: as telling as its commoner side.
func (s *Scorer) pairWeight(q, c *Side, p *name.Pair) float32 {
	var wq, wc float32
	for i := range p.QSpan {
		wq += q.Weights[p.Q+i]
	}
	for i := range p.CSpan {
		wc += c.Weights[p.C+i]
	}
	if p.CSpan > 1 { // one word of the query stands for several of the list
		return min(wq*float32(p.CSpan), wc)
	}
	return min(wq, wc)
}

// assign picks pairs so that each token is used once. The closest pairs come
// first, so that equal tokens always meet: similarity, then weight, then
// position. Where a pair taken stands in the way of two, it makes room for them.
// With joined words among the pairs, taking the weightiest first is tried too,
// and the choice that is worth more stands: in "MATUQMOHAMMED MATUQ" the second
// word must leave the first MATUQ of the list to the joined one.
func (s *Scorer) assign(q, c *Side, pairs []name.Pair) {
	s.greedy(q, c, pairs, func(a, b *name.Pair) float32 { return a.Sim - b.Sim })
	joined := false
	for i := range pairs {
		joined = joined || pairs[i].QSpan > 1 || pairs[i].CSpan > 1
	}
	if !joined {
		return
	}
	worth := func(p *name.Pair) float32 { return p.Sim * s.pairWeight(q, c, p) }
	total := func() (sum float32) {
		for i := range s.pairs {
			sum += worth(&s.pairs[i])
		}
		return sum
	}
	closest := total()
	s.greedy(q, c, pairs, func(a, b *name.Pair) float32 { return worth(a) - worth(b) })
	if total() <= closest {
		s.greedy(q, c, pairs, func(a, b *name.Pair) float32 { return a.Sim - b.Sim })
	}
}

// greedy takes pairs in the order of cmp (positive: a before b), ties by weight
// and position.
func (s *Scorer) greedy(q, c *Side, pairs []name.Pair, cmp func(a, b *name.Pair) float32) {
	for i := range q.Kinds {
		s.qUsed[i] = -1
	}
	for i := range c.Kinds {
		s.cUsed[i] = -1
	}
	s.pairs = s.pairs[:0]
	before := func(a, b *name.Pair) bool {
		if d := cmp(a, b); d != 0 {
			return d > 0
		}
		if wa, wb := s.pairWeight(q, c, a), s.pairWeight(q, c, b); wa != wb {
			return wa > wb
		}
		if a.Q != b.Q {
			return a.Q < b.Q
		}
		if da, db := distance(a), distance(b); da != db {
			return da < db
		}
		if a.C != b.C {
			return a.C < b.C
		}
		return a.CSpan+a.QSpan < b.CSpan+b.QSpan
	}
	for i := 1; i < len(pairs); i++ { // insertion sort: few pairs, nearly sorted
		for j := i; j > 0 && before(&pairs[j], &pairs[j-1]); j-- {
			pairs[j], pairs[j-1] = pairs[j-1], pairs[j]
		}
	}
	for i := range pairs {
		if s.free(&pairs[i]) {
			s.take(pairs[i])
		}
	}
	for i := range pairs {
		if p := &pairs[i]; p.QSpan == 1 && p.CSpan == 1 && s.qUsed[p.Q] < 0 && s.cUsed[p.C] >= 0 {
			s.makeRoom(q, c, p, pairs)
		}
	}
}

// free reports whether no token of p is used yet.
func (s *Scorer) free(p *name.Pair) bool {
	for k := range p.QSpan {
		if s.qUsed[p.Q+k] >= 0 {
			return false
		}
	}
	for k := range p.CSpan {
		if s.cUsed[p.C+k] >= 0 {
			return false
		}
	}
	return true
}

func (s *Scorer) take(p name.Pair) {
	for k := range p.QSpan {
		s.qUsed[p.Q+k] = int8(p.C)
	}
	for k := range p.CSpan {
		s.cUsed[p.C+k] = int8(p.Q)
	}
	s.pairs = append(s.pairs, p)
}

// makeRoom gives p the listed token that another token of the query holds, if
// that one has another listed token to go to and the two pairs are worth more.
func (s *Scorer) makeRoom(q, c *Side, p *name.Pair, pairs []name.Pair) {
	worth := func(p *name.Pair) float32 { return p.Sim * s.pairWeight(q, c, p) }
	for i := range s.pairs {
		held := &s.pairs[i]
		if held.C != p.C || held.QSpan != 1 || held.CSpan != 1 {
			continue
		}
		for j := range pairs {
			other := &pairs[j]
			if other.Q == held.Q && other.QSpan == 1 && other.CSpan == 1 && s.cUsed[other.C] < 0 && worth(other)+worth(p) > worth(held) {
				*held = *other
				s.qUsed[other.Q], s.cUsed[other.C] = int8(other.C), int8(other.Q)
				s.qUsed[p.Q], s.cUsed[p.C] = int8(p.C), int8(p.Q)
				s.pairs = append(s.pairs, *p)
				return
			}
		}
		return
	}
}

func distance(p *name.Pair) int {
	d := int(p.Q) - int(p.C)
	if d < 0 {
		return -d
	}
	return d
}

// reordered reports whether the agreeing telling tokens stand in another order.
func (s *Scorer) reordered(n int) bool {
	last := int8(-1)
	for _, c := range s.qUsed[:n] {
		if c < 0 {
			continue
		}
		if c < last {
			return true
		}
		last = c
	}
	return false
}
