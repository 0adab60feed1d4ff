package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Go's table of functions holds, beside what the runtime needs to walk a stack, the names of functions and the files and
// lines of instructions. They serve stack traces alone, which the page never shows; zeros in their place compress to nothing.
// Names of the runtime's own functions stay, as it tells its goroutines by them. The layout is that of Go 1.20 and later
// (runtime/symtab.go, internal/abi/symtab.go); a table of another layout is an error, not a guess.

// tableHead is the magic number of the table, two zeros, the size of an instruction (1 on WebAssembly) and that of a pointer.
var tableHead = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// The places of the header's members behind tableHead, in words of eight bytes.
const (
	functionCount = 0
	nameTable     = 3
	fileIndex     = 4
	fileTable     = 5
	stepTable     = 6
	functionTable = 7
	headerWords   = 8
)

// The places of a function's members, in words of four bytes.
const (
	nameOffset   = 1
	stackSteps   = 4
	fileSteps    = 5
	lineSteps    = 6
	stepCount    = 7
	fileOffset   = 8
	startLine    = 9
	functionSize = 11 // and then stepCount offsets of further steps
)

var errTable = errors.New("the table of functions has another layout than Go 1.26 gives it")

// table is Go's table of functions, and whatever stands behind it.
type table []byte

func (t table) word(i int) int { return int(binary.LittleEndian.Uint64(t[len(tableHead)+8*i:])) }

// part is the bytes between two members of the header.
func (t table) part(from, to int) []byte { return t[t.word(from):t.word(to)] }

// forgetNames blanks names, files and lines in data that holds Go's table of functions; other data stays as it is.
func forgetNames(data []byte) error {
	at := bytes.Index(data, tableHead)
	if at < 0 {
		return nil
	}
	t := table(data[at:])
	if err := t.check(); err != nil {
		return err
	}
	used := make([]bool, t.word(functionTable)-t.word(stepTable))
	for i := range t.word(functionCount) {
		f, err := t.function(i)
		if err != nil {
			return err
		}
		if err := t.forget(f, used); err != nil {
			return err
		}
	}
	t.forgetSteps(used)
	t.forgetTexts()
	return nil
}

// check holds the header to what the table must be.
func (t table) check() error {
	if len(t) < len(tableHead)+8*headerWords {
		return errTable
	}
	before := len(tableHead) + 8*headerWords
	for i := nameTable; i <= functionTable; i++ {
		if t.word(i) < before || t.word(i) > len(t) {
			return errTable
		}
		before = t.word(i)
	}
	if before+8*t.word(functionCount) > len(t) {
		return errTable
	}
	return nil
}

// function is the record of a function: its members, and the offsets of its further steps.
func (t table) function(i int) ([]byte, error) {
	functions := t[t.word(functionTable):]
	at := int(binary.LittleEndian.Uint32(functions[8*i+4:]))
	if at+4*functionSize > len(functions) {
		return nil, errTable
	}
	count := int(member(functions[at:], stepCount))
	if count > 64 || at+4*(functionSize+count) > len(functions) {
		return nil, errTable
	}
	return functions[at:][:4*(functionSize+count)], nil
}

func member(f []byte, i int) uint32 { return binary.LittleEndian.Uint32(f[4*i:]) }

// forget blanks what only stack traces read of a function, and marks the steps that are still needed.
func (t table) forget(f []byte, used []bool) error {
	for _, i := range []int{fileSteps, lineSteps, fileOffset, startLine} {
		clear(f[4*i:][:4])
	}
	needed := []uint32{member(f, stackSteps)}
	for i := range int(member(f, stepCount)) {
		needed = append(needed, member(f, functionSize+i))
	}
	for _, offset := range needed {
		if err := t.keep(int(offset), used); err != nil {
			return err
		}
	}
	return nil
}

// keep marks the steps at an offset: pairs of variable-length numbers up to one that begins with zero. At offset 0 there are none.
func (t table) keep(offset int, used []bool) error {
	if offset == 0 {
		return nil
	}
	steps := t.part(stepTable, functionTable)
	for first := true; ; first = false {
		if offset >= len(steps) {
			return errTable
		}
		used[offset] = true
		if steps[offset] == 0 && !first {
			return nil
		}
		for range 2 {
			_, n := binary.Uvarint(steps[offset:])
			if n <= 0 {
				return errTable
			}
			for i := range n {
				used[offset+i] = true
			}
			offset += n
		}
	}
}

func (t table) forgetSteps(used []bool) {
	steps := t.part(stepTable, functionTable)
	for i := range steps {
		if !used[i] {
			steps[i] = 0
		}
	}
}

// forgetTexts blanks the names of functions that are not the runtime's, and those of files.
func (t table) forgetTexts() {
	clear(t.part(fileIndex, stepTable))
	for names := t.part(nameTable, fileIndex); len(names) > 0; {
		end := bytes.IndexByte(names, 0)
		if end < 0 {
			end = len(names)
		}
		if !bytes.HasPrefix(names, []byte("runtime.")) {
			clear(names[:end])
		}
		names = names[min(end+1, len(names)):]
	}
}
