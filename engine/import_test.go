package engine_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-iam/verdict/engine"
)

type taken struct {
	OK    bool
	Error struct {
		Message     string
		Diagnostics []struct{ Line, Column int }
	}
	Value struct {
		Kind, Scenario string
		Understood     []struct{ Label, Value string }
		LeftOut        []string
		Next           []struct{ What, Command string }
		Targets        []string
		Target         int
		Request        int
		Document       []string
	}
}

// take calls the door's method import.
func take(t *testing.T, text, into string) taken {
	t.Helper()
	call, _ := json.Marshal(map[string]any{"method": "import", "text": text, "scenario": into})
	var got taken
	reply, behind, _ := strings.Cut(string(engine.New().Call(call)), "\n")
	if err := json.Unmarshal([]byte(reply), &got); err != nil {
		t.Fatal(err)
	}
	got.Value.Scenario = behind
	return got
}

// The method import answers with the scenario and all that the page shows of it.
func TestImport(t *testing.T) {
	const message = "User: arn:aws:iam::111122223333:user/dana is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k with an explicit deny in an identity-based policy"
	got := take(t, message, "")
	if v := got.Value; !got.OK || v.Kind != "denial" || v.Request != 0 || len(v.Understood) != 4 || v.Understood[0].Label != "Principal" || len(v.Next) != 2 || v.Next[1].Command != "aws s3api get-bucket-policy --bucket b" || strings.Join(v.Document, " ") != "accounts 111122223333 users dana inlinePolicies replace-me" {
		t.Errorf("%+v", got)
	}
	into := take(t, `{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`, got.Value.Scenario)
	if v := into.Value; v.Kind != "policy" || len(v.Targets) < 3 || v.Target != 0 || v.Request != -1 || !strings.Contains(v.Scenario, "pasted") {
		t.Errorf("%+v", into)
	}
	if broken := take(t, "\n{\"UserDetailList\": [{\"a\" 1}]}", ""); broken.OK || broken.Error.Message == "" || len(broken.Error.Diagnostics) != 1 || broken.Error.Diagnostics[0].Line != 2 {
		t.Errorf("%+v", broken)
	}
	if refused := take(t, "nothing of the kind", ""); refused.OK || refused.Error.Message == "" || refused.Error.Diagnostics == nil {
		t.Errorf("%+v", refused)
	}
}
