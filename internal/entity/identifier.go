package entity

// IDType is the type of an Identifier. Values are stable words of our own
// files and API.
type IDType string

// The identifier types the matcher knows. A publisher's other number types are
// kept as IDOther with the publisher's word in Label.
const (
	IDINN          IDType = "inn"           // Russian taxpayer number, 10 or 12 digits
	IDOGRN         IDType = "ogrn"          // Russian primary state registration number, 13 or 15 digits
	IDKPP          IDType = "kpp"           // Russian tax registration reason code, 9 characters; not unique
	IDOKPO         IDType = "okpo"          // Russian statistics number, 8 or 10 digits
	IDBIK          IDType = "bik"           // Russian bank code, 9 digits
	IDLEI          IDType = "lei"           // ISO 17442
	IDBIC          IDType = "bic"           // ISO 9362
	IDIBAN         IDType = "iban"          // ISO 13616
	IDISIN         IDType = "isin"          // ISO 6166
	IDIMO          IDType = "imo"           // IMO ship number, 7 digits
	IDIMOCompany   IDType = "imo_company"   // IMO company number, 7 digits
	IDMMSI         IDType = "mmsi"          // 9 digits
	IDCallSign     IDType = "call_sign"     //
	IDAircraftTail IDType = "aircraft_tail" // registration mark
	IDSerial       IDType = "serial_number" // manufacturer's serial number of an aircraft
	IDWallet       IDType = "wallet"        // crypto address; Label holds the currency (XBT, ETH ...)
	IDPassport     IDType = "passport"      //
	IDNational     IDType = "national_id"   // identity card, national number, SSN, cedula, CURP
	IDTax          IDType = "tax_id"        // tax number other than INN
	IDVAT          IDType = "vat"           //
	IDRegistration IDType = "registration"  // company or trade register number
	IDUSCC         IDType = "uscc"          // China unified social credit code, 18 characters
	IDDUNS         IDType = "duns"          //
	IDDriver       IDType = "driver_licence"
	IDVisa         IDType = "visa"
	IDAccount      IDType = "account" // bank account that is no IBAN
	IDWikidata     IDType = "wikidata"
	IDTicker       IDType = "ticker"
	IDOther        IDType = "other"
)

// Identifier is a number or code of an entity. Value is as published (trimmed);
// Key gives the form used for comparing.
type Identifier struct {
	Type    IDType `json:"type"`
	Value   string `json:"value"`
	Country string `json:"country,omitempty"` // ISO code of the issuing country
	Label   string `json:"label,omitempty"`   // publisher's word for the type; the currency of a wallet
	Issued  Date   `json:"issued,omitzero"`
	Expires Date   `json:"expires,omitzero"`
	Note    string `json:"note,omitempty"`

	Certainty Certainty `json:"certainty,omitempty"`
}

// Key returns the comparable form of the identifier: the normalised value of
// its type, "" if nothing remains.
func (id Identifier) Key() string { return NormalizeID(id.Type, id.Value) }
