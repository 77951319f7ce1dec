package name

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Cyrillic: Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian,
// Kazakh and relatives in one table after BGN/PCGN as found on sanctions lists.
// Letters whose value depends on the language take the value that is closest
// to all (г as g: Ukrainian h meets it through the confusion costs).
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i",
	'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y",
	'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g", 'ў': "u", 'ѓ': "gj", 'ќ': "kj", 'ѕ': "dz", 'ј': "j",
	'љ': "lj", 'њ': "nj", 'ћ': "c", 'ђ': "dj", 'џ': "dz", 'ѣ': "e", 'ѳ': "f", 'ѵ': "i", 'ѐ': "e", 'ѝ': "i",
	'ә': "a", 'ғ': "g", 'қ': "q", 'ң': "ng", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'ҳ': "h", 'ҷ': "j",
	'ӣ': "i", 'ӯ': "u", 'ҡ': "q", 'ҙ': "z", 'ҫ': "s", 'ҕ': "g", 'җ': "j", 'ӑ': "a", 'ӗ': "e", 'ӳ': "u",
	'ӱ': "u", 'ӧ': "o", 'ӓ': "a", 'ӹ': "y", 'ӏ': "", 'Ӏ': "", 'ҩ': "o", 'ҭ': "t", 'ҵ': "ts", 'ҿ': "ch",
}

// passport holds the letters that ICAO Doc 9303 (part 3, section 6), and with it
// the passports of Russia, writes otherwise than the table above.
var passport = map[rune]string{'й': "i", 'ю': "iu", 'я': "ia", 'ъ': "ie", 'є': "ie", 'ї': "i"}

// romanPassport returns a Cyrillic word as a machine-readable passport has it.
func romanPassport(word []rune) string {
	var b [96]byte
	out := b[:0]
	for _, r := range word {
		if v, ok := passport[r]; ok {
			out = append(out, v...)
			continue
		}
		out = append(out, orFold(cyrillic, r)...)
	}
	return string(out)
}

// Greek after ELOT 743 (ISO 843), digraphs handled in romanGreek.
var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k",
	'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t",
	'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// plainGreek takes the accents off before digraphs are looked for; two dots part
// a digraph ("αϊ") and are kept.
var plainGreek = strings.NewReplacer("ά", "α", "έ", "ε", "ή", "η", "ί", "ι", "ό", "ο", "ύ", "υ", "ώ", "ω", "ΐ", "ϊ", "ΰ", "ϋ")

var greekDigraphs = strings.NewReplacer("ου", "u", "αυ", "av", "ευ", "ev", "μπ", "b", "ντ", "nt", "γκ", "gk", "γγ", "ng", "γχ", "nch", "τζ", "tz", "τσ", "ts", "αι", "ai", "ει", "ei", "οι", "oi")

// Arabic script, Persian, Urdu and Pashto letters included. Vowels that are
// written (alif, waw, ya) are kept as letters: the skeleton drops them.
var arabic = map[rune]string{
	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ٱ': "a", 'ء': "", 'ئ': "i", 'ؤ': "u", 'ب': "b", 'ت': "t", 'ث': "th",
	'ج': "j", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s",
	'ض': "d", 'ط': "t", 'ظ': "z", 'ع': "a", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l", 'م': "m",
	'ن': "n", 'ه': "h", 'و': "w", 'ي': "y", 'ى': "a", 'ة': "h", 'پ': "p", 'چ': "ch", 'ژ': "zh", 'گ': "g",
	'ک': "k", 'ی': "y", 'ے': "e", 'ہ': "h", 'ھ': "h", 'ۀ': "h", 'ۃ': "h", 'ٹ': "t", 'ڈ': "d", 'ڑ': "r", 'ں': "n",
	'ۇ': "u", 'ۆ': "o", 'ې': "e", 'ۍ': "i", 'ځ': "z", 'څ': "ts", 'ډ': "d", 'ړ': "r", 'ږ': "g", 'ښ': "sh",
	'ټ': "t", 'ڼ': "n", 'ګ': "g", 'ڭ': "ng", 'ۋ': "v", 'ێ': "e", 'ە': "a", 'ڕ': "r", 'ڵ': "l", 'ڤ': "v", 'ۈ': "u",
	'َ': "a", 'ِ': "i", 'ُ': "u", 'ً': "an", 'ٍ': "in", 'ٌ': "un", 'ْ': "", 'ّ': "", 'ـ': "", 'ٰ': "a",
	'٠': "0", '١': "1", '٢': "2", '٣': "3", '٤': "4", '٥': "5", '٦': "6", '٧': "7", '٨': "8", '٩': "9",
	'۰': "0", '۱': "1", '۲': "2", '۳': "3", '۴': "4", '۵': "5", '۶': "6", '۷': "7", '۸': "8", '۹': "9",
}

var hebrew = map[rune]string{
	'א': "a", 'ב': "b", 'ג': "g", 'ד': "d", 'ה': "h", 'ו': "w", 'ז': "z", 'ח': "h", 'ט': "t", 'י': "y",
	'כ': "k", 'ך': "k", 'ל': "l", 'מ': "m", 'ם': "m", 'נ': "n", 'ן': "n", 'ס': "s", 'ע': "a", 'פ': "p",
	'ף': "f", 'צ': "ts", 'ץ': "ts", 'ק': "k", 'ר': "r", 'ש': "sh", 'ת': "t", 'װ': "v", 'ױ': "oy", 'ײ': "ey",
}

var georgian = map[rune]string{
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k",
	'ლ': "l", 'მ': "m", 'ნ': "n", 'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u",
	'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q", 'შ': "sh", 'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch",
	'ხ': "kh", 'ჯ': "j", 'ჰ': "h",
}

var armenian = map[rune]string{
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh",
	'ի': "i", 'լ': "l", 'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m",
	'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v",
	'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "u", 'փ': "p", 'ք': "k", 'օ': "o", 'ֆ': "f", 'և': "ev",
}

var armenianDigraphs = strings.NewReplacer("ու", "u", "եւ", "ev")

// Kana after modified Hepburn; small ya/yu/yo, small tsu and the long mark are
// handled in romanKana. Katakana only: hiragana is shifted onto it.
var kana = map[rune]string{
	'ア': "a", 'イ': "i", 'ウ': "u", 'エ': "e", 'オ': "o", 'カ': "ka", 'キ': "ki", 'ク': "ku", 'ケ': "ke", 'コ': "ko",
	'サ': "sa", 'シ': "shi", 'ス': "su", 'セ': "se", 'ソ': "so", 'タ': "ta", 'チ': "chi", 'ツ': "tsu", 'テ': "te", 'ト': "to",
	'ナ': "na", 'ニ': "ni", 'ヌ': "nu", 'ネ': "ne", 'ノ': "no", 'ハ': "ha", 'ヒ': "hi", 'フ': "fu", 'ヘ': "he", 'ホ': "ho",
	'マ': "ma", 'ミ': "mi", 'ム': "mu", 'メ': "me", 'モ': "mo", 'ヤ': "ya", 'ユ': "yu", 'ヨ': "yo", 'ラ': "ra", 'リ': "ri",
	'ル': "ru", 'レ': "re", 'ロ': "ro", 'ワ': "wa", 'ヰ': "i", 'ヱ': "e", 'ヲ': "o", 'ン': "n", 'ガ': "ga", 'ギ': "gi",
	'グ': "gu", 'ゲ': "ge", 'ゴ': "go", 'ザ': "za", 'ジ': "ji", 'ズ': "zu", 'ゼ': "ze", 'ゾ': "zo", 'ダ': "da", 'ヂ': "ji",
	'ヅ': "zu", 'デ': "de", 'ド': "do", 'バ': "ba", 'ビ': "bi", 'ブ': "bu", 'ベ': "be", 'ボ': "bo", 'パ': "pa", 'ピ': "pi",
	'プ': "pu", 'ペ': "pe", 'ポ': "po", 'ヴ': "vu", 'ヷ': "va", 'ヸ': "vi", 'ヹ': "ve", 'ヺ': "vo", 'ヵ': "ka", 'ヶ': "ke",
}

var kanaSmall = map[rune]string{'ャ': "ya", 'ュ': "yu", 'ョ': "yo", 'ァ': "a", 'ィ': "i", 'ゥ': "u", 'ェ': "e", 'ォ': "o", 'ヮ': "wa"}

func romanKana(s []rune) string {
	var out []byte
	double := false
	for _, r := range s {
		if r >= 0x3041 && r <= 0x3096 {
			r += 0x60
		}
		if r == 'ッ' {
			double = true
			continue
		}
		if r == 'ー' || r == 'ｰ' {
			continue
		}
		if v, ok := kanaSmall[r]; ok {
			if n := len(out); n > 0 && strings.IndexByte("aiueo", out[n-1]) >= 0 {
				prev := out[n-1]
				out = out[:n-1]
				if prev == 'u' && v[0] != 'y' && v[0] != 'w' && (n == 1 || strings.IndexByte("aiueo", out[n-2]) >= 0) {
					out = append(out, 'w') // ウィ wi
				}
				if v[0] == 'y' && (endsWith(out, "sh") || endsWith(out, "ch") || endsWith(out, "j")) {
					v = v[1:]
				} else if v[0] == 'y' && prev != 'i' {
					out = append(out, prev)
				}
			}
			out = append(out, v...)
			continue
		}
		v, ok := kana[r]
		if !ok {
			continue
		}
		if double && strings.HasPrefix(v, "ch") {
			out = append(out, 't')
		} else if double {
			out = append(out, v[0])
		}
		double = false
		out = append(out, v...)
	}
	return string(out)
}

func endsWith(b []byte, s string) bool { return strings.HasSuffix(string(b), s) }

// Hangul syllables decompose arithmetically (Unicode 3.12); letters after the
// Revised Romanisation of Korean (2000), without assimilation between
// syllables, because each syllable becomes a token of its own.
var (
	hangulLead  = strings.Split("g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h", ",")
	hangulVowel = strings.Split("a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i", ",")
	hangulTail  = strings.Split(",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t", ",")
)

// hangulHabit holds the habitual spellings of surnames and frequent syllables,
// as alternatives to the Revised form.
var hangulHabit = map[string][]string{
	"gim": {"kim"}, "i": {"lee", "ri", "yi"}, "bak": {"park", "pak"}, "choe": {"choi"}, "jeong": {"jung", "chong", "jong", "chung"},
	"gang": {"kang"}, "jo": {"cho"}, "yun": {"yoon"}, "jang": {"chang"}, "im": {"lim", "rim"}, "han": nil, "o": {"oh"},
	"seo": {"suh", "so"}, "sin": {"shin"}, "gwon": {"kwon"}, "hwang": nil, "an": {"ahn"}, "song": nil, "jeon": {"jun", "chon"},
	"no": {"roh", "noh", "ro"}, "ryu": {"yoo", "yu"}, "yu": {"yoo"}, "mun": {"moon"}, "gu": {"koo", "ku"}, "seong": {"sung", "song"},
	"eun": {"un"}, "yeong": {"young", "yong"}, "hyeon": {"hyun", "hyon"}, "u": {"woo"}, "su": {"soo"}, "jun": {"joon"}, "cheol": {"chol", "chul"},
	"geun": {"keun", "kun"}, "gwang": {"kwang"}, "gyeong": {"kyung", "kyong"}, "hui": {"hee"}, "mi": nil, "hyeok": {"hyok", "hyuk"}, "seok": {"sok", "suk"},
	"myeong": {"myong", "myung"}, "byeong": {"pyong", "byung"}, "pyeong": {"pyong"}, "gi": {"ki"}, "guk": {"kuk"}, "gyu": {"kyu"}, "bong": {"pong"},
	"deok": {"tok", "duk"}, "ryong": {"yong"}, "hwa": nil, "jae": {"chae"}, "yeo": {"yo"}, "jeonghun": nil, "do": {"to"}, "dae": {"tae"}, "bu": {"pu"}, "geon": {"kon"},
}

func romanHangul(r rune) string {
	if r < 0xac00 || r > 0xd7a3 {
		return ""
	}
	i := int(r - 0xac00)
	return hangulLead[i/588] + hangulVowel[i%588/28] + hangulTail[i%28]
}

// surnameReading holds Chinese characters whose reading as a surname differs.
var surnameReading = map[rune]string{
	'单': "shan", '曾': "zeng", '解': "xie", '仇': "qiu", '查': "zha", '盖': "ge", '区': "ou", '朴': "piao",
	'翟': "zhai", '尉': "yu", '种': "chong", '重': "chong", '乐': "yue", '缪': "miao",
}

var pinyinArgs = sync.OnceValue(func() *pinyin.Args {
	a := pinyin.NewArgs()
	a.Heteronym = false
	return &a
})

func romanHan(r rune, first bool) string {
	if first {
		if s, ok := surnameReading[r]; ok {
			return s
		}
	}
	p := pinyin.SinglePinyin(r, *pinyinArgs())
	if len(p) == 0 {
		return ""
	}
	switch s := p[0]; s { // the table writes v for ü
	case "lv", "nv", "lve", "nve":
		return s[:1] + "u" + s[2:]
	default:
		return s
	}
}

// pinyinUmlaut holds the other spellings of syllables with ü.
var pinyinUmlaut = map[string][]string{"lu": {"lv", "lyu"}, "nu": {"nv", "nyu"}, "lue": {"lyue"}, "nue": {"nyue"}}

// romanise writes the a-z0-9 form of word, whose letters are of script s, to
// the end of dst. Han, Hangul and kana do not come here: they are split first.
func romanise(dst []byte, word []rune, s Script) []byte {
	var table map[rune]string
	switch s {
	case ScriptCyrillic:
		table = cyrillic
	case ScriptGreek:
		t := plainGreek.Replace(string(word))
		switch { // at the beginning of a word these are one sound
		case strings.HasPrefix(t, "ντ"):
			t = "d" + t[len("ντ"):]
		case strings.HasPrefix(t, "γκ"):
			t = "g" + t[len("γκ"):]
		}
		for _, r := range greekDigraphs.Replace(t) {
			dst = append(dst, orFold(greek, r)...)
		}
		return dst
	case ScriptArabic:
		table = arabic
	case ScriptGeorgian:
		table = georgian
	case ScriptArmenian:
		for _, r := range armenianDigraphs.Replace(string(word)) {
			dst = append(dst, orFold(armenian, r)...)
		}
		return dst
	case ScriptOther:
		return romanOther(dst, word)
	}
	for _, r := range word {
		dst = append(dst, orFold(table, r)...)
	}
	return dst
}

// orFold looks r up, then its base letter without marks, then folds it as Latin.
func orFold(table map[rune]string, r rune) string {
	if v, ok := table[r]; ok {
		return v
	}
	if r >= foldSize && table != nil {
		d, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
		if v, ok := table[d]; ok {
			return v
		}
	}
	return foldLatin(r)
}
