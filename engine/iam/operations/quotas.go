package operations

import "strconv"

// quotas are the default quotas of an account (H.8).
var quotas = map[string]int{
	"UsersPerAccount":            5000,
	"GroupsPerAccount":           300,
	"RolesPerAccount":            1000,
	"PoliciesPerAccount":         1500,
	"InstanceProfilesPerAccount": 1000,
	"GroupsPerUser":              10,
	"PoliciesPerUser":            10,
	"PoliciesPerGroup":           10,
	"PoliciesPerRole":            10,
	"AccessKeysPerUser":          2,
	"AccessKeysPerAccount":       2, // the root user's
	"VersionsPerPolicy":          5,
	"TagsPerEntity":              50,
	"PolicySize":                 6144,
	"UserPolicySize":             2048, // of all inline policies together
	"GroupPolicySize":            5120,
	"RolePolicySize":             10240,
	"AssumeRolePolicySize":       2048,
	// An instance profile holds one role (IM-30).
	"InstanceSessionsPerInstanceProfile": 1,
}

// exceeds refuses to have more than a quota allows (IM-35).
func exceeds(quota string, count int) *Error {
	if count <= quotas[quota] {
		return nil
	}
	return &Error{"LimitExceeded", "Cannot exceed quota for " + quota + ": " + strconv.Itoa(quotas[quota])}
}
