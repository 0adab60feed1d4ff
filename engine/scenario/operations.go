package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// operation reads what a request that names an operation asks: each of its
// checks for each ARN that it touches (MR-1, MR-3).
func (r *reader) operation(n node, m object, base *authz.Request) []authz.Request {
	name := m.at("operation").text()
	var known []string
	var op *catalog.Operation
	for _, one := range catalog.Operations() {
		known = append(known, one.Name)
		if one.Name == name {
			op = &one
		}
	}
	if op == nil {
		m.at("operation").report("NO_SUCH_OPERATION", "There is no operation "+strconv.Quote(name)+"."+didYouMean(name, known)+" Its checks can be written out under checks.")
		return nil
	}
	for _, member := range []string{"action", "resource"} {
		if !m.at(member).absent() {
			m.at(member).report("OPERATION_AND_ACTION", "An operation says itself which actions it asks for. Remove "+member+", or operation.")
		}
	}
	o := &call{r: r, Operation: op, base: base, given: map[string][]string{}}
	o.parameters(m.at("operation"), m.at("with"))
	if len(r.request.Diagnostics) > 0 {
		return nil
	}
	return o.asked()
}

// call is an operation with what it is called with.
type call struct {
	*catalog.Operation
	r    *reader
	base *authz.Request
	// given holds the ARNs of a parameter, or one text for parameters of other kinds.
	given map[string][]string
}

func (c *call) parameters(request, n node) {
	var known []string
	for _, p := range c.Takes {
		if p.Kind != catalog.Passed {
			known = append(known, p.Name)
		}
	}
	written := object{}
	if n.absent() {
		n = request
	} else {
		written = n.members(known...)
	}
	for i := range c.Takes {
		c.parameter(n, &c.Takes[i], written.at(c.Takes[i].Name))
	}
	for i := range c.Takes {
		c.fallBack(&c.Takes[i])
	}
}

func (c *call) parameter(around node, p *catalog.Parameter, n node) {
	switch p.Kind {
	case catalog.Passed:
		if p.Name == "tags" && c.passesTags() || p.Name == "sourceIdentity" && c.passesIdentity() {
			c.given[p.Name] = []string{"passed"}
		}
	case catalog.Seconds:
		if !n.absent() {
			c.base.Duration = n.seconds(900)
		}
	case catalog.Flag:
		if !n.absent() && n.is(syntax.Bool) && n.Text == "true" {
			c.given[p.Name] = []string{"true"}
		}
	case catalog.NamedAction:
		c.given[p.Name] = []string{c.r.action(n.or(around), n)}
	case catalog.RequiredARN, catalog.OptionalARN:
		c.arns(around, p, n)
	}
}

// seconds reads how long a session may last: from the least up to twelve hours (EV-72).
func (n node) seconds(least int) int {
	const most = 43200
	if !n.is(syntax.Number) {
		return 0
	}
	seconds, err := strconv.Atoi(n.Text)
	if err != nil || seconds < least || seconds > most {
		n.report("INVALID_DURATION", n.Text+" is not how long a session may last. Write "+strconv.Itoa(least)+" to "+strconv.Itoa(most)+" seconds.")
		return 0
	}
	return seconds
}

// or gives the node, or another where it is not there.
func (n node) or(other node) node {
	if n.absent() {
		return other
	}
	return n
}

func (c *call) arns(around node, p *catalog.Parameter, n node) {
	if n.absent() {
		if p.Kind == catalog.RequiredARN {
			around.report("MISSING_PARAMETER", c.Name+" needs "+p.Name+" under with, for example "+strconv.Quote(p.Example)+".")
		}
		return
	}
	all := []node{n}
	if n.Kind == syntax.Array {
		all = n.items()
		if len(all) == 0 {
			n.report("EMPTY_LIST", "The list of "+p.Name+" is empty. Write an ARN, or leave it out.")
		}
	}
	for _, item := range all {
		text := item.text()
		if !fits(text, p.Example) {
			item.report("INVALID_PARAMETER", strconv.Quote(text)+" does not fit "+p.Name+" of "+c.Name+". Write an ARN such as "+p.Example+".")
		}
		c.given[p.Name] = append(c.given[p.Name], text)
	}
}

// fits compares the service and the type of resource with the example's.
func fits(text, example string) bool {
	a, ok := arn.Parse(text)
	e, _ := arn.Parse(example)
	kind, _, typed := strings.Cut(e.Resource, "/")
	return ok && a.Service == e.Service && (e.Service == "s3" && strings.Contains(a.Resource, "/") || !typed || strings.HasPrefix(a.Resource, kind+"/"))
}

// fallBack asks for a resource that does not exist yet, in the Region of the
// others and the caller's account (MR-7).
func (c *call) fallBack(p *catalog.Parameter) {
	if p.Default == "" || c.given[p.Name] != nil {
		return
	}
	region := ""
	for _, q := range c.Takes {
		for _, given := range c.given[q.Name] {
			if a, ok := arn.Parse(given); ok && a.Region != "" && region == "" {
				region = a.Region
			}
		}
	}
	c.given[p.Name] = []string{strings.ReplaceAll(strings.ReplaceAll(p.Default, "${region}", region), "${account}", c.base.Principal.AccountID)}
}

// passesTags says whether the request passes tags, or inherits them in a call of AWS STS (EV-77).
func (c *call) passesTags() bool {
	inherits := strings.HasPrefix(c.Name, "sts:") && len(c.base.Session.Inherited()) > 0
	return inherits || c.supplies("aws:requesttag/") || c.supplies("aws:tagkeys")
}

func (c *call) passesIdentity() bool {
	return c.base.Session.SourceIdentity != "" || c.supplies("sts:sourceidentity")
}

func (c *call) supplies(prefix string) bool {
	return slices.ContainsFunc(c.base.Context, func(s authz.Supplied) bool {
		return !s.Removed && strings.HasPrefix(strings.ToLower(s.Key), prefix)
	})
}

// asked gives the operation's checks as requests.
func (c *call) asked() []authz.Request {
	var all []authz.Request
	for _, check := range c.Checks {
		if check.If != "" && c.given[check.If] == nil {
			continue
		}
		for _, resource := range c.given[check.On] {
			all = append(all, c.check(&check, resource))
		}
	}
	return all
}

func (c *call) check(check *catalog.OperationCheck, resource string) authz.Request {
	q := *c.base
	q.Action, q.Resource = check.Action, resource
	if name, ok := strings.CutPrefix(check.Action, "${"); ok {
		q.Action = c.given[strings.TrimSuffix(name, "}")][0]
	}
	q.Context = nil
	for _, s := range c.base.Context {
		if c.reaches(s.Key, check) {
			q.Context = append(q.Context, s)
		}
	}
	for _, set := range check.Sets {
		if name, ok := strings.CutPrefix(set.Value, "${"); ok {
			set.Value = c.given[strings.TrimSuffix(name, "}")][0]
		}
		q.Context = lay(q.Context, set.Key, set.Value)
	}
	if check.By != "" {
		forward(&q, check.By)
	}
	return q
}

// reaches says whether a context key of the request belongs to a check (MR-2).
func (c *call) reaches(key string, check *catalog.OperationCheck) bool {
	name, _, _ := strings.Cut(strings.ToLower(key), "/")
	for _, only := range c.Only {
		if slices.Contains(only.Keys, name) && !slices.Contains(only.On, check.On) {
			return false
		}
	}
	return true
}

// forward makes the check a call of a service with the caller's credentials: a
// forward access session (GK-41 to GK-43), which a VPC endpoint does not
// reach (EV-94).
func forward(q *authz.Request, service string) {
	principal := service + ".amazonaws.com"
	q.Endpoint = nil
	q.Context = slices.DeleteFunc(slices.Clone(q.Context), func(s authz.Supplied) bool {
		return slices.Contains(networkKeys, strings.ToLower(s.Key))
	})
	q.Context = lay(q.Context, "aws:ViaAWSService", "true")
	q.Context = lay(q.Context, "aws:CalledViaFirst", principal)
	q.Context = lay(q.Context, "aws:CalledViaLast", principal)
	if !supplied(q.Context, "aws:CalledVia") {
		q.Context = append(q.Context, authz.Supplied{Key: "aws:CalledVia", Values: []string{principal}, List: true})
	}
	if a, ok := arn.Parse(q.Resource); ok && strings.HasPrefix(strings.ToLower(q.Action), "kms:") {
		q.Context = lay(q.Context, "kms:ViaService", service+"."+a.Region+".amazonaws.com")
	}
}

// networkKeys tell how the first call came in; the calls that a service makes for
// it do not carry them (GK-24 to GK-28).
var networkKeys = []string{
	"aws:vpcsourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths",
}

// lay adds a key that the call sets; what the scenario says wins.
func lay(context []authz.Supplied, key, value string) []authz.Supplied {
	if supplied(context, key) {
		return context
	}
	return append(slices.Clip(context), authz.Supplied{Key: key, Values: []string{value}})
}

func supplied(context []authz.Supplied, key string) bool {
	return slices.ContainsFunc(context, func(s authz.Supplied) bool { return strings.EqualFold(s.Key, key) })
}

// furtherChecks reads the checks that a request adds to its own: other
// permissions that the same call needs.
func (r *reader) furtherChecks(n node, base *authz.Request) []authz.Request {
	var all []authz.Request
	for _, item := range n.items() {
		m := item.members("action", "resource", "resourceAccount", "context")
		q := *base
		q.Action = r.action(item, m.at("action"))
		q.ResourceAccount = r.resourceAccount(m.at("resourceAccount"))
		q.Context = over(base.Context, r.context(m.at("context")))
		resources := resourcesOf(m.at("resource"))
		r.checkResources(m.at("resource"), resources, q.ResourceAccount)
		for _, resource := range resources {
			q.Resource = resource
			all = append(all, q)
		}
	}
	return all
}

// over lays the keys of one check over those of its request.
func over(request, check []authz.Supplied) []authz.Supplied {
	all := slices.Clone(check)
	for _, s := range request {
		if !supplied(check, s.Key) {
			all = append(all, s)
		}
	}
	return all
}
