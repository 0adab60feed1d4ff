package iam

import (
	"slices"
	"strings"
)

// Session is what was passed when a role session, a federated user or a root
// user's session was made.
type Session struct {
	Policies []*Policy
	Tags     []Tag
	// Transitive are the keys of the tags that sessions made from this one inherit.
	Transitive     []string
	SourceIdentity string
}

// Inherited gives the tags that a session made from this one inherits: the
// session tags whose keys are transitive, never the role's own (EV-76).
func (s *Session) Inherited() []Tag {
	var all []Tag
	for _, t := range s.Tags {
		if holds(s.Transitive, t.Key) {
			all = append(all, t)
		}
	}
	return all
}

// Chain gives the session that a call from this one makes with what it passes.
// Inherited tags and a source identity stay as they are (EV-76, EV-78);
// Passable says whether the call may pass something else.
func (s *Session) Chain(passed Session) Session {
	next := passed
	next.Tags = s.Inherited()
	for _, t := range passed.Tags {
		if s.Passable(t.Key) {
			next.Tags = append(next.Tags, t)
		}
	}
	next.Transitive = slices.Concat(s.Transitive, passed.Transitive)
	if s.SourceIdentity != "" {
		next.SourceIdentity = s.SourceIdentity
	}
	return next
}

// Passable says whether a call from the session may pass a tag with the key:
// an inherited tag cannot be passed again (EV-76).
func (s *Session) Passable(key string) bool {
	return !slices.ContainsFunc(s.Inherited(), func(t Tag) bool { return strings.EqualFold(t.Key, key) })
}

func holds(keys []string, key string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, key) })
}
