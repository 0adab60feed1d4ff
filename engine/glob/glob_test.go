package glob_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/glob"
)

var lit, star, one = func(s string) glob.Token { return glob.Token{Kind: glob.Literal, Text: s} },
	glob.Token{Kind: glob.Any}, glob.Token{Kind: glob.One}

func TestParse(t *testing.T) {
	for text, want := range map[string]glob.Pattern{
		"":         nil,
		"abc":      {lit("abc")},
		"*":        {star},
		"a*b?c":    {lit("a"), star, lit("b"), one, lit("c")},
		"a****b":   {lit("a"), star, lit("b")},
		"*?*?":     {star, one, star, one},
		"[a]\\*":   {lit("[a]\\"), star},
		"${*}":     {lit("${"), star, lit("}")},
		"é*\u2028": {lit("é"), star, lit("\u2028")},
	} {
		if got := glob.Parse(text); !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		rule, pattern, text string
		want                bool
	}{
		{"EL-3", "", "", true},
		{"EL-3", "", "a", false},
		{"EL-3", "*", "", true},
		{"EL-3", "*", "a/b:c", true},
		{"EL-3", "?", "", false},
		{"EL-3", "?", "a", true},
		{"EL-3", "?", "ab", false},
		{"EL-3", "a?c", "abc", true},
		{"EL-3", "a?c", "ac", false},
		{"EL-3 slash", "a/*/c", "a/b/d/c", true},
		{"EL-3 line break", "a*c", "a\nb\r\nc", true},
		{"EL-3 line break", "a?c", "a\nc", true},
		{"EL-3 two units", "a?", "a𐐀", false},
		{"EL-3 two units", "a??", "a𐐀", true},
		{"EL-3 two units", "a???", "a𐐀", false},
		{"EL-3 two units", "a?*", "a𐐀", true},
		{"EL-3 two units", "a*?", "a𐐀", true},
		{"EL-3 two units", "*??b", "𐐀b", true},
		{"EL-3 two units", "*?b", "𐐀b", true},
		{"EL-3 two units", "?b", "𐐀b", false},
		{"EL-3 two units", "*𐐀", "a𐐀", true},
		{"EL-3 two units", "?𐐀", "𐐀𐐀", false},
		{"EL-3 two units", "??𐐀", "𐐀𐐀", true},
		{"EL-3 one unit", "a?", "aé", true},
		{"EL-3 one unit", "a?", "a€", true},
		{"EL-3 one unit", "a?", "a\uffff", true},
		{"EL-3 no other metacharacter", "[ab]", "a", false},
		{"EL-3 no other metacharacter", "[ab]", "[ab]", true},
		{"EL-3 no other metacharacter", `a\*`, `a\b`, true},
		{"EL-3 no other metacharacter", `\a`, `a`, false},
		{"backtracking", "*a*b", "aXaXb", true},
		{"backtracking", "*ab", "aab", true},
		{"backtracking", "a*a", "a", false},
		{"backtracking", "*aab?", "aaabaabc", true},
		{"backtracking", "*?a?*", "ba", false},
		{"case sensitive", "A*", "abc", false},
		{"AC-2", "get*", "getobject", true},
	} {
		t.Run(c.rule+" "+c.pattern+" "+c.text, func(t *testing.T) {
			if got := glob.Parse(c.pattern).Match(c.text); got != c.want {
				t.Errorf("Parse(%q).Match(%q) = %v, want %v", c.pattern, c.text, got, c.want)
			}
		})
	}
}

func TestMatchOfAssembledPatterns(t *testing.T) {
	p := glob.Pattern{lit("home/"), lit(""), lit("a*?"), star, star, lit("")}
	for text, want := range map[string]bool{"home/a*?": true, "home/a*?x": true, "home/abcx": false} {
		if got := p.Match(text); got != want {
			t.Errorf("%v.Match(%q) = %v, want %v", p, text, got, want)
		}
	}
}

func TestExact(t *testing.T) {
	for text, want := range map[string]bool{"a*?": true, "ab?": false, "a": false} {
		if got := glob.Exact("a*?").Match(text); got != want {
			t.Errorf(`Exact("a*?").Match(%q) = %v, want %v (EL-6)`, text, got, want)
		}
	}
	if !glob.Exact("").Match("") || glob.Exact("").Match("a") {
		t.Error(`Exact("") must match the empty text alone`)
	}
}

func TestString(t *testing.T) {
	for _, text := range []string{"", "a", "a*b?c", "?*?", "arn:aws:s3:::b/*"} {
		if got := glob.Parse(text).String(); got != text {
			t.Errorf("Parse(%q).String() = %q", text, got)
		}
	}
}

func TestIsLiteral(t *testing.T) {
	for _, c := range []struct {
		pattern glob.Pattern
		text    string
		ok      bool
	}{
		{nil, "", true},
		{glob.Exact("a*"), "a*", true},
		{glob.Pattern{lit("a"), lit("b")}, "ab", true},
		{glob.Parse("a*"), "", false},
		{glob.Parse("?"), "", false},
	} {
		if text, ok := c.pattern.IsLiteral(); text != c.text || ok != c.ok {
			t.Errorf("%v.IsLiteral() = %q, %v, want %q, %v", c.pattern, text, ok, c.text, c.ok)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		pattern string
		n       int
		want    []string
	}{
		{"arn:aws:s3:::b/*", 6, []string{"arn", "aws", "s3", "", "", "b/*"}},
		{"arn:aws:iam::1:role:x", 6, []string{"arn", "aws", "iam", "", "1", "role:x"}},
		{"arn:*:s?:us-*-1:", 6, []string{"arn", "*", "s?", "us-*-1", ""}},
		{"*", 6, []string{"*"}},
		{"", 6, []string{""}},
		{":", 6, []string{"", ""}},
		{"a:b", 1, []string{"a:b"}},
		{":*:", 6, []string{"", "*", ""}},
	} {
		var got []string
		for _, part := range glob.Parse(c.pattern).Split(':', c.n) {
			got = append(got, part.String())
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("Parse(%q).Split(':', %d) = %q, want %q", c.pattern, c.n, got, c.want)
		}
	}
}

func TestOverlapsAndCovers(t *testing.T) {
	for _, c := range []struct {
		p, q             string
		overlaps, covers bool
	}{
		{"", "", true, true},
		{"", "a", false, false},
		{"a", "a", true, true},
		{"a", "b", false, false},
		{"*", "", true, true},
		{"*", "a*b?", true, true},
		{"a*", "*", true, false},
		{"a*", "*b", true, false},
		{"a*", "b*", false, false},
		{"a*", "ab*c", true, true},
		{"?", "??", false, false},
		{"?", "*", true, false},
		{"??", "𐐀", true, true},
		{"?", "𐐀", false, false},
		{"*?", "?*", true, true},
		{"?*", "*?", true, true},
		{"?*", "*a", true, true},
		{"?*", "*", true, false},
		{"*?*?*", "??*", true, true},
		{"*a*", "b*a?c", true, true},
		{"*a", "a*", true, false},
		{"*ab*", "*a*b*", true, false},
		{"*a*b*", "*ab*", true, true},
		{"a*b*c", "a*c", true, false},
		{"a*?b", "a?*b", true, true},
		{"*a?", "*a*", true, false},
		{"*aa*", "a*a", true, false},
		{"s3:get*", "s3:getobject", true, true},
	} {
		p, q := glob.Parse(c.p), glob.Parse(c.q)
		if got := p.Overlaps(q); got != c.overlaps || q.Overlaps(p) != got {
			t.Errorf("%q and %q: Overlaps = %v and %v, want %v", c.p, c.q, got, q.Overlaps(p), c.overlaps)
		}
		if got := p.Covers(q); got != c.covers {
			t.Errorf("%q.Covers(%q) = %v, want %v", c.p, c.q, got, c.covers)
		}
	}
}

func TestComparisonGivesUpOnTheSafeSide(t *testing.T) {
	long, other := glob.Exact(strings.Repeat("a", 4000)), glob.Exact(strings.Repeat("b", 4000))
	if !long.Overlaps(other) {
		t.Error("two patterns too long to compare must count as overlapping")
	}
	many := glob.Parse(strings.Repeat("*a?", 1000))
	if many.Covers(glob.Parse(strings.Repeat("*b?a", 1000))) {
		t.Error("two patterns too long to compare must not count as covering")
	}
}

// matches is the definition, tried in full: row[j] tells whether the pattern
// read so far matches the first j code units.
func matches(p glob.Pattern, s string) bool {
	text := utf16.Encode([]rune(s))
	row := make([]bool, len(text)+1)
	row[0] = true
	step := func(fits func(int) bool, keep bool) {
		after := make([]bool, len(row))
		for j := range row {
			after[j] = j > 0 && row[j-1] && fits(j-1) || keep && (row[j] || j > 0 && after[j-1])
		}
		row = after
	}
	for _, token := range p {
		switch token.Kind {
		case glob.Any:
			step(func(int) bool { return true }, true)
		case glob.One:
			step(func(int) bool { return true }, false)
		case glob.Literal:
			for _, u := range utf16.Encode([]rune(token.Text)) {
				step(func(j int) bool { return text[j] == u }, false)
			}
		}
	}
	return row[len(text)]
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"", "*", "a?", "a*b?c", "*aab?", "𐐀*?", "é?\u20ac*", "**??**", "\xff?"} {
		f.Add(s, "a𐐀b")
		f.Add(s, "aaab")
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p := glob.Parse(pattern)
		got := p.Match(text) // whatever the bytes, no panic
		if !utf8.ValidString(pattern) || !utf8.ValidString(text) || len(pattern)*len(text) > 1<<16 {
			return
		}
		if want := matches(p, text); got != want {
			t.Errorf("Parse(%q).Match(%q) = %v, want %v", pattern, text, got, want)
		}
	})
}

// words returns all texts of up to n letters.
func words(alphabet string, n int) []string {
	all, last := []string{""}, []string{""}
	for range n {
		var longer []string
		for _, w := range last {
			for _, r := range alphabet {
				longer = append(longer, w+string(r))
			}
		}
		all, last = append(all, longer...), longer
	}
	return all
}

// The comparisons are held against all patterns of three tokens and all texts
// that could tell them apart: z occurs in no pattern.
func TestComparisonsAgreeWithAllShortTexts(t *testing.T) {
	texts := words("abz", 5)
	for _, a := range words("ab*?", 3) {
		p := glob.Parse(a)
		for _, b := range words("a*?", 3) {
			q := glob.Parse(b)
			overlaps, covers := false, true
			for _, s := range texts {
				if q.Match(s) {
					overlaps = overlaps || p.Match(s)
					covers = covers && p.Match(s)
				}
			}
			if p.Overlaps(q) != overlaps || p.Covers(q) != covers {
				t.Errorf("%q against %q: overlaps %v, covers %v; the texts say %v, %v",
					a, b, p.Overlaps(q), p.Covers(q), overlaps, covers)
			}
		}
	}
}

// worstCases are patterns that cost other matchers minutes (safety T4).
func worstCases() map[string]glob.Pattern {
	return map[string]glob.Pattern{
		"1,000 stars":             glob.Parse(strings.Repeat("a*", 1000) + "b"),
		"star before each letter": glob.Parse(strings.Repeat("*a", 1000) + "b*"),
		"stars and marks":         glob.Parse(strings.Repeat("*?", 1000) + "b"),
		"one long try":            glob.Parse("*" + strings.Repeat("a", 1023) + "b*"),
		"long try with marks":     glob.Parse("*" + strings.Repeat("a?", 500) + "b*"),
	}
}

// EL-4: the matcher is linear. BenchmarkMatch says how fast they are; an exponential matcher would not come back.
func TestWorstCasesAreAnswered(t *testing.T) {
	text := strings.Repeat("a", 2048)
	for name, p := range worstCases() {
		if p.Match(text) {
			t.Errorf("%s: matches a text without b", name)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	text := strings.Repeat("a", 2048)
	for name, p := range worstCases() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Match(text)
			}
		})
	}
	b.Run("object key", func(b *testing.B) {
		p := glob.Parse("arn:aws:s3:::amzn-s3-demo-bucket/home/*/reports/??.csv")
		for b.Loop() {
			p.Match("arn:aws:s3:::amzn-s3-demo-bucket/home/ana/2026/reports/01.csv")
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	p, q := glob.Parse(strings.Repeat("*a?", 680)), glob.Parse(strings.Repeat("a*a?", 512))
	b.Run("overlaps", func(b *testing.B) {
		for b.Loop() {
			p.Overlaps(q)
		}
	})
	b.Run("covers", func(b *testing.B) {
		for b.Loop() {
			p.Covers(q)
		}
	})
}
