package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serve starts the command and returns its address and what ends it: the exit
// code and standard error.
func serve(t *testing.T, args ...string) (url string, end func() (int, string)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var errOut bytes.Buffer
	code := make(chan int, 1)
	go func() {
		c := run(ctx, append([]string{"serve", "--address", "127.0.0.1:0"}, args...), strings.NewReader(""), w, &errOut)
		w.Close()
		code <- c
	}()
	line := make(chan string, 1)
	go func() {
		s, _ := bufio.NewReader(r).ReadString('\n')
		line <- s
	}()
	select {
	case s := <-line:
		var ok bool
		if url, ok = strings.CutPrefix(strings.TrimSpace(s), "listening on "); !ok {
			stop()
			<-code
			t.Fatalf("first line %q, standard error %s", s, &errOut)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("does not listen")
	}
	return url, func() (int, string) {
		stop()
		c := <-code
		return c, errOut.String()
	}
}

func post(t *testing.T, url, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("POST", url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, end := serve(t, "--data-dir", dir, "--allow-sample", "--token-file", token)
	if status, body := post(t, url+"/v1/screen", "wrong", `{"names":["Rosneft"]}`); status != 401 {
		t.Errorf("wrong token: %d %s", status, body)
	}
	status, body := post(t, url+"/v1/screen", "abc", `{"names":["Rosneft"]}`)
	var a struct {
		Decision, Verdict string
		Sample            bool
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil || status != 200 || a.Decision == "" || a.Verdict != "possible match" || !a.Sample {
		t.Errorf("%d %s", status, body)
	}
	code, errOut := end()
	if code != 0 || !strings.Contains(errOut, "embedded sample") || !strings.Contains(errOut, "route=/v1/screen") || strings.Contains(errOut, "Rosneft") {
		t.Errorf("exit %d, standard error:\n%s", code, errOut)
	}
	if _, err := os.Stat(filepath.Join(dir, "decisions.db")); err != nil {
		t.Error(err)
	}
}

func TestServeWithoutLists(t *testing.T) {
	url, end := serve(t, "--data-dir", t.TempDir(), "--no-record")
	if status, body := post(t, url+"/v1/screen", "", `{"names":["Rosneft"]}`); status != 503 || !strings.Contains(body, "interdict update") {
		t.Errorf("%d %s", status, body)
	}
	if code, errOut := end(); code != 0 || !strings.Contains(errOut, "--allow-sample") || !strings.Contains(errOut, "not recorded") {
		t.Errorf("exit %d, standard error:\n%s", code, errOut)
	}
}

func TestServeRefuses(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, end := serve(t, "--data-dir", t.TempDir())
	defer end()
	for name, args := range map[string][]string{
		"address in use": {"--address", strings.TrimPrefix(url, "http://")},
		"no address":     {"--address", "nonsense"},
		"empty token":    {"--address", "127.0.0.1:0", "--token-file", empty},
		"no token file":  {"--address", "127.0.0.1:0", "--token-file", empty + "x"},
	} {
		var errOut bytes.Buffer
		code := run(t.Context(), append([]string{"serve", "--data-dir", t.TempDir()}, args...), strings.NewReader(""), io.Discard, &errOut)
		if code != exitUsage || !strings.Contains(errOut.String(), "interdict: error:") {
			t.Errorf("%s: exit %d: %s", name, code, &errOut)
		}
	}
}
