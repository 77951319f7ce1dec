package list

import "strings"

// Clean folds runs of white space (of any kind, no-break spaces too) to single
// spaces and trims the ends. Nothing else is changed: a name stays as published.
func Clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// Empty reports whether a published value says "nothing": "", "-", "-0-",
// "N/A", "NA", "N/D", "none", "null", "unknown", "not available", ".". It is not
// for fields of two-letter codes, where "NA" is Namibia.
func Empty(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "-", "--", "-0-", "n/a", "na", "n.a.", "n/d", "none", "null", "unknown", "unkown", "not available", "nil", ".", "?":
		return true
	}
	return false
}
