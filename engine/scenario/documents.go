package scenario

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// document reads what stands where a policy document belongs: the document
// itself, its raw text, or the path of a file.
func (r *reader) document(n node, t policy.Type, name string) *iam.Policy {
	d := &Document{Source: r.scenario.Source, Base: n.Span.From, Path: n.path(), Type: t}
	text := ""
	switch {
	case n.Kind == syntax.Object:
		text = r.scenario.Source.Text()[n.Span.From:n.Span.To]
	case n.Kind == syntax.String && strings.HasPrefix(strings.TrimLeft(n.Text, " \t\r\n"), "{"):
		d.Source, d.Base = r.scenario.Source.Embedded(r.scenario.Source.Name(), n.Text, n.Span), 0
		text = n.Text
	case n.Kind == syntax.String:
		return r.file(n, d, t, name)
	default:
		n.refuse("WRONG_TYPE", n.name()+" must be a policy document, not "+kindNames[n.Kind]+".")
	}
	return r.add(d, &iam.Policy{Name: name, Document: r.Parse(text, t)})
}

// file follows the path of a policy document.
func (r *reader) file(n node, d *Document, t policy.Type, name string) *iam.Policy {
	if strings.TrimSpace(n.Text) == "" {
		n.report("EMPTY_DOCUMENT", "There is no policy document here. Write one.")
		return r.add(d, r.absent(name, "it is empty"))
	}
	if r.File == nil {
		n.report("CANNOT_FOLLOW_PATH", "The file "+strconv.Quote(n.Text)+" cannot be read here: only the command line follows paths.")
		return r.add(d, r.absent(name, "the file "+n.Text+" cannot be read here"))
	}
	d.File = n.Text
	source, err := r.File(n.Text)
	if err != nil {
		n.report("CANNOT_READ_FILE", "The file "+strconv.Quote(n.Text)+" cannot be read: "+err.Error()+".")
		d.Unreadable = true
		return r.add(d, r.absent(name, "the file "+n.Text+" cannot be read"))
	}
	p := &iam.Policy{Name: name, Document: r.Parse(source.Text(), t)}
	d.Source, d.Base, d.Unreadable = source, 0, p.Document.Malformed
	return r.add(d, p)
}

func (r *reader) add(d *Document, p *iam.Policy) *iam.Policy {
	d.Policy, p.Ref = p, len(r.scenario.Documents)
	r.scenario.Documents = append(r.scenario.Documents, d)
	return p
}

// use records what a document is attached to, and the type it is first used as.
func (r *reader) use(p *iam.Policy, t policy.Type, to string) {
	if p.Ref < 0 {
		return
	}
	d := r.scenario.Documents[p.Ref]
	if !d.used {
		d.Type, d.used = t, true
	}
	d.AttachedTo = append(d.AttachedTo, to)
}

// CodeNoManagedPolicy is the code for an AWS managed policy that is not known, which may be known once more of them are.
const CodeNoManagedPolicy = "NO_SUCH_AWS_MANAGED_POLICY"

// absent stands for a policy that cannot be had: its one statement matches
// nothing and is named among what was not evaluated.
func (r *reader) absent(name, why string) *iam.Policy {
	fault := &policy.Document{Statements: []policy.Statement{{Fault: why}}}
	return &iam.Policy{Name: name, Document: fault, Ref: -1}
}

// inAccount is the word for a customer managed policy that its own account refers to by name.
func inAccount(a *iam.Account, name string) string { return a.ID + " " + name }

// know keeps a policy under a word that references name it by: its ARN, or inAccount.
func (r *reader) know(word string, p *iam.Policy) *iam.Policy {
	r.policy[word] = p
	return p
}

// reference finds a policy by the name of a customer managed policy of the
// account, or by the ARN of a customer or AWS managed policy.
func (r *reader) reference(a *iam.Account, n node) *iam.Policy {
	if !n.is(syntax.String) {
		return r.absent("", "its reference is no string")
	}
	if p := r.policy[inAccount(a, n.Text)]; p != nil {
		return p
	}
	if strings.HasPrefix(n.Text, "arn:") {
		return r.byARN(n)
	}
	n.report("NO_SUCH_POLICY", "Account "+a.ID+" has no policy "+strconv.Quote(n.Text)+". Write the name of one of its policies, or the ARN of an AWS managed policy."+didYouMean(n.Text, names(a.Policies, func(p *iam.Policy) string { return p.Name })))
	return r.absent(n.Text, "there is no such policy")
}

func (r *reader) byARN(n node) *iam.Policy {
	if p := r.policy[n.Text]; p != nil {
		return p
	}
	if text, ok := r.Managed(n.Text); ok {
		d := &Document{Source: syntax.NewSource(n.Text, text), Type: policy.Identity}
		return r.know(n.Text, r.add(d, &iam.Policy{Name: n.Text, ARN: n.Text, Document: r.Parse(text, policy.Identity)}))
	}
	if a, ok := arn.Parse(n.Text); ok && a.Account == "aws" {
		n.report(CodeNoManagedPolicy, "AWS has no managed policy "+n.Text+" that Verdict knows. Write its whole ARN, with the path; or write the policy out under policies.")
	} else {
		n.report("NO_SUCH_POLICY", "There is no policy "+n.Text+" here. Write it out under the policies of its account.")
	}
	return r.absent(n.Text, "there is no such policy")
}
