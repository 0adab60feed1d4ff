package operations

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var keyOperations = map[string]operation{
	"CreateAccessKey": {run: createAccessKey, on: self},
	"ListAccessKeys":  {run: listAccessKeys, reads: true, on: self},
	"UpdateAccessKey": {run: updateAccessKey, on: self},
	"DeleteAccessKey": {run: deleteAccessKey, on: self},

	"GetAccessKeyLastUsed": {run: getAccessKeyLastUsed, reads: true, on: keyOwner},
}

// Secret is the secret access key of an access key. It follows from the id, so
// that no world holds it; such keys open nothing but simulated accounts.
func Secret(accessKeyID string) string {
	return base64.StdEncoding.EncodeToString(derived("secret access keys", accessKeyID))[:40]
}

// derived makes secrets of a kind that follow from what they belong to.
func derived(kind, of string) []byte {
	h := hmac.New(sha256.New, []byte("verdict: "+kind+" of simulated accounts"))
	h.Write([]byte(of))
	return h.Sum(nil)
}

// keyring is whose access keys a call is about: a user's, or the root user's.
type keyring struct {
	user  string
	keys  *[]iam.AccessKey
	quota string
}

func (r *run) keyring() (keyring, *Error) {
	if !r.has("UserName") && r.Caller.Kind == iam.RootUser {
		return keyring{"", &r.account.Root.AccessKeys, "AccessKeysPerAccount"}, nil
	}
	u, err := r.callingUser()
	if err != nil {
		return keyring{}, err
	}
	return keyring{u.Name, &u.AccessKeys, "AccessKeysPerUser"}, nil
}

func status(active bool) string {
	if active {
		return "Active"
	}
	return "Inactive"
}

func createAccessKey(r *run) (*syntax.Value, *Error) {
	ring, err := r.keyring()
	if err != nil {
		return nil, err
	}
	k := iam.AccessKey{ID: r.id("AKIA")[:20], Active: true, Created: r.Now}
	*ring.keys = sorted(*ring.keys, k, func(k iam.AccessKey) string { return k.ID })
	made := record("UserName", ring.user, "AccessKeyId", k.ID, "Status", status(k.Active), "SecretAccessKey", Secret(k.ID), "CreateDate", dated(k.Created))
	return object(member("AccessKey", made)), exceeds(ring.quota, len(*ring.keys))
}

func listAccessKeys(r *run) (*syntax.Value, *Error) {
	ring, err := r.keyring()
	if err != nil {
		return nil, err
	}
	return page(list("AccessKeyMetadata", *ring.keys, func(k iam.AccessKey) *syntax.Value {
		return record("UserName", ring.user, "AccessKeyId", k.ID, "Status", status(k.Active), "CreateDate", dated(k.Created))
	})), nil
}

// accessKey finds the key that a call names.
func (r *run) accessKey() (keyring, int, *Error) {
	ring, err := r.keyring()
	if err != nil {
		return ring, 0, err
	}
	at := slices.IndexFunc(*ring.keys, func(k iam.AccessKey) bool { return strings.EqualFold(k.ID, r.text("AccessKeyId")) })
	if at < 0 {
		return ring, at, &Error{"NoSuchEntity", "The Access Key with id " + r.text("AccessKeyId") + " cannot be found."}
	}
	return ring, at, nil
}

func updateAccessKey(r *run) (*syntax.Value, *Error) {
	ring, at, err := r.accessKey()
	if err == nil {
		(*ring.keys)[at].Active = r.text("Status") == "Active"
	}
	return nil, err
}

func deleteAccessKey(r *run) (*syntax.Value, *Error) {
	ring, at, err := r.accessKey()
	if err == nil {
		*ring.keys = slices.Delete(*ring.keys, at, at+1)
	}
	return nil, err
}

// owner finds whose access key a call names: a user's, or the root user's.
func (r *run) owner() (user, arn string, key *iam.AccessKey) {
	id := r.text("AccessKeyId")
	in := func(keys []iam.AccessKey) *iam.AccessKey {
		if at := slices.IndexFunc(keys, func(k iam.AccessKey) bool { return k.ID == id }); at >= 0 {
			return &keys[at]
		}
		return nil
	}
	for _, u := range r.account.Users {
		if k := in(u.AccessKeys); k != nil {
			return u.Name, u.ARN, k
		}
	}
	return "", r.rootARN(), in(r.account.Root.AccessKeys)
}

// keyOwner is whom asking about a key is asked on: any user where nobody has it.
func keyOwner(r *run) string {
	_, arn, key := r.owner()
	if key == nil {
		return r.arn(users, "/", "*")
	}
	return arn
}

// getAccessKeyLastUsed tells no difference between a key of nobody and one of another account. Where a key was used is not part of the model.
func getAccessKeyLastUsed(r *run) (*syntax.Value, *Error) {
	user, _, key := r.owner()
	if key == nil {
		return nil, &Error{"AccessDenied", "User: " + r.Caller.ARN + " is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key " + r.text("AccessKeyId")}
	}
	return object(str("UserName", user), member("AccessKeyLastUsed", record("LastUsedDate", key.LastUsed, "ServiceName", none, "Region", none))), nil
}
