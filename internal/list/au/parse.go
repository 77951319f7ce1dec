package au

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/xuri/excelize/v2"
)

// Limits. The whole file of 2026 is 1.3 MB packed, 9.6 MB unpacked, 11,068 rows.
const (
	maxFile   = 32 << 20
	maxUnzip  = 160 << 20
	maxRows   = 400_000
	maxCell   = 64 << 10 // a cell holds at most 32,767 characters (ECMA-376)
	maxColumn = 400
)

// parse reads the workbook. All rows are held in memory, because the rows of a
// reference need not be neighbours.
func parse(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := in.Only()
	book, err := open(f)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	defer book.Close()
	p := parser{file: f.Name, rep: rep, groups: grouper{last: map[string]*group{}, count: map[string]int{}}}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		p.date1904 = *props.Date1904
	}
	if props, err := book.GetDocProps(); err == nil {
		rep.Published = list.ParseTime(props.Modified)
	}
	found := false
	for _, sheet := range book.GetSheetList() {
		is, err := p.sheet(book, sheet)
		if err != nil {
			return fmt.Errorf("%s: sheet %q: %w", f.Name, sheet, err)
		}
		found = found || is
	}
	if !found {
		return fmt.Errorf("%s: no sheet with the columns of the list: %w", f.Name, list.ErrNotList)
	}
	for _, g := range p.groups.groups {
		rep.Record()
		e, err := p.entity(g)
		if err != nil {
			rep.Reject(list.RecordError{Record: g.id, Line: g.rows[0].line, Err: err})
			continue
		}
		if err := emit(e); err != nil {
			return err
		}
	}
	return nil
}

type parser struct {
	file     string
	rep      *list.Report
	date1904 bool
	groups   grouper
}

// open unpacks the workbook within the limits. The spreadsheet library trusts
// the sizes that the archive declares and passes over damaged parts, so every
// part is unpacked and its checksum verified here first.
func open(f list.File) (*excelize.File, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	if err := verify(b); err != nil {
		return nil, err
	}
	// Both limits are equal so that the library never writes parts to disk.
	book, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip,
	})
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	return book, nil
}

func verify(b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	left := int64(maxUnzip)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return fmt.Errorf("workbook part %s: %w", part.Name, err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		if err == nil && n <= left {
			// Read to the very end: only there the checksum is compared.
			_, err = io.Copy(io.Discard, io.LimitReader(r, 1))
		}
		r.Close()
		if err != nil {
			return fmt.Errorf("workbook part %s: %w", part.Name, err)
		}
		if left -= n; left < 0 {
			return fmt.Errorf("workbook unpacks to more than %d bytes", maxUnzip)
		}
	}
	return nil
}

// sheet reads one sheet if it is the list. A sheet that has data but another
// header is reported as unread.
func (p *parser) sheet(book *excelize.File, sheet string) (bool, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	var head *header
	for line := 1; rows.Next(); line++ {
		if line > maxRows {
			return false, fmt.Errorf("more than %d rows", maxRows)
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return false, fmt.Errorf("row %d: %w", line, err)
		}
		if err := check(cells, line); err != nil {
			return false, err
		}
		if head == nil {
			if (row{cells: cells}).empty() {
				continue
			}
			if head = p.header(sheet, cells); head == nil {
				p.rep.MarkUnread("sheet " + sheet)
				return false, nil
			}
			continue
		}
		r := row{line: line, cells: cells, head: head}
		if r.empty() {
			continue
		}
		if err := p.groups.add(r); err != nil {
			p.rep.Record()
			p.rep.Reject(list.RecordError{Record: strings.TrimSpace(r.get(colReference)), Line: line, Field: colReference, Err: err})
		}
	}
	if err := rows.Error(); err != nil {
		return false, err
	}
	return head != nil, nil
}

func check(cells []string, line int) error {
	if len(cells) > maxColumn {
		return fmt.Errorf("row %d: %d columns", line, len(cells))
	}
	for i, c := range cells {
		switch {
		case len(c) > 4*maxCell:
			return fmt.Errorf("row %d: cell of %d bytes", line, len(c))
		case !utf8.ValidString(c):
			return fmt.Errorf("row %d: invalid UTF-8", line)
		}
		if strings.Contains(c, "_x") || strings.ContainsAny(c, "\r") {
			c = strings.NewReplacer("_x000D_\n", "\n", "_x000D_", "\n", "_x000A_", "\n", "_x0009_", " ", "\r\n", "\n", "\r", "\n").Replace(c)
			cells[i] = c
		}
	}
	return nil
}

// header returns nil if the row lacks a required heading.
func (p *parser) header(sheet string, cells []string) *header {
	h := &header{sheet: sheet, names: cells, at: map[string]int{}}
	for i, c := range cells {
		name := strings.ToLower(list.Clean(c))
		if _, dup := h.at[name]; !dup && name != "" {
			h.at[name] = i
		}
	}
	for _, want := range required {
		if _, ok := h.at[want]; !ok {
			return nil
		}
	}
	for name := range h.at {
		if !isKnown(name) {
			p.rep.MarkUnread("column " + name)
		}
	}
	return h
}

func isKnown(name string) bool {
	for _, k := range known {
		if k == name {
			return true
		}
	}
	return false
}

var errNoType = errors.New("type is none of individual, entity, vessel")
