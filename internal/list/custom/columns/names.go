package columns

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

func (b *builder) names() {
	parts := b.parts()
	if parts == nil { // affixes of no name
		for _, f := range []Field{NamePrefix, Suffix} {
			b.each(f, func(_ *Column, v string) { b.keep(f, v) })
		}
	}
	b.each(Name, func(col *Column, v string) {
		n := entity.Name{Full: list.Clean(v), Kind: entity.NameVariant, Lang: col.Lang}
		if col.Native {
			n.Kind = entity.NameOriginal
		} else if col.Lang == "" {
			n.Kind = entity.NameAlias
		}
		b.e.Names = append(b.e.Names, n)
	})
	// A name cut in two by the width of a field (NAME1, NAME2) is whole only
	// together; the first half stays as an alias.
	if more := b.all(NameMore); len(more) > 0 {
		if len(b.e.Names) > 0 {
			half := b.e.Names[0]
			half.Kind = entity.NameAlias
			b.e.Names[0].Full += " " + strings.Join(more, " ")
			b.e.Names = append(b.e.Names, half)
		} else {
			b.e.Names = append(b.e.Names, entity.Name{Full: strings.Join(more, " "), Kind: entity.NameAlias})
		}
	}
	if len(parts) > 0 {
		joined := join(parts)
		if len(b.e.Names) > 0 && sameTokens(b.e.Names[0].Full, joined) {
			b.e.Names[0].Parts = parts
		} else {
			n := entity.Name{Full: joined, Kind: entity.NameAlias, Parts: parts}
			b.e.Names = append([]entity.Name{n}, b.e.Names...)
			if len(b.e.Names) > 1 { // the file's own whole name stays the primary one
				b.e.Names[0], b.e.Names[1] = b.e.Names[1], b.e.Names[0]
			}
		}
	}
	if len(b.e.Names) > 0 {
		b.e.Names[0].Kind = entity.NamePrimary
	}
	for _, k := range []struct {
		f    Field
		kind entity.NameKind
		weak bool
	}{{Original, entity.NameOriginal, false}, {Alias, entity.NameAlias, false}, {Former, entity.NameFormer, false},
		{Maiden, entity.NameMaiden, false}, {Acronym, entity.NameAcronym, false}, {WeakAlias, entity.NameAlias, true}} {
		b.each(k.f, func(col *Column, v string) {
			b.e.Names = append(b.e.Names, entity.Name{Full: list.Clean(v), Kind: k.kind, Weak: k.weak, Lang: col.Lang})
		})
	}
}

// parts are the parts of a person's name told apart by the file.
func (b *builder) parts() []entity.Part {
	var out []entity.Part
	found := false
	for _, k := range []struct {
		f    Field
		kind entity.PartKind
	}{{First, entity.PartGiven}, {Middle, entity.PartSecond}, {Patronymic, entity.PartFather}, {NamePrefix, entity.PartUnassigned},
		{Last, entity.PartFamily}, {LastSecond, entity.PartFamily}, {Suffix, entity.PartSuffix}} {
		for _, v := range b.all(k.f) {
			out = append(out, entity.Part{Kind: k.kind, Value: v})
			// A company may stand in the column of the family name; a given name
			// or a patronymic has only a person.
			if k.f == First || k.f == Patronymic || k.f == Middle {
				b.person = true
			}
			found = found || k.f != Suffix && k.f != NamePrefix
		}
	}
	if !found {
		return nil
	}
	return out
}

// join writes the parts in their usual order: family name first and without a
// space where all is Chinese, Japanese or Korean.
func join(parts []entity.Part) string {
	cjk := len(parts) > 1
	for _, p := range parts {
		for _, r := range p.Value {
			cjk = cjk && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
		}
	}
	var family, given []string
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = p.Value
		if p.Kind == entity.PartFamily {
			family = append(family, p.Value)
		} else {
			given = append(given, p.Value)
		}
	}
	if cjk {
		return strings.Join(append(family, given...), "")
	}
	return strings.Join(words, " ")
}

// sameTokens reports whether two names are the same words in any order.
func sameTokens(a, b string) bool {
	count := make(map[string]int)
	for _, w := range strings.Fields(key(a)) {
		count[w]++
	}
	for _, w := range strings.Fields(key(b)) {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func (b *builder) identifiers() {
	country, used := "", false
	b.each(DocumentCountry, func(col *Column, v string) {
		code, ok := entity.CountryCode(v)
		if !ok {
			b.doubt(col, v, fmt.Errorf("%q is no known country", v))
			return
		}
		country = code
	})
	add := func(col *Column, id entity.Identifier) {
		switch id.Type {
		case entity.IDPassport, entity.IDDriver, entity.IDVisa:
			b.person = true // a column "id number" may hold a company's; these cannot
			id.Country, used = country, true
		case entity.IDNational:
			id.Country, used = country, true
		}
		if id.Type == entity.IDINN || id.Type == entity.IDOGRN || id.Type == entity.IDKPP || id.Type == entity.IDBIK || id.Type == entity.IDOKPO {
			id.Country = "ru"
		}
		if id.Type != entity.IDOther && !entity.ValidID(id.Type, id.Value) {
			b.warn(col, fmt.Errorf("%q is no valid %s: kept and compared as it is", id.Value, id.Type))
		}
		b.e.Identifiers = append(b.e.Identifiers, id)
	}
	b.each(InnKpp, func(col *Column, v string) {
		inn, kpp, both := strings.Cut(v, "/")
		if inn = strings.TrimSpace(inn); inn != "" {
			add(col, entity.Identifier{Type: entity.IDINN, Value: inn})
		}
		if kpp = strings.TrimSpace(kpp); both && !list.Empty(kpp) {
			add(col, entity.Identifier{Type: entity.IDKPP, Value: kpp})
		}
	})
	series := b.one(PassportSeries)
	currency := b.one(WalletCurrency)
	for _, t := range b.c.types {
		b.each(Field(t), func(col *Column, v string) {
			id := entity.Identifier{Type: t, Value: list.Clean(v), Label: col.Label}
			switch t {
			case entity.IDPassport:
				if series != "" {
					id.Value = series + " " + id.Value
				}
			case entity.IDWallet:
				if id.Label == "" {
					id.Label = currency
				} else if currency != "" {
					b.keep(WalletCurrency, currency)
				}
			case entity.IDOther:
				id = guess(id)
				id.Label = col.Header
			}
			add(col, id)
		})
	}
	if series != "" && len(b.all(Field(entity.IDPassport))) == 0 {
		b.keep(PassportSeries, series)
	}
	kind, typed := b.one(DocumentType), false
	b.each(DocumentNumber, func(col *Column, v string) {
		id := entity.Identifier{Type: entity.IDOther, Value: list.Clean(v), Label: kind}
		if f, ok := lookup(key(kind)); ok {
			if t, ok := f.Identifier(); ok {
				id.Type = t
			}
		}
		id.Country, used, typed = country, true, true
		add(col, id)
	})
	// What belongs to a number that is not there is kept all the same.
	if kind != "" && !typed {
		b.keep(DocumentType, kind)
	}
	if country != "" && !used {
		b.keep(DocumentCountry, country)
	}
	if currency != "" && len(b.all(Field(entity.IDWallet))) == 0 {
		b.keep(WalletCurrency, currency)
	}
}

// guess gives the type of a number in a column that does not tell it, when the
// number itself does: by a word before it ("IMO 9212905"), or by a checksum that
// chance does not meet. Anything less would put numbers under wrong types.
func guess(id entity.Identifier) entity.Identifier {
	all := entity.GuessID(id.Value)
	if len(all) == 0 || !entity.ValidID(all[0].Type, all[0].Value) {
		return id
	}
	switch first := all[0]; first.Type {
	case entity.IDWallet, entity.IDLEI, entity.IDIBAN, entity.IDUSCC, entity.IDISIN, entity.IDOGRN:
		return first
	default:
		if first.Value != id.Value && strings.HasSuffix(id.Value, first.Value) {
			return first
		}
	}
	return id
}
