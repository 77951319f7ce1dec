package ftm

import "github.com/interdict-dev/interdict/internal/entity"

// class says what becomes of a record.
type class uint8

const (
	other class = iota // rejected: no party, nothing of a party
	thing              // an entity of its own
	fact               // part of the entity it points to: a sanction, a passport
	node               // part of the entities that point to it: an address, a position
	edge               // a relation of both its ends
)

// schema is what the parser needs to know of a FollowTheMoney schema.
type schema struct {
	class class
	as    entity.Schema // of a thing

	// For facts and edges: the properties with the ids of the ends. to is empty
	// for a fact.
	from, to string
	// For edges: what the entity at one end is to the other.
	fromKind, toKind entity.RelationKind
	toText           string // in place of a kind that entity has no word for
}

// schemata are those of the OpenSanctions model that speak of parties. All
// others (documents, events, court cases, contracts ...) are rejected by name.
var schemata = map[string]schema{
	"Person":       {class: thing, as: entity.Person},
	"Organization": {class: thing, as: entity.Organization},
	"Company":      {class: thing, as: entity.Company},
	"PublicBody":   {class: thing, as: entity.PublicBody},
	"LegalEntity":  {class: thing, as: entity.LegalEntity},
	"Vessel":       {class: thing, as: entity.Vessel},
	"Airplane":     {class: thing, as: entity.Airplane},
	"CryptoWallet": {class: thing, as: entity.CryptoWallet},
	"Security":     {class: thing, as: entity.Security},
	"Thing":        {class: thing, as: entity.Thing},
	"Asset":        {class: thing, as: entity.Thing},
	"Vehicle":      {class: thing, as: entity.Thing},
	"RealEstate":   {class: thing, as: entity.Thing},
	"BankAccount":  {class: thing, as: entity.Thing},

	"Address":  {class: node},
	"Position": {class: node},

	"Sanction":       {class: fact, from: "entity"},
	"Identification": {class: fact, from: "holder"},
	"Passport":       {class: fact, from: "holder"},

	"Occupancy": {class: edge, from: "holder", to: "post"},

	"Ownership":      {class: edge, from: "owner", to: "asset", fromKind: entity.RelationOwns, toKind: entity.RelationOwner},
	"Control":        {class: edge, from: "controller", to: "controlled", fromKind: entity.RelationControls, toKind: entity.RelationControlled},
	"Directorship":   {class: edge, from: "director", to: "organization", fromKind: entity.RelationDirector, toKind: entity.RelationDirectedBy},
	"Membership":     {class: edge, from: "member", to: "organization", fromKind: entity.RelationMember, toText: "has as member"},
	"Employment":     {class: edge, from: "employee", to: "employer", fromKind: entity.RelationEmployed, toText: "employer of"},
	"Family":         {class: edge, from: "person", to: "relative", fromKind: entity.RelationFamily, toKind: entity.RelationFamily},
	"Associate":      {class: edge, from: "person", to: "associate", fromKind: entity.RelationAssociate, toKind: entity.RelationAssociate},
	"Representation": {class: edge, from: "agent", to: "client", fromKind: entity.RelationActsFor, toText: "represented by"},
	"Succession":     {class: edge, from: "predecessor", to: "successor", fromKind: entity.RelationLinked, toKind: entity.RelationSuccessor},
	"UnknownLink":    {class: edge, from: "subject", to: "object", fromKind: entity.RelationLinked, toKind: entity.RelationLinked},
	"Payment":        {class: edge, from: "payer", to: "beneficiary", fromKind: entity.RelationLinked, toKind: entity.RelationLinked},
	"Debt":           {class: edge, from: "debtor", to: "creditor", fromKind: entity.RelationLinked, toKind: entity.RelationLinked},
}

// refProp is a property of a thing that points to another thing, with what each
// end is to the other.
type refProp struct {
	name     string
	from, to entity.RelationKind
	toText   string
}

var refProps = []refProp{
	{"owner", entity.RelationOwner, entity.RelationOwns, ""},
	{"operator", entity.RelationOperator, entity.RelationLinked, "operates"},
	{"parent", entity.RelationParent, entity.RelationSubsidiary, ""},
	{"holder", entity.RelationHolder, entity.RelationLinked, "holds"},
	{"issuer", entity.RelationIssuer, entity.RelationLinked, "issued"},
	{"bank", entity.RelationLinked, entity.RelationLinked, "keeps the account"},
}

// stubs are the names under which targets.nested.json shows the records that
// point to a thing. Their schema and their ends say all, so the name is not read.
var stubs = map[string]bool{
	"sanctions": true, "identification": true, "unknownLinkTo": true, "unknownLinkFrom": true,
	"familyPerson": true, "familyRelative": true, "associates": true, "associations": true, "positionOccupancies": true,
	"occupancies": true, "ownershipOwner": true, "ownershipAsset": true, "directorshipDirector": true,
	"directorshipOrganization": true, "membershipMember": true, "membershipOrganization": true, "employers": true,
	"employees": true, "agencyClient": true, "agentRepresentation": true, "successors": true, "predecessors": true,
	"debtDebtor": true, "debtCreditor": true, "paymentPayer": true, "paymentBeneficiary": true, "securities": true,
	"cryptoWallets": true, "ownedVehicles": true, "operatedVehicles": true, "subsidiaries": true, "positions": true,
	"things": true, "controlController": true, "controlControlled": true, "controller": true, "controlled": true,
	"bankAccounts": true, "documentedBy": true, "proven": true,
}
