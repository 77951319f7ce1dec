package ofac

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// advancedReferences are reference value sets in OFAC's form: those values of
// each set that the tests need, with OFAC's ids.
const advancedReferences = `  <ReferenceValueSets>
    <AliasTypeValues>
      <AliasType ID="1400">A.K.A.</AliasType>
      <AliasType ID="1401">F.K.A.</AliasType>
      <AliasType ID="1402">N.K.A.</AliasType>
      <AliasType ID="1403">Name</AliasType>
    </AliasTypeValues>
    <AreaCodeValues>
      <AreaCode ID="11082" CountryID="11082" Description="Egypt" AreaCodeTypeID="1">EG</AreaCode>
      <AreaCode ID="11218" CountryID="11218" Description="Yemen" AreaCodeTypeID="1">YE</AreaCode>
      <AreaCode ID="11291" CountryID="11291" Description="undetermined" AreaCodeTypeID="1">undetermined</AreaCode>
      <AreaCode ID="91704" CountryID="91704" Description="Region: Gaza" AreaCodeTypeID="1">Region: Gaza</AreaCode>
    </AreaCodeValues>
    <AreaCodeTypeValues>
      <AreaCodeType ID="1">ISO 3166 (2)</AreaCodeType>
    </AreaCodeTypeValues>
    <CalendarTypeValues>
      <CalendarType ID="1">Gregorian</CalendarType>
    </CalendarTypeValues>
    <CountryValues>
      <Country ID="11065" ISO2="CN">China</Country>
      <Country ID="11082" ISO2="EG">Egypt</Country>
      <Country ID="11120" ISO2="IR">Iran</Country>
      <Country ID="11178" ISO2="RU">Russia</Country>
      <Country ID="11218" ISO2="YE">Yemen</Country>
      <Country ID="11291">undetermined</Country>
      <Country ID="91116">Kosovo</Country>
      <Country ID="91704">Region: Gaza</Country>
    </CountryValues>
    <CountryRelevanceValues>
      <CountryRelevance ID="1413">PRIMARY</CountryRelevance>
    </CountryRelevanceValues>
    <DecisionMakingBodyValues>
      <DecisionMakingBody ID="1" OrganisationID="1">United States Treasury Department</DecisionMakingBody>
    </DecisionMakingBodyValues>
    <DetailReferenceValues>
      <DetailReference ID="91274">Crude Oil Tanker</DetailReference>
      <DetailReference ID="91473">Subject to Secondary Sanctions</DetailReference>
      <DetailReference ID="91522">Subject to Directive 2</DetailReference>
      <DetailReference ID="91524">Subject to Directive 4</DetailReference>
      <DetailReference ID="91526">Male</DetailReference>
      <DetailReference ID="91527">Female</DetailReference>
      <DetailReference ID="91766">FOREIGN EXCHANGE. Sec 235(a)(7)</DetailReference>
      <DetailReference ID="92036">Financial Institution</DetailReference>
      <DetailReference ID="92062">Government Entity</DetailReference>
      <DetailReference ID="92098">Subject to Directive 3 - All transactions in new debt of longer than 14 days maturity are prohibited.</DetailReference>
    </DetailReferenceValues>
    <DetailTypeValues>
      <DetailType ID="1430">DATE</DetailType>
      <DetailType ID="1431">LOOKUP</DetailType>
      <DetailType ID="1432">TEXT</DetailType>
      <DetailType ID="1433">COUNTRY</DetailType>
      <DetailType ID="1434">LOCATION</DetailType>
    </DetailTypeValues>
    <DocNameStatusValues>
      <DocNameStatus ID="1">Primary Latin</DocNameStatus>
      <DocNameStatus ID="2">Others</DocNameStatus>
    </DocNameStatusValues>
    <EntryEventTypeValues>
      <EntryEventType ID="1">Created</EntryEventType>
    </EntryEventTypeValues>
    <FeatureTypeValues>
      <FeatureType ID="1" FeatureTypeGroupID="1">Vessel Call Sign</FeatureType>
      <FeatureType ID="2" FeatureTypeGroupID="1">VESSEL TYPE</FeatureType>
      <FeatureType ID="3" FeatureTypeGroupID="1">Vessel Flag</FeatureType>
      <FeatureType ID="4" FeatureTypeGroupID="1">Vessel Owner</FeatureType>
      <FeatureType ID="5" FeatureTypeGroupID="1">Vessel Tonnage</FeatureType>
      <FeatureType ID="6" FeatureTypeGroupID="1">Vessel Gross Registered Tonnage</FeatureType>
      <FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType>
      <FeatureType ID="9" FeatureTypeGroupID="1">Place of Birth</FeatureType>
      <FeatureType ID="10" FeatureTypeGroupID="1">Nationality Country</FeatureType>
      <FeatureType ID="11" FeatureTypeGroupID="1">Citizenship Country</FeatureType>
      <FeatureType ID="13" FeatureTypeGroupID="1">SWIFT/BIC</FeatureType>
      <FeatureType ID="14" FeatureTypeGroupID="1">Website</FeatureType>
      <FeatureType ID="21" FeatureTypeGroupID="1">Email Address</FeatureType>
      <FeatureType ID="24" FeatureTypeGroupID="1">Former Vessel Flag</FeatureType>
      <FeatureType ID="25" FeatureTypeGroupID="1">Location</FeatureType>
      <FeatureType ID="26" FeatureTypeGroupID="1">Title</FeatureType>
      <FeatureType ID="45" FeatureTypeGroupID="1">Aircraft Manufacture Date</FeatureType>
      <FeatureType ID="46" FeatureTypeGroupID="1">Aircraft Mode S Transponder Code</FeatureType>
      <FeatureType ID="47" FeatureTypeGroupID="1">Aircraft Model</FeatureType>
      <FeatureType ID="48" FeatureTypeGroupID="1">Aircraft Operator</FeatureType>
      <FeatureType ID="50" FeatureTypeGroupID="1">Aircraft Manufacturer’s Serial Number (MSN)</FeatureType>
      <FeatureType ID="64" FeatureTypeGroupID="1">Aircraft Tail Number</FeatureType>
      <FeatureType ID="104" FeatureTypeGroupID="1">IFCA Determination -</FeatureType>
      <FeatureType ID="125" FeatureTypeGroupID="1">Additional Sanctions Information -</FeatureType>
      <FeatureType ID="164" FeatureTypeGroupID="1">BIK (RU)</FeatureType>
      <FeatureType ID="204" FeatureTypeGroupID="1">Executive Order 13662 Directive Determination -</FeatureType>
      <FeatureType ID="224" FeatureTypeGroupID="1">Gender</FeatureType>
      <FeatureType ID="344" FeatureTypeGroupID="1">Digital Currency Address - XBT</FeatureType>
      <FeatureType ID="345" FeatureTypeGroupID="1">Digital Currency Address - ETH</FeatureType>
      <FeatureType ID="364" FeatureTypeGroupID="1">D-U-N-S Number</FeatureType>
      <FeatureType ID="365" FeatureTypeGroupID="1">Nationality of Registration</FeatureType>
      <FeatureType ID="504" FeatureTypeGroupID="1">Secondary sanctions risk:</FeatureType>
      <FeatureType ID="524" FeatureTypeGroupID="1">Phone Number</FeatureType>
      <FeatureType ID="525" FeatureTypeGroupID="1">CAATSA Section 235 Information:</FeatureType>
      <FeatureType ID="646" FeatureTypeGroupID="1">Organization Established Date</FeatureType>
      <FeatureType ID="766" FeatureTypeGroupID="1">Equity Ticker</FeatureType>
      <FeatureType ID="806" FeatureTypeGroupID="1">ISIN</FeatureType>
      <FeatureType ID="826" FeatureTypeGroupID="1">Target Type</FeatureType>
      <FeatureType ID="948" FeatureTypeGroupID="1">Executive Order 14024 Directive Information</FeatureType>
      <FeatureType ID="953" FeatureTypeGroupID="1">Listing Date (EO 14024 Directive 3):</FeatureType>
      <FeatureType ID="954" FeatureTypeGroupID="1">Effective Date (EO 14024 Directive 3):</FeatureType>
      <FeatureType ID="967" FeatureTypeGroupID="1">Vessel Year of Build</FeatureType>
      <FeatureType ID="1049" FeatureTypeGroupID="1">Additional Program Tags</FeatureType>
    </FeatureTypeValues>
    <FeatureTypeGroupValues>
      <FeatureTypeGroup ID="1">Unknown</FeatureTypeGroup>
    </FeatureTypeGroupValues>
    <IDRegDocDateTypeValues>
      <IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType>
      <IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType>
    </IDRegDocDateTypeValues>
    <IDRegDocTypeValues>
      <IDRegDocType ID="1570">Cedula No.</IDRegDocType>
      <IDRegDocType ID="1571">Passport</IDRegDocType>
      <IDRegDocType ID="1572">SSN</IDRegDocType>
      <IDRegDocType ID="1584">National ID No.</IDRegDocType>
      <IDRegDocType ID="1585">Registration ID</IDRegDocType>
      <IDRegDocType ID="1596">Tax ID No.</IDRegDocType>
      <IDRegDocType ID="1608">Identification Number</IDRegDocType>
      <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
      <IDRegDocType ID="1636">Government Gazette Number</IDRegDocType>
      <IDRegDocType ID="91264">MMSI</IDRegDocType>
      <IDRegDocType ID="91508">Chinese Commercial Code</IDRegDocType>
      <IDRegDocType ID="91752">Legal Entity Number</IDRegDocType>
    </IDRegDocTypeValues>
    <IdentityFeatureLinkTypeValues>
      <IdentityFeatureLinkType ID="1">Unknown</IdentityFeatureLinkType>
    </IdentityFeatureLinkTypeValues>
    <LegalBasisValues>
      <LegalBasis ID="1" LegalBasisShortRef="Unknown" LegalBasisTypeID="1" SanctionsProgramID="1">Unknown</LegalBasis>
      <LegalBasis ID="1828" LegalBasisShortRef="Executive Order 13224 (Terrorism)" LegalBasisTypeID="1" SanctionsProgramID="1">Executive Order 13224 (Terrorism)</LegalBasis>
      <LegalBasis ID="91433" LegalBasisShortRef="INA" LegalBasisTypeID="1" SanctionsProgramID="1">INA</LegalBasis>
      <LegalBasis ID="91503" LegalBasisShortRef="Executive Order 13662 (Ukraine)" LegalBasisTypeID="1" SanctionsProgramID="1">Executive Order 13662 (Ukraine)</LegalBasis>
      <LegalBasis ID="92049" LegalBasisShortRef="Executive Order 14024 (Russia)" LegalBasisTypeID="1" SanctionsProgramID="1">Executive Order 14024 (Russia)</LegalBasis>
    </LegalBasisValues>
    <LegalBasisTypeValues>
      <LegalBasisType ID="1">Unknown</LegalBasisType>
    </LegalBasisTypeValues>
    <ListValues>
      <List ID="1550">SDN List</List>
      <List ID="91243">Non-SDN Palestinian Legislative Council List</List>
      <List ID="91507">Sectoral Sanctions Identifications List</List>
      <List ID="91512">Consolidated List</List>
    </ListValues>
    <LocPartTypeValues>
      <LocPartType ID="1">Unknown</LocPartType>
      <LocPartType ID="1450">REGION</LocPartType>
      <LocPartType ID="1451">ADDRESS1</LocPartType>
      <LocPartType ID="1452">ADDRESS2</LocPartType>
      <LocPartType ID="1453">ADDRESS3</LocPartType>
      <LocPartType ID="1454">CITY</LocPartType>
      <LocPartType ID="1455">STATE/PROVINCE</LocPartType>
      <LocPartType ID="1456">POSTAL CODE</LocPartType>
    </LocPartTypeValues>
    <LocPartValueStatusValues>
      <LocPartValueStatus ID="1">Main</LocPartValueStatus>
    </LocPartValueStatusValues>
    <LocPartValueTypeValues>
      <LocPartValueType ID="1">Unknown</LocPartValueType>
    </LocPartValueTypeValues>
    <NamePartTypeValues>
      <NamePartType ID="1520">Last Name</NamePartType>
      <NamePartType ID="1521">First Name</NamePartType>
      <NamePartType ID="1522">Middle Name</NamePartType>
      <NamePartType ID="1523">Maiden Name</NamePartType>
      <NamePartType ID="1524">Aircraft Name</NamePartType>
      <NamePartType ID="1525">Entity Name</NamePartType>
      <NamePartType ID="1526">Vessel Name</NamePartType>
      <NamePartType ID="1528">Nickname</NamePartType>
      <NamePartType ID="91708">Patronymic</NamePartType>
      <NamePartType ID="91709">Matronymic</NamePartType>
    </NamePartTypeValues>
    <OrganisationValues>
      <Organisation ID="1" CountryID="11212">State</Organisation>
    </OrganisationValues>
    <PartySubTypeValues>
      <PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
      <PartySubType ID="2" PartyTypeID="4">Aircraft</PartySubType>
      <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
      <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
    </PartySubTypeValues>
    <PartyTypeValues>
      <PartyType ID="1">Individual</PartyType>
      <PartyType ID="2">Entity</PartyType>
      <PartyType ID="3">Location</PartyType>
      <PartyType ID="4">Transport</PartyType>
      <PartyType ID="5">Other Entity</PartyType>
    </PartyTypeValues>
    <RelationQualityValues>
      <RelationQuality ID="1540">High</RelationQuality>
      <RelationQuality ID="1541">Low</RelationQuality>
      <RelationQuality ID="1">Unknown</RelationQuality>
    </RelationQualityValues>
    <RelationTypeValues>
      <RelationType ID="1555" Symmetrical="false">Associate Of</RelationType>
      <RelationType ID="15001" Symmetrical="false">Providing support to</RelationType>
      <RelationType ID="15002" Symmetrical="false">Acting for or on behalf of</RelationType>
      <RelationType ID="15003" Symmetrical="false">Owned or Controlled By</RelationType>
      <RelationType ID="15004" Symmetrical="false">Family member of</RelationType>
      <RelationType ID="91422" Symmetrical="false">playing a significant role in</RelationType>
      <RelationType ID="91725" Symmetrical="false">Leader or official of</RelationType>
      <RelationType ID="91900" Symmetrical="false">Principal Executive Officer</RelationType>
      <RelationType ID="92019" Symmetrical="false">Owns, controls, or operates</RelationType>
      <RelationType ID="92122" Symmetrical="false">Property in the interest of</RelationType>
    </RelationTypeValues>
    <ReliabilityValues>
      <Reliability ID="1560">Confirmed</Reliability>
      <Reliability ID="1561">False</Reliability>
      <Reliability ID="91479">Reported</Reliability>
      <Reliability ID="1">Unknown</Reliability>
    </ReliabilityValues>
    <SanctionsProgramValues>
      <SanctionsProgram ID="1" SubsidiaryBodyID="1">Unknown</SanctionsProgram>
      <SanctionsProgram ID="211" SubsidiaryBodyID="1">SDGT</SanctionsProgram>
    </SanctionsProgramValues>
    <SanctionsTypeValues>
      <SanctionsType ID="1705">Block</SanctionsType>
      <SanctionsType ID="1706">Reject</SanctionsType>
      <SanctionsType ID="91506">13662 Sectoral Directive 2</SanctionsType>
      <SanctionsType ID="91514">13662 Sectoral Directive 4</SanctionsType>
      <SanctionsType ID="92087">Executive Order 14024 Directive 3</SanctionsType>
      <SanctionsType ID="1">Program</SanctionsType>
    </SanctionsTypeValues>
    <ScriptValues>
      <Script ID="160" ScriptCode="Arab">Arabic</Script>
      <Script ID="501" ScriptCode="Hans">Chinese Simplified</Script>
      <Script ID="220" ScriptCode="Cyrl">Cyrillic</Script>
      <Script ID="125" ScriptCode="Hebrew">Hebrew</Script>
      <Script ID="215" ScriptCode="Latin">Latin</Script>
    </ScriptValues>
    <ScriptStatusValues>
      <ScriptStatus ID="1">Unknown</ScriptStatus>
    </ScriptStatusValues>
    <SubsidiaryBodyValues>
      <SubsidiaryBody ID="1" Notional="false" DecisionMakingBodyID="1">Office of Foreign Assets Control</SubsidiaryBody>
    </SubsidiaryBodyValues>
    <ValidityValues>
      <Validity ID="1">Valid</Validity>
      <Validity ID="2">Fraudulent</Validity>
    </ValidityValues>
  </ReferenceValueSets>
`

// The generator writes documents in OFAC's form from short descriptions.
type (
	genParty struct {
		uid      int
		subtype  int // 1 vessel, 2 aircraft, 3 entity, 4 individual
		names    []genName
		features []genFeature
		docs     []genDoc
		links    []genLink
		entries  []genEntry
		raw      string // more elements within Profile
	}
	// genName: parts are "1520=Last", script 0 is Latin.
	genName struct {
		alias        int // AliasType; 0 is the primary name
		low          bool
		script       int
		parts        []string
		acronym      bool
		falseID      bool
		otherwise    string // attributes of DocumentedName's value, e.g. `DocNameStatusID="2"`
		intoPrevious bool   // a further DocumentedName of the alias before
	}
	// genFeature: one of ref, text, place, dates.
	genFeature struct {
		kind, ref, reliability int
		text, comment          string
		place                  *genPlace
		dates                  []string // start from, start to, end from, end to
		circa                  bool
	}
	genPlace struct {
		country, area int
		parts         []string // "1454=Havana"
	}
	genDoc struct {
		kind, country, validity int
		number, comment         string
		issued, expires         string
	}
	genLink struct {
		to, kind, quality int
		former            bool
	}
	genEntry struct {
		list     int
		day      string
		bases    []int
		types    []int
		programs []string
	}
)

func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// writeAdvanced writes the whole document for n parties, which party makes, in
// order, each time it is asked.
func writeAdvanced(out io.Writer, n int, party func(i int) genParty) error {
	w := bufio.NewWriterSize(out, 1<<16)
	p := func(format string, args ...any) { fmt.Fprintf(w, format, args...) }
	p("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n" +
		"<Sanctions xmlns=\"http://www.un.org/sanctions/1.0\" Version=\"3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n" +
		"  <DateOfIssue CalendarTypeID=\"1\">\n    <Year>2026</Year>\n    <Month>8</Month>\n    <Day>1</Day>\n  </DateOfIssue>\n")
	w.WriteString(advancedReferences)
	date := func(indent, tag, day string) {
		y, rest, _ := strings.Cut(day, "-")
		m, d, _ := strings.Cut(rest, "-")
		p("%s<%s>\n%s  <Year>%s</Year>\n%s  <Month>%s</Month>\n%s  <Day>%s</Day>\n%s</%s>\n", indent, tag, indent, y,
			indent, strings.TrimPrefix(m, "0"), indent, strings.TrimPrefix(d, "0"), indent, strings.Fields(tag)[0])
	}
	period := func(indent string, dates []string, circa bool) {
		const fixed = `YearFixed="false" MonthFixed="false" DayFixed="false"`
		p("%s<DatePeriod CalendarTypeID=\"1\" %s>\n", indent, fixed)
		for i, end := range []string{"Start", "End"} {
			p("%s  <%s Approximate=\"%t\" %s>\n", indent, end, circa, fixed)
			date(indent+"    ", "From", dates[2*i])
			date(indent+"    ", "To", dates[2*i+1])
			p("%s  </%s>\n", indent, end)
		}
		p("%s</DatePeriod>\n", indent)
	}
	part := func(s string) (string, string) { id, v, _ := strings.Cut(s, "="); return id, esc(v) }
	placeID := func(g genParty, i int) int { return g.uid*100 + i }

	p("  <Locations>\n")
	for i := range n {
		g := party(i)
		for j, f := range g.features {
			if f.place == nil {
				continue
			}
			p("    <Location ID=\"%d\">\n", placeID(g, j))
			if f.place.area != 0 || f.place.country != 0 {
				p("      <LocationAreaCode AreaCodeID=\"%d\" />\n", max(f.place.area, f.place.country))
			}
			if f.place.country != 0 {
				p("      <LocationCountry CountryID=\"%d\" CountryRelevanceID=\"1413\" />\n", f.place.country)
			}
			for _, lp := range f.place.parts {
				id, v := part(lp)
				p("      <LocationPart LocPartTypeID=\"%s\">\n        <LocationPartValue Primary=\"true\" LocPartValueTypeID=\"1\" LocPartValueStatusID=\"1\">\n          <Comment />\n          <Value>%s</Value>\n        </LocationPartValue>\n      </LocationPart>\n", id, v)
			}
			p("      <FeatureVersionReference FeatureVersionID=\"%d\" />\n    </Location>\n", placeID(g, j))
		}
	}
	p("  </Locations>\n  <IDRegDocuments>\n")
	for i := range n {
		g := party(i)
		for j, d := range g.docs {
			issuedBy := ""
			if d.country != 0 {
				issuedBy = fmt.Sprintf(" IssuedBy-CountryID=\"%d\"", d.country)
			}
			p("    <IDRegDocument ID=\"%d\" IDRegDocTypeID=\"%d\" IdentityID=\"%d\"%s ValidityID=\"%d\">\n      <Comment>%s</Comment>\n      <IDRegistrationNo>%s</IDRegistrationNo>\n      <IssuingAuthority />\n",
				placeID(g, j), d.kind, g.uid, issuedBy, max(d.validity, 1), esc(d.comment), esc(d.number))
			for k, day := range []string{d.issued, d.expires} {
				if day != "" {
					p("      <DocumentDate IDRegDocDateTypeID=\"%d\">\n", 1480+k)
					period("        ", []string{day, day, day, day}, false)
					p("      </DocumentDate>\n")
				}
			}
			p("      <DocumentedNameReference DocumentedNameID=\"%d\" />\n    </IDRegDocument>\n", g.uid)
		}
	}
	p("  </IDRegDocuments>\n  <DistinctParties>\n")
	for i := range n {
		writeParty(p, period, party(i))
	}
	p("  </DistinctParties>\n  <ProfileRelationships>\n")
	for i := range n {
		g := party(i)
		for j, l := range g.links {
			p("    <ProfileRelationship ID=\"%d\" From-ProfileID=\"%d\" To-ProfileID=\"%d\" RelationTypeID=\"%d\" RelationQualityID=\"%d\" Former=\"%t\" SanctionsEntryID=\"%d\">\n      <Comment />\n    </ProfileRelationship>\n",
				placeID(g, j), g.uid, l.to, l.kind, max(l.quality, 1), l.former, g.uid)
		}
	}
	p("  </ProfileRelationships>\n  <SanctionsEntries>\n")
	for i := range n {
		g := party(i)
		for j, e := range g.entries {
			p("    <SanctionsEntry ID=\"%d\" ProfileID=\"%d\" ListID=\"%d\">\n", g.uid+j*50000000, g.uid, e.list)
			for k, basis := range e.bases {
				p("      <EntryEvent ID=\"%d\" EntryEventTypeID=\"1\" LegalBasisID=\"%d\">\n        <Comment />\n", g.uid+k*1000000, basis)
				date("        ", `Date CalendarTypeID="1"`, e.day)
				p("      </EntryEvent>\n")
			}
			const open = `CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true" />`
			for _, t := range e.types {
				p("      <SanctionsMeasure ID=\"%d\" SanctionsTypeID=\"%d\">\n        <DatePeriod %s\n      </SanctionsMeasure>\n", g.uid, t, open)
			}
			for _, tag := range e.programs {
				p("      <SanctionsMeasure ID=\"%d\" SanctionsTypeID=\"1\">\n        <Comment>%s</Comment>\n        <DatePeriod %s\n      </SanctionsMeasure>\n", g.uid, esc(tag), open)
			}
			p("    </SanctionsEntry>\n")
		}
	}
	p("  </SanctionsEntries>\n  <SanctionsEntryLinks />\n</Sanctions>\n")
	return w.Flush()
}

func writeParty(p func(string, ...any), period func(string, []string, bool), g genParty) {
	p("    <DistinctParty FixedRef=\"%d\">\n      <Comment />\n      <Profile ID=\"%d\" PartySubTypeID=\"%d\">\n", g.uid, g.uid, g.subtype)
	groups := ""
	group := g.uid * 1000
	identity := func(names []genName, id int, isFalse bool) {
		if len(names) == 0 {
			return
		}
		p("        <Identity ID=\"%d\" FixedRef=\"%d\" Primary=\"%t\" False=\"%t\">\n", id, g.uid, !isFalse, isFalse)
		groups = ""
		for k, nm := range names {
			alias, primary := nm.alias, false
			if alias == 0 {
				alias, primary = 1403, true
			}
			if !nm.intoPrevious {
				p("          <Alias FixedRef=\"%d\" AliasTypeID=\"%d\" Primary=\"%t\" LowQuality=\"%t\">\n", g.uid, alias, primary, nm.low)
			}
			status := `DocNameStatusID="2"`
			if primary && !nm.intoPrevious && nm.script == 0 {
				status = `DocNameStatusID="1"`
			}
			if nm.otherwise != "" {
				status = nm.otherwise
			}
			p("            <DocumentedName ID=\"%d\" FixedRef=\"%d\" %s>\n", group, g.uid, status)
			script := nm.script
			if script == 0 {
				script = 215
			}
			for _, np := range nm.parts {
				id, v, _ := strings.Cut(np, "=")
				group++
				p("              <DocumentedNamePart>\n                <NamePartValue NamePartGroupID=\"%d\" ScriptID=\"%d\" ScriptStatusID=\"1\" Acronym=\"%t\">%s</NamePartValue>\n              </DocumentedNamePart>\n", group, script, nm.acronym, esc(v))
				groups += fmt.Sprintf("            <MasterNamePartGroup>\n              <NamePartGroup ID=\"%d\" NamePartTypeID=\"%s\" />\n            </MasterNamePartGroup>\n", group, id)
			}
			p("            </DocumentedName>\n")
			if k+1 == len(names) || !names[k+1].intoPrevious {
				p("          </Alias>\n")
			}
		}
		p("          <NamePartGroups>\n%s          </NamePartGroups>\n        </Identity>\n", groups)
	}
	var real, pretended []genName
	for _, nm := range g.names {
		if nm.falseID {
			pretended = append(pretended, nm)
		} else {
			real = append(real, nm)
		}
	}
	identity(real, g.uid, false)
	identity(pretended, g.uid+700000, true)
	for j, f := range g.features {
		p("        <Feature ID=\"%d\" FeatureTypeID=\"%d\">\n          <FeatureVersion ID=\"%d\" ReliabilityID=\"%d\">\n            <Comment>%s</Comment>\n", g.uid*100+j, f.kind, g.uid*100+j, max(f.reliability, 1), esc(f.comment))
		if len(f.dates) > 0 {
			period("            ", f.dates, f.circa)
			p("            <VersionDetail DetailTypeID=\"1430\" />\n")
		}
		if f.ref != 0 {
			p("            <VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"%d\" />\n", f.ref)
		}
		if f.text != "" {
			p("            <VersionDetail DetailTypeID=\"1432\">%s</VersionDetail>\n", esc(f.text))
		}
		if f.place != nil {
			p("            <VersionLocation LocationID=\"%d\" />\n", g.uid*100+j)
		}
		p("          </FeatureVersion>\n          <IdentityReference IdentityID=\"%d\" IdentityFeatureLinkTypeID=\"1\" />\n        </Feature>\n", g.uid)
	}
	p("%s      </Profile>\n    </DistinctParty>\n", g.raw)
}

// advancedDoc is the document for a few parties.
func advancedDoc(parties ...genParty) []byte {
	var b strings.Builder
	_ = writeAdvanced(&b, len(parties), func(i int) genParty { return parties[i] })
	return []byte(b.String())
}
