package xmlnode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// readFull fills p as far as it can. Unlike io.ReadFull it returns the reader's
// own error, so that io.EOF is the true end of the input and
// io.ErrUnexpectedEOF, as a decompressor gives it, is not.
func readFull(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// limitReader fails when more than left bytes come, or none for ever.
type limitReader struct {
	r     io.Reader
	left  int64
	limit int64
	empty int // reads in a row that gave nothing
}

func (l *limitReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if n > 0 {
		l.empty = 0
	} else if l.empty++; l.empty > 100 && err == nil {
		return 0, io.ErrNoProgress
	}
	if l.left -= int64(n); l.left < 0 {
		return 0, fmt.Errorf("input larger than %d bytes: %w", l.limit, ErrLimit)
	}
	return n, err
}

// longestDeclaration bounds the XML declaration, in bytes.
const longestDeclaration = 512

// openText looks at the first bytes of r: byte order mark and XML declaration.
// It returns the text in UTF-8 without the mark, the number of bytes taken off
// the front, and whether the text was transcoded.
func openText(r io.Reader) (text io.Reader, skipped int64, transcoded bool, err error) {
	head := make([]byte, longestDeclaration)
	n, err := readFull(r, head)
	if err != nil && err != io.EOF {
		return nil, 0, false, fmt.Errorf("read XML: %w", err)
	}
	head = head[:n]
	all := io.MultiReader(bytes.NewReader(head), r)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		label, err := declaredEncoding(head[3:])
		if err == nil && label != "" && label != "utf-8" {
			err = fmt.Errorf("line 1: encoding %q declared in a file that begins with the mark of UTF-8", label)
		}
		return io.MultiReader(bytes.NewReader(head[3:]), r), 3, false, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		u := &utf16Reader{r: all, big: head[0] == 0xfe}
		decoded := make([]byte, longestDeclaration)
		if n, err = readFull(u, decoded); err != nil && err != io.EOF {
			return nil, 0, false, fmt.Errorf("line 1: %w", err)
		}
		decoded = bytes.TrimPrefix(decoded[:n], []byte("\uFEFF"))
		label, err := declaredEncoding(decoded)
		if err == nil && label != "" && !strings.HasPrefix(label, "utf-16") {
			err = fmt.Errorf("line 1: encoding %q declared in a file that begins with the mark of UTF-16", label)
		}
		return io.MultiReader(bytes.NewReader(decoded), u), 0, true, err
	}
	label, err := declaredEncoding(head)
	if err != nil {
		return nil, 0, false, err
	}
	if label == "" || label == "utf-8" {
		return all, 0, false, nil
	}
	if strings.HasPrefix(label, "utf-16") || label == "x-user-defined" || label == "replacement" {
		return nil, 0, false, fmt.Errorf("line 1: encoding %q declared, but the file is not in it", label)
	}
	// The label is known to the package: declaredEncoding looked it up.
	encoding, _ := charset.Lookup(label)
	return &strictReader{r: encoding.NewDecoder().Reader(all)}, 0, true, nil
}

// declaredEncoding returns the canonical name of the encoding in the XML
// declaration at the beginning of head, "" if there is none. A declaration must
// be complete and correct. One that head cuts off is left to the tokenizer.
func declaredEncoding(head []byte) (string, error) {
	rest, ok := bytes.CutPrefix(head, []byte("<?xml"))
	if !ok || len(rest) == 0 || class[rest[0]]&white == 0 {
		return "", nil
	}
	end := bytes.Index(rest, []byte("?>"))
	if end < 0 {
		if len(head) < longestDeclaration {
			return "", fmt.Errorf("line 1: XML declaration: %w", ErrTruncated)
		}
		return "", errors.New("line 1: XML declaration is not closed")
	}
	label, rest := "", rest[:end]
	step := 0 // of version, encoding, standalone: each once, in this order
	for {
		trimmed := bytes.TrimLeft(rest, " \t\r\n")
		if len(trimmed) == 0 {
			break
		}
		key, after, ok := bytes.Cut(trimmed, []byte("="))
		after = bytes.TrimLeft(after, " \t\r\n")
		if !ok || len(trimmed) == len(rest) || len(after) < 2 || after[0] != '"' && after[0] != '\'' {
			return "", errors.New("line 1: malformed XML declaration")
		}
		value, after, ok := bytes.Cut(after[1:], after[:1])
		if !ok {
			return "", errors.New("line 1: malformed XML declaration")
		}
		switch k := string(bytes.TrimRight(key, " \t\r\n")); {
		case k == "version" && step == 0:
			if string(value) != "1.0" {
				return "", fmt.Errorf("line 1: XML version %q, only 1.0 is supported", value)
			}
			step = 1
		case k == "encoding" && step == 1:
			_, label = charset.Lookup(string(value))
			if label == "" {
				return "", fmt.Errorf("line 1: unknown encoding %q", value)
			}
			step = 2
		case k == "standalone" && step >= 1 && step < 3 && (string(value) == "yes" || string(value) == "no"):
			step = 3
		default:
			return "", fmt.Errorf("line 1: malformed XML declaration at %q", k)
		}
		rest = after
	}
	if step == 0 {
		return "", errors.New("line 1: XML declaration without a version")
	}
	return label, nil
}

// utf16Reader turns UTF-16 into UTF-8 and refuses surrogates without partner.
type utf16Reader struct {
	r       io.Reader
	big     bool
	in      [4096]byte
	have    int    // bytes in in
	pending []byte // text not yet handed out
	err     error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.pending) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.pending)
	u.pending = u.pending[n:]
	return n, nil
}

func (u *utf16Reader) fill() {
	n, err := u.r.Read(u.in[u.have:])
	u.have += n
	u.pending = u.pending[:0]
	unit := func(i int) rune {
		if u.big {
			return rune(u.in[i])<<8 | rune(u.in[i+1])
		}
		return rune(u.in[i+1])<<8 | rune(u.in[i])
	}
	i := 0
	for i+2 <= u.have {
		r, size := unit(i), 2
		if utf16.IsSurrogate(r) {
			if i+4 > u.have && (err == nil || r < 0xDC00) {
				break // the partner comes with the next read, or is cut off
			}
			size = 4
			if i+4 <= u.have {
				r = utf16.DecodeRune(r, unit(i+2))
			}
			if r < 0x10000 {
				u.err = errors.New("invalid UTF-16: surrogate without partner")
				return
			}
		}
		u.pending = utf8.AppendRune(u.pending, r)
		i += size
	}
	u.have = copy(u.in[:], u.in[i:u.have])
	if err == io.EOF && u.have > 0 {
		err = fmt.Errorf("input ends within a UTF-16 character: %w", ErrTruncated)
	}
	u.err = err
}

// strictReader refuses U+FFFD, with which decoders stand in for bytes that mean
// nothing in their encoding.
type strictReader struct {
	r    io.Reader
	tail []byte
}

var errUndecodable = errors.New("bytes that are not in the declared encoding")

func (s *strictReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	joined := append(s.tail, p[:n]...)
	if bytes.Contains(joined, []byte("\uFFFD")) {
		return 0, errUndecodable
	}
	s.tail = append(s.tail[:0], joined[max(0, len(joined)-2):]...)
	return n, err
}
