package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/verdict-iam/verdict/engine"
	"github.com/verdict-iam/verdict/engine/iamapi"
)

// open serves a scenario file of one account.
func open(t *testing.T) (*server, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scenario.json")
	if err := os.WriteFile(path, []byte(`{"version": 1, "title": "Mine", "accounts": {"111122223333": {}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{out: io.Discard, err: io.Discard, engine: engine.New(), now: time.Now()}
	s, status := p.served(path)
	if s == nil {
		t.Fatalf("status %d", status)
	}
	return s, path
}

func send(s *server, path, host, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://"+host+path, strings.NewReader(body))
	root, _ := iamapi.RootCredentials("111122223333")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+root.AccessKeyID+"/20260131/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

const createAna = "Action=CreateUser&Version=2010-05-08&UserName=ana"

func TestServeSavesWhatCallsChange(t *testing.T) {
	s, path := open(t)
	if w := send(s, "/", "127.0.0.1:4566", createAna); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	if text, _ := os.ReadFile(path); strings.Contains(string(text), "ana") {
		t.Error("the file changed before it was saved")
	}
	if w := send(s, "/_verdict/save", "localhost:4566", ""); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	text, _ := os.ReadFile(path)
	if !strings.Contains(string(text), `"ana"`) || !strings.Contains(string(text), `"Mine"`) {
		t.Errorf("%s", text)
	}
}

// A page of the web must not get here, neither by a name that points at loopback nor across origins.
func TestServeRefusesStrangers(t *testing.T) {
	s, _ := open(t)
	if w := send(s, "/", "evil.example.com:4566", createAna); w.Code != http.StatusForbidden {
		t.Error("another host's name:", w.Code)
	}
	if w := send(s, "/", "localhost", strings.Repeat("a", largestBody+1)); w.Code != http.StatusRequestEntityTooLarge {
		t.Error("a body too large:", w.Code)
	}
	s.verify = true
	if w := send(s, "/", "localhost", createAna); w.Code != 400 || !strings.Contains(w.Body.String(), "IncompleteSignature") {
		t.Error("a signature without a date:", w.Code, w.Body)
	}
	if s.world.Accounts[0].User("ana") != nil {
		t.Error("a refused request changed the world")
	}
}

// Clients sign with their own time, so that a time given from outside and checked signatures exclude each other.
func TestServeTakesATime(t *testing.T) {
	for _, args := range [][]string{{"--now", "tomorrow"}, {"--now", "2026-01-31T12:00:00Z", "--verify"}} {
		var complaint strings.Builder
		p := &program{out: io.Discard, err: &complaint, now: time.Now()}
		if status := p.serve(args); status != exitUsage || !strings.Contains(complaint.String(), "--now takes a time") {
			t.Errorf("%v: %d %s", args, status, complaint.String())
		}
	}
	s, _ := open(t)
	s.ahead = time.Until(time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC))
	if w := send(s, "/", "localhost", createAna); !strings.Contains(w.Body.String(), "<CreateDate>2030-01-01T1") {
		t.Error(w.Body)
	}
}
