// Package screen turns one question into one decision: is this customer, payer,
// ship or wallet on a list, and why.
//
// A Snapshot is everything an answer depends on: the index of all lists in
// force, the editions it was built from, and the matching parameters. It is
// built aside, frozen and swapped whole; readers never wait for writers. An
// Engine holds the current Snapshot and screens against it from any number of
// goroutines.
//
// A decision names its snapshot, list editions, parameter hash and build, so
// that it can be replayed.
package screen
