// Package xmlnode reads an XML file of many records in bounded memory: each
// record element becomes a small tree of Nodes that lives as long as the
// handler runs.
//
// # What it accepts
//
// Namespace-aware XML 1.0 (fifth edition) without a document type declaration.
// It refuses what an official list never needs and an attacker would use or a
// broken transfer would leave behind: document type declarations (so no
// entities beside the five predefined ones), invalid UTF-8 and characters that
// XML forbids, wherever they stand, elements that do not match, a second root
// element, text beside the root, attributes without quotes or given twice,
// references that are not closed or out of range, "]]>" in text, "--" in
// comments, trees deeper or records larger than the limits, and files that end
// before the root element is closed. Whatever encoding/xml refuses in strict
// mode is refused too, with three exceptions that the oracle test names: UTF-16
// with a byte order mark, names with the letters the fifth edition added, and
// an encoding declared with white space around "=".
//
// Prefixes are dropped: elements and attributes are known by their local names.
// Namespace declarations and xsi: attributes are not shown.
//
// # Encodings and places
//
// UTF-8 with or without a byte order mark is read as it is; Offset and Length
// of a Node are then places in the raw bytes: raw[Offset:Offset+Length] is the
// element. UTF-16 with a byte order mark and what golang.org/x/net/html/charset
// knows is transcoded; the raw bytes can then not be cut by the offsets, which
// count the transcoded text, so [Node.Transcoded] tells and [Node.Markup] gives
// the record's text to keep instead; [Node.Fragment] does the right thing for
// both. Bytes that mean nothing in the declared encoding are an error, never
// U+FFFD.
//
// # Memory
//
// A record's bytes stay in one buffer until its handler returns; nodes,
// attributes and pieces of text lie in slabs that the next record reuses. The
// character data and attribute values of a record are copied once, into one
// string, and what Text and Attr return are pieces of it: they may be kept for
// ever. Keeping one piece keeps the string: the record's values without its
// tags and indentation, which is a tenth of a record's bytes in
// SDN_ADVANCED.XML, a third in the UN and Canadian lists, half in the EU's. A
// parser that hands on most of what it reads loses nothing by it, and a string
// of its own for each value would cost an allocation each; who keeps a word of
// a large record for long should strings.Clone it.
//
// A Node remembers which of its children and attributes were read, so that a
// parser can prove that it used, or named as ignored, all a publisher wrote.
//
// Readers are not safe for concurrent use; separate readers are independent.
package xmlnode
