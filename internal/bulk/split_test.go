package bulk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// split returns the rows of text, each as its line number and its fields.
func split(t testing.TB, r io.Reader) (header []string, rows []record) {
	t.Helper()
	s := newSplitter(r)
	header, err := s.header("")
	if err != nil {
		t.Fatal(err)
	}
	for {
		rec, err := s.next()
		if err == io.EOF {
			return header, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, rec)
	}
}

func TestSplit(t *testing.T) {
	long := strings.Repeat("x", maxRow)
	for _, c := range []struct {
		name, text string
		want       string // "line: field|field (problem)" or "line! error", one a row
	}{
		{"plain", "a,b\n1,2\n3,4\n", "2: 1|2\n3: 3|4"},
		{"no line end at the end", "a,b\n1,2", "2: 1|2"},
		{"CRLF", "a,b\r\n1,2\r\n3,\"4\"\r\n", "2: 1|2\n3: 3|4"},
		{"carriage returns only", "a,b\r1,2\r3,\"x\ry\"\r", "2: 1|2\n3: 3|x⏎y"},
		{"semicolons", "a;b\n1,5;2\n", "2: 1,5|2"},
		{"tabs", "a\tb\n1\t\n\t2\n", "2: 1|\n3: |2"},
		{"bars", "a|b\n1|2\n", "2: 1|2"},
		{"the line of Excel", "sep=;\na;b,c,d\n1;2\n", "3: 1|2"},
		{"separators within quotes of the header", "\"a,b,c\";d\n1;2\n", "2: 1|2"},
		{"empty lines are no rows", "a,b\n\n1,2\n   \n\r\n3,4\n\n", "3: 1|2\n6: 3|4"},
		{"rows of empty fields are rows", "a,b\n,\n\"\",\n", "2: |\n3: |"},
		{"ragged", "a,b,c\n1\n1,2\n1,2,3,4\n", "2: 1\n3: 1|2\n4: 1|2|3|4"},
		{"quotes", `a,b` + "\n" + `"x, y","say ""hi"""` + "\n", `2: x, y|say "hi"`},
		{"spaces around quotes", `a,b` + "\n" + ` "x, y" , "z" ` + "\n", "2: x, y|z"},
		{"quotes inside a field", "a,b\nthe \"Sun\" Ltd,ru\n", `2: the "Sun" Ltd|ru`},
		{"line ends inside quotes", "a,b\n\"x\r\ny\nz\",1\n2,3\n", "2: x⏎y⏎z|1\n5: 2|3"},
		{"a quote closed too early", "a,b\n\"Foo\" Inc,ru\n\"Bar\" Ltd,de\nBaz,fr\n",
			"2: \"Foo\" Inc|ru (text behind the closing quote of column 1; the line was read by itself, quotes as ordinary characters)\n" +
				"3: \"Bar\" Ltd|de (text behind the closing quote of column 1; the line was read by itself, quotes as ordinary characters)\n4: Baz|fr"},
		{"a quote within quotes", "a,b\n\"the \"Sun, Moon\" Ltd\",ru\n1,2\n",
			"2: the \"Sun, Moon\" Ltd|ru (text behind the closing quote of column 1; the line was read by itself)\n3: 1|2"},
		{"a quote never closed hides no row", "a,b\n1,\"x\n2,y\n3,z\n",
			"2: 1|\"x (the quote of column 2 is never closed; the line was read by itself, quotes as ordinary characters)\n3: 2|y\n4: 3|z"},
		{"a quote closed by that of a later row", "a,b\n\"x,1\ny,2\n\"z\",3\n",
			"2: \"x|1 (text behind the closing quote of column 1; the line was read by itself, quotes as ordinary characters)\n3: y|2\n4: z|3"},
		{"too many fields over several lines", "a,b\n\"x,1\ny\",2,3\nz,4\n",
			"2: \"x|1 (3 fields on 2 lines, 2 columns; the line was read by itself, quotes as ordinary characters)\n3: y\"|2|3\n4: z|4"},
		{"rows within quotes are doubted", "a,b,c\n1,\"x,2\n3,y\",4\n",
			"2: 1|x,2⏎3,y|4 (column 2 holds 2 lines that look like rows: is a quote out of place?)"},
		{"no way to tell", "a,b\n\"x\"y,1,2\nz,4\n", "2! text behind the closing quote of column 1\n3: z|4"},
		{"a line too long", "a,b\n" + long + ",1\n2,3\n", "2! longer than 1048576 bytes\n3: 2|3"},
		{"a quote not closed within the limit", "a,b\n1,\"x\n" + strings.Repeat("2,"+long[:1000]+"\n", 1100) + "3,z\n", "…"},
		{"a field of almost the limit", "a,b\n\"" + long[:maxRow-10] + "\",1\n", "2: " + long[:maxRow-10] + "|1"},
		{"only a header", "a,b\n", ""},
	} {
		for _, r := range map[string]io.Reader{"at once": strings.NewReader(c.text), "halves": iotest.HalfReader(strings.NewReader(c.text)), "errors with data": iotest.DataErrReader(strings.NewReader(c.text))} {
			_, rows := split(t, r)
			var got []string
			for _, r := range rows {
				s := fmt.Sprintf("%d: %s", r.line, strings.ReplaceAll(strings.Join(r.fields, "|"), "\n", "⏎"))
				if r.problem != "" {
					s += " (" + r.problem + ")"
				}
				if r.err != nil {
					s = fmt.Sprintf("%d! %v", r.line, r.err)
				}
				got = append(got, s)
			}
			if c.want == "…" { // the quote, and every row behind it
				if len(rows) != 1102 || !strings.Contains(rows[0].problem, "not closed within") || rows[1101].fields[0] != "3" {
					t.Errorf("%s: %d rows, first %q %v", c.name, len(rows), rows[0].problem, rows[0].err)
				}
				continue
			}
			if d := cmp.Diff(c.want, strings.Join(got, "\n")); d != "" {
				t.Errorf("%s:\n%.2000s", c.name, d)
			}
		}
	}
}

// TestSplitByteByByte: where the buffer ends must not matter.
func TestSplitByteByByte(t *testing.T) {
	text := "a;b\r\n \"x;\"\"y\"\"\r\nz\" ;1\r\n\"Foo\" Inc;2\r\n\r\n3;\"4\n"
	_, want := split(t, strings.NewReader(text))
	_, got := split(t, iotest.OneByteReader(strings.NewReader(text)))
	if d := cmp.Diff(want, got, cmp.AllowUnexported(record{}), cmp.Comparer(func(a, b error) bool { return fmt.Sprint(a) == fmt.Sprint(b) })); d != "" {
		t.Error(d)
	}
	if len(want) != 3 {
		t.Errorf("%d rows", len(want))
	}
}

// TestSplitMemory: a quote that is never closed, and a line that never ends, take
// no more than the limit.
func TestSplitMemory(t *testing.T) {
	for name, body := range map[string]string{"quote": "1,\"x\n", "line": "1,x"} {
		s := newSplitter(io.MultiReader(strings.NewReader("a,b\n"+body), io.LimitReader(repeat("2,yyyyyyyyyyyyyyyyyyyy"), 64<<20), strings.NewReader("\n3,z\n")))
		if _, err := s.header(""); err != nil {
			t.Fatal(err)
		}
		rows, last := 0, record{}
		for {
			rec, err := s.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rows, last = rows+1, rec
		}
		if len(s.buf) > 4*maxRow {
			t.Errorf("%s: a buffer of %d bytes", name, len(s.buf))
		}
		if rows < 2 || last.fields[1] != "z" {
			t.Errorf("%s: %d rows, the last %v", name, rows, last.fields)
		}
	}
}

// repeat reads the same text for ever.
type repeat string

func (r repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r[i%len(r)]
	}
	return len(p), nil
}

// FuzzSplit: what encoding/csv reads without complaint, the splitter reads alike,
// and no line of any text is lost.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\n\"x\ny\",2\n", "a;b\n\"Foo\" Inc;2\n\"", "a\tb\r\n\r\n1\t\"\"\"\"\r\n", "a,b\r\"1\r2\",3", "sep=|\na|b\n1|2"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s := newSplitter(bytes.NewReader(text))
		header, err := s.header(",")
		if err != nil {
			return
		}
		var rows [][]string
		var odd bool
		covered := s.line
		for {
			before := s.line
			rec, err := s.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if rec.line < before || rec.line >= s.line || (rec.err == nil) != (len(rec.fields) > 0) {
				t.Fatalf("row of line %d within %d to %d: %+v", rec.line, before, s.line, rec)
			}
			covered = s.line
			odd = odd || rec.problem != "" || rec.err != nil
			rows = append(rows, rec.fields)
		}
		if rest := bytes.Count(text, []byte("\n")); !bytes.Contains(text, []byte("\r")) && covered-1 > rest+1 {
			t.Fatalf("read to line %d of %d", covered, rest)
		}
		if odd || bytes.Contains(text, []byte(" ")) || bytes.Contains(text, []byte("\r")) || bytes.HasPrefix(text, []byte("sep=")) {
			return // where the splitter differs on purpose
		}
		cr := csv.NewReader(bytes.NewReader(text))
		cr.FieldsPerRecord = -1
		cr.LazyQuotes = true // a bare quote in a field is an ordinary character
		want, err := cr.ReadAll()
		if err != nil {
			return
		}
		if d := cmp.Diff(want, append([][]string{header}, rows...)); d != "" {
			t.Fatal(d)
		}
	})
}
