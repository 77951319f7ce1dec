package custom

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/list/custom/ilist"
)

// Options of a user's own list. The zero value finds everything out by itself.
type Options struct {
	columns.Options // mapping of columns, order of dates, schema and listing of rows that do not tell

	Delimiter rune   // of the columns; 0 means found out
	Charset   string // of a delimited file, e.g. "windows-1251"; "" means UTF-8, or what the byte order mark says

	Publisher string // whose list it is; "" means "own list"
	Country   string // ISO code of the publisher; "" means "zz", the code for no country
	Homepage  string
	Terms     string
	Expect    list.Expect
}

// Source returns the source of a user's own list. id is the list's id in
// decisions and reports; it must not be that of an official list.
func Source(id, title string, opt Options) *list.Source {
	return &list.Source{
		ID:        id,
		Title:     title,
		Publisher: or(opt.Publisher, "own list"),
		Country:   or(opt.Country, "zz"),
		Homepage:  opt.Homepage,
		Terms:     opt.Terms,
		Rhythm:    "when its owner changes it",
		Formats: []list.Format{
			ilist.Format(),
			{
				ID:     "jsonl",
				Doc:    "JSON lines, one object a record; tested on files of our own.",
				Detect: func(in list.Input) bool { return looksLike(in, true) },
				Parse: func(in list.Input, emit list.Emit, rep *list.Report) error {
					return parseJSONLines(in, opt, emit, rep)
				},
			},
			{
				ID:     "csv",
				Doc:    "Delimited text with a header line; tested on files of our own and of several publishers.",
				Detect: func(in list.Input) bool { return looksLike(in, false) },
				Parse: func(in list.Input, emit list.Emit, rep *list.Report) error {
					return parseCSV(in, opt, emit, rep)
				},
			},
		},
		Expect: opt.Expect,
	}
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// looksLike tells JSON lines from delimited text, and both from web pages,
// containers and binary data.
func looksLike(in list.Input, json bool) bool {
	f, ok := in.Only()
	if !ok {
		return false
	}
	head := f.Head(4096)
	if charsetOf(head) != "" {
		return !json
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	switch {
	case len(head) == 0, bytes.HasPrefix(head, []byte("<")), bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.IndexByte(head, 0) >= 0:
		return false
	}
	return json == (head[0] == '{')
}

// charsetOf gives the charset that a byte order mark announces.
func charsetOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return "utf-16be"
	}
	return ""
}

// ids gives ids to records without one.
type ids struct{ seen map[string]int }

// give sets the id of e, if it has none, from what the record is found by.
// Records that agree in all of it get "-2", "-3" in the order of the file.
func (g *ids) give(e *entity.Entity) {
	if e.ID != "" {
		return
	}
	h := sha256.New()
	put := func(kind, v string) { fmt.Fprintf(h, "%s\x00%s\x00", kind, strings.ToLower(list.Clean(v))) }
	for _, n := range e.Names {
		put("name", n.Full)
	}
	for _, d := range e.Dates {
		if d.Kind == entity.DateBirth || d.Kind == entity.DateIncorporation {
			put(string(d.Kind), d.Date.String())
		}
	}
	for _, id := range e.Identifiers {
		put(string(id.Type), id.Value)
	}
	id := "h-" + hex.EncodeToString(h.Sum(nil)[:10])
	if g.seen == nil {
		g.seen = make(map[string]int)
	}
	g.seen[id]++
	if n := g.seen[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	e.ID = id
}

// maxID is the length that list.Check allows; a longer id is cut and made
// unique again by its hash.
const maxID = 200

func shorten(id string) string {
	if len(id) <= maxID {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	cut := id[:maxID-21]
	for !utf8.ValidString(cut) {
		cut = cut[:len(cut)-1]
	}
	return cut + "~" + hex.EncodeToString(sum[:10])
}

// warnings reports what a row's values made the reader doubt.
func warnings(rep *list.Report, id string, line int, problems []columns.Problem) {
	for _, p := range problems {
		rep.Warn(id, line, p.Column, "%w", p.Err)
	}
}
