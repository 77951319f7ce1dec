package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

type benchResult struct {
	Entities         int     `json:"entities"`
	Names            int     `json:"names"`
	Tokens           int     `json:"tokens"`
	ParseMS          float64 `json:"parse_ms"`
	BuildMS          float64 `json:"build_ms"`
	LoadMS           float64 `json:"load_ms"`
	FileMB           float64 `json:"file_mb"`
	RSSMB            float64 `json:"rss_mb"`
	ScreensPerSecond float64 `json:"screens_per_second"`
	P50              float64 `json:"p50_us"`
	P99              float64 `json:"p99_us"`
	AllocsPerScreen  float64 `json:"allocs_per_screen"`
	Hits             int     `json:"queries_with_hits"`
	Recall           float64 `json:"recall_checked"`
}

func (r *reporter) speed() error {
	r.head("Speed")
	r.printf("## Screening\n\nOne worker on one core (GOMAXPROCS=1) in a process that mapped the saved index and did nothing else; its\nresident memory after the run. Queries are names of people who are not listed; larger sizes are the same lists\ngrown by recombining parts of real names, so that token frequencies stay those of the real lists. Recall is the\nshare of listed names, asked as they stand, that are found at the default threshold.\n\n")
	sizes := []int{0, 20_000, 250_000}
	if r.big {
		sizes = append(sizes, 4_000_000)
	}
	var rows []string
	for _, set := range []string{"us", "global"} {
		for _, n := range sizes {
			args := []string{"bench", "--list", "us_ofac_sdn=" + r.file("lists/ofac/2023-12-28"), "--list", "un_sc_sanctions=" + r.file("lists/un/un_consolidated_2026-02-27.xml"),
				"--queries", r.file("bench/dev/yente_candidate_generation/negatives_" + set + ".csv"), "--workers", "1"}
			if n > 0 {
				args = append(args, "--scale", strconv.Itoa(n))
			}
			var x benchResult
			cmd, err := r.call(&x, args...)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				r.code(cmd + " [--scale N]")
			}
			rows = append(rows, fmt.Sprintf("| %d | %d | %s | %.0f | %.0f | %.0f | %.1f | %.0f | %.0f | %.0f | %.4f |", x.Entities, x.Names, set, x.ScreensPerSecond, x.P50, x.P99, x.AllocsPerScreen, x.LoadMS, x.BuildMS, x.RSSMB, x.Recall))
		}
	}
	r.printf("| entities | names | queries | screens/s | p50 µs | p99 µs | allocations | ready ms | build ms | resident MB | recall |\n|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|\n%s\n\n", strings.Join(rows, "\n"))
	return r.parsers()
}

var benchLine = regexp.MustCompile(`^(Benchmark\S+)\s+\d+\s+(\d+(?:\.\d+)?) ns/op(.*)$`)

// parsers runs the benchmarks of the list parsers, which measure the standard
// library on the same file beside each parser.
func (r *reporter) parsers() error {
	args := []string{"test", "-run", "^$", "-bench", ".", "-benchtime", "2x", "./internal/list/..."}
	out, err := exec.Command("go", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	r.printf("## Parsers\n\nEach parser beside encoding/xml or encoding/csv alone on the same file, in the same run.\n\n")
	r.code("go " + strings.Join(args, " "))
	r.printf("| package | benchmark | ms | figures |\n|---|---|--:|---|\n")
	pkg := ""
	for line := range strings.SplitSeq(string(out), "\n") {
		if p, ok := strings.CutPrefix(line, "pkg: "); ok {
			pkg = p[strings.LastIndex(p, "internal/")+len("internal/"):]
		}
		if m := benchLine.FindStringSubmatch(line); m != nil {
			ns, err := strconv.ParseFloat(m[2], 64)
			if err != nil {
				return err
			}
			r.printf("| %s | %s | %.2f | %s |\n", pkg, strings.TrimPrefix(m[1], "Benchmark"), ns/1e6, strings.Join(strings.Fields(strings.ReplaceAll(m[3], "\t", " ")), " "))
		}
	}
	r.printf("\n")
	return nil
}
