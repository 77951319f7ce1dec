package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/interdict-dev/interdict/internal/store"
)

// Limits on compressed files. Lists compress by 10 to 60 times; what grows by
// more than maxRatio, beyond the first ratioFree bytes, is a bomb.
const (
	maxRatio   = 300
	ratioFree  = 16 << 20
	maxMembers = 64
)

var errBomb = errors.New("compressed file unpacks to far more than any list")

// unpack gives the file or files at path, decompressed into dir when they are
// gzip, or a zip archive called so. d has what is known of the file's origin.
// A workbook (XLSX) is a zip archive as well and stays whole.
func unpack(path, name, dir string, limit int64, d store.DraftFile) ([]file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head = head[:n]
	d.Name = strings.TrimSuffix(name, ".gz")
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		if d.Served, err = hashOf(f); err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, &refusal{fmt.Errorf("unpack %s: %w", name, err)}
		}
		return one(z, f, dir, limit, d)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && (strings.HasSuffix(name, ".zip") || strings.HasSuffix(strings.ToLower(path), ".zip")):
		if d.Served, err = hashOf(f); err != nil {
			return nil, err
		}
		return members(f, dir, limit, d)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	d.Open = func() (io.ReadCloser, error) { return os.Open(path) }
	return []file{{DraftFile: d, size: info.Size()}}, nil
}

func hashOf(f *os.File) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	_, err := f.Seek(0, io.SeekStart)
	return hex.EncodeToString(h.Sum(nil)), err
}

// one unpacks z, which reads from packed, into a file of dir.
func one(z io.Reader, packed *os.File, dir string, limit int64, d store.DraftFile) ([]file, error) {
	info, err := packed.Stat()
	if err != nil {
		return nil, err
	}
	f, err := spill(z, info.Size(), dir, limit, d)
	if err != nil {
		return nil, err
	}
	return []file{f}, nil
}

// spill writes what z gives to a file, within the limits.
func spill(z io.Reader, packed int64, dir string, limit int64, d store.DraftFile) (file, error) {
	out, err := os.CreateTemp(dir, "plain-*")
	if err != nil {
		return file{}, err
	}
	most := min(limit, ratioFree+packed*maxRatio)
	n, err := io.Copy(localWriter{out}, io.LimitReader(z, most+1))
	err = errors.Join(err, out.Close())
	var local *os.PathError
	switch {
	case err != nil && errors.As(err, &local):
		return file{}, err
	case err != nil:
		return file{}, &refusal{fmt.Errorf("unpack %s: %w", d.Name, cut(err))}
	case n > most:
		return file{}, &refusal{fmt.Errorf("unpack %s: more than %d bytes of %d: %w", d.Name, most, packed, errBomb)}
	}
	d.Open = func() (io.ReadCloser, error) { return os.Open(out.Name()) }
	return file{DraftFile: d, size: n}, nil
}

// localWriter hides the file's ReadFrom, so that errors of reading and of
// writing stay apart: those of writing are *os.PathError.
type localWriter struct{ f *os.File }

func (l localWriter) Write(p []byte) (int, error) { return l.f.Write(p) }

func cut(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file ends early: %w", err)
	}
	return err
}

// members unpacks the files of a zip archive; its folders are dropped.
func members(f *os.File, dir string, limit int64, d store.DraftFile) ([]file, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, &refusal{fmt.Errorf("unpack %s: %w", d.Name, err)}
	}
	var out []file
	seen := map[string]bool{}
	for _, m := range z.File {
		base := strings.ToLower(path.Base(filepath.ToSlash(m.Name)))
		if m.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(m.Name, "__MACOSX/") {
			continue
		}
		if seen[base] || len(out) == maxMembers {
			return nil, &refusal{fmt.Errorf("unpack %s: two files called %s, or more than %d files", d.Name, base, maxMembers)}
		}
		seen[base] = true
		r, err := m.Open()
		if err != nil {
			return nil, &refusal{fmt.Errorf("unpack %s: %w", d.Name, err)}
		}
		member := d
		member.Name = base
		got, err := spill(r, int64(m.CompressedSize64), dir, limit, member)
		r.Close()
		if err != nil {
			return nil, err
		}
		if limit -= got.size; limit < 0 {
			return nil, &refusal{fmt.Errorf("unpack %s: %w", d.Name, errBomb)}
		}
		out = append(out, got)
	}
	if len(out) == 0 {
		return nil, &refusal{fmt.Errorf("unpack %s: an archive without files", d.Name)}
	}
	return out, nil
}
