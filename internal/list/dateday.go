package list

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
)

// token is a run of digits, a run of letters or a run of question marks.
type token struct {
	text  string
	digit bool
	sep   byte // the separator before it: ' ', '.', '/', '-', or 0 for none
}

// single reads one date, whole or partial, that is no range.
func (p dateParser) single(t string) (entity.Day, error) {
	t, unknownYear := cutUnknownYear(t)
	t = cutTime(t)
	toks, err := tokens(t)
	if err != nil {
		return entity.Day{}, err
	}
	var d entity.Day
	switch len(toks) {
	case 1:
		d, err = oneToken(toks[0])
	case 2:
		d, err = p.twoTokens(toks)
	case 3:
		d, err = p.threeTokens(toks)
	default:
		err = errors.New("not understood")
	}
	if err != nil {
		return entity.Day{}, err
	}
	if unknownYear && (d.Year != 0 || d.IsZero()) {
		return entity.Day{}, errors.New("not understood")
	}
	if !(entity.Date{Start: d}).Valid() {
		return entity.Day{}, fmt.Errorf("no such day: year %d, month %d, day %d", d.Year, d.Month, d.Day)
	}
	return d, nil
}

func cutUnknownYear(t string) (string, bool) {
	for _, w := range [...]string{"(year unknown)", "year unknown", "(unknown year)", "unknown year"} {
		if r, ok := strings.CutSuffix(t, w); ok {
			return strings.TrimRight(r, " ;,"), true
		}
	}
	return t, false
}

// cutTime takes a time of day and a zone off the end: "T00:00:00.000Z",
// " 10:15 am", "-05:00" after a full ISO day.
func cutTime(t string) string {
	if len(t) > 10 && t[4] == '-' && t[7] == '-' && isYear(t[:4]) {
		rest := t[10:]
		switch {
		case (rest[0] == 't' || rest[0] == ' ') && len(rest) > 5 && isDigit(rest[1]) && strings.Contains(rest, ":"),
			(rest[0] == '-' || rest[0] == '+') && len(rest) == 6 && rest[3] == ':',
			rest == "z":
			return t[:10]
		}
		return t
	}
	if i := strings.IndexByte(t, ':'); i > 2 && isDigit(t[i-1]) {
		if j := strings.LastIndexByte(t[:i], ' '); j > 0 && i-j <= 3 && isDigit(t[j+1]) {
			return strings.TrimRight(t[:j], " ,")
		}
	}
	return t
}

func tokens(t string) ([]token, error) {
	var toks []token
	sep := byte(0)
	for i := 0; i < len(t); {
		c := t[i]
		kind := charKind(c)
		if kind == 0 {
			switch c {
			case ' ', ',':
				if sep == 0 {
					sep = ' '
				}
			case '.', '/', '-':
				if sep != 0 && sep != ' ' {
					return nil, errors.New("not understood")
				}
				sep = c
			default:
				return nil, errors.New("not understood")
			}
			i++
			continue
		}
		j := i
		for j < len(t) && charKind(t[j]) == kind {
			j++
		}
		tok := token{text: t[i:j], digit: kind == 1, sep: sep}
		sep = 0
		i = j
		if n := len(toks); n > 0 && kind == 2 && toks[n-1].digit && tok.sep == 0 {
			switch tok.text { // "1st", "22nd", "1er", "19yy"
			case "st", "nd", "rd", "th", "er", "º", "ª":
				if len(toks[n-1].text) > 2 {
					return nil, errors.New("not understood")
				}
				continue
			}
			if strings.Trim(tok.text, "xyu?") == "" {
				toks[n-1] = token{text: toks[n-1].text + tok.text, sep: toks[n-1].sep}
				continue
			}
		}
		if kind == 2 && (tok.text == "of" || tok.text == "de" || tok.text == "del" || tok.text == "the" || tok.text == "do") {
			continue
		}
		toks = append(toks, tok)
		if len(toks) > 3 {
			return nil, errors.New("not understood")
		}
	}
	return toks, nil
}

func charKind(c byte) int {
	switch {
	case isDigit(c):
		return 1
	case c >= 'a' && c <= 'z', c >= utf8.RuneSelf, c == '?':
		return 2
	}
	return 0
}

// unknown reports whether a token stands for digits not known: "dd", "mm",
// "yyyy", "xx", "??", "00", "0000", and "19yy", of which the century alone says
// nothing about a birthday.
func (k token) unknown(zeros bool) bool {
	if k.digit {
		return zeros && strings.Trim(k.text, "0") == ""
	}
	t := k.text
	if len(t) == 4 && isDigit(t[0]) && isDigit(t[1]) {
		t = t[2:]
	}
	switch t {
	case "dd", "mm", "yy", "yyyy", "xx", "xxxx", "x", "?", "??", "????", "jj", "jjjj", "tt", "uu", "uuuu":
		return true
	}
	return false
}

func oneToken(k token) (entity.Day, error) {
	switch {
	case !k.digit:
		return entity.Day{}, errors.New("not understood")
	case len(k.text) == 4:
		y := number(k.text)
		return entity.Day{Year: int16(y)}, checkYear(y)
	case len(k.text) == 8: // ISO 8601 basic form
		y := number(k.text[:4])
		if err := checkYear(y); err != nil {
			return entity.Day{}, err
		}
		m, d := number(k.text[4:6]), number(k.text[6:])
		if m == 0 && d != 0 {
			return entity.Day{}, errors.New("not understood")
		}
		return entity.Day{Year: int16(y), Month: uint8(m), Day: uint8(d)}, nil
	case len(k.text) == 2:
		return entity.Day{}, ErrCentury
	}
	return entity.Day{}, errors.New("a number, not a date (a spreadsheet day?)")
}

func (p dateParser) twoTokens(k []token) (entity.Day, error) {
	a, b := k[0], k[1]
	am, bm := monthName(a.text), monthName(b.text)
	switch {
	case am != 0 && b.digit: // "Mar 1960", "Sep-99"
		if len(b.text) <= 2 && number(b.text) <= 31 { // "May 12" is a day or a year
			return entity.Day{}, errors.New("a day or a two-digit year after the month")
		}
		y, err := p.year(b)
		return entity.Day{Year: int16(y), Month: uint8(am)}, err
	case am != 0 && b.unknown(true) && len(b.text) == 4:
		return entity.Day{Month: uint8(am)}, nil
	case a.digit && bm != 0: // "12 May", "1960 May"
		if len(a.text) == 4 {
			y, err := p.year(a)
			return entity.Day{Year: int16(y), Month: uint8(bm)}, err
		}
		if len(a.text) <= 2 && number(a.text) >= 1 {
			return entity.Day{Month: uint8(bm), Day: uint8(min(number(a.text), 99))}, nil
		}
	case len(a.text) == 4 && (a.digit && len(b.text) <= 2) && (b.sep == '-' || b.sep == '/'): // "1960-05"
		y, err := p.year(a)
		if err != nil {
			return entity.Day{}, err
		}
		m, err := monthNumber(b)
		return entity.Day{Year: int16(y), Month: uint8(m)}, err
	case len(b.text) == 4 && b.digit && len(a.text) <= 2 && b.sep != 0 && b.sep != ' ': // "05/1960"
		y, err := p.year(b)
		if err != nil {
			return entity.Day{}, err
		}
		m, err := monthNumber(a)
		return entity.Day{Year: int16(y), Month: uint8(m)}, err
	}
	return entity.Day{}, errors.New("not understood")
}

func (p dateParser) threeTokens(k []token) (entity.Day, error) {
	var dt, mt, yt token
	switch {
	case len(k[0].text) == 4 && (k[0].digit || k[0].unknown(true)): // 1975-03-02, 1975 Mar 2
		yt, mt, dt = k[0], k[1], k[2]
		if !mt.digit && monthName(mt.text) == 0 && monthName(dt.text) != 0 { // 1975 2 March
			mt, dt = dt, mt
		}
	case monthName(k[0].text) != 0: // March 19, 1960
		mt, dt, yt = k[0], k[1], k[2]
	case monthName(k[1].text) != 0: // 19 March 1960, 19-Mar-60
		dt, mt, yt = k[0], k[1], k[2]
	default:
		dt, mt, yt = k[0], k[1], k[2]
		for _, t := range k {
			if !t.digit && !t.unknown(false) {
				return entity.Day{}, errors.New("not understood")
			}
		}
		if k[1].sep == 0 || k[1].sep == ' ' {
			return entity.Day{}, errors.New("not understood")
		}
		if p.order == MonthFirst && k[1].sep != '.' {
			dt, mt = mt, dt
		}
	}
	var d entity.Day
	if !yt.unknown(true) || yt.text == "00" {
		y, err := p.year(yt)
		if err != nil {
			return entity.Day{}, err
		}
		d.Year = int16(y)
	}
	m, err := monthNumber(mt)
	if err != nil {
		return entity.Day{}, err
	}
	d.Month = uint8(m)
	if !dt.unknown(true) {
		if !dt.digit || len(dt.text) > 2 {
			return entity.Day{}, errors.New("not understood")
		}
		d.Day = uint8(number(dt.text))
	}
	if d.IsZero() {
		return d, errors.New("nothing is known")
	}
	return d, nil
}

// monthNumber reads a month's name, number or placeholder (0).
func monthNumber(k token) (int, error) {
	if m := monthName(k.text); m != 0 {
		return m, nil
	}
	if k.unknown(true) {
		return 0, nil
	}
	if !k.digit || len(k.text) > 2 {
		return 0, errors.New("not understood")
	}
	m := number(k.text)
	if m > 12 {
		return 0, fmt.Errorf("no such month: %d", m)
	}
	return m, nil
}

// year reads four digits, or two by the rule of ParseDate.
func (p dateParser) year(k token) (int, error) {
	if !k.digit {
		return 0, errors.New("not understood")
	}
	switch len(k.text) {
	case 4:
		y := number(k.text)
		return y, checkYear(y)
	case 2:
		y := number(k.text)
		if p.since > 0 {
			y += p.since / 100 * 100
			if y < p.since {
				y += 100
			}
			return y, checkYear(y)
		}
		if y >= 30 {
			return 1900 + y, nil
		}
		return 0, ErrCentury
	}
	return 0, errors.New("not understood")
}

// monthName returns 1 to 12 for the name of a month or its abbreviation.
func monthName(t string) int { return monthNames()[t] }

var monthNames = sync.OnceValue(func() map[string]int {
	m := make(map[string]int, 300)
	for i, names := range [12]string{
		"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января январь янв січня січень січ",
		"february feb febr februar février fevrier févr fév febrero febbraio fevereiro fev februari февраля февраль фев лютого лютий лют",
		"march mar märz maerz mrz mars marzo março marco maart mrt марта март мар березня березень бер",
		"april apr avril avr abril abr aprile апреля апрель апр квітня квітень квіт",
		"may mai mayo maggio mag maio mei мая май травня травень трав",
		"june jun juni juin junio giugno giu junho июня июнь июн червня червень черв",
		"july jul juli juillet juil julio luglio lug julho июля июль июл липня липень лип",
		"august aug août aout agosto ago augustus августа август авг серпня серпень серп",
		"september sep sept septembre septiembre set settembre setembro сентября сентябрь сен сент вересня вересень вер",
		"october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт жовтня жовтень жовт",
		"november nov novembre noviembre novembro ноября ноябрь ноя нояб листопада листопад лист",
		"december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro декабря декабрь дек грудня грудень груд",
	} {
		for n := range strings.FieldsSeq(names) {
			m[n] = i + 1
		}
	}
	return m
})
