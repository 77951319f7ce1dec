// Package api answers questions over HTTP in JSON, version 1: it turns a request
// into a screen.Query, and the answer into a response.
//
// Rules:
//
//   - Names of screened people stand in bodies only, never in addresses, and
//     this package logs none.
//   - A request is read strictly: text that is not UTF-8, a field that is not
//     known, a field given twice, a value of another type are refused with the
//     place, because a name that is dropped or damaged on the way is a miss.
//   - An answer is recorded before it is given. One that cannot be recorded is
//     not given.
//   - The embedded sample does not answer unless that was asked for: a "clear"
//     from a sample means nothing.
//   - Every error is a problem document (RFC 9457) made from one table of
//     categories. An unknown error is ours: status 500, the number of the
//     request, no details.
//
// The routes, and what they take and give, are described at /openapi.json. New
// returns an http.Handler that is safe for concurrent use. Authentication,
// request numbers, logging and time limits are package server's.
package api
