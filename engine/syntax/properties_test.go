package syntax_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// policies are real enough to break at every byte.
var policies = []string{
	`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ListAndRead",
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:role/R\u00e9"]},
      "Action": ["s3:ListBucket", "s3:Get*"],
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*",
      "Condition": {
        "StringLike": {"s3:prefix": ["", "home/\ud801\udc00/*"]},
        "Bool": {"aws:MultiFactorAuthPresent": true},
        "NumericLessThan": {"aws:MultiFactorAuthAge": 3.6e3}
      }
    }
  ]
}`,
	`{"Version":"2008-10-17","Id":"x","Statement":{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"Null":{"aws:TokenIssueTime":false}}}}`,
}

// strict are the codes for what the JSON grammar allows and Parse does not.
var strict = map[string]bool{
	syntax.CodeDuplicate: true, syntax.CodeTooDeep: true, syntax.CodeTooLarge: true, syntax.CodeTooMany: true,
	syntax.CodeInvalidUTF8: true, syntax.CodeSurrogate: true, syntax.CodeLongNumber: true,
}

// check holds Parse to what it promises of any text at all.
func check(t *testing.T, text string) {
	t.Helper()
	v, diagnostics := syntax.Parse(text)
	valid := json.Valid([]byte(text))
	if !valid && len(diagnostics) == 0 {
		t.Errorf("%q is no JSON, and nothing is said about it", text)
	}
	for i, d := range diagnostics {
		if d.Span.From < 0 || d.Span.From > d.Span.To || d.Span.To > len(text) {
			t.Errorf("%q: diagnostic outside the text: %+v", text, d)
		}
		if i > 0 && d.Span.From < diagnostics[i-1].Span.From {
			t.Errorf("%q: diagnostics out of order: %v", text, diagnostics)
		}
		if valid && !strict[d.Code] {
			t.Errorf("%q is JSON, and yet %+v", text, d)
		}
	}
	checkSpans(t, text, v, syntax.Span{From: 0, To: len(text)})
	if len(text) <= syntax.MaxSize {
		checkMended(t, text, v)
	}
	if len(diagnostics) == 0 && valid {
		checkTree(t, text, v)
	}
}

func checkMended(t *testing.T, text string, v syntax.Value) {
	t.Helper()
	mended := syntax.Mended(text)
	if !json.Valid([]byte(mended)) {
		t.Errorf("%q is mended to %q, which is no JSON", text, mended)
	}
	again, diagnostics := syntax.Parse(mended)
	for _, d := range diagnostics {
		if d.Code != syntax.CodeDuplicate && d.Code != syntax.CodeTooMany && d.Code != syntax.CodeTooLarge {
			t.Errorf("%q is mended to %q, in which %+v", text, mended, d)
		}
	}
	if mended == text && show(again) != show(v) {
		t.Errorf("%q is read as %s and as %s", text, show(v), show(again))
	}
}

// checkSpans holds every span inside that of its parent, and every name and
// string that is written as JSON to its text.
func checkSpans(t *testing.T, text string, v syntax.Value, outer syntax.Span) {
	t.Helper()
	if v.Span.From < outer.From || v.Span.From > v.Span.To || v.Span.To > outer.To {
		t.Fatalf("%q: the span %v of %s leaves %v", text, v.Span, show(v), outer)
	}
	if v.Kind == syntax.String {
		checkLiteral(t, text, v.Span, v.Text)
	}
	for _, item := range v.Items {
		checkSpans(t, text, item, v.Span)
	}
	for _, m := range v.Members {
		checkLiteral(t, text, m.NameSpan, m.Name)
		checkSpans(t, text, m.Value, v.Span)
	}
}

func checkLiteral(t *testing.T, text string, span syntax.Span, want string) {
	t.Helper()
	literal, decoded := text[span.From:span.To], ""
	if !utf8.ValidString(literal) || !strings.HasPrefix(literal, `"`) || json.Unmarshal([]byte(literal), &decoded) != nil {
		return
	}
	if decoded != want {
		t.Errorf("%q: the literal %q decodes to %q, Parse says %q", text, literal, decoded, want)
	}
	if got := syntax.Decode(literal); got != want {
		t.Errorf("%q: the literal %q embeds %q, Parse says %q", text, literal, got, want)
	}
}

// checkTree compares the tree with that of encoding/json.
func checkTree(t *testing.T, text string, v syntax.Value) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if want := stream(t, d); show(v) != want {
		t.Errorf("%q is read as %s; encoding/json reads %s", text, show(v), want)
	}
}

// stream writes the next value of d as show does.
func stream(t *testing.T, d *json.Decoder) string {
	t.Helper()
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	switch token := token.(type) {
	case json.Delim:
		var parts []string
		for d.More() {
			part := stream(t, d)
			if token == '{' {
				part += ":" + stream(t, d)
			}
			parts = append(parts, part)
		}
		closer, _ := d.Token()
		return token.String() + strings.Join(parts, ",") + fmt.Sprint(closer)
	case string:
		return strconv.Quote(token)
	case nil:
		return "null"
	}
	return fmt.Sprint(token)
}

// seeds are texts that reach every corner of the scanner.
func seeds() []string {
	texts := append([]string{}, policies...)
	for _, s := range []string{
		``, ` `, `{}`, `[]`, `"`, `{"a":`, `{"a" "b":1}`, `{'a':'b\'c"'}`, "[1,]//x", "/*", `{,}`, `[,]`, `]`, `}`, `[}`, `{]`, `[{]}`,
		`{"a":1,"a":2}`, "\ufeff[“a”]", `["\ud801\u0041\udc00"]`, "[\"\xff\"]", "[\"a,\n1]", `[NaN,True,None,01,+1,.5,1.,1e]`, `{a:b:c}`,
		`{"a"::1}`, `{:1}`, `{1:2}`, `{[]:1}`, `1 2`, "{}/**/}", `["\q\'\u12"]`, "[1\u00a0,\\2,\x00]", strings.Repeat(`[{"a":`, 60), `{} /*c*/ x`,
		"[\"\\\n]", "['a,\n'b']", `"a" 'b`, `{"a",}`, `{"a":1 2}`, `[1:2]`, `{"\u0061":1,"a":2}`,
	} {
		texts = append(texts, s)
	}
	return texts
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

func TestEveryPrefixOfAPolicyIsRead(t *testing.T) {
	for _, policy := range policies {
		for n := range len(policy) {
			check(t, policy[:n])
		}
	}
}

func TestAPolicyIsReadWithoutAnyOneByte(t *testing.T) {
	for _, policy := range policies {
		for n := range len(policy) {
			check(t, policy[:n]+policy[n+1:])
		}
	}
}

func TestAPolicyIsReadWithAnyOneByteChanged(t *testing.T) {
	policy := policies[1]
	for n := range len(policy) {
		for _, c := range []string{`"`, `'`, `{`, `]`, `,`, `:`, `\`, "\n", "\x00", "\xff", "“", "//", "0"} {
			check(t, policy[:n]+c+policy[n:])
		}
	}
}
