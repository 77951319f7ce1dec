package name

// MaxJoin is the greatest number of neighbouring tokens that are tried as one
// word ("Patr ushev", "Plat Ono Vich").
const MaxJoin = 3

// JoinCost is what a pair of tokens loses in similarity when words were joined
// to make it.
const JoinCost = 0.02

// minJoined is the least length of a joined word.
const minJoined = 4

// Join returns tokens i to i+span-1 written as one word. ok is false when they
// cannot be one word: past the end, a legal form or number among them, all of
// them particles or titles, too short.
func Join(tokens []Token, i, span int) (Token, bool) {
	if i+span > len(tokens) {
		return Token{}, false
	}
	n, words := 0, 0
	for k := i; k < i+span; k++ {
		switch tokens[k].Kind {
		case Legal, Number:
			return Token{}, false
		case Particle, Title:
		default:
			words++
		}
		n += len(tokens[k].Text)
	}
	if words == 0 || n < minJoined || n > 40 {
		return Token{}, false
	}
	b := make([]byte, 0, 40)
	t := Token{Kind: Word, Script: tokens[i].Script, Vowels: true}
	for k := i; k < i+span; k++ {
		b = append(b, tokens[k].Text...)
		t.Vowels = t.Vowels && tokens[k].Vowels
	}
	t.Text = string(b)
	return t, true
}

// CanJoin reports whether t can be what a joined word meets.
func CanJoin(t *Token) bool {
	return len(t.Text) >= minJoined && t.Kind != Number && t.Kind != Legal
}

// JoinedSimilarity compares one token of a query with joined words of a listed
// name: 1 for equal texts, less for equal skeletons of four or more consonants,
// 0 otherwise. Edits are not looked for: a name with a lost space and a typo in
// the same word is found by its other words.
func JoinedSimilarity(a, joined *Token) float32 {
	if a.Text == joined.Text {
		return 1
	}
	var bx, by [64]byte
	x, y := Skeleton(bx[:0], a.Text), Skeleton(by[:0], joined.Text)
	if len(x) >= minJoinedSkeleton && string(x) == string(y) {
		return simSkeleton
	}
	return 0
}

const minJoinedSkeleton = 4

// JoinedKeys appends to dst the hashes by which a joined word is found; a and
// joined with JoinedSimilarity above zero share one.
func JoinedKeys(dst []uint64, t *Token) []uint64 {
	dst = append(dst, hashBytes(seedDelete, []byte(t.Text)))
	var b [64]byte
	if sk := Skeleton(b[:0], t.Text); len(sk) >= minJoinedSkeleton {
		dst = append(dst, hashBytes(seedSkeleton, sk))
	}
	return dst
}
