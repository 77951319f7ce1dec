package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormalizeID brings an identifier to the form in which equal numbers are
// equal strings. Ethereum-style wallets and bech32 addresses are lower-cased,
// base58 addresses kept as they are; all other types are upper-cased with
// everything but letters and digits removed, and known prefixes ("IMO", "INN",
// "ИНН") dropped.
//
// Digits of any script become 0 to 9 ("１２３", "١٢٣"), and Cyrillic and Greek
// letters that look like a Latin one become that letter: "АВ 123456" typed in
// Cyrillic and "AB 123456" are one passport. Numbers that consist of digits only
// (INN, OGRN, IMO, MMSI, DUNS ...) lose letters at both ends, an INN written with
// its KPP ("7707083893/770701001") loses the KPP, and a BIC the branch "XXX", which
// is the head office (ISO 9362). Leading zeros are kept: where a spreadsheet cut
// one off, it cannot be told.
//
// The result is "" when nothing remains. NormalizeID(t, NormalizeID(t, v)) is
// NormalizeID(t, v).
func NormalizeID(t IDType, v string) string {
	if plainID(v) && !hasPrefixRule(t) {
		return v
	}
	if t == IDWallet {
		return normalizeWallet(v)
	}
	v = cutMarker(v, t)
	switch t {
	case IDINN, IDOGRN, IDOKPO, IDBIK, IDIMO, IDIMOCompany, IDMMSI, IDDUNS:
		if t == IDINN {
			if i := strings.IndexByte(v, '/'); i > 0 {
				if head := foldID(v[:i]); allDigits(strings.TrimFunc(head, unicode.IsLetter)) && len(head) >= 10 {
					v = head
				}
			}
		}
		return strings.TrimFunc(foldID(v), unicode.IsLetter)
	case IDKPP, IDLEI, IDBIC, IDIBAN, IDISIN, IDUSCC, IDWikidata:
		v = foldID(v)
		for rest, ok := cutIDPrefix(t, v); ok; rest, ok = cutIDPrefix(t, v) {
			v = rest
		}
		if t == IDBIC && len(v) == 11 && strings.HasSuffix(v, "XXX") && shapedBIC(v) {
			v = v[:8]
		}
		return v
	}
	return foldID(v)
}

// plainID reports whether v is ASCII capitals and digits only, the common case,
// in which most types have nothing to fold.
func plainID(v string) bool {
	for i := 0; i < len(v); i++ {
		if c := v[i]; !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z') {
			return false
		}
	}
	return true
}

func hasPrefixRule(t IDType) bool {
	switch t {
	case IDPassport, IDNational, IDTax, IDVAT, IDRegistration, IDDriver, IDVisa, IDAccount, IDTicker, IDOther, IDSerial, IDAircraftTail, IDCallSign:
		return false
	}
	return true
}

// idPrefixes are the words publishers put before a code, folded as foldID does:
// the letters of "ИНН" have become Latin where they look Latin.
var idPrefixes = map[IDType][]string{
	IDKPP:      {"K\u041f\u041f", "KPP"},
	IDLEI:      {"LEICODE", "LEI"},
	IDBIC:      {"SWIFTBIC", "SWIFTCODE", "SWIFT", "BICCODE", "BIC"},
	IDIBAN:     {"IBAN"},
	IDISIN:     {"ISIN"},
	IDUSCC:     {"USCC", "USCI"},
	IDWikidata: {"HTTPSWWWWIKIDATAORGWIKI", "HTTPWWWWIKIDATAORGENTITY", "WIKIDATA"},
}

// cutIDPrefix takes one known prefix off a folded code. A BIC may begin with
// "BIC" and a LEI with "LEI": the prefix goes only if the code has not its shape
// with it.
func cutIDPrefix(t IDType, v string) (string, bool) {
	if shapedID(t, v) {
		return v, false
	}
	for _, p := range idPrefixes[t] {
		if rest, ok := strings.CutPrefix(v, p); ok && rest != "" {
			return rest, true
		}
	}
	return v, false
}

// shapedID reports whether a folded code has the length and layout of its type.
func shapedID(t IDType, v string) bool {
	switch t {
	case IDKPP:
		return len(v) == 9
	case IDLEI:
		return len(v) == 20
	case IDBIC:
		return shapedBIC(v)
	case IDIBAN:
		return len(v) > 4 && ibanLength[v[:2]] == len(v)
	case IDISIN:
		return len(v) == 12
	case IDUSCC:
		return len(v) == 18
	case IDWikidata:
		return len(v) > 1 && v[0] == 'Q' && allDigits(v[1:])
	}
	return true
}

// cutMarker drops "No.", "Nr:", "№", "#" and the like from the start of a number.
// A bare "NO" stays: it may be the first letters of the number itself.
func cutMarker(v string, t IDType) string {
	for {
		was := v
		v = strings.TrimSpace(v)
		for _, m := range [...]string{"№", "#", "N°", "Nº", "n°", "nº"} {
			v = strings.TrimPrefix(v, m)
		}
		for _, m := range [...]string{"no", "nr", "num", "number", "passport", "passport no", "id", "id no"} {
			if len(v) > len(m)+1 && strings.EqualFold(v[:len(m)], m) && (v[len(m)] == '.' || v[len(m)] == ':' || v[len(m)] == '#') {
				v = v[len(m)+1:]
			}
		}
		if v == was {
			return v
		}
	}
}

// foldID upper-cases, maps digits and look-alike letters to ASCII, and drops
// everything that is neither letter nor digit.
func foldID(v string) string {
	ascii := true
	for i := 0; i < len(v); i++ {
		if v[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		// Canonical decomposition first: an accented look-alike loses its accent.
		v = norm.NFKD.String(strings.ToValidUTF8(v, ""))
	}
	b := make([]byte, 0, len(v))
	for _, r := range v {
		switch {
		case '0' <= r && r <= '9' || 'A' <= r && r <= 'Z':
			b = append(b, byte(r))
		case 'a' <= r && r <= 'z':
			b = append(b, byte(r)-'a'+'A')
		case r < utf8.RuneSelf:
		case unicode.IsDigit(r):
			b = append(b, '0'+digitValue(r))
		case unicode.IsLetter(r):
			r = unicode.ToUpper(r)
			if l, ok := lookAlike[r]; ok {
				b = append(b, l)
			} else {
				b = utf8.AppendRune(b, r)
			}
		}
	}
	return string(b)
}

// digitValue gives the value of a decimal digit of any script: Unicode keeps
// the ten digits of a script together and in order, and every block of them
// begins at a code point below which there is no digit, or at a tenth step.
func digitValue(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	return n
}

// lookAlike maps capitals that cannot be told from a Latin one in print.
// Source: Unicode Technical Standard 39, confusables.txt, restricted to Cyrillic
// and Greek letters used in the documents of living languages.
var lookAlike = map[rune]byte{
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X',
	'І': 'I', 'Ѕ': 'S', 'Ј': 'J', 'Ԛ': 'Q', 'Ԝ': 'W', 'Ү': 'Y', 'Һ': 'H', 'Ӏ': 'I',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
