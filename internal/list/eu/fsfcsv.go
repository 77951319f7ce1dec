package eu

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/table"
)

// headLine returns the first line of a file, without byte order mark.
func headLine(f list.File) string {
	line, _, _ := bytes.Cut(f.Head(8192), []byte("\n"))
	return string(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
}

func findCSV(in list.Input, columns ...string) (list.File, bool) {
	for _, f := range in.Files {
		head, all := headLine(f), true
		for _, c := range columns {
			all = all && strings.Contains(head, c)
		}
		if all {
			return f, true
		}
	}
	return list.File{}, false
}

var (
	csv11Columns = []string{"Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName"}
	csv10Columns = []string{"Entity_logical_id", "Subject_type", "Naal_wholename"}
)

func detectCSV11(in list.Input) bool { _, ok := findCSV(in, csv11Columns...); return ok }
func detectCSV10(in list.Input) bool { _, ok := findCSV(in, csv10Columns...); return ok }

func parseCSV11(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := findCSV(in, csv11Columns...)
	return parseCSV(f, "Entity_LogicalId", csv11Columns, readCSV11, emit, rep)
}

func parseCSV10(in list.Input, emit list.Emit, rep *list.Report) error {
	f, _ := findCSV(in, csv10Columns...)
	return parseCSV(f, "Entity_logical_id", csv10Columns, readCSV10, emit, rep)
}

// parseCSV reads a file of one row per detail. The rows of a subject stand
// together; the subject is the record. A subject that comes up again further
// down would be two records under one id, so it is a reason to refuse the file.
func parseCSV(f list.File, idColumn string, need []string, read func(*table.Row, *subject, *list.Report), emit list.Emit, rep *list.Report) error {
	rc, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer rc.Close()
	done := make(map[string]bool)
	var s *subject
	var tab *table.Table
	flush := func() error {
		if s == nil {
			return nil
		}
		if len(done) > 2_000_000 {
			return errors.New("more than 2,000,000 subjects")
		}
		done[s.id] = true
		rep.Record()
		return deliver(s, emit, rep)
	}
	err = table.Read(rc, table.Options{Comma: ';', LazyQuotes: true}, func(t *table.Table) error {
		if strings.HasPrefix(headLine(f), `"`) && len(t.Header) < len(need) {
			return errors.New("every line is wrapped in quotation marks: saved again by a spreadsheet, which also damages text; use the original file")
		}
		for _, c := range need {
			if !t.Has(c) {
				return fmt.Errorf("no column %s", c)
			}
		}
		tab = t
		return nil
	}, func(r *table.Row) error {
		id := r.Get(idColumn)
		if s == nil || s.id != id || id == "" {
			if err := flush(); err != nil {
				return err
			}
			if done[id] {
				return fmt.Errorf("line %d: rows of subject %s do not stand together", r.Line, id)
			}
			s = &subject{id: id, line: r.Line}
		}
		s.frags = append(s.frags, entity.Fragment{File: f.Name, Line: r.Line, Offset: r.Offset, Length: r.Length})
		if len(s.frags) > 20_000 {
			return fmt.Errorf("line %d: subject %s has more than 20,000 rows", r.Line, id)
		}
		read(r, s, rep)
		return nil
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	for _, c := range tab.Unread() {
		rep.MarkUnread(c)
	}
	return nil
}

// addRegulation adds an act that is not there yet.
func (s *subject) addRegulation(r regulation) {
	if r == (regulation{}) {
		return
	}
	for _, old := range s.regulations {
		if old == r {
			return
		}
	}
	s.regulations = append(s.regulations, r)
}

func addOnce(list []string, v string) []string {
	if v == "" {
		return list
	}
	for _, old := range list {
		if old == v {
			return list
		}
	}
	return append(list, v)
}

func one(v string) []string { return addOnce(nil, v) }

func isTrue(v string) bool {
	switch strings.ToLower(v) {
	case "true", "1", "yes", "y":
		return true
	}
	return false
}

// readCSV11 reads a row of the CSV of version 1.1: one detail of each kind at
// most. This format has no column for the strong flag.
func readCSV11(r *table.Row, s *subject, rep *list.Report) {
	if rep.Edition == "" {
		rep.Edition = r.Get("fileGenerationDate")
		rep.Published = list.ParseTime(rep.Edition, "02/01/2006")
	}
	r.Table().Ignore("fileGenerationDate")
	for _, p := range []string{"NameAlias", "Address", "BirthDate", "Identification", "Citizenship"} {
		for _, c := range []string{"LogicalId", "RegulationLanguage", "Regulation_Type", "Regulation_OrganisationType", "Regulation_PublicationDate",
			"Regulation_EntryIntoForceDate", "Regulation_NumberTitle", "Regulation_Programme", "Regulation_PublicationUrl"} {
			r.Table().Ignore(p + "_" + c)
		}
	}
	s.euRef = first(s.euRef, r.Get("Entity_EU_ReferenceNumber"))
	s.unID = first(s.unID, r.Get("Entity_UnitedNationId", "Entity_UN_ReferenceNumber"))
	s.date = first(s.date, r.Get("Entity_DesignationDate"))
	s.details = first(s.details, r.Get("Entity_DesignationDetails"))
	s.remarks = addOnce(s.remarks, r.Get("Entity_Remark"))
	s.class, s.code = first(s.class, r.Get("Entity_SubjectType")), first(s.code, r.Get("Entity_SubjectType_ClassificationCode"))
	s.addRegulation(regulation{
		kind: r.Get("Entity_Regulation_Type"), organisation: r.Get("Entity_Regulation_OrganisationType"), published: r.Get("Entity_Regulation_PublicationDate"),
		inForce: r.Get("Entity_Regulation_EntryIntoForceDate"), title: r.Get("Entity_Regulation_NumberTitle"), programme: r.Get("Entity_Regulation_Programme"),
		url: r.Get("Entity_Regulation_PublicationUrl"),
	})
	if n := (nameAlias{
		first: r.Get("NameAlias_FirstName"), middle: r.Get("NameAlias_MiddleName"), last: r.Get("NameAlias_LastName"), whole: r.Get("NameAlias_WholeName"),
		lang: r.Get("NameAlias_NameLanguage"), gender: r.Get("NameAlias_Gender"), title: r.Get("NameAlias_Title"), function: r.Get("NameAlias_Function"),
		weak: strings.EqualFold(r.Get("NameAlias_Strong"), "false"), remarks: one(r.Get("NameAlias_Remark")),
	}); n.whole != "" || n.first != "" || n.last != "" {
		s.names = append(s.names, n)
	}
	place := func(p string) address {
		return address{
			street: r.Get(p + "_Street"), city: r.Get(p + "_City"), poBox: r.Get(p + "_PoBox"), zip: r.Get(p + "_ZipCode"), region: r.Get(p + "_Region"),
			place: r.Get(p + "_Place"), country: country{r.Get(p + "_CountryIso2Code"), r.Get(p + "_CountryDescription")},
			atListing: isTrue(r.Get(p + "_AsAtListingTime")), remarks: one(r.Get(p + "_Remark")),
		}
	}
	a := place("Address")
	a.contacts = contactText(r.Get("Address_ContactInfo"))
	if a.some() {
		s.addresses = append(s.addresses, a)
	}
	b := birth{
		date: r.Get("BirthDate_BirthDate"), day: r.Get("BirthDate_Day"), month: r.Get("BirthDate_Month"), year: r.Get("BirthDate_Year"),
		yearFrom: r.Get("BirthDate_YearRangeFrom"), yearTo: r.Get("BirthDate_YearRangeTo"), circa: isTrue(r.Get("BirthDate_Circa")),
		calendar: r.Get("BirthDate_CalendarType"), place: place("BirthDate"),
	}
	b.remarks = b.place.remarks
	if b.date != "" || b.year != "" || b.yearFrom != "" || b.place.some() {
		s.births = append(s.births, b)
	}
	id := identification{
		number: r.Get("Identification_Number"), latin: r.Get("Identification_LatinNumber"), code: r.Get("Identification_TypeCode"), text: r.Get("Identification_TypeDescription"),
		issuer: r.Get("Identification_IssuedBy"), issued: r.Get("Identification_IssuedDate"), from: r.Get("Identification_ValidFrom"), to: r.Get("Identification_ValidTo"),
		nameOn: r.Get("Identification_NameOnDocument"), region: r.Get("Identification_Region"),
		country: country{r.Get("Identification_CountryIso2Code"), r.Get("Identification_CountryDescription")}, remarks: one(r.Get("Identification_Remark")),
	}
	for _, f := range [...]struct{ column, words string }{
		{"Diplomatic", "diplomatic"}, {"KnownExpired", "known to be expired"}, {"KnownFalse", "known to be false"}, {"ReportedLost", "reported lost"}, {"RevokedByIssuer", "revoked by issuer"},
	} {
		if isTrue(r.Get("Identification_" + f.column)) {
			id.flags = append(id.flags, f.words)
		}
	}
	if id.number != "" || id.latin != "" || len(id.remarks) > 0 {
		s.ids = append(s.ids, id)
	}
	if z := (citizenship{region: r.Get("Citizenship_Region"), country: country{r.Get("Citizenship_CountryIso2Code"), r.Get("Citizenship_CountryDescription")},
		remarks: one(r.Get("Citizenship_Remark"))}); z.country != (country{}) || z.region != "" {
		s.citizens = append(s.citizens, z)
	}
}

// readCSV10 reads a row of the CSV of version 1.0, whose values carry their
// qualifiers in the text as the XML of that version does.
func readCSV10(r *table.Row, s *subject, rep *list.Report) {
	if rep.Edition == "" {
		rep.Edition = r.Get("Date_file")
		rep.Published = list.ParseTime(rep.Edition, "02/01/2006")
	}
	r.Table().Ignore("Date_file")
	for _, c := range []string{" (2)", " (3)", " (4)", " (5)", " (6)"} { // repeated before each kind of detail
		r.Table().Ignore("Entity_logical_id" + c)
	}
	for _, p := range []string{"Naal", "Addr", "Birt", "Iden", "Citi"} {
		for _, c := range []string{"logical_id", "leba_numtitle", "leba_publication_date", "leba_url", "programme"} {
			r.Table().Ignore(p + "_" + c)
		}
	}
	s.class, s.euRef = first(s.class, r.Get("Subject_type")), first(s.euRef, r.Get("EU_ref_num"))
	for _, rem := range unwrap(r.Get("Entity_remark")) {
		s.remarks = addOnce(s.remarks, rem)
	}
	s.addRegulation(regulation{title: r.Get("Leba_numtitle"), published: r.Get("Leba_publication_date"), url: r.Get("Leba_url"), programme: r.Get("Programme")})
	if n := (nameAlias{
		first: r.Get("Naal_firstname"), middle: r.Get("Naal_middlename"), last: r.Get("Naal_lastname"), whole: r.Get("Naal_wholename"),
		lang: r.Get("Naal_language"), gender: r.Get("Naal_gender"), title: r.Get("Naal_title"), function: r.Get("Naal_function"),
	}); n.whole != "" || n.first != "" || n.last != "" {
		s.names = append(s.names, n)
	}
	a := address{street: strings.TrimSpace(r.Get("Addr_number") + " " + r.Get("Addr_street")), zip: r.Get("Addr_zipcode"), city: r.Get("Addr_city"), country: country{text: r.Get("Addr_country")}}
	a.contacts, a.remarks = otherOfAddress(strings.ReplaceAll(r.Get("Addr_other"), `\n`, "\n"))
	if a.some() {
		s.addresses = append(s.addresses, a)
	}
	if d, p, c := r.Get("Birt_date"), r.Get("Birt_place"), r.Get("Birt_country"); d != "" || p != "" || c != "" {
		s.births = append(s.births, oldBirth(d, p, c))
	}
	if num, c := r.Get("Iden_number"), r.Get("Iden_country"); num != "" {
		s.ids = append(s.ids, oldIdentification(strings.ReplaceAll(num, `\n`, "\n"), c))
	}
	if c := r.Get("Citi_country"); c != "" {
		s.citizens = append(s.citizens, citizenship{country: country{text: c}})
	}
}

func (a *address) some() bool {
	return a.street != "" || a.city != "" || a.poBox != "" || a.zip != "" || a.region != "" || a.place != "" ||
		a.country != (country{}) || len(a.contacts) > 0 || len(a.remarks) > 0
}
