package au

import (
	"bytes"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Source returns the Consolidated List of the Australian Sanctions Office.
func Source() *list.Source {
	return &list.Source{
		ID:        "au_dfat_sanctions",
		Title:     "Australian Sanctions Consolidated List",
		Publisher: "Department of Foreign Affairs and Trade (DFAT), Australian Sanctions Office",
		Country:   "au",
		Homepage:  "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list",
		Terms:     "CC BY 4.0 (DFAT web site)",
		Rhythm:    "with every new instrument, several times a month",
		Remotes: []list.Remote{{
			Name:     "Australian_Sanctions_Consolidated_List.xlsx",
			URL:      "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx",
			Browser:  true,
			Accept:   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/html;q=0.9,*/*;q=0.8",
			MaxBytes: maxFile,
		}},
		Hosts: []string{"www.dfat.gov.au", "dfat.gov.au"},
		Formats: []list.Format{{
			ID:  "consolidated.xlsx",
			Doc: "The workbook, in the layout of 2026 (19 columns) and that of 2024 (12 columns); both tested on whole official files.",
			Detect: func(in list.Input) bool {
				f, ok := in.Only()
				return ok && bytes.HasPrefix(f.Head(4), []byte("PK\x03\x04"))
			},
			Parse: parse,
		}},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 2000, entity.Organization: 700},
			Max: map[entity.Schema]int{entity.Person: 4000, entity.Organization: 2000, entity.Vessel: 1000},
			// A quarter of what the edition of 2026-08-01 has.
			Fill: map[string]float64{"alias": 0.15, "birth_date": 0.15, "country": 0.15, "program": 0.9, "listed": 0.2},
		},
	}
}
