// Package bulk screens files of any length: customers as CSV or JSON lines in,
// one result a row out, in the order of the input, in constant memory.
//
// Every row of the input is accounted for in the output: screened, or rejected
// with the reason. A run that is killed can be resumed: results go to a file
// with ".part" behind its name, and every second or so a checkpoint beside it
// says how many rows are durably in it. Resume cuts the file back to the last
// checkpoint and goes on behind it, so that no row is lost or done twice, and
// the outcome is byte for byte that of a run without interruption. The finished
// file gets its name only when it is whole.
package bulk
