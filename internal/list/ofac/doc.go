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
//     No header line; "-0- " is null; sdn.csv may end in an end mark (0x1A). The
//     files are told apart by their number of columns, so that dated copies can
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
// Listings: one for each programme tag (in the advanced XML with its dates), with "Block" for the SDN list, "Reject"
// for NS-PLC, and what stands in the remarks otherwise: "Directive 1" to "4" and
// the items of menu-based sanctions. Directives with a listing and effective date
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
// # Tested on
//
// Whole official files: the SDN CSV set of 2021-07-07 and 2023-12-28, sdn.csv of
// 2021-08-18, six days of 2024; the Consolidated CSV set of 2025-12-19 and
// CONSOLIDATED.XML of five days from 2024 to 2026. SDN.XML itself only by its
// element names and a part of 2021 in JSON. add, alt and comments of 2026-08-01
// with 33 rows of their sdn.csv. The advanced XML on samples only, see advanced.go.
package ofac
