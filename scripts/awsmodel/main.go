// Awsmodel writes the service model of the operations that engine/iamapi answers, from the data folder of botocore as Debian's
// package awscli installs it (apt-get install awscli):
//
//	go run ./scripts/awsmodel /usr/lib/python3/dist-packages/awscli/botocore/data
//
// It writes two files. engine/iamapi/model.txt is a table, a line each:
//
//	service NAME VERSION NAMESPACE           what follows is of this service
//	error CODE STATUS                        the codes that the model declares
//	op NAME INPUT OUTPUT                     shapes, or - for none
//	structure SHAPE MEMBER:SHAPE[!]…         members in their order, ! those that are required
//	list SHAPE SHAPE MIN MAX                 - for no limit
//	map SHAPE KEY VALUE
//	string|integer|boolean|timestamp|blob SHAPE MIN MAX ENUM PATTERN
//	                                         values of the enumeration with commas between, or -; the pattern is the rest of the line
//
// site/src/console/model.json is what the page's console knows: {"iam": {"CreateUser": {"in": "CreateUserRequest", "out":
// "CreateUserResponse"}, …}, "sts": {…}, "shapes": {…}}. A shape is {"members": {NAME: SHAPE}, "required": [NAME, …]}, {"list": SHAPE},
// {"key": SHAPE, "value": SHAPE} or {"enum": [VALUE, …]}; the simple types stand for themselves: "string", "integer", "boolean", "timestamp"
// and "blob" are no names of shapes, nor is "document", the text of a policy, which the AWS CLI prints as an object. Members stand in the
// model's order. A shape of STS that IAM has otherwise carries the name sts.NAME. Operations without one lack "in" or "out".
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// service is a service-2.json, as far as it is used.
type service struct {
	name       string
	Metadata   struct{ APIVersion, XMLNamespace string }
	Operations map[string]struct{ Input, Output *reference }
	Shapes     map[string]*shape
}

type reference struct{ Shape, LocationName string }

type shape struct {
	Type, Pattern      string
	Members            members
	Required           []string
	Member, Key, Value reference
	Min, Max           *int
	Enum               []string
	Flattened          bool
	Error              *struct {
		Code           string
		HTTPStatusCode int
	}
}

// members keeps the order that the file has.
type members []struct{ name, shape string }

func (m *members) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var r reference
		if err := d.Decode(&r); err != nil {
			return err
		}
		if r.LocationName != "" {
			return fmt.Errorf("member %v has a locationName, which the table does not know", name)
		}
		*m = append(*m, struct{ name, shape string }{name.(string), r.Shape})
	}
	return nil
}

// MarshalJSON writes {NAME: SHAPE, …}.
func (m members) MarshalJSON() ([]byte, error) {
	var parts []string
	for _, one := range m {
		parts = append(parts, strconv.Quote(one.name)+":"+strconv.Quote(one.shape))
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// operations are those in scope.
var operations = map[string][]string{
	"iam": strings.Fields(`
		CreateUser GetUser ListUsers UpdateUser DeleteUser TagUser UntagUser ListUserTags
		CreateGroup GetGroup ListGroups UpdateGroup DeleteGroup AddUserToGroup RemoveUserFromGroup ListGroupsForUser
		CreateRole GetRole ListRoles UpdateRole DeleteRole UpdateAssumeRolePolicy TagRole UntagRole ListRoleTags CreateServiceLinkedRole
		CreatePolicy GetPolicy ListPolicies DeletePolicy CreatePolicyVersion GetPolicyVersion ListPolicyVersions SetDefaultPolicyVersion DeletePolicyVersion
		ListEntitiesForPolicy TagPolicy UntagPolicy ListPolicyTags
		AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies AttachGroupPolicy DetachGroupPolicy ListAttachedGroupPolicies
		AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies
		PutUserPolicy GetUserPolicy ListUserPolicies DeleteUserPolicy PutGroupPolicy GetGroupPolicy ListGroupPolicies DeleteGroupPolicy
		PutRolePolicy GetRolePolicy ListRolePolicies DeleteRolePolicy
		PutUserPermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary DeleteRolePermissionsBoundary
		CreateAccessKey ListAccessKeys UpdateAccessKey DeleteAccessKey
		CreateInstanceProfile GetInstanceProfile ListInstanceProfiles ListInstanceProfilesForRole DeleteInstanceProfile AddRoleToInstanceProfile
		RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile ListInstanceProfileTags
		SimulateCustomPolicy SimulatePrincipalPolicy GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy
		GetAccountAuthorizationDetails GetAccountSummary CreateAccountAlias ListAccountAliases DeleteAccountAlias ListPoliciesGrantingServiceAccess
		GetAccountPasswordPolicy UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy
		CreateLoginProfile GetLoginProfile UpdateLoginProfile DeleteLoginProfile
		CreateVirtualMFADevice DeleteVirtualMFADevice ListVirtualMFADevices EnableMFADevice DeactivateMFADevice ResyncMFADevice ListMFADevices
		TagMFADevice UntagMFADevice ListMFADeviceTags
		CreateOpenIDConnectProvider GetOpenIDConnectProvider ListOpenIDConnectProviders DeleteOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint
		AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider
		TagOpenIDConnectProvider UntagOpenIDConnectProvider ListOpenIDConnectProviderTags
		CreateSAMLProvider GetSAMLProvider ListSAMLProviders UpdateSAMLProvider DeleteSAMLProvider TagSAMLProvider UntagSAMLProvider ListSAMLProviderTags
		UploadServerCertificate GetServerCertificate ListServerCertificates UpdateServerCertificate DeleteServerCertificate
		TagServerCertificate UntagServerCertificate ListServerCertificateTags
		UploadSigningCertificate ListSigningCertificates UpdateSigningCertificate DeleteSigningCertificate
		UploadSSHPublicKey GetSSHPublicKey ListSSHPublicKeys UpdateSSHPublicKey DeleteSSHPublicKey
		CreateServiceSpecificCredential ListServiceSpecificCredentials UpdateServiceSpecificCredential ResetServiceSpecificCredential
		DeleteServiceSpecificCredential GenerateCredentialReport GetCredentialReport GetAccessKeyLastUsed`),
	"sts": strings.Fields(`AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity GetSessionToken GetFederationToken DecodeAuthorizationMessage`),
}

func main() {
	if len(os.Args) != 2 {
		fatal(fmt.Errorf("name botocore's data folder"))
	}
	iam, sts := read(os.Args[1], "iam", "2010-05-08"), read(os.Args[1], "sts", "2011-06-15")
	write("engine/iamapi/model.txt", table(iam, sts))
	write("site/src/console/model.json", console(iam, sts))
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "awsmodel:", err)
		os.Exit(1)
	}
}

func write(file string, text []byte) {
	fatal(os.MkdirAll(filepath.Dir(file), 0o755))
	fatal(os.WriteFile(file, text, 0o644))
}

func read(folder, name, version string) *service {
	text, err := os.ReadFile(filepath.Join(folder, name, version, "service-2.json"))
	fatal(err)
	s := &service{name: name}
	fatal(json.Unmarshal(text, s))
	if name == "iam" {
		s.addLevels()
	}
	for _, o := range operations[name] {
		if _, known := s.Operations[o]; !known {
			fatal(fmt.Errorf("%s has no operation %s", name, o))
		}
	}
	return s
}

// addLevels adds the member that SimulateCustomPolicy has had since 2026, as aws-sdk-go-v2 has it (service/iam v1.65.0), to models
// that are older.
func (s *service) addLevels() {
	const levels, list, level = "OrderedOrganizationPolicyInputList", "OrganizationPolicyListType", "OrderedOrganizationPolicyType"
	if s.Shapes[list] != nil {
		return
	}
	s.Shapes[list] = &shape{Type: "list", Member: reference{Shape: level}}
	s.Shapes[level] = &shape{Type: "structure", Members: members{{"ServiceControlPolicyInputList", "SimulationPolicyListType"}}}
	request := s.Shapes["SimulateCustomPolicyRequest"]
	request.Members = append(request.Members, members{{levels, list}}...)
}

// used are the shapes of the operations in scope, sorted.
func (s *service) used() []string {
	found := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if name == "" || found[name] {
			return
		}
		found[name] = true
		one := s.Shapes[name]
		if one.Flattened {
			fatal(fmt.Errorf("%s is flattened, which the table does not know", name))
		}
		for _, r := range []reference{one.Member, one.Key, one.Value} {
			visit(r.Shape)
		}
		for _, m := range one.Members {
			visit(m.shape)
		}
	}
	for _, o := range operations[s.name] {
		for _, r := range []*reference{s.Operations[o].Input, s.Operations[o].Output} {
			if r != nil {
				visit(r.Shape)
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func table(services ...*service) []byte {
	var b bytes.Buffer
	b.WriteString("# The service models of AWS IAM and AWS STS, from botocore as in Debian's awscli 2.9.19 (Apache-2.0); written by scripts/awsmodel.\n")
	for _, s := range services {
		fmt.Fprintf(&b, "service %s %s %s\n", s.name, s.Metadata.APIVersion, s.Metadata.XMLNamespace)
		for _, name := range slices.Sorted(maps.Keys(s.Shapes)) {
			if e := s.Shapes[name].Error; e != nil {
				fmt.Fprintf(&b, "error %s %d\n", e.Code, e.HTTPStatusCode)
			}
		}
		for _, o := range slices.Sorted(slices.Values(operations[s.name])) {
			fmt.Fprintf(&b, "op %s %s %s\n", o, named(s.Operations[o].Input), named(s.Operations[o].Output))
		}
		for _, name := range s.used() {
			b.WriteString(s.Shapes[name].row(name))
		}
	}
	return b.Bytes()
}

func named(r *reference) string {
	if r == nil {
		return "-"
	}
	return r.Shape
}

func (s *shape) row(name string) string {
	switch s.Type {
	case "structure":
		row := "structure " + name
		for _, m := range s.Members {
			row += " " + m.name + ":" + m.shape
			if slices.Contains(s.Required, m.name) {
				row += "!"
			}
		}
		return row + "\n"
	case "list":
		return fmt.Sprintf("list %s %s %s %s\n", name, s.Member.Shape, limit(s.Min), limit(s.Max))
	case "map":
		return fmt.Sprintf("map %s %s %s\n", name, s.Key.Shape, s.Value.Shape)
	}
	enum := strings.Join(s.Enum, ",")
	if enum == "" {
		enum = "-"
	}
	return strings.TrimRight(fmt.Sprintf("%s %s %s %s %s %s", s.Type, name, limit(s.Min), limit(s.Max), enum, s.Pattern), " ") + "\n"
}

func limit(n *int) string {
	if n == nil {
		return "-"
	}
	return strconv.Itoa(*n)
}

type object map[string]any

func console(iam, sts *service) []byte {
	shapes := object{}
	all := object{"shapes": shapes}
	for _, s := range []*service{iam, sts} {
		name := func(shape string) string {
			one := s.Shapes[shape]
			if shape == "policyDocumentType" {
				return "document"
			}
			if one.Type != "structure" && one.Type != "list" && one.Type != "map" && len(one.Enum) == 0 {
				return one.Type
			}
			if other := iam.Shapes[shape]; s != iam && other != nil && !reflect.DeepEqual(one, other) {
				return s.name + "." + shape
			}
			return shape
		}
		calls := object{}
		for _, o := range operations[s.name] {
			call := object{}
			if r := s.Operations[o].Input; r != nil {
				call["in"] = name(r.Shape)
			}
			if r := s.Operations[o].Output; r != nil {
				call["out"] = name(r.Shape)
			}
			calls[o] = call
		}
		all[s.name] = calls
		for _, shape := range s.used() {
			if v := s.Shapes[shape].object(name); v != nil {
				shapes[name(shape)] = v
			}
		}
	}
	text, err := json.Marshal(all)
	fatal(err)
	return append(text, '\n')
}

func (s *shape) object(name func(string) string) object {
	switch {
	case s.Type == "structure":
		var named members
		for _, m := range s.Members {
			m.shape = name(m.shape)
			named = append(named, m)
		}
		o := object{"members": named}
		if len(s.Required) > 0 {
			o["required"] = s.Required
		}
		return o
	case s.Type == "list":
		return object{"list": name(s.Member.Shape)}
	case s.Type == "map":
		return object{"key": name(s.Key.Shape), "value": name(s.Value.Shape)}
	case len(s.Enum) > 0:
		return object{"enum": s.Enum}
	}
	return nil
}
