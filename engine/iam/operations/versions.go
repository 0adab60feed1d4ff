package operations

import (
	"slices"
	"strconv"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/policy"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var versionOperations = map[string]operation{
	"CreatePolicyVersion":     {run: createPolicyVersion, on: policyARN},
	"GetPolicyVersion":        {run: getPolicyVersion, reads: true, on: policyARN},
	"ListPolicyVersions":      {run: listPolicyVersions, reads: true, on: policyARN},
	"SetDefaultPolicyVersion": {run: setDefaultPolicyVersion, on: policyARN},
	"DeletePolicyVersion":     {run: deletePolicyVersion, on: policyARN},
}

// versionValue is a version as lists give it, without its document.
func versionValue(m *iam.Managed) func(iam.Version) *syntax.Value {
	return func(v iam.Version) *syntax.Value {
		return object(str("VersionId", v.ID), boolean("IsDefaultVersion", v.ID == m.Default), date("CreateDate", v.Created))
	}
}

func noVersion(r *run) *Error {
	return &Error{"NoSuchEntity", "Policy " + r.text("PolicyArn") + " version " + r.text("VersionId") + " does not exist or is not attachable."}
}

// createPolicyVersion makes a version with the next number, which no version ever had (IM-12, IM-13).
func createPolicyVersion(r *run) (*syntax.Value, *Error) {
	p, err := r.own("create policy versions for policies")
	if err != nil {
		return nil, err
	}
	d, err := r.document("PolicyDocument", true)
	if err == nil {
		err = exceeds("PolicySize", size(r.text("PolicyDocument")))
	}
	if err != nil {
		return nil, err
	}
	m := p.Managed
	m.Latest++
	v := iam.Version{ID: "v" + strconv.Itoa(m.Latest), Document: d.Text, Created: r.Now}
	m.Versions, m.Updated = append(m.Versions, v), r.Now
	if r.flag("SetAsDefault") {
		m.Default, p.Document = v.ID, d
	}
	return object(member("PolicyVersion", versionValue(m)(v))), tooMany(len(m.Versions), "VersionsPerPolicy", func(most string) string {
		return "A managed policy can have up to " + most + " versions. Before you create a new version, you must delete an existing version."
	})
}

// version finds the version that a call names.
func version(r *run, m *iam.Managed) (int, *Error) {
	at := slices.IndexFunc(m.Versions, func(v iam.Version) bool { return v.ID == r.text("VersionId") })
	if at < 0 {
		return at, noVersion(r)
	}
	return at, nil
}

func getPolicyVersion(r *run) (*syntax.Value, *Error) {
	p := r.managed(r.text("PolicyArn"))
	if p == nil {
		return nil, noVersion(r)
	}
	m := r.information(p)
	at, err := version(r, &m)
	if err != nil {
		return nil, err
	}
	v := m.Versions[at]
	whole := append(versionValue(&m)(v).Members, str("Document", v.Document))
	return object(member("PolicyVersion", object(whole...))), nil
}

func listPolicyVersions(r *run) (*syntax.Value, *Error) {
	p, err := r.known()
	if err != nil {
		return nil, err
	}
	m := r.information(p)
	newest := slices.Clone(m.Versions)
	slices.Reverse(newest)
	return page(list("Versions", newest, versionValue(&m))), nil
}

// ownVersion finds the policy and the version that a call changes.
func (r *run) ownVersion(what string) (*iam.Policy, int, *Error) {
	p, err := r.own(what)
	switch {
	case err != nil && err.Code == "NoSuchEntity":
		return nil, 0, noVersion(r)
	case err != nil:
		return nil, 0, err
	}
	at, err := version(r, p.Managed)
	return p, at, err
}

func setDefaultPolicyVersion(r *run) (*syntax.Value, *Error) {
	p, at, err := r.ownVersion("update policies")
	if err != nil {
		return nil, err
	}
	v := p.Managed.Versions[at]
	p.Managed.Default, p.Document = v.ID, policy.Parse(v.Document, policy.Identity)
	return nil, nil
}

func deletePolicyVersion(r *run) (*syntax.Value, *Error) {
	p, at, err := r.ownVersion("delete policy versions for policies")
	if err != nil {
		return nil, err
	}
	if p.Managed.Versions[at].ID == p.Managed.Default {
		return nil, &Error{"DeleteConflict", "Cannot delete the default version of a policy."}
	}
	p.Managed.Versions = slices.Delete(p.Managed.Versions, at, at+1)
	return nil, nil
}
