// Package store keeps the editions of every list, and the decisions that rest
// on them.
//
// An edition is what one official file (or set of files) said: the raw bytes,
// the entities that were read from them in the file's order, and the report
// that accounts for every record. Editions are append-only. Committing one is
// a single transaction, so that after a crash at any moment, and for every
// reader at any moment, the previous edition or the new one is there whole.
//
// The data directory:
//
//	interdict.db      lists, editions, records, fetch states
//	decisions.db      decisions, a file of its own: other rhythm, other retention, and
//	                  a long commit of an edition never holds up an answer
//	raw/ab/<sha256>.zst   each raw file once, named by the hash of its bytes
//	tmp/              files being written; what a killed program leaves is removed a day later
//
// An entity that did not change between editions is stored once. Its place in
// the raw file changes with every edition and therefore stands in the
// edition's manifest, not in the record.
//
// Four dates are four fields: Effective and Published of a listing in the
// entity, Fetched and Activated of the edition here. "As known at t" means the
// editions with Activated <= t.
//
// A Store is safe for concurrent use, and several processes may open the same
// directory: writers queue, readers never wait.
package store
