package operations

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// newTags gives the tags of what a call creates or tags, sorted by key (IM-33).
func (r *run) newTags() ([]iam.Tag, *Error) {
	var all []iam.Tag
	for _, item := range r.parameter("Tags").Items {
		t := iam.Tag{Key: memberText(&item, "Key"), Value: memberText(&item, "Value")}
		if strings.HasPrefix(strings.ToLower(t.Key), "aws:") {
			return nil, &Error{"InvalidInput", "Tag keys that start with 'aws:' are reserved for system use."}
		}
		if slices.ContainsFunc(all, sameKey(t.Key)) {
			return nil, &Error{"InvalidInput", r.duplicateTags()}
		}
		all = append(all, t)
	}
	return byKey(all), nil
}

// duplicateTags is what IAM says of a key that comes twice; of policies it says less.
func (r *run) duplicateTags() string {
	if strings.HasSuffix(r.Operation, "Policy") {
		return "Duplicate tag keys found."
	}
	return "Duplicate tag keys found. Please note that Tag keys are case insensitive."
}

func memberText(v *syntax.Value, name string) string {
	if m, ok := v.Find(name); ok {
		return m.Value.Text
	}
	return ""
}

func sameKey(key string) func(iam.Tag) bool {
	return func(t iam.Tag) bool { return strings.EqualFold(t.Key, key) }
}

func byKey(all []iam.Tag) []iam.Tag {
	slices.SortFunc(all, func(a, b iam.Tag) int { return strings.Compare(a.Key, b.Key) })
	return all
}
