package ftm

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// idProps are the properties of type identifier. Those without a type of our
// own keep the property's name as their label. Order matters: a number that is
// given under a specific property is not repeated under a later, vaguer one.
var idProps = []struct {
	prop string
	typ  entity.IDType
}{
	{"imoNumber", entity.IDIMO}, {"mmsi", entity.IDMMSI}, {"callSign", entity.IDCallSign},
	{"serialNumber", entity.IDSerial}, {"publicKey", entity.IDWallet},
	{"innCode", entity.IDINN}, {"ogrnCode", entity.IDOGRN}, {"kppCode", entity.IDKPP}, {"okpoCode", entity.IDOKPO},
	{"bikCode", entity.IDBIK}, {"leiCode", entity.IDLEI}, {"swiftBic", entity.IDBIC}, {"bic", entity.IDBIC},
	{"iban", entity.IDIBAN}, {"isin", entity.IDISIN}, {"isinCode", entity.IDISIN}, {"accountNumber", entity.IDAccount},
	{"uscCode", entity.IDUSCC}, {"dunsCode", entity.IDDUNS}, {"vatCode", entity.IDVAT}, {"ticker", entity.IDTicker},
	{"wikidataId", entity.IDWikidata}, {"passportNumber", entity.IDPassport}, {"socialSecurityNumber", entity.IDNational},
	{"irsCode", entity.IDTax}, {"ibcRuc", entity.IDTax}, {"voenCode", entity.IDTax},
	{"taxNumber", entity.IDTax}, {"registrationNumber", entity.IDRegistration}, {"idNumber", entity.IDOther},
	{"crsNumber", entity.IDOther}, {"bvdId", entity.IDOther}, {"icijId", entity.IDOther}, {"npiCode", entity.IDOther},
	{"cageCode", entity.IDOther}, {"uniqueEntityId", entity.IDOther}, {"licenseNumber", entity.IDOther},
	{"coatoCode", entity.IDOther}, {"ipoCode", entity.IDOther}, {"cikCode", entity.IDOther}, {"jibCode", entity.IDOther},
	{"mbsCode", entity.IDOther}, {"fnsCode", entity.IDOther}, {"fssCode", entity.IDOther}, {"pfrNumber", entity.IDOther},
	{"permId", entity.IDOther}, {"ricCode", entity.IDOther}, {"figiCode", entity.IDOther},
	{"cadastralCode", entity.IDOther}, {"titleNumber", entity.IDOther}, {"giiNumber", entity.IDOther},
	{"nationalId", entity.IDNational}, {"unscId", entity.IDOther},
}

var idType = func() map[string]entity.IDType {
	m := make(map[string]entity.IDType, len(idProps))
	for _, p := range idProps {
		m[p.prop] = p.typ
	}
	return m
}()

// typeOf gives the type of a number of a record of the given schema.
func typeOf(schema, prop string) entity.IDType {
	t := idType[prop]
	switch {
	case prop == "imoNumber" && schema != "Vessel":
		return entity.IDIMOCompany
	case prop == "registrationNumber" && schema == "Airplane":
		return entity.IDAircraftTail
	case prop == "idNumber" && schema == "Person":
		return entity.IDNational
	}
	return t
}

// identifiers gives the numbers of r.
func identifiers(r *Record) []entity.Identifier {
	var out []entity.Identifier
	for _, p := range idProps {
		for _, v := range r.All(p.prop) {
			if v = strings.TrimSpace(v); v == "" {
				continue
			}
			id := entity.Identifier{Type: typeOf(r.Schema, p.prop), Value: v}
			switch {
			case id.Type == entity.IDOther, p.prop == "socialSecurityNumber", p.prop == "irsCode", p.prop == "ibcRuc", p.prop == "voenCode":
				id.Label = p.prop
			case id.Type == entity.IDWallet:
				id.Label = currency(r)
			}
			if !hasNumber(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

func currency(r *Record) string {
	if c := r.First("currencySymbol"); c != "" {
		return c
	}
	return r.First("currency")
}

// hasNumber reports whether ids hold id's number under the same type, or, when
// id is of a vague type, under any.
func hasNumber(ids []entity.Identifier, id entity.Identifier) bool {
	vague := id.Type == entity.IDOther || id.Type == entity.IDTax || id.Type == entity.IDRegistration || id.Type == entity.IDNational
	for _, have := range ids {
		if have.Value == id.Value && (have.Type == id.Type && have.Label == id.Label || vague) {
			return true
		}
	}
	return false
}

// documentWords lead from the words of an Identification's type to ours; the
// first that meets wins. A word ending in * stands for all words it begins.
var documentWords = []struct {
	typ   entity.IDType
	words []string
}{
	{entity.IDPassport, []string{"passport*", "паспорт*"}},
	{entity.IDDriver, []string{"driver*", "driving"}},
	{entity.IDVisa, []string{"visa"}},
	{entity.IDINN, []string{"inn"}},
	{entity.IDOGRN, []string{"ogrn", "msrn"}},
	{entity.IDTax, []string{"tax*", "fiscal", "rfc", "nit", "ruc", "cuit", "rif"}},
	{entity.IDBIC, []string{"swift*", "bic"}},
	{entity.IDMMSI, []string{"mmsi"}},
	{entity.IDRegistration, []string{"registration*", "registered", "registry", "register", "incorporation", "matricula", "matrícula", "commercial", "trade", "enterprise", "company", "business"}},
	{entity.IDNational, []string{"national*", "identity", "identification*", "cedula", "cédula", "curp", "ssn", "social", "citizen*", "personal*", "birth", "residen*", "dni", "nie", "id"}},
}

// documentType reads the free text type of an Identification.
func documentType(text string) entity.IDType {
	have := words(text)
	for _, d := range documentWords {
		for _, want := range d.words {
			prefix, open := strings.CutSuffix(want, "*")
			for _, w := range have {
				if w == want || open && strings.HasPrefix(w, prefix) {
					return d.typ
				}
			}
		}
	}
	return entity.IDOther
}
