package ilist

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// generator fills entities with every field, by reflection, so that a field
// added to the model later is tested (and fails) without a change here.
type generator struct{ *rand.Rand }

var pieces = []string{"", " ", "  ", "a", "Роснефть", "القاعدة", "김정은", "\n", "\r\n", "\t", `\`, `\n`, `\e`, `\u{41}`, "#", "# x", "name x",
	"\u200c", "\u200d", "\u202e", "\ufeff", "\u00a0", "\u2028", "\u0301", "é", "\x00", "\x7f", "end 3", "entity x", `"`, "«»", "|", ";", "=", "@", "\U0001f6a2", "\U000e0041"}

func (g generator) str() string {
	var b strings.Builder
	for range g.IntN(5) {
		b.WriteString(pieces[g.IntN(len(pieces))])
	}
	return b.String()
}

func (g generator) word() string { return "w" + strings.TrimSpace(g.str()) }

func (g generator) date() entity.Date {
	for {
		d := entity.Date{Start: g.day(), Circa: g.IntN(4) == 0}
		if g.IntN(3) == 0 {
			d.End = g.day()
		}
		if back, err := entity.ParseDate(d.String()); err == nil && back == d && !d.IsZero() {
			return d
		}
	}
}

func (g generator) day() entity.Day {
	return entity.Day{Year: int16(g.IntN(3) * 700), Month: uint8(g.IntN(13)), Day: uint8(g.IntN(32))}
}

var closed = map[reflect.Type][]string{
	reflect.TypeFor[entity.Schema]():    {"Person", "Company", "Vessel", "Thing"},
	reflect.TypeFor[entity.Certainty](): {"", "from knowledge", "unverified"},
	reflect.TypeFor[entity.Gender]():    {"", "male", "female", "other"},
	reflect.TypeFor[entity.NameKind]():  {"", "primary", "alias", "former", "new", "maiden", "acronym", "original", "variant", "nom de guerre"},
	reflect.TypeFor[entity.PartKind]():  {"", "title", "given", "family", "maiden", "whole", "clan name"},
	reflect.TypeFor[entity.DateKind]():  {"", "birth", "death", "incorporation", "dissolution", "build", "scrapped"},
	reflect.TypeFor[entity.CountryRole](): {"", "nationality", "citizenship", "residence", "jurisdiction", "birth", "flag",
		"former flag", "claimed"},
	reflect.TypeFor[entity.IDType]():       {"", "inn", "ogrn", "imo", "wallet", "passport", "other", "library card"},
	reflect.TypeFor[entity.ContactKind]():  {"", "email", "phone", "fax", "website", "other", "telex"},
	reflect.TypeFor[entity.RelationKind](): {"", "linked to", "same as", "friend of\n"},
}

var must = map[string]bool{"Name.Full": true, "Identifier.Value": true, "DatedFact.Date": true, "Attribute.Key": true, "Entity.ID": true}

func (g generator) fill(v reflect.Value, owner, name string) {
	required := must[owner+"."+name]
	switch t := v.Type(); {
	case t == reflect.TypeFor[entity.Date]():
		if required || g.IntN(2) == 0 {
			v.Set(reflect.ValueOf(g.date()))
		}
	case closed[t] != nil:
		v.SetString(closed[t][g.IntN(len(closed[t]))])
	case v.Kind() == reflect.String && (name == "Country" || name == "Code") && owner != "Address.CountryText":
		v.SetString([]string{"", "ru", "gb", "suhh"}[g.IntN(4)])
	case v.Kind() == reflect.String && required:
		v.SetString(g.word())
	case v.Kind() == reflect.String:
		v.SetString(g.str())
	case v.Kind() == reflect.Bool:
		v.SetBool(g.IntN(2) == 0)
	case v.CanInt():
		v.SetInt(int64(g.IntN(3) * g.IntN(1<<30)))
	case v.Kind() == reflect.Slice:
		for range g.IntN(4) {
			v.Set(reflect.Append(v, reflect.Zero(t.Elem())))
			g.fill(v.Index(v.Len()-1), owner, name)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			g.fill(v.Field(i), t.Name(), t.Field(i).Name)
		}
	default:
		panic("no rule for " + t.String())
	}
}

func (g generator) entity(id int) *entity.Entity {
	e := new(entity.Entity)
	g.fill(reflect.ValueOf(e).Elem(), "", "")
	e.ID = fmt.Sprintf("%d%s", id, e.ID)
	if len(e.Names)+len(e.Identifiers) == 0 {
		e.Names = []entity.Name{{Full: g.word()}}
	}
	return e
}

func roundTrip(t *testing.T, h Header, want []*entity.Entity) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, h, want); err != nil {
		t.Fatalf("write: %v", err)
	}
	gotHeader, got, err := ReadAll(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("read: %v\n%s", err, b.Bytes())
	}
	if d := cmp.Diff(h, gotHeader, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("header differs:\n%s", d)
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("entities differ:\n%s\n%s", d, b.Bytes())
	}
	var again bytes.Buffer
	if err := Write(&again, gotHeader, got); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
		t.Fatalf("written again differs (%v):\n%s", err, cmp.Diff(b.String(), again.String()))
	}
	return b.Bytes()
}

// TestRoundTripAllFields also proves that each field of the model was non-zero
// at least once.
func TestRoundTripAllFields(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(1, 2))}
	seen := make(map[string]bool)
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		if !v.IsZero() {
			seen[path] = true
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), path)
			}
		}
	}
	var all []*entity.Entity
	for i := range 400 {
		e := g.entity(i)
		walk(reflect.ValueOf(*e), "")
		all = append(all, e)
	}
	h := Header{List: "own", Title: "t\nt", Publisher: "p", Country: "un", Edition: "e", Published: time.Date(2026, 8, 1, 2, 3, 4, 5, time.UTC),
		Homepage: "h", Terms: `\`, Notes: []string{"", "a", " b "}}
	roundTrip(t, h, all)
	var want func(typ reflect.Type, path string)
	want = func(typ reflect.Type, path string) {
		for typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if !seen[path] && path != "" {
			t.Errorf("field %s was never filled: not tested", path)
		}
		if typ.Kind() == reflect.Struct {
			for i := range typ.NumField() {
				want(typ.Field(i).Type, path+"."+typ.Field(i).Name)
			}
		}
	}
	want(reflect.TypeFor[entity.Entity](), "")
}

func TestWriteLeavesEntityAlone(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(3, 4))}
	e := g.entity(1)
	before := fmt.Sprintf("%+v", e)
	if err := Write(new(bytes.Buffer), Header{List: "own"}, []*entity.Entity{e}); err != nil {
		t.Fatal(err)
	}
	if after := fmt.Sprintf("%+v", e); after != before {
		t.Errorf("changed:\n%s\n%s", before, after)
	}
}

func TestWriteRefuses(t *testing.T) {
	ok := func() *entity.Entity {
		return &entity.Entity{ID: "1", Schema: entity.Person, Names: []entity.Name{{Full: "A", Kind: entity.NamePrimary}}}
	}
	for name, c := range map[string]struct {
		change func(*entity.Entity)
		want   string
	}{
		"no id":           {func(e *entity.Entity) { e.ID = "" }, "no id"},
		"unknown schema":  {func(e *entity.Entity) { e.Schema = "Elf" }, "schema"},
		"not UTF-8":       {func(e *entity.Entity) { e.Names[0].Full = "a\xff" }, "UTF-8"},
		"impossible date": {func(e *entity.Entity) { e.Dates = []entity.DatedFact{{Date: entity.NewDate(2020, 2, 31)}} }, "date"},
		"circa nothing":   {func(e *entity.Entity) { e.Names[0].Since.Circa = true }, "since"},
		"gender":          {func(e *entity.Entity) { e.Gender = "m" }, "gender"},
		"certainty":       {func(e *entity.Entity) { e.Certainty = "sure" }, "certainty"},
		"country code":    {func(e *entity.Entity) { e.Countries = []entity.CountryFact{{Code: "Russia"}} }, "country"},
		"attribute key":   {func(e *entity.Entity) { e.Attributes = []entity.Attribute{{Value: "x"}} }, "attribute"},
		"long line":       {func(e *entity.Entity) { e.Notes = []entity.Note{{Text: strings.Repeat("x", maxLine)}} }, "longer"},
	} {
		e := ok()
		c.change(e)
		err := Write(new(bytes.Buffer), Header{List: "own"}, []*entity.Entity{e})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one naming %q", name, err, c.want)
		}
	}
	if err := Write(new(bytes.Buffer), Header{List: "own"}, []*entity.Entity{ok(), ok()}); err == nil || !strings.Contains(err.Error(), "second") {
		t.Errorf("same id twice: %v", err)
	}
	if err := Write(new(bytes.Buffer), Header{}, nil); err == nil {
		t.Error("header without list id was written")
	}
	w, err := NewWriter(new(bytes.Buffer), Header{List: "own"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(ok()); err == nil {
		t.Error("a closed writer took a record")
	}
}

const good = `ilist 1
list own
title My list
published 2026-08-01
note made by hand

# a comment
entity 1
  schema Person
  name Vladimir Example
    given Vladimir
    family Example
    since 2020-01
  original Владимир Пример
    lang ru
    certainty from knowledge
  weak Vova
  inn 500100732259
    country ru
  birth 1952-10-07
    note from the passport
  nationality ru
  address
    city Moscow
    country ru
  @eye_colour blue
  listing OWN-1
    measure freeze
    measure travel ban
    effective 2025-10-22
  relation same as
    target 2
    certainty unverified
  note first line\nsecond line
    kind summary
  source https://example.org/1

entity 2
  schema Company
  name Example   and Sons
  certainty unverified
end 2
`

func TestRead(t *testing.T) {
	h, got, err := ReadAll(strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	wantHeader := Header{List: "own", Title: "My list", Published: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), Notes: []string{"made by hand"}}
	if d := cmp.Diff(wantHeader, h); d != "" {
		t.Error(d)
	}
	want := []*entity.Entity{{
		ID: "1", List: "own", Schema: entity.Person,
		Names: []entity.Name{
			{Full: "Vladimir Example", Kind: entity.NamePrimary, Since: entity.NewDate(2020, 1, 0),
				Parts: []entity.Part{{Kind: entity.PartGiven, Value: "Vladimir"}, {Kind: entity.PartFamily, Value: "Example"}}},
			{Full: "Владимир Пример", Kind: entity.NameOriginal, Lang: "ru", Certainty: entity.FromKnowledge},
			{Full: "Vova", Kind: entity.NameAlias, Weak: true},
		},
		Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "500100732259", Country: "ru"}},
		Dates:       []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1952, 10, 7), Note: "from the passport"}},
		Countries:   []entity.CountryFact{{Role: entity.CountryNationality, Code: "ru"}},
		Addresses:   []entity.Address{{City: "Moscow", Country: "ru"}},
		Attributes:  []entity.Attribute{{Key: "eye_colour", Value: "blue"}},
		Listings:    []entity.Listing{{Program: "OWN-1", Measures: []string{"freeze", "travel ban"}, Effective: entity.NewDate(2025, 10, 22)}},
		Relations:   []entity.Relation{{Kind: entity.RelationSame, TargetID: "2", Certainty: entity.Unverified}},
		Notes:       []entity.Note{{Kind: "summary", Text: "first line\nsecond line"}},
		Origin:      entity.Origin{Source: "https://example.org/1"},
	}, {
		ID: "2", List: "own", Schema: entity.Company, Certainty: entity.Unverified,
		Names: []entity.Name{{Full: "Example   and Sons", Kind: entity.NamePrimary}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for name, s := range map[string]string{
		"CRLF": strings.ReplaceAll(good, "\n", "\r\n"), "byte order mark": "\ufeff" + good, "no last line end": strings.TrimSuffix(good, "\n"),
	} {
		if _, again, err := ReadAll(strings.NewReader(s)); err != nil || !cmp.Equal(got, again) {
			t.Errorf("%s: error %v, or other entities", name, err)
		}
	}
}

// TestStrict breaks the good file in one line and wants the error to name that
// line (or the one where the harm shows) and the word.
func TestStrict(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"first line", "ilist 1", "ilist", "line 1: not list text"},
		{"newer version", "ilist 1", "ilist 2", "line 1: format version 2"},
		{"unknown header", "title My", "titel My", `line 3: titel: unknown word, did you mean "title"?`},
		{"no list id", "list own", "# list own", `no "list" line`},
		{"header twice", "note made by hand", "title other", "line 5: title: given twice, first on line 3"},
		{"bad published", "2026-08-01", "1 August", `line 4: published: "1 August"`},
		{"header without value", "title My list", "title", "line 3: title: a value is missing"},
		{"no id", "entity 1\n", "entity\n", "line 8: entity: the id of the record is missing"},
		{"same id", "entity 2\n", "entity 1\n", `line 38: entity: second record with the id "1", first on line 8`},
		{"no schema", "  schema Person\n", "", `line 8: entity: record "1" has no "schema" line`},
		{"unknown schema", "schema Person", "schema Persom", "line 9: schema:"},
		{"schema twice", "  @eye_colour", "  schema Person\n  @eye_colour", "line 26: schema: given twice, first on line 9"},
		{"unknown word", "  nationality ru", "  nationalty ru", `line 22: nationalty: unknown word, did you mean "nationality"?`},
		{"unknown detail", "    lang ru", "    lnag ru", `line 15: lnag: unknown word, did you mean "lang"?`},
		{"detail twice", "    lang ru\n", "    lang ru\n    lang uk\n", "line 16: lang: given twice, first on line 15"},
		{"unknown certainty", "certainty from knowledge", "certainty maybe", "line 16: certainty:"},
		{"odd indentation", "  weak", "   weak", "line 17: indented by 3 spaces"},
		{"too deep", "  weak Vova", "      weak Vova", "line 17: "},
		{"far too deep", "  weak Vova", "        weak Vova", "line 17: indented by 8 spaces"},
		{"tab", "  weak Vova", "\tweak Vova", "line 17: a tab"},
		{"detail below a detail", "    city Moscow", "    city Moscow\n      country ru", "line 25: country: nothing can be indented below \"city\""},
		{"detail of an attribute", "blue\n", "blue\n    note x\n", "line 27: note: nothing can be indented"},
		{"not indented", "  weak Vova", "weak Vova", `line 17: weak: only "entity" and "end"`},
		{"no value", "  weak Vova", "  weak", "line 17: weak: a value is missing"},
		{"white space at the end", "Vova", "Vova ", "line 17: white space at the end"},
		{"invisible", "Vova", "Vo\u200bva", "line 17: invisible character U+200B"},
		{"right-to-left override", "Vova", "Vo\u202eva", "line 17: invisible character U+202E"},
		{"no-break space", "Vova", "Vo\u00a0va", "line 17: invisible character U+00A0"},
		{"invisible in a comment", "# a comment", "# a \u202ecomment", "line 7: invisible character U+202E"},
		{"invalid UTF-8", "Vova", "Vo\xffva", "line 17: invalid UTF-8"},
		{"NUL", "Vova", "Vo\x00va", "line 17: invisible character U+0000"},
		{"lone carriage return", "Vova", "Vo\rva", "line 17: invisible character U+000D"},
		{"unknown escape", "Vova", `Vo\xva`, `line 17: weak: unknown escape \x`},
		{"escape at the end", "Vova", `Vova\`, `line 17: weak: a single \`},
		{"code point", "Vova", `\u{110000}`, `line 17: weak: \u wants`},
		{"surrogate", "Vova", `\u{d800}`, `line 17: weak: \u wants`},
		{"empty value inside", "Vova", `Vo\e`, `line 17: weak: \e means the empty value`},
		{"empty name", "Vova", `\e`, `line 8: entity: record "1": empty name`},
		{"impossible date", "1952-10-07", "1952-02-30", "line 20: birth: date"},
		{"date in words", "1952-10-07", "7 October 1952", "line 20: birth: date"},
		{"date missing", "  birth 1952-10-07\n    note from the passport\n", "  birth\n", "line 20: birth: a value is missing"},
		{"country in words", "nationality ru", "nationality Atlantis", `line 22: nationality: "Atlantis" is not a country code`},
		{"kind below its word", "    lang ru", "    kind primary", `line 15: kind: only below "aka"`},
		{"no records line", "end 2\n", "", "no \"end\" line"},
		{"wrong count", "end 2", "end 3", "line 42: end: 3 records announced, 2 read"},
		{"count in words", "end 2", "end two", "line 42: end: the number of records must follow"},
		{"count with zeros", "end 2", "end 02", "line 42: end: the number of records must follow"},
		{"after the end", "end 2\n", "end 2\nentity 3\n", `line 43: entity: nothing may follow`},
		{"indented in the header", "list own", "list own\n  title x", `line 3: title: an indented line without an "entity"`},
		{"neither name nor id", "  name Example   and Sons\n", "", `line 38: entity: record "2": neither a name nor an identifier`},
		{"attribute without key", "@eye_colour", "@", "line 26: @: the attribute has no key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatal("the case changes nothing")
			}
			_, got, err := ReadAll(strings.NewReader(bad))
			if err == nil {
				t.Fatalf("accepted with %d records", len(got))
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q, want %q in it", err, c.want)
			}
		})
	}
}

// TestCut cuts the file after every byte: only the whole file is accepted.
func TestCut(t *testing.T) {
	whole := strings.TrimSuffix(good, "\n")
	for i := range len(whole) {
		if _, _, err := ReadAll(strings.NewReader(whole[:i])); err == nil {
			t.Errorf("cut after %d of %d bytes was accepted", i, len(whole))
		} else if i > len("ilist 1") && i > strings.Index(whole, "entity") && !errors.Is(err, ErrTruncated) {
			t.Errorf("cut after %d bytes: %v does not say that the file is cut off", i, err)
		}
	}
	// Whole lines lost in the middle of the file.
	i, j := strings.Index(good, "entity 1"), strings.Index(good, "entity 2")
	if _, _, err := ReadAll(strings.NewReader(good[:i] + good[j:])); !errors.Is(err, ErrTruncated) {
		t.Errorf("a record lost in the middle: %v", err)
	}
}

func TestManyErrors(t *testing.T) {
	bad := strings.NewReplacer("schema Person", "schema Elf", "  nationality ru", "  nationalty ru", "and Sons", "and\u202eSons").Replace(good)
	_, _, err := ReadAll(strings.NewReader(bad))
	for _, want := range []string{"line 9: schema", "line 22: nationalty", "line 40: invisible"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
	var b strings.Builder
	b.WriteString("ilist 1\nlist own\n")
	for i := range 100 {
		fmt.Fprintf(&b, "entity %d\n  bad x\n", i)
	}
	b.WriteString("end 100\n")
	_, _, err = ReadAll(strings.NewReader(b.String()))
	if err == nil || strings.Count(err.Error(), "\n") > maxErrors || !strings.Contains(err.Error(), "more errors") {
		t.Errorf("a file with 100 errors gives: %v", err)
	}
}

func TestCallbackErrors(t *testing.T) {
	stop := errors.New("stop")
	if err := Read(strings.NewReader(good), func(Header) error { return stop }, nil); err != stop {
		t.Errorf("header callback: %v", err)
	}
	if err := Read(strings.NewReader(good), nil, func(*entity.Entity, Position) error { return stop }); err != stop {
		t.Errorf("record callback: %v", err)
	}
}

func TestPositions(t *testing.T) {
	var pieces []string
	err := Read(strings.NewReader("\ufeff"+good), nil, func(e *entity.Entity, p Position) error {
		pieces = append(pieces, ("\ufeff" + good)[p.Offset:p.Offset+p.Length])
		if line := strings.Count(("\ufeff" + good)[:p.Offset], "\n") + 1; line != p.Line {
			t.Errorf("%s: line %d, want %d", e.ID, p.Line, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	i, j, k := strings.Index(good, "entity 1"), strings.Index(good, "\nentity 2"), strings.Index(good, "end 2")
	if d := cmp.Diff([]string{good[i:j], good[j+1 : k]}, pieces); d != "" {
		t.Error(d)
	}
}

func TestLimits(t *testing.T) {
	long := "ilist 1\nlist own\nentity 1\n  schema Person\n  name A\n  note " + strings.Repeat("x", maxLine) + "\nend 1\n"
	if _, _, err := ReadAll(strings.NewReader(long)); err == nil || !strings.Contains(err.Error(), "line 6: longer") {
		t.Errorf("long line: %v", err)
	}
	var b strings.Builder
	b.WriteString("ilist 1\nlist own\nentity 1\n  schema Person\n  name A\n")
	for b.Len() < maxRecord {
		b.WriteString("  note " + strings.Repeat("x", maxLine/2) + "\n")
	}
	b.WriteString("end 1\n")
	if _, _, err := ReadAll(strings.NewReader(b.String())); err == nil || !strings.Contains(err.Error(), "record longer") {
		t.Errorf("long record: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	g := generator{rand.New(rand.NewPCG(5, 6))}
	for i := range 10 {
		var b bytes.Buffer
		if err := Write(&b, Header{List: "own"}, []*entity.Entity{g.entity(i)}); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, got, err := ReadAll(bytes.NewReader(b))
		if err != nil {
			if !strings.Contains(err.Error(), "line ") && len(b) > 0 {
				t.Errorf("error names no line: %v", err)
			}
			return
		}
		for _, e := range got {
			if e.Origin.Source == "" {
				h.Source = ""
			}
		}
		roundTrip(t, h, got)
	})
}

func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		g := generator{rand.New(rand.NewPCG(seed, 7))}
		roundTrip(t, Header{List: "own"}, []*entity.Entity{g.entity(1), g.entity(2)})
	})
}

func TestFormat(t *testing.T) {
	src := &list.Source{ID: "own", Formats: []list.Format{Format("own")}}
	in := list.Input{Files: []list.File{list.BytesFile("own.ilist", []byte(strings.Replace(good, "  source https", "  fragment old.csv\n    line 7\n  source https", 1)))}}
	var got []*entity.Entity
	rep, err := list.Parse(src, in, func(e *entity.Entity) error { got = append(got, e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	if rep.Records != 2 || rep.Accepted != 2 || rep.Published.IsZero() {
		t.Errorf("report %+v", rep)
	}
	if d := cmp.Diff([]entity.Attribute{{Key: "eye_colour", Value: "blue"}, {Key: ExportedFrom, Value: "old.csv, line 7, bytes 0 to 0"}}, got[0].Attributes); d != "" {
		t.Error(d)
	}
	other := &list.Source{ID: "other", Formats: []list.Format{Format("other")}}
	if _, err := list.Parse(other, in, func(*entity.Entity) error { return nil }); !errors.Is(err, list.ErrNotList) {
		t.Errorf("a file of another list: %v", err)
	}
}

// BenchmarkRead: how fast is a file of 10,000 records of ordinary size read?
func BenchmarkRead(b *testing.B) {
	_, two, err := ReadAll(strings.NewReader(good))
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	w, err := NewWriter(&text, Header{List: "own"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 10_000 {
		e := *two[0]
		e.ID = fmt.Sprint(i)
		if err := w.Write(&e); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if err := Read(bytes.NewReader(text.Bytes()), nil, func(*entity.Entity, Position) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
