package match

// Feature is one kind of evidence.
type Feature uint8

// The features, in the order in which they are shown.
const (
	FeatureBase Feature = iota
	FeatureIdentifier
	FeatureIdentifierLoose
	FeatureIdentifierDiffers
	FeatureIDNameAgrees
	FeatureIDNameDiffers
	FeatureAgree
	FeatureContradict
	FeatureExtraQuery
	FeatureExtraListed
	FeatureInformation
	FeatureExact
	FeatureSingleToken
	FeatureLegalForm
	FeatureNumber
	FeatureNumberMissing
	FeatureNoVowels
	FeatureReordered
	FeatureWeakAlias
	FeatureBirthDate
	FeatureBirthDateNear
	FeatureBirthDateDiffers
	FeatureCountry
	FeatureCountryDiffers
	FeatureGenderDiffers
	featureCount
)

// Description documents a feature for people and for the API.
type Description struct {
	Name string `json:"name"`
	Doc  string `json:"doc"`
}

var descriptions = [featureCount]Description{
	FeatureBase:              {"starting point", "How unlikely it is, before anything is compared, that a query and a listed party are the same."},
	FeatureIdentifier:        {"identifier", "The same identifier of a unique type: registration, tax, IMO, BIC, LEI, wallet, passport."},
	FeatureIdentifierLoose:   {"identifier, type unsure", "The same number, but the types are not known to be the same."},
	FeatureIdentifierDiffers: {"identifier differs", "Both sides have an identifier of the same unique type and none is equal."},
	FeatureIDNameAgrees:      {"name agrees", "Beside an equal identifier: the name agrees too."},
	FeatureIDNameDiffers:     {"name differs", "Beside an equal identifier: the name is another; ships and companies are renamed."},
	FeatureAgree:             {"name part agrees", "A part of the name stands on both sides, spelled alike; in proportion to how telling it is."},
	FeatureContradict:        {"name part contradicts", "Each side has a part that the other lacks: evidence that these are two parties."},
	FeatureExtraQuery:        {"only in the query", "A part of the name that the listed name lacks: a missing part is only lack of evidence."},
	FeatureExtraListed:       {"only in the listed name", "A part of the listed name that the query lacks."},
	FeatureInformation:       {"telling name", "How much the agreeing parts tell: many or rare parts agree by chance less often."},
	FeatureExact:             {"whole name", "Every part agrees to the letter and none is left over."},
	FeatureSingleToken:       {"one part only", "Only one part of several agrees."},
	FeatureLegalForm:         {"legal form differs", "Both names carry a legal form, of different kinds."},
	FeatureNumber:            {"number differs", "Numbers in the names contradict each other."},
	FeatureNumberMissing:     {"number missing", "Only one of the names has a number."},
	FeatureNoVowels:          {"compared by consonants", "One script writes no vowels, so several names look the same."},
	FeatureReordered:         {"other order", "The parts agree in another order."},
	FeatureWeakAlias:         {"weak alias", "The publisher calls the listed name a weak alias."},
	FeatureBirthDate:         {"birth date", "The birth dates agree, to the precision of the coarser one."},
	FeatureBirthDateNear:     {"birth date near", "The birth dates differ by little: one digit, swapped day and month, a year, or within circa."},
	FeatureBirthDateDiffers:  {"birth date differs", "The birth dates contradict each other."},
	FeatureCountry:           {"country", "A country or nationality in common."},
	FeatureCountryDiffers:    {"country differs", "Both sides have countries and none in common."},
	FeatureGenderDiffers:     {"gender differs", "The genders contradict each other."},
}

// Describe returns the documentation of f.
func (f Feature) Describe() Description { return descriptions[f] }

// String returns the short name of f.
func (f Feature) String() string { return descriptions[f].Name }

// Features lists the documentation of all features.
func Features() []Description { return append([]Description(nil), descriptions[:]...) }
