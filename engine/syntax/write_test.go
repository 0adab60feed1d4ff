package syntax_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/verdict-iam/verdict/engine/syntax"
)

type inner struct {
	Plain string `json:"plain"`
}

type outer struct {
	Name string `json:"name"`
	inner
	Untagged int
	List     []string       `json:"list"`
	Absent   []string       `json:"absent,omitempty"`
	Map      map[string]any `json:"map"`
	No       map[string]any `json:"no,omitempty"`
	Pointer  *bool          `json:"pointer"`
	Gone     *inner         `json:"gone,omitempty"`
	Nested   []inner        `json:"nested"`
}

// standard is what encoding/json writes without escapes for HTML.
func standard(t *testing.T, value any, indent string) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

func TestMarshalWritesAsEncodingJSON(t *testing.T) {
	yes := true
	for name, value := range map[string]any{
		"nothing":          nil,
		"a string":         "a \"quote\" \\ / <b> & \u2028 \u2029 \x00 \x1f \b\f\n\r\t \x7f é 😀 \xff",
		"numbers":          []int{0, -1, 1 << 40},
		"empty containers": map[string]any{"a": []string{}, "b": map[string]any{}, "c": []string(nil), "d": map[string]any(nil)},
		"a sorted map":     map[string]any{"b": 1, "a": map[string]any{"z": "x", "y": []any{"1", true, nil}}},
		"a full struct":    outer{Name: "n", inner: inner{"p"}, Untagged: 3, List: []string{"x"}, Absent: []string{"y"}, Map: map[string]any{"k": 1}, No: map[string]any{"k": 2}, Pointer: &yes, Gone: &inner{"g"}, Nested: []inner{{}, {"q"}}},
		"an empty struct":  outer{},
		"an empty one":     struct{}{},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := string(syntax.Marshal(value)), standard(t, value, ""); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if got, want := string(syntax.MarshalIndent(value)), standard(t, value, "  "); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// Quote writes every string as encoding/json does.
func FuzzQuote(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\u2028\\\"\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := syntax.Quote(text), standard(t, text, ""); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}
