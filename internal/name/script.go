package name

import "unicode"

// Script is a writing system, as far as romanisation tells them apart.
type Script uint8

// The scripts that are told apart. ScriptOther is every other one: those of India,
// Thai, Lao and Ethiopic have tables (romanOther), the rest a last-resort table.
const (
	ScriptNone Script = iota // digits and signs only
	ScriptLatin
	ScriptCyrillic
	ScriptGreek
	ScriptArabic
	ScriptHebrew
	ScriptHan
	ScriptKana
	ScriptHangul
	ScriptGeorgian
	ScriptArmenian
	ScriptOther
)

var scriptNames = [...]string{"", "Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Han", "Kana", "Hangul", "Georgian", "Armenian", "other"}

// String returns the English name of the script.
func (s Script) String() string {
	if int(s) < len(scriptNames) {
		return scriptNames[s]
	}
	return "other"
}

func scriptOf(r rune) Script {
	switch {
	case r < 0x80:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return ScriptLatin
		}
		return ScriptNone
	case r < 0x250:
		if unicode.IsLetter(r) {
			return ScriptLatin
		}
		return ScriptNone
	case r >= 0x370 && r < 0x400 || r >= 0x1f00 && r < 0x2000:
		return ScriptGreek
	case r >= 0x400 && r < 0x530 || r >= 0x1c80 && r < 0x1c90 || r >= 0x2de0 && r < 0x2e00 || r >= 0xa640 && r < 0xa6a0:
		return ScriptCyrillic
	case r >= 0x530 && r < 0x590 || r >= 0xfb13 && r <= 0xfb17:
		return ScriptArmenian
	case r >= 0x590 && r < 0x600 || r >= 0xfb1d && r <= 0xfb4f:
		return ScriptHebrew
	case r >= 0x600 && r < 0x700 || r >= 0x750 && r < 0x780 || r >= 0x8a0 && r < 0x900 || r >= 0xfb50 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefe:
		return ScriptArabic
	case r >= 0x10a0 && r < 0x1100 || r >= 0x1c90 && r < 0x1cc0 || r >= 0x2d00 && r < 0x2d30:
		return ScriptGeorgian
	case r >= 0x1100 && r < 0x1200 || r >= 0xac00 && r < 0xd7b0 || r >= 0x3130 && r < 0x3190:
		return ScriptHangul
	case r >= 0x3040 && r < 0x3100 || r >= 0x31f0 && r < 0x3200 || r >= 0xff66 && r < 0xffa0:
		return ScriptKana
	case r >= 0x4e00 && r < 0xa000 || r >= 0x3400 && r < 0x4dc0 || r >= 0xf900 && r < 0xfb00 || r >= 0x20000 && r < 0x32000 || r == '々' || r == '〇':
		return ScriptHan
	case unicode.Is(unicode.Latin, r):
		return ScriptLatin
	case unicode.IsLetter(r), unicode.IsMark(r):
		return ScriptOther
	}
	return ScriptNone
}
