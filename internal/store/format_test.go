package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/klauspost/compress/zstd"
)

func TestManifestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 200 {
		var c chunk
		for range r.IntN(50) {
			p := placed{id: r.Int64N(1 << 40)}
			for range r.IntN(4) {
				p.fragments = append(p.fragments, entity.Fragment{
					File: []string{"a.xml", "b.csv", ""}[r.IntN(3)], Line: r.IntN(1 << 20), Offset: r.Int64N(1 << 40), Length: r.Int64N(1 << 30),
				})
			}
			c.records = append(c.records, p)
		}
		got, err := decodeChunk(c.encode())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(append([]placed{}, c.records...), got, cmp.AllowUnexported(placed{})); d != "" {
			t.Fatalf("manifest %d differs:\n%s", n, d)
		}
	}
}

func FuzzManifest(f *testing.F) {
	c := chunk{records: []placed{{id: 5}, {id: 3, fragments: []entity.Fragment{{File: "a", Line: 1, Offset: 2, Length: 3}}}}}
	f.Add(c.encode())
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := decodeChunk(b)
		if err != nil {
			return
		}
		c := chunk{records: got}
		again, err := decodeChunk(c.encode())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(got, again, cmp.AllowUnexported(placed{})); d != "" {
			t.Errorf("decoded, encoded, decoded:\n%s", d)
		}
	})
}

func TestSeekable(t *testing.T) {
	dec, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for _, size := range []int{0, 1, 100, frameSize - 1, frameSize, frameSize + 1, 3*frameSize + 12345} {
		data := make([]byte, size)
		for i := range data {
			data[i] = "abcdefgh <>"[r.IntN(11)]
		}
		var packed, copied bytes.Buffer
		n, err := writeSeekable(&packed, bytes.NewReader(data), func(b []byte) { copied.Write(b) })
		if err != nil || n != int64(size) || !bytes.Equal(copied.Bytes(), data) {
			t.Fatalf("size %d: wrote %d, %v", size, n, err)
		}
		// Any zstd reader unpacks it.
		z, err := zstd.NewReader(bytes.NewReader(packed.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if all, err := io.ReadAll(z); err != nil || !bytes.Equal(all, data) {
			t.Errorf("size %d: plain reader gives %d bytes, %v", size, len(all), err)
		}
		z.Close()
		s, err := openSeekable(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil || s.size != int64(size) {
			t.Fatalf("size %d: %+v, %v", size, s, err)
		}
		cuts := [][2]int64{{0, 0}, {0, int64(size)}, {int64(size), 0}}
		for range 50 {
			off := r.Int64N(int64(size) + 1)
			cuts = append(cuts, [2]int64{off, r.Int64N(int64(size) - off + 1)})
		}
		for _, c := range cuts {
			got, err := s.cut(dec, c[0], c[1])
			if err != nil || !bytes.Equal(got, data[c[0]:c[0]+c[1]]) {
				t.Fatalf("size %d: cut %v gives %d bytes, %v", size, c, len(got), err)
			}
		}
		for _, c := range [][2]int64{{-1, 1}, {0, int64(size) + 1}, {int64(size) + 1, 0}, {1, 1<<63 - 1}, {0, -1}} {
			if _, err := s.cut(dec, c[0], c[1]); err == nil {
				t.Errorf("size %d: cut %v was given", size, c)
			}
		}
		if size == 0 {
			continue
		}
		for _, cut := range []int{0, 1, 16, packed.Len() / 2, packed.Len() - 1} {
			if _, err := openSeekable(bytes.NewReader(packed.Bytes()[:cut]), int64(cut)); err == nil {
				t.Errorf("size %d cut at %d of %d was opened", size, cut, packed.Len())
			}
		}
	}
}

func FuzzSeekable(f *testing.F) {
	var b bytes.Buffer
	writeSeekable(&b, bytes.NewReader(bytes.Repeat([]byte("ab"), 1000)), func([]byte) {})
	f.Add(b.Bytes(), int64(5), int64(50))
	dec, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(8<<20))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte, off, n int64) {
		s, err := openSeekable(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		got, err := s.cut(dec, off, n%(1<<22))
		if err == nil && int64(len(got)) != n%(1<<22) {
			t.Errorf("%d bytes cut, want %d", len(got), n%(1<<22))
		}
	})
}

func TestPack(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 8))
	random := make([]byte, 5000)
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	for name, b := range map[string][]byte{"empty": {}, "one": {7}, "short": []byte("short"), "long": bytes.Repeat([]byte(`{"kind":"alias"}`), 100), "random": random} {
		for _, pack := range []func([]byte) []byte{p.pack, p.packRecord} {
			packed := pack(b)
			if len(packed) > len(b)+1 {
				t.Errorf("%s grew from %d to %d", name, len(b), len(packed))
			}
			got, err := p.unpack(packed, []byte("kept"))
			if err != nil || !bytes.Equal(got, append([]byte("kept"), b...)) {
				t.Errorf("%s comes back as %d bytes, %v", name, len(got), err)
			}
		}
	}
	for _, bad := range [][]byte{nil, {9, 1, 2}, {packZstd}, {packZstd, 1, 2, 3}, {packEntity, 0x28, 0xb5, 0x2f, 0xfd}} {
		if got, err := p.unpack(bad, nil); err == nil && len(got) > 0 {
			t.Errorf("%x was unpacked as %q", bad, got)
		}
	}
}

// TestFormatsStay reads packed bytes that were written when the numbers were
// given: if this test must be changed, a number must be too
// (docs/formats/store.md).
func TestFormatsStay(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(entityDict); hex.EncodeToString(sum[:]) != "9e129af3a160413c6e4fabbcca5f654b89d66a89d8b0727142f380da2fad10ec" {
		t.Errorf("the dictionary of packing 2 was changed: hash %x", sum)
	}
	want := `{"id":"7","list":"xx_test","schema":"Person","names":[{"full":"Alpha Beta","kind":"primary"}],"origin":{}}`
	for packed, want := range map[string]string{"00" + hex.EncodeToString([]byte("plain")): "plain", "0128b52ffd400090006500002061626320015404022c8907": strings.Repeat("abc ", 100), "0228b52ffd0100017d010084017b226964223a223778785f746573416c706861204265746106006de8a05f10a0596c085fd8e0e8f014fa9be002": want} {
		b, err := hex.DecodeString(packed)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.unpack(b, nil); err != nil || string(got) != want {
			t.Errorf("%s gives %q, %v; want %q", packed, got, err, want)
		}
	}
	places, err := decodeChunk([]byte{1, 1, 1, 'a', 2, 10, 1, 0, 2, 4, 6, 2, 0})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]placed{{id: 5, fragments: []entity.Fragment{{File: "a", Line: 1, Offset: 2, Length: 3}}}, {id: 6}}, places, cmp.AllowUnexported(placed{})); d != "" {
		t.Errorf("manifest differs:\n%s", d)
	}
	if _, err := decodeChunk([]byte{2}); !errors.Is(err, errManifest) {
		t.Errorf("manifest version 2: %v", err)
	}
}

var writeStore = flag.Bool("write-store", false, "write testdata/v1 anew; only before its format is released")

// TestStoreOfVersion1 opens a whole data directory that was written when the
// format got its number.
func TestStoreOfVersion1(t *testing.T) {
	kept := filepath.Join("testdata", "v1")
	lines := []line{{"2", "Beta", "changed"}, {"4", "Δέλτα", "d"}, {"1", "Alpha", "a"}}
	if *writeStore {
		os.RemoveAll(kept)
		c := &clock{t0}
		s := open(t, kept, c.now)
		mustCommit(t, s, "xx_test", "one", three)
		c.step(time.Hour)
		mustCommit(t, s, "xx_test", "two", lines)
		d := sampleDecision(t0, 1)
		d.ID = "01K86PZH00A1B2C3D4E5F6G7H8"
		id, err := parseDecisionID(d.ID)
		if err != nil {
			t.Fatal(err)
		}
		d.Time = time.UnixMilli(id.millis())
		if _, err := s.RecordDecision(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, nil)
	if v := verify(t, s); v.Editions != 2 || v.Records != 5 || v.Decisions != 1 || v.RawFiles != 2 {
		t.Errorf("verification %+v", v)
	}
	for id, want := range map[int64][]line{1: three, 2: lines} {
		e, err := s.Edition(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, read(t, s, e), cmp.AllowUnexported(line{})); d != "" {
			t.Errorf("edition %d differs (-want +got):\n%s", id, d)
		}
	}
	d, err := s.Decision(t.Context(), "01K86PZH00A1B2C3D4E5F6G7H8")
	if err != nil || string(d.Request) != string(sampleDecision(t0, 1).Request) || len(d.Editions) != 2 {
		t.Errorf("decision %+v, %v", d, err)
	}
	es, err := s.AsKnownAt(t.Context(), t0.Add(time.Minute))
	if err != nil || Fingerprint(es) != "6e812b7373334b1ec14138d9f050b424ae3b6b1af9545477e71589fee75fd4c7" {
		t.Errorf("fingerprint %s, %v: the ids of old snapshots would no longer be found", Fingerprint(es), err)
	}
}
