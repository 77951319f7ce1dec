// Command interdict screens names, companies, ships, wallets, customer files
// against the official sanctions lists.
//
// Exit codes: 0 clear, or the command did what it was asked; 1 a possible match,
// or rows of a file that could not be screened: a person must look; 2 the command
// line or the configuration is wrong; 3 an error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
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

// errMatch ends a command whose outcome a person must look at.
var errMatch = errors.New("possible match")

// usageError is an error that the command line can mend.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// hintedError is another error with a hint at what to do about it.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

func usagef(hint, format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...), hint}
}

type cli struct {
	Config    string `help:"Configuration file (default: ${config})." placeholder:"FILE" env:"INTERDICT_CONFIG"`
	DataDir   string `help:"Data directory: lists, decisions, index (default: ${data})." placeholder:"DIR"`
	UseSample bool   `help:"Screen against the embedded sample where the named data directory holds no list."`
	NoColor   bool   `help:"Plain text without colours; so does NO_COLOR in the environment."`
	Verbose   bool   `short:"v" help:"Log what happens to standard error."`

	Demo    demoCmd    `cmd:"" help:"Screen a bundled customer file against the embedded sample."`
	Screen  screenCmd  `cmd:"" help:"Screen a name, an identifier, or a file of customers."`
	Update  updateCmd  `cmd:"" help:"Fetch the official lists."`
	Import  importCmd  `cmd:"" help:"Import a list from a file: a copy of an official one, or your own."`
	Lists   listsCmd   `cmd:"" help:"Show the lists in force: edition, dates, counts, age."`
	Show    showCmd    `cmd:"" help:"Show a listed entity in full, with its original record."`
	Serve   serveCmd   `cmd:"" help:"Answer over HTTP."`
	Eval    evalCmd    `cmd:"" help:"Measure quality on labelled data."`
	Bench   benchCmd   `cmd:"" help:"Measure speed and memory."`
	Conf    configCmd  `cmd:"" name:"config" help:"The settings in force, or the default ones."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// exitCodes explains them to whoever asks for help.
const exitCodes = `Exit codes:

    0  clear, or the command did what it was asked
    1  possible match, or a row that could not be screened: a person must look
    2  wrong command line or configuration
    3  error`

// Help is what "interdict --help" adds to the description.
func (cli) Help() string { return exitCodes }

// Help is what "interdict screen --help" adds to the description.
func (screenCmd) Help() string { return exitCodes }

// app is what every command gets.
type app struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	errOut io.Writer
	cfg    config.Config
	log    *slog.Logger
	style  style // of out
	notes  style // of errOut
	sample bool  // --use-sample
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments; it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) (code int) {
	var c cli
	exited := -1
	parser, err := newParser(&c, out, errOut, func(code int) { exited = code })
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
		return report(errOut, &usageError{err, hintFor(parser, err, args)})
	}
	cfg := config.Default()
	if k.Command() != "config defaults" && k.Command() != "version" { // these help where the configuration is wrong
		if cfg, err = config.Load(c.Config, os.Environ()); err != nil {
			return report(errOut, &usageError{err, "interdict config defaults prints all settings that are understood"})
		}
	}
	if c.DataDir != "" {
		cfg.DataDir = c.DataDir
	}
	cfg.DataDir = filepath.Clean(cfg.DataDir)
	a := &app{ctx: ctx, in: in, out: out, errOut: errOut, cfg: cfg, sample: c.UseSample, log: logger(cfg, errOut, !c.Verbose), style: newStyle(out, c.NoColor), notes: newStyle(errOut, c.NoColor)}
	return report(errOut, k.Run(a))
}

// newParser makes the grammar of the command line; what it reads goes into c. It
// calls exit after --help.
func newParser(c *cli, out, errOut io.Writer, exit func(code int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("interdict"),
		kong.Description("Who in it is sanctioned, by whom, since when, and why: screening against the official lists."),
		kong.Writers(out, errOut),
		kong.Exit(exit),
		kong.Vars{"config": config.DefaultFile(), "data": config.Default().DataDir},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// report prints err and returns the exit code for it.
func report(w io.Writer, err error) int {
	var usage *usageError
	var hinted *hintedError
	hint, code := "", exitError
	switch {
	case err == nil:
		return exitClear
	case errors.Is(err, errMatch):
		return exitMatch
	case errors.Is(err, syscall.EPIPE): // who read the output wants no more of it
		return exitError
	case errors.As(err, &usage):
		hint, code = usage.hint, exitUsage
	case errors.As(err, &hinted):
		hint = hinted.hint
	case errors.Is(err, interdict.ErrQuery):
		code = exitUsage
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted")
	case errors.Is(err, interdict.ErrNoStore):
		hint, code = "interdict update fetches the official lists, interdict import takes a file", exitUsage
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EROFS):
		hint = "--data-dir DIR, or INTERDICT_DATA_DIR in the environment, names another data directory"
	}
	fmt.Fprintf(w, "interdict: error: %s\n", strings.ReplaceAll(clean(err.Error()), "\n", "\n  "))
	if hint != "" {
		fmt.Fprintf(w, "interdict: hint: %s\n", clean(hint))
	}
	return code
}

// hintFor helps with a command line that kong does not understand.
func hintFor(k *kong.Kong, err error, args []string) string {
	command := ""
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			continue
		}
		if slices.ContainsFunc(k.Model.Children, func(n *kong.Node) bool { return n.Name == a }) {
			command = a + " "
		} else if strings.Contains(err.Error(), "unexpected argument") && !strings.Contains(err.Error(), "did you mean") {
			return fmt.Sprintf("to screen a name: interdict screen %q", a)
		}
		break
	}
	if command == "" {
		return "interdict --help lists the commands"
	}
	return "interdict " + command + "--help lists its arguments and flags"
}

// logger writes to w from the level of the configuration on. A command that ends
// reports by itself what matters to whoever called it, so that without --verbose its
// log would only say things twice: quiet is for those.
func logger(cfg config.Config, w io.Writer, quiet bool) *slog.Logger {
	if quiet {
		return slog.New(slog.DiscardHandler)
	}
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(cfg.Log.Level)) // config.Load checked it
	opt := &slog.HandlerOptions{Level: level}
	if cfg.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}

// open opens the data directory for looking at it. Without one, the embedded
// sample stands in, and nothing is written to disk.
func (a *app) open() (*interdict.Engine, error) {
	opt := a.options()
	switch _, err := os.Stat(filepath.Join(a.cfg.DataDir, "interdict.db")); {
	case err == nil:
	case !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("data directory %s: %w", a.cfg.DataDir, err)
	case exists(filepath.Join(a.cfg.DataDir, "current.index")) || exists(filepath.Join(a.cfg.DataDir, "raw")):
		return nil, fmt.Errorf("data directory %s has lost its interdict.db: restore it, or load the lists into another directory", a.cfg.DataDir)
	default:
		opt.Dir = ""
	}
	return interdict.Open(a.ctx, opt)
}

// openToScreen opens the data directory for screening; record makes it if need
// be. Where a directory is named that holds no list, the sample must not answer
// in its place: a typing error would clear everybody.
func (a *app) openToScreen(record bool) (*interdict.Engine, error) {
	open := a.open
	if record { // a decision needs a data directory to be kept in
		open = a.create
	}
	e, err := open()
	if err != nil {
		return nil, err
	}
	if e.Sample() && !a.sample && a.cfg.DataDir != filepath.Clean(config.Default().DataDir) {
		e.Close()
		return nil, usagef("interdict update or interdict import loads lists into it; --use-sample screens against the embedded sample", "no list is loaded in %s", a.cfg.DataDir)
	}
	return e, nil
}

// create opens the data directory, making it if need be.
func (a *app) create() (*interdict.Engine, error) { return interdict.Open(a.ctx, a.options()) }

func (a *app) options() interdict.Options {
	return interdict.Options{Dir: a.cfg.DataDir, Log: a.log, Fetch: a.fetchClient()}
}

// notice tells people, on standard error, that answers rest on the sample.
func (a *app) notice(e *interdict.Engine) {
	if e.Sample() {
		fmt.Fprintln(a.errOut, a.notes.dim("Note: this is the embedded sample, a few dozen dated records for trying things out."))
		fmt.Fprintln(a.errOut, a.notes.dim("      “interdict update” fetches the official lists."))
	}
}

type versionCmd struct{}

func (versionCmd) Run(a *app) error {
	fmt.Fprintln(a.out, "interdict", interdict.Build())
	return nil
}

type configCmd struct {
	Show     configShowCmd     `cmd:"" default:"1" help:"Print the settings in force as YAML, secrets masked."`
	Defaults configDefaultsCmd `cmd:"" help:"Print the settings without any file or environment: what a configuration file can hold."`
}

type configShowCmd struct{}

func (configShowCmd) Run(a *app) error { return a.cfg.Show(a.out) }

type configDefaultsCmd struct{}

func (configDefaultsCmd) Run(a *app) error { return config.Default().Show(a.out) }
