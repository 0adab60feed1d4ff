package iam

import (
	"strconv"
	"strings"
)

// Managed is what an account knows of a customer managed policy beside its
// document, which is the default version's.
type Managed struct {
	Path, Description, UniqueID string
	// Created and Updated are in RFC 3339, or empty.
	Created, Updated string
	Tags             []Tag
	// Versions are all versions, the default one among them, by rising number (IM-12).
	Versions []Version
	// Default is the id of the default version.
	Default string
	// Latest is the number of the newest version that there ever was: numbers are
	// never used again (IM-13).
	Latest int
}

// Version is a version of a managed policy.
type Version struct {
	// ID is v1, v2 and so on.
	ID       string
	Document string
	Created  string
}

// InstanceProfile is what carries a role to instances of Amazon EC2.
type InstanceProfile struct {
	Name, Path, ARN, UniqueID, Created string
	// Role is nil in an empty profile; there is at most one (IM-30).
	Role *Role
	Tags []Tag
}

// Credentials are what a user or the root user signs in and signs requests with.
type Credentials struct {
	AccessKeys []AccessKey
	// MFADevices are serial numbers or ARNs.
	MFADevices []string
}

// AccessKey is a key of a user or the root user. Its secret is not part of the model.
type AccessKey struct {
	ID     string
	Active bool
	// Created and LastUsed are in RFC 3339, or empty.
	Created, LastUsed string
}

// Upload is a signing certificate or an SSH public key of a user.
type Upload struct {
	ID     string
	Active bool
	Body   string
	// Uploaded is in RFC 3339, or empty.
	Uploaded string
}

// ServiceCredential is a user name and password of a user for one service that
// takes no access keys. The password is not part of the model.
type ServiceCredential struct {
	ID     string
	Active bool
	// Service is a service principal, such as codecommit.amazonaws.com.
	Service, UserName, Created string
}

// LoginProfile says that a user has a password.
type LoginProfile struct {
	Created       string
	ResetRequired bool
}

// PasswordPolicy is what passwords of an account's users must be like (IM-25).
// 0 stands for no limit.
type PasswordPolicy struct {
	MinimumLength, MaxAge, ReusePrevention int
	Symbols, Numbers, Uppercase, Lowercase bool
	AllowUsersToChange, HardExpiry         bool
}

// Number is that of a version's id, or 0 where that is no id.
func (v Version) Number() int {
	digits, ok := strings.CutPrefix(v.ID, "v")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || strconv.Itoa(n) != digits {
		return 0
	}
	return max(n, 0)
}

// CredentialReport is what GenerateCredentialReport last wrote.
type CredentialReport struct{ Generated, Content string }
