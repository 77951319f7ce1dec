package ilist

import (
	"os"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
)

const page = "../../../../docs/formats/list-text.md"

// TestPage: the page for people names every word, and its example is good.
func TestPage(t *testing.T) {
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	known := append([]string{}, words...)
	var h Header
	for _, f := range h.fields() {
		known = append(known, f.key)
	}
	known = appendWords(known, partWords)
	for _, fields := range [][]field{nameFields("", new(entity.Name)), idFields("", new(entity.Identifier)), dateFields("", new(entity.DatedFact)), countryFields("", new(entity.CountryFact)),
		contactFields("", new(entity.Contact)), addressFields(new(entity.Address)), listingFields(new(entity.Listing)), relationFields(new(entity.Relation)),
		fragmentFields(new(entity.Fragment)), noteFields(new(entity.Note))} {
		for _, f := range fields {
			known = append(known, f.key)
		}
	}
	for _, w := range known {
		if !strings.Contains(text, "`"+w+"`") && !strings.Contains(text, "`"+w+" ") {
			t.Errorf("%s does not name the word %q", page, w)
		}
	}
	start := strings.Index(text, "    ilist 1\n")
	end := strings.Index(text, "    end 2\n") + len("    end 2\n")
	var example strings.Builder
	for _, l := range strings.SplitAfter(text[start:end], "\n") {
		example.WriteString(strings.TrimPrefix(l, "    "))
	}
	if _, got, err := ReadAll(strings.NewReader(example.String())); err != nil || len(got) != 2 {
		t.Errorf("the example of %s: %v", page, err)
	}
}
