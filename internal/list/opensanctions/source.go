package opensanctions

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ftm"
)

// Terms are those of all data of OpenSanctions.
const Terms = "CC BY-NC 4.0: free for non-commercial use with attribution; business use needs a licence from OpenSanctions (https://www.opensanctions.org/licensing/)"

// DatasetURL returns the address of the newest edition of a file of a dataset.
func DatasetURL(dataset, file string) string {
	return "https://data.opensanctions.org/datasets/latest/" + dataset + "/" + file
}

// CatalogURL is the catalogue of all datasets: see ParseCatalog.
const CatalogURL = "https://data.opensanctions.org/datasets/latest/index.json"

// Source returns the source for a dataset or collection of OpenSanctions, by
// its name in the catalogue ("us_ofac_sdn", "peps"). Its id is "os_" and the
// name, since the official list has a source of its own under the bare name.
func Source(dataset string) *list.Source {
	return &list.Source{
		ID:        "os_" + dataset,
		Title:     "OpenSanctions " + dataset,
		Publisher: "OpenSanctions",
		Country:   "de",
		Homepage:  "https://www.opensanctions.org/datasets/" + dataset + "/",
		Terms:     Terms,
		Rhythm:    "exported several times a day; a dataset changes as often as its source",
		Remotes: []list.Remote{{
			Name: "entities.ftm.json", URL: DatasetURL(dataset, "entities.ftm.json"),
			Accept: "application/json", MaxBytes: 16 << 30,
		}},
		Hosts:   []string{"data.opensanctions.org"},
		Formats: ftm.Formats(ftm.Options{}),
		Expect: list.Expect{
			// Lines that belong to no party of the file: positions nobody holds, edges
			// to entities the export leaves out, documents.
			MaxRejects: 0.05,
			Fill:       map[string]float64{"name": 0.9},
		},
	}
}

// Sources returns the two collections most users want: everything that is a
// sanction, and everything.
func Sources() []*list.Source {
	sanctions := Source("sanctions")
	sanctions.Title = "OpenSanctions consolidated sanctions"
	// 246,147 records with 66,127 targets in June 2024; a third of that is alarm.
	sanctions.Expect.Min = map[entity.Schema]int{entity.Person: 15_000, entity.Company: 5_000, entity.Organization: 3_000}
	sanctions.Expect.Fill = map[string]float64{"name": 0.9, "alias": 0.2, "country": 0.2, "birth_date": 0.05, "identifier": 0.1, "program": 0.1}

	everything := Source("default")
	everything.Title = "OpenSanctions default: sanctions, politically exposed persons, other risks"
	everything.Expect.Min = map[entity.Schema]int{entity.Person: 300_000, entity.Company: 30_000, entity.Organization: 20_000}
	everything.Expect.Fill = map[string]float64{"name": 0.9, "country": 0.2}
	return []*list.Source{sanctions, everything}
}
