package match

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Params are all the numbers the score depends on. They are a value: versioned,
// hashed, and recorded in each decision. Weights without unit are in log-odds.
type Params struct {
	Version string `json:"version"`

	// Threshold is the score from which an answer counts as a possible match.
	Threshold float64 `json:"threshold"`

	Base float64 `json:"base"` // log-odds before any evidence

	// Name evidence. Each is multiplied by the token's share of the compared
	// weight (tokens that agree or contradict), so that the items of a full
	// agreement sum to Agree.
	Agree       float64 `json:"agree"`        // agreeing tokens
	Contradict  float64 `json:"contradict"`   // a token on both sides left over: evidence against
	ExtraQuery  float64 `json:"extra_query"`  // a token only the query has
	ExtraListed float64 `json:"extra_listed"` // a token only the listed name has
	// The same for organisations and objects, where a left-over word tells more.
	OrgExtraQuery  float64 `json:"org_extra_query"`
	OrgExtraListed float64 `json:"org_extra_listed"`

	ExtraCap float64 `json:"extra_cap"` // left-over weight of the listed name beyond this share of the compared weight costs no more

	QualityPower float64 `json:"quality_power"` // similarity s of a pair counts as s^QualityPower

	Exact       float64 `json:"exact"`       // all tokens agree exactly, none left over
	Information float64 `json:"information"` // per unit of agreeing weight: many or rare words agree
	InfoCap     float64 `json:"info_cap"`    // agreeing weight beyond this adds nothing

	Reordered     float64 `json:"reordered"`      // tokens agree in another order, no comma explains it
	WeakAlias     float64 `json:"weak_alias"`     // the listed name is a weak alias
	SingleToken   float64 `json:"single_token"`   // only one token of several agrees at all
	LegalForm     float64 `json:"legal_form"`     // both have a legal form, of different classes
	Number        float64 `json:"number"`         // numbers contradict
	NumberMissing float64 `json:"number_missing"` // one side has a number
	NoVowels      float64 `json:"no_vowels"`      // compared by consonants only

	// Weight of a token by kind, before rarity.
	Weights map[string]float64 `json:"weights"`
	// RarityFloor is the weight, relative to an unseen word, of a word that
	// every name of the corpus has.
	RarityFloor float64 `json:"rarity_floor"`
	// LengthWeight is what each letter beyond six adds to the weight of a token,
	// and each letter short of six takes off; 3 to 20 letters count.
	LengthWeight float64 `json:"length_weight"`

	// Secondary evidence.
	BirthDateEqual    float64 `json:"birth_date_equal"` // to the day
	BirthMonthEqual   float64 `json:"birth_month_equal"`
	BirthYearEqual    float64 `json:"birth_year_equal"`
	BirthYearNear     float64 `json:"birth_year_near"` // one year off, circa, or in a range
	BirthDateTypo     float64 `json:"birth_date_typo"` // day and month swapped, or one digit off
	BirthYearDiffers  float64 `json:"birth_year_differs"`
	BirthDateDiffers  float64 `json:"birth_date_differs"` // same year, other day
	CountryEqual      float64 `json:"country_equal"`
	CountryDiffers    float64 `json:"country_differs"`
	GenderDiffers     float64 `json:"gender_differs"`
	IdentifierEqual   float64 `json:"identifier_equal"`   // a checked or unique identifier agrees
	IdentifierLoose   float64 `json:"identifier_loose"`   // an identifier without check rule agrees, type unsure
	IdentifierDiffers float64 `json:"identifier_differs"` // same unique type, none agrees
	IDNameAgrees      float64 `json:"id_name_agrees"`     // beside an equal identifier: the name agrees
	IDNameDiffers     float64 `json:"id_name_differs"`    // beside an equal identifier: the name is another
}

// Default returns the parameters of this build.
func Default() Params {
	return Params{
		Version:   "2026-11-1",
		Threshold: 0.65,
		Base:      -10.6,

		Agree: 10.0, Contradict: -7.0, ExtraQuery: -2.6, ExtraListed: -1.4,
		OrgExtraQuery: -3.6, OrgExtraListed: -3.0,
		ExtraCap: 1.5, QualityPower: 1.1,
		Exact: 1.0, Information: 1.3, InfoCap: 2.6,
		Reordered: -0.3, WeakAlias: -0.4, SingleToken: -1.2, LegalForm: -0.6, Number: -3.0, NumberMissing: -1.0, NoVowels: -0.3,
		Weights: map[string]float64{
			"word": 1, "number": 0.5, "place": 0.9, "generic word": 0.55, "common part": 0.45,
			"initial": 0.35, "particle": 0.06, "title": 0.06, "legal form": 0.05,
		},
		RarityFloor: 0.5, LengthWeight: 0.03,

		BirthDateEqual: 3.0, BirthMonthEqual: 2.0, BirthYearEqual: 1.2, BirthYearNear: 0.4, BirthDateTypo: 0.8,
		BirthYearDiffers: -3.5, BirthDateDiffers: -0.8,
		CountryEqual: 0.6, CountryDiffers: -1.0, GenderDiffers: -3.0,
		IdentifierEqual: 14, IdentifierLoose: 5, IdentifierDiffers: -1.5, IDNameAgrees: 1.5, IDNameDiffers: -2.0,
	}
}

// Hash returns a hex SHA-256 over the canonical JSON of p: two Params with
// equal hashes give equal scores.
func (p Params) Hash() string {
	b, err := json.Marshal(p) // map keys are sorted by encoding/json
	if err != nil {
		panic("match: params do not marshal: " + err.Error())
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
