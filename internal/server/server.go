package server

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/api"
)

// Options of New. Engine is needed; everything else has a usable zero value.
type Options struct {
	Engine *interdict.Engine

	Record      bool // record every answer before it is given; the engine needs a data directory
	AllowSample bool // answer from the embedded sample

	Threshold float64 // of queries without one; 0 = the matching parameters' own
	Limit     int     // hits of queries without one; 0 = 10

	Token      string        // bearer token asked of clients; "" = none
	MaxBody    int64         // bytes of a request; 0 = 1 MiB
	MaxWork    int           // requests worked on at once; 0 = 32 for each processor
	MaxWait    time.Duration // how long a request waits for its turn; 0 = 1 s
	StaleAfter time.Duration // age from which a list counts as stale; 0 = 36 h

	ReadHeaderTimeout time.Duration // 0 = 5 s
	ReadTimeout       time.Duration // of a whole request; 0 = 15 s
	WriteTimeout      time.Duration // from the header of a request to the end of the response; 0 = 60 s
	IdleTimeout       time.Duration // between requests of a connection; 0 = 2 min
	ShutdownTimeout   time.Duration // for requests under way when the server ends; 0 = 30 s
	Reload            time.Duration // between looks for new editions; 0 = 30 s

	Log *slog.Logger // nil = silent
}

// maxHeader bounds the header of a request. Ours need a few hundred bytes.
const maxHeader = 16 << 10

// Server answers over HTTP until its context ends.
type Server struct {
	opt      Options
	log      *slog.Logger
	token    [32]byte // hash of the token
	handler  http.Handler
	reloaded atomic.Pointer[string] // why the last reload failed; nil = it did not
}

// New returns a Server on an open engine, which stays the caller's to close.
func New(o Options) (*Server, error) {
	o.ReadHeaderTimeout = cmp.Or(o.ReadHeaderTimeout, 5*time.Second)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, 15*time.Second)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, 60*time.Second)
	o.IdleTimeout = cmp.Or(o.IdleTimeout, 2*time.Minute)
	o.ShutdownTimeout = cmp.Or(o.ShutdownTimeout, 30*time.Second)
	o.Reload = cmp.Or(o.Reload, 30*time.Second)
	s := &Server{opt: o, log: o.Log, token: sha256.Sum256([]byte(o.Token))}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	a := api.Options{
		Snapshot: o.Engine.Snapshot, Store: o.Engine.Store(), AllowSample: o.AllowSample,
		Threshold: o.Threshold, Limit: o.Limit, MaxBody: o.MaxBody, MaxWork: o.MaxWork, MaxWait: o.MaxWait, StaleAfter: o.StaleAfter,
		Warnings: s.warnings, Build: interdict.Build(), Log: s.log,
	}
	if o.Record {
		if o.Engine.Store() == nil {
			return nil, fmt.Errorf("record answers: %w", interdict.ErrNoStore)
		}
		a.Record = recorder(o.Engine.Store())
	}
	s.handler = s.wrap(api.New(a))
	return s, nil
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on l until ctx ends, then takes no more requests, finishes those
// under way, and returns. Every answer that was given is recorded by then. An
// error means that the listener failed or that requests had to be broken off.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: s.opt.ReadHeaderTimeout,
		ReadTimeout:       s.opt.ReadTimeout,
		WriteTimeout:      s.opt.WriteTimeout,
		IdleTimeout:       s.opt.IdleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		// Requests under way are finished, not cancelled, when ctx ends.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	ctx, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { s.reloadEvery(ctx, s.opt.Reload) })
	defer background.Wait()
	defer stop()

	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.log.Info("ending: requests under way are finished")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opt.ShutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(end); err != nil {
		srv.Close()
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("serve: requests under way were broken off after %v", s.opt.ShutdownTimeout)
		}
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// reloadEvery brings editions into force that another process has stored.
func (s *Server) reloadEvery(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			s.reload(ctx)
		}
	}
}

func (s *Server) reload(ctx context.Context) {
	began := time.Now()
	swapped, err := s.opt.Engine.Reload(ctx)
	switch {
	case err != nil && ctx.Err() != nil: // the server ends
	case err != nil:
		s.log.Error("new editions not loaded: the old ones stay in force", "err", err)
		text := "new editions could not be loaded; the old ones stay in force (see the log)"
		s.reloaded.Store(&text)
	default:
		s.reloaded.Store(nil)
		if swapped {
			s.log.Info("new editions in force", "snapshot", s.opt.Engine.Snapshot().ID, "took", time.Since(began))
		}
	}
}

func (s *Server) warnings() []string {
	if text := s.reloaded.Load(); text != nil {
		return []string{*text}
	}
	return nil
}
