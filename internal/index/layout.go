package index

import (
	"encoding/json"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/name"
)

// arrays is everything an Index consists of. Offsets have one element more than
// what they divide. All arrays are little-endian in the file.
type arrays struct {
	// Lexicon of tokens.
	tokText   []byte   // folded texts, one after the other
	tokOff    []uint32 // into tokText
	tokFlags  []uint8  // tokenFlags
	tokRarity []uint32 // bits of a float32
	altOff    []uint32 // per token, into altStart
	altStart  []uint32 // into altText; len = alternatives + 1
	altText   []byte
	postOff   []uint32 // per token, into postings
	postings  []uint32 // names that have the token, ascending

	// Keys of tokens: bucket directory, fingerprints, tokens.
	keyDir  []uint32
	keyFP   []uint32
	keyTok  []uint32
	joinDir []uint32 // the same for joined words -> names
	joinFP  []uint32
	joinTo  []uint32
	idDir   []uint32 // the same for identifiers -> entities
	idFP    []uint32
	idTo    []uint32

	// Names.
	nameEntity []uint32
	nameTokOff []uint32
	nameToks   []uint32
	nameKinds  []uint8
	nameFlags  []uint8
	nameLegal  []uint8
	nameText   []byte
	nameStr    []uint32 // into nameText

	// Entities.
	entList    []uint8
	entSchema  []uint8
	entGender  []uint8
	entName    []uint32 // first name of each entity
	entIDText  []byte
	entIDOff   []uint32
	entBirth   []uint32 // into births
	births     []uint32 // three words each: start, end, flags
	entCountry []uint32 // into countries
	countries  []uint32
	entIdent   []uint32 // into identType and identOff
	identType  []uint8
	identOff   []uint32
	identText  []byte
	summary    []byte // per entity, JSON of a Summary
	summaryOff []uint32
}

// tokenFlags of a lexicon entry.
const (
	flagVowels  = 1 << 0
	flagNumber  = 1 << 1
	flagLegal   = 1 << 2
	flagInitial = 1 << 3
)

// nameFlags of a name.
const (
	nameWeak = 1 << iota
	nameComma
	namePrimary
)

var schemas = []entity.Schema{"", entity.Person, entity.Organization, entity.Company, entity.PublicBody, entity.LegalEntity,
	entity.Vessel, entity.Airplane, entity.CryptoWallet, entity.Security, entity.Thing}

func schemaNumber(s entity.Schema) uint8 {
	for i, x := range schemas {
		if x == s {
			return uint8(i)
		}
	}
	return 0
}

var genders = []entity.Gender{"", entity.Male, entity.Female, entity.Other}

func genderNumber(g entity.Gender) uint8 {
	for i, x := range genders {
		if x == g {
			return uint8(i)
		}
	}
	return 0
}

var idTypes = []entity.IDType{entity.IDOther, entity.IDINN, entity.IDOGRN, entity.IDKPP, entity.IDOKPO, entity.IDBIK, entity.IDLEI, entity.IDBIC,
	entity.IDIBAN, entity.IDISIN, entity.IDIMO, entity.IDIMOCompany, entity.IDMMSI, entity.IDCallSign, entity.IDAircraftTail, entity.IDSerial,
	entity.IDWallet, entity.IDPassport, entity.IDNational, entity.IDTax, entity.IDVAT, entity.IDRegistration, entity.IDUSCC, entity.IDDUNS,
	entity.IDDriver, entity.IDVisa, entity.IDAccount, entity.IDWikidata, entity.IDTicker}

func idTypeNumber(t entity.IDType) uint8 {
	for i, x := range idTypes {
		if x == t {
			return uint8(i)
		}
	}
	return 0
}

func packDay(d entity.Day) uint32 {
	return uint32(uint16(d.Year))<<16 | uint32(d.Month)<<8 | uint32(d.Day)
}

func unpackDay(v uint32) entity.Day {
	return entity.Day{Year: int16(v >> 16), Month: uint8(v >> 8), Day: uint8(v)}
}

// Meta describes an index.
type Meta struct {
	Lists    []ListMeta `json:"lists"`
	Entities int        `json:"entities"`
	Names    int        `json:"names"`
	Build    string     `json:"build,omitempty"` // of the program that built it
	Tokens   int        `json:"tokens"`
	Snapshot string     `json:"snapshot,omitempty"` // fingerprint of the editions it was built from
}

// ListMeta is one list of an index.
type ListMeta struct {
	ID       string `json:"id"`
	Entities int    `json:"entities"`
}

// Index is an immutable, searchable set of entities.
type Index struct {
	arrays
	Meta  Meta
	has   [16]bool // schemas that occur
	close func() error
}

// Close unmaps the file, if the index was opened from one. It must not be used
// afterwards.
func (x *Index) Close() error {
	if x.close == nil {
		return nil
	}
	return x.close()
}

// census notes which schemas occur.
func (x *Index) census() {
	for _, s := range x.entSchema {
		x.has[s] = true
	}
}

// Len returns the number of entities.
func (x *Index) Len() int { return len(x.entSchema) }

// Summary is what a hit shows of a listed entity beside its names and facts.
type Summary struct {
	Listings  []entity.Listing  `json:"l,omitempty"` // without reasons and notes
	Relations []entity.Relation `json:"r,omitempty"` // "same as" only
	Topics    []string          `json:"t,omitempty"`
	Certainty entity.Certainty  `json:"c,omitempty"`
	Remarks   []string          `json:"n,omitempty"` // notes of kind "editor": what a person must know or decide
	Marks     []Mark            `json:"m,omitempty"`
}

// Mark says that one fact of an entity is less well founded than the rest.
type Mark struct {
	Kind      string           `json:"k"` // MarkName, MarkIdentifier, MarkBirth or MarkCountry
	Value     string           `json:"v"` // full name, key of the identifier, date, country code
	Certainty entity.Certainty `json:"c"`
}

// The kinds of a Mark.
const (
	MarkName       = "name"
	MarkIdentifier = "identifier"
	MarkBirth      = "birth date"
	MarkCountry    = "country"
)

// Summary returns what a hit shows of entity e.
func (x *Index) Summary(e uint32) (Summary, error) {
	var s Summary
	err := json.Unmarshal(x.summary[x.summaryOff[e]:x.summaryOff[e+1]], &s)
	return s, err
}

func summaryOf(e *entity.Entity) Summary {
	s := Summary{Topics: e.Topics, Certainty: e.Certainty}
	for _, l := range e.Listings {
		l.Reason, l.Note = "", ""
		s.Listings = append(s.Listings, l)
	}
	for _, r := range e.Relations {
		if r.Kind == entity.RelationSame {
			s.Relations = append(s.Relations, r)
		}
	}
	for _, n := range e.Notes {
		if n.Kind == "editor" {
			s.Remarks = append(s.Remarks, n.Text)
		}
	}
	mark := func(kind, value string, c entity.Certainty) {
		if c != "" {
			s.Marks = append(s.Marks, Mark{kind, value, c})
		}
	}
	for _, n := range e.Names {
		mark(MarkName, n.Full, n.Certainty)
	}
	for _, id := range e.Identifiers {
		mark(MarkIdentifier, id.Key(), id.Certainty)
	}
	for _, d := range e.Dates {
		if d.Kind == entity.DateBirth {
			mark(MarkBirth, d.Date.String(), d.Certainty)
		}
	}
	for _, c := range e.Countries {
		mark(MarkCountry, c.Code, c.Certainty)
	}
	return s
}

// Schema returns the schema of entity e.
func (x *Index) Schema(e uint32) entity.Schema { return schemas[x.entSchema[e]] }

// ID returns the list and the id of entity e.
func (x *Index) ID(e uint32) (list, id string) {
	return x.Meta.Lists[x.entList[e]].ID, string(x.entIDText[x.entIDOff[e]:x.entIDOff[e+1]])
}

// NameText returns the original text of name n.
func (x *Index) NameText(n uint32) string {
	return string(x.nameText[x.nameStr[n]:x.nameStr[n+1]])
}

// Names returns the numbers of the first name of entity e and of the one after
// its last.
func (x *Index) Names(e uint32) (from, to uint32) { return x.entName[e], x.entName[e+1] }

// EntityOf returns the entity that bears name n.
func (x *Index) EntityOf(n uint32) uint32 { return x.nameEntity[n] }

// Weak reports whether the publisher calls name n a weak alias.
func (x *Index) Weak(n uint32) bool { return x.nameFlags[n]&nameWeak != 0 }

// Facts fills f with what else is known of entity e, reusing its slices.
func (x *Index) Facts(e uint32, f *entity.Facts) {
	f.Births, f.Countries = f.Births[:0], f.Countries[:0]
	for i := x.entBirth[e]; i < x.entBirth[e+1]; i++ {
		b := x.births[i*3 : i*3+3]
		f.Births = append(f.Births, entity.Date{Start: unpackDay(b[0]), End: unpackDay(b[1]), Circa: b[2]&1 != 0})
	}
	for _, c := range x.countries[x.entCountry[e]:x.entCountry[e+1]] {
		f.Countries = append(f.Countries, entity.CountryKey(c))
	}
	f.Gender = genders[x.entGender[e]]
}

// IDs appends the identifiers of entity e to dst.
func (x *Index) IDs(dst []entity.IDKey, e uint32) []entity.IDKey {
	for i := x.entIdent[e]; i < x.entIdent[e+1]; i++ {
		dst = append(dst, entity.IDKey{Type: idTypes[x.identType[i]], Key: string(x.identText[x.identOff[i]:x.identOff[i+1]])})
	}
	return dst
}

// token rebuilds lexicon entry t for name.Similarity. Its text is valid as long
// as the index.
func (x *Index) token(t uint32) name.Token {
	tok := name.Token{Text: x.text(t), Vowels: x.tokFlags[t]&flagVowels != 0, Kind: kindOfFlags(x.tokFlags[t])}
	for a := x.altOff[t]; a < x.altOff[t+1]; a++ {
		tok.Alts = append(tok.Alts, string(x.altText[x.altStart[a]:x.altStart[a+1]]))
	}
	return tok
}

func kindOfFlags(f uint8) name.Kind {
	switch {
	case f&flagNumber != 0:
		return name.Number
	case f&flagLegal != 0:
		return name.Legal
	case f&flagInitial != 0:
		return name.Initial
	}
	return name.Word
}

func flagsOf(t *name.Token) uint8 {
	var f uint8
	if t.Vowels {
		f |= flagVowels
	}
	switch t.Kind {
	case name.Number:
		f |= flagNumber
	case name.Legal:
		f |= flagLegal
	case name.Initial:
		f |= flagInitial
	}
	return f
}
