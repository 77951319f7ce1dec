package entity

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"unicode"

	"golang.org/x/crypto/sha3"
	"golang.org/x/text/unicode/norm"
)

// walletKind names the form of an address, for GuessID.
type walletKind string

// normalizeWallet brings a crypto address to one spelling: white space, invisible
// characters and a payment URI ("bitcoin:...?amount=1") go; hexadecimal and bech32
// addresses are lower-cased; a bare 40-digit hexadecimal address gets its "0x"; a
// TON address becomes its raw form, because one account has four spellings.
// Base58 is case-sensitive and stays.
func normalizeWallet(v string) string {
	if !printableASCII(v) {
		v = strings.Map(func(r rune) rune {
			if unicode.In(r, unicode.Cf, unicode.M) || unicode.IsControl(r) && !unicode.IsSpace(r) {
				return -1
			}
			return r
		}, norm.NFKD.String(strings.ToValidUTF8(v, "")))
		v = walletWord(v)
	}
	for {
		was := v
		v = strings.Trim(v, ".,;:\"'()[]<> ")
		if scheme, rest, ok := strings.Cut(v, ":"); ok && rest != "" && isScheme(scheme) {
			v = strings.TrimLeft(rest, "/")
			v, _, _ = strings.Cut(v, "?")
		}
		if v == was {
			break
		}
	}
	lower := strings.ToLower(v)
	switch {
	case len(v) == 42 && strings.HasPrefix(lower, "0x") && isHex(lower[2:]),
		len(v) == 66 && strings.HasPrefix(lower, "0x") && isHex(lower[2:]):
		return lower
	case len(v) == 40 && isHex(lower):
		return "0x" + lower
	case v != lower && v != strings.ToUpper(v):
		if raw, ok := tonRaw(v); ok {
			return raw
		}
		return v
	case isBech32(lower) || isCashAddr(lower):
		return lower
	}
	if raw, ok := tonRaw(v); ok {
		return raw
	}
	return v
}

// walletWord takes the address out of a text with white space: the first word if
// it is an address ("rEb8... (Address tag 1)"), else all words closed up, for an
// address that was broken over two lines. Cyrillic letters that look like Latin
// ones, which no address has but official lists do, become Latin.
func walletWord(v string) string {
	v = strings.Map(func(r rune) rune {
		if r < 0x370 {
			return r
		}
		if l, ok := lookAlike[r]; ok {
			return rune(l)
		}
		if l, ok := lookAlikeSmall[r]; ok {
			return rune(l)
		}
		return r
	}, v)
	words := strings.Fields(v)
	if len(words) > 1 {
		if w := normalizeWallet(words[0]); detectWallet(w) != "" {
			return words[0]
		}
	}
	return strings.Join(words, "")
}

var lookAlikeSmall = map[rune]byte{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ѕ': 's', 'ј': 'j', 'ԛ': 'q', 'ԝ': 'w', 'һ': 'h', 'ο': 'o', 'ν': 'v',
}

func printableASCII(v string) bool {
	for i := 0; i < len(v); i++ {
		if v[i] <= ' ' || v[i] > '~' {
			return false
		}
	}
	return true
}

func isScheme(s string) bool {
	switch strings.ToLower(s) {
	case "bitcoin", "ethereum", "litecoin", "dash", "zcash", "monero", "dogecoin", "tron", "ripple", "solana", "bitcoincash", "ronin",
		"btc", "xbt", "eth", "ltc", "trx", "usdt", "usdc", "xmr", "zec", "doge", "bch", "sol", "xrp", "stellar", "ton", "wallet", "address":
		return true
	}
	return false
}

// validWallet checks an address as published: a mixed-case Ethereum address
// must carry its EIP-55 checksum, which the normalised form has lost.
func validWallet(v string) bool {
	if eth := strings.TrimSpace(v); len(eth) == 42 && strings.HasPrefix(eth, "0x") && isHex(strings.ToLower(eth[2:])) {
		return validEIP55(eth[2:])
	}
	return detectWallet(normalizeWallet(v)) != ""
}

// detectWallet returns the form of a normalised address whose checksum holds, ""
// if it is none. Solana addresses have no checksum; their length in bytes is all
// there is to check.
func detectWallet(v string) walletKind {
	switch {
	case len(v) == 42 && strings.HasPrefix(v, "0x") && isHex(v[2:]):
		return "ETH"
	case len(v) == 66 && strings.HasPrefix(v, "0x") && isHex(v[2:]):
		return "MOVE" // Aptos, Sui
	case isBech32(v):
		hrp, _, _ := cutLast(v, '1')
		return walletKind(bech32Currency[hrp])
	case isCashAddr(v):
		return "BCH"
	case isTonRaw(v):
		return "TON"
	case isStellar(v):
		return "XLM"
	case isAlgorand(v):
		return "ALGO"
	case isMonero(v):
		return "XMR"
	case isByron(v):
		return "ADA"
	case isSia(v):
		return "SC"
	}
	if payload, ok := base58Check(v, base58Alphabet); ok {
		return base58Currency(payload)
	}
	if payload, ok := base58Check(v, rippleAlphabet); ok && len(payload) == 21 && payload[0] == 0 {
		return "XRP"
	}
	if len(v) >= 46 && len(v) <= 49 && isSS58(v) {
		return "DOT"
	}
	if len(v) >= 32 && len(v) <= 44 {
		if raw, ok := base58Decode(v, base58Alphabet); ok && len(raw) == 32 {
			return "SOL"
		}
	}
	return ""
}

func isHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return s != ""
}

// validEIP55 checks the capitals of a hexadecimal address (EIP-55): all of one
// case carries no checksum and passes; else a letter is a capital where the
// Keccak-256 of the lower-case text has a nibble of 8 or more.
func validEIP55(addr string) bool {
	lower := strings.ToLower(addr)
	if addr == lower || addr == strings.ToUpper(addr) {
		return true
	}
	sum := keccak256([]byte(lower))
	for i := range len(addr) {
		nibble := sum[i/2] >> 4
		if i%2 == 1 {
			nibble = sum[i/2] & 15
		}
		c := addr[i]
		if upper := 'A' <= c && c <= 'F'; c > '9' && upper != (nibble >= 8) {
			return false
		}
	}
	return true
}

func keccak256(b []byte) []byte {
	h := sha3.NewLegacyKeccak256()
	h.Write(b)
	return h.Sum(nil)
}

const (
	base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	rippleAlphabet = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

// base58Decode decodes up to 128 characters.
func base58Decode(s, alphabet string) ([]byte, bool) {
	if s == "" || len(s) > 128 {
		return nil, false
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		carry := strings.IndexByte(alphabet, s[i])
		if carry < 0 {
			return nil, false
		}
		for j := range out {
			carry += int(out[j]) * 58
			out[j] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			out = append(out, byte(carry))
		}
	}
	for i := 0; i < len(s) && s[i] == alphabet[0]; i++ {
		out = append(out, 0)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out, true
}

// base58Check decodes an address that ends in the first four bytes of a double
// SHA-256 (en.bitcoin.it/wiki/Base58Check_encoding), and returns the payload.
func base58Check(s, alphabet string) ([]byte, bool) {
	if len(s) < 25 || len(s) > 60 {
		return nil, false
	}
	raw, ok := base58Decode(s, alphabet)
	if !ok || len(raw) < 25 {
		return nil, false
	}
	payload, sum := raw[:len(raw)-4], raw[len(raw)-4:]
	h := sha256.Sum256(payload)
	h = sha256.Sum256(h[:])
	return payload, bytes.Equal(h[:4], sum)
}

// base58Currency tells the currency from the version bytes, as the reference
// clients define them (chainparams.cpp). Two currencies may share a version.
func base58Currency(p []byte) walletKind {
	switch {
	case len(p) == 22 && p[0] == 0x1c && (p[1] == 0xb8 || p[1] == 0xbd):
		return "ZEC"
	case len(p) != 21:
		return ""
	}
	switch p[0] {
	case 0x00, 0x05:
		return "XBT" // also legacy Bitcoin Cash, Bitcoin SV
	case 0x30, 0x32:
		return "LTC"
	case 0x41:
		return "TRX"
	case 0x4c, 0x10:
		return "DASH"
	case 0x1e, 0x16:
		return "DOGE" // also Verge
	case 0x26, 0x17:
		return "BTG" // also NEO
	case 0x6f, 0xc4:
		return "XBT test"
	}
	return "base58"
}

// bech32Currency lists the human-readable parts in use (SLIP-0173).
var bech32Currency = map[string]string{
	"bc": "XBT", "tb": "XBT test", "ltc": "LTC", "addr": "ADA", "stake": "ADA", "cosmos": "ATOM", "bnb": "BNB", "zs": "ZEC", "u": "ZEC",
	"osmo": "OSMO", "terra": "LUNA", "thor": "RUNE", "inj": "INJ", "dgb": "DGB", "vtc": "VTC", "one": "ONE", "kava": "KAVA", "erd": "EGLD",
	"btg": "BTG", "sei": "SEI", "celestia": "TIA", "secret": "SCRT",
}

// isBech32 checks a lower-case bech32 (BIP-173) or bech32m (BIP-350) address of a
// known human-readable part. A segregated-witness address of version 0 must be
// bech32, later versions bech32m.
func isBech32(v string) bool {
	hrp, data, ok := cutLast(v, '1')
	if !ok || len(data) < 7 || len(v) > 250 || bech32Currency[hrp] == "" {
		return false
	}
	chk := bech32Polymod(1, hrp, data)
	switch hrp {
	case "bc", "tb", "ltc", "btg", "vtc", "dgb":
		if len(v) > 90 {
			return false
		}
		if data[0] == 'q' {
			return chk == 1
		}
		return chk == 0x2bc830a3
	}
	return chk == 1 || chk == 0x2bc830a3
}

func cutLast(s string, c byte) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, c); i > 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

func bech32Polymod(chk uint32, hrp, data string) uint32 {
	step := func(v byte) {
		top := chk >> 25
		chk = (chk&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				chk ^= g
			}
		}
	}
	for i := range len(hrp) {
		step(hrp[i] >> 5)
	}
	step(0)
	for i := range len(hrp) {
		step(hrp[i] & 31)
	}
	for i := range len(data) {
		n := strings.IndexByte(bech32Alphabet, data[i])
		if n < 0 {
			return 0
		}
		step(byte(n))
	}
	return chk
}

// isCashAddr checks a Bitcoin Cash address without its prefix: 40-bit BCH code
// over the prefix "bitcoincash" (github.com/bitcoincashorg/bitcoincash.org,
// spec/cashaddr.md).
func isCashAddr(v string) bool {
	if len(v) != 42 || v[0] != 'q' && v[0] != 'p' {
		return false
	}
	c := uint64(1)
	step := func(d byte) {
		top := c >> 35
		c = (c&0x07ffffffff)<<5 ^ uint64(d)
		for i, g := range [5]uint64{0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470} {
			if top>>i&1 == 1 {
				c ^= g
			}
		}
	}
	for _, ch := range []byte("bitcoincash") {
		step(ch & 31)
	}
	step(0)
	for i := range len(v) {
		n := strings.IndexByte(bech32Alphabet, v[i])
		if n < 0 {
			return false
		}
		step(byte(n))
	}
	return c == 1
}
