// Package all is the explicit, ordered list of every official source. Adding a
// list means one line here.
package all

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/au"
	"github.com/interdict-dev/interdict/internal/list/ca"
	"github.com/interdict-dev/interdict/internal/list/ch"
	"github.com/interdict-dev/interdict/internal/list/csl"
	"github.com/interdict-dev/interdict/internal/list/eu"
	"github.com/interdict-dev/interdict/internal/list/ofac"
	"github.com/interdict-dev/interdict/internal/list/opensanctions"
	"github.com/interdict-dev/interdict/internal/list/ua"
	"github.com/interdict-dev/interdict/internal/list/uk"
	"github.com/interdict-dev/interdict/internal/list/un"
)

// Sources returns every source in the order in which people see them.
func Sources() []*list.Source {
	return append([]*list.Source{
		ofac.SDN(),
		ofac.Consolidated(),
		un.Source(),
		eu.Source(),
		eu.JournalSource(),
		uk.Source(),
		uk.OFSI(),
		ch.Source(),
		ca.Source(),
		au.Source(),
		csl.Source(),
		csl.Denied(),
		ua.Source(),
	}, opensanctions.Sources()...)
}

// openSanctions begins the ids of sources made from any dataset of OpenSanctions.
const openSanctions = "os_"

// Find returns the source with the given id. An id that begins with "os_" names
// a dataset of OpenSanctions.
func Find(id string) (*list.Source, bool) {
	for _, s := range Sources() {
		if s.ID == id {
			return s, true
		}
	}
	if dataset, ok := strings.CutPrefix(id, openSanctions); ok && dataset != "" {
		return opensanctions.Source(dataset), true
	}
	return nil, false
}
