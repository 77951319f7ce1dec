// Package xmlnode reads an XML file of many records in bounded memory: each
// record element becomes a small tree of Nodes that lives as long as the
// handler runs.
//
// It refuses what an official list never needs and an attacker would use:
// document type declarations (so no entities beside the five predefined ones),
// undeclared encodings, invalid UTF-8, trees deeper or records larger than the
// limits, and files that end before the root element is closed.
//
// A Node remembers which of its children and attributes were read, so that a
// parser can prove that it used, or named as ignored, all a publisher wrote.
//
// Readers are not safe for concurrent use; separate readers are independent.
package xmlnode
