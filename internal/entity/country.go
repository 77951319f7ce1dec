package entity

// CountryCode finds the lower-case ISO 3166-1 alpha-2 code for what a
// publisher or a customer writes: an alpha-2 or alpha-3 code, an English,
// French, German, Spanish, Russian or native name, a former name, an adjective
// of nationality ("Iranian"), in any case and with or without accents. Codes of
// our own for what ISO lacks: "xk" Kosovo, "eu" European Union, "un" United
// Nations, "suhh" Soviet Union, "yucs" Yugoslavia, "cshh" Czechoslovakia,
// "ddde" East Germany. ok is false when the text names no country.
func CountryCode(text string) (code string, ok bool) {
	return "", false
}

// CountryName returns the short English name for a code, or the code itself.
func CountryName(code string) string { return code }
