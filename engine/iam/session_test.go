package iam_test

import (
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
)

// EV-88, after "Pass session tags in AWS STS", chaining roles with tags: what
// each session of a chain carries of its own; role tags come below these.
func TestChainedSessionTags(t *testing.T) {
	first := new(iam.Session).Chain(iam.Session{Tags: []iam.Tag{{Key: "Star", Value: "1"}, {Key: "Heart", Value: "1"}}, Transitive: []string{"Star", "heart"}})
	second := first.Chain(iam.Session{})
	third := second.Chain(iam.Session{Tags: []iam.Tag{{Key: "Moon", Value: "3"}}})
	for name, c := range map[string]struct {
		session iam.Session
		want    string
	}{
		"what the first call passes": {first, "Star=1 Heart=1 "},
		"inherited by the second":    {second, "Star=1 Heart=1 "},
		"and by the third":           {third, "Star=1 Heart=1 Moon=3 "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := written(c.session.Tags); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if second.Passable("star") || !second.Passable("Moon") {
		t.Error("an inherited transitive tag cannot be passed again; others can (EV-76)")
	}
}

// EV-76: tags that are not transitive end with their session.
func TestTagsThatAreNotTransitive(t *testing.T) {
	first := iam.Session{Tags: []iam.Tag{{Key: "Star", Value: "1"}}}
	next := first.Chain(iam.Session{Tags: []iam.Tag{{Key: "Star", Value: "2"}}})
	if got := written(next.Tags); got != "Star=2 " {
		t.Errorf("got %s, want Star=2", got)
	}
}

// EV-78: a source identity cannot change along a chain.
func TestSourceIdentityStays(t *testing.T) {
	first := iam.Session{SourceIdentity: "ana"}
	if got := first.Chain(iam.Session{}).SourceIdentity; got != "ana" {
		t.Errorf("got %q, want it inherited", got)
	}
	if got := first.Chain(iam.Session{SourceIdentity: "ben"}).SourceIdentity; got != "ana" {
		t.Errorf("got %q, want the first to stay", got)
	}
	if got := new(iam.Session).Chain(iam.Session{SourceIdentity: "ben"}).SourceIdentity; got != "ben" {
		t.Errorf("got %q, want the one that was passed", got)
	}
}

func written(tags []iam.Tag) string {
	text := ""
	for _, tag := range tags {
		text += tag.Key + "=" + tag.Value + " "
	}
	return text
}
