package explain

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
)

// Check names what one check of a request asks: its action and resource.
func Check(t *authz.Trace) string { return t.Request.Action + " on " + t.Request.Resource }

// Checks says in one sentence what decided a request with the given traces, of
// which settling has the decision of the whole (MR-1).
func Checks(traces []*authz.Trace, settling *authz.Trace) string {
	actions := distinctActions(traces)
	if len(actions) == 1 {
		return Sentence(settling)
	}
	if settling.Decision == authz.Allowed {
		return "All " + strconv.Itoa(len(traces)) + " checks of this call are allowed: " + strings.Join(actions, ", ") + "."
	}
	text := "The call fails at " + Check(settling) + ": " + Sentence(settling)
	failing := 0
	for _, t := range traces {
		if t.Decision != authz.Allowed {
			failing++
		}
	}
	if failing > 1 {
		text += " " + strconv.Itoa(failing) + " of its " + strconv.Itoa(len(traces)) + " checks are denied."
	}
	return text
}

func distinctActions(traces []*authz.Trace) []string {
	var actions []string
	seen := map[string]bool{}
	for _, t := range traces {
		if !seen[t.Request.Action] {
			seen[t.Request.Action] = true
			actions = append(actions, t.Request.Action)
		}
	}
	return actions
}
