package match_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
)

// party builds a side of a comparison from names; options change it.
func party(schema entity.Schema, names string, change ...func(*match.Party)) *match.Party {
	p := &match.Party{Schema: schema}
	if names != "" {
		p.Names = []name.Name{name.Parse(names, match.ClassOf(schema))}
		p.Weak = []bool{false}
	}
	for _, f := range change {
		f(p)
	}
	return p
}

func person(names string, change ...func(*match.Party)) *match.Party {
	return party(entity.Person, names, change...)
}

func company(names string, change ...func(*match.Party)) *match.Party {
	return party(entity.Company, names, change...)
}

func weak(p *match.Party) { p.Weak[0] = true }

func born(dates ...string) func(*match.Party) {
	return func(p *match.Party) {
		for _, s := range dates {
			d, err := entity.ParseDate(s)
			if err != nil {
				panic(err)
			}
			p.Facts.Births = append(p.Facts.Births, d)
		}
	}
}

func from(codes ...string) func(*match.Party) {
	return func(p *match.Party) {
		for _, c := range codes {
			p.Facts.Countries = append(p.Facts.Countries, entity.PackCountry(c))
		}
	}
}

func gender(g entity.Gender) func(*match.Party) {
	return func(p *match.Party) { p.Facts.Gender = g }
}

func id(t entity.IDType, key string) func(*match.Party) {
	return func(p *match.Party) { p.IDs = append(p.IDs, entity.IDKey{Type: t, Key: key}) }
}

// compare scores with the default parameters and holds what every result owes.
func compare(t testing.TB, q, c *match.Party) match.Result {
	t.Helper()
	p := match.Default()
	s := match.NewScorer(&p)
	r := s.Compare(q, c, nil)
	if len(r.Evidence) == 0 {
		return r
	}
	points, logit := 0.0, 0.0
	for _, e := range r.Evidence {
		points += e.Points
		logit += e.Logit
		if e.Feature == "" || e.Text == "" || math.IsNaN(e.Logit) || math.IsNaN(e.Points) {
			t.Errorf("evidence %+v", e)
		}
	}
	if math.Abs(points-r.Score) > 1e-12 || math.Abs(match.Score(logit)-r.Score) > 1e-12 {
		t.Errorf("score %v, points add up to %v, items to %v", r.Score, points, match.Score(logit))
	}
	if !(r.Score > 0 && r.Score < 1) {
		t.Errorf("score %v is not between 0 and 1", r.Score)
	}
	return r
}

func feature(r match.Result, f match.Feature) (match.Evidence, bool) {
	for _, e := range r.Evidence {
		if e.Feature == f.String() {
			return e, true
		}
	}
	return match.Evidence{}, false
}

// TestOrderOfEvidence: in each row the first comparison scores higher than the
// second, for the reason given.
func TestOrderOfEvidence(t *testing.T) {
	type pair struct{ q, c *match.Party }
	tests := []struct {
		why         string
		more, less  pair
		atLeast, to float64 // if not 0: bounds of the first and of the second score
	}{
		{"a missing part is only lack of evidence, a contradicted one is evidence against",
			pair{person("Akhtar Mansour"), person("Akhtar Mohammad Mansour")}, pair{person("Akhtar Khalid Mansour"), person("Akhtar Mohammad Mansour")}, 0, 0},
		{"another given name is another person", pair{person("Vladimir Putin"), person("Vladimir Putin")}, pair{person("Igor Putin"), person("Vladimir Putin")}, 0.65, 0.5},
		{"another family name is another person", pair{person("Vladimir Putin"), person("Vladimir Putin")}, pair{person("Vladimir Sorokin"), person("Vladimir Putin")}, 0.65, 0.5},
		{"an exact name before a typo", pair{person("Ramzan Kadyrov"), person("Ramzan Kadyrov")}, pair{person("Ramzan Kadirow"), person("Ramzan Kadyrov")}, 0, 0},
		{"a typo before another name", pair{person("Ramzan Kadyrob"), person("Ramzan Kadyrov")}, pair{person("Ramzan Bazarov"), person("Ramzan Kadyrov")}, 0, 0},
		{"two typos are worse than one", pair{person("Ramzan Kadyrob"), person("Ramzan Kadyrov")}, pair{person("Remsan Kadyrob"), person("Ramzan Kadyrov")}, 0, 0},
		{"the name before its initial", pair{person("Vladimir Putin"), person("Vladimir Putin")}, pair{person("V Putin"), person("Vladimir Putin")}, 0, 0},
		{"an initial before another initial", pair{person("V Putin"), person("Vladimir Putin")}, pair{person("S Putin"), person("Vladimir Putin")}, 0, 0},
		{"the order given before another", pair{person("Vladimir Putin"), person("Vladimir Putin")}, pair{person("Putin Vladimir"), person("Vladimir Putin")}, 0, 0},
		{"a comma explains the other order", pair{person("Putin, Vladimir"), person("Vladimir Putin")}, pair{person("Putin Vladimir"), person("Vladimir Putin")}, 0, 0},
		{"a weak alias counts less", pair{person("Abu Ziad"), person("Abu Ziad")}, pair{person("Abu Ziad"), person("Abu Ziad", weak)}, 0, 0},
		{"one part of two", pair{person("Vladimir Putin"), person("Vladimir Putin")}, pair{person("Putin"), person("Vladimir Putin")}, 0.65, 0.64},
		{"vowels known before vowels unknown", pair{person("Владимир Путин"), person("Vladimir Putin")}, pair{person("فلاديمير بوتين"), person("Vladimir Putin")}, 0.65, 0},
		{"the same legal form before another", pair{company("Romashka LLC"), company("OOO Romashka")}, pair{company("Romashka JSC"), company("OOO Romashka")}, 0.65, 0},
		{"no legal form before another", pair{company("Romashka"), company("OOO Romashka")}, pair{company("Romashka JSC"), company("OOO Romashka")}, 0.65, 0},
		{"the same number before none", pair{company("Research Plant 44 Zarya"), company("Research Plant 44 Zarya")}, pair{company("Research Plant Zarya"), company("Research Plant 44 Zarya")}, 0.65, 0},
		{"no number before another", pair{company("Research Plant Zarya"), company("Research Plant 44 Zarya")}, pair{company("Research Plant 45 Zarya"), company("Research Plant 44 Zarya")}, 0, 0},
		{"words run together are the same words", pair{person("Patr ushev Nikolai"), person("Nikolai Patrushev")}, pair{person("Petrenko Nikolai"), person("Nikolai Patrushev")}, 0.5, 0},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			more, less := compare(t, tt.more.q, tt.more.c), compare(t, tt.less.q, tt.less.c)
			if more.Score <= less.Score {
				t.Errorf("%v, then %v", more.Score, less.Score)
			}
			if more.Score < tt.atLeast || tt.to != 0 && less.Score > tt.to {
				t.Errorf("%v (at least %v), then %v (at most %v)", more.Score, tt.atLeast, less.Score, tt.to)
			}
		})
	}
}

// TestFactItems looks at the one item that a fact adds beside an equal name.
func TestFactItems(t *testing.T) {
	p := match.Default()
	tests := []struct {
		what  string
		q, c  func(*match.Party)
		want  match.Feature // FeatureBase: nothing is added
		logit float64
	}{
		{"same day", born("1952-10-07"), born("1952-10-07"), match.FeatureBirthDate, p.BirthDateEqual},
		{"same month", born("1952-10"), born("1952-10-07"), match.FeatureBirthDate, p.BirthMonthEqual},
		{"same year", born("1952"), born("1952-10-07"), match.FeatureBirthDate, p.BirthYearEqual},
		{"one digit of the day", born("1952-10-17"), born("1952-10-07"), match.FeatureBirthDateNear, p.BirthDateTypo},
		{"one digit of the month", born("1952-11-07"), born("1952-10-07"), match.FeatureBirthDateNear, p.BirthDateTypo},
		{"one digit of the year", born("1962-10-07"), born("1952-10-07"), match.FeatureBirthDateNear, p.BirthDateTypo},
		{"digits swapped", born("1925-10-07"), born("1952-10-07"), match.FeatureBirthDateNear, p.BirthDateTypo},
		{"day and month swapped", born("1952-07-10"), born("1952-10-07"), match.FeatureBirthDateNear, p.BirthDateTypo},
		{"another day of the year", born("1952-03-28"), born("1952-10-07"), match.FeatureBirthDateDiffers, p.BirthDateDiffers},
		{"the year after", born("1953"), born("1952"), match.FeatureBirthDateDiffers, p.BirthDateDiffers},
		{"another year", born("1970-01-02"), born("1952-10-07"), match.FeatureBirthDateDiffers, p.BirthYearDiffers},
		{"circa, within", born("1954"), born("1952~"), match.FeatureBirthDateNear, p.BirthYearNear},
		{"circa, just outside", born("1956"), born("1952~"), match.FeatureBirthDateDiffers, p.BirthDateDiffers},
		{"circa, far outside", born("1970"), born("1952~"), match.FeatureBirthDateDiffers, p.BirthYearDiffers},
		{"range, within", born("1955-05-05"), born("1950/1960"), match.FeatureBirthDateNear, p.BirthYearNear},
		{"range, far outside", born("1975"), born("1950/1960"), match.FeatureBirthDateDiffers, p.BirthYearDiffers},
		{"the best of several dates counts", born("1970", "1952-10-07"), born("1931", "1952-10-07"), match.FeatureBirthDate, p.BirthDateEqual},
		{"only one side has a date", born("1952"), born(), match.FeatureBase, 0},
		{"same country", from("ru"), from("ua", "ru"), match.FeatureCountry, p.CountryEqual},
		{"another country", from("fr"), from("ru"), match.FeatureCountryDiffers, p.CountryDiffers},
		{"successor of the Soviet Union", from("kz"), from("suhh"), match.FeatureCountry, p.CountryEqual},
		{"successor, other way round", from("yucs"), from("rs"), match.FeatureCountry, p.CountryEqual},
		{"two successors are two countries", from("kz"), from("uz"), match.FeatureCountryDiffers, p.CountryDiffers},
		{"Hong Kong", from("hk"), from("cn"), match.FeatureCountry, p.CountryEqual},
		{"no country on one side", from(), from("ru"), match.FeatureBase, 0},
		{"same gender", gender(entity.Male), gender(entity.Male), match.FeatureBase, 0},
		{"another gender", gender(entity.Female), gender(entity.Male), match.FeatureGenderDiffers, p.GenderDiffers},
		{"gender of one side", gender(""), gender(entity.Male), match.FeatureBase, 0},
	}
	bare := compare(t, person("Vladimir Putin"), person("Vladimir Putin"))
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			r := compare(t, person("Vladimir Putin", tt.q), person("Vladimir Putin", tt.c))
			added := r.Evidence[len(bare.Evidence):]
			if tt.want == match.FeatureBase {
				if len(added) != 0 {
					t.Errorf("added %+v", added)
				}
				return
			}
			if len(added) != 1 || added[0].Feature != tt.want.String() || added[0].Logit != tt.logit {
				t.Errorf("added %+v, want %s %v", added, tt.want, tt.logit)
			}
		})
	}
}

func TestIdentifiers(t *testing.T) {
	p := match.Default()
	const passport = entity.IDPassport
	tests := []struct {
		what  string
		q, c  func(*match.Party)
		want  match.Feature
		logit float64
	}{
		{"unique type", id(entity.IDIMO, "9187629"), id(entity.IDIMO, "9187629"), match.FeatureIdentifier, p.IdentifierEqual},
		{"long number of a common type", id(entity.IDNational, "1234567"), id(entity.IDNational, "1234567"), match.FeatureIdentifier, p.IdentifierEqual},
		{"short number of a common type", id(entity.IDNational, "12345"), id(entity.IDNational, "12345"), match.FeatureIdentifier, (p.IdentifierEqual + p.IdentifierLoose) / 2},
		{"long number, another type", id(entity.IDTax, "7736050003"), id(entity.IDINN, "7736050003"), match.FeatureIdentifierLoose, p.IdentifierEqual},
		{"short number, another type", id(entity.IDTax, "773605"), id(entity.IDRegistration, "773605"), match.FeatureIdentifierLoose, p.IdentifierLoose},
		{"head office and branch of a bank", id(entity.IDBIC, "SABRRUMM"), id(entity.IDBIC, "SABRRUMM011"), match.FeatureIdentifier, p.IdentifierEqual},
		{"another number of a unique type", id(entity.IDINN, "7736050003"), id(entity.IDINN, "7707083893"), match.FeatureIdentifierDiffers, p.IdentifierDiffers},
		{"people have several passports", id(passport, "1234567"), id(passport, "7654321"), match.FeatureBase, 0},
		{"types that are never mixed up", id(entity.IDLEI, "549300ABCDEF"), id(entity.IDWallet, "549300ABCDEF"), match.FeatureBase, 0},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			r := compare(t, company("Gazprom", tt.q), company("Gazprom", tt.c))
			for _, f := range []match.Feature{match.FeatureIdentifier, match.FeatureIdentifierLoose, match.FeatureIdentifierDiffers} {
				e, ok := feature(r, f)
				if ok != (f == tt.want) || ok && e.Logit != tt.logit {
					t.Errorf("%s: %v %+v, want %s %v", f, ok, e, tt.want, tt.logit)
				}
			}
		})
	}

	imo := id(entity.IDIMO, "9187629")
	t.Run("with the same name", func(t *testing.T) {
		r := compare(t, party(entity.Vessel, "Adrian Darya", imo), party(entity.Vessel, "Adrian Darya", imo))
		if _, ok := feature(r, match.FeatureIDNameAgrees); !ok || r.Score < 0.95 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("with another name", func(t *testing.T) {
		r := compare(t, party(entity.Vessel, "Grace", imo), party(entity.Vessel, "Adrian Darya", imo))
		if _, ok := feature(r, match.FeatureIDNameDiffers); !ok || r.Score < p.Threshold {
			t.Errorf("a ship that was renamed is missed: %+v", r)
		}
	})
	t.Run("without a name", func(t *testing.T) {
		if r := compare(t, party(entity.Vessel, "", imo), party(entity.Vessel, "Adrian Darya", imo)); r.Score < p.Threshold {
			t.Errorf("%+v", r)
		}
	})
	t.Run("on a thing of another kind", func(t *testing.T) {
		wallet := id(entity.IDWallet, "bc1qexample0000")
		if r := compare(t, party(entity.CryptoWallet, "", wallet), person("Vladimir Putin", wallet)); r.Score < p.Threshold {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a weaker item does not hide behind a differing one", func(t *testing.T) {
		r := compare(t, company("Gazprom", id(entity.IDINN, "7736050003"), id(entity.IDOGRN, "1027700070518")), company("Gazprom", id(entity.IDINN, "7707083893"), id(entity.IDOGRN, "1027700070518")))
		if _, ok := feature(r, match.FeatureIdentifier); !ok {
			t.Errorf("%+v", r)
		}
	})
}

func TestNothingInCommon(t *testing.T) {
	if r := compare(t, person("Vladimir Putin"), person("Xavier Quux")); r.Score > 1e-6 {
		t.Errorf("strangers score %v", r.Score)
	}
	if r := compare(t, party(entity.Vessel, "Vladimir Putin"), person("Vladimir Putin")); r.Score != 0 {
		t.Errorf("a ship and a person of one name score %v", r.Score)
	}
	born1965 := born("1965-03-01")
	if r := compare(t, person("A. Munandar", born1965), person("M. Ashraf", born1965)); r.Score > 1e-4 {
		t.Errorf("names that agree in initials only score %v", r.Score)
	}
	if r := compare(t, person(""), person("Vladimir Putin")); r.Score > 1e-6 {
		t.Errorf("no name at all scores %v", r.Score)
	}
}

var namePool = []string{
	"Vladimir Putin", "PUTIN, Vladimir Vladimirovich", "Владимир Путин", "فلاديمير بوتين", "V. Putin", "Abu Bakr al-Baghdadi", "عبد الرحمن", "习近平", "Xi Jinping", "김정은", "Kim Jong Un",
	"Gazprom Neft PJSC", "ПАО Газпром нефть", "Plant No 44", "Forty Four Plant", "OOO OOO", "J", "al", "Mr", "Galaxy IV", "M/V Galaxy 4", "Romashka", "AT&T",
	"Mohammed Mohammed Mohammed", "Muhammad Mohamed", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", "Patr ushev", "Patrushev", "x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x", "",
}

// randomParty makes a party of anything.
func randomParty(r *rand.Rand) *match.Party {
	schemas := []entity.Schema{"", entity.Person, entity.Company, entity.Vessel, entity.LegalEntity}
	p := party(schemas[r.IntN(len(schemas))], "")
	for range r.IntN(3) {
		if n := name.Parse(namePool[r.IntN(len(namePool))], match.ClassOf(p.Schema)); len(n.Tokens) > 0 {
			p.Names = append(p.Names, n)
			p.Weak = append(p.Weak, r.IntN(4) == 0)
		}
	}
	dates := []string{"1952-10-07", "1952-10", "1952", "1952~", "1950/1960", "1970-01-01"}
	for range r.IntN(3) {
		born(dates[r.IntN(len(dates))])(p)
	}
	for range r.IntN(3) {
		from([]string{"ru", "suhh", "fr", "kz"}[r.IntN(4)])(p)
	}
	gender([]entity.Gender{"", entity.Male, entity.Female}[r.IntN(3)])(p)
	for range r.IntN(2) {
		id([]entity.IDType{entity.IDINN, entity.IDTax, entity.IDBIC, entity.IDPassport}[r.IntN(4)], []string{"7736050003", "SABRRUMM", "12345"}[r.IntN(3)])(p)
	}
	return p
}

// TestEveryComparison holds over random parties: points add up to the score,
// which lies between 0 and 1 (checked by compare); the score is that of Total;
// an agreeing birth date never lowers it and a contradicting one never raises it.
func TestEveryComparison(t *testing.T) {
	params := match.Default()
	s := match.NewScorer(&params)
	for i := range 20_000 {
		r := rand.New(rand.NewPCG(3, uint64(i)))
		q, c := randomParty(r), randomParty(r)
		got := compare(t, q, c)
		if t.Failed() {
			t.Fatalf("query %+v\nlisted %+v", q, c)
		}
		if again := s.Compare(q, c, nil); !reflect.DeepEqual(again, got) {
			t.Fatalf("a used scorer gives %+v, a new one %+v", again, got)
		}
		if len(got.Evidence) > 0 {
			best := float64(match.NoName)
			for i := range q.Names {
				for j := range c.Names {
					if l, ok := s.CompareNames(q.Names[i].For(c.Names[j].Class), &c.Names[j], c.Weak[j], nil); ok && entity.Compatible(q.Schema, c.Schema) {
						best = max(best, l)
					}
				}
			}
			total := match.Score(s.Total(best, &q.Facts, &c.Facts, q.IDs, c.IDs))
			nameless := len(q.Names) == 0 // then nothing is said of names beside an identifier
			if math.Abs(total-got.Score) > 1e-6 && !nameless {
				t.Fatalf("explained %v, found %v\nquery %+v\nlisted %+v\n%+v", got.Score, total, q, c, got.Evidence)
			}
		}
		if len(q.Facts.Births) > 0 || len(c.Facts.Births) > 0 {
			continue
		}
		with := func(date string, p *match.Party) *match.Party {
			x := *p
			x.Facts.Births = nil
			born(date)(&x)
			return &x
		}
		if up := compare(t, with("1952-10-07", q), with("1952-10-07", c)); up.Score < got.Score {
			t.Fatalf("an equal birth date lowers %v to %v", got.Score, up.Score)
		}
		if down := compare(t, with("1952-10-07", q), with("1971-03-02", c)); down.Score > got.Score {
			t.Fatalf("another birth date raises %v to %v", got.Score, down.Score)
		}
	}
}

// TestSidesCanBeExchanged: where neither name has a part left over and no alias
// is weak, it does not matter which name is the query. Words run together are
// left out: the side that has more words counts more of them as agreeing.
func TestSidesCanBeExchanged(t *testing.T) {
	for _, p := range [][2]string{{"Vladimir Putin", "Wladimir Putin"}, {"Putin Vladimir", "Vladimir Putin"}, {"محمد", "Mohammed"}, {"V Putin", "Vladimir Putin"}, {"Mohammed Muhammad", "Muhammad Mohamed"}} {
		a, b := compare(t, person(p[0]), person(p[1])), compare(t, person(p[1]), person(p[0]))
		if math.Abs(a.Score-b.Score) > 1e-6 {
			t.Errorf("%v: %v one way, %v the other", p, a.Score, b.Score)
		}
	}
}

func TestParamsHash(t *testing.T) {
	base := match.Default().Hash()
	if len(base) != 64 || match.Default().Hash() != base {
		t.Fatalf("hash %q is not stable", base)
	}
	fields := reflect.TypeFor[match.Params]()
	for i := range fields.NumField() {
		p := match.Default()
		f := reflect.ValueOf(&p).Elem().Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString(f.String() + "x")
		case reflect.Float64:
			f.SetFloat(math.Nextafter(f.Float(), 100))
		case reflect.Map:
			for _, k := range f.MapKeys() {
				one := match.Default()
				m := reflect.ValueOf(&one).Elem().Field(i)
				m.SetMapIndex(k, reflect.ValueOf(math.Nextafter(m.MapIndex(k).Float(), 100)))
				if one.Hash() == base {
					t.Errorf("%s[%s] does not change the hash", fields.Field(i).Name, k)
				}
			}
			f.Set(reflect.ValueOf(map[string]float64{}))
		default:
			t.Fatalf("field %s of kind %s is not tested", fields.Field(i).Name, f.Kind())
		}
		if p.Hash() == base {
			t.Errorf("field %s does not change the hash", fields.Field(i).Name)
		}
	}
}

// TestParamsCoverEveryKind: a kind of token without a weight would count nothing.
func TestParamsCoverEveryKind(t *testing.T) {
	w := match.Default().Weights
	for k := name.Word; k <= name.Legal; k++ {
		if w[k.String()] <= 0 {
			t.Errorf("no weight for %s", k)
		}
	}
	if len(w) != int(name.Legal)+1 {
		t.Errorf("weights for %d kinds, there are %d", len(w), name.Legal+1)
	}
}

func TestFeaturesAreDescribed(t *testing.T) {
	seen := make(map[string]bool)
	for i, d := range match.Features() {
		if d.Name == "" || len(d.Doc) < 10 || seen[d.Name] {
			t.Errorf("feature %d: %+v", i, d)
		}
		seen[d.Name] = true
	}
}

func TestScoreAndLogit(t *testing.T) {
	for _, p := range []float64{0.01, 0.3, 0.5, 0.65, 0.999} {
		if got := match.Score(match.Logit(p)); math.Abs(got-p) > 1e-12 {
			t.Errorf("Score(Logit(%v)) = %v", p, got)
		}
	}
}

func BenchmarkCompareNames(b *testing.B) {
	p := match.Default()
	s := match.NewScorer(&p)
	x, y := name.Parse("Vladimir Vladimirovich Putin", name.ClassPerson), name.Parse("PUTIN, Wladimir W.", name.ClassPerson)
	for b.Loop() {
		s.CompareNames(&x, &y, false, nil)
	}
}

func ExampleScorer_Compare() {
	p := match.Default()
	s := match.NewScorer(&p)
	parse := func(n string) []name.Name { return []name.Name{name.Parse(n, name.ClassPerson)} }
	r := s.Compare(&match.Party{Schema: entity.Person, Names: parse("Vladimir Poutine")}, &match.Party{Schema: entity.Person, Names: parse("PUTIN, Vladimir")}, nil)
	fmt.Println(r.Score > p.Threshold, r.Evidence[1].Text)
	// Output: true “vladimir” agrees
}
