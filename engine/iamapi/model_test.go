package iamapi

import (
	"maps"
	"slices"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// The operations of the model are those that are carried out.
func TestModelHoldsWhatIsAnswered(t *testing.T) {
	answered := map[string][]string{
		"iam": slices.Sorted(slices.Values(append(operations.Names(), slices.Collect(maps.Keys(simulations))...))),
		"sts": slices.Sorted(maps.Keys(stsOperations)),
	}
	for name, want := range answered {
		if got := slices.Sorted(maps.Keys(services()[name].operations)); !slices.Equal(got, want) {
			t.Errorf("%s: the model has\n%v, answered are\n%v: change scripts/awsmodel", name, got, want)
		}
	}
}

// Every shape that the model names is in it, and Go can read every pattern.
func TestModelIsWhole(t *testing.T) {
	for _, s := range services() {
		for name, one := range s.shapes {
			for _, m := range one.members {
				if s.shapes[m.shape] == nil {
					t.Errorf("%s.%s: no shape %s", name, m.name, m.shape)
				}
			}
			if one.pattern != "" {
				translate(t, one.pattern)
			}
		}
	}
}

// A pattern that Go cannot read would end the process at the first call that carries such a value.
func translate(t *testing.T, pattern string) {
	t.Helper()
	defer func() {
		if fault := recover(); fault != nil {
			t.Errorf("%s: %v", pattern, fault)
		}
	}()
	matches(pattern, "a")
}

func TestModelKeepsLimits(t *testing.T) {
	role := services()["sts"].shapes["roleSessionNameType"]
	if role.min != 2 || role.max != 64 || role.pattern != `[\w+=,.@-]*` {
		t.Errorf("%+v", role)
	}
	create := services()["iam"].shapes["CreateRoleRequest"]
	if m, ok := create.member("AssumeRolePolicyDocument"); !ok || !m.required || m.shape != "policyDocumentType" {
		t.Errorf("%+v", create)
	}
	if !slices.Equal(services()["iam"].shapes["statusType"].enum, []string{"Active", "Inactive"}) {
		t.Error("the enumeration of an access key's status")
	}
	if status := services()["iam"].errors["DeleteConflict"]; status != 409 {
		t.Errorf("DeleteConflict has status %d", status)
	}
}
