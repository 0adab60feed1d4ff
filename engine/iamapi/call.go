package iamapi

import (
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/explain"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Surroundings are what a call happens in; all of it is given from outside.
type Surroundings struct {
	World *iam.World
	// Now is the time, RFC 3339 in UTC.
	Now string
	// Seed makes the ids of what is created. It differs with every call.
	Seed string
	// Managed are the AWS managed policies that are known.
	Managed catalog.Library
}

// Call is a call without the protocol around it.
type Call struct {
	Surroundings
	// Service is iam or sts.
	Service, Operation string
	// Parameters is an object as the AWS CLI takes it with --cli-input-json.
	Parameters  *syntax.Value
	Credentials Credentials
}

// Result is the answer to a call.
type Result struct {
	// Value is an object by the output's shape, with policy documents as plain text; nil where there is no output.
	Value *syntax.Value
	Err   *Error
	// World is the world after the call.
	World *iam.World
	// Caller is the ARN of who called, or "" where nobody could be told.
	Caller string
}

// door is where a call goes through.
type door struct {
	*Call
	service *service
	who     *caller
}

// Do carries a call out.
func Do(c *Call) Result {
	d := &door{Call: c, service: services()[c.Service]}
	result := Result{World: c.World}
	if d.service == nil {
		result.Err = &Error{Code: "InvalidAction", Message: "There is no service " + c.Service + " here.", Status: 400}
		return result
	}
	if result.Err = d.authenticate(); result.Err != nil {
		return result
	}
	result.Caller = d.who.ARN
	o, known := d.service.operations[c.Operation]
	if !known {
		result.Err = d.service.unknown(c.Operation)
		return result
	}
	if d.Parameters == nil {
		d.Parameters = &syntax.Value{Kind: syntax.Object}
	}
	if result.Err = d.service.validate(o.input, d.Parameters); result.Err != nil {
		return result
	}
	value, err := d.run(&result)
	if err == nil {
		value, err = d.service.paginated(o, d.Parameters, value)
	}
	result.Value, result.Err = value, err
	return result
}

func (s *service) unknown(name string) *Error {
	return &Error{Code: "InvalidAction", Message: "Could not find operation " + name + " for version " + s.version, Status: 400}
}

// unsigned are the calls that a provider's user makes without credentials of AWS.
func unsigned(operation string) bool {
	return operation == "AssumeRoleWithSAML" || operation == "AssumeRoleWithWebIdentity"
}

func (d *door) authenticate() *Error {
	if d.Service == "sts" && unsigned(d.Operation) {
		d.who = &caller{Principal: iam.Principal{Kind: iam.Anonymous}}
		return nil
	}
	if d.Credentials == (Credentials{}) {
		return &Error{Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token", Status: 403}
	}
	c, err := d.caller(d.Credentials)
	d.who = c
	if err == nil {
		err = d.barred()
	}
	return err
}

// barred refuses what a user's own sessions and federated users cannot call (EV-71); the policies decide on the rest. IAM
// answers as if it did not know their tokens.
func (d *door) barred() *Error {
	switch users := d.who.Kind == iam.UserPrincipal || d.who.Kind == iam.RootUser; {
	case !d.who.temporary || !users && d.who.Kind != iam.FederatedUser:
		return nil
	case d.Service == "iam" && !(users && d.who.withDevice()):
		return badToken()
	case d.Service == "sts" && users && d.Operation != "AssumeRole" && d.Operation != "GetCallerIdentity":
		return &Error{Code: "AccessDenied", Message: "Cannot call " + d.Operation + " with session credentials", Status: 403}
	}
	return nil
}

// run carries a valid call of a known caller out.
func (d *door) run(result *Result) (*syntax.Value, *Error) {
	if d.Service == "sts" {
		return stsOperations[d.Operation](d)
	}
	if simulate, ok := simulations[d.Operation]; ok {
		return simulate(d)
	}
	call := &operations.Call{Operation: d.Operation, Account: d.who.AccountID, Caller: d.who.Principal, Parameters: d.Parameters, Now: d.Now, Seed: d.Seed, Managed: d.Managed}
	for _, check := range operations.Checks(d.World, call) {
		if err := d.allowed(check.Action, check.Resource, check.Context...); err != nil {
			return nil, err
		}
	}
	world, value, err := operations.Run(d.World, call)
	if err != nil {
		return nil, d.service.error(err.Code, err.Message)
	}
	result.World = world
	return value, nil
}

// error gives an error the status that the model has for its code. Codes of no
// model are those that AWS answers with all the same.
func (s *service) error(code, message string) *Error {
	status, declared := s.errors[code]
	if !declared {
		status = 400
		if code == "AccessDenied" {
			status = 403
		}
	}
	return &Error{Code: code, Message: message, Status: status}
}

// allowed asks the engine whether the caller may do something.
func (d *door) allowed(action, resource string, context ...authz.Supplied) *Error {
	return d.decide(d.request(action, resource, context...))
}

func (d *door) request(action, resource string, context ...authz.Supplied) *authz.Request {
	at := d.clock()
	return &authz.Request{
		Principal: d.who.Principal, Session: d.who.session, Action: action, Resource: resource,
		Context: append(context, d.who.context...),
		Clock:   authz.Clock{RFC3339: at.UTC().Format(time.RFC3339), Epoch: at.Unix(), Fixed: true},
	}
}

func (d *door) decide(r *authz.Request) *Error {
	t := authz.Decide(d.World, r)
	if t.Decision == authz.Allowed {
		return nil
	}
	return d.denied(t, explain.Message(t))
}

func (d *door) denied(t *authz.Trace, message string) *Error {
	return &Error{Code: "AccessDenied", Message: message, Status: 403, Encoded: encoded(t)}
}

// encoded is what sts:DecodeAuthorizationMessage reads (OUT-15).
func encoded(t *authz.Trace) string {
	type principal struct {
		ARN string `json:"arn"`
	}
	type context struct {
		Principal principal `json:"principal"`
		Action    string    `json:"action"`
		Resource  string    `json:"resource"`
	}
	type message struct {
		Allowed      bool              `json:"allowed"`
		ExplicitDeny bool              `json:"explicitDeny"`
		Matched      []explain.Matched `json:"matchedStatements"`
		Missing      []string          `json:"missing"`
		Context      context           `json:"context"`
	}
	m := message{ExplicitDeny: t.Decision == authz.ExplicitDeny, Context: context{principal{t.Request.Principal.ARN}, t.Request.Action, t.Request.Resource}}
	for _, r := range t.DecidedBy {
		m.Matched = append(m.Matched, explain.Match(r))
	}
	for _, missing := range t.Missing {
		m.Missing = append(m.Missing, missing.String())
	}
	return sealed(syntax.Marshal(m))
}

func (d *door) text(name string) string { return textOf(d.Parameters, name) }

// serviceOf finds the service that a version of the API belongs to.
func serviceOf(version string) (*service, bool) {
	for _, s := range services() {
		if s.version == strings.TrimSpace(version) {
			return s, true
		}
	}
	return nil, false
}
