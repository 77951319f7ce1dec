package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, text string, opt Options) (rows [][]string, tab *Table, err error) {
	t.Helper()
	err = Read(strings.NewReader(text), opt, func(x *Table) error { tab = x; return nil }, func(r *Row) error {
		rows = append(rows, r.Fields)
		return nil
	})
	return rows, tab, err
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		opt        Options
		header     []string
		rows       [][]string
	}{
		{"plain", "a,b\n1,2\n", Options{}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"no last line end", "a,b\n1,2", Options{}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"BOM", "\ufeffa,b\n1,2\n", Options{}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"BOM before a quote", "\ufeff\"a,x\",b\n1,2\n", Options{}, []string{"a,x", "b"}, [][]string{{"1", "2"}}},
		{"BOM before skipped lines", "\ufeffmeta\na\n1\n", Options{SkipLines: 1}, []string{"a"}, [][]string{{"1"}}},
		{"CRLF", "a,b\r\n1,\"x\r\ny\"\r\n", Options{}, []string{"a", "b"}, [][]string{{"1", "x\ny"}}},
		{"lone CR at the end", "a\r\n1\r", Options{}, []string{"a"}, [][]string{{"1"}}},
		{"quotes", "a,b\n\"x \"\"y\"\"\",\",\"\n", Options{}, []string{"a", "b"}, [][]string{{`x "y"`, ","}}},
		{"empty lines", "\n\na\n\r\n1\n\n2\n\n", Options{}, []string{"a"}, [][]string{{"1"}, {"2"}}},
		{"embedded empty line", "a\n\"x\n\ny\"\n", Options{}, []string{"a"}, [][]string{{"x\n\ny"}}},
		{"empty fields", "a,b,c\n,,\n\"\",\"\",x\n", Options{}, []string{"a", "b", "c"}, [][]string{{"", "", ""}, {"", "", "x"}}},
		{"ragged", "a,b\n1\n1,2,3\n", Options{}, []string{"a", "b"}, [][]string{{"1"}, {"1", "2", "3"}}},
		{"semicolon", "a;b\n1,1;2\n", Options{Comma: ';'}, []string{"a", "b"}, [][]string{{"1,1", "2"}}},
		{"tab", "a\tb\n1\t\"2\"\n", Options{Comma: '\t'}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"separator of two bytes", "a§b\n\"1\"§2\n", Options{Comma: '§'}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"columns given", "1,2\n", Options{Columns: []string{"a", "b"}}, []string{"a", "b"}, [][]string{{"1", "2"}}},
		{"lazy quotes", "a,b\nx \"y\" z,\"p \"q\" r\"\n", Options{LazyQuotes: true}, []string{"a", "b"}, [][]string{{`x "y" z`, `p "q" r`}}},
		{"duplicate and unnamed columns", "Name,name,,Name \n1,2,3,4\n", Options{}, []string{"Name", "name (2)", "column 3", "Name (3)"}, [][]string{{"1", "2", "3", "4"}}},
		{"windows-1252", "a,b\nM\xfcller,\x80 5\n", Options{Charset: "windows-1252"}, []string{"a", "b"}, [][]string{{"Müller", "€ 5"}}},
		{"windows-1251", "\xe8\xec\xff;b\n\xcf\xf3\xf2\xe8\xed;1\n", Options{Charset: "windows-1251", Comma: ';'}, []string{"имя", "b"}, [][]string{{"Путин", "1"}}},
		{"gbk", "a,b\n\xd6\xd0\xb9\xfa,\x81\x5c\n", Options{Charset: "gbk"}, []string{"a", "b"}, [][]string{{"中国", "乗"}}},
		{"shift_jis, second byte is the separator", "a|b\n\x83\x7c|1\n", Options{Charset: "shift_jis", Comma: '|'}, []string{"a", "b"}, [][]string{{"ポ", "1"}}},
		{"UTF-16", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00\x3f\x04\n\x00", Options{Charset: "utf-16le"}, []string{"a", "b"}, [][]string{{"1", "п"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows, tab, err := read(t, tt.text, tt.opt)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.header, tab.Header); diff != "" {
				t.Errorf("header (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.rows, rows); diff != "" {
				t.Errorf("rows (-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	stop := errors.New("stop")
	for _, tt := range []struct {
		name, text string
		opt        Options
		is         error
		says       string
	}{
		{"empty file", "", Options{}, io.ErrUnexpectedEOF, "no header line"},
		{"only a BOM", "\ufeff", Options{}, io.ErrUnexpectedEOF, "no header line"},
		{"only empty lines", "\n\r\n\n", Options{}, io.ErrUnexpectedEOF, "no header line"},
		{"skips more than there is", "a\nb", Options{SkipLines: 2}, io.ErrUnexpectedEOF, "before the header"},
		{"truncated quote", "a,b\n1,\"x\n2,3\n", Options{}, ErrTruncated, "line 2"},
		{"truncated behind a doubled quote", "a\n\"x\"\"", Options{}, ErrTruncated, "line 2"},
		{"truncated right behind the quote", "a\n\"", Options{}, ErrTruncated, "line 2"},
		{"truncated with lazy quotes", "a,b\n1,\"x\n2,3\n", Options{LazyQuotes: true}, ErrTruncated, "line 2"},
		{"bare quote", "a,b\n1,x\"y\n", Options{}, errBareQuote, "line 2: field 2"},
		{"stray quote", "a,b\n1,\"x\"y\n", Options{}, errQuote, "line 2: field 2"},
		{"stray quote on a later line", "a,b\n1,\"x\n\"y\n", Options{}, errQuote, "line 3: field 2"},
		{"exact, short row", "a,b\n1\n", Options{Exact: true}, nil, "line 2: 1 fields, 2 expected"},
		{"exact, long row", "m\na,b\n1,2\n1,2,3\n", Options{Exact: true, SkipLines: 1}, nil, "line 4: 3 fields, 2 expected"},
		{"bad UTF-8", "a,b\n1,x\xff\n", Options{}, ErrEncoding, "line 2: field 2"},
		{"bad UTF-8 in the header", "a,\xc3\n", Options{}, ErrEncoding, "line 1: field 2"},
		{"character cut by the separator", "a,b\n\xc3,\xa9\n", Options{}, ErrEncoding, "line 2: field 1"},
		{"UTF-16 not named", "\xff\xfea\x00", Options{}, ErrEncoding, "UTF-16"},
		{"byte outside the charset", "a\n\xff\n", Options{Charset: "windows-1253"}, ErrEncoding, "line 2"},
		{"unknown charset", "a\n", Options{Charset: "martian"}, nil, "martian"},
		{"separator is a quote", "a\n", Options{Comma: '"'}, nil, "separator"},
		{"long field", "a\n" + strings.Repeat("x", 11) + "\n", Options{MaxField: 10}, errField, "line 2: field 1"},
		{"long quoted field", "a\n\"" + strings.Repeat("x\n", 8) + "\"\n", Options{MaxField: 10}, errField, "line 2: field 1"},
		{"long record", "a\n" + strings.Repeat("x,", 60) + "\n", Options{MaxField: 10, MaxRecord: 100}, errRecord, "line 2"},
		{"long quoted record", "a\n" + strings.Repeat("\"x\n\",", 60) + "\n", Options{MaxField: 10, MaxRecord: 100}, errRecord, "line 2"},
		{"long skipped line", strings.Repeat("x", 200) + "\na\n", Options{SkipLines: 1, MaxField: 10, MaxRecord: 100}, errRecord, "line 1"},
		{"callback", "a\n1\n", Options{Columns: []string{"stop"}}, stop, "stop"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Read(strings.NewReader(tt.text), tt.opt, nil, func(r *Row) error {
				if r.Table().Has("stop") {
					return stop
				}
				return nil
			})
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want %v with %q", err, tt.is, tt.says)
			}
		})
	}
	if err := Read(strings.NewReader("a\n"), Options{}, func(*Table) error { return stop }, nil); !errors.Is(err, stop) {
		t.Errorf("error of the header callback: %v", err)
	}
}

func TestColumns(t *testing.T) {
	var tab *Table
	var got []string
	err := Read(strings.NewReader("Full  Name, Country ,Country,,Junk,Other,\nx, IR ,IQ,,j,,\ny\nz,,,,,,,surplus\n"), Options{}, func(x *Table) error {
		tab = x
		tab.Ignore("junk", "absent")
		return nil
	}, func(r *Row) error {
		got = append(got, r.Get("absent", "full name")+"|"+r.Get("COUNTRY")+"|"+r.Get("nothing"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"x|IR|", "y||", "z||"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Country (2)", "Other", "fields beyond the header (1)"}, tab.Unread()); diff != "" {
		t.Errorf("Unread (-want +got)\n%s", diff)
	}
	tab.Ignore("country")
	tab.Ignore("OTHER")
	if diff := cmp.Diff([]string{"fields beyond the header (1)"}, tab.Unread()); diff != "" {
		t.Errorf("Unread after Ignore (-want +got)\n%s", diff)
	}
	if !tab.Has("full NAME") || tab.Has("column 99") || !tab.Has("column 4") {
		t.Error("Has")
	}
}

// Each record must stand in the raw bytes where Offset and Length say, on the
// line that Line says, whatever comes before it.
func TestRowPlace(t *testing.T) {
	for _, nl := range []string{"\n", "\r\n"} {
		for _, bom := range []string{"", "\ufeff"} {
			for _, skip := range []int{0, 2} {
				for _, set := range []string{"", "windows-1252"} {
					if set != "" && bom != "" {
						continue
					}
					name := fmt.Sprintf("%q bom %v skip %d %s", nl, bom != "", skip, set)
					umlaut := "ü"
					if set != "" {
						umlaut = "\xfc"
					}
					records := []string{"1,x" + nl, "2,\"" + umlaut + nl + nl + "b\"" + nl, "3," + strings.Repeat("long", 40000) + nl, "4,\"\"\"\"" + nl, "5,end"}
					text := bom + strings.Repeat("meta \"data"+nl, skip) + nl + "id,v" + nl
					lines := strings.Count(text, "\n")
					var want []string
					for i, rec := range records {
						want = append(want, fmt.Sprintf("%d %q", lines+1, rec))
						text += rec
						lines += strings.Count(rec, "\n")
						if i < len(records)-1 {
							text += nl + nl
							lines += 2
						}
					}
					var got []string
					err := Read(strings.NewReader(text), Options{SkipLines: skip, Charset: set}, nil, func(r *Row) error {
						got = append(got, fmt.Sprintf("%d %q", r.Line, text[r.Offset:r.Offset+r.Length]))
						return nil
					})
					if err != nil {
						t.Errorf("%s: %v", name, err)
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("%s (-want +got)\n%s", name, diff)
					}
				}
			}
		}
	}
}

// endless gives head once, then the same byte for ever, and counts.
type endless struct {
	head string
	fill byte
	n    int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.head)
	e.head = e.head[n:]
	if n == 0 {
		for i := range p {
			p[i] = e.fill
		}
		n = len(p)
	}
	e.n += int64(n)
	return n, nil
}

// A field, a line or a quoted record without an end must not be read into
// memory.
func TestBoundedMemory(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		fill       byte
		opt        Options
	}{
		{"line", "a\n", 'x', Options{}},
		{"header", "", 'x', Options{}},
		{"quoted field", "a\n\"", 'x', Options{}},
		{"quoted field of empty lines", "a\n\"", '\n', Options{}},
		{"separators", "a\n", ',', Options{}},
		{"skipped line", "", 'x', Options{SkipLines: 3}},
		{"doubled quotes", "a\n\"", '"', Options{}},
		{"converted", "a\n", 'x', Options{Charset: "utf-16le"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := &endless{head: tt.head, fill: tt.fill}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := Read(src, tt.opt, nil, func(*Row) error { return nil })
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Fatal("no error")
			}
			if src.n > 40<<20 {
				t.Errorf("%d MiB read before the error %v", src.n>>20, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20 {
				t.Errorf("%d MiB allocated", used>>20)
			}
		})
	}
}

func TestReuseFields(t *testing.T) {
	for _, reuse := range []bool{false, true} {
		var kept [][]string
		var strs []string
		err := Read(strings.NewReader("a,b\n1,2\n3,4\n"), Options{ReuseFields: reuse}, nil, func(r *Row) error {
			kept = append(kept, r.Fields)
			strs = append(strs, r.Fields...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"1", "2", "3", "4"}, strs); diff != "" {
			t.Errorf("strings must survive (reuse %v)\n%s", reuse, diff)
		}
		if same := &kept[0][0] == &kept[1][0]; same != reuse {
			t.Errorf("reuse %v: rows share a slice: %v", reuse, same)
		}
	}
}

// FuzzRead holds the reader against encoding/csv: the same records, or an error
// in both, and records that stand in the text in order without overlap.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"\",b\r\n\n", "a\n\"x\r\ny\"", "\"", "a\"b", ",\r", "\"a\" ,b\n", "a\r\r\n", "\"\"x\"\"\n"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, lazy bool) {
		if strings.HasPrefix(text, "\xef\xbb\xbf") || strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
			return
		}
		oracle := csv.NewReader(strings.NewReader(text))
		oracle.FieldsPerRecord, oracle.LazyQuotes = -1, lazy
		want, wantErr := oracle.ReadAll()
		var got [][]string
		end := int64(0)
		err := Read(strings.NewReader(text), Options{Columns: []string{"a"}, LazyQuotes: lazy}, nil, func(r *Row) error {
			if r.Offset < end || r.Offset+r.Length > int64(len(text)) || strings.Trim(text[end:r.Offset], "\r\n") != "" {
				t.Fatalf("record at [%d, +%d) behind %d of %q", r.Offset, r.Length, end, text)
			}
			end = r.Offset + r.Length
			if line := 1 + strings.Count(text[:r.Offset], "\n"); line != r.Line {
				t.Fatalf("record on line %d said to be on %d of %q", line, r.Line, text)
			}
			got = append(got, r.Fields)
			return nil
		})
		switch {
		case errors.Is(err, ErrEncoding):
			return
		case errors.Is(err, ErrTruncated) && lazy:
			return // encoding/csv forgives an unclosed quote
		case (err != nil) != (wantErr != nil):
			t.Fatalf("%q: error %v, encoding/csv %v", text, err, wantErr)
		case err != nil:
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-encoding/csv +got)\n%s", text, diff)
		}
	})
}

func sample() string {
	var b strings.Builder
	b.WriteString("id,name,type,country,birth,program,remarks,a,b,c\n")
	for i := range 20000 {
		fmt.Fprintf(&b, "%d,\"FAMILY, Given %d\",individual,Iran,01 Jan 1960,SDGT,\"DOB 01 Jan 1960; POB Tehran, Iran; nationality Iran\",-0-,-0- ,\n", i, i)
	}
	return b.String()
}

// What does reading by column name cost beside encoding/csv alone?
func BenchmarkRead(b *testing.B) {
	text := sample()
	b.Run("csv", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			r := csv.NewReader(strings.NewReader(text))
			r.ReuseRecord = true
			for {
				if _, err := r.Read(); err != nil {
					break
				}
			}
		}
	})
	for _, reuse := range []bool{false, true} {
		b.Run(fmt.Sprintf("table reuse=%v", reuse), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				err := Read(strings.NewReader(text), Options{ReuseFields: reuse}, nil, func(*Row) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("table, five columns by name", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			err := Read(strings.NewReader(text), Options{ReuseFields: true}, nil, func(r *Row) error {
				n += len(r.Get("ID")) + len(r.Get("Name")) + len(r.Get("Type")) + len(r.Get("Country")) + len(r.Get("absent", "Remarks"))
				return nil
			})
			if err != nil || n == 0 {
				b.Fatal(err)
			}
		}
	})
}
