package name

// Pair says that token Q of the query (with the QSpan-1 tokens after it, joined)
// and token C of the listed name (likewise) are alike. Sim is in (0, 1].
type Pair struct {
	Q, QSpan, C, CSpan uint8
	Sim                float32
	NoVowels           bool // compared by consonants
}

// Pairs appends to dst all pairs of alike tokens of two parsed names, joined
// neighbours included: the slow, complete way, and the definition of what the
// index must find.
func Pairs(dst []Pair, q, c *Name) []Pair {
	for i := range q.Tokens {
		a := &q.Tokens[i]
		if a.Kind == Legal {
			continue
		}
		for j := range c.Tokens {
			b := &c.Tokens[j]
			if b.Kind == Legal {
				continue
			}
			if sim := Similarity(a, b); sim > 0 {
				dst = append(dst, Pair{Q: uint8(i), QSpan: 1, C: uint8(j), CSpan: 1, Sim: sim, NoVowels: !a.Vowels || !b.Vowels})
			}
		}
	}
	for i := range q.Tokens {
		for span := 2; span <= MaxJoin; span++ {
			joined, ok := Join(q.Tokens, i, span)
			if !ok {
				continue
			}
			for j := range c.Tokens {
				if b := &c.Tokens[j]; CanJoin(b) {
					if sim := JoinedSimilarity(b, &joined); sim > 0 {
						dst = append(dst, Pair{Q: uint8(i), QSpan: uint8(span), C: uint8(j), CSpan: 1, Sim: sim - JoinCost, NoVowels: !joined.Vowels || !b.Vowels})
					}
				}
			}
		}
	}
	return InsidePairs(dst, q.Tokens, c.Tokens)
}

// InsidePairs appends the pairs in which one token of the query is several
// neighbouring tokens of the listed name written as one word.
func InsidePairs(dst []Pair, q, c []Token) []Pair {
	for j := range c {
		for span := 2; span <= MaxJoin; span++ {
			joined, ok := Join(c, j, span)
			if !ok {
				continue
			}
			for i := range q {
				if a := &q[i]; CanJoin(a) {
					if sim := JoinedSimilarity(a, &joined); sim > 0 {
						dst = append(dst, Pair{Q: uint8(i), QSpan: 1, C: uint8(j), CSpan: uint8(span), Sim: sim - JoinCost, NoVowels: !a.Vowels || !joined.Vowels})
					}
				}
			}
		}
	}
	return dst
}
