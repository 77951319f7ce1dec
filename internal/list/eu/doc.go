// Package eu reads the sanctions lists of the European Union: the Financial
// Sanctions Files of the Commission (source eu_fsf) and the acts of the Official
// Journal as OpenSanctions tabulates them (source eu_journal_sanctions).
//
// # Financial Sanctions Files
//
// https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=...
// is an XML file of some 25 MB that holds everybody whose funds are frozen. It
// lags the Journal by days to weeks and knows neither ships nor sectoral
// measures. Four formats are read, all into the same subject (record.go) and
// from there into the same entity: XML 1.1, XML 1.0 (root WHOLE, until 2018),
// CSV 1.1 and CSV 1.0 (one row a detail; the rows of a subject stand together,
// and the subject is the record). The id of the entity is logicalId in all four;
// euReferenceNumber is the Reference of its listings.
//
// Names: a name that the Journal prints alike in several languages is kept once,
// with the languages in its note. strong="false", a remark "low quality" (also
// typed "lo quality") and, beside fuller names, a single word make a person's
// name weak; "good quality" ("god", "ood") is no information and dropped. Short
// capitals of bodies are acronyms. The files name no primary name: it is the
// first strong one with parts in English or no language (fsfNames). Brackets,
// "a.k.a.", slashes and commas inside names are read by splitName.
//
// title and function written "(a) ... (b) ..." are taken apart. A date of birth
// may be a day, parts, a range of years; calendarType other than GREGORIAN is
// kept as a note and warned of, except that a birthdate which differs from the
// year beside it is the publisher's own conversion. A country "UNKNOWN" or 00 is
// none; CS is Serbia. A listing takes effect on the earlier of designationDate
// and entryIntoForceDate. The type "other" of an identification gives way to
// what its remark says ("passport ..."), and register numbers that name their
// kind (INN, OGRN) become that kind. zipCode "PO Box 1406 - 60455" is a box and a
// code. In version 1.0 qualifiers stand in the values: "1963 (approximative)",
// "27082171 (passport-National passport) [known to be expired](remark)",
// "PHONE[042-681 20 81]", "Bassora (J.O. FR)".
//
// Attributes: un_reference (unitedNationId), un_designation_date (from the
// remark), subject_type and gender (unknown values). Notes: remarks, function
// (of bodies), birth, document and address (what cannot be placed), other
// information.
//
// Ignored: regulationSummary and the Regulation columns of details, which name
// the latest act that touched the detail and not the one that brought it (so
// they cannot say since when a name is known); regulationLanguage; logicalId of
// details and of regulations; fileGenerationDate after the first row.
//
// A CSV whose lines a spreadsheet wrapped in quotation marks is refused: saving
// it again has also broken its letters.
//
// # Official Journal
//
// One CSV file an act, described in FORMAT.md beside them
// (https://github.com/opensanctions/opensanctions, datasets/eu/journal_sanctions/data):
// consolidated/<celex>.csv is the whole of a framework act, amendments/<celex>.csv
// what one amending act adds or changes until the next consolidation has it. All
// files together are one Input. A row is a record. Rows say nothing of removals,
// which show only in the next consolidated file.
//
// A row is one entity with one listing: the same company under two measures is
// two rows and two entities, as printed. The id is made of what names the entry
// in the act ("32014R0269/I.PERSONS/EU-UKR/Asset_freeze/1/Person") and is the
// same whether the row stands in an amending or a consolidated file, so that an
// entry keeps its id when it is consolidated; without a printed number a hash of
// the name takes its place. An amending row whose entry is in a consolidated file
// too is folded into that entity: the newer wording comes first, what the older
// said is kept behind it. Entries of one number that share neither a word of a
// name nor a number stay apart, with a warning.
//
// A LegalEntity of the format becomes an Organization (persons have a part of
// their own in each annex), an Asset a Thing. The Council prints family names in
// capitals, which gives the parts. imoNumber of a body is the number of a
// company, of a Vessel that of the ship. Numbers that fail their check digits are
// kept, with a note and a warning.
//
// Attributes: appearance, ethnicity, father_name, mother_name, legal_form,
// sector. Notes: other information (notes), birth, incorporation, document,
// registration. The annex and the amending act stand in the note of the listing.
//
// # Tested on
//
// Whole: XML 1.0 of 11 February 2016 (595 subjects) and all 56 journal files of
// August 2026 (8,017 consolidated rows, 417 amending rows). Samples only: XML 1.1
// (three subjects carved out of the file of 5 August 2026, and own files in the
// public schema), CSV 1.0 (a restored part with 93 subjects), CSV 1.1 (own files
// with the public column names).
package eu
