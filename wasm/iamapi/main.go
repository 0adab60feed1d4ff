//go:build js && wasm

// Iamapi is the IAM and STS APIs for the page's console: it sets the global function verdictIAM, string in and string out, whose
// JSON is told at iamapi.Page. It calls the global function verdictIAMReady, where there is one, as soon as it can answer.
package main

import (
	"syscall/js"

	"github.com/verdict-iam/verdict/engine/iamapi"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/wasm/idle"
)

func main() {
	page := &iamapi.Page{}
	js.Global().Set("verdictIAM", js.FuncOf(func(_ js.Value, args []js.Value) any {
		// syscall/js turns any other value into a description of it, without an error.
		if len(args) != 1 || args[0].Type() != js.TypeString {
			return failure("usage", "verdictIAM takes one argument, a string of JSON")
		}
		return guarded(page, args[0].String())
	}))
	collect := idle.Collector()
	js.Global().Set("verdictIAMRest", js.FuncOf(func(js.Value, []js.Value) any { return collect("") }))
	if ready := js.Global().Get("verdictIAMReady"); ready.Type() == js.TypeFunction {
		ready.Invoke()
	}
	select {}
}

// guarded answers with a failure where the answer panics. Nothing is kept from call to call that a panic could leave half done.
func guarded(page *iamapi.Page, text string) (answer string) {
	defer func() {
		if fault := recover(); fault != nil {
			answer = failure("internal", "the call failed, which is a fault of Verdict's")
		}
	}()
	return page.Answer(text)
}

func failure(code, message string) string {
	return `{"ok":false,"error":{"code":` + syntax.Quote(code) + `,"message":` + syntax.Quote(message) + `}}`
}
