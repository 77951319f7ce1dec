package uk

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

func detectXML(in list.Input) bool {
	f, ok := in.Only()
	if !ok {
		return false
	}
	head := f.Head(4096)
	return bytes.Contains(head, []byte("<Designations")) && bytes.Contains(head, []byte("<Designation>"))
}

func parseXML(in list.Input, emit list.Emit, rep *list.Report) error {
	f, ok := in.Only()
	if !ok {
		return fmt.Errorf("one file expected, got %d", len(in.Files))
	}
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	lim := xmlnode.Limits{MaxDepth: 16, MaxRecordBytes: 4 << 20, MaxBytes: 1 << 30}
	err = xmlnode.Read(rc, lim, rep.MarkUnread,
		xmlnode.Handler{Path: "Designations", Start: func(n *xmlnode.Node) error {
			if t := list.ParseTime(n.Attr("dateGenerated")); !t.IsZero() {
				rep.Published = t
			}
			return nil
		}},
		xmlnode.Handler{Path: "Designations/DateGenerated", Record: func(n *xmlnode.Node) error {
			rep.Edition = n.Text()
			if rep.Published.IsZero() {
				rep.Published = list.ParseTime(rep.Edition, "02/01/2006")
			}
			return nil
		}},
		xmlnode.Handler{Path: "Designations/Designation", Record: func(n *xmlnode.Node) error {
			rep.Record()
			r := readDesignation(n)
			r.fragments = []entity.Fragment{{File: f.Name, Line: n.Line, Offset: n.Offset, Length: n.Length}}
			n.Unread(rep.MarkUnread)
			return r.emit("gb", emit, rep)
		}})
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// readDesignation reads one element of schema 4.33.3.
func readDesignation(n *xmlnode.Node) *record {
	r := &record{id: n.Value("UniqueID"), kind: n.Value("IndividualEntityShip"), ofsiID: n.Value("OFSIGroupID")}
	addAll := func(s *set[string], path ...string) {
		for _, m := range n.All(path...) {
			s.add(strings.TrimSpace(m.RawText()))
		}
	}
	r.updated.add(n.Value("LastUpdated"))
	addAll(&r.unRef, "UNReferenceNumber")
	for _, m := range n.All("Names", "Name") {
		v := nameValue{kind: m.Value("NameType"), strength: m.Value("AliasStrength")}
		for i, tag := range [...]string{"Name1", "Name2", "Name3", "Name4", "Name5", "Name6"} {
			v.parts[i] = m.Value(tag)
		}
		if v.parts != [6]string{} {
			r.names.add(v)
		}
	}
	for _, m := range n.All("NonLatinNames", "NonLatinName") {
		v := nonLatinName{m.Value("NameNonLatinScript"), m.Value("NonLatinScriptType"), m.Value("NonLatinScriptLanguage")}
		if v.text != "" {
			r.nonLatin.add(v)
		}
	}
	addAll(&r.titles, "Titles", "Title")
	designated := n.Value("DateDesignated")
	for _, m := range n.Children("RegimeName") {
		r.regimes.add(regime{name: m.Text(), designated: designated})
	}
	if len(r.regimes.list) == 0 {
		r.regimes.add(regime{designated: designated})
	}
	addAll(&r.source, "DesignationSource")
	addAll(&r.measures, "SanctionsImposed")
	for _, m := range n.All("SanctionsImposedIndicators", "*") {
		if strings.EqualFold(m.Text(), "true") {
			r.indicators = append(r.indicators, m.Name)
		}
	}
	addAll(&r.otherInfo, "OtherInformation")
	addAll(&r.reasons, "UKStatementofReasons")
	for _, m := range n.All("Addresses", "Address") {
		a := addressValue{postcode: m.Value("AddressPostalCode"), country: m.Value("AddressCountry")}
		for i, tag := range [...]string{"AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5", "AddressLine6"} {
			a.lines[i] = m.Value(tag)
		}
		r.addresses.add(a)
	}
	addAll(&r.phones, "PhoneNumbers", "PhoneNumber")
	addAll(&r.websites, "Websites", "Website")
	addAll(&r.emails, "EmailAddresses", "EmailAddress")
	for _, m := range n.All("CryptoWalletAddresses", "*") {
		r.wallets.add(wallet(m))
	}

	addAll(&r.births, "IndividualDetails", "Individual", "DOBs", "DOB")
	addAll(&r.nationalities, "IndividualDetails", "Individual", "Nationalities", "Nationality")
	addAll(&r.positions, "IndividualDetails", "Individual", "Positions", "Position")
	addAll(&r.genders, "IndividualDetails", "Individual", "Genders", "Gender")
	for _, m := range n.All("IndividualDetails", "Individual", "PassportDetails", "Passport") {
		r.passports.add(document{m.Value("PassportNumber"), m.Value("PassportAdditionalInformation")})
	}
	for _, m := range n.All("IndividualDetails", "Individual", "NationalIdentifierDetails", "NationalIdentifier") {
		r.nationalIDs.add(document{m.Value("NationalIdentifierNumber"), m.Value("NationalIdentifierAdditionalInformation")})
	}
	for _, m := range n.All("IndividualDetails", "Individual", "BirthDetails", "Location") {
		r.birthPlaces.add(place{m.Value("TownOfBirth"), m.Value("CountryOfBirth")})
	}

	addAll(&r.entityTypes, "EntityDetails", "Entity", "TypeOfEntities", "TypeOfEntity")
	addAll(&r.subsidiaries, "EntityDetails", "Entity", "Subsidiaries", "Subsidiary")
	addAll(&r.parents, "EntityDetails", "Entity", "ParentCompanies", "ParentCompany")
	addAll(&r.regNumbers, "EntityDetails", "Entity", "BusinessRegistrationNumbers", "BusinessRegistrationNumber")

	addAll(&r.imos, "ShipDetails", "Ship", "IMONumbers", "IMONumber")
	addAll(&r.owners, "ShipDetails", "Ship", "CurrentOwnerOperators", "CurrentOwnerOperator")
	addAll(&r.previousOwners, "ShipDetails", "Ship", "PreviousOwnerOperators", "PreviousOwnerOperator")
	addAll(&r.flags, "ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip")
	addAll(&r.previousFlags, "ShipDetails", "Ship", "PreviousFlags", "PreviousFlag")
	addAll(&r.shipTypes, "ShipDetails", "Ship", "TypeOfShipDetails", "TypeOfShip")
	addAll(&r.tonnages, "ShipDetails", "Ship", "TonnageOfShipDetails", "TonnageOfShip")
	addAll(&r.lengths, "ShipDetails", "Ship", "LengthOfShipDetails", "LengthOfShip")
	addAll(&r.yearsBuilt, "ShipDetails", "Ship", "YearsBuilt", "YearBuilt")
	addAll(&r.hulls, "ShipDetails", "Ship", "HullIdentificationNumbers", "*")
	return r
}

// wallet reads an element below CryptoWalletAddresses. The schema defines the
// list and the publisher has not used it yet: the text of the element, or of the
// element below it whose name speaks of an address, is the address; another
// one's is kept beside it.
func wallet(n *xmlnode.Node) document {
	d := document{number: n.Text()}
	for _, c := range n.Children("*") {
		switch t := c.Text(); {
		case t == "":
		case strings.Contains(strings.ToLower(c.Name), "address") || d.number == "" && strings.Contains(strings.ToLower(c.Name), "wallet"):
			d.number = t
		default:
			d.info = strings.TrimSpace(d.info + " " + t)
		}
	}
	return d
}
