package syntax_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/verdict-iam/verdict/engine/syntax"
)

func TestPosition(t *testing.T) {
	text := "ab\ncé𐐀d\r\ne\rf\n"
	s := syntax.NewSource("p.json", text)
	for _, c := range []struct {
		at           string
		line, column int
		utf16        int
	}{
		{"ab", 1, 0, 0},
		{"b\n", 1, 1, 1},
		{"\ncé", 1, 2, 2},
		{"cé", 2, 0, 3},
		{"é", 2, 1, 4},
		{"𐐀", 2, 2, 5},
		{"d\r", 2, 3, 7},
		{"e\r", 3, 0, 10},
		{"f", 4, 0, 12},
	} {
		offset := strings.Index(text, c.at)
		want := syntax.Position{Line: c.line, Column: c.column}
		if got := s.Position(offset); got != want || s.UTF16(offset) != c.utf16 {
			t.Errorf("%q: position %v and %d, want %v and %d", c.at, got, s.UTF16(offset), want, c.utf16)
		}
	}
	if got := s.Position(len(text)); got != (syntax.Position{Line: 5}) {
		t.Errorf("position of the end = %v", got)
	}
	if s.Position(-1) != s.Position(0) || s.Position(999) != s.Position(len(text)) {
		t.Error("offsets outside the text must count as its ends")
	}
	if inside := strings.Index(text, "𐐀") + 2; s.Position(inside) != (syntax.Position{Line: 2, Column: 2}) {
		t.Errorf("position inside a character = %v", s.Position(inside))
	}
	if s.Name() != "p.json" || s.Text() != text {
		t.Errorf("name and text = %q, %q", s.Name(), s.Text())
	}
}

func TestPositionInALongText(t *testing.T) {
	text := strings.Repeat("aé𐐀\r\n", 2000) + strings.Repeat("𐐀", 2000)
	s := syntax.NewSource("long", text)
	for offset := range text {
		before := text[:offset]
		line := strings.Count(before, "\n")
		start := strings.LastIndex(before, "\n") + 1
		want := syntax.Position{Line: 1 + line, Column: len([]rune(before[start:]))}
		if offset%97 != 0 {
			continue
		}
		if got := s.Position(offset); got != want {
			t.Fatalf("Position(%d) = %v, want %v", offset, got, want)
		}
		if got, want := s.UTF16(offset), len(utf16.Encode([]rune(before))); got != want {
			t.Fatalf("UTF16(%d) = %d, want %d", offset, got, want)
		}
	}
}

func TestEmbedded(t *testing.T) {
	text := "{\n  \"policy\": \"{\\n \\\"\\u00e9\\\": \\ud801\\udc00 \\\"x\\\"}\"\n}"
	outer := syntax.NewSource("scenario.json", text)
	v, _ := syntax.Parse(text)
	policy, _ := v.Find("policy")
	inner := outer.Embedded("policy", policy.Value.Text, policy.Value.Span)
	for decoded, raw := range map[string]string{"{": `{\n`, "\n": `\n `, "é": `\u00e9`, "𐐀": `\ud801`, "x": `x`, "}": `}"`} {
		got := inner.Position(strings.Index(inner.Text(), decoded))
		want := outer.Position(strings.Index(text, raw))
		if got != want || got.Line != 2 {
			t.Errorf("%q stands at %v, want %v", decoded, got, want)
		}
	}
	end := strings.LastIndex(text, `"`)
	if got := inner.UTF16(len(inner.Text())); got != end {
		t.Errorf("the end stands at %d, want %d: before the closing quote", got, end)
	}
}

func TestEmbeddedTwice(t *testing.T) {
	text := `["[\"a\\\"b\"]"]`
	outer := syntax.NewSource("outer", text)
	v, _ := syntax.Parse(text)
	middle := outer.Embedded("middle", v.Items[0].Text, v.Items[0].Span)
	w, _ := syntax.Parse(middle.Text())
	inner := middle.Embedded("inner", w.Items[0].Text, w.Items[0].Span)
	if got, want := inner.Position(2).Column, strings.Index(text, "b"); got != want {
		t.Errorf("b stands at column %d, want %d", got, want)
	}
}

func TestEmbeddedOfBrokenLiterals(t *testing.T) {
	for literal, want := range map[string]string{
		``: "", `"`: "", `""`: "", `"\ud801"`: "\ufffd", `"\q\"`: `\q\`, `"\u00g0"`: `\u00g0`,
	} {
		if got := syntax.Decode(literal); got != want {
			t.Errorf("%q embeds %q, want %q", literal, got, want)
		}
		syntax.NewSource("outer", literal).Embedded("inner", want, syntax.Span{To: len(literal)}).Position(len(want))
	}
}

func FuzzSource(f *testing.F) {
	f.Add("a\r\nb\rc\n𐐀", 3)
	f.Add("\xff\xf0\x90", 1)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		s := syntax.NewSource("x", text)
		if p := s.Position(offset); p.Line < 1 || p.Column < 0 {
			t.Errorf("Position(%d) in %q = %v", offset, text, p)
		}
		inner := s.Embedded("y", syntax.Decode(text), syntax.Span{From: 0, To: len(text)})
		if at := inner.UTF16(offset); at < 0 || at > len(text) {
			t.Errorf("UTF16(%d) of %q embedded = %d", offset, text, at)
		}
	})
}

// The clef has four bytes and two code units ("The Unicode Standard", chapter 3.9), the u with dots two bytes and one unit.
func TestByteIsTheReverseOfUTF16(t *testing.T) {
	source := syntax.NewSource("text", "a\u00fc\U0001d11eb")
	for utf16, want := range []int{0, 1, 3, 3, 7, 8, 8} {
		if got := source.Byte(utf16); got != want {
			t.Errorf("code unit %d is byte %d, want %d", utf16, got, want)
		}
	}
	if got := source.Byte(-1); got != 0 {
		t.Errorf("got %d before the text", got)
	}
	if got := syntax.NewSource("text", "ab").Byte(5); got != 2 {
		t.Errorf("got %d behind a plain text, want its end", got)
	}
}
