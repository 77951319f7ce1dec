// Package ca turns the Consolidated Canadian Autonomous Sanctions List of
// Global Affairs Canada into entities.
//
// Address: https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml
// Page: https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx
// Format: one flat XML file, <data-set> of <record>; no attributes, no nesting,
// no namespace. Rhythm: after each amendment of a regulation, often some days
// after the news release.
//
// # Three generations of the same file
//
// The element names changed; all three are read:
//
//	2020    Country LastName GivenName Entity Aliases DateOfBirth Title Schedule Item
//	2025    Country LastName GivenName EntityOrShip Aliases DateOfBirthOrShipBuildDate TitleOrShip
//	        ShipIMONumber Schedule Item DateOfListing
//	2026    the same with the French name behind a hyphen: Country-Pays, LastName-NomDeFamille ...
//
// # Identity
//
// The publisher gives no id. Ours is a hash of regime, name and, for ships, IMO
// number, in normalised spelling. Schedule and item are left out on purpose:
// items are positions that shift with each amendment, and the schedules were
// renamed ("1" became "Part 1" or "1, Part 1") without any change of the
// listing. Between the file of April 2020 and that of April 2025 a hash with
// the schedule keeps 112 of 1,369 ids, one without it 1,255. A name that stands
// twice in one regime (one case in 4,759: a person in two parts of a schedule)
// gets the schedule, then the item, into the hash of the later record. One
// person in two regimes is two listings and two ids.
//
// # Quirks
//
//   - Country is the regulation, not a nationality: officials of Ukraine stand
//     under "Russia", and some values are no country at all ("Hamas Terrorist
//     Attacks", "Justice for Victims of Corrupt Foreign Officials
//     Regulations"). It becomes Listing.Program, never a CountryFact, because a
//     wrong nationality would count as evidence against a true match.
//   - Values are bilingual: " / " between country names, "|" between ship types,
//     "/" between titles and some organisations. The English half leads.
//   - Aliases are one text: separated by ";", ",", "/", "or", line breaks,
//     "(a.k.a. ...)", "(also known as ...)", labels ("Belarusian:"). A comma does
//     not separate in front of a legal form ("Радиоавтоматика, ООО"), of a word
//     in lower case, or inside quotes and brackets. Alternatives of one word
//     ("Катерина or Екатерина Смушкович") are multiplied out.
//   - A one-word alias of a person with several names ("Andrei") is a variant
//     spelling of the given name; it is kept and marked weak.
//   - Dates: ISO, year, year and month, "1963-1964", "1963 or 1964" (two dates),
//     "Sep-99" (a spreadsheet's month and two-digit year: the latest century in
//     which the person is at least ten years old at listing, so that 1924 does
//     not become 2024), spreadsheet serial numbers ("27395"), "born in the early
//     1970s".
//   - The date element of a ship is its year of building.
//   - Line breaks inside names ("Nauchno-\nIssledovatelskiy") and no-break
//     spaces are removed.
//
// # Attributes
//
//	aliases_as_published   the alias text, when it was split
//	name_as_published      the name, when something was taken out of it
//	program_fr             French name of the regime
//	regime_country         ISO code when the regime names a country
//	schedule, item         place in the regulation (also in Listing.Reference)
//	vessel_type            English half of the type
//	vessel_type_fr         French half
//
// No element is ignored. An entity is an Organization; it is a Vessel when the
// record has an IMO number or a ship type. Tested on two whole official files
// (April 2020 and April 2025); the names of 2026 only on a fixture of our own
// written from the public descriptions of that format.
package ca
