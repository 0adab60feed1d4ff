package main

import (
	"encoding/binary"
	"errors"
)

// closest is the number of zeros between two data segments that are worth more in one segment than as a gap.
const closest = 64

// The parts of an active data segment of memory 0: its kind, and the instructions that give its offset.
const (
	activeSegment = 0
	i32Const      = 0x41
	end           = 0x0b
)

type segment struct {
	offset int64
	data   []byte
}

// finishData joins segments, and blanks what nobody reads in them.
func finishData(body []byte) ([]byte, error) {
	segments, rest, err := joinSegments(body)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		if err := forgetNames(s.data); err != nil {
			return nil, err
		}
		out = appendSegment(out, s)
	}
	return append(out, rest...), nil
}

// joinSegments reads segments, and makes one of those that stand close together. Go's linker leaves out every short run of zeros, which makes
// some seventy thousand segments; their heads compress badly, and joined the engine is a twelfth smaller to download.
func joinSegments(body []byte) (joined []segment, rest []byte, err error) {
	count, n := binary.Uvarint(body)
	if n <= 0 {
		return nil, nil, errCut
	}
	rest = body[n:]
	for range count {
		s, behind, err := readSegment(rest)
		if err != nil {
			return nil, nil, err
		}
		joined, rest = join(joined, s), behind
	}
	return joined, rest, nil
}

// join adds a segment to the last one where only few zeros part the two, as memory is zero at start.
func join(joined []segment, s segment) []segment {
	if len(joined) > 0 {
		last := &joined[len(joined)-1]
		gap := s.offset - last.offset - int64(len(last.data))
		if 0 <= gap && gap <= closest {
			last.data = append(append(last.data, make([]byte, gap)...), s.data...)
			return joined
		}
	}
	return append(joined, segment{s.offset, append([]byte(nil), s.data...)})
}

func readSegment(text []byte) (s segment, behind []byte, err error) {
	if len(text) < 2 || text[0] != activeSegment || text[1] != i32Const {
		return s, nil, errors.New("want data segments with a constant offset in memory 0")
	}
	s.offset, text = signed(text[2:])
	if len(text) == 0 || text[0] != end {
		return s, nil, errCut
	}
	s.data, behind, err = sized(text[1:])
	return s, behind, err
}

func appendSegment(out []byte, s segment) []byte {
	out = appendSigned(append(out, activeSegment, i32Const), s.offset)
	out = binary.AppendUvarint(append(out, end), uint64(len(s.data)))
	return append(out, s.data...)
}

// signed reads a number in signed LEB128, which encoding/binary does not know; nothing stands behind one that is cut off.
func signed(text []byte) (value int64, behind []byte) {
	for i, b := range text[:min(len(text), 5)] {
		value |= int64(b&0x7f) << (7 * i)
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				value -= 1 << (7 * (i + 1))
			}
			return value, text[i+1:]
		}
	}
	return 0, nil
}

func appendSigned(out []byte, value int64) []byte {
	for {
		b := byte(value & 0x7f)
		value >>= 7
		if value == 0 && b&0x40 == 0 || value == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}
