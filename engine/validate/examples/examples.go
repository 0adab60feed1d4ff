// Package examples holds, for each code that validation and audit can report, a policy or
// scenario in which it is found, one in which it is not, and a paragraph that explains it.
// Tests, the reference pages and the command line read them; the page does not carry them.
package examples

import (
	"embed"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

//go:embed *.txt
var files embed.FS

//go:embed summaries.list
var summaries string

// Summaries gives, for each code, a sentence that says what the check finds.
func Summaries() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(summaries) {
		code, summary, _ := strings.Cut(strings.TrimSpace(line), ": ")
		all[code] = summary
	}
	return all
}

// Example shows one check.
type Example struct {
	Code string
	// Scenario says that the example is a scenario; else it is a policy of the type.
	Scenario bool
	Type     policy.Type
	// Resource is the ARN that the policy is attached to, where the check needs it.
	Resource string
	// Also lists further codes that the firing policy cannot do without.
	Also []string
	Doc  string
	// Fires is a policy with the finding At a place; Quiet is one without it.
	Fires, Quiet string
	At           syntax.Span
}

// OfPolicies gives the examples that are policies.
func OfPolicies() []Example {
	return slices.DeleteFunc(All(), func(e Example) bool { return e.Scenario })
}

// OfScenarios gives the examples that are scenarios.
func OfScenarios() []Example {
	return slices.DeleteFunc(All(), func(e Example) bool { return !e.Scenario })
}

// All gives every example, in the order of the files.
func All() []Example {
	var all []Example
	entries, _ := files.ReadDir(".")
	for _, entry := range entries {
		text, _ := files.ReadFile(entry.Name())
		for _, section := range strings.Split("\n"+string(text), "\n== ")[1:] {
			all = append(all, read(section))
		}
	}
	return all
}

// read reads a section: a line with the code, the policy type and what else
// there is to say, a paragraph, and the two policies. Angle quotes mark the place of the finding.
func read(section string) Example {
	head, body, _ := strings.Cut(section, "\n")
	doc, policies, _ := strings.Cut(body, "\n-- fires")
	fires, quiet, _ := strings.Cut(policies, "\n-- quiet")
	words := strings.Fields(head)
	e := Example{Code: words[0], Scenario: words[1] == "scenario", Doc: strings.Join(strings.Fields(doc), " "), Quiet: document(quiet)}
	if !e.Scenario {
		e.Type = typeOf(words[1])
	}
	for _, word := range words[2:] {
		if strings.HasPrefix(word, "arn:") {
			e.Resource = word
		} else {
			e.Also = append(e.Also, word)
		}
	}
	marked := repeat(document(fires))
	from := strings.Index(marked, "«")
	to := strings.Index(marked, "»") - len("«")
	e.At = syntax.Span{From: from, To: to}
	e.Fires = strings.NewReplacer("«", "", "»", "").Replace(marked)
	return e
}

func typeOf(word string) policy.Type {
	for _, t := range policy.Types {
		if t.String() == word {
			return t
		}
	}
	panic("no policy type " + word)
}

// document gives the policy of a section: the text as it stands where the line
// says so, and otherwise the statements in a policy of the current version.
func document(text string) string {
	how, body, _ := strings.Cut(text, "\n")
	body = strings.TrimSpace(body)
	if strings.TrimSpace(how) == "document" {
		return body
	}
	return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    " + strings.ReplaceAll(body, "\n", "\n    ") + "\n  ]\n}"
}

// repeat writes out what is written as a number between two signs of
// multiplication: so many digits 1.
func repeat(text string) string {
	before, rest, found := strings.Cut(text, "×")
	count, after, _ := strings.Cut(rest, "×")
	if n, err := strconv.Atoi(count); found && err == nil {
		return before + strings.Repeat("1", n) + after
	}
	return text
}
