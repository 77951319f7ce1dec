package ofac

import (
	"sort"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// factKind says what is done with the value behind a label.
type factKind uint8

const (
	factID           factKind = iota // Identifier of type label.id
	factAttribute                    // Attribute with key label.key
	factBirthDate                    //
	factBirthPlace                   //
	factNationality                  //
	factCitizenship                  //
	factJurisdiction                 //
	factFlag                         //
	factFormerFlag                   //
	factGender                       //
	factContact                      // Contact of kind label.contact
	factWallet                       // the currency is the first word of the value
	factAlias                        // a.k.a. in quotes, name kind label.name
	factLinked                       // Linked To:
	factOperator                     // Aircraft Operator
	factIncorporated                 // Organization Established Date
	factBuilt                        // Vessel Year of Build, Aircraft Manufacture Date
	factTarget                       // Target Type
	factPosition                     // Position:, Alternate Title
	factDirective                    // Executive Order NNNNN Directive ...
	factMenu                         // menu-based sanctions: label.key is the programme they belong to
	factListingDate                  // Listing Date (...), Effective Date (...), Purchase/Sales For Divestment Date (...)
	factNote                         // free text whose label only introduces it
)

// label is one label of the list: the publisher's words, and what becomes of
// the value that follows.
type label struct {
	text    string
	kind    factKind
	id      entity.IDType
	key     string
	country string // issuing country that the label itself implies
	contact entity.ContactKind
	name    entity.NameKind
	note    string // kept with the identifier: "former"
}

// Labels are the vocabulary of OFAC's own reference value sets (IDRegDocType
// and FeatureType in SDN_ADVANCED.XML), of idType in SDN.XML, and of the older
// spellings that only the Remarks of sdn.csv still carry.
var labels = []label{
	// Persons.
	{text: "DOB", kind: factBirthDate},
	{text: "POB", kind: factBirthPlace},
	{text: "nationality", kind: factNationality},
	{text: "citizen", kind: factCitizenship},
	{text: "Gender", kind: factGender},
	{text: "Position:", kind: factPosition},
	{text: "Title", kind: factPosition},
	{text: "Alternate Title,", kind: factPosition},
	{text: "Alternate Title:", kind: factPosition},
	{text: "Rank", kind: factPosition},
	{text: "Occupation:", kind: factAttribute, key: "occupation"},
	{text: "ethnicity", kind: factAttribute, key: "ethnicity"},
	{text: "Tribe:", kind: factAttribute, key: "tribe"},
	{text: "Subtribe:", kind: factAttribute, key: "tribe"},
	{text: "Organization:", kind: factAttribute, key: "organization"},
	{text: "Chinese Commercial Code", kind: factAttribute, key: "chinese_commercial_code"},

	// Names and relations.
	{text: "a.k.a.", kind: factAlias, name: entity.NameAlias},
	{text: "d.b.a.", kind: factAlias, name: entity.NameAlias},
	{text: "f.k.a.", kind: factAlias, name: entity.NameFormer},
	{text: "n.k.a.", kind: factAlias, name: entity.NameNew},
	{text: "Linked To:", kind: factLinked},
	{text: "(Linked To:", kind: factLinked},
	{text: "Issuer Name", kind: factAlias, name: entity.NameVariant},
	{text: "Aircraft Operator", kind: factOperator},

	// Identity documents.
	{text: "Passport", kind: factID, id: entity.IDPassport},
	{text: "Passport Booklet", kind: factID, id: entity.IDPassport},
	{text: "Passport Booklet Number", kind: factID, id: entity.IDPassport},
	{text: "Diplomatic Passport", kind: factID, id: entity.IDPassport},
	{text: "British National Overseas Passport", kind: factID, id: entity.IDPassport},
	{text: "Stateless Person Passport", kind: factID, id: entity.IDPassport},
	{text: "Travel Document Number", kind: factID, id: entity.IDPassport},
	{text: "Driver's License No.", kind: factID, id: entity.IDDriver},
	{text: "VisaNumberID", kind: factID, id: entity.IDVisa},
	{text: "National ID No.", kind: factID, id: entity.IDNational},
	{text: "National Foreign ID Number", kind: factID, id: entity.IDNational},
	{text: "Cedula No.", kind: factID, id: entity.IDNational},
	{text: "SSN", kind: factID, id: entity.IDNational, country: "us"},
	{text: "D.N.I.", kind: factID, id: entity.IDNational},
	{text: "N.I.E.", kind: factID, id: entity.IDNational, country: "es"},
	{text: "LE Number", kind: factID, id: entity.IDNational},
	{text: "Bosnian Personal ID No.", kind: factID, id: entity.IDNational, country: "ba"},
	{text: "Kenyan ID No.", kind: factID, id: entity.IDNational, country: "ke"},
	{text: "Moroccan Personal ID No.", kind: factID, id: entity.IDNational, country: "ma"},
	{text: "Turkish Identification Number", kind: factID, id: entity.IDNational, country: "tr"},
	{text: "UAE Identification", kind: factID, id: entity.IDNational, country: "ae"},
	{text: "Credencial electoral", kind: factID, id: entity.IDNational},
	{text: "Electoral Registry No.", kind: factID, id: entity.IDNational},
	{text: "I.F.E.", kind: factID, id: entity.IDNational, country: "mx"},
	{text: "C.U.R.P.", kind: factID, id: entity.IDNational, country: "mx"},
	{text: "C.U.R.P. #", kind: factID, id: entity.IDNational, country: "mx"},
	{text: "C.U.I.P.", kind: factID, id: entity.IDNational, country: "mx"},
	{text: "Cartilla de Servicio Militar Nacional", kind: factID, id: entity.IDNational, country: "mx"},
	{text: "CNP (Personal Numerical Code)", kind: factID, id: entity.IDNational, country: "ro"},
	{text: "Romanian Permanent Resident", kind: factID, id: entity.IDNational, country: "ro"},
	{text: "Personal ID Card", kind: factID, id: entity.IDNational},
	{text: "Residency Number", kind: factID, id: entity.IDNational},
	{text: "Numero de Identidad", kind: factID, id: entity.IDNational},
	{text: "Tazkira National ID Card", kind: factID, id: entity.IDNational, country: "af"},
	{text: "Stateless Person ID Card", kind: factID, id: entity.IDNational},
	{text: "Refugee ID Card", kind: factID, id: entity.IDNational},
	{text: "Citizen's Card Number", kind: factID, id: entity.IDNational},
	{text: "C.U.I.", kind: factID, id: entity.IDNational},
	{text: "Identification Number", kind: factID, id: entity.IDNational}, // IDOther on records that are no persons
	{text: "Birth Certificate Number", kind: factID, id: entity.IDOther},
	{text: "Public Security and Immigration No.", kind: factID, id: entity.IDOther},
	{text: "Immigration No.", kind: factID, id: entity.IDOther},
	{text: "Seafarer's Identification Document", kind: factID, id: entity.IDOther},
	{text: "Military Registration Number", kind: factID, id: entity.IDOther},
	{text: "Pilot License Number", kind: factID, id: entity.IDOther},
	{text: "Tarjeta Profesional", kind: factID, id: entity.IDOther},
	{text: "Serial No.", kind: factID, id: entity.IDOther},

	// Tax numbers.
	{text: "Tax ID No.", kind: factID, id: entity.IDTax}, // IDINN when Russian and 10 or 12 digits
	{text: "R.F.C.", kind: factID, id: entity.IDTax, country: "mx"},
	{text: "R.F.C. #", kind: factID, id: entity.IDTax, country: "mx"},
	{text: "RFC", kind: factID, id: entity.IDTax, country: "mx"},
	{text: "NIT #", kind: factID, id: entity.IDTax},
	{text: "US FEIN", kind: factID, id: entity.IDTax, country: "us"},
	{text: "RUC #", kind: factID, id: entity.IDTax},
	{text: "RIF #", kind: factID, id: entity.IDTax},
	{text: "C.I.F.", kind: factID, id: entity.IDTax},
	{text: "N.I.F.", kind: factID, id: entity.IDTax},
	{text: "C.U.I.T.", kind: factID, id: entity.IDTax},
	{text: "Italian Fiscal Code", kind: factID, id: entity.IDTax, country: "it"},
	{text: "Fiscal Code", kind: factID, id: entity.IDTax},
	{text: "Paraguayan tax identification number", kind: factID, id: entity.IDTax, country: "py"},
	{text: "Numero Unico de Identificacao Tributaria (NUIT)", kind: factID, id: entity.IDTax, country: "mz"},
	{text: "Romanian Tax Registration", kind: factID, id: entity.IDTax, country: "ro"},
	{text: "RTN", kind: factID, id: entity.IDTax},
	{text: "RSIN", kind: factID, id: entity.IDTax, country: "nl"},
	{text: "V.A.T. Number", kind: factID, id: entity.IDVAT},

	// Registers.
	{text: "Registration ID", kind: factID, id: entity.IDRegistration}, // IDOGRN when Russian and 13 or 15 digits
	{text: "Registration Number", kind: factID, id: entity.IDRegistration},
	{text: "Business Registration Number", kind: factID, id: entity.IDRegistration},
	{text: "Public Registration Number", kind: factID, id: entity.IDRegistration},
	{text: "Russian State Individual Business Registration Number Pattern (OGRNIP)", kind: factID, id: entity.IDRegistration, country: "ru"},
	{text: "Registration Certificate Number (Dubai)", kind: factID, id: entity.IDRegistration, country: "ae"},
	{text: "Business Registration Document #", kind: factID, id: entity.IDRegistration},
	{text: "Business Number", kind: factID, id: entity.IDRegistration},
	{text: "Company Number", kind: factID, id: entity.IDRegistration},
	{text: "Company ID", kind: factID, id: entity.IDRegistration},
	{text: "UK Company Number", kind: factID, id: entity.IDRegistration, country: "gb"},
	{text: "C.R. No.", kind: factID, id: entity.IDRegistration},
	{text: "C.I.N.", kind: factID, id: entity.IDRegistration},
	{text: "Romanian C.R.", kind: factID, id: entity.IDRegistration, country: "ro"},
	{text: "Commercial Registry Number", kind: factID, id: entity.IDRegistration},
	{text: "Certificate of Incorporation Number", kind: factID, id: entity.IDRegistration},
	{text: "Chamber of Commerce Number", kind: factID, id: entity.IDRegistration},
	{text: "Dubai Chamber of Commerce Membership No.", kind: factID, id: entity.IDRegistration, country: "ae"},
	{text: "Istanbul Chamber of Comm. No.", kind: factID, id: entity.IDRegistration, country: "tr"},
	{text: "Central Registration System Number", kind: factID, id: entity.IDRegistration},
	{text: "Economic Register Number (CBLS)", kind: factID, id: entity.IDRegistration},
	{text: "Trade License No.", kind: factID, id: entity.IDRegistration},
	{text: "Tourism License No.", kind: factID, id: entity.IDRegistration},
	{text: "Registered Charity No.", kind: factID, id: entity.IDRegistration},
	{text: "Matricula Mercantil No", kind: factID, id: entity.IDRegistration},
	{text: "Folio Mercantil No.", kind: factID, id: entity.IDRegistration},
	{text: "Branch Unit Number", kind: factID, id: entity.IDRegistration},
	{text: "Enterprise Number", kind: factID, id: entity.IDRegistration},
	{text: "Organization Code", kind: factID, id: entity.IDRegistration},
	{text: "File Number", kind: factID, id: entity.IDRegistration},
	{text: "MSB Registration Number", kind: factID, id: entity.IDRegistration},
	{text: "Afghan Money Service Provider License Number", kind: factID, id: entity.IDRegistration, country: "af"},
	{text: "Unified Social Credit Code (USCC)", kind: factID, id: entity.IDUSCC},
	{text: "United Social Credit Code Certificate (USCCC)", kind: factID, id: entity.IDUSCC},
	{text: "Government Gazette Number", kind: factID, id: entity.IDOther},  // the Russian OKPO code
	{text: "Legal Entity Number", kind: factID, id: entity.IDRegistration}, // IDLEI when it is one
	{text: "D-U-N-S Number", kind: factID, id: entity.IDDUNS},
	{text: "License", kind: factID, id: entity.IDOther},
	{text: "Permit Number", kind: factID, id: entity.IDOther},
	{text: "SRE Permit No.", kind: factID, id: entity.IDOther},
	{text: "Trademark number", kind: factID, id: entity.IDOther},

	// Banks, securities, wallets.
	{text: "SWIFT/BIC", kind: factID, id: entity.IDBIC},
	{text: "BIK (RU)", kind: factID, id: entity.IDBIK, country: "ru"},
	{text: "ISIN", kind: factID, id: entity.IDISIN},
	{text: "Equity Ticker", kind: factID, id: entity.IDTicker},
	{text: "MICEX Code", kind: factID, id: entity.IDTicker},
	{text: "Digital Currency Address -", kind: factWallet},

	// Ships.
	{text: "Vessel Registration Identification", kind: factID, id: entity.IDRegistration}, // IDIMO when it is one
	{text: "International Maritime Organization No.", kind: factID, id: entity.IDIMOCompany},
	{text: "MMSI", kind: factID, id: entity.IDMMSI},
	{text: "Vessel Call Sign", kind: factID, id: entity.IDCallSign},
	{text: "Other Vessel Call Sign", kind: factID, id: entity.IDCallSign},
	{text: "Vessel Flag", kind: factFlag},
	{text: "Other Vessel Flag", kind: factFlag},
	{text: "Former Vessel Flag", kind: factFormerFlag},
	{text: "Vessel Type", kind: factAttribute, key: "vessel_type"},
	{text: "Other Vessel Type", kind: factAttribute, key: "vessel_type"},
	{text: "Vessel Year of Build", kind: factBuilt},
	{text: "UN/LOCODE", kind: factAttribute, key: "un_locode"},

	// Aircraft.
	{text: "Aircraft Construction Number (also called L/N or S/N or F/N)", kind: factID, id: entity.IDSerial},
	{text: "Aircraft Manufacturer's Serial Number (MSN)", kind: factID, id: entity.IDSerial},
	{text: "Aircraft Serial Identification", kind: factID, id: entity.IDSerial},
	{text: "Aircraft Tail Number", kind: factID, id: entity.IDAircraftTail},
	{text: "Previous Aircraft Tail Number", kind: factID, id: entity.IDAircraftTail, note: "previous"},
	{text: "Aircraft Mode S Transponder Code", kind: factID, id: entity.IDOther},
	{text: "Aircraft Manufacture Date", kind: factBuilt},
	{text: "Aircraft Model", kind: factAttribute, key: "aircraft_model"},

	// Organisations.
	{text: "Organization Established Date", kind: factIncorporated},
	{text: "Organization Type:", kind: factAttribute, key: "organization_type"},
	{text: "Target Type", kind: factTarget},
	{text: "Nationality of Registration", kind: factJurisdiction},
	{text: "Registration Country", kind: factJurisdiction},

	// Contacts.
	{text: "Website", kind: factContact, contact: entity.ContactWebsite},
	{text: "Email Address", kind: factContact, contact: entity.ContactEmail},
	{text: "Email", kind: factContact, contact: entity.ContactEmail},
	{text: "EMAIL", kind: factContact, contact: entity.ContactEmail},
	{text: "Phone Number", kind: factContact, contact: entity.ContactPhone},
	{text: "Phone No.", kind: factContact, contact: entity.ContactPhone},
	{text: "PHONE", kind: factContact, contact: entity.ContactPhone},
	{text: "Telephone", kind: factContact, contact: entity.ContactPhone},
	{text: "Telephone No.", kind: factContact, contact: entity.ContactPhone},
	{text: "Telephone Number", kind: factContact, contact: entity.ContactPhone},
	{text: "Fax", kind: factContact, contact: entity.ContactFax},
	{text: "Fax No.", kind: factContact, contact: entity.ContactFax},
	{text: "FAX", kind: factContact, contact: entity.ContactFax},
	{text: "TELEX", kind: factContact, contact: entity.ContactOther},
	{text: "TGMS", kind: factContact, contact: entity.ContactOther},

	// What the listing forbids, and secondary sanctions.
	{text: "Additional Sanctions Information -", kind: factAttribute, key: "additional_sanctions_information"},
	{text: "Secondary sanctions risk:", kind: factAttribute, key: "secondary_sanctions_risk"},
	{text: "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:", kind: factAttribute, key: "transactions_prohibited_us_financial_institutions"},
	{text: "IFCA Determination -", kind: factAttribute, key: "ifca_determination"},
	{text: "CAATSA Section 235 Information:", kind: factMenu, key: "CAATSA"},
	{text: "PEESA Information:", kind: factMenu, key: "PEESA"},
	{text: "PAIPA Section 2 Information:", kind: factMenu, key: "PAIPA"},
	{text: "Executive Order", kind: factDirective},
	{text: "Listing Date (", kind: factListingDate},
	{text: "Effective Date (", kind: factListingDate},
	{text: "Purchase/Sales For Divestment Date (", kind: factListingDate},
	{text: "For more information", kind: factNote},
}

// byWord finds the labels that start with a given first word, longest first.
var byWord = func() map[string][]*label {
	m := make(map[string][]*label)
	for i := range labels {
		w := firstWord(labels[i].text)
		m[w] = append(m[w], &labels[i])
	}
	for _, ls := range m {
		sort.SliceStable(ls, func(i, j int) bool { return len(ls[i].text) > len(ls[j].text) })
	}
	return m
}()

// firstWord is the key of byWord: the letters up to the first character that
// can stand directly behind a label.
func firstWord(s string) string {
	s = strings.TrimLeft(s, "(")
	if i := strings.IndexAny(s, " :("); i >= 0 {
		return s[:i]
	}
	return s
}

// findLabel splits a clause into a known label and its value. The value of a
// label that ends in "(" starts inside the bracket: "EO 14024 Directive 2): 24
// Feb 2022".
func findLabel(clause string) (l *label, value string) {
	for _, l := range byWord[firstWord(clause)] {
		rest, ok := strings.CutPrefix(clause, l.text)
		if !ok {
			continue
		}
		if end := l.text[len(l.text)-1]; rest != "" && rest[0] != ' ' && rest[0] != ':' && end != '(' && end != ':' {
			continue // "Fax" in "Faxes", "License" in "Licensed"
		}
		if l.text[len(l.text)-1] != '(' {
			rest = strings.TrimLeft(rest, ": ") // older remarks write "National ID No.: 12"
		}
		return l, strings.TrimSpace(rest)
	}
	return nil, ""
}

// labelNamed finds the label for the idType of the classic XML, nil if OFAC
// never used it in the files this parser was written from.
func labelNamed(idType string) *label {
	l, rest := findLabel(strings.ReplaceAll(idType, "’", "'"))
	if l == nil || rest != "" && l.kind != factWallet && l.kind != factDirective && l.kind != factListingDate {
		return nil
	}
	return l
}
