package syntax_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/syntax"
)

func TestNearest(t *testing.T) {
	known := []string{"Action", "NotAction", "Effect", "Resource"}
	operators := []string{"StringEquals", "StringLike", "ForAnyValue:StringLike", "NumericLessThanEquals", "IpAddress"}
	for name, want := range map[string]string{"StringEqual": "StringEquals", "StringsLike": "StringLike", "ForAnyValues:StringLike": "ForAnyValue:StringLike", "NumericLessThenEqual": "NumericLessThanEquals", "IpAdress": "IpAddress", "Contains": ""} {
		if got := syntax.Nearest(name, operators); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"action": "Action", "Actions": "Action", "Acton": "Action", "Efect": "Effect", "effcet": "Effect", "Ressources": "Resource",
		"Actoin": "Action", "Rule": "", "": "", strings.Repeat("Action", 30): "",
	} {
		if got := syntax.Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
