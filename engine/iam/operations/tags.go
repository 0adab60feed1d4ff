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

// tagged are the kinds of entities that have tags; groups have none.
var tagged = []struct {
	kind
	of func(*run) (*[]iam.Tag, *Error)
	on func(*run) string
}{
	{users, func(r *run) (*[]iam.Tag, *Error) {
		u, err := r.user()
		if err != nil {
			return nil, err
		}
		return &u.Tags, nil
	}, named(users)},
	{roles, func(r *run) (*[]iam.Tag, *Error) {
		role, err := r.role()
		if err != nil {
			return nil, err
		}
		return &role.Tags, nil
	}, named(roles)},
	{profiles, func(r *run) (*[]iam.Tag, *Error) {
		p, err := r.profile()
		if err != nil {
			return nil, err
		}
		return &p.Tags, nil
	}, profileARN},
	{policies, func(r *run) (*[]iam.Tag, *Error) {
		p, err := r.known()
		if err != nil {
			return nil, err
		}
		if p.Managed == nil {
			return nil, &Error{"AccessDenied", "Cannot tag policies outside your own account."}
		}
		return &p.Managed.Tags, nil
	}, policyARN},
	{devices, (*run).taggedDevice, serialNumber},
	{oidcProviders, func(r *run) (*[]iam.Tag, *Error) {
		p, err := r.knownOIDC()
		if err != nil {
			return nil, err
		}
		return &p.Tags, nil
	}, oidcARN},
	{samlProviders, func(r *run) (*[]iam.Tag, *Error) {
		p, err := r.samlProvider()
		if err != nil {
			return nil, err
		}
		return &p.Tags, nil
	}, samlARN},
	{serverCertificates, func(r *run) (*[]iam.Tag, *Error) {
		c, err := r.serverCertificate()
		if err != nil {
			return nil, err
		}
		return &c.Tags, nil
	}, certificateARN},
}

var tagOperations = taggable()

func taggable() map[string]operation {
	all := map[string]operation{}
	for _, t := range tagged {
		all["Tag"+t.word] = operation{run: tag(t.of), on: t.on}
		all["Untag"+t.word] = operation{run: untag(t.of), on: t.on}
		all["List"+t.word+"Tags"] = operation{run: listTags(t.of), reads: true, on: t.on}
	}
	return all
}

// tag sets tags; a key in another letter case is the same key (IM-33).
func tag(of func(*run) (*[]iam.Tag, *Error)) func(*run) (*syntax.Value, *Error) {
	return func(r *run) (*syntax.Value, *Error) {
		all, err := of(r)
		if err != nil {
			return nil, err
		}
		given, err := r.newTags()
		if err != nil {
			return nil, err
		}
		for _, t := range given {
			*all = append(slices.DeleteFunc(*all, sameKey(t.Key)), t)
		}
		byKey(*all)
		return nil, tooMany(len(*all), "TagsPerEntity", func(string) string { return "The number of tags has reached the maximum limit." })
	}
}

func untag(of func(*run) (*[]iam.Tag, *Error)) func(*run) (*syntax.Value, *Error) {
	return func(r *run) (*syntax.Value, *Error) {
		all, err := of(r)
		if err != nil {
			return nil, err
		}
		for _, key := range r.texts("TagKeys") {
			*all = slices.DeleteFunc(*all, sameKey(key))
		}
		return nil, nil
	}
}

func listTags(of func(*run) (*[]iam.Tag, *Error)) func(*run) (*syntax.Value, *Error) {
	return func(r *run) (*syntax.Value, *Error) {
		all, err := of(r)
		if err != nil {
			return nil, err
		}
		return page(tagList(*all)), nil
	}
}
