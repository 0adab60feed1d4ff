package syntax_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// hardTexts are as long as a text may be and as bad (safety T5, T7).
func hardTexts() map[string]string {
	fill := func(before, unit, after string) string {
		return before + strings.Repeat(unit, (syntax.MaxSize-len(before)-len(after))/len(unit)) + after
	}
	deep := strings.Repeat("[", syntax.MaxDepth-1)
	shallow := strings.Repeat("]", syntax.MaxDepth-1)
	return map[string]string{
		"policy":                fill("[", policies[1]+",", policies[1]+"]"),
		"list of numbers":       fill("[", "0,", "0]"),
		"99 levels around":      fill(deep+"[", "0,", "0]"+shallow),
		"100,000 open brackets": strings.Repeat("[", 100_000),
		"open brackets":         fill("", "[", ""),
		"objects, open":         fill("", `{"a":`, ""),
		"missing commas":        fill("[", `""`, "]"),
		"commas":                fill("[", ",", "]"),
		"closing brackets":      fill(deep, "}", ""),
		"broken UTF-8":          fill(`"`, "\xff", `"`),
		"every second byte":     fill(`["`, "a\xff", `"]`),
		"escapes":               fill(`["`, `\u0041`, `"]`),
		"bad escapes":           fill(`["`, `\q`, `"]`),
		"members of one name":   fill("{", `"a":1,`, `"a":1}`),
		"words":                 fill("[", "a ", "]"),
		"comments":              fill("[", "#\n", "]"),
		"names alone":           fill("{", `""`, "}"),
		"objects closed wrong":  fill("[", "{]", "]"),
	}
}

// Hard texts are read to their end; BenchmarkParse says how fast. A quadratic
// reader would take minutes here.
func TestHardTextsAreRead(t *testing.T) {
	for name, text := range hardTexts() {
		v, diagnostics := syntax.Parse(text)
		if v.Kind == syntax.Missing && len(diagnostics) == 0 {
			t.Errorf("%s: neither a value nor a diagnostic", name)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.Run("one policy", func(b *testing.B) {
		b.SetBytes(int64(len(policies[0])))
		for b.Loop() {
			syntax.Parse(policies[0])
		}
	})
	for name, text := range hardTexts() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				syntax.Parse(text)
			}
		})
	}
}

func BenchmarkPosition(b *testing.B) {
	text := strings.Repeat(policies[0], 20)
	s := syntax.NewSource("p", text)
	for b.Loop() {
		s.Position(len(text) / 2)
	}
}
