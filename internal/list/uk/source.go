package uk

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

const terms = "Open Government Licence v3.0"

// Source describes the UK Sanctions List, since 28 January 2026 the only
// official list of UK designations. The XML is fetched: it states what the CSV
// multiplies out, in less than half of the bytes.
func Source() *list.Source {
	return &list.Source{
		ID:        "gb_fcdo_sanctions",
		Title:     "UK Sanctions List",
		Publisher: fcdoAuthority,
		Country:   "gb",
		Homepage:  "https://www.gov.uk/government/publications/the-uk-sanctions-list",
		Terms:     terms,
		Rhythm:    "whenever a designation is made, changed or revoked; most working days",
		Remotes: []list.Remote{{
			Name:     "uk-sanctions-list.xml",
			URL:      "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
			MaxBytes: 256 << 20,
			Accept:   "application/xml, text/xml",
		}},
		Hosts: []string{"sanctionslist.fcdo.gov.uk", "www.gov.uk", "assets.publishing.service.gov.uk"},
		Formats: []list.Format{
			{
				ID:     "uk-sanctions-list.xml",
				Doc:    "XML of schema 4.33.3; tested on four official designations and on our own fixture, not on a whole file",
				Detect: detectXML, Parse: parseXML,
			},
			{
				ID:     "uk-sanctions-list.csv",
				Doc:    "CSV of 2026, rows of one Unique ID multiplied out; tested on our own fixture only",
				Detect: detectCSV, Parse: parseCSV,
			},
		},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 3060, entity.Organization: 890, entity.Vessel: 125},
			Max: map[entity.Schema]int{entity.Person: 7200, entity.Organization: 3000, entity.Vessel: 1200},
			Fill: map[string]float64{
				"name": 1, "program": 0.99, "listed": 0.99, "alias": 0.2, "original_script": 0.1, "birth_date": 0.15,
				"country": 0.2, "identifier": 0.08, "address": 0.15, "imo": 0.02,
			},
		},
	}
}

// OFSI describes the Consolidated List of Financial Sanctions Targets of HM
// Treasury, closed on 28 January 2026. It is read from a user's own file, to
// answer what was known before.
func OFSI() *list.Source {
	return &list.Source{
		ID:        "gb_hmt_sanctions",
		Title:     "UK Consolidated List of Financial Sanctions Targets (closed 28 January 2026)",
		Publisher: ofsiAuthority,
		Country:   "gb",
		Homepage:  "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
		Terms:     terms,
		Rhythm:    "closed",
		Formats: []list.Format{{
			ID:     "ofsi-conlist.csv",
			Doc:    "CSV of 29 columns (until February 2022; whole files of 2014 and 2018 tested) or 36 columns (our own fixture)",
			Detect: detectOFSI, Parse: parseOFSI,
		}},
		Expect: list.Expect{
			Min:  map[entity.Schema]int{entity.Person: 800, entity.Organization: 300},
			Max:  map[entity.Schema]int{entity.Person: 7200, entity.Organization: 3000, entity.Vessel: 1200},
			Fill: map[string]float64{"name": 1, "program": 0.99, "listed": 0.95, "alias": 0.2, "birth_date": 0.15, "country": 0.15},
		},
	}
}
