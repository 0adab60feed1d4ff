package policy_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/policy"
)

// GK-48: a wildcard has no valid use in keys that name accounts, organizations and networks.
func TestWildcardsInSensitiveKeys(t *testing.T) {
	cases := map[string]struct {
		condition string
		want      bool
	}{
		"an organization":          {`{"StringLike": {"aws:PrincipalOrgID": "o-*"}}`, true},
		"an account, odd case":     {`{"StringNotLike": {"AWS:sourceaccount": ["111122223333", "4444????????"]}}`, true},
		"no wildcard":              {`{"StringLike": {"aws:PrincipalOrgID": "o-exampleorg1"}}`, false},
		"an operator without them": {`{"StringEquals": {"aws:PrincipalOrgID": "o-*"}}`, false},
		"a key that may have them": {`{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Ops"}}`, false},
		"the network of a request": {`{"StringLike": {"aws:SourceVpce": "vpce-*"}}`, true},
		"organization paths may":   {`{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a/r-b/*"}}`, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			document := policy.Parse(`{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": `+c.condition+`}}`, policy.Identity)
			warned := false
			for _, d := range document.Diagnostics {
				warned = warned || d.Code == "WILDCARD_USAGE_TOO_PERMISSIVE"
			}
			if warned != c.want {
				t.Errorf("warned: %v, want %v", warned, c.want)
			}
		})
	}
}
