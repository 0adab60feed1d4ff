//go:build !js

package authz_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
)

// P18: a scenario that went through the address of a share link is decided as before. The site's tests hold the same of its own
// writer and reader (site/test/codec.test.ts); here the format is written and read by another hand.
func TestP18ShareLinksDecideTheSame(t *testing.T) {
	dictionary, err := os.ReadFile("../share/dictionary.txt")
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New()
	for _, text := range sharedTexts(t) {
		address, err := url.Parse("https://example.com/play#s1." + packed(t, text, dictionary))
		if err != nil {
			t.Fatal(err)
		}
		back := unpacked(t, strings.TrimPrefix(address.Fragment, "s1."), dictionary)
		if before, after := e.Call(callFor(t, text)), e.Call(callFor(t, back)); !bytes.Equal(before, after) {
			t.Errorf("decided otherwise behind the link:\n%s\n%s", before, after)
		}
	}
}

// The links in testdata were made by the site, of the scenarios in its own fixtures: they decide as those do.
func TestP18LinksOfTheSiteDecideTheSame(t *testing.T) {
	dictionary, err := os.ReadFile("../share/dictionary.txt")
	if err != nil {
		t.Fatal(err)
	}
	links, err := os.ReadFile("testdata/links.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(links)) {
		file, payload, _ := strings.Cut(strings.TrimSpace(line), " ")
		content, err := os.ReadFile(filepath.Join("../../site/test/fixtures", file))
		if err != nil {
			t.Fatal(err)
		}
		var minimal bytes.Buffer
		if err := json.Compact(&minimal, content); err != nil {
			t.Fatal(err)
		}
		e := engine.New()
		if before, after := e.Call(callFor(t, minimal.String())), e.Call(callFor(t, unpacked(t, payload, dictionary))); !bytes.Equal(before, after) {
			t.Errorf("%s: decided otherwise behind the link:\n%s\n%s", file, before, after)
		}
	}
}

// sharedTexts are the gallery and drawn scenarios, as minimal JSON.
func sharedTexts(t *testing.T) (all []string) {
	files, _ := filepath.Glob("../../scenarios/*.json")
	if len(files) == 0 {
		t.Fatal("no gallery")
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var minimal bytes.Buffer
		if err := json.Compact(&minimal, content); err != nil {
			t.Fatal(err)
		}
		all = append(all, minimal.String())
	}
	for seed := range uint64(20) {
		text, err := json.Marshal(generators[seed%2](rand.New(rand.NewPCG(seed, 18)), 3))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

func packed(t *testing.T, text string, dictionary []byte) string {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevelDict(&out, zlib.BestCompression, dictionary)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(out.Bytes())
}

func unpacked(t *testing.T, payload string, dictionary []byte) string {
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zlib.NewReaderDict(bytes.NewReader(raw), dictionary)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func callFor(t *testing.T, text string) []byte {
	call, err := json.Marshal(object{"method": "decide", "scenario": text, "now": "2026-09-01T12:00:00Z", "trace": 0})
	if err != nil {
		t.Fatal(err)
	}
	return call
}
