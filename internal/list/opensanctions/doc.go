// Package opensanctions reads the datasets of OpenSanctions
// (https://www.opensanctions.org/datasets/): the entities, the catalogue of
// datasets, and the differences between versions.
//
// # Files
//
//	https://data.opensanctions.org/datasets/latest/<dataset>/entities.ftm.json   all records
//	https://data.opensanctions.org/datasets/latest/<dataset>/targets.nested.json targets, neighbours inside
//	https://data.opensanctions.org/datasets/latest/<dataset>/targets.simple.csv  targets as a table
//	https://data.opensanctions.org/datasets/latest/<dataset>/index.json          Dataset, through ParseCatalog
//	https://data.opensanctions.org/datasets/latest/index.json                    Catalog
//	https://data.opensanctions.org/datasets/latest/<dataset>/delta.json          DeltaIndex
//	.../entities.delta.json at an address of the delta index                     ReadDelta, Apply
//
// names.txt, senzing.json, statistics.json, issues and the statement files are
// not read: they hold less than the entities, or data about the database.
// Versions are exported several times a day; each stays at an immutable address
// below /artifacts/<dataset>/<version>/.
//
// # Terms
//
// CC BY-NC 4.0. Business use needs a licence: see Terms.
//
// # Entities
//
// The format is FollowTheMoney; package ftm, next door, says what becomes of
// each schema and property, which attributes it writes, and when a line counts
// as accepted, folded or rejected. A source's id is "os_" and the name of the
// dataset, because the official list of the same name has its own source.
//
// Entities that a dataset holds only as neighbours of a target carry the
// attribute target=false (in nested and older files), and have neither topics
// nor listings of their own: they are no hits, but the graph needs them.
//
// # Differences
//
// ReadDelta gives the operations of one difference, with the ids of the
// entities that each concerns: a changed ownership is a change of its two ends.
// Apply makes the next version's file out of the last one, so that what is
// parsed, stored and replayed is always a whole file. DeltaIndex.Since tells
// which differences are needed and whether all of them are still published.
//
// # Tested on
//
// Whole official files: entities of the datasets behind yente's tests (t1, zala,
// parteispenden), one difference of 1,700 operations and yente's chain of five,
// the catalogue of June 2024 with 193 datasets, targets.simple.csv of INTERPOL
// Red Notices (2025, 6,561 rows). A file of 1,565 records made by a fork of the
// crawlers shows properties no model has. targets.nested.json: a sample of five
// targets only.
package opensanctions
