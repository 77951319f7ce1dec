package ftm

import (
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
)

// handled are the properties that other functions read.
var handled = func() map[string]bool {
	m := map[string]bool{
		"addressEntity": true, "program": true, "programId": true, // join, loose
		"currency": true, "currencySymbol": true, // the label of a wallet
	}
	for _, p := range nameProps {
		m[p.prop] = true
	}
	for _, p := range idProps {
		m[p.prop] = true
	}
	for _, p := range countryProps {
		m[p.prop] = true
	}
	for _, p := range refProps {
		m[p.name] = true
	}
	return m
}()

// ignored are properties that are deliberately not read: links into the
// publisher's own platform, helper texts for its search, references to
// documents, and secrets that no list has a reason to publish.
var ignored = map[string]bool{
	"alephUrl": true, "indexText": true, "namesMentioned": true, "proof": true, "privateKey": true, "organization": true,
}

// attributes are properties without a field of their own, kept under their name
// in snake case.
var attributes = map[string]bool{
	"legalForm": true, "taxStatus": true, "status": true, "sector": true, "classification": true, "opencorporatesUrl": true,
	"ethnicity": true, "religion": true, "political": true, "education": true, "profession": true, "spokenLanguage": true,
	"height": true, "weight": true, "eyeColor": true, "hairColor": true, "appearance": true, "birthName": true,
	"capital": true, "caemCode": true, "okvedCode": true, "okopfCode": true, "oksmCode": true,
	"type": true, "model": true, "registrationDate": true, "deregistrationDate": true,
	"registrationPort": true, "navigationArea": true, "tonnage": true, "grossRegisteredTonnage": true, "deadweightTonnage": true,
	"nameChangeDate": true, "pastTypes": true, "pastNames": true, "icaoCode": true, "manufacturer": true,
	"creationDate": true, "mangingExchange": true, "managingExchange": true, "balance": true, "balanceDate": true, "accountId": true,
	"issueDate": true, "maturityDate": true, "collateral": true, "amount": true, "amountUsd": true, "amountEur": true,
	"bankName": true, "accountType": true, "openingDate": true, "closingDate": true, "maxBalance": true, "maxBalanceDate": true, "bankAddress": true,
	"latitude": true, "longitude": true, "censusBlock": true, "area": true, "tenure": true, "encumbrance": true, "propertyType": true, "landType": true, "createDate": true,
	"publisher": true, "publisherUrl": true, "wikipediaUrl": true, "sourceUrl": true, "keywords": true,
	"createdAt": true, "modifiedAt": true, "retrievedAt": true, "firstSeen": true, "lastSeen": true,
}

// property puts one property into its place in e.
func (c *converter) property(r *Record, e *entity.Entity, l Line, prop string, values []string) {
	if handled[prop] || ignored[prop] {
		return
	}
	switch prop {
	case "birthDate":
		c.dates(r, e, l, prop, entity.DateBirth, values)
	case "deathDate":
		c.dates(r, e, l, prop, entity.DateDeath, values)
	case "incorporationDate":
		c.dates(r, e, l, prop, entity.DateIncorporation, values)
	case "dissolutionDate":
		c.dates(r, e, l, prop, entity.DateDissolution, values)
	case "buildDate":
		c.dates(r, e, l, prop, entity.DateBuild, values)
	case "birthPlace":
		for _, v := range values {
			e.BirthPlaces = append(e.BirthPlaces, entity.Address{Full: clean(v)})
		}
	case "address":
		for _, v := range values {
			e.Addresses = append(e.Addresses, entity.Address{Full: clean(v)})
		}
	case "gender":
		c.gender(r, e, l, values)
	case "title":
		e.Titles = append(e.Titles, cleaned(values)...)
	case "position":
		e.Positions = append(e.Positions, cleaned(values)...)
	case "topics":
		e.Topics = append(e.Topics, values...)
	case "email":
		contacts(e, entity.ContactEmail, values)
	case "phone":
		contacts(e, entity.ContactPhone, values)
	case "website":
		contacts(e, entity.ContactWebsite, values)
	case "notes", "summary", "description":
		kind := prop
		if kind == "notes" {
			kind = "remarks"
		}
		for _, v := range values {
			e.Notes = append(e.Notes, entity.Note{Kind: kind, Text: strings.TrimSpace(v)})
		}
	default:
		if isPart(prop) && r.Schema == "Person" {
			return // partNames
		}
		if stubs[prop] && len(r.Nested) > 0 {
			return // the nested records speak for themselves
		}
		if !attributes[prop] && !isPart(prop) {
			c.unknown(r.ID, l.Number, prop)
		}
		key := snake(prop)
		for _, v := range values {
			e.Attributes = append(e.Attributes, entity.Attribute{Key: key, Value: strings.TrimSpace(v)})
		}
	}
}

func isPart(prop string) bool {
	for _, p := range partProps {
		if p.prop == prop {
			return true
		}
	}
	return false
}

func cleaned(values []string) []string {
	var out []string
	for _, v := range values {
		if v = clean(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func contacts(e *entity.Entity, kind entity.ContactKind, values []string) {
	for _, v := range cleaned(values) {
		e.Contacts = append(e.Contacts, entity.Contact{Kind: kind, Value: v})
	}
}

func (c *converter) dates(r *Record, e *entity.Entity, l Line, prop string, kind entity.DateKind, values []string) {
	for _, v := range values {
		if d, ok := date(v); ok {
			e.Dates = append(e.Dates, entity.DatedFact{Kind: kind, Date: d})
			continue
		}
		c.rep.Warn(r.ID, l.Number, prop, "date %q not understood; kept as attribute", v)
		e.Attributes = append(e.Attributes, entity.Attribute{Key: snake(prop), Value: v})
	}
}

// gender sets the gender when the record gives one only; two different ones
// (a merged record, or an error) are kept as attributes.
func (c *converter) gender(r *Record, e *entity.Entity, l Line, values []string) {
	var known []entity.Gender
	for _, v := range values {
		switch g := entity.Gender(strings.ToLower(v)); g {
		case "male", "female", "other":
			known = append(known, g)
		default:
			c.rep.Warn(r.ID, l.Number, "gender", "%q not understood; kept as attribute", v)
			e.Attributes = append(e.Attributes, entity.Attribute{Key: "gender", Value: v})
		}
	}
	if len(known) == 1 {
		e.Gender = known[0]
		return
	}
	for _, g := range known {
		e.Attributes = append(e.Attributes, entity.Attribute{Key: "gender", Value: string(g)})
	}
}
