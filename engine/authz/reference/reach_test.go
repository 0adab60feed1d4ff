//go:build !js

package reference

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// reached are the cases that a comparison is worth little without: who asks and what comes of it, what denies, what is missing.
var reached = strings.Fields(`
	user:allowed role:allowed federated:allowed root:allowed service:allowed provider:allowed anonymous:allowed
	user:explicitDeny role:explicitDeny federated:explicitDeny root:explicitDeny service:explicitDeny anonymous:explicitDeny
	deny:identity deny:resource deny:trust deny:boundary deny:session deny:scp deny:rcp deny:vpce
	allow:identity allow:resource allow:trust allow:boundary allow:session allow:scp allow:rcp allow:vpce
	missing:identity missing:resource missing:trust missing:boundary missing:session missing:scp missing:vpce missing:partition missing:credentialRestriction
	by-grant by-grant-across-accounts across-accounts canonical-user assume-root assumed-root-session chained-session`)

// Both generators reach all of them.
func TestGeneratorsReachEverything(t *testing.T) {
	for parity, name := range []string{"small alphabets", "attributes"} {
		t.Run(name, func(t *testing.T) {
			counts := map[string]int{}
			for i := range uint64(200) {
				count(counts, readWorld(draw(2*i+uint64(parity), 40), noon))
			}
			t.Log(counts)
			for _, want := range reached {
				if counts[want] == 0 {
					t.Errorf("%s was never drawn; drawn were %v", want, slices.Sorted(maps.Keys(counts)))
				}
			}
		})
	}
}

func count(counts map[string]int, w *world) {
	for _, r := range w.requests {
		for _, resource := range r.resources {
			a := ask(w, r, resource)
			counts[r.kind+":"+a.decision]++
			for _, m := range a.missing {
				what, _, _ := strings.Cut(m, ":")
				counts["missing:"+what]++
			}
			owner, _ := w.ownerOf(r, resource)
			for _, d := range a.decidedBy {
				counts[map[string]string{"allowed": "allow:", "explicitDeny": "deny:"}[a.decision]+d.kind]++
				if strings.HasPrefix(d.name, "grant[") {
					counts["by-grant"]++
					if r.account != owner {
						counts["by-grant-across-accounts"]++
					}
				}
			}
			countAllowed(counts, w, r, owner, a)
		}
	}
}

// countAllowed counts what allowed requests can show.
func countAllowed(counts map[string]int, w *world, r *request, owner string, a answer) {
	for name, is := range map[string]bool{
		"across-accounts":      a.decision == "allowed" && r.account != "" && r.account != owner,
		"assume-root":          a.decision == "allowed" && r.action == "sts:assumeroot",
		"assumed-root-session": a.decision == "allowed" && r.kind == "root" && len(r.sessions) > 0,
		"chained-session":      a.decision == "allowed" && len(r.inherited) > 0,
		"canonical-user":       namesCanonicalUser(w, owner, a),
	} {
		if is {
			counts[name]++
		}
	}
}

// deciding says whether a statement on a resource that decided has a property.
func deciding(w *world, owner string, a answer, has func(*statement) bool) bool {
	return slices.ContainsFunc(a.decidedBy, func(d ref) bool {
		account := w.accounts[owner]
		if d.kind != "resource" || account == nil || account.resources[d.to] == nil || account.resources[d.to].policy == nil || strings.HasPrefix(d.name, "grant[") {
			return false
		}
		s := account.resources[d.to].policy.statements
		return d.index < len(s) && has(&s[d.index])
	})
}

func namesCanonicalUser(w *world, owner string, a answer) bool {
	return deciding(w, owner, a, func(s *statement) bool { return s.principal["CanonicalUser"] != nil })
}
