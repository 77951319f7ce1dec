// Package columns recognises the columns of a table by their headings and turns
// its rows into entities. Package custom reads a user's own lists with it; the
// screening of a customer file reads customers with it.
//
// A heading is compared without case, accents, punctuation and camel case, in
// some fifteen languages: "Date of birth", "birthDate", "DOB (mm/dd/yyyy)",
// "Geburtsdatum", "дата рождения" and "出生日期" are all BirthDate. Some words
// mean a whole name or a part of one, depending on the columns beside them:
// "Name" beside "Vorname" is the family name, "имя" beside "фамилия" the given
// name. A mapping given by the user overrules all of it.
//
// Nothing is lost: a column that is not recognised becomes an attribute of the
// entity, under its heading in snake_case, and carries a hint when a known
// heading is close. A value that cannot be read (a date, a country, a type) is
// kept as text and reported as a Problem.
//
// Attribute keys written, beside those of unrecognised columns: "type" (a kind
// of entity that is not known), "birth_date", "listed" and the other date
// fields (a date that could not be read), "gender" and "certainty" (a value
// that is not known), "father_name", "mother_name", "record_date".
//
// The package is pure. A Columns may be used by many goroutines at once.
package columns
