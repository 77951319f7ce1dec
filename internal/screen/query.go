package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
)

// Query is a party to be screened. At least one name or identifier is needed.
type Query struct {
	ID          string              `json:"id,omitempty"` // the asker's own reference, echoed
	Schema      entity.Schema       `json:"schema,omitempty"`
	Names       []string            `json:"names,omitempty"` // the first is the primary one
	BirthDates  []entity.Date       `json:"birth_dates,omitempty"`
	Countries   []string            `json:"countries,omitempty"` // lower-case ISO codes
	Gender      entity.Gender       `json:"gender,omitempty"`
	Identifiers []entity.Identifier `json:"identifiers,omitempty"`

	Lists     []string `json:"lists,omitempty"`     // none = all
	Threshold float64  `json:"threshold,omitempty"` // 0 = the parameters' default
	Limit     int      `json:"limit,omitempty"`     // greatest number of hits; 0 = 10
}

// Limits on a query. Larger ones are refused with ErrQuery.
const (
	MaxNames       = 64
	MaxIdentifiers = 64
	MaxFacts       = 32
	MaxLimit       = 1000
	DefaultLimit   = 10
)

// ErrQuery is wrapped by errors that are the asker's to mend.
var ErrQuery = errors.New("query refused")

// Check reports why the query cannot be screened.
func (q *Query) Check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrQuery, fmt.Sprintf(format, args...))
	}
	if q.Schema != "" && !q.Schema.Valid() {
		return bad("unknown schema %q", q.Schema)
	}
	if len(q.Names) == 0 && len(q.Identifiers) == 0 {
		return bad("neither a name nor an identifier")
	}
	if len(q.Names) > MaxNames || len(q.Identifiers) > MaxIdentifiers || len(q.BirthDates) > MaxFacts || len(q.Countries) > MaxFacts || len(q.Lists) > 256 {
		return bad("too many values in one field (at most %d names, %d identifiers, %d others)", MaxNames, MaxIdentifiers, MaxFacts)
	}
	words := len(entity.IDKeys(q.Identifiers))
	for _, n := range q.Names {
		if name.TooLong(n) {
			return bad("a name of %d bytes; at most %d are compared", len(n), name.MaxBytes)
		}
		if len(n) > 0 && len(name.Parse(n, name.ClassAny).Tokens) > 0 {
			words++
		}
	}
	if words == 0 {
		if len(q.Identifiers) > 0 {
			return bad("no name, and no identifier that tells a party from others (kpp, bik and very short numbers do not)")
		}
		return bad("no letter or digit in any name")
	}
	for _, id := range q.Identifiers {
		if len(id.Value) > 256 {
			return bad("an identifier of %d bytes", len(id.Value))
		}
		if strings.TrimSpace(id.Value) == "" {
			return bad("an empty identifier")
		}
	}
	for _, d := range q.BirthDates {
		if !d.Valid() || d.IsZero() {
			return bad("impossible birth date %q", d)
		}
	}
	if q.Threshold < 0 || q.Threshold > 1 || q.Threshold != q.Threshold {
		return bad("threshold %v is not between 0 and 1", q.Threshold)
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		return bad("limit %d is not between 0 and %d", q.Limit, MaxLimit)
	}
	return nil
}

// party returns the query in the form that match compares.
func (q *Query) party() match.Party {
	p := match.Party{Schema: q.Schema, IDs: entity.IDKeys(q.Identifiers)}
	class := match.ClassOf(q.Schema)
	for _, n := range q.Names {
		if parsed := name.Parse(n, class); len(parsed.Tokens) > 0 {
			p.Names = append(p.Names, parsed)
		}
	}
	for _, n := range q.Names {
		p.IDs = append(p.IDs, idsInName(n)...)
	}
	p.Facts.Births = q.BirthDates
	p.Facts.Gender = q.Gender
	for _, c := range q.Countries {
		p.Facts.Countries = append(p.Facts.Countries, entity.PackCountry(c))
	}
	return p
}

// idsInName finds identifiers that stand where a name should: a wallet, "IMO
// 9212905", a tax number. Only such as pass the check rule of their type count.
func idsInName(s string) []entity.IDKey {
	var out []entity.IDKey
	for _, w := range strings.Fields(s) {
		w = strings.Trim(w, ".,:;()[]\"'«»")
		digits := 0
		for i := 0; i < len(w); i++ {
			if w[i] >= '0' && w[i] <= '9' {
				digits++
			}
		}
		if digits < minIDDigits {
			continue
		}
		for _, id := range entity.GuessID(w) {
			k := entity.IDKey{Type: id.Type, Key: id.Key()}
			if slices.Contains(tellingIDs, id.Type) && entity.ValidID(id.Type, id.Value) && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// tellingIDs are the types whose check rule chance seldom meets.
var tellingIDs = []entity.IDType{entity.IDWallet, entity.IDLEI, entity.IDIBAN, entity.IDUSCC, entity.IDISIN, entity.IDOGRN, entity.IDINN, entity.IDIMO}

// minIDDigits is the least number of digits of a word that is taken for an
// identifier.
const minIDDigits = 6
