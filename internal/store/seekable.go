package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Raw files are kept in the zstd seekable format: independent frames of 1 MiB
// of data, then a skippable frame that lists their sizes. Any zstd program
// unpacks such a file; knowing the frames, a record can be cut out of the
// middle of a 100 MB file by unpacking one or two of them.
// https://github.com/facebook/zstd/blob/dev/contrib/seekable_format/zstd_seekable_compression_format.md
const (
	frameSize      = 1 << 20
	skippableMagic = 0x184D2A5E
	seekableMagic  = 0x8F92EAB1
	seekFooter     = 9
	seekEntry      = 8
)

// writeSeekable packs r into w and returns the number of bytes read. copied is
// called with what was read, frame by frame.
func writeSeekable(w io.Writer, r io.Reader, copied func([]byte)) (int64, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(frameSize), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return 0, err
	}
	defer enc.Close()
	var total int64
	var table, out []byte
	buf := make([]byte, frameSize)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			copied(buf[:n])
			out = enc.EncodeAll(buf[:n], out[:0])
			if _, err := w.Write(out); err != nil {
				return total, err
			}
			table = binary.LittleEndian.AppendUint32(table, uint32(len(out)))
			table = binary.LittleEndian.AppendUint32(table, uint32(n))
			total += int64(n)
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return total, err
		}
	}
	tail := binary.LittleEndian.AppendUint32(nil, skippableMagic)
	tail = binary.LittleEndian.AppendUint32(tail, uint32(len(table)+seekFooter))
	tail = append(tail, table...)
	tail = binary.LittleEndian.AppendUint32(tail, uint32(len(table)/seekEntry))
	tail = append(tail, 0) // descriptor: no checksums here, each frame has its own
	tail = binary.LittleEndian.AppendUint32(tail, seekableMagic)
	_, err = w.Write(tail)
	return total, err
}

// seekable reads pieces of a file that writeSeekable made.
type seekable struct {
	r      io.ReaderAt
	frames []frame
	size   int64 // of the data
}

type frame struct {
	at, packed   int64 // in the file
	start, bytes int64 // in the data
}

var errSeekable = errors.New("damaged raw file")

func openSeekable(r io.ReaderAt, fileSize int64) (*seekable, error) {
	var foot [seekFooter]byte
	if fileSize < 8+seekFooter {
		return nil, errSeekable
	}
	if _, err := r.ReadAt(foot[:], fileSize-seekFooter); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(foot[:]))
	tableAt := fileSize - seekFooter - n*seekEntry
	if binary.LittleEndian.Uint32(foot[5:]) != seekableMagic || foot[4] != 0 || tableAt < 8 {
		return nil, errSeekable
	}
	table := make([]byte, n*seekEntry)
	if _, err := r.ReadAt(table, tableAt); err != nil {
		return nil, err
	}
	s := &seekable{r: r}
	var at int64
	for i := range n {
		e := table[i*seekEntry:]
		f := frame{at: at, start: s.size, packed: int64(binary.LittleEndian.Uint32(e)), bytes: int64(binary.LittleEndian.Uint32(e[4:]))}
		if f.bytes > frameSize {
			return nil, errSeekable
		}
		at += f.packed
		s.size += f.bytes
		s.frames = append(s.frames, f)
	}
	if at != tableAt-8 {
		return nil, errSeekable
	}
	return s, nil
}

// cut returns bytes [off, off+n) of the data.
func (s *seekable) cut(dec *zstd.Decoder, off, n int64) ([]byte, error) {
	if off < 0 || n < 0 || off > s.size || n > s.size-off {
		return nil, fmt.Errorf("bytes %d to %d of a file of %d", off, off+n, s.size)
	}
	out := make([]byte, 0, n)
	var packed, data []byte
	for _, f := range s.frames {
		if f.start+f.bytes <= off || f.start >= off+n {
			continue
		}
		packed = append(packed[:0], make([]byte, f.packed)...)
		if _, err := s.r.ReadAt(packed, f.at); err != nil {
			return nil, err
		}
		var err error
		if data, err = dec.DecodeAll(packed, data[:0]); err != nil {
			return nil, fmt.Errorf("%w: %w", errSeekable, err)
		}
		if int64(len(data)) != f.bytes {
			return nil, errSeekable
		}
		out = append(out, data[max(0, off-f.start):min(f.bytes, off+n-f.start)]...)
	}
	return out, nil
}
