package name

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// romanOther writes words in scripts without a Script of their own to the end
// of dst: the scripts of India, Thai and Lao, Ethiopic, and through a last-resort
// table all others.
func romanOther(dst []byte, word []rune) []byte {
	switch r := word[0]; {
	case r >= 0x900 && r < 0xd80:
		return romanIndic(dst, word)
	case r >= 0xe00 && r < 0xf00:
		return romanThai(dst, word, false)
	case r >= 0x1200 && r < 0x1360:
		return romanEthiopic(dst, word)
	}
	for _, r := range word {
		dst = lastResort(dst, r)
	}
	return dst
}

func lastResort(dst []byte, r rune) []byte {
	if unicode.IsMark(r) && r < 0x900 {
		return dst
	}
	for _, c := range unidecode.Unidecode(string(r)) {
		dst = append(dst, foldLatin(c)...)
	}
	return dst
}

// The nine scripts of India from Devanagari to Malayalam share one layout of
// 128 code points (ISCII), so one table, for Devanagari, reads them all. Letters
// after the Hunterian system, the usual one for names: long vowels are written
// as short ones.
var (
	indicConsonant = map[rune]string{
		'क': "k", 'ख': "kh", 'ग': "g", 'घ': "gh", 'ङ': "n", 'च': "ch", 'छ': "chh", 'ज': "j", 'झ': "jh", 'ञ': "n",
		'ट': "t", 'ठ': "th", 'ड': "d", 'ढ': "dh", 'ण': "n", 'त': "t", 'थ': "th", 'द': "d", 'ध': "dh", 'न': "n", 0x929: "n",
		'प': "p", 'फ': "ph", 'ब': "b", 'भ': "bh", 'म': "m", 'य': "y", 'र': "r", 0x931: "r", 'ल': "l", 'ळ': "l", 0x934: "zh", 'व': "v",
		'श': "sh", 'ष': "sh", 'स': "s", 'ह': "h",
	}
	indicNukta = map[rune]string{'क': "q", 'ग': "gh", 'ज': "z", 'ड': "r", 'ढ': "rh", 'फ': "f", 'य': "y"}
	indicVowel = map[rune]string{
		'अ': "a", 'आ': "a", 'इ': "i", 'ई': "i", 'उ': "u", 'ऊ': "u", 'ऋ': "ri", 'ऍ': "e", 'ऎ': "e", 'ए': "e", 'ऐ': "ai", 'ऑ': "o", 'ऒ': "o", 'ओ': "o", 'औ': "au",
	}
	indicSign = map[rune]string{
		'ा': "a", 'ि': "i", 'ी': "i", 'ु': "u", 'ू': "u", 'ृ': "ri", 'ॅ': "e", 'ॆ': "e", 'े': "e", 'ै': "ai", 'ॉ': "o", 'ॊ': "o", 'ो': "o", 'ौ': "au",
	}
	indicOther = map[rune]string{'ं': "n", 'ँ': "n", 'ः': "h"}
	// indicExtra holds letters outside the common layout.
	indicExtra = map[rune]string{'ৎ': "t", 'ৰ': "ra", 'ৱ': "va", 'ੰ': "n", 'ੱ': "", 'ൺ': "n", 'ൻ': "n", 'ർ': "r", 'ൽ': "l", 'ൾ': "l", 'ൿ': "k"}
)

const (
	virama = 0x94d // no vowel after the consonant
	nukta  = 0x93c // dot below: the letter of a foreign sound
)

// romanIndic writes the vowel that a bare consonant carries, but not at the end
// of a word unless two consonants stand there: राम ram, नरेन्द्र narendra.
func romanIndic(dst []byte, word []rune) []byte {
	cluster := false // the consonant before was joined to this one
	for i := 0; i < len(word); i++ {
		r := word[i]
		if r < 0x900 || r >= 0xd80 {
			dst = lastResort(dst, r)
			continue
		}
		if s, ok := indicExtra[r]; ok {
			dst = append(dst, s...)
			continue
		}
		base := 0x900 + r&0x7f
		if v := base - 0x966; v >= 0 && v <= 9 {
			dst = append(dst, '0'+byte(v))
			continue
		}
		for _, t := range []map[rune]string{indicVowel, indicSign, indicOther} {
			dst = append(dst, t[base]...)
		}
		c, ok := indicConsonant[base]
		if !ok {
			continue
		}
		next := func() rune {
			if i+1 < len(word) {
				return 0x900 + word[i+1]&0x7f
			}
			return 0
		}
		if r >= 0x980 && r < 0xa00 && base == 'य' { // Bengali writes y with a dot, j without
			c = "j"
		}
		if next() == nukta {
			if s, ok := indicNukta[base]; ok {
				c = s
			}
			i++
		}
		dst = append(dst, c...)
		switch n := next(); {
		case n == virama:
			i++
			cluster = true
			continue
		case n == 0 && !cluster, indicSign[n] != "":
		default:
			dst = append(dst, 'a')
		}
		cluster = false
	}
	return dst
}

// Thai after the Royal Thai General System, with every consonant in its value
// at the beginning of a syllable, as names keep them. Lao follows the same
// layout 128 code points further on.
var thai = map[rune]string{
	'ก': "k", 'ข': "kh", 'ฃ': "kh", 'ค': "kh", 'ฅ': "kh", 'ฆ': "kh", 'ง': "ng", 'จ': "ch", 'ฉ': "ch", 'ช': "ch", 'ซ': "s", 'ฌ': "ch",
	'ญ': "y", 'ฎ': "d", 'ฏ': "t", 'ฐ': "th", 'ฑ': "th", 'ฒ': "th", 'ณ': "n", 'ด': "d", 'ต': "t", 'ถ': "th", 'ท': "th", 'ธ': "th",
	'น': "n", 'บ': "b", 'ป': "p", 'ผ': "ph", 'ฝ': "f", 'พ': "ph", 'ฟ': "f", 'ภ': "ph", 'ม': "m", 'ย': "y", 'ร': "r", 'ฤ': "rue", 'ล': "l",
	'ฦ': "lue", 'ว': "w", 'ศ': "s", 'ษ': "s", 'ส': "s", 'ห': "h", 'ฬ': "l", 'อ': "", 'ฮ': "h",
	'ะ': "a", 'ั': "a", 'า': "a", 'ำ': "am", 'ิ': "i", 'ี': "i", 'ึ': "ue", 'ื': "ue", 'ุ': "u", 'ู': "u",
	0x0e3b: "o", 0x0e3c: "l", 0x0e3d: "ia", // Lao only
}

// thaiLeading are written before the consonant that they follow in speech.
var thaiLeading = map[rune]string{'เ': "e", 'แ': "ae", 'โ': "o", 'ใ': "ai", 'ไ': "ai"}

const thanthakhat = 0x0e4c // the consonant before it is silent

// romanThai leaves out the letters marked as silent, unless loud is set: owners
// of names and borrowed words often write them in Latin ("Prayuth", -ite).
func romanThai(dst []byte, word []rune, loud bool) []byte {
	held := ""
	last := len(dst) // where the last consonant begins
	for _, r := range word {
		lao := r >= 0xe80 && r < 0xf00
		switch {
		case r < 0xe00 || r >= 0xf00:
			dst = lastResort(dst, r)
			continue
		case r >= '๐' && r <= '๙':
			dst = append(dst, '0'+byte(r-'๐'))
			continue
		case r >= '໐' && r <= '໙':
			dst = append(dst, '0'+byte(r-'໐'))
			continue
		case r == 'ໜ':
			r = 'น'
		case r == 'ໝ':
			r = 'ม'
		case r == 'ຊ':
			r = 'ซ'
		case lao:
			r -= 0x80
		}
		if v, ok := thaiLeading[r]; ok {
			dst = append(dst, held...)
			held = v
			continue
		}
		if r == thanthakhat {
			if !loud {
				dst = dst[:last]
			}
			continue
		}
		v, ok := thai[r]
		if !ok {
			continue // tone marks
		}
		if r <= 'ฮ' {
			last = len(dst)
		}
		dst = append(dst, v...)
		if held != "" && r <= 'ฮ' {
			dst = append(dst, held...)
			held, last = "", len(dst)
		}
	}
	return append(dst, held...)
}

// Ethiopic syllables stand in rows of eight, one row for each consonant, one
// column for each vowel; the sixth is mostly silent.
var (
	ethiopicRow    = strings.Split("h,l,h,m,s,r,s,sh,q,qw,q,qw,b,v,t,ch,h,hw,n,ny,,k,kw,kh,khw,w,,z,zh,y,d,d,j,g,gw,g,t,ch,p,ts,ts,f,p", ",")
	ethiopicColumn = [8]string{"e", "u", "i", "a", "e", "", "o", "wa"}
)

func romanEthiopic(dst []byte, word []rune) []byte {
	for _, r := range word {
		row := int(r-0x1200) / 8
		if r < 0x1200 || row >= len(ethiopicRow) {
			dst = lastResort(dst, r)
			continue
		}
		column := int(r) % 8
		dst = append(dst, ethiopicRow[row]...)
		switch {
		case ethiopicRow[row] != "":
			dst = append(dst, ethiopicColumn[column]...)
		case column == 0: // a vowel alone: the first is said like the fourth
			dst = append(dst, 'a')
		case column == 5:
			dst = append(dst, 'i')
		default:
			dst = append(dst, ethiopicColumn[column]...)
		}
	}
	return dst
}
