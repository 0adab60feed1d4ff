package policy

// nearest gives the known name that is at most two edits away, letter case
// aside, or "".
func nearest(name string, known []string) string {
	best, distance := "", 3
	if len(name) > 32 {
		return best
	}
	for _, k := range known {
		if d := edits(lower(name), lower(k)); d < distance {
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
