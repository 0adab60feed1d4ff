// Package arn reads Amazon Resource Names and matches them against patterns
// (RE-2 to RE-6, RE-11, CO-32).
package arn

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
)

// fieldCount is the number of fields that the first five colons separate.
const fieldCount = 6

// ARN is an Amazon Resource Name, cut at its first five colons.
type ARN struct {
	Partition, Service, Region, Account, Resource string
}

// Parse reads an ARN: it begins with "arn:", has six fields, and names a
// partition and a service. The others may be empty; even the resource, as in
// arn:aws:sqs:us-east-1:111122223333: for all queues of an account (EV-23).
func Parse(s string) (ARN, bool) {
	f := Cut(s)
	return f.ARN()
}

// ARN is Parse for a text that is cut already.
func (f *Fields) ARN() (ARN, bool) {
	t := &f.texts
	if !f.arn || t[1] == "" || t[2] == "" {
		return ARN{}, false
	}
	return ARN{Partition: t[1], Service: t[2], Region: t[3], Account: t[4], Resource: t[5]}, true
}

// cut splits s at its first five colons. It fails if there are fewer.
func cut(s string) (fields [fieldCount]string, ok bool) {
	field, from := 0, 0
	for i := 0; i < len(s) && field < fieldCount-1; i++ {
		if s[i] == ':' {
			fields[field] = s[from:i]
			field, from = field+1, i+1
		}
	}
	fields[field] = s[from:]
	return fields, field == fieldCount-1
}

// HasForm reports whether s begins with "arn:" and has six fields, whatever
// they hold. That is all that the ARN condition operators ask (CO-33).
func HasForm(s string) bool {
	f, ok := cut(s)
	return ok && f[0] == "arn"
}

// String returns the ARN as text.
func (a ARN) String() string {
	return strings.Join([]string{"arn", a.Partition, a.Service, a.Region, a.Account, a.Resource}, ":")
}

// IsAccountID reports whether s is the number of an account: 12 digits.
func IsAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Pattern matches ARNs field by field: no wildcard crosses one of the first
// five colons. The zero Pattern matches no ARN.
type Pattern struct {
	fields [fieldCount]glob.Pattern
}

// Compile reads an ARN pattern. It fails if p has fewer than six fields or the
// first is not "arn".
func Compile(p glob.Pattern) (Pattern, bool) {
	fields := p.Split(':', fieldCount)
	if len(fields) < fieldCount || !startsARN(fields) {
		return Pattern{}, false
	}
	return Pattern{[fieldCount]glob.Pattern(fields)}, true
}

// Complete reads an ARN pattern whose missing fields become `*` (RE-11). It
// fails if p does not start with "arn:".
func Complete(p glob.Pattern) (Pattern, bool) {
	fields := p.Split(':', fieldCount)
	if len(fields) < 2 || !startsARN(fields) {
		return Pattern{}, false
	}
	for len(fields) < fieldCount {
		fields = append(fields, glob.Parse("*"))
	}
	return Pattern{[fieldCount]glob.Pattern(fields)}, true
}

func startsARN(fields []glob.Pattern) bool {
	first, literal := fields[0].IsLiteral()
	return literal && first == "arn"
}

// Match reports whether p covers the ARN s, in the very letters of each field
// (RE-4). A text with fewer than six fields is never covered.
func (p Pattern) Match(s string) bool {
	fields := Cut(s)
	return p.MatchFields(&fields)
}

// Fields is a text cut into the fields of an ARN, for matching it with many patterns.
type Fields struct {
	texts [fieldCount]string
	arn   bool
}

// Cut cuts a text at its first five colons.
func Cut(s string) Fields {
	fields, ok := cut(s)
	return Fields{fields, ok && fields[0] == "arn"}
}

// MatchFields is Match for a text that is cut already.
func (p *Pattern) MatchFields(f *Fields) bool {
	if !f.arn || p.fields[0] == nil {
		return false
	}
	for i := 1; i < fieldCount; i++ { // the first field is "arn" in both
		if !p.fields[i].Match(f.texts[i]) {
			return false
		}
	}
	return true
}

// String returns the pattern as it would be written, completed fields included.
func (p Pattern) String() string {
	parts := make([]string, fieldCount)
	for i, field := range p.fields {
		parts[i] = field.String()
	}
	return strings.Join(parts, ":")
}
