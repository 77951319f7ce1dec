//go:build race

package bulk

// raceEnabled: the race detector makes everything some ten times slower.
const raceEnabled = true
