package ofac

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict-dev/interdict/internal/list/listtest"
)

func seed(f *testing.F, name string) []byte {
	f.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		f.Fatal(err)
	}
	return b
}

func FuzzCSV(f *testing.F) {
	listtest.Fuzz(f, SDN(), "sdn.csv", seed(f, "sdn.csv"), seed(f, "cons_prim.csv"), []byte("1,\"A\",-0- \n"))
}

func FuzzClassicXML(f *testing.F) {
	listtest.Fuzz(f, Consolidated(), "consolidated.xml", seed(f, "consolidated.xml"))
}
