// Package interdict is the sanctions-screening engine as a Go library: open a
// data directory, screen a name, a company, a ship or a wallet against the
// official lists in force, and get a decision with its evidence.
//
//	e, err := interdict.Open(ctx, interdict.Options{Dir: dir})
//	if err != nil { ... }
//	defer e.Close()
//	answer, err := e.Screen(interdict.Query{Names: []string{"Роснефть"}})
//
// As long as no list was fetched or imported, the embedded sample is in force:
// a few dozen dated records for trying the engine out, plainly marked in every
// answer. Update fetches the official lists.
//
// An Engine is safe for concurrent use. Readers never wait for writers: an
// update builds a new snapshot aside and swaps it whole.
package interdict

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/fetch"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/ingest"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/all"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// The words of the public API.
type (
	Query      = screen.Query
	Answer     = screen.Answer
	Hit        = screen.Hit
	Snapshot   = screen.Snapshot
	Entity     = entity.Entity
	Identifier = entity.Identifier
	Date       = entity.Date
	Schema     = entity.Schema
	Params     = match.Params
	Evidence   = match.Evidence
)

// Errors a caller may tell apart.
var (
	ErrQuery    = screen.ErrQuery   // the query is the asker's to mend
	ErrNotFound = store.ErrNotFound // no such entity or list
)

// Options of Open. The zero value uses the embedded sample in memory.
type Options struct {
	// Dir is the data directory: editions, raw files, decisions, the saved
	// index. "" keeps nothing on disk: only the embedded sample is in force.
	Dir string
	// Params are the matching parameters; nil = match.Default.
	Params *Params
	// Fetch is used by Update; nil = a client with default limits.
	Fetch *fetch.Client
	Log   *slog.Logger     // nil = silent
	Now   func() time.Time // nil = time.Now
}

// Engine is an open data directory with the snapshot in force.
type Engine struct {
	opt    Options
	params match.Params
	store  *store.Store // nil without a data directory
	engine *screen.Engine

	loading sync.Mutex
}

// Build names the version of the program: the module version, or the revision
// it was built from.
var Build = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	rev, dirty := "", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			rev = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			if s.Value == "true" {
				dirty = "+changes"
			}
		}
	}
	if rev == "" {
		return "devel"
	}
	return rev + dirty
})

// indexBuild names the program for the saved index. Programs built without a
// version are told apart by their file, because they may take names apart in
// another way.
func indexBuild() string {
	b := Build()
	if b != "devel" && b != "unknown" && !strings.HasSuffix(b, "+changes") {
		return b
	}
	if exe, err := os.Executable(); err == nil {
		if st, err := os.Stat(exe); err == nil {
			return fmt.Sprintf("%s %d %d", b, st.Size(), st.ModTime().UnixNano())
		}
	}
	return b
}

// Open opens the data directory and loads the snapshot of the editions in
// force: from the saved index where it is up to date, else built from the store
// and saved.
func Open(ctx context.Context, opt Options) (*Engine, error) {
	e := &Engine{opt: opt, params: match.Default()}
	if opt.Params != nil {
		e.params = *opt.Params
	}
	if opt.Log == nil {
		e.opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Now == nil {
		e.opt.Now = time.Now
	}
	if opt.Dir != "" {
		st, err := store.Open(ctx, opt.Dir, store.Options{Now: e.opt.Now, Log: e.opt.Log})
		if err != nil {
			return nil, err
		}
		e.store = st
	}
	s, err := e.load(ctx)
	if err != nil {
		e.Close()
		return nil, err
	}
	e.engine = screen.NewEngine(s)
	return e, nil
}

// Close releases the data directory. Screenings under way must have ended.
func (e *Engine) Close() error {
	if e.store == nil {
		return nil
	}
	return e.store.Close()
}

// Screen answers q on the snapshot in force. Errors wrap ErrQuery when the
// query is the asker's to mend.
func (e *Engine) Screen(q Query) (Answer, error) { return e.engine.Screen(q) }

// Snapshot returns the snapshot in force.
func (e *Engine) Snapshot() *Snapshot { return e.engine.Snapshot() }

// Store returns the store, nil without a data directory.
func (e *Engine) Store() *store.Store { return e.store }

// Sample reports whether the embedded sample is in force.
func (e *Engine) Sample() bool {
	ed := e.Snapshot().Editions
	return len(ed) > 0 && ed[0].Kind == string(store.Sample)
}

// Reload loads the editions in force anew if they have changed since the
// snapshot was made, for instance by another process. It reports whether it
// swapped the snapshot.
func (e *Engine) Reload(ctx context.Context) (bool, error) {
	e.loading.Lock()
	defer e.loading.Unlock()
	if e.store != nil {
		current, err := e.store.Current(ctx)
		if err != nil {
			return false, err
		}
		if len(current) == 0 && e.Sample() || len(current) > 0 && store.Fingerprint(current) == e.Snapshot().ID {
			return false, nil
		}
	}
	s, err := e.load(ctx)
	if err != nil {
		return false, err
	}
	e.engine.Swap(s)
	return true, nil
}

func (e *Engine) load(ctx context.Context) (*screen.Snapshot, error) {
	if e.store != nil {
		current, err := e.store.Current(ctx)
		if err != nil {
			return nil, err
		}
		if len(current) > 0 {
			return e.fromStore(ctx, current)
		}
	}
	return fromSample(e.params)
}

// fromStore maps the saved index if it belongs to the editions, else builds it.
func (e *Engine) fromStore(ctx context.Context, editions []store.Edition) (*screen.Snapshot, error) {
	id := store.Fingerprint(editions)
	refs := make([]screen.EditionRef, len(editions))
	for i, ed := range editions {
		refs[i] = screen.EditionRef{Number: ed.ID, List: ed.List, Edition: ed.ContentSHA256, Raw: ed.FilesSHA256, Kind: string(ed.Kind), Published: ed.Published, Fetched: ed.Fetched, Activated: ed.Activated, Records: ed.Accepted}
	}
	path := filepath.Join(e.store.Dir(), "current.index")
	x, err := index.Open(path)
	switch {
	case err == nil && x.Meta.Snapshot == id && x.Meta.Build == indexBuild():
		return screen.NewSnapshot(id, x, e.params, refs, Build()), nil
	case err == nil:
		x.Close()
	case !errors.Is(err, index.ErrFormat) && !errors.Is(err, os.ErrNotExist):
		e.opt.Log.Warn("saved index not usable", "err", err)
	}
	b := index.NewBuilder()
	if err := e.store.Entities(ctx, editions, b.Add); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	x = b.Freeze()
	x.Meta.Snapshot, x.Meta.Build = id, indexBuild()
	if err := x.Save(path); err != nil {
		e.opt.Log.Warn("index not saved: the next start builds it again", "err", err)
		return screen.NewSnapshot(id, x, e.params, refs, Build()), nil
	}
	// The mapped file takes the place of the arrays just built: the garbage
	// collector has nothing to walk, and the pages are shared between processes.
	if mapped, err := index.Open(path); err == nil && mapped.Meta.Snapshot == id {
		x = mapped
	}
	return screen.NewSnapshot(id, x, e.params, refs, Build()), nil
}

// fromSample parses the embedded sample through the same code as official files.
func fromSample(p match.Params) (*screen.Snapshot, error) {
	b := index.NewBuilder()
	var refs []screen.EditionRef
	for _, ed := range sample.Lists() {
		rep, err := list.Parse(ed.Source, ed.Input, b.Add)
		if err != nil {
			return nil, fmt.Errorf("embedded sample: %w", err)
		}
		if rep.Rejects > 0 {
			return nil, fmt.Errorf("embedded sample: %w", &rep.Rejected[0])
		}
		refs = append(refs, screen.EditionRef{List: ed.Source.ID, Edition: rep.Edition, Kind: string(store.Sample), Published: rep.Published, Records: rep.Accepted})
	}
	return screen.NewSnapshot("sample", b.Freeze(), p, refs, Build()), nil
}

// UpdateOptions of Update.
type UpdateOptions struct {
	Lists      []string // ids; none = all with an official address
	Force      bool     // overrule expectations
	OnProgress func(ingest.Event)
}

// ErrNoStore is returned by calls that need a data directory.
var ErrNoStore = errors.New("no data directory is open")

// Update fetches the lists from their publishers and puts new editions in
// force. A list that fails keeps its old edition; see the results.
func (e *Engine) Update(ctx context.Context, o UpdateOptions) ([]ingest.Result, error) {
	if e.store == nil {
		return nil, ErrNoStore
	}
	var sources []*list.Source
	for _, id := range o.Lists {
		s, ok := all.Find(id)
		if !ok {
			return nil, fmt.Errorf("list %q: %w", id, ErrNotFound)
		}
		sources = append(sources, s)
	}
	if len(o.Lists) == 0 {
		for _, s := range all.Sources() {
			if len(s.Remotes) > 0 {
				sources = append(sources, s)
			}
		}
	}
	client := e.opt.Fetch
	if client == nil {
		client = &fetch.Client{UserAgent: "interdict/" + Build() + " (+https://github.com/interdict-dev/interdict)"}
	}
	results, err := ingest.Run(ctx, ingest.Options{Store: e.store, Fetch: client, Sources: sources, Build: Build(), Now: e.opt.Now, Log: e.opt.Log, Force: o.Force, OnProgress: o.OnProgress})
	if err != nil {
		return results, err
	}
	_, err = e.Reload(ctx)
	return results, err
}

// Import puts a user's own copy of a list, or an own list, in force.
func (e *Engine) Import(ctx context.Context, source *list.Source, force bool, paths ...string) (ingest.Result, error) {
	if e.store == nil {
		return ingest.Result{}, ErrNoStore
	}
	r, err := ingest.File(ctx, ingest.Options{Store: e.store, Build: Build(), Now: e.opt.Now, Log: e.opt.Log, Force: force}, source, paths...)
	if err != nil {
		return r, err
	}
	_, err = e.Reload(ctx)
	return r, err
}

// Record keeps an answer that snapshot s gave as a decision and returns its id.
// Take the snapshot before screening (s := e.Snapshot(); s.Screen(q)): by now
// another may be in force.
func (e *Engine) Record(ctx context.Context, source string, s *Snapshot, a Answer) (string, error) {
	if e.store == nil {
		return "", ErrNoStore
	}
	d, err := Decision(s, source, a)
	if err != nil {
		return "", err
	}
	d, err = e.store.RecordDecision(ctx, d)
	return d.ID, err
}
