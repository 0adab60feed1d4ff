package clients

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
)

// The accounts that are served, one for each test that changes anything.
const (
	cyclesAccount   = "111122223333"
	sessionsAccount = "444455556666"
	walkAccount     = "777788889999"
	pagesAccount    = "123456789012"
	errorsAccount   = "999999999999"
	cliAccount      = "555555555555"
	nodeAccount     = "666666666666"
	detailsAccount  = "222222222222"
)

// device is the MFA device of mia.
const device = "arn:aws:iam::" + sessionsAccount + ":mfa/mia"

func scenario() string {
	users := map[string]any{"mia": map[string]any{"mfaDevices": []string{device}}}
	accounts := map[string]any{sessionsAccount: map[string]any{"users": users}}
	for _, id := range []string{cyclesAccount, walkAccount, pagesAccount, errorsAccount, cliAccount, nodeAccount, detailsAccount} {
		accounts[id] = map[string]any{}
	}
	text, err := json.Marshal(map[string]any{"version": 1, "accounts": accounts})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// caller is who calls, with a client of each service.
type caller struct {
	*iam.Client
	sts *sts.Client
}

// as gives clients for credentials; none make unsigned calls. What fails is not tried again.
func as(c aws.CredentialsProvider) *caller {
	return &caller{
		iam.New(iam.Options{Region: "us-east-1", BaseEndpoint: &api.address, Credentials: c, RetryMaxAttempts: 1, HTTPClient: sender}),
		sts.New(sts.Options{Region: "us-east-1", BaseEndpoint: &api.address, Credentials: c, RetryMaxAttempts: 1, HTTPClient: sender}),
	}
}

// sender sends what the clients have signed.
var sender = &http.Client{Transport: inMemory{http.DefaultTransport}}

// inMemory gives bodies to net/http as bytes. The client's own reader is closed as soon as a reply begins; where net/http has
// not yet looked for the end of the body by then, on a busy machine, it closes the connection and the reply breaks off.
type inMemory struct{ http.RoundTripper }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return m.RoundTripper.RoundTrip(r)
}

// root gives the root user of an account, as its credentials are printed at the start.
func root(t *testing.T, account string) *caller {
	t.Helper()
	api.watch(t)
	key := api.keys[account]
	return as(credentials.NewStaticCredentialsProvider(key, api.secrets[key], ""))
}

// user gives the user, with a new access key.
func (c *caller) user(t *testing.T, name string) *caller {
	t.Helper()
	key := must(t, c.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: &name}).AccessKey
	return as(credentials.NewStaticCredentialsProvider(*key.AccessKeyId, *key.SecretAccessKey, ""))
}

func session(c *ststypes.Credentials) *caller {
	return as(credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken))
}

// must makes a call that succeeds.
func must[I, O, Option any](t *testing.T, call func(context.Context, *I, ...Option) (*O, error), in *I) *O {
	t.Helper()
	out, err := call(t.Context(), in)
	if err != nil {
		t.Fatalf("%T: %v", in, err)
	}
	return out
}

// refused makes a call that the service refuses with an exception of the client's.
func refused[E error, I, O, Option any](t *testing.T, call func(context.Context, *I, ...Option) (*O, error), in *I) (exception E) {
	t.Helper()
	if _, err := call(t.Context(), in); !errors.As(err, &exception) {
		t.Fatalf("%T: %v, not %T", in, err, exception)
	}
	return exception
}

// code makes a call that the service refuses with a code for which the client has no type.
func code[I, O, Option any](t *testing.T, call func(context.Context, *I, ...Option) (*O, error), in *I) string {
	t.Helper()
	_, err := call(t.Context(), in)
	var refusal smithy.APIError
	if !errors.As(err, &refusal) {
		t.Fatalf("%T: %v", in, err)
	}
	return refusal.ErrorCode()
}

func arn(account, resource string) *string {
	return aws.String("arn:aws:iam::" + account + ":" + resource)
}

// decoded is a policy document, as replies carry it.
func decoded(t *testing.T, document *string) string {
	t.Helper()
	plain, err := url.PathUnescape(*document)
	if err != nil || strings.ContainsAny(*document, `{"`) {
		t.Errorf("%s is not percent-encoded: %v", *document, err)
	}
	return plain
}

// allow is a policy that allows an action on everything.
func allow(action string) *string {
	return aws.String(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%q,"Resource":"*"}]}`, action))
}

// trust is a trust policy that lets a principal make a call.
func trust(kind, principal, action string) *string {
	return aws.String(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{%q:%q},"Action":%q}]}`, kind, principal, action))
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, not %v", what, got, want)
	}
}
