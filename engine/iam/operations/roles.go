package operations

import (
	"cmp"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var roleOperations = map[string]operation{
	"CreateRole":              {run: createRole, on: creates(roles)},
	"GetRole":                 {run: getRole, reads: true, on: named(roles)},
	"ListRoles":               {run: listRoles, reads: true},
	"UpdateRole":              {run: updateRole, on: named(roles)},
	"UpdateAssumeRolePolicy":  {run: updateAssumeRolePolicy, on: named(roles)},
	"DeleteRole":              {run: deleteRole, on: named(roles)},
	"CreateServiceLinkedRole": {run: createServiceLinkedRole, on: linkedRoleARN},
}

// roleValue is a role as lists give it.
func roleValue(r *iam.Role) *syntax.Value {
	trust := ""
	if r.Trust != nil {
		trust = r.Trust.Document.Text
	}
	return and(record("Path", r.Path, "RoleName", r.Name, "RoleId", r.UniqueID, "Arn", r.ARN, "CreateDate", dated(r.Created), "AssumeRolePolicyDocument", trust, "Description", r.Description), integer("MaxSessionDuration", r.LongestSession()))
}

// wholeRole has the boundary, tags and last use, too, which lists leave out.
func wholeRole(r *iam.Role) *syntax.Value {
	used := record("LastUsedDate", r.LastUsed)
	return object(append(roleValue(r).Members, boundary(r.Boundary), tags(r.Tags), member("RoleLastUsed", used))...)
}

func createRole(r *run) (*syntax.Value, *Error) {
	if r.account.Role(r.text("RoleName")) != nil {
		return nil, exists(roles, r.text("RoleName"))
	}
	limit, noBoundary := r.newBoundary()
	given, badTags := r.newTags()
	role := &iam.Role{Identity: r.created(roles), Boundary: limit, Tags: given, Description: r.text("Description"), MaxSession: r.number("MaxSessionDuration")}
	trust, malformed := r.trust(role.ARN)
	if err := cmp.Or(malformed, noBoundary, badTags); err != nil {
		return nil, err
	}
	role.Trust = trust
	r.account.Roles = sorted(r.account.Roles, role, roleName)
	return object(member("Role", wholeRole(role))), exceeds("RolesPerAccount", len(r.account.Roles))
}

func getRole(r *run) (*syntax.Value, *Error) {
	role, err := r.role()
	if err != nil {
		return nil, err
	}
	return object(member("Role", wholeRole(role))), nil
}

func listRoles(r *run) (*syntax.Value, *Error) {
	return page(list("Roles", under(r, r.account.Roles, func(role *iam.Role) string { return role.Path }), roleValue)), nil
}

// changeableRole gives the role that a call changes: not one that a service
// or IAM Identity Center keeps (IM-31, IM-32).
func (r *run) changeableRole() (*iam.Role, *Error) {
	role, err := r.role()
	if err == nil && (role.ServiceLinked() || strings.HasPrefix(role.Path, "/aws-reserved/")) {
		return nil, &Error{"UnmodifiableEntity", "Cannot perform the operation on the protected role '" + role.Name + "' - this role is only modifiable by AWS"}
	}
	return role, err
}

func updateRole(r *run) (*syntax.Value, *Error) {
	role, err := r.changeableRole()
	if err != nil {
		return nil, err
	}
	if r.has("Description") {
		role.Description = r.text("Description")
	}
	if r.has("MaxSessionDuration") {
		role.MaxSession = r.number("MaxSessionDuration")
	}
	return object(), nil
}

func updateAssumeRolePolicy(r *run) (*syntax.Value, *Error) {
	role, err := r.changeableRole()
	if err != nil {
		return nil, err
	}
	role.Trust, err = r.trust(role.ARN)
	return nil, err
}

func deleteRole(r *run) (*syntax.Value, *Error) {
	role, err := r.changeableRole()
	if err != nil {
		return nil, err
	}
	err = cmp.Or(conflict(len(r.profilesOf(role)) > 0, "must remove roles from instance profile first"), inUse(&role.Identity))
	r.account.Roles = without(r.account.Roles, role)
	return nil, err
}

// linkedRole is the path and name of a service-linked role (IM-31). Which words a
// service writes in its role's name, only the service knows; they are made up of its own name here.
func (r *run) linkedRole() (path, name string) {
	service := r.text("AWSServiceName")
	for _, word := range strings.FieldsFunc(strings.TrimSuffix(strings.TrimSuffix(service, ".cn"), ".amazonaws.com"), func(c rune) bool { return c == '.' || c == '-' }) {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	name = "AWSServiceRoleFor" + name
	if suffix := r.text("CustomSuffix"); suffix != "" {
		name += "_" + suffix
	}
	return "/aws-service-role/" + service + "/", name
}

func linkedRoleARN(r *run) string {
	path, name := r.linkedRole()
	return r.arn(roles, path, name)
}

func createServiceLinkedRole(r *run) (*syntax.Value, *Error) {
	if err := r.suffix(); err != nil {
		return nil, err
	}
	path, name := r.linkedRole()
	if r.account.Role(name) != nil {
		return nil, &Error{"InvalidInput", "Service role name " + name + " has been taken in this account, please try a different suffix."}
	}
	service := r.text("AWSServiceName")
	document := `{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":[` + syntax.Quote(service) + `]}}]}`
	role := &iam.Role{Description: r.text("Description")}
	role.Identity = iam.Identity{Name: name, Path: path, ARN: r.arn(roles, path, name), UniqueID: r.id("AROA"), Created: r.Now}
	role.Trust = &iam.Policy{Name: role.ARN, Document: policy.Parse(document, policy.Trust), Ref: -1}
	r.account.Roles = sorted(r.account.Roles, role, roleName)
	return object(member("Role", wholeRole(role))), nil
}
