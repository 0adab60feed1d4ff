package operations_test

import (
	"cmp"
	"io/fs"
	"reflect"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iam/operations"
	"github.com/verdict-iam/verdict/engine/intake"
	"github.com/verdict-iam/verdict/scenarios"
)

// exported exports the first account and takes it in again, which must give the same
// account but for what GetAccountAuthorizationDetails leaves out.
func exported(t *testing.T, w *iam.World) {
	t.Helper()
	a := w.Accounts[0]
	_, details, err := operations.Run(w, &operations.Call{Operation: "GetAccountAuthorizationDetails", Account: a.ID, Caller: iam.Principal{Partition: a.Partition}})
	if err != nil {
		t.Fatal(err.Message)
	}
	if len(a.Users)+len(a.Groups)+len(a.Roles)+len(a.Policies) == 0 {
		return
	}
	taken, refusal := intake.Read(inJSON(details), intake.Options{Target: -1})
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	got, want := carried(read(t, taken.Scenario)), carried(w)
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("what was exported says\n%+v\nthe world says\n%+v", got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("what was exported has %d entities, the world %d", len(got), len(want))
	}
}

// carried is what of an account the export carries: for times that nobody tells it has one that stands for them.
func carried(w *iam.World) []plainEntity {
	const undated = "2020-01-01T00:00:00Z"
	var all []plainEntity
	for _, e := range plain(w)[0].Entities {
		e.Created = cmp.Or(e.Created, undated)
		e.Credentials, e.Login, e.Certificates, e.Keys, e.Services = iam.Credentials{}, iam.LoginProfile{}, nil, nil, nil
		e.Number = 0
		switch e.Kind {
		case "profile":
			e.Tags = nil
			if e.Attached == nil { // of empty profiles the export says nothing
				continue
			}
		case "policy":
			e.Tags, e.Used = nil, cmp.Or(e.Used, e.Created)
			for i := 1; i < len(e.Versions); i += 3 {
				e.Versions[i] = cmp.Or(e.Versions[i], undated)
			}
		case "role":
			e.Description = ""
		case "user":
			e.Used = ""
		}
		all = append(all, e)
	}
	return all
}

// Whatever scenario one exports and takes in again, ids, times, versions, tags and instance profiles stay. The export has
// no tags of instance profiles and policies, no descriptions of roles, and nothing that users sign in with.
func TestScenariosAreExportedAndTakenIn(t *testing.T) {
	files, err := fs.Glob(scenarios.FS, "*.json")
	if err != nil || len(files) < 40 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(scenarios.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			for _, a := range opened(t, string(text)).World.Accounts {
				exported(t, &iam.World{Accounts: []*iam.Account{a}})
			}
		})
	}
}
