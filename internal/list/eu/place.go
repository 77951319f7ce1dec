package eu

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

func (b *builder) putCountry(f entity.CountryFact) {
	for _, old := range b.e.Countries {
		if old == f {
			return
		}
	}
	b.e.Countries = append(b.e.Countries, f)
}

// find returns the code of a country as the files write it. The description
// comes first: the code CS stands for Serbia and Montenegro, whose heir in the
// files is Serbia, and elsewhere for Czechoslovakia.
func (c country) find() (code string, known bool) {
	text := strings.TrimSpace(c.text)
	if c.code == "00" && text == "" || strings.EqualFold(text, "UNKNOWN") || list.Empty(text) && (c.code == "" || c.code == "00") {
		return "", false
	}
	if strings.EqualFold(c.code, "CS") && !strings.Contains(strings.ToUpper(text), "CZECHO") {
		return "rs", true
	}
	for _, t := range []string{text, c.code} {
		if t != "" && t != "00" {
			if code, ok := entity.CountryCode(t); ok {
				return code, true
			}
		}
	}
	return "", true
}

func (b *builder) citizenship(c citizenship) {
	code, known := c.country.find()
	if !known && c.region == "" {
		return
	}
	f := entity.CountryFact{Role: entity.CountryCitizenship, Code: code, Note: join(c.note, strings.Join(c.remarks, "; "))}
	if code == "" && known {
		f.Text = first(c.country.text, c.country.code)
		b.warn("citizenship", "country %q not understood", f.Text)
	}
	if c.region != "" {
		f.Note = join(f.Note, c.region)
	}
	b.putCountry(f)
}

// dash is what the files write for "no value" in a place.
func dash(s string) string {
	if s = list.Clean(s); strings.Trim(s, "-–. ") == "" || list.Empty(s) {
		return ""
	}
	return s
}

var zipBox = regexp.MustCompile(`(?i)^P\.?\s?O\.?\s?box\s+([0-9A-Za-z]+)(?:\s*[-,]\s*(.+))?$`)

// place converts an address or a place of birth; ok is false when it says
// nothing.
func (b *builder) place(a address, field string) (entity.Address, bool) {
	out := entity.Address{
		Street: dash(a.street), City: dash(a.city), Region: dash(a.region), PostalCode: dash(a.zip), POBox: dash(a.poBox),
		Note: strings.Join(a.remarks, "; "),
	}
	if p := dash(a.place); p != "" {
		if out.City == "" {
			out.City = p
		} else if p != out.City {
			out.Region = strings.Trim(p+", "+out.Region, ", ")
		}
	}
	if m := zipBox.FindStringSubmatch(out.PostalCode); m != nil && out.POBox == "" {
		out.POBox, out.PostalCode = m[1], m[2]
	}
	code, known := a.country.find()
	out.Country = code
	if code == "" && known {
		out.CountryText = first(a.country.text, a.country.code)
		b.warn(field, "country %q not understood", out.CountryText)
	}
	if a.atListing {
		out.Note = join("at the time of listing", out.Note)
	}
	return out, out.Street != "" || out.City != "" || out.Region != "" || out.PostalCode != "" || out.POBox != "" || out.Country != "" || out.CountryText != ""
}

func (b *builder) address(a address) {
	for _, c := range a.contacts {
		b.contact(c.key, c.value)
	}
	for _, r := range a.remarks {
		b.remarkNumbers(r)
	}
	out, ok := b.place(a, "address")
	if !ok {
		if out.Note != "" {
			b.note("address", out.Note)
		}
		return
	}
	for _, old := range b.e.Addresses {
		if old == out {
			return
		}
	}
	b.e.Addresses = append(b.e.Addresses, out)
}
