package uk

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// ofsiColumns are those of the consolidated list of financial sanctions targets:
// 29 until February 2022, 36 after. The older layout has passport and national
// identity details in one text each.
var ofsiColumns = map[string]func(r *record, row *rowValues, v string){
	"name 1":                            columns["name 1"],
	"name 2":                            columns["name 2"],
	"name 3":                            columns["name 3"],
	"name 4":                            columns["name 4"],
	"name 5":                            columns["name 5"],
	"name 6":                            columns["name 6"],
	"title":                             columns["title"],
	"name non-latin script":             columns["name non-latin script"],
	"non-latin script type":             columns["non-latin script type"],
	"non-latin script language":         columns["non-latin script language"],
	"dob":                               columns["d.o.b"],
	"town of birth":                     columns["town of birth"],
	"country of birth":                  columns["country of birth"],
	"nationality":                       columns["nationality(/ies)"],
	"passport number":                   columns["passport number"],
	"passport details":                  columns["passport additional information"],
	"ni number":                         columns["national identifier additional information"],
	"national identification number":    columns["national identifier number"],
	"national identification details":   columns["national identifier additional information"],
	"position":                          columns["position"],
	"address 1":                         columns["address line 1"],
	"address 2":                         columns["address line 2"],
	"address 3":                         columns["address line 3"],
	"address 4":                         columns["address line 4"],
	"address 5":                         columns["address line 5"],
	"address 6":                         columns["address line 6"],
	"post/zip code":                     columns["address postal code"],
	"country":                           columns["address country"],
	"other information":                 columns["other information"],
	"group type":                        columns["designation type"],
	"alias type":                        columns["name type"],
	"alias quality":                     columns["alias strength"],
	"regime":                            columns["regime name"],
	"listed on":                         func(_ *record, w *rowValues, v string) { w.regime.listed = v },
	"uk sanctions list date designated": columns["date designated"],
	"last updated":                      columns["last updated"],
	"group id":                          nil, // the key
	"grpstatus":                         nil, // "Asset Freeze Targets" or "Investment Ban Targets" in copies of 2022; the same on every row
}

func detectOFSI(in list.Input) bool {
	f, ok := in.Only()
	if !ok {
		return false
	}
	head := f.Head(4096)
	return bytes.Contains(head, []byte("Name 6,")) && bytes.Contains(head, []byte("Group Type")) && bytes.Contains(head, []byte("Group ID"))
}

func parseOFSI(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return fmt.Errorf("one file expected, got %d", len(in.Files))
	}
	utf8, err := isUTF8(f)
	if err != nil {
		return err
	}
	skip := 0
	for i, l := range strings.SplitN(string(f.Head(4096)), "\n", 5) {
		if strings.Contains(l, "Name 6") {
			skip = i
			break
		}
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	p := &csvParser{file: f.Name, columns: ofsiColumns, key: "group id", rep: rep, byID: make(map[string]*record)}
	src := io.Reader(io.LimitReader(rc, 1<<30))
	if !utf8 {
		l := &latin{src: bufio.NewReaderSize(src, 1<<16)}
		src, p.offset = l, l.fileOffset
	}
	if err := p.read(src, table.Options{SkipLines: skip, MaxField: 1 << 20, LazyQuotes: true}); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if len(p.skipped) > 0 {
		if v, ok := strings.CutPrefix(strings.Trim(p.skipped[0], "\ufeff"), "Last Updated,"); ok {
			rep.Edition = strings.Trim(v, `,"' `)
			rep.Published = list.ParseTime(rep.Edition, "02/01/2006")
		}
	}
	for _, r := range p.order {
		rep.Record()
		r.splitSections()
		if err := r.emit("ofsi", emit, rep); err != nil {
			return err
		}
	}
	return nil
}

// section is a heading inside "Other Information" of the 36-column layout:
// "(UK Statement of Reasons):…", "(Phone number):…".
var section = regexp.MustCompile(`\(([A-Z][A-Za-z /]{2,45}?)\)\s*:`)

// splitSections moves what stands under headings in Other Information to where
// the UK Sanctions List has a column for it. Text under other headings stays.
func (r *record) splitSections() {
	var rest []string
	for _, text := range r.otherInfo.list {
		marks := section.FindAllStringSubmatchIndex(text, -1)
		if len(marks) == 0 {
			rest = append(rest, text)
			continue
		}
		if head := strings.TrimSpace(text[:marks[0][0]]); head != "" {
			rest = append(rest, head)
		}
		for i, m := range marks {
			end := len(text)
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			v := strings.TrimSpace(text[m[1]:end])
			if !r.section(strings.ToLower(text[m[2]:m[3]]), v) && v != "" {
				rest = append(rest, strings.TrimSpace(text[m[0]:end]))
			}
		}
	}
	r.otherInfo = set[string]{}
	if s := strings.Join(rest, " "); s != "" {
		r.otherInfo.add(s)
	}
}

// section takes the text under a heading and reports whether the heading is
// known.
func (r *record) section(heading, v string) bool {
	targets := map[string]*set[string]{
		"uk statement of reasons": &r.reasons, "phone number": &r.phones, "email address": &r.emails, "website": &r.websites,
		"gender": &r.genders, "type of entity": &r.entityTypes, "subsidiaries": &r.subsidiaries, "parent company": &r.parents,
		"business reg no": &r.regNumbers, "imo number": &r.imos, "current owner": &r.owners, "current owners": &r.owners,
		"current owner or operator": &r.owners, "previous owner": &r.previousOwners, "previous owners": &r.previousOwners,
		"current flag": &r.flags, "flag of ship": &r.flags, "current believed flag of ship": &r.flags, "previous flag": &r.previousFlags,
		"previous flags": &r.previousFlags, "type of ship": &r.shipTypes, "ship type": &r.shipTypes, "tonnage": &r.tonnages,
		"tonnage of ship": &r.tonnages, "length": &r.lengths, "length of ship": &r.lengths, "year built": &r.yearsBuilt,
		"hull identification number": &r.hulls, "un ref": &r.unRef, "designation source": &r.source,
	}
	switch t := targets[heading]; {
	case heading == "uk sanctions list ref":
		r.ofsiID = strings.Trim(v, " .,;") // the id in the other list, as OFSIGroupID is there
	case t == nil:
		return false
	case heading == "uk statement of reasons", heading == "type of entity":
		t.add(v)
	default:
		_, items := freetext.Enumerated(v)
		for _, it := range items {
			t.add(it)
		}
	}
	return true
}
