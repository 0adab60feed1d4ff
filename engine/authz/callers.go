package authz

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
)

// strangeProvider tells a federated principal that does not belong to the
// call: SAML providers serve AssumeRoleWithSAML, the others
// AssumeRoleWithWebIdentity (PM-11), and a provider that an account made serves
// the roles of that account (EV-60).
func (e *evaluation) strangeProvider() bool {
	p := &e.request.Principal
	if p.Kind != iam.FederatedPrincipal {
		return false
	}
	provider, _ := arn.Parse(p.ARN)
	saml := strings.HasPrefix(provider.Resource, "saml-provider/")
	switch e.action.String() {
	case "sts:assumerolewithsaml":
		if !saml {
			return true
		}
	case "sts:assumerolewithwebidentity":
		if saml {
			return true
		}
	}
	return provider.Account != "" && provider.Account != e.resourceAccount
}

// organizationsOfMembers are the organizations: actions that any member of an
// organization may call for itself; the others take the management account or
// its resource-based policy (AWS Organizations API Reference, "Reference: API
// operations by account").
var organizationsOfMembers = map[string]bool{
	"accepthandshake": true, "declinehandshake": true, "leaveorganization": true,
	"describeeffectivepolicy": true, "describehandshake": true, "describeorganization": true, "listhandshakesforaccount": true,
}

// openToMembers tells the calls on the organization that need no resource-based
// policy of the management account.
func (e *evaluation) openToMembers() bool {
	return e.action.Service == "organizations" && organizationsOfMembers[e.action.Name]
}
