package list

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
)

// Source describes one official list.
type Source struct {
	ID        string // as in OpenSanctions: us_ofac_sdn, eu_fsf, un_sc_sanctions
	Title     string
	Publisher string
	Country   string // ISO code of the authority; "eu", "un"
	Homepage  string
	Terms     string // licence or terms of use of the data
	Rhythm    string // how often the publisher changes the list, for people

	// Remotes are the official addresses, fetched together as one edition. Empty
	// for lists that only come from a user's own file.
	Remotes []Remote

	// Hosts are the host names redirects may lead to, beside those of Remotes.
	Hosts []string

	// Formats in which the list is published. Parse takes the first that
	// detects the input.
	Formats []Format

	Expect Expect
}

// Remote is one file of a list on its publisher's server.
type Remote struct {
	Name     string // file name used in Input and in Origin
	URL      string
	Optional bool  // the edition is whole without it
	MaxBytes int64 // 0 means the fetcher's default
	Accept   string
	Browser  bool // the server refuses user agents that do not look like a browser's
	// Find, if set, makes URL an index page: Find returns the address of the
	// file itself, from the page's bytes.
	Find func(page []byte) (string, error)
}

// Format is one file format of a publisher.
type Format struct {
	ID  string // e.g. "sdn_advanced.xml"
	Doc string // one sentence; whether tested on a whole official file

	// Detect looks at file names and first bytes. It must be cheap.
	Detect func(in Input) bool

	// Parse reads the input, calls emit once for each record it understands and
	// rep.Reject for each it does not, and counts both with rep.Record. It
	// returns an error when the input as a whole cannot be trusted: truncated,
	// wrong root element, wrong header, undecodable bytes.
	Parse func(in Input, emit Emit, rep *Report) error
}

// Emit hands an entity over. The parser must not touch it afterwards.
type Emit func(*entity.Entity) error

// File is one raw file, already decompressed. Open may be called several times
// and gives the same bytes each time.
type File struct {
	Name string // base name as the publisher gives it, lower case
	Size int64  // -1 = unknown
	Open func() (io.ReadCloser, error)
}

// Input is what one edition consists of.
type Input struct{ Files []File }

// BytesFile returns a File over b.
func BytesFile(name string, b []byte) File {
	return File{Name: strings.ToLower(name), Size: int64(len(b)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), nil
	}}
}

// Find returns the first file whose name is one of names (case-insensitive).
func (in Input) Find(names ...string) (File, bool) {
	for _, want := range names {
		for _, f := range in.Files {
			if strings.EqualFold(f.Name, want) {
				return f, true
			}
		}
	}
	return File{}, false
}

// Only returns the single file of in, if there is just one.
func (in Input) Only() (File, bool) {
	if len(in.Files) != 1 {
		return File{}, false
	}
	return in.Files[0], true
}

// Head returns up to n first bytes of f, nil if it cannot be opened.
func (f File) Head(n int) []byte {
	rc, err := f.Open()
	if err != nil {
		return nil
	}
	defer rc.Close()
	b := make([]byte, n)
	m, _ := io.ReadFull(rc, b)
	return b[:m]
}

// Contains reports whether one of the first n bytes of f starts text.
func (f File) Contains(n int, text string) bool {
	return bytes.Contains(f.Head(n), []byte(text))
}

// ErrNotList is wrapped by the error for input that no format of a source
// recognises, for instance a web page in place of data.
var ErrNotList = fmt.Errorf("not a file of this list")

// Detect returns the first format of s that recognises in.
func (s *Source) Detect(in Input) (Format, error) {
	for _, f := range s.Formats {
		if f.Detect(in) {
			return f, nil
		}
	}
	if len(in.Files) > 0 {
		head := bytes.ToLower(bytes.TrimSpace(in.Files[0].Head(2048)))
		switch {
		case len(head) == 0:
			return Format{}, fmt.Errorf("%s: %s is empty: %w", s.ID, in.Files[0].Name, ErrNotList)
		case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.Contains(head, []byte("<html")):
			return Format{}, fmt.Errorf("%s: %s is a web page, not data (a firewall or error page?): %w", s.ID, in.Files[0].Name, ErrNotList)
		}
	}
	known := make([]string, len(s.Formats))
	for i, f := range s.Formats {
		known[i] = f.ID
	}
	return Format{}, fmt.Errorf("%s: none of the formats %s: %w", s.ID, strings.Join(known, ", "), ErrNotList)
}

// Parse detects the format of in, parses it, checks every entity, and accounts
// for every record. emit is called in file order. On error the report tells how
// far it came, and nothing that was emitted may be used.
func Parse(s *Source, in Input, emit Emit) (*Report, error) {
	f, err := s.Detect(in)
	if err != nil {
		return &Report{List: s.ID}, err
	}
	rep := &Report{List: s.ID, Format: f.ID}
	seen := make(map[string]struct{})
	err = f.Parse(in, func(e *entity.Entity) error {
		e.List = s.ID
		err := Check(e)
		if _, dup := seen[e.ID]; err == nil && dup {
			err = fmt.Errorf("second record with the id %q", e.ID)
		}
		if err != nil {
			rep.Reject(RecordError{Record: e.ID, Line: line(e), Err: err})
			return nil
		}
		seen[e.ID] = struct{}{}
		if err := emit(e); err != nil {
			return err
		}
		rep.accept(e)
		return nil
	}, rep)
	if err != nil {
		return rep, fmt.Errorf("%s: %w", s.ID, err)
	}
	if rep.Records == 0 {
		return rep, fmt.Errorf("%s: no record in the file", s.ID)
	}
	if rep.Records != rep.Accepted+rep.Rejects+rep.Folded {
		return rep, fmt.Errorf("%s: %d records, but %d accepted, %d rejected and %d folded: parser lost count",
			s.ID, rep.Records, rep.Accepted, rep.Rejects, rep.Folded)
	}
	return rep, nil
}

// ParseTime is a publisher's time stamp in one of the usual layouts, in UTC;
// the zero time when s is none of them.
func ParseTime(s string, layouts ...string) time.Time {
	for _, l := range append(layouts, time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02") {
		if t, err := time.Parse(l, strings.TrimSpace(s)); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
