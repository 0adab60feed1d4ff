package iamapi

import (
	"cmp"
	"net/url"

	"github.com/verdict-iam/verdict/engine/iam"
)

// Request is a request of the Query protocol.
type Request struct {
	Surroundings
	Form url.Values
	// Authorization and SecurityToken are the headers Authorization and X-Amz-Security-Token.
	Authorization, SecurityToken string
	// Signed is set where the signature is to be verified; else the caller is who the header names.
	Signed *Signed
}

// Reply is the answer to a request.
type Reply struct {
	Status    int
	Body      string
	RequestID string
	// World is the world after the request.
	World *iam.World
	// Encoded is set on a denied request: what DecodeAuthorizationMessage reads.
	Encoded string
}

// Serve answers a request: credentials come first, then the operation, its
// parameters, and the permissions that it needs.
func Serve(r *Request) Reply {
	id := requestID(r.Seed)
	a, signed := readAuthorization(r.Authorization)
	s, known := serviceOf(r.Form.Get("Version"))
	if !known {
		s = services()["iam"]
		if a.service == "sts" {
			s = services()["sts"]
		}
	}
	name := r.Form.Get("Action")
	o := s.operations[name]
	c := &Call{Surroundings: r.Surroundings, Service: s.name, Operation: name, Credentials: Credentials{AccessKeyID: a.accessKeyID, SessionToken: r.SecurityToken}}
	if known {
		c.Parameters = s.parameters(o.input, r.Form)
	} else {
		c.Operation = ""
	}
	result := r.answer(c, &a, signed)
	if e := result.Err; e != nil {
		if !known && e.Code == "InvalidAction" {
			e.Message = "Could not find operation " + name + " for version " + cmp.Or(r.Form.Get("Version"), "NO_VERSION_SPECIFIED")
		}
		return Reply{e.Status, s.refusal(e, id), id, result.World, e.Encoded}
	}
	return Reply{200, s.reply(name, result.Value, id), id, result.World, ""}
}

// answer verifies the signature of a known key before the call is carried out.
func (r *Request) answer(c *Call, a *authorization, signed bool) Result {
	if signed && !unsigned(c.Operation) {
		d := &door{Call: c, service: services()[c.Service]}
		err := d.authenticate()
		if err == nil {
			err = signatureOf(a, r.Signed, r.Now)
		}
		if err != nil {
			return Result{World: r.World, Err: err}
		}
	}
	return Do(c)
}

// requestID makes a request's id, in the form of a UUID.
func requestID(seed string) string {
	h := hash([]byte("request " + seed))
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}
