package clients

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// outcomes are lines of the Test Anything Protocol; those of suites, which Node counts again, do not occur here.
var outcomes = regexp.MustCompile(`(?m)^(not )?ok \d+ - (.*)$`)

// The AWS SDK for JavaScript. Its tests are those of sdk.test.mjs.
func TestJavaScript(t *testing.T) {
	t.Parallel()
	api.watch(t)
	key := api.keys[nodeAccount]
	node(t, "sdk.test.mjs", append([]string{"VERDICT_ENDPOINT=" + api.address, "VERDICT_ACCOUNT=" + nodeAccount}, keys(key, api.secrets[key], "")...)...)
}

// The same SDK as in a page, where iamapi.wasm answers. Its tests are those of page.test.mjs.
func TestJavaScriptInAPage(t *testing.T) {
	t.Parallel()
	node(t, "page.test.mjs")
}

// node runs a file of tests, each as a test of its own. Nothing of one's own AWS configuration reaches the client.
func node(t *testing.T, file string, env ...string) {
	command := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=tap", file)
	command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, env...)
	text, err := command.CombinedOutput()
	for _, found := range outcomes.FindAllSubmatch(text, -1) {
		t.Run(string(found[2]), func(t *testing.T) {
			if len(found[1]) > 0 {
				t.Fail()
			}
		})
	}
	if err != nil || !bytes.Contains(text, []byte("# fail 0")) {
		t.Errorf("%v\n%s", err, text)
	}
}
