package entity

import (
	"bytes"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"strconv"
	"strings"

	"golang.org/x/crypto/blake2b"
)

// isMonero checks a Monero address: base58 in blocks of eight bytes, and the
// first four bytes of a Keccak-256 (docs.getmonero.org/public-address).
func isMonero(v string) bool {
	if len(v) != 95 && len(v) != 106 {
		return false
	}
	sizes := map[int]int{11: 8, 7: 5, 10: 7, 2: 1, 3: 2, 5: 3, 6: 4, 9: 6}
	var raw []byte
	for i := 0; i < len(v); i += 11 {
		block := v[i:min(i+11, len(v))]
		b, ok := base58Decode(block, base58Alphabet)
		n := sizes[len(block)]
		if !ok {
			return false
		}
		for len(b) > n && b[0] == 0 {
			b = b[1:] // each leading '1' gave a zero byte
		}
		if len(b) > n {
			return false
		}
		raw = append(raw, make([]byte, n-len(b))...)
		raw = append(raw, b...)
	}
	if len(raw) < 5 {
		return false
	}
	sum := keccak256(raw[:len(raw)-4])
	return bytes.Equal(sum[:4], raw[len(raw)-4:])
}

// isByron checks a Cardano address of the Byron era (Cardano CIP-19): base58 of
// the CBOR array of a tagged byte string and its CRC-32.
func isByron(v string) bool {
	if len(v) < 50 {
		return false
	}
	raw, ok := base58Decode(v, base58Alphabet)
	if !ok || len(raw) < 12 || raw[0] != 0x82 || raw[1] != 0xd8 || raw[2] != 0x18 || raw[3] != 0x58 {
		return false
	}
	end := 5 + int(raw[4])
	return len(raw) == end+5 && raw[end] == 0x1a && crc32.ChecksumIEEE(raw[5:end]) == binary.BigEndian.Uint32(raw[end+1:])
}

// isSia checks a Siacoin address: 32 bytes and the first six of their BLAKE2b-256,
// in hexadecimal (sia.tech, unlock hash).
func isSia(v string) bool {
	if len(v) != 76 || !isHex(v) {
		return false
	}
	raw, _ := hex.DecodeString(v)
	sum := blake2b.Sum256(raw[:32])
	return bytes.Equal(sum[:6], raw[32:])
}

// isSS58 checks a Polkadot or Kusama address (docs.substrate.io, SS58): BLAKE2b-512
// over "SS58PRE" and the payload, two bytes of it.
func isSS58(v string) bool {
	raw, ok := base58Decode(v, base58Alphabet)
	if !ok || len(raw) != 35 && len(raw) != 36 {
		return false
	}
	sum := blake2b.Sum512(append([]byte("SS58PRE"), raw[:len(raw)-2]...))
	return bytes.Equal(sum[:2], raw[len(raw)-2:])
}

// tonRaw converts a user-friendly TON address (docs.ton.org, TEP-2: flag,
// workchain, 32 bytes, CRC-16/XMODEM, in base64) to "workchain:hex".
func tonRaw(v string) (string, bool) {
	if len(v) != 48 {
		return "", false
	}
	raw, err := base64.URLEncoding.DecodeString(strings.NewReplacer("+", "-", "/", "_").Replace(v))
	if err != nil || len(raw) != 36 || crc16(raw[:34]) != binary.BigEndian.Uint16(raw[34:]) {
		return "", false
	}
	return strconv.Itoa(int(int8(raw[1]))) + ":" + hex.EncodeToString(raw[2:34]), true
}

func isTonRaw(v string) bool {
	w, h, ok := strings.Cut(v, ":")
	return ok && (w == "0" || w == "-1") && len(h) == 64 && isHex(h)
}

// isStellar checks a Stellar account (SEP-23): base32 of a version byte, 32 bytes
// and a CRC-16/XMODEM in little-endian order.
func isStellar(v string) bool {
	if len(v) != 56 || v[0] != 'G' {
		return false
	}
	raw, err := base32.StdEncoding.DecodeString(v)
	return err == nil && len(raw) == 35 && crc16(raw[:33]) == binary.LittleEndian.Uint16(raw[33:])
}

// isAlgorand checks an Algorand account: base32 of 32 bytes and the last four of
// their SHA-512/256 (developer.algorand.org, accounts).
func isAlgorand(v string) bool {
	if len(v) != 58 {
		return false
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(v)
	if err != nil || len(raw) != 36 {
		return false
	}
	sum := sha512.Sum512_256(raw[:32])
	return bytes.Equal(sum[28:], raw[32:])
}

// crc16 is CRC-16/XMODEM.
func crc16(b []byte) uint16 {
	crc := uint16(0)
	for _, c := range b {
		crc ^= uint16(c) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}
