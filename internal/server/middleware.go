package server

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/interdict-dev/interdict/internal/api"
)

// wrap puts around h what every request needs, from the outside in: number and
// headers, log, recovery, token.
func (s *Server) wrap(h http.Handler) http.Handler {
	return s.number(s.logged(s.recovered(s.authorised(h))))
}

// number gives the request a number of our own. One from the client is not
// taken over: it would be text of the client's in our log.
func (s *Server) number(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("Cache-Control", "no-store") // answers hold personal data
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r.WithContext(api.WithRequestID(r.Context(), id)))
	})
}

// counted remembers the status that was sent, for the log and for recovery.
type counted struct {
	http.ResponseWriter
	status int // 0 = nothing sent yet
}

func (c *counted) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// logged writes one line for each request; those that ask for the health of the
// server, many an hour, at debug level.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		c := &counted{ResponseWriter: w}
		next.ServeHTTP(c, r)
		level := slog.LevelInfo
		if open(r) && c.status < 400 {
			level = slog.LevelDebug
		}
		_, route, _ := strings.Cut(r.Pattern, " ") // set by the mux; the path itself could hold anything
		s.log.LogAttrs(r.Context(), level, "request", slog.String("method", method(r)), slog.String("route", route),
			slog.Int("status", c.status), slog.Duration("took", time.Since(began)), slog.String("request", api.RequestID(r.Context())))
	})
}

// method keeps text of the client's out of the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// recovered turns a panic into status 500 and a stack in the log. What a panic
// says may quote a name, so it is logged at debug level, unless it is the Go
// runtime that speaks.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			what := fmt.Sprintf("%T", v)
			if err, ok := v.(runtime.Error); ok {
				what = err.Error()
			}
			id := api.RequestID(r.Context())
			s.log.ErrorContext(r.Context(), "panic", "request", id, "panic", what, "stack", string(debug.Stack()))
			s.log.DebugContext(r.Context(), "panic", "request", id, "value", fmt.Sprint(v))
			if c, ok := w.(*counted); ok && c.status != 0 {
				panic(http.ErrAbortHandler) // half a response is out: break the connection off
			}
			api.WriteProblem(w, r, errPanic)
		}()
		next.ServeHTTP(w, r)
	})
}

var errPanic = errors.New("panic")

// open reports the routes that need no token: they tell nothing but the state
// of the server.
func open(r *http.Request) bool { return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" }

// authorised asks for the token. Hashes are compared, so that the time it takes
// tells neither the token nor its length.
func (s *Server) authorised(next http.Handler) http.Handler {
	if s.opt.Token == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !open(r) {
			scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
			if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(sum[:], s.token[:]) != 1 {
				api.WriteProblem(w, r, api.ErrUnauthorized)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
