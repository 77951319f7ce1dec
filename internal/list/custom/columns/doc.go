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
// of entity that is not known), and the name of the field for a value that is
// no date, gender or certainty, for a second value where an entity has room for
// one, and for what belongs to a number or name that the row does not have
// ("passport_series", "document_type", "name_prefix" ...).
//
// The package is pure. A Columns may be used by many goroutines at once.
package columns
