package main

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/term"
	"github.com/interdict-dev/interdict/internal/screen"
)

// style writes for people: coloured on a terminal, plain elsewhere.
type style struct {
	colour bool
	width  int // of the terminal; 0 = not a terminal
}

// pipeWidth is how wide tables are that do not go to a terminal.
const pipeWidth = 160

func newStyle(out io.Writer, plain bool) style {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return style{}
	}
	w, _, err := term.GetSize(f.Fd())
	if err != nil || w <= 0 {
		w = 80
	}
	return style{colour: !plain && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", width: w}
}

func (s style) render(st lipgloss.Style, text string) string {
	if !s.colour {
		return text
	}
	return st.Render(text)
}

var (
	styleBold  = lipgloss.NewStyle().Bold(true)
	styleDim   = lipgloss.NewStyle().Faint(true)
	styleRed   = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("9"))
	styleGreen = lipgloss.NewStyle().Foreground(lipgloss.Color("10"))
)

func (s style) bold(t string) string { return s.render(styleBold, t) }
func (s style) dim(t string) string  { return s.render(styleDim, t) }

func (s style) verdict(v screen.Verdict) string {
	if v == screen.Clear {
		return s.render(styleGreen, string(v))
	}
	return s.render(styleRed, string(v))
}

// clean takes out of a text from a list or a customer file what could steer a
// terminal or turn the direction of the line: control characters, and marks of
// direction that reach beyond the text.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
}

// cleanCell is clean for cells, which may have our own colours.
func (s style) cleanCell(text string) string {
	if !s.colour {
		return clean(text)
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "\x1b[")
		b.WriteString(clean(before))
		if !ok {
			return b.String()
		}
		n := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != ';' })
		if n >= 0 && rest[n] == 'm' {
			b.WriteString("\x1b[" + rest[:n+1])
			rest = rest[n+1:]
		}
		text = rest
	}
}

const (
	gap      = "  " // between columns
	longWord = 20   // longer words are broken so that a column fits
)

// limit is the longest a line may be.
func (s style) limit() int {
	if s.width == 0 {
		return pipeWidth
	}
	return s.width
}

// paragraph breaks a plain text into lines.
func (s style) paragraph(text string) string { return strings.Join(wrap(clean(text), s.limit()), "\n") }

// table renders rows under headers within the terminal; a cell may have several
// lines. Where the columns do not fit beside each other, each row becomes a block
// of lines.
func (s style) table(headers []string, rows [][]string) string {
	limit := s.limit()
	cells := make([][]string, len(rows))
	widths, least := make([]int, len(headers)), make([]int, len(headers))
	measure := func(i int, cell string) {
		widths[i] = max(widths[i], lipgloss.Width(cell))
		for _, word := range strings.Fields(cell) {
			least[i] = max(least[i], min(lipgloss.Width(word), longWord))
		}
	}
	for i, h := range headers {
		measure(i, h)
	}
	for r, row := range rows {
		cells[r] = make([]string, len(headers))
		for i := range headers {
			if i < len(row) {
				cells[r][i] = s.cleanCell(row[i])
				measure(i, cells[r][i])
			}
		}
	}
	if !fit(widths, least, limit-len(gap)*(len(widths)-1)) {
		return s.blocks(headers, cells, limit)
	}
	var b strings.Builder
	bold := make([]string, len(headers))
	total := len(gap) * (len(widths) - 1)
	for i, h := range headers {
		bold[i] = s.bold(h)
		total += widths[i]
	}
	s.row(&b, bold, widths)
	b.WriteString(strings.Repeat("─", total) + "\n")
	for _, c := range cells {
		s.row(&b, c, widths)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// fit narrows the widest columns until all fit into limit. It reports false when
// that would break words.
func fit(widths, least []int, limit int) bool {
	total := 0
	for _, w := range widths {
		total += w
	}
	for ; total > limit; total-- {
		widest := -1
		for i, w := range widths {
			if w > least[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return false
		}
		widths[widest]--
	}
	return true
}

// row writes one row, its cells wrapped to the widths.
func (s style) row(b *strings.Builder, cells []string, widths []int) {
	lines := make([][]string, len(cells))
	height := 0
	for i, c := range cells {
		lines[i] = wrap(c, widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var line strings.Builder
		for i := range cells {
			text := ""
			if y < len(lines[i]) {
				text = strings.TrimRight(lines[i][y], " ")
			}
			if i > 0 {
				line.WriteString(gap)
			}
			line.WriteString(text)
			line.WriteString(strings.Repeat(" ", max(widths[i]-lipgloss.Width(text), 0)))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrap breaks text into lines of at most width cells: at spaces only, so that
// dates and numbers stay whole, and words that are too long behind one of :/~_
// or where it must be.
func wrap(text string, width int) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if lipgloss.Width(line) <= width {
			out = append(out, line)
			continue
		}
		if strings.Contains(line, "\x1b") { // styled
			out = append(out, strings.Split(lipgloss.Wrap(line, width, " "), "\n")...)
			continue
		}
		current, used := "", 0
		for word := range strings.FieldsSeq(line) {
			w := lipgloss.Width(word)
			if used > 0 && used+1+w <= width {
				current, used = current+" "+word, used+1+w
				continue
			}
			if used > 0 {
				out = append(out, current)
			}
			for w > width {
				head := cut(word, width)
				out = append(out, head)
				word = word[len(head):]
				w = lipgloss.Width(word)
			}
			current, used = word, w
		}
		out = append(out, current)
	}
	return out
}

// cut returns the beginning of a word that fits into width cells: at least one
// character, if possible up to a mark in its second half.
func cut(word string, width int) string {
	end, used := 0, 0
	for i, r := range word {
		w := lipgloss.Width(string(r))
		if used+w > width && i > 0 {
			break
		}
		used += w
		end = i + utf8.RuneLen(r)
	}
	if k := strings.LastIndexAny(word[:end], ":/~_"); k >= end/2 {
		end = k + 1
	}
	return word[:end]
}

// blocks writes each row as lines of "header value", an empty line between rows.
func (s style) blocks(headers []string, rows [][]string, limit int) string {
	label := 0
	for _, h := range headers {
		label = max(label, lipgloss.Width(h))
	}
	widths := []int{label, max(limit-label-len(gap), 20)}
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteString("\n")
		}
		for k, c := range row {
			if c != "" {
				s.row(&b, []string{s.dim(headers[k]), c}, widths)
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// plural returns "1 hit", "2 hits".
func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + more
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int) string {
	if n < 0 {
		return "-" + thousands(-n)
	}
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// isTerminal reports whether in is a terminal.
func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}
