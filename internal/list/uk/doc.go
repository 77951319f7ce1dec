// Package uk turns the two official lists of the United Kingdom into entities:
// the UK Sanctions List of the Foreign, Commonwealth & Development Office, and
// the consolidated list of HM Treasury (OFSI), which closed on 28 January 2026.
//
// # UK Sanctions List (gb_fcdo_sanctions)
//
// Addresses: https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml and
// .csv; page https://www.gov.uk/government/publications/the-uk-sanctions-list;
// fields https://www.gov.uk/guidance/format-guide-for-the-uk-sanctions-list.
// Rhythm: with each designation, change or revocation, most working days. Since
// 28 January 2026 it is the only official list of UK designations.
//
// The XML (schema 4.33.3, about 22 MB, 6,300 designations) has one element for
// each designation. The CSV (about 50 MB, 58,000 rows) is the same multiplied
// out: one row for each name with each address, phone number, date of birth ...
// of a Unique ID, 3,780 rows for one of them. Rows are merged by Unique ID, in
// any order, each value kept once; that needs the memory of all designations,
// not of all rows. The first line of the CSV is metadata ("Report Date: ...").
//
// # Consolidated list (gb_hmt_sanctions)
//
// ConList.csv with 29 columns (to February 2022) or 36, rows grouped by Group
// ID and not contiguous (2,106 groups in 3,950 runs in 2018). No address is
// fetched: the file still answers at its old address and no longer changes.
// Older files are windows-1252; that is detected, a file that mixes encodings is
// refused. Offsets in Origin point into the file as published.
//
// # What becomes what
//
//   - Unique ID (Group ID) -> Entity.ID and Listing.Reference. Individual ->
//     Person, Entity -> Organization, Ship -> Vessel; in the consolidated list,
//     which had no ships before 2022, an entity whose text begins with an IMO
//     number is a Vessel.
//   - Name 1 -> given name, Name 2 to 5 -> second names, Name 6 -> family name,
//     or the whole name of an organisation or ship; joined in the order 1 to 6.
//     "Primary Name", "Primary name variation", "Alias", "ALias", "Prime Alias",
//     "AKA", "FKA". Alias strength "Low quality a.k.a" -> Weak; blank is not
//     weak. "Ihor (Igor)" gives two names, "(KTJ)" behind an organisation's name
//     an acronym. The primary name leads, whatever its place in the file.
//   - Name non-latin script -> original name. The script is read from the
//     letters: the publisher's own mark is wrong for some and missing for half.
//     What is in Latin letters there is an alias.
//   - D.O.B "dd/mm/1975", "00/00/1975", "dd/09/1958", "1985" -> partial dates;
//     "15/08/19yy" -> a day without a year.
//   - Regime Name -> Listing.Program and Basis; Sanctions Imposed ("a|b") ->
//     Measures, with what only the XML's indicators say; Designation source ->
//     Listing.Note; UK Statement of Reasons -> Listing.Reason, HTML undone.
//     A group under several regimes has a Listing for each.
//   - Business registration numbers are free text: INN, OGRN, KPP, BIK, BIC,
//     LEI, credit codes ... are told apart by package freetext and checked by
//     their check digits. A bare number is an INN or OGRN only under the Russia
//     regime or with a Russian address.
//   - Passport and national identifier descriptions -> number, issuing country,
//     dates of issue and expiry; the description stays in Identifier.Note.
//   - Parent company -> "subsidiary of", Subsidiaries -> "parent of", Current
//     owner/operator -> "operated by" (the column does not say which of both),
//     Previous owner/operator -> "linked to". Names are split at line breaks,
//     "|" and ";", not at commas.
//   - A country that the tables do not know stays as text with a warning.
//     "Congolese" is one: it may be either Congo.
//
// # Attributes
//
//	ofsi_group_id                 Group ID of the closed list (in the UK Sanctions List)
//	uk_sanctions_list_id          Unique ID (in the consolidated list)
//	un_reference                  reference of the UN listing: QDi.276
//	designation_type              an unknown kind of target, as published
//	entity_type                   Type of entity
//	gender                        a gender that is not male or female, as published
//	non_latin_language            language of a name that has no code here
//	vessel_type, tonnage, length, hull_identification_number
//
// Notes of the kinds "other information", "passport", "national identifier",
// "business registration number", "date of birth", "parent company",
// "subsidiary" and "... owner/operator" hold text that could not be read, or
// not wholly.
//
// # Ignored
//
// SanctionsImposedIndicators that are false (the text has no such measure);
// attributes of the root other than dateGenerated; GrpStatus of the
// consolidated list, the same on every row.
//
// # Tested
//
// UK Sanctions List: four official designations of August 2026 (XML) and our own
// fixture, the CSV only on that fixture, where it must give the same entities
// as the XML; no whole file of 2026 was at hand. CryptoWalletAddresses and
// HullIdentificationNumbers are in the schema and unused in 2026; they are read
// by the shape of the other lists. Consolidated list: whole official files of
// 2 April 2014 and 13 April 2018 (29 columns), 36 columns on our own fixture.
package uk
