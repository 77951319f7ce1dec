// Package ofac parses the two lists of the US Office of Foreign Assets Control:
// the SDN list (us_ofac_sdn) and the Consolidated list of everything else
// (us_ofac_cons). One record becomes one entity; its id is OFAC's record number
// (ent_num, uid), which is the same in every format and on both lists.
//
// # Where and when
//
// https://www.treasury.gov/ofac/downloads/ redirects to
// sanctionslistservice.ofac.treas.gov. OFAC publishes at every action, several
// times a week. The addresses of the advanced XML are the default (SDN,
// Consolidated); SDNFiles and ConsolidatedFiles name those of the CSV set.
//
// # Formats
//
//   - Advanced XML: SDN_ADVANCED.XML, CONS_ADVANCED.XML (advanced.go), the only
//     format with original scripts, listing dates and typed relations by id.
//   - CSV set: sdn.csv (cons_prim.csv) with one row for each record; add.csv,
//     alt.csv and sdn_comments.csv (cons_ in front) hold the addresses, the
//     strong aliases, and the rest of long remarks, joined by the record number.
//     No header line; "-0- " is null; each file ends with an end mark (0x1A).
//     A file without it is read, but the edition is doubted (Report.Doubt): it
//     may have been cut where a row ends, or the copy lost the mark, as the
//     comments of 2021-07-07 did. The files are told apart by their number of columns, so that dated copies can
//     bear any name. sdn.csv alone is read too, with a warning for what is
//     missing. The specification is dat_spec.txt beside the files.
//   - Classic XML: SDN.XML, CONSOLIDATED.XML (sdnList/sdnEntry), which gives the
//     same entities but for the address columns: the CSV has city, region and
//     postal code in one field. The Publish_Date becomes Report.Published; a file
//     with fewer records than its Record_Count is refused.
//
// # What becomes what
//
// Names of individuals, "LASTNAME, Firstname Middle", become natural order with
// parts; in all other names a comma is part of the name. alt.csv holds the
// strong aliases; weak ones stand in the remarks in single quotes. aka, fka and
// nka become the kinds alias, former and new; the issuer name of a security a
// variant. Aliases of digits or one character ("40", "42") are kept, weak, with
// a note.
//
// Schema: individual is Person, vessel Vessel, aircraft Airplane. All others are
// Organization, unless Target Type says Government Entity (PublicBody) or
// Private Company, Public Company, State-Owned Enterprise (Company), or the
// record has an ISIN or ticker (Company). OFAC gives no legal form, and the name
// is not asked.
//
// Remarks are clauses separated by "; ": a label of a fixed vocabulary (label.go)
// and its value. Dates, places, nationalities, documents, wallets, contacts,
// craft data, relations and directives land in their fields; a clause without a
// label is a title or position of a person, kinship ("wife of X"), or a Note of
// kind "remarks". A clause that looks like a number with an unknown label
// becomes an identifier of type other, with a warning. The remarks of sdn.csv
// are cut after 1,000 characters, in the middle of words; the comments file has
// the rest, and where that is missing the broken clause is kept as a note and
// never as a value. The stop that ends all remarks is given back to a name that
// owns it ("CO., LTD.").
//
// Listings: one for each programme tag (in the advanced XML with its dates), with
// "Block" for the SDN list, "Reject" for NS-PLC, and what stands in the remarks
// otherwise: "Directive 1" to "4" and the items of menu-based sanctions. Directives with a listing and effective date
// of their own are listings of their own. When a record was listed is not in the
// CSV and classic XML: Published and Effective stay empty, and are never derived from
// record numbers, whose order is not that of time. A tag BPI-... is a block
// pending investigation. The executive order in a tag's name is its Basis.
//
// Relations: "Linked To" is RelationLinked, which is no statement of ownership;
// TargetID is set when just one record of the file bears the name. Vessel Owner
// and Aircraft Operator are RelationOwner and RelationOperator. The list has no
// shares and, for most companies, no link to the parent at all.
//
// The number types INN, OGRN, OKPO (Government Gazette Number), LEI, USCC, IMO
// and IMO company are told from the generic labels by country and form; Label
// always keeps OFAC's word.
//
// # Advanced XML
//
// Parties, places, documents, relations and entries stand in sections of their
// own and refer to each other and to ReferenceValueSets by id. Sets must come
// first; a missing section refuses the file. An id that no set explains is kept
// as "FeatureType 123", with a warning; a reference to a place that is not there
// as a note; entries, documents and relations of no party are warned of.
//
// The primary name is the Primary alias of type Name with the status Primary
// Latin, wherever it stands. Names in other scripts are NameOriginal with the
// ISO 15924 code; LowQuality is weak; names of an identity marked False are
// aliases with a note. Maiden names and nicknames inside a name are also names
// of their own. Full is in natural order; in Chinese, Japanese and Korean
// script family name first, without a space.
//
// Periods: a whole year or month is a date of that precision, Approximate is
// circa, anything else a range. Reliability other than Confirmed and comments
// become notes of the fact; Validity Fraudulent a note of the document.
//
// Relations read "From <type> To" and belong to From. Owned or Controlled By and
// Property in the interest of become "owned by" without a share (OFAC does not
// say which of the two, Text keeps its words); Owns, controls, or operates
// "owns"; Leader or official of and Principal Executive Officer "directs";
// playing a significant role in "linked to". An Organization that is owned is a
// Company. A Former relation is "linked to" with "formerly:" in Text, so that it
// is never taken for ownership of today. A target on the other list has its
// number in TargetName.
//
// Listings: see (*advanced).listings for what the entries say, what they do not,
// and how days, legal bases and measures are put together. Effective is the day
// of the entry on the list; it is empty when the programme's executive order is
// younger than that day.
//
// Memory does not grow with the file but with the places, documents and entries
// kept from the first of two readings: about 65 MB of heap for a generated file
// of 110 MB with 12,500 records.
//
// # Attributes
//
//	additional_sanctions_information                   "Subject to Secondary Sanctions"
//	aircraft_model                                     "A300B4-622R"
//	chinese_commercial_code                            telegraph code of a Chinese name
//	divestment_date                                    last day of sales for divestment (CMIC), ISO
//	ethnicity, occupation, organization, tribe         as written in old remarks
//	legal_basis                                        advanced XML: legal basis without a programme of its own
//	program_tag                                        advanced XML: further tag, "[IRGC]"
//	gross_registered_tonnage, tonnage, vessel_type     vessel columns
//	ifca_determination                                 "Port Operator"
//	organization_type                                  ISIC class
//	secondary_sanctions_risk                           regulation that creates the risk
//	target_type                                        "Financial Institution"
//	transactions_prohibited_us_financial_institutions  regulation
//	un_locode                                          port
//
// # Ignored
//
// Add_num, alt_num and the uid of aliases, addresses, dates, places, countries
// and ids are row numbers; mainEntry tells the first of several dates, places or
// countries, which stands first anyway.
//
// In the advanced XML: ids of elements other than those that something refers
// to; CalendarTypeID (Gregorian), YearFixed, MonthFixed, DayFixed, DetailTypeID,
// ScriptStatusID, CountryRelevanceID, LocPartValueTypeID, LocPartValueStatusID,
// IdentityFeatureLinkTypeID, whose sets hold one value or repeat the form of the
// element; FeatureVersionReference, IdentityReference and SanctionsEntryID,
// which repeat a reference backwards; DocumentedNameReference, the spelling of
// the name in a document.
//
// # Tested on
//
// Whole official files: the SDN CSV set of 2021-07-07 and 2023-12-28, sdn.csv of
// 2021-08-18, six days of 2024; the Consolidated CSV set of 2025-12-19 and
// CONSOLIDATED.XML of five days from 2024 to 2026. SDN.XML itself only by its
// element names and a part of 2021 in JSON. add, alt and comments of 2026-08-01
// with 33 rows of their sdn.csv.
//
// The advanced XML was tested only on samples: 37 parties and 147 entries with
// whole reference sets of 2024-02-23 (names, dates and programmes equal to the
// CSV of that day), 4 parties of August 2026, and a generated file of full size.
package ofac
