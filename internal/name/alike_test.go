package name_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/name"
)

func meet(a, b []uint64) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// checkPair holds what Similarity and Keys promise of two tokens.
func checkPair(t *testing.T, a, b *name.Token) {
	t.Helper()
	sim, back := name.Similarity(a, b), name.Similarity(b, a)
	switch {
	case sim != back:
		t.Fatalf("Similarity(%+v, %+v) = %v, the other way round %v", *a, *b, sim, back)
	case sim != 0 && (sim < 0.5 || sim > 1):
		t.Fatalf("Similarity(%+v, %+v) = %v", *a, *b, sim)
	case (sim == 1) != (a.Text == b.Text) && exactOnly(a.Kind) == exactOnly(b.Kind):
		t.Fatalf("Similarity(%+v, %+v) = %v", *a, *b, sim)
	}
	if sim > 0 && a.Kind != name.Initial && b.Kind != name.Initial && !meet(name.Keys(nil, a), name.Keys(nil, b)) {
		t.Fatalf("Similarity(%+v, %+v) = %v, but they share no key", *a, *b, sim)
	}
	if s := name.JoinedSimilarity(a, b); s != name.JoinedSimilarity(b, a) || s < 0 || s > 1 {
		t.Fatalf("JoinedSimilarity(%q, %q) = %v", a.Text, b.Text, s)
	} else if s > 0 && !meet(name.JoinedKeys(nil, a), name.JoinedKeys(nil, b)) {
		t.Fatalf("JoinedSimilarity(%q, %q) = %v, but they share no key", a.Text, b.Text, s)
	} else if s > 0 && name.CanJoin(a) && !meet(name.Keys(nil, a), name.JoinedKeys(nil, b)) {
		t.Fatalf("JoinedSimilarity(%q, %q) = %v, but the keys of the first and the joined keys of the second do not meet", a.Text, b.Text, s)
	}
}

func exactOnly(k name.Kind) bool { return k == name.Legal || k == name.Number }

// words returns all words over letters of the given lengths.
func words(letters string, from, to int) []string {
	var out []string
	level := []string{""}
	for n := 1; n <= to; n++ {
		var next []string
		for _, w := range level {
			for _, c := range letters {
				next = append(next, w+string(c))
			}
		}
		if level = next; n >= from {
			out = append(out, level...)
		}
	}
	return out
}

// TestAlikeTokensShareKeys holds decision 0002 over every pair of words of small
// alphabets: whatever is alike shares a key.
func TestAlikeTokensShareKeys(t *testing.T) {
	alphabets := []struct {
		letters  string
		from, to int
	}{
		{"ash", 1, 4}, {"tch", 1, 4}, {"kso", 1, 4}, {"yie", 1, 3}, {"a1", 1, 5}, {"ab", 1, 5}, {"ab", 6, 6}, {"ab", 7, 7},
	}
	for _, al := range alphabets {
		if testing.Short() && al.to > 5 {
			continue
		}
		all := words(al.letters, al.from, al.to)
		for _, vowels := range [][2]bool{{true, true}, {true, false}, {false, false}} {
			for _, x := range all {
				a := name.Token{Text: x, Vowels: vowels[0]}
				for _, y := range all {
					checkPair(t, &a, &name.Token{Text: y, Vowels: vowels[1]})
				}
			}
		}
	}
	// Across lengths around the steps of the edit limit.
	for _, lens := range [][2]int{{2, 3}, {6, 7}, {6, 8}, {7, 8}} {
		short, long := words("ab", lens[0], lens[0]), words("ab", lens[1], lens[1])
		for _, x := range short {
			for _, y := range long {
				checkPair(t, &name.Token{Text: x, Vowels: true}, &name.Token{Text: y, Vowels: true})
			}
		}
	}
}

// TestAllKindsAndAlternatives goes through the combinations of kinds, vowels and
// alternatives on words chosen to be alike in every way there is.
func TestAllKindsAndAlternatives(t *testing.T) {
	texts := []string{"y", "and", "e", "wa", "o", "lee", "li", "ri", "i", "yi", "mohammed", "muhammad", "mhmd", "44", "4", "vladimir", "wladimir", "volodymyr", "ivan", "vanya", "john", "khdr", "llc", "na"}
	alts := [][]string{nil, {"lee", "ri"}, {"y"}, {"mohamad"}, {"44"}, {"vladimer", "x"}}
	var tokens []name.Token
	for _, s := range texts {
		for _, a := range alts {
			for _, k := range []name.Kind{name.Word, name.Number, name.Initial, name.Particle, name.Legal} {
				for _, v := range []bool{true, false} {
					if k == name.Initial && len(s) != 1 || exactOnly(k) && a != nil {
						continue
					}
					tokens = append(tokens, name.Token{Text: s, Alts: a, Kind: k, Vowels: v})
				}
			}
		}
	}
	for i := range tokens {
		for j := range tokens[:i+1] {
			checkPair(t, &tokens[i], &tokens[j])
		}
	}
}

// TestEditedNamesShareKeys edits real names at random.
func TestEditedNamesShareKeys(t *testing.T) {
	var real []name.Token
	for _, s := range []string{"Mohammed Hussein Abdulrahman al-Zawahiri", "Владимир Шереметьев Хрущёв Щербаков", "Khodorkovsky Tchaikovsky Zhirinovskiy Schwarzenegger",
		"عبد الرحمن حسين الشهرستاني", "בנימין נתניהו", "김정은 이재용 박성철", "吕布 习近平", "Παπαδόπουλος", "ウラジーミル", "Nguyễn Thị Phượng", "Aleksandr Yevgeny Sergey Ivan Olga",
		"Rosoboronexport Uralvagonzavod Sovcomflot", "Bo Li Wu Xu"} {
		real = append(real, name.Parse(s, name.ClassPerson).Tokens...)
	}
	r := rand.New(rand.NewPCG(7, 7))
	edit := func(s string) string {
		b := []byte(s)
		for range 1 + r.IntN(3) {
			i := r.IntN(len(b))
			switch r.IntN(5) {
			case 0:
				if len(b) > 1 {
					b = append(b[:i], b[i+1:]...)
				}
			case 1:
				b = slices.Insert(b, i, byte('a'+r.IntN(26)))
			case 2:
				b[i] = byte('a' + r.IntN(26))
			case 3:
				if i > 0 {
					b[i], b[i-1] = b[i-1], b[i]
				}
			case 4:
				b = slices.Insert(b, i, b[i])
			}
		}
		return string(b)
	}
	n := 60_000
	if testing.Short() {
		n = 6_000
	}
	for range n {
		a := real[r.IntN(len(real))]
		b := a
		if r.IntN(8) == 0 {
			b = real[r.IntN(len(real))]
		}
		b.Text, b.Vowels = edit(b.Text), r.IntN(4) > 0
		switch r.IntN(3) {
		case 0:
			b.Alts = nil
		case 1:
			b.Alts = []string{edit(a.Text)}
		}
		checkPair(t, &a, &b)
	}
}

func FuzzAlikeTokensShareKeys(f *testing.F) {
	f.Add("mohammed", "muhammad", "", true, false)
	f.Add("shchukin", "schukin", "lee", true, true)
	f.Fuzz(func(t *testing.T, x, y, alt string, v1, v2 bool) {
		plain := func(s string) string {
			b := []byte(s)
			for i, c := range b {
				b[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[c%36]
			}
			return string(b)
		}
		if x = plain(x); x == "" {
			x = "x"
		}
		if y = plain(y); y == "" {
			y = "y"
		}
		a, b := name.Token{Text: x, Vowels: v1}, name.Token{Text: y, Vowels: v2}
		if alt != "" {
			b.Alts = []string{plain(alt)}
		}
		checkPair(t, &a, &b)
	})
}

func TestSkeleton(t *testing.T) {
	same := [][]string{
		{"zelensky", "zelenskyi", "zelenskiy"},
		{"mohammed", "muhammad", "mohamad", "muhamed"},
		{"qaddafi", "gaddafi", "kadafi", "qadafi"},
		{"khodorkovsky", "hodorkovski"},
		{"tchaikovsky", "chaykovskiy"},
		{"alexander", "aleksander"},
		{"yusuf", "yousef"},
	}
	for _, group := range same {
		want := string(name.Skeleton(nil, group[0]))
		for _, s := range group {
			if got := string(name.Skeleton(nil, s)); got != want {
				t.Errorf("Skeleton(%q) = %s, of %q it is %s", s, got, group[0], want)
			}
		}
	}
	for _, w := range append(words("aschtzkd", 1, 4), "", "x", "44", "b2b", strings.Repeat("sch", 300)) {
		got := string(name.Skeleton([]byte("#"), w))
		if got[0] != '#' {
			t.Fatalf("Skeleton(%q) overwrote its buffer", w)
		}
		if rest := strings.Trim(got[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"); rest != "" {
			t.Fatalf("Skeleton(%q) = %q", w, got)
		}
		if w != "" && len(got) > 1+len(w)*2 {
			t.Fatalf("Skeleton(%q) = %q is longer than twice the word", w, got)
		}
	}
}

// TestAcrossScripts: tokens of one name in two scripts are alike.
func TestAcrossScripts(t *testing.T) {
	for _, p := range [][2]string{
		{"محمد", "Mohammed"}, {"محمود", "Mahmoud"}, {"الرحمن", "Rahman"}, {"أحمد", "Ahmed"}, {"حسين", "Hussein"}, {"تهران", "Tehran"}, {"زهرا", "Zahra"}, {"سهراب", "Sohrab"},
		{"فرهاد", "Farhad"}, {"برهان", "Burhan"}, {"مهدی", "Mehdi"}, {"رضا", "Reza"}, {"رضا", "Rida"}, {"جمال", "Gamal"}, {"جمال", "Jamal"}, {"قاسم", "Ghasem"}, {"وليد", "Walid"}, {"یوسف", "Yousef"},
		{"דוד", "David"}, {"אברהם", "Avraham"}, {"נתניהו", "Netanyahu"}, {"סובורוב", "Suvorov"}, {"יוסף", "Yosef"},
		{"Τσίπρας", "Tsipras"}, {"Ντόρα", "Dora"}, {"Ομήρου", "Omirou"}, {"Хрущёв", "Khrushchev"}, {"Жириновский", "Zhirinovsky"}, {"Олексій", "Aleksei"}, {"Лукашэнка", "Lukashenko"}, {"Қасым", "Kassym"},
		{"नरेन्द्र", "Narendra"}, {"মুজিবুর", "Mujibur"}, {"ทักษิณ", "Thaksin"}, {"ประยุทธ์", "Prayuth"}, {"አህመድ", "Ahmed"}, {"መለስ", "Meles"}, {"Սարգսյան", "Sargsyan"}, {"სააკაშვილი", "Saakashvili"}, {"トランプ", "Toranpu"}, {"김", "Kim"}, {"이", "Lee"}, {"吕", "Lyu"}, {"吕", "Lu"},
	} {
		a, b := name.Parse(p[0], name.ClassPerson).Tokens, name.Parse(p[1], name.ClassPerson).Tokens
		if s := name.Similarity(&a[len(a)-1], &b[0]); s == 0 {
			t.Errorf("%s (%s %v) and %s are not alike", p[0], a[len(a)-1].Text, a[len(a)-1].Alts, p[1])
		}
	}
}

func TestSimilarityOrder(t *testing.T) {
	word := func(s string) *name.Token { return &name.Token{Text: s, Vowels: true} }
	sim := func(a, b string) float32 { return name.Similarity(word(a), word(b)) }
	// Each pair is at least as alike as the next one.
	pairs := [][2]string{
		{"putin", "putin"}, {"zelensky", "zelenskyy"}, {"mohammed", "muhammad"}, {"karim", "karem"}, {"putin", "poutin"}, {"ivan", "vanya"}, {"putin", "rutin"}, {"ali", "abu"},
	}
	for i := 1; i < len(pairs); i++ {
		a, b := sim(pairs[i-1][0], pairs[i-1][1]), sim(pairs[i][0], pairs[i][1])
		if a < b {
			t.Errorf("%v are less alike (%v) than %v (%v)", pairs[i-1], a, pairs[i], b)
		}
	}
	for _, p := range [][2]string{{"ali", "eva"}, {"li", "wu"}, {"hassan", "karim"}, {"ab", "ac"}, {"vladimir", "mohammed"}} {
		if s := sim(p[0], p[1]); s != 0 {
			t.Errorf("%v are alike: %v", p, s)
		}
	}
	initial := &name.Token{Text: "v", Kind: name.Initial, Vowels: true}
	if s := name.Similarity(initial, word("vladimir")); s <= 0.5 || s >= 1 {
		t.Errorf("an initial and its name: %v", s)
	}
	if s := name.Similarity(initial, word("sergey")); s != 0 {
		t.Errorf("an initial and another name: %v", s)
	}
}
