package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

func (r *reader) requests(n node) {
	for i, item := range n.items() {
		r.request = &Request{Index: i, Span: item.at}
		r.scenario.Requests = append(r.scenario.Requests, r.request)
		r.readRequest(item)
		r.request = nil
	}
}

func (r *reader) readRequest(n node) {
	m := n.members("name", "principal", "session", "action", "resource", "operation", "with", "checks", "resourceAccount", "context", "at", "vpcEndpoint", "expect", "decidedBy", "why")
	q := r.request
	m.at("why").text()
	q.Principal, q.Action = m.at("principal").text(), m.at("action").text()
	r.expectation(m)
	base := authz.Request{
		Principal:       r.caller(n, m.at("principal")),
		ResourceAccount: r.resourceAccount(m.at("resourceAccount")),
		Context:         r.context(m.at("context")),
		Clock:           r.clock(m.at("at")),
		Endpoint:        r.endpoint(m.at("vpcEndpoint")),
	}
	r.session(m.at("session"), &base)
	var asked []authz.Request
	if m.at("operation").absent() {
		asked = r.plain(n, m, &base)
	} else {
		q.Action = m.at("operation").text()
		asked = r.operation(n, m, &base)
	}
	asked = append(asked, r.furtherChecks(m.at("checks"), &base)...)
	q.Compound = !m.at("operation").absent() || !m.at("checks").absent()
	for _, one := range asked {
		if !slices.Contains(q.Resources, one.Resource) {
			q.Resources = append(q.Resources, one.Resource)
		}
	}
	q.Name = m.at("name").text()
	if q.Name == "" {
		q.Name = q.Principal + " " + q.Action + " " + strings.Join(q.Resources, ", ")
	}
	if len(asked) == 0 && len(q.Diagnostics) == 0 {
		n.report("NOTHING_ASKED", "The request asks for nothing. Name an action.")
	}
	if len(q.Diagnostics) == 0 {
		q.Asked = asked
	}
}

// plain reads a request of one action: once for each of its resources.
func (r *reader) plain(n node, m object, base *authz.Request) []authz.Request {
	var all []authz.Request
	one := *base
	one.Action = r.action(n, m.at("action"))
	if with := m.at("with"); !with.absent() {
		with.report("NO_OPERATION", "with belongs to an operation. Remove it, or name the operation.")
	}
	resources := resourcesOf(m.at("resource"))
	r.checkResources(m.at("resource"), resources, base.ResourceAccount)
	for _, resource := range resources {
		one.Resource = resource
		all = append(all, one)
	}
	return all
}

// resourcesOf gives the resources to ask for: `*` where none is written.
func resourcesOf(n node) []string {
	if n.absent() {
		return []string{"*"}
	}
	if n.Kind != syntax.Array {
		return []string{n.text()}
	}
	if len(n.Items) == 0 {
		n.report("EMPTY_LIST", "The list of resources is empty. Write an ARN, or leave resource out.")
	}
	return n.texts()
}

// caller reads a principal string; around is what it is a member of.
func (r *reader) caller(around, n node) iam.Principal {
	if n.absent() {
		around.report("MISSING_PRINCIPAL", "No principal is named. Write who is asking, for example the ARN of a user.")
		return iam.Principal{}
	}
	text := n.text()
	if n.Kind != syntax.String {
		return iam.Principal{}
	}
	p, fault := r.scenario.World.Principal(text)
	switch fault {
	case iam.NoFault:
	case iam.NotPrincipal:
		n.report("INVALID_PRINCIPAL", strconv.Quote(text)+" is not a principal. Write the ARN of a user, role, session or root user, a service such as ec2.amazonaws.com, or anonymous.")
	case iam.GroupPrincipal:
		n.report("INVALID_PRINCIPAL", "A group makes no requests. Name one of its users.")
	case iam.UnknownUser:
		n.report("NO_SUCH_USER", "Account "+p.AccountID+" has no user "+text+"."+didYouMean(text, names(r.scenario.World.Account(p.AccountID).Users, func(u *iam.User) string { return u.ARN })))
	case iam.UnknownRole:
		n.report("NO_SUCH_ROLE", "Account "+p.AccountID+" has no role for "+text+"."+didYouMean(text, names(r.scenario.World.Account(p.AccountID).Roles, func(u *iam.Role) string { return u.ARN })))
	}
	return p
}

func (r *reader) action(around, n node) string {
	if n.absent() {
		around.report("MISSING_ACTION", "No action is named. Write service:Name, for example s3:GetObject.")
		return ""
	}
	text := n.text()
	if _, ok := policy.ParseAction(text); !ok && n.Kind == syntax.String {
		n.report("INVALID_ACTION", strconv.Quote(text)+" is not an action. Write service:Name without wildcards, for example s3:GetObject.")
	}
	return text
}

func (r *reader) resourceAccount(n node) string {
	account := n.text()
	if account != "" && !arn.IsAccountID(account) {
		n.report("INVALID_ACCOUNT_ID", strconv.Quote(account)+" is not an account ID. Write 12 digits.")
	}
	return account
}

// checkResources reports resources that are no ARNs, and an owner that the ARN contradicts.
func (r *reader) checkResources(n node, resources []string, owner string) {
	if n.absent() {
		return
	}
	for i, resource := range resources {
		at := n
		if n.Kind == syntax.Array {
			at = n.child(strconv.Itoa(i), &n.Items[i])
		}
		a, ok := arn.Parse(resource)
		switch {
		case resource == "*":
		case !ok:
			at.report("INVALID_ARN", strconv.Quote(resource)+" is not an ARN. Write arn:partition:service:region:account:resource, for example arn:aws:s3:::bucket/key, or *.")
		case owner != "" && arn.IsAccountID(a.Account) && a.Account != owner:
			at.report("ACCOUNT_MISMATCH", "The ARN names account "+a.Account+" but resourceAccount is "+owner+". Remove resourceAccount, or correct one of them.")
		case owner == "":
			r.ownerDiffers(at, resource)
		}
	}
}

// ownerDiffers reports a resource that another account of the scenario lists.
func (r *reader) ownerDiffers(at node, resource string) {
	a, _ := arn.Parse(resource)
	listed := r.scenario.World.Resource(resource)
	if listed != nil && arn.IsAccountID(a.Account) && listed.Account != a.Account {
		at.report("ACCOUNT_MISMATCH", "The ARN names account "+a.Account+" but account "+listed.Account+" lists the resource.")
	}
}

// context reads the request context; null removes a derived key.
func (r *reader) context(n node) []authz.Supplied {
	var all []authz.Supplied
	for _, entry := range n.each() {
		s := authz.Supplied{Key: entry.name}
		switch entry.Kind {
		case syntax.Null:
			s.Removed = true
		case syntax.String, syntax.Number, syntax.Bool:
			s.Values = []string{entry.Text}
		case syntax.Array:
			s.List, s.Values = true, []string{}
			for _, item := range entry.items() {
				s.Values = append(s.Values, item.scalar())
			}
		case syntax.Object, syntax.Missing:
			entry.refuse("WRONG_TYPE", entry.name+" must be a string, number, Boolean, list of strings or null, not an object.")
		}
		for _, other := range all {
			if strings.EqualFold(other.Key, s.Key) {
				entry.report("DUPLICATE_KEY", "The context key "+s.Key+" repeats "+other.Key+" in another letter case. Keep one.")
			}
		}
		all = append(all, s)
	}
	return all
}

func (n node) scalar() string {
	switch n.Kind {
	case syntax.Number, syntax.Bool:
		return n.Text
	case syntax.String, syntax.Missing, syntax.Null, syntax.Array, syntax.Object:
	}
	return n.text()
}

// clock fixes the time of a request, or takes the caller's.
func (r *reader) clock(n node) authz.Clock {
	text := n.text()
	if text == "" {
		return r.Now
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		n.report("INVALID_TIME", strconv.Quote(text)+" is not a time. Write it as 2026-01-31T12:00:00Z.")
	}
	clock := ClockAt(t)
	clock.Fixed = true
	return clock
}

// ClockAt gives the instant as requests without a time of their own carry it.
func ClockAt(t time.Time) authz.Clock {
	return authz.Clock{RFC3339: t.UTC().Format(time.RFC3339), Epoch: t.Unix()}
}

// endpoint finds the VPC endpoint, or stands in one with the default policy.
func (r *reader) endpoint(n node) *iam.Resource {
	id := n.text()
	if id == "" {
		return nil
	}
	if !strings.HasPrefix(id, "vpce-") {
		n.report("INVALID_ENDPOINT", strconv.Quote(id)+" is not the ID of a VPC endpoint. Write vpce-….")
		return nil
	}
	if found := r.scenario.World.Endpoint(id); found != nil {
		return found
	}
	n.warn("NO_SUCH_ENDPOINT", "No resource is the VPC endpoint "+id+"; its policy is taken to allow everything.")
	return &iam.Resource{ARN: "vpc-endpoint/" + id}
}

// session reads what was passed when a role session or federated user was made.
func (r *reader) session(n node, base *authz.Request) {
	if n.absent() {
		return
	}
	base.Session = r.sessionOf(n, &base.Principal)
}

// sessionOf reads the session of a caller, and of those that it was made from.
// Its depth is that of the scenario's nesting.
func (r *reader) sessionOf(n node, principal *iam.Principal) (session iam.Session) {
	m := n.members("policies", "tags", "transitiveTagKeys", "sourceIdentity", "federatedBy", "assumedBy")
	kind := principal.Kind
	if kind == iam.RootUser {
		return r.task(n, m, principal)
	}
	if kind != iam.RoleSession && kind != iam.FederatedUser {
		n.report("NO_SESSION", "Only role sessions, federated users and root users that sts:AssumeRoot made have a session. Remove it.")
		return session
	}
	session.Tags, session.Transitive = r.uniqueTags(m.at("tags")), m.at("transitiveTagKeys").texts()
	session.SourceIdentity = m.at("sourceIdentity").text()
	if kind == iam.FederatedUser && session.Transitive != nil {
		m.at("transitiveTagKeys").warn("NO_TRANSITIVE_TAGS", "The tags of a federated user are never transitive, so transitiveTagKeys is ignored.")
		session.Transitive = nil
	}
	r.federatedBy(m.at("federatedBy"), principal)
	for i, item := range m.at("policies").items() {
		p := r.sessionPolicy(item, i, principal.AccountID)
		r.use(p, policy.Session, principal.ARN)
		session.Policies = append(session.Policies, p)
	}
	if by := m.at("assumedBy"); !by.absent() {
		session = r.chained(by, m, session, kind)
	}
	return session
}

// chained reads who assumed the role, and gives the session with what it
// inherits (EV-76, EV-78).
func (r *reader) chained(n node, passed object, session iam.Session, kind iam.PrincipalKind) iam.Session {
	m := n.members("principal", "session")
	if kind != iam.RoleSession {
		n.report("NO_ROLE_SESSION", "assumedBy belongs to a role session. Remove it.")
		return session
	}
	by := r.caller(n, m.at("principal"))
	if m.at("session").absent() {
		return session
	}
	from := r.sessionOf(m.at("session"), &by)
	for _, tag := range session.Tags {
		if !from.Passable(tag.Key) {
			passed.at("tags").report("TAG_PASSED_AGAIN", "The transitive tag "+strconv.Quote(tag.Key)+" is inherited from the session that assumed the role, and cannot be passed again. Remove it.")
		}
	}
	if from.SourceIdentity != "" && session.SourceIdentity != "" && from.SourceIdentity != session.SourceIdentity {
		passed.at("sourceIdentity").report("SOURCE_IDENTITY_CHANGED", "The source identity "+strconv.Quote(from.SourceIdentity)+" is inherited from the session that assumed the role, and cannot change. Remove this one.")
	}
	return from.Chain(session)
}

// taskPolicies begins the ARNs of the policies that limit a session of sts:AssumeRoot.
const taskPolicies = "arn:aws:iam::aws:policy/root-task/"

// task reads the session of a root user, which sts:AssumeRoot made for one task (EV-53).
func (r *reader) task(n node, m object, principal *iam.Principal) (session iam.Session) {
	policies := m.at("policies").items()
	if m.size != 1 || len(policies) != 1 || !strings.HasPrefix(policies[0].Text, taskPolicies) {
		n.report("NO_TASK_POLICY", "A root user's session comes from sts:AssumeRoot and has exactly one policy, a task policy such as "+taskPolicies+"S3UnlockBucketPolicy.")
		return session
	}
	p := r.sessionPolicy(policies[0], 0, principal.AccountID)
	r.use(p, policy.Session, principal.ARN)
	session.Policies = []*iam.Policy{p}
	return session
}

// sessionPolicy reads a document, or a reference to a managed policy.
func (r *reader) sessionPolicy(n node, i int, account string) *iam.Policy {
	raw := n.Kind == syntax.String && strings.HasPrefix(n.Text, "{")
	if n.Kind == syntax.Object || raw {
		return r.document(n, policy.Session, "session["+strconv.Itoa(i)+"]")
	}
	a := r.scenario.World.Account(account)
	if a == nil {
		a = &iam.Account{ID: account}
	}
	p := *r.reference(a, n)
	p.Name = n.Text
	return &p
}

func (r *reader) federatedBy(n node, principal *iam.Principal) {
	text := n.text()
	if text == "" {
		return
	}
	if principal.Kind != iam.FederatedUser {
		n.report("NO_FEDERATED_USER", "federatedBy belongs to a federated user. Remove it.")
		return
	}
	by, fault := r.scenario.World.Principal(text)
	if fault != iam.NoFault || by.Kind != iam.UserPrincipal || by.AccountID != principal.AccountID {
		n.report("NO_SUCH_USER", "Account "+principal.AccountID+" has no user "+text+" who could have made this session.")
		return
	}
	principal.User = by.User
}

var expectations = []string{"allowed", "explicitDeny", "implicitDeny", "denied"}

func (r *reader) expectation(m object) {
	q := r.request
	q.Expect = m.at("expect").text()
	if q.Expect != "" && !slices.Contains(expectations, q.Expect) {
		m.at("expect").report("INVALID_EXPECTATION", strconv.Quote(q.Expect)+" is no decision. Write allowed, explicitDeny, implicitDeny or denied.")
	}
	for _, item := range m.at("decidedBy").items() {
		q.DecidedBy = append(q.DecidedBy, expected(item))
	}
}

func expected(n node) Expected {
	m := n.members("policyType", "policy", "attachedTo", "statement", "effect")
	e := Expected{PolicyType: m.at("policyType").text(), Policy: m.at("policy").text(), AttachedTo: m.at("attachedTo").text(), Effect: m.at("effect").text()}
	if t := m.at("policyType"); !t.absent() && !slices.ContainsFunc(policy.Types[:], func(known policy.Type) bool { return known.String() == e.PolicyType }) {
		t.report("INVALID_EXPECTATION", strconv.Quote(e.PolicyType)+" is no policy type. Write identity, resource, trust, boundary, session, scp, rcp or vpce.")
	}
	statement := m.at("statement")
	if statement.absent() {
		return e
	}
	s := statement.members("index", "sid")
	if sid := s.at("sid"); !sid.absent() {
		text := sid.text()
		e.Sid = &text
	}
	if index := s.at("index"); !index.absent() && index.is(syntax.Number) {
		if i, err := strconv.Atoi(index.Text); err == nil {
			e.Index = &i
		}
	}
	return e
}
