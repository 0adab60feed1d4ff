// Package reference is a second opinion on Verdict's decisions: an evaluator written straight from the rules, with plain
// loops over the scenario's JSON and no code shared with the engine, and tests that compare the two on random scenarios.
package reference

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
)

type object = map[string]any

// answer is what the reference says about one request for one resource.
type answer struct {
	decision  string
	missing   []string
	decidedBy []string
}

// get follows member names into decoded JSON; what is not there is nil.
func get(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(object)
		v = m[name]
	}
	return v
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// values reads a list, or a single value as a list of one (GR-9).
func values(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func has(list []any, want string) bool {
	return slices.ContainsFunc(list, func(v any) bool { return text(v) == want })
}

// orDefault reads a list of names that has a default where it is left out.
func orDefault(v any, name string) []any {
	if v == nil {
		return []any{name}
	}
	return values(v)
}

func fields(arn string) []string { return append(strings.SplitN(arn, ":", 6), "", "", "", "", "")[:6] }

// caller is who makes the request.
type caller struct {
	kind      string // user, role, federated, root, service, provider or anonymous
	arn       string // as policies name the caller itself
	account   string
	partition string
	entity    any    // the user or role whose policies apply, if the scenario lists it
	entityARN string // its ARN
	name      string
	session   any
}

// evaluation is one request for one resource.
type evaluation struct {
	scenario any
	caller
	action, resource string // the action in lower case
	owner            string // the resource's account
	callerPath       []node // from the organization's root to the caller's account
	ownerPath        []node
	endpoint         any // of the VPC, nil without
	endpointARN      string
	request          any
	now              time.Time
	context          map[string]contextValue
}

// ask decides one request of a scenario for one of its resources.
func ask(scenario, request any, resource string, now time.Time) answer {
	e := &evaluation{scenario: scenario, request: request, action: strings.ToLower(text(get(request, "action"))), resource: resource, now: now}
	e.caller = e.readCaller(text(get(request, "principal")))
	e.owner = e.readOwner()
	e.callerPath, e.ownerPath = e.path(e.account), e.path(e.owner)
	e.readEndpoint()
	return e.decide()
}

func (e *evaluation) readCaller(principal string) caller {
	f := fields(principal)
	c := caller{arn: principal, partition: f[1], account: f[4], session: get(e.request, "session")}
	kind, rest, _ := strings.Cut(f[5], "/")
	switch {
	case principal == "anonymous":
		return caller{kind: "anonymous"}
	case f[2] == "iam" && f[5] == "root":
		c.kind, c.name, c.session = "root", "root", nil
	case f[2] == "iam" && kind == "user":
		c.kind, c.entityARN, c.entity, c.session = "user", principal, e.entityAt("users", principal), nil
		c.name = rest[strings.LastIndex(rest, "/")+1:]
	case f[2] == "iam" && kind == "role":
		c.kind, c.entityARN, c.entity = "role", principal, e.entityAt("roles", principal)
		c.name = rest[strings.LastIndex(rest, "/")+1:]
		c.arn = "a session of " + principal
	case kind == "assumed-role": // a session's ARN has no path (RC-9)
		c.kind = "role"
		c.name, _, _ = strings.Cut(rest, "/")
		c.entity = get(e.scenario, "accounts", c.account, "roles", c.name)
		c.entityARN = "arn:" + c.partition + ":iam::" + c.account + ":role" + pathOf(c.entity) + c.name
	case kind == "federated-user":
		c.kind, c.name, c.entityARN = "federated", rest, text(get(c.session, "federatedBy"))
		c.entity = e.entityAt("users", c.entityARN)
	case kind == "saml-provider" || kind == "oidc-provider" || principal == "accounts.google.com":
		c.kind, c.session = "provider", nil
	default:
		c = caller{kind: "service", arn: principal}
	}
	return c
}

func pathOf(v any) string {
	if p := text(get(v, "path")); p != "" {
		return p
	}
	return "/"
}

func (e *evaluation) entityAt(of, arn string) any {
	f := fields(arn)
	members, _ := get(e.scenario, "accounts", f[4], of).(object)
	for name, entity := range members {
		if f[5] == strings.TrimSuffix(of, "s")+pathOf(entity)+name {
			return entity
		}
	}
	return nil
}

// readOwner finds the resource's account (RC-4).
func (e *evaluation) readOwner() string {
	account := fields(e.resource)[4]
	switch {
	case strings.HasPrefix(e.action, "organizations:") && get(e.scenario, "organization") != nil:
		return text(get(e.scenario, "organization", "managementAccount"))
	case e.resource == "*" || account == "aws":
		return e.account
	case account != "":
		return account
	}
	accounts, _ := get(e.scenario, "accounts").(object)
	for id, a := range accounts {
		if r, _ := governing(a, e.resource); r != "" {
			return id
		}
	}
	if given := text(get(e.request, "resourceAccount")); given != "" {
		return given
	}
	return e.account
}

// governing finds the resource of an account whose policy governs an ARN: itself, or what the ARN is under.
func governing(account any, arn string) (string, any) {
	listed, _ := get(account, "resources").(object)
	for at, r := range listed {
		if arn == at || strings.HasPrefix(arn, at+"/") {
			return at, r
		}
	}
	return "", nil
}

func (e *evaluation) readEndpoint() {
	id := text(get(e.request, "vpcEndpoint"))
	accounts, _ := get(e.scenario, "accounts").(object)
	for _, a := range accounts {
		listed, _ := get(a, "resources").(object)
		for arn, r := range listed {
			if id != "" && strings.HasSuffix(arn, "vpc-endpoint/"+id) {
				e.endpoint, e.endpointARN = r, arn
			}
		}
	}
}

// node is a root, organizational unit or account with the policies attached to it.
type node struct {
	id         string
	scps, rcps []any
}

// path lists the nodes from the organization's root to an account, or nothing for an account outside.
func (e *evaluation) path(account string) []node {
	var find func(unit any) []node
	find = func(unit any) []node {
		here := []node{{text(get(unit, "id")), orDefault(get(unit, "scps"), "FullAWSAccess"), orDefault(get(unit, "rcps"), "RCPFullAWSAccess")}}
		if members, _ := get(unit, "accounts").(object); members != nil {
			if a, in := members[account]; in {
				return append(here, node{account, orDefault(get(a, "scps"), "FullAWSAccess"), orDefault(get(a, "rcps"), "RCPFullAWSAccess")})
			}
		}
		units, _ := get(unit, "organizationalUnits").(object)
		for _, u := range units {
			if below := find(u); below != nil {
				return append(here, below...)
			}
		}
		return nil
	}
	if account == "" || get(e.scenario, "organization") == nil {
		return nil
	}
	return find(get(e.scenario, "organization", "root"))
}

// open says that any member may make the call on its organization ("Reference: API operations by account").
func (e *evaluation) open() bool {
	calls := []string{"accepthandshake", "declinehandshake", "leaveorganization", "describeeffectivepolicy", "describehandshake", "describeorganization", "listhandshakesforaccount"}
	name, ofOrganizations := strings.CutPrefix(e.action, "organizations:")
	return ofOrganizations && slices.Contains(calls, name)
}

// member says that SCPs and RCPs reach the account (EV-11, EV-21).
func (e *evaluation) member(account string, path []node) bool {
	return path != nil && account != text(get(e.scenario, "organization", "managementAccount"))
}

// attached is a policy at its place.
type attached struct {
	kind     string // the policy type
	level    string // the node of an SCP or RCP
	name, to string
	document any
}

// managed keeps the AWS managed policies that were referred to.
var managed sync.Map

func awsManaged(arn string) any {
	if d, ok := managed.Load(arn); ok {
		return d
	}
	document, _ := catalog.ManagedPolicy(arn)
	d := decode(document)
	managed.Store(arn, d)
	return d
}

// referenced finds a managed policy by name or ARN, as an account's entity refers to it.
func (e *evaluation) referenced(reference, account string) (string, any) {
	if strings.Contains(reference, "::aws:policy/") {
		return reference, awsManaged(reference)
	}
	listed, _ := get(e.scenario, "accounts", account, "policies").(object)
	for name, p := range listed {
		if name != reference && fields(reference)[5] != "policy"+pathOf(p)+name {
			continue
		}
		if d := get(p, "document"); d != nil {
			return name, d
		}
		return name, p
	}
	return reference, nil
}

func (e *evaluation) policiesOf(entity any, arn string) []attached {
	var all []attached
	inline, _ := get(entity, "inlinePolicies").(object)
	for name, d := range inline {
		all = append(all, attached{"identity", "", name, arn, d})
	}
	for _, r := range values(get(entity, "attachedPolicies")) {
		name, d := e.referenced(text(r), e.account)
		all = append(all, attached{"identity", "", name, arn, d})
	}
	return all
}

var fullAccess any = object{"Version": "2012-10-17", "Statement": object{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}

// applicable lists every policy that applies to the request (E.1).
func (e *evaluation) applicable() []attached {
	all := e.policiesOf(e.entity, e.entityARN)
	if e.kind == "user" || e.kind == "federated" {
		for _, g := range values(get(e.entity, "groups")) {
			group := get(e.scenario, "accounts", e.account, "groups", text(g))
			all = append(all, e.policiesOf(group, "arn:"+e.partition+":iam::"+e.account+":group"+pathOf(group)+text(g))...)
		}
	}
	if b := text(get(e.entity, "permissionsBoundary")); b != "" {
		name, d := e.referenced(b, e.account)
		all = append(all, attached{"boundary", "", name, e.entityARN, d})
	}
	for i, p := range values(get(e.session, "policies")) {
		if reference, ok := p.(string); ok {
			_, d := e.referenced(reference, e.account)
			all = append(all, attached{"session", "", reference, e.arn, d})
			continue
		}
		all = append(all, attached{"session", "", "session[" + string(rune('0'+i)) + "]", e.arn, p})
	}
	if e.scpApplies() {
		for _, n := range e.callerPath {
			all = append(all, e.controls("scp", "serviceControlPolicies", "FullAWSAccess", n.id, n.scps)...)
		}
	}
	if e.rcpApplies() {
		for _, n := range e.ownerPath {
			all = append(all, e.controls("rcp", "resourceControlPolicies", "RCPFullAWSAccess", n.id, n.rcps)...)
		}
	}
	if kind, arn, d := e.resourcePolicy(); d != nil {
		all = append(all, attached{kind, "", arn, arn, d})
	}
	if d := get(e.endpoint, "policy"); d != nil && e.kind != "service" {
		all = append(all, attached{"vpce", "", e.endpointARN, e.endpointARN, d})
	}
	return all
}

func (e *evaluation) controls(kind, of, full, level string, names []any) []attached {
	var all []attached
	for _, n := range names {
		d := get(e.scenario, "organization", of, text(n))
		if text(n) == full {
			d = fullAccess
		}
		all = append(all, attached{kind, level, text(n), level, d})
	}
	return all
}

func (e *evaluation) serviceLinked() bool {
	return e.kind == "role" && strings.Contains(e.entityARN, ":role/aws-service-role/")
}

func (e *evaluation) scpApplies() bool {
	known := e.kind == "user" || e.kind == "role" || e.kind == "federated" || e.kind == "root"
	return known && e.member(e.account, e.callerPath) && !e.serviceLinked()
}

// rcpServices are those of the generator that support RCPs (EV-31).
var rcpServices = []string{"s3", "sqs", "kms", "sts", "dynamodb", "secretsmanager"}

// rcpApplies follows EV-20, EV-21 and EV-23.
func (e *evaluation) rcpApplies() bool {
	service, _, _ := strings.Cut(e.action, ":")
	ownRole := e.kind == "service" && strings.Contains(e.resource, ":role/aws-service-role/"+e.arn+"/")
	return e.member(e.owner, e.ownerPath) && slices.Contains(rcpServices, service) && e.resource != "*" && !e.serviceLinked() && !ownRole &&
		!(e.action == "kms:retiregrant")
}

// assuming says that the role's trust policy is the resource's policy (EV-56, EV-48).
func (e *evaluation) assuming() bool {
	actions := []string{"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}
	return slices.Contains(actions, e.action)
}

func (e *evaluation) isRole() bool {
	f := fields(e.resource)
	return f[2] == "iam" && strings.HasPrefix(f[5], "role/")
}

// kmsKey says that the resource is a key, whose policy is mandatory (EV-61).
func (e *evaluation) kmsKey() bool {
	f := fields(e.resource)
	return f[2] == "kms" && strings.HasPrefix(f[5], "key/")
}

// resourcePolicy gives the policy of the resource; every KMS key has one, and the default delegates to its account (EV-63).
func (e *evaluation) resourcePolicy() (kind, arn string, document any) {
	if e.assuming() {
		return "trust", e.resource, get(e.entityAt("roles", e.resource), "trustPolicy")
	}
	arn, r := governing(get(e.scenario, "accounts", e.owner), e.resource)
	d := get(r, "policy")
	if d == nil && e.kmsKey() && get(e.scenario, "accounts", e.owner) != nil {
		root := "arn:" + fields(e.resource)[1] + ":iam::" + e.owner + ":root"
		d = object{"Version": "2012-10-17", "Statement": object{"Effect": "Allow", "Principal": object{"AWS": root}, "Action": "kms:*", "Resource": "*"}}
		arn = "default key policy"
	}
	return "resource", arn, d
}

// findings are the matching statements of the applicable policies.
type findings struct {
	denies  []string
	allows  map[string][]string // by policy type
	levels  map[string]bool     // SCP nodes that allow
	granted map[string]bool     // how Allow statements of the resource's policy name the caller
	grants  []string            // those of them that grant by themselves within the account (EV-33)
}

func (e *evaluation) look() findings {
	f := findings{allows: map[string][]string{}, levels: map[string]bool{}, granted: map[string]bool{}}
	for _, a := range e.applicable() {
		for i, s := range values(get(a.document, "Statement")) {
			kinds, matched := e.matches(a, s)
			if !matched {
				continue
			}
			ref := a.kind + " " + a.name + " " + a.to + " " + strconv.Itoa(i)
			if text(get(s, "Effect")) == "Deny" {
				if a.kind == "resource" && e.lockedOut() {
					continue
				}
				f.denies = append(f.denies, ref)
				continue
			}
			f.allows[a.kind] = append(f.allows[a.kind], ref)
			f.levels[a.kind+":"+a.level] = true
			if a.kind == "resource" || a.kind == "trust" {
				for _, k := range kinds {
					f.granted[k] = true
					if k != "account" {
						f.grants = append(f.grants, ref)
					}
				}
			}
		}
	}
	return f
}

// lockedOut says that the bucket's own root user repairs its policy, which cannot stop it (EV-52).
func (e *evaluation) lockedOut() bool {
	repairs := []string{"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"}
	return e.kind == "root" && e.account == e.owner && slices.Contains(repairs, e.action)
}

func allowed(by ...[]string) answer {
	all := []string{}
	for _, refs := range by {
		for _, r := range refs {
			if !strings.Contains(r, "default key policy") {
				all = append(all, r)
			}
		}
	}
	return answer{decision: "allowed", decidedBy: all}
}

// decide follows E.2.
func (e *evaluation) decide() answer {
	if e.alwaysAllowed() {
		return allowed()
	}
	if e.restricted() {
		return answer{decision: "implicitDeny", missing: []string{"credentialRestriction"}}
	}
	f := e.look()
	if len(f.denies) > 0 {
		return answer{decision: "explicitDeny", decidedBy: f.denies}
	}
	missing, grants := e.grant(f)
	if e.scpApplies() {
		for _, n := range e.callerPath {
			if !f.levels["scp:"+n.id] {
				missing = append(missing, "scp:"+n.id)
			}
		}
	}
	if get(e.endpoint, "policy") != nil && e.kind != "service" && f.allows["vpce"] == nil {
		missing = append(missing, "vpce")
	}
	if len(missing) > 0 {
		return answer{decision: "implicitDeny", missing: missing}
	}
	return allowed(append(grants, f.allows["scp"], f.allows["rcp"], f.allows["vpce"])...)
}

// alwaysAllowed follows EV-70.
func (e *evaluation) alwaysAllowed() bool {
	switch e.action {
	case "sts:getcalleridentity":
		return e.kind != "anonymous" && e.kind != "provider"
	case "sts:getsessiontoken":
		return e.kind == "user" || e.kind == "root"
	}
	return false
}

// restricted follows EV-71.
func (e *evaluation) restricted() bool {
	action := e.action
	switch e.kind {
	case "role":
		return action == "sts:getfederationtoken" || action == "sts:getsessiontoken"
	case "federated":
		return strings.HasPrefix(action, "iam:") || strings.HasPrefix(action, "sts:")
	case "root":
		return action == "sts:assumerole" || action == "sts:assumeroot"
	}
	return false
}

// grant applies E.5 to E.8: what is missing, or else the statements that granted.
func (e *evaluation) grant(f findings) (missing []string, grants [][]string) {
	kind, _, _ := e.resourcePolicy()
	named := len(f.granted) > 0
	byPolicy := f.allows[kind]
	if e.kind == "anonymous" || e.kind == "service" || e.kind == "provider" {
		if !named || e.kind == "provider" && !e.providerFits() {
			return []string{kind}, nil
		}
		return nil, [][]string{byPolicy}
	}
	identity := f.allows["identity"] != nil || e.kind == "root"
	boundary := get(e.entity, "permissionsBoundary") == nil || f.allows["boundary"] != nil
	session := len(values(get(e.session, "policies"))) == 0 && e.kind != "federated" || f.allows["session"] != nil
	need := func(ok bool, name string) {
		if !ok {
			missing = append(missing, name)
		}
	}
	direct := f.granted["user"] || f.granted["session"] || f.granted["everyone"] || f.granted["root"]
	limited := f.granted["role"] || f.granted["userOfFederated"]
	mandatory := e.assuming() || e.kmsKey()
	grants = [][]string{f.allows["identity"]}
	switch {
	case e.resource != "*" && e.partition != fields(e.resource)[1]: // EV-47: no policy could help
		return []string{"partition"}, nil
	case e.account != e.owner && !e.open(): // E.6
		need(named, kind)
		need(identity, "identity")
		grants = append(grants, byPolicy)
	case mandatory: // E.8
		need(named, kind)
		need(identity || direct || limited || !named, "identity")
		grants = append(grants, byPolicy)
	default: // E.5
		need(identity || direct || limited, "identity")
		grants = append(grants, f.grants)
	}
	if !direct || e.account != e.owner && !e.open() {
		need(boundary, "boundary")
		need(session, "session")
		grants = append(grants, f.allows["boundary"], f.allows["session"])
	}
	return missing, grants
}
