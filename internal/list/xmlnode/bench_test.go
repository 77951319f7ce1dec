package xmlnode

import (
	"bytes"
	"encoding/xml"
	"io"
	"runtime"
	"strings"
	"testing"
)

var benchFiles = []struct{ name, path string }{
	{"un_consolidated_2026-08-01.xml", "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL"},
	{"sdn_advanced_PARTIAL_2024-02-23.xml", "Sanctions/DistinctParties/DistinctParty"},
	{"sdn_enhanced_PARTIAL_IRGC_2024-08-28.xml", "sanctionsData/entities/entity"},
	{"eu_fsd_v1_0_WHOLE_2016-02-11.xml", "WHOLE/ENTITY"},
	{"sema_2025-04.xml", "data-set/record"},
}

// BenchmarkRead answers: how fast are the records of a real file read, as trees,
// and how fast is encoding/xml alone that only cuts it into tokens?
func BenchmarkRead(b *testing.B) {
	files := realFiles(b)
	for _, f := range benchFiles {
		doc := files[f.name]
		b.Run("xmlnode/"+f.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				h := Handler{Path: f.path, Record: func(*Node) error { n++; return nil }}
				if err := Read(bytes.NewReader(doc), Limits{}, nil, h); err != nil || n == 0 {
					b.Fatal(n, err)
				}
			}
		})
		b.Run("xmlnode-all-values/"+f.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				root, _, _ := strings.Cut(f.path, "/")
				size := 0
				err := Read(bytes.NewReader(doc), Limits{}, nil, Handler{Path: root, Record: func(n *Node) error { size = sizeOf(n); return nil }})
				if err != nil || size == 0 {
					b.Fatal(size, err)
				}
			}
		})
		b.Run("encoding-xml-tokens/"+f.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				d := xml.NewDecoder(bytes.NewReader(doc))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// sizeOf reads every value below n.
func sizeOf(n *Node) int {
	size := len(n.Text())
	for i := range n.rec.attrs[n.attr0:n.attr1] {
		size += len(n.Attr(n.rec.attrs[int(n.attr0)+i].name.local))
	}
	for _, c := range n.Children("*") {
		size += sizeOf(c)
	}
	return size
}

// TestKeptStrings measures what the choice of one string per record costs a
// caller that keeps a single value of each record, against the bytes of the
// records: the figures in the package comment.
func TestKeptStrings(t *testing.T) {
	for name, doc := range realFiles(t) {
		for _, f := range benchFiles {
			if f.name != name {
				continue
			}
			var values, markup int64
			h := Handler{Path: f.path, Record: func(n *Node) error {
				values += int64(len(n.rec.values))
				markup += n.Length
				return nil
			}}
			if err := Read(bytes.NewReader(doc), Limits{}, nil, h); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s: values are %.0f %% of the records' %d bytes", name, 100*float64(values)/float64(markup), markup)
			if values >= markup {
				t.Errorf("%s: %d bytes of values in %d bytes of records", name, values, markup)
			}
		}
	}
}

// TestFewAllocations: reading a record costs a fixed small number of
// allocations, however many elements it has.
func TestFewAllocations(t *testing.T) {
	doc := []byte("<l>" + strings.Repeat("<r a='1'><b>text</b><c d='2'><e>more</e></c></r>\n", 20_000) + "</l>")
	h := Handler{Path: "l/r", Record: func(n *Node) error {
		if n.Value("b") != "text" || n.At("c").Attr("d") != "2" || len(n.All("c", "e")) != 1 {
			t.Error("wrong values")
		}
		return nil
	}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := Read(bytes.NewReader(doc), Limits{}, nil, h); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if per := float64(after.Mallocs-before.Mallocs) / 20_000; per > 1.1 {
		t.Errorf("%.2f allocations for each record, want 1", per)
	}
}
