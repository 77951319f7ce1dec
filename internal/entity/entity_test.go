package entity

import "testing"

var schemata = []Schema{Person, Organization, Company, PublicBody, LegalEntity, Vessel, Airplane, CryptoWallet, Security, Thing, ""}

func TestCompatible(t *testing.T) {
	for _, a := range schemata {
		for _, b := range schemata {
			if Compatible(a, b) != Compatible(b, a) {
				t.Errorf("Compatible(%q, %q) is not symmetric", a, b)
			}
			if Compatible(a, b) && a != Thing && b != Thing && a != "" && b != "" && a != LegalEntity && b != LegalEntity && a.Family() != b.Family() {
				t.Errorf("Compatible(%q, %q) across families", a, b)
			}
		}
		if !Compatible(a, a) || !Compatible(a, Thing) || !Compatible(a, "") {
			t.Errorf("%q must fit itself, Thing and the unknown schema", a)
		}
		if a.Valid() != (a != "") {
			t.Errorf("%q.Valid() = %v", a, a.Valid())
		}
	}
	for _, tt := range []struct {
		a, b Schema
		want bool
	}{
		{Person, Company, false}, {Person, LegalEntity, true}, {Company, LegalEntity, true}, {Company, Organization, true}, {PublicBody, Company, true},
		{Vessel, LegalEntity, false}, {Vessel, Airplane, false}, {Vessel, Company, false}, {CryptoWallet, Person, false}, {Security, Thing, true},
	} {
		if got := Compatible(tt.a, tt.b); got != tt.want {
			t.Errorf("Compatible(%s, %s) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
	if Schema("Submarine").Valid() || Schema("Submarine").Family() != FamilyAny {
		t.Error("an unknown schema must be invalid and of any family")
	}
}

func TestPrimary(t *testing.T) {
	if got := (&Entity{}).Primary(); got != "" {
		t.Errorf("Primary of no names = %q", got)
	}
	if got := (&Entity{Names: []Name{{Full: "A"}, {Full: "B"}}}).Primary(); got != "A" {
		t.Errorf("Primary = %q, want A", got)
	}
}
