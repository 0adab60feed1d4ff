package authz

import "github.com/verdict-iam/verdict/engine/iam"

// place is where an account stands in the organization.
type place struct {
	account string
	path    string // empty outside of it
	levels  []*iam.Node
}

// place finds an account in the organization. It remembers the last two: a
// request has two accounts, and the next request often the same.
func (e *evaluation) place(account string) *place {
	for i := range e.places {
		if p := &e.places[i]; p.account == account {
			return p
		}
	}
	found := place{account: account}
	if org := e.world.Organization; org.Has(account) {
		found.path, found.levels = org.Path(account), org.Levels(account)
	}
	e.places[0], e.places[1] = e.places[1], found
	return &e.places[1]
}
