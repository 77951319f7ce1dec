package ftm

// Record is one FollowTheMoney entity as published: a thing, or an edge between
// things. It is valid until it is decoded into again.
type Record struct {
	ID         string
	Caption    string
	Schema     string
	Datasets   []string
	Referents  []string // ids of the source records that were merged into it
	FirstSeen  string
	LastSeen   string
	LastChange string
	NotTarget  bool // "target": false, that is: present only as a neighbour of a target

	// Nested are the records inside properties (targets.nested.json). The
	// property itself holds their ids.
	Nested []Nested

	// Extra are members that the format does not know.
	Extra []Extra

	props []span
	vals  []string
}

// Nested is a record that stands in place of its id.
type Nested struct {
	Prop   string
	Record *Record
}

// Extra is an unknown member, as raw JSON.
type Extra struct{ Key, JSON string }

type span struct {
	name     string
	from, to int32
}

func (r *Record) reset() {
	*r = Record{Datasets: r.Datasets[:0], Referents: r.Referents[:0], props: r.props[:0], vals: r.vals[:0]}
}

// All returns the values of a property, nil if it has none.
func (r *Record) All(prop string) []string {
	var out []string
	for _, p := range r.props {
		if p.name != prop {
			continue
		}
		v := r.vals[p.from:p.to:p.to]
		if out == nil {
			out = v
		} else {
			out = append(out, v...) // a key given twice
		}
	}
	return out
}

// First returns the first value of a property, "" if it has none.
func (r *Record) First(prop string) string {
	if v := r.All(prop); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Props calls fn for each property, in the order of the file.
func (r *Record) Props(fn func(name string, values []string)) {
	for _, p := range r.props {
		fn(p.name, r.vals[p.from:p.to:p.to])
	}
}

// add appends one value to a property.
func (r *Record) add(prop, value string) {
	if n := len(r.props); n > 0 && r.props[n-1].name == prop && int(r.props[n-1].to) == len(r.vals) {
		r.props[n-1].to++
	} else {
		r.props = append(r.props, span{prop, int32(len(r.vals)), int32(len(r.vals) + 1)})
	}
	r.vals = append(r.vals, value)
}
