package xmlnode

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	firstBuffer   = 32 << 10
	maxAttributes = 256     // of one element
	maxNameBytes  = 1024    // of one name
	maxNodes      = 1 << 19 // elements, attributes and pieces of text in one record
)

type kind uint8

const (
	kindMore  kind = iota // the window ends within the token
	kindError             // in scanner.err
	kindStart
	kindEnd
	kindText
	kindOther // comment or processing instruction
)

// scanner cuts the input into tokens. It reads into one buffer; window is the
// part from the beginning of the record being read, or else of the current
// token, up to the last whole valid character. All positions are relative to
// the window's beginning and so survive moving the buffer's contents.
type scanner struct {
	r       io.Reader
	lim     Limits
	buf     []byte
	mark    int   // where the window begins in buf
	valid   int   // where it ends: what follows was not checked yet, or is wrong
	end     int   // where the bytes read end
	base    int64 // offset of buf[0] in the input
	origin  int64 // offset of the first character in the input: 3 after a byte order mark
	readErr error // io.EOF or what the reader said
	bad     bool  // the bytes at valid are wrong
	window  []byte

	pos    int // next byte to look at
	line   int // at lineAt
	lineAt int

	names  names
	rec    record
	values []byte // becomes rec.values

	// The current token.
	start   int // its position
	name    *name
	attr0   int  // its attributes are rec.attrs[attr0:]
	closed  bool // a start tag that ends with "/>"
	from    int  // character data: values[from:] or, if white is set, window[start:pos]
	white   bool
	content bool // character data beside white space, or written as a reference or CDATA
	err     error
}

func newScanner(r io.Reader, lim Limits) (*scanner, error) {
	text, skipped, transcoded, err := openText(&limitReader{r: r, left: lim.MaxBytes, limit: lim.MaxBytes})
	if err != nil {
		return nil, err
	}
	s := &scanner{r: text, lim: lim, line: 1, base: skipped, origin: skipped, buf: make([]byte, firstBuffer)}
	s.rec.transcoded = transcoded
	return s, nil
}

// more enlarges the window. It returns false, and sets err, when there is no
// more input or the window is too large already.
func (s *scanner) more() bool {
	if s.bad {
		r, size := utf8.DecodeRune(s.buf[s.valid:s.end])
		if r == utf8.RuneError && size == 1 {
			s.err = s.errorf(len(s.window), "invalid UTF-8: byte %#02x", s.buf[s.valid])
		} else {
			s.err = s.errorf(len(s.window), "character U+%04X is not allowed in XML", r)
		}
		return false
	}
	if s.readErr != nil {
		if s.readErr == io.EOF {
			s.err = s.wrap(len(s.window), ErrTruncated)
		} else {
			s.err = s.wrap(len(s.window), fmt.Errorf("read XML: %w", s.readErr))
		}
		return false
	}
	if int64(len(s.window)) > s.lim.MaxRecordBytes {
		s.err = s.wrap(0, fmt.Errorf("more than %d bytes in one element, comment or tag: %w", s.lim.MaxRecordBytes, ErrLimit))
		return false
	}
	if s.mark > 0 {
		copy(s.buf, s.buf[s.mark:s.end])
		s.base += int64(s.mark)
		s.valid -= s.mark
		s.end -= s.mark
		s.mark = 0
	}
	if s.end > len(s.buf)/2 {
		bigger := make([]byte, 2*len(s.buf))
		copy(bigger, s.buf[:s.end])
		s.buf = bigger
	}
	// Full reads keep the number of times a token is begun anew logarithmic
	// in its length, however little the reader gives at a time.
	var n int
	n, s.readErr = readFull(s.r, s.buf[s.end:])
	s.end += n
	checked, bad := scanChars(s.buf[s.valid:s.end])
	s.valid += checked
	s.bad = bad
	s.window = s.buf[s.mark:s.valid]
	return true
}

// ended reports whether the window ends where the input ends.
func (s *scanner) ended() bool { return s.readErr == io.EOF && s.valid == s.end }

// drop moves the beginning of the window to pos.
func (s *scanner) drop() {
	s.count(s.pos)
	s.mark += s.pos
	s.window = s.window[s.pos:]
	s.pos, s.lineAt = 0, 0
}

// offset gives the place of position i in the input.
func (s *scanner) offset(i int) int64 { return s.base + int64(s.mark) + int64(i) }

// count brings line up to position i and returns it.
func (s *scanner) count(i int) int {
	if i > s.lineAt {
		s.line += bytes.Count(s.window[s.lineAt:i], []byte{'\n'})
		s.lineAt = i
	}
	return s.line
}

func (s *scanner) wrap(i int, err error) error {
	line := s.line
	if i > s.lineAt {
		line += bytes.Count(s.window[s.lineAt:min(i, len(s.window))], []byte{'\n'})
	}
	return fmt.Errorf("line %d: %w", line, err)
}

func (s *scanner) errorf(i int, format string, args ...any) error {
	return s.wrap(i, fmt.Errorf(format, args...))
}

func (s *scanner) fail(i int, format string, args ...any) kind {
	s.err = s.errorf(i, format, args...)
	return kindError
}

// token reads the next token. At the end of the input it returns kindError with
// io.EOF itself in err.
func (s *scanner) token() kind {
	attrs, values := len(s.rec.attrs), len(s.values)
	for {
		k := s.try()
		if k != kindMore {
			return k
		}
		s.rec.attrs, s.values, s.pos = s.rec.attrs[:attrs], s.values[:values], s.start
		if s.pos == len(s.window) && s.ended() {
			s.err = io.EOF
			return kindError
		}
		if !s.more() {
			return kindError
		}
	}
}

// try reads a token from the window alone.
func (s *scanner) try() kind {
	s.start = s.pos
	b := s.window
	if s.pos >= len(b) {
		return kindMore
	}
	if b[s.pos] != '<' {
		return s.text()
	}
	if s.pos+1 >= len(b) {
		return kindMore
	}
	switch b[s.pos+1] {
	case '/':
		return s.endTag()
	case '?':
		return s.instruction()
	case '!':
		return s.declaration()
	}
	return s.startTag()
}

// text reads character data up to the next tag, comment or instruction.
func (s *scanner) text() kind {
	b, i := s.window, s.pos
	for i < len(b) && class[b[i]]&white != 0 {
		i++
	}
	s.from, s.white, s.content = len(s.values), true, false
	if i == len(b) {
		if s.ended() {
			s.pos = i
			return kindText
		}
		return kindMore
	}
	if b[i] == '<' {
		s.pos = i
		return kindText
	}
	s.white, s.content = false, true
	run := s.pos // where what was not copied yet begins
	i = s.pos
	for {
		for i < len(b) && class[b[i]]&inText != 0 {
			i++
		}
		if i == len(b) && !s.ended() {
			return kindMore
		}
		if i == len(b) || b[i] == '<' {
			s.values = append(s.values, b[run:i]...)
			s.pos = i
			return kindText
		}
		switch b[i] {
		case ']':
			if i+2 >= len(b) {
				return kindMore
			}
			if b[i+1] == ']' && b[i+2] == '>' {
				return s.fail(i, "unescaped ]]> in text")
			}
			i++
		default: // '&', '\r'
			s.values = append(s.values, b[run:i]...)
			n := s.special(i)
			if n <= 0 {
				return s.badReference(i, n)
			}
			i += n
			run = i
		}
	}
}

// special appends what the reference or line end at b[i] stands for and returns
// its length in the input; 0 when the window ends within it, -1 for a reference
// that is none.
func (s *scanner) special(i int) int {
	b := s.window
	if b[i] == '\r' {
		if i+1 == len(b) {
			return 0
		}
		s.values = append(s.values, '\n')
		if b[i+1] == '\n' {
			return 2
		}
		return 1
	}
	r, n := reference(b[i:])
	if n > 0 {
		s.values = utf8.AppendRune(s.values, r)
	}
	return n
}

func (s *scanner) badReference(i, n int) kind {
	if n == 0 {
		return kindMore
	}
	return s.fail(i, "%q begins no reference that is defined", s.window[i:min(i+12, len(s.window))])
}

// scanName reads the name at i and returns where it ends. Without a name, end
// is where the error is, or -1 when the window ends first.
func (s *scanner) scanName(i int) (n *name, end int) {
	b := s.window
	if i >= len(b) {
		return nil, -1
	}
	if class[b[i]]&firstOfName == 0 {
		return nil, i
	}
	hash := uint32(0)
	end = i
	for end < len(b) && class[b[end]]&inName != 0 {
		hash = hash*31 + uint32(b[end])
		end++
	}
	if end-i > maxNameBytes {
		return nil, i
	}
	if end == len(b) {
		return nil, -1
	}
	n, ok := s.names.get(b[i:end], hash^hash>>10)
	if !ok {
		return nil, i
	}
	return n, end
}

// instruction reads a processing instruction. The XML declaration, which
// openText has checked, may stand only at the very beginning.
func (s *scanner) instruction() kind {
	b := s.window
	n, i := s.scanName(s.pos + 2)
	if n == nil {
		return s.badName(i, "processing instruction")
	}
	if len(n.full) == 3 && bytes.EqualFold([]byte(n.full), []byte("xml")) &&
		(n.full != "xml" || s.offset(s.pos) != s.origin) {
		return s.fail(s.pos, "XML declaration in the middle of the file")
	}
	end := bytes.Index(b[i:], []byte("?>"))
	if end < 0 {
		return kindMore
	}
	if end > 0 && class[b[i]]&white == 0 {
		return s.fail(i, "malformed processing instruction %s", n.full)
	}
	s.pos = i + end + 2
	return kindOther
}

// declaration reads a comment or a CDATA section and refuses all else that
// begins with "<!".
func (s *scanner) declaration() kind {
	b, i := s.window, s.pos
	switch {
	case bytes.HasPrefix(b[i:], []byte("<!--")):
		i += 4
		end := bytes.Index(b[i:], []byte("--"))
		if end < 0 || i+end+2 >= len(b) {
			return kindMore
		}
		i += end + 2
		if b[i] != '>' {
			return s.fail(i, "\"--\" in a comment")
		}
		s.pos = i + 1
		return kindOther
	case bytes.HasPrefix(b[i:], []byte("<![CDATA[")):
		i += 9
		end := bytes.Index(b[i:], []byte("]]>"))
		if end < 0 {
			return kindMore
		}
		s.from, s.white, s.content = len(s.values), false, true
		s.pos = i + end + 3
		section := b[i : i+end]
		for {
			cr := bytes.IndexByte(section, '\r')
			if cr < 0 {
				break
			}
			s.values = append(append(s.values, section[:cr]...), '\n')
			section = bytes.TrimPrefix(section[cr+1:], []byte{'\n'})
		}
		s.values = append(s.values, section...)
		return kindText
	case len(b)-i < 9 && (bytes.HasPrefix([]byte("<![CDATA["), b[i:]) || bytes.HasPrefix([]byte("<!--"), b[i:])):
		return kindMore
	case b[i+2] == '[' || b[i+2] == '-':
		return s.fail(i, "malformed comment or CDATA section")
	}
	s.err = s.wrap(i, ErrDoctype)
	return kindError
}
