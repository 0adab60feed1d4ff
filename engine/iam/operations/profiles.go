package operations

import (
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var profileOperations = map[string]operation{
	"CreateInstanceProfile":         {run: createInstanceProfile, on: creates(profiles)},
	"GetInstanceProfile":            {run: getInstanceProfile, reads: true, on: profileARN},
	"ListInstanceProfiles":          {run: listInstanceProfiles, reads: true},
	"ListInstanceProfilesForRole":   {run: listInstanceProfilesForRole, reads: true, on: named(roles)},
	"DeleteInstanceProfile":         {run: deleteInstanceProfile, on: profileARN},
	"AddRoleToInstanceProfile":      {run: addRoleToInstanceProfile, on: profileARN},
	"RemoveRoleFromInstanceProfile": {run: removeRoleFromInstanceProfile, on: profileARN},
}

func profileARN(r *run) string {
	if p := r.account.InstanceProfile(r.text("InstanceProfileName")); p != nil {
		return p.ARN
	}
	return creates(profiles)(r)
}

// profileValue is an instance profile as lists give it.
func profileValue(p *iam.InstanceProfile) *syntax.Value {
	var held []*iam.Role
	if p.Role != nil {
		held = append(held, p.Role)
	}
	return and(record("Path", p.Path, "InstanceProfileName", p.Name, "InstanceProfileId", p.UniqueID, "Arn", p.ARN, "CreateDate", dated(p.Created)), list("Roles", held, roleValue))
}

func wholeProfile(p *iam.InstanceProfile) *syntax.Value {
	return object(append(profileValue(p).Members, tags(p.Tags))...)
}

func createInstanceProfile(r *run) (*syntax.Value, *Error) {
	i := r.created(profiles)
	if r.account.InstanceProfile(i.Name) != nil {
		return nil, &Error{"EntityAlreadyExists", "Instance Profile " + i.Name + " already exists."}
	}
	given, err := r.newTags()
	if err != nil {
		return nil, err
	}
	p := &iam.InstanceProfile{Name: i.Name, Path: i.Path, ARN: i.ARN, UniqueID: i.UniqueID, Created: i.Created, Tags: given}
	r.account.InstanceProfiles = sorted(r.account.InstanceProfiles, p, profileName)
	return object(member("InstanceProfile", wholeProfile(p))), exceeds("InstanceProfilesPerAccount", len(r.account.InstanceProfiles))
}

func (r *run) profile() (*iam.InstanceProfile, *Error) {
	name := r.text("InstanceProfileName")
	if p := r.account.InstanceProfile(name); p != nil {
		return p, nil
	}
	return nil, &Error{"NoSuchEntity", "Instance Profile " + name + " cannot be found."}
}

func getInstanceProfile(r *run) (*syntax.Value, *Error) {
	p, err := r.profile()
	if err != nil {
		return nil, err
	}
	return object(member("InstanceProfile", wholeProfile(p))), nil
}

func listInstanceProfiles(r *run) (*syntax.Value, *Error) {
	found := under(r, r.account.InstanceProfiles, func(p *iam.InstanceProfile) string { return p.Path })
	return page(list("InstanceProfiles", found, profileValue)), nil
}

// profilesOf gives the instance profiles that a role is in.
func (r *run) profilesOf(role *iam.Role) []*iam.InstanceProfile {
	var all []*iam.InstanceProfile
	for _, p := range r.account.InstanceProfiles {
		if p.Role == role {
			all = append(all, p)
		}
	}
	return all
}

func listInstanceProfilesForRole(r *run) (*syntax.Value, *Error) {
	role, err := r.role()
	if err != nil {
		return nil, err
	}
	return page(list("InstanceProfiles", r.profilesOf(role), profileValue)), nil
}

func deleteInstanceProfile(r *run) (*syntax.Value, *Error) {
	p, err := r.profile()
	if err != nil {
		return nil, err
	}
	r.account.InstanceProfiles = without(r.account.InstanceProfiles, p)
	return nil, conflict(p.Role != nil, "must remove roles from instance profile first")
}

// addRoleToInstanceProfile adds the only role that a profile may hold (IM-30).
func addRoleToInstanceProfile(r *run) (*syntax.Value, *Error) {
	p, err := r.profile()
	if err != nil {
		return nil, err
	}
	role, err := r.role()
	if err != nil {
		return nil, err
	}
	held := 1
	if p.Role != nil {
		held++
	}
	p.Role = role
	return nil, exceeds("InstanceSessionsPerInstanceProfile", held)
}

func removeRoleFromInstanceProfile(r *run) (*syntax.Value, *Error) {
	p, err := r.profile()
	if err != nil {
		return nil, err
	}
	role, err := r.role()
	if err != nil {
		return nil, err
	}
	if p.Role != role {
		return nil, &Error{"NoSuchEntity", "Role " + role.Name + " in Instance Profile " + p.Name + " cannot be found."}
	}
	p.Role = nil
	return nil, nil
}
