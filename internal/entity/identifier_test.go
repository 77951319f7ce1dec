package entity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNormalizeID(t *testing.T) {
	for _, tt := range []struct {
		typ        IDType
		text, want string
	}{
		{IDINN, " 7707083893 ", "7707083893"}, {IDINN, "ИНН 7707083893", "7707083893"}, {IDINN, "INN: 7707083893", "7707083893"},
		{IDINN, "77 0708 3893", "7707083893"}, {IDINN, "7707083893/770701001", "7707083893"}, {IDINN, "７７０７０８３８９３", "7707083893"},
		{IDINN, "٧٧٠٧٠٨٣٨٩٣", "7707083893"}, {IDINN, "7707083893 (Russia)", "7707083893"}, {IDINN, "0277106840", "0277106840"}, {IDINN, "n/a", ""},
		{IDOGRN, "ОГРН 1027700132195", "1027700132195"}, {IDOGRN, "OGRN1027700132195", "1027700132195"},
		{IDKPP, "КПП 770701001", "770701001"}, {IDKPP, "KPP 7707AB001", "7707AB001"},
		{IDIMO, "IMO 9187629", "9187629"}, {IDIMO, "IMO9187629", "9187629"}, {IDIMO, "9187629", "9187629"}, {IDIMO, "Vessel Registration Identification IMO 9187629", "9187629"},
		{IDIMOCompany, "Company Number IMO 5434358", "5434358"}, {IDMMSI, "MMSI 273332590", "273332590"},
		{IDLEI, "LEI: 5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"}, {IDLEI, "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"},
		{IDBIC, "SABR RU MM", "SABRRUMM"}, {IDBIC, "SWIFT/BIC SABRRUMM", "SABRRUMM"}, {IDBIC, "BICSABRRUMM", "SABRRUMM"}, {IDBIC, "SABRRUMMXXX", "SABRRUMM"},
		{IDBIC, "BICIGALX", "BICIGALX"}, {IDBIC, "DEUTDEFF500", "DEUTDEFF500"}, {IDBIC, "SWIFT: DEUTDEFFXXX", "DEUTDEFF"},
		{IDIBAN, "IBAN GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"}, {IDISIN, "US-037833100-5", "US0378331005"},
		{IDUSCC, "USCC 91110000600037341L", "91110000600037341L"}, {IDWikidata, "https://www.wikidata.org/wiki/Q7747", "Q7747"}, {IDWikidata, "q7747", "Q7747"},
		{IDDUNS, "D-U-N-S 68-155-0934", "681550934"}, {IDBIK, "БИК 044525225", "044525225"},
		// look-alikes: Cyrillic and Greek typed for Latin
		{IDPassport, "АВ 123456", "AB123456"}, {IDPassport, "AB 123456", "AB123456"}, {IDPassport, "ав123456", "AB123456"}, {IDPassport, "ΑΒ123456", "AB123456"},
		{IDPassport, "No. 123-456", "123456"}, {IDPassport, "№ 123456", "123456"}, {IDPassport, "Passport No: A0012345", "A0012345"}, {IDPassport, "NO 1234567", "NO1234567"},
		{IDPassport, "ЮЯ123456", "ЮЯ123456"}, {IDPassport, "юя 123456", "ЮЯ123456"}, {IDPassport, "D9004878", "D9004878"}, {IDPassport, "Ａ１２３", "A123"},
		{IDNational, "1060-0033-40103-6", "10600033401036"}, {IDCallSign, "UBDH-2", "UBDH2"}, {IDAircraftTail, "EP-MNK", "EPMNK"}, {IDOther, "—", ""},
		{IDRegistration, "HRB 12345 B", "HRB12345B"}, {IDVAT, "DE 123 456 789", "DE123456789"},
		// wallets
		{IDWallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},
		{IDWallet, "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},
		{IDWallet, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
		{IDWallet, "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{IDWallet, " 1A1zP1eP5QGefi2DMP\u200bTfTL5SLmv7DivfNa\n", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{IDWallet, "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"},
		{IDWallet, "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8"},
		{IDWallet, "TR7NНqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}, // Cyrillic Н
		{IDWallet, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh (Address tag 102334770)", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"},
		{IDWallet, "1A1zP1eP5QGefi2DMP TfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{IDWallet, "Binance user 1234", "Binanceuser1234"},
	} {
		got := NormalizeID(tt.typ, tt.text)
		if got != tt.want {
			t.Errorf("NormalizeID(%s, %q) = %q, want %q", tt.typ, tt.text, got, tt.want)
		}
		if key := (Identifier{Type: tt.typ, Value: tt.text}).Key(); key != got {
			t.Errorf("Key of %q = %q, want %q", tt.text, key, got)
		}
	}
}

func TestValidID(t *testing.T) {
	for _, tt := range []struct {
		typ       IDType
		good, bad []string
	}{
		{IDINN, []string{"7707083893", "7736050003", "0277106840", "500100732259", "ИНН 7707083893"}, []string{"7707083894", "770708389", "500100732258", "500100732269", "0000000000", "77070838AA", ""}},
		{IDOGRN, []string{"1027700132195", "1028600587399", "304500116000157"}, []string{"1027700132196", "304500116000158", "0027700132195", "102770013219", ""}},
		{IDKPP, []string{"770701001", "7707AB001"}, []string{"77070100", "AB0701001", "770701001X"}},
		{IDOKPO, []string{"00032537", "00044428", "00044434"}, []string{"00044429", "0004442", "00000000"}},
		{IDBIK, []string{"044525225", "БИК 044525225"}, []string{"944525225", "04452522", "000000000"}},
		{IDLEI, []string{"5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55"}, []string{"5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001KJTIIGC8Y1RAB", ""}},
		{IDBIC, []string{"SABRRUMM", "DEUTDEFF500", "DEUTDEFFXXX", "NBRSRSBG", "PCBKXKPR"}, []string{"SABRZZMM", "SABRRUM", "1ABRRUMM", "SABRRUMM12", ""}},
		{IDIBAN, []string{"GB82WEST12345698765432", "DE89 3704 0044 0532 0130 00", "RU0304452522540817810538091310419", "UA213223130000026007233566001", "IR580540105180021273113007"},
			[]string{"GB82WEST12345698765433", "GB82WEST1234569876543", "ZZ82WEST12345698765432", "DE8X370400440532013000", ""}},
		{IDISIN, []string{"US0378331005", "RU0009024277", "RU0007661625"}, []string{"US0378331006", "US037833100", "0S0378331005", ""}},
		{IDIMO, []string{"9074729", "9319466", "IMO 9187629"}, []string{"9074728", "907472", "0000000", "5434358", ""}},
		{IDIMOCompany, []string{"5434358", "6005935"}, []string{"5434357", "9074728", "0000000", ""}},
		{IDMMSI, []string{"273332590", "002731108", "027333259", "111273001", "992731234", "970123456"}, []string{"123456789", "873332590", "27333259", ""}},
		{IDUSCC, []string{"91110000600037341L"}, []string{"91110000600037342L", "91110000600037341", "9111000I600037341L", ""}},
		{IDDUNS, []string{"681550934", "68-155-0934"}, []string{"68155093", "000000000", "ABCDEFGHI"}},
		{IDWikidata, []string{"Q7747"}, []string{"Q0", "7747", "QX"}},
		{IDCallSign, []string{"UBDH2", "9HA4948", "T8A5441"}, []string{"U", "1234567", ""}},
		{IDPassport, []string{"AB123456", "123"}, []string{"12", "", "passport", strings.Repeat("1", 65)}},
		{IDWallet, []string{
			"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
			"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
			"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
			"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x52908400098527886E0F7030069857D2E4169EE7",
			"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
			"888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",
			"So11111111111111111111111111111111111111112", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
			"GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ",
			"15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",
			"EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8",
			"bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
			"addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8",
		}, []string{
			"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
			"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj1",
			"bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", // version 2 under bech32: BIP-350 asks for bech32m
			"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
			"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3J",
			"rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi", "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN8", "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2M",
			"bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b", "Binance user 1234", "", "1", "0x",
		}},
	} {
		for _, v := range tt.good {
			if !ValidID(tt.typ, v) {
				t.Errorf("ValidID(%s, %q) = false", tt.typ, v)
			}
		}
		for _, v := range tt.bad {
			if ValidID(tt.typ, v) {
				t.Errorf("ValidID(%s, %q) = true", tt.typ, v)
			}
		}
	}
}

// A check digit that lets a single wrong digit pass is no check digit.
func TestValidIDFindsSingleErrors(t *testing.T) {
	for _, tt := range []struct {
		typ   IDType
		value string
		miss  int // undetected single-digit errors that the algorithm is known to have
	}{
		{IDLEI, "5493001KJTIIGC8Y1R12", 0}, {IDIBAN, "DE89370400440532013000", 0}, {IDISIN, "US0378331005", 0},
		{IDUSCC, "91110000600037341L", 0}, {IDINN, "7707083893", 3}, {IDOGRN, "1027700132195", 4}, {IDIMO, "9074729", 9},
	} {
		miss := 0
		for i := range len(tt.value) {
			if tt.value[i] > '9' {
				continue
			}
			for c := byte('0'); c <= '9'; c++ {
				if v := tt.value[:i] + string(c) + tt.value[i+1:]; v != tt.value && ValidID(tt.typ, v) {
					miss++
				}
			}
		}
		if miss > tt.miss {
			t.Errorf("%s: %d single-digit errors of %s pass, at most %d expected", tt.typ, miss, tt.value, tt.miss)
		}
	}
}

func TestGuessID(t *testing.T) {
	for _, tt := range []struct {
		text  string
		first string // "type", or "type type ..." for the first readings in order
	}{
		{"7707083893", "inn"}, {"500100732259", "inn"}, {"1027700132195", "ogrn"}, {"9074729", "imo"}, {"5434358", "imo_company"},
		{"SABRRUMM", "bic"}, {"deutdeff500", "bic"}, {"5493001KJTIIGC8Y1R12", "lei"}, {"GB82 WEST 1234 5698 7654 32", "iban"}, {"US0378331005", "isin"},
		{"91110000600037341L", "uscc"}, {"Q7747", "wikidata"}, {"273332590", "mmsi"}, {"00044428", "okpo"}, {"044525225", "bik mmsi"}, {"7707AB001", "kpp"},
		{"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "wallet"}, {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "wallet"},
		{"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "wallet"}, // wrong capitals are still an address
		{"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "wallet"}, {"So11111111111111111111111111111111111111112", "wallet"},
		{"D9004878", "call_sign"}, {"AB1234567", "passport"}, {"EP-MNK", ""}, {"UBDH2", "call_sign"},
		{"INN 7707083893", "inn"}, {"ИНН: 7707083894", "inn"}, {"IMO 9074729", "imo imo_company"}, {"IMO5434358", "imo_company imo"}, {"SWIFT: SABRRUMM", "bic"},
		{"LEI No. 5493001KJTIIGC8Y1R12", "lei"}, {"Passport AB1234567", "passport"},
		{"", ""}, {"Rosneft", ""}, {"Vladimir Putin", ""}, {"   ", ""}, {"INN", ""}, {"Leiden", ""}, {"Inna", ""}, {"BICYCLE SHOP", ""}, {"12", ""},
	} {
		ids := GuessID(tt.text)
		var got []string
		for _, id := range ids {
			got = append(got, string(id.Type))
		}
		want := strings.Fields(tt.first)
		if len(want) == 0 && len(got) != 0 || len(got) < len(want) || !cmp.Equal(got[:len(want)], want) && len(want) > 0 {
			t.Errorf("GuessID(%q) = %v, want %v first", tt.text, got, want)
		}
	}
	if last := GuessID("7707083894"); len(last) == 0 || last[len(last)-1].Type != IDINN {
		t.Errorf("GuessID of an INN with a wrong check digit = %v, want inn last", last)
	}
	if w := GuessID("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"); len(w) != 1 || w[0].Label != "TRX" {
		t.Errorf("GuessID of a Tron address = %v", w)
	}
}

func FuzzNormalizeID(f *testing.F) {
	for _, s := range []string{"ИНН 7707083893", "No. 12", "BICSWIFTBIC", "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "bitcoin:wallet:1A", "№№", "АВ１２", "\xff\xfe", "LEILEI", "ŉß", "SABRRUMMXXX", "https://www.wikidata.org/wiki/Q1"} {
		f.Add(s)
	}
	types := []IDType{IDINN, IDOGRN, IDKPP, IDOKPO, IDBIK, IDLEI, IDBIC, IDIBAN, IDISIN, IDIMO, IDIMOCompany, IDMMSI, IDCallSign, IDAircraftTail, IDSerial, IDWallet,
		IDPassport, IDNational, IDTax, IDVAT, IDRegistration, IDUSCC, IDDUNS, IDDriver, IDVisa, IDAccount, IDWikidata, IDTicker, IDOther}
	f.Fuzz(func(t *testing.T, s string) {
		for _, typ := range types {
			k := NormalizeID(typ, s)
			if kk := NormalizeID(typ, k); kk != k {
				t.Fatalf("NormalizeID(%s): %q -> %q -> %q", typ, s, k, kk)
			}
			if ValidID(typ, s) && k == "" {
				t.Fatalf("ValidID(%s, %q) with an empty key", typ, s)
			}
		}
		for _, id := range GuessID(s) {
			if id.Key() == "" {
				t.Fatalf("GuessID(%q) gives %s with an empty key", s, id.Type)
			}
		}
	})
}

func BenchmarkNormalizeID(b *testing.B) {
	for _, tt := range []Identifier{{Type: IDINN, Value: "7707083893"}, {Type: IDPassport, Value: "АВ 123456"}, {Type: IDWallet, Value: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"}} {
		b.Run(string(tt.Type), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tt.Key()
			}
		})
	}
}
