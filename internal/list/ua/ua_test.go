package ua_test

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/ua"
)

var fixture = filepath.Join("testdata", "targets.simple.csv")

func TestConformance(t *testing.T) {
	listtest.Run(t, ua.Source(), listtest.Case{Name: "simple", Format: "targets.simple.csv", Files: []string{fixture}, Records: 4, Truncatable: true})
}

func TestRealFile(t *testing.T) {
	file := filepath.Join(listtest.Data(t), "lists", "ua", "ua_war_sanctions_targets_simple_2026-03.csv")
	listtest.Run(t, ua.Source(), listtest.Case{Name: "2026-03", Format: "targets.simple.csv", Files: []string{file}, Records: 5600})

	got, rep := listtest.MustParse(t, ua.Source(), listtest.Load(t, file))
	if err := ua.Source().Expect.Check(rep, 5600); err != nil {
		t.Errorf("a good edition breaks the expectations: %v", err)
	}
	if rep.Warned != 0 {
		t.Errorf("%d warnings: %v", rep.Warned, rep.Warnings[0].Error())
	}
	types := map[entity.IDType]int{}
	for _, e := range got {
		if len(e.Listings) == 0 {
			t.Errorf("%s has no listing", e.ID)
		}
		for _, id := range e.Identifiers {
			types[id.Type]++
		}
	}
	// 1,337 IMO numbers of ships and 1,515 of companies carry their prefix.
	if types[entity.IDIMO] != 1337 || types[entity.IDIMOCompany] != 1515 {
		t.Errorf("identifier types %v", types)
	}
	if types[entity.IDOther] > 120 {
		t.Errorf("%d numbers without a type", types[entity.IDOther])
	}
}

func TestNumbersAndListings(t *testing.T) {
	got, _ := listtest.MustParse(t, ua.Source(), listtest.Load(t, fixture))
	want := [][]entity.Identifier{
		{{Type: entity.IDIMO, Value: "IMO9116412"}, {Type: entity.IDMMSI, Value: "273292160"}, {Type: entity.IDCallSign, Value: "UBGW3"}},
		{{Type: entity.IDIMOCompany, Value: "IMO6495856"}},
		{{Type: entity.IDTax, Value: "2561216373", Label: "RNOKPP", Country: "ua"}},
		{{Type: entity.IDOGRN, Value: "1027700043502"}, {Type: entity.IDINN, Value: "7706107510"}},
	}
	for i, e := range got {
		if d := cmp.Diff(want[i], e.Identifiers); d != "" {
			t.Errorf("%s identifiers:\n%s", e.ID, d)
		}
	}
	authority := "Main Directorate of Intelligence, Ministry of Defence of Ukraine"
	if d := cmp.Diff([]entity.Listing{{Authority: authority, Country: "ua", Program: "UA-WS-KIDNAPPERS", Reason: "Participates in abduction; see the page"}}, got[2].Listings); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Listing{{Authority: authority, Country: "ua", Note: "listed without details"}}, got[1].Listings); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entity.Name{
		{Full: "SUN ARROWS", Kind: entity.NamePrimary},
		{Full: "Адмирал", Kind: entity.NameOriginal, Script: "Cyrl"},
		{Full: "OLD; NAME", Kind: entity.NameAlias},
	}, got[0].Names); d != "" {
		t.Error(d)
	}
}

func FuzzParse(f *testing.F) {
	b, err := os.ReadFile(fixture)
	if err != nil {
		f.Fatal(err)
	}
	listtest.Fuzz(f, ua.Source(), "targets.simple.csv", b)
}

func whole(b *testing.B) list.Input {
	return listtest.Load(b, filepath.Join(listtest.Data(b), "lists", "ua", "ua_war_sanctions_targets_simple_2026-03.csv"))
}

func BenchmarkHowFastIsTheTableRead(b *testing.B) {
	in := whole(b)
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		if _, _, err := listtest.Parse(ua.Source(), in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHowFastIsEncodingCSVAlone(b *testing.B) {
	in := whole(b)
	b.SetBytes(in.Files[0].Size)
	for b.Loop() {
		rc, err := in.Files[0].Open()
		if err != nil {
			b.Fatal(err)
		}
		for r := csv.NewReader(rc); ; {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
