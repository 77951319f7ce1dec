package entity

// CountryKey is a country code packed into a number for comparing, 0 = none.
type CountryKey uint32

// PackCountry packs a code of up to four ASCII letters.
func PackCountry(code string) CountryKey {
	var c CountryKey
	for i := 0; i < len(code) && i < 4; i++ {
		c = c<<8 | CountryKey(code[i])
	}
	return c
}

// String returns the code.
func (c CountryKey) String() string {
	var b [4]byte
	n := 4
	for ; c != 0 && n > 0; c >>= 8 {
		n--
		b[n] = byte(c)
	}
	return string(b[n:])
}

// Facts are what is known of a party beside names and identifiers, in the form
// in which it is compared.
type Facts struct {
	Births    []Date
	Countries []CountryKey
	Gender    Gender
}

// IDKey is an identifier in comparable form: Key is what NormalizeID gives.
type IDKey struct {
	Type IDType
	Key  string
}

// Comparable reports whether two parties can be told apart by the identifier at
// all: codes that many share, or that are too short, are no evidence.
func (k IDKey) Comparable() bool {
	return len(k.Key) >= 4 && k.Type != IDKPP && k.Type != IDBIK
}

// IDKeys returns the comparable identifiers of ids.
func IDKeys(ids []Identifier) []IDKey {
	out := make([]IDKey, 0, len(ids))
	for _, id := range ids {
		if k := (IDKey{id.Type, id.Key()}); k.Comparable() {
			out = append(out, k)
		}
	}
	return out
}

// FactsOf collects the facts of e. Countries of every role count, each once:
// a customer file seldom says which role it means.
func FactsOf(e *Entity) Facts {
	f := Facts{Gender: e.Gender}
	for _, d := range e.Dates {
		if d.Kind == DateBirth {
			f.Births = append(f.Births, d.Date)
		}
	}
	add := func(code string) {
		if code == "" {
			return
		}
		k := PackCountry(code)
		for _, c := range f.Countries {
			if c == k {
				return
			}
		}
		f.Countries = append(f.Countries, k)
	}
	for _, c := range e.Countries {
		add(c.Code)
	}
	for _, a := range e.Addresses {
		add(a.Country)
	}
	for _, a := range e.BirthPlaces {
		add(a.Country)
	}
	return f
}
