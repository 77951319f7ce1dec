package match

import (
	"slices"

	"github.com/interdict-dev/interdict/internal/entity"
)

// factItem is evidence from facts; q and c index the slices of each side.
type factItem struct {
	feature Feature
	q, c    int8
	logit   float64
}

// facts compares two sets of facts and appends the evidence.
func (p *Params) facts(dst []factItem, q, c *entity.Facts) []factItem {
	if len(q.Births) > 0 && len(c.Births) > 0 {
		best := factItem{logit: -1e9}
		for i := range q.Births {
			for j := range c.Births {
				f, v := p.birth(q.Births[i], c.Births[j])
				if v > best.logit {
					best = factItem{f, int8(i), int8(min(j, 127)), v}
				}
			}
		}
		if best.logit != 0 {
			dst = append(dst, best)
		}
	}
	if len(q.Countries) > 0 && len(c.Countries) > 0 {
		found := factItem{FeatureCountryDiffers, 0, 0, p.CountryDiffers}
	search:
		for i, a := range q.Countries {
			for j, b := range c.Countries {
				if sameCountry(a, b) {
					found = factItem{FeatureCountry, int8(i), int8(min(j, 127)), p.CountryEqual}
					break search
				}
			}
		}
		dst = append(dst, found)
	}
	if q.Gender != "" && c.Gender != "" && q.Gender != c.Gender {
		dst = append(dst, factItem{FeatureGenderDiffers, 0, 0, p.GenderDiffers})
	}
	return dst
}

// successors of states that sanctions lists still name, and territories that
// lists count with either state.
var successors = map[entity.CountryKey][]entity.CountryKey{
	entity.PackCountry("suhh"): pack("ru", "ua", "by", "kz", "uz", "ge", "am", "az", "md", "tm", "tj", "kg", "lt", "lv", "ee"),
	entity.PackCountry("yucs"): pack("rs", "hr", "ba", "si", "mk", "me", "xk", "csxx"),
	entity.PackCountry("csxx"): pack("rs", "me", "xk", "yucs"),
	entity.PackCountry("cshh"): pack("cz", "sk"),
	entity.PackCountry("ddde"): pack("de"),
	entity.PackCountry("xk"):   pack("rs"),
	entity.PackCountry("hk"):   pack("cn"),
	entity.PackCountry("mo"):   pack("cn"),
}

func pack(codes ...string) []entity.CountryKey {
	out := make([]entity.CountryKey, len(codes))
	for i, c := range codes {
		out[i] = entity.PackCountry(c)
	}
	return out
}

func sameCountry(a, b entity.CountryKey) bool {
	if a == b {
		return true
	}
	for _, s := range successors[a] {
		if s == b {
			return true
		}
	}
	for _, s := range successors[b] {
		if s == a {
			return true
		}
	}
	return false
}

// birth compares two dates at the coarser precision.
func (p *Params) birth(a, b entity.Date) (Feature, float64) {
	if a != b && (placeholder(a) || placeholder(b)) {
		return FeatureBirthDateDiffers, 0
	}
	if a.Circa || b.Circa || a.IsRange() || b.IsRange() {
		af, at := a.YearRange()
		bf, bt := b.YearRange()
		if a.Circa {
			af, at = af-2, at+2
		}
		if b.Circa {
			bf, bt = bf-2, bt+2
		}
		switch gap := max(af, bf) - min(at, bt); {
		case gap <= 0:
			return FeatureBirthDateNear, p.BirthYearNear
		case gap <= 2:
			return FeatureBirthDateDiffers, p.BirthDateDiffers
		}
		return FeatureBirthDateDiffers, p.BirthYearDiffers
	}
	x, y := a.Start, b.Start
	prec := min(x.Precision(), y.Precision())
	if prec == 0 {
		return FeatureBirthDateNear, 0
	}
	if x.Year == y.Year {
		switch {
		case prec == 1:
			return FeatureBirthDate, p.BirthYearEqual
		case prec == 2 && x.Month == y.Month:
			return FeatureBirthDate, p.BirthMonthEqual
		case prec == 3 && x == y:
			return FeatureBirthDate, p.BirthDateEqual
		case prec == 3 && x.Month == y.Day && x.Day == y.Month:
			return FeatureBirthDateNear, p.BirthDateTypo
		case prec == 3 && (x.Month == y.Month && oneDigit(int(x.Day), int(y.Day)) || x.Day == y.Day && oneDigit(int(x.Month), int(y.Month))):
			return FeatureBirthDateNear, p.BirthDateTypo
		}
		return FeatureBirthDateDiffers, p.BirthDateDiffers
	}
	d := int(x.Year) - int(y.Year)
	switch {
	case prec == 3 && x.Month == y.Month && x.Day == y.Day && oneDigit(int(x.Year), int(y.Year)):
		return FeatureBirthDateNear, p.BirthDateTypo
	case d == 1 || d == -1:
		return FeatureBirthDateDiffers, p.BirthDateDiffers
	}
	return FeatureBirthDateDiffers, p.BirthYearDiffers
}

// oneDigit reports whether a and b differ in exactly one decimal digit or by a
// swap of two neighbouring digits.
func oneDigit(a, b int) bool {
	var da, db [4]int
	for i := 3; i >= 0; i-- {
		da[i], db[i] = a%10, b%10
		a, b = a/10, b/10
	}
	diff, first := 0, -1
	for i := range da {
		if da[i] != db[i] {
			if diff++; first < 0 {
				first = i
			}
		}
	}
	return diff == 1 || diff == 2 && first < 3 && da[first] == db[first+1] && da[first+1] == db[first]
}

// placeholders are dates that systems write where they know none. As a birth
// date they are no evidence unless both sides have the same.
var placeholders = []entity.Day{
	{Year: 1900, Month: 1, Day: 1}, {Year: 1899, Month: 12, Day: 30}, {Year: 1899, Month: 12, Day: 31},
	{Year: 1901, Month: 1, Day: 1}, {Year: 1970, Month: 1, Day: 1}, {Year: 1753, Month: 1, Day: 1}, {Year: 1800, Month: 1, Day: 1},
	{Year: 1111, Month: 11, Day: 11}, {Year: 1900}, {Year: 1901, Month: 12, Day: 13},
}

// Birth years outside these bounds belong to nobody a list names: the oldest
// listed person was born in this range, and nobody is born in the future. The
// matcher has no clock, so the upper bound is some years ahead.
const (
	firstBirthYear = 1850
	lastBirthYear  = 2030
)

func placeholder(d entity.Date) bool {
	if y := d.Start.Year; y != 0 && (y < firstBirthYear || y > lastBirthYear) {
		return true
	}
	return !d.Circa && !d.IsRange() && slices.Contains(placeholders, d.Start)
}
