package ftm

import "slices"

// scriptOf returns the ISO 15924 code of the first letter of s that is not
// Latin, "" when all letters are Latin.
func scriptOf(s string) string {
	for _, r := range s {
		switch {
		case r < 0x370:
		case r < 0x400:
			return "Grek"
		case r < 0x530:
			return "Cyrl"
		case r < 0x590:
			return "Armn"
		case r < 0x600:
			return "Hebr"
		case r < 0x700, r >= 0x750 && r < 0x780, r >= 0x8A0 && r < 0x900, r >= 0xFB50 && r < 0xFE00, r >= 0xFE70 && r < 0xFEFF:
			return "Arab"
		case r >= 0x900 && r < 0x980:
			return "Deva"
		case r >= 0x980 && r < 0xA00:
			return "Beng"
		case r >= 0xE00 && r < 0xE80:
			return "Thai"
		case r >= 0xE80 && r < 0xF00:
			return "Laoo"
		case r >= 0x1000 && r < 0x10A0:
			return "Mymr"
		case r >= 0x10A0 && r < 0x1100, r >= 0x1C90 && r < 0x1CC0:
			return "Geor"
		case r >= 0x1200 && r < 0x13A0:
			return "Ethi"
		case r >= 0x1780 && r < 0x1800:
			return "Khmr"
		case r >= 0x3040 && r < 0x30A0:
			return "Hira"
		case r >= 0x30A0 && r < 0x3100:
			return "Kana"
		case r >= 0xAC00 && r < 0xD7B0, r >= 0x1100 && r < 0x1200:
			return "Hang"
		case r >= 0x3400 && r < 0xA000, r >= 0xF900 && r < 0xFB00, r >= 0x20000 && r < 0x30000:
			return "Hani"
		}
	}
	return ""
}

// homeScripts are the countries where a script is the one of people's papers. A
// name in such a script is the original of an entity of that country; elsewhere
// it is a transcription (the EU publishes every name in Greek and Bulgarian).
var homeScripts = map[string][]string{
	"Cyrl": {"ru", "by", "ua", "bg", "rs", "me", "mk", "ba", "kz", "kg", "tj", "mn", "uz", "tm", "md", "suhh", "az", "ge", "am", "ua-cri"},
	"Arab": {"sy", "iq", "ir", "ly", "eg", "sa", "ae", "qa", "kw", "bh", "om", "ye", "jo", "lb", "ps", "sd", "dz", "ma", "tn", "mr", "af", "pk", "so", "dj", "km", "eh"},
	"Hani": {"cn", "tw", "hk", "mo", "sg", "jp", "my", "kr", "kp"},
	"Hira": {"jp"},
	"Kana": {"jp"},
	"Hang": {"kr", "kp"},
	"Grek": {"gr", "cy"},
	"Hebr": {"il"},
	"Armn": {"am"},
	"Geor": {"ge"},
	"Deva": {"in", "np"},
	"Beng": {"bd", "in"},
	"Thai": {"th"},
	"Laoo": {"la"},
	"Mymr": {"mm"},
	"Khmr": {"kh"},
	"Ethi": {"et", "er"},
}

func originalScript(script string, countries []string) bool {
	home := homeScripts[script]
	for _, c := range countries {
		if slices.Contains(home, c) {
			return true
		}
	}
	return false
}
