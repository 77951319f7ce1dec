package bulk

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

// generator makes customers while they are read.
type generator struct {
	rows, n int
	rest    []byte
	sampled func(row int)
}

func (g *generator) Read(p []byte) (int, error) {
	for len(g.rest) == 0 {
		switch {
		case g.n > g.rows:
			return 0, io.EOF
		case g.n == 0:
			g.rest = append(g.rest, "id,name,dob,country\n"...)
		default:
			g.rest = fmt.Appendf(g.rest[:0], "%d,\"Customer %x, Number %d\",19%02d-03-04,de\n", g.n, g.n*2654435761, g.n, g.n%100)
		}
		if g.n%(g.rows/20) == 0 && g.n > 0 {
			g.sampled(g.n)
		}
		g.n++
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

// TestConstantMemory screens a million rows and looks at the heap twenty times.
func TestConstantMemory(t *testing.T) {
	rows := 1_000_000
	switch {
	case raceEnabled:
		rows = 50_000
	case testing.Short():
		rows = 200_000
	}
	b := index.NewBuilder()
	for i, n := range []string{"Aleksandr Petrov", "Oil Company Rosneft", "Kim Jong Un"} {
		if err := b.Add(&entity.Entity{List: "test", ID: fmt.Sprint(i), Schema: entity.LegalEntity, Names: []entity.Name{{Full: n}}}); err != nil {
			t.Fatal(err)
		}
	}
	j := Job{Snapshot: screen.NewSnapshot("test", b.Freeze(), match.Default(), nil, "")}
	heap := func() uint64 {
		debug.FreeOSMemory() // collects too
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	base, most := heap(), uint64(0)
	g := &generator{rows: rows, sampled: func(int) { most = max(most, heap()) }}
	c, err := j.Stream(context.Background(), g, io.Discard)
	if err != nil || c.Rows != rows || c.Clear != rows {
		t.Fatalf("%+v, %v", c, err)
	}
	t.Logf("heap %d KiB before, at most %d KiB", base>>10, most>>10)
	if grown := int64(most) - int64(base); grown > 16<<20 {
		t.Errorf("the heap grew by %d KiB over %d rows", grown>>10, rows)
	}
}
