package audit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// CodeEscalation is the code of a way to more permissions.
const CodeEscalation = "PRIVILEGE_ESCALATION"

// escalations looks for the users and roles that can get more permissions than they were given, each with the ways that are
// open to it. A way counts where the engine allows each of its permissions. Administrators have nothing to gain.
func escalations(a *auditor) {
	for _, who := range a.identities[:min(len(a.identities), mostPrincipals)] {
		if ways := a.ways(who); len(ways) > 0 {
			a.member(who.path(), syntax.SecurityWarning, CodeEscalation, message(who.Name, ways))
		}
	}
	if more := len(a.identities) - mostPrincipals; more > 0 {
		a.member([]string{"accounts"}, syntax.Suggestion, CodeEscalation,
			strconv.Itoa(more)+" of the "+strconv.Itoa(len(a.identities))+" users and roles were not looked at for ways to more permissions: they are too many.")
	}
}

// message lists the ways, the first few by name.
func message(name string, ways []way) string {
	var texts []string
	for _, w := range ways[:min(len(ways), mostNamed)] {
		texts = append(texts, w.String())
	}
	more := ""
	if len(ways) > mostNamed {
		more = " There are " + strconv.Itoa(len(ways)-mostNamed) + " more ways."
	}
	return name + " can get more permissions than it was given: it " + strings.Join(texts, "; or it ") + "." + more
}

// way is a path that is open, with the targets of its legs and the condition keys that gate it.
type way struct {
	path  *path
	legs  []string
	gated []string
}

func (w *way) String() string {
	text := w.path.name + " (" + strings.Join(w.legs, ", ") + ")"
	if len(w.gated) > 0 {
		text += " while " + strings.Join(w.gated, " and ") + " hold"
	}
	return text
}

// ways are the paths that are open to an identity.
func (a *auditor) ways(who identity) []way {
	principal, fault := a.World.Principal(who.ARN)
	if fault != iam.NoFault || a.isAdministrator(who, principal) {
		return nil
	}
	var open []way
	for i := range paths {
		if w, ok := a.open(who, principal, &paths[i]); ok {
			open = append(open, w)
		}
	}
	return open
}

// isAdministrator says whether the identity may do anything anyhow: a few things that nobody else may do together.
func (a *auditor) isAdministrator(who identity, principal iam.Principal) bool {
	for _, probe := range [...][2]string{
		{"iam:CreateUser", who.iamARN("user/anybody")}, {"s3:DeleteBucket", "arn:" + who.account.Partition + ":s3:::any-bucket"},
		{"ec2:TerminateInstances", who.serviceARN("ec2", "instance/i-1")}, {"sqs:DeleteQueue", who.serviceARN("sqs", "any")},
	} {
		if !a.allows(principal, leg{action: probe[0]}, probe[1], nil) {
			return false
		}
	}
	return true
}

func (i *identity) iamARN(resource string) string {
	return "arn:" + i.account.Partition + ":iam::" + i.account.ID + ":" + resource
}

func (i *identity) serviceARN(service, resource string) string {
	return "arn:" + i.account.Partition + ":" + service + ":us-east-1:" + i.account.ID + ":" + resource
}

// open says whether every leg of a path is allowed, each on one target at least, and those about another role on the same.
func (a *auditor) open(who identity, principal iam.Principal, p *path) (way, bool) {
	if p.existing() && len(a.passable(who, p)) == 0 {
		return way{}, false
	}
	if !p.aboutARole() {
		return a.along(who, principal, p, nil)
	}
	roles := otherRoles(who)
	for _, role := range roles[:min(len(roles), mostTargets)] {
		if w, ok := a.along(who, principal, p, role); ok {
			return w, true
		}
	}
	return way{}, false
}

// along goes a path, with the role that its legs are about.
func (a *auditor) along(who identity, principal iam.Principal, p *path, role *iam.Role) (way, bool) {
	w := way{path: p}
	for _, l := range p.legs {
		on, ok := a.reach(who, principal, p, l, role)
		if !ok {
			return w, false
		}
		w.legs = append(w.legs, l.action+" on "+on)
		if l.on != openedRole { // whose trust policy says nothing any more
			w.gate(a.World, a.request(principal, l, on, p))
		}
	}
	return w, true
}

// reach finds a target on which a leg is allowed.
func (a *auditor) reach(who identity, principal iam.Principal, p *path, l leg, role *iam.Role) (string, bool) {
	if l.on == openedRole {
		return role.ARN, !a.deniedElsewhere(principal, l, role)
	}
	targets := a.targets(who, p, l, role)
	for _, on := range targets[:min(len(targets), mostTargets)] {
		if a.allows(principal, l, on, p) {
			return on, true
		}
	}
	return "", false
}

// deniedElsewhere says whether a policy but the role's own trust policy denies assuming it. What the trust policy says does not
// count where the principal can rewrite it: to be named there is enough within an account (IAM User Guide, "Cross account resource access in IAM").
func (a *auditor) deniedElsewhere(principal iam.Principal, l leg, role *iam.Role) bool {
	t := a.trace(a.request(principal, l, role.ARN, nil))
	for _, by := range t.DecidedBy {
		if t.Decision == authz.ExplicitDeny && by.Policy != role.Trust {
			return true
		}
	}
	return false
}

func (a *auditor) allows(principal iam.Principal, l leg, on string, p *path) bool {
	return a.decider.Decide(a.request(principal, l, on, p)) == authz.Allowed
}

func (a *auditor) request(principal iam.Principal, l leg, on string, p *path) *authz.Request {
	r := &authz.Request{Principal: principal, Action: l.action, Resource: on, Clock: a.Options.Now}
	if l.on == passed && p != nil {
		r.Context = []authz.Supplied{{Key: "iam:PassedToService", Values: []string{p.service}}}
	}
	return r
}

// gate names the condition keys of the statements that allow a leg.
func (w *way) gate(world *iam.World, r *authz.Request) {
	for _, by := range authz.Decide(world, r).DecidedBy {
		for _, c := range by.Statement.Conditions {
			if text := "the conditions on " + c.Key; !slices.Contains(w.gated, text) {
				w.gated = append(w.gated, text)
			}
		}
	}
}
