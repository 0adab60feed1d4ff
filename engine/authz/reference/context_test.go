package reference

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// contextValue is a context key that the request carries.
type contextValue struct {
	all   []string
	multi bool
}

// multivalued are the keys of B.3 that are multivalued by nature.
var multivalued = []string{"aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths", "aws:tagkeys", "aws:calledvia",
	"aws:sourceorgpaths", "aws:vpceorgpaths", "sts:transitivetagkeys"}

// value looks a key up in the context, which is derived when it is first asked for.
func (e *evaluation) value(key string) (contextValue, bool) {
	if e.context == nil {
		e.deriveContext()
	}
	v, exists := e.context[strings.ToLower(key)]
	return v, exists
}

// deriveContext fills the context as scenario.md and B.3 say; the request's own keys win.
func (e *evaluation) deriveContext() {
	e.context = map[string]contextValue{}
	set := func(key, value string) { // key in lower case
		if value != "" {
			e.context[key] = contextValue{[]string{value}, slices.Contains(multivalued, key)}
		}
	}
	now := e.now
	if given := text(get(e.request, "at")); given != "" {
		now, _ = time.Parse(time.RFC3339, given)
	}
	set("aws:currenttime", now.UTC().Format(time.RFC3339))
	set("aws:epochtime", strconv.FormatInt(now.Unix(), 10))
	e.derivePrincipal(set)
	if e.kind == "role" || e.kind == "federated" {
		set("aws:tokenissuetime", now.UTC().Format(time.RFC3339))
		set("aws:sourceidentity", text(get(e.session, "sourceIdentity")))
	}
	set("aws:viaawsservice", "false")
	if service, _, _ := strings.Cut(e.action, ":"); e.partition == "aws" && (service == "iam" || service == "organizations") {
		set("aws:requestedregion", "us-east-1") // GK-35
	}
	set("aws:requestedregion", fields(e.resource)[3])
	if id := text(get(e.request, "vpcEndpoint")); id != "" {
		set("aws:sourcevpce", id)
	}
	e.deriveResource(set)
	e.override()
}

func (e *evaluation) derivePrincipal(set func(key, value string)) {
	types := map[string]string{"user": "User", "role": "AssumedRole", "federated": "FederatedUser", "root": "Account", "anonymous": "Anonymous"}
	set("aws:principaltype", types[e.kind])
	switch e.kind {
	case "anonymous":
		set("aws:principalaccount", "anonymous")
		set("aws:userid", "anonymous")
		return
	case "service":
		set("aws:principalisawsservice", "true")
		set("aws:principalservicename", e.arn)
		set("aws:principalservicenameslist", e.arn)
		return
	case "provider":
		set("aws:federatedprovider", e.arn)
		return
	case "user":
		set("aws:username", e.name)
		set("aws:userid", "AIDA made up")
	case "role":
		set("aws:userid", "AROA made up:"+e.arn[strings.LastIndex(e.arn, "/")+1:])
	case "federated":
		set("aws:userid", e.account+":"+e.name)
	case "root":
		set("aws:userid", e.account)
	}
	set("aws:principalarn", e.arn)
	if e.kind == "role" {
		set("aws:principalarn", e.entityARN)
	}
	set("aws:principalaccount", e.account)
	set("aws:principalisawsservice", "false")
	e.deriveOrganization("aws:principal", e.callerPath, set)
	for _, tags := range []any{get(e.entity, "tags"), get(e.session, "tags")} {
		all, _ := tags.(object)
		for k, v := range all {
			set("aws:principaltag/"+strings.ToLower(k), text(v))
		}
	}
}

func (e *evaluation) deriveOrganization(prefix string, nodes []node, set func(key, value string)) {
	if nodes == nil {
		return
	}
	id := text(get(e.scenario, "organization", "id"))
	path := id + "/"
	for _, n := range nodes[:len(nodes)-1] {
		path += n.id + "/"
	}
	set(prefix+"orgid", id)
	set(prefix+"orgpaths", path)
}

func (e *evaluation) deriveResource(set func(key, value string)) {
	set("aws:resourceaccount", e.owner)
	e.deriveOrganization("aws:resource", e.ownerPath, set)
	if e.action == "iam:passrole" { // EV-85
		return
	}
	tagged := get(e.scenario, "accounts", e.owner, "resources", e.resource)
	for _, of := range []string{"roles", "users"} {
		if entity := e.entityAt(of, e.resource); entity != nil {
			tagged = entity
		}
	}
	tags, _ := get(tagged, "tags").(object)
	for k, v := range tags {
		set("aws:resourcetag/"+strings.ToLower(k), text(v))
	}
}

func (e *evaluation) override() {
	given, _ := get(e.request, "context").(object)
	for key, v := range given {
		key = strings.ToLower(key)
		if v == nil {
			delete(e.context, key)
			continue
		}
		_, isList := v.([]any)
		c := contextValue{[]string{}, isList || slices.Contains(multivalued, key)}
		for _, one := range values(v) {
			c.all = append(c.all, text(one))
		}
		e.context[key] = c
	}
}
