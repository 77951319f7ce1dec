package ftm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/interdict-dev/interdict/internal/list"
)

// MaxLine is the longest line accepted, in bytes. The longest entities of
// OpenSanctions, states with thousands of edges, are a few megabytes in the
// nested form.
const MaxLine = 64 << 20

// Line is one non-blank line of a file.
type Line struct {
	Number int   // 1-based
	Offset int64 // of its first byte in the file
	Text   string
}

// Lines calls fn for each non-blank line of r, without its end. It needs memory
// for one line. An error of fn ends the reading and is returned as it is.
func Lines(r io.Reader, fn func(Line) error) error { return lines(r, MaxLine, fn) }

func lines(r io.Reader, longest int, fn func(Line) error) error {
	br := bufio.NewReaderSize(r, 256<<10)
	var offset int64
	var long []byte
	for number := 1; ; number++ {
		b, err := br.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = long[:0]
			for errors.Is(err, bufio.ErrBufferFull) && len(long) <= longest {
				long = append(long, b...)
				b, err = br.ReadSlice('\n')
			}
			long = append(long, b...)
			b = long
		}
		if len(b) > longest+1 {
			return fmt.Errorf("line %d: longer than %d bytes", number, longest)
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("line %d: %w", number, err)
		}
		size := int64(len(b))
		if number == 1 {
			if rest, ok := bytes.CutPrefix(b, []byte("\xef\xbb\xbf")); ok {
				b, offset, size = rest, 3, size-3
			}
		}
		if text := bytes.TrimRight(b, "\r\n"); len(bytes.TrimSpace(text)) > 0 {
			if e := fn(Line{Number: number, Offset: offset, Text: string(text)}); e != nil {
				return e
			}
		}
		offset += size
		if err == io.EOF {
			return nil
		}
	}
}

// records decodes each line of f.
func records(f list.File, fn func(Line, *Record) error) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	var r Record
	return Lines(rc, func(l Line) error {
		if err := Decode(l.Text, &r); err != nil {
			return fmt.Errorf("%s: line %d: %w", f.Name, l.Number, err)
		}
		return fn(l, &r)
	})
}
