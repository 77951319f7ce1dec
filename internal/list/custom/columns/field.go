package columns

import (
	"slices"

	"github.com/interdict-dev/interdict/internal/entity"
)

// Field is what a column holds. Its text is the canonical heading, which is
// always recognised, and the value of a Mapping.
type Field string

// The fields. Identifier types are fields too, under the names of
// entity.IDType: "inn", "lei", "passport" ...
const (
	Unknown Field = ""       // kept as an attribute
	Ignore  Field = "ignore" // in a Mapping: drop the column

	ID           Field = "id"            // the record's own id
	Name         Field = "name"          // whole name; the first such column is the primary one
	NameMore     Field = "name_2"        // the rest of a name that was cut in two (NAME1, NAME2)
	First        Field = "first_name"    // given name
	Middle       Field = "middle_name"   // second and middle names
	Patronymic   Field = "patronymic"    //
	NamePrefix   Field = "name_prefix"   // "von", "van der": before the family name
	Last         Field = "last_name"     // family name
	LastSecond   Field = "last_name_2"   // second family name (apellido materno)
	Suffix       Field = "name_suffix"   // Jr., III
	Title        Field = "title"         // Dr, General
	Maiden       Field = "maiden_name"   //
	Alias        Field = "alias"         // several, separated by ";" or "|"
	WeakAlias    Field = "weak_alias"    // several; low quality
	Former       Field = "former_name"   // several
	Original     Field = "original_name" // several; in the original script
	Acronym      Field = "acronym"       // several
	Schema       Field = "schema"        // person, company, vessel ...
	Gender       Field = "gender"        //
	BirthDate    Field = "birth_date"
	BirthPlace   Field = "birth_place"
	DeathDate    Field = "death_date"
	Incorporated Field = "incorporation_date"
	Dissolved    Field = "dissolution_date"
	Built        Field = "build_date"

	Country      Field = "country"
	Nationality  Field = "nationality"
	Citizenship  Field = "citizenship"
	Residence    Field = "residence"
	Jurisdiction Field = "jurisdiction"
	BirthCountry Field = "birth_country"
	Flag         Field = "flag"
	FormerFlag   Field = "former_flag"

	Address        Field = "address" // whole; several, separated by "|"
	Street         Field = "street"
	HouseNumber    Field = "house_number"
	City           Field = "city"
	Region         Field = "region"
	PostalCode     Field = "postal_code"
	POBox          Field = "po_box"
	AddressCountry Field = "address_country"

	Email    Field = "email"
	Phone    Field = "phone"
	Fax      Field = "fax"
	Website  Field = "website"
	Position Field = "position"
	Topic    Field = "topic"
	Note     Field = "note"

	InnKpp          Field = "inn_kpp" // both in one cell: 7706107510/770601001
	PassportSeries  Field = "passport_series"
	DocumentType    Field = "document_type"   // what document_number is
	DocumentNumber  Field = "document_number" //
	DocumentCountry Field = "document_country"
	WalletCurrency  Field = "wallet_currency"

	Program   Field = "program"
	Authority Field = "authority"
	Measure   Field = "measure"
	Basis     Field = "basis"
	Reason    Field = "reason"
	Reference Field = "reference"
	Status    Field = "status"
	Listed    Field = "listed" // the day from which the measure binds
	Published Field = "published"
	Modified  Field = "modified"
	Until     Field = "until"

	Source    Field = "source"    // where the facts come from
	Certainty Field = "certainty" // "from knowledge", "unverified"
)

// identifierTypes in the order in which they are shown to people.
var identifierTypes = []entity.IDType{
	entity.IDINN, entity.IDOGRN, entity.IDKPP, entity.IDOKPO, entity.IDBIK, entity.IDLEI, entity.IDBIC, entity.IDIBAN,
	entity.IDISIN, entity.IDIMO, entity.IDIMOCompany, entity.IDMMSI, entity.IDCallSign, entity.IDAircraftTail,
	entity.IDSerial, entity.IDWallet, entity.IDPassport, entity.IDNational, entity.IDTax, entity.IDVAT,
	entity.IDRegistration, entity.IDUSCC, entity.IDDUNS, entity.IDDriver, entity.IDVisa, entity.IDAccount,
	entity.IDWikidata, entity.IDTicker, entity.IDOther,
}

// Identifier returns the type of identifier that the field holds.
func (f Field) Identifier() (entity.IDType, bool) {
	t := entity.IDType(f)
	return t, slices.Contains(identifierTypes, t)
}

// Fields lists every field but Unknown and Ignore, in the order of the
// documentation.
func Fields() []Field {
	out := []Field{
		ID, Name, NameMore, First, Middle, Patronymic, NamePrefix, Last, LastSecond, Suffix, Title, Maiden, Alias, WeakAlias,
		Former, Original, Acronym, Schema, Gender, BirthDate, BirthPlace, DeathDate, Incorporated, Dissolved, Built, Country,
		Nationality, Citizenship, Residence, Jurisdiction, BirthCountry, Flag, FormerFlag, Address, Street, HouseNumber, City,
		Region, PostalCode, POBox, AddressCountry, Email, Phone, Fax, Website, Position, Topic, Note, InnKpp, PassportSeries,
		DocumentType, DocumentNumber, DocumentCountry, WalletCurrency, Program, Authority, Measure, Basis, Reason, Reference,
		Status, Listed, Published, Modified, Until, Source, Certainty,
	}
	for _, t := range identifierTypes {
		out = append(out, Field(t))
	}
	return out
}

// identifies reports whether a column of the field can make a record findable.
func (f Field) identifies() bool {
	switch f {
	case Name, First, Last, Alias, WeakAlias, Former, Original, Maiden, Acronym, InnKpp, DocumentNumber:
		return true
	}
	_, ok := f.Identifier()
	return ok
}

// separators are the characters at which a cell of the field is split into
// several values; "" means never.
func (f Field) separators() string {
	switch f {
	case Name, Alias, WeakAlias, Former, Original, Acronym, Maiden, Country, Nationality, Citizenship, Residence, Jurisdiction,
		BirthCountry, Flag, FormerFlag, BirthDate, DeathDate, Position, Topic, Program, Measure, InnKpp, DocumentNumber, Title:
		return ";|\n"
	case Email, Phone, Fax, Website:
		return ";|,\n"
	case Address, BirthPlace:
		return "|\n"
	}
	if _, ok := f.Identifier(); ok {
		return ";|\n"
	}
	return ""
}

var listingFields = []Field{Program, Authority, Measure, Basis, Reason, Reference, Status, Listed, Published, Modified, Until}

// single reports whether an entity has room for one value of the field only.
func (f Field) single() bool {
	switch f {
	case ID, Schema, Gender, City, Region, PostalCode, POBox, AddressCountry, Authority, Basis, Reason, Reference, Status, Listed,
		Published, Modified, Until, Source, Certainty, DocumentType, DocumentCountry, WalletCurrency, PassportSeries:
		return true
	}
	return false
}
