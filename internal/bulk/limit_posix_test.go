//go:build linux || darwin

package bulk

import (
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

// limitFileSize makes writes beyond BULK_TEST_MAX bytes of a file fail, as on a
// disk that is full.
func limitFileSize() {
	n, err := strconv.ParseUint(os.Getenv("BULK_TEST_MAX"), 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		panic(err)
	}
}
