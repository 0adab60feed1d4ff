package syntax

import "strings"

// Nearest gives the known name that was probably meant: at most two edits away,
// or a quarter of a long name's letters, letter case aside. It gives "" if none is near.
func Nearest(name string, known []string) string {
	best, distance := "", max(3, len(name)/4+1)
	if len(name) < 3 || len(name) > 128 {
		return best // nothing can be told from a letter or two
	}
	name = strings.ToLower(name)
	for _, k := range known {
		if d := edits(name, strings.ToLower(k), distance); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// edits counts the insertions, deletions and replacements between two names. Once
// they are known to be limit or more, it gives limit.
func edits(a, b string, limit int) int {
	if max(len(a)-len(b), len(b)-len(a)) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least >= limit {
			return limit
		}
	}
	return row[len(b)]
}
