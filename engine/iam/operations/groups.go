package operations

import (
	"cmp"
	"slices"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var groupOperations = map[string]operation{
	"CreateGroup":         {run: createGroup, on: creates(groups)},
	"GetGroup":            {run: getGroup, reads: true, on: named(groups)},
	"ListGroups":          {run: listGroups, reads: true},
	"UpdateGroup":         {run: updateGroup, on: named(groups)},
	"DeleteGroup":         {run: deleteGroup, on: named(groups)},
	"AddUserToGroup":      {run: addUserToGroup, on: named(groups)},
	"RemoveUserFromGroup": {run: removeUserFromGroup, on: named(groups)},
	"ListGroupsForUser":   {run: listGroupsForUser, reads: true, on: named(users)},
}

func groupValue(g *iam.Group) *syntax.Value {
	return record("Path", g.Path, "GroupName", g.Name, "GroupId", g.UniqueID, "Arn", g.ARN, "CreateDate", dated(g.Created))
}

func createGroup(r *run) (*syntax.Value, *Error) {
	if r.account.Group(r.text("GroupName")) != nil {
		return nil, exists(groups, r.text("GroupName"))
	}
	g := &iam.Group{Identity: r.created(groups)}
	r.account.Groups = sorted(r.account.Groups, g, groupName)
	return object(member("Group", groupValue(g))), exceeds("GroupsPerAccount", len(r.account.Groups))
}

// members gives the users in a group.
func (r *run) members(g *iam.Group) []*iam.User {
	var all []*iam.User
	for _, u := range r.account.Users {
		if slices.Contains(u.Groups, g) {
			all = append(all, u)
		}
	}
	return all
}

func getGroup(r *run) (*syntax.Value, *Error) {
	g, err := r.group()
	if err != nil {
		return nil, err
	}
	return page(member("Group", groupValue(g)), list("Users", r.members(g), userValue)), nil
}

func listGroups(r *run) (*syntax.Value, *Error) {
	return page(list("Groups", under(r, r.account.Groups, func(g *iam.Group) string { return g.Path }), groupValue)), nil
}

// updateGroup renames and moves a group; its members stay in it (IM-4).
func updateGroup(r *run) (*syntax.Value, *Error) {
	g, err := r.group()
	if err != nil {
		return nil, err
	}
	if other := r.account.Group(r.text("NewGroupName")); other != nil && other != g {
		return nil, exists(groups, r.text("NewGroupName"))
	}
	r.rename(&g.Identity, groups, "NewGroupName")
	r.account.Groups = sorted(without(r.account.Groups, g), g, groupName)
	for _, u := range r.members(g) {
		u.Groups = sorted(without(u.Groups, g), g, groupName)
	}
	return nil, nil
}

func deleteGroup(r *run) (*syntax.Value, *Error) {
	g, err := r.group()
	if err != nil {
		return nil, err
	}
	err = cmp.Or(conflict(len(r.members(g)) > 0, "must remove users from group first"), inUse(&g.Identity))
	r.account.Groups = without(r.account.Groups, g)
	return nil, err
}

// membership gives the user and the group that a call names.
func (r *run) membership() (*iam.User, *iam.Group, *Error) {
	u, noUser := r.user()
	g, noGroup := r.group()
	return u, g, cmp.Or(noUser, noGroup) // AWS looks for the user first, as recorded
}

func addUserToGroup(r *run) (*syntax.Value, *Error) {
	u, g, err := r.membership()
	if err != nil {
		return nil, err
	}
	if slices.Contains(u.Groups, g) {
		return nil, nil
	}
	u.Groups = sorted(u.Groups, g, groupName)
	return nil, exceeds("GroupsPerUser", len(u.Groups))
}

// removeUserFromGroup leaves who is no member as he is (cloud-custodian pull request 4730: AWS raises no error).
func removeUserFromGroup(r *run) (*syntax.Value, *Error) {
	u, g, err := r.membership()
	if err != nil {
		return nil, err
	}
	u.Groups = without(u.Groups, g)
	return nil, nil
}

func listGroupsForUser(r *run) (*syntax.Value, *Error) {
	u, err := r.user()
	if err != nil {
		return nil, err
	}
	return page(list("Groups", u.Groups, groupValue)), nil
}
