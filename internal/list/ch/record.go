package ch

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// program is a <sanctions-program>: an ordinance, with its sets of measures.
type program struct {
	id     string
	key    string            // "Belarus"
	name   string            // "Ordinance of 16 March 2022 on measures against Belarus ..."
	origin string            // "EU", "UN"
	sets   map[string]string // ssid of a sanctions-set -> its English text
}

// place is a <place>: addresses and places of birth refer to it by id.
type place struct {
	location, area, country, countryText string
}

// tables are what targets refer to. In the file programs stand before the
// targets and places behind them.
type tables struct {
	programs []*program
	bySet    map[string]*program
	places   map[string]place
	listType string // whole-list or amendment
	date     string
}

func (t *tables) addProgram(n *xmlnode.Node) {
	id := n.Attr("ssid")
	var p *program
	for _, x := range t.programs {
		if x.id == id {
			p = x // an amendment repeats a programme for each of its sets
		}
	}
	if p == nil {
		p = &program{id: id, sets: make(map[string]string)}
		t.programs = append(t.programs, p)
	}
	p.key = english(n.Children("program-key"), p.key)
	p.name = english(n.Children("program-name"), p.name)
	if o := n.Value("origin"); o != "" {
		p.origin = o
	}
	for _, s := range n.Children("sanctions-set") {
		set, lang := s.Attr("ssid"), s.Attr("lang")
		if _, have := p.sets[set]; !have || lang == "eng" {
			p.sets[set] = s.Text()
		}
		t.bySet[set] = p
	}
	n.Ignore("@version-date", "@predecessor-version-date")
}

// english picks the English text of nodes, else the first, else old.
func english(nodes []*xmlnode.Node, old string) string {
	out := old
	for _, n := range nodes {
		if lang := n.Attr("lang"); lang == "eng" {
			out = n.Text()
		} else if out == "" {
			out = n.Text()
		}
	}
	return out
}

func (t *tables) addPlace(n *xmlnode.Node) {
	// Variants are other spellings of a town or region, not other places.
	n.Ignore("location-variant", "area-variant")
	p := place{location: clean(n.Value("location")), area: clean(n.Value("area"))}
	p.country, p.countryText = countryOf(n.Child("country"))
	t.places[n.Attr("ssid")] = p
}

// clean folds white space and drops the dash that stands for "nothing".
func clean(s string) string {
	if s = list.Clean(s); list.Empty(s) {
		return ""
	}
	return s
}

// modification is one entry of a target's history.
type modification struct {
	kind                           string // listed, amended, de-listed
	enactment, publication, effect string
}

// when is the date that orders modifications.
func (m modification) when() string {
	switch {
	case m.effect != "":
		return m.effect
	case m.enactment != "":
		return m.enactment
	}
	return m.publication
}

// history holds the modifications in the order of the file, the latest first.
type history []modification

// latest returns the modification that decides whether the target is listed:
// the one with the greatest date, the first in the file among equals. It is nil
// without modifications.
func (h history) latest() *modification {
	var best *modification
	for i := range h {
		if best == nil || h[i].when() > best.when() {
			best = &h[i]
		}
	}
	return best
}

// listed returns the latest modification that put the target on the list.
func (h history) listed() *modification {
	var best *modification
	for i := range h {
		if h[i].kind == "listed" && (best == nil || h[i].when() > best.when()) {
			best = &h[i]
		}
	}
	return best
}

// delisted returns the latest modification that took the target off the list.
func (h history) delisted() *modification {
	var best *modification
	for i := range h {
		if h[i].kind == "de-listed" && (best == nil || h[i].when() > best.when()) {
			best = &h[i]
		}
	}
	return best
}

func listedWhen(h history) string {
	if m := h.listed(); m != nil {
		return m.when()
	}
	return ""
}

func readHistory(target *xmlnode.Node) history {
	var h history
	for _, m := range target.Children("modification") {
		h = append(h, modification{m.Attr("modification-type"), m.Attr("enactment-date"), m.Attr("publication-date"), m.Attr("effective-date")})
	}
	return h
}

// body returns the <individual>, <entity> or <object> of a target. A target that
// has none of its own, because it was deleted, is read from the newest copy in
// its history.
func body(target *xmlnode.Node) (n *xmlnode.Node, fromHistory bool) {
	kinds := []string{"individual", "entity", "object"}
	for _, k := range kinds {
		if n := target.Child(k); n != nil {
			return n, false
		}
	}
	for _, m := range target.Children("modification") {
		for _, side := range []string{"added", "removed"} {
			for _, holder := range append(m.All(side, "target"), m.Children(side)...) {
				for _, k := range kinds {
					if n := holder.Child(k); n != nil && len(n.Children("identity")) > 0 {
						return n, true
					}
				}
			}
		}
	}
	return nil, false
}

// snake writes a publisher's attribute name as a key.
func snake(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return strings.TrimSuffix(b.String(), "_")
}
