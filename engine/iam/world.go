// Package iam is the model of IAM: organization, accounts, identities,
// policies and resources, and who is calling. It holds facts only; what they
// decide is package authz's business.
package iam

import (
	"cmp"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
)

// World is everything that a decision depends on beside the request.
type World struct {
	Organization *Organization
	// Accounts are the accounts whose contents are known, sorted by id.
	Accounts []*Account
	// Resources are the resources of all accounts, sorted by ARN.
	Resources []*Resource
}

// Account holds the identities of an AWS account.
type Account struct {
	ID        string
	Name      string
	Partition string
	// CanonicalUserID is the account as Amazon S3 names it, or empty where it is not known.
	CanonicalUserID string
	// Alias is the account's name in sign-in links, or empty (IM-6).
	Alias string
	// PasswordPolicy is nil where AWS's own applies (IM-26).
	PasswordPolicy   *PasswordPolicy
	Root             Credentials
	Policies         []*Policy
	Groups           []*Group
	Users            []*User
	Roles            []*Role
	InstanceProfiles []*InstanceProfile
	// What follows stands by URL, name or serial number.
	OIDCProviders      []*OIDCProvider
	SAMLProviders      []*SAMLProvider
	ServerCertificates []*ServerCertificate
	MFADevices         []*VirtualMFADevice
	// Report is nil where none was generated.
	Report *CredentialReport
}

// Policy is a policy document with the name that the account lists it under.
type Policy struct {
	// Name is how results name the policy: its name where the account lists
	// it, else its ARN.
	Name string
	// ARN is that of a managed policy; inline policies have none.
	ARN      string
	Document *policy.Document
	// Managed is what the account knows of a customer managed policy beside its
	// document; nil for all other policies.
	Managed *Managed
	// Grant says that the document states what a KMS grant allows (EV-67).
	Grant bool
	// Ref numbers the document for whoever built the world.
	Ref int
}

// Identity is what users, groups and roles have in common.
type Identity struct {
	Name     string
	Path     string
	ARN      string
	UniqueID string
	// Created is when the entity was created, in RFC 3339, or empty where nobody says.
	Created  string
	Inline   []*Policy
	Attached []*Policy
}

// User is an IAM user.
type User struct {
	Identity
	Credentials
	Groups   []*Group
	Boundary *Policy
	Tags     []Tag
	// LoginProfile is nil where the user has no password.
	LoginProfile                       *LoginProfile
	SigningCertificates, SSHPublicKeys []Upload
	ServiceCredentials                 []ServiceCredential
	// PasswordLastUsed is in RFC 3339, or empty.
	PasswordLastUsed string
}

// Group is an IAM user group.
type Group struct{ Identity }

// Role is an IAM role.
type Role struct {
	Identity
	Trust    *Policy
	Boundary *Policy
	Tags     []Tag
	// MaxSession is how many seconds its sessions may last; 0 is AWS's default.
	MaxSession  int
	Description string
	// LastUsed is in RFC 3339, or empty.
	LastUsed string
}

// DefaultMaxSession is how many seconds the sessions of a role last at most where
// nobody says otherwise, and always those that come from another role's session
// (EV-72, EV-73).
const DefaultMaxSession = 3600

// LongestSession is how many seconds a session of the role may last (EV-72).
func (r *Role) LongestSession() int {
	if r.MaxSession == 0 {
		return DefaultMaxSession
	}
	return r.MaxSession
}

// ServiceLinked tells a service-linked role by its path and name (IM-31).
func (r *Role) ServiceLinked() bool {
	service, ok := strings.CutPrefix(r.Path, "/aws-service-role/")
	return ok && strings.HasSuffix(strings.TrimSuffix(service, ".cn/"), ".amazonaws.com/") && strings.HasPrefix(r.Name, "AWSServiceRoleFor")
}

// Tag is a key with its value.
type Tag struct{ Key, Value string }

// Resource is an AWS resource and the account that owns it.
type Resource struct {
	ARN     string
	Account string
	Policy  *Policy
	// Grants are those of a KMS key.
	Grants []*Policy
	Tags   []Tag
	// BlockPublicAccess says that S3 Block Public Access is on for the bucket.
	BlockPublicAccess bool
	// UnknownSettings are the names of switches that nobody evaluates.
	UnknownSettings []string
}

// Account finds an account by its id, or gives nil.
func (w *World) Account(id string) *Account {
	i, ok := slices.BinarySearchFunc(w.Accounts, id, func(a *Account, id string) int { return cmp.Compare(a.ID, id) })
	if !ok {
		return nil
	}
	return w.Accounts[i]
}

// Resource finds the resource that the ARN names, else the nearest one that
// governs it: arn:aws:s3:::b governs arn:aws:s3:::b/k. It gives nil if none does.
func (w *World) Resource(arn string) *Resource {
	for name := arn; name != ""; {
		i, ok := slices.BinarySearchFunc(w.Resources, name, func(r *Resource, arn string) int { return cmp.Compare(r.ARN, arn) })
		if ok {
			return w.Resources[i]
		}
		name = name[:max(strings.LastIndexByte(name, '/'), 0)]
	}
	return nil
}

// Endpoint finds the VPC endpoint with the id (vpce-…) among the resources, or gives nil.
func (w *World) Endpoint(id string) *Resource {
	for _, r := range w.Resources {
		if strings.HasSuffix(r.ARN, ":vpc-endpoint/"+id) {
			return r
		}
	}
	return nil
}

// User finds a user by name, letter case aside (IM-1), or gives nil.
func (a *Account) User(name string) *User {
	return find(a.Users, name, func(u *User) string { return u.Name })
}

// Group finds a group by name, letter case aside (IM-1), or gives nil.
func (a *Account) Group(name string) *Group {
	return find(a.Groups, name, func(g *Group) string { return g.Name })
}

// Role finds a role by name, letter case aside (IM-1), or gives nil.
func (a *Account) Role(name string) *Role {
	return find(a.Roles, name, func(r *Role) string { return r.Name })
}

// InstanceProfile finds an instance profile by name, letter case aside (IM-1), or gives nil.
func (a *Account) InstanceProfile(name string) *InstanceProfile {
	return find(a.InstanceProfiles, name, func(p *InstanceProfile) string { return p.Name })
}

// Policy finds a customer managed policy by name, letter case aside (IM-1), or gives nil.
func (a *Account) Policy(name string) *Policy {
	return find(a.Policies, name, func(p *Policy) string { return p.Name })
}

func find[T any](all []T, name string, nameOf func(T) string) T {
	var none T
	for _, one := range all {
		if strings.EqualFold(nameOf(one), name) {
			return one
		}
	}
	return none
}

// UniqueID makes up a unique id that is always the same for the ARN (IM-5).
func UniqueID(prefix, arn string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	id := []byte(prefix)
	hash := uint64(14695981039346656037)
	for len(id) < 21 {
		for i := range len(arn) {
			hash = (hash ^ uint64(arn[i])) * 1099511628211
		}
		id = append(id, alphabet[hash>>59])
	}
	return string(id)
}
