package ofac

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// listKind tells the two lists apart.
type listKind uint8

const (
	listSDN  listKind = iota // us_ofac_sdn
	listCons                 // us_ofac_cons, everything that is not on the SDN list
)

// Measures that follow from the list and the programme tag. The CSV files and
// the classic XML do not spell them out; the words are those of the
// SanctionsType values in OFAC's advanced XML where it has one.
const (
	measureBlock      = "Block"                                                          // 31 CFR chapter V: property blocked
	measureReject     = "Reject"                                                         // NS-PLC, 31 CFR 594.520: transactions are rejected, not blocked
	measureSecurities = "Purchase or sale of publicly traded securities prohibited"      // CMIC, E.O. 13959 as amended by E.O. 14032, section 1
	measureCAPTA      = "Correspondent or payable-through account prohibited or limited" // 561-Related, 31 CFR 561.201
	noteBPI           = "blocked pending investigation"                                  // tags that start with BPI-
	noteNoMeasure     = "the Consolidated list names no measure under this programme; the SDN list may, under the same record number"
	authorityOFAC     = "OFAC"
	countryUS         = "us"
)

// act is a directive, or one item of a menu of sanctions, that the remarks
// name for one programme.
type act struct {
	order     string // executive order number, or the programme prefix: "13662", "CMIC", "CAATSA"
	name      string // measure: "Directive 2", "FOREIGN EXCHANGE. Sec 235(a)(7)"
	text      string // what the directive says, where published
	note      string
	listed    entity.Date
	effective entity.Date
}

func (a *act) dated() bool { return !a.listed.IsZero() || !a.effective.IsZero() }

// of reports whether a belongs to the programme tag.
func (a *act) of(program string) bool {
	if a.order != "" && a.order[0] >= '0' && a.order[0] <= '9' {
		return strings.Contains(program, "EO"+a.order)
	}
	return strings.HasPrefix(program, a.order)
}

func (b *builder) act(order, name string) *act {
	for _, a := range b.acts {
		if a.order == order && a.name == name {
			return a
		}
	}
	a := &act{order: order, name: name}
	b.acts = append(b.acts, a)
	return a
}

var (
	orderInfo   = regexp.MustCompile(`^(\d{5}) (?:Directive Determination|Directive Information|[Ii]nformation)\s*[-:]?\s*(.*)$`)
	subjectTo   = regexp.MustCompile(`^Subject to (Directive \w+)(?:\s+-\s+(.*))?$`)
	datedAct    = regexp.MustCompile(`^(?:EO (\d{5}) (Directive \w+)|(CMIC))\):?\s+(.*)$`)
	orderNumber = regexp.MustCompile(`EO(\d{5})`)
)

// directive takes what follows "Executive Order": "13662 Directive
// Determination - Subject to Directive 1", "14024 Directive Information -
// Subject to Directive 3 - All transactions in ...", "13846 information:
// FOREIGN EXCHANGE.  Sec. 5(a)(ii)".
func (b *builder) directive(value string) bool {
	m := orderInfo.FindStringSubmatch(value)
	if m == nil {
		return false
	}
	order, text := m[1], clean(m[2])
	if s := subjectTo.FindStringSubmatch(text); s != nil {
		if a := b.act(order, s[1]); a.text == "" {
			a.text = s[2]
		}
		return true
	}
	if strings.HasPrefix(text, "For more information") {
		b.note("Executive Order " + order + ": " + text)
		return true
	}
	b.act(order, text)
	return true
}

// listingDate takes "Listing Date (EO 14024 Directive 2): 24 Feb 2022" and its
// relatives; labelText tells which of them.
func (b *builder) listingDate(labelText, value string) bool {
	m := datedAct.FindStringSubmatch(value)
	if m == nil {
		return false
	}
	order, name := m[1], m[2]
	if m[3] != "" {
		order = m[3]
	}
	d, err := list.ParseDate(m[4], list.DayFirst)
	if err != nil || d.IsZero() {
		b.warn(labelText, "date %q not understood", m[4])
		return false
	}
	a := b.act(order, name)
	switch {
	case strings.HasPrefix(labelText, "Listing"):
		a.listed = d
	case strings.HasPrefix(labelText, "Effective"):
		a.effective = d
	default:
		a.note = "purchase or sale for divestment allowed until " + d.String()
		b.attribute("divestment_date", d.String())
	}
	return true
}

// splitPrograms splits the Program column, where several tags are written
// "UKRAINE-EO13662] [RUSSIA-EO14024".
func splitPrograms(column string) []string {
	var out []string
	for p := range strings.SplitSeq(column, "]") {
		if p = clean(strings.TrimLeft(p, " [")); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// listings makes one Listing of each programme tag, and further ones for
// directives that have dates of their own.
func (b *builder) listings(programs []string) []entity.Listing {
	var out []entity.Listing
	used := make(map[*act]bool)
	for _, p := range programs {
		l := entity.Listing{Authority: authorityOFAC, Country: countryUS, Program: p, Basis: basis(p)}
		if m := b.baseMeasure(p, programs); m != "" {
			l.Measures = append(l.Measures, m)
		}
		if strings.HasPrefix(p, "BPI-") {
			l.Note = noteBPI
		}
		var dated []entity.Listing
		for _, a := range b.acts {
			if !a.of(p) {
				continue
			}
			used[a] = true
			if a.name == "" { // CMIC: the dates are those of the listing itself
				l.Published, l.Effective = a.listed, a.effective
				l.Note = join(l.Note, a.note)
				continue
			}
			if a.dated() {
				d := entity.Listing{Authority: authorityOFAC, Country: countryUS, Program: p, Basis: basis(p), Measures: []string{a.name}}
				d.Published, d.Effective, d.Note = a.listed, a.effective, join(a.text, a.note)
				dated = append(dated, d)
				continue
			}
			l.Measures = append(l.Measures, a.name)
			if a.text != "" {
				l.Note = join(l.Note, a.name+": "+a.text)
			}
		}
		switch {
		case len(l.Measures) > 0:
			out = append(out, l)
		case len(dated) == 0:
			if b.list == listCons {
				l.Note = join(l.Note, noteNoMeasure)
			}
			out = append(out, l)
		}
		out = append(out, dated...)
	}
	// What belongs to an order of which the record has no tag.
	for _, a := range b.acts {
		if used[a] {
			continue
		}
		l := entity.Listing{Authority: authorityOFAC, Country: countryUS, Published: a.listed, Effective: a.effective, Note: join(a.text, a.note)}
		if a.name != "" {
			l.Measures = []string{a.name}
		}
		if l.Basis = "Executive Order " + a.order; a.order[0] > '9' {
			l.Basis = a.order
		}
		if n := len(out); n > 0 && out[n-1].Program == "" && out[n-1].Basis == l.Basis && !a.dated() {
			out[n-1].Measures = append(out[n-1].Measures, l.Measures...)
			continue
		}
		out = append(out, l)
	}
	return out
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// basis names the executive order that a programme tag carries in its name.
func basis(program string) string {
	if m := orderNumber.FindStringSubmatch(program); m != nil {
		return "Executive Order " + m[1]
	}
	return ""
}

// baseMeasure is what being on the list under a programme means by itself.
//
// Records of the Consolidated list carry every tag of the party, those of the
// SDN list too; under these, and under the sectoral programmes, whose directives
// stand in the remarks, the Consolidated list has no measure of its own. The
// other way round, a party on the SDN list that is also subject to sectoral
// directives is blocked under its other programmes.
func (b *builder) baseMeasure(program string, all []string) string {
	switch {
	case program == "NS-PLC":
		return measureReject
	case strings.HasPrefix(program, "CMIC"):
		return measureSecurities
	case strings.HasPrefix(program, "561"):
		return measureCAPTA
	case b.list == listCons:
		return ""
	}
	if len(all) > 1 {
		for _, a := range b.acts {
			if a.order == sectoral && a.of(program) {
				return ""
			}
		}
	}
	return measureBlock
}

// sectoral is the number of the executive order whose directives are no
// blocking: the Sectoral Sanctions Identifications list.
const sectoral = "13662"

// topics gives the OpenSanctions topics: investment bans apart from sanctions.
func topics(which listKind, programs []string) []string {
	if which == listCons && len(programs) == 1 && strings.HasPrefix(programs[0], "CMIC") {
		return []string{"invest.ban"}
	}
	return []string{"sanction"}
}
