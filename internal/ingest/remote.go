package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/fetch"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/store"
)

// maxPage bounds an index page on which the address of a file stands.
const maxPage = 8 << 20

// file is a raw file ready for parsing.
type file struct {
	store.DraftFile
	size int64
}

// known is what is known of one remote from before.
type known struct {
	files  []store.File  // what the edition in force was made of; several for an archive
	remote *store.Remote // what fetching last gave
}

// update fetches the files of a list and commits them.
func (r *run) update(ctx context.Context, src *list.Source, res *Result) error {
	if len(src.Remotes) == 0 {
		return fmt.Errorf("%s has no address: import its file", src.ID)
	}
	current, err := r.Store.CurrentOf(ctx, src.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	dir, err := os.MkdirTemp(r.Store.TempDir(), "ingest-*")
	if err != nil {
		return fmt.Errorf("%s: %w", src.ID, err)
	}
	defer os.RemoveAll(dir)

	have, err := r.known(ctx, src, current)
	if err != nil {
		return err
	}
	f := &fetcher{run: r, src: src, dir: dir, current: current}
	files, unchanged, err := f.all(ctx, have)
	if err != nil {
		return err
	}
	if unchanged {
		parsed, err := r.Store.ParsedBy(ctx, current, r.Build)
		if err != nil {
			return err
		}
		if parsed {
			return fetch.ErrUnchanged
		}
		// A newer build may read more from the same bytes.
	}
	fetched := f.fetched
	if fetched.IsZero() {
		fetched = current.Fetched
	}
	return r.commit(ctx, src, store.Official, fetched, files, res)
}

// known looks up what is known of each remote.
func (r *run) known(ctx context.Context, src *list.Source, current store.Edition) (map[string]known, error) {
	remotes, err := r.Store.Remotes(ctx, src.ID)
	if err != nil {
		return nil, err
	}
	var files []store.File
	if current.ID != 0 {
		if files, err = r.Store.Files(ctx, current.ID); err != nil {
			return nil, err
		}
	}
	out := make(map[string]known)
	for _, rem := range src.Remotes {
		var k known
		name := strings.ToLower(rem.Name)
		for i := range remotes {
			if remotes[i].Name == name {
				k.remote = &remotes[i]
			}
		}
		for _, f := range files {
			if f.Name == strings.TrimSuffix(name, ".gz") || k.remote != nil && f.Served != "" && f.Served == k.remote.SHA256 {
				k.files = append(k.files, f)
			}
		}
		out[name] = k
	}
	return out, nil
}

// fetcher fetches the files of one list.
type fetcher struct {
	*run
	src     *list.Source
	dir     string
	current store.Edition
	fetched time.Time // of the last file that came whole
}

// all fetches every remote. unchanged means that the server confirmed each file
// of the edition in force; files are then those kept of it.
func (f *fetcher) all(ctx context.Context, have map[string]known) (files []file, unchanged bool, err error) {
	unchanged = f.current.ID != 0
	for _, rem := range f.src.Remotes {
		name := strings.ToLower(rem.Name)
		got, same, err := f.one(ctx, rem, name, have[name])
		if err != nil {
			if rem.Optional && ctx.Err() == nil {
				f.Log.Warn("optional file not fetched", "list", f.src.ID, "file", name, "error", err)
				// Without it the edition is whole, but it must not flicker: what the
				// edition in force has is taken on.
				files = append(files, f.kept(have[name])...)
				continue
			}
			return nil, false, err
		}
		unchanged = unchanged && same
		files = append(files, got...)
	}
	if len(files) == 0 {
		return nil, false, fmt.Errorf("%s: no file fetched", f.src.ID)
	}
	return files, unchanged, nil
}

// one fetches one remote, and remembers how that went.
func (f *fetcher) one(ctx context.Context, rem list.Remote, name string, k known) (files []file, same bool, err error) {
	now := f.Now().UTC()
	note := store.Remote{List: f.src.ID, Name: name, URL: rem.URL, Checked: now}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %s: %w", f.src.ID, name, err)
			if k.remote != nil {
				note.ETag, note.LastModified, note.SHA256, note.Whole = k.remote.ETag, k.remote.LastModified, k.remote.SHA256, k.remote.Whole
			}
			note.Error = err.Error()
		}
		if e := f.Store.SetRemote(context.WithoutCancel(ctx), note); e != nil {
			err = errors.Join(err, e)
		}
	}()
	addr, hosts := rem.URL, f.hosts()
	if rem.Find != nil {
		if addr, err = f.find(ctx, rem); err != nil {
			return nil, false, err
		}
	}
	if u, e := url.Parse(addr); e == nil && u.Scheme == "file" {
		if rem.Find != nil {
			return nil, false, fmt.Errorf("index page names %s: %w", addr, fetch.ErrForbidden)
		}
		files, err = unpack(u.Path, name, f.dir, f.MaxBytes, store.DraftFile{URL: addr})
		f.fetched, note.Whole = now, now
		return files, false, err
	}
	req := fetch.Request{URL: addr, Hosts: hosts, MaxBytes: rem.MaxBytes, Accept: rem.Accept, Browser: rem.Browser, Dir: f.dir, Progress: func(done, total int64) {
		f.tell(Event{List: f.src.ID, Stage: Fetching, File: name, Bytes: done, Total: total})
	}}
	f.tell(Event{List: f.src.ID, Stage: Fetching, File: name, Total: -1})
	mark, ok := f.mark(k, addr, now)
	if ok {
		req.ETag, req.LastModified = mark.ETag, mark.LastModified
	}
	got, err := f.Fetch.Get(ctx, req)
	if errors.Is(err, fetch.ErrUnchanged) {
		note = mark
		note.Checked, note.Error = now, ""
		return f.kept(k), true, nil
	}
	if err != nil {
		return nil, false, err
	}
	files, err = unpack(got.Path, name, f.dir, f.MaxBytes, store.DraftFile{URL: got.FinalURL, ETag: got.ETag, LastModified: got.LastModified})
	f.fetched = got.FetchedAt
	note.URL, note.ETag, note.LastModified, note.SHA256, note.Whole = addr, got.ETag, got.LastModified, got.SHA256, now
	return files, false, err
}

// mark gives the marks to make a request conditional with: those of the very
// bytes that the edition in force was made of, fetched from the same address
// not too long ago.
func (f *fetcher) mark(k known, addr string, now time.Time) (store.Remote, bool) {
	m := k.remote
	switch {
	case m == nil, len(k.files) == 0, m.URL != addr, m.SHA256 == "":
		return store.Remote{}, false
	case m.ETag == "" && m.LastModified.IsZero():
		return store.Remote{}, false
	case m.Whole.After(now), now.Sub(m.Whole) >= f.Whole:
		return store.Remote{}, false
	}
	for _, file := range k.files {
		if m.SHA256 != file.SHA256 && m.SHA256 != file.Served {
			return store.Remote{}, false
		}
	}
	return *m, true
}

// hosts are those that a redirect or an index page may lead to.
func (f *fetcher) hosts() []string {
	out := append([]string(nil), f.src.Hosts...)
	for _, rem := range f.src.Remotes {
		if u, err := url.Parse(rem.URL); err == nil && u.Hostname() != "" {
			out = append(out, u.Hostname())
		}
	}
	return out
}

// find reads the address of the file off an index page.
func (f *fetcher) find(ctx context.Context, rem list.Remote) (string, error) {
	page, err := f.Fetch.Get(ctx, fetch.Request{URL: rem.URL, Hosts: f.hosts(), MaxBytes: maxPage, Browser: rem.Browser, Dir: f.dir})
	if err != nil {
		return "", fmt.Errorf("index page: %w", err)
	}
	b, err := os.ReadFile(page.Path)
	if err != nil {
		return "", fmt.Errorf("index page: %w", err)
	}
	found, err := rem.Find(b)
	if err != nil {
		return "", &refusal{fmt.Errorf("index page %s: %w", page.FinalURL, err)}
	}
	base, err := url.Parse(page.FinalURL)
	if err != nil {
		return "", fmt.Errorf("index page: %w", err)
	}
	u, err := base.Parse(found)
	if err != nil {
		return "", &refusal{fmt.Errorf("index page %s: %w", page.FinalURL, err)}
	}
	if !fetch.HostAllowed(u.Hostname(), base.Hostname(), f.hosts()) || base.Scheme == "https" && u.Scheme != "https" {
		return "", &refusal{fmt.Errorf("index page %s leads to %s: %w", page.FinalURL, u.Redacted(), fetch.ErrForbidden)}
	}
	return u.String(), nil
}

// kept are files of the edition in force, read from the store.
func (f *fetcher) kept(k known) []file {
	var out []file
	for _, k := range k.files {
		out = append(out, file{size: k.Size, DraftFile: store.DraftFile{
			Name: k.Name, URL: k.URL, ETag: k.ETag, LastModified: k.LastModified, Served: k.Served,
			Open: func() (io.ReadCloser, error) { return f.Store.Raw(context.Background(), f.current.ID, k.Name) },
		}})
	}
	return out
}
