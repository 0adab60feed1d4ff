package operations

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var signing = uploads{func(u *iam.User) *[]iam.Upload { return &u.SigningCertificates }, "CertificateId", "Certificate", "CertificatesPerUser"}

var signingOperations = map[string]operation{
	"UploadSigningCertificate": {run: uploadSigningCertificate, on: self},
	"ListSigningCertificates":  {run: listSigningCertificates, reads: true, on: self},
	"UpdateSigningCertificate": {run: signing.update, on: self},
	"DeleteSigningCertificate": {run: signing.delete, on: self},
}

func signingValue(u *iam.User) func(iam.Upload) *syntax.Value {
	return func(c iam.Upload) *syntax.Value {
		return record("UserName", u.Name, "CertificateId", c.ID, "CertificateBody", c.Body, "Status", status(c.Active), "UploadDate", dated(c.Uploaded))
	}
}

// uploadSigningCertificate refuses a certificate that a user of the account has already.
func uploadSigningCertificate(r *run) (*syntax.Value, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	if err := r.checkCertificate(); err != nil {
		return nil, err
	}
	body := r.text("CertificateBody")
	for _, other := range r.account.Users {
		if slices.ContainsFunc(other.SigningCertificates, func(c iam.Upload) bool { return c.Body == body }) {
			return nil, &Error{"DuplicateCertificate", "The same certificate is associated with an IAM user in the account."}
		}
	}
	id := iam.UniqueID("", r.Seed) + iam.UniqueID("", r.id("certificate"))[:11] // IAM's have 32 characters
	c, err := signing.add(r, u, id, body)
	return object(member("Certificate", signingValue(u)(c))), err
}

func listSigningCertificates(r *run) (*syntax.Value, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	return page(list("Certificates", u.SigningCertificates, signingValue(u))), nil
}
