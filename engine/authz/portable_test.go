package authz_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
)

var update = flag.Bool("update", false, "write the digests of the engine's answers anew")

//go:embed testdata/portable.txt
var portable string

// blocks of so many worlds each are decided whole, and what the engine answers is digested.
const blocks, worldsABlock = 6, 32

// P17: the engine answers the same, byte for byte and with the whole trace, natively and in WebAssembly under Node and in a browser.
// The digests were written by a native run; every run has to come to them. Read what changed before you write them anew.
func TestP17AnswersAreTheSameEverywhere(t *testing.T) {
	e := engine.New()
	var digests strings.Builder
	for block := range blocks {
		hash := sha256.New()
		for i := range worldsABlock {
			seed := uint64(block*worldsABlock + i)
			r := rand.New(rand.NewPCG(seed, 17))
			hash.Write(e.Call(decideCall(t, generators[seed%2](r, 3), int(seed%3))))
		}
		fmt.Fprintf(&digests, "%d %x\n", block, hash.Sum(nil))
	}
	if *update {
		if err := os.WriteFile("testdata/portable.txt", []byte(digests.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if digests.String() != portable {
		t.Errorf("the engine's answers are not those of testdata/portable.txt; if they were meant to change, run make golden\n%s", digests.String())
	}
}

// decideCall asks for every decision, and for the trace of one request.
func decideCall(t *testing.T, s object, traced int) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	call, err := json.Marshal(object{"method": "decide", "scenario": string(text), "now": "2026-09-01T12:00:00Z", "trace": traced})
	if err != nil {
		t.Fatal(err)
	}
	return call
}
