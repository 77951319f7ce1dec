package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
)

var update = flag.Bool("update", false, "write the expected files anew")

// testEntities returns entities of every kind: several names, weak ones, no
// names at all, several scripts, dates, identifiers.
func testEntities(t testing.TB) []*entity.Entity {
	t.Helper()
	date := func(s string) entity.DatedFact {
		d, err := entity.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return entity.DatedFact{Kind: entity.DateBirth, Date: d}
	}
	names := func(full ...string) []entity.Name {
		var out []entity.Name
		for _, f := range full {
			out = append(out, entity.Name{Full: strings.TrimPrefix(f, "?"), Weak: f[0] == '?'})
		}
		return out
	}
	return []*entity.Entity{
		{ID: "1", List: "a", Schema: entity.Person, Names: names("Vladimir Vladimirovich PUTIN", "Владимир Путин", "PUTIN, Vladimir Vladimirovich", "?Vova", "Vladimir Vladimirovich Putin"),
			Dates: []entity.DatedFact{date("1952-10-07"), date("1950/1955"), date("1952~")}, Countries: []entity.CountryFact{{Code: "ru"}, {Code: "suhh"}}, Gender: entity.Male, Topics: []string{"sanction"}},
		{ID: "2", List: "a", Schema: entity.Company, Names: names("ПАО Сбербанк", "Sberbank of Russia"), Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "7707083893"}, {Type: entity.IDBIC, Value: "SABRRUMM"}}},
		{ID: "nameless", List: "b", Schema: entity.CryptoWallet, Identifiers: []entity.Identifier{{Type: entity.IDWallet, Value: "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"}}},
		{ID: "unreadable", List: "b", Schema: entity.Person, Names: names("???")},
		{ID: "3", List: "b", Schema: entity.Person, Names: names("김정은", "Kim Jong Un", "习近平", "J. R. Ewing", "عبد الرحمن")},
		{ID: "4", List: "c", Schema: entity.Vessel, Names: names("Galaxy Star 5", "Patr ushev")},
		{ID: "5", List: "c", Schema: entity.Organization, Names: names("OOO")},
	}
}

func build(t testing.TB, entities []*entity.Entity) *Index {
	t.Helper()
	b := NewBuilder()
	for _, e := range entities {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.Freeze()
}

// bytesOf returns the index as a file.
func bytesOf(t testing.TB, x *Index) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.index")
	if err := x.Save(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// found lists what a search hands out, in order of names.
func found(s *Searcher, q string, class name.Class, filter *Filter) []string {
	n := name.Parse(q, class)
	weights := make([]float32, len(n.Tokens))
	for i := range weights {
		weights[i] = 1
	}
	var out []string
	s.Search(&Query{Name: &n, Weights: weights, MaxLeft: 3, Filter: filter}, func(c *Candidate) {
		list, id := s.x.ID(c.Entity)
		pairs := slices.Clone(c.Pairs)
		slices.SortFunc(pairs, func(a, b name.Pair) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		out = append(out, fmt.Sprintf("%s/%s %q weak=%v comma=%v legal=%d %v", list, id, s.x.NameText(c.Name), c.Weak, c.Comma, c.Legal, pairs))
	})
	slices.Sort(out)
	return out
}

var queries = []string{"Vladimir Putin", "Putin, V.", "Wladimir Putin", "Vova", "Sberbank", "Сбербанк", "Kim Jong-un", "Xi Jinping", "Abdul Rahman", "abd al rahman", "Galaxy Star 5", "Galaxystar", "Patrushev", "OOO", "E. Jones", "nobody at all"}

// dump writes down everything an index says.
func dump(t testing.TB, x *Index) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", x.Meta)
	for e := range uint32(x.Len()) {
		var f entity.Facts
		x.Facts(e, &f)
		sum, err := x.Summary(e)
		if err != nil {
			t.Fatal(err)
		}
		list, id := x.ID(e)
		fmt.Fprintf(&b, "%s %s %s %+v %+v %+v\n", list, id, x.Schema(e), f, x.IDs(nil, e), sum)
		from, to := x.Names(e)
		for n := from; n < to; n++ {
			if x.EntityOf(n) != e {
				t.Fatalf("name %d is of entity %d, not %d", n, x.EntityOf(n), e)
			}
			fmt.Fprintf(&b, "  %q weak=%v\n", x.NameText(n), x.Weak(n))
		}
	}
	s := x.NewSearcher()
	for _, q := range queries {
		fmt.Fprintf(&b, "%s: %v\n", q, found(s, q, name.ClassAny, nil))
	}
	for _, id := range []entity.IDKey{{Type: entity.IDINN, Key: "7707083893"}, {Type: entity.IDTax, Key: "7707083893"}, {Type: entity.IDBIC, Key: "SABRRUMM011"}, {Type: entity.IDINN, Key: "1"}} {
		x.FindID(id, func(e uint32) { fmt.Fprintf(&b, "%v: %d\n", id, e) })
	}
	return b.String()
}

func TestSaveAndOpen(t *testing.T) {
	x := build(t, testEntities(t))
	x.Meta.Snapshot, x.Meta.Build = "snapshot", "build"
	path := filepath.Join(t.TempDir(), "x.index")
	if err := x.Save(path); err != nil {
		t.Fatal(err)
	}
	y, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want, got := dump(t, x), dump(t, y)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("in memory and mapped (-memory +mapped):\n%s", diff)
	}
	for _, must := range []string{`"Vova" weak=true`, "b nameless CryptoWallet", "1950/1955", "ru suhh", "Galaxystar: [c/4", "{bic SABRRUMM011}: 1", "Snapshot:snapshot"} {
		if !strings.Contains(want, must) {
			t.Errorf("the dump lacks %q:\n%s", must, want)
		}
	}
	if err := y.Close(); err != nil {
		t.Error(err)
	}
	if err := y.Close(); err != nil {
		t.Error("closing twice:", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".index-*")); len(left) != 0 {
		t.Errorf("temporary files left: %v", left)
	}
	// Saving over an open file leaves the reader its old one.
	z, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := build(t, nil).Save(path); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, z); got != want {
		t.Error("an open index changed when its file was replaced")
	}
	z.Close()
}

func TestSaveFails(t *testing.T) {
	if err := build(t, nil).Save(filepath.Join(t.TempDir(), "no", "such", "folder")); err == nil {
		t.Error("saved into a folder that does not exist")
	}
	if _, err := Open(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, os.ErrNotExist) || errors.Is(err, ErrFormat) {
		t.Errorf("opening a missing file: %v", err)
	}
}

func TestNames(t *testing.T) {
	x := build(t, testEntities(t))
	texts := func(e uint32) (out []string) {
		from, to := x.Names(e)
		for n := from; n < to; n++ {
			out = append(out, x.NameText(n))
		}
		return out
	}
	// Names that come out equal are kept once, one that tells the family name beside.
	if diff := cmp.Diff([]string{"Vladimir Vladimirovich PUTIN", "Владимир Путин", "PUTIN, Vladimir Vladimirovich", "Vova"}, texts(0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, e := range []uint32{2, 3} {
		if got := texts(e); len(got) != 0 {
			t.Errorf("entity %d has names %q", e, got)
		}
	}
	weakThenGood := &entity.Entity{ID: "w", List: "a", Schema: entity.Person, Names: []entity.Name{{Full: "Abu Ali", Weak: true}, {Full: "ABU ALI"}}}
	if y := build(t, []*entity.Entity{weakThenGood}); y.Meta.Names != 1 || y.Weak(0) {
		t.Errorf("a name that is weak and good: %d names, weak %v", y.Meta.Names, y.Weak(0))
	}
}

func TestSearch(t *testing.T) {
	x := build(t, testEntities(t))
	s := x.NewSearcher()
	for q, want := range map[string]string{"Wladimir Putin": "a/1", "Сбербанк": "a/2", "Kim Jong-un": "b/3", "J. Ewing": "b/3", "Galaxystar 5": "c/4", "Patrushev": "c/4", "OOO": "c/5"} {
		if got := found(s, q, name.ClassAny, nil); !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, want+" ") }) {
			t.Errorf("%q: %v, want %s", q, got, want)
		}
	}
	if got := found(s, "Vladimir Putin", name.ClassAny, x.NewFilter("", "b")); len(got) != 0 {
		t.Errorf("found on another list: %v", got)
	}
	if got := found(s, "Vladimir Putin", name.ClassAny, x.NewFilter(entity.Vessel)); len(got) != 0 {
		t.Errorf("found as a vessel: %v", got)
	}
	if got := found(s, "Xavier Quux", name.ClassPerson, nil); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	// The counter of visits may run over.
	want := found(s, "Vladimir Putin", name.ClassAny, nil)
	s.epoch = ^uint32(0)
	if got := found(s, "Vladimir Putin", name.ClassAny, nil); !slices.Equal(got, want) || s.epoch != 1 {
		t.Errorf("after the counter ran over: %v, want %v", got, want)
	}
	if r := x.Rarity("vladimir"); r <= 0 || r >= 1 {
		t.Errorf("rarity of a listed word: %v", r)
	}
	if r := x.Rarity("unseen"); r != 1 {
		t.Errorf("rarity of an unseen word: %v", r)
	}
}

func TestEmptyIndex(t *testing.T) {
	for what, entities := range map[string][]*entity.Entity{"no entity": nil, "no name": {{ID: "1", List: "a", Schema: entity.Person}}} {
		x, err := read(bytesOf(t, build(t, entities)))
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		s := x.NewSearcher()
		for _, q := range append(queries, "", "...") {
			if got := found(s, q, name.ClassAny, x.NewFilter("")); len(got) != 0 {
				t.Errorf("%s: found %v", what, got)
			}
		}
		x.FindID(entity.IDKey{Type: entity.IDINN, Key: "7707083893"}, func(uint32) { t.Errorf("%s: found an identifier", what) })
		if x.Len() != len(entities) || x.Rarity("x") != 1 {
			t.Errorf("%s: %d entities", what, x.Len())
		}
	}
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	a, b := bytesOf(t, build(t, testEntities(t))), bytesOf(t, build(t, testEntities(t)))
	if !bytes.Equal(a, b) {
		t.Error("two builds of the same entities differ")
	}
}

func TestTooManyLists(t *testing.T) {
	b := NewBuilder()
	for i := range 300 {
		err := b.Add(&entity.Entity{ID: "1", List: fmt.Sprint("list", i), Schema: entity.Person, Names: []entity.Name{{Full: "Abu Ali"}}})
		if (err != nil) != (i >= 255) {
			t.Fatalf("list %d: %v", i, err)
		}
	}
	x := b.Freeze()
	if x.Len() != 255 || x.check() != nil {
		t.Errorf("%d entities: %v", x.Len(), x.check())
	}
}

// seal sets the checksum of a changed file right.
func seal(b []byte) []byte {
	binary.LittleEndian.PutUint32(b[24:], crc32.Checksum(b[headerSize:], castagnoli))
	return b
}

func TestOpenRefuses(t *testing.T) {
	good := bytesOf(t, build(t, testEntities(t)))
	change := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	put32 := func(at int, v uint32) []byte {
		return change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[at:], v); return b })
	}
	table := func(section, at int, v uint64) []byte {
		return change(func(b []byte) []byte {
			binary.LittleEndian.PutUint64(b[headerSize+16*section+at:], v)
			return seal(b)
		})
	}
	files := map[string][]byte{
		"empty":                      {},
		"one byte":                   good[:1],
		"header only":                good[:headerSize],
		"last byte missing":          good[:len(good)-1],
		"a byte too many":            append(bytes.Clone(good), 0),
		"another magic":              put32(0, 0x12345678),
		"another version":            put32(8, FormatVersion+1),
		"another number of sections": put32(12, 7),
		"another size":               put32(16, uint32(len(good)+8)),
		"another checksum":           put32(24, 1),
		"text":                       []byte(strings.Repeat("no index at all ", 100)),
		"a section past the end":     table(0, 8, uint64(len(good))),
		"an offset past the end":     table(3, 0, 1<<60),
		"an odd offset":              table(3, 0, 41),
		"a length not in words":      table(1, 8, 7),
		"a section of another": change(func(b []byte) []byte {
			copy(b[headerSize+16*7:headerSize+16*8], b[headerSize:headerSize+16])
			return seal(b)
		}),
		"no metadata": table(42, 8, 0),
	}
	for what, b := range files {
		t.Run(what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.index")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			x, err := Open(path)
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%v, index %v", err, x)
			}
		})
	}
}

// use runs everything that reads the arrays.
func use(x *Index) {
	s := x.NewSearcher()
	for _, q := range queries {
		found(s, q, name.ClassAny, x.NewFilter("", "a"))
		x.Rarity(q)
	}
	var f entity.Facts
	for e := range uint32(x.Len()) {
		x.Facts(e, &f)
		x.IDs(nil, e)
		x.ID(e)
		x.Schema(e)
		x.Summary(e) // damaged JSON is an error
		for n, to := x.Names(e); n < to; n++ {
			x.NameText(n)
			x.Weak(n)
		}
	}
	x.FindID(entity.IDKey{Type: entity.IDINN, Key: "7707083893"}, func(uint32) {})
}

// TestDamage flips bytes: with the checksum left alone every file is refused;
// with the checksum set right as by a forger, a file is refused or harmless.
func TestDamage(t *testing.T) {
	good := bytesOf(t, build(t, testEntities(t)))
	r := rand.New(rand.NewPCG(5, 5))
	n := 20_000
	if testing.Short() {
		n = 2_000
	}
	refused := 0
	for range n {
		b := bytes.Clone(good)
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
		}
		if _, err := read(b); !errors.Is(err, ErrFormat) && !bytes.Equal(b[28:32], good[28:32]) {
			continue // only the unused bytes of the header were hit
		} else if !errors.Is(err, ErrFormat) && !bytes.Equal(b, good) {
			t.Fatalf("a damaged file was read: %v", err)
		}
		x, err := read(seal(b))
		switch {
		case err == nil:
			use(x)
		case errors.Is(err, ErrFormat):
			refused++
		default:
			t.Fatal(err)
		}
	}
	if refused < n/10 {
		t.Errorf("only %d of %d forged files were refused", refused, n)
	}
}

func FuzzRead(f *testing.F) {
	good := bytesOf(f, build(f, testEntities(f)))
	f.Add(good, false)
	f.Add(bytesOf(f, build(f, nil)), true)
	f.Add([]byte(magic), false)
	f.Fuzz(func(t *testing.T, b []byte, sealed bool) {
		if sealed && len(b) >= headerSize {
			b = bytes.Clone(b)
			copy(b, magic)
			binary.LittleEndian.PutUint32(b[8:], FormatVersion)
			binary.LittleEndian.PutUint64(b[16:], uint64(len(b)))
			seal(b)
		}
		x, err := read(b)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%v", err)
			}
			return
		}
		use(x)
	})
}

// TestOldFormat opens a file of each format number that is kept, as readers must
// refuse or read it in future: format 1 is the present one.
func TestOldFormat(t *testing.T) {
	file := filepath.Join("testdata", fmt.Sprintf("format%d.index", FormatVersion))
	if *update {
		if err := build(t, testEntities(t)[:2]).Save(file); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("testdata/format*.index")
	if err != nil || !slices.Contains(files, file) {
		t.Fatalf("%v: the file of the present format is missing (%v)", files, err)
	}
	for _, f := range files {
		x, err := Open(f)
		if f != file {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%s: %v", f, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := found(x.NewSearcher(), "Vladimir Putin", name.ClassPerson, nil); len(got) != 3 {
			t.Errorf("%s: found %v", f, got)
		}
		x.Close()
	}
}

func TestManySearchers(t *testing.T) {
	x, err := read(bytesOf(t, build(t, testEntities(t))))
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string][]string)
	for _, q := range queries {
		want[q] = found(x.NewSearcher(), q, name.ClassAny, nil)
	}
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			s := x.NewSearcher()
			r := rand.New(rand.NewPCG(9, uint64(g)))
			for range 100 {
				q := queries[r.IntN(len(queries))]
				if got := found(s, q, name.ClassAny, nil); !slices.Equal(got, want[q]) {
					t.Errorf("%s: %v, want %v", q, got, want[q])
				}
			}
		})
	}
	wg.Wait()
}
