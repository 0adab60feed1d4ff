package syntax

import (
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marshal writes a value of Go as JSON on one line, as encoding/json does, which
// is not used because it would be a sixteenth of the engine's download. It takes
// strings, numbers, Booleans, lists, structs with their json tags, maps by
// string, and pointers. It does not write < > & as escapes.
func Marshal(value any) []byte {
	var w writer
	w.value(reflect.ValueOf(value))
	return w.text
}

// MarshalIndent is Marshal over several lines, with two spaces a level.
func MarshalIndent(value any) []byte {
	w := writer{indent: true}
	w.value(reflect.ValueOf(value))
	return w.text
}

// Quote writes a text as a JSON string.
func Quote(text string) string { return string(AppendQuote(nil, text)) }

// AppendQuote is Quote behind what stands there already.
func AppendQuote(to []byte, text string) []byte {
	w := writer{text: to}
	w.string(text)
	return w.text
}

// writer writes JSON. Its recursion is as deep as the values of its callers nest.
type writer struct {
	text   []byte
	indent bool
	depth  int
	known  map[reflect.Type][]field
}

func (w *writer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.string(v.String())
	case reflect.Bool:
		w.raw(strconv.FormatBool(v.Bool()))
	case reflect.Int:
		w.raw(strconv.FormatInt(v.Int(), 10))
	case reflect.Slice:
		w.list(v)
	case reflect.Map:
		w.object(v)
	case reflect.Struct:
		w.structure(v)
	case reflect.Pointer, reflect.Interface:
		w.value(v.Elem())
	default:
		w.raw("null") // the zero Value, of a nil
	}
}

func (w *writer) raw(text string) { w.text = append(w.text, text...) }

// open begins a list or object, next goes on to its next line, close ends it.
func (w *writer) open(bracket string) {
	w.raw(bracket)
	w.depth++
}

func (w *writer) next(first bool) {
	if !first {
		w.raw(",")
	}
	w.line()
}

func (w *writer) line() {
	if w.indent {
		w.raw("\n" + strings.Repeat("  ", w.depth))
	}
}

func (w *writer) close(bracket string, empty bool) {
	w.depth--
	if !empty {
		w.line()
	}
	w.raw(bracket)
}

func (w *writer) list(v reflect.Value) {
	if v.IsNil() {
		w.raw("null")
		return
	}
	w.open("[")
	for i := range v.Len() {
		w.next(i == 0)
		w.value(v.Index(i))
	}
	w.close("]", v.Len() == 0)
}

// object writes a map, sorted by name.
func (w *writer) object(v reflect.Value) {
	if v.IsNil() {
		w.raw("null")
		return
	}
	keys := v.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	w.open("{")
	for i, key := range keys {
		w.next(i == 0)
		w.name(key.String())
		w.value(v.MapIndex(key))
	}
	w.close("}", len(keys) == 0)
}

func (w *writer) name(name string) {
	w.string(name)
	w.raw(":")
	if w.indent {
		w.raw(" ")
	}
}

// field is a field of a struct as JSON has it.
type field struct {
	index     int
	name      string
	omitEmpty bool
	embedded  bool
}

// fields reads the tags of a type, once for each call.
func (w *writer) fields(t reflect.Type) []field {
	if known, ok := w.known[t]; ok {
		return known
	}
	var all []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		all = append(all, field{i, name, option == "omitempty", f.Anonymous})
	}
	if w.known == nil {
		w.known = map[reflect.Type][]field{}
	}
	w.known[t] = all
	return all
}

func (w *writer) structure(v reflect.Value) {
	w.open("{")
	first := true
	w.members(v, &first)
	w.close("}", first)
}

// members writes the fields of a struct; those of an embedded one among them.
func (w *writer) members(v reflect.Value, first *bool) {
	for _, f := range w.fields(v.Type()) {
		inside := v.Field(f.index)
		switch {
		case f.embedded:
			w.members(inside, first)
		case f.omitEmpty && hollow(inside):
		default:
			w.next(*first)
			*first = false
			w.name(f.name)
			w.value(inside)
		}
	}
}

func hollow(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

const hexDigits = "0123456789abcdef"

// string writes a string. What is no UTF-8 becomes U+FFFD, as in encoding/json,
// and the two line ends that JavaScript once did not take are escaped.
func (w *writer) string(text string) {
	w.raw(`"`)
	plain := 0
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c := text[i]; c == '"' || c == '\\' {
			w.text = append(append(w.text, text[plain:i]...), '\\', c)
			i++
			plain = i
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		escape := escapeOf(r, size)
		if escape != "" {
			w.raw(text[plain:i])
			w.raw(escape)
			plain = i + size
		}
		i += size
	}
	w.raw(text[plain:])
	w.raw(`"`)
}

// escapeOf is how a character is written in a string, or "" for as it is.
func escapeOf(r rune, size int) string {
	switch {
	case r == utf8.RuneError && size == 1:
		return `\ufffd`
	case r == '\u2028' || r == '\u2029':
		return `\u202` + hexDigits[r&15:r&15+1]
	case r >= ' ':
		return ""
	}
	if i := strings.IndexRune("\b\f\n\r\t", r); i >= 0 {
		return `\` + "bfnrt"[i:i+1]
	}
	return `\u00` + hexDigits[r>>4:r>>4+1] + hexDigits[r&15:r&15+1]
}
