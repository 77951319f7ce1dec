package eu

import (
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// findXML returns the file whose first bytes hold the start tag mark.
func findXML(in list.Input, mark string) (list.File, bool) {
	for _, f := range in.Files {
		if f.Contains(2048, mark) {
			return f, true
		}
	}
	return list.File{}, false
}

func detectFSF(in list.Input) bool {
	for _, f := range in.Files {
		if f.Contains(2048, "<export") && f.Contains(2048, "http://eu.europa.ec/fpi/fsd/export") {
			return true
		}
	}
	return false
}

// parseFSF reads the full list in XML, version 1.1 of the schema.
func parseFSF(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := findXML(in, "<export")
	if !ok {
		return list.ErrNotList
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	err = xmlnode.Read(rc, xmlnode.Limits{MaxRecordBytes: 8 << 20, MaxBytes: 1 << 30}, rep.MarkUnread,
		xmlnode.Handler{Path: "export", Start: func(n *xmlnode.Node) error {
			rep.Edition = n.Attr("globalFileId")
			rep.Published = list.ParseTime(n.Attr("generationDate"))
			n.Unread(rep.MarkUnread)
			return nil
		}},
		xmlnode.Handler{Path: "export/sanctionEntity", Record: func(n *xmlnode.Node) error {
			rep.Record()
			s := readSubject(n)
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

// deliver converts and emits a subject, or rejects it.
func deliver(s *subject, emit list.Emit, rep *list.Report) error {
	if s.id == "" {
		rep.Reject(list.RecordError{Record: s.euRef, Line: s.line, Field: "logicalId", Err: errors.New("no record id")})
		return nil
	}
	return emit(convert(s, rep))
}

// readSubject reads a sanctionEntity. Each detail carries the act it stands in
// as regulationSummary; that is the latest act that touched the detail, not the
// one that introduced it, so it says nothing about "known since" and is ignored,
// like regulationLanguage and the ids of details.
func readSubject(n *xmlnode.Node) *subject {
	s := &subject{
		id: n.Attr("logicalId"), line: n.Line, euRef: n.Attr("euReferenceNumber"), unID: n.Attr("unitedNationId"),
		date: n.Attr("designationDate"), details: n.Attr("designationDetails"), delist: n.Attr("delistingDate"),
		remarks: n.Values("remark"), extra: extras(n),
	}
	st := n.Child("subjectType")
	s.code, s.class = st.Attr("code"), st.Attr("classificationCode")
	st.Ignore("@id", "@logicalId")
	for _, c := range n.Children("regulation") {
		c.Ignore("@logicalId", "@regulationLanguage")
		r := regulation{
			kind: c.Attr("regulationType"), organisation: c.Attr("organisationType"), published: c.Attr("publicationDate"),
			inForce: c.Attr("entryIntoForceDate"), title: c.Attr("numberTitle"), programme: c.Attr("programme"), url: c.Value("publicationUrl"),
			note: strings.Join(c.Values("remark"), "; "),
		}
		for _, k := range c.Children("corrigendum") {
			k.Ignore("@logicalId", "@regulationType", "@publicationUrl", "regulationSummary", "publicationUrl")
			r.note = join(r.note, "corrigendum "+k.Attr("numberTitle")+" of "+k.Attr("publicationDate"))
		}
		s.regulations = append(s.regulations, r)
	}
	for _, c := range n.Children("nameAlias") {
		ignoreDetail(c)
		s.names = append(s.names, nameAlias{
			first: c.Attr("firstName"), middle: c.Attr("middleName"), last: c.Attr("lastName"), whole: c.Attr("wholeName"),
			lang: c.Attr("nameLanguage"), gender: c.Attr("gender"), title: c.Attr("title"), function: c.Attr("function"),
			weak: c.Attr("strong") == "false", remarks: details(c),
		})
	}
	for _, c := range n.Children("address") {
		s.addresses = append(s.addresses, readPlace(c))
	}
	for _, c := range n.Children("birthdate") {
		s.births = append(s.births, birth{
			date: c.Attr("birthdate"), day: c.Attr("dayOfMonth"), month: c.Attr("monthOfYear"), year: c.Attr("year"),
			yearFrom: c.Attr("yearRangeFrom"), yearTo: c.Attr("yearRangeTo"), circa: c.Attr("circa") == "true",
			calendar: c.Attr("calendarType"), place: readPlace(c), remarks: details(c),
		})
	}
	for _, c := range n.Children("identification") {
		s.ids = append(s.ids, readIdentification(c))
	}
	for _, c := range n.Children("citizenship") {
		ignoreDetail(c)
		z := citizenship{region: c.Attr("region"), country: readCountry(c), remarks: details(c)}
		if d := c.Attr("acquisitionDate"); d != "" {
			z.note = "since " + d
		}
		if d := c.Attr("disenfranchisementDate"); d != "" {
			z.note = join(z.note, "until "+d)
		}
		s.citizens = append(s.citizens, z)
	}
	return s
}

func ignoreDetail(c *xmlnode.Node) {
	c.Ignore("@regulationLanguage", "@logicalId", "regulationSummary")
}

// details returns the remarks and the additional information of a detail.
func details(c *xmlnode.Node) []string {
	out := c.Values("remark")
	for _, kv := range extras(c) {
		out = append(out, strings.Trim(kv.key+": "+kv.value, ": "))
	}
	return out
}

func extras(c *xmlnode.Node) []keyValue {
	var out []keyValue
	for _, a := range c.Children("additionalInformation") {
		kv := keyValue{a.Attr("key"), a.Attr("value")}
		if t := a.Text(); t != "" {
			kv.value = join(kv.value, t)
		}
		out = append(out, kv)
	}
	return out
}

func readCountry(c *xmlnode.Node) country {
	return country{c.Attr("countryIso2Code"), c.Attr("countryDescription")}
}

func readPlace(c *xmlnode.Node) address {
	ignoreDetail(c)
	a := address{
		street: c.Attr("street"), city: c.Attr("city"), poBox: c.Attr("poBox"), zip: c.Attr("zipCode"), region: c.Attr("region"),
		place: c.Attr("place"), country: readCountry(c), atListing: c.Attr("asAtListingTime") == "true", remarks: details(c),
	}
	for _, i := range c.Children("contactInfo") {
		a.contacts = append(a.contacts, keyValue{i.Attr("key"), i.Attr("value")})
	}
	return a
}

func readIdentification(c *xmlnode.Node) identification {
	ignoreDetail(c)
	id := identification{
		number: c.Attr("number"), latin: c.Attr("latinNumber"), code: c.Attr("identificationTypeCode"), text: c.Attr("identificationTypeDescription"),
		issuer: c.Attr("issuedBy"), issued: first(c.Attr("issueDate"), c.Attr("issuedDate")), from: c.Attr("validFrom"), to: c.Attr("validTo"),
		nameOn: c.Attr("nameOnDocument"), region: c.Attr("region"), country: readCountry(c), remarks: details(c),
	}
	for _, f := range [...]struct{ attr, words string }{
		{"diplomatic", "diplomatic"}, {"knownExpired", "known to be expired"}, {"knownFalse", "known to be false"},
		{"reportedLost", "reported lost"}, {"revokedByIssuer", "revoked by issuer"},
	} {
		if c.Attr(f.attr) == "true" {
			id.flags = append(id.flags, f.words)
		}
	}
	return id
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func join(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + "; " + b
}
