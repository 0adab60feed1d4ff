package reference

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// contextValue is a context key that the request carries; nil values take a derived key away.
type contextValue struct {
	all  []string
	list bool
}

// multivalued are the keys of B.3 that are multivalued by nature, and those of DynamoDB's and AWS KMS's pages on condition keys.
var multivalued = []string{"aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths", "aws:tagkeys", "aws:calledvia",
	"aws:sourceorgpaths", "aws:vpceorgpaths", "sts:transitivetagkeys", "dynamodb:attributes", "dynamodb:leadingkeys", "kms:encryptioncontextkeys",
	"kms:grantoperations", "kms:resourcealiases"}

// value looks a key up: the request's own win, the others follow from the scenario (RC-5, GK-51).
func (e *evaluation) value(key string) (contextValue, bool) {
	key = strings.ToLower(key)
	ofNature := slices.Contains(multivalued, key)
	if v, given := e.context[key]; given {
		return contextValue{v.all, v.list || ofNature}, v.all != nil
	}
	text, exists := e.derive(key)
	if !exists {
		return contextValue{}, false
	}
	return contextValue{[]string{text}, ofNature}, true
}

// derive looks into the tags (GK-3, EV-75, GK-32), then into the tables.
func (e *evaluation) derive(key string) (text string, exists bool) {
	switch prefix, tag, _ := strings.Cut(key, "/"); {
	case prefix == "aws:principaltag":
		if text, exists = e.tags[tag]; !exists && e.entity != nil {
			text, exists = e.entity.tags[tag]
		}
		return text, exists
	case prefix == "aws:resourcetag", prefix == "iam:resourcetag" && e.service == "iam":
		if text, exists = e.inherited[tag]; !exists || !in(e.action, assumes...) { // EV-76
			text, exists = e.resourceTags()[tag]
		}
		return text, exists
	}
	text = os.Expand(cmp.Or(derived[key][e.row], derived[key][e.kind], derived[key]["every"]), e.fact)
	return text, text != ""
}

// resourceTags are those of the very resource; a role that is passed has none (EV-85).
func (e *evaluation) resourceTags() map[string]string {
	if entity := e.entityAt(e.resource); entity != nil && e.action != "iam:passrole" {
		return entity.tags
	}
	if e.governing != nil && e.governing.arn == e.resource {
		return e.governing.tags
	}
	return nil
}

// derived are the tables B.2 and B.3: what a key holds for each kind of caller.
var derived = map[string]map[string]string{
	"aws:principalarn":              {"user": "$arn", "role": "$role", "federated": "$arn", "root": "$arn"},
	"aws:principaltype":             {"user": "User", "role": "AssumedRole", "federated": "FederatedUser", "root": "Account", "anonymous": "Anonymous"},
	"aws:principalaccount":          {"user": "$account", "role": "$account", "federated": "$account", "root": "$account", "anonymous": "anonymous"},
	"aws:userid":                    {"user": "AIDA made up", "role": "AROA made up:$name", "federated": "$account:$name", "root": "$account", "anonymous": "anonymous"},
	"aws:username":                  {"user": "$name"},
	"aws:principalorgid":            {"user": "$orgID", "role": "$orgID", "federated": "$orgID", "root": "$orgID"},
	"aws:principalorgpaths":         {"user": "$orgPath", "role": "$orgPath", "federated": "$orgPath", "root": "$orgPath"},
	"aws:principalisawsservice":     {"user": "false", "role": "false", "federated": "false", "root": "false", "service": "true"},
	"aws:principalservicename":      {"service": "$arn"},
	"aws:principalservicenameslist": {"service": "$arn"},
	"aws:federatedprovider":         {"provider": "$arn"},
	"aws:tokenissuetime":            {"role": "$now", "federated": "$now", "assumedRoot": "$now"},
	"aws:assumedroot":               {"assumedRoot": "true"},
	"aws:sourceidentity":            {"role": "$sourceIdentity", "federated": "$sourceIdentity"},
	"aws:currenttime":               {"every": "$now"},
	"aws:epochtime":                 {"every": "$epoch"},
	"aws:viaawsservice":             {"every": "false"},
	"aws:sourcevpce":                {"every": "$endpoint"},
	"aws:resourceaccount":           {"every": "$owner"},
	"aws:resourceorgid":             {"every": "$ownerOrgID"},
	"aws:resourceorgpaths":          {"every": "$ownerOrgPath"},
	"aws:requestedregion":           {"every": "$region"},
	"kms:calleraccount":             {"every": "$kmsCaller"},
}

// fact gives what a word in the tables stands for.
func (e *evaluation) fact(word string) string {
	if e.facts == nil {
		caller, owner := e.paths[e.account], e.paths[e.owner]
		e.facts = map[string]string{
			"arn": e.arn, "role": e.entityARN, "account": e.account, "name": e.name, "sourceIdentity": e.identity,
			"now": e.now.UTC().Format(time.RFC3339), "epoch": strconv.FormatInt(e.now.Unix(), 10), "endpoint": e.via, "region": fields(e.resource)[3],
			"orgID": caller.organization, "orgPath": caller.text, "owner": e.owner, "ownerOrgID": owner.organization, "ownerOrgPath": owner.text,
		}
		if e.facts["region"] == "" && e.partition == "aws" && in(e.service, "iam", "organizations") { // GK-35
			e.facts["region"] = "us-east-1"
		}
		if e.service == "kms" {
			e.facts["kmsCaller"] = e.account
		}
	}
	return e.facts[word]
}
