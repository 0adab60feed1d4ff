package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// limitMemory sets the most memory that a module may grow to, which Go's linker leaves open: a module with a limit fails
// within a few hundredths of a second where it would otherwise take the whole machine's memory first.
//
// The body of a memory section is the number of memories (one), a flag (1: there is a maximum), the minimum and, where
// the flag says so, the maximum.
func limitMemory(body []byte, pages uint64) ([]byte, error) {
	if len(body) < 3 || body[0] != 1 || body[1] > 1 {
		return nil, errors.New("want one memory that is not shared and has 32-bit addresses")
	}
	least, n := binary.Uvarint(body[2:])
	if n <= 0 {
		return nil, errCut
	}
	if least > pages {
		return nil, fmt.Errorf("the module starts with %d pages, more than %d", least, pages)
	}
	return binary.AppendUvarint(binary.AppendUvarint([]byte{1, 1}, least), pages), nil
}
