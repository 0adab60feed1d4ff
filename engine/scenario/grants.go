package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// grantVersion is that of the documents that state grants: in the older one `${…}` is
// plain text, as it is in a grant (GR-15).
const grantVersion = "2008-10-17"

// isKey tells the ARN of a KMS key.
func isKey(text string) bool {
	a, _ := arn.Parse(text)
	return a.Service == "kms" && strings.HasPrefix(a.Resource, "key/")
}

// constrained are the operations of a grant that take an encryption context,
// which a grant's constraints apply to; unconstrained are the others (AWS KMS
// Developer Guide, "Grant operations"; API Reference, "GrantConstraints").
var (
	constrained = []string{
		"Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
		"GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo",
	}
	unconstrained = []string{
		"CreateGrant", "DeriveSharedSecret", "DescribeKey", "GenerateMac", "GetPublicKey", "RetireGrant", "Sign", "Verify", "VerifyMac",
	}
	// asymmetric are those of the latter that a grant with constraints cannot allow
	// (AWS KMS API Reference, "CreateGrant").
	asymmetric = []string{"DeriveSharedSecret", "GenerateMac", "GetPublicKey", "Sign", "Verify", "VerifyMac"}
)

// grants reads the grants on a KMS key, written as the API's ListGrants gives
// them. Each becomes a document that states what the grant allows, so that it is
// decided, traced and shown like every other policy (EV-67).
func (r *reader) grants(n node, key *iam.Resource) []*iam.Policy {
	var all []*iam.Policy
	for i, item := range n.items() {
		m := item.members("GranteePrincipal", "Operations", "Constraints", "Name", "GrantId", "KeyId", "RetiringPrincipal", "IssuingAccount", "CreationDate")
		name := "grant[" + strconv.Itoa(i) + "]"
		if given := m.at("Name").text(); given != "" {
			name = given
		}
		if problem := r.grantProblem(m); problem != "" {
			item.report("INVALID_GRANT", problem)
			key.UnknownSettings = append(key.UnknownSettings, name)
			continue
		}
		statements := r.grantStatements(m, key.ARN)
		text := syntax.MarshalIndent(map[string]any{"Version": grantVersion, "Statement": statements})
		if len(statements) == 0 {
			item.report("EMPTY_GRANT", "The grant allows nothing. Write its GranteePrincipal and Operations.")
			continue
		}
		d := &Document{Source: syntax.NewSource(name, string(text)), Type: policy.Resource}
		grant := r.add(d, &iam.Policy{Name: name, Grant: true, Document: r.Parse(string(text), policy.Resource)})
		r.use(grant, policy.Resource, key.ARN)
		all = append(all, grant)
	}
	return all
}

// grantProblem says why AWS KMS could hold no such grant; one with a constraint
// that is not known must not allow more than it says.
func (r *reader) grantProblem(m object) string {
	for _, member := range []string{"GranteePrincipal", "RetiringPrincipal"} {
		p := m.at(member).text()
		if _, isARN := arn.Parse(p); p != "" && !isARN && !strings.HasSuffix(p, ".amazonaws.com") {
			return member + " must be the ARN of a user, role, session or account, or a service: " + strconv.Quote(p) + " is none."
		}
	}
	constraints := m.at("Constraints")
	if constraints.absent() || constraints.Kind != syntax.Object {
		return ""
	}
	for i := range constraints.Members {
		if name := constraints.Members[i].Name; name != "EncryptionContextEquals" && name != "EncryptionContextSubset" {
			return "The constraint " + strconv.Quote(name) + " is not known, so the grant is left out." + didYouMean(name, []string{"EncryptionContextEquals", "EncryptionContextSubset"})
		}
	}
	for _, item := range m.at("Operations").items() {
		if name := item.Text; slices.Contains(asymmetric, name) && len(constraints.Members) > 0 {
			return "A grant with constraints cannot allow " + name + ": the operation takes no encryption context."
		}
	}
	return ""
}

// grantStatements writes a grant as statements: one for its grantee's operations
// with an encryption context, one for the others, one for who may retire it.
func (r *reader) grantStatements(m object, key string) []any {
	var statements []any
	allow := func(principal string, operations []string, conditions map[string]any) {
		if principal == "" || len(operations) == 0 {
			return
		}
		kind := "AWS"
		if strings.HasSuffix(principal, ".amazonaws.com") {
			kind = "Service"
		}
		s := map[string]any{"Effect": "Allow", "Principal": map[string]any{kind: principal}, "Action": operations, "Resource": key}
		if conditions != nil {
			s["Condition"] = conditions
		}
		statements = append(statements, s)
	}
	operations := r.operations(m.at("Operations"))
	grantee := m.at("GranteePrincipal").text()
	allow(grantee, among(operations, constrained), r.constraints(m.at("Constraints")))
	allow(grantee, among(operations, unconstrained), nil)
	allow(m.at("RetiringPrincipal").text(), []string{"kms:RetireGrant"}, nil)
	return statements
}

// operations reads the operations of a grant, which are not IAM actions: no wildcards, no prefix.
func (r *reader) operations(n node) []string {
	known := slices.Concat(constrained, unconstrained)
	var all []string
	for _, item := range n.items() {
		name := item.text()
		if !slices.Contains(known, name) {
			item.report("INVALID_GRANT_OPERATION", strconv.Quote(name)+" is not an operation that a grant can allow."+didYouMean(name, known))
			continue
		}
		all = append(all, name)
	}
	return all
}

// among gives the operations that are in the list, as actions.
func among(operations, list []string) []string {
	var actions []string
	for _, name := range operations {
		if slices.Contains(list, name) {
			actions = append(actions, "kms:"+name)
		}
	}
	return actions
}

// constraints writes the constraints of a grant as conditions. A constraint's
// key ignores letter case and its value does not; EncryptionContextEquals allows
// no further pair.
func (r *reader) constraints(n node) map[string]any {
	if n.absent() {
		return nil
	}
	m := n.members("EncryptionContextEquals", "EncryptionContextSubset")
	equal, subset, conditions := map[string]any{}, map[string]any{}, map[string]any{}
	var keys []string
	for _, pair := range m.at("EncryptionContextSubset").each() {
		subset["kms:EncryptionContext:"+pair.name] = pair.text()
	}
	for _, pair := range m.at("EncryptionContextEquals").each() {
		equal["kms:EncryptionContext:"+pair.name] = pair.text()
		keys = append(keys, pair.name)
	}
	if len(equal) > 0 {
		conditions["StringEquals"] = equal
	}
	if len(subset) > 0 {
		conditions["ForAnyValue:StringEquals"] = subset // a block of its own: both constraints hold
	}
	if keys != nil {
		conditions["ForAllValues:StringEqualsIgnoreCase"] = map[string]any{"kms:EncryptionContextKeys": keys}
	}
	return conditions
}
