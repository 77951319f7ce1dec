package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
)

// setup builds the HTTP client: one connection pool, guarded dialling, guarded
// redirects.
func (c *Client) setup() {
	tr := &http.Transport{
		DialContext:            c.dial,
		TLSHandshakeTimeout:    or(c.ConnectTimeout, DefaultConnectTimeout),
		ResponseHeaderTimeout:  or(c.HeaderTimeout, DefaultHeaderTimeout),
		MaxResponseHeaderBytes: 256 << 10,
		DisableCompression:     true, // undone here, under the size limit
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        DefaultIdleTimeout,
	}
	if c.Transport != nil {
		tr.TLSClientConfig = c.Transport.TLSClientConfig
	}
	if c.Proxy != nil {
		tr.Proxy = func(r *http.Request) (*url.URL, error) {
			u, err := c.Proxy(r)
			if u != nil && err == nil {
				c.proxies.Store(hostPort(u), true)
				// The proxy resolves the name, so only addresses written as
				// numbers can be checked here.
				if ip, bad := netip.ParseAddr(r.URL.Hostname()); bad == nil && !c.AllowPrivate && !public(ip) {
					return nil, fmt.Errorf("%w: %s is no public address", ErrForbidden, ip)
				}
			}
			return u, err
		}
	}
	c.http = &http.Client{Transport: tr, CheckRedirect: checkRedirect}
}

type allowed struct{ hosts []string }

type allowedKey struct{}

// checkRedirect judges a redirect by the hosts that the request's context
// carries.
func checkRedirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d redirects", errAnswer, maxRedirects)
	}
	first, last := via[0].URL, via[len(via)-1].URL
	if err := checkURL(next.URL); err != nil {
		return fmt.Errorf("redirect to %s: %w", next.URL.Redacted(), err)
	}
	if last.Scheme == "https" && next.URL.Scheme != "https" {
		return fmt.Errorf("redirect to %s: %w: plain http after https", next.URL.Redacted(), ErrForbidden)
	}
	a, _ := next.Context().Value(allowedKey{}).(allowed)
	if !HostAllowed(next.URL.Hostname(), first.Hostname(), a.hosts) {
		return fmt.Errorf("redirect to %s: %w: foreign host", next.URL.Redacted(), ErrForbidden)
	}
	return nil
}

// dial connects to a public address, or to a proxy that the caller named.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: or(c.ConnectTimeout, DefaultConnectTimeout)}
	if _, proxy := c.proxies.Load(addr); !proxy && !c.AllowPrivate {
		// Control sees the address that was resolved, right before connecting:
		// a name that resolves differently a second time changes nothing.
		d.Control = func(_, address string, _ syscall.RawConn) error {
			ap, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", ErrForbidden, address)
			}
			if !public(ap.Addr()) {
				return fmt.Errorf("%w: %s is no public address", ErrForbidden, ap.Addr())
			}
			return nil
		}
	}
	conn, err := d.DialContext(ctx, network, addr)
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return nil, fmt.Errorf("no such host %s: %w", dns.Name, err)
	}
	return conn, err
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
		if port == "" {
			port = "80"
		}
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// special are networks that are neither private, loopback, link-local nor
// multicast by netip's judgement, yet no place for a public file. The IANA
// special-purpose registries (RFC 6890) list them.
var special = func() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// public reports whether ip belongs to the public internet.
func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsValid() || !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}
