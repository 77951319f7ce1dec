package opensanctions

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"github.com/interdict-dev/interdict/internal/list"
)

// maxCatalog bounds catalogues. The catalogue of all datasets has 3 MB.
const maxCatalog = 64 << 20

// Catalog is the list of published datasets: index.json or catalog.json.
type Catalog struct {
	Datasets []Dataset
	Updated  time.Time // of the catalogue; zero if it does not say
}

// Dataset is one entry of a catalogue, or the index.json of one dataset. Members
// of the file that are not named here (statistics by country and schema, the
// data model, the crawler's entry point, descriptions of the address crawled)
// are ignored.
type Dataset struct {
	Name        string
	Title       string
	Summary     string
	Description string
	Type        string // source, external or collection
	URL         string
	Version     string // YYYYMMDDhhmmss-xxx; "" in catalogues before 2024

	Updated    time.Time // the index was written
	LastExport time.Time // the files were written
	LastChange time.Time // an entity changed

	Entities int // all records
	Targets  int // records of listed parties
	Things   int // records of parties and things, listed or not

	Children    []string // datasets a collection is made of
	Collections []string // collections the dataset is part of
	Hidden      bool
	Deprecated  bool
	Tags        []string
	Publisher   Publisher
	Coverage    Coverage
	Resources   []Resource

	IndexURL      string
	IssuesURL     string
	StatisticsURL string
	DeltaURL      string // "" if no differences are published
	Issues        map[string]int
	Result        string
}

// Publisher is who publishes the source of a dataset.
type Publisher struct {
	Name        string `json:"name"`
	Acronym     string `json:"acronym"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Country     string `json:"country"`
	Official    bool   `json:"official"`
}

// Coverage says which countries and time a dataset covers.
type Coverage struct {
	Start     string   `json:"start"`
	End       string   `json:"end"`
	Countries []string `json:"countries"`
	Frequency string   `json:"frequency"`
	Schedule  string   `json:"schedule"`
}

// Resource is one published file of a dataset.
type Resource struct {
	Name     string `json:"name"`
	Path     string `json:"path"`
	URL      string `json:"url"`
	Checksum string `json:"checksum"` // SHA-1, hexadecimal
	MIME     string `json:"mime_type"`
	Title    string `json:"title"`
	Size     int64  `json:"size"` // bytes
}

// wireDataset is a dataset as written; names changed over the years.
type wireDataset struct {
	Name          string `json:"name"`
	Title         string `json:"title"`
	Summary       string `json:"summary"`
	Description   string `json:"description"`
	Type          string `json:"type"`
	URL           string `json:"url"`
	Version       string `json:"version"`
	UpdatedAt     string `json:"updated_at"`
	LastExport    string `json:"last_export"`
	LastChange    string `json:"last_change"`
	EntityCount   int    `json:"entity_count"`
	TargetCount   int    `json:"target_count"`
	ThingCount    int    `json:"thing_count"`
	Targets       struct{ Total int }
	Things        struct{ Total int }
	Children      []string       `json:"children"`
	Datasets      []string       `json:"datasets"`
	Sources       []string       `json:"sources"`
	Externals     []string       `json:"externals"`
	Collections   []string       `json:"collections"`
	Hidden        bool           `json:"hidden"`
	Deprecated    bool           `json:"deprecated"`
	Tags          []string       `json:"tags"`
	Publisher     *Publisher     `json:"publisher"`
	Coverage      *Coverage      `json:"coverage"`
	Resources     []Resource     `json:"resources"`
	IndexURL      string         `json:"index_url"`
	IssuesURL     string         `json:"issues_url"`
	StatisticsURL string         `json:"statistics_url"`
	DeltaURL      string         `json:"delta_url"`
	IssueLevels   map[string]int `json:"issue_levels"`
	Result        string         `json:"result"`
}

func (w *wireDataset) dataset() (Dataset, error) {
	if w.Name == "" {
		return Dataset{}, errors.New("dataset without a name")
	}
	d := Dataset{
		Name: w.Name, Title: w.Title, Summary: w.Summary, Description: w.Description, Type: w.Type, URL: w.URL, Version: w.Version,
		Updated: list.ParseTime(w.UpdatedAt), LastExport: list.ParseTime(w.LastExport), LastChange: list.ParseTime(w.LastChange),
		Entities: w.EntityCount, Targets: max(w.TargetCount, w.Targets.Total), Things: max(w.ThingCount, w.Things.Total),
		Collections: w.Collections, Hidden: w.Hidden, Deprecated: w.Deprecated, Tags: w.Tags, Resources: w.Resources,
		IndexURL: w.IndexURL, IssuesURL: w.IssuesURL, StatisticsURL: w.StatisticsURL, DeltaURL: w.DeltaURL, Issues: w.IssueLevels, Result: w.Result,
	}
	for _, more := range [][]string{w.Children, w.Datasets, w.Sources, w.Externals} {
		for _, name := range more {
			if name != w.Name && !slices.Contains(d.Children, name) {
				d.Children = append(d.Children, name)
			}
		}
	}
	if w.Publisher != nil {
		d.Publisher = *w.Publisher
	}
	if w.Coverage != nil {
		d.Coverage = *w.Coverage
	}
	return d, nil
}

// ParseCatalog reads a catalogue of datasets, or the index.json of a single
// dataset, which gives a catalogue of one.
func ParseCatalog(r io.Reader) (*Catalog, error) {
	b, err := readAll(r)
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	// "datasets" holds objects in a catalogue and names in a dataset.
	var top struct {
		Name      string          `json:"name"`
		Datasets  json.RawMessage `json:"datasets"`
		RunTime   string          `json:"run_time"`
		UpdatedAt string          `json:"updated_at"`
	}
	if err := json.Unmarshal(b, &top); err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	var wires []wireDataset
	switch {
	case top.Name != "":
		wires = make([]wireDataset, 1)
		err = json.Unmarshal(b, &wires[0])
	case top.Datasets != nil:
		err = json.Unmarshal(top.Datasets, &wires)
	default:
		err = errors.New("neither datasets nor the name of one")
	}
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	c := &Catalog{Updated: list.ParseTime(top.UpdatedAt)}
	if c.Updated.IsZero() {
		c.Updated = list.ParseTime(top.RunTime)
	}
	for i := range wires {
		d, err := wires[i].dataset()
		if err != nil {
			return nil, fmt.Errorf("catalog: dataset %d: %w", i+1, err)
		}
		c.Datasets = append(c.Datasets, d)
	}
	if len(c.Datasets) == 0 {
		return nil, errors.New("catalog: no dataset")
	}
	return c, nil
}

// Dataset returns the dataset with the given name.
func (c *Catalog) Dataset(name string) (Dataset, bool) {
	for _, d := range c.Datasets {
		if d.Name == name {
			return d, true
		}
	}
	return Dataset{}, false
}

// Resource returns the file with the given name.
func (d Dataset) Resource(name string) (Resource, bool) {
	for _, r := range d.Resources {
		if r.Name == name {
			return r, true
		}
	}
	return Resource{}, false
}

// Delta is one published difference.
type Delta struct {
	Version string // the version it leads to
	URL     string
}

// DeltaIndex is delta.json: the differences that are kept, up to 100, oldest
// first.
type DeltaIndex struct {
	Deltas  []Delta
	Updated time.Time
}

// ParseDeltaIndex reads delta.json.
func ParseDeltaIndex(r io.Reader) (*DeltaIndex, error) {
	b, err := readAll(r)
	if err != nil {
		return nil, fmt.Errorf("delta index: %w", err)
	}
	var w struct {
		Versions  map[string]string `json:"versions"`
		UpdatedAt string            `json:"updated_at"`
	}
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("delta index: %w", err)
	}
	if w.Versions == nil {
		return nil, errors.New("delta index: no versions")
	}
	x := &DeltaIndex{Updated: list.ParseTime(w.UpdatedAt)}
	for _, v := range slices.Sorted(maps.Keys(w.Versions)) { // versions begin with their time
		x.Deltas = append(x.Deltas, Delta{Version: v, URL: w.Versions[v]})
	}
	return x, nil
}

// Since returns the differences that lead from version to the newest one, in
// the order in which they must be applied. ok is false when version is not in
// the index, so that a difference may be missing: fetch the whole file then.
func (x *DeltaIndex) Since(version string) (deltas []Delta, ok bool) {
	for i, d := range x.Deltas {
		if d.Version == version {
			return x.Deltas[i+1:], true
		}
	}
	return nil, false
}

// readAll reads a bounded UTF-8 text.
func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(transform.NewReader(r, encoding.UTF8Validator), maxCatalog+1))
	if err == nil && len(b) > maxCatalog {
		err = fmt.Errorf("larger than %d bytes", maxCatalog)
	}
	return b, err
}
