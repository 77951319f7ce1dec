// Package ilist reads and writes Interdict list text, the project's own text
// format for lists: one fact a line, one record a block, written to be read in
// a code review and compared line by line.
//
//	ilist 1
//	list us_ofac_sdn
//	title Specially Designated Nationals, sample
//	published 2026-08-01
//
//	entity 17022
//	  schema Company
//	  name OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY
//	  original ПАО «НК «Роснефть»
//	    certainty from knowledge
//	  inn 7706107510
//	    country ru
//	  listing RUSSIA-EO14024
//	    measure blocking
//	    effective 2025-10-22
//	  source OFAC SDN list of 1 August 2026
//
//	end 1
//
// Every field of entity.Entity can be written, and what Write writes, Read
// gives back equal (an empty slice comes back nil). Reading is strict: an
// unknown word, a wrong indentation, an invisible character, a second value
// where one is allowed, or a missing or wrong closing line refuses the whole
// file, and the error names line and hint. The closing line carries the number
// of records, so that a file cut anywhere is recognised.
//
// docs/formats/list-text.md has the grammar for people. Package custom reads
// such files as a list of the user's own; package sample carries the built-in
// lists in this format.
//
// The package is pure. A Writer serves one goroutine; everything else is safe
// for concurrent use.
package ilist
