package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/eval"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/screen"
)

type benchCmd struct {
	listFlags
	Queries string        `required:"" help:"CSV of names to ask for: full_name, and the secondary fields if --full." placeholder:"FILE"`
	Full    bool          `help:"Ask with the secondary fields too."`
	Sample  int           `help:"Only so many queries." default:"20000"`
	Workers int           `help:"Queries at once." default:"1"`
	Scale   int           `help:"Grow the lists to so many entities by recombining parts of their names." placeholder:"N"`
	Seed    uint64        `help:"Seed of --scale." default:"1"`
	For     time.Duration `help:"Measure at least so long." default:"3s"`
	Child   string        `hidden:""` // index file: measure in this process and print JSON
	JSON    bool          `short:"j" help:"As JSON."`
}

// benchResult is what bench prints as JSON.
type benchResult struct {
	Entities int     `json:"entities"`
	Names    int     `json:"names"`
	Tokens   int     `json:"tokens"`
	ParseMS  float64 `json:"parse_ms"`
	BuildMS  float64 `json:"build_ms"`
	SaveMS   float64 `json:"save_ms"`
	FileMB   float64 `json:"file_mb"`
	LoadMS   float64 `json:"load_ms"` // saved index to first answer
	RSSMB    float64 `json:"rss_mb"`  // of the process that answers, after the run
	CPUs     int     `json:"cpus"`
	eval.Speed
	// Recall is the share of listed names, asked as they stand, that are found at
	// the default threshold; of RecallSample names.
	Recall       float64 `json:"recall_checked"`
	RecallSample int     `json:"recall_sample"`
}

const recallSample = 2000

func (c *benchCmd) Run(a *app) error {
	queries, err := c.queries()
	if err != nil {
		return err
	}
	if c.Child != "" {
		return c.measure(a, queries)
	}
	var r benchResult
	t := time.Now()
	entities, err := c.load(a)
	if err != nil {
		return err
	}
	r.ParseMS = ms(t)
	b := index.NewBuilder()
	t = time.Now()
	if c.Scale > 0 {
		err = eval.Scale(entities, c.Scale, c.Seed, b.Add)
	} else {
		for _, e := range entities {
			if err = b.Add(e); err != nil {
				break
			}
		}
	}
	if err != nil {
		return err
	}
	x := b.Freeze()
	r.BuildMS = ms(t)
	dir, err := os.MkdirTemp("", "interdict-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "bench.index")
	t = time.Now()
	if err := x.Save(file); err != nil {
		return err
	}
	r.SaveMS = ms(t)
	if st, err := os.Stat(file); err == nil {
		r.FileMB = float64(st.Size()) / (1 << 20)
	}
	x, entities, b = nil, nil, nil //nolint:ineffassign // their memory is not the child's
	runtime.GC()
	child, err := c.child(a, file)
	if err != nil {
		return err
	}
	child.ParseMS, child.BuildMS, child.SaveMS, child.FileMB = r.ParseMS, r.BuildMS, r.SaveMS, r.FileMB
	r = child
	if c.JSON {
		return writeJSON(a.out, r)
	}
	rows := [][]string{
		{"entities, names, tokens", fmt.Sprintf("%d, %d, %d", r.Entities, r.Names, r.Tokens)},
		{"screens per second", fmt.Sprintf("%.0f with %d worker(s) on %d processors", r.ScreensPerSecond, r.Workers, r.CPUs)},
		{"p50, p99, max", fmt.Sprintf("%.0f, %.0f, %.0f µs", r.P50, r.P99, r.Max)},
		{"allocations per screen", fmt.Sprintf("%.1f, %.0f bytes", r.AllocsPerScreen, r.BytesPerScreen)},
		{"queries, with a hit", fmt.Sprintf("%d, %d of %d different ones", r.Queries, r.Hits, len(queries))},
		{"parse, build, save", fmt.Sprintf("%.0f, %.0f, %.0f ms", r.ParseMS, r.BuildMS, r.SaveMS)},
		{"ready from the saved index", fmt.Sprintf("%.1f ms (%.1f MB)", r.LoadMS, r.FileMB)},
		{"resident memory", fmt.Sprintf("%.0f MB", r.RSSMB)},
		{"listed names found again", fmt.Sprintf("%.4f of %d", r.Recall, r.RecallSample)},
	}
	fmt.Fprintln(a.out, a.style.table([]string{"FIGURE", "VALUE"}, rows))
	return nil
}

func ms(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

func (c *benchCmd) queries() ([]screen.Query, error) {
	people, err := readPeople(c.Queries)
	if err != nil {
		return nil, err
	}
	var out []screen.Query
	for _, p := range people[:min(len(people), c.Sample)] {
		q := p.Query
		if !c.Full {
			q = screen.Query{Schema: entity.Person, Names: p.Query.Names}
		}
		if q.Check() == nil {
			out = append(out, q)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no row that can be screened", c.Queries)
	}
	return out, nil
}

// child runs the measurement in a process of its own, so that its memory is
// that of answering from a saved index and of nothing else.
func (c *benchCmd) child(a *app, file string) (benchResult, error) {
	var r benchResult
	exe, err := os.Executable()
	if err != nil {
		return r, err
	}
	args := []string{"bench", "--child", file, "--list", "x=x", "--queries", c.Queries, "--sample", strconv.Itoa(c.Sample), "--workers", strconv.Itoa(c.Workers), "--for", c.For.String()}
	if c.Full {
		args = append(args, "--full")
	}
	cmd := exec.CommandContext(a.ctx, exe, args...)
	cmd.Stderr = a.errOut
	if c.Workers == 1 {
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // one core: the collector's share counts too
	}
	out, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("measuring process: %w", err)
	}
	return r, json.Unmarshal(out, &r)
}

func (c *benchCmd) measure(a *app, queries []screen.Query) error {
	t := time.Now()
	x, err := index.Open(c.Child)
	if err != nil {
		return err
	}
	defer x.Close()
	s := screen.NewSnapshot("bench", x, match.Default(), nil, "")
	if _, err := s.Screen(queries[0]); err != nil {
		return err
	}
	r := benchResult{LoadMS: ms(t), CPUs: runtime.NumCPU(), Entities: x.Meta.Entities, Names: x.Meta.Names, Tokens: x.Meta.Tokens}
	if r.Speed, err = eval.MeasureSpeed(s, queries, c.Workers, c.For); err != nil {
		return err
	}
	r.RSSMB = residentMB()
	if r.Recall, err = eval.RecallCheck(s, recallSample, 1); err != nil {
		return err
	}
	r.RecallSample = recallSample
	return writeJSON(a.out, r)
}

// residentMB returns the resident memory of this process in MiB: from the
// kernel where it tells (Linux), else what the Go runtime holds.
func residentMB() float64 {
	if b, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.SplitSeq(string(b), "\n") {
			if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				if kb, err := strconv.ParseFloat(strings.Fields(v)[0], 64); err == nil {
					return kb / 1024
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}
