// Package ingest brings official lists up to date: it fetches the files of a
// list, has them parsed, holds the result against what is expected of the list,
// and commits it as a new edition. It says what changed.
//
// What cannot be trusted is refused: a web page in place of data, a cut file,
// an edition that lost a fifth of its records or a field that was always
// filled, an edition older than the one in force. Then the old edition stays in
// force, the Result says so, and the store remembers why. Refusal is an
// everyday event, not a crash: one list's trouble never stops the others.
//
// Conditional requests are made only with the marks of the bytes that the
// edition in force was made of. A refused file is therefore fetched, judged and
// refused again at the next run; "304 Not Modified" never hides it. And since
// servers and caches err, a list is fetched whole at least once a day, whatever
// its server says about change.
//
// Lists are fetched in parallel, two at a time, and committed one after the
// other.
package ingest
