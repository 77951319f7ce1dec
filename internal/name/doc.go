// Package name makes names comparable.
//
// Parse turns a name in any script into a sequence of Tokens: romanised, folded
// to a-z and 0-9, each with a Kind (word, initial, particle, title, legal form,
// generic word, number, place). Similarity says how alike two tokens are, from
// 0 (different) to 1 (equal). Keys gives hashes such that two tokens with a
// similarity above zero share at least one of them, unless one of them is an
// initial: the index finds alike tokens through these keys and misses none.
//
//	"Владимир Путин"          -> vladimir putin
//	"PUTIN, Vladimir V."      -> vladimir v(initial) putin
//	"ОАО «НК Роснефть»"       -> oao(legal form) nk rosneft
//	"عبد الرحمن"              -> abd al(particle) rahmn(vowels unknown)
//
// Romanisation follows the practice found on sanctions lists (BGN/PCGN and ICAO
// Doc 9303 for Cyrillic, Revised Romanisation for Korean, pinyin for Chinese,
// Hepburn for kana, Greek ELOT 743, the Hunterian system for the scripts of India,
// RTGS for Thai) rather than one scholarly standard; the
// skeleton (see Skeleton) makes the usual variants meet. Arabic and Hebrew do
// not write vowels: their tokens are marked and compared by consonants.
//
// The package is pure and its functions are safe for concurrent use. Tables are
// read from embedded text on first use, not at start-up.
package name
