// Package db opens an embedded SQLite database: it brings the schema to the
// version the program knows, and hands out one writing connection and a pool of
// reading ones.
//
// The package knows no tables. Each package that keeps data brings its own
// Schema, a folder of numbered SQL migrations beside the code that uses them.
//
// A database is opened in WAL mode with synchronous=FULL: a transaction that
// was committed survives a power cut, one that was not leaves no trace, and
// readers never wait for a writer. Writers of several processes queue up behind
// SQLite's own lock, for as long as Options.Busy.
//
// A DB is safe for concurrent use.
package db
