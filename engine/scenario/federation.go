package scenario

import (
	"github.com/verdict-iam/verdict/engine/iam"
)

// entry is a member whose name is free, with its own members.
type entry struct {
	name    string
	members object
}

// entries reads an object whose names are free.
func (n node) entries(known ...string) []entry {
	var all []entry
	for _, one := range n.each() {
		all = append(all, entry{one.name, one.members(known...)})
	}
	return all
}

func (e *entry) text(name string) string { return e.members.at(name).text() }

func (e *entry) date(name string) string { return e.members.at(name).date() }

// federation reads what an account has for other ways to sign in. None of it
// decides anything; it is what the IAM API answers with.
func (r *reader) federation(a *iam.Account, m object) {
	for _, e := range m.at("oidcProviders").entries("clientIds", "thumbprints", "tags", "created") {
		a.OIDCProviders = append(a.OIDCProviders, &iam.OIDCProvider{
			URL: e.name, ARN: entityARN(a, "oidc-provider", "/", e.name), ClientIDs: e.members.at("clientIds").texts(), Thumbprints: e.members.at("thumbprints").texts(),
			Tags: r.uniqueTags(e.members.at("tags")), Created: e.date("created"),
		})
	}
	for _, e := range m.at("samlProviders").entries("metadata", "tags", "created") {
		a.SAMLProviders = append(a.SAMLProviders, &iam.SAMLProvider{
			Name: e.name, ARN: entityARN(a, "saml-provider", "/", e.name), Metadata: e.text("metadata"), Tags: r.uniqueTags(e.members.at("tags")), Created: e.date("created"),
		})
	}
	for _, e := range m.at("serverCertificates").entries("path", "id", "body", "chain", "tags", "created") {
		c := &iam.ServerCertificate{Name: e.name, Path: e.members.at("path").entityPath(), Body: e.text("body"), Chain: e.text("chain"), Tags: r.uniqueTags(e.members.at("tags")), Uploaded: e.date("created")}
		c.ARN = entityARN(a, "server-certificate", c.Path, c.Name)
		c.UniqueID = unique(e.members.at("id").uniqueID(), "ASCA", c.ARN)
		a.ServerCertificates = append(a.ServerCertificates, c)
	}
	for _, e := range m.at("virtualMFADevices").entries("tags", "enabled") {
		a.MFADevices = append(a.MFADevices, &iam.VirtualMFADevice{Serial: e.name, Tags: r.uniqueTags(e.members.at("tags")), Enabled: e.date("enabled")})
	}
	if report := m.at("credentialReport"); !report.absent() {
		e := entry{members: report.members("generated", "content")}
		a.Report = &iam.CredentialReport{Generated: e.date("generated"), Content: e.text("content")}
	}
}

func (n node) uploads() []iam.Upload {
	var all []iam.Upload
	for _, e := range n.entries("status", "body", "created") {
		all = append(all, iam.Upload{ID: e.name, Active: e.members.at("status").active(), Body: e.text("body"), Uploaded: e.date("created")})
	}
	return all
}

func (n node) serviceCredentials() []iam.ServiceCredential {
	var all []iam.ServiceCredential
	for _, e := range n.entries("status", "service", "userName", "created") {
		all = append(all, iam.ServiceCredential{ID: e.name, Active: e.members.at("status").active(), Service: e.text("service"), UserName: e.text("userName"), Created: e.date("created")})
	}
	return all
}

// federation writes what federation reads.
func (f *fields) federation(a *iam.Account) {
	var oidc, saml, certificates, devices fields
	for _, p := range a.OIDCProviders {
		var one fields
		one.texts("clientIds", p.ClientIDs)
		one.texts("thumbprints", p.Thumbprints)
		one.tags(p.Tags)
		one.text("created", p.Created)
		oidc.set(p.URL, one.value())
	}
	for _, p := range a.SAMLProviders {
		var one fields
		one.text("metadata", p.Metadata)
		one.tags(p.Tags)
		one.text("created", p.Created)
		saml.set(p.Name, one.value())
	}
	for _, c := range a.ServerCertificates {
		var one fields
		one.name(c.Path, c.ARN, "ASCA", c.UniqueID, c.Uploaded)
		one.text("body", c.Body)
		one.text("chain", c.Chain)
		one.tags(c.Tags)
		certificates.set(c.Name, one.value())
	}
	for _, d := range a.MFADevices {
		var one fields
		one.tags(d.Tags)
		one.text("enabled", d.Enabled)
		devices.set(d.Serial, one.value())
	}
	f.object("oidcProviders", oidc)
	f.object("samlProviders", saml)
	f.object("serverCertificates", certificates)
	f.object("virtualMFADevices", devices)
	if a.Report != nil {
		var report fields
		report.text("generated", a.Report.Generated)
		report.text("content", a.Report.Content)
		f.set("credentialReport", report.value())
	}
}

func (f *fields) status(active bool) {
	if !active {
		f.text("status", "Inactive")
	}
}

func (f *fields) uploads(name string, all []iam.Upload) {
	var written fields
	for _, u := range all {
		var one fields
		one.status(u.Active)
		one.text("body", u.Body)
		one.text("created", u.Uploaded)
		written.set(u.ID, one.value())
	}
	f.object(name, written)
}

func (f *fields) serviceCredentials(all []iam.ServiceCredential) {
	var written fields
	for _, c := range all {
		var one fields
		one.status(c.Active)
		one.text("service", c.Service)
		one.text("userName", c.UserName)
		one.text("created", c.Created)
		written.set(c.ID, one.value())
	}
	f.object("serviceSpecificCredentials", written)
}
