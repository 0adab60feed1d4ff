package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/verdict-iam/verdict/engine/catalog/data"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/iamapi"
	"github.com/verdict-iam/verdict/engine/scenario"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// emptyScenario is served where no file is named.
const emptyScenario = `{"version": 1, "accounts": {"111122223333": {}}}`

// largestBody is more than the largest request of the model needs.
const largestBody = 1 << 20

// serve answers the IAM and STS APIs on loopback, with a scenario as its state.
func (p *program) serve(args []string) int {
	flags := flag.NewFlagSet("verdict serve", flag.ContinueOnError)
	flags.SetOutput(p.err)
	port := flags.Int("port", 4566, "the port to listen on; 0 takes any that is free")
	verify := flags.Bool("verify", false, "verify the signatures of requests")
	save := flags.Bool("save", false, "write the scenario back when interrupted")
	now := flags.String("now", "", "the time that it is at the start, such as 2026-01-31T12:00:00Z; else the clock's. Not with --verify: clients sign with their own time")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitOK
	} else if err != nil {
		return exitUsage
	}
	if flags.NArg() > 1 || *save && (flags.NArg() == 0 || !onDisk(flags.Arg(0))) {
		fmt.Fprintln(p.err, "verdict serve: name one scenario at most, and with --save a file")
		return exitUsage
	}
	ahead, err := p.ahead(*now)
	if err != nil || *now != "" && *verify {
		fmt.Fprintln(p.err, "verdict serve: --now takes a time such as 2026-01-31T12:00:00Z, and not with --verify")
		return exitUsage
	}
	s, status := p.served(flags.Arg(0))
	if s == nil {
		return status
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
	if err != nil {
		fmt.Fprintf(p.err, "verdict serve: %v\n", err)
		return exitUsage
	}
	s.verify, s.ahead = *verify, ahead
	s.greet(p.out, listener.Addr().String())
	return p.listen(s, listener, *save)
}

// ahead says by how much a time is later than the clock's; no time is the clock's own.
func (p *program) ahead(now string) (time.Duration, error) {
	if now == "" {
		return 0, nil
	}
	at, err := time.Parse(time.RFC3339, now)
	return at.Sub(p.now), err
}

// served reads the scenario that is served.
func (p *program) served(path string) (*server, int) {
	if path == "" {
		read, _ := p.read(syntax.NewSource("", emptyScenario), "-", "")
		return &server{world: read.World}, exitOK
	}
	read, status := p.load(file{path: path}, "")
	if read == nil {
		return nil, status
	}
	s := &server{world: read.World, saved: read.World, text: read.Source.Text()}
	if onDisk(path) {
		s.path = path
	}
	return s, exitOK
}

func (p *program) listen(s *server, listener net.Listener, save bool) int {
	web := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-interrupted.Done()
		deadline, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = web.Shutdown(deadline) // what has not ended by then is cut off
	}()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintf(p.err, "verdict serve: %v\n", err)
		return exitFailed
	}
	<-stopped
	if save {
		if err := s.save(); err != nil {
			fmt.Fprintf(p.err, "verdict serve: %v\n", err)
			return exitFailed
		}
	}
	return exitOK
}

// server holds the world that requests change, one after another.
type server struct {
	mu           sync.Mutex
	world, saved *iam.World
	// text is the scenario as it was last saved; path is its file, or "".
	text, path string
	verify     bool
	// ahead is how much later than the clock says it is for calls.
	ahead    time.Duration
	requests int
}

func (s *server) greet(out io.Writer, address string) {
	fmt.Fprintf(out, "Verdict answers the IAM and STS APIs at http://%s\n", address)
	for _, a := range s.world.Accounts {
		c, secret := iamapi.RootCredentials(a.ID)
		fmt.Fprintf(out, "\nThe root user of account %s:\n  export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_DEFAULT_REGION=us-east-1\n", a.ID, c.AccessKeyID, secret)
	}
	fmt.Fprintf(out, "\n  aws --endpoint-url http://%[1]s sts get-caller-identity\n  aws --endpoint-url http://%[1]s iam list-users\n", address)
}

// ServeHTTP answers one request. Other hosts' names are refused, so that no page
// of the web gets here by a name that it points at loopback.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !loopback(r.Host) || r.Header.Get("Origin") != "" {
		http.Error(w, "Only programs on this machine may call.", http.StatusForbidden)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case r.Method != http.MethodPost:
		http.Error(w, "Send POST requests.", http.StatusMethodNotAllowed)
	case r.URL.Path == "/_verdict/save":
		s.answerSave(w)
	case r.URL.Path == "/":
		s.answer(w, r, body)
	default:
		http.NotFound(w, r)
	}
}

func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name == "::1"
}

func (s *server) answerSave(w http.ResponseWriter) {
	if err := s.save(); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	fmt.Fprintln(w, "saved")
}

func (s *server) answer(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		http.Error(w, "The body is no form.", http.StatusBadRequest)
		return
	}
	s.requests++
	now := time.Now().Add(s.ahead).UTC().Format(time.RFC3339)
	request := &iamapi.Request{
		Surroundings: iamapi.Surroundings{World: s.world, Now: now, Seed: now + " " + strconv.Itoa(s.requests), Managed: data.Library()},
		Form:         form, Authorization: r.Header.Get("Authorization"), SecurityToken: r.Header.Get("X-Amz-Security-Token"),
	}
	if s.verify {
		request.Signed = &iamapi.Signed{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: headers(r), Body: body}
	}
	reply := iamapi.Serve(request)
	s.world = reply.World
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("X-Amzn-Requestid", reply.RequestID)
	if reply.Encoded != "" {
		w.Header().Set("X-Verdict-Authorization-Message", reply.Encoded)
	}
	w.WriteHeader(reply.Status)
	_, _ = io.WriteString(w, reply.Body) // a client that has gone needs no answer
}

// headers gives a request's headers as signatures name them; net/http keeps two of them elsewhere.
func headers(r *http.Request) func(string) []string {
	return func(name string) []string {
		switch name {
		case "host":
			return []string{r.Host}
		case "content-length":
			return []string{strconv.FormatInt(r.ContentLength, 10)}
		}
		return r.Header.Values(name)
	}
}

// save writes what has changed into the scenario's file: first beside it, so that
// nothing is lost if that fails.
func (s *server) save() error {
	if s.path == "" {
		return errors.New("there is no file to save to: name one when you start verdict serve")
	}
	text, err := scenario.Apply(s.text, scenario.Changes(s.saved, s.world))
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(s.path), ".verdict-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if _, err = io.Copy(temporary, strings.NewReader(text)); err == nil {
		err = temporary.Close()
	}
	if err == nil {
		err = os.Rename(temporary.Name(), s.path)
	}
	if err == nil {
		s.text, s.saved = text, s.world
	}
	return err
}
