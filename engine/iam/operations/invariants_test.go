package operations_test

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/verdict-iam/verdict/engine/iam"
)

// checker knows what must hold in an account whatever calls were carried out,
// from the documentation alone: it shares no code with the operations.
type checker struct {
	// alive are the unique ids of the last check; gone those that were deleted (IM-5).
	alive, gone map[string]bool
}

// problems lists what does not hold in an account.
func (c *checker) problems(a *iam.Account) []string {
	var all []string
	say := func(format string, values ...any) { all = append(all, fmt.Sprintf(format, values...)) }
	ids := map[string]bool{}
	// IM-1, IM-3, IM-5: one name of a kind, an ARN of path and name, an id of its own.
	known := map[string]bool{}
	entity := func(kind, name, path, arn, id string) {
		key := kind + " " + strings.ToLower(name)
		if known[key] {
			say("two %s", key)
		}
		known[key] = true
		if want := "arn:aws:iam::" + a.ID + ":" + kind + path + name; arn != want {
			say("%s has the ARN %s", want, arn)
		}
		if ids[id] || c.gone[id] {
			say("the id %s of %s was used before", id, arn)
		}
		ids[id] = true
	}
	owned := map[*iam.Policy]bool{}
	for _, p := range a.Policies {
		owned[p] = true
		entity("policy", p.Name, p.Managed.Path, p.ARN, p.Managed.UniqueID)
		versions(p, say)
		tagged(p.ARN, p.Managed.Tags, say)
	}
	groups, roles := map[*iam.Group]bool{}, map[*iam.Role]bool{}
	identity := func(kind string, i *iam.Identity, most int) {
		entity(kind, i.Name, i.Path, i.ARN, i.UniqueID)
		policiesOf(a, i, owned, most, say)
	}
	bounded := func(arn string, limit *iam.Policy) {
		if limit != nil && !there(a, limit, owned) {
			say("%s has a boundary that is not there: %s", arn, limit.ARN)
		}
	}
	for _, g := range a.Groups {
		groups[g] = true
		identity("group", &g.Identity, 5120)
	}
	for _, r := range a.Roles {
		roles[r] = true
		identity("role", &r.Identity, 10240)
		bounded(r.ARN, r.Boundary)
		tagged(r.ARN, r.Tags, say)
	}
	for _, u := range a.Users {
		identity("user", &u.Identity, 2048)
		bounded(u.ARN, u.Boundary)
		tagged(u.ARN, u.Tags, say)
		if len(u.Groups) > 10 || len(u.AccessKeys) > 2 { // IM-11, IM-21
			say("%s is in %d groups and has %d access keys", u.ARN, len(u.Groups), len(u.AccessKeys))
		}
		in := map[*iam.Group]bool{}
		for _, g := range u.Groups {
			if !groups[g] || in[g] {
				say("%s is in the group %s, which is not there or comes twice", u.ARN, g.ARN)
			}
			in[g] = true
		}
		for _, k := range u.AccessKeys {
			if ids[k.ID] || c.gone[k.ID] {
				say("the access key %s was used before", k.ID)
			}
			ids[k.ID] = true
		}
	}
	c.credentials(a, func(id string) {
		if ids[id] || c.gone[id] {
			say("the id %s was used before", id)
		}
		ids[id] = true
	}, say)
	c.providers(a, say)
	for _, p := range a.InstanceProfiles {
		entity("instance-profile", p.Name, p.Path, p.ARN, p.UniqueID)
		tagged(p.ARN, p.Tags, say)
		if p.Role != nil && !roles[p.Role] {
			say("%s holds the role %s, which is not there", p.ARN, p.Role.ARN)
		}
	}
	c.remember(ids)
	return all
}

func (c *checker) remember(ids map[string]bool) {
	for id := range c.alive {
		if !ids[id] {
			c.gone[id] = true
		}
	}
	c.alive = ids
}

// versions: at most five, the default one among them and in force (IM-12, IM-13).
func versions(p *iam.Policy, say func(string, ...any)) {
	last, inForce := 0, false
	for _, v := range p.Managed.Versions {
		number := 0
		fmt.Sscanf(v.ID, "v%d", &number)
		if number <= last || number > p.Managed.Latest {
			say("%s has the version %s after v%d; the newest there was is v%d", p.ARN, v.ID, last, p.Managed.Latest)
		}
		last = number
		inForce = inForce || v.ID == p.Managed.Default && v.Document == p.Document.Text
	}
	if len(p.Managed.Versions) > 5 || !inForce {
		say("%s has %d versions; its default one is there: %v", p.ARN, len(p.Managed.Versions), inForce)
	}
	if characters(p.Document.Text) > 6144 {
		say("%s is too large", p.ARN)
	}
}

// there says whether a managed policy that something refers to is the account's or AWS's.
func there(a *iam.Account, p *iam.Policy, owned map[*iam.Policy]bool) bool {
	return owned[p] || strings.HasPrefix(p.ARN, "arn:aws:iam::aws:policy/") && !strings.Contains(p.ARN, a.ID)
}

// policiesOf: at most ten attached, each there and once; inline names once, and not too large.
func policiesOf(a *iam.Account, i *iam.Identity, owned map[*iam.Policy]bool, most int, say func(string, ...any)) {
	seen := map[string]bool{}
	for _, p := range i.Attached {
		if seen[p.ARN] || !there(a, p, owned) {
			say("%s has %s attached, which is not there or comes twice", i.ARN, p.ARN)
		}
		seen[p.ARN] = true
	}
	size := 0
	for _, p := range i.Inline {
		if seen[strings.ToLower(p.Name)] {
			say("%s has two inline policies %s", i.ARN, p.Name)
		}
		seen[strings.ToLower(p.Name)] = true
		size += characters(p.Document.Text)
	}
	if len(i.Attached) > 10 || size > most {
		say("%s has %d policies attached and %d characters inline", i.ARN, len(i.Attached), size)
	}
}

// tagged: at most 50 tags, keys once whatever their letter case (IM-33).
func tagged(arn string, tags []iam.Tag, say func(string, ...any)) {
	seen := map[string]bool{}
	for _, t := range tags {
		if seen[strings.ToLower(t.Key)] {
			say("%s has two tags %s", arn, t.Key)
		}
		seen[strings.ToLower(t.Key)] = true
	}
	if len(tags) > 50 {
		say("%s has %d tags", arn, len(tags))
	}
}

func characters(document string) int {
	n := 0
	for _, c := range document {
		if !unicode.IsSpace(c) {
			n++
		}
	}
	return n
}
