package scenario

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/verdict-iam/verdict/engine/iam"
	"github.com/verdict-iam/verdict/engine/syntax"
)

// checked gives a string that must be as a rule wants it; another is reported and
// left out.
func (n node) checked(sound func(string) bool, code, what string) string {
	s := n.text()
	if n.absent() || n.Kind != syntax.String || sound(s) {
		return s
	}
	n.report(code, strconv.Quote(s)+" is not "+what)
	return ""
}

// date reads a time, which entities carry for what IAM answers; it decides nothing.
func (n node) date() string {
	return n.checked(isTime, "INVALID_TIME", "a time in UTC. Write one such as 2026-01-31T12:00:00Z.")
}

func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && strings.HasSuffix(s, "Z")
}

// uniqueID reads the unique id of an entity (IM-5).
func (n node) uniqueID() string {
	return n.checked(isUniqueID, "INVALID_UNIQUE_ID", "a unique ID. Write 16 to 128 letters and digits, such as AIDACKCEVSQ6C2EXAMPLE.")
}

// unique is the unique id that a scenario tells, or one that is made for the ARN.
func unique(told, prefix, arn string) string {
	if told != "" {
		return told
	}
	return iam.UniqueID(prefix, arn)
}

func isUniqueID(s string) bool {
	return len(s) >= 16 && len(s) <= 128 && strings.IndexFunc(s, func(c rune) bool { return !isWord(c) }) < 0
}

func isWord(c rune) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// alias reads an account alias (IM-6).
func (n node) alias() string {
	return n.checked(isAlias, "INVALID_ACCOUNT_ALIAS", "an account alias. Write 3 to 63 lower-case letters, digits and single hyphens, not 12 digits.")
}

func isAlias(s string) bool {
	plain := func(c rune) bool { return c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' }
	_, err := strconv.ParseUint(s, 10, 64)
	return len(s) >= 3 && len(s) <= 63 && strings.IndexFunc(s, func(c rune) bool { return !plain(c) }) < 0 &&
		!strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-") && !strings.Contains(s, "--") && (len(s) != 12 || err != nil)
}

func (n node) boolean() bool { return !n.absent() && n.is(syntax.Bool) && n.Text == "true" }

// between reads a whole number; 0 where it is left out.
func (n node) between(low, high int) int {
	if n.absent() || !n.is(syntax.Number) {
		return 0
	}
	number, err := strconv.Atoi(n.Text)
	if err == nil && number >= low && number <= high {
		return number
	}
	n.report("INVALID_NUMBER", n.name()+" must be a whole number from "+strconv.Itoa(low)+" to "+strconv.Itoa(high)+".")
	return 0
}

// passwordPolicy reads what passwords must be like, by the names of GetAccountPasswordPolicy (IM-25).
func (n node) passwordPolicy() *iam.PasswordPolicy {
	if n.absent() {
		return nil
	}
	m := n.members("MinimumPasswordLength", "RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters", "RequireLowercaseCharacters",
		"AllowUsersToChangePassword", "ExpirePasswords", "MaxPasswordAge", "PasswordReusePrevention", "HardExpiry")
	m.at("ExpirePasswords").boolean() // follows from MaxPasswordAge
	return &iam.PasswordPolicy{
		MinimumLength: cmp.Or(m.at("MinimumPasswordLength").between(6, 128), 6), MaxAge: m.at("MaxPasswordAge").between(0, 1095), ReusePrevention: m.at("PasswordReusePrevention").between(0, 24),
		Symbols: m.at("RequireSymbols").boolean(), Numbers: m.at("RequireNumbers").boolean(),
		Uppercase: m.at("RequireUppercaseCharacters").boolean(), Lowercase: m.at("RequireLowercaseCharacters").boolean(),
		AllowUsersToChange: m.at("AllowUsersToChangePassword").boolean(), HardExpiry: m.at("HardExpiry").boolean(),
	}
}

func (r *reader) rootUser(n node) iam.Credentials {
	if n.absent() {
		return iam.Credentials{}
	}
	return credentials(n.members("accessKeys", "mfaDevices"))
}

func credentials(m object) iam.Credentials {
	c := iam.Credentials{MFADevices: m.at("mfaDevices").texts()}
	slices.Sort(c.MFADevices)
	for _, entry := range m.at("accessKeys").each() {
		if !isUniqueID(entry.name) {
			entry.atName().report("INVALID_ACCESS_KEY_ID", strconv.Quote(entry.name)+" is not an access key ID. Write 16 to 128 letters and digits, such as AKIAIOSFODNN7EXAMPLE.")
			continue
		}
		k := entry.members("status", "created", "lastUsed")
		c.AccessKeys = append(c.AccessKeys, iam.AccessKey{ID: entry.name, Active: k.at("status").active(), Created: k.at("created").date(), LastUsed: k.at("lastUsed").date()})
	}
	return c
}

// active reads the status of an access key (IM-21), which is Active where it is left out.
func (n node) active() bool {
	isStatus := func(s string) bool { return s == "Active" || s == "Inactive" }
	return n.checked(isStatus, "INVALID_STATUS", "a status. Write Active or Inactive.") != "Inactive"
}

func (n node) loginProfile() *iam.LoginProfile {
	if n.absent() {
		return nil
	}
	m := n.members("created", "passwordResetRequired")
	return &iam.LoginProfile{Created: m.at("created").date(), ResetRequired: m.at("passwordResetRequired").boolean()}
}

func (r *reader) instanceProfiles(a *iam.Account, n node) {
	for _, entry := range n.each() {
		m := entry.members("path", "role", "tags", "id", "created")
		path := m.at("path").entityPath()
		p := &iam.InstanceProfile{Name: entry.name, Path: path, ARN: entityARN(a, "instance-profile", path, entry.name), Tags: r.uniqueTags(m.at("tags")), Created: m.at("created").date()}
		p.UniqueID = unique(m.at("id").uniqueID(), "AIPA", p.ARN)
		if role := m.at("role"); !role.absent() {
			if p.Role = a.Role(role.text()); p.Role == nil {
				role.report("NO_SUCH_ROLE", "Account "+a.ID+" has no role "+strconv.Quote(role.text())+"."+didYouMean(role.text(), names(a.Roles, func(r *iam.Role) string { return r.Name })))
			}
		}
		a.InstanceProfiles = append(a.InstanceProfiles, p)
	}
}

// managed reads what an account knows of a managed policy beside its document.
func (r *reader) managed(m object, p *iam.Policy) *iam.Managed {
	made := &iam.Managed{
		Path: m.at("path").entityPath(), Description: m.at("description").text(), UniqueID: m.at("id").uniqueID(), Tags: r.uniqueTags(m.at("tags")),
		Created: m.at("created").date(), Updated: m.at("updated").date(), Default: "v1",
	}
	if name := m.at("defaultVersion").version(); name != "" {
		made.Default = name
	}
	inForce := iam.Version{ID: made.Default, Document: p.Document.Text}
	for _, entry := range m.at("versions").each() {
		v := entry.readVersion()
		switch {
		case v.ID == "":
		case v.ID == made.Default:
			inForce.Created = v.Created
		case v.Document == "":
			entry.report("EMPTY_DOCUMENT", "There is no policy document here. Write one.")
		default:
			made.Versions = append(made.Versions, v)
		}
	}
	made.Versions = append(made.Versions, inForce)
	sort.Slice(made.Versions, func(i, j int) bool { return made.Versions[i].Number() < made.Versions[j].Number() })
	latest := iam.Version{ID: m.at("lastVersion").version()}
	made.Latest = max(made.Versions[len(made.Versions)-1].Number(), latest.Number())
	return made
}

// version reads the id of a policy version (IM-13).
func (n node) version() string {
	isVersion := func(s string) bool { return iam.Version{ID: s}.Number() > 0 }
	return n.checked(isVersion, "INVALID_POLICY_VERSION", "the ID of a policy version. Write v1, v2 and so on.")
}

// readVersion reads a version: a document, or one with when it was made.
func (n *named) readVersion() iam.Version {
	v := iam.Version{ID: n.name}
	if v.Number() == 0 {
		n.atName().report("INVALID_POLICY_VERSION", strconv.Quote(n.name)+" is not the ID of a policy version. Write v1, v2 and so on.")
		return iam.Version{}
	}
	_, isDocument := n.Find("Statement")
	if n.Kind != syntax.Object || isDocument {
		v.Document = n.documentText()
		return v
	}
	m := n.members("document", "created")
	v.Created = m.at("created").date()
	if document := m.at("document"); !document.absent() {
		v.Document = document.documentText()
	}
	return v
}

// documentText gives a document as it was written, in the scenario or in a string.
func (n node) documentText() string {
	if n.Kind == syntax.Object {
		return n.r.scenario.Source.Text()[n.Span.From:n.Span.To]
	}
	return n.text()
}
