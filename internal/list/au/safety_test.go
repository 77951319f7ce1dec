package au

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/list/listtest"
)

// replace replaces one part of a workbook.
func replace(t *testing.T, b []byte, name string, content io.Reader, method uint16) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		p, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		src := content
		if f.Name != name {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			src = r
		}
		if _, err := io.Copy(p, src); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type blanks struct{ left int64 }

func (b *blanks) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), b.left))
	for i := range p[:n] {
		p[i] = ' '
	}
	b.left -= int64(n)
	return n, nil
}

func TestZipBombIsRefused(t *testing.T) {
	bomb := replace(t, workbook(t, head2026, rows2026), "xl/worksheets/sheet1.xml", &blanks{maxUnzip + 1}, zip.Deflate)
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	_, _, err := listtest.Parse(Source(), input(bomb))
	if err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Errorf("got %v", err)
	}
}

// TestLyingZipBombIsRefused: the archive declares a small size for the part.
func TestLyingZipBombIsRefused(t *testing.T) {
	bomb := replace(t, workbook(t, head2026, rows2026), "xl/worksheets/sheet1.xml", &blanks{maxUnzip + 1}, zip.Deflate)
	var real [4]byte
	binary.LittleEndian.PutUint32(real[:], maxUnzip+1)
	lie := bytes.ReplaceAll(bomb, real[:], []byte{100, 0, 0, 0})
	if bytes.Equal(lie, bomb) {
		t.Fatal("size not found")
	}
	if _, _, err := listtest.Parse(Source(), input(lie)); err == nil {
		t.Error("accepted")
	}
}

func TestDamagedWorkbookIsRefused(t *testing.T) {
	b := replace(t, workbook(t, head2026, rows2026), "", nil, zip.Store)
	at := bytes.Index(b, []byte("<sheetData>"))
	if at < 0 {
		t.Fatal("no sheet data")
	}
	// One changed byte inside of the sheet, in any of several places.
	end := at + bytes.Index(b[at:], []byte("</sheetData>"))
	for i := at; i < end; i += 97 {
		bad := bytes.Clone(b)
		bad[i] ^= 0x20
		if _, _, err := listtest.Parse(Source(), input(bad)); err == nil {
			t.Errorf("byte %d changed, accepted", i)
		}
	}
	if _, _, err := listtest.Parse(Source(), input(append([]byte("PK\x03\x04"), make([]byte, 100)...))); err == nil {
		t.Error("garbage accepted")
	}
}

func TestTooLargeAFileIsRefused(t *testing.T) {
	f := list.File{Name: "list.xlsx", Size: -1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("PK\x03\x04"), &blanks{maxFile})), nil
	}}
	if _, _, err := listtest.Parse(Source(), list.Input{Files: []list.File{f}}); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("got %v", err)
	}
}
