// Package operations carries calls of the IAM API out on a world: a pure
// function from a world and a call to a world and a result. What IAM allows and
// how it refuses follows rules IM-1 to IM-35.
package operations

import (
	"maps"
	"slices"

	"github.com/verdict-iam/verdict/engine/catalog"
	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// Call is one call of the IAM API. Its parameters are valid as the service's
// model has them: required members, lengths, patterns and enumerations.
type Call struct {
	Operation string
	// Account is the id of the account whose IAM is called.
	Account string
	// Caller is who calls: where UserName is left out, the calling user is meant.
	Caller iam.Principal
	// Parameters is an object as the AWS CLI takes it with --cli-input-json.
	Parameters *syntax.Value
	// Now is the time of the call, RFC 3339 in UTC.
	Now string
	// Seed makes the unique ids of what is created. It differs with every call.
	Seed string
	// Managed are the AWS managed policies that are known.
	Managed catalog.Library
}

// Error is what IAM answers instead of a result.
type Error struct{ Code, Message string }

// operation is how one operation of the API is carried out.
type operation struct {
	run func(*run) (*syntax.Value, *Error)
	// reads says that the operation leaves the world as it is.
	reads bool
	// on gives the ARN of what the permission is asked for; nil stands for *.
	on func(*run) string
}

// run is a call that is being carried out. The account is a copy of its own
// where the operation may change it.
type run struct {
	*Call
	world   *iam.World
	account *iam.Account
}

// families are the tables of the operations, one of each file.
var families = []map[string]operation{
	userOperations, groupOperations, roleOperations, policyOperations, versionOperations, attachOperations,
	keyOperations, profileOperations, tagOperations, passwordOperations, accountOperations,
	mfaOperations, oidcOperations, samlOperations, serverCertificateOperations, signingOperations, sshOperations, serviceCredentialOperations, reportOperations,
}

// operations are all of them, by name. They are gathered at the start, since
// some ask here what kind of operation they are.
var operations map[string]operation

func init() { operations = collect() }

func collect() map[string]operation {
	all := map[string]operation{}
	for _, family := range families {
		maps.Copy(all, family)
	}
	return all
}

// Names lists the operations that Run knows, sorted.
func Names() []string { return slices.Sorted(maps.Keys(operations)) }

// Run carries a call out. The world that it gets stays as it was; the one that
// it gives shares what did not change. A result is an object by the member names of
// the output's shape, with dates in RFC 3339, policy documents as plain text and
// lists whole; it is nil for operations without output.
func Run(w *iam.World, c *Call) (*iam.World, *syntax.Value, *Error) {
	o, known := operations[c.Operation]
	if !known {
		return w, nil, &Error{"InvalidAction", "Could not find operation " + c.Operation + " for version 2010-05-08"}
	}
	r := &run{Call: c, world: w, account: find(w, c)}
	if o.reads {
		result, err := o.run(r)
		return w, result, err
	}
	r.account = copied(r.account)
	result, err := o.run(r)
	if err != nil {
		return w, nil, err
	}
	return with(w, r.account), result, nil
}

// find gives the account that is called: an empty one where the world lists none.
func find(w *iam.World, c *Call) *iam.Account {
	if a := w.Account(c.Account); a != nil {
		return a
	}
	partition := c.Caller.Partition
	if partition == "" {
		partition = "aws"
	}
	return &iam.Account{ID: c.Account, Partition: partition}
}
