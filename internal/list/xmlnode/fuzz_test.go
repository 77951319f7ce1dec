package xmlnode

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var spacedDeclaration = regexp.MustCompile(`^(?:\xef\xbb\xbf)?<\?xml[^?]*?[ \t\r\n]=|^(?:\xef\xbb\xbf)?<\?xml[^?]*?=[ \t\r\n]`)

// check holds one document against encoding/xml: what we accept, it accepts
// with the same tree. The exceptions are three: UTF-16 with its mark, which it
// cannot read; names with letters that the fifth edition of XML 1.0 added; and
// an XML declaration with white space around "=", which is correct but which it
// passes over.
func check(t *testing.T, doc []byte) (accepted bool) {
	t.Helper()
	got, err := ours(doc, Limits{})
	if err != nil {
		if strings.HasPrefix(err.Error(), "passed over") {
			t.Errorf("%q: %v", doc, err)
		}
		return false
	}
	plain := doc
	if spacedDeclaration.Match(doc) {
		end := bytes.Index(doc, []byte("?>"))
		plain = append(regexp.MustCompile(`[ \t\r\n]*=[ \t\r\n]*`).ReplaceAll(bytes.Clone(doc[:end]), []byte("=")), doc[end:]...)
	}
	want, err := oracle(bytes.NewReader(plain))
	switch {
	case err == nil:
		if bytes.Contains(doc, []byte("encoding")) && !utf8.Valid(doc) || len(plain) != len(doc) {
			forget(want, got) // offsets of transcoded text
		}
		if got.String() != want.String() {
			t.Errorf("%q: tree differs from encoding/xml:\n%s", doc, cmp.Diff(want.String(), got.String()))
		}
	case bytes.HasPrefix(doc, []byte("\xff\xfe")) || bytes.HasPrefix(doc, []byte("\xfe\xff")):
	case strings.Contains(err.Error(), "invalid XML name: ") && strings.ContainsFunc(err.Error(), func(r rune) bool { return r >= utf8.RuneSelf }):
	default:
		t.Errorf("%q: accepted, but encoding/xml says: %v", doc, err)
	}
	return true
}

// forget makes places equal where they cannot be compared.
func forget(a, b *tree) {
	if a == nil || b == nil {
		return
	}
	a.Offset, a.Length, a.Line = b.Offset, b.Length, b.Line
	for i := range min(len(a.Children), len(b.Children)) {
		forget(a.Children[i], b.Children[i])
	}
}

var fuzzSeeds = []string{
	"<a/>",
	"\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<!-- x -->\n<a b='1' c=\"2\"><p:d xmlns:p=\"u\" p:e='&lt;&#65;&#x1F600;'>t&amp;<![CDATA[<]]>\r</p:d>\n<e/></a>\n<?y z?>",
	"<?xml version='1.0' encoding='windows-1251'?><a>\xcf\xf3</a>",
	"<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'>]]&gt; é 名前 \U0001F600</a>",
	"\xff\xfe<\x00a\x00/\x00>\x00",
	"<é·ª1/>",
	"<!DOCTYPE a><a/>",
	"<a>]]></a>", "<a>&#0;</a>", "<a b=1/>", "<a><b></a></b>", "<a:b:c/>", "<a>\x00</a>", "<a", "<a/><b/>",
}

func FuzzRead(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { check(t, doc) })
}

// TestMutations spoils documents at random, but the same way each time, and
// compares what both readers say. Most mutations hit markup, where readers
// differ.
func TestMutations(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	shards := []string{"<", ">", "/", "&", ";", "'", "\"", "=", "!", "-", "--", "?", "]]>", "<![CDATA[", "<!--", "-->", "&#x", "&amp;", "\r", "\n", " ", ":", "\x00", "\xff",
		"é", "\u00b7", "\ufffe", "<?xml version='1.0'?>", "xmlns:x='y'", "</a>", "<a>", " encoding='latin1'"}
	seeds := fuzzSeeds[:len(fuzzSeeds):len(fuzzSeeds)]
	seeds = append(seeds, `<sdnList><sdnEntry uid="1"><name a='b'>X &amp; Y</name><list><p>1</p><p/></list></sdnEntry><sdnEntry uid="2"/></sdnList>`)
	accepted, n := 0, 60_000
	if testing.Short() {
		n = 10_000
	}
	for range n {
		doc := []byte(seeds[rng.IntN(len(seeds))])
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(doc) + 1)
			end := min(len(doc), at+rng.IntN(4))
			shard := shards[rng.IntN(len(shards))]
			switch rng.IntN(4) {
			case 0: // delete
				shard = ""
			case 1: // insert
				end = at
			case 2: // copy a piece of the document to another place
				from := rng.IntN(len(doc) + 1)
				shard = string(doc[from:min(len(doc), from+rng.IntN(8))])
			}
			doc = append(append(bytes.Clone(doc[:at]), shard...), doc[end:]...)
		}
		if check(t, doc) {
			accepted++
		}
		if t.Failed() {
			return
		}
	}
	if accepted < n/100 || accepted > n-n/100 {
		t.Errorf("%d of %d documents accepted: the mutations are no test", accepted, n)
	}
	t.Logf("%d of %d mutated documents accepted", accepted, n)
}

// TestMutatedRealFiles spoils one byte of real files at random places.
func TestMutatedRealFiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	files := realFiles(t)
	for _, name := range []string{"seco_PARTIAL_2026-08-15.xml", "uk_sanctions_list_PARTIAL_2026-08-14.xml", "eu_fsf_v1_1_PARTIAL_2026-08-05.xml", "sdn_advanced_PARTIAL_2026-08_slice.xml"} {
		accepted := 0
		for range 300 {
			doc := bytes.Clone(files[name])
			doc[rng.IntN(len(doc))] = "<>/&;'\"=!-?] a\r\n\x00\xc3"[rng.IntN(18)]
			if check(t, doc) {
				accepted++
			}
		}
		t.Logf("%s: %d of 300 accepted", name, accepted)
	}
}

// TestExhaustive tries every short string over the alphabet of markup.
func TestExhaustive(t *testing.T) {
	alphabet := []string{"<a", "<b", "</a", "</b", ">", "/>", " c", "='", "'", "&lt;", "x", "]]>", "<!--", "-->"}
	depth, least := 4, 30
	if testing.Short() {
		depth, least = 3, 5
	}
	accepted := 0
	var walk func(doc string, left int)
	walk = func(doc string, left int) {
		if check(t, []byte(doc)) {
			accepted++
		}
		if left == 0 || t.Failed() {
			return
		}
		for _, s := range alphabet {
			walk(doc+s, left-1)
		}
	}
	walk("<a", depth)
	if accepted < least {
		t.Errorf("only %d documents accepted", accepted)
	}
	t.Logf("%d accepted", accepted)
}
