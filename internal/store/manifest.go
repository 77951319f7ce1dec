package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/interdict-dev/interdict/internal/entity"
)

// A manifest says which records an edition has, in the file's order, and where
// each stands in the raw files. It is kept in chunks of up to chunkRecords, so
// that reading needs little memory and finding one record needs few chunks.
//
// A chunk is packed; unpacked it reads:
//
//	1 byte    version, 1
//	files     count, then each name with its length
//	records   count, then for each:
//	  id          difference to the previous record's id, zigzag
//	  fragments   count, then for each:
//	    file      index into files
//	    line      difference to the previous line in that file, zigzag
//	    offset    difference to the end of the previous fragment in that file, zigzag
//	    length    zigzag
//
// All numbers are varints. Files of one record after the other cost some five
// bytes a record.
const (
	manifestVersion = 1
	chunkRecords    = 1024
)

// placed is one record of a manifest.
type placed struct {
	id        int64
	fragments []entity.Fragment // without Text
}

// chunk is a manifest chunk being made.
type chunk struct {
	records []placed
}

func (c *chunk) bounds() (lo, hi int64) {
	for i, r := range c.records {
		if i == 0 || r.id < lo {
			lo = r.id
		}
		if i == 0 || r.id > hi {
			hi = r.id
		}
	}
	return lo, hi
}

type cursor struct{ line, end int64 }

func (c *chunk) encode() []byte {
	b := []byte{manifestVersion}
	var files []string
	index := map[string]int{}
	for _, r := range c.records {
		for _, f := range r.fragments {
			if _, ok := index[f.File]; !ok {
				index[f.File] = len(files)
				files = append(files, f.File)
			}
		}
	}
	b = binary.AppendUvarint(b, uint64(len(files)))
	for _, name := range files {
		b = binary.AppendUvarint(b, uint64(len(name)))
		b = append(b, name...)
	}
	b = binary.AppendUvarint(b, uint64(len(c.records)))
	at := make([]cursor, len(files))
	var id int64
	for _, r := range c.records {
		b = binary.AppendVarint(b, r.id-id)
		id = r.id
		b = binary.AppendUvarint(b, uint64(len(r.fragments)))
		for _, f := range r.fragments {
			n := index[f.File]
			cur := &at[n]
			b = binary.AppendUvarint(b, uint64(n))
			b = binary.AppendVarint(b, int64(f.Line)-cur.line)
			b = binary.AppendVarint(b, f.Offset-cur.end)
			b = binary.AppendVarint(b, f.Length)
			cur.line, cur.end = int64(f.Line), f.Offset+f.Length
		}
	}
	return b
}

var errManifest = errors.New("damaged manifest")

// reader reads varints; after the first error it gives zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads a number of things of at least size bytes each; no more than fit
// into what is left.
func (r *reader) count(size int) int {
	n := r.uint()
	if n > uint64(len(r.b)/size) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func decodeChunk(b []byte) ([]placed, error) {
	if len(b) == 0 {
		return nil, errManifest
	}
	if b[0] != manifestVersion {
		return nil, fmt.Errorf("%w: version %d", errManifest, b[0])
	}
	r := &reader{b: b[1:]}
	files := make([]string, r.count(1))
	for i := range files {
		files[i] = string(r.bytes(r.count(1)))
	}
	out := make([]placed, r.count(2))
	at := make([]cursor, len(files))
	var id int64
	for i := range out {
		id += r.int()
		out[i].id = id
		n := r.count(4)
		if n == 0 {
			continue
		}
		out[i].fragments = make([]entity.Fragment, n)
		for j := range out[i].fragments {
			f := &out[i].fragments[j]
			k := r.uint()
			if r.bad || k >= uint64(len(files)) {
				return nil, errManifest
			}
			cur := &at[k]
			f.File = files[k]
			cur.line += r.int()
			f.Line = int(cur.line)
			f.Offset = cur.end + r.int()
			f.Length = r.int()
			cur.end = f.Offset + f.Length
		}
	}
	if r.bad || len(r.b) != 0 {
		return nil, errManifest
	}
	return out, nil
}

// sortedIDs are the ids of records, ascending.
func sortedIDs(records []placed) []int64 {
	out := make([]int64, len(records))
	for i, r := range records {
		out[i] = r.id
	}
	slices.Sort(out)
	return out
}
