package policy_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/policy"
)

// What comes out of a variable is literal text, whatever stands around it, and text that cannot be cut is a fault of its statement
// (CO-41, CO-44).
func FuzzVariables(f *testing.F) {
	for _, s := range []string{"a", "${aws:username}", "${a, 'b'}", "${*}${?}${$}", "${", "${}", "${a b}", "$", "}", "${${a}}", "x${aws:username}y*"} {
		f.Add(s, "*")
		f.Add(s, "${b}")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		if !utf8.ValidString(text) { // JSON holds no such text
			return
		}
		resource, err := json.Marshal("arn:aws:s3:::" + text)
		if err != nil {
			t.Fatal(err)
		}
		d := policy.Parse(in(`{"Effect":"Allow","Action":"s3:*","Resource":`+string(resource)+`}`), policy.Identity)
		if len(d.Statements) != 1 || !d.Statements[0].Sound() {
			return
		}
		pattern := &d.Statements[0].Resource.Values[0]
		bound := func(string) (string, policy.Binding) { return value, policy.Bound }
		absent := func(string) (string, policy.Binding) { return "", policy.Absent }
		if !pattern.HasVariables() && pattern.Match("arn:aws:s3:::x", bound) != pattern.Match("arn:aws:s3:::x", absent) {
			t.Errorf("%q has no variables, and depends on them", text)
		}
		// Written out by hand: what stands between variables, and the value in the place of each.
		if strings.ContainsAny(strings.NewReplacer("${*}", "", "${?}", "", "${$}", "").Replace(text), "*?") || !pattern.HasVariables() {
			return
		}
		if m := pattern.Match("arn:aws:s3:::"+writtenOut(text, value), bound); !m.Matched {
			t.Errorf("%q with %q does not match %q", text, value, writtenOut(text, value))
		}
	})
}

func writtenOut(text, value string) (out string) {
	for {
		before, rest, found := strings.Cut(text, "${")
		body, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return out + text
		}
		out, text = out+before, after
		if body == "*" || body == "?" || body == "$" {
			out += body
			continue
		}
		out += value
	}
}
