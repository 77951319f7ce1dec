package ofac

import (
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

const (
	publisher = "US Department of the Treasury, Office of Foreign Assets Control (OFAC)"
	homepage  = "https://ofac.treasury.gov/sanctions-list-service"
	terms     = "Work of the US government, not protected by copyright in the United States (17 U.S.C. 105)"
	rhythm    = "At every action of OFAC, several times a week; no fixed time of day"

	// redirectHost serves the files to which the addresses at www.treasury.gov
	// redirect.
	redirectHost = "sanctionslistservice.ofac.treas.gov"

	maxBytes = 512 << 20 // SDN_ADVANCED.XML is about 120 MB
)

// SDN is the list of Specially Designated Nationals and Blocked Persons.
//
// The upper bounds are those of the OpenSanctions crawler for the same list. The
// lower ones are wider than there, so that editions of past years can be loaded;
// a sudden loss is caught by Expect.MaxShrink. The share of records with an
// alias refuses sdn.csv without alt.csv, where two of three aliases are missing.
func SDN() *list.Source {
	return &list.Source{
		ID:        "us_ofac_sdn",
		Title:     "OFAC Specially Designated Nationals and Blocked Persons List (SDN)",
		Publisher: publisher,
		Country:   "us",
		Homepage:  homepage,
		Terms:     terms,
		Rhythm:    rhythm,
		Remotes: []list.Remote{{
			Name: "sdn_advanced.xml", URL: "https://www.treasury.gov/ofac/downloads/sanctions/1.0/sdn_advanced.xml",
			MaxBytes: maxBytes, Accept: "application/xml, text/xml",
		}},
		Hosts:   []string{redirectHost},
		Formats: []list.Format{advancedFormat(listSDN), classicFormat(listSDN), csvFormat(listSDN)},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 4000, entity.Organization: 2500, entity.Vessel: 300, entity.Airplane: 150},
			Max: map[entity.Schema]int{entity.Person: 14690, entity.Organization: 17245, entity.Vessel: 2345, entity.Airplane: 750},
			Fill: map[string]float64{
				"name": 1, "alias": 0.25, "program": 0.99, "birth_date": 0.2, "country": 0.2, "identifier": 0.3, "imo": 0.02,
			},
		},
	}
}

// SDNFiles is the CSV set of the SDN list, for users who prefer it to the
// advanced XML.
func SDNFiles() []list.Remote {
	const base = "https://www.treasury.gov/ofac/downloads/"
	return []list.Remote{
		{Name: "sdn.csv", URL: base + "sdn.csv", Accept: "text/csv"},
		{Name: "add.csv", URL: base + "add.csv", Accept: "text/csv"},
		{Name: "alt.csv", URL: base + "alt.csv", Accept: "text/csv"},
		{Name: "sdn_comments.csv", URL: base + "sdn_comments.csv", Accept: "text/csv"},
	}
}

// Consolidated is the list of everything that OFAC lists outside the SDN list:
// sectoral sanctions, Chinese military-industrial complex companies, menu-based
// sanctions, correspondent-account sanctions, the Palestinian Legislative
// Council.
func Consolidated() *list.Source {
	return &list.Source{
		ID:        "us_ofac_cons",
		Title:     "OFAC Consolidated Sanctions List (non-SDN)",
		Publisher: publisher,
		Country:   "us",
		Homepage:  homepage,
		Terms:     terms,
		Rhythm:    rhythm,
		Remotes: []list.Remote{{
			Name: "cons_advanced.xml", URL: "https://www.treasury.gov/ofac/downloads/sanctions/1.0/cons_advanced.xml",
			MaxBytes: maxBytes, Accept: "application/xml, text/xml",
		}},
		Hosts:   []string{redirectHost},
		Formats: []list.Format{advancedFormat(listCons), classicFormat(listCons), csvFormat(listCons)},
		Expect: list.Expect{
			Min: map[entity.Schema]int{entity.Person: 50, entity.Organization: 150},
			Max: map[entity.Schema]int{entity.Person: 160, entity.Organization: 720},
			Fill: map[string]float64{
				"name": 1, "alias": 0.6, "program": 0.99, "birth_date": 0.1, "identifier": 0.5, "address": 0.5,
			},
		},
	}
}

// ConsolidatedFiles is the CSV set of the Consolidated list.
func ConsolidatedFiles() []list.Remote {
	const base = "https://www.treasury.gov/ofac/downloads/consolidated/"
	return []list.Remote{
		{Name: "cons_prim.csv", URL: base + "cons_prim.csv", Accept: "text/csv"},
		{Name: "cons_add.csv", URL: base + "cons_add.csv", Accept: "text/csv"},
		{Name: "cons_alt.csv", URL: base + "cons_alt.csv", Accept: "text/csv"},
		{Name: "cons_comments.csv", URL: base + "cons_comments.csv", Accept: "text/csv"},
	}
}
