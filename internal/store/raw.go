package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/klauspost/compress/zstd"
)

// maxFragment bounds what Fragment returns: a record of an official file has
// kilobytes, a whole file is read with Raw.
const maxFragment = 16 << 20

func (s *Store) rawPath(sum [32]byte) string {
	name := hex.EncodeToString(sum[:])
	return filepath.Join(s.rawDir(), name[:2], name+".zst")
}

// hashFile reads all of open's bytes.
func hashFile(open func() (io.ReadCloser, error)) (sum [32]byte, size int64, err error) {
	rc, err := open()
	if err != nil {
		return sum, 0, err
	}
	defer rc.Close()
	h := sha256.New()
	if size, err = io.Copy(h, rc); err != nil {
		return sum, 0, err
	}
	h.Sum(sum[:0])
	return sum, size, nil
}

// keepRaw makes sure that the raw file with hash sum is on disk, durably and
// whole under its name, before the edition that names it is committed.
func (s *Store) keepRaw(sum [32]byte, size int64, open func() (io.ReadCloser, error)) (err error) {
	path := s.rawPath(sum)
	if s.rawWhole(path, size) {
		return nil
	}
	f, err := os.CreateTemp(s.tmpDir(), "raw-*.zst")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	rc, err := open()
	if err != nil {
		return err
	}
	defer rc.Close()
	h := sha256.New()
	n, err := writeSeekable(f, rc, func(b []byte) { h.Write(b) })
	if err != nil {
		return err
	}
	if n != size || [32]byte(h.Sum(nil)) != sum {
		return errors.New("the file changed while it was read")
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncDir(dir), syncDir(s.rawDir()))
}

// rawWhole reports whether a raw file is there with the right amount of data.
// Its bytes are checked when they are read, and by Verify.
func (s *Store) rawWhole(path string, size int64) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	z, err := openSeekable(f, info.Size())
	return err == nil && z.size == size
}

// syncDir makes renames in dir durable. Windows has no such call, and does not
// need it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Raw opens a raw file of an edition, unpacked. Reading to the end checks the
// bytes against the hash of the edition: bytes that were altered on disk give
// an error in place of io.EOF.
func (s *Store) Raw(ctx context.Context, edition int64, name string) (io.ReadCloser, error) {
	f, err := s.file(ctx, edition, name)
	if err != nil {
		return nil, err
	}
	return s.openRaw(f.sum)
}

func (s *Store) openRaw(sum [32]byte) (io.ReadCloser, error) {
	f, err := os.Open(s.rawPath(sum))
	if err != nil {
		return nil, fmt.Errorf("open raw file: %w", err)
	}
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open raw file: %w", err)
	}
	return &checked{f: f, z: z, h: sha256.New(), want: sum}, nil
}

// checked compares the hash when it comes to the end.
type checked struct {
	f    *os.File
	z    *zstd.Decoder
	h    hash.Hash
	want [32]byte
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.z.Read(p)
	c.h.Write(p[:n])
	switch {
	case err == io.EOF:
		if [32]byte(c.h.Sum(nil)) != c.want {
			return n, fmt.Errorf("read raw file %s: %w: its bytes do not have the hash of its name", filepath.Base(c.f.Name()), errSeekable)
		}
	case err != nil:
		err = fmt.Errorf("read raw file %s: %w", filepath.Base(c.f.Name()), err)
	}
	return n, err
}

func (c *checked) Close() error {
	c.z.Close()
	return c.f.Close()
}

// Fragment returns the original bytes of a record, cut out of the raw file of
// the edition, or the fragment's text where the file cannot be cut. It gives at
// most 16 MiB.
func (s *Store) Fragment(ctx context.Context, edition int64, f entity.Fragment) ([]byte, error) {
	if f.Text != "" {
		return []byte(f.Text), nil
	}
	if f.Length > maxFragment {
		return nil, fmt.Errorf("cut %s: %d bytes asked for, at most %d given", f.File, f.Length, maxFragment)
	}
	file, err := s.file(ctx, edition, f.File)
	if err != nil {
		return nil, err
	}
	r, err := os.Open(s.rawPath(file.sum))
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", f.File, err)
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", f.File, err)
	}
	z, err := openSeekable(r, info.Size())
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", f.File, err)
	}
	b, err := z.cut(s.packer.dec, f.Offset, f.Length)
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", f.File, err)
	}
	return b, nil
}

// rawFiles lists the hashes of the raw files on disk, and whatever else lies
// there.
func (s *Store) rawFiles() (sums map[[32]byte]int64, strange []string, err error) {
	sums = make(map[[32]byte]int64)
	err = filepath.WalkDir(s.rawDir(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, ok := strings.CutSuffix(d.Name(), ".zst")
		b, bad := hex.DecodeString(name)
		if !ok || bad != nil || len(b) != 32 || path != s.rawPath([32]byte(b)) {
			strange = append(strange, path)
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		sums[[32]byte(b)] = info.Size()
		return nil
	})
	return sums, strange, err
}
