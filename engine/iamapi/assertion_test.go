package iamapi

import (
	"strings"
	"testing"
)

// A response as "Configure SAML assertions for the authentication response" of the IAM User Guide has it.
const samlResponse = `<?xml version="1.0"?>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">
<saml:Issuer>https://idp.example.com</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"> _ana<!-- a comment -->42 </saml:NameID>
<saml:SubjectConfirmation><saml:SubjectConfirmationData Recipient="https://signin.aws.amazon.com/saml"/></saml:SubjectConfirmation></saml:Subject>
<saml:AttributeStatement>
<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName"><saml:AttributeValue>ana&amp;co</saml:AttributeValue><saml:AttributeValue>other</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/SourceIdentity"><saml:AttributeValue>ana</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion></samlp:Response>`

func TestReadAssertion(t *testing.T) {
	a, ok := readAssertion([]byte(samlResponse))
	if !ok || a.issuer != "https://idp.example.com" || a.subject != " _ana42 " || !strings.HasSuffix(a.format, ":persistent") || a.recipient != "https://signin.aws.amazon.com/saml" {
		t.Errorf("%+v, %v", a, ok)
	}
	if name, source, none := a.attribute("RoleSessionName"), a.attribute("SourceIdentity"), a.attribute("SessionDuration"); name != "ana&co" || source != "ana" || none != "" {
		t.Errorf("%q %q %q", name, source, none)
	}
	for at := range len(samlResponse) {
		if _, ok := readAssertion([]byte(samlResponse[:at])); ok {
			t.Errorf("a response that ends at %d is read", at)
		}
	}
}
