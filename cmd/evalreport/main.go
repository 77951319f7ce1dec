// Command evalreport runs the measurements of interdict on labelled data and
// writes them down as Markdown: quality, speed, or both.
//
//	go run ./cmd/evalreport -bin ./interdict -data ../shared/data -quality docs/quality.md -speed docs/speed.md
//
// It calls the interdict program with --json, as anybody can; the commands
// stand in the pages. Without the data it says so and writes nothing.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("evalreport: ")
	var r reporter
	var quality, speed string
	flag.StringVar(&r.bin, "bin", "./interdict", "the interdict program")
	flag.StringVar(&r.data, "data", "../shared/data", "folder of the labelled data and real lists")
	flag.StringVar(&quality, "quality", "", "file to write the quality page to")
	flag.StringVar(&speed, "speed", "", "file to write the speed page to")
	flag.BoolVar(&r.big, "big", false, "measure speed at 4,000,000 entities too (takes minutes and gigabytes)")
	flag.Parse()
	if _, err := os.Stat(filepath.Join(r.data, "bench", "dev")); err != nil {
		log.Printf("skipped: no labelled data in %s (set INTERDICT_TESTDATA)", r.data)
		return
	}
	write := func(file string, f func() error) {
		if file == "" {
			return
		}
		r.page.Reset()
		if err := f(); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(r.page.String()), 0o644); err != nil {
			log.Fatal(err)
		}
		log.Printf("wrote %s", file)
	}
	write(quality, r.quality)
	write(speed, r.speed)
}

type reporter struct {
	bin, data string
	big       bool
	page      strings.Builder
}

func (r *reporter) printf(format string, args ...any) { fmt.Fprintf(&r.page, format, args...) }

// call runs the program with --json and reads its answer into v. The command is
// returned as it stands in the page, with DATA for the folder.
func (r *reporter) call(v any, args ...string) (string, error) {
	cmd := exec.Command(r.bin, append(slices.Clone(args), "--json")...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) || len(out) == 0 {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, stderr.String())
		}
	}
	shown := "interdict " + strings.Join(args, " ")
	return strings.ReplaceAll(shown, r.data, "DATA"), json.Unmarshal(out, v)
}

func (r *reporter) file(parts ...string) string {
	return filepath.Join(append([]string{r.data}, parts...)...)
}

func (r *reporter) head(title string) {
	r.printf("# %s\n\nMade by `make %s` on %s, %d processors (%s/%s). DATA is the folder of the labelled data and real\nlists (`INTERDICT_TESTDATA`); they are not part of the project.\n\n",
		title, map[string]string{"Quality": "eval", "Speed": "bench"}[title], time.Now().UTC().Format("2 January 2006"), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}

func (r *reporter) code(cmd string) { r.printf("```\n%s\n```\n\n", cmd) }

type measure struct {
	N         int     `json:"n"`
	Positives int     `json:"positives"`
	Threshold float64 `json:"threshold"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

type pairsResult struct {
	measure
	BestThreshold float64 `json:"best_threshold"`
	BestF1        float64 `json:"best_f1"`
	Groups        []struct {
		Column, Value string
		measure
	} `json:"groups"`
}

type checksResult struct {
	Threshold float64 `json:"threshold"`
	N         int     `json:"n"`
	Right     int     `json:"right"`
	Share     float64 `json:"share"`
	Schemas   map[string]struct {
		N, Right int
		Share    float64
	} `json:"schemas"`
}

type retrievalResult struct {
	DefaultThreshold float64 `json:"default_threshold"`
	Entities         int     `json:"entities"`
	Positives        int     `json:"positives"`
	Negatives        int     `json:"negatives"`
	Thresholds       []struct {
		Threshold       float64 `json:"threshold"`
		RecallAny       float64 `json:"recall_any"`
		RecallRight     float64 `json:"recall_right"`
		RecallRightTop5 float64 `json:"recall_right_top5"`
		RecallRightFull float64 `json:"recall_right_full"`
		FPRName         float64 `json:"fpr_name"`
		FPRFull         float64 `json:"fpr_full"`
	} `json:"thresholds"`
	Scripts []struct {
		Script  string  `json:"script"`
		N       int     `json:"n"`
		FPRName float64 `json:"fpr_name"`
		FPRFull float64 `json:"fpr_full"`
	} `json:"scripts"`
}

func (r *reporter) quality() error {
	r.head("Quality")
	r.printf("All figures are on the development halves of the labelled sets, on which the parameters were chosen by\nhand; they are not a test. Worst slices first.\n\n")
	lists := []string{"--list", "us_ofac_sdn=" + r.file("lists/ofac/2023-12-28"), "--list", "un_sc_sanctions=" + r.file("lists/un/un_consolidated_2026-02-27.xml")}
	if err := r.retrieval(lists); err != nil {
		return err
	}
	if err := r.perturbed(lists); err != nil {
		return err
	}
	if err := r.falsePositives(lists); err != nil {
		return err
	}
	if err := r.pairs(); err != nil {
		return err
	}
	return r.checks()
}

func (r *reporter) retrieval(lists []string) error {
	dir := r.file("bench/dev/yente_candidate_generation")
	r.printf("## People on the UN list\n\nUN list of 27 February 2026 and OFAC SDN of 28 December 2023 loaded; right means the right entity among 50 hits\nat or above the threshold. Treated names have typing errors, swapped parts and moved spaces.\n\n")
	for _, set := range []string{"untreated", "treated"} {
		var x retrievalResult
		cmd, err := r.call(&x, append([]string{"eval", "retrieval", "--positives", dir + "/positives_un_" + set + ".csv", "--expected", dir + "/positives_un_untreated.csv"}, lists...)...)
		if err != nil {
			return err
		}
		r.printf("%s names (%d):\n\n", strings.ToUpper(set[:1])+set[1:], x.Positives)
		r.code(cmd)
		r.printf("| threshold | any hit | right entity | right in 5 | right, with date and country |\n|--:|--:|--:|--:|--:|\n")
		for _, t := range x.Thresholds {
			r.printf("| %s | %s | %s | %s | %s |\n", r.threshold(t.Threshold, x.DefaultThreshold), percent(t.RecallAny), percent(t.RecallRight), percent(t.RecallRightTop5), percent(t.RecallRightFull))
		}
		r.printf("\n")
	}
	return nil
}

func (r *reporter) threshold(t, def float64) string {
	if t == def {
		return fmt.Sprintf("**%.2f** (default)", t)
	}
	return fmt.Sprintf("%.2f", t)
}

func percent(x float64) string { return fmt.Sprintf("%.2f %%", 100*x) }

func (r *reporter) perturbed(lists []string) error {
	files, err := filepath.Glob(r.file("bench/dev/un_perturbed/*.csv"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no perturbed names: %v", err)
	}
	type row struct {
		name          string
		n             int
		any, right    float64
		withoutScript bool
	}
	var rows []row
	var last string
	for _, f := range files {
		for _, without := range []bool{false, true} {
			name := strings.TrimSuffix(filepath.Base(f), ".csv")
			if without && name != "orig_script" {
				continue
			}
			args := append([]string{"eval", "retrieval", "--positives", f}, lists...)
			if without {
				args = append(args, "--without-scripts")
				name += ", original-script names withheld from the list"
			}
			var x retrievalResult
			cmd, err := r.call(&x, args...)
			if err != nil {
				return err
			}
			last = cmd
			for _, t := range x.Thresholds {
				if t.Threshold == x.DefaultThreshold {
					rows = append(rows, row{name, x.Positives, t.RecallAny, t.RecallRight, without})
				}
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.right != b.right {
			if a.right < b.right {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	r.printf("## UN names changed in one way each\n\nAt the default threshold, by name alone.\n\n")
	r.code(last)
	r.printf("| change | names | any hit | right entity |\n|---|--:|--:|--:|\n")
	for _, x := range rows {
		r.printf("| %s | %d | %s | %s |\n", strings.ReplaceAll(x.name, "_", " "), x.n, percent(x.any), percent(x.right))
	}
	r.printf("\n")
	return nil
}

func (r *reporter) falsePositives(lists []string) error {
	r.printf("## People who are not listed\n\nShare of 25,000 names of each file that hit anything on the same two lists. Some of them are namesakes in full:\nthe name alone cannot tell them from the listed person.\n\n")
	for _, set := range []string{"us", "global"} {
		var x retrievalResult
		cmd, err := r.call(&x, append([]string{"eval", "retrieval", "--negatives", r.file("bench/dev/yente_candidate_generation/negatives_" + set + ".csv")}, lists...)...)
		if err != nil {
			return err
		}
		r.printf("File `negatives_%s`, %d names:\n\n", set, x.Negatives)
		r.code(cmd)
		r.printf("| threshold | name only | with date and country |\n|--:|--:|--:|\n")
		for _, t := range x.Thresholds {
			r.printf("| %s | %.3f %% | %.3f %% |\n", r.threshold(t.Threshold, x.DefaultThreshold), 100*t.FPRName, 100*t.FPRFull)
		}
		r.printf("\nBy script of the name, at the default threshold:\n\n| script | names | name only | with date and country |\n|---|--:|--:|--:|\n")
		for _, s := range x.Scripts {
			r.printf("| %s | %d | %.3f %% | %.3f %% |\n", s.Script, s.N, 100*s.FPRName, 100*s.FPRFull)
		}
		r.printf("\n")
	}
	return nil
}

func (r *reporter) pairs() error {
	var x pairsResult
	cmd, err := r.call(&x, "eval", "pairs", r.file("bench/dev/name_bench/cases.csv"), "--by", "case_group,schema,quality")
	if err != nil {
		return err
	}
	r.printf("## Pairs of names\n\n%d labelled pairs, name against name without a corpus. The labels are noisy in places.\n\n", x.N)
	r.code(cmd)
	r.printf("| | precision | recall | F1 |\n|---|--:|--:|--:|\n| at the default threshold %.2f | %.3f | %.3f | **%.3f** |\n| at the best threshold %.2f | | | %.3f |\n\n", x.Threshold, x.Precision, x.Recall, x.F1, x.BestThreshold, x.BestF1)
	r.printf("| column | value | pairs | matches | precision | recall | F1 |\n|---|---|--:|--:|--:|--:|--:|\n")
	for _, g := range x.Groups {
		r.printf("| %s | %s | %d | %d | %.3f | %.3f | %.3f |\n", g.Column, g.Value, g.N, g.Positives, g.Precision, g.Recall, g.F1)
	}
	r.printf("\n")
	return nil
}

func (r *reporter) checks() error {
	var x checksResult
	cmd, err := r.call(&x, "eval", "checks", r.file("bench/dev/entity_bench/checks.yml"))
	if err != nil {
		return err
	}
	r.printf("## Checks of queries against candidates\n\n")
	r.code(cmd)
	r.printf("%d of %d right: **%s**.\n\n| schema | checks | right |\n|---|--:|--:|\n", x.Right, x.N, percent(x.Share))
	var schemas []string
	for s := range x.Schemas {
		schemas = append(schemas, s)
	}
	slices.SortFunc(schemas, func(a, b string) int {
		if d := x.Schemas[a].Share - x.Schemas[b].Share; d != 0 {
			if d < 0 {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	for _, s := range schemas {
		r.printf("| %s | %d | %s |\n", s, x.Schemas[s].N, percent(x.Schemas[s].Share))
	}
	r.printf("\n")
	return nil
}
