package operations

import (
	"strings"
	"unicode/utf8"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var passwordOperations = map[string]operation{
	"GetAccountPasswordPolicy":    {run: getAccountPasswordPolicy, reads: true},
	"UpdateAccountPasswordPolicy": {run: updateAccountPasswordPolicy},
	"DeleteAccountPasswordPolicy": {run: deleteAccountPasswordPolicy},
	"CreateLoginProfile":          {run: createLoginProfile, on: self},
	"GetLoginProfile":             {run: getLoginProfile, reads: true, on: self},
	"UpdateLoginProfile":          {run: updateLoginProfile, on: self},
	"DeleteLoginProfile":          {run: deleteLoginProfile, on: self},
}

func getAccountPasswordPolicy(r *run) (*syntax.Value, *Error) {
	p := r.account.PasswordPolicy
	if p == nil {
		return nil, &Error{"NoSuchEntity", "The Password Policy with domain name " + r.account.ID + " cannot be found."}
	}
	f := []syntax.Member{
		integer("MinimumPasswordLength", p.MinimumLength), boolean("RequireSymbols", p.Symbols), boolean("RequireNumbers", p.Numbers),
		boolean("RequireUppercaseCharacters", p.Uppercase), boolean("RequireLowercaseCharacters", p.Lowercase),
		boolean("AllowUsersToChangePassword", p.AllowUsersToChange), boolean("ExpirePasswords", p.MaxAge > 0), boolean("HardExpiry", p.HardExpiry),
	}
	if p.MaxAge > 0 {
		f = append(f, integer("MaxPasswordAge", p.MaxAge))
	}
	if p.ReusePrevention > 0 {
		f = append(f, integer("PasswordReusePrevention", p.ReusePrevention))
	}
	return object(member("PasswordPolicy", object(f...))), nil
}

// updateAccountPasswordPolicy sets the whole policy: what a call leaves out has its default (IM-25).
func updateAccountPasswordPolicy(r *run) (*syntax.Value, *Error) {
	p := &iam.PasswordPolicy{
		MinimumLength: 6, MaxAge: r.number("MaxPasswordAge"), ReusePrevention: r.number("PasswordReusePrevention"),
		Symbols: r.flag("RequireSymbols"), Numbers: r.flag("RequireNumbers"),
		Uppercase: r.flag("RequireUppercaseCharacters"), Lowercase: r.flag("RequireLowercaseCharacters"),
		AllowUsersToChange: r.flag("AllowUsersToChangePassword"), HardExpiry: r.flag("HardExpiry"),
	}
	if r.has("MinimumPasswordLength") {
		p.MinimumLength = r.number("MinimumPasswordLength")
	}
	r.account.PasswordPolicy = p
	return nil, nil
}

func deleteAccountPasswordPolicy(r *run) (*syntax.Value, *Error) {
	if r.account.PasswordPolicy == nil {
		return nil, &Error{"NoSuchEntity", "The account policy with name PasswordPolicy cannot be found."}
	}
	r.account.PasswordPolicy = nil
	return nil, nil
}

// The characters that a password policy counts (IM-26).
const (
	uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lowercase = "abcdefghijklmnopqrstuvwxyz"
	digits    = "0123456789"
	symbols   = "!@#$%^&*()_+-=[]{}|'"
)

// accepts says whether a password is as the account wants it: by its own policy, or
// by AWS's, which wants 8 characters of three kinds, but not the account's name (IM-25, IM-26).
func accepts(a *iam.Account, password string) bool {
	length := utf8.RuneCountInString(password)
	kinds := 0
	for _, characters := range []string{uppercase, lowercase, digits, symbols} {
		if strings.ContainsAny(password, characters) {
			kinds++
		}
	}
	p := a.PasswordPolicy
	if p == nil {
		return length >= 8 && kinds >= 3 && (a.Name == "" || !strings.EqualFold(password, a.Name))
	}
	wants := func(required bool, characters string) bool {
		return !required || strings.ContainsAny(password, characters)
	}
	return length >= p.MinimumLength && wants(p.Symbols, symbols) && wants(p.Numbers, digits) && wants(p.Uppercase, uppercase) && wants(p.Lowercase, lowercase)
}

func (r *run) checkPassword() *Error {
	if accepts(r.account, r.text("Password")) {
		return nil
	}
	return &Error{"PasswordPolicyViolation", "Password does not conform to the account password policy."}
}

func noLogin(name string) *Error {
	return &Error{"NoSuchEntity", "Login Profile for User " + name + " cannot be found."}
}

// login gives a user who has a password.
func (r *run) login() (*iam.User, *Error) {
	u, err := r.callingUser()
	if err == nil && u.LoginProfile == nil {
		return nil, noLogin(u.Name)
	}
	return u, err
}

func loginValue(u *iam.User) *syntax.Value {
	return object(member("LoginProfile", and(record("UserName", u.Name, "CreateDate", dated(u.LoginProfile.Created)), boolean("PasswordResetRequired", u.LoginProfile.ResetRequired))))
}

func createLoginProfile(r *run) (*syntax.Value, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, err
	}
	if u.LoginProfile != nil {
		return nil, &Error{"EntityAlreadyExists", "Login Profile for user " + u.Name + " already exists."}
	}
	u.LoginProfile = &iam.LoginProfile{Created: r.Now, ResetRequired: r.flag("PasswordResetRequired")}
	return loginValue(u), r.checkPassword()
}

func getLoginProfile(r *run) (*syntax.Value, *Error) {
	u, err := r.login()
	if err != nil {
		return nil, err
	}
	return loginValue(u), nil
}

func updateLoginProfile(r *run) (*syntax.Value, *Error) {
	u, err := r.login()
	if err != nil {
		return nil, err
	}
	next := *u.LoginProfile
	if r.has("PasswordResetRequired") {
		next.ResetRequired = r.flag("PasswordResetRequired")
	}
	u.LoginProfile = &next
	if !r.has("Password") {
		return nil, nil
	}
	return nil, r.checkPassword()
}

func deleteLoginProfile(r *run) (*syntax.Value, *Error) {
	u, err := r.login()
	if err != nil {
		return nil, err
	}
	u.LoginProfile = nil
	return nil, nil
}
