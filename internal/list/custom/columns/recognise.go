package columns

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/custom/suggest"
	"golang.org/x/text/unicode/norm"
)

// Column is what one column was recognised as.
type Column struct {
	Header string // as in the file
	Field  Field

	Lang   string // of a name column: ISO 639 code in its heading
	Native bool   // of a name column: the heading says that it is in the original script
	Label  string // of an identifier column: the currency of a wallet
	Order  list.DateOrder
	Key    string // of an unrecognised column: the key of its attribute
	Hint   string // of an unrecognised column: a known heading that is close, or ""
}

// Columns are the columns of one file.
type Columns struct {
	All []Column
	opt Options
	by  map[Field][]int

	// What rows can have at all; the rest is not looked for row by row.
	types   []entity.IDType
	listing bool
}

// Options change how columns and rows are read. The zero value recognises
// everything by its heading.
type Options struct {
	// Mapping gives fields by heading (compared without case and spaces around
	// it); it overrules recognition. Ignore drops a column, Unknown keeps it as
	// an attribute.
	Mapping map[string]Field

	// DateOrder is how dates of digits only are read when the heading does not
	// say: day first unless told otherwise.
	DateOrder list.DateOrder

	// Schema of rows whose kind the file does not tell. Empty means: inferred
	// from the columns filled, LegalEntity when they do not tell.
	Schema entity.Schema

	// Listing holds the values for what a row does not say about its listing:
	// authority, country, programme, measures. A row gets a Listing when this is
	// set or one of its listing columns is filled.
	Listing entity.Listing
}

// ErrNothingToScreen is wrapped by the error for a table without a column that
// holds names or identifiers.
var ErrNothingToScreen = errors.New("no column is recognised as a name or an identifier")

// Bounds of the work that a hostile header can cause.
const (
	maxColumns = 1024
	maxHints   = 50
)

// Recognise finds out what each column holds. It returns an error when the
// mapping names a column or a field that does not exist, and one that wraps
// ErrNothingToScreen when no column can make a record findable.
func Recognise(header []string, opt Options) (*Columns, error) {
	c := &Columns{All: make([]Column, len(header)), opt: opt, by: make(map[Field][]int)}
	if len(header) > maxColumns {
		return nil, fmt.Errorf("more than %d columns", maxColumns)
	}
	mapping, err := checkMapping(header, opt.Mapping)
	if err != nil {
		return nil, err
	}
	kinds := make([]string, len(header)) // ambiguous word, "" for a clear one
	for i, h := range header {
		col := &c.All[i]
		col.Header, col.Order = h, opt.DateOrder
		if f, ok := mapping[key(h)]; ok {
			col.Field = f
			if _, isID := f.Identifier(); isID {
				col.Label = currency(key(h))
			}
		} else {
			kinds[i] = recognise(col)
		}
		if col.Field == Unknown {
			col.Key = attributeKey(h, i)
		}
	}
	c.resolve(kinds)
	found := false
	for i := range c.All {
		f := c.All[i].Field
		if f.single() && c.Has(f) { // the first such column counts, the others are kept
			f = Unknown
			c.All[i].Field, c.All[i].Key = f, attributeKey(header[i], i)
		}
		c.by[f] = append(c.by[f], i)
		found = found || f.identifies()
	}
	if !found {
		return nil, c.nothing()
	}
	for _, t := range identifierTypes {
		if c.Has(Field(t)) {
			c.types = append(c.types, t)
		}
	}
	c.listing = !emptyListing(opt.Listing) || slices.ContainsFunc(listingFields, c.Has)
	hints := 0
	for i := range c.All {
		if _, known := lookup(key(header[i])); c.All[i].Field == Unknown && !known && hints < maxHints {
			c.All[i].Hint = hint(header[i])
			hints++
		}
	}
	return c, nil
}

// Has reports whether a column holds f.
func (c *Columns) Has(f Field) bool { return len(c.by[f]) > 0 }

// nothing is the error for a table that cannot be screened, with the closest
// guesses.
func (c *Columns) nothing() error {
	var b strings.Builder
	for i, col := range c.All {
		if i == 30 {
			fmt.Fprintf(&b, ", and %d more", len(c.All)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", clip(col.Header))
		if h := hint(col.Header); h != "" {
			fmt.Fprintf(&b, " (did you mean %q?)", h)
		}
	}
	return fmt.Errorf("columns %s: %w; name one \"name\" or give a mapping", b.String(), ErrNothingToScreen)
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}

func checkMapping(header []string, mapping map[string]Field) (map[string]Field, error) {
	out := make(map[string]Field, len(mapping))
	given := make(map[string]string, len(mapping))
	have := make(map[string]bool, len(header))
	for _, h := range header {
		have[key(h)] = true
	}
	names := make([]string, 0, len(mapping))
	for h := range mapping {
		names = append(names, h)
	}
	sort.Strings(names)
	for _, h := range names {
		f := mapping[h]
		if f != Unknown && f != Ignore && !slices.Contains(Fields(), f) {
			return nil, fmt.Errorf("mapping of column %q: unknown field %q%s", h, f, didYouMean(string(f), fieldNames()))
		}
		if !have[key(h)] {
			return nil, fmt.Errorf("mapping of column %q: the file has no such column%s", h, didYouMean(h, header))
		}
		if other, twice := given[key(h)]; twice {
			return nil, fmt.Errorf("mapping of column %q: the same column as %q", h, other)
		}
		given[key(h)], out[key(h)] = h, f
	}
	return out, nil
}

func fieldNames() []string {
	all := Fields()
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = string(f)
	}
	return out
}

func didYouMean(word string, known []string) string {
	if near := suggest.Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// recognise sets what the heading of col alone tells. It returns the ambiguous
// word that the heading is, if it is one.
func recognise(col *Column) (word string) {
	main, inside := parentheses(col.Header)
	full, k := key(col.Header), key(main)
	if o, ok := dateOrder(key(inside)); ok {
		col.Order = o
	}
	if f, ok := lookup(full); ok {
		col.set(f, full)
		return ambiguousWord(full)
	}
	if inside != "" {
		if f, ok := lookup(key(inside)); ok {
			if _, isID := f.Identifier(); isID {
				if g, known := lookup(k); known && (g == Field("tax_id") || g == Field("registration") || g == DocumentNumber || g == Field("other") || g == Field("national_id")) {
					col.set(f, full)
					return ""
				}
			}
		}
		if lang, ok := languageByKey()[key(inside)]; ok {
			if f, known := strip(k); known && f.named() {
				col.set(f, k)
				col.Lang, col.Native = lang.code, lang.native
				return ambiguousWord(k)
			}
		}
	}
	if f, ok := strip(k); ok {
		col.set(f, full)
		return ambiguousWord(k)
	}
	for _, k := range []string{full, k} {
		if f, lang, ok := splitLanguage(k); ok {
			col.set(f, k)
			col.Lang, col.Native = languageByKey()[lang].code, languageByKey()[lang].native
			return ""
		}
	}
	return ""
}

func (col *Column) set(f Field, k string) {
	col.Field = f
	if f == Field("wallet") {
		col.Label = currency(k)
	}
}

// named reports whether a heading of the field can carry a language.
func (f Field) named() bool { return f == Name || f == Alias || f == Former }

func ambiguousWord(k string) string {
	if ambiguous(k) {
		return k
	}
	return ""
}

// parentheses cuts "Date of birth (dd/mm/yyyy)" in two.
func parentheses(h string) (main, inside string) {
	h = norm.NFKC.String(h)
	i := strings.IndexAny(h, "([")
	if i < 0 {
		return h, ""
	}
	inside = strings.TrimRight(h[i+1:], ")] *:")
	return h[:i], inside
}

// dateOrder reads "mm dd yyyy" in a heading.
func dateOrder(k string) (list.DateOrder, bool) {
	letters := strings.ReplaceAll(k, " ", "")
	switch {
	case strings.Contains(letters, "mmdd") && !strings.HasPrefix(letters, "yyyy"):
		return list.MonthFirst, true
	case strings.Contains(letters, "ddmm"):
		return list.DayFirst, true
	}
	return 0, false
}

// strip looks a heading up without the words that only say whose it is, and
// without a number at its end ("alias 2").
func strip(k string) (Field, bool) {
	try := func(k string) (Field, bool) {
		if f, ok := lookup(k); ok {
			return f, true
		}
		if s, plural := strings.CutSuffix(k, "s"); plural {
			if f, ok := lookup(s); ok {
				return f, true
			}
		}
		if s := strings.TrimRight(strings.TrimSpace(strings.TrimRight(k, "0123456789")), " "); s != k && s != "" && !ambiguous(s) {
			if f, ok := lookup(s); ok && f != Name && f != Street {
				return f, true
			}
		}
		return Unknown, false
	}
	if f, ok := try(k); ok {
		return f, true
	}
	for _, w := range ownerKeys() {
		if s, ok := strings.CutPrefix(k, w+" "); ok {
			if f, ok := try(s); ok {
				return f, true
			}
		}
		if s, ok := strings.CutSuffix(k, " "+w); ok {
			if f, ok := try(s); ok {
				return f, true
			}
		}
	}
	return Unknown, false
}

var ownerKeys = sync.OnceValue(func() []string {
	out := make([]string, len(owners))
	for i, w := range owners {
		out[i] = key(w)
	}
	return out
})

// splitLanguage recognises a name heading with a language at either end.
func splitLanguage(k string) (f Field, lang string, ok bool) {
	for _, lang := range languageKeys() {
		for _, rest := range []string{cut(strings.CutSuffix(k, " "+lang)), cut(strings.CutPrefix(k, lang+" "))} {
			if rest == "" {
				continue
			}
			if f, known := strip(rest); known && f.named() {
				return f, lang, true
			}
		}
	}
	return Unknown, "", false
}

func cut(s string, ok bool) string {
	if !ok {
		return ""
	}
	return s
}

var languageByKey = sync.OnceValue(func() map[string]language {
	out := make(map[string]language, len(languages))
	for k, v := range languages {
		out[key(k)] = v
	}
	return out
})

var languageKeys = sync.OnceValue(func() []string {
	out := make([]string, 0, len(languages))
	for k := range languages {
		out = append(out, key(k))
	}
	slices.SortFunc(out, func(a, b string) int { // longest first: "original script" before "original"
		if d := len(b) - len(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return out
})

func currency(k string) string {
	for _, w := range strings.Fields(k) {
		if c, ok := currencies[w]; ok {
			return c
		}
	}
	return ""
}

// resolve settles the words that mean a whole name or a part of one.
func (c *Columns) resolve(words []string) {
	has := func(f Field) bool {
		for i := range c.All {
			if c.All[i].Field == f {
				return true
			}
		}
		return false
	}
	first, last := has(First), has(Last)
	in := func(word string, of []string) bool {
		return slices.ContainsFunc(of, func(w string) bool { return key(w) == word })
	}
	for i, w := range words {
		switch {
		case w == "":
		case last && !first && in(w, firstIfLast):
			c.All[i].Field, first = First, true
		case first && !last && in(w, lastIfFirst):
			c.All[i].Field, last = Last, true
		}
	}
}
