package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine/intake"
)

// mebibyte joins what make makes of 0, 1, 2 and so on to a text of 1 MiB.
func mebibyte(make func(i int) string, between string) string {
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		b.WriteString(make(i) + between)
	}
	return strings.TrimSuffix(b.String(), between)
}

// Each of these took from three seconds to more than two minutes before there were limits: what is over one is
// named, and not looked at.
func TestOfAHostileTextSoMuchIsTaken(t *testing.T) {
	same := func(s string) func(int) string { return func(int) string { return s } }
	form := func(s string) func(int) string {
		return func(i int) string { return strings.ReplaceAll(s, "#", fmt.Sprint(i)) }
	}
	user := func(member, item string) string {
		return `{"UserDetailList":[{"Arn":"` + dana + `","UserName":"dana","` + member + `":[` + mebibyte(form(item), ",") + `]}]}`
	}
	for name, c := range map[string]struct{ text, left string }{
		"policy documents":          {mebibyte(same(`{"Statement":[]}`), "\n"), "more than 50 policy documents"},
		"a list of them":            {"[" + mebibyte(same(`{"Statement":[]}`), ",") + "]", "more than 50 policy documents"},
		"events":                    {mebibyte(form(`{"eventSource":"s3.amazonaws.com","eventName":"Get#","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","arn":"`+dana+`#"}}`), "\n"), "more than 50 calls"},
		"events that tell too much": {mebibyte(form(`{"eventSource":"s3.amazonaws.com","eventName":"Get","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::H#:user/u"}}`), "\n"), "more notes like these"},
		"users":                     {`{"UserDetailList":[` + mebibyte(form(`{"Arn":"`+dana+`","UserName":"u#"}`), ",") + `]}`, "more than 10000 users"},
		"managed policies":          {`{"Policies":[` + mebibyte(form(`{"Arn":"arn:aws:iam::111122223333:policy/p#","PolicyName":"p#","PolicyVersionList":[]}`), ",") + `]}`, "more than 10000 users"},
		"a decoded message behind":  {mebibyte(form(`{"eventSource":"s3.amazonaws.com","eventName":"Get#","errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","arn":"`+dana+`#"}}`), "\n") + "\n" + encodedReply, "more than 50 calls"},
		"endpoints":                 {`{"VpcEndpoints":[` + mebibyte(form(`{"VpcEndpointId":"vpce-#","OwnerId":"111122223333","PolicyDocument":{"Statement":[]}}`), ",") + `]}`, "more than 10000 users"},
		"instance profiles":         {`{"RoleDetailList":[` + mebibyte(form(`{"Arn":"arn:aws:iam::111122223333:role/r","RoleName":"r","InstanceProfileList":[{"InstanceProfileName":"p#"},{"InstanceProfileName":"q#"}]}`), ",") + `]}`, "more than 10000 users"},
		"versions of a policy":      {`{"Policies":[{"Arn":"arn:aws:iam::111122223333:policy/p","PolicyName":"p","PolicyVersionList":[` + mebibyte(form(`{"VersionId":"v#","Document":{}}`), ",") + `]}]}`, "more than 100 items in PolicyVersionList"},
		"groups of a user":          {user("GroupList", `"g#"`), "more than 100 items in GroupList"},
		"tags of a user":            {user("Tags", `{"Key":"k#","Value":"v"}`), "more than 100 items in Tags"},
	} {
		t.Run(name, func(t *testing.T) {
			r, refusal := intake.Read(c.text, intake.Options{Target: -1})
			if refusal != nil {
				t.Fatal(refusal.Message)
			}
			leftOut(t, r, c.left)
		})
	}
	nested := strings.Repeat("[", 90) + mebibyte(same("1"), ",") + strings.Repeat("]", 90)
	if _, refusal := intake.Read(nested, intake.Options{Target: -1}); refusal == nil {
		t.Error("nested lists were taken in")
	}
}

func TestRepeatedEventsAreOneRequestAndNothingIsLeftOut(t *testing.T) {
	denied := eventOf(iamUser, "")
	r := taken(t, `{"Records":[`+strings.Repeat(denied+",", 60)+denied+`]}`, "")
	holds(t, r.Scenario, map[string]string{"requests|1": "null"})
	for _, sentence := range r.LeftOut {
		if strings.Contains(sentence, "more than") {
			t.Error(sentence)
		}
	}
}

// What a stranger's text says goes into commands that people run: it must stay one word of the shell.
func TestCommandsHoldNothingThatAShellRuns(t *testing.T) {
	hostile := "vpce-1; touch $(pwned)"
	event := strings.Replace(eventOf(iamUser, ""), `"errorCode"`, `"vpcEndpointId":"`+hostile+`","errorCode"`, 1)
	for name, text := range map[string]string{
		"an endpoint of an event": event,
		"an encoded message":      "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: " + hostile,
	} {
		found := false
		for _, step := range taken(t, text, "").Next {
			if strings.Contains(step.Command, "touch") {
				found = true
				if !strings.HasSuffix(step.Command, " '"+hostile+"'") {
					t.Errorf("%s: %s", name, step.Command)
				}
			}
		}
		if !found {
			t.Errorf("%s: no command names it", name)
		}
	}
}

// A scenario holds 10,000 entities: IAM's quotas of 5,000 users and of 5,000 roles alone are as many.
func TestTenThousandEntriesAreTaken(t *testing.T) {
	var users, roles []string
	for i := range 5000 {
		users = append(users, fmt.Sprintf(`{"Arn":"arn:aws:iam::111122223333:user/u%d","UserName":"u%d"}`, i, i))
		roles = append(roles, fmt.Sprintf(`{"Arn":"arn:aws:iam::111122223333:role/r%d","RoleName":"r%d"}`, i, i))
	}
	all := func(more string) *intake.Result {
		return taken(t, `{"UserDetailList":[`+strings.Join(users, ",")+more+`],"RoleDetailList":[`+strings.Join(roles, ",")+`]}`, "")
	}
	r := all("")
	if len(r.LeftOut) > 0 {
		t.Errorf("left out: %q", r.LeftOut)
	}
	holds(t, r.Scenario, map[string]string{"accounts|111122223333|users|u4999": "{}", "accounts|111122223333|roles|r4999": "{}"})
	leftOut(t, all(`,{"Arn":"arn:aws:iam::111122223333:user/one","UserName":"one"}`), "more than 10000 users")
}

// The entries of one page stand among those of the page before: what both name is replaced, not doubled.
func TestAPageGoesIntoAnotherOne(t *testing.T) {
	page := func(path string, names ...string) string {
		var all []string
		for _, name := range names {
			all = append(all, `{"Arn":"arn:aws:iam::111122223333:user`+path+name+`","UserName":"`+name+`","Path":"`+path+`"}`)
		}
		return `{"UserDetailList":[` + strings.Join(all, ",") + `]}`
	}
	first := taken(t, page("/", "ana", "ben"), "")
	for name, text := range map[string]string{"into the scenario": page("/new/", "ben", "eve"), "behind each other": page("/", "ana") + "\n" + page("/new/", "ben", "eve"),
		"behind what names one of them": page("/", "ana") + "\naws iam list-access-keys --user-name eve\n" + `{"AccessKeyMetadata": [{"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}]}` + "\n" + page("/new/", "ben", "eve")} {
		t.Run(name, func(t *testing.T) {
			holds(t, taken(t, text, first.Scenario).Scenario, map[string]string{
				"accounts|111122223333|users": `{"ana":{},"ben":{"path":"/new/"},"eve":{"path":"/new/"}}`,
			})
		})
	}
}
