package opensanctions_test

import (
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ftm"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/opensanctions"
)

// zala is a real cluster of sanctioned companies, repeated under other ids to a
// file of about 30 MB and 18,000 records.
func zala(b *testing.B) list.File {
	b.Helper()
	f := listtest.Load(b, filepath.Join(listtest.Data(b), "lists", "opensanctions", "yente_zala_entities.ftm.json")).Files[0]
	text := string(content(b, f))
	var out strings.Builder
	for i := range 200 {
		suffix := string(rune('a'+i%26)) + string(rune('a'+i/26))
		out.WriteString(strings.NewReplacer(`"NK-`, `"NK-`+suffix+`-`, `"addr-`, `"addr-`+suffix+`-`).Replace(text))
	}
	return list.BytesFile("entities.ftm.json", []byte(out.String()))
}

func content(b *testing.B, f list.File) []byte {
	b.Helper()
	rc, err := f.Open()
	if err != nil {
		b.Fatal(err)
	}
	defer rc.Close()
	doc, err := io.ReadAll(rc)
	if err != nil {
		b.Fatal(err)
	}
	return doc
}

// BenchmarkHowFastAreEntitiesRead: both passes, with all entities made.
func BenchmarkHowFastAreEntitiesRead(b *testing.B) {
	f := zala(b)
	b.SetBytes(f.Size)
	b.ReportAllocs()
	for b.Loop() {
		_, rep, err := listtest.Parse(opensanctions.Source("x"), list.Input{Files: []list.File{f}})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(rep.Records), "records/op")
	}
}

// BenchmarkHowFastAreLinesDecoded: one pass of the decoder.
func BenchmarkHowFastAreLinesDecoded(b *testing.B) {
	f := zala(b)
	b.SetBytes(f.Size)
	b.ReportAllocs()
	var r ftm.Record
	for b.Loop() {
		rc, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		if err := ftm.Lines(rc, func(l ftm.Line) error { return ftm.Decode(l.Text, &r) }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHowFastIsEncodingJSONAlone: one pass of encoding/json over the same
// lines, into the plainest struct.
func BenchmarkHowFastIsEncodingJSONAlone(b *testing.B) {
	f := zala(b)
	b.SetBytes(f.Size)
	b.ReportAllocs()
	for b.Loop() {
		rc, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		dec := json.NewDecoder(rc)
		for dec.More() {
			var v struct {
				ID         string              `json:"id"`
				Caption    string              `json:"caption"`
				Schema     string              `json:"schema"`
				Properties map[string][]string `json:"properties"`
				Datasets   []string            `json:"datasets"`
				Referents  []string            `json:"referents"`
				FirstSeen  string              `json:"first_seen"`
				LastSeen   string              `json:"last_seen"`
				LastChange string              `json:"last_change"`
				Target     bool                `json:"target"`
			}
			if err := dec.Decode(&v); err != nil {
				b.Fatal(err)
			}
		}
	}
}
