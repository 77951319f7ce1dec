package ftm

import (
	"bytes"
	"strings"

	"github.com/interdict-dev/interdict/internal/list"
)

// Options tell what a publisher's package knows beyond the file.
type Options struct {
	// Authority and Country are put into the listings of targets.simple.csv,
	// which do not name them.
	Authority string
	Country   string // ISO code
}

// Formats returns the three forms in which a dataset of FollowTheMoney
// entities is published.
func Formats(opt Options) []list.Format {
	one := func(parse func(f list.File, emit list.Emit, rep *list.Report) error) func(list.Input, list.Emit, *list.Report) error {
		return func(in list.Input, emit list.Emit, rep *list.Report) error {
			f, _ := in.Only()
			return parse(f, emit, rep)
		}
	}
	return []list.Format{
		{
			ID:     "entities.ftm.json",
			Doc:    "All entities and edges as FollowTheMoney JSON lines; tested on whole official files of small datasets.",
			Detect: func(in list.Input) bool { return kindOf(in) == "entities" },
			Parse:  one(ParseEntities),
		},
		{
			ID:     "targets.nested.json",
			Doc:    "Targets with their neighbours inside, as JSON lines; tested on a sample only.",
			Detect: func(in list.Input) bool { return kindOf(in) == "nested" },
			Parse:  one(ParseNested),
		},
		{
			ID:     "targets.simple.csv",
			Doc:    "Targets as a flat table, in the layouts with and without program_ids; tested on whole official files.",
			Detect: func(in list.Input) bool { return kindOf(in) == "simple" },
			Parse: one(func(f list.File, emit list.Emit, rep *list.Report) error {
				return ParseSimple(f, opt, emit, rep)
			}),
		},
	}
}

// kindOf looks at the first bytes of a single file.
func kindOf(in list.Input) string {
	f, ok := in.Only()
	if !ok {
		return ""
	}
	head := bytes.TrimSpace(bytes.TrimPrefix(f.Head(64<<10), []byte("\xef\xbb\xbf")))
	switch {
	case len(head) == 0:
		return ""
	case head[0] == '{':
		line, _, _ := bytes.Cut(head, []byte("\n"))
		if bytes.Contains(line, []byte(`"op"`)) && bytes.Contains(line, []byte(`"entity"`)) && !bytes.HasPrefix(line, []byte(`{"id"`)) {
			return "delta" // a difference is no edition of a list
		}
		if !bytes.Contains(line, []byte(`"schema"`)) || !bytes.Contains(line, []byte(`"id"`)) {
			return ""
		}
		if strings.Contains(f.Name, "nested") || bytes.Contains(bytes.ReplaceAll(head, []byte(" "), nil), []byte(`":[{"`)) {
			return "nested"
		}
		return "entities"
	default:
		line, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte(`"`), nil), []byte("\n"))
		if bytes.HasPrefix(line, []byte("id,schema,name,aliases,birth_date")) {
			return "simple"
		}
	}
	return ""
}
