package operations

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var oidcOperations = map[string]operation{
	"CreateOpenIDConnectProvider":             {run: createOpenIDConnectProvider, on: newProvider},
	"GetOpenIDConnectProvider":                {run: getOpenIDConnectProvider, reads: true, on: oidcARN},
	"ListOpenIDConnectProviders":              {run: listOpenIDConnectProviders, reads: true},
	"DeleteOpenIDConnectProvider":             {run: deleteOpenIDConnectProvider, on: oidcARN},
	"UpdateOpenIDConnectProviderThumbprint":   {run: updateOpenIDConnectProviderThumbprint, on: oidcARN},
	"AddClientIDToOpenIDConnectProvider":      {run: addClientIDToOpenIDConnectProvider, on: oidcARN},
	"RemoveClientIDFromOpenIDConnectProvider": {run: removeClientIDFromOpenIDConnectProvider, on: oidcARN},
}

func oidcARN(r *run) string { return r.text("OpenIDConnectProviderArn") }

// newURL is the URL of a new provider as its ARN has it.
func (r *run) newURL() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.text("Url"), "https://"), "/")
}

func newProvider(r *run) string { return r.arn(oidcProviders, "/", r.newURL()) }

// entityWithARN finds an entity by its ARN, or gives nil.
func entityWithARN[T any](all []*T, arnOf func(*T) string, arn string) *T {
	for _, one := range all {
		if arnOf(one) == arn {
			return one
		}
	}
	return nil
}

func (r *run) oidcProvider(arn string) *iam.OIDCProvider {
	return entityWithARN(r.account.OIDCProviders, func(p *iam.OIDCProvider) string { return p.ARN }, arn)
}

func (r *run) knownOIDC() (*iam.OIDCProvider, *Error) {
	if p := r.oidcProvider(oidcARN(r)); p != nil {
		return p, nil
	}
	return nil, &Error{"NoSuchEntity", "OpenIDConnect Provider not found for arn " + oidcARN(r)}
}

// badURL says of a URL that it cannot be that of a provider: it begins with https:// and has no port, query or fragment.
func badURL(url string) bool {
	rest, secure := strings.CutPrefix(url, "https://")
	return !secure || rest == "" || strings.ContainsAny(rest, "?#: ")
}

func (r *run) checkThumbprints() *Error {
	if len(r.texts("ThumbprintList")) > 5 {
		return &Error{"InvalidInput", "Thumbprint list must contain fewer than 5 entries."} // so AWS says of six; it takes five
	}
	return nil
}

func createOpenIDConnectProvider(r *run) (*syntax.Value, *Error) {
	if badURL(r.text("Url")) {
		return nil, invalid("Invalid Open ID Connect Provider URL")
	}
	if err := r.checkThumbprints(); err != nil {
		return nil, err
	}
	given, err := r.newTags()
	if err != nil {
		return nil, err
	}
	p := &iam.OIDCProvider{URL: r.newURL(), ARN: newProvider(r), Created: r.Now, ClientIDs: r.texts("ClientIDList"), Thumbprints: r.texts("ThumbprintList"), Tags: given}
	if r.oidcProvider(p.ARN) != nil {
		return nil, &Error{"EntityAlreadyExists", "Provider with url " + r.text("Url") + " already exists."}
	}
	r.account.OIDCProviders = sorted(r.account.OIDCProviders, p, func(p *iam.OIDCProvider) string { return p.URL })
	if err := tooManyClients(p); err != nil {
		return nil, err
	}
	return object(str("OpenIDConnectProviderArn", p.ARN), tags(given)), exceeds("OpenIdConnectProvidersPerAccount", len(r.account.OIDCProviders))
}

func tooManyClients(p *iam.OIDCProvider) *Error {
	return exceeds("ClientIdsPerOpenIdConnectProvider", len(p.ClientIDs))
}

func texts(name string, all []string) syntax.Member {
	return list(name, all, func(s string) *syntax.Value {
		v := text(s)
		return &v
	})
}

func getOpenIDConnectProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.knownOIDC()
	if err != nil {
		return nil, err
	}
	return object(str("Url", p.URL), texts("ClientIDList", p.ClientIDs), texts("ThumbprintList", p.Thumbprints), date("CreateDate", p.Created), tagList(p.Tags)), nil
}

func listOpenIDConnectProviders(r *run) (*syntax.Value, *Error) {
	return object(list("OpenIDConnectProviderList", r.account.OIDCProviders, func(p *iam.OIDCProvider) *syntax.Value { return record("Arn", p.ARN) })), nil
}

func deleteOpenIDConnectProvider(r *run) (*syntax.Value, *Error) {
	p := r.oidcProvider(oidcARN(r))
	if p == nil {
		return nil, &Error{"NoSuchEntity", "OpenId connect Provider " + oidcARN(r) + " cannot be found."}
	}
	r.account.OIDCProviders = without(r.account.OIDCProviders, p)
	return nil, nil
}

func updateOpenIDConnectProviderThumbprint(r *run) (*syntax.Value, *Error) {
	p, err := r.knownOIDC()
	if err != nil {
		return nil, err
	}
	p.Thumbprints = r.texts("ThumbprintList")
	return nil, r.checkThumbprints()
}

// addClientIDToOpenIDConnectProvider does nothing where the provider has the client already.
func addClientIDToOpenIDConnectProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.knownOIDC()
	if err != nil || slices.Contains(p.ClientIDs, r.text("ClientID")) {
		return nil, err
	}
	p.ClientIDs = append(p.ClientIDs, r.text("ClientID"))
	return nil, tooManyClients(p)
}

// removeClientIDFromOpenIDConnectProvider does nothing where the provider has no such client.
func removeClientIDFromOpenIDConnectProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.knownOIDC()
	if err != nil {
		return nil, err
	}
	p.ClientIDs = without(p.ClientIDs, r.text("ClientID"))
	return nil, nil
}
