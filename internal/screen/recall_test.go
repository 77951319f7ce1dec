package screen_test

import (
	"fmt"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/screen"
)

func listed(id string, schema entity.Schema, names ...string) *entity.Entity {
	e := &entity.Entity{ID: id, List: "test", Schema: schema}
	for _, n := range names {
		e.Names = append(e.Names, entity.Name{Full: n, Kind: entity.NameAlias})
	}
	return e
}

// TestCommonWordsHideNothing: names that share with the query only its commonest
// words, and beside them initials or words written together, are found though
// common words are not walked.
func TestCommonWordsHideNothing(t *testing.T) {
	entities := []*entity.Entity{
		listed("initials", entity.Person, "V. S. Ivanov"),
		listed("initials too", entity.Person, "V.S.Ivanov"),
		listed("words", entity.Person, "Vladimir Sergeyevich Ivanov"),
		listed("comma", entity.Person, "Ivanov Vladimir", "IVANOV, Vladimir"),
		listed("joined", entity.Person, "Vladimirsergeyevich Ivanov"),
	}
	for i := range 400 {
		entities = append(entities, listed(fmt.Sprint(i), entity.Person, fmt.Sprintf("Quux%c%c%c Ivanov", 'a'+i%26, 'a'+i/26, 'a'+i%7)))
	}
	s := snapshot(t, entities)
	for _, q := range []string{"Vladimir Sergeyevich Ivanov", "V. S. Ivanov", "Ivanov V. S.", "Vladimir S. Ivanov", "Ivanov, Vladimir", "Ivanov Vladimir", "Vladimir Ser geyevich Ivanov", "V Ivanov", "Ivanov"} {
		for _, threshold := range []float64{0.001, 0.05, 0.3, 0.65, 0.9} {
			compareWithScan(t, s, entities, screen.Query{Schema: entity.Person, Names: []string{q}, Threshold: threshold})
			compareWithScan(t, s, entities, screen.Query{Names: []string{q}, Threshold: threshold})
		}
	}
}
