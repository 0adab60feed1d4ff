package operations

import (
	"cmp"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var serverCertificateOperations = map[string]operation{
	"UploadServerCertificate": {run: uploadServerCertificate, on: creates(serverCertificates)},
	"GetServerCertificate":    {run: getServerCertificate, reads: true, on: certificateARN},
	"ListServerCertificates":  {run: listServerCertificates, reads: true},
	"UpdateServerCertificate": {run: updateServerCertificate, on: certificateARN},
	"DeleteServerCertificate": {run: deleteServerCertificate, on: certificateARN},
}

func certificateARN(r *run) string {
	if c, err := r.serverCertificate(); err == nil {
		return c.ARN
	}
	return creates(serverCertificates)(r)
}

func certificateName(c *iam.ServerCertificate) string { return c.Name }

func (r *run) certificateNamed(name string) *iam.ServerCertificate {
	for _, c := range r.account.ServerCertificates {
		if strings.EqualFold(c.Name, name) {
			return c
		}
	}
	return nil
}

func (r *run) serverCertificate() (*iam.ServerCertificate, *Error) {
	name := r.text("ServerCertificateName")
	if c := r.certificateNamed(name); c != nil {
		return c, nil
	}
	return nil, notFound("Server Certificate", name)
}

func certificateExists(name string) *Error {
	return &Error{"EntityAlreadyExists", "The Server Certificate with name " + name + " already exists."}
}

// metadata is a server certificate as lists give it.
func metadata(c *iam.ServerCertificate) *syntax.Value {
	expires, _ := expiration(c.Body)
	return record("Path", c.Path, "ServerCertificateName", c.Name, "ServerCertificateId", c.UniqueID, "Arn", c.ARN, "UploadDate", dated(c.Uploaded), "Expiration", expires)
}

// uploadServerCertificate keeps the certificate and its chain; the private key is not looked at.
func uploadServerCertificate(r *run) (*syntax.Value, *Error) {
	i := r.created(serverCertificates)
	if r.certificateNamed(i.Name) != nil {
		return nil, certificateExists(i.Name)
	}
	given, err := r.newTags()
	if err = cmp.Or(err, r.checkCertificate()); err != nil {
		return nil, err
	}
	c := &iam.ServerCertificate{Name: i.Name, Path: i.Path, ARN: i.ARN, UniqueID: i.UniqueID, Body: r.text("CertificateBody"), Chain: r.text("CertificateChain"), Uploaded: r.Now, Tags: given}
	r.account.ServerCertificates = sorted(r.account.ServerCertificates, c, certificateName)
	return object(member("ServerCertificateMetadata", metadata(c)), tags(given)), exceeds("ServerCertificatesPerAccount", len(r.account.ServerCertificates))
}

// checkCertificate wants the certificate that a call uploads to be one.
func (r *run) checkCertificate() *Error {
	if _, ok := expiration(r.text("CertificateBody")); !ok {
		return &Error{"MalformedCertificate", "Certificate " + r.text("CertificateBody") + " is malformed."}
	}
	return nil
}

func getServerCertificate(r *run) (*syntax.Value, *Error) {
	c, err := r.serverCertificate()
	if err != nil {
		return nil, err
	}
	return object(member("ServerCertificate", object(member("ServerCertificateMetadata", metadata(c)), str("CertificateBody", c.Body), str("CertificateChain", c.Chain), tagList(c.Tags)))), nil
}

func listServerCertificates(r *run) (*syntax.Value, *Error) {
	found := under(r, r.account.ServerCertificates, func(c *iam.ServerCertificate) string { return c.Path })
	return page(list("ServerCertificateMetadataList", found, metadata)), nil
}

// updateServerCertificate renames and moves a certificate, which keeps its id.
func updateServerCertificate(r *run) (*syntax.Value, *Error) {
	c, err := r.serverCertificate()
	if err != nil {
		return nil, err
	}
	name := r.textOr("NewServerCertificateName", c.Name)
	if other := r.certificateNamed(name); other != nil && other != c {
		return nil, certificateExists(name)
	}
	c.Name, c.Path = name, r.textOr("NewPath", c.Path)
	c.ARN = r.arn(serverCertificates, c.Path, c.Name)
	r.account.ServerCertificates = sorted(without(r.account.ServerCertificates, c), c, certificateName)
	return nil, nil
}

func deleteServerCertificate(r *run) (*syntax.Value, *Error) {
	c, err := r.serverCertificate()
	if err != nil {
		return nil, err
	}
	r.account.ServerCertificates = without(r.account.ServerCertificates, c)
	return nil, nil
}
