package iamapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/iam/operations"
)

// Signed is the HTTP request that a signature is about.
type Signed struct {
	Method, Path string
	Query        url.Values
	// Header gives the values of a header by its name in lower case, host included.
	Header func(name string) []string
	Body   []byte
}

// authorization is an Authorization header of signature version 4.
type authorization struct {
	accessKeyID, date, region, service string
	headers                            []string
	signature                          string
}

const algorithm = "AWS4-HMAC-SHA256"

func readAuthorization(header string) (authorization, bool) {
	var a authorization
	rest, ok := strings.CutPrefix(header, algorithm+" ")
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "Credential":
			scope := strings.Split(value, "/")
			if len(scope) != 5 {
				return a, false
			}
			a.accessKeyID, a.date, a.region, a.service = scope[0], scope[1], scope[2], scope[3]
		case "SignedHeaders":
			a.headers = strings.Split(value, ";")
		case "Signature":
			a.signature = value
		}
	}
	return a, ok && a.accessKeyID != "" && a.signature != ""
}

// A signature may be so old, or so far ahead of the clock: both limits as AWS names them in its refusals.
const oldest, earliest = 15 * time.Minute, 5 * time.Minute

// basic is ISO 8601 as signatures have it.
const basic = "20060102T150405Z"

func badSignature(message string) *Error {
	return &Error{Code: "SignatureDoesNotMatch", Message: message, Status: 403}
}

// verify checks a signature of version 4 against the secret of its access key
// (IAM User Guide, "Create a signed AWS API request").
func (a *authorization) verify(s *Signed, secret, now string) *Error {
	date := strings.Join(s.Header("x-amz-date"), "")
	at, err := time.Parse(basic, date)
	if err != nil {
		return &Error{Code: "IncompleteSignature", Message: "Date must be in ISO-8601 'basic format'. Got '" + date + "'. See http://en.wikipedia.org/wiki/ISO_8601", Status: 400}
	}
	if err := timely(at, now); err != nil {
		return err
	}
	switch {
	case !slices.Contains(a.headers, "host"):
		return badSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	case date[:8] != a.date:
		return badSignature("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" + a.date + "' != '" + date[:8] + "', from '" + date + "'.")
	case !hmac.Equal([]byte(a.signature), []byte(a.expected(s, secret, date))):
		return badSignature("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
	}
	return nil
}

// timely refuses what was not signed just now. Clients read the clock of the service from the words, and set theirs by it.
func timely(at time.Time, now string) *Error {
	clock, _ := time.Parse(time.RFC3339, now) // whoever calls gives RFC 3339
	if limit := clock.Add(-oldest); at.Before(limit) {
		return badSignature("Signature expired: " + at.Format(basic) + " is now earlier than " + limit.Format(basic) + " (" + clock.Format(basic) + " - 15 min.)")
	}
	if limit := clock.Add(earliest); at.After(limit) {
		return badSignature("Signature not yet current: " + at.Format(basic) + " is still later than " + limit.Format(basic) + " (" + clock.Format(basic) + " + 5 min.)")
	}
	return nil
}

func (a *authorization) expected(s *Signed, secret, date string) string {
	scope := a.date + "/" + a.region + "/" + a.service + "/aws4_request"
	toSign := algorithm + "\n" + date + "\n" + scope + "\n" + hash([]byte(a.canonical(s)))
	key := []byte("AWS4" + secret)
	for _, part := range []string{a.date, a.region, a.service, "aws4_request", toSign} {
		key = keyed(key, part)
	}
	return hex.EncodeToString(key)
}

func keyed(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (a *authorization) canonical(s *Signed) string {
	var b strings.Builder
	b.WriteString(s.Method + "\n" + s.Path + "\n" + strings.ReplaceAll(s.Query.Encode(), "+", "%20") + "\n")
	for _, name := range a.headers {
		var values []string
		for _, v := range s.Header(name) {
			values = append(values, strings.Join(strings.Fields(v), " "))
		}
		b.WriteString(name + ":" + strings.Join(values, ",") + "\n")
	}
	b.WriteString("\n" + strings.Join(a.headers, ";") + "\n" + hash(s.Body))
	return b.String()
}

// signatureOf checks the signature of a request, where it has to be checked.
func signatureOf(a *authorization, s *Signed, now string) *Error {
	if s == nil {
		return nil
	}
	return a.verify(s, operations.Secret(a.accessKeyID), now)
}
