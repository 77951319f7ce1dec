package entity

// Schema says what kind of thing an entity is. The names are those of the
// FollowTheMoney model.
type Schema string

// The schemata that list parsers produce and the matcher understands.
const (
	Person       Schema = "Person"
	Organization Schema = "Organization" // a body without known legal form: a party, a militia, a fund
	Company      Schema = "Company"      // a body with owners
	PublicBody   Schema = "PublicBody"
	LegalEntity  Schema = "LegalEntity" // the publisher does not say whether person or organisation
	Vessel       Schema = "Vessel"
	Airplane     Schema = "Airplane"
	CryptoWallet Schema = "CryptoWallet"
	Security     Schema = "Security"
	Thing        Schema = "Thing" // nothing is known but a name
)

// Family is the coarse class within which two entities may be the same.
type Family uint8

// The families. FamilyAny meets every other family.
const (
	FamilyAny    Family = iota // LegalEntity, Thing, unknown
	FamilyPerson               // Person
	FamilyOrg                  // Organization, Company, PublicBody
	FamilyObject               // Vessel, Airplane, CryptoWallet, Security
)

// Family returns the coarse class of s. An unknown schema is FamilyAny.
func (s Schema) Family() Family {
	switch s {
	case Person:
		return FamilyPerson
	case Organization, Company, PublicBody:
		return FamilyOrg
	case Vessel, Airplane, CryptoWallet, Security:
		return FamilyObject
	}
	return FamilyAny
}

// Compatible reports whether entities of schemata a and b can be the same
// thing: equal, or one is a generalisation of the other (LegalEntity covers
// persons and organisations, Thing and "" cover all, the three kinds of
// organisation cover each other).
func Compatible(a, b Schema) bool {
	if a == b || a == "" || b == "" || a == Thing || b == Thing {
		return true
	}
	fa, fb := a.Family(), b.Family()
	switch {
	case a == LegalEntity:
		return fb == FamilyPerson || fb == FamilyOrg
	case b == LegalEntity:
		return fa == FamilyPerson || fa == FamilyOrg
	case fa == FamilyOrg && fb == FamilyOrg:
		return true
	}
	return false
}

// Valid reports whether s is one of the schemata above.
func (s Schema) Valid() bool {
	switch s {
	case Person, Organization, Company, PublicBody, LegalEntity, Vessel, Airplane, CryptoWallet, Security, Thing:
		return true
	}
	return false
}

// Entity is one listed party or thing, as one publisher describes it.
//
// ID is unique within its list and stable across editions: the publisher's own
// record id where there is one. Slices keep the publisher's order; the first
// Name is the primary one. Facts that have no field of their own are kept in
// Attributes under a documented key, never dropped.
type Entity struct {
	ID     string `json:"id"`
	List   string `json:"list"`
	Schema Schema `json:"schema"`

	Names       []Name        `json:"names"`
	Identifiers []Identifier  `json:"identifiers,omitempty"`
	Dates       []DatedFact   `json:"dates,omitempty"`
	Countries   []CountryFact `json:"countries,omitempty"`
	Addresses   []Address     `json:"addresses,omitempty"`
	BirthPlaces []Address     `json:"birth_places,omitempty"`
	Gender      Gender        `json:"gender,omitempty"`
	Titles      []string      `json:"titles,omitempty"`    // honorifics, ranks
	Positions   []string      `json:"positions,omitempty"` // functions, designations, jobs
	Contacts    []Contact     `json:"contacts,omitempty"`
	Listings    []Listing     `json:"listings,omitempty"`
	Relations   []Relation    `json:"relations,omitempty"`
	Topics      []string      `json:"topics,omitempty"` // OpenSanctions topics, e.g. sanction, role.pep
	Attributes  []Attribute   `json:"attributes,omitempty"`
	Notes       []Note        `json:"notes,omitempty"`
	Certainty   Certainty     `json:"certainty,omitempty"` // of the record as a whole; empty = as published
	Origin      Origin        `json:"origin"`
}

// Primary returns the primary name, or "" for an entity without names.
func (e *Entity) Primary() string {
	if len(e.Names) == 0 {
		return ""
	}
	return e.Names[0].Full
}

// Certainty says how well a fact is founded. The zero value means "as
// published by the source named in Origin". The other values survive into
// every verdict that rests on the fact.
type Certainty string

const (
	FromKnowledge Certainty = "from knowledge" // general knowledge, no page seen
	Unverified    Certainty = "unverified"     // copied from a source that could not be checked
)

// NameKind is the role of a name in its record.
type NameKind string

const (
	NamePrimary  NameKind = "primary"
	NameAlias    NameKind = "alias"    // a.k.a.
	NameFormer   NameKind = "former"   // f.k.a., previous name of a ship
	NameNew      NameKind = "new"      // n.k.a.
	NameMaiden   NameKind = "maiden"   // maiden, birth name
	NameAcronym  NameKind = "acronym"  // abbreviation
	NameOriginal NameKind = "original" // spelling in the original script
	NameVariant  NameKind = "variant"  // spelling variant, translation
)

// Name is one name of an entity. Full is always set, as published apart from
// white space; the parts are set only where the publisher tells them apart.
type Name struct {
	Full   string   `json:"full"`
	Kind   NameKind `json:"kind,omitempty"` // empty means alias
	Weak   bool     `json:"weak,omitempty"` // publisher calls it weak, low quality
	Lang   string   `json:"lang,omitempty"` // ISO 639 code as published
	Script string   `json:"script,omitempty"`
	Parts  []Part   `json:"parts,omitempty"`
	Since  Date     `json:"since,omitzero"` // first known on the list, where told
	Note   string   `json:"note,omitempty"`

	Certainty Certainty `json:"certainty,omitempty"`
}

// PartKind says what a part of a personal name is.
type PartKind string

const (
	PartTitle      PartKind = "title"
	PartGiven      PartKind = "given"  // first name
	PartSecond     PartKind = "second" // second and middle names
	PartFather     PartKind = "father" // patronymic, father's name
	PartMother     PartKind = "mother" // matronymic
	PartFamily     PartKind = "family"
	PartMaiden     PartKind = "maiden"
	PartSuffix     PartKind = "suffix"
	PartTribal     PartKind = "tribal"
	PartNickname   PartKind = "nickname"
	PartWhole      PartKind = "whole" // the publisher gives one undivided part
	PartUnassigned PartKind = ""      // ordered part without a meaning (UN FIRST..FOURTH_NAME)
)

// Part is one part of a name, in the publisher's order.
type Part struct {
	Kind  PartKind `json:"kind,omitempty"`
	Value string   `json:"value"`
}

// DateKind says what happened on a date.
type DateKind string

const (
	DateBirth         DateKind = "birth"
	DateDeath         DateKind = "death"
	DateIncorporation DateKind = "incorporation"
	DateDissolution   DateKind = "dissolution"
	DateBuild         DateKind = "build" // a vessel or aircraft was built
)

// DatedFact is a date with its meaning.
type DatedFact struct {
	Kind DateKind `json:"kind"`
	Date Date     `json:"date"`
	Note string   `json:"note,omitempty"`

	Certainty Certainty `json:"certainty,omitempty"`
}

// CountryRole says how an entity is tied to a country.
type CountryRole string

const (
	CountryUnspecified  CountryRole = ""
	CountryNationality  CountryRole = "nationality"
	CountryCitizenship  CountryRole = "citizenship"
	CountryResidence    CountryRole = "residence"
	CountryJurisdiction CountryRole = "jurisdiction" // where an organisation is registered
	CountryBirth        CountryRole = "birth"
	CountryFlag         CountryRole = "flag"
	CountryFormerFlag   CountryRole = "former flag"
)

// CountryFact ties an entity to a country. Code is lower-case ISO 3166-1
// alpha-2 (or a user-assigned code, see CountryCode); it is empty when the
// publisher's text names no known country, which then stands in Text.
type CountryFact struct {
	Role CountryRole `json:"role,omitempty"`
	Code string      `json:"code,omitempty"`
	Text string      `json:"text,omitempty"` // as published, when Code does not say it all
	Note string      `json:"note,omitempty"`

	Certainty Certainty `json:"certainty,omitempty"`
}

// Gender is "male", "female", "other" or empty.
type Gender string

const (
	Male   Gender = "male"
	Female Gender = "female"
	Other  Gender = "other"
)

// Address is a place. Full is set when the publisher gives one text; the other
// fields are set when they are told apart. Country is an ISO code as in
// CountryFact; CountryText keeps the published word when it has no code.
type Address struct {
	Full        string `json:"full,omitempty"`
	Street      string `json:"street,omitempty"`
	City        string `json:"city,omitempty"`
	Region      string `json:"region,omitempty"`
	PostalCode  string `json:"postal_code,omitempty"`
	POBox       string `json:"po_box,omitempty"`
	Country     string `json:"country,omitempty"`
	CountryText string `json:"country_text,omitempty"`
	Note        string `json:"note,omitempty"`

	Certainty Certainty `json:"certainty,omitempty"`
}

// ContactKind is the kind of a Contact.
type ContactKind string

const (
	ContactEmail   ContactKind = "email"
	ContactPhone   ContactKind = "phone"
	ContactFax     ContactKind = "fax"
	ContactWebsite ContactKind = "website"
	ContactOther   ContactKind = "other"
)

// Contact is an e-mail address, telephone number or web site.
type Contact struct {
	Kind  ContactKind `json:"kind"`
	Value string      `json:"value"`
	Note  string      `json:"note,omitempty"`
}

// Listing is one measure, or set of measures, of one programme against the
// entity. Four dates are four fields: Effective (the measure binds), Published
// (official announcement), and, in the store, fetched and activated.
type Listing struct {
	Authority string   `json:"authority,omitempty"` // who imposes it, e.g. "OFAC", "UN Security Council"
	Country   string   `json:"country,omitempty"`   // ISO code of the authority; "eu", "un" for bodies
	Program   string   `json:"program,omitempty"`   // programme or regime, publisher's own tag
	Basis     string   `json:"basis,omitempty"`     // legal act
	Measures  []string `json:"measures,omitempty"`  // as published, one each: "Asset freeze", "Travel ban", "Directive 4"
	Reason    string   `json:"reason,omitempty"`
	Reference string   `json:"reference,omitempty"` // the authority's number for this listing
	URL       string   `json:"url,omitempty"`
	Status    string   `json:"status,omitempty"` // as published: active, expired, delisted ...
	Note      string   `json:"note,omitempty"`

	Effective Date `json:"effective,omitzero"`
	Published Date `json:"published,omitzero"`
	Modified  Date `json:"modified,omitzero"` // last changed, as told by the publisher
	Until     Date `json:"until,omitzero"`    // end, where the publisher gives one

	Certainty Certainty `json:"certainty,omitempty"`
}

// RelationKind says what ties two entities.
type RelationKind string

const (
	RelationLinked     RelationKind = "linked to" // publisher says no more; never an ownership share
	RelationOwner      RelationKind = "owned by"
	RelationOwns       RelationKind = "owns"
	RelationControlled RelationKind = "controlled by"
	RelationControls   RelationKind = "controls"
	RelationParent     RelationKind = "subsidiary of"
	RelationSubsidiary RelationKind = "parent of"
	RelationActsFor    RelationKind = "acts for"
	RelationSupports   RelationKind = "supports"
	RelationFamily     RelationKind = "family of"
	RelationAssociate  RelationKind = "associate of"
	RelationDirector   RelationKind = "directs"
	RelationDirectedBy RelationKind = "directed by"
	RelationMember     RelationKind = "member of"
	RelationEmployed   RelationKind = "employed by"
	RelationOperator   RelationKind = "operated by"
	RelationHolder     RelationKind = "held by" // wallet, account
	RelationIssuer     RelationKind = "issued by"
	RelationSuccessor  RelationKind = "successor of"
	RelationSame       RelationKind = "same as" // the publisher says both records are one party
)

// Relation is a statement "this entity <Kind> <Target>". TargetID is an entity
// id of the same list when the publisher gives one; TargetName is what the
// publisher writes.
type Relation struct {
	Kind       RelationKind `json:"kind"`
	TargetID   string       `json:"target_id,omitempty"`
	TargetName string       `json:"target_name,omitempty"`
	Text       string       `json:"text,omitempty"`  // as published (role, relationship)
	Share      string       `json:"share,omitempty"` // percentage as published, never computed
	From       Date         `json:"from,omitzero"`
	To         Date         `json:"to,omitzero"`
	Source     string       `json:"source,omitempty"`
	Certainty  Certainty    `json:"certainty,omitempty"`
}

// Attribute is a published fact without a field of its own: vessel type,
// tonnage, eye colour, profession. Key is snake_case and listed in the doc.go
// of the parser that writes it.
type Attribute struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Note is free text about the entity. Kind is "remarks", "reason", "summary",
// "other information" or a word the parser's doc.go explains.
type Note struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Origin says where the record stands in the official file, so that the
// original can be shown years later from the stored raw bytes.
type Origin struct {
	Fragments []Fragment `json:"fragments,omitempty"`
	Source    string     `json:"source,omitempty"` // public source of a hand-written record
}

// Fragment is a piece of a raw file: bytes [Offset, Offset+Length) of File, or,
// for containers that cannot be cut (XLSX), the row's text.
type Fragment struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"` // 1-based, 0 = unknown
	Offset int64  `json:"offset,omitempty"`
	Length int64  `json:"length,omitempty"`
	Text   string `json:"text,omitempty"`
}
