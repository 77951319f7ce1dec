package ofac

import (
	"encoding/csv"
	"io"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// BenchmarkParse asks how long the whole CSV set of 2023-12-28 takes.
func BenchmarkParse(b *testing.B) {
	in := real(b, real2023...)
	var size int64
	for _, f := range in.Files {
		size += f.Size
	}
	b.SetBytes(size)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rep, err := list.Parse(SDN(), in, func(*entity.Entity) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		n += rep.Records
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkEncodingCSV is the floor of BenchmarkParse: encoding/csv alone on the
// same files, sdn.csv twice as the parser reads it for the names first.
func BenchmarkEncodingCSV(b *testing.B) {
	in := real(b, real2023...)
	var size int64
	for _, f := range in.Files {
		size += f.Size
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range append(in.Files, in.Files[0]) {
			rc, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			r := csv.NewReader(rc)
			r.FieldsPerRecord = -1
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// BenchmarkClassicXML asks how long the Consolidated XML takes.
func BenchmarkClassicXML(b *testing.B) {
	in := real(b, "consolidated_nonsdn/consolidated_2025-03-28.xml")
	b.SetBytes(in.Files[0].Size)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rep, err := list.Parse(Consolidated(), in, func(*entity.Entity) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		n += rep.Records
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}
