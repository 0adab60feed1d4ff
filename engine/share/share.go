// Package share reads and writes share links: a scenario, compressed, in the
// fragment of an address, which browsers do not send to servers. The page has
// its own codec of the same format in site/src/share.
package share

import (
	"bytes"
	"compress/zlib"
	_ "embed" // for the dictionary
	"encoding/base64"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// dictionary is frozen with the first links that were given out.
//
//go:embed dictionary.txt
var dictionary []byte

// The limits of a link: the characters that are read, and the bytes that it may hold.
const (
	MaxPayload = 65_536
	MaxText    = 1 << 20
)

// Prefix begins every fragment; the digit is the codec's version.
const Prefix = "s1."

// The errors of Decode.
var (
	ErrNoLink   = errors.New(`there is no share link here: its fragment begins with "s1."`)
	ErrNewer    = errors.New("the link was made with a newer version of Verdict")
	ErrTooLong  = errors.New("the link is longer than 65,536 characters, which is not opened")
	ErrDamaged  = errors.New("the link is damaged or cut off: ask for the whole link")
	ErrTooLarge = errors.New("the link holds more than 1 MiB of text, which is not opened")
)

// IsLink says whether an argument is meant to be a share link or its fragment,
// and not a file's name.
func IsLink(text string) bool {
	return strings.HasPrefix(text, Prefix) || strings.Contains(text, "#"+Prefix)
}

// Encode gives the fragment of a link for a scenario as minimal JSON, without the `#`.
func Encode(text string) string {
	var out bytes.Buffer
	// A buffer takes all that is written, and the level is a valid one.
	w, err := zlib.NewWriterLevelDict(&out, zlib.BestCompression, dictionary)
	if err == nil {
		_, _ = io.WriteString(w, text)
		_ = w.Close()
	}
	return Prefix + base64.RawURLEncoding.EncodeToString(out.Bytes())
}

var (
	version = regexp.MustCompile(`^s([0-9]+)\.`)
	escape  = regexp.MustCompile(`(?i)%(2D|2E|5F|0A|0D|20|09|26|3D|3F)`)
	blank   = regexp.MustCompile(`[\s\x{200b}\x{feff}]+`)
	trailer = regexp.MustCompile(`[.)>*\]},;:!'"”’]+$`)
)

// Decode gives the scenario's text that a link or fragment holds. A link that
// cannot be read gives one of the errors above, never another text.
func Decode(link string) (string, error) {
	payload := repair(link)
	switch v := version.FindStringSubmatch(payload); {
	case v == nil:
		return "", ErrNoLink
	case v[1] != "1":
		return "", ErrNewer
	case len(payload) > MaxPayload:
		return "", ErrTooLong
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(payload[len(Prefix):])
	if err != nil {
		return "", ErrDamaged
	}
	return inflate(raw)
}

func inflate(raw []byte) (string, error) {
	const presetDictionary = 0x20
	if len(raw) < 2 || raw[1]&presetDictionary == 0 {
		return "", ErrDamaged
	}
	in := bytes.NewReader(raw)
	r, err := zlib.NewReaderDict(in, dictionary)
	if err != nil {
		return "", ErrDamaged
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxText+1))
	switch {
	case err != nil:
		return "", ErrDamaged
	case len(text) > MaxText:
		return "", ErrTooLarge
	case in.Len() > 0 || !utf8.Valid(text):
		return "", ErrDamaged
	}
	return string(text), nil
}

// repair undoes what chat programs and mail do to links.
func repair(link string) string {
	if _, fragment, ok := strings.Cut(link, "#"); ok {
		link = fragment
	}
	link = escape.ReplaceAllStringFunc(link, func(hex string) string {
		return string(rune(strings.IndexByte(digits, lower(hex[1]))<<4 | strings.IndexByte(digits, lower(hex[2]))))
	})
	link = blank.ReplaceAllString(link, "")
	if i := strings.IndexAny(link, "?&"); i >= 0 {
		link = link[:i]
	}
	return link[:min(len(link), len(Prefix))] + trailer.ReplaceAllString(link[min(len(link), len(Prefix)):], "")
}

const digits = "0123456789abcdef"

func lower(c byte) byte { return c | 0x20 }
