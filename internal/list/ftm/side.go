package ftm

import (
	"encoding/binary"
	"hash/maphash"
)

// side keeps what the first pass found beside things, until the second pass
// joins it to them: facts, nodes and edges in a packed form (their id, schema,
// first dataset and properties, and about 24 bytes more), and id and caption of
// every thing (about 60 bytes). Measured on a real cluster of sanctioned
// companies, rich in sanctions and owners: a third of the size of the file.
type side struct {
	seed   maphash.Seed
	chunks [][]byte
	sats   []ref
	used   []bool
	links  []link
	heads  map[uint64]int32 // hash of a thing's or node's id -> 1 + index of link
	tails  map[uint64]int32
	names  map[uint64]ref
	words  map[string]uint64 // property and schema names -> number
	word   []string

	scratch []byte
}

type ref struct{ chunk, off uint32 }

type link struct{ sat, next int32 }

const chunkSize = 1 << 20

func newSide() *side {
	return &side{
		seed: maphash.MakeSeed(), heads: map[uint64]int32{}, tails: map[uint64]int32{},
		names: map[uint64]ref{}, words: map[string]uint64{},
	}
}

func (s *side) hash(id string) uint64 { return maphash.String(s.seed, id) }

// room returns a chunk with place for n more bytes, and where they will start.
func (s *side) room(n int) (*[]byte, ref) {
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < n {
		s.chunks = append(s.chunks, make([]byte, 0, max(chunkSize, n)))
		last++
	}
	return &s.chunks[last], ref{uint32(last), uint32(len(s.chunks[last]))}
}

func (s *side) number(word string) uint64 {
	n, ok := s.words[word]
	if !ok {
		n = uint64(len(s.word))
		word = string(append([]byte(nil), word...)) // not a part of its line
		s.words[word] = n
		s.word = append(s.word, word)
	}
	return n
}

func putText(b []byte, v string) []byte {
	b = binary.AppendUvarint(b, uint64(len(v)))
	return append(b, v...)
}

// setName remembers the caption of a thing.
func (s *side) setName(id, caption string) {
	b, at := s.room(len(id) + len(caption) + 2*binary.MaxVarintLen64)
	*b = putText(putText(*b, id), caption)
	s.names[s.hash(id)] = at
}

// name returns the caption of the thing id; ok is false if the file has none.
func (s *side) name(id string) (caption string, ok bool) {
	at, ok := s.names[s.hash(id)]
	if !ok {
		return "", false
	}
	chunk := s.chunks[at.chunk][at.off:]
	n, w := binary.Uvarint(chunk)
	chunk = chunk[w:]
	if string(chunk[:n]) != id {
		return "", false
	}
	chunk = chunk[n:]
	n, w = binary.Uvarint(chunk)
	return string(chunk[w : w+int(n)]), true
}

// satellite is a record that belongs to one or more things.
type satellite struct {
	Record
	line    int
	offset  int64
	length  int64
	counted bool // a record of the file that must be accounted for by itself
	index   int32
}

// add keeps r under each of ids. Only its id, schema, first dataset and
// properties are kept.
func (s *side) add(r *Record, l Line, counted bool, ids []string) {
	b := s.scratch[:0]
	flag := byte(0)
	if counted {
		flag = 1
	}
	b = append(b, flag)
	b = binary.AppendUvarint(b, uint64(l.Number))
	b = binary.AppendUvarint(b, uint64(l.Offset))
	b = binary.AppendUvarint(b, uint64(len(l.Text)))
	b = putText(b, r.ID)
	b = binary.AppendUvarint(b, s.number(r.Schema))
	dataset := ""
	if len(r.Datasets) > 0 {
		dataset = r.Datasets[0]
	}
	b = putText(b, dataset)
	b = binary.AppendUvarint(b, uint64(len(r.vals)))
	b = binary.AppendUvarint(b, uint64(len(r.props)))
	for _, p := range r.props {
		b = binary.AppendUvarint(b, s.number(p.name))
		b = binary.AppendUvarint(b, uint64(p.to-p.from))
		for _, v := range r.vals[p.from:p.to] {
			b = putText(b, v)
		}
	}
	s.scratch = b
	buf, at := s.room(len(b) + binary.MaxVarintLen64)
	*buf = append(binary.AppendUvarint(*buf, uint64(len(b))), b...)

	index := int32(len(s.sats))
	s.sats = append(s.sats, at)
	s.used = append(s.used, false)
	for i, id := range ids {
		if contains(ids[:i], id) {
			continue
		}
		h := s.hash(id)
		s.links = append(s.links, link{sat: index})
		n := int32(len(s.links))
		if tail := s.tails[h]; tail != 0 {
			s.links[tail-1].next = n
		} else {
			s.heads[h] = n
		}
		s.tails[h] = n
	}
}

// each calls fn with every satellite kept under id, in the order of the file,
// until fn returns false.
func (s *side) each(id string, fn func(*satellite) bool) {
	for n := s.heads[s.hash(id)]; n != 0; n = s.links[n-1].next {
		sat := s.at(s.links[n-1].sat)
		if sat.concerns(id) && !fn(sat) {
			return
		}
	}
}

func (s *side) mark(index int32) {
	if index >= 0 {
		s.used[index] = true
	}
}

// at unpacks satellite i: one allocation for all its texts, one for their list.
func (s *side) at(i int32) *satellite {
	p := s.sats[i]
	chunk := s.chunks[p.chunk][p.off:]
	n, w := binary.Uvarint(chunk)
	rd := reader{string(chunk[w : w+int(n)])}
	sat := &satellite{index: i, counted: rd.s[0] == 1}
	rd.s = rd.s[1:]
	sat.line, sat.offset, sat.length = int(rd.num()), int64(rd.num()), int64(rd.num())
	sat.ID = rd.text()
	sat.Schema = s.word[rd.num()]
	if d := rd.text(); len(d) > 0 {
		sat.Datasets = []string{d}
	}
	sat.vals = make([]string, 0, rd.num())
	sat.props = make([]span, rd.num())
	for k := range sat.props {
		from := int32(len(sat.vals))
		name := s.word[rd.num()]
		for range rd.num() {
			sat.vals = append(sat.vals, rd.text())
		}
		sat.props[k] = span{name: name, from: from, to: int32(len(sat.vals))}
	}
	return sat
}

// reader reads what putText and AppendUvarint wrote.
type reader struct{ s string }

func (r *reader) num() uint64 {
	var v uint64
	for i := 0; ; i++ {
		c := r.s[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.s = r.s[i+1:]
			return v
		}
	}
}

func (r *reader) text() string {
	n := r.num()
	v := r.s[:n]
	r.s = r.s[n:]
	return v
}

// concerns reports whether the satellite is the node id or has id at one end.
func (sat *satellite) concerns(id string) bool {
	if sat.ID == id {
		return true
	}
	for _, end := range ends(&sat.Record) {
		if end == id {
			return true
		}
	}
	return false
}

// ends returns the ids a satellite belongs to.
func ends(r *Record) []string {
	sc := schemata[r.Schema]
	switch sc.class {
	case node:
		return []string{r.ID}
	case fact:
		return r.All(sc.from)
	case edge:
		return append(append([]string(nil), r.All(sc.from)...), r.All(sc.to)...)
	case thing:
		var ids []string
		for _, p := range refProps {
			ids = append(ids, r.All(p.name)...)
		}
		return ids
	}
	return nil
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
