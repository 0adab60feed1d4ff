package simulate

import (
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
)

// An organization has the root, at most five organizational units one below another, and accounts.
const fewestLevels, mostLevels = 2, 7

// organization makes one with a single account of the SCPs of its levels, from the root down to
// the account. Their statements and keys never appear in replies, so their policies get no names.
func organization(levels [][]string, account string) (*iam.Organization, error) {
	if len(levels) == 0 {
		return nil, nil
	}
	if len(levels) < fewestLevels || len(levels) > mostLevels {
		return nil, &Refusal{"OrderedOrganizationPolicyInputList", strconv.Itoa(len(levels)) + " levels"}
	}
	nodes := make([]iam.Node, len(levels))
	for i, documents := range levels {
		for _, text := range documents {
			d := policy.Parse(text, policy.SCP)
			if refused(d) {
				return nil, &Refusal{"ServiceControlPolicyInputList", text}
			}
			nodes[i].SCPs = append(nodes[i].SCPs, &iam.Policy{Name: "SCP", Document: d, Ref: -1})
		}
	}
	last := len(nodes) - 1
	nodes[last].ID = account
	root := &iam.Unit{Node: nodes[0]}
	lowest := root
	for _, node := range nodes[1:last] {
		unit := &iam.Unit{Node: node}
		lowest.Units, lowest = []*iam.Unit{unit}, unit
	}
	lowest.Accounts = []*iam.Node{&nodes[last]}
	return &iam.Organization{Root: root}, nil
}
