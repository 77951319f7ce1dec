package ofac

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// advancedFormat is SDN_ADVANCED.XML (CONS_ADVANCED.XML): the United Nations
// sanctions data model, in which parties, places, documents, relations and
// listings stand in sections of their own and refer to each other, and to sets
// of reference values, by id.
//
// The file is read twice. The first pass keeps, in compact form, what the
// parties refer to; the second turns one party after the other into an entity.
// Memory follows the number of places, documents and listings, not the size of
// the file: see TestAdvancedMemory.
func advancedFormat(which listKind) list.Format {
	id := "sdn_advanced.xml"
	if which == listCons {
		id = "cons_advanced.xml"
	}
	return list.Format{
		ID:     id,
		Doc:    strings.ToUpper(id) + " (Sanctions/DistinctParties); tested on samples of February 2024 with whole reference sets and of August 2026, not on a whole official file",
		Detect: func(in list.Input) bool { _, ok := advancedFile(in); return ok },
		Parse: func(in list.Input, emit list.Emit, rep *list.Report) error {
			return parseAdvanced(which, in, emit, rep)
		},
	}
}

var advancedRoot = regexp.MustCompile(`<(?:\w+:)?Sanctions[\s>]`)

func advancedFile(in list.Input) (list.File, bool) {
	for _, f := range in.Files {
		if advancedRoot.Match(f.Head(2048)) {
			return f, true
		}
	}
	return list.File{}, false
}

// advancedSections are the children of the root, in official order. The first
// pass reads all of them, the second only the parties.
var advancedSections = []string{"DateOfIssue", "ReferenceValueSets", "Locations", "IDRegDocuments", "DistinctParties",
	"ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks"}

const advancedParty = "Sanctions/DistinctParties/DistinctParty"

// advanced is what the first pass keeps.
type advanced struct {
	which listKind
	file  list.File
	rep   *list.Report
	refs  references

	locations map[string]*location      // by Location ID
	documents map[string][]*regDocument // by IdentityID
	relations map[string][]profileLink  // by From-ProfileID
	entries   map[string][]*sanctions   // by ProfileID
	profiles  map[string]profile        // by Profile ID
	owned     map[string]bool           // profiles that another owns

	sections map[string]bool
	parties  int
}

// profile is the party behind a profile id.
type profile struct{ party, name string }

// profileLink is a ProfileRelationship: the From profile <type> the To profile.
type profileLink struct {
	to, relType, quality, comment string
	former                        bool
	from                          entity.Fragment
}

func parseAdvanced(which listKind, in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := advancedFile(in)
	if !ok {
		return fmt.Errorf("no advanced XML among the files: %w", list.ErrNotList)
	}
	if err := sameList(which, list.Input{Files: []list.File{f}}); err != nil {
		return err
	}
	a := &advanced{which: which, file: f, rep: rep, refs: newReferences(),
		locations: make(map[string]*location), documents: make(map[string][]*regDocument),
		relations: make(map[string][]profileLink), entries: make(map[string][]*sanctions),
		profiles: make(map[string]profile), owned: make(map[string]bool), sections: make(map[string]bool)}
	if err := a.collect(); err != nil {
		return err
	}
	if err := a.complete(); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if err := a.emitParties(emit); err != nil {
		return err
	}
	a.leftovers()
	return nil
}

// read opens the file and reads it with handlers.
func (a *advanced) read(unread func(string), handlers ...xmlnode.Handler) error {
	rc, err := a.file.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", a.file.Name, err)
	}
	defer rc.Close()
	if err := xmlnode.Read(rc, xmlnode.Limits{}, unread, handlers...); err != nil {
		return fmt.Errorf("%s: %w", a.file.Name, err)
	}
	return nil
}

// collect is the first pass.
func (a *advanced) collect() error {
	record := func(path string, f func(*xmlnode.Node)) xmlnode.Handler {
		return xmlnode.Handler{Path: path, Record: func(n *xmlnode.Node) error {
			f(n)
			n.Unread(a.rep.MarkUnread)
			return nil
		}}
	}
	handlers := []xmlnode.Handler{
		{Path: "Sanctions", Start: func(*xmlnode.Node) error { return nil }},
		record("Sanctions/DateOfIssue", a.issued),
		record("Sanctions/ReferenceValueSets", func(n *xmlnode.Node) { a.refs.read(n, a.rep) }),
		record("Sanctions/Locations/Location", a.location),
		record("Sanctions/IDRegDocuments/IDRegDocument", a.document),
		{Path: advancedParty, Record: a.profile}, // what it leaves unread the second pass reads
		record("Sanctions/ProfileRelationships/ProfileRelationship", a.relation),
		record("Sanctions/SanctionsEntries/SanctionsEntry", a.entry),
	}
	for _, s := range []string{"Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks"} {
		handlers = append(handlers, xmlnode.Handler{Path: "Sanctions/" + s, Start: func(n *xmlnode.Node) error {
			a.sections[n.Name] = true
			if len(a.refs.text) == 0 {
				return fmt.Errorf("line %d: %s before ReferenceValueSets", n.Line, n.Name)
			}
			return nil
		}})
	}
	// An entry link has never been seen: it is reported as unread.
	handlers = append(handlers, xmlnode.Handler{Path: "Sanctions/SanctionsEntryLinks/none", Start: func(*xmlnode.Node) error { return nil }})
	return a.read(a.rep.MarkUnread, handlers...)
}

func (a *advanced) issued(n *xmlnode.Node) {
	a.sections[n.Name] = true
	n.Ignore("@CalendarTypeID")
	d, err := dayOf(n)
	if err != nil || d.Precision() < 3 {
		a.rep.Warn("", n.Line, "DateOfIssue", "no date: %v", err)
		return
	}
	a.rep.Edition = d.String()
	a.rep.Published = list.ParseTime(a.rep.Edition)
}

// profile notes which party a profile belongs to and its primary name, for the
// relations of others.
func (a *advanced) profile(n *xmlnode.Node) error {
	a.parties++
	party := n.Attr("FixedRef")
	for _, p := range n.Children("Profile") {
		id := strings.Clone(p.Attr("ID"))
		if _, dup := a.profiles[id]; dup || id == "" {
			continue // the second pass rejects or warns
		}
		a.profiles[id] = profile{party: strings.Clone(party), name: a.primaryName(p)}
	}
	return nil
}

// primaryName gives the primary Latin name of a profile in list form, as the
// other formats cite it: "LAST, First Middle".
func (a *advanced) primaryName(p *xmlnode.Node) string {
	for _, alias := range p.All("Identity", "Alias") {
		if alias.Attr("Primary") != "true" {
			continue
		}
		for _, doc := range alias.Children("DocumentedName") {
			if a.refs.docNameStatus(doc.Attr("DocNameStatusID")) != primaryLatin {
				continue
			}
			return listForm(a.nameParts(doc, a.nameGroups(p)))
		}
	}
	return ""
}

func (a *advanced) relation(n *xmlnode.Node) {
	n.Ignore("@ID", "@SanctionsEntryID")
	from := n.Attr("From-ProfileID")
	l := profileLink{to: n.Attr("To-ProfileID"), relType: a.refs.name("RelationType", n.Attr("RelationTypeID")),
		quality: a.refs.name("RelationQuality", n.Attr("RelationQualityID")), comment: n.Value("Comment"),
		former: n.Attr("Former") == "true", from: n.Fragment(a.file.Name)}
	if from == "" || l.to == "" {
		a.rep.Warn(from, n.Line, "ProfileRelationship", "a profile is missing: from %q to %q", from, l.to)
		return
	}
	a.relations[from] = append(a.relations[from], l)
	if !l.former {
		switch relationKinds[strings.ToLower(l.relType)] {
		case entity.RelationOwner:
			a.owned[from] = true
		case entity.RelationOwns:
			a.owned[l.to] = true
		}
	}
}

// complete checks that the file is what it should be, before the second pass.
func (a *advanced) complete() error {
	for _, s := range []string{"DistinctParties", "SanctionsEntries", "Locations", "IDRegDocuments", "ProfileRelationships"} {
		if !a.sections[s] {
			return fmt.Errorf("no %s: %w", s, list.ErrNotList)
		}
	}
	// A file of the other list has the same form. Records may be on both lists,
	// so that the lists of all entries decide.
	sdn, other := 0, 0
	for _, es := range a.entries {
		for _, e := range es {
			if e.sdn() {
				sdn++
			} else {
				other++
			}
		}
	}
	if a.which == listSDN && sdn == 0 && other > 0 || a.which == listCons && other == 0 && sdn > 0 {
		return fmt.Errorf("its records are on the other OFAC list: %w", list.ErrNotList)
	}
	return nil
}

// emitParties is the second pass.
func (a *advanced) emitParties(emit list.Emit) error {
	seen := 0
	handlers := []xmlnode.Handler{{Path: advancedParty, Record: func(n *xmlnode.Node) error {
		seen++
		a.rep.Record()
		e, err := a.party(n)
		if err != nil {
			a.rep.Reject(list.RecordError{Record: n.Attr("FixedRef"), Line: n.Line, Err: err})
			return nil
		}
		n.Unread(a.rep.MarkUnread)
		return emit(e)
	}}}
	for _, s := range advancedSections {
		if s != "DistinctParties" {
			handlers = append(handlers, xmlnode.Handler{Path: "Sanctions/" + s})
		}
	}
	if err := a.read(nil, handlers...); err != nil {
		return err
	}
	if seen != a.parties {
		return fmt.Errorf("%s: %d parties, but %d when read first", a.file.Name, seen, a.parties)
	}
	return nil
}

// leftovers reports what belongs to no party of the file.
func (a *advanced) leftovers() {
	for _, id := range sortedKeys(a.entries) {
		for _, e := range a.entries[id] {
			if !e.used {
				a.rep.Warn(id, e.from.Line, "SanctionsEntry", "no party has the profile %q", id)
			}
		}
	}
	for _, id := range sortedKeys(a.documents) {
		for _, d := range a.documents[id] {
			if !d.used {
				a.rep.Warn("", d.from.Line, "IDRegDocument", "no party has the identity %q", id)
			}
		}
	}
	for _, id := range sortedKeys(a.relations) {
		if _, ok := a.profiles[id]; !ok {
			for _, l := range a.relations[id] {
				a.rep.Warn(id, l.from.Line, "ProfileRelationship", "no party has the profile %q", id)
			}
		}
	}
}
