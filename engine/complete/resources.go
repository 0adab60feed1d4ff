package complete

import (
	"strings"

	"github.com/verdict-iam/verdict/engine/catalog"
)

// mostActions bounds how many actions of a statement are looked at for resource types and keys: s3:* is about many.
const mostActions = 400

// resources are the scenario's resources, and templates of the ARNs that the statement's actions are about.
func (a *asking) resources() []Item {
	items := []Item{{Label: "*", Kind: Resource, Detail: "every resource"}}
	if a.World != nil {
		for _, r := range a.World.Resources {
			items = append(items, Item{Label: r.ARN, Kind: Resource, Detail: "in the scenario"})
			if isBucket(r.ARN) {
				items = append(items, Item{Label: r.ARN + "/*", Kind: Resource, Detail: "its objects"})
			}
		}
	}
	return append(items, a.templates()...)
}

func isBucket(arn string) bool {
	return strings.Contains(arn, ":s3:::") && !strings.Contains(arn, "/")
}

// templates are the forms of the resource types that the statement's actions take, each once.
func (a *asking) templates() []Item {
	var items []Item
	seen := map[string]bool{}
	for _, used := range a.used() {
		for _, use := range used.action.ResourceTypes() {
			t, ok := used.service.ResourceType(use.Name)
			if !ok || seen[used.service.Prefix+" "+use.Name] {
				continue
			}
			seen[used.service.Prefix+" "+use.Name] = true
			for _, arn := range t.ARNs {
				items = append(items, a.template(use.Name, arn))
			}
		}
	}
	return items
}

// template turns ${Name} of an ARN's form into fields to fill in; the account is the scenario's, where it has one.
func (a *asking) template(name, form string) Item {
	known := strings.NewReplacer("${Partition}", "aws", "${Region}", "*", "${Account}", a.account(), "${AccountId}", a.account()).Replace(form)
	return Item{Label: known, Kind: Resource, Detail: name, Insert: strings.ReplaceAll(known, "${", "#{"), Fields: true}
}

func (a *asking) account() string {
	if a.World == nil || len(a.World.Accounts) == 0 {
		return "*"
	}
	return a.World.Accounts[0].ID
}

// used is an action that a statement names, in its service.
type used struct {
	service *catalog.Service
	action  *catalog.Action
}

// used are the actions that the statement at the caret names or covers by a wildcard; of NotAction none are known.
func (a *asking) used() []used {
	statement := a.place.statement()
	if statement == nil || a.Catalog == nil {
		return nil
	}
	m, ok := statement.Find("Action")
	if !ok {
		return nil
	}
	var all []used
	for _, text := range textOf(&m.Value) {
		all = append(all, a.covered(text)...)
	}
	return all[:min(len(all), mostActions)]
}

func (a *asking) covered(pattern string) []used {
	prefix, name, _ := strings.Cut(pattern, ":")
	service, ok := a.Catalog.Service(prefix)
	if !ok {
		return nil
	}
	var all []used
	for _, action := range service.Matching(name) {
		all = append(all, used{service, action})
	}
	return all
}
