package operations_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/format"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// IM-1 to IM-35: every operation answers or refuses as it should, leaves the world that it was given as it
// was, and what it changed comes back out of the scenario's text.
func TestStory(t *testing.T) {
	s := newSession(t)
	text := `{"version": 1, "accounts": {"` + account + `": {}}}`
	s.world = read(t, text)
	called := map[string]bool{}
	for _, step := range slices.Concat(story, credentialStory) {
		before, was := s.world, plain(s.world)
		if step.code != "" {
			s.fails(step.operation, step.parameters, step.code, step.message)
		} else {
			called[step.operation] = true
			s.does(step.operation, step.parameters)
		}
		if !reflect.DeepEqual(was, plain(before)) {
			t.Fatalf("%s %s changed the world that it was given", step.operation, step.parameters)
		}
		next, err := scenario.Apply(text, scenario.Changes(before, s.world))
		if err != nil {
			t.Fatalf("%s: %v", step.operation, err)
		}
		text = next
		if got, want := plain(read(t, text)), plain(s.world); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s %s: the scenario says\n%+v\nthe world says\n%+v\n%s", step.operation, step.parameters, got, want, text)
		}
	}
	for _, name := range operations.Names() {
		if !called[name] {
			t.Errorf("the story never calls %s", name)
		}
	}
}

func read(t *testing.T, text string) *iam.World {
	t.Helper()
	s := opened(t, text)
	for _, d := range s.Diagnostics {
		t.Fatalf("%v: %s: %s", d.Path, d.Code, d.Message)
	}
	return s.World
}

func opened(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, refusals := scenario.Read(syntax.NewSource("test.json", text), scenario.Options{
		Now: scenario.ClockAt(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)), Parse: policy.Parse, Managed: catalog.ManagedPolicy,
	})
	for _, r := range refusals {
		t.Fatalf("refused: %s: %s\n%s", r.Code, r.Message, text)
	}
	return s
}

// What follows puts a world into plain values, without pointers, so that worlds
// can be compared: documents by their JSON, references by name.
type plainAccount struct {
	ID, Alias, Partition string
	Passwords            iam.PasswordPolicy
	HasPasswords         bool
	Root                 iam.Credentials
	Entities             []plainEntity
	// Federation has the rest by value.
	Federation []any
}

type plainEntity struct {
	Kind, Name, Path, ARN, ID, Created, Boundary, Trust, Description, Used string
	Inline, Attached, Groups, Versions                                     []string
	Tags                                                                   []iam.Tag
	Credentials                                                            iam.Credentials
	Login                                                                  iam.LoginProfile
	Number                                                                 int
	Certificates, Keys                                                     []iam.Upload
	Services                                                               []iam.ServiceCredential
}

func plain(w *iam.World) []plainAccount {
	var all []plainAccount
	for _, a := range w.Accounts {
		p := plainAccount{ID: a.ID, Alias: a.Alias, Partition: a.Partition, Root: empty(a.Root), HasPasswords: a.PasswordPolicy != nil}
		if p.HasPasswords {
			p.Passwords = *a.PasswordPolicy
		}
		for _, one := range a.Policies {
			p.Entities = append(p.Entities, plainPolicy(one))
		}
		for _, g := range a.Groups {
			p.Entities = append(p.Entities, plainIdentity("group", &g.Identity, nil, nil))
		}
		for _, u := range a.Users {
			e := plainIdentity("user", &u.Identity, u.Boundary, u.Tags)
			for _, g := range u.Groups {
				e.Groups = append(e.Groups, g.ARN)
			}
			e.Credentials, e.Used = empty(u.Credentials), u.PasswordLastUsed
			if u.LoginProfile != nil {
				e.Login, e.Number = *u.LoginProfile, 1
			}
			e.Certificates, e.Keys, e.Services = slices.Concat(u.SigningCertificates), slices.Concat(u.SSHPublicKeys), slices.Concat(u.ServiceCredentials)
			p.Entities = append(p.Entities, e)
		}
		for _, r := range a.Roles {
			e := plainIdentity("role", &r.Identity, r.Boundary, r.Tags)
			e.Description, e.Used, e.Number, e.Trust = r.Description, r.LastUsed, r.MaxSession, laidOut(r.Trust.Document.Text)
			p.Entities = append(p.Entities, e)
		}
		for _, i := range a.InstanceProfiles {
			e := plainEntity{Kind: "profile", Name: i.Name, Path: i.Path, ARN: i.ARN, ID: i.UniqueID, Created: i.Created, Tags: slices.Concat(i.Tags)}
			if i.Role != nil {
				e.Attached = []string{i.Role.ARN}
			}
			p.Entities = append(p.Entities, e)
		}
		p.Federation = plainFederation(a)
		all = append(all, p)
	}
	return all
}

func plainFederation(a *iam.Account) []any {
	var all []any
	for _, one := range a.OIDCProviders {
		p := *one
		p.ClientIDs, p.Thumbprints, p.Tags = slices.Concat(p.ClientIDs), slices.Concat(p.Thumbprints), slices.Concat(p.Tags)
		all = append(all, p)
	}
	for _, one := range a.SAMLProviders {
		p := *one
		p.Tags = slices.Concat(p.Tags)
		all = append(all, p)
	}
	for _, one := range a.ServerCertificates {
		c := *one
		c.Tags = slices.Concat(c.Tags)
		all = append(all, c)
	}
	for _, one := range a.MFADevices {
		d := *one
		d.Tags = slices.Concat(d.Tags)
		all = append(all, d)
	}
	if a.Report != nil {
		all = append(all, *a.Report)
	}
	return all
}

func empty(c iam.Credentials) iam.Credentials {
	return iam.Credentials{AccessKeys: slices.Concat(c.AccessKeys), MFADevices: slices.Concat(c.MFADevices)}
}

func plainIdentity(kind string, i *iam.Identity, boundary *iam.Policy, tags []iam.Tag) plainEntity {
	e := plainEntity{Kind: kind, Name: i.Name, Path: i.Path, ARN: i.ARN, ID: i.UniqueID, Created: i.Created, Tags: slices.Concat(tags)}
	if boundary != nil {
		e.Boundary = boundary.ARN + laidOut(boundary.Document.Text)
	}
	for _, p := range i.Inline {
		e.Inline = append(e.Inline, p.Name, laidOut(p.Document.Text))
	}
	for _, p := range i.Attached {
		e.Attached = append(e.Attached, p.Name, p.ARN, laidOut(p.Document.Text))
	}
	return e
}

func plainPolicy(p *iam.Policy) plainEntity {
	m := p.Managed
	e := plainEntity{Kind: "policy", Name: p.Name, Path: m.Path, ARN: p.ARN, ID: m.UniqueID, Created: m.Created, Used: m.Updated, Description: m.Description, Tags: slices.Concat(m.Tags), Number: m.Latest}
	e.Inline = []string{m.Default, laidOut(p.Document.Text)}
	for _, v := range m.Versions {
		e.Versions = append(e.Versions, v.ID, v.Created, laidOut(v.Document))
	}
	return e
}

// laidOut takes the author's layout out of a document.
func laidOut(document string) string {
	text, _ := format.Text(document)
	return strings.Join(strings.Fields(text), " ")
}

// What did not change keeps its author's writing: a document in a string, the
// order of members, an escape.
func TestChangesKeepTheAuthorsWriting(t *testing.T) {
	const author = `{"version": 1, "title": "caf\u00e9", "accounts": {"111111111111": {
		"users": {"zoe": {"tags": {"b": "2", "a": "1"}, "inlinePolicies": {"raw": "{\"Statement\": []}"}}, "ana": {}},
		"policies": {"P": {"Version": "2012-10-17", "Statement": []}}}}, "requests": []}`
	s := newSession(t)
	s.world = read(t, author)
	before := s.world
	s.does("TagUser", `{"UserName":"zoe","Tags":[{"Key":"c","Value":"3"}]}`)
	s.does("TagPolicy", `{"PolicyArn":"`+own+`P","Tags":[{"Key":"k","Value":"v"}]}`)
	got, err := scenario.Apply(author, scenario.Changes(before, s.world))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"version": 1, "title": "caf\u00e9", "accounts": {"111111111111": {
		"users": {"zoe": {"tags": {"b": "2", "a": "1", "c": "3"}, "inlinePolicies": {"raw": "{\"Statement\": []}"}}, "ana": {}},
		"policies": {"P": {"document": {"Version": "2012-10-17", "Statement": []}, "tags": {"k": "v"}}}}}, "requests": []}`
	if laid, _ := format.Text(want); got != laid {
		t.Errorf("got\n%s\nwant\n%s", got, laid)
	}
}

// Every check asks for an action of IAM, with condition keys that it has by the
// Service Authorization Reference.
func TestChecksAskWhatTheReferenceLists(t *testing.T) {
	service, _ := data.Catalog().Service("iam")
	s := newSession(t)
	for _, step := range slices.Concat(story, credentialStory) {
		for _, check := range operations.Checks(s.world, s.call(step.operation, step.parameters)) {
			action, known := service.Action(strings.TrimPrefix(check.Action, "iam:"))
			if !known {
				t.Errorf("%s asks for %s, which the reference lacks", step.operation, check.Action)
				continue
			}
			if (check.Resource == "*") != (len(action.ResourceTypes()) == 0) {
				t.Errorf("%s is asked on %s; the reference has %v", check.Action, check.Resource, action.ResourceTypes())
			}
			for _, supplied := range check.Context {
				if !slices.ContainsFunc(action.Keys(), func(k string) bool { return within(supplied.Key, k) }) {
					t.Errorf("%s is asked with %s; the reference has %v", check.Action, supplied.Key, action.Keys())
				}
			}
		}
		if step.code == "" {
			s.does(step.operation, step.parameters)
		}
	}
}

// within says whether a condition key is one that the reference lists, such as aws:RequestTag/*.
func within(key, pattern string) bool {
	base, tagged := strings.CutSuffix(pattern, "*")
	return strings.EqualFold(key, pattern) || tagged && strings.HasPrefix(key, base)
}
