package main

import (
	"strings"
	"testing"
)

// withData is a module with one page of memory and a data section.
func withData(body string) string {
	return "\x00asm\x01\x00\x00\x00" + "\x05\x05\x01\x01\x01\x80\x20" + "\x0b" + string(rune(len(body))) + body
}

func TestFinishJoinsDataSegments(t *testing.T) {
	zeros := strings.Repeat("\x00", closest)
	tests := []struct{ name, in, out string }{
		{"none", "\x00", "\x00"},
		{"one stays as it is", "\x01\x00\x41\x04\x0b\x02ab", "\x01\x00\x41\x04\x0b\x02ab"},
		{"next to each other", "\x02\x00\x41\x04\x0b\x02ab\x00\x41\x06\x0b\x01c", "\x01\x00\x41\x04\x0b\x03abc"},
		{"with zeros between", "\x02\x00\x41\x04\x0b\x02ab\x00\x41\x08\x0b\x01c", "\x01\x00\x41\x04\x0b\x05ab\x00\x00c"},
		// Offset 66 is 0xc2 0x00 in signed LEB128: the second byte keeps it positive.
		{"as far apart as is worth it", "\x02\x00\x41\x00\x0b\x02ab\x00\x41\xc2\x00\x0b\x01c", "\x01\x00\x41\x00\x0b\x43ab" + zeros + "c"},
		{"further apart", "\x02\x00\x41\x00\x0b\x02ab\x00\x41\xc3\x00\x0b\x01c", "\x02\x00\x41\x00\x0b\x02ab\x00\x41\xc3\x00\x0b\x01c"},
		{"one over the other", "\x02\x00\x41\x04\x0b\x02ab\x00\x41\x05\x0b\x01c", "\x02\x00\x41\x04\x0b\x02ab\x00\x41\x05\x0b\x01c"},
		{"backwards", "\x02\x00\x41\x04\x0b\x01a\x00\x41\x00\x0b\x01c", "\x02\x00\x41\x04\x0b\x01a\x00\x41\x00\x0b\x01c"},
		{"a negative offset", "\x01\x00\x41\x7f\x0b\x01a", "\x01\x00\x41\x7f\x0b\x01a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := finish([]byte(withData(test.in)), memory{0, 4096})
			if err != nil || string(got) != withData(test.out) {
				t.Errorf("got %q, %v, want %q", got, err, withData(test.out))
			}
		})
	}
}
