package idle

import (
	"runtime"
	"testing"
)

var kept []byte

// Memory is tidied only where there is something to tidy: each time takes milliseconds.
func TestCollectsWhatWasUsed(t *testing.T) {
	collect := Collector()
	collections := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumGC
	}
	collect("")
	if before := collections(); before != func() uint32 { collect(""); return collections() }() {
		t.Error("it collects again though nothing was used")
	}
	kept = make([]byte, 2*worthIt)
	used := collections()
	collect("")
	if after := collections(); after == used {
		t.Error("it does not collect after twice as much as is worth it was used")
	}
}
