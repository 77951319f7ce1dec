package name

// classify sets the kinds of all tokens and folds multi-word legal forms and
// number words.
func classify(n *Name) {
	v := vocab()
	if n.Class == ClassOrg || n.Class == ClassAny {
		foldLegal(n, v)
	}
	letters := 0                // tokens that can bear a name
	var spelled [MaxTokens]bool // numbers written as words
	prefix := 0
	if n.Class == ClassObject {
		prefix = shipPrefix(n.Tokens)
	}
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Kind == Legal {
			continue
		}
		w, known := v.words[t.Text]
		if t.syllable() { // the syllables of other languages are not our words
			w, known = word{}, false
		}
		switch {
		case i < prefix:
			t.Kind = Title
		case isNumber(t.Text):
			t.Text = trimNumber(t.Text)
			t.Kind = Number
		case n.Class != ClassPerson && w.number != "":
			t.Text, t.Kind, t.Alts = w.number, Number, nil
			spelled[i] = true
		case n.Class != ClassPerson && w.roman != "" && i > 0:
			t.Text, t.Kind, t.Alts = w.roman, Number, nil
		case len(t.Text) == 1 && !t.syllable():
			t.Kind = Initial
		case !known:
			t.Kind = Word
		case n.Class == ClassPerson || n.Class == ClassAny && !w.generic:
			switch {
			case w.title:
				t.Kind = Title
			case w.particle && i == len(n.Tokens)-1 && i > 0:
				t.Kind = Soft // joins nothing: a name of its own ("Wang Bin")
			case w.particle:
				t.Kind = Particle
			case w.softTitle:
				t.Kind = Soft
			}
		case n.Class != ClassPerson && w.generic:
			t.Kind = Generic
		case w.particle && n.Class == ClassOrg && len(t.Text) <= 3:
			t.Kind = Particle
		}
		if t.Kind == Word || t.Kind == Soft || t.Kind == Generic && len(t.Text) > 3 {
			letters++
		}
	}
	mergeNumbers(n, &spelled)
	if letters == 0 { // nothing but titles, particles and initials: they are the name
		for i := range n.Tokens {
			if k := n.Tokens[i].Kind; k == Title || k == Particle || k == Soft || k == Initial {
				n.Tokens[i].Kind = Word
			}
		}
	}
}

// syllable reports whether t is read from a script that is cut into syllables.
func (t *Token) syllable() bool {
	return t.Script == ScriptHan || t.Script == ScriptHangul || t.Script == ScriptKana
}

// shipPrefix returns how many tokens at the front say only what kind of ship
// bears the name ("M/V Galaxy"); a name of nothing else keeps them.
func shipPrefix(t []Token) int {
	n := 0
	switch {
	case len(t) > 2 && t[0].Text == "m" && (t[1].Text == "v" || t[1].Text == "t" || t[1].Text == "s"),
		len(t) > 2 && (t[0].Text == "s" && t[1].Text == "s" || t[0].Text == "f" && t[1].Text == "v"):
		n = 2
	case len(t) > 1 && (t[0].Text == "mv" || t[0].Text == "mt" || t[0].Text == "ms" || t[0].Text == "ss" || t[0].Text == "fv"):
		n = 1
	}
	for _, rest := range t[n:] {
		if len(rest.Text) > 1 && !isNumber(rest.Text) {
			return n
		}
	}
	return 0
}

// foldLegal replaces the words of a legal form by one token of kind Legal. A
// name of nothing but legal forms keeps its words.
func foldLegal(n *Name, v *vocabulary) {
	tokens := n.Tokens
	var buf [MaxTokens]Token
	out := buf[:0]
	folded := 0
	for i := 0; i < len(tokens); {
		best := 0
		class := ""
		for _, f := range v.forms[tokens[i].Text] {
			if len(f.words) > len(tokens)-i || len(f.words) == len(tokens) || f.script != ScriptNone && f.script != tokens[i].Script {
				continue
			}
			// A one-word form must not be the first word of a longer name unless it
			// is an abbreviation; "Company of Heroes" keeps its company.
			ok := true
			for k, w := range f.words {
				if tokens[i+k].Text != w {
					ok = false
					break
				}
				if len(w) == 1 && k > 0 && len(f.words) > 1 && !tokens[i+k].Glued && tokens[i+k].Script == ScriptLatin && n.Class == ClassAny {
					ok = false
					break
				}
			}
			if ok {
				best, class = len(f.words), f.class
				break
			}
		}
		if best == 0 || (n.Class == ClassAny && best == 1 && ambiguousForm[tokens[i].Text]) {
			out = append(out, tokens[i])
			i++
			continue
		}
		out = append(out, Token{Text: class, Kind: Legal, Script: tokens[i].Script, Vowels: true})
		folded++
		i += best
	}
	if folded > 0 && folded < len(out) {
		n.Tokens = append(tokens[:0], out...)
	}
}

// ambiguousForm holds short legal forms that are words or names of persons as
// well: in a name of unknown kind they stay words.
var ambiguousForm = map[string]bool{"as": true, "se": true, "sc": true, "up": true, "ad": true, "ae": true, "dd": true, "sas": true, "ano": true, "sa": true, "ab": true, "pat": true, "sia": true, "sha": true, "ag": true, "sl": true, "ev": true, "eg": true, "hb": true, "kb": true, "jt": true, "sj": true, "dp": true, "rt": true, "pt": true, "ksc": true, "saa": true, "tov": true, "too": true, "pao": true, "ao": true, "ou": true, "oy": true, "co": true, "doo": true, "asa": true, "vat": true, "zat": true, "sti": true, "ood": true, "association": true, "partnership": true}

// mergeNumbers adds a number to the tens written as a word before it: "forty
// four" and "forty 4" are 44, "40 4" is not.
func mergeNumbers(n *Name, spelled *[MaxTokens]bool) {
	out := n.Tokens[:0]
	for i := 0; i < len(n.Tokens); i++ {
		t := n.Tokens[i]
		if i+1 < len(n.Tokens) && spelled[i] && n.Tokens[i+1].Kind == Number {
			if s, ok := addNumbers(t.Text, n.Tokens[i+1].Text); ok {
				t.Text = s
				i++
			}
		}
		out = append(out, t)
	}
	n.Tokens = out
}
