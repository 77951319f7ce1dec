package bulk

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/screen"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// words puts a row into one line for tests.
func words(r Row) string {
	q := r.Query
	var b strings.Builder
	fmt.Fprintf(&b, "%d@%d", r.Number, r.Line)
	add := func(label, v string) {
		if v != "" {
			fmt.Fprintf(&b, " %s=%s", label, v)
		}
	}
	add("id", q.ID)
	add("is", string(q.Schema))
	add("names", strings.Join(q.Names, "/"))
	for _, d := range q.BirthDates {
		add("born", d.String())
	}
	add("in", strings.Join(q.Countries, "/"))
	for _, x := range q.Identifiers {
		add(string(x.Type), x.Value)
	}
	add("lists", strings.Join(q.Lists, "/"))
	if q.Threshold != 0 {
		add("threshold", fmt.Sprint(q.Threshold))
	}
	for _, p := range r.Problems {
		add("PROBLEM", p)
	}
	if r.Err != nil {
		add("REJECTED", r.Err.Error())
	}
	return b.String()
}

func encodeAs(t *testing.T, s string, e interface{ String(string) (string, error) }) string {
	t.Helper()
	out, err := e.String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadCSV(t *testing.T) {
	const russian = "id;имя;дата рождения;страна\n1;Сергей Лавров;21.03.1950;Россия\n2;Роснефть;;Россия\n"
	const wantRussian = "1@2 id=1 names=Сергей Лавров born=1950-03-21 in=ru\n2@3 id=2 names=Роснефть in=ru"
	for _, c := range []struct {
		name, text string
		in         Input
		want       string
	}{
		{"plain", "id,name,dob,country\n1,Sergey Lavrov,1950-03-21,Russia\n", Input{}, "1@2 id=1 names=Sergey Lavrov born=1950-03-21 in=ru"},
		{"byte order mark", "\xef\xbb\xbfname,dob\nA B,1950\n", Input{}, "1@2 names=A B born=1950"},
		{"byte order mark before quotes", "\xef\xbb\xbf\"name\",dob\r\n\"A, B\",1950\r\n", Input{}, "1@2 names=A, B born=1950"},
		{"what a row does not say can be anything", "name,imo\nMorning Glory,\nHappiness,9212905\n", Input{}, "1@2 names=Morning Glory\n2@3 is=Vessel names=Happiness imo=9212905"},
		{"schema told", "name,type\nA B,person\nC,company\nD,legal entity\n", Input{}, "1@2 is=Person names=A B\n2@3 is=Company names=C\n3@4 names=D"},
		{"schema given", "name\nA B\n", Input{Base: screen.Query{Schema: entity.LegalEntity}}, "1@2 is=LegalEntity names=A B"},
		{"settings of the run", "name\nA B\n", Input{Base: screen.Query{Lists: []string{"x"}, Threshold: 0.8}}, "1@2 names=A B lists=x threshold=0.8"},
		{"unknown columns", "shoe size,name,colour\n44,A B,blue\n", Input{}, "1@2 names=A B"},
		{"two columns of names", "name,name\nA B,C D\n", Input{}, "1@2 names=A B/C D"},
		{"two ids: the first counts", "id,id,name\n1,2,A B\n", Input{}, "1@2 id=1 names=A B"},
		{"empty rows", "id,name\n\n,\n1,A B\n \n", Input{}, "1@3 REJECTED=the row has neither a name nor an identifier\n2@4 id=1 names=A B"},
		{"ragged rows", "id,name,dob\n1\n2,A B\n3,C D,1950,x\n4,E F,1951,,\n", Input{},
			"1@2 id=1 PROBLEM=1 fields, 3 columns: the last ones are taken as empty REJECTED=the row has neither a name nor an identifier\n" +
				"2@3 id=2 names=A B PROBLEM=2 fields, 3 columns: the last ones are taken as empty\n" +
				"3@4 REJECTED=4 fields, 3 columns: a separator in a value without quotes?\n4@5 id=4 names=E F born=1951"},
		{"invalid UTF-8", "id,name\n1,M\xfcller\n2,Meyer\n", Input{}, "1@2 REJECTED=column 2: not valid UTF-8: name the charset of the file\n2@3 id=2 names=Meyer"},
		{"NUL bytes", "id,name\n1,A\x00B\n", Input{}, "1@2 REJECTED=column 2: NUL bytes"},
		{"letters lost before", "name\nM\ufffdller\n", Input{}, "1@2 names=M\ufffdller PROBLEM=a character U+FFFD: letters were lost before this file was written"},
		{"values not understood", "name,dob,country\nA B,soon,Atlantis\n", Input{}, "1@2 names=A B PROBLEM=column \"dob\": date \"soon\": not understood PROBLEM=column \"country\": \"Atlantis\" is no known country"},
		{"name of nothing", "name\n???\n", Input{}, "1@2 names=??? REJECTED=query refused: no letter or digit in any name"},
		{"name of a megabyte", "name\n" + strings.Repeat("x", 1<<20-8) + "\nA B\n", Input{}, "…too long"},
		{"mapping", "KUNDE,Feld 7,Name\nRosneft,7706107510,x\n", Input{Columns: columns.Options{Mapping: map[string]columns.Field{"kunde": columns.Name, "Feld 7": "inn", "Name": columns.Ignore}}},
			"1@2 names=Rosneft inn=7706107510"},
		{"month first", "name,dob\nA,02/03/1975\n", Input{Columns: columns.Options{DateOrder: list.MonthFirst}}, "1@2 names=A born=1975-02-03"},
		{"separator given", "id:name\n1:A B\n", Input{Comma: ':'}, "1@2 id=1 names=A B"},
		{"UTF-8", russian, Input{}, wantRussian},
		{"windows-1251", encodeAs(t, russian, charmap.Windows1251.NewEncoder()), Input{Charset: "windows-1251"}, wantRussian},
		{"koi8-r", encodeAs(t, russian, charmap.KOI8R.NewEncoder()), Input{Charset: "koi8-r"}, wantRussian},
		{"a byte that is none in the charset", "name\nA\x98B\n", Input{Charset: "windows-1251"}, "1@2 REJECTED=column 1: bytes that are no text in windows-1251"},
		{"UTF-16 with its mark", encodeAs(t, russian, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), Input{}, wantRussian},
		{"UTF-16, most significant byte first", encodeAs(t, russian, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), Input{}, wantRussian},
		{"UTF-16 without its mark", encodeAs(t, russian, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()), Input{Charset: "utf-16le"}, wantRussian},
		{"the mark overrules the charset", "\xef\xbb\xbf" + russian, Input{Charset: "windows-1251"}, wantRussian},
		{"charset given in capitals", russian, Input{Charset: "UTF-8"}, wantRussian},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			if err := ReadCSV(strings.NewReader(c.text), c.in, func(r Row) error { got = append(got, words(r)); return nil }); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(c.want, "…") {
				if len(got) != 2 || !strings.Contains(got[0], "REJECTED=query refused: a name of") || got[1] != "2@3 names=A B" {
					t.Errorf("%d rows, the last %s", len(got), got[len(got)-1])
				}
				return
			}
			if d := cmp.Diff(c.want, strings.Join(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("cable cut")
	for _, c := range []struct {
		name  string
		text  string
		in    Input
		jsonl bool
		want  string
	}{
		{"empty CSV", "", Input{}, false, "the file is empty"},
		{"only empty lines", "\n\n  \r\n", Input{}, false, "the file is empty"},
		{"empty JSON lines", "", Input{}, true, "the file is empty"},
		{"no header", "1,Rosneft,RU\n2,Lukoil,RU\n", Input{}, false, "no column is recognised as a name or an identifier"},
		{"header with an open quote", "\"id,name\n1,x\n", Input{}, false, "the quote of column 1 is never closed"},
		{"header too long", strings.Repeat("x", 2<<20) + "\n", Input{}, false, "longer than"},
		{"charset", "name\nx\n", Input{Charset: "klingon"}, false, `unknown charset "klingon"`},
		{"charset that browsers refuse", "name\nx\n", Input{Charset: "iso-2022-kr"}, false, "unknown charset"},
		{"charset of JSON", "{}\n", Input{Charset: "klingon"}, true, "unknown charset"},
		{"UTF-16 without its mark", "n\x00a\x00m\x00e\x00\n\x00", Input{}, false, "utf-16le"},
		{"mapping of a column that is not there", "name\nx\n", Input{Columns: columns.Options{Mapping: map[string]columns.Field{"nmae": columns.Name}}}, false, "the file has no such column"},
		{"JSON array", "\n [{\"name\":\"x\"}]\n", Input{}, true, "jq -c '.[]'"},
		{"JSON over lines", "{\n \"name\": \"x\"\n}\n", Input{}, true, "jq -c ."},
	} {
		err := read(strings.NewReader(c.text), c.in, c.jsonl, func(Row) error { t.Errorf("%s: a row", c.name); return nil })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q in it", c.name, err, c.want)
		}
	}
	for _, jsonl := range []bool{false, true} {
		rows := 0
		text := "name\nx\ny"
		if jsonl {
			text = "{\"name\":\"x\"}\n{\"name\":\"y"
		}
		err := read(failAfter(text, broken), Input{}, jsonl, func(Row) error { rows++; return nil })
		if !errors.Is(err, broken) || rows != 1 || !strings.Contains(err.Error(), "line") {
			t.Errorf("reader fails, JSON lines %t: %d rows, %v", jsonl, rows, err)
		}
		stop := errors.New("stop")
		if err := read(strings.NewReader(text), Input{}, jsonl, func(Row) error { return stop }); err != stop {
			t.Errorf("fn fails: %v", err)
		}
	}
}

// failAfter reads text and then fails.
func failAfter(text string, err error) *failing { return &failing{strings.NewReader(text), err} }

type failing struct {
	r   *strings.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if n, _ := f.r.Read(p); n > 0 {
		return n, nil
	}
	return 0, f.err
}

func TestReadJSONL(t *testing.T) {
	base := Input{Base: screen.Query{Lists: []string{"a", "b"}, Threshold: 0.7}}
	for _, c := range []struct {
		name, text string
		in         Input
		want       string
	}{
		{"by keys", `{"customerId":7,"fullName":"A B","birthDate":"1950-03-21","country":"RU","vip":true,"note":null}`, Input{}, "1@1 id=7 names=A B born=1950-03-21 in=ru"},
		{"byte order mark, CRLF, empty lines", "\xef\xbb\xbf{\"name\":\"A\"}\r\n\r\n  \n{\"name\":\"B\"}", Input{}, "1@1 names=A\n2@4 names=B"},
		{"lists of texts", `{"name":"A","aliases":["B","C; D",null,""],"nationality":["RU","CY"]}`, Input{}, "1@1 names=A/B/C; D in=ru/cy"},
		{"cells of several values", `{"name":"A","aliases":"B; C"}`, Input{}, "1@1 names=A/B/C"},
		{"objects in objects", `{"name":"A","address":{"city":"Moscow","country":"RU"}}`, Input{}, "1@1 names=A in=ru"},
		{"lists of objects", `{"name":"A","alias":[{"name":"B"}]}`, Input{}, `1@1 names=A PROBLEM=key "alias": a list of objects is not compared: give a list of texts`},
		{"order of the text, not of the alphabet", `{"name":"Z","a name":"A"}`, Input{}, "1@1 names=Z"},
		{"query", `{"id":"7","schema":"Person","names":["A B","C"],"birth_dates":["1950-03-21"],"countries":["ru"],"identifiers":[{"type":"inn","value":"7706107510"}]}`, Input{},
			"1@1 id=7 is=Person names=A B/C born=1950-03-21 in=ru inn=7706107510"},
		{"query with settings of its own", `{"names":["A"],"lists":["c"],"threshold":0.9}` + "\n" + `{"names":["B"]}`, base, "1@1 names=A lists=c threshold=0.9\n2@2 names=B lists=a/b threshold=0.7"},
		{"query with a wrong value", `{"names":["A"],"birth_dates":["soon"]}`, Input{}, "…REJECTED=not a query"},
		{"query with an unknown schema", `{"names":["A"],"schema":"Dragon"}`, Input{}, "…unknown schema"},
		{"names beside other keys", `{"name":"A","names":["B"],"dob":"1950"}`, Input{}, "…names=A"},
		{"nothing to screen", `{"name":""}`, Input{}, "1@1 REJECTED=the row has neither a name nor an identifier"},
		{"no key is known", `{"shoe":44}`, Input{}, "…REJECTED=columns \"shoe\": no column is recognised"},
		{"no object", "\"x\"\n[1]\n17\nnull\n", Input{}, "…"},
		{"broken", "{\"name\":\n{\"name\":\"A\"}\n{\"name\":\"A\"\n{\"name\" \"A\"}\n{name:1}\n{\"name\":\"A\"} {}\n", Input{},
			"1@1 REJECTED=not JSON: unexpected EOF\n2@2 names=A\n3@3 REJECTED=not JSON: unexpected EOF\n…"},
		{"a key twice", `{"name":"A","name":"B"}`, Input{}, `1@1 REJECTED=not JSON: the key "name" stands twice`},
		{"too deep", strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), Input{}, "1@1 REJECTED=not JSON: nested deeper than 32"},
		{"invalid UTF-8", "{\"name\":\"M\xfcller\"}\n{\"name\":\"A\"}", Input{}, "1@1 REJECTED=not valid UTF-8: name the charset of the file\n2@2 names=A"},
		{"two megabytes", `{"name":"` + strings.Repeat("x", 2<<20) + "\"}\n{\"name\":\"A\"}\n", Input{}, "1@1 REJECTED=longer than 1048576 bytes\n2@2 names=A"},
		{"two megabytes at the end", "{\"name\":\"A\"}\n" + strings.Repeat("x", 2<<20), Input{}, "1@1 names=A\n2@2 REJECTED=longer than 1048576 bytes"},
		{"mapping of a key that some have", "{\"kunde\":\"A\"}\n{\"name\":\"B\"}", Input{Columns: columns.Options{Mapping: map[string]columns.Field{"Kunde": columns.Name}}}, "1@1 names=A\n2@2 names=B"},
		{"windows-1251", encodeAs(t, `{"имя":"Роснефть"}`, charmap.Windows1251.NewEncoder()), Input{Charset: "cp1251"}, "1@1 names=Роснефть"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			if err := ReadJSONL(strings.NewReader(c.text), c.in, func(r Row) error { got = append(got, words(r)); return nil }); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(got, "\n")
			before, after, cut := strings.Cut(c.want, "…")
			if !cut && text != c.want || !strings.HasPrefix(text, before) || !strings.Contains(text, after) {
				t.Errorf("got\n%s\nwant\n%s", text, c.want)
			}
			if rows := len(bytes.FieldsFunc([]byte(c.text), func(r rune) bool { return r == '\n' })); c.name == "no object" || c.name == "broken" {
				if len(got) != rows || strings.Count(text, "REJECTED") != rows-strings.Count(text, "names=A") {
					t.Errorf("%d lines:\n%s", rows, text)
				}
			}
		})
	}
	if d := cmp.Diff([]string{"a", "b"}, base.Base.Lists); d != "" {
		t.Errorf("a row changed the settings of the run: %s", d)
	}
}

func TestOnColumns(t *testing.T) {
	for _, c := range []struct {
		text  string
		jsonl bool
		want  string
	}{
		{"id,name,shoe\n1,x,2\n", false, "[id name ]"},
		{"broken\n{\"names\":[\"x\"]}\n{\"id\":1,\"name\":\"x\"}\n{\"name\":\"y\"}\n", true, "[id name]"},
	} {
		var told []string
		in := Input{OnColumns: func(cols *columns.Columns) {
			var f []columns.Field
			for _, c := range cols.All {
				f = append(f, c.Field)
			}
			told = append(told, fmt.Sprint(f))
		}}
		if err := read(strings.NewReader(c.text), in, c.jsonl, func(Row) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{c.want}, told); d != "" {
			t.Error(d)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("id,name,dob\n1,\"A, B\",1950\n2,\"C\"x,\n"), "")
	f.Add([]byte("\xff\xfen\x00a\x00m\x00e\x00\n\x00x\x00"), "")
	f.Add([]byte("имя;страна\rA;B\r"), "windows-1251")
	f.Fuzz(func(t *testing.T, text []byte, label string) { fuzzRead(t, text, label, false) })
}

func FuzzReadJSONL(f *testing.F) {
	f.Add([]byte("{\"name\":\"A\",\"aliases\":[\"B\",1,null],\"x\":{\"y\":[{}]}}\n{\"names\":[\"x\"]}\n"), "")
	f.Add([]byte("{\"names\":[\"A\"],\"identifiers\":[{\"type\":\"inn\",\"value\":\"1\"}],\"birth_dates\":[\"1950-03\"]}\n\n{\n"), "koi8-r")
	f.Fuzz(func(t *testing.T, text []byte, label string) { fuzzRead(t, text, label, true) })
}

// fuzzRead: rows are numbered without a gap, their lines go up, and what is not
// rejected passes the checks of a query.
func fuzzRead(t *testing.T, text []byte, label string, jsonl bool) {
	n, line := 0, 0
	err := read(bytes.NewReader(text), Input{Charset: label}, jsonl, func(r Row) error {
		n++
		if r.Number != n || r.Line <= line {
			t.Fatalf("row %d of line %d after row %d of line %d", r.Number, r.Line, n-1, line)
		}
		line = r.Line
		if r.Err == nil && r.Query.Check() != nil {
			t.Fatalf("%+v: %v", r, r.Query.Check())
		}
		return nil
	})
	if jsonl && err == nil && isUTF8(label) && !bytes.HasPrefix(text, []byte{0xff}) && !bytes.HasPrefix(text, []byte{0xfe}) {
		want := 0
		for l := range bytes.SplitSeq(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), []byte("\n")) {
			if len(bytes.TrimSpace(l)) > 0 {
				want++
			}
		}
		if n != want {
			t.Fatalf("%d rows of %d lines", n, want)
		}
	}
}
