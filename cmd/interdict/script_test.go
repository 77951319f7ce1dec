package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/screen"
)

// TestScripts runs the command lines of testdata/script in this process, each
// file in a folder and with a home of its own. The files are text in the form of
// testscript: commands, and behind them the files that they need ("-- name --").
//
//	interdict ARGS...      run the program; any exit code but 0 fails, and "!" before
//	                       it requires an exit code, the first argument: ! 2 interdict ...
//	stdin FILE             what the next run reads
//	stdout, stderr REGEXP  a line of the last run's output matches; "!": none does
//	cmp FILE FILE          the same text; a FILE can be stdout or stderr everywhere
//	grep REGEXP FILE       like stdout
//	exists PATH...         "!": none of them exists
//	save NAME              keep stdout as a file
//	env NAME=VALUE         for the rest of the script
//	demo-holds FILE [CUSTOMER=RECORD ...]
//	                       FILE is what demo --json printed: check sample.Expectations;
//	                       the records named are known not to be found yet, and must not be
//	sums FILE              FILE is what screen --json printed: the evidence adds up
//	plain FILE             FILE has no escape codes and no spaces at line ends
//	width N FILE           no line of FILE has more than N characters
//	within DURATION        the last run took no longer
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d scripts: %v", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { (&script{T: t}).run(string(b)) })
	}
}

type script struct {
	*testing.T
	stdin          string
	stdout, stderr bytes.Buffer
	took           time.Duration
	line           int
}

func (s *script) fail(format string, args ...any) {
	s.Helper()
	s.Fatalf("line %d: %s\n--- stdout\n%.3000s\n--- stderr\n%.3000s", s.line, fmt.Sprintf(format, args...), &s.stdout, &s.stderr)
}

var fileMark = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

func (s *script) run(text string) {
	dir := s.TempDir()
	s.Chdir(dir)
	for _, kv := range os.Environ() {
		if k, _, _ := strings.Cut(kv, "="); strings.HasPrefix(k, "INTERDICT_") || k == "NO_COLOR" {
			s.Setenv(k, "")
			os.Unsetenv(k)
		}
	}
	for k, v := range map[string]string{"WORK": dir, "HOME": "home", "XDG_DATA_HOME": "home/data", "XDG_CONFIG_HOME": "home/config"} {
		if k != "WORK" {
			v = filepath.Join(dir, v)
		}
		s.Setenv(k, v)
	}
	marks := fileMark.FindAllStringSubmatchIndex(text, -1)
	commands := text
	for i, m := range marks {
		end := len(text)
		if i == 0 {
			commands = text[:m[0]]
		}
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		name := text[m[2]:m[3]]
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			s.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text[m[1]:end]), 0o644); err != nil {
			s.Fatal(err)
		}
	}
	for i, line := range strings.Split(commands, "\n") {
		s.line = i + 1
		words := split(os.Expand(line, func(k string) string {
			if k == "" || !regexp.MustCompile(`^[A-Z_]+$`).MatchString(k) {
				return "$" + k
			}
			return os.Getenv(k)
		}))
		if len(words) > 0 {
			s.command(words)
		}
	}
}

// split divides a line at spaces; quotes ' keep words together; # begins a comment.
func split(line string) []string {
	var words []string
	var cur strings.Builder
	quoted, started := false, false
	for _, r := range line {
		switch {
		case r == '\'':
			quoted, started = !quoted, true
		case !quoted && r == '#' && !started:
			return words
		case !quoted && (r == ' ' || r == '\t'):
			if started {
				words = append(words, cur.String())
				cur.Reset()
				started = false
			}
		default:
			cur.WriteRune(r)
			started = true
		}
	}
	if started {
		words = append(words, cur.String())
	}
	return words
}

func (s *script) command(words []string) {
	neg, code := false, 0
	if words[0] == "!" {
		neg, words = true, words[1:]
		if n, err := strconv.Atoi(words[0]); err == nil {
			code, words = n, words[1:]
		}
	}
	name, args := words[0], words[1:]
	switch name {
	case "interdict":
		s.interdict(args, code)
	case "stdin":
		s.stdin = s.read(args[0])
	case "stdout", "stderr":
		s.grep(neg, args[0], name)
	case "grep":
		s.grep(neg, args[0], args[1])
	case "cmp":
		if d := cmp.Diff(s.read(args[0]), s.read(args[1])); (d == "") == neg {
			s.fail("%s and %s:\n%s", args[0], args[1], d)
		}
	case "exists":
		for _, p := range args {
			if _, err := os.Stat(p); (err == nil) == neg {
				s.fail("%s: %v", p, err)
			}
		}
	case "save":
		if err := os.WriteFile(args[0], s.stdout.Bytes(), 0o644); err != nil {
			s.fail("%v", err)
		}
	case "env":
		k, v, _ := strings.Cut(args[0], "=")
		s.Setenv(k, v)
	case "unset":
		os.Unsetenv(args[0])
	case "demo-holds":
		s.demoHolds(s.read(args[0]), args[1:])
	case "sums":
		s.sums(s.read(args[0]))
	case "plain":
		for line := range strings.Lines(s.read(args[0])) {
			if line = strings.TrimSuffix(line, "\n"); strings.Contains(line, "\x1b") || strings.HasSuffix(line, " ") {
				s.fail("%q", line)
			}
		}
	case "width":
		n, _ := strconv.Atoi(args[0])
		for line := range strings.Lines(s.read(args[1])) {
			if len([]rune(strings.TrimSuffix(line, "\n"))) > n {
				s.fail("more than %d characters: %s", n, line)
			}
		}
	case "within":
		if d, err := time.ParseDuration(args[0]); err != nil || s.took > d {
			s.fail("took %v, %v", s.took, err)
		}
	default:
		s.fail("unknown command %q", name)
	}
}

func (s *script) interdict(args []string, want int) {
	s.stdout.Reset()
	s.stderr.Reset()
	begin := time.Now()
	got := run(context.Background(), args, strings.NewReader(s.stdin), &s.stdout, &s.stderr)
	s.took, s.stdin = time.Since(begin), ""
	if got != want {
		s.fail("interdict %q: exit code %d, want %d", args, got, want)
	}
	// An error is announced as one, and only an error is.
	if announced := strings.Contains(s.stderr.String(), "interdict: error: "); announced != (got >= exitUsage) {
		s.fail("interdict %q: exit code %d", args, got)
	}
}

func (s *script) read(name string) string {
	switch name {
	case "stdout":
		return s.stdout.String()
	case "stderr":
		return s.stderr.String()
	}
	b, err := os.ReadFile(name)
	if err != nil {
		s.fail("%v", err)
	}
	return string(b)
}

func (s *script) grep(neg bool, pattern, file string) {
	re, err := regexp.Compile("(?m)" + pattern)
	if err != nil {
		s.fail("%v", err)
	}
	if re.MatchString(s.read(file)) == neg {
		s.fail("%q in %s: %t", pattern, file, !neg)
	}
}

func (s *script) demoHolds(text string, missing []string) {
	answers := make(map[string]screen.Answer)
	for line := range strings.Lines(text) {
		var a screen.Answer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			s.fail("%v", err)
		}
		answers[a.Query.ID] = a
	}
	expected := sample.Expectations()
	if len(answers) != len(expected) || len(expected) < 15 {
		s.fail("%d answers, %d expectations", len(answers), len(expected))
	}
	for _, x := range expected {
		a := answers[x.Customer]
		hits := make(map[string]screen.Hit)
		for _, h := range a.Hits {
			hits[h.List+":"+h.ID] = h
		}
		if x.Verdict == sample.Clear && (a.Verdict != screen.Clear || len(hits) > 0) {
			s.Errorf("%s %v (%s): %v", x.Customer, a.Query.Names, x.Why, a.Hits)
		}
		for _, r := range x.Records {
			h, ok := hits[r]
			if known := slices.Contains(missing, x.Customer+"="+r); known {
				if ok {
					s.Errorf("%s: %s is found now: take it out of the script", x.Customer, r)
				}
				continue
			}
			switch {
			case !ok:
				s.Errorf("%s %v: %s is not among the %d hits: %s", x.Customer, a.Query.Names, r, len(hits), x.Why)
			case !h.Sample:
				s.Errorf("%s: %s is not marked as of the sample", x.Customer, r)
			case x.Verdict == sample.Weak && !h.Weak:
				s.Errorf("%s: %s is not marked as a weak alias", x.Customer, r)
			}
		}
	}
}

func (s *script) sums(text string) {
	var a screen.Answer
	if err := json.Unmarshal([]byte(text), &a); err != nil || len(a.Hits) == 0 {
		s.fail("%d hits, %v", len(a.Hits), err)
	}
	for _, h := range a.Hits {
		sum := 0.0
		for _, e := range h.Evidence {
			sum += e.Points
		}
		if math.Abs(sum-h.Score) > 1e-9 || len(h.Evidence) < 2 {
			s.fail("%s: points add up to %v, score %v", h.ID, sum, h.Score)
		}
	}
}
