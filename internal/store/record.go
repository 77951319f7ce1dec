package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/interdict-dev/interdict/internal/entity"
)

// An entity is kept as the JSON of its content: everything but the places of
// its fragments (file, line, offset, length), which change with every edition
// and stand in the manifest. Equal content has equal JSON, and so equal hashes:
// the fields have a fixed order and there are no maps.

// encoder turns entities into JSON; it is reused, not shared.
type encoder struct{ buf bytes.Buffer }

// encode returns the content of e as JSON, valid until the next call, and its
// hash. e is only read.
func (c *encoder) encode(e *entity.Entity) ([]byte, [32]byte, error) {
	v := *e
	v.Origin.Fragments = texts(e.Origin.Fragments)
	c.buf.Reset()
	enc := json.NewEncoder(&c.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(&v); err != nil {
		return nil, [32]byte{}, fmt.Errorf("encode entity %s: %w", e.ID, err)
	}
	b := bytes.TrimSuffix(c.buf.Bytes(), []byte("\n"))
	if bytes.Contains(b, []byte(`\ufffd`)) {
		// JSON replaces what is not UTF-8. Text that merely spells \ufffd comes
		// back as it was.
		back, err := decode(b)
		if err != nil || !reflect.DeepEqual(back, &v) {
			return nil, [32]byte{}, fmt.Errorf("encode entity %s: text that is not UTF-8", e.ID)
		}
	}
	return b, sha256.Sum256(b), nil
}

// texts keeps what is content of fragments, nil if nothing is.
func texts(fs []entity.Fragment) []entity.Fragment {
	var out []entity.Fragment
	for i, f := range fs {
		if f.Text != "" {
			if out == nil {
				out = make([]entity.Fragment, len(fs))
			}
			out[i].Text = f.Text
		}
	}
	return out
}

// decode is the inverse of encode. A field that this program does not know is
// an error: a newer program wrote it, and dropping it could hide a fact.
func decode(b []byte) (*entity.Entity, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	e := new(entity.Entity)
	if err := dec.Decode(e); err != nil {
		return nil, fmt.Errorf("decode entity: %w", err)
	}
	return e, nil
}

// place puts fragments back into e.
func place(e *entity.Entity, places []entity.Fragment) error {
	kept := e.Origin.Fragments
	if kept == nil {
		e.Origin.Fragments = places
		return nil
	}
	if len(kept) != len(places) {
		return errors.New("record and manifest disagree about its fragments")
	}
	for i := range places {
		places[i].Text = kept[i].Text
	}
	e.Origin.Fragments = places
	return nil
}
