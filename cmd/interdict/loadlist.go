package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/index"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/all"
	"github.com/interdict-dev/interdict/internal/list/custom"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
	"github.com/interdict-dev/interdict/internal/screen"
)

// listAliases are short words for lists on the command line of eval and bench.
var listAliases = map[string]string{
	"ofac": "us_ofac_sdn", "sdn": "us_ofac_sdn", "cons": "us_ofac_cons", "un": "un_sc_sanctions", "eu": "eu_fsf", "uk": "gb_fcdo_sanctions",
	"ch": "ch_seco_sanctions", "ca": "ca_dfatd_sema_sanctions", "au": "au_dfat_sanctions", "csl": "us_trade_csl", "ua": "ua_war_sanctions",
}

// loadList parses the files of one LIST=FILE[,FILE...] without a store.
func loadList(spec string) ([]*entity.Entity, *list.Report, error) {
	id, files, ok := strings.Cut(spec, "=")
	if !ok {
		return nil, nil, usagef("for instance --list un_sc_sanctions=consolidated.xml", "%q is not LIST=FILE", spec)
	}
	if full, ok := listAliases[strings.ToLower(id)]; ok {
		id = full
	}
	source, ok := all.Find(id)
	if !ok {
		if !validListID(id) {
			return nil, nil, usagef("interdict lists --all shows the lists that are known", "unknown list %q", id)
		}
		source = custom.Source(id, id, custom.Options{})
	}
	in, err := readInput(strings.Split(files, ","), source)
	if err != nil {
		return nil, nil, err
	}
	var out []*entity.Entity
	rep, err := list.Parse(source, in, func(e *entity.Entity) error { out = append(out, e); return nil })
	if err != nil {
		return nil, rep, err
	}
	return out, rep, nil
}

// readInput reads files, or the files of a folder; sdn.csv brings the files
// that belong to it if they stand beside it.
func readInput(paths []string, source *list.Source) (list.Input, error) {
	var in list.Input
	var all []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return in, &usageError{err, ""}
		}
		if st.IsDir() {
			entries, err := os.ReadDir(p)
			if err != nil {
				return in, err
			}
			for _, e := range entries {
				if e.Type().IsRegular() {
					all = append(all, filepath.Join(p, e.Name()))
				}
			}
			continue
		}
		all = append(all, p)
		if base := strings.TrimSuffix(strings.ToLower(filepath.Base(p)), ".gz"); len(paths) == 1 && (base == "sdn.csv" || base == "cons_prim.csv") {
			names := []string{"add.csv", "alt.csv", "sdn_comments.csv"}
			if base == "cons_prim.csv" {
				names = []string{"cons_add.csv", "cons_alt.csv", "cons_comments.csv"}
			}
			for _, n := range names {
				for _, sibling := range []string{n, n + ".gz"} {
					if f := filepath.Join(filepath.Dir(p), sibling); exists(f) {
						all = append(all, f)
						break
					}
				}
			}
		}
	}
	for _, p := range all {
		b, err := os.ReadFile(p)
		if err != nil {
			return in, err
		}
		name := filepath.Base(p)
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(b))
			if err != nil {
				return in, fmt.Errorf("%s: %w", p, err)
			}
			if b, err = io.ReadAll(io.LimitReader(z, 4<<30)); err != nil {
				return in, fmt.Errorf("%s: %w", p, err)
			}
			name = strings.TrimSuffix(name, ".gz")
		}
		in.Files = append(in.Files, list.BytesFile(name, b))
	}
	return in, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// snapshotOf indexes entities in memory.
func snapshotOf(entities []*entity.Entity, p match.Params) (*screen.Snapshot, error) {
	b := index.NewBuilder()
	for _, e := range entities {
		if err := b.Add(e); err != nil {
			return nil, err
		}
	}
	return screen.NewSnapshot("files", b.Freeze(), p, nil, ""), nil
}

// foreignScript reports whether a name is written in another script than Latin.
func foreignScript(s string) bool {
	for _, t := range name.Parse(s, name.ClassAny).Tokens {
		if t.Script != name.ScriptLatin && t.Script != name.ScriptNone {
			return true
		}
	}
	return false
}
