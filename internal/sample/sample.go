package sample

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/columns"
	"github.com/interdict-dev/interdict/internal/list/custom/ilist"
	"github.com/interdict-dev/interdict/internal/list/table"
)

//go:embed lists/*.ilist
var lists embed.FS

//go:embed customers.csv
var customers []byte

//go:embed customers.expected.csv
var expected []byte

//go:embed namesakes.csv
var namesakes []byte

// Edition is one embedded list.
type Edition struct {
	ID        string    // of the list, as in list.Source
	Title     string    // ends in "(sample)"
	Edition   string    // starts with "sample"
	Published time.Time // of the official edition the facts were checked against; zero where only its month is known
	Source    *list.Source
	Input     list.Input
}

// order is the order in which people see the lists.
var order = []string{
	"us_ofac_sdn", "us_ofac_cons", "un_sc_sanctions", "eu_fsf", "eu_journal_sanctions", "gb_fcdo_sanctions", "ch_seco_sanctions",
	"ca_dfatd_sema_sanctions", "au_dfat_sanctions", "us_trade_csl", "us_dod_chinese_milcorps", "il_mod_crypto", "cn_sanctions", "ua_war_sanctions",
}

var load = sync.OnceValue(func() []Edition {
	files, err := lists.ReadDir("lists")
	if err != nil || len(files) != len(order) {
		panic(fmt.Sprintf("sample: %d embedded lists, %d expected (%v)", len(files), len(order), err))
	}
	out := make([]Edition, len(order))
	for i, id := range order {
		name := id + ilist.Ext
		b, err := lists.ReadFile(path.Join("lists", name))
		if err != nil {
			panic("sample: " + err.Error())
		}
		h, err := header(b)
		if err != nil || h.List != id {
			panic(fmt.Sprintf("sample: %s is the list %q: %v", name, h.List, err))
		}
		out[i] = Edition{ID: id, Title: h.Title, Edition: h.Edition, Published: h.Published, Source: source(h),
			Input: list.Input{Files: []list.File{list.BytesFile(name, b)}}}
	}
	return out
})

var errStop = errors.New("header read")

func header(b []byte) (h ilist.Header, err error) {
	err = ilist.Read(bytes.NewReader(b), func(head ilist.Header) error { h = head; return errStop },
		func(*entity.Entity, ilist.Position) error { return nil })
	if errors.Is(err, errStop) {
		err = nil
	}
	return h, err
}

// Lists returns the embedded lists in the order in which people see them. The
// caller must not change what it gets.
func Lists() []Edition { return load() }

// Sources returns the source of each of Lists, in the same order. They have the
// ids of the official lists, take the format of the sample only, and have no
// addresses to fetch from.
func Sources() []*list.Source {
	editions := load()
	out := make([]*list.Source, len(editions))
	for i, e := range editions {
		out[i] = e.Source
	}
	return out
}

func source(h ilist.Header) *list.Source {
	return &list.Source{
		ID: h.List, Title: h.Title, Publisher: h.Publisher, Country: h.Country, Homepage: h.Homepage, Terms: h.Terms,
		Rhythm:  "never: a sample of " + strings.TrimPrefix(h.Edition, "sample "),
		Formats: []list.Format{ilist.Format(h.List)},
	}
}

// Customers is a customer file in CSV: persons, companies, a ship and a wallet,
// some of them listed. Expectations says which.
func Customers() []byte { return bytes.Clone(customers) }

// Namesakes is a customer file in CSV of invented persons and companies whose
// names resemble listed ones. None of them is listed.
func Namesakes() []byte { return bytes.Clone(namesakes) }

// Verdict is what an engine must say about a customer.
type Verdict string

const (
	Hit    Verdict = "hit"    // at least the records named must be found
	Weak   Verdict = "weak"   // they must be found, and the answer must say that the name is a weak alias
	Decide Verdict = "decide" // they must be found, and a person must decide: listed, but not blocked by its own record
	Clear  Verdict = "clear"  // nothing must be found
)

// Expectation is what must be said about one customer on the sample lists.
type Expectation struct {
	Customer string   // id in Customers
	Verdict  Verdict  //
	Records  []string // "list:id"
	Why      string
}

// Expectations returns what must be said about each of Customers.
func Expectations() []Expectation {
	var out []Expectation
	err := table.Read(bytes.NewReader(expected), table.Options{Exact: true}, nil, func(r *table.Row) error {
		out = append(out, Expectation{Customer: r.Get("id"), Verdict: Verdict(r.Get("verdict")),
			Records: strings.Fields(r.Get("records")), Why: r.Get("why")})
		return nil
	})
	if err != nil {
		panic("sample: customers.expected.csv: " + err.Error())
	}
	return out
}

// ReadCustomers turns a customer file like those above into entities.
func ReadCustomers(b []byte) ([]*entity.Entity, error) {
	var out []*entity.Entity
	var cols *columns.Columns
	err := table.Read(bytes.NewReader(b), table.Options{Exact: true}, func(t *table.Table) (err error) {
		cols, err = columns.Recognise(t.Header, columns.Options{})
		return err
	}, func(r *table.Row) error {
		e, _, err := cols.Entity(r.Fields)
		if err != nil {
			return fmt.Errorf("line %d: %w", r.Line, err)
		}
		out = append(out, e)
		return nil
	})
	return out, err
}
