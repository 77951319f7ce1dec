// Package custom reads a user's own lists: tables in CSV, TSV and other
// delimited text, JSON lines, and Interdict list text.
//
// A table's columns are recognised by their headings (package columns) or given
// by Options.Mapping. Unrecognised columns become attributes, so nothing is
// lost; when such a heading is close to a known one the report warns. A row
// without an id gets one from its names, dates and identifiers, which stays the
// same when rows are moved or other columns change.
//
// Quirks that are dealt with: the delimiter is found by trying (comma,
// semicolon, tab, bar) which one gives the most known columns; "sep=;" on the
// first line; a byte order mark; UTF-16 with a byte order mark, which is what
// spreadsheets call "Unicode text"; several columns with the same heading; rows
// shorter than the header (accepted, warned), rows longer than it (rejected: a
// delimiter inside a value has shifted the columns).
//
// A table has no mark of its end: a file cut between two rows cannot be told
// from a whole one. Interdict list text (package ilist) carries the number of
// its records.
//
// JSON lines: one object a line, keys are headings; nested objects are headings
// joined by a dot ("address.city"); lists are several values; lists of objects
// and other values without a heading of their own are kept as JSON text in an
// attribute.
//
// Attribute keys: those of package columns, and "exported_from" of package
// ilist. Tested on files of our own and, through the same columns, on tables of
// Canadian, Israeli, Pakistani and US publishers.
package custom
