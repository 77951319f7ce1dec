package ca

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Source describes the Consolidated Canadian Autonomous Sanctions List.
//
// The bounds are a wide frame around the size of 2024 to 2026 (4,759 records in
// April 2025, 5,690 in September 2026). Ships were first listed in 2024.
func Source() *list.Source {
	return &list.Source{
		ID:        "ca_dfatd_sema_sanctions",
		Title:     "Consolidated Canadian Autonomous Sanctions List",
		Publisher: "Global Affairs Canada",
		Country:   "ca",
		Homepage:  "https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx?lang=eng",
		Terms:     "Government of Canada terms: reproduction for non-commercial purposes is free with the source named; commercial redistribution needs permission",
		Rhythm:    "after each amendment of a regulation, several times a month",
		Remotes: []list.Remote{{
			Name:     "sema-lmes.xml",
			URL:      "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml",
			MaxBytes: 64 << 20,
			Accept:   "application/xml, text/xml",
		}},
		Hosts: []string{"www.international.gc.ca", "international.gc.ca"},
		Formats: []list.Format{{
			ID:     "sema-lmes.xml",
			Doc:    "flat XML of records, element names of 2020, 2025 and 2026; whole official files of 2020 and 2025 tested",
			Detect: detect,
			Parse:  parse,
		}},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 2760, entity.Organization: 1050, entity.Vessel: 50},
			Max: map[entity.Schema]int{entity.Person: 6500, entity.Organization: 2480, entity.Vessel: 2500},
			Fill: map[string]float64{
				"name": 1, "program": 0.99, "listed": 0.9, "alias": 0.3, "original_script": 0.2, "birth_date": 0.1, "imo": 0.005,
			},
		},
	}
}
