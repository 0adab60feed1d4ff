package intake

import "strings"

// credentialLists are outputs of aws iam: the list, what is in it, and the member that names an entry.
var credentialLists = [...]struct{ list, what, name string }{
	{"AccessKeyMetadata", "Access keys", "AccessKeyId"},
	{"MFADevices", "MFA devices", "SerialNumber"},
	{"VirtualMFADevices", "MFA devices", "SerialNumber"},
	{"OpenIDConnectProviderList", "Identity providers", "Arn"},
	{"SAMLProviderList", "Identity providers", "Arn"},
}

// credentials takes in what commands of aws iam print about what users sign in with, and about the account.
func (w *work) credentials(v *value) bool {
	for i := range credentialLists {
		of := &credentialLists[i]
		if !has(v, of.list) {
			continue
		}
		w.Kind = Account
		for _, one := range each(v, of.list) {
			if id := text(one, of.name); id != "" && w.room() {
				w.credential(of.list, id, one)
				w.took.add(of.what, id)
			}
		}
		return true
	}
	return w.login(get(v, "LoginProfile")) || w.settings(v)
}

func (w *work) credential(list, id string, v *value) {
	switch list {
	case "AccessKeyMetadata":
		w.accessKey(v, id)
	case "MFADevices":
		addTo(child(w.signer(v), "mfaDevices"), id)
	case "VirtualMFADevices":
		w.device(v, id)
	default:
		w.provider(id)
	}
}

// signer is the user that an entry or the command line names, or else the root user.
func (w *work) signer(v *value) *value {
	name := text(v, "UserName")
	if name == "" {
		name = w.option("--user-name")
	}
	if name == "" {
		return object(w.owned(w.firstAccount()), "rootUser")
	}
	return object(object(w.owned(w.accountWith("users", name)), "users"), name)
}

func (w *work) accessKey(v *value, id string) {
	made := object(child(w.signer(v), "accessKeys"), id)
	if status := text(v, "Status"); status == "Inactive" {
		setText(made, "status", status)
	}
	setText(made, "created", moment(text(v, "CreateDate")))
}

// device takes in a virtual MFA device, as its user's or the root user's.
func (w *work) device(v *value, serial string) {
	owner := text(v, "User/Arn")
	if e, ok := entityOf(owner); ok && e.kind == "users" {
		addTo(child(w.entity(e), "mfaDevices"), serial)
	} else if account := w.accountIn(owner); account != "" {
		addTo(child(object(w.owned(account), "rootUser"), "mfaDevices"), serial)
	}
}

// provider takes in an identity provider.
func (w *work) provider(arn string) {
	account := w.accountIn(arn)
	for _, kind := range [...][2]string{{"oidcProviders", ":oidc-provider/"}, {"samlProviders", ":saml-provider/"}} {
		if _, name, ok := strings.Cut(arn, kind[1]); ok && account != "" {
			object(object(w.owned(account), kind[0]), name)
		}
	}
}

func (w *work) login(v *value) bool {
	if v == &none {
		return false
	}
	w.Kind = Account
	made := object(w.signer(v), "loginProfile")
	setText(made, "created", moment(text(v, "CreateDate")))
	if reset := get(v, "PasswordResetRequired"); reset.Text == "true" {
		set(made, "passwordResetRequired", reset)
	}
	w.took.add("Passwords of", text(v, "UserName"))
	return true
}

// settings takes in the password policy and the alias of an account, whose outputs do not say which account it is.
func (w *work) settings(v *value) bool {
	account := w.firstAccount()
	switch {
	case has(v, "PasswordPolicy"):
		set(w.owned(account), "passwordPolicy", get(v, "PasswordPolicy"))
		w.took.add("Password policy of", account)
	case has(v, "AccountAliases"):
		for _, alias := range each(v, "AccountAliases") {
			setText(w.owned(account), "alias", alias.Text)
			w.took.add("Account alias", alias.Text)
		}
	default:
		return false
	}
	w.Kind = Account
	return true
}
