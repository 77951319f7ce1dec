package ca

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/list/xmlnode"
)

// record holds the publisher's values with line breaks mended; the comments
// give the element names of 2020, 2025 and 2026.
type record struct {
	country  string // Country, Country-Pays
	last     string // LastName, LastName-NomDeFamille
	given    string // GivenName, GivenName-Prenom
	entity   string // Entity, EntityOrShip, EntityOrShip-EntiteOuNavire
	title    string // Title, TitleOrShip, TitleOrShipType-TitreOuTypeDeNavire
	aliases  string // Aliases, Aliases-Alias; keeps its line breaks
	date     string // DateOfBirth, DateOfBirthOrShipBuildDate, ...-DateDeNaissance...
	imo      string // ShipIMONumber, ShipIMONumber-NumeroOMIDuNavire
	schedule string // Schedule, Schedule-Annexe
	item     string // Item, Item-NumeroDarticle
	listed   string // DateOfListing, DateOfListing-DateDinscription

	offset, length int64
	line           int
}

func readRecord(n *xmlnode.Node) record {
	get := func(names ...string) string {
		for _, name := range names {
			if c := n.Child(name); c != nil {
				return mend(c.RawText())
			}
		}
		return ""
	}
	r := record{
		country:  get("Country-Pays", "Country"),
		last:     get("LastName-NomDeFamille", "LastName"),
		given:    get("GivenName-Prenom", "GivenName"),
		entity:   get("EntityOrShip-EntiteOuNavire", "EntityOrShip", "Entity"),
		title:    get("TitleOrShipType-TitreOuTypeDeNavire", "TitleOrShipType", "TitleOrShip", "Title"),
		aliases:  get("Aliases-Alias", "Aliases"),
		date:     get("DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire", "DateOfBirthOrShipBuildDate", "DateOfBirth"),
		imo:      get("ShipIMONumber-NumeroOMIDuNavire", "ShipIMONumber"),
		schedule: get("Schedule-Annexe", "Schedule"),
		item:     get("Item-NumeroDarticle", "Item"),
		listed:   get("DateOfListing-DateDinscription", "DateOfListing"),
		offset:   n.Offset, length: n.Length, line: n.Line,
	}
	if strings.EqualFold(r.schedule, "N/A") {
		r.schedule = ""
	}
	return r
}

// mend folds white space and joins words that a line break cut behind a hyphen.
func mend(s string) string {
	if strings.ContainsRune(s, '\n') {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			lines[i] = strings.Join(strings.Fields(l), " ")
		}
		s = strings.Join(lines, "\n")
		s = strings.ReplaceAll(s, "-\n", "-")
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u200c', '\u200b', '\ufeff': // joiners that no query contains
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func (r *record) isShip() bool {
	return r.imo != "" || r.entity != "" && (r.title != "" || shipPrefix.MatchString(r.entity))
}
