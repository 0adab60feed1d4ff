package reference

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
)

// This file and documents_test.go read scenarios for the reference; they decide nothing.

type object = map[string]any

// world is a scenario as the reference reads it.
type world struct {
	accounts     map[string]*account
	organization string // its id, "" without one
	management   string
	paths        map[string]path      // from the organization's root to each account
	endpoints    map[string]*resource // by id
	requests     []*request
}

type account struct {
	canonical string
	entities  map[string]*entity // users and roles by ARN
	resources map[string]*resource
}

// entity is a user or role with what applies to it.
type entity struct {
	name, arn string
	policies  []attached // those of a user's groups too
	boundary  *document
	trust     *document
	tags      map[string]string // by key in lower case
}

type resource struct {
	arn    string
	policy *document
	grants []*document // on a KMS key
	tags   map[string]string
}

// path is an account's place in the organization (IM-42), with what is attached to each node on it.
type path struct {
	organization, text string
	nodes              []node
}

// node is a root, organizational unit or account with the policies attached to it.
type node struct {
	id         string
	scps, rcps []*document
}

// attached is a policy at its place.
type attached struct {
	kind, to string // the policy type, and the ARN or node
	*document
}

// caller is who makes the request.
type caller struct {
	kind      string // user, role, federated, root, service, provider or anonymous
	arn       string // as policies name the caller itself
	account   string
	partition string
	name      string
	entityARN string  // of the user or role whose policies apply
	entity    *entity // nil where the scenario does not list it
	sessions  []*document
	tags      map[string]string // of the session
	inherited map[string]string // those of the tags that a chained session inherits
	identity  string            // the source identity
	boundary  *document
	canonical string // the id that Amazon S3 knows the account by
}

type request struct {
	caller
	action    string // in lower case
	resources []string
	owner     string // as the request says it
	context   map[string]contextValue
	now       time.Time
	endpoint  *resource
	via       string // the id of the endpoint
}

func decode(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
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

func members(v any, path ...string) object {
	m, _ := get(v, path...).(object)
	return m
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

// values reads a list, or a single value as a list of one (GR-9); nothing is nil.
func values(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func texts(v any) []string {
	if v == nil {
		return nil
	}
	all := []string{}
	for _, one := range values(v) {
		all = append(all, text(one))
	}
	return all
}

// orDefault reads a list of names that has a default where it is left out.
func orDefault(v any, name string) []string {
	if v == nil {
		return []string{name}
	}
	return texts(v)
}

func pathOf(v any) string {
	if p := text(get(v, "path")); p != "" {
		return p
	}
	return "/"
}

func readTags(v any) map[string]string {
	tags := map[string]string{}
	for key, value := range members(v) {
		tags[strings.ToLower(key)] = text(value)
	}
	return tags
}

func readWorld(doc any, now time.Time) *world {
	w := &world{accounts: map[string]*account{}, paths: map[string]path{}, endpoints: map[string]*resource{}}
	for id, a := range members(doc, "accounts") {
		w.accounts[id] = w.readAccount(id, a)
	}
	if org := get(doc, "organization"); org != nil {
		w.organization, w.management = text(get(org, "id")), text(get(org, "managementAccount"))
		w.readUnit(get(org, "root"), nil, controls(org, "serviceControlPolicies"), controls(org, "resourceControlPolicies"))
	}
	for _, r := range values(get(doc, "requests")) {
		w.requests = append(w.requests, w.readRequest(doc, r, now))
	}
	return w
}

func (w *world) readAccount(id string, v any) *account {
	a := &account{canonical: text(get(v, "canonicalUserId")), entities: map[string]*entity{}, resources: map[string]*resource{}}
	partition := text(get(v, "partition"))
	if partition == "" {
		partition = "aws"
	}
	arn := "arn:" + partition + ":iam::" + id + ":"
	managed := readManaged(v, arn)
	groups := map[string][]attached{}
	for name, g := range members(v, "groups") {
		groups[name] = policiesOf(g, arn+"group"+pathOf(g)+name, managed)
	}
	for of, prefix := range map[string]string{"users": "user", "roles": "role"} {
		for name, v := range members(v, of) {
			e := &entity{name: name, arn: arn + prefix + pathOf(v) + name, tags: readTags(get(v, "tags"))}
			e.policies = policiesOf(v, e.arn, managed)
			for _, g := range texts(get(v, "groups")) {
				e.policies = append(e.policies, groups[g]...)
			}
			if b := text(get(v, "permissionsBoundary")); b != "" {
				e.boundary = referenced(b, managed)
			}
			if t := get(v, "trustPolicy"); t != nil {
				e.trust = readDocument(e.arn, t)
			}
			a.entities[e.arn] = e
		}
	}
	for arn, v := range members(v, "resources") {
		r := &resource{arn: arn, tags: readTags(get(v, "tags"))}
		if p := get(v, "policy"); p != nil {
			r.policy = readDocument(arn, p)
		}
		for i, g := range values(get(v, "settings", "grants")) {
			r.grants = append(r.grants, readGrant(i, g, arn))
		}
		a.resources[arn] = r
		if _, id, is := strings.Cut(arn, ":vpc-endpoint/"); is {
			w.endpoints[id] = r
		}
	}
	return a
}

// readManaged reads the customer managed policies of an account, by name and by ARN.
func readManaged(account any, arn string) map[string]*document {
	managed := map[string]*document{}
	for name, p := range members(account, "policies") {
		d := p
		if within := get(p, "document"); within != nil {
			d = within
		}
		managed[name] = readDocument(name, d)
		managed[arn+"policy"+pathOf(p)+name] = managed[name]
	}
	return managed
}

// awsManaged keeps the AWS managed policies that were referred to.
var awsManaged sync.Map

// referenced finds a managed policy as an entity or session of an account refers to it.
func referenced(reference string, managed map[string]*document) *document {
	if d := managed[reference]; d != nil {
		return d
	}
	if d, ok := awsManaged.Load(reference); ok {
		return d.(*document)
	}
	content, _ := catalog.ManagedPolicy(reference)
	d := readDocument(reference, decode(content))
	awsManaged.Store(reference, d)
	return d
}

func policiesOf(v any, arn string, managed map[string]*document) (all []attached) {
	for name, d := range members(v, "inlinePolicies") {
		all = append(all, attached{"identity", arn, readDocument(name, d)})
	}
	for _, r := range texts(get(v, "attachedPolicies")) {
		all = append(all, attached{"identity", arn, referenced(r, managed)})
	}
	return all
}

// controls reads the SCPs or RCPs of an organization.
func controls(organization any, of string) map[string]*document {
	all := map[string]*document{"FullAWSAccess": fullAccess("FullAWSAccess"), "RCPFullAWSAccess": fullAccess("RCPFullAWSAccess")}
	for name, d := range members(organization, of) {
		all[name] = readDocument(name, d)
	}
	return all
}

// readUnit keeps the path to each account below a root or organizational unit.
func (w *world) readUnit(unit any, above []node, scps, rcps map[string]*document) {
	read := func(id string, v any) []node {
		n := node{id: id}
		for _, name := range orDefault(get(v, "scps"), "FullAWSAccess") {
			n.scps = append(n.scps, known(scps, name)...)
		}
		for _, name := range orDefault(get(v, "rcps"), "RCPFullAWSAccess") {
			n.rcps = append(n.rcps, known(rcps, name)...)
		}
		return append(append([]node{}, above...), n)
	}
	above = read(text(get(unit, "id")), unit)
	for id, a := range members(unit, "accounts") {
		p := path{organization: w.organization, text: w.organization + "/", nodes: read(id, a)}
		for _, n := range above {
			p.text += n.id + "/"
		}
		w.paths[id] = p
	}
	for _, u := range members(unit, "organizationalUnits") {
		w.readUnit(u, above, scps, rcps)
	}
}

// known leaves out a policy that shrinking took away.
func known(of map[string]*document, name string) []*document {
	if of[name] == nil {
		return nil
	}
	return []*document{of[name]}
}

func (w *world) readRequest(doc, v any, now time.Time) *request {
	r := &request{action: strings.ToLower(text(get(v, "action"))), resources: orDefault(get(v, "resource"), "*"), now: now}
	r.owner, r.via = text(get(v, "resourceAccount")), text(get(v, "vpcEndpoint"))
	r.endpoint = w.endpoints[r.via]
	if at := text(get(v, "at")); at != "" {
		r.now, _ = time.Parse(time.RFC3339, at)
	}
	r.context = readContext(r.action, members(v, "context"))
	r.caller = w.readCaller(text(get(v, "principal")), get(v, "session"))
	managed := map[string]*document{}
	for i, p := range values(get(v, "session", "policies")) {
		d := readDocument("session["+string(rune('0'+i))+"]", p)
		if reference, ok := p.(string); ok {
			if len(managed) == 0 {
				managed = readManaged(get(doc, "accounts", r.account), "arn:"+r.partition+":iam::"+r.account+":")
			}
			named := *referenced(reference, managed)
			named.name, d = reference, &named
		}
		r.sessions = append(r.sessions, d)
	}
	return r
}

// readContext reads the context of a request, and lists the keys of an encryption context in it as a key of AWS KMS.
func readContext(action string, given object) map[string]contextValue {
	context, encryption, tagKeys := map[string]contextValue{}, contextValue{list: true}, contextValue{list: true}
	for key, v := range given {
		_, isList := v.([]any)
		context[strings.ToLower(key)] = contextValue{texts(v), isList}
		if prefix, tag, _ := strings.Cut(key, "/"); strings.EqualFold(prefix, "aws:RequestTag") && context[strings.ToLower(key)].all != nil {
			tagKeys.all = append(tagKeys.all, tag)
		}
		if len(key) > len(encryptionContext) && strings.EqualFold(key[:len(encryptionContext)], encryptionContext) && v != nil {
			encryption.all = append(encryption.all, key[len(encryptionContext):])
		}
	}
	if _, itself := context["aws:tagkeys"]; !itself && tagKeys.all != nil {
		context["aws:tagkeys"] = tagKeys // GK-40
	}
	if _, itself := context["kms:encryptioncontextkeys"]; !itself && encryption.all != nil && strings.HasPrefix(action, "kms:") {
		context["kms:encryptioncontextkeys"] = encryption
	}
	return context
}

const encryptionContext = "kms:EncryptionContext:"

func (w *world) readCaller(principal string, session any) caller {
	f := fields(principal)
	c := caller{arn: principal, partition: f[1], account: f[4], entityARN: principal}
	c.tags, c.inherited, c.identity = readSession(session)
	kind, rest, _ := strings.Cut(f[5], "/")
	c.name = rest[strings.LastIndex(rest, "/")+1:]
	switch {
	case principal == "anonymous":
		return caller{kind: "anonymous"}
	case f[5] == "root":
		c.kind = "root"
	case kind == "user":
		c.kind = "user"
	case kind == "role":
		c.kind, c.arn = "role", "a session of "+principal
	case kind == "assumed-role":
		c.kind = "role"
		c.entityARN = w.roleOf(c, strings.TrimSuffix(rest, "/"+c.name))
	case kind == "federated-user":
		c.kind, c.entityARN = "federated", text(get(session, "federatedBy"))
	case kind == "saml-provider" || kind == "oidc-provider" || principal == "accounts.google.com":
		c.kind = "provider"
	default:
		return caller{kind: "service", arn: principal}
	}
	if a := w.accounts[c.account]; a != nil {
		c.canonical = a.canonical
	}
	if c.entity = w.entityAt(c.entityARN); c.entity != nil {
		c.boundary = c.entity.boundary
	}
	return c
}

// readSession reads the tags of a session, those of them that sessions made from it inherit, and its source identity: all three
// come from the session that it was made from, too (EV-76, EV-78).
func readSession(v any) (tags, inherited map[string]string, identity string) {
	tags, inherited = readTags(get(v, "tags")), map[string]string{}
	identity = text(get(v, "sourceIdentity"))
	transitive := texts(get(v, "transitiveTagKeys"))
	if by := get(v, "assumedBy", "session"); by != nil {
		_, passedOn, first := readSession(by)
		for key, value := range passedOn {
			tags[key] = value
			transitive = append(transitive, key)
		}
		if first != "" {
			identity = first
		}
	}
	for _, key := range transitive {
		if value, exists := tags[strings.ToLower(key)]; exists {
			inherited[strings.ToLower(key)] = value
		}
	}
	return tags, inherited, identity
}

// roleOf finds a session's role by its name: a session's ARN has no path (RC-9).
func (w *world) roleOf(c caller, name string) string {
	prefix := "arn:" + c.partition + ":iam::" + c.account + ":role/"
	if a := w.accounts[c.account]; a != nil {
		for arn, e := range a.entities {
			if e.name == name && strings.HasPrefix(arn, prefix) {
				return arn
			}
		}
	}
	return prefix + name
}

func (w *world) entityAt(arn string) *entity {
	if a := w.accounts[fields(arn)[4]]; a != nil {
		return a.entities[arn]
	}
	return nil
}

// ownerOf finds the account of a resource (RC-4), and the resource whose policy governs it.
func (w *world) ownerOf(r *request, arn string) (owner string, governing *resource) {
	account := fields(arn)[4]
	switch {
	case strings.HasPrefix(r.action, "organizations:") && w.organization != "":
		owner = w.management
	case arn == "*" || account == "aws":
		owner = r.account
	case account != "":
		owner = account
	case r.owner != "":
		owner = r.owner
	}
	for id, a := range w.accounts {
		if g := a.governing(arn); g != nil && (owner == "" || owner == id) {
			return id, g
		}
	}
	if owner == "" {
		owner = r.account
	}
	return owner, nil
}

// governing finds the resource of an account whose policy governs an ARN: itself, or what that is under.
func (a *account) governing(of string) *resource {
	for arn, r := range a.resources {
		if of == arn || strings.HasPrefix(of, arn+"/") {
			return r
		}
	}
	return nil
}

func fields(arn string) []string { return append(strings.SplitN(arn, ":", 6), "", "", "", "", "")[:6] }
