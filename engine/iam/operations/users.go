package operations

import (
	"cmp"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var userOperations = map[string]operation{
	"CreateUser": {run: createUser, on: creates(users)},
	"GetUser":    {run: getUser, reads: true, on: self},
	"ListUsers":  {run: listUsers, reads: true},
	"UpdateUser": {run: updateUser, on: named(users)},
	"DeleteUser": {run: deleteUser, on: named(users)},
}

// self is the user that a call names, or the calling user.
func self(r *run) string {
	if u := r.callerUser(); u != nil && !r.has("UserName") {
		return u.ARN
	}
	if !r.has("UserName") {
		return r.Caller.ARN
	}
	return named(users)(r)
}

// userValue is a user as lists give it.
func userValue(u *iam.User) *syntax.Value {
	return record("Path", u.Path, "UserName", u.Name, "UserId", u.UniqueID, "Arn", u.ARN, "CreateDate", dated(u.Created), "PasswordLastUsed", u.PasswordLastUsed)
}

// wholeUser has the boundary and tags, too, which lists leave out.
func wholeUser(u *iam.User) *syntax.Value {
	v := userValue(u)
	return object(append(v.Members, boundary(u.Boundary), tags(u.Tags))...)
}

func boundary(p *iam.Policy) syntax.Member {
	if p == nil {
		return syntax.Member{}
	}
	return member("PermissionsBoundary", record("PermissionsBoundaryType", "PermissionsBoundaryPolicy", "PermissionsBoundaryArn", p.ARN))
}

func createUser(r *run) (*syntax.Value, *Error) {
	if r.account.User(r.text("UserName")) != nil {
		return nil, exists(users, r.text("UserName"))
	}
	limit, err := r.newBoundary()
	if err != nil {
		return nil, err
	}
	given, err := r.newTags()
	if err != nil {
		return nil, err
	}
	u := &iam.User{Identity: r.created(users), Boundary: limit, Tags: given}
	r.account.Users = sorted(r.account.Users, u, userName)
	return object(member("User", wholeUser(u))), exceeds("UsersPerAccount", len(r.account.Users))
}

// getUser gives the calling user where none is named; the root user is one, too.
func getUser(r *run) (*syntax.Value, *Error) {
	if !r.has("UserName") && r.Caller.Kind == iam.RootUser {
		return object(member("User", r.rootValue())), nil
	}
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	return object(member("User", wholeUser(u))), nil
}

// rootValue is the root user as GetUser gives it.
func (r *run) rootValue() *syntax.Value {
	return record("Path", "/", "UserName", cmp.Or(r.account.Alias, r.account.ID), "UserId", r.account.ID, "Arn", r.rootARN(), "CreateDate", dated(""))
}

func (r *run) rootARN() string {
	return "arn:" + r.account.Partition + ":iam::" + r.account.ID + ":root"
}

func listUsers(r *run) (*syntax.Value, *Error) {
	return page(list("Users", under(r, r.account.Users, func(u *iam.User) string { return u.Path }), userValue)), nil
}

// updateUser renames and moves a user, who keeps the unique id (IM-4).
func updateUser(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	if other := r.account.User(r.text("NewUserName")); other != nil && other != u {
		return nil, exists(users, r.text("NewUserName"))
	}
	r.rename(&u.Identity, users, "NewUserName")
	r.account.Users = sorted(without(r.account.Users, u), u, userName)
	return nil, nil
}

func (r *run) rename(i *iam.Identity, k kind, name string) {
	i.Name, i.Path = r.textOr(name, i.Name), r.textOr("NewPath", i.Path)
	i.ARN = r.arn(k, i.Path, i.Name)
}

// deleteUser wants everything of the user to be gone first (H.4); a boundary may stay (IM-18).
func deleteUser(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	err = cmp.Or(inUse(&u.Identity),
		conflict(u.LoginProfile != nil, "must delete login profile first"),
		conflict(len(u.AccessKeys) > 0, "must delete access keys first"),
		conflict(len(u.MFADevices) > 0, "must delete MFA device first"),
		conflict(len(u.SigningCertificates) > 0, "must delete certificates first"),
		conflict(len(u.SSHPublicKeys)+len(u.ServiceCredentials) > 0, "must remove referenced objects first"),
		conflict(len(u.Groups) > 0, "must remove users from group first"))
	r.account.Users = without(r.account.Users, u)
	return nil, err
}

// inUse refuses to delete what has policies (H.4).
func inUse(i *iam.Identity) *Error {
	return cmp.Or(conflict(len(i.Attached) > 0, "must detach all policies first"), conflict(len(i.Inline) > 0, "must delete policies first"))
}

func conflict(holds bool, why string) *Error {
	if !holds {
		return nil
	}
	return &Error{"DeleteConflict", "Cannot delete entity, " + why + "."}
}
