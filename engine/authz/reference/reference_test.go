// Package reference is a second opinion on Verdict's decisions: an evaluator written straight from the rules, with plain
// loops over the scenario's JSON and no code shared with the engine, and tests that compare the two on random scenarios.
package reference

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

// answer is what the reference says about one request for one resource.
type answer struct {
	decision  string
	missing   []string
	decidedBy []string
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
		e.action != "kms:retiregrant"
}

// assuming says that the role's trust policy is the resource's policy (EV-56, EV-48).
func (e *evaluation) assuming() bool {
	actions := []string{"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}
	return slices.Contains(actions, e.action)
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
