package name

import "math"

// Rarity returns the rarity of a word that stands in df of total names.
func Rarity(df, total int) float32 {
	if df <= 0 || total <= 0 {
		return 1
	}
	return float32(math.Log(float64(total+1)/float64(df)) / math.Log(float64(total+1)))
}
