//go:build !js

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/validate"
)

func TestChecksListsEveryCode(t *testing.T) {
	status, out, stderr := run(t, nil, "", "checks")
	if all := lines(out); status != 0 || stderr != "" || len(all) != len(validate.Checks()) {
		t.Errorf("status %d, %d lines: %s", status, len(all), stderr)
	}
	if !strings.Contains(out, "MISSING_VERSION: error or warning: ") {
		t.Error(out)
	}
}

// What the reference pages show is what lint finds: the message at the marked
// place, and after the first fix a policy without the finding.
func TestChecksJSON(t *testing.T) {
	_, out, _ := run(t, nil, "", "checks", "--json")
	var all []described
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	withExample := 0
	for _, d := range all {
		if d.Example == nil {
			continue
		}
		withExample++
		e := d.Example
		if len(d.Severities) == 0 || d.Code == "INVALID_ACTION" && !slices.Equal(d.Severities, []string{"error", "warning"}) {
			t.Errorf("%s has the severities %v", d.Code, d.Severities)
		}
		if e.Doc == "" || e.Message == "" || e.From > e.To || (e.FixTitle == "") != (e.Fixed == "") || e.Fixed == e.Fires {
			t.Errorf("%s: %+v", d.Code, e)
		}
		if !slices.Contains(d.Severities, e.Severity) || d.Code == "MISSING_VERSION" && e.Severity != "warning" {
			t.Errorf("the example of %s is %q", d.Code, e.Severity)
		}
		if _, ok := named(policy.Types[:], e.Type); !ok && e.Type != "" {
			t.Errorf("%s has no policy type: %q", d.Code, e.Type)
		}
	}
	if withExample < len(all)/2 {
		t.Errorf("only %d of %d checks are shown by an example", withExample, len(all))
	}
}
