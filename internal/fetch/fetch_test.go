package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var fixed = time.Date(2025, 10, 22, 20, 0, 0, 0, time.UTC)

// client has limits that a busy machine keeps.
func client() *Client {
	return &Client{
		UserAgent: "interdict/test", Now: func() time.Time { return fixed }, AllowPrivate: true,
		Backoff: time.Millisecond, MaxWait: 20 * time.Millisecond, Tries: 3, IdleTimeout: 10 * time.Second,
		HeaderTimeout: 30 * time.Second, Timeout: time.Minute, MaxBytes: 1 << 20,
	}
}

// impatient has limits for servers that keep a client waiting.
func impatient() *Client {
	c := client()
	c.IdleTimeout, c.HeaderTimeout = 500*time.Millisecond, 500*time.Millisecond
	return c
}

// hold keeps a connection open, silently, until the client gives up.
func hold(c net.Conn) { io.Copy(io.Discard, c) }

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// raw serves each connection with fn, below HTTP. It reads the request first.
func raw(t *testing.T, fn func(n int, c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for n := 1; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				buf := make([]byte, 4096)
				c.Read(buf)
				fn(n, c)
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/list.xml"
}

func get(t *testing.T, c *Client, r Request) (Result, []byte, error) {
	t.Helper()
	r.Dir = t.TempDir()
	res, err := c.Get(t.Context(), r)
	left, e := os.ReadDir(r.Dir)
	if e != nil {
		t.Fatal(e)
	}
	if err != nil {
		if len(left) != 0 {
			t.Errorf("after the error %v a file is left: %v", err, left)
		}
		return res, nil, err
	}
	if len(left) != 1 {
		t.Errorf("%d files in the folder, want 1", len(left))
	}
	b, e := os.ReadFile(res.Path)
	if e != nil {
		t.Fatal(e)
	}
	return res, b, nil
}

func TestGet(t *testing.T) {
	body := strings.Repeat("<record/>\n", 1000)
	mod := time.Date(2025, 10, 22, 18, 0, 0, 0, time.UTC)
	var seen http.Header
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", mod.Format(http.TimeFormat))
		w.Header().Set("Content-Type", "application/xml")
		io.WriteString(w, body)
	})
	res, got, err := get(t, client(), Request{URL: addr + "/sdn.xml", Accept: "application/xml"})
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != body {
		t.Errorf("%d bytes on disk, want %d", len(got), len(body))
	}
	sum := sha256.Sum256([]byte(body))
	want := Result{
		Path: res.Path, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(body)), ETag: `"v1"`, LastModified: mod,
		FetchedAt: fixed, FinalURL: addr + "/sdn.xml", ContentType: "application/xml", Status: 200,
	}
	if d := cmp.Diff(want, res); d != "" {
		t.Errorf("result differs (-want +got):\n%s", d)
	}
	for k, v := range map[string]string{"User-Agent": "interdict/test", "Accept": "application/xml", "Accept-Encoding": "gzip", "If-None-Match": ""} {
		if seen.Get(k) != v {
			t.Errorf("request header %s = %q, want %q", k, seen.Get(k), v)
		}
	}
}

func TestConditional(t *testing.T) {
	mod := time.Date(2025, 10, 22, 18, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		handler  http.HandlerFunc
		req      Request
		want     error
		wantText string
		body     string
	}{
		{name: "etag unchanged", req: Request{ETag: `"v1"`}, want: ErrUnchanged, handler: func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"v1"` {
				w.WriteHeader(304)
			}
		}},
		{name: "date unchanged", req: Request{LastModified: mod}, want: ErrUnchanged, handler: func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-Modified-Since") == mod.Format(http.TimeFormat) {
				w.WriteHeader(304)
			}
		}},
		{name: "changed", req: Request{ETag: `"v1"`}, body: "new", handler: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v2"`)
			io.WriteString(w, "new")
		}},
		{name: "server ignores the condition", req: Request{ETag: `"v1"`}, body: "same", handler: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"v1"`)
			io.WriteString(w, "same")
		}},
		{name: "304 without a condition", req: Request{}, wantText: "304 Not Modified to a request without a condition", handler: func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(304)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int32
			c.req.URL = serve(t, func(w http.ResponseWriter, r *http.Request) { calls.Add(1); c.handler(w, r) })
			res, body, err := get(t, client(), c.req)
			switch {
			case c.want != nil:
				if !errors.Is(err, c.want) || res.Status != 304 || !res.FetchedAt.Equal(fixed) {
					t.Errorf("result %+v, error %v; want %v", res, err, c.want)
				}
			case c.wantText != "":
				if err == nil || !strings.Contains(err.Error(), c.wantText) {
					t.Errorf("error %v, want %q", err, c.wantText)
				}
			case err != nil || string(body) != c.body:
				t.Errorf("body %q, error %v; want %q", body, err, c.body)
			}
			if calls.Load() != 1 {
				t.Errorf("%d requests, want 1", calls.Load())
			}
		})
	}
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		status int
		header [2]string
		calls  int32
	}{
		{status: 400, calls: 1}, {status: 403, calls: 1}, {status: 404, calls: 1}, {status: 410, calls: 1}, {status: 204, calls: 1}, {status: 206, calls: 1},
		{status: 429, calls: 3}, {status: 500, calls: 3}, {status: 502, calls: 3}, {status: 503, calls: 3},
		{status: 503, header: [2]string{"Retry-After", "3600"}, calls: 3}, // capped by MaxWait
		{status: 429, header: [2]string{"Retry-After", fixed.Add(time.Hour).Format(http.TimeFormat)}, calls: 3},
		{status: 429, header: [2]string{"Retry-After", "soon"}, calls: 3},
	} {
		t.Run(fmt.Sprint(c.status, c.header[1]), func(t *testing.T) {
			var calls atomic.Int32
			addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				if c.header[0] != "" {
					w.Header().Set(c.header[0], c.header[1])
				}
				w.WriteHeader(c.status)
				if c.status != 204 {
					io.WriteString(w, "request   blocked\n by policy")
				}
			})
			_, _, err := get(t, client(), Request{URL: addr})
			var se *StatusError
			if !errors.As(err, &se) || se.Status != c.status {
				t.Fatalf("error %v, want status %d", err, c.status)
			}
			if c.status != 204 && !strings.Contains(err.Error(), "request blocked by policy") {
				t.Errorf("error %q does not show what the server says", err)
			}
			if calls.Load() != c.calls {
				t.Errorf("%d requests, want %d", calls.Load(), c.calls)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	c := &Client{MaxWait: time.Minute}
	for _, r := range []struct {
		name     string
		try      int
		err      error
		min, max time.Duration
		again    bool
	}{
		{"asked for 7 s", 1, &StatusError{Status: 503, RetryAfter: 7 * time.Second}, 7 * time.Second, 7 * time.Second, true},
		{"asked for an hour", 1, &StatusError{Status: 429, RetryAfter: time.Hour}, time.Minute, time.Minute, true},
		{"first", 1, io.ErrUnexpectedEOF, time.Second, 2 * time.Second, true},
		{"third", 3, io.ErrUnexpectedEOF, 4 * time.Second, 8 * time.Second, true},
		{"hundredth", 100, io.ErrUnexpectedEOF, 30 * time.Second, time.Minute, true},
		{"not found", 1, &StatusError{Status: 404}, 0, 0, false},
		{"too large", 1, ErrTooLarge, 0, 0, false},
		{"forbidden", 1, fmt.Errorf("x: %w", ErrForbidden), 0, 0, false},
		{"disk", 1, fmt.Errorf("x: %w", errLocal), 0, 0, false},
	} {
		for range 50 {
			wait, again := c.wait(r.try, r.err)
			if again != r.again || wait < r.min || wait > r.max {
				t.Errorf("%s: wait %v, again %v; want %v to %v, %v", r.name, wait, again, r.min, r.max, r.again)
				break
			}
		}
	}
}

func TestRecovers(t *testing.T) {
	for name, first := range map[string]func(c net.Conn){
		"503":           func(c net.Conn) { io.WriteString(c, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") },
		"500 in bursts": func(c net.Conn) { io.WriteString(c, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n") },
		"reset":         func(c net.Conn) { c.(*net.TCPConn).SetLinger(0) },
		"closed":        func(c net.Conn) {},
		"cut by length": func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this") },
		"cut chunk": func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this")
		},
		"no last chunk": func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n")
		},
		"reset in body": func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly")
			c.(*net.TCPConn).SetLinger(0)
		},
		"no http": func(c net.Conn) { io.WriteString(c, "220 mail.example.org ESMTP\r\n") },
		"silent":  hold,
		"stalls": func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly")
			time.Sleep(900 * time.Millisecond)
		},
		"half a header":   func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Le") },
		"header too long": func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)) },
		"cut gzip": func(c net.Conn) {
			b := zipped([]byte(strings.Repeat("abc", 1000)))
			b = b[:len(b)-5]
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(b), b)
		},
		"gzip with a wrong checksum": func(c net.Conn) {
			b := zipped([]byte(strings.Repeat("abc", 1000)))
			b[len(b)-6] ^= 1
			fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(b), b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addr := raw(t, func(n int, c net.Conn) {
				if n == 1 {
					first(c)
					return
				}
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole")
			})
			cl := client()
			if name == "silent" || name == "stalls" {
				cl = impatient()
			}
			_, body, err := get(t, cl, Request{URL: addr})
			if err != nil || string(body) != "whole" {
				t.Errorf("body %q, error %v; want the second try's", body, err)
			}
			cl = impatient()
			cl.Tries = 1
			addr = raw(t, func(_ int, c net.Conn) { first(c) })
			if _, body, err := get(t, cl, Request{URL: addr}); err == nil {
				t.Errorf("accepted as %q", body)
			}
		})
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestSlowLoris(t *testing.T) {
	for name, text := range map[string]string{
		"header": "HTTP/1.1 200 OK\r\nX-Slow: " + strings.Repeat("a", 4000),
		"body":   "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + strings.Repeat("a", 4000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addr := raw(t, func(_ int, c net.Conn) {
				var head, drip string
				if i := strings.Index(text, "\r\n\r\n"); i > 0 {
					head, drip = text[:i+4], text[i+4:]
				} else {
					head, drip = text[:20], text[20:]
				}
				io.WriteString(c, head)
				for _, b := range []byte(drip) {
					if _, err := c.Write([]byte{b}); err != nil {
						return
					}
					time.Sleep(20 * time.Millisecond)
				}
			})
			cl := impatient()
			cl.Tries = 1
			began := time.Now()
			_, _, err := get(t, cl, Request{URL: addr})
			if err == nil {
				t.Fatal("accepted")
			}
			if took := time.Since(began); took > 40*time.Second {
				t.Errorf("held for %v: %v", took, err)
			}
			if name == "body" && !strings.Contains(err.Error(), "too slow") {
				t.Errorf("error %q does not say why", err)
			}
		})
	}
}

func TestWholeLimit(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1000)); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	cl := client()
	cl.Tries, cl.Timeout = 1, 300*time.Millisecond
	if _, _, err := get(t, cl, Request{URL: addr}); err == nil || !strings.Contains(err.Error(), "not done after 300ms") {
		t.Errorf("error %v, want the limit named", err)
	}
}

func TestSizeLimit(t *testing.T) {
	bomb := zipped(make([]byte, 64<<20))
	big := make([]byte, 1<<20+1)
	endless := func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write(big[:1<<16]); err != nil {
				return
			}
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"announced": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(big)))
			w.Write(big)
		},
		"not announced": func(w http.ResponseWriter, r *http.Request) {
			w.Write(big[:1000])
			w.(http.Flusher).Flush()
			w.Write(big)
		},
		"endless": endless,
		"bomb": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int32
			addr := serve(t, func(w http.ResponseWriter, r *http.Request) { calls.Add(1); h(w, r) })
			_, _, err := get(t, client(), Request{URL: addr})
			if !errors.Is(err, ErrTooLarge) {
				t.Errorf("error %v, want ErrTooLarge", err)
			}
			if calls.Load() != 1 {
				t.Errorf("%d requests, want 1", calls.Load())
			}
		})
	}
	t.Run("exactly the limit", func(t *testing.T) {
		addr := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(big[:1<<20]) })
		if res, _, err := get(t, client(), Request{URL: addr}); err != nil || res.Size != 1<<20 {
			t.Errorf("size %d, error %v", res.Size, err)
		}
	})
	t.Run("the request's own limit", func(t *testing.T) {
		addr := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(big) })
		if res, _, err := get(t, client(), Request{URL: addr, MaxBytes: 2 << 20}); err != nil || res.Size != int64(len(big)) {
			t.Errorf("size %d, error %v", res.Size, err)
		}
	})
}

func TestTransportCompression(t *testing.T) {
	want := strings.Repeat("<record/>", 5000)
	t.Run("gzip is undone", func(t *testing.T) {
		addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped([]byte(want)))
		})
		if _, got, err := get(t, client(), Request{URL: addr}); err != nil || string(got) != want {
			t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
		}
	})
	t.Run("a .gz file stays", func(t *testing.T) {
		file := zipped([]byte(want))
		addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/gzip")
			w.Write(file)
		})
		if _, got, err := get(t, client(), Request{URL: addr + "/list.xml.gz"}); err != nil || !bytes.Equal(got, file) {
			t.Errorf("%d bytes, %v; want %d", len(got), err, len(file))
		}
	})
	t.Run("others are refused", func(t *testing.T) {
		addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			io.WriteString(w, "xxx")
		})
		if _, _, err := get(t, client(), Request{URL: addr}); err == nil || !strings.Contains(err.Error(), `content encoding "br"`) {
			t.Errorf("error %v", err)
		}
	})
}

func TestRedirects(t *testing.T) {
	other := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "other") })
	otherPort := other[strings.LastIndex(other, ":"):]
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"/same": "/data", "/relative": "data", "/loop": "/loop", "/foreign": "http://localhost" + otherPort + "/",
			"/file": "file:///etc/passwd", "/user": "http://u:p@127.0.0.1/", "/gopher": "gopher://127.0.0.1/", "/empty": "http:///",
		}[r.URL.Path]
		switch {
		case to != "":
			w.Header().Set("Location", to)
			w.WriteHeader(302)
		case r.URL.Path == "/none":
			w.WriteHeader(302)
		case strings.HasPrefix(r.URL.Path, "/count/"):
			n := len(r.URL.Path) - len("/count/")
			if n == 0 {
				io.WriteString(w, "data")
				return
			}
			http.Redirect(w, r, r.URL.Path[:len(r.URL.Path)-1], http.StatusFound)
		default:
			io.WriteString(w, "data")
		}
	})
	for _, c := range []struct {
		path   string
		hosts  []string
		body   string
		is     error
		errHas string
	}{
		{path: "/same", body: "data"},
		{path: "/relative", body: "data"},
		{path: "/count/xxxxxxxxxx", body: "data"},
		{path: "/count/xxxxxxxxxxx", errHas: "more than 10 redirects"},
		{path: "/loop", errHas: "more than 10 redirects"},
		{path: "/foreign", is: ErrForbidden, errHas: "foreign host"},
		{path: "/foreign", hosts: []string{"localhost"}, body: "other"},
		{path: "/foreign", hosts: []string{"example.org", "LOCALHOST."}, body: "other"},
		{path: "/foreign", hosts: []string{"*.localhost"}, is: ErrForbidden},
		{path: "/file", is: ErrForbidden}, {path: "/user", is: ErrForbidden}, {path: "/gopher", is: ErrForbidden},
		{path: "/empty", is: ErrForbidden},
		{path: "/none", errHas: "302"},
	} {
		t.Run(c.path+strings.Join(c.hosts, ","), func(t *testing.T) {
			_, body, err := get(t, client(), Request{URL: addr + c.path, Hosts: c.hosts})
			switch {
			case c.body != "":
				if err != nil || string(body) != c.body {
					t.Errorf("body %q, error %v; want %q", body, err, c.body)
				}
			case err == nil:
				t.Errorf("accepted: %q", body)
			case c.is != nil && !errors.Is(err, c.is), !strings.Contains(err.Error(), c.errHas):
				t.Errorf("error %v, want %v %q", err, c.is, c.errHas)
			}
		})
	}
}

func TestHTTPSDowngrade(t *testing.T) {
	plain := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "forged") })
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ok" {
			io.WriteString(w, "fine")
			return
		}
		http.Redirect(w, r, plain, http.StatusFound)
	}))
	defer s.Close()
	cl := client()
	cl.Transport = s.Client().Transport.(*http.Transport)
	if _, body, err := get(t, cl, Request{URL: s.URL + "/ok"}); err != nil || string(body) != "fine" {
		t.Fatalf("body %q, error %v", body, err)
	}
	if _, _, err := get(t, cl, Request{URL: s.URL + "/down"}); !errors.Is(err, ErrForbidden) || !strings.Contains(err.Error(), "plain http after https") {
		t.Errorf("error %v, want the downgrade refused", err)
	}
	began := time.Now()
	unknown := client()
	unknown.Backoff, unknown.MaxWait = time.Minute, time.Minute
	if _, _, err := get(t, unknown, Request{URL: s.URL + "/ok"}); err == nil || time.Since(began) > 30*time.Second {
		t.Errorf("a certificate nobody signed: error %v after %v, want one at once", err, time.Since(began))
	}
}

func TestPrivateAddresses(t *testing.T) {
	var calls atomic.Int32
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) { calls.Add(1); io.WriteString(w, "secret") })
	port := addr[strings.LastIndex(addr, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "[64:ff9b::7f00:1]"} {
		cl := client()
		cl.AllowPrivate = false
		_, _, err := get(t, cl, Request{URL: "http://" + host + port})
		if host == "localhost" && err != nil {
			// Resolved on this machine: must be refused for the address, not the name.
			if !strings.Contains(err.Error(), "is no public address") {
				t.Errorf("%s: %v", host, err)
			}
			continue
		}
		if !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: error %v, want ErrForbidden", host, err)
		}
	}
	if calls.Load() != 0 {
		t.Errorf("%d requests reached the private server", calls.Load())
	}
}

func TestPublic(t *testing.T) {
	for ip, want := range map[string]bool{
		"8.8.8.8": true, "2a00:1450::1": true, "127.0.0.1": false, "::1": false, "::": false, "0.0.0.0": false, "10.0.0.1": false,
		"172.16.0.1": false, "172.32.0.1": true, "192.168.1.1": false, "169.254.0.1": false, "fe80::1%eth0": false, "fd00::1": false,
		"224.0.0.1": false, "ff02::1": false, "255.255.255.255": false, "240.0.0.1": false, "100.100.1.1": false, "198.18.1.1": false,
		"::ffff:10.0.0.1": false, "::ffff:8.8.8.8": true, "64:ff9b::a00:1": false, "2002:a00:1::": false, "2001:db8::1": false,
	} {
		if got := public(netip.MustParseAddr(ip)); got != want {
			t.Errorf("public(%s) = %v, want %v", ip, got, want)
		}
	}
}

func TestProxy(t *testing.T) {
	var asked atomic.Value
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.URL.String())
		io.WriteString(w, "through the proxy")
	})
	pu, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	cl := client()
	cl.AllowPrivate = false // the proxy itself may be private
	cl.Proxy = func(*http.Request) (*url.URL, error) { return pu, nil }
	_, body, err := get(t, cl, Request{URL: "http://lists.example.org/sdn.xml"})
	if err != nil || string(body) != "through the proxy" || asked.Load() != "http://lists.example.org/sdn.xml" {
		t.Errorf("body %q, error %v, proxy was asked for %v", body, err, asked.Load())
	}
	if _, _, err := get(t, cl, Request{URL: "http://169.254.169.254/latest"}); !errors.Is(err, ErrForbidden) {
		t.Errorf("a private address through the proxy: error %v", err)
	}
}

func TestHostAllowed(t *testing.T) {
	for _, c := range []struct {
		host, own string
		hosts     []string
		want      bool
	}{
		{"a.org", "a.org", nil, true}, {"A.ORG", "a.org", nil, true}, {"a.org.", "a.org", nil, true}, {"b.org", "a.org", nil, false},
		{"b.org", "a.org", []string{"b.org"}, true}, {"x.b.org", "a.org", []string{"b.org"}, false},
		{"x.b.org", "a.org", []string{"*.b.org"}, true}, {"x.y.b.org", "a.org", []string{"*.b.org"}, true},
		{"b.org", "a.org", []string{"*.b.org"}, false}, {"evilb.org", "a.org", []string{"*.b.org"}, false},
		{"b.org.evil.com", "a.org", []string{"b.org", "*.b.org"}, false}, {"anything", "a.org", []string{"*."}, false},
		{"anything", "a.org", []string{"*"}, false}, {"", "", nil, false},
	} {
		if got := HostAllowed(c.host, c.own, c.hosts); got != c.want {
			t.Errorf("HostAllowed(%q, %q, %q) = %v, want %v", c.host, c.own, c.hosts, got, c.want)
		}
	}
}

func TestBadRequests(t *testing.T) {
	for _, addr := range []string{"", "file:///etc/passwd", "ftp://example.org/x", "http://", "http://u:secret@example.org/", "http://%zz", "//example.org/x"} {
		_, _, err := get(t, client(), Request{URL: addr})
		if err == nil {
			t.Errorf("%q was fetched", addr)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("error %q shows a password", err)
		}
	}
}

func TestNoRoomOnDisk(t *testing.T) {
	var calls atomic.Int32
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) { calls.Add(1); io.WriteString(w, "x") })
	_, err := client().Get(t.Context(), Request{URL: addr, Dir: "/nowhere/at/all"})
	if !errors.Is(err, errLocal) || calls.Load() != 1 {
		t.Errorf("error %v after %d requests; want one of the disk, after 1", err, calls.Load())
	}
}

func TestCancel(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503) })
	cl := client()
	cl.Backoff, cl.MaxWait = time.Hour, time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := cl.Get(ctx, Request{URL: addr, Dir: t.TempDir()})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 30*time.Second {
		t.Errorf("error %v after %v, want the deadline at once", err, time.Since(began))
	}
	var se *StatusError
	if !errors.As(err, &se) {
		t.Errorf("error %v does not say what came before", err)
	}
}

func TestProgress(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000000")
		w.Write(make([]byte, 1000000))
	})
	var last, total int64
	_, _, err := get(t, client(), Request{URL: addr, Progress: func(d, n int64) { last, total = d, n }})
	if err != nil || last != 1000000 || total != 1000000 {
		t.Errorf("last progress %d of %d, error %v", last, total, err)
	}
}

func TestBrowserAgent(t *testing.T) {
	var got string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.UserAgent()
		io.WriteString(w, "x")
	}))
	defer srv.Close()
	c := &Client{UserAgent: "interdict/test", AllowPrivate: true}
	for browser, want := range map[bool]string{false: "interdict/test", true: "Mozilla/5.0 (compatible; interdict/test)"} {
		res, err := c.Get(context.Background(), Request{URL: srv.URL, Browser: browser, Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		os.Remove(res.Path)
		if got != want {
			t.Errorf("browser %v: user agent %q, want %q", browser, got, want)
		}
	}
}
