package csl

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// record is one row of the list, in the words of the publisher, from either
// form.
type record struct {
	ID           string
	Source       string // "Entity List (EL) - Bureau of Industry and Security"
	EntityNumber string
	Type         string // Individual, Entity, Vessel, Aircraft; empty for BIS and State
	Programs     []string
	Name         string
	Title        string
	Addresses    []address
	Notice       string // federal_register_notice
	Start, End   string
	Order        string // standard_order
	Requirement  string // license_requirement
	Policy       string // license_policy
	CallSign     string
	VesselType   string
	VesselFlag   string
	VesselOwner  string
	GrossTonnage string
	GrossReg     string // gross_registered_tonnage
	Remarks      string
	ListURL      string
	InfoURL      string
	AltNames     []string
	Citizenships []string
	Nationals    []string
	Births       []string
	BirthPlaces  []string
	Countries    []string // the record's own country
	IDs          []identification
	Other        []entity.Attribute // fields this version does not know

	origin entity.Fragment
}

type address struct {
	Text, City, State, PostalCode, Country string
}

type identification struct {
	Country, Number, Type, Issued, Expires string
}

// key is the id of a record: the publisher's row id, else the OFAC number, else
// a hash of what does not change while a party is listed.
func (r *record) key() string {
	if r.ID != "" {
		return r.ID
	}
	if r.EntityNumber != "" {
		return r.EntityNumber
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{code(r.Source), strings.ToUpper(list.Clean(r.Name)), list.Clean(r.Notice), r.Start}, "\x00")))
	return "csl-" + hex.EncodeToString(sum[:10])
}

// source is one of the lists in the list, by the code in brackets.
type source struct {
	topic string // OpenSanctions topic
}

var sources = map[string]source{
	"DPL":     {"export.control"}, // Denied Persons List
	"EL":      {"export.control"}, // Entity List
	"MEU":     {"export.control"}, // Military End User List
	"UVL":     {"export.risk"},    // Unverified List
	"ISN":     {"sanction"},       // Nonproliferation Sanctions
	"DTC":     {"debarment"},      // ITAR, AECA debarred
	"SDN":     {"sanction"},
	"SSI":     {"sanction"},
	"FSE":     {"sanction"},
	"PLC":     {"sanction"},
	"NS-PLC":  {"sanction"},
	"CAP":     {"sanction"},
	"CAPTA":   {"sanction"},
	"NS-MBS":  {"sanction"},
	"CMIC":    {"invest.ban"},
	"NS-CMIC": {"invest.ban"},
	"UFLPA":   {"forced.labor"},
}

// code gives the code of a list: "EL" of "Entity List (EL) - Bureau of Industry
// and Security". A source without one is its own code.
func code(source string) string {
	_, rest, ok := strings.Cut(source, "(")
	c, _, closed := strings.Cut(rest, ")")
	if !ok || !closed {
		return list.Clean(source)
	}
	c = strings.TrimSuffix(strings.TrimSpace(c), " List")
	return c
}

// authority gives who keeps the list: what stands after the dash.
func authority(source string) string {
	if _, a, ok := strings.Cut(source, " - "); ok {
		return strings.TrimSpace(a)
	}
	return list.Clean(source)
}

func schemaOf(typ string) (entity.Schema, bool) {
	switch strings.ToLower(strings.TrimSpace(typ)) {
	case "individual":
		return entity.Person, true
	case "entity":
		return entity.Organization, true
	case "vessel":
		return entity.Vessel, true
	case "aircraft":
		return entity.Airplane, true
	case "":
		return entity.LegalEntity, true // BIS and State do not tell
	}
	return entity.LegalEntity, false
}
