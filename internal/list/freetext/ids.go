package freetext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict-dev/interdict/internal/entity"
)

// kind is what a label promises; the number itself decides in the end.
type kind uint8

const (
	kindNone kind = iota
	kindTax
	kindReg
	kindKPP
	kindOKPO
	kindBIK
	kindBIC // SWIFT, or a Russian bank code that a translator called BIC
	kindLEI
	kindUSCC
	kindVAT
	kindIMO
	kindMMSI
	kindISIN
	kindDUNS
	kindPassport
	kindNational
	kindDriver
	kindCallSign
	kindOther
)

// labels are tried in this order at each place of the text; words are matched
// without regard to case, acronyms as they are written.
var labels = []struct {
	kind    kind
	words   string
	acronym string
}{
	{kindBIK, `russian bank identification code|russian bik`, `BIK|БИК`},
	{kindLEI, `legal entity identifier|legal entity number`, `LEI`},
	{kindUSCC, `unified social credit (?:code|identifier)`, `USCC|USCI`},
	{kindVAT, `vat (?:tax )?(?:identification )?(?:number|no\.?|id)`, `VAT`},
	{kindTax, `tax(?:payer)?(?:'s)? ?(?:identification|registration|reference|identifier|payer id|payer|id)(?: (?:number|no\.?|code|id))?|(?:individual )?taxpayer number|tax (?:number|no\.?|id)|taxpayer id|fiscal code|inn number`, `INN|ИНН|TIN|УНН|УНП|UNN|UNP|NIF|NIT|RUC|RIF`},
	{kindOKPO, `government gazette number|okpo code`, `OKPO|ОКПО`},
	{kindKPP, `kpp code`, `KPP|КПП|PPC`},
	{kindBIC, `swift code|swift number|bank identifier code`, `SWIFT|BIC`},
	{kindIMO, `imo number|imo no\.?`, `IMO`},
	{kindMMSI, ``, `MMSI`},
	{kindISIN, `isin number|isn number`, `ISIN`},
	{kindDUNS, `d-u-n-s(?: number)?|duns number`, `DUNS`},
	{kindPassport, `passport(?: number| no\.?| #)?`, ``},
	{kindDriver, `driv(?:er'?s?|ing) licen[cs]e(?: number| no\.?)?`, ``},
	{kindCallSign, `call ?sign`, ``},
	{kindNational, `national (?:identification|identity|id)(?: card)?(?: number| no\.?)?|(?:personal|identity|identification) (?:card|document)(?: number| no\.?)?|personal (?:id|number)(?: number| no\.?)?|id card(?: number| no\.?)?|social security (?:number|no\.?)|state identification number`, `SSN`},
	{kindReg, `(?:primary |main )?state registration number|(?:business|company|commercial|trade|main|corporate)?[ -]?(?:register|registration|registry)(?: number| no\.?| code)|companies? house (?:number|no\.?)|company (?:number|no\.?|code)|business identification number|business (?:number|no\.?)|commercial register|trade register|economic code|enterprise code|ip identification|license (?:number|no\.?)|central bank licen[cs]e|russian? licen[cs]e no\.?|spark code|cedar rose number|uid number|bvd (?:id|account)?(?: ?number)?|acuris unique id`, `OGRNIP|OGRN|ОГРНИП|ОГРН|PSRN|SRN|BIN|CRN|BRN|CIN|UEN|CR|BR|USREOU|EDRPOU|ЄДРПОУ|SNR|OKTMO|CBLS|HRB`},
}

var (
	labelRE = compileLabels()
	// filler stands between a label and its number.
	filler     = regexp.MustCompile(`(?i)^(?:\([^()\d]{2,30}\)|[\s:;.,#=)\[\]"'“”\-–—/·]+|\(|(?:number|numbers|no|nos|nr|code|codes|card|id|is|the)\b\.?)+`)
	token      = regexp.MustCompile(`^[\p{L}\p{N}](?:[\p{L}\p{N}._\-]|/[\p{L}\p{N}])*`)
	spaced     = regexp.MustCompile(`^\d(?:[\d  ]*\d)?`)
	inWhat     = regexp.MustCompile(`^\s*\(([^()]{2,40})\)`)
	joined     = regexp.MustCompile(`^\s*(?:[,;/·&]|and\b)\s*`)
	before     = regexp.MustCompile(`(?:^|[\s,;.)\d])(\p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)?)\s*[-–—:]?\s*$`)
	placeFirst = regexp.MustCompile(`^(\p{Lu}[\p{L} ]+?)\s*[-–—:]\s*(\S.*)$`)
	bicRE      = regexp.MustCompile(`^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$`)
)

func compileLabels() *regexp.Regexp {
	var alt []string
	for _, l := range labels {
		var part []string
		if l.words != "" {
			part = append(part, `(?i:`+l.words+`)`)
		}
		if l.acronym != "" {
			part = append(part, l.acronym)
		}
		alt = append(alt, `(`+strings.Join(part, "|")+`)`)
	}
	return regexp.MustCompile(`^(?:` + strings.Join(alt, "|") + `)`)
}

type found struct {
	kind     kind
	label    string
	from, to int
}

// maxLabel is longer than any label.
const maxLabel = 64

// findLabels tries the labels where a word begins. Digits may run into a label
// ("7720603527OGRN:"), letters may not.
func findLabels(text string) []found {
	var out []found
	prevLetter := false
	for at := 0; at < len(text); {
		r, w := utf8.DecodeRuneInString(text[at:])
		letter := unicode.IsLetter(r) || r == '_'
		if !letter || prevLetter {
			prevLetter = letter
			at += w
			continue
		}
		prevLetter = true
		m := labelRE.FindStringSubmatchIndex(text[at:min(at+maxLabel, len(text))])
		if m == nil {
			at += w
			continue
		}
		to := at + m[1]
		next, _ := utf8.DecodeRuneInString(text[to:])
		last := lastRune(text[:to])
		if to < len(text) && unicode.IsLetter(next) && unicode.IsLetter(last) {
			at += w
			continue
		}
		f := found{label: strings.TrimSpace(text[at:to]), from: at, to: to}
		for i := range labels {
			if m[2+2*i] >= 0 {
				f.kind = labels[i].kind
				break
			}
		}
		out = append(out, f)
		prevLetter = unicode.IsLetter(last)
		at = to
	}
	return out
}

func lastRune(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

// IDs finds the numbers that text names, in a field that holds nothing but
// numbers and their names. country is where the owner of the field is
// established, if known ("ru" lets a bare number with right check digits count
// as INN or OGRN). Numbers without a name, and what is named but fits no known
// type, become IDRegistration, IDTax or IDOther with the publisher's word in
// Label. rest is the text that holds no number; it is "" when nothing is left
// but separators.
func IDs(text, country string) (ids []entity.Identifier, rest string) {
	text = strings.Join(strings.Fields(text), " ")
	text = strings.Trim(text, "'’‘ ")
	marks := findLabels(text)
	var left []string
	keep := func(s string) {
		if s = strings.Trim(s, " ,;:./-–—()[]#·'\""); s != "" {
			left = append(left, s)
		}
	}
	first := len(text)
	if len(marks) > 0 {
		first = marks[0].from
	}
	head, place := cutPlace(text[:first])
	// "9709056472 - Russia INN": the number stands before its only name.
	if len(marks) == 1 && digits(head) >= 4 && strings.Trim(text[marks[0].to:], " ):;.,") == "" {
		m := marks[0]
		vs, r := values(strings.TrimRight(head, " -–—:("), []kind{m.kind}, m.label, place, "", true)
		keep(r)
		return vs, strings.Join(left, "; ")
	}
	if digits(head) >= 3 {
		from := ""
		if m := placeFirst.FindStringSubmatch(head); m != nil { // "Russia - 1027739339715"
			if c, ok := entity.CountryCode(m[1]); ok {
				from, head = c, m[2]
			}
		}
		vs, r := values(head, []kind{kindNone}, "", from, country, true)
		ids = append(ids, vs...)
		keep(r)
	} else {
		keep(head)
	}
	var kinds []kind
	var names []string
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1].from
		}
		kinds, names = append(kinds, m.kind), append(names, m.label)
		seg, nextPlace := text[m.to:end], ""
		if i+1 < len(marks) {
			seg, nextPlace = cutPlace(seg)
		}
		seg = filler.ReplaceAllString(seg, "")
		if strings.TrimSpace(seg) == "" {
			if nextPlace != "" {
				place = nextPlace
			}
			continue // "SWIFT/BIC: X", "Tax Identification Number: INN: X"
		}
		vs, r := values(seg, kinds, names[len(names)-1], place, "", true)
		if len(vs) == 0 {
			keep(strings.Join(names, " ") + " " + seg)
		} else {
			keep(r)
		}
		ids = append(ids, vs...)
		kinds, names, place = nil, nil, nextPlace
	}
	if len(names) > 0 {
		keep(strings.Join(names, " "))
	}
	return ids, strings.Join(left, "; ")
}

// ProseIDs finds numbers in running text. Only numbers that are named and whose
// check digits or form can be verified are taken: INN, OGRN, SWIFT/BIC, LEI,
// ISIN, IMO, MMSI, Chinese credit codes, Russian bank codes. The name must begin
// the text or a sentence: "its subsidiary X (INN 7707083893)" is another's
// number.
func ProseIDs(text string) []entity.Identifier {
	if !namesNumber(text) {
		return nil
	}
	var out []entity.Identifier
	marks := findLabels(text)
	var kinds []kind
	own := false
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1].from
		}
		if len(kinds) == 0 {
			own = beginsSentence(text[:m.from])
		}
		kinds = append(kinds, m.kind)
		seg := filler.ReplaceAllString(text[m.to:end], "")
		if seg == "" {
			continue
		}
		if !own {
			kinds = nil
			continue
		}
		vs, _ := values(seg, kinds, m.label, "", "", false)
		for _, v := range vs {
			switch v.Type {
			case entity.IDINN, entity.IDOGRN, entity.IDBIC, entity.IDLEI, entity.IDISIN, entity.IDIMO,
				entity.IDMMSI, entity.IDUSCC, entity.IDBIK:
				out = append(out, v)
			}
		}
		kinds = nil
	}
	return out
}

// beginsSentence reports whether what follows before begins a sentence or an
// item of a list.
func beginsSentence(before string) bool {
	before = strings.TrimSpace(before)
	if before == "" || strings.Trim(before, "([\"'-–— ") == "" {
		return true
	}
	switch before[len(before)-1] {
	case '.', ';', ':', '|':
		return true
	}
	return false
}

// namesNumber is a cheap test that spares most texts the search for labels.
func namesNumber(text string) bool {
	for _, w := range [...]string{"IMO", "imo n", "Imo", "MMSI", "INN", "OGRN", "SWIFT", "Swift", "swift", "BIC", "BIK", "LEI",
		"ISIN", "ИНН", "ОГРН", "БИК", "axpayer", "Tax ", "ocial credit", "ocial Credit", "egistration number", "egistration Number", "Legal Entity Id"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// cutPlace takes a country's name off the end of text: "…; Russia" before
// "INN".
func cutPlace(text string) (head, country string) {
	m := before.FindStringSubmatchIndex(text)
	if m == nil {
		return text, ""
	}
	word := text[m[2]:m[3]]
	if glued := m[2] > 0 && text[m[2]-1] >= '0' && text[m[2]-1] <= '9'; glued && len(word) < 4 {
		return text, "" // the end of a number: "IR30193GN"
	}
	if c, ok := entity.CountryCode(word); ok {
		return text[:m[2]], c
	}
	if i := strings.LastIndexByte(word, ' '); i > 0 {
		if c, ok := entity.CountryCode(word[i+1:]); ok {
			return text[:m[2]+i+1], c
		}
	}
	return text, ""
}

// values reads one or more numbers from the start of seg. whole allows a value
// of several words ("District Court of Würzburg HRB 13359"). country is what the
// text says, hint what the caller knows.
func values(seg string, kinds []kind, label, country, hint string, whole bool) (out []entity.Identifier, rest string) {
	seg = strings.TrimSpace(seg)
	for seg != "" {
		v, n := value(seg, kinds)
		if v == "" {
			break
		}
		tail := seg[n:]
		place := country
		if m := inWhat.FindStringSubmatchIndex(tail); m != nil {
			if c, ok := entity.CountryCode(tail[m[2]:m[3]]); ok {
				place = c
				tail = tail[m[1]:]
			}
		}
		next := typed(v, kinds, label, place, hint)
		// "7725824287 / 772201001" is INN and KPP.
		if k := len(out); k > 0 && out[k-1].Type == entity.IDINN && len(v) == 9 && entity.ValidID(entity.IDKPP, v) {
			next = entity.Identifier{Type: entity.IDKPP, Value: v, Country: "ru"}
		}
		out = append(out, next)
		j := joined.FindStringIndex(tail)
		if j == nil {
			seg = tail
			break
		}
		if next, _ := value(tail[j[1]:], kinds); next == "" || digits(next) < 4 {
			seg = tail
			break
		}
		seg = tail[j[1]:]
	}
	if len(out) == 0 && whole && digits(seg) >= 2 && len(seg) <= 64 {
		s := strings.Trim(seg, " ,;:.")
		return []entity.Identifier{typed(s, kinds, label, country, hint)}, ""
	}
	return out, strings.Trim(seg, " ,;.")
}

// value returns the number at the start of s and its length in s; "" if none.
func value(s string, kinds []kind) (string, int) {
	if m := spaced.FindString(s); m != "" {
		compact := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, m)
		next, _ := utf8.DecodeRuneInString(s[len(m):])
		if strings.ContainsAny(m, "  ") && fitsDigits(compact, kinds) && !unicode.IsLetter(next) {
			return compact, len(m)
		}
	}
	t := token.FindString(s)
	t = strings.TrimRight(t, ".-_/")
	if inn, _, ok := strings.Cut(t, "/"); ok && (len(inn) == 10 || len(inn) == 12) && entity.ValidID(entity.IDINN, inn) {
		t = inn // INN/KPP
	}
	if t == "" || digits(t) == 0 && !bicRE.MatchString(t) || utf8.RuneCountInString(t) < 3 {
		return "", 0
	}
	return t, len(t)
}

// fitsDigits reports whether digits written in groups have a length that one of
// the kinds knows.
func fitsDigits(v string, kinds []kind) bool {
	for _, k := range kinds {
		switch k {
		case kindTax:
			if len(v) == 10 || len(v) == 12 {
				return true
			}
		case kindReg, kindNone:
			if len(v) == 13 || len(v) == 15 || len(v) == 10 || len(v) == 9 {
				return true
			}
		case kindKPP, kindBIK, kindMMSI, kindDUNS:
			if len(v) == 9 {
				return true
			}
		case kindIMO:
			if len(v) == 7 {
				return true
			}
		}
	}
	return false
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// typed decides the type of v from the labels it stands under and from its own
// form.
func typed(v string, kinds []kind, label, country, hint string) entity.Identifier {
	id := entity.Identifier{Value: v, Country: country}
	set := func(t entity.IDType, c string) entity.Identifier {
		id.Type = t
		if c != "" && (id.Country == "" || t == entity.IDINN || t == entity.IDOGRN) {
			id.Country = c
		}
		return id
	}
	n := digits(v)
	onlyDigits := n == len(v)
	isINN := onlyDigits && (n == 10 || n == 12) && entity.ValidID(entity.IDINN, v)
	isOGRN := onlyDigits && (n == 13 || n == 15) && entity.ValidID(entity.IDOGRN, v)
	isUSCC := len(v) == 18 && entity.ValidID(entity.IDUSCC, v)
	russian := country == "" || country == "ru"
	for _, k := range kinds {
		switch {
		case k == kindTax && isINN && russian:
			return set(entity.IDINN, "ru")
		case (k == kindReg || k == kindTax) && isOGRN && russian:
			return set(entity.IDOGRN, "ru")
		case (k == kindReg || k == kindTax || k == kindUSCC) && isUSCC:
			return set(entity.IDUSCC, "cn")
		case k == kindReg && label == "BIN" && isINN && country == "ru":
			return set(entity.IDINN, "ru")
		case (k == kindBIK || k == kindBIC) && onlyDigits && n == 9 && entity.ValidID(entity.IDBIK, v):
			return set(entity.IDBIK, "ru")
		case (k == kindBIC || k == kindReg && len(kinds) > 1) && bicRE.MatchString(v) && entity.ValidID(entity.IDBIC, v):
			return set(entity.IDBIC, "")
		case k == kindKPP && len(v) == 9 && entity.ValidID(entity.IDKPP, v):
			return set(entity.IDKPP, "ru")
		case k == kindOKPO && onlyDigits && (n == 8 || n == 10) && entity.ValidID(entity.IDOKPO, v):
			return set(entity.IDOKPO, "")
		}
		if t, ok := simple[k]; ok && entity.ValidID(t, v) {
			if t == entity.IDPassport || t == entity.IDNational {
				id.Label = label
			}
			return set(t, "")
		}
	}
	if kinds[0] == kindNone && (country == "ru" || country == "" && hint == "ru") {
		if isINN {
			return set(entity.IDINN, "ru")
		}
		if isOGRN {
			return set(entity.IDOGRN, "ru")
		}
	}
	if len(v) == 20 && n < 20 && entity.ValidID(entity.IDLEI, v) {
		return set(entity.IDLEI, "")
	}
	if kinds[0] == kindNone && isUSCC {
		return set(entity.IDUSCC, "cn")
	}
	id.Label = label
	switch kinds[0] {
	case kindTax, kindVAT:
		return set(entity.IDTax, "")
	case kindReg, kindNone:
		return set(entity.IDRegistration, "")
	}
	return set(entity.IDOther, "")
}

var simple = map[kind]entity.IDType{
	kindLEI: entity.IDLEI, kindUSCC: entity.IDUSCC, kindVAT: entity.IDVAT, kindIMO: entity.IDIMO,
	kindMMSI: entity.IDMMSI, kindISIN: entity.IDISIN, kindDUNS: entity.IDDUNS, kindPassport: entity.IDPassport,
	kindNational: entity.IDNational, kindDriver: entity.IDDriver, kindCallSign: entity.IDCallSign,
}
