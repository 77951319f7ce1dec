package uk

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

// names converts the names: Name 1 to 5 are given and further names, Name 6 the
// family name or the whole name of an organisation or ship. The primary name
// leads.
func (b *builder) names() {
	seen := make(map[string]int)
	add := func(n entity.Name) {
		key := strings.ToLower(n.Full)
		if n.Full == "" {
			return
		}
		if i, dup := seen[key]; dup {
			// The same spelling as variation and as alias: strong wins over weak.
			if b.e.Names[i].Weak && !n.Weak {
				b.e.Names[i].Weak = false
			}
			return
		}
		seen[key] = len(b.e.Names)
		b.e.Names = append(b.e.Names, n)
	}
	primary := -1
	for pass := range 2 { // the primary names first
		for _, v := range b.record.names.list {
			kind, known := nameKind(v.kind)
			if !known && pass == 0 {
				b.warn("name type", "unknown name type %q", v.kind)
			}
			if (kind == entity.NamePrimary) != (pass == 0) {
				continue
			}
			v, variants := unbracket(v, b.e.Schema == entity.Person)
			n := b.name(v)
			n.Kind = kind
			if !known {
				n.Note = "name type: " + v.kind
			}
			low := strings.ToLower(v.strength)
			switch {
			case strings.Contains(low, "low"), strings.Contains(low, "weak"):
				n.Weak = true
			case low == "", strings.Contains(low, "good"), strings.Contains(low, "strong"):
			default:
				if pass == 0 || kind != entity.NamePrimary {
					b.warn("alias strength", "unknown alias strength %q", v.strength)
				}
				n.Note = strings.TrimSpace(n.Note + " alias strength: " + v.strength)
			}
			var acronym string
			if b.e.Schema != entity.Person {
				if base, acr := freetext.Acronym(n.Full); acr != "" && len(n.Parts) == 1 {
					n.Full, acronym = base, acr
					n.Parts[0].Value = base
				}
			}
			add(n)
			if primary < 0 && len(b.e.Names) > 0 {
				primary = 0
			}
			for _, x := range variants {
				y := b.name(x)
				y.Kind, y.Weak = entity.NameVariant, n.Weak
				add(y)
			}
			if acronym != "" {
				add(entity.Name{Full: acronym, Kind: entity.NameAcronym, Weak: n.Weak, Script: freetext.Script(acronym)})
			}
		}
	}
	for _, v := range b.nonLatin.list {
		_, items := freetext.Enumerated(strings.Trim(v.text, "'"))
		for _, it := range items {
			for _, s := range strings.FieldsFunc(it, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
				s = list.Clean(s)
				script := freetext.Script(s)
				if list.Empty(s) || script == "" {
					continue
				}
				n := entity.Name{Full: s, Kind: entity.NameOriginal, Script: script, Lang: language(v.lang)}
				if script == "Latn" {
					n.Kind = entity.NameAlias // 185 of 3,856 are transcriptions
				}
				add(n)
			}
		}
		if v.lang != "" && language(v.lang) == "" {
			b.attr("non_latin_language", v.lang)
		}
	}
	if len(b.e.Names) > 0 && b.e.Names[0].Kind != entity.NamePrimary {
		b.e.Names[0].Kind = entity.NamePrimary
	}
	for _, t := range b.record.titles.list {
		_, items := freetext.Enumerated(t)
		for _, it := range items {
			for _, s := range strings.FieldsFunc(it, func(r rune) bool { return r == '/' || r == '|' || r == ';' }) {
				b.addTitle(list.Clean(s))
			}
		}
	}
}

// inBracket is another form of the name before it: "Ihor (Igor)".
var inBracket = regexp.MustCompile(`^([^()]+?)\s*\(([^()]+)\)$`)

// unbracket takes other forms in brackets out of the parts of a person's name
// and gives the name once more for each.
func unbracket(v nameValue, person bool) (main nameValue, variants []nameValue) {
	main = v
	if !person {
		return main, nil
	}
	for i, p := range v.parts {
		if !strings.HasSuffix(p, ")") {
			continue
		}
		if m := inBracket.FindStringSubmatch(p); m != nil {
			main.parts[i] = m[1]
			x := main
			x.parts[i] = m[2]
			variants = append(variants, x)
		}
	}
	return main, variants
}

func (b *builder) addTitle(t string) {
	for _, x := range b.e.Titles {
		if x == t {
			return
		}
	}
	if !list.Empty(t) {
		b.e.Titles = append(b.e.Titles, t)
	}
}

func nameKind(s string) (kind entity.NameKind, known bool) {
	switch strings.ToLower(list.Clean(s)) {
	case "primary name", "prime alias", "primary":
		return entity.NamePrimary, true
	case "primary name variation", "primary name variations", "name variation":
		return entity.NameVariant, true
	case "alias", "aka", "a.k.a", "a.k.a.":
		return entity.NameAlias, true
	case "fka", "f.k.a", "f.k.a.", "previous name", "formerly known as":
		return entity.NameFormer, true
	case "":
		return entity.NameAlias, true
	}
	return entity.NameAlias, false
}

func (b *builder) name(v nameValue) entity.Name {
	var n entity.Name
	var full []string
	given := false
	for i, p := range v.parts {
		if p = list.Clean(p); list.Empty(p) && len(p) < 2 {
			p = ""
		}
		v.parts[i] = p
		if p != "" {
			full = append(full, p)
			given = given || i < 5
		}
	}
	n.Full = strings.Join(full, " ")
	n.Script = freetext.Script(n.Full)
	for i, p := range v.parts {
		if p == "" {
			continue
		}
		kind := entity.PartSecond
		switch {
		case b.e.Schema != entity.Person, len(full) == 1:
			kind = entity.PartWhole
			if len(full) > 1 {
				kind = entity.PartUnassigned
			}
		case i == 0:
			kind = entity.PartGiven
		case i == 5:
			kind = entity.PartFamily
		}
		n.Parts = append(n.Parts, entity.Part{Kind: kind, Value: p})
	}
	return n
}

// language gives the ISO 639-3 code for the languages of the list.
func language(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(list.Clean(s)), ";")
	return languages[s]
}

var languages = map[string]string{
	"arabic": "ara", "chinese": "zho", "russian": "rus", "belarusian": "bel", "bosnian": "bos", "korean": "kor", "romanian": "ron",
	"persian": "fas", "farsi": "fas", "ukrainian": "ukr", "greek": "ell", "hebrew": "heb", "bulgarian": "bul", "serbian": "srp",
	"turkish": "tur", "burmese": "mya", "kazakh": "kaz", "georgian": "kat", "thai": "tha", "polish": "pol", "czech": "ces",
	"kirghiz": "kir", "kyrgyz": "kir", "croatian": "hrv", "japanese": "jpn", "urdu": "urd", "pashto": "pus", "dari": "prs",
	"hindi": "hin", "punjabi": "pan", "kurdish": "kur", "armenian": "hye", "azerbaijani": "aze", "uzbek": "uzb", "tajik": "tgk",
	"amharic": "amh", "somali": "som", "spanish": "spa", "french": "fra", "german": "deu", "english": "eng", "tigrinya": "tir",
}
