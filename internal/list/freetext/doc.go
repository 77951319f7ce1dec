// Package freetext reads what publishers write as prose into one field: the
// numbers of a company ("INN: 7706107510 OGRN - 1027700043502"), enumerations
// ("(1) Tripoli (2) Tunis"), the script of a name.
//
// Nothing is guessed: a number gets a specific type only when the text names it
// and its length and check digits fit (entity.ValidID); everything the package
// does not understand is handed back to the caller, who keeps it as text.
//
// The package is pure and its functions may be called concurrently.
package freetext
