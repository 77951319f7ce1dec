package entity

import "strings"

// GuessID tells what a bare value typed by a person could be: "7707083893" is a
// valid INN, "SABRRUMM" a BIC, "9187629" an IMO number. The most telling reading
// comes first; text that can be no identifier gives nil. Value is the text as
// typed, so that Key works as for a published identifier; Label of a wallet is
// the currency of its form.
//
// A leading word ("INN 7707083893", "IMO: 9187629", "ИНН", "SWIFT", "LEI") decides
// the type, right or wrong check digit alike. Without one the order is:
//
//  1. what carries a checksum of its own that chance rarely meets: wallet, LEI,
//     IBAN, USCC, ISIN, OGRN;
//  2. what has a weaker check digit: INN, IMO ship, IMO company, OKPO;
//  3. what has only a layout: BIC, Wikidata id, BIK, MMSI, KPP, DUNS, call sign,
//     aircraft tail number;
//  4. any text of 4 to 30 letters and digits with at least three digits: passport,
//     national id, tax id, registration, account, serial number, other.
//
// A number that fails its check digit is still found under the types of rank 4
// and, if it has the length of an INN, OGRN, LEI or IMO number, under that type
// as the last of all: the list may hold the same misprint.
func GuessID(text string) []Identifier {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 300 {
		return nil
	}
	if types, value, ok := labelled(text); ok {
		var out []Identifier
		for _, valid := range [...]bool{true, false} {
			for _, t := range types {
				if ValidID(t, value) == valid && NormalizeID(t, value) != "" {
					out = append(out, Identifier{Type: t, Value: value})
				}
			}
		}
		return out
	}
	if w := normalizeWallet(text); validWallet(text) {
		kind := detectWallet(w)
		out := []Identifier{{Type: IDWallet, Value: text, Label: string(kind)}}
		if kind != "SOL" { // the one form without a checksum
			return out
		}
		return append(out, guess(text)...)
	} else if strings.HasPrefix(w, "0x") {
		return []Identifier{{Type: IDWallet, Value: text, Label: "ETH"}} // capitals wrong, or a transaction
	}
	return guess(text)
}

func guess(text string) []Identifier {
	folded := foldID(text)
	digits := 0
	for i := range len(folded) {
		if folded[i] >= '0' && folded[i] <= '9' {
			digits++
		}
	}
	var out []Identifier
	add := func(types ...IDType) {
		for _, t := range types {
			if ValidID(t, text) {
				out = append(out, Identifier{Type: t, Value: text})
			}
		}
	}
	words := len(strings.Fields(text))
	if digits > 0 {
		add(IDLEI, IDIBAN, IDUSCC, IDISIN)
	}
	numeric := digits == len(folded)
	if numeric {
		add(IDOGRN, IDINN, IDIMO, IDIMOCompany, IDOKPO)
	}
	if words == 1 {
		add(IDBIC, IDWikidata)
	}
	if numeric {
		add(IDBIK, IDMMSI)
	}
	if len(folded) == 9 && digits >= 7 {
		add(IDKPP)
	}
	if numeric {
		add(IDDUNS)
	}
	if words == 1 && digits > 0 && !numeric && len(folded) <= 8 {
		add(IDCallSign, IDAircraftTail)
	}
	if digits >= 3 && len(folded) >= 4 && len(folded) <= 30 && words <= 5 {
		add(IDPassport, IDNational, IDTax, IDRegistration, IDAccount, IDSerial, IDOther)
		for _, t := range [...]IDType{IDINN, IDOGRN, IDIMO, IDLEI} {
			if NormalizeID(t, text) == folded && looksLike(t, folded, numeric) && !ValidID(t, text) {
				out = append(out, Identifier{Type: t, Value: text})
			}
		}
	}
	return out
}

func looksLike(t IDType, v string, numeric bool) bool {
	switch t {
	case IDINN:
		return numeric && (len(v) == 10 || len(v) == 12)
	case IDOGRN:
		return numeric && (len(v) == 13 || len(v) == 15)
	case IDIMO:
		return numeric && len(v) == 7
	}
	return len(v) == 20 && allDigits(v[18:])
}

// idLabels are the words people put before a number.
var idLabels = []struct {
	word  string
	types []IDType
}{
	{"IMO", []IDType{IDIMO, IDIMOCompany}}, {"ИМО", []IDType{IDIMO, IDIMOCompany}},
	{"INN", []IDType{IDINN}}, {"ИНН", []IDType{IDINN}}, {"ІПН", []IDType{IDTax}},
	{"OGRNIP", []IDType{IDOGRN}}, {"ОГРНИП", []IDType{IDOGRN}}, {"OGRN", []IDType{IDOGRN}}, {"ОГРН", []IDType{IDOGRN}},
	{"KPP", []IDType{IDKPP}}, {"КПП", []IDType{IDKPP}}, {"OKPO", []IDType{IDOKPO}}, {"ОКПО", []IDType{IDOKPO}},
	{"BIK", []IDType{IDBIK}}, {"БИК", []IDType{IDBIK}}, {"LEI", []IDType{IDLEI}}, {"SWIFT/BIC", []IDType{IDBIC}}, {"SWIFT", []IDType{IDBIC}}, {"BIC", []IDType{IDBIC}},
	{"IBAN", []IDType{IDIBAN}}, {"ISIN", []IDType{IDISIN}}, {"MMSI", []IDType{IDMMSI}}, {"USCC", []IDType{IDUSCC}}, {"DUNS", []IDType{IDDUNS}}, {"D-U-N-S", []IDType{IDDUNS}},
	{"PASSPORT", []IDType{IDPassport}}, {"ПАСПОРТ", []IDType{IDPassport}}, {"VAT", []IDType{IDVAT}},
}

// labelled parts a leading word from the number behind it. The word must be
// followed by something else than a letter or digit, or by digits alone.
func labelled(text string) (types []IDType, value string, ok bool) {
	upper := strings.ToUpper(text)
	if len(upper) != len(text) {
		return nil, "", false // a letter whose capital is longer: none of the words has one
	}
	for _, l := range idLabels {
		rest, found := strings.CutPrefix(upper, l.word)
		if !found || rest == "" {
			continue
		}
		value := strings.TrimLeft(text[len(text)-len(rest):], " :.#№-\t")
		for _, w := range [...]string{"NUMBER", "CODE", "NO"} {
			if len(value) > len(w) && strings.EqualFold(value[:len(w)], w) && strings.IndexByte(" :.#", value[len(w)]) >= 0 {
				value = strings.TrimLeft(value[len(w):], " :.#")
			}
		}
		if value == "" || !strings.ContainsAny(rest[:1], " :.#-\t") && !strings.HasPrefix(rest, "№") && !allDigits(rest) {
			continue
		}
		return l.types, value, true
	}
	return nil, "", false
}
