// Package reference is a second opinion on Verdict's decisions: an evaluator written straight from the rules, with plain
// loops over what a scenario holds and no code shared with the engine, and tests that compare the two on random scenarios.
package reference

import (
	"regexp"
	"slices"
	"strings"
)

// evaluation is one request for one resource.
type evaluation struct {
	*world
	*request
	resource      string
	actionUnits   []int32
	resourceUnits [6][]int32
	service       string // of the action
	row           string // of the caller in tables that tell more kinds than PM-1 does: also "linked" and "assumedRoot"
	owner         string // the resource's account
	governing     *resource
	facts         map[string]string // what context keys are derived from, once one is asked for
}

// ask decides one request for one of its resources.
func ask(w *world, r *request, resource string) answer {
	e := &evaluation{world: w, request: r, resource: resource, actionUnits: literal(r.action), resourceUnits: cutFields(literal(resource))}
	e.service, _, _ = strings.Cut(r.action, ":")
	e.owner, e.governing = w.ownerOf(r, resource)
	switch e.row = e.kind; {
	case e.kind == "role" && linked.MatchString(e.entityARN): // IM-31
		e.row = "linked"
	case e.kind == "root" && len(e.sessions) > 0:
		e.row = "assumedRoot"
	}
	return e.decide()
}

func in(s string, list ...string) bool { return slices.Contains(list, s) }

// decide follows E.2.
func (e *evaluation) decide() answer {
	if in(e.action, free[e.kind]...) {
		return answer{decision: "allowed"}
	}
	unsigned := in(e.action, "sts:assumerolewithsaml", "sts:assumerolewithwebidentity") // RC-10
	if unsigned && e.kind != "provider" || in(e.action, refused[e.kind]...) || in(e.service+":*", refused[e.kind]...) {
		return answer{decision: "implicitDeny", missing: []string{"credentialRestriction"}}
	}
	f := e.find()
	if len(f.denies) > 0 { // EV-6
		return answer{decision: "explicitDeny", decidedBy: f.denies}
	}
	missing, by := e.grant(f)
	if missing = append(missing, f.silent...); len(missing) > 0 {
		return answer{decision: "implicitDeny", missing: missing}
	}
	all := slices.Concat(slices.Concat(by...), f.allows["scp"], f.allows["rcp"], f.allows["vpce"])
	return answer{decision: "allowed", decidedBy: slices.DeleteFunc(all, func(r ref) bool { return r.name == defaultKeyPolicy })}
}

var (
	linked = regexp.MustCompile(`:role/aws-service-role/[^/]+\.amazonaws\.com(\.cn)?/AWSServiceRoleFor`)
	// free are the calls that need no permission, by kind of caller (EV-70).
	free = map[string][]string{
		"user": {"sts:getcalleridentity", "sts:getsessiontoken"}, "role": {"sts:getcalleridentity"}, "federated": {"sts:getcalleridentity"},
		"root": {"sts:getcalleridentity", "sts:getsessiontoken"}, "service": {"sts:getcalleridentity"},
	}
	// refused are the calls that credentials cannot make (EV-71).
	refused = map[string][]string{
		"role": {"sts:getfederationtoken", "sts:getsessiontoken"}, "federated": {"iam:*", "sts:*"}, "root": {"sts:assumerole", "sts:assumeroot"},
		"anonymous": {"sts:*"},
	}
	// repairs are what the root user of a bucket's owner may do whatever the bucket's policy denies (EV-52).
	repairs = []string{"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"}
	// assumes are the calls that the role's trust policy decides on (EV-48, EV-56).
	assumes = []string{"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}
	// open are the calls that any member makes on its organization ("Reference: API operations by account").
	open = []string{"organizations:accepthandshake", "organizations:declinehandshake", "organizations:leaveorganization", "organizations:describeeffectivepolicy",
		"organizations:describehandshake", "organizations:describeorganization", "organizations:listhandshakesforaccount"}
	// rcpServices are those of the generator that support RCPs (EV-31).
	rcpServices = []string{"s3", "sqs", "kms", "sts", "dynamodb", "secretsmanager"}
)

// findings are the matching statements of the applicable policies.
type findings struct {
	denies []ref
	allows map[string][]ref // by policy type
	kinds  map[string]bool  // how Allow statements on the resource name the caller (PM-1)
	grants []ref            // those of them that name more than the account (EV-33)
	silent []string         // SCP levels, and the endpoint, at which nothing allows (EV-12, EV-91)
}

// find compares every statement of every applicable policy (EL-2, EV-8).
func (e *evaluation) find() findings {
	f := findings{allows: map[string][]ref{}, kinds: map[string]bool{}}
	for _, l := range e.applicable() {
		allows := false
		for _, a := range l.policies {
			for i := range a.statements {
				s, r := &a.statements[i], ref{a.kind, a.name, a.to, i}
				kinds, matched := e.matches(a, s)
				switch {
				case matched && s.effect == "Allow":
					allows = true
					f.allow(r, kinds)
				case matched && !(a.kind == "resource" && e.kind == "root" && e.account == e.owner && in(e.action, repairs...)):
					f.denies = append(f.denies, r)
				}
			}
		}
		if l.must != "" && !allows {
			f.silent = append(f.silent, l.must)
		}
	}
	return f
}

func (f *findings) allow(r ref, kinds []string) {
	f.allows[r.kind] = append(f.allows[r.kind], r)
	for _, k := range kinds {
		if f.kinds[k] = f.kinds[k] || in(r.kind, "resource", "trust"); k != "account" && f.kinds[k] {
			f.grants = append(f.grants, r)
		}
	}
}

// grant applies E.5 to E.8: what is missing, and the statements that grant if nothing is.
func (e *evaluation) grant(f findings) (missing []string, by [][]ref) {
	kind := "resource"
	if in(e.action, assumes...) {
		kind = "trust"
	}
	need := func(ok bool, what string) {
		if !ok {
			missing = append(missing, what)
		}
	}
	named := f.kinds["account"] || len(f.grants) > 0
	direct := f.kinds["user"] || f.kinds["session"] || f.kinds["everyone"] || f.kinds["root"] || f.kinds["grantee"] // EV-33, EV-34, EV-62
	limited := f.kinds["role"] || f.kinds["userOfFederated"]
	identity := f.allows["identity"] != nil || e.kind == "root" // EV-50
	by = [][]ref{f.allows["identity"], f.allows[kind]}
	switch {
	case in(e.kind, "anonymous", "service", "provider"): // EV-54, EV-55, EV-60
		need(named && (e.kind != "provider" || e.providerFits()), kind)
		return missing, by
	case e.resource != "*" && e.partition != fields(e.resource)[1]: // EV-47
		return []string{"partition"}, nil
	case e.action == "sts:assumeroot" && fields(e.resource)[5] == "root": // EV-53
		if e.account != e.management || e.owner == e.management || e.paths[e.owner].nodes == nil {
			return []string{"credentialRestriction"}, nil
		}
		need(identity, "identity")
	case e.account != e.owner && f.kinds["grantee"]: // EV-67
		return missing, by[1:]
	case e.account != e.owner && !in(e.action, open...): // EV-41 to EV-43
		need(named, kind)
		need(identity, "identity")
		direct = false
	case kind == "trust" || e.onKey(): // EV-57, EV-62
		need(named, kind)
		need(identity || direct || limited || !named, "identity")
	default: // EV-32 to EV-34
		need(identity || direct || limited, "identity")
		by[1] = f.grants
	}
	if !direct {
		need(e.boundary == nil || f.allows["boundary"] != nil, "boundary")
		need(e.kind == "root" || len(e.sessions) == 0 && e.kind != "federated" || f.allows["session"] != nil, "session") // EV-37, EV-38
		by = append(by, f.allows["boundary"], f.allows["session"])
	}
	return missing, by
}

// reach is table E.1: the policy types that apply to each kind of caller, beside those on the resource.
var reach = map[string][]string{
	"user":        {"identity", "boundary", "scp", "rcp", "vpce"},
	"role":        {"identity", "boundary", "session", "scp", "rcp", "vpce"},
	"linked":      {"identity", "session", "vpce"},
	"federated":   {"identity", "boundary", "session", "scp", "rcp", "vpce"},
	"root":        {"scp", "rcp", "vpce"},
	"assumedRoot": {"session", "scp", "rcp", "vpce"},
	"service":     {"rcp"},
	"anonymous":   {"rcp", "vpce"},
	"provider":    {"rcp", "vpce"},
}

// layer is policies of which one must allow; must names what is missing otherwise, if that is always so.
type layer struct {
	must     string
	policies []attached
}

// applicable lists every policy that applies to the request (E.1).
func (e *evaluation) applicable() []layer {
	all := []layer{{policies: e.resourcePolicies()}}
	add := func(policyType, must, to string, documents ...*document) {
		if !in(policyType, reach[e.row]...) || len(documents) == 0 {
			return
		}
		l := layer{must: must}
		for _, d := range documents {
			l.policies = append(l.policies, attached{policyType, to, d})
		}
		all = append(all, l)
	}
	if e.entity != nil { // EV-1 to EV-3
		all = append(all, layer{policies: e.entity.policies})
	}
	if e.boundary != nil {
		add("boundary", "", e.entityARN, e.boundary)
	}
	add("session", "", e.arn, e.sessions...)
	for _, n := range e.paths[e.account].nodes { // EV-10, EV-11
		if e.account != e.management {
			add("scp", "scp:"+n.id, n.id, n.scps...)
		}
	}
	ownRole := e.kind == "service" && in(e.action, assumes...) && strings.Contains(e.resource, ":role/aws-service-role/"+e.arn+"/")
	for _, n := range e.paths[e.owner].nodes { // EV-20 to EV-23, EV-49
		if e.owner != e.management && in(e.service, rcpServices...) && e.resource != "*" && e.action != "kms:retiregrant" && !ownRole {
			add("rcp", "", n.id, n.rcps...)
		}
	}
	if e.endpoint != nil && e.endpoint.policy != nil { // EV-90
		add("vpce", "vpce", e.endpoint.arn, e.endpoint.policy)
	}
	return all
}

// onKey says that the resource is a KMS key, whose policy is mandatory (EV-61).
func (e *evaluation) onKey() bool {
	f := fields(e.resource)
	return f[2] == "kms" && strings.HasPrefix(f[5], "key/")
}

const defaultKeyPolicy = "default key policy"

// resourcePolicies are the policy on the resource and the grants on a key (EV-67). Every KMS key has a policy, and the default
// delegates to its account (EV-61, EV-63).
func (e *evaluation) resourcePolicies() (all []attached) {
	role, on := e.entityAt(e.resource), e.governing
	switch {
	case in(e.action, assumes...) && role != nil && role.trust != nil:
		return []attached{{"trust", e.resource, role.trust}}
	case in(e.action, assumes...):
		return nil
	case on != nil && on.policy != nil:
		all = []attached{{"resource", on.arn, on.policy}}
	case e.onKey() && e.accounts[e.owner] != nil:
		delegates := statement{effect: "Allow", principal: principals{"AWS": {e.owner}}, action: []pattern{tokenize("kms:*", false, true)}, resource: []pattern{everything}}
		all = []attached{{"resource", e.resource, &document{name: defaultKeyPolicy, builtIn: true, statements: []statement{delegates}}}}
	}
	if e.onKey() && on != nil {
		for _, g := range on.grants {
			all = append(all, attached{"resource", on.arn, g})
		}
	}
	return all
}
