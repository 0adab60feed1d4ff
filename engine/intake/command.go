package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/syntax"
)

// prompts are what a shell may print before a command line.
const prompts = "$%>#~ \t"

// hasCommand says whether a text begins with a command line of the AWS CLI, with or without a prompt, and an output behind it.
func hasCommand(s string) bool {
	line, rest, _ := strings.Cut(s, "\n")
	return isCommand(line) && strings.ContainsAny(rest, "{[")
}

func isCommand(line string) bool {
	if i := strings.LastIndexAny(line, "$%>#"); i >= 0 && !strings.Contains(line[:i], "aws ") {
		line = line[i:]
	}
	return strings.HasPrefix(strings.TrimLeft(line, prompts), "aws ")
}

// command gives the last command line before the JSON value that ends a span of a text, and where the value begins. It is empty,
// and the span as it was, where another thing stands there.
func command(s string, span syntax.Span) (line string, from int) {
	before, _, found := strings.Cut(s[span.From:span.To], "{")
	if i := strings.Index(before, "\n["); i >= 0 {
		before, found = before[:i+1], true
	}
	if !found {
		return "", span.From
	}
	for one := range strings.Lines(before) {
		if isCommand(one) {
			line = one
		} else if line != "" {
			line += one // a command goes on over several lines
		}
	}
	if line == "" {
		return "", span.From
	}
	return line, span.From + len(before)
}

// option is what the command line gives an option, without quotes; or nothing.
func (w *work) option(name string) string {
	fields := strings.Fields(strings.ReplaceAll(w.command, "=", " "))
	for i, field := range fields {
		if field == name && i+1 < len(fields) {
			return strings.Trim(fields[i+1], `'"\`)
		}
	}
	return ""
}
