// Package ftm reads FollowTheMoney data (https://followthemoney.tech) in the
// three forms in which OpenSanctions publishes it, and turns each thing with all
// that other records say about it into one entity. It is a format, not a
// publisher: the packages of publishers name it in their Formats.
//
// # Lines, accepted, folded, rejected
//
// entities.ftm.json is a graph, one record a line. Every line is a record of the
// report:
//
//   - a thing (Person, Organization, Company, PublicBody, LegalEntity, Vessel,
//     Airplane, CryptoWallet, Security; Asset, Vehicle, RealEstate, BankAccount
//     and Thing as entity.Thing) is accepted or rejected as in every list;
//   - a fact (Sanction, Passport, Identification), an edge (Ownership, Control,
//     Directorship, Membership, Employment, Family, Associate, Representation,
//     Succession, UnknownLink, Occupancy, Payment, Debt) or a node (Address,
//     Position) is folded when at least one entity that list.Check accepts has
//     taken it up, and its line is among the fragments of that entity's Origin;
//   - a fact, edge or node that no entity took up is rejected, with the ids it
//     points to, and so is any other schema (documents, events, contracts ...).
//
// In targets.nested.json and targets.simple.csv a record is a target; what
// stands inside a nested target is part of it.
//
// A line that is no JSON, has no id or no schema makes the whole file
// untrustworthy: an error.
//
// # What becomes of the properties
//
//	name, alias, weakAlias,      Names: the caption first and primary, other names variant, alias,
//	previousName, abbreviation   former, acronym; in a script of the entity's own country original.
//	                             Names of a person that are one word are weak beside a longer one.
//	firstName ... lastName       Parts of those names in which their words stand; else attributes
//	                             first_name, second_name, middle_name, father_name, mother_name,
//	                             last_name, name_suffix
//	identifiers                  Identifiers: table idProps; a number under a specific property is not
//	                             repeated under a vaguer one (idNumber, taxNumber)
//	birthDate, deathDate, incorporationDate, dissolutionDate, buildDate    Dates
//	nationality, citizenship, jurisdiction, flag, pastFlags, birthCountry, mainCountry, country    Countries
//	address, birthPlace, gender, title, position, topics, email, phone, website    the fields of that name
//	notes, summary, description  Notes "remarks", "summary", "description"
//	owner, operator, parent, holder, issuer, bank    Relations, of both ends; a wallet's key and a
//	                             security's ISIN are identifiers of holder and issuer too
//	programId, program           a Listing, unless a Sanction has it
//	Sanction                     a Listing: programId (else program) is Program, provisions Measures,
//	                             startDate Effective, listingDate Published, endDate Until, modifiedAt
//	                             Modified, authorityId or recordId Reference; all else in its Note
//	Address                      an Address; what has no field is in its Note
//	Passport, Identification     an Identifier with country, issue and expiry; all else in its Note
//	Occupancy, Position          a Position: "Member of Parliament (2010/2015)"
//	other edges                  a Relation of both ends: role or relationship, then what has no field,
//	                             in Text; percentage in Share; sourceUrl, else the dataset, in Source.
//	                             "as mother" in a family says that this entity is the mother.
//	all others                   Attributes: the property's name in snake case (variable attributes in
//	                             property.go). A name that is in no list is kept as well and warned of
//	                             once, so that a new model is noticed.
//
// Further attributes: schema (if entity has no such schema), target ("false" for
// a mere neighbour), dataset, referent (id of a source record that was merged
// in), first_seen, last_seen, last_change, address_entity (id of an Address that
// the file lacks), birth_date and the like (a date that could not be read),
// nested_<schema> (id of a nested record that concerns a neighbour only).
//
// Ignored: alephUrl, indexText, namesMentioned, proof, privateKey and
// organization (of a Position); and of facts, edges and nodes the properties
// publisher, publisherUrl, createdAt, modifiedAt (but for Sanction), retrievedAt
// and the members caption, referents, first_seen, last_seen, last_change, target
// and all datasets but the first.
//
// # Memory
//
// entities.ftm.json is read twice: the first pass keeps facts, edges and nodes
// packed in memory (type side), about a third of the file's size at most; the
// second emits things one by one. The other
// forms need memory for one record. Lines are limited to MaxLine, nesting to
// MaxDepth.
package ftm
