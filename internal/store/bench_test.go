package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// generate makes n entities with about the size and shape of OFAC's: names with
// parts, aliases, identifiers, addresses, a listing, remarks. version changes
// every entity whose number it divides.
func generate(n, version int) []*entity.Entity {
	r := rand.New(rand.NewPCG(11, 12))
	word := func() string {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString([]string{"ka", "ro", "mi", "stan", "ev", "al", "had", "zo", "pet", "ina", "shch", "ur", "kin", "ov", "bas", "yr"}[r.IntN(16)])
		}
		return strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	out := make([]*entity.Entity, n)
	for i := range out {
		family, given := word(), word()
		e := &entity.Entity{ID: fmt.Sprint(10000 + i), List: "us_ofac_sdn", Schema: entity.Person, Gender: entity.Male, Topics: []string{"sanction"}}
		e.Names = []entity.Name{{Full: strings.ToUpper(family) + ", " + given, Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: family}, {Kind: entity.PartGiven, Value: given}}}}
		for range r.IntN(4) {
			e.Names = append(e.Names, entity.Name{Full: word() + " " + word(), Kind: entity.NameAlias, Weak: r.IntN(5) == 0})
		}
		e.Identifiers = []entity.Identifier{{Type: entity.IDPassport, Value: fmt.Sprint(r.IntN(1e9)), Country: "ru", Label: "Passport"}, {Type: entity.IDINN, Value: fmt.Sprint(1e11 + r.Int64N(1e11)), Country: "ru", Label: "Tax ID No."}}
		e.Dates = []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))}}
		e.Countries = []entity.CountryFact{{Role: entity.CountryNationality, Code: "ru"}}
		e.Addresses = []entity.Address{{Street: fmt.Sprint(r.IntN(200), " ", word(), " Street"), City: word(), PostalCode: fmt.Sprint(100000 + r.IntN(99999)), Country: "ru"}}
		e.Listings = []entity.Listing{{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Measures: []string{"Block"}, Effective: entity.NewDate(2022, 1+r.IntN(12), 1+r.IntN(28))}}
		e.Notes = []entity.Note{{Kind: "remarks", Text: "Linked To: " + word() + " " + word() + "; " + word() + " of the board of " + word()}}
		if version > 0 && i%version == 0 {
			e.Notes = append(e.Notes, entity.Note{Kind: "remarks", Text: fmt.Sprint("amended, version ", version)})
		}
		out[i] = e
	}
	return out
}

// rawOf writes entities as the lines of an official file and gives each its
// place in it.
func rawOf(es []*entity.Entity, header string) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, header)
	for i, e := range es {
		e.Origin.Fragments = nil
		j, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		e.Origin.Fragments = []entity.Fragment{{File: "list.jsonl", Line: i + 2, Offset: int64(b.Len()), Length: int64(len(j))}}
		b.Write(j)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func commitEntities(tb testing.TB, s *Store, raw []byte, es []*entity.Entity) Edition {
	tb.Helper()
	e, err := s.Commit(tb.Context(), Draft{List: "us_ofac_sdn", Kind: Official, Build: "bench", Files: []DraftFile{bytesFile("list.jsonl", raw)}},
		func(_ *Edition, put func(*entity.Entity) error) (Outcome, error) {
			for _, e := range es {
				if err := put(e); err != nil {
					return Outcome{}, err
				}
			}
			return Outcome{Report: &list.Report{Records: len(es), Accepted: len(es)}}, nil
		})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// How long does the first edition of 20,000 entities take, raw file included?
func BenchmarkFirstEdition20000(b *testing.B) {
	es := generate(20_000, 0)
	raw := rawOf(es, "first")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		b.StopTimer()
		s := open(b, b.TempDir(), nil)
		b.StartTimer()
		commitEntities(b, s, raw, es)
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
}

// How long does the next one take, of which one record in a hundred changed?
func BenchmarkNextEdition20000(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	es := generate(20_000, 0)
	commitEntities(b, s, rawOf(es, "first"), es)
	n := 0
	for b.Loop() {
		b.StopTimer()
		n++
		es := generate(20_000, 100+n)
		raw := rawOf(es, fmt.Sprint("next ", n))
		b.StartTimer()
		commitEntities(b, s, raw, es)
	}
}

// How fast are entities read back?
func BenchmarkEntities20000(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	es := generate(20_000, 0)
	e := commitEntities(b, s, rawOf(es, "first"), es)
	n := 0
	for b.Loop() {
		if err := s.Entities(b.Context(), []Edition{e}, func(*entity.Entity) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "entities/s")
}

// How long does it take to find one entity, with its place in the file?
func BenchmarkOneEntity(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	es := generate(20_000, 0)
	e := commitEntities(b, s, rawOf(es, "first"), es)
	for b.Loop() {
		if _, err := s.Entity(b.Context(), "us_ofac_sdn", "21234", e.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// How long does it take to cut a record's original out of the raw file?
func BenchmarkFragment(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	es := generate(20_000, 0)
	e := commitEntities(b, s, rawOf(es, "first"), es)
	for b.Loop() {
		if _, err := s.Fragment(b.Context(), e.ID, es[12_345].Origin.Fragments[0]); err != nil {
			b.Fatal(err)
		}
	}
}

// How many decisions a second can be written in bulk?
func BenchmarkDecisionWriter(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	w := s.NewDecisionWriter(b.Context(), WriterOptions{})
	d := sampleDecision(t0, 1)
	n := 0
	for b.Loop() {
		n++
		d.ID, d.Time = "", t0.Add(time.Duration(n)*time.Microsecond)
		if _, err := w.Write(d); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}

// How long does one durable decision take?
func BenchmarkRecordDecision(b *testing.B) {
	s := open(b, b.TempDir(), nil)
	for b.Loop() {
		if _, err := s.RecordDecision(b.Context(), sampleDecision(t0, 1)); err != nil {
			b.Fatal(err)
		}
	}
}

// What does opening cost?
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	open(b, dir, nil).Close()
	for b.Loop() {
		s, err := Open(b.Context(), dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// TestThirtyDays commits a list of 5,000 entities on thirty days, one record
// in two hundred changing each day: an edition must cost what changed, not what
// there is.
func TestThirtyDays(t *testing.T) {
	if testing.Short() {
		t.Skip("thirty editions")
	}
	const n = 5000
	dir := t.TempDir()
	c := &clock{t0}
	s := open(t, dir, c.now)
	var first, rawFirst int64
	for day := range 30 {
		c.step(24 * time.Hour)
		es := generate(n, 0)
		for i := range es {
			if i%200 < day { // since day i%200 changed
				es[i].Notes[0].Text += fmt.Sprint(" amended on day ", i%200+1)
			}
		}
		e := commitEntities(t, s, rawOf(es, fmt.Sprint("day ", day)), es)
		if day > 0 && e.Changes != (Changes{Changed: n / 200, Unchanged: n - n/200}) {
			t.Fatalf("day %d: changes %+v", day, e.Changes)
		}
		if day == 0 {
			s.Close()
			first, rawFirst = size(t, filepath.Join(dir, "interdict.db")), size(t, filepath.Join(dir, "raw"))
			s = open(t, dir, c.now)
		}
	}
	s.Close()
	db, raw := size(t, filepath.Join(dir, "interdict.db")), size(t, filepath.Join(dir, "raw"))
	t.Logf("database: %d kB after the first day, %d kB a day more; raw files: %d kB, %d kB a day more", first>>10, (db-first)/29>>10, rawFirst>>10, (raw-rawFirst)/29>>10)
	if daily := (db - first) / 29; daily > first/20 {
		t.Errorf("the database grows by %d bytes a day, more than a twentieth of the first edition's %d", daily, first)
	}
}

func size(t *testing.T, path string) (n int64) {
	t.Helper()
	err := filepath.Walk(path, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
