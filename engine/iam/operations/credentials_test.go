package operations_test

import (
	"embed"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
)

//go:embed testdata
var testdata embed.FS

// file is a file of testdata as a string of JSON.
func file(name string) string { return quoted(fileText(name)) }

func fileText(name string) string {
	text, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

const (
	device = `"SerialNumber":"arn:aws:iam::111111111111:mfa/phone"`
	codes  = `"AuthenticationCode1":"123456","AuthenticationCode2":"654321"`
	oidc   = `"OpenIDConnectProviderArn":"arn:aws:iam::111111111111:oidc-provider/example.com/id"`
	saml   = `"SAMLProviderArn":"arn:aws:iam::111111111111:saml-provider/idp"`
	ssh    = `"UserName":"bea","SSHPublicKeyId":"{public key}"`
	bea    = `"UserName":"bea"`
)

// thumbprint is one of 40 characters.
func thumbprint(letter string) string { return quoted(strings.Repeat(letter, 40)) }

// credentialStory goes on where story ends, with what users sign in with beside access keys, and with
// identity providers.
var credentialStory = []step{
	{"GetCredentialReport", `{}`, "ReportNotPresent", ""},
	{"CreateUser", `{"UserName":"bea2"}`, "", ""},
	{"DeleteAccessKey", `{` + bea + `,"AccessKeyId":"{key}"}`, "", ""},

	{"CreateVirtualMFADevice", `{"VirtualMFADeviceName":"phone","Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreateVirtualMFADevice", `{"VirtualMFADeviceName":"phone"}`, "EntityAlreadyExists", "MFA device already exists."},
	{"CreateVirtualMFADevice", `{"VirtualMFADeviceName":"phone","Path":"/spare/"}`, "", ""},
	{"TagMFADevice", `{` + device + `,"Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"ListMFADeviceTags", `{` + device + `}`, "", ""},
	{"UntagMFADevice", `{` + device + `,"TagKeys":["a"]}`, "", ""},
	{"EnableMFADevice", `{"UserName":"nonexistent-user",` + device + `,` + codes + `}`, "NoSuchEntity", "The user with name nonexistent-user cannot be found."},
	{"EnableMFADevice", `{` + bea + `,` + device + `,` + codes + `}`, "", ""},
	{"EnableMFADevice", `{"UserName":"bea2",` + device + `,` + codes + `}`, "EntityAlreadyExists", "MFA Device is already in use."},
	{"EnableMFADevice", `{` + bea + `,"SerialNumber":"GAHT12345678",` + codes + `}`, "", ""},
	{"ResyncMFADevice", `{` + bea + `,` + device + `,` + codes + `}`, "", ""},
	{"ListMFADevices", `{` + bea + `}`, "", ""},
	{"ListVirtualMFADevices", `{"AssignmentStatus":"Assigned"}`, "", ""},
	{"DeleteVirtualMFADevice", `{` + device + `}`, "DeleteConflict", "MFA VirtualDevice in use. Must deactivate first."},
	{"DeleteUser", `{` + bea + `}`, "DeleteConflict", "Cannot delete entity, must delete MFA device first."},
	{"DeactivateMFADevice", `{` + bea + `,"SerialNumber":"arn:aws:iam::111111111111:mfa/nonexistent-mfa"}`, "NoSuchEntity", "MFA Device with serial number arn:aws:iam::111111111111:mfa/nonexistent-mfa does not exist."},
	{"DeactivateMFADevice", `{` + bea + `,` + device + `}`, "", ""},
	{"DeactivateMFADevice", `{` + bea + `,"SerialNumber":"GAHT12345678"}`, "", ""},
	{"DeleteVirtualMFADevice", `{` + device + `}`, "", ""},
	{"DeleteVirtualMFADevice", `{` + device + `}`, "NoSuchEntity", "MFA Device with serial number arn:aws:iam::111111111111:mfa/phone does not exist."},

	{"CreateOpenIDConnectProvider", `{"Url":"example.org","ThumbprintList":[]}`, "ValidationError", "Invalid Open ID Connect Provider URL"},
	{"CreateOpenIDConnectProvider", `{"Url":"https://example.com/id","ThumbprintList":[` + thumbprint("a") + `],"ClientIDList":["one"],"Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreateOpenIDConnectProvider", `{"Url":"https://example.com/id","ThumbprintList":[]}`, "EntityAlreadyExists", "Provider with url https://example.com/id already exists."},
	{"AddClientIDToOpenIDConnectProvider", `{` + oidc + `,"ClientID":"two"}`, "", ""},
	{"AddClientIDToOpenIDConnectProvider", `{` + oidc + `,"ClientID":"two"}`, "", ""},
	{"RemoveClientIDFromOpenIDConnectProvider", `{` + oidc + `,"ClientID":"one"}`, "", ""},
	{"RemoveClientIDFromOpenIDConnectProvider", `{` + oidc + `,"ClientID":"one"}`, "", ""},
	{"UpdateOpenIDConnectProviderThumbprint", `{` + oidc + `,"ThumbprintList":[` + thumbprint("b") + `,` + thumbprint("c") + `]}`, "", ""},
	{"UpdateOpenIDConnectProviderThumbprint", `{` + oidc + `,"ThumbprintList":["1","2","3","4","5","6"]}`, "InvalidInput", "Thumbprint list must contain fewer than 5 entries."},
	{"TagOpenIDConnectProvider", `{` + oidc + `,"Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"UntagOpenIDConnectProvider", `{` + oidc + `,"TagKeys":["a"]}`, "", ""},
	{"ListOpenIDConnectProviderTags", `{` + oidc + `}`, "", ""},
	{"GetOpenIDConnectProvider", `{` + oidc + `}`, "", ""},
	{"ListOpenIDConnectProviders", `{}`, "", ""},
	{"DeleteOpenIDConnectProvider", `{` + oidc + `}`, "", ""},
	{"GetOpenIDConnectProvider", `{` + oidc + `}`, "NoSuchEntity", "OpenIDConnect Provider not found for arn arn:aws:iam::111111111111:oidc-provider/example.com/id"},
	{"DeleteOpenIDConnectProvider", `{` + oidc + `}`, "NoSuchEntity", "OpenId connect Provider arn:aws:iam::111111111111:oidc-provider/example.com/id cannot be found."},

	{"CreateSAMLProvider", `{"Name":"idp","SAMLMetadataDocument":"nothing"}`, "InvalidInput", "Could not parse metadata"},
	{"CreateSAMLProvider", `{"Name":"idp","SAMLMetadataDocument":"<EntityDescriptor/>","Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"CreateSAMLProvider", `{"Name":"IDP","SAMLMetadataDocument":"<EntityDescriptor/>"}`, "EntityAlreadyExists", "SAML provider with name IDP already exists."},
	{"UpdateSAMLProvider", `{` + saml + `,"SAMLMetadataDocument":"<md:EntityDescriptor/>"}`, "", ""},
	{"TagSAMLProvider", `{` + saml + `,"Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"UntagSAMLProvider", `{` + saml + `,"TagKeys":["a"]}`, "", ""},
	{"ListSAMLProviderTags", `{` + saml + `}`, "", ""},
	{"GetSAMLProvider", `{` + saml + `}`, "", ""},
	{"ListSAMLProviders", `{}`, "", ""},
	{"DeleteSAMLProvider", `{` + saml + `}`, "", ""},
	{"DeleteSAMLProvider", `{` + saml + `}`, "NoSuchEntity", "Manifest not found for arn arn:aws:iam::111111111111:saml-provider/idp"},

	{"UploadServerCertificate", `{"ServerCertificateName":"www","Path":"/web/","PrivateKey":"k","CertificateBody":` + file("a.pem") + `,"CertificateChain":` + file("b.pem") + `,"Tags":[{"Key":"a","Value":"1"}]}`, "", ""},
	{"UploadServerCertificate", `{"ServerCertificateName":"WWW","PrivateKey":"k","CertificateBody":` + file("a.pem") + `}`, "EntityAlreadyExists", "The Server Certificate with name WWW already exists."},
	{"UploadServerCertificate", `{"ServerCertificateName":"bad","PrivateKey":"k","CertificateBody":"nothing"}`, "MalformedCertificate", "Certificate nothing is malformed."},
	{"UploadServerCertificate", `{"ServerCertificateName":"other","PrivateKey":"k","CertificateBody":` + file("b.pem") + `}`, "", ""},
	{"UpdateServerCertificate", `{"ServerCertificateName":"other","NewServerCertificateName":"www"}`, "EntityAlreadyExists", "The Server Certificate with name www already exists."},
	{"UpdateServerCertificate", `{"ServerCertificateName":"other","NewServerCertificateName":"a","NewPath":"/x/"}`, "", ""},
	{"TagServerCertificate", `{"ServerCertificateName":"www","Tags":[{"Key":"b","Value":"2"}]}`, "", ""},
	{"UntagServerCertificate", `{"ServerCertificateName":"www","TagKeys":["a"]}`, "", ""},
	{"ListServerCertificateTags", `{"ServerCertificateName":"www"}`, "", ""},
	{"GetServerCertificate", `{"ServerCertificateName":"www"}`, "", ""},
	{"ListServerCertificates", `{"PathPrefix":"/web/"}`, "", ""},
	{"DeleteServerCertificate", `{"ServerCertificateName":"www"}`, "", ""},
	{"DeleteServerCertificate", `{"ServerCertificateName":"www"}`, "NoSuchEntity", "The Server Certificate with name www cannot be found."},

	{"UploadSigningCertificate", `{` + bea + `,"CertificateBody":"invalid-certificate-body"}`, "MalformedCertificate", "Certificate invalid-certificate-body is malformed."},
	{"UploadSigningCertificate", `{` + bea + `,"CertificateBody":` + file("a.pem") + `}`, "", ""},
	{"UploadSigningCertificate", `{"UserName":"bea2","CertificateBody":` + file("a.pem") + `}`, "DuplicateCertificate", "The same certificate is associated with an IAM user in the account."},
	{"UpdateSigningCertificate", `{` + bea + `,"CertificateId":"{certificate}","Status":"Inactive"}`, "", ""},
	{"ListSigningCertificates", `{` + bea + `}`, "", ""},
	{"DeleteUser", `{` + bea + `}`, "DeleteConflict", "Cannot delete entity, must delete certificates first."},
	{"DeleteSigningCertificate", `{` + bea + `,"CertificateId":"NONEXISTENTCERTID12345678901"}`, "NoSuchEntity", "The Certificate with id NONEXISTENTCERTID12345678901 cannot be found."},
	{"DeleteSigningCertificate", `{` + bea + `,"CertificateId":"{certificate}"}`, "", ""},

	{"UploadSSHPublicKey", `{` + bea + `,"SSHPublicKeyBody":` + file("rsa1024.ssh") + `}`, "InvalidPublicKey", "The public key is malformed or otherwise invalid. It must be an RSA key of at least 2048 bits."},
	{"UploadSSHPublicKey", `{` + bea + `,"SSHPublicKeyBody":` + file("rsa2048.ssh") + `}`, "", ""},
	{"UploadSSHPublicKey", `{` + bea + `,"SSHPublicKeyBody":` + file("rsa2048.pem") + `}`, "DuplicateSSHPublicKey", "The SSH public key is already associated with the specified IAM user."},
	{"GetSSHPublicKey", `{` + ssh + `,"Encoding":"PEM"}`, "", ""},
	{"GetSSHPublicKey", `{` + bea + `,"SSHPublicKeyId":"APKAXXXXXXXXXXXXXXXXX","Encoding":"SSH"}`, "NoSuchEntity", "The Public Key with id APKAXXXXXXXXXXXXXXXXX cannot be found."},
	{"ListSSHPublicKeys", `{` + bea + `}`, "", ""},
	{"UpdateSSHPublicKey", `{` + ssh + `,"Status":"Inactive"}`, "", ""},
	{"DeleteUser", `{` + bea + `}`, "DeleteConflict", "Cannot delete entity, must remove referenced objects first."},
	{"DeleteSSHPublicKey", `{` + ssh + `}`, "", ""},

	{"CreateServiceSpecificCredential", `{` + bea + `,"ServiceName":"lambda.amazonaws.com"}`, "NoSuchEntity", "No such service lambda.amazonaws.com is supported for Service Specific Credentials"},
	{"CreateServiceSpecificCredential", `{` + bea + `,"ServiceName":"codecommit.amazonaws.com"}`, "", ""},
	{"CreateServiceSpecificCredential", `{` + bea + `,"ServiceName":"codecommit.amazonaws.com"}`, "", ""},
	{"CreateServiceSpecificCredential", `{` + bea + `,"ServiceName":"cassandra.amazonaws.com"}`, "", ""},
	{"UpdateServiceSpecificCredential", `{` + bea + `,"ServiceSpecificCredentialId":"{credential}","Status":"Inactive"}`, "", ""},
	{"ResetServiceSpecificCredential", `{` + bea + `,"ServiceSpecificCredentialId":"{credential}"}`, "", ""},
	{"ResetServiceSpecificCredential", `{` + bea + `,"ServiceSpecificCredentialId":"satisfiesregexbutstillinvalid"}`, "NoSuchEntity", "No such credential satisfiesregexbutstillinvalid exists"},
	{"ListServiceSpecificCredentials", `{` + bea + `,"ServiceName":"cassandra.amazonaws.com"}`, "", ""},
	{"DeleteUser", `{` + bea + `}`, "DeleteConflict", "Cannot delete entity, must remove referenced objects first."},
	{"DeleteServiceSpecificCredential", `{` + bea + `,"ServiceSpecificCredentialId":"{credential}"}`, "", ""},

	{"CreateAccessKey", `{` + bea + `}`, "", ""},
	{"GetAccessKeyLastUsed", `{"AccessKeyId":"{key}"}`, "", ""},
	{"GetAccessKeyLastUsed", `{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"}`, "AccessDenied",
		"User: arn:aws:sts::111111111111:assumed-role/admin/ana is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE"},
	{"GenerateCredentialReport", `{}`, "", ""},
	{"GetCredentialReport", `{}`, "", ""},
}

// IM-22, IM-24, H.8: the last that fits is taken, and one more refused.
func TestQuotasOfCredentialsAndProviders(t *testing.T) {
	certificates := []string{file("a.pem"), file("b.pem"), file("c.pem")}
	for name, c := range map[string]struct {
		operation  string
		parameters func(int) string
		fits       int
		message    string
	}{
		"devices of a user":         {"EnableMFADevice", func(n int) string { return fmt.Sprintf(`{%s,"SerialNumber":"GAHT1234567%d",%s}`, bea, n, codes) }, 8, "MFADevicesPerUser: 8"},
		"signing certificates":      {"UploadSigningCertificate", func(n int) string { return `{` + bea + `,"CertificateBody":` + certificates[n] + `}` }, 2, "CertificatesPerUser: 2"},
		"credentials for a service": {"CreateServiceSpecificCredential", func(int) string { return `{` + bea + `,"ServiceName":"cassandra.amazonaws.com"}` }, 2, "ServiceSpecificCredentialsPerUser: 2"},
		"server certificates": {"UploadServerCertificate", func(n int) string {
			return fmt.Sprintf(`{"ServerCertificateName":"c%d","PrivateKey":"k","CertificateBody":%s}`, n, certificates[0])
		}, 20, "ServerCertificatesPerAccount: 20"},
		"OIDC providers":        {"CreateOpenIDConnectProvider", func(n int) string { return fmt.Sprintf(`{"Url":"https://p%d.example.com","ThumbprintList":[]}`, n) }, 100, "OpenIdConnectProvidersPerAccount: 100"},
		"clients of a provider": {"AddClientIDToOpenIDConnectProvider", func(n int) string { return fmt.Sprintf(`{%s,"ClientID":"c%d"}`, oidc, n) }, 100, "ClientIdsPerOpenIdConnectProvider: 100"},
		"SAML providers": {"CreateSAMLProvider", func(n int) string {
			return fmt.Sprintf(`{"Name":"p%d","SAMLMetadataDocument":"<EntityDescriptor/>"}`, n)
		}, 100, "SAMLProvidersPerAccount: 100"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			s.does("CreateUser", `{`+bea+`}`)
			if strings.HasPrefix(c.operation, "AddClientID") {
				s.does("CreateOpenIDConnectProvider", `{"Url":"https://example.com/id","ThumbprintList":[]}`)
			}
			for n := range c.fits {
				s.does(c.operation, c.parameters(n))
			}
			s.fails(c.operation, c.parameters(c.fits), "LimitExceeded", "Cannot exceed quota for "+c.message)
		})
	}
}

// What openssl and ssh-keygen say of the files is in testdata/README.md.
func TestCertificatesAndKeysAreRead(t *testing.T) {
	s := newSession(t)
	s.does("CreateUser", `{`+bea+`}`)
	for name, want := range map[string]string{"a": "2036-11-25T09:09:09Z", "late": "2126-11-04T09:09:10Z"} {
		made := s.does("UploadServerCertificate", `{"ServerCertificateName":"`+name+`","PrivateKey":"k","CertificateBody":`+file(name+".pem")+`}`)
		s.want(at(made, "ServerCertificateMetadata", "Expiration"), want)
	}
	for _, name := range []string{"rsa2048.ssh", "rsa2048.pem", "rsa2048-pkcs1.pem"} {
		made := s.does("UploadSSHPublicKey", `{`+bea+`,"SSHPublicKeyBody":`+file(name)+`}`)
		s.want(at(made, "SSHPublicKey", "Fingerprint"), "08:d7:4e:98:9d:42:c2:02:51:6f:41:ab:ff:2e:39:8d")
		s.want(at(s.does("GetSSHPublicKey", `{`+ssh+`,"Encoding":"SSH"}`), "SSHPublicKey", "SSHPublicKeyBody"), strings.TrimSpace(fileText("rsa2048.ssh")))
		s.want(at(s.does("GetSSHPublicKey", `{`+ssh+`,"Encoding":"PEM"}`), "SSHPublicKey", "SSHPublicKeyBody"), fileText("rsa2048.pem"))
		s.does("DeleteSSHPublicKey", `{`+ssh+`}`)
	}
}

// Whatever stands where a certificate or a key should be is refused.
func FuzzCertificatesAndKeys(f *testing.F) {
	for _, name := range []string{"a.pem", "late.pem", "rsa2048.ssh", "rsa2048.pem", "rsa2048-pkcs1.pem"} {
		f.Add(fileText(name))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newSession(t)
		s.does("CreateUser", `{`+bea+`}`)
		for operation, rest := range map[string]string{"UploadSigningCertificate": `"CertificateBody":`, "UploadSSHPublicKey": `"SSHPublicKeyBody":`} {
			s.tries(operation, `{`+bea+`,`+rest+quoted(text)+`}`)
		}
	})
}

// A device that a user has and of which nothing else is known is virtual where its serial number is an ARN.
func TestDevicesOfUsersAreListed(t *testing.T) {
	const serial = "arn:aws:iam::111111111111:mfa/bea"
	s := newSession(t)
	s.world = read(t, `{"version": 1, "accounts": {"`+account+`": {"users": {"bea": {"mfaDevices": ["`+serial+`", "GAHT12345678"]}}, "rootUser": {"mfaDevices": ["arn:aws:iam::111111111111:mfa/root"]}}}}`)
	all := s.does("ListVirtualMFADevices", `{}`)
	s.want(at(all, "VirtualMFADevices", 0, "User", "UserName"), "bea")
	s.want(at(all, "VirtualMFADevices", 1, "User", "Arn"), "arn:aws:iam::111111111111:root")
	s.want(at(all, "VirtualMFADevices", 2, "SerialNumber"), "(nothing)")
	s.does("CreateVirtualMFADevice", `{"VirtualMFADeviceName":"spare"}`)
	summary := s.does("GetAccountSummary", `{}`)
	s.want(at(summary, "SummaryMap", "MFADevices"), "4")
	s.want(at(summary, "SummaryMap", "MFADevicesInUse"), "3")
	s.does("TagMFADevice", `{"SerialNumber":"`+serial+`","Tags":[{"Key":"a","Value":"1"}]}`)
	s.does("DeactivateMFADevice", `{`+bea+`,"SerialNumber":"`+serial+`"}`)
	s.want(at(s.does("ListVirtualMFADevices", `{"AssignmentStatus":"Unassigned"}`), "VirtualMFADevices", 0, "SerialNumber"), serial)
	s.want(at(s.does("ListMFADeviceTags", `{"SerialNumber":"`+serial+`"}`), "Tags", 0, "Key"), "a")
	s.caller = iam.Principal{Kind: iam.RootUser, AccountID: account, Partition: "aws", ARN: "arn:aws:iam::" + account + ":root"}
	s.want(at(s.does("ListMFADevices", `{}`), "MFADevices", 0, "SerialNumber"), "arn:aws:iam::111111111111:mfa/root")
}

// "Generate credential reports for your AWS account" of the IAM User Guide has the columns and what stands in them.
func TestCredentialReport(t *testing.T) {
	s := newSession(t)
	s.world = read(t, `{"version": 1, "accounts": {"`+account+`": {"passwordPolicy": {"MaxPasswordAge": 90}, "rootUser": {"mfaDevices": ["GAHT12345678"]}, "users": {
		"ana": {"created": "2025-01-02T03:04:05Z", "passwordLastUsed": "2026-02-01T00:00:00Z", "loginProfile": {"created": "2026-01-01T00:00:00Z"},
			"accessKeys": {"AKIAIOSFODNN7EXAMPLE": {"status": "Inactive", "created": "2025-05-05T00:00:00Z", "lastUsed": "2025-06-06T00:00:00Z"}}},
		"b,c": {"created": "2025-01-02T03:04:05Z"}}}}}`)
	s.want(at(s.does("GenerateCredentialReport", `{}`), "State"), "STARTED")
	s.does("CreateUser", `{"UserName":"later"}`)
	s.want(at(s.does("GenerateCredentialReport", `{}`), "State"), "COMPLETE")
	got := s.does("GetCredentialReport", `{}`)
	s.want(at(got, "ReportFormat"), "text/csv")
	s.want(at(got, "GeneratedTime"), "2026-03-01T10:00:00Z")
	text, err := base64.StdEncoding.DecodeString(at(got, "Content"))
	if err != nil {
		t.Fatal(err)
	}
	s.want(string(text), strings.Join([]string{
		"user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
			"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
			"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
			"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated",
		"<root_account>,arn:aws:iam::111111111111:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
		"ana,arn:aws:iam::111111111111:user/ana,2025-01-02T03:04:05+00:00,true,2026-02-01T00:00:00+00:00,2026-01-01T00:00:00+00:00,2026-04-01T00:00:00+00:00,false," +
			"false,2025-05-05T00:00:00+00:00,2025-06-06T00:00:00+00:00,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
		`"b,c","arn:aws:iam::111111111111:user/b,c",2025-01-02T03:04:05+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
	}, "\n"))
}
