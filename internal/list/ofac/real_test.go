package ofac

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func real(t testing.TB, names ...string) list.Input {
	t.Helper()
	base := filepath.Join(listtest.Data(t), "lists", "ofac")
	paths := make([]string, len(names))
	for i, n := range names {
		paths[i] = filepath.Join(base, n)
	}
	return listtest.Load(t, paths...)
}

func set(dir string, names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = dir + "/" + n
	}
	return out
}

var (
	real2021     = set("2021-07-07", "sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
	real2023     = set("2023-12-28", "sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
	real2026     = set("2026-08-01", "sdn_PARTIAL_rosneft_lukoil.csv", "add.csv", "alt.csv", "sdn_comments.csv")
	realCons     = set("consolidated_nonsdn/2025-12-19", "cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")
	realConsXML  = "consolidated_nonsdn/consolidated_2025-12-18.xml.gz"
	missingParts = 3 // warnings of sdn.csv alone: no add, alt, comments
)

// unmarked are the copies that do not end with OFAC's end mark, by the first
// file of their set: one that lost it on its way here, and an excerpt.
var unmarked = map[string][]string{
	real2021[0]: {"sdn_comments.csv does not end with OFAC's end mark (0x1A): it may be cut off"},
	real2026[0]: {"sdn_partial_rosneft_lukoil.csv does not end with OFAC's end mark (0x1A): it may be cut off"},
}

// TestRealFiles parses every official file in the test data. Records were
// counted with Python's csv module and by counting <sdnEntry>; warnings are
// pinned, so that a value that stops being read is noticed.
func TestRealFiles(t *testing.T) {
	alone := func(name string) []string { return []string{"sdn_dated/" + name} }
	tests := []struct {
		source   *list.Source
		files    []string
		records  int
		warned   int
		expected bool // the edition meets Source.Expect but for its doubts
	}{
		{SDN(), real2021, 8976, 4, true},
		{SDN(), real2023, 13821, 14, true},
		{SDN(), []string{"2024-05-03/sdn.csv"}, 14965, 22 + missingParts, false},
		{SDN(), alone("sdn_base_2021-08-18.csv.gz"), 9083, 9 + missingParts, false},
		{SDN(), alone("sdn_2024-02-20.csv.gz"), 13931, 22 + missingParts, false},
		{SDN(), alone("sdn_2024-02-23.csv.gz"), 14484, 22 + missingParts, false},
		{SDN(), alone("sdn_2024-02-24.csv.gz"), 14499, 22 + missingParts, false},
		{SDN(), alone("sdn_2024-04-26.csv.gz"), 14668, 22 + missingParts, false},
		{SDN(), alone("sdn_2024-05-01.csv.gz"), 14966, 22 + missingParts, false},
		{SDN(), alone("sdn_2024-05-02.csv.gz"), 14973, 22 + missingParts, false},
		{SDN(), real2026, 33, 45012, false},
		{Consolidated(), realCons, 442, 0, true},
		{Consolidated(), []string{"consolidated_nonsdn/consolidated_2024-05-06.xml.gz"}, 443, 0, true},
		{Consolidated(), []string{"consolidated_nonsdn/consolidated_2025-03-28.xml"}, 443, 0, true},
		{Consolidated(), []string{"consolidated_nonsdn/consolidated_2025-10-22.xml.gz"}, 443, 0, true},
		{Consolidated(), []string{realConsXML}, 442, 0, true},
		{Consolidated(), []string{"consolidated_nonsdn/consolidated_2026-01-08.xml.gz"}, 442, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.files[0], func(t *testing.T) {
			in := real(t, tt.files...)
			got, rep := listtest.MustParse(t, tt.source, in)
			if rep.Records != tt.records || rep.Rejects != 0 || len(got) != tt.records {
				t.Errorf("%d records, %d rejects, %d entities, want %d, 0: %v", rep.Records, rep.Rejects, len(got), tt.records, rep.Rejected)
			}
			if rep.Warned != tt.warned {
				t.Errorf("%d warnings, want %d", rep.Warned, tt.warned)
				for i, w := range rep.Warnings {
					if i < 40 {
						t.Log(w.Error())
					}
				}
			}
			if len(rep.Unread) > 0 {
				t.Errorf("unread: %v", rep.UnreadPaths())
			}
			if d := cmp.Diff(unmarked[tt.files[0]], rep.Doubts); d != "" {
				t.Errorf("doubts: -want +got\n%s", d)
			}
			rep.Doubts = nil
			if err := tt.source.Expect.Check(rep, 0); (err == nil) != tt.expected {
				t.Errorf("expectations: %v", err)
			}
			origins(t, in, got)
		})
	}
}

// origins checks that each entity's fragments are rows with its own number.
func origins(t *testing.T, in list.Input, got []*entity.Entity) {
	t.Helper()
	raw := make(map[string]string)
	for _, f := range in.Files {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		raw[f.Name] = string(b)
	}
	bad := 0
	for _, e := range got {
		for _, f := range e.Origin.Fragments {
			text := raw[f.File][f.Offset : f.Offset+f.Length]
			ok := strings.HasPrefix(text, e.ID+",")
			if strings.HasPrefix(text, "<sdnEntry>") {
				ok = strings.Contains(text, "<uid>"+e.ID+"</uid>") && strings.HasSuffix(text, "</sdnEntry>")
			}
			if !ok {
				if bad++; bad < 5 {
					t.Errorf("%s: %s at %d is %.60q", e.ID, f.File, f.Offset, text)
				}
			}
		}
	}
}

// joined reads a CSV set by itself, as an oracle: the full remarks by number.
func joined(t *testing.T, in list.Input, main, comments string) map[string]string {
	t.Helper()
	read := func(name string) [][]string {
		f, ok := in.Find(name)
		if !ok {
			t.Fatalf("no %s", name)
		}
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(rc)
		r.FieldsPerRecord = -1
		var out [][]string
		for {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				return out
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(row) > 1 {
				out = append(out, row)
			}
		}
	}
	all := make(map[string]string)
	for _, row := range read(main) {
		if row[11] != "-0- " {
			all[row[0]] = row[11]
		}
	}
	for _, row := range read(comments) {
		if all[row[0]] != "" {
			all[row[0]] += row[1]
		}
	}
	return all
}

// TestRemarksAgainstPattern finds wallets, INNs, dates, aliases and links in the
// remarks with regular expressions that know nothing of the parser, and expects
// the same in the entities.
func TestRemarksAgainstPattern(t *testing.T) {
	patterns := []struct {
		name string
		re   *regexp.Regexp
		of   func(e *entity.Entity) []string
	}{
		{"wallets", regexp.MustCompile(`Digital Currency Address - ([A-Z0-9]+ [0-9A-Za-z]{26,})[;.]`), func(e *entity.Entity) []string {
			var out []string
			for _, id := range e.Identifiers {
				if id.Type == entity.IDWallet {
					out = append(out, id.Label+" "+id.Value)
				}
			}
			return out
		}},
		{"inn", regexp.MustCompile(`Tax ID No\. (\d{10}|\d{12}) \(Russia\)`), func(e *entity.Entity) []string {
			var out []string
			for _, id := range e.Identifiers {
				if id.Type == entity.IDINN && id.Label == "Tax ID No." {
					out = append(out, id.Value)
				}
			}
			return out
		}},
		{"imo", regexp.MustCompile(`IMO\s+(\d{5,7})\b`), func(e *entity.Entity) []string {
			var out []string
			for _, id := range e.Identifiers {
				if v, ok := strings.CutPrefix(id.Value, "IMO "); ok && (id.Type == entity.IDIMO || id.Type == entity.IDIMOCompany) {
					out = append(out, v)
				}
			}
			return out
		}},
		{"days of birth", regexp.MustCompile(`DOB (\d\d [A-Z][a-z][a-z] \d{4})[;.]`), func(e *entity.Entity) []string {
			var out []string
			for _, d := range e.Dates {
				if d.Kind == entity.DateBirth && !d.Date.IsRange() && !d.Date.Circa && d.Date.Start.Precision() == 3 {
					out = append(out, d.Date.String())
				}
			}
			return out
		}},
		{"linked to", regexp.MustCompile(`Linked To: ([^;]+[^;.])\.?(?:;|$)`), func(e *entity.Entity) []string {
			var out []string
			for _, r := range e.Relations {
				if r.Kind == entity.RelationLinked {
					out = append(out, strings.TrimSuffix(r.TargetName, "."))
				}
			}
			return out
		}},
		{"bic", regexp.MustCompile(`SWIFT/BIC ([A-Z0-9]{8,11})\b`), func(e *entity.Entity) []string { return idsOf(e, entity.IDBIC) }},
		{"isin", regexp.MustCompile(`ISIN ([A-Z0-9]{11,12})\b`), func(e *entity.Entity) []string { return idsOf(e, entity.IDISIN) }},
	}
	sets := []struct {
		source *list.Source
		files  []string
		main   string
		rest   string
	}{
		{SDN(), real2021, "sdn.csv", "sdn_comments.csv"},
		{SDN(), real2023, "sdn.csv", "sdn_comments.csv"},
		{Consolidated(), realCons, "cons_prim.csv", "cons_comments.csv"},
	}
	for _, s := range sets {
		t.Run(s.files[0], func(t *testing.T) {
			in := real(t, s.files...)
			all := joined(t, in, s.main, s.rest)
			got, _ := listtest.MustParse(t, s.source, in)
			for _, p := range patterns {
				total, wrong := 0, 0
				for _, e := range got {
					seen := make(map[string]bool)
					var want []string
					for _, m := range p.re.FindAllStringSubmatch(all[e.ID], -1) {
						v := list.Clean(m[1])
						if p.name == "days of birth" {
							d, err := list.ParseDate(v, list.DayFirst)
							if err != nil {
								t.Fatal(err)
							}
							v = d.String()
						}
						if !seen[v] {
							seen[v] = true
							want = append(want, v)
						}
					}
					have := p.of(e)
					sort.Strings(want)
					sort.Strings(have)
					total += len(want)
					if d := cmp.Diff(want, have); d != "" && (len(want) > 0 || len(have) > 0) {
						if wrong++; wrong <= 5 {
							t.Errorf("%s of %s: -pattern +entity\n%s", p.name, e.ID, d)
						}
					}
				}
				t.Logf("%s: %d values, %d records differ", p.name, total, wrong)
			}
		})
	}
}

// TestLabelsOnRealFiles measures how many clauses have no label, and expects
// that none of them looks like a number or a coded value.
func TestLabelsOnRealFiles(t *testing.T) {
	number := regexp.MustCompile(`(?:No\.?|Number|ID|#|Code|IMO|Certificate) ?:?\(? ?\S*\d{3}`)
	// Free text of old records that names a number in a sentence.
	known := map[string]bool{
		"Interpol: Red Notice. File No. 2009/3599. March 24, 2009. Orange Notice. File No. 2009/52/OS/CCC. February 10, 2009":                                         true,
		"Temporary suspension of deportation No. T04338017, expired 08 May 2013, issued by Alien's Office of the city of Mainz":                                       true,
		"Member of al-Qa'ida in the Arabian Peninsula, is wanted by the Government of Saudi Arabia and Interpol has issued an Orange Notice: File no. 2009/52/OS/CCC": true,
	}
	for _, s := range []struct {
		files      []string
		main, rest string
	}{{real2021, "sdn.csv", "sdn_comments.csv"}, {real2023, "sdn.csv", "sdn_comments.csv"}, {realCons, "cons_prim.csv", "cons_comments.csv"}} {
		t.Run(s.files[0], func(t *testing.T) {
			all := joined(t, real(t, s.files...), s.main, s.rest)
			clauses, free := 0, make(map[string]int)
			for _, text := range all {
				if len(text) == remarksLimit && !strings.HasSuffix(text, ".") {
					text = text[:strings.LastIndex(text, "; ")] // cut, not continued
				}
				cs, _ := splitClauses(text)
				for _, c := range cs {
					clauses++
					c, _ = cutAlt(c)
					if l, v := findLabel(c); l == nil || v == "" {
						free[bare(c)]++
					}
				}
			}
			n := 0
			for c, k := range free {
				n += k
				if number.MatchString(c) && !known[c] {
					t.Errorf("clause without a label: %q", c)
				}
			}
			t.Logf("%d clauses, %d without a label (%d different texts)", clauses, n, len(free))
		})
	}
}

// TestXMLEqualsCSV compares the classic XML of one day with the CSV set of the
// next: the same records must give the same entities. The CSV has city, region
// and postal code in one column, so addresses are compared as words; it writes
// single quotes for double ones.
func TestXMLEqualsCSV(t *testing.T) {
	fromCSV, _ := listtest.MustParse(t, Consolidated(), real(t, realCons...))
	fromXML, _ := listtest.MustParse(t, Consolidated(), real(t, realConsXML))
	if len(fromCSV) != len(fromXML) {
		t.Fatalf("%d and %d records", len(fromCSV), len(fromXML))
	}
	byID := make(map[string]*entity.Entity)
	for _, e := range fromXML {
		byID[e.ID] = e
	}
	plain := func(e *entity.Entity) *entity.Entity {
		c := *e
		c.Origin = entity.Origin{}
		c.Names = append([]entity.Name(nil), e.Names...)
		for i := range c.Names {
			c.Names[i].Full = strings.ReplaceAll(c.Names[i].Full, `"`, "'")
		}
		c.Addresses = nil
		for _, a := range e.Addresses {
			words := strings.Fields(strings.ReplaceAll(strings.Join([]string{a.Street, a.City, a.Region, a.PostalCode}, " "), ",", ""))
			c.Addresses = append(c.Addresses, entity.Address{Full: strings.Join(words, " "), Country: a.Country, CountryText: a.CountryText, Note: a.Note})
		}
		sort.Slice(c.Names, func(i, j int) bool { return c.Names[i].Full < c.Names[j].Full })
		sort.Slice(c.Addresses, func(i, j int) bool { return c.Addresses[i].Full < c.Addresses[j].Full })
		sort.Slice(c.Identifiers, func(i, j int) bool {
			return c.Identifiers[i].Label+c.Identifiers[i].Value < c.Identifiers[j].Label+c.Identifiers[j].Value
		})
		sort.Slice(c.Listings, func(i, j int) bool { return c.Listings[i].Program < c.Listings[j].Program })
		for i := range c.Listings {
			sort.Strings(c.Listings[i].Measures)
		}
		sort.Slice(c.Attributes, func(i, j int) bool {
			return c.Attributes[i].Key+c.Attributes[i].Value < c.Attributes[j].Key+c.Attributes[j].Value
		})
		sort.Slice(c.Contacts, func(i, j int) bool { return c.Contacts[i].Value < c.Contacts[j].Value })
		sort.Slice(c.Notes, func(i, j int) bool { return c.Notes[i].Text < c.Notes[j].Text })
		sort.Slice(c.Relations, func(i, j int) bool { return c.Relations[i].TargetName < c.Relations[j].TargetName })
		return &c
	}
	differ := 0
	for _, e := range fromCSV {
		x := byID[e.ID]
		if x == nil {
			t.Errorf("%s is not in the XML", e.ID)
			continue
		}
		if d := cmp.Diff(plain(x), plain(e)); d != "" {
			if differ++; differ <= 5 {
				t.Errorf("%s: -xml +csv\n%s", e.ID, d)
			}
		}
	}
	t.Logf("%d records compared, %d differ", len(fromCSV), differ)
}

// TestLinksFindTheirRecords: OFAC cites records by their primary name, so almost
// every link must find its target.
func TestLinksFindTheirRecords(t *testing.T) {
	got, _ := listtest.MustParse(t, SDN(), real(t, real2023...))
	known := make(map[string]bool, len(got))
	for _, e := range got {
		known[e.ID] = true
	}
	found, lost := 0, 0
	for _, e := range got {
		for _, r := range e.Relations {
			switch {
			case r.Kind != entity.RelationLinked:
			case r.TargetID == "":
				lost++
			case !known[r.TargetID] || r.TargetID == e.ID:
				t.Errorf("%s is linked to %q", e.ID, r.TargetID)
			default:
				found++
			}
		}
	}
	// The ten are non-SDN parties: Rosneft, Gazprom and others of that day.
	if found < 5900 || lost > 10 {
		t.Errorf("%d links found, %d lost", found, lost)
	}
	t.Logf("%d links found, %d lost", found, lost)
}

// TestAction2025 compares all records of the Rosneft and Lukoil action that the
// newest real rows hold with the facts gathered about it: names, strong and weak
// aliases, tax, register and gazette numbers, programmes, parent.
func TestAction2025(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(listtest.Data(t), "action_2025_10_22.json"))
	if err != nil {
		t.Fatal(err)
	}
	var facts struct {
		Entities []struct {
			UID      int      `json:"ofac_uid"`
			Name     string   `json:"name"`
			Programs []string `json:"programs"`
			Strong   []string `json:"aliases_strong"`
			Weak     []string `json:"aliases_weak_in_remarks"`
			IDs      struct {
				INN     string   `json:"inn_tax_id"`
				OGRN    string   `json:"ogrn_registration"`
				OKPO    string   `json:"okpo"`
				Website []string `json:"website"`
			} `json:"ids"`
		} `json:"entities"`
	}
	if err := json.Unmarshal(raw, &facts); err != nil {
		t.Fatal(err)
	}
	got, _ := listtest.MustParse(t, SDN(), real(t, real2026...))
	byID := make(map[string]*entity.Entity)
	for _, e := range got {
		byID[e.ID] = e
	}
	compared := 0
	for _, f := range facts.Entities {
		e := byID[strconv.Itoa(f.UID)]
		if e == nil {
			continue // the file holds a part of the records
		}
		compared++
		check := func(what string, want, have []string) {
			t.Helper()
			want, have = slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(have))
			if d := cmp.Diff(want, have, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%s %s: -fact +entity\n%s", e.ID, what, d)
			}
		}
		one := func(s string) []string {
			if s == "" {
				return nil
			}
			return []string{s}
		}
		check("inn", one(f.IDs.INN), idsOf(e, entity.IDINN))
		check("ogrn", one(f.IDs.OGRN), idsOf(e, entity.IDOGRN))
		if f.IDs.OKPO != "" {
			check("okpo", one(f.IDs.OKPO), idsOf(e, entity.IDOKPO))
		}
		check("strong names", slices.Compact(slices.Sorted(slices.Values(append(f.Strong, f.Name)))), fulls(e, false))
		check("weak names", f.Weak, fulls(e, true))
		var programs []string
		for _, l := range e.Listings {
			programs = append(programs, l.Program)
			blocking := l.Program == "RUSSIA-EO14024"
			if blocking != slices.Contains(l.Measures, "Block") {
				t.Errorf("%s: %s has the measures %v", e.ID, l.Program, l.Measures)
			}
		}
		check("programmes", f.Programs, programs)
	}
	if compared < 27 {
		t.Errorf("%d of 36 records compared", compared)
	}
	t.Logf("%d of %d records compared", compared, len(facts.Entities))
}
