// Package au reads the Consolidated List of the Australian Sanctions Office
// (DFAT): the UN lists Australia implements and its autonomous sanctions.
//
//	https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx
//
// The list changes with every instrument, several times a month. The server
// answers only agents that look like a browser.
//
// # Format
//
// One workbook, one sheet; a row for each name of a party, with all else
// repeated. The reference is a number for the primary name and the number with
// letters for the others: 101, 101a, 101b ... 101aa, in older editions 101a1. An
// entity is all rows of one number, wherever they stand (two parties of the 2024
// edition are split), and its Origin holds each row's text. A number that is
// used again, with a second primary name, gives a second entity "101-2". Rows
// without any value are passed over; a row without a usable reference is
// rejected.
//
// Columns of 2026 (19) and, marked *, of 2024 (12):
//
//	Reference*, Name of Individual or Entity*, Type*, Name Type*, Alias Strength
//	Date of Birth*, Place of Birth*, Citizenship*, Address*
//	Additional Information*      Note "additional information"; see below
//	Listing Information*         Listing.Note, and Effective
//	Committees*                  Listing.Program
//	Control Date*                Listing.Modified: the day of the last change of the entry
//	Instrument of Designation    Listing.Basis
//	Targeted Financial Sanction, Travel Ban, Arms Embargo, Maritime Restriction    Listing.Measures
//	IMO Number
//
// No column is ignored. A column or sheet that is not known is reported as
// unread, and its values are kept as attributes.
//
// # Quirks
//
//   - Dates of birth are day numbers of the spreadsheet, years, "Approximately
//     1955- 1958", "Between ... and", "a) ... b) ...", alternatives with "or",
//     ";", ">>" or nothing between them, dates that lost their marks
//     ("7/02/1950/11/1950 08/08/1945") and Hijri dates, which stay text. A number
//     from 1850 to 2100 in the cell is a year, not a day of 1905.
//   - A date that only another row than the first gives carries a note with that
//     row's name.
//   - "_x000D_" for a carriage return, no-break spaces, "NA" for nothing.
//   - Names carry remarks in brackets: "(previously listed as. In Arabic: ...)"
//     makes a former name and an original one; an acronym "(MUJAO)" gives the
//     name with and without it, and the acronym, as further names; a country in
//     brackets, "(PAKISTAN)", is no acronym. "A / B" and "GAUS/GAUSS" give both.
//   - Personal names: "Family, Given", or the family name in capitals.
//   - Type and Name Type in any case, with blanks ("aka ", "primary Name").
//   - Additional Information is prose. Read from it: Title, Designation, Last
//     known position, good and low quality a.k.a., Gender, passport, national,
//     company, tax and registration numbers, SWIFT, IMO numbers of companies,
//     web sites, e-mail addresses, telephone and fax, and previous names of
//     ships. The text itself is always kept.
//   - The first day of listing stands in prose; where only the instrument is
//     named, Effective is its year.
//
// Attributes: birth_date_text (a date that could not be read), other_type (a row
// whose type differs from the first row's), un_reference (TAi.002), and
// column_without_heading or a column's name for cells outside the known columns.
//
// # Safety
//
// A workbook is a ZIP archive: every part is unpacked and its checksum verified
// before the spreadsheet library sees it, within limits that a zip bomb exceeds.
//
// # Tested on
//
// The whole files of 2026-08 (11,068 rows, 3,846 references) and 2024-12 (9,553
// rows with values, 3,062 references).
package au
