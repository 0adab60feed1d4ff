package authz

import (
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// reported gives the layers in their order; a trust policy stands in the place
// of the resource-based policy where a role is assumed.
func (e *evaluation) reported() []*layer {
	hidden := policy.Trust
	if e.assumes() {
		hidden = policy.Resource
	}
	layers := make([]*layer, 0, len(order))
	for _, t := range order {
		if t != hidden {
			layers = append(layers, e.layer(t))
		}
	}
	return layers
}

// settle says of the layers that allow nothing whether they had to.
func (e *evaluation) settle(v verdict) {
	side := e.resourceSide()
	if side.kinds == 0 && v.decision == Allowed && side.State == NoAllow {
		why := GrantedByIdentity
		if e.request.Principal.Kind == iam.RootUser {
			why = RootImplicit
		}
		side.skip(Bypassed, why)
	}
	if e.sameAccount() && !e.mandatory() && side.kinds != 0 && !side.kinds.Any(direct|limited) && side.State == AllowFound {
		side.skip(NoAllow, DelegatesOnly)
	}
	if v.decision != Allowed || !side.kinds.Any(direct|limited) || !e.sameAccount() {
		return
	}
	for _, t := range []policy.Type{policy.Identity, policy.Boundary, policy.Session} {
		if l := e.layer(t); l.State == NoAllow || l.State == NonePresent && (t == policy.Identity || l.applies) {
			l.skip(Bypassed, GrantedByResource)
		}
	}
}

// mark sets which statements decided.
func mark(l *layer, decidedBy []Ref) {
	for _, r := range decidedBy {
		if r.Type != l.Type {
			continue
		}
		for i := range l.Policies {
			p := &l.Policies[i]
			if p.Policy == r.Policy && p.AttachedTo == r.AttachedTo && p.Statements != nil {
				p.Statements[r.Statement.Index].Decides = true
			}
		}
	}
}
