// Package csl reads two lists of the US Department of Commerce.
//
// # Consolidated Screening List (us_trade_csl)
//
//	https://api.trade.gov/static/consolidated_screening_list/consolidated.json
//	https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv
//
// Updated daily. One record for each entry of one of these lists, told by the
// field source: Denied Persons (DPL), Entity List (EL), Military End Users (MEU),
// Unverified (UVL) of the Bureau of Industry and Security; Nonproliferation
// Sanctions (ISN) and ITAR/AECA debarred (DTC) of the State Department; and copies
// of OFAC's lists (SDN, SSI, FSE, PLC, CAP, NS-MBS, CMIC). The copies say less
// than OFAC's own files; screen against those too.
//
// The document is {"results": [...]}; it is read record by record, twice: the
// first time only for the starts of listings (see "expired" below). The table
// has the same content flat; the layout since 2020 begins with _id, that of 2019
// has no ids for BIS and State records, which get a hash of list, name, notice
// and start.
//
// # Fields
//
//	id, _id, entity_number       ID (entity_number is also the Listing's Reference)
//	name, alt_names              Names; see below
//	type                         Schema; BIS and State do not tell: LegalEntity
//	programs                     one Listing each; without any, the list's code is the Program
//	source                       Listing.Authority, Listing.Note, Topics
//	federal_register_notice      Listing.Basis
//	start_date, end_date         Listing.Effective, Listing.Until
//	license_requirement, license_policy, standard_order    Listing.Measures
//	source_information_url       Listing.URL
//	addresses, country, nationalities, citizenships, dates_of_birth, places_of_birth, title
//	remarks                      Note "remarks"; "(Linked To: X)" a Relation
//	call_sign, vessel_flag, vessel_owner    Identifier, Country, Relation
//	ids                          Identifiers; also contacts, gender, flags, dates, and OFAC's remarks on
//	                             directives and secondary sanctions, which become Measures
//
// Attributes: source_list_url, entity_number (where it is not the ID), type (an
// unknown one), name_as_published (where the field held several names),
// birth_date_text, vessel_type, gross_tonnage, gross_registered_tonnage,
// id_without_number, id_<type> (an entry of ids that is no number: id_target_type,
// id_issuer_name ...), and every member this version does not know, which is also
// reported as unread.
//
// Ignored: score (of the search service), total, offset, sources, sources_used.
// search_performed_at is the report's Published.
//
// # Quirks
//
//   - Mojibake: UTF-8 that was read as windows-1252 is repaired when that is
//     certain (see repair), with a warning and the published text in a note.
//     Question marks for lost apostrophes stay; "People?s" gets a variant
//     "People's".
//   - Names with everything in them: "X, a.k.a., the following three aliases: -Y;
//     -Z; and -W", "X A/K/A Y", "PEARL (A.K.A. NEI-CHIEN CHU) LI", "X and any
//     successor, sub-unit, or subsidiary thereof" (the last a note "scope").
//   - Several addresses in one field, with the city and code of one of them.
//   - Dates of birth as "circa 1951" and as ranges.
//   - Expired entries (ISN, DPL) stay in the list. Status is "expired" when the end
//     lies before the fifth newest start of a listing in the same file: a parser
//     has no clock, and the newest start may be misprinted. Readers with a clock
//     should look at Until.
//
// # Denied Persons List (us_bis_denied)
//
//	https://www.bis.doc.gov/dpl/dpl.txt
//
// Tab-separated, a row for each address of a party under an order; rows of one
// name, order and end are folded into one entity. Persons and companies are not
// told apart. There are no ids: a hash of the name and the first citation of the
// order. Columns: Name, Street_Address, City, State, Country, Postal_Code,
// Effective_Date (Effective), Expiration_Date (Until), Standard_Order (Measures),
// Last_Update (Modified, the newest), Action (Note "remarks"), FR_Citation
// (Basis). None is ignored. An address with a state and no country is in the
// United States.
//
// # Tested on
//
// The whole Denied Persons List of 2022-09 (581 rows); 115 rows of the table of
// 2019-12. The JSON document and the table with _id only on records written after
// published documentation and public test records.
package csl
