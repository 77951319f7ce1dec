// Package bulk screens files of any length: customers as CSV or JSON lines in,
// one result a row out, in the order of the input, in constant memory.
//
// Every row of the input is accounted for in the output: screened, screened with
// problems named (a date that was not understood, fields that are missing), or
// rejected with the reason. A row is rejected when its values may stand under
// headings that are not theirs, when it is no text in the charset, or longer than
// 1 MiB. A quote that is never closed hides no row: see splitter.
//
// A run into a file that is killed can be resumed: results go to a file with
// ".part" behind its name, and every second or so a checkpoint beside it
// (".part.json") says how many rows are durably in it. Resume cuts the file back
// to the last checkpoint and goes on behind it, so that no row is lost or done
// twice, and the outcome is byte for byte that of a run without interruption.
// The finished file gets its name only when it is whole. Both files are readable
// by their owner only. Two runs into one file at a time are not told apart.
//
// Decisions, when they are recorded, are made durable before the checkpoint that
// counts their rows. After a kill, the rows between the last checkpoint and the
// kill are screened and recorded again: every row is recorded at least once, and
// exactly once in a run without interruption.
package bulk
