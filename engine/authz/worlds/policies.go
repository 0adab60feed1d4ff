package worlds

import "strings"

// document draws a policy document of a policy type, attached to a resource if it has one.
func (w *world) document(policyType, to string) Object {
	statements := list{}
	for range pick(w, []int{1, 1, 2, 3}) {
		statements = append(statements, w.statement(policyType, w.effect(policyType), to))
	}
	d := Object{"Statement": statements}
	switch n := w.IntN(10); {
	case n < 8:
		d["Version"] = "2012-10-17"
	case n < 9:
		d["Version"] = "2008-10-17"
	}
	if len(statements) == 1 && w.chance(30) {
		d["Statement"] = statements[0]
	}
	return d
}

func (w *world) effect(policyType string) string {
	if policyType == "rcp" && w.chance(97) || policyType != "rcp" && w.chance(20) {
		return "Deny"
	}
	return "Allow"
}

// statement draws a statement. Those that deny are narrower, so that not everything is denied.
func (w *world) statement(policyType, effect, to string) Object {
	r := pick(w, w.focus)
	s := Object{"Effect": effect}
	wide, conditions := w.wide, w.conditional
	if effect == "Deny" {
		wide, conditions = w.wide/4, max(w.conditional, 50)
	}
	w.addPrincipal(s, r, policyType)
	w.addActions(s, r, policyType, wide)
	w.addResources(s, r, policyType, wide, to)
	if w.chance(conditions) {
		s["Condition"] = w.conditionOf(w, r)
	}
	return s
}

func (w *world) addActions(s Object, r request, policyType string, wide int) {
	one := func() string {
		if policyType == "trust" {
			return pick(w, []string{"sts:AssumeRole", "sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"})
		}
		return w.actionPattern(r, wide)
	}
	values := list{one()}
	for range w.IntN(3) {
		values = append(values, one())
	}
	element := "Action"
	if policyType != "trust" && policyType != "rcp" && w.chance(8) {
		element = "NotAction"
	}
	if policyType == "rcp" {
		values = list{pick(w, []string{"s3:*", "s3:Get*", "sqs:*", "kms:*", "kms:Decrypt", "sts:*", "sts:AssumeRole", "dynamodb:*"})}
	}
	s[element] = w.scalar(values)
}

// scalar writes a list of one as the value alone, now and then.
func (w *world) scalar(values list) any {
	if len(values) == 1 && w.chance(60) {
		return values[0]
	}
	return values
}

// actionPattern draws a pattern that matches the request's action, or half of the time another's.
func (w *world) actionPattern(r request, wide int) string {
	action := r.action
	if w.chance(40) {
		action = w.anyAction()
	}
	service, name, _ := strings.Cut(action, ":")
	if w.chance(wide) {
		return pick(w, []string{"*", service + ":*", service + ":*", "*:*"})
	}
	switch w.IntN(8) {
	case 0:
		return service + ":" + name[:1+w.IntN(len(name))] + "*"
	case 1:
		i := w.IntN(len(name))
		return service + ":" + name[:i] + "?" + name[i+1:]
	case 2:
		return swapCase(action)
	case 3:
		i := w.IntN(len(name))
		return service + ":*" + name[i:]
	}
	return action
}

func (w *world) anyAction() string {
	if w.chance(20) {
		return pick(w, actionsAlone)
	}
	return pick(w, actionsOn[pick(w, []string{"s3", "sqs", "kms", "dynamodb", "iam"})])
}

func (w *world) addResources(s Object, r request, policyType string, wide int, to string) {
	if policyType == "trust" || policyType == "resource" && w.chance(15) {
		return
	}
	values := list{w.resourcePattern(r, wide, to)}
	for range w.IntN(3) {
		values = append(values, w.resourcePattern(r, wide, to))
	}
	element := "Resource"
	if w.chance(8) {
		element = "NotResource"
	}
	s[element] = w.scalar(values)
}

// resourcePattern draws a pattern for the request's resource or another.
func (w *world) resourcePattern(r request, wide int, to string) string {
	arn := r.resource
	switch {
	case to != "" && w.chance(40):
		arn = to
	case w.chance(30) || arn == "*":
		arn = pick(w, resourcesOf[w.drawAccount()])
	}
	if w.chance(wide + 15) {
		return "*"
	}
	f := strings.SplitN(arn, ":", 6)
	switch w.IntN(12) {
	case 0, 1:
		f[5] = f[5][:w.IntN(len(f[5]))] + "*"
	case 2:
		i := w.IntN(len(f[5]))
		f[5] = f[5][:i] + "?" + f[5][i+1:]
	case 3:
		f[1+2*w.IntN(2)] = "*"
		f[4] = pick(w, []string{"*", f[4]})
	case 4, 5:
		if i := strings.LastIndex(f[5], "/"); i > 0 {
			f[5] = f[5][:i+1] + pick(w, variables)
		}
	case 6:
		if i := strings.Index(f[5], "/"); i > 0 {
			f[5] = f[5][:i] + "/*"
		}
	case 7:
		f = f[:3+w.IntN(3)]
	case 8:
		f[5] += pick(w, []string{"/*", "*", "/${aws:username}", ":*"})
	}
	return strings.Join(f, ":")
}

func (w *world) addPrincipal(s Object, r request, policyType string) {
	switch policyType {
	case "rcp":
		s["Principal"] = "*"
	case "vpce", "resource", "trust":
		element := "Principal"
		if policyType != "trust" && w.chance(6) || policyType != "trust" && s["Effect"] == "Deny" && w.chance(40) {
			element = "NotPrincipal"
		}
		s[element] = w.principals(r, policyType, element == "NotPrincipal")
	}
}

func (w *world) principals(r request, policyType string, not bool) any {
	if w.chance(25) && !not {
		return pick(w, []any{"*", "*", Object{"AWS": "*"}})
	}
	o := Object{}
	var arns list
	for _, n := range namesOf(r) {
		if w.chance(45) || not && w.chance(70) {
			arns = append(arns, n)
		}
	}
	if w.chance(30) || len(arns) == 0 {
		var other request
		w.setPrincipal(&other, w.drawAccount())
		for _, n := range namesOf(other) {
			if w.chance(60) {
				arns = append(arns, n)
			}
		}
	}
	if len(arns) > 0 {
		o["AWS"] = w.scalar(arns)
	}
	if len(o) == 0 || w.chance(10) || !strings.Contains(r.principal, ":") {
		o["Service"] = pick(w, services)
	}
	if policyType == "resource" && strings.Contains(r.resource, ":s3:") && w.chance(20) {
		o["CanonicalUser"] = canonical(w.drawAccount())
	}
	if policyType == "trust" && (isProvider(r.principal) || w.chance(15)) {
		o["Federated"] = pick(w, []any{r.principal, "accounts.google.com", "arn:aws:iam::111111111111:saml-provider/p"})
		if !isProvider(r.principal) {
			o["Federated"] = "accounts.google.com"
		}
	}
	return o
}

// namesOf lists the ways in which a policy can name the caller: itself, what it is a session of, and its account.
func namesOf(r request) []string {
	f := strings.SplitN(r.principal, ":", 6)
	if len(f) < 6 || isProvider(r.principal) {
		return nil
	}
	root := "arn:" + f[1] + ":iam::" + f[4] + ":root"
	names := []string{f[4], root}
	if r.principal != root {
		names = append(names, r.principal)
	}
	if kind, rest, _ := strings.Cut(f[5], "/"); kind == "assumed-role" {
		role, _, _ := strings.Cut(rest, "/")
		names = append(names, "arn:"+f[1]+":iam::"+f[4]+":role/"+map[string]string{"S": "x/S", linkedRole: "aws-service-role/ec2.amazonaws.com/" + linkedRole}[role])
		if !strings.ContainsAny(role, "SA") {
			names[len(names)-1] = "arn:" + f[1] + ":iam::" + f[4] + ":role/" + role
		}
	}
	if by, _ := r.session["federatedBy"].(string); by != "" {
		names = append(names, by)
	}
	return names
}
