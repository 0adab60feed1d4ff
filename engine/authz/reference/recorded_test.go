//go:build !js

package reference

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The reference agrees with the engine on the gallery and on what was recorded from AWS, and with AWS's own answers: the
// rules that it was written from are AWS's.
func TestReferenceAgreesWithRecordedAnswers(t *testing.T) {
	recorded, _ := filepath.Glob("../../scenario/testdata/observed/*.json")
	gallery, _ := filepath.Glob("../../../scenarios/*.json")
	if len(recorded) == 0 || len(gallery) == 0 {
		t.Fatal("no scenarios")
	}
	for _, file := range append(recorded, gallery...) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc := decode(string(content))
			leaveOutOperations(doc)
			if found, err := differences(doc); err != nil || len(found) > 0 {
				t.Fatal(err, strings.Join(found, "\n"))
			}
			if slices.Contains(recorded, file) {
				expected(t, string(content))
			}
		})
	}
}

// leaveOutOperations drops the requests that name an operation or further checks: the reference decides single permissions.
func leaveOutOperations(doc any) {
	single := slices.DeleteFunc(values(get(doc, "requests")), func(request any) bool {
		return get(request, "operation") != nil || get(request, "checks") != nil
	})
	doc.(object)["requests"] = single
}

// expected compares the reference's answers with what a scenario expects.
func expected(t *testing.T, content string) {
	doc := decode(content)
	w := readWorld(doc, noon)
	for i, request := range values(get(doc, "requests")) {
		want := text(get(request, "expect"))
		if want == "" || len(w.requests[i].resources) > 1 {
			continue
		}
		got := ask(w, w.requests[i], w.requests[i].resources[0]).decision
		if got != want && !(want == "denied" && got != "allowed") {
			t.Errorf("request %d: the reference says %s, expected is %s", i, got, want)
		}
	}
}
