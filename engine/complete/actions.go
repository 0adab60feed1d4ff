package complete

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/policy"
)

// trustActions are the actions that a trust policy takes (GR-42).
var trustActions = []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagSession"}

// actions are the service prefixes, or behind a colon the actions of the service.
func (a *asking) actions() []Item {
	if a.Type == policy.Trust {
		return words(Action, trustActions...)
	}
	prefix, _, named := strings.Cut(a.place.typed, ":")
	if named {
		return a.actionsOf(prefix)
	}
	items := []Item{}
	if a.Type != policy.RCP {
		items = append(items, Item{Label: "*", Kind: Action, Detail: "every action"})
	}
	if a.Catalog == nil {
		return items
	}
	for _, service := range a.Catalog.Services() {
		if a.Type != policy.RCP || policy.CoveredByRCPs(service) {
			items = append(items, Item{Label: service + ":", Kind: Service})
		}
	}
	return items
}

func (a *asking) actionsOf(prefix string) []Item {
	if a.Catalog == nil {
		return nil
	}
	service, ok := a.Catalog.Service(prefix)
	if !ok {
		return nil
	}
	items := []Item{{Label: prefix + ":*", Kind: Action, Detail: "every action of the service"}}
	for i := range service.Actions {
		action := &service.Actions[i]
		items = append(items, Item{Label: prefix + ":" + action.Name, Kind: Action, Detail: action.Level.String()})
	}
	return items
}
