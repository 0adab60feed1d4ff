package explain

// open says, for each rule of docs/semantics.md that a decision can rest on
// though AWS's documentation leaves it open, what is open and what is taken. A
// list is data; a map would be code that runs at every start.
var open = [...]struct{ rule, words string }{
	{"GR-11", "how an empty list is evaluated; it is taken to match nothing"},
	{"GR-37", "how a condition operator with nothing under it is evaluated; it is taken to be true"},
	{"RC-4", "which account owns the resource *; it is taken to be the caller's"},
	{"RE-7", "what a wildcard in an IAM resource type matches; it is taken to match like any other"},
	{"RE-8", "whether * or ? in a variable's value is a wildcard; it is taken to be plain text"},
	{"RE-11", "what an ARN with missing fields matches; * is taken for each of them"},
	{"RE-14", "whether NotResource covers the resource *; it is taken to, where * is not listed"},
	{"RE-16", "whether a statement without Resource covers what lies below its resource; it is taken not to"},
	{"PM-6", "whether a Deny for an account reaches all its principals; it is taken to"},
	{"PM-7", "whether a Deny for a user reaches its federated sessions; it is taken to"},
	{"PM-14", "that NotPrincipal always denies a caller of whom it lists only a part; it is taken to"},
	{"CO-5", "whether the letter case of a condition operator counts; it is taken not to"},
	{"CO-15", "what ForAnyValue with IfExists is for an absent key; it is taken to be true"},
	{"CO-24", "whether four digits are a year or seconds; they are taken to be a year"},
	{"CO-33", "how ARN operators treat * or an ARN with missing fields; it is taken to be no ARN"},
	{"CO-44", "whether *, ? or ${ in a variable's value is special; it is taken to be plain text"},
	{"CO-48", "whether a variable with an empty value takes its default; it is taken not to"},
	{"CO-49", "whether resource control policies fill in variables; they are taken to"},
	{"EV-59", "that a role may not assume itself unless its trust policy says so; that is taken to be so"},
	{"EV-77", "whether inherited tags alone need sts:TagSession; they are taken to"},
	{"EV-95", "fully which conditions keep a bucket policy from being public; the known ones are taken"},
}

func inferred(rule string) string {
	words := ""
	for i := range open {
		if open[i].rule == rule {
			words = open[i].words
		}
	}
	return rule + ": AWS's documentation does not say " + words + "."
}
