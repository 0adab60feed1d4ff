package audit

import (
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// The codes of best practices for an account, as AWS Trusted Advisor and AWS Security Hub check them. They speak only of what
// the scenario says: a member that is left out is not told.
const (
	codeRootKey      = "ROOT_USER_ACCESS_KEY"    // Security Hub IAM.4
	codeRootMFA      = "ROOT_USER_WITHOUT_MFA"   // IAM.9
	codeUserMFA      = "USER_WITHOUT_MFA"        // IAM.5
	codeOldKey       = "ACCESS_KEY_NOT_ROTATED"  // IAM.3
	codeUnused       = "UNUSED_CREDENTIALS"      // IAM.8
	codeDirect       = "POLICY_ATTACHED_TO_USER" // IAM.2
	codePasswords    = "WEAK_PASSWORD_POLICY"    // IAM.11 to IAM.16
	mostDays         = 90                        // for which a key may be used, and credentials lie idle
	leastLength      = 14                        // of passwords
	mostRemembered   = 24                        // passwords that may not come again
	rootUser, mfa    = "rootUser", "mfaDevices"  // members of a scenario
	passwords, login = "passwordPolicy", "loginProfile"
)

// practices looks at the credentials and attachments of every account that tells of its credentials.
func practices(a *auditor) {
	for _, account := range a.World.Accounts {
		path := []string{"accounts", account.ID}
		a.rootUser(account, below(path, rootUser))
		a.passwords(account, below(path, passwords))
		direct := a.tells(account, path)
		for _, u := range account.Users {
			user := below(path, "users", u.Name)
			a.userCredentials(u, user)
			if direct && len(u.Inline)+len(u.Attached) > 0 {
				a.member(user, syntax.Suggestion, codeDirect, "Policies are attached to "+u.Name+" itself. Attach them to a group or a role, so that permissions follow the task.")
			}
		}
	}
}

// below is a longer path.
func below(path []string, names ...string) []string {
	return append(path[:len(path):len(path)], names...)
}

// told says whether the scenario has the member that a path leads to.
func (a *auditor) told(path ...string) bool {
	v := a.root
	for _, name := range path {
		m, ok := v.Find(name)
		if !ok {
			return false
		}
		v = &m.Value
	}
	return true
}

// tells says whether an account tells of its credentials, as one that was exported does and a lesson does not.
func (a *auditor) tells(account *iam.Account, path []string) bool {
	if a.told(below(path, rootUser)...) || account.PasswordPolicy != nil {
		return true
	}
	for _, u := range account.Users {
		if u.LoginProfile != nil || len(u.AccessKeys) > 0 || a.told(below(path, "users", u.Name, mfa)...) {
			return true
		}
	}
	return false
}

func (a *auditor) rootUser(account *iam.Account, path []string) {
	for _, k := range account.Root.AccessKeys {
		a.member(below(path, "accessKeys", k.ID), syntax.SecurityWarning, codeRootKey, "The root user of "+account.ID+" has an access key, and nothing limits what it may do. Delete the key; use a role.")
	}
	if len(account.Root.MFADevices) == 0 && a.told(below(path, mfa)...) {
		a.member(below(path, mfa), syntax.SecurityWarning, codeRootMFA, "The root user of "+account.ID+" signs in with its password alone. Give it an MFA device.")
	}
}

func (a *auditor) userCredentials(u *iam.User, path []string) {
	if u.LoginProfile != nil && len(u.MFADevices) == 0 && a.told(below(path, mfa)...) {
		a.member(below(path, mfa), syntax.SecurityWarning, codeUserMFA, u.Name+" signs in to the console with a password alone. Give "+u.Name+" an MFA device.")
	}
	if days := a.age(u.PasswordLastUsed); u.LoginProfile != nil && days > mostDays {
		a.member(below(path, "passwordLastUsed"), syntax.Warning, codeUnused, "The password of "+u.Name+" was last used "+strconv.Itoa(days)+" days ago. Delete the login profile if it is not needed.")
	}
	for _, k := range u.AccessKeys {
		at := below(path, "accessKeys", k.ID)
		switch age, idle := a.age(k.Created), a.age(k.LastUsed); {
		case !k.Active:
		case idle > mostDays:
			a.member(at, syntax.Warning, codeUnused, "The access key "+k.ID+" of "+u.Name+" was last used "+strconv.Itoa(idle)+" days ago. Make it inactive, then delete it.")
		case age > mostDays:
			a.member(at, syntax.Warning, codeOldKey, "The access key "+k.ID+" of "+u.Name+" is "+strconv.Itoa(age)+" days old. Make a new one, change over, and delete this one; better, use a role.")
		}
	}
}

// age is how many whole days ago a time was by the scenario's clock, or 0 where one of the two is not known.
func (a *auditor) age(text string) int {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || a.Options.Now.Epoch == 0 {
		return 0
	}
	return int(a.Options.Now.Epoch-t.Unix()) / (24 * 60 * 60)
}

// passwords says what a password policy does not ask for.
func (a *auditor) passwords(account *iam.Account, path []string) {
	p := account.PasswordPolicy
	if p == nil {
		return
	}
	var lacks []string
	for _, rule := range [...]struct {
		kept bool
		name string
	}{
		{p.MinimumLength >= leastLength, "14 characters"}, {p.Uppercase, "uppercase letters"}, {p.Lowercase, "lowercase letters"},
		{p.Numbers, "numbers"}, {p.Symbols, "symbols"}, {p.ReusePrevention >= mostRemembered, "other passwords than the last 24"},
	} {
		if !rule.kept {
			lacks = append(lacks, rule.name)
		}
	}
	if len(lacks) > 0 {
		a.member(path, syntax.Warning, codePasswords, "The password policy does not ask for "+strings.Join(lacks, ", ")+". Ask for it.")
	}
}
