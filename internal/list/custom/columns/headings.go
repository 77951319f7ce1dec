package columns

import "strings"

// Headings returns the headings by which a column of field f is recognised,
// beside f itself, the most usual English ones first. Case, accents and
// punctuation do not count.
func Headings(f Field) []string {
	if synonyms[f] == "" {
		return nil
	}
	return strings.Split(synonyms[f], "|")
}
