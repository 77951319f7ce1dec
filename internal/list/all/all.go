// Package all is the explicit, ordered list of every official source. Adding a
// list means one line here.
package all

import (
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/ofac"
	"github.com/interdict-dev/interdict/internal/list/un"
)

// Sources returns every source in the order in which people see them.
func Sources() []*list.Source {
	return []*list.Source{
		ofac.SDN(),
		ofac.Consolidated(),
		un.Source(),
	}
}

// Find returns the source with the given id.
func Find(id string) (*list.Source, bool) {
	for _, s := range Sources() {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}
