package iamapi

import (
	"embed"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/iam"
)

//go:embed testdata/observed/iam-sts-errors.json
var recordedText []byte

//go:embed testdata/recorded.txt
var requestsText string

// elsewhere are the rows that no request here is made for, by a part of their test's name, and why.
var elsewhere = map[string]string{
	"test_create_policy_invalid_document": "the documents are not recorded with the errors; engine/policy tests them by the recordings that hold them",
	"override-transitive-tag":             "needs two sessions: TestInheritedTagsCannotBePassedAgain",
	"delete-access-key-without-username":  "needs a session: TestKeysOfNoUser",
	"policy-too-long-error":               "the policy is not recorded whole",
}

// otherWords are the rows whose message is ours, not AWS's, and why.
var otherWords = map[string]string{
	"test_update_account_password_policy_validation_errors":  "AWS lists its complaints in an order of its own; ours is the model's",
	"test_create_open_id_connect_provider_validation_errors": "AWS lists its complaints in an order of its own, and leaves out what it says of members of other lists, that they must not be null",
}

type recordedRow struct {
	Test, Step, Code, Message string
	HTTP                      int
}

func recordedWorld(t *testing.T) *account {
	const owner = "111111111111"
	root, _ := RootCredentials(owner)
	a := &account{t: t, world: &iam.World{Accounts: []*iam.Account{{ID: owner, Partition: "aws"}}}, as: root, now: "2026-01-31T12:00:00Z"}
	const p = "arn:aws:iam::111111111111:policy/p"
	for _, name := range []string{"u", "att", "inl"} {
		a.must("CreateUser", "UserName", name)
	}
	for _, name := range []string{"g", "g2"} {
		a.must("CreateGroup", "GroupName", name)
	}
	for _, name := range []string{"r", "inl", "prof"} {
		a.must("CreateRole", "RoleName", name, "AssumeRolePolicyDocument", trustEC2)
	}
	for _, name := range []string{"p", "v5"} {
		a.must("CreatePolicy", "PolicyName", name, "PolicyDocument", allowAll)
	}
	for range 4 {
		a.must("CreatePolicyVersion", "PolicyArn", "arn:aws:iam::111111111111:policy/v5", "PolicyDocument", allowAll)
	}
	a.must("AttachUserPolicy", "UserName", "att", "PolicyArn", p)
	a.must("AttachRolePolicy", "RoleName", "r", "PolicyArn", p)
	a.must("PutUserPolicy", "UserName", "inl", "PolicyName", "x", "PolicyDocument", allowAll)
	a.must("PutRolePolicy", "RoleName", "inl", "PolicyName", "x", "PolicyDocument", allowAll)
	a.must("CreateInstanceProfile", "InstanceProfileName", "ip")
	a.must("CreateInstanceProfile", "InstanceProfileName", "empty")
	a.must("AddRoleToInstanceProfile", "InstanceProfileName", "ip", "RoleName", "prof")
	a.must("CreateAccessKey", "UserName", "u")
	a.must("CreateAccessKey", "UserName", "u")
	a.must("CreateLoginProfile", "UserName", "u", "Password", "Secret-123")
	a.must("CreateServiceLinkedRole", "AWSServiceName", "batch.amazonaws.com")
	recordedCredentials(a)
	return a
}

// recordedCredentials is what the rows about other credentials and providers meet.
func recordedCredentials(a *account) {
	const phone, used = "arn:aws:iam::111111111111:mfa/phone", "arn:aws:iam::111111111111:mfa/used"
	for _, name := range []string{"mfa", "ssc"} {
		a.must("CreateUser", "UserName", name)
	}
	a.must("CreateVirtualMFADevice", "VirtualMFADeviceName", "phone")
	a.must("CreateVirtualMFADevice", "VirtualMFADeviceName", "used")
	a.must("EnableMFADevice", "UserName", "mfa", "SerialNumber", used, "AuthenticationCode1", "123456", "AuthenticationCode2", "654321")
	a.must("CreateServiceSpecificCredential", "UserName", "ssc", "ServiceName", "codecommit.amazonaws.com")
	a.must("UploadServerCertificate", "ServerCertificateName", "www", "CertificateBody", file("a.pem"), "PrivateKey", "key")
	for _, name := range []string{"a.pem", "b.pem"} {
		a.must("UploadSigningCertificate", "UserName", "mfa", "CertificateBody", file(name))
	}
	a.must("CreateOpenIDConnectProvider", "Url", "https://oidc-dup-04669428.example.com", "ThumbprintList.member.1", strings.Repeat("a", 40))
	tagged := []string{"Url", "https://tagged.example.com", "ThumbprintList.member.1", strings.Repeat("a", 40)}
	for i := range 50 {
		at := "Tags.member." + strconv.Itoa(i+1)
		tagged = append(tagged, at+".Key", "k"+strconv.Itoa(i), at+".Value", "v")
	}
	a.must("CreateOpenIDConnectProvider", tagged...)
}

//go:embed testdata/*.pem
var certificates embed.FS

// file gives a certificate of testdata.
func file(name string) string {
	text, err := certificates.ReadFile("testdata/" + name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

const trustEC2 = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

// requests reads the table: test and step, then the call.
func requests() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(requestsText) {
		if f := strings.SplitN(strings.TrimSpace(line), " ", 3); !strings.HasPrefix(line, "#") {
			all[f[0]+" "+f[1]] = call(f[2])
		}
	}
	return all
}

var times = regexp.MustCompile(`^(\d+)\*(.)$`)

// call reads an operation with its parameters.
func call(text string) []string {
	fields := strings.Fields(text)
	all := fields[:1:1]
	for _, f := range fields[1:] {
		name, value, _ := strings.Cut(f, "=")
		n, _ := strconv.Atoi(value)
		switch {
		case name == "TAGS":
			for i := range n {
				at := "Tags.member." + strconv.Itoa(i+1)
				all = append(all, at+".Key", "k"+strconv.Itoa(i), at+".Value", "v")
			}
		case name == "KEYS":
			for i := range n {
				all = append(all, "TagKeys.member."+strconv.Itoa(i+1), "k"+strconv.Itoa(i))
			}
		case name == "CLIENTS":
			for i := range n {
				all = append(all, "ClientIDList.member."+strconv.Itoa(i+1), strconv.Itoa(i))
			}
		case strings.HasPrefix(value, "FILE:"):
			all = append(all, name, file(value[len("FILE:"):]))
		case value == "DOCUMENT":
			all = append(all, name, allowAll)
		case value == "TRUST":
			all = append(all, name, trustEC2)
		default:
			if m := times.FindStringSubmatch(value); m != nil {
				n, _ := strconv.Atoi(m[1])
				value = strings.Repeat(m[2], n)
			}
			all = append(all, name, value)
		}
	}
	return all
}

func reasonFor(r recordedRow, reasons map[string]string) bool {
	for part := range reasons {
		if strings.Contains(strings.ToLower(r.Test+" "+r.Step), strings.ToLower(part)) {
			return true
		}
	}
	return false
}

var placeholder = regexp.MustCompile(`<[a-z0-9-]+(:\d+)?>`)

// sameWords compares a message with a recorded one, whose made-up names are placeholders.
func sameWords(recorded, got string) bool {
	var b strings.Builder
	rest := strings.NewReplacer("<partition>", "aws", "<caller>", "arn:aws:iam::111111111111:root").Replace(recorded)
	for at := placeholder.FindStringIndex(rest); at != nil; at = placeholder.FindStringIndex(rest) {
		b.WriteString(regexp.QuoteMeta(rest[:at[0]]) + `[\w.-]+`)
		rest = rest[at[1]:]
	}
	return regexp.MustCompile("^" + b.String() + regexp.QuoteMeta(rest) + "$").MatchString(got)
}

// Code and status are those that AWS answered with, and the words but for those of otherWords.
func TestRecordedErrors(t *testing.T) {
	var file struct{ Rows []recordedRow }
	if err := json.Unmarshal(recordedText, &file); err != nil || len(file.Rows) != 363 {
		t.Fatalf("%d rows, %v", len(file.Rows), err)
	}
	world := recordedWorld(t)
	known, asked := requests(), map[string]bool{}
	same, all := 0, 0
	for _, r := range file.Rows {
		name := r.Test[strings.LastIndex(r.Test, "::")+2:] + " " + r.Step
		request, ok := known[name]
		if service, custom := strings.CutPrefix(name, "test_service_role_lifecycle_custom_suffix_not_allowed["); custom {
			service, _, _ = strings.Cut(service, "]")
			request, ok = []string{"CreateServiceLinkedRole", "AWSServiceName", service, "CustomSuffix", "s"}, true
		}
		if ok == reasonFor(r, elsewhere) {
			t.Errorf("%s: a row stands in exactly one list: that of the requests or that of the reasons", name)
		}
		if !ok {
			continue
		}
		asked[name] = true
		all++
		a := *world
		got := a.call(request[0], request[1:]...)
		if got.Code != r.Code || got.Status != r.HTTP {
			t.Errorf("%s: %d %s: %s\nAWS: %d %s: %s", name, got.Status, got.Code, got.Message, r.HTTP, r.Code, r.Message)
		} else if sameWords(r.Message, got.Message) {
			same++
		} else if !reasonFor(r, otherWords) {
			t.Errorf("%s:\n%s\nAWS: %s", name, got.Message, r.Message)
		}
	}
	for name := range known {
		if !asked[name] {
			t.Errorf("%s: there is no such row", name)
		}
	}
	t.Logf("%d of %d with AWS's words", same, all)
	if same*100 < all*95 {
		t.Errorf("the words of %d of %d rows are AWS's", same, all)
	}
}

// EV-76, with the words recorded for test_iam_role_chaining_override_transitive_tags.
func TestInheritedTagsCannotBePassedAgain(t *testing.T) {
	const words = "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
	for _, key := range []string{"Star", "star"} {
		a := withAna(t)
		made := a.must("sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1", "Tags.member.1.Key", "Star", "Tags.member.1.Value", "1", "TransitiveTagKeys.member.1", "Star")
		a.as = Credentials{AccessKeyID: made.Session, SessionToken: made.Token}
		got := a.call("sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s2", "Tags.member.1.Key", key, "Tags.member.1.Value", "2")
		if got.Code != "InvalidParameterValue" || got.Status != 400 || got.Message != words {
			t.Errorf("%s: %d %s: %s", key, got.Status, got.Code, got.Message)
		}
	}
}

// The words recorded for delete-access-key-without-username-error.
func TestKeysOfNoUser(t *testing.T) {
	a := withAna(t)
	ana := a.as
	a.as, _ = RootCredentials(id)
	a.must("PutRolePolicy", "RoleName", "r", "PolicyName", "all", "PolicyDocument", allowAll)
	a.as = ana
	made := a.must("sts:AssumeRole", "RoleArn", "arn:aws:iam::111122223333:role/r", "RoleSessionName", "s1")
	a.as = Credentials{AccessKeyID: made.Session, SessionToken: made.Token}
	got := a.call("DeleteAccessKey", "AccessKeyId", ana.AccessKeyID)
	if got.Code != "ValidationError" || got.Status != 400 || got.Message != "Must specify userName when calling with non-User credentials" {
		t.Errorf("%d %s: %s", got.Status, got.Code, got.Message)
	}
}
