package eval

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
	"go.yaml.in/yaml/v3"
)

// Check is a query and a candidate, each with several properties of the
// FollowTheMoney model, and whether they are the same.
type Check struct {
	Match     bool           `yaml:"match"`
	Label     string         `yaml:"label"`
	Schema    entity.Schema  `yaml:"schema"`
	Query     map[string]any `yaml:"query"`
	Candidate map[string]any `yaml:"candidate"`
}

// ReadChecks reads a YAML file with a list "checks".
func ReadChecks(r io.Reader) ([]Check, error) {
	var file struct {
		Checks []Check `yaml:"checks"`
	}
	if err := yaml.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	if len(file.Checks) == 0 {
		return nil, fmt.Errorf("read checks: no check in the file")
	}
	return file.Checks, nil
}

// Share is how many of n are right.
type Share struct {
	N     int     `json:"n"`
	Right int     `json:"right"`
	Share float64 `json:"share"`
}

// ChecksResult is the outcome of Checks.
type ChecksResult struct {
	Threshold float64 `json:"threshold"`
	Share
	Schemas map[entity.Schema]*Share `json:"schemas"`
	Wrong   []WrongCheck             `json:"wrong"` // farthest off first
	Ignored map[string]int           `json:"ignored_properties,omitempty"`
}

// WrongCheck is a check on the wrong side of the threshold.
type WrongCheck struct {
	Number    int              `json:"number"` // 1-based
	Label     string           `json:"label,omitempty"`
	Schema    entity.Schema    `json:"schema"`
	Query     map[string]any   `json:"query"`
	Candidate map[string]any   `json:"candidate"`
	Match     bool             `json:"match"`
	Score     float64          `json:"score"`
	Evidence  []match.Evidence `json:"evidence,omitempty"`
}

// Checks scores every check and counts those on the right side.
func Checks(checks []Check, p match.Params, threshold float64) ChecksResult {
	sc := match.NewScorer(&p)
	r := ChecksResult{Threshold: threshold, Schemas: make(map[entity.Schema]*Share), Ignored: make(map[string]int)}
	for i, c := range checks {
		q, l := partyOf(c.Schema, c.Query, r.Ignored), partyOf(c.Schema, c.Candidate, r.Ignored)
		res := sc.Compare(&q, &l, nil)
		s := r.Schemas[c.Schema]
		if s == nil {
			s = &Share{}
			r.Schemas[c.Schema] = s
		}
		s.N++
		r.N++
		if (res.Score >= threshold) == c.Match {
			s.Right++
			r.Right++
			continue
		}
		r.Wrong = append(r.Wrong, WrongCheck{i + 1, c.Label, c.Schema, c.Query, c.Candidate, c.Match, res.Score, res.Evidence})
	}
	r.Share.Share = float64(r.Right) / float64(max(r.N, 1))
	for _, s := range r.Schemas {
		s.Share = float64(s.Right) / float64(s.N)
	}
	sort.SliceStable(r.Wrong, func(i, j int) bool { return abs(r.Wrong[i].Score-threshold) > abs(r.Wrong[j].Score-threshold) })
	return r
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// idProperties maps properties of the FollowTheMoney model to identifier types.
var idProperties = map[string]entity.IDType{
	"innCode": entity.IDINN, "ogrnCode": entity.IDOGRN, "leiCode": entity.IDLEI, "swiftBic": entity.IDBIC, "imoNumber": entity.IDIMO, "mmsi": entity.IDMMSI,
	"isin": entity.IDISIN, "isinCode": entity.IDISIN, "publicKey": entity.IDWallet, "registrationNumber": entity.IDRegistration, "taxNumber": entity.IDTax,
	"vatCode": entity.IDVAT, "idNumber": entity.IDNational, "passportNumber": entity.IDPassport, "dunsCode": entity.IDDUNS, "uscCode": entity.IDUSCC,
	"wikidataId": entity.IDWikidata, "iban": entity.IDIBAN, "callSign": entity.IDCallSign, "serialNumber": entity.IDSerial, "okpoCode": entity.IDOKPO,
	"socialSecurityNumber": entity.IDNational, "ticker": entity.IDTicker, "uniqueEntityId": entity.IDOther, "npiCode": entity.IDOther,
}

// partyOf reads the properties of one side; those it does not compare are
// counted in ignored.
func partyOf(schema entity.Schema, props map[string]any, ignored map[string]int) match.Party {
	p := match.Party{Schema: schema}
	class := match.ClassOf(schema)
	addName := func(text string, weak bool) {
		if n := name.Parse(text, class); len(n.Tokens) > 0 {
			p.Names, p.Weak = append(p.Names, n), append(p.Weak, weak)
		}
	}
	parts := make(map[string]string)
	for _, k := range slices.Sorted(mapKeys(props)) {
		for _, v := range Values(props[k]) {
			switch k {
			case "name", "alias", "previousName":
				addName(v, false)
			case "weakAlias", "abbreviation":
				addName(v, true)
			case "firstName", "secondName", "middleName", "fatherName", "motherName", "lastName":
				parts[k] = strings.TrimSpace(parts[k] + " " + v)
			case "birthDate":
				if d, err := list.ParseDate(v, list.DayFirst); err == nil && !d.IsZero() {
					p.Facts.Births = append(p.Facts.Births, d)
				}
			case "country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag", "birthCountry":
				if c, ok := entity.CountryCode(v); ok {
					p.Facts.Countries = append(p.Facts.Countries, entity.PackCountry(c))
				}
			case "gender":
				p.Facts.Gender = entity.Gender(v)
			default:
				if t, ok := idProperties[k]; ok {
					if id := (entity.IDKey{Type: t, Key: entity.NormalizeID(t, v)}); id.Comparable() {
						p.IDs = append(p.IDs, id)
					}
				} else {
					ignored[k]++
				}
			}
		}
	}
	if len(p.Names) == 0 {
		var whole []string
		for _, k := range []string{"firstName", "secondName", "middleName", "fatherName", "lastName"} {
			if parts[k] != "" {
				whole = append(whole, parts[k])
			}
		}
		if len(whole) > 0 {
			addName(strings.Join(whole, " "), false)
		}
	}
	return p
}

// Values are the values of one property of a check as texts: YAML has one value or
// a list of them.
func Values(v any) []string {
	switch x := v.(type) {
	case nil:
		return nil
	case []any:
		var out []string
		for _, y := range x {
			out = append(out, Values(y)...)
		}
		return out
	}
	return []string{fmt.Sprint(v)}
}
