package iam

// OIDCProvider is an OpenID Connect identity provider of an account.
type OIDCProvider struct {
	// URL is without https://, as the ARN has it.
	URL, ARN, Created      string
	ClientIDs, Thumbprints []string
	Tags                   []Tag
}

// SAMLProvider is a SAML identity provider of an account.
type SAMLProvider struct {
	Name, ARN, Created string
	// Metadata is the provider's metadata document.
	Metadata string
	Tags     []Tag
}

// ServerCertificate is a TLS certificate that IAM keeps. Its private key is not part of the model.
type ServerCertificate struct {
	Name, Path, ARN, UniqueID string
	// Body and Chain are in PEM; the chain may be empty.
	Body, Chain string
	Uploaded    string
	Tags        []Tag
}

// VirtualMFADevice is a virtual MFA device of an account, whether a user has it or not.
type VirtualMFADevice struct {
	// Serial is its ARN.
	Serial string
	// Enabled is when its user got it, or empty.
	Enabled string
	Tags    []Tag
}
