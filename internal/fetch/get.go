package fetch

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// try makes one request.
func (c *Client) try(ctx context.Context, u *url.URL, r Request) (Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := or(c.Timeout, DefaultTimeout)
	stop := time.AfterFunc(limit, func() { cancel(fmt.Errorf("not done after %v", limit)) })
	defer stop.Stop()

	req, err := http.NewRequestWithContext(context.WithValue(ctx, allowedKey{}, allowed{r.Hosts}), http.MethodGet, u.String(), nil)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", errAnswer, err)
	}
	c.header(req, r)
	resp, err := c.http.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // the caller names the address
		}
		return Result{}, cause(ctx, err)
	}
	defer resp.Body.Close()

	res := Result{
		ETag: resp.Header.Get("ETag"), ContentType: resp.Header.Get("Content-Type"),
		FinalURL: resp.Request.URL.Redacted(), Status: resp.StatusCode, FetchedAt: c.now().UTC(),
	}
	if t, err := http.ParseTime(resp.Header.Get("Last-Modified")); err == nil {
		res.LastModified = t.UTC()
	}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		if r.ETag == "" && r.LastModified.IsZero() {
			return Result{}, fmt.Errorf("%w: 304 Not Modified to a request without a condition", errAnswer)
		}
		return res, ErrUnchanged
	case resp.StatusCode != http.StatusOK:
		return Result{}, c.statusError(resp)
	}
	if err := c.save(ctx, cancel, resp, r, &res); err != nil {
		return Result{}, cause(ctx, err)
	}
	res.FetchedAt = c.now().UTC()
	return res, nil
}

// cause replaces the bare "context canceled" by the reason of a limit of ours.
func cause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); why != nil && errors.Is(err, context.Canceled) && !errors.Is(why, context.Canceled) {
		return why
	}
	return err
}

func (c *Client) header(req *http.Request, r Request) {
	switch {
	case r.Browser:
		req.Header.Set("User-Agent", "Mozilla/5.0 (compatible; "+or(c.UserAgent, "interdict")+")")
	case c.UserAgent != "":
		req.Header.Set("User-Agent", c.UserAgent)
	}
	req.Header.Set("Accept", or(r.Accept, "*/*"))
	req.Header.Set("Accept-Encoding", "gzip")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if !r.LastModified.IsZero() {
		req.Header.Set("If-Modified-Since", r.LastModified.UTC().Format(http.TimeFormat))
	}
}

func (c *Client) statusError(resp *http.Response) error {
	e := &StatusError{Status: resp.StatusCode}
	if s := resp.Header.Get("Retry-After"); s != "" {
		if n, err := strconv.Atoi(s); err == nil && n > 0 {
			e.RetryAfter = time.Duration(min(n, 86400)) * time.Second
		} else if t, err := http.ParseTime(s); err == nil {
			e.RetryAfter = max(0, t.Sub(c.now()))
		}
	}
	if enc := resp.Header.Get("Content-Encoding"); enc == "" || strings.EqualFold(enc, "identity") {
		b := make([]byte, 300)
		n, _ := io.ReadFull(resp.Body, b)
		e.Head = strings.ToValidUTF8(strings.Join(strings.Fields(string(b[:n])), " "), "")
	}
	return e
}

// save streams the body to a temporary file, hashing, counting and watching it.
func (c *Client) save(ctx context.Context, cancel context.CancelCauseFunc, resp *http.Response, r Request, res *Result) (err error) {
	limit := or(r.MaxBytes, or(c.MaxBytes, DefaultMaxBytes))
	if resp.ContentLength > limit {
		return fmt.Errorf("%w: %d bytes announced, at most %d expected", ErrTooLarge, resp.ContentLength, limit)
	}
	wire := &meter{r: resp.Body, total: resp.ContentLength, progress: r.Progress}
	stop := c.watch(ctx, wire, cancel)
	defer stop()

	var body io.Reader = wire
	switch enc := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(wire)
		if err != nil {
			return fmt.Errorf("undo gzip: %w", unexpected(err))
		}
		body = z
	default:
		return fmt.Errorf("%w: content encoding %q", errAnswer, enc)
	}

	f, err := os.CreateTemp(r.Dir, "fetch-*.part")
	if err != nil {
		return fmt.Errorf("%w: %w", errLocal, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	hash := sha256.New()
	n, err := io.Copy(localWriter{io.MultiWriter(f, hash)}, io.LimitReader(body, limit+1))
	switch {
	case err != nil:
		return fmt.Errorf("after %d bytes: %w", n, unexpected(err))
	case n > limit:
		return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("%w: %w", errLocal, err)
	}
	res.Path, res.Size, res.SHA256 = f.Name(), n, hex.EncodeToString(hash.Sum(nil))
	return nil
}

// localWriter marks write errors, which another request would not better.
type localWriter struct{ w io.Writer }

func (l localWriter) Write(p []byte) (int, error) {
	n, err := l.w.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errLocal, err)
	}
	return n, err
}

// unexpected names a body that ends early.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("body cut short: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// meter counts what arrives.
type meter struct {
	r        io.Reader
	n        atomic.Int64
	total    int64
	progress func(done, total int64)
	told     int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	done := m.n.Add(int64(n))
	if m.progress != nil && (done-m.told >= 1<<20 || err == io.EOF) {
		m.told = done
		m.progress(done, m.total)
	}
	return n, err
}

// watch cancels the request when a whole window passes with too few bytes: a
// server that stalls, or drips one byte at a time to hold us for hours.
func (c *Client) watch(ctx context.Context, m *meter, cancel context.CancelCauseFunc) (stop func()) {
	window := or(c.IdleTimeout, DefaultIdleTimeout)
	rate := max(0, or(c.MinRate, DefaultMinRate))
	least := max(1, int64(float64(rate)*window.Seconds()))
	done := make(chan struct{})
	go func() {
		t := time.NewTicker(window)
		defer t.Stop()
		var before int64
		for {
			select {
			case <-done:
				return
			case <-ctx.Done():
				return
			case <-t.C:
				now := m.n.Load()
				if now-before < least {
					cancel(fmt.Errorf("only %d bytes in %v: too slow", now-before, window))
					return
				}
				before = now
			}
		}
	}()
	return func() { close(done) }
}
