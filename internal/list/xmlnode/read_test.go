package xmlnode

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

// realFiles returns every official XML file of the test data, by name.
func realFiles(t testing.TB) map[string][]byte {
	t.Helper()
	dir := filepath.Join(listtest.Data(t), "lists")
	out := make(map[string][]byte)
	for _, pattern := range []string{"un/*.xml", "eu/*/*.xml", "ca/*.xml", "uk/*.xml", "ch/*.xml", "ofac/xml/*.xml", "ofac/consolidated_nonsdn/*.xml*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(f, ".gz") {
				z, err := gzip.NewReader(bytes.NewReader(b))
				if err != nil {
					t.Fatal(err)
				}
				if b, err = io.ReadAll(z); err != nil {
					t.Fatal(err)
				}
			}
			out[filepath.Base(f)] = b
		}
	}
	if len(out) < 15 {
		t.Fatalf("only %d XML files found in %s", len(out), dir)
	}
	return out
}

// TestOracleRealFiles: on every real file the whole tree, with offsets, lengths
// and lines, is the one encoding/xml gives, and each element's bytes stand
// where Offset and Length say.
func TestOracleRealFiles(t *testing.T) {
	for name, doc := range realFiles(t) {
		t.Run(name, func(t *testing.T) {
			want, err := oracle(bytes.NewReader(doc))
			if err != nil {
				t.Fatalf("encoding/xml: %v", err)
			}
			got, err := ours(doc, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Fatalf("tree differs from encoding/xml:\n%.2000s", cmp.Diff(want.String(), got.String()))
			}
			elements := 0
			var check func(*tree)
			check = func(n *tree) {
				elements++
				raw := string(doc[n.Offset : n.Offset+n.Length])
				if !startsElement(raw, n.Name) {
					t.Fatalf("<%s> at %d: bytes begin %.40q", n.Name, n.Offset, raw)
				}
				if !strings.HasSuffix(raw, n.Name+">") && !strings.HasSuffix(raw, "/>") {
					t.Fatalf("<%s> at %d: bytes end %q", n.Name, n.Offset, raw[max(0, len(raw)-40):])
				}
				if line := 1 + bytes.Count(doc[:n.Offset], []byte("\n")); elements%97 == 0 && line != n.Line {
					t.Fatalf("<%s> at %d: line %d, want %d", n.Name, n.Offset, n.Line, line)
				}
				for _, c := range n.Children {
					check(c)
				}
			}
			check(got)
			if elements < 20 {
				t.Fatalf("only %d elements", elements)
			}
		})
	}
}

// startsElement reports whether raw begins with a start tag of the local name.
func startsElement(raw, name string) bool {
	end := strings.IndexAny(raw, " \t\r\n/>")
	if end < 0 || raw[0] != '<' {
		return false
	}
	tag := raw[1:end]
	return tag == name || strings.HasSuffix(tag, ":"+name)
}

// TestRecordsOfRealFile reads records one by one, through a reader that gives
// odd amounts, and compares each with the same element of the whole tree: what
// a record sees does not depend on where the buffer ends.
func TestRecordsOfRealFile(t *testing.T) {
	files := realFiles(t)
	for name, path := range map[string]string{
		"un_consolidated_2026-08-01.xml":           "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL",
		"sema_2025-04.xml":                         "data-set/record",
		"eu_fsd_v1_0_WHOLE_2016-02-11.xml":         "WHOLE/ENTITY",
		"consolidated_2025-03-28.xml":              "sdnList/sdnEntry",
		"sdn_enhanced_PARTIAL_IRGC_2024-08-28.xml": "sanctionsData/entities/entity",
	} {
		t.Run(name, func(t *testing.T) {
			doc := files[name]
			root, err := oracle(bytes.NewReader(doc))
			if err != nil {
				t.Fatal(err)
			}
			want := []*tree{root}
			for _, step := range strings.Split(path, "/")[1:] {
				var next []*tree
				for _, w := range want {
					for _, c := range w.Children {
						if c.Name == step {
							next = append(next, c)
						}
					}
				}
				want = next
			}
			if len(want) < 10 {
				t.Fatalf("only %d records at %s", len(want), path)
			}
			for _, r := range []io.Reader{bytes.NewReader(doc), iotest.HalfReader(bytes.NewReader(doc)), &stutter{r: bytes.NewReader(doc)}} {
				i := 0
				err = Read(r, Limits{}, nil, Handler{Path: path, Record: func(n *Node) error {
					if got := toTree(n); got.String() != want[i].String() {
						return fmt.Errorf("record %d differs:\n%s", i, cmp.Diff(want[i], got))
					}
					if n.Markup() != string(doc[n.Offset:n.Offset+n.Length]) {
						return fmt.Errorf("record %d: markup is not the raw bytes", i)
					}
					i++
					return nil
				}})
				if err != nil {
					t.Fatal(err)
				}
				if i != len(want) {
					t.Errorf("%d records, want %d", i, len(want))
				}
			}
		})
	}
}

// stutter gives 1, 2, 3 ... 4000 bytes at a time and, now and then, none.
type stutter struct {
	r io.Reader
	n int
}

func (s *stutter) Read(p []byte) (int, error) {
	s.n = s.n%4000 + 1
	if s.n%7 == 0 {
		return 0, nil
	}
	return s.r.Read(p[:min(len(p), s.n)])
}

// TestRefused: each document is refused, with the line and the reason, and so
// does encoding/xml unless stricter says that we ask for more.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, doc, want string
		stricter        bool
	}{
		{"empty", "", "line 1: file ends", false},
		{"white space only", " \n ", "line 2: file ends", false},
		{"declaration only", `<?xml version="1.0"?>`, "file ends", false},
		{"root open", "<a>\n<b/>", "line 2: file ends", false},
		{"tag cut", "<a><b", "file ends", false},
		{"attribute cut", `<a b="c`, "file ends", false},
		{"text cut", "<a>text", "file ends", false},
		{"comment cut", "<a/><!-- x", "file ends", false},
		{"cdata cut", "<a><![CDATA[x", "file ends", false},
		{"reference cut", "<a>&am", "file ends", false},
		{"instruction cut", "<a/><?x", "file ends", false},
		{"character cut", "<a>\xe2\x82", "file ends", false},
		{"wrong end tag", "<a>\n<b></a>", "line 2: end tag </a> where <b> is open", false},
		{"wrong prefix", "<p:a></q:a>", "end tag </q:a> where <p:a> is open", false},
		{"end without start", "<a/></a>", "end tag </a> without a start tag", false},
		{"two roots", "<a/>\n<a/>", "line 2: second root element <a>", true},
		{"text before root", "x<a/>", "text outside the root", true},
		{"text after root", "<a/>x", "text outside the root", true},
		{"reference after root", "<a/>&#32;", "text outside the root", true},
		{"cdata after root", "<a/><![CDATA[]]>", "text outside the root", true},
		{"doctype", "<!DOCTYPE a><a/>", "document type declaration refused", true},
		{"entity bomb", `<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>`, "document type declaration refused", false},
		{"directive within", "<a><!ELEMENT b></a>", "document type declaration refused", true},
		{"undefined entity", "<a>&nbsp;</a>", `"&nbsp;</a>" begins no reference`, false},
		{"bare ampersand", "<a>\nA & B</a>", `line 2: "& B</a>" begins no reference`, false},
		{"reference without end", "<a>&amp</a>", "begins no reference", false},
		{"reference to nothing", "<a>&#;</a>", "begins no reference", false},
		{"hexadecimal nothing", "<a>&#x;</a>", "begins no reference", false},
		{"upper case X", "<a>&#X41;</a>", "begins no reference", false},
		{"reference too high", "<a>&#x110000;</a>", "begins no reference", false},
		{"reference overflows", "<a>&#99999999999999999999;</a>", "begins no reference", false},
		{"reference to NUL", "<a>&#0;</a>", "begins no reference", false},
		{"reference to control", "<a>&#x1F;</a>", "begins no reference", false},
		{"reference to surrogate", "<a>&#xD800;</a>", "begins no reference", true},
		{"reference to FFFE", "<a>&#xFFFE;</a>", "begins no reference", false},
		{"bad reference in attribute", `<a b="&x;"/>`, "begins no reference", false},
		{"NUL", "<a>\x00</a>", "character U+0000 is not allowed", false},
		{"control character", "<a>\n\n\x0b</a>", "line 3: character U+000B is not allowed", false},
		{"FFFF", "<a>\uffff</a>", "character U+FFFF is not allowed", false},
		{"NUL in comment", "<a><!-- \x00 --></a>", "character U+0000 is not allowed", true},
		{"invalid UTF-8", "<a>\n\n\n\xff\xfe</a>", "line 4: invalid UTF-8: byte 0xff", false},
		{"overlong UTF-8", "<a>\xc0\xaf</a>", "invalid UTF-8", false},
		{"surrogate in UTF-8", "<a>\xed\xa0\x80</a>", "invalid UTF-8", false},
		{"invalid UTF-8 in attribute", "<a b='\x80'/>", "invalid UTF-8", false},
		{"invalid UTF-8 in comment", "<a><!--\x80--></a>", "invalid UTF-8", true},
		{"invalid UTF-8 after root", "<a/>\x80", "invalid UTF-8", false},
		{"Latin-1 without declaration", "<a>Jos\xe9</a>", "invalid UTF-8", false},
		{"]]> in text", "<a>x]]></a>", "unescaped ]]>", false},
		{"]]]> in text", "<a>x]]]></a>", "unescaped ]]>", false},
		{"-- in comment", "<a><!-- x -- y --></a>", `"--" in a comment`, false},
		{"---> ends comment", "<a><!-- x ---></a>", `"--" in a comment`, false},
		{"half comment", "<a><!- x --></a>", "malformed comment", false},
		{"half cdata", "<a><![CDAT[x]]></a>", "malformed comment or CDATA", false},
		{"< in attribute", `<a b="<"/>`, "unescaped <", false},
		{"unquoted value", "<a b=c/>", "not in quotation marks", false},
		{"no value", "<a b/>", "attribute b has no value", false},
		{"no value but others", `<a b c="d"/>`, "attribute b has no value", false},
		{"attribute twice", `<a b="1" b="2"/>`, "attribute b given twice", true},
		{"no space between attributes", `<a b="1"c="2"/>`, "no white space before an attribute", true},
		{"slash in tag", `<a / >`, `"/" within the tag`, false},
		{"no name", "< a/>", "element name expected", false},
		{"digit name", "<1a/>", "element name expected", false},
		{"hyphen name", "<-a/>", "element name expected", false},
		{"two colons", "<a:b:c/>", "element name expected", false},
		{"colon first", "<:a/>", "element name expected", true},
		{"colon last", "<a:/>", "element name expected", true},
		{"digit after colon", "<a:1/>", "element name expected", true},
		{"name of punctuation", "<a\u00d7/>", "element name expected", false},
		{"empty end tag", "<a></>", "element name expected", false},
		{"attribute in end tag", `<a></a b="c">`, "unexpected text in the end tag", false},
		{"declaration after space", ` <?xml version="1.0"?><a/>`, "XML declaration in the middle", true},
		{"second declaration", `<?xml version="1.0"?><?xml version="1.0"?><a/>`, "XML declaration in the middle", true},
		{"XML in capitals", `<?XML version="1.0"?><a/>`, "XML declaration in the middle", true},
		{"version 1.1", `<?xml version="1.1"?><a/>`, `XML version "1.1"`, false},
		{"no version", `<?xml encoding="UTF-8"?><a/>`, `malformed XML declaration at "encoding"`, true},
		{"unknown encoding", `<?xml version="1.0" encoding="klingon"?><a/>`, `unknown encoding "klingon"`, false},
		{"UTF-16 declared in ASCII", `<?xml version="1.0" encoding="UTF-16"?><a/>`, "the file is not in it", false},
		{"declaration without end", `<?xml version="1.0"><a/>` + strings.Repeat(" ", 600), "malformed|not closed", false},
		{"UTF-16 without mark", "<\x00a\x00/\x00>\x00", "character U+0000", false},
		{"instruction without target", "<a><? x?></a>", "instruction name expected", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ours([]byte(c.doc), Limits{})
			if err == nil {
				t.Fatalf("accepted %q", c.doc)
			}
			if !regexp.MustCompile(c.want).MatchString(err.Error()) && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q, want %q", err, c.want)
			}
			if strings.Contains(c.want, "file ends") && !errors.Is(err, ErrTruncated) {
				t.Errorf("error %q is not ErrTruncated", err)
			}
			if strings.Contains(c.want, "document type") && !errors.Is(err, ErrDoctype) {
				t.Errorf("error %q is not ErrDoctype", err)
			}
			if _, err := plain([]byte(c.doc)); (err == nil) != c.stricter {
				t.Errorf("encoding/xml: %v, want stricter = %v", err, c.stricter)
			}
		})
	}
}

// TestAccepted: documents with something unusual give the tree that
// encoding/xml gives.
func TestAccepted(t *testing.T) {
	for name, doc := range map[string]string{
		"smallest":             "<a/>",
		"byte order mark":      "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a>x</a>",
		"all references":       `<a b="&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&#x1F600;">&lt;&gt;&amp;&apos;&quot;&#65;&#x42;&#x1F600;</a>`,
		"line ends":            "<a b=\"1\r\n2\r3\">x\r\ny\rz\n\r<b/>\r\n<c>\r</c></a>",
		"white space kept":     "<a> \n <b> x </b>\t</a>",
		"mixed":                "<a>one<b>two</b>three<!-- four -->five<?six?>seven<![CDATA[<eight>&amp;]]>nine</a>",
		"comments everywhere":  "<!-- a --><a><!----><b/><!-- - - <x> --></a><!-- c -->",
		"brackets":             "<a>] ]] ]>x]]&gt;]] ></a>",
		"cdata with brackets":  "<a><![CDATA[]]]]><![CDATA[>\r\n\r]]></a>",
		"quotes":               `<a b='"' c="'" d = "x" />`,
		"spaces in tags":       "<a\n b='1'\t><c\r\n/></a >",
		"prefixes":             `<p:a xmlns:p="u" xmlns="v" p:b="1" b="2"><p:c/></p:a>`,
		"xsi hidden":           `<a xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b xsi:type="c"/></a>`,
		"xsi under a new name": `<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b i:nil="true" x:nil="false"/></a>`,
		"xsi out of scope":     `<a><b xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="1"/><c xsi:nil="1"/></a>`,
		"xsi bound elsewhere":  `<a xmlns:xsi="http://example.org"><b xsi:nil="1"/></a>`,
		"xml:lang":             `<a xml:lang="en">x</a>`,
		"names":                `<_a-b.c1 é-x="1"><имя/><名前 な="1"/></_a-b.c1>`,
		"Latin-1":              "<?xml version='1.0' encoding='ISO-8859-1'?><a>Jos\xe9</a>",
		"Windows-1251":         "<?xml version='1.0' encoding='windows-1251' standalone='yes'?><a>\xcf\xf3\xf2\xe8\xed</a>",
		"Shift JIS":            "<?xml version='1.0' encoding='Shift_JIS'?><a>\x83\x65\x83\x58\x83\x67</a>",
		"UTF-8 label":          "<?xml version='1.0' encoding='utf8'?><a>é</a>",
		"leading zeros":        "<a>&#000000000000065;</a>",
	} {
		t.Run(name, func(t *testing.T) {
			want, err := oracle(strings.NewReader(doc))
			if err != nil {
				t.Fatalf("encoding/xml: %v", err)
			}
			got, err := ours([]byte(doc), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(doc, "encoding='") && !strings.Contains(doc, "utf8") {
				// Transcoded: encoding/xml counts the bytes of the declaration and
				// then transcoded bytes, as we do.
				want.Line = got.Line
			}
			if d := cmp.Diff(want.String(), got.String()); d != "" {
				t.Errorf("tree differs from encoding/xml:\n%s", d)
			}
		})
	}
}

// TestHandlers: order, unread paths, start handlers, ignored elements.
func TestHandlers(t *testing.T) {
	doc := `<root v="1"><head>h</head><skip><deep/></skip>
	<items n="2"><item id="1"><x/></item><other/><item id="2"/></items><known><k/></known><items><item id="3"/></items></root>`
	var got []string
	log := func(what string) func(*Node) error {
		return func(n *Node) error {
			got = append(got, what+" "+n.Name+n.Attr("id")+n.Attr("n")+n.Attr("v")+n.Text())
			return nil
		}
	}
	err := Read(strings.NewReader(doc), Limits{}, func(p string) { got = append(got, "unread "+p) },
		Handler{Path: "root", Start: log("start")},
		Handler{Path: "root/head", Record: log("record")},
		Handler{Path: "root/items", Start: log("start")},
		Handler{Path: "root/items/item", Record: log("record")},
		Handler{Path: "root/known"},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"start root1", "record headh", "unread root/skip", "start items2", "record item1",
		"unread root/items/other", "record item2", "start items", "record item3"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestNode: what the methods find, on a small record.
func TestNode(t *testing.T) {
	doc := `<r id=" 7 " xml:lang="en"><name>  Ana
	María&#160;&#160;de la&#x3000;Cruz </name><name/><g><v>1</v><v> </v><v>2</v></g><g><v>3</v></g><m>a<b/>b</m><e x=""/></r>`
	err := Read(strings.NewReader(doc), Limits{}, nil, Handler{Path: "r", Record: func(n *Node) error {
		eq := func(what string, got, want any) {
			t.Helper()
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s: %s", what, d)
			}
		}
		var unread []string
		n.Unread(func(p string) { unread = append(unread, p) })
		eq("unread at first", unread, []string{"r/@id", "r/@lang", "r/name", "r/g", "r/g", "r/m", "r/e"})
		eq("attr", n.Attr("id"), "7")
		eq("absent attr", n.Attr("none"), "")
		eq("text", n.Value("name"), "Ana María de la Cruz")
		eq("raw text", n.Child("name").RawText(), "  Ana\n\tMaría\u00a0\u00a0de la\u3000Cruz ")
		eq("values", n.Values("g", "v"), []string{"1", "2", "3"})
		eq("mixed text", n.Value("m"), "ab")
		eq("children", len(n.Children("name")), 2)
		eq("all children", len(n.Children("*")), 6)
		eq("no children", len(n.Children("none")), 0)
		eq("at nowhere", n.At("g", "none", "v").Text(), "")
		eq("nil node", (*Node)(nil).Child("x").Attr("y")+(*Node)(nil).RawText(), "")
		a, b := n.Children("g"), n.Children("name")
		_ = append(a, nil)
		eq("append does not write into the next list", b[0].Name, "name")
		unread = nil
		n.Unread(func(p string) { unread = append(unread, p) })
		eq("unread then", unread, []string{"r/@lang"}) // an empty @x is nothing
		n.Ignore("@lang")
		unread = nil
		n.Unread(func(p string) { unread = append(unread, p) })
		eq("unread at last", len(unread), 0)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestStringsSurvive: strings of one record are not touched by the next.
func TestStringsSurvive(t *testing.T) {
	var doc strings.Builder
	doc.WriteString("<l>")
	for i := range 5000 {
		fmt.Fprintf(&doc, "<r a='attribute %d'>text %d<b>&amp;%d</b></r>", i, i, i)
	}
	doc.WriteString("</l>")
	var got []string
	err := Read(strings.NewReader(doc.String()), Limits{}, nil, Handler{Path: "l/r", Record: func(n *Node) error {
		got = append(got, n.Attr("a"), n.Text(), n.Value("b"))
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5000 {
		want := []string{fmt.Sprintf("attribute %d", i), fmt.Sprintf("text %d", i), fmt.Sprintf("&%d", i)}
		if d := cmp.Diff(want, got[3*i:3*i+3]); d != "" {
			t.Fatalf("record %d: %s", i, d)
		}
	}
}
