package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// found is a policy document that was pasted.
type found struct {
	text     string
	document *value
	broken   bool
	// name and place are what the output around it tells; both may be empty.
	name  string
	place []string
}

// value is the document as a scenario holds it: a broken one as its text.
func (f *found) value() *value {
	if f.broken {
		return str(f.text)
	}
	return f.document
}

// target is a place where a pasted document may stand: at a path, as the
// boundary of an entity, or at the organization's root.
type target struct {
	label   string
	path    []string
	bounded entity
	control policy.Type
}

// policy takes in a policy document: where it belongs, or where the caller says.
func (w *work) policy(f *found) {
	w.Kind = Policy
	if w.documents++; w.documents > mostDocuments {
		w.limit(mostDocuments, "policy documents")
		return
	}
	w.understood("Policy document", kindWords(f.document))
	if f.name == "" {
		f.name = "pasted"
	}
	if f.place != nil {
		w.place(f.value(), f.place...)
		return
	}
	if w.fresh && len(w.accounts().Members) == 0 {
		w.title("A pasted policy")
		w.stage(f)
	}
	all := w.targets(f)
	w.Targets, w.Document = nil, nil
	for i := range all {
		w.Targets = append(w.Targets, all[i].label)
	}
	w.Target = min(max(w.options.Target, 0), len(all)-1)
	w.put(f, &all[w.Target])
	if w.fresh && len(member(w.root, "requests").Items) == 0 {
		w.append(w.firstQuestion(f))
	}
}

// put sets the document where the target says.
func (w *work) put(f *found, t *target) {
	switch {
	case t.path != nil:
		w.place(f.value(), t.path...)
	case t.bounded.name != "":
		w.bound(f, t.bounded)
	default:
		w.control(f, t.control)
	}
}

// statements gives the statements of a document: one, or a list.
func statements(document *value) []value {
	s := member(document, "Statement")
	if s.Kind == syntax.Object {
		return []value{*s}
	}
	return s.Items
}

// firstOf is the first text of an element of the statements: of a string or list.
func firstOf(document *value, element string) string {
	all := statements(document)
	for i := range all {
		if found := texts(member(&all[i], element), nil); len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

// any says whether a statement of the document has the element, or its opposite.
func anyHas(document *value, element string) bool {
	return slices.ContainsFunc(statements(document), func(s value) bool { return has(&s, element) || has(&s, "Not"+element) })
}

// isTrust tells a role's trust policy: it names principals and no resource.
func isTrust(document *value) bool {
	return anyHas(document, "Principal") && !anyHas(document, "Resource")
}

func kindWords(document *value) string {
	switch {
	case isTrust(document):
		return "role trust policy: it names principals and no resource"
	case anyHas(document, "Principal"):
		return "resource-based policy: it names principals"
	}
	return "names no principal: an identity-based policy, unless you use it as a boundary, SCP or session policy"
}

// stage makes an account with who may bear the document.
func (w *work) stage(f *found) {
	object(object(w.owned(ours[0]), "users"), "alice")
	if isTrust(f.document) {
		object(object(w.owned(ours[0]), "roles"), "Pasted")
	}
}

// entities lists users, roles and groups, of the kinds given.
func (w *work) entities(kinds ...string) []entity {
	var all []entity
	for _, id := range names(w.accounts()) {
		for _, kind := range kinds {
			for _, name := range names(member(w.owned(id), kind)) {
				all = append(all, entity{account: id, kind: kind, name: name})
			}
		}
	}
	return all
}

func (e entity) words() string { return e.kind[:len(e.kind)-1] + " " + e.name + ", " + e.account }

// targets lists where the document may stand, the likeliest first.
func (w *work) targets(f *found) []target {
	if !anyHas(f.document, "Principal") {
		return w.identityTargets(f)
	}
	var all []target
	if !isTrust(f.document) {
		all = w.resourceTargets(f)
	}
	for _, e := range w.entities("roles") {
		all = append(all, target{label: "Trust policy of " + e.words(), path: []string{"accounts", e.account, "roles", e.name, "trustPolicy"}})
	}
	if isTrust(f.document) {
		e := entity{account: w.firstAccount(), kind: "roles", name: w.free("Pasted", "roles")}
		return append(all, target{label: "Trust policy of the new role " + e.name, path: []string{"accounts", e.account, "roles", e.name, "trustPolicy"}})
	}
	return append(all, target{label: "Resource control policy at the organization’s root", control: policy.RCP})
}

// identityTargets are inline policies of every identity, that of the last
// request's caller first; then boundaries, and a service control policy.
func (w *work) identityTargets(f *found) []target {
	var all []target
	caller, _ := entityOf(w.lastRequest("principal"))
	for _, e := range w.entities("users", "roles", "groups") {
		path := e.inline(f.name)
		for n := 2; has(member(w.entity(e), "inlinePolicies"), path[5]); n++ {
			path[5] = f.name + "-" + number(n)
		}
		t := target{label: "Inline policy of " + e.words(), path: path}
		if e.account == caller.account && e.kind == caller.kind && e.name == caller.name {
			all = slices.Insert(all, 0, t)
		} else {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		all = append(all, target{label: "Inline policy of the new user alice", path: entity{account: w.firstAccount(), kind: "users", name: "alice"}.inline(f.name)})
	}
	for _, e := range w.entities("users", "roles") {
		all = append(all, target{label: "Permissions boundary of " + e.words(), bounded: e})
	}
	return append(all, target{label: "Service control policy at the organization’s root", control: policy.SCP})
}

// free is a name that no member of the first account's object has yet.
func (w *work) free(name, kind string) string {
	taken, tried := member(w.owned(w.firstAccount()), kind), name
	for n := 2; has(taken, tried); n++ {
		tried = name + "-" + number(n)
	}
	return tried
}

func (w *work) firstAccount() string {
	if all := names(w.accounts()); len(all) > 0 {
		return all[0]
	}
	return ours[0]
}

func (w *work) lastRequest(name string) string {
	all := member(w.root, "requests").Items
	if len(all) == 0 {
		return ""
	}
	return text(&all[len(all)-1], name)
}

// bound makes the document the permissions boundary of a user or role.
func (w *work) bound(f *found, e entity) {
	identity := w.entity(e)
	name := f.name
	if old := text(identity, "permissionsBoundary"); isStandIn(member(member(w.owned(e.account), "policies"), old)) {
		name = old
	}
	setText(identity, "permissionsBoundary", name)
	w.place(f.value(), "accounts", e.account, "policies", name)
}

// control attaches the document to every account through the organization's
// root, or puts it where a stand-in for it stands.
func (w *work) control(f *found, t policy.Type) {
	of := controlOf(t)
	for _, id := range names(w.accounts()) {
		w.organized(&call{}, id)
	}
	organization := object(w.root, "organization")
	name := f.name
	for _, other := range names(member(organization, of.policies)) {
		if isStandIn(member(member(organization, of.policies), other)) {
			name = other
		}
	}
	if name == f.name && !isAttached(member(organization, "root"), of.attached, name) {
		list := child(object(organization, "root"), of.attached)
		if list.Kind == syntax.Missing {
			addTo(list, of.full)
		}
		addTo(list, name)
	}
	w.place(f.value(), "organization", of.policies, name)
}

// resourceTargets are the resources that the document may belong to: the one
// that its statements name, the one last asked for, and those that are listed.
func (w *work) resourceTargets(f *found) []target {
	named, asked := firstOf(f.document, "Resource"), w.lastRequest("resource")
	candidates := []string{named, asked}
	for _, e := range w.entities("resources") {
		candidates = append(candidates, e.name)
	}
	var all []target
	seen := map[string]bool{}
	for i, candidate := range append(candidates, "arn:aws:s3:::pasted") {
		resource := owner(candidate)
		if resource == "" || strings.ContainsAny(resource, "*?$") || seen[resource] || i == len(candidates) && len(all) > 0 {
			continue
		}
		seen[resource] = true
		account := w.ownerOf(resource)
		all = append(all, target{label: "Policy of " + resource + ", " + account, path: resourcePath(account, resource)})
	}
	return all
}

// ownerOf is the account of a resource: that of its ARN, of the scenario, or the first.
func (w *work) ownerOf(resource string) string {
	if account := accountOf(resource); arn.IsAccountID(account) {
		return account
	}
	if account := w.lister(resource); account != "" {
		return account
	}
	if account := w.lastRequest("resourceAccount"); account != "" {
		return account
	}
	return w.firstAccount()
}
