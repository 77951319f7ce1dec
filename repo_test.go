package interdict_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/interdict-dev/interdict"

// mayImport is the table of ARCHITECTURE.md: what each of our packages may
// import of ours. "list/*" stands for any publisher below internal/list.
var mayImport = map[string][]string{
	"internal/entity": nil,
	"internal/name":   nil,
	"internal/fetch":  nil,
	"internal/db":     nil,
	"internal/config": nil,

	"internal/list":          {"internal/entity"},
	"internal/list/xmlnode":  {"internal/entity"},
	"internal/list/table":    nil,
	"internal/list/freetext": {"internal/entity", "internal/list"},
	"internal/list/ftm":      {"internal/entity", "internal/list", "internal/list/table", "internal/list/freetext"},
	"internal/list/listtest": {"internal/entity", "internal/list"},
	"internal/list/all":      {"internal/list", "list/*"},

	"internal/list/custom":         {"internal/entity", "internal/list", "internal/list/table", "internal/list/custom/columns", "internal/list/custom/ilist", "internal/list/custom/suggest"},
	"internal/list/custom/columns": {"internal/entity", "internal/list", "internal/list/custom/suggest"},
	"internal/list/custom/ilist":   {"internal/entity", "internal/list", "internal/list/custom/suggest"},
	"internal/list/custom/suggest": nil,

	"internal/store":  {"internal/entity", "internal/db", "internal/list"},
	"internal/ingest": {"internal/entity", "internal/list", "internal/fetch", "internal/store"},
	"internal/index":  {"internal/entity", "internal/name"},
	"internal/match":  {"internal/entity", "internal/name"},
	"internal/screen": {"internal/entity", "internal/name", "internal/index", "internal/match"},
	"internal/bulk":   {"internal/entity", "internal/screen", "internal/match", "internal/list/custom/columns"},
	"internal/sample": {"internal/entity", "internal/list", "internal/list/table", "internal/list/custom/columns", "internal/list/custom/ilist"},
	"internal/eval":   {"internal/entity", "internal/name", "internal/list", "internal/match", "internal/screen"},
	"internal/api":    {"", "internal/entity", "internal/ingest", "internal/list", "internal/list/all", "internal/match", "internal/sample", "internal/screen", "internal/store"},
	"internal/server": {"", "internal/api", "internal/config", "internal/store", "internal/screen"},

	"": {"internal/entity", "internal/fetch", "internal/index", "internal/ingest", "internal/list", "internal/list/all", "internal/match", "internal/sample", "internal/screen", "internal/store"},
}

// publisher packages may import these.
var publisherMay = []string{"internal/entity", "internal/list", "internal/list/xmlnode", "internal/list/table", "internal/list/freetext", "internal/list/ftm"}

// pure packages have no network, files, SQL, logger, clock or environment.
var pure = regexp.MustCompile(`^internal/(entity|name|index|match|list(/.*)?|ownership|measure|page|payment)$`)

var impure = []string{"net", "net/http", "os", "os/exec", "database/sql", "log", "log/slog"}

// impureFiles are the exceptions, each with its reason.
var impureFiles = map[string]string{
	"internal/index/file.go": "the one file in which a saved index is read and written",
}

type file struct {
	path, pkg string
	imports   []string
	doc       bool
	test      bool
	source    string
}

func goFiles(t *testing.T) []file {
	t.Helper()
	var out []file
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		x := file{path: filepath.ToSlash(path), pkg: filepath.ToSlash(filepath.Dir(path)), doc: f.Doc != nil, test: strings.HasSuffix(path, "_test.go"), source: string(src)}
		if x.pkg == "." {
			x.pkg = ""
		}
		for _, i := range f.Imports {
			x.imports = append(x.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, x)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestImports(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test || strings.HasPrefix(f.pkg, "cmd/") || strings.HasSuffix(f.pkg, "test") && f.pkg != "internal/list/listtest" {
			continue
		}
		allowed, known := mayImport[f.pkg]
		if !known && strings.HasPrefix(f.pkg, "internal/list/") {
			allowed, known = publisherMay, true
		}
		if !known {
			t.Errorf("%s: package %q is not in the table of repo_test.go and ARCHITECTURE.md", f.path, f.pkg)
			continue
		}
		for _, i := range f.imports {
			ours, ok := strings.CutPrefix(i, module)
			if !ok {
				continue
			}
			ours = strings.TrimPrefix(ours, "/")
			if strings.HasPrefix(ours, "cmd/") {
				t.Errorf("%s imports a command", f.path)
			}
			if !slices.Contains(allowed, ours) && !(slices.Contains(allowed, "list/*") && strings.HasPrefix(ours, "internal/list/")) {
				t.Errorf("%s: %q must not import %q", f.path, f.pkg, ours)
			}
		}
	}
}

func TestPurePackages(t *testing.T) {
	clock := regexp.MustCompile(`\btime\.(Now|Since|Until|After|Tick|NewTimer|NewTicker|Sleep)\(`)
	for _, f := range goFiles(t) {
		if f.test || !pure.MatchString(f.pkg) || f.pkg == "internal/list/listtest" || impureFiles[f.path] != "" {
			continue
		}
		for _, i := range f.imports {
			if slices.Contains(impure, i) {
				t.Errorf("%s: a pure package must not import %q", f.path, i)
			}
		}
		if m := clock.FindString(f.source); m != "" {
			t.Errorf("%s: a pure package must not ask the clock (%s)", f.path, m)
		}
	}
}

func TestEnvironmentOnlyInCommandAndConfig(t *testing.T) {
	env := regexp.MustCompile(`\bos\.(Getenv|LookupEnv|Environ)\b`)
	for _, f := range goFiles(t) {
		if f.test || strings.HasPrefix(f.pkg, "cmd/") || f.pkg == "internal/config" || f.pkg == "internal/list/listtest" {
			continue
		}
		if env.MatchString(f.source) {
			t.Errorf("%s reads the environment", f.path)
		}
	}
}

func TestPackageComments(t *testing.T) {
	documented := make(map[string]bool)
	all := make(map[string]bool)
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		all[f.pkg] = true
		documented[f.pkg] = documented[f.pkg] || f.doc
	}
	bad := regexp.MustCompile(`(^|/)(util|utils|common|helpers?|base|types|models?|misc|shared)$`)
	for pkg := range all {
		if !documented[pkg] {
			t.Errorf("package %q has no package comment", pkg)
		}
		if bad.MatchString(pkg) {
			t.Errorf("package %q: name says nothing", pkg)
		}
	}
}

// TestDocsLinked checks that every page below docs is linked from another page
// or from the README, and that links between pages lead somewhere.
func TestDocsLinked(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	linked := make(map[string]bool)
	var pages []string
	for _, root := range []string{"README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") {
				return err
			}
			pages = append(pages, filepath.ToSlash(path))
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range link.FindAllStringSubmatch(string(b), -1) {
				if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
					continue
				}
				target := filepath.ToSlash(filepath.Join(filepath.Dir(path), m[1]))
				if _, err := os.Stat(target); err != nil {
					t.Errorf("%s: link to %s leads nowhere", path, m[1])
				}
				linked[target] = true
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	for _, p := range pages {
		if strings.HasPrefix(p, "docs/") && !linked[p] {
			t.Errorf("%s is linked from nowhere", p)
		}
	}
}

func TestArchitectureIsShort(t *testing.T) {
	b, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), "\n"); n > 150 {
		t.Errorf("ARCHITECTURE.md has %d lines, at most 150", n)
	}
	// Every folder with Go code stands in it.
	seen := make(map[string]bool)
	for _, f := range goFiles(t) {
		dir := strings.TrimPrefix(f.pkg, "internal/")
		if f.test || seen[dir] || dir == "" {
			continue
		}
		seen[dir] = true
		if parts := strings.Split(dir, "/"); !strings.Contains(string(b), parts[len(parts)-1]) {
			t.Errorf("ARCHITECTURE.md does not name %s", f.pkg)
		}
	}
}
