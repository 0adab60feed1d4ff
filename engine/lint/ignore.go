package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
	"github.com/verdict-iam/verdict/engine/validate"
)

// ConfigName is the name of the file that says what a folder's policies ignore.
const ConfigName = ".verdict.json"

// The codes of what is wrong with ignoring.
const (
	CodeNoReason     = "IGNORED_WITHOUT_REASON"
	CodeUnknownCheck = "IGNORED_UNKNOWN_CHECK"
	codeConfig       = "INVALID_CONFIG"
)

// reasons are the reasons of what is ignored, by code. What gives no reason ignores nothing.
func reasons(ignored []scenario.Ignored) map[string]string {
	all := map[string]string{}
	for _, i := range ignored {
		if reason := strings.TrimSpace(i.Reason); reason != "" {
			all[i.Code] = reason
		}
	}
	return all
}

// Ignores lists what is wrong with what is ignored: no reason, or no such check.
func Ignores(ignored []scenario.Ignored) []syntax.Diagnostic {
	var all []syntax.Diagnostic
	for _, i := range ignored {
		if strings.TrimSpace(i.Reason) == "" {
			all = append(all, warning(i, CodeNoReason, i.Code+" is ignored without a reason, so it is reported all the same. Say why it may be ignored here."))
		}
		if codes := codes(); !slices.Contains(codes, i.Code) {
			all = append(all, warning(i, CodeUnknownCheck, "There is no check "+i.Code+" to ignore."+didYouMean(i.Code, codes)))
		}
	}
	return all
}

func warning(i scenario.Ignored, code, message string) syntax.Diagnostic {
	return syntax.Diagnostic{Span: i.Span, Severity: syntax.Warning, Code: code, Message: message}
}

// codes lists the codes of all checks.
func codes() []string {
	checks := validate.Checks()
	all := make([]string, len(checks))
	for i := range checks {
		all[i] = checks[i].Code
	}
	return all
}

func didYouMean(code string, codes []string) string {
	if near := syntax.Nearest(code, codes); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}

// Config reads a configuration file: {"ignoredChecks": {CODE: reason}}.
func Config(text string) ([]scenario.Ignored, []syntax.Diagnostic) {
	root, problems := syntax.Parse(text)
	if len(problems) > 0 {
		return nil, problems
	}
	if root.Kind != syntax.Object {
		return nil, []syntax.Diagnostic{misplaced(root.Span, ConfigName+` must be an object such as {"ignoredChecks": {}}.`)}
	}
	var ignored []scenario.Ignored
	if m, ok := root.Find("ignoredChecks"); ok {
		ignored, problems = ignoredOf(&m.Value)
	}
	for _, m := range root.Members {
		if m.Name != "ignoredChecks" {
			problems = append(problems, misplaced(m.NameSpan, strconv.Quote(m.Name)+" is not a member of "+ConfigName+`. It has "ignoredChecks" alone.`))
		}
	}
	return ignored, problems
}

func ignoredOf(v *syntax.Value) (ignored []scenario.Ignored, problems []syntax.Diagnostic) {
	if v.Kind != syntax.Object {
		return nil, []syntax.Diagnostic{misplaced(v.Span, `"ignoredChecks" must be an object of codes and reasons.`)}
	}
	for _, check := range v.Members {
		if check.Value.Kind != syntax.String {
			problems = append(problems, misplaced(check.Value.Span, "The reason for ignoring "+check.Name+" must be a string."))
		}
		ignored = append(ignored, scenario.Ignored{Code: check.Name, Reason: check.Value.Text, Span: check.NameSpan})
	}
	return ignored, problems
}

func misplaced(at syntax.Span, message string) syntax.Diagnostic {
	return syntax.Diagnostic{Span: at, Code: codeConfig, Message: message}
}
