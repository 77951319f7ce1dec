package uk

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sort"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/interdict-dev/interdict/internal/list"
)

// isUTF8 reads f once and tells whether it is UTF-8 or windows-1252. It returns
// an error for a file that is neither: one that mixes both, or holds bytes that
// windows-1252 does not assign, or the marks 0xFF 0xFE of other encodings.
func isUTF8(f list.File) (bool, error) {
	rc, err := f.Open()
	if err != nil {
		return false, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	br := bufio.NewReaderSize(rc, 1<<16)
	var multi, invalid, firstBad int64
	var offset int64
	var prev byte
	for {
		r, n, err := br.ReadRune()
		if err == io.EOF {
			break
		}
		if err != nil {
			return false, fmt.Errorf("read %s: %w", f.Name, err)
		}
		switch {
		case r == utf8.RuneError && n == 1:
			if err := br.UnreadRune(); err != nil {
				return false, err
			}
			b, _ := br.ReadByte()
			if invalid == 0 {
				firstBad = offset
			}
			invalid++
			if unassigned(b) {
				return false, fmt.Errorf("%s: byte %d is 0x%02x, which neither UTF-8 nor windows-1252 knows", f.Name, offset, b)
			}
			if prev == 0xff && b == 0xfe || prev == 0xfe && b == 0xff {
				return false, fmt.Errorf("%s: byte %d: UTF-16 mark inside the text", f.Name, offset)
			}
			prev = b
		case n > 1:
			multi++
			prev = 0
		default:
			prev = byte(r)
		}
		offset += int64(n)
	}
	switch {
	case invalid == 0:
		return true, nil
	case multi > invalid:
		// Pairs of windows-1252 letters can look like UTF-8 by chance, but not
		// more often than single ones do not.
		return false, fmt.Errorf("%s: invalid UTF-8 at byte %d", f.Name, firstBad)
	}
	return false, nil
}

// unassigned tells the five bytes that windows-1252 leaves free.
func unassigned(b byte) bool {
	switch b {
	case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
		return true
	}
	return false
}

// latin decodes windows-1252 and can tell the byte of the file for a byte of the
// decoded text, so that the origin of a record points into the file.
type latin struct {
	src     *bufio.Reader
	pending []byte
	out     int64 // bytes produced
	grown   []shift
}

// shift says that from decoded byte "at" on, the text is "extra" bytes longer
// than the file.
type shift struct{ at, extra int64 }

func (l *latin) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n := 0
	for n < len(p) {
		if len(l.pending) > 0 {
			c := copy(p[n:], l.pending)
			l.pending = l.pending[c:]
			n += c
			continue
		}
		if n > 0 && l.src.Buffered() == 0 {
			break
		}
		b, err := l.src.ReadByte()
		if err != nil {
			if n > 0 && errors.Is(err, io.EOF) {
				break
			}
			return n, err
		}
		if b < 0x80 {
			p[n] = b
			n++
			l.out++
			continue
		}
		l.pending = utf8.AppendRune(nil, charmap.Windows1252.DecodeByte(b))
		l.out += int64(len(l.pending))
		extra := int64(len(l.pending) - 1)
		if k := len(l.grown); k > 0 {
			extra += l.grown[k-1].extra
		}
		l.grown = append(l.grown, shift{l.out, extra})
	}
	return n, nil
}

// fileOffset returns the place in the file of byte at of the decoded text.
func (l *latin) fileOffset(at int64) int64 {
	i := sort.Search(len(l.grown), func(i int) bool { return l.grown[i].at > at })
	if i == 0 {
		return at
	}
	return at - l.grown[i-1].extra
}
