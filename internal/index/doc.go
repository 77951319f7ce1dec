// Package index turns entities into an immutable index and finds the candidates
// for a query. It never scores.
//
// A Builder collects entities and freezes them into an Index: flat arrays
// without pointers, in memory or mapped from a file (Save, Open). An Index is
// read-only and safe for concurrent use; a Searcher holds the scratch space of
// one goroutine.
//
// How a candidate is found: every token of every listed name stands once in a
// lexicon. For each token of the query the lexicon gives all tokens alike
// (name.Keys: exact, within one or two edits, same skeleton, same group of
// names). The tokens that matter most are walked through their postings; a name
// that shares only the rest cannot reach the floor (match.Scorer.MaxLeft) and
// is never looked at. Words joined or split are found by keys of their own,
// identifiers by a hash of their normal form.
//
// The file format is described in docs/formats/index.md.
package index
