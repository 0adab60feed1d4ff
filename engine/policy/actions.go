package policy

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/glob"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Action is a fully named action as requests carry it, in lower case because
// action names ignore letter case (RC-2).
type Action struct{ Service, Name, text string }

// ParseAction reads service:Name. It refuses wildcards and anything but one colon.
func ParseAction(text string) (Action, bool) {
	text = lower(text)
	service, name, ok := strings.Cut(text, ":")
	bad := !ok || service == "" || name == "" || strings.Contains(name, ":") || unclean(text)
	return Action{service, name, text}, !bad
}

// unclean tells a text with wildcards or white space.
func unclean(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case '*', '?', ' ', '\t', '\r', '\n':
			return true
		}
	}
	return false
}

// String gives the action in lower case.
func (a Action) String() string { return a.text }

// Actions is an Action or NotAction element.
type Actions struct {
	Span   syntax.Span
	Not    bool
	Values []ActionPattern
}

// ActionPattern is one value of an Action or NotAction element.
type ActionPattern struct {
	Raw     string
	Span    syntax.Span
	all     bool
	service string
	name    glob.Pattern
}

// Match says whether the pattern covers the action (AC-1, AC-2, AC-5).
func (p *ActionPattern) Match(a Action) bool {
	return p.all || p.service == a.Service && p.name.Match(a.Name)
}

// Match gives the index of the first value that covers the action, or -1.
func (a *Actions) Match(action Action) int {
	for i := range a.Values {
		if a.Values[i].Match(action) {
			return i
		}
	}
	return -1
}

// lower maps ASCII letters only: service prefixes and action names hold no others.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

func parseActionPattern(raw string, span syntax.Span) (ActionPattern, *fault) {
	p := ActionPattern{Raw: raw, Span: span}
	if raw == "*" || raw == "*:*" {
		p.all = true
		return p, nil
	}
	service, name, ok := strings.Cut(lower(raw), ":")
	switch {
	case strings.Contains(raw, "${"):
		return p, &fault{"VARIABLE_UNSUPPORTED_IN_ELEMENT", "Policy variables have no place in an action. Name the action in " + quote(raw) + "."}
	case !ok:
		return p, &fault{"INVALID_ACTION", quote(raw) + " is not an action. Write service:Name, for example s3:GetObject, or *."}
	case service == "" || name == "":
		return p, &fault{"INVALID_ACTION", quote(raw) + " lacks its service or its name. Write service:Name, for example s3:GetObject."}
	case strings.Contains(name, ":"):
		return p, &fault{"INVALID_ACTION", quote(raw) + " has a second colon. Write service:Name, for example s3:GetObject."}
	case strings.ContainsAny(service, "*?"):
		return p, &fault{"INVALID_SERVICE_IN_ACTION", "The service prefix of " + quote(raw) + " cannot hold a wildcard. Name the service, or write * for every action."}
	}
	if !prefix(service) {
		return p, &fault{"INVALID_SERVICE_IN_ACTION", "The service prefix of " + quote(raw) + " can hold letters, digits, hyphens and dots only."}
	}
	p.service, p.name = service, glob.Parse(name)
	return p, nil
}

func prefix(service string) bool {
	for i := range len(service) {
		c := service[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}

// serviceOf gives the service prefix of an action pattern, in lower case.
func serviceOf(pattern string) string {
	service, _, _ := strings.Cut(lower(pattern), ":")
	return service
}
