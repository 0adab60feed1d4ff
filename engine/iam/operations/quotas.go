package operations

import "strconv"

// quotas are the default quotas of an account (H.8) and the sizes of documents (A.7).
var quotas = map[string]int{
	"UsersPerAccount":                    5000,
	"GroupsPerAccount":                   300,
	"RolesPerAccount":                    1000,
	"PoliciesPerAccount":                 1500,
	"InstanceProfilesPerAccount":         1000,
	"GroupsPerUser":                      10,
	"PoliciesPerUser":                    10,
	"PoliciesPerGroup":                   10,
	"PoliciesPerRole":                    10,
	"AccessKeysPerUser":                  2,
	"AccessKeysPerAccount":               2, // the root user's
	"MFADevicesPerUser":                  8,
	"CertificatesPerUser":                2,
	"SSHPublicKeysPerUser":               5,
	"ServiceSpecificCredentialsPerUser":  2, // for each service
	"ServerCertificatesPerAccount":       20,
	"SAMLProvidersPerAccount":            100,
	"OpenIdConnectProvidersPerAccount":   100,
	"ClientIdsPerOpenIdConnectProvider":  100,
	"VersionsPerPolicy":                  5,
	"TagsPerEntity":                      50,
	"InstanceSessionsPerInstanceProfile": 1, // roles in an instance profile (IM-30)
	"PolicySize":                         6144,
	"UserPolicySize":                     2048, // of all inline policies together
	"GroupPolicySize":                    5120,
	"RolePolicySize":                     10240,
	"ACLSizePerRole":                     2048, // of a trust policy
}

// tooMany refuses to have more than a quota allows (IM-35).
func tooMany(count int, quota string, message func(most string) string) *Error {
	if count <= quotas[quota] {
		return nil
	}
	return &Error{"LimitExceeded", message(strconv.Itoa(quotas[quota]))}
}

// exceeds is tooMany in the words that IAM has for most quotas.
func exceeds(quota string, count int) *Error {
	return tooMany(count, quota, func(most string) string { return "Cannot exceed quota for " + quota + ": " + most })
}
