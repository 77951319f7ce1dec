// Package un reads the consolidated list of the United Nations Security
// Council: the XML file at
// https://scsanctions.un.org/resources/xml/en/consolidated.xml, generated
// daily, changed whenever one of the committees decides. One INDIVIDUAL or
// ENTITY element is one record and becomes one entity; its id is DATAID, which
// stays the same over the editions (REFERENCE_NUMBER, the permanent reference
// people quote, is the Reference of the listing).
//
// # What becomes what
//
// FIRST_NAME to FOURTH_NAME of an individual are parts without a meaning of
// their own (the family name stands first in some records, last in others):
// the primary name is the parts joined by spaces, its Parts are unassigned. "na"
// in small letters stands for an absent part. FIRST_NAME of an entity is its
// whole name.
//
// Alias fields hold more than one name: joined by "; ", numbered "a) b)", with
// the original spelling, an abbreviation, another spelling or a remark in
// brackets. splitNames takes them apart; NOTE of an alias, which holds original
// spellings, further spellings, birth dates and documents, is read too and
// stays as the note of the name. QUALITY "Low" makes a name weak; "Good" and
// "a.k.a." make it an alias, "f.k.a." and "previously listed as" a former name.
// NAME_ORIGINAL_SCRIPT becomes names of kind original. A name that stands there
// twice is kept once, and is weak only if it is weak each time.
//
// Birth dates come as DATE, YEAR, FROM_YEAR and TO_YEAR, or in the NOTE, with
// TYPE_OF_DATE EXACT, APPROXIMATELY or BETWEEN; the editions of 2018 write a
// zone behind some days ("1960-01-01-05:00"), which is dropped. A date in the
// Hijri calendar or an age is kept as a note and warned of. Document numbers
// are free text ("Afghan passport number OA296623", "R00005943, South Sudan"):
// type, issuing country, dates and the name on the document are taken from the
// words around the number. Nationalities are free text too and may name two
// countries. A ZIP_CODE without digits is a region.
//
// COMMENTS1 is kept whole as a note (kind "remarks"). What it says in a fixed
// form is taken out as well: SWIFT codes, tax and register numbers, IMO numbers,
// telephone numbers and the like, parents' names, sex, the measures and the end
// of the listing where the committee spells them out, deaths with a date, and
// the other entries it names by reference number, as relations of kind "linked
// to" (the words say how; a share of ownership is never implied).
//
// An ENTITY whose text gives an IMO number and a flag state is a ship and
// becomes a Vessel; other IMO numbers are those of ship owners and managers.
// (The ships designated under resolution 1718 stand in a list of their own
// which is not part of this file.)
//
// Attributes: version (VERSIONNUM), submitted_by, submitted_on,
// interpol_notice (the address of the INTERPOL-UN special notice, from
// INTERPOL_LINK or, before 2026, from COMMENTS1), father_name, mother_name,
// old_reference, death_note (the words about a reported death), gender (a value
// that is neither male nor female). Notes: remarks, birth (a birth date that
// cannot be read), document (one without a number), other information.
//
// Ignored: LIST_TYPE (always "UN List"), HAS_INTERPOL_LINK (repeats whether
// INTERPOL_LINK is filled), SORT_KEY and SORT_KEY_LAST_MOD (a name without
// accents and its date; empty since 2018), all but the latest LAST_DAY_UPDATED.
// The resolution a listing rests on is not in the file; Basis has it by
// UN_LIST_TYPE.
//
// # Tested on
//
// Nine whole official files (29 October 2018 to 1 August 2026), a partial one
// of February 2016, and one with damaged bytes that must be refused.
// DELISTED_ON and NATIONALITY2 are in the publisher's schema but in none of
// these files.
package un
