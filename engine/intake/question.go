package intake

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/glob"
)

// examples are what is asked of a policy that names actions by wildcards alone.
var examples = [...]string{
	"s3:GetObject", "dynamodb:GetItem", "ec2:DescribeInstances", "iam:GetUser", "lambda:InvokeFunction", "kms:Decrypt",
	"sqs:SendMessage", "sns:Publish", "secretsmanager:GetSecretValue", "sts:AssumeRole", "logs:PutLogEvents",
}

// firstQuestion is a request that a document pasted alone may be about.
func (w *work) firstQuestion(f *found) *value {
	r := &value{}
	setText(r, "principal", w.asker(f))
	setText(r, "action", exampleAction(firstOf(f.document, "Action")))
	setText(r, "resource", w.exampleResource(f))
	return r
}

// asker is the caller to ask for: one that the document names, else its bearer.
func (w *work) asker(f *found) string {
	named := firstOf(f.document, "Principal")
	if e, ok := entityOf(named); ok {
		w.identity(&call{principal: named})
		return strings.Replace(named, ":root", ":user/alice", 1)
	} else if e.account != "" {
		asker := "arn:aws:iam::" + e.account + ":user/alice"
		w.identity(&call{principal: asker})
		return asker
	}
	if strings.HasSuffix(named, ".amazonaws.com") || strings.Contains(named, "-provider/") {
		return named
	}
	return "arn:aws:iam::" + ours[0] + ":user/alice"
}

// exampleAction is an action that a pattern may match.
func exampleAction(pattern string) string {
	if pattern == "" {
		return examples[0]
	}
	if !strings.ContainsAny(pattern, "*?") {
		return pattern
	}
	compiled := glob.Parse(strings.ToLower(pattern))
	for _, example := range examples {
		if compiled.Match(strings.ToLower(example)) {
			return example
		}
	}
	if service, _, ok := strings.Cut(pattern, ":"); ok {
		return service + ":" + filled(pattern[len(service)+1:])
	}
	return examples[0]
}

// exampleResource is a resource that the document may be about.
func (w *work) exampleResource(f *found) string {
	if isTrust(f.document) && len(w.Document) > 3 {
		return "arn:aws:iam::" + w.Document[1] + ":role/" + w.Document[3]
	}
	named := firstOf(f.document, "Resource")
	if a, ok := arn.Parse(named); !ok || strings.ContainsAny(a.Account, "*?$") {
		if len(w.Document) > 3 && w.Document[2] == "resources" {
			return w.Document[3]
		}
		return "*"
	}
	return filled(strings.ReplaceAll(named, "${aws:username}", "alice"))
}

// filled is a text that a pattern matches.
func filled(pattern string) string {
	for _, part := range []string{"*", "?", "${", "}"} {
		pattern = strings.ReplaceAll(pattern, part, map[string]string{"*": "Example", "?": "x"}[part])
	}
	return pattern
}
