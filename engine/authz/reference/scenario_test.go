package reference

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/verdict-iam/verdict/engine/catalog"
)

func decode(document string) any {
	d := json.NewDecoder(strings.NewReader(document))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
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
