package iam

// Organization is an organization of AWS Organizations with all features.
type Organization struct {
	ID                string
	ManagementAccount string
	Root              *Unit
}

// Unit is the root or an organizational unit.
type Unit struct {
	Node
	Units    []*Unit
	Accounts []*Node // their ids are account ids
}

// Node is what service and resource control policies are attached to.
type Node struct {
	ID   string
	SCPs []*Policy
	RCPs []*Policy
}

// Levels gives the nodes from the root down to the account, or nil for an
// account outside the organization (EV-12, EV-22).
func (o *Organization) Levels(account string) []*Node {
	if o == nil || o.Root == nil {
		return nil
	}
	return o.Root.levels(account)
}

// levels is bounded by the depth of nesting that the scenario reader allows.
func (u *Unit) levels(account string) []*Node {
	for _, a := range u.Accounts {
		if a.ID == account {
			return []*Node{&u.Node, a}
		}
	}
	for _, child := range u.Units {
		if below := child.levels(account); below != nil {
			return append([]*Node{&u.Node}, below...)
		}
	}
	return nil
}

// Member says whether the account is in the organization and not its management account.
func (o *Organization) Member(account string) bool {
	return o != nil && account != o.ManagementAccount && o.Levels(account) != nil
}

// Has says whether the account is in the organization.
func (o *Organization) Has(account string) bool {
	return o != nil && (account == o.ManagementAccount || o.Levels(account) != nil)
}

// Path gives the account's organization path, o-ID/r-ID/ou-ID/…/ (IM-42).
func (o *Organization) Path(account string) string {
	path := o.ID + "/"
	levels := o.Levels(account)
	if len(levels) == 0 {
		return path + o.Root.ID + "/"
	}
	for _, n := range levels[:len(levels)-1] {
		path += n.ID + "/"
	}
	return path
}
