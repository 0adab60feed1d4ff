package authz

import (
	"strconv"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
)

// noteRefusedCall names what makes AWS STS refuse a call that the policies may
// allow (EV-76, EV-78, EV-79).
func (e *evaluation) noteRefusedCall() {
	if e.record == nothing {
		return
	}
	if longest := e.longestSession(); e.request.Duration > longest {
		e.note(DurationTooLong, strconv.Itoa(longest))
	}
	for _, s := range e.request.Context {
		name := strings.ToLower(s.Key)
		if tag, ok := strings.CutPrefix(name, "aws:requesttag/"); ok && !e.request.Session.Passable(tag) {
			e.note(TagPassedAgain, s.Key[len("aws:RequestTag/"):])
		}
		if len(s.Values) != 1 {
			continue
		}
		switch name {
		case "sts:sourceidentity":
			if set := e.request.Session.SourceIdentity; set != "" && set != s.Values[0] {
				e.note(SourceIdentityChanged, set)
			}
		case "sts:externalid":
			if !isExternalID(s.Values[0]) {
				e.note(InvalidExternalID, s.Values[0])
			}
		}
	}
}

// longestSession is how many seconds the session that the call makes may last:
// what the role allows, and an hour where a role's session asks (EV-72, EV-73).
// The session of an EC2 instance, whose name is the instance's, does not count as one.
func (e *evaluation) longestSession() int {
	longest := iam.DefaultMaxSession
	if role := e.assumedRole(); role != nil {
		longest = role.LongestSession()
	}
	p := &e.request.Principal
	if p.Kind == iam.RoleSession && !strings.HasPrefix(p.SessionName, "i-") {
		return min(longest, iam.DefaultMaxSession)
	}
	return longest
}

// isExternalID tells text that AssumeRole takes as an external ID (AWS STS API
// Reference, "AssumeRole").
func isExternalID(s string) bool {
	const others = "_+=,.@:/-"
	if len(s) < 2 || len(s) > 1224 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || strings.ContainsRune(others, r))
	}) < 0
}
