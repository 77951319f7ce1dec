// Package eval measures the engine on labelled data: pairs of names, retrieval
// from whole lists, and checks of queries against candidates.
//
// The package computes; cmd reads files and prints. Results are plain values
// with JSON keys that other tools rely on.
package eval
