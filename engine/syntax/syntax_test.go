package syntax_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// show writes a value in one line; _ is a value that is missing.
func show(v syntax.Value) string {
	var parts []string
	switch v.Kind {
	case syntax.Missing:
		return "_"
	case syntax.Null, syntax.Bool, syntax.Number:
		return v.Text
	case syntax.String:
		return strconv.Quote(v.Text)
	case syntax.Array:
		for _, item := range v.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case syntax.Object:
		for _, m := range v.Members {
			parts = append(parts, strconv.Quote(m.Name)+":"+show(m.Value))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func TestSoundTexts(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                   `{}`,
		` [ ] `:                                `[]`,
		"\t\r\n{ \"a\" : [ 1 , {} ] }\n":       `{"a":[1,{}]}`,
		`"a"`:                                  `"a"`,
		` -1.50e+10 `:                          `-1.50e+10`,
		`[true,false,null]`:                    `[true,false,null]`,
		`"\"\\\/\b\f\n\r\t\u00E9\uD801\uDC00"`: `"\"\\/\b\f\n\r\té𐐀"`,
		`{"a.b|c@d*e?":{"x":1}}`:               `{"a.b|c@d*e?":{"x":1}}`,
		`{"\u0041":"","":0}`:                   `{"A":"","":0}`,
		"\"\u2028\u007f\ufffd\"":               `"\u2028\x7f` + "\ufffd" + `"`,
	} {
		v, diagnostics := syntax.Parse(text)
		if got := show(v); got != want || len(diagnostics) > 0 {
			t.Errorf("Parse(%q) = %s, want %s; diagnostics %v", text, got, want, diagnostics)
		}
	}
}

func TestSpans(t *testing.T) {
	text := ` { "Sta\u0074ement" : [ { "Effect": "Allow" } , 12 ] }  `
	v, _ := syntax.Parse(text)
	statement, ok := v.Find("Statement")
	if !ok {
		t.Fatal("Statement is not found by its decoded name")
	}
	effect, _ := statement.Value.Items[0].Find("Effect")
	for want, span := range map[string]syntax.Span{
		strings.TrimSpace(text):          v.Span,
		`"Sta\u0074ement"`:               statement.NameSpan,
		`[ { "Effect": "Allow" } , 12 ]`: statement.Value.Span,
		`{ "Effect": "Allow" }`:          statement.Value.Items[0].Span,
		`"Effect"`:                       effect.NameSpan,
		`"Allow"`:                        effect.Value.Span,
		`12`:                             statement.Value.Items[1].Span,
	} {
		if got := text[span.From:span.To]; got != want {
			t.Errorf("span of %q = %v, which is %q", want, span, got)
		}
	}
	if _, ok := v.Find("statement"); ok {
		t.Error("Find ignores letter case; names are case sensitive (GR-6)")
	}
}

// Each row is one mistake: what is said, of which part of the text, and what
// is read all the same. Fixed is the text after the first fix, "" if there is none.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		name, text, message, at, read, fixed string
	}{
		{"trailing comma in an object", `{"a":1,}`, "no comma behind the last value", `,`, `{"a":1}`, `{"a":1}`},
		{"trailing comma in a list", "[1, 2 ,\n]", "no comma behind the last value", `,`, `[1,2]`, "[1, 2 \n]"},
		{"missing comma between members", `{"a":1 "b":2}`, "comma is missing", `"b"`, `{"a":1,"b":2}`, `{"a":1, "b":2}`},
		{"missing comma between items", `["a" "b"]`, "comma is missing", `"b"`, `["a","b"]`, `["a", "b"]`},
		{"missing comma between objects", `[{}{}]`, "comma is missing", `{`, `[{},{}]`, `[{},{}]`},
		{"doubled comma", `[1,,2]`, "comma is one too many", `,`, `[1,2]`, `[1,2]`},
		{"leading comma", `{,"a":1}`, "comma is one too many", `,`, `{"a":1}`, `{"a":1}`},
		{"missing colon", `{"a" 1}`, "colon is missing", `"a"`, `{"a":1}`, `{"a": 1}`},
		{"missing colon before a list", `{"a" [1]}`, "colon is missing", `"a"`, `{"a":[1]}`, `{"a": [1]}`},
		{"doubled colon", `{"a"::1}`, "colon is one too many", `:`, `{"a":1}`, `{"a":1}`},
		{"colon in a list", `["a":1,2]`, "colon is one too many", `:`, `["a",1,2]`, `["a"1,2]`},
		{"missing value before }", `{"Action":}`, "no value", `"Action"`, `{"Action":_}`, ""},
		{"missing value before a comma", `{"Action":,"b":1}`, "no value", `"Action"`, `{"Action":_,"b":1}`, ""},
		{"name alone", `{"Action"}`, "no value", `"Action"`, `{"Action":_}`, ""},
		{"name alone before another", `{"a" "b":1}`, "no value", `"a"`, `{"a":_,"b":1}`, ""},
		{"name alone in an open list", `[{"a"]`, "no value", `"a"`, `[{"a":_}]`, ""},
		{"value without name", `{"a":1,["x"]}`, "begins with a name", `[`, `{"a":1}`, ""},
		{"object without name", `{{"a":1},"b":2}`, "begins with a name", `{`, `{"b":2}`, ""},
		{"colon without name", `{:1,"b":2}`, "begins with a name", `:`, `{"b":2}`, ""},
		{"number as name", `{1:2}`, "begins with a name", `1`, `{}`, ""},
		{"single quotes", `{'a':'it\'s "x"'}`, "single quotes", `'a'`, `{"a":"it's \"x\""}`, `{"a":'it\'s "x"'}`},
		{"typographic quotes", `{“a”: 1}`, "typographic quotes", `“a”`, `{"a":1}`, `{"a": 1}`},
		{"typographic single quotes", `[‘a’]`, "typographic quotes", `‘a’`, `["a"]`, `["a"]`},
		{"half typographic quotes", `[“a"]`, "typographic quotes", `“a"`, `["a"]`, `["a"]`},
		{"unquoted name", `{Action: "x"}`, "name has no quotes", `Action`, `{"Action":"x"}`, `{"Action": "x"}`},
		{"unquoted value", `{"a": s3:Get*}`, "text has no quotes", `s3:Get*`, `{"a":"s3:Get*"}`, `{"a": "s3:Get*"}`},
		{"unquoted item", `[Allow, 1]`, "text has no quotes", `Allow`, `["Allow",1]`, `["Allow", 1]`},
		{"line comment", "{} // done", "no comments", `// done`, `{}`, `{} `},
		{"block comment", "{ /* a\nb */ }", "no comments", "/* a\nb */", `{}`, `{  }`},
		{"open block comment", "[1] /* a", "no comments", `/* a`, `[1]`, `[1] `},
		{"hash comment", "[1, # one\r2]", "no comments", `# one`, `[1,2]`, "[1, \r2]"},
		{"unclosed string", "{\"a\": \"Allow,\n\"b\": 1}", "string is not closed", `"Allow`, `{"a":"Allow","b":1}`, "{\"a\": \"Allow\",\n\"b\": 1}"},
		{"unclosed string before a bracket", "[\"a\n]", "string is not closed", `"a`, `["a"]`, "[\"a\"\n]"},
		{"string open at the end", `["a`, "string is not closed", `"a`, `["a"]`, `["a"`},
		{"unclosed string ending in an escape", "[\"\\u002c,\n1]", "string is not closed", `"\u002c`, `[",",1]`, "[\"\\u002c\",\n1]"},
		{"open object", `{"a":{"b":1}`, "What opens with { is not closed. Add }.", ``, `{"a":{"b":1}}`, `{"a":{"b":1}}`},
		{"open list", `[1,`, "What opens with [ is not closed. Add ].", ``, `[1]`, `[1,]`},
		{"several open brackets", `{"a":[{"b":`, "3 brackets are open. Add }]}.", ``, `{"a":[{"b":_}]}`, `{"a":[{"b":}]}`},
		{"open name", `{"a"`, "not closed", ``, `{"a":_}`, `{"a"}`},
		{"list closed as an object", `{"a":[1,2}`, "What opens with [", `}`, `{"a":[1,2]}`, `{"a":[1,2]}`},
		{"object closed as a list", `[{"a":1],2]`, "What opens with {", `]`, `[{"a":1}]`, `[{"a":1}],2]`},
		{"stray }", `[1}]`, "closes nothing", `}`, `[1]`, `[1]`},
		{"stray ] alone", `]`, "closes nothing", `]`, `_`, ``},
		{"} too many at the end", `{}}`, "closes nothing", `}`, `{}`, `{}`},
		{"text after the document", `{} {"a":1} 'b'`, "ended before this", `{"a":1} 'b'`, `{}`, `{} `},
		{"text and comment after the document", `1 /*c*/ 2`, "ended before this", `2`, `1`, `1 /*c*/ `},
		{"NaN", `[NaN,1]`, "JSON has no NaN", `NaN`, `[_,1]`, ``},
		{"True", `[True]`, "small letters: true", `True`, `[true]`, `[true]`},
		{"FALSE", `[FALSE]`, "small letters: false", `FALSE`, `[false]`, `[false]`},
		{"None", `{"a":None}`, "null", `None`, `{"a":null}`, `{"a":null}`},
		{"leading zeros", `[012345678901]`, "no number of JSON", `012345678901`, `["012345678901"]`, `["012345678901"]`},
		{"plus sign", `[+1]`, "no number of JSON", `+1`, `["+1"]`, `["+1"]`},
		{"bare point", `[.5]`, "no number of JSON", `.5`, `[".5"]`, `[".5"]`},
		{"point at the end", `[1.]`, "no number of JSON", `1.`, `["1."]`, `["1."]`},
		{"empty exponent", `[1e]`, "no number of JSON", `1e`, `["1e"]`, `["1e"]`},
		{"empty exponent with sign", `[1e+]`, "no number of JSON", `1e+`, `["1e+"]`, `["1e+"]`},
		{"hexadecimal", `[0x10]`, "no number of JSON", `0x10`, `["0x10"]`, `["0x10"]`},
		{"minus alone", `[-]`, "no quotes", `-`, `["-"]`, `["-"]`},
		{"byte order mark", "\ufeff{}", "byte order mark", "\ufeff", `{}`, `{}`},
		{"no-break space", "{\u00a0}", "invisible character (U+00A0)", "\u00a0", `{}`, `{ }`},
		{"zero-width space", "[1,\u200b2]", "invisible character (U+200B)", "\u200b", `[1,2]`, `[1, 2]`},
		{"stray backslash", `[\1]`, "cannot stand here", `\`, `[1]`, `[1]`},
		{"control character", "[\x001]", "cannot stand here", "\x00", `[1]`, `[1]`},
		{"tab in a string", "[\"a\tb\"]", `Write \t.`, "\t", `["a\tb"]`, `["a\tb"]`},
		{"control character in a string", "[\"a\x01b\"]", `Write \u0001.`, "\x01", `["a\x01b"]`, `["a\u0001b"]`},
		{"unknown escape", `["C:\Users"]`, "begins no escape", `\`, `["C:\\Users"]`, `["C:\\Users"]`},
		{"short \\u", `["\u12"]`, "begins no escape", `\`, `["\\u12"]`, `["\\u12"]`},
		{"bad \\u digit", `["\u12g4"]`, "begins no escape", `\`, `["\\u12g4"]`, `["\\u12g4"]`},
		{"empty document", "", "The document is empty", ``, `_`, ``},
		{"blank document", " \n", "The document is empty", " \n", `_`, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, diagnostics := syntax.Parse(c.text)
			if len(diagnostics) == 0 {
				t.Fatalf("Parse(%q) finds nothing", c.text)
			}
			d := diagnostics[0]
			if d.Severity != syntax.Error || d.Code != syntax.CodeSyntax || !strings.Contains(d.Message, c.message) {
				t.Errorf("%q: %v %s %q, want an error JSON_SYNTAX_ERROR with %q", c.text, d.Severity, d.Code, d.Message, c.message)
			}
			if got := c.text[d.Span.From:d.Span.To]; got != c.at {
				t.Errorf("%q: the diagnostic stands at %q, want %q", c.text, got, c.at)
			}
			if got := show(v); got != c.read {
				t.Errorf("%q is read as %s, want %s", c.text, got, c.read)
			}
			if got := fix(c.text, d); got != c.fixed {
				t.Errorf("%q is fixed to %q, want %q", c.text, got, c.fixed)
			}
		})
	}
}

// fix applies the first fix of d.
func fix(text string, d syntax.Diagnostic) string {
	if len(d.Fixes) == 0 {
		return ""
	}
	for _, e := range slices.Backward(d.Fixes[0].Edits) {
		text = text[:e.Span.From] + e.Text + text[e.Span.To:]
	}
	return text
}

func TestStricterThanTheGrammar(t *testing.T) {
	long := strings.Repeat("1", syntax.MaxNumber)
	for _, c := range []struct{ name, text, code, at, read string }{
		{"duplicate member", `{"a":1,"b":2,"a":3}`, syntax.CodeDuplicate, `"a"`, `{"a":1,"b":2,"a":3}`},
		{"duplicate in other writing", `{"A":1,"\u0041":2}`, syntax.CodeDuplicate, `"\u0041"`, `{"A":1,"A":2}`},
		{"lone high surrogate", `["\ud801x"]`, syntax.CodeSurrogate, `\ud801`, "[\"\ufffdx\"]"},
		{"lone low surrogate", `["\udc00"]`, syntax.CodeSurrogate, `\udc00`, "[\"\ufffd\"]"},
		{"high surrogate before another escape", `["\ud801\u0041"]`, syntax.CodeSurrogate, `\ud801`, "[\"\ufffdA\"]"},
		{"two high surrogates", `["\ud801\ud801\udc00"]`, syntax.CodeSurrogate, `\ud801`, "[\"\ufffd𐐀\"]"},
		{"broken UTF-8 in a string", "[\"a\xff\xfeb\"]", syntax.CodeInvalidUTF8, "\xff\xfe", "[\"a\ufffdb\"]"},
		{"broken UTF-8 outside", "[1,\xff2]", syntax.CodeInvalidUTF8, "\xff", "[1,2]"},
		{"encoded surrogate", "[\"\xed\xa0\x80\"]", syntax.CodeInvalidUTF8, "\xed\xa0\x80", "[\"\ufffd\"]"},
		{"long number", "[" + long + "1]", syntax.CodeLongNumber, long + "1", `["` + long + `1"]`},
	} {
		v, diagnostics := syntax.Parse(c.text)
		if len(diagnostics) == 0 || diagnostics[0].Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, diagnostics, c.code)
			continue
		}
		at := diagnostics[0].Span
		if got := c.text[at.From:at.To]; got != c.at || show(v) != c.read {
			t.Errorf("%s: stands at %q, want %q; is read as %s, want %s", c.name, got, c.at, show(v), c.read)
		}
	}
	if _, diagnostics := syntax.Parse("[" + long + "]"); len(diagnostics) > 0 {
		t.Errorf("a number of %d characters is refused: %v", syntax.MaxNumber, diagnostics)
	}
}

func TestDuplicateNamesBothPlaces(t *testing.T) {
	text := `{"Effect":"Deny","Effect":"Allow"}`
	_, diagnostics := syntax.Parse(text)
	if len(diagnostics) != 1 || len(diagnostics[0].Related) != 1 {
		t.Fatalf("diagnostics = %v, want one with one related place (GR-7)", diagnostics)
	}
	first, second := diagnostics[0].Related[0].Span, diagnostics[0].Span
	if first != (syntax.Span{From: 1, To: 9}) || second != (syntax.Span{From: 17, To: 25}) {
		t.Errorf("places = %v and %v", first, second)
	}
}

func TestUnclosedNamesItsOpener(t *testing.T) {
	text := `{"a":[1,{"b":2`
	_, diagnostics := syntax.Parse(text)
	var openers []int
	for _, related := range diagnostics[0].Related {
		openers = append(openers, related.Span.From)
	}
	if !slices.Equal(openers, []int{8, 5, 0}) {
		t.Errorf("openers = %v, want the brackets from the innermost outwards", openers)
	}
}

func TestSeveralMistakesStandInOrder(t *testing.T) {
	text := "{\n 'a': 1,\n \"b\": True\n \"c\": [1 2],\n \"a\": 2,\n}"
	v, diagnostics := syntax.Parse(text)
	if got := show(v); got != `{"a":1,"b":true,"c":[1,2],"a":2}` {
		t.Errorf("read as %s", got)
	}
	var at []string
	for _, d := range diagnostics {
		at = append(at, text[d.Span.From:d.Span.To])
	}
	if want := []string{`'a'`, `True`, `"c"`, `2`, `"a"`, `,`}; !slices.Equal(at, want) {
		t.Errorf("mistakes at %q, want %q", at, want)
	}
}

func TestFewDiagnostics(t *testing.T) {
	_, diagnostics := syntax.Parse("[" + strings.Repeat("x ", 1000) + "]")
	if last := diagnostics[len(diagnostics)-1]; len(diagnostics) != 21 || last.Code != syntax.CodeTooMany {
		t.Errorf("%d diagnostics, the last is %v; want 20 and a word that there are more", len(diagnostics), last)
	}
}

func TestMendingEnds(t *testing.T) {
	for _, text := range []string{
		"[" + strings.Repeat("x ", 5000) + "]", `["` + strings.Repeat(`\q`, 5000) + `", 1]`, strings.Repeat("#\n", 5000), "[" + strings.Repeat("}", 5000),
	} {
		if mended := syntax.Mended(text); len(mended) > 6000 {
			t.Errorf("%.10q… is mended to %d bytes; after 1,000 mistakes the text should count as ended", text, len(mended))
		}
	}
}

func TestLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	padded := func(n int) string { return "[" + strings.Repeat(" ", n-2) + "]" }
	for _, c := range []struct{ name, text, code string }{
		{"100 levels", nested(syntax.MaxDepth), ""},
		{"101 levels", nested(syntax.MaxDepth + 1), syntax.CodeTooDeep},
		{"a value in 100 levels", strings.Repeat("[", 100) + "1" + strings.Repeat("]", 100), ""},
		{"a value in 101 levels", strings.Repeat("[", 101) + "1" + strings.Repeat("]", 101), syntax.CodeTooDeep},
		{"101 levels of objects", strings.Repeat(`{"a":`, 101), syntax.CodeTooDeep},
		{"100,000 open brackets", strings.Repeat("[", 100_000), syntax.CodeTooDeep},
		{"100,000 levels", nested(100_000), syntax.CodeTooDeep},
		{"8 MiB", padded(syntax.MaxSize), ""},
		{"a byte more", padded(syntax.MaxSize + 1), syntax.CodeTooLarge},
		{"as many values as there may be", "[" + strings.Repeat("0,", syntax.MaxValues-1) + "0]", ""},
		{"one value more", "[" + strings.Repeat("0,", syntax.MaxValues) + "0]", syntax.CodeTooLarge},
	} {
		_, diagnostics := syntax.Parse(c.text)
		code := ""
		if len(diagnostics) > 0 {
			code = diagnostics[0].Code
		}
		if code != c.code || len(diagnostics) > 1 {
			t.Errorf("%s: %v, want %q alone", c.name, diagnostics, c.code)
		}
	}
}

func TestWhatStandsAboveTheLimitIsRead(t *testing.T) {
	v, _ := syntax.Parse(`{"Version":"2012-10-17","x":` + strings.Repeat("[", 1000))
	if m, ok := v.Find("Version"); !ok || m.Value.Text != "2012-10-17" {
		t.Errorf("Version = %v, want what stands above the nesting", m)
	}
}

func TestSeverityNames(t *testing.T) {
	got := fmt.Sprint(syntax.Error, syntax.SecurityWarning, syntax.Warning, syntax.Suggestion)
	if want := "error securityWarning warning suggestion"; got != want {
		t.Errorf("severities = %s, want %s", got, want)
	}
}

// PowerShell's > writes UTF-16 ("about_Character_Encoding"). One message says so, in place of one for each character.
func TestUTF16IsNamedOnce(t *testing.T) {
	for _, text := range []string{"\xff\xfe{\x00}\x00", "\xfe\xff\x00{\x00}"} {
		value, problems := syntax.Parse(text)
		if len(problems) != 1 || problems[0].Code != syntax.CodeInvalidUTF8 || !strings.Contains(problems[0].Message, "UTF-16") || problems[0].Span != (syntax.Span{From: 0, To: 2}) || value.Kind != syntax.Missing {
			t.Errorf("%q: got %+v", text, problems)
		}
	}
}
