package model

import (
	"os/exec"
	"strings"
	"testing"
)

func services(t *testing.T) map[string]*Service {
	t.Helper()
	script := exec.Command("../../awscli.sh")
	script.Stderr = t.Output()
	found, err := script.Output()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Read(strings.Split(string(found), "\n")[1])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const namespace = ` xmlns="https://iam.amazonaws.com/doc/2010-05-08/"`

// reply is laid out as the sample responses of the IAM API Reference are.
func reply(operation, result string) string {
	return `<` + operation + `Response` + namespace + `>` + result + `<ResponseMetadata><RequestId>7a62c49f</RequestId></ResponseMetadata></` + operation + `Response>`
}

const (
	user = `<GetUserResult><User><Path>/division_abc/</Path><UserName>Bob</UserName><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>` +
		`<Arn>arn:aws:iam::123456789012:user/division_abc/Bob</Arn><CreateDate>2013-10-02T17:01:44Z</CreateDate>` +
		`<Tags><member><Key>team</Key><Value>a b</Value></member></Tags></User></GetUserResult>`
	keys    = `<ListAccessKeysResult><AccessKeyMetadata><member><UserName>Bob</UserName><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><Status>Active</Status></member></AccessKeyMetadata><IsTruncated>false</IsTruncated></ListAccessKeysResult>`
	summary = `<GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>27</value></entry></SummaryMap></GetAccountSummaryResult>`
	refused = `<ErrorResponse` + namespace + `><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The user with name Bob cannot be found.</Message></Error><RequestId>7a62c49f</RequestId></ErrorResponse>`
)

// What is right has no complaint; each change to it has the one that is due.
func TestCheckCatchesFaults(t *testing.T) {
	iam := services(t)["2010-05-08"]
	for _, c := range []struct {
		what, operation, body, old, new string
		status                          int
		complaint                       string
	}{
		{"a user", "GetUser", reply("GetUser", user), "", "", 200, ""},
		{"a list", "ListAccessKeys", reply("ListAccessKeys", keys), "", "", 200, ""},
		{"a map", "GetAccountSummary", reply("GetAccountSummary", summary), "", "", 200, ""},
		{"no output", "DeleteUser", reply("DeleteUser", ""), "", "", 200, ""},
		{"an error", "GetUser", refused, "", "", 404, ""},
		{"a common error", "GetUser", refused, "NoSuchEntity", "ValidationError", 400, ""},

		{"no XML", "GetUser", reply("GetUser", user), "</User>", "", 200, "no XML"},
		{"another namespace", "GetUser", reply("GetUser", user), "iam.amazonaws.com", "sts.amazonaws.com", 200, "namespace"},
		{"the name of another operation", "GetUser", reply("GetRole", user), "", "", 200, "the element is GetRoleResponse, not GetUserResponse"},
		{"no result", "GetUser", reply("GetUser", ""), "", "", 200, "lacks GetUserResult"},
		{"a result where there is none", "DeleteUser", reply("DeleteUser", "<DeleteUserResult></DeleteUserResult>"), "", "", 200, "unknown element DeleteUserResult"},
		{"another request's id", "GetUser", reply("GetUser", user), "7a62c49f", "7a62c490", 200, "the request's id"},
		{"an unknown element", "GetUser", reply("GetUser", user), "<Path>", "<Colour>red</Colour><Path>", 200, "User: unknown element Colour"},
		{"a required member left out", "GetUser", reply("GetUser", user), "<UserName>Bob</UserName>", "", 200, "User: lacks UserName"},
		{"a member twice", "GetUser", reply("GetUser", user), "<UserName>Bob</UserName>", "<UserName>Bob</UserName><UserName>Bob</UserName>", 200, "UserName comes twice"},
		{"text in a structure", "GetUser", reply("GetUser", user), "<User>", "<User>x", 200, "text \"x\""},
		{"elements in a string", "GetUser", reply("GetUser", user), "Bob</UserName>", "<b>Bob</b></UserName>", 200, "elements in a string"},
		{"too few characters", "GetUser", reply("GetUser", user), "AIDACKCEVSQ6C2EXAMPLE", "AIDA", 200, "UserId: 4 characters"},
		{"too many characters", "GetUser", reply("GetUser", user), ">Bob<", ">" + strings.Repeat("B", 65) + "<", 200, "UserName: 65 characters"},
		{"another pattern", "GetUser", reply("GetUser", user), "/division_abc/</Path>", "division_abc</Path>", 200, "Path: \"division_abc\" does not match"},
		{"a date without a time", "GetUser", reply("GetUser", user), "2013-10-02T17:01:44Z", "2013-10-02", 200, "no timestamp"},
		{"a time of another zone", "GetUser", reply("GetUser", user), "17:01:44Z", "17:01:44+02:00", 200, "not in UTC"},
		{"a list without wrappers", "GetUser", reply("GetUser", user), "member>", "Tag>", 200, "element Tag in a list"},
		{"a value that no enumeration has", "ListAccessKeys", reply("ListAccessKeys", keys), "Active", "active", 200, "is none of"},
		{"no boolean", "ListAccessKeys", reply("ListAccessKeys", keys), ">false<", ">False<", 200, "is no boolean"},
		{"an entry without a value", "GetAccountSummary", reply("GetAccountSummary", summary), "<value>27</value>", "", 200, "lacks value"},
		{"a key that is none", "GetAccountSummary", reply("GetAccountSummary", summary), ">Users<", ">Gadgets<", 200, "is none of"},
		{"no integer", "GetAccountSummary", reply("GetAccountSummary", summary), "27", "many", 200, "no integer"},
		{"a code of another operation", "ListUsers", refused, "", "", 404, "error code NoSuchEntity is not declared"},
		{"a code of no model", "GetUser", refused, "NoSuchEntity", "NotFound", 404, "error code NotFound is not declared"},
		{"a status of another code", "GetUser", refused, "", "", 400, "has status 404, not 400"},
		{"the other's fault", "GetUser", refused, "Sender", "Receiver", 404, "the fault of the Receiver"},
		{"no message", "GetUser", refused, "The user with name Bob cannot be found.", "", 404, "without a message"},
	} {
		body := c.body
		if c.old != "" {
			body = strings.ReplaceAll(body, c.old, c.new)
		}
		found := iam.Check(&Reply{Operation: c.operation, Status: c.status, ContentType: "text/xml", RequestID: "7a62c49f", Body: []byte(body)})
		if c.complaint == "" && len(found) > 0 || c.complaint != "" && !strings.Contains(strings.Join(found, "\n"), c.complaint) {
			t.Errorf("%s: %q", c.what, found)
		}
	}
}

// A pattern that Go cannot read would end the tests at the first value that is checked by it.
func TestPatternsCanBeRead(t *testing.T) {
	for _, s := range services(t) {
		for _, one := range s.Shapes {
			if one.Pattern != "" {
				expression(one.Pattern)
			}
		}
	}
	aliases := services(t)["2010-05-08"].Shapes["accountAliasType"].Pattern
	for alias, ok := range map[string]bool{"abc": true, "a-b-c1": true, "a--b": false, "-ab": false, "ab-": false} {
		if expression(aliases).MatchString(alias) != ok {
			t.Error(alias)
		}
	}
}
