package name

// LegalClass numbers the class of a legal form; forms that are generic ("co")
// or cover others are 0, which contradicts nothing.
func LegalClass(class string) uint8 {
	switch class {
	case "llc":
		return 1
	case "jsc":
		return 2
	case "lp":
		return 4
	case "gp":
		return 5
	case "soe":
		return 6
	case "coop":
		return 7
	case "ngo":
		return 8
	}
	return 0
}
