package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/server"
)

type serveCmd struct {
	Address     string `help:"Address to listen on, HOST:PORT (default: serve.address of the configuration, 127.0.0.1:8320)." placeholder:"ADDRESS"`
	NoRecord    bool   `help:"Do not keep answers as decisions."`
	AllowSample bool   `help:"Answer from the embedded sample while no list is in force: for trying the API out."`
	TokenFile   string `help:"File with the bearer token that clients must send." placeholder:"FILE"`
}

// Run answers over HTTP until it is interrupted. It makes the data directory if
// there is none, so that answers can be recorded and lists that another process
// fetches come into force.
func (c *serveCmd) Run(a *app) error {
	cfg := a.cfg.Serve
	if c.Address != "" {
		cfg.Address = c.Address
	}
	if c.TokenFile != "" {
		b, err := os.ReadFile(c.TokenFile)
		if err != nil {
			return usagef("", "read token: %w", err)
		}
		if cfg.Token = strings.TrimSpace(string(b)); cfg.Token == "" {
			return usagef("", "the token file %s is empty", c.TokenFile)
		}
	}
	log := logger(a.cfg, a.errOut, false)
	l, err := net.Listen("tcp", cfg.Address)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return usagef("another interdict may be running; --address 127.0.0.1:0 takes any free port", "listen on %s: the address is in use", cfg.Address)
		}
		return usagef("write it as 127.0.0.1:8320", "listen on %s: %w", cfg.Address, err)
	}
	defer l.Close()
	opt := a.options()
	opt.Log = log
	e, err := interdict.Open(a.ctx, opt)
	if err != nil {
		return err
	}
	defer e.Close()
	record := cfg.Record && !c.NoRecord
	s, err := server.New(server.Options{
		Engine: e, Record: record, AllowSample: c.AllowSample, Threshold: a.cfg.Match.Threshold, Limit: a.cfg.Match.Limit,
		Token: cfg.Token, MaxBody: cfg.MaxBody, ReadTimeout: cfg.ReadTimeout, WriteTimeout: cfg.WriteTimeout, Reload: cfg.Reload, StaleAfter: cfg.StaleAfter, Log: log,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "listening on http://%s\n", l.Addr())
	c.notices(a, e, l.Addr(), cfg.Token != "", record)
	return s.Serve(a.ctx, l)
}

// notices tells an operator, on standard error, what could surprise.
func (c *serveCmd) notices(a *app, e *interdict.Engine, addr net.Addr, token, record bool) {
	note := func(format string, args ...any) {
		fmt.Fprintln(a.errOut, a.notes.dim("Note: "+fmt.Sprintf(format, args...)))
	}
	switch {
	case e.Sample() && c.AllowSample:
		note("only the embedded sample is in force; every answer says so. “interdict update” fetches the official lists.")
	case e.Sample():
		note("no official list is in force, so nothing is screened yet: run “interdict update” beside this server, it takes the lists up by itself.")
		note("to try the API on the embedded sample, start it with --allow-sample.")
	}
	if record {
		note("every answer is recorded in %s.", filepath.Join(a.cfg.DataDir, "decisions.db"))
	} else {
		note("answers are not recorded.")
	}
	if tcp, ok := addr.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() && !token {
		note("anyone who reaches %s can ask and read decisions: set INTERDICT_SERVE_TOKEN or --token-file, and put TLS in front.", addr)
	}
}
