package glob

import "unicode/utf8"

// compareBudget bounds the steps of one comparison. Two patterns of the
// longest resource that AWS takes (2,048 characters) stay below it.
const compareBudget = 1 << 23

// unit is one code unit of a pattern: a wildcard or a literal unit.
type unit struct {
	kind Kind
	code rune
}

// units cuts p into code units. In a run of wildcards the order is free
// (`*?` is `?*`), so that each run is put as `?` first and then one star.
func (p Pattern) units() []unit {
	var us []unit
	for _, t := range p {
		switch t.Kind {
		case Literal:
			us = appendLiteral(us, t.Text)
		case Any:
			us = appendAny(us)
		case One:
			us = appendOne(us)
		}
	}
	return us
}

// appendLiteral puts the two halves of a character beyond U+FFFF as the
// character and its negation: they need to be told apart and no more.
func appendLiteral(us []unit, text string) []unit {
	for _, r := range text {
		us = append(us, unit{Literal, r})
		if utf8.RuneLen(r) == 4 {
			us = append(us, unit{Literal, -r})
		}
	}
	return us
}

func appendAny(us []unit) []unit {
	if n := len(us); n > 0 && us[n-1].kind == Any {
		return us
	}
	return append(us, unit{kind: Any})
}

func appendOne(us []unit) []unit {
	if n := len(us); n > 0 && us[n-1].kind == Any {
		us[n-1].kind = One
		return append(us, unit{kind: Any})
	}
	return append(us, unit{kind: One})
}

// Overlaps reports whether some text matches both patterns. Patterns too long
// to compare count as overlapping.
func (p Pattern) Overlaps(q Pattern) bool {
	a, b := p.units(), q.units()
	if (len(a)+1)*(len(b)+1) > compareBudget {
		return true
	}
	// row[j]: a text exists that a[i:] and b[j:] both match; i runs from the end.
	row := make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		row = overlapRow(a, i, b, row)
	}
	return row[0]
}

func overlapRow(a []unit, i int, b []unit, below []bool) []bool {
	row := make([]bool, len(b)+1)
	for j := len(b); j >= 0; j-- {
		switch {
		case i == len(a) && j == len(b):
			row[j] = true
		case i < len(a) && a[i].kind == Any:
			row[j] = below[j] || j < len(b) && row[j+1]
		case j < len(b) && b[j].kind == Any:
			row[j] = row[j+1] || i < len(a) && below[j]
		case i < len(a) && j < len(b):
			row[j] = below[j+1] && a[i].meets(b[j])
		}
	}
	return row
}

// meets reports whether two units that are no stars can be the same character.
func (u unit) meets(v unit) bool {
	return u.kind == One || v.kind == One || u.code == v.code
}

// Covers reports whether p matches every text that q matches. Patterns too
// long to compare count as not covering.
//
// It runs p as a machine over q. A wildcard of q stands for characters that
// occur nowhere in p: no other characters are harder to match. A star of q may
// be any number of them, and p must match whatever that number is.
func (p Pattern) Covers(q Pattern) bool {
	a, b := p.units(), q.units()
	type place struct {
		states string
		at     int
	}
	todo := []place{{start(a), 0}}
	seen := map[place]bool{}
	for budget := compareBudget; len(todo) > 0; budget -= len(a) + 1 {
		now := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[now] {
			continue
		}
		seen[now] = true
		switch {
		case budget < 0:
			return false
		case now.at == len(b) && now.states[len(a)] == 0:
			return false
		case now.at == len(b):
		case b[now.at].kind == Any:
			todo = append(todo, place{advance(a, now.states, unit{kind: One}), now.at}, place{now.states, now.at + 1})
		default:
			todo = append(todo, place{advance(a, now.states, b[now.at]), now.at + 1})
		}
	}
	return true
}

// start returns the machine of a before the first character: byte i of the
// text tells whether a[:i] has matched what was read.
func start(a []unit) string {
	states := make([]byte, len(a)+1)
	states[0] = 1
	return string(passStars(a, states))
}

// advance feeds the machine of a with one character; a One is a character that occurs not in a.
func advance(a []unit, states string, c unit) string {
	after := make([]byte, len(a)+1)
	for i, u := range a {
		switch {
		case states[i] == 0:
		case u.kind == Any:
			after[i] = 1
		case u.kind == One || u == c:
			after[i+1] = 1
		}
	}
	return string(passStars(a, after))
}

func passStars(a []unit, states []byte) []byte {
	for i, u := range a {
		if u.kind == Any && states[i] == 1 {
			states[i+1] = 1
		}
	}
	return states
}
