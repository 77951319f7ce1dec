package main

import (
	"io"
	"os"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/charmbracelet/x/term"
	"github.com/interdict-dev/interdict/internal/screen"
)

// style writes for people: coloured on a terminal, plain elsewhere.
type style struct {
	colour bool
	width  int // of the terminal; 0 = not a terminal
}

func newStyle(out io.Writer, plain bool) style {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return style{}
	}
	w, _, err := term.GetSize(f.Fd())
	if err != nil || w <= 0 {
		w = 120
	}
	return style{colour: !plain && os.Getenv("NO_COLOR") == "", width: w}
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
	styleAmber = lipgloss.NewStyle().Foreground(lipgloss.Color("11"))
)

func (s style) bold(t string) string { return s.render(styleBold, t) }
func (s style) dim(t string) string  { return s.render(styleDim, t) }

func (s style) verdict(v screen.Verdict) string {
	if v == screen.Clear {
		return s.render(styleGreen, string(v))
	}
	return s.render(styleRed, string(v))
}

// table renders rows under headers, cut to the terminal where there is one.
func (s style) table(headers []string, rows [][]string) string {
	t := table.New().Border(lipgloss.NormalBorder()).BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderColumn(false).BorderHeader(true).Headers(headers...).Rows(rows...).Wrap(true).
		StyleFunc(func(row, _ int) lipgloss.Style {
			st := lipgloss.NewStyle().PaddingRight(2)
			if row == table.HeaderRow && s.colour {
				st = st.Bold(true)
			}
			return st
		})
	if s.width > 0 {
		t = t.Width(s.width)
	} else {
		t = t.Width(160)
	}
	lines := strings.Split(t.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
