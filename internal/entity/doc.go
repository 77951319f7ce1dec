// Package entity holds the words every other package speaks: Entity, Name,
// Identifier, Date, Address, Country, Listing, Relation and Origin.
//
// A list parser turns one official record into one Entity; the store keeps it;
// the index finds it; the matcher compares it; the ownership graph joins to it.
// The vocabulary follows the FollowTheMoney model (https://followthemoney.tech)
// where that model has a word, so that data can be exchanged without loss.
//
// The package is pure: no network, files, SQL, logger, clock or environment.
// All values are plain data. They are safe for concurrent reading; nothing in
// this package writes to a value after it was handed out.
package entity
