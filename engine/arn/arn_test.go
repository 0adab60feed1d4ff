package arn_test

import (
	"testing"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/glob"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want arn.ARN
		ok   bool
	}{
		{"arn:aws:s3:::b/k", arn.ARN{Partition: "aws", Service: "s3", Resource: "b/k"}, true},
		{"arn:aws-cn:lambda:cn-north-1:123456789012:function:f:prod",
			arn.ARN{Partition: "aws-cn", Service: "lambda", Region: "cn-north-1", Account: "123456789012", Resource: "function:f:prod"}, true},
		{"arn:aws:iam::aws:policy/AdministratorAccess",
			arn.ARN{Partition: "aws", Service: "iam", Account: "aws", Resource: "policy/AdministratorAccess"}, true},
		{"", arn.ARN{}, false},
		{"*", arn.ARN{}, false},
		{"arn", arn.ARN{}, false},
		{"arn:aws:s3::b", arn.ARN{}, false},
		{"ARN:aws:s3:::b", arn.ARN{}, false},
		{" arn:aws:s3:::b", arn.ARN{}, false},
		{"arn::s3:::b", arn.ARN{}, false},
		{"arn:aws::::b", arn.ARN{}, false},
		{"arn:aws:s3:::", arn.ARN{Partition: "aws", Service: "s3"}, true},
	} {
		got, ok := arn.Parse(c.text)
		if got != c.want || ok != c.ok {
			t.Errorf("Parse(%q) = %+v, %v, want %+v, %v", c.text, got, ok, c.want, c.ok)
		}
		if ok && got.String() != c.text {
			t.Errorf("Parse(%q).String() = %q", c.text, got.String())
		}
	}
}

func TestHasForm(t *testing.T) {
	for text, want := range map[string]bool{
		"arn:aws:s3:::b": true, "arn:::::": true, "arn:aws:s3:::a:b": true,
		"arn:aws:s3::b": false, "not-an-arn": false, "": false, "a:b:c:d:e:f": false, "*": false,
	} {
		if got := arn.HasForm(text); got != want {
			t.Errorf("HasForm(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestIsAccountID(t *testing.T) {
	for text, want := range map[string]bool{
		"123456789012": true, "000000000000": true,
		"12345678901": false, "1234567890123": false, "12345678901a": false, "": false, "١٢٣٤٥٦": false,
	} {
		if got := arn.IsAccountID(text); got != want {
			t.Errorf("IsAccountID(%q) = %v, want %v", text, got, want)
		}
	}
}

// The rows are those of section C.3 of the rules and its examples.
func TestPatternMatch(t *testing.T) {
	for _, c := range []struct {
		rule, pattern, text string
		want                bool
	}{
		{"RE-3", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/o", true},
		{"RE-3", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b//test/o", true},
		{"RE-3", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/test/o", false},
		{"RE-3", "arn:aws:s3:::b*", "arn:aws:s3:::bucket/x/y", true},
		{"RE-3", "arn:aws:s3:::b", "arn:aws:s3:::b/x", false},
		{"RE-3", "arn:aws:lambda:*:1:function:f", "arn:aws:lambda:us-east-1:1:function:f:prod", false},
		{"RE-3", "arn:aws:lambda:*:1:function:f*", "arn:aws:lambda:us-east-1:1:function:f:prod", true},
		{"RE-2 no crossing", "arn:aws:someservice:*:111122223333:finance/*",
			"arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", false},
		{"RE-4", "arn:aws:iam::*:role/Admin", "arn:aws:iam::111122223333:role/admin", false},
		{"RE-4", "arn:AWS:iam::*:role/Admin", "arn:aws:iam::111122223333:role/Admin", false},
		{"RE-6", "arn:*:iam::1?:role/R", "arn:aws-cn:iam::12:role/R", true},
		{"RE-7", "arn:aws:iam::1:u*", "arn:aws:iam::1:user/ana", true},
		{"RE-11 short request", "arn:*:*:*:*:*", "arn:aws:s3::b", false},
		{"RE-12", "arn:*:*:*:*:*", "*", false},
		{"CO-33", "arn:*:*:*:*:*", "a:b:c:d:e:f", false},
		{"C.3", "arn:aws:iam::111122223333:user/division_abc*", "arn:aws:iam::111122223333:user/JohnDoe", false},
	} {
		p, ok := arn.Compile(glob.Parse(c.pattern))
		if !ok || p.Match(c.text) != c.want {
			t.Errorf("%s: %q against %q: compiled %v, matched %v, want %v", c.rule, c.pattern, c.text, ok, p.Match(c.text), c.want)
		}
	}
	if (arn.Pattern{}).Match("arn:aws:s3:::b") {
		t.Error("the zero Pattern matches an ARN")
	}
}

func TestCompileRefusesWhatIsNoARN(t *testing.T) {
	for _, text := range []string{"", "*", "arn:*", "arn:aws:s3:*", "arn:aws:s3::b", "a:b:c:d:e:f", "*:aws:s3:::b", "ar?:aws:s3:::b"} {
		if p, ok := arn.Compile(glob.Parse(text)); ok {
			t.Errorf("Compile(%q) = %v, want a refusal (CO-33)", text, p)
		}
	}
}

func TestComplete(t *testing.T) {
	for text, want := range map[string]string{
		"arn:aws:fdsasf":           "arn:aws:fdsasf:*:*:*",
		"arn:aws":                  "arn:aws:*:*:*:*",
		"arn:aws:ec2:*:instance/*": "arn:aws:ec2:*:instance/*:*",
		"arn:aws:s3:::b/*":         "arn:aws:s3:::b/*",
		"arn:aws:logs:*:*:log:g:*": "arn:aws:logs:*:*:log:g:*",
	} {
		p, ok := arn.Complete(glob.Parse(text))
		if !ok || p.String() != want {
			t.Errorf("RE-11: Complete(%q) = %q, %v, want %q", text, p, ok, want)
		}
	}
	for _, text := range []string{"", "*", "arn", "a:b", "arn*", "?rn:aws:s3:::b"} {
		if p, ok := arn.Complete(glob.Parse(text)); ok {
			t.Errorf("GR-35: Complete(%q) = %q, want a refusal", text, p)
		}
	}
}

// A value put into a pattern keeps its stars as characters (RE-8), and its
// colons count as separators (RE-10: the account may come from a variable).
func TestValuesInPatterns(t *testing.T) {
	p, ok := arn.Compile(glob.Pattern{
		{Kind: glob.Literal, Text: "arn:aws:s3:::home/"}, {Kind: glob.Literal, Text: "a*"}, {Kind: glob.Literal, Text: "/"}, {Kind: glob.Any}})
	if !ok || !p.Match("arn:aws:s3:::home/a*/x") || p.Match("arn:aws:s3:::home/ab/x") {
		t.Errorf("%v must match a*/x and not ab/x", p)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"", "*", "arn:aws:s3:::b/*", "arn:aws:iam::1?:role/*", "arn:::::", "a:b:c:d:e:f", "arn:aws:s3:::𐐀??"} {
		f.Add(s, "arn:aws:s3:::b/k")
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !utf8.ValidString(pattern) || !utf8.ValidString(text) {
			t.Skip("package syntax lets no broken UTF-8 through")
		}
		p, ok := arn.Compile(glob.Parse(pattern))
		completed, completes := arn.Complete(glob.Parse(pattern))
		if ok && (!completes || completed.String() != p.String()) {
			t.Errorf("%q compiles to %q and completes to %q", pattern, p, completed)
		}
		if ok && p.Match(text) && !arn.HasForm(text) {
			t.Errorf("%q matches %q, which is no ARN", pattern, text)
		}
		if ok && p.Match(text) && !glob.Parse(pattern).Match(text) {
			t.Errorf("%q matches %q by field but not as a whole", pattern, text)
		}
		if a, ok := arn.Parse(text); ok && a.String() != text {
			t.Errorf("Parse(%q).String() = %q", text, a)
		}
	})
}

func BenchmarkPatternMatch(b *testing.B) {
	p, _ := arn.Compile(glob.Parse("arn:aws:s3:::amzn-s3-demo-bucket/home/*/reports/??.csv"))
	for b.Loop() {
		p.Match("arn:aws:s3:::amzn-s3-demo-bucket/home/ana/2026/reports/01.csv")
	}
}
