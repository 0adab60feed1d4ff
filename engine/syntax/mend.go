package syntax

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// edit replaces the text between two offsets. An invented text stands for
// something that the author left out.
type edit struct {
	from, to int
	text     string
	invented bool
}

// soundText is a text that is strictly valid JSON, and where each piece of it comes from.
type soundText struct {
	text     string
	pieces   []piece      // none: the text is the original
	invented map[int]bool // the offsets at which invented texts begin
}

// piece is a part of the sound text that begins at out. It is either the
// original text from `from` on, verbatim, or stands for the original [from, to).
type piece struct {
	out, from, to int
	verbatim      bool
}

// apply carries out edits. They may come in any order but do not overlap;
// at one place insertions come first, in the order given.
func apply(text string, edits []edit) soundText {
	if len(edits) == 0 {
		return soundText{text: text}
	}
	sort.SliceStable(edits, func(i, j int) bool {
		a, b := edits[i], edits[j]
		return a.from < b.from || a.from == b.from && min(a.to-a.from, 1) < min(b.to-b.from, 1)
	})
	var out strings.Builder
	s := soundText{invented: map[int]bool{}}
	copied := 0
	for _, e := range edits {
		if e.from > copied {
			s.pieces = append(s.pieces, piece{out.Len(), copied, e.from, true})
			out.WriteString(text[copied:e.from])
		}
		if e.text != "" {
			s.pieces = append(s.pieces, piece{out.Len(), e.from, e.to, false})
		}
		if e.invented {
			s.invented[out.Len()] = true
		}
		out.WriteString(e.text)
		copied = e.to
	}
	s.pieces = append(s.pieces, piece{out.Len(), copied, len(text), true})
	out.WriteString(text[copied:])
	s.text = out.String()
	return s
}

// pieceAt returns the piece that holds the byte at offset.
func (s soundText) pieceAt(offset int) piece {
	i, found := slices.BinarySearchFunc(s.pieces, offset, func(p piece, o int) int { return cmp.Compare(p.out, o) })
	if !found {
		i--
	}
	return s.pieces[i]
}

// start returns the original place of the byte at offset.
func (s soundText) start(offset int) int {
	if s.pieces == nil {
		return offset
	}
	p := s.pieceAt(offset)
	if p.verbatim {
		return p.from + offset - p.out
	}
	return p.from
}

// end returns the original place behind the byte before offset.
func (s soundText) end(offset int) int {
	if s.pieces == nil || offset == 0 {
		return offset
	}
	p := s.pieceAt(offset - 1)
	if p.verbatim {
		return p.from + offset - p.out
	}
	return p.to
}

// span returns the original place of the text between two offsets.
func (s soundText) span(from, to int) Span { return Span{s.start(from), s.end(to)} }
