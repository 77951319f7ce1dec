package sample

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/ilist"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

var update = flag.Bool("update", false, "rewrite the embedded lists in the form in which Write writes them")

// everything is every record by "list:id".
func everything(t testing.TB) map[string]*entity.Entity {
	t.Helper()
	out := make(map[string]*entity.Entity)
	for i, src := range Sources() {
		es, _ := listtest.MustParse(t, src, Lists()[i].Input)
		for _, e := range es {
			out[e.List+":"+e.ID] = e
		}
	}
	return out
}

func TestSuite(t *testing.T) {
	for i, src := range Sources() {
		t.Run(src.ID, func(t *testing.T) {
			b, err := lists.ReadFile("lists/" + src.ID + ilist.Ext)
			if err != nil {
				t.Fatal(err)
			}
			listtest.Run(t, src, listtest.Case{Name: "embedded", Format: "ilist", Files: []string{"lists/" + src.ID + ilist.Ext},
				Records: bytes.Count(b, []byte("\nentity ")), Truncatable: true})
			if e := Lists()[i]; e.ID != src.ID || !strings.HasPrefix(e.Edition, "sample 20") || !strings.Contains(e.Title, "(sample)") {
				t.Errorf("edition %q, title %q: a sample must say that it is one", e.Edition, e.Title)
			}
		})
	}
}

// TestCanonical: the files are as Write writes them, so that a change shows as
// a change of the facts only.
func TestCanonical(t *testing.T) {
	for _, e := range Lists() {
		b, err := lists.ReadFile("lists/" + e.ID + ilist.Ext)
		if err != nil {
			t.Fatal(err)
		}
		h, entities, err := ilist.ReadAll(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := ilist.Write(&again, h, entities); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile("lists/"+e.ID+ilist.Ext, again.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if d := cmp.Diff(string(b), again.String()); d != "" {
			t.Errorf("%s differs from what Write writes (run the test with -update):\n%s", e.ID, d)
		}
		_, back, err := ilist.ReadAll(&again)
		if d := cmp.Diff(entities, back, cmpopts.EquateEmpty()); err != nil || d != "" {
			t.Errorf("%s: round trip: %v\n%s", e.ID, err, d)
		}
	}
}

func TestEveryRecord(t *testing.T) {
	all := everything(t)
	for id, e := range all {
		if e.Origin.Source == "" {
			t.Errorf("%s names no source", id)
		}
		if len(e.Listings) == 0 {
			t.Errorf("%s has no listing", id)
		}
		for _, x := range e.Identifiers {
			// Russian company numbers of the records are real and have check digits.
			if !entity.ValidID(x.Type, x.Value) {
				t.Errorf("%s: %s %q is not valid", id, x.Type, x.Value)
			}
		}
		for _, c := range e.Countries {
			if code, ok := entity.CountryCode(c.Code); !ok || code != c.Code {
				t.Errorf("%s: country %q", id, c.Code)
			}
		}
		for _, a := range append(e.Addresses, e.BirthPlaces...) {
			if code, ok := entity.CountryCode(a.Country); !ok || code != a.Country {
				t.Errorf("%s: address %+v: country %q", id, a, a.Country)
			}
		}
		for _, r := range e.Relations {
			if r.Share != "" {
				t.Errorf("%s: a share of %s: the sample says nothing about shares", id, r.Share)
			}
			if r.TargetID == "" {
				continue
			}
			target := r.TargetID
			if !strings.Contains(target, ":") {
				target = e.List + ":" + target
			}
			other, ok := all[target]
			if !ok {
				// Two parties that the sample does not hold.
				if target != "us_ofac_sdn:53054" && target != "us_ofac_sdn:53356" {
					t.Errorf("%s is %s %s, which is not in the sample", id, r.Kind, target)
				}
				continue
			}
			if r.TargetName != "" && r.TargetName != other.Primary() {
				t.Errorf("%s is %s %s, called %q there and %q here", id, r.Kind, target, other.Primary(), r.TargetName)
			}
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d records", len(all))
	}
	scripts := make(map[string]int)
	for _, e := range all {
		for _, n := range e.Names {
			if n.Script != "" {
				scripts[n.Script]++
			}
		}
	}
	for _, s := range []string{"Cyrl", "Arab", "Hans", "Hang"} {
		if scripts[s] == 0 {
			t.Errorf("no name in the script %s", s)
		}
	}
}

// TestMarks: what rests on knowledge alone says so, and survives writing and
// reading.
func TestMarks(t *testing.T) {
	all := everything(t)
	rosneft := all["us_ofac_sdn:17022"]
	marks := make(map[string]entity.Certainty)
	for _, n := range rosneft.Names {
		marks[n.Full] = n.Certainty
	}
	for _, id := range rosneft.Identifiers {
		marks[id.Value] = id.Certainty
	}
	for _, l := range rosneft.Listings {
		marks[strings.Join(l.Measures, "+")+" "+l.Effective.String()] = l.Certainty
	}
	want := map[string]entity.Certainty{
		"OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY": "", "OAO ROSNEFT OIL COMPANY": "", "OIL COMPANY ROSNEFT": "", "OJSC ROSNEFT OIL COMPANY": "",
		"ROSNEFT": "", "ROSNEFT OIL COMPANY": "", "ПАО «НК «Роснефть»": entity.FromKnowledge,
		"7706107510": "", "1027700043502": "", "00044428": "", "253400JT3MQWNDKMJE44": entity.Unverified,
		"RU000A0J2Q06": entity.Unverified, "US67812M2070": entity.Unverified,
		"Block 2025-10-22": "", "Directive 2 2014-07-16": entity.FromKnowledge, "Directive 4 2014-09-12": entity.FromKnowledge,
	}
	if d := cmp.Diff(want, marks); d != "" {
		t.Error(d)
	}
}

func TestCustomers(t *testing.T) {
	all := everything(t)
	es, err := ReadCustomers(Customers())
	if err != nil {
		t.Fatal(err)
	}
	byID := make(map[string]*entity.Entity)
	for _, e := range es {
		byID[e.ID] = e
	}
	seen := make(map[string]bool)
	for _, x := range Expectations() {
		e := byID[x.Customer]
		if e == nil {
			t.Errorf("%s is no customer", x.Customer)
			continue
		}
		seen[x.Customer] = true
		if x.Why == "" || (x.Verdict == Clear) != (len(x.Records) == 0) {
			t.Errorf("%+v", x)
		}
		for _, r := range x.Records {
			if all[r] == nil {
				t.Errorf("%s: record %s is not in the sample", x.Customer, r)
			}
		}
		if x.Verdict == Weak {
			for _, n := range all[x.Records[0]].Names {
				if n.Full == e.Primary() && !n.Weak {
					t.Errorf("%s: %q is no weak alias", x.Customer, n.Full)
				}
			}
		}
	}
	if len(seen) != len(es) || len(es) < 14 {
		t.Errorf("%d customers, %d expectations", len(es), len(seen))
	}
	// What a customer must be found by is what the record has.
	for _, c := range []struct {
		customer, record string
		id               entity.IDType
	}{{"K-05", "us_ofac_sdn:18276", entity.IDINN}, {"K-08", "us_ofac_sdn:15055", entity.IDIMO}, {"K-09", "us_ofac_sdn:27307", entity.IDWallet}} {
		found := false
		for _, x := range all[c.record].Identifiers {
			found = found || x.Type == c.id && x.Key() == byID[c.customer].Identifiers[0].Key()
		}
		if !found {
			t.Errorf("%s: %+v is not a number of %s", c.customer, byID[c.customer].Identifiers, c.record)
		}
	}
}

// TestNamesakes: invented, and told apart from the listed ones by a date of
// birth, a country or what they are.
func TestNamesakes(t *testing.T) {
	es, err := ReadCustomers(Namesakes())
	if err != nil {
		t.Fatal(err)
	}
	if len(es) < 10 {
		t.Errorf("only %d namesakes", len(es))
	}
	dates := make(map[string]string)
	for id, e := range everything(t) {
		for _, d := range e.Dates {
			dates[d.Date.String()] = id
		}
	}
	for _, e := range es {
		if len(e.Notes) != 1 || e.Notes[0].Text != "invented" {
			t.Errorf("%s is not marked as invented", e.ID)
		}
		if e.Schema == entity.Person && len(e.Dates) != 1 {
			t.Errorf("%s has no date of birth", e.ID)
		}
		for _, d := range e.Dates {
			if id := dates[d.Date.String()]; id != "" {
				t.Errorf("%s has the date of birth of %s", e.ID, id)
			}
		}
	}
}

func TestCopies(t *testing.T) {
	Customers()[0], Namesakes()[0] = 'x', 'x'
	if Customers()[0] == 'x' || Namesakes()[0] == 'x' {
		t.Error("a caller can change the embedded tables")
	}
}

func Example() {
	var e *entity.Entity
	_, err := list.Parse(Sources()[0], Lists()[0].Input, func(x *entity.Entity) error {
		if x.ID == "17248" {
			e = x
		}
		return nil
	})
	fmt.Println(err, e.Primary(), e.Identifiers[0].Value, e.Listings[0].Effective)
	// Output: <nil> LUKOIL OAO 7708004767 2025-10-22
}
