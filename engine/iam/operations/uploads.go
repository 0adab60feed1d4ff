package operations

import (
	"slices"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// uploads are the signing certificates or the SSH public keys of users (IM-24): where
// they stand, what names one, IAM's word for one, and how many a user may have.
type uploads struct {
	of                     func(*iam.User) *[]iam.Upload
	parameter, word, quota string
}

// find gives the one that a call names.
func (k uploads) find(r *run) (*iam.User, int, *Error) {
	u, err := r.callingUser()
	if err != nil {
		return nil, 0, err
	}
	id := r.text(k.parameter)
	at := slices.IndexFunc(*k.of(u), func(one iam.Upload) bool { return one.ID == id })
	if at < 0 {
		return u, at, &Error{"NoSuchEntity", "The " + k.word + " with id " + id + " cannot be found."}
	}
	return u, at, nil
}

// add gives a user one more.
func (k uploads) add(r *run, u *iam.User, id, body string) (iam.Upload, *Error) {
	one := iam.Upload{ID: id, Active: true, Body: body, Uploaded: r.Now}
	all := k.of(u)
	*all = sorted(*all, one, func(one iam.Upload) string { return one.ID })
	return one, exceeds(k.quota, len(*all))
}

func (k uploads) update(r *run) (*syntax.Value, *Error) {
	u, at, err := k.find(r)
	if err == nil {
		(*k.of(u))[at].Active = r.text("Status") == "Active"
	}
	return nil, err
}

func (k uploads) delete(r *run) (*syntax.Value, *Error) {
	u, at, err := k.find(r)
	if err == nil {
		all := k.of(u)
		*all = slices.Delete(*all, at, at+1)
	}
	return nil, err
}
