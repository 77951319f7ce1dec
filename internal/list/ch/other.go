package ch

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

var (
	labelled = regexp.MustCompile(`^\s*([\p{L}][\p{L} /().'’-]{1,48}?)\s*:\s*(\S.*)$`)
	sevenRE  = regexp.MustCompile(`\d{7,}`)
	mailRE   = regexp.MustCompile(`[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w-]*(?:\.[\w-]+)+`)
	phoneRE  = regexp.MustCompile(`\+?[\d(][\d ()/+-]{5,}\d`)
	datesRE  = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}\b|\b\d{4}-\d{2}-\d{2}\b`)
)

// other reads one <other-information>. Half of what the list says about
// organisations and nearly every IMO number stand there as "Label: value"; the
// text is kept as a note in any case.
func (b *builder) other(t string) {
	if m := labelled.FindStringSubmatch(t); m != nil && b.labelled(m[1], m[2]) {
		return
	}
	ids, rest := freetext.IDs(t, "")
	if rest == "" && len(ids) > 0 && ids[0].Type != entity.IDRegistration || strings.Count(t, ":") == 1 && len(ids) == 1 && ids[0].Label != "" {
		for _, id := range ids {
			b.addID(id)
		}
		return
	}
	for _, id := range freetext.ProseIDs(t) {
		switch {
		case b.e.Schema == entity.Person && id.Type != entity.IDINN,
			b.e.Schema != entity.Vessel && (id.Type == entity.IDIMO || id.Type == entity.IDMMSI):
			continue // the company or the ship of the target, not the target
		}
		b.addID(id)
	}
}

// labelled takes a value under a label and reports whether it is understood.
func (b *builder) labelled(label, v string) bool {
	v = strings.TrimRight(list.Clean(v), " .;")
	if list.Empty(v) {
		return true
	}
	low := strings.ToLower(strings.Join(strings.Fields(label), " "))
	switch low {
	case "imo number", "imo", "imo no", "imo-number":
		return b.imo(v)
	case "date of registration", "date of incorporation", "registration date", "incorporation date", "date of establishment", "founded", "date of foundation":
		return b.registered(v)
	case "year of build", "year built", "date of build":
		if d, err := list.ParseDate(v, list.DayFirst); err == nil {
			b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: entity.DateBuild, Date: d})
			return true
		}
	case "dob", "date of birth", "birth date":
		if b.e.Schema != entity.Person {
			return false
		}
		if d, err := list.ParseDate(v, list.DayFirst); err == nil && d.Valid() {
			b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: entity.DateBirth, Date: d})
			return true
		}
	case "website", "company website", "web site", "websites", "internet":
		for _, w := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" ,;", r) }) {
			b.contact(entity.ContactWebsite, w)
		}
		return true
	case "e-mail", "email", "e-mail address", "email address", "company email", "e-mails":
		found := mailRE.FindAllString(v, -1)
		for _, m := range found {
			b.contact(entity.ContactEmail, m)
		}
		return len(found) > 0
	case "tel", "tel.", "tel. number", "tel number", "telephone", "telephone number", "telephone no.", "telephone no", "phone", "phone number", "company phone":
		return b.phones(entity.ContactPhone, v)
	case "fax", "fax no.", "fax number", "fax no":
		return b.phones(entity.ContactFax, v)
	case "gender", "sex":
		b.gender(v)
		return true
	case "function", "position", "position(s)", "positions", "designation", "occupation", "profession":
		b.e.Positions = append(b.e.Positions, v)
		return true
	case "title", "rank", "military rank":
		b.addTitle(v)
		return true
	case "nationality", "citizenship":
		return b.country(entity.CountryNationality, v)
	case "flag", "flag state", "current flag":
		return b.country(entity.CountryFlag, v)
	case "previous flag", "former flag":
		return b.country(entity.CountryFormerFlag, v)
	case "place of registration", "place of incorporation", "country of registration":
		b.attr("place_of_registration", v)
		if i := strings.LastIndexByte(v, ','); i >= 0 && !b.country(entity.CountryJurisdiction, v) {
			b.country(entity.CountryJurisdiction, v[i+1:])
		} else if i < 0 {
			b.country(entity.CountryJurisdiction, v)
		}
		return true
	case "principal place of business":
		b.attr("principal_place_of_business", v)
		return true
	case "type of entity", "legal form":
		b.attr("entity_type", v)
		return true
	case "vessel type", "type of vessel", "ship type":
		b.attr("vessel_type", v)
		return true
	case "call sign", "callsign":
		b.addID(entity.Identifier{Type: entity.IDCallSign, Value: v})
		return true
	case "associated entities", "other associated entities", "associated individuals", "associated entities and individuals":
		for _, name := range strings.Split(v, ";") {
			if name = clean(name); name != "" {
				b.e.Relations = append(b.e.Relations, entity.Relation{Kind: entity.RelationAssociate, TargetName: name, Text: low})
			}
		}
		return true
	}
	return false
}

func (b *builder) imo(v string) bool {
	found := false
	for _, n := range sevenRE.FindAllString(v, -1) {
		if entity.ValidID(entity.IDIMO, n) {
			t := entity.IDIMO
			if b.e.Schema != entity.Vessel {
				t = entity.IDIMOCompany
			}
			b.addID(entity.Identifier{Type: t, Value: n})
			found = true
		}
	}
	if !found {
		b.addID(entity.Identifier{Type: entity.IDOther, Value: v, Label: "IMO number"})
		b.warn("other-information", "%q is no IMO number", v)
	}
	return true
}

// registered reads one date, or several with words between them
// ("12.4.1993 (incorporation date 11.9.2002)").
func (b *builder) registered(v string) bool {
	add := func(d entity.Date, note string) {
		b.e.Dates = append(b.e.Dates, entity.DatedFact{Kind: entity.DateIncorporation, Date: d, Note: note})
	}
	if d, err := list.ParseDate(v, list.DayFirst); err == nil && d.Valid() {
		add(d, "")
		return true
	}
	found := false
	for _, s := range datesRE.FindAllString(v, -1) {
		if d, err := list.ParseDate(s, list.DayFirst); err == nil && d.Valid() {
			add(d, v)
			found = true
		}
	}
	if !found {
		b.warn("other-information", "date of registration %q not understood", v)
	}
	return true
}

func (b *builder) phones(kind entity.ContactKind, v string) bool {
	found := phoneRE.FindAllString(v, -1)
	for _, p := range found {
		b.contact(kind, p)
	}
	return len(found) > 0
}

func (b *builder) country(role entity.CountryRole, v string) bool {
	any := false
	for _, p := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(",;/", r) }) {
		if c, ok := entity.CountryCode(strings.TrimSpace(p)); ok {
			b.addCountry(role, c, "")
			any = true
		}
	}
	return any
}

func (b *builder) contact(kind entity.ContactKind, v string) {
	v = strings.Trim(list.Clean(v), ".,;")
	for _, c := range b.e.Contacts {
		if c.Kind == kind && c.Value == v {
			return
		}
	}
	if v != "" {
		b.e.Contacts = append(b.e.Contacts, entity.Contact{Kind: kind, Value: v})
	}
}
