//go:build js && wasm

package main

import (
	"errors"

	"github.com/hack-pad/safejs"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// export sets a global function of JavaScript, string in and string out. It never throws: a panic of answer's own making
// would end the whole instance, so answer has to recover by itself.
func export(name string, answer func(text string) string) error {
	function, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		text, err := onlyString(args)
		if err != nil {
			return failure("usage", name+" "+err.Error())
		}
		return answer(text)
	})
	if err != nil {
		return err
	}
	return safejs.Global().Set(name, function)
}

// announce calls a global function of JavaScript, where the page has set one.
func announce(name string) error {
	function, err := safejs.Global().Get(name)
	if err != nil || function.Type() != safejs.TypeFunction {
		return err
	}
	_, err = function.Invoke()
	return err
}

// onlyString asks for the type first: safejs turns any other value into a description of it, without an error.
func onlyString(args []safejs.Value) (string, error) {
	if len(args) != 1 || args[0].Type() != safejs.TypeString {
		return "", errors.New("takes one argument, a string of JSON")
	}
	return args[0].String()
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
