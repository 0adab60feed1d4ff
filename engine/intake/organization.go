package intake

import (
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/arn"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// organization takes in what the describe and list commands of aws organizations print. Most of these outputs do not say what they
// are about: the command line, pasted with them, does.
func (w *work) organization(v *value) bool {
	switch {
	case has(v, "Organization"):
		return w.describedOrganization(get(v, "Organization"))
	case has(v, "Roots"):
		return w.roots(each(v, "Roots"))
	case has(v, "OrganizationalUnits"):
		return w.units(each(v, "OrganizationalUnits"))
	case has(v, "OrganizationalUnit"):
		return w.units([]*value{get(v, "OrganizationalUnit")})
	case has(v, "Accounts"):
		return w.members(each(v, "Accounts"))
	case text(v, "Account/Id") != "":
		return w.members([]*value{get(v, "Account")})
	case has(v, "Targets"):
		return w.targetsOf(each(v, "Targets"))
	case isListOfControls(v):
		return w.controls(each(v, "Policies"))
	}
	return false
}

// isListOfControls tells list-policies of AWS Organizations from the policies of an account.
func isListOfControls(v *value) bool {
	all := each(v, "Policies")
	return len(all) > 0 && strings.HasSuffix(text(all[0], "Type"), "_POLICY")
}

// tree is the organization, which is made where there is none.
func (w *work) tree() *value {
	made := !has(w.root, "organization")
	organization := object(w.root, "organization")
	if made {
		set(w.root, "organization", literal(`{"id":"o-exampleorg1","managementAccount":`+syntax.Quote(w.firstAccount())+`,"root":{"id":"r-exam"}}`))
		organization = object(w.root, "organization")
	}
	w.Kind = Organization
	w.title("An organization")
	return organization
}

func (w *work) describedOrganization(v *value) bool {
	id, management := text(v, "Id"), text(v, "MasterAccountId")
	if id == "" || !arn.IsAccountID(management) {
		return false
	}
	organization := w.tree()
	setText(organization, "id", id)
	setText(organization, "managementAccount", management)
	w.owned(management)
	w.understood("Organization", id+", management account "+management)
	if features := text(v, "FeatureSet"); features == "CONSOLIDATED_BILLING" {
		w.leaveOut("The organization has consolidated billing only: no service or resource control policy applies in it.")
	}
	return true
}

func (w *work) roots(all []*value) bool {
	if len(all) == 0 || text(all[0], "Id") == "" {
		return false
	}
	setText(object(w.tree(), "root"), "id", text(all[0], "Id"))
	w.understood("Root", text(all[0], "Id"))
	return true
}

// node finds the root or a unit by its id; nil where there is none. Units nest five levels deep.
func node(unit *value, id string) *value {
	if text(unit, "id") == id {
		return unit
	}
	children := member(unit, "organizationalUnits")
	for i := range children.Members {
		if found := node(&children.Members[i].Value, id); found != nil {
			return found
		}
	}
	return nil
}

// parent is the unit that the command line names, or the root.
func (w *work) parent(what string) *value {
	if id := w.option("--parent-id"); id != "" {
		return w.nodeOf(id)
	}
	w.leaveOut("Where in the organization the " + what + " stand is not in this output, so they stand below the root. Paste it with its command line, --parent-id and all.")
	return object(w.tree(), "root")
}

func (w *work) units(all []*value) bool {
	for _, v := range all {
		id, name := text(v, "Id"), text(v, "Name")
		if !strings.HasPrefix(id, "ou-") || name == "" || !w.room() {
			continue
		}
		holder := holderOf(object(w.tree(), "root"), id)
		if holder == nil || w.option("--parent-id") != "" {
			holder = w.parent("organizational units")
		}
		set(object(holder, "organizationalUnits"), name, w.takenOut(id))
		w.took.add("Organizational units", name)
	}
	return len(all) > 0
}

// takenOut takes a unit out of its place with all that it holds, or makes it.
func (w *work) takenOut(id string) *value {
	root := object(w.tree(), "root")
	unit := value{Kind: syntax.Object}
	if old := node(root, id); old != nil {
		unit = *old
		children := object(holderOf(root, id), "organizationalUnits")
		children.Members = slices.DeleteFunc(children.Members, func(m syntax.Member) bool { return text(&m.Value, "id") == id })
	}
	setText(&unit, "id", id)
	return &unit
}

// holderOf is the node that a unit stands in.
func holderOf(unit *value, id string) *value {
	children := member(unit, "organizationalUnits")
	for i := range children.Members {
		child := &children.Members[i].Value
		if text(child, "id") == id {
			return unit
		}
		if found := holderOf(child, id); found != nil {
			return found
		}
	}
	return nil
}

func (w *work) members(all []*value) bool {
	took := false
	for _, v := range all {
		id := text(v, "Id")
		if !arn.IsAccountID(id) || !w.room() {
			continue
		}
		took = true
		setText(w.owned(id), "name", text(v, "Name"))
		root := object(w.tree(), "root")
		if placeOf(root, id) == nil {
			w.took.add("Accounts", id)
		}
		if w.option("--parent-id") == "" && placeOf(root, id) != nil {
			continue
		}
		entry := &value{Kind: syntax.Object}
		if old := placeOf(root, id); old != nil {
			entry = &value{Kind: syntax.Object, Members: member(member(old, "accounts"), id).Members}
			accounts := object(old, "accounts")
			accounts.Members = slices.DeleteFunc(accounts.Members, func(m syntax.Member) bool { return m.Name == id })
		}
		set(object(w.parent("accounts"), "accounts"), id, entry)
	}
	return took
}

// placeOf is the node that an account stands in, or nil.
func placeOf(unit *value, account string) *value {
	if has(member(unit, "accounts"), account) {
		return unit
	}
	children := member(unit, "organizationalUnits")
	for i := range children.Members {
		if found := placeOf(&children.Members[i].Value, account); found != nil {
			return found
		}
	}
	return nil
}

// nodeOf is the root, a unit or an account, by its id. Unknown ones are made below the root; a unit has its id for a name then.
func (w *work) nodeOf(id string) *value {
	root := object(w.tree(), "root")
	switch {
	case arn.IsAccountID(id):
		place := placeOf(root, id)
		if place == nil {
			place = root
		}
		return object(object(place, "accounts"), id)
	case strings.HasPrefix(id, "r-"):
		setText(root, "id", id)
		return root
	}
	if found := node(root, id); found != nil {
		return found
	}
	made := object(object(root, "organizationalUnits"), id)
	setText(made, "id", id)
	return made
}

// controlTypes are the policy types of AWS Organizations that decide requests.
var controlTypes = map[string]policy.Type{"SERVICE_CONTROL_POLICY": policy.SCP, "RESOURCE_CONTROL_POLICY": policy.RCP}

// controls takes in which policies are attached to a target (list-policies-for-target), or which there are (list-policies).
func (w *work) controls(all []*value) bool {
	target := w.option("--target-id")
	attached := map[policy.Type][]string{}
	for _, v := range all {
		t, decides := controlTypes[text(v, "Type")]
		name := text(v, "Name")
		if !decides {
			w.left.add("Policies that decide no request", name)
			continue
		}
		of := controlOf(t)
		attached[t] = append(attached[t], name)
		w.took.add(of.words+" names", name)
		w.named = append(w.named, [2]string{text(v, "Id"), name})
		if policies := object(w.tree(), of.policies); name != of.full && !has(policies, name) {
			w.next("The text of "+name, "aws organizations describe-policy --policy-id "+shell(text(v, "Id")))
		}
	}
	if target == "" {
		w.leaveOut("What these policies are attached to is not in this output. Paste aws organizations list-policies-for-target with its command line, --target-id and all.")
		return true
	}
	for t, names := range attached {
		of := controlOf(t)
		list := &value{Kind: syntax.Array}
		for _, name := range names {
			addTo(list, name)
		}
		set(w.nodeOf(target), of.attached, list)
	}
	return true
}

// targetsOf takes in what a policy is attached to (list-targets-for-policy).
func (w *work) targetsOf(all []*value) bool {
	id := w.option("--policy-id")
	for _, v := range all {
		if text(v, "TargetId") == "" || text(v, "Type") == "" {
			return false
		}
	}
	w.tree()
	name, t, known := w.controlNamed(id)
	if !known {
		w.leaveOut("Which policy has these targets is not known yet. Paste aws organizations describe-policy for it first, and this output with its command line, --policy-id and all.")
		return true
	}
	of := controlOf(t)
	for _, v := range all {
		list := child(w.nodeOf(text(v, "TargetId")), of.attached)
		if list.Kind == syntax.Missing {
			addTo(list, of.full)
		}
		addTo(list, name)
		w.took.add("Attached to", text(v, "Name"))
	}
	return true
}

// controlNamed finds a policy of the organization by the id that another output told, or by its name.
func (w *work) controlNamed(id string) (string, policy.Type, bool) {
	name := id
	for _, pair := range w.named {
		if pair[0] == id {
			name = pair[1]
		}
	}
	for _, t := range []policy.Type{policy.SCP, policy.RCP} {
		if id != "" && has(member(member(w.root, "organization"), controlOf(t).policies), name) {
			return name, t, true
		}
	}
	return "", 0, false
}

// isAttached says whether some node of the organization names the policy.
func isAttached(unit *value, list, name string) bool {
	if slices.Contains(texts(member(unit, list), nil), name) {
		return true
	}
	for _, inside := range [...]string{"accounts", "organizationalUnits"} {
		children := member(unit, inside)
		for i := range children.Members {
			if isAttached(&children.Members[i].Value, list, name) {
				return true
			}
		}
	}
	return false
}
