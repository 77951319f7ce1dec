// Package config holds the settings of the program: one struct with defaults,
// then a file, then the environment, then flags. Unknown keys are errors.
//
// Only this package and cmd read the environment. A Config is plain data.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Config is every setting. Keys are the yaml names; the environment variable
// of a key is INTERDICT_ and the key in capitals, "_" between the levels
// (INTERDICT_SERVE_ADDRESS); with _FILE behind it, the value is read from that
// file.
type Config struct {
	// DataDir holds the store: editions, raw files, decisions, the saved index.
	DataDir string `yaml:"data_dir"`
	// Lists are the ids of the lists that update fetches.
	Lists []string `yaml:"lists"`

	Match  Match `yaml:"match"`
	Fetch  Fetch `yaml:"fetch"`
	Serve  Serve `yaml:"serve"`
	Log    Log   `yaml:"log"`
	Record bool  `yaml:"record"` // record every screening of the command line as a decision
}

// Match sets how strictly names are compared.
type Match struct {
	Threshold float64 `yaml:"threshold"` // 0 = the default of the matching parameters
	Limit     int     `yaml:"limit"`     // greatest number of hits of an answer
}

// Fetch sets how lists are fetched.
type Fetch struct {
	UserAgent string        `yaml:"user_agent"` // "" = the program's own
	Timeout   time.Duration `yaml:"timeout"`    // of one file, retries not counted
	MaxBytes  int64         `yaml:"max_bytes"`  // of one file
	Retries   int           `yaml:"retries"`
}

// Serve sets the HTTP server.
type Serve struct {
	Address      string        `yaml:"address"`
	Record       bool          `yaml:"record"` // record every decision
	MaxBody      int64         `yaml:"max_body"`
	ReadTimeout  time.Duration `yaml:"read_timeout"`
	WriteTimeout time.Duration `yaml:"write_timeout"`
	Reload       time.Duration `yaml:"reload"` // how often to look for new editions in the store
	StaleAfter   time.Duration `yaml:"stale_after"`
	Token        string        `yaml:"token" secret:"true"` // bearer token asked of clients; "" = none
}

// Log sets logging.
type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn, error
	Format string `yaml:"format"` // text, json
}

// Default returns the settings without any file, environment or flag.
func Default() Config {
	return Config{
		DataDir: defaultDataDir(),
		Lists: []string{"us_ofac_sdn", "us_ofac_cons", "un_sc_sanctions", "eu_fsf", "gb_fcdo_sanctions",
			"ch_seco_sanctions", "ca_dfatd_sema_sanctions", "au_dfat_sanctions", "us_trade_csl"},
		Match: Match{Limit: 10},
		Fetch: Fetch{Timeout: 10 * time.Minute, MaxBytes: 512 << 20, Retries: 4},
		Serve: Serve{Address: "127.0.0.1:8320", Record: true, MaxBody: 1 << 20, ReadTimeout: 15 * time.Second, WriteTimeout: 60 * time.Second,
			Reload: 30 * time.Second, StaleAfter: 36 * time.Hour},
		Log: Log{Level: "info", Format: "text"},
	}
}

// defaultDataDir follows the platform's convention: $XDG_DATA_HOME/interdict or
// ~/.local/share/interdict on Unix, ~/Library/Application Support/interdict on
// macOS, %LocalAppData%\interdict on Windows.
func defaultDataDir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "interdict-data"
	}
	switch runtime.GOOS {
	case "windows":
		if d := os.Getenv("LocalAppData"); d != "" {
			return filepath.Join(d, "interdict")
		}
		return filepath.Join(home, "AppData", "Local", "interdict")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "interdict")
	}
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "interdict")
	}
	return filepath.Join(home, ".local", "share", "interdict")
}

// DefaultFile returns where the configuration file is looked for when none is
// named.
func DefaultFile() string {
	d, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(d, "interdict", "config.yaml")
}

// Load returns the defaults, overlaid by the file and the environment. file ""
// means DefaultFile, which may be absent; a named file must exist. env is in
// the form of os.Environ.
func Load(file string, env []string) (Config, error) {
	c := Default()
	named := file != ""
	if !named {
		file = DefaultFile()
	}
	if file != "" {
		b, err := os.ReadFile(file)
		switch {
		case err == nil:
			if err := c.decode(b); err != nil {
				return c, fmt.Errorf("configuration file %s: %w", file, err)
			}
		case !named && errors.Is(err, os.ErrNotExist):
		default:
			return c, fmt.Errorf("read configuration: %w", err)
		}
	}
	if err := c.fromEnv(env); err != nil {
		return c, err
	}
	return c, c.Validate()
}

func (c *Config) decode(b []byte) error {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return errors.New(strings.ReplaceAll(strings.TrimPrefix(err.Error(), "yaml: "), "in type config.", "in "))
	}
	return nil
}

// notSettings are variables with our prefix that are no settings.
var notSettings = map[string]bool{"INTERDICT_TESTDATA": true, "INTERDICT_CONFIG": true}

func (c *Config) fromEnv(env []string) error {
	vars := make(map[string]string)
	for _, kv := range env {
		if k, v, ok := strings.Cut(kv, "="); ok && strings.HasPrefix(k, "INTERDICT_") && !notSettings[k] {
			vars[k] = v
		}
	}
	err := walk(reflect.ValueOf(c).Elem(), "INTERDICT", func(name string, f reflect.StructField, v reflect.Value) error {
		text, ok := vars[name]
		if path, fromFile := vars[name+"_FILE"]; fromFile {
			if ok {
				return fmt.Errorf("both %s and %s_FILE are set", name, name)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return fmt.Errorf("%s_FILE: %w", name, err)
			}
			text, ok = strings.TrimSpace(string(b)), true
			delete(vars, name+"_FILE")
		}
		if !ok {
			return nil
		}
		delete(vars, name)
		if err := set(v, text); err != nil {
			return fmt.Errorf("%s=%q: %w", name, text, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for k := range vars {
		return fmt.Errorf("unknown setting %s in the environment", k)
	}
	return nil
}

// walk calls f for every setting with its name in the environment.
func walk(v reflect.Value, prefix string, f func(string, reflect.StructField, reflect.Value) error) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "-" {
			continue
		}
		name := prefix + "_" + strings.ToUpper(key)
		if field.Type.Kind() == reflect.Struct {
			if err := walk(v.Field(i), name, f); err != nil {
				return err
			}
			continue
		}
		if err := f(name, field, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

func set(v reflect.Value, text string) error {
	switch v.Interface().(type) {
	case time.Duration:
		d, err := time.ParseDuration(text)
		v.SetInt(int64(d))
		return err
	case string:
		v.SetString(text)
	case bool:
		b, err := strconv.ParseBool(text)
		v.SetBool(b)
		return err
	case int, int64:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return err
	case float64:
		x, err := strconv.ParseFloat(text, 64)
		v.SetFloat(x)
		return err
	case []string:
		var items []string
		for s := range strings.SplitSeq(text, ",") {
			if s = strings.TrimSpace(s); s != "" {
				items = append(items, s)
			}
		}
		v.Set(reflect.ValueOf(items))
	}
	return nil
}

// Validate reports the first setting that makes no sense.
func (c *Config) Validate() error {
	switch {
	case c.DataDir == "":
		return errors.New("data_dir is empty")
	case c.Match.Threshold < 0 || c.Match.Threshold > 1:
		return fmt.Errorf("match.threshold is %v, must be between 0 and 1", c.Match.Threshold)
	case c.Match.Limit < 1 || c.Match.Limit > 1000:
		return fmt.Errorf("match.limit is %d, must be between 1 and 1000", c.Match.Limit)
	case c.Fetch.Timeout <= 0 || c.Serve.ReadTimeout <= 0 || c.Serve.WriteTimeout <= 0 || c.Serve.Reload <= 0 || c.Serve.StaleAfter <= 0:
		return errors.New("timeouts and intervals must be greater than 0")
	case c.Fetch.MaxBytes <= 0 || c.Serve.MaxBody <= 0:
		return errors.New("size limits must be greater than 0")
	case c.Fetch.Retries < 0 || c.Fetch.Retries > 20:
		return fmt.Errorf("fetch.retries is %d, must be between 0 and 20", c.Fetch.Retries)
	}
	switch c.Log.Level {
	case "debug", "info", "warn", "error":
	default:
		return fmt.Errorf("log.level is %q, must be debug, info, warn or error", c.Log.Level)
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		return fmt.Errorf("log.format is %q, must be text or json", c.Log.Format)
	}
	return nil
}

// Show writes the settings in force as YAML, secrets masked.
func (c Config) Show(w io.Writer) error {
	_ = walk(reflect.ValueOf(&c).Elem(), "", func(_ string, f reflect.StructField, v reflect.Value) error {
		if f.Tag.Get("secret") != "" && v.String() != "" {
			v.SetString("********")
		}
		return nil
	})
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(c); err != nil {
		return fmt.Errorf("show configuration: %w", err)
	}
	return e.Close()
}
