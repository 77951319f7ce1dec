package match

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
)

// Evidence is one item of the sum behind a score.
type Evidence struct {
	Feature string `json:"feature"`
	Query   string `json:"query,omitempty"`  // the value of the query that met
	Listed  string `json:"listed,omitempty"` // the value of the listed entity
	// Logit is the item's contribution in log-odds; the items add up to the
	// logit of the score.
	Logit float64 `json:"logit"`
	// Points is the item's contribution to the score as the items are added one
	// after the other in this order; the points add up to the score.
	Points float64 `json:"points"`
	Text   string  `json:"text"`
	// Certainty is set when the listed value is less well founded than an
	// official record: "from knowledge", "unverified".
	Certainty entity.Certainty `json:"certainty,omitempty"`
}

// Result is a score with its evidence.
type Result struct {
	Score    float64    `json:"score"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Score turns log-odds into a score between 0 and 1.
func Score(logit float64) float64 { return 1 / (1 + math.Exp(-logit)) }

// Logit is the inverse of Score.
func Logit(score float64) float64 { return math.Log(score / (1 - score)) }

// unique reports the types whose number belongs to one party only, worldwide.
func unique(t entity.IDType) bool {
	switch t {
	case entity.IDINN, entity.IDOGRN, entity.IDLEI, entity.IDBIC, entity.IDIBAN, entity.IDISIN, entity.IDIMO, entity.IDIMOCompany,
		entity.IDMMSI, entity.IDWallet, entity.IDUSCC, entity.IDDUNS, entity.IDWikidata, entity.IDAircraftTail, entity.IDPassport:
		return true
	}
	return false
}

// loose reports the types that may be taken for one another: many publishers
// print one kind of number under another's name.
func loose(t entity.IDType) bool {
	switch t {
	case entity.IDTax, entity.IDVAT, entity.IDRegistration, entity.IDNational, entity.IDOther, entity.IDINN, entity.IDOGRN, entity.IDPassport,
		entity.IDUSCC, entity.IDDriver, entity.IDVisa, entity.IDAccount, entity.IDIBAN, entity.IDSerial, entity.IDOKPO, entity.IDCallSign, entity.IDTicker,
		entity.IDIMO, entity.IDIMOCompany:
		return true
	}
	return false
}

// identifiers compares two sets; q and c of the item index them.
func (p *Params) identifiers(q, c []entity.IDKey) (factItem, bool) {
	best := factItem{}
	found := false
	differs := factItem{}
	for i, a := range q {
		sameType, equal := -1, false
		for j, b := range c {
			switch {
			case a.Type == b.Type && (a.Key == b.Key || a.Type == entity.IDBIC && sameBIC(a.Key, b.Key)):
				equal = true
				v := p.IdentifierEqual
				if !unique(a.Type) {
					v = (p.IdentifierEqual + p.IdentifierLoose) / 2
					if len(a.Key) >= 7 {
						v = p.IdentifierEqual
					}
				}
				if !found || v > best.logit {
					best, found = factItem{FeatureIdentifier, int8(min(i, 127)), int8(min(j, 127)), v}, true
				}
			case a.Key == b.Key && len(a.Key) >= 5 && loose(a.Type) && loose(b.Type):
				equal = true
				v := p.IdentifierLoose
				if len(a.Key) >= 9 {
					v = p.IdentifierEqual
				}
				if !found || v > best.logit {
					best, found = factItem{FeatureIdentifierLoose, int8(min(i, 127)), int8(min(j, 127)), v}, true
				}
			case a.Type == b.Type && unique(a.Type) && a.Type != entity.IDPassport && a.Type != entity.IDWallet && a.Type != entity.IDISIN && a.Type != entity.IDBIC && a.Type != entity.IDIBAN:
				sameType = j
			}
		}
		if !equal && sameType >= 0 {
			differs = factItem{FeatureIdentifierDiffers, int8(min(i, 127)), int8(min(sameType, 127)), p.IdentifierDiffers}
		}
	}
	if found {
		return best, true
	}
	return differs, differs.logit != 0
}

// sameBIC compares bank codes of 8 and 11 letters: a branch belongs to its bank.
func sameBIC(a, b string) bool {
	return len(a) >= 8 && len(b) >= 8 && a[:8] == b[:8] && (len(a) == 8 || len(b) == 8 || a == b || a[8:] == "XXX" || b[8:] == "XXX")
}

// MaxLeft bounds the search: a listed name can reach floor (in log-odds, all
// evidence counted) only if the weight of the query's tokens that find nothing
// alike in it is at most MaxLeft times the weight of those that do. It assumes
// the best of everything else: full similarity, all facts agreeing.
func (s *Scorer) MaxLeft(floor float64, facts bool) float64 {
	p := s.p
	best := p.Base + p.Agree + p.Information*p.InfoCap + p.Exact
	best += s.BestFacts(facts)
	cost := -max(p.ExtraQuery, p.OrgExtraQuery)
	if cost <= 0 {
		return math.Inf(1)
	}
	// A left-over token may be contradicted instead, which costs more but also
	// widens what is compared: the two together cost no less than this.
	if best-floor >= p.Agree-p.Contradict-cost {
		return math.Inf(1)
	}
	return max(0, (best-floor)/cost)
}

// BestFacts returns the greatest log-odds that facts other than names and
// identifiers can add; 0 if the query has none.
func (s *Scorer) BestFacts(facts bool) float64 {
	if !facts {
		return 0
	}
	return s.p.BirthDateEqual + s.p.CountryEqual
}

// NoName is the name logit of a comparison in which no name agrees at all.
const NoName = -99

// Total returns the log-odds of all evidence: the best name logit (NoName if
// there is none), the facts and the identifiers of both sides.
func (s *Scorer) Total(nameLogit float64, qf, cf *entity.Facts, qid, cid []entity.IDKey) float64 {
	p := s.p
	sum := p.Base
	var buf [8]factItem
	id, hasID := factItem{}, false
	if len(qid) > 0 && len(cid) > 0 {
		id, hasID = p.identifiers(qid, cid)
	}
	if hasID {
		sum += id.logit
	}
	if hasID && id.logit > 0 {
		sum += p.nameBesideID(nameLogit)
	} else {
		sum += nameLogit
	}
	for _, it := range p.facts(buf[:0], qf, cf) {
		sum += it.logit
	}
	return sum
}

func (p *Params) nameBesideID(nameLogit float64) float64 {
	if nameLogit > p.agreesFrom() {
		return p.IDNameAgrees
	}
	return p.IDNameDiffers
}

// agreesFrom is the name logit from which a name counts as agreeing beside an
// equal identifier: half of a full agreement.
func (p *Params) agreesFrom() float64 { return p.Agree / 2 }

// Party is one side of a comparison in full: what Compare needs, and what the
// index keeps in its own arrays.
type Party struct {
	Schema entity.Schema
	Names  []name.Name
	Weak   []bool // parallel to Names; nil = none
	Facts  entity.Facts
	IDs    []entity.IDKey
}

// ClassOf returns the name class for a schema.
func ClassOf(s entity.Schema) name.Class {
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

// Frequency gives the rarity (see Rarity) of a folded token on a corpus. A nil
// Frequency stands for an unknown corpus: all words are rare.
type Frequency func(text string) float32

// Prepare returns the Side of a parsed name.
func (s *Scorer) Prepare(n *name.Name, freq Frequency) Side {
	side := Side{Class: n.Class, Comma: n.Comma, Kinds: make([]name.Kind, len(n.Tokens)), Weights: make([]float32, len(n.Tokens))}
	for i := range n.Tokens {
		t := &n.Tokens[i]
		side.Kinds[i] = t.Kind
		rarity := float32(1)
		if freq != nil {
			rarity = freq(t.Text)
		}
		side.Weights[i] = s.Weight(t.Kind, rarity, len(t.Text))
		if t.Kind == name.Legal {
			side.Legal = name.LegalClass(t.Text)
		}
	}
	return side
}

// Compare scores two parties completely, without an index: every name against
// every name. It returns the score and its evidence.
func (s *Scorer) Compare(q, c *Party, freq Frequency) Result {
	best, bq, bc := float64(NoName), -1, -1
	if !entity.Compatible(q.Schema, c.Schema) {
		// Names of different kinds of things are not compared, but a wallet may be
		// listed as its owner's, a ship as its company's.
		if len(q.IDs) == 0 {
			return Result{}
		}
		return s.explain(NoName, nil, nil, q, c)
	}
	for i := range q.Names {
		for j := range c.Names {
			l, ok := s.CompareNames(q.Names[i].For(c.Names[j].Class), &c.Names[j], c.Weak != nil && c.Weak[j], freq)
			if ok && l > best {
				best, bq, bc = l, i, j
			}
		}
	}
	if bq >= 0 { // once more, so that the items of the best pair are at hand
		qn, cn := q.Names[bq].For(c.Names[bc].Class), &c.Names[bc]
		s.CompareNames(qn, cn, c.Weak != nil && c.Weak[bc], freq)
		return s.explain(best, qn, cn, q, c)
	}
	return s.explain(NoName, nil, nil, q, c)
}

// CompareNames compares two names completely; ok is false when no part of them
// is alike. The items stay in the scorer for Explain.
func (s *Scorer) CompareNames(q, c *name.Name, weak bool, freq Frequency) (logit float64, ok bool) {
	var buf [64]name.Pair
	pairs := name.Pairs(buf[:0], q, c)
	if len(pairs) == 0 {
		return 0, false
	}
	a, b := s.Prepare(q, freq), s.Prepare(c, freq)
	b.Weak = weak
	return s.NameLogit(&a, &b, pairs), true
}

// Explain puts the last NameLogit call of s into words, with the other facts.
// qn and cn are the names that were compared then; nil if none.
func (s *Scorer) Explain(nameLogit float64, qn, cn *name.Name, q, c *Party) Result {
	return s.explain(nameLogit, qn, cn, q, c)
}

func (s *Scorer) explain(nameLogit float64, qn, cn *name.Name, q, c *Party) Result {
	p := s.p
	var ev []Evidence
	put := func(f Feature, logit float64, query, listed, text string) {
		ev = append(ev, Evidence{Feature: f.String(), Logit: logit, Query: query, Listed: listed, Text: text})
	}
	put(FeatureBase, p.Base, "", "", "starting point: most parties are not listed")
	id, hasID := factItem{}, false
	if len(q.IDs) > 0 && len(c.IDs) > 0 {
		id, hasID = p.identifiers(q.IDs, c.IDs)
	}
	if hasID {
		a, b := q.IDs[id.q], c.IDs[id.c]
		text := fmt.Sprintf("%s %s is listed", a.Type, a.Key)
		switch id.feature {
		case FeatureIdentifierDiffers:
			text = fmt.Sprintf("%s %s is not the listed %s", a.Type, a.Key, b.Key)
		case FeatureIdentifierLoose:
			text = fmt.Sprintf("%s %s is listed as %s", a.Type, a.Key, b.Type)
		}
		put(id.feature, id.logit, a.Key, b.Key, text)
	}
	if hasID && id.logit > 0 {
		query, listed := "", ""
		if len(q.Names) > 0 {
			query = q.Names[0].Original
		}
		if cn != nil {
			listed = cn.Original
		} else if len(c.Names) > 0 {
			listed = c.Names[0].Original
		}
		switch {
		case query == "":
		case nameLogit > p.agreesFrom():
			put(FeatureIDNameAgrees, p.IDNameAgrees, query, listed, fmt.Sprintf("the name agrees: %q and %q", query, listed))
		default:
			put(FeatureIDNameDiffers, p.IDNameDiffers, query, listed, fmt.Sprintf("the name contradicts: asked for %q, listed is %q", query, listed))
		}
	} else if qn != nil {
		for _, it := range s.items {
			a, b := joinTokens(qn, it.q, it.qn), joinTokens(cn, it.c, it.cn)
			put(it.feature, float64(it.logit), a, b, itemText(it.feature, a, b, s, it))
		}
	} else {
		put(FeatureContradict, NoName, "", "", "no part of any name agrees")
	}
	var buf [8]factItem
	for _, it := range p.facts(buf[:0], &q.Facts, &c.Facts) {
		var a, b, text string
		switch it.feature {
		case FeatureBirthDate, FeatureBirthDateNear, FeatureBirthDateDiffers:
			a, b = q.Facts.Births[it.q].String(), c.Facts.Births[it.c].String()
			text = map[Feature]string{FeatureBirthDate: "birth date agrees", FeatureBirthDateNear: "birth date is close", FeatureBirthDateDiffers: "birth date contradicts"}[it.feature] + ": " + a + " and " + b
		case FeatureCountry:
			a, b = q.Facts.Countries[it.q].String(), c.Facts.Countries[it.c].String()
			text = "country in common: " + entity.CountryName(b)
		case FeatureCountryDiffers:
			a, b = countries(q.Facts.Countries), countries(c.Facts.Countries)
			text = "no country in common: " + a + " and " + b
		case FeatureGenderDiffers:
			text = "gender contradicts"
		}
		put(it.feature, it.logit, a, b, text)
	}
	return finish(ev)
}

func countries(c []entity.CountryKey) string {
	out := make([]string, 0, len(c))
	for _, x := range c {
		if n := entity.CountryName(x.String()); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// finish adds up logits, sets the points and the score.
func finish(ev []Evidence) Result {
	sum, before := 0.0, 0.0
	for i := range ev {
		sum += ev[i].Logit
		after := Score(sum)
		ev[i].Points = after - before
		before = after
	}
	return Result{Score: before, Evidence: ev}
}

func joinTokens(n *name.Name, i, span int8) string {
	if n == nil || i < 0 || int(i) >= len(n.Tokens) {
		return ""
	}
	var b strings.Builder
	for k := i; k < i+span && int(k) < len(n.Tokens); k++ {
		if k > i {
			b.WriteByte(' ')
		}
		b.WriteString(n.Tokens[k].Text)
	}
	return b.String()
}

func itemText(f Feature, a, b string, s *Scorer, it item) string {
	switch f {
	case FeatureAgree:
		if a == b {
			return fmt.Sprintf("“%s” agrees", a)
		}
		for _, p := range s.pairs {
			if int8(p.Q) == it.q && int8(p.C) == it.c {
				return fmt.Sprintf("“%s” is like “%s” (%.2f)", a, b, p.Sim)
			}
		}
		return fmt.Sprintf("“%s” is like “%s”", a, b)
	case FeatureContradict:
		if a == "" && b == "" {
			return "no part agrees"
		}
		return fmt.Sprintf("“%s” stands against “%s”", a, b)
	case FeatureExtraQuery:
		return fmt.Sprintf("“%s” is only in the query", a)
	case FeatureExtraListed:
		return fmt.Sprintf("“%s” is only in the listed name", b)
	}
	return strings.ToLower(f.Describe().Doc[:1]) + strings.TrimSuffix(f.Describe().Doc[1:], ".")
}
