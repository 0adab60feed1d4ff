package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A type section, a memory section as given, and an export section behind it: the smallest module that shows what moves.
func module(memory string) string {
	return "\x00asm\x01\x00\x00\x00" + "\x01\x01\x00" + memory + "\x07\x01\x00"
}

func TestFinishSizesMemory(t *testing.T) {
	tests := []struct {
		name, in, out string
		to            memory
	}{
		{"sets a maximum where there is none", module("\x05\x03\x01\x00\x10"), module("\x05\x05\x01\x01\x10\x80\x20"), memory{0, 4096}},
		{"takes the place of a maximum", module("\x05\x05\x01\x01\x10\x80\x40"), module("\x05\x05\x01\x01\x10\x80\x20"), memory{0, 4096}},
		{"keeps a minimum of two bytes", module("\x05\x04\x01\x00\x80\x02"), module("\x05\x06\x01\x01\x80\x02\x80\x20"), memory{0, 4096}},
		{"allows the minimum itself", module("\x05\x03\x01\x00\x10"), module("\x05\x04\x01\x01\x10\x10"), memory{0, 16}},
		{"begins with as much as it is to have", module("\x05\x03\x01\x00\x10"), module("\x05\x05\x01\x01\x20\x80\x20"), memory{32, 4096}},
		{"begins with more, where it must", module("\x05\x03\x01\x00\x10"), module("\x05\x05\x01\x01\x10\x80\x20"), memory{8, 4096}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := finish([]byte(test.in), test.to)
			if err != nil || string(got) != test.out {
				t.Errorf("got %q, %v, want %q", got, err, test.out)
			}
		})
	}
}

func TestFinishRefuses(t *testing.T) {
	tests := []struct{ name, in, says string }{
		{"what is no module", "hello", "no WebAssembly module"},
		{"an empty file", "", "no WebAssembly module"},
		{"a module without memory", module(""), "no memory"},
		{"a module that starts above the limit", module("\x05\x04\x01\x00\x81\x20"), "starts with 4097 pages"},
		{"two memories", module("\x05\x05\x02\x00\x10\x00\x10"), "one memory"},
		{"a section cut off", "\x00asm\x01\x00\x00\x00\x05\x09\x01", "cut off"},
		{"a size cut off", "\x00asm\x01\x00\x00\x00\x05\x80", "cut off"},
		{"a minimum cut off", module("\x05\x03\x01\x00\x80"), "cut off"},
		{"no number of data segments", withData("\x80"), "cut off"},
		{"a passive data segment", withData("\x01\x01\x01a"), "constant offset"},
		{"an offset cut off", withData("\x01\x00\x41\x80"), "cut off"},
		{"a data segment cut off", withData("\x01\x00\x41\x00\x0b\x02a"), "cut off"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := finish([]byte(test.in), memory{0, 4096}); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %q, %v, want an error that says %q", got, err, test.says)
			}
		})
	}
}

func TestRunChangesTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.wasm")
	if err := os.WriteFile(file, []byte(module("\x05\x03\x01\x00\x10")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(file, "0", "4096"); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(file); string(got) != module("\x05\x05\x01\x01\x10\x80\x20") {
		t.Errorf("got %q", got)
	}
	for _, pages := range [][2]string{{"few", "4096"}, {"0", "many"}, {"4097", "4096"}} {
		if err := run(file, pages[0], pages[1]); err == nil {
			t.Errorf("no error for %s to %s pages", pages[0], pages[1])
		}
	}
}
