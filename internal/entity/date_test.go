package entity

import (
	"encoding/json"
	"testing"
)

func TestDateText(t *testing.T) {
	for _, tt := range []struct {
		date Date
		text string
	}{
		{Date{}, ""},
		{NewDate(1975, 0, 0), "1975"},
		{NewDate(1975, 3, 0), "1975-03"},
		{NewDate(1975, 3, 2), "1975-03-02"},
		{NewDate(901, 3, 2), "0901-03-02"},
		{NewDate(0, 8, 15), "XXXX-08-15"},
		{NewDate(0, 2, 29), "XXXX-02-29"},
		{NewDate(0, 8, 0), "XXXX-08"},
		{NewDate(1975, 0, 2), "1975-XX-02"},
		{NewDate(0, 0, 2), "XXXX-XX-02"},
		{Date{Start: Day{1960, 0, 0}, End: Day{1965, 0, 0}}, "1960/1965"},
		{Date{Start: Day{1960, 1, 2}, End: Day{1965, 3, 0}}, "1960-01-02/1965-03"},
		{Date{End: Day{1965, 0, 0}}, "/1965"},
		{Date{Start: Day{1960, 0, 0}, Circa: true}, "1960~"},
		{Date{Start: Day{1960, 0, 0}, End: Day{1965, 0, 0}, Circa: true}, "1960/1965~"},
	} {
		if got := tt.date.String(); got != tt.text {
			t.Errorf("%+v.String() = %q, want %q", tt.date, got, tt.text)
		}
		got, err := ParseDate(tt.text)
		if err != nil || got != tt.date {
			t.Errorf("ParseDate(%q) = %+v, %v, want %+v", tt.text, got, err, tt.date)
		}
		j, err := json.Marshal(tt.date)
		var back Date
		if err != nil || json.Unmarshal(j, &back) != nil || back != tt.date {
			t.Errorf("%+v through JSON %s = %+v", tt.date, j, back)
		}
		if !tt.date.Valid() {
			t.Errorf("%+v is not Valid", tt.date)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{
		"75", "19750302", "1975-3-2", "1975-13", "1975-02-30", "1900-02-29", "XXXX-02-30", "XXXX", "XXXX-XX", "1975-03-02-01", "1965/1960", "1960/", "/", "~",
		"1960~~", " 1960", "0000", "1975-00", "1975-03-00", "196X", "+1960", "-1960", "1960/1962/1964", "１９６０",
	} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %+v, want an error", s, d)
		}
	}
	d := NewDate(1975, 3, 2)
	if err := d.UnmarshalText([]byte("nonsense")); err == nil || d != NewDate(1975, 3, 2) {
		t.Errorf("UnmarshalText of nonsense: %v, date now %v", err, d)
	}
}

func TestDateValid(t *testing.T) {
	for _, d := range []Date{
		NewDate(1975, 13, 1), NewDate(1975, 2, 29), NewDate(1975, 4, 31), NewDate(1975, 1, 32), {Start: Day{-1, 1, 1}}, {Start: Day{10000, 0, 0}},
		{Start: Day{1965, 0, 0}, End: Day{1960, 0, 0}}, {Start: Day{1960, 5, 2}, End: Day{1960, 5, 1}},
	} {
		if d.Valid() {
			t.Errorf("%+v is Valid", d)
		}
	}
}

func TestDatePrecisionAndYears(t *testing.T) {
	for _, tt := range []struct {
		text      string
		precision int
		from, to  int
	}{
		{"", 0, 0, 0}, {"1975", 1, 1975, 1975}, {"1975-03", 2, 1975, 1975}, {"1975-03-02", 3, 1975, 1975}, {"XXXX-03-02", 0, 0, 0},
		{"1960/1965", 1, 1960, 1965}, {"1960-03/1965", 2, 1960, 1965}, {"1960~", 1, 1960, 1960}, {"1975-XX-02", 1, 1975, 1975},
	} {
		d := mustDate(t, tt.text)
		if got := d.Start.Precision(); got != tt.precision {
			t.Errorf("%s: precision %d, want %d", tt.text, got, tt.precision)
		}
		if from, to := d.YearRange(); from != tt.from || to != tt.to {
			t.Errorf("%s: years %d to %d, want %d to %d", tt.text, from, to, tt.from, tt.to)
		}
	}
}

// The dates stand in ascending order: Compare must agree for every pair.
func TestDateCompare(t *testing.T) {
	sorted := []string{"", "XXXX-08-15", "1959", "1960-01-01", "1960-01", "1960", "1960/1965", "1960-01-02", "1960-02", "1960-12-31", "1961-01-01/1961-01-05", "1961"}
	for i, a := range sorted {
		for j, b := range sorted {
			got, back := mustDate(t, a).Compare(mustDate(t, b)), mustDate(t, b).Compare(mustDate(t, a))
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got != want || back != -want {
				t.Errorf("Compare(%q, %q) = %d and back %d, want %d", a, b, got, back, want)
			}
		}
	}
}

func mustDate(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"", "1975-03-02", "1960/1965~", "XXXX-08-15", "1975-XX-02", "/1965", "~", "1960/1960-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if d != (Date{}) {
				t.Fatalf("ParseDate(%q) = %+v with an error", s, d)
			}
			return
		}
		// "1905-XX" is read and written "1905": the text need not come back, the date must.
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("ParseDate(%q) = %+v, written %q, read back as %+v, %v", s, d, d.String(), back, err)
		}
		if !d.Valid() || d.Compare(d) != 0 || d.IsZero() != (s == "") {
			t.Fatalf("ParseDate(%q) = %+v", s, d)
		}
	})
}
