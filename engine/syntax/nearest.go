package syntax

import "strings"

// Nearest gives the known name that was probably meant: at most two edits away,
// or a quarter of a long name's letters, letter case aside. It gives "" if none is near.
func Nearest(name string, known []string) string {
	best, distance := "", max(3, len(name)/4+1)
	if len(name) < 3 || len(name) > 128 {
		return best // nothing can be told from a letter or two
	}
	for _, k := range known {
		if d := edits(strings.ToLower(name), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// edits counts the insertions, deletions and replacements between two names.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
