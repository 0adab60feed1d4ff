package operations_test

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
)

// credentialCalls are calls as those of calls, about providers and what else users sign in with.
const credentialCalls = `
CreateVirtualMFADevice VirtualMFADeviceName | Path Tags
DeleteVirtualMFADevice SerialNumber |
EnableMFADevice UserName SerialNumber AuthenticationCode1 AuthenticationCode2 |
DeactivateMFADevice UserName SerialNumber |
TagMFADevice SerialNumber Tags |
UntagMFADevice SerialNumber TagKeys |
CreateOpenIDConnectProvider Url ThumbprintList | ClientIDList Tags
DeleteOpenIDConnectProvider OpenIDConnectProviderArn |
UpdateOpenIDConnectProviderThumbprint OpenIDConnectProviderArn ThumbprintList |
AddClientIDToOpenIDConnectProvider OpenIDConnectProviderArn ClientID |
RemoveClientIDFromOpenIDConnectProvider OpenIDConnectProviderArn ClientID |
TagOpenIDConnectProvider OpenIDConnectProviderArn Tags |
UntagOpenIDConnectProvider OpenIDConnectProviderArn TagKeys |
CreateSAMLProvider Name SAMLMetadataDocument | Tags
UpdateSAMLProvider SAMLProviderArn SAMLMetadataDocument |
DeleteSAMLProvider SAMLProviderArn |
TagSAMLProvider SAMLProviderArn Tags |
UntagSAMLProvider SAMLProviderArn TagKeys |
UploadServerCertificate ServerCertificateName CertificateBody PrivateKey | Path Tags CertificateChain
UpdateServerCertificate ServerCertificateName | NewServerCertificateName NewPath
DeleteServerCertificate ServerCertificateName |
TagServerCertificate ServerCertificateName Tags |
UntagServerCertificate ServerCertificateName TagKeys |
UploadSigningCertificate UserName CertificateBody |
UpdateSigningCertificate UserName CertificateId Status |
DeleteSigningCertificate UserName CertificateId |
UploadSSHPublicKey UserName SSHPublicKeyBody |
UpdateSSHPublicKey UserName SSHPublicKeyId Status |
DeleteSSHPublicKey UserName SSHPublicKeyId |
CreateServiceSpecificCredential UserName ServiceName |
UpdateServiceSpecificCredential UserName ServiceSpecificCredentialId Status |
DeleteServiceSpecificCredential UserName ServiceSpecificCredentialId |
GenerateCredentialReport |`

// credentialValue draws a parameter of credentialCalls by its name.
func (d draw) credentialValue(parameter string) string {
	prefix := "arn:aws:iam::" + account + ":"
	switch parameter {
	case "VirtualMFADeviceName":
		return quoted(d.name("d", 9))
	case "SerialNumber":
		return quoted(d.of("GAHT12345678", prefix+"mfa/a/"+d.name("d", 9), prefix+"mfa/"+d.name("d", 9)))
	case "AuthenticationCode1", "AuthenticationCode2":
		return quoted("123456")
	case "Url":
		return quoted(d.of("https://", "https://", "http://") + d.name("o", 4) + ".example.com")
	case "OpenIDConnectProviderArn":
		return quoted(prefix + "oidc-provider/" + d.name("o", 4) + ".example.com")
	case "ThumbprintList":
		return `[` + strings.Join(make([]string, 1+d.IntN(6)), thumbprint("a")+`,`) + thumbprint("b") + `]`
	case "ClientIDList":
		return `[` + quoted(d.name("c", 110)) + `]`
	case "ClientID":
		return quoted(d.name("c", 110))
	case "Name":
		return quoted(d.name("s", 4))
	case "SAMLProviderArn":
		return quoted(prefix + "saml-provider/" + d.name("s", 4))
	case "SAMLMetadataDocument":
		return quoted(d.of("<EntityDescriptor/>", "<md:EntityDescriptor/>", "nothing"))
	case "ServerCertificateName", "NewServerCertificateName":
		return quoted(d.name("w", 25))
	case "CertificateBody", "CertificateChain":
		return d.of(file("a.pem"), file("b.pem"), file("c.pem"), file("late.pem"), quoted("nothing"))
	case "PrivateKey":
		return quoted("key")
	case "SSHPublicKeyBody":
		return d.of(file("rsa2048.ssh"), file("rsa2048.pem"), file("rsa1024.ssh"))
	case "ServiceName":
		return quoted(d.of("codecommit.amazonaws.com", "cassandra.amazonaws.com", "lambda.amazonaws.com"))
	}
	return quoted(d.held(parameter))
}

// held is the id of something that some user has.
func (d draw) held(parameter string) string {
	var all []string
	for _, u := range d.world.Accounts[0].Users {
		for _, c := range u.SigningCertificates {
			all = append(all, "CertificateId "+c.ID)
		}
		for _, k := range u.SSHPublicKeys {
			all = append(all, "SSHPublicKeyId "+k.ID)
		}
		for _, c := range u.ServiceCredentials {
			all = append(all, "ServiceSpecificCredentialId "+c.ID)
		}
	}
	for range len(all) {
		if name, id, _ := strings.Cut(d.of(all...), " "); name == parameter {
			return id
		}
	}
	return "NOBODYHASTHIS123456789012"
}

// credentials: what users sign in with beside access keys belongs to one of them, and quotas hold (IM-22, IM-24).
func (c *checker) credentials(a *iam.Account, once func(id string), say func(string, ...any)) {
	holders, bodies := map[string]string{}, map[string]bool{}
	for _, u := range a.Users {
		for _, serial := range u.MFADevices {
			if holders[serial] != "" {
				say("%s and %s have the device %s", holders[serial], u.ARN, serial)
			}
			holders[serial] = u.ARN
		}
		names := map[string]bool{}
		of := map[string]int{}
		for _, s := range u.ServiceCredentials {
			once(s.ID)
			if of[s.Service]++; of[s.Service] > 2 || names[s.Service+s.UserName] {
				say("%s has %d credentials for %s, one as %s", u.ARN, of[s.Service], s.Service, s.UserName)
			}
			names[s.Service+s.UserName] = true
		}
		for _, one := range u.SigningCertificates {
			once(one.ID)
			if bodies[one.Body] {
				say("%s has a certificate that another has, too", u.ARN)
			}
			bodies[one.Body] = true
		}
		for _, one := range u.SSHPublicKeys {
			once(one.ID)
		}
		if len(u.MFADevices) > 8 || len(u.SigningCertificates) > 2 || len(u.SSHPublicKeys) > 5 {
			say("%s has %d devices, %d certificates and %d public keys", u.ARN, len(u.MFADevices), len(u.SigningCertificates), len(u.SSHPublicKeys))
		}
	}
	listed := map[string]bool{}
	for _, d := range a.MFADevices {
		if listed[d.Serial] || (d.Enabled != "") != (holders[d.Serial] != "") {
			say("the device %s comes twice, or is enabled at %q for %q", d.Serial, d.Enabled, holders[d.Serial])
		}
		listed[d.Serial] = true
		tagged(d.Serial, d.Tags, say)
	}
	for serial := range holders {
		if strings.HasPrefix(serial, "arn:") && !listed[serial] {
			say("the device %s is not listed", serial)
		}
	}
}

// providers: one of a name, whatever the letter case where names have none; an ARN of that name; quotas hold.
func (c *checker) providers(a *iam.Account, say func(string, ...any)) {
	known := map[string]bool{}
	one := func(kind, key, name, arn string, tags []iam.Tag) {
		if key = kind + key; known[key] || arn != "arn:aws:iam::"+a.ID+":"+kind+name {
			say("%s comes twice, or is not the ARN of %s", arn, name)
		} else {
			known[key] = true
		}
		tagged(arn, tags, say)
	}
	for _, p := range a.OIDCProviders {
		one("oidc-provider/", p.URL, p.URL, p.ARN, p.Tags)
		clients := map[string]bool{}
		for _, id := range p.ClientIDs {
			if clients[id] {
				say("%s has the client %s twice", p.ARN, id)
			}
			clients[id] = true
		}
		if len(p.ClientIDs) > 100 || len(p.Thumbprints) > 5 {
			say("%s has %d clients and %d thumbprints", p.ARN, len(p.ClientIDs), len(p.Thumbprints))
		}
	}
	for _, p := range a.SAMLProviders {
		one("saml-provider/", strings.ToLower(p.Name), p.Name, p.ARN, p.Tags)
	}
	for _, certificate := range a.ServerCertificates {
		one("server-certificate"+certificate.Path, strings.ToLower(certificate.Name), certificate.Name, certificate.ARN, certificate.Tags)
	}
	if len(a.ServerCertificates) > 20 {
		say("there are " + strconv.Itoa(len(a.ServerCertificates)) + " server certificates")
	}
}
