package share_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/share"
)

const small = `{"version":1,"title":"Ünïcode → ✓","requests":[]}`

func TestLinksOpenAsWhatWasShared(t *testing.T) {
	for _, text := range []string{small, "{}", "", `{"a":"` + strings.Repeat("x", 100_000) + `"}`} {
		if got, err := share.Decode("https://example.com/#" + share.Encode(text)); err != nil || got != text {
			t.Errorf("%.40q came out as %.40q: %v", text, got, err)
		}
	}
}

// Links once given out open for ever, and hold what they held.
func TestLinksOfOld(t *testing.T) {
	file, err := os.ReadFile("testdata/links.txt")
	if err != nil {
		t.Fatal(err)
	}
	links := 0
	for _, line := range strings.Split(string(file), "\n") {
		want, link, ok := strings.Cut(line, " s1.")
		if !ok {
			continue
		}
		links++
		text, err := share.Decode("https://example.com/#s1." + link)
		if err != nil {
			t.Errorf("link %d: %v", links, err)
		} else if got := fmt.Sprintf("%x", sha256.Sum256([]byte(text))); got != want {
			t.Errorf("link %d holds something else now", links)
		}
	}
	if links < 43 {
		t.Errorf("there are %d links, and were 43: none may go", links)
	}
}

func TestWhatChatProgramsDoToLinks(t *testing.T) {
	link := share.Encode(small)
	for name, damaged := range map[string]string{
		"a full stop":          link + ".",
		"a bracket":            "(" + "https://example.com/#" + link + ")",
		"a line break":         link[:40] + "\n" + link[40:],
		"an escaped underline": strings.ReplaceAll(link, "_", "%5F"),
		"an escaped hyphen":    strings.ReplaceAll(link, "-", "%2d"),
		"an added query":       link + "?utm_source=chat",
		"the request shown":    link + "&r=2",
	} {
		if got, err := share.Decode(damaged); err != nil || got != small {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A changed link is an error, never another scenario.
func TestDamagedLinks(t *testing.T) {
	link := share.Encode(small)
	for i := range len(link) {
		if got, err := share.Decode(link[:i]); err == nil && got != small {
			t.Errorf("cut off after %d: %q", i, got)
		}
		for _, c := range "A_z0" {
			changed := link[:i] + string(c) + link[i+1:]
			if got, err := share.Decode(changed); err == nil && got != small {
				t.Errorf("character %d changed to %c: %q", i, c, got)
			}
		}
	}
	for _, more := range []string{"A", "AAAA", "=="} {
		if got, err := share.Decode(link + more); err == nil {
			t.Errorf("with %q behind it: %q", more, got)
		}
	}
}

func TestErrorsOfLinks(t *testing.T) {
	for name, c := range map[string]struct {
		link string
		want error
	}{
		"a file's name":     {"scenario.json", share.ErrNoLink},
		"a newer version":   {"#s2.abc", share.ErrNewer},
		"too long":          {share.Prefix + strings.Repeat("A", share.MaxPayload), share.ErrTooLong},
		"a bomb":            {share.Encode(strings.Repeat("a", share.MaxText+1)), share.ErrTooLarge},
		"another alphabet":  {"s1.eNp+", share.ErrDamaged},
		"no dictionary":     {"s1.eJwDAAAAAAE", share.ErrDamaged},
		"bytes, not UTF-8":  {share.Encode("\xff\xfe"), share.ErrDamaged},
		"nothing behind it": {"s1.", share.ErrDamaged},
	} {
		if _, err := share.Decode(c.link); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := share.Decode(share.Encode(strings.Repeat("a", share.MaxText))); err != nil {
		t.Errorf("the limit itself: %v", err)
	}
}

func TestIsLink(t *testing.T) {
	for text, want := range map[string]bool{"s1.abc": true, "https://example.com/#s1.abc": true, "a.json": false, "-": false, "s1/a.json": false} {
		if share.IsLink(text) != want {
			t.Errorf("%s: %v, want %v", text, !want, want)
		}
	}
}

// FuzzDecode: whatever stands in a link, it is read or refused; what is read can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, link := range []string{share.Encode(small), share.Encode("{}") + ".", "#s2.x", "s1.", "s1.eNp%2D", "https://example.com/#s1.AAAA&r=2"} {
		f.Add(link)
	}
	f.Fuzz(func(t *testing.T, link string) {
		text, err := share.Decode(link)
		if err != nil {
			return
		}
		if again, err := share.Decode(share.Encode(text)); err != nil || again != text {
			t.Errorf("%q came out as %q: %v", text, again, err)
		}
	})
}
