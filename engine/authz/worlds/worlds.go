// Package worlds draws random scenarios for tests: small alphabets, so that names collide, and policies that take half of their
// values from the requests, so that statements match. The same random numbers give the same scenario.
package worlds

import (
	"math/rand/v2"
	"strings"
)

// Object is a JSON object as encoding/json holds it.
type Object = map[string]any

type list = []any

// The accounts: the organization's management account, two that are mostly its members, and one of another partition.
const (
	management = "999999999999"
	first      = "111111111111"
	second     = "222222222222"
	elsewhere  = "333333333333"
)

// world draws one scenario.
type world struct {
	*rand.Rand
	// focus are the requests that policies are drawn to meet.
	focus []request
	// limits are the documents of session policies.
	limits list
	// managed are references that the entities of the account being drawn can make.
	managed []string
	// names counts policies, so that each has a name of its own.
	names int
	// tagsOf are the tags of users, roles and resources by ARN.
	tagsOf map[string]Object
	// wide says how often, of a hundred, a pattern is a mere wildcard, and conditional how often a statement has conditions, which
	// conditionOf draws.
	wide, conditional int
	conditionOf       func(*world, request) Object
}

// Draw draws a scenario with so many requests.
func Draw(r *rand.Rand, requests int) Object { return draw(colliding(r), requests) }

// colliding is a world of small alphabets, so that names, patterns and values collide.
func colliding(r *rand.Rand) *world {
	return &world{Rand: r, wide: 30, conditional: 25, conditionOf: (*world).condition, tagsOf: map[string]Object{}}
}

func draw(w *world, requests int) Object {
	w.drawTags()
	for range 1 + w.IntN(4) {
		w.focus = append(w.focus, w.request())
	}
	for i := range w.focus { // session policies are drawn to meet the requests, once those are there
		if s := w.focus[i].session; s != nil {
			w.limit(s)
		}
	}
	scenario := Object{"version": 1, "accounts": Object{
		management: w.account(management, "aws"), first: w.account(first, "aws"),
		second: w.account(second, "aws"), elsewhere: w.account(elsewhere, "aws-cn"),
	}}
	if w.chance(60) {
		scenario["organization"] = w.organization()
	}
	asked := list{}
	for range requests {
		asked = append(asked, w.vary(pick(w, w.focus)).object(w))
	}
	scenario["requests"] = asked
	return scenario
}

// Statement draws a statement of a policy type, as if for one of the scenario's own policies.
func Statement(r *rand.Rand, scenario Object, policyType, effect string) Object {
	w := colliding(r)
	for _, asked := range scenario["requests"].(list) {
		w.focus = append(w.focus, requestOf(asked.(Object)))
	}
	return w.statement(policyType, effect, "")
}

func (w *world) chance(percent int) bool { return w.IntN(100) < percent }

func pick[T any](w *world, of []T) T { return of[w.IntN(len(of))] }

// name makes a new name for a policy.
func (w *world) name(prefix string) string {
	w.names++
	return prefix + string(rune('A'+w.names/26%26)) + string(rune('a'+w.names%26))
}

func (w *world) account(id, partition string) Object {
	arn := "arn:" + partition + ":iam::" + id + ":"
	w.managed = []string{"Managed", "Filed", "Managed", arn + "policy/x/Filed"}
	if partition == "aws" {
		w.managed = append(w.managed, "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
	}
	a := Object{
		"partition":       partition,
		"canonicalUserId": canonical(id),
		"policies":        Object{"Managed": w.document("identity", ""), "Limit": w.document("boundary", ""), "Filed": Object{"path": "/x/", "document": w.document("identity", "")}},
		"groups":          Object{"g": w.identity(Object{}), "h": w.identity(Object{"path": "/x/"})},
		"users":           Object{"u": w.user(Object{}, arn+"user/u"), "v": w.user(Object{"path": "/x/"}, arn+"user/x/v")},
		"roles": Object{
			"R": w.role(Object{}, arn+"role/R"), "S": w.role(Object{"path": "/x/"}, arn+"role/x/S"),
			linkedRole: w.role(Object{"path": "/aws-service-role/ec2.amazonaws.com/"}, arn+"role/aws-service-role/ec2.amazonaws.com/"+linkedRole),
		},
	}
	resources := Object{}
	for _, r := range resourcesOf[id] {
		if !strings.Contains(r, ":iam:") && !strings.Contains(r, "/") || strings.Contains(r, "key/") || strings.Contains(r, "table/") {
			resources[r] = w.resource(r)
		}
	}
	if id == first {
		resources[endpointARN] = w.endpoint()
	}
	a["resources"] = resources
	return a
}

// canonical is the id that Amazon S3 knows an account by.
func canonical(account string) string { return strings.Repeat(account[:1], 64) }

// identity gives an identity its policies.
func (w *world) identity(o Object) Object {
	inline := Object{}
	for range w.IntN(3) {
		inline[w.name("Inline")] = w.document("identity", "")
	}
	o["inlinePolicies"] = inline
	if w.chance(40) {
		o["attachedPolicies"] = list{pick(w, w.managed)}
	}
	return o
}

func (w *world) user(o Object, arn string) Object {
	w.tag(o, arn)
	if w.chance(40) {
		o["groups"] = pick(w, []list{{"g"}, {"h"}, {"g", "h"}})
	}
	w.bound(o)
	return w.identity(o)
}

func (w *world) role(o Object, arn string) Object {
	o["trustPolicy"] = w.document("trust", arn)
	if o["path"] != "/aws-service-role/ec2.amazonaws.com/" {
		w.bound(o)
	}
	w.tag(o, arn)
	return w.identity(o)
}

func (w *world) bound(o Object) {
	if w.chance(25) {
		o["permissionsBoundary"] = pick(w, append([]string{"Limit", "Limit", "Limit"}, w.managed...))
	}
}

// drawTags draws the tags of users, roles and resources before the policies, which may ask for them.
func (w *world) drawTags() {
	for _, account := range []string{management, first, second, elsewhere} {
		for _, arn := range resourcesOf[account] {
			if w.chance(60) {
				w.tagsOf[arn] = w.tags()
			}
		}
	}
}

func (w *world) tag(o Object, arn string) {
	if tags := w.tagsOf[arn]; tags != nil {
		o["tags"] = tags
	}
}

func (w *world) tags() Object {
	tags := Object{}
	for _, k := range []string{"t", "Team"} {
		if w.chance(60) {
			tags[k] = pick(w, words)
		}
	}
	return tags
}

func (w *world) resource(arn string) Object {
	o := Object{}
	if w.chance(75) {
		o["policy"] = w.document("resource", arn)
	}
	w.tag(o, arn)
	if strings.Contains(arn, ":key/") && w.chance(50) {
		o["settings"] = Object{"grants": list{w.grant(), w.grant()}}
	}
	return o
}

// grant draws a grant on a KMS key (EV-67).
func (w *world) grant() Object {
	grantee := pick(w, services)
	if names := namesOf(pick(w, w.focus)); len(names) > 1 {
		grantee = pick(w, names[1:]) // no bare account id
	}
	g := Object{"GranteePrincipal": grantee, "Operations": pick(w, []list{{"Decrypt"}, {"Decrypt", "DescribeKey"}, {"GenerateDataKey", "RetireGrant"}})}
	if w.chance(50) {
		g["Constraints"] = Object{pick(w, []string{"EncryptionContextEquals", "EncryptionContextSubset"}): Object{pick(w, []string{"Dept", "dept"}): pick(w, words)}}
	}
	if w.chance(20) {
		g["RetiringPrincipal"] = grantee
	}
	return g
}

func (w *world) endpoint() Object {
	if w.chance(25) {
		return Object{}
	}
	return Object{"policy": w.document("vpce", "")}
}

func (w *world) organization() Object {
	scps, rcps := Object{}, Object{}
	for _, n := range []string{"ScpA", "ScpB", "ScpC"} {
		scps[n] = w.document("scp", "")
	}
	for _, n := range []string{"RcpA", "RcpB"} {
		rcps[n] = w.document("rcp", "")
	}
	inner := w.unit("ou-ab12-22222222", Object{second: w.controls(Object{})}, nil)
	outer := w.unit("ou-ab12-11111111", Object{first: w.controls(Object{})}, Object{"Inner": inner})
	top := Object{management: Object{}}
	if w.chance(20) { // one of the members stands alone
		delete(inner["accounts"].(Object), second)
	}
	if w.chance(20) {
		delete(outer["accounts"].(Object), first)
		top[first] = w.controls(Object{})
	}
	return Object{
		"id": "o-exampleorg1", "managementAccount": management, "root": w.unit("r-ab12", top, Object{"Outer": outer}),
		"serviceControlPolicies": scps, "resourceControlPolicies": rcps,
	}
}

func (w *world) unit(id string, accounts, units Object) Object {
	o := w.controls(Object{"id": id, "accounts": accounts})
	if units != nil {
		o["organizationalUnits"] = units
	}
	return o
}

// controls attaches SCPs and RCPs to a node.
func (w *world) controls(o Object) Object {
	if w.chance(35) {
		o["scps"] = pick(w, []list{{"FullAWSAccess", "ScpA"}, {"FullAWSAccess", "ScpB"}, {"ScpA", "ScpB"}, {"ScpC"}, {"ScpC", "ScpB"}})
	}
	if w.chance(35) {
		o["rcps"] = pick(w, []list{{"RCPFullAWSAccess", "RcpA"}, {"RCPFullAWSAccess", "RcpB"}, {"RCPFullAWSAccess", "RcpA", "RcpB"}})
	}
	return o
}
