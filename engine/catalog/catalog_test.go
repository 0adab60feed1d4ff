package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/catalog/data"
)

const small = "iamcat 1\tpackage\t1.2.3\t2026-09-26\t2\t3\n" +
	"g S aws:PrincipalTag/*\ng S+ aws:TagKeys\nc s3 sts\n" +
	"!s3\nk S aws:ResourceTag/*\nk N TlsVersion\nr bucket\tarn:${Partition}:s3:::${BucketName}\tBucketTag/*\na R GetObject\tobject!,accesspointobject\tTlsVersion aws:ResourceTag/*\na P PutBucketPolicy\tbucket!\n" +
	"!s3-object\na L List\n"

func read(t *testing.T, text string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRead(t *testing.T) {
	c := read(t, small)
	if got, want := c.Source(), (catalog.Source{Package: "package", Version: "1.2.3", Date: "2026-09-26"}); got != want {
		t.Errorf("got %v", got)
	}
	if got := strings.Join(c.Services(), " "); got != "s3 s3-object" {
		t.Errorf("got the services %s", got)
	}
	if got := strings.Join(c.CoveredByRCPs(), " "); got != "s3 sts" {
		t.Errorf("got %s under resource control policies", got)
	}
	s, ok := c.Service("S3")
	if !ok || len(s.Actions) != 2 || len(s.ResourceTypes) != 1 || len(s.Keys) != 2 {
		t.Fatalf("got %+v", s)
	}
	again, _ := c.Service("s3")
	if again != s {
		t.Error("a service is parsed twice")
	}
	if _, ok := c.Service("nothing"); ok {
		t.Error("found a service that is not there")
	}
}

func TestService(t *testing.T) {
	s, _ := read(t, small).Service("s3")
	a, ok := s.Action("getobject")
	if !ok || a.Name != "GetObject" || a.Level.String() != "Read" || strings.Join(a.Keys(), " ") != "s3:TlsVersion aws:ResourceTag/*" {
		t.Errorf("got %+v, %v", a, ok)
	}
	if want := []catalog.ResourceUse{{Name: "object", Required: true}, {Name: "accesspointobject"}}; !slices.Equal(a.ResourceTypes(), want) {
		t.Errorf("got %v, want %v", a.ResourceTypes(), want)
	}
	b, _ := s.ResourceType("bucket")
	if b.ARNs[0] != "arn:${Partition}:s3:::${BucketName}" || b.Keys[0] != "s3:BucketTag/*" {
		t.Errorf("got %+v", b)
	}
	if got := s.Matching("*BUCKET*"); len(got) != 1 || got[0].Name != "PutBucketPolicy" || got[0].Level.String() != "Permissions management" {
		t.Errorf("got %v", got)
	}
}

// A tag's key stands for the star, and letter case does not count (RC-5).
func TestKeys(t *testing.T) {
	c := read(t, small)
	s, _ := c.Service("s3")
	tests := []struct {
		name         string
		global, ours bool
	}{
		{"aws:PrincipalTag/team", true, false},
		{"AWS:principaltag/Team", true, false},
		{"aws:tagkeys", true, false},
		{"aws:TagKey", false, false},
		{"s3:tlsversion", false, true},
		{"aws:ResourceTag/a", false, true},
		{"tlsversion", false, false},
	}
	for _, test := range tests {
		_, global := c.GlobalKey(test.name)
		_, ours := s.Key(test.name)
		if global != test.global || ours != test.ours {
			t.Errorf("%s: global %v, of the service %v", test.name, global, ours)
		}
	}
	if k, _ := c.GlobalKey("aws:TagKeys"); !k.Multivalued {
		t.Error("aws:TagKeys holds a list")
	}
	if k, _ := s.Key("s3:TlsVersion"); k.Type.String() != "Numeric" || k.Multivalued {
		t.Errorf("got %+v", k)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"", "iamcat 2\ta\tb\tc\t1\t1\n!s3\n", "iamcat 1\ta\n", strings.ReplaceAll(small, "!s3-object", "!a"), "iamcat 1\ta\tb\tc\t0\t0\ng S aws:x\n"} {
		if _, err := catalog.Read(text); err == nil {
			t.Errorf("no error for %.20q", text)
		}
	}
}

// Facts of the Service Authorization Reference, by which a mistake in the generator would show.
func TestData(t *testing.T) {
	c := data.Catalog()
	actions := 0
	for _, prefix := range c.Services() {
		s, _ := c.Service(prefix)
		actions += len(s.Actions)
		for _, a := range s.Actions {
			for _, use := range a.ResourceTypes() {
				if r, ok := s.ResourceType(use.Name); !ok || len(r.ARNs) == 0 {
					t.Errorf("%s:%s is about %s, which has no ARN", prefix, a.Name, use.Name)
				}
			}
		}
	}
	if len(c.Services()) < 456 || actions < 22_000 || len(c.GlobalKeys()) < 59 || len(c.CoveredByRCPs()) < 62 {
		t.Errorf("there are %d services, %d actions, %d global keys, %d services under resource control policies", len(c.Services()), actions, len(c.GlobalKeys()), len(c.CoveredByRCPs()))
	}
	for name, level := range map[string]catalog.Level{
		"s3:GetObject": catalog.LevelRead, "s3:ListBucket": catalog.LevelList, "s3:PutObject": catalog.LevelWrite,
		"s3:PutObjectTagging": catalog.LevelTagging, "iam:PutRolePolicy": catalog.LevelPermissions, "ec2:RunInstances": catalog.LevelWrite,
	} {
		prefix, name, _ := strings.Cut(name, ":")
		s, _ := c.Service(prefix)
		if a, ok := s.Action(name); !ok || a.Level != level {
			t.Errorf("%s:%s: got %+v, want the level %v", prefix, name, a, level)
		}
	}
	if k, ok := c.GlobalKey("aws:CalledVia"); !ok || !k.Multivalued {
		t.Error("aws:CalledVia is a global key with several values")
	}
}

// Every AWS managed policy is there, with its path: the large ones are not of the core, such as ReadOnlyAccess, which belongs to no path ("AWS managed policies reference").
func TestManagedData(t *testing.T) {
	if got := len(catalog.ManagedPolicies()) + len(data.Managed().ARNs()); got < 1_590 {
		t.Errorf("there are %d AWS managed policies, want about 1,594", got)
	}
	for _, arn := range append(data.Managed().ARNs(), "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "arn:aws:iam::aws:policy/SecurityAudit") {
		if document, ok := data.ManagedPolicy(arn); !ok || !strings.HasPrefix(document, `{"`) {
			t.Errorf("%s: got %.40q, %v", arn, document, ok)
		}
	}
	for _, arn := range data.Managed().ARNs() {
		if _, twice := catalog.ManagedPolicy(arn); twice {
			t.Errorf("%s is of the core, too", arn)
		}
	}
}

// BenchmarkRead is what the page waits for before the catalog answers.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := catalog.Read(data.Text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkServices parses every service.
func BenchmarkServices(b *testing.B) {
	for b.Loop() {
		c, _ := catalog.Read(data.Text)
		for _, prefix := range c.Services() {
			c.Service(prefix)
		}
	}
}
