package custom

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/list/table"
	"golang.org/x/net/html/charset"
)

// layout is how a delimited file is written.
type layout struct {
	comma   rune
	charset string
	skip    int // lines before the header
}

// detectLayout reads the first lines. Of the delimiters, the one wins with
// which the header gives the most known columns; of equals, the one with more
// columns; then the order of preference.
func detectLayout(f list.File, opt Options) (layout, error) {
	l := layout{comma: opt.Delimiter, charset: opt.Charset}
	head := f.Head(1 << 16)
	if l.charset == "" {
		l.charset = charsetOf(head)
	}
	if l.charset != "" {
		r, err := charset.NewReaderLabel(l.charset, bytes.NewReader(head))
		if err != nil {
			return l, fmt.Errorf("charset %q: %w", l.charset, err)
		}
		head, _ = io.ReadAll(r) // a character cut at the end of the head is no error
	}
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	if first, _, ok := bytes.Cut(head, []byte("\n")); ok {
		if sep, ok := strings.CutPrefix(strings.ToLower(strings.TrimRight(string(first), "\r")), "sep="); ok {
			l.skip = 1
			head = head[len(first)+1:]
			if l.comma == 0 && len([]rune(sep)) == 1 {
				l.comma = []rune(sep)[0]
			}
		}
	}
	if l.comma != 0 {
		return l, nil
	}
	best := -1
	for _, comma := range []rune{',', ';', '\t', '|'} {
		r := csv.NewReader(bytes.NewReader(head))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		header, err := r.Read()
		if err != nil {
			continue
		}
		score := len(header)
		// Columns that a mapping names count as known; a mapping of a column
		// that another delimiter would show must not be an error here.
		if cols, err := columns.Recognise(header[:min(len(header), 200)], columns.Options{}); err == nil {
			for _, c := range cols.All {
				if c.Field != columns.Unknown {
					score += 1000
				}
			}
		}
		for h := range opt.Mapping {
			for _, have := range header {
				if strings.EqualFold(strings.TrimSpace(have), strings.TrimSpace(h)) {
					score += 1000
				}
			}
		}
		if score > best {
			best, l.comma = score, comma
		}
	}
	if best < 0 {
		return l, errors.New("no header line")
	}
	return l, nil
}

func parseCSV(in list.Input, opt Options, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return errors.New("one file expected")
	}
	lay, err := detectLayout(f, opt)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()

	p := &rows{rep: rep, emit: emit, file: f.Name, text: lay.charset != "" || lay.skip > 0, comma: lay.comma}
	// table.Read drops the byte order mark of UTF-8 only.
	src := io.Reader(rc)
	if strings.HasPrefix(lay.charset, "utf-16") {
		br := bufio.NewReader(rc)
		if b, _ := br.Peek(2); charsetOf(b) != "" {
			br.Discard(2)
		}
		src = br
	}
	topt := table.Options{Comma: lay.comma, Charset: lay.charset, SkipLines: lay.skip}
	err = table.Read(src, topt, func(t *table.Table) error {
		cols, err := columns.Recognise(t.Header, opt.Options)
		if err != nil {
			return fmt.Errorf("line %d: %w", 1+lay.skip, err)
		}
		p.cols = cols
		hints(rep, cols, 1+lay.skip)
		return nil
	}, p.row)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// hints warns of headings that look misspelt.
func hints(rep *list.Report, cols *columns.Columns, line int) {
	for _, c := range cols.All {
		if c.Hint != "" {
			rep.Warn("", line, c.Header, "column not recognised, kept as attribute %q; did you mean %q?", c.Key, c.Hint)
		}
	}
}

type rows struct {
	rep   *list.Report
	emit  list.Emit
	cols  *columns.Columns
	ids   ids
	file  string
	comma rune
	text  bool // offsets would not point into the raw file: keep the row's text
}

func (p *rows) row(r *table.Row) error {
	if blank(r.Fields) {
		return nil // no record: spreadsheets end with such rows
	}
	p.rep.Record()
	if n := len(p.cols.All); len(r.Fields) > n && !blank(r.Fields[n:]) {
		p.rep.Reject(list.RecordError{Line: r.Line, Err: fmt.Errorf("%d fields, the header has %d: a %q inside a value must be quoted", len(r.Fields), n, p.comma)})
		return nil
	} else if len(r.Fields) < n {
		p.rep.Warn("", r.Line, "", "%d fields, the header has %d: the last columns are taken as empty", len(r.Fields), n)
	}
	e, problems, err := p.cols.Entity(r.Fields)
	if err != nil {
		p.rep.Reject(list.RecordError{Record: e.ID, Line: r.Line, Err: err})
		return nil
	}
	e.ID = shorten(e.ID)
	p.ids.give(e)
	frag := entity.Fragment{File: p.file, Line: r.Line, Offset: r.Offset, Length: r.Length}
	if p.text {
		frag = entity.Fragment{File: p.file, Line: r.Line, Text: strings.Join(r.Fields, string(p.comma))}
	}
	e.Origin.Fragments = []entity.Fragment{frag}
	warnings(p.rep, e.ID, r.Line, problems)
	return p.emit(e)
}

func blank(fields []string) bool {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}
