package ofac

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

// rawFile returns the bytes of the one file of in.
func rawFile(t testing.TB, in list.Input) []byte {
	t.Helper()
	rc, err := in.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(rc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sample2024 is the official file of 23 February 2024, of which somebody cut
// most parties, places, documents and entries: what is left refers to what is
// not there.
func sample2024(t testing.TB) []byte {
	return rawFile(t, real(t, "xml/sdn_advanced_PARTIAL_2024-02-23.xml"))
}

// sample2026 puts the four parties of the file of August 2026, which has no
// sections and only one reference set, into the frame of the other.
func sample2026(t testing.TB) []byte {
	slice := rawFile(t, real(t, "xml/sdn_advanced_PARTIAL_2026-08_slice.xml"))
	from, to := bytes.Index(slice, []byte("<DistinctParty ")), bytes.LastIndex(slice, []byte("</Sanctions>"))
	return withParties(t, sample2024(t), string(slice[from:to]))
}

// withParties replaces all parties of a document.
func withParties(t testing.TB, doc []byte, parties string) []byte {
	from := bytes.Index(doc, []byte("<DistinctParties>")) + len("<DistinctParties>")
	to := bytes.Index(doc, []byte("</DistinctParties>"))
	if from < 0 || to < from {
		t.Fatal("no DistinctParties")
	}
	return slices.Concat(doc[:from], []byte(parties), doc[to:])
}

func csvEntities(t testing.TB, names ...string) map[string]*entity.Entity {
	got, _ := listtest.MustParse(t, SDN(), real(t, names...))
	byID := make(map[string]*entity.Entity, len(got))
	for _, e := range got {
		byID[e.ID] = e
	}
	return byID
}

func parseDoc(t testing.TB, doc []byte) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, advancedSource(listSDN), list.Input{Files: []list.File{list.BytesFile("sdn_advanced.xml", doc)}})
	byID := make(map[string]*entity.Entity, len(got))
	for _, e := range got {
		byID[e.ID] = e
		f := e.Origin.Fragments[0]
		if raw := string(doc[f.Offset : f.Offset+f.Length]); !strings.HasPrefix(raw, `<DistinctParty FixedRef="`+e.ID+`"`) || !strings.HasSuffix(raw, "</DistinctParty>") {
			t.Errorf("%s: origin leads to %.60q ... %q", e.ID, raw, raw[max(0, len(raw)-30):])
		}
	}
	return byID, rep
}

// TestAdvancedSamples: counts, and what stays unread or unknown, on the real
// samples. The only warnings are of references to what was cut off.
func TestAdvancedSamples(t *testing.T) {
	for _, c := range []struct {
		name     string
		doc      []byte
		records  int
		schemas  map[entity.Schema]int
		original int
	}{
		{"2024-02-23", sample2024(t), 37, map[entity.Schema]int{entity.Person: 21, entity.Organization: 11, entity.Vessel: 5}, 23},
		{"2026-08 slice", sample2026(t), 4, map[entity.Schema]int{entity.Person: 2, entity.Organization: 2}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, rep := parseDoc(t, c.doc)
			if rep.Records != c.records || rep.Rejects != 0 || len(rep.Unread) != 0 {
				t.Errorf("%d records, %d rejected, unread %v", rep.Records, rep.Rejects, rep.UnreadPaths())
			}
			if d := cmp.Diff(c.schemas, rep.Schemas); d != "" {
				t.Error(d)
			}
			if rep.Filled["original_script"] != c.original {
				t.Errorf("%d with original script, want %d", rep.Filled["original_script"], c.original)
			}
			cutOff := regexp.MustCompile(`no place with the id|no party has|the party has none`)
			for _, w := range rep.Warnings {
				if !cutOff.MatchString(w.Err.Error()) {
					t.Errorf("warning: %v", &w)
				}
			}
			t.Logf("%d records, %d warnings (all of references into what was cut off)", rep.Records, rep.Warned)
			for _, e := range got {
				for i, n := range e.Names {
					if (i == 0) != (n.Kind == entity.NamePrimary) || strings.ContainsAny(n.Full, ",;") && e.Schema == entity.Person {
						t.Errorf("%s: name %d: %+v", e.ID, i, n)
					}
				}
			}
		})
	}
}

// TestAdvancedEqualsCSV: for the parties of the samples, the CSV set of the same
// day (or the next one held) has the same primary name, birth dates, places of
// birth, genders and vessel data.
func TestAdvancedEqualsCSV(t *testing.T) {
	adv, _ := parseDoc(t, sample2024(t))
	slice, _ := parseDoc(t, sample2026(t))
	sameDay := csvEntities(t, "sdn_dated/sdn_2024-02-23.csv.gz")
	withAliases := csvEntities(t, real2023...)
	upper := func(s string) string { return strings.ToUpper(s) }
	facts := func(e *entity.Entity) []string {
		var out []string
		for _, d := range e.Dates {
			out = append(out, string(d.Kind)+" "+d.Date.String())
		}
		for _, p := range e.BirthPlaces {
			out = append(out, "born in "+p.Full)
		}
		for _, id := range e.Identifiers {
			if id.Type == entity.IDCallSign {
				out = append(out, "call sign "+id.Value)
			}
		}
		for _, a := range e.Attributes {
			if a.Key == "vessel_type" || a.Key == "gross_registered_tonnage" || a.Key == "additional_sanctions_information" {
				out = append(out, a.Key+" "+a.Value)
			}
		}
		out = append(out, "gender "+string(e.Gender))
		slices.Sort(out)
		return out
	}
	compared, aliases := 0, 0
	for id, e := range adv {
		c, ok := sameDay[id]
		if !ok {
			continue // delisted, or a record of a later file
		}
		compared++
		if upper(e.Primary()) != upper(c.Primary()) || e.Schema != c.Schema {
			t.Errorf("%s: %s %q, CSV %s %q", id, e.Schema, e.Primary(), c.Schema, c.Primary())
		}
		if d := cmp.Diff(facts(c), facts(e)); d != "" {
			t.Errorf("%s: CSV (-) and advanced (+) differ:\n%s", id, d)
		}
		a, ok := withAliases[id]
		if !ok {
			continue
		}
		have := map[string]bool{}
		for _, n := range e.Names {
			have[upper(n.Full)] = true
		}
		for _, n := range a.Names {
			aliases++
			if !have[upper(n.Full)] {
				t.Errorf("%s: the CSV of 2023-12-28 has the name %q, the advanced XML has not", id, n.Full)
			}
		}
	}
	for id, e := range slice {
		if c, ok := withAliases[id]; ok {
			compared++
			if c.Schema != e.Schema {
				t.Errorf("%s: schema %s, CSV %s", id, e.Schema, c.Schema)
			}
		}
	}
	t.Logf("%d records and %d names compared", compared, aliases)
	if compared < 38 || aliases < 70 {
		t.Errorf("only %d records and %d names compared", compared, aliases)
	}
}

// TestAdvancedEntriesEqualCSV gives each of the 147 real entries of the sample a
// party, and compares the programmes of its listings with the Program column of
// the same day.
func TestAdvancedEntriesEqualCSV(t *testing.T) {
	doc := sample2024(t)
	var file struct {
		Entries []struct {
			ProfileID string `xml:"ProfileID,attr"`
			Events    []struct {
				Year  int `xml:"Date>Year"`
				Month int `xml:"Date>Month"`
				Day   int `xml:"Date>Day"`
			} `xml:"EntryEvent"`
		} `xml:"SanctionsEntries>SanctionsEntry"`
	}
	if err := xml.Unmarshal(doc, &file); err != nil {
		t.Fatal(err)
	}
	var parties strings.Builder
	days := map[string]map[string]bool{}
	for _, e := range file.Entries {
		if days[e.ProfileID] == nil {
			days[e.ProfileID] = map[string]bool{}
			fmt.Fprintf(&parties, `<DistinctParty FixedRef="%[1]s"><Comment /><Profile ID="%[1]s" PartySubTypeID="3"><Identity ID="%[1]s" FixedRef="%[1]s" Primary="true" False="false"><Alias FixedRef="%[1]s" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="%[1]s" DocNameStatusID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215" ScriptStatusID="1" Acronym="false">PARTY %[1]s</NamePartValue></DocumentedNamePart></DocumentedName></Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1525" /></MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>`, e.ProfileID)
		}
		for _, ev := range e.Events {
			days[e.ProfileID][entity.NewDate(ev.Year, ev.Month, ev.Day).String()] = true
		}
	}
	got, rep := parseDoc(t, withParties(t, doc, parties.String()))
	sameDay := csvEntities(t, "sdn_dated/sdn_2024-02-23.csv.gz")
	compared, sectoralOnes := 0, 0
	for id, e := range got {
		for _, l := range e.Listings {
			if l.Effective.IsZero() && !strings.Contains(l.Note, "its day is not published") || !l.Effective.IsZero() && !days[id][l.Effective.String()] {
				t.Errorf("%s: listing since %s, the entries say %v: %+v", id, l.Effective, days[id], l)
			}
			if len(l.Measures) == 0 || l.Basis == "" && l.Program != "IFSR" { // OFAC gives no legal basis for that tag
				t.Errorf("%s: listing without measure or basis: %+v", id, l)
			}
			if strings.Contains(l.Note, "Sectoral") {
				sectoralOnes++
				if slices.Contains(l.Measures, measureBlock) || l.Program != "UKRAINE-EO13662" {
					t.Errorf("%s: sectoral listing %+v", id, l)
				}
			} else if !slices.Contains(l.Measures, measureBlock) {
				t.Errorf("%s: listing of the SDN list %+v", id, l)
			}
		}
		c, ok := sameDay[id]
		if !ok {
			continue
		}
		compared++
		if d := cmp.Diff(programsIn(c), programsIn(e)); d != "" {
			t.Errorf("%s: programmes of the CSV (-) and the entries (+) differ:\n%s", id, d)
		}
	}
	for _, w := range rep.Warnings {
		if w.Field == "SanctionsEntry" {
			t.Errorf("warning: %v", &w)
		}
	}
	t.Logf("%d of %d parties compared, %d sectoral listings", compared, len(got), sectoralOnes)
	if compared < 60 || sectoralOnes < 40 {
		t.Errorf("only %d of %d parties compared, %d sectoral listings", compared, len(got), sectoralOnes)
	}
}

func programsIn(e *entity.Entity) []string {
	var out []string
	for _, l := range e.Listings {
		if !slices.Contains(out, l.Program) {
			out = append(out, l.Program)
		}
	}
	slices.Sort(out)
	return out
}
