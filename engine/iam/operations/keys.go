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
}

// Secret is the secret access key of an access key. It follows from the id, so
// that no world holds it; such keys open nothing but simulated accounts.
func Secret(accessKeyID string) string {
	h := hmac.New(sha256.New, []byte("verdict: secret access keys of simulated accounts"))
	h.Write([]byte(accessKeyID))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))[:40]
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

func status(k iam.AccessKey) string {
	if k.Active {
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
	made := object(str("UserName", ring.user), str("AccessKeyId", k.ID), str("Status", status(k)), str("SecretAccessKey", Secret(k.ID)), date("CreateDate", k.Created))
	return object(member("AccessKey", made)), exceeds(ring.quota, len(*ring.keys))
}

func listAccessKeys(r *run) (*syntax.Value, *Error) {
	ring, err := r.keyring()
	if err != nil {
		return nil, err
	}
	return page(list("AccessKeyMetadata", *ring.keys, func(k iam.AccessKey) *syntax.Value {
		return object(str("UserName", ring.user), str("AccessKeyId", k.ID), str("Status", status(k)), date("CreateDate", k.Created))
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
