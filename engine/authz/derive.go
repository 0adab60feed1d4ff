package authz

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
)

// derive makes the context keys that follow from the world and the request
// (tables B.2 and B.3), then lays the request's own over them.
func (e *evaluation) derive() *requestContext {
	c := e.spare
	if c == nil {
		c = &requestContext{}
	}
	c.entries, c.texts = slices.Grow(c.entries[:0], 24), slices.Grow(c.texts[:0], 24)
	e.derivePrincipal(c)
	e.derivePrincipalTags(c)
	e.deriveResource(c)
	e.deriveCall(c)
	c.supply(e.request.Context)
	e.deriveKMS(c)
	c.listTags()
	return c
}

func (e *evaluation) derivePrincipal(c *requestContext) {
	p := &e.request.Principal
	switch p.Kind {
	case iam.Anonymous:
		c.set("aws:PrincipalAccount", "anonymous")
		c.set("aws:PrincipalType", "Anonymous")
		c.set("aws:userid", "anonymous")
		return
	case iam.ServicePrincipal:
		c.set("aws:PrincipalIsAWSService", "true")
		c.set("aws:PrincipalServiceName", p.ARN)
		c.set("aws:PrincipalServiceNamesList", p.ARN)
		return
	case iam.FederatedPrincipal:
		c.set("aws:FederatedProvider", p.ARN)
		return
	case iam.UserPrincipal:
		c.set("aws:PrincipalArn", p.ARN)
		c.set("aws:PrincipalType", "User")
		c.set("aws:username", p.ARN[strings.LastIndexByte(p.ARN, '/')+1:])
		if p.User != nil {
			c.set("aws:username", p.User.Name)
			c.set("aws:userid", p.User.UniqueID)
		}
	case iam.RoleSession:
		c.set("aws:PrincipalArn", p.Role.ARN)
		c.set("aws:PrincipalType", "AssumedRole")
		c.set("aws:userid", p.Role.UniqueID+":"+p.SessionName)
		c.set("aws:TokenIssueTime", e.request.Clock.RFC3339)
	case iam.FederatedUser:
		c.set("aws:PrincipalArn", p.ARN)
		c.set("aws:PrincipalType", "FederatedUser")
		c.set("aws:userid", p.AccountID+":"+p.SessionName)
		c.set("aws:TokenIssueTime", e.request.Clock.RFC3339)
	case iam.RootUser:
		c.set("aws:PrincipalArn", p.ARN)
		c.set("aws:PrincipalType", "Account")
		c.set("aws:userid", p.AccountID)
		if e.assumedRoot() {
			c.set("aws:AssumedRoot", "true")
			c.set("aws:TokenIssueTime", e.request.Clock.RFC3339)
		}
	}
	c.set("aws:PrincipalAccount", p.AccountID)
	c.set("aws:PrincipalIsAWSService", "false")
	if at := e.place(p.AccountID); at.path != "" {
		c.set("aws:PrincipalOrgID", e.world.Organization.ID)
		c.set("aws:PrincipalOrgPaths", at.path)
	}
	if e.request.Session.SourceIdentity != "" {
		c.set("aws:SourceIdentity", e.request.Session.SourceIdentity)
	}
}

// derivePrincipalTags lays session tags over those of the entity (GK-3, EV-75).
func (e *evaluation) derivePrincipalTags(c *requestContext) {
	p := &e.request.Principal
	var tags []iam.Tag
	switch {
	case p.User != nil:
		tags = p.User.Tags
	case p.Role != nil:
		tags = p.Role.Tags
	}
	for _, t := range tags {
		c.set("aws:PrincipalTag/"+t.Key, t.Value)
	}
	for _, t := range e.request.Session.Tags {
		c.set("aws:PrincipalTag/"+t.Key, t.Value)
	}
}

// deriveResource gives the keys of the resource (GK-29 to GK-32, EV-85).
func (e *evaluation) deriveResource(c *requestContext) {
	owner := e.resourceAccount
	if owner != "" {
		c.set("aws:ResourceAccount", owner)
	}
	if at := e.place(owner); at.path != "" {
		c.set("aws:ResourceOrgID", e.world.Organization.ID)
		c.set("aws:ResourceOrgPaths", at.path)
	}
	if e.action.String() == "iam:passrole" {
		return
	}
	for _, t := range e.resourceTags() {
		c.tag("aws:ResourceTag/"+t.Key, t.Value)
		if e.action.Service == "iam" || e.action.Service == "ec2" {
			c.tag(e.action.Service+":ResourceTag/"+t.Key, t.Value)
		}
	}
	if limit := e.boundaryOfTarget(); limit != nil {
		c.set("iam:PermissionsBoundary", limit.ARN)
	}
	if e.assumes() {
		for _, t := range e.request.Session.Inherited() { // EV-76: in place before the trust policy is read
			c.set("aws:ResourceTag/"+t.Key, t.Value)
		}
	}
}

// boundedCalls are the calls that change the policies of a user or role, or
// take its boundary away: they carry the boundary that it has (EV-86). Calls that
// set one carry the one that they set, which only the request knows.
var boundedCalls = map[string]bool{
	"attachuserpolicy": true, "detachuserpolicy": true, "putuserpolicy": true, "deleteuserpolicy": true, "deleteuserpermissionsboundary": true,
	"attachrolepolicy": true, "detachrolepolicy": true, "putrolepolicy": true, "deleterolepolicy": true, "deleterolepermissionsboundary": true,
}

// boundaryOfTarget gives the boundary that such a call carries, or nil.
func (e *evaluation) boundaryOfTarget() *iam.Policy {
	account := e.world.Account(e.resourceAccount)
	if account == nil || e.action.Service != "iam" || !boundedCalls[e.action.Name] {
		return nil
	}
	name := e.target.Resource[strings.LastIndexByte(e.target.Resource, '/')+1:]
	if u := account.User(name); u != nil && u.ARN == e.request.Resource {
		return u.Boundary
	}
	if r := account.Role(name); r != nil && r.ARN == e.request.Resource {
		return r.Boundary
	}
	return nil
}

// listTags gives the keys of the tags that the request passes (GK-40).
func (c *requestContext) listTags() {
	if c.named("aws:tagkeys") != nil {
		return
	}
	if keys := c.suppliedUnder("aws:requesttag/"); keys != nil {
		c.set("aws:TagKeys", keys...)
	}
}

// suppliedUnder gives the rest of the names of the keys that the request itself
// carries and that begin so.
func (c *requestContext) suppliedUnder(beginning string) []string {
	var rest []string
	for i := range c.entries {
		if e := &c.entries[i]; e.Origin == FromRequest && strings.HasPrefix(e.lower, beginning) {
			rest = append(rest, e.Key[len(beginning):])
		}
	}
	return rest
}

// encryptionContext begins the keys of an encryption context of AWS KMS.
const encryptionContext = "kms:encryptioncontext:"

// deriveKMS gives the caller's account, and lists the keys of the encryption
// context that the request carries (AWS KMS Developer Guide, "AWS KMS condition keys").
func (e *evaluation) deriveKMS(c *requestContext) {
	if e.action.Service != "kms" {
		return
	}
	if caller := e.request.Principal.AccountID; caller != "" && c.named("kms:calleraccount") == nil {
		c.set("kms:CallerAccount", caller)
	}
	if c.named("kms:encryptioncontextkeys") != nil {
		return
	}
	if keys := c.suppliedUnder(encryptionContext); keys != nil {
		c.set("kms:EncryptionContextKeys", keys...)
	}
}

// resourceTags are the tags of the very resource that is asked for.
func (e *evaluation) resourceTags() []iam.Tag {
	if e.resource != nil && e.resource.ARN == e.request.Resource {
		return e.resource.Tags
	}
	account := e.world.Account(e.resourceAccount)
	if account == nil || e.target.Service != "iam" {
		return nil
	}
	name := e.target.Resource[strings.LastIndexByte(e.target.Resource, '/')+1:]
	if u := account.User(name); u != nil && u.ARN == e.request.Resource {
		return u.Tags
	}
	if r := account.Role(name); r != nil && r.ARN == e.request.Resource {
		return r.Tags
	}
	return nil
}

// globalServices answer in one Region, which is us-east-1 in the aws partition (GK-35).
var globalServices = map[string]bool{"iam": true, "organizations": true, "route53": true, "cloudfront": true}

// deriveCall gives the keys of the call itself.
func (e *evaluation) deriveCall(c *requestContext) {
	c.set("aws:CurrentTime", e.request.Clock.RFC3339)
	c.set("aws:EpochTime", strconv.FormatInt(e.request.Clock.Epoch, 10))
	c.set("aws:ViaAWSService", "false")
	switch {
	case e.target.Region != "":
		c.set("aws:RequestedRegion", e.target.Region)
	case globalServices[e.action.Service] && e.request.Principal.Partition == "aws":
		c.set("aws:RequestedRegion", "us-east-1")
	}
	if endpoint := e.request.Endpoint; endpoint != nil {
		c.set("aws:SourceVpce", endpoint.ARN[strings.LastIndexByte(endpoint.ARN, '/')+1:])
	}
}
