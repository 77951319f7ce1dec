// Package server turns an engine into an HTTP server: it mounts package api and
// adds what every route needs: a number for each request, an access log, a
// bearer token, recovery from panics, time limits, security headers, recording
// of answers, and a clean end.
//
// While it runs it looks for new editions in the store, so that an update by
// another process comes into force without a restart. Readers never wait: the
// new snapshot is built aside and swapped whole. If it cannot be loaded the old
// one stays in force, and the log and /readyz say so.
//
// The log has method, route, status, time and number of each request. It has no
// address, no header and no body: they could hold the names of screened people.
package server
