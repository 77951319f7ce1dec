package ofac

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func files(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = filepath.Join("testdata", n)
	}
	return out
}

var (
	sdnSet  = files("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
	consSet = files("cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")
)

func TestConformance(t *testing.T) {
	t.Run("sdn", func(t *testing.T) {
		listtest.Run(t, SDN(),
			listtest.Case{Name: "csv set", Format: "sdn.csv", Files: sdnSet, Records: 19, Truncatable: true},
			listtest.Case{Name: "sdn.csv alone", Format: "sdn.csv", Files: sdnSet[:1], Records: 19, Truncatable: true},
		)
	})
	t.Run("consolidated", func(t *testing.T) {
		listtest.Run(t, Consolidated(),
			listtest.Case{Name: "csv set", Format: "cons_prim.csv", Files: consSet, Records: 7},
			listtest.Case{Name: "xml", Format: "consolidated.xml", Files: files("consolidated.xml"), Records: 3, Truncatable: true},
		)
	})
}

// parsed returns the entities of a fixture by id.
func parsed(t testing.TB, s *list.Source, paths ...string) (map[string]*entity.Entity, *list.Report) {
	t.Helper()
	got, rep := listtest.MustParse(t, s, listtest.Load(t, paths...))
	byID := make(map[string]*entity.Entity, len(got))
	for _, e := range got {
		byID[e.ID] = e
	}
	return byID, rep
}

func fulls(e *entity.Entity, weak bool) []string {
	var out []string
	for _, n := range e.Names {
		if n.Weak == weak {
			out = append(out, n.Full)
		}
	}
	return out
}

func idsOf(e *entity.Entity, t entity.IDType) []string {
	var out []string
	for _, id := range e.Identifiers {
		if id.Type == t {
			out = append(out, id.Value)
		}
	}
	return out
}

func attributes(e *entity.Entity, key string) []string {
	var out []string
	for _, a := range e.Attributes {
		if a.Key == key {
			out = append(out, a.Value)
		}
	}
	return out
}

// TestPerson compares one whole entity, so that nothing of a record is lost.
func TestPerson(t *testing.T) {
	got, _ := parsed(t, SDN(), sdnSet...)
	e := got["900001"]
	want := &entity.Entity{
		ID: "900001", List: "us_ofac_sdn", Schema: entity.Person,
		Names: []entity.Name{
			{Full: "Ahmad 'Ali EXAMPLE AL-MITHALI", Kind: entity.NamePrimary, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "EXAMPLE AL-MITHALI"}, {Kind: entity.PartGiven, Value: "Ahmad 'Ali"}}},
			{Full: "Ahmed EL MISALI", Kind: entity.NameAlias, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "EL MISALI"}, {Kind: entity.PartGiven, Value: "Ahmed"}}},
			{Full: "ABU EXAMPLE", Kind: entity.NameNew, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "ABU EXAMPLE"}}},
			{Full: "ABU 'ABD-AL-'IZ", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "ABU 'ABD-AL-'IZ"}}},
			{Full: "Ahmad MITHALI", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartFamily, Value: "MITHALI"}, {Kind: entity.PartGiven, Value: "Ahmad"}}},
			{Full: "42", Kind: entity.NameAlias, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "42"}}, Note: bogusNote},
			{Full: "OLD NAME", Kind: entity.NameFormer, Weak: true, Parts: []entity.Part{{Kind: entity.PartWhole, Value: "OLD NAME"}}},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDPassport, Value: "A 649385", Country: "eg", Label: "Passport", Issued: entity.NewDate(2006, 9, 8), Expires: entity.NewDate(2011, 7, 17)},
			{Type: entity.IDPassport, Value: "RL1794375", Country: "lb", Label: "Passport"},
			{Type: entity.IDPassport, Value: "D9004878", Country: "sy", Label: "Diplomatic Passport"},
			{Type: entity.IDNational, Value: "D489833(9)", Country: "hk", Label: "National ID No."},
			{Type: entity.IDNational, Value: "000-12-3456", Country: "us", Label: "SSN"},
			{Type: entity.IDNational, Value: "2.194.575", Country: "py", Label: "Identification Number"},
			{Type: entity.IDDriver, Value: "180839", Country: "mx", Label: "Driver's License No."},
		},
		Dates: []entity.DatedFact{
			{Kind: entity.DateBirth, Date: entity.NewDate(1948, 12, 10)},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1951}, Circa: true}},
			{Kind: entity.DateBirth, Date: entity.Date{Start: entity.Day{Year: 1960}, End: entity.Day{Year: 1965}}},
		},
		Countries: []entity.CountryFact{
			{Role: entity.CountryBirth, Code: "tr"}, {Role: entity.CountryBirth, Code: "kp"},
			{Role: entity.CountryNationality, Code: "eg"}, {Role: entity.CountryCitizenship, Code: "sy"},
		},
		Addresses: []entity.Address{
			{Street: "c/o Example Office", City: "Guadalajara", Region: "Jalisco", PostalCode: "45136", Country: "mx"},
			{Region: "Crimea", Country: e.Addresses[1].Country},
			{Region: "Irkutsk region", CountryText: "undetermined"},
		},
		BirthPlaces: []entity.Address{{Full: "Sanliurfa, Turkey", Country: "tr"}, {Full: "Pyongyang, Korea, North", Country: "kp"}},
		Gender:      entity.Male,
		Titles:      []string{"Brigadier General"},
		Positions:   []string{"Director, Example Directorate"},
		Listings: []entity.Listing{
			{Authority: "OFAC", Country: "us", Program: "SDGT", Measures: []string{"Block"}},
			{Authority: "OFAC", Country: "us", Program: "IFSR", Measures: []string{"Block"}},
		},
		Relations: []entity.Relation{{Kind: entity.RelationFamily, TargetName: "Example Person", Text: "brother of Example Person"}},
		Topics:    []string{"sanction"},
		Notes:     []entity.Note{{Kind: "remarks", Text: "HAMAS - Hebron"}},
		Origin:    e.Origin,
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestOrigin cuts the fragments out of the files: each must be the row it says.
func TestOrigin(t *testing.T) {
	for _, set := range [][]string{sdnSet, consSet} {
		s := SDN()
		if strings.Contains(set[0], "cons") {
			s = Consolidated()
		}
		got, _ := parsed(t, s, set...)
		raw := make(map[string][]byte)
		for _, p := range set {
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			raw[filepath.Base(p)] = b
		}
		n := 0
		for id, e := range got {
			for i, f := range e.Origin.Fragments {
				text := string(raw[f.File][f.Offset : f.Offset+f.Length])
				if !strings.HasPrefix(text, id+",") || strings.Count(strings.TrimSpace(text), "\n") != 0 {
					t.Errorf("%s: fragment %d of %s is %q", id, i, f.File, text)
				}
				if line := 1 + strings.Count(string(raw[f.File][:f.Offset]), "\n"); line != f.Line {
					t.Errorf("%s: fragment %d of %s says line %d, is line %d", id, i, f.File, f.Line, line)
				}
				n++
			}
		}
		if n < len(got) {
			t.Errorf("%d fragments for %d records", n, len(got))
		}
	}
}

// TestDamagedRows: a row that cannot be read is rejected with its place, and
// the others are kept.
func TestDamagedRows(t *testing.T) {
	const good = `1,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n"
	tests := []struct {
		name, rows       string
		records, rejects int
		reason           string
	}{
		{"too few fields in the middle", "2,\"B\",-0- \r\n" + strings.Replace(good, "1,", "3,", 1), 3, 1, "record 2: line 2: 3 fields, 12 expected"},
		{"too many fields", strings.Replace(good, "1,", "2,", 1) + strings.Replace(good, "1,", "3,", 1)[:len(good)-2] + ",x\r\n", 3, 1, "record 3: line 3: 13 fields, 12 expected"},
		{"no number", strings.Replace(good, "1,", "abc,", 1) + strings.Replace(good, "1,", "3,", 1), 3, 1, `line 2: ent_num "abc" is not a number`},
		{"unknown type", strings.Replace(good, `1,"A",-0- `, `2,"B","submarine"`, 1), 2, 1, `record 2: line 2: unknown record type "submarine"`},
		{"no name", strings.Replace(good, `1,"A"`, `2,-0- `, 1), 2, 1, "record 2: line 2: no name"},
		{"number twice", good, 2, 1, `record 1: line 2: second record with the id "1"`},
		{"two files joined at the end mark", "\x1a" + strings.Replace(good, "1,", "7,", 1) + "\x1a", 2, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, rep, err := listtest.Parse(SDN(), list.Input{Files: []list.File{list.BytesFile("sdn.csv", []byte(good+tt.rows))}})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Records != tt.records || rep.Rejects != tt.rejects {
				t.Errorf("%d records, %d rejects, want %d, %d: %v", rep.Records, rep.Rejects, tt.records, tt.rejects, rep.Rejected)
			}
			if tt.reason != "" && (len(rep.Rejected) != 1 || rep.Rejected[0].Error() != tt.reason) {
				t.Errorf("rejected %v, want %q", rep.Rejected, tt.reason)
			}
		})
	}
}

// TestTruncated cuts the files at many places, and at each of the last 150 bytes: what is accepted must be whole rows.
func TestTruncated(t *testing.T) {
	in := listtest.Load(t, sdnSet...)
	for i, f := range in.Files {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		for cut := 1; cut < len(b); cut++ {
			if cut%7 != 0 && cut < len(b)-150 {
				continue
			}
			set := append([]list.File(nil), in.Files...)
			set[i] = list.BytesFile(f.Name, b[:cut])
			_, rep, err := listtest.Parse(SDN(), list.Input{Files: set})
			if err != nil {
				continue
			}
			// Whole rows: the cut stands before, in or behind a line end, at the
			// end of an unquoted null, or inside the trailing blanks.
			rest := strings.TrimLeft(string(b[cut:]), " \r")
			if rest != "" && rest[0] != '\n' && b[cut-1] != '\n' && rest[0] != '\x1a' {
				t.Errorf("%s cut at %d, between %q and %q, was accepted with %d records", f.Name, cut, b[max(0, cut-20):cut], b[cut:min(len(b), cut+20)], rep.Records)
			}
		}
	}
}

// TestEndMark cuts each member of both sets at every row end: the rows are all
// whole, so that only the missing end mark can tell.
func TestEndMark(t *testing.T) {
	for _, set := range []struct {
		source *list.Source
		files  []string
	}{{SDN(), sdnSet}, {Consolidated(), consSet}} {
		in := listtest.Load(t, set.files...)
		if _, rep := listtest.MustParse(t, set.source, in); len(rep.Doubts) != 0 {
			t.Errorf("%s: the whole set is doubted: %q", set.source.ID, rep.Doubts)
		}
		for i, f := range in.Files {
			rc, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(rc)
			if err != nil {
				t.Fatal(err)
			}
			cuts := 0
			for cut := 1; cut < len(b); cut++ {
				if b[cut-1] != '\n' {
					continue
				}
				cuts++
				files := slices.Clone(in.Files)
				files[i] = list.BytesFile(f.Name, b[:cut])
				_, rep, err := listtest.Parse(set.source, list.Input{Files: files})
				if err != nil {
					continue // within a row of two lines
				}
				want := f.Name + " does not end with OFAC's end mark (0x1A): it may be cut off"
				if len(rep.Doubts) != 1 || rep.Doubts[0] != want {
					t.Errorf("%s cut after line %d: doubts %q, want %q", f.Name, cuts, rep.Doubts, want)
				}
				// A warning alone would be overlooked: it must be among what Check reports.
				if err := set.source.Expect.Check(rep, 0); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s cut after line %d: Check = %v", f.Name, cuts, err)
				}
			}
			if cuts == 0 {
				t.Errorf("%s was cut nowhere", f.Name)
			}
			for _, end := range []string{"\r\n", " \n"} {
				files := slices.Clone(in.Files)
				files[i] = list.BytesFile(f.Name, append(slices.Clone(b), end...))
				if _, rep := listtest.MustParse(t, set.source, list.Input{Files: files}); len(rep.Doubts) != 0 {
					t.Errorf("%s with %q behind the end mark: doubts %q", f.Name, end, rep.Doubts)
				}
			}
		}
	}
}

// TestSiblings: an empty sibling file is passed over with a warning; one that is no OFAC file is refused.
func TestSiblings(t *testing.T) {
	in := listtest.Load(t, sdnSet...)
	for name, text := range map[string]string{"empty": "", "end mark": "\x1a\r\n"} {
		set := append([]list.File(nil), in.Files...)
		set[3] = list.BytesFile("sdn_comments.csv", []byte(text))
		_, rep, err := listtest.Parse(SDN(), list.Input{Files: set})
		if err != nil || rep.Accepted != 19 {
			t.Errorf("%s sdn_comments.csv: %v", name, err)
		}
		if (len(rep.Doubts) == 1) != (text == "") {
			t.Errorf("%s sdn_comments.csv: doubts %q", name, rep.Doubts)
		}
	}
	for name, text := range map[string]string{"html": "<html>403</html>", "other columns": "a,b\n", "sdn.csv twice": "1,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"} {
		set := append([]list.File(nil), in.Files...)
		set[2] = list.BytesFile("alt.csv", []byte(text))
		if _, _, err := listtest.Parse(SDN(), list.Input{Files: set}); err == nil {
			t.Errorf("alt.csv that is %s was accepted", name)
		}
	}
}

// TestComments joins remarks of files that do not fit together.
func TestComments(t *testing.T) {
	row := func(remarks string) []byte {
		return []byte(`1,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"` + remarks + `"` + "\r\n")
	}
	parse := func(t *testing.T, remarks, comment string) (*entity.Entity, *list.Report) {
		got, rep := listtest.MustParse(t, SDN(), list.Input{Files: []list.File{
			list.BytesFile("sdn.csv", row(remarks)), list.BytesFile("sdn_comments.csv", []byte(`1,"`+comment+`"`+"\r\n")),
		}})
		return got[0], rep
	}
	filler := "Website www." + strings.Repeat("x", 1000-len("Website www.")-len("; a.k.a. 'B")-1)
	t.Run("continuation of remarks that were never cut", func(t *testing.T) {
		e, rep := parse(t, "a.k.a. 'B'.", "hone Number 1234.")
		if d := cmp.Diff([]string{"B"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
		if len(e.Contacts) != 0 || len(e.Notes) != 1 || e.Notes[0].Text != "hone Number 1234" {
			t.Errorf("contacts %v, notes %v", e.Contacts, e.Notes)
		}
		if !strings.Contains(rep.Warnings[len(rep.Warnings)-1].Error(), "only 11 characters long") {
			t.Errorf("warnings %v", rep.Warnings)
		}
	})
	t.Run("space at the cut lost in a copy", func(t *testing.T) {
		// "...; a.k.a. 'B |C'.": the 1000th character was the space.
		e, _ := parse(t, filler+"; a.k.a. 'B", "C'.")
		if d := cmp.Diff([]string{"B C"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
	})
	t.Run("continuation that is cut itself", func(t *testing.T) {
		e, _ := parse(t, filler+"y; a.k.a. 'B", "C'; a.k.a. 'D")
		if d := cmp.Diff([]string{"BC"}, fulls(e, true)); d != "" {
			t.Error(d)
		}
		if len(e.Notes) != 1 {
			t.Errorf("notes %v", e.Notes)
		}
	})
}

// TestClassicXML compares whole entities of the XML fixture.
func TestClassicXML(t *testing.T) {
	got, rep := parsed(t, Consolidated(), files("consolidated.xml")...)
	if rep.Edition != "12/18/2025" || rep.Published.Format("2006-01-02") != "2025-12-18" {
		t.Errorf("edition %q, published %v", rep.Edition, rep.Published)
	}
	e := got["910001"]
	want := &entity.Entity{
		ID: "910001", List: "us_ofac_cons", Schema: entity.Company,
		Names: []entity.Name{
			{Full: "EXAMPLE BANK PUBLIC JOINT STOCK COMPANY", Kind: entity.NamePrimary},
			{Full: "EXAMPLE SAVINGS BANK", Kind: entity.NameFormer},
			{Full: "EXB", Kind: entity.NameAlias, Weak: true},
		},
		Identifiers: []entity.Identifier{
			{Type: entity.IDBIC, Value: "EXMPRUMM", Label: "SWIFT/BIC"},
			{Type: entity.IDINN, Value: "7707083893", Country: "ru", Label: "Tax ID No."},
			{Type: entity.IDOGRN, Value: "1027700043502", Country: "ru", Label: "Registration ID"},
			{Type: entity.IDOther, Value: "SP-1", Label: "Spaceport Permit Number"},
		},
		Addresses: []entity.Address{{Street: "1 Example Street, Floor 2", City: "Moscow", PostalCode: "119415", Country: "ru"}},
		Listings: []entity.Listing{{Authority: "OFAC", Country: "us", Program: "RUSSIA-EO14024", Basis: "Executive Order 14024", Measures: []string{"Directive 3"},
			Published: entity.NewDate(2022, 2, 24), Effective: entity.NewDate(2022, 3, 26),
			Note: "All transactions in new debt of longer than 14 days maturity issued on or after the 'Effective Date (EO 14024 Directive)' associated with this name are prohibited."}},
		Relations: []entity.Relation{
			{Kind: entity.RelationLinked, TargetID: "910003", TargetName: "EXAMPLE, Mohammed", Text: "Linked To"},
			{Kind: entity.RelationLinked, TargetName: "EXAMPLE HOLDING (CYPRUS) CO., LTD.", Text: "Linked To"},
		},
		Topics:     []string{"sanction"},
		Attributes: []entity.Attribute{{Key: "target_type", Value: "State-Owned Enterprise"}},
		Notes:      []entity.Note{{Kind: "remarks", Text: "For more information on directives, please visit the following link: https://home.treasury.gov/example#directives"}},
		Origin:     e.Origin,
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if d := cmp.Diff([]string{"Mahmoud AL-EXAMPLE"}, fulls(got["910003"], true)); d != "" {
		t.Errorf("whole name in lastName: %s", d)
	}
	ship := got["910006"]
	if d := cmp.Diff([]entity.Attribute{{Key: "vessel_type", Value: "Crude Oil Tanker"}, {Key: "tonnage", Value: "99144"}, {Key: "gross_registered_tonnage", Value: "56068"}}, ship.Attributes); d != "" {
		t.Error(d)
	}
	t.Run("record count", func(t *testing.T) {
		b, err := os.ReadFile(files("consolidated.xml")[0])
		if err != nil {
			t.Fatal(err)
		}
		more := strings.Replace(string(b), "<Record_Count>3<", "<Record_Count>4<", 1)
		if _, _, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(more))}}); err == nil || !strings.Contains(err.Error(), "Record_Count says 4") {
			t.Errorf("file with a record less than announced: %v", err)
		}
		fewer := strings.Replace(string(b), "<Record_Count>3<", "<Record_Count>2<", 1)
		_, rep, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(fewer))}})
		if err != nil || rep.Accepted != 3 {
			t.Errorf("file with a record more than announced: %v, %d accepted", err, rep.Accepted)
		}
	})
	t.Run("new element", func(t *testing.T) {
		b, _ := os.ReadFile(files("consolidated.xml")[0])
		added := strings.Replace(string(b), "<sdnType>Vessel</sdnType>", "<sdnType>Vessel</sdnType><colour>red</colour>", 1)
		_, rep, err := listtest.Parse(Consolidated(), list.Input{Files: []list.File{list.BytesFile("consolidated.xml", []byte(added))}})
		if err != nil || rep.Unread["sdnEntry/colour"] != 1 {
			t.Errorf("unread %v, %v", rep.Unread, err)
		}
	})
}
