package syntax_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/syntax"
)

func TestNearest(t *testing.T) {
	known := []string{"Action", "NotAction", "Effect", "Resource"}
	for name, want := range map[string]string{
		"action": "Action", "Actions": "Action", "Acton": "Action", "Efect": "Effect", "effcet": "Effect", "Ressources": "Resource",
		"Actoin": "Action", "Rule": "", "": "", strings.Repeat("Action", 30): "",
	} {
		if got := syntax.Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
