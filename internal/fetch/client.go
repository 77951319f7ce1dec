package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Defaults of a Client's limits.
const (
	DefaultMaxBytes       = 512 << 20
	DefaultTimeout        = 15 * time.Minute
	DefaultConnectTimeout = 20 * time.Second
	DefaultHeaderTimeout  = 90 * time.Second // some publishers build the file for each request
	DefaultIdleTimeout    = 60 * time.Second
	DefaultMinRate        = 256
	DefaultTries          = 4
	DefaultBackoff        = 2 * time.Second
	DefaultMaxWait        = 2 * time.Minute
	maxRedirects          = 10
)

// Client fetches files. Zero fields mean the defaults above.
type Client struct {
	UserAgent string           // "interdict/<version> (+https://github.com/interdict-dev/interdict)"
	Now       func() time.Time // nil = time.Now

	MaxBytes       int64         // greatest size of a file, after transport decompression
	Timeout        time.Duration // one try, from connecting to the last byte
	ConnectTimeout time.Duration // name resolution, TCP, and again as much for TLS
	HeaderTimeout  time.Duration // from the request to the end of the answer's header
	IdleTimeout    time.Duration // the window in which MinRate is measured
	MinRate        int64         // least bytes per second over each window of IdleTimeout; < 0 = any

	Tries   int           // at most so many requests for one Get
	Backoff time.Duration // wait before the second try; doubles each time, with jitter
	MaxWait time.Duration // longest wait between two tries, also when the server asks for more

	// Proxy tells the proxy for a request, as http.Transport.Proxy does; nil
	// means none. The environment is not read here.
	Proxy func(*http.Request) (*url.URL, error)

	// AllowPrivate permits addresses of private networks, for tests and for
	// mirrors inside a company's network.
	AllowPrivate bool

	// Transport, if set, gives the TLS settings for the connections; its other
	// fields are not used.
	Transport *http.Transport

	once    sync.Once
	http    *http.Client
	proxies sync.Map // host:port of each proxy Proxy has named
}

// Request says what to fetch.
type Request struct {
	URL string

	// ETag and LastModified, as an earlier Result gave them, make the request
	// conditional: Get returns ErrUnchanged when the server has nothing newer.
	ETag         string
	LastModified time.Time

	// Hosts are the hosts that redirects may lead to beside URL's own: exact
	// names, or "*.example.org" for all names below example.org.
	Hosts []string

	// Browser makes the user agent look like a browser's while still naming the
	// program, "Mozilla/5.0 (compatible; ...)": some publishers refuse all others.
	Browser bool

	MaxBytes int64  // 0 = the client's limit
	Accept   string // media types; "" = any
	Dir      string // folder for the file; "" = the system's folder for temporary files

	// Progress, if set, is called now and then with the bytes received and the
	// expected total, -1 if unknown.
	Progress func(done, total int64)
}

// Result is a fetched file. The caller removes Path.
type Result struct {
	Path         string
	SHA256       string // of the file at Path, lower-case hex
	Size         int64
	ETag         string
	LastModified time.Time // zero if the server does not say
	FetchedAt    time.Time // when the last byte had arrived
	FinalURL     string    // after redirects
	ContentType  string
	Status       int
}

// Errors a caller may tell apart.
var (
	// ErrUnchanged says that the server has nothing newer than the request's
	// ETag or LastModified. The Result then holds status, time and address.
	ErrUnchanged = errors.New("unchanged since the last fetch")

	// ErrTooLarge says that the body is larger than allowed.
	ErrTooLarge = errors.New("larger than allowed")

	// ErrForbidden says that an address, or one that it redirects to, is not
	// allowed: foreign host, private network, plain http after https.
	ErrForbidden = errors.New("address not allowed")
)

// StatusError is an answer other than 200 or 304.
type StatusError struct {
	Status     int
	RetryAfter time.Duration // as the server asks, 0 if it does not
	Head       string        // start of the body, white space folded
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("server answers %d %s", e.Status, http.StatusText(e.Status))
	if e.Head != "" {
		s += ": " + e.Head
	}
	return s
}

// Get fetches r. On error no file is left. A conditional request that the
// server answers with 304 gives ErrUnchanged.
func (c *Client) Get(ctx context.Context, r Request) (Result, error) {
	c.once.Do(c.setup)
	u, err := url.Parse(r.URL)
	if err != nil {
		return Result{}, fmt.Errorf("fetch %s: %w", r.URL, err)
	}
	if err := checkURL(u); err != nil {
		return Result{}, fmt.Errorf("fetch %s: %w", u.Redacted(), err)
	}
	tries := or(c.Tries, DefaultTries)
	for try := 1; ; try++ {
		res, err := c.try(ctx, u, r)
		if err == nil || errors.Is(err, ErrUnchanged) {
			return res, err
		}
		wait, again := c.wait(try, err)
		if ctx.Err() != nil || !again || try >= tries {
			if try > 1 {
				err = fmt.Errorf("%w (try %d)", err, try)
			}
			return Result{}, fmt.Errorf("fetch %s: %w", u.Redacted(), err)
		}
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			t.Stop()
			return Result{}, fmt.Errorf("fetch %s: %w (stopped after: %w)", u.Redacted(), context.Cause(ctx), err)
		case <-t.C:
		}
	}
}

// wait says whether err is worth another try, and how long to wait before it.
func (c *Client) wait(try int, err error) (time.Duration, bool) {
	limit := or(c.MaxWait, DefaultMaxWait)
	var status *StatusError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &cert):
		return 0, false
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrTooLarge), errors.Is(err, errLocal), errors.Is(err, errAnswer):
		return 0, false
	case errors.As(err, &status):
		if status.Status < 500 && status.Status != http.StatusTooManyRequests {
			return 0, false
		}
		if status.RetryAfter > 0 {
			return min(status.RetryAfter, limit), true
		}
	}
	// Full jitter over the upper half: clients that failed together do not come
	// back together.
	d := min(or(c.Backoff, DefaultBackoff)<<(min(try, 20)-1), limit)
	return d/2 + rand.N(d/2+1), true
}

// errLocal marks errors of our own disk, errAnswer answers that another try
// would not better.
var (
	errLocal  = errors.New("cannot keep the file")
	errAnswer = errors.New("answer not understood")
)

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: only http and https, not %q", ErrForbidden, u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("%w: no host", ErrForbidden)
	case u.User != nil:
		return fmt.Errorf("%w: it holds a user name", ErrForbidden)
	}
	return nil
}

// HostAllowed reports whether host is own, or one of hosts (exact, or
// "*.suffix" for all names below suffix). Case and a trailing dot do not count.
func HostAllowed(host, own string, hosts []string) bool {
	norm := func(s string) string { return strings.TrimSuffix(strings.ToLower(s), ".") }
	host = norm(host)
	if host == "" {
		return false
	}
	if host == norm(own) {
		return true
	}
	for _, h := range hosts {
		h = norm(h)
		if suffix, ok := strings.CutPrefix(h, "*."); ok {
			if suffix != "" && strings.HasSuffix(host, "."+suffix) {
				return true
			}
		} else if host == h {
			return true
		}
	}
	return false
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

func or[T comparable](v, or T) T {
	var zero T
	if v == zero {
		return or
	}
	return v
}
