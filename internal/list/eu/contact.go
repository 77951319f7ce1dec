package eu

import (
	"regexp"
	"strings"

	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
)

var (
	emailAt     = regexp.MustCompile(`\s*@\s*`)
	emailRE     = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9‐_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z]{2,}`)
	webRE       = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s,;()<>]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:ru|com|net|org|by|ir|cn|su|info|biz|me|kp|sy|ua|ae|hk|tr|eu|рф)(?:/[^\s,;()]*)?\b`)
	phoneSep    = regexp.MustCompile(`\s*(?:;|,|\s/\s|\band\b|\bor\b)\s*`)
	phoneLabel  = regexp.MustCompile(`(?i)\b(fax|facsimile|tel(?:ephone)?|phone|mobile|mob)\.?\s*(?:no\.?|number|/fax)?\s*[:.]?\s*`)
	contactMark = regexp.MustCompile(`\b?(PHONE|FAX|EMAIL|WEB|MOBILE)\b?[\[:= ]*`)
)

// contactText reads the contact column of the CSV, one text with a mark before
// each value: "EMAIL[info@example.org]PHONE[+7 1234567]".
func contactText(s string) []keyValue {
	if s == "" {
		return nil
	}
	marks := contactMark.FindAllStringSubmatchIndex(s, -1)
	if len(marks) == 0 {
		return []keyValue{{"", s}}
	}
	var out []keyValue
	for i, m := range marks {
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		if v := strings.Trim(s[m[1]:end], "[] ,;"); v != "" {
			out = append(out, keyValue{s[m[2]:m[3]], v})
		}
	}
	return out
}

// contact adds what one contact value holds. Values join several numbers and
// addresses, and put e-mail addresses among web sites.
func (b *builder) contact(key, value string) {
	value = list.Clean(value)
	if list.Empty(value) {
		return
	}
	switch strings.ToUpper(key) {
	case "PHONE", "MOBILE", "TEL":
		b.phones(value, entity.ContactPhone)
	case "FAX":
		b.phones(value, entity.ContactFax)
	case "EMAIL":
		b.emails(value)
	case "WEB":
		b.websites(value)
	default:
		b.putContact(entity.Contact{Kind: entity.ContactOther, Value: value, Note: key})
	}
}

func (b *builder) phones(value string, kind entity.ContactKind) {
	current := kind
	for _, part := range phoneSep.Split(value, -1) {
		if strings.Contains(part, "@") {
			b.emails(part)
			continue
		}
		// "Tel. +98 21 1; Fax: +98 21 2" in one field: each label opens a number.
		for part != "" {
			m := phoneLabel.FindStringSubmatchIndex(part)
			head, rest := part, ""
			if m != nil {
				head, rest = part[:m[0]], part[m[1]:]
			}
			b.phone(head, current)
			if m != nil {
				if current = entity.ContactPhone; strings.HasPrefix(strings.ToLower(part[m[2]:m[3]]), "fa") {
					current = entity.ContactFax
				}
			}
			part = rest
		}
	}
}

func (b *builder) phone(s string, kind entity.ContactKind) {
	s = strings.Trim(s, " .,;:-/")
	if s == "" {
		return
	}
	n := 0
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	if n < 4 {
		kind = entity.ContactOther
	}
	b.putContact(entity.Contact{Kind: kind, Value: s})
}

func (b *builder) emails(value string) {
	found := false
	rest := emailAt.ReplaceAllString(value, "@")
	for _, m := range emailRE.FindAllString(rest, -1) {
		found = true
		b.putContact(entity.Contact{Kind: entity.ContactEmail, Value: m})
	}
	rest = emailRE.ReplaceAllString(rest, " ")
	for _, m := range webRE.FindAllString(rest, -1) {
		found = true
		b.putContact(entity.Contact{Kind: entity.ContactWebsite, Value: strings.TrimRight(m, ".")})
	}
	if !found {
		b.putContact(entity.Contact{Kind: entity.ContactOther, Value: value, Note: "e-mail"})
	}
}

func (b *builder) websites(value string) {
	if strings.Contains(value, "@") && !strings.Contains(value, "://") {
		b.emails(value)
		return
	}
	found := webRE.FindAllString(value, -1)
	for _, m := range found {
		b.putContact(entity.Contact{Kind: entity.ContactWebsite, Value: strings.TrimRight(m, ".")})
	}
	if found == nil {
		b.putContact(entity.Contact{Kind: entity.ContactWebsite, Value: value})
	}
}

func (b *builder) putContact(c entity.Contact) {
	for _, old := range b.e.Contacts {
		if old == c {
			return
		}
	}
	b.e.Contacts = append(b.e.Contacts, c)
}
