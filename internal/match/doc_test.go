package match_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/name"
)

var update = flag.Bool("update", false, "write the computed parts of docs/matching.md anew")

// TestMatchingPage computes the tables of docs/matching.md and compares them
// with the page: each stands between "<!-- computed: NAME -->" and "<!-- end -->".
func TestMatchingPage(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "matching.md")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	p := match.Default()
	mansour := "Akhtar Mohammad Mansour Shah Mohammed"
	computed := map[string]string{
		"names":     namesTable(),
		"example":   evidenceTable(t, person("Akhtar Mansur", born("1960")), person(mansour, born("1960-05-13"), from("af"))),
		"contra":    evidenceTable(t, person("Khalid Mansour"), person("Akhtar Mansour")),
		"company":   evidenceTable(t, company("Romashka Trading LLC"), company("ООО «Ромашка»")),
		"features":  featuresTable(),
		"threshold": fmt.Sprintf("The default threshold is **%v**; the parameters are version `%s`.\n", p.Threshold, p.Version),
		"facts": fmt.Sprintf("| fact | log-odds |\n|---|--:|\n| birth date equal to the day | %+.1f |\n| equal to the month | %+.1f |\n| equal to the year | %+.1f |\n| near: within circa or a range | %+.1f |\n| near: one digit, digits swapped, day and month swapped | %+.1f |\n| another day, or a year off | %+.1f |\n| another year | %+.1f |\n| a country in common | %+.1f |\n| countries, none in common | %+.1f |\n| another gender | %+.1f |\n| identifier of a unique type equal | %+.1f |\n| short number equal, type unsure | %+.1f |\n| identifier of a unique type, another number | %+.1f |\n| beside an equal identifier: the name agrees | %+.1f |\n| beside an equal identifier: the name is another | %+.1f |\n",
			p.BirthDateEqual, p.BirthMonthEqual, p.BirthYearEqual, p.BirthYearNear, p.BirthDateTypo, p.BirthDateDiffers, p.BirthYearDiffers, p.CountryEqual, p.CountryDiffers, p.GenderDiffers,
			p.IdentifierEqual, p.IdentifierLoose, p.IdentifierDiffers, p.IDNameAgrees, p.IDNameDiffers),
	}
	const end = "<!-- end -->"
	for part, want := range computed {
		mark := "<!-- computed: " + part + " -->\n"
		from := strings.Index(page, mark)
		if from < 0 {
			t.Errorf("%s has no part %q", file, part)
			continue
		}
		from += len(mark)
		to := strings.Index(page[from:], end)
		if to < 0 {
			t.Fatalf("part %q has no end", part)
		}
		if got := page[from : from+to]; got != want {
			if *update {
				page = page[:from] + want + page[from+to:]
				continue
			}
			t.Errorf("part %q of %s is out of date (go test ./internal/match -run MatchingPage -update):\n%s\nwant\n%s", part, file, got, want)
		}
	}
	if n := strings.Count(page, "<!-- computed: "); n != len(computed) {
		t.Errorf("%d computed parts on the page, %d known", n, len(computed))
	}
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func evidenceTable(t *testing.T, q, c *match.Party) string {
	var b strings.Builder
	b.WriteString("| evidence | log-odds | sum | score so far |\n|---|--:|--:|--:|\n")
	sum := 0.0
	r := compare(t, q, c)
	for _, e := range r.Evidence {
		sum += e.Logit
		fmt.Fprintf(&b, "| %s: %s | %+.2f | %.2f | %.3f |\n", e.Feature, strings.TrimPrefix(e.Text, e.Feature+": "), e.Logit, sum, match.Score(sum))
	}
	fmt.Fprintf(&b, "\nScore **%.3f**.\n", r.Score)
	return b.String()
}

func featuresTable() string {
	var b strings.Builder
	b.WriteString("| item | meaning |\n|---|---|\n")
	for _, d := range match.Features() {
		fmt.Fprintf(&b, "| %s | %s |\n", d.Name, d.Doc)
	}
	return b.String()
}

func namesTable() string {
	var b strings.Builder
	b.WriteString("| name | of a | parts |\n|---|---|---|\n")
	for _, x := range []struct {
		schema entity.Schema
		text   string
	}{
		{entity.Person, "Владимир Путин"}, {entity.Person, "PUTIN, Vladimir V."}, {entity.Person, "Sheikh Ahmad al-Rahman"}, {entity.Person, "عبد الرحمن"}, {entity.Person, "김정은"}, {entity.Person, "习近平"},
		{entity.Company, "ПАО «НК Роснефть»"}, {entity.Company, "Forty Four Research Bureau LLC"}, {entity.Company, "华为技术有限公司"}, {entity.Vessel, "M/V Galaxy Star IV"},
	} {
		var parts []string
		for _, tok := range name.Parse(x.text, match.ClassOf(x.schema)).Tokens {
			s := "`" + tok.Text + "`"
			if tok.Kind != name.Word {
				s += " (" + tok.Kind.String() + ")"
			}
			if len(tok.Alts) > 0 {
				s += " or " + strings.Join(tok.Alts, ", ")
			}
			parts = append(parts, s)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", x.text, strings.ToLower(string(x.schema)), strings.Join(parts, " · "))
	}
	return b.String()
}
