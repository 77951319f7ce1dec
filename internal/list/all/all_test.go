package all

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestSources checks what every source promises, whatever its publisher.
func TestSources(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(_[a-z0-9]+)+$`)
	seen := make(map[string]bool)
	for _, s := range Sources() {
		if !id.MatchString(s.ID) || seen[s.ID] {
			t.Errorf("%s: not an id, or twice", s.ID)
		}
		seen[s.ID] = true
		if s.Title == "" || s.Publisher == "" || s.Country == "" || s.Homepage == "" || s.Terms == "" || s.Rhythm == "" || len(s.Formats) == 0 {
			t.Errorf("%s: lacks a title, publisher, country, homepage, terms, rhythm or format", s.ID)
		}
		for _, r := range s.Remotes {
			u, err := url.Parse(r.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" || r.Name == "" {
				t.Errorf("%s: remote %+v: %v", s.ID, r.Name, err)
			}
		}
		if len(s.Remotes) > 0 && len(s.Expect.Min) == 0 && len(s.Expect.Fill) == 0 {
			t.Errorf("%s: fetched without expectations", s.ID)
		}
		if f, ok := Find(s.ID); !ok || f.ID != s.ID {
			t.Errorf("%s: not found by its id", s.ID)
		}
	}
	if s, ok := Find("os_peps"); !ok || !strings.Contains(s.Remotes[0].URL, "/peps/") {
		t.Error("a dataset of OpenSanctions is not found by its name")
	}
	if _, ok := Find("nonsense"); ok {
		t.Error("an unknown id was found")
	}
}
