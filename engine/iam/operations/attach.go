package operations

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// attachOperations are those that users, groups and roles have alike.
var attachOperations = attachable()

func attachable() map[string]operation {
	all := map[string]operation{}
	for _, k := range []kind{users, groups, roles} {
		all["Attach"+k.word+"Policy"] = operation{run: about(k, attach), on: named(k)}
		all["Detach"+k.word+"Policy"] = operation{run: about(k, detach), on: named(k)}
		all["ListAttached"+k.word+"Policies"] = operation{run: about(k, listAttached), reads: true, on: named(k)}
		all["Put"+k.word+"Policy"] = operation{run: about(k, putInline), on: named(k)}
		all["Get"+k.word+"Policy"] = operation{run: about(k, getInline), reads: true, on: named(k)}
		all["Delete"+k.word+"Policy"] = operation{run: about(k, deleteInline), on: named(k)}
		all["List"+k.word+"Policies"] = operation{run: about(k, listInline), reads: true, on: named(k)}
	}
	for _, k := range []kind{users, roles} {
		all["Put"+k.word+"PermissionsBoundary"] = operation{run: about(k, putBoundary), on: named(k)}
		all["Delete"+k.word+"PermissionsBoundary"] = operation{run: about(k, deleteBoundary), on: named(k)}
	}
	return all
}

// about finds the user, group or role that a call names. What a service keeps
// cannot be changed (IM-31, IM-32).
func about(k kind, do func(*run, kind, *iam.Identity) (*syntax.Value, *Error)) func(*run) (*syntax.Value, *Error) {
	return func(r *run) (*syntax.Value, *Error) {
		i, err := r.identity(k)
		if err == nil && k == roles && !operations[r.Operation].reads {
			_, err = r.changeableRole()
		}
		if err != nil {
			return nil, err
		}
		return do(r, k, i)
	}
}

func notAttachable(policyARN string) *Error {
	return &Error{"NoSuchEntity", "Policy " + policyARN + " does not exist or is not attachable."}
}

func noPolicy(policyARN string) *Error {
	return &Error{"NoSuchEntity", "Policy " + policyARN + " was not found."}
}

func withARN(policyARN string) func(*iam.Policy) bool {
	return func(p *iam.Policy) bool { return p.ARN == policyARN }
}

// attach attaches a managed policy; one for service-linked roles only they have (IM-15).
func attach(r *run, k kind, i *iam.Identity) (*syntax.Value, *Error) {
	policyARN := r.text("PolicyArn")
	if !isPolicyARN(policyARN) {
		return nil, invalid("ARN " + policyARN + " is not valid.")
	}
	p := r.managed(policyARN)
	switch {
	case p == nil:
		return nil, notAttachable(policyARN)
	case strings.Contains(policyARN, ":iam::aws:policy/aws-service-role/"):
		return nil, &Error{"PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role."}
	case slices.ContainsFunc(i.Attached, withARN(policyARN)):
		return nil, nil
	}
	i.Attached = sorted(i.Attached, p, policyName)
	return nil, exceeds("PoliciesPer"+k.word, len(i.Attached))
}

func detach(r *run, _ kind, i *iam.Identity) (*syntax.Value, *Error) {
	policyARN := r.text("PolicyArn")
	at := slices.IndexFunc(i.Attached, withARN(policyARN))
	switch {
	case !isPolicyARN(policyARN):
		return nil, invalid("ARN " + policyARN + " is not valid.")
	case at < 0:
		return nil, noPolicy(policyARN)
	}
	i.Attached = slices.Delete(i.Attached, at, at+1)
	return nil, nil
}

// nameOf is the name of a managed policy, its ARN's last part.
func nameOf(p *iam.Policy) string { return p.ARN[strings.LastIndexByte(p.ARN, '/')+1:] }

// pathOf is the path of a managed policy.
func pathOf(p *iam.Policy) string {
	_, rest, _ := strings.Cut(p.ARN, ":policy")
	return strings.TrimSuffix(rest, nameOf(p))
}

func attached(p *iam.Policy) *syntax.Value {
	return record("PolicyName", nameOf(p), "PolicyArn", p.ARN)
}

func listAttached(r *run, _ kind, i *iam.Identity) (*syntax.Value, *Error) {
	return page(list("AttachedPolicies", under(r, i.Attached, pathOf), attached)), nil
}

func inlineNamed(name string) func(*iam.Policy) bool {
	return func(p *iam.Policy) bool { return strings.EqualFold(p.Name, name) }
}

// putInline puts an inline policy in the place of one with its name, whose first spelling stays (IM-17).
func putInline(r *run, k kind, i *iam.Identity) (*syntax.Value, *Error) {
	d, err := r.document("PolicyDocument", false)
	if err != nil {
		return nil, err
	}
	p := &iam.Policy{Name: r.text("PolicyName"), Document: d, Ref: -1}
	if at := slices.IndexFunc(i.Inline, inlineNamed(p.Name)); at >= 0 {
		p.Name = i.Inline[at].Name
		i.Inline[at] = p
	} else {
		i.Inline = sorted(i.Inline, p, policyName)
	}
	return nil, inlineSize(k, i)
}

func inlineSize(k kind, i *iam.Identity) *Error {
	total := 0
	for _, p := range i.Inline {
		total += size(p.Document.Text)
	}
	return tooMany(total, k.word+"PolicySize", func(most string) string {
		return "Maximum policy size of " + most + " bytes exceeded for " + strings.ToLower(k.word) + " " + i.Name
	})
}

// inline finds the inline policy that a call names.
func (r *run) inline(k kind, i *iam.Identity) (int, *Error) {
	at := slices.IndexFunc(i.Inline, inlineNamed(r.text("PolicyName")))
	if at < 0 {
		return at, notFound(strings.ToLower(k.word)+" policy", r.text("PolicyName"))
	}
	return at, nil
}

func getInline(r *run, k kind, i *iam.Identity) (*syntax.Value, *Error) {
	at, err := r.inline(k, i)
	if err != nil {
		return nil, err
	}
	p := i.Inline[at]
	return record(k.parameter, i.Name, "PolicyName", p.Name, "PolicyDocument", p.Document.Text), nil
}

func deleteInline(r *run, k kind, i *iam.Identity) (*syntax.Value, *Error) {
	at, err := r.inline(k, i)
	if err != nil {
		return nil, err
	}
	i.Inline = slices.Delete(i.Inline, at, at+1)
	return nil, nil
}

func listInline(_ *run, _ kind, i *iam.Identity) (*syntax.Value, *Error) {
	return page(list("PolicyNames", i.Inline, func(p *iam.Policy) *syntax.Value {
		name := text(p.Name)
		return &name
	})), nil
}

// bound sets or takes away the boundary of the user or role.
func (r *run) bound(k kind, limit *iam.Policy) {
	if k == users {
		r.account.User(r.text("UserName")).Boundary = limit
		return
	}
	r.account.Role(r.text("RoleName")).Boundary = limit
}

func putBoundary(r *run, k kind, _ *iam.Identity) (*syntax.Value, *Error) {
	limit, err := r.newBoundary()
	if err == nil {
		r.bound(k, limit)
	}
	return nil, err
}

func deleteBoundary(r *run, k kind, i *iam.Identity) (*syntax.Value, *Error) {
	if r.boundaryOf(k) == nil {
		return nil, &Error{"NoSuchEntity", k.word + " " + i.Name + " does not have a permissions boundary."}
	}
	r.bound(k, nil)
	return nil, nil
}

func (r *run) boundaryOf(k kind) *iam.Policy {
	if k == users {
		return r.account.User(r.text("UserName")).Boundary
	}
	return r.account.Role(r.text("RoleName")).Boundary
}
