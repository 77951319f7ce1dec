package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	fence  = regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)^```$")
	inline = regexp.MustCompile("`(interdict [^`]+)`")
)

// TestReadme: every command line of the README is one that the program understands,
// and every request with a body says that it is JSON.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range fence.FindAllStringSubmatch(string(b), -1) {
		lines = append(lines, strings.Split(strings.ReplaceAll(m[1], "\\\n", " "), "\n")...)
	}
	for _, m := range inline.FindAllStringSubmatch(string(b), -1) {
		lines = append(lines, strings.ReplaceAll(m[1], "\n", " "))
	}
	commands, requests := 0, 0
	for _, line := range lines {
		isCommand, isRequest, err := checkCommand(line)
		if err != nil {
			t.Errorf("%s\n\t%v", line, err)
		}
		if isCommand {
			commands++
		}
		if isRequest {
			requests++
		}
	}
	t.Logf("%d commands, %d requests", commands, requests)
	if commands < 10 || requests < 1 {
		t.Errorf("%d commands and %d requests found in the README: more were expected", commands, requests)
	}
}

// TestCheckCommand: the check of the README finds what it is there for.
func TestCheckCommand(t *testing.T) {
	for _, c := range []struct{ name, line, err string }{
		{"comment", `interdict update   # OFAC, UN`, ""},
		{"quotes", `interdict screen --dob 1952-10-07 "Vladimir Putin"`, ""},
		{"pipe", `interdict screen --json Rosneft | jq .hits`, ""},
		{"variable before", `INTERDICT_DATA_DIR=x interdict lists`, ""},
		{"run from source", `go run ./cmd/interdict demo`, ""},
		{"output of a program", `interdict: error: no data directory`, ""},
		{"request", `curl -s localhost:8320/v1/lists`, ""},
		{"request with a body", `curl localhost:8320/v1/screen -H 'content-type: application/json' -d '{}'`, ""},
		{"unknown command", `interdict scren Rosneft`, "unexpected argument scren"},
		{"unknown flag", `interdict screen --nmae Rosneft`, "unknown flag --nmae"},
		{"missing argument", `interdict show`, "expected"},
		{"after a pipe", `cat x.csv | interdict screen --fil -`, "unknown flag --fil"},
		{"from source, wrong", `go run ./cmd/interdict dmeo`, "unexpected argument dmeo"},
		{"open quote", `interdict screen "Rosneft`, "quote"},
		{"body without a type", `curl -s localhost:8320/v1/screen -d '{}'`, "Content-Type"},
		{"post without a type", `curl -s -X POST localhost:8320/v1/screen`, "Content-Type"},
		{"body of another type", `curl -H 'Content-Type: text/csv' --data-binary @x.csv localhost:8320/v1/screen`, "Content-Type"},
	} {
		_, _, err := checkCommand(c.line)
		if (c.err == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		}
	}
}

// checkCommand parses a line of shell without running it, as far as it calls
// interdict or curl.
func checkCommand(line string) (isCommand, isRequest bool, err error) {
	if !strings.Contains(line, "interdict") && !strings.Contains(line, "curl") {
		return false, false, nil
	}
	calls, err := shellWords(line)
	for _, words := range calls {
		for len(words) > 0 && regexp.MustCompile(`^[A-Z_]+=`).MatchString(words[0]) {
			words = words[1:]
		}
		if len(words) > 2 && slices.Equal(words[:3], []string{"go", "run", "./cmd/interdict"}) {
			words = append([]string{"interdict"}, words[3:]...)
		}
		switch {
		case len(words) == 0:
		case words[0] == "interdict":
			isCommand = true
			if e := parses(words[1:]); err == nil {
				err = e
			}
		case words[0] == "curl":
			isRequest = true
			if e := saysJSON(words[1:]); err == nil {
				err = e
			}
		}
	}
	if !isCommand && !isRequest { // text that only names them
		err = nil
	}
	return isCommand, isRequest, err
}

func parses(args []string) error {
	var c cli
	k, err := newParser(&c, io.Discard, io.Discard, func(int) {})
	if err != nil {
		return err
	}
	_, err = k.Parse(args)
	return err
}

// saysJSON checks the arguments of curl: with a body, the type must be JSON.
func saysJSON(args []string) error {
	post, typed := false, false
	for i, a := range args {
		next := ""
		if i+1 < len(args) {
			next = args[i+1]
		}
		switch {
		case a == "-d", strings.HasPrefix(a, "--data"), a == "-X" && next == "POST", a == "--request" && next == "POST":
			post = true
		case a == "--json":
			post, typed = true, true
		case a == "-H", a == "--header":
			name, value, _ := strings.Cut(next, ":")
			typed = typed || strings.EqualFold(name, "Content-Type") && strings.HasPrefix(strings.TrimSpace(value), "application/json")
		}
	}
	if post && !typed {
		return fmt.Errorf("curl sends a body without -H 'Content-Type: application/json'")
	}
	return nil
}

// shellWords divides a line as a shell does: into commands at | ; & and into words,
// with quotes, without comments and redirections.
func shellWords(line string) (calls [][]string, err error) {
	var words []string
	var cur strings.Builder
	var quote rune
	started, escaped, redirected := false, false, false
	word := func() {
		if started && !redirected {
			words = append(words, cur.String())
		}
		if started {
			redirected = false
		}
		cur.Reset()
		started = false
	}
	end := func() {
		word()
		if len(words) > 0 {
			calls = append(calls, words)
		}
		words, redirected = nil, false
	}
	for _, r := range line {
		switch {
		case escaped:
			cur.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, started = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			cur.WriteRune(r)
		case r == '\'' || r == '"':
			quote, started = r, true
		case r == '#' && !started:
			end()
			return calls, nil
		case r == ' ' || r == '\t':
			word()
		case r == '|' || r == ';' || r == '&':
			end()
		case r == '<' || r == '>':
			word()
			redirected = true
		default:
			cur.WriteRune(r)
			started = true
		}
	}
	if quote != 0 {
		err = fmt.Errorf("a quote %c is not closed", quote)
	}
	end()
	return calls, err
}
