package list

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interdict-dev/interdict/internal/entity"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct{ text, want string }{ // want is EDTF, "" for an error
		{"1975-03-02", "1975-03-02"}, {" 1975-03-02 ", "1975-03-02"}, {"1975-03", "1975-03"}, {"1975", "1975"},
		{"1960-01-01-05:00", "1960-01-01"}, {"1960-01-01+02:00", "1960-01-01"}, {"1960-01-01Z", "1960-01-01"},
		{"2026-08-05T16:47:04.449+02:00", "2026-08-05"}, {"2025-05-23T18:28:10", "2025-05-23"}, {"2026-01-28T00:00:11.197Z", "2026-01-28"},
		{"1975-03-02 00:00:00", "1975-03-02"}, {"31/12/1975 00:00:00", "1975-12-31"}, {"31/12/1975 12:00 AM", "1975-12-31"},
		{"19750302", "1975-03-02"}, {"1975-00-00", "1975"}, {"1960-xx-02", "1960-XX-02"}, {"1975/03/02", "1975-03-02"},
		{"19 Mar 1960", "1960-03-19"}, {"March 19, 1960", "1960-03-19"}, {"Mar 1960", "1960-03"}, {"19 March, 1960", "1960-03-19"},
		{"21st July 1997", "1997-07-21"}, {"21. Jul 1997", "1997-07-21"}, {"8 Oct.1970", "1970-10-08"}, {"1 Jul. 2015", "2015-07-01"},
		{"Nov. 1973", "1973-11"}, {"5 Sept 1970", "1970-09-05"}, {"19-Mar-1960", "1960-03-19"}, {"the 3rd of May 1960", "1960-05-03"},
		{"1.12.2011", "2011-12-01"}, {"6.5.1974.", "1974-05-06"}, {"10.8. 1960", "1960-08-10"}, {"28.01 1966", "1966-01-28"}, {"04/07/2018", "2018-07-04"},
		{"2/6/2003", "2003-06-02"}, {"03/1968", "1968-03"}, {"01-02-1960", "1960-02-01"},
		// partial
		{"dd/mm/1975", "1975"}, {"00/00/1975", "1975"}, {"15/08/19yy", "XXXX-08-15"}, {"dd/09/1958", "1958-09"}, {"??/??/1970", "1970"},
		{"10 October (year unknown)", "XXXX-10-10"}, {"28 September; (year unknown)", "XXXX-09-28"}, {"15/08/????", "XXXX-08-15"}, {"21 April", "XXXX-04-21"},
		{"15/08/0000", "XXXX-08-15"}, {"00/08/1960", "1960-08"},
		// circa
		{"circa 1960", "1960~"}, {"Circa 1960", "1960~"}, {"c.1960", "1960~"}, {"c. 1960", "1960~"}, {"c1960", "1960~"}, {"ca. 1947", "1947~"},
		{"approximately 1960", "1960~"}, {"Approx 1977", "1977~"}, {"1963 (approximative)", "1963~"}, {"1970 circa", "1970~"}, {"around 1970", "1970~"},
		{"(probably) 1944", "1944~"}, {"1980 (presumed)", "1980~"}, {"on or around 3.4.1973", "1973-04-03~"}, {"possibly 23.7.1981", "1981-07-23~"},
		{"circa 07 Jul 1966", "1966-07-07~"}, {"1970?", "1970~"}, {"~1970", "1970~"}, {"około 1970", ""},
		// ranges
		{"1960 to 1965", "1960/1965"}, {"between 1960 and 1965", "1960/1965"}, {"Between 1960 and 1962 (Approximately )", "1960/1962~"},
		{"1960-1965", "1960/1965"}, {"1958 - 1964", "1958/1964"}, {"1958–1964", "1958/1964"}, {"1958 - 1963 (approximative)", "1958/1963~"},
		{"circa 1979-1982", "1979/1982~"}, {"from 1960 to 1965", "1960/1965"}, {"1960-65", "1960/1965"}, {"1960-05", "1960-05"},
		{"01 Jan 1960 to 31 Dec 1965", "1960/1965"}, {"01 Jan 1973 to 31 Dec 1973", "1973"}, {"01 Mar 1962 to 28 Feb 1963", "1962-03/1963-02"},
		{"01 Feb 1960 to 29 Feb 1960", "1960-02"}, {"Mar 1962 to Feb 1963", "1962-03/1963-02"}, {"between 1.1.1961 and 31.12.1963", "1961/1963"},
		{"Approximately: Between 1959 and 1965", "1959/1965~"}, {"Between Aug. and Sep 1977", "1977-08/1977-09"}, {"3 May to 9 June 1960", "1960-05-03/1960-06-09"},
		{"1960 to 1960", "1960"}, {"1965 to 1960", ""}, {"1959/1960", "1959/1960"}, {"1963 or 1964", "1963/1964"}, {"1972-08-10 or 1972-08-11", "1972-08-10/1972-08-11"},
		{"31.12.1970 or 1.1.1971", "1970-12-31/1971-01-01"}, {"March/April 1965", "1965-03/1965-04"}, {"1963 or 1965", ""}, {"1960/1970", ""},
		{"15 Feb 1960 - 20 Feb 1960", "1960-02-15/1960-02-20"}, {"1960-01-05/1960-02-07", ""}, {"between 1960 and", ""}, {"1.10.1981 or 11.11.1981", ""},
		// vague
		{"1960s", "1960/1969"}, {"late 1960s", "1967/1969"}, {"early 1970s", "1970/1973"}, {"born in the early 1970s", "1970/1973"},
		{"mid-1950s", "1954/1956"}, {"middle of the 1940s", "1944/1946"}, {"1960s-1970s", "1960/1979"}, {"Q3 1960", "1960-07/1960-09"}, {"1960 Q1", "1960-01/1960-03"},
		{"late 1960", "1960-07/1960-12"}, {"early 1960", "1960-01/1960-06"}, {"first quarter of 1960", "1960-01/1960-03"}, {"1965s", ""},
		// ornaments
		{"established 2001", "2001"}, {"DOB: 19/11/1956", "1956-11-19"}, {"'1975'", "1975"}, {"1964 (Gregorian calendar)", "1964"},
		// other languages and scripts
		{"3 марта 1960", "1960-03-03"}, {"3 березня 1960 року", "1960-03-03"}, {"1er janvier 1970", "1970-01-01"}, {"5 de mayo de 1962", "1962-05-05"},
		{"12. Dezember 1955", "1955-12-12"}, {"１９７５", "1975"}, {"3 août 1961", "1961-08-03"}, {"1960 г.", "1960"},
		// two-digit years
		{"23-Apr-68", "1968-04-23"}, {"Sep-99", "1999-09"}, {"31/12/75", "1975-12-31"}, {"1/1/24", ""}, {"24", ""}, {"May 12", ""}, {"22.05.24", ""},
		// never
		{"", ""}, {"   ", ""}, {"N/A", ""}, {"unknown", ""}, {"29/02/1969", ""}, {"31.04.1970", ""}, {"1975-13-01", ""}, {"1975-02-30", ""}, {"03/28/2025", ""},
		{"18798", ""}, {"0", ""}, {"00/00/0000", ""}, {"1", ""}, {"0975", ""}, {"2300", ""}, {"9999-12-31", "9999-12-31"},
		{"24/06/1402", ""}, {"24.6.1402 (Hijri calendar)", ""}, {"1343 (Iranian Hijri calendar)", ""}, {"12 Ramadan 1390", ""}, {"1390 AH", ""}, {"2543", ""},
		{"29 years old", ""}, {"before 1964", ""}, {"1962; 1967", ""}, {"(a) 1962 (b) 1967", ""}, {"Room 1960", ""}, {"1960 Tehran", ""}, {"12345678901234567890", ""},
		{"1-2-3-4", ""}, {"1975--03", ""}, {"1st", ""}, {"99 Mar 1960", ""}, {"0 Mar 1960", "1960-03"}, {"or", ""}, {"to", ""}, {"between", ""}, {"circa", ""}, {"q1", ""}, {"early", ""},
	} {
		d, err := ParseDate(tt.text, DayFirst)
		if got := d.String(); got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
}

func TestParseDateMonthFirst(t *testing.T) {
	for text, want := range map[string]string{
		"12/31/1975": "1975-12-31", "02/03/1975": "1975-02-03", "31/12/1975": "", "31.12.1975": "1975-12-31",
		"1975-02-03": "1975-02-03", "02-03-1975": "1975-02-03", "03/28/2025": "2025-03-28", "00/00/1975": "1975", "19 Mar 1960": "1960-03-19",
	} {
		d, err := ParseDate(text, MonthFirst)
		if got := d.String(); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseDate(%q, MonthFirst) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestParseDateErrors(t *testing.T) {
	for _, tt := range []struct {
		text string
		want error
	}{
		{"1390", ErrNotGregorian}, {"24.6.1402 (Hijri Calendar)", ErrNotGregorian}, {"5 Muharram 1400", ErrNotGregorian}, {"2530", ErrNotGregorian},
		{"1960 or 1970", ErrSeveralDates}, {"1/1/24", ErrCentury}, {"05", ErrCentury},
	} {
		if _, err := ParseDate(tt.text, DayFirst); !errors.Is(err, tt.want) {
			t.Errorf("ParseDate(%q): %v, want %v", tt.text, err, tt.want)
		}
	}
}

func TestParseDateSince(t *testing.T) {
	for text, want := range map[string]string{"22.05.24": "2024-05-22", "22.05.70": "1970-05-22", "22.05.69": "2069-05-22", "22.05.1924": "1924-05-22"} {
		d, err := ParseDateSince(text, DayFirst, 1970)
		if err != nil || d.String() != want {
			t.Errorf("ParseDateSince(%q, 1970) = %q, %v, want %q", text, d, err, want)
		}
	}
}

func TestParseDates(t *testing.T) {
	for _, tt := range []struct {
		text  string
		dates []string
		left  []string
	}{
		{"1975", []string{"1975"}, nil},
		{"(a) 5.2.1970, (b) 1971", []string{"1970-02-05", "1971"}, nil},
		{"(a) 30.7.1957 (b) 28.7.1957, (c) 1.1.1957, (d) 1956", []string{"1957-07-30", "1957-07-28", "1957-01-01", "1956"}, nil},
		{"a)1994 b)1993 c)1995", []string{"1994", "1993", "1995"}, nil},
		{"(i) 11.4.1963, (ii) 11.4.1960", []string{"1963-04-11", "1960-04-11"}, nil},
		{"1962; 1967", []string{"1962", "1967"}, nil},
		{"1962;1962", []string{"1962"}, nil},
		{"1979, 1980 or 1981", []string{"1979", "1980/1981"}, nil},
		{"19/03/1967; alt DOB: 19/11/1956", []string{"1967-03-19", "1956-11-19"}, nil},
		{"14 Mar 1974 >> 13 Apr 1974 >> 14 Apr 1974", []string{"1974-03-14", "1974-04-13", "1974-04-14"}, nil},
		{"March 19, 1960, March 20, 1961", []string{"1960-03-19", "1961-03-20"}, nil},
		{"27/05/1973 01/01/1975", []string{"1973-05-27", "1975-01-01"}, nil},
		{"26.12.2016/3.4.2017", []string{"2016-12-26", "2017-04-03"}, nil},
		{"10.2.1983 (or 10.3.1983)", []string{"1983-02-10", "1983-03-10"}, nil},
		{"Approximately 1960; between 1958 and 1964", []string{"1960~", "1958/1964"}, nil},
		{"1986,\n1969,\n22/09/1967", []string{"1986", "1969", "1967-09-22"}, nil},
		{"5.9.1990 (Singapore)", []string{"1990-09-05"}, []string{"Singapore"}},
		{"(a) 19.4.1982, (b) 24.6.1402 (Hijri Calendar)", []string{"1982-04-19"}, []string{"24.6.1402 (Hijri Calendar)"}},
		{"1343 (Iranian Hijri calendar), 1964 or 1965 (Gregorian calendar)", []string{"1964/1965"}, []string{"1343 (Iranian Hijri calendar)"}},
		{"Tehran", nil, []string{"Tehran"}},
		{"7 March", []string{"XXXX-03-07"}, nil},
		{"", nil, nil},
	} {
		dates, left := ParseDates(tt.text, DayFirst)
		var got []string
		for _, d := range dates {
			got = append(got, d.String())
		}
		if diff := cmp.Diff(tt.dates, got); diff != "" {
			t.Errorf("ParseDates(%q): dates (-want +got)\n%s", tt.text, diff)
		}
		if diff := cmp.Diff(tt.left, left); diff != "" {
			t.Errorf("ParseDates(%q): left (-want +got)\n%s", tt.text, diff)
		}
	}
}

func TestExcelDate(t *testing.T) {
	for _, tt := range []struct {
		serial float64
		want   string
	}{
		{1, "1900-01-01"}, {59, "1900-02-28"}, {61, "1900-03-01"}, {18798, "1951-06-19"}, {41988.5, "2014-12-15"}, {46126, "2026-04-14"}, {2958465, "9999-12-31"},
		{0, ""}, {-3, ""}, {60, ""}, {2958466, ""},
	} {
		d, err := ExcelDate(tt.serial)
		if d.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("ExcelDate(%v) = %q, %v, want %q", tt.serial, d, err, tt.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"circa 1960", "15/08/19yy", "between 1960 and 1965", "1960-65", "Q3 1960", "late 1960s", "(((", "a) 1 b) 2", "1960 or 1961", "3 марта 1960", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, order := range []DateOrder{DayFirst, MonthFirst} {
			d, err := ParseDate(s, order)
			if err != nil {
				if d != (entity.Date{}) {
					t.Fatalf("ParseDate(%q) gives %v with an error", s, d)
				}
			} else if d.IsZero() || !d.Valid() {
				t.Fatalf("ParseDate(%q) = %+v", s, d)
			} else if back, err := entity.ParseDate(d.String()); err != nil || back != d {
				t.Fatalf("ParseDate(%q) = %q, which reads back as %q, %v", s, d, back, err)
			}
			dates, left := ParseDates(s, order)
			if err == nil && len(left) == 0 && len(dates) != 1 && s != "" {
				t.Fatalf("ParseDates(%q) = %v, want the one date %v", s, dates, d)
			}
		}
	})
}

func BenchmarkParseDate(b *testing.B) {
	for _, s := range []string{"1975-03-02", "19 Mar 1960", "31/12/1975", "01 Jan 1960 to 31 Dec 1965", "between 1960 and 1965 (approximately)"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseDate(s, DayFirst)
			}
		})
	}
}
