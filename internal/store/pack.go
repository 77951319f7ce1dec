package store

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// Packed blobs begin with one byte that says how they are packed. The numbers
// are for ever; docs/formats/store.md gives the reason for each.
const (
	packPlain  = 0 // the bytes themselves
	packZstd   = 1 // one zstd frame
	packEntity = 2 // one zstd frame with the dictionary entity.v1.dict
)

// entityDict is text that entity records have in common: the keys of their
// JSON and frequent values, the most frequent last. zstd refers back to it, so
// that a record of one kilobyte need not spell out what every record says. It
// must never change: a better one gets another packing number.
//
//go:embed entity.v1.dict
var entityDict []byte

const entityDictID = 1

// maxUnpacked bounds one unpacked blob; a damaged length must not take all
// memory.
const maxUnpacked = 256 << 20

// packer packs and unpacks blobs. Safe for concurrent use.
type packer struct {
	enc, entityEnc *zstd.Encoder
	dec            *zstd.Decoder
}

func newPacker() (*packer, error) {
	var p packer
	var err1, err2, err3 error
	opts := []zstd.EOption{zstd.WithEncoderCRC(false), zstd.WithWindowSize(1 << 17), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true)}
	p.enc, err1 = zstd.NewWriter(nil, opts...)
	p.entityEnc, err2 = zstd.NewWriter(nil, append(opts, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderDictRaw(entityDictID, entityDict))...)
	p.dec, err3 = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderDictRaw(entityDictID, entityDict))
	return &p, errors.Join(err1, err2, err3)
}

// pack packs b, with compression when that saves an eighth.
func (p *packer) pack(b []byte) []byte { return pack(p.enc, packZstd, 256, b) }

// packRecord packs an entity's JSON.
func (p *packer) packRecord(b []byte) []byte { return pack(p.entityEnc, packEntity, 64, b) }

func pack(enc *zstd.Encoder, kind byte, least int, b []byte) []byte {
	if len(b) >= least {
		out := make([]byte, 1, 64+len(b)/2)
		out[0] = kind
		if out = enc.EncodeAll(b, out); len(out) <= len(b)-len(b)/8 {
			return out
		}
	}
	out := make([]byte, 1+len(b))
	out[0] = packPlain
	copy(out[1:], b)
	return out
}

// unpack appends the unpacked b to dst.
func (p *packer) unpack(b, dst []byte) ([]byte, error) {
	if len(b) == 0 {
		return dst, errors.New("unpack: no bytes")
	}
	switch b[0] {
	case packPlain:
		return append(dst, b[1:]...), nil
	case packZstd, packEntity:
		out, err := p.dec.DecodeAll(b[1:], dst)
		if err != nil {
			return dst, fmt.Errorf("unpack: %w", err)
		}
		return out, nil
	}
	return dst, fmt.Errorf("unpack: unknown packing %d", b[0])
}
