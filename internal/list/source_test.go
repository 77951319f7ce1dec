package list

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interdict-dev/interdict/internal/entity"
)

// toy is a list of two formats that both read with parse.
func toy(parse func(in Input, emit Emit, rep *Report) error) *Source {
	return &Source{ID: "toy", Formats: []Format{
		{ID: "toy.v2", Detect: func(in Input) bool { f, ok := in.Only(); return ok && f.Contains(10, "TOY2") }, Parse: parse},
		{ID: "toy.v1", Detect: func(in Input) bool { _, ok := in.Find("Toy.TXT"); return ok }, Parse: parse},
	}}
}

func person(id string) *entity.Entity {
	return &entity.Entity{ID: id, Schema: entity.Person, Names: []entity.Name{{Full: "Name " + id}}, Origin: entity.Origin{Fragments: []entity.Fragment{{File: "toy.txt", Line: 7}}}}
}

func TestDetect(t *testing.T) {
	src := toy(nil)
	for _, tt := range []struct {
		name string
		in   Input
		want string // format, or part of the error
	}{
		{"first format wins", Input{Files: []File{BytesFile("toy.txt", []byte("TOY2 data"))}}, "toy.v2"},
		{"by name, case apart", Input{Files: []File{BytesFile("x", nil), BytesFile("TOY.txt", []byte("data"))}}, "toy.v1"},
		{"web page", Input{Files: []File{BytesFile("a.xml", []byte("\n <!DOCTYPE html><title>403"))}}, "web page"},
		{"web page without doctype", Input{Files: []File{BytesFile("a.xml", []byte("<HTML>"))}}, "web page"},
		{"web page behind a BOM", Input{Files: []File{BytesFile("a.xml", []byte("\ufeff<!doctype html>\n<html lang=en>"))}}, "web page"},
		{"empty", Input{Files: []File{BytesFile("a.xml", []byte(" \n"))}}, "empty"},
		{"unknown", Input{Files: []File{BytesFile("a.xml", []byte("<other/>"))}}, "none of the formats toy.v2, toy.v1"},
		{"no file", Input{}, "none of the formats"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, err := src.Detect(tt.in)
			if err == nil {
				if f.ID != tt.want {
					t.Errorf("format %s, want %s", f.ID, tt.want)
				}
				return
			}
			if !errors.Is(err, ErrNotList) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "toy") {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestInput(t *testing.T) {
	f := BytesFile("ABC.xml", []byte("hello"))
	if f.Name != "abc.xml" || f.Size != 5 {
		t.Errorf("BytesFile = %+v", f)
	}
	for n, want := range map[int]string{0: "", 3: "hel", 5: "hello", 100: "hello"} {
		if got := string(f.Head(n)); got != want {
			t.Errorf("Head(%d) = %q, want %q", n, got, want)
		}
	}
	broken := File{Name: "x", Open: func() (io.ReadCloser, error) { return nil, errors.New("gone") }}
	if broken.Head(5) != nil || broken.Contains(5, "a") {
		t.Error("a file that cannot be opened has a head")
	}
	if !f.Contains(5, "llo") || f.Contains(4, "llo") {
		t.Error("Contains must look at the first n bytes only")
	}
	if _, ok := (Input{Files: []File{f, f}}).Only(); ok {
		t.Error("Only of two files")
	}
	if _, ok := (Input{Files: []File{f}}).Find("nothing"); ok {
		t.Error("Find of an absent file")
	}
}

func TestParse(t *testing.T) {
	in := Input{Files: []File{BytesFile("toy.txt", []byte("TOY2"))}}
	stop := errors.New("disk full")
	for _, tt := range []struct {
		name    string
		parse   func(in Input, emit Emit, rep *Report) error
		emitErr error
		ids     []string
		rejects []string
		err     string
	}{
		{name: "accepted and rejected", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			if err := emit(person("a")); err != nil {
				return err
			}
			rep.Record()
			rep.Reject(RecordError{Record: "b", Line: 3, Field: "name", Err: errors.New("unreadable")})
			rep.Record()
			return emit(person("c"))
		}, ids: []string{"a", "c"}, rejects: []string{"record b: line 3: name: unreadable"}},
		{name: "second record of an id is rejected, not lost", parse: func(_ Input, emit Emit, rep *Report) error {
			for _, id := range []string{"a", "b", "a"} {
				rep.Record()
				if err := emit(person(id)); err != nil {
					return err
				}
			}
			return nil
		}, ids: []string{"a", "b"}, rejects: []string{`record a: line 7: second record with the id "a"`}},
		{name: "an invalid first record does not take the id", parse: func(_ Input, emit Emit, rep *Report) error {
			bad := person("a")
			bad.Names = nil
			for _, e := range []*entity.Entity{bad, person("a")} {
				rep.Record()
				if err := emit(e); err != nil {
					return err
				}
			}
			return nil
		}, ids: []string{"a"}, rejects: []string{"record a: line 7: neither a name nor an identifier"}},
		{name: "folded", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			rep.Record()
			rep.Fold()
			return emit(person("a"))
		}, ids: []string{"a"}},
		{name: "record neither accepted nor rejected", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			rep.Record()
			return emit(person("a"))
		}, ids: []string{"a"}, err: "2 records, but 1 accepted, 0 rejected and 0 folded"},
		{name: "entity without a record", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			emit(person("a"))
			return emit(person("b"))
		}, ids: []string{"a", "b"}, err: "1 records, but 2 accepted"},
		{name: "no record", parse: func(Input, Emit, *Report) error { return nil }, err: "no record in the file"},
		{name: "error of the parser", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			emit(person("a"))
			return io.ErrUnexpectedEOF
		}, ids: []string{"a"}, err: "unexpected EOF"},
		{name: "error of emit stops the parser and is not a reject", parse: func(_ Input, emit Emit, rep *Report) error {
			rep.Record()
			return emit(person("a"))
		}, emitErr: stop, err: "disk full"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			rep, err := Parse(toy(tt.parse), in, func(e *entity.Entity) error {
				if tt.emitErr != nil {
					return tt.emitErr
				}
				if e.List != "toy" {
					t.Errorf("list of %s = %q", e.ID, e.List)
				}
				ids = append(ids, e.ID)
				return nil
			})
			if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if tt.emitErr != nil && !errors.Is(err, tt.emitErr) {
				t.Errorf("error %v does not wrap %v", err, tt.emitErr)
			}
			if rep == nil || rep.List != "toy" || rep.Format != "toy.v2" {
				t.Fatalf("report %+v", rep)
			}
			if diff := cmp.Diff(tt.ids, ids); diff != "" {
				t.Errorf("emitted (-want +got)\n%s", diff)
			}
			var rejects []string
			for _, r := range rep.Rejected {
				rejects = append(rejects, r.Error())
			}
			if diff := cmp.Diff(tt.rejects, rejects); diff != "" {
				t.Errorf("rejected (-want +got)\n%s", diff)
			}
			if rep.Accepted != len(ids) || rep.Rejects != len(rejects) {
				t.Errorf("accepted %d, rejects %d", rep.Accepted, rep.Rejects)
			}
		})
	}
	if rep, err := Parse(toy(nil), Input{}, nil); err == nil || rep == nil {
		t.Errorf("Parse of nothing: %v, %v", rep, err)
	}
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		mod  func(e *entity.Entity)
		want string
	}{
		{"sound", func(*entity.Entity) {}, ""},
		{"identifier alone", func(e *entity.Entity) {
			e.Names = nil
			e.Identifiers = []entity.Identifier{{Type: entity.IDWallet, Value: "1A"}}
		}, ""},
		{"hand-written", func(e *entity.Entity) { e.Origin = entity.Origin{Source: "page"} }, ""},
		{"no id", func(e *entity.Entity) { e.ID = "" }, "no id"},
		{"endless id", func(e *entity.Entity) { e.ID = strings.Repeat("x", 201) }, "200 bytes"},
		{"no schema", func(e *entity.Entity) { e.Schema = "" }, "schema"},
		{"unknown schema", func(e *entity.Entity) { e.Schema = "Submarine" }, "Submarine"},
		{"no name", func(e *entity.Entity) { e.Names = nil }, "neither"},
		{"blank name", func(e *entity.Entity) { e.Names = append(e.Names, entity.Name{Full: " \u00a0"}) }, "empty name"},
		{"blank identifier", func(e *entity.Entity) {
			e.Identifiers = []entity.Identifier{{Type: entity.IDPassport, Value: " "}}
		}, "empty identifier"},
		{"no origin", func(e *entity.Entity) { e.Origin = entity.Origin{} }, "no origin"},
		{"impossible date", func(e *entity.Entity) {
			e.Dates = []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1970, 2, 30)}}
		}, "1970-02-30"},
		{"zero date", func(e *entity.Entity) { e.Dates = []entity.DatedFact{{Kind: entity.DateBirth}} }, "birth"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := person("a")
			tt.mod(e)
			err := Check(e)
			if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestReportKeepsBounded(t *testing.T) {
	var rep Report
	for i := range maxKept + 5 {
		rep.Reject(RecordError{Record: fmt.Sprint(i)})
		rep.Warn("r", i, "f", "value %d", i)
		rep.MarkUnread(fmt.Sprint("path", i%3))
	}
	if rep.Rejects != maxKept+5 || len(rep.Rejected) != maxKept || rep.Warned != maxKept+5 || len(rep.Warnings) != maxKept {
		t.Errorf("rejects %d kept %d, warned %d kept %d", rep.Rejects, len(rep.Rejected), rep.Warned, len(rep.Warnings))
	}
	if got := rep.Rejected[0].Error(); got != "record 0: no reason given" {
		t.Errorf("reject without a reason = %q", got)
	}
	w := rep.Warnings[4]
	if got := w.Error(); got != "record r: line 4: f: value 4" {
		t.Errorf("warning = %q", got)
	}
	if diff := cmp.Diff([]string{"path0 (3335)", "path1 (3335)", "path2 (3335)"}, rep.UnreadPaths()); diff != "" {
		t.Errorf("UnreadPaths (-want +got)\n%s", diff)
	}
	inner := errors.New("inner")
	if re := (&RecordError{Err: inner}); !errors.Is(re, inner) || re.Error() != "inner" {
		t.Errorf("RecordError = %v", re)
	}
}

// Each fill field must be counted by the fact it is named after, and only then.
func TestReportFill(t *testing.T) {
	for field, mod := range map[string]func(e *entity.Entity){
		"alias":           func(e *entity.Entity) { e.Names = append(e.Names, entity.Name{Full: "b"}) },
		"original_script": func(e *entity.Entity) { e.Names[0].Kind = entity.NameOriginal },
		"birth_date": func(e *entity.Entity) {
			e.Dates = []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1970, 0, 0)}}
		},
		"country":    func(e *entity.Entity) { e.Countries = []entity.CountryFact{{Code: "ir"}} },
		"identifier": func(e *entity.Entity) { e.Identifiers = []entity.Identifier{{Type: entity.IDPassport, Value: "1"}} },
		"address":    func(e *entity.Entity) { e.Addresses = []entity.Address{{City: "Tehran"}} },
		"program":    func(e *entity.Entity) { e.Listings = []entity.Listing{{Program: "X"}} },
		"listed":     func(e *entity.Entity) { e.Listings = []entity.Listing{{Effective: entity.NewDate(2020, 0, 0)}} },
		"imo":        func(e *entity.Entity) { e.Identifiers = []entity.Identifier{{Type: entity.IDIMO, Value: "1"}} },
		"wallet":     func(e *entity.Entity) { e.Identifiers = []entity.Identifier{{Type: entity.IDWallet, Value: "1"}} },
		"gender":     func(e *entity.Entity) { e.Gender = entity.Male },
		"relation":   func(e *entity.Entity) { e.Relations = []entity.Relation{{TargetName: "x"}} },
		"name":       func(e *entity.Entity) {},
	} {
		e := person("a")
		mod(e)
		var rep Report
		rep.accept(e)
		want := map[string]int{"name": 1, field: 1}
		if field == "imo" || field == "wallet" {
			want["identifier"] = 1
		}
		if diff := cmp.Diff(want, rep.Filled); diff != "" {
			t.Errorf("%s (-want +got)\n%s", field, diff)
		}
		if rep.Schemas[entity.Person] != 1 {
			t.Errorf("%s: schemas %v", field, rep.Schemas)
		}
	}
	have := map[string]bool{}
	for _, f := range FillFields {
		have[f] = true
	}
	if len(have) != 13 {
		t.Errorf("FillFields names %d fields, this test knows 13", len(have))
	}
}

func TestExpect(t *testing.T) {
	good := Report{Records: 1000, Accepted: 990, Rejects: 10, Schemas: map[entity.Schema]int{entity.Person: 700, entity.Vessel: 290}, Filled: map[string]int{"name": 990, "birth_date": 495}}
	for _, tt := range []struct {
		name string
		x    Expect
		rep  func(r *Report)
		prev int
		want []string
	}{
		{"nothing expected", Expect{}, nil, 0, nil},
		{"within bounds", Expect{Min: map[entity.Schema]int{entity.Person: 700}, Max: map[entity.Schema]int{entity.Person: 700, entity.Vessel: 290}, Fill: map[string]float64{"birth_date": 0.5}}, nil, 1000, nil},
		{"too few", Expect{Min: map[entity.Schema]int{entity.Person: 701}}, nil, 0, []string{"700 records of schema Person, at least 701"}},
		{"none at all of a schema", Expect{Min: map[entity.Schema]int{entity.Company: 1}}, nil, 0, []string{"0 records of schema Company"}},
		{"too many", Expect{Max: map[entity.Schema]int{entity.Vessel: 289}}, nil, 0, []string{"290 records of schema Vessel, at most 289"}},
		{"hollow", Expect{Fill: map[string]float64{"birth_date": 0.51, "gender": 0.1}}, nil, 0, []string{"50.0 % of the records have birth_date", "0.0 % of the records have gender"}},
		{"rejects by default", Expect{}, func(r *Report) { r.Rejects = 11 }, 0, []string{"11 of 1000 records rejected"}},
		{"rejects allowed", Expect{MaxRejects: 0.02}, func(r *Report) { r.Rejects = 20 }, 0, nil},
		{"one reject in a short list", Expect{}, func(r *Report) { r.Records, r.Accepted, r.Rejects = 10, 9, 1 }, 0, nil},
		{"shrunk by default", Expect{}, nil, 1238, []string{"the edition in force has 1238"}},
		{"shrunk within bounds", Expect{}, nil, 1237, nil},
		{"shrink allowed", Expect{MaxShrink: 0.5}, nil, 1900, nil},
		{"doubted", Expect{}, func(r *Report) { r.Doubt("%s is cut", "a.csv"); r.Doubt("b.csv is cut") }, 0, []string{"a.csv is cut", "b.csv is cut"}},
		{"several at once", Expect{Min: map[entity.Schema]int{entity.Person: 800, entity.Vessel: 300}}, nil, 5000, []string{"Person", "Vessel", "shrunk"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rep := good
			if tt.rep != nil {
				tt.rep(&rep)
			}
			err := tt.x.Check(&rep, tt.prev)
			if len(tt.want) == 0 {
				if err != nil {
					t.Errorf("Check = %v", err)
				}
				return
			}
			if err == nil {
				t.Fatalf("Check = nil, want %q", tt.want)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(tt.want) {
				t.Fatalf("%d complaints, want %d:\n%v", len(lines), len(tt.want), err)
			}
			for i, w := range tt.want {
				if !strings.Contains(lines[i], w) {
					t.Errorf("complaint %q, want %q", lines[i], w)
				}
			}
		})
	}
}

func TestCleanAndEmpty(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  a ": "a", "a\u00a0\u2003b\r\n\tc": "a b c", "ALI  ben, Ali (x)": "ALI ben, Ali (x)", "ü\u3000中": "ü 中",
	} {
		if got := Clean(text); got != want {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want)
		}
	}
	for _, s := range []string{"", " ", "-", "-0-", "N/A", "n/a", "N/D", "NA", "None", "NULL", "Unknown", "not available", ".", "?", " -0- "} {
		if !Empty(s) {
			t.Errorf("Empty(%q) = false", s)
		}
	}
	for _, s := range []string{"0", "a", "Nadim", "No", "Nil Kamal", "-1", "unknown street 5", "Na Li"} {
		if Empty(s) {
			t.Errorf("Empty(%q) = true", s)
		}
	}
}

func TestParseTime(t *testing.T) {
	for _, tt := range []struct {
		text    string
		layouts []string
		want    string
	}{
		{"2026-08-05T16:47:04.449+02:00", nil, "2026-08-05T14:47:04Z"},
		{" 2026-08-05 ", nil, "2026-08-05T00:00:00Z"},
		{"05/08/2026", []string{"02/01/2006"}, "2026-08-05T00:00:00Z"},
		{"05/08/2026", nil, "0001-01-01T00:00:00Z"},
		{"", nil, "0001-01-01T00:00:00Z"},
	} {
		if got := ParseTime(tt.text, tt.layouts...).Format(time.RFC3339); got != tt.want {
			t.Errorf("ParseTime(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}
