package sample

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/xuri/excelize/v2"
)

// facts is the file of facts about the action of 22 October 2025.
type facts struct {
	Entities []struct {
		UID    int    `json:"ofac_uid"`
		Name   string `json:"name"`
		NameRu struct {
			Value, Source string
		} `json:"name_ru"`
		Lists        []string
		Programs     []string
		ParentUID    int      `json:"parent_uid"`
		ParentSource string   `json:"parent_source"`
		Strong       []string `json:"aliases_strong"`
		Weak         []string `json:"aliases_weak_in_remarks"`
		Addresses    []string
		IDs          map[string]any `json:"ids"`
		Measures     []struct{ Measure, From, Source string }
		Remark       string `json:"secondary_sanctions_remark"`
	}
	Other []struct {
		UID  int `json:"ofac_uid"`
		Name string
	} `json:"other_related"`
	Older []struct {
		UID          int `json:"ofac_uid"`
		Name, Answer string
		Twin         *struct {
			UID int `json:"ofac_uid"`
		} `json:"sdn_twin"`
	} `json:"older_ssi_only_records"`
}

func readFacts(t *testing.T) (f facts) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(listtest.Data(t), "action_2025_10_22.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAction compares every fact of the action with the sample.
func TestAction(t *testing.T) {
	f := readFacts(t)
	all := everything(t)
	if len(f.Entities) != 36 {
		t.Fatalf("%d facts, 36 expected", len(f.Entities))
	}
	dual := 0
	for _, x := range f.Entities {
		ids := []string{fmt.Sprintf("us_ofac_sdn:%d", x.UID)}
		if len(x.Lists) > 1 {
			ids = append(ids, fmt.Sprintf("us_ofac_cons:%d", x.UID))
			dual++
		}
		for _, id := range ids {
			e := all[id]
			if e == nil {
				t.Errorf("%s is missing", id)
				continue
			}
			var strong, weak, ru, addresses []string
			for _, n := range e.Names {
				switch {
				case n.Kind == entity.NameOriginal:
					ru = append(ru, n.Full+"/"+string(n.Certainty))
				case n.Weak:
					weak = append(weak, n.Full)
				case n.Kind == entity.NameAlias:
					strong = append(strong, n.Full)
				}
			}
			for _, a := range e.Addresses {
				addresses = append(addresses, a.Full)
			}
			wantStrong := slices.DeleteFunc(slices.Clone(x.Strong), func(s string) bool { return s == x.Name })
			for _, c := range []struct {
				what      string
				got, want []string
			}{
				{"primary name", []string{e.Primary()}, []string{x.Name}},
				{"strong aliases", strong, wantStrong},
				{"weak aliases", weak, x.Weak},
				{"Russian name", ru, []string{x.NameRu.Value + "/" + x.NameRu.Source}},
				{"addresses", addresses, x.Addresses},
			} {
				if strings.Join(c.got, "\n") != strings.Join(c.want, "\n") {
					t.Errorf("%s: %s %q, want %q", id, c.what, c.got, c.want)
				}
			}
			checkNumbers(t, id, e, x.IDs)
			var got, want []string
			for _, l := range e.Listings {
				got = append(got, l.Effective.String()+" "+l.Measures[0]+" "+string(l.Certainty))
			}
			for _, m := range x.Measures {
				switch kind, _ := strings.CutPrefix(m.Measure, "sectoral (SSI) "); {
				case kind != m.Measure:
					want = append(want, m.From+" "+kind+" from knowledge")
				case strings.HasPrefix(id, "us_ofac_sdn"):
					want = append(want, m.From+" Block ")
				}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s: measures\n%s", id, d)
			}
			checkParent(t, id, e, x.ParentUID, x.ParentSource)
		}
	}
	if dual != 11 {
		t.Errorf("%d records on both lists, 11 expected", dual)
	}
	for _, o := range f.Older {
		e := all[fmt.Sprintf("us_ofac_cons:%d", o.UID)]
		if e == nil || e.Primary() != o.Name {
			t.Errorf("older record %d: %+v", o.UID, e)
			continue
		}
		if all[fmt.Sprintf("us_ofac_sdn:%d", o.UID)] != nil {
			t.Errorf("%d is not on the SDN list under its own number", o.UID)
		}
		twin := ""
		for _, r := range e.Relations {
			if r.Kind == entity.RelationSame {
				twin = r.TargetID
			}
		}
		want := ""
		if o.Twin != nil {
			want = fmt.Sprintf("us_ofac_sdn:%d", o.Twin.UID)
		}
		if twin != want {
			t.Errorf("%d: twin %q, want %q", o.UID, twin, want)
		}
		if !slices.ContainsFunc(e.Notes, func(n entity.Note) bool { return n.Text == o.Answer }) {
			t.Errorf("%d: the answer %q is not in the record", o.UID, o.Answer)
		}
	}
	for _, o := range f.Other {
		if e := all[fmt.Sprintf("us_ofac_sdn:%d", o.UID)]; e == nil || e.Primary() != o.Name {
			t.Errorf("related record %d: %+v", o.UID, e)
		}
	}
}

func checkNumbers(t *testing.T, id string, e *entity.Entity, facts map[string]any) {
	t.Helper()
	want := make(map[string]string) // "type value" -> certainty
	for k, v := range facts {
		values, ok := v.([]any)
		if !ok {
			values = []any{v}
		}
		k, mark := strings.CutSuffix(k, "_unverified")
		k = strings.NewReplacer("inn_tax_id", "inn", "ogrn_registration", "ogrn").Replace(k)
		for _, v := range values {
			c := ""
			if mark {
				c = string(entity.Unverified)
			}
			want[k+" "+v.(string)] = c
		}
	}
	got := make(map[string]string)
	for _, x := range e.Identifiers {
		got[string(x.Type)+" "+x.Value] = string(x.Certainty)
	}
	for _, c := range e.Contacts {
		got[string(c.Kind)+" "+c.Value] = ""
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: numbers and contacts\n%s", id, d)
	}
	for _, typ := range []entity.IDType{entity.IDINN, entity.IDOGRN} {
		ok := false
		for _, x := range e.Identifiers {
			ok = ok || x.Type == typ && entity.ValidID(typ, x.Value)
		}
		if !ok {
			t.Errorf("%s has no valid %s", id, typ)
		}
	}
}

func checkParent(t *testing.T, id string, e *entity.Entity, parent int, source string) {
	t.Helper()
	for _, r := range e.Relations {
		if r.Kind == entity.RelationSame {
			continue
		}
		if parent == 0 || r.TargetID != fmt.Sprint(parent) || r.Source != source {
			t.Errorf("%s: relation %+v, want %d by %q", id, r, parent, source)
		}
		if known := strings.HasPrefix(source, "from knowledge"); known != (r.Certainty == entity.FromKnowledge) || known == (r.Kind == entity.RelationLinked) {
			t.Errorf("%s: relation %+v loses that it is %q", id, r, source)
		}
		parent = 0
	}
	if parent != 0 {
		t.Errorf("%s: no relation to %d", id, parent)
	}
}

// TestAgainstOfficialLists looks for each unmarked name and number of the
// sample in the text of the official record, as far as the editions at hand
// hold it.
func TestAgainstOfficialLists(t *testing.T) {
	dir := filepath.Join(listtest.Data(t), "lists")
	official := map[string]map[string]string{ // list -> id -> text
		"us_ofac_sdn": rows(t, dir, 0, "ofac/2026-08-01/alt.csv", "ofac/2026-08-01/add.csv", "ofac/2026-08-01/sdn_comments.csv",
			"ofac/2026-08-01/sdn_PARTIAL_rosneft_lukoil.csv", "ofac/2024-05-03/sdn.csv",
			"ofac/consolidated_nonsdn/2025-12-19/cons_prim.csv"), // eleven records stand on both lists under one number
		"us_ofac_cons":            rows(t, dir, 0, "ofac/consolidated_nonsdn/2025-12-19/cons_prim.csv", "ofac/consolidated_nonsdn/2025-12-19/cons_alt.csv", "ofac/consolidated_nonsdn/2025-12-19/cons_add.csv", "ofac/consolidated_nonsdn/2025-12-19/cons_comments.csv"),
		"un_sc_sanctions":         unText(t, dir),
		"au_dfat_sanctions":       auText(t, dir),
		"eu_fsf":                  euText(t, dir),
		"gb_fcdo_sanctions":       blocks(t, filepath.Join(dir, "uk/uk_sanctions_list_PARTIAL_2026-08-14.xml"), "<Designation>", regexp.MustCompile(`<UniqueID>(.*?)</UniqueID>`)),
		"il_mod_crypto":           whole(t, dir, "other/il_nbctf_crypto_wallets.csv"),
		"cn_sanctions":            whole(t, dir, "other/cn_sanctions.csv"),
		"us_dod_chinese_milcorps": whole(t, dir, "other/us_dod_1260H.csv"),
		"us_trade_csl":            whole(t, dir, "other/us_csl_PARTIAL_2019-12.csv"),
		"ua_war_sanctions":        whole(t, dir, "ua/ua_war_sanctions_targets_simple_2026-03.csv"),
		"ch_seco_sanctions":       whole(t, dir, "ch/seco_PARTIAL_trimmed_2026-08-27.xml"),
		"ca_dfatd_sema_sanctions": whole(t, dir, "ca/sema_2025-04.xml"),
		"eu_journal_sanctions":    whole(t, dir, "eu/journal/consolidated/32014R0833.csv"),
	}
	for uid, text := range jsonNames(t, dir) { // proof that the record is on the list of August 2026
		official["us_ofac_sdn"][uid] += " listed-2026 " + text
	}
	squeeze := func(s string) string {
		var b strings.Builder
		for _, r := range strings.ToUpper(s) {
			if r == 'І' || strings.ContainsRune(" \u00a0-–,.'’‘\"“”()/;«»_\u0301", r) {
				continue
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	elsewhere := regexp.MustCompile(`spelling`) // the source line says where the original spelling was taken from
	checked, names := 0, 0
	for id, e := range everything(t) {
		texts := official[e.List]
		text, ok := texts[e.ID]
		if !ok {
			text, ok = texts["*"]
		}
		if !ok {
			if e.List == "gb_fcdo_sanctions" && strings.HasPrefix(e.ID, "sample-") {
				continue // says itself that the official record was not seen
			}
			t.Errorf("%s: no official record at hand", id)
			continue
		}
		if e.List == "us_ofac_sdn" && !strings.Contains(text, " listed-2026 ") {
			t.Errorf("%s is not on the SDN list of August 2026", id)
		}
		checked++
		text = squeeze(text)
		find := func(what, v string, c entity.Certainty) {
			names++
			if c != "" || e.Certainty != "" || strings.Contains(text, squeeze(v)) {
				return
			}
			t.Errorf("%s: %s %q is not in the official record and carries no mark", id, what, v)
		}
		for _, n := range e.Names {
			if n.Kind == entity.NameOriginal && e.List == "us_ofac_sdn" && elsewhere.MatchString(e.Origin.Source) {
				continue
			}
			if n.Parts != nil && n.Kind != entity.NameOriginal { // "LAST, First" there, "First LAST" here
				for _, p := range n.Parts {
					find("name part", p.Value, n.Certainty)
				}
				continue
			}
			words := strings.Fields(n.Full)
			for _, w := range words {
				find("word of the name "+n.Full, w, n.Certainty)
			}
		}
		for _, x := range e.Identifiers {
			if x.Note == "" && !(x.Type == entity.IDISIN) { // a note says where another number comes from
				find(string(x.Type), x.Value, x.Certainty)
			}
		}
	}
	t.Logf("%d records, %d names and numbers checked", checked, names)
	if checked < 100 {
		t.Errorf("only %d records checked", checked)
	}
}

// rows gives the text of each record, from CSV files keyed by one column.
func rows(t *testing.T, dir string, col int, files ...string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, f := range files {
		r := csv.NewReader(open(t, filepath.Join(dir, f)))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		for {
			rec, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(rec) > col {
				out[rec[col]] += " " + strings.Join(rec, " ")
			}
		}
	}
	return out
}

func open(t *testing.T, path string) io.Reader {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(b))
}

func whole(t *testing.T, dir, file string) map[string]string {
	t.Helper()
	b, err := io.ReadAll(open(t, filepath.Join(dir, file)))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("&amp;", "&", "\u0092", "’").Replace(string(b)) // windows-1252 apostrophes in the CSL
	return map[string]string{"*": text}
}

func jsonNames(t *testing.T, dir string) map[string]string {
	t.Helper()
	in := listtest.Load(t, filepath.Join(dir, "ofac/2026-08-01/sdn_names_2026-08-03.jsonl.gz"))
	rc, err := in.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	out := make(map[string]string)
	dec := json.NewDecoder(rc)
	for {
		var x struct {
			ID   string `json:"entity_id"`
			Name string `json:"primary_name"`
		}
		if err := dec.Decode(&x); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		_, uid, _ := strings.Cut(x.ID, ":")
		out[uid] = x.Name
	}
}

func unText(t *testing.T, dir string) map[string]string {
	t.Helper()
	f := filepath.Join(dir, "un/un_consolidated_2026-08-01.xml")
	re := regexp.MustCompile(`<DATAID>(.*?)</DATAID>`)
	out := blocks(t, f, "<INDIVIDUAL>", re)
	for k, v := range blocks(t, f, "<ENTITY>", re) {
		out[k] = v
	}
	return out
}

// blocks cuts an XML file at an element and gives the character data of each.
func blocks(t *testing.T, file, at string, id *regexp.Regexp) map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, block := range strings.Split(string(b), at)[1:] {
		m := id.FindStringSubmatch(block)
		if m == nil {
			continue
		}
		end := strings.Replace(at, "<", "</", 1)
		block, _, _ = strings.Cut(block, end)
		dec := xml.NewDecoder(strings.NewReader(at + block + end))
		var text strings.Builder
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := tok.(xml.CharData); ok {
				text.Write(c)
				text.WriteByte(' ')
			}
		}
		out[m[1]] = text.String()
	}
	return out
}

// euText keys the annexes as the sample does: act, part and number.
func euText(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, act := range []string{"32014R0269", "32012R0267", "32023R1529", "32001R2580", "32002R0881", "32006R0765", "32017R1509"} {
		r := csv.NewReader(open(t, filepath.Join(dir, "eu/journal/consolidated", act+".csv")))
		r.LazyQuotes, r.FieldsPerRecord = true, -1
		recs, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs[1:] {
			id := act + "-" + rec[1]
			switch text := strings.Join(rec, " "); {
			case act == "32014R0269":
				id = act + "-" + strings.ToLower(strings.TrimPrefix(rec[3], "I.")) + "-" + rec[1]
				out[id] = text
			case act == "32002R0881" && strings.HasPrefix(rec[8], "Usama Muhammed"):
				out[act+"-bin-laden"] = text
			default:
				out[id] += " " + text
			}
		}
	}
	return out
}

func auText(t *testing.T, dir string) map[string]string {
	t.Helper()
	x, err := excelize.OpenFile(filepath.Join(dir, "au/dfat_consolidated_2026-08-01.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	recs, err := x.GetRows(x.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, r := range recs {
		if len(r) > 0 {
			out[strings.TrimRight(r[0], "abcdefghijklmnopqrstuvwxyz")] += " " + strings.Join(r, " ")
		}
	}
	return out
}
