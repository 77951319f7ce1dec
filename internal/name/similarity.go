package name

// Skeleton reduces a folded token to its consonants, with letters that
// romanisations exchange brought to one: the same skeleton for Zelensky and
// Zelenskyi, Mohammed and Muhammad, Qaddafi and Gaddafi, Khodorkovsky and
// Hodorkovski. An initial vowel is kept as "A", doubled letters count once.
// The result is appended to dst and holds upper-case letters and digits.
//
// It is coarse on purpose: equal skeletons make two tokens candidates, and
// Similarity decides.
func Skeleton(dst []byte, s string) []byte {
	start := len(dst)
	put := func(c byte) {
		if len(dst) == start || dst[len(dst)-1] != c {
			dst = append(dst, c)
		}
	}
	at := func(i int) byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		first := i == 0
		next := at(i + 1)
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			if first {
				put('A')
			}
		case 'w':
			if first {
				put('F')
			}
		case 'h':
			if first || isVowel(s[i-1]) && next != 0 {
				put('H')
			}
		case 'b', 'p':
			if c == 'p' && next == 'h' {
				put('F')
				i++
			} else {
				put('B')
			}
		case 'f', 'v':
			put('F')
		case 'c':
			switch {
			case next == 'h':
				put('X')
				i++
			case next == 'z', next == 's':
				put('X')
				i++
			case next == 'k':
				put('K')
				i++
			case next == 'e' || next == 'i' || next == 'y':
				put('S')
			default:
				put('K')
			}
		case 'k', 'g', 'q':
			switch {
			case next == 'h' && c == 'k':
				put('H')
				i++
			case next == 'h':
				put('K')
				i++
			case next == 's' && c == 'k' && at(i+2) != 'k' && at(i+2) != 'y' && at(i+2) != 'i':
				put('K')
				put('S')
				i++
			default:
				put('K')
			}
		case 'x':
			if first {
				put('X')
			} else {
				put('K')
				put('S')
			}
		case 's', 'z':
			switch {
			case next == 'h' && c == 's':
				if at(i+2) == 'c' && at(i+3) == 'h' { // shch
					i += 2
				}
				put('X')
				i++
			case c == 's' && next == 'c' && at(i+2) == 'h':
				put('X')
				i += 2
			case next == 'h':
				put('J')
				i++
			default:
				put('S')
			}
		case 't':
			switch {
			case next == 's' && at(i+2) == 'h', next == 'c' && at(i+2) == 'h':
				put('X')
				i += 2
			case next == 's', next == 'z':
				put('S')
				i++
			case next == 'h':
				put('T')
				i++
			default:
				put('T')
			}
		case 'd':
			switch {
			case next == 'j', next == 'z' && at(i+2) == 'h':
				put('J')
				if next == 'z' {
					i++
				}
				i++
			case next == 'h':
				put('D')
				i++
			default:
				put('D')
			}
		case 'j':
			put('J')
		default: // l m n r and digits
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			put(c)
		}
	}
	return dst
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// Similarity values of relations that are no edits.
const (
	simSkeleton      = 0.88 // same consonants, other vowels or romanisation
	simSkeletonOnly  = 0.90 // same consonants where one side writes no vowels
	simSkeletonClose = 0.72 // one consonant off where one side writes no vowels
	simStem          = 0.92 // an adjective and the place it is made of
	simGroup         = 0.92 // the same name in another language or spelling
	simGroupClose    = 0.78 // nickname, translation
	simInitial       = 0.80 // initial and a word that begins with it
)

// minSimilarity is the least value Similarity returns beside zero.
const minSimilarity = 0.5

// maxEdits is the number of edits within which two tokens are compared, by the
// length of the shorter one. One and two letter tokens must be equal.
func maxEdits(shorter int) int {
	switch {
	case shorter < 3:
		return 0
	case shorter < 7:
		return 1
	}
	return 2
}

// Similarity says how alike two tokens are: 1 for equal, 0 for different, else
// at least 0.5. It is symmetric. It does not look at kinds other than Initial,
// Legal and Number, which only equal their like.
func Similarity(a, b *Token) float32 {
	best := similarity(a.Text, b.Text, a, b)
	for _, x := range a.Alts {
		best = max(best, similarity(x, b.Text, a, b)-0.01)
	}
	for _, y := range b.Alts {
		best = max(best, similarity(a.Text, y, a, b)-0.01)
		for _, x := range a.Alts {
			best = max(best, similarity(x, y, a, b)-0.01)
		}
	}
	if best < minSimilarity {
		return 0
	}
	return best
}

func similarity(x, y string, a, b *Token) float32 {
	exactOnly := func(k Kind) bool { return k == Legal || k == Number }
	if x == y {
		if exactOnly(a.Kind) != exactOnly(b.Kind) {
			return 0
		}
		return 1
	}
	if exactOnly(a.Kind) || exactOnly(b.Kind) {
		return 0
	}
	if a.Kind == Initial || b.Kind == Initial {
		if (a.Kind == Initial && len(x) == 1 || b.Kind == Initial && len(y) == 1) && x[0] == y[0] {
			return simInitial
		}
		return 0
	}
	var best float32
	if a.Vowels && b.Vowels {
		if d := maxEdits(min(len(x), len(y))); d > 0 && abs(len(x)-len(y)) <= d {
			best = editSimilarity(x, y, d)
		}
	}
	if best < simGroup {
		v := vocab()
		if g := v.words[x].groups; g != nil {
			switch sharedGroup(g, v.words[y].groups) {
			case 2:
				best = max(best, simGroup)
			case 1:
				best = max(best, simGroupClose)
			}
		}
	}
	if best >= simSkeletonOnly {
		return best
	}
	var bx, by [64]byte
	sx, sy := Skeleton(bx[:0], x), Skeleton(by[:0], y)
	if len(sx) < 2 && len(sy) < 2 {
		return best
	}
	if string(sx) == string(sy) {
		switch {
		case !a.Vowels || !b.Vowels:
			return max(best, skeletonValue(simSkeletonOnly, len(sx)))
		default:
			return max(best, skeletonValue(simSkeleton, len(sx)))
		}
	}
	if (!a.Vowels || !b.Vowels) && min(len(sx), len(sy)) >= 4 && plainDistance(sx, sy, 1) <= 1 {
		best = max(best, simSkeletonClose)
	}
	if best < simStem && a.Vowels && b.Vowels {
		stemX, okX := adjectiveStem(x)
		stemY, okY := adjectiveStem(y)
		if okX || okY {
			if sx, sy = Skeleton(bx[:0], stemX), Skeleton(by[:0], stemY); len(sx) >= minStemSkeleton && string(sx) == string(sy) {
				best = simStem
			}
		}
	}
	return best
}

// adjectiveStem takes the ending off a Slavic adjective made of a place or a
// person (Saratovskiy, Ryazanskaya, Kuybyshevsky), and the sk off a town
// (Novokuybyshevsk), so that they meet the word they are made of. ok is false,
// and the stem is s, when there is no such ending or little would remain.
func adjectiveStem(s string) (stem string, ok bool) {
	for i := len(s) - 2; i >= minStem && i >= len(s)-5; i-- {
		if s[i] == 's' && s[i+1] == 'k' && adjectiveEnding[s[i+2:]] {
			return s[:i], true
		}
	}
	return s, false
}

// adjectiveEnding holds what may follow sk, romanised in the usual ways.
var adjectiveEnding = map[string]bool{"": true, "iy": true, "ii": true, "ij": true, "yi": true, "yy": true, "yj": true, "y": true, "i": true,
	"aya": true, "aia": true, "aja": true, "a": true, "oye": true, "oe": true, "oje": true, "ogo": true, "oho": true, "oy": true, "oi": true, "oj": true, "iye": true, "ie": true}

const (
	minStem         = 5 // letters that must remain of an adjective
	minStemSkeleton = 3 // consonants
)

// skeletonValue lowers the value of short skeletons, which many names share.
func skeletonValue(v float32, n int) float32 {
	switch {
	case n <= 2:
		return v - 0.16
	case n == 3:
		return v - 0.08
	}
	return v
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// confusable gives the cost of replacing one letter by another: less than 1 for
// letters that romanisations, ears, eyes and keyboards exchange.
var confusable [128][128]uint8 // in hundredths, 0 = 100

func init() {
	set := func(cost uint8, pairs ...string) {
		for _, p := range pairs {
			for i := 0; i < len(p); i++ {
				for j := 0; j < len(p); j++ {
					if i != j {
						confusable[p[i]][p[j]] = cost
					}
				}
			}
		}
	}
	set(70, "aeiouy")
	set(60, "bp", "dt", "kgq", "fvw", "sz", "zj", "jg", "ck", "cs", "mn", "gh", "xh", "kh", "cx", "sx")
	set(45, "iy", "ij", "jy", "vw", "kq", "ck", "uw", "ei", "ou", "sz", "fv", "gq")
	set(40, "o0", "l1i", "s5", "b8", "z2", "g9")
}

func substitution(a, b byte) int {
	if a < 128 && b < 128 {
		if c := confusable[a][b]; c != 0 {
			return int(c)
		}
	}
	return 100
}

// editSimilarity compares x and y by weighted optimal string alignment with at
// most limit plain edits; 0 beyond. The value falls smoothly with the cost.
func editSimilarity(x, y string, limit int) float32 {
	if len(x) > 60 || len(y) > 60 {
		return 0
	}
	if plainDistance([]byte(x), []byte(y), limit) > limit {
		return 0
	}
	var b0, b1, b2 [64]int
	prev2, prev, cur := &b0, &b1, &b2
	for j := 0; j <= len(y); j++ {
		prev[j] = j * 100
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i * 100
		for j := 1; j <= len(y); j++ {
			cost := 0
			if x[i-1] != y[j-1] {
				cost = substitution(x[i-1], y[j-1])
				if i == 1 || j == 1 { // a wrong first letter is rarer than one inside
					cost = cost * 5 / 4
				}
			}
			del, ins := 100, 100
			if i > 1 && x[i-1] == x[i-2] || isSilent(x, i-1) {
				del = 50
			}
			if j > 1 && y[j-1] == y[j-2] || isSilent(y, j-1) {
				ins = 50
			}
			m := min(prev[j-1]+cost, prev[j]+del, cur[j-1]+ins)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				m = min(m, prev2[j-2]+80)
			}
			cur[j] = m
		}
		prev2, prev, cur = prev, cur, prev2
	}
	cost := float32(prev[len(y)]) / 100
	n := float32(len(x)+len(y)) / 2
	loss := cost / (n + 1) * 1.15
	if n <= 4.5 { // in a short token an edit makes another name more often
		loss *= 1.3
	}
	return max(0, 1-loss)
}

// isSilent reports letters whose loss is hardly heard: h after a consonant or
// at the end, a y or w beside a vowel.
func isSilent(s string, i int) bool {
	switch s[i] {
	case 'h':
		return i > 0 && (i == len(s)-1 || !isVowel(s[i-1]))
	case 'y', 'w', 'i', 'u':
		return i > 0 && (isVowel(s[i-1]) || i+1 < len(s) && isVowel(s[i+1]))
	}
	return false
}

// plainDistance is the optimal string alignment distance (Damerau with adjacent
// transpositions, no substring edited twice), or limit+1 when it is larger.
func plainDistance(x, y []byte, limit int) int {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if abs(len(x)-len(y)) > limit {
		return limit + 1
	}
	if len(x) == 0 || len(y) == 0 {
		return max(len(x), len(y))
	}
	if len(x) > 60 || len(y) > 60 {
		return limit + 1
	}
	var b0, b1, b2 [64]uint8
	prev2, prev, cur := &b0, &b1, &b2
	for j := range len(y) + 1 {
		prev[j] = uint8(j)
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = uint8(i)
		low := cur[0]
		for j := 1; j <= len(y); j++ {
			c := prev[j-1]
			if x[i-1] != y[j-1] {
				c++
			}
			c = min(c, prev[j]+1, cur[j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				c = min(c, prev2[j-2]+1)
			}
			cur[j] = c
			low = min(low, c)
		}
		if int(low) > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return int(prev[len(y)])
}
