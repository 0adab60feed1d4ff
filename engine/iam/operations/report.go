package operations

import (
	"cmp"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

var reportOperations = map[string]operation{
	"GenerateCredentialReport": {run: generateCredentialReport},
	"GetCredentialReport":      {run: getCredentialReport, reads: true},
}

// fresh is how long a credential report is not written anew.
const fresh = 4 * time.Hour

// generateCredentialReport writes the report at once, but says at first that it was
// started, as IAM does: whoever asks again is told that it is complete.
func generateCredentialReport(r *run) (*syntax.Value, *Error) {
	now, _ := time.Parse(time.RFC3339, r.Now) // whoever calls gives RFC 3339
	if last := r.account.Report; last != nil {
		made, _ := time.Parse(time.RFC3339, last.Generated) // the zero time where nobody says
		if now.Sub(made) < fresh {
			return record("State", "COMPLETE"), nil
		}
	}
	r.account.Report = &iam.CredentialReport{Generated: r.Now, Content: r.report()}
	return record("State", "STARTED", "Description", "No report exists. Starting a new report generation task"), nil
}

// getCredentialReport gives the last report, however old: IAM's documentation does not say when one expires.
func getCredentialReport(r *run) (*syntax.Value, *Error) {
	last := r.account.Report
	if last == nil {
		return nil, &Error{"ReportNotPresent", ""} // AWS's answer has no message, as recorded
	}
	return record("Content", base64.StdEncoding.EncodeToString([]byte(last.Content)), "ReportFormat", "text/csv", "GeneratedTime", dated(last.Generated)), nil
}

const (
	none    = "N/A"
	unknown = "no_information"
	absent  = "not_supported" // of the root user, whose password IAM does not tell about
)

// report is the credential report: the root user, then the users, a line each.
func (r *run) report() string {
	root := []string{"<root_account>", r.rootARN(), stamp(undated), absent, unknown, absent, absent}
	lines := [][]string{header(), append(root, credentialsRow(r.account.Root, nil)...)}
	for _, u := range r.account.Users {
		row := append([]string{u.Name, u.ARN, stamp(cmp.Or(u.Created, undated))}, passwordRow(r.account.PasswordPolicy, u)...)
		lines = append(lines, append(row, credentialsRow(u.Credentials, u.SigningCertificates)...))
	}
	text := make([]string, len(lines))
	for i, cells := range lines {
		for j, cell := range cells {
			if strings.Contains(cell, ",") { // names may have commas, but neither quotes nor line breaks
				cells[j] = `"` + cell + `"`
			}
		}
		text[i] = strings.Join(cells, ",")
	}
	return strings.Join(text, "\n")
}

func header() []string {
	all := strings.Fields("user arn user_creation_time password_enabled password_last_used password_last_changed password_next_rotation mfa_active")
	for _, n := range []string{"1", "2"} {
		for _, column := range []string{"active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"} {
			all = append(all, "access_key_"+n+"_"+column)
		}
	}
	for _, n := range []string{"1", "2"} {
		all = append(all, "cert_"+n+"_active", "cert_"+n+"_last_rotated")
	}
	return all
}

// stamp writes a time as the report has it, or that there is none.
func stamp(at string) string {
	if at == "" {
		return none
	}
	return strings.TrimSuffix(at, "Z") + "+00:00"
}

// passwordRow tells of a user's password: whether there is one, when it was used and set, and by when it must change.
func passwordRow(p *iam.PasswordPolicy, u *iam.User) []string {
	if u.LoginProfile == nil {
		return []string{"false", none, none, none}
	}
	used := unknown
	if u.PasswordLastUsed != "" {
		used = stamp(u.PasswordLastUsed)
	}
	set := cmp.Or(u.LoginProfile.Created, undated)
	next := none
	if p != nil && p.MaxAge > 0 {
		at, _ := time.Parse(time.RFC3339, set) // scenarios and calls hold RFC 3339
		next = stamp(at.AddDate(0, 0, p.MaxAge).Format(time.RFC3339))
	}
	return []string{"true", used, stamp(set), next}
}

// credentialsRow tells of devices, keys and certificates. Where a key was last used is not part of the model.
func credentialsRow(c iam.Credentials, certificates []iam.Upload) []string {
	row := []string{strconv.FormatBool(len(c.MFADevices) > 0)}
	for i := range 2 {
		k := iam.AccessKey{}
		if i < len(c.AccessKeys) {
			k = c.AccessKeys[i]
			k.Created = cmp.Or(k.Created, undated)
		}
		row = append(row, strconv.FormatBool(k.Active), stamp(k.Created), stamp(k.LastUsed), none, none)
	}
	for i := range 2 {
		one := iam.Upload{}
		if i < len(certificates) {
			one = certificates[i]
			one.Uploaded = cmp.Or(one.Uploaded, undated)
		}
		row = append(row, strconv.FormatBool(one.Active), stamp(one.Uploaded))
	}
	return row
}
