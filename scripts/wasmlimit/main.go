// Wasmlimit sets the most memory that a WebAssembly module may grow to, which Go's linker leaves open. A module with a
// limit fails within a few hundredths of a second where it would otherwise take the whole machine's memory first.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// memorySection is the id of the section that declares the module's memories.
const memorySection = 5

// preamble begins every module: the magic number and version 1 of the binary format.
var preamble = []byte("\x00asm\x01\x00\x00\x00")

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: wasmlimit MODULE PAGES\nA page has 64 KiB. The module is changed in place.")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "wasmlimit:", err)
		os.Exit(1)
	}
}

func run(file, count string) error {
	pages, err := strconv.ParseUint(count, 10, 16)
	if err != nil {
		return fmt.Errorf("PAGES: %w", err)
	}
	module, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	limited, err := limit(module, pages)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, limited, 0o644)
}

// limit returns the module with its memory limited to so many pages.
func limit(module []byte, pages uint64) ([]byte, error) {
	rest, ok := bytes.CutPrefix(module, preamble)
	if !ok {
		return nil, errors.New("no WebAssembly module")
	}
	for len(rest) > 0 {
		start := len(module) - len(rest)
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errors.New("the module is cut off")
		}
		body := rest[1+n:][:size]
		rest = rest[1+n:][size:]
		if id != memorySection {
			continue
		}
		limited, err := limitMemory(body, pages)
		if err != nil {
			return nil, err
		}
		return bytes.Join([][]byte{module[:start], section(memorySection, limited), rest}, nil), nil
	}
	return nil, errors.New("the module has no memory of its own")
}

// limitMemory rewrites the body of a memory section: the number of memories (one), a flag (1: there is a maximum), the
// minimum and, where the flag says so, the maximum.
func limitMemory(body []byte, pages uint64) ([]byte, error) {
	if len(body) < 3 || body[0] != 1 || body[1] > 1 {
		return nil, errors.New("want one memory that is not shared and has 32-bit addresses")
	}
	least, n := binary.Uvarint(body[2:])
	if n <= 0 {
		return nil, errors.New("the module is cut off")
	}
	if least > pages {
		return nil, fmt.Errorf("the module starts with %d pages, more than %d", least, pages)
	}
	return binary.AppendUvarint(binary.AppendUvarint([]byte{1, 1}, least), pages), nil
}

func section(id byte, body []byte) []byte {
	return append(binary.AppendUvarint([]byte{id}, uint64(len(body))), body...)
}
