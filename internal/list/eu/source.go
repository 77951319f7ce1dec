package eu

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// Source describes the consolidated list of the Commission, the Financial
// Sanctions Files.
func Source() *list.Source {
	return &list.Source{
		ID:        "eu_fsf",
		Title:     "EU Financial Sanctions Files (consolidated list)",
		Publisher: "European Commission, DG FISMA",
		Country:   "eu",
		Homepage:  "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
		Terms:     "reuse allowed with attribution (Commission Decision 2011/833/EU)",
		Rhythm:    "days to weeks after the Official Journal, several times a month",
		Remotes: []list.Remote{{
			Name:     "xmlFullSanctionsList_1_1.xml",
			URL:      "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
			MaxBytes: 256 << 20,
			Accept:   "application/xml, text/xml",
		}},
		Hosts: []string{"webgate.ec.europa.eu"},
		Formats: []list.Format{
			{ID: "fsf-1.1.xml", Doc: "Full list in XML, schema 1.1; tested on an official sample of three subjects and on own files in the public schema.", Detect: detectFSF, Parse: parseFSF},
			{ID: "fsd-1.0.xml", Doc: "XML of the older Financial Sanctions Database, until 2018; tested on a file of 2016 with 595 subjects.", Detect: detectFSD, Parse: parseFSD},
			{ID: "fsf-1.1.csv", Doc: "CSV, schema 1.1, one row per detail; tested on own files with the public column names.", Detect: detectCSV11, Parse: parseCSV11},
			{ID: "fsf-1.0.csv", Doc: "CSV, schema 1.0, one row per detail; tested on a restored part of 2018 with 93 subjects.", Detect: detectCSV10, Parse: parseCSV10},
		},
		Expect: list.Expect{
			Min:  map[entity.Schema]int{entity.Person: 3400, entity.Organization: 970},
			Max:  map[entity.Schema]int{entity.Person: 8000, entity.Organization: 2300},
			Fill: map[string]float64{"name": 1, "alias": 0.4, "listed": 0.99, "program": 0.99, "birth_date": 0.3, "country": 0.15, "identifier": 0.05, "address": 0.1},
		},
	}
}
