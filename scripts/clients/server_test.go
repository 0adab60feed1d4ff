// Package clients drives `verdict serve` with the clients that AWS ships, and checks every reply against AWS's service model.
package clients

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-iam/verdict/scripts/clients/model"
)

// server is `verdict serve` behind a proxy that checks its replies.
type server struct {
	// address is the proxy's, aws the AWS CLI to call it with, and program what serves.
	address, aws, program string
	// secrets are those of the root users' access keys; keys those keys by account.
	keys, secrets map[string]string
	models        map[string]*model.Service

	mu         sync.Mutex
	replies    int
	answered   map[string]bool // operations that succeeded
	violations []string
}

// api is what all tests call, each in an account of its own.
var api *server

func TestMain(m *testing.M) {
	status, err := serve(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// serve starts `verdict serve` on a free port, and runs the tests against it.
func serve(m *testing.M) (status int, err error) {
	folder, err := os.MkdirTemp("", "verdict-clients-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	if api, err = prepared(); err != nil {
		return 0, err
	}
	world, program := filepath.Join(folder, "world.json"), filepath.Join(folder, "verdict")
	if err := os.WriteFile(world, []byte(scenario()), 0o600); err != nil {
		return 0, err
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./engine/cmd/verdict")
	build.Dir = filepath.Join("..", "..")
	if text, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, text)
	}
	api.program = program
	return api.run(m, exec.Command(program, "serve", "--port", "0", "--verify", world))
}

func prepared() (*server, error) {
	script := exec.Command("../awscli.sh")
	script.Stderr = os.Stderr
	found, err := script.Output()
	if err != nil {
		return nil, fmt.Errorf("scripts/awscli.sh: %w", err)
	}
	lines := strings.Split(string(found), "\n")
	models, err := model.Read(lines[1])
	return &server{aws: lines[0], models: models, keys: map[string]string{}, secrets: map[string]string{}, answered: map[string]bool{}}, err
}

func (s *server) run(m *testing.M, verdict *exec.Cmd) (int, error) {
	verdict.Stderr = os.Stderr
	out, err := verdict.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := verdict.Start(); err != nil {
		return 0, err
	}
	defer verdict.Wait()
	defer verdict.Process.Kill()
	target, err := s.greeting(out)
	if err != nil {
		return 0, err
	}
	proxy := httptest.NewServer(s.checking(target))
	defer proxy.Close()
	s.address = proxy.URL
	status := m.Run()
	fmt.Printf("%d replies were checked against AWS's model\n", s.replies)
	return status, nil
}

var (
	greets  = regexp.MustCompile(`at (http://\S+)$`)
	exports = regexp.MustCompile(`AWS_ACCESS_KEY_ID=(AKIAROOT(\d{12})) AWS_SECRET_ACCESS_KEY=(\S+)`)
)

// greeting reads the address and the credentials that are printed at the start.
func (s *server) greeting(out io.Reader) (*url.URL, error) {
	address := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := greets.FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
		if found := exports.FindStringSubmatch(lines.Text()); found != nil {
			s.keys[found[2]], s.secrets[found[1]] = found[1], found[3]
		}
		if strings.HasSuffix(lines.Text(), "iam list-users") {
			return url.Parse(address)
		}
	}
	return nil, fmt.Errorf("verdict serve did not start")
}

type formKey struct{}

// checking passes requests on as they are (signatures cover their headers and body), and checks what comes back.
func (s *server) checking(target *url.URL) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(target); r.Out.Host = r.In.Host },
		ModifyResponse: s.check,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		form, _ := url.ParseQuery(string(body)) // what is no form has no operation, which check then complains of
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), formKey{}, form)))
	})
}

func (s *server) check(r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form := r.Request.Context().Value(formKey{}).(url.Values)
	operation := form.Get("Action")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies++
	service := s.models[form.Get("Version")]
	if service == nil {
		s.violations = append(s.violations, fmt.Sprintf("no service has the version %q", form.Get("Version")))
		return nil
	}
	s.violations = append(s.violations, service.Check(&model.Reply{
		Operation: operation, Status: r.StatusCode, ContentType: r.Header.Get("Content-Type"), RequestID: r.Header.Get("X-Amzn-Requestid"), Body: body,
	})...)
	if r.StatusCode == http.StatusOK {
		s.answered[operation] = true
	}
	return nil
}

// watch makes a test fail on the violations that occur while it runs.
func (s *server) watch(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, v := range slices.Compact(slices.Sorted(slices.Values(s.violations))) {
			t.Error("AWS's model does not allow: " + v)
		}
		s.violations = nil
	})
}
