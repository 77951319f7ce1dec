package eu

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

func detectFSD(in list.Input) bool {
	_, ok := findXML(in, "<WHOLE ")
	return ok
}

// parseFSD reads the XML of version 1.0, which the Commission published until
// 2018. Dates of birth, numbers of documents and addresses carry qualifiers in
// their text that version 1.1 has attributes for.
func parseFSD(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := findXML(in, "<WHOLE ")
	if !ok {
		return list.ErrNotList
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	err = xmlnode.Read(rc, xmlnode.Limits{MaxRecordBytes: 8 << 20, MaxBytes: 1 << 30}, rep.MarkUnread,
		xmlnode.Handler{Path: "WHOLE", Start: func(n *xmlnode.Node) error {
			rep.Edition = n.Attr("Date")
			rep.Published = list.ParseTime(rep.Edition, "02/01/2006")
			n.Unread(rep.MarkUnread)
			return nil
		}},
		xmlnode.Handler{Path: "WHOLE/ENTITY", Record: func(n *xmlnode.Node) error {
			rep.Record()
			s := readFSD(n)
			s.frags = []entity.Fragment{{File: f.Name, Line: n.Line, Offset: n.Offset, Length: n.Length}}
			n.Unread(rep.MarkUnread)
			return deliver(s, emit, rep)
		}},
	)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

func readFSD(n *xmlnode.Node) *subject {
	s := &subject{id: n.Attr("Id"), line: n.Line, class: n.Attr("Type")}
	if r := n.Attr("remark"); r != "" {
		s.remarks = []string{r}
	}
	s.regulations = []regulation{{title: n.Attr("legal_basis"), inForce: n.Attr("reg_date"), url: n.Attr("pdf_link"), programme: n.Attr("programme")}}
	detail := func(c *xmlnode.Node) *xmlnode.Node {
		c.Ignore("@Id", "@Entity_id", "@legal_basis", "@reg_date", "@pdf_link", "@programme")
		return c
	}
	for _, c := range n.Children("NAME") {
		detail(c)
		s.names = append(s.names, nameAlias{
			first: c.Value("FIRSTNAME"), middle: c.Value("MIDDLENAME"), last: c.Value("LASTNAME"), whole: c.Value("WHOLENAME"),
			lang: c.Value("LANGUAGE"), gender: c.Value("GENDER"), title: c.Value("TITLE"), function: c.Value("FUNCTION"),
		})
	}
	for _, c := range n.Children("ADDRESS") {
		detail(c)
		a := address{street: strings.TrimSpace(c.Value("NUMBER") + " " + c.Value("STREET")), zip: c.Value("ZIPCODE"), city: c.Value("CITY"), country: country{text: c.Value("COUNTRY")}}
		a.contacts, a.remarks = otherOfAddress(c.At("OTHER").RawText())
		s.addresses = append(s.addresses, a)
	}
	for _, c := range n.Children("BIRTH") {
		detail(c)
		s.births = append(s.births, oldBirth(c.Value("DATE"), c.Value("PLACE"), c.Value("COUNTRY")))
	}
	for _, c := range n.Children("PASSPORT") {
		detail(c)
		s.ids = append(s.ids, oldIdentification(c.At("NUMBER").RawText(), c.Value("COUNTRY")))
	}
	for _, c := range n.Children("CITIZEN") {
		detail(c)
		s.citizens = append(s.citizens, citizenship{country: country{text: c.Value("COUNTRY")}})
	}
	return s
}

var (
	oldContact = regexp.MustCompile(`\b(PHONE|FAX|EMAIL|WEB|MOBILE)\[([^\]]*)\]`)
	oldYears   = regexp.MustCompile(`^(\d{4})(?: - (\d{4}))?(?: \((approximative)\))?$`)
	oldDay     = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?: \((approximative)\))?$`)
	oldNumber  = regexp.MustCompile(`(?s)^(.*?) \(([a-z]+)-([A-Za-z ]+)\)(.*)$`)
	oldFlag    = regexp.MustCompile(`\[([a-z ]+)\]`)
	oldValid   = regexp.MustCompile(`\(valid (from|to) (\d{4}-\d{2}-\d{2})(?: to (\d{4}-\d{2}-\d{2}))?\)`)
	journal    = regexp.MustCompile(`^(.*?) \(J\.O\. [A-Z]{2}\)$`)
)

// unwrap splits remarks joined by line breaks, written as such or as "\n", and
// takes off the brackets around each. The files repeat a remark once for every
// language; equal ones are kept once.
func unwrap(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, line := range strings.FieldsFunc(strings.ReplaceAll(s, `\n`, "\n"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.TrimSpace(line)
		for strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")") && balanced(line[1:len(line)-1]) {
			line = strings.TrimSpace(line[1 : len(line)-1])
		}
		if line != "" && !seen[line] {
			seen[line] = true
			out = append(out, line)
		}
	}
	return out
}

func balanced(s string) bool {
	depth := 0
	for _, c := range []byte(s) {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// otherOfAddress reads "PHONE[042-681 20 81]\nFAX[662 38 14]\n(remark)".
func otherOfAddress(s string) (contacts []keyValue, remarks []string) {
	for _, m := range oldContact.FindAllStringSubmatch(s, -1) {
		contacts = append(contacts, keyValue{m[1], m[2]})
	}
	// A remark may be in brackets over several lines.
	rest := strings.TrimSpace(oldContact.ReplaceAllString(s, ""))
	if strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")") {
		rest = rest[1 : len(rest)-1]
	}
	return contacts, unwrap(rest)
}

// oldBirth reads "1963 (approximative)", "1958 - 1963 (approximative)",
// "1937-04-28", "N/A".
func oldBirth(date, place, land string) birth {
	b := birth{calendar: "GREGORIAN", place: address{country: country{text: land}}}
	if m := journal.FindStringSubmatch(place); m != nil { // the Journal's edition in that language
		place = m[1]
	}
	b.place.city = place
	date = strings.TrimSpace(date)
	if m := oldYears.FindStringSubmatch(date); m != nil {
		b.circa = m[3] != ""
		if m[2] == "" {
			b.year = m[1]
		} else {
			b.yearFrom, b.yearTo = m[1], m[2]
		}
		return b
	}
	if m := oldDay.FindStringSubmatch(date); m != nil {
		b.date, b.circa = date[:10], m[4] != ""
		return b
	}
	b.date = date
	return b
}

// oldIdentification reads "27082171 (passport-National passport) [known to be
// expired](remark)".
func oldIdentification(text, land string) identification {
	id := identification{country: country{text: land}}
	text = strings.Trim(strings.TrimSpace(text), `"`)
	m := oldNumber.FindStringSubmatch(text)
	if m == nil {
		id.number = strings.TrimSpace(text)
		return id
	}
	id.number, id.code, id.text = strings.TrimSpace(m[1]), m[2], m[3]
	rest := m[4]
	for _, f := range oldFlag.FindAllStringSubmatch(rest, -1) {
		id.flags = append(id.flags, f[1])
	}
	rest = oldFlag.ReplaceAllString(rest, "")
	if v := oldValid.FindStringSubmatch(rest); v != nil {
		if v[1] == "to" {
			id.to = v[2]
		} else {
			id.from, id.to = v[2], v[3]
		}
		rest = strings.Replace(rest, v[0], "", 1)
	}
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")") && strings.Contains(rest, "\n") {
		rest = rest[1 : len(rest)-1]
	}
	id.remarks = unwrap(rest)
	return id
}
