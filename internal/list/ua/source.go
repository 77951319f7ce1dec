package ua

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ftm"
)

// Source returns the War & Sanctions database of the Defence Intelligence of
// Ukraine, in the form in which OpenSanctions republishes it.
func Source() *list.Source {
	return &list.Source{
		ID:        "ua_war_sanctions",
		Title:     "Ukraine War & Sanctions",
		Publisher: "Main Directorate of Intelligence (HUR), Ministry of Defence of Ukraine; through OpenSanctions",
		Country:   "ua",
		Homepage:  "https://war-sanctions.gur.gov.ua/en",
		Terms:     "OpenSanctions export: CC BY-NC 4.0, business use needs a licence (https://www.opensanctions.org/licensing/); original pages: see the site",
		Rhythm:    "the site changes daily; exported by OpenSanctions once a day",
		Remotes: []list.Remote{{
			Name: "entities.ftm.json", URL: "https://data.opensanctions.org/datasets/latest/ua_war_sanctions/entities.ftm.json",
			Accept: "application/json", MaxBytes: 1 << 30,
		}},
		Hosts: []string{"data.opensanctions.org"},
		Formats: ftm.Formats(ftm.Options{
			Authority: "Main Directorate of Intelligence, Ministry of Defence of Ukraine",
			Country:   "ua",
		}),
		Expect: list.Expect{
			Min:        map[entity.Schema]int{entity.Person: 1000, entity.Vessel: 900, entity.Company: 1000},
			Max:        map[entity.Schema]int{entity.Person: 7000, entity.Vessel: 2500, entity.LegalEntity: 9000, entity.Company: 9000},
			Fill:       map[string]float64{"name": 1, "alias": 0.15, "country": 0.2, "identifier": 0.2, "imo": 0.05},
			MaxRejects: 0.05,
		},
	}
}
