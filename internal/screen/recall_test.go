package screen_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list/listtest"
	"github.com/interdict-dev/interdict/internal/list/ofac"
	"github.com/interdict-dev/interdict/internal/list/un"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
	"github.com/interdict-dev/interdict/internal/screen"
)

func listed(id string, schema entity.Schema, names ...string) *entity.Entity {
	e := &entity.Entity{ID: id, List: "test", Schema: schema}
	for _, n := range names {
		e.Names = append(e.Names, entity.Name{Full: n, Kind: entity.NameAlias})
	}
	return e
}

// TestCommonWordsHideNothing: names that share with the query only its commonest
// words, and beside them initials or words written together, are found though
// common words are not walked.
func TestCommonWordsHideNothing(t *testing.T) {
	entities := []*entity.Entity{
		listed("initials", entity.Person, "V. S. Ivanov"),
		listed("initials too", entity.Person, "V.S.Ivanov"),
		listed("words", entity.Person, "Vladimir Sergeyevich Ivanov"),
		listed("comma", entity.Person, "Ivanov Vladimir", "IVANOV, Vladimir"),
		listed("joined", entity.Person, "Vladimirsergeyevich Ivanov"),
	}
	for i := range 400 {
		entities = append(entities, listed(fmt.Sprint(i), entity.Person, fmt.Sprintf("Quux%c%c%c Ivanov", 'a'+i%26, 'a'+i/26, 'a'+i%7)))
	}
	s := snapshot(t, entities)
	for _, q := range []string{"Vladimir Sergeyevich Ivanov", "V. S. Ivanov", "Ivanov V. S.", "Vladimir S. Ivanov", "Ivanov, Vladimir", "Ivanov Vladimir", "Vladimir Ser geyevich Ivanov", "V Ivanov", "Ivanov"} {
		for _, threshold := range []float64{0.001, 0.05, 0.3, 0.65, 0.9} {
			compareWithScan(t, s, entities, screen.Query{Schema: entity.Person, Names: []string{q}, Threshold: threshold})
			compareWithScan(t, s, entities, screen.Query{Names: []string{q}, Threshold: threshold})
		}
	}
}

// inCyrillic writes a Latin name in Cyrillic letters, one for one.
var inCyrillic = strings.NewReplacer("shch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "ya", "я",
	"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "дж", "k", "к", "l", "л", "m", "м", "n", "н",
	"o", "о", "p", "п", "q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "кс", "y", "й", "z", "з")

// inArabic leaves the short vowels out, as Arabic does.
var inArabic = strings.NewReplacer("sh", "ش", "kh", "خ", "gh", "غ", "th", "ث", "dh", "ذ", "ou", "و", "oo", "و", "ee", "ي",
	"a", "ا", "b", "ب", "c", "ك", "d", "د", "e", "", "f", "ف", "g", "ج", "h", "ه", "i", "ي", "j", "ج", "k", "ك", "l", "ل", "m", "م", "n", "ن",
	"o", "و", "p", "ب", "q", "ق", "r", "ر", "s", "س", "t", "ت", "u", "و", "v", "ف", "w", "و", "x", "كس", "y", "ي", "z", "ز")

// asked makes query names of a listed one, each with what was done to it.
func asked(r *rand.Rand, listed string) (how, q string) {
	switch words := strings.Fields(listed); r.IntN(10) {
	case 0:
		return "as listed", listed
	case 1:
		return "Cyrillic", inCyrillic.Replace(strings.ToLower(listed))
	case 2:
		return "Arabic", inArabic.Replace(strings.ToLower(listed))
	case 3:
		if len(words) > 1 {
			return "family name first", words[len(words)-1] + ", " + strings.Join(words[:len(words)-1], " ")
		}
	case 4:
		for i := range words[:len(words)-1] {
			words[i] = string([]rune(words[i])[:1]) + "."
		}
		return "initials", strings.Join(words, " ")
	case 5:
		return "run together", strings.Join(words, "")
	}
	return "mutated", mutate(r, listed)
}

// TestOracle holds the index against the full scan on a sample of each kind of
// entity of OFAC's list and on the whole UN list with its original scripts, down
// to thresholds that nobody would use.
func TestOracle(t *testing.T) {
	data := listtest.Data(t)
	dir := filepath.Join(data, "lists/ofac/2023-12-28")
	all, _ := listtest.MustParse(t, ofac.SDN(), listtest.Load(t, filepath.Join(dir, "sdn.csv"), filepath.Join(dir, "add.csv"), filepath.Join(dir, "alt.csv"), filepath.Join(dir, "sdn_comments.csv")))
	r := rand.New(rand.NewPCG(11, 11))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	taken := make(map[entity.Family]int)
	var sample []*entity.Entity
	for _, e := range all {
		if f := e.Schema.Family(); len(e.Names) > 0 && taken[f] < 1000 {
			taken[f]++
			sample = append(sample, e)
		}
	}
	for _, f := range []entity.Family{entity.FamilyPerson, entity.FamilyOrg, entity.FamilyObject} {
		if taken[f] < 500 {
			t.Errorf("only %d entities of family %v", taken[f], f)
		}
	}
	unEntities, _ := listtest.MustParse(t, un.Source(), listtest.Load(t, filepath.Join(data, "lists/un/un_consolidated_2026-02-27.xml")))
	n := 150
	if testing.Short() {
		n = 15
	}
	for list, entities := range map[string][]*entity.Entity{"OFAC": sample, "UN": unEntities} {
		s := snapshot(t, entities)
		original := slices.DeleteFunc(slices.Clone(entities), func(e *entity.Entity) bool {
			return !slices.ContainsFunc(e.Names, func(n entity.Name) bool { return n.Kind == entity.NameOriginal })
		})
		for i := range n {
			r := rand.New(rand.NewPCG(12, uint64(i)))
			e := entities[r.IntN(len(entities))]
			how, text := asked(r, e.Names[r.IntN(len(e.Names))].Full)
			if len(original) > 0 && i%4 == 0 {
				e = original[r.IntN(len(original))]
				k := slices.IndexFunc(e.Names, func(n entity.Name) bool { return n.Kind == entity.NameOriginal })
				how, text = "original script", e.Names[k].Full
				if r.IntN(2) == 0 {
					text = mutate(r, text)
				}
			}
			q := screen.Query{Schema: e.Schema, Names: []string{text}, Threshold: []float64{0.005, 0.1, 0.3, 0.5, 0.65, 0.9}[r.IntN(6)]}
			if name.TooLong(text) || len(name.Parse(text, match.ClassOf(e.Schema)).Tokens) == 0 {
				continue
			}
			if r.IntN(3) == 0 {
				q.Schema = ""
			}
			if r.IntN(3) == 0 {
				q.BirthDates = entity.FactsOf(e).Births
			}
			if r.IntN(6) == 0 {
				q.Countries = []string{"ru"}
			}
			if r.IntN(6) == 0 && len(e.Identifiers) > 0 {
				q.Identifiers = e.Identifiers[:1]
			}
			t.Run(fmt.Sprintf("%s/%s/%d", list, how, i), func(t *testing.T) { compareWithScan(t, s, entities, q) })
		}
	}
}

// TestScriptsMeetHan: queries and names in scripts written without spaces.
func TestScriptsMeetHan(t *testing.T) {
	entities := []*entity.Entity{
		listed("xi", entity.Person, "习近平"), listed("xi latin", entity.Person, "XI, Jinping"), listed("kim", entity.Person, "김정은"), listed("kim latin", entity.Person, "KIM, Jong Un"),
		listed("lu", entity.Person, "吕布"), listed("huawei", entity.Company, "华为技术有限公司"), listed("huawei latin", entity.Company, "HUAWEI TECHNOLOGIES CO., LTD."),
		listed("toyota", entity.Company, "トヨタ自動車株式会社"), listed("samsung", entity.Company, "삼성전자 주식회사"), listed("putin", entity.Person, "ウラジーミル・プーチン"),
		listed("anna", entity.Person, "Анна Ли"), listed("rahman", entity.Person, "عبد الرحمن محمد"), listed("netanyahu", entity.Person, "בנימין נתניהו"),
	}
	s := snapshot(t, entities)
	for _, q := range []string{"习近平", "Xi Jinping", "Xi Jin Ping", "Xijinping", "近平 习", "김정은", "Kim Jong-un", "Gim Jeongeun", "Lyu Bu", "Lu Bu", "Lv Bu", "Huawei Jishu Youxian Gongsi", "华为", "Hua Wei", "Toyota Jidosha KK", "Samseong Jeonja",
		"Vladimir Putin", "Ри Анна", "Abdul Rahman Mohammed", "Abdurrahman Muhammad", "Netanyahu, Benjamin", "Bibi Netanyahu"} {
		for _, schema := range []entity.Schema{"", entity.Person, entity.Company} {
			for _, threshold := range []float64{0.001, 0.3, 0.65} {
				compareWithScan(t, s, entities, screen.Query{Schema: schema, Names: []string{q}, Threshold: threshold})
			}
		}
	}
}
