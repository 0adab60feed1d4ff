//go:build js && wasm

// Iamapi is the IAM and STS APIs for the page's console: it sets the global function verdictIAM, string in and string out, whose
// JSON is told at iamapi.Page. It calls the global function verdictIAMReady, where there is one, as soon as it can answer.
package main

import (
	"github.com/hack-pad/safejs"
	"github.com/verdict-iam/verdict/engine/iamapi"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func main() {
	page := &iamapi.Page{}
	answer, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		if len(args) != 1 || args[0].Type() != safejs.TypeString {
			return failure("usage", "verdictIAM takes one argument, a string of JSON")
		}
		text, err := args[0].String()
		if err != nil {
			return failure("usage", err.Error())
		}
		return guarded(page, text)
	})
	if err != nil {
		panic(err)
	}
	if err := safejs.Global().Set("verdictIAM", answer); err != nil {
		panic(err)
	}
	if ready, err := safejs.Global().Get("verdictIAMReady"); err == nil && ready.Type() == safejs.TypeFunction {
		if _, err := ready.Invoke(); err != nil {
			panic(err)
		}
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
