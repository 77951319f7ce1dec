package name

// Hash is a 64-bit hash of a folded text (FNV-1a with a final mix).
func Hash(s string) uint64 { return hashBytes(seedText, []byte(s)) }

const (
	seedText     = 0xcbf29ce484222325
	seedDelete   = seedText // the text itself is its own neighbour with nothing deleted
	seedSkeleton = 0x9ae16a3b2f90404f
	seedGroup    = 0xc3a5c85c97cb3127
)

func hashBytes(seed uint64, s []byte) uint64 {
	h := seed
	for _, c := range s {
		h ^= uint64(c)
		h *= 0x100000001b3
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}

// Keys appends to dst the hashes by which tokens alike to t are found. For any
// two tokens a and b, neither of them an initial, Similarity(a, b) > 0 implies
// that Keys(a) and Keys(b) have an element in common.
//
// Keys are the text; the text with one letter left out (three letters and
// longer) or two (seven and longer), which together find all pairs within one
// or two edits (symmetric delete, W. Garbe 2012); the skeleton, and for scripts
// without vowels the skeleton with one letter left out; the skeleton of the word
// an adjective is made of; and the groups of equivalent names.
func Keys(dst []uint64, t *Token) []uint64 {
	dst = textKeys(dst, t.Text, t)
	for _, a := range t.Alts {
		dst = textKeys(dst, a, t)
	}
	return dst
}

func textKeys(dst []uint64, s string, t *Token) []uint64 {
	b := []byte(s)
	dst = append(dst, hashBytes(seedDelete, b))
	if t.Kind == Legal || t.Kind == Number {
		return dst
	}
	if t.Vowels && len(s) <= 60 {
		var buf, buf2 [64]byte
		if d := maxEdits(len(s)); d >= 1 {
			for i := range s {
				if i > 0 && s[i] == s[i-1] {
					continue
				}
				one := append(append(buf[:0], b[:i]...), b[i+1:]...)
				dst = append(dst, hashBytes(seedDelete, one))
				if d < 2 {
					continue
				}
				for j := i; j < len(one); j++ {
					if j > i && one[j] == one[j-1] {
						continue
					}
					two := append(append(buf2[:0], one[:j]...), one[j+1:]...)
					dst = append(dst, hashBytes(seedDelete, two))
				}
			}
		}
	}
	var sb [64]byte
	sk := Skeleton(sb[:0], s)
	if len(sk) >= 2 {
		dst = append(dst, hashBytes(seedSkeleton, sk))
	}
	if stem, ok := adjectiveStem(s); ok && t.Vowels {
		var stb [64]byte
		if st := Skeleton(stb[:0], stem); len(st) >= minStemSkeleton {
			dst = append(dst, hashBytes(seedSkeleton, st))
		}
	}
	if len(sk) >= 4 { // one consonant off counts only when a side lacks vowels
		var buf [64]byte
		for i := range sk {
			one := append(append(buf[:0], sk[:i]...), sk[i+1:]...)
			dst = append(dst, hashBytes(seedSkeleton, one))
		}
	}
	if w, ok := vocab().words[s]; ok {
		for _, g := range w.groups {
			dst = append(dst, mix(seedGroup+uint64(g.id)))
		}
	}
	return dst
}
