package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/store"
)

// maxFolder bounds the files of a folder that is given as one edition: the
// greatest official set has five. More means that the wrong folder was named.
const maxFolder = 16

// File imports a user's own copy of a list: one or several files, or one folder
// whose files belong together (OFAC's CSV set: sdn.csv, add.csv, alt.csv,
// sdn_comments.csv). Files may be gzip or zip. The edition is held against the
// same expectations as a fetched one. The error is that of the Result.
func File(ctx context.Context, o Options, src *list.Source, paths ...string) (Result, error) {
	r, err := newRun(o)
	if err != nil {
		return Result{}, err
	}
	res := r.finish(ctx, src.ID, func(res *Result) error {
		paths, err := expand(paths)
		if err != nil {
			return err
		}
		dir, err := os.MkdirTemp(r.Store.TempDir(), "import-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		var files []file
		for _, p := range paths {
			fs, err := unpack(p, strings.ToLower(filepath.Base(p)), dir, r.MaxBytes, store.DraftFile{})
			if err != nil {
				return fmt.Errorf("%s: %w", src.ID, err)
			}
			files = append(files, fs...)
		}
		return r.commit(ctx, src, store.Imported, r.Now(), files, res)
	})
	return res, res.Err
}

// expand replaces a folder by its files.
func expand(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is neither a file nor a folder", p)
		}
		if !info.IsDir() {
			out = append(out, p)
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil {
			return nil, err
		}
		var in []string
		for _, e := range entries {
			if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
				in = append(in, filepath.Join(p, e.Name()))
			}
		}
		if len(in) == 0 || len(in) > maxFolder {
			return nil, fmt.Errorf("folder %s has %d files; the files of one edition are expected, at most %d", p, len(in), maxFolder)
		}
		out = append(out, in...)
	}
	if len(out) == 0 {
		return nil, errors.New("no file to import")
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Sample commits the small built-in input of a list, for trying the program
// out. It never takes the place of an official or imported edition. The error
// is that of the Result.
func Sample(ctx context.Context, o Options, src *list.Source, in list.Input) (Result, error) {
	r, err := newRun(o)
	if err != nil {
		return Result{}, err
	}
	res := r.finish(ctx, src.ID, func(res *Result) error {
		current, err := r.Store.CurrentOf(ctx, src.ID)
		switch {
		case err == nil && current.Kind != store.Sample:
			return fmt.Errorf("%s has an %s edition, which a sample must not replace", src.ID, current.Kind)
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		}
		var files []file
		for _, f := range in.Files {
			files = append(files, file{size: f.Size, DraftFile: store.DraftFile{Name: f.Name, Open: func() (io.ReadCloser, error) { return f.Open() }}})
		}
		return r.commit(ctx, src, store.Sample, r.Now(), files, res)
	})
	return res, res.Err
}
