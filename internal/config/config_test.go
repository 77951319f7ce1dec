package config

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, f := range files {
		_, err := Load(f, nil)
		if good := strings.HasSuffix(f, ".good.yaml"); good != (err == nil) {
			t.Errorf("%s: error %v", f, err)
		}
	}
}

func TestLayers(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(secret, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load("testdata/full.good.yaml", []string{"INTERDICT_MATCH_THRESHOLD=0.8", "INTERDICT_LISTS=eu_fsf, un_sc_sanctions", "INTERDICT_FETCH_TIMEOUT=30s", "INTERDICT_SERVE_RECORD=true", "HOME=/x", "INTERDICT_SERVE_TOKEN_FILE=" + secret})
	if err != nil {
		t.Fatal(err)
	}
	if c.Match.Threshold != 0.8 || c.Match.Limit != 25 || len(c.Lists) != 2 || c.Lists[0] != "eu_fsf" || c.Fetch.Timeout != 30*time.Second || !c.Serve.Record || c.Serve.Token != "from-file" || c.Serve.MaxBody != Default().Serve.MaxBody {
		t.Errorf("layers: %+v", c)
	}
	var b bytes.Buffer
	if err := c.Show(&b); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "from-file") || !strings.Contains(s, "********") || !strings.Contains(s, "threshold: 0.8") {
		t.Errorf("show:\n%s", s)
	}
	if c.Serve.Token != "from-file" {
		t.Error("Show changed the configuration")
	}
}

func TestEnvironmentErrors(t *testing.T) {
	for _, env := range []string{"INTERDICT_TRESHOLD=1", "INTERDICT_MATCH_LIMIT=many", "INTERDICT_MATCH_THRESHOLD=2", "INTERDICT_SERVE_TOKEN_FILE=/does/not/exist"} {
		if _, err := Load("testdata/full.good.yaml", []string{env}); err == nil {
			t.Errorf("%s accepted", env)
		}
	}
	if _, err := Load("testdata/absent.yaml", nil); err == nil {
		t.Error("a named file that does not exist was accepted")
	}
}
