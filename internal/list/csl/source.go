package csl

import (
	"bytes"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

const terms = "US government work, public domain (17 USC 105)"

// Source returns the Consolidated Screening List of the US Department of
// Commerce.
func Source() *list.Source {
	return &list.Source{
		ID:        "us_trade_csl",
		Title:     "US Consolidated Screening List",
		Publisher: "US Department of Commerce, International Trade Administration",
		Country:   "us",
		Homepage:  "https://www.trade.gov/consolidated-screening-list",
		Terms:     terms,
		Rhythm:    "daily",
		Remotes: []list.Remote{{
			Name: "consolidated.json", URL: "https://api.trade.gov/static/consolidated_screening_list/consolidated.json",
			Accept: "application/json", MaxBytes: maxFile,
		}},
		Hosts: []string{"api.trade.gov", "data.trade.gov"},
		Formats: []list.Format{
			{
				ID:  "consolidated.json",
				Doc: "All lists as one JSON document; tested on records written from the publisher's documentation only.",
				Detect: func(in list.Input) bool {

					first := bytes.TrimSpace(head(in, 64<<10))
					return bytes.HasPrefix(first, []byte("{")) && bytes.Contains(first, []byte(`"results"`))
				},
				Parse: parseJSON,
			},
			{
				ID:  "consolidated.csv",
				Doc: "The same as a table, with and without the column _id; tested on a part of an official file of 2019.",
				Detect: func(in list.Input) bool {

					line, _, _ := bytes.Cut(head(in, 4096), []byte("\n"))
					return bytes.Contains(line, []byte("source_information_url")) && bytes.Contains(line, []byte("federal_register_notice"))
				},
				Parse: parseCSV,
			},
		},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Organization: 7590, entity.Person: 6310, entity.LegalEntity: 2500},
			Max: map[entity.Schema]int{entity.Organization: 17850, entity.Person: 14850, entity.LegalEntity: 7900},
			Fill: map[string]float64{
				"alias": 0.12, "birth_date": 0.06, "identifier": 0.1, "address": 0.15, "program": 0.9, "listed": 0.05,
			},
		},
	}
}

// Denied returns the Denied Persons List of the Bureau of Industry and Security
// in its own text form.
func Denied() *list.Source {
	return &list.Source{
		ID:        "us_bis_denied",
		Title:     "US Denied Persons List",
		Publisher: "US Department of Commerce, Bureau of Industry and Security",
		Country:   "us",
		Homepage:  "https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl",
		Terms:     terms,
		Rhythm:    "with every order, several times a month",
		Remotes: []list.Remote{{
			Name: "dpl.txt", URL: "https://www.bis.doc.gov/dpl/dpl.txt", Accept: "text/plain", MaxBytes: 32 << 20,
		}},
		Hosts: []string{"www.bis.doc.gov", "www.bis.gov", "media.bis.gov"},
		Formats: []list.Format{{
			ID:  "dpl.txt",
			Doc: "The tab-separated text; tested on a whole official file of 2022.",
			Detect: func(in list.Input) bool {

				line, _, _ := bytes.Cut(head(in, 4096), []byte("\n"))
				return bytes.Contains(line, []byte("Street_Address")) && bytes.Contains(line, []byte("FR_Citation")) && bytes.Contains(line, []byte("\t"))
			},
			Parse: parseDenied,
		}},
		Expect: list.Expect{
			Min:  map[entity.Schema]int{entity.LegalEntity: 300},
			Max:  map[entity.Schema]int{entity.LegalEntity: 1200},
			Fill: map[string]float64{"address": 0.5, "program": 0.9, "listed": 0.9},
		},
	}
}

// head returns the first bytes of a single file.
func head(in list.Input, n int) []byte {
	f, ok := in.Only()
	if !ok {
		return nil
	}
	return f.Head(n)
}
