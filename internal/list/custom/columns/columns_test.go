package columns

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

// TestHeadings: what real files write above their columns.
func TestHeadings(t *testing.T) {
	for _, c := range []struct {
		headings string // separated by "|"
		want     string // fields, separated by spaces; "?" is Unknown
	}{
		{"id|name|dob|country", "id name birth_date country"},
		{"Customer ID|Full Name|Date of Birth|Nationality", "id name birth_date nationality"},
		{"customer_id|customerName|birthDate|countryCode", "id name birth_date country"},
		{"First Name|Middle Name|Last Name|Gender", "first_name middle_name last_name gender"},
		{"firstName|lastName|DOB (mm/dd/yyyy)", "first_name last_name birth_date"},
		{"GIVEN NAMES|SURNAME|SEX|PASSPORT NO.", "first_name last_name gender passport"},
		{"Name|Surname|Born", "first_name last_name birth_date"},
		{"first_name|last_name|name", "first_name last_name name"},
		{"Kundennr.|Name|Vorname|Geburtsdatum|Staatsangehörigkeit|Straße|PLZ|Ort", "id last_name first_name birth_date nationality street postal_code city"},
		{"Anrede|Vorname|Nachname|E-Mail", "title first_name last_name email"},
		{"Firma|Name2|Land|USt-IdNr.", "name name_2 country vat"},
		{"Nom|Prénom|Date de naissance|Nationalité|Pays", "last_name first_name birth_date nationality country"},
		{"Raison sociale|SIREN|Adresse", "name registration address"},
		{"Nombre|Apellidos|Fecha de nacimiento|DNI", "first_name last_name birth_date national_id"},
		{"Nombre|Apellido paterno|Apellido materno|RFC", "first_name last_name last_name_2 tax_id"},
		{"Nombre|País|NIF", "name country tax_id"},
		{"Nome|Cognome|Codice fiscale|Data di nascita", "first_name last_name national_id birth_date"},
		{"Voornaam|Tussenvoegsel|Achternaam|Geboortedatum", "first_name name_prefix last_name birth_date"},
		{"Naam|Voornaam", "last_name first_name"},
		{"Imię|Nazwisko|PESEL|Obywatelstwo", "first_name last_name national_id citizenship"},
		{"Фамилия|Имя|Отчество|Дата рождения|Гражданство|ИНН|Паспорт", "last_name first_name patronymic birth_date citizenship inn passport"},
		{"Имя|Страна", "name country"},
		{"ФИО|Д.Р.|Серия паспорта|Номер паспорта", "name birth_date passport_series passport"},
		{"Наименование|ИНН/КПП|ОГРН|Юридический адрес", "name inn_kpp ogrn address"},
		{"Прізвище|Ім'я|По батькові|Дата народження", "last_name first_name patronymic birth_date"},
		{"Ad|Soyad|Doğum tarihi|TC Kimlik No", "first_name last_name birth_date national_id"},
		{"Ad Soyad|Uyruk", "name nationality"},
		{"الاسم الكامل|تاريخ الميلاد|الجنسية|رقم جواز السفر", "name birth_date nationality passport"},
		{"نام|نام خانوادگی|تاریخ تولد|کد ملی", "first_name last_name birth_date national_id"},
		{"姓名|出生日期|国籍|护照号码", "name birth_date nationality passport"},
		{"姓|名|性别", "last_name first_name gender"},
		{"公司名称|统一社会信用代码|注册地址", "name uscc address"},
		{"氏名|生年月日|国籍", "name birth_date nationality"},
		{"성명|생년월일|국적|여권번호", "name birth_date nationality passport"},
		{"Vessel Name|IMO Number|Flag|MMSI|Call Sign", "name imo flag mmsi call_sign"},
		{"name|wallet_address|ETH address", "name wallet wallet"},
		{"Name|Tax ID (INN)|Registration number (OGRN)", "name inn ogrn"},
		{"Name (English)|Name (Chinese)|Name (Pinyin)", "name name name"},
		{"name_en|name_ru|aliases", "name name alias"},
		{"English name|Native name", "name original_name"},
		{"alias 1|alias 2|Aliases", "alias alias alias"},
		{"name|colour of eyes|shoe size", "name ? ?"},
		{"entity_name|entity_type|sanctions program|listed_on", "name schema program listed"},
		{"Party: Name*|Party: Country*", "name country"},
		{"\ufeffname| Country ", "name country"},
		{"id|customer number|name", "id ? name"}, // one id; the second number is kept
		{"name|document type|document number|issuing country", "name document_type document_number document_country"},
		{"name|address.country|address.city", "name address_country city"},
		{"name|||x", "name ? ? ?"},
	} {
		header := strings.Split(c.headings, "|")
		got, err := Recognise(header, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.headings, err)
			continue
		}
		fields := make([]string, len(got.All))
		for i, col := range got.All {
			if fields[i] = string(col.Field); col.Field == Unknown {
				fields[i] = "?"
			}
		}
		if s := strings.Join(fields, " "); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.headings, s, c.want)
		}
	}
}

// TestEverySynonym proves that no synonym is lost to another field, but for
// the words that are ambiguous on purpose.
func TestEverySynonym(t *testing.T) {
	seen := make(map[string]Field)
	for _, f := range Fields() {
		for _, s := range append(strings.Split(synonyms[f], "|"), string(f)) {
			k := key(s)
			if k == "" {
				continue
			}
			if other, taken := seen[k]; taken && other != f {
				t.Errorf("%q means both %s and %s", s, other, f)
			}
			seen[k] = f
			got, err := Recognise([]string{strings.ToUpper(s), "imo"}, Options{})
			if err != nil {
				t.Errorf("%q: %v", s, err)
				continue
			}
			if got.All[0].Field != f && !ambiguous(k) {
				t.Errorf("heading %q is %q, want %q", strings.ToUpper(s), got.All[0].Field, f)
			}
		}
	}
	for f := range synonyms {
		found := false
		for _, g := range Fields() {
			found = found || f == g
		}
		if !found {
			t.Errorf("synonyms of %q, which is no field", f)
		}
	}
	if len(seen) < 1500 {
		t.Errorf("only %d synonyms", len(seen))
	}
}

func TestHints(t *testing.T) {
	c, err := Recognise([]string{"name", "natoinality", "brith date", "alaises", "colour", "father name", "parent name", "celex", "vip", "фамиля"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, col := range c.All {
		got = append(got, col.Hint)
	}
	if d := cmp.Diff([]string{"", "nationality", "birth_date", "alias", "", "", "", "", "", "фамилия"}, got); d != "" {
		t.Error(d)
	}
}

func TestRecogniseErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		header  []string
		mapping map[string]Field
		want    string
	}{
		{"nothing to screen", []string{"colour", "size"}, nil, "no column is recognised as a name or an identifier"},
		{"misspelt name", []string{"nmae", "size"}, nil, `"nmae" (did you mean "name"?)`},
		{"no columns", nil, nil, "no column is recognised"},
		{"too many columns", make([]string, maxColumns+1), nil, "more than"},
		{"unknown field", []string{"name"}, map[string]Field{"name": "nmae"}, `unknown field "nmae"; did you mean "name"?`},
		{"unknown column", []string{"name"}, map[string]Field{"naem": Name}, `the file has no such column; did you mean "name"?`},
		{"the same column twice", []string{"full name"}, map[string]Field{"Full Name": Name, "full name": Alias}, "the same column as"},
		{"all ignored", []string{"name"}, map[string]Field{"name": Ignore}, "no column is recognised"},
	} {
		_, err := Recognise(c.header, Options{Mapping: c.mapping})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q in it", c.name, err, c.want)
		}
	}
	_, err := Recognise([]string{"x"}, Options{})
	if !errors.Is(err, ErrNothingToScreen) {
		t.Errorf("%v does not wrap ErrNothingToScreen", err)
	}
}

func row(t *testing.T, opt Options, pairs ...string) (*entity.Entity, []string) {
	t.Helper()
	var header, cells []string
	for i := 0; i < len(pairs); i += 2 {
		header, cells = append(header, pairs[i]), append(cells, pairs[i+1])
	}
	c, err := Recognise(header, opt)
	if err != nil {
		t.Fatal(err)
	}
	e, problems, err := c.Entity(cells)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Error())
	}
	return e, texts
}

func TestPersonRow(t *testing.T) {
	e, problems := row(t, Options{},
		"Код клиента", "K-7", "Фамилия", "Иванов", "Имя", "Иван", "Отчество", "Петрович", "Дата рождения", "07.10.1952", "Пол", "муж",
		"Гражданство", "Россия; Кипр", "Псевдоним", "Ваня|Иван Грозный", "Прозвище", "Боцман", "Серия паспорта", "4509", "Номер паспорта", "123456",
		"Город", "Москва", "Улица", "Тверская", "Дом", "7", "Примечание", "старый клиент", "Цвет глаз", "синий")
	want := &entity.Entity{
		ID: "K-7", Schema: entity.Person, Gender: entity.Male,
		Names: []entity.Name{
			{Full: "Иван Петрович Иванов", Kind: entity.NamePrimary, Parts: []entity.Part{
				{Kind: entity.PartGiven, Value: "Иван"}, {Kind: entity.PartFather, Value: "Петрович"}, {Kind: entity.PartFamily, Value: "Иванов"}}},
			{Full: "Ваня", Kind: entity.NameAlias}, {Full: "Иван Грозный", Kind: entity.NameAlias}, {Full: "Боцман", Kind: entity.NameAlias, Weak: true}},
		Identifiers: []entity.Identifier{{Type: entity.IDPassport, Value: "4509 123456"}},
		Dates:       []entity.DatedFact{{Kind: entity.DateBirth, Date: entity.NewDate(1952, 10, 7)}},
		Countries:   []entity.CountryFact{{Role: entity.CountryCitizenship, Code: "ru"}, {Role: entity.CountryCitizenship, Code: "cy"}},
		Addresses:   []entity.Address{{Street: "Тверская 7", City: "Москва"}},
		Attributes:  []entity.Attribute{{Key: "цвет_глаз", Value: "синий"}},
		Notes:       []entity.Note{{Kind: "remarks", Text: "старый клиент"}},
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
	if len(problems) != 0 {
		t.Errorf("problems: %v", problems)
	}
}

func TestCompanyRow(t *testing.T) {
	e, problems := row(t, Options{Listing: entity.Listing{Authority: "Bank", Measures: []string{"no business"}}},
		"name", "Рога и копыта", "type", "юр. лицо", "ИНН/КПП", "7706107510/770601001", "country", "Atlantis", "program", "A;B",
		"listed", "22 Oct 2025", "until", "never", "source", "https://example.org", "aliases", "N/A")
	want := &entity.Entity{
		Schema: entity.LegalEntity,
		Names:  []entity.Name{{Full: "Рога и копыта", Kind: entity.NamePrimary}},
		Identifiers: []entity.Identifier{{Type: entity.IDINN, Value: "7706107510", Country: "ru"},
			{Type: entity.IDKPP, Value: "770601001", Country: "ru"}},
		Countries: []entity.CountryFact{{Text: "Atlantis"}},
		Listings: []entity.Listing{
			{Authority: "Bank", Program: "A", Measures: []string{"no business"}, Effective: entity.NewDate(2025, 10, 22)},
			{Authority: "Bank", Program: "B", Measures: []string{"no business"}, Effective: entity.NewDate(2025, 10, 22)}},
		Attributes: []entity.Attribute{{Key: "until", Value: "never"}},
		Origin:     entity.Origin{Source: "https://example.org"},
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
	if len(problems) != 2 || !strings.Contains(problems[0], `"country"`) || !strings.Contains(problems[1], `"until"`) {
		t.Errorf("problems %q, want one of country and one of until", problems)
	}
}

func TestRowTraps(t *testing.T) {
	for _, c := range []struct {
		name  string
		pairs []string
		check func(e *entity.Entity) any
		want  any
	}{
		{"family name first in Chinese", []string{"姓", "习", "名", "近平"},
			func(e *entity.Entity) any { return e.Primary() }, "习近平"},
		{"whole name and parts are one name", []string{"name", "PUTIN Vladimir", "first name", "Vladimir", "last name", "Putin"},
			func(e *entity.Entity) any { return [2]int{len(e.Names), len(e.Names[0].Parts)} }, [2]int{1, 2}},
		{"whole name and parts differ: both kept, the whole one first", []string{"name", "Acme", "first name", "Vladimir", "last name", "Putin"},
			func(e *entity.Entity) any { return e.Names[0].Full + "/" + e.Names[1].Full }, "Acme/Vladimir Putin"},
		{"company in the family name column is no person", []string{"first name", "", "last name", "Rosneft"},
			func(e *entity.Entity) any { return e.Schema }, entity.LegalEntity},
		{"given name makes a person", []string{"first name", "Igor", "last name", "Sechin"},
			func(e *entity.Entity) any { return e.Schema }, entity.Person},
		{"date of birth alone does not make a person", []string{"name", "Acme", "dob", "1990"},
			func(e *entity.Entity) any { return e.Schema }, entity.LegalEntity},
		{"IMO makes a vessel", []string{"name", "HAPPINESS I", "imo", "9212905"},
			func(e *entity.Entity) any { return e.Schema }, entity.Vessel},
		{"wallet alone", []string{"btc address", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
			func(e *entity.Entity) any { return string(e.Schema) + e.Identifiers[0].Label }, "CryptoWalletXBT"},
		{"wallet of somebody", []string{"name", "A", "wallet", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
			func(e *entity.Entity) any { return e.Schema }, entity.LegalEntity},
		{"name cut in two", []string{"NAME1", "OPEN JOINT-STOCK COMPANY ROSNEFT", "NAME2", "OIL COMPANY"},
			func(e *entity.Entity) any { return e.Names[0].Full + "/" + e.Names[1].Full }, "OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY/OPEN JOINT-STOCK COMPANY ROSNEFT"},
		{"month first in the heading", []string{"name", "A", "dob (mm/dd/yyyy)", "02/03/1975"},
			func(e *entity.Entity) any { return e.Dates[0].Date.String() }, "1975-02-03"},
		{"day first by default", []string{"name", "A", "dob", "02/03/1975"},
			func(e *entity.Entity) any { return e.Dates[0].Date.String() }, "1975-03-02"},
		{"possible only month first", []string{"name", "A", "dob", "12/31/1975"},
			func(e *entity.Entity) any { return e.Dates[0].Date.String() }, "1975-12-31"},
		{"two possible dates of birth", []string{"name", "A", "dob", "7.4.1980 or 7.4.1979"},
			func(e *entity.Entity) any { return e.Dates[0].Date.String() + " " + e.Dates[1].Date.String() }, "1980-04-07 1979-04-07"},
		{"country list with commas", []string{"name", "A", "nationality", "Russia, Cyprus"},
			func(e *entity.Entity) any { return len(e.Countries) }, 2},
		{"country with a comma", []string{"name", "A", "nationality", "Korea, North"},
			func(e *entity.Entity) any { return e.Countries[0].Code }, "kp"},
		{"document with its type", []string{"name", "A", "document type", "Reisepass", "document number", "C01X00T47", "issuing country", "Germany"},
			func(e *entity.Entity) any { return string(e.Identifiers[0].Type) + e.Identifiers[0].Country }, "passportde"},
		{"document type without number", []string{"name", "A", "document type", "Reisepass", "document number", ""},
			func(e *entity.Entity) any { return e.Attributes[0].Value }, "Reisepass"},
		{"number with its word in a column without a type", []string{"name", "A", "identifiers", "IMO 9212905; 7702060116; 549300LCJ1UJXHYBWI24"},
			func(e *entity.Entity) any {
				return string(e.Identifiers[0].Type + " " + e.Identifiers[1].Type + " " + e.Identifiers[2].Type)
			}, "imo other lei"},
		{"only an INN", []string{"inn", "7706107510"},
			func(e *entity.Entity) any { return e.Identifiers[0].Value }, "7706107510"},
		{"original name after the primary one", []string{"name_ru", "Роснефть", "name_en", "Rosneft"},
			func(e *entity.Entity) any {
				return fmt.Sprintf("%s %s %s %s", e.Names[0].Kind, e.Names[0].Lang, e.Names[1].Kind, e.Names[1].Lang)
			}, "primary ru variant en"},
		{"native name column", []string{"name", "Rosneft", "name (Russian)", "Роснефть"},
			func(e *entity.Entity) any { return fmt.Sprintf("%s %s", e.Names[1].Kind, e.Names[1].Lang) }, "original ru"},
	} {
		e, _ := row(t, Options{}, c.pairs...)
		if got := c.check(e); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %v, want %v (%+v)", c.name, got, c.want, e)
		}
	}
}

func TestMapping(t *testing.T) {
	e, _ := row(t, Options{Mapping: map[string]Field{"KUNDE": Name, "Feld 7": "lei", "Name": Ignore, "Alias": Unknown}, DateOrder: list.MonthFirst, Schema: entity.Company},
		"Kunde", "Acme", "feld 7", "549300LCJ1UJXHYBWI24", "name", "secret", "alias", "kept")
	want := &entity.Entity{Schema: entity.Company, Names: []entity.Name{{Full: "Acme", Kind: entity.NamePrimary}},
		Identifiers: []entity.Identifier{{Type: entity.IDLEI, Value: "549300LCJ1UJXHYBWI24"}},
		Attributes:  []entity.Attribute{{Key: "alias", Value: "kept"}}}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
}

func TestNotFindable(t *testing.T) {
	c, err := Recognise([]string{"name", "country"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Entity([]string{" ", "Russia"}); !errors.Is(err, ErrNotFindable) {
		t.Errorf("error %v, want ErrNotFindable", err)
	}
}

// TestPage: the page for people names every field.
func TestPage(t *testing.T) {
	const page = "../../../../docs/formats/own-lists.md"
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(Fields(), Ignore) {
		if !strings.Contains(string(b), "`"+string(f)+"`") {
			t.Errorf("%s does not name the field %q", page, f)
		}
	}
}

// FuzzNothingLost: whatever the headings, every cell is found again in the
// entity. Cells are words that no table of values knows.
func FuzzNothingLost(f *testing.F) {
	f.Add("name|dob|country|type|gender", uint8(1))
	for _, field := range Fields() {
		f.Add("name|"+string(field)+"|"+string(field), uint8(2))
	}
	f.Add("Фамилия|Имя|ИНН/КПП|Серия паспорта", uint8(1))
	f.Fuzz(func(t *testing.T, headings string, n uint8) {
		header := strings.Split(headings, "|")
		c, err := Recognise(header, Options{})
		if err != nil {
			return
		}
		values := make([][]string, len(header))
		var all []string
		for i := range header {
			for j := range int(n%3) + 1 {
				v := fmt.Sprintf("zq%dx%dqz", i, j)
				values[i] = append(values[i], v)
				all = append(all, v)
			}
		}
		e, _, err := c.Build(values)
		if err != nil {
			t.Fatalf("%q: %v", header, err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all {
			if !strings.Contains(string(b), v) {
				t.Errorf("headings %q: the value %s is lost\n%s", header, v, b)
			}
		}
	})
}
