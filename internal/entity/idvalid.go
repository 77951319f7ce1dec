package entity

import (
	"strings"
	"unicode/utf8"
)

// ValidID reports whether v, in normalised form, has the length, alphabet and
// check digits of type t. Types without a public check rule accept any value
// of 3 to 64 characters that holds a digit.
//
// A number that fails is not worthless: registers and lists contain numbers
// with wrong check digits, so a parser keeps it under its type, and the matcher
// gives it less weight.
func ValidID(t IDType, v string) bool {
	if t == IDWallet {
		return validWallet(v)
	}
	v = NormalizeID(t, v)
	switch t {
	case IDINN:
		return validINN(v)
	case IDOGRN:
		return validOGRN(v)
	case IDKPP:
		return validKPP(v)
	case IDOKPO:
		return validOKPO(v)
	case IDBIK:
		// Directory of the Bank of Russia (ED807): digits 1-2 are 00-02 treasury and
		// own bodies, 04 Russia, 10 foreign.
		return len(v) == 9 && allDigits(v) && v[:2] <= "10" && strings.Trim(v, "0") != ""
	case IDLEI:
		return len(v) == 20 && isAlnum(v) && allDigits(v[18:]) && mod97(v) == 1 // ISO 17442, ISO/IEC 7064 MOD 97-10
	case IDBIC:
		return shapedBIC(v)
	case IDIBAN:
		// ISO 13616: length by country, then ISO/IEC 7064 MOD 97-10 with the first four
		// characters moved to the end.
		return len(v) > 4 && isAlnum(v) && allDigits(v[2:4]) && ibanLength[v[:2]] == len(v) && mod97(v[4:]+v[:4]) == 1
	case IDISIN:
		return validISIN(v)
	case IDIMO:
		return len(v) == 7 && allDigits(v) && v != "0000000" && weighted(v[:6], 7, 6, 5, 4, 3, 2)%10 == digit(v[6])
	case IDIMOCompany:
		// Resolution MSC.160(78) gives the scheme; the weights are those of
		// en.wikipedia.org/wiki/IMO_number, which all company numbers of the US and
		// Ukrainian lists satisfy.
		return len(v) == 7 && allDigits(v) && v != "0000000" && (11-weighted(v[:6], 8, 6, 4, 2, 9, 7)%11)%10 == digit(v[6])
	case IDMMSI:
		return validMMSI(v)
	case IDUSCC:
		return validUSCC(v)
	case IDDUNS:
		return len(v) == 9 && allDigits(v) && strings.Trim(v, "0") != "" // the check digit was given up in 2006
	case IDWikidata:
		return shapedID(IDWikidata, v) && v[1] != '0'
	case IDCallSign:
		// ITU Radio Regulations article 19: two characters of the country's series,
		// at least one of them a letter, then digits and letters.
		return len(v) >= 3 && len(v) <= 8 && isAlnum(v) && !allDigits(v[:2])
	case IDTicker:
		return len(v) >= 1 && len(v) <= 12 && isAlnum(v)
	case IDAircraftTail:
		return len(v) >= 3 && len(v) <= 12 && strings.ContainsAny(v, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	}
	n := utf8.RuneCountInString(v)
	return n >= 3 && n <= 64 && strings.ContainsAny(v, "0123456789")
}

func digit(c byte) int { return int(c - '0') }

// weighted is the sum of the digits of v times the weights.
func weighted(v string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += digit(v[i]) * w
	}
	return sum
}

func isAlnum(v string) bool { return v != "" && plainID(v) }

// validINN checks the Russian taxpayer number: order of the Federal Tax Service
// of 29.06.2012 N ММВ-7-6/435@, annex 1.
func validINN(v string) bool {
	if !allDigits(v) || strings.Trim(v, "0") == "" {
		return false
	}
	switch len(v) {
	case 10:
		return weighted(v, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[9])
	case 12:
		return weighted(v, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[10]) &&
			weighted(v, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == digit(v[11])
	}
	return false
}

// validOGRN checks the Russian state registration number: order of the Ministry
// of Finance of 30.10.2017 N 165н, points 7 and 8 (remainder by 11 for 13
// digits, by 13 for the 15 of an entrepreneur).
func validOGRN(v string) bool {
	if !allDigits(v) || v[0] == '0' {
		return false
	}
	div := 0
	switch len(v) {
	case 13:
		div = 11
	case 15:
		div = 13
	default:
		return false
	}
	r := 0
	for i := range len(v) - 1 {
		r = (r*10 + digit(v[i])) % div
	}
	return r%10 == digit(v[len(v)-1])
}

// validKPP checks the layout NNNNPPXXX of the same order as the INN.
func validKPP(v string) bool {
	return len(v) == 9 && allDigits(v[:4]) && isAlnum(v[4:6]) && allDigits(v[6:])
}

// validOKPO checks the Russian statistics number: ПР 50.1.024-2005, weights 1 to
// n, and 3 to n+2 if the remainder by 11 is 10.
func validOKPO(v string) bool {
	if len(v) != 8 && len(v) != 10 || !allDigits(v) || strings.Trim(v, "0") == "" {
		return false
	}
	for _, first := range [...]int{1, 3} {
		sum := 0
		for i := range len(v) - 1 {
			w := (first+i-1)%10 + 1
			sum += digit(v[i]) * w
		}
		if r := sum % 11; r < 10 {
			return r == digit(v[len(v)-1])
		}
	}
	return v[len(v)-1] == '0'
}

// shapedBIC checks the layout of ISO 9362: four characters of the party, the
// country, two of the location, three of the branch or none.
func shapedBIC(v string) bool {
	if len(v) != 8 && len(v) != 11 || !isAlnum(v) {
		return false
	}
	for i := range 6 {
		if v[i] < 'A' {
			return false // registered prefixes are letters only
		}
	}
	_, ok := countries().names[strings.ToLower(v[4:6])]
	return ok
}

// mod97 is ISO/IEC 7064 MOD 97-10 over digits and letters, A = 10.
func mod97(v string) int {
	r := 0
	for i := 0; i < len(v); i++ {
		if c := v[i]; c >= 'A' {
			r = (r*100 + int(c-'A') + 10) % 97
		} else {
			r = (r*10 + digit(c)) % 97
		}
	}
	return r
}

// validISIN checks ISO 6166: a prefix of two letters, nine characters, and the
// Luhn digit over the expansion A = 10 ... Z = 35.
func validISIN(v string) bool {
	if len(v) != 12 || !isAlnum(v) || v[0] < 'A' || v[1] < 'A' || v[11] > '9' {
		return false
	}
	var digits []int
	for i := range len(v) {
		if c := v[i]; c >= 'A' {
			n := int(c-'A') + 10
			digits = append(digits, n/10, n%10)
		} else {
			digits = append(digits, digit(c))
		}
	}
	sum := 0
	for i := range digits {
		d := digits[len(digits)-1-i]
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// validMMSI checks ITU-R M.585: nine digits that hold a maritime identification
// digit group 201 to 775 at the place the kind of station asks for.
func validMMSI(v string) bool {
	if len(v) != 9 || !allDigits(v) {
		return false
	}
	mid := v[:3]
	switch {
	case v[:2] == "00":
		mid = v[2:5] // coast station
	case v[0] == '0':
		mid = v[1:4] // group of ships
	case v[:2] == "98", v[:2] == "99":
		mid = v[2:5] // craft of a ship; aid to navigation
	case v[:3] == "111":
		mid = v[3:6] // search and rescue aircraft
	case v[:3] == "970", v[:3] == "972", v[:3] == "974":
		return true // distress beacons carry a maker's number
	}
	return mid >= "201" && mid <= "775"
}

// validUSCC checks the Chinese unified social credit code: GB 32100-2015,
// alphabet without I, O, S, V, Z, weights 3^i mod 31.
func validUSCC(v string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(v) != 18 || !allDigits(v[2:8]) {
		return false
	}
	sum, w := 0, 1
	for i := range 17 {
		n := strings.IndexByte(alphabet, v[i])
		if n < 0 {
			return false
		}
		sum += n * w
		w = w * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == v[17]
}

// ibanLength is the length by country of the SWIFT IBAN Registry; the second
// part lists countries that use an IBAN without being in it, as published by
// their central banks and the ECBS.
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
	"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
	"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
	"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
	"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,

	"AO": 25, "BF": 28, "BJ": 28, "CF": 27, "CG": 27, "CI": 28, "CM": 27, "CV": 25, "DZ": 26, "GA": 27, "GQ": 27, "GW": 25,
	"IR": 26, "KM": 27, "MA": 28, "MG": 27, "ML": 28, "MZ": 25, "NE": 28, "SN": 28, "TD": 27, "TG": 28,
}
