package xmlnode

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
)

// TestTranscoded: in UTF-16 and other encodings the record's text takes the
// place of a position in the raw bytes.
func TestTranscoded(t *testing.T) {
	text := "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<list><r id=\"1\">Путин 😀</r>\n<r id=\"2\">" + strings.Repeat("я😀", 5000) + "</r></list>"
	encode := func(text string, big bool, mark bool) []byte {
		var out []byte
		units := utf16.Encode([]rune(text))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	for _, big := range []bool{false, true} {
		t.Run(fmt.Sprintf("UTF-16 big endian %v", big), func(t *testing.T) {
			doc := encode(text, big, true)
			var got []entity.Fragment
			err := Read(iotest.HalfReader(bytes.NewReader(doc)), Limits{}, nil, Handler{Path: "list/r", Record: func(n *Node) error {
				got = append(got, n.Fragment("x.xml"))
				if n.Attr("id") == "1" && n.Text() != "Путин 😀" {
					t.Errorf("text %q", n.Text())
				}
				return nil
			}})
			if err != nil {
				t.Fatal(err)
			}
			want := []entity.Fragment{
				{File: "x.xml", Line: 2, Text: `<r id="1">Путин 😀</r>`},
				{File: "x.xml", Line: 3, Text: `<r id="2">` + strings.Repeat("я😀", 5000) + "</r>"},
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			for cut := range len(doc) {
				if cut < len(doc)-200 && cut%191 != 0 {
					continue
				}
				if err := Read(bytes.NewReader(doc[:cut]), Limits{}, nil); !errors.Is(err, ErrTruncated) {
					t.Fatalf("cut at %d: %v, want ErrTruncated", cut, err)
				}
			}
		})
	}
	lone := encode("<a>x</a>", false, true)
	lone[8], lone[9] = 0x00, 0xd8
	for name, c := range map[string]struct {
		doc  []byte
		want string
	}{
		"lone surrogate":        {lone, "surrogate without partner"},
		"label against mark":    {encode(strings.Replace(text, "UTF-16", "UTF-8", 1), false, true), "mark of UTF-16"},
		"UTF-8 mark, 1252":      {[]byte("\xef\xbb\xbf<?xml version='1.0' encoding='windows-1252'?><a/>"), "mark of UTF-8"},
		"broken Shift JIS":      {[]byte("<?xml version='1.0' encoding='Shift_JIS'?><a>\x83\x00</a>"), "not in the declared encoding"},
		"undefined in 1253":     {[]byte("<?xml version='1.0' encoding='windows-1253'?><a>\xd2</a>"), "not in the declared encoding"},
		"cut within GB 18030":   {[]byte("<?xml version='1.0' encoding='gb18030'?><a>\x81"), "not in the declared encoding"},
		"odd number of bytes":   {append(encode("<a>x</a>", true, true), 0x00), "ends within a UTF-16 character"},
		"no mark, but declared": {encode(text, false, false), "U+0000"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Read(bytes.NewReader(c.doc), Limits{}, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	t.Run("UTF-8 is not transcoded", func(t *testing.T) {
		doc := "\ufeff<?xml version='1.0'?>\n<list>\n <r>é</r></list>"
		err := Read(strings.NewReader(doc), Limits{}, nil, Handler{Path: "list/r", Record: func(n *Node) error {
			want := entity.Fragment{File: "f", Line: 3, Offset: int64(strings.Index(doc, "<r>")), Length: int64(len("<r>é</r>"))}
			if got := n.Fragment("f"); got != want || n.Transcoded() {
				t.Errorf("fragment %+v, want %+v", got, want)
			}
			return nil
		}})
		if err != nil {
			t.Error(err)
		}
	})
}
