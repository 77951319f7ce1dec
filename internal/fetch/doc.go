// Package fetch turns an address into bytes on disk: a temporary file with its
// SHA-256, size, ETag and dates. It knows nothing of lists, pages or feeds.
//
// A publisher's server is not trusted. It may hang, drip, lie about lengths,
// redirect anywhere, answer with gigabytes, or be somebody else's. So:
//
//   - only http and https; a redirect from https to http is refused, and a
//     redirect may only lead to the host that was asked for and to the hosts
//     the request names;
//   - addresses of private, loopback, link-local and other special networks are
//     refused after name resolution, for each connection (Client.AllowPrivate
//     lifts that);
//   - connecting, the answer's header, and the flow of the body have time
//     limits of their own, and the whole request has one; a body that trickles
//     below Client.MinRate is given up;
//   - a body larger than allowed, after decompression, is an error as soon as
//     the limit is passed; a body that ends early is an error;
//   - a file is whole or not there: on error nothing is left behind.
//
// Transport compression: the client asks for gzip and undoes it itself while
// streaming, so that the size limit holds for what reaches the disk, and so
// that a cut stream is noticed by gzip's own checksum. Any other
// Content-Encoding is refused. Files that are compressed as such (list.xml.gz)
// stay as they are.
//
// Network errors, cut bodies, 5xx and 429 answers are tried again with
// exponential backoff and jitter, or after the server's Retry-After; other 4xx
// answers never are.
//
// A Client is safe for concurrent use once its fields are set.
package fetch
