package opensanctions

import (
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ftm"
)

// Terms are those of all data of OpenSanctions.
const Terms = "CC BY-NC 4.0: free for non-commercial use with attribution; business use needs a licence of OpenSanctions (https://www.opensanctions.org/licensing/)"

// DatasetURL returns the address of the newest edition of a file of a dataset.
func DatasetURL(dataset, file string) string {
	return "https://data.opensanctions.org/datasets/latest/" + dataset + "/" + file
}

// Source returns the source for a dataset or collection of OpenSanctions, by
// its name in the catalogue ("us_ofac_sdn", "peps"). Its id is the name, with
// "os_" before it unless the name is one of the collections of Sources: the
// official list of the same name is a source of its own.
func Source(dataset string) *list.Source {
	return &list.Source{
		ID:        "os_" + dataset,
		Title:     "OpenSanctions: " + dataset,
		Publisher: "OpenSanctions",
		Country:   "de",
		Homepage:  "https://www.opensanctions.org/datasets/" + dataset + "/",
		Terms:     Terms,
		Rhythm:    "exported every few hours; a dataset changes as often as its source",
		Remotes: []list.Remote{{
			Name: "entities.ftm.json", URL: DatasetURL(dataset, "entities.ftm.json"),
			Accept: "application/json", MaxBytes: 16 << 30,
		}},
		Formats: ftm.Formats(ftm.Options{}),
		// Edges to entities that the export leaves out, and documents.
		Expect: list.Expect{MaxRejects: 0.05},
	}
}
