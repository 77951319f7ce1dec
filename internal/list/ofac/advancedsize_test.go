package ofac

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// realisticParty makes the i-th of many parties. In proportion they are like
// those of the SDN list: 41 % persons with names in two scripts, aliases, birth
// data and a passport; 48 % entities with two addresses, numbers and an owner;
// 8 % vessels; 3 % aircraft. About one in ten stands on a second list.
func realisticParty(i int) genParty {
	uid := 100_000 + i
	family, given := fmt.Sprintf("FAMILYNAME%d", i%4093), fmt.Sprintf("Given%d", i%1021)
	address := func(n int) *genPlace {
		return &genPlace{country: russia, parts: []string{fmt.Sprintf("1451=%d, building %d, Example Street", i%311, n),
			fmt.Sprintf("1452=Office %d", i%977), "1454=Nizhniy Novgorod", "1455=Nizhegorodskaya Oblast", fmt.Sprintf("1456=%06d", i%900_000)}}
	}
	day := fmt.Sprintf("%d-%d-%d", 1940+i%60, 1+i%12, 1+i%28)
	g := genParty{uid: uid}
	switch k := i % 100; {
	case k < 41:
		g.subtype = 4
		g.names = []genName{
			{parts: []string{"1520=" + family, "1521=" + given, "1522=Middlename"}},
			{script: 220, intoPrevious: true, parts: []string{fmt.Sprintf("1520=ФАМИЛИЯ%d", i%4093), "1521=Имя", "1522=Отчество"}},
			{alias: 1400, parts: []string{"1520=" + family + "OV", "1521=" + given}},
			{alias: 1400, parts: []string{"1520=" + family + "OFF", "1521=" + given, "1522=Middle"}},
			{alias: 1400, low: true, parts: []string{"1520=ABU " + family}},
		}
		g.features = []genFeature{{kind: 8, dates: []string{day, day, day, day}}, {kind: 9, text: "Example City, Example Oblast, Russia"},
			{kind: 10, place: &genPlace{country: russia}}, {kind: 224, ref: 91526}, {kind: 25, place: address(1)}, {kind: 504, ref: 91473}}
		g.docs = []genDoc{{kind: 1571, country: russia, number: fmt.Sprintf("%09d", i), issued: "2014-03-02", expires: "2024-03-01"}}
		if i > 0 && i%2 == 0 {
			g.links = []genLink{{to: uid - 1, kind: 91725}}
		}
	case k < 89:
		g.subtype = 3
		g.names = []genName{{parts: []string{fmt.Sprintf("1525=LIMITED LIABILITY COMPANY EXAMPLE HOLDING NUMBER %d", i)}},
			{script: 220, intoPrevious: true, parts: []string{fmt.Sprintf("1525=ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ ПРИМЕР %d", i)}},
			{alias: 1400, parts: []string{fmt.Sprintf("1525=EXAMPLE %d LLC", i)}}, {alias: 1401, parts: []string{fmt.Sprintf("1525=OOO EXAMPLE %d", i)}}}
		g.features = []genFeature{{kind: 25, place: address(1)}, {kind: 25, place: address(2)}, {kind: 646, dates: []string{day, day, day, day}},
			{kind: 14, text: fmt.Sprintf("www.example%d.org", i)}, {kind: 504, ref: 91473}, {kind: 826, ref: 92036}}
		g.docs = []genDoc{{kind: 1596, country: russia, number: fmt.Sprintf("77%08d", i)}, {kind: 1585, country: russia, number: fmt.Sprintf("10277%08d", i)}}
		if i > 0 {
			g.links = []genLink{{to: uid - 1, kind: 15003}}
		}
	case k < 97:
		g.subtype = 1
		g.names = []genName{{parts: []string{fmt.Sprintf("1526=SHIP %d", i)}}, {alias: 1401, parts: []string{fmt.Sprintf("1526=OLD SHIP %d", i)}}}
		g.features = []genFeature{{kind: 2, ref: 91274}, {kind: 1, text: "9HNQ9"}, {kind: 3, text: "Russia"}, {kind: 24, text: "Iran"}, {kind: 5, text: "163,660"}, {kind: 6, text: "85,462"}, {kind: 967, text: "2009"}}
		g.docs = []genDoc{{kind: 1626, number: fmt.Sprintf("IMO %07d", 9_000_000+i)}, {kind: 91264, number: fmt.Sprintf("%09d", 572_000_000+i)}}
		g.links = []genLink{{to: uid - 1, kind: 92122}}
	default:
		g.subtype = 2
		g.names = []genName{{parts: []string{fmt.Sprintf("1524=EP-%03d", i)}}}
		g.features = []genFeature{{kind: 47, text: "A300B4-622R"}, {kind: 50, text: fmt.Sprint(i)}, {kind: 48, text: "EXAMPLE AIR"}, {kind: 45, dates: []string{day, day, day, day}}}
	}
	if i%3 != 0 { // most records are shorter than those with one of everything
		g.names = g.names[:min(len(g.names), 3)]
		g.features = g.features[:len(g.features)*2/3]
		g.docs = g.docs[:min(len(g.docs), i%2)]
	}
	g.entries = sdnEntry("2022-04-06", 92049, "RUSSIA-EO14024")
	if i%10 == 0 {
		g.entries = append(g.entries, genEntry{list: listSSI, day: "2015-12-22", bases: []int{91503}, types: []int{91506}, programs: []string{"UKRAINE-EO13662"}})
	}
	return g
}

// bigFile writes a file of at least size bytes of realistic parties.
func bigFile(t testing.TB, size int64) (list.File, int) {
	t.Helper()
	var one counter
	if err := writeAdvanced(&one, 1000, realisticParty); err != nil {
		t.Fatal(err)
	}
	n := int(size/(int64(one)/1000)) + 1
	path := filepath.Join(t.TempDir(), "sdn_advanced.xml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeAdvanced(f, n, realisticParty); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return list.File{Name: "sdn_advanced.xml", Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}, n
}

type counter int64

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// peakHeap runs f and returns the greatest heap in use, garbage included, as
// seen every two milliseconds.
func peakHeap(f func()) uint64 {
	runtime.GC()
	var peak atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.HeapAlloc > peak.Load() {
				peak.Store(m.HeapAlloc)
			}
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	<-done
	return peak.Load()
}

// TestAdvancedMemory parses a file of the size of SDN_ADVANCED.XML (110 MB) and
// holds its peak heap, and that of encoding/xml's tokens alone beside it, under
// 300 MB. The file's records are all counted.
func TestAdvancedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("110 MB file: not in -short")
	}
	f, n := bigFile(t, 110_000_000)
	var rep *list.Report
	var err error
	start := time.Now()
	heap := peakHeap(func() {
		rep, err = list.Parse(advancedSource(listSDN), list.Input{Files: []list.File{f}}, func(*entity.Entity) error { return nil })
	})
	took := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Records != n || rep.Accepted != n || rep.Warned != 0 || len(rep.Unread) != 0 {
		t.Errorf("%d records of %d, %d accepted, %d warnings, unread %v", rep.Records, n, rep.Accepted, rep.Warned, rep.UnreadPaths())
	}
	t.Logf("%d MB, %d records: peak heap %d MB, %.0f MB/s, %.0f records/s", f.Size/1e6, n, heap/1e6, float64(f.Size)/1e6/took.Seconds(), float64(n)/took.Seconds())
	if heap > 300e6 {
		t.Errorf("peak heap %d MB, at most 300 expected", heap/1e6)
	}
}

// BenchmarkAdvanced asks how long a file of 22 MB takes, a fifth of the real
// one, which is read twice; BenchmarkAdvancedTokens how long encoding/xml alone
// takes to cut it into tokens once.
func BenchmarkAdvanced(b *testing.B) {
	f, n := bigFile(b, 22_000_000)
	b.SetBytes(f.Size)
	b.ReportAllocs()
	for b.Loop() {
		rep, err := list.Parse(advancedSource(listSDN), list.Input{Files: []list.File{f}}, func(*entity.Entity) error { return nil })
		if err != nil || rep.Accepted != n {
			b.Fatal(rep.Accepted, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkAdvancedTokens(b *testing.B) {
	f, _ := bigFile(b, 22_000_000)
	b.SetBytes(f.Size)
	b.ReportAllocs()
	for b.Loop() {
		rc, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		d := xml.NewDecoder(bufio.NewReaderSize(rc, 1<<16))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
		rc.Close()
	}
}
