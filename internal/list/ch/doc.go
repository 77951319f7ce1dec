// Package ch turns the Swiss list of the State Secretariat for Economic Affairs
// (SECO) into entities.
//
// Address: https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction
// Format: XML, <swiss-sanctions-list list-type="whole-list" date="...">, about
// 42 MB and 8,700 targets, of which some 1,550 are de-listed. Rhythm: after
// each amendment of an ordinance, most weeks. A file of list-type "amendment"
// holds the targets of one amendment only; it can be read, and the expectations
// refuse it as an edition of the list.
//
// The file is read twice, because targets refer to programmes before them and
// to places behind them: programmes and places first, then the targets one by
// one in constant memory.
//
// # What becomes what
//
//   - target/@ssid -> Entity.ID; individual, entity, object/@object-type ->
//     Person, Organization, Vessel or Airplane.
//   - name -> names. Parts have an order and spelling variants by language and
//     script. The base spelling is the name; its parts times their Latin
//     variants give variants, at most 48 (a warning tells when there were
//     more, and the mixed ones are left out first); Cyrillic, Arabic and other
//     spellings give original names, each within one language and script, never
//     mixed with Latin parts: where a part has no spelling in the script the
//     rest is a weak name. quality "low" -> Weak. A title goes into Titles, not
//     into the name; a name with a tribal part is given once more without it;
//     a maiden name gives a name with the family name replaced. The names of
//     further identities (main="false") are aliases.
//   - sanctions-set-id -> Listing: one for each programme, with the text of its
//     sets as Measures; program-key -> Program, program-name -> Basis, origin ->
//     Note, justification -> Reason.
//   - modification -> the history. The one with the latest date (effective,
//     else enactment, else publication; the first in the file among equals)
//     decides: "de-listed" gives Status "de-listed", Until, and no topic
//     "sanction"; the record is kept. The latest "listed" gives Effective and
//     Published. The copies of fields and of whole targets that modifications
//     hold in added and removed are history and are not read, except for a
//     target that has no present state: it is read from its newest copy.
//   - day-month-year -> date of birth of a person, of building of a vessel, of
//     incorporation of an entity; parts may be missing. Dates of other calendars
//     stay text.
//   - nationality, place-of-birth, address -> countries, birth places,
//     addresses; the place is looked up by place-id.
//   - identification-document -> Identifier with issuer, dates and remarks.
//   - relation -> Relation with the id of the other target.
//   - other-information -> Note, and what can be read from "Label: value":
//     IMO number (most vessels have it only there), registration and tax
//     numbers, date and place of registration, web sites, telephone numbers,
//     positions, nationality, associated entities.
//
// # Attributes
//
//	foreign_identifier          number of the target in the list of origin
//	entity_type, vessel_type    from other-information
//	place_of_registration, principal_place_of_business
//	object_type, sex            as published, when not known here
//	generic_*                   generic attributes, by their name
//
// Notes have the kinds "other information", "date", "identification document",
// "history" and the name of a field whose value could not be read.
//
// # Ignored
//
// ssid of everything below the target (numbers of fields, not of records),
// spelling-variant-type ("not-defined" throughout), location-variant and
// area-variant (other spellings of a place), version dates of programmes, texts
// in German, French and Italian where there is an English one.
//
// # Tested
//
// On excerpts of August 2026, on the publisher's own example of an amendment
// file, and on a fixture of our own; no whole file was at hand. Elements that
// those excerpts lack (places, documents, births, other kinds of relation,
// generic attributes) follow public descriptions of the format and its readers,
// not a file seen; what stands elsewhere or is called otherwise is reported as
// unread.
package ch
