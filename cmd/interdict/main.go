// Command interdict screens names, companies, ships, wallets, customer files
// against the official sanctions lists.
//
// Exit codes: 0 clear, or the command did what it was asked; 1 a possible
// match; 2 the command line is wrong; 3 an error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/interdict-dev/interdict"
	"github.com/interdict-dev/interdict/internal/config"
)

// Exit codes.
const (
	exitClear = 0
	exitMatch = 1
	exitUsage = 2
	exitError = 3
)

// errMatch ends a command whose outcome is a possible match.
var errMatch = errors.New("possible match")

// usageError is an error that the command line can mend.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(hint, format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...), hint}
}

type cli struct {
	Config  string `help:"Configuration file (default: ${config})." placeholder:"FILE" env:"INTERDICT_CONFIG"`
	DataDir string `help:"Data directory: lists, decisions, index (default: ${data})." placeholder:"DIR"`
	NoColor bool   `help:"Plain text without colours." env:"NO_COLOR"`
	Verbose bool   `short:"v" help:"Log what happens to standard error."`

	Demo    demoCmd    `cmd:"" help:"Screen a bundled customer file against the embedded sample."`
	Screen  screenCmd  `cmd:"" help:"Screen a name, an identifier, or a file of customers."`
	Update  updateCmd  `cmd:"" help:"Fetch the official lists."`
	Import  importCmd  `cmd:"" help:"Import a list from a file: a copy of an official one, or your own."`
	Lists   listsCmd   `cmd:"" help:"Show the lists in force: edition, dates, counts, age."`
	Show    showCmd    `cmd:"" help:"Show a listed entity in full, with its original record."`
	Serve   serveCmd   `cmd:"" help:"Answer over HTTP."`
	Eval    evalCmd    `cmd:"" help:"Measure quality on labelled data."`
	Bench   benchCmd   `cmd:"" help:"Measure speed and memory."`
	Conf    configCmd  `cmd:"" name:"config" help:"Show the settings in force."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// app is what every command gets.
type app struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	errOut io.Writer
	cfg    config.Config
	log    *slog.Logger
	style  style
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments; it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int) {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("interdict"),
		kong.Description("Who in it is sanctioned, by whom, since when, and why: screening against the official lists."),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { exited = code }),
		kong.Vars{"config": config.DefaultFile(), "data": config.Default().DataDir},
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintf(errOut, "interdict: error: %v\n", err)
		return exitError
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		return report(errOut, &usageError{err, hintFor(err, args)})
	}
	cfg, err := config.Load(c.Config, os.Environ())
	if err != nil {
		return report(errOut, &usageError{err, "interdict config show prints the settings that are understood"})
	}
	if c.DataDir != "" {
		cfg.DataDir = c.DataDir
	}
	cfg.DataDir = filepath.Clean(cfg.DataDir)
	a := &app{ctx: ctx, in: in, out: out, errOut: errOut, cfg: cfg, log: logger(cfg, errOut, c.Verbose), style: newStyle(out, c.NoColor)}
	return report(errOut, k.Run(a))
}

// report prints err and returns the exit code for it.
func report(w io.Writer, err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return exitClear
	case errors.Is(err, errMatch):
		return exitMatch
	case errors.As(err, &usage):
		fmt.Fprintf(w, "interdict: error: %v\n", err)
		if usage.hint != "" {
			fmt.Fprintf(w, "interdict: hint: %s\n", usage.hint)
		}
		return exitUsage
	case errors.Is(err, interdict.ErrQuery):
		fmt.Fprintf(w, "interdict: error: %v\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, "interdict: error: interrupted")
		return exitError
	}
	fmt.Fprintf(w, "interdict: error: %v\n", err)
	return exitError
}

func hintFor(err error, args []string) string {
	if strings.Contains(err.Error(), "unexpected argument") && len(args) > 0 {
		return fmt.Sprintf("to screen a name: interdict screen %q", strings.Join(args, " "))
	}
	return "interdict --help lists the commands, interdict COMMAND --help their flags"
}

func logger(cfg config.Config, w io.Writer, verbose bool) *slog.Logger {
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelInfo
		_ = level.UnmarshalText([]byte(cfg.Log.Level))
	}
	opt := &slog.HandlerOptions{Level: level}
	if cfg.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}

// open opens the data directory for reading and screening. Without one, the
// embedded sample answers, and nothing is written to disk.
func (a *app) open() (*interdict.Engine, error) {
	opt := a.options()
	if _, err := os.Stat(filepath.Join(a.cfg.DataDir, "interdict.db")); err != nil {
		opt.Dir = ""
	}
	return interdict.Open(a.ctx, opt)
}

// create opens the data directory, making it if need be.
func (a *app) create() (*interdict.Engine, error) { return interdict.Open(a.ctx, a.options()) }

func (a *app) options() interdict.Options {
	return interdict.Options{Dir: a.cfg.DataDir, Log: a.log, Fetch: a.fetchClient()}
}

// notice tells people, on standard error, that answers rest on the sample.
func (a *app) notice(e *interdict.Engine) {
	if e.Sample() {
		fmt.Fprintln(a.errOut, a.style.dim("Note: this is the embedded sample, a few dozen dated records for trying things out."))
		fmt.Fprintln(a.errOut, a.style.dim("      “interdict update” fetches the official lists."))
	}
}

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	fmt.Fprintln(a.out, "interdict", interdict.Build())
	return nil
}

type configCmd struct {
	Show struct{} `cmd:"" default:"1" help:"Print all settings as YAML, secrets masked."`
}

func (configCmd) Run(a *app) error {
	return a.cfg.Show(a.out)
}
