package index

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"unsafe"

	"github.com/edsrzf/mmap-go"
)

// This file is the one place of the package that touches the disk.

// FormatVersion is the number of the file format; docs/formats/index.md says
// why each number exists.
const FormatVersion = 2

// magic begins every index file.
const magic = "INTERDIX"

// headerSize is the size of the fixed part: magic, version, number of sections,
// file size, checksum of everything after the header.
const headerSize = 8 + 4 + 4 + 8 + 4 + 4

// ErrFormat is wrapped by errors for files that are no index of this version,
// or damaged: the index must be built again.
var ErrFormat = errors.New("not a usable index file")

// section is one array of the file.
type section struct {
	bytes *[]byte
	words *[]uint32
}

func (x *arrays) sections() []section {
	b := func(p *[]byte) section { return section{bytes: p} }
	w := func(p *[]uint32) section { return section{words: p} }
	return []section{
		b(&x.tokText), w(&x.tokOff), b(&x.tokFlags), w(&x.tokRarity), w(&x.altOff), w(&x.altStart), b(&x.altText), w(&x.postOff), w(&x.postings),
		w(&x.keyDir), w(&x.keyFP), w(&x.keyTok), w(&x.joinDir), w(&x.joinFP), w(&x.joinTo), w(&x.idDir), w(&x.idFP), w(&x.idTo),
		w(&x.nameEntity), w(&x.nameTokOff), w(&x.nameToks), b(&x.nameKinds), b(&x.nameFlags), b(&x.nameLegal), b(&x.nameText), w(&x.nameStr),
		b(&x.entList), b(&x.entSchema), b(&x.entGender), w(&x.entName), b(&x.entIDText), w(&x.entIDOff), w(&x.entBirth), w(&x.births),
		w(&x.entCountry), w(&x.countries), w(&x.entIdent), b(&x.identType), w(&x.identOff), b(&x.identText), b(&x.summary), w(&x.summaryOff),
	}
}

func (s section) data() []byte {
	if s.bytes != nil {
		return *s.bytes
	}
	if len(*s.words) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&(*s.words)[0])), len(*s.words)*4)
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes the index to path: first to a temporary file beside it, which is
// synced and renamed, so that a crash leaves the old file or the new one.
func (x *Index) Save(path string) (err error) {
	if !littleEndian {
		return fmt.Errorf("save index: this machine stores numbers the other way round: %w", ErrFormat)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".index-*")
	if err != nil {
		return fmt.Errorf("save index: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("save index %s: %w", path, err)
		}
	}()
	if err = x.writeTo(f); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func (x *Index) writeTo(f *os.File) error {
	meta, err := json.Marshal(x.Meta)
	if err != nil {
		return err
	}
	all := x.sections()
	datas := make([][]byte, 0, len(all)+1)
	for _, s := range all {
		datas = append(datas, s.data())
	}
	datas = append(datas, meta)
	table := make([]byte, 16*len(datas))
	pos := uint64(headerSize + len(table))
	pos = (pos + 7) &^ 7
	for i, d := range datas {
		binary.LittleEndian.PutUint64(table[i*16:], pos)
		binary.LittleEndian.PutUint64(table[i*16+8:], uint64(len(d)))
		pos = (pos + uint64(len(d)) + 7) &^ 7
	}
	size := pos
	if _, err := f.Seek(headerSize, io.SeekStart); err != nil {
		return err
	}
	sum := crc32.New(castagnoli)
	bw := bufio.NewWriterSize(f, 1<<20)
	w := io.MultiWriter(bw, sum)
	at := uint64(headerSize)
	var zero [8]byte
	put := func(b []byte) error {
		if _, err := w.Write(b); err != nil {
			return err
		}
		at += uint64(len(b))
		if pad := (8 - at%8) % 8; pad > 0 {
			if _, err := w.Write(zero[:pad]); err != nil {
				return err
			}
			at += pad
		}
		return nil
	}
	if err := put(table); err != nil {
		return err
	}
	for _, d := range datas {
		if err := put(d); err != nil {
			return err
		}
	}
	if err := bw.Flush(); err != nil {
		return err
	}
	h := make([]byte, headerSize)
	copy(h, magic)
	binary.LittleEndian.PutUint32(h[8:], FormatVersion)
	binary.LittleEndian.PutUint32(h[12:], uint32(len(datas)))
	binary.LittleEndian.PutUint64(h[16:], size)
	binary.LittleEndian.PutUint32(h[24:], sum.Sum32())
	_, err = f.WriteAt(h, 0)
	return err
}

// Open maps the index file at path into memory. The file is checked as a whole
// (checksum) before anything of it is used; errors about its content wrap
// ErrFormat. It is unmapped by Close, or when the Index is no longer reachable.
func Open(path string) (*Index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if st.Size() < headerSize {
		return nil, fmt.Errorf("open index %s: %d bytes: %w", path, st.Size(), ErrFormat)
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("map index %s: %w", path, err)
	}
	x, err := read(m)
	if err != nil {
		m.Unmap()
		return nil, fmt.Errorf("open index %s: %w", path, err)
	}
	x.close = sync.OnceValue(m.Unmap)
	// A snapshot that was swapped out is unmapped when the last reader is gone.
	runtime.AddCleanup(x, func(unmap func() error) { unmap() }, x.close)
	return x, nil
}

// read makes an Index whose arrays lie in b.
func read(b []byte) (*Index, error) {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
	}
	if !littleEndian {
		return nil, bad("this machine stores numbers the other way round")
	}
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, bad("no index header")
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v != FormatVersion {
		return nil, bad("format %d, this program reads %d", v, FormatVersion)
	}
	x := &Index{}
	all := x.sections()
	if n := binary.LittleEndian.Uint32(b[12:]); int(n) != len(all)+1 {
		return nil, bad("%d sections, %d expected", n, len(all)+1)
	}
	if n := binary.LittleEndian.Uint64(b[16:]); n != uint64(len(b)) {
		return nil, bad("%d bytes, %d expected", len(b), n)
	}
	if len(b) < headerSize+16*(len(all)+1) {
		return nil, bad("section table cut off")
	}
	if sum := crc32.Checksum(b[headerSize:], castagnoli); sum != binary.LittleEndian.Uint32(b[24:]) {
		return nil, bad("checksum differs")
	}
	get := func(i int) ([]byte, error) {
		p := headerSize + i*16
		off, n := binary.LittleEndian.Uint64(b[p:]), binary.LittleEndian.Uint64(b[p+8:])
		if off > uint64(len(b)) || n > uint64(len(b))-off || off%8 != 0 {
			return nil, bad("section %d lies outside the file", i)
		}
		return b[off : off+n : off+n], nil
	}
	for i, s := range all {
		d, err := get(i)
		if err != nil {
			return nil, err
		}
		switch {
		case s.bytes != nil:
			*s.bytes = d
		case len(d)%4 != 0:
			return nil, bad("section %d has %d bytes", i, len(d))
		case len(d) > 0:
			*s.words = unsafe.Slice((*uint32)(unsafe.Pointer(&d[0])), len(d)/4)
		}
	}
	meta, err := get(len(all))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(meta, &x.Meta); err != nil {
		return nil, bad("metadata: %v", err)
	}
	if err := x.check(); err != nil {
		return nil, bad("%v", err)
	}
	x.census()
	return x, nil
}
