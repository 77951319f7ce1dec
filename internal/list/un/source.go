package un

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Source describes the consolidated list of the United Nations Security
// Council.
func Source() *list.Source {
	return &list.Source{
		ID:        "un_sc_sanctions",
		Title:     "United Nations Security Council Consolidated List",
		Publisher: "United Nations Security Council",
		Country:   "un",
		Homepage:  "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
		Terms:     "United Nations terms of use; published for implementation by member states",
		Rhythm:    "when a committee decides, a few times a month; the file is generated daily",
		Remotes: []list.Remote{{
			Name:     "consolidated.xml",
			URL:      "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
			MaxBytes: 64 << 20,
			Accept:   "application/xml, text/xml",
		}},
		Hosts: []string{"unsolprodfiles.blob.core.windows.net"},
		Formats: []list.Format{{
			ID:     "consolidated.xml",
			Doc:    "XML of individuals and entities; tested on nine whole official files of 2018 to 2026.",
			Detect: detect,
			Parse:  parse,
		}},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 580, entity.Organization: 170},
			Max: map[entity.Schema]int{entity.Person: 1370, entity.Organization: 480},
			Fill: map[string]float64{
				"name": 1, "alias": 0.5, "listed": 0.99, "program": 0.99,
				"birth_date": 0.4, "country": 0.4, "identifier": 0.1, "address": 0.25, "original_script": 0.1,
			},
		},
	}
}
