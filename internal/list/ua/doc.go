// Package ua holds the Ukrainian lists.
//
// War & Sanctions (https://war-sanctions.gur.gov.ua/en) is a database kept by the
// Defence Intelligence of Ukraine: captains, ships and managers of the shadow
// fleet, makers of weapons and their parts, those who took part in the abduction
// of children, in looting and in propaganda. It has no download of its own, only
// pages; OpenSanctions reads the pages daily and publishes them as the dataset
// ua_war_sanctions, which is what this package reads, in all forms of package
// ftm (entities.ftm.json, targets.nested.json, targets.simple.csv).
//
// Being named there is by itself no sanction of Ukrainian law, which is made by
// decrees of the NSDC; the listing says so by its authority, and its programme
// (UA-WS-MARE, UA-WS-MILIND, UA-WS-KIDNAPPERS, ...) tells the section.
//
// # Quirks
//
//   - In targets.simple.csv numbers have no type. IMO numbers of ships and of
//     companies share the prefix "IMO" and are told apart by the schema; MMSI and
//     call signs by their shape, of vessels only; INN, OGRN and the Ukrainian
//     taxpayer number of persons (RNOKPP) by their check digits (ftm.Guess).
//   - Ship managers have a sanction without any text (a cell with one empty
//     value): their listing names the authority only.
//   - countries of a vessel are its flag and all former ones, not told apart.
//   - names are mostly given in three languages: English as primary name,
//     Ukrainian and Russian as aliases; those in Cyrillic are original names when
//     the entity is of a country that writes so.
//
// Attributes: those of package ftm (schema, dataset, first_seen, last_seen,
// last_change ...). No field is ignored.
//
// # Tested on
//
// The whole targets.simple.csv of March 2026 (5,600 rows). The other two forms
// only on files of other datasets.
package ua
