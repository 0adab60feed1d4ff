// Wasmfinish makes a module that Go linked fit for the page: it sizes its memory, joins its data segments, and blanks the names that only stack traces read.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// The ids of the sections that are rewritten.
const (
	memorySection = 5
	dataSection   = 11
)

// errCut says that a module ends before what it announces.
var errCut = errors.New("the module is cut off")

// preamble begins every module: the magic number and version 1 of the binary format.
var preamble = []byte("\x00asm\x01\x00\x00\x00")

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: wasmfinish MODULE LEAST MOST\nThe module gets a memory of LEAST pages of 64 KiB, and MOST at the most. It is changed in place.")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "wasmfinish:", err)
		os.Exit(1)
	}
}

func run(file, least, most string) error {
	var to memory
	for pages, word := range map[*uint64]string{&to.least: least, &to.most: most} {
		count, err := strconv.ParseUint(word, 10, 16)
		if err != nil {
			return fmt.Errorf("pages: %w", err)
		}
		*pages = count
	}
	module, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	finished, err := finish(module, to)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, finished, 0o644)
}

// finish returns the module with the memory that it is to have, and its data made small.
func finish(module []byte, to memory) ([]byte, error) {
	rest, ok := bytes.CutPrefix(module, preamble)
	if !ok {
		return nil, errors.New("no WebAssembly module")
	}
	out := bytes.Clone(preamble)
	remembered := false
	for len(rest) > 0 {
		id := rest[0]
		body, behind, err := sized(rest[1:])
		if err != nil {
			return nil, err
		}
		switch id {
		case memorySection:
			body, err = sizeMemory(body, to)
			remembered = true
		case dataSection:
			body, err = finishData(body)
		}
		if err != nil {
			return nil, err
		}
		out, rest = append(out, section(id, body)...), behind
	}
	if !remembered {
		return nil, errors.New("the module has no memory of its own")
	}
	return out, nil
}

// sized reads a length and so many bytes, and gives what stands behind them.
func sized(text []byte) (body, behind []byte, err error) {
	size, n := binary.Uvarint(text)
	if n <= 0 || size > uint64(len(text)-n) {
		return nil, nil, errCut
	}
	return text[n:][:size], text[n:][size:], nil
}

func section(id byte, body []byte) []byte {
	return append(binary.AppendUvarint([]byte{id}, uint64(len(body))), body...)
}
