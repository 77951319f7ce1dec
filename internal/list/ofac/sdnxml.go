package ofac

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// classicFormat is SDN.XML (CONSOLIDATED.XML): sdnList with one sdnEntry for
// each record.
func classicFormat(which listKind) list.Format {
	id, doc := "sdn.xml", "SDN.XML (sdnList/sdnEntry); tested on the same format's Consolidated list, of SDN.XML only its element names were seen"
	if which == listCons {
		id, doc = "consolidated.xml", "CONSOLIDATED.XML (sdnList/sdnEntry); tested on five whole official files, 2024 to 2026"
	}
	return list.Format{
		ID:  id,
		Doc: doc,
		Detect: func(in list.Input) bool {
			_, ok := classicFile(in)
			return ok
		},
		Parse: func(in list.Input, emit list.Emit, rep *list.Report) error {
			return parseClassic(which, in, emit, rep)
		},
	}
}

func classicFile(in list.Input) (list.File, bool) {
	for _, f := range in.Files {
		if f.Contains(2048, "<sdnList") {
			return f, true
		}
	}
	return list.File{}, false
}

const classicEntry = "sdnList/sdnEntry"

func parseClassic(which listKind, in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := classicFile(in)
	if !ok {
		return fmt.Errorf("no sdnList among the files: %w", list.ErrNotList)
	}
	if err := sameList(which, list.Input{Files: []list.File{f}}); err != nil {
		return err
	}
	names, err := classicNames(f)
	if err != nil {
		return err
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	announced := -1
	err = xmlnode.Read(rc, xmlnode.Limits{}, rep.MarkUnread,
		xmlnode.Handler{Path: "sdnList", Start: func(*xmlnode.Node) error { return nil }},
		xmlnode.Handler{Path: "sdnList/publshInformation", Record: func(n *xmlnode.Node) error {
			rep.Edition = n.Value("Publish_Date")
			rep.Published = list.ParseTime(rep.Edition, "01/02/2006")
			if c := n.Value("Record_Count"); c != "" {
				if v, err := strconv.Atoi(c); err == nil {
					announced = v
				} else {
					rep.Warn("", n.Line, "Record_Count", "%q is not a number", c)
				}
			}
			n.Unread(rep.MarkUnread)
			return nil
		}},
		xmlnode.Handler{Path: classicEntry, Record: func(n *xmlnode.Node) error {
			rep.Record()
			e, err := classicRecord(which, names, f.Name, n, rep)
			if err != nil {
				rep.Reject(list.RecordError{Record: n.Value("uid"), Line: n.Line, Err: err})
				return nil
			}
			n.Unread(rep.MarkUnread)
			return emit(e)
		}})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if announced > rep.Records {
		return fmt.Errorf("%s: %d records, but its Record_Count says %d", f.Name, rep.Records, announced)
	}
	if announced >= 0 && announced < rep.Records {
		rep.Warn("", 0, "Record_Count", "%d records, but the file announces %d", rep.Records, announced)
	}
	return nil
}

// classicNames reads the file once for its primary names, in the list form in
// which "Linked To" cites them.
func classicNames(f list.File) (nameIndex, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	names := make(nameIndex)
	err = xmlnode.Read(rc, xmlnode.Limits{}, nil, xmlnode.Handler{Path: classicEntry, Record: func(n *xmlnode.Node) error {
		name := n.Value("lastName")
		if first := n.Value("firstName"); first != "" {
			name += ", " + first
		}
		names.add(name, n.Value("uid"))
		return nil
	}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return names, nil
}

func classicRecord(which listKind, names nameIndex, file string, n *xmlnode.Node, rep *list.Report) (*entity.Entity, error) {
	b, err := newBuilder(rep, names, which, n.Value("uid"), n.Value("sdnType"), n.Line)
	if err != nil {
		return nil, err
	}
	b.e.Origin.Fragments = []entity.Fragment{{File: file, Line: n.Line, Offset: n.Offset, Length: n.Length}}
	primary := b.classicName(n)
	if primary.Full == "" {
		return nil, errors.New("no name")
	}
	primary.Kind = entity.NamePrimary
	b.addName(primary)
	b.title(n.Value("title"))
	if v := n.Child("vesselInfo"); v != nil {
		b.vessel(vesselFields{callSign: v.Value("callSign"), kind: v.Value("vesselType"), tonnage: v.Value("tonnage"),
			grt: v.Value("grossRegisteredTonnage"), flag: v.Value("vesselFlag"), owner: v.Value("vesselOwner")})
	}
	for _, aka := range n.All("akaList", "aka") {
		b.classicAlias(aka)
	}
	for _, a := range n.All("addressList", "address") {
		a.Ignore("uid")
		var street []string
		for _, part := range []string{"address1", "address2", "address3"} {
			if s := a.Value(part); s != "" {
				street = append(street, s)
			}
		}
		b.address(entity.Address{
			Street: strings.Join(street, ", "), City: a.Value("city"), Region: a.Value("stateOrProvince"),
			PostalCode: a.Value("postalCode"), Note: a.Value("addressRemarks"),
		}, a.Value("country"))
	}
	for _, d := range n.All("dateOfBirthList", "dateOfBirthItem") {
		d.Ignore("uid", "mainEntry")
		b.date(entity.DateBirth, "DOB", d.Value("dateOfBirth"))
	}
	for _, p := range n.All("placeOfBirthList", "placeOfBirthItem") {
		p.Ignore("uid", "mainEntry")
		if v := p.Value("placeOfBirth"); v != "" {
			b.birthPlace(v)
		}
	}
	b.classicCountries(n, "nationalityList", "nationality", entity.CountryNationality)
	b.classicCountries(n, "citizenshipList", "citizenship", entity.CountryCitizenship)
	for _, id := range n.All("idList", "id") {
		b.classicID(id)
	}
	if r := n.Value("remarks"); r != "" {
		b.classicRemarks(r)
	}
	return b.finish(n.Values("programList", "program")), nil
}

func (b *builder) classicName(n *xmlnode.Node) entity.Name {
	last, first := n.Value("lastName"), n.Value("firstName")
	switch {
	case b.kind == kindIndividual && first == "":
		return personName(last) // some aliases have the whole list form in lastName
	case b.kind == kindIndividual:
		return personNameParts(last, first)
	}
	return entity.Name{Full: clean(strings.TrimSpace(first + " " + last))}
}

func (b *builder) classicAlias(aka *xmlnode.Node) {
	aka.Ignore("uid")
	n := b.classicName(aka)
	switch t := aka.Value("type"); t {
	case "a.k.a.", "":
		n.Kind = entity.NameAlias
	case "f.k.a.":
		n.Kind = entity.NameFormer
	case "n.k.a.":
		n.Kind = entity.NameNew
	default:
		n.Kind = entity.NameAlias
		n.Note = t
		b.warn("aka/type", "unknown type of alias %q", t)
	}
	switch c := aka.Value("category"); c {
	case "weak":
		n.Weak = true
	case "strong", "":
	default:
		n.Note = join(n.Note, c)
		b.warn("aka/category", "unknown category of alias %q", c)
	}
	b.addName(n)
}

func (b *builder) classicCountries(n *xmlnode.Node, listName, item string, role entity.CountryRole) {
	for _, c := range n.All(listName, item) {
		c.Ignore("uid", "mainEntry")
		if v := c.Value("country"); v != "" {
			b.country(role, v)
		}
	}
}

// classicID takes an id element. Numbers have their country and dates in
// elements of their own; the other facts that OFAC keeps among the ids
// (websites, gender, directives ...) read like clauses of the remarks.
func (b *builder) classicID(n *xmlnode.Node) {
	n.Ignore("uid")
	idType := strings.ReplaceAll(n.Value("idType"), "’", "'")
	d := document{number: n.Value("idNumber"), country: n.Value("idCountry"), issued: n.Value("issueDate"), expires: n.Value("expirationDate")}
	l := labelNamed(idType)
	b.orgType = false
	switch {
	case l == nil:
		b.warn("idType", "unknown label %q", idType)
		b.document(&label{text: idType, kind: factID, id: entity.IDOther}, d)
	case l.kind == factID:
		if d.country == "" && d.issued == "" && d.expires == "" {
			d = splitDocument(d.number) // a few have it all in the number
		}
		b.document(l, d)
	default:
		clause := idType + " " + d.number
		found, value := findLabel(clause)
		if found == nil || value == "" {
			b.note(clause)
			break
		}
		b.apply(found, value, clause, false)
		for _, extra := range [][2]string{{"", d.country}, {"issued ", d.issued}, {"expires ", d.expires}} {
			if extra[1] != "" {
				b.note(clause + " " + extra[0] + extra[1])
			}
		}
	}
	b.orgType = false
}

// classicRemarks takes the remarks of an entry: free text, then relations in
// brackets, "(Linked To: A)(Linked To: B)".
func (b *builder) classicRemarks(text string) {
	free := text
	if i := strings.Index(text, "(Linked To:"); i >= 0 {
		free = text[:i]
		b.linked("", text[i:], false)
	}
	clauses, _ := splitClauses(free)
	for _, c := range clauses {
		b.clause(c, false)
	}
}
