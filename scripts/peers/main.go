// Peers writes what the comparison with another simulator asks: every request of random worlds and of scenario files, as
// the other simulator's input, together with Verdict's decision and which statements it found to match. `make peers`
// runs it; one JSON line holds one scenario.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/authz/worlds"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var (
	drawn    = flag.Int("worlds", 200, "how many random worlds to draw")
	requests = flag.Int("requests", 30, "how many requests each of them has")
	bare     = flag.String("bare", "", "a scenario file whose derived context keys are kept back")
)

// noon is the clock of requests that fix none, so that two runs ask the same.
var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

func main() {
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	if err := writeAll(json.NewEncoder(out), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// writeAll writes the scenario files, then the random worlds.
func writeAll(out *json.Encoder, files []string) error {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := write(out, filepath.Base(file), string(text)); err != nil {
			return err
		}
	}
	for seed := range uint64(*drawn) {
		text, err := json.Marshal(worlds.Draw(rand.New(rand.NewPCG(seed, 1)), *requests))
		if err != nil {
			return err
		}
		if err := write(out, fmt.Sprintf("world %d", seed), string(text)); err != nil {
			return err
		}
	}
	return nil
}

func read(name, text string) (*scenario.Scenario, []scenario.Diagnostic) {
	return scenario.Read(syntax.NewSource(name, text), scenario.Options{
		Now: scenario.ClockAt(noon), Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	})
}

func write(out *json.Encoder, name, text string) error {
	s, refusals := read(name, text)
	if refusals != nil {
		return fmt.Errorf("%s: %s", name, refusals[0].Message)
	}
	w := &writer{scenario: s, numbers: map[*policy.Document]int{}, derived: name != *bare}
	line := sheet{Name: name, Title: s.Title, Cases: []question{}}
	for _, r := range s.Requests {
		line.Cases = append(line.Cases, w.questions(r)...)
	}
	line.Documents = w.documents
	line.time(name, text)
	return out.Encode(line)
}

// sheet is one scenario as it is written.
type sheet struct {
	Name      string            `json:"name"`
	Title     string            `json:"title"`
	Documents []json.RawMessage `json:"documents"`
	Cases     []question        `json:"cases"`
	// Timed is how many decisions it took Seconds to make, the reading of the
	// scenario included.
	Timed   int     `json:"timed"`
	Seconds float64 `json:"seconds"`
}

func (s *sheet) time(name, text string) {
	began := time.Now()
	timed, _ := read(name, text)
	for _, r := range timed.Requests {
		s.Timed += len(timed.Decide(r).Traces)
	}
	s.Seconds = time.Since(began).Seconds()
}

// writer gathers the documents of a scenario while its requests are written.
type writer struct {
	scenario  *scenario.Scenario
	documents []json.RawMessage
	numbers   map[*policy.Document]int
	// derived says that the other simulator is told the keys that Verdict derives.
	derived bool
}

// number gives the document's place in the sheet.
func (w *writer) number(d *policy.Document) int {
	n, known := w.numbers[d]
	if known {
		return n
	}
	text := json.RawMessage(d.Text)
	if !json.Valid(text) {
		text = json.RawMessage("null")
	}
	w.numbers[d] = len(w.documents)
	w.documents = append(w.documents, text)
	return w.numbers[d]
}

func (w *writer) questions(r *scenario.Request) []question {
	if r.Broken() {
		return []question{{Request: r.Index, Action: r.Action, Principal: r.Principal, Decision: "error", Why: r.Diagnostics[0].Message}}
	}
	all := make([]question, len(r.Asked))
	for i := range r.Asked {
		all[i] = w.question(r, authz.Evaluate(w.scenario.World, &r.Asked[i]))
	}
	return all
}
