package main

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// steps of a function that is 7 bytes long: one value, for all of it (runtime/symtab.go, step).
const (
	stackDepth = "\x02\x07\x00"
	fileNumber = "\x04\x07\x00"
	lineNumber = "\x54\x07\x00"
	liveStack  = "\x03\x07\x00"
)

// goTable is a table of one function as Go's linker lays it out; the steps are those of its stack, file, line and live pointers.
func goTable(names, files, steps string, function []uint32) []byte {
	const header = 8 + 8*headerWords
	sizes := []int{len(names), 4, len(files), len(steps)}
	out := append([]byte{}, tableHead...)
	at := header
	words := []int{1, 1, 0, at}
	for _, size := range sizes {
		at += size
		words = append(words, at)
	}
	for _, w := range words {
		out = binary.LittleEndian.AppendUint64(out, uint64(w))
	}
	out = append(out, names+"\xff\xff\xff\xff"+files+steps...)
	for _, w := range append([]uint32{0, 12, 7}, function...) {
		out = binary.LittleEndian.AppendUint32(out, w)
	}
	return out
}

// function has its stack's depth at 1, its file at 4, its line at 7, and one table of live pointers at 10.
func function(file, line, start uint32) []uint32 {
	return []uint32{0, 0, 0, 0, 1, file, line, 1, 0, start, 0, 10}
}

func TestForgetNames(t *testing.T) {
	steps := "\x00" + stackDepth + fileNumber + lineNumber + liveStack
	given := goTable("main.secret\x00runtime.main\x00", "main.go\x00", steps, function(4, 7, 21))
	want := goTable(strings.Repeat("\x00", 12)+"runtime.main\x00", strings.Repeat("\x00", 8), "\x00"+stackDepth+strings.Repeat("\x00", 6)+liveStack, function(0, 0, 0))
	copy(want[bytes.Index(want, []byte("\xff\xff\xff\xff\x00")):], "\x00\x00\x00\x00") // the index of files is blank, too
	data := append([]byte("before"), append(given, "behind"...)...)
	if err := forgetNames(data); err != nil {
		t.Fatal(err)
	}
	if got := string(data); got != "before"+string(want)+"behind" {
		t.Errorf("got  %q\nwant %q", got, "before"+string(want)+"behind")
	}
}

func TestForgetNamesLeavesOtherData(t *testing.T) {
	data := []byte("no table")
	if err := forgetNames(data); err != nil || string(data) != "no table" {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestForgetNamesRefusesOtherLayouts(t *testing.T) {
	sound := goTable("main.main\x00", "main.go\x00", "\x00"+stackDepth+fileNumber+lineNumber+liveStack, function(4, 7, 21))
	for size := range len(sound) - 1 {
		if cut := bytes.Clone(sound[:size]); bytes.HasPrefix(cut, tableHead) && forgetNames(cut) == nil {
			t.Errorf("no error for a table cut off at %d of %d", size, len(sound))
		}
	}
	endless := goTable("main.main\x00", "main.go\x00", "\x00\x02\x07", function(0, 0, 0))
	if err := forgetNames(endless); err == nil {
		t.Error("no error for steps without an end")
	}
	backwards := bytes.Clone(sound)
	binary.LittleEndian.PutUint64(backwards[8+8*fileTable:], 1)
	if err := forgetNames(backwards); err == nil {
		t.Error("no error for a header whose parts run backwards")
	}
}
