// Package idle tidies a program's memory while nobody calls it: the page's worker switches the collector off but for a limit,
// as it would run within the calls that somebody waits for.
package idle

import "runtime"

// worthIt is how many bytes must have been used since the last time: each time takes milliseconds.
const worthIt = 2 << 20

// Collector gives a function that collects garbage where that is worth it. It takes and gives nothing; it has the shape of a call.
func Collector() func(string) string {
	var collected runtime.MemStats
	return func(string) string {
		var now runtime.MemStats
		if runtime.ReadMemStats(&now); now.TotalAlloc-collected.TotalAlloc > worthIt {
			runtime.GC()
			collected = now
		}
		return ""
	}
}
