package operations

import (
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var serviceCredentialOperations = map[string]operation{
	"CreateServiceSpecificCredential": {run: createServiceSpecificCredential, on: named(users)},
	"ListServiceSpecificCredentials":  {run: listServiceSpecificCredentials, reads: true, on: self},
	"UpdateServiceSpecificCredential": {run: updateServiceSpecificCredential, on: self},
	"ResetServiceSpecificCredential":  {run: resetServiceSpecificCredential, reads: true, on: self},
	"DeleteServiceSpecificCredential": {run: deleteServiceSpecificCredential, on: self},
}

// checkService wants one of the services that take a user name and a password, where a call names one.
func (r *run) checkService() *Error {
	name := r.text("ServiceName")
	if !r.has("ServiceName") || name == "codecommit.amazonaws.com" || name == "cassandra.amazonaws.com" {
		return nil
	}
	return &Error{"NoSuchEntity", "No such service " + name + " is supported for Service Specific Credentials"}
}

func credentialValue(u *iam.User) func(iam.ServiceCredential) *syntax.Value {
	return func(c iam.ServiceCredential) *syntax.Value {
		return record("UserName", u.Name, "Status", status(c.Active), "ServiceUserName", c.UserName, "CreateDate", dated(c.Created), "ServiceSpecificCredentialId", c.ID, "ServiceName", c.Service)
	}
}

// withPassword is a credential with a new password, which nobody can ask for again.
func (r *run) withPassword(u *iam.User, c iam.ServiceCredential) *syntax.Value {
	password := base64.StdEncoding.EncodeToString(derived("service passwords", c.ID+r.Seed))
	return object(member("ServiceSpecificCredential", object(append(credentialValue(u)(c).Members, str("ServicePassword", password))...)))
}

func createServiceSpecificCredential(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	if err := r.checkService(); err != nil {
		return nil, err
	}
	c := iam.ServiceCredential{ID: r.id("ACCA"), Active: true, Service: r.text("ServiceName"), UserName: r.freeName(u), Created: r.Now}
	u.ServiceCredentials = sorted(u.ServiceCredentials, c, func(c iam.ServiceCredential) string { return c.ID })
	of := 0
	for _, other := range u.ServiceCredentials {
		if other.Service == c.Service {
			of++
		}
	}
	return r.withPassword(u, c), exceeds("ServiceSpecificCredentialsPerUser", of)
}

// freeName is the first user name for the service that the user has not yet: ana-at-111122223333, ana+1-at-111122223333.
func (r *run) freeName(u *iam.User) string {
	for n := 0; ; n++ {
		name := u.Name
		if n > 0 {
			name += "+" + strconv.Itoa(n)
		}
		name += "-at-" + r.account.ID
		taken := func(c iam.ServiceCredential) bool { return c.Service == r.text("ServiceName") && c.UserName == name }
		if !slices.ContainsFunc(u.ServiceCredentials, taken) {
			return name
		}
	}
}

func listServiceSpecificCredentials(r *run) (*syntax.Value, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	if err := r.checkService(); err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(slices.Clone(u.ServiceCredentials), func(c iam.ServiceCredential) bool {
		return r.has("ServiceName") && c.Service != r.text("ServiceName")
	})
	return object(list("ServiceSpecificCredentials", all, credentialValue(u))), nil
}

// serviceCredential finds the credential that a call names.
func (r *run) serviceCredential() (*iam.User, int, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, 0, err
	}
	id := r.text("ServiceSpecificCredentialId")
	at := slices.IndexFunc(u.ServiceCredentials, func(c iam.ServiceCredential) bool { return c.ID == id })
	if at < 0 {
		return u, at, &Error{"NoSuchEntity", "No such credential " + id + " exists"}
	}
	return u, at, nil
}

func updateServiceSpecificCredential(r *run) (*syntax.Value, *Error) {
	u, at, err := r.serviceCredential()
	if err == nil {
		u.ServiceCredentials[at].Active = r.text("Status") == "Active"
	}
	return nil, err
}

func resetServiceSpecificCredential(r *run) (*syntax.Value, *Error) {
	u, at, err := r.serviceCredential()
	if err != nil {
		return nil, err
	}
	return r.withPassword(u, u.ServiceCredentials[at]), nil
}

func deleteServiceSpecificCredential(r *run) (*syntax.Value, *Error) {
	u, at, err := r.serviceCredential()
	if err == nil {
		u.ServiceCredentials = slices.Delete(u.ServiceCredentials, at, at+1)
	}
	return nil, err
}

// credentialService is the service of the credential that a call makes or names, or empty.
func (r *run) credentialService() string {
	if r.Operation == "CreateServiceSpecificCredential" {
		return r.text("ServiceName")
	}
	if u, at, err := r.serviceCredential(); err == nil {
		return u.ServiceCredentials[at].Service
	}
	return ""
}
