//go:build !linux && !darwin

package bulk

// limitFileSize does nothing where the system has no such limit.
func limitFileSize() {}
