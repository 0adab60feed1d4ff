//go:build js && wasm

// Playground is the engine of the page: it sets the global function verdict, which takes a request as JSON text and
// answers with JSON text. It calls the global function verdictReady, where there is one, as soon as it can answer fast.
package main

import (
	"runtime"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/scenarios"
	"github.com/verdict-iam/verdict/wasm/idle"
)

func main() {
	answer := guard(func() caller { return engine.New() })
	answer(warmUp())
	export("verdict", answer)
	export("verdictRest", idle.Collector())
	announce("verdictReady")
	select {}
}

// caller is the door of an engine.
type caller interface {
	Answer(call string) string
}

// guard answers with the engine that open makes. When the engine panics it answers with a failure and opens a new one,
// as nobody knows what state the old one is in.
func guard(open func() caller) func(text string) string {
	current := open()
	return func(text string) (answer string) {
		defer func() {
			if fault := recover(); fault != nil {
				report(fault)
				current = open()
				answer = failure("internal", "the engine failed on this request, which is a fault of Verdict's: "+describe(fault))
			}
		}()
		return current.Answer(text)
	}
}

// report writes the stack of a panic to the console, for whoever mends it.
func report(fault any) {
	stack := make([]byte, 16<<10)
	stack = stack[:runtime.Stack(stack, false)]
	println("panic: "+describe(fault)+"\n", string(stack))
}

func describe(fault any) string {
	switch fault := fault.(type) {
	case error:
		return fault.Error()
	case string:
		return fault
	}
	return "unknown panic"
}

// warmUp asks for the scenario that a first visit shows, so that the first answer the page waits for is not the one that
// grows the heap and fills the caches.
func warmUp() string {
	request := []byte(`{"method":"decide","now":"2026-01-01T00:00:00Z","trace":0,"scenario":`)
	request = append(request, quoted(scenarios.Default)...)
	return string(append(request, '}'))
}
