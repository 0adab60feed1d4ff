//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// export sets a global function of JavaScript, string in and string out. It never throws: a panic of answer's own making
// would end the whole instance, so answer has to recover by itself.
func export(name string, answer func(text string) string) {
	js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, err := onlyString(args)
		if err != nil {
			return failure("usage", name+" "+err.Error())
		}
		return answer(text)
	}))
}

// announce calls a global function of JavaScript, where the page has set one.
func announce(name string) {
	if function := js.Global().Get(name); function.Type() == js.TypeFunction {
		function.Invoke()
	}
}

// onlyString asks for the type first: syscall/js turns any other value into a description of it, without an error.
func onlyString(args []js.Value) (string, error) {
	if len(args) != 1 || args[0].Type() != js.TypeString {
		return "", errors.New("takes one argument, a string of JSON")
	}
	return args[0].String(), nil
}

// failure is an answer of the door's own shape, for what happens outside of it.
func failure(code, message string) string {
	text := append([]byte(`{"ok":false,"error":{"code":"`), code...)
	text = append(text, `","message":`...)
	text = append(text, quoted(message)...)
	return string(append(text, `,"diagnostics":[]}}`...))
}

// quoted writes text as a JSON string; every text can be one.
func quoted(text string) []byte {
	return []byte(syntax.Quote(text))
}
