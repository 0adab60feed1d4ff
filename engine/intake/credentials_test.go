package intake_test

import (
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// The outputs are laid out as in the examples of the AWS CLI Command Reference for aws iam.
const credentialSession = `$ aws iam get-account-authorization-details --filter User
{"UserDetailList": [{"UserName": "dana", "Arn": "arn:aws:iam::111122223333:user/ops/dana", "Path": "/ops/"}, {"UserName": "eve", "Arn": "arn:aws:iam::111122223333:user/eve"}]}
$ aws iam list-access-keys --user-name dana
{"AccessKeyMetadata": [{"UserName": "dana", "Status": "Active", "CreateDate": "2026-01-04T18:39:59+00:00", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"},
  {"UserName": "dana", "Status": "Inactive", "AccessKeyId": "AKIAI44QH8DHBEXAMPLE"}]}
$ aws iam list-mfa-devices --user-name dana
{"MFADevices": [{"UserName": "dana", "SerialNumber": "GAHT12345678", "EnableDate": "2026-01-04T18:39:59+00:00"}, {"UserName": "dana"}]}
$ aws iam list-virtual-mfa-devices
{"VirtualMFADevices": [{"SerialNumber": "arn:aws:iam::111122223333:mfa/eve", "EnableDate": "2026-01-04T18:39:59+00:00", "User": {"UserName": "eve", "Arn": "arn:aws:iam::111122223333:user/eve"}},
  {"SerialNumber": "arn:aws:iam::111122223333:mfa/root-account-mfa-device", "User": {"Arn": "arn:aws:iam::111122223333:root"}}, {"SerialNumber": "arn:aws:iam::111122223333:mfa/spare"}]}
$ aws iam get-login-profile --user-name eve
{"LoginProfile": {"UserName": "eve", "CreateDate": "2026-01-05T00:00:00Z", "PasswordResetRequired": true}}
$ aws iam get-account-password-policy
{"PasswordPolicy": {"MinimumPasswordLength": 14, "RequireSymbols": true, "ExpirePasswords": true, "MaxPasswordAge": 90}}
$ aws iam list-account-aliases
{"AccountAliases": ["example"]}
$ aws iam list-open-id-connect-providers
{"OpenIDConnectProviderList": [{"Arn": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, {"Arn": "oidc-provider"}]}
$ aws iam list-saml-providers
{"SAMLProviderList": [{"Arn": "arn:aws:iam::111122223333:saml-provider/idp", "ValidUntil": "2126-01-01T00:00:00Z"}]}
`

func TestCredentialOutputs(t *testing.T) {
	r := taken(t, credentialSession, "")
	if r.Kind != intake.Account {
		t.Errorf("%s", r.Kind)
	}
	const account = "accounts|111122223333|"
	holds(t, r.Scenario, map[string]string{
		account + "users|dana|accessKeys":  `{"AKIAI44QH8DHBEXAMPLE":{"status":"Inactive"},"AKIAIOSFODNN7EXAMPLE":{"created":"2026-01-04T18:39:59Z"}}`,
		account + "users|dana|mfaDevices":  `["GAHT12345678"]`,
		account + "users|dana|path":        `"/ops/"`,
		account + "users|eve|mfaDevices":   `["arn:aws:iam::111122223333:mfa/eve"]`,
		account + "users|eve|loginProfile": `{"created":"2026-01-05T00:00:00Z","passwordResetRequired":true}`,
		account + "rootUser|mfaDevices":    `["arn:aws:iam::111122223333:mfa/root-account-mfa-device"]`,
		account + "passwordPolicy":         `{"ExpirePasswords":true,"MaxPasswordAge":90,"MinimumPasswordLength":14,"RequireSymbols":true}`,
		account + "alias":                  `"example"`,
		account + "oidcProviders":          `{"token.actions.githubusercontent.com":{}}`,
		account + "samlProviders":          `{"idp":{}}`,
		"accounts|oidc-provider":           "null",
	})
	if got := judge(t, r.Scenario); len(got.Value.Diagnostics) > 0 {
		t.Errorf("%v", got.Value.Diagnostics)
	}
}

// Keys without a user are those of the user whom the command line names, or of the root user.
func TestWhoseKeysTheyAre(t *testing.T) {
	const keys = `{"AccessKeyMetadata": [{"Status": "Active", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}]}`
	holds(t, taken(t, keys, "").Scenario, map[string]string{"accounts|111122223333|rootUser|accessKeys": `{"AKIAIOSFODNN7EXAMPLE":{}}`})
	holds(t, taken(t, "aws iam list-access-keys --user-name dana\n"+keys, "").Scenario, map[string]string{"accounts|111122223333|users|dana|accessKeys": `{"AKIAIOSFODNN7EXAMPLE":{}}`})
	many := `{"AccessKeyMetadata": [` + strings.TrimSuffix(strings.Repeat(`{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"},`, 10_001), ",") + `]}`
	leftOut(t, taken(t, many, ""), "more than 10000 users")
}
