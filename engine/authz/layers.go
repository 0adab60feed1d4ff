package authz

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// layer is a policy type's verdict with what the procedure needs of it.
type layer struct {
	Layer
	applies bool
	allow   bool
	deny    bool
	// kinds are the ways in which matching Allow statements name the caller.
	kinds Kinds
	// silent are the SCP or RCP nodes at which nothing allows (EV-12).
	silent []string
	allows []Ref
	denies []Ref
}

func (e *evaluation) layer(t policy.Type) *layer { return &e.layers[t] }

// run compares every statement of the policies with the request and says
// whether one of them allows.
func (e *evaluation) run(t policy.Type, policies []attachment) (allowed bool) {
	l := e.layer(t)
	l.applies = true
	if e.record == nothing {
		return e.quickly(l, policies)
	}
	for _, a := range policies {
		p := PolicyTrace{Policy: a.policy, AttachedTo: a.to}
		document := a.policy.Document
		if len(document.Statements) == 0 {
			e.noteOnce(Note{Code: BrokenPolicy, Policy: a.policy})
		}
		for i := range document.Statements {
			s := &document.Statements[i]
			st := e.statement(a, s)
			if st.Matched {
				p.Allows = p.Allows || s.Effect == policy.Allow
				p.Denies = p.Denies || s.Effect == policy.Deny
				l.matched(Ref{Type: t, Policy: a.policy, AttachedTo: a.to, Statement: s, kinds: st.Kinds})
			}
			if e.record == everything {
				p.Statements = append(p.Statements, st)
			}
		}
		allowed = allowed || p.Allows
		l.Policies = append(l.Policies, p)
	}
	return allowed
}

func (l *layer) matched(r Ref) {
	if r.Statement.Effect == policy.Deny {
		l.deny = true
		l.denies = append(l.denies, r)
		return
	}
	l.kinds |= r.kinds
	l.allows = append(l.allows, r)
}

func (l *layer) skip(state State, why Why) { l.State, l.Why = state, why }

// finish settles the state that the statements give.
func (l *layer) finish() {
	switch {
	case l.deny:
		l.State = DenyFound
	case l.allow:
		l.State = AllowFound
	default:
		l.State = NoAllow
	}
}

// identity runs the identity-based policies of the caller (EV-1 to EV-3, EV-50, EV-54).
func (e *evaluation) identity() {
	l := e.layer(policy.Identity)
	p := &e.request.Principal
	switch p.Kind {
	case iam.RootUser:
		l.applies, l.allow = true, true
		l.skip(AllowFound, RootImplicit)
		return
	case iam.ServicePrincipal:
		l.skip(NotApplicable, ServiceCaller)
		return
	case iam.FederatedPrincipal:
		l.skip(NotApplicable, FederatedCaller)
		return
	case iam.Anonymous:
		l.skip(NotApplicable, AnonymousCaller)
		return
	case iam.UserPrincipal, iam.RoleSession, iam.FederatedUser:
	}
	l.allow = e.run(policy.Identity, e.identityPolicies())
	l.finish()
	if len(l.Policies) == 0 && e.record > nothing {
		l.State = NonePresent
	}
	if p.User == nil && (p.Role == nil || e.world.Account(p.AccountID) == nil) {
		l.Why = UnlistedAccount
		e.note(IdentityUnlisted, p.ARN)
	}
}

// identityPolicies are those of the user and of its groups, or of the role.
func (e *evaluation) identityPolicies() []attachment {
	p := &e.request.Principal
	e.attached = e.attached[:0]
	switch {
	case p.User != nil:
		e.attach(&p.User.Identity)
		for _, g := range p.User.Groups {
			e.attach(&g.Identity)
		}
	case p.Role != nil:
		e.attach(&p.Role.Identity)
	}
	return e.attached
}

func (e *evaluation) attach(i *iam.Identity) {
	for _, policies := range [...][]*iam.Policy{i.Inline, i.Attached} {
		for _, p := range policies {
			e.attached = append(e.attached, attachment{p, i.ARN})
		}
	}
}

// boundary gives the caller's permissions boundary, or nil.
func (e *evaluation) boundary() *iam.Policy {
	p := &e.request.Principal
	switch {
	case p.User != nil:
		return p.User.Boundary
	case p.Role != nil:
		return p.Role.Boundary
	}
	return nil
}

// entityARN is the ARN of the user or role whose permissions apply.
func (e *evaluation) entityARN() string {
	if user := e.request.Principal.User; user != nil {
		return user.ARN
	}
	return e.request.Principal.Role.ARN
}

func (e *evaluation) boundaries() {
	l := e.layer(policy.Boundary)
	p := &e.request.Principal
	limit := e.boundary()
	switch {
	case p.Kind == iam.RootUser:
		l.skip(NotApplicable, RootCaller)
	case p.User == nil && p.Role == nil:
		l.skip(NotApplicable, e.layer(policy.Identity).Why)
	case limit == nil:
		l.skip(NonePresent, NoBoundary)
	default:
		l.allow = e.run(policy.Boundary, e.one(limit, e.entityARN()))
		l.finish()
	}
}

// sessions runs the session policies; a federated user needs one (EV-37, EV-38).
func (e *evaluation) sessions() {
	l := e.layer(policy.Session)
	kind := e.request.Principal.Kind
	switch {
	case e.assumedRoot():
		e.task(l)
	case kind != iam.RoleSession && kind != iam.FederatedUser:
		l.skip(NotApplicable, NoSessionPolicy)
	case len(e.request.Session.Policies) > 0:
		l.allow = e.run(policy.Session, e.sessionPolicies())
		l.finish()
	case kind == iam.FederatedUser:
		l.applies = true
		l.skip(NonePresent, SessionPolicyNeeded)
	default:
		l.skip(NonePresent, NoSessionPolicy)
	}
}

func (e *evaluation) sessionPolicies() []attachment {
	return e.attachedTo(e.request.Principal.ARN, e.request.Session.Policies)
}

// attachedTo lists policies that are attached to one thing. The list is good
// until the next one is made.
func (e *evaluation) attachedTo(to string, policies []*iam.Policy) []attachment {
	e.attached = e.attached[:0]
	for _, p := range policies {
		e.attached = append(e.attached, attachment{p, to})
	}
	return e.attached
}

// one is attachedTo for one policy.
func (e *evaluation) one(p *iam.Policy, to string) []attachment {
	e.attached = append(e.attached[:0], attachment{p, to})
	return e.attached
}

// assumedRoot tells a session that sts:AssumeRoot made (EV-53).
func (e *evaluation) assumedRoot() bool {
	return e.request.Principal.Kind == iam.RootUser && len(e.request.Session.Policies) > 0
}

// task runs the task policy of an AssumeRoot session. AWS's task policies hold
// nothing but Deny statements: they take from the root user's right all that
// does not belong to the task, and need not allow.
func (e *evaluation) task(l *layer) {
	e.run(policy.Session, e.sessionPolicies())
	l.allow = true
	l.finish()
	if !l.deny {
		l.skip(AllowFound, TaskPolicy)
	}
}

// serviceControl runs the SCPs of every level above the caller's account (EV-10 to EV-16).
func (e *evaluation) serviceControl() {
	l := e.layer(policy.SCP)
	p := &e.request.Principal
	org := e.world.Organization
	switch {
	case org == nil:
		l.skip(NotApplicable, NoOrganization)
	case p.Kind == iam.ServicePrincipal:
		l.skip(NotApplicable, ServiceCaller)
	case p.Kind == iam.FederatedPrincipal:
		l.skip(NotApplicable, FederatedCaller)
	case p.Kind == iam.Anonymous:
		l.skip(NotApplicable, AnonymousCaller)
	case p.Role != nil && p.Role.ServiceLinked():
		l.skip(NotApplicable, ServiceLinkedRole)
	case p.AccountID == org.ManagementAccount:
		l.skip(NotApplicable, ManagementAccount)
	case e.levelsOf(p.AccountID) == nil:
		l.skip(NotApplicable, OutsideOrganization)
	default:
		e.levels(l, e.levelsOf(p.AccountID), func(n *iam.Node) []*iam.Policy { return n.SCPs })
	}
}

// resourceControl runs the RCPs of every level above the resource's account (EV-20 to EV-24).
func (e *evaluation) resourceControl() {
	l := e.layer(policy.RCP)
	p := &e.request.Principal
	org := e.world.Organization
	switch {
	case org == nil:
		l.skip(NotApplicable, NoOrganization)
	case p.Role != nil && p.Role.ServiceLinked(), e.assumesOwnLinkedRole():
		l.skip(NotApplicable, ServiceLinkedRole)
	case e.request.Resource == "*":
		l.skip(NotApplicable, NoResource)
	case !coveredByRCP(e.action):
		l.skip(NotApplicable, ServiceNotCovered)
	case e.resourceAccount == org.ManagementAccount:
		l.skip(NotApplicable, ManagementAccount)
	case e.levelsOf(e.resourceAccount) == nil:
		l.skip(NotApplicable, OutsideOrganization)
	default:
		e.levels(l, e.levelsOf(e.resourceAccount), func(n *iam.Node) []*iam.Policy { return n.RCPs })
	}
}

// assumesOwnLinkedRole tells a service that assumes its service-linked role (EV-49).
func (e *evaluation) assumesOwnLinkedRole() bool {
	p := &e.request.Principal
	return p.Kind == iam.ServicePrincipal && e.assumes() && strings.HasPrefix(e.target.Resource, "role/aws-service-role/"+p.ARN+"/")
}

func coveredByRCP(a policy.Action) bool {
	return policy.CoveredByRCPs(a.Service) && a.String() != "kms:retiregrant"
}

// levels runs the policies of each node; every node must allow (EV-12).
func (e *evaluation) levels(l *layer, nodes []*iam.Node, of func(*iam.Node) []*iam.Policy) {
	l.allow = true
	for _, n := range nodes {
		if !e.run(l.Type, e.attachedTo(n.ID, of(n))) {
			l.allow = false
			l.silent = append(l.silent, n.ID)
		}
	}
	l.finish()
}

// endpoint runs the VPC endpoint's policy, whose default allows everything
// (EV-90 to EV-92). It does not reach services (table E.1, EV-54).
func (e *evaluation) endpoint() {
	l := e.layer(policy.Endpoint)
	vpce := e.request.Endpoint
	switch {
	case vpce == nil:
		l.skip(NotApplicable, NoEndpoint)
	case e.request.Principal.Kind == iam.ServicePrincipal:
		l.skip(NotApplicable, ServiceCaller)
	case vpce.Policy == nil:
		l.applies, l.allow = true, true
		l.skip(AllowFound, DefaultEndpointPolicy)
		e.note(EndpointPolicyAssumed, vpce.ARN)
	default:
		l.allow = e.run(policy.Endpoint, e.one(vpce.Policy, vpce.ARN))
		l.finish()
	}
}

// assumeActions are the actions that a role's trust policy decides on (GR-42, EV-48).
var assumeActions = map[string]bool{
	"assumerole": true, "assumerolewithsaml": true, "assumerolewithwebidentity": true,
	"tagsession": true, "setsourceidentity": true, "setcontext": true,
}

// assumes says whether the call assumes a role.
func (e *evaluation) assumes() bool {
	return e.action.Service == "sts" && assumeActions[e.action.Name] && e.target.Service == "iam" && strings.HasPrefix(e.target.Resource, "role/")
}

// resourceBased runs the resource's own policy, or a role's trust policy where
// the call assumes the role.
func (e *evaluation) resourceBased() {
	l, trust := e.layer(policy.Resource), e.layer(policy.Trust)
	trust.skip(NotApplicable, NotAssuming)
	switch {
	case e.assumes():
		l.skip(NotApplicable, NoResourcePolicy)
		e.trust(trust)
	case e.request.Resource == "*":
		l.skip(NotApplicable, NoResource)
	case e.resource != nil && e.resource.Policy != nil && !TakesPolicy(e.resource.ARN):
		l.skip(NotApplicable, NoPolicyTaken)
		e.note(PolicyNotTaken, e.resource.ARN)
	case e.resource != nil && e.resource.Policy != nil:
		e.run(policy.Resource, e.one(e.resource.Policy, e.resource.ARN))
		l.allow = l.kinds != 0
		l.finish()
		e.keyGrants(l)
	case e.onKey() && e.world.Account(e.resourceAccount) != nil:
		e.defaultKeyPolicy(l)
		e.keyGrants(l)
	default:
		l.skip(NonePresent, NoResourcePolicy)
		e.unlisted()
	}
	e.settings()
}

// withoutPolicies are services whose resources take no resource-based policy
// (IAM User Guide, "AWS services that work with IAM"), but for the types in
// withPolicies. Services that are not named are taken to have them (EV-68).
var (
	withoutPolicies = map[string]bool{
		"autoscaling": true, "cloudformation": true, "ec2": true, "ecs": true, "eks": true, "elasticache": true,
		"elasticloadbalancing": true, "iam": true, "rds": true, "route53": true, "sts": true,
	}
	withPolicies = map[string]bool{"ec2:vpc-endpoint": true}
)

// TakesPolicy says whether a resource-based policy can stand on the resource.
// A role's trust policy is no such policy: it decides only who assumes the role.
func TakesPolicy(resource string) bool {
	a, _ := arn.Parse(resource)
	kind, _, _ := strings.Cut(a.Resource, "/")
	return !withoutPolicies[a.Service] || withPolicies[a.Service+":"+kind]
}

// defaultKeyPolicy is what AWS gives a key for which the world holds no
// policy: the account may do everything (EV-63).
func (e *evaluation) defaultKeyPolicy(l *layer) {
	p := &e.request.Principal
	switch {
	case p.AccountID != e.resourceAccount || p.AccountID == "":
		l.skip(NoAllow, DefaultKeyPolicy)
	case p.Kind == iam.RootUser:
		l.kinds = AsRoot
		l.skip(AllowFound, DefaultKeyPolicy)
	default:
		l.kinds = AsAccount
		l.skip(AllowFound, DefaultKeyPolicy)
	}
	l.applies, l.allow = true, l.kinds != 0
	e.note(KeyPolicyAssumed, e.request.Resource)
}

// keyGrants runs the grants on a KMS key. They allow beside the key policy, and
// never deny (EV-67).
func (e *evaluation) keyGrants(l *layer) {
	if !e.onKey() || e.resource == nil || len(e.resource.Grants) == 0 {
		return
	}
	var all []attachment
	for _, g := range e.resource.Grants {
		all = append(all, attachment{g, e.resource.ARN})
	}
	if e.run(policy.Resource, all) && !l.deny {
		l.allow = true
		l.skip(AllowFound, NoReason)
	}
}

// unlisted notes a resource of another account that the world does not hold:
// its policy is not known. A root user is no resource that could have one (EV-53).
func (e *evaluation) unlisted() {
	if e.resource == nil && !e.sameAccount() && !e.assumesRoot() {
		e.note(ResourceUnlisted, e.request.Resource)
	}
}

func (e *evaluation) settings() {
	if e.resource == nil {
		return
	}
	for _, setting := range e.resource.UnknownSettings {
		e.note(UnknownSetting, setting+" of "+e.resource.ARN)
	}
}

func (e *evaluation) trust(l *layer) {
	l.applies = true
	e.noteRefusedCall()
	role := e.assumedRole()
	switch {
	case role == nil:
		l.skip(NonePresent, RoleUnlisted)
		e.note(ResourceUnlisted, e.request.Resource)
	case role.Trust == nil:
		l.skip(NonePresent, NoResourcePolicy)
	default:
		e.run(policy.Trust, e.one(role.Trust, role.ARN))
		l.allow = l.kinds != 0
		l.finish()
		if p := &e.request.Principal; !l.allow && p.Role != nil && p.Role.ARN == role.ARN {
			e.note(Inferred, "EV-59")
		}
	}
}

// assumedRole gives the role that the call names, if the world lists it.
func (e *evaluation) assumedRole() *iam.Role {
	account := e.world.Account(e.resourceAccount)
	if account == nil {
		return nil
	}
	for _, r := range account.Roles {
		if r.ARN == e.request.Resource {
			return r
		}
	}
	return nil
}

// onKey says whether the request is an action on a KMS key (EV-61).
func (e *evaluation) onKey() bool {
	return e.action.Service == "kms" && e.target.Service == "kms" && strings.HasPrefix(e.target.Resource, "key/")
}
