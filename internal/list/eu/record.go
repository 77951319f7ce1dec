package eu

import "github.com/interdict-dev/interdict/internal/entity"

// subject is one listed person or body in the words of the Financial Sanctions
// Files. The four formats fill it, convert turns it into an entity.
type subject struct {
	id      string // logicalId, stable over formats and editions
	line    int
	euRef   string // euReferenceNumber, "EU.27.28"
	unID    string
	code    string // subjectType code: person, enterprise
	class   string // classificationCode: P, E
	date    string // designationDate
	details string // designationDetails
	delist  string // delistingDate
	remarks []string
	extra   []keyValue

	regulations []regulation
	names       []nameAlias
	addresses   []address
	births      []birth
	ids         []identification
	citizens    []citizenship

	frags []entity.Fragment
}

type keyValue struct{ key, value string }

// regulation is an act by which the subject is listed.
type regulation struct {
	kind         string // regulation, amendment, corrigendum ...
	organisation string // council, commission
	published    string
	inForce      string
	title        string // "1210/2003 (OJ L169)"
	programme    string
	url          string
	note         string
}

type nameAlias struct {
	first, middle, last, whole string
	lang                       string
	gender, title, function    string
	weak                       bool // strong="false"
	remarks                    []string
}

type address struct {
	street, city, poBox, zip, region, place string
	country                                 country
	atListing                               bool
	contacts                                []keyValue
	remarks                                 []string
}

type birth struct {
	date, day, month, year string
	yearFrom, yearTo       string
	circa                  bool
	calendar               string
	place                  address
	remarks                []string
}

type identification struct {
	number, latin string
	code, text    string // identificationTypeCode, ...Description
	issuer        string
	issued        string
	from, to      string
	nameOn        string
	region        string
	flags         []string // known expired, known false, ...
	country       country
	remarks       []string
}

type citizenship struct {
	region  string
	country country
	note    string
	remarks []string
}

// country is a country as the files write it: a code and an English name in
// capitals.
type country struct{ code, text string }
