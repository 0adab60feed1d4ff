package operations

import (
	"cmp"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var samlOperations = map[string]operation{
	"CreateSAMLProvider": {run: createSAMLProvider, on: newSAML},
	"GetSAMLProvider":    {run: getSAMLProvider, reads: true, on: samlARN},
	"ListSAMLProviders":  {run: listSAMLProviders, reads: true},
	"UpdateSAMLProvider": {run: updateSAMLProvider, on: samlARN},
	"DeleteSAMLProvider": {run: deleteSAMLProvider, on: samlARN},
}

func samlARN(r *run) string { return r.text("SAMLProviderArn") }

func newSAML(r *run) string { return r.arn(samlProviders, "/", r.text("Name")) }

func (r *run) samlProvider() (*iam.SAMLProvider, *Error) {
	p := entityWithARN(r.account.SAMLProviders, func(p *iam.SAMLProvider) string { return p.ARN }, samlARN(r))
	if p == nil {
		return nil, &Error{"NoSuchEntity", "Manifest not found for arn " + samlARN(r)}
	}
	return p, nil
}

// checkMetadata wants an entity descriptor; what it says is not read.
func (r *run) checkMetadata() *Error {
	if !strings.Contains(r.text("SAMLMetadataDocument"), "EntityDescriptor") {
		return &Error{"InvalidInput", "Could not parse metadata"}
	}
	return nil
}

// validUntil is a hundred years after a provider was made, as AWS has it.
func validUntil(p *iam.SAMLProvider) syntax.Member {
	made, _ := time.Parse(time.RFC3339, cmp.Or(p.Created, undated)) // scenarios and calls hold RFC 3339
	return str("ValidUntil", made.AddDate(100, 0, 0).Format(time.RFC3339))
}

func createSAMLProvider(r *run) (*syntax.Value, *Error) {
	given, err := r.newTags()
	if err = cmp.Or(err, r.checkMetadata()); err != nil {
		return nil, err
	}
	p := &iam.SAMLProvider{Name: r.text("Name"), ARN: newSAML(r), Created: r.Now, Metadata: r.text("SAMLMetadataDocument"), Tags: given}
	for _, other := range r.account.SAMLProviders {
		if strings.EqualFold(other.Name, p.Name) {
			return nil, &Error{"EntityAlreadyExists", "SAML provider with name " + p.Name + " already exists."}
		}
	}
	r.account.SAMLProviders = sorted(r.account.SAMLProviders, p, func(p *iam.SAMLProvider) string { return p.Name })
	return object(str("SAMLProviderArn", p.ARN), tags(given)), exceeds("SAMLProvidersPerAccount", len(r.account.SAMLProviders))
}

func getSAMLProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.samlProvider()
	if err != nil {
		return nil, err
	}
	return and(record("SAMLMetadataDocument", p.Metadata, "CreateDate", dated(p.Created)), validUntil(p), tagList(p.Tags)), nil
}

func listSAMLProviders(r *run) (*syntax.Value, *Error) {
	return object(list("SAMLProviderList", r.account.SAMLProviders, func(p *iam.SAMLProvider) *syntax.Value {
		return object(str("Arn", p.ARN), validUntil(p), date("CreateDate", p.Created))
	})), nil
}

func updateSAMLProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.samlProvider()
	if err != nil {
		return nil, err
	}
	p.Metadata = r.text("SAMLMetadataDocument")
	return record("SAMLProviderArn", p.ARN), r.checkMetadata()
}

func deleteSAMLProvider(r *run) (*syntax.Value, *Error) {
	p, err := r.samlProvider()
	if err != nil {
		return nil, err
	}
	r.account.SAMLProviders = without(r.account.SAMLProviders, p)
	return nil, nil
}
