package scenario_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// What a scenario may say beside what decides, each said wrong once: the
// diagnostic names the place, and the rest is used. IM-5, IM-6, IM-13, IM-21, IM-25.
func TestWrongMembersOfEntitiesNameTheirPlace(t *testing.T) {
	cases := map[string]struct{ account, code, path string }{
		"an alias with two hyphens": {`"alias": "a--b"`, "INVALID_ACCOUNT_ALIAS", "alias"},
		"an alias of 12 digits":     {`"alias": "123456789012"`, "INVALID_ACCOUNT_ALIAS", "alias"},
		"an id that is too short":   {`"users": {"ana": {"id": "AIDA"}}`, "INVALID_UNIQUE_ID", "users.ana.id"},
		"a day in place of a time":  {`"users": {"ana": {"created": "2026-01-31"}}`, "INVALID_TIME", "users.ana.created"},
		"a status in small letters": {`"users": {"ana": {"accessKeys": {"AKIAIOSFODNN7EXAMPLE": {"status": "active"}}}}`, "INVALID_STATUS", "users.ana.accessKeys.AKIAIOSFODNN7EXAMPLE.status"},
		"an access key with a dash": {`"rootUser": {"accessKeys": {"AKIA-IOSFODNN7EXAMPLE": {}}}`, "INVALID_ACCESS_KEY_ID", "rootUser.accessKeys.AKIA-IOSFODNN7EXAMPLE"},
		"a version without its v":   {`"policies": {"P": {"document": {}, "versions": {"1": {}}}}`, "INVALID_POLICY_VERSION", "policies.P.versions.1"},
		"a default version v0":      {`"policies": {"P": {"document": {}, "defaultVersion": "v0"}}`, "INVALID_POLICY_VERSION", "policies.P.defaultVersion"},
		"a version of nothing":      {`"policies": {"P": {"document": {}, "versions": {"v2": {"created": "2026-01-31T12:00:00Z"}}}}`, "EMPTY_DOCUMENT", "policies.P.versions.v2"},
		"passwords of 5 characters": {`"passwordPolicy": {"MinimumPasswordLength": 5}`, "INVALID_NUMBER", "passwordPolicy.MinimumPasswordLength"},
		"a role that is not there":  {`"instanceProfiles": {"web": {"role": "Web"}}`, "NO_SUCH_ROLE", "instanceProfiles.web.role"},
		"an unknown member":         {`"users": {"ana": {"mfaDevice": []}}`, "UNKNOWN_MEMBER", "users.ana.mfaDevice"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, refusals := scenario.Read(syntax.NewSource("test.json", `{"version": 1, "accounts": {"111122223333": {`+c.account+`}}}`), options())
			if len(refusals) > 0 {
				t.Fatal(refusals)
			}
			for _, d := range s.Diagnostics {
				if d.Code == c.code && strings.Join(d.Path, ".") == "accounts.111122223333."+c.path {
					return
				}
			}
			t.Errorf("want %s at %s, got %v", c.code, c.path, s.Diagnostics)
		})
	}
}

// A scenario that says nothing of all this has AWS's defaults.
func TestEntitiesAsTheyAreGiven(t *testing.T) {
	s := readText(t, `{"version": 1, "accounts": {"111122223333": {
		"policies": {"Old": {"Version": "2012-10-17", "Statement": []}, "New": {"document": {"Statement": []}, "defaultVersion": "v3", "lastVersion": "v5",
			"versions": {"v1": {"document": {"Statement": [1]}, "created": "2026-01-01T00:00:00Z"}, "v2": {"Statement": [2]}, "v3": {"created": "2026-01-03T00:00:00Z"}}}},
		"users": {"ana": {"id": "AIDACKCEVSQ6C2EXAMPLE", "accessKeys": {"AKIAIOSFODNN7EXAMPLE": {}, "AKIAI44QH8DHBEXAMPLE": {"status": "Inactive"}}}}}}}`)
	a := s.World.Account("111122223333")
	old, last := a.Policy("Old").Managed, a.Policy("New").Managed
	if old.Default != "v1" || len(old.Versions) != 1 || old.Latest != 1 {
		t.Errorf("a policy without versions: %+v", old)
	}
	if last.Default != "v3" || len(last.Versions) != 3 || last.Latest != 5 || last.Versions[1].Document != `{"Statement": [2]}` || last.Versions[2].Created != "2026-01-03T00:00:00Z" {
		t.Errorf("a policy with versions: %+v", last)
	}
	ana := a.User("ana")
	if ana.UniqueID != "AIDACKCEVSQ6C2EXAMPLE" || ana.AccessKeys[0].Active || !ana.AccessKeys[1].Active {
		t.Errorf("the user: %+v", ana)
	}
}
