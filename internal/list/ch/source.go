package ch

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Source describes the Swiss list of sanctioned individuals, entities and
// objects.
//
// The bounds count de-listed targets too: about 1,550 of 8,670 in September
// 2026.
func Source() *list.Source {
	return &list.Source{
		ID:        "ch_seco_sanctions",
		Title:     "Swiss SECO Sanctions",
		Publisher: authority,
		Country:   "ch",
		Homepage:  "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
		Terms:     "SECO site terms",
		Rhythm:    "after each amendment of an ordinance, most weeks",
		Remotes: []list.Remote{{
			Name:     "seco.xml",
			URL:      "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction",
			MaxBytes: 512 << 20,
			Accept:   "application/xml, text/xml",
		}},
		Hosts: []string{"www.sesam.search.admin.ch", "sesam.search.admin.ch"},
		Formats: []list.Format{
			{
				ID:     "seco-whole-list.xml",
				Doc:    "the whole list with its history; tested on excerpts of August 2026 and our own fixture, not on a whole file",
				Detect: detect("whole-list"), Parse: parse,
			},
			{
				ID:     "seco-amendment.xml",
				Doc:    "the targets of one amendment, not a list: the expectations refuse it as an edition; tested on the publisher's own example",
				Detect: detect("amendment"), Parse: parse,
			},
		},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 3000, entity.Organization: 1500, entity.Vessel: 100},
			Max: map[entity.Schema]int{entity.Person: 8500, entity.Organization: 4400, entity.Vessel: 1500},
			Fill: map[string]float64{
				"name": 1, "program": 0.9, "listed": 0.5, "alias": 0.2, "birth_date": 0.15, "country": 0.15, "imo": 0.002,
			},
		},
	}
}
