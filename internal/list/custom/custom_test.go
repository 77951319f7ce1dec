package custom

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func source(opt Options) *list.Source { return Source("own_fraud", "Own fraud list", opt) }

func TestSuite(t *testing.T) {
	listtest.Run(t, source(Options{}),
		listtest.Case{Name: "csv", Format: "csv", Files: []string{"testdata/own.csv"}, Records: 5},
		listtest.Case{Name: "json lines", Format: "jsonl", Files: []string{"testdata/own.jsonl"}, Records: 3},
		listtest.Case{Name: "list text", Format: "ilist", Files: []string{"testdata/own.ilist"}, Records: 2, Truncatable: true},
	)
}

func parse(t *testing.T, opt Options, name, text string) ([]*entity.Entity, *list.Report) {
	t.Helper()
	return listtest.MustParse(t, source(opt), list.Input{Files: []list.File{list.BytesFile(name, []byte(text))}})
}

func TestCSV(t *testing.T) {
	b, err := os.ReadFile("testdata/own.csv")
	if err != nil {
		t.Fatal(err)
	}
	got, rep := parse(t, Options{}, "own.csv", string(b))
	day := entity.NewDate(2024, 5, 1)
	want := []*entity.Entity{
		{ID: "P-1", List: "own_fraud", Schema: entity.Person,
			Names: []entity.Name{{Full: "Ivan Example", Kind: entity.NamePrimary}, {Full: "Vanya Example", Kind: entity.NameAlias},
				{Full: "I. Example", Kind: entity.NameAlias}, {Full: "Boatswain", Kind: entity.NameAlias, Weak: true}},
			Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "4509 123456"}},
			Dates:       []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1952, 10, 7)}},
			Countries:   []entity.CountryFact{{Role: entity.CountryNationality, Code: "ru"}},
			Addresses:   []entity.Address{{Full: "1 Main Street, Springfield"}},
			Listings:    []entity.Listing{{Program: "FRAUD-1", Effective: day}},
			Attributes:  []entity.Attribute{{Key: "shoe_size", Value: "42"}},
			Notes:       []entity.Note{{Kind: "remarks", Text: `says "no"`}}},
		{ID: "C-1", List: "own_fraud", Schema: entity.Company,
			Names: []entity.Name{{Full: "Horns and Hooves, LLC", Kind: entity.NamePrimary}, {Full: "Рога и копыта", Kind: entity.NameAlias},
				{Full: "Roga i kopyta", Kind: entity.NameAlias}},
			Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "7706107510", Country: "ru"}},
			Countries:   []entity.CountryFact{{Role: entity.CountryNationality, Text: "Atlantis"}},
			Listings:    []entity.Listing{{Program: "FRAUD-1", Effective: day}, {Program: "FRAUD-2", Effective: day}}},
	}
	for i, w := range want {
		text := b[got[i].Origin.Fragments[0].Offset:][:got[i].Origin.Fragments[0].Length]
		if !bytes.HasPrefix(text, []byte(w.ID+",")) || got[i].Origin.Fragments[0].Line != i+2 {
			t.Errorf("%s: origin %+v points at %q", w.ID, got[i].Origin.Fragments[0], text)
		}
		got[i].Origin = entity.Origin{}
		if d := cmp.Diff(w, got[i]); d != "" {
			t.Error(d)
		}
	}
	if a, b := got[2].ID, got[3].ID; !strings.HasPrefix(a, "h-") || b != a+"-2" {
		t.Errorf("ids of two equal rows without id: %q, %q", a, b)
	}
	if rep.Warned != 1 || rep.Warnings[0].Record != "C-1" || rep.Warnings[0].Line != 3 || rep.Warnings[0].Field != "nationality" {
		t.Errorf("warnings %+v, want one of C-1 for its nationality", rep.Warnings)
	}
}

// TestLayouts: the same two records however the file is written.
func TestLayouts(t *testing.T) {
	const plain = "id,name,nationality,aliases\n1,Ivan Example,Russia,A|B\n2,Рога и копыта,Cyprus,\n"
	semicolon := strings.ReplaceAll(plain, ",", ";")
	encode16 := func(s string, big bool) string {
		var b bytes.Buffer
		for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(s))...) {
			if big {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		return b.String()
	}
	encode1251 := func(s string) string {
		var b []byte
		for _, r := range s {
			if r >= 'А' && r <= 'я' {
				r += 0xc0 - 'А'
			}
			b = append(b, byte(r))
		}
		return string(b)
	}
	want, _ := parse(t, Options{}, "x.csv", plain)
	for _, c := range []struct {
		name, text string
		opt        Options
	}{
		{"semicolons", semicolon, Options{}},
		{"tabs", strings.ReplaceAll(plain, ",", "\t"), Options{}},
		{"bars", strings.NewReplacer(",", "|", "A|B", "A;B").Replace(plain), Options{}},
		{"CRLF", strings.ReplaceAll(plain, "\n", "\r\n"), Options{}},
		{"byte order mark", "\ufeff" + plain, Options{}},
		{"sep= line", "sep=;\n" + semicolon, Options{}},
		{"sep= line of a spreadsheet", "\ufeffsep=;\r\n" + strings.ReplaceAll(semicolon, "\n", "\r\n"), Options{}},
		{"UTF-16 little endian", encode16(strings.ReplaceAll(plain, ",", "\t"), false), Options{}},
		{"UTF-16 big endian", encode16(plain, true), Options{}},
		{"windows-1251", encode1251(semicolon), Options{Charset: "windows-1251"}},
		{"delimiter given", strings.ReplaceAll(plain, ",", "#"), Options{Delimiter: '#'}},
		{"empty rows at the end", plain + ",,,\n\n , ,,\n", Options{}},
		{"quoted", strings.ReplaceAll(plain, "Ivan Example", `"Ivan Example"`), Options{}},
		{"mapping", strings.Replace(plain, "name", "Feld 3", 1), Options{Options: columns.Options{Mapping: map[string]columns.Field{"feld 3": columns.Name}}}},
	} {
		got, rep := parse(t, c.opt, "x.csv", c.text)
		if rep.Warned != 0 || rep.Rejects != 0 {
			t.Errorf("%s: %+v %+v", c.name, rep.Warnings, rep.Rejected)
		}
		opt := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Origin" }, cmp.Ignore())
		if d := cmp.Diff(want, got, opt); d != "" {
			t.Errorf("%s:\n%s", c.name, d)
		}
		for _, e := range got {
			if f := e.Origin.Fragments[0]; f.Text == "" && !strings.Contains(c.text[f.Offset:f.Offset+f.Length], e.Primary()) {
				t.Errorf("%s: origin %+v does not hold %q", c.name, f, e.Primary())
			}
		}
	}
}

func TestRejects(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"shifted columns", "x.csv", "name,country\nSmith, John,Cyprus\n", "line 2: 3 fields, the header has 2"},
		{"no name in the row", "x.csv", "id,name,country\n7,,Cyprus\n", "record 7: line 2: the row has neither"},
		{"same id", "x.csv", "id,name\n1,A\n1,B\n", `record 1: line 3: second record with the id "1"`},
		{"key twice", "x.jsonl", `{"name":"A"}` + "\n" + `{"name":"B","name":"C"}` + "\n", `line 2: the key "name" stands twice`},
		{"no object", "x.jsonl", `{"name":"A"}` + "\n[1]\n", "line 2: not a JSON object"},
		{"broken line in the middle", "x.jsonl", `{"name":"A"}` + "\n{\"name\n" + `{"name":"B"}` + "\n", "line 2: "},
		{"two values", "x.jsonl", `{"name":"A"}` + "\n{}{}\n", "line 2: more than one value"},
		{"no name", "x.jsonl", `{"name":"A"}` + "\n{\"country\":\"ru\"}\n", "line 2: "},
		{"empty name", "x.jsonl", `{"name":"A"}` + "\n{\"name\":\"N/A\"}\n", "line 2: the row has neither"},
	} {
		_, rep := parse(t, Options{}, c.file, c.text)
		if rep.Rejects != 1 || !strings.Contains(rep.Rejected[0].Error(), c.want) {
			t.Errorf("%s: rejected %v, want one with %q", c.name, rep.Rejected, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, file, text, want string
		opt                    Options
	}{
		{"no known column", "x.csv", "nmae,colour\nA,blue\n", `line 1: columns "nmae" (did you mean "name"?), "colour": no column is recognised`, Options{}},
		{"open quote", "x.csv", "name,note\nA,\"cut", "ends inside a record", Options{}},
		{"mapping of no column", "x.csv", "name\nA\n", `mapping of column "Naam"`, Options{Options: columns.Options{Mapping: map[string]columns.Field{"Naam": "name"}}}},
		{"charset", "x.csv", "name\nA\n", "charset", Options{Charset: "klingon"}},
		{"cut JSON", "x.jsonl", `{"name":"A"}` + "\n" + `{"name":"B`, "line 2: the file ends inside a record", Options{}},
		{"no usable JSON", "x.jsonl", `{"nmae":"A"}` + "\n", `did you mean "name"`, Options{}},
		{"deep JSON", "x.jsonl", strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50) + "\n", "nested deeper", Options{}},
		{"invalid UTF-8 in JSON", "x.jsonl", "{\"name\":\"\xff\"}\n", "line 1: invalid UTF-8", Options{}},
		{"header only", "x.csv", "name,country\n", "no record", Options{}},
	} {
		_, _, err := listtest.Parse(source(c.opt), list.Input{Files: []list.File{list.BytesFile(c.file, []byte(c.text))}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q in it", c.name, err, c.want)
		}
	}
	_, _, err := listtest.Parse(source(Options{}), list.Input{Files: []list.File{list.BytesFile("x", []byte("<html>"))}})
	if !errors.Is(err, list.ErrNotList) {
		t.Errorf("web page: %v", err)
	}
}

func TestWarnings(t *testing.T) {
	_, rep := parse(t, Options{}, "x.csv", "name,natoinality,dob\nA,Russia,yesterday\nB\n")
	var got []string
	for _, w := range rep.Warnings {
		got = append(got, w.Error())
	}
	text := strings.Join(got, "\n")
	for _, want := range []string{`line 1: natoinality: column not recognised, kept as attribute "natoinality"; did you mean "nationality"?`,
		"line 2: dob: ", "line 3: 1 fields, the header has 3"} {
		if !strings.Contains(text, want) {
			t.Errorf("warnings\n%s\nwant %q among them", text, want)
		}
	}
}

// TestIDs: the id of a row without one depends on what the row is found by, and
// on nothing else.
func TestIDs(t *testing.T) {
	id := func(header, row string) string {
		got, _ := parse(t, Options{}, "x.csv", header+"\n"+row+"\n")
		return got[0].ID
	}
	base := id("name,dob,note", "Ivan Example,1952,x")
	for _, same := range [][2]string{{"note,name,dob", "y,Ivan Example,1952"}, {"Full Name,Date of birth", "IVAN  EXAMPLE,1952"}} {
		if got := id(same[0], same[1]); got != base {
			t.Errorf("%v: id %s, want %s", same, got, base)
		}
	}
	for _, other := range [][2]string{{"name,dob", "Ivan Example,1953"}, {"name", "Ivan Example"}, {"name,dob,inn", "Ivan Example,1952,7706107510"}} {
		if got := id(other[0], other[1]); got == base {
			t.Errorf("%v has the id of another", other)
		}
	}
	long := strings.Repeat("ж", 300)
	a, b := id("id,name", long+"1,A"), id("id,name", long+"2,A")
	if a == b || len(a) > 200 {
		t.Errorf("long ids: %q, %q", a, b)
	}
}

func TestJSONLines(t *testing.T) {
	b, err := os.ReadFile("testdata/own.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	got, rep := parse(t, Options{}, "own.jsonl", string(b))
	want := []*entity.Entity{
		{ID: "P-1", List: "own_fraud", Schema: entity.Person,
			Names: []entity.Name{{Full: "Ivan Example", Kind: entity.NamePrimary}, {Full: "Vanya Example", Kind: entity.NameAlias}, {Full: "I. Example", Kind: entity.NameAlias}},
			Dates: []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1952, 10, 7)}},
			Countries: []entity.CountryFact{{Role: entity.CountryNationality, Code: "ru"},
				{Role: entity.CountryNationality, Code: "cy"}},
			Addresses:  []entity.Address{{Street: "1 Main Street", City: "Springfield"}},
			Attributes: []entity.Attribute{{Key: "shoe_size", Value: "42"}, {Key: "vip", Value: "true"}}},
		{ID: got[1].ID, List: "own_fraud", Schema: entity.Person,
			Names: []entity.Name{{Full: "Иван Пример", Kind: entity.NamePrimary,
				Parts: []entity.Part{{Kind: entity.PartGiven, Value: "Иван"}, {Kind: entity.PartFamily, Value: "Пример"}}}},
			Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "500100732259", Country: "ru"}},
			Attributes:  []entity.Attribute{{Key: "tags", Value: `[{"a":1},{"b":[2]}]`}}},
		{ID: got[2].ID, List: "own_fraud", Schema: entity.Vessel,
			Names:       []entity.Name{{Full: "BLUE DOLPHIN", Kind: entity.NamePrimary}},
			Identifiers: []entity.Identifier{{Type: entity.IDIMO, Value: "9212905"}},
			Countries:   []entity.CountryFact{{Role: entity.CountryFlag, Code: "pa"}}},
	}
	for i, e := range got {
		if f := e.Origin.Fragments[0]; !strings.HasPrefix(string(b[f.Offset:f.Offset+f.Length]), "{") || f.Line != []int{1, 2, 4}[i] {
			t.Errorf("origin %+v", f)
		}
		e.Origin = entity.Origin{}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if rep.Warned != 1 || rep.Warnings[0].Field != "tags" {
		t.Errorf("warnings %v", rep.Warnings)
	}
}

// TestMappingOfJSON: a record need not have every key of the mapping.
func TestMappingOfJSON(t *testing.T) {
	opt := Options{Options: columns.Options{Mapping: map[string]columns.Field{"n": columns.Name, "x": "lei", "never": columns.City}}}
	got, rep := parse(t, opt, "x.jsonl", `{"n":"A"}`+"\n"+`{"N":"B","x":"549300LCJ1UJXHYBWI24"}`+"\n")
	if len(got) != 2 || got[1].Identifiers[0].Type != entity.IDLEI {
		t.Errorf("got %+v", got)
	}
	if rep.Warned != 1 || rep.Warnings[0].Field != "never" {
		t.Errorf("warnings %v", rep.Warnings)
	}
}

func seeds(f *testing.F, names ...string) (out [][]byte) {
	for _, n := range names {
		b, err := os.ReadFile("testdata/" + n)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func FuzzCSV(f *testing.F) {
	listtest.Fuzz(f, source(Options{}), "x.csv", append(seeds(f, "own.csv"), []byte("sep=;\nname;inn\nA;1\n"), []byte("\xff\xfen\x00a\x00m\x00e\x00\n\x00A\x00"))...)
}

func FuzzJSONLines(f *testing.F) {
	listtest.Fuzz(f, source(Options{}), "x.jsonl", seeds(f, "own.jsonl")...)
}

// TestRealTables reads tables of publishers with the columns alone, as a user
// with such a file would.
func TestRealTables(t *testing.T) {
	dir := listtest.Data(t)
	for _, c := range []struct {
		file    string
		records int
		mapping map[string]columns.Field
	}{
		{"lists/other/us_dod_1260H.csv", 397, nil},
		{"lists/other/cn_sanctions.csv", 610, nil},
		{"lists/ua/ua_war_sanctions_targets_simple_2026-03.csv", 5600, nil},
		// The number of an entry is used again in each part of the annex.
		{"lists/eu/journal/consolidated/32014R0269.csv", 2802, map[string]columns.Field{"recordId": columns.Reference}},
	} {
		in := listtest.Load(t, dir+"/"+c.file)
		in.Files[0].Name = "table.csv"
		got, rep, err := listtest.Parse(source(Options{Options: columns.Options{Mapping: c.mapping}}), in)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		t.Logf("%s: %d records, %d rejected, %d warnings, filled %v", c.file, rep.Records, rep.Rejects, rep.Warned, rep.Filled)
		if rep.Records != c.records || rep.Rejects != 0 {
			t.Errorf("%s: %d records, %d rejected, want %d and none", c.file, rep.Records, rep.Rejects, c.records)
		}
		if testing.Verbose() {
			for _, w := range rep.Warnings[:min(len(rep.Warnings), 12)] {
				t.Log(w.Error())
			}
		}
		named := 0
		for _, e := range got {
			if e.Primary() != "" {
				named++
			}
		}
		if named < len(got)*9/10 {
			t.Errorf("%s: only %d of %d records have a name", c.file, named, len(got))
		}
	}
}

func benchText() []byte {
	var text bytes.Buffer
	text.WriteString("id,name,dob,nationality,inn,address\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "%d,Ivan Example %d,1952-10-07,Russia,7706107510,\"1 Main Street, Springfield\"\n", i, i)
	}
	return text.Bytes()
}

// BenchmarkCSV: how fast do 10,000 rows become entities?
func BenchmarkCSV(b *testing.B) {
	text := benchText()
	in := list.Input{Files: []list.File{list.BytesFile("x.csv", text)}}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := list.Parse(source(Options{}), in, func(*entity.Entity) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodingCSV: the same file through encoding/csv alone.
func BenchmarkEncodingCSV(b *testing.B) {
	text := benchText()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil {
			b.Fatal(err)
		}
	}
}
