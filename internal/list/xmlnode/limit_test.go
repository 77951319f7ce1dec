package xmlnode

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// endless repeats a text for ever after a beginning.
type endless struct {
	begin, text string
	at          int
	given       int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.begin)
	e.begin = e.begin[n:]
	for n < len(p) {
		m := copy(p[n:], e.text[e.at:])
		e.at = (e.at + m) % len(e.text)
		n += m
	}
	e.given += int64(n)
	return n, nil
}

// TestLimits: input without end is refused while it is being read, in memory
// that follows the limit and not the input.
func TestLimits(t *testing.T) {
	for name, c := range map[string]struct{ begin, text string }{
		"record":              {"<list><r>", "<a b='c'>text</a>"},
		"text of a record":    {"<list><r>", "lorem ipsum "},
		"white space":         {"<list><r>", "  \n"},
		"white space at root": {"<list>", " "},
		"tag name":            {"<list><", "abc"},
		"attribute name":      {"<list><r ", "abc"},
		"attribute value":     {"<list><r a='", "abc "},
		"attributes":          {"<list><r a='1'", " "},
		"comment":             {"<list><!-- ", "abc "},
		"comment in record":   {"<list><r><!-- ", "abc "},
		"instruction":         {"<list><?x ", "abc "},
		"CDATA":               {"<list><r><![CDATA[", "abc]] "},
		"comment before root": {"<!-- ", "x"},
		"end tag":             {"<list><r></r", " "},
		"reference":           {"<list><r>&#", "0"},
		"unwanted text":       {"<list><other>", "lorem ipsum "},
		"transcoded":          {"<?xml version='1.0' encoding='windows-1251'?><list><r>", "\xe0"},
	} {
		t.Run(name, func(t *testing.T) {
			const limit = 1 << 20
			src := &endless{begin: c.begin, text: c.text}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := Read(src, Limits{MaxRecordBytes: limit}, nil, Handler{Path: "list/r", Record: func(*Node) error { return nil }})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrLimit) && name != "reference" {
				t.Errorf("error %v, want ErrLimit", err)
			}
			if err == nil {
				t.Error("accepted")
			}
			if src.given > 4*limit {
				t.Errorf("%d bytes read before the limit of %d was seen", src.given, limit)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 64*limit {
				t.Errorf("%d bytes allocated for a limit of %d", used, limit)
			}
		})
	}
	t.Run("elements nobody wants may be long", func(t *testing.T) {
		doc := "<list><other>" + strings.Repeat("<x>1</x>", 50_000) + "</other></list>"
		if err := Read(strings.NewReader(doc), Limits{MaxRecordBytes: 1000}, nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("record of exactly the limit", func(t *testing.T) {
		record := "<r>" + strings.Repeat("x", 93) + "</r>"
		doc := "<list>" + strings.Repeat(record, 3000) + "</list>"
		n := 0
		h := Handler{Path: "list/r", Record: func(*Node) error { n++; return nil }}
		if err := Read(strings.NewReader(doc), Limits{MaxRecordBytes: int64(len(record))}, nil, h); err != nil || n != 3000 {
			t.Errorf("%d records, error %v", n, err)
		}
		if err := Read(strings.NewReader(doc), Limits{MaxRecordBytes: int64(len(record)) - 1}, nil, h); !errors.Is(err, ErrLimit) {
			t.Errorf("one byte over the limit: %v", err)
		}
	})
	t.Run("whole input", func(t *testing.T) {
		doc := "<list><r/></list>"
		if err := Read(strings.NewReader(doc), Limits{MaxBytes: int64(len(doc))}, nil); err != nil {
			t.Error(err)
		}
		if err := Read(strings.NewReader(doc+"\n"), Limits{MaxBytes: int64(len(doc))}, nil); !errors.Is(err, ErrLimit) {
			t.Errorf("one byte over the limit: %v", err)
		}
	})
	t.Run("depth", func(t *testing.T) {
		nest := func(n int) string { return strings.Repeat("<a>", n) + strings.Repeat("</a>", n) }
		for _, h := range [][]Handler{nil, {{Path: "a", Record: func(*Node) error { return nil }}}} {
			if err := Read(strings.NewReader(nest(64)), Limits{}, nil, h...); err != nil {
				t.Error(err)
			}
			if err := Read(strings.NewReader(nest(65)), Limits{}, nil, h...); !errors.Is(err, ErrLimit) {
				t.Errorf("65 levels: %v", err)
			}
		}
	})
	t.Run("attributes", func(t *testing.T) {
		var b strings.Builder
		for i := range maxAttributes + 1 {
			fmt.Fprintf(&b, " a%d=''", i)
		}
		if err := Read(strings.NewReader("<a"+b.String()+"/>"), Limits{}, nil); !errors.Is(err, ErrLimit) {
			t.Errorf("error %v, want ErrLimit", err)
		}
	})
	t.Run("many names", func(t *testing.T) {
		var b strings.Builder
		for i := range 3 * maxNames {
			fmt.Fprintf(&b, "<n%d a%d='1'></n%d>", i, i, i)
		}
		if err := Read(strings.NewReader("<a>"+b.String()+b.String()+"</a>"), Limits{}, nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("many elements", func(t *testing.T) {
		doc := "<a>" + strings.Repeat("<b/>", maxNodes+1) + "</a>"
		err := Read(strings.NewReader(doc), Limits{}, nil, Handler{Path: "a", Record: func(*Node) error { return nil }})
		if !errors.Is(err, ErrLimit) {
			t.Errorf("error %v, want ErrLimit", err)
		}
	})
}

func TestReaderErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	for name, c := range map[string]struct {
		r    io.Reader
		want error
	}{
		"at once":            {iotest.ErrReader(broken), broken},
		"after the root":     {io.MultiReader(strings.NewReader("<a/>"), iotest.ErrReader(broken)), broken},
		"gzip cut":           {io.MultiReader(strings.NewReader("<a/>"+strings.Repeat(" ", 1000)), iotest.ErrReader(io.ErrUnexpectedEOF)), io.ErrUnexpectedEOF},
		"never gives a byte": {iotest.TimeoutReader(nothing{}), io.ErrNoProgress},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Read(c.r, Limits{}, nil); !errors.Is(err, c.want) && !errors.Is(err, iotest.ErrTimeout) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
	stop := errors.New("stop")
	h := []Handler{{Path: "a", Start: func(*Node) error { return stop }}}
	if err := Read(strings.NewReader("<a/>"), Limits{}, nil, h...); !errors.Is(err, stop) {
		t.Errorf("error of Start: %v", err)
	}
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }
