package analyze

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/authz"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// finder proposes edits. What it proposes need not help: each is tried.
type finder struct {
	s     *scenario.Scenario
	r     *scenario.Request
	text  string
	root  syntax.Value
	trees map[*scenario.Document]*syntax.Value
	// denied are the checks of the request that are.
	denied []*authz.Trace
	found  []*Change
	seen   map[place]bool
}

// place tells edits apart.
type place struct {
	document *scenario.Document
	span     syntax.Span
	text     string
}

func newFinder(s *scenario.Scenario, r *scenario.Request) *finder {
	f := &finder{s: s, r: r, text: s.Source.Text(), trees: map[*scenario.Document]*syntax.Value{}, seen: map[place]bool{}}
	f.root, _ = syntax.Parse(f.text)
	return f
}

// at finds a value of the scenario, or gives one that is missing.
func (f *finder) at(path ...string) *syntax.Value { return find(&f.root, path) }

func find(v *syntax.Value, path []string) *syntax.Value {
	for _, name := range path {
		switch v.Kind {
		case syntax.Array:
			i, ok := index(name, len(v.Items))
			if !ok {
				return &syntax.Value{}
			}
			v = &v.Items[i]
		default:
			m, ok := v.Find(name)
			if !ok {
				return &syntax.Value{}
			}
			v = &m.Value
		}
	}
	return v
}

func index(name string, length int) (int, bool) {
	i := 0
	for _, digit := range []byte(name) {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		i = i*10 + int(digit-'0')
	}
	return i, name != "" && i < length
}

// document finds the document of a policy that can be edited here, and its tree.
func (f *finder) document(p *iam.Policy) (*scenario.Document, *syntax.Value) {
	d := f.s.DocumentOf(p)
	if d == nil || d.Path == nil || d.Unreadable || p.Document.Malformed {
		return nil, nil
	}
	if f.trees[d] == nil {
		tree, _ := syntax.Parse(p.Document.Text)
		f.trees[d] = &tree
	}
	return d, f.trees[d]
}

// statement finds a statement in a document's tree.
func statement(tree *syntax.Value, s *policy.Statement) *syntax.Value {
	v := find(tree, []string{"Statement"})
	if v.Kind == syntax.Array && s.Index < len(v.Items) {
		return &v.Items[s.Index]
	}
	return v
}

// add proposes an edit of a document, or of the scenario where there is none.
func (f *finder) add(c Change, d *scenario.Document, edit splice) {
	key := place{d, edit.span, edit.text}
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	c.Document, c.Span, c.Text = d, edit.span, edit.text
	f.found = append(f.found, &c)
}

// propose gathers edits for one check of the request.
func (f *finder) propose(t *authz.Trace) {
	switch t.Decision {
	case authz.Allowed:
		f.forbid(t)
	case authz.ExplicitDeny:
		for _, r := range t.DecidedBy {
			f.lift(t, r)
		}
	case authz.ImplicitDeny:
		for _, m := range t.Missing {
			f.supply(t, m)
		}
	}
}

// layer finds what a policy type said.
func layer(t *authz.Trace, of policy.Type) *authz.Layer {
	i := slices.IndexFunc(t.Layers, func(l authz.Layer) bool { return l.Type == of })
	if i < 0 {
		return &authz.Layer{}
	}
	return &t.Layers[i]
}

// traced finds how a statement met the request.
func traced(t *authz.Trace, r authz.Ref) *authz.StatementTrace {
	l := layer(t, r.Type)
	for i := range l.Policies {
		if p := &l.Policies[i]; p.Policy == r.Policy && p.AttachedTo == r.AttachedTo {
			return &p.Statements[r.Statement.Index]
		}
	}
	return nil
}

// lift proposes what keeps a matching Deny from matching.
func (f *finder) lift(t *authz.Trace, r authz.Ref) {
	f.narrow(t, r)
	if s := traced(t, r); s != nil {
		for i := range s.Parts {
			if c := s.Parts[i].Condition; c != nil {
				f.setKey(t, c, false)
			}
		}
	}
	if r.Statement.Effect == policy.Deny {
		f.spare(t, r)
	}
	f.drop(r)
	f.detach(r)
}

// forbid proposes what takes an Allow away, or denies.
func (f *finder) forbid(t *authz.Trace) {
	for _, r := range t.DecidedBy {
		f.lift(t, r)
	}
	for _, of := range []policy.Type{policy.Identity, policy.Resource, policy.Boundary, policy.SCP, policy.Trust} {
		for _, p := range layer(t, of).Policies {
			f.newStatement(t, of, p.Policy, policy.Deny)
		}
	}
}

// narrow takes one value out of an element of a statement that matches, or adds
// one to its Not form.
func (f *finder) narrow(t *authz.Trace, r authz.Ref) {
	d, tree := f.document(r.Policy)
	s := traced(t, r)
	if d == nil || s == nil {
		return
	}
	for i := range s.Parts {
		part := &s.Parts[i]
		name := elementName(part)
		if name == "" {
			continue
		}
		f.take(r, d, find(statement(tree, r.Statement), []string{name}), part, t)
	}
}

func elementName(p *authz.Part) string {
	switch {
	case p.Element == authz.ActionElement && p.Not:
		return "NotAction"
	case p.Element == authz.ActionElement:
		return "Action"
	case p.Element == authz.ResourceElement && p.Not:
		return "NotResource"
	case p.Element == authz.ResourceElement:
		return "Resource"
	}
	return ""
}

func (f *finder) take(r authz.Ref, d *scenario.Document, v *syntax.Value, part *authz.Part, t *authz.Trace) {
	c := Change{Verb: RemoveValue, Element: elementName(part), Policy: r.Policy, Statement: r.Statement}
	if part.Not && v.Kind != syntax.Missing {
		c.Verb, c.Value = AddValue, asked(part, t)
		f.add(c, d, withItem(r.Policy.Document.Text, v, encode(c.Value)))
		return
	}
	for i := range v.Items {
		if v.Items[i].Span == part.Span && len(v.Items) > 1 {
			c.Value = v.Items[i].Text
			f.add(c, d, without(v, i))
		}
	}
}

// asked is what the request asks of an element.
func asked(part *authz.Part, t *authz.Trace) string {
	if part.Element == authz.ActionElement {
		return t.Request.Action
	}
	return t.Request.Resource
}

// spare adds a condition to a Deny that exempts the calling user or role.
func (f *finder) spare(t *authz.Trace, r authz.Ref) {
	const operator, key = "ArnNotEquals", "aws:PrincipalArn"
	d, tree := f.document(r.Policy)
	i := slices.IndexFunc(t.Context, func(e authz.Entry) bool { return e.Key == key })
	if d == nil || i < 0 || len(t.Context[i].Values) != 1 {
		return
	}
	s := statement(tree, r.Statement)
	text, arn := r.Policy.Document.Text, t.Context[i].Values[0]
	c := Change{Verb: SpareCaller, Policy: r.Policy, Statement: r.Statement, Value: arn}
	block, same, spared := find(s, []string{"Condition"}), find(s, []string{"Condition", operator}), find(s, []string{"Condition", operator, key})
	switch {
	case spared.Kind != syntax.Missing:
		f.add(c, d, withItem(text, spared, encode(arn)))
	case same.Kind == syntax.Object:
		f.add(c, d, withMember(text, same, key, arn))
	case block.Kind == syntax.Object:
		f.add(c, d, withMember(text, block, operator, map[string]string{key: arn}))
	case s.Kind == syntax.Object:
		f.add(c, d, withMember(text, s, "Condition", map[string]any{operator: map[string]string{key: arn}}))
	}
}

// drop removes a whole statement, where it is not the only one.
func (f *finder) drop(r authz.Ref) {
	d, tree := f.document(r.Policy)
	if d == nil {
		return
	}
	if all := find(tree, []string{"Statement"}); all.Kind == syntax.Array && len(all.Items) > 1 {
		f.add(Change{Verb: RemoveStatement, Policy: r.Policy, Statement: r.Statement}, d, without(all, r.Statement.Index))
	}
}

// supply proposes what makes a policy type allow that had to and did not.
func (f *finder) supply(t *authz.Trace, m authz.Missing) {
	switch m.Beyond {
	case authz.BlockPublicAccess:
		f.unblock(t)
		return
	case authz.Partition, authz.CredentialRestriction:
		return
	case authz.InPolicies:
	}
	l := layer(t, m.Type)
	for i := range l.Policies {
		p := &l.Policies[i]
		if m.Node != "" && p.AttachedTo != m.Node {
			continue
		}
		for j := range p.Statements {
			f.mend(t, p.Policy, &p.Statements[j])
		}
		f.newStatement(t, m.Type, p.Policy, policy.Allow)
	}
	f.attach(t, m)
}

// mend proposes what makes the one part match that kept an Allow from matching.
func (f *finder) mend(t *authz.Trace, p *iam.Policy, s *authz.StatementTrace) {
	if s.Statement.Effect != policy.Allow || !s.NearMiss() {
		return
	}
	i := slices.IndexFunc(s.Parts, func(p authz.Part) bool { return !p.Matched })
	part := &s.Parts[i]
	if part.Condition != nil {
		f.setKey(t, part.Condition, true)
		f.loosen(p, s.Statement, part)
		return
	}
	d, tree := f.document(p)
	if d == nil {
		return
	}
	c := Change{Verb: AddValue, Policy: p, Statement: s.Statement, Element: elementName(part)}
	v := statement(tree, s.Statement)
	switch {
	case part.Element == authz.PrincipalElement && !part.Not:
		f.addPrincipal(t, d, v, c)
	case c.Element != "" && !part.Not:
		c.Value = asked(part, t)
		f.add(c, d, withItem(p.Document.Text, find(v, []string{c.Element}), encode(c.Value)))
	case c.Element != "":
		f.removeExcluded(d, find(v, []string{c.Element}), part, c)
	}
}

// removeExcluded takes the value out of a Not element that excludes the request.
func (f *finder) removeExcluded(d *scenario.Document, v *syntax.Value, part *authz.Part, c Change) {
	for i := range v.Items {
		if v.Items[i].Span == part.Span && len(v.Items) > 1 {
			c.Verb, c.Value = RemoveValue, v.Items[i].Text
			f.add(c, d, without(v, i))
		}
	}
}

func (f *finder) addPrincipal(t *authz.Trace, d *scenario.Document, s *syntax.Value, c Change) {
	kind, name := principalValue(&t.Request.Principal)
	v := find(s, []string{"Principal"})
	if name == "" || v.Kind != syntax.Object {
		return
	}
	c.Element, c.Value = "Principal", name
	if m, ok := v.Find(kind); ok {
		f.add(c, d, withItem(d.Policy.Document.Text, &m.Value, encode(name)))
		return
	}
	f.add(c, d, withMember(d.Policy.Document.Text, v, kind, name))
}

// principalValue says how a Principal element names the caller: a session by its role.
func principalValue(p *iam.Principal) (kind, name string) {
	switch p.Kind {
	case iam.RoleSession:
		return "AWS", p.Role.ARN
	case iam.UserPrincipal, iam.FederatedUser, iam.RootUser:
		return "AWS", p.ARN
	case iam.ServicePrincipal:
		return "Service", p.ARN
	case iam.FederatedPrincipal:
		return "Federated", p.ARN
	case iam.Anonymous:
	}
	return "AWS", "*"
}

// newStatement proposes a further statement of a policy for just this request.
func (f *finder) newStatement(t *authz.Trace, of policy.Type, p *iam.Policy, effect policy.Effect) {
	d, tree := f.document(p)
	if d == nil || of == policy.RCP && effect == policy.Allow {
		return
	}
	verb := AddStatement
	if effect == policy.Deny {
		verb = DenyStatement
	}
	all := find(tree, []string{"Statement"})
	if all.Kind != syntax.Array && all.Kind != syntax.Object {
		return
	}
	s := f.newStatementFor(t, of, effect)
	f.add(Change{Verb: verb, Policy: p, Value: joined(s.Action)}, d, withItem(p.Document.Text, all, encode(s)))
}

// written is a statement as it is added to a document.
type written struct {
	Effect    string
	Principal any `json:",omitempty"`
	Action    any
	Resource  any `json:",omitempty"`
}

// newStatement is for just this request. One that allows takes in all checks that
// are denied, since a call needs them all.
func (f *finder) newStatementFor(t *authz.Trace, of policy.Type, effect policy.Effect) written {
	s := written{Effect: effect.String(), Action: t.Request.Action, Resource: t.Request.Resource}
	if effect == policy.Allow {
		s.Action = oneOrList(f.denied, func(t *authz.Trace) string { return t.Request.Action })
		s.Resource = oneOrList(f.denied, func(t *authz.Trace) string { return t.Request.Resource })
	}
	switch of {
	case policy.Trust:
		s.Resource = nil
		fallthrough
	case policy.Resource, policy.Endpoint, policy.RCP:
		s.Principal = "*"
		if kind, name := principalValue(&t.Request.Principal); name != "*" && of != policy.RCP {
			s.Principal = map[string]string{kind: name}
		}
	case policy.Identity, policy.Boundary, policy.Session, policy.SCP:
	}
	return s
}

// newDocument is a policy for just this request.
func (f *finder) newDocument(t *authz.Trace, of policy.Type) any {
	return struct {
		Version   string
		Statement []written
	}{policy.Version2012, []written{f.newStatementFor(t, of, policy.Allow)}}
}

// joined writes what oneOrList gives on one line.
func joined(values any) string {
	if list, ok := values.([]string); ok {
		return strings.Join(list, ", ")
	}
	text, _ := values.(string)
	return text
}

// oneOrList gives a text of the traces, each once: by itself, or as a list.
func oneOrList(traces []*authz.Trace, of func(*authz.Trace) string) any {
	var all []string
	for _, t := range traces {
		if text := of(t); !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}
