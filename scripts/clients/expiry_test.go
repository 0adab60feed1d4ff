package clients

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// tess has a key, and the role reader trusts her.
const expiryScenario = `{"version": 1, "accounts": {"111122223333": {
  "users": {"tess": {"accessKeys": {"AKIAIOSFODNN7EXAMPLE": {}}}},
  "roles": {"reader": {"trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/tess"}, "Action": "sts:AssumeRole"}]}}}
}}}`

// serveAt serves a scenario file at a time, and gives the address.
func serveAt(t *testing.T, world, now string) string {
	t.Helper()
	verdict := exec.Command(api.program, "serve", "--port", "0", "--now", now, world)
	out, err := verdict.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := verdict.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = verdict.Process.Kill()
		_ = verdict.Wait() // it was killed
	})
	line, _ := bufio.NewReader(out).ReadString('\n')
	found := greets.FindStringSubmatch(strings.TrimSpace(line))
	if found == nil {
		t.Fatalf("verdict serve says %q", line)
	}
	return found[1]
}

// EV-72: the AWS CLI calls with a session of 15 minutes a minute before its end, and after it.
func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	world := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(world, []byte(expiryScenario), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &commandLine{folder: t.TempDir(), as: map[string][]string{"tess": keys("AKIAIOSFODNN7EXAMPLE", "secret", "")}}
	at := func(now, as, line string) (string, string, int) {
		return c.call(t, as, "--endpoint-url "+serveAt(t, world, now)+" "+line)
	}
	out, refusal, _ := at("2026-01-31T12:00:00Z", "tess", "sts assume-role --role-arn arn:aws:iam::111122223333:role/reader --role-session-name s1 --duration-seconds 900")
	var made struct{ Credentials ststypes.Credentials }
	if err := json.Unmarshal([]byte(out), &made); err != nil || made.Credentials.SessionToken == nil {
		t.Fatalf("%v: %s%s", err, out, refusal)
	}
	c.as["session"] = keys(*made.Credentials.AccessKeyId, *made.Credentials.SecretAccessKey, *made.Credentials.SessionToken)
	if out, refusal, _ := at("2026-01-31T12:14:00Z", "session", "sts get-caller-identity --query Arn"); !strings.Contains(out, "assumed-role/reader/s1") {
		t.Errorf("a minute before its end the session is told %s%s", out, refusal)
	}
	for _, line := range []string{"sts get-caller-identity", "iam list-users"} {
		const want = "An error occurred (ExpiredToken) when calling the "
		if _, refusal, status := at("2026-01-31T12:15:30Z", "session", line); !strings.Contains(refusal, want) || status != 254 {
			t.Errorf("%s after its end: status %d: %s", line, status, refusal)
		}
	}
}
