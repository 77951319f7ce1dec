// Package sample is the data the program starts with: small, dated extracts of
// the official lists, and customers to try them on. With it everything works
// without a network, from the first start.
//
// The lists are files in Interdict list text (package ilist), one for each list
// id, under lists/. They are written from public facts, and each record names
// its source. What could not be checked against an edition of the official list
// carries the mark "from knowledge" or "unverified" on the fact itself; the
// spellings in the original script that no list prints are "from knowledge".
// The editions are called "sample" with a date, so that nobody takes them for
// the official lists.
//
// What is in them: the 36 records of the action of 22 October 2025 against
// Rosneft and Lukoil, with the sectoral records of the same parties and the
// seven older ones that have no such listing under their own number; what the
// United Kingdom, the European Union, Canada and Australia did about the same
// parties; and some fifty well-known persons, companies, ships, an aircraft and
// wallets from fourteen lists in several scripts. A relation to a record of
// another list has the target "list:id".
//
// The lists say nothing about shares: ownership and licences come from
// elsewhere.
//
// # Customers
//
// Customers and Namesakes are tables as a bank would have them.
// customers.expected.csv holds what an engine must say about each customer on
// the sample lists: the verdict, the records, and why. In short:
//
//   - K-01 to K-14 must hit: by name, in Cyrillic, Hangul and Arabic, with a
//     typing error, by a taxpayer number alone, by an alias, by a weak alias
//     (a weaker hit), a ship by its IMO number under a new name, a wallet in
//     another case, a company with a sectoral record and a blocked twin, and one
//     that only the European Union lists.
//   - K-15 to K-18 must not: two namesakes of listed persons with other dates of
//     birth, and two customers that resemble nobody.
//
// The namesakes are invented persons and companies with names like those of
// listed ones; none of them is on a list. A name alone cannot clear them: where
// the table gives a date of birth, a country or a kind that contradicts the
// record, an engine must use it.
package sample
