package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// memory is how large a module's memory is, in pages of 64 KiB: at its start, and at the most.
type memory struct{ least, most uint64 }

// sizeMemory gives a module the memory that it is to have. Go's linker leaves it open at the top: a module with a limit fails
// within a few hundredths of a second where it would otherwise take the whole machine's memory first. And the linker begins as
// small as can be: each time that the memory grows takes a browser tens of milliseconds, while pages that nobody touched cost nothing.
//
// The body of a memory section is the number of memories (one), a flag (1: there is a maximum), the minimum and, where
// the flag says so, the maximum.
func sizeMemory(body []byte, to memory) ([]byte, error) {
	if len(body) < 3 || body[0] != 1 || body[1] > 1 {
		return nil, errors.New("want one memory that is not shared and has 32-bit addresses")
	}
	least, n := binary.Uvarint(body[2:])
	if n <= 0 {
		return nil, errCut
	}
	if to.least = max(to.least, least); to.least > to.most {
		return nil, fmt.Errorf("the module starts with %d pages, more than %d", to.least, to.most)
	}
	return binary.AppendUvarint(binary.AppendUvarint([]byte{1, 1}, to.least), to.most), nil
}
