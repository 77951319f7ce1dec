package au

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/freetext"
)

var (
	// reFormerly is a remark in brackets after a name, sometimes with the
	// original script in it: "(Previously listed as. In Arabic: رياض محمد)".
	reFormerly = regexp.MustCompile(`(?i)\s*\((?:previously|formerly) listed(?: as)?[.,]?\s*(?:in \pL+:\s*([^)]*?)\s*)?\)\s*$`)
	// reLanguage is the language of an original-script name: "ኤርሚኣስ ግርማይ (Tigrinya)".
	reLanguage = regexp.MustCompile(`\s*\((\p{Lu}[\p{Ll}]+)\)\s*$`)
	reBracket  = regexp.MustCompile(`\s*\([^()]*\)`)
	reDouble   = regexp.MustCompile(`^(.+?)\s*/\s+(.+)$|^(.+?)\s+/\s*(.+)$`)
	reEither   = regexp.MustCompile(`^(.*\s)?([\pL'’-]+)/([\pL'’-]+)$`)
)

// names reads the name of one row. The name itself stands first, as published
// apart from the remarks in brackets that are no part of it; spellings that the
// row packs into one cell follow as variants.
func names(r row, schema entity.Schema) (out []entity.Name, ok bool) {
	kind := nameKind(r.get(colNameType))
	full := strings.TrimRight(list.Clean(r.get(colName)), " ;,")
	if full == "" {
		return nil, false
	}
	n := entity.Name{Full: full, Kind: kind}
	switch strings.ToLower(strings.TrimSpace(r.get(colStrength))) {
	case "weak", "low":
		n.Weak = true
	}
	if m := reFormerly.FindStringSubmatch(full); m != nil {
		n.Full, n.Kind, n.Note = strings.TrimSpace(full[:len(full)-len(m[0])]), entity.NameFormer, "previously listed as"
		if m[1] != "" {
			defer func() {
				out = append(out, entity.Name{Full: m[1], Kind: entity.NameOriginal, Script: latinless(m[1]), Note: n.Note})
			}()
		}
		if n.Full == "" {
			n.Full = full
		}
	}
	n.Script = latinless(n.Full)
	if m := reLanguage.FindStringSubmatch(n.Full); m != nil && n.Script != "" {
		n.Full, n.Note = strings.TrimSpace(n.Full[:len(n.Full)-len(m[0])]), m[1]
	}
	if unquoted := wholeQuote(n.Full); unquoted != "" {
		n.Full = unquoted
	}
	if schema == entity.Person && n.Script == "" {
		n.Parts = parts(n.Full)
	}
	return append([]entity.Name{n}, variants(n, schema)...), true
}

// latinless is the script of s unless it is Latin.
func latinless(s string) string {
	if sc := freetext.Script(s); sc != "Latn" {
		return sc
	}
	return ""
}

// wholeQuote takes quotation marks off a name that consists of nothing else:
// “Sobol”. Quotes within a name stay.
func wholeQuote(s string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"‘", "’"}, {"«", "»"}} {
		if in, ok := strings.CutPrefix(s, q[0]); ok {
			if in, ok = strings.CutSuffix(in, q[1]); ok && in != "" && !strings.ContainsAny(in, "\"“”«»") {
				return in
			}
		}
	}
	return ""
}

// variants are the names inside a name: an acronym in brackets or after a
// slash, a spelling after a slash, the name without its bracket.
func variants(n entity.Name, schema entity.Schema) []entity.Name {
	var out []entity.Name
	add := func(full string, kind entity.NameKind) {
		if full = strings.Trim(list.Clean(full), " -"); len([]rune(full)) > 1 && full != n.Full {
			v := entity.Name{Full: full, Kind: kind, Weak: n.Weak, Script: n.Script, Note: "from " + n.Full}
			if schema == entity.Person && n.Script == "" {
				v.Parts = parts(full)
			}
			out = append(out, v)
		}
	}
	if schema != entity.Person {
		if base, acronym := freetext.Acronym(n.Full); acronym != "" && !isCountry(acronym) && !strings.Contains(acronym, ".") {
			add(base, entity.NameVariant)
			add(acronym, entity.NameAcronym)
			return out
		}
	} else if reBracket.MatchString(n.Full) {
		add(reBracket.ReplaceAllString(n.Full, " "), entity.NameVariant)
		for _, m := range reBracket.FindAllString(n.Full, -1) {
			if in := strings.Trim(m, " ()"); latinless(in) != "" {
				out = append(out, entity.Name{Full: in, Kind: entity.NameOriginal, Script: latinless(in), Note: "from " + n.Full})
			}
		}
		return out
	}
	if latin, other := twoScripts(n.Full); latin != "" {
		add(latin, entity.NameVariant)
		out = append(out, entity.Name{Full: other, Kind: entity.NameOriginal, Script: latinless(other), Note: "from " + n.Full})
		return out
	}
	if m := reDouble.FindStringSubmatch(n.Full); m != nil && n.Script == "" && !strings.Contains(n.Full, "(") {
		for _, side := range m[1:] {
			kind := entity.NameVariant
			if capital(side) && !strings.Contains(side, " ") {
				kind = entity.NameAcronym
			}
			add(side, kind)
		}
		return out
	}
	if m := reEither.FindStringSubmatch(n.Full); m != nil && schema == entity.Person {
		add(m[1]+m[2], entity.NameVariant)
		add(m[1]+m[3], entity.NameVariant)
	}
	return out
}

// isCountry reports whether a word in brackets is a country rather than an acronym:
// "AL-HARAMAIN FOUNDATION (PAKISTAN)" must not give the name "PAKISTAN".
func isCountry(s string) bool {
	_, ok := entity.CountryCode(s)
	return ok
}

// twoScripts divides a name that gives two spellings one after the other: "Agha
// Jan Alizai اغا جان عالیزی".
func twoScripts(s string) (latin, other string) {
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if freetext.Script(words[i-1]) == "Latn" && latinless(words[i]) != "" {
			if i > 1 && len(words)-i > 1 && pure(words[:i], true) && pure(words[i:], false) {
				return a, b
			}
			return "", ""
		}
	}
	return "", ""
}

func pure(words []string, latin bool) bool {
	for _, w := range words {
		if sc := freetext.Script(w); sc != "" && (sc == "Latn") != latin {
			return false
		}
	}
	return true
}

// parts divides a personal name where the list itself does: "Hussein, Mahafudh
// Abubakar" has its family name before the comma, "Alexandra Viktorovna GAUS" in
// capitals at the end or, in Chinese and Korean names, at the start. Nothing is
// divided when capitals do not tell.
func parts(full string) []entity.Part {
	if family, given, ok := strings.Cut(full, ","); ok {
		family, given = strings.TrimSpace(family), strings.TrimSpace(given)
		if family == "" || given == "" || strings.Contains(given, ",") || generation[strings.ToLower(strings.Fields(given)[0])] {
			return nil
		}
		return []entity.Part{{Kind: entity.PartFamily, Value: family}, {Kind: entity.PartGiven, Value: given}}
	}
	words := strings.Fields(full)
	first, last := -1, -1
	for i, w := range words {
		if capital(w) {
			if first < 0 {
				first = i
			} else if last != i-1 {
				return nil // two separate groups of capitals
			}
			last = i
		}
	}
	if first < 0 || first == 0 && last == len(words)-1 || first != 0 && last != len(words)-1 {
		return nil
	}
	family := entity.Part{Kind: entity.PartFamily, Value: strings.Join(words[first:last+1], " ")}
	if first == 0 {
		return []entity.Part{family, {Value: strings.Join(words[last+1:], " ")}}
	}
	return []entity.Part{{Value: strings.Join(words[:first], " ")}, family}
}

var generation = map[string]bool{"jr": true, "jr.": true, "sr": true, "sr.": true, "ii": true, "iii": true, "iv": true}

// capital reports whether a word of at least two letters is all capitals.
func capital(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 2
}
