// Package list says what an official list is: a Source with its addresses,
// formats and expectations; an Input of one or several raw files; a parser that
// turns records into entities; and a Report that accounts for every record.
//
// One package per publisher lives below this one. A publisher's package knows
// its file formats and nothing else: no network, no disk, no other publisher.
// Invariant: every record of a file is accepted, folded into an accepted one
// (edges of graph formats), or rejected with a reason in the Report; Parse
// checks the sum.
//
// Parsers are pure functions of their Input and may run concurrently on
// different inputs. A Report belongs to one Parse call.
package list
